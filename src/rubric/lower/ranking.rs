//! `[ranking]`: places among all and within the group.

use super::effects::find_grade;
use crate::diagnostic::Diagnostic;
use crate::document::Section;
use crate::program::{
    Cohort, CohortFunction, ColumnId, Effect, EffectKind, Expr, FollowUp, Formula, Grade, Many, Order, Test, Ties,
    Within,
};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number};
use crate::table::State;
use crate::words::rubric::RubricProblem;

/// Lowers the ranking.
pub(super) fn lower(context: &mut Context<'_>, ranking: &Section<'_>, effects: &[Effect]) {
    let ties = match ranking.one_of("ties").map(|word| word.text).as_deref() {
        Some("dense") => Ties::Dense,
        Some("ordinal") => Ties::Ordinal,
        _ => Ties::Competition,
    };
    let outcome = context.builder.outcome;
    let vetoes: Vec<Expr> =
        effects.iter().filter(|e| e.kind == EffectKind::Veto).map(|e| Expr::Column(e.fires)).collect();
    let place = ranking.one_of("vetoed").map(|word| word.text);
    if !vetoes.is_empty() && place.is_none() && !ranking.has("vetoed") {
        context.undecided(ranking, "vetoed", &keys::RANKING, "keep-place");
    }
    let total = Expr::Column(outcome.total);
    let vetoed = Expr::Many(Many::Or, vetoes.clone());
    let mut then: Vec<(ColumnId, Order)> = Vec::new();
    let (of, order) = match place.as_deref() {
        Some("unranked") if !vetoes.is_empty() => {
            let ranked = Expr::Unknown(State::NotApplicable).when(vetoed, total);
            (context.builder.column("ranked_total".to_owned(), ranked, &ranking.spot), Order::HighFirst)
        }
        Some("last") if !vetoes.is_empty() => {
            let last = vetoed.when(total.clone().is(Test::Known), total);
            then.push((outcome.total, Order::HighFirst));
            (context.builder.column("ranked_last".to_owned(), last, &ranking.spot), Order::LowFirst)
        }
        _ => (outcome.total, Order::HighFirst),
    };
    for (position, row) in ranking.rows("tie_breakers").into_iter().enumerate() {
        let (Some(by), Some(order)) = (row.expression("by"), row.one_of("order")) else { continue };
        let path = format!("ranking.tie_breakers.{}", position + 1);
        let Some(typed) = context.compiler().number(&path, &by) else { continue };
        let column = context.builder.column_of(path, typed.expr, &by.spot);
        then.push((column, if order.text == "low-first" { Order::LowFirst } else { Order::HighFirst }));
    }
    for (column, within) in [(outcome.rank, Within::All), (outcome.group_rank, Within::Group)] {
        let function = CohortFunction::Rank { order, ties, then: then.clone() };
        context.builder.define_formula(column, Formula::Cohort(Cohort { function, of, within }));
    }
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
        let fires = follow_up(context, row, &path, grades, grade);
        let (Some(fires), Some(say)) = (fires, row.text("say")) else { continue };
        found.push(FollowUp { fires: context.builder.column_of(path, fires, &row.spot), say: say.text });
    }
    found
}

fn follow_up(
    context: &mut Context<'_>,
    row: &Section<'_>,
    path: &str,
    grades: &[Grade],
    grade: Option<ColumnId>,
) -> Option<Expr> {
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
            let place = context.builder.from_bottom(within?, &row.spot);
            Some(Expr::Column(place).at_most(bottom.expr))
        }
        ["grade"] => {
            let position = find_grade(context, grades, &row.text("grade")?)?;
            Some(Expr::Column(grade?).equals(Expr::code(position)))
        }
        ["when"] => context.compiler().condition(&format!("{path}.when"), &row.expression("when")?),
        found => {
            let problem = RubricProblem::FollowUpCondition { found: found.len() };
            context.reader.report(Diagnostic::at(problem, &row.spot));
            None
        }
    }
}
