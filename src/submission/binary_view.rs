//! How an .xlsb shows its sheets, and the failed formulas in it, none of which the reader of its cells tells ([MS-XLSB]).

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use zip::ZipArchive;

use super::grid::{Cell, Grid, Hidden, Merged};
use super::sheet_view::{MOST_MERGED, targets};
use crate::spreadsheet;

/// Bytes of the longest record that is looked at.
const MOST_RECORD: usize = 1 << 16;

/// What the reader of the cells leaves out of a sheet.
#[derive(Debug, Default)]
pub(super) struct BinaryView {
    merged: Vec<Merged>,
    hidden: Hidden,
    errors: Vec<(u32, u32, &'static str)>,
}

impl BinaryView {
    /// Puts it into the sheet.
    pub(super) fn show(self, grid: &mut Grid) {
        (grid.merged, grid.hidden) = (self.merged, self.hidden);
        for (row, column, error) in self.errors {
            grid.push(row, column, Cell::Error(error.into()));
        }
    }
}

/// The views of the sheets, by name; of what is malformed, as far as it goes.
pub(super) fn views(archive: &mut ZipArchive<Cursor<&[u8]>>) -> HashMap<String, BinaryView> {
    let targets = targets(archive, "xl/_rels/workbook.bin.rels").unwrap_or_default();
    let mut sheets = Vec::new();
    each_record(archive, "xl/workbook.bin", |kind, data| {
        // BrtBundleSh
        if kind == 156
            && let Some((relation, rest)) = text(data.get(8..)?)
            && let Some((name, _)) = text(rest)
            && let Some(part) = targets.get(&relation)
        {
            sheets.push((name, part.clone()));
        }
        Some(())
    });
    sheets.into_iter().map(|(name, part)| (name, view(archive, &part))).collect()
}

fn view(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> BinaryView {
    let mut view = BinaryView::default();
    let mut row = 0;
    each_record(archive, part, |kind, data| {
        match kind {
            // BrtRowHdr; a row of no height is hidden.
            0 => {
                row = long(data, 0)?;
                if row < spreadsheet::ROWS && data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    view.hidden.hide_rows(row, row);
                }
            }
            // BrtFmlaError
            11 if view.errors.len() < MOST_MERGED => view.errors.push((row, long(data, 0)?, error(*data.get(8)?))),
            // BrtColInfo
            60 if data.get(16).is_some_and(|flags| flags & 1 != 0) && view.hidden.columns.len() < MOST_MERGED => {
                view.hidden.columns.push((long(data, 0)?, long(data, 4)?));
            }
            // BrtMergeCell
            176 if view.merged.len() < MOST_MERGED => {
                let (rows, columns) = ((long(data, 0)?, long(data, 4)?), (long(data, 8)?, long(data, 12)?));
                view.merged.push(Merged { rows, columns });
            }
            _ => {}
        }
        Some(())
    });
    view
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A text with its length before it, and what follows.
fn text(data: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::try_from(long(data, 0)?).ok()?.checked_mul(2)?;
    let units = data.get(4..length.checked_add(4)?)?;
    let units: Vec<u16> = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((String::from_utf16_lossy(&units), data.get(4 + length..)?))
}

/// Hands over each record of a part with its kind, until one of them or the part ends it.
fn each_record(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    mut take: impl FnMut(u16, &[u8]) -> Option<()>,
) -> Option<()> {
    let mut input = BufReader::new(archive.by_name(part).ok()?);
    let mut data = Vec::new();
    loop {
        let kind = varied(&mut input, 2)?;
        let length = varied(&mut input, 4)?;
        data.clear();
        let read = input.by_ref().take(length).read_to_end(&mut data).ok()?;
        if read as u64 != length || read > MOST_RECORD {
            return None;
        }
        take(u16::try_from(kind).ok()?, &data)?;
    }
}

/// A number of as many bytes as say that another follows.
fn varied(input: &mut impl Read, most: u32) -> Option<u64> {
    let mut value = 0;
    for position in 0..most {
        let mut byte = [0_u8];
        input.read_exact(&mut byte).ok()?;
        value |= u64::from(byte[0] & 0x7f) << (7 * position);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}
