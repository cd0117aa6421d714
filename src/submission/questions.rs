//! What a file says and nobody knows: told once a file, with what was probably meant.

use super::grid::{Grid, Row, quoted};
use super::head::OVER;
use super::layout::Wide;
use super::reader::FileReader;
use super::units::Match;
use super::vocabulary::Purpose;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::program::FieldId;
use crate::words::data::DataProblem;

impl FileReader<'_> {
    pub(super) fn unknown_field(&mut self, text: &str, place: Place) {
        let suggestion = self.context.vocabulary.suggest(text);
        self.unknown_name(text, place, suggestion, Severity::Error);
    }

    /// A column that the rubric knows nothing of may be somebody's own, unless it is named much like one of the rubric's.
    pub(super) fn unknown_heading(&mut self, text: &str, place: Place) {
        let lowest = text.rsplit(OVER).next().unwrap_or(text);
        let suggestion = self.context.vocabulary.suggest(lowest);
        let severity = if suggestion.is_some() { Severity::Error } else { Severity::Warning };
        self.unknown_name(text, place, suggestion, severity);
    }

    pub(super) fn unknown_name(&mut self, text: &str, place: Place, suggestion: Option<String>, severity: Severity) {
        let text = quoted(text);
        // Another edition asked for other things.
        let is_past = matches!(self.context.purpose, Purpose::Period(_));
        if is_past || !self.told.insert(format!("field {text}")) {
            return;
        }
        if let Some(candidates) = self.context.vocabulary.candidates(&text) {
            self.problem(DataProblem::AmbiguousField { text, candidates }, place);
            return;
        }
        let problem = Diagnostic::new(DataProblem::UnknownField { field: text }, place).severity(severity);
        self.tell(problem.suggest(suggestion));
    }

    /// What a column holds, as a message names it.
    pub(super) fn name_of(&self, held: Wide) -> String {
        let program = self.context.program;
        let field = |field: FieldId| program.fields.get(field.index()).map(|field| field.label.clone());
        let name = match held {
            Wide::Field(id) | Wide::Beside(_, id) => field(id),
            Wide::Claim(node) | Wide::BesideNode(_, node) => {
                program.nodes.get(node.index()).map(|node| node.title.clone())
            }
        };
        name.unwrap_or_default()
    }

    /// Tells, once a sheet, that a row without a unit is taken for that of the unit above.
    pub(super) fn carried(&mut self, unit: u32, grid: &Grid, row: &Row) {
        if self.told.insert(format!("carried {}", grid.sheet.as_deref().unwrap_or_default())) {
            let unit = self.context.units.name(unit).to_owned();
            let column = row.cells.first().map_or(0, |(column, _)| *column);
            self.problem(DataProblem::Carried { unit }, grid.place(row.index, column));
        }
    }

    /// Tells of a name that is not the one of the unit whose id stands beside it.
    pub(super) fn check_name(&mut self, unit: u32, id: &str, name: &str, place: Place) {
        let by = |text: &str| matches!(self.context.units.find(text), Match::Unit(found) if found == unit);
        if by(id)
            && matches!(self.context.units.find(name), Match::Unknown(_))
            && self.told.insert(format!("name {id} {name}"))
        {
            let unit = self.context.units.name(unit).to_owned();
            let problem = DataProblem::NameDiffers { id: quoted(id), unit, name: quoted(name) };
            let is_past = matches!(self.context.purpose, Purpose::Period(_));
            let problem = Diagnostic::new(problem, place);
            self.tell(if is_past { problem.severity(Severity::Note) } else { problem });
        }
    }

    pub(super) fn unknown_unit(&mut self, unit: &str, place: Place) {
        let unit = quoted(unit);
        if self.told.insert(format!("unit {unit}")) {
            let like = self.context.units.like(unit.rsplit(' ').next().unwrap_or(&unit));
            let problem = Diagnostic::new(DataProblem::UnknownUnit { unit }, place).suggest(like);
            // Who was assessed then need not be assessed now.
            let is_past = matches!(self.context.purpose, Purpose::Period(_));
            self.tell(if is_past { problem.severity(Severity::Note) } else { problem });
        }
    }

    pub(super) fn ambiguous(&mut self, text: &str, candidates: &[u32], place: Place) {
        let text = quoted(text);
        if self.told.insert(format!("unit {text}")) {
            let candidates = self.context.units.describe(candidates);
            self.problem(DataProblem::AmbiguousUnit { text, candidates }, place);
        }
    }
}
