//! Evaluates the graph stage by stage: row columns over batches of units in parallel, cohort columns whole.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::vector::{Cell, Vector};
use super::{cohort, summary};
use crate::maths;
use crate::number::{self, Decimal};
use crate::program::{Binary, ColumnId, Expr, Formula, ListId, Many, NodeId, Program, Stage, Test, Unary};
use crate::table::{AdjustedBy, FieldColumn, State, Table};

/// Units a thread takes at a time: enough to amortise the walk over an expression, few enough to stay in cache.
const BATCH: usize = 512;

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
    const AS_IS: Assumption<'static> = Assumption { assume: Assume::AsIs, only: None };

    /// What is assumed in one column.
    fn of(&self, column: Option<ColumnId>) -> Assume {
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

/// All columns for all units, as things stand.
pub(super) fn evaluate(program: &Program, table: &Table) -> Vec<Vector> {
    let mut columns: Vec<Vector> = vec![Vector::default(); program.columns.len()];
    fill(program, table, &mut columns, |_| true);
    columns
}

/// The columns that are wanted, for all units; those that are not must stand there already.
pub(super) fn fill(program: &Program, table: &Table, columns: &mut [Vector], wanted: impl Fn(ColumnId) -> bool) {
    let units: Vec<usize> = (0..table.units.len()).collect();
    for stage in &program.stages {
        let chosen = |ids: &[ColumnId]| -> Vec<ColumnId> { ids.iter().copied().filter(|id| wanted(*id)).collect() };
        match stage {
            Stage::Rows(ids) => {
                let ids = chosen(ids);
                if ids.is_empty() {
                    continue;
                }
                let parts: Vec<Vec<Vector>> = units
                    .par_chunks(BATCH)
                    .map(|batch| {
                        let mut rows = Rows::new(program, table, columns, batch, Assumption::AS_IS);
                        rows.run(&ids);
                        rows.take(&ids)
                    })
                    .collect();
                put_together(columns, &ids, parts);
            }
            Stage::Entries(list, ids) => {
                let ids = chosen(ids);
                let Some(entries) = table.lists.get(list.index()).filter(|_| !ids.is_empty()) else { continue };
                let owners: Vec<usize> = entries.units.iter().map(|unit| *unit as usize).collect();
                let positions: Vec<usize> = (0..owners.len()).collect();
                let parts: Vec<Vec<Vector>> = owners
                    .par_chunks(BATCH)
                    .zip(positions.par_chunks(BATCH))
                    .map(|(batch, positions)| {
                        let mut rows = Rows::new(program, table, columns, batch, Assumption::AS_IS);
                        rows.entries = Some((*list, positions));
                        rows.run(&ids);
                        rows.take(&ids)
                    })
                    .collect();
                put_together(columns, &ids, parts);
            }
            Stage::Summaries(ids) | Stage::Cohorts(ids) => {
                let ids = chosen(ids);
                let known: &[Vector] = columns;
                let results: Vec<Vector> = ids
                    .par_iter()
                    .map(|id| match &program.columns[id.index()].formula {
                        Formula::Cohort(cohort) => cohort::evaluate(cohort, &program.parameters, known, table),
                        Formula::Summary(of) => summary::evaluate(of, &program.parameters, known, table),
                        Formula::Row(_) | Formula::Entry(..) => Vector::default(),
                    })
                    .collect();
                for (id, vector) in ids.iter().zip(results) {
                    columns[id.index()] = vector;
                }
            }
        }
    }
}

/// An expression for all units, over columns already computed.
pub(super) fn expression(program: &Program, table: &Table, columns: &[Vector], expr: &Expr) -> Vector {
    let units: Vec<usize> = (0..table.units.len()).collect();
    let parts: Vec<Vector> = units
        .par_chunks(BATCH)
        .map(|batch| {
            // Nothing is computed here that another expression would read.
            let rows = Rows { local: Vec::new(), ..Rows::new(program, table, columns, batch, Assumption::AS_IS) };
            match rows.expression(expr) {
                Cells::Each(vector) => vector.into_owned(),
                Cells::One(cell) => batch.iter().map(|_| cell).collect(),
            }
        })
        .collect();
    let mut whole = Vector::with_capacity(units.len());
    for part in parts {
        whole.append(part);
    }
    whole
}

/// Sets columns from the parts that batches gave, in their order.
fn put_together(columns: &mut [Vector], ids: &[ColumnId], parts: Vec<Vec<Vector>>) {
    for id in ids {
        columns[id.index()] = Vector::default();
    }
    for part in parts {
        for (id, vector) in ids.iter().zip(part) {
            columns[id.index()].append(vector);
        }
    }
}

/// Chosen columns for chosen units under an assumption; cohort columns hold their known values.
pub(super) fn assume(
    program: &Program,
    table: &Table,
    known: &[Vector],
    units: &[usize],
    assumption: Assumption<'_>,
    wanted: &[ColumnId],
) -> Vec<Vector> {
    let parts: Vec<Vec<Vector>> = units
        .par_chunks(BATCH)
        .map(|batch| {
            let mut rows = Rows::new(program, table, known, batch, assumption);
            for stage in &program.stages {
                match (stage, assumption.only) {
                    (Stage::Rows(ids), None) => rows.run(ids),
                    (Stage::Rows(ids), Some(only)) => {
                        let reached = |id: &&ColumnId| only.reached.get(id.index()) == Some(&true);
                        rows.run(&ids.iter().filter(reached).copied().collect::<Vec<_>>());
                    }
                    _ => {}
                }
            }
            rows.take(wanted)
        })
        .collect();
    let mut whole = vec![Vector::with_capacity(units.len()); wanted.len()];
    for part in parts {
        for (vector, more) in whole.iter_mut().zip(part) {
            vector.append(more);
        }
    }
    whole
}

/// One expression for one unit, over columns already computed.
pub(super) fn evaluate_one(program: &Program, table: &Table, columns: &[Vector], unit: usize, expr: &Expr) -> Cell {
    let rows = Rows {
        program,
        table,
        known: columns,
        local: Vec::new(),
        units: &[unit],
        entries: None,
        at: None,
        assumption: Assumption::AS_IS,
        supposed: None,
    };
    rows.expression(expr).cell(0)
}

/// One column again, for these units or, where it has one value an entry, for all entries, under a supposition; over
/// columns already computed.
pub(super) fn again(
    program: &Program,
    table: &Table,
    columns: &[Vector],
    (id, units): (ColumnId, &[usize]),
    supposed: Supposed<'_>,
) -> Vector {
    let rows = |units: &[usize], entries: Option<(ListId, &[usize])>, expr: &Expr| {
        let assumption = Assumption::AS_IS;
        let supposed = Some(supposed);
        let rows =
            Rows { program, table, known: columns, local: Vec::new(), units, entries, at: None, assumption, supposed };
        match rows.expression(expr) {
            Cells::Each(vector) => vector.into_owned(),
            Cells::One(cell) => units.iter().map(|_| cell).collect(),
        }
    };
    match &program.columns[id.index()].formula {
        Formula::Row(expr) => rows(units, None, expr),
        Formula::Entry(list, expr) => {
            let Some(entries) = table.lists.get(list.index()) else { return Vector::default() };
            let owners: Vec<usize> = entries.units.iter().map(|unit| *unit as usize).collect();
            let positions: Vec<usize> = (0..owners.len()).collect();
            rows(&owners, Some((*list, &positions)), expr)
        }
        Formula::Cohort(cohort) => cohort::evaluate(cohort, &program.parameters, columns, table),
        Formula::Summary(of) => summary::evaluate(of, &program.parameters, columns, table),
    }
}

/// A value for each unit of a batch, or one for all.
enum Cells<'a> {
    One(Cell),
    Each(Cow<'a, Vector>),
}

impl Cells<'_> {
    fn cell(&self, row: usize) -> Cell {
        match self {
            Cells::One(cell) => *cell,
            Cells::Each(vector) => vector.cell(row),
        }
    }
}

