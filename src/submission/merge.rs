//! What all files said, brought together in the order given.

use std::collections::{BTreeMap, BTreeSet};

use super::Roster;
use super::list_merge::{Gathered, unheard};
use super::reader::{Claim, FileReading, Value};
use super::scales::{self, Bare};
use crate::diagnostic::{Diagnostic, Place};
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind, List, Program, show};
use crate::table::{Entry, EntryTable, Origin, Remarks, State, Table, Unit};
use crate::words::Lang;
use crate::words::data::DataProblem;

/// The table of a program's fields and lists in which nobody has submitted anything.
pub fn blank_table(program: &Program, units: Vec<Unit>, groups: Vec<String>) -> Table {
    let count = units.len();
    let mut table = Table::empty(units, groups, program.fields.len());
    for (column, field) in table.fields.iter_mut().zip(&program.fields) {
        if field.kind == FieldKind::Text {
            column.texts = vec![String::new(); count];
        }
    }
    let blank = |list: &List| entry_table(list, Vec::new(), vec![unheard(list); count]);
    table.lists = program.lists.iter().map(blank).collect();
    table
}

/// The entries of a list.
pub fn entry_table(list: &List, entries: Vec<Entry>, states: Vec<State>) -> EntryTable {
    let texts: Vec<bool> = list.columns.iter().map(|column| column.kind == FieldKind::Text).collect();
    EntryTable::of(entries, &texts, states)
}

/// Merges readings into one table; the first of two different values stays.
pub(super) fn merge(
    readings: Vec<FileReading>,
    program: &Program,
    roster: &Roster,
    problems: &mut Vec<Diagnostic>,
) -> Table {
    let mut table = blank_table(program, roster.units.clone(), roster.groups.clone());
    let mut heard = BTreeSet::new();
    let mut merge = Merge { program, table: &mut table, claims: BTreeMap::new(), problems };
    let mut lists = Gathered::default();
    let mut percentages = Vec::new();
    for reading in readings {
        let before = u32::try_from(merge.table.sheets.len()).unwrap_or(u32::MAX);
        percentages.extend(reading.bare.iter().map(|bare| Bare { origin: shifted(bare.origin, before), ..*bare }));
        heard.extend(merge.take(reading, &mut lists));
    }
    scales::tell(&percentages, program, &table, problems);
    lists.settle(program, &mut table, problems);
    for (position, unit) in (0_u32..).zip(&table.units) {
        if !heard.contains(&position) {
            table.silent.insert(position);
            let problem = DataProblem::NoSubmission { unit: unit.name.clone() };
            problems.push(Diagnostic::new(problem, Place::Unit(unit.name.clone())));
        }
    }
    table
}

/// Adds what a file said of targets or of an earlier period; gives the units of whom it said anything.
pub(super) fn add_reading(
    reading: FileReading,
    program: &Program,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) -> BTreeSet<u32> {
    Merge { program, table, claims: BTreeMap::new(), problems }.take(reading, &mut Gathered::default())
}

fn shifted(origin: Origin, sheets: u32) -> Origin {
    Origin { sheet: origin.sheet.saturating_add(sheets), ..origin }
}

/// Keeps what was said first of each kind.
fn add(remarks: &mut Remarks, more: Remarks) {
    let Remarks { evidence, remark, reason } = more;
    remarks.evidence = remarks.evidence.take().or(evidence);
    remarks.remark = remarks.remark.take().or(remark);
    remarks.reason = remarks.reason.take().or(reason);
}

struct Merge<'a> {
    program: &'a Program,
    table: &'a mut Table,
    /// Where claims came from.
    claims: BTreeMap<(u32, u32), Origin>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Merge<'_> {
    /// Adds what a file said; gives the units of whom it said anything.
    fn take(&mut self, reading: FileReading, lists: &mut Gathered) -> BTreeSet<u32> {
        let before = u32::try_from(self.table.sheets.len()).unwrap_or(u32::MAX);
        self.table.inputs.extend(reading.input);
        self.table.sheets.extend(reading.sheets);
        self.problems.extend(reading.problems);
        for value in reading.values {
            self.value(&value, shifted(value.origin, before));
        }
        for (unit, field, remarks) in reading.remarks {
            add(self.table.remarks.entry((unit, field.0)).or_default(), remarks);
        }
        for claim in reading.claims {
            self.claim(&claim, shifted(claim.origin, before));
        }
        for (list, mut entry) in reading.entries {
            for cell in entry.cells.iter_mut().filter(|cell| cell.origin.sheet > 0) {
                cell.origin = shifted(cell.origin, before);
            }
            lists.entries.push((list, entry));
        }
        for mut said in reading.reported {
            said.origin = shifted(said.origin, before);
            lists.reported.push(said);
        }
        reading.heard
    }

    fn value(&mut self, value: &Value, origin: Origin) {
        let unit = value.unit as usize;
        let Some(field) = self.program.fields.get(value.field.index()) else { return };
        let Some(column) = self.table.fields.get_mut(value.field.index()) else { return };
        let (Some(known), Some(state), Some(first)) =
            (column.values.get_mut(unit), column.states.get_mut(unit), column.origins.get_mut(unit))
        else {
            return;
        };
        let text = column.texts.get_mut(unit);
        if *state == State::Missing {
            (*known, *state, *first) = (value.number, value.state, origin);
            if let (Some(text), Some(new)) = (text, &value.text) {
                text.clone_from(new);
            }
            return;
        }
        let written = text.as_deref().map_or("", String::as_str);
        let same =
            *state == value.state && *known == value.number && value.text.as_deref().unwrap_or_default() == written;
        if same {
            return;
        }
        let earlier = describe(*known, *state, written, field);
        let later = describe(value.number, value.state, value.text.as_deref().unwrap_or_default(), field);
        let first = *first;
        self.conflict(value.unit, field.label.clone(), (earlier, first), (later, origin));
    }

    fn claim(&mut self, claim: &Claim, origin: Origin) {
        let key = (claim.unit, claim.node.0);
        let Some(known) = self.table.claims.get(&key).copied() else {
            self.table.claims.insert(key, claim.points);
            self.claims.insert(key, origin);
            return;
        };
        if known != claim.points {
            let id = self.program.nodes.get(claim.node.index()).map_or("", |node| node.id.as_str());
            let first = self.claims.get(&key).copied().unwrap_or_default();
            let name = format!("{id} 自评得分");
            self.conflict(claim.unit, name, (number::plain(known), first), (number::plain(claim.points), origin));
        }
    }

    fn conflict(&mut self, unit: u32, field: String, first: (String, Origin), second: (String, Origin)) {
        let unit = self.table.units.get(unit as usize).map_or_else(String::new, |unit| unit.name.clone());
        let nowhere = || Place::Unit(unit.clone());
        let place = self.table.place(second.1).unwrap_or_else(nowhere);
        let related = self.table.place(first.1).unwrap_or_else(nowhere);
        let problem = DataProblem::Conflict { unit, field, first: first.0, second: second.0 };
        self.problems.push(Diagnostic::new(problem, place).related(related));
    }
}

/// A value as the message shows it.
fn describe(value: Decimal, state: State, text: &str, field: &Field) -> String {
    match (state, &field.kind) {
        (State::NotApplicable, _) => "不适用".to_owned(),
        (_, FieldKind::Text) => text.to_owned(),
        (_, kind) => show(value, &kind.quantity(), Lang::Zh),
    }
}
