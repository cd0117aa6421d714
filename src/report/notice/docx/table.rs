//! Tables: as wide as the text, heads repeated on every page, columns as wide as what they hold.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::super::document::{Align, Run, Table, plain};
use super::body::runs;
use super::styles::{FIFTH, SMALL_FOURTH};
use super::xml::Xml;
use crate::words::Lang;

/// Columns up to which a table is set in 小四.
const FEW: usize = 7;
/// Half-widths beyond which a cell breaks into lines in any case.
const LONG: usize = 36;
/// Half-widths up to which a head stays in one line.
const SHORT: usize = 8;
/// Half-widths a column has at least.
const LEAST: usize = 3;
/// Twentieths of a point beside the text of a cell.
const MARGIN: i64 = 70;

/// Writes a table that is `width` twentieths of a point wide.
pub(super) fn write(xml: &mut Xml, table: &Table, width: i64, lang: Lang) -> io::Result<()> {
    let small = table.heads.len() > FEW;
    let style = if small { "TableSmall" } else { "Table" };
    let size = if small { FIFTH } else { SMALL_FOURTH };
    // A half-width character is half as wide as its font is high; the size is in half-points.
    let half = size.parse::<i64>().unwrap_or(24) * 5;
    let widths = widths(table, width, half);
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            xml.value("w:jc", "center")?;
            xml.within("w:tblBorders", &[], |xml| {
                ["top", "left", "bottom", "right", "insideH", "insideV"].iter().try_for_each(|side| {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
                    xml.empty(&format!("w:{side}"), &line)
                })
            })?;
            xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
            margins(xml, MARGIN)
        })?;
        grid(xml, &widths)?;
        row(xml, &table.heads, &Row { widths: &widths, aligns: None, style, lang })?;
        let of = Row { widths: &widths, aligns: Some(&table.aligns), style, lang };
        table.rows.iter().try_for_each(|cells| row(xml, cells, &of))
    })
}

/// Blanks to the left and right of what cells hold.
pub(super) fn margins(xml: &mut Xml, width: i64) -> io::Result<()> {
    let width = width.to_string();
    xml.within("w:tblCellMar", &[], |xml| {
        ["left", "right"]
            .iter()
            .try_for_each(|side| xml.empty(&format!("w:{side}"), &[("w:w", &width), ("w:type", "dxa")]))
    })
}

/// The widths of the columns.
pub(super) fn grid(xml: &mut Xml, widths: &[i64]) -> io::Result<()> {
    xml.within("w:tblGrid", &[], |xml| {
        widths.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
    })
}

/// How the cells of a row are set; a head has no aligns of its own.
struct Row<'a> {
    widths: &'a [i64],
    aligns: Option<&'a [Align]>,
    style: &'a str,
    lang: Lang,
}

fn row(xml: &mut Xml, cells: &[Vec<Run>], of: &Row<'_>) -> io::Result<()> {
    xml.within("w:tr", &[], |xml| {
        xml.within("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[])?;
            if of.aligns.is_none() { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
        })?;
        cells.iter().zip(of.widths).enumerate().try_for_each(|(column, (cell, width))| {
            xml.within("w:tc", &[], |xml| {
                xml.within("w:tcPr", &[], |xml| {
                    xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
                    xml.value("w:vAlign", "center")
                })?;
                xml.within("w:p", &[], |xml| {
                    xml.within("w:pPr", &[], |xml| {
                        xml.value("w:pStyle", of.style)?;
                        xml.value("w:jc", align(of.aligns, column))
                    })?;
                    runs(xml, cell, of.lang, of.aligns.is_none())
                })
            })
        })
    })
}

fn align(aligns: Option<&[Align]>, column: usize) -> &'static str {
    match aligns.map(|aligns| aligns.get(column)) {
        None | Some(Some(Align::Centre)) => "center",
        Some(Some(Align::Right)) => "right",
        Some(_) => "left",
    }
}

/// The widths of the columns, together `width`: what fits stays in one line, and what is long shares the rest.
fn widths(table: &Table, width: i64, half: i64) -> Vec<i64> {
    let natural: Vec<i64> = (0..table.heads.len())
        .map(|column| {
            let cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| plain(cell).width());
            let widest = cells.max().unwrap_or(0).clamp(LEAST, LONG);
            let head = table.heads.get(column).map_or(0, |head| plain(head).width());
            // A long head may break in two.
            let wanted = widest.max(if head > SHORT { head.div_ceil(2).clamp(SHORT, LONG) } else { head });
            i64::try_from(wanted).unwrap_or(0) * half + 2 * MARGIN + half / 2
        })
        .collect();
    let sum: i64 = natural.iter().sum();
    let mut widths: Vec<i64> = if sum <= width {
        natural.iter().map(|natural| natural * width / sum.max(1)).collect()
    } else {
        let most = shared(&natural, width);
        natural.iter().map(|natural| (*natural).min(most)).collect()
    };
    // What rounding left goes to the last column.
    let rest = width - widths.iter().sum::<i64>();
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

/// The greatest width that every column may have, so that all together fit.
fn shared(natural: &[i64], width: i64) -> i64 {
    let mut sorted = natural.to_vec();
    sorted.sort_unstable();
    let mut left = width;
    let mut columns = i64::try_from(sorted.len()).unwrap_or(1);
    for natural in sorted {
        if natural * columns > left {
            break;
        }
        left -= natural;
        columns -= 1;
    }
    left / columns.max(1)
}
