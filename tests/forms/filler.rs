//! Fills in a form as a person does: only cells that are not locked take anything.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, SheetVisible, Xlsx};
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A workbook in the hand.
pub(crate) struct Filler {
    parts: Vec<(String, Vec<u8>)>,
    /// For each format, whether its cells may be filled in.
    open: Vec<bool>,
    sheets: Vec<(String, String, bool)>,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = element.try_get_attribute(name).unwrap()?;
    Some(value.value.into_owned())
}

/// Every element of a part.
fn elements(xml: &[u8], mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            Event::Start(element) => each(&element),
            Event::Eof => return,
            _ => {}
        }
        buffer.clear();
    }
}

/// `K7` for a place counted from 0.
pub(crate) fn name(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap()));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

impl Filler {
    pub(crate) fn new(bytes: &[u8]) -> Filler {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> =
            (0..archive.len()).map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned()).collect();
        let mut parts = Vec::new();
        for name in names {
            let mut content = Vec::new();
            archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
            parts.push((name, content));
        }
        let mut filler = Filler { parts, open: Vec::new(), sheets: Vec::new() };
        let (mut inside, mut open) = (false, Vec::new());
        elements(filler.part("xl/styles.xml"), |element| match element.name().as_ref() {
            "cellXfs" => inside = true,
            "cellStyles" => inside = false,
            "xf" if inside => open.push(false),
            "protection" if inside => {
                *open.last_mut().unwrap() = attribute(element, "locked").as_deref() == Some("0");
            }
            _ => {}
        });
        filler.open = open;
        let book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let part = |at: usize| format!("xl/worksheets/sheet{}.xml", at + 1);
        let sheets = book.sheets_metadata().iter().enumerate();
        filler.sheets =
            sheets.map(|(at, sheet)| (sheet.name.clone(), part(at), sheet.visible == SheetVisible::Visible)).collect();
        filler
    }

    pub(crate) fn part(&self, name: &str) -> &[u8] {
        &self.parts.iter().find(|(part, _)| part == name).unwrap().1
    }

    /// The sheets with the names of their parts; whether a person sees them.
    pub(crate) fn sheets(&self) -> &[(String, String, bool)] {
        &self.sheets
    }

    pub(crate) fn sheet_part(&self, sheet: &str) -> String {
        let found = self.sheets.iter().find(|(name, ..)| name == sheet);
        found.unwrap_or_else(|| panic!("no sheet {sheet}")).1.clone()
    }

    /// The written cells of a sheet, as rows from the top left corner.
    pub(crate) fn rows(&self, sheet: &str) -> Vec<Vec<String>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(self.bytes())).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        let (bottom, right) = range.end().unwrap();
        let text = |row, column| match range.get_value((row, column)) {
            None | Some(Data::Empty) => String::new(),
            Some(data) => data.to_string(),
        };
        (0..=bottom).map(|row| (0..=right).map(|column| text(row, column)).collect()).collect()
    }

    /// The cells of a sheet that may be filled in, in order.
    pub(crate) fn open_cells(&self, sheet: &str) -> Vec<String> {
        let mut cells = Vec::new();
        elements(self.part(&self.sheet_part(sheet)), |element| {
            if element.name().as_ref() == "c" {
                let style: usize = attribute(element, "s").map_or(0, |style| style.parse().unwrap());
                if self.open[style] {
                    cells.push(attribute(element, "r").unwrap());
                }
            }
        });
        cells
    }

    /// Writes into a cell, which must not be locked: a text in quotes, or a number.
    pub(crate) fn fill(&mut self, sheet: &str, cell: &str, value: &str) {
        assert!(self.open_cells(sheet).iter().any(|open| open == cell), "{sheet}!{cell} is locked");
        self.force(sheet, cell, value);
    }

    /// Writes into a cell, locked or not.
    pub(crate) fn force(&mut self, sheet: &str, cell: &str, value: &str) {
        let part = self.sheet_part(sheet);
        let content = &mut self.parts.iter_mut().find(|(name, _)| *name == part).unwrap().1;
        let xml = String::from_utf8(std::mem::take(content)).unwrap();
        let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap();
        let tag = start + xml[start..].find('>').unwrap();
        let end = if xml[..tag].ends_with('/') { tag + 1 } else { start + xml[start..].find("</c>").unwrap() + 4 };
        let style = xml[start..tag].split(" s=\"").nth(1).map_or("", |rest| rest.split('"').next().unwrap());
        let filled = match value.strip_prefix('"') {
            Some(text) => {
                let text = text.trim_end_matches('"').replace('&', "&amp;").replace('<', "&lt;");
                format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
            None => format!("<c r=\"{cell}\" s=\"{style}\"><v>{value}</v></c>"),
        };
        *content = format!("{}{filled}{}", &xml[..start], &xml[end..]).into_bytes();
    }

    /// The place of the column under this head, and of the row that holds these texts, in a sheet.
    pub(crate) fn place(&self, sheet: &str, head: &str, row: &[&str]) -> String {
        let rows = self.rows(sheet);
        let folded = |text: &str| text.replace(['\n', ' '], "");
        let (top, column) = rows
            .iter()
            .enumerate()
            .find_map(|(at, cells)| Some((at, cells.iter().position(|cell| folded(cell) == folded(head))?)))
            .unwrap_or_else(|| panic!("no column {head} in {rows:?}"));
        if row.is_empty() {
            return name(top + 1, column);
        }
        let found = rows.iter().skip(top + 1).position(|cells| row.iter().all(|text| cells.iter().any(|c| c == text)));
        name(top + 1 + found.unwrap_or_else(|| panic!("no row {row:?} in {rows:?}")), column)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer
                .start_file(name.as_str(), SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
                .unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}
