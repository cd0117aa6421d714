//! What units reported a period ago, field by field, to show beside what they are asked now.

use super::SourceFile;
use super::merge::{add_reading, blank_table};
use super::reader::{Context, FileReading, Value, read_file};
use super::saved::{Saved, is_saved, read_saved, value_in};
use super::units::{Match, UnitIndex};
use super::vocabulary::Purpose;
use crate::number::Decimal;
use crate::program::{FieldId, Program};
use crate::table::{Origin, State, Table};

/// The values of a file of the period before. They score nothing: what cannot be read there is left out without a word.
pub fn read_last(file: &SourceFile, program: &Program, now: &Table) -> Table {
    let mut table = blank_table(program, now.units.clone(), now.groups.clone());
    let units = table.units.clone();
    let reading = if is_saved(file) {
        saved_values(file, program, &UnitIndex::new(&units))
    } else {
        read_file(file, &Context::new(program, &units, Purpose::Submissions))
    };
    add_reading(reading, program, &mut table, &mut Vec::new());
    table
}

fn saved_values(file: &SourceFile, program: &Program, units: &UnitIndex<'_>) -> FileReading {
    let mut out = FileReading::default();
    let (_, results) = read_saved(file, &mut Vec::new());
    for result in results.map(|results| results.units).unwrap_or_default() {
        let Match::Unit(unit) = units.find_both(Some(&result.id), Some(&result.name)) else { continue };
        let values = result.values();
        for (position, field) in program.fields.iter().enumerate().filter(|(_, field)| field.is_submitted()) {
            let id = FieldId::from_index(position);
            let (number, state, text): (Decimal, State, Option<String>) = match values.get(field.id.as_str()) {
                Some(Saved::Text(text)) => match value_in(text, field) {
                    Some((number, text)) => (number, State::Known, text),
                    None => continue,
                },
                _ => continue,
            };
            out.values.push(Value { unit, field: id, number, state, text, origin: Origin::default() });
        }
    }
    out
}
