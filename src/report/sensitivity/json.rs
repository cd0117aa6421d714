//! How firm places and grades are, for programs.

use serde_json::{Value, json};

use super::Firmness;
use crate::analysis::sensitivity::{Alternative, Distribution, Index, Spread};
use crate::number::{self, Decimal};

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The study as a JSON value; exact numbers are texts, what was counted are whole numbers.
pub fn write(firmness: &Firmness<'_>) -> Value {
    let (found, heading) = (firmness.found, &firmness.assessment.program.heading);
    let distribution = match found.study.distribution {
        Distribution::Uniform(spread) => json!({ "kind": "uniform", "spread": number::plain(spread) }),
        Distribution::Free => json!({ "kind": "free" }),
    };
    let node = |factor: usize| {
        found.factors.get(factor).map(|factor| firmness.assessment.program.node(factor.node).id.as_str())
    };
    let id = |unit: usize| firmness.assessment.table.units.get(unit).map(|unit| unit.id.as_str());
    let grade = |grade: Option<usize>| grade.map(|grade| firmness.assessment.grade_name(Some(grade)));
    let index = |index: Index| json!({ "value": number::plain(index.value), "error": number::plain(index.error) });
    let influence = found.influence.as_ref().map(|influence| {
        let weights = firmness.by_influence().into_iter().map(|(factor, first, total)| {
            json!({ "node": node(factor), "first_order": index(first), "total": index(total) })
        });
        json!({ "sample": influence.sample, "draws": influence.draws, "weights": weights.collect::<Vec<_>>() })
    });
    let without = found.without.iter().map(|without| {
        let furthest =
            without.furthest.iter().map(|(unit, from, to)| json!({ "unit": id(*unit), "from": from, "to": to }));
        json!({
            "node": node(without.factor),
            "mean_shift": number::plain(without.mean_shift),
            "other_places": without.places,
            "other_grades": without.grades,
            "furthest": furthest.collect::<Vec<_>>(),
        })
    });
    let lines = found.lines.iter().map(|line| {
        let crossings = line.crossings.iter().map(|crossing| {
            json!({ "unit": id(crossing.unit), "before": grade(crossing.before), "after": grade(crossing.after) })
        });
        json!({
            "grade": grade(Some(line.grade)),
            "min": number::plain(line.min),
            "by": number::plain(line.by),
            "units": crossings.collect::<Vec<_>>(),
        })
    });
    let open = found.open.iter().map(|open| {
        json!({
            "unit": id(open.unit),
            "open": open.open,
            "total": open.total.map(|(low, high)| [number::plain(low), number::plain(high)]),
            "best_place": open.places.0,
            "worst_place": open.places.1,
            "grades": open.grades.map(|(worst, best)| [grade(Some(worst)), grade(Some(best))]),
        })
    });
    let rounded = found.rounded.iter().map(|rounded| {
        let places = rounded.places.iter().map(|(unit, from, to)| json!({ "unit": id(*unit), "from": from, "to": to }));
        let grades = rounded.grades.iter();
        let grades =
            grades.map(|(unit, from, to)| json!({ "unit": id(*unit), "from": grade(*from), "to": grade(*to) }));
        json!({
            "rounding": key(rounded.alternative),
            "other_totals": rounded.totals,
            "places": places.collect::<Vec<_>>(),
            "grades": grades.collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "study": { "draws": found.study.draws, "distribution": distribution, "seed": found.study.seed },
        "weights": found.weights.as_ref().map(|spread| weights(firmness, spread)),
        "influence": influence,
        "without": without.collect::<Vec<_>>(),
        "lines": lines.collect::<Vec<_>>(),
        "open": open.collect::<Vec<_>>(),
        "rounding": rounded.collect::<Vec<_>>(),
    })
}

fn key(alternative: Alternative) -> &'static str {
    match alternative {
        Alternative::OtherMode => "other-mode",
        Alternative::TotalOnly => "total-only",
        Alternative::Never => "none",
        Alternative::FewerDigits => "fewer-digits",
    }
}

fn weights(firmness: &Firmness<'_>, spread: &Spread) -> Value {
    let assessment = firmness.assessment;
    let units = spread.units.iter().map(|unit| {
        let of = assessment.table.units.get(unit.unit);
        let grades = assessment.program.grades.iter().zip(&unit.grades);
        let grades: serde_json::Map<String, Value> =
            grades.map(|(grade, count)| (grade.name.clone(), json!(count))).collect();
        json!({
            "id": of.map(|unit| unit.id.as_str()),
            "name": of.map(|unit| unit.name.as_str()),
            "rank": assessment.rank(unit.unit),
            "grade": assessment.grade(unit.unit).map(|grade| assessment.grade_name(Some(grade))),
            "interval": unit.interval.map(|(from, to)| [from, to]),
            "extremes": unit.extremes.map(|(best, worst)| [best, worst]),
            "median": unit.median,
            "mean": unit.mean.map(number::plain),
            "ranked": unit.ranked,
            "same_place": unit.same_place,
            "same_grade": unit.same_grade,
            "grades": grades,
        })
    });
    json!({
        "draws": spread.draws,
        "mean_shift": spread.mean_shift.map(|shift: Decimal| number::plain(shift)),
        "all_grades_hold": spread.all_grades,
        "units": units.collect::<Vec<_>>(),
    })
}
