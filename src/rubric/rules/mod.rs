//! Scoring rules: one file a kind, each lowered into the one graph.
//!
//! A kind is a name, the shape of what may be written, and a function that lowers it. To add one, copy a neighbour
//! and list it in [`KINDS`].

mod add;
mod bands;
mod cases;
mod check;
mod checklist;
mod choice;
mod counting;
mod deduct;
mod efficacy;
mod formula;
mod given;
mod interpolate;
mod proportion;
mod rank;
mod raters;
mod steps;

use crate::diagnostic::{Diagnostic, Spot, nearest};
use crate::document::{self, Item, Keys, Reader, Section, Setting, Value, Word, Written};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::Bilingual;
use crate::words::rubric::RubricProblem;

/// A kind of scoring rule.
#[derive(Debug)]
pub struct RuleKind {
    /// As written: `score.interpolate`.
    pub name: &'static str,
    /// Its standard name in the field.
    pub title: Bilingual,
    /// What may be written under it.
    pub shape: Shape,
    /// Lowers it for one leaf; `None` when it has a mistake, which is then reported.
    pub(in crate::rubric) lower: fn(&mut LeafWork<'_, '_, '_>, &Settings<'_>) -> Option<Lowered>,
}

/// What may be written under a rule kind's name.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A table of these keys.
    Keys(&'static Keys),
    /// An array of tables of these keys.
    Rows(&'static Keys),
    /// One expression.
    Expression,
    /// A table from words of the writer's choice to numbers.
    Options,
}

/// What was written under a rule kind's name.
#[derive(Debug)]
pub(in crate::rubric) enum Settings<'a> {
    Keys(Section<'a>),
    Rows(Vec<Section<'a>>),
    Expression(Written),
    Options(Vec<(Word, Setting)>),
}

impl<'a> Settings<'a> {
    /// The table of a kind whose shape is [`Shape::Keys`].
    pub(in crate::rubric) fn keys(&self) -> Option<&Section<'a>> {
        match self {
            Settings::Keys(section) => Some(section),
            _ => None,
        }
    }
}

/// Every kind of scoring rule.
pub static KINDS: [&RuleKind; 15] = [
    &given::KIND,
    &raters::KIND,
    &proportion::KIND,
    &interpolate::KIND,
    &bands::KIND,
    &steps::KIND,
    &deduct::KIND,
    &add::KIND,
    &check::KIND,
    &choice::KIND,
    &checklist::KIND,
    &cases::KIND,
    &rank::KIND,
    &efficacy::KIND,
    &formula::KIND,
];

/// Opens a node's `score`: the word of a kind without settings, or a table of one kind.
pub(super) fn open<'a>(reader: &'a Reader, score: &'a Item) -> Option<(&'static RuleKind, Settings<'a>)> {
    static NOTHING: document::Table = document::Table { entries: Vec::new() };
    match &score.value {
        Value::Text(name) => {
            let kind = find(reader, name, &score.spot)?;
            match kind.shape {
                Shape::Keys(keys) => {
                    let section = Section::open(reader, &NOTHING, keys, score.spot.clone());
                    Some((kind, Settings::Keys(section)))
                }
                _ => wrong(reader, kind, score),
            }
        }
        Value::Table(table) => match table.entries.as_slice() {
            [(word, item)] => {
                let kind = find(reader, &word.text, &word.spot)?;
                Some((kind, settings(reader, kind, word, item)?))
            }
            entries => {
                let problem = RubricProblem::OneRule { found: entries.len() };
                reader.report(Diagnostic::at(problem, &score.spot));
                None
            }
        },
        _ => {
            document::report_kind(reader, "score", "table", score);
            None
        }
    }
}

fn find(reader: &Reader, name: &str, spot: &Spot) -> Option<&'static RuleKind> {
    let kind = KINDS.iter().copied().find(|kind| kind.name == name);
    if kind.is_none() {
        let known = KINDS.iter().map(|kind| kind.name);
        let problem = RubricProblem::UnknownRuleKind {
            kind: name.to_owned(),
            known: known.clone().collect::<Vec<_>>().join(", "),
        };
        reader.report(Diagnostic::at(problem, spot).suggest(nearest(name, known)));
    }
    kind
}

fn settings<'a>(reader: &'a Reader, kind: &RuleKind, word: &Word, item: &'a Item) -> Option<Settings<'a>> {
    match (kind.shape, &item.value) {
        (Shape::Keys(keys), Value::Table(table)) => {
            // A dotted `score.deduct.each = 2` has no place of its own; its first word stands for it.
            let spot = if item.spot.span.is_empty() { &word.spot } else { &item.spot };
            Some(Settings::Keys(Section::open(reader, table, keys, spot.clone())))
        }
        (Shape::Rows(keys), Value::Array(rows)) if rows.iter().all(|row| matches!(row.value, Value::Table(_))) => {
            Some(Settings::Rows(document::rows(reader, item, keys)))
        }
        (Shape::Expression, _) if document::written(item).is_some() => {
            document::written(item).map(Settings::Expression)
        }
        (Shape::Options, Value::Table(table)) => {
            let mut options = Vec::new();
            for (word, item) in &table.entries {
                match document::setting(item) {
                    Some(setting) => options.push((word.clone(), setting)),
                    None => document::report_kind(reader, &word.text, "number", item),
                }
            }
            Some(Settings::Options(options))
        }
        _ => wrong(reader, kind, item),
    }
}

fn wrong<T>(reader: &Reader, kind: &RuleKind, item: &Item) -> Option<T> {
    let expected = match kind.shape {
        Shape::Rows(_) => "rows",
        Shape::Expression => "number",
        Shape::Keys(_) | Shape::Options => "table",
    };
    document::report_kind(reader, kind.name, expected, item);
    None
}
