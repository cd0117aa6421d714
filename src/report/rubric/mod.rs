//! The whole rubric in words, as every format lays it out: what holds for the whole, the tree, and the tables beside it.

mod general;
pub mod markdown;
mod tables;
pub mod text;
mod tree;
pub(super) mod words;

pub(super) use tree::{HEADS, NodeWords, full_points};

use crate::program::Program;
use crate::words::Lang;
use crate::words::labels::Label;

/// A rubric in words.
pub(super) struct RubricWords {
    /// The printed title.
    pub(super) title: String,
    /// What holds for the whole, each under its name.
    pub(super) facts: Vec<(String, String)>,
    /// The tree, in the order written.
    pub(super) nodes: Vec<NodeWords>,
    /// Grades, quotas, effects, follow-ups: whatever of them there is.
    pub(super) general: Vec<Table>,
    /// Fields, lists, and conditions on them.
    pub(super) data: Vec<Table>,
}

impl RubricWords {
    /// The rubric in this language.
    pub(super) fn of(program: &Program, lang: Lang) -> RubricWords {
        RubricWords {
            title: program.heading.title.clone(),
            facts: general::facts(program, lang),
            nodes: program.node_ids().map(|id| NodeWords::of(program, id, lang)).collect(),
            general: tables::general(program, lang),
            data: tables::data(program, lang),
        }
    }

    /// The columns of the tree that say something of some node, as positions in [`HEADS`].
    pub(super) fn columns(&self) -> Vec<usize> {
        let says = |column: &usize| self.nodes.iter().any(|node| !node.cells[*column].is_empty());
        (0..HEADS.len()).filter(says).collect()
    }
}

/// A table beside the tree.
pub(super) struct Table {
    /// What it is about.
    pub(super) title: String,
    /// The names of its columns.
    pub(super) heads: Vec<String>,
    /// Its rows, as wide as its heads.
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of the columns that say something; none without rows.
    fn new<const N: usize>(title: String, heads: [Label; N], rows: Vec<[String; N]>, lang: Lang) -> Option<Table> {
        if rows.is_empty() {
            return None;
        }
        let says: [bool; N] = std::array::from_fn(|column| rows.iter().any(|row| !row[column].is_empty()));
        let kept = |cells: [String; N]| cells.into_iter().zip(says).filter_map(|(cell, says)| says.then_some(cell));
        let heads = kept(heads.map(|head| head.say(lang))).collect();
        Some(Table { title, heads, rows: rows.into_iter().map(|row| kept(row).collect()).collect() })
    }
}
