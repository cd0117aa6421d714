//! Random rules, values and tables, for laws that hold for all of them.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared by tests, which fail by panicking")]

use std::sync::Arc;

use kaohe::diagnostic::Source;
use kaohe::number::Decimal;
use kaohe::program::Program;
use kaohe::rubric::Rubric;
use kaohe::scoring::{self, Assessment};
use kaohe::table::{State, Table, Unit};
use proptest::prelude::*;

/// A leaf of a random rubric: its rule, and which way its points go.
#[derive(Debug, Clone)]
pub(crate) struct RandomLeaf {
    pub(crate) rule: String,
    pub(crate) rising: Option<bool>,
    pub(crate) points: u32,
    pub(crate) missing: &'static str,
    pub(crate) not_applicable: &'static str,
}

pub(crate) fn leaf() -> impl Strategy<Value = RandomLeaf> {
    let rule = prop_oneof![
        (1u32..200).prop_map(|t| (format!("score.proportion = {{ target = {t} }}"), Some(true))),
        (0i32..50, 1i32..60).prop_map(|(from, width)| {
            (format!("score.interpolate = {{ from = {from}, to = {} }}", from + width), Some(true))
        }),
        (51i32..100, 1i32..50).prop_map(|(from, width)| {
            (format!("score.interpolate = {{ from = {from}, to = {} }}", from - width), Some(false))
        }),
        (1u32..30).prop_map(|step| {
            let bands = format!("[{{ at_least = {}, points = 1 }}, {{ at_least = {step}, points = 0.5 }}, {{ points = 0 }}]", step * 3);
            (format!("score.bands = {bands}"), Some(true))
        }),
        (1u32..9, prop_oneof!["whole", "started", "pro-rata"]).prop_map(|(tenths, count)| {
            let rule = format!(
                "score.steps = {{ target = 50, base = 0.5, count = \"{count}\", above = {{ every = 0.{tenths}, add = 0.1 }}, below = {{ every = 0.{tenths}, deduct = 0.1, at_most = 0.4 }} }}"
            );
            (rule, Some(true))
        }),
        (1u32..9).prop_map(|tenths| (format!("score.deduct = {{ each = 0.{tenths} }}"), Some(false))),
        (1u32..9).prop_map(|tenths| (format!("score.add = {{ each = 0.{tenths} }}"), Some(true))),
        Just(("score.formula = \"FIELD / 7 - 1\"".to_owned(), Some(true))),
        (1u32..100).prop_map(|t| {
            (format!("score.cases = [{{ when = \"FIELD >= {t}\", points = 1 }}, {{ points = 0.25 }}]"), Some(true))
        }),
        (0i32..50, 1i32..60).prop_map(|(low, width)| {
            let high = low + width;
            (format!("score.efficacy = {{ unacceptable = {low}, satisfactory = {high}, base = \"60%\" }}"), Some(true))
        }),
        Just(("score.efficacy.levels = [{ at = 90, coefficient = 1 }, { at = 50, coefficient = 0.7 }, { at = 10, coefficient = 0.2 }]".to_owned(), Some(true))),
        (1u32..9).prop_map(|from| (format!("score.deduct = {{ each = 0.1, zero_from = {from} }}"), Some(false))),
        Just(("score.rank = { first = \"highest\", within = \"group\", step = \"7%\" }".to_owned(), None)),
        Just(("score.rank = { first = \"lowest\", within = \"all\", proportional = true }".to_owned(), None)),
        Just(("score.formula = \"if(FIELD <= cohort.mean(FIELD), 1, 0.3)\"".to_owned(), None)),
    ];
    let missing = prop_oneof![Just("zero"), Just("leave-out"), Just("cohort-mean")];
    let not_applicable = prop_oneof![Just("full"), Just("zero"), Just("leave-out"), Just("cohort-mean")];
    (rule, 1u32..20, missing, not_applicable).prop_map(|((rule, rising), points, missing, not_applicable)| RandomLeaf {
        rule,
        rising,
        points,
        missing,
        not_applicable,
    })
}

pub(crate) fn compile(text: &str) -> Program {
    let source = Arc::new(Source { name: "random.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    program.unwrap_or_else(|| panic!("{problems:?}\n{text}"))
}

/// `Some(Some(v))` a value in tenths, `Some(None)` missing, `None` not applicable.
pub(crate) type Given = Option<Option<i64>>;

pub(crate) fn given() -> impl Strategy<Value = Given> {
    prop_oneof![8 => (0i64..1200).prop_map(|v| Some(Some(v))), 1 => Just(Some(None)), 1 => Just(None)]
}

pub(crate) fn table(rows: &[(usize, Vec<Given>)], fields: usize) -> Table {
    let units = rows
        .iter()
        .enumerate()
        .map(|(i, (group, _))| Unit { id: i.to_string(), name: format!("单位{i}"), group: *group, ..Unit::default() })
        .collect();
    let mut table = Table::empty(units, vec!["东".into(), "西".into()], fields);
    for (unit, (_, values)) in rows.iter().enumerate() {
        for (column, value) in table.fields.iter_mut().zip(values) {
            (column.values[unit], column.states[unit]) = match value {
                Some(Some(tenths)) => (Decimal::new(*tenths, 1), State::Known),
                Some(None) => (Decimal::ZERO, State::Missing),
                None => (Decimal::ZERO, State::NotApplicable),
            };
        }
    }
    table
}

pub(crate) fn score(program: &Arc<Program>, table: Table) -> Assessment {
    scoring::score(Arc::clone(program), Arc::new(table))
}
