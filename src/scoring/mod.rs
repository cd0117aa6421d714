//! A program over a table gives an assessment. Reads no files, prints nothing, knows no clock.

mod arithmetic;
mod assessment;
mod assumption;
mod cells;
mod cohort;
mod evaluate;
mod findings;
mod operators;
mod otherwise;
mod rows;
mod shaken;
mod specialised;
mod summary;
mod suppose;
mod vector;

pub use arithmetic::Number;
pub use assessment::{Assessment, Interval, Open};
pub use findings::{diagnostics, findings};
pub use otherwise::{Instead, Otherwise};
pub use shaken::{Draw, Drawn, Factor, Shaken};
pub use suppose::{Outlook, Supposing};
pub use vector::{Cell, Vector};

use std::sync::Arc;

use crate::program::Program;
use crate::table::Table;

/// Scores every unit of the table. The result depends on the program and the table alone, whatever the threads.
pub fn score(program: Arc<Program>, table: Arc<Table>) -> Assessment {
    let columns = evaluate::evaluate(&program, &table);
    Assessment::new(program, table, columns)
}
