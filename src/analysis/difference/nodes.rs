//! What changed of the nodes.

use std::collections::HashMap;

use super::outcome::differing;
use super::pairs::Pairs;
use super::structure::{nodes_by_id, owner};
use super::{Fate, NodePart, ParameterChange, Side, Sides};
use crate::program::{Leaf, Node, NodeId, Operand, ParameterId, Program};
use crate::words::Lang;

/// A number of a node that changed, with the first word of its path behind the node's id: `points`, `interpolate`.
struct Number<'p> {
    before: ParameterId,
    after: ParameterId,
    key: &'p str,
}

pub(super) fn changes(sides: &Sides<'_>, pairs: &Pairs, parameters: &[ParameterChange]) -> Vec<Fate<NodeId, NodePart>> {
    let numbers = numbers(sides.after.program, parameters);
    let none = Vec::new();
    pairs.fates(NodeId::from_index, |before, after| {
        let (before, after) = (NodeId::from_index(before), NodeId::from_index(after));
        parts(sides, before, after, numbers.get(&after).unwrap_or(&none))
    })
}

/// The numbers that both rubrics set, each otherwise, by the node they belong to.
fn numbers<'p>(after: &'p Program, parameters: &[ParameterChange]) -> HashMap<NodeId, Vec<Number<'p>>> {
    let nodes = nodes_by_id(after);
    let mut numbers: HashMap<NodeId, Vec<Number<'p>>> = HashMap::new();
    for change in parameters {
        let (Some(before), Some(after_id)) = (change.before, change.after) else { continue };
        let Some(parameter) = after.parameters.get(after_id.index()) else { continue };
        if let Some((node, rest)) = owner(&nodes, &parameter.id) {
            let key = rest.split(['.', '#']).next().unwrap_or_default();
            numbers.entry(node).or_default().push(Number { before, after: after_id, key });
        }
    }
    numbers
}

fn parts(sides: &Sides<'_>, before: NodeId, after: NodeId, numbers: &[Number<'_>]) -> Vec<NodePart> {
    let (a, b) = (sides.before.program.node(before), sides.after.program.node(after));
    let said = |program: &Program, of: &Option<Operand>| of.as_ref().map(|of| of.in_general(program, Lang::Zh));
    let differ =
        |pick: fn(&Node) -> &Option<Operand>| said(sides.before.program, pick(a)) != said(sides.after.program, pick(b));
    let full = |program: &Program, node: &Node| node.full_words.in_general(program, Lang::Zh);
    let mut parts = differing([
        (NodePart::Id, a.id != b.id),
        (NodePart::Title, a.title != b.title),
        (NodePart::Parent, parent(&sides.before, a) != parent(&sides.after, b)),
        (NodePart::Part, a.part != b.part),
        (NodePart::Points, full(sides.before.program, a) != full(sides.after.program, b)),
        (NodePart::Weight, a.weight != b.weight),
        (NodePart::AtMost, differ(|node| &node.most)),
        (NodePart::Coefficient, differ(|node| &node.coefficient)),
        (NodePart::Applies, a.applies != b.applies),
    ]);
    match (&a.leaf, &b.leaf) {
        (Some(before), Some(after)) => leaf(sides, (a, b), (before, after), numbers, &mut parts),
        (None, None) if a.combine == b.combine => parts.extend(uncovered(numbers, &parts)),
        _ => parts.push(NodePart::Rule),
    }
    parts.extend(differing([
        (NodePart::Lead, other(sides, (a, b), |node| &node.lead)),
        (NodePart::Support, other(sides, (a, b), |node| &node.support)),
        (
            NodePart::Effort,
            differ(|node| &node.effort)
                && !(takes_effort(sides.before.program, a) && takes_effort(sides.after.program, b)),
        ),
        (NodePart::Evidence, other(sides, (a, b), |node| &node.evidence) || proof(a) != proof(b)),
        (NodePart::Advice, other(sides, (a, b), |node| &node.advice)),
        (NodePart::Note, a.note != b.note),
    ]));
    parts
}

