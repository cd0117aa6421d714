//! `kaohe test`: runs the tests beside rubrics.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::trial::{self, Coverage, Tally, Trial, Uncovered};
use crate::diagnostic::{Place, Spot, has_errors};
use crate::folder::shown;
use crate::report::drawn::Drawn;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Test {
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long)]
    coverage: bool,
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    #[arg(long)]
    accept: bool,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Uncovered,
}

impl Test {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let mut files = Vec::new();
        for path in &self.paths {
            let found = test_files(path);
            if found.is_empty() {
                bail!(Cli::NoTests { path: shown(path) }.say(show.lang));
            }
            files.extend(found);
        }
        let mut code = DONE;
        let (mut tests, mut checks, mut failed) = (0, 0, 0);
        // Several files may test one rubric.
        let mut rubrics: Vec<(String, Coverage)> = Vec::new();
        for file in files {
            let mut problems = Vec::new();
            let trial = trial::run(&file, &shown(&file), &mut problems);
            show.diagnostics(&problems);
            if has_errors(&problems) {
                code = PROBLEMS;
            }
            let Some(trial) = trial else { continue };
            let (all, wrong) = trial.counts();
            tests += trial.tests.len();
            checks += all;
            failed += wrong;
            report(&trial, show);
            if self.accept && wrong > 0 {
                accept(&file, &trial, show)?;
            }
            match rubrics.iter_mut().find(|(rubric, _)| *rubric == trial.rubric) {
                Some((_, coverage)) => coverage.merge(&trial.coverage),
                None => rubrics.push((trial.rubric, trial.coverage)),
            }
        }
        show.result(&Cli::TestsDone { tests, checks, failed }.say(show.lang));
        let covered = rubrics.iter().fold(Tally::default(), |sum, (_, coverage)| sum.plus(coverage.tally()));
        if self.coverage {
            for (rubric, coverage) in &rubrics {
                uncovered(rubric, coverage, show);
            }
        }
        show.result(&summary(covered).say(show.lang));
        if self.deny == Some(Deny::Uncovered) && !covered.is_whole() {
            show.note(&Cli::DeniedUncovered);
            code = PROBLEMS;
        }
        Ok(if failed > 0 { PROBLEMS } else { code })
    }
}

/// The test files that a rubric, a test file or a folder stands for.
fn test_files(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
        let mut files: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_test(path)).collect();
        files.sort();
        return files;
    }
    let file = if is_test(path) { path.to_owned() } else { trial::test_file(path) };
    if file.is_file() { vec![file] } else { Vec::new() }
}

fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".test.toml"))
}

/// One line for each test; of a failed one, what was wanted beside what came out.
fn report(trial: &Trial, show: &Show) {
    show.result(&trial.file);
    for test in &trial.tests {
        let wrong: Vec<&trial::Check> = test.checks.iter().filter(|check| !check.holds()).collect();
        if wrong.is_empty() {
            let message = Cli::TestPassed { name: test.name.clone(), checks: test.checks.len() };
            show.result(&format!("  {}", message.say(show.lang)));
            continue;
        }
        show.result(&format!("  {}", Cli::TestFailed { name: test.name.clone() }.say(show.lang)));
        let cells = |check: &trial::Check| {
            let texts = [&check.unit, &check.what, &check.expected, &check.actual].map(String::clone);
            std::iter::once(place(&check.spot)).chain(texts).collect()
        };
        let rows = wrong.into_iter().map(cells).collect();
        draw([Cli::Where, Cli::Case, Cli::What, Cli::Expected, Cli::Actual], rows, show);
    }
}

/// Writes what came out into the test file, and says every change.
fn accept(file: &Path, trial: &Trial, show: &Show) -> Result<()> {
    for change in trial::accept(file, trial)? {
        let check = change.check;
        let (place, what) = (place(&check.spot), check.what.clone());
        let message = if change.written {
            Cli::Accepted { place, what, old: check.expected.clone(), new: check.actual.clone() }
        } else {
            Cli::NotAccepted { place, what }
        };
        show.result(&format!("  {}", message.say(show.lang)));
    }
    Ok(())
}

/// What no test of a rubric reached.
fn uncovered(rubric: &str, coverage: &Coverage, show: &Show) {
    let parts = coverage.uncovered(show.lang);
    if parts.is_empty() {
        return;
    }
    show.result(&Cli::Uncovered { rubric: rubric.to_owned() }.say(show.lang));
    let row = |part: Uncovered| vec![part.spot.as_ref().map(place).unwrap_or_default(), part.id, part.says];
    draw([Cli::Where, Cli::Part, Cli::NotReached], parts.into_iter().map(row).collect(), show);
}

fn summary(tally: Tally) -> Cli {
    let share = |reached: trial::Reached| format!("{}/{}", reached.reached, reached.all);
    Cli::Covered {
        leaves: share(tally.leaves),
        branches: share(tally.branches),
        effects: share(tally.effects),
        grades: share(tally.grades),
    }
}

fn draw<const N: usize>(heads: [Cli; N], rows: Vec<Vec<String>>, show: &Show) {
    let table = Drawn::new(heads.map(|word| word.say(show.lang)).to_vec(), rows);
    show.table(&table.draw(show.width()));
}

fn place(spot: &Spot) -> String {
    Place::Text(spot.clone()).describe()
}
