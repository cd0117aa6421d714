//! One table as each program saves it: the least of each format that its readers take.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A cell as a person means it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell {
    Blank,
    Text(&'static str),
    Number(f64),
    /// A number shown as a percentage, where the format has such a thing.
    Percent(f64),
    /// A day, as ISO writes it.
    Day(&'static str),
}

/// A sheet: its name and its rows.
pub(crate) type Sheet = (&'static str, Vec<Vec<Cell>>);

fn each(rows: &[Vec<Cell>]) -> impl Iterator<Item = (usize, usize, Cell)> + '_ {
    let written = |cell: &&Cell| !matches!(cell, Cell::Blank);
    rows.iter().enumerate().flat_map(move |(row, cells)| {
        cells.iter().enumerate().filter(move |(_, cell)| written(cell)).map(move |(column, cell)| (row, column, *cell))
    })
}

pub(crate) fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let (percent, date) =
        (Format::new().set_num_format("0.00%"), Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""));
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, column, cell) in each(rows) {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell {
                Cell::Blank => {}
                Cell::Text(text) => drop(sheet.write(row, column, text).unwrap()),
                Cell::Number(number) => drop(sheet.write(row, column, number).unwrap()),
                Cell::Percent(number) => drop(sheet.write_with_format(row, column, number, &percent).unwrap()),
                Cell::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    sheet.write_with_format(row, column, &day, &date).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn ods(sheets: &[Sheet]) -> Vec<u8> {
    let mut body = String::new();
    for (name, rows) in sheets {
        body += &format!("<table:table table:name=\"{name}\">");
        for row in rows {
            body += "<table:table-row>";
            for cell in row {
                body += &match cell {
                    Cell::Blank => "<table:table-cell/>".to_owned(),
                    Cell::Text(text) => {
                        let text = text.replace('&', "&amp;");
                        format!(
                            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                        )
                    }
                    Cell::Number(value) => {
                        format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>")
                    }
                    Cell::Percent(value) => {
                        format!("<table:table-cell office:value-type=\"percentage\" office:value=\"{value}\"/>")
                    }
                    Cell::Day(day) => {
                        format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"/>")
                    }
                };
            }
            body += "</table:table-row>";
        }
        body += "</table:table>";
    }
    let spaces = ["office", "table", "text"].map(|name| format!("xmlns:{name}=\"urn:{name}\"")).join(" ");
    let content = format!(
        "<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("content.xml".into(), content.into_bytes())])
}

/// A text with its length in 16-bit units before it.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap();
    length.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

fn longs(numbers: &[usize]) -> Vec<u8> {
    numbers.iter().flat_map(|number| u32::try_from(*number).unwrap().to_le_bytes()).collect()
}

/// A record of an .xlsb.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let varied = |mut number: usize| {
        let mut bytes = Vec::new();
        loop {
            let more = number > 0x7f;
            bytes.push(u8::try_from(number & 0x7f).unwrap() | if more { 0x80 } else { 0 });
            number >>= 7;
            if !more {
                return bytes;
            }
        }
    };
    [varied(kind.into()), varied(data.len()), data.to_vec()].concat()
}

/// What may stand in an .xlsb beside its cells: a merged region, a hidden row, a failed formula.
#[derive(Default)]
pub(crate) struct Binary {
    pub(crate) merged: Option<[usize; 4]>,
    pub(crate) hidden: Option<usize>,
    pub(crate) failed: Option<(usize, usize)>,
}

pub(crate) fn xlsb(sheets: &[Sheet], beside: &Binary) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut book, mut targets, mut parts) = (Vec::new(), String::new(), Vec::new());
    for (position, (name, rows)) in sheets.iter().enumerate() {
        let id = format!("rId{}", position + 1);
        let head = longs(&[0, position + 1]);
        book.extend(record(156, &[head, wide(&id), wide(name)].concat()));
        targets += &format!(
            "<Relationship Id=\"{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{}.bin\"/>",
            position + 1
        );
        let mut sheet = [record(129, &[]), record(148, &longs(&[0, rows.len(), 0, 20])), record(145, &[])].concat();
        for (row, cells) in rows.iter().enumerate() {
            let flags = [0, 0, 0, if beside.hidden == Some(row) { 0x10 } else { 0 }, 0, 0, 0, 0, 0];
            sheet.extend(record(0, &[longs(&[row, 0]), flags.to_vec()].concat()));
            for (column, cell) in cells.iter().enumerate() {
                let at = longs(&[column, 0]);
                sheet.extend(match cell {
                    _ if beside.failed == Some((row, column)) => record(11, &[at, vec![7, 0, 0]].concat()),
                    Cell::Blank => record(1, &at),
                    Cell::Text(text) | Cell::Day(text) => record(6, &[at, wide(text)].concat()),
                    Cell::Number(value) | Cell::Percent(value) => {
                        record(5, &[at, value.to_le_bytes().to_vec()].concat())
                    }
                });
            }
        }
        sheet.extend(record(146, &[]));
        if let Some(region) = beside.merged.filter(|_| position == 0) {
            sheet.extend([record(177, &longs(&[1])), record(176, &longs(&region)), record(178, &[])].concat());
        }
        sheet.extend(record(130, &[]));
        parts.push((format!("xl/worksheets/sheet{}.bin", position + 1), sheet));
    }
    let book = [record(131, &[]), record(143, &[]), book, record(144, &[]), record(132, &[])].concat();
    parts.push(("xl/workbook.bin".into(), book));
    let targets = format!("<Relationships xmlns=\"{relations}\">{targets}</Relationships>");
    parts.push(("xl/_rels/workbook.bin.rels".into(), targets.into_bytes()));
    zipped(&parts)
}

