//! 扣分法: from full points, so many off for each occurrence, down to zero.
//!
//! 每发现一起扣2分,扣完为止; 每下降2%扣0.5分,最高扣10分.

use super::counting::{COUNT, Counting};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::number::Decimal;
use crate::program::{Quantity, Sentence};
use crate::rubric::lower::{LeafWork, Lowered};
use crate::rubric::number::Number;
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
    let section = settings.keys()?;
    let (value, quantity) = leaf.number_value()?;
    let (each, every, most) = (
        leaf.required(section, "", "each"),
        leaf.optional(section, "", "every"),
        leaf.optional(section, "", "at_most"),
    );
    let (each, every, most) = (each?, every?, most?);
    leaf.positive("each", &each)?;
    let full = leaf.full.operand();
    let (steps, mut rule, reason) = match every {
        None => (
            value.expr.clone(),
            Sentence::of(Phrase::DeductRule { each: each.operand(), full }),
            Phrase::DeductReason { value: value.operand.clone(), each: each.operand() },
        ),
        Some(every) => {
            leaf.positive("every", &every)?;
            leaf.comparable(&quantity, &every)?;
            let counting = Counting::read(leaf, section, &KEYS)?;
            let mut rule =
                Sentence::of(Phrase::DeductRuleEvery { every: leaf.beside_value(&every), each: each.operand(), full });
            rule.phrases.push(counting.phrase());
            let reason = Phrase::DeductReasonEvery {
                value: value.operand.clone(),
                every: leaf.beside_value(&every),
                each: each.operand(),
            };
            (counting.steps(value.expr.clone().over(every.expr.clone())), rule, reason)
        }
    };
    let mut lost = steps.times(each.expr.clone());
    if let Some(most) = most {
        leaf.within_full(&most)?;
        lost = lost.min(most.expr.clone());
        rule.phrases.push(Phrase::DeductAtMost { most: most.operand() });
    }
    let nothing = Number::structural(Decimal::ZERO, Quantity::Plain, &leaf.spot);
    Some(Lowered {
        raw: leaf.full.expr.clone().minus(lost),
        rule,
        reason: Sentence::of(reason),
        target: Some(leaf.beside_value(&nothing)),
    })
}
