//! 累加法: so many points for each, up to full points.
//!
//! 有一次节能工作会议纪要或记录的得1分,最多得2分; 每完成1000亩,加0.1分,以3分为限.

use super::counting::{COUNT, Counting};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::program::Sentence;
use crate::rubric::lower::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "add", title: both("累加法", "additions"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("累加法", "the rule `add`"),
    keys: &[
        Key::required("each", Kind::Number, "每项(每个档次)得的分", "points for each"),
        Key::optional("every", Kind::Number, "一个档次的幅度;不写为每1项", "the size of a step; one when left out"),
        Key::optional(
            "count",
            COUNT,
            "不足一个档次的不计、按一个计或按比例计",
            "whether part of a step counts not, as a whole one, or in proportion",
        ),
        Key::optional(
            "at_most",
            Kind::Number,
            "累计最多得的分;不写为满分",
            "the most in all; full points when left out",
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
            Sentence::of(Phrase::AddRule { each: each.operand(), full }),
            Phrase::AddReason { value: value.operand.clone(), each: each.operand() },
        ),
        Some(every) => {
            leaf.positive("every", &every)?;
            leaf.comparable(&quantity, &every)?;
            let counting = Counting::read(leaf, section, &KEYS)?;
            let mut rule =
                Sentence::of(Phrase::AddRuleEvery { every: leaf.beside_value(&every), each: each.operand(), full });
            rule.phrases.push(counting.phrase());
            let reason = Phrase::AddReasonEvery {
                value: value.operand.clone(),
                every: leaf.beside_value(&every),
                each: each.operand(),
            };
            (counting.steps(value.expr.clone().over(every.expr.clone())), rule, reason)
        }
    };
    let mut earned = steps.times(each.expr.clone());
    if let Some(most) = most {
        leaf.within_full(&most)?;
        earned = earned.min(most.expr.clone());
        rule.phrases.push(Phrase::AddAtMost { most: most.operand() });
    }
    Some(Lowered { raw: earned, rule, reason: Sentence::of(reason), target: None })
}