/// Whether a node takes the effort of the node above.
fn takes_effort(program: &Program, node: &Node) -> bool {
    node.parent.is_some_and(|above| program.node(above).effort == node.effort)
}

/// Whether nothing is earned without evidence.
fn proof(node: &Node) -> bool {
    node.leaf.as_ref().is_some_and(|leaf| leaf.proof.is_some())
}

/// What the node above is called in the later rubric.
fn parent<'s>(side: &'s Side<'_>, node: &Node) -> Option<&'s str> {
    node.parent.map(|parent| side.shape.node(parent))
}

/// Whether what is said of a node is another; what it only takes over from the node above is told there.
fn other<T: PartialEq>(sides: &Sides<'_>, (a, b): (&Node, &Node), pick: fn(&Node) -> &T) -> bool {
    let taken_over =
        |program: &Program, node: &Node| node.parent.is_some_and(|above| pick(program.node(above)) == pick(node));
    let follows = parent(&sides.before, a) == parent(&sides.after, b)
        && taken_over(sides.before.program, a)
        && taken_over(sides.after.program, b);
    pick(a) != pick(b) && !follows
}

/// What only leaves have: value, rule, numbers, policies.
fn leaf(
    sides: &Sides<'_>,
    nodes: (&Node, &Node),
    (before, after): (&Leaf, &Leaf),
    numbers: &[Number<'_>],
    parts: &mut Vec<NodePart>,
) {
    let explained = |parts: &[NodePart]| {
        use NodePart::{Applies, AtMost, Part, Points, Rule, Value};
        parts.iter().any(|part| matches!(part, Applies | AtMost | Part | Points | Rule | Value))
    };
    let beside = |program: &Program, node: &Node| node.scored_value(program, Lang::Zh).is_some();
    let other_value = sides.before.shape.of(before.value) != sides.after.shape.of(after.value);
    if (beside(sides.before.program, nodes.0) || beside(sides.after.program, nodes.1))
        && (other_value || numbers.iter().any(|number| number.key == "value"))
    {
        parts.push(NodePart::Value);
    }
    let base = |program: &Program, leaf: &Leaf| leaf.base.as_ref().map(|base| base.in_general(program, Lang::Zh));
    if base(sides.before.program, before) != base(sides.after.program, after) {
        parts.push(NodePart::Base);
    }
    let otherwise = sides.before.shape.of(before.raw) != sides.after.shape.of(after.raw);
    let words = |program: &Program, leaf: &Leaf| without_numbers(&leaf.rule.in_general(program, Lang::Zh));
    let said =
        before.method != after.method || words(sides.before.program, before) != words(sides.after.program, after);
    // Where the graph is another, and neither the rule's words nor another part says why, the rule is another all the same.
    if otherwise && (said || !explained(parts)) {
        parts.push(NodePart::Rule);
    }
    parts.extend(uncovered(numbers, parts));
    if before.missing != after.missing {
        parts.push(NodePart::Missing);
    }
    if before.not_applicable != after.not_applicable {
        parts.push(NodePart::NotApplicable);
    }
}

/// The numbers that no part found so far tells of.
fn uncovered(numbers: &[Number<'_>], parts: &[NodePart]) -> Vec<NodePart> {
    let told = |number: &&Number<'_>| {
        let part = match number.key {
            "points" => NodePart::Points,
            "weight" => NodePart::Weight,
            "at_most" => NodePart::AtMost,
            "coefficient" => NodePart::Coefficient,
            "applies" => NodePart::Applies,
            "value" => NodePart::Value,
            "base" => NodePart::Base,
            "effort" => NodePart::Effort,
            _ => NodePart::Rule,
        };
        part != NodePart::Effort && !parts.contains(&part)
    };
    let untold = numbers.iter().filter(told);
    untold.map(|number| NodePart::Parameter { before: number.before, after: number.after }).collect()
}

/// A sentence without its numbers: where only these differ, the rule is the same.
fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect()
}
