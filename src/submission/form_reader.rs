//! Whose a form is, and when it was handed in.

use super::form::{self, Labelled};
use super::grid::Grid;
use super::reader::FileReader;
use super::tables::Found;
use super::units::Match;
use super::vocabulary::Target;
use crate::diagnostic::Place;
use crate::program::Role;
use crate::words::data::DataProblem;

impl FileReader<'_> {
    pub(super) fn unit_of_form(&mut self, grid: &Grid, table: &Found) -> Option<u32> {
        let units = &self.context.units;
        let (found, place) =
            match (form::above(grid, table.start..table.first, &self.context.vocabulary), self.sheet_unit) {
                (Some(named), _) => {
                    let found = units.find_both(named.id.as_deref(), named.name.as_deref());
                    if let (Match::Unit(unit), Some(id), Some(name)) = (&found, &named.id, &named.name) {
                        self.check_name(*unit, id, name, named.place.clone());
                    }
                    (found, named.place)
                }
                // The next page of the same form.
                (None, Some(unit)) => (Match::Unit(unit), Place::File(grid.file.clone())),
                (None, None) => (form::of_file(&self.stem, units), Place::File(grid.file.clone())),
            };
        let found = self.witnessed(found, &place);
        let unit = self.tell_form(grid, found, place);
        self.sheet_unit = unit;
        self.form_unit = self.form_unit.or(unit);
        if let Some(unit) = unit {
            self.handed_in(grid, table, unit);
        }
        unit
    }

    /// The day written above a form on which it was handed in, where the rubric asks for it.
    pub(super) fn handed_in(&mut self, grid: &Grid, table: &Found, unit: u32) {
        let Some(field) = self.context.field_of(Role::HandedIn) else { return };
        for Labelled { label, value, row, column } in form::labelled(grid, table.start..table.first) {
            // What is left to be filled in is followed by the next label.
            let is_label = |text: &str| self.context.vocabulary.names_unit(text).is_some();
            if self.context.vocabulary.target(&label) == Some(Target::Field(field)) && !is_label(&value.text()) {
                self.value(grid, unit, field, (row, column), &value);
            }
        }
    }

    /// The unit of a form; where nobody knows it, that is told.
    pub(super) fn tell_form(&mut self, grid: &Grid, found: Match, place: Place) -> Option<u32> {
        match found {
            Match::Unit(unit) => return Some(unit),
            Match::Ambiguous(text, candidates) => self.ambiguous(&text, &candidates, place),
            Match::Unknown(text) if matches!(place, Place::Cell { .. }) => self.unknown_unit(&text, place),
            // A blank form that nobody touched says so once, however many sheets it has.
            Match::Unknown(_) | Match::Blank if self.stamp.is_some() && !self.told.insert("unit".to_owned()) => {}
            Match::Unknown(_) | Match::Blank => {
                let row = grid.rows.first().map_or(0, |row| row.index);
                self.problem(DataProblem::NoUnitInForm, grid.place(row, 0));
            }
        }
        None
    }
}
