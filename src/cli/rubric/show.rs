//! `kaohe rubric show`: the whole rubric in words.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::cli::inputs;
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::folder::shown;
use crate::report::{out, rubric, workbook};
use crate::words::cli::Cli;

/// Columns of a text that is written to a file.
const FILE_WIDTH: u16 = 100;

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowRubric {
    rubric: PathBuf,
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Xlsx,
}

impl ShowRubric {
    pub(in crate::cli) fn run(self, show: &Show) -> Result<u8> {
        let format = self.format.unwrap_or_else(|| by_name(self.out.as_deref()));
        match &self.out {
            None if format == Format::Xlsx => bail!(Cli::OutWanted { format: "xlsx".to_owned() }.say(show.lang)),
            Some(file) if has_extension(file, "toml") => bail!(Cli::OutIsToml { file: shown(file) }.say(show.lang)),
            _ => {}
        }
        let Some(program) = inputs::rubric_at(&self.rubric, show) else { return Ok(PROBLEMS) };
        let lang = show.lang_of(&program);
        let text = |width| match format {
            Format::Markdown => rubric::markdown::write(&program, lang),
            Format::Text | Format::Xlsx => rubric::text::write(&program, lang, width),
        };
        let Some(file) = self.out else {
            show.result(&text(show.width()));
            return Ok(DONE);
        };
        let bytes = if format == Format::Xlsx {
            workbook::rubric::write(&program, lang)?
        } else {
            text(FILE_WIDTH).into_bytes()
        };
        out::write_file(&file, &bytes)?;
        show.note(&Cli::WroteFile { file: shown(&file) });
        Ok(DONE)
    }
}

/// The format that a file's name asks for.
fn by_name(file: Option<&Path>) -> Format {
    match file {
        Some(file) if has_extension(file, "xlsx") => Format::Xlsx,
        Some(file) if has_extension(file, "md") => Format::Markdown,
        _ => Format::Text,
    }
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().and_then(OsStr::to_str).is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
