//! 填报数据: what was submitted, one row a unit and field, each value with where it came from.

use rust_xlsxwriter::Worksheet;

use super::Book;
use super::page::Page;
use crate::program::FieldId;
use crate::report::facts::{Shown, source_of, state_words};
use crate::table::{Remarks, State};
use crate::words::labels::Label;

/// A text submitted beside a value.
type Text = fn(&Remarks) -> Option<&str>;

/// Those there are, under their heads.
const TEXTS: [(Label, Text); 3] = [
    (Label::Evidence, |remarks| remarks.evidence.as_deref()),
    (Label::Remark, |remarks| remarks.remark.as_deref()),
    (Label::GivenReason, |remarks| remarks.reason.as_deref()),
];

pub(super) fn sheet(book: &Book) -> anyhow::Result<Worksheet> {
    let Book { assessment, styles, .. } = book;
    let (program, table, lang) = (&assessment.program, &assessment.table, book.lang);
    // Columns that nobody filled would only make the sheet wider.
    let measured = program.fields.iter().any(|field| field.measure.is_some());
    let beside: Vec<(Label, Text)> =
        TEXTS.into_iter().filter(|(_, text)| table.remarks.values().any(|remarks| text(remarks).is_some())).collect();
    let mut columns = vec![
        (Label::UnitId, 12.0),
        (Label::Unit, 16.0),
        (Label::FieldId, 16.0),
        (Label::Field, 24.0),
        (Label::Submitted, 18.0),
        (Label::Status, 9.0),
        (Label::SourceCell, 32.0),
    ];
    if measured {
        columns.insert(5, (Label::Measure, 8.0));
    }
    columns.extend(beside.iter().map(|(label, _)| (label.clone(), 20.0)));
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(lang), most)).collect();

    let mut page = Page::new(&Label::SheetData, styles)?;
    page.head(&columns)?;
    let pairs = (0..table.units.len()).flat_map(|unit| program.fields.iter().enumerate().map(move |pair| (unit, pair)));
    for (row, (unit, (position, field))) in pairs.enumerate() {
        if !page.has_room(table.units.len() * program.fields.len() - row)? {
            break;
        }
        let Some(of) = table.units.get(unit) else { continue };
        let id = FieldId::from_index(position);
        let state = table.fields.get(position).and_then(|column| column.states.get(unit)).copied();
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(&field.id)?;
        page.text(&field.label)?;
        match state {
            Some(State::Known) => page.shown(&Shown::field(assessment, id, field, unit, lang))?,
            _ => page.text("")?,
        }
        if measured {
            page.text(field.measure.as_deref().unwrap_or_default())?;
        }
        match state {
            Some(State::Known) => page.text("")?,
            state => page.text(&state_words(state.unwrap_or(State::Missing)).say(lang))?,
        }
        page.text(&source_of(assessment, id, unit).map(|place| place.describe()).unwrap_or_default())?;
        let remarks = table.remark(unit, position);
        for (_, text) in &beside {
            page.text(remarks.and_then(text).unwrap_or_default())?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetData), 4, true)
}
