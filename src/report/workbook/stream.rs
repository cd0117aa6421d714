//! The rows of a long sheet, written as XML while they come: a hundred thousand cells cost no memory. Everything else of
//! the sheet — widths, panes, filter, print set-up — is made by the library, and the rows are put into what it made.
//!
//! The XML is that of ECMA-376 part 1, 18.3.1.73 `row` and 18.3.1.4 `c`, with inline strings (18.18.11).

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use anyhow::{Context, bail};
use rayon::prelude::*;
use tempfile::SpooledTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::diagnostic::column_name;
use crate::number::Decimal;
use crate::spreadsheet;

/// Bytes of rows that are held before they go to a temporary file.
const HELD: usize = 4 << 20;
/// What begins the part of a sheet on printing.
const PRINTING: &str = "<printOptions";
/// Bytes that are gathered before they are written on.
const BLOCK: usize = 64 << 10;

/// What a cell computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Computing {
    /// The formula, without the sign that begins it.
    pub(crate) text: String,
    /// The range whose array formula it is.
    pub(crate) array: Option<String>,
}

/// What a formula gives.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'a> {
    /// The spreadsheet has to find out.
    Nothing,
    Number(Decimal),
    Text(&'a str),
}

/// The rows of one sheet.
pub(super) struct Rows {
    spool: SpooledTempFile,
    block: Vec<u8>,
    /// Column letters, made once.
    letters: Vec<String>,
    /// The row being filled: its number from 1 and its cells.
    row: u32,
    cells: Vec<u8>,
    columns: u16,
    /// Links from cells to places in the workbook.
    links: Vec<u8>,
}

impl Rows {
    pub(super) fn new() -> Rows {
        Rows {
            spool: SpooledTempFile::new(HELD),
            block: Vec::with_capacity(BLOCK * 2),
            letters: Vec::new(),
            row: 1,
            cells: Vec::new(),
            columns: 0,
            links: Vec::new(),
        }
    }

    /// The beginning of a cell, up to its type.
    fn open(&mut self, column: u16, style: u32) {
        while self.letters.len() <= usize::from(column) {
            let next = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
            self.letters.push(column_name(next));
        }
        let letters = self.letters.get(usize::from(column)).map_or("", String::as_str);
        self.columns = self.columns.max(column.saturating_add(1));
        self.cells.extend_from_slice(b"<c r=\"");
        self.cells.extend_from_slice(letters.as_bytes());
        whole(&mut self.cells, self.row);
        self.cells.extend_from_slice(b"\" s=\"");
        whole(&mut self.cells, style);
        self.cells.push(b'"');
    }

    /// An empty cell.
    pub(super) fn blank(&mut self, column: u16, style: u32) {
        self.open(column, style);
        self.cells.extend_from_slice(b"/>");
    }

