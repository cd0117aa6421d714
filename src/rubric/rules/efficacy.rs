//! 功效系数法: a base share of full points at the unacceptable value, full points at the satisfactory one.
//!
//! 指标考核采取功效系数法,各项指标的基本得分为权重的60%. With `levels`, the banded form of 财统字〔1999〕6号: between two
//! standard values the coefficient is interpolated.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{Expr, Quantity, Sentence};
use crate::rubric::workshop::{LeafWork, Lowered, Number, Value};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind {
        name: "efficacy", title: both("功效系数法", "efficacy coefficient"), shape: Shape::Keys(&KEYS), lower
    };

static KEYS: Keys = Keys {
    what: both("功效系数法", "the rule `efficacy`"),
    keys: &[
        Key::optional("unacceptable", Kind::Number, "不允许值", "the unacceptable value, which earns the base"),
        Key::optional("satisfactory", Kind::Number, "满意值", "the satisfactory value, which earns full points"),
        Key::optional("base", Kind::Number, "基本得分占满分的比例,如 \"60%\"", "the base as a share of full points"),
        Key::optional("if_equal", Kind::Number, "满意值等于不允许值时得的分", "points where both values are the same"),
        Key::optional("levels", Kind::Rows(&LEVEL), "各档标准值,由优到劣", "the standard values from best to worst"),
    ],
};

static LEVEL: Keys = Keys {
    what: both("一档标准值", "a standard value"),
    keys: &[
        Key::required("at", Kind::Number, "标准值", "the standard value"),
        Key::required("coefficient", Kind::Number, "标准系数", "its coefficient"),
    ],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let (value, quantity) = leaf.number_value()?;
    if section.has("levels") {
        levels(leaf, section, &value, &quantity)
    } else {
        two_values(leaf, section, value, &quantity)
    }
}

/// full × (base + (1 − base) × (v − unacceptable) ÷ (satisfactory − unacceptable)), the share kept within 0 and 1.
fn two_values(
    leaf: &mut LeafWork<'_, '_, '_>,
    section: &Section<'_>,
    value: Value,
    quantity: &Quantity,
) -> Option<Lowered> {
    for (key, usual) in [("unacceptable", "cohort.min(…)"), ("satisfactory", "cohort.max(…)"), ("base", "60%")] {
        if !section.has(key) {
            leaf.undecided(section, key, &KEYS, usual);
        }
    }
    let unacceptable = leaf.required(section, "", "unacceptable");
    let satisfactory = leaf.required(section, "", "satisfactory");
    let base = leaf.required(section, "", "base");
    let if_equal = leaf.optional(section, "", "if_equal")?;
    let (low, high, base) = (unacceptable?, satisfactory?, base?);
    leaf.comparable(quantity, &low)?;
    leaf.comparable(quantity, &high)?;
    if low.constant(None).is_some() && low.constant(None) == high.constant(None) {
        leaf.report(RubricProblem::SameBounds, &high.spot);
        return None;
    }
    // Values of a cohort may all be the same, and the printed rule never says what then.
    if if_equal.is_none() && (low.constant(None).is_none() || high.constant(None).is_none()) {
        let usual = leaf.full.constant(None).map_or_else(String::new, crate::number::plain);
        leaf.undecided(section, "if_equal", &KEYS, &usual);
        return None;
    }
    let full = leaf.full.expr.clone();
    let width = high.expr.clone().minus(low.expr.clone());
    let share = value.expr.clone().minus(low.expr.clone()).over(width.clone()).max(Expr::ZERO).min(Expr::ONE);
    let earned = base.expr.clone().plus(Expr::ONE.minus(base.expr.clone()).times(share)).times(full);
    let raw = match &if_equal {
        Some(points) => {
            leaf.within_full(points)?;
            points.expr.clone().when(width.equals(Expr::ZERO), earned)
        }
        None => earned,
    };
    let (low, high) = (leaf.beside_value(&low), leaf.beside_value(&high));
    let rule = Phrase::EfficacyRule { low, high: high.clone(), base: base.operand(), full: leaf.full.operand() };
    let reason = Phrase::EfficacyReason { value: value.operand, high: high.clone() };
    Some(Lowered::new(raw, rule, reason).aiming_at(high))
}

/// 本档基础分 + 调整分: between two standard values the coefficient is interpolated; outside, the nearest one counts.
fn levels(
    leaf: &mut LeafWork<'_, '_, '_>,
    section: &Section<'_>,
    value: &Value,
    quantity: &Quantity,
) -> Option<Lowered> {
    let rows = section.rows("levels");
    leaf.context.bounded(rows.len(), both("档标准值", "standard values"), &section.spot)?;
    let levels: Vec<Option<(Number, Number)>> = rows
        .iter()
        .enumerate()
        .map(|(position, row)| {
            let prefix = format!("levels.{}.", position + 1);
            let (at, coefficient) = (leaf.required(row, &prefix, "at"), leaf.required(row, &prefix, "coefficient"));
            let (at, coefficient) = (at?, coefficient?);
            leaf.comparable(quantity, &at)?;
            Some((at, coefficient))
        })
        .collect();
    let levels: Vec<(Number, Number)> = levels.into_iter().collect::<Option<_>>()?;
    let (Some((best, _)), Some((worst, least)), 2..) = (levels.first(), levels.last(), levels.len()) else {
        leaf.report(RubricProblem::Empty { what: both("两档标准值", "pair of standard values") }, &section.spot);
        return None;
    };
    // Whether more is better shows in the written values.
    let rising = match (best.constant(None), worst.constant(None)) {
        (Some(best), Some(worst)) => best > worst,
        _ => true,
    };
    let full = leaf.full.expr.clone();
    let reaches = |bound: &Number| {
        if rising {
            bound.expr.clone().at_most(value.expr.clone())
        } else {
            value.expr.clone().at_most(bound.expr.clone())
        }
    };
    let mut coefficient = least.expr.clone();
    for pair in levels.windows(2).rev() {
        let [(upper, upper_coefficient), (lower, lower_coefficient)] = pair else { continue };
        let ordered =
            upper.constant(None).zip(lower.constant(None)).is_none_or(|(a, b)| if rising { a > b } else { a < b });
        if !ordered {
            leaf.report(RubricProblem::BandsOutOfOrder, &lower.spot);
            return None;
        }
        let share = value.expr.clone().minus(lower.expr.clone()).over(upper.expr.clone().minus(lower.expr.clone()));
        let between = upper_coefficient.expr.clone().minus(lower_coefficient.expr.clone()).times(share);
        coefficient = lower_coefficient.expr.clone().plus(between).when(reaches(lower), coefficient);
    }
    let (best_at, best_coefficient) = levels.first()?;
    coefficient = best_coefficient.expr.clone().when(reaches(best_at), coefficient);
    let mut rule = Sentence::default();
    for (at, coefficient) in &levels {
        rule.phrases.push(Phrase::EfficacyLevel { at: leaf.beside_value(at), coefficient: coefficient.operand() });
    }
    rule.phrases.push(Phrase::EfficacyBetween);
    let high = leaf.beside_value(best_at);
    let reason = Phrase::EfficacyReason { value: value.operand.clone(), high: high.clone() };
    let full_at_best = best_coefficient.constant(None) == Some(Decimal::ONE);
    Some(Lowered::new(coefficient.times(full), rule, reason).aiming_at(full_at_best.then_some(high)))
}
