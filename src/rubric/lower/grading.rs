//! `[grading]`: the grade by points and conditions, what effects leave of it, and quotas.

use super::effects::find_grade;
use crate::diagnostic::Diagnostic;
use crate::document::Section;
use crate::number::{Decimal, Rounding, RoundingMode};
use crate::program::{
    Change, Cohort, CohortFunction, ColumnId, Effect, EffectKind, Expr, Grade, Many, Order, Quantity, Test, Ties,
    Within,
};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number, in_words};
use crate::table::State;
use crate::words::both;
use crate::words::labels::Label;
use crate::words::rubric::RubricProblem;

/// Grades as written, with what each but the last takes.
#[derive(Default)]
pub(super) struct Grades {
    pub(super) grades: Vec<Grade>,
    takes: Vec<Vec<Expr>>,
}

/// The columns of the grade by points and conditions, and of the grade.
pub(super) struct Graded {
    pub(super) base: ColumnId,
    pub(super) grade: ColumnId,
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
    for row in grading.rows("quota") {
        if let Some((after, effect)) = quota(context, &row, &grades.grades, &grade, effects.len()) {
            grade = after;
            effects.push(effect);
        }
    }
    let grade = context.builder.column("grade".to_owned(), grade, &grading.spot);
    Some(Graded { base, grade })
}

/// One quota: of the units that have reached the grade, those whose place among them is beyond it get the next grade.
fn quota(
    context: &mut Context<'_>,
    row: &Section<'_>,
    grades: &[Grade],
    before: &Expr,
    position: usize,
) -> Option<(Expr, Effect)> {
    let word = row.text("grade")?;
    let grade = find_grade(context, grades, &word);
    let places = places(context, row, &word.text);
    let (within, ties) = (row.one_of("within"), row.one_of("ties"));
    let (grade, (most, places), within, ties) = (grade?, places?, within?, ties?);
    if grade + 1 >= grades.len() {
        let problem = RubricProblem::GateOnLast { grade: word.text };
        context.reader.report(Diagnostic::at(problem, &word.spot));
        return None;
    }
    let (within, rank) = match within.text.as_str() {
        "group" => (Within::Group, context.builder.outcome.group_rank),
        _ => (Within::All, context.builder.outcome.rank),
    };
    let name = |what: &str| format!("{what}({})", word.text);
    let before_column = context.builder.column_of(name("grade_before"), before.clone(), &row.spot);
    let reached = Expr::Column(before_column).equals(Expr::code(grade));
    let contending = Expr::Column(rank).when(reached, Expr::Unknown(State::NotApplicable));
    let of = context.builder.column(name("contending"), contending, &row.spot);
    let mut cohort =
        |function| Expr::Column(context.builder.cohort("quota", Cohort { function, of, within }, &row.spot));
    let mut place = |order| cohort(CohortFunction::Rank { order, ties: Ties::Competition, then: Vec::new() });
    // Equal units all stand at their first place, or all at their last.
    let at = if ties.text == "all-in" {
        place(Order::LowFirst)
    } else {
        let from_the_end = place(Order::HighFirst);
        cohort(CohortFunction::Count).minus(from_the_end).plus(Expr::ONE)
    };
    let everyone = context.builder.column_of("units".to_owned(), Expr::ONE, &row.spot);
    let count = Cohort { function: CohortFunction::Count, of: everyone, within };
    let count = Expr::Column(context.builder.cohort("count", count, &row.spot));
    let beyond = places.of(count).less(at);
    let fires = Expr::Many(Many::Coalesce, vec![beyond, Expr::ZERO]);
    let fires = context.builder.column(name("beyond_quota"), fires, &row.spot);
    // A unit that may yet fall further does not rise to the grade below by being beyond the quota.
    let before = Expr::Column(before_column);
    let after = Expr::code(grade + 1).max(before.clone()).when(Expr::Column(fires), before);
    let lang = context.builder.lang;
    let most = most.operand();
    let words = Label::QuotaSay { grade: word.text.clone(), most: shown(&most, context) }.say(lang);
    let effect = Effect {
        id: Label::QuotaId { grade: word.text.clone(), position: position + 1 }.say(lang),
        kind: EffectKind::Quota,
        condition: words.clone(),
        when: fires,
        fires,
        change: Change::Grade(grade + 1),
        say: words,
        spot: row.spot.clone(),
    };
    Some((after, effect))
}

