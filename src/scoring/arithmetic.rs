//! The numbers that the graph is evaluated in: exact decimals, and doubles for studies that ask thousands of times.
//!
//! Both follow the same graph. What is printed as a score, a place or a grade comes from decimals alone; doubles, which
//! pass the same guard before every decision, only tell how often something happens.

use std::cmp::Ordering;
use std::fmt::Debug;

use crate::maths::{self, NoResult};
use crate::number::{self, Decimal, Rounding, RoundingMode};

/// A number of the graph. Operations give `None` where they leave the range.
pub trait Number: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// 0
    const ZERO: Self;
    /// 1, and yes.
    const ONE: Self;
    /// What tells equal values from others, after the guard.
    type Key: Ord;

    /// The number that a decimal stands for.
    #[must_use]
    fn of(x: Decimal) -> Self;
    /// A count or a place.
    #[must_use]
    fn count(n: usize) -> Self;
    /// The decimals of a number that is shown or counted.
    fn decimal(self) -> Option<Decimal>;
    /// Whether it is 0, and no.
    fn is_zero(self) -> bool;
    /// How it compares.
    fn order(self, other: Self) -> Ordering;
    /// Its key.
    fn key(self) -> Self::Key;
    /// a + b
    fn plus(self, other: Self) -> Option<Self>;
    /// a × b
    fn times(self, other: Self) -> Option<Self>;
    /// a ÷ b, where b is not 0.
    fn over(self, other: Self) -> Option<Self>;
    /// −x
    #[must_use]
    fn negative(self) -> Self;
    /// |x|
    #[must_use]
    fn size(self) -> Self;
    /// The whole number at or below.
    #[must_use]
    fn whole_below(self) -> Self;
    /// The whole number at or above.
    #[must_use]
    fn whole_above(self) -> Self;
    /// The natural logarithm.
    fn logarithm(self) -> Result<Self, NoResult>;
    /// e to this power.
    fn exponential(self) -> Result<Self, NoResult>;
    /// The square root.
    fn root(self) -> Result<Self, NoResult>;
    /// To the power of b.
    fn power(self, other: Self) -> Result<Self, NoResult>;
    /// Rounded to so many decimals before a decision.
    #[must_use]
    fn guarded(self, digits: u32) -> Self;
    /// Rounded as a rubric says.
    #[must_use]
    fn rounded(self, rounding: Rounding) -> Self;
}

impl Number for Decimal {
    const ZERO: Decimal = Decimal::ZERO;
    const ONE: Decimal = Decimal::ONE;
    type Key = Decimal;

    fn of(x: Decimal) -> Decimal {
        x
    }

    fn count(n: usize) -> Decimal {
        Decimal::from(n)
    }

    fn decimal(self) -> Option<Decimal> {
        Some(self)
    }

    fn is_zero(self) -> bool {
        Decimal::is_zero(&self)
    }

    fn order(self, other: Decimal) -> Ordering {
        self.cmp(&other)
    }

    fn key(self) -> Decimal {
        number::guard(self, number::GUARD_DIGITS).normalize()
    }

    fn plus(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other)
    }

    fn times(self, other: Decimal) -> Option<Decimal> {
        self.checked_mul(other)
    }

    fn over(self, other: Decimal) -> Option<Decimal> {
        self.checked_div(other)
    }

    fn negative(self) -> Decimal {
        -self
    }

    fn size(self) -> Decimal {
        self.abs()
    }

    fn whole_below(self) -> Decimal {
        self.floor()
    }

    fn whole_above(self) -> Decimal {
        self.ceil()
    }

    fn logarithm(self) -> Result<Decimal, NoResult> {
        maths::ln(self)
    }

    fn exponential(self) -> Result<Decimal, NoResult> {
        maths::exp(self)
    }

    fn root(self) -> Result<Decimal, NoResult> {
        maths::sqrt(self)
    }

    fn power(self, other: Decimal) -> Result<Decimal, NoResult> {
        maths::pow(self, other)
    }

    fn guarded(self, digits: u32) -> Decimal {
        number::guard(self, digits)
    }

    fn rounded(self, rounding: Rounding) -> Decimal {
        rounding.apply(self)
    }
}

/// What doubles can count: above, a decimal place is no longer told from the next.
const EXACT: f64 = 4_503_599_627_370_496.0;

/// A finite double, or what is wrong with it.
fn finite(x: f64) -> Result<f64, NoResult> {
    match x {
        x if x.is_nan() => Err(NoResult::Undefined),
        x if x.is_infinite() => Err(NoResult::Overflow),
        x => Ok(x),
    }
}

/// The nearest whole number, an even one from the middle: without a call where the processor has no instruction for it.
fn nearest(x: f64) -> f64 {
    if x.abs() < EXACT { (x + 1.5 * EXACT) - 1.5 * EXACT } else { x }
}

