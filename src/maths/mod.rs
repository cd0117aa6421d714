//! Logarithms, powers and roots of exact decimals.
//!
//! A result is right to the last digit that a [`Decimal`] has, so that an exact one (a root of 2.25, 1.05³) comes out
//! exact; only of a power whose exponent itself has 29 digits are the last three unsure. Whatever is asked takes a
//! bounded number of steps, and no doubles.

mod fixed;

use fixed::Fixed;

use crate::number::Decimal;

/// Why there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoResult {
    /// The function has no value there: the logarithm of 0, the root of a negative number.
    Undefined,
    /// The value is greater than any exact decimal.
    Overflow,
}

/// The natural logarithm; undefined for 0 and below.
pub fn ln(x: Decimal) -> Result<Decimal, NoResult> {
    if x <= Decimal::ZERO {
        return Err(NoResult::Undefined);
    }
    fixed::ln(x).decimal()
}

/// e to the power of `x`; 0 where the value is smaller than any decimal.
pub fn exp(x: Decimal) -> Result<Decimal, NoResult> {
    Fixed::of(x).exp()
}

/// The square root; undefined for negative numbers.
pub fn sqrt(x: Decimal) -> Result<Decimal, NoResult> {
    if x.is_zero() {
        return Ok(Decimal::ZERO);
    }
    if x < Decimal::ZERO {
        return Err(NoResult::Undefined);
    }
    fixed::ln(x).over(2).exp()
}

