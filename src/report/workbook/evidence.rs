//! 印证资料目录: what evidence units named for which value, with pages and the cell that names it.

use super::Book;
use super::page::{Page, Sheet};
use crate::report::evidence::{Line, leaves, lines};
use crate::words::labels::Label;

/// The sheet, where evidence was named or is required.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    let leaves = leaves(&book.assessment.program);
    let all: Vec<(usize, Vec<Line>)> = book
        .assessment
        .order()
        .iter()
        .map(|unit| (*unit, lines(book.assessment, &leaves, *unit, book.lang)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    if all.is_empty() { Ok(Vec::new()) } else { Ok(vec![sheet(book, &all)?]) }
}

fn sheet(book: &Book, all: &[(usize, Vec<Line>)]) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, lang, .. } = book;
    let columns = [
        (Label::UnitId, 12.0),
        (Label::Unit, 16.0),
        (Label::Number, 6.0),
        (Label::Indicator, 28.0),
        (Label::Field, 24.0),
        (Label::Value, 14.0),
        (Label::Evidence, 34.0),
        (Label::Pages, 12.0),
        (Label::Remark, 24.0),
        (Label::SourceCell, 32.0),
    ];
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(*lang), most)).collect();
    let mut page = Page::long(&Label::SheetEvidence, styles)?;
    page.head(&columns)?;
    let mut left: usize = all.iter().map(|(_, lines)| lines.len()).sum();
    for (unit, lines) in all {
        let Some(of) = assessment.table.units.get(*unit) else { continue };
        for (position, line) in lines.iter().enumerate() {
            if !page.has_room(left)? {
                return page.finish(&book.title(&Label::SheetEvidence.say(book.lang)), 3, true);
            }
            left -= 1;
            page.text(&of.id)?;
            page.text(&of.name)?;
            page.count(position + 1)?;
            page.text(&line.indicator)?;
            page.text(&line.field)?;
            match &line.value {
                Some(value) => page.shown(value)?,
                None => page.text("")?,
            }
            for text in [&line.evidence, &line.pages, &line.remark, &line.source] {
                page.text(text)?;
            }
            page.end_row()?;
        }
    }
    page.finish(&book.title(&Label::SheetEvidence.say(book.lang)), 3, true)
}
