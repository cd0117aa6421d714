//! Bands, cases and options that no value ever reaches.

use crate::diagnostic::Diagnostic;
use crate::document::Reader;
use crate::program::{Expr, Program, Ranges};
use crate::words::rubric::RubricProblem;

pub(super) fn report(reader: &Reader, program: &Program, ranges: &Ranges<'_>) {
    for (_, node, leaf) in program.leaves() {
        // Points that are settled beforehand have been told of as such.
        let raw = ranges.of(&Expr::Column(leaf.raw));
        if raw.low().is_some() && raw.low() == raw.high() {
            continue;
        }
        let mut taken = false;
        for branch in &leaf.branches {
            let holds = ranges.of(&branch.holds);
            if taken || holds.never() {
                reader.report(Diagnostic::at(RubricProblem::BranchNeverTaken { id: node.id.clone() }, &branch.spot));
            }
            taken |= holds.always();
        }
    }
}
