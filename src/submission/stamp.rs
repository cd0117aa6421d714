//! What a form says of its own making, on a sheet that nobody sees: which rubric asks, and whom.

use super::grid::Grid;

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
