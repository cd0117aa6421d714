//! `kaohe sensitivity`: how firm places and grades are.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::format::{Format, hand_over, one_of};
use super::inputs::{PartArgs, assessment_here};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::sensitivity::{self, Distribution, Study};
use crate::number::{self, Decimal};
use crate::report::sensitivity::{Firmness, html, json, text, workbook};
use crate::words::cli::Cli;

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Xlsx, Format::Html];
/// Draws at most: more would tell nothing new.
const MOST: usize = 10_000_000;

#[derive(Debug, Args)]
pub(super) struct Sensitivity {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, default_value_t = 10_000)]
    draws: usize,
    #[arg(long, default_value = "20%", conflicts_with = "free")]
    spread: String,
    #[arg(long)]
    free: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 256)]
    influence: usize,
    #[arg(long, value_delimiter = ',')]
    lines: Vec<String>,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Sensitivity {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = Format::chosen(self.format, FORMATS, self.out.as_deref(), show)?;
        let study = self.study(show)?;
        let Some(assessment) = assessment_here(&self.parts, self.folder.as_deref(), show)? else { return Ok(PROBLEMS) };
        let bar = show.progress(sensitivity::draws(&assessment, &study), &Cli::Drawing);
        let found = sensitivity::of(&assessment, study, |draws| bar.inc(draws as u64));
        bar.finish_and_clear();
        // What is shown speaks the language of the terminal, a file that of the rubric.
        let lang = if self.out.is_some() { show.lang_of(&assessment.program) } else { show.lang };
        let firmness = Firmness { assessment: &assessment, found: &found, lang };
        let bytes = match format {
            Format::Xlsx => workbook::write(&firmness)?,
            Format::Html => html::write(&firmness).into_bytes(),
            Format::Json => format!("{:#}\n", json::write(&firmness)).into_bytes(),
            _ => text::write(&firmness, show.width()).into_bytes(),
        };
        hand_over(&bytes, self.out.as_deref(), show)?;
        Ok(DONE)
    }

    fn study(&self, show: &Show) -> Result<Study> {
        if self.draws == 0 || self.draws > MOST || self.influence > MOST {
            bail!(Cli::TooManyDraws { most: MOST }.say(show.lang));
        }
        let distribution = if self.free { Distribution::Free } else { Distribution::Uniform(self.spread(show)?) };
        let line = |text: &String| match number::read_exact(text.trim()).filter(|by| *by > Decimal::ZERO) {
            Some(by) => Ok(by),
            None => bail!(Cli::WrongLine { text: text.clone() }.say(show.lang)),
        };
        let mut lines = self.lines.iter().map(line).collect::<Result<Vec<Decimal>>>()?;
        if lines.is_empty() {
            lines = vec![Decimal::new(5, 1), Decimal::ONE, Decimal::TWO];
        }
        lines.sort_unstable();
        lines.dedup();
        Ok(Study { draws: self.draws, distribution, seed: self.seed, sample: self.influence, lines })
    }

    /// `20%`, or `0.2`.
    fn spread(&self, show: &Show) -> Result<Decimal> {
        let text = self.spread.trim();
        let read = match text.strip_suffix(['%', '\u{ff05}']) {
            Some(percent) => number::read_exact(percent.trim()).and_then(|x| x.checked_div(Decimal::ONE_HUNDRED)),
            None => number::read_exact(text),
        };
        match read.filter(|spread| *spread > Decimal::ZERO && *spread <= Decimal::ONE) {
            Some(spread) => Ok(spread),
            None => bail!(Cli::WrongSpread { text: text.to_owned() }.say(show.lang)),
        }
    }
}
