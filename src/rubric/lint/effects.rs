//! Vetoes, caps, gates and effects that never take hold of anybody, or of everybody.

use crate::diagnostic::Diagnostic;
use crate::document::Reader;
use crate::program::Expr;
use crate::program::{EffectKind, Program, Ranges};
use crate::words::rubric::RubricProblem;

pub(super) fn report(reader: &Reader, program: &Program, ranges: &Ranges<'_>) {
    for effect in program.effects.iter().filter(|effect| effect.kind != EffectKind::Quota) {
        let id = effect.id.clone();
        let when = ranges.of(&Expr::Column(effect.when));
        let problem = if when.never() {
            RubricProblem::NeverFires { id }
        } else if when.always() {
            RubricProblem::AlwaysFires { id }
        } else if effect.grade() == Some(0) {
            RubricProblem::LimitsNothing { id }
        } else {
            continue;
        };
        reader.report(Diagnostic::at(problem, &effect.spot));
    }
}
