//! What several ledgers say of the same row: what somebody changed counts, and where two were changed, they must agree.

use std::collections::HashMap;

use super::Filled;
use crate::diagnostic::Diagnostic;
use crate::submission::grid::quoted;
use crate::words::ledger::LedgerProblem;

/// One row for each that is told of, in the order in which they first stand.
pub(super) fn merge(rows: Vec<Filled>, problems: &mut Vec<Diagnostic>) -> Vec<Filled> {
    let mut merged: Vec<Filled> = Vec::new();
    let mut known: HashMap<[String; 4], usize> = HashMap::new();
    for row in rows {
        let (unit, finding, period) = row.row.key.identity();
        let identity = [&row.period, unit, finding, period].map(str::to_owned);
        match known.get(&identity).and_then(|at| merged.get_mut(*at)) {
            Some(before) => bring_together(before, row, problems),
            None => {
                known.insert(identity, merged.len());
                merged.push(row);
            }
        }
    }
    merged
}

fn bring_together(before: &mut Filled, row: Filled, problems: &mut Vec<Diagnostic>) {
    match (before.touched, row.touched) {
        (_, false) => {}
        (false, true) => *before = row,
        (true, true) => agree(before, row, problems),
    }
}

/// Both were changed: a blank takes what the other says, and two different words are told.
fn agree(before: &mut Filled, row: Filled, problems: &mut Vec<Diagnostic>) {
    for ((column, first), (_, second)) in before.row.fill.cells().into_iter().zip(row.row.fill.cells()) {
        if first != second && !first.is_empty() && !second.is_empty() {
            let (unit, problem) = (before.row.unit.clone(), quoted(&before.row.problem));
            let (first, second) = (quoted(&first), quoted(&second));
            let problem = LedgerProblem::Disagree { unit, problem, column, first, second };
            problems.push(Diagnostic::new(problem, row.place.clone()).related(before.place.clone()));
        }
    }
    let (fill, more) = (&mut before.row.fill, row.row.fill);
    let texts =
        [(&mut fill.measures, more.measures), (&mut fill.person, more.person), (&mut fill.progress, more.progress)];
    for (text, more) in texts {
        if text.is_empty() {
            *text = more;
        }
    }
    if fill.deadline.is_none() && !fill.endless {
        (fill.deadline, fill.endless) = (more.deadline, more.endless);
    }
    fill.closed = fill.closed.or(more.closed);
}
