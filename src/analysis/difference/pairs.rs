//! Which things of two rubrics are the same.

use std::collections::HashMap;

use super::Fate;

/// Positions in the earlier and the later rubric.
pub(super) struct Pairs {
    /// In both, in the order of the later one.
    pub(super) both: Vec<(usize, usize)>,
    /// Only in the earlier one.
    pub(super) removed: Vec<usize>,
    /// Only in the later one.
    pub(super) added: Vec<usize>,
}

/// Matches things by their first key, what is left by the second, and so on; equal keys in order.
pub(super) fn pair<const N: usize>(
    before: impl IntoIterator<Item = [String; N]>,
    after: impl IntoIterator<Item = [String; N]>,
) -> Pairs {
    let (before, after): (Vec<_>, Vec<_>) = (before.into_iter().collect(), after.into_iter().collect());
    let mut twins: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    for key in 0..N {
        let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, keys) in before.iter().enumerate().rev().filter(|(at, _)| !taken[*at]) {
            open.entry(&keys[key]).or_default().push(at);
        }
        for (twin, keys) in twins.iter_mut().zip(&after).filter(|(twin, _)| twin.is_none()) {
            *twin = open.get_mut(keys[key].as_str()).and_then(Vec::pop);
        }
        twins.iter().flatten().for_each(|at| taken[*at] = true);
    }
    let both = twins.iter().enumerate().filter_map(|(at, twin)| Some(((*twin)?, at))).collect();
    let positions = |found: Vec<bool>| found.iter().enumerate().filter(|(_, f)| !**f).map(|(at, _)| at).collect();
    Pairs { both, removed: positions(taken), added: positions(twins.iter().map(Option::is_some).collect()) }
}

/// The positions of what is in both, matched by id and then by name.
pub(in crate::analysis) fn pair_by_keys(
    before: impl IntoIterator<Item = [String; 2]>,
    after: impl IntoIterator<Item = [String; 2]>,
) -> Vec<(usize, usize)> {
    pair(before, after).both
}

impl Pairs {
    /// The same pairs of things that stand at these positions among others.
    pub(super) fn at(self, before: &[usize], after: &[usize]) -> Pairs {
        Pairs {
            both: self.both.into_iter().map(|(b, a)| (before[b], after[a])).collect(),
            removed: self.removed.into_iter().map(|at| before[at]).collect(),
            added: self.added.into_iter().map(|at| after[at]).collect(),
        }
    }

    /// What became of each thing, in the order of the later rubric; what was removed stands behind what it stood behind.
    pub(super) fn fates<I, P>(
        &self,
        id: impl Fn(usize) -> I,
        parts: impl Fn(usize, usize) -> Vec<P>,
    ) -> Vec<Fate<I, P>> {
        let mut fates: Vec<((usize, usize), Fate<I, P>)> = Vec::new();
        for (before, after) in &self.both {
            let parts = parts(*before, *after);
            if !parts.is_empty() {
                fates.push(((*after + 1, 0), Fate::Changed { before: id(*before), after: id(*after), parts }));
            }
        }
        fates.extend(self.added.iter().map(|after| ((*after + 1, 0), Fate::Added(id(*after)))));
        for removed in &self.removed {
            let above = self.both.iter().filter(|(before, _)| before < removed).max_by_key(|(before, _)| *before);
            fates.push(((above.map_or(0, |(_, after)| after + 1), removed + 1), Fate::Removed(id(*removed))));
        }
        fates.sort_by_key(|(at, _)| *at);
        fates.into_iter().map(|(_, fate)| fate).collect()
    }
}
