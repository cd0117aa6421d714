//! Groups, and decisions of people that should be looked at again.

use std::collections::BTreeSet;

use super::side::{Side, counted};
use super::{Moves, UnitMove};
use crate::analysis::difference::{Difference, Fate, NodePart};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::NodeId;
use crate::scoring::{Assessment, Cell};
use crate::table::Table;

/// What became of a group; of everybody, without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMove {
    /// Its name; none for everybody.
    pub name: Option<String>,
    /// Units of both assessments.
    pub units: usize,
    /// How many have a higher total.
    pub up: usize,
    /// How many have a lower total.
    pub down: usize,
    /// How many have another grade: a better one, a worse one.
    pub grades: (usize, usize),
    /// The mean of the totals before and after, of those that have one in both.
    pub means: Option<(Decimal, Decimal)>,
    /// The greatest rise and the greatest fall.
    pub extremes: Option<(Decimal, Decimal)>,
}

/// Everybody, then each group of the later assessment where there are several.
pub(super) fn groups(before: &Side, after: &Side, units: &[UnitMove]) -> Vec<GroupMove> {
    let name = |unit: &UnitMove| after.units.get(unit.after).map_or("", |unit| unit.group.as_str());
    let mut names: Vec<&str> = Vec::new();
    for unit in &after.units {
        if !names.contains(&unit.group.as_str()) {
            names.push(&unit.group);
        }
    }
    let of = |group: Option<&str>| {
        let own: Vec<&UnitMove> = units.iter().filter(|unit| group.is_none_or(|group| name(unit) == group)).collect();
        one(before, after, group, &own)
    };
    let several = names.len() > 1;
    std::iter::once(of(None)).chain(names.into_iter().filter(|_| several).map(|name| of(Some(name)))).collect()
}

fn one(before: &Side, after: &Side, name: Option<&str>, units: &[&UnitMove]) -> GroupMove {
    let differences = || units.iter().filter_map(|unit| unit.difference);
    let count = |wanted: fn(&Decimal) -> bool| differences().filter(wanted).count();
    let better = |better: bool| units.iter().filter(|unit| unit.grade.better == Some(better)).count();
    let totals: Vec<(Decimal, Decimal)> = units
        .iter()
        .filter_map(|unit| {
            let (old, new) = (before.standing(unit.before)?, after.standing(unit.after)?);
            Some((counted(old.total)?, counted(new.total)?))
        })
        .collect();
    let mean = |pick: fn(&(Decimal, Decimal)) -> Decimal| {
        let sum = totals.iter().map(pick).try_fold(Decimal::ZERO, Decimal::checked_add)?;
        Some(number::guard(sum.checked_div(Decimal::from(totals.len()))?, GUARD_DIGITS))
    };
    GroupMove {
        name: name.map(str::to_owned),
        units: units.len(),
        up: count(|difference| *difference > Decimal::ZERO),
        down: count(|difference| *difference < Decimal::ZERO),
        grades: (better(true), better(false)),
        means: mean(|(old, _)| *old).zip(mean(|(_, new)| *new)),
        extremes: differences().max().zip(differences().min()),
    }
}

/// A person's decision over a node whose rule changed since, or over a total of such nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    /// The unit, in the later assessment.
    pub unit: usize,
    /// The node, as a position among the pairs; none for the total. One that is gone takes the decision with it.
    pub pair: Option<usize>,
    /// What the old rule gave before the decision.
    pub before: Option<Decimal>,
    /// What the new rule gives before the decision.
    pub after: Option<Decimal>,
    /// What counts, by the decision.
    pub counts: Cell,
    /// The decision.
    pub decision: crate::table::Adjustment,
}

/// The decisions over nodes whose rule is no longer the one that was decided over. They still count.
pub(super) fn rechecks(moves: &Moves, difference: &Difference, after: &Assessment) -> Vec<Recheck> {
    let program = &after.program;
    let mut changed: BTreeSet<NodeId> = BTreeSet::new();
    for fate in &difference.nodes {
        match fate {
            Fate::Changed { after, parts, .. } if parts.iter().any(scores) => {
                changed.insert(*after);
            }
            Fate::Added(node) => {
                changed.insert(*node);
            }
            _ => {}
        }
    }
    // What changed below a node changed it too.
    let own: Vec<NodeId> = changed.iter().copied().collect();
    changed.extend(own.iter().flat_map(|node| std::iter::successors(Some(*node), |at| program.node(*at).parent)));
    let any = !changed.is_empty() || !difference.parameters.is_empty();
    let flagged = |node: Option<NodeId>| node.map_or(any, |node| changed.contains(&node));
    let mut found = Vec::new();
    for ((node, unit), decision) in &after.table.adjustments {
        let node = (*node != Table::TOTAL).then_some(NodeId(*node));
        let unit = *unit as usize;
        if node.is_some_and(|node| program.nodes.get(node.index()).is_none()) || !flagged(node) {
            continue;
        }
        let twin = moves.units.iter().find(|one| one.after == unit);
        let at = node.and_then(|node| moves.tree.iter().position(|pair| pair.after == Some(node.index())));
        let pair = at.and_then(|at| moves.tree.get(at));
        let before = match node {
            Some(_) => pair.and_then(|pair| undecided(&moves.before, pair.before, twin?.before)),
            None => twin.and_then(|twin| undecided(&moves.before, None, twin.before)),
        };
        found.push(Recheck {
            unit,
            pair: at,
            before: before.filter(|_| node.is_none() || pair.is_some_and(|pair| pair.before.is_some())),
            after: undecided(&moves.after, node.map(NodeId::index), unit),
            counts: node.map_or_else(|| after.total(unit), |node| after.points(node, unit)),
            decision: decision.clone(),
        });
    }
    found
}

/// The decisions over nodes that the later rubric does not have: they no longer count.
pub(super) fn gone(moves: &Moves, before: &Assessment) -> Vec<Recheck> {
    let mut found = Vec::new();
    for ((node, unit), decision) in &before.table.adjustments {
        let unit = *unit as usize;
        let is = |pair: &super::Pair| pair.before == Some(*node as usize) && pair.after.is_none() && !pair.moved;
        let Some(at) = moves.tree.iter().position(is) else { continue };
        let Some(twin) = moves.units.iter().find(|one| one.before == unit) else { continue };
        found.push(Recheck {
            unit: twin.after,
            pair: Some(at),
            before: undecided(&moves.before, Some(*node as usize), unit),
            after: None,
            counts: Cell::unknown(crate::table::State::NotApplicable),
            decision: decision.clone(),
        });
    }
    found
}

/// What stands before a person's decision.
fn undecided(side: &Side, node: Option<usize>, unit: usize) -> Option<Decimal> {
    use crate::program::Step;
    let flow = match node {
        Some(node) => &side.nodes.get(node)?.flow,
        None => &side.total,
    };
    let start = *flow.start.get(unit)?;
    let earlier = flow.steps.iter().take_while(|(step, _)| *step != Step::Adjustment);
    let adds = earlier.filter_map(|(_, adds)| adds.get(unit));
    adds.copied().try_fold(start, Decimal::checked_add)
}

/// Whether a part that differs has to do with points.
fn scores(part: &NodePart) -> bool {
    !matches!(
        part,
        NodePart::Id
            | NodePart::Title
            | NodePart::Parent
            | NodePart::Lead
            | NodePart::Support
            | NodePart::Evidence
            | NodePart::Advice
            | NodePart::Note
    )
}
