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
    /// The level of its name's column; a leaf without a name is below all of them.
    pub(super) level: usize,
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
        let mut texts = self.content.iter().chain(self.rules.iter().map(|(text, _)| text));
        texts.find_map(|text| suffixed(text).1)
    }
}

impl Node {
    /// Takes points out of titles, and hands them down where a name has a single leaf.
    pub(super) fn settle(&mut self) {
        let (title, points) = match suffixed(&self.title) {
            (title, None) => bare(&self.title).unwrap_or((title, None)),
            found => found,
        };
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
pub(super) fn suffixed(text: &str) -> (String, Option<String>) {
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

/// A name without the points that stand at its end without brackets: 规划编制 10分.
fn bare(text: &str) -> Option<(String, Option<String>)> {
    let inner = text.trim().strip_suffix('分')?;
    let length: usize = inner.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').map(char::len_utf8).sum();
    let (name, points) = inner.split_at(inner.len() - length);
    let name = name.trim_end_matches([' ', '\u{3000}', ':', '\u{ff1a}', ',', '\u{ff0c}']);
    let is_name = !name.is_empty() && !name.ends_with(['得', '扣', '加', '计', '为', '-', '~', '至']);
    is_name.then(|| Some((name.to_owned(), Some(points_of(points)?))))?
}

/// A node on the way down to a row.
struct Link {
    at: usize,
    rows: (usize, usize),
    level: usize,
    /// Whether it has no points yet.
    free: bool,
}

/// The node that points printed in these rows belong to: the one of the column's level that begins there, else the one
/// of just these rows, else the leaf that holds them. `goes_on` tells whether nothing more is printed up to a row.
pub(super) fn owner<'n>(
    nodes: &'n mut [Node],
    rows: (usize, usize),
    level: usize,
    goes_on: &dyn Fn(usize) -> bool,
) -> Option<&'n mut Node> {
    let mut chain: Vec<Link> = Vec::new();
    let mut below: &[Node] = nodes;
    while let Some(at) = below.iter().position(|node| node.rows.0 <= rows.0 && rows.0 <= node.rows.1) {
        let node = below.get(at)?;
        chain.push(Link { at, rows: node.rows, level: node.level, free: node.points.is_none() });
        below = &node.children;
    }
    let fits = |link: &Link| link.free && link.rows.0 == rows.0 && (link.rows.1 == rows.1 || goes_on(link.rows.1));
    let exact = |link: &Link| link.free && link.rows == rows;
    let holds = |link: &Link| link.rows.0 <= rows.0 && rows.1 <= link.rows.1;
    let of_level = chain.iter().position(|link| link.level >= level).unwrap_or(chain.len().checked_sub(1)?);
    let depth = if chain.get(of_level).is_some_and(fits) {
        of_level
    } else if let Some(depth) = chain.iter().rposition(exact).or_else(|| chain.iter().rposition(fits)) {
        depth
    } else {
        let deepest = chain.len() - 1;
        chain.get(deepest).is_some_and(holds).then_some(deepest)?
    };
    let mut path = chain.iter().take(depth + 1).map(|link| link.at);
    let mut node = nodes.get_mut(path.next()?)?;
    for at in path {
        node = node.children.get_mut(at)?;
    }
    Some(node)
}
