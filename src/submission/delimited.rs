//! CSV, tab-separated and semicolon-separated text in any encoding.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::contents::{Contents, Fault};
use super::grid::{Cell, Grid, MOST_CELLS};
use crate::diagnostic::cell_name;
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
    let mut count = 0;
    let mut too_many = false;
    let open_quote = cells(text, delimiter, |row, column, cell| {
        count += 1;
        too_many = count > MOST_CELLS;
        grid.push(row + skipped, column, Cell::Text(cell.into()));
        !too_many
    });
    if too_many {
        return Err(Fault::TooLarge(FileFault::ManyCells { cells: MOST_CELLS }));
    }
    // A quote that is never closed swallows the rest of the file.
    let broken = open_quote.map(|(row, column)| cell_name(row + skipped, column));
    let encoding = Some((decoded.encoding, decoded.lossy));
    Ok(Contents { grids: vec![grid], encoding, broken, ..Contents::default() })
}

/// Whether bytes that bear a workbook's name are a text in columns.
pub(crate) fn is_table(bytes: &[u8]) -> bool {
    let decoded = decode(bytes);
    let head = || decoded.text.chars().take(4096);
    !decoded.lossy
        && head().all(|c| !c.is_control() || matches!(c, '\t' | '\r' | '\n'))
        && head().any(|c| matches!(c, '\t' | ',' | ';'))
}

/// Hands over the written cells with their rows and columns, counted as a spreadsheet counts them, blank lines and all,
/// until `take` says no more. A quoted cell may hold delimiters, line ends and doubled quotes. Returns the cell whose
/// quote is never closed.
fn cells(text: &str, delimiter: u8, mut take: impl FnMut(u32, u32, &str) -> bool) -> Option<(u32, u32)> {
    let bytes = text.as_bytes();
    let (mut at, mut row, mut column) = (0, 0_u32, 0_u32);
    let mut quoted = String::new();
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let is_end = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
        let cell = if rest.first() == Some(&b'"') {
            quoted.clear();
            at += 1;
            loop {
                let Some(length) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'"')) else {
                    return Some((row, column));
                };
                quoted.push_str(text.get(at..at + length).unwrap_or_default());
                at += length + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                quoted.push('"');
                at += 1;
            }
            // What a careless writer left between the quote and the delimiter.
            let rest = bytes.get(at..).unwrap_or_default();
            let length = rest.iter().position(is_end).unwrap_or(rest.len());
            quoted.push_str(text.get(at..at + length).unwrap_or_default());
            at += length;
            quoted.as_str()
        } else {
            let length = rest.iter().position(is_end).unwrap_or(rest.len());
            let cell = text.get(at..at + length).unwrap_or_default();
            at += length;
            cell
        };
        if !cell.is_empty() && !take(row, column, cell) {
            return None;
        }
        match bytes.get(at) {
            Some(end) if *end == delimiter => column = column.saturating_add(1),
            Some(end) => {
                if *end == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                    at += 1;
                }
                (row, column) = (row.saturating_add(1), 0);
            }
            None => {}
        }
        at += 1;
    }
    None
}

/// The delimiter that cuts the lines near the top into the most parts, alike in the most lines; a comma when none does.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut alike: BTreeMap<usize, usize> = BTreeMap::new();
        for line in text.lines().take(SNIFFED_LINES) {
            let mut quoted = false;
            let parts = line.bytes().filter(|b| {
                quoted ^= *b == b'"';
                !quoted && *b == delimiter
            });
            *alike.entry(parts.count()).or_default() += 1;
        }
        alike.into_iter().map(|(parts, lines)| parts * lines).max().unwrap_or_default()
    };
    // On a tie the last wins.
    [b';', b'\t', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u32, Vec<String>)> {
        let Ok(contents) = read(&"a.csv".into(), text) else { panic!("unreadable") };
        contents.grids[0].rows.iter().map(|r| (r.index, r.cells.iter().map(|(_, c)| c.text()).collect())).collect()
    }

    #[test]
    fn the_delimiter_is_found_below_a_title_row() {
        for text in ["甲,县;汇总表\n编号;数值\n1;2\n", "甲,县 汇总表\n编号\t数值\n1\t2\n", "表\n编号,数值\n1,2\n"]
        {
            let rows = rows(text.as_bytes());
            assert_eq!(rows[1..], [(1, vec!["编号".into(), "数值".into()]), (2, vec!["1".into(), "2".into()])]);
        }
        assert_eq!(rows(b"sep=;\na;b,c\n")[0], (1, vec!["a".into(), "b,c".into()]));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let rows = rows("a,b\r\n\r\n\"两\n行\",1\r\n\n\nc,2".as_bytes());
        assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [0, 2, 5]);
        assert_eq!(rows[1].1[0], "两\n行");
    }

    #[test]
    fn quotes_are_read_as_they_are_written_and_one_never_closed_is_told() {
        assert_eq!(rows(b"\"a \"\"b\"\"\",\"c\"d,e\"f\n")[0].1, ["a \"b\"", "cd", "e\"f"]);
        let contents = read(&"a.csv".into(), b"a,b\n1,\"2\n3,4\n").unwrap();
        assert_eq!(contents.broken.as_deref(), Some("B2"));
        assert_eq!(contents.grids[0].rows.len(), 2);
    }
}
