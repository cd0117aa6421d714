//! Tests of a rubric (`<rubric>.test.toml`): inputs of units and what must come out, in the words of the rule.

mod expect;
mod inputs;
mod keys;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{self, Reader, Section};
use crate::program::Program;
use crate::rubric;
use crate::scoring::{self, Assessment};
use crate::words::rubric::RubricProblem;

pub use keys::ROOT;

/// One thing a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The unit or case.
    pub unit: String,
    /// What was looked at: `points(1.1)`, `total`, `grade`.
    pub what: String,
    /// What the test wants.
    pub expected: String,
    /// What came out.
    pub actual: String,
    /// Where the test says so.
    pub spot: Spot,
}

impl Check {
    /// Whether the test is met.
    pub fn holds(&self) -> bool {
        self.expected == self.actual
    }
}

/// One test with its checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// What it checked.
    pub checks: Vec<Check>,
}

/// Everything one test file checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The test file.
    pub file: String,
    /// Its tests.
    pub tests: Vec<Test>,
}

impl Trial {
    /// Checks in all, and checks that failed.
    pub fn counts(&self) -> (usize, usize) {
        let checks = || self.tests.iter().flat_map(|test| &test.checks);
        (checks().count(), checks().filter(|check| !check.holds()).count())
    }
}

/// The test file of a rubric: `rubric.test.toml` beside `rubric.toml`.
pub fn test_file(rubric: &Path) -> PathBuf {
    rubric.with_extension("test.toml")
}

/// The rubric of a test file, unless the file names another.
fn rubric_file(tests: &Path) -> PathBuf {
    let name = tests.file_name().unwrap_or_default().to_string_lossy().replace(".test.toml", ".toml");
    tests.with_file_name(name)
}

/// Runs a test file; `None` when the file or its rubric has errors, which are then in `problems`.
pub fn run(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Trial> {
    let source = document::read_source(path, name, problems)?;
    let table = document::parse(&source, problems);
    let reader = Reader::new(std::mem::take(problems));
    let root = reader.root(&source, &table, &ROOT);
    let rubric = match root.text("rubric") {
        Some(word) => path.with_file_name(word.text),
        None => rubric_file(path),
    };
    let mut of_rubric = Vec::new();
    let program = rubric::load(&rubric, &rubric.to_string_lossy().replace('\\', "/"), &mut of_rubric);
    for problem in of_rubric {
        reader.report(problem);
    }
    let tests = program.map(|program| {
        let program = Arc::new(program);
        root.rows("tests").iter().filter_map(|test| one(&reader, &program, test)).collect()
    });
    *problems = reader.finish();
    Some(Trial { file: name.to_owned(), tests: tests? })
}

fn one(reader: &Reader, program: &Arc<Program>, test: &Section<'_>) -> Option<Test> {
    let mut checks = Vec::new();
    let units = test.rows("units");
    if !units.is_empty() {
        let assessment = score(program, inputs::table(reader, program, &units));
        for (unit, section) in units.iter().enumerate() {
            if let Some(expect) = section.section("expect") {
                expect::unit(reader, &assessment, unit, &expect, &mut checks);
            }
        }
    }
    // A case is a unit on its own, so that cases cannot disturb each other.
    for case in test.rows("cases") {
        let assessment = score(program, inputs::table(reader, program, std::slice::from_ref(&case)));
        expect::case(reader, &assessment, test, &case, &mut checks);
    }
    let name = test.text("name")?.text;
    if checks.is_empty() {
        let problem = RubricProblem::TestChecksNothing { name: name.clone() };
        reader.report(Diagnostic::at(problem, &test.spot));
    }
    Some(Test { name, checks })
}

fn score(program: &Arc<Program>, table: crate::table::Table) -> Assessment {
    scoring::score(Arc::clone(program), Arc::new(table))
}
