//! A printed rubric (印发的评分细则) as a draft of a rubric file.
//!
//! The table is found by its header, becomes a tree by its merged and blank cells, and every leaf keeps its printed
//! sentence as a comment. Sentences that are understood as a whole become proposed rules; the rest is left open, so that
//! a check names it.

mod clauses;
mod header;
mod phrases;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use crate::submission::PrintedSheet;
use crate::words::Lang;

/// The draft of a rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The rubric file.
    pub text: String,
    /// The sheet it was made from; none for CSV.
    pub sheet: Option<String>,
    /// Other sheets that hold a rubric.
    pub others: Vec<String>,
    /// Leaves whose rule is proposed.
    pub proposed: usize,
    /// Leaves and vetoes that are left open.
    pub undecided: usize,
}

/// Makes a draft of the first sheet that holds a rubric, or of the one named; none where there is none. `id` becomes
/// the rubric's, `file` is named in it.
pub fn draft(sheets: &[PrintedSheet], wanted: Option<&str>, id: &str, file: &str, lang: Lang) -> Option<Draft> {
    let wanted = |sheet: &&PrintedSheet| wanted.is_none_or(|name| sheet.name.as_deref() == Some(name));
    let mut found = sheets.iter().filter(wanted).filter_map(|sheet| Some((sheet.name.as_deref(), table::read(sheet)?)));
    let (sheet, rubric) = found.next()?;
    let written = write::write(&rubric, &write::About { id, file, sheet, lang });
    Some(Draft {
        text: written.text,
        sheet: sheet.map(str::to_owned),
        others: found.filter_map(|(name, _)| name.map(str::to_owned)).collect(),
        proposed: written.proposed,
        undecided: written.undecided,
    })
}
