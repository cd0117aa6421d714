//! `kaohe explain`: why a unit has its total, grade and place, or its points on a node.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::inputs::{PartArgs, assessment_here, find_unit};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::explain;
use crate::diagnostic::nearest;
use crate::report::explanation;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Explain {
    unit: String,
    node: Option<String>,
    #[arg(long)]
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, default_value_t = 1)]
    depth: usize,
}

impl Explain {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let Some(assessment) = assessment_here(&self.parts, self.folder.as_deref(), show)? else { return Ok(PROBLEMS) };
        let unit = find_unit(&assessment.table.units, &self.unit, show)?;
        let reason = match &self.node {
            None => explain::unit(&assessment, unit, self.depth, show.lang),
            Some(id) => match assessment.program.find_node(id) {
                Some(node) => explain::node(&assessment, unit, node, self.depth, show.lang),
                None => {
                    let ids = assessment.program.nodes.iter().map(|node| node.id.as_str());
                    let known = nearest(id, ids).unwrap_or_default();
                    bail!(Cli::NoNode { node: id.clone(), known }.say(show.lang))
                }
            },
        };
        show.result(&explanation::text(&reason));
        Ok(DONE)
    }
}
