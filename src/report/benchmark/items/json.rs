//! What items tell of units, for programs.

use serde_json::{Value, json};

use super::Itemized;
use crate::analysis::benchmark::correlation::Pair;
use crate::analysis::benchmark::items::{Alpha, Item, Question};
use crate::report::benchmark::json::plain;

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The figures as a JSON value; numbers are texts, exact to nine decimals.
pub fn write(itemized: &Itemized<'_>) -> Value {
    let heading = &itemized.program().heading;
    let items = itemized.items;
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "units": items.units,
        "totals": items.totals,
        "ends": items.ends.map(|(best, worst)| json!({ "best": best, "worst": worst })),
        "items": items.items.iter().map(|it| item(itemized, it)).collect::<Vec<_>>(),
        "rest": plain(items.rest),
        "alphas": items.alphas.iter().map(|it| alpha(itemized, it)).collect::<Vec<_>>(),
        "correlations": items.pairs.iter().map(|it| pair(itemized, it)).collect::<Vec<_>>(),
    })
}

fn item(itemized: &Itemized<'_>, item: &Item) -> Value {
    json!({
        "id": itemized.program().node(item.node).id,
        "count": item.count,
        "full": item.full,
        "zero": item.zero,
        "missing": item.missing,
        "not_applicable": item.not_applicable,
        "mean": plain(item.mean),
        "deviation": plain(item.deviation),
        "variation": plain(item.variation),
        "discrimination": plain(item.discrimination),
        "item_total": plain(item.item_total),
        "share": plain(item.share),
        "questions": item.questions.iter().copied().map(Question::key).collect::<Vec<_>>(),
    })
}

fn alpha(itemized: &Itemized<'_>, alpha: &Alpha) -> Value {
    let node = alpha.node.map(|node| itemized.program().node(node).id.as_str());
    json!({ "node": node, "items": alpha.items, "count": alpha.count, "alpha": plain(alpha.alpha) })
}

fn pair(itemized: &Itemized<'_>, pair: &Pair) -> Value {
    let id = |position| itemized.leaf(position).map(|leaf| itemized.program().node(leaf).id.as_str());
    json!({
        "of": [id(pair.first), id(pair.second)],
        "count": pair.count,
        "pearson": plain(pair.pearson),
        "spearman": plain(pair.spearman),
    })
}
