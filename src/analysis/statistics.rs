//! Statistics of numbers that passed the guard: sums in whole billionths, so that no rounding comes before a division.

use crate::maths;
use crate::number::{self, Decimal, GUARD_DIGITS};

/// Fewer numbers than this have no spread that says anything.
pub const LEAST: usize = 3;
/// Bits that a [`Decimal`] holds.
const BITS: u32 = 95;

/// A number in whole billionths, past the guard; none where it is too great to be summed with others.
pub fn billionths(x: Decimal) -> Option<i128> {
    let mut x = number::guard(x, GUARD_DIGITS);
    x.rescale(GUARD_DIGITS);
    (x.scale() == GUARD_DIGITS).then(|| x.mantissa())
}

/// A number of whole billionths.
fn from_billionths(x: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(x, GUARD_DIGITS).ok().map(|x| x.normalize())
}

/// How many bits are too many for a decimal.
fn beyond(x: i128) -> u32 {
    (128 - x.unsigned_abs().leading_zeros()).saturating_sub(BITS)
}

/// The quotient of two whole numbers; none for a division by 0.
pub fn quotient(a: i128, b: i128) -> Option<Decimal> {
    let shift = beyond(a).max(beyond(b));
    let part = |x: i128| Decimal::try_from_i128_with_scale(x >> shift, 0).ok();
    part(a)?.checked_div(part(b)?)
}

fn guarded(x: Decimal) -> Decimal {
    number::guard(x, GUARD_DIGITS)
}

/// Sums of some numbers, in whole billionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many.
    pub count: usize,
    sum: i128,
    squares: i128,
}

impl Sums {
    /// The sums of numbers in whole billionths; none where they are too great.
    pub fn of(values: impl IntoIterator<Item = i128>) -> Option<Sums> {
        let mut sums = Sums::default();
        for x in values {
            sums.count += 1;
            sums.sum = sums.sum.checked_add(x)?;
            sums.squares = sums.squares.checked_add(x.checked_mul(x)?)?;
        }
        Some(sums)
    }

    /// Their mean; none where there are none.
    pub fn mean(&self) -> Option<Decimal> {
        let mean = from_billionths(self.sum)?.checked_div(Decimal::from(self.count))?;
        Some(guarded(mean))
    }

    /// n² times their variance, in squares of billionths.
    pub fn spread(&self) -> Option<i128> {
        let count = i128::try_from(self.count).ok()?;
        self.squares.checked_mul(count)?.checked_sub(self.sum.checked_mul(self.sum)?)
    }

    /// Their standard deviation as of a population (n); none for fewer than [`LEAST`].
    pub fn deviation(&self) -> Option<Decimal> {
        if self.count < LEAST {
            return None;
        }
        // In billionths, of which there are 10⁹ in one.
        let root = root(self.spread()?)?;
        let count = Decimal::from(self.count);
        Some(guarded(root.checked_div(count)?.checked_mul(Decimal::new(1, GUARD_DIGITS))?))
    }
}

/// The square root of a whole number.
fn root(x: i128) -> Option<Decimal> {
    // A shift by an even number of bits is undone by half of them.
    let shift = beyond(x).next_multiple_of(2);
    let root = maths::sqrt(Decimal::try_from_i128_with_scale(x >> shift, 0).ok()?).ok()?;
    root.checked_mul(Decimal::from(1_u64 << (shift / 2)))
}

/// n² times the covariance of numbers in whole billionths, with n² times both variances, and n.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Joint {
    /// How many pairs.
    pub count: usize,
    x: i128,
    y: i128,
    xx: i128,
    yy: i128,
    xy: i128,
}

impl Joint {
    /// The sums of pairs of numbers in whole billionths; none where they are too great.
    pub fn of(pairs: impl IntoIterator<Item = (i128, i128)>) -> Option<Joint> {
        let mut sums = Joint::default();
        for (x, y) in pairs {
            sums.count += 1;
            sums.x = sums.x.checked_add(x)?;
            sums.y = sums.y.checked_add(y)?;
            sums.xx = sums.xx.checked_add(x.checked_mul(x)?)?;
            sums.yy = sums.yy.checked_add(y.checked_mul(y)?)?;
            sums.xy = sums.xy.checked_add(x.checked_mul(y)?)?;
        }
        Some(sums)
    }

    fn centred(&self, product: i128, (a, b): (i128, i128)) -> Option<i128> {
        product.checked_mul(i128::try_from(self.count).ok()?)?.checked_sub(a.checked_mul(b)?)
    }

    /// n² times the covariance.
    pub fn covariance(&self) -> Option<i128> {
        self.centred(self.xy, (self.x, self.y))
    }

    /// n² times the variance of the second.
    pub fn spread_of_second(&self) -> Option<i128> {
        self.centred(self.yy, (self.y, self.y))
    }

