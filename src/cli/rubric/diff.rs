//! `kaohe rubric diff`: what changed between two editions.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::analysis::difference::Difference;
use crate::cli::format::{Format, one_of};
use crate::cli::inputs;
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::report::difference::{Editions, json, markdown, text};

const FORMATS: &[Format] = &[Format::Text, Format::Markdown, Format::Json];

#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    before: PathBuf,
    after: PathBuf,
    #[arg(long, value_parser = one_of(FORMATS), default_value = "text")]
    format: Format,
}

impl Diff {
    pub(in crate::cli) fn run(self, show: &Show) -> Result<u8> {
        // Both are read, so that the mistakes of both are told at once.
        let both = (inputs::rubric_at(&self.before, show), inputs::rubric_at(&self.after, show));
        let (Some(before), Some(after)) = both else { return Ok(PROBLEMS) };
        let lang = show.lang_of(&after);
        let difference = Difference::between(&before, &after);
        let editions = Editions { before: &before, after: &after, difference: &difference };
        let text = match self.format {
            Format::Json => serde_json::to_string_pretty(&json::write(editions, lang))?,
            Format::Markdown => markdown::write(editions, lang),
            _ => text::write(editions, lang, show.width()),
        };
        show.result(&text);
        Ok(DONE)
    }
}
