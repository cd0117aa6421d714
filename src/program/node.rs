//! The tree of indicators.

use super::{ColumnId, Expr, FieldId, NodeId, Operand, Program, Quantity, Sentence};
use crate::diagnostic::Spot;
use crate::number::Decimal;
use crate::words::phrases::Phrase;
use crate::words::{Bilingual, Lang};

/// How deep a node stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// 一级指标
    Section,
    /// 二级指标
    Indicator,
    /// 评分要点
    Item,
}

/// How the points of a section enter the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Within the hundred.
    Ordinary,
    /// 加分, outside the hundred.
    Bonus,
    /// 扣分, outside the hundred: its points are taken off.
    Penalty,
}

/// What happens when a leaf has no value because none was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingPolicy {
    /// No points.
    Zero,
    /// The unit has no total until the value arrives.
    Error,
    /// Taken out; the rest is re-scaled.
    LeaveOut,
    /// The mean of the points of those who have them.
    CohortMean,
}

/// What happens when a leaf does not apply to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotApplicablePolicy {
    /// Full points.
    Full,
    /// No points.
    Zero,
    /// Taken out; the rest is re-scaled.
    LeaveOut,
    /// The mean of the points of those who have them.
    CohortMean,
    /// The base points.
    Base,
}

/// One way a rule can go. The first whose condition holds is the one that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its condition.
    pub holds: Expr,
    /// What it says.
    pub says: Phrase<Operand>,
    /// Where it is written.
    pub spot: Spot,
}

/// What only a leaf has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The value the rule looks at.
    pub value: ColumnId,
    /// The fields that value is computed from, through all the columns of the unit itself; see
    /// [`super::Program::trace_fields`].
    pub fields: Vec<FieldId>,
    /// How that value is shown.
    pub quantity: Quantity,
    /// What the value is called, when the rubric gives it as an expression.
    pub value_words: String,
    /// What the rule alone gives.
    pub raw: ColumnId,
    /// The name of the scoring method in the field's own words.
    pub method: Bilingual,
    /// The rule as a sentence.
    pub rule: Sentence,
    /// Why points were lost, as a sentence over a unit's values.
    pub reason: Sentence,
    /// The ways the rule can go, in the order they are looked at; empty where there is but one.
    pub branches: Vec<Branch>,
    /// Whether the rule means to deduct until nothing is left (扣完为止).
    pub runs_out: bool,
    /// The value that earns full points, where there is one.
    pub target: Option<Operand>,
    /// The field that holds points a department entered.
    pub given: Option<FieldId>,
    /// The field that says whether evidence was given, where nothing is earned without.
    pub proof: Option<FieldId>,
    /// When nothing was given.
    pub missing: MissingPolicy,
    /// When it does not apply.
    pub not_applicable: NotApplicablePolicy,
    /// The points it falls back on when it does not apply, under [`NotApplicablePolicy::Base`], and those an effect may
    /// leave.
    pub base: Option<Operand>,
}

/// A node of the tree of indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// `1.1`
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// How its section enters the total.
    pub part: Part,
    /// Its parent; none for a section.
    pub parent: Option<NodeId>,
    /// Its children, in order; none for a leaf.
    pub children: Vec<NodeId>,
    /// Full points, as the rubric writes them.
    pub full_words: Operand,
    /// Full points of a unit.
    pub full: ColumnId,
    /// Points of a unit.
    pub points: ColumnId,
    /// Points before score effects; the same column where no effect changes them.
    pub earned: ColumnId,
    /// What its rule gives, or its children together.
    pub raw: ColumnId,
    /// Full points that apply to a unit: what was left out is not in it.
    pub open: ColumnId,
    /// [`Status`] of a unit, as its position.
    pub status: ColumnId,
    /// Its weight in its parent as written, where the parent weighs its children.
    pub weight: Option<String>,
    /// How its children combine, where they are not added.
    pub combine: Option<Bilingual>,
    /// The most it earns, as written: of a parent less than its children together, of a leaf more than its points.
    pub most: Option<Operand>,
    /// What its points are multiplied by, as written.
    pub coefficient: Option<Operand>,
    /// The condition under which it applies to a unit, in words.
    pub applies: Option<String>,
    /// The department that leads (牵头部门).
    pub lead: Option<String>,
    /// The departments that support it (配合部门).
    pub support: Vec<String>,
    /// What to do about a gap.
    pub advice: Option<String>,
    /// What closing a gap takes, where the rubric says it: a number to be held against those of other nodes.
    pub effort: Option<Operand>,
    /// The evidence to attach (印证材料).
    pub evidence: Option<String>,
    /// A note of the rubric's author.
    pub note: Option<String>,
    /// What only a leaf has.
    pub leaf: Option<Leaf>,
    /// Where it is written.
    pub spot: Spot,
}

impl Node {
    /// What its rule looks at, in words, where neither the rule's sentence nor the title says it.
    pub fn scored_value(&self, program: &Program, lang: Lang) -> Option<&str> {
        let leaf = self.leaf.as_ref()?;
        let words = leaf.value_words.as_str();
        let said = words == self.title || leaf.rule.in_general(program, lang).contains(words);
        (!said).then_some(words)
    }
}

/// What became of a node for a unit. The position is the code in a status column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Scored by its rule.
    Scored,
    /// 不适用
    NotApplicable,
    /// 缺报
    Missing,
    /// A number left the range of exact decimals.
    Overflow,
    /// 没有印证材料: no evidence was given where the rubric requires it.
    Unproven,
}

impl Status {
    /// All of them, each at the position of its code.
    pub const ALL: [Status; 5] =
        [Status::Scored, Status::NotApplicable, Status::Missing, Status::Overflow, Status::Unproven];

    /// The status of a code.
    pub fn from_code(code: Decimal) -> Status {
        let position = usize::try_from(code).ok();
        position.and_then(|position| Status::ALL.get(position).copied()).unwrap_or(Status::Overflow)
    }

    /// The code of a status column.
    pub fn code(self) -> usize {
        self as usize
    }

    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Status::Scored => "scored",
            Status::NotApplicable => "not-applicable",
            Status::Missing => "missing",
            Status::Overflow => "overflow",
            Status::Unproven => "unproven",
        }
    }
}
