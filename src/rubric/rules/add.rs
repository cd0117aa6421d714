//! 累加法: so many points for each, up to full points.
//!
//! 有一次节能工作会议纪要或记录的得1分,最多得2分; 每完成1000亩,加0.1分,以3分为限. Several things may be counted, added up or
//! the highest only: 获国家、省、市推广的分别加5、3、2分,不重复加分.
//!
//! In a penalty the points are those taken off, and the words say so.

use super::counting::{COUNT, Counted};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::program::{Expr, Many, Operand, Part, Quantity, Sentence, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "add", title: both("累加法", "additions"), shape: Shape::Keys(&KEYS), lower };

/// The keys that count, and what stands beside them.
macro_rules! counting_keys {
    ($($more:expr),*) => {
        &[
            Key::optional("each", Kind::Number, "每项(每个档次)得的分", "points for each"),
            Key::optional("every", Kind::Number, "一个档次的幅度;不写为每1项", "the size of a step; one when left out"),
            Key::optional("count", COUNT, "不足一个档次的不计、按一个计或按比例计", "whether part of a step counts not, as a whole one, or in proportion"),
            Key::optional("at_most", Kind::Number, "累计最多得的分;不写为满分", "the most in all; full points when left out"),
            $($more),*
        ]
    };
}

static KEYS: Keys = Keys {
    what: both("累加法", "the rule `add`"),
    keys: counting_keys!(
        Key::optional(
            "counters",
            Kind::Rows(&COUNTER),
            "几项分别加分的事项",
            "several things that are counted, each in its own way"
        ),
        Key::optional(
            "highest_only",
            Kind::YesNo,
            "几项中只取最高的一项,不重复加分",
            "the highest of several counts only"
        )
    ),
};

static COUNTER: Keys = Keys {
    what: both("一项加分事项", "a counter of the rule `add`"),
    keys: counting_keys!(Key::required("value", Kind::Expression, "计数的值", "what is counted")),
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    if section.has("counters") { several(leaf, section) } else { one(leaf, section) }
}

fn one(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>) -> Option<Lowered> {
    if !section.has("each") {
        leaf.missing(section, "each", &KEYS);
        return None;
    }
    let counted = Counted::read(leaf, section, &KEYS)?;
    let off = leaf.part == Part::Penalty;
    let (value, each, full) = (counted.value.operand.clone(), counted.each.operand(), leaf.cap().operand());
    let (rule, reason) = match &counted.every {
        None => {
            let rule = if off {
                Phrase::PenaltyRule { each: each.clone(), full }
            } else {
                Phrase::AddRule { each: each.clone(), full }
            };
            (rule, if off { Phrase::DeductReason { value, each } } else { Phrase::AddReason { value, each } })
        }
        Some((every, _)) => {
            let every = leaf.beside_value(every);
            let (every_too, each_too) = (every.clone(), each.clone());
            if off {
                let rule = Phrase::PenaltyRuleEvery { every: every_too, each: each_too, full };
                (rule, Phrase::DeductReasonEvery { value, every, each })
            } else {
                let rule = Phrase::AddRuleEvery { every: every_too, each: each_too, full };
                (rule, Phrase::AddReasonEvery { value, every, each })
            }
        }
    };
    let mut rule = Sentence::of(rule);
    rule.phrases.extend(counted.every.as_ref().map(|(_, counting)| counting.phrase()));
    rule.phrases.extend(most(&counted, off));
    Some(Lowered::new(counted.points(), rule, reason))
}

/// The cap of what is counted, in words.
fn most(counted: &Counted, off: bool) -> Option<Phrase<Operand>> {
    let most = counted.most.as_ref()?.operand();
    Some(if off { Phrase::DeductAtMost { most } } else { Phrase::AddAtMost { most } })
}

fn several(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>) -> Option<Lowered> {
    let off = leaf.part == Part::Penalty;
    let rows = section.rows("counters");
    let read =
        |(at, row): (usize, &Section<'_>)| Counted::read_row(leaf, row, &COUNTER, &format!("counters.{}.", at + 1));
    let counters: Vec<Option<Counted>> = rows.iter().enumerate().map(read).collect();
    let counters: Vec<Counted> = counters.into_iter().collect::<Option<_>>()?;
    if counters.is_empty() {
        leaf.missing(section, "counters", &KEYS);
        return None;
    }
    let (mut rule, mut reason) = (Sentence::default(), Sentence::default());
    for counted in &counters {
        let (what, each) = (counted.what(), counted.each.operand());
        rule.phrases.push(match (&counted.every, off) {
            (None, false) => Phrase::AddCounter { what: what.clone(), each: each.clone() },
            (None, true) => Phrase::DeductCounter { what: what.clone(), each: each.clone() },
            (Some((every, _)), false) => {
                Phrase::AddCounterEvery { what: what.clone(), every: every.operand(), each: each.clone() }
            }
            (Some((every, _)), true) => {
                Phrase::DeductCounterEvery { what: what.clone(), every: every.operand(), each: each.clone() }
            }
        });
        rule.phrases.extend(counted.every.as_ref().map(|(_, counting)| counting.phrase()));
        rule.phrases.extend(most(counted, off));
        let value = counted.value.operand.clone();
        reason.phrases.push(if off {
            Phrase::DeductCounterReason { what, value, each }
        } else {
            Phrase::AddCounterReason { what, value, each }
        });
    }
    let highest = section.yes_no("highest_only") == Some(true);
    rule.phrases.extend(highest.then_some(Phrase::AddHighestOnly));
    rule.phrases.push(Phrase::AddAtMost { most: leaf.cap().operand() });
    let many = if highest { Many::Max } else { Many::Sum };
    let earned = Expr::Many(many, counters.iter().map(Counted::points).collect());
    let spot = leaf.spot.clone();
    let value = leaf.define_value(Typed { expr: earned, kind: Type::Number(Quantity::Plain) }, String::new(), &spot);
    Some(Lowered::new(value.expr, rule, reason))
}
