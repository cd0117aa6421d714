//! 扣分法: from full points, so many off for each occurrence, down to zero.
//!
//! 每发现一起扣2分,扣完为止; 每下降2%扣0.5分,最高扣10分; 每迟报一天扣1分,迟报四天及以上不得分. Several counters share the
//! points of one item, each with its own cap: 每迟报一次扣0.5分,漏报一次扣1分.

use super::counting::{COUNT, Counted};
use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{Expr, Many, Quantity, Sentence, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered, Number};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "deduct", title: both("扣分法", "deductions"), shape: Shape::Keys(&KEYS), lower };

/// The keys that count, and what stands beside them.
macro_rules! counting_keys {
    ($($more:expr),*) => {
        &[
            Key::optional("each", Kind::Number, "每次(每个档次)扣的分", "points off for each"),
            Key::optional("every", Kind::Number, "一个档次的幅度;不写为每发生1次", "the size of a step; one occurrence when left out"),
            Key::optional("count", COUNT, "不足一个档次的不计、按一个计或按比例计", "whether part of a step counts not, as a whole one, or in proportion"),
            Key::optional("at_most", Kind::Number, "最多扣的分;不写则扣完为止", "the most that is deducted; everything when left out"),
            Key::optional("zero_from", Kind::Number, "达到这个数即不得分", "from this value on nothing is earned"),
            $($more),*
        ]
    };
}

static KEYS: Keys = Keys {
    what: both("扣分法", "the rule `deduct`"),
    keys: counting_keys!(Key::optional(
        "counters",
        Kind::Rows(&COUNTER),
        "几项分别扣分的事项",
        "several things that are counted, each in its own way"
    )),
};

static COUNTER: Keys = Keys {
    what: both("一项扣分事项", "a counter of the rule `deduct`"),
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
    let mut raw = leaf.full.expr.clone().minus(counted.points());
    if let Some(from) = leaf.optional(section, "", "zero_from")? {
        leaf.positive("zero_from", &from)?;
        rule.phrases.push(Phrase::DeductZeroFrom { from: leaf.beside_value(&from) });
        raw = Expr::ZERO.when(from.expr.clone().at_most(counted.value.expr.clone()), raw);
    }
    let nothing = Number::structural(Decimal::ZERO, Quantity::Plain, &leaf.spot);
    let runs_out = counted.most.is_none();
    Some(Lowered::new(raw, rule, reason).aiming_at(leaf.beside_value(&nothing)).running_out(runs_out))
}

fn several(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>) -> Option<Lowered> {
    let mut rule = Sentence::of(Phrase::DeductFrom { full: leaf.full.operand() });
    let mut reason = Sentence::default();
    let (mut lost, mut cliffs) = (Vec::new(), Vec::new());
    let mut complete = true;
    for (position, row) in section.rows("counters").iter().enumerate() {
        match counter(leaf, row, position + 1, &mut rule, &mut reason) {
            Some((points, cliff)) => {
                lost.push(points);
                cliffs.extend(cliff);
            }
            None => complete = false,
        }
    }
    if !complete || lost.is_empty() {
        return None;
    }
    let lost = Typed { expr: Expr::Many(Many::Sum, lost), kind: Type::Number(Quantity::Plain) };
    let spot = leaf.spot.clone();
    let lost = leaf.define_value(lost, String::new(), &spot);
    let left = leaf.full.expr.clone().minus(lost.expr);
    let raw = if cliffs.is_empty() { left } else { Expr::ZERO.when(Expr::Many(Many::Or, cliffs), left) };
    Some(Lowered::new(raw, rule, reason))
}

/// One of several counters: what it deducts, and the condition under which nothing is earned at all.
fn counter(
    leaf: &mut LeafWork<'_, '_, '_>,
    row: &Section<'_>,
    position: usize,
    rule: &mut Sentence,
    reason: &mut Sentence,
) -> Option<(Expr, Option<Expr>)> {
    let prefix = format!("counters.{position}.");
    let counted = Counted::read_row(leaf, row, &COUNTER, &prefix)?;
    let (name, each) = (counted.what(), counted.each.operand());
    match &counted.every {
        None => rule.phrases.push(Phrase::DeductCounter { what: name.clone(), each: each.clone() }),
        Some((every, counting)) => {
            let every = every.operand();
            rule.phrases.push(Phrase::DeductCounterEvery { what: name.clone(), every, each: each.clone() });
            rule.phrases.push(counting.phrase());
        }
    }
    if let Some(most) = &counted.most {
        rule.phrases.push(Phrase::DeductAtMost { most: most.operand() });
    }
    reason.phrases.push(Phrase::DeductCounterReason { what: name, value: counted.value.operand.clone(), each });
    let cliff = match leaf.optional(row, &prefix, "zero_from")? {
        None => None,
        Some(from) => {
            leaf.positive("zero_from", &from)?;
            rule.phrases.push(Phrase::DeductZeroFrom { from: from.operand() });
            Some(from.expr.clone().at_most(counted.value.expr.clone()))
        }
    };
    Some((counted.points(), cliff))
}
