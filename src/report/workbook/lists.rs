//! 明细: one sheet a list, one row an entry.

use super::Book;
use super::page::{Page, Sheet};
use super::text::sheet_name;
use crate::diagnostic::column_name;
use crate::program::List;
use crate::report::facts::{Shown, state_words};
use crate::table::{EntryTable, State};
use crate::words::labels::Label;

/// The columns before those of the list.
const BESIDE: usize = 2;

/// The sheets of all lists that units submitted.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    let lists = &book.assessment.program.lists;
    let tables = &book.assessment.table.lists;
    lists.iter().zip(tables).enumerate().map(|(position, (list, table))| sheet(book, position, list, table)).collect()
}

/// The name of a list's sheet.
fn name(lists: &[List], position: usize, list: &List) -> Label {
    let twin = lists.iter().take(position).any(|other| other.label == list.label);
    Label::SheetList { list: if twin { format!("{}{}", position + 1, list.label) } else { list.label.clone() } }
}

/// The cell of what an entry holds in a column of its list.
pub(super) fn place(book: &Book, list: usize, entry: usize, column: usize) -> String {
    let lists = &book.assessment.program.lists;
    let name = lists.get(list).map(|of| name(lists, list, of).say(book.lang)).unwrap_or_default();
    let letters = column_name(u32::try_from(column + BESIDE).unwrap_or(u32::MAX));
    format!("'{}'!${letters}${}", sheet_name(&name).replace('\'', "''"), entry + 2)
}

fn sheet(book: &Book, position: usize, list: &List, entries: &EntryTable) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, lang, .. } = book;
    let table = &assessment.table;
    let mut columns = vec![(Label::UnitId.say(*lang), 12.0), (Label::Unit.say(*lang), 16.0)];
    columns.extend(list.columns.iter().map(|column| {
        let measure = column.measure.as_deref().map_or(String::new(), |measure| format!("({measure})"));
        (format!("{}{measure}", column.label), 24.0)
    }));
    columns.push((Label::SourceCell.say(*lang), 32.0));
    let name = name(&assessment.program.lists, position, list).say(*lang);
    let mut page = Page::long_named(&name, styles)?;
    page.head(&columns)?;
    for (entry, unit) in entries.units.iter().enumerate() {
        if !page.has_room(entries.units.len() - entry)? {
            break;
        }
        let Some(of) = table.units.get(*unit as usize) else { continue };
        page.text(&of.id)?;
        page.text(&of.name)?;
        let mut origin = None;
        for (of, column) in list.columns.iter().zip(&entries.columns) {
            page.shown(&Shown::entry(of, column, entry, *lang))?;
            origin = origin.or_else(|| column.origins.get(entry).filter(|origin| origin.sheet > 0));
        }
        let place = origin.and_then(|origin| table.place(*origin));
        page.text(&place.map(|place| place.describe()).unwrap_or_default())?;
        page.end_row()?;
    }
    // Who has none, and who has not reported, is worth a row each.
    for (unit, of) in table.units.iter().enumerate() {
        let state = entries.states.get(unit).copied().unwrap_or(State::Missing);
        if entries.of_unit(unit).is_empty() && state != State::Known {
            page.text(&of.id)?;
            page.text(&of.name)?;
            page.text(&state_words(state).say(*lang))?;
            page.end_row()?;
        }
    }
    page.finish(&book.title(&name), 2, true)
}
