//! The rows of a list's sheet as entries of units.

use super::blocks::is_amount;
use super::form;
use super::grid::{Cell, Grid, Row};
use super::layout::{UnitColumns, is_note};
use super::list_layout::ListTable;
use super::reader::FileReader;
use super::struck::Columns;
use super::tables::Found;
use super::units::Match;
use super::value::read_cell;
use super::vocabulary::{is_doubtful, is_total};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::program::{List, ListId};
use crate::table::{Entry, EntryCell, Origin, State};
use crate::text::word_key;
use crate::words::data::{DataProblem, FileFault};

/// Cells that the entries of one file may have, blank ones too: a list has all its columns in every entry.
pub(super) const MOST_ENTRY_CELLS: usize = 2_000_000;

/// What stands in place of entries: 无 for none, 不适用 for no such business.
pub fn list_state(text: &str) -> Option<State> {
    match word_key(text).as_str() {
        "无" | "none" => Some(State::Known),
        "不适用" | "缺项" | "不涉及" | "notapplicable" | "/" | "n/a" => Some(State::NotApplicable),
        _ => None,
    }
}

/// What a unit said of a list without giving entries.
pub(super) struct Reported {
    pub(super) list: ListId,
    pub(super) unit: u32,
    /// Known: there are none.
    pub(super) state: State,
    /// Whether it was written, and not only left empty.
    pub(super) written: bool,
    pub(super) origin: Origin,
}

/// Whose the entries of a sheet are.
#[derive(Clone, Copy)]
enum Whose {
    /// One unit's.
    Form(u32),
    /// That of each row.
    Rows(UnitColumns),
}

/// Whose the row above is.
#[derive(Clone, Copy)]
enum Above {
    /// There is none.
    Start,
    /// Of nobody who is assessed.
    LeftOut,
    Unit(u32),
}

