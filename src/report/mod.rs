//! An assessment as files and tables that people hold in their hands: one file a format.
//!
//! Nothing here prints or knows a clock: every format is a function from an [`Assessment`](crate::scoring::Assessment)
//! to bytes or text, and the same assessment gives the same bytes.

pub mod benchmark;
pub mod collected;
pub mod consistency;
pub mod csv;
pub mod diagnostics;
pub mod difference;
pub mod drawn;
pub mod editions;
mod evidence;
pub mod explanation;
mod facts;
#[cfg(test)]
mod fixture;
pub mod form;
pub mod html;
pub mod improve;
pub mod json;
pub mod ledger;
mod markdown;
pub mod moves;
pub mod names;
pub mod notice;
pub mod out;
mod page_style;
mod provenance;
pub mod ranking;
pub mod rubric;
pub mod schema;
pub mod sensitivity;
pub mod terminal;
mod unit_rates;
pub mod unit_workbook;
pub mod weights;
pub mod workbook;
mod wrap;

pub use facts::Counts;

use crate::diagnostic::{Diagnostic, Severity};
use crate::folder::{PartNames, Parts, Revision};
use crate::table::Input;

/// What a report says of its own making; everything that is not in the assessment itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The version of the tool.
    pub tool_version: String,
    /// The rubric's file, as the user would write it.
    pub rubric_file: String,
    /// Every file that was read besides the rubric, with its fingerprint.
    pub inputs: Vec<Input>,
    /// What the assessment was made from, so that it can be made again.
    pub parts: Option<PartNames>,
    /// Why it replaces a published one.
    pub revises: Option<Revision>,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// How many notes were found.
    pub notes: usize,
}

impl About {
    /// A report made by `tool_version` of the tool, with the diagnostics counted.
    pub fn new(tool_version: &str, rubric_file: &str, inputs: Vec<Input>, diagnostics: &[Diagnostic]) -> About {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        About {
            tool_version: tool_version.to_owned(),
            rubric_file: rubric_file.to_owned(),
            inputs,
            parts: None,
            revises: None,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// With what the assessment was made from, and why it replaces a published one.
    #[must_use]
    pub fn made_from(self, parts: &Parts, revises: Option<Revision>) -> About {
        About { parts: Some(PartNames::of(parts)), revises, ..self }
    }
}