fn power_of_ten(digits: u32) -> f64 {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    usize::try_from(digits).ok().and_then(|digits| POWERS.get(digits)).copied().unwrap_or(f64::INFINITY)
}

impl Number for f64 {
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;
    type Key = u64;

    fn of(x: Decimal) -> f64 {
        number::to_double(x)
    }

    #[allow(clippy::cast_precision_loss, reason = "nobody has 2^53 units")]
    fn count(n: usize) -> f64 {
        n as f64
    }

    fn decimal(self) -> Option<Decimal> {
        number::from_double(self)
    }

    fn is_zero(self) -> bool {
        self == 0.0
    }

    fn order(self, other: f64) -> Ordering {
        self.partial_cmp(&other).unwrap_or(Ordering::Equal)
    }

    fn key(self) -> u64 {
        // −0 is 0.
        (self.guarded(number::GUARD_DIGITS) + 0.0).to_bits()
    }

    fn plus(self, other: f64) -> Option<f64> {
        Some(self + other).filter(|x| x.is_finite())
    }

    fn times(self, other: f64) -> Option<f64> {
        Some(self * other).filter(|x| x.is_finite())
    }

    fn over(self, other: f64) -> Option<f64> {
        Some(self / other).filter(|x| x.is_finite())
    }

    fn negative(self) -> f64 {
        -self
    }

    fn size(self) -> f64 {
        self.abs()
    }

    fn whole_below(self) -> f64 {
        self.floor()
    }

    fn whole_above(self) -> f64 {
        self.ceil()
    }

    fn logarithm(self) -> Result<f64, NoResult> {
        if self > 0.0 { finite(self.ln()) } else { Err(NoResult::Undefined) }
    }

    fn exponential(self) -> Result<f64, NoResult> {
        finite(self.exp())
    }

    fn root(self) -> Result<f64, NoResult> {
        finite(self.sqrt())
    }

    fn power(self, other: f64) -> Result<f64, NoResult> {
        if self == 0.0 && other <= 0.0 { Err(NoResult::Undefined) } else { finite(self.powf(other)) }
    }

    fn guarded(self, digits: u32) -> f64 {
        let by = power_of_ten(digits);
        let scaled = self * by;
        if scaled.abs() < EXACT { nearest(scaled) / by } else { self }
    }

    fn rounded(self, rounding: Rounding) -> f64 {
        let guarded = self.guarded(number::GUARD_DIGITS);
        let by = power_of_ten(rounding.digits);
        let scaled = guarded * by;
        if scaled.abs() >= EXACT {
            return guarded;
        }
        let even = nearest(scaled);
        let rest = scaled - even;
        // What a double makes of a five.
        let middle = (rest.abs() - 0.5).abs() < 1e-6;
        match rounding.mode {
            RoundingMode::HalfUp if middle && rest.signum() == scaled.signum() => (even + rest.signum()) / by,
            // A little above the middle for want of digits: the even one is the other.
            RoundingMode::HalfEven if middle && (even / 2.0).fract() != 0.0 => (even + rest.signum()) / by,
            _ => even / by,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::read_exact;

    #[test]
    fn a_double_is_rounded_as_its_decimal_is() {
        for mode in [RoundingMode::HalfUp, RoundingMode::HalfEven] {
            let rounding = Rounding { digits: 2, mode };
            for text in ["2.675", "2.665", "-2.345", "-2.335", "1.004", "0.005", "-0.005", "0.015", "64.125", "1.115"] {
                let exact = read_exact(text).unwrap();
                let double = number::from_double(f64::of(exact).rounded(rounding));
                assert_eq!(double, Some(exact.rounded(rounding).normalize()), "{text} {mode:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn doubles_follow_decimals(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, digits in 0_u32..4) {
            let (x, y) = (Decimal::new(a, 3), Decimal::new(b, 3));
            let near = |double: Option<f64>, exact: Option<Decimal>| match (double, exact) {
                (Some(double), Some(exact)) => (double - f64::of(exact)).abs() < 1e-6,
                (double, exact) => double.is_none() && exact.is_none(),
            };
            let (p, q) = (f64::of(x), f64::of(y));
            prop_assert!(near(p.plus(q), x.plus(y)));
            prop_assert!(near(p.times(q), x.times(y)));
            prop_assert_eq!(p.guarded(9).order(q.guarded(9)), x.order(y));
            for mode in [RoundingMode::HalfUp, RoundingMode::HalfEven] {
                let rounding = Rounding { digits, mode };
                prop_assert!(near(Some(p.rounded(rounding)), Some(x.rounded(rounding))), "{} {:?}", x, rounding);
            }
        }
    }
}
