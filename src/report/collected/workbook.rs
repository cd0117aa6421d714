//! The collected table as a workbook (`collected.xlsx`): the long table with its columns for corrections, the entries of
//! each list, everything that was questionable, and the files that were read.

use super::{Collected, HEADS, lists};
use crate::program::Status;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::questions;
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::scoring::Cell;
use crate::words::labels::Label;

/// The workbook's bytes; the same data gives the same bytes.
pub fn write(collected: &Collected<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(collected.lang);
    let mut sheets = vec![table(collected, &styles)?];
    sheets.extend(lists::sheets(collected, &styles)?);
    let title = |sheet: &Label| format!("{} {}", collected.program.heading.title, sheet.say(collected.lang));
    sheets.extend(questions::sheets(collected.diagnostics, &styles, &title(&Label::SheetQuestions))?);
    sheets.push(files(collected, &styles, &title(&Label::SheetFiles))?);
    save(&styles, sheets, &title(&Label::SheetCollected))
}

fn table(collected: &Collected<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let columns: Vec<(String, f64)> =
        HEADS.into_iter().map(|(label, most)| (label.say(collected.lang), most)).collect();
    let mut page = Page::long(&Label::SheetCollected, styles)?;
    page.head(&columns)?;
    let mut left = collected.count();
    for row in collected.rows() {
        if !page.has_room(left)? {
            break;
        }
        left = left.saturating_sub(1);
        for text in [&row.unit.id, &row.unit.name, row.id, &row.name, row.measure] {
            page.text(text)?;
        }
        page.text(collected.source(row.source))?;
        match &row.value {
            Some(value) => page.shown(value)?,
            None => page.text("")?,
        }
        page.centre(&collected.state(&row))?;
        page.centre(&collected.counts(&row))?;
        match &row.correction {
            Some((correction, value)) => {
                page.entered_value(value)?;
                page.entered(&correction.reason)?;
                page.entered(&correction.person)?;
            }
            None => (0..3).try_for_each(|_| page.entered(""))?,
        }
        match row.claim {
            Some(points) => page.points(Cell::known(points), Status::Scored, None)?,
            None => page.text("")?,
        }
        for text in row.beside() {
            page.text(text)?;
        }
        for text in collected.table.place_words(row.origin) {
            page.text(&text)?;
        }
        page.text(&row.notices)?;
        page.end_row()?;
    }
    let title = format!("{} {}", collected.program.heading.title, Label::SheetCollected.say(collected.lang));
    page.finish(&title, 4, true)
}

/// The files that were read, each with its fingerprint; the collected table itself is not among them.
fn files(collected: &Collected<'_>, styles: &Styles, title: &str) -> anyhow::Result<Sheet> {
    let lang = collected.lang;
    let mut page = Page::new(&Label::SheetFiles, styles)?;
    page.head(&[(Label::File.say(lang), 60.0), (Label::Source.say(lang), 12.0), (Label::Fingerprint.say(lang), 70.0)])?;
    for input in &collected.table.inputs {
        if collected.is_own(&input.name) {
            continue;
        }
        let of = collected.table.sheets.iter().find(|sheet| *sheet.file == *input.name);
        page.text(&input.name)?;
        page.text(collected.source(of.and_then(|sheet| sheet.source)))?;
        page.text(&input.fingerprint)?;
        page.end_row()?;
    }
    page.finish(title, 1, false)
}
