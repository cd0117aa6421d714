//! The file of targets (目标备案), in the layouts of submissions.

use super::SourceFile;
use super::merge::add_reading;
use super::reader::{Context, read_file};
use super::vocabulary::Purpose;
use crate::diagnostic::{Diagnostic, Place};
use crate::program::{Program, Role};
use crate::table::Table;
use crate::words::data::DataProblem;

/// Reads the targets that the rubric asks for into the table. Where it asks for some and no file is named, that is told
/// once.
pub fn read_targets(file: Option<&SourceFile>, program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
    if let Some(file) = file {
        let units = table.units.clone();
        let reading = read_file(file, &Context::new(program, &units, Purpose::Targets));
        add_reading(reading, program, table, problems);
    } else if let Some(field) = program.fields.iter().find(|field| matches!(field.role, Role::Target(..))) {
        let problem = DataProblem::NoTargets { field: field.label.clone() };
        problems.push(Diagnostic::new(problem, Place::Text(field.spot.clone())));
    }
}
