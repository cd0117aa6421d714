//! The nodes that two rubrics share, and how far each is scored alike.

use super::structure::Names;
use super::{Side, Twins};
use crate::program::{NodeId, Program};

/// A node that both rubrics have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// In the earlier rubric.
    pub before: NodeId,
    /// In the later rubric.
    pub after: NodeId,
    /// Whether its rule, or the way its children combine, is the same but for numbers.
    pub rule: bool,
    /// Whether everything up to its rounding is: policies, coefficient and cap too.
    pub computed: bool,
}

/// The nodes that both rubrics have, in the order of the later one.
pub fn twins(before: &Program, after: &Program) -> Vec<Twin> {
    let twins = Twins::of(before, after);
    let old = Side::new(before, Names::later(before, after, &twins));
    let new = Side::new(after, Names::default());
    let twin = |(b, a): &(usize, usize)| {
        let (b, a) = (NodeId::from_index(*b), NodeId::from_index(*a));
        let raw = |side: &Side<'_>, node: NodeId| side.shape.of(side.program.node(node).raw);
        let computed = |side: &Side<'_>, node: NodeId| side.program.computed(node).map(|e| side.shape.of_expr(e));
        Twin {
            before: b,
            after: a,
            rule: raw(&old, b) == raw(&new, a),
            computed: computed(&old, b) == computed(&new, a),
        }
    };
    twins.nodes.both.iter().map(twin).collect()
}
