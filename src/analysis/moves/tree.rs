//! The nodes of two rubrics as one tree: those of the later one in order, with those that are gone among them.

use super::side::SideNode;

/// A node of the earlier rubric, of the later one, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// In the earlier assessment.
    pub before: Option<usize>,
    /// In the later assessment.
    pub after: Option<usize>,
    /// What it stands below, as a position among the pairs.
    pub parent: Option<usize>,
    /// What stands below it.
    pub children: Vec<usize>,
    /// How deep it stands.
    pub depth: usize,
    /// Whether it stands elsewhere in the other rubric: it is then there twice, once to leave and once to arrive.
    pub moved: bool,
}

/// All pairs, a parent before its children.
pub(super) fn tree(before: &[SideNode], after: &[SideNode], twins: &[(usize, usize)]) -> Vec<Pair> {
    let mut twin_of = [vec![None; before.len()], vec![None; after.len()]];
    for (b, a) in twins {
        if let (Some(earlier), Some(later)) = (twin_of[0].get(*b).copied(), twin_of[1].get(*a).copied())
            && earlier.is_none()
            && later.is_none()
        {
            twin_of[0][*b] = Some(*a);
            twin_of[1][*a] = Some(*b);
        }
    }
    let mut growing =
        Growing { before: below(before), after: below(after), twin_of, nodes: (before, after), pairs: Vec::new() };
    growing.grow(None, (None, None), true);
    growing.pairs
}

/// The children of every node, and at the end the sections.
fn below(nodes: &[SideNode]) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); nodes.len() + 1];
    for (position, node) in nodes.iter().enumerate() {
        if let Some(children) = below.get_mut(node.parent.unwrap_or(nodes.len())) {
            children.push(position);
        }
    }
    below
}

struct Growing<'a> {
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    twin_of: [Vec<Option<usize>>; 2],
    nodes: (&'a [SideNode], &'a [SideNode]),
    pairs: Vec<Pair>,
}

impl Growing<'_> {
    /// Adds what stands below a pair; `both` where the pair stands in both.
    fn grow(&mut self, parent: Option<usize>, (before, after): (Option<usize>, Option<usize>), root: bool) {
        let children = |below: &[Vec<usize>], of: Option<usize>| -> Vec<usize> {
            let of = if root { below.len().checked_sub(1) } else { of };
            of.and_then(|of| below.get(of)).cloned().unwrap_or_default()
        };
        let (old, new) = (children(&self.before, before), children(&self.after, after));
        let same = |growing: &Self, b: usize, a: usize| {
            let (old, new) = (growing.nodes.0.get(b), growing.nodes.1.get(a));
            old.zip(new).is_some_and(|(old, new)| old.part == new.part)
        };
        let mut rows: Vec<(Option<usize>, Option<usize>)> = Vec::new();
        for a in &new {
            let twin = self.twin_of[1][*a].filter(|b| old.contains(b) && same(self, *b, *a));
            rows.push((twin, Some(*a)));
        }
        for (position, b) in old.iter().enumerate() {
            if rows.iter().any(|(before, _)| before.as_ref() == Some(b)) {
                continue;
            }
            // What is gone stands behind what it stood behind.
            let above = position.checked_sub(1).and_then(|above| old.get(above));
            let at = above.and_then(|above| rows.iter().position(|(before, _)| before.as_ref() == Some(above)));
            rows.insert(at.map_or(0, |at| at + 1), (Some(*b), None));
        }
        let depth = parent.and_then(|parent| self.pairs.get(parent)).map_or(0, |parent| parent.depth + 1);
        for (before, after) in rows {
            let twin = |side: usize, at: Option<usize>| at.and_then(|at| self.twin_of[side][at]).is_some();
            let moved = before.is_some() != after.is_some() && (twin(0, before) || twin(1, after));
            let at = self.pairs.len();
            self.pairs.push(Pair { before, after, parent, children: Vec::new(), depth, moved });
            if let Some(parent) = parent.and_then(|parent| self.pairs.get_mut(parent)) {
                parent.children.push(at);
            }
            self.grow(Some(at), (before, after), false);
        }
    }
}
