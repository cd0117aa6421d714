//! `kaohe explain`: why a unit has its total, grade and place, or its points on a node.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::explain;
use crate::diagnostic::nearest;
use crate::folder;
use crate::report::explanation;
use crate::scoring::{self, Assessment};
use crate::submission;
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
        let mut problems = Vec::new();
        let here = Path::new(".");
        let folder = self.folder.as_deref().or_else(|| here.join(folder::ASSESSMENT).is_file().then_some(here));
        let assessment = match self.parts.gather(folder, show, &mut problems)? {
            Some(parts) => match inputs::program(&parts, &mut problems) {
                Some(program) => {
                    inputs::table(&parts, &program, show, &mut problems).map(|table| scoring::score(program, table))
                }
                None => None,
            },
            None => None,
        };
        let Some(assessment) = assessment else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(PROBLEMS);
        };
        let unit = find_unit(&assessment, &self.unit, show)?;
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

/// The unit a text means; several or none are told with who may be meant.
pub(super) fn find_unit(assessment: &Assessment, text: &str, show: &Show) -> Result<usize> {
    let units = &assessment.table.units;
    match submission::find_units(units, text).as_slice() {
        [unit] => Ok(*unit),
        [] => {
            let known = nearest(text, units.iter().map(|unit| unit.name.as_str())).unwrap_or_default();
            bail!(Cli::NoUnit { unit: text.to_owned(), known }.say(show.lang))
        }
        several => {
            let named = several.iter().filter_map(|unit| units.get(*unit));
            let units: Vec<String> = named.map(|unit| format!("{}({})", unit.name, unit.id)).collect();
            bail!(Cli::SeveralUnits { unit: text.to_owned(), units: units.join("、") }.say(show.lang))
        }
    }
}
