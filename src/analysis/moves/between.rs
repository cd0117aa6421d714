//! Puts differences together: along the tree, unit by unit.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::rules::Rules;
use super::side::{Flow, Side, counted};
use super::tree::{Pair, tree};
use super::{Cause, Cut, Moves, NodeMove, UnitMove, grade, place, summary};
use crate::number::Decimal;
use crate::program::Step;
use crate::scoring::Cell;
use crate::table::State;

/// What is known of why leaves moved beside the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    /// The data are the same: whatever the rules do not explain they do.
    Same,
    /// The data differ.
    Differ,
    /// Nothing but the results of both is there.
    Unknown,
}

/// By how much the data changed the start of each leaf: its difference under one rubric.
#[derive(Debug, Clone, Default)]
pub(super) struct DataMoves {
    by_leaf: HashMap<usize, Vec<Decimal>>,
}

/// What data did to the leaves of one rubric: from `before` to `after`, by the units of `after`.
pub(super) fn data_moved(before: &Side, after: &Side) -> DataMoves {
    let units = by_id(before);
    let twins: Vec<Option<usize>> = after.units.iter().map(|unit| units.get(unit.id.as_str()).copied()).collect();
    let leaves = after.nodes.iter().zip(&before.nodes).enumerate().filter(|(_, (node, _))| node.leaf);
    let of = |(at, (new, old)): (usize, (&super::SideNode, &super::SideNode))| {
        let difference = |(unit, twin): (usize, &Option<usize>)| {
            let (new, old) = (new.flow.start.get(unit)?, old.flow.start.get((*twin)?)?);
            new.checked_sub(*old)
        };
        let all: Vec<Decimal> = twins.iter().enumerate().map(|one| difference(one).unwrap_or_default()).collect();
        (at, all)
    };
    DataMoves { by_leaf: leaves.map(of).collect() }
}

fn by_id(side: &Side) -> HashMap<&str, usize> {
    // The first of several alike.
    side.units.iter().enumerate().rev().map(|(at, unit)| (unit.id.as_str(), at)).collect()
}

/// Why leaves moved.
struct Why<'a> {
    rules: &'a Rules,
    data: Data,
    moved: Option<&'a DataMoves>,
}

/// What differs from one assessment to another. `twins` are the nodes that both have; `rules` is what the rules did on the
/// data of `before`, `data` whether the data differ, and `moved` what they did under the rules of `after`.
pub(super) fn between(
    before: Arc<Side>,
    after: Arc<Side>,
    twins: &[(usize, usize)],
    rules: Rules,
    data: Data,
    moved: Option<&DataMoves>,
) -> Moves {
    let tree = tree(&before.nodes, &after.nodes, twins);
    let why = Why { rules: &rules, data, moved };
    let (old, new) = (by_id(&before), by_id(&after));
    let mut order: Vec<usize> = (0..after.units.len()).collect();
    let rank = |unit: &usize| after.standing(*unit).and_then(|standing| standing.rank).unwrap_or(u64::MAX);
    order.sort_by_key(|unit| (rank(unit), *unit));
    let pairs: Vec<(usize, usize)> =
        order.iter().filter_map(|a| Some((*old.get(after.units.get(*a)?.id.as_str())?, *a))).collect();
    let places = place::Places::of(&before);
    let units: Vec<UnitMove> = pairs
        .par_iter()
        .map(|units| {
            let at = At { before: &before, after: &after, tree: &tree, why: &why, units: *units };
            at.unit(&places)
        })
        .collect();
    let alone = |side: &Side, other: &HashMap<&str, usize>| -> Vec<usize> {
        let missing = |(_, unit): &(usize, &super::SideUnit)| !other.contains_key(unit.id.as_str());
        side.units.iter().enumerate().filter(missing).map(|(at, _)| at).collect()
    };
    let (gone, new) = (alone(&before, &new), alone(&after, &old));
    let groups = summary::groups(&before, &after, &units);
    let parameters = rules.parameters;
    Moves { before, after, tree, parameters, units, gone, new, groups, rechecks: Vec::new() }
}

