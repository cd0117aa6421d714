//! What if a line between two grades lay a little higher or lower: exact.

use crate::number::Decimal;
use crate::program::Program;
use crate::scoring::{Assessment, Otherwise};

/// A unit whose grade would be another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// Its grade, as a position in [`Program::grades`].
    pub before: Option<usize>,
    /// The grade it would have.
    pub after: Option<usize>,
}

/// A line moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineMoved {
    /// The grade above it.
    pub grade: usize,
    /// Where it lies, in points of the total.
    pub min: Decimal,
    /// By how much it is moved.
    pub by: Decimal,
    /// Who would have another grade, in the order of the ranking.
    pub crossings: Vec<Crossing>,
}

/// Every line moved down and up by each of these.
pub(super) fn of(assessment: &Assessment, by: &[Decimal]) -> Vec<LineMoved> {
    let program: &Program = &assessment.program;
    let Some(grade_column) = program.outcome.grade else { return Vec::new() };
    let mut otherwise = Otherwise::new(assessment);
    let mut moved = Vec::new();
    for (grade, of) in program.grades.iter().enumerate() {
        let Some(id) = of.min else { continue };
        let Some(min) = program.parameters.get(id.index()).map(|parameter| parameter.value) else { continue };
        let down_and_up = by.iter().rev().map(|by| -*by).chain(by.iter().copied());
        for by in down_and_up {
            let Some(line) = min.checked_add(by) else { continue };
            let grades = otherwise
                .ask(&[(id, line)], |instead| instead.evaluate_all(&crate::program::Expr::Column(grade_column)));
            let crossing = |unit: &usize| {
                let after = grades.cell(*unit).get().and_then(|grade| usize::try_from(grade).ok());
                let before = assessment.grade(*unit);
                (before != after).then_some(Crossing { unit: *unit, before, after })
            };
            let crossings = assessment.order().iter().filter_map(crossing).collect();
            moved.push(LineMoved { grade, min, by, crossings });
        }
    }
    moved
}