/// A quota's number as people read it.
fn shown(most: &crate::program::Operand, context: &Context<'_>) -> String {
    match (&most.words, &most.expr) {
        (Some(words), _) => words.clone(),
        (None, Expr::Parameter(id)) => {
            let value = context.builder.parameters.get(id.index()).map(|parameter| parameter.value).unwrap_or_default();
            crate::program::show(value, &most.quantity, context.builder.lang)
        }
        (None, _) => String::new(),
    }
}

/// How many places a quota gives.
enum Places {
    Number(Expr),
    Share(Expr, Whole),
}

/// How a share of the units becomes a whole number.
#[derive(Clone, Copy)]
enum Whole {
    Down,
    Up,
    HalfUp,
}

impl Places {
    fn of(self, units: Expr) -> Expr {
        match self {
            Places::Number(number) => number,
            Places::Share(share, Whole::Down) => share.times(units).floor(),
            Places::Share(share, Whole::Up) => share.times(units).ceil(),
            Places::Share(share, Whole::HalfUp) => {
                share.times(units).rounded(Rounding { digits: 0, mode: RoundingMode::HalfUp })
            }
        }
    }
}

fn places(context: &mut Context<'_>, row: &Section<'_>, grade: &str) -> Option<(Number, Places)> {
    let path = format!("grading.quota.{grade}");
    let most = Number::compile(&mut context.compiler(), &path, &row.number("at_most")?)?;
    let share = most.quantity == Quantity::Percent;
    let allowed =
        |value: Decimal| value >= Decimal::ZERO && if share { value <= Decimal::ONE } else { value.fract().is_zero() };
    if !most.constants().all(allowed) {
        context.reader.report(Diagnostic::at(RubricProblem::QuotaShare, &most.spot));
        return None;
    }
    if !share {
        return Some((most.clone(), Places::Number(most.expr)));
    }
    let whole = match row.one_of("round").map(|word| word.text).as_deref() {
        Some("up") => Whole::Up,
        Some("half-up") => Whole::HalfUp,
        Some(_) => Whole::Down,
        None => {
            if !row.has("round") {
                context.undecided(row, "round", &keys::QUOTA, "down");
            }
            return None;
        }
    };
    Some((most.clone(), Places::Share(most.expr, whole)))
}

/// Reads the grades; their conditions are compiled later, by [`conditions`].
pub(super) fn grades(context: &mut Context<'_>, grading: &Section<'_>) -> Grades {
    let rows = grading.rows("grades");
    let mut found = Grades::default();
    let mut previous: Option<Decimal> = None;
    let last = rows.len().saturating_sub(1);
    if rows.is_empty() {
        let what = both("等级", "grade");
        context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &grading.spot));
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
        if let Some(minimum) = minimum {
            let value = minimum.constant(None);
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
        let when = row.expression("when").map(|written| in_words(&context.builder, &written.text));
        if position != last {
            found.takes.push(takes);
        }
        found.grades.push(Grade { name: name.text, min: parameter, when });
    }
    found
}

/// Compiles the conditions of the grades, once every node knows its columns and its children.
pub(super) fn conditions(context: &mut Context<'_>, grading: &Section<'_>, grades: &mut Grades) {
    for row in grading.rows("grades") {
        let (Some(name), Some(written)) = (row.text("name"), row.expression("when")) else { continue };
        let position = grades.grades.iter().position(|grade| grade.name == name.text);
        let path = format!("grading.{}.when", name.text);
        let condition = context.compiler().condition(&path, &written).map(either_way);
        if let Some(takes) = position.and_then(|position| grades.takes.get_mut(position)) {
            takes.extend(condition);
        }
    }
}

/// A condition that is not known yet leaves the grade open; it does not hold in the worst case and holds in the best.
fn either_way(condition: Expr) -> Expr {
    let or = |otherwise: Expr| Expr::Many(Many::Coalesce, vec![condition.clone(), otherwise]);
    Expr::Scenario(Box::new([condition.clone(), or(Expr::ZERO), or(Expr::ONE)]))
}
