//! Leaves whose points are settled before anybody submits anything, or never reach an end.

use crate::diagnostic::Diagnostic;
use crate::document::Reader;
use crate::number::Decimal;
use crate::program::{Expr, Part, Program, Ranges};
use crate::words::rubric::RubricProblem;

pub(super) fn report(reader: &Reader, program: &Program, ranges: &Ranges<'_>) {
    for (_, node, leaf) in program.leaves() {
        let (raw, full) = (ranges.of(&Expr::Column(leaf.raw)), ranges.of(&Expr::Column(node.full)));
        let id = node.id.clone();
        let (low, high) = (raw.low(), raw.high());
        let problem = if high.is_some_and(|high| high <= Decimal::ZERO) {
            RubricProblem::NeverGains { id }
        } else if low.zip(full.high()).is_some_and(|(low, full)| low >= full) {
            RubricProblem::NeverLoses { id }
        } else if high.zip(full.low()).is_some_and(|(high, full)| high < full) && node.part == Part::Ordinary {
            let most = high.map(crate::number::plain).unwrap_or_default();
            RubricProblem::NeverFull { id, most }
        } else if let Some(least) = low.filter(|low| *low > Decimal::ZERO && leaf.runs_out) {
            RubricProblem::NeverRunsOut { id, least: crate::number::plain(least) }
        } else {
            continue;
        };
        reader.report(Diagnostic::at(problem, &node.spot));
    }
}
