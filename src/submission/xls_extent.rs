//! How large the sheets of an .xls are, before they are laid out: two stray cells in opposite corners would otherwise
//! ask for gigabytes. And what of them is hidden, which the reader does not tell.
//!
//! Only as much of the format ([MS-CFB] and [MS-XLS]) is read as the question needs. Whatever is malformed ends the
//! look, and the real reader says what is wrong.

use std::collections::HashSet;

use super::grid::Hidden;

/// A sector number that is none.
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Bytes of a directory entry.
const ENTRY: usize = 128;
/// Streams below this size live in the mini stream.
const MINI_BELOW: u64 = 4096;

/// Cells of the largest sheet of this format.
const LARGEST_SHEET: u64 = 65_536 * 256;
/// Records looked at before the file is taken for hostile: sheets may share their bytes.
const MOST_RECORDS: usize = 50_000_000;

/// What is seen of a workbook before it is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// The cells of all bounding rectangles together.
    pub(super) cells: u64,
    /// What is hidden, of each sheet.
    pub(super) hidden: Vec<Hidden>,
}

/// Looks at a workbook; `None` when it is not understood.
pub(super) fn look(bytes: &[u8]) -> Option<Extent> {
    let too_large = Some(Extent { cells: u64::MAX, hidden: Vec::new() });
    let book = workbook_stream(bytes)?;
    let mut sheets = Vec::new();
    for (kind, data) in records(&book, 0) {
        match kind {
            // BOUNDSHEET
            0x0085 => sheets.push(usize::try_from(long(data, 0)?).ok()?),
            // FILEPASS: what follows is encrypted.
            0x002f => return None,
            // EOF of the globals
            0x000a => break,
            _ => {}
        }
    }
    let (mut total, mut looked_at) = (0_u64, 0);
    let mut all_hidden = Vec::new();
    for start in sheets {
        let (mut extent, mut hidden) = (Rectangle::default(), Hidden::default());
        let mut depth = 0_usize;
        for (kind, data) in records(&book, start) {
            looked_at += 1;
            if looked_at > MOST_RECORDS {
                return too_large;
            }
            match kind {
                // BOF and EOF, also those of charts within the sheet
                0x0009 | 0x0209 | 0x0409 | 0x0809 => depth += 1,
                0x000a if depth <= 1 => break,
                0x000a => depth -= 1,
                // DIMENSIONS: the reader makes room for what it promises.
                0x0200 if data.len() >= 12 => {
                    let (rows, columns) = (u64::from(long(data, 4)?), u64::from(short(data, 10)?));
                    if rows * columns > LARGEST_SHEET {
                        return too_large;
                    }
                }
                // ROW of no height
                0x0208 if short(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    let row = u32::from(short(data, 0)?);
                    hidden.hide_rows(row, row);
                }
                // COLINFO
                0x007d if short(data, 8).is_some_and(|flags| flags & 1 != 0) && hidden.columns.len() < 256 => {
                    hidden.columns.push((u32::from(short(data, 0)?), u32::from(short(data, 2)?)));
                }
                // FORMULA, NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST, MULRK in their several ages
                0x0002..=0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203..=0x0206 | 0x0406 | 0x027e => {
                    if let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) {
                        extent.hold(row, column);
                        if kind == 0x00bd {
                            let last = data.len().checked_sub(2).and_then(|end| short(data, end));
                            extent.hold(row, last.unwrap_or(column));
                        }
                    }
                }
                _ => {}
            }
        }
        total = total.saturating_add(extent.cells());
        all_hidden.push(hidden);
    }
    Some(Extent { cells: total, hidden: all_hidden })
}

/// The records from a position on, as kind and data.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (kind, length) = (short(stream, at)?, short(stream, at.checked_add(2)?)?);
        let end = at + 4 + usize::from(length);
        let data = stream.get(at + 4..end).unwrap_or_default();
        at = end;
        Some((kind, data))
    })
}

