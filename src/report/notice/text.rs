//! Notices as plain text: for a message, or to be read aloud.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Grid, presets};
use unicode_width::UnicodeWidthStr;

use super::document::{Align, Block, Document, Table, plain};
use crate::words::Lang;
use crate::words::notice::Notice;

/// Half-widths of a line: what a title is centred in and a table fits into.
const WIDTH: usize = 96;
/// Two characters before the first line of a paragraph.
const INDENT: &str = "\u{3000}\u{3000}";

/// The document in plain text.
pub(super) fn write(document: &Document, lang: Lang) -> String {
    let blocks: Vec<String> = document.blocks.iter().map(|block| self::block(block, lang)).collect();
    let text = blocks.join("\n\n") + "\n";
    // No line ends in blanks.
    text.lines().flat_map(|line| [line.trim_end_matches(' '), "\n"]).collect()
}

fn block(block: &Block, lang: Lang) -> String {
    let indent = if lang == Lang::Zh { INDENT } else { "" };
    match block {
        Block::Head(text) | Block::LetterHead(text) => centred(text),
        Block::Number(text) => centred(text),
        Block::Title(text) => centred(&plain(text)),
        Block::To(text) => super::recipients(text, lang),
        Block::Heading { number, text, .. } => format!("{indent}{number}{}", plain(text)),
        Block::Paragraph(text) => format!("{indent}{}", plain(text)),
        Block::Remark(text) => plain(text),
        Block::Enclosures(names) => {
            let below = " ".repeat(Notice::Enclosures.say(lang).width());
            let lines = super::enclosures(names, lang).into_iter().enumerate();
            let lines = lines.map(|(n, line)| format!("{indent}{}{line}", if n == 0 { "" } else { &below }));
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Signed(text) | Block::Dated(text) => {
            format!("{}{text}", " ".repeat((WIDTH - 8).saturating_sub(text.width())))
        }
        Block::Note(text) => format!("{indent}{}", super::note(text, lang)),
        Block::Annex { number, title } => {
            let label = number.map_or(Notice::Annex, |n| Notice::AnnexNumber { n }).say(lang);
            format!("{}\n\n{label}\n\n{}", "-".repeat(WIDTH), centred(title))
        }
        Block::Table(of) => table(of),
        Block::Copies(text) => super::copies(text, lang),
        Block::Printed { by, date } => format!("{by}  {}", Notice::Printed { date: date.clone() }.say(lang)),
    }
}

fn centred(text: &str) -> String {
    format!("{}{text}", " ".repeat(WIDTH.saturating_sub(text.width()) / 2))
}

fn table(table: &Table) -> String {
    let mut grid = Grid::new();
    grid.load_style(presets::UTF8_FULL_CONDENSED);
    grid.force_no_tty();
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(u16::try_from(WIDTH).unwrap_or(u16::MAX));
    grid.set_header(table.heads.iter().map(|head| Cell::new(plain(head))));
    for row in &table.rows {
        let cells = row.iter().zip(table.aligns.iter().chain(std::iter::repeat(&Align::Left)));
        grid.add_row(cells.map(|(cell, align)| {
            let align = match align {
                Align::Left => CellAlignment::Left,
                Align::Centre => CellAlignment::Center,
                Align::Right => CellAlignment::Right,
            };
            Cell::new(plain(cell)).set_alignment(align)
        }));
    }
    grid.trim_fmt()
}
