//! 说明: what was assessed by which rubric from which files, and the counts.

use super::Book;
use super::page::{Page, Sheet};
use crate::report::provenance::{self, Fact};
use crate::words::labels::Label;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, about, styles, counts, .. } = book;
    let lang = book.lang;
    let facts = provenance::facts(assessment, about, counts, lang);

    let mut page = Page::new(&Label::SheetAbout, styles)?;
    page.head(&[(Label::Item.say(lang), 40.0), (Label::Content.say(lang), 76.0)])?;
    for (label, fact) in facts {
        page.text(&label.say(lang))?;
        match fact {
            Fact::Text(text) => page.text(&text)?,
            Fact::Count(count) => page.text(&count.to_string())?,
        }
        page.end_row()?;
    }
    page.heading(&Label::Inputs.say(lang))?;
    page.heading(&Label::Fingerprint.say(lang))?;
    page.end_row()?;
    for (row, input) in about.inputs.iter().enumerate() {
        if !page.has_room(about.inputs.len() - row)? {
            break;
        }
        page.text(&input.name)?;
        page.text(&input.fingerprint)?;
        page.end_row()?;
    }
    for label in [Label::PointsLegend, Label::MadeBy] {
        page.banner(&label.say(lang), &styles.note, 15.0)?;
    }
    page.finish(&book.title(&Label::SheetAbout.say(book.lang)), 0, false)
}
