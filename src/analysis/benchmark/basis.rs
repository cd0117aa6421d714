//! On which leaves units can be compared, and their rates there.

use rayon::prelude::*;

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{NodeId, Part, Quantity, Status};
use crate::scoring::Assessment;

/// What units have, leaf by leaf.
#[derive(Debug)]
pub struct Basis<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// By node and unit: whether the unit has a value there that the rule scored. Empty for nodes that are no leaves.
    has: Vec<Vec<bool>>,
    /// By node: the leaves at or below it.
    below: Vec<Vec<NodeId>>,
    /// By node and unit: how many leaves at or below it apply to the unit.
    apply: Vec<Vec<usize>>,
    /// By node: whether it and all nodes below it add their children up.
    adds: Vec<bool>,
}

impl<'a> Basis<'a> {
    /// The basis of an assessment.
    pub fn of(assessment: &'a Assessment) -> Basis<'a> {
        let program = &assessment.program;
        let has = |id: NodeId| -> Vec<bool> {
            let units = 0..program.node(id).leaf.as_ref().map_or(0, |_| assessment.units());
            units.map(|unit| is_scored(assessment, id, unit)).collect()
        };
        let below = |id: NodeId| -> Vec<NodeId> {
            let leaves = program.leaves().map(|(leaf, ..)| leaf);
            leaves.filter(|leaf| *leaf == id || program.is_below(*leaf, id)).collect()
        };
        let adds = |id: NodeId| {
            let inner = program.node_ids().filter(|at| program.node(*at).leaf.is_none());
            let mut within = inner.filter(|at| *at == id || program.is_below(*at, id)).map(|at| program.node(at));
            within.all(|node| node.combine.is_none() && node.most.is_none() && node.coefficient.is_none())
        };
        let below: Vec<Vec<NodeId>> = program.node_ids().map(below).collect();
        let apply = |leaves: &Vec<NodeId>| -> Vec<usize> {
            let applies = |leaf: NodeId, unit| assessment.open(leaf, unit).get().is_none_or(|open| !open.is_zero());
            let count = |unit| leaves.iter().filter(|leaf| applies(**leaf, unit)).count();
            (0..assessment.units()).map(count).collect()
        };
        Basis {
            assessment,
            has: program.node_ids().map(has).collect(),
            apply: below.par_iter().map(apply).collect(),
            below,
            adds: program.node_ids().map(adds).collect(),
        }
    }

    /// Whether a unit has a value on a leaf that the rule scored.
    pub fn has(&self, leaf: NodeId, unit: usize) -> bool {
        self.has.get(leaf.index()).and_then(|units| units.get(unit)).copied().unwrap_or_default()
    }

    /// The leaves at or below a node.
    pub fn leaves(&self, node: NodeId) -> &[NodeId] {
        self.below.get(node.index()).map_or(&[], Vec::as_slice)
    }

    /// The leaves at or below a node that a unit has.
    pub fn leaves_of(&self, node: NodeId, unit: usize) -> Vec<NodeId> {
        self.leaves(node).iter().copied().filter(|leaf| self.has(*leaf, unit)).collect()
    }

    /// What share of full points a unit earned on a node, over these leaves of it; none where it lacks one of them, or
    /// where the node does not add its children up and some of them are left out.
    pub fn rate(&self, node: NodeId, unit: usize, on: &[NodeId]) -> Option<Decimal> {
        if on.is_empty() || on.iter().any(|leaf| !self.has(*leaf, unit)) {
            return None;
        }
        let whole = self.apply.get(node.index()).and_then(|units| units.get(unit)) == Some(&on.len());
        let (points, full) = match () {
            () if whole => (self.assessment.points(node, unit).get()?, self.assessment.open(node, unit).get()?),
            () if self.adds.get(node.index()) == Some(&true) => {
                let points = on.iter().map(|leaf| self.assessment.points(*leaf, unit).get());
                let full = on.iter().map(|leaf| self.assessment.open(*leaf, unit).get());
                (sum(points)?, sum(full)?)
            }
            () => return None,
        };
        Some(number::guard(points.checked_div(full)?, GUARD_DIGITS))
    }

    /// The rate of a unit on a leaf.
    pub fn leaf_rate(&self, leaf: NodeId, unit: usize) -> Option<Decimal> {
        self.rate(leaf, unit, &[leaf])
    }

    /// The value that a unit has on a leaf; none for a node that is none.
    pub fn value(&self, leaf: NodeId, unit: usize) -> Option<Decimal> {
        let of = self.assessment.program.node(leaf).leaf.as_ref().filter(|_| self.has(leaf, unit))?;
        self.assessment.cell(of.value, unit).get()
    }

    /// Whether values of a leaf have a mean: numbers and shares have, words and days have none.
    pub fn is_numeric(&self, leaf: NodeId) -> bool {
        let of = self.assessment.program.node(leaf).leaf.as_ref();
        of.is_some_and(|leaf| {
            matches!(leaf.quantity, Quantity::Plain | Quantity::Measured(_) | Quantity::Percent | Quantity::Ratio)
        })
    }

    /// Whether less is better: of what is taken off.
    pub fn is_penalty(&self, node: NodeId) -> bool {
        self.assessment.program.node(node).part == Part::Penalty
    }
}

fn is_scored(assessment: &Assessment, leaf: NodeId, unit: usize) -> bool {
    matches!(assessment.status(leaf, unit), Status::Scored | Status::Unproven)
        && assessment.points(leaf, unit).get().is_some()
        && assessment.open(leaf, unit).get().is_some_and(|open| open > Decimal::ZERO)
}

/// A sum; none where one is unknown.
pub(super) fn sum(values: impl IntoIterator<Item = Option<Decimal>>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value?))
}

/// A mean; none where there is nothing.
pub(super) fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum = sum(values.iter().map(|value| Some(*value)))?;
    Some(number::guard(sum.checked_div(Decimal::from(values.len()))?, GUARD_DIGITS))
}
