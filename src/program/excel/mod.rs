//! The graph as formulas of a workbook: one sheet with a row a unit, one with a row a group for the statistics of
//! cohorts, one a list with a row an entry. Each column of the graph is a column of numbers, beside it one of states
//! where it may be unknown.
//!
//! Only functions that Excel 2010, WPS and LibreOffice have in common are used. No formula is longer or deeper than they
//! allow: what grows beyond becomes a column of its own. Nothing compares texts but by EXACT, and places come from sorted
//! columns, so that no work grows with the square of the units.

mod calculation;
mod cohorts;
mod expressions;
mod inputs;
mod lists;
mod logic;
mod value;
mod writer;

pub use calculation::{
    ABOVE, BESIDE, Calculation, CalculationColumn, Computed, Content, FIRST, FIRST_PARAMETER, Half, Input, Live,
    PARAMETER, ROW, Shape,
};
pub use inputs::{Reading, reading};
pub use writer::parameter;

use super::needs::needed;
use super::{ColumnId, Formula, Program};
use writer::{Scope, Writer};

/// The columns that give these columns of the graph.
pub fn calculation(program: &Program, shape: Shape, shown: &[ColumnId]) -> Calculation {
    let mut wanted = vec![false; program.columns.len()];
    for id in shown {
        if let Some(slot) = wanted.get_mut(id.index()) {
            *slot = true;
        }
    }
    let needed = needed(program, &wanted);
    let mut writer = Writer::new(program, shape);
    for stage in &program.stages {
        let ids = stage.columns();
        for id in ids.iter().copied().filter(|id| needed.get(id.index()) == Some(&true)) {
            match &program.columns[id.index()].formula {
                Formula::Row(expr) => writer.define(Scope::Units, id, expr, wanted[id.index()]),
                Formula::Entry(list, expr) => writer.define(Scope::Entries(*list), id, expr, false),
                Formula::Cohort(cohort) => writer.cohort(id, cohort),
                Formula::Summary(summary) => writer.summary(id, summary),
            }
        }
    }
    writer.finish(shown)
}
