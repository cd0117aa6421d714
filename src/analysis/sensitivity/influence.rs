//! Which weight moves places most: first-order and total indices of Sobol.
//!
//! What is explained is by how many places a unit moves on the mean of all units (R̄ of the handbook). The first-order
//! index is the share of its variance that one weight explains by itself, the total index the share in which it takes
//! part. Estimated from two samples of weights and those in which one column of the first comes from the second: first
//! order after Saltelli et al. (2010), total after Jansen (1999); the standard errors by drawing the sample again.

use super::random::Random;
use super::weights::Shaking;
use crate::number::{self, Decimal};
use crate::scoring::{Drawn, Number};

/// Times the sample is drawn again for standard errors.
const AGAIN: u64 = 200;
/// Decimals of an index.
const DIGITS: u32 = 4;
/// Streams of random numbers, apart from those of the draws of weights.
const STREAM: u64 = 1 << 40;
const STREAM_AGAIN: u64 = 1 << 41;

/// An index with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// The index, a share; by chance of the draws it can lie a little outside 0 and 1.
    pub value: Decimal,
    /// Its standard error.
    pub error: Decimal,
}

/// The influence of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Influence {
    /// The base sample.
    pub sample: usize,
    /// Draws made.
    pub draws: usize,
    /// By weight, in the order of [`super::Sensitivity::factors`]: first order, total.
    pub indices: Vec<(Index, Index)>,
}

pub(super) fn of(shaking: &Shaking<'_>, done: &(impl Fn(usize) + Sync)) -> Option<Influence> {
    let published: Vec<Option<u64>> =
        (0..shaking.assessment.units()).map(|unit| shaking.assessment.rank(unit)).collect();
    let shift = |units: &[Drawn]| {
        let moved =
            units.iter().zip(&published).filter_map(|(unit, was)| Some(u64::from(unit.rank?).abs_diff((*was)?)));
        let (sum, count) = moved.fold((0_u64, 0_usize), |(sum, count), by| (sum + by, count + 1));
        f64::of(Decimal::from(sum)) / f64::count(count.max(1))
    };
    let run = |points: &[Vec<f64>]| {
        let draws: Vec<Vec<f64>> = points.iter().map(|point| shaking.multipliers(point.iter().copied())).collect();
        shaking.run(&draws, done, shift)
    };
    sobol(run, shaking.shaken.factors().len(), shaking.study.sample, shaking.study.seed)
}

