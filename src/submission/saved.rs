//! A saved `results.json`, as far as other assessments look at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::SourceFile;
use super::open::{fingerprint, load, problem};
use crate::diagnostic::{Diagnostic, Place};
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind};
use crate::table::{Input, State, read_date};
use crate::text::fold;
use crate::words::data::{DataProblem, FileFault};

/// The version of the format that is read.
const FORMAT: u32 = 1;

/// The results of an assessment.
#[derive(Debug, Deserialize)]
pub(super) struct Results {
    format: u32,
    pub(super) units: Vec<UnitResult>,
}

/// The results of one unit.
#[derive(Debug, Deserialize)]
pub(super) struct UnitResult {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) group: String,
    pub(super) total: Option<String>,
    pub(super) grade: Option<String>,
    pub(super) rank: Option<u64>,
    pub(super) group_rank: Option<u64>,
    #[serde(default)]
    nodes: Vec<NodeResult>,
    #[serde(default)]
    values: Vec<ValueResult>,
}

#[derive(Debug, Deserialize)]
struct NodeResult {
    id: String,
    points: Option<String>,
    status: String,
}

#[derive(Debug, Deserialize)]
struct ValueResult {
    field: String,
    value: Option<String>,
    state: String,
}

/// Something of a result: its text as saved, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Saved {
    /// Its text.
    Text(String),
    /// Nothing.
    None(State),
}

impl Saved {
    /// What may be there, and is missing otherwise.
    pub(super) fn of(text: Option<String>) -> Saved {
        text.map_or(Saved::None(State::Missing), Saved::Text)
    }
}

impl UnitResult {
    /// The values by field.
    pub(super) fn values(&self) -> BTreeMap<&str, Saved> {
        self.values.iter().map(|value| (value.field.as_str(), saved(value.value.as_ref(), &value.state))).collect()
    }

    /// The points by node.
    pub(super) fn points(&self) -> BTreeMap<&str, Saved> {
        self.nodes.iter().map(|node| (node.id.as_str(), saved(node.points.as_ref(), &node.status))).collect()
    }
}

fn saved(text: Option<&String>, state: &str) -> Saved {
    match text {
        Some(text) => Saved::Text(text.clone()),
        None if state == "not-applicable" => Saved::None(State::NotApplicable),
        None => Saved::None(State::Missing),
    }
}

/// Whether a file is named as saved results are.
pub(super) fn is_saved(file: &SourceFile) -> bool {
    file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Reads saved results; what they were read from, where the file could be had at all.
pub(super) fn read_saved(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> (Option<Input>, Option<Results>) {
    let place = Place::File(Arc::from(file.name.as_str()));
    let bytes = match load(&file.path) {
        Ok(bytes) => bytes,
        Err(fault) => {
            problems.push(Diagnostic::new(problem(&file.name, fault), place));
            return (None, None);
        }
    };
    let input = Input { name: file.name.clone(), fingerprint: fingerprint(&bytes) };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let fault = match serde_json::from_slice::<Results>(text) {
        Ok(results) if results.format == FORMAT => return (Some(input), Some(results)),
        Ok(results) => FileFault::ResultsFormat { format: results.format },
        Err(error) => FileFault::NotResults { detail: error.to_string() },
    };
    let problem = DataProblem::Unreadable { file: file.name.clone(), detail: fault };
    problems.push(Diagnostic::new(problem, place));
    (Some(input), None)
}

/// A saved text as a value of this field, with its text in a field of texts; `None` where it does not fit.
pub(super) fn value_in(text: &str, field: &Field) -> Option<(Decimal, Option<String>)> {
    let number = match &field.kind {
        FieldKind::Text => return Some((Decimal::ZERO, Some(text.to_owned()))),
        FieldKind::Count => number::read_exact(text).filter(|number| number.fract().is_zero()),
        FieldKind::Number | FieldKind::Money | FieldKind::Points | FieldKind::Percent => number::read_exact(text),
        FieldKind::YesNo => match text {
            "yes" => Some(Decimal::ONE),
            "no" => Some(Decimal::ZERO),
            _ => None,
        },
        FieldKind::Choice(options) => {
            let word = fold(text);
            let position = options.iter().position(|option| option == text);
            position.or_else(|| options.iter().position(|option| fold(option) == word)).map(Decimal::from)
        }
        FieldKind::Date => read_date(text).map(Decimal::from),
    }?;
    Some((number, None))
}
