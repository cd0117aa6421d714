//! How a parent's points come from its children, where it is not their sum: from their rates of full points.

use super::plan::Planned;
use crate::diagnostic::Diagnostic;
use crate::document::Section;
use crate::number::{self, Decimal};
use crate::program::{Expr, Many, NodeColumns, Test};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number};
use crate::words::rubric::RubricProblem;
use crate::words::{Bilingual, both};

/// How children combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Combine {
    /// Points are added.
    Sum,
    /// 加权平均: Σ weight × rate ÷ Σ weight.
    Weighted,
    /// 几何平均: Π rate ^ (weight ÷ Σ weight); zero where a rate is zero.
    Geometric,
    /// 调和平均: Σ weight ÷ Σ (weight ÷ rate); zero where a rate is zero.
    Harmonic,
    /// 两类得分取低: the least rate.
    Minimum,
    /// 不重复加分,取最高: the most points.
    Highest,
}

impl Combine {
    /// Reads the key `combine`.
    pub(super) fn read(section: &Section<'_>) -> Combine {
        match section.one_of("combine").map(|word| word.text).as_deref() {
            Some("weighted") => Combine::Weighted,
            Some("geometric") => Combine::Geometric,
            Some("harmonic") => Combine::Harmonic,
            Some("minimum") => Combine::Minimum,
            Some("highest") => Combine::Highest,
            _ => Combine::Sum,
        }
    }

    /// Whether children need weights.
    fn weighs(self) -> bool {
        matches!(self, Combine::Weighted | Combine::Geometric | Combine::Harmonic)
    }

    /// Whether points are taken as they are, so that full points come from the children too.
    pub(super) fn takes_points(self) -> bool {
        matches!(self, Combine::Sum | Combine::Highest)
    }

    /// Its name, where it is not the sum.
    pub(super) fn words(self) -> Option<Bilingual> {
        match self {
            Combine::Sum => None,
            Combine::Weighted => Some(both("加权平均", "weighted mean")),
            Combine::Geometric => Some(both("几何平均", "geometric mean")),
            Combine::Harmonic => Some(both("调和平均", "harmonic mean")),
            Combine::Minimum => Some(both("取最低", "the lowest")),
            Combine::Highest => Some(both("取最高", "the highest")),
        }
    }
}

/// A child as its parent sees it.
pub(super) struct Part {
    columns: NodeColumns,
    leaves_out: bool,
    weight: Expr,
}

/// The children of a parent that does not add up, with their weights; `None` where one is missing or wrong.
pub(super) fn parts(
    context: &mut Context<'_>,
    combine: Combine,
    parent: &Section<'_>,
    children: &[(&Planned<'_>, bool)],
) -> Option<Vec<Part>> {
    let mut weights = Vec::new();
    let mut parts = Vec::new();
    for (child, leaves_out) in children {
        let weight = if combine.weighs() {
            let weight = weight(context, child)?;
            let expr = weight.expr.clone();
            weights.push(weight);
            expr
        } else {
            Expr::ONE
        };
        parts.push(Part { columns: child.columns, leaves_out: *leaves_out, weight });
    }
    let sum = weights.iter().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(weight.constant(None)?));
    if let Some(sum) = sum.filter(|sum| combine.weighs() && *sum != Decimal::ONE && *sum != Decimal::ONE_HUNDRED) {
        let problem = RubricProblem::WeightsDoNotAddUp { sum: number::plain(sum) };
        context.reader.report(Diagnostic::at(problem, &parent.spot));
        return None;
    }
    Some(parts)
}

fn weight(context: &mut Context<'_>, child: &Planned<'_>) -> Option<Number> {
    let Some(setting) = child.section.number("weight") else {
        if !child.section.has("weight") {
            context.missing(&child.section, "weight", &keys::ITEM);
        }
        return None;
    };
    let path = format!("{}.weight", child.id.text);
    let weight = Number::compile(&mut context.compiler(), &path, &setting)?;
    if weight.constants().any(|value| value <= Decimal::ZERO) {
        let problem = RubricProblem::NotPositive { key: "weight".to_owned() };
        context.reader.report(Diagnostic::at(problem, &weight.spot));
        return None;
    }
    Some(weight)
}

/// Full points × the combined rate, and the condition under which nothing is left to combine.
pub(super) fn points(combine: Combine, full: Expr, parts: &[Part]) -> (Expr, Option<Expr>) {
    let absent = |part: &Part| Expr::Column(part.columns.points).is(Test::NotApplicable);
    // Of the points that were open to the unit: what was left out below a child is not lost.
    let rate = |part: &Part| Expr::Column(part.columns.points).over(Expr::Column(part.columns.open));
    // A child that was left out takes no part: `neutral` stands for it.
    let term = |part: &Part, term: Expr, neutral: Expr| {
        if part.leaves_out { neutral.when(absent(part), term) } else { term }
    };
    let sum = |of: &dyn Fn(&Part) -> Expr| {
        Expr::Many(Many::Sum, parts.iter().map(|part| term(part, of(part), Expr::ZERO)).collect())
    };
    let weights = sum(&|part| part.weight.clone());
    let no_points = || {
        let zero = |part: &Part| term(part, Expr::Column(part.columns.points).equals(Expr::ZERO), Expr::ZERO);
        Expr::Many(Many::Or, parts.iter().map(zero).collect())
    };
    let rate_of_all = match combine {
        Combine::Sum | Combine::Highest | Combine::Weighted => {
            sum(&|part| part.weight.clone().times(rate(part))).over(weights.clone())
        }
        Combine::Minimum => Expr::Many(Many::Min, parts.iter().map(|part| term(part, rate(part), Expr::ONE)).collect()),
        Combine::Geometric => {
            let logarithms = sum(&|part| part.weight.clone().times(rate(part).ln()));
            Expr::ZERO.when(no_points(), logarithms.over(weights.clone()).exp())
        }
        Combine::Harmonic => {
            let mean = weights.clone().over(sum(&|part| part.weight.clone().over(rate(part))));
            Expr::ZERO.when(no_points(), mean)
        }
    };
    let nothing = parts.iter().all(|part| part.leaves_out).then(|| weights.equals(Expr::ZERO));
    (rate_of_all.times(full), nothing)
}
