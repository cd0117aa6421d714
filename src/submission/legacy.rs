//! .xls, the old binary workbook.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader, Xls, XlsError};

use super::contents::{Contents, Fault};
use super::grid::{Cell, Grid, Hidden, MOST_CELLS};
use super::workbook::{day, double, region, sheets};
use super::xls_extent;
use crate::number::Decimal;
use crate::words::data::FileFault;

/// Reads the sheets. The reader lays each sheet out as a rectangle, so the extent is looked at first.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Contents, Fault> {
    let extent = xls_extent::look(bytes);
    if extent.as_ref().is_some_and(|extent| extent.cells > MOST_CELLS as u64) {
        return Err(Fault::TooLarge(FileFault::ManyCells { cells: MOST_CELLS }));
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Fault::Unreadable(FileFault::Password),
        XlsError::Cfb(_) | XlsError::Io(_) => Fault::Unreadable(FileFault::Truncated),
        error => Fault::Unreadable(FileFault::Damaged { detail: error.to_string() }),
    })?;
    let mut contents = Contents::default();
    let hidden = extent.map(|extent| extent.hidden).unwrap_or_default();
    let names = book.sheets_metadata().iter().map(|sheet| sheet.name.clone());
    let mut hidden: HashMap<String, Hidden> = names.zip(hidden).collect();
    for (name, shown) in sheets(book.sheets_metadata()) {
        let mut grid = Grid::new(file, Some(&name));
        let Ok(range) = book.worksheet_range(&name) else {
            contents.broken.get_or_insert(name);
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
            if let Some(cell) = written(value) {
                grid.push(top + row, left + column, cell);
            }
        }
        grid.merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default().iter().map(region).collect();
        grid.hidden = hidden.remove(&name).unwrap_or_default();
        if shown { &mut contents.grids } else { &mut contents.hidden }.push(grid);
    }
    Ok(contents)
}

/// A value as a cell. The reader does not tell number formats here, so a percentage is a plain number.
fn written(value: &Data) -> Option<Cell> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => Cell::Number(Decimal::from(*number), false),
        Data::Float(number) => double(*number, false),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.as_str().into()),
        Data::Bool(yes) => Cell::YesNo(*yes),
        Data::DateTime(moment) => day(moment),
        Data::Error(error) => Cell::Error(error.to_string().into()),
    })
}
