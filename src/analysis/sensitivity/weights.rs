//! Places and grades under shaken weights.

use rayon::prelude::*;

use super::Study;
use super::random::{Random, multiplier};
use crate::number::{self, Decimal};
use crate::scoring::{Assessment, Draw, Drawn, Shaken};

/// An assessment whose weights are shaken for a study.
#[derive(Debug, Clone, Copy)]
pub struct Shaking<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// Its graph in doubles.
    pub shaken: &'a Shaken<'a>,
    /// What is studied.
    pub study: &'a Study,
}

impl Shaking<'_> {
    /// What the weights are multiplied by, from random numbers, one a weight.
    pub(super) fn multipliers(&self, random: impl Iterator<Item = f64>) -> Vec<f64> {
        let shares = self.shares();
        random.zip(shares).map(|(random, share)| multiplier(self.study.distribution, random, share)).collect()
    }

    /// The part of all weights that each has, of the first unit's full points; equal where they are weights of their own.
    fn shares(&self) -> Vec<f64> {
        let full = self.shaken.factors().iter().map(|factor| {
            let full = self.assessment.full(factor.node, 0).get().unwrap_or_default();
            number::to_double(full)
        });
        let full: Vec<f64> = full.collect();
        let sum: f64 = full.iter().sum();
        full.into_iter().map(|full| if sum > 0.0 { full / sum } else { 1.0 }).collect()
    }

    /// The result of every draw of these multipliers, in order, as `take` sees it.
    pub(super) fn run<R: Send>(
        &self,
        draws: &[Vec<f64>],
        done: &(impl Fn(usize) + Sync),
        take: impl Fn(&[Drawn]) -> R + Sync,
    ) -> Vec<R> {
        // As many parts as threads, so that as many sets of columns are held.
        let part = draws.len().div_ceil(rayon::current_num_threads()).max(1);
        let of_part = |part: &[Vec<f64>]| -> Vec<R> {
            let mut draw: Draw = self.shaken.start();
            let one = |multipliers: &Vec<f64>| {
                let taken = take(&self.shaken.draw(&mut draw, multipliers));
                done(1);
                taken
            };
            part.iter().map(one).collect()
        };
        draws.par_chunks(part).map(of_part).flatten_iter().collect()
    }
}

/// Where a unit's place lies under shaken weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSpread {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// Draws in which it had a place.
    pub ranked: usize,
    /// The best and the worst place of all draws.
    pub extremes: Option<(u32, u32)>,
    /// The places between which nine of ten draws lie: the 5 % best and the 5 % worst are outside.
    pub interval: Option<(u32, u32)>,
    /// The middle place.
    pub median: Option<u32>,
    /// The mean place.
    pub mean: Option<Decimal>,
    /// Draws in which its place was the published one.
    pub same_place: usize,
    /// Draws in which its grade was each of the rubric's, best first.
    pub grades: Vec<usize>,
    /// Draws in which its grade was the published one; of all draws where it has none.
    pub same_grade: usize,
}

/// Places and grades of everybody under shaken weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Draws.
    pub draws: usize,
    /// The units in the order of the ranking.
    pub units: Vec<UnitSpread>,
    /// By how many places a unit moves on the mean of all draws and units with a place (R̄ of the handbook).
    pub mean_shift: Option<Decimal>,
    /// Draws in which nobody's grade was another.
    pub all_grades: usize,
}

/// Draws that are held at a time.
const BATCH: usize = 256;

/// What is counted of a unit.
#[derive(Debug, Clone, Default)]
struct Tally {
    /// Places with how often they came, in order.
    places: Vec<(u32, usize)>,
    grades: Vec<usize>,
}

impl Tally {
    /// Adds the places of some draws.
    fn add(&mut self, places: &mut Vec<u32>) {
        places.sort_unstable();
        let mut merged: Vec<(u32, usize)> = Vec::with_capacity(self.places.len() + places.len());
        let mut old = self.places.iter().copied().peekable();
        for of_place in places.chunk_by(|a, b| a == b) {
            let Some(place) = of_place.first().copied() else { continue };
            while let Some(before) = old.next_if(|(known, _)| *known < place) {
                merged.push(before);
            }
            let known = old.next_if(|(known, _)| *known == place).map_or(0, |(_, count)| count);
            merged.push((place, known + of_place.len()));
        }
        merged.extend(old);
        self.places = merged;
        places.clear();
    }

