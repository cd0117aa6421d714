//! Expressions over a batch of units, or of a list's entries: every part of one for all rows at a time.

use std::borrow::Cow;

use super::assumption::{Assume, Assumption, Supposed};
use super::operators::{binary, many, unary};
use super::vector::{Cell, Vector};
use crate::number::{self, Decimal};
use crate::program::{ColumnId, Expr, ListId, NodeId, Program, Test};
use crate::table::{AdjustedBy, FieldColumn, State, Table};

/// A value for each unit of a batch, or one for all.
pub(super) enum Cells<'a> {
    One(Cell),
    Each(Cow<'a, Vector>),
}

impl Cells<'_> {
    /// That of one row.
    pub(super) fn cell(&self, row: usize) -> Cell {
        match self {
            Cells::One(cell) => *cell,
            Cells::Each(vector) => vector.cell(row),
        }
    }
}

/// Row columns over one batch of units.
pub(super) struct Rows<'a> {
    program: &'a Program,
    table: &'a Table,
    /// Columns of all units, from earlier stages.
    known: &'a [Vector],
    /// Columns of this batch.
    local: Vec<Option<Vector>>,
    units: &'a [usize],
    /// Where each row is an entry of a list: the entries, whose units `units` holds.
    entries: Option<(ListId, &'a [usize])>,
    /// The column being computed.
    at: Option<ColumnId>,
    assumption: Assumption<'a>,
    supposed: Option<Supposed<'a>>,
}

