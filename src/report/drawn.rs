//! Tables for a terminal, drawn to fit it: Chinese takes two columns a character, and breaks almost anywhere.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

use super::facts::printable;
use super::wrap::{paragraph, pieces, wrap};

/// The narrowest a column that wraps is of use.
const LEAST: usize = 16;

/// A table before it is drawn. No text in it can steer the terminal.
#[derive(Debug, Clone)]
pub struct Drawn {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    /// By column: whether it holds numbers, which stand right.
    numbers: Vec<bool>,
    /// The column that wraps before any other does.
    wraps: Option<usize>,
}

impl Drawn {
    /// A table of texts.
    pub fn new(heads: Vec<String>, rows: Vec<Vec<String>>) -> Drawn {
        let rows = rows.into_iter().map(|row| row.iter().map(|cell| printable(cell)).collect()).collect();
        Drawn { numbers: vec![false; heads.len()], heads, rows, wraps: None }
    }

    /// These columns hold numbers.
    #[must_use]
    pub fn numbers(mut self, is_number: impl Fn(usize) -> bool) -> Drawn {
        self.numbers = (0..self.heads.len()).map(is_number).collect();
        self
    }

    /// This column wraps, and as long as there is room for them the others do not.
    #[must_use]
    pub fn wrapping(mut self, column: Option<usize>) -> Drawn {
        self.wraps = column;
        self
    }

    /// The width in which no column wraps but the one that may: cells, a blank on both sides, and a line after each.
    pub fn least(&self) -> usize {
        let widths = (0..self.heads.len()).map(|column| match self.wraps {
            Some(wraps) if wraps == column => self.narrow(column),
            _ => self.breadth(column),
        });
        widths.sum::<usize>() + 3 * self.heads.len() + 1
    }

    /// The width of the widest cell of a column.
    fn breadth(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.chain(self.heads.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
    }

    /// How narrow a column may become that wraps: its head does not.
    fn narrow(&self, column: usize) -> usize {
        self.breadth(column).min(LEAST).max(self.heads.get(column).map_or(0, |head| head.width()))
    }

    /// The table, `width` columns wide at most; where no column can be so narrow, a paragraph for each row. A number is
    /// never broken.
    pub fn draw(&self, width: u16) -> String {
        let Some(widths) = self.widths(usize::from(width)) else { return self.paragraphs(usize::from(width)) };
        let cells = |row: &[String]| -> Vec<Cell> {
            let wrapped = row.iter().zip(&widths).map(|(cell, width)| Cell::new(wrap(cell, *width).join("\n")));
            wrapped.collect()
        };
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED);
        table.force_no_tty();
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(cells(&self.heads));
        for row in &self.rows {
            table.add_row(cells(row));
        }
        for (column, number) in self.numbers.iter().enumerate() {
            if let Some(at) = table.column_mut(column).filter(|_| *number) {
                at.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }

    /// The widths of the columns, where they fit: all as wide as they would be but the one that wraps first, else all of
    /// them narrower, the widest first.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let columns = 0..self.heads.len();
        let room = width.checked_sub(3 * self.heads.len() + 1)?;
        let full: Vec<usize> = columns.clone().map(|column| self.breadth(column)).collect();
        let most: usize = full.iter().sum();
        if most <= room {
            return Some(full);
        }
        if let Some(wraps) = self.wraps
            && let Some(left) = (room + full.get(wraps)?).checked_sub(most)
            && left >= self.narrow(wraps)
        {
            return Some(columns.map(|column| if column == wraps { left } else { self.breadth(column) }).collect());
        }
        let floor: Vec<usize> = columns.map(|column| self.floor(column)).collect();
        let at = |level: usize| -> Vec<usize> {
            floor.iter().zip(&full).map(|(floor, full)| level.clamp(*floor, (*full).max(*floor))).collect()
        };
        (1..=width).map(at).take_while(|widths| widths.iter().sum::<usize>() <= room).last()
    }

    /// The narrowest a column may be: no number in it is broken, and no word of its head.
    fn floor(&self, column: usize) -> usize {
        let number = self.numbers.get(column) == Some(&true);
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let cells = cells.map(|cell| if number { cell.width() } else { longest(cell) }).max().unwrap_or_default();
        cells.max(self.heads.get(column).map_or(0, |head| longest(head)))
    }

    /// Each row as a paragraph: its first cell, then the others behind their heads.
    fn paragraphs(&self, width: usize) -> String {
        let mut out = String::new();
        for row in &self.rows {
            for (position, (head, cell)) in self.heads.iter().zip(row).enumerate() {
                if position == 0 || !(head.is_empty() || cell.is_empty()) {
                    let indent = if position == 0 { 0 } else { 2 };
                    paragraph(&mut out, width, (indent, indent + 2), format!("{head} {cell}").trim());
                }
            }
        }
        out.trim_end().to_owned()
    }

    /// The same as Markdown.
    pub fn markdown(&self) -> String {
        super::markdown::table(&self.heads, &self.rows)
    }
}

/// The width of the longest part of a text that is not to be broken.
fn longest(text: &str) -> usize {
    pieces(text).iter().map(|piece| piece.trim_end().width()).max().unwrap_or_default()
}

/// A share between 0 and 1 as a bar of this many columns, to an eighth of one.
pub fn bar(share: f64, columns: u8) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let whole = f64::from(columns) * 8.0;
    let wanted = (share.clamp(0.0, 1.0) * whole).round();
    let mut text = String::new();
    let mut drawn = 0.0;
    while wanted - drawn >= 8.0 {
        text.push('█');
        drawn += 8.0;
    }
    let rest = EIGHTHS.iter().zip(0_u8..).find(|(_, eighths)| f64::from(*eighths) >= wanted - drawn);
    text + rest.map_or("", |(part, _)| part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_the_share() {
        for (share, drawn) in
            [(0.0, ""), (1.0, "████"), (0.5, "██"), (0.9, "███▋"), (0.01, ""), (0.04, "▏"), (-1.0, ""), (7.0, "████")]
        {
            assert_eq!(bar(share, 4), drawn, "{share}");
        }
    }

    #[test]
    fn a_table_is_no_wider_than_the_terminal_and_wraps_where_it_may() {
        let row = |unit: &str, says: &str| vec![unit.to_owned(), "12.50".to_owned(), says.to_owned()];
        let long = "监督抽查合格率低于目标,每低1个百分点扣1分,扣完为止;另有两项没有印证材料";
        let heads = ["单位", "得分", "说明"].map(str::to_owned).to_vec();
        let table = Drawn::new(heads, vec![row("甲县", long), row("乙县", "")]).numbers(|column| column == 1);
        let table = table.wrapping(Some(2));
        for width in [24, 30, 40, 60, 100] {
            let drawn = table.draw(width);
            assert!(drawn.lines().all(|line| line.width() <= usize::from(width)), "{drawn}");
        }
        insta::assert_snapshot!("drawn", [40, 24].map(|width| table.draw(width)).join("\n"));
    }
}
