//! 比例法: full points × value ÷ target, at most full points.
//!
//! 事件处理率×15分; 没有完成的,按实际完成值占目标值的比重计算得分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::number::Decimal;
use crate::program::{Expr, Quantity};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "proportion", title: both("比例法", "proportion"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("比例法", "the rule `proportion`"),
    keys: &[Key::optional(
        "target",
        Kind::Number,
        "得满分的值;百分数不写时为 100%",
        "the value for full points; 100% for a percentage when left out",
    )],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let (value, quantity) = leaf.number_value()?;
    let target = match leaf.optional(section, "", "target")? {
        Some(target) => target,
        None if quantity == Quantity::Plain => {
            leaf.undecided(section, "target", &KEYS, "100");
            return None;
        }
        None => Number::structural(Decimal::ONE, Quantity::Percent, &leaf.spot),
    };
    leaf.positive("target", &target)?;
    leaf.comparable(&quantity, &target)?;
    let share = value.expr.clone().over(target.expr.clone()).min(Expr::ONE);
    let full = leaf.full.operand();
    Some(
        Lowered::new(
            share.times(leaf.full.expr.clone()),
            Phrase::ProportionRule { target: leaf.beside_value(&target), full },
            Phrase::ProportionReason { value: value.operand, target: leaf.beside_value(&target) },
        )
        .aiming_at(leaf.beside_value(&target)),
    )
}
