//! The cheapest set of fixes: branch and bound.
//!
//! It takes for granted that closing a further gap never costs a unit its grade. Then what cannot be left out of all the
//! fixes belongs to every set, and what does not reach the goal with everything that is left cannot reach it at all. Where
//! the total is a plain sum, how far it is from the line bounds the effort that is still to come, too.

use std::cmp::Reverse;

use crate::number::{self, Decimal};

/// Of more gaps than this, the best for their effort are taken as they come.
const MOST: usize = 1_000;

/// A gap that could be closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// What closing it takes.
    pub(super) effort: Decimal,
    /// By how much it alone raises the total.
    pub(super) gain: Decimal,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The items, as positions, rising.
    pub(super) items: Vec<usize>,
    /// Their effort.
    pub(super) effort: Decimal,
    /// Whether no set takes less.
    pub(super) proven: bool,
}

struct Search<'a, R> {
    items: &'a [Item],
    reaches: R,
    /// How many suppositions may still be made.
    left: usize,
    /// Points to the line, where gains add up.
    short: Option<Decimal>,
    /// Every effort is a multiple of it.
    unit: Decimal,
    best: Vec<usize>,
    effort: Decimal,
    proven: bool,
}

/// The cheapest set that reaches the goal; none where not even all of them do. `short` is how many points the total is
/// short of the line, where gains add up to what a set gains; at most `limit` sets are tried.
pub(super) fn cheapest(
    items: &[Item],
    short: Option<Decimal>,
    limit: usize,
    reaches: impl FnMut(&[usize]) -> bool,
) -> Option<Found> {
    let mut search = Search {
        items,
        reaches,
        left: limit + 3 * items.len() + 2,
        short,
        unit: common(items),
        best: (0..items.len()).collect(),
        effort: Decimal::ZERO,
        proven: true,
    };
    if !search.tries(&search.best.clone()) {
        return None;
    }
    search.effort = search.sum(&search.best.clone(), |item| item.effort);
    let mut all = search.best.clone();
    if all.len() > MOST {
        all.sort_by_key(|item| Reverse(search.worth(*item)));
        search.shortest(&all);
        let Search { mut best, effort, .. } = search;
        best.sort_unstable();
        return Some(Found { items: best, effort, proven: false });
    }
    let needed = |item: &usize| {
        let others: Vec<usize> = all.iter().copied().filter(|other| other != item).collect();
        !search.tries(&others)
    };
    let (needed, mut free): (Vec<usize>, Vec<usize>) = all.iter().copied().partition(needed);
    // The most points for the effort come first; a sort keeps equal ones in the order of the rubric.
    free.sort_by_key(|item| Reverse(search.worth(*item)));
    search.greedy(&needed, &free);
    let effort = search.sum(&needed, |item| item.effort);
    let mut chosen = needed;
    if search.tries(&chosen) {
        search.keep(&chosen, effort);
    } else {
        search.branch(&mut chosen, effort, &free);
    }
    let Search { mut best, effort, proven, .. } = search;
    best.sort_unstable();
    Some(Found { items: best, effort, proven })
}

