//! Units beside others, for programs.

use serde_json::{Value, json};

use super::Benchmarked;
use crate::analysis::benchmark::{Against, Compared, Reference, Row, Side, Subject};
use crate::number::{self, Decimal};
use crate::report::evidence;

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The comparison as a JSON value; numbers are texts, exact.
pub fn write(bench: &Benchmarked<'_>) -> Value {
    let heading = &bench.program().heading;
    let against = match bench.against {
        Against::Mean => json!({ "kind": "mean" }),
        Against::GroupMean => json!({ "kind": "group-mean" }),
        Against::Best => json!({ "kind": "best" }),
        Against::Target => json!({ "kind": "target" }),
        Against::Peer(peer) => json!({ "kind": "peer", "of": subject(bench, peer) }),
    };
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "units": bench.assessment.units(),
        "against": against,
        "compared": bench.compared.iter().map(|one| compared(bench, one)).collect::<Vec<_>>(),
    })
}

/// A number as text; none where there is none.
pub(super) fn plain(value: Option<Decimal>) -> Option<String> {
    value.map(|value| number::plain(number::guard(value, number::GUARD_DIGITS)))
}

fn subject(bench: &Benchmarked<'_>, subject: Subject) -> Value {
    match subject {
        Subject::Unit(unit) => {
            json!({ "unit": bench.assessment.table.units.get(unit).map(|unit| unit.id.as_str()), "name": bench.name(subject) })
        }
        Subject::Group(_) => json!({ "group": bench.name(subject) }),
    }
}

fn compared(bench: &Benchmarked<'_>, one: &Compared) -> Value {
    let leaves = evidence::leaves(bench.program());
    let side = |side: Side| -> Vec<Value> {
        let rows = one.side(bench.assessment, side).into_iter();
        rows.map(|row| {
            json!({
                "node": bench.program().node(row.node).id,
                "worth": plain(row.worth),
                "words": bench.apart(row),
                "source": bench.sources(row.node, one.subject).lines().collect::<Vec<_>>(),
                "evidence": bench.evidence(&leaves, row.node, one.subject),
            })
        })
        .collect()
    };
    let left = one.left_out(bench.assessment).map(|row| bench.program().node(row.node).id.as_str());
    let nodes = || one.rows.iter().map(|it| row(bench, it, one.subject)).collect::<Vec<_>>();
    json!({
        "who": subject(bench, one.subject),
        "total": plain(bench.total(one.subject).0),
        "nodes": bench.in_full().then(nodes),
        "strengths": side(Side::Strength),
        "weaknesses": side(Side::Weakness),
        "not_compared": left.collect::<Vec<_>>(),
    })
}

fn row(bench: &Benchmarked<'_>, row: &Row, of: Subject) -> Value {
    let reference = |reference: Option<&Reference>| {
        reference.map(|it| {
            let who: Vec<Value> = it.who.iter().map(|who| subject(bench, *who)).collect();
            let (rate, value) = (plain(Some(it.rate)), plain(it.value));
            json!({ "rate": rate, "value": value, "count": it.count, "tied": it.tied, "who": who })
        })
    };
    let status = match of {
        Subject::Unit(unit) => Some(bench.assessment.status(row.node, unit).key()),
        Subject::Group(_) => None,
    };
    let lacks: Vec<&str> = row.lacks.iter().map(|leaf| bench.program().node(*leaf).id.as_str()).collect();
    json!({
        "id": bench.program().node(row.node).id,
        "status": status,
        "points": plain(row.points),
        "full": plain(row.full),
        "rate": plain(row.rate),
        "value": plain(row.value),
        "target": bench.target_value(row.node, of).map(|target| target.plain()),
        "lacks": lacks,
        "best": reference(row.best.as_deref()),
        "mean": reference(row.mean.as_deref()),
        "group_mean": reference(row.group_mean.as_deref()),
        "peer": reference(row.peer.as_ref()),
        "rate_beside_peer": plain(row.rate_beside_peer),
        "difference": plain(row.difference),
        "points_apart": plain(row.points_apart),
        "worth": plain(row.worth),
    })
}
