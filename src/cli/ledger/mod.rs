//! `kaohe ledger`: the rectification ledger, made and read back.

mod make;
mod read;

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

use super::show::Show;
use crate::diagnostic::{Diagnostic, Place};
use crate::folder::find;
use crate::submission::SourceFile;

/// The folder of ledgers beside the assessment: not the folder of results, which every scoring writes anew.
const FOLDER: &str = "ledger";

#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    Make(make::Make),
    Read(read::Read),
}

impl Ledger {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        match self {
            Ledger::Make(command) => command.run(show),
            Ledger::Read(command) => command.run(show),
        }
    }
}

/// The files that these patterns name, each once.
fn files(patterns: &[String], problems: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = Vec::new();
    for pattern in patterns {
        match find(Path::new(""), pattern) {
            Ok(found) => {
                for file in found {
                    if !files.iter().any(|known| known.path == file.path) {
                        files.push(file);
                    }
                }
            }
            Err(problem) => problems.push(Diagnostic::new(problem, Place::File(pattern.as_str().into()))),
        }
    }
    files
}
