//! One sheet as rows of written cells, whatever the file format.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::number::{self, Decimal};
use crate::spreadsheet;
use crate::table::date_text;

/// Written cells a file may have, so that no file fills the memory.
pub const MOST_CELLS: usize = 8_000_000;

/// What a cell holds; a blank cell is not kept at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A number, and whether the cell shows it as a percentage (as far as the format says so).
    Number(Decimal, bool),
    /// Text.
    Text(Box<str>),
    /// A truth value.
    YesNo(bool),
    /// A day, since 1970-01-01.
    Date(i64),
    /// An error such as `#DIV/0!`.
    Error(Box<str>),
    /// A formula that was saved without its result.
    FormulaWithoutValue,
}

impl Cell {
    /// The cell as a person reads it.
    pub(crate) fn text(&self) -> String {
        match self {
            Cell::Number(value, true) => number::percent(*value),
            Cell::Number(value, false) => number::plain(*value),
            Cell::Text(text) | Cell::Error(text) => text.trim().to_owned(),
            Cell::YesNo(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::Date(day) => date_text(*day),
            Cell::FormulaWithoutValue => String::new(),
        }
    }

    /// Whether a person sees nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Cell::Text(text) if text.chars().all(char::is_whitespace))
    }
}

/// Characters of a cell that a message quotes.
const MOST_QUOTED: usize = 80;

/// A text as a message quotes it: a cell may hold a whole report.
pub(crate) fn quoted(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The written cells of one row, in the order of their columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Position from 0, as the file numbers it.
    pub(crate) index: u32,
    /// Column and content.
    pub(crate) cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell of a column, if something is written there.
    pub(crate) fn get(&self, column: u32) -> Option<&Cell> {
        // Most rows are dense from the first column on.
        if let Some((at, cell)) = self.cells.get(column as usize)
            && *at == column
        {
            return Some(cell);
        }
        let position = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        self.cells.get(position).map(|(_, cell)| cell)
    }

    /// The text of a column, if it is not blank.
    pub(crate) fn text(&self, column: u32) -> Option<String> {
        let text = self.get(column)?.text();
        (!text.is_empty()).then_some(text)
    }
}

/// Cells merged into one: first and last row, first and last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

/// Rows and columns that a person does not see, as first and last, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(crate) rows: Vec<(u32, u32)>,
    pub(crate) columns: Vec<(u32, u32)>,
}

impl Hidden {
    /// Whether a row is hidden.
    pub(crate) fn row(&self, row: u32) -> bool {
        let after = self.rows.partition_point(|(first, _)| *first <= row);
        after.checked_sub(1).and_then(|at| self.rows.get(at)).is_some_and(|(_, last)| *last >= row)
    }

    /// Whether a column is hidden.
    pub(crate) fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Hides rows.
    pub(crate) fn hide_rows(&mut self, first: u32, last: u32) {
        match self.rows.last_mut() {
            Some((_, before)) if before.checked_add(1) == Some(first) => *before = last,
            _ => self.rows.push((first, last)),
        }
    }
}

/// Cells that merged ones may cover before nobody looks at them: a file may claim any number.
const MOST_COVERED: usize = 20_000_000;

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The file.
    pub(crate) file: Arc<str>,
    /// The sheet's name; none for CSV.
    pub(crate) sheet: Option<Arc<str>>,
    /// Rows with something written in them, in order.
    pub(crate) rows: Vec<Row>,
    /// Merged cells in the order of their first cells, where the format's reader knows them.
    pub(crate) merged: Vec<Merged>,
    /// What of it is hidden, where the format's reader knows it.
    pub(crate) hidden: Hidden,
    /// The first cell with something written in it that a merged one covers.
    pub(crate) covered: Option<(u32, u32)>,
}

impl Grid {
    /// An empty sheet.
    pub(crate) fn new(file: &Arc<str>, sheet: Option<&str>) -> Grid {
        Grid {
            file: Arc::clone(file),
            sheet: sheet.map(Arc::from),
            rows: Vec::new(),
            merged: Vec::new(),
            hidden: Hidden::default(),
            covered: None,
        }
    }

    /// Whether cells have types: in a workbook a number is a number, in CSV it is text.
    pub(crate) fn is_typed(&self) -> bool {
        self.sheet.is_some()
    }

    /// The place of a cell.
    pub(crate) fn place(&self, row: u32, column: u32) -> Place {
        Place::Cell { file: Arc::clone(&self.file), sheet: self.sheet.clone(), row, column }
    }

    /// Puts a cell where the file says it is. Blank text and positions outside of any spreadsheet are not kept.
    pub(crate) fn push(&mut self, row: u32, column: u32, cell: Cell) {
        if row >= spreadsheet::ROWS || column >= spreadsheet::COLUMNS || cell.is_blank() {
            return;
        }
        match self.rows.last_mut() {
            Some(last) if last.index == row => last.cells.push((column, cell)),
            _ => self.rows.push(Row { index: row, cells: vec![(column, cell)] }),
        }
    }

