//! 公式法: any expression, kept within 0 and full points.

use super::{RuleKind, Settings, Shape};
use crate::number::Decimal;
use crate::program::{Expr, Operand, Quantity, Type};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "formula", title: both("公式法", "formula"), shape: Shape::Expression, lower };

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let Settings::Expression(written) = settings else { return None };
    let typed = leaf.compile(written)?;
    let Type::Number(_) = typed.kind else {
        return leaf.wrong_value(both("数", "a number"), &typed.kind);
    };
    let formula = Operand {
        expr: Expr::Constant(Decimal::ZERO),
        quantity: Quantity::Text,
        words: Some(leaf.in_words(&written.text)),
    };
    let words = leaf.in_words(&written.text);
    let value = if leaf.node.has("value") {
        // A formula may still name the value that people see beside it.
        leaf.value()?;
        Operand { expr: typed.expr.clone(), quantity: Quantity::Plain, words: None }
    } else {
        leaf.define_value(typed.clone(), words, &written.spot).operand
    };
    let full = leaf.cap().operand();
    Some(Lowered::new(typed.expr, Phrase::FormulaRule { formula, full }, Phrase::FormulaReason { value }))
}
