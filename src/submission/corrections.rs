//! Values that people corrected by hand (更正) in the table that was collected from all submissions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::grid::{Grid, Row, quoted};
use super::layout::{HEADER_ROWS, UnitColumns};
use super::merge::describe;
use super::open::{Opened, open};
use super::units::UnitIndex;
use super::value::{Reading, read_cell};
use super::vocabulary::{CORRECTED_BY, CORRECTION, CORRECTION_REASON, Part, Purpose, Target, Vocabulary, part};
use super::{SourceFile, struck};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::number::in_cell;
use crate::program::{FieldId, Program};
use crate::source::Source;
use crate::table::{Correction, Origin, Said, Sheet, State, Table};
use crate::text::fold;
use crate::words::Spoken;
use crate::words::data::{AdjustmentFault, DataProblem};

/// The columns of a collected table.
#[derive(Default)]
struct Columns {
    units: UnitColumns,
    fields: Vec<u32>,
    value: Option<u32>,
    source: Option<u32>,
    correction: Option<u32>,
    reason: Option<u32>,
    person: Option<u32>,
}

impl Columns {
    fn of(row: &Row, vocabulary: &Vocabulary<'_>) -> Option<Columns> {
        let mut columns = Columns::default();
        for (column, cell) in &row.cells {
            let text = cell.text();
            let word = fold(&text);
            let is = |words: &[&str]| words.contains(&word.as_str());
            let slot = match part(&text) {
                _ if is(CORRECTION) => &mut columns.correction,
                _ if is(CORRECTION_REASON) => &mut columns.reason,
                _ if is(CORRECTED_BY) => &mut columns.person,
                Some(Part::Field) => {
                    columns.fields.push(*column);
                    continue;
                }
                Some(Part::Value) => &mut columns.value,
                Some(Part::Source) => &mut columns.source,
                _ => {
                    if let Some(role) = vocabulary.unit_column(&text) {
                        columns.units.take(role, *column);
                    }
                    continue;
                }
            };
            slot.get_or_insert(*column);
        }
        (columns.units.any() && !columns.fields.is_empty() && columns.correction.is_some()).then_some(columns)
    }
}

/// Whether a file is a table that was collected, so that it may be written anew.
pub fn is_collected(file: &SourceFile, program: &Program) -> bool {
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    open(file).grids.iter().any(|grid| find(grid, &vocabulary).is_some())
}

/// Applies the corrections of a file to the table, over whatever was submitted. One that cannot be applied is told and
/// changes nothing.
pub fn read_corrections(file: &SourceFile, program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
    if !file.path.exists() {
        let problem = DataProblem::NoCorrections { file: file.name.clone() };
        problems.push(Diagnostic::new(problem, Place::File(Arc::from(file.name.as_str()))));
        return;
    }
    let units = table.units.clone();
    let Opened { name, input, grids, problems: found, .. } = open(file);
    let readable = !crate::diagnostic::has_errors(&found);
    problems.extend(found);
    table.inputs.extend(input);
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    let tables: Vec<(&Grid, usize, Columns)> =
        grids.iter().filter_map(|grid| find(grid, &vocabulary).map(|(at, columns)| (grid, at, columns))).collect();
    if tables.is_empty() && readable {
        problems.push(Diagnostic::new(DataProblem::CorrectionColumns, Place::File(name)));
    }
    let units = UnitIndex::new(&units);
    let mut work = Work { program, vocabulary, units, table, first: BTreeMap::new(), problems };
    struck::apply(&grids, program, &work.vocabulary, &work.units, work.table, work.problems);
    for (grid, header, columns) in &tables {
        work.table.sheets.push(Sheet { file: grid.file.clone(), sheet: grid.sheet.clone(), source: None });
        for row in grid.rows.get(header + 1..).unwrap_or_default() {
            work.row(grid, row, columns);
        }
    }
}

