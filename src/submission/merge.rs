//! What all files said, brought together in the order given.

use std::collections::{BTreeMap, BTreeSet};

use super::list_merge::{Gathered, unheard};
use super::reader::{About, Claim, FileReading, Value};
use super::scales::{self, Bare};
use super::sources::{Precedence, Weight};
use super::{Roster, evidence};
use crate::diagnostic::{Diagnostic, Place};
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind, List, Program, Role, show_said};
use crate::source::Source;
use crate::table::{Entry, EntryTable, FieldColumn, Origin, Remarks, Said, State, Table, Unit};
use crate::words::data::DataProblem;
use crate::words::labels::Label;
use crate::words::{Lang, Spoken};

/// The table of a program's fields and lists in which nobody has submitted anything.
pub fn blank_table(program: &Program, units: Vec<Unit>, groups: Vec<String>) -> Table {
    let count = units.len();
    let mut table = Table::empty(units, groups, program.fields.len());
    for (column, field) in table.fields.iter_mut().zip(&program.fields) {
        if field.kind == FieldKind::Text {
            column.texts = vec![String::new(); count];
        }
        // Evidence counts as given until files say otherwise.
        if matches!(field.role, Role::Evidence(_)) {
            (column.values, column.states) = (vec![Decimal::ONE; count], vec![State::Known; count]);
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

/// Merges readings into one table; of two values of one source the first stays, and of two sources that which counts.
pub(super) fn merge(
    readings: Vec<FileReading>,
    program: &Program,
    roster: &Roster,
    precedence: &Precedence,
    problems: &mut Vec<Diagnostic>,
) -> Table {
    let mut table = blank_table(program, roster.units.clone(), roster.groups.clone());
    let mut heard = BTreeSet::new();
    let mut merge = Merge { program, table: &mut table, precedence, claims: BTreeMap::new(), problems };
    let mut lists = Gathered::default();
    let mut percentages = Vec::new();
    for reading in readings {
        let before = u32::try_from(merge.table.sheets.len()).unwrap_or(u32::MAX);
        percentages.extend(reading.bare.iter().map(|bare| Bare { origin: shifted(bare.origin, before), ..*bare }));
        heard.extend(merge.take(reading, &mut lists));
    }
    evidence::settle(program, &mut table);
    tell_compared(program, &table, problems);
    scales::tell(&percentages, program, &table, problems);
    lists.settle(program, &mut table, precedence, problems);
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
    let precedence = &Precedence::default();
    Merge { program, table, precedence, claims: BTreeMap::new(), problems }.take(reading, &mut Gathered::default())
}

fn shifted(origin: Origin, sheets: u32) -> Origin {
    Origin { sheet: origin.sheet.saturating_add(sheets), ..origin }
}

/// Keeps what was said first of each kind.
fn add(remarks: &mut Remarks, more: Remarks) {
    let Remarks { evidence, pages, remark, reason } = more;
    remarks.evidence = remarks.evidence.take().or(evidence);
    remarks.pages = remarks.pages.take().or(pages);
    remarks.remark = remarks.remark.take().or(remark);
    remarks.reason = remarks.reason.take().or(reason);
}

struct Merge<'a> {
    program: &'a Program,
    table: &'a mut Table,
    precedence: &'a Precedence,
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
        for (unit, about, remarks) in reading.remarks {
            let slot = match about {
                About::Field(field) => self.table.remarks.entry((unit, field.0)),
                About::Node(node) => self.table.node_remarks.entry((unit, node.0)),
            };
            add(slot.or_default(), remarks);
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
        let (unit, position) = (value.unit as usize, value.field.index());
        let Some(field) = self.program.fields.get(position) else { return };
        let weight = |source| match (field.role, source) {
            // What a unit gives itself never counts.
            (Role::Given(_), Some(Source::Own)) => Weight::Never,
            _ => self.precedence.weight(&field.precedence, source),
        };
        let source = self.table.source(origin);
        let new = Said { source, value: value.number, state: value.state, text: value.text.clone(), origin };
        let Some(counted) = self.table.fields.get(position).map(|column| said(column, unit)) else { return };
        let counted = counted.map(|said| Said { source: self.table.source(said.origin), ..said });
        let key = (value.unit, value.field.0);
        let known = self.table.said.get(&key);
        let compared = known.is_some();
        let same = known.into_iter().flatten().chain(&counted).find(|said| said.source == source).cloned();
        if let Some(first) = &same {
            if !first.agrees(&new) {
                let first = (describe(first, field), first.origin);
                self.conflict(value.unit, field.label.clone().into(), first, (describe(&new, field), origin));
            }
            return;
        }
        let own = weight(source);
        let wins = match &counted {
            None => own != Weight::Never,
            Some(counted) => own < weight(counted.source),
        };
        let undeclared = |said: &Said| {
            !said.agrees(&new) && (own == Weight::Undeclared || weight(said.source) == Weight::Undeclared)
        };
        if let Some(first) = counted.as_ref().filter(|first| undeclared(first)) {
            let unit = self.table.units.get(unit).map_or_else(String::new, |unit| unit.name.clone());
            let (first_says, second) = (attributed(&[first], field), attributed(&[&new], field));
            let problem =
                DataProblem::SourcesUndeclared { unit, field: field.label.clone(), first: first_says, second };
            self.differ(problem, value.unit, first.origin, origin);
        }
        if compared || counted.is_some() || own == Weight::Never {
            let all = self.table.said.entry(key).or_insert_with(|| counted.into_iter().collect());
            all.push(new);
        }
        if let Some(column) = self.table.fields.get_mut(position).filter(|_| wins) {
            set(column, value, origin);
        }
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
            let name = Spoken::of(|lang| format!("{id} {}", Label::ClaimColumn.say(lang)));
            let points = |points: Decimal| Spoken::of(|_| number::plain(points));
            self.conflict(claim.unit, name, (points(known), first), (points(claim.points), origin));
        }
    }

    fn conflict(&mut self, unit: u32, field: Spoken, first: (Spoken, Origin), second: (Spoken, Origin)) {
        let name = self.table.units.get(unit as usize).map_or_else(String::new, |unit| unit.name.clone());
        let problem = DataProblem::Conflict { unit: name, field, first: first.0, second: second.0 };
        self.differ(problem, unit, first.1, second.1);
    }

    /// Tells that what is said in one place differs from what was said in another.
    fn differ(&mut self, problem: DataProblem, unit: u32, first: Origin, second: Origin) {
        let unit = self.table.units.get(unit as usize).map_or_else(String::new, |unit| unit.name.clone());
        let nowhere = || Place::Unit(unit.clone());
        let place = self.table.place(second).unwrap_or_else(nowhere);
        let related = self.table.place(first).unwrap_or_else(nowhere);
        self.problems.push(Diagnostic::new(problem, place).related(related));
    }
}

/// What a column holds of a unit, if anything.
fn said(column: &FieldColumn, unit: usize) -> Option<Said> {
    column.held(unit).filter(|said| said.state != State::Missing)
}

fn set(column: &mut FieldColumn, value: &Value, origin: Origin) {
    let unit = value.unit as usize;
    if let (Some(known), Some(state), Some(first)) =
        (column.values.get_mut(unit), column.states.get_mut(unit), column.origins.get_mut(unit))
    {
        (*known, *state, *first) = (value.number, value.state, origin);
    }
    if let (Some(text), Some(new)) = (column.texts.get_mut(unit), &value.text) {
        text.clone_from(new);
    }
}

/// Tells of values that only sources have given whose word does not count.
fn tell_compared(program: &Program, table: &Table, problems: &mut Vec<Diagnostic>) {
    for ((unit, field), all) in &table.said {
        let (Some(of), Some(column)) = (program.fields.get(*field as usize), table.fields.get(*field as usize)) else {
            continue;
        };
        if said(column, *unit as usize).is_none()
            && let Some(first) = all.first()
        {
            let name = table.units.get(*unit as usize).map_or_else(String::new, |unit| unit.name.clone());
            let said = attributed(&all.iter().collect::<Vec<_>>(), of);
            let place = table.place(first.origin).unwrap_or_else(|| Place::Unit(name.clone()));
            let problem = DataProblem::OnlyCompared { unit: name, field: of.label.clone(), said };
            problems.push(Diagnostic::new(problem, place));
        }
    }
}

/// A value as a message shows it.
pub(super) fn describe(said: &Said, field: &Field) -> Spoken {
    Spoken::of(|lang| show_said(said, field, lang))
}

/// Values with who says them.
fn attributed(all: &[&Said], field: &Field) -> Spoken {
    Spoken::of(|lang| {
        let one = |said: &&Said| {
            let who = said.source.map_or("", |source| lang.pick(source.title()));
            format!("{who} {}", show_said(said, field, lang)).trim().to_owned()
        };
        all.iter().map(one).collect::<Vec<_>>().join(match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    })
}
