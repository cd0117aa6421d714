//! The rubric for a terminal: every node with what is said of it below, wrapped; the rest as tables.

use comfy_table::{Cell, ContentArrangement, presets};
use unicode_width::UnicodeWidthStr;

use super::{HEADS, RubricWords, Table};
use crate::program::Program;
use crate::report::facts::printable;
use crate::report::wrap::wrap;
use crate::words::Lang;
use crate::words::labels::Label;

/// Columns of one level.
const INDENT: usize = 2;
/// Columns between a name and what is said.
const GAP: usize = 2;
/// What a node's head line says already: level, id, title and full points.
const IN_HEAD: usize = 4;
/// A line is no narrower than this, however narrow the terminal is.
const LEAST: usize = 24;

/// The rubric as text, `width` columns wide.
pub fn write(program: &Program, lang: Lang, width: u16) -> String {
    let rubric = RubricWords::of(program, lang);
    let mut text = Text { width: usize::from(width).max(LEAST), out: String::new() };
    text.lines(0, 0, &rubric.title);
    text.facts(INDENT, &rubric.facts.iter().map(|(label, says)| (label.clone(), says.as_str())).collect::<Vec<_>>());
    rubric.general.iter().for_each(|table| text.table(table));
    text.heading(&Label::SheetRubric.say(lang));
    for node in &rubric.nodes {
        let indent = INDENT * (node.depth + 1);
        text.lines(indent, INDENT, &node.head);
        let said = HEADS.iter().zip(&node.cells).skip(IN_HEAD).filter(|(_, says)| !says.is_empty());
        text.facts(indent + 2 * INDENT, &said.map(|(head, says)| (head.say(lang), says.as_str())).collect::<Vec<_>>());
    }
    rubric.data.iter().for_each(|table| text.table(table));
    text.out
}

/// Text being written.
struct Text {
    width: usize,
    out: String,
}

impl Text {
    /// A paragraph; lines after the first stand further in.
    fn lines(&mut self, indent: usize, further: usize, text: &str) {
        let lines = wrap(&printable(text), self.room(indent + further));
        for (position, line) in lines.iter().enumerate() {
            let indent = if position == 0 { indent } else { indent + further };
            self.out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
    }

    /// Names with what is said under each, side by side.
    fn facts(&mut self, indent: usize, facts: &[(String, &str)]) {
        let about = facts.iter().map(|(label, _)| label.width()).max().unwrap_or_default() + GAP;
        for (label, says) in facts {
            for (position, line) in wrap(&printable(says), self.room(indent + about)).iter().enumerate() {
                let label = if position == 0 { label.as_str() } else { "" };
                let gap = " ".repeat(about - label.width());
                self.out.push_str(&format!("{}{label}{gap}{line}\n", " ".repeat(indent)));
            }
        }
    }

    /// The columns left beside an indent.
    fn room(&self, indent: usize) -> usize {
        self.width.saturating_sub(indent).max(LEAST)
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        self.lines(0, 0, title);
    }

    fn table(&mut self, table: &Table) {
        self.heading(&table.title);
        let mut drawn = comfy_table::Table::new();
        drawn.load_style(presets::UTF8_FULL_CONDENSED);
        drawn.force_no_tty();
        drawn.set_content_arrangement(ContentArrangement::Dynamic);
        drawn.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
        drawn.set_header(table.heads.iter().map(Cell::new));
        for row in &table.rows {
            drawn.add_row(row.iter().map(|cell| Cell::new(printable(cell))));
        }
        self.out.push_str(&drawn.trim_fmt());
        self.out.push('\n');
    }
}
