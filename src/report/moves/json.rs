//! The differences for other programs: every digit, and the sums that hold.

use serde_json::{Value, json};

use super::{Told, cause_key};
use crate::analysis::moves::{Cause, Cut, GradeCause, Heading, Moves, NodeMove, UnitMove};
use crate::number::{self, Decimal};
use crate::scoring::Cell;

/// The differences as JSON.
pub fn write(told: &Told<'_>) -> Value {
    let moves = told.moves;
    let parameters = moves.parameters.iter().map(|parameter| {
        json!({
            "path": parameter.path,
            "node": parameter.node,
            "before": number::plain(parameter.before),
            "after": number::plain(parameter.after),
        })
    });
    let nodes = (0..moves.tree.len()).map(|pair| {
        let place = &moves.tree[pair];
        let of = moves.node(pair);
        let id = |side: &crate::analysis::moves::Side, at: Option<usize>| {
            at.and_then(|at| side.nodes.get(at)).map(|node| node.id.clone())
        };
        json!({
            "before": id(&moves.before, place.before),
            "after": id(&moves.after, place.after),
            "title": of.map(|node| node.title.as_str()),
            "parent": place.parent.and_then(|parent| moves.node(parent)).map(|node| node.id.as_str()),
            "moved": place.moved,
        })
    });
    let groups = moves.groups.iter().map(|group| {
        json!({
            "name": group.name,
            "units": group.units,
            "up": group.up,
            "down": group.down,
            "better": group.grades.0,
            "worse": group.grades.1,
            "mean_before": group.means.map(|(before, _)| number::plain(before)),
            "mean_after": group.means.map(|(_, after)| number::plain(after)),
        })
    });
    let names = |side: &crate::analysis::moves::Side, units: &[usize]| -> Vec<String> {
        units.iter().filter_map(|unit| side.units.get(*unit)).map(|unit| unit.id.clone()).collect()
    };
    json!({
        "language": told.lang.tag(),
        "kind": if told.rescored { "rescore" } else { "compare" },
        "before": heading(&moves.before.heading),
        "after": heading(&moves.after.heading),
        "settings": told.settings,
        "summary": told.summary(),
        "parameters": parameters.collect::<Vec<_>>(),
        "nodes": nodes.collect::<Vec<_>>(),
        "units": moves.units.iter().map(|one| unit(told, one)).collect::<Vec<_>>(),
        "new": names(&moves.after, &moves.new),
        "gone": names(&moves.before, &moves.gone),
        "groups": groups.collect::<Vec<_>>(),
        "rechecks": moves.rechecks.iter().map(|recheck| json!({
            "unit": moves.after.units.get(recheck.unit).map(|unit| unit.id.as_str()),
            "node": recheck.pair.and_then(|pair| moves.node(pair)).map(|node| node.id.as_str()),
            "rule_before": recheck.before.map(number::plain),
            "rule_after": recheck.after.map(number::plain),
            "counts": recheck.counts.get().map(number::plain),
            "say": told.recheck(recheck),
        })).collect::<Vec<_>>(),
    })
}

fn heading(heading: &Heading) -> Value {
    json!({
        "id": heading.id,
        "title": heading.title,
        "period": heading.period,
        "edition": heading.edition,
        "sha256": heading.rubric,
    })
}

fn unit(told: &Told<'_>, unit: &UnitMove) -> Value {
    let moves = told.moves;
    let of = moves.after.units.get(unit.after);
    let text = |cell: Cell| cell.get().map(number::plain);
    let (rank, grade) = (&unit.rank, &unit.grade);
    json!({
        "id": of.map(|unit| unit.id.as_str()),
        "name": of.map(|unit| unit.name.as_str()),
        "group": of.map(|unit| unit.group.as_str()),
        "total": {
            "before": text(unit.totals.0),
            "after": text(unit.totals.1),
            "difference": unit.difference.map(number::plain),
            "parts": parts(told, &unit.parts, None),
        },
        "orders": unit.orders.map(|orders| json!({
            "rules": number::plain(orders.rules),
            "data": number::plain(orders.data),
            "data_first": orders.data_first.map(number::plain),
        })),
        "grade": { "before": grade.before, "after": grade.after, "causes": grade.causes.iter().map(|cause| cause_of(told, cause)).collect::<Vec<_>>() },
        "rank": {
            "before": rank.before, "after": rank.after,
            "group_before": rank.group_before, "group_after": rank.group_after,
            "own": rank.own, "others": rank.others,
        },
        "say": told.unit_sentence(unit),
        "nodes": unit.nodes.iter().map(|one| node(told, moves, one)).collect::<Vec<_>>(),
    })
}

fn node(told: &Told<'_>, moves: &Moves, node: &NodeMove) -> Value {
    let place = moves.tree.get(node.pair);
    let id = |side: &crate::analysis::moves::Side, at: Option<usize>| {
        at.and_then(|at| side.nodes.get(at)).map(|node| node.id.clone())
    };
    let text = |cell: Option<Cell>| cell.and_then(Cell::get).map(number::plain);
    json!({
        "before_id": place.and_then(|place| id(&moves.before, place.before)),
        "after_id": place.and_then(|place| id(&moves.after, place.after)),
        "before": text(node.before),
        "after": text(node.after),
        "difference": node.difference.map(number::plain),
        "contribution": number::plain(node.contribution),
        "parts": parts(told, &node.parts, Some(node.pair)),
    })
}

fn parts(told: &Told<'_>, parts: &[Cut], pair: Option<usize>) -> Vec<Value> {
    let part = |part: &Cut| {
        let parameter = match part.cause {
            Cause::Parameter(at) => told.moves.parameters.get(at).map(|parameter| parameter.path.as_str()),
            _ => None,
        };
        json!({
            "cause": cause_key(&part.cause),
            "parameter": parameter,
            "points": number::plain(part.points),
            "say": told.cause(&part.cause, pair),
        })
    };
    parts.iter().map(part).collect()
}

fn cause_of(told: &Told<'_>, cause: &GradeCause) -> Value {
    let text = |line: Option<Decimal>| line.map(number::plain);
    let say = told.grade_cause(cause);
    match cause {
        GradeCause::Points { grade, line, reached } => {
            json!({ "cause": "points", "grade": grade, "line": text(*line), "reached": reached, "say": say })
        }
        GradeCause::Line { grade, before, after } => {
            json!({ "cause": "line", "grade": grade, "before": text(*before), "after": text(*after), "say": say })
        }
        GradeCause::Condition => json!({ "cause": "condition", "say": say }),
        GradeCause::Effect { id, kind, took_hold, .. } => {
            json!({ "cause": kind.key(), "id": id, "took_hold": took_hold, "say": say })
        }
    }
}
