//! Rates of points: what share of its full points a unit earns on a node, beside the mean of its group.

use rayon::prelude::*;

use crate::number::{self, Decimal};
use crate::program::{NodeId, Part};
use crate::scoring::Assessment;

/// The share of its full points that a unit earned on a node; none where nothing could be earned or is known.
pub fn rate(assessment: &Assessment, node: NodeId, unit: usize) -> Option<Decimal> {
    let (points, full) = (assessment.points(node, unit).get()?, assessment.full(node, unit).get()?);
    if full.is_zero() { None } else { points.checked_div(full) }
}

/// The mean rates of some nodes in each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Means {
    /// The nodes.
    pub nodes: Vec<NodeId>,
    /// For each group and node, the mean over the units that have a rate.
    groups: Vec<Vec<Option<Decimal>>>,
}

/// Sections that say enough by themselves.
const ENOUGH: usize = 3;

impl Means {
    /// The means on sections; where these are one or two, on what they are made of.
    pub fn of(assessment: &Assessment) -> Means {
        let program = &assessment.program;
        let sections: Vec<NodeId> =
            program.sections().filter(|(_, node)| node.part == Part::Ordinary).map(|(id, _)| id).collect();
        let nodes = if sections.len() >= ENOUGH {
            sections
        } else {
            let below = |id: NodeId| program.node(id).parent.is_some_and(|parent| sections.contains(&parent));
            let whole = |id: NodeId| sections.contains(&id) && program.node(id).leaf.is_some();
            program.node_ids().filter(|id| below(*id) || whole(*id)).collect()
        };
        let of_group = |group: usize| -> Vec<usize> {
            let units = assessment.table.units.iter().enumerate();
            units.filter(|(_, unit)| unit.group == group).map(|(at, _)| at).collect()
        };
        let groups = (0..assessment.table.groups.len())
            .into_par_iter()
            .map(|group| {
                let units = of_group(group);
                nodes.iter().map(|node| mean(assessment, *node, &units)).collect()
            })
            .collect();
        Means { nodes, groups }
    }

    /// The mean on the node at a position, of a unit's group.
    pub fn of_group(&self, position: usize, group: usize) -> Option<Decimal> {
        *self.groups.get(group)?.get(position)?
    }
}

fn mean(assessment: &Assessment, node: NodeId, units: &[usize]) -> Option<Decimal> {
    let rates: Vec<Decimal> = units.iter().filter_map(|unit| rate(assessment, node, *unit)).collect();
    let sum = rates.iter().try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(*rate))?;
    let mean = sum.checked_div(Decimal::from(rates.len()))?;
    Some(number::guard(mean, number::GUARD_DIGITS))
}
