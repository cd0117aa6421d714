//! The rubric for a terminal: every node with what is said of it below, wrapped; the rest as tables.

use unicode_width::UnicodeWidthStr;

use super::{HEADS, RubricWords, Table};
use crate::program::Program;
use crate::report::drawn::Drawn;
use crate::report::facts::{printable, sentences};
use crate::report::wrap::{LEAST, paragraph, wrap};
use crate::words::Lang;
use crate::words::labels::Label;

/// Columns of one level.
const INDENT: usize = 2;
/// Columns between a name and what is said.
const GAP: usize = 2;
/// What a node's head line says already: level, id, title and full points.
const IN_HEAD: usize = 4;
/// The cells of a row that name it.
const NAMES: usize = 2;
/// The rubric as text, `width` columns wide.
pub fn write(program: &Program, lang: Lang, width: u16) -> String {
    let rubric = RubricWords::of(program, lang);
    let mut text = Text { lang, width: usize::from(width).max(LEAST), out: String::new() };
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
    lang: Lang,
    width: usize,
    out: String,
}

impl Text {
    /// A paragraph; lines after the first stand further in.
    fn lines(&mut self, indent: usize, further: usize, text: &str) {
        paragraph(&mut self.out, self.width, (indent, indent + further), text);
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

    /// A table; where it is too wide, a paragraph for each row.
    fn table(&mut self, table: &Table) {
        self.heading(&table.title);
        let drawn = Drawn::new(table.heads.clone(), table.rows.clone());
        if drawn.least() > self.width {
            table.rows.iter().for_each(|row| self.row(&table.heads, row));
            return;
        }
        self.out.push_str(&drawn.draw(u16::try_from(self.width).unwrap_or(u16::MAX)));
        self.out.push('\n');
    }

    /// A row as a paragraph: its first cells, then the others behind the names of their columns.
    fn row(&mut self, heads: &[String], row: &[String]) {
        let (names, rest) = row.split_at(row.len().min(NAMES));
        let said = heads.iter().skip(NAMES).zip(rest).filter(|(_, cell)| !cell.is_empty());
        let mut parts = vec![names.join("  ")];
        parts.extend(said.map(|(head, cell)| format!("{head} {cell}")));
        self.lines(INDENT, INDENT, &sentences(&parts, self.lang));
    }
}
