//! `kaohe improve`: what each fix is worth, and the cheapest way to the next grade.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::explain::find_unit;
use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::improve;
use crate::folder::{self, shown};
use crate::report::improve::{Improved, json, text, workbook};
use crate::report::out;
use crate::scoring;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Improve {
    unit: Option<String>,
    #[arg(long)]
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Xlsx,
}

impl Improve {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = self.format.unwrap_or_else(|| by_name(self.out.as_deref()));
        match &self.out {
            None if format == Format::Xlsx => bail!(Cli::OutWanted { format: "xlsx".to_owned() }.say(show.lang)),
            Some(file) if has_extension(file, "toml") => bail!(Cli::OutIsToml { file: shown(file) }.say(show.lang)),
            _ => {}
        }
        let mut problems = Vec::new();
        let here = Path::new(".");
        let folder = self.folder.as_deref().or_else(|| here.join(folder::ASSESSMENT).is_file().then_some(here));
        let assessment = match self.parts.gather(folder, show, &mut problems)? {
            Some(parts) => match inputs::program(&parts, &mut problems) {
                Some(program) => {
                    inputs::table(&parts, &program, show, &mut problems).map(|table| scoring::score(program, table))
                }
                None => None,
            },
            None => None,
        };
        let Some(assessment) = assessment else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(PROBLEMS);
        };
        let units = match &self.unit {
            Some(unit) => vec![find_unit(&assessment, unit, show)?],
            None => assessment.order().to_vec(),
        };
        let bar = show.progress(units.len(), &Cli::Improving);
        let improvements = improve::of_units(&assessment, &units, || bar.inc(1));
        bar.finish_and_clear();
        // What is shown speaks the language of the terminal, a file that of the rubric.
        let lang = if self.out.is_some() { show.lang_of(&assessment.program) } else { show.lang };
        let improved = Improved { assessment: &assessment, improvements: &improvements, lang };
        let bytes = match format {
            Format::Xlsx => workbook::write(&improved)?,
            Format::Json => format!("{:#}\n", json::write(&improved)).into_bytes(),
            Format::Text => text::write(&improved, show.width()).into_bytes(),
        };
        match self.out {
            Some(file) => {
                out::write_file(&file, &bytes)?;
                show.note(&Cli::WroteFile { file: shown(&file) });
            }
            None => show.result(&String::from_utf8_lossy(&bytes)),
        }
        Ok(DONE)
    }
}

fn by_name(file: Option<&Path>) -> Format {
    match file {
        Some(file) if has_extension(file, "xlsx") => Format::Xlsx,
        Some(file) if has_extension(file, "json") => Format::Json,
        _ => Format::Text,
    }
}

fn has_extension(file: &Path, wanted: &str) -> bool {
    file.extension().and_then(OsStr::to_str).is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
