//! Evaluates the graph stage by stage: row columns over batches of units in parallel, cohort columns whole.

use rayon::prelude::*;

use super::arithmetic::Number;
use super::assumption::{Assumption, Supposed};
use super::rows::Rows;
use super::vector::{Cell, Vector};
use super::{cohort, summary};
use crate::program::{ColumnId, Expr, Formula, Program, Stage};
use crate::table::Table;

/// Units a thread takes at a time: enough to amortise the walk over an expression, few enough to stay in cache.
const BATCH: usize = 512;

/// All columns for all units, as things stand.
pub(super) fn evaluate(program: &Program, table: &Table) -> Vec<Vector> {
    let mut columns: Vec<Vector> = vec![Vector::default(); program.columns.len()];
    fill(program, table, &mut columns, |_| true);
    columns
}

/// The columns that are wanted, for all units; those that are not must stand there already.
pub(super) fn fill<N: Number>(
    program: &Program,
    table: &Table,
    columns: &mut [Vector<N>],
    wanted: impl Fn(ColumnId) -> bool,
) {
    let units: Vec<usize> = (0..table.units.len()).collect();
    for stage in &program.stages {
        let chosen = |ids: &[ColumnId]| -> Vec<ColumnId> { ids.iter().copied().filter(|id| wanted(*id)).collect() };
        match stage {
            Stage::Rows(ids) => {
                let ids = chosen(ids);
                if ids.is_empty() {
                    continue;
                }
                let parts: Vec<Vec<Vector<N>>> = units
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
                let parts: Vec<Vec<Vector<N>>> = owners
                    .par_chunks(BATCH)
                    .zip(positions.par_chunks(BATCH))
                    .map(|(batch, positions)| {
                        let rows = Rows::new(program, table, columns, batch, Assumption::AS_IS);
                        let mut rows = rows.of_entries(*list, positions);
                        rows.run(&ids);
                        rows.take(&ids)
                    })
                    .collect();
                put_together(columns, &ids, parts);
            }
            Stage::Summaries(ids) | Stage::Cohorts(ids) => {
                let ids = chosen(ids);
                let known: &[Vector<N>] = columns;
                let results: Vec<Vector<N>> = ids
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
    let parts: Vec<Vector> =
        units.par_chunks(BATCH).map(|batch| Rows::reading(program, table, columns, batch).vector(expr)).collect();
    let mut whole = Vector::with_capacity(units.len());
    for part in parts {
        whole.append(part);
    }
    whole
}

/// Sets columns from the parts that batches gave, in their order.
fn put_together<N: Number>(columns: &mut [Vector<N>], ids: &[ColumnId], parts: Vec<Vec<Vector<N>>>) {
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
    Rows::reading(program, table, columns, &[unit]).expression(expr).cell(0)
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
    match &program.columns[id.index()].formula {
        Formula::Row(expr) => Rows::reading(program, table, columns, units).supposing(supposed).vector(expr),
        Formula::Entry(list, expr) => {
            let Some(entries) = table.lists.get(list.index()) else { return Vector::default() };
            let owners: Vec<usize> = entries.units.iter().map(|unit| *unit as usize).collect();
            let positions: Vec<usize> = (0..owners.len()).collect();
            let rows = Rows::reading(program, table, columns, &owners).of_entries(*list, &positions);
            rows.supposing(supposed).vector(expr)
        }
        Formula::Cohort(cohort) => cohort::evaluate(cohort, &program.parameters, columns, table),
        Formula::Summary(of) => summary::evaluate(of, &program.parameters, columns, table),
    }
}
