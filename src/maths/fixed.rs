//! Signed fixed-point numbers, far finer than a [`Decimal`]: what logarithms and powers are computed in.
//!
//! A power multiplies the error of a logarithm by its exponent, which may have 29 digits before the point. With 192
//! bits (57 digits) after the point the result is still right to some 25 digits at the very worst, and to every digit of
//! a `Decimal` for any exponent a rubric would write. There are only whole numbers here, so every machine gets the same
//! digits.

use std::cmp::Ordering;
use std::sync::LazyLock;

use super::NoResult;
use crate::number::Decimal;

/// Limbs after the point.
const FRACTION: usize = 3;
/// Limbs in all. Those before the point hold the product of any `Decimal` and any logarithm of one: 103 bits.
const LIMBS: usize = FRACTION + 2;
/// The first whole number too great for a `Decimal`.
const LIMIT: u128 = 1 << 96;
/// Digits a `Decimal` may have after the point.
const MOST_SCALE: u32 = 28;
/// e to this power is too great for a `Decimal`, and its inverse too small.
const MOST_EXPONENT: u128 = 67;
/// 2³² / ln 2.
const TWOS: u128 = 6_196_328_019;

static ONE: Fixed = Fixed { negative: false, limbs: [0, 0, 0, 1, 0] };
static LN_2: LazyLock<Fixed> = LazyLock::new(|| artanh(1, 3).times_whole(2));
static LN_10: LazyLock<Fixed> = LazyLock::new(|| ln_whole(10));

/// A number with 192 bits after the point and 128 before it. What is finer is cut off; what is greater is never made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fixed {
    negative: bool,
    /// The lowest comes first.
    limbs: [u64; LIMBS],
}

/// The natural logarithm of a number above 0.
pub(super) fn ln(x: Decimal) -> Fixed {
    ln_whole(x.mantissa().unsigned_abs()).minus(LN_10.times_whole(x.scale().into()))
}

/// The logarithm of a whole number from 1 to 2⁹⁶: that of the nearest power of two, and a series for the rest.
fn ln_whole(x: u128) -> Fixed {
    let below = 1u128 << x.checked_ilog2().unwrap_or_default();
    let near = if x > below + below / 2 { below * 2 } else { below };
    // ln(a/b) = 2 artanh((a−b) / (a+b)), here at most 2 artanh(1/5).
    let rest = Fixed { negative: x < near, ..artanh(x.abs_diff(near), x + near).times_whole(2) };
    LN_2.times_whole(near.trailing_zeros().into()).plus(rest)
}

/// artanh z = z + z³/3 + z⁵/5 + … of a ratio of at most a third.
fn artanh(numerator: u128, denominator: u128) -> Fixed {
    let ratio = Fixed::ratio(numerator, denominator);
    let square = ratio.times(ratio);
    let (mut sum, mut power) = (ratio, ratio);
    // Each power is at most a ninth of the one before: after 60 steps there is nothing left of it.
    for divisor in (3..).step_by(2) {
        power = power.times(square);
        if power.is_zero() {
            break;
        }
        sum = sum.plus(power.over(divisor));
    }
    sum
}

impl Fixed {
    /// A decimal.
    pub(super) fn of(x: Decimal) -> Fixed {
        let size = x.mantissa().unsigned_abs();
        let whole = Fixed { negative: x.is_sign_negative(), limbs: [0, 0, 0, low(size), low(size >> 64)] };
        // A limb holds 10¹⁹ and no higher power of ten.
        let scale = x.scale();
        whole.over(10u64.pow(scale.min(19))).over(10u64.pow(scale.saturating_sub(19)))
    }

    /// A ratio below 1 of numbers below 2¹²⁷, by long division.
    fn ratio(numerator: u128, denominator: u128) -> Fixed {
        let mut limbs = [0; LIMBS];
        let mut rest = numerator;
        for limb in limbs.iter_mut().take(FRACTION).rev() {
            for _ in 0..u64::BITS {
                rest *= 2;
                *limb *= 2;
                if rest >= denominator {
                    rest -= denominator;
                    *limb += 1;
                }
            }
        }
        Fixed { negative: false, limbs }
    }

    /// 2 to a power from −97 to 97.
    fn power_of_two(exponent: usize, negative: bool) -> Fixed {
        let point = FRACTION * 64;
        let bit = if negative { point - exponent } else { point + exponent };
        let limbs = std::array::from_fn(|at| if at == bit / 64 { 1 << (bit % 64) } else { 0 });
        Fixed { negative: false, limbs }
    }

