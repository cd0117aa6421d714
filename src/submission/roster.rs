//! Who is assessed: the roster's file, or else whoever submitted something.

use std::collections::HashMap;

use rayon::prelude::*;

use super::blocks::fill;
use super::form;
use super::grid::{Grid, Row};
use super::layout::{Layout, UnitColumns, detect_units, is_note_text};
use super::list_layout::without_list;
use super::open::{Opened, open};
use super::tables::{Found, tables};
use super::vocabulary::{Purpose, Vocabulary, adds_up};
use super::{Roster, SourceFile};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::program::Program;
use crate::table::Unit;
use crate::words::data::DataProblem;

/// A unit as a file writes it.
struct Entry {
    id: Option<String>,
    name: Option<String>,
    group: Option<String>,
    former: Vec<String>,
    place: Place,
}

/// Reads the roster's file, a CSV file or a workbook with the columns id (编号), name (名称, 单位) and group (分组).
/// One of id and name may be absent, and serves as the other. `None` when there is nobody on it.
pub fn read_roster(file: &SourceFile, program: &Program, problems: &mut Vec<Diagnostic>) -> Option<Roster> {
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    let Opened { name, input, mut grids, problems: found, .. } = open(file);
    let unreadable = crate::diagnostic::has_errors(&found);
    problems.extend(found);
    if unreadable && grids.is_empty() {
        return None;
    }
    let table = grids.iter_mut().find_map(|grid| {
        let (header, columns) = detect_units(grid, &vocabulary)?;
        // A group is often merged over its units.
        let end = grid.rows.len();
        fill(grid, header, end, &columns.group.into_iter().collect::<Vec<_>>());
        Some((&*grid, (header, columns)))
    });
    let Some((grid, (header, columns))) = table else {
        let column = "id".to_owned();
        problems.push(Diagnostic::new(DataProblem::RosterColumn { column }, Place::File(name)));
        return None;
    };
    if columns.group.is_none() && program.groups_declared && !program.groups.is_empty() {
        let row = grid.rows.get(header).map_or(0, |row| row.index);
        let column = "group".to_owned();
        problems.push(Diagnostic::new(DataProblem::RosterColumn { column }, grid.place(row, 0)));
    }
    let mut members = Members::new(program);
    for entry in entries(grid, grid.rows.get(header + 1..).unwrap_or_default(), columns) {
        members.enter(entry, columns.group.is_some(), problems);
    }
    if members.roster.units.is_empty() {
        problems.push(Diagnostic::new(DataProblem::EmptyFile { file: name.to_string() }, Place::File(name)));
        return None;
    }
    Some(Roster { input, ..members.roster })
}

/// Without a roster: the units in the order in which the submissions first name them. What is wrong with the files
/// themselves is told by [`super::read_submissions`].
pub fn gather_roster(files: &[SourceFile], program: &Program, problems: &mut Vec<Diagnostic>) -> Roster {
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    let named: Vec<Vec<Entry>> = files.par_iter().map(|file| named_in(file, &vocabulary)).collect();
    let mut members = Members::new(program);
    for entry in named.into_iter().flatten() {
        members.meet(entry, problems);
    }
    members.roster
}

/// The units a file names, in order.
fn named_in(file: &SourceFile, vocabulary: &Vocabulary<'_>) -> Vec<Entry> {
    let mut named = Vec::new();
    let mut lists = Vec::new();
    let mut stem = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let Opened { grids, stamp, .. } = open(file);
    if stamp.is_some() {
        // A form that we made names its unit above the table; a blank one is not a unit called blank.
        stem.clear();
    }
    for grid in &grids {
        let mut form = false;
        for found in tables(grid, &stem, vocabulary) {
            match &found.layout {
                Some(Layout::Wide(table)) => named.extend(entries(grid, found.rows(grid), table.units)),
                Some(Layout::Long(table)) => match table.units {
                    Some(columns) => named.extend(entries(grid, found.rows(grid), columns)),
                    // The next page of a form is of the same unit, unless it says otherwise.
                    None if form && form::above(grid, found.start..found.first, vocabulary).is_none() => {}
                    None => {
                        form = true;
                        named.extend(of_form(&stem, grid, &found, vocabulary));
                    }
                },
                Some(Layout::List(table)) => {
                    let units = table.units;
                    lists.push((grid, found, units));
                }
                Some(Layout::AnyList(_)) | None => {}
            }
        }
    }
    for (grid, found, units) in lists {
        let titled = form::above(grid, found.start..found.first, vocabulary).is_some();
        match units {
            // A column headed 编号 alone may as well count the entries of a form.
            Some(columns) if columns.name.is_some() || !titled && named.is_empty() => {
                named.extend(entries(grid, found.rows(grid), columns));
            }
            _ if titled || named.is_empty() => {
                named.extend(of_form(without_list(&stem, &vocabulary.lists), grid, &found, vocabulary));
            }
            _ => {}
        }
    }
    // What is no unit may stand where units do: sums, and notes under the table.
    named.retain(|entry| ![&entry.id, &entry.name].into_iter().flatten().any(|text| adds_up(text)));
    named
}

