//! Expressions over a batch of units, or of a list's entries: every part of one for all rows at a time.

use std::borrow::Cow;

use super::arithmetic::Number;
use super::assumption::{Assume, Assumption, Supposed};
use super::cells::Cells;
use super::operators::{binary, combined, decided, greatest, least, unary};
use super::vector::{Cell, Vector};
use crate::number::Decimal;
use crate::program::{Binary, ColumnId, Expr, ListId, Many, NodeId, Program};
use crate::table::{AdjustedBy, FieldColumn, State, Table};

/// Row columns over one batch of units.
pub(super) struct Rows<'a, N: Number = Decimal> {
    program: &'a Program,
    table: &'a Table,
    /// Columns of all units, from earlier stages.
    known: &'a [Vector<N>],
    /// Columns of this batch.
    local: Vec<Option<Vector<N>>>,
    units: &'a [usize],
    /// Whether the units follow each other, so that columns of all units are read where they stand.
    consecutive: bool,
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
            consecutive: consecutive(units),
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
        Rows {
            program,
            table,
            known,
            local: Vec::new(),
            units,
            consecutive: consecutive(units),
            entries: None,
            at: None,
            assumption: Assumption::AS_IS,
            supposed: None,
        }
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
        self.expression(expr).into_vector(self.units.len())
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

    /// The rows' cells of a column computed earlier, where it stands if that can be.
    fn earlier(&self, id: ColumnId) -> Cells<'_, N> {
        let of_units = self.program.columns.get(id.index()).is_some_and(|column| column.formula.list().is_none());
        let here = self.units.first().filter(|_| self.consecutive && of_units).and_then(|first| {
            let (vector, rows) = (self.known.get(id.index())?, *first..*first + self.units.len());
            Some((vector.values.get(rows.clone())?, vector.states.get(rows)?))
        });
        match here {
            Some((values, states)) => Cells::Each(Cow::Borrowed(values), Cow::Borrowed(states)),
            None => Cells::owned(self.gather(id)),
        }
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
        Cells::owned(entries.iter().map(cell).collect())
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
        Cells::owned(self.units.iter().enumerate().map(after).collect())
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
            Expr::Field(id) => Cells::owned(match self.table.fields.get(id.index()) {
                Some(field) => self
                    .units
                    .iter()
                    .map(|unit| match (field.values.get(*unit), field.states.get(*unit)) {
                        (Some(value), Some(state)) => Cell { value: N::of(*value), state: *state },
                        _ => Cell::unknown(State::Missing),
                    })
                    .collect(),
                None => self.units.iter().map(|_| Cell::unknown(State::Missing)).collect(),
            }),
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
                Some(vector) => Cells::borrowed(vector),
                None => self.earlier(*id),
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
            Expr::Unary(operator, x) => self.expression(x).map(|cell| unary(*operator, cell)),
            Expr::Guard(x, digits) => {
                self.expression(x).map(|cell| Cell { value: cell.value.guarded(*digits), ..cell })
            }
            Expr::Round(x, rounding) => {
                self.expression(x).map(|cell| Cell { value: cell.value.rounded(*rounding), ..cell })
            }
            Expr::Test(test, x) => self.expression(x).map(|cell| Cell::yes_no(test.holds(cell.state))),
            Expr::Binary(operator, pair) => {
                self.binary(*operator, self.expression(&pair[0]), self.expression(&pair[1]))
            }
            Expr::Many(operator, all) => self.many(*operator, all),
            Expr::If(three) => {
                let [condition, yes, no] = [0, 1, 2].map(|i| self.expression(&three[i]));
                Cells::choose(&condition, yes, no, self.units.len())
            }
            Expr::Scenario(three) => self.expression(match self.assumption.of(self.at) {
                Assume::AsIs => &three[0],
                Assume::Worst => &three[1],
                Assume::Best => &three[2],
            }),
        }
    }

    /// Two operands. An operator is told from others once a batch, and not once a row.
    #[allow(clippy::unused_self, reason = "stands beside the other kinds of operators")]
    fn binary<'b>(&self, operator: Binary, a: Cells<'b, N>, b: Cells<'b, N>) -> Cells<'b, N> {
        match operator {
            Binary::Multiply => a.zip(b, |a, b| binary(Binary::Multiply, a, b)),
            Binary::Divide => a.zip(b, |a, b| binary(Binary::Divide, a, b)),
            Binary::Power => a.zip(b, |a, b| binary(Binary::Power, a, b)),
            Binary::Less => a.zip(b, |a, b| binary(Binary::Less, a, b)),
            Binary::LessEqual => a.zip(b, |a, b| binary(Binary::LessEqual, a, b)),
            Binary::Equal => a.zip(b, |a, b| binary(Binary::Equal, a, b)),
        }
    }

    /// Many operands, one after the other over all rows.
    fn many(&self, operator: Many, all: &[Expr]) -> Cells<'_, N> {
        let cells = all.iter().map(|x| self.expression(x));
        let nothing = Cells::One(Cell::known(N::ZERO));
        match operator {
            Many::Sum => cells.reduce(|a, b| a.zip(b, |a, b| combined(N::plus, a, b))).unwrap_or(nothing),
            Many::Min => cells.reduce(|a, b| a.zip(b, |a, b| combined(least, a, b))).unwrap_or(nothing),
            Many::Max => cells.reduce(|a, b| a.zip(b, |a, b| combined(greatest, a, b))).unwrap_or(nothing),
            Many::And => cells.fold(Cells::One(Cell::yes_no(true)), |a, b| a.zip(b, |a, b| decided(false, a, b))),
            Many::Or => cells.fold(Cells::One(Cell::yes_no(false)), |a, b| a.zip(b, |a, b| decided(true, a, b))),
            Many::Coalesce => cells
                .reduce(|a, b| a.zip(b, |a, b| if a.state == State::Known { a } else { b }))
                .unwrap_or(Cells::One(Cell::unknown(State::Missing))),
        }
    }

    fn each(&self, cell: impl Fn(usize) -> Cell<N>) -> Cells<'_, N> {
        Cells::owned(self.units.iter().map(|unit| cell(*unit)).collect())
    }
}

/// Whether each follows the one before it.
fn consecutive(units: &[usize]) -> bool {
    units.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b))
}