    /// e to this power, as a decimal.
    pub(super) fn exp(self) -> Result<Decimal, NoResult> {
        if self.whole() >= MOST_EXPONENT {
            return if self.negative { Ok(Decimal::ZERO) } else { Err(NoResult::Overflow) };
        }
        // e^x = 2^twos · e^rest with a rest from 0 to ln 2; that it may be a hair outside does no harm.
        let coarse = (self.whole() << 32) | u128::from(self.limbs[FRACTION - 1] >> 32);
        let twos = low((coarse * TWOS) >> 64) + u64::from(self.negative);
        let rest = self.minus(Fixed { negative: self.negative, ..LN_2.times_whole(twos) });
        let (mut sum, mut term) = (ONE, ONE);
        // e^r = 1 + r + r²/2! + r³/3! + …: after 50 steps there is nothing left.
        for divisor in 1.. {
            term = term.times(rest).over(divisor);
            if term.is_zero() {
                break;
            }
            sum = sum.plus(term);
        }
        let exponent = usize::try_from(twos).unwrap_or_default();
        sum.times(Fixed::power_of_two(exponent, self.negative)).decimal()
    }

    /// The nearest decimal, with as many digits as it can have.
    pub(super) fn decimal(self) -> Result<Decimal, NoResult> {
        let mut scaled = self;
        let mut scale = 0;
        while scale < MOST_SCALE {
            let finer = scaled.times_whole(10);
            if finer.rounded() >= LIMIT {
                break;
            }
            scaled = finer;
            scale += 1;
        }
        let size = i128::try_from(scaled.rounded()).map_err(|_| NoResult::Overflow)?;
        let mantissa = if self.negative { -size } else { size };
        // A whole number that is too great is refused here.
        Decimal::try_from_i128_with_scale(mantissa, scale).map(|x| x.normalize()).map_err(|_| NoResult::Overflow)
    }

    /// The size's digits before the point.
    fn whole(self) -> u128 {
        u128::from(self.limbs[FRACTION]) | (u128::from(self.limbs[FRACTION + 1]) << 64)
    }

    /// The whole number nearest to the size.
    fn rounded(self) -> u128 {
        self.whole() + u128::from(self.limbs[FRACTION - 1] >> 63)
    }

    fn is_zero(self) -> bool {
        self.limbs == [0; LIMBS]
    }

    fn plus(self, other: Fixed) -> Fixed {
        let (negative, limbs) = if self.negative == other.negative {
            (self.negative, add(&self.limbs, &other.limbs))
        } else if self.limbs.iter().rev().cmp(other.limbs.iter().rev()) == Ordering::Less {
            (other.negative, subtract(&other.limbs, &self.limbs))
        } else {
            (self.negative, subtract(&self.limbs, &other.limbs))
        };
        Fixed { negative, limbs }
    }

    fn minus(self, other: Fixed) -> Fixed {
        self.plus(Fixed { negative: !other.negative, ..other })
    }

    pub(super) fn times(self, other: Fixed) -> Fixed {
        let mut product = [0; 2 * LIMBS];
        for (at, a) in self.limbs.iter().enumerate() {
            let mut carry = 0;
            for (slot, b) in product.iter_mut().skip(at).zip(&other.limbs) {
                let part = u128::from(*a) * u128::from(*b) + u128::from(*slot) + carry;
                (*slot, carry) = (low(part), part >> 64);
            }
            product[at + LIMBS] = low(carry);
        }
        let limbs = std::array::from_fn(|at| product[at + FRACTION]);
        Fixed { negative: self.negative != other.negative, limbs }
    }

    fn times_whole(mut self, factor: u64) -> Fixed {
        let mut carry = 0;
        for limb in &mut self.limbs {
            let part = u128::from(*limb) * u128::from(factor) + carry;
            (*limb, carry) = (low(part), part >> 64);
        }
        self
    }

    /// Divided by a whole number above 0.
    pub(super) fn over(mut self, divisor: u64) -> Fixed {
        let mut rest = 0;
        for limb in self.limbs.iter_mut().rev() {
            let part = (rest << 64) | u128::from(*limb);
            (*limb, rest) = (low(part / u128::from(divisor)), part % u128::from(divisor));
        }
        self
    }
}

fn add(a: &[u64; LIMBS], b: &[u64; LIMBS]) -> [u64; LIMBS] {
    let mut sum = [0; LIMBS];
    let mut carry = 0;
    for ((slot, a), b) in sum.iter_mut().zip(a).zip(b) {
        let part = u128::from(*a) + u128::from(*b) + carry;
        (*slot, carry) = (low(part), part >> 64);
    }
    sum
}

/// The difference of a number and a smaller one.
fn subtract(a: &[u64; LIMBS], b: &[u64; LIMBS]) -> [u64; LIMBS] {
    let mut difference = [0; LIMBS];
    let mut borrow = false;
    for ((slot, a), b) in difference.iter_mut().zip(a).zip(b) {
        let (part, below) = a.overflowing_sub(*b);
        let (part, further_below) = part.overflowing_sub(u64::from(borrow));
        (*slot, borrow) = (part, below || further_below);
    }
    difference
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
fn low(x: u128) -> u64 {
    x as u64
}
