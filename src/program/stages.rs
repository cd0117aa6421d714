//! The order in which columns are computed: stages of row columns, cohort columns, entry columns and summaries.

use std::collections::BTreeMap;

use super::{Column, ColumnId, Field, Formula, ListId, Parameter, magnitude};

/// Columns that can be computed together, given all earlier stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Row columns, each after the columns of this stage that it reads.
    Rows(Vec<ColumnId>),
    /// Columns of a list's entries, each after the columns of this stage that it reads.
    Entries(ListId, Vec<ColumnId>),
    /// Functions over a list's entries; none reads another of this stage.
    Summaries(Vec<ColumnId>),
    /// Cohort columns; none reads another of this stage.
    Cohorts(Vec<ColumnId>),
}

impl Stage {
    /// Its columns, in order.
    pub fn columns(&self) -> &[ColumnId] {
        match self {
            Stage::Rows(ids) | Stage::Entries(_, ids) | Stage::Summaries(ids) | Stage::Cohorts(ids) => ids,
        }
    }
}

/// Depth-first order, without recursion: a graph may be as deep as it is long.
fn ordered(columns: &[Column]) -> Result<Vec<ColumnId>, Vec<ColumnId>> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let reads: Vec<Vec<ColumnId>> = columns.iter().map(|column| column.formula.reads()).collect();
    let mut marks = vec![NEW; columns.len()];
    let mut order = Vec::with_capacity(columns.len());
    for start in 0..columns.len() {
        if marks[start] != NEW {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        marks[start] = OPEN;
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if let Some(child) = reads[at].get(*next) {
                *next += 1;
                match marks[child.index()] {
                    NEW => {
                        marks[child.index()] = OPEN;
                        path.push((child.index(), 0));
                    }
                    OPEN => {
                        let circle = path.iter().map(|(i, _)| *i).skip_while(|i| *i != child.index());
                        return Err(circle.map(ColumnId::from_index).collect());
                    }
                    _ => {}
                }
            } else {
                marks[at] = DONE;
                order.push(ColumnId::from_index(at));
                path.pop();
            }
        }
    }
    Ok(order)
}

/// A circle of columns that read each other, if there is one.
pub fn cycle(columns: &[Column]) -> Option<Vec<ColumnId>> {
    ordered(columns).err()
}

/// Arranges an acyclic graph into stages, as few as possible, and fits its guards to what fields declare.
pub fn arrange(columns: &mut [Column], fields: &[Field], parameters: &[Parameter]) -> Vec<Stage> {
    let order = ordered(columns).unwrap_or_default();
    magnitude::narrow(columns, &order, fields, parameters);
    // A column may stand on the level of what it reads where both are computed side by side, else above it.
    let mut levels = vec![0usize; columns.len()];
    let mut stages: BTreeMap<(usize, Kind), Vec<ColumnId>> = BTreeMap::new();
    for id in order {
        let column = &columns[id.index()];
        let kind = Kind::of(&column.formula);
        let above = |read: &ColumnId| {
            let side_by_side = kind.chains() && Kind::of(&columns[read.index()].formula) == kind;
            levels[read.index()] + usize::from(!side_by_side)
        };
        let level = column.formula.reads().iter().map(above).max().unwrap_or(0);
        levels[id.index()] = level;
        stages.entry((level, kind)).or_default().push(id);
    }
    let stage = |((_, kind), ids)| match kind {
        Kind::Rows => Stage::Rows(ids),
        Kind::Entries(list) => Stage::Entries(list, ids),
        Kind::Summaries => Stage::Summaries(ids),
        Kind::Cohorts => Stage::Cohorts(ids),
    };
    stages.into_iter().map(stage).collect()
}

/// What is computed in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Rows,
    Entries(ListId),
    Summaries,
    Cohorts,
}

impl Kind {
    fn of(formula: &Formula) -> Kind {
        match formula {
            Formula::Row(_) => Kind::Rows,
            Formula::Entry(list, _) => Kind::Entries(*list),
            Formula::Summary(_) => Kind::Summaries,
            Formula::Cohort(_) => Kind::Cohorts,
        }
    }

    /// Whether a column may read another of its own stage.
    fn chains(self) -> bool {
        matches!(self, Kind::Rows | Kind::Entries(_))
    }
}
