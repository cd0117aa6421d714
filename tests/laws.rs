//! Laws that hold for every rubric and every table, on random ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::sync::Arc;

use kaohe::diagnostic::Source;
use kaohe::number::{Decimal, Rounding, guard};
use kaohe::program::{Level, Program};
use kaohe::rubric::Rubric;
use kaohe::scoring::{self, Assessment};
use kaohe::table::{State, Table, Unit};
use proptest::prelude::*;

/// A leaf of a random rubric: its rule, and which way its points go.
#[derive(Debug, Clone)]
struct RandomLeaf {
    rule: String,
    rising: Option<bool>,
    points: u32,
    missing: &'static str,
    not_applicable: &'static str,
}

fn leaf() -> impl Strategy<Value = RandomLeaf> {
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

fn rubric_text(sections: &[Vec<RandomLeaf>], ties: &str, rescale: &str) -> String {
    let mut text = format!(
        "id = \"random\"\ntitle = \"随机\"\nperiod = \"0\"\nedition = \"1\"\nrescale = \"{rescale}\"\n\
         rounding = {{ leaf = 2, section = 2, total = 2, mode = \"half-up\" }}\nranking = {{ ties = \"{ties}\" }}\n\
         grading = {{ grades = [{{ name = \"A\", min = 30 }}, {{ name = \"B\", min = 10 }}, {{ name = \"C\" }}] }}\n[fields]\n"
    );
    let count: usize = sections.iter().map(Vec::len).sum();
    for field in 0..count {
        writeln!(text, "f{field} = {{ label = \"数{field}\", kind = \"number\" }}").unwrap();
    }
    let mut field = 0;
    for (s, leaves) in sections.iter().enumerate() {
        write!(text, "[[sections]]\nid = \"{s}\"\ntitle = \"节\"\n").unwrap();
        for (l, leaf) in leaves.iter().enumerate() {
            let rule = leaf.rule.replace("FIELD", &format!("f{field}"));
            write!(
                text,
                "[[sections.indicators]]\nid = \"{s}.{l}\"\ntitle = \"项\"\npoints = {}\nvalue = \"f{field}\"\n{rule}\nmissing = \"{}\"\nnot_applicable = \"{}\"\n",
                leaf.points, leaf.missing, leaf.not_applicable
            )
            .unwrap();
            field += 1;
        }
    }
    text
}

fn compile(text: &str) -> Program {
    let source = Arc::new(Source { name: "random.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    program.unwrap_or_else(|| panic!("{problems:?}\n{text}"))
}

/// `Some(Some(v))` a value in tenths, `Some(None)` missing, `None` not applicable.
type Given = Option<Option<i64>>;

fn given() -> impl Strategy<Value = Given> {
    prop_oneof![8 => (0i64..1200).prop_map(|v| Some(Some(v))), 1 => Just(Some(None)), 1 => Just(None)]
}

fn table(rows: &[(usize, Vec<Given>)], fields: usize) -> Table {
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

fn score(program: &Arc<Program>, table: Table) -> Assessment {
    scoring::score(Arc::clone(program), Arc::new(table))
}

prop_compose! {
    fn case()(
        sections in prop::collection::vec(prop::collection::vec(leaf(), 1..5), 1..4),
        ties in prop_oneof![Just("competition"), Just("dense")],
        rescale in prop_oneof![Just("section"), Just("total")],
    )(
        rows in prop::collection::vec((0usize..2, prop::collection::vec(given(), sections.iter().map(Vec::len).sum::<usize>())), 1..12),
        sections in Just(sections), ties in Just(ties), rescale in Just(rescale),
    ) -> (Vec<Vec<RandomLeaf>>, String, Vec<(usize, Vec<Given>)>) {
        let text = rubric_text(&sections, ties, rescale);
        (sections, text, rows)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Points of a section are the sum of its leaves, re-scaled where something was left out; the total likewise.
    #[test]
    fn the_parts_add_up_to_the_total((_, text, rows) in case()) {
        let program = Arc::new(compile(&text));
        let assessment = score(&program, table(&rows, program.fields.len()));
        let two = Rounding { digits: 2, mode: kaohe::number::RoundingMode::HalfUp };
        for unit in 0..assessment.units() {
            for (id, section) in program.sections() {
                let (mut sum, mut open, mut full) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
                for child in &section.children {
                    let points = assessment.points(*child, unit);
                    let of = assessment.full(*child, unit).get().unwrap();
                    full += of;
                    if let Some(points) = points.get() {
                        prop_assert!(points >= Decimal::ZERO && points <= of);
                        sum += points;
                        open += of;
                    }
                }
                let by_section = text.contains("rescale = \"section\"");
                match assessment.points(id, unit).get() {
                    // The mean of nobody is missing, and so is a sum it belongs to.
                    None if section.children.iter().any(|c| assessment.points(*c, unit).state.is_missing()) => {}
                    None => prop_assert!(open.is_zero()),
                    Some(points) if by_section => prop_assert_eq!(points, two.apply(guard(sum * full / open, 9))),
                    Some(points) => prop_assert_eq!(points, sum),
                }
            }
            if let Some(total) = assessment.total(unit).get() {
                let full = assessment.cell(program.outcome.full, unit).get().unwrap();
                prop_assert!(total >= Decimal::ZERO && total <= full);
            }
        }
    }

    /// Neither the order of the units nor the number of threads changes a result.
    #[test]
    fn order_and_threads_change_nothing((_, text, rows) in case(), turn in 0usize..12) {
        let program = Arc::new(compile(&text));
        let fields = program.fields.len();
        let plain = score(&program, table(&rows, fields));
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let other = pool.install(|| score(&program, table(&turned, fields)));
        for unit in 0..rows.len() {
            let there = (unit + rows.len() - turn % rows.len()) % rows.len();
            prop_assert_eq!(plain.total(unit), other.total(there));
            prop_assert_eq!(plain.rank(unit), other.rank(there));
            prop_assert_eq!(plain.group_rank(unit), other.group_rank(there));
            prop_assert_eq!(plain.grade(unit), other.grade(there));
            prop_assert_eq!(plain.interval(unit), other.interval(there));
            for id in program.node_ids() {
                prop_assert_eq!(plain.points(id, unit), other.points(id, there));
            }
        }
    }

    /// Under a rising rule more never earns less; under a falling rule never more.
    #[test]
    fn a_rule_is_monotone(leaf in leaf(), low in 0i64..1200, more in 0i64..300) {
        let Some(rising) = leaf.rising else { return Ok(()) };
        let program = Arc::new(compile(&rubric_text(&[vec![leaf]], "competition", "section")));
        let at = |value| {
            let assessment = score(&program, table(&[(0, vec![Some(Some(value))])], 1));
            let (id, _, _) = program.leaves().next().unwrap();
            assessment.points(id, 0).get().unwrap()
        };
        let (a, b) = (at(low), at(low + more));
        prop_assert!(if rising { a <= b } else { a >= b }, "{} then {}", a, b);
    }

    /// Whatever arrives for one unit's missing values, its total lies in the interval, cohorts held aside.
    #[test]
    fn the_total_lies_between_worst_and_best((sections, text, mut rows) in case(), arriving in prop::collection::vec(0i64..1200, 15)) {
        // A cohort's values are held as they are known, so this law is of rules without cohorts.
        let text = text.replace("\"cohort-mean\"", "\"zero\"").replace("cohort.mean(", "(");
        prop_assume!(!text.contains("score.rank"));
        rows.truncate(1);
        let program = Arc::new(compile(&text));
        let fields = program.fields.len();
        let before = score(&program, table(&rows, fields));
        let (low, high) = match before.interval(0) {
            Some(interval) => match interval.total { Some(range) => range, None => return Ok(()) },
            None => { let total = before.total(0); prop_assume!(total.get().is_some()); (total.value, total.value) }
        };
        for (value, arrived) in rows[0].1.iter_mut().zip(arriving) {
            if *value == Some(None) {
                *value = Some(Some(arrived));
            }
        }
        let after = score(&program, table(&rows, fields));
        if let Some(total) = after.total(0).get() {
            prop_assert!(low <= total && total <= high, "{} not in [{}, {}]", total, low, high);
        }
        prop_assert!(!sections.is_empty());
    }

    /// Places follow totals: a higher total never has a worse place, and equal totals share one.
    #[test]
    fn places_follow_totals((_, text, rows) in case()) {
        let program = Arc::new(compile(&text));
        let assessment = score(&program, table(&rows, program.fields.len()));
        for a in 0..rows.len() {
            for b in 0..rows.len() {
                let (Some(x), Some(y)) = (assessment.total(a).get(), assessment.total(b).get()) else { continue };
                let (i, j) = (assessment.rank(a).unwrap(), assessment.rank(b).unwrap());
                prop_assert_eq!(x.cmp(&y), j.cmp(&i));
            }
        }
        prop_assert!(program.nodes.iter().any(|node| node.level == Level::Section));
    }
}
