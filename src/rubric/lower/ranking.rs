//! `[ranking]`: places among all and within the group.

use super::Effects;
use crate::document::Section;
use crate::program::{Cohort, CohortFunction, ColumnId, EffectKind, Expr, Formula, Many, Order, Test, Ties, Within};
use crate::rubric::keys;
use crate::rubric::workshop::Context;
use crate::table::State;

/// Lowers the ranking.
pub(super) fn lower(context: &mut Context<'_>, root: &Section<'_>, effects: &Effects) {
    let Some(ranking) = root.section("ranking") else { return };
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
        context.undecided(&ranking, "vetoed", &keys::RANKING, "keep-place");
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
