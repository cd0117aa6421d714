//! Why a grade changed.

use super::side::{Side, SideEffect, counted};
use crate::number::Decimal;
use crate::program::EffectKind;

/// Why a grade changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GradeCause {
    /// The total crossed the line of this grade: reached it, or fell below it.
    Points {
        /// The grade.
        grade: String,
        /// Its line.
        line: Option<Decimal>,
        /// Whether it was reached.
        reached: bool,
    },
    /// The line of this grade is another.
    Line {
        /// The grade.
        grade: String,
        /// The line in the earlier rubric.
        before: Option<Decimal>,
        /// The line in the later rubric.
        after: Option<Decimal>,
    },
    /// A condition of a grade holds or does not.
    Condition,
    /// A veto, a cap, a gate or a quota took hold or let go.
    Effect {
        /// Its id.
        id: String,
        /// What it is called.
        kind: EffectKind,
        /// What it says.
        say: String,
        /// Whether it took hold.
        took_hold: bool,
    },
}

/// What became of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GradeMove {
    /// The grade in the earlier assessment.
    pub before: Option<String>,
    /// The grade in the later assessment.
    pub after: Option<String>,
    /// Whether it is a better one, where both rubrics know both grades.
    pub better: Option<bool>,
    /// Why, also where several causes cancel out.
    pub causes: Vec<GradeCause>,
}

impl GradeMove {
    /// Whether the grade is another.
    pub fn is_moved(&self) -> bool {
        self.before != self.after
    }
}

pub(super) fn grade_move(before: &Side, after: &Side, (b, a): (usize, usize)) -> GradeMove {
    let (Some(old), Some(new)) = (before.standing(b), after.standing(a)) else { return GradeMove::default() };
    let name = |side: &Side, grade| side.grade_name(grade).map(str::to_owned);
    let (was, is) = (name(before, old.grade), name(after, new.grade));
    let place = |grade: &Option<String>| {
        let grade = grade.as_deref()?;
        after.grades.iter().position(|other| other.name == grade)
    };
    let better = place(&was).zip(place(&is)).filter(|(was, is)| was != is).map(|(was, is)| is < was);
    let mut causes = Vec::new();
    if was != is {
        let base = (name(before, old.base_grade), name(after, new.base_grade));
        if base.0 != base.1 {
            let totals = (counted(old.total), counted(new.total));
            lines(before, after, totals, (base.0.as_deref(), base.1.as_deref()), &mut causes);
        }
        let limiting = |side: &Side, unit: usize| -> Vec<SideEffect> {
            let Some(standing) = side.standing(unit) else { return Vec::new() };
            let lowers = |effect: &&SideEffect| match (effect.grade, standing.base_grade) {
                (Some(grade), Some(base)) => effect.kind == EffectKind::Veto || base < grade,
                (grade, None) => grade.is_some(),
                (None, _) => false,
            };
            standing.effects.iter().filter_map(|at| side.effects.get(*at)).filter(lowers).cloned().collect()
        };
        let (held, holds) = (limiting(before, b), limiting(after, a));
        let not_in = |others: &[SideEffect], effect: &SideEffect| others.iter().all(|other| other.id != effect.id);
        let cause = |effect: &SideEffect, took_hold| GradeCause::Effect {
            id: effect.id.clone(),
            kind: effect.kind,
            say: effect.say.clone(),
            took_hold,
        };
        causes.extend(holds.iter().filter(|effect| not_in(&held, effect)).map(|effect| cause(effect, true)));
        causes.extend(held.iter().filter(|effect| not_in(&holds, effect)).map(|effect| cause(effect, false)));
        if causes.is_empty() && was.is_some() && is.is_some() {
            causes.push(GradeCause::Condition);
        }
    }
    GradeMove { before: was, after: is, better, causes }
}

/// Why the grade by points is another: the total crossed a line, or lines were moved.
fn lines(
    before: &Side,
    after: &Side,
    totals: (Option<Decimal>, Option<Decimal>),
    base: (Option<&str>, Option<&str>),
    causes: &mut Vec<GradeCause>,
) {
    let (Some(was), Some(is)) = totals else { return };
    let reached = |side: &Side, total: Decimal| -> Option<usize> {
        let last = side.grades.len().checked_sub(1)?;
        Some(side.grades.iter().position(|grade| grade.min.is_some_and(|min| min <= total)).unwrap_or(last))
    };
    let at = |side: &Side, name: &str| side.grades.iter().find(|grade| grade.name == name).and_then(|grade| grade.min);
    let name = |side: &'_ Side, grade: Option<usize>| side.grade_name(grade).map(str::to_owned);
    let (first, moved) = (reached(before, was), reached(before, is));
    let last = reached(after, is);
    if let (Some(from), Some(to)) = (first, moved)
        && from != to
    {
        let grade = if to < from { to } else { from };
        let line = before.grades.get(grade).and_then(|grade| grade.min);
        causes.push(GradeCause::Points {
            grade: name(before, Some(grade)).unwrap_or_default(),
            line,
            reached: to < from,
        });
    }
    if let (Some(without), Some(with)) = (name(before, moved), name(after, last))
        && without != with
    {
        // The line that was lowered is that of the grade now reached, the one that was raised that of the grade lost.
        let lowered = at(after, &with).is_some_and(|line| at(before, &with).is_none_or(|old| line < old));
        let grade = if lowered { with } else { without };
        let (before, after) = (at(before, &grade), at(after, &grade));
        causes.push(GradeCause::Line { grade, before, after });
    }
    let told = (name(before, first).as_deref() == base.0) && (name(after, last).as_deref() == base.1);
    if !told {
        causes.push(GradeCause::Condition);
    }
}
