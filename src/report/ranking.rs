//! The ranking for other programs, as JSON: of each unit what `results.json` says of it before its nodes, under the same
//! keys, and the points of its sections.

use serde_json::{Value, json};

use crate::number;
use crate::scoring::{Assessment, Cell};
use crate::words::Lang;

/// The ranking of these units. Numbers are exact, so they are texts.
pub fn json(assessment: &Assessment, units: &[usize], lang: Lang) -> Value {
    let program = &assessment.program;
    let known = |cell: Cell| cell.get().map(number::plain);
    let grade = |grade: Option<usize>| grade.map(|_| assessment.grade_name(grade));
    let unit = |unit: &usize| {
        let unit = *unit;
        let of = assessment.table.units.get(unit);
        let sections = program.sections().map(|(id, section)| {
            json!({ "id": section.id, "title": section.title, "points": known(assessment.points(id, unit)) })
        });
        json!({
            "id": of.map(|unit| unit.id.as_str()),
            "name": of.map(|unit| unit.name.as_str()),
            "group": assessment.table.group_name(unit),
            "total": known(assessment.total(unit)),
            "full": known(assessment.cell(program.outcome.full, unit)),
            "grade": grade(assessment.grade(unit)),
            "base_grade": grade(assessment.base_grade(unit)),
            "rank": assessment.rank(unit),
            "group_rank": assessment.group_rank(unit),
            "grade_reasons": assessment.grade_reasons(unit, lang),
            "follow_up": assessment.follow_ups(unit).map(|follow_up| follow_up.say.as_str()).collect::<Vec<_>>(),
            "sections": sections.collect::<Vec<_>>(),
        })
    };
    let heading = &program.heading;
    json!({
        "rubric": {
            "id": heading.id, "title": heading.title, "period": heading.period, "edition": heading.edition,
            "sha256": program.fingerprint,
        },
        "units": units.iter().map(unit).collect::<Vec<_>>(),
    })
}
