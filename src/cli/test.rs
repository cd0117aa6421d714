//! `kaohe test`: runs the tests beside rubrics.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use comfy_table::{ContentArrangement, Table};

use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::trial::{self, Trial};
use crate::diagnostic::{Place, has_errors};
use crate::folder::shown;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Test {
    #[arg(required = true)]
    paths: Vec<PathBuf>,
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
        for file in files {
            let mut problems = Vec::new();
            let trial = trial::run(&file, &shown(&file), &mut problems);
            show.diagnostics(&problems);
            if has_errors(&problems) {
                code = PROBLEMS;
            }
            if let Some(trial) = trial {
                let (all, wrong) = trial.counts();
                tests += trial.tests.len();
                checks += all;
                failed += wrong;
                report(&trial, show);
            }
        }
        show.result(&Cli::TestsDone { tests, checks, failed }.say(show.lang));
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
        let mut table = Table::new();
        table.set_content_arrangement(ContentArrangement::Disabled);
        table
            .set_header([Cli::Where, Cli::Case, Cli::What, Cli::Expected, Cli::Actual].map(|word| word.say(show.lang)));
        for check in wrong {
            let place = Place::Text(check.spot.clone()).describe();
            table.add_row([&place, &check.unit, &check.what, &check.expected, &check.actual]);
        }
        show.result(&table.to_string());
    }
}