fn find(grid: &Grid, vocabulary: &Vocabulary<'_>) -> Option<(usize, Columns)> {
    let mut rows = grid.rows.iter().take(HEADER_ROWS).enumerate();
    rows.find_map(|(position, row)| Some((position, Columns::of(row, vocabulary)?)))
}

struct Work<'a> {
    program: &'a Program,
    vocabulary: Vocabulary<'a>,
    units: UnitIndex<'a>,
    table: &'a mut Table,
    /// Where the correction of a value first stands, and what it says.
    first: BTreeMap<(u32, u32), (Place, String)>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Work<'_> {
    fn row(&mut self, grid: &Grid, row: &Row, columns: &Columns) {
        let Some((column, cell)) = columns.correction.and_then(|column| Some((column, row.get(column)?))) else {
            self.tell_differing(grid, row, columns);
            return;
        };
        let place = grid.place(row.index, column);
        let (unit, field) = match (self.units.of_row(row, columns.units), self.field(row, columns)) {
            (Ok(unit), Ok(field)) => (unit, field),
            (unit, field) => {
                for fault in [unit.err(), field.err()].into_iter().flatten() {
                    self.problems.push(Diagnostic::new(DataProblem::CorrectionRefused { fault }, place.clone()));
                }
                return;
            }
        };
        let Some(declared) = self.program.fields.get(field.index()) else { return };
        let key = (unit, field.0);
        if let Some((first, said)) = self.first.get(&key) {
            if *said != cell.text() {
                let (unit, field) = (self.units.name(unit).to_owned(), declared.label.clone().into());
                let words = |text: &str| Spoken::of(|_| text.to_owned());
                let problem = DataProblem::Conflict { unit, field, first: words(said), second: words(&cell.text()) };
                self.problems.push(Diagnostic::new(problem, place).related(first.clone()));
            }
            return;
        }
        self.first.insert(key, (place.clone(), cell.text()));
        let reading = read_cell(cell, declared, grid.is_typed());
        if let Some(problem) = reading.problem.clone() {
            let told = Diagnostic::new(problem, place.clone()).suggest(reading.suggestion.clone());
            let refused = told.severity == Severity::Error;
            self.problems.push(told);
            if refused {
                return;
            }
        }
        let text = |column: Option<u32>| column.and_then(|column| row.text(column)).unwrap_or_default();
        let (reason, person) = (text(columns.reason), text(columns.person));
        if reason.is_empty() {
            let (unit, field) = (self.units.name(unit).to_owned(), declared.label.clone());
            self.problems.push(Diagnostic::new(DataProblem::CorrectionUnexplained { unit, field }, place.clone()));
        }
        let source = columns.source.and_then(|column| Source::from_word(&row.text(column)?));
        self.tell_stale(grid, row, columns, (unit, field), source, &place);
        let sheet = u32::try_from(self.table.sheets.len()).unwrap_or(u32::MAX);
        let origin = Origin { sheet, row: row.index, column };
        self.apply((unit, field), reading, Correction { written: cell.text(), replaced: None, reason, person, origin });
    }

    fn field(&self, row: &Row, columns: &Columns) -> Result<FieldId, AdjustmentFault> {
        let texts: Vec<String> = columns.fields.iter().filter_map(|column| row.text(*column)).collect();
        let found = texts.iter().find_map(|text| match self.vocabulary.target(text) {
            Some(Target::Field(field)) => Some(field),
            _ => None,
        });
        found.ok_or_else(|| AdjustmentFault::UnknownField { field: quoted(&texts.join(" ")) })
    }

    /// Tells a correction of a value that has changed since.
    fn tell_stale(
        &mut self,
        grid: &Grid,
        row: &Row,
        columns: &Columns,
        (unit, field): (u32, FieldId),
        source: Option<Source>,
        place: &Place,
    ) {
        let (Some(declared), Some(column)) =
            (self.program.fields.get(field.index()), self.table.fields.get(field.index()))
        else {
            return;
        };
        let cell = columns.value.and_then(|column| row.get(column));
        let then = cell.map_or(Reading { state: State::Missing, ..Reading::default() }, |cell| {
            read_cell(cell, declared, grid.is_typed())
        });
        let theirs =
            self.table.said.get(&(unit, field.0)).and_then(|all| all.iter().find(|said| said.source == source));
        let Some(now) = theirs.cloned().or_else(|| column.held(unit as usize)) else { return };
        if differs(&then, &now) {
            let then = Said { source, value: then.value, state: then.state, text: then.text, origin: now.origin };
            let problem = DataProblem::CorrectionStale {
                unit: self.units.name(unit).to_owned(),
                field: declared.label.clone(),
                then: describe(&then, declared),
                now: describe(&now, declared),
            };
            self.problems.push(Diagnostic::new(problem, place.clone()));
        }
    }

    /// Tells a value that is not what was submitted, where nothing is written as its correction: perhaps a person wrote
    /// it in the wrong column, where it changes nothing and is gone with the next collecting.
    fn tell_differing(&mut self, grid: &Grid, row: &Row, columns: &Columns) {
        let written = columns.value.and_then(|column| Some((column, row.get(column)?)));
        let Some((column, cell)) = written.filter(|(_, cell)| !cell.is_blank()) else { return };
        // A row of a node, or of nobody, holds no value that could be corrected.
        let (Ok(unit), Ok(field)) = (self.units.of_row(row, columns.units), self.field(row, columns)) else { return };
        let key = (unit, field.0);
        let (Some(declared), Some(held)) =
            (self.program.fields.get(field.index()), self.table.fields.get(field.index()))
        else {
            return;
        };
        let source = columns.source.and_then(|column| Source::from_word(&row.text(column)?));
        let now = match self.table.said.get(&key) {
            Some(all) => all.iter().find(|said| said.source == source).cloned(),
            None if self.table.corrections.contains_key(&key) => None,
            None => held.held(unit as usize),
        };
        let Some(now) = now else { return };
        let then = read_cell(cell, declared, grid.is_typed());
        if then.problem.as_ref().is_some_and(|problem| problem.entry().severity == Severity::Error)
            || differs(&then, &now)
        {
            let problem = DataProblem::CollectedDiffers {
                unit: self.units.name(unit).to_owned(),
                field: declared.label.clone(),
                then: quoted(&cell.text()),
                now: describe(&now, declared),
            };
            self.problems.push(Diagnostic::new(problem, grid.place(row.index, column)));
        }
    }

    fn apply(&mut self, (unit, field): (u32, FieldId), reading: Reading, correction: Correction) {
        let Some(column) = self.table.fields.get_mut(field.index()) else { return };
        let at = unit as usize;
        let before = column.held(at).filter(|before| before.state != State::Missing);
        let (Some(value), Some(state), Some(origin)) =
            (column.values.get_mut(at), column.states.get_mut(at), column.origins.get_mut(at))
        else {
            return;
        };
        (*value, *state, *origin) = (reading.value, reading.state, correction.origin);
        if let Some(text) = column.texts.get_mut(at) {
            *text = reading.text.unwrap_or_default();
        }
        let replaced = before.map(|said| Said { source: self.table.source(said.origin), ..said });
        self.table.silent.remove(&unit);
        self.table.corrections.insert((unit, field.0), Correction { replaced, ..correction });
    }
}

/// Whether what stands in a collected table is no longer what is submitted: a workbook holds numbers as doubles, and CSV
/// has an apostrophe before what Excel would run as a formula.
pub(super) fn differs(then: &Reading, now: &Said) -> bool {
    if then.state != now.state {
        return true;
    }
    let (written, submitted) = (then.text.as_deref().unwrap_or_default(), now.text.as_deref().unwrap_or_default());
    let same_text = fold(written) == fold(submitted) || written.strip_prefix('\'') == Some(submitted);
    then.state == State::Known && !(same_text && (now.text.is_some() || in_cell(then.value) == in_cell(now.value)))
}
