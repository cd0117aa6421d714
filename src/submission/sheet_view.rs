//! How an .xlsx shows its sheets: merged cells, and hidden rows and columns.
//!
//! Most sheets have none of these. Their text is only searched for the words, which costs no more than unpacking it.

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::grid::{Grid, Hidden, Merged};
use crate::spreadsheet;

/// Bytes searched at a time.
const CHUNK: usize = 1 << 16;
/// Bytes that a word may reach over the end of a chunk.
const OVERLAP: usize = 16;
/// Bytes of the parts that name the sheets.
const MOST_NAMES: u64 = 16 << 20;
/// Merged cells of one sheet that are looked at.
pub(super) const MOST_MERGED: usize = 200_000;

/// How one sheet is shown.
#[derive(Debug, Default)]
pub(super) struct View {
    merged: Vec<Merged>,
    hidden: Hidden,
}

impl View {
    /// Puts it into the sheet.
    pub(super) fn show(self, grid: &mut Grid) {
        (grid.merged, grid.hidden) = (self.merged, self.hidden);
    }
}

/// The views of the sheets that have any, by name. What is malformed has none; the reader of the cells tells it.
pub(super) fn views(archive: &mut ZipArchive<Cursor<&[u8]>>) -> HashMap<String, View> {
    let is_sheet = |name: &str| name.strip_prefix("xl/worksheets/").is_some_and(|rest| !rest.contains('/'));
    let parts = archive.file_names().flatten().filter(|name| is_sheet(name));
    let parts: Vec<String> = parts.map(std::borrow::Cow::into_owned).collect();
    let told: Vec<String> = parts.into_iter().filter(|part| mentions(archive, part)).collect();
    if told.is_empty() {
        return HashMap::new();
    }
    let names = names(archive).unwrap_or_default();
    let mut views = HashMap::new();
    for part in told {
        if let Some(name) = names.get(&part)
            && let Some(view) = view(archive, &part)
        {
            views.insert(name.clone(), view);
        }
    }
    views
}

/// Whether the text of a sheet may speak of merged or hidden cells.
fn mentions(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> bool {
    let Ok(mut entry) = archive.by_name(part) else { return false };
    let (merged, hidden) = (memmem::Finder::new("mergeCell "), memmem::Finder::new("hidden="));
    let mut buffer = vec![0; CHUNK + OVERLAP];
    let mut kept = 0;
    loop {
        let Some(free) = buffer.get_mut(kept..) else { return false };
        let Ok(read) = entry.read(free) else { return false };
        if read == 0 {
            return false;
        }
        let text = buffer.get(..kept + read).unwrap_or_default();
        let is_true = |at: usize| matches!(text.get(at + 8), Some(b'1' | b't'));
        if merged.find(text).is_some() || hidden.find_iter(text).any(is_true) {
            return true;
        }
        let from = text.len().saturating_sub(OVERLAP);
        let length = text.len() - from;
        buffer.copy_within(from..from + length, 0);
        kept = length;
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Calls `take` for each element of a part, by its name without a prefix.
fn each_element(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    most: u64,
    mut take: impl FnMut(&str, &BytesStart<'_>),
) -> Option<()> {
    let entry = archive.by_name(part).ok()?;
    let mut xml = Reader::from_reader(BufReader::new(entry.take(most)));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let name = element.name();
                take(name.as_ref().rsplit(':').next().unwrap_or_default(), &element);
            }
            Ok(Event::Eof) => return Some(()),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// The parts that a workbook names, by their relation to it.
pub(super) fn targets(archive: &mut ZipArchive<Cursor<&[u8]>>, relations: &str) -> Option<HashMap<String, String>> {
    let mut targets = HashMap::new();
    each_element(archive, relations, MOST_NAMES, |name, element| {
        if name == "Relationship"
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, part);
        }
    })?;
    Some(targets)
}

/// The sheets' names by the parts that hold them.
fn names(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Option<HashMap<String, String>> {
    let targets = targets(archive, "xl/_rels/workbook.xml.rels")?;
    let mut names = HashMap::new();
    each_element(archive, "xl/workbook.xml", MOST_NAMES, |name, element| {
        if name == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "r:id"))
            && let Some(part) = targets.get(&id)
        {
            names.insert(part.clone(), name);
        }
    })?;
    Some(names)
}

fn view(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Option<View> {
    let mut view = View::default();
    let mut row = 0_u32;
    each_element(archive, part, u64::MAX, |name, element| {
        let hidden = || attribute(element, "hidden").is_some_and(|text| text == "1" || text == "true");
        let number = |name: &str| attribute(element, name)?.parse::<u32>().ok();
        match name {
            "row" => {
                let at = number("r").unwrap_or(row + 1).clamp(1, spreadsheet::ROWS);
                if hidden() {
                    view.hidden.hide_rows(at - 1, at - 1);
                }
                row = at;
            }
            "col" if hidden() => {
                if let (Some(first @ 1..), Some(last @ 1..)) = (number("min"), number("max")) {
                    view.hidden.columns.push((first - 1, last.min(spreadsheet::COLUMNS) - 1));
                }
            }
            "mergeCell" if view.merged.len() < MOST_MERGED => {
                view.merged.extend(attribute(element, "ref").and_then(|text| region(&text)));
            }
            _ => {}
        }
    })?;
    Some(view)
}

/// `B2:C7` as rows and columns.
fn region(text: &str) -> Option<Merged> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell(first)?, cell(last)?);
    Some(Merged { rows: (top.min(bottom), top.max(bottom)), columns: (left.min(right), left.max(right)) })
}

/// `C7` as row 6 and column 2.
fn cell(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?);
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    let row: u32 = digits.parse().ok()?;
    let within = (1..=spreadsheet::ROWS).contains(&row) && (1..=spreadsheet::COLUMNS).contains(&column);
    within.then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_rows_and_columns_or_nothing() {
        assert_eq!(region("B2:AA7"), Some(Merged { rows: (1, 6), columns: (1, 26) }));
        assert_eq!(region("C7:A1"), Some(Merged { rows: (0, 6), columns: (0, 2) }));
        for bad in ["", "A1", "A0:B1", "1:2", "A1:ZZZZZZZZ9", "A1:B99999999999", "$A$1:B2", "A1:XFE1"] {
            assert_eq!(region(bad), None, "{bad}");
        }
    }
}
