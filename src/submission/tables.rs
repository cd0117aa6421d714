//! The tables of one sheet: most have one, some repeat its head on every page, and some have several below each other.

use std::collections::HashMap;

use super::grid::{Cell, Grid, Row};
use super::layout::{Layout, first_head, head_at};
use super::vocabulary::{Role, Vocabulary};
use crate::text::word_key;

/// A table and what stands above it, as positions in the sheet's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where what stands above its head begins.
    pub(crate) start: usize,
    /// The first row of its head.
    pub(crate) first: usize,
    /// The last row of its head.
    pub(crate) header: usize,
    /// The row after its last.
    pub(crate) end: usize,
    /// What it says; none where the head of a later table is not understood.
    pub(crate) layout: Option<Layout>,
}

impl Found {
    /// The rows below its head.
    pub(crate) fn rows<'g>(&self, grid: &'g Grid) -> &'g [Row] {
        grid.rows.get(self.header + 1..self.end).unwrap_or_default()
    }
}

/// Characters of the longest heading of units.
const MOST_HEADING: usize = 48;
/// Rows that a title, and whose form it is, take above a later table.
const MOST_TITLE_ROWS: usize = 6;

/// Finds the tables of a sheet; none where no head is understood. `stem` is the file's name without its ending.
pub(crate) fn tables(grid: &Grid, stem: &str, vocabulary: &Vocabulary<'_>) -> Vec<Found> {
    let Some((first, header, layout)) = first_head(grid, stem, vocabulary) else { return Vec::new() };
    let mut all = vec![Found { start: 0, first, header, end: grid.rows.len(), layout: Some(layout) }];
    let mut asked: HashMap<&str, bool> = HashMap::new();
    let mut position = header + 1;
    while position < grid.rows.len() {
        let (Some(row), Some(before)) = (grid.rows.get(position), all.last()) else { break };
        if !heads(row, before, &mut asked, vocabulary) {
            position += 1;
            continue;
        }
        let Some((first, header, layout)) = next(grid, position, before, vocabulary) else {
            position += 1;
            continue;
        };
        let start = titles(grid, before.header + 1, first, vocabulary);
        if let Some(before) = all.last_mut() {
            before.end = start;
        }
        all.push(Found { start, first, header, end: grid.rows.len(), layout });
        position = header + 1;
    }
    all
}

/// Whether a row may be the head of a table: its first cell, or the one below the heading of units, is a heading.
fn heads<'g>(row: &'g Row, before: &Found, asked: &mut HashMap<&'g str, bool>, vocabulary: &Vocabulary<'_>) -> bool {
    let units = match &before.layout {
        Some(Layout::Wide(table)) => table.units.name.or(table.units.id),
        _ => None,
    };
    let cells = [row.cells.first().map(|(_, cell)| cell), units.and_then(|column| row.get(column))];
    cells.into_iter().flatten().any(|cell| match cell {
        Cell::Text(text) if text.len() <= MOST_HEADING => {
            *asked.entry(text).or_insert_with(|| vocabulary.is_heading(text))
        }
        _ => false,
    })
}

/// The table that a row begins: the same head again, another one, or one that is not understood.
fn next(
    grid: &Grid,
    position: usize,
    before: &Found,
    vocabulary: &Vocabulary<'_>,
) -> Option<(usize, usize, Option<Layout>)> {
    let rows = before.header - before.first;
    let same = (0..=rows).all(|offset| {
        let pair = (grid.rows.get(before.first + offset), grid.rows.get(position + offset));
        matches!(pair, (Some(first), Some(again)) if is_same(first, again))
    });
    if same {
        return Some((position, position + rows, before.layout.clone()));
    }
    for at in position..(position + 3).min(grid.rows.len()) {
        // The heading of units may stand in the first of several rows.
        if let Some((first, header, layout)) = head_at(grid, position, at, vocabulary)
            && first == position
        {
            return Some((first, header, Some(layout)));
        }
    }
    let row = grid.rows.get(position)?;
    let texts = || row.cells.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_)));
    let names_units =
        || texts().any(|(_, cell)| matches!(vocabulary.unit_column(&cell.text()), Some(Role::UnitId | Role::UnitName)));
    let wide = matches!(&before.layout, Some(Layout::Wide(_)) | None);
    // A row of nothing but texts under which units stand; what follows is of a table that nobody knows.
    (wide && row.cells.len() > 1 && texts().count() == row.cells.len() && names_units())
        .then_some((position, position, None))
}

/// Whether two rows say the same.
fn is_same(first: &Row, again: &Row) -> bool {
    first.cells.len() == again.cells.len()
        && first
            .cells
            .iter()
            .zip(&again.cells)
            .all(|((a, one), (b, other))| a == b && (one == other || word_key(&one.text()) == word_key(&other.text())))
}

/// Where the titles above a later table begin.
fn titles(grid: &Grid, from: usize, first: usize, vocabulary: &Vocabulary<'_>) -> usize {
    let is_title = |row: &Row| {
        let names_unit = |cell: &Cell| {
            let text = cell.text();
            vocabulary.names_unit(text.split([':', '\u{ff1a}']).next().unwrap_or_default()).is_some()
        };
        row.cells.len() == 1 || row.cells.iter().any(|(_, cell)| names_unit(cell))
    };
    let least = from.max(first.saturating_sub(MOST_TITLE_ROWS));
    let above = grid.rows.get(least..first).unwrap_or_default();
    first - above.iter().rev().take_while(|row| is_title(row)).count()
}
