//! The rubric: TOML as an office wrote it, checked and compiled into a program.

mod extend;
mod keys;
mod lint;
mod lower;
mod rewrite;
mod rules;
mod workshop;

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Problem, Severity, Source, has_errors};
use crate::document::{self, Reader, Table};
use crate::fingerprint::{fingerprint, hash};
use crate::program::Program;
use crate::table::Input;
use crate::words::rubric::RubricProblem::{Empty, MissingKey, NothingToRemove};

pub use keys::ROOT;
pub use rewrite::Rewrite;
pub use rules::{KINDS, RuleKind, Shape};

/// A rubric as written: its text and its tree with the place of every word.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// The text.
    pub source: Arc<Source>,
    /// The texts it extends, the nearest first.
    pub bases: Vec<Arc<Source>>,
    /// The tree, laid over those of the texts it extends.
    pub root: Table,
    /// Whether every text it extends was found: of half a rubric nothing else can be said.
    whole: bool,
}

impl Rubric {
    /// Reads a rubric's file and the files it extends; problems are added to `problems`.
    pub fn read(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Rubric> {
        let source = document::read_source(path, name, problems)?;
        Some(extend::follow(source, Some(path), problems))
    }

    /// Parses a rubric's text; it stands in no folder, so it can extend no file.
    pub fn parse(source: Arc<Source>, problems: &mut Vec<Diagnostic>) -> Rubric {
        extend::follow(source, None, problems)
    }

    /// SHA-256 of the text as UTF-8, in hexadecimal: the same rubric saved in another encoding is the same rubric. Of a
    /// rubric that extends others, SHA-256 of the hashes of all their texts, its own first.
    pub fn fingerprint(&self) -> String {
        if self.bases.is_empty() {
            return fingerprint(self.source.text.as_bytes());
        }
        let hashes: Vec<u8> = self.texts().flat_map(|source| hash(source.text.as_bytes())).collect();
        fingerprint(&hashes)
    }

    /// The files it extends, the nearest first, each with the SHA-256 of its text.
    pub fn inputs(&self) -> Vec<Input> {
        let input =
            |base: &Arc<Source>| Input { name: base.name.clone(), fingerprint: fingerprint(base.text.as_bytes()) };
        self.bases.iter().map(input).collect()
    }

    /// Checks and compiles the rubric; every problem is reported, and there is a program only without errors.
    pub fn compile(&self, problems: &mut Vec<Diagnostic>) -> Option<Program> {
        let program = if self.whole { self.lower(problems) } else { None };
        // File by file as they extend one another, each from top to bottom.
        problems.sort_by_key(|diagnostic| match &diagnostic.place {
            Place::Text(spot) => (self.texts().position(|text| *text == spot.source), spot.span.start),
            _ => (None, 0),
        });
        program.filter(|_| !has_errors(problems))
    }

    fn lower(&self, problems: &mut Vec<Diagnostic>) -> Option<Program> {
        let broken = problems.iter().any(breaks);
        let reader = Reader::new(Vec::new());
        let program = lower::lower(self, &reader);
        let mut found = reader.finish();
        if broken {
            // What a broken line was to hold is not missing.
            found.retain(|d| !matches!(d.problem, Problem::Rubric(MissingKey { .. } | Empty { .. })));
        }
        problems.append(&mut found);
        program
    }

    /// Its own text, then those it extends.
    fn texts(&self) -> impl Iterator<Item = &Arc<Source>> {
        std::iter::once(&self.source).chain(&self.bases)
    }
}

/// Whether a problem may have taken a part of the text with it; what could not be removed has not.
fn breaks(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && !matches!(problem.problem, Problem::Rubric(NothingToRemove { .. }))
}

/// Reads and compiles a rubric's file.
pub fn load(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Program> {
    let mut found = Vec::new();
    let program = Rubric::read(path, name, &mut found).and_then(|rubric| rubric.compile(&mut found));
    problems.append(&mut found);
    program
}