impl FileReader<'_> {
    /// Reads the entries of a sheet.
    pub(super) fn read_list(&mut self, grid: &Grid, found: &Found, table: &ListTable) {
        let header = found.header;
        let program = self.context.program;
        let Some(list) = program.lists.get(table.list.index()) else { return };
        let mut table = table.clone();
        let collected = Columns::take(&mut table);
        let table = &table;
        self.tell_columns(grid, header, table, list);
        let Some(whose) = self.whose(grid, found, table) else { return };
        let before = self.out.entries.len() + self.out.reported.len();
        let mut above = Above::Start;
        for row in found.rows(grid) {
            // In a table that was collected, what is struck or set aside stays in sight and does not count.
            if collected.as_ref().is_some_and(|columns| !columns.count(row)) {
                continue;
            }
            if !self.list_row(grid, found, row, table, list, whose, &mut above) {
                break;
            }
        }
        if let Whose::Form(unit) = whose
            && self.out.entries.len() + self.out.reported.len() == before
            && self.stamp.is_none()
        {
            // A sheet that somebody made says that there is nothing to list; one that we made and nobody filled, nothing.
            let row = grid.rows.get(header).map_or(0, |row| row.index);
            let origin = self.origin(row, 0);
            let reported = Reported { list: table.list, unit, state: State::Known, written: false, origin };
            self.out.reported.push(reported);
        }
    }

    fn tell_columns(&mut self, grid: &Grid, header: usize, table: &ListTable, list: &List) {
        let row = grid.rows.get(header).map_or(0, |row| row.index);
        for (column, text) in &table.unknown {
            let names = list.columns.iter().flat_map(|column| [column.label.as_str(), column.id.as_str()]);
            let problem = DataProblem::UnknownField { field: text.clone() };
            self.tell(Diagnostic::new(problem, grid.place(row, *column)).suggest(nearest(text, names)));
        }
        for (column, first, text) in &table.twice {
            let problem = Diagnostic::new(DataProblem::ColumnTwice { column: text.clone() }, grid.place(row, *column));
            self.tell(problem.related(grid.place(row, *first)));
        }
        for (position, column) in list.columns.iter().enumerate() {
            if table.columns.iter().all(|(_, known)| *known != position) {
                let (list, column) = (list.label.clone(), column.label.clone());
                self.problem(DataProblem::ListColumn { list, column }, grid.place(row, 0));
            }
        }
    }

    /// The unit of a form, or the columns that name units. A column headed 编号 may only count the entries of a form, and
    /// one headed 名称 may name something else: then the form's unit counts, where there is one.
    fn whose(&mut self, grid: &Grid, found: &Found, table: &ListTable) -> Option<Whose> {
        let header = found.header;
        let Some(units) = table.units else { return self.list_form(grid, found).map(Whose::Form) };
        let doubtful = |column: Option<u32>| {
            column.is_none_or(|column| {
                let text = grid.rows.get(header).and_then(|row| row.text(column)).unwrap_or_default();
                is_doubtful(&text)
            })
        };
        let names_units = |column: u32| {
            let below = found.rows(grid);
            below
                .iter()
                .filter_map(|row| row.text(column))
                .any(|text| matches!(self.context.units.find(&text), Match::Unit(_) | Match::Ambiguous(..)))
        };
        if doubtful(units.id)
            && doubtful(units.name)
            && !units.name.is_some_and(names_units)
            && let (Match::Unit(unit), _) = self.list_unit(grid, found)
        {
            return Some(Whose::Form(unit));
        }
        Some(Whose::Rows(units))
    }

    fn list_unit(&self, grid: &Grid, table: &Found) -> (Match, Place) {
        let units = &self.context.units;
        let (found, place) =
            match (form::above(grid, table.start..table.first, &self.context.vocabulary), self.form_unit) {
                (Some(named), _) => (units.find_both(named.id.as_deref(), named.name.as_deref()), named.place),
                (None, Some(unit)) => (Match::Unit(unit), Place::File(grid.file.clone())),
                (None, None) => (form::of_file(&self.stem, units), Place::File(grid.file.clone())),
            };
        (self.witnessed(found, &place), place)
    }

    fn list_form(&mut self, grid: &Grid, table: &Found) -> Option<u32> {
        let (found, place) = self.list_unit(grid, table);
        self.tell_form(grid, found, place)
    }

    /// Reads one row; gives whether to read on.
    #[allow(clippy::too_many_arguments, reason = "a row with all that is known of its table")]
    fn list_row(
        &mut self,
        grid: &Grid,
        found: &Found,
        row: &Row,
        table: &ListTable,
        list: &List,
        whose: Whose,
        above: &mut Above,
    ) -> bool {
        let columns = table.columns.iter().map(|(column, _)| *column);
        let all = columns.chain(table.unknown.iter().map(|(column, _)| *column));
        let written: Vec<(u32, &Cell)> = all.filter_map(|column| Some((column, row.get(column)?))).collect();
        if written.first().is_some_and(|(_, first)| is_total(&first.text())) {
            return true;
        }
        let unit = match whose {
            Whose::Form(unit) => unit,
            Whose::Rows(columns) => {
                let blank = [columns.id, columns.name].iter().flatten().all(|column| row.get(*column).is_none());
                // In a workbook the unit's cell is often merged over all of its rows.
                let carried = grid.is_typed() && !matches!(above, Above::Start);
                if !(blank && (carried || written.is_empty())) {
                    let unit = self.resolve(grid, row, columns, || !written.is_empty());
                    *above = unit.map_or(Above::LeftOut, |(unit, _)| Above::Unit(unit));
                } else if let Above::Unit(unit) = *above
                    && !written.is_empty()
                {
                    self.carried(unit, grid, row);
                }
                let Above::Unit(unit) = *above else { return true };
                unit
            }
        };
        let Some((column, _)) = written.first() else { return true };
        if matches!(whose, Whose::Form(_)) && is_note(row) {
            return true;
        }
        let origin = self.origin(row.index, *column);
        let states: Vec<Option<State>> = written.iter().map(|(_, cell)| list_state(&cell.text())).collect();
        if let Some(Some(state)) = states.first()
            && states.iter().all(|other| *other == Some(*state))
        {
            self.out.heard.insert(unit);
            let reported = Reported { list: table.list, unit, state: *state, written: true, origin };
            self.out.reported.push(reported);
            return true;
        }
        self.entry_cells += list.columns.len();
        if self.entry_cells > MOST_ENTRY_CELLS {
            let problem = DataProblem::TooLarge {
                file: grid.file.to_string(),
                detail: FileFault::ManyCells { cells: MOST_ENTRY_CELLS },
            };
            self.problem(problem, grid.place(row.index, *column));
            return false;
        }
        self.entry(grid, found, row, table, list, unit);
        true
    }

    fn entry(&mut self, grid: &Grid, found: &Found, row: &Row, table: &ListTable, list: &List, unit: u32) {
        let mut cells = vec![EntryCell::MISSING; list.columns.len()];
        let mut said = false;
        for (column, position) in &table.columns {
            let (Some(cell), Some(declared)) = (row.get(*column), list.columns.get(*position)) else { continue };
            let numeric = !grid.merged.is_empty() && is_amount(&declared.kind);
            if numeric && self.is_shared(grid, found, row, *column, &declared.label) {
                said = true;
                continue;
            }
            let reading = read_cell(cell, declared, grid.is_typed());
            said |= reading.state != State::Missing || reading.problem.is_some();
            if let Some(problem) = reading.problem {
                self.tell(Diagnostic::new(problem, grid.place(row.index, *column)).suggest(reading.suggestion));
            }
            if let Some(slot) = cells.get_mut(*position) {
                let origin = self.origin(row.index, *column);
                *slot = EntryCell { value: reading.value, state: reading.state, text: reading.text, origin };
            }
        }
        // A row of dashes is an entry of nothing.
        if said {
            self.out.heard.insert(unit);
            self.out.entries.push((table.list, Entry { unit, cells }));
        }
    }
}
