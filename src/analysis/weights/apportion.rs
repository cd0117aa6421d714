//! Sharing out a sum in whole steps so that it adds up exactly (最大余数法).

use crate::number::{self, Decimal};

/// The finest step of shares.
const FINEST: Decimal = Decimal::from_parts(1, 0, 0, false, number::GUARD_DIGITS);

/// Decimals of a part before it is brought to steps.
const DIGITS: u32 = 15;

/// Numbers that add up to `sum` exactly: in proportion to `shares`, none below its `least`, in whole steps by the largest
/// remainders. What does not fill a step goes to the next in line. Where nobody has a share all have the same.
pub fn apportion(sum: Decimal, shares: &[Decimal], least: &[Decimal], step: Decimal) -> Vec<Decimal> {
    // Without what divisions leave in the last digits, so that it decides nothing.
    let exact: Vec<Decimal> =
        proportional(sum, shares, least).into_iter().map(|part| number::guard(part, DIGITS)).collect();
    let mut parts: Vec<Decimal> =
        exact.iter().zip(least).map(|(exact, least)| down(*exact, step).max(*least)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |at: &usize| exact.get(*at).zip(parts.get(*at)).map_or(Decimal::ZERO, |(exact, part)| exact - part);
    // The sort is stable: of equal remainders the first comes first.
    order.sort_by_cached_key(|at| std::cmp::Reverse(remainder(at)));
    let mut left = sum - parts.iter().sum::<Decimal>();
    for at in order.iter().cycle().take(order.len().saturating_mul(2)) {
        let more = left.min(step);
        if let Some(part) = parts.get_mut(*at).filter(|_| more > Decimal::ZERO) {
            *part += more;
            left -= more;
        }
    }
    parts
}

/// Shares of the whole in the finest step, in these proportions; they add up to 1.
pub(super) fn normalized(shares: &[Decimal]) -> Vec<Decimal> {
    apportion(Decimal::ONE, shares, &vec![Decimal::ZERO; shares.len()], FINEST)
}

/// In proportion, where those that would fall below their least have that, and the others share what is left.
fn proportional(sum: Decimal, shares: &[Decimal], least: &[Decimal]) -> Vec<Decimal> {
    let mut held = vec![false; shares.len()];
    loop {
        let of = |wanted: bool| (0..shares.len()).filter(|at| held.get(*at) == Some(&wanted)).collect::<Vec<usize>>();
        let (free, fixed) = (of(false), of(true));
        let rest = sum - total(least, &fixed);
        let whole = total(shares, &free);
        let part = |at: usize| -> Decimal {
            if held.get(at) == Some(&true) {
                return least.get(at).copied().unwrap_or_default();
            }
            let share = shares.get(at).copied().unwrap_or_default();
            let equal = || rest.checked_div(Decimal::from(free.len()));
            let by_share = || rest.checked_div(whole).and_then(|unit| unit.checked_mul(share));
            if whole.is_zero() { equal() } else { by_share() }.unwrap_or_default()
        };
        let parts: Vec<Decimal> = (0..shares.len()).map(part).collect();
        let mut changed = false;
        for at in free {
            let below = parts.get(at) < least.get(at);
            if let Some(held) = held.get_mut(at).filter(|_| below) {
                (*held, changed) = (true, true);
            }
        }
        if !changed {
            return parts;
        }
    }
}

fn total(of: &[Decimal], at: &[usize]) -> Decimal {
    at.iter().filter_map(|at| of.get(*at)).sum()
}

fn down(x: Decimal, step: Decimal) -> Decimal {
    let steps = x.checked_div(step).map(|steps| number::guard(steps, number::GUARD_DIGITS).floor());
    steps.and_then(|steps| steps.checked_mul(step)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::read_exact;

    fn d(text: &str) -> Decimal {
        read_exact(text).unwrap()
    }

    fn all(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| d(text)).collect()
    }

    #[test]
    fn thirds_of_a_hundred_add_up_to_a_hundred() {
        let none = vec![Decimal::ZERO; 3];
        assert_eq!(apportion(d("100"), &all(&["1", "1", "1"]), &none, d("1")), all(&["34", "33", "33"]));
        assert_eq!(apportion(d("100"), &all(&["1", "1", "1"]), &none, d("0.1")), all(&["33.4", "33.3", "33.3"]));
        assert_eq!(apportion(d("10.5"), &all(&["1", "2", "1"]), &none, d("1")), all(&["3", "5", "2.5"]));
        assert_eq!(apportion(d("6"), &all(&["0", "0", "0"]), &none, d("1")), all(&["2", "2", "2"]));
    }

    #[test]
    fn nobody_falls_below_the_least() {
        let least = all(&["4", "0.5", "0.5"]);
        assert_eq!(apportion(d("10"), &all(&["0.1", "0.6", "0.3"]), &least, d("0.5")), all(&["4", "4", "2"]));
        assert_eq!(apportion(d("10"), &all(&["0", "1", "0"]), &least, d("0.5")), all(&["4", "5.5", "0.5"]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_add_up_exactly_and_keep_to_their_least(
            parts in prop::collection::vec((0u32..1000, 0u32..10), 1..12),
            more in 0u32..2000,
            step in prop::sample::select(vec!["1", "0.5", "0.1", "0.01"]),
        ) {
            let shares: Vec<Decimal> = parts.iter().map(|(share, _)| Decimal::new((*share).into(), 3)).collect();
            let least: Vec<Decimal> = parts.iter().map(|(_, least)| Decimal::new((*least).into(), 1)).collect();
            let sum = least.iter().sum::<Decimal>() + Decimal::new(more.into(), 1);
            let found = apportion(sum, &shares, &least, d(step));
            prop_assert_eq!(found.iter().sum::<Decimal>(), sum);
            prop_assert!(found.iter().zip(&least).all(|(part, least)| part >= least));
            prop_assert_eq!(normalized(&shares).iter().sum::<Decimal>(), Decimal::ONE);
        }
    }
}