    /// A text.
    pub(super) fn text(&mut self, column: u16, text: &str, style: u32) {
        self.open(column, style);
        self.cells.extend_from_slice(b" t=\"inlineStr\"><is><t");
        if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
            self.cells.extend_from_slice(b" xml:space=\"preserve\"");
        }
        self.cells.push(b'>');
        escape(&mut self.cells, text);
        self.cells.extend_from_slice(b"</t></is></c>");
    }

    /// A link from a cell of the current row to a place in the workbook, `'失分清单'!A7`.
    pub(super) fn link(&mut self, column: u16, to: &str) {
        let _ = write!(self.links, "<hyperlink ref=\"{}{}\" location=\"", column_name(u32::from(column)), self.row);
        escape(&mut self.links, &to.replace('"', ""));
        self.links.extend_from_slice(b"\"/>");
    }

    /// A number: its decimal digits, of which a spreadsheet makes the nearest double.
    pub(super) fn number(&mut self, column: u16, value: Decimal, style: u32) {
        self.open(column, style);
        self.cells.extend_from_slice(b"><v>");
        // Writing to memory cannot fail.
        let _ = write!(self.cells, "{}", value.normalize());
        self.cells.extend_from_slice(b"</v></c>");
    }

    /// A formula with what it gives; with a range, the array formula of that range. Functions are such as Excel 2007 has,
    /// so that none needs a prefix.
    pub(super) fn formula(&mut self, column: u16, formula: &Computing, value: Given<'_>, style: u32) {
        self.open(column, style);
        self.cells.extend_from_slice(if matches!(value, Given::Text(_)) { b" t=\"str\"><f" } else { b"><f" });
        if let Some(range) = &formula.array {
            let _ = write!(self.cells, " t=\"array\" ref=\"{range}\"");
        }
        self.cells.push(b'>');
        escape(&mut self.cells, &formula.text);
        self.cells.extend_from_slice(b"</f>");
        match value {
            Given::Nothing => {}
            Given::Number(value) => {
                let _ = write!(self.cells, "<v>{}</v>", value.normalize());
            }
            Given::Text(text) => {
                self.cells.extend_from_slice(b"<v>");
                escape(&mut self.cells, text);
                self.cells.extend_from_slice(b"</v>");
            }
        }
        self.cells.extend_from_slice(b"</c>");
    }

    /// The end of a row, of this height where it is not the usual one. What no spreadsheet has room for is an error:
    /// Excel would call the whole file damaged.
    pub(super) fn end(&mut self, height: Option<f64>) -> anyhow::Result<()> {
        if self.row > spreadsheet::ROWS || u32::from(self.columns) > spreadsheet::COLUMNS {
            bail!("{} × {} > {} × {}", self.row, self.columns, spreadsheet::ROWS, spreadsheet::COLUMNS);
        }
        self.block.extend_from_slice(b"<row r=\"");
        whole(&mut self.block, self.row);
        self.block.push(b'"');
        if let Some(height) = height {
            let _ = write!(self.block, " ht=\"{height}\" customHeight=\"1\"");
        }
        self.block.push(b'>');
        self.block.append(&mut self.cells);
        self.block.extend_from_slice(b"</row>");
        self.row += 1;
        if self.block.len() >= BLOCK {
            self.spool.write_all(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }

    /// Everything written, to be read from its beginning, and the last cell of the sheet.
    fn finish(mut self) -> anyhow::Result<(SpooledTempFile, String)> {
        if !self.cells.is_empty() {
            self.end(None)?;
        }
        self.spool.write_all(&self.block)?;
        self.spool.seek(SeekFrom::Start(0))?;
        let last = self
            .columns
            .checked_sub(1)
            .map_or("A", |last| self.letters.get(usize::from(last)).map_or("A", String::as_str));
        let range = format!("A1:{last}{}", self.row.saturating_sub(1).max(1));
        Ok((self.spool, range))
    }
}

/// The sheets of a workbook with the rows that belong into them, by position; the workbook's bytes are the library's.
pub(super) fn fill(book: Vec<u8>, rows: Vec<(usize, Rows)>, level: u8) -> anyhow::Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(book))?;
    let mut parts: Vec<(String, String, Rows)> = Vec::with_capacity(rows.len());
    for (position, rows) in rows {
        let name = format!("xl/worksheets/sheet{}.xml", position + 1);
        let mut frame = String::new();
        archive.by_name(&name)?.read_to_string(&mut frame)?;
        parts.push((name, frame, rows));
    }
    let packed: Vec<(String, Vec<u8>)> = parts
        .into_par_iter()
        .map(|(name, frame, rows)| Ok((name.clone(), pack(&name, &frame, rows, level)?)))
        .collect::<anyhow::Result<_>>()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for position in 0..archive.len() {
        let entry = archive.by_index_raw(position)?;
        let name = entry.name()?.into_owned();
        let of_rows = packed.iter().find(|(of, _)| *of == name);
        match of_rows {
            None => out.raw_copy_file(entry)?,
            Some((_, packed)) => {
                let mut packed = ZipArchive::new(Cursor::new(packed.as_slice()))?;
                out.raw_copy_file(packed.by_index_raw(0)?)?;
            }
        }
    }
    Ok(out.finish()?.into_inner())
}

