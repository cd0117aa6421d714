//! What if one weight were 0: the item is left out, the others keep the full points they have together.

use super::weights::Shaking;
use crate::number::{self, Decimal};
use crate::scoring::Drawn;

/// Without one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// The weight, as a position in [`super::Sensitivity::factors`].
    pub factor: usize,
    /// By how many places a unit moves on the mean.
    pub mean_shift: Decimal,
    /// The units that move furthest, at most three, with the places they had and would have.
    pub furthest: Vec<(usize, u64, u64)>,
    /// Units whose grade would be another.
    pub grades: usize,
    /// Units whose place would be another.
    pub places: usize,
}

/// Units that are named.
const NAMED: usize = 3;

pub(super) fn of(shaking: &Shaking<'_>, done: &(impl Fn(usize) + Sync)) -> Vec<Without> {
    let factors = shaking.shaken.factors().len();
    // Of a single weight nothing would be left.
    if factors < 2 {
        return Vec::new();
    }
    let leave_out = |out: usize| (0..factors).map(|factor| if factor == out { 0.0 } else { 1.0 }).collect();
    let draws: Vec<Vec<f64>> = (0..factors).map(leave_out).collect();
    let results = shaking.run(&draws, done, <[Drawn]>::to_vec);
    results.iter().enumerate().map(|(factor, units)| of_factor(shaking, factor, units)).collect()
}

fn of_factor(shaking: &Shaking<'_>, factor: usize, units: &[Drawn]) -> Without {
    let assessment = shaking.assessment;
    let place = |(unit, drawn): (usize, &Drawn)| Some((unit, assessment.rank(unit)?, u64::from(drawn.rank?)));
    let mut moved: Vec<(usize, u64, u64)> = units.iter().enumerate().filter_map(place).collect();
    let sum: u64 = moved.iter().map(|(_, was, is)| was.abs_diff(*is)).sum();
    let mean = Decimal::from(sum).checked_div(Decimal::from(moved.len())).unwrap_or_default();
    moved.retain(|(_, was, is)| was != is);
    let places = moved.len();
    moved.sort_by_key(|(unit, was, is)| (std::cmp::Reverse(was.abs_diff(*is)), *was, *unit));
    moved.truncate(NAMED);
    let other = |(unit, drawn): &(usize, &Drawn)| {
        assessment.grade(*unit) != drawn.grade.and_then(|grade| usize::try_from(grade).ok())
    };
    let grades = units.iter().enumerate().filter(other).count();
    Without { factor, mean_shift: number::guard(mean, 4), furthest: moved, grades, places }
}
