//! .ods, read here because it writes what the others leave out: percentages and formulas are attributes, and a
//! repeated blank costs nothing.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::contents::{Contents, Fault};
use super::grid::{Cell, Grid, MOST_CELLS, Merged};
use super::stamp;
use crate::number::read_exact;
use crate::spreadsheet;
use crate::table::read_date;
use crate::words::data::FileFault;

/// Bytes of text kept of one cell.
const MOST_TEXT: usize = 1 << 16;

/// Reads the sheets.
pub(crate) fn read(file: &Arc<str>, mut archive: ZipArchive<Cursor<&[u8]>>) -> Result<Contents, Fault> {
    if is_encrypted(&mut archive) {
        return Err(Fault::Unreadable(FileFault::Password));
    }
    let content = archive.by_name("content.xml").map_err(|_| Fault::Unreadable(FileFault::NotAWorkbook))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let config = xml.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    Document { file: Arc::clone(file), contents: Contents::default(), hidden: HashSet::new(), count: 0 }.read(&mut xml)
}

fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = String::new();
    match archive.by_name("META-INF/manifest.xml") {
        Ok(entry) => {
            // A manifest that is no text is no proof of a password; the content will tell.
            let _ = entry.take(1 << 20).read_to_string(&mut manifest);
        }
        Err(_) => return false,
    }
    manifest.contains("encryption-data")
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}

struct Document {
    file: Arc<str>,
    contents: Contents,
    /// Styles of hidden sheets.
    hidden: HashSet<String>,
    count: usize,
}

/// A cell as it is being read.
struct Open {
    kind: String,
    value: Option<String>,
    error: bool,
    formula: bool,
    repeat: u32,
    /// Rows and columns it takes where it is merged with others.
    span: (u32, u32),
    text: String,
    /// Whether a paragraph was begun, so that the next is set off.
    begun: bool,
}

impl Document {
    fn read(mut self, xml: &mut Reader<impl BufRead>) -> Result<Contents, Fault> {
        let mut buffer = Vec::new();
        let mut style = None;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer) {
                Ok(Event::Start(element)) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name"),
                    "style:table-properties" if attribute(&element, "table:display").as_deref() == Some("false") => {
                        self.hidden.extend(style.clone());
                    }
                    "table:table" => {
                        let name = attribute(&element, "table:name").unwrap_or_default();
                        let shown = name == stamp::SHEET
                            || attribute(&element, "table:style-name").is_none_or(|s| !self.hidden.contains(&s));
                        let whole = self.read_table(xml, &name, shown)?;
                        if !whole {
                            self.contents.broken = Some(name);
                            return Ok(self.contents);
                        }
                    }
                    _ => {}
                },
                Ok(Event::Eof) => return Ok(self.contents),
                Ok(_) => {}
                Err(error) => {
                    return Err(Fault::Unreadable(FileFault::Damaged { detail: error.to_string() }));
                }
            }
        }
    }

    /// Reads one sheet; says whether it was whole.
    fn read_table(&mut self, xml: &mut Reader<impl BufRead>, name: &str, shown: bool) -> Result<bool, Fault> {
        let mut grid = Grid::new(&self.file, Some(name));
        let mut buffer = Vec::new();
        let (mut row, mut column, mut rows, mut columns) = (0_u32, 0_u32, 1_u32, 0_u32);
        let mut cells: Vec<(u32, Cell)> = Vec::new();
        let mut open: Option<Open> = None;
        // Comments and pictures carry text of their own, and a picture may carry whole tables.
        let mut aside = 0_usize;
        let whole = loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer) {
                Ok(Event::Start(element)) => match element.name().as_ref() {
                    "office:annotation" | "draw:frame" | "table:shapes" | "draw:object" => aside += 1,
                    _ if aside > 0 => {}
                    "table:table-row" => {
                        column = 0;
                        rows = repeated(&element, "table:number-rows-repeated");
                        if is_hidden(&element) {
                            grid.hidden.hide_rows(row, row.saturating_add(rows.saturating_sub(1)));
                        }
                    }
                    "table:table-column" => {
                        let last = columns.saturating_add(repeated(&element, "table:number-columns-repeated"));
                        if is_hidden(&element) && last > columns {
                            grid.hidden.columns.push((columns, last - 1));
                        }
                        columns = last;
                    }
                    "table:table-cell" | "table:covered-table-cell" => open = Some(open_cell(&element)),
                    "text:p" => {
                        if let Some(cell) = &mut open {
                            if cell.begun {
                                cell.add("\n");
                            }
                            cell.begun = true;
                        }
                    }
                    "text:s" | "text:tab" | "text:line-break" => {
                        if let Some(cell) = &mut open {
                            cell.add(" ");
                        }
                    }
                    _ => {}
                },
                Ok(Event::Text(text)) if aside == 0 => {
                    if let Some(cell) = &mut open {
                        cell.add(&text.xml10_content());
                    }
                }
                Ok(Event::GeneralRef(reference)) if aside == 0 => {
                    if let Some(cell) = &mut open {
                        let name = reference.xml10_content();
                        if let Ok(text) = quick_xml::escape::unescape(&format!("&{name};")) {
                            cell.add(&text);
                        }
                    }
                }
                Ok(Event::End(element)) => match element.name().as_ref() {
                    "office:annotation" | "draw:frame" | "table:shapes" | "draw:object" => {
                        aside = aside.saturating_sub(1);
                    }
                    _ if aside > 0 => {}
                    "table:table-cell" | "table:covered-table-cell" => {
                        let Some(cell) = open.take() else { continue };
                        let repeat = cell.repeat.min(spreadsheet::COLUMNS.saturating_sub(column));
                        if cell.span != (1, 1) {
                            grid.merged.extend(merged((row, column), cell.span));
                        }
                        if let Some(cell) = cell.close() {
                            for _ in 0..repeat {
                                self.add(1)?;
                                cells.push((column, cell.clone()));
                                column += 1;
                            }
                        } else {
                            column += repeat;
                        }
                    }
                    "table:table-row" => {
                        let repeat = rows.min(spreadsheet::ROWS.saturating_sub(row));
                        if !cells.is_empty() {
                            self.add(cells.len().saturating_mul((repeat as usize).saturating_sub(1)))?;
                            for at in row..row + repeat {
                                for (column, cell) in &cells {
                                    grid.push(at, *column, cell.clone());
                                }
                            }
                            cells.clear();
                        }
                        row += repeat;
                    }
                    "table:table" => break true,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => break false,
                Ok(_) => {}
            }
        };
        if shown { &mut self.contents.grids } else { &mut self.contents.hidden }.push(grid);
        Ok(whole)
    }

    fn add(&mut self, cells: usize) -> Result<(), Fault> {
        self.count = self.count.saturating_add(cells);
        if self.count > MOST_CELLS {
            return Err(Fault::TooLarge(FileFault::ManyCells { cells: MOST_CELLS }));
        }
        Ok(())
    }
}