impl<'a> Rows<'a> {
    /// Rows of which columns are computed one after the other.
    pub(super) fn new(
        program: &'a Program,
        table: &'a Table,
        known: &'a [Vector],
        units: &'a [usize],
        assumption: Assumption<'a>,
    ) -> Rows<'a> {
        Rows {
            program,
            table,
            known,
            local: vec![None; program.columns.len()],
            units,
            entries: None,
            at: None,
            assumption,
            supposed: None,
        }
    }

    /// Rows over columns already computed: nothing is computed that another expression would read.
    pub(super) fn reading(program: &'a Program, table: &'a Table, known: &'a [Vector], units: &'a [usize]) -> Rows<'a> {
        let assumption = Assumption::AS_IS;
        Rows { program, table, known, local: Vec::new(), units, entries: None, at: None, assumption, supposed: None }
    }

    /// Each row is an entry of a list: these entries, whose units are those of the rows.
    pub(super) fn of_entries(self, list: ListId, entries: &'a [usize]) -> Rows<'a> {
        Rows { entries: Some((list, entries)), ..self }
    }

    /// Some points are supposed.
    pub(super) fn supposing(self, supposed: Supposed<'a>) -> Rows<'a> {
        Rows { supposed: Some(supposed), ..self }
    }

    /// Computes columns, in an order in which each stands behind those it reads.
    pub(super) fn run(&mut self, ids: &[ColumnId]) {
        for id in ids {
            if let Some(expr) = self.program.columns[id.index()].formula.expr() {
                self.at = Some(*id);
                self.local[id.index()] = Some(self.vector(expr));
            }
        }
    }

    /// What an expression gives for every row.
    pub(super) fn vector(&self, expr: &Expr) -> Vector {
        match self.expression(expr) {
            Cells::Each(vector) => vector.into_owned(),
            Cells::One(cell) => self.units.iter().map(|_| cell).collect(),
        }
    }

    /// Columns that were computed, or stood there before.
    pub(super) fn take(&mut self, ids: &[ColumnId]) -> Vec<Vector> {
        ids.iter()
            .map(|id| match self.local[id.index()].take() {
                Some(vector) => vector,
                None => self.gather(*id),
            })
            .collect()
    }

    /// The rows' cells of a column computed earlier: by entry where it has one an entry, else by unit.
    fn gather(&self, id: ColumnId) -> Vector {
        let Some(vector) = self.known.get(id.index()) else { return Vector::default() };
        let list = self.program.columns.get(id.index()).and_then(|column| column.formula.list());
        let rows = match (list, self.entries) {
            (Some(_), Some((_, entries))) => entries,
            _ => self.units,
        };
        rows.iter().map(|row| vector.cell(*row)).collect()
    }

    /// What each entry holds in a column of its list.
    fn entry(&self, column: u32, cell: impl Fn(&FieldColumn, usize) -> Option<Cell>) -> Cells<'_> {
        let Some((list, entries)) = self.entries else { return Cells::One(Cell::unknown(State::Missing)) };
        let column = self.table.lists.get(list.index()).and_then(|list| list.columns.get(column as usize));
        let missing = Cell::unknown(State::Missing);
        let cell = |entry: &usize| column.and_then(|column| cell(column, *entry)).unwrap_or(missing);
        Cells::Each(Cow::Owned(entries.iter().map(cell).collect()))
    }

    /// Cells after what people decided over a node or the total.
    fn adjusted(&self, node: Option<NodeId>, cells: Cells<'a>) -> Cells<'a> {
        let supposed = self.supposed.and_then(|supposed| Some((supposed.unit, *supposed.points.get(&node?)?)));
        let node = node.map_or(Table::TOTAL, |node| node.0);
        let decided = &self.table.adjustments;
        if supposed.is_none() && decided.range((node, 0)..=(node, u32::MAX)).next().is_none() {
            return cells;
        }
        let after = |(row, unit): (usize, &usize)| {
            if let Some((_, points)) = supposed.filter(|(of, _)| of == unit) {
                return Cell::known(points);
            }
            let cell = cells.cell(row);
            let change = u32::try_from(*unit).ok().and_then(|unit| decided.get(&(node, unit))).map(|a| a.change);
            match (change, cell.get()) {
                (Some(AdjustedBy::To(points)), _) => Cell::known(points),
                (Some(AdjustedBy::By(more)), Some(points)) => Cell::checked(points.checked_add(more)),
                _ => cell,
            }
        };
        Cells::Each(Cow::Owned(self.units.iter().enumerate().map(after).collect()))
    }

    /// What an expression gives: one cell where it is the same for every row.
    pub(super) fn expression(&self, expr: &Expr) -> Cells<'_> {
        match expr {
            Expr::Constant(value) => Cells::One(Cell::known(*value)),
            Expr::Unknown(state) => Cells::One(Cell::unknown(*state)),
            Expr::Parameter(id) => Cells::One(Cell::checked(self.program.parameters.get(id.index()).map(|p| p.value))),
            Expr::Field(id) => Cells::Each(Cow::Owned(match self.table.fields.get(id.index()) {
                Some(field) => self
                    .units
                    .iter()
                    .map(|unit| match (field.values.get(*unit), field.states.get(*unit)) {
                        (Some(value), Some(state)) => Cell { value: *value, state: *state },
                        _ => Cell::unknown(State::Missing),
                    })
                    .collect(),
                None => self.units.iter().map(|_| Cell::unknown(State::Missing)).collect(),
            })),
            Expr::Group => self.each(|unit| {
                self.table
                    .units
                    .get(unit)
                    .map_or(Cell::unknown(State::Missing), |u| Cell::known(Decimal::from(u.group)))
            }),
            Expr::TextIs(id, wanted) => self.each(|unit| {
                let field = self.table.fields.get(id.index());
                match field.and_then(|f| Some((f.states.get(unit)?, f.texts.get(unit)?))) {
                    Some((State::Known, text)) => Cell::yes_no(text == wanted),
                    Some((state, _)) => Cell::unknown(*state),
                    None => Cell::unknown(State::Missing),
                }
            }),
            Expr::Column(id) => match self.local.get(id.index()).and_then(Option::as_ref) {
                Some(vector) => Cells::Each(Cow::Borrowed(vector)),
                None => Cells::Each(Cow::Owned(self.gather(*id))),
            },
            Expr::Entry(column) => self.entry(*column, |column, entry| {
                Some(Cell { value: *column.values.get(entry)?, state: *column.states.get(entry)? })
            }),
            Expr::EntryTextIs(column, wanted) => self.entry(*column, |column, entry| {
                Some(match column.states.get(entry)? {
                    State::Known => Cell::yes_no(column.texts.get(entry)? == wanted),
                    state => Cell::unknown(*state),
                })
            }),
            Expr::Adjusted(node, x) => self.adjusted(*node, self.expression(x)),
            Expr::Unary(operator, x) => self.map(x, |cell| unary(*operator, cell)),
            Expr::Guard(x, digits) => self.map(x, |cell| Cell { value: number::guard(cell.value, *digits), ..cell }),
            Expr::Round(x, rounding) => self.map(x, |cell| Cell { value: rounding.apply(cell.value), ..cell }),
            Expr::Test(test, x) => self.map(x, |cell| {
                Cell::yes_no(match test {
                    Test::Known => cell.state == State::Known,
                    Test::NotApplicable => cell.state == State::NotApplicable,
                    Test::Missing => cell.state.is_missing(),
                })
            }),
            Expr::Binary(operator, pair) => {
                let (a, b) = (self.expression(&pair[0]), self.expression(&pair[1]));
                self.rows(&[a, b], |cells, row| binary(*operator, cells[0].cell(row), cells[1].cell(row)))
            }
            Expr::Many(operator, all) => {
                let all: Vec<Cells<'_>> = all.iter().map(|x| self.expression(x)).collect();
                self.rows(&all, |cells, row| many(*operator, cells.iter().map(|cells| cells.cell(row))))
            }
            Expr::If(three) => {
                let three = [0, 1, 2].map(|i| self.expression(&three[i]));
                self.rows(&three, |cells, row| match cells[0].cell(row) {
                    Cell { state: State::Known, value } if value.is_zero() => cells[2].cell(row),
                    Cell { state: State::Known, .. } => cells[1].cell(row),
                    unknown => unknown,
                })
            }
            Expr::Scenario(three) => self.expression(match self.assumption.of(self.at) {
                Assume::AsIs => &three[0],
                Assume::Worst => &three[1],
                Assume::Best => &three[2],
            }),
        }
    }

    fn each(&self, cell: impl Fn(usize) -> Cell) -> Cells<'_> {
        Cells::Each(Cow::Owned(self.units.iter().map(|unit| cell(*unit)).collect()))
    }

    fn map(&self, x: &Expr, f: impl Fn(Cell) -> Cell) -> Cells<'_> {
        match self.expression(x) {
            Cells::One(cell) => Cells::One(f(cell)),
            Cells::Each(vector) => {
                Cells::Each(Cow::Owned((0..self.units.len()).map(|row| f(vector.cell(row))).collect()))
            }
        }
    }

    fn rows<'b>(&self, cells: &[Cells<'b>], f: impl Fn(&[Cells<'b>], usize) -> Cell) -> Cells<'static> {
        if cells.iter().all(|c| matches!(c, Cells::One(_))) {
            return Cells::One(f(cells, 0));
        }
        Cells::Each(Cow::Owned((0..self.units.len()).map(|row| f(cells, row)).collect()))
    }
}
