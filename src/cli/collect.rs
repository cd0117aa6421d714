//! `kaohe collect`: everything that was submitted as one table, in which values can be corrected.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{Deny, PROBLEMS};
use crate::diagnostic::Severity;
use crate::folder::{Parts, shown};
use crate::report::collected::{Collected, csv, workbook};
use crate::report::out;
use crate::submission::{self, SourceFile};
use crate::words::cli::Cli;

/// The table's name unless another is given.
const NAME: &str = "collected.xlsx";

#[derive(Debug, Args)]
pub(super) struct Collect {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

impl Collect {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let Some(mut parts) = self.parts.gather(self.folder.as_deref(), show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let Some(program) = inputs::program(&parts, &mut problems) else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let named = parts.corrections.is_some();
        let to = self.out.clone().unwrap_or_else(|| target(&parts, self.folder.as_deref()));
        let beside = to.with_extension("csv");
        for file in [&to, &beside] {
            let there = SourceFile::new(file.clone(), shown(file));
            if file.exists() && !submission::is_collected(&there, &program) {
                bail!(Cli::NotCollected { file: shown(file) }.say(show.lang));
            }
        }
        // What was collected is no submission.
        parts.submissions.retain(|file| file.path != to && file.path != beside);
        let own = own(&to, &mut parts, self.folder.as_deref());
        let before = problems.len();
        let Some(table) = inputs::table(&parts, &program, show, &mut problems) else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        show.diagnostics(&problems);
        // A correction that could not be applied would be lost with the file that holds it.
        let told = problems.get(before..).unwrap_or_default();
        let in_own = |file: &str| own.as_ref().is_some_and(|own| own.name == file);
        if told.iter().any(|told| told.severity == Severity::Error && told.place.file().is_some_and(in_own)) {
            show.note(&Cli::CorrectionsFirst { file: shown(&to) });
            return Ok(PROBLEMS);
        }
        let lang = program.heading.language;
        let name = own.map(|own| own.name);
        let collected = Collected::new(&program, &table, &problems, name, lang);
        // What cannot be read again could not be corrected either.
        let cells = collected.cells();
        if cells > submission::MOST_CELLS {
            bail!(Cli::CollectedTooLarge { cells, most: submission::MOST_CELLS }.say(show.lang));
        }
        let mut plain = Vec::new();
        csv::write(&collected, &mut plain)?;
        out::write_file(&beside, &plain)?;
        // Whoever corrects a CSV file has no workbook.
        if to != beside {
            out::write_file(&to, &workbook::write(&collected)?)?;
        }
        let files = if to == beside { shown(&to) } else { format!("{}, {}", shown(&to), shown(&beside)) };
        show.note(&Cli::Collected { files, units: table.units.len(), corrections: collected.corrections() });
        if !named {
            let file = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            show.note(&Cli::NameCorrections { file });
        }
        Ok(show.verdict(&problems, self.deny.is_some()))
    }
}

/// Where the table goes: where the assessment says that corrections are, else beside its `assessment.toml`.
fn target(parts: &Parts, folder: Option<&Path>) -> PathBuf {
    match &parts.corrections {
        Some(file) => file.path.clone(),
        None => folder.unwrap_or(Path::new("")).join(NAME),
    }
}

/// The table that is there already: its corrections are kept, whether the assessment names it or not.
fn own(to: &Path, parts: &mut Parts, folder: Option<&Path>) -> Option<SourceFile> {
    let named = parts.corrections.take().filter(|file| file.path == to);
    if !to.exists() {
        return None;
    }
    let name = || shown(folder.and_then(|folder| to.strip_prefix(folder).ok()).unwrap_or(to));
    let own = named.unwrap_or_else(|| SourceFile::new(to.to_owned(), name()));
    parts.corrections = Some(own.clone());
    Some(own)
}
