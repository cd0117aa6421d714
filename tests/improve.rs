//! What fixes are worth: held against scoring everything again, and against trying every set.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use kaohe::analysis::improve::{self, Improvement};
use kaohe::diagnostic::Source;
use kaohe::number::Decimal;
use kaohe::program::{NodeId, Program};
use kaohe::report::improve::{Improved, json, text, workbook};
use kaohe::rubric::Rubric;
use kaohe::scoring::{self, Assessment, Supposing};
use kaohe::table::{AdjustedBy, Adjustment, Origin, State, Table, Unit};
use kaohe::words::Lang;
use proptest::prelude::*;

/// A leaf: its field is a number from 0 to 10, of which each is worth a tenth of the points.
#[derive(Debug, Clone)]
struct Leaf {
    points: u32,
    effort: u32,
}

#[derive(Debug, Clone)]
struct Case {
    sections: Vec<Vec<Leaf>>,
    combine: &'static str,
    quota: bool,
    cap: Option<u32>,
    /// Tenths of the points that each unit has of each leaf.
    units: Vec<Vec<u32>>,
}

fn rubric(case: &Case) -> String {
    let full: u32 = case.sections.iter().flatten().map(|leaf| leaf.points).sum();
    let quota =
        if case.quota { "quota = [{ grade = \"A\", at_most = 1, within = \"all\", ties = \"all-out\" }]" } else { "" };
    let mut text = format!(
        "id = \"random\"\ntitle = \"随机\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"zero\"\nnot_applicable = \"zero\"\n\
         rounding = {{ leaf = 1, section = 1, total = 1, mode = \"half-up\" }}\nranking = {{ ties = \"competition\" }}\n\
         [grading]\ngrades = [{{ name = \"A\", min = {} }}, {{ name = \"B\", min = {} }}, {{ name = \"C\" }}]\n{quota}\n",
        f64::from(full) * 0.8,
        f64::from(full) * 0.5,
    );
    if let Some(least) = case.cap {
        write!(text, "[[caps]]\nid = \"K\"\nwhen = \"rate('0.0') < {least}%\"\nat_most = \"B\"\nsay = \"太低\"\n")
            .unwrap();
    }
    let count: usize = case.sections.iter().map(Vec::len).sum();
    for field in 0..count {
        writeln!(text, "[fields.f{field}]\nlabel = \"数{field}\"\nkind = \"number\"").unwrap();
    }
    let mut field = 0;
    for (s, leaves) in case.sections.iter().enumerate() {
        let points: u32 = leaves.iter().map(|leaf| leaf.points).sum();
        // Where the highest counts, full points are the greatest of the children's.
        let points = if case.combine == "highest" { String::new() } else { format!("points = {points}\n") };
        write!(text, "[[sections]]\nid = \"{s}\"\ntitle = \"节\"\n{points}combine = \"{}\"\n", case.combine).unwrap();
        for (l, leaf) in leaves.iter().enumerate() {
            write!(
                text,
                "[[sections.indicators]]\nid = \"{s}.{l}\"\ntitle = \"项\"\npoints = {}\neffort = {}\nvalue = \"f{field}\"\n\
                 score.proportion = {{ target = 10 }}\n",
                leaf.points, leaf.effort
            )
            .unwrap();
            field += 1;
        }
    }
    text
}

