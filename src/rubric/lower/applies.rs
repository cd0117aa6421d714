//! `applies`: nodes that belong to the rubric of some units only.
//!
//! For the others the node and all below it have no full points and no points, as if the file did not have them. So it
//! is with a group for which `points` are 0.

use super::full::Full;
use super::plan::Planned;
use crate::program::{Expr, Many};
use crate::rubric::workshop::{Context, Number};

/// For every node, the condition under which it applies: its own and those above it; none where it always does. A
/// condition that cannot be told takes nothing away.
pub(super) fn conditions(context: &mut Context<'_>, planned: &[Planned<'_>], fulls: &[Full]) -> Vec<Option<Expr>> {
    let mut all: Vec<Vec<Expr>> = Vec::with_capacity(planned.len());
    for (plan, full) in planned.iter().zip(fulls) {
        let mut conditions = plan.parent.and_then(|parent| all.get(parent)).cloned().unwrap_or_default();
        if let Some(written) = plan.section.expression("applies") {
            let id = &plan.id.text;
            if let Some(condition) = context.compiler().condition(&format!("{id}.applies"), &written) {
                let column = context.builder.column(format!("applies({id})"), condition, &written.spot);
                conditions.push(Expr::Column(column));
            }
        }
        let nothing = |points: &&Number| points.constants().any(|points| points.is_zero());
        if let Some(points) = full.points.as_ref().filter(nothing) {
            conditions.push(Expr::ZERO.less(points.expr.clone()));
        }
        all.push(conditions);
    }
    let joined = |conditions: Vec<Expr>| {
        let known = Expr::Many(Many::Coalesce, vec![Expr::Many(Many::And, conditions), Expr::ONE]);
        Some(known)
    };
    all.into_iter().map(|conditions| if conditions.is_empty() { None } else { joined(conditions) }).collect()
}
