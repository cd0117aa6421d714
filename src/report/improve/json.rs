//! What fixes are worth, for programs.

use serde_json::{Value, json};

use super::Improved;
use crate::analysis::improve::{Fix, Improvement, Line, Obstacle, Worth};
use crate::number::{self, Decimal};
use crate::scoring::Outlook;

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The improvements as a JSON value; numbers are texts, exact.
pub fn write(improved: &Improved<'_>) -> Value {
    let heading = &improved.assessment.program.heading;
    let units: Vec<Value> = improved.improvements.iter().map(|improvement| unit(improved, improvement)).collect();
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "units": units,
    })
}

fn plain(value: Option<Decimal>) -> Option<String> {
    value.map(|value| number::plain(number::guard(value, number::GUARD_DIGITS)))
}

fn outlook(improved: &Improved<'_>, of: &Outlook) -> Value {
    json!({
        "total": plain(of.total.get()),
        "rank": of.rank,
        "group_rank": of.group_rank,
        "grade": of.grade.map(|grade| improved.assessment.grade_name(Some(grade))),
    })
}

fn unit(improved: &Improved<'_>, improvement: &Improvement) -> Value {
    let assessment = improved.assessment;
    let of = assessment.table.units.get(improvement.unit);
    let line = |line: &Line| {
        json!({
            "grade": assessment.grade_name(Some(line.grade)),
            "min": plain(Some(line.min)),
            "margin": plain(Some(line.margin)),
        })
    };
    let worth = |fix: &Fix, worth: &Worth| {
        let points = plain(Some(improved.signed(fix, worth.points)));
        json!({ "points": points, "then": outlook(improved, &worth.outlook) })
    };
    let id = |fix: usize| improvement.fixes.get(fix).map(|fix| assessment.program.node(fix.gap.node).id.as_str());
    let fixes = improvement.fixes.iter().map(|fix| {
        json!({
            "node": assessment.program.node(fix.gap.node).id,
            "points": plain(Some(fix.gap.points)),
            "lost": plain(Some(fix.gap.lost)),
            "status": fix.gap.status.key(),
            "effort": plain(fix.effort),
            "step": fix.step.as_ref().map(|step| worth(fix, step)),
            "closed": worth(fix, &fix.closed),
        })
    });
    let blocks = improvement.blocks.iter().map(|block| {
        let (kind, effect) = match &block.obstacle {
            Obstacle::Effect(at) => {
                let effect = assessment.program.effects.get(*at);
                (effect.map_or("effect", |effect| effect.kind.key()), effect.map(|effect| effect.id.as_str()))
            }
            Obstacle::Condition => ("condition", None),
            Obstacle::Points(_) => ("points", None),
            Obstacle::NoTotal => ("no-total", None),
        };
        json!({ "kind": kind, "id": effect, "stays": block.stays, "words": improved.block(improvement, block) })
    });
    let cheapest = improvement.cheapest.as_ref().map(|cheapest| {
        let set = cheapest.chosen.iter().map(|chosen| json!({ "node": id(chosen.fix), "step": chosen.step }));
        json!({
            "effort": plain(Some(cheapest.effort)),
            "proven": cheapest.proven,
            "fixes": set.collect::<Vec<_>>(),
            "then": outlook(improved, &cheapest.outlook),
        })
    });
    json!({
        "id": of.map(|unit| unit.id.as_str()),
        "name": of.map(|unit| unit.name.as_str()),
        "now": outlook(improved, &improvement.now),
        "line_above": improvement.above.as_ref().map(line),
        "line_below": improvement.below.as_ref().map(line),
        "next_grade": improvement.next.map(|grade| assessment.grade_name(Some(grade))),
        "blocks": blocks.collect::<Vec<_>>(),
        "cheapest": cheapest,
        "all_closed": outlook(improved, &improvement.all),
        "fixes": fixes.collect::<Vec<_>>(),
    })
}