fn compile(text: &str) -> Arc<Program> {
    let source = Arc::new(Source { name: "random.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    Arc::new(program.unwrap_or_else(|| panic!("{problems:?}\n{text}")))
}

/// A table of numbers, a row a unit.
fn table(rows: &[Vec<Option<Decimal>>], fields: usize) -> Table {
    let unit = |at: usize| Unit { id: at.to_string(), name: format!("单位{at}"), group: 0, former: Vec::new() };
    let mut table = Table::empty((0..rows.len()).map(unit).collect(), vec!["组".into()], fields);
    for (unit, row) in rows.iter().enumerate() {
        for (column, value) in table.fields.iter_mut().zip(row) {
            (column.values[unit], column.states[unit]) = match value {
                Some(value) => (*value, State::Known),
                None => (Decimal::ZERO, State::Missing),
            };
        }
    }
    table
}

fn assess(case: &Case) -> Assessment {
    let program = compile(&rubric(case));
    let rows: Vec<Vec<Option<Decimal>>> =
        case.units.iter().map(|row| row.iter().map(|tenths| Some(Decimal::from(*tenths))).collect()).collect();
    let fields = program.fields.len();
    scoring::score(program, Arc::new(table(&rows, fields)))
}

/// Everything scored again, with these points recorded as decided by a person.
fn scored_again(assessment: &Assessment, unit: usize, points: &BTreeMap<NodeId, Decimal>) -> Assessment {
    let mut table = (*assessment.table).clone();
    for (node, points) in points {
        let change = AdjustedBy::To(*points);
        let (reason, person, origin) = (String::new(), String::new(), Origin::default());
        let adjustment = Adjustment { change, reason, person, day: None, origin };
        table.adjustments.insert((node.0, u32::try_from(unit).unwrap()), adjustment);
    }
    scoring::score(Arc::clone(&assessment.program), Arc::new(table))
}

fn case(combine: &'static [&'static str]) -> impl Strategy<Value = Case> {
    let leaf = (1u32..12, 1u32..4).prop_map(|(points, effort)| Leaf { points, effort });
    let sections = prop::collection::vec(prop::collection::vec(leaf, 1..4), 1..4);
    let settings = (prop::sample::select(combine), any::<bool>(), prop::option::of(20u32..100));
    (sections, settings).prop_flat_map(|(sections, (combine, quota, cap))| {
        let count: usize = sections.iter().map(Vec::len).sum();
        let units = prop::collection::vec(prop::collection::vec(0u32..=10, count), 1..5);
        units.prop_map(move |units| Case { sections: sections.clone(), combine, quota, cap, units })
    })
}

/// The least effort of any set of gaps that reaches the next grade when everything is scored again.
fn least_effort(assessment: &Assessment, improvement: &Improvement) -> Option<Decimal> {
    let next = improvement.next?;
    let fixes = &improvement.fixes;
    let effort = |set: u32| -> Decimal {
        let chosen = fixes.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
        chosen.map(|(_, fix)| fix.effort.unwrap()).sum()
    };
    let reaches = |set: &u32| {
        let chosen = fixes.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
        let points = chosen.map(|(_, fix)| (fix.gap.node, fix.gap.full)).collect();
        let again = scored_again(assessment, improvement.unit, &points);
        again.grade(improvement.unit).is_some_and(|grade| grade <= next)
    };
    (0..1u32 << fixes.len()).filter(reaches).map(effort).min()
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let assessment = assess(case);
    let mut supposing = Supposing::of(&assessment);
    for unit in 0..assessment.units() {
        let improvement = improve::of_unit(&mut supposing, unit);
        let found = improvement.cheapest.as_ref().map(|cheapest| cheapest.effort);
        prop_assert_eq!(found, least_effort(&assessment, &improvement));
        if let Some(cheapest) = &improvement.cheapest {
            // Where too many sets had to be tried, it says so; here there are few.
            prop_assert!(cheapest.proven);
            prop_assert!(cheapest.outlook.grade <= improvement.next);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Supposing points gives what scoring everything again with these points as adjustments gives.
    #[test]
    fn a_supposition_is_an_adjustment(
        case in case(&["sum", "minimum", "highest"]), picked in any::<u32>(), tenths in 0u32..=10
    ) {
        let assessment = assess(&case);
        let mut supposing = Supposing::of(&assessment);
        for unit in 0..assessment.units() {
            let leaves = assessment.program.leaves().enumerate().filter(|(at, _)| picked & (1 << at) != 0);
            let points: BTreeMap<NodeId, Decimal> = leaves
                .map(|(_, (node, ..))| (node, assessment.full(node, unit).get().unwrap() * Decimal::new(tenths.into(), 1)))
                .collect();
            let again = scored_again(&assessment, unit, &points);
            let outlook = supposing.suppose(unit, &points, true);
            prop_assert_eq!(outlook.total, again.total(unit));
            prop_assert_eq!((outlook.rank, outlook.group_rank), (again.rank(unit), again.group_rank(unit)));
            prop_assert_eq!((outlook.base_grade, outlook.grade), (again.base_grade(unit), again.grade(unit)));
            prop_assert_eq!(outlook.effects, again.effects(unit).collect::<Vec<_>>());
            // Nothing of it is left behind.
            let now = supposing.suppose(unit, &BTreeMap::new(), true);
            prop_assert_eq!((now.total, now.rank, now.grade), (assessment.total(unit), assessment.rank(unit), assessment.grade(unit)));
        }
    }

    /// Of all sets of gaps, the one named takes the least effort: points that add up, caps and quotas.
    #[test]
    fn no_set_is_cheaper_where_points_add_up(case in case(&["sum"])) {
        check(&case)?;
    }

    /// The same where the least or the greatest child counts.
    #[test]
    fn no_set_is_cheaper_where_the_lowest_counts(case in case(&["minimum", "highest"])) {
        check(&case)?;
    }
}

/// Rules that go by steps, over a number from 0 to 12.
const STEPS: [&str; 15] = [
    "bands = [{ at_least = 9, points = 6 }, { at_least = 5, points = 4.5 }, { at_least = 2, points = 1 }, { points = 0 }]",
    "bands = [{ at_most = 1, points = 6 }, { at_most = 4, points = 2 }, { points = 0.5 }]",
    "cases = [{ when = \"FIELD > 10\", points = 6 }, { when = \"FIELD > 3\", points = 3 }, { points = 1 }]",
    "check = { yes = 6, no = 2 }",
    "deduct = { each = 2 }",
    "deduct = { each = 2.5 }",
    "deduct = { each = 1, at_most = 4 }",
    "deduct = { each = 1, every = 3, count = \"whole\" }",
    "deduct = { each = 1, every = 3, count = \"started\" }",
    "add = { each = 0.7 }",
    "add = { each = 2, every = 4, count = \"whole\" }",
    "steps = { target = 8, below = { every = 1, deduct = 1 }, count = \"whole\" }",
    "steps = { target = 8, base = 3.5, below = { every = 1, deduct = 1 }, above = { every = 2, add = 1 }, count = \"whole\" }",
    "steps = { target = 4, above = { every = 1, deduct = 1.5, at_most = 5 }, count = \"started\" }",
    "deduct = { counters = [{ value = \"FIELD\", each = 0.5 }, { value = \"12 - FIELD\", each = 0.75 }] }",
];

/// The points of one leaf under a rule for each of these values.
fn by_value(rule: &str, values: &[u32]) -> (Assessment, Vec<Decimal>) {
    let value = if rule.starts_with("check") { "f > 6" } else { "f" };
    let value = if rule.starts_with("cases") || rule.contains("counters") {
        String::new()
    } else {
        format!("value = \"{value}\"\n")
    };
    let text = format!(
        "id = \"one\"\ntitle = \"一\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"zero\"\nnot_applicable = \"zero\"\n\
         rounding = {{ leaf = 2, section = 2, total = 2, mode = \"half-up\" }}\nranking = {{ ties = \"competition\" }}\n\
         [fields]\nf = {{ label = \"数\", kind = \"number\" }}\n[[sections]]\nid = \"1\"\ntitle = \"节\"\n\
         [[sections.indicators]]\nid = \"1.1\"\ntitle = \"项\"\npoints = 6\n{value}score.{}\n",
        rule.replace("FIELD", "f")
    );
    let program = compile(&text);
    let rows: Vec<Vec<Option<Decimal>>> = values.iter().map(|value| vec![Some(Decimal::from(*value))]).collect();
    let fields = program.fields.len();
    let assessment = scoring::score(program, Arc::new(table(&rows, fields)));
    let leaf = assessment.program.find_node("1.1").unwrap();
    let points = (0..values.len()).map(|unit| assessment.points(leaf, unit).get().unwrap()).collect();
    (assessment, points)
}

#[test]
fn the_next_step_is_the_least_better_result_that_the_rule_gives_for_any_value() {
    let values: Vec<u32> = (0..=12).collect();
    for rule in STEPS.into_iter().filter(|rule| !rule.contains("counters")) {
        let (assessment, points) = by_value(rule, &values);
        let mut supposing = Supposing::of(&assessment);
        for (unit, now) in points.iter().enumerate() {
            let better = points.iter().filter(|points| *points > now).min().copied();
            let improvement = improve::of_unit(&mut supposing, unit);
            let Some(fix) = improvement.fixes.first() else {
                assert_eq!(better, None, "{rule} {unit}");
                continue;
            };
            let next = fix.step.as_ref().map_or(fix.closed.points, |step| step.points);
            assert_eq!(better.unwrap_or(fix.closed.points), next, "{rule} at {} which gives {now}", values[unit]);
        }
    }
}

/// Every kind of obstacle, one effort that is not as the others, and a penalty.
const OBSTACLES: &str = r#"
id = "obstacles"
title = "障碍考核"
period = "2016年度"
edition = "1"
missing = "error"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "keep-place" }
[grading]
grades = [{ name = "优秀", min = 90, when = "quality >= 5" }, { name = "良好", min = 80 }, { name = "合格", min = 60 }, { name = "不合格" }]
quota = [{ grade = "优秀", at_most = 1, within = "all", ties = "all-out" }]
[fields]
quality = { label = "质量", kind = "number" }
safety = { label = "安全事故", kind = "count" }
service = { label = "服务", kind = "number" }
late = { label = "迟报", kind = "count" }
fraud = { label = "弄虚作假", kind = "yes-no" }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "质量水平"
points = 50
effort = 3
value = "quality"
score.proportion = { target = 10 }
[[sections]]
id = "2"
title = "安全和服务"
[[sections.indicators]]
id = "2.1"
title = "安全"
points = 30
value = "safety"
score.deduct = { each = 5 }
[[sections.indicators]]
id = "2.2"
title = "服务"
points = 20
value = "service"
score.bands = [{ at_least = 9, points = 20 }, { at_least = 6, points = 12 }, { points = 4 }]
[[penalties]]
id = "P"
title = "迟报"
points = 6
[[penalties.items]]
id = "P.1"
title = "迟报"
points = 6
value = "late"
score.add = { each = 2 }
[[vetoes]]
id = "V1"
when = "fraud"
grade = "不合格"
say = "弄虚作假"
[[caps]]
id = "C1"
when = "rate('2.2') < 50%"
at_most = "合格"
say = "服务得分率低于50%"
[[gates]]
id = "G1"
grade = "优秀"
needs = "points('2.1') >= 25"
say = "安全得分须在25分以上"
"#;

/// An assessment of these units: quality, safety, service, late and fraud of each.
fn obstacles(rows: &[(&str, [Option<i64>; 5])]) -> Assessment {
    let program = compile(OBSTACLES);
    let values: Vec<Vec<Option<Decimal>>> =
        rows.iter().map(|(_, row)| row.iter().map(|value| value.map(Decimal::from)).collect()).collect();
    let fields = program.fields.len();
    let mut table = table(&values, fields);
    for (unit, (name, _)) in table.units.iter_mut().zip(rows) {
        (*name).clone_into(&mut unit.name);
    }
    scoring::score(program, Arc::new(table))
}

fn units() -> Assessment {
    obstacles(&[
        ("甲县", [Some(10), Some(0), Some(9), Some(0), Some(0)]),
        ("乙县", [Some(9), Some(1), Some(7), Some(1), Some(0)]),
        ("丙县", [Some(10), Some(2), Some(3), Some(0), Some(0)]),
        ("丁县", [Some(9), Some(0), Some(9), Some(2), Some(1)]),
        ("戊县", [Some(4), Some(0), Some(9), Some(0), Some(0)]),
        ("己县", [None, Some(0), Some(9), Some(0), Some(0)]),
    ])
}

#[test]
fn what_each_fix_is_worth_and_what_is_in_the_way_is_told() {
    let assessment = units();
    let all: Vec<usize> = assessment.order().to_vec();
    let improvements = improve::of_units(&assessment, &all, || {});
    for lang in [Lang::Zh, Lang::En] {
        let mut told = text::write(&Improved { assessment: &assessment, improvements: &improvements, lang }, 150);
        for one in &improvements {
            let improved = Improved { assessment: &assessment, improvements: std::slice::from_ref(one), lang };
            told += &format!("\n\n{}", text::write(&improved, 150));
        }
        insta::assert_snapshot!(format!("told_{lang:?}"), told);
    }
    let improved = Improved { assessment: &assessment, improvements: &improvements[1..2], lang: Lang::Zh };
    insta::assert_snapshot!("json", format!("{:#}", json::write(&improved)));
}

#[test]
fn the_workbook_holds_a_row_for_each_unit_and_each_gap_with_numbers_as_numbers() {
    let assessment = units();
    let all: Vec<usize> = assessment.order().to_vec();
    let improvements = improve::of_units(&assessment, &all, || {});
    let improved = Improved { assessment: &assessment, improvements: &improvements, lang: Lang::Zh };
    let bytes = workbook::write(&improved).unwrap();
    assert_eq!(bytes, workbook::write(&improved).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut told = String::new();
    for sheet in ["各单位提升", "提升测算"] {
        for row in book.worksheet_range(sheet).unwrap().rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::Float(number) => format!("<{number}>"),
                    other => other.to_string(),
                })
                .collect();
            writeln!(told, "{}", cells.join(" | ")).unwrap();
        }
        told.push('\n');
    }
    insta::assert_snapshot!("workbook", told);
    assert_eq!(book.worksheet_range("测算说明").unwrap().height(), 6);
}

