//! The rubric: TOML as an office wrote it, checked and compiled into a program.

mod keys;
mod lower;
mod rules;
mod workshop;

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Place, Problem, Source, has_errors};
use crate::document::{self, Reader, Table};
use crate::program::Program;
use crate::words::rubric::RubricProblem::{Empty, MissingKey};

pub use keys::ROOT;
pub use rules::{KINDS, RuleKind, Shape};

/// A rubric as written: its text and its tree with the place of every word.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// The text.
    pub source: Arc<Source>,
    /// The tree.
    pub root: Table,
}

impl Rubric {
    /// Reads a rubric's file; problems are added to `problems`.
    pub fn read(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Rubric> {
        document::read_source(path, name, problems).map(|source| Rubric::parse(source, problems))
    }

    /// Parses a rubric's text.
    pub fn parse(source: Arc<Source>, problems: &mut Vec<Diagnostic>) -> Rubric {
        let root = document::parse(&source, problems);
        Rubric { source, root }
    }

    /// SHA-256 of the text as UTF-8, in hexadecimal: the same rubric saved in another encoding is the same rubric.
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(self.source.text.as_bytes()))
    }

    /// Checks and compiles the rubric; every problem is reported, and there is a program only without errors.
    pub fn compile(&self, problems: &mut Vec<Diagnostic>) -> Option<Program> {
        let broken = has_errors(problems);
        let reader = Reader::new(Vec::new());
        let program = lower::lower(self, &reader);
        let mut found = reader.finish();
        if broken {
            // What a broken line was to hold is not missing.
            found.retain(|d| !matches!(d.problem, Problem::Rubric(MissingKey { .. } | Empty { .. })));
        }
        problems.append(&mut found);
        problems.sort_by_key(|diagnostic| match &diagnostic.place {
            Place::Text(spot) => spot.span.start,
            _ => 0,
        });
        program.filter(|_| !has_errors(problems))
    }
}

/// Reads and compiles a rubric's file.
pub fn load(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Program> {
    let mut found = Vec::new();
    let program = Rubric::read(path, name, &mut found).and_then(|rubric| rubric.compile(&mut found));
    problems.append(&mut found);
    program
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
