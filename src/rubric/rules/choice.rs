//! 选项法: each option of a choice has its points.
//!
//! 纳入规划的得1分,纳入部门规划的得0.5分,无发展规划的不得分.

use super::{RuleKind, Settings, Shape};
use crate::number::Decimal;
use crate::program::{Branch, Expr, Operand, Quantity, Sentence, Type};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "choice", title: both("选项法", "choice"), shape: Shape::Options, lower };

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let Settings::Options(written) = settings else { return None };
    let value = leaf.value()?;
    let Type::Choice(options) = &value.kind else {
        return leaf.wrong_value(both("选项", "a choice"), &value.kind);
    };
    leaf.context.bounded(options.len(), both("选项", "options"), &leaf.spot)?;
    for (word, _) in written.iter().filter(|(word, _)| !options.contains(&word.text)) {
        let problem = RubricProblem::UnknownOption { word: word.text.clone(), options: options.join("、") };
        leaf.report(problem, &word.spot);
    }
    let mut points = Vec::new();
    for (code, option) in options.iter().enumerate() {
        let Some((_, setting)) = written.iter().find(|(word, _)| word.text == *option) else {
            let problem = RubricProblem::OptionWithoutPoints { option: option.clone() };
            let spot = leaf.spot.clone();
            leaf.report(problem, &spot);
            continue;
        };
        let Some(number) = leaf.setting(option, setting) else { continue };
        if leaf.within_full(&number).is_some() {
            points.push((code, option.clone(), number));
        }
    }
    if points.len() != options.len() {
        return None;
    }
    let (_, _, last) = points.last()?;
    let mut raw = last.expr.clone();
    for (code, _, number) in points.iter().rev().skip(1) {
        raw = number.expr.clone().when(value.expr.clone().equals(Expr::code(*code)), raw);
    }
    let option_words = |code: usize| Operand {
        expr: Expr::Constant(Decimal::from(code)),
        quantity: Quantity::Choice(options.clone()),
        words: None,
    };
    let branches: Vec<Branch> = points
        .iter()
        .map(|(code, _, number)| Branch {
            holds: value.expr.clone().equals(Expr::code(*code)),
            says: Phrase::ChoiceOption { option: option_words(*code), points: number.operand() },
            spot: number.spot.clone(),
        })
        .collect();
    let best = points.iter().find(|(_, _, number)| number.constant(None) == leaf.full.constant(None));
    let earned = Operand { expr: raw.clone(), quantity: Quantity::Plain, words: None };
    Some(
        Lowered::new(
            raw,
            Sentence { phrases: branches.iter().map(|branch| branch.says.clone()).collect() },
            Phrase::ChoiceReason { value: value.operand.clone(), points: earned },
        )
        .aiming_at(best.map(|(code, _, _)| option_words(*code)))
        .branching(branches),
    )
}
