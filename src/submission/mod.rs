//! Files to table: rosters and submissions in every format offices send.
//!
//! A file is opened and becomes sheets of written cells (`grid`), whatever its format. A sheet's layout is found by
//! its header, its cells are read as values of the program's fields, and what all files said is merged in the order
//! given. Files are read in parallel; the result does not depend on it.

mod adjustments;
mod archive;
mod binary_view;
mod blocks;
mod cell_reader;
mod contents;
mod corrections;
mod delimited;
mod evidence;
mod form;
mod form_reader;
mod grid;
mod head;
mod last;
mod layout;
pub mod ledger;
mod legacy;
mod list_layout;
mod list_merge;
mod list_reader;
mod merge;
mod names;
mod notation;
mod open;
mod opendocument;
mod periods;
mod printed;
mod questions;
mod reader;
mod review_groups;
mod rollups;
mod roster;
mod saved;
mod scales;
mod sheet_view;
mod sources;
mod stamp;
mod struck;
mod tables;
mod target;
mod targets;
mod units;
mod value;
mod vocabulary;
pub mod weights;
mod workbook;
mod xls_extent;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use rayon::prelude::*;

pub use adjustments::read_adjustments;
pub use corrections::{is_collected, read_corrections};
pub use grid::MOST_CELLS;
pub use last::read_last;
pub use list_reader::list_state;
pub use merge::{blank_table, entry_table};
pub use open::{is_readable, quiet_guarded_panics};
pub use periods::read_periods;
pub use printed::{PrintedCell, PrintedSheet, read_printed};
pub use review_groups::{ReviewGroups, read_review_groups};
pub use rollups::Rollup;
pub use roster::{gather_roster, read_roster};
pub use saved::FORMAT as RESULTS_FORMAT;
pub use stamp::Stamp;
pub use target::{TargetReading, read_target};
pub use targets::read_targets;
pub use value::{Reading, read_value};

use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::source::Source;
use crate::table::{Input, Table, Unit};
use reader::{Context, FileReading, read_file};
use sources::Precedence;
use units::UnitIndex;
use vocabulary::Purpose;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path as the user would write it.
    pub name: String,
    /// Who says what stands in it, where that is declared.
    pub source: Option<Source>,
}

impl SourceFile {
    /// A file of which nobody has said whose word it is.
    pub fn new(path: PathBuf, name: String) -> SourceFile {
        SourceFile { path, name, source: None }
    }
}

/// Who is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The units in order; no two share an id or a name.
    pub units: Vec<Unit>,
    /// The program's groups, then new ones in order of appearance; a unit without a group is in the group "".
    pub groups: Vec<String>,
    /// The file it was read from; none when it was gathered from submissions.
    pub input: Option<Input>,
}

/// The units a text may mean, as positions: by id, then name, then either as people vary them; one where it is clear.
pub fn find_units(units: &[Unit], text: &str) -> Vec<usize> {
    match UnitIndex::new(units).find(text) {
        units::Match::Unit(unit) => vec![unit as usize],
        units::Match::Ambiguous(_, several) => several.into_iter().map(|unit| unit as usize).collect(),
        units::Match::Unknown(_) | units::Match::Blank => Vec::new(),
    }
}

/// Reads all files and merges them in the order given, which is also the order in which their sources count. `progress` is called once for each file that is done.
///
/// The table's inputs are these files; whoever read a roster from a file puts it in front.
pub fn read_submissions(
    files: &[SourceFile],
    program: &Program,
    roster: &Roster,
    progress: &(dyn Fn() + Sync),
    problems: &mut Vec<Diagnostic>,
) -> Table {
    read_with_rollups(files, &[], program, roster, progress, problems)
}

/// Reads submissions, and the results of lower tiers that become entries of lists.
pub fn read_with_rollups(
    files: &[SourceFile],
    rollups: &[Rollup],
    program: &Program,
    roster: &Roster,
    progress: &(dyn Fn() + Sync),
    problems: &mut Vec<Diagnostic>,
) -> Table {
    let context = Context::new(program, &roster.units, Purpose::Submissions);
    let mut readings: Vec<FileReading> = files
        .par_iter()
        .map(|file| {
            let reading = read_file(file, &context);
            progress();
            reading
        })
        .collect();
    for rollup in rollups {
        readings.extend(rollups::read_rollup(rollup, program, &context.units, problems));
    }
    let precedence = Precedence::of(files.iter().map(|file| file.source));
    merge::merge(readings, program, roster, &precedence, problems)
}
