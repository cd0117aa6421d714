//! How review groups scored, for programs.

use serde_json::{Value, json};

use super::Reviewed;
use crate::analysis::consistency::{Given, Line, Scored};
use crate::number::{self, Decimal};

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The comparison as a JSON value; numbers are texts, exact to nine decimals.
pub fn write(reviewed: &Reviewed<'_>) -> Value {
    let heading = &reviewed.assessment.program.heading;
    let found = reviewed.found;
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "groups": reviewed.groups.names,
        "seed": reviewed.seed,
        "overall": scored(reviewed, &found.overall),
        "items": found.items.iter().map(|item| scored(reviewed, item)).collect::<Vec<_>>(),
        "shared": found.shared,
        "line": found.line.as_ref().map(|it| line(reviewed, it)),
        "residual": found.residual.as_ref().map(|it| scored(reviewed, it)),
        "questions": reviewed.questions(),
    })
}

fn plain(value: Option<Decimal>) -> Option<String> {
    value.map(|value| number::plain(number::guard(value, number::GUARD_DIGITS)))
}

fn scored(reviewed: &Reviewed<'_>, scored: &Scored) -> Value {
    let node = scored.node.map(|node| reviewed.assessment.program.node(node).id.as_str());
    json!({ "node": node, "groups": scored.groups.iter().map(|it| given(reviewed, it)).collect::<Vec<_>>() })
}

fn given(reviewed: &Reviewed<'_>, given: &Given) -> Value {
    let (least, greatest) = given.ends.unzip();
    let test = given.test.map(|test| {
        json!({ "hits": test.hits, "of": test.of, "exact": test.exact, "p": plain(Some(test.p())), "corrected": plain(given.corrected) })
    });
    json!({
        "group": reviewed.group(given.group),
        "units": given.count,
        "mean": plain(given.mean),
        "deviation": plain(given.deviation),
        "least": plain(least),
        "greatest": plain(greatest),
        "apart": plain(given.apart),
        "test": test,
        "asked": given.is_asked(),
    })
}

fn line(reviewed: &Reviewed<'_>, line: &Line) -> Value {
    let far = line.far();
    let points = line.points.iter().map(|point| {
        json!({
            "unit": reviewed.assessment.table.units.get(point.unit).map(|unit| unit.id.as_str()),
            "name": reviewed.unit(point.unit),
            "group": point.group.map(|group| reviewed.group(group)),
            "data": plain(Some(point.data)),
            "given": plain(Some(point.given)),
            "expected": plain(Some(point.expected)),
            "residual": plain(Some(point.residual)),
            "asked": far.iter().any(|it| it.unit == point.unit),
        })
    });
    json!({
        "intercept": plain(Some(line.intercept)),
        "slope": plain(Some(line.slope)),
        "deviation": plain(Some(line.deviation)),
        "units": points.collect::<Vec<_>>(),
    })
}