    /// Pearson's correlation, from −1 to 1; none for fewer than [`LEAST`] pairs, or where one of both does not vary.
    pub fn correlation(&self) -> Option<Decimal> {
        let (xy, xx, yy) = (self.covariance()?, self.centred(self.xx, (self.x, self.x))?, self.spread_of_second()?);
        if self.count < LEAST || xx == 0 || yy == 0 {
            return None;
        }
        // What is shifted out of the variances is shifted out of the covariance too, and cancels.
        let (of_x, of_y) = (beyond(xx).next_multiple_of(2), beyond(yy).next_multiple_of(2));
        let part = |x: i128, shift: u32| Decimal::try_from_i128_with_scale(x >> shift, 0).ok();
        let (x, y) = (maths::sqrt(part(xx, of_x)?).ok()?, maths::sqrt(part(yy, of_y)?).ok()?);
        let correlation = part(xy, u32::midpoint(of_x, of_y))?.checked_div(x)?.checked_div(y)?;
        Some(guarded(correlation).clamp(Decimal::NEGATIVE_ONE, Decimal::ONE))
    }

    /// The line of least squares of the second over the first, as (intercept, slope); none for fewer than [`LEAST`]
    /// pairs, or where the first does not vary.
    pub fn line(&self) -> Option<(Decimal, Decimal)> {
        if self.count < LEAST {
            return None;
        }
        let slope = quotient(self.covariance()?, self.centred(self.xx, (self.x, self.x))?)?;
        let count = Decimal::from(self.count);
        let (x, y) = (from_billionths(self.x)?.checked_div(count)?, from_billionths(self.y)?.checked_div(count)?);
        Some((y.checked_sub(slope.checked_mul(x)?)?, slope))
    }
}

/// The median; none where there are no numbers.
pub fn median(values: &[Decimal]) -> Option<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    let upper = sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(*upper);
    }
    sorted.get(half.checked_sub(1)?)?.checked_add(*upper)?.checked_div(Decimal::TWO)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::read_exact;

    fn d(text: &str) -> Decimal {
        read_exact(text).unwrap()
    }

    fn all(values: &[&str]) -> Vec<i128> {
        values.iter().map(|x| billionths(d(x)).unwrap()).collect()
    }

    fn joint(x: &[&str], y: &[&str]) -> Joint {
        Joint::of(all(x).into_iter().zip(all(y))).unwrap()
    }

    /// 2, 4, 4, 4, 5, 5, 7, 9: the usual example, of mean 5 and deviation 2.
    #[test]
    fn mean_and_deviation_of_a_population() {
        let sums = Sums::of(all(&["2", "4", "4", "4", "5", "5", "7", "9"])).unwrap();
        assert_eq!((sums.mean(), sums.deviation()), (Some(d("5")), Some(d("2"))));
        let few = Sums::of(all(&["1", "2"])).unwrap();
        assert_eq!((few.mean(), few.deviation()), (Some(d("1.5")), None));
        assert_eq!(Sums::default().mean(), None);
    }

    /// Anscombe's first set: r = 0.81642, y = 3.0001 + 0.5001 x.
    #[test]
    fn correlation_and_line_of_a_published_set() {
        let set = joint(
            &["10", "8", "13", "9", "11", "14", "6", "4", "12", "7", "5"],
            &["8.04", "6.95", "7.58", "8.81", "8.33", "9.96", "7.24", "4.26", "10.84", "4.82", "5.68"],
        );
        assert_eq!(number::guard(set.correlation().unwrap(), 5), d("0.81642"));
        let (intercept, slope) = set.line().unwrap();
        assert_eq!((number::guard(intercept, 4), number::guard(slope, 4)), (d("3.0001"), d("0.5001")));
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(joint(&["1", "1", "1"], &["1", "2", "3"]).correlation(), None);
        assert_eq!(joint(&["1", "2"], &["1", "2"]).correlation(), None);
        assert_eq!(joint(&["1", "2", "4"], &["-1", "-2", "-4"]).correlation(), Some(Decimal::NEGATIVE_ONE));
    }

    #[test]
    fn the_median_of_even_and_odd_counts() {
        let of = |texts: &[&str]| median(&texts.iter().map(|x| d(x)).collect::<Vec<_>>());
        assert_eq!([of(&["3", "1", "2"]), of(&["4", "1", "2", "3"]), of(&[])], [Some(d("2")), Some(d("2.5")), None]);
    }

    proptest! {
        #[test]
        fn a_correlation_lies_between_its_ends(pairs in prop::collection::vec((-10_000_000_000_000i128..10_000_000_000_000, 0i128..1_000_000_000), 0..60)) {
            let sums = Joint::of(pairs.iter().copied()).unwrap();
            if let Some(r) = sums.correlation() {
                prop_assert!((Decimal::NEGATIVE_ONE..=Decimal::ONE).contains(&r), "{}", r);
                let turned = Joint::of(pairs.iter().map(|(x, y)| (*y, *x))).unwrap();
                prop_assert_eq!(turned.correlation(), Some(r));
            }
            let itself = Joint::of(pairs.iter().map(|(x, _)| (*x, *x))).unwrap();
            prop_assert!(itself.correlation().is_none_or(|r| r == Decimal::ONE));
        }

        /// However great: the shifts cost no digit that is shown.
        #[test]
        fn great_numbers_correlate_as_small_ones_do(pairs in prop::collection::vec((-1_000_000i128..1_000_000, -1_000_000i128..1_000_000), 3..30)) {
            let small = Joint::of(pairs.iter().copied()).unwrap();
            let great = Joint::of(pairs.iter().map(|(x, y)| (x * 10_000_000_000, *y))).unwrap();
            prop_assert_eq!(small.correlation(), great.correlation());
        }
    }
}
