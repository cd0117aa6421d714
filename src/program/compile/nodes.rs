//! Functions over nodes of the tree and over the result.

use std::sync::Arc;

use super::super::parser::{Kind, Syntax};
use super::super::{Expr, Many, NodeColumns, Quantity, Status, Test, Within};
use super::{NUMBER, TEXT, Type, Typed, Work, type_words};
use crate::diagnostic::{Diagnostic, nearest};
use crate::words::rubric::RubricProblem;

impl Work<'_, '_> {
    /// The columns of the node a quoted id names, and the id.
    fn node(&mut self, node: &Syntax) -> Option<(NodeColumns, String)> {
        let Kind::Text(id) = &node.kind else {
            let found = self.typed(node).map_or(NUMBER, |typed| type_words(&typed.kind));
            return self.fail(node, RubricProblem::TypeMismatch { expected: TEXT, found });
        };
        let Some(columns) = self.builder.find_node(id) else {
            let suggestion = nearest(id, self.builder.node_ids());
            let problem = RubricProblem::UnknownNode { id: id.clone() };
            let spot = self.spot.within(node.span.clone());
            self.reader.report(Diagnostic::at(problem, &spot).suggest(suggestion));
            return None;
        };
        Some((columns, id.clone()))
    }

    pub(super) fn node_column(&mut self, function: &str, node: &Syntax) -> Option<Typed> {
        let (columns, _) = self.node(node)?;
        let column = Expr::Column;
        Some(match function {
            "raw" => Typed::number(column(columns.raw)),
            "points" => Typed::number(column(columns.points)),
            "earned" => Typed::number(column(columns.earned)),
            "full" => Typed::number(column(columns.full)),
            "rate" => Typed { expr: rate(columns), kind: Type::Number(Quantity::Ratio) },
            _ => Typed { expr: column(columns.status), kind: Type::Choice(status_words()) },
        })
    }

    /// `lowest_rate` and `any_zero`: over the children of a node; what does not apply to the unit is passed over.
    pub(super) fn of_children(&mut self, function: &str, node: &Syntax) -> Option<Typed> {
        let (_, id) = self.node(node)?;
        let children = self.builder.children(&id);
        if children.is_empty() {
            return self.fail(node, RubricProblem::NoChildren { id });
        }
        let absent = |child: &NodeColumns| Expr::Column(child.points).is(Test::NotApplicable);
        let (expr, kind) = if function == "lowest_rate" {
            let rates = children.iter().map(|child| Expr::ONE.when(absent(child), rate(*child)));
            (Expr::Many(Many::Min, rates.collect()), Type::Number(Quantity::Ratio))
        } else {
            let zero = |child: &NodeColumns| Expr::Column(child.points).equals(Expr::ZERO);
            let zeros = children.iter().map(|child| Expr::ZERO.when(absent(child), zero(child)));
            (Expr::Many(Many::Or, zeros.collect()), Type::YesNo)
        };
        // A column of its own: many rules may ask for it, and a node may have many children.
        let column = self.builder.column_of(format!("{function}({id})"), expr, self.spot);
        Some(Typed { expr: Expr::Column(column), kind })
    }

    /// The total and the places of a unit.
    pub(super) fn result(&mut self, function: &str) -> Typed {
        let outcome = self.builder.outcome;
        Typed::number(Expr::Column(match function {
            "total" => outcome.total,
            "rank" => outcome.rank,
            "group_rank" => outcome.group_rank,
            "bottom_rank" => self.builder.from_bottom(Within::All, self.spot),
            _ => self.builder.from_bottom(Within::Group, self.spot),
        }))
    }
}

/// Points over the points that were open to the unit: what was left out is not lost.
fn rate(columns: NodeColumns) -> Expr {
    Expr::Column(columns.points).over(Expr::Column(columns.open))
}

/// The words of a status column, in the order of its codes.
fn status_words() -> Arc<[String]> {
    Status::ALL.iter().map(|status| status.key().to_owned()).collect()
}
