//! kaohe (考核): exact scoring of annual quality assessments from a TOML rubric.
//!
//! One pipeline: a rubric is read and compiled into a [`program::Program`]; submissions are read into a
//! [`table::Table`]; [`scoring`] evaluates the one over the other into an assessment, which the reports show.
//!
//! Modules import downwards only: `cli`, `report`, `analysis`, `scoring`, `folder`, `rubric`, `submission`, `program`,
//! and the ground (`table`, `source`, `document`, `words`, `diagnostic`, `text`, `spreadsheet`, `fingerprint`, `maths`, `number`).

pub mod analysis;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod fingerprint;
pub mod folder;
pub mod maths;
pub mod number;
pub mod program;
pub mod report;
pub mod rubric;
pub mod scoring;
pub mod source;
pub mod spreadsheet;
pub mod submission;
pub mod table;
pub mod text;
pub mod words;
