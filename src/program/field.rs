//! What the rubric sets and what a unit submits: parameters, fields, and conditions on the data.

use std::sync::Arc;

use super::{ColumnId, FieldId, NodeId};
use crate::diagnostic::{Severity, Spot};
use crate::number::Decimal;
use crate::source::Source;

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
    /// Which file gives it.
    pub role: Role,
    /// The sources that count for it, in this order; empty where the assessment decides.
    pub precedence: Vec<Source>,
    /// Where it is declared.
    pub spot: Spot,
}

impl Field {
    /// The node whose points it holds, if it holds given points.
    pub fn given_for(&self) -> Option<NodeId> {
        match self.role {
            Role::Given(node) => Some(node),
            _ => None,
        }
    }

    /// Whether it is written in submissions: targets and earlier periods have files of their own, and of evidence
    /// there only is a reference.
    pub fn is_submitted(&self) -> bool {
        matches!(self.role, Role::Submitted | Role::Given(_) | Role::HandedIn)
    }
}

/// What a field is to the rubric, and so which file gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A value submitted by or about a unit.
    Submitted,
    /// Points of this node, entered by a department.
    Given(NodeId),
    /// A unit's own target (目标备案) for a field.
    Target(FieldId, RangeEnd),
    /// What something was this many periods ago; 1 is the period before.
    Past(PastOf, u32),
    /// The day on which the unit handed its submission in.
    HandedIn,
    /// Whether evidence was given for this node.
    Evidence(NodeId),
}

/// Which end of a target such as 10~15; both are the same where it is one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeEnd {
    /// 10
    Low,
    /// 15
    High,
}

/// What of an earlier period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PastOf {
    /// The value of a field.
    Field(FieldId),
    /// The total.
    Total,
    /// The place among all.
    Rank,
}

/// What a unit without any entry means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoRows {
    /// It has none.
    None,
    /// It has not reported.
    Missing,
}

/// A list (明细表): a table of entries that units submit, any number each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name in expressions.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Other names a sheet or a file may use.
    pub aliases: Vec<String>,
    /// What an entry holds.
    pub columns: Vec<Field>,
    /// What a unit without any entry means.
    pub no_rows: NoRows,
    /// The sources that count for it, in this order; empty where the assessment decides.
    pub precedence: Vec<Source>,
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
