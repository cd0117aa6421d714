//! The entries that all files gave, brought together.

use std::collections::{BTreeMap, HashMap};

use super::list_reader::Reported;
use super::merge::entry_table;
use crate::diagnostic::{Diagnostic, Place};
use crate::number::Decimal;
use crate::program::{List, ListId, NoRows, Program};
use crate::table::{Entry, EntryTable, Origin, State, Table};
use crate::words::data::DataProblem;

/// What was said of the lists, in the order of the files.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) entries: Vec<(ListId, Entry)>,
    pub(super) reported: Vec<Reported>,
}

impl Gathered {
    /// Fills the table's lists. What contradicts itself is told.
    pub(super) fn settle(self, program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
        let mut entries: Vec<Vec<Entry>> = vec![Vec::new(); program.lists.len()];
        for (list, entry) in self.entries {
            if let Some(entries) = entries.get_mut(list.index()) {
                entries.push(entry);
            }
        }
        let mut reported: Vec<Vec<Reported>> = program.lists.iter().map(|_| Vec::new()).collect();
        for said in self.reported {
            if let Some(reported) = reported.get_mut(said.list.index()) {
                reported.push(said);
            }
        }
        for (position, list) in program.lists.iter().enumerate() {
            let (Some(entries), Some(reported)) = (entries.get_mut(position), reported.get(position)) else { continue };
            let states = states(list, entries, reported, table, problems);
            let together = entry_table(list, std::mem::take(entries), states);
            tell_twice(list, &together, table, problems);
            if let Some(slot) = table.lists.get_mut(position) {
                *slot = together;
            }
        }
    }
}

/// What a unit without entries, of whom nobody said anything, has.
pub(super) fn unheard(list: &List) -> State {
    match list.no_rows {
        NoRows::None => State::Known,
        NoRows::Missing => State::Missing,
    }
}

fn states(
    list: &List,
    entries: &[Entry],
    reported: &[Reported],
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Vec<State> {
    let mut states = vec![unheard(list); table.units.len()];
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.unit).or_default() += 1;
        if let Some(state) = states.get_mut(entry.unit as usize) {
            *state = State::Known;
        }
    }
    let mut written: BTreeMap<u32, &Reported> = BTreeMap::new();
    for said in reported {
        let name = || table.units.get(said.unit as usize).map(|unit| unit.name.clone()).unwrap_or_default();
        let place = |origin: Origin| table.place(origin).unwrap_or_else(|| Place::Unit(name()));
        if let Some(count) = counts.get(&said.unit) {
            if said.written {
                let (unit, list) = (name(), list.label.clone());
                let problem = DataProblem::EntriesBesideNone { unit, list, count: *count };
                problems.push(Diagnostic::new(problem, place(said.origin)));
            }
            continue;
        }
        match written.get(&said.unit) {
            Some(first) if said.written && first.state != said.state => {
                let (first_words, second) = (state_words(first.state), state_words(said.state));
                let problem = DataProblem::Conflict {
                    unit: name(),
                    field: list.label.clone(),
                    first: first_words.to_owned(),
                    second: second.to_owned(),
                };
                problems.push(Diagnostic::new(problem, place(said.origin)).related(place(first.origin)));
            }
            Some(_) => {}
            None => {
                if said.written {
                    written.insert(said.unit, said);
                }
                if let Some(state) = states.get_mut(said.unit as usize) {
                    *state = said.state;
                }
            }
        }
    }
    states
}

fn state_words(state: State) -> &'static str {
    if state == State::NotApplicable { "不适用" } else { "无" }
}

/// Tells entries of one unit that are the same in two files: each of them counts, and an office has to look.
fn tell_twice(list: &List, entries: &EntryTable, table: &Table, problems: &mut Vec<Diagnostic>) {
    for (position, unit) in table.units.iter().enumerate() {
        let mut seen: HashMap<Vec<(State, Decimal)>, Origin> = HashMap::new();
        for entry in entries.of_unit(position) {
            let cells = || (0..entries.columns.len()).filter_map(|column| entries.value(entry, column));
            let key: Vec<(State, Decimal)> = cells().map(|(state, value, _)| (state, value.normalize())).collect();
            let origin = cells().map(|(_, _, origin)| origin).find(|origin| origin.sheet > 0).unwrap_or_default();
            let Some(first) = seen.get(&key) else {
                seen.insert(key, origin);
                continue;
            };
            let file = |origin: Origin| {
                table.sheets.get((origin.sheet as usize).wrapping_sub(1)).map(|sheet| sheet.file.clone())
            };
            if let (Some(place), Some(related)) = (table.place(origin), table.place(*first))
                && file(origin) != file(*first)
            {
                let problem = DataProblem::SameEntry { unit: unit.name.clone(), list: list.label.clone() };
                problems.push(Diagnostic::new(problem, place).related(related));
            }
        }
    }
}
