//! Expressions over a batch of units, or of a list's entries: every part of one for all rows at a time.

use std::borrow::Cow;

use super::arithmetic::Number;
use super::assumption::{Assume, Assumption, Supposed};
use super::operators::{binary, combined, many, next, unary};
use super::vector::{Cell, Vector};
use crate::number::Decimal;
use crate::program::{ColumnId, Expr, ListId, Many, NodeId, Program, Test};
use crate::table::{AdjustedBy, FieldColumn, State, Table};

/// A value for each unit of a batch, or one for all.
pub(super) enum Cells<'a, N: Number = Decimal> {
    One(Cell<N>),
    Each(Cow<'a, Vector<N>>),
}

impl<N: Number> Cells<'_, N> {
    /// That of one row.
    pub(super) fn cell(&self, row: usize) -> Cell<N> {
        match self {
            Cells::One(cell) => *cell,
            Cells::Each(vector) => vector.cell(row),
        }
    }
}

/// Row columns over one batch of units.
pub(super) struct Rows<'a, N: Number = Decimal> {
    program: &'a Program,
    table: &'a Table,
    /// Columns of all units, from earlier stages.
    known: &'a [Vector<N>],
    /// Columns of this batch.
    local: Vec<Option<Vector<N>>>,
    units: &'a [usize],
    /// Where each row is an entry of a list: the entries, whose units `units` holds.
    entries: Option<(ListId, &'a [usize])>,
    /// The column being computed.
    at: Option<ColumnId>,
    assumption: Assumption<'a>,
    supposed: Option<Supposed<'a>>,
}

