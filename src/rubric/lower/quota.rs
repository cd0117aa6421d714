//! `[grading] quota`: how many units may have a grade.

use super::effects::find_grade;
use crate::diagnostic::Diagnostic;
use crate::document::Section;
use crate::number::{Decimal, Rounding, RoundingMode};
use crate::program::{
    Change, Cohort, CohortFunction, Effect, EffectKind, Expr, Grade, Many, Operand, Order, Quantity, Quota, Ties,
    WholePlaces, Within, show,
};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number};
use crate::table::State;
use crate::words::labels::Label;
use crate::words::rubric::RubricProblem;

/// One quota: of the units that have reached the grade, those whose place among them is beyond it get the next grade.
pub(super) fn lower(
    context: &mut Context<'_>,
    row: &Section<'_>,
    grades: &[Grade],
    before: &Expr,
    position: usize,
) -> Option<(Expr, Effect, Quota)> {
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
    let all_in = ties.text == "all-in";
    let at = if all_in {
        place(Order::LowFirst)
    } else {
        let from_the_end = place(Order::HighFirst);
        cohort(CohortFunction::Count).minus(from_the_end).plus(Expr::ONE)
    };
    let everyone = context.builder.column_of("units".to_owned(), Expr::ONE, &row.spot);
    let count = Cohort { function: CohortFunction::Count, of: everyone, within };
    let count = Expr::Column(context.builder.cohort("count", count, &row.spot));
    let whole = places.whole();
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
    Some((after, effect, Quota { grade, most, within, all_in, whole }))
}

/// A quota's number as people read it.
fn shown(most: &Operand, context: &Context<'_>) -> String {
    match (&most.words, &most.expr) {
        (Some(words), _) => words.clone(),
        (None, Expr::Parameter(id)) => {
            let value = context.builder.parameters.get(id.index()).map(|parameter| parameter.value).unwrap_or_default();
            show(value, &most.quantity, context.builder.lang)
        }
        (None, _) => String::new(),
    }
}

/// How many places a quota gives.
enum Places {
    Number(Expr),
    Share(Expr, WholePlaces),
}

impl Places {
    fn whole(&self) -> Option<WholePlaces> {
        match self {
            Places::Number(_) => None,
            Places::Share(_, whole) => Some(*whole),
        }
    }

    fn of(self, units: Expr) -> Expr {
        match self {
            Places::Number(number) => number,
            Places::Share(share, WholePlaces::Down) => share.times(units).floor(),
            Places::Share(share, WholePlaces::Up) => share.times(units).ceil(),
            Places::Share(share, WholePlaces::HalfUp) => {
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
        Some("up") => WholePlaces::Up,
        Some("half-up") => WholePlaces::HalfUp,
        Some(_) => WholePlaces::Down,
        None => {
            if !row.has("round") {
                context.undecided(row, "round", &keys::QUOTA, "down");
            }
            return None;
        }
    };
    Some((most.clone(), Places::Share(most.expr, whole)))
}
