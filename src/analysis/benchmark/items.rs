//! 评分项分析: what each item tells of units, for whoever writes next year's rubric.
//!
//! Rates are over the units that have a value on the leaf. What stands in the total, also by the policies for what is
//! missing, enters the shares of the variance.

use rayon::prelude::*;

use super::basis::{Basis, mean};
use super::correlation::{self, Pair};
use crate::analysis::statistics::{Joint, LEAST, Sums, billionths, quotient};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{NodeId, Part, Status};

/// Per cent of units at the top and at the bottom that discrimination looks at (Kelley 1939).
const KELLEY: usize = 27;
/// Units below which nothing is asked: the figures of a few say little of an item.
pub const ENOUGH: usize = 10;
/// Per cent of units at full, at zero or without a value from which it is asked about.
const MANY: usize = 80;
const MANY_MISSING: usize = 20;

/// Below this an item hardly tells strong units from weak ones: a tenth of its points. Ebel's 0.2 is of examinations, in
/// which rates lie further apart.
pub const POOR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// From this on two items measure much the same.
pub const ALIKE: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

/// What is asked about an item; never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// All units have the same rate.
    AllSame,
    /// Most units earn full points.
    Ceiling,
    /// Most units earn nothing.
    Floor,
    /// The strong units do worse than the weak ones.
    Reversed,
    /// The strong units do hardly better than the weak ones.
    Flat,
    /// Many units gave no value.
    Missing,
}

impl Question {
    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Question::AllSame => "all-same",
            Question::Ceiling => "ceiling",
            Question::Floor => "floor",
            Question::Reversed => "reversed",
            Question::Flat => "flat",
            Question::Missing => "missing",
        }
    }
}

/// What an item tells of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The leaf.
    pub node: NodeId,
    /// Units with a value.
    pub count: usize,
    /// Of these, those at full points or above.
    pub full: usize,
    /// Of these, those without points.
    pub zero: usize,
    /// Units that gave no value.
    pub missing: usize,
    /// Units to which it does not apply.
    pub not_applicable: usize,
    /// The mean rate.
    pub mean: Option<Decimal>,
    /// The standard deviation of the rates, as of a population.
    pub deviation: Option<Decimal>,
    /// The coefficient of variation: the deviation as a share of the mean.
    pub variation: Option<Decimal>,
    /// The mean rate of the best 27 % less that of the worst 27 %, by total.
    pub discrimination: Option<Decimal>,
    /// The correlation of its points with the total less these points.
    pub item_total: Option<Decimal>,
    /// Its share of the variance of the total.
    pub share: Option<Decimal>,
    /// What is asked about it.
    pub questions: Vec<Question>,
}

/// How well the leaves of a section hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alpha {
    /// The section; none for the rubric's hundred as a whole.
    pub node: Option<NodeId>,
    /// Its leaves.
    pub items: usize,
    /// Units that have all of them.
    pub count: usize,
    /// Cronbach's alpha of their points; none where it is undefined.
    pub alpha: Option<Decimal>,
}

/// What the items of a rubric tell of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// Units assessed.
    pub units: usize,
    /// Units with a total.
    pub totals: usize,
    /// Units in the best and in the worst part that discrimination compares.
    pub ends: Option<(usize, usize)>,
    /// Each leaf, in order.
    pub items: Vec<Item>,
    /// The share of the variance of the total that is no item's: caps, weights, rounding, adjustments and effects.
    pub rest: Option<Decimal>,
    /// Every pair of leaves.
    pub pairs: Vec<Pair>,
    /// Each section, then the whole.
    pub alphas: Vec<Alpha>,
}

impl Items {
    /// The pairs of which both correlations were found and one is great, the strongest first: they may measure the same,
    /// or go against each other.
    pub fn alike(&self) -> Vec<&Pair> {
        let strong = |pair: &&Pair| pair.strongest().is_some_and(|r| r.abs() >= ALIKE) && pair.count >= ENOUGH;
        let mut found: Vec<&Pair> = self.pairs.iter().filter(strong).collect();
        found.sort_by_key(|pair| (std::cmp::Reverse(pair.strongest().map(|r| r.abs())), pair.first, pair.second));
        found
    }
}