    /// The rows from one to another, both included, as positions.
    pub(crate) fn positions(&self, (first, last): (u32, u32)) -> std::ops::Range<usize> {
        let start = self.rows.partition_point(|row| row.index < first);
        start..self.rows.partition_point(|row| row.index <= last).max(start)
    }

    /// The merged cells that begin with this one.
    pub(crate) fn region(&self, row: u32, column: u32) -> Option<&Merged> {
        let at = self.merged.binary_search_by_key(&(row, column), |region| (region.rows.0, region.columns.0)).ok()?;
        self.merged.get(at)
    }

    /// Takes out what merged cells cover: nobody sees it.
    fn uncover(&mut self) {
        self.merged.retain(|region| region.rows.0 < region.rows.1 || region.columns.0 < region.columns.1);
        self.merged.sort_by_key(|region| (region.rows.0, region.columns.0));
        let mut looked_at = 0;
        for region in std::mem::take(&mut self.merged) {
            let rows = self.positions(region.rows);
            looked_at += rows.len() + 1;
            if looked_at > MOST_COVERED {
                break;
            }
            let Some(rows) = self.rows.get_mut(rows) else { continue };
            for row in rows {
                // The first cell of all stays.
                let first = region.columns.0.saturating_add(u32::from(row.index == region.rows.0));
                let start = row.cells.partition_point(|(column, _)| *column < first);
                let end = row.cells.partition_point(|(column, _)| *column <= region.columns.1).max(start);
                if let Some((column, _)) = row.cells.drain(start..end).next() {
                    self.covered.get_or_insert((row.index, column));
                }
            }
            self.merged.push(region);
        }
    }

    /// Puts rows and cells in order, as a careless writer may not have; the last of two cells at one place stays.
    pub(crate) fn settle(&mut self) {
        if !self.rows.is_sorted_by(|a, b| a.index < b.index) {
            self.rows.sort_by_key(|row| row.index);
            self.rows.dedup_by(|later, earlier| {
                let same = later.index == earlier.index;
                if same {
                    earlier.cells.append(&mut later.cells);
                }
                same
            });
        }
        for row in &mut self.rows {
            if !row.cells.is_sorted_by(|a, b| a.0 < b.0) {
                row.cells.sort_by_key(|(column, _)| *column);
                row.cells.dedup_by(|later, earlier| {
                    let same = later.0 == earlier.0;
                    if same {
                        std::mem::swap(earlier, later);
                    }
                    same
                });
            }
        }
        self.hidden.rows.sort_unstable();
        self.uncover();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_cell_in_the_last_corner_costs_one_cell() {
        let mut grid = Grid::new(&"a.xlsx".into(), Some("表"));
        grid.push(0, 0, Cell::Text("单位".into()));
        grid.push(spreadsheet::ROWS - 1, spreadsheet::COLUMNS - 1, Cell::YesNo(true));
        grid.push(spreadsheet::ROWS, 0, Cell::YesNo(true));
        assert_eq!(grid.rows.len(), 2);
    }

    #[test]
    fn rows_and_cells_out_of_order_are_put_in_order_and_the_last_word_counts() {
        let mut grid = Grid::new(&"a.xlsx".into(), Some("表"));
        for (row, column, text) in [(2, 1, "c"), (0, 1, "b"), (0, 0, "a"), (2, 1, "d"), (0, 0, "e")] {
            grid.push(row, column, Cell::Text(text.into()));
        }
        grid.settle();
        let rows: Vec<(u32, Vec<String>)> =
            grid.rows.iter().map(|r| (r.index, r.cells.iter().map(|(_, c)| c.text()).collect())).collect();
        assert_eq!(rows, [(0, vec!["e".into(), "b".into()]), (2, vec!["d".into()])]);
        assert_eq!(grid.rows[0].text(1).as_deref(), Some("b"));
        assert_eq!(grid.rows[0].text(7), None);
    }

    #[test]
    fn what_merged_cells_cover_is_taken_out_and_remembered() {
        let mut grid = Grid::new(&"a.xlsx".into(), Some("表"));
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)] {
            grid.push(row, column, Cell::Text(format!("{row}{column}").into()));
        }
        grid.merged.push(Merged { rows: (0, 1), columns: (1, 1) });
        grid.merged.push(Merged { rows: (2, 2), columns: (0, 0) });
        grid.settle();
        assert_eq!((grid.rows[1].cells.len(), grid.covered), (1, Some((1, 1))));
        assert_eq!(grid.region(0, 1), Some(&Merged { rows: (0, 1), columns: (1, 1) }));
        assert_eq!(grid.merged.len(), 1, "one cell is not merged with itself");
    }
}
