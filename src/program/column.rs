//! Columns: row expressions, and functions over a cohort.

use super::{ColumnId, Expr};
use crate::diagnostic::Spot;

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