/// Row columns over one batch of units.
struct Rows<'a> {
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
    fn new(
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

    fn run(&mut self, ids: &[ColumnId]) {
        for id in ids {
            if let Some(expr) = self.program.columns[id.index()].formula.expr() {
                self.at = Some(*id);
                let cells = self.expression(expr);
                let vector = match cells {
                    Cells::Each(vector) => vector.into_owned(),
                    Cells::One(cell) => self.units.iter().map(|_| cell).collect(),
                };
                self.local[id.index()] = Some(vector);
            }
        }
    }

    fn take(&mut self, ids: &[ColumnId]) -> Vec<Vector> {
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

    fn expression(&self, expr: &Expr) -> Cells<'_> {
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

fn unary(operator: Unary, cell: Cell) -> Cell {
    if cell.state != State::Known {
        return cell;
    }
    match operator {
        // A decimal keeps the sign of a zero; nobody means −0.
        Unary::Negate if cell.value.is_zero() => Cell::known(Decimal::ZERO),
        Unary::Negate => Cell::known(-cell.value),
        Unary::Not => Cell::yes_no(cell.value.is_zero()),
        Unary::Abs => Cell::known(cell.value.abs()),
        Unary::Floor => Cell::known(cell.value.floor()),
        Unary::Ceil => Cell::known(cell.value.ceil()),
        Unary::Ln => Cell::computed(maths::ln(cell.value)),
        Unary::Exp => Cell::computed(maths::exp(cell.value)),
        Unary::Sqrt => Cell::computed(maths::sqrt(cell.value)),
    }
}

fn binary(operator: Binary, a: Cell, b: Cell) -> Cell {
    let state = a.state.max(b.state);
    if state != State::Known {
        return Cell::unknown(state);
    }
    match operator {
        Binary::Multiply => Cell::checked(a.value.checked_mul(b.value)),
        Binary::Divide if b.value.is_zero() => Cell::unknown(State::Undefined),
        Binary::Divide => Cell::checked(a.value.checked_div(b.value)),
        Binary::Power => Cell::computed(maths::pow(a.value, b.value)),
        Binary::Less => Cell::yes_no(a.value < b.value),
        Binary::LessEqual => Cell::yes_no(a.value <= b.value),
        Binary::Equal => Cell::yes_no(a.value == b.value),
    }
}

fn many(operator: Many, cells: impl Iterator<Item = Cell>) -> Cell {
    match operator {
        Many::Sum => arithmetic(cells, rust_decimal::Decimal::checked_add),
        Many::Min => arithmetic(cells, |a, b| Some(a.min(b))),
        Many::Max => arithmetic(cells, |a, b| Some(a.max(b))),
        Many::And => logic(cells, false),
        Many::Or => logic(cells, true),
        Many::Coalesce => {
            let mut last = Cell::unknown(State::Missing);
            for cell in cells {
                if cell.state == State::Known {
                    return cell;
                }
                last = cell;
            }
            last
        }
    }
}

fn arithmetic(cells: impl Iterator<Item = Cell>, f: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Cell {
    let mut result: Option<Cell> = None;
    for cell in cells {
        result = Some(match result {
            None => cell,
            Some(so_far) => {
                let state = so_far.state.max(cell.state);
                if state == State::Known { Cell::checked(f(so_far.value, cell.value)) } else { Cell::unknown(state) }
            }
        });
    }
    result.unwrap_or(Cell::known(Decimal::ZERO))
}

/// Three-valued and (`decides` = no) and or (`decides` = yes): one known deciding value decides.
fn logic(cells: impl Iterator<Item = Cell>, decides: bool) -> Cell {
    let mut state = State::Known;
    for cell in cells {
        if cell.state == State::Known && cell.value.is_zero() != decides {
            return Cell::yes_no(decides);
        }
        state = state.max(cell.state);
    }
    if state == State::Known { Cell::yes_no(!decides) } else { Cell::unknown(state) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Cell = Cell { value: Decimal::ONE, state: State::Known };
    const NO: Cell = Cell { value: Decimal::ZERO, state: State::Known };
    const MISSING: Cell = Cell { value: Decimal::ZERO, state: State::Missing };
    const ABSENT: Cell = Cell { value: Decimal::ZERO, state: State::NotApplicable };

    #[test]
    fn conditions_have_three_values() {
        for (cells, and, or) in [
            ([YES, YES], YES, YES),
            ([YES, NO], NO, YES),
            ([NO, NO], NO, NO),
            ([MISSING, NO], NO, MISSING),
            ([MISSING, YES], MISSING, YES),
            ([ABSENT, YES], ABSENT, YES),
            ([ABSENT, MISSING], MISSING, MISSING),
        ] {
            assert_eq!(many(Many::And, cells.into_iter()), and, "and {cells:?}");
            assert_eq!(many(Many::Or, cells.into_iter()), or, "or {cells:?}");
        }
    }

    #[test]
    fn missing_wins_over_not_applicable_and_overflow_over_both() {
        assert_eq!(many(Many::Sum, [YES, ABSENT, MISSING].into_iter()), MISSING);
        let overflow = binary(Binary::Multiply, Cell::known(Decimal::MAX), Cell::known(Decimal::TWO));
        assert_eq!(overflow.state, State::Overflow);
        assert_eq!(many(Many::Max, [MISSING, overflow].into_iter()).state, State::Overflow);
    }

    #[test]
    fn a_division_by_zero_has_its_own_state_and_counts_as_missing() {
        let undefined = binary(Binary::Divide, YES, NO);
        assert_eq!(undefined.state, State::Undefined);
        assert!(undefined.state.is_missing());
        assert_eq!(many(Many::Coalesce, [undefined, YES].into_iter()), YES);
    }
}
