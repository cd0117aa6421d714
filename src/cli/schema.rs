//! `kaohe schema`: the JSON Schema of a file that an office writes, for completion in editors.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::DONE;
use super::show::Show;
use crate::folder::shown;
use crate::report::{out, schema};
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Schema {
    #[arg(value_enum)]
    document: Document,
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Document {
    Rubric,
    Test,
    Assessment,
}

impl Schema {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let document = match self.document {
            Document::Rubric => schema::Document::Rubric,
            Document::Test => schema::Document::Test,
            Document::Assessment => schema::Document::Assessment,
        };
        let mut text = serde_json::to_string_pretty(&schema::of(document))?;
        text.push('\n');
        let Some(file) = self.out else {
            show.result(&text);
            return Ok(DONE);
        };
        if file.exists() && !is_schema(&file) {
            bail!(Cli::NoSchema { file: shown(&file) }.say(show.lang));
        }
        out::write_file(&file, text.as_bytes())?;
        show.note(&Cli::WroteFile { file: shown(&file) });
        Ok(DONE)
    }
}

/// Whether a file holds a schema: a rubric named by mistake must not be lost.
fn is_schema(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.get("$schema").is_some())
}