/// One sheet's part, packed as an archive of its own, so that sheets are packed beside each other.
fn pack(name: &str, frame: &str, mut rows: Rows, level: u8) -> anyhow::Result<Vec<u8>> {
    let links = String::from_utf8(std::mem::take(&mut rows.links))?;
    let (mut spool, range) = rows.finish()?;
    let (before, after) = frame.split_once("<sheetData/>").with_context(|| format!("{name}: <sheetData/>"))?;
    // ECMA-376 part 1, 18.3.1.99: links stand before what is set for printing.
    let after = match links.as_str() {
        "" => after.to_owned(),
        links => after.replacen(PRINTING, &format!("<hyperlinks>{links}</hyperlinks>{PRINTING}"), 1),
    };
    let before = before.replacen("<dimension ref=\"A1\"/>", &format!("<dimension ref=\"{range}\"/>"), 1);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(level)))
        .large_file(spool.seek(SeekFrom::End(0))? > u64::from(u32::MAX) / 2);
    spool.seek(SeekFrom::Start(0))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, options)?;
    zip.write_all(before.as_bytes())?;
    zip.write_all(b"<sheetData>")?;
    std::io::copy(&mut spool, &mut zip)?;
    zip.write_all(b"</sheetData>")?;
    zip.write_all(after.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

/// A whole number in digits.
fn whole(out: &mut Vec<u8>, mut value: u32) {
    let mut digits = [0_u8; 10];
    let mut count = 0;
    loop {
        if let Some(digit) = digits.get_mut(count) {
            *digit = b'0' + u8::try_from(value % 10).unwrap_or_default();
        }
        count += 1;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits.iter().take(count).rev());
}

/// Text as XML holds it: what XML cannot hold is written as Excel writes it, `_x0001_`, and what looks like that is kept
/// apart from it.
fn escape(out: &mut Vec<u8>, text: &str) {
    let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'&' | b'<' | b'>' | b'_') && byte != 0xEF;
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !plain(byte)) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.extend_from_slice(before.as_bytes());
        let Some(c) = after.chars().next() else { return };
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '_' if is_escape(after) => out.extend_from_slice(b"_x005F_"),
            '\t' | '\n' => out.push(u8::try_from(u32::from(c)).unwrap_or_default()),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Whether a text begins like an escape of Excel's: `_x0041_`.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = Vec::new();
        escape(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_is_escaped_as_excel_does() {
        for (text, xml) in [
            ("甲县 & 乙县 <3>", "甲县 &amp; 乙县 &lt;3&gt;"),
            ("一\n二\t三", "一\n二\t三"),
            ("a\u{1}b\rc", "a_x0001_b_x000D_c"),
            ("_x0041_ _x41_ a_b", "_x005F_x0041_ _x41_ a_b"),
            ("全角(),\u{ffff}", "全角(),_xFFFF_"),
            ("", ""),
        ] {
            assert_eq!(escaped(text), xml);
        }
    }

    #[test]
    fn what_no_spreadsheet_has_room_for_is_refused() {
        let mut rows = Rows::new();
        let most = u16::try_from(spreadsheet::COLUMNS).unwrap();
        rows.blank(most - 1, 0);
        assert!(rows.end(None).is_ok());
        rows.row = spreadsheet::ROWS;
        assert!(rows.end(None).is_ok());
        assert!(rows.end(None).is_err());
        let mut rows = Rows::new();
        rows.blank(most, 0);
        assert!(rows.end(None).is_err());
    }

    #[test]
    fn whole_numbers_are_written_in_digits() {
        for number in [0, 7, 10, 1_048_576, u32::MAX] {
            let mut out = Vec::new();
            whole(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }
}
