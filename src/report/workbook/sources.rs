//! 来源比对: values of which several sources speak, with which of them counted and why.

use super::Book;
use super::page::{Page, Sheet};
use crate::analysis::deviations::values;
use crate::report::facts::{Shown, counted_words, speaker};
use crate::source::Source;
use crate::words::labels::Label;

/// The sheet, where several sources speak of one value.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    if book.assessment.table.said.is_empty() { Ok(Vec::new()) } else { Ok(vec![sheet(book)?]) }
}

fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, lang, .. } = book;
    let (program, table) = (&assessment.program, &assessment.table);
    let say = |label: Label| label.say(*lang);
    let mut columns = vec![
        (say(Label::UnitId), 12.0),
        (say(Label::Unit), 16.0),
        (say(Label::FieldId), 14.0),
        (say(Label::Field), 24.0),
    ];
    // Columns of those who say nothing would only make the sheet wider.
    let speaks = |source: &Option<Source>| table.said.values().flatten().any(|said| said.source == *source);
    let speakers: Vec<Option<Source>> = Source::ALL.into_iter().map(Some).chain([None]).filter(speaks).collect();
    columns.extend(speakers.iter().map(|source| match source {
        Some(source) => (lang.pick(source.title()).to_owned(), 14.0),
        None => (say(Label::SourceUnknown), 14.0),
    }));
    columns.extend([
        (say(Label::Differ), 8.0),
        (say(Label::Counted), 12.0),
        (say(Label::CountedWhy), 26.0),
        (say(Label::SourceCell), 40.0),
    ]);
    let mut page = Page::long(&Label::SheetSources, styles)?;
    page.head(&columns)?;
    let rows = table.said.len();
    for (position, row) in values(table).enumerate() {
        if !page.has_room(rows - position)? {
            break;
        }
        let (Some(unit), Some(field)) = (table.units.get(row.unit), program.fields.get(row.field.index())) else {
            continue;
        };
        page.text(&unit.id)?;
        page.text(&unit.name)?;
        page.text(&field.id)?;
        page.text(&field.label)?;
        for source in &speakers {
            match row.said.iter().find(|said| said.source == *source) {
                Some(said) => page.shown(&Shown::said(said, field, *lang))?,
                None => page.text("")?,
            }
        }
        page.centre(&if row.differ { Label::Differ.say(*lang) } else { String::new() })?;
        let counted = row.counted.and_then(|position| row.said.get(position));
        page.text(&counted.map(|said| speaker(said, *lang)).unwrap_or_default())?;
        page.text(&counted_words(&row, field).say(*lang))?;
        let places = row.said.iter().filter_map(|said| {
            Some(format!("{} {}", speaker(said, *lang), table.place(said.origin)?.describe()).trim().to_owned())
        });
        page.text(&places.collect::<Vec<_>>().join("\n"))?;
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetSources.say(book.lang)), 4, true)
}
