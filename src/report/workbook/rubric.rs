//! The rubric as offices print it: 评分细则 with the tree, 总则 with what holds for the whole, 数据项 with what is submitted.

use rust_xlsxwriter::Format;

use super::live::Live;
use super::page::{Page, Sheet};
use super::save;
use super::style::Styles;
use super::text::{height, lines};
use crate::program::Program;
use crate::report::rubric::{HEADS, RubricWords, Table};
use crate::words::Lang;
use crate::words::labels::Label;

/// The widths that the columns of the tree may grow to, in the order of [`HEADS`].
const WIDTHS: [f64; HEADS.len()] =
    [10.0, 9.0, 22.0, 13.0, 8.0, 14.0, 12.0, 18.0, 38.0, 11.0, 12.0, 8.0, 12.0, 14.0, 8.0, 14.0, 20.0, 16.0];
/// Where the title of a node stands in the tree, and its full points.
const TITLE: usize = 2;
const FULL: usize = 3;
/// Columns of the tree that stay in sight.
const KEEP: u16 = 3;
/// Widths of the sheets beside it.
const GENERAL: [f64; 5] = [26.0, 14.0, 36.0, 28.0, 34.0];
const DATA: [f64; 7] = [22.0, 32.0, 30.0, 10.0, 14.0, 22.0, 32.0];
/// The height of a line in a merged cell.
const LINE: f64 = 15.0;

/// The rubric's workbook; the same rubric gives the same bytes.
pub fn write(program: &Program, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(lang);
    save(&styles, sheets(program, &styles, None)?, &program.heading.title)
}

/// The sheets that tell the rubric.
pub(super) fn sheets(program: &Program, styles: &Styles, live: Option<&Live>) -> anyhow::Result<Vec<Sheet>> {
    let rubric = RubricWords::of(program, styles.lang);
    let mut sheets = vec![tree(program, &rubric, styles, live)?, general(&rubric, styles)?];
    if !rubric.data.is_empty() {
        sheets.push(data(&rubric, styles)?);
    }
    Ok(sheets)
}

fn tree(program: &Program, rubric: &RubricWords, styles: &Styles, live: Option<&Live>) -> anyhow::Result<Sheet> {
    let columns = rubric.columns();
    let mut page = Page::new(&Label::SheetRubric, styles)?;
    let head = |column: &usize| (HEADS[*column].say(styles.lang), WIDTHS[*column]);
    page.head(&columns.iter().map(head).collect::<Vec<_>>())?;
    for (node, of) in rubric.nodes.iter().zip(&program.nodes) {
        for column in &columns {
            let text = &node.cells[*column];
            match (*column, node.full) {
                (TITLE, _) => page.indented(text, node.depth)?,
                (FULL, Some(full)) => {
                    page.by(live.and_then(|live| live.number(&of.full_words.expr)));
                    page.number(full, None)?;
                }
                _ => page.text(text)?,
            }
        }
        page.end_row()?;
    }
    page.finish(&rubric.title, KEEP, false)
}

/// What holds for the whole, line by line, then grades and what changes them.
fn general(rubric: &RubricWords, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::new(&Label::SheetGeneral, styles)?;
    page.set_widths(&GENERAL);
    page.banner(&rubric.title, &styles.title, 24.0)?;
    for (label, text) in &rubric.facts {
        page.merged((0, 0), label, &styles.label)?;
        page.merged((1, 4), text, &styles.text)?;
        let [beside, rest @ ..] = GENERAL;
        page.tall(height(text, rest.iter().sum(), LINE).max(height(label, beside, LINE)))?;
        page.next_row();
    }
    tables(&mut page, &rubric.general, &GENERAL)?;
    page.finish_report(true)
}

fn data(rubric: &RubricWords, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::new(&Label::SheetFields, styles)?;
    page.set_widths(&DATA);
    tables(&mut page, &rubric.data, &DATA)?;
    page.finish_report(true)
}

/// Tables below each other, each under its title.
fn tables(page: &mut Page, tables: &[Table], widths: &[f64]) -> anyhow::Result<()> {
    let styles = page.styles;
    for table in tables {
        page.next_row();
        page.banner(&table.title, &styles.subtitle, LINE)?;
        row(page, &table.heads, &styles.head, widths)?;
        table.rows.iter().try_for_each(|cells| row(page, cells, &styles.text, widths))?;
    }
    Ok(())
}

/// A row of a table; its last cell takes what is left of the width.
fn row(page: &mut Page, cells: &[String], format: &Format, widths: &[f64]) -> anyhow::Result<()> {
    let end = u16::try_from(widths.len())?.saturating_sub(1);
    for (at, (cell, width)) in (0..).zip(cells.iter().zip(widths)) {
        let last = usize::from(at) + 1 == cells.len();
        let room = if last { widths.iter().skip(usize::from(at)).sum() } else { *width };
        page.merged((at, if last { end } else { at }), cell, format)?;
        page.room_for(lines(cell, room));
    }
    page.end_row()
}
