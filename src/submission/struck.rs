//! Entries of lists that people struck out or added by hand in the table that was collected.

use std::collections::HashSet;

use super::grid::{Grid, Row};
use super::list_layout::{Fit, ListTable};
use super::merge::entry_table;
use super::units::{Match, UnitIndex};
use super::value::read_cell;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::program::{List, ListId, Program};
use crate::table::{Entry, EntryCell, Origin, Sheet, State, Struck, Table};
use crate::text::fold;
use crate::words::data::{AdjustmentFault, DataProblem};

/// Words of the columns of a collected list, folded.
const STRUCK: &[&str] = &["剔除", "struck"];
const REASON: &[&str] = &["剔除理由", "reasonforstriking"];
const FILE: &[&str] = &["文件", "file"];
const SHEET: &[&str] = &["工作表", "sheet"];
const CELL: &[&str] = &["单元格", "cell"];
const COUNTS: &[&str] = &["采用", "counts"];
const SOURCE: &[&str] = &["来源", "source"];
const YES: &[&str] = &["是", "yes", "y", "√", "✓", "x", "1", "剔除", "true"];

/// The columns of a collected list beside those of the list itself.
#[derive(Default)]
pub(super) struct Columns {
    struck: Option<u32>,
    reason: Option<u32>,
    place: [Option<u32>; 3],
    counts: Option<u32>,
    source: Option<u32>,
}

impl Columns {
    /// The columns, where the headers are those of a collected list; they are then taken from the unknown ones.
    pub(super) fn take(unknown: &mut Vec<(u32, String)>) -> Option<Columns> {
        let is = |text: &str, words: &[&str]| words.contains(&fold(text).as_str());
        if !unknown.iter().any(|(_, text)| is(text, STRUCK)) {
            return None;
        }
        let mut columns = Columns::default();
        let Columns { struck, reason, place: [file, sheet, cell], counts, source } = &mut columns;
        unknown.retain(|(column, text)| {
            let slots = [
                (STRUCK, &mut *struck),
                (REASON, &mut *reason),
                (FILE, &mut *file),
                (SHEET, &mut *sheet),
                (CELL, &mut *cell),
                (COUNTS, &mut *counts),
                (SOURCE, &mut *source),
            ];
            let slot = slots.into_iter().find(|(words, _)| is(text, words));
            slot.is_none_or(|(_, slot)| {
                slot.get_or_insert(*column);
                false
            })
        });
        Some(columns)
    }

    /// Whether a row counts: it is not struck, and its source is one that counts.
    pub(super) fn count(&self, row: &Row) -> bool {
        let says = |column: Option<u32>| column.and_then(|column| row.text(column)).map(|text| fold(&text));
        let struck = says(self.struck).is_some_and(|word| YES.contains(&word.as_str()));
        let set_aside = says(self.counts).is_some_and(|word| matches!(word.as_str(), "否" | "no"));
        !struck && !set_aside
    }

    fn is_struck(&self, row: &Row) -> bool {
        let word = self.struck.and_then(|column| row.text(column)).map(|text| fold(&text));
        word.is_some_and(|word| YES.contains(&word.as_str()))
    }

    /// The place of the entry as it is written; empty for one that a person added.
    fn place(&self, row: &Row) -> [String; 3] {
        self.place.map(|column| column.and_then(|column| row.text(column)).unwrap_or_default())
    }
}

/// Strikes and adds entries as the sheets of a collected table say.
pub(super) fn apply(
    grids: &[Grid],
    program: &Program,
    vocabulary: &Vocabulary<'_>,
    units: &UnitIndex<'_>,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) {
    for grid in grids {
        let Some((header, Fit::One(mut sheet))) = vocabulary.lists.named(grid, "", vocabulary) else { continue };
        let Some(columns) = Columns::take(&mut sheet.unknown) else { continue };
        let Some(list) = program.lists.get(sheet.list.index()) else { continue };
        table.sheets.push(Sheet { file: grid.file.clone(), sheet: grid.sheet.clone(), source: None });
        let work = Work { grid, list, sheet: &sheet, columns, units };
        work.apply(header, table, problems);
    }
}

