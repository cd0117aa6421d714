//! The order in which columns are computed: stages of row columns and cohort columns in turn.

use super::{Cohort, CohortFunction, Column, ColumnId, Field, Formula, Parameter, magnitude};

/// Columns that can be computed together, given all earlier stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Row columns, each after the columns of this stage that it reads.
    Rows(Vec<ColumnId>),
    /// Cohort columns; none reads another of this stage.
    Cohorts(Vec<ColumnId>),
}

/// The columns that one column reads.
fn reads(column: &Column) -> Vec<ColumnId> {
    match &column.formula {
        Formula::Row(expr) => expr.columns(),
        Formula::Cohort(Cohort { function: CohortFunction::Rank { then, .. }, of, .. }) => {
            std::iter::once(*of).chain(then.iter().map(|(id, _)| *id)).collect()
        }
        Formula::Cohort(cohort) => vec![cohort.of],
    }
}

/// Depth-first order, without recursion: a graph may be as deep as it is long.
fn ordered(columns: &[Column]) -> Result<Vec<ColumnId>, Vec<ColumnId>> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let reads: Vec<Vec<ColumnId>> = columns.iter().map(reads).collect();
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
    // Even levels are rows, odd ones cohorts.
    let mut levels = vec![0usize; columns.len()];
    let mut deepest = 0;
    for id in &order {
        let column = &columns[id.index()];
        let below = reads(column).iter().map(|read| levels[read.index()]).max().unwrap_or(0);
        let level = match column.formula {
            Formula::Row(_) => below.next_multiple_of(2),
            Formula::Cohort(_) => {
                if below % 2 == 0 {
                    below + 1
                } else {
                    below + 2
                }
            }
        };
        levels[id.index()] = level;
        deepest = deepest.max(level);
    }
    let mut stages: Vec<Vec<ColumnId>> = vec![Vec::new(); deepest + 1];
    for id in order {
        stages[levels[id.index()]].push(id);
    }
    stages
        .into_iter()
        .enumerate()
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(level, columns)| if level % 2 == 0 { Stage::Rows(columns) } else { Stage::Cohorts(columns) })
        .collect()
}
