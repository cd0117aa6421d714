//! What a form says of its own making, on a sheet that nobody sees: which rubric asks, and whom.

use std::sync::Arc;

use super::form;
use super::grid::{Grid, quoted};
use super::reader::FileReader;
use super::units::Match;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::words::data::DataProblem;

/// The name of that sheet; it is the only hidden one that is ever looked at.
pub(crate) const SHEET: &str = "_kaohe";
/// What its first cell says.
const MARK: &str = "kaohe-form";
/// The layout of the forms that are made; whoever changes what a form means counts on.
const LAYOUT: &str = "1";
/// Rows of the sheet that are looked at.
const MOST_ROWS: usize = 100;

/// What a form says of its own making.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// For whom it is: `unit`, `department`, `group`.
    pub kind: String,
    /// The rubric's id.
    pub rubric: String,
    /// Its edition.
    pub edition: String,
    /// Its period.
    pub period: String,
    /// Its fingerprint.
    pub sha256: String,
    /// The id of the one unit that is asked.
    pub unit: Option<String>,
    /// Sheets that only explain.
    pub aside: Vec<String>,
}

impl Stamp {
    /// The name of the sheet.
    pub fn sheet() -> &'static str {
        SHEET
    }

    /// The rows of the sheet: a key and what it says.
    pub fn rows(&self) -> Vec<(&'static str, &str)> {
        let mut rows = vec![
            (MARK, LAYOUT),
            ("kind", &self.kind),
            ("rubric", &self.rubric),
            ("edition", &self.edition),
            ("period", &self.period),
            ("sha256", &self.sha256),
        ];
        rows.extend(self.unit.as_deref().map(|unit| ("unit", unit)));
        rows.extend(self.aside.iter().map(|sheet| ("aside", sheet.as_str())));
        rows
    }

    /// The stamp on a sheet, if there is one.
    pub(super) fn of(grid: &Grid) -> Option<Stamp> {
        let mut stamp = Stamp::default();
        let mut rows = grid.rows.iter().take(MOST_ROWS);
        (rows.next()?.text(0)? == MARK).then_some(())?;
        for row in rows {
            let (Some(key), Some(says)) = (row.text(0), row.text(1)) else { continue };
            match key.as_str() {
                "kind" => stamp.kind = says,
                "rubric" => stamp.rubric = says,
                "edition" => stamp.edition = says,
                "period" => stamp.period = says,
                "sha256" => stamp.sha256 = says,
                "unit" => stamp.unit = Some(says),
                "aside" => stamp.aside.push(says),
                _ => {}
            }
        }
        Some(stamp)
    }

    /// Whether a sheet of the form only explains.
    pub(super) fn explains(&self, sheet: Option<&str>) -> bool {
        sheet.is_some_and(|sheet| self.aside.iter().any(|aside| aside == sheet))
    }
}

impl FileReader<'_> {
    /// Whose a form is where it also says for whom it was made.
    pub(super) fn witnessed(&self, found: Match, place: &Place) -> Match {
        match self.stamp.as_ref().and_then(|stamp| stamp.unit.as_deref()) {
            Some(made_for) => form::witnessed(found, place, &self.stem, made_for, &self.context.units),
            None => found,
        }
    }

    /// Whether a form asks for what this rubric asks for. One of another edition of it is read, and told.
    pub(super) fn is_of_this_rubric(&mut self, file: &Arc<str>) -> bool {
        let Some(stamp) = &self.stamp else { return true };
        let heading = &self.context.program.heading;
        if stamp.rubric != heading.id {
            let (rubric, expected) = (quoted(&stamp.rubric), heading.id.clone());
            self.problem(DataProblem::FormOfRubric { rubric, expected }, Place::File(Arc::clone(file)));
            return false;
        }
        let same = (stamp.edition.as_str(), stamp.period.as_str()) == (&heading.edition, &heading.period);
        if !same || stamp.sha256 != self.context.program.fingerprint {
            let problem = DataProblem::FormOfEdition {
                made: quoted(&stamp.edition),
                made_for: quoted(&stamp.period),
                edition: heading.edition.clone(),
                period: heading.period.clone(),
            };
            let problem = Diagnostic::new(problem, Place::File(Arc::clone(file)));
            self.tell(if same { problem.severity(Severity::Note) } else { problem });
        }
        true
    }
}
