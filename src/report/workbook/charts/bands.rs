//! The bands of a distribution: of one round width, exact.

use crate::number::Decimal;

/// Bands at most.
const MOST: i64 = 12;

/// A band of values: from its lower bound on, up to its upper bound, which is only the last one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    /// Whether the upper bound belongs to it.
    pub(super) closed: bool,
    /// How many values lie in it.
    pub(super) count: usize,
}

/// The bands that hold all of these values, with the narrowest round width that needs no more than twelve.
pub(super) fn bands(values: &[Decimal]) -> Vec<Band> {
    let (Some(least), Some(most)) = (values.iter().min(), values.iter().max()) else { return Vec::new() };
    let Some(width) = widths().find(|width| steps(*least, *most, *width).is_some_and(|steps| steps <= MOST.into()))
    else {
        return Vec::new();
    };
    let mut from = (*least / width).floor() * width;
    let mut bands = Vec::new();
    while bands.is_empty() || from < *most {
        let to = from + width;
        let closed = to >= *most;
        let within = |value: &&Decimal| **value >= from && (**value < to || (closed && **value == to));
        bands.push(Band { from, to, closed, count: values.iter().filter(within).count() });
        from = to;
    }
    bands
}

/// 0.001, 0.002, 0.005, 0.01 … 5,000,000.
fn widths() -> impl Iterator<Item = Decimal> {
    (-3..=6_i32).flat_map(|power| {
        [1, 2, 5].map(|of| match u32::try_from(power) {
            Ok(power) => Decimal::from(of * 10_i64.pow(power)),
            Err(_) => Decimal::new(of, power.unsigned_abs()),
        })
    })
}

/// Bands of this width from one value to another.
fn steps(least: Decimal, most: Decimal, width: Decimal) -> Option<Decimal> {
    let from = least.checked_div(width)?.floor();
    let to = most.checked_div(width)?.ceil();
    to.checked_sub(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{plain, read_exact};

    fn of(values: &[&str]) -> Vec<String> {
        let values: Vec<Decimal> = values.iter().map(|value| read_exact(value).unwrap()).collect();
        bands(&values).iter().map(|band| format!("{}–{}: {}", plain(band.from), plain(band.to), band.count)).collect()
    }

    #[test]
    fn bands_are_round_and_hold_every_value_once() {
        assert_eq!(of(&["54.46", "78", "80", "93.42", "100"]).len(), 10);
        assert_eq!(
            of(&["85", "89.99", "90", "95"]),
            [
                "85–86: 1",
                "86–87: 0",
                "87–88: 0",
                "88–89: 0",
                "89–90: 1",
                "90–91: 1",
                "91–92: 0",
                "92–93: 0",
                "93–94: 0",
                "94–95: 1"
            ]
        );
        assert_eq!(of(&["0.5", "0.7", "0.7"]).last().unwrap(), "0.68–0.7: 2");
        assert_eq!(of(&["90", "90"]), ["90–90.001: 2"]);
        assert_eq!(of(&["-3", "4"]).first().unwrap(), "-3–-2: 1");
        assert_eq!(of(&[]), [] as [String; 0]);
    }

    #[test]
    fn no_value_is_counted_twice_or_lost() {
        for seed in 1..200_i64 {
            let values: Vec<Decimal> =
                (0..40).map(|at| Decimal::new((seed * 7919 + at * at * 104_729) % 100_001, 3)).collect();
            let bands = bands(&values);
            assert_eq!(bands.iter().map(|band| band.count).sum::<usize>(), values.len());
            assert!(bands.len() <= 12 && bands.iter().filter(|band| band.closed).count() == 1);
        }
    }
}
