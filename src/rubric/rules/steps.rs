//! 加减分法: base points at the target, so many points for each step above or below it.
//!
//! 完成得基本分;每增加1%加1分,最高加2分;每少1%扣1分,扣完为止.

use super::counting::{COUNT, Counting};
use super::{RuleKind, Settings, Shape};
use crate::diagnostic::Spot;
use crate::document::{Key, Keys, Kind, Section};
use crate::program::{Branch, Expr, Many, Operand, Quantity, Sentence, Unary};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "steps", title: both("加减分法", "steps"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("加减分法", "the rule `steps`"),
    keys: &[
        Key::required("target", Kind::Number, "目标值", "the target"),
        Key::optional(
            "base",
            Kind::Number,
            "达到目标得的分;不写为满分",
            "points at the target; full points when left out",
        ),
        Key::optional("above", Kind::Table(&SIDE), "高于目标时", "above the target"),
        Key::optional("below", Kind::Table(&SIDE), "低于目标时", "below the target"),
        Key::optional(
            "count",
            COUNT,
            "不足一个档次的不计、按一个计或按比例计",
            "whether part of a step counts not, as a whole one, or in proportion",
        ),
        Key::optional(
            "measure",
            MEASURE,
            "幅度按百分点(绝对值)还是按目标值的百分比",
            "steps in points or in percent of the target",
        ),
    ],
};

/// The kind of the key `measure`.
const MEASURE: Kind = Kind::OneOf(&["absolute", "of-target"]);

static SIDE: Keys = Keys {
    what: both("加减分的一侧", "one side of the rule `steps`"),
    keys: &[
        Key::required("every", Kind::Number, "一个档次的幅度", "the size of a step"),
        Key::optional("add", Kind::Number, "每个档次加的分", "points each step adds"),
        Key::optional("deduct", Kind::Number, "每个档次扣的分", "points each step deducts"),
        Key::optional("at_most", Kind::Number, "这一侧最多加或扣的分", "the most this side adds or deducts"),
        Key::optional(
            "measure",
            MEASURE,
            "这一侧的幅度怎样计;不写则与整条规则相同",
            "how this side's steps are measured; as the rule's when left out",
        ),
    ],
};

/// One side of the target: its change of points, and its words.
struct Side {
    change: Expr,
    phrase: Phrase<Operand>,
    adds: bool,
    /// Whether nothing but full points or zero ends it.
    free: bool,
    /// Whether its steps are written as a percentage.
    percent: bool,
    spot: Spot,
}

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let (value, quantity) = leaf.number_value()?;
    let target = leaf.required(section, "", "target");
    let base = leaf.optional(section, "", "base");
    let counting = Counting::read(leaf, section, &KEYS);
    let of_target = of_target(section);
    let (target, base, counting) = (target?, base?, counting?);
    leaf.comparable(&quantity, &target)?;
    if let Some(base) = &base {
        leaf.within_full(base)?;
    }
    let base_expr = base.as_ref().unwrap_or(&leaf.full).expr.clone();
    let base_operand = base.as_ref().unwrap_or(&leaf.full).operand();

    let gap = value.expr.clone().minus(target.expr.clone());
    let mut raw = base_expr.clone();
    let mut rule = Sentence::of(Phrase::StepsTarget { target: leaf.beside_value(&target), base: base_operand.clone() });
    let (mut relative, mut of_points) = (false, false);
    let mut branches = Vec::new();
    let (mut adding, mut runs_out) = (0, false);
    for (key, above) in [("above", true), ("below", false)] {
        let Some(side) = section.section(key) else { continue };
        let gap = if above { gap.clone() } else { gap.clone().negate() };
        let steps = StepSize { gap, target: &target, counting, of_target, whole: section };
        let (side, of_target) = one_side(leaf, &side, above, &steps)?;
        relative |= of_target;
        of_points |= side.percent && !of_target;
        let changed = Expr::Many(Many::Sum, vec![base_expr.clone(), side.change]);
        let beyond = if above {
            target.expr.clone().less(value.expr.clone())
        } else {
            value.expr.clone().less(target.expr.clone())
        };
        raw = changed.when(beyond.clone(), raw);
        adding += usize::from(side.adds);
        runs_out |= side.free && !side.adds;
        branches.push(Branch { holds: beyond, says: side.phrase.clone(), spot: side.spot });
        rule.phrases.push(side.phrase);
    }
    if adding == 2 {
        leaf.report(RubricProblem::BothSidesAdd { id: leaf.id.to_owned() }, &leaf.spot);
    }
    let reached = Phrase::StepsReached { target: leaf.beside_value(&target), base: base_operand };
    branches.push(Branch { holds: Expr::ONE, says: reached, spot: target.spot.clone() });
    rule.phrases.push(counting.phrase());
    if of_points {
        rule.phrases.push(Phrase::StepsOfPoints);
    }
    if relative {
        rule.phrases.push(Phrase::StepsOfTarget);
    }
    let reason =
        Phrase::StepsReason { value: value.operand, target: leaf.beside_value(&target), points: leaf.points() };
    let reaches_full = base.is_none();
    Some(
        Lowered::new(raw, rule, reason)
            .aiming_at(reaches_full.then(|| leaf.beside_value(&target)))
            .branching(branches)
            .running_out(runs_out),
    )
}

