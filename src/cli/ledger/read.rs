//! `kaohe ledger read`: how far the rectification is, from ledgers that people filled in.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::{FOLDER, files};
use crate::analysis::ledger::progress;
use crate::cli::PROBLEMS;
use crate::cli::show::Show;
use crate::folder::{self, shown};
use crate::report::ledger::{json, text, write_overview};
use crate::report::out;
use crate::submission::ledger::read_ledgers;
use crate::table::read_date;
use crate::words::cli::Cli;
use crate::words::ledger::LedgerWord;

#[derive(Debug, Args)]
pub(in crate::cli) struct Read {
    files: Vec<String>,
    #[arg(long)]
    on: Option<String>,
    #[arg(long)]
    folder: Option<PathBuf>,
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

impl Read {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = self.format.unwrap_or_else(|| by_name(self.out.as_deref()));
        match &self.out {
            None if format == Format::Xlsx => bail!(Cli::OutWanted { format: "xlsx".to_owned() }.say(show.lang)),
            Some(file) if has_extension(file, "toml") => bail!(Cli::OutIsToml { file: shown(file) }.say(show.lang)),
            _ => {}
        }
        let given = match &self.on {
            Some(text) => match read_date(text) {
                Some(day) => Some(day),
                None => bail!(Cli::NoDate { text: text.clone() }.say(show.lang)),
            },
            None => None,
        };
        let mut problems = Vec::new();
        let here = Path::new("");
        let folder = self.folder.as_deref().or_else(|| Path::new(folder::ASSESSMENT).is_file().then_some(here));
        let on = match (given, folder) {
            (None, Some(folder)) => folder::open(folder, &mut problems).and_then(|parts| parts.ledger.on),
            (given, _) => given,
        };
        let filled = match folder {
            _ if !self.files.is_empty() => files(&self.files, &mut problems),
            Some(folder) if folder.join(FOLDER).is_dir() => files(&[shown(&folder.join(FOLDER))], &mut problems),
            _ => bail!(LedgerWord::NoFiles.say(show.lang)),
        };
        let rows = read_ledgers(&filled, &mut problems);
        show.diagnostics(&problems);
        if rows.is_empty() {
            return Ok(show.verdict(&problems, false).max(PROBLEMS));
        }
        let told = progress(&rows, on);
        let bytes = match format {
            Format::Xlsx => write_overview(&told, show.lang)?,
            Format::Json => format!("{:#}\n", json::write(&told)).into_bytes(),
            Format::Text => (text::write(&told, show.lang, show.width()) + "\n").into_bytes(),
        };
        match self.out {
            Some(file) => {
                out::write_file(&file, &bytes)?;
                show.note(&Cli::WroteFile { file: shown(&file) });
            }
            None => show.result(&String::from_utf8_lossy(&bytes)),
        }
        Ok(show.verdict(&problems, false))
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
    file.extension().and_then(std::ffi::OsStr::to_str).is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
