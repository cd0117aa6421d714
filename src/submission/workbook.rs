//! .xlsx, .xlsm and .xlsb, read cell by cell: a sheet is never laid out as a rectangle, so a stray cell in the last
//! corner costs nothing.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Style, Xlsb, XlsbError, Xlsx, XlsxError,
};
use zip::ZipArchive;

use super::contents::{Contents, Fault};
use super::grid::{Cell, Grid, MOST_CELLS, Merged};
use super::{binary_view, sheet_view};
use crate::number::{self, Decimal};
use crate::table::read_date;
use crate::words::data::FileFault;

/// What stops the reading of one sheet.
enum Stop {
    /// The sheet is damaged from here on.
    Broken,
    /// There is too much of it.
    TooLarge,
}

/// Reads the sheets of an .xlsx or .xlsm.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8], archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Contents, Fault> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Fault::Unreadable(FileFault::Password),
        XlsxError::Zip(_) | XlsxError::Io(_) => Fault::Unreadable(FileFault::Truncated),
        error => Fault::Unreadable(FileFault::Damaged { detail: error.to_string() }),
    })?;
    let sheets = sheets(book.sheets_metadata());
    let mut views = sheet_view::views(archive);
    each_sheet(file, &sheets, |name, grid, count| {
        let blanks = read_values(&mut book, name, grid, count)?;
        if let Some(view) = views.remove(name) {
            view.show(grid);
        }
        // A blank cell may be a formula that was never computed; only then is the sheet read a second time.
        if blanks { mark_formulas(&mut book, name, grid) } else { Ok(()) }
    })
}

/// Reads the sheets of an .xlsb.
pub(crate) fn read_binary(
    file: &Arc<str>,
    bytes: &[u8],
    archive: &mut ZipArchive<Cursor<&[u8]>>,
) -> Result<Contents, Fault> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => Fault::Unreadable(FileFault::Password),
        XlsbError::Zip(_) | XlsbError::Io(_) => Fault::Unreadable(FileFault::Truncated),
        error => Fault::Unreadable(FileFault::Damaged { detail: error.to_string() }),
    })?;
    let sheets = sheets(book.sheets_metadata());
    let mut views = binary_view::views(archive);
    each_sheet(file, &sheets, |name, grid, count| {
        let mut cells = book.worksheet_cells_reader(name).map_err(|_| Stop::Broken)?;
        while let Some(cell) = cells.next_cell().map_err(|_| Stop::Broken)? {
            let (row, column) = cell.get_position();
            if let Some(cell) = written(cell.get_value(), false) {
                counted(count)?;
                grid.push(row, column, cell);
            }
        }
        if let Some(view) = views.remove(name) {
            view.show(grid);
        }
        Ok(())
    })
}

/// The names of the sheets of cells, and whether a person sees them.
pub(crate) fn sheets(sheets: &[Sheet]) -> Vec<(String, bool)> {
    let cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    cells.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect()
}

fn each_sheet(
    file: &Arc<str>,
    sheets: &[(String, bool)],
    mut read: impl FnMut(&str, &mut Grid, &mut usize) -> Result<(), Stop>,
) -> Result<Contents, Fault> {
    let mut contents = Contents::default();
    let mut count = 0;
    for (name, shown) in sheets {
        let mut grid = Grid::new(file, Some(name));
        if !shown {
            // Nobody reads on, so as much is looked at as shows what the sheet is.
            let _ = read(name, &mut grid, &mut (MOST_CELLS - HIDDEN_CELLS));
            contents.hidden.push(grid);
            continue;
        }
        match read(name, &mut grid, &mut count) {
            Ok(()) => {}
            Err(Stop::Broken) => {
                contents.broken.get_or_insert_with(|| name.clone());
            }
            Err(Stop::TooLarge) => return Err(Fault::TooLarge(FileFault::ManyCells { cells: MOST_CELLS })),
        }
        contents.grids.push(grid);
    }
    Ok(contents)
}

/// Cells of a hidden sheet that are looked at.
const HIDDEN_CELLS: usize = 2_000;

fn counted(count: &mut usize) -> Result<(), Stop> {
    *count += 1;
    if *count > MOST_CELLS { Err(Stop::TooLarge) } else { Ok(()) }
}

/// Reads values with their number formats; says whether some cell of the sheet was blank.
fn read_values(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, grid: &mut Grid, count: &mut usize) -> Result<bool, Stop> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Stop::Broken)?;
    let percents: Vec<bool> = cells.styles().iter().map(shows_percent).collect();
    let mut blanks = false;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| Stop::Broken)? {
        let (row, column) = cell.get_position();
        match written(cell.get_value(), percents.get(style).copied().unwrap_or(false)) {
            Some(cell) => {
                counted(count)?;
                grid.push(row, column, cell);
            }
            None => blanks = true,
        }
    }
    Ok(blanks)
}

/// Adds the formulas that have no saved result. Their text is not looked at, nor are shared ones expanded.
fn mark_formulas(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, grid: &mut Grid) -> Result<(), Stop> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Stop::Broken)?;
    let mut found = Vec::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Stop::Broken)? {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            found.push(cell.pos);
        }
        if found.len() > MOST_CELLS {
            return Err(Stop::TooLarge);
        }
    }
    for (row, column) in found {
        grid.push(row, column, Cell::FormulaWithoutValue);
    }
    Ok(())
}

/// Merged cells as the reader gives them.
pub(crate) fn region(cells: &Dimensions) -> Merged {
    Merged { rows: (cells.start.0, cells.end.0), columns: (cells.start.1, cells.end.1) }
}

/// Whether a number format shows a per cent sign of its own, outside of quoted text.
fn shows_percent(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let (mut quoted, mut escaped) = (false, false);
    format.format_code.chars().any(|c| {
        let (literal, escaped_now) = (quoted || escaped, escaped);
        escaped = !literal && c == '\\';
        quoted ^= c == '"' && !escaped_now;
        c == '%' && !literal
    })
}

/// A value of a workbook as a cell; none for a blank.
fn written(value: &DataRef<'_>, percent: bool) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Cell::Number(Decimal::from(*number), percent),
        DataRef::Float(number) => double(*number, percent),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.as_str().into()),
        DataRef::SharedString(text) => Cell::Text((*text).into()),
        DataRef::Bool(yes) => Cell::YesNo(*yes),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => match read_date(text.get(..10).unwrap_or(text)) {
            Some(day) => Cell::Date(day),
            None => Cell::Text(text.as_str().into()),
        },
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
    })
}

/// The decimal a spreadsheet shows; what no decimal holds stays a text, which no field takes for a number.
pub(crate) fn double(number: f64, percent: bool) -> Cell {
    match number::from_double(number) {
        Some(exact) => Cell::Number(exact, percent),
        None => Cell::Text(number.to_string().into()),
    }
}

/// A day; a length of time is a text, so that nobody scores it as a number of days.
pub(crate) fn day(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        return Cell::Text(format!("{hour}:{minute:02}").into());
    }
    let text = format!("{year:04}-{month:02}-{day:02}");
    read_date(&text).map_or_else(|| Cell::Text(text.into()), Cell::Date)
}
