//! What is allowed and yet hardly meant: told as warnings, once a rubric compiles. One file a question.

mod branches;
mod departments;
mod effects;
mod points;

use crate::document::Reader;
use crate::program::{Program, Ranges};

/// Looks a program over.
pub(super) fn report(reader: &Reader, program: &Program) {
    let ranges = Ranges::new(program);
    effects::report(reader, program, &ranges);
    points::report(reader, program, &ranges);
    branches::report(reader, program, &ranges);
    departments::report(reader, program);
}
