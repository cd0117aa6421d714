//! Sets of siblings: the nodes among which full points, or weights, are shared out.

use super::{Node, NodeId, Part, Program};
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

    /// A node's full points or weight where the rubric sets one number for every unit; of a parent without points of its
    /// own, what its children come to. None where groups differ or an expression decides.
    pub fn settled(&self, id: NodeId, measure: Measure) -> Option<Decimal> {
        let node = self.node(id);
        if self.sets(node, measure) {
            return self.single(node, measure);
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
        let path = format!("{}.{}", self.node(id).id, measure.key());
        let default = || self.parameters.iter().find(|parameter| parameter.id == path).map(|parameter| parameter.value);
        self.settled(id, measure).or_else(default)
    }

    /// Whether the rubric writes the number down.
    pub fn sets(&self, node: &Node, measure: Measure) -> bool {
        self.written(node, measure).next().is_some()
    }

    fn single(&self, node: &Node, measure: Measure) -> Option<Decimal> {
        let mut found = self.written(node, measure);
        let only = found.next().filter(|(rest, _)| rest.is_empty());
        only.filter(|_| found.next().is_none()).map(|(_, value)| value)
    }

    /// The parameters of a node's number: what follows its path (a group, a place in an expression), and the value.
    fn written<'p>(&'p self, node: &Node, measure: Measure) -> impl Iterator<Item = (&'p str, Decimal)> {
        let path = format!("{}.{}", node.id, measure.key());
        self.parameters.iter().filter_map(move |parameter| {
            let rest = parameter.id.strip_prefix(path.as_str())?;
            (rest.is_empty() || rest.starts_with(['.', '#'])).then_some((rest, parameter.value))
        })
    }
}