/// What the leaves of an assessment tell of its units.
pub fn of(basis: &Basis<'_>) -> Items {
    let assessment = basis.assessment;
    let leaves: Vec<NodeId> = assessment.program.leaves().map(|(id, ..)| id).collect();
    let totals: Vec<Option<i128>> =
        (0..assessment.units()).map(|unit| assessment.total(unit).get().and_then(billionths)).collect();
    let ends = Ends::of(&totals);
    let items: Vec<Item> = leaves.par_iter().map(|leaf| item(basis, *leaf, &totals, ends.as_ref())).collect();
    let rates: Vec<Vec<Option<i128>>> = leaves
        .par_iter()
        .map(|leaf| (0..assessment.units()).map(|unit| basis.leaf_rate(*leaf, unit).and_then(billionths)).collect())
        .collect();
    Items {
        units: assessment.units(),
        totals: totals.iter().flatten().count(),
        ends: ends.as_ref().map(|ends| (ends.best.len(), ends.worst.len())),
        rest: rest(basis, &leaves, &totals),
        pairs: correlation::pairs(&rates),
        alphas: alphas(basis),
        items,
    }
}

/// The best and the worst units by total.
struct Ends {
    best: Vec<usize>,
    worst: Vec<usize>,
}

impl Ends {
    /// 27 % on each side, at least one; whoever ties with the last of them is in too. None for fewer than [`LEAST`] units,
    /// or where somebody would be in both.
    fn of(totals: &[Option<i128>]) -> Option<Ends> {
        let mut order: Vec<(i128, usize)> =
            totals.iter().enumerate().filter_map(|(unit, total)| Some(((*total)?, unit))).collect();
        order.sort_unstable();
        if order.len() < LEAST {
            return None;
        }
        let wanted = ((order.len() * KELLEY + 50) / 100).max(1);
        let highest_of_worst = order.get(wanted - 1)?.0;
        let lowest_of_best = order.get(order.len() - wanted)?.0;
        let side = |keep: &dyn Fn(i128) -> bool| -> Vec<usize> {
            order.iter().filter(|(total, _)| keep(*total)).map(|(_, unit)| *unit).collect()
        };
        (highest_of_worst < lowest_of_best).then(|| Ends {
            best: side(&|total| total >= lowest_of_best),
            worst: side(&|total| total <= highest_of_worst),
        })
    }
}

fn item(basis: &Basis<'_>, leaf: NodeId, totals: &[Option<i128>], ends: Option<&Ends>) -> Item {
    let assessment = basis.assessment;
    let units = || 0..assessment.units();
    let rates: Vec<Decimal> = units().filter_map(|unit| basis.leaf_rate(leaf, unit)).collect();
    let with = |status: Status| units().filter(|unit| assessment.status(leaf, *unit) == status).count();
    let sums = rates.iter().map(|rate| billionths(*rate)).collect::<Option<Vec<_>>>().and_then(Sums::of);
    let (mean, deviation) = (sums.and_then(|sums| sums.mean()), sums.and_then(|sums| sums.deviation()));
    let variation = deviation.zip(mean).and_then(|(deviation, mean)| deviation.checked_div(mean));
    let joint = |of: &dyn Fn(i128, i128) -> Option<(i128, i128)>| {
        let pairs = units().filter(|unit| basis.has(leaf, *unit)).filter_map(|unit| {
            let total = totals.get(unit).copied().flatten()?;
            of(counted(basis, leaf, unit)?, total)
        });
        Joint::of(pairs)
    };
    let mut item = Item {
        node: leaf,
        count: rates.len(),
        full: rates.iter().filter(|rate| **rate >= Decimal::ONE).count(),
        zero: rates.iter().filter(|rate| **rate <= Decimal::ZERO).count(),
        missing: with(Status::Missing),
        not_applicable: with(Status::NotApplicable),
        mean,
        deviation,
        variation: variation.map(|variation| number::guard(variation, GUARD_DIGITS)),
        discrimination: ends.and_then(|ends| discrimination(basis, leaf, ends)),
        item_total: joint(&|points, total| Some((points, total.checked_sub(points)?))).and_then(|it| it.correlation()),
        share: share(totals, |unit, _| Some(counted(basis, leaf, unit).unwrap_or_default())),
        questions: Vec::new(),
    };
    item.questions = questions(&item, basis.is_penalty(leaf));
    item
}

/// The points of a leaf as they enter the total, in whole billionths: what a penalty takes off is below 0.
fn counted(basis: &Basis<'_>, leaf: NodeId, unit: usize) -> Option<i128> {
    let points = billionths(basis.assessment.points(leaf, unit).get()?)?;
    Some(if basis.assessment.program.node(leaf).part == Part::Penalty { -points } else { points })
}