fn of_form(stem: &str, grid: &Grid, table: &Found, vocabulary: &Vocabulary<'_>) -> Option<Entry> {
    if let Some(named) = form::above(grid, table.start..table.first, vocabulary) {
        return Some(Entry { id: named.id, name: named.name, group: None, former: Vec::new(), place: named.place });
    }
    if stem.is_empty() {
        return None;
    }
    let place = Place::File(grid.file.clone());
    let (id, name) = match stem.split_once(['-', '_']) {
        Some((id, name)) => (id.trim().to_owned(), Some(name.trim().to_owned())),
        None => (stem.to_owned(), None),
    };
    Some(Entry { id: Some(id), name, group: None, former: Vec::new(), place })
}

/// The units of a table's rows; a note under the table names nobody.
fn entries<'g>(grid: &'g Grid, rows: &'g [Row], columns: UnitColumns) -> impl Iterator<Item = Entry> + 'g {
    rows.iter().filter_map(move |row| {
        let text = |column: Option<u32>| column.and_then(|column| row.text(column));
        let (id, name) = (text(columns.id), text(columns.name));
        let column = if id.is_some() { columns.id } else { columns.name }?;
        let note = [&id, &name].into_iter().flatten().any(|text| is_note_text(text));
        (!note || row.cells.len() > 1).then(|| Entry {
            id,
            name,
            group: text(columns.group),
            former: text(columns.former).map(|names| several(&names)).unwrap_or_default(),
            place: grid.place(row.index, column),
        })
    })
}

/// The names of a cell that may hold several.
fn several(names: &str) -> Vec<String> {
    let names = names.split(['、', ';', '\u{ff1b}', ',', '\u{ff0c}', '/', '\n']);
    names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A roster as it grows.
struct Members<'a> {
    program: &'a Program,
    roster: Roster,
    /// By id or name: the unit and where it was first written.
    known: HashMap<String, (usize, Place)>,
}

impl<'a> Members<'a> {
    fn new(program: &'a Program) -> Members<'a> {
        let roster = Roster { units: Vec::new(), groups: program.groups.clone(), input: None };
        Members { program, roster, known: HashMap::new() }
    }

    /// Enters a unit of a roster; a second of its id or name is an error and left out.
    fn enter(&mut self, entry: Entry, grouped: bool, problems: &mut Vec<Diagnostic>) {
        let (Some(id), Some(name)) = (entry.id.clone().or(entry.name.clone()), entry.name.or(entry.id)) else { return };
        for word in [&id, &name] {
            if let Some((_, first)) = self.known.get(word) {
                let problem = DataProblem::RosterDuplicate { id: word.clone() };
                problems.push(Diagnostic::new(problem, entry.place).related(first.clone()));
                return;
            }
        }
        let group = self.group(entry.group, grouped, &entry.place, problems);
        self.add(Unit { id, name, group, former: entry.former }, &entry.place);
    }

    /// Adds a unit met in a submission, unless it is known by its id or name.
    fn meet(&mut self, entry: Entry, problems: &mut Vec<Diagnostic>) {
        let known = [&entry.id, &entry.name].into_iter().flatten().find_map(|word| self.known.get(word)).map(|k| k.0);
        if let Some(position) = known {
            self.complete(position, entry, problems);
            return;
        }
        let (Some(id), Some(name)) = (entry.id.clone().or(entry.name.clone()), entry.name.or(entry.id)) else { return };
        let group = self.group(entry.group, true, &entry.place, problems);
        self.add(Unit { id, name, group, former: entry.former }, &entry.place);
    }

    /// Another file may know the other half of a unit's id and name, or its group.
    fn complete(&mut self, position: usize, entry: Entry, problems: &mut Vec<Diagnostic>) {
        let group = entry.group.map(|group| self.group(Some(group), true, &entry.place, problems));
        let blank = self.roster.groups.iter().position(String::is_empty);
        let Some(unit) = self.roster.units.get_mut(position) else { return };
        if let (Some(id), Some(name)) = (entry.id, entry.name)
            && unit.id == unit.name
            && (unit.id == id || unit.name == name)
        {
            (unit.id, unit.name) = (id.clone(), name.clone());
            for word in [id, name] {
                self.known.entry(word).or_insert((position, entry.place.clone()));
            }
        }
        if let Some(group) = group
            && Some(unit.group) == blank
        {
            unit.group = group;
        }
    }

    fn add(&mut self, unit: Unit, place: &Place) {
        let position = self.roster.units.len();
        for word in [unit.id.clone(), unit.name.clone()] {
            self.known.entry(word).or_insert_with(|| (position, place.clone()));
        }
        self.roster.units.push(unit);
    }

    /// The position of a group. A new one is a mistake where the rubric declares its groups; the unit is kept in it, so
    /// that the result shows what was written.
    fn group(&mut self, name: Option<String>, told: bool, place: &Place, problems: &mut Vec<Diagnostic>) -> usize {
        let name = name.unwrap_or_default();
        if let Some(position) = self.roster.groups.iter().position(|group| *group == name) {
            return position;
        }
        let declared = self.program.groups_declared && !self.program.groups.is_empty();
        if declared && told && name.is_empty() {
            problems
                .push(Diagnostic::new(DataProblem::NoGroup { groups: self.program.groups.join("、") }, place.clone()));
        } else if declared && told {
            let groups = self.program.groups.join("、");
            let suggestion = nearest(&name, self.program.groups.iter().map(String::as_str));
            let problem = DataProblem::UnknownGroup { group: name.clone(), groups };
            problems.push(Diagnostic::new(problem, place.clone()).suggest(suggestion));
        }
        self.roster.groups.push(name);
        self.roster.groups.len() - 1
    }
}
