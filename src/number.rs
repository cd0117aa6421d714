//! Exact numbers: reading, the guard, rounding and writing.
//!
//! Every number that becomes a score is a [`Decimal`]. A double appears only where a spreadsheet holds one, and is
//! turned into the decimal that the spreadsheet itself shows.

pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

/// Decimals kept by the guard: fine enough for any printed rule, coarse enough that a double's last bits never decide.
pub const GUARD_DIGITS: u32 = 9;

/// Significant digits a spreadsheet shows of a double.
const DOUBLE_DIGITS: u32 = 15;

/// What happens to a 5 after the last kept digit (修约).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundingMode {
    /// 四舍五入: 2.675 becomes 2.68, −2.675 becomes −2.68.
    HalfUp,
    /// GB/T 8170 四舍六入五成双: 2.675 becomes 2.68, 2.665 becomes 2.66.
    HalfEven,
}

/// A rounding rule: how many decimals, and what happens to a 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rounding {
    /// Decimals kept.
    pub digits: u32,
    /// What happens to a 5.
    pub mode: RoundingMode,
}

impl Rounding {
    /// The guard's own rounding, used where a rubric says `"none"`.
    pub const GUARD: Rounding = Rounding { digits: GUARD_DIGITS, mode: RoundingMode::HalfUp };

    /// Rounds `x`.
    pub fn apply(self, x: Decimal) -> Decimal {
        let strategy = match self.mode {
            RoundingMode::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            RoundingMode::HalfEven => RoundingStrategy::MidpointNearestEven,
        };
        x.round_dp_with_strategy(self.digits, strategy)
    }
}

/// Rounds to the guard: what every value passes before it decides something.
pub fn guard(x: Decimal, digits: u32) -> Decimal {
    if x.scale() <= digits { x } else { x.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero) }
}

/// Reads a number written in ASCII (`-12.50`, `1e-3`) without losing a digit; `None` when it is no number or has more
/// digits than 28.
pub fn read_exact(text: &str) -> Option<Decimal> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.contains(['e', 'E']) {
        let number = Decimal::from_scientific(text).ok()?;
        let digits = text.split(['e', 'E']).next()?.bytes().filter(u8::is_ascii_digit).count();
        return (digits <= 28).then_some(number);
    }
    let plain = text.strip_prefix('-').unwrap_or(text);
    let well_formed = !plain.is_empty()
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && plain.bytes().any(|b| b.is_ascii_digit());
    if well_formed { Decimal::from_str_exact(text).ok() } else { None }
}

/// The decimal a spreadsheet shows for the double it stores: the shortest text that reads back, at most 15 significant
/// digits (0.30000000000000004 is 0.3). `None` for infinities and what no decimal of 28 digits can hold.
pub fn from_double(x: f64) -> Option<Decimal> {
    if !x.is_finite() {
        return None;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(x);
    let exact = if text.contains(['e', 'E']) { Decimal::from_scientific(text).ok() } else { text.parse().ok() }?;
    exact.round_sf_with_strategy(DOUBLE_DIGITS, RoundingStrategy::MidpointAwayFromZero).map(|d| d.normalize())
}

/// The nearest double, for a spreadsheet cell or a bar's length; never for arithmetic on scores.
pub fn to_double(x: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    x.to_f64().unwrap_or(0.0)
}

/// What a spreadsheet makes of a number that is written into one of its cells and read again.
pub fn in_cell(x: Decimal) -> Decimal {
    from_double(to_double(x)).unwrap_or(x)
}

/// The shortest text: `8`, `2.5`, `-0.125`.
pub fn plain(x: Decimal) -> String {
    let x = x.normalize();
    if x.is_zero() { "0".to_owned() } else { x.to_string() }
}

/// Text with exactly `digits` decimals: `8.00`.
pub fn fixed(x: Decimal, digits: u32) -> String {
    let rounded = Rounding { digits, mode: RoundingMode::HalfUp }.apply(x);
    // −0.004 to two decimals is 0.00, without a sign.
    format!("{:.1$}", if rounded.is_zero() { Decimal::ZERO } else { rounded }, digits as usize)
}

/// A fraction as a percentage: 0.985 is `98.5%`. Kept to four decimals of a per cent.
pub fn percent(x: Decimal) -> String {
    match x.checked_mul(Decimal::ONE_HUNDRED) {
        Some(hundredfold) => format!("{}%", plain(guard(hundredfold, 4))),
        None => plain(x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        read_exact(text).unwrap()
    }

    #[test]
    fn half_up_and_half_even_differ_only_at_a_five() {
        let up = Rounding { digits: 2, mode: RoundingMode::HalfUp };
        let even = Rounding { digits: 2, mode: RoundingMode::HalfEven };
        for (x, by_up, by_even) in [
            ("2.675", "2.68", "2.68"),
            ("2.665", "2.67", "2.66"),
            ("-2.345", "-2.35", "-2.34"),
            ("1.004", "1.00", "1.00"),
        ] {
            assert_eq!(up.apply(d(x)), d(by_up), "{x}");
            assert_eq!(even.apply(d(x)), d(by_even), "{x}");
        }
    }

    #[test]
    fn a_number_is_read_with_every_digit_or_not_at_all() {
        assert_eq!(read_exact("0.1234567890123456789012").unwrap().to_string(), "0.1234567890123456789012");
        assert_eq!(read_exact("1e-3"), Some(d("0.001")));
        assert_eq!(read_exact("+1000.50"), Some(d("1000.5")));
        for bad in ["", "-", ".", "1.2.3", "0x10", "inf", "nan", "1_000", "12345678901234567890123456789012345"] {
            assert_eq!(read_exact(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_double_becomes_what_the_spreadsheet_shows() {
        assert_eq!(from_double(0.1 + 0.2), Some(d("0.3")));
        assert_eq!(from_double(0.985), Some(d("0.985")));
        assert_eq!(from_double(85.000_000_000_000_01), Some(d("85")));
        assert_eq!(from_double(1e-7), Some(d("0.0000001")));
        assert_eq!(from_double(1e300), None);
        assert_eq!(from_double(f64::NAN), None);
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(plain(d("8.00")), "8");
        assert_eq!(plain(d("-0.0")), "0");
        assert_eq!(fixed(d("2.675"), 2), "2.68");
        assert_eq!(fixed(d("8"), 2), "8.00");
        assert_eq!(percent(d("0.985")), "98.5%");
    }
}
