//! What of the graph is needed to show some of its columns, as things stand.

use super::{ColumnId, Expr, Formula, Program};

/// The columns that a formula reads as things stand: of a scenario, what is.
pub(super) fn reads(formula: &Formula) -> Vec<ColumnId> {
    fn visit(expr: &Expr, found: &mut Vec<ColumnId>) {
        match expr {
            Expr::Column(id) => found.push(*id),
            Expr::Scenario(three) => visit(&three[0], found),
            expr => expr.parts().iter().for_each(|part| visit(part, found)),
        }
    }
    match formula.expr() {
        Some(expr) => {
            let mut found = Vec::new();
            visit(expr, &mut found);
            found
        }
        None => formula.reads(),
    }
}

/// By column: whether one of those shown is it, or is computed from it.
pub(super) fn needed(program: &Program, shown: &[bool]) -> Vec<bool> {
    let mut needed = vec![false; shown.len()];
    let mut rest: Vec<usize> = (0..shown.len()).filter(|position| shown[*position]).collect();
    while let Some(position) = rest.pop() {
        if !std::mem::replace(&mut needed[position], true) {
            rest.extend(reads(&program.columns[position].formula).iter().map(|id| id.index()));
        }
    }
    needed
}

/// Whether a column is nothing but another thing of the graph, so that whoever reads it may read that instead.
pub(super) fn is_another(formula: &Formula) -> bool {
    matches!(
        formula,
        Formula::Row(Expr::Constant(_) | Expr::Parameter(_) | Expr::Unknown(_) | Expr::Field(_) | Expr::Column(_))
    )
}
