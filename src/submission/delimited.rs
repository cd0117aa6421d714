//! CSV, tab-separated and semicolon-separated text in any encoding.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::grid::{Cell, Grid, MOST_CELLS};
use super::open::{Contents, Fault};
use crate::text::decode;
use crate::words::data::FileFault;

/// Lines looked at to find the delimiter: a title may stand above the header.
const SNIFFED_LINES: usize = 20;

/// Reads the one sheet of a text file.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Contents, Fault> {
    let decoded = decode(bytes);
    let mut text = decoded.text.as_str();
    let mut delimiter = sniff(text);
    // Excel's own hint on the first line: `sep=;`
    let hint = text.get(..5).filter(|start| start.starts_with("sep=")).and_then(|start| start.as_bytes().last());
    let mut skipped = 0;
    if let Some(declared @ (b',' | b';' | b'\t')) = hint {
        delimiter = *declared;
        skipped = 1;
        text = text.find('\n').and_then(|end| text.get(end + 1..)).unwrap_or_default();
    }
    let mut grid = Grid::new(file, None);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut row, mut count) = (skipped, 0_usize);
    loop {
        let before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(Fault::Unreadable(FileFault::Damaged { detail: error.to_string() }));
            }
        }
        // The reader steps over blank lines without a word; the cell names people see count them.
        let lines = reader.position().line().saturating_sub(before);
        let inner: usize = record.iter().map(|cell| cell.bytes().filter(|b| *b == b'\n').count()).sum();
        let ended = reader.position().byte() as usize <= text.len() && ends_in_newline(text, reader.position().byte());
        let blank = lines.saturating_sub(inner as u64).saturating_sub(u64::from(ended));
        row += u32::try_from(blank).unwrap_or(u32::MAX);
        for (column, cell) in record.iter().enumerate() {
            if !cell.is_empty() {
                count += 1;
                grid.push(row, u32::try_from(column).unwrap_or(u32::MAX), Cell::Text(cell.into()));
            }
        }
        if count > MOST_CELLS {
            return Err(Fault::TooLarge(FileFault::ManyCells { cells: MOST_CELLS }));
        }
        row = row.saturating_add(1);
    }
    Ok(Contents { grids: vec![grid], encoding: Some((decoded.encoding, decoded.lossy)), broken: None })
}

/// Whether the byte before this position is a line feed.
fn ends_in_newline(text: &str, position: u64) -> bool {
    usize::try_from(position).ok().and_then(|at| at.checked_sub(1)).and_then(|at| text.as_bytes().get(at))
        == Some(&b'\n')
}

/// The delimiter that cuts some line near the top into the most parts; a comma when none does.
fn sniff(text: &str) -> u8 {
    let widest = |delimiter: u8| {
        text.lines()
            .take(SNIFFED_LINES)
            .map(|line| {
                let mut quoted = false;
                line.bytes()
                    .filter(|b| {
                        quoted ^= *b == b'"';
                        !quoted && *b == delimiter
                    })
                    .count()
            })
            .max()
            .unwrap_or_default()
    };
    // On a tie the last wins.
    [b';', b'\t', b','].into_iter().max_by_key(|delimiter| widest(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &[u8]) -> Vec<(u32, Vec<String>)> {
        let Ok(contents) = read(&"a.csv".into(), text) else { panic!("unreadable") };
        contents.grids[0].rows.iter().map(|r| (r.index, r.cells.iter().map(|(_, c)| c.text()).collect())).collect()
    }

    #[test]
    fn the_delimiter_is_found_below_a_title_row() {
        for text in ["甲,县;汇总表\n编号;数值\n1;2\n", "甲,县 汇总表\n编号\t数值\n1\t2\n", "表\n编号,数值\n1,2\n"]
        {
            let rows = cells(text.as_bytes());
            assert_eq!(rows[1..], [(1, vec!["编号".into(), "数值".into()]), (2, vec!["1".into(), "2".into()])]);
        }
        assert_eq!(cells(b"sep=;\na;b,c\n")[0], (1, vec!["a".into(), "b,c".into()]));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let rows = cells("a,b\r\n\r\n\"两\n行\",1\r\n\n\nc,2".as_bytes());
        assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [0, 2, 5]);
    }
}
