//! `kaohe rubric show`: the whole rubric in words.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::cli::format::{Format, hand_over, one_of};
use crate::cli::inputs;
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::report::{rubric, workbook};

/// Columns of a text that is written to a file.
const FILE_WIDTH: u16 = 100;
const FORMATS: &[Format] = &[Format::Text, Format::Markdown, Format::Xlsx];

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowRubric {
    rubric: PathBuf,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl ShowRubric {
    pub(in crate::cli) fn run(self, show: &Show) -> Result<u8> {
        let file = self.out.as_deref();
        let format = Format::chosen(self.format, FORMATS, file, show)?;
        let Some(program) = inputs::rubric_at(&self.rubric, show) else { return Ok(PROBLEMS) };
        let lang = show.lang_of(&program);
        let width = if file.is_some() { FILE_WIDTH } else { show.width() };
        let document = match format {
            Format::Xlsx => workbook::rubric::write(&program, lang)?,
            Format::Markdown => rubric::markdown::write(&program, lang).into_bytes(),
            _ => rubric::text::write(&program, lang, width).into_bytes(),
        };
        hand_over(&document, file, show)?;
        Ok(DONE)
    }
}
