//! What the sheets of a calculation hold, column by column.

use std::collections::BTreeMap;

use crate::diagnostic::column_name;
use crate::program::{ColumnId, Expr, FieldId, ListId, NodeId};

/// Stands for the number of its own row in a formula.
pub const ROW: char = '\u{1}';
/// Stands for the number of the row above.
pub const ABOVE: char = '\u{2}';
/// The first row of values in every sheet of a calculation; counted from 1.
pub const FIRST: usize = 4;
/// The columns before those of a calculation: who a row is for.
pub const BESIDE: usize = 2;
/// The first row of the parameters' sheet that holds one; counted from 1.
pub const FIRST_PARAMETER: usize = 2;
/// The column of the parameters' values.
pub const PARAMETER: &str = "D";

/// The names of the sheets, and how many rows each has.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The sheet of the rubric's parameters: one a row, from [`FIRST_PARAMETER`] on, its value in
    /// [`PARAMETER`]; a day as spreadsheets count them.
    pub parameters: String,
    /// The sheet with one row a unit.
    pub units: (String, usize),
    /// The sheet with one row a group.
    pub groups: (String, usize),
    /// For each list, the sheet with one row an entry, of one unit after the other.
    pub lists: Vec<(String, usize)>,
    /// The nodes over which people decided something; `None` is the total.
    pub adjusted: Vec<Option<NodeId>>,
}

/// Which half of a value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Half {
    /// The number; something or other where it is not known.
    Value,
    /// 0 known, 1 not applicable, 2 missing, 3 undefined, 4 too great.
    State,
}

/// What comes from outside of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Input {
    /// The row's number in its sheet, from 0 on; of a unit, its place in the roster.
    Position,
    /// The unit's group, as a position among the groups.
    Group,
    /// What the unit submitted.
    Field(FieldId),
    /// Whether the unit submitted exactly this text.
    TextIs(FieldId, String),
    /// What the entry holds in a column of its list.
    Entry(u32),
    /// Whether the entry holds exactly this text.
    EntryTextIs(u32, String),
    /// The row of the entry's unit, counted from 1 within the values.
    UnitRow,
    /// The first of the unit's entries in a list, counted from 1 within the values.
    FirstEntry(ListId),
    /// How many entries the unit has in a list.
    Entries(ListId),
    /// What is known of the unit's entries in a list.
    Reported(ListId),
    /// The points that a person set; no number where nobody did.
    AdjustedTo(Option<NodeId>),
    /// The points that a person added; 0 where nobody did.
    AdjustedBy(Option<NodeId>),
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// What comes from outside.
    Input(Input, Half),
    /// A formula in each row; [`ROW`] stands for the row's number.
    Each(String),
    /// The same, as an array formula in each row.
    EachArray(String),
    /// An array formula in the first row only.
    FirstArray(String),
    /// One array formula over all rows.
    Whole(String),
}

/// What the scoring has computed for a column, so that it can be written beside the formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Computed {
    /// A column of the graph.
    Column(ColumnId),
    /// A part of one, of units.
    Part(Expr),
    /// Nothing: it only serves the spreadsheet.
    Nothing,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalculationColumn {
    /// What it is: `points(1.1)`.
    pub name: String,
    /// What it holds.
    pub content: Content,
    /// Which half of what.
    pub half: Half,
    /// What the scoring gives for it.
    pub computed: Computed,
}

/// Where a column of the graph stands: positions among the units' columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Live {
    /// Of its value.
    pub value: usize,
    /// Of its state; none where it is always known.
    pub state: Option<usize>,
}

/// The graph as columns of sheets.
#[derive(Debug)]
pub struct Calculation {
    /// The names of the sheets, and how many rows each has.
    pub shape: Shape,
    /// One row a unit.
    pub units: Vec<CalculationColumn>,
    /// One row a group.
    pub groups: Vec<CalculationColumn>,
    /// One row an entry, by list.
    pub lists: Vec<Vec<CalculationColumn>>,
    pub(super) shown: BTreeMap<ColumnId, Live>,
}

impl Calculation {
    /// The letters of a column of a sheet.
    pub fn letters(position: usize) -> String {
        column_name(u32::try_from(position + BESIDE).unwrap_or(u32::MAX))
    }

    /// Where a column of the graph that a result shows stands.
    pub fn of(&self, column: ColumnId) -> Option<Live> {
        self.shown.get(&column).copied()
    }
}
