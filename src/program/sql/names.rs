//! Names of columns: those of the graph, without what engines refuse, each once.

use std::collections::HashSet;

/// Names given so far; engines do not tell upper from lower case.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    longest: usize,
}

/// What stands behind the name of a column that holds its state.
pub(super) const STATE: &str = "_state";

impl Names {
    pub(super) fn new(longest: usize) -> Names {
        Names { taken: HashSet::new(), longest }
    }

    /// A name like this one that no other column has, nor the column of its state.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        // Room for a number and for the state's suffix.
        let base = cut(&plain(wanted), self.longest.saturating_sub(STATE.len() + 6));
        let mut name = base.clone();
        let mut count = 1;
        while !self.free(&name) {
            count += 1;
            name = format!("{base}_{count}");
        }
        self.taken.insert(name.to_lowercase());
        self.taken.insert(format!("{name}{STATE}").to_lowercase());
        name
    }

    fn free(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        !self.taken.contains(&name) && !self.taken.contains(&format!("{name}{STATE}"))
    }
}

/// `points(1.1)` as `points_1.1`: a file of columns takes no brackets, commas or blanks in a name, and the name of a
/// list becomes the name of a file.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        match c {
            ')' | '\'' | '"' | '`' => {}
            c if c.is_control() || c.is_whitespace() || "(,;{}=/\\:*?<>|".contains(c) => plain.push('_'),
            c => plain.push(c),
        }
    }
    if plain.is_empty() { "_".to_owned() } else { plain }
}

/// The beginning of a text, in at most so many bytes.
fn cut(text: &str, most: usize) -> String {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= most).last();
    text.get(..end.unwrap_or(0)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_told_apart_without_case() {
        let mut names = Names::new(30);
        let mut give = |wanted: &str| names.unique(wanted);
        assert_eq!(give("points(1.1)"), "points_1.1");
        assert_eq!(give("POINTS(1.1)"), "POINTS_1.1_2");
        assert_eq!(give("points_1.1_state"), "points_1.1_state_2");
        assert_eq!(give("省级监督抽查合格批次占比"), "省级监督抽查");
        assert_eq!(give(""), "_");
    }
}