/// One unit of both assessments.
struct At<'a> {
    before: &'a Side,
    after: &'a Side,
    tree: &'a [Pair],
    why: &'a Why<'a>,
    units: (usize, usize),
}

impl At<'_> {
    fn unit(&self, places: &place::Places) -> UnitMove {
        let (b, a) = self.units;
        let nodes = self.nodes();
        let total = |side: &Side, unit| side.standing(unit).map_or(Cell::unknown(State::Missing), |s| s.total);
        let totals = (total(self.before, b), total(self.after, a));
        let difference = counted(totals.0).zip(counted(totals.1)).and_then(|(was, is)| is.checked_sub(was));
        let parts = match difference {
            Some(_) => self.steps(Some(&self.before.total), Some(&self.after.total), None),
            None => Vec::new(),
        };
        UnitMove {
            before: b,
            after: a,
            totals,
            difference,
            parts,
            nodes,
            grade: grade::grade_move(self.before, self.after, self.units),
            rank: places.rank_move(self.before, self.after, self.units),
            orders: None,
        }
    }

    /// The nodes that moved, and those above them.
    fn nodes(&self) -> Vec<NodeMove> {
        let mut found: Vec<(NodeMove, bool)> = (0..self.tree.len()).filter_map(|pair| self.node(pair)).collect();
        for at in (0..found.len()).rev() {
            let parent = self.tree.get(at).and_then(|pair| pair.parent);
            if let (true, Some((_, above))) = (found[at].1, parent.and_then(|parent| found.get_mut(parent))) {
                *above = true;
            }
        }
        found.into_iter().filter(|(_, moved)| *moved).map(|(node, _)| node).collect()
    }

    /// What became of a node, and whether anything did.
    fn node(&self, at: usize) -> Option<(NodeMove, bool)> {
        let pair = self.tree.get(at)?;
        let (b, a) = self.units;
        let before = pair.before.map(|node| self.before.points(node, b));
        let after = pair.after.map(|node| self.after.points(node, a));
        let value = |cell: Option<Cell>| cell.map_or(Some(Decimal::ZERO), counted);
        let difference = value(after).zip(value(before)).and_then(|(after, before)| after.checked_sub(before));
        let brings =
            |side: &Side, node: Option<usize>, unit| node.map_or(Decimal::ZERO, |node| side.entering(node, unit));
        let contribution = brings(self.after, pair.after, a).saturating_sub(brings(self.before, pair.before, b));
        let parts = if difference.is_some() { self.parts(pair) } else { Vec::new() };
        let other_state = before.zip(after).is_some_and(|(before, after)| before.state != after.state);
        let differs = difference.map_or(before != after, |difference| !difference.is_zero());
        let moved = differs || other_state || !contribution.is_zero() || !parts.is_empty();
        Some((NodeMove { pair: at, before, after, difference, contribution, parts }, moved))
    }

    /// What of a node's difference does not come from its children.
    fn parts(&self, pair: &Pair) -> Vec<Cut> {
        let of = |side: &'_ Side, node: Option<usize>| node.filter(|node| *node < side.nodes.len());
        let (b, a) = (of(self.before, pair.before), of(self.after, pair.after));
        let (old, new) = (b.map(|at| &self.before.nodes[at]), a.map(|at| &self.after.nodes[at]));
        let start =
            |flow: Option<&Flow>, unit: usize| flow.and_then(|flow| flow.start.get(unit)).copied().unwrap_or_default();
        let old_start = start(old.map(|node| &node.flow), self.units.0);
        let new_start = start(new.map(|node| &node.flow), self.units.1);
        let one = |cause: Cause, points: Decimal| Cut { cause, points };
        let mut parts = match (old, new) {
            (Some(old), Some(new)) if old.leaf && new.leaf => {
                self.leaf(a.unwrap_or_default(), new_start.saturating_sub(old_start))
            }
            // A leaf that has become a parent, or the other way about.
            (Some(old), Some(new)) => {
                let was = if old.leaf { -old_start } else { Decimal::ZERO };
                let is = if new.leaf { new_start } else { Decimal::ZERO };
                vec![one(Cause::Rule, is.saturating_add(was))]
            }
            (None, Some(new)) if new.leaf => {
                vec![one(if pair.moved { Cause::Arrived } else { Cause::Added }, new_start)]
            }
            (Some(old), None) if old.leaf => {
                vec![one(if pair.moved { Cause::Left } else { Cause::Removed }, -old_start)]
            }
            _ => Vec::new(),
        };
        parts.retain(|part| !part.points.is_zero());
        parts.extend(self.steps(old.map(|node| &node.flow), new.map(|node| &node.flow), Some(pair)));
        parts
    }

    /// Why the start of a leaf differs.
    fn leaf(&self, node: usize, difference: Decimal) -> Vec<Cut> {
        let mut parts = self.why.rules.of(node, self.units.0);
        let by_data = self.why.moved.and_then(|moved| moved.by_leaf.get(&node)?.get(self.units.1).copied());
        let data = by_data.unwrap_or_default();
        let told = parts.iter().fold(data, |sum, part| sum.saturating_add(part.points));
        let rest = difference.saturating_sub(told);
        let (cause, points) = match self.why.data {
            Data::Same => (Cause::Rule, rest),
            Data::Differ => (Cause::Data, data.saturating_add(rest)),
            Data::Unknown => (Cause::RulesOrData, rest),
        };
        match parts.iter_mut().find(|part| part.cause == cause) {
            Some(part) => part.points = part.points.saturating_add(points),
            None => parts.push(Cut { cause, points }),
        }
        parts
    }

    /// What the steps add more or less; of effects, which ones.
    fn steps(&self, old: Option<&Flow>, new: Option<&Flow>, pair: Option<&Pair>) -> Vec<Cut> {
        let mut adds: BTreeMap<Step, Decimal> = BTreeMap::new();
        for (flow, unit, earlier) in [(old, self.units.0, true), (new, self.units.1, false)] {
            for (step, points) in flow.map(|flow| flow.steps.as_slice()).unwrap_or_default() {
                let points = points.get(unit).copied().unwrap_or_default();
                let sum = adds.entry(*step).or_default();
                *sum = if earlier { sum.saturating_sub(points) } else { sum.saturating_add(points) };
            }
        }
        let cause = |step: Step| match step {
            Step::Effect | Step::Ceiling => Cause::Effects(self.effects(pair, step == Step::Ceiling)),
            step => Cause::Step(step),
        };
        let adds = adds.into_iter().filter(|(_, points)| !points.is_zero());
        adds.map(|(step, points)| Cut { cause: cause(step), points }).collect()
    }

    /// The effects on a node, or on the total, that took hold in one of both only; all of them where none did.
    fn effects(&self, pair: Option<&Pair>, ceiling: bool) -> Vec<String> {
        let (b, a) = self.units;
        let of = |side: &Side, unit: usize, node: Option<usize>| -> Vec<String> {
            let Some(standing) = side.standing(unit) else { return Vec::new() };
            let path: Vec<usize> =
                std::iter::successors(node, |at| side.nodes.get(*at).and_then(|node| node.parent)).collect();
            let held = standing.effects.iter().filter_map(|at| side.effects.get(*at));
            let concerned = held.filter(|effect| {
                let on_path = effect.nodes.iter().any(|node| path.contains(node));
                on_path || (ceiling && effect.kind == crate::program::EffectKind::Ceiling)
            });
            concerned.map(|effect| effect.id.clone()).collect()
        };
        let old = of(self.before, b, pair.and_then(|pair| pair.before));
        let new = of(self.after, a, pair.and_then(|pair| pair.after));
        let mut only: Vec<String> = old.iter().filter(|id| !new.contains(id)).cloned().collect();
        only.extend(new.iter().filter(|id| !old.contains(id)).cloned());
        if only.is_empty() { new } else { only }
    }
}
