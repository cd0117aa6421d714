//! `kaohe improve`: what each fix is worth, and the cheapest way to the next grade.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::format::{Format, hand_over, one_of};
use super::inputs::{PartArgs, assessment_here, find_unit};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::improve;
use crate::report::improve::{Improved, json, text, workbook};
use crate::words::cli::Cli;

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Xlsx];

#[derive(Debug, Args)]
pub(super) struct Improve {
    unit: Option<String>,
    #[arg(long)]
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Improve {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = Format::chosen(self.format, FORMATS, self.out.as_deref(), show)?;
        let Some(assessment) = assessment_here(&self.parts, self.folder.as_deref(), show)? else { return Ok(PROBLEMS) };
        let units = match &self.unit {
            Some(unit) => vec![find_unit(&assessment.table.units, unit, show)?],
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
            _ => text::write(&improved, show.width()).into_bytes(),
        };
        hand_over(&bytes, self.out.as_deref(), show)?;
        Ok(DONE)
    }
}