impl<R: FnMut(&[usize]) -> bool> Search<'_, R> {
    fn tries(&mut self, set: &[usize]) -> bool {
        self.left = self.left.saturating_sub(1);
        (self.reaches)(set)
    }

    fn of(&self, item: usize) -> Item {
        self.items.get(item).copied().unwrap_or(Item { effort: Decimal::ONE, gain: Decimal::ZERO })
    }

    fn sum(&self, set: &[usize], of: impl Fn(Item) -> Decimal) -> Decimal {
        set.iter().fold(Decimal::ZERO, |sum, item| sum.saturating_add(of(self.of(*item))))
    }

    /// Points for each unit of effort.
    fn worth(&self, item: usize) -> Decimal {
        let Item { effort, gain } = self.of(item);
        gain.checked_div(effort).unwrap_or(gain)
    }

    fn keep(&mut self, set: &[usize], effort: Decimal) {
        if effort < self.effort {
            (self.best, self.effort) = (set.to_vec(), effort);
        }
    }

    /// The fewest of the first ones that reach the goal.
    fn shortest(&mut self, order: &[usize]) {
        let (mut few, mut many) = (0, order.len());
        while few < many {
            let middle = few.midpoint(many);
            let Some(set) = order.get(..middle) else { break };
            if self.tries(set) {
                many = middle;
            } else {
                few = middle + 1;
            }
        }
        let set = order.get(..many).unwrap_or(order);
        let effort = self.sum(set, |item| item.effort);
        self.keep(set, effort);
    }

    /// A first set: the most points for the effort until the goal is reached, without what turns out not to be needed.
    fn greedy(&mut self, needed: &[usize], free: &[usize]) {
        let mut set = needed.to_vec();
        for item in free {
            if self.tries(&set) {
                break;
            }
            set.push(*item);
        }
        let mut extra: Vec<usize> = set.iter().copied().filter(|item| !needed.contains(item)).collect();
        extra.sort_by_key(|item| Reverse(self.of(*item).effort));
        for item in extra {
            let without: Vec<usize> = set.iter().copied().filter(|other| *other != item).collect();
            if self.tries(&without) {
                set = without;
            }
        }
        let effort = self.sum(&set, |item| item.effort);
        self.keep(&set, effort);
    }

    /// Takes or leaves the first of `free`, which the goal is not reached without any of.
    fn branch(&mut self, chosen: &mut Vec<usize>, effort: Decimal, free: &[usize]) {
        let Some((first, rest)) = free.split_first() else { return };
        let Some(least) = self.least(chosen, free) else { return };
        if effort.saturating_add(least) >= self.effort {
            return;
        }
        if self.left == 0 {
            self.proven = false;
            return;
        }
        let with = effort.saturating_add(self.of(*first).effort);
        chosen.push(*first);
        if with < self.effort {
            let near = self.short.is_none_or(|short| self.sum(chosen, |item| item.gain) >= short);
            if near && self.tries(chosen) {
                self.keep(chosen, with);
            } else {
                self.branch(chosen, with, rest);
            }
        }
        chosen.pop();
        let everything: Vec<usize> = chosen.iter().chain(rest).copied().collect();
        if self.tries(&everything) {
            self.branch(chosen, effort, rest);
        }
    }

    /// The least effort still to come; none where the points that are left do not suffice.
    fn least(&self, chosen: &[usize], free: &[usize]) -> Option<Decimal> {
        let cheapest = free.iter().map(|item| self.of(*item).effort).min()?;
        let Some(short) = self.short else { return Some(cheapest) };
        let mut short = short.saturating_sub(self.sum(chosen, |item| item.gain));
        let mut effort = Decimal::ZERO;
        for item in free {
            if short <= Decimal::ZERO {
                break;
            }
            let of = self.of(*item);
            let part = if of.gain > short { short.checked_mul(of.effort)?.checked_div(of.gain)? } else { of.effort };
            effort = effort.saturating_add(part);
            short = short.saturating_sub(of.gain);
        }
        if short > Decimal::ZERO {
            return None;
        }
        let whole = effort.checked_div(self.unit).map_or(effort, |units| {
            // What division leaves in the last digits is no further unit.
            number::guard(units, 6).ceil().checked_mul(self.unit).unwrap_or(effort)
        });
        Some(whole.max(cheapest))
    }
}

/// The greatest number of which every effort is a multiple.
fn common(items: &[Item]) -> Decimal {
    let both = |mut a: Decimal, mut b: Decimal| {
        while !b.is_zero() {
            (a, b) = (b, a.checked_rem(b).unwrap_or(Decimal::ZERO));
        }
        a
    };
    items.iter().map(|item| item.effort).reduce(both).unwrap_or(Decimal::ONE)
}
