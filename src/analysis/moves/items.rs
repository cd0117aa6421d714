//! The difference of a total as one flat list: what each leaf brings, and what is named above the leaves.

use super::{Cause, Cut, Moves, NodeMove, UnitMove};
use crate::number::Decimal;
use crate::program::Part;

/// Something that changed a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The node it belongs to, as a position among the pairs; none for the total itself.
    pub pair: Option<usize>,
    /// What is named, above the leaves; none where the node itself moved.
    pub cause: Option<Cause>,
    /// How much of the total it is.
    pub points: Decimal,
}

/// What changed a unit's total; the items add up to the difference. A node whose children do not simply add to it is one
/// item.
pub fn items(moves: &Moves, unit: &UnitMove) -> Vec<Item> {
    let mut items = Vec::new();
    let roots = (0..moves.tree.len()).filter(|pair| moves.tree[*pair].parent.is_none());
    for root in roots {
        let sign = if moves.node(root).is_some_and(|node| node.part == Part::Penalty) {
            Decimal::NEGATIVE_ONE
        } else {
            Decimal::ONE
        };
        open(moves, unit, root, sign, &mut items);
    }
    for Cut { cause, points } in &unit.parts {
        items.push(Item { pair: None, cause: Some(cause.clone()), points: *points });
    }
    items
}

fn found(unit: &UnitMove, pair: usize) -> Option<&NodeMove> {
    unit.nodes.binary_search_by_key(&pair, |node| node.pair).ok().and_then(|at| unit.nodes.get(at))
}

fn open(moves: &Moves, unit: &UnitMove, pair: usize, sign: Decimal, items: &mut Vec<Item>) {
    let (Some(node), Some(place)) = (found(unit, pair), moves.tree.get(pair)) else { return };
    // A share of a weighted mean is not made of the points below it.
    let adds = node.difference.and_then(|difference| difference.checked_mul(sign)) == Some(node.contribution)
        || (place.parent.is_some() && node.difference == Some(node.contribution));
    let parts_below = place.children.iter().any(|child| found(unit, *child).is_some_and(|c| !c.contribution.is_zero()));
    if !adds || !parts_below {
        if !node.contribution.is_zero() {
            let points = if place.parent.is_some() { signed(node.contribution, sign) } else { node.contribution };
            items.push(Item { pair: Some(pair), cause: None, points });
        }
        return;
    }
    for child in &place.children {
        open(moves, unit, *child, sign, items);
    }
    for Cut { cause, points } in &node.parts {
        items.push(Item { pair: Some(pair), cause: Some(cause.clone()), points: signed(*points, sign) });
    }
}

fn signed(points: Decimal, sign: Decimal) -> Decimal {
    if sign.is_sign_negative() && !points.is_zero() { -points } else { points }
}
