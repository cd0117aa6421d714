//! A sheet as it is printed: the text of every cell and how far it reaches.

use super::SourceFile;
use super::grid::Grid;
use super::open::open;
use crate::diagnostic::Diagnostic;

/// A sheet as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSheet {
    /// Its name; none for CSV.
    pub name: Option<String>,
    /// Cells with a text, row by row.
    pub cells: Vec<PrintedCell>,
}

/// A cell with a text, and the cells that are merged with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
    /// Its text.
    pub text: String,
}

/// Reads the visible sheets of a file as they are printed; what cannot be read is told.
pub fn read_printed(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Vec<PrintedSheet> {
    let opened = open(file);
    problems.extend(opened.problems);
    opened.grids.iter().map(sheet).collect()
}

fn sheet(grid: &Grid) -> PrintedSheet {
    let reach = |row: u32, column: u32| Some(grid.region(row, column)?).map(|region| (region.rows.1, region.columns.1));
    let mut cells = Vec::new();
    for row in &grid.rows {
        for (column, cell) in &row.cells {
            let text = cell.text();
            if !text.is_empty() {
                let (bottom, right) = reach(row.index, *column).unwrap_or((row.index, *column));
                cells.push(PrintedCell { row: row.index, column: *column, bottom, right, text });
            }
        }
    }
    PrintedSheet { name: grid.sheet.as_deref().map(str::to_owned), cells }
}
