//! What merged cells mean below a head: a unit's name, a field or a remark counts for all rows of its block; a value
//! over several units or fields is nobody's.

use super::grid::{Grid, Row};
use super::layout::Layout;
use super::reader::FileReader;
use super::tables::Found;
use crate::diagnostic::cell_name;
use crate::program::{FieldKind, Program};
use crate::words::data::{DataProblem, HiddenPart};

/// Writes what counts for all rows of a merged block into each of them.
pub(super) fn spread(grid: &mut Grid, tables: &[Found], program: &Program) {
    for table in tables {
        if !grid.merged.is_empty() {
            fill(grid, table.header, table.end, &shared(table.layout.as_ref(), program));
        }
    }
}

/// Writes the merged cells of these columns into all their rows between a head and the end of its table.
pub(super) fn fill(grid: &mut Grid, header: usize, end: usize, columns: &[u32]) {
    let index = |position: usize| grid.rows.get(position).map(|row| row.index);
    let (Some(head), Some(last)) = (index(header), end.checked_sub(1).and_then(index)) else { return };
    let tall = grid.merged.iter().filter(|region| {
        let within = region.rows.0 > head && region.rows.0 <= last;
        within && region.rows.0 < region.rows.1 && columns.contains(&region.columns.0)
    });
    for region in tall.copied().collect::<Vec<_>>() {
        let positions = grid.positions(region.rows);
        let rows = grid.rows.get_mut(positions).and_then(<[Row]>::split_first_mut);
        let Some((first, others)) = rows.filter(|(first, _)| first.index == region.rows.0) else { continue };
        let Some(cell) = first.get(region.columns.0) else { continue };
        for row in others {
            let at = row.cells.partition_point(|(column, _)| *column < region.columns.0);
            if row.cells.get(at).is_none_or(|(column, _)| *column != region.columns.0) {
                row.cells.insert(at, (region.columns.0, cell.clone()));
            }
        }
    }
}

/// The columns of a table in which a merged block counts for each of its rows.
fn shared(layout: Option<&Layout>, program: &Program) -> Vec<u32> {
    let mut columns: Vec<u32> = units(layout);
    match layout {
        Some(Layout::Wide(table)) => {
            let beside = table.columns.iter().filter(|(_, held)| held.is_beside());
            columns.extend(beside.map(|(column, _)| *column));
        }
        Some(Layout::Long(table)) => {
            columns.extend(
                table.fields.iter().chain(&table.indicators).chain(table.beside.iter().map(|(column, _)| column)),
            );
        }
        Some(Layout::List(table)) => {
            let list = program.lists.get(table.list.index());
            columns.extend(
                table.columns.iter().filter_map(|(column, position)| {
                    (!is_amount(&list?.columns.get(*position)?.kind)).then_some(*column)
                }),
            );
        }
        Some(Layout::AnyList(_)) | None => {}
    }
    columns
}

/// Whether values of a kind may be shares of a sum, so that one value over several is doubtful.
pub(super) fn is_amount(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Percent | FieldKind::Points)
}

/// The columns that say who is meant.
fn units(layout: Option<&Layout>) -> Vec<u32> {
    let units = match layout {
        Some(Layout::Wide(table)) => Some(table.units),
        Some(Layout::Long(table)) => table.units,
        Some(Layout::List(table)) => table.units,
        Some(Layout::AnyList(_)) | None => None,
    };
    units.map(|units| [units.id, units.name, units.group].into_iter().flatten().collect()).unwrap_or_default()
}

/// The columns that say whose value a row holds and of what, and those that hold values.
fn keys(layout: &Layout) -> (Vec<u32>, Vec<u32>) {
    let mut keys = units(Some(layout));
    let values = match layout {
        Layout::Wide(table) => {
            let values = table.columns.iter().filter(|(_, held)| !held.is_beside());
            values.map(|(column, _)| *column).collect()
        }
        Layout::Long(table) => {
            keys.extend(table.fields.iter().chain(&table.indicators));
            [table.value, table.points, table.claim].into_iter().flatten().collect()
        }
        Layout::List(table) => table.columns.iter().map(|(column, _)| *column).collect(),
        Layout::AnyList(_) => Vec::new(),
    };
    (keys, values)
}

