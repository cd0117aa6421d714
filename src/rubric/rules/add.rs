//! 累加法: so many points for each, up to full points.
//!
//! 有一次节能工作会议纪要或记录的得1分,最多得2分; 每完成1000亩,加0.1分,以3分为限.

use super::counting::{COUNT, Counted};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::program::Sentence;
use crate::rubric::workshop::{LeafWork, Lowered};
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
    let counted = Counted::read(leaf, settings.keys()?, &KEYS)?;
    let (value, each, full) = (counted.value.operand.clone(), counted.each.operand(), leaf.full.operand());
    let (mut rule, reason) = match &counted.every {
        None => (Sentence::of(Phrase::AddRule { each: each.clone(), full }), Phrase::AddReason { value, each }),
        Some((every, counting)) => {
            let every = leaf.beside_value(every);
            let mut rule = Sentence::of(Phrase::AddRuleEvery { every: every.clone(), each: each.clone(), full });
            rule.phrases.push(counting.phrase());
            (rule, Phrase::AddReasonEvery { value, every, each })
        }
    };
    if let Some(most) = &counted.most {
        rule.phrases.push(Phrase::AddAtMost { most: most.operand() });
    }
    Some(Lowered { raw: counted.points(), rule, reason: Sentence::of(reason), target: None })
}
