//! The entries of the lists in a collected workbook: a sheet a list, in which entries can be struck out or added.

use super::Collected;
use crate::program::{List, NoRows};
use crate::report::facts::{Shown, state_words};
use crate::report::workbook::list_names::list_names;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::style::Styles;
use crate::table::{Entry, EntryTable, State, Unit};
use crate::words::labels::Label;

/// Columns beside those of a list: whose the entry is, where it came from, and what a person decided.
pub(super) const MORE: usize = 9;

/// A sheet for each list of the rubric.
pub(super) fn sheets(collected: &Collected<'_>, styles: &Styles) -> anyhow::Result<Vec<Sheet>> {
    let (program, lang) = (collected.program, collected.lang);
    let ours = [Label::SheetCollected, Label::SheetQuestions, Label::SheetFiles].map(|sheet| sheet.say(lang));
    // The sheet's name tells which list it is when the table is read again.
    let names = list_names(&program.lists, &ours, lang, |list| Label::SheetList { list: list.to_owned() }.say(lang));
    let lists = program.lists.iter().zip(&collected.table.lists).zip(&names);
    (0_u32..)
        .zip(lists)
        .map(|(at, ((list, entries), name))| sheet(collected, styles, (at, name), list, entries))
        .collect()
}

fn sheet(
    collected: &Collected<'_>,
    styles: &Styles,
    (position, name): (u32, &str),
    list: &List,
    entries: &EntryTable,
) -> anyhow::Result<Sheet> {
    let (table, lang) = (collected.table, collected.lang);
    let mut columns = vec![(Label::UnitCode.say(lang), 12.0), (Label::UnitName.say(lang), 16.0)];
    columns.extend(list.columns.iter().map(|column| (column.label.clone(), 24.0)));
    let more = [
        (Label::Source, 10.0),
        (Label::Counts, 6.0),
        (Label::StruckOut, 8.0),
        (Label::StruckReason, 24.0),
        (Label::File, 26.0),
        (Label::SheetColumn, 12.0),
        (Label::CellColumn, 8.0),
    ];
    columns.extend(more.into_iter().map(|(label, most)| (label.say(lang), most)));
    let mut page = Page::long_named(name, styles)?;
    page.head(&columns)?;
    for (unit, of) in (0_u32..).zip(&table.units) {
        let none = entries.of_unit(unit as usize).is_empty();
        let line = |page: &mut Page<'_>, entry: &Entry, counts: bool, struck: Option<&str>| {
            let source = table.source(entry.origin());
            head(page, of)?;
            for (cell, column) in entry.cells.iter().zip(&list.columns) {
                match cell.state {
                    State::Missing => page.text("")?,
                    _ => page.shown(&Shown::cell(cell, column, lang))?,
                }
            }
            page.text(collected.source(source))?;
            page.centre(&if counts { Label::Yes } else { Label::No }.say(lang))?;
            page.entered(&struck.map_or(String::new(), |_| Label::Yes.say(lang)))?;
            page.entered(struck.unwrap_or_default())?;
            // What a person added has no place but this one.
            let place = table.place_words(entry.origin());
            let place = if collected.is_own(&place[0]) { Default::default() } else { place };
            place.iter().try_for_each(|text| page.text(text))?;
            page.end_row()
        };
        for entry in entries.of_unit(unit as usize).filter_map(|entry| entries.entry(entry)) {
            line(&mut page, &entry, true, None)?;
        }
        for struck in table.struck.get(&(position, unit)).into_iter().flatten() {
            line(&mut page, &struck.entry, false, Some(&struck.reason))?;
        }
        for entry in table.set_aside.get(&(position, unit)).into_iter().flatten() {
            line(&mut page, entry, false, None)?;
        }
        let state = entries.states.get(unit as usize).copied().unwrap_or(State::Missing);
        let said = match state {
            State::Known if list.no_rows == NoRows::Missing => Some(Label::NoEntries.say(lang)),
            State::NotApplicable => Some(state_words(state).say(lang)),
            _ => None,
        };
        if let Some(said) = said.filter(|_| none) {
            head(&mut page, of)?;
            page.centre(&said)?;
            page.end_row()?;
        }
    }
    page.finish(&format!("{} {}", collected.program.heading.title, name), 2, true)
}

fn head(page: &mut Page<'_>, unit: &Unit) -> anyhow::Result<()> {
    page.text(&unit.id)?;
    page.text(&unit.name)
}
