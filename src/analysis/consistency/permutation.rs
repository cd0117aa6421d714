//! The permutation test of a difference of means: how often would as great a difference, or a greater one, arise if the
//! numbers had been dealt out to the groups by chance?
//!
//! Everything is counted in whole numbers: with n of N numbers in the group, N times their sum less n times the sum of
//! all is the difference of means times a constant.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::number::{self, Decimal, GUARD_DIGITS};

/// Arrangements up to which all are counted.
pub const COUNTED: u64 = 100_000;
/// Arrangements that are drawn where there are more.
pub const DRAWN: u64 = 10_000;

/// The outcome of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test {
    /// Arrangements with a difference as great as the one found, that one among them.
    pub hits: u64,
    /// Arrangements looked at.
    pub of: u64,
    /// Whether these are all there are.
    pub exact: bool,
}

impl Test {
    /// The share of arrangements as extreme as the one found: of drawn ones (hits + 1) ÷ (draws + 1), so that it is never 0.
    pub fn p(&self) -> Decimal {
        let p = Decimal::from(self.hits).checked_div(Decimal::from(self.of));
        p.map_or(Decimal::ONE, |p| number::guard(p, GUARD_DIGITS))
    }
}

/// Tests the difference between the numbers in a group and the others, whichever way it goes. Draws depend on `seed` and
/// `stream` alone. None where one side is empty, or where the numbers are too great.
pub fn test(values: &[(i128, bool)], seed: u64, stream: u64) -> Option<Test> {
    let all = values.len();
    let inside = values.iter().filter(|(_, inside)| *inside).count();
    if inside == 0 || inside == all {
        return None;
    }
    // The smaller side is dealt out: the difference is the same from either.
    let (count, side) = if inside * 2 <= all { (inside, true) } else { (all - inside, false) };
    let numbers: Vec<i128> = values.iter().map(|(x, _)| *x).collect();
    let total = numbers.iter().try_fold(0_i128, |sum, x| sum.checked_add(*x))?;
    let apart = |sum: i128| {
        let (all, count) = (i128::try_from(all).ok()?, i128::try_from(count).ok()?);
        sum.checked_mul(all)?.checked_sub(total.checked_mul(count)?)?.checked_abs()
    };
    let found = apart(values.iter().filter(|(_, inside)| *inside == side).map(|(x, _)| x).sum())?;
    match choose(all, count) {
        Some(of) => {
            let mut hits = 0;
            deal(&numbers, count, 0, &mut |sum| hits += u64::from(apart(sum).is_some_and(|it| it >= found)));
            Some(Test { hits, of, exact: true })
        }
        None => {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(stream);
            let mut numbers = numbers;
            let mut hits = 1;
            for _ in 0..DRAWN {
                let sum = draw(&mut numbers, count, &mut random);
                hits += u64::from(apart(sum).is_some_and(|it| it >= found));
            }
            Some(Test { hits, of: DRAWN + 1, exact: false })
        }
    }
}

/// In how many ways `count` of `all` can be chosen, where they are few enough to be counted.
fn choose(all: usize, count: usize) -> Option<u64> {
    let mut ways = 1_u64;
    for step in 0..u64::try_from(count).ok()? {
        ways = ways.checked_mul(u64::try_from(all).ok()? - step)? / (step + 1);
        if ways > COUNTED {
            return None;
        }
    }
    Some(ways)
}

/// Every sum of `count` of these numbers, one for each way to choose them.
fn deal(numbers: &[i128], count: usize, sum: i128, told: &mut impl FnMut(i128)) {
    if count == 0 {
        return told(sum);
    }
    for (at, number) in numbers.iter().enumerate() {
        let Some(rest) = numbers.get(at + 1..).filter(|rest| rest.len() + 1 >= count) else { return };
        deal(rest, count - 1, sum + number, told);
    }
}

/// The sum of `count` of these numbers drawn without putting back: the first steps of a shuffle, which may go on from
/// any order.
fn draw(numbers: &mut [i128], count: usize, random: &mut ChaCha8Rng) -> i128 {
    let mut sum = 0;
    for at in 0..count {
        let left = numbers.len() - at;
        numbers.swap(at, at + below(left, random));
        sum += numbers.get(at).copied().unwrap_or_default();
    }
    sum
}

/// A number below `limit`, each as likely as the other: what would favour the first ones is drawn again.
fn below(limit: usize, random: &mut ChaCha8Rng) -> usize {
    let Ok(limit) = u64::try_from(limit) else { return 0 };
    let fair = u64::MAX - u64::MAX % limit;
    loop {
        let drawn = random.next_u64();
        if drawn < fair {
            return usize::try_from(drawn % limit).unwrap_or_default();
        }
    }
}

