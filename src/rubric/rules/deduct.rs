//! 扣分法: from full points, so many off for each occurrence, down to zero.
//!
//! 每发现一起扣2分,扣完为止; 每下降2%扣0.5分,最高扣10分.

use super::counting::{COUNT, Counted};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::number::Decimal;
use crate::program::{Quantity, Sentence};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "deduct", title: both("扣分法", "deductions"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("扣分法", "the rule `deduct`"),
    keys: &[
        Key::required("each", Kind::Number, "每次(每个档次)扣的分", "points off for each"),
        Key::optional(
            "every",
            Kind::Number,
            "一个档次的幅度;不写为每发生1次",
            "the size of a step; one occurrence when left out",
        ),
        Key::optional(
            "count",
            COUNT,
            "不足一个档次的不计、按一个计或按比例计",
            "whether part of a step counts not, as a whole one, or in proportion",
        ),
        Key::optional(
            "at_most",
            Kind::Number,
            "最多扣的分;不写则扣完为止",
            "the most that is deducted; everything when left out",
        ),
    ],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let counted = Counted::read(leaf, settings.keys()?, &KEYS)?;
    let (value, each, full) = (counted.value.operand.clone(), counted.each.operand(), leaf.full.operand());
    let (mut rule, reason) = match &counted.every {
        None => (Sentence::of(Phrase::DeductRule { each: each.clone(), full }), Phrase::DeductReason { value, each }),
        Some((every, counting)) => {
            let every = leaf.beside_value(every);
            let mut rule = Sentence::of(Phrase::DeductRuleEvery { every: every.clone(), each: each.clone(), full });
            rule.phrases.push(counting.phrase());
            (rule, Phrase::DeductReasonEvery { value, every, each })
        }
    };
    if let Some(most) = &counted.most {
        rule.phrases.push(Phrase::DeductAtMost { most: most.operand() });
    }
    let nothing = Number::structural(Decimal::ZERO, Quantity::Plain, &leaf.spot);
    Some(Lowered {
        raw: leaf.full.expr.clone().minus(counted.points()),
        rule,
        reason: Sentence::of(reason),
        target: Some(leaf.beside_value(&nothing)),
    })
}