impl<'a, N: Number> Rows<'a, N> {
    /// Rows of which columns are computed one after the other.
    pub(super) fn new(
        program: &'a Program,
        table: &'a Table,
        known: &'a [Vector<N>],
        units: &'a [usize],
        assumption: Assumption<'a>,
    ) -> Rows<'a, N> {
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
    pub(super) fn reading(
        program: &'a Program,
        table: &'a Table,
        known: &'a [Vector<N>],
        units: &'a [usize],
    ) -> Rows<'a, N> {
        let assumption = Assumption::AS_IS;
        Rows { program, table, known, local: Vec::new(), units, entries: None, at: None, assumption, supposed: None }
    }

    /// Each row is an entry of a list: these entries, whose units are those of the rows.
    pub(super) fn of_entries(self, list: ListId, entries: &'a [usize]) -> Rows<'a, N> {
        Rows { entries: Some((list, entries)), ..self }
    }

    /// Some points are supposed.
    pub(super) fn supposing(self, supposed: Supposed<'a>) -> Rows<'a, N> {
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
    pub(super) fn vector(&self, expr: &Expr) -> Vector<N> {
        match self.expression(expr) {
            Cells::Each(vector) => vector.into_owned(),
            Cells::One(cell) => self.units.iter().map(|_| cell).collect(),
        }
    }

    /// Columns that were computed, or stood there before.
    pub(super) fn take(&mut self, ids: &[ColumnId]) -> Vec<Vector<N>> {
        ids.iter()
            .map(|id| match self.local[id.index()].take() {
                Some(vector) => vector,
                None => self.gather(*id),
            })
            .collect()
    }

    /// The rows' cells of a column computed earlier: by entry where it has one an entry, else by unit.
    fn gather(&self, id: ColumnId) -> Vector<N> {
        let Some(vector) = self.known.get(id.index()) else { return Vector::default() };
        let list = self.program.columns.get(id.index()).and_then(|column| column.formula.list());
        let rows = match (list, self.entries) {
            (Some(_), Some((_, entries))) => entries,
            _ => self.units,
        };
        rows.iter().map(|row| vector.cell(*row)).collect()
    }

    /// What each entry holds in a column of its list.
    fn entry(&self, column: u32, cell: impl Fn(&FieldColumn, usize) -> Option<Cell<N>>) -> Cells<'_, N> {
        let Some((list, entries)) = self.entries else { return Cells::One(Cell::unknown(State::Missing)) };
        let column = self.table.lists.get(list.index()).and_then(|list| list.columns.get(column as usize));
        let missing = Cell::unknown(State::Missing);
        let cell = |entry: &usize| column.and_then(|column| cell(column, *entry)).unwrap_or(missing);
        Cells::Each(Cow::Owned(entries.iter().map(cell).collect()))
    }

    /// Cells after what people decided over a node or the total.
    fn adjusted<'b>(&self, node: Option<NodeId>, cells: Cells<'b, N>) -> Cells<'b, N> {
        let supposed = self.supposed.and_then(|supposed| Some((supposed.unit, N::of(*supposed.points.get(&node?)?))));
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
                (Some(AdjustedBy::To(points)), _) => Cell::known(N::of(points)),
                (Some(AdjustedBy::By(more)), Some(points)) => Cell::checked(points.plus(N::of(more))),
                _ => cell,
            }
        };
        Cells::Each(Cow::Owned(self.units.iter().enumerate().map(after).collect()))
    }

    /// What an expression gives: one cell where it is the same for every row.
    pub(super) fn expression(&self, expr: &Expr) -> Cells<'_, N> {
        match expr {
            Expr::Constant(value) => Cells::One(Cell::known(N::of(*value))),
            Expr::Unknown(state) => Cells::One(Cell::unknown(*state)),
            Expr::Parameter(id) => {
                let value = self.program.parameters.get(id.index()).map(|parameter| N::of(parameter.value));
                Cells::One(Cell::checked(value))
            }
            Expr::Field(id) => Cells::Each(Cow::Owned(match self.table.fields.get(id.index()) {
                Some(field) => self
                    .units
                    .iter()
                    .map(|unit| match (field.values.get(*unit), field.states.get(*unit)) {
                        (Some(value), Some(state)) => Cell { value: N::of(*value), state: *state },
                        _ => Cell::unknown(State::Missing),
                    })
                    .collect(),
                None => self.units.iter().map(|_| Cell::unknown(State::Missing)).collect(),
            })),
            Expr::Group => self.each(|unit| {
                self.table.units.get(unit).map_or(Cell::unknown(State::Missing), |u| Cell::known(N::count(u.group)))
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
                Some(Cell { value: N::of(*column.values.get(entry)?), state: *column.states.get(entry)? })
            }),
            Expr::EntryTextIs(column, wanted) => self.entry(*column, |column, entry| {
                Some(match column.states.get(entry)? {
                    State::Known => Cell::yes_no(column.texts.get(entry)? == wanted),
                    state => Cell::unknown(*state),
                })
            }),
            Expr::Adjusted(node, x) => self.adjusted(*node, self.expression(x)),
            Expr::Unary(operator, x) => self.map(x, |cell| unary(*operator, cell)),
            Expr::Guard(x, digits) => self.map(x, |cell| Cell { value: cell.value.guarded(*digits), ..cell }),
            Expr::Round(x, rounding) => self.map(x, |cell| Cell { value: cell.value.rounded(*rounding), ..cell }),
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
            Expr::Many(operator, all) => self.many(*operator, all),
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

    /// Many operands: one after the other over all rows where the operator allows, which is what long sums need.
    fn many(&self, operator: Many, all: &[Expr]) -> Cells<'_, N> {
        let Some(f) = next::<N>(operator) else {
            let all: Vec<Cells<'_, N>> = all.iter().map(|x| self.expression(x)).collect();
            return self.rows(&all, |cells, row| many(operator, cells.iter().map(|cells| cells.cell(row))));
        };
        let together = all.iter().map(|x| self.expression(x)).reduce(|so_far, more| match (so_far, more) {
            (Cells::One(a), Cells::One(b)) => Cells::One(combined(f, a, b)),
            (Cells::One(a), Cells::Each(b)) => {
                Cells::Each(Cow::Owned((0..self.units.len()).map(|row| combined(f, a, b.cell(row))).collect()))
            }
            (Cells::Each(a), more) => {
                let mut sum = a.into_owned();
                let cells = sum.values.iter_mut().zip(sum.states.iter_mut()).enumerate();
                cells.for_each(|(row, (value, state))| {
                    let cell = combined(f, Cell { value: *value, state: *state }, more.cell(row));
                    (*value, *state) = (cell.value, cell.state);
                });
                Cells::Each(Cow::Owned(sum))
            }
        });
        together.unwrap_or(Cells::One(Cell::known(N::ZERO)))
    }

    fn each(&self, cell: impl Fn(usize) -> Cell<N>) -> Cells<'_, N> {
        Cells::Each(Cow::Owned(self.units.iter().map(|unit| cell(*unit)).collect()))
    }

    fn map(&self, x: &Expr, f: impl Fn(Cell<N>) -> Cell<N>) -> Cells<'_, N> {
        match self.expression(x) {
            Cells::One(cell) => Cells::One(f(cell)),
            Cells::Each(vector) => {
                Cells::Each(Cow::Owned((0..self.units.len()).map(|row| f(vector.cell(row))).collect()))
            }
        }
    }

    fn rows<'b>(&self, cells: &[Cells<'b, N>], f: impl Fn(&[Cells<'b, N>], usize) -> Cell<N>) -> Cells<'static, N> {
        if cells.iter().all(|c| matches!(c, Cells::One(_))) {
            return Cells::One(f(cells, 0));
        }
        Cells::Each(Cow::Owned((0..self.units.len()).map(|row| f(cells, row)).collect()))
    }
}