/// The indices of a function of `factors` numbers, each from 0 on and below 1; it is given many points at a time. None
/// where nothing varies or the sample is smaller than two.
pub fn sobol(run: impl Fn(&[Vec<f64>]) -> Vec<f64>, factors: usize, sample: usize, seed: u64) -> Option<Influence> {
    if sample < 2 || factors == 0 {
        return None;
    }
    let points = |half: u64| -> Vec<Vec<f64>> {
        let of = |row: usize| {
            let mut random = Random::of(seed, STREAM + 2 * row as u64 + half);
            (0..factors).map(|_| random.share()).collect()
        };
        (0..sample).map(of).collect()
    };
    let (a, b) = (points(0), points(1));
    let (at_a, at_b) = (run(&a), run(&b));
    let mut mixed: Vec<Vec<f64>> = Vec::with_capacity(factors);
    for factor in 0..factors {
        let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let mut row = a.clone();
            if let (Some(slot), Some(other)) = (row.get_mut(factor), b.get(factor)) {
                *slot = *other;
            }
            row
        };
        let rows: Vec<Vec<f64>> = a.iter().zip(&b).map(row).collect();
        mixed.push(run(&rows));
    }
    let rows: Vec<usize> = (0..sample).collect();
    let estimates = estimate(&at_a, &at_b, &mixed, &rows)?;
    let mut sums = vec![[0.0; 4]; factors];
    let mut counted = 0_usize;
    for again in 0..AGAIN {
        let mut random = Random::of(seed, STREAM_AGAIN + again);
        let rows: Vec<usize> = (0..sample).map(|_| random.below(sample)).collect();
        let Some(of_rows) = estimate(&at_a, &at_b, &mixed, &rows) else { continue };
        counted += 1;
        for (sums, (first, total)) in sums.iter_mut().zip(of_rows) {
            let more = [first, first * first, total, total * total];
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
    let error = |sum: f64, squares: f64| {
        let count = f64::count(counted.max(1));
        (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
    };
    let index = |value: f64, error: f64| {
        let written = |x: f64| number::from_double(x).map_or(Decimal::ZERO, |x| number::guard(x, DIGITS));
        Index { value: written(value), error: written(error) }
    };
    let of_factor = |((first, total), sums): ((f64, f64), &[f64; 4])| {
        let [a, aa, b, bb] = *sums;
        (index(first, error(a, aa)), index(total, error(b, bb)))
    };
    let indices = estimates.into_iter().zip(&sums).map(of_factor).collect();
    Some(Influence { sample, draws: sample * (factors + 2), indices })
}

/// First-order and total index of every factor from these rows of the sample; none where nothing varies.
fn estimate(a: &[f64], b: &[f64], mixed: &[Vec<f64>], rows: &[usize]) -> Option<Vec<(f64, f64)>> {
    let count = f64::count(rows.len());
    let at = |values: &[f64], row: usize| values.get(row).copied().unwrap_or_default();
    let mean = rows.iter().map(|row| at(a, *row) + at(b, *row)).sum::<f64>() / (2.0 * count);
    let square = |x: f64| (x - mean).powi(2);
    let variance = rows.iter().map(|row| square(at(a, *row)) + square(at(b, *row))).sum::<f64>() / (2.0 * count);
    if variance <= 1e-18 {
        return None;
    }
    let of = |mixed: &Vec<f64>| {
        // About the mean, which changes nothing but the error.
        let first = rows.iter().map(|row| (at(b, *row) - mean) * (at(mixed, *row) - at(a, *row))).sum::<f64>();
        let total = rows.iter().map(|row| (at(a, *row) - at(mixed, *row)).powi(2)).sum::<f64>();
        (first / count / variance, total / (2.0 * count) / variance)
    };
    Some(mixed.iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    fn near(index: Index, expected: f64) -> bool {
        let (value, error) = (f64::of(index.value), f64::of(index.error));
        (value - expected).abs() <= 4.0 * error.max(0.002)
    }

    #[test]
    fn of_a_linear_function_the_indices_are_shares_of_squares() {
        // Y = 4 x₁ + 2 x₂ + x₃, with 16, 4 and 1 of 21 parts of the variance; nothing interacts.
        let run = |points: &[Vec<f64>]| points.iter().map(|x| 4.0 * x[0] + 2.0 * x[1] + x[2]).collect();
        let found = sobol(run, 3, 2_000, 1).unwrap();
        for ((first, total), share) in found.indices.iter().zip([16.0 / 21.0, 4.0 / 21.0, 1.0 / 21.0]) {
            assert!(near(*first, share) && near(*total, share), "{first:?} {total:?} {share}");
        }
        assert_eq!(found.draws, 10_000);
    }

    #[test]
    fn of_the_function_of_ishigami_the_indices_are_the_published_ones() {
        // Ishigami and Homma (1990): sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on (−π, π): S = 0.3139, 0.4424, 0;
        // S_T = 0.5576, 0.4424, 0.2437.
        let run = |points: &[Vec<f64>]| {
            let at = |x: &Vec<f64>| {
                let [x, y, z] = [0, 1, 2].map(|i| PI * (2.0 * x[i] - 1.0));
                x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
            };
            points.iter().map(at).collect()
        };
        let found = sobol(run, 3, 4_000, 7).unwrap();
        let expected = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        for ((first, total), (s, st)) in found.indices.iter().zip(expected) {
            assert!(near(*first, s) && near(*total, st), "{first:?} {total:?} {s} {st}");
        }
    }

    #[test]
    fn where_nothing_varies_there_is_no_influence() {
        assert_eq!(sobol(|points| vec![1.0; points.len()], 2, 100, 1), None);
    }
}
