//! The rubric compiled: parameters, fields and an acyclic graph of named columns.
//!
//! A [`Program`] knows no rule kinds. Each column is one small expression, or one function over a cohort; stages of row
//! columns and cohort columns alternate, and each is an evaluator pass, a block of Excel columns, a SQL CTE.

mod builder;
mod compile;
mod expression;
mod magnitude;
mod parser;
mod sentence;
mod stages;

pub use builder::{Builder, NodeColumns, OutcomeColumns};
pub use compile::{Compiler, FUNCTIONS, Type, Typed, type_words};
pub use expression::{Binary, Expr, Many, Test, Unary};
pub use parser::{Syntax, is_name, parse_expression};
pub use sentence::{Operand, Sentence, show};
pub use stages::{Stage, arrange, cycle};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Severity, Spot};
use crate::number::{Decimal, Rounding};
use crate::words::Lang;

macro_rules! ids {
    ($($(#[$meta:meta])* $Name:ident),*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(pub u32);

        impl $Name {
            /// The position.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            #[allow(clippy::cast_possible_truncation, reason = "a program is bounded far below 2^32 parts")]
            pub fn from_index(index: usize) -> Self {
                $Name(index as u32)
            }
        }
    )* };
}

ids!(
    /// A position in [`Program::parameters`].
    ParameterId,
    /// A position in [`Program::fields`].
    FieldId,
    /// A position in [`Program::columns`].
    ColumnId,
    /// A position in [`Program::nodes`].
    NodeId
);

/// How a number is meant and shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// A plain number.
    Plain,
    /// A number of this unit of measure.
    Measured(Arc<str>),
    /// A fraction declared as a percentage.
    Percent,
    /// A quotient of two counts: shown as a percentage, never refused as one.
    Ratio,
    /// Yes or no.
    YesNo,
    /// A position in a list of words.
    Choice(Arc<[String]>),
    /// Days since 1970-01-01.
    Date,
    /// A text.
    Text,
}

/// A number the rubric sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its path in the rubric: `1.1.points`, `1.1.interpolate.from`, `1.1.points.山区`.
    pub id: String,
    /// Its value.
    pub value: Decimal,
    /// How it is shown.
    pub quantity: Quantity,
    /// Where it is written.
    pub spot: Spot,
}

/// What kind of thing a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A whole number of things.
    Count,
    /// Any number.
    Number,
    /// A fraction, written as a percentage.
    Percent,
    /// An amount of money.
    Money,
    /// Yes or no.
    YesNo,
    /// One of these words.
    Choice(Arc<[String]>),
    /// Free text.
    Text,
    /// A day.
    Date,
    /// Points entered by a department for a node of kind given.
    Points,
}

impl FieldKind {
    /// How its values are shown.
    pub fn quantity(&self) -> Quantity {
        match self {
            FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Points => Quantity::Plain,
            FieldKind::Percent => Quantity::Percent,
            FieldKind::YesNo => Quantity::YesNo,
            FieldKind::Choice(options) => Quantity::Choice(Arc::clone(options)),
            FieldKind::Text => Quantity::Text,
            FieldKind::Date => Quantity::Date,
        }
    }
}

/// One thing a unit submits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in expressions and in files; of given points, the node's id.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The unit of measure: 批次, 万元.
    pub measure: Option<String>,
    /// Other names a file may use.
    pub aliases: Vec<String>,
    /// A note for whoever fills it in.
    pub note: Option<String>,
    /// The least value that makes sense.
    pub min: Option<Decimal>,
    /// The greatest value that makes sense.
    pub max: Option<Decimal>,
    /// The node whose points it holds, if it holds given points.
    pub given_for: Option<NodeId>,
    /// Where it is declared.
    pub spot: Spot,
}

/// A condition that every unit's values must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Must {
    /// The field it was declared on.
    pub field: FieldId,
    /// The yes-no column.
    pub holds: ColumnId,
    /// How bad a no is.
    pub severity: Severity,
    /// What to say.
    pub say: String,
    /// The condition as written.
    pub condition: String,
}

/// The cohort a function looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// The unit's own group.
    Group,
    /// Every unit.
    All,
}

/// How units of equal worth share a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ties {
    /// 1 2 2 4
    Competition,
    /// 中国式排名: 1 2 2 3
    Dense,
    /// 1 2 3 4, in the order of the roster
    Ordinal,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The highest is first.
    HighFirst,
    /// The lowest is first.
    LowFirst,
}

