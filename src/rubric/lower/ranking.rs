//! `[ranking]`: places among all and within the group.

use super::effects::find_grade;
use crate::diagnostic::Diagnostic;
use crate::document::Section;
use crate::program::{
    Cohort, CohortFunction, ColumnId, Concerns, Effect, EffectKind, Expr, FollowUp, Formula, Grade, Many, Order,
    Ranking, Test, TieBreaker, Ties, Vetoed, Within,
};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number, in_words};
use crate::table::State;
use crate::words::rubric::RubricProblem;

/// Lowers the ranking, and gives what it says.
pub(super) fn lower(context: &mut Context<'_>, ranking: &Section<'_>, effects: &[Effect]) -> Ranking {
    let ties = match ranking.one_of("ties").map(|word| word.text).as_deref() {
        Some("dense") => Ties::Dense,
        Some("ordinal") => Ties::Ordinal,
        _ => Ties::Competition,
    };
    let outcome = context.builder.outcome;
    let vetoes: Vec<Expr> =
        effects.iter().filter(|e| e.kind == EffectKind::Veto).map(|e| Expr::Column(e.fires)).collect();
    let place = ranking.one_of("vetoed").map(|word| match word.text.as_str() {
        "last" => Vetoed::Last,
        "unranked" => Vetoed::Unranked,
        _ => Vetoed::KeepPlace,
    });
    if !vetoes.is_empty() && place.is_none() && !ranking.has("vetoed") {
        context.undecided(ranking, "vetoed", &keys::RANKING, "keep-place");
    }
    let total = Expr::Column(outcome.total);
    let vetoed = Expr::Many(Many::Or, vetoes.clone());
    let mut then: Vec<(ColumnId, Order)> = Vec::new();
    let (of, order) = match place {
        Some(Vetoed::Unranked) if !vetoes.is_empty() => {
            let ranked = Expr::Unknown(State::NotApplicable).when(vetoed, total);
            (context.builder.column("ranked_total".to_owned(), ranked, &ranking.spot), Order::HighFirst)
        }
        Some(Vetoed::Last) if !vetoes.is_empty() => {
            let last = vetoed.when(total.clone().is(Test::Known), total);
            then.push((outcome.total, Order::HighFirst));
            (context.builder.column("ranked_last".to_owned(), last, &ranking.spot), Order::LowFirst)
        }
        _ => (outcome.total, Order::HighFirst),
    };
    let mut tie_breakers = Vec::new();
    for (position, row) in ranking.rows("tie_breakers").into_iter().enumerate() {
        let (Some(by), Some(order)) = (row.expression("by"), row.one_of("order")) else { continue };
        let path = format!("ranking.tie_breakers.{}", position + 1);
        let Some(typed) = context.compiler().number(&path, &by) else { continue };
        let column = context.builder.column_of(path, typed.expr, &by.spot);
        let order = if order.text == "low-first" { Order::LowFirst } else { Order::HighFirst };
        tie_breakers.push(TieBreaker { by: in_words(&context.builder, &by.text), order });
        then.push((column, order));
    }
    for (column, within) in [(outcome.rank, Within::All), (outcome.group_rank, Within::Group)] {
        let function = CohortFunction::Rank { order, ties, then: then.clone() };
        context.builder.define_formula(column, Formula::Cohort(Cohort { function, of, within }));
    }
    Ranking { ties, tie_breakers, vetoed: place }
}

/// What follows for the last units, for those of a grade, or under a condition.
pub(super) fn follow_ups(
    context: &mut Context<'_>,
    ranking: &Section<'_>,
    grades: &[Grade],
    grade: Option<ColumnId>,
) -> Vec<FollowUp> {
    let rows = ranking.rows("follow_up");
    let mut found = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let path = format!("ranking.follow_up.{}", position + 1);
        let found_one = follow_up(context, row, &path, grades, grade);
        let (Some((concerns, fires)), Some(say)) = (found_one, row.text("say")) else { continue };
        let fires = context.builder.column_of(path, fires, &row.spot);
        found.push(FollowUp { concerns, fires, say: say.text });
    }
    found
}

/// Whom a follow-up concerns, and whether it is meant.
fn follow_up(
    context: &mut Context<'_>,
    row: &Section<'_>,
    path: &str,
    grades: &[Grade],
    grade: Option<ColumnId>,
) -> Option<(Concerns, Expr)> {
    let written: Vec<&str> = ["bottom", "grade", "when"].into_iter().filter(|key| row.has(key)).collect();
    match written.as_slice() {
        ["bottom"] => {
            let within = match row.one_of("within").map(|word| word.text).as_deref() {
                Some("group") => Some(Within::Group),
                Some(_) => Some(Within::All),
                None => {
                    context.undecided(row, "within", &keys::FOLLOW_UP, "all");
                    None
                }
            };
            let bottom = row.number("bottom")?;
            let bottom = Number::compile(&mut context.compiler(), &format!("{path}.bottom"), &bottom)?;
            let within = within?;
            let place = context.builder.from_bottom(within, &row.spot);
            Some((Concerns::Bottom(bottom.operand(), within), Expr::Column(place).at_most(bottom.expr)))
        }
        ["grade"] => {
            let position = find_grade(context, grades, &row.text("grade")?)?;
            Some((Concerns::Grade(position), Expr::Column(grade?).equals(Expr::code(position))))
        }
        ["when"] => {
            let when = row.expression("when")?;
            let condition = context.compiler().condition(&format!("{path}.when"), &when)?;
            Some((Concerns::When(in_words(&context.builder, &when.text)), condition))
        }
        found => {
            let problem = RubricProblem::FollowUpCondition { found: found.len() };
            context.reader.report(Diagnostic::at(problem, &row.spot));
            None
        }
    }
}
