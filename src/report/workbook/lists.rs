//! 明细: one sheet a list, one row an entry.

use super::Book;
use super::list_names::list_names;
use super::page::{Page, Sheet};
use super::text::sheet_name;
use crate::diagnostic::column_name;
use crate::program::List;
use crate::report::facts::{Shown, state_words};
use crate::table::{EntryTable, State};
use crate::words::Lang;
use crate::words::labels::Label;

/// The columns before those of the list.
const BESIDE: usize = 2;

/// The sheets of all lists that units submitted.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    let lists = &book.assessment.program.lists;
    let tables = &book.assessment.table.lists;
    lists.iter().zip(tables).zip(&book.list_names).map(|((list, table), name)| sheet(book, name, list, table)).collect()
}

/// The names of the lists' sheets.
pub(super) fn names(lists: &[List], lang: Lang) -> Vec<String> {
    list_names(lists, &[], lang, |list| Label::SheetList { list: list.to_owned() }.say(lang))
}

/// The cell of what an entry holds in a column of its list.
pub(super) fn place(book: &Book, list: usize, entry: usize, column: usize) -> String {
    let name = book.list_names.get(list).map_or("", String::as_str);
    let letters = column_name(u32::try_from(column + BESIDE).unwrap_or(u32::MAX));
    format!("'{}'!${letters}${}", sheet_name(name).replace('\'', "''"), entry + 2)
}

fn sheet(book: &Book, name: &str, list: &List, entries: &EntryTable) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, lang, .. } = book;
    let table = &assessment.table;
    let mut columns = vec![(Label::UnitId.say(*lang), 12.0), (Label::Unit.say(*lang), 16.0)];
    columns.extend(list.columns.iter().map(|column| {
        let measure = column.measure.as_deref().map_or(String::new(), |measure| format!("({measure})"));
        (format!("{}{measure}", column.label), 24.0)
    }));
    columns.push((Label::SourceCell.say(*lang), 32.0));
    let mut page = Page::long_named(name, styles)?;
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
            if !page.has_room(table.units.len() - unit)? {
                break;
            }
            page.text(&of.id)?;
            page.text(&of.name)?;
            page.text(&state_words(state).say(*lang))?;
            page.end_row()?;
        }
    }
    page.finish(&format!("{} {name}", assessment.program.heading.title), 2, true)
}