/// Holm's correction of several tests: the least share at which all that are smaller would be held for no chance, so
/// that among all tests a false one is as rare as among one. In the order given.
pub fn holm(shares: &[Decimal]) -> Vec<Decimal> {
    let mut order: Vec<(Decimal, usize)> = shares.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut corrected = vec![Decimal::ONE; shares.len()];
    let mut highest = Decimal::ZERO;
    for (rank, (share, at)) in order.into_iter().enumerate() {
        let times = Decimal::from(shares.len() - rank);
        highest = share.checked_mul(times).unwrap_or(Decimal::ONE).min(Decimal::ONE).max(highest);
        if let Some(slot) = corrected.get_mut(at) {
            *slot = highest;
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(inside: &[i128], others: &[i128]) -> Vec<(i128, bool)> {
        let with = |side: bool| move |x: &i128| (*x, side);
        inside.iter().map(with(true)).chain(others.iter().map(with(false))).collect()
    }

    /// 1 2 3 beside 4 5 6: of the 20 ways to choose three, 1 2 3 and 4 5 6 lie as far apart.
    #[test]
    fn a_case_counted_by_hand() {
        let test = test(&values(&[1, 2, 3], &[4, 5, 6]), 1, 0).unwrap();
        assert_eq!(test, Test { hits: 2, of: 20, exact: true });
        assert_eq!(test.p(), Decimal::new(1, 1));
    }

    #[test]
    fn nothing_to_compare_is_no_test() {
        assert_eq!(test(&values(&[1, 2], &[]), 1, 0), None);
        assert_eq!(test(&values(&[3, 3, 3], &[3, 3]), 1, 0).map(|test| test.p()), Some(Decimal::ONE));
    }

    /// Draws come near the share of all arrangements: 40 choose 20 are too many to count, and half of them lie as far
    /// apart as the nearest ones.
    #[test]
    fn draws_are_seeded_and_near_what_counting_gives() {
        let alternating: Vec<(i128, bool)> = (0..40).map(|x| (x, x % 2 == 0)).collect();
        let first = test(&alternating, 1, 0).unwrap();
        assert_eq!(Some(first), test(&alternating, 1, 0));
        assert!(!first.exact && first.p() > Decimal::new(7, 1), "{first:?}");
        let split: Vec<(i128, bool)> = (0..40).map(|x| (x, x < 20)).collect();
        assert_eq!(test(&split, 1, 0).unwrap().hits, 1);
    }

    /// 0.01, 0.02, 0.03, 0.04 of four tests: 0.04, 0.06, 0.06, 0.06.
    #[test]
    fn holm_by_hand() {
        let shares = [4, 1, 3, 2].map(|x| Decimal::new(x, 2));
        assert_eq!(holm(&shares), [6, 4, 6, 6].map(|x| Decimal::new(x, 2)));
    }

    proptest! {
        /// Counted by brute force over every subset of the numbers.
        #[test]
        fn few_arrangements_are_all_counted(numbers in prop::collection::vec((-50i128..50, any::<bool>()), 2..12)) {
            let inside = numbers.iter().filter(|(_, inside)| *inside).count();
            prop_assume!(inside > 0 && inside < numbers.len());
            let all = i128::try_from(numbers.len()).unwrap();
            let total: i128 = numbers.iter().map(|(x, _)| x).sum();
            let apart = |set: u32| {
                let sum: i128 = (0..numbers.len()).filter(|at| set & (1 << at) != 0).map(|at| numbers[at].0).sum();
                (sum * all - total * i128::from(set.count_ones())).abs()
            };
            let ours = (0..numbers.len()).filter(|at| numbers[*at].1).map(|at| 1_u32 << at).sum::<u32>();
            let sets: Vec<u32> = (0..1 << numbers.len()).filter(|set: &u32| set.count_ones() as usize == inside).collect();
            let hits = sets.iter().filter(|set| apart(**set) >= apart(ours)).count();
            let found = test(&numbers, 1, 0).unwrap();
            prop_assert_eq!((found.hits, found.of, found.exact), (hits as u64, sets.len() as u64, true));
        }

        #[test]
        fn a_correction_only_raises(shares in prop::collection::vec(0i64..=1000, 1..20)) {
            let shares: Vec<Decimal> = shares.into_iter().map(|x| Decimal::new(x, 3)).collect();
            let corrected = holm(&shares);
            prop_assert!(shares.iter().zip(&corrected).all(|(a, b)| a <= b && *b <= Decimal::ONE));
        }
    }
}
