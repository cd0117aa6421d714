//! The entries that all files gave, brought together.

use std::collections::{BTreeMap, HashMap};

use super::list_reader::Reported;
use super::merge::entry_table;
use super::sources::{Precedence, Weight};
use crate::diagnostic::{Diagnostic, Place};
use crate::number::Decimal;
use crate::program::{List, ListId, NoRows, Program};
use crate::source::Source;
use crate::table::{Entry, EntryTable, Origin, State, Table};
use crate::words::data::DataProblem;
use crate::words::labels::Label;
use crate::words::{Lang, Spoken};

/// What was said of the lists, in the order of the files.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) entries: Vec<(ListId, Entry)>,
    pub(super) reported: Vec<Reported>,
}

impl Gathered {
    /// Fills the table's lists. What contradicts itself is told.
    pub(super) fn settle(
        mut self,
        program: &Program,
        table: &mut Table,
        precedence: &Precedence,
        problems: &mut Vec<Diagnostic>,
    ) {
        self.weigh(program, table, precedence, problems);
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

impl Gathered {
    /// Sets aside, for each unit, the entries of all sources but the one that counts: entries of two would be counted
    /// twice.
    fn weigh(&mut self, program: &Program, table: &mut Table, precedence: &Precedence, problems: &mut Vec<Diagnostic>) {
        let mut speakers: BTreeMap<(u32, u32), Vec<Speaker>> = BTreeMap::new();
        let entries = self.entries.iter().map(|(list, entry)| (*list, entry.unit, entry.origin(), 1));
        let reported = self.reported.iter().filter(|said| said.written);
        let reported = reported.map(|said| (said.list, said.unit, said.origin, 0));
        for (list, unit, origin, count) in entries.chain(reported) {
            let all = speakers.entry((list.0, unit)).or_default();
            let source = table.source(origin);
            match all.iter_mut().find(|spoken| spoken.source == source) {
                Some(spoken) => spoken.count += count,
                None => all.push(Speaker { source, origin, count }),
            }
        }
        // Whose entries count; none where only sources have spoken whose word does not count.
        let mut counts: BTreeMap<(u32, u32), Option<Option<Source>>> = BTreeMap::new();
        for ((list, unit), all) in speakers {
            let Some(of) = program.lists.get(list as usize) else { continue };
            let weight = |spoken: &Speaker| precedence.weight(&of.precedence, spoken.source);
            let Some(best) = all.iter().min_by_key(|spoken| weight(spoken)) else { continue };
            let never = weight(best) == Weight::Never;
            if all.len() < 2 && !never {
                continue;
            }
            let name = table.units.get(unit as usize).map(|unit| unit.name.clone()).unwrap_or_default();
            let place = |spoken: &Speaker| table.place(spoken.origin).unwrap_or_else(|| Place::Unit(name.clone()));
            counts.insert((list, unit), (!never).then_some(best.source));
            let field = of.label.clone();
            if never {
                let said = Speaker::words(&all);
                let problem = DataProblem::OnlyCompared { unit: name.clone(), field, said };
                problems.push(Diagnostic::new(problem, place(best)));
            } else if let [first, second, ..] = all.as_slice()
                && all.iter().any(|spoken| weight(spoken) == Weight::Undeclared)
            {
                let (first_says, second_says, unit) = (
                    Speaker::words(std::slice::from_ref(first)),
                    Speaker::words(std::slice::from_ref(second)),
                    name.clone(),
                );
                let problem = DataProblem::SourcesUndeclared { unit, field, first: first_says, second: second_says };
                problems.push(Diagnostic::new(problem, place(second)).related(place(first)));
            }
        }
        if counts.is_empty() {
            return;
        }
        let counts_for = |list: ListId, unit: u32, origin: Origin| {
            counts.get(&(list.0, unit)).is_none_or(|source| *source == Some(table.source(origin)))
        };
        let (kept, aside): (Vec<_>, Vec<_>) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(|(list, entry)| counts_for(*list, entry.unit, entry.origin()));
        self.entries = kept;
        self.reported.retain(|said| counts_for(said.list, said.unit, said.origin));
        for (list, entry) in aside {
            table.set_aside.entry((list.0, entry.unit)).or_default().push(entry);
        }
    }
}

/// A source that speaks of a unit's list: the first place, and how many entries it gives.
struct Speaker {
    source: Option<Source>,
    origin: Origin,
    count: usize,
}

impl Speaker {
    fn words(all: &[Speaker]) -> Spoken {
        Spoken::of(|lang| {
            let one = |speaker: &Speaker| {
                let who = speaker.source.map_or("", |source| lang.pick(source.title()));
                let entries = Label::EntryCount { count: speaker.count }.say(lang);
                format!("{who} {entries}").trim().to_owned()
            };
            all.iter().map(one).collect::<Vec<_>>().join(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            })
        })
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
                    field: list.label.clone().into(),
                    first: first_words,
                    second,
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

fn state_words(state: State) -> Spoken {
    let label = if state == State::NotApplicable { Label::StatusNotApplicable } else { Label::NoEntries };
    Spoken::of(|lang| label.say(lang))
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
