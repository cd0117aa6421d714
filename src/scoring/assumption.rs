//! What may be assumed of open values, and supposed of points.

use std::collections::BTreeMap;

use crate::number::Decimal;
use crate::program::{ColumnId, NodeId};

/// What is assumed of missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assume {
    /// As things stand.
    AsIs,
    /// They turn out worst for the unit.
    Worst,
    /// They turn out best for the unit.
    Best,
}

/// An assumption, of everything that is open or of some of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assumption<'a> {
    pub(super) assume: Assume,
    /// The columns it is made in, with all that depends on them; everywhere when left out.
    pub(super) only: Option<Affected<'a>>,
}

/// Columns in which something is assumed, and those whose values may change by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Affected<'a> {
    pub(super) assumed: &'a [ColumnId],
    /// By column: whether it reads an assumed one, directly or through others.
    pub(super) reached: &'a [bool],
}

impl Assumption<'_> {
    /// As things stand.
    pub(super) const AS_IS: Assumption<'static> = Assumption { assume: Assume::AsIs, only: None };

    /// What is assumed in one column.
    pub(super) fn of(&self, column: Option<ColumnId>) -> Assume {
        match (self.only, column) {
            (Some(only), Some(column)) if !only.assumed.contains(&column) => Assume::AsIs,
            _ => self.assume,
        }
    }
}

/// Points that nodes of one unit are supposed to have, whatever their rules gave and people decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supposed<'a> {
    pub(super) unit: usize,
    pub(super) points: &'a BTreeMap<NodeId, Decimal>,
}
