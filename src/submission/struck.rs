//! Entries of lists that people struck out or added by hand in the table that was collected.

use std::collections::HashMap;

use super::corrections::differs;
use super::grid::{Grid, Row, quoted};
use super::layout::HEADER_ROWS;
use super::list_layout::{Fit, ListTable};
use super::list_reader::list_state;
use super::merge::{describe, entry_table};
use super::units::UnitIndex;
use super::value::{Reading, read_cell};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place};
use crate::program::{List, ListId, Program};
use crate::table::{Entry, EntryCell, EntryTable, Origin, Said, Sheet, State, Struck, Table};
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
    /// The columns, where the headers are those of a collected list; they are then taken from the unknown ones, and from
    /// those whose name a column of the list bears too.
    pub(super) fn take(table: &mut ListTable) -> Option<Columns> {
        let is = |text: &str, words: &[&str]| words.contains(&fold(text).as_str());
        if !table.unknown.iter().any(|(_, text)| is(text, STRUCK)) {
            return None;
        }
        let mut columns = Columns::default();
        let Columns { struck, reason, place: [file, sheet, cell], counts, source } = &mut columns;
        let mut keep = |column: u32, text: &str| {
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
                slot.get_or_insert(column);
                false
            })
        };
        table.unknown.retain(|(column, text)| keep(*column, text));
        table.twice.retain(|(column, _, text)| keep(*column, text));
        Some(columns)
    }

    /// Whether a row counts: it is not struck, and its source is one that counts.
    pub(super) fn count(&self, row: &Row) -> bool {
        let set_aside = self.counts.and_then(|column| row.text(column)).map(|text| fold(&text));
        !self.is_struck(row) && !set_aside.is_some_and(|word| matches!(word.as_str(), "否" | "no"))
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
        let Some(place) = strikes(grid) else { continue };
        let found =
            vocabulary.lists.named(grid, "", vocabulary).or_else(|| vocabulary.lists.by_header(grid, vocabulary));
        let found = found.and_then(|(header, fit)| match fit {
            Fit::One(mut sheet) => Columns::take(&mut sheet).map(|columns| (header, sheet, columns)),
            Fit::Several(_) => None,
        });
        let of_list = found.and_then(|found| Some((program.lists.get(found.1.list.index())?, found)));
        let Some((list, (header, sheet, columns))) = of_list else {
            let fault = AdjustmentFault::UnknownList { sheet: quoted(grid.sheet.as_deref().unwrap_or_default()) };
            problems.push(Diagnostic::new(DataProblem::CorrectionRefused { fault }, place));
            continue;
        };
        table.sheets.push(Sheet { file: grid.file.clone(), sheet: grid.sheet.clone(), source: None });
        Work { grid, list, sheet, columns, units }.apply(header, table, problems);
    }
}

/// Where the header of a collected list has its column for strikes.
fn strikes(grid: &Grid) -> Option<Place> {
    grid.rows.iter().take(HEADER_ROWS).find_map(|row| {
        let (column, _) = row.cells.iter().find(|(_, cell)| STRUCK.contains(&fold(&cell.text()).as_str()))?;
        Some(grid.place(row.index, *column))
    })
}

struct Work<'a> {
    grid: &'a Grid,
    list: &'a List,
    sheet: ListTable,
    columns: Columns,
    units: &'a UnitIndex<'a>,
}

/// The entries of a list as they stand, with what the collected table says of them.
struct Standing {
    /// Each with the reason for which it is struck, once it is.
    entries: Vec<(Entry, Option<String>)>,
    /// Those whose source does not count come after these.
    counted: usize,
    /// By place: positions in `entries`.
    at: HashMap<[String; 3], Vec<usize>>,
}

impl Standing {
    fn of(list: ListId, table: &Table) -> Standing {
        let mut entries: Vec<Entry> = table.lists.get(list.index()).into_iter().flat_map(EntryTable::entries).collect();
        let counted = entries.len();
        entries.extend(table.set_aside.range((list.0, 0)..=(list.0, u32::MAX)).flat_map(|(_, aside)| aside.clone()));
        let mut at: HashMap<[String; 3], Vec<usize>> = HashMap::new();
        for (position, entry) in entries.iter().enumerate() {
            at.entry(table.place_words(entry.origin())).or_default().push(position);
        }
        Standing { entries: entries.into_iter().map(|entry| (entry, None)).collect(), counted, at }
    }

    /// Those that stand at a place.
    fn at(&self, place: &[String; 3]) -> impl Iterator<Item = (usize, &Entry)> {
        let positions = self.at.get(place).into_iter().flatten();
        positions.filter_map(|position| Some((*position, &self.entries.get(*position)?.0)))
    }

    fn is_struck(&self, position: usize) -> bool {
        self.entries.get(position).is_some_and(|(_, reason)| reason.is_some())
    }
}

