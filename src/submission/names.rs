//! Names of things, and what a written name means.

use std::collections::HashMap;

use crate::text::word_key;

/// What names mean: as they are written first, then as [`word_key`] compares them.
pub(crate) struct Names<T> {
    exact: HashMap<String, Vec<T>>,
    folded: HashMap<String, Vec<T>>,
}

impl<T: Copy> Names<T> {
    /// What a name means, if it means one thing.
    pub(crate) fn get(&self, name: &str) -> Option<T> {
        match self.several(name) {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// What a name may mean alike.
    pub(crate) fn several(&self, name: &str) -> &[T] {
        let exact = self.exact.get(name.trim()).filter(|known| known.len() == 1);
        exact.or_else(|| self.folded.get(&word_key(name))).map_or(&[], Vec::as_slice)
    }
}

/// Names by rank: what an earlier level took stays taken, and what two of one level share may mean both.
pub(crate) struct Ranked<T> {
    names: Names<T>,
}

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Ranked { names: Names { exact: HashMap::new(), folded: HashMap::new() } }
    }
}

impl<T: Copy + PartialEq> Ranked<T> {
    /// Adds the names of one rank.
    pub(crate) fn level(&mut self, names: impl Iterator<Item = (String, T)>) {
        let (mut exact, mut folded) = (Vec::new(), Vec::new());
        for (name, thing) in names {
            folded.push((word_key(&name), thing));
            exact.push((name.trim().to_owned(), thing));
        }
        add(&mut self.names.exact, exact);
        add(&mut self.names.folded, folded);
    }

    /// The names, with nothing to add.
    pub(crate) fn names(self) -> Names<T> {
        self.names
    }
}

fn add<T: PartialEq>(taken: &mut HashMap<String, Vec<T>>, names: Vec<(String, T)>) {
    let mut level: HashMap<String, Vec<T>> = HashMap::new();
    for (name, thing) in names {
        if !name.is_empty() && !taken.contains_key(&name) {
            let known = level.entry(name).or_default();
            if !known.contains(&thing) {
                known.push(thing);
            }
        }
    }
    taken.extend(level);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_name_wins_and_one_that_only_folding_makes_equal_means_both() {
        let mut ranked = Ranked::default();
        ranked.level([("a".to_owned(), 1), ("A".to_owned(), 2)].into_iter());
        ranked.level([("后台".to_owned(), 3), ("後臺".to_owned(), 4), ("a".to_owned(), 5)].into_iter());
        let names = ranked.names();
        assert_eq!(
            [names.get("a"), names.get(" A"), names.get("後臺"), names.get("ａ")],
            [Some(1), Some(2), Some(4), None]
        );
        assert_eq!(
            (names.several("ａ"), names.several("后 台"), names.several("b")),
            (&[1, 2][..], &[3, 4][..], &[][..])
        );
    }
}