struct Work<'a> {
    grid: &'a Grid,
    list: &'a List,
    sheet: &'a ListTable,
    columns: Columns,
    units: &'a UnitIndex<'a>,
}

impl Work<'_> {
    fn apply(&self, header: usize, table: &mut Table, problems: &mut Vec<Diagnostic>) {
        let id: ListId = self.sheet.list;
        let rows = self.grid.rows.get(header + 1..).unwrap_or_default();
        let struck: HashSet<[String; 3]> =
            rows.iter().filter(|row| self.columns.is_struck(row)).map(|row| self.columns.place(row)).collect();
        let reasons: Vec<([String; 3], String)> = rows
            .iter()
            .filter(|row| self.columns.is_struck(row))
            .map(|row| {
                let reason = self.columns.reason.and_then(|column| row.text(column)).unwrap_or_default();
                (self.columns.place(row), reason)
            })
            .collect();
        let origin = Origin { sheet: u32::try_from(table.sheets.len()).unwrap_or(u32::MAX), row: 0, column: 0 };
        let mut added: Vec<Entry> = Vec::new();
        for row in rows {
            let by_hand = self.columns.place(row).iter().all(String::is_empty);
            if by_hand && !self.columns.is_struck(row) {
                added.extend(self.entry(row, origin, problems));
            }
        }
        let Some(entries) = table.lists.get(id.index()) else { return };
        let mut kept = Vec::new();
        let mut out: Vec<Struck> = Vec::new();
        for entry in entries.entries() {
            let place = table.place_words(entry.origin());
            if struck.contains(&place) {
                let reason = reasons.iter().find(|(of, _)| *of == place).map(|(_, reason)| reason.clone());
                out.push(Struck { entry, reason: reason.unwrap_or_default() });
            } else {
                kept.push(entry);
            }
        }
        if added.is_empty() && out.is_empty() {
            return;
        }
        let mut states = entries.states.clone();
        for entry in &added {
            if let Some(state) = states.get_mut(entry.unit as usize) {
                *state = State::Known;
            }
        }
        kept.extend(added);
        let together = entry_table(self.list, kept, states);
        if let Some(slot) = table.lists.get_mut(id.index()) {
            *slot = together;
        }
        for struck in out {
            table.struck.entry((id.0, struck.entry.unit)).or_default().push(struck);
        }
    }

    /// An entry that a person added.
    fn entry(&self, row: &Row, origin: Origin, problems: &mut Vec<Diagnostic>) -> Option<Entry> {
        let mut cells = vec![EntryCell::MISSING; self.list.columns.len()];
        let mut first = None;
        for (column, position) in &self.sheet.columns {
            let (Some(cell), Some(declared)) = (row.get(*column), self.list.columns.get(*position)) else { continue };
            first.get_or_insert(*column);
            let reading = read_cell(cell, declared, self.grid.is_typed());
            if let Some(problem) = reading.problem {
                let place = self.grid.place(row.index, *column);
                problems.push(Diagnostic::new(problem, place).suggest(reading.suggestion));
            }
            if let Some(slot) = cells.get_mut(*position) {
                let origin = Origin { row: row.index, column: *column, ..origin };
                *slot = EntryCell { value: reading.value, state: reading.state, text: reading.text, origin };
            }
        }
        let place = self.grid.place(row.index, first?);
        let columns = self.sheet.units?;
        let text = |column: Option<u32>| column.and_then(|column| row.text(column));
        let fault = match self.units.find_both(text(columns.id).as_deref(), text(columns.name).as_deref()) {
            Match::Unit(unit) => return Some(Entry { unit, cells }),
            Match::Blank => AdjustmentFault::NoUnit,
            Match::Unknown(unit) => AdjustmentFault::UnknownUnit { unit },
            Match::Ambiguous(text, candidates) => {
                AdjustmentFault::AmbiguousUnit { text, candidates: self.units.describe(&candidates) }
            }
        };
        problems.push(Diagnostic::new(DataProblem::CorrectionRefused { fault }, place));
        None
    }
}
