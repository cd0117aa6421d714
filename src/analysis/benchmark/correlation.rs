//! Correlations between leaves: of rates (Pearson) and of ranks (Spearman), over the units that have both.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::analysis::statistics::Joint;
use crate::number::Decimal;

/// Two leaves, as positions in the list they were given in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one.
    pub first: usize,
    /// The other, further on.
    pub second: usize,
    /// How many units have both.
    pub count: usize,
    /// Pearson's correlation of the rates; none where it is undefined.
    pub pearson: Option<Decimal>,
    /// Spearman's correlation of the ranks, ties sharing theirs.
    pub spearman: Option<Decimal>,
}

impl Pair {
    /// The greater of both by size.
    pub fn strongest(&self) -> Option<Decimal> {
        let sizes = [self.pearson, self.spearman].into_iter().flatten();
        sizes.max_by(|a, b| a.abs().cmp(&b.abs()).then(Ordering::Greater))
    }
}

/// A leaf's rates in whole billionths, by unit, and its units in their order.
#[derive(Debug)]
struct Leaf<'a> {
    rates: &'a [Option<i128>],
    order: Vec<usize>,
}

/// Every pair of leaves, in order. `rates` are in whole billionths, by leaf and unit.
pub fn pairs(rates: &[Vec<Option<i128>>]) -> Vec<Pair> {
    let leaf = |rates: &'_ Vec<Option<i128>>| -> Vec<usize> {
        let mut order: Vec<(i128, usize)> =
            rates.iter().enumerate().filter_map(|(unit, rate)| Some(((*rate)?, unit))).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, unit)| unit).collect()
    };
    let leaves: Vec<Leaf<'_>> = rates.iter().map(|rates| Leaf { rates, order: leaf(rates) }).collect();
    let with_later = |(first, a): (usize, &Leaf<'_>)| -> Vec<Pair> {
        leaves.iter().enumerate().skip(first + 1).map(|(second, b)| pair((first, a), (second, b))).collect()
    };
    leaves.par_iter().enumerate().map(with_later).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn pair((first, a): (usize, &Leaf<'_>), (second, b): (usize, &Leaf<'_>)) -> Pair {
    let both = || a.rates.iter().zip(b.rates).filter_map(|(a, b)| (*a).zip(*b));
    let of_rates = Joint::of(both());
    let pearson = of_rates.and_then(|joint| joint.correlation());
    let (ranks_of_a, ranks_of_b) = (ranks(a, b), ranks(b, a));
    let of_ranks = Joint::of(ranks_of_a.into_iter().zip(ranks_of_b).filter_map(|(a, b)| a.zip(b)));
    let spearman = of_ranks.and_then(|joint| joint.correlation());
    Pair { first, second, count: both().count(), pearson, spearman }
}

/// By unit: twice its rank on a leaf among those that have the other too, so that the mean of tied ranks is whole.
fn ranks(of: &Leaf<'_>, beside: &Leaf<'_>) -> Vec<Option<i128>> {
    let rate = |unit: usize| of.rates.get(unit).copied().flatten();
    let both = |unit: &usize| beside.rates.get(*unit).copied().flatten().is_some();
    let order: Vec<usize> = of.order.iter().copied().filter(both).collect();
    let mut ranks = vec![None; of.rates.len()];
    let mut before = 0_i128;
    for tied in order.chunk_by(|a, b| rate(*a) == rate(*b)) {
        let count = i128::try_from(tied.len()).unwrap_or_default();
        for unit in tied {
            if let Some(slot) = ranks.get_mut(*unit) {
                *slot = Some(2 * before + count + 1);
            }
        }
        before += count;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::statistics::billionths;
    use crate::number::{guard, read_exact};

    fn rates(values: &[&str]) -> Vec<Option<i128>> {
        values.iter().map(|x| read_exact(x).and_then(billionths)).collect()
    }

    /// Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: Spearman's ρ with ties is 4.5 ÷ √(4.5 × 5) = 0.948683…
    #[test]
    fn ties_share_the_mean_of_their_ranks() {
        let found = pairs(&[rates(&["0.1", "0.5", "0.5", "0.9"]), rates(&["0.2", "0.6", "0.4", "1"])]);
        let spearman = found.first().unwrap().spearman.unwrap();
        assert_eq!(guard(spearman, 6).to_string(), "0.948683");
    }

    /// Who lacks one of both does not count, and ranks close up.
    #[test]
    fn only_units_that_have_both_count() {
        let found = pairs(&[rates(&["0.1", "0.2", "-", "0.3", "0.9"]), rates(&["1", "2", "3", "4", "-"])]);
        let pair = found.first().unwrap();
        assert_eq!((pair.count, pair.spearman), (3, Some(Decimal::ONE)));
        assert_eq!(guard(pair.pearson.unwrap(), 6).to_string(), "0.981981");
    }
}
