//! Columns: row expressions, and functions over a cohort.

use super::{ColumnId, Expr, ListId, ParameterId};
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
    /// Their standard deviation as of a sample (n − 1); missing for fewer than two.
    StdevSample,
    /// Their standard deviation as of a population (n); missing when there are none.
    StdevPopulation,
    /// The middle one, or the mean of both middle ones; missing when there are none.
    Median,
    /// The value below which this share lies, linear between neighbours as a spreadsheet's PERCENTILE; missing when
    /// there are none or the share is not within 0 and 1.
    Percentile(ParameterId),
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

/// A function over the entries of a list. Entries whose condition does not hold, or whose value does not apply, are
/// passed over; a missing value or condition makes the result missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryFunction {
    /// How many there are.
    Count,
    /// Their sum; 0 when there are none.
    Sum,
    /// Their arithmetic mean; not applicable when there are none.
    Mean,
    /// The least; not applicable when there are none.
    Min,
    /// The greatest; not applicable when there are none.
    Max,
    /// 同一项目取最高: the sum, over the different values of a key, of the greatest; 0 when there are none.
    BestPer(ColumnId),
    /// The mean without so many of the highest and as many of the lowest; not applicable when none are left.
    TrimmedMean(ParameterId),
}

/// Over which entries a function is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The unit's own entries: one value a unit.
    Unit,
    /// The entries, of all units, with the same key: one value an entry.
    Key(ColumnId),
}

/// A function over entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Summary {
    /// The list.
    pub list: ListId,
    /// Which function.
    pub function: EntryFunction,
    /// Over which column of the list's entries (guarded values).
    pub of: ColumnId,
    /// The condition an entry must meet.
    pub when: Option<ColumnId>,
    /// Over which entries.
    pub by: By,
}

/// What a column computes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// One value a unit, from that unit alone.
    Row(Expr),
    /// A function over the units of a cohort.
    Cohort(Cohort),
    /// One value an entry of a list, from that entry and its unit.
    Entry(ListId, Expr),
    /// A function over the entries of a list.
    Summary(Summary),
}

impl Formula {
    /// The list whose entries have a value each; none where units have.
    pub fn list(&self) -> Option<ListId> {
        match self {
            Formula::Entry(list, _) | Formula::Summary(Summary { list, by: By::Key(_), .. }) => Some(*list),
            Formula::Row(_) | Formula::Cohort(_) | Formula::Summary(_) => None,
        }
    }

    /// The expression of a column that has one.
    pub fn expr(&self) -> Option<&Expr> {
        match self {
            Formula::Row(expr) | Formula::Entry(_, expr) => Some(expr),
            Formula::Cohort(_) | Formula::Summary(_) => None,
        }
    }

    /// The parameters it reads itself.
    pub fn parameters(&self) -> Vec<ParameterId> {
        let mut found = Vec::new();
        if let Some(expr) = self.expr() {
            expr.walk(&mut |part| {
                if let Expr::Parameter(id) = part {
                    found.push(*id);
                }
            });
        }
        match self {
            Formula::Cohort(Cohort { function: CohortFunction::Percentile(share), .. }) => found.push(*share),
            Formula::Summary(Summary { function: EntryFunction::TrimmedMean(count), .. }) => found.push(*count),
            _ => {}
        }
        found
    }

    /// The columns it reads.
    pub fn reads(&self) -> Vec<ColumnId> {
        match self {
            Formula::Row(expr) | Formula::Entry(_, expr) => expr.columns(),
            Formula::Cohort(Cohort { function: CohortFunction::Rank { then, .. }, of, .. }) => {
                std::iter::once(*of).chain(then.iter().map(|(id, _)| *id)).collect()
            }
            Formula::Cohort(cohort) => vec![cohort.of],
            Formula::Summary(summary) => {
                let key = match summary.by {
                    By::Key(key) => Some(key),
                    By::Unit => None,
                };
                let best = match summary.function {
                    EntryFunction::BestPer(key) => Some(key),
                    _ => None,
                };
                [Some(summary.of), summary.when, key, best].into_iter().flatten().collect()
            }
        }
    }
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