/// `base` to the power of `exponent`; 0 where the value is smaller than any decimal. Undefined, as in a spreadsheet, for
/// 0 to the power of 0 or below and for a negative number to a power that is not whole.
pub fn pow(base: Decimal, exponent: Decimal) -> Result<Decimal, NoResult> {
    if base.is_zero() {
        return if exponent > Decimal::ZERO { Ok(Decimal::ZERO) } else { Err(NoResult::Undefined) };
    }
    let negative = base < Decimal::ZERO;
    if negative && !exponent.is_integer() {
        return Err(NoResult::Undefined);
    }
    let size = fixed::ln(base.abs()).times(Fixed::of(exponent)).exp()?;
    let odd = exponent.normalize().mantissa() % 2 != 0;
    Ok(if negative && odd && !size.is_zero() { -size } else { size })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use crate::number::{read_exact, to_double};

    fn d(text: &str) -> Decimal {
        read_exact(text).unwrap()
    }

    fn shown(result: Result<Decimal, NoResult>) -> String {
        result.map_or_else(|none| format!("{none:?}"), |x| x.to_string())
    }

    #[test]
    fn known_constants_come_out_to_the_last_digit() {
        assert_eq!(shown(exp(Decimal::ONE)), "2.7182818284590452353602874714");
        assert_eq!(shown(exp(d("-1"))), "0.3678794411714423215955237702");
        assert_eq!(shown(exp(d("0.5"))), "1.6487212707001281468486507878");
        assert_eq!(shown(exp(d("-40"))), "0.0000000000000000042483542553");
        assert_eq!(shown(exp(d("66"))), "46071866343312915426773184428");
        assert_eq!(shown(ln(d("2"))), "0.6931471805599453094172321215");
        assert_eq!(shown(ln(d("10"))), "2.3025850929940456840179914547");
        assert_eq!(shown(ln(d("1.0000001"))), "0.0000000999999950000003333333");
        assert_eq!(shown(ln(d("0.0000000000000000000000000001"))), "-64.472382603833279152503760731");
        assert_eq!(shown(sqrt(d("2"))), "1.4142135623730950488016887242");
        assert_eq!(shown(sqrt(Decimal::MAX)), "281474976710656");
        assert_eq!(shown(pow(d("2"), d("0.5"))), "1.4142135623730950488016887242");
        assert_eq!(shown(pow(d("10"), d("-5.5"))), "0.0000031622776601683793319989");
        assert_eq!(shown(pow(d("1.0000001"), d("1e8"))), "22026.454781577306636469428125");
    }

    #[test]
    fn what_is_exact_comes_out_exact() {
        for (base, exponent, expected) in [
            ("1.05", "3", "1.157625"),
            ("-1.5", "3", "-3.375"),
            ("-2", "4", "16"),
            ("0.5", "-50", "1125899906842624"),
            ("2", "95", "39614081257132168796771975168"),
            ("10", "28", "10000000000000000000000000000"),
            ("10", "-28", "0.0000000000000000000000000001"),
            ("4", "0.5", "2"),
            ("0.25", "1.50", "0.125"),
            ("8", "-1", "0.125"),
            ("-7", "0", "1"),
            ("7.00", "1.0", "7"),
            ("1", "1e28", "1"),
            ("-1", "79228162514264337593543950335", "-1"),
            ("0", "0.1", "0"),
        ] {
            assert_eq!(shown(pow(d(base), d(exponent))), expected, "{base} ^ {exponent}");
        }
        assert_eq!(shown(ln(d("1.00"))), "0");
        assert_eq!(shown(exp(d("0.0"))), "1");
        assert_eq!(shown(sqrt(d("2.25"))), "1.5");
        assert_eq!(shown(sqrt(d("0.00"))), "0");
        assert_eq!(shown(sqrt(d("0.0000000000000000000000000001"))), "0.00000000000001");
    }

    #[test]
    fn undefined_is_told_from_too_great_and_too_small_is_nothing() {
        use NoResult::{Overflow, Undefined};
        assert_eq!([ln(d("0")), ln(d("-1")), sqrt(d("-0.01"))], [Err(Undefined); 3]);
        for (base, exponent) in [("0", "-1"), ("0", "0"), ("-8", "0.5"), ("-8", "-0.1")] {
            assert_eq!(pow(d(base), d(exponent)), Err(Undefined), "{base} ^ {exponent}");
        }
        assert_eq!([exp(d("66.6")), exp(d("1e28")), exp(Decimal::MAX)], [Err(Overflow); 3]);
        for (base, exponent) in [("10", "29"), ("2", "96"), ("-2", "97"), ("1e-28", "-1e28"), ("1.0000001", "1e9")] {
            assert_eq!(pow(d(base), d(exponent)), Err(Overflow), "{base} ^ {exponent}");
        }
        assert_eq!([exp(d("-66")), exp(d("-1e28")), exp(Decimal::MIN)], [Ok(Decimal::ZERO); 3]);
        for (base, exponent) in [("10", "-29"), ("-10", "-29"), ("1e-28", "1e28"), ("0.9999999", "1e10")] {
            assert_eq!(pow(d(base), d(exponent)), Ok(Decimal::ZERO), "{base} ^ {exponent}");
        }
    }

    #[test]
    fn nothing_takes_long() {
        let absurd =
            ["1e-28", "1.0000000000000000000000000001", "0.9999999999999999999999999999", "1e28", "-1e28", "3"];
        let start = Instant::now();
        for base in absurd.map(d) {
            let _ = (ln(base), exp(base), sqrt(base));
            for exponent in absurd.map(d) {
                let _ = pow(base, exponent);
            }
        }
        assert!(start.elapsed() < Duration::from_secs(1));
    }

    /// Every decimal there is.
    fn any_decimal() -> impl Strategy<Value = Decimal> {
        let bits = (0u32..=96).prop_flat_map(|bits| 0..1i128 << bits);
        (bits, any::<bool>(), 0u32..=28).prop_map(|(size, negative, scale)| {
            Decimal::from_i128_with_scale(if negative { -size } else { size }, scale)
        })
    }

    fn positive() -> impl Strategy<Value = Decimal> {
        any_decimal().prop_filter_map("above 0", |x| (!x.is_zero()).then(|| x.abs()))
    }

    /// Whether two numbers differ in their last digits only: by 10⁻²⁶ of their size, or 2 in the last place there is.
    fn near(a: Decimal, b: Decimal) -> bool {
        let finest = Decimal::new(2, 28);
        (a - b).abs() <= (a.abs() * Decimal::new(1, 26)).max(finest)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_number_is_too_much(a in any_decimal(), b in any_decimal()) {
            let _ = (ln(a), exp(a), sqrt(a), pow(a, b));
        }

        #[test]
        fn a_logarithm_is_undone(x in positive()) {
            prop_assume!(x < d("7.9e28"));
            let back = exp(ln(x).unwrap()).unwrap();
            prop_assert!(near(x, back), "{x} {back}");
        }

        #[test]
        fn a_root_is_undone(x in positive()) {
            let root = sqrt(x).unwrap();
            prop_assert_eq!(pow(x, d("0.5")), Ok(root));
            // A root has half as many digits before the point, so squaring gives up some of those after it.
            let slack = (root * d("2e-28")).max(x / d("1e26")).max(d("2e-28"));
            let square = root.checked_mul(root);
            prop_assert!(square.is_none_or(|square| (square - x).abs() <= slack), "{x} {root}");
        }

        #[test]
        fn a_greater_number_has_no_smaller_result(a in positive(), b in positive(), small in 0u32..1000) {
            let exponent = Decimal::new(small.into(), 2);
            let (less, more) = (a.min(b), a.max(b));
            prop_assert!(ln(less).unwrap() <= ln(more).unwrap());
            prop_assert!(sqrt(less).unwrap() <= sqrt(more).unwrap());
            for (less, more) in [
                (exp(less), exp(more)),
                (exp(-more), exp(-less)),
                (pow(less, exponent), pow(more, exponent)),
            ] {
                match (less, more) {
                    (Ok(less), Ok(more)) => prop_assert!(less <= more),
                    (_, more) => prop_assert_eq!(more, Err(NoResult::Overflow)),
                }
            }
        }

        #[test]
        fn neighbours_keep_their_order(size in 1i128..1 << 95, scale in 0u32..=28) {
            let at = |size| Decimal::from_i128_with_scale(size, scale);
            prop_assert!(ln(at(size)).unwrap() <= ln(at(size + 1)).unwrap());
            prop_assert!(sqrt(at(size)).unwrap() <= sqrt(at(size + 1)).unwrap());
            let (less, more) = (exp(at(-size - 1)), exp(at(-size)));
            prop_assert!(less.unwrap() <= more.unwrap());
        }

        #[test]
        fn a_square_is_a_product(x in any_decimal()) {
            match x.checked_mul(x) {
                Some(_) if x.is_zero() => prop_assert_eq!(pow(x, Decimal::TWO), Ok(Decimal::ZERO)),
                Some(square) => prop_assert!(near(pow(x, Decimal::TWO).unwrap(), square), "{x}"),
                None => prop_assert_eq!(pow(x, Decimal::TWO), Err(NoResult::Overflow)),
            }
        }

        /// Where every digit fits, a whole power is the very product, and a root undoes it.
        #[test]
        fn a_whole_power_is_a_product(size in -9_999i64..=9_999, scale in 0u32..=4, exponent in 1u32..=7) {
            prop_assume!(size != 0);
            let base = Decimal::new(size, scale);
            let product = (0..exponent).fold(Decimal::ONE, |product, _| product * base);
            prop_assert_eq!(pow(base, exponent.into()), Ok(product));
            if exponent == 2 {
                prop_assert_eq!(sqrt(product), Ok(base.abs()));
            }
        }

        /// What a spreadsheet finds with doubles.
        #[test]
        fn doubles_agree(base in 1u32..1_000_000, exponent in -300i64..300) {
            let (base, exponent) = (Decimal::new(base.into(), 3), Decimal::new(exponent, 2));
            let (b, e) = (to_double(base), to_double(exponent));
            for (exact, double) in [
                (ln(base), b.ln()),
                (sqrt(base), b.sqrt()),
                (exp(exponent), e.exp()),
                (pow(base, exponent), b.powf(e)),
            ] {
                let exact = to_double(exact.unwrap());
                prop_assert!((exact - double).abs() <= double.abs() * 1e-13 + 1e-27, "{exact} {double}");
            }
        }
    }
}