/// The rectangle around the cells seen so far.
#[derive(Default)]
struct Rectangle {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Rectangle {
    fn hold(&mut self, row: u16, column: u16) {
        let widen = |range: Option<(u16, u16)>, at: u16| {
            Some(range.map_or((at, at), |(least, most)| (least.min(at), most.max(at))))
        };
        self.rows = widen(self.rows, row);
        self.columns = widen(self.columns, column);
    }

    fn cells(self) -> u64 {
        let size = |range: Option<(u16, u16)>| range.map_or(0, |(least, most)| u64::from(most - least) + 1);
        size(self.rows) * size(self.columns)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A compound file's sectors and the table that chains them.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
}

impl Compound<'_> {
    fn sector(&self, number: u32) -> Option<&[u8]> {
        let start = (usize::try_from(number).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        self.bytes.get(start..).map(|rest| rest.get(..self.sector).unwrap_or(rest)).filter(|s| !s.is_empty())
    }

    fn chain(&self, start: u32) -> Vec<u8> {
        let (mut data, mut at) = (Vec::new(), start);
        let mut seen = HashSet::new();
        while at < LAST_SECTOR && seen.insert(at) {
            let Some(sector) = self.sector(at) else { break };
            data.extend_from_slice(sector);
            at = self.next.get(at as usize).copied().unwrap_or(LAST_SECTOR);
        }
        data
    }
}

fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = short(bytes, 30)?;
    if !(7..=16).contains(&shift) {
        return None;
    }
    let mut file = Compound { bytes, sector: 1 << shift, next: Vec::new() };
    let mut tables: Vec<u32> = (0..109).filter_map(|i| long(bytes, 76 + 4 * i)).filter(|s| *s < LAST_SECTOR).collect();
    let mut more = long(bytes, 68)?;
    let mut seen = HashSet::new();
    while more < LAST_SECTOR && seen.insert(more) {
        let Some(sector) = file.sector(more) else { break };
        let words: Vec<u32> = (0..sector.len() / 4).filter_map(|i| long(sector, 4 * i)).collect();
        let (link, listed) = words.split_last()?;
        tables.extend(listed.iter().filter(|s| **s < LAST_SECTOR));
        more = *link;
    }
    let mut listed = HashSet::new();
    for table in tables {
        if !listed.insert(table) {
            break;
        }
        let Some(sector) = file.sector(table) else { break };
        let words: Vec<u32> = (0..sector.len() / 4).filter_map(|i| long(sector, 4 * i)).collect();
        file.next.extend(words);
    }
    let directory = file.chain(long(bytes, 48)?);
    let entry = |wanted: &[&str]| {
        directory.chunks_exact(ENTRY).find(|entry| {
            let length = usize::from(short(entry, 64).unwrap_or_default()).saturating_sub(2).min(62);
            let name: Vec<u16> = (0..length / 2).filter_map(|i| short(entry, 2 * i)).collect();
            wanted.iter().any(|w| String::from_utf16_lossy(&name).eq_ignore_ascii_case(w))
        })
    };
    let book = entry(&["Workbook", "Book"])?;
    let (start, size) = (long(book, 116)?, u64::from(long(book, 120)?));
    if size >= MINI_BELOW {
        return Some(file.chain(start));
    }
    let mini = Compound {
        bytes: &[],
        sector: 64,
        next: {
            let table = file.chain(long(bytes, 60)?);
            (0..table.len() / 4).filter_map(|i| long(&table, 4 * i)).collect()
        },
    };
    // The mini stream has no header before its first sector.
    let stream = [vec![0; 64], file.chain(long(entry(&["Root Entry", "R"])?, 116)?)].concat();
    Some(Compound { bytes: &stream, ..mini }.chain(start))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A compound file with one stream `Workbook` of these records, padded to a full-sized stream.
    pub(in crate::submission) fn xls(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut stream: Vec<u8> = Vec::new();
        for (kind, data) in records {
            stream.extend(kind.to_le_bytes());
            stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
            stream.extend(data);
        }
        stream.resize(4096, 0);
        let mut file = vec![0_u8; 512];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        file[26..28].copy_from_slice(&3_u16.to_le_bytes());
        file[30..32].copy_from_slice(&9_u16.to_le_bytes());
        file[32..34].copy_from_slice(&6_u16.to_le_bytes());
        file[44..48].copy_from_slice(&1_u32.to_le_bytes());
        file[48..52].copy_from_slice(&1_u32.to_le_bytes());
        file[60..64].copy_from_slice(&u32::MAX.to_le_bytes());
        file[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        file[76..512].fill(0xff);
        file[76..80].copy_from_slice(&0_u32.to_le_bytes());
        let mut table = vec![0xfd_u8, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff];
        for next in 3_u32..10 {
            table.extend(next.to_le_bytes());
        }
        table.extend(0xffff_fffe_u32.to_le_bytes());
        table.resize(512, 0xff);
        let mut directory = vec![0_u8; 512];
        for (i, name) in ["Root Entry", "Workbook"].into_iter().enumerate() {
            let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            directory[i * 128..i * 128 + name.len()].copy_from_slice(&name);
            directory[i * 128 + 64..i * 128 + 66].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        }
        directory[128 + 116..128 + 120].copy_from_slice(&2_u32.to_le_bytes());
        directory[128 + 120..128 + 124].copy_from_slice(&4096_u32.to_le_bytes());
        [file, table, directory, stream].concat()
    }

    fn number(row: u16, column: u16) -> (u16, Vec<u8>) {
        (0x0203, [row.to_le_bytes().to_vec(), column.to_le_bytes().to_vec(), vec![0; 10]].concat())
    }

    /// A workbook of these sheets, each a list of records.
    fn book(sheets: &[&[(u16, Vec<u8>)]]) -> Vec<u8> {
        let (begin, end) = (|| (0x0809, vec![0; 16]), || (0x000a, Vec::new()));
        let size = |records: &[(u16, Vec<u8>)]| records.iter().map(|(_, data)| data.len() + 4).sum::<usize>();
        let mut start = 20 + 12 * sheets.len() + 4;
        let mut records = vec![begin()];
        for sheet in sheets {
            records.push((0x0085, [u32::try_from(start).unwrap().to_le_bytes().to_vec(), vec![0; 4]].concat()));
            start += 20 + size(sheet) + 4;
        }
        records.push(end());
        for sheet in sheets {
            records.push(begin());
            records.extend(sheet.iter().cloned());
            records.push(end());
        }
        xls(&records)
    }

    fn cells(bytes: &[u8]) -> Option<u64> {
        look(bytes).map(|extent| extent.cells)
    }

    #[test]
    fn rows_of_no_height_and_hidden_columns_are_seen() {
        let row = |row: u16, flags: u16| {
            (0x0208, [row, 0, 4, 255, 0, 0, flags, 0].iter().flat_map(|w| w.to_le_bytes()).collect())
        };
        let columns = (0x007d, [2_u16, 3, 0, 0, 1, 0].iter().flat_map(|w| w.to_le_bytes()).collect());
        let sheet = [columns, row(0, 0), row(1, 0x20), row(2, 0x20), number(2, 2)];
        let hidden = look(&book(&[&[], &sheet])).unwrap().hidden;
        assert_eq!(hidden, [Hidden::default(), Hidden { rows: vec![(1, 2)], columns: vec![(2, 3)] }]);
    }

    #[test]
    fn stray_cells_in_opposite_corners_are_seen_before_the_sheet_is_laid_out() {
        assert_eq!(cells(&book(&[&[number(0, 0), number(9, 3)], &[number(5, 5)]])), Some(41));
        assert_eq!(cells(&book(&[&[number(0, 0), number(65535, 65535)]])), Some(1 << 32));
        let promise = (0x0200, [0, u32::MAX, 0xffff_0000, 0].iter().flat_map(|w| w.to_le_bytes()).take(14).collect());
        assert_eq!(cells(&book(&[&[promise]])), Some(u64::MAX));
        assert_eq!(cells(&xls(&[(0x0809, vec![0; 16]), (0x2f, vec![0; 6]), number(65535, 65535)])), None);
        assert_eq!(cells(b"\xd0\xcf\x11\xe0"), None);
    }
}