/// A function over the known values of a column in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CohortFunction {
    /// Their arithmetic mean; missing when there are none.
    Mean,
    /// Their sum.
    Sum,
    /// The least; missing when there are none.
    Min,
    /// The greatest; missing when there are none.
    Max,
    /// How many there are.
    Count,
    /// The unit's own place, by the column and then by further columns; known where the column is.
    Rank {
        /// Which end of the column comes first.
        order: Order,
        /// How equal units share a place.
        ties: Ties,
        /// What decides between equal units, in order; unknown comes last.
        then: Vec<(ColumnId, Order)>,
    },
}

/// A function over a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cohort {
    /// Which function.
    pub function: CohortFunction,
    /// Over which column (guarded values).
    pub of: ColumnId,
    /// Over whom.
    pub within: Within,
}

/// What a column computes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// One value a unit, from that unit alone.
    Row(Expr),
    /// A function over the units of a cohort.
    Cohort(Cohort),
}

/// A named column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `raw(1.1)`, `points(1.1)`, `total`.
    pub name: String,
    /// What it computes.
    pub formula: Formula,
    /// The text it comes from.
    pub spot: Spot,
}

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

/// What only a leaf has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The value the rule looks at.
    pub value: ColumnId,
    /// How that value is shown.
    pub quantity: Quantity,
    /// What the value is called, when the rubric gives it as an expression.
    pub value_words: String,
    /// What the rule alone gives.
    pub raw: ColumnId,
    /// The name of the scoring method in the field's own words.
    pub method: crate::words::Bilingual,
    /// The rule as a sentence.
    pub rule: Sentence,
    /// Why points were lost, as a sentence over a unit's values.
    pub reason: Sentence,
    /// The value that earns full points, where there is one.
    pub target: Option<Operand>,
    /// The field that holds points a department entered.
    pub given: Option<FieldId>,
    /// When nothing was given.
    pub missing: MissingPolicy,
    /// When it does not apply.
    pub not_applicable: NotApplicablePolicy,
    /// The points it falls back on when it does not apply, under [`NotApplicablePolicy::Base`].
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
    /// Full points that apply to a unit: what was left out is not in it.
    pub open: ColumnId,
    /// [`Status`] of a unit, as its position.
    pub status: ColumnId,
    /// The department that leads (牵头部门).
    pub lead: Option<String>,
    /// The departments that support it (配合部门).
    pub support: Vec<String>,
    /// What to do about a gap.
    pub advice: Option<String>,
    /// The evidence to attach (印证材料).
    pub evidence: Option<String>,
    /// A note of the rubric's author.
    pub note: Option<String>,
    /// What only a leaf has.
    pub leaf: Option<Leaf>,
    /// Where it is written.
    pub spot: Spot,
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
}

impl Status {
    /// The status of a code.
    pub fn from_code(code: Decimal) -> Status {
        if code.is_zero() {
            Status::Scored
        } else if code == Decimal::ONE {
            Status::NotApplicable
        } else if code == Decimal::TWO {
            Status::Missing
        } else {
            Status::Overflow
        }
    }

    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Status::Scored => "scored",
            Status::NotApplicable => "not-applicable",
            Status::Missing => "missing",
            Status::Overflow => "overflow",
        }
    }
}

/// A grade, from best to worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// `A`
    pub name: String,
    /// The least total that earns it; the last grade has none.
    pub min: Option<ParameterId>,
}

/// What an effect is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// 一票否决: the grade is set.
    Veto,
    /// 一票否优 and its like: the grade is limited.
    Cap,
}

/// A condition that changes the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// `V1`
    pub id: String,
    /// Veto or cap.
    pub kind: EffectKind,
    /// The condition as written.
    pub condition: String,
    /// The condition: yes, no or unknown.
    pub when: ColumnId,
    /// Whether it takes effect: yes or no, always known.
    pub fires: ColumnId,
    /// The best grade left, as a position in [`Program::grades`].
    pub grade: usize,
    /// What to say.
    pub say: String,
    /// Where it is written.
    pub spot: Spot,
}

/// Where the result of a unit stands in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Rounded total.
    pub total: ColumnId,
    /// Full points of the whole.
    pub full: ColumnId,
    /// Place among all.
    pub rank: ColumnId,
    /// Place within the group.
    pub group_rank: ColumnId,
    /// Grade by points alone, as a position in [`Program::grades`]; none when the rubric grades nobody.
    pub base_grade: Option<ColumnId>,
    /// Grade after the effects.
    pub grade: Option<ColumnId>,
}

