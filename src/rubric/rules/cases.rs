//! 条件判定法: the first condition that holds gives its points.
//!
//! 年度与累计目标都完成的得35分,只完成年度目标的得20分,只完成累计目标的得10分,都未完成的不得分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::program::{Branch, Expr, Operand, Quantity, Sentence, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered, Number};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "cases", title: both("条件判定法", "cases"), shape: Shape::Rows(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("一种情形", "a case"),
    keys: &[
        Key::optional("when", Kind::Expression, "条件;最后一种情形不写", "the condition; none for the last case"),
        Key::required("points", Kind::Number, "得分", "the points of this case"),
    ],
};

/// A case: its condition with its words, and its points.
struct Case {
    when: Option<(Expr, Operand)>,
    points: Number,
}

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let Settings::Rows(rows) = settings else { return None };
    leaf.context.bounded(rows.len(), both("种情形", "cases"), &leaf.spot)?;
    let cases: Vec<Option<Case>> = rows.iter().enumerate().map(|(i, row)| case(leaf, row, i, rows.len())).collect();
    let cases: Vec<Case> = cases.into_iter().collect::<Option<_>>()?;
    let Some((rest, conditions)) = cases.split_last().filter(|(rest, _)| rest.when.is_none()) else {
        leaf.report(RubricProblem::CasesWithoutRest, &leaf.spot);
        return None;
    };
    let mut raw = rest.points.expr.clone();
    let mut rule = Sentence::default();
    for case in conditions.iter().rev() {
        let (condition, _) = case.when.as_ref()?;
        raw = case.points.expr.clone().when(condition.clone(), raw);
    }
    let mut branches = Vec::new();
    for case in conditions {
        let (holds, condition) = case.when.clone()?;
        let says = Phrase::CaseWhen { condition, points: case.points.operand() };
        rule.phrases.push(says.clone());
        branches.push(Branch { holds, says, spot: case.points.spot.clone() });
    }
    let says = Phrase::BandRest { points: rest.points.operand() };
    rule.phrases.push(says.clone());
    branches.push(Branch { holds: Expr::ONE, says, spot: rest.points.spot.clone() });
    let points = Operand { expr: raw.clone(), quantity: Quantity::Plain, words: None };
    if leaf.node.has("value") {
        // What people see beside the points; the conditions decide alone.
        leaf.value()?;
    } else {
        let spot = leaf.spot.clone();
        let typed = Typed { expr: raw.clone(), kind: Type::Number(Quantity::Plain) };
        leaf.define_value(typed, String::new(), &spot);
    }
    Some(Lowered::new(raw, rule, Phrase::CaseReason { points }).branching(branches))
}

fn case(leaf: &mut LeafWork<'_, '_, '_>, row: &Section<'_>, position: usize, count: usize) -> Option<Case> {
    let points = leaf.required(row, &format!("{}.", position + 1), "points")?;
    leaf.within_full(&points)?;
    let Some(written) = row.expression("when") else {
        if position + 1 < count {
            leaf.report(RubricProblem::CaseWithoutCondition, &row.spot);
        }
        return (position + 1 == count && !row.has("when")).then_some(Case { when: None, points });
    };
    let expr = leaf.condition(&format!("{}.when", position + 1), &written)?;
    let words = Some(leaf.in_words(&written.text));
    let condition = Operand { expr: expr.clone(), quantity: Quantity::Text, words };
    Some(Case { when: Some((expr, condition)), points })
}
