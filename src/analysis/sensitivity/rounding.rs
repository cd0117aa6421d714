//! What if results were rounded otherwise: exact.

use std::sync::Arc;

use crate::number::{Rounding, RoundingMode};
use crate::program::{ColumnId, Expr, Formula, Level, Program};
use crate::scoring::{self, Assessment};

/// Another rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// A five goes the other way: half up where it was half even, and the reverse.
    OtherMode,
    /// Only the total is rounded.
    TotalOnly,
    /// Nothing is rounded.
    Never,
    /// The total keeps one decimal less.
    FewerDigits,
}

/// What another rounding would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// The rounding.
    pub alternative: Alternative,
    /// Units whose total would be another.
    pub totals: usize,
    /// Units whose place would be another, in the order of the ranking, with the places they have and would have.
    pub places: Vec<(usize, Option<u64>, Option<u64>)>,
    /// Units whose grade would be another, in the order of the ranking, with the grades.
    pub grades: Vec<(usize, Option<usize>, Option<usize>)>,
}

/// The alternatives that are any for this rubric.
pub(super) fn of(assessment: &Assessment) -> Vec<Rounded> {
    let plan = assessment.program.rounding;
    let inner = plan.leaf.is_some() || plan.section.is_some();
    let mut alternatives = Vec::new();
    if inner || plan.total.is_some() {
        alternatives.push(Alternative::OtherMode);
    }
    if inner && plan.total.is_some() {
        alternatives.push(Alternative::TotalOnly);
    }
    if inner || plan.total.is_some() {
        alternatives.push(Alternative::Never);
    }
    if plan.total.is_some_and(|digits| digits > 0) {
        alternatives.push(Alternative::FewerDigits);
    }
    alternatives.into_iter().map(|alternative| rounded(assessment, alternative)).collect()
}

fn rounded(assessment: &Assessment, alternative: Alternative) -> Rounded {
    let program = Arc::new(otherwise(&assessment.program, alternative));
    let other = scoring::score(program, Arc::clone(&assessment.table));
    let order = || assessment.order().iter().copied();
    let place = |unit: usize| {
        let (was, is) = (assessment.rank(unit), other.rank(unit));
        (was != is).then_some((unit, was, is))
    };
    let grade = |unit: usize| {
        let (was, is) = (assessment.grade(unit), other.grade(unit));
        (was != is).then_some((unit, was, is))
    };
    Rounded {
        alternative,
        totals: order().filter(|unit| assessment.total(*unit) != other.total(*unit)).count(),
        places: order().filter_map(place).collect(),
        grades: order().filter_map(grade).collect(),
    }
}

/// The rubric with another rounding of points, sections and total; what a rule itself rounds stays.
fn otherwise(program: &Program, alternative: Alternative) -> Program {
    let mut other = program.clone();
    let plan = program.rounding;
    let mode = match (alternative, plan.mode) {
        (Alternative::OtherMode, RoundingMode::HalfUp) => RoundingMode::HalfEven,
        (Alternative::OtherMode, RoundingMode::HalfEven) => RoundingMode::HalfUp,
        (_, mode) => mode,
    };
    let digits = |digits: Option<u32>, is_total: bool| match (alternative, is_total) {
        (Alternative::Never, _) | (Alternative::TotalOnly, false) => None,
        (Alternative::FewerDigits, true) => digits.map(|digits| digits.saturating_sub(1)),
        _ => digits,
    };
    let rounding = |kept: Option<u32>| kept.map_or(Rounding::GUARD, |digits| Rounding { digits, mode });
    let mut set = |id: ColumnId, to: Rounding| {
        if let Some(Formula::Row(expr)) = other.columns.get_mut(id.index()).map(|column| &mut column.formula) {
            set_rounding(expr, to);
        }
    };
    for node in &program.nodes {
        let kept = match node.level {
            _ if node.leaf.is_some() => plan.leaf,
            Level::Section => plan.section,
            _ => continue,
        };
        set(node.earned, rounding(digits(kept, false)));
    }
    set(program.outcome.total, rounding(digits(plan.total, true)));
    other
}

/// Sets the rounding of a result, and of what a person's decision over it replaces.
fn set_rounding(expr: &mut Expr, to: Rounding) {
    let Expr::Round(inner, slot) = expr else { return };
    *slot = to;
    let inner = match &mut **inner {
        Expr::Guard(inner, _) => &mut **inner,
        inner => inner,
    };
    if let Expr::Adjusted(None, inner) = inner {
        set_rounding(inner, to);
    }
}
