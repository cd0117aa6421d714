//! `[grading]`: the grade by points and conditions, what effects leave of it, and quotas.

use super::quota;
use crate::diagnostic::Diagnostic;
use crate::document::{Section, Setting, Written};
use crate::number::{self, Decimal};
use crate::program::{ColumnId, Effect, Expr, Grade, Many, Quota, Test};
use crate::rubric::workshop::{Context, Number, in_words};
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// Grades as written, with what each but the last takes.
#[derive(Default)]
pub(super) struct Grades {
    pub(super) grades: Vec<Grade>,
    takes: Vec<Vec<Expr>>,
    /// Conditions not compiled yet: of which grade, under which path.
    conditions: Vec<(usize, String, Written)>,
}

/// The columns of the grade by points and conditions, and of the grade; and the quotas between them.
pub(super) struct Graded {
    pub(super) base: ColumnId,
    pub(super) grade: ColumnId,
    pub(super) quotas: Vec<Quota>,
}

/// Defines the grade; quotas are added to the effects. Nothing where the rubric grades nobody.
pub(super) fn lower(
    context: &mut Context<'_>,
    grading: Option<&Section<'_>>,
    grades: &Grades,
    effects: &mut Vec<Effect>,
) -> Option<Graded> {
    let grading = grading.filter(|_| !grades.grades.is_empty())?;
    let total = Expr::Column(context.builder.outcome.total);
    let mut base = Expr::code(grades.grades.len() - 1);
    for (position, takes) in grades.takes.iter().enumerate().rev() {
        base = Expr::code(position).when(Expr::Many(Many::And, takes.clone()), base);
    }
    // Without a total there is no grade by points, whatever the last grade is.
    let base = base.when(total.clone().is(Test::Known), total);
    let base = context.builder.column("base_grade".to_owned(), base, &grading.spot);
    let mut worst = vec![Expr::Column(base)];
    for effect in effects.iter() {
        if let Some(grade) = effect.grade() {
            worst.push(Expr::code(grade).when(Expr::Column(effect.fires), Expr::ZERO));
        }
    }
    let mut grade = Expr::Many(Many::Max, worst);
    let mut quotas = Vec::new();
    for row in grading.rows("quota") {
        if let Some((after, effect, quota)) = quota::lower(context, &row, &grades.grades, &grade, quotas.len()) {
            grade = after;
            effects.push(effect);
            quotas.push(quota);
        }
    }
    let grade = context.builder.column("grade".to_owned(), grade, &grading.spot);
    Some(Graded { base, grade, quotas })
}

/// Reads the grades; their conditions are compiled later, by [`conditions`].
pub(super) fn grades(context: &mut Context<'_>, grading: &Section<'_>) -> Grades {
    let rows = grading.rows("grades");
    let mut found = Grades::default();
    let (mut previous, mut above): (Option<Decimal>, Option<Decimal>) = (None, None);
    let last = rows.len().saturating_sub(1);
    if rows.is_empty() {
        let what = both("等级", "grade");
        context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &grading.spot));
    }
    if context.bounded(rows.len(), both("等级", "grades"), &grading.spot).is_none() {
        return found;
    }
    for (position, row) in rows.iter().enumerate() {
        let Some(name) = row.text("name") else { continue };
        if found.grades.iter().any(|grade| grade.name == name.text) {
            let problem = RubricProblem::DuplicateId { id: name.text.clone() };
            context.reader.report(Diagnostic::at(problem, &name.spot));
        }
        if (row.has("min") || row.has("when")) == (position == last) {
            context.reader.report(Diagnostic::at(RubricProblem::GradesOutOfOrder, &name.spot));
        }
        let path = format!("grading.{}.min", name.text);
        let minimum = row.number("min").and_then(|setting| Number::compile(&mut context.compiler(), &path, &setting));
        let mut takes = Vec::new();
        let mut parameter = None;
        let minimum_value = minimum.as_ref().and_then(|minimum| minimum.constant(None));
        if let Some(minimum) = minimum {
            let value = minimum_value;
            // Grades with conditions of their own may share a line, or need a higher one.
            let falling = previous.zip(value).is_none_or(|(before, value)| value < before || row.has("when"));
            if !falling {
                context.reader.report(Diagnostic::at(RubricProblem::GradesOutOfOrder, &minimum.spot));
            }
            previous = if row.has("when") { previous } else { value.or(previous) };
            if let Expr::Parameter(id) = minimum.expr {
                parameter = Some(id);
            }
            takes.push(minimum.expr.at_most(Expr::Column(context.builder.outcome.total)));
        }
        report_gap(context, row, &name.text, above);
        above = minimum_value.or(above);
        let written = row.expression("when");
        let when = written.as_ref().map(|written| in_words(&context.builder, &written.text));
        found.conditions.extend(written.map(|written| (position, format!("grading.{}.when", name.text), written)));
        if position != last {
            found.takes.push(takes);
        }
        found.grades.push(Grade { name: name.text, min: parameter, when });
    }
    found
}

/// Compiles the conditions of the grades, once every node knows its columns and its children.
pub(super) fn conditions(context: &mut Context<'_>, grades: &mut Grades) {
    for (position, path, written) in std::mem::take(&mut grades.conditions) {
        let condition = context.compiler().condition(&path, &written).map(either_way);
        if let Some(takes) = grades.takes.get_mut(position) {
            takes.extend(condition);
        }
    }
}

/// Printed maximums such as 89 leave 89.5 nowhere, unless totals are whole numbers.
fn report_gap(context: &Context<'_>, row: &Section<'_>, name: &str, above: Option<Decimal>) {
    let Some(Setting::One(written)) = row.number("max") else { return };
    let (Some(max), Some(min)) = (number::read_exact(&written.text), above) else { return };
    let step = context.rounding.total.map_or(Decimal::ZERO, |digits| Decimal::new(1, digits));
    if max != min && max.checked_add(step) != Some(min) {
        let problem =
            RubricProblem::GradeMaximum { name: name.to_owned(), max: number::plain(max), min: number::plain(min) };
        context.reader.report(Diagnostic::at(problem, &written.spot));
    }
}

/// A condition that is not known yet leaves the grade open; it does not hold in the worst case and holds in the best.
fn either_way(condition: Expr) -> Expr {
    let or = |otherwise: Expr| Expr::Many(Many::Coalesce, vec![condition.clone(), otherwise]);
    let (worst, best) = (or(Expr::ZERO), or(Expr::ONE));
    Expr::Scenario(Box::new([condition, worst, best]))
}
