//! Gathers what a command works on: an assessment folder, or the parts named one by one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::show::Show;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::folder::results::RESULTS;
use crate::folder::{self, Parts, shown};
use crate::program::Program;
use crate::report::editions::latest;
use crate::rubric;
use crate::scoring::{self, Assessment};
use crate::submission::{self, SourceFile};
use crate::table::{Table, Unit};
use crate::words::cli::Cli;
use crate::words::rubric::RubricProblem;

/// The parts of an assessment on the command line; each replaces the folder's.
#[derive(Debug, Default, Args)]
pub(super) struct PartArgs {
    #[arg(long)]
    rubric: Option<PathBuf>,
    #[arg(long)]
    roster: Option<PathBuf>,
    #[arg(long, num_args = 1..)]
    submissions: Vec<String>,
    #[arg(long)]
    targets: Option<PathBuf>,
    #[arg(long, num_args = 1..)]
    previous: Vec<PathBuf>,
    #[arg(long)]
    corrections: Option<PathBuf>,
    #[arg(long)]
    adjustments: Option<PathBuf>,
}

impl PartArgs {
    /// Takes a rubric's file that was given without its option.
    pub(super) fn rubric_file(&mut self, path: PathBuf) {
        self.rubric.get_or_insert(path);
    }

    /// The parts of the assessment: the folder's, replaced by those named here.
    pub(super) fn gather(
        &self,
        folder: Option<&Path>,
        show: &Show,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Parts>> {
        let named = |path: &PathBuf| SourceFile::new(path.clone(), shown(path));
        let mut parts = match (folder, &self.rubric) {
            (Some(folder), _) if !folder.is_dir() => bail!(Cli::NoFolder { folder: shown(folder) }.say(show.lang)),
            (Some(folder), _) if !folder.join(folder::ASSESSMENT).is_file() => {
                bail!(Cli::NoAssessment { folder: shown(folder) }.say(show.lang))
            }
            (Some(folder), _) => match folder::open(folder, problems) {
                Some(parts) => with_lower(parts, problems)?,
                None => return Ok(None),
            },
            (None, Some(rubric)) => Parts::of(named(rubric)),
            (None, None) => bail!(Cli::NothingToScore.say(show.lang)),
        };
        if let Some(rubric) = &self.rubric {
            parts.rubric = named(rubric);
        }
        if let Some(roster) = &self.roster {
            parts.roster = Some(named(roster));
        }
        if let Some(targets) = &self.targets {
            parts.targets = Some(named(targets));
        }
        if !self.previous.is_empty() {
            parts.previous = self.previous.iter().map(named).collect();
        }
        if let Some(corrections) = &self.corrections {
            parts.corrections = Some(named(corrections));
        }
        if let Some(adjustments) = &self.adjustments {
            parts.adjustments = Some(named(adjustments));
        }
        if !self.submissions.is_empty() {
            parts.submissions.clear();
        }
        for pattern in &self.submissions {
            match folder::find(Path::new(""), pattern) {
                Ok(found) => parts.submissions.extend(found),
                Err(problem) => problems.push(Diagnostic::new(problem, Place::File(pattern.as_str().into()))),
            }
        }
        Ok(Some(parts))
    }
}

/// The parts with the latest results of the assessments below them.
pub(super) fn with_lower(mut parts: Parts, problems: &mut Vec<Diagnostic>) -> Result<Parts> {
    for lower in std::mem::take(&mut parts.lower) {
        let out = folder::out_of(&lower.folder);
        let file = latest(&out)?.join(RESULTS);
        if !file.is_file() {
            let problem = RubricProblem::LowerNotScored { folder: lower.name.clone() };
            problems.push(Diagnostic::at(problem, &lower.spot));
            continue;
        }
        let inside = file.strip_prefix(&lower.folder).map_or_else(|_| shown(&file), shown);
        if let Some(rollup) = parts.rollups.get_mut(lower.rollup) {
            rollup.results.push(SourceFile::new(file, format!("{}/{inside}", lower.name)));
        }
    }
    Ok(parts)
}

/// The assessment of a folder, else of the one we are in, with the parts named on the command line in place of its own.
/// What is wrong is shown where nothing can be scored, and only there.
pub(super) fn assessment_here(args: &PartArgs, folder: Option<&Path>, show: &Show) -> Result<Option<Assessment>> {
    let mut problems = Vec::new();
    let here = Path::new(".");
    let folder = folder.or_else(|| here.join(folder::ASSESSMENT).is_file().then_some(here));
    let parts = args.gather(folder, show, &mut problems)?;
    let assessment = parts.and_then(|parts| assessment(&parts, show, &mut problems));
    if assessment.is_none() {
        show.diagnostics(&problems);
        show.note(&Cli::NotScored);
    }
    Ok(assessment)
}

/// Reads and scores the parts of an assessment; what is wrong with rubric and files is gathered.
pub(super) fn assessment(parts: &Parts, show: &Show, problems: &mut Vec<Diagnostic>) -> Option<Assessment> {
    let program = program(parts, problems)?;
    let table = table(parts, &program, show, problems)?;
    Some(scoring::score(program, table))
}

/// Compiles a rubric's file, or the rubric of an assessment folder; what is wrong with it is shown.
pub(super) fn rubric_at(path: &Path, show: &Show) -> Option<Program> {
    let mut problems = Vec::new();
    let file = if path.is_dir() {
        folder::open(path, &mut problems).map(|parts| parts.rubric)
    } else {
        Some(SourceFile::new(path.to_owned(), shown(path)))
    };
    let program = file.and_then(|file| rubric::load(&file.path, &file.name, &mut problems));
    if program.is_none() {
        show.diagnostics(&problems);
    }
    program
}

/// Compiles the rubric.
pub(super) fn program(parts: &Parts, problems: &mut Vec<Diagnostic>) -> Option<Arc<Program>> {
    rubric::load(&parts.rubric.path, &parts.rubric.name, problems).map(Arc::new)
}

/// Reads roster, submissions, and everything else that scores depend on.
pub(super) fn table(
    parts: &Parts,
    program: &Program,
    show: &Show,
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Table>> {
    let roster = match &parts.roster {
        Some(file) => submission::read_roster(file, program, problems)?,
        None => submission::gather_roster(&parts.submissions, program, problems),
    };
    let bar = show.progress(parts.submissions.len(), &Cli::Reading);
    let progress = || bar.inc(1);
    let mut table =
        submission::read_with_rollups(&parts.submissions, &parts.rollups, program, &roster, &progress, problems);
    bar.finish_and_clear();
    if let Some(input) = roster.input {
        table.inputs.insert(0, input);
    }
    if let Some(file) = &parts.corrections {
        submission::read_corrections(file, program, &mut table, problems);
    }
    submission::read_targets(parts.targets.as_ref(), program, &mut table, problems);
    submission::read_periods(&parts.previous, program, &mut table, problems);
    if let Some(file) = &parts.adjustments {
        submission::read_adjustments(file, program, &mut table, problems);
    }
    Some(Arc::new(table))
}

/// The unit a text means, as a position; several or none are told with who may be meant.
pub(super) fn find_unit(units: &[Unit], text: &str, show: &Show) -> Result<usize> {
    match submission::find_units(units, text).as_slice() {
        [unit] => Ok(*unit),
        [] => {
            let names = units.iter().flat_map(|unit| [unit.name.as_str(), unit.id.as_str()]);
            let known = nearest(text, names).unwrap_or_default();
            bail!(Cli::NoUnit { unit: text.to_owned(), known }.say(show.lang))
        }
        several => {
            let named = several.iter().filter_map(|unit| units.get(*unit));
            let units: Vec<String> = named.map(|unit| format!("{}({})", unit.name, unit.id)).collect();
            bail!(Cli::SeveralUnits { unit: text.to_owned(), units: units.join("、") }.say(show.lang))
        }
    }
}
