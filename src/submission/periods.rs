//! Earlier periods: values in the layouts of submissions, or saved results.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::SourceFile;
use super::merge::add_reading;
use super::reader::{Context, FileReading, Value, read_file};
use super::saved::{Saved, UnitResult, is_saved, read_saved, value_in};
use super::units::{Match, UnitIndex};
use super::value::expected;
use super::vocabulary::Purpose;
use crate::diagnostic::{Diagnostic, Place, Severity, has_errors};
use crate::number::Decimal;
use crate::program::{Field, FieldId, PastOf, Program, Role};
use crate::table::{Origin, Sheet, State, Table};
use crate::words::data::DataProblem;

/// Reads what the rubric asks of earlier periods into the table; one file a period, the latest first.
pub fn read_periods(files: &[SourceFile], program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
    for (back, file) in (1_u32..).zip(files) {
        if asked(program).any(|(_, _, _, b)| b == back) {
            read_period(file, back, program, table, problems);
        } else if asked(program).all(|(_, _, _, b)| b < back) {
            let problem = DataProblem::PeriodNotAsked { file: file.name.clone() };
            problems.push(Diagnostic::new(problem, Place::File(file.name.as_str().into())));
        }
    }
    let given = u32::try_from(files.len()).unwrap_or(u32::MAX);
    if let Some((_, field, _, back)) = asked(program).filter(|(.., back)| *back > given).max_by_key(|(.., back)| *back)
    {
        let problem = DataProblem::PeriodsMissing { asked: back, given: files.len() };
        problems.push(Diagnostic::new(problem, Place::Text(field.spot.clone())));
    }
}

/// What the rubric asks of earlier periods: the field that holds it, what it is, and how many periods ago.
fn asked(program: &Program) -> impl Iterator<Item = (FieldId, &Field, PastOf, u32)> {
    program.fields.iter().enumerate().filter_map(|(position, field)| match field.role {
        Role::Past(of, back) => Some((FieldId::from_index(position), field, of, back)),
        _ => None,
    })
}

fn read_period(file: &SourceFile, back: u32, program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
    let units = table.units.clone();
    let reading = if is_saved(file) {
        read_results(file, back, program, &UnitIndex::new(&units))
    } else {
        read_file(file, &Context::new(program, &units, Purpose::Period(back)))
    };
    let unreadable = has_errors(&reading.problems) && reading.heard.is_empty();
    let said: BTreeSet<FieldId> = reading.values.iter().map(|value| value.field).collect();
    let heard = add_reading(reading, program, table, problems);
    if unreadable {
        return;
    }
    let place = || Place::File(Arc::from(file.name.as_str()));
    for (id, field, ..) in asked(program).filter(|(.., b)| *b == back) {
        if !said.contains(&id) {
            let problem = DataProblem::PeriodWithout { file: file.name.clone(), field: field.label.clone() };
            problems.push(Diagnostic::new(problem, place()));
        }
    }
    for (position, unit) in (0_u32..).zip(&units) {
        if !heard.is_empty() && !heard.contains(&position) {
            let problem = DataProblem::NotInPeriod { unit: unit.name.clone(), file: file.name.clone() };
            problems.push(Diagnostic::new(problem, place()));
        }
    }
}

/// What saved results say of the units of the roster.
fn read_results(file: &SourceFile, back: u32, program: &Program, units: &UnitIndex<'_>) -> FileReading {
    let mut out = FileReading::default();
    let (input, results) = read_saved(file, &mut out.problems);
    out.input = input;
    let name: Arc<str> = file.name.as_str().into();
    out.sheets.push(Sheet { file: Arc::clone(&name), sheet: None, source: None });
    for result in results.map(|results| results.units).unwrap_or_default() {
        let found = units.find_both(Some(&result.id), Some(&result.name));
        let (problem, severity) = match found {
            Match::Unit(unit) if out.heard.insert(unit) => {
                read_unit(&result, unit, back, program, &name, &mut out);
                continue;
            }
            Match::Unit(unit) => (DataProblem::DuplicateUnit { unit: units.name(unit).to_owned() }, Severity::Error),
            Match::Ambiguous(text, candidates) => {
                (DataProblem::AmbiguousUnit { text, candidates: units.describe(&candidates) }, Severity::Error)
            }
            // Who was assessed then need not be assessed now.
            Match::Unknown(_) | Match::Blank => {
                let unit = if result.id == result.name { result.id } else { format!("{} {}", result.id, result.name) };
                (DataProblem::UnknownUnit { unit }, Severity::Note)
            }
        };
        out.problems.push(Diagnostic::new(problem, Place::File(Arc::clone(&name))).severity(severity));
    }
    out
}

fn read_unit(result: &UnitResult, unit: u32, back: u32, program: &Program, file: &Arc<str>, out: &mut FileReading) {
    let values = result.values();
    let place = &Place::File(Arc::clone(file));
    for (id, field, of, _) in asked(program).filter(|(.., b)| *b == back) {
        let saved = match of {
            PastOf::Field(of) => {
                let name = program.fields.get(of.index()).map_or("", |field| field.id.as_str());
                values.get(name).cloned().unwrap_or(Saved::None(State::Missing))
            }
            PastOf::Total => Saved::of(result.total.clone()),
            PastOf::Rank => Saved::of(result.rank.map(|rank| rank.to_string())),
        };
        let (number, state, text) = match saved {
            Saved::None(State::NotApplicable) => (Decimal::ZERO, State::NotApplicable, None),
            Saved::None(_) => continue,
            Saved::Text(text) => match value_in(&text, field) {
                Some((number, text)) => (number, State::Known, text),
                None => {
                    let name = format!("{} {}", result.name, field.label);
                    let problem = DataProblem::WrongKind { field: name, text, expected: expected(&field.kind) };
                    out.problems.push(Diagnostic::new(problem, place.clone()));
                    continue;
                }
            },
        };
        out.values.push(Value { unit, field: id, number, state, text, origin: Origin::of_file(1) });
    }
}