impl FileReader<'_> {
    /// Whether a value's cell is merged over other units or fields too, which is told.
    pub(super) fn is_shared(&mut self, grid: &Grid, table: &Found, row: &Row, column: u32, name: &str) -> bool {
        if grid.merged.is_empty() {
            return false;
        }
        let (Some(region), Some(layout)) = (grid.region(row.index, column), &table.layout) else { return false };
        let (mut keys, values) = keys(layout);
        // Points are claimed for an indicator, over however many fields.
        if let Layout::Long(long) = layout
            && long.claim == Some(column)
            && !long.indicators.is_empty()
        {
            keys.retain(|key| !long.fields.contains(key));
        }
        let key = |row: &Row| keys.iter().map(|column| row.text(*column)).collect::<Vec<_>>();
        let mine = key(row);
        let rows = grid.positions(region.rows);
        let rows = rows.start.max(table.header + 1)..rows.end.min(table.end).max(table.header + 1);
        // Entries of a list have no key: each row is one.
        let is_list = matches!(layout, Layout::List(_));
        let other = |other: &Row| {
            let theirs = key(other);
            other.index != row.index && (is_list || theirs != mine && theirs.iter().any(Option::is_some))
        };
        let over_rows = grid.rows.get(rows).unwrap_or_default().iter().any(other);
        let wide = region.columns.0 + 1..=region.columns.1;
        if !over_rows && !values.iter().any(|column| wide.contains(column)) {
            return false;
        }
        let (first, last) = ((region.rows.0, region.columns.0), (region.rows.1, region.columns.1));
        let cells = format!("{}:{}", cell_name(first.0, first.1), cell_name(last.0, last.1));
        self.problem(DataProblem::MergedValue { field: name.to_owned(), cells }, grid.place(row.index, column));
        true
    }

    /// Tells what of a sheet counts though nobody sees it, or is left out because nobody sees it.
    pub(super) fn tell_unseen(&mut self, grid: &Grid, tables: &[Found]) {
        if let Some((row, column)) = grid.covered {
            self.problem(DataProblem::Covered, grid.place(row, column));
        }
        if grid.hidden.rows.is_empty() && grid.hidden.columns.is_empty() {
            return;
        }
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        for table in tables {
            let Some((_, values)) = table.layout.as_ref().map(keys) else { continue };
            let below = || table.rows(grid).iter();
            let hidden = below().filter(|row| grid.hidden.row(row.index));
            rows.extend(
                hidden.filter(|row| values.iter().any(|column| row.get(*column).is_some())).map(|row| row.index),
            );
            let unseen = values.iter().filter(|column| grid.hidden.column(**column));
            columns.extend(unseen.filter(|column| below().any(|row| row.get(**column).is_some())));
        }
        columns.sort_unstable();
        if let Some(first) = rows.first() {
            let what = HiddenPart::Rows { rows: runs(&rows, |row| (u64::from(row) + 1).to_string()) };
            self.problem(DataProblem::Hidden { what }, grid.place(*first, 0));
        }
        if let Some(first) = columns.first() {
            let name = |column: u32| cell_name(0, column).trim_end_matches('1').to_owned();
            let what = HiddenPart::Columns { columns: runs(&columns, name) };
            let row = tables.first().and_then(|table| grid.rows.get(table.header)).map_or(0, |row| row.index);
            self.problem(DataProblem::Hidden { what }, grid.place(row, *first));
        }
    }
}

/// Runs of rows or columns that a message names.
const MOST_RUNS: usize = 10;

/// `3、5-7`
fn runs(numbers: &[u32], name: impl Fn(u32) -> String) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last == *number || last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let more = if runs.len() > MOST_RUNS { "…" } else { "" };
    let named = runs
        .iter()
        .take(MOST_RUNS)
        .map(|(first, last)| if first == last { name(*first) } else { format!("{}-{}", name(*first), name(*last)) });
    named.collect::<Vec<_>>().join("、") + more
}