/// Whether steps are measured in percent of the target, where it is said.
fn of_target(section: &Section<'_>) -> Option<bool> {
    section.one_of("measure").map(|word| word.text == "of-target")
}

struct StepSize<'s, 'a> {
    gap: Expr,
    target: &'s Number,
    counting: Counting,
    of_target: Option<bool>,
    whole: &'s Section<'a>,
}

/// Lowers one side; also whether its steps are measured in percent of the target.
fn one_side(
    leaf: &mut LeafWork<'_, '_, '_>,
    side: &Section<'_>,
    above: bool,
    steps: &StepSize<'_, '_>,
) -> Option<(Side, bool)> {
    let prefix = if above { "above." } else { "below." };
    let every = leaf.required(side, prefix, "every")?;
    leaf.positive("every", &every)?;
    // Steps of a plain number can only be absolute; «每少1%» of a percentage is open.
    let of_target = match of_target(side).or(steps.of_target) {
        Some(of_target) => of_target,
        None if every.quantity == Quantity::Percent => {
            leaf.undecided(steps.whole, "measure", &KEYS, "absolute");
            return None;
        }
        None => false,
    };
    let (adds, points) = match (side.has("add"), side.has("deduct")) {
        (true, false) => (true, leaf.required(side, prefix, "add")?),
        (false, true) => (false, leaf.required(side, prefix, "deduct")?),
        (add, deduct) => {
            let found = usize::from(add) + usize::from(deduct);
            leaf.report(RubricProblem::AddOrDeduct { found }, &side.spot);
            return None;
        }
    };
    leaf.positive(if adds { "add" } else { "deduct" }, &points)?;
    let most = leaf.optional(side, prefix, "at_most")?;
    let size = if of_target {
        every.expr.clone().times(Expr::Unary(Unary::Abs, Box::new(steps.target.expr.clone())))
    } else {
        every.expr.clone()
    };
    let count = steps.counting.steps(steps.gap.clone().over(size));
    let mut change = count.times(points.expr.clone());
    if let Some(most) = &most {
        change = change.min(most.expr.clone());
    }
    if !adds {
        change = change.negate();
    }
    let free = most.is_none();
    let phrase = words(above, adds, leaf.beside_value(&every), points.operand(), most.map(|most| most.operand()));
    let percent = every.quantity == Quantity::Percent;
    Some((Side { change, phrase, adds, free, percent, spot: every.spot }, of_target))
}

fn words(above: bool, adds: bool, every: Operand, points: Operand, most: Option<Operand>) -> Phrase<Operand> {
    match (above, adds, most) {
        (true, true, Some(most)) => Phrase::StepsAboveAdd { every, points, most },
        (true, false, Some(most)) => Phrase::StepsAboveDeduct { every, points, most },
        (false, true, Some(most)) => Phrase::StepsBelowAdd { every, points, most },
        (false, false, Some(most)) => Phrase::StepsBelowDeduct { every, points, most },
        (true, true, None) => Phrase::StepsAboveAddFree { every, points },
        (true, false, None) => Phrase::StepsAboveDeductFree { every, points },
        (false, true, None) => Phrase::StepsBelowAddFree { every, points },
        (false, false, None) => Phrase::StepsBelowDeductFree { every, points },
    }
}