/// Whether a person does not see a row or a column.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "table:visibility").is_some_and(|shown| shown == "collapse" || shown == "filter")
}

/// The cells that one cell takes with its span.
fn merged((row, column): (u32, u32), (rows, columns): (u32, u32)) -> Option<Merged> {
    let last = |first: u32, count: u32| Some(first.saturating_add(count.checked_sub(1)?));
    Some(Merged { rows: (row, last(row, rows)?), columns: (column, last(column, columns)?) })
}

fn open_cell(element: &BytesStart<'_>) -> Open {
    let kind = attribute(element, "office:value-type").unwrap_or_default();
    let value = match kind.as_str() {
        "date" => attribute(element, "office:date-value"),
        "time" => attribute(element, "office:time-value"),
        "boolean" => attribute(element, "office:boolean-value"),
        "string" => attribute(element, "office:string-value").filter(|text| !text.is_empty()),
        _ => attribute(element, "office:value"),
    };
    Open {
        kind,
        value,
        error: attribute(element, "calcext:value-type").as_deref() == Some("error"),
        formula: attribute(element, "table:formula").is_some(),
        repeat: repeated(element, "table:number-columns-repeated"),
        span: (repeated(element, "table:number-rows-spanned"), repeated(element, "table:number-columns-spanned")),
        text: String::new(),
        begun: false,
    }
}

impl Open {
    fn add(&mut self, text: &str) {
        if self.text.len() + text.len() <= MOST_TEXT {
            self.text.push_str(text);
        }
    }

    fn close(self) -> Option<Cell> {
        if self.error || self.formula && self.text.starts_with('#') && self.text.ends_with(['!', '?', 'A']) {
            return Some(Cell::Error(self.text.into()));
        }
        let Some(value) = self.value else {
            if !self.text.is_empty() {
                return Some(Cell::Text(self.text.into()));
            }
            // A computed empty text is a value; without a type the formula was never computed.
            return (self.formula && self.kind.is_empty()).then_some(Cell::FormulaWithoutValue);
        };
        Some(match self.kind.as_str() {
            "float" | "currency" | "percentage" => match value.parse() {
                Ok(number) => super::workbook::double(number, self.kind == "percentage"),
                Err(_) => {
                    read_exact(&value).map_or_else(|| Cell::Text(value.into()), |number| Cell::Number(number, false))
                }
            },
            "boolean" => Cell::YesNo(value == "true"),
            "date" => match read_date(value.get(..10).unwrap_or(&value)) {
                Some(day) => Cell::Date(day),
                None => Cell::Text(value.into()),
            },
            _ => Cell::Text(value.into()),
        })
    }
}
