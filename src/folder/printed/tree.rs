//! A printed rubric as a tree, before anything is proposed for its rules.

use super::table::{part, points_of};
use crate::text::fold;

/// What kind of section it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    #[default]
    Ordinary,
    Bonus,
    Penalty,
    Veto,
}

/// A node of the tree.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) title: String,
    pub(super) points: Option<String>,
    /// Whether the points are printed as a percentage.
    pub(super) percent: bool,
    /// First and last row.
    pub(super) rows: (usize, usize),
    pub(super) children: Vec<Node>,
    /// What is printed of a leaf.
    pub(super) leaf: Option<Leaf>,
    /// What else is printed of it, by header.
    pub(super) printed: Vec<(String, String)>,
}

/// What is printed of a leaf.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    /// The rule's sentences, and whether each is printed for this leaf alone.
    pub(super) rules: Vec<(String, bool)>,
    pub(super) content: Vec<String>,
    pub(super) lead: Vec<String>,
    pub(super) support: Vec<String>,
    pub(super) evidence: Vec<String>,
    pub(super) note: Vec<String>,
    /// Rules, content and what no key is for, by header.
    pub(super) printed: Vec<(String, String)>,
}

/// Characters of a title that is taken from a sentence.
const MOST_TITLE: usize = 30;

impl Leaf {
    /// A title where no name is printed: the beginning of what it looks at.
    pub(super) fn short(&self) -> String {
        let text = self.content.first().or(self.rules.first().map(|(text, _)| text)).map_or("", String::as_str);
        let start = text
            .trim()
            .split(['\n', '。', ';', '\u{ff1b}', ',', '\u{ff0c}', ':', '\u{ff1a}'])
            .next()
            .unwrap_or_default();
        start.chars().take(MOST_TITLE).collect()
    }

    /// Points printed within its sentence: 建立制度(2分).
    pub(super) fn own_points(&self) -> Option<String> {
        let texts = self.content.iter().chain(self.rules.iter().map(|(text, _)| text));
        texts.filter_map(|text| suffixed(text).1).next()
    }
}

impl Node {
    /// Takes points out of titles, and hands them down where a name has a single leaf.
    pub(super) fn settle(&mut self) {
        let (title, points) = suffixed(&self.title);
        if let Some(points) = points {
            self.title = title;
            self.points.get_or_insert(points);
        }
        if let (None, Some(leaf)) = (&self.points, &self.leaf) {
            self.points = leaf.own_points();
        }
        if let (Some(points), [child]) = (&self.points, self.children.as_mut_slice())
            && child.leaf.is_some()
        {
            child.points.get_or_insert_with(|| points.clone());
        }
        self.children.iter_mut().for_each(Node::settle);
    }

    /// What kind of section its title names.
    pub(super) fn part(&self) -> Part {
        part(&fold(&self.title))
    }
}

/// A text without the points in brackets at its end, and the points.
fn suffixed(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim().trim_end_matches(['。', '.', ';', '\u{ff1b}']);
    let found = trimmed.strip_suffix([')', '\u{ff09}']).and_then(|inner| {
        let (at, open) = inner.char_indices().rev().find(|(_, c)| matches!(c, '(' | '\u{ff08}'))?;
        let points = inner.get(at + open.len_utf8()..)?;
        let points = fold(points).contains('分').then(|| points_of(points))??;
        Some((inner.get(..at)?.trim().to_owned(), points))
    });
    match found {
        Some((rest, points)) if !rest.is_empty() => (rest, Some(points)),
        _ => (text.to_owned(), None),
    }
}

/// The node that points printed in these rows belong to: the one of the column's level that begins there, else the one
/// of just these rows, else the leaf that holds them. `goes_on` tells whether nothing more is printed up to a row.
pub(super) fn owner<'n>(
    nodes: &'n mut [Node],
    rows: (usize, usize),
    level: usize,
    goes_on: &dyn Fn(usize) -> bool,
) -> Option<&'n mut Node> {
    let mut chain: Vec<(usize, (usize, usize))> = Vec::new();
    let mut below: &[Node] = nodes;
    while let Some(at) = below.iter().position(|node| node.rows.0 <= rows.0 && rows.0 <= node.rows.1) {
        let node = below.get(at)?;
        chain.push((at, node.rows));
        below = &node.children;
    }
    let fits = |(_, held): &(usize, (usize, usize))| held.0 == rows.0 && (held.1 == rows.1 || goes_on(held.1));
    let exact = |(_, held): &(usize, (usize, usize))| *held == rows;
    let of_level = level.min(chain.len()).checked_sub(1)?;
    let depth = if chain.get(of_level).is_some_and(fits) {
        of_level
    } else if let Some(depth) = chain.iter().rposition(exact) {
        depth
    } else {
        let (_, held) = chain.last()?;
        (held.0 <= rows.0 && rows.1 <= held.1).then_some(chain.len() - 1)?
    };
    let mut path = chain.iter().take(depth + 1).map(|(at, _)| *at);
    let mut node = nodes.get_mut(path.next()?)?;
    for at in path {
        node = node.children.get_mut(at)?;
    }
    Some(node)
}
