//! One cell as a value, an end of a target, a remark or a claim of a unit.

use super::grid::{Cell, Grid, quoted};
use super::notation::read_number;
use super::reader::{About, Claim, FileReader, Value};
use super::scales::{self, Bare};
use super::target::{TargetReading, read_target_cell};
use super::value::{Reading, read_cell};
use super::vocabulary::{Beside, Purpose};
use crate::diagnostic::{Diagnostic, Place};
use crate::program::{Field, FieldId, FieldKind, NodeId, RangeEnd, Role, show};
use crate::source::Source;
use crate::table::{Origin, Remarks, State};
use crate::words::Lang;
use crate::words::data::DataProblem;

impl FileReader<'_> {
    pub(super) fn value(&mut self, grid: &Grid, unit: u32, field: FieldId, (row, column): (u32, u32), cell: &Cell) {
        let Some(declared) = self.context.program.fields.get(field.index()) else { return };
        self.out.heard.insert(unit);
        let place = grid.place(row, column);
        let origin = self.origin(row, column);
        match (self.context.purpose, declared.role) {
            // What a unit gives itself is a claim.
            (Purpose::Submissions, Role::Given(node))
                if self.speaker() == Some(Source::Own) && declared.kind == FieldKind::Points =>
            {
                self.claim(grid, unit, node, (row, column), cell);
            }
            (Purpose::Submissions, _) | (Purpose::Period(_), Role::Past(..)) => {
                let reading = read_cell(cell, declared, grid.is_typed());
                if let Some(written) = scales::bare(cell, declared)
                    && reading.state == State::Known
                {
                    self.out.bare.push(Bare { field, written, origin });
                }
                self.take(unit, field, reading, origin, &place);
            }
            (Purpose::Targets, Role::Target(of, _)) => {
                let read = read_target_cell(cell, declared, grid.is_typed());
                self.target((unit, of), declared, read, origin, &place, &cell.text());
            }
            (Purpose::Targets, _) => {
                let field = declared.label.clone();
                if self.told.insert(format!("target {field}")) {
                    self.problem(DataProblem::TargetNotAsked { field }, place);
                }
            }
            // A file of an earlier period holds much that the rubric does not ask for.
            (Purpose::Period(_), _) => {}
        }
    }

    /// Keeps a value that was read, and tells what was wrong with it.
    pub(super) fn take(&mut self, unit: u32, field: FieldId, reading: Reading, origin: Origin, place: &Place) {
        if let Some(problem) = reading.problem {
            self.tell(Diagnostic::new(problem, place.clone()).suggest(reading.suggestion));
        }
        if matches!(reading.state, State::Known | State::NotApplicable) {
            let is_text = self.context.program.fields.get(field.index()).is_some_and(|f| f.kind == FieldKind::Text);
            let text = if is_text { reading.text } else { None };
            self.out.values.push(Value { unit, field, number: reading.value, state: reading.state, text, origin });
        }
    }

    /// Keeps the ends of a target that the rubric asks for.
    pub(super) fn target(
        &mut self,
        (unit, of): (u32, FieldId),
        declared: &Field,
        read: TargetReading,
        origin: Origin,
        place: &Place,
        text: &str,
    ) {
        let ends = [(RangeEnd::Low, read.low), (RangeEnd::High, read.high)];
        let ends = ends.map(|(end, reading)| (self.context.field_of(Role::Target(of, end)), reading));
        let asked = ends.iter().filter(|(field, _)| field.is_some()).count();
        for (field, mut reading) in ends {
            let Some(field) = field else {
                // What is wrong with an end that nobody asks for matters still: the other stands in the same cell.
                if let Some(problem) = reading.problem.take() {
                    self.tell(Diagnostic::new(problem, place.clone()).suggest(reading.suggestion));
                }
                continue;
            };
            if read.is_range && asked == 1 {
                let (field, text) = (declared.label.clone(), quoted(text));
                let value = show(reading.value, &declared.kind.quantity(), Lang::Zh);
                self.problem(DataProblem::TargetEnd { field, text, value }, place.clone());
            }
            self.take(unit, field, reading, origin, place);
        }
    }

    pub(super) fn remark(&mut self, unit: u32, about: About, beside: Beside, cell: &Cell) {
        if self.context.purpose != Purpose::Submissions {
            return;
        }
        let text = Some(cell.text()).filter(|text| !text.is_empty());
        let mut remarks = Remarks::default();
        match beside {
            Beside::Evidence => remarks.evidence = text,
            Beside::Pages => remarks.pages = text,
            Beside::Remark => remarks.remark = text,
            Beside::Reason => remarks.reason = text,
        }
        self.out.remarks.push((unit, about, remarks));
    }

    pub(super) fn claim(&mut self, grid: &Grid, unit: u32, node: NodeId, (row, column): (u32, u32), cell: &Cell) {
        if self.context.purpose != Purpose::Submissions {
            return;
        }
        self.out.heard.insert(unit);
        let text = cell.text();
        let points = match cell {
            Cell::Number(points, false) => Some(*points),
            Cell::Text(text) => read_number(text, Some("分")).filter(|read| !read.percent).map(|read| read.value),
            _ => None,
        };
        match points {
            Some(points) => {
                let origin = self.origin(row, column);
                self.out.claims.push(Claim { unit, node, points, origin });
            }
            None if matches!(text.as_str(), "-" | "/" | "—") => {}
            None => self.problem(DataProblem::ClaimUnreadable { text: quoted(&text) }, grid.place(row, column)),
        }
    }

    /// A value under a heading that says `(%)`.
    pub(super) fn value_per_cent(&mut self, grid: &Grid, unit: u32, field: FieldId, at: (u32, u32), cell: &Cell) {
        let declared = self.context.program.fields.get(field.index());
        let Some((cell, told)) = declared.and_then(|declared| scales::under_sign(cell, declared)) else {
            self.value(grid, unit, field, at, cell);
            return;
        };
        if let Some(problem) = told {
            self.problem(problem, grid.place(at.0, at.1));
        }
        self.value(grid, unit, field, at, &cell);
    }
}
