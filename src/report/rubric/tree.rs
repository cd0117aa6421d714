//! A node of the tree in words, column by column.

use super::words;
use crate::analysis::gaps::{missing_words, not_applicable_words};
use crate::number::{self, Decimal};
use crate::program::{Expr, Node, NodeId, Part, Program};
use crate::report::facts::{evidence_words, join, place_words, rule_words};
use crate::words::Lang;
use crate::words::labels::Label;

/// What is said of every node, in order.
pub(in crate::report) const HEADS: [Label; 18] = [
    Label::Level,
    Label::IndicatorId,
    Label::Title,
    Label::FullPoints,
    Label::Weight,
    Label::AppliesTo,
    Label::Method,
    Label::ScoredValue,
    Label::Rule,
    Label::MissingPolicy,
    Label::NotApplicablePolicy,
    Label::BasePoints,
    Label::Lead,
    Label::Support,
    Label::Effort,
    Label::Evidence,
    Label::Advice,
    Label::Note,
];

/// A node in words.
pub(in crate::report) struct NodeWords {
    /// How deep it stands.
    pub(in crate::report) depth: usize,
    /// Its id, title and full points in one line.
    pub(in crate::report) head: String,
    /// Its full points, where they are one number.
    pub(in crate::report) full: Option<Decimal>,
    /// What is said of it, under [`HEADS`].
    pub(in crate::report) cells: [String; HEADS.len()],
}

impl NodeWords {
    /// A node of a program.
    pub(super) fn of(program: &Program, id: NodeId, lang: Lang) -> NodeWords {
        let node = program.node(id);
        let full = full_points(program, node, lang);
        let (leaf, text) = (node.leaf.as_ref(), |text: &Option<String>| text.clone().unwrap_or_default());
        let base = leaf.and_then(|leaf| leaf.base.as_ref()).map(|base| base.in_general(program, lang));
        NodeWords {
            depth: program.depth(id),
            head: head(program, node, lang),
            full: number(program, node),
            cells: [
                place_words(node).say(lang),
                node.id.clone(),
                node.title.clone(),
                full,
                text(&node.weight),
                text(&node.applies),
                words::method(node, lang),
                node.scored_value(program, lang).unwrap_or_default().to_owned(),
                rule_words(program, node, lang),
                leaf.map(|leaf| missing_words(leaf).say(lang)).unwrap_or_default(),
                leaf.map(|leaf| not_applicable_words(program, leaf, lang)).unwrap_or_default(),
                base.unwrap_or_default(),
                text(&node.lead),
                join(&node.support, lang),
                node.effort.as_ref().map(|effort| effort.in_general(program, lang)).unwrap_or_default(),
                evidence_words(node, lang),
                text(&node.advice),
                text(&node.note),
            ],
        }
    }
}

/// Full points; of a parent whose children apply to some units only, that they are what applies.
pub(in crate::report) fn full_points(program: &Program, node: &Node, lang: Lang) -> String {
    let full = node.full_words.in_general(program, lang);
    if full.is_empty() { Label::FullOpen.say(lang) } else { full }
}

/// Id, title and full points in one line.
fn head(program: &Program, node: &Node, lang: Lang) -> String {
    let (id, title, full) = (node.id.clone(), node.title.clone(), node.full_words.in_general(program, lang));
    if full.is_empty() {
        return format!("{id} {title}");
    }
    match node.part {
        Part::Ordinary => Label::NodeHead { id, title, full },
        Part::Bonus => Label::NodeHeadBonus { id, title, full },
        Part::Penalty => Label::NodeHeadPenalty { id, title, full },
    }
    .say(lang)
}

/// Full points, where they are one number for every unit.
fn number(program: &Program, node: &Node) -> Option<Decimal> {
    match &node.full_words.expr {
        Expr::Constant(value) => Some(*value),
        Expr::Parameter(id) => program.parameters.get(id.index()).map(|parameter| parameter.value),
        _ => number::read_exact(node.full_words.words.as_deref()?),
    }
}
