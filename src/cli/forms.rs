//! `kaohe forms`: what units, lead departments and visitors on site fill in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::diagnostic::{Diagnostic, Problem, Severity};
use crate::folder::{Parts, shown};
use crate::program::Program;
use crate::report::form::{self, Forms};
use crate::report::names::Names;
use crate::report::out::OutFolder;
use crate::scoring;
use crate::submission::{self, Roster};
use crate::table::Table;
use crate::words::cli::Cli;
use crate::words::labels::Label;
use crate::words::rubric::RubricProblem;

/// The folder of forms beside the assessment: not the folder of results, which every scoring writes anew, and not that of
/// submissions, where an empty form would count as one.
const FOLDER: &str = "blank-forms";

/// Who fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Unit,
    Lead,
    Group,
}

impl By {
    /// The folder of its own in which each kind is kept, so that making one removes nothing of another.
    fn folder(self) -> &'static str {
        match self {
            By::Unit => "units",
            By::Lead => "departments",
            By::Group => "groups",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct MakeForms {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_enum, default_value = "unit")]
    by: By,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl MakeForms {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let gathered = self.parts.gather(self.folder.as_deref(), show, &mut problems)?;
        // Nobody can have submitted anything before the forms are out.
        let nothing = |problem: &Diagnostic| matches!(&problem.problem, Problem::Rubric(of) if matches!(of, RubricProblem::NothingMatches { .. }));
        problems.retain(|problem| gathered.is_none() || !nothing(problem));
        let program = gathered.as_ref().and_then(|parts| inputs::program(parts, &mut problems));
        let (Some(parts), Some(program)) = (gathered, program) else {
            show.diagnostics(&problems);
            show.note(&Cli::NoForms);
            return Ok(PROBLEMS);
        };
        let roster = match &parts.roster {
            Some(file) => submission::read_roster(file, &program, &mut problems),
            None => Some(submission::gather_roster(&parts.submissions, &program, &mut problems)),
        };
        let wanted = self.by != By::Unit || parts.roster.is_some();
        let Some(roster) = roster.filter(|roster| !roster.units.is_empty() || !wanted) else {
            show.diagnostics(&problems);
            show.note(&Cli::NoForms);
            return Ok(PROBLEMS);
        };
        let table = known(&parts, &program, roster, &mut problems);
        let last = parts.previous.first().map(|file| submission::read_last(file, &program, &table));
        let assessment = scoring::score(program, Arc::new(table));
        show.diagnostics(&problems);
        let forms = Forms { assessment: &assessment, previous: last.as_ref() };
        let root = self.out.unwrap_or_else(|| self.folder.as_deref().unwrap_or(Path::new("")).join(FOLDER));
        let out = root.join(self.by.folder());
        let count = write(&forms, self.by, &out, show)?;
        show.note(&Cli::Wrote { count, folder: shown(&out) });
        Ok(if problems.iter().any(|problem| problem.severity == Severity::Error) { PROBLEMS } else { DONE })
    }
}

/// What is known before anything is submitted: who is assessed, the targets, earlier periods.
fn known(parts: &Parts, program: &Program, roster: Roster, problems: &mut Vec<Diagnostic>) -> Table {
    let mut table = submission::blank_table(program, roster.units, roster.groups);
    if parts.targets.is_some() {
        submission::read_targets(parts.targets.as_ref(), program, &mut table, problems);
    }
    if !parts.previous.is_empty() {
        submission::read_periods(&parts.previous, program, &mut table, problems);
    }
    table
}

/// One workbook to make: the name of its file, and how.
type Workbook<'a> = (String, Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>);

fn workbooks<'a>(forms: &'a Forms<'a>, by: By) -> Vec<Workbook<'a>> {
    let (table, lang) = (&forms.assessment.table, forms.assessment.program.heading.language);
    let mut names = Names::default();
    let mut all: Vec<Workbook<'a>> = Vec::new();
    match by {
        By::Unit => {
            for (position, unit) in table.units.iter().enumerate() {
                let name = names.unique(&format!("{}-{}", unit.id, unit.name), "xlsx");
                all.push((name, Box::new(move || form::write_unit(forms, Some(position)))));
            }
            let name = names.unique(&Label::BlankForm.say(lang), "xlsx");
            all.push((name, Box::new(move || form::write_unit(forms, None))));
        }
        By::Lead => {
            for department in forms.departments() {
                let name = department.clone().unwrap_or_else(|| Label::NoLead.say(lang));
                let name = names.unique(&name, "xlsx");
                all.push((name, Box::new(move || form::write_department(forms, department.as_deref()))));
            }
        }
        By::Group => {
            for group in forms.groups() {
                let name = table.groups.get(group).filter(|name| !name.is_empty()).cloned();
                let name = names.unique(&name.unwrap_or_else(|| Label::NoGroup.say(lang)), "xlsx");
                all.push((name, Box::new(move || form::write_group(forms, group))));
            }
        }
    }
    all
}

/// Writes the folder; gives the number of files. What somebody filled in there is never replaced.
fn write(forms: &Forms<'_>, by: By, out: &Path, show: &Show) -> Result<usize> {
    let mut folder = OutFolder::open(out, show.lang)?;
    folder.keep_changed();
    let books = workbooks(forms, by);
    let bar = show.progress(books.len(), &Cli::WritingForms);
    // A batch at a time: the workbooks of a batch are made in parallel and never all held.
    for batch in books.chunks(64) {
        let made: Vec<Result<Vec<u8>>> = batch
            .par_iter()
            .map(|(_, make)| {
                let book = make();
                bar.inc(1);
                book
            })
            .collect();
        for ((name, _), book) in batch.iter().zip(made) {
            folder.stage_bytes(name, &book?)?;
        }
    }
    bar.finish_and_clear();
    Ok(folder.commit()?.len())
}