impl Work<'_> {
    fn apply(&self, header: usize, table: &mut Table, problems: &mut Vec<Diagnostic>) {
        let origin = Origin { sheet: u32::try_from(table.sheets.len()).unwrap_or(u32::MAX), row: 0, column: 0 };
        let mut standing = Standing::of(self.sheet.list, table);
        let mut added: Vec<Entry> = Vec::new();
        for row in self.grid.rows.get(header + 1..).unwrap_or_default() {
            if self.says_none(row) {
                continue;
            }
            let place = self.columns.place(row);
            let by_hand = place.iter().all(String::is_empty);
            match (by_hand, self.columns.is_struck(row)) {
                (true, true) => {}
                (true, false) => added.extend(self.entry(row, origin, problems)),
                (false, true) => self.strike(row, &place, &mut standing, problems),
                (false, false) => self.tell_differing(row, &place, &standing, problems),
            }
        }
        let any_struck = standing.entries.iter().any(|(_, reason)| reason.is_some());
        if any_struck || !added.is_empty() {
            self.settle(standing, added, table);
        }
    }

    /// Whether a row only says that there are no entries: nobody added it.
    fn says_none(&self, row: &Row) -> bool {
        let mut said =
            self.sheet.columns.iter().filter_map(|(column, _)| row.text(*column)).map(|text| list_state(&text));
        said.next().flatten().is_some_and(|state| said.all(|other| other == Some(state)))
    }

    /// Strikes the entry that a row shows. Another that stands in its place by now is not struck for it.
    fn strike(&self, row: &Row, place: &[String; 3], standing: &mut Standing, problems: &mut Vec<Diagnostic>) {
        let found = standing
            .at(place)
            .find(|(position, entry)| !standing.is_struck(*position) && self.differing(row, entry).is_none())
            .map(|(position, _)| position);
        match found.and_then(|position| standing.entries.get_mut(position)) {
            Some((_, struck)) => {
                *struck = Some(self.columns.reason.and_then(|column| row.text(column)).unwrap_or_default());
            }
            None => {
                let place = self.grid.place(row.index, self.columns.struck.unwrap_or_default());
                let problem = DataProblem::CorrectionRefused { fault: AdjustmentFault::EntryGone };
                problems.push(Diagnostic::new(problem, place));
            }
        }
    }

    /// The first cell that does not show what an entry holds: its column in the sheet, and its position in the list.
    fn differing(&self, row: &Row, entry: &Entry) -> Option<(u32, usize)> {
        self.sheet.columns.iter().copied().find(|(column, position)| {
            let then = self.read(row, *column, *position);
            let (Some(then), Some(now)) = (then, entry.cells.get(*position)) else { return true };
            differs(&then, &said(now))
        })
    }

    fn read(&self, row: &Row, column: u32, position: usize) -> Option<Reading> {
        let declared = self.list.columns.get(position)?;
        let blank = Reading { state: State::Missing, ..Reading::default() };
        Some(row.get(column).map_or(blank, |cell| read_cell(cell, declared, self.grid.is_typed())))
    }

    /// Tells a row in which a person wrote another value: that changes nothing, and is gone with the next collecting.
    fn tell_differing(&self, row: &Row, place: &[String; 3], standing: &Standing, problems: &mut Vec<Diagnostic>) {
        let mut told = None;
        for (_, entry) in standing.at(place) {
            match self.differing(row, entry) {
                None => return,
                Some((column, position)) => told = told.or(Some((entry, column, position))),
            }
        }
        let Some((entry, column, position)) = told else { return };
        let (Some(text), Some(declared), Some(now)) =
            (row.text(column), self.list.columns.get(position), entry.cells.get(position))
        else {
            return;
        };
        let problem = DataProblem::CollectedDiffers {
            unit: self.units.name(entry.unit).to_owned(),
            field: declared.label.clone(),
            then: quoted(&text),
            now: describe(&said(now), declared),
        };
        problems.push(Diagnostic::new(problem, self.grid.place(row.index, column)));
    }

    /// Puts the entries that are left, and those that were added, into the table, and keeps what was struck beside it.
    fn settle(&self, standing: Standing, added: Vec<Entry>, table: &mut Table) {
        let list = self.sheet.list;
        let Some(mut states) = table.lists.get(list.index()).map(|entries| entries.states.clone()) else { return };
        let (mut kept, mut aside) = (Vec::new(), Vec::new());
        for (position, (entry, reason)) in standing.entries.into_iter().enumerate() {
            match reason {
                Some(reason) => {
                    table.struck.entry((list.0, entry.unit)).or_default().push(Struck { entry, reason });
                }
                None if position < standing.counted => kept.push(entry),
                None => aside.push(entry),
            }
        }
        table.set_aside.retain(|(of, _), _| *of != list.0);
        for entry in aside {
            table.set_aside.entry((list.0, entry.unit)).or_default().push(entry);
        }
        for entry in &added {
            if let Some(state) = states.get_mut(entry.unit as usize) {
                *state = State::Known;
            }
        }
        kept.extend(added);
        let together = entry_table(self.list, kept, states);
        if let Some(slot) = table.lists.get_mut(list.index()) {
            *slot = together;
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
        match self.units.of_row(row, self.sheet.units?) {
            Ok(unit) => Some(Entry { unit, cells }),
            Err(fault) => {
                problems.push(Diagnostic::new(DataProblem::CorrectionRefused { fault }, place));
                None
            }
        }
    }
}

/// What a cell of an entry says.
fn said(cell: &EntryCell) -> Said {
    let EntryCell { value, state, text, origin } = cell.clone();
    Said { source: None, value, state, text, origin }
}
