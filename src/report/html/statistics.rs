//! The numbers of the page that are of many units: exact, rounded as the rubric rounds.

use crate::analysis::gaps::Common;
use crate::number::{Decimal, Rounding};
use crate::program::NodeId;
use crate::scoring::Assessment;

/// Totals of some units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    /// How many units there are.
    pub(super) units: usize,
    /// The totals that are known, rising.
    pub(super) sorted: Vec<Decimal>,
    /// Units of each grade, in the order of the program's grades.
    pub(super) grades: Vec<usize>,
    rounding: Rounding,
}

impl Totals {
    /// The totals of these units.
    pub(super) fn of(assessment: &Assessment, units: impl Iterator<Item = usize> + Clone) -> Totals {
        let program = &assessment.program;
        let mut sorted: Vec<Decimal> = units.clone().filter_map(|unit| assessment.total(unit).get()).collect();
        sorted.sort_unstable();
        let mut grades = vec![0; program.grades.len()];
        for unit in units.clone() {
            if let Some(count) = assessment.grade(unit).and_then(|grade| grades.get_mut(grade)) {
                *count += 1;
            }
        }
        Totals { units: units.count(), sorted, grades, rounding: program.rounding.rounding(program.rounding.total) }
    }

    /// Their mean.
    pub(super) fn mean(&self) -> Option<Decimal> {
        mean(self.sorted.iter().copied(), self.rounding)
    }

    /// The middle one, or the mean of the two in the middle.
    pub(super) fn median(&self) -> Option<Decimal> {
        let (low, high) = (self.sorted.len().saturating_sub(1) / 2, self.sorted.len() / 2);
        mean([*self.sorted.get(low)?, *self.sorted.get(high)?].into_iter(), self.rounding)
    }

    /// Units without a total.
    pub(super) fn without(&self) -> usize {
        self.units - self.sorted.len()
    }
}

/// The mean, rounded; none of nothing, nor where the sum is too great.
pub(super) fn mean(values: impl Iterator<Item = Decimal>, rounding: Rounding) -> Option<Decimal> {
    let (mut sum, mut count) = (Decimal::ZERO, 0_u64);
    for value in values {
        sum = sum.checked_add(value)?;
        count += 1;
    }
    Some(rounding.apply(sum.checked_div(Decimal::from(count))?))
}

/// What units earn on a node on average, where both its points and its full points are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MeanOf {
    pub(super) points: Decimal,
    pub(super) full: Decimal,
    /// Mean points over mean full points, to four decimals.
    pub(super) share: Option<Decimal>,
}

/// The mean of a node over these units.
pub(super) fn mean_of(assessment: &Assessment, node: NodeId, units: impl Iterator<Item = usize>) -> Option<MeanOf> {
    let plan = &assessment.program.rounding;
    let of = assessment.program.node(node);
    let rounding = plan.rounding(crate::report::facts::digits(plan, of.level, of.leaf.is_some()));
    let known: Vec<(Decimal, Decimal)> = units
        .filter_map(|unit| Some((assessment.points(node, unit).get()?, assessment.full(node, unit).get()?)))
        .collect();
    let sum =
        |pick: fn(&(Decimal, Decimal)) -> Decimal| known.iter().map(pick).try_fold(Decimal::ZERO, Decimal::checked_add);
    let (points, full) = (sum(|pair| pair.0)?, sum(|pair| pair.1)?);
    let share = points.checked_div(full).map(|share| Rounding { digits: 4, ..rounding }.apply(share));
    Some(MeanOf {
        points: mean(known.iter().map(|pair| pair.0), rounding)?,
        full: mean(known.iter().map(|pair| pair.1), rounding)?,
        share,
    })
}

/// What each unit that lost points on a leaf lost on average.
pub(super) fn mean_lost(assessment: &Assessment, common: &Common) -> Option<Decimal> {
    let rounding = assessment.program.rounding.rounding(assessment.program.rounding.leaf);
    let count = Decimal::from(common.units.len());
    Some(rounding.apply(common.lost.checked_div(count)?))
}

/// A range of totals, its lower bound included, its upper one not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bin {
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    pub(super) count: usize,
}

/// The totals in ranges of equal width: 1, 2 or 5 times a power of ten, between ten and some twenty of them.
pub(super) fn bins(totals: &Totals) -> Vec<Bin> {
    const MOST: u32 = 20;
    let (Some(low), Some(high)) = (totals.sorted.first(), totals.sorted.last()) else { return Vec::new() };
    let steps = [1, 2, 5].map(Decimal::from);
    let mut widths = (0..20).flat_map(|power| steps.map(|step| step.checked_mul(Decimal::from(10_u64.pow(power)))));
    let floor = |width: Decimal| low.checked_div(width).and_then(|times| times.floor().checked_mul(width));
    let fits = |width: &Decimal| {
        let span = floor(*width).and_then(|floor| high.checked_sub(floor));
        span.and_then(|span| span.checked_div(*width)).is_some_and(|times| times < Decimal::from(MOST))
    };
    let Some(width) = widths.find_map(|width| width.filter(fits)) else { return Vec::new() };
    let Some(mut from) = floor(width) else { return Vec::new() };
    let mut bins = Vec::new();
    while from <= *high {
        let Some(to) = from.checked_add(width) else { break };
        let below = |limit: Decimal| totals.sorted.partition_point(|total| *total < limit);
        bins.push(Bin { from, to, count: below(to) - below(from) });
        from = to;
    }
    bins
}
