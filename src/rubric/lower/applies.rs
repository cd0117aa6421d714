//! `applies`: nodes that belong to the rubric of some units only.
//!
//! For the others the node and all below it have no full points and no points, as if the file did not have them.

use super::plan::Planned;
use crate::program::{Expr, Many};
use crate::rubric::workshop::Context;

/// For every node, the condition under which it applies: its own and those above it; none where it always does. A
/// condition that cannot be told takes nothing away.
pub(super) fn conditions(context: &mut Context<'_>, planned: &[Planned<'_>]) -> Vec<Option<Expr>> {
    let mut all: Vec<Vec<Expr>> = Vec::with_capacity(planned.len());
    for plan in planned {
        let mut conditions = plan.parent.and_then(|parent| all.get(parent)).cloned().unwrap_or_default();
        if let Some(written) = plan.section.expression("applies") {
            let id = &plan.id.text;
            if let Some(condition) = context.compiler().condition(&format!("{id}.applies"), &written) {
                let column = context.builder.column(format!("applies({id})"), condition, &written.spot);
                conditions.push(Expr::Column(column));
            }
        }
        all.push(conditions);
    }
    let joined = |conditions: Vec<Expr>| {
        let known = Expr::Many(Many::Coalesce, vec![Expr::Many(Many::And, conditions), Expr::ONE]);
        Some(known)
    };
    all.into_iter().map(|conditions| if conditions.is_empty() { None } else { joined(conditions) }).collect()
}
