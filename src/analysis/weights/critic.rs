//! CRITIC: weights from how widely units differ on a node, and how little other nodes already say of it.
//!
//! D. Diakoulaki, G. Mavrotas and L. Papayannakis, "Determining objective weights in multiple criteria problems: the
//! CRITIC method", Computers & Operations Research 22 (1995), 763–770: rates are brought to 0–1 between the worst and the
//! best unit; C = σ Σ (1 − r) over the other nodes, with standard deviations σ and correlations r; w = C ÷ ΣC.

use super::apportion::normalized;
use super::entropy::equal;
use crate::maths;
use crate::number::{self, Decimal};

/// Weights by CRITIC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Critic {
    /// Shares that add up to 1.
    pub shares: Vec<Decimal>,
    /// Standard deviations of what was brought to 0–1.
    pub deviations: Vec<Decimal>,
    /// Σ (1 − r) over the others.
    pub conflicts: Vec<Decimal>,
    /// Those on which all units are equal: they have no deviation, no correlation and no weight.
    pub silent: Vec<usize>,
    /// The units that say something on all of them.
    pub units: usize,
}

/// A column brought to 0–1.
struct Scaled {
    /// Each less the mean.
    about: Vec<Decimal>,
    deviation: Decimal,
}

/// Weights from columns of rates; none for fewer than two units, or where nothing is left to weigh.
pub fn critic(columns: &[Vec<Decimal>]) -> Option<Critic> {
    let units = columns.first()?.len();
    let scaled: Vec<Option<Scaled>> = columns.iter().map(|column| scaled(column)).collect();
    let conflict = |at: usize, own: &Scaled| -> Option<Decimal> {
        let others =
            scaled.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, other)| other.as_ref());
        others.map(|other| correlation(own, other)).try_fold(Decimal::ZERO, |sum, r| Some(sum + Decimal::ONE - r?))
    };
    let guarded = |x: Decimal| number::guard(x, number::GUARD_DIGITS);
    let (mut conflicts, mut deviations) = (Vec::new(), Vec::new());
    for (at, own) in scaled.iter().enumerate() {
        let of = own.as_ref().map(|own| Some((conflict(at, own)?, own.deviation)));
        let (conflict, deviation) = of.unwrap_or(Some((Decimal::ZERO, Decimal::ZERO)))?;
        conflicts.push(guarded(conflict));
        deviations.push(guarded(deviation));
    }
    let contents: Vec<Decimal> = conflicts.iter().zip(&deviations).map(|(conflict, of)| conflict * of).collect();
    let silent = (0..columns.len()).filter(|at| scaled.get(*at).is_none_or(Option::is_none)).collect();
    let known = contents.iter().any(|content| !content.is_zero());
    known.then(|| Critic { shares: normalized(&contents), deviations, conflicts, silent, units })
}

/// None where all are equal, or nobody is there.
fn scaled(column: &[Decimal]) -> Option<Scaled> {
    if equal(column) {
        return None;
    }
    let (least, most) = (column.iter().min()?, column.iter().max()?);
    let parts: Vec<Decimal> =
        column.iter().map(|rate| (rate - least).checked_div(most - least)).collect::<Option<_>>()?;
    let count = Decimal::from(parts.len());
    let mean = parts.iter().sum::<Decimal>().checked_div(count)?;
    let about: Vec<Decimal> = parts.iter().map(|part| part - mean).collect();
    let squares: Decimal = about.iter().map(|part| part * part).sum();
    let deviation = maths::sqrt(squares.checked_div(count - Decimal::ONE)?).ok()?;
    Some(Scaled { about, deviation })
}

/// Pearson's correlation.
fn correlation(a: &Scaled, b: &Scaled) -> Option<Decimal> {
    let products: Decimal = a.about.iter().zip(&b.about).map(|(a, b)| a * b).sum();
    let freedom = Decimal::from(a.about.len()) - Decimal::ONE;
    let r = products.checked_div(freedom)?.checked_div(a.deviation.checked_mul(b.deviation)?)?;
    Some(number::guard(r, number::GUARD_DIGITS).clamp(Decimal::NEGATIVE_ONE, Decimal::ONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::read_exact;

    fn columns(columns: &[&[&str]]) -> Vec<Vec<Decimal>> {
        columns.iter().map(|column| column.iter().map(|text| read_exact(text).unwrap()).collect()).collect()
    }

    #[test]
    fn three_units_by_hand() {
        // Brought to 0–1: A = 0, ½, 1; B = 0, 1, 0; C = 1, ½, 0. σ² = ¼, ⅓, ¼. r(A, B) = r(B, C) = 0, r(A, C) = −1.
        // Conflicts: A 1 + 2, B 1 + 1, C 2 + 1. C = ½·3, 0.577350269·2, ½·3: 1.5, 1.154700538, 1.5.
        let found = critic(&columns(&[&["0.2", "0.4", "0.6"], &["0.5", "0.9", "0.5"], &["1", "0.9", "0.8"]])).unwrap();
        assert_eq!(found.deviations, columns(&[&["0.5", "0.577350269", "0.5"]])[0]);
        assert_eq!(found.conflicts, columns(&[&["3", "2", "3"]])[0]);
        assert_eq!(found.shares, columns(&[&["0.361036851", "0.277926298", "0.361036851"]])[0]);
    }

    #[test]
    fn what_is_equal_for_all_is_left_out() {
        let found = critic(&columns(&[&["0.2", "0.4", "0.6"], &["1", "1", "1"], &["1", "0.9", "0.8"]])).unwrap();
        assert_eq!((&found.shares, &found.silent), (&columns(&[&["0.5", "0", "0.5"]])[0], &vec![1]));
        assert_eq!(critic(&columns(&[&["0", "1"], &["0", "1"]])), None, "both say the same");
        assert_eq!(critic(&columns(&[&["1"], &["0.5"]])), None, "one unit");
    }
}
