//! Where a place may lie until everything missing has arrived: a unit's best place is the one it has when its own open
//! values turn out best and everybody else's worst. Exact, but for two things: equal totals that only an arriving value
//! would make equal share the better place at best and stand behind each other at worst where tie breakers decide; and
//! where equal units do not use up places (1 2 2 3), units that would come to be equal are counted apart.

use std::collections::BTreeSet;

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{EffectKind, Ties, Vetoed};
use crate::scoring::{Assessment, Open};

/// A unit whose place is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlaces {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// Its own open values and conditions.
    pub open: usize,
    /// The least and the greatest total, where its own is open.
    pub total: Option<(Decimal, Decimal)>,
    /// The best and the worst place.
    pub places: (usize, usize),
    /// The worst and the best grade, as positions in [`crate::program::Program::grades`], where its own is open.
    pub grades: Option<(usize, usize)>,
}

/// What a place goes by: whoever a veto puts last comes behind the others, then the total. The greater is better.
type Standing = (bool, Decimal);

/// A unit's standing at worst and at best.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: Standing,
    high: Standing,
    open: bool,
}

/// The units whose places are not settled, in the order of the ranking; nobody where nothing is missing.
pub(super) fn of(assessment: &Assessment) -> Vec<OpenPlaces> {
    if !(0..assessment.units()).any(|unit| assessment.interval(unit).is_some()) {
        return Vec::new();
    }
    let ranges: Vec<Option<Range>> = (0..assessment.units()).map(|unit| range(assessment, unit)).collect();
    let sorted = |pick: &dyn Fn(&Range) -> Standing, open: bool| {
        let mut all: Vec<Standing> = ranges.iter().flatten().filter(|range| range.open == open).map(pick).collect();
        all.sort_unstable();
        all
    };
    let (lows, highs) = (sorted(&|range| range.low, true), sorted(&|range| range.high, true));
    let closed = sorted(&|range| range.low, false);
    let ranking = &assessment.program.ranking;
    let broken = ranking.ties == Ties::Ordinal || !ranking.tie_breakers.is_empty();
    let above = |all: &[Standing], than: Standing| all.len() - all.partition_point(|other| *other <= than);
    // Whoever may come to be equal stands before it at worst where something decides between equals.
    let may_be_above = |all: &[Standing], than: Standing| {
        if broken { all.len() - all.partition_point(|other| *other < than) } else { above(all, than) }
    };
    let before = settled_before(assessment, &ranges);
    let of_unit = |unit: &usize| {
        let own = (*ranges.get(*unit)?)?;
        let (best, worst) = if own.open {
            let itself = usize::from(own.high > own.low || broken);
            let best = above(&closed, own.high) + above(&lows, own.high) + 1;
            (best, may_be_above(&closed, own.low) + may_be_above(&highs, own.low) + 1 - itself)
        } else {
            let before = before.get(*unit).copied().unwrap_or_default();
            (before + above(&lows, own.low) + 1, before + may_be_above(&highs, own.low) + 1)
        };
        let interval = assessment.interval(*unit);
        (best != worst || interval.is_some()).then(|| OpenPlaces {
            unit: *unit,
            open: interval.map_or(0, |interval| interval.open.len()),
            total: interval.and_then(|interval| interval.total),
            places: (best, worst),
            grades: interval.and_then(|interval| interval.grade),
        })
    };
    assessment.order().iter().filter_map(of_unit).collect()
}

/// Where a unit may stand; none where it is off the ranking for good, or nothing can be told.
fn range(assessment: &Assessment, unit: usize) -> Option<Range> {
    let program = &assessment.program;
    let total = assessment.total(unit).get();
    if total.is_some() && assessment.rank(unit).is_none() {
        return None;
    }
    let interval = assessment.interval(unit);
    let (low, high) = interval.and_then(|interval| interval.total).or_else(|| total.map(|total| (total, total)))?;
    let is_veto = |at: usize| program.effects.get(at).is_some_and(|effect| effect.kind == EffectKind::Veto);
    let last = program.ranking.vetoed == Some(Vetoed::Last);
    let vetoed = last && assessment.effects(unit).any(is_veto);
    let open = interval.map(|interval| interval.open.as_slice()).unwrap_or_default();
    let may_be = last && open.iter().any(|open| matches!(open, Open::Effect(at) if is_veto(*at)));
    let guard = |total: Decimal| number::guard(total, GUARD_DIGITS);
    let (low, high) = ((!vetoed && !may_be, guard(low)), (!vetoed, guard(high)));
    Some(Range { low, high, open: low != high })
}

/// By unit: how many of the settled ones stand before it, as the rubric counts equal ones.
fn settled_before(assessment: &Assessment, ranges: &[Option<Range>]) -> Vec<usize> {
    let dense = assessment.program.ranking.ties == Ties::Dense;
    let mut before = vec![0; ranges.len()];
    let (mut counted, mut places, mut last) = (0, BTreeSet::new(), (None, 0));
    for unit in assessment.order() {
        let settled = ranges.get(*unit).copied().flatten().is_some_and(|range| !range.open);
        let Some(rank) = assessment.rank(*unit).filter(|_| settled) else { continue };
        if last.0 != Some(rank) {
            last = (Some(rank), if dense { places.len() } else { counted });
        }
        if let Some(slot) = before.get_mut(*unit) {
            *slot = last.1;
        }
        counted += 1;
        places.insert(rank);
    }
    before
}