/// Decimals at each level; `None` means the guard only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundingPlan {
    /// Of a leaf's points.
    pub leaf: Option<u32>,
    /// Of a section's points.
    pub section: Option<u32>,
    /// Of the total.
    pub total: Option<u32>,
    /// What happens to a 5.
    pub mode: crate::number::RoundingMode,
}

impl RoundingPlan {
    /// The rounding of a number of decimals, or the guard.
    pub fn rounding(&self, digits: Option<u32>) -> Rounding {
        digits.map_or(Rounding::GUARD, |digits| Rounding { digits, mode: self.mode })
    }
}

/// What the rubric says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// `county-quality-2016`
    pub id: String,
    /// The printed title.
    pub title: String,
    /// The assessment period, a label.
    pub period: String,
    /// The edition.
    pub edition: String,
    /// What a unit is called: 县(区).
    pub unit: String,
    /// The language of reports.
    pub language: Lang,
}

/// The rubric compiled.
#[derive(Debug, Clone)]
pub struct Program {
    /// What the rubric says of itself.
    pub heading: Heading,
    /// Every number the rubric sets.
    pub parameters: Vec<Parameter>,
    /// Everything a unit submits.
    pub fields: Vec<Field>,
    /// Groups the rubric names, in order; a table may know more.
    pub groups: Vec<String>,
    /// Whether the rubric declares its groups, so that another is a mistake.
    pub groups_declared: bool,
    /// The graph.
    pub columns: Vec<Column>,
    /// The order of evaluation.
    pub stages: Vec<Stage>,
    /// The tree, in the order written: a parent before its children.
    pub nodes: Vec<Node>,
    /// Conditions on the data.
    pub musts: Vec<Must>,
    /// Grades from best to worst.
    pub grades: Vec<Grade>,
    /// Vetoes and caps.
    pub effects: Vec<Effect>,
    /// Where the result stands.
    pub outcome: Outcome,
    /// Rounding.
    pub rounding: RoundingPlan,
    /// SHA-256 of the rubric's text, in hexadecimal.
    pub fingerprint: String,
}

impl Program {
    /// A node.
    ///
    /// # Panics
    /// When the id comes from another program.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The ids of all nodes in the order written.
    pub fn node_ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::from_index)
    }

    /// The leaves in the order written.
    pub fn leaves(&self) -> impl Iterator<Item = (NodeId, &Node, &Leaf)> {
        self.nodes.iter().enumerate().filter_map(|(i, node)| Some((NodeId::from_index(i), node, node.leaf.as_ref()?)))
    }

    /// The sections in the order written.
    pub fn sections(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.level == Level::Section)
            .map(|(i, node)| (NodeId::from_index(i), node))
    }

    /// The node of this id.
    pub fn find_node(&self, id: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.id == id).map(NodeId::from_index)
    }

    /// The field of this id.
    pub fn find_field(&self, id: &str) -> Option<FieldId> {
        self.fields.iter().position(|field| field.id == id).map(FieldId::from_index)
    }

    /// The fields a column is computed from, through all the row columns it reads.
    pub fn fields_behind(&self, column: ColumnId) -> Vec<FieldId> {
        let mut fields = Vec::new();
        let mut seen = BTreeSet::new();
        let mut rest = vec![column];
        while let Some(id) = rest.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(Formula::Row(expr)) = self.columns.get(id.index()).map(|column| &column.formula) {
                expr.walk(&mut |part| match part {
                    Expr::Field(field) | Expr::TextIs(field, _) if !fields.contains(field) => fields.push(*field),
                    Expr::Column(next) => rest.push(*next),
                    _ => {}
                });
            }
        }
        fields
    }

    /// For each field, the leaf whose rule looks at it, where there is exactly one.
    pub fn leaves_of_fields(&self) -> Vec<Option<NodeId>> {
        let mut readers: Vec<Vec<NodeId>> = vec![Vec::new(); self.fields.len()];
        for (id, _, leaf) in self.leaves() {
            for field in self.fields_behind(leaf.value) {
                if let Some(readers) = readers.get_mut(field.index()) {
                    readers.push(id);
                }
            }
        }
        readers.into_iter().map(|readers| if let [only] = readers[..] { Some(only) } else { None }).collect()
    }

    /// The section a node belongs to; itself for a section.
    pub fn section_of(&self, id: NodeId) -> NodeId {
        let mut at = id;
        while let Some(parent) = self.node(at).parent {
            at = parent;
        }
        at
    }

    /// How deep a node stands: 0 for a section.
    pub fn depth(&self, id: NodeId) -> usize {
        std::iter::successors(self.node(id).parent, |at| self.node(*at).parent).count()
    }
}