#[test]
fn an_effort_of_zero_is_a_mistake() {
    let source = Arc::new(Source { name: "r.toml".into(), text: OBSTACLES.replace("effort = 3", "effort = 0") });
    let mut problems = Vec::new();
    let _ = Rubric::parse(source, &mut problems).compile(&mut problems);
    let codes: Vec<String> = problems.iter().map(|problem| problem.code().to_owned()).collect();
    assert_eq!(codes, ["R029"]);
}

/// Searching a rubric as large as real ones are takes no longer than a person waits.
#[test]
fn a_hundred_gaps_of_many_efforts_are_searched_to_the_end() {
    let leaves: Vec<Leaf> = (0u32..100).map(|at| Leaf { points: 1 + at * 7 % 11, effort: 1 + at * 5 % 7 }).collect();
    let sections = leaves.chunks(10).map(<[Leaf]>::to_vec).collect();
    let rows = vec![(0u32..100).map(|at| at % 8).collect(), vec![9; 100]];
    let case = Case { sections, combine: "sum", quota: false, cap: Some(90), units: rows };
    let assessment = assess(&case);
    let improvement = improve::of_unit(&mut Supposing::of(&assessment), 0);
    let cheapest = improvement.cheapest.unwrap();
    assert!(cheapest.proven);
    assert!(cheapest.outlook.grade <= improvement.next);
}

#[test]
fn of_more_gaps_than_can_be_held_against_each_other_the_best_are_taken_and_nothing_is_claimed() {
    let sections = vec![vec![Leaf { points: 1, effort: 1 }; 600], vec![Leaf { points: 2, effort: 1 }; 600]];
    let case = Case { sections, combine: "sum", quota: false, cap: None, units: vec![vec![0; 1200]] };
    let assessment = assess(&case);
    let cheapest = improve::of_unit(&mut Supposing::of(&assessment), 0).cheapest.unwrap();
    // From nothing to half of 1800 points: 450 of those that earn 2.
    assert_eq!((cheapest.effort, cheapest.proven), (Decimal::from(450), false));
}
