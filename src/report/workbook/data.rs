//! 填报数据: what was submitted, one row a unit and field, each value with where it came from.

use rust_xlsxwriter::Worksheet;

use super::Book;
use super::page::Page;
use crate::program::FieldId;
use crate::report::facts::{Shown, source_of, state_words};
use crate::table::State;
use crate::words::labels::Label;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Worksheet> {
    let Book { assessment, styles, .. } = book;
    let (program, table, lang) = (&assessment.program, &assessment.table, book.lang);
    let columns = [
        (Label::UnitId, 12.0),
        (Label::Unit, 16.0),
        (Label::FieldId, 16.0),
        (Label::Field, 24.0),
        (Label::Submitted, 18.0),
        (Label::Measure, 8.0),
        (Label::Status, 9.0),
        (Label::SourceCell, 26.0),
        (Label::Evidence, 20.0),
        (Label::Remark, 20.0),
        (Label::GivenReason, 20.0),
    ];

    let mut page = Page::new(Label::SheetData, styles)?;
    page.head(&columns.map(|(label, most)| (label.say(lang), most)))?;
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
        page.text(field.measure.as_deref().unwrap_or_default())?;
        match state {
            Some(State::Known) => page.text("")?,
            state => page.text(&state_words(state.unwrap_or(State::Missing)).say(lang))?,
        }
        page.text(&source_of(assessment, id, unit).map(|place| place.describe()).unwrap_or_default())?;
        let remarks = table.remark(unit, position).cloned().unwrap_or_default();
        for text in [remarks.evidence, remarks.remark, remarks.reason] {
            page.text(text.as_deref().unwrap_or_default())?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(Label::SheetData), 4, true)
}