/// A workbook of the years before 2007: one stream of records in a compound file.
pub(crate) fn xls(sheets: &[Sheet]) -> Vec<u8> {
    let words =
        |words: &[usize]| words.iter().flat_map(|w| u16::try_from(*w).unwrap().to_le_bytes()).collect::<Vec<u8>>();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let length = |text: &str| text.encode_utf16().count();
    let record = |kind: usize, data: Vec<u8>| [words(&[kind, data.len()]), data].concat();
    let begin = |kind: usize| record(0x0809, words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let end = || record(0x000a, Vec::new());
    let bodies: Vec<Vec<u8>> = sheets
        .iter()
        .map(|(_, rows)| {
            let cells = each(rows).map(|(row, column, cell)| match cell {
                Cell::Number(value) | Cell::Percent(value) => {
                    record(0x0203, [words(&[row, column, 0]), value.to_le_bytes().to_vec()].concat())
                }
                Cell::Text(text) | Cell::Day(text) => {
                    record(0x0204, [words(&[row, column, 0, length(text)]), vec![1], utf16(text)].concat())
                }
                Cell::Blank => Vec::new(),
            });
            [begin(16), cells.collect::<Vec<_>>().concat(), end()].concat()
        })
        .collect();
    let globals = |offsets: &[usize]| {
        let named = sheets.iter().zip(offsets).map(|((name, _), offset)| {
            let name = [vec![u8::try_from(length(name)).unwrap(), 1], utf16(name)].concat();
            record(0x0085, [longs(&[*offset]), vec![0, 0], name].concat())
        });
        [begin(5), named.collect::<Vec<_>>().concat(), end()].concat()
    };
    let mut offsets = vec![globals(&vec![0; sheets.len()]).len()];
    for body in &bodies {
        offsets.push(offsets.last().unwrap() + body.len());
    }
    compound(&[globals(&offsets), bodies.concat()].concat())
}

/// A compound file with the one stream `Workbook`.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    // Streams of fewer bytes live elsewhere.
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    let mut file = vec![0_u8; SECTOR];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    file[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    file[44] = 1;
    file[48] = 1;
    file[56..60].copy_from_slice(&longs(&[4096]));
    file[60..64].fill(0xff);
    file[68..72].fill(0xff);
    file[76..].fill(0xff);
    file[76..80].fill(0);
    let mut table = longs(&[0xffff_fffd, 0xffff_fffe]);
    table.extend((3..sectors + 2).flat_map(|next| longs(&[next])));
    table.extend(longs(&[0xffff_fffe]));
    assert!(table.len() <= SECTOR, "one sector of the table is enough");
    table.resize(SECTOR, 0xff);
    let mut directory = vec![0_u8; SECTOR];
    for (position, name) in ["Root Entry", "Workbook"].into_iter().enumerate() {
        let entry = &mut directory[position * 128..][..128];
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..name.len()].copy_from_slice(&name);
        entry[64..66].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        entry[66] = if position == 0 { 5 } else { 2 };
        entry[68..80].fill(0xff);
        entry[116..120].copy_from_slice(&longs(&[if position == 0 { 0xffff_fffe } else { 2 }]));
    }
    directory[76..80].copy_from_slice(&longs(&[1]));
    directory[128 + 120..128 + 124].copy_from_slice(&longs(&[stream.len()]));
    [file, table, directory, stream].concat()
}

/// A sheet as text in columns.
pub(crate) fn text(rows: &[Vec<Cell>], delimiter: char) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::Day(text) if text.contains(delimiter) => format!("\"{text}\""),
        Cell::Text(text) | Cell::Day(text) => (*text).to_owned(),
        Cell::Number(value) => value.to_string(),
        Cell::Percent(value) => format!("{:.1}%", value * 100.0),
    };
    let rows = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(&delimiter.to_string()) + "\r\n");
    rows.collect()
}
