//! Sets of siblings: the nodes among which full points, or weights, are shared out.

use std::collections::HashMap;

use super::{NodeId, Parameter, ParameterId, Part, Program};
use crate::number::Decimal;

/// What the nodes of a set share out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Full points, which add up to those of the parent.
    Points,
    /// Weights in a parent that weighs its children.
    Weights,
}

impl Measure {
    /// The key that says it in a rubric.
    pub fn key(self) -> &'static str {
        match self {
            Measure::Points => "points",
            Measure::Weights => "weight",
        }
    }
}

/// The children of a node, or the sections among themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Siblings {
    /// The parent; none of the sections.
    pub parent: Option<NodeId>,
    /// The nodes, in the order written.
    pub nodes: Vec<NodeId>,
    /// What they share out.
    pub measure: Measure,
}

impl Program {
    /// Every set of two siblings or more that share something out, a parent's before those below it. Bonus and penalties
    /// stand outside the hundred; where the lowest or the highest child counts there is nothing to share.
    pub fn sibling_sets(&self) -> Vec<Siblings> {
        let mut sets = self.families();
        sets.retain(|set| set.nodes.len() > 1);
        sets
    }

    /// The same, with only children too.
    pub fn families(&self) -> Vec<Siblings> {
        let sections = self.sections().filter(|(_, node)| node.part == Part::Ordinary).map(|(id, _)| id).collect();
        let whole = (None, sections, self.whole.combine.is_none());
        let below = self.node_ids().filter(|id| self.node(*id).part == Part::Ordinary).map(|id| {
            let node = self.node(id);
            (Some(id), node.children.clone(), node.combine.is_none())
        });
        let family = |(parent, nodes, adds): (_, Vec<NodeId>, _)| {
            let weighed = nodes.iter().all(|id| self.node(*id).weight.is_some());
            let measure = if adds { Measure::Points } else { Measure::Weights };
            (!nodes.is_empty() && (adds || weighed)).then_some(Siblings { parent, nodes, measure })
        };
        std::iter::once(whole).chain(below).filter_map(family).collect()
    }

    /// The numbers that the rubric sets for each node.
    pub fn numbers(&self) -> Numbers<'_> {
        let nodes: HashMap<&str, usize> =
            self.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
        let mut of = vec![Vec::new(); self.nodes.len()];
        for (position, parameter) in self.parameters.iter().enumerate() {
            // The longest id that the path begins with.
            let mut ends = parameter.id.rmatch_indices('.').map(|(end, _)| end);
            let node = ends.find_map(|end| nodes.get(parameter.id.get(..end)?));
            if let Some(numbers) = node.and_then(|node| of.get_mut(*node)) {
                numbers.push(ParameterId::from_index(position));
            }
        }
        Numbers { program: self, of }
    }
}

/// The numbers that a rubric sets, node by node.
#[derive(Debug)]
pub struct Numbers<'p> {
    program: &'p Program,
    of: Vec<Vec<ParameterId>>,
}

impl<'p> Numbers<'p> {
    /// The numbers of a node, each with its path behind the node's id.
    pub fn of(&self, id: NodeId) -> impl Iterator<Item = (ParameterId, &'p str, &'p Parameter)> {
        let (program, node) = (self.program, self.program.node(id));
        let numbers = self.of.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(move |number| {
            let parameter = program.parameters.get(number.index())?;
            Some((*number, parameter.id.get(node.id.len() + 1..)?, parameter))
        })
    }

    /// A node's full points or weight where the rubric sets one number for every unit; of a parent without points of its
    /// own, what its children come to. None where groups differ or an expression decides.
    pub fn settled(&self, id: NodeId, measure: Measure) -> Option<Decimal> {
        let node = self.program.node(id);
        if self.sets(id, measure) {
            return self.single(id, measure);
        }
        let sums = measure == Measure::Points && node.combine.is_none() && node.most.is_none();
        if !sums || node.children.is_empty() {
            return None;
        }
        let children = node.children.iter();
        children.map(|child| self.settled(*child, measure)).try_fold(Decimal::ZERO, |sum, of| sum.checked_add(of?))
    }

    /// The number that is meant in general: the settled one, else the default of those by group.
    pub fn general(&self, id: NodeId, measure: Measure) -> Option<Decimal> {
        let default = || self.written(id, measure).find(|(rest, _)| rest.is_empty()).map(|(_, value)| value);
        self.settled(id, measure).or_else(default)
    }

    /// What is meant in general of all nodes of a set together.
    pub fn sum(&self, set: &Siblings) -> Option<Decimal> {
        let mut numbers = set.nodes.iter().map(|id| self.general(*id, set.measure));
        numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number?))
    }

    /// Whether the rubric writes the number down.
    pub fn sets(&self, id: NodeId, measure: Measure) -> bool {
        self.written(id, measure).next().is_some()
    }

    fn single(&self, id: NodeId, measure: Measure) -> Option<Decimal> {
        let mut found = self.written(id, measure);
        let only = found.next().filter(|(rest, _)| rest.is_empty());
        only.filter(|_| found.next().is_none()).map(|(_, value)| value)
    }

    /// The parameters of a node's number: what follows its path (a group, a place in an expression), and the value.
    fn written(&self, id: NodeId, measure: Measure) -> impl Iterator<Item = (&'p str, Decimal)> {
        self.of(id).filter_map(move |(_, path, parameter)| {
            let rest = path.strip_prefix(measure.key())?;
            (rest.is_empty() || rest.starts_with(['.', '#'])).then_some((rest, parameter.value))
        })
    }
}
