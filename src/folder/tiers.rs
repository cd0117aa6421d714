//! Assessments whose results become entries of another: townships of a county, counties of a city.

use std::path::{Path, PathBuf};

use super::files::shown;
use super::{ASSESSMENT, KEYS};
use crate::diagnostic::{Diagnostic, Spot, has_errors};
use crate::document::{self, Reader, Section};
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// An assessment below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lower {
    /// Its folder.
    pub folder: PathBuf,
    /// The same, as it is named from the folder of the assessment above.
    pub name: String,
    /// Where that is written.
    pub spot: Spot,
    /// The row of `rollups` that takes its results.
    pub rollup: usize,
}

/// Tiers that stand above each other at most: a province has five.
const MOST: usize = 16;

/// The assessments below an assessment folder, through all tiers: each before the one that takes its results, and once. Names
/// are those from the folder on. None where something is wrong.
pub fn below(folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<Vec<Lower>> {
    let mut search = Search { found: Vec::new(), known: Vec::new(), problems: Vec::new() };
    search.visit(folder, "", &mut Vec::new());
    let wrong = has_errors(&search.problems);
    problems.append(&mut search.problems);
    (!wrong).then_some(search.found)
}

/// Where the results of an assessment go, as its `assessment.toml` says; `out` where it cannot be read.
pub fn out_of(folder: &Path) -> PathBuf {
    // What is wrong with it is told where it is scored.
    let problems = &mut Vec::new();
    let source = document::read_source(&folder.join(ASSESSMENT), ASSESSMENT, problems);
    let out = source.and_then(|source| {
        let table = document::parse(&source, problems);
        let reader = Reader::new(Vec::new());
        reader.root(&source, &table, &KEYS).text("out").map(|word| word.text)
    });
    folder.join(out.unwrap_or_else(|| "out".to_owned()))
}

/// The assessments that a row of `rollups` names.
pub(super) fn of_row(reader: &Reader, folder: &Path, row: &Section<'_>, rollup: usize) -> Vec<Lower> {
    let mut found: Vec<Lower> = Vec::new();
    for pattern in row.texts("assessments") {
        let folders = assessments(folder, &pattern.text);
        if folders.is_empty() {
            let problem = RubricProblem::NoAssessmentBelow { pattern: pattern.text.clone() };
            reader.report(Diagnostic::at(problem, &pattern.spot));
        }
        for lower in folders {
            if found.iter().all(|known| known.folder != lower) {
                let name = shown(lower.strip_prefix(folder).unwrap_or(&lower));
                found.push(Lower { name, folder: lower, spot: pattern.spot.clone(), rollup });
            }
        }
    }
    found
}

/// The assessment folders that a path or a pattern names, in the order of their names.
fn assessments(base: &Path, pattern: &str) -> Vec<PathBuf> {
    let is_assessment = |path: &Path| path.join(ASSESSMENT).is_file();
    let plain = base.join(pattern);
    if is_assessment(&plain) {
        return vec![plain];
    }
    // Brackets in the folder's own name are no pattern.
    let text = PathBuf::from(glob::Pattern::escape(&base.to_string_lossy())).join(pattern);
    let matched = glob::glob(&text.to_string_lossy()).map(|paths| paths.filter_map(Result::ok).collect::<Vec<_>>());
    let mut found = matched.unwrap_or_default();
    found.retain(|path| is_assessment(path));
    found.sort();
    found
}

struct Search {
    found: Vec<Lower>,
    /// The folders found, as the system knows them.
    known: Vec<PathBuf>,
    problems: Vec<Diagnostic>,
}

impl Search {
    /// Finds what is below a folder; `above` are the folders it is below of.
    fn visit(&mut self, folder: &Path, name: &str, above: &mut Vec<PathBuf>) {
        let file = if name.is_empty() { ASSESSMENT.to_owned() } else { format!("{name}/{ASSESSMENT}") };
        let Some(source) = document::read_source(&folder.join(ASSESSMENT), &file, &mut self.problems) else { return };
        let table = document::parse(&source, &mut self.problems);
        if has_errors(&self.problems) {
            return;
        }
        let reader = Reader::new(Vec::new());
        let root = reader.root(&source, &table, &KEYS);
        let rows = root.rows("rollups");
        let lower: Vec<Lower> =
            rows.iter().enumerate().flat_map(|(at, row)| of_row(&reader, folder, row, at)).collect();
        self.problems.extend(reader.finish());
        above.push(identity(folder));
        for mut one in lower {
            let itself = identity(&one.folder);
            if !name.is_empty() {
                one.name = format!("{name}/{}", one.name);
            }
            if above.contains(&itself) {
                let problem = RubricProblem::TierCircle { folder: one.name.clone() };
                self.problems.push(Diagnostic::at(problem, &one.spot));
            } else if above.len() == MOST {
                let problem = RubricProblem::TooMany { what: both("级考核", "tiers of assessments"), limit: MOST };
                self.problems.push(Diagnostic::at(problem, &one.spot));
            } else if !self.known.contains(&itself) {
                let (folder, name) = (one.folder.clone(), one.name.clone());
                self.visit(&folder, &name, above);
                // What is below it may have named it otherwise, and not itself.
                if !self.known.contains(&itself) {
                    self.known.push(itself);
                    self.found.push(one);
                }
            }
        }
        above.pop();
    }
}

/// A folder as the system knows it, whichever way it is named.
fn identity(folder: &Path) -> PathBuf {
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}
