//! Why a result is what it is: a tree of reasons, from the total down to the cells that were submitted.

mod arithmetic;
mod leaf;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use crate::number;
use crate::program::{ColumnId, FieldId, Leaf, ListId, NodeId, Part, Program, show};
use crate::scoring::{Assessment, Cell};
use crate::table::State;
use crate::words::Lang;
use crate::words::labels::Label;
use arithmetic::Arithmetic;

/// One line of a reason: what it is about, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 规则, 数据, 计算 …
    pub about: String,
    /// The line.
    pub says: String,
}

/// Why one thing is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The result in one line.
    pub title: String,
    /// How it came about, step by step.
    pub lines: Vec<Line>,
    /// What it is made of.
    pub parts: Vec<Reason>,
}

/// Explains the results of one unit.
struct Explainer<'a> {
    assessment: &'a Assessment,
    unit: usize,
    lang: Lang,
    arithmetic: Arithmetic<'a>,
    behind: Option<&'a Behind>,
}

/// Explains a unit's total, grade and place; `depth` levels of nodes below it.
pub fn unit(assessment: &Assessment, unit: usize, depth: usize, lang: Lang) -> Reason {
    Explainer::new(assessment, unit, lang).unit(depth)
}

/// Explains a unit's points on a node; `depth` levels of nodes below it.
pub fn node(assessment: &Assessment, unit: usize, node: NodeId, depth: usize, lang: Lang) -> Reason {
    Explainer::new(assessment, unit, lang).node(node, depth)
}

/// What every leaf is computed from: found once where all units are explained, for each search goes far.
#[derive(Debug)]
pub struct Behind(BTreeMap<ColumnId, (Vec<FieldId>, BTreeSet<ListId>)>);

impl Behind {
    /// Of every leaf of a program.
    pub fn of(program: &Program) -> Behind {
        let one = |leaf: &Leaf| (leaf.raw, (program.fields_behind(leaf.raw), program.lists_behind(leaf.raw)));
        Behind(program.leaves().map(|(_, _, leaf)| one(leaf)).collect())
    }
}

/// What is told of a leaf that earned its full points: its rule is the rubric's, and nothing was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earned {
    /// The data, the value and what was written beside them.
    Data,
    /// Nothing.
    Nothing,
}

/// The lines of every node of a unit, in the order of the rubric.
pub fn nodes(assessment: &Assessment, behind: &Behind, unit: usize, earned: Earned, lang: Lang) -> Vec<Vec<Line>> {
    let explainer = Explainer { behind: Some(behind), ..Explainer::new(assessment, unit, lang) };
    let program = &assessment.program;
    let lines = |id: NodeId| {
        let node = program.node(id);
        match &node.leaf {
            Some(leaf) if explainer.earned_all(id, node) => match earned {
                Earned::Data => explainer.evident(id, leaf),
                Earned::Nothing => Vec::new(),
            },
            Some(leaf) => explainer.leaf(id, node, leaf),
            None => explainer.parent(id, node),
        }
    };
    program.node_ids().map(lines).collect()
}

impl<'a> Explainer<'a> {
    fn new(assessment: &'a Assessment, unit: usize, lang: Lang) -> Explainer<'a> {
        Explainer { assessment, unit, lang, arithmetic: Arithmetic::new(assessment, unit, lang), behind: None }
    }

    fn line(&self, about: &Label, says: impl Into<String>) -> Line {
        Line { about: about.say(self.lang), says: says.into() }
    }

    fn say(&self, label: &Label) -> String {
        label.say(self.lang)
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(match self.lang {
            Lang::Zh => ";",
            Lang::En => "; ",
        })
    }

    /// Points as people read them: the number, or why there is none.
    fn points(&self, cell: Cell) -> String {
        match cell.state {
            State::Known => number::plain(number::guard(cell.value, number::GUARD_DIGITS)),
            State::NotApplicable => self.say(&Label::StatusNotApplicable),
            State::Missing | State::Undefined => self.say(&Label::StatusMissing),
            State::Overflow => self.say(&Label::StatusOverflow),
        }
    }

    /// A node's result in one line.
    fn node_title(&self, id: NodeId) -> String {
        let node = self.assessment.program.node(id);
        let cell = self.assessment.points(id, self.unit);
        let points = self.points(cell);
        let full = self.points(self.assessment.full(id, self.unit));
        let most = self.points(self.assessment.most(id, self.unit));
        let (id, title) = (node.id.clone(), node.title.clone());
        if cell.state != State::Known {
            return self.say(&Label::ExplainUnscored { id, title, state: points, full });
        }
        match node.part {
            Part::Ordinary if most != full => self.say(&Label::ExplainOver { id, title, points, full, most }),
            Part::Ordinary => self.say(&Label::ExplainNode { id, title, points, full }),
            Part::Bonus => self.say(&Label::ExplainBonus { id, title, points, full }),
            Part::Penalty => self.say(&Label::ExplainPenalty { id, title, points, full }),
        }
    }

    fn node(&self, id: NodeId, depth: usize) -> Reason {
        let node = self.assessment.program.node(id);
        let lines = match &node.leaf {
            Some(leaf) => self.leaf(id, node, leaf),
            None => self.parent(id, node),
        };
        Reason { title: self.node_title(id), lines, parts: self.below(&node.children, depth) }
    }

    /// The nodes below: each in one line where no more levels are wanted, else with its own lines.
    fn below(&self, nodes: &[NodeId], depth: usize) -> Vec<Reason> {
        match depth {
            0 => Vec::new(),
            1 => nodes
                .iter()
                .map(|id| Reason { title: self.node_title(*id), lines: Vec::new(), parts: Vec::new() })
                .collect(),
            _ => nodes.iter().map(|id| self.node(*id, depth - 1)).collect(),
        }
    }

    /// A value with what it is.
    fn shown(&self, cell: Cell, quantity: &crate::program::Quantity) -> String {
        match cell.state {
            State::Known => show(cell.value, quantity, self.lang),
            _ => self.points(cell),
        }
    }
}
