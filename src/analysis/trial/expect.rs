//! What a test expects, held against what came out.

use super::Check;
use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Item, Reader, Section, Value};
use crate::number;
use crate::program::NodeId;
use crate::scoring::{Assessment, Cell};
use crate::table::State;
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// The expectations of one unit among others.
pub(super) fn unit(
    reader: &Reader,
    assessment: &Assessment,
    unit: usize,
    expect: &Section<'_>,
    checks: &mut Vec<Check>,
) {
    let name = assessment.table.units.get(unit).map(|u| u.id.clone()).unwrap_or_default();
    let mut check = |what: String, expected: String, actual: String, spot: &Spot| {
        checks.push(Check { unit: name.clone(), what, expected, actual, spot: spot.clone() });
    };
    for (key, wanted) in by_node(reader, assessment, expect, "points") {
        check(
            format!("points({})", id(assessment, key)),
            number_text(wanted),
            cell_text(assessment.points(key, unit)),
            &wanted.spot,
        );
    }
    for (key, wanted) in by_node(reader, assessment, expect, "status") {
        let actual = assessment.status(key, unit).key().to_owned();
        check(format!("status({})", id(assessment, key)), number_text(wanted), actual, &wanted.spot);
    }
    let place = |place: Option<u64>| place.map_or("none".to_owned(), |place| place.to_string());
    for (key, actual) in [
        ("total", cell_text(assessment.total(unit))),
        ("rank", place(assessment.rank(unit))),
        ("group_rank", place(assessment.group_rank(unit))),
    ] {
        if let Some(wanted) = expect.open_item(key) {
            check(key.to_owned(), number_text(wanted), actual, &wanted.spot);
        }
    }
    if let Some(wanted) = expect.text("grade") {
        let actual = assessment.grade_name(assessment.grade(unit)).to_owned();
        check("grade".to_owned(), wanted.text, actual, &wanted.spot);
    }
    let listed = |key: &str| expect.texts(key).iter().map(|w| w.text.clone()).collect::<Vec<_>>().join(", ");
    if let Some(item) = expect.open_item("interval") {
        let actual = assessment.interval(unit).and_then(|interval| interval.total);
        let actual = actual.map(|(low, high)| format!("{}, {}", number::plain(low), number::plain(high)));
        check("interval".to_owned(), listed("interval"), actual.unwrap_or_default(), &item.spot);
    }
    if let Some(item) = expect.open_item("effects") {
        let fired: Vec<&str> =
            assessment.effects(unit).filter_map(|e| assessment.program.effects.get(e)).map(|e| e.id.as_str()).collect();
        check("effects".to_owned(), listed("effects"), fired.join(", "), &item.spot);
    }
    if let Some(item) = expect.open_item("follow_up") {
        let follows: Vec<&str> = assessment.follow_ups(unit).map(|follow_up| follow_up.say.as_str()).collect();
        check("follow_up".to_owned(), listed("follow_up"), follows.join(", "), &item.spot);
    }
}

/// The expectations of a case, which looks at one node.
pub(super) fn case(
    reader: &Reader,
    assessment: &Assessment,
    test: &Section<'_>,
    case: &Section<'_>,
    checks: &mut Vec<Check>,
) {
    let Some(word) = test.text("node") else {
        let problem = RubricProblem::MissingKey {
            key: "node".to_owned(),
            what: both("含 cases 的测试", "a test with cases"),
            meaning: both("cases 所看的指标", "the node that the cases look at"),
        };
        reader.report(Diagnostic::at(problem, &test.spot));
        return;
    };
    let Some(node) = assessment.program.find_node(&word.text) else {
        unknown_node(reader, &word.text, &word.spot);
        return;
    };
    let values = case.open_item("values").map(shown).unwrap_or_default();
    let mut check = |what: &str, expected: String, actual: String, spot: &Spot| {
        let what = format!("{what}({})", word.text);
        checks.push(Check { unit: values.clone(), what, expected, actual, spot: spot.clone() });
    };
    if let Some(wanted) = case.open_item("points") {
        check("points", number_text(wanted), cell_text(assessment.points(node, 0)), &wanted.spot);
    }
    if let Some(wanted) = case.text("status") {
        check("status", wanted.text, assessment.status(node, 0).key().to_owned(), &wanted.spot);
    }
}

fn id(assessment: &Assessment, node: NodeId) -> &str {
    &assessment.program.node(node).id
}

fn by_node<'a>(reader: &Reader, assessment: &Assessment, expect: &Section<'a>, key: &str) -> Vec<(NodeId, &'a Item)> {
    let Some(Item { value: Value::Table(table), .. }) = expect.open_item(key) else { return Vec::new() };
    let mut found = Vec::new();
    for (word, item) in &table.entries {
        match assessment.program.find_node(&word.text) {
            Some(node) => found.push((node, item)),
            None => unknown_node(reader, &word.text, &word.spot),
        }
    }
    found
}

fn unknown_node(reader: &Reader, id: &str, spot: &Spot) {
    let problem = RubricProblem::TestUnknown { what: both("指标", "node"), name: id.to_owned() };
    reader.report(Diagnostic::at(problem, spot));
}

/// A number in its shortest form, so that 5 and 5.00 are one expectation; a word as it is.
fn number_text(item: &Item) -> String {
    match &item.value {
        Value::Number(text) | Value::Text(text) => number::read_exact(text).map_or_else(|| text.clone(), number::plain),
        _ => shown(item),
    }
}

fn cell_text(cell: Cell) -> String {
    match cell.state {
        State::Known => number::plain(cell.value),
        State::NotApplicable => "not-applicable".to_owned(),
        State::Missing | State::Undefined => "missing".to_owned(),
        State::Overflow => "overflow".to_owned(),
    }
}

fn shown(item: &Item) -> String {
    item.spot.source.text.get(item.spot.span.clone()).unwrap_or_default().to_owned()
}
