//! `[grading]`, `[[vetoes]]` and `[[caps]]`: the grade by points, and the conditions that change it.

use super::Effects;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::document::{Keys, Section, Word};
use crate::number::Decimal;
use crate::program::{ColumnId, Effect, EffectKind, Expr, Grade, Many, Test};
use crate::rubric::keys;
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{Context, in_words};
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// Grades, effects, and the columns of the base grade and of the grade.
pub(super) type Graded = (Vec<Grade>, Effects, Option<ColumnId>, Option<ColumnId>);

/// Lowers the grades and what changes them.
pub(super) fn lower(context: &mut Context<'_>, root: &Section<'_>) -> Graded {
    let total = Expr::Column(context.builder.outcome.total);
    let (grades, minimums) = root.section("grading").map(|grading| grades(context, &grading)).unwrap_or_default();
    let effects = effects(context, root, &grades);
    if grades.is_empty() {
        return (grades, effects, None, None);
    }
    let mut base = Expr::code(grades.len() - 1);
    for (position, minimum) in minimums.into_iter().enumerate().rev() {
        base = Expr::code(position).when(minimum.at_most(total.clone()), base);
    }
    // Without a total there is no grade by points, whatever the last grade is.
    let base = base.when(total.clone().is(Test::Known), total);
    let base_grade = context.builder.column("base_grade".to_owned(), base, &root.spot);
    let mut worst = vec![Expr::Column(base_grade)];
    for effect in &effects {
        worst.push(Expr::code(effect.grade).when(Expr::Column(effect.fires), Expr::ZERO));
    }
    let grade = context.builder.column("grade".to_owned(), Expr::Many(Many::Max, worst), &root.spot);
    (grades, effects, Some(base_grade), Some(grade))
}

/// The grades and the minimum of each but the last.
fn grades(context: &mut Context<'_>, grading: &Section<'_>) -> (Vec<Grade>, Vec<Expr>) {
    let rows = grading.rows("grades");
    let (mut grades, mut minimums): (Vec<Grade>, Vec<Expr>) = (Vec::new(), Vec::new());
    let mut previous: Option<Decimal> = None;
    let last = rows.len().saturating_sub(1);
    if rows.is_empty() {
        let what = both("等级", "grade");
        context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &grading.spot));
    }
    for (position, row) in rows.iter().enumerate() {
        let Some(name) = row.text("name") else { continue };
        if grades.iter().any(|grade| grade.name == name.text) {
            let problem = RubricProblem::DuplicateId { id: name.text.clone() };
            context.reader.report(Diagnostic::at(problem, &name.spot));
        }
        let path = format!("grading.{}.min", name.text);
        let minimum = row.number("min").and_then(|setting| Number::compile(&mut context.compiler(), &path, &setting));
        if row.has("min") == (position == last) {
            context.reader.report(Diagnostic::at(RubricProblem::GradesOutOfOrder, &name.spot));
        }
        let mut parameter = None;
        if let Some(minimum) = minimum {
            let value = minimum.constant(None);
            if let (Some(before), Some(value)) = (previous, value)
                && value >= before
            {
                context.reader.report(Diagnostic::at(RubricProblem::GradesOutOfOrder, &minimum.spot));
            }
            previous = value.or(previous);
            if let Expr::Parameter(id) = minimum.expr {
                parameter = Some(id);
            }
            minimums.push(minimum.expr);
        }
        grades.push(Grade { name: name.text, min: parameter });
    }
    (grades, minimums)
}

fn effects(context: &mut Context<'_>, root: &Section<'_>, grades: &[Grade]) -> Effects {
    let mut effects: Effects = Vec::new();
    let vetoes = root.rows("vetoes").into_iter().map(|row| (row, EffectKind::Veto, "grade", &keys::VETO));
    let caps = root.rows("caps").into_iter().map(|row| (row, EffectKind::Cap, "at_most", &keys::CAP));
    let rows: Vec<(Section<'_>, EffectKind, &str, &Keys)> = vetoes.chain(caps).collect();
    for (row, kind, key, _) in rows {
        let (id, when, grade, say) = (row.text("id"), row.expression("when"), row.text(key), row.text("say"));
        let grade = grade.and_then(|word| find_grade(context, grades, &word));
        let (Some(id), Some(when), Some(say)) = (id, when, say) else { continue };
        if let Some(first) = effects.iter().find(|effect| effect.id == id.text) {
            let problem = RubricProblem::DuplicateId { id: id.text.clone() };
            let place = Place::Text(first.spot.clone());
            context.reader.report(Diagnostic::at(problem, &id.spot).related(place));
        }
        let condition = context.compiler().condition(&format!("{}.when", id.text), &when);
        let (Some(condition), Some(grade)) = (condition, grade) else { continue };
        let when_column = context.builder.column(format!("when({})", id.text), condition, &when.spot);
        let asked = Expr::Column(when_column);
        let or = |otherwise: Expr| Expr::Many(Many::Coalesce, vec![asked.clone(), otherwise]);
        let worst = Expr::ONE.when(asked.clone().is(Test::Missing), or(Expr::ZERO));
        let fires = Expr::Scenario(Box::new([or(Expr::ZERO), worst, or(Expr::ZERO)]));
        effects.push(Effect {
            kind,
            condition: in_words(&context.builder, &when.text),
            when: when_column,
            fires: context.builder.column(format!("fires({})", id.text), fires, &when.spot),
            grade,
            say: say.text,
            spot: id.spot,
            id: id.text,
        });
    }
    effects
}

fn find_grade(context: &Context<'_>, grades: &[Grade], word: &Word) -> Option<usize> {
    let found = grades.iter().position(|grade| grade.name == word.text);
    if found.is_none() {
        let suggestion = nearest(&word.text, grades.iter().map(|grade| grade.name.as_str()));
        let problem = RubricProblem::UnknownGrade { grade: word.text.clone() };
        context.reader.report(Diagnostic::at(problem, &word.spot).suggest(suggestion));
    }
    found
}