    fn ranked(&self) -> usize {
        self.places.iter().map(|(_, count)| count).sum()
    }

    /// The least place that this share of the draws, in hundredths, does not exceed.
    fn quantile(&self, hundredths: usize) -> Option<u32> {
        let wanted = (self.ranked() * hundredths).div_ceil(100).max(1);
        let mut so_far = 0;
        self.places.iter().find_map(|(place, count)| {
            so_far += count;
            (so_far >= wanted).then_some(*place)
        })
    }
}

pub(super) fn of(shaking: &Shaking<'_>, done: &(impl Fn(usize) + Sync)) -> Spread {
    let Shaking { assessment, shaken, study } = *shaking;
    let factors = shaken.factors().len();
    let grades = assessment.program.grades.len();
    let published: Vec<Option<usize>> = (0..assessment.units()).map(|unit| assessment.grade(unit)).collect();
    let tally = Tally { places: Vec::new(), grades: vec![0; grades] };
    let mut tallies = vec![tally; assessment.units()];
    let (mut all_grades, mut first) = (0, 0);
    while first < study.draws {
        let numbers = first..(first + BATCH).min(study.draws);
        first = numbers.end;
        let multipliers = |draw: usize| {
            let mut random = Random::of(study.seed, draw as u64);
            shaking.multipliers((0..factors).map(|_| random.share()))
        };
        let draws: Vec<Vec<f64>> = numbers.map(multipliers).collect();
        let results = shaking.run(&draws, done, <[Drawn]>::to_vec);
        let position = |grade: Option<u32>| grade.and_then(|grade| usize::try_from(grade).ok());
        all_grades += results
            .iter()
            .filter(|units| units.iter().zip(&published).all(|(unit, was)| position(unit.grade) == *was))
            .count();
        tallies.par_iter_mut().enumerate().for_each(|(unit, tally)| {
            let mut places = Vec::with_capacity(results.len());
            for drawn in results.iter().filter_map(|units| units.get(unit)) {
                places.extend(drawn.rank);
                if let Some(slot) = position(drawn.grade).and_then(|grade| tally.grades.get_mut(grade)) {
                    *slot += 1;
                }
            }
            tally.add(&mut places);
        });
    }
    let units: Vec<UnitSpread> = assessment
        .order()
        .iter()
        .filter_map(|unit| Some(of_unit(assessment, *unit, tallies.get(*unit)?, study.draws)))
        .collect();
    let mean_shift = mean_shift(assessment, &tallies);
    Spread { draws: study.draws, units, mean_shift, all_grades }
}

fn of_unit(assessment: &Assessment, unit: usize, tally: &Tally, draws: usize) -> UnitSpread {
    let ranked = tally.ranked();
    let sum = tally.places.iter().map(|(place, count)| Decimal::from(*place) * Decimal::from(*count));
    let mean = sum.sum::<Decimal>().checked_div(Decimal::from(ranked)).map(|mean| number::guard(mean, 4));
    let published = assessment.rank(unit);
    let same = tally.places.iter().find(|(place, _)| Some(u64::from(*place)) == published);
    let graded: usize = tally.grades.iter().sum();
    let same_grade = match assessment.grade(unit) {
        Some(grade) => tally.grades.get(grade).copied().unwrap_or_default(),
        None => draws - graded,
    };
    UnitSpread {
        unit,
        ranked,
        extremes: tally.places.first().zip(tally.places.last()).map(|(best, worst)| (best.0, worst.0)),
        interval: tally.quantile(5).zip(tally.quantile(95)),
        median: tally.quantile(50),
        mean,
        same_place: same.map_or(0, |(_, count)| *count),
        grades: tally.grades.clone(),
        same_grade,
    }
}

fn mean_shift(assessment: &Assessment, tallies: &[Tally]) -> Option<Decimal> {
    let (mut sum, mut count) = (Decimal::ZERO, 0);
    for (unit, tally) in tallies.iter().enumerate() {
        let Some(published) = assessment.rank(unit) else { continue };
        for (place, times) in &tally.places {
            sum += Decimal::from(published.abs_diff(u64::from(*place))) * Decimal::from(*times);
            count += times;
        }
    }
    sum.checked_div(Decimal::from(count)).map(|mean| number::guard(mean, 4))
}
