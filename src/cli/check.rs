//! `kaohe check`: looks over a rubric, and over roster and submissions when there are any, without scoring.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::format::{Format, one_of};
use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, Deny};
use crate::diagnostic::{Diagnostic, Entry, nearest};
use crate::report::diagnostics;
use crate::scoring;
use crate::submission;
use crate::words::cli::Cli;

const FORMATS: &[Format] = &[Format::Text, Format::Json];

#[derive(Debug, Args)]
pub(super) struct Check {
    path: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_parser = one_of(FORMATS), default_value = "text")]
    format: Format,
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    #[arg(long)]
    why: Option<String>,
}

impl Check {
    pub(super) fn run(mut self, show: &Show) -> Result<u8> {
        if let Some(code) = &self.why {
            return why(code, show);
        }
        // A path to a file is the rubric alone.
        if let Some(path) = self.path.take_if(|path| path.is_file()) {
            self.parts.rubric_file(path);
        }
        let mut problems = Vec::new();
        let said = self.look(show, &mut problems)?;
        if self.format == Format::Json {
            show.result(&serde_json::to_string_pretty(&diagnostics::to_json(&problems, show.lang))?);
        } else {
            show.diagnostics(&problems);
            for message in said {
                show.result(&message.say(show.lang));
            }
        }
        Ok(show.verdict(&problems, self.deny.is_some()))
    }

    fn look(&self, show: &Show, problems: &mut Vec<Diagnostic>) -> Result<Vec<Cli>> {
        let mut said = Vec::new();
        let Some(parts) = self.parts.gather(self.path.as_deref(), show, problems)? else { return Ok(said) };
        let Some(program) = inputs::program(&parts, problems) else { return Ok(said) };
        said.push(Cli::CheckedRubric {
            fields: program.fields.iter().filter(|field| field.is_submitted()).count(),
            leaves: program.leaves().count(),
            columns: program.columns.len(),
        });
        if parts.roster.is_none() && parts.submissions.is_empty() && parts.rollups.is_empty() {
            return Ok(said);
        }
        let Some(table) = inputs::table(&parts, &program, show, problems) else { return Ok(said) };
        if let Some(file) = &parts.review_groups {
            submission::read_review_groups(file, &program, &table.units, problems);
        }
        said.push(Cli::CheckedData { units: table.units.len(), files: parts.submissions.len() });
        // Conditions on the data and missing values show only once the graph is evaluated; no score is told.
        problems.extend(scoring::diagnostics(&scoring::score(program, table)));
        Ok(said)
    }
}

/// What a diagnostic means, why it matters and what to do.
fn why(code: &str, show: &Show) -> Result<u8> {
    let Some(entry) = Entry::find(code) else {
        let known = nearest(&code.to_uppercase(), Entry::all().map(|entry| entry.code)).unwrap_or_default();
        bail!(Cli::NoCode { code: code.to_owned(), known }.say(show.lang));
    };
    show.result(&diagnostics::entry(entry, show.lang));
    Ok(DONE)
}
