//! A saved `results.json`, as far as other assessments look at it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::SourceFile;
use super::open::{load, problem};
use crate::diagnostic::{Diagnostic, Place};
use crate::fingerprint::fingerprint;
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind};
use crate::table::{Input, State, read_date};
use crate::text::fold;
use crate::words::data::{DataProblem, FileFault};

/// The version of the format of `results.json`: raised when a reader of the old one would go wrong.
pub const FORMAT: u32 = 1;

/// The results of an assessment.
#[derive(Debug, Deserialize)]
pub(super) struct Results {
    format: u32,
    #[serde(deserialize_with = "bounded")]
    pub(super) units: Vec<UnitResult>,
}

/// Units that saved results may have, so that no file fills the memory.
const MOST_UNITS: usize = 200_000;

/// Reads units as long as there are not too many.
fn bounded<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<UnitResult>, D::Error> {
    struct Units;
    impl<'de> Visitor<'de> for Units {
        type Value = Vec<UnitResult>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "at most {MOST_UNITS} units")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
            let mut units = Vec::new();
            while let Some(unit) = from.next_element()? {
                if units.len() == MOST_UNITS {
                    return Err(A::Error::invalid_length(MOST_UNITS + 1, &self));
                }
                units.push(unit);
            }
            Ok(units)
        }
    }
    from.deserialize_seq(Units)
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

    /// The value of a field.
    pub(super) fn value(&self, field: &str) -> Saved {
        let value = self.values.iter().find(|value| value.field == field);
        value.map_or(Saved::None(State::Missing), |value| saved(value.value.as_ref(), &value.state))
    }

    /// Whether there are points of this node.
    pub(super) fn has_node(&self, id: &str) -> bool {
        self.nodes.iter().any(|node| node.id == id)
    }

    /// The points of a node.
    pub(super) fn points(&self, id: &str) -> Saved {
        let node = self.nodes.iter().find(|node| node.id == id);
        node.map_or(Saved::None(State::Missing), |node| saved(node.points.as_ref(), &node.status))
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
