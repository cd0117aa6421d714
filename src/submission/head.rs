//! The headings over a table's columns, written in one row or in several.

use std::collections::BTreeMap;

use super::grid::{Grid, Merged};
use super::vocabulary::{Part, part};

/// Between the upper and the lower heading of a column nobody knows, where a message quotes both.
pub(crate) const OVER: char = '|';

/// What stands over one column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// The row of its lowest text.
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// Its ways to be read, the most telling first: 质量监测批次 before 批次.
    pub(crate) names: Vec<String>,
    /// As a message quotes it.
    pub(crate) shown: String,
    /// Whether there is nothing in the head's last row, and nothing says that what stands above reaches down.
    pub(crate) above: bool,
}

/// The headings of a table, column by column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) headings: Vec<Heading>,
}

impl Head {
    /// The headings that the rows from one position to another make; `None` where a blank row parts them.
    pub(crate) fn of(grid: &Grid, first: usize, last: usize) -> Option<Head> {
        let rows = grid.rows.get(first..=last)?;
        let bottom = rows.last()?.index;
        if bottom - rows.first()?.index != u32::try_from(last - first).ok()? {
            return None;
        }
        let regions: Vec<BTreeMap<u32, &Merged>> = rows.iter().map(|row| regions(grid, row.index)).collect();
        let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        columns.sort_unstable();
        columns.dedup();
        let headings = columns.into_iter().filter_map(|column| {
            // From the top down: each text with the row it is written in, and the last row that it reaches.
            let mut texts: Vec<(u32, u32, String)> = Vec::new();
            for (position, (row, regions)) in rows.iter().zip(&regions).enumerate() {
                let region = regions.range(..=column).next_back().map(|(_, region)| *region);
                let region = region.filter(|region| region.columns.1 >= column);
                let (from, reach, text) = match region {
                    Some(region) if region.rows.0 < row.index => continue,
                    Some(region) => (region.rows.0, region.rows.1, row.text(region.columns.0)),
                    None => (row.index, row.index, row.text(column)),
                };
                // Text files know no merged cells: what is blank belongs to what stands to its left.
                let is_last = position + 1 == rows.len();
                let left = || row.cells.iter().rev().find(|(at, _)| *at < column).map(|(_, cell)| cell.text());
                let text = text.or_else(|| if grid.merged.is_empty() && !is_last { left() } else { None });
                texts.extend(text.filter(|text| !text.is_empty()).map(|text| (from, reach, text)));
            }
            heading(column, bottom, &texts)
        });
        Some(Head { headings: headings.collect() })
    }
}

/// The merged cells that a row crosses, by their first column.
fn regions(grid: &Grid, row: u32) -> BTreeMap<u32, &Merged> {
    let crossing = grid.merged.iter().filter(|region| (region.rows.0..=region.rows.1).contains(&row));
    crossing.map(|region| (region.columns.0, region)).collect()
}

fn heading(column: u32, bottom: u32, texts: &[(u32, u32, String)]) -> Option<Heading> {
    let (row, reach, lowest) = texts.last()?;
    let mut names = Vec::new();
    for from in 0..texts.len() {
        let (Some((.., upper)), Some(lower)) = (texts.get(from), texts.get(from + 1..)) else { continue };
        let lower: String = lower.iter().map(|(.., text)| text.as_str()).collect();
        if lower.is_empty() {
            names.push(upper.clone());
            continue;
        }
        names.extend([format!("{upper}{lower}"), format!("{upper}({lower})"), format!("{upper}-{lower}")]);
        if part(&lower) == Some(Part::Value) {
            names.push(upper.clone());
        }
    }
    let all: Vec<&str> = texts.iter().map(|(.., text)| text.as_str()).collect();
    let above = *reach < bottom;
    let shown = if above { lowest.clone() } else { all.join(&OVER.to_string()) };
    Some(Heading { row: *row, column, names, shown, above })
}
