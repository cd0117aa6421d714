//! Tests of a rubric (`<rubric>.test.toml`): inputs of units and what must come out, in the words of the rule.

mod accept;
mod coverage;
mod expect;
mod inputs;
mod keys;
mod set;
#[cfg(test)]
mod tests;
mod wanted;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{self, Reader, Section};
use crate::program::Program;
use crate::rubric::Rubric;
use crate::scoring::{self, Assessment};
use crate::words::rubric::RubricProblem;
use expect::Look;

pub use accept::{Change, accept};
pub use coverage::{Coverage, Reached, Tally, Uncovered};
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
    /// Whether it is one number or one text, so that another can be written in its place.
    plain: bool,
    holds: bool,
}

impl Check {
    /// Whether the test is met.
    pub fn holds(&self) -> bool {
        self.holds
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
#[derive(Debug, Clone)]
pub struct Trial {
    /// The test file.
    pub file: String,
    /// The rubric it is of.
    pub rubric: String,
    /// Its tests.
    pub tests: Vec<Test>,
    /// What of the rubric they reached.
    pub coverage: Coverage,
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
    let beside = root.text("rubric").map(|word| word.text);
    let of_rubric = |tests: &Path| match &beside {
        Some(rubric) => tests.with_file_name(rubric),
        None => rubric_file(tests),
    };
    let rubric = of_rubric(path);
    let rubric_name = of_rubric(Path::new(name)).to_string_lossy().replace('\\', "/");
    let mut found = Vec::new();
    let tried = Tried::load(&rubric, &rubric_name, &mut found);
    for problem in found {
        reader.report(problem);
    }
    let trial = tried.map(|tried| {
        let mut coverage = Coverage::new(Arc::clone(&tried.program));
        let tests = root.rows("tests");
        let tests = tests.iter().filter_map(|test| one(&reader, &tried, test, &mut coverage)).collect();
        Trial { file: name.to_owned(), rubric: rubric_name, tests, coverage }
    });
    *problems = reader.finish();
    trial
}

/// A rubric that is tried.
struct Tried {
    rubric: Rubric,
    program: Arc<Program>,
}

impl Tried {
    fn load(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Tried> {
        let rubric = Rubric::read(path, name, problems)?;
        let program = Arc::new(rubric.compile(problems)?);
        Some(Tried { rubric, program })
    }
}

fn one(reader: &Reader, tried: &Tried, test: &Section<'_>, coverage: &mut Coverage) -> Option<Test> {
    let name = test.text("name")?.text;
    let program = set::program(reader, tried, test)?;
    let mut checks = Vec::new();
    let units = test.rows("units");
    if !units.is_empty() {
        let assessment = &score(&program, inputs::table(reader, &program, &units));
        for (unit, section) in units.iter().enumerate() {
            let name = assessment.table.units.get(unit).map(|unit| unit.id.clone()).unwrap_or_default();
            let mut look = Look { reader, assessment, unit, name, checks: &mut checks, coverage };
            if let Some(expect) = section.section("expect") {
                expect::unit(&mut look, &expect);
            }
        }
    }
    // A case is a unit on its own, so that cases cannot disturb each other.
    for case in test.rows("cases") {
        let assessment = &score(&program, inputs::table(reader, &program, std::slice::from_ref(&case)));
        let name = case.open_item("values").map(expect::written).unwrap_or_default();
        let mut look = Look { reader, assessment, unit: 0, name, checks: &mut checks, coverage };
        expect::case(&mut look, test, &case);
    }
    if checks.is_empty() {
        let problem = RubricProblem::TestChecksNothing { name: name.clone() };
        reader.report(Diagnostic::at(problem, &test.spot));
    }
    Some(Test { name, checks })
}

fn score(program: &Arc<Program>, table: crate::table::Table) -> Assessment {
    scoring::score(Arc::clone(program), Arc::new(table))
}