/// The share of a part of the total in its variance: cov(part, total) ÷ var(total).
fn share(totals: &[Option<i128>], part: impl Fn(usize, i128) -> Option<i128>) -> Option<Decimal> {
    let pairs = totals.iter().enumerate().filter_map(|(unit, total)| Some((unit, (*total)?)));
    let pairs = pairs.map(|(unit, total)| Some((part(unit, total)?, total))).collect::<Option<Vec<_>>>()?;
    if pairs.len() < LEAST {
        return None;
    }
    let joint = Joint::of(pairs)?;
    Some(number::guard(quotient(joint.covariance()?, joint.spread_of_second()?)?, GUARD_DIGITS))
}

/// The share of what is in the total and in no leaf.
fn rest(basis: &Basis<'_>, leaves: &[NodeId], totals: &[Option<i128>]) -> Option<Decimal> {
    share(totals, |unit, total| {
        let of_leaves = leaves.iter().map(|leaf| counted(basis, *leaf, unit).unwrap_or_default());
        total.checked_sub(of_leaves.sum())
    })
}

/// The mean rate of the best less that of the worst; of a penalty the other way round.
fn discrimination(basis: &Basis<'_>, leaf: NodeId, ends: &Ends) -> Option<Decimal> {
    let of = |units: &[usize]| mean(&units.iter().filter_map(|unit| basis.leaf_rate(leaf, *unit)).collect::<Vec<_>>());
    let apart = of(&ends.best)?.checked_sub(of(&ends.worst)?)?;
    Some(if basis.is_penalty(leaf) { -apart } else { apart })
}

fn questions(item: &Item, penalty: bool) -> Vec<Question> {
    let mut questions = Vec::new();
    let all = item.count + item.missing;
    if all >= ENOUGH && item.missing * 100 >= all * MANY_MISSING {
        questions.push(Question::Missing);
    }
    if item.count < ENOUGH {
        return questions;
    }
    if item.deviation.is_some_and(|deviation| deviation.is_zero()) {
        questions.push(Question::AllSame);
        return questions;
    }
    if item.full * 100 >= item.count * MANY {
        questions.push(Question::Ceiling);
    }
    // That most lose nothing by a penalty is as it should be.
    if item.zero * 100 >= item.count * MANY && !penalty {
        questions.push(Question::Floor);
    }
    match item.discrimination {
        Some(apart) if apart < Decimal::ZERO => questions.push(Question::Reversed),
        Some(apart) if apart < POOR && !penalty => questions.push(Question::Flat),
        _ => {}
    }
    questions
}

fn alphas(basis: &Basis<'_>) -> Vec<Alpha> {
    let program = &basis.assessment.program;
    let ordinary = |id: &NodeId| program.node(*id).part == Part::Ordinary;
    let sections: Vec<NodeId> = program.sections().map(|(id, _)| id).filter(ordinary).collect();
    let whole: Vec<NodeId> = sections.iter().flat_map(|id| basis.leaves(*id)).copied().collect();
    let mut alphas: Vec<Alpha> = sections.par_iter().map(|id| alpha(basis, Some(*id), basis.leaves(*id))).collect();
    alphas.push(alpha(basis, None, &whole));
    alphas
}

/// Cronbach's alpha, k ÷ (k − 1) × (1 − Σ var(item) ÷ var(sum)), over the units that have every leaf.
fn alpha(basis: &Basis<'_>, node: Option<NodeId>, leaves: &[NodeId]) -> Alpha {
    let units: Vec<usize> =
        (0..basis.assessment.units()).filter(|unit| leaves.iter().all(|leaf| basis.has(*leaf, *unit))).collect();
    let of = |leaf: NodeId| units.iter().map(move |unit| counted(basis, leaf, *unit)).collect::<Option<Vec<_>>>();
    let value = || {
        if leaves.len() < 2 || units.len() < LEAST {
            return None;
        }
        let mut sums = vec![0_i128; units.len()];
        let mut spreads = 0_i128;
        for leaf in leaves {
            let points = of(*leaf)?;
            spreads = spreads.checked_add(Sums::of(points.iter().copied())?.spread()?)?;
            for (sum, points) in sums.iter_mut().zip(points) {
                *sum = sum.checked_add(points)?;
            }
        }
        let whole = Sums::of(sums)?.spread()?;
        let left = Decimal::ONE.checked_sub(quotient(spreads, whole)?)?;
        let count = Decimal::from(leaves.len());
        let alpha = count.checked_mul(left)?.checked_div(count.checked_sub(Decimal::ONE)?)?;
        Some(number::guard(alpha, GUARD_DIGITS))
    };
    Alpha { node, items: leaves.len(), count: units.len(), alpha: value() }
}
