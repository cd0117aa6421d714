//! 熵权法: weights from how differently units do, by Shannon's entropy.
//!
//! pᵢ = rᵢ ÷ Σr; e = −Σ p ln p ÷ ln m; d = 1 − e; w = d ÷ Σd (M. Zeleny, *Multiple Criteria Decision Making*, 1982,
//! ch. 7). Rates of points are taken as they are: they have one scale, and 0 of them means nothing earned.

use super::apportion::normalized;
use crate::maths;
use crate::number::{self, Decimal};

/// Weights by entropy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entropy {
    /// Shares that add up to 1.
    pub shares: Vec<Decimal>,
    /// The entropy of each, from 0 to 1.
    pub entropies: Vec<Decimal>,
    /// Those on which all units are equal: they tell nobody apart, and have no weight.
    pub silent: Vec<usize>,
    /// Those with rates below 0, which were moved up until the least is 0.
    pub moved: Vec<usize>,
    /// The units that say something on all of them.
    pub units: usize,
}

/// Weights from columns of rates; none for fewer than two units, or where all are equal everywhere.
pub fn entropy(columns: &[Vec<Decimal>]) -> Option<Entropy> {
    let units = columns.first()?.len();
    let whole = maths::ln(Decimal::from(units)).ok().filter(|whole| *whole > Decimal::ZERO)?;
    let entropies: Vec<Decimal> = columns.iter().map(|column| of(column, whole)).collect::<Option<_>>()?;
    let apart: Vec<Decimal> = entropies.iter().map(|entropy| Decimal::ONE - entropy).collect();
    let positions = |holds: fn(&[Decimal]) -> bool| -> Vec<usize> {
        columns.iter().enumerate().filter(|(_, column)| holds(column)).map(|(at, _)| at).collect()
    };
    let known = apart.iter().any(|apart| !apart.is_zero());
    known.then(|| Entropy {
        shares: normalized(&apart),
        entropies,
        silent: positions(equal),
        moved: positions(|column| column.iter().any(|rate| *rate < Decimal::ZERO)),
        units,
    })
}

/// Whether all are the same.
pub(super) fn equal(column: &[Decimal]) -> bool {
    column.windows(2).all(|pair| pair.first() == pair.get(1))
}

fn of(column: &[Decimal], whole: Decimal) -> Option<Decimal> {
    if equal(column) {
        return Some(Decimal::ONE);
    }
    let least = column.iter().min().copied().unwrap_or_default().min(Decimal::ZERO);
    let sum: Decimal = column.iter().map(|rate| rate - least).sum();
    let mut entropy = Decimal::ZERO;
    for rate in column {
        let part = (rate - least).checked_div(sum)?;
        if !part.is_zero() {
            // p ln p goes to 0 with p.
            entropy -= part.checked_mul(maths::ln(part).ok()?)?;
        }
    }
    Some(number::guard(entropy.checked_div(whole)?, number::GUARD_DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::read_exact;

    fn columns(columns: &[&[&str]]) -> Vec<Vec<Decimal>> {
        columns.iter().map(|column| column.iter().map(|text| read_exact(text).unwrap()).collect()).collect()
    }

    #[test]
    fn four_units_by_hand() {
        // First: p = ½, ½, 0, 0: e = ln 2 ÷ ln 4 = ½, d = ½. Second: all equal, d = 0. Third: p = 1, 0, 0, 0: e = 0, d = 1.
        let rates = columns(&[&["0.8", "0.8", "0", "0"], &["0.9", "0.9", "0.9", "0.9"], &["0.4", "0", "0", "0"]]);
        let found = entropy(&rates).unwrap();
        assert_eq!(found.entropies, columns(&[&["0.5", "1", "0"]])[0]);
        assert_eq!(found.shares, columns(&[&["0.333333333", "0", "0.666666667"]])[0]);
        assert_eq!((found.silent, found.moved, found.units), (vec![1], vec![], 4));
    }

    #[test]
    fn a_rate_below_nothing_is_the_new_nothing() {
        let found = entropy(&columns(&[&["-0.2", "0.2", "0.2"], &["0.1", "0.2", "0.3"]])).unwrap();
        let same = entropy(&columns(&[&["0", "0.4", "0.4"], &["0.1", "0.2", "0.3"]])).unwrap();
        assert_eq!((&found.shares, found.moved), (&same.shares, vec![0]));
    }

    #[test]
    fn nothing_is_said_where_nobody_differs() {
        assert_eq!(entropy(&columns(&[&["1", "1"], &["0", "0"]])), None);
        assert_eq!(entropy(&columns(&[&["1"], &["0.5"]])), None, "one unit");
        assert_eq!(entropy(&columns(&[&[], &[]])), None);
    }
}
