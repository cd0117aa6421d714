//! `kaohe score`: scores, grades, ranks, and writes the out folder.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use rayon::prelude::*;

use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{Deny, PROBLEMS};
use crate::diagnostic::has_errors;
use crate::folder::shown;
use crate::report::{self, About, OutFolder, terminal};
use crate::scoring::{self, Assessment};
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Score {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long)]
    no_units: bool,
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

impl Score {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let Some(parts) = self.parts.gather(self.folder.as_deref(), show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let Some(program) = inputs::program(&parts, &mut problems) else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(PROBLEMS);
        };
        let table = inputs::table(&parts, &program, show, &mut problems).filter(|table| !table.units.is_empty());
        let Some(table) = table else {
            show.diagnostics(&problems);
            show.note(&Cli::NoUnits);
            return Ok(PROBLEMS);
        };
        let assessment = scoring::score(program, table);
        problems.extend(assessment.diagnostics());
        show.diagnostics(&problems);

        let about = About::new(
            env!("CARGO_PKG_VERSION"),
            &parts.rubric.name,
            assessment.table.inputs.clone(),
            &problems,
        );
        let out = self.out.unwrap_or(parts.out);
        let written = write(&assessment, &about, &problems, &out, !self.no_units, show)?;
        show.result(&terminal::ranking(&assessment, show.lang, terminal_width()));
        show.result(&terminal::summary(&assessment, &problems, show.lang));
        show.note(&Cli::Wrote { count: written, folder: shown(&out) });
        debug_assert!(assessment.units() > 0 || has_errors(&problems));
        Ok(show.verdict(&problems, self.deny.is_some()))
    }
}
