//! `kaohe consistency`: whether review groups score alike.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::benchmark::nodes;
use super::format::{Format, hand_over, one_of};
use super::inputs::{PartArgs, assessment};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::benchmark::Basis;
use crate::analysis::consistency;
use crate::diagnostic::has_errors;
use crate::folder::{ASSESSMENT, shown};
use crate::program::NodeId;
use crate::report::consistency::{Reviewed, json, text, workbook};
use crate::submission::{SourceFile, read_review_groups};
use crate::words::cli::Cli;
use crate::words::consistency::Consistent;

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Xlsx];
/// What decides the draws, unless it is given.
const SEED: u64 = 1;

#[derive(Debug, Args)]
pub(super) struct Consistency {
    folder: Option<PathBuf>,
    #[arg(long)]
    by: Option<PathBuf>,
    #[arg(long, num_args = 1..)]
    nodes: Vec<String>,
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Consistency {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = Format::chosen(self.format, FORMATS, self.out.as_deref(), show)?;
        let here = Path::new(".");
        let folder = self.folder.as_deref().or_else(|| here.join(ASSESSMENT).is_file().then_some(here));
        let mut problems = Vec::new();
        let parts = self.parts.gather(folder, show, &mut problems)?;
        let named = self.by.as_ref().map(|path| SourceFile::new(path.clone(), shown(path)));
        let by = named.or_else(|| parts.as_ref().and_then(|parts| parts.review_groups.clone()));
        let Some(assessment) = parts.and_then(|parts| assessment(&parts, show, &mut problems)) else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(PROBLEMS);
        };
        let Some(by) = by else { bail!(Consistent::NoFile.say(show.lang)) };
        let mut problems = Vec::new();
        let groups = read_review_groups(&by, &assessment.program, &assessment.table.units, &mut problems);
        show.diagnostics(&problems);
        if has_errors(&problems) {
            show.say(&Consistent::NotRead.say(show.lang));
            return Ok(PROBLEMS);
        }
        let basis = Basis::of(&assessment);
        let leaves: Vec<NodeId> = if self.nodes.is_empty() {
            consistency::given_leaves(&basis)
        } else {
            let nodes = nodes(&assessment.program, &self.nodes, show)?.into_iter();
            nodes.filter(|node| assessment.program.node(*node).leaf.is_some()).collect()
        };
        let seed = self.seed.unwrap_or(SEED);
        let found = consistency::of(&basis, &groups, &leaves, seed);
        // What is shown speaks the language of the terminal, a file that of the rubric.
        let lang = if self.out.is_some() { show.lang_of(&assessment.program) } else { show.lang };
        let reviewed = Reviewed { assessment: &assessment, groups: &groups, found: &found, seed, lang };
        let bytes = match format {
            Format::Xlsx => workbook::write(&reviewed)?,
            Format::Json => format!("{:#}\n", json::write(&reviewed)).into_bytes(),
            _ => text::write(&reviewed, show.width()).into_bytes(),
        };
        hand_over(&bytes, self.out.as_deref(), show)?;
        Ok(DONE)
    }
}
