//! `kaohe benchmark`: units beside the best, the mean, the target or a peer; with `--items`, what items tell of units.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::format::{Format, hand_over, one_of};
use super::inputs::{PartArgs, assessment_here, find_unit};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::benchmark::{Against, Basis, Subject, compare, items};
use crate::diagnostic::nearest;
use crate::program::{NodeId, Program};
use crate::report::benchmark::items::{Itemized, json as items_json, text as items_text, workbook as items_workbook};
use crate::report::benchmark::{Benchmarked, json, text, workbook};
use crate::scoring::Assessment;
use crate::words::benchmark::Bench;
use crate::words::cli::Cli;

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Xlsx];

#[derive(Debug, Args)]
pub(super) struct Benchmark {
    #[arg(conflicts_with = "group")]
    units: Vec<String>,
    #[arg(long)]
    group: Option<String>,
    #[arg(long)]
    against: Option<String>,
    #[arg(long, num_args = 1..)]
    nodes: Vec<String>,
    #[arg(long, conflicts_with_all = ["units", "group", "against", "nodes"])]
    items: bool,
    #[arg(long)]
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Benchmark {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = Format::chosen(self.format, FORMATS, self.out.as_deref(), show)?;
        let Some(assessment) = assessment_here(&self.parts, self.folder.as_deref(), show)? else { return Ok(PROBLEMS) };
        let bytes = if self.items {
            self.of_items(&assessment, format, show)
        } else {
            self.of_units(&assessment, format, show)
        };
        hand_over(&bytes?, self.out.as_deref(), show)?;
        Ok(DONE)
    }

    fn of_units(&self, assessment: &Assessment, format: Format, show: &Show) -> Result<Vec<u8>> {
        let subjects = self.subjects(assessment, show)?;
        let against = self.held_against(assessment, show)?;
        let nodes = nodes(&assessment.program, &self.nodes, show)?;
        let bar = show.progress(subjects.len(), &Cli::Comparing);
        let compared = compare(&Basis::of(assessment), &subjects, &nodes, against, || bar.inc(1));
        bar.finish_and_clear();
        // What is shown speaks the language of the terminal, a file that of the rubric.
        let lang = if self.out.is_some() { show.lang_of(&assessment.program) } else { show.lang };
        let bench = Benchmarked { assessment, compared: &compared, against, lang };
        Ok(match format {
            Format::Xlsx => workbook::write(&bench)?,
            Format::Json => format!("{:#}\n", json::write(&bench)).into_bytes(),
            _ => text::write(&bench, show.width()).into_bytes(),
        })
    }

    fn of_items(&self, assessment: &Assessment, format: Format, show: &Show) -> Result<Vec<u8>> {
        let items = items::of(&Basis::of(assessment));
        let lang = if self.out.is_some() { show.lang_of(&assessment.program) } else { show.lang };
        let itemized = Itemized { assessment, items: &items, lang };
        Ok(match format {
            Format::Xlsx => items_workbook::write(&itemized)?,
            Format::Json => format!("{:#}\n", items_json::write(&itemized)).into_bytes(),
            _ => items_text::write(&itemized, show.width()).into_bytes(),
        })
    }

    fn subjects(&self, assessment: &Assessment, show: &Show) -> Result<Vec<Subject>> {
        if let Some(group) = &self.group {
            return Ok(vec![find_group(assessment, group, show)?]);
        }
        if self.units.is_empty() {
            return Ok(assessment.order().iter().map(|unit| Subject::Unit(*unit)).collect());
        }
        let found = self.units.iter().map(|unit| find_unit(&assessment.table.units, unit, show).map(Subject::Unit));
        found.collect()
    }

    fn held_against(&self, assessment: &Assessment, show: &Show) -> Result<Against> {
        Ok(match self.against.as_deref() {
            None | Some("mean") => Against::Mean,
            Some("group") => Against::GroupMean,
            Some("best") => Against::Best,
            Some("target") => Against::Target,
            Some(peer) => Against::Peer(match known_group(assessment, peer) {
                Some(group) => group,
                None => Subject::Unit(find_unit(&assessment.table.units, peer, show)?),
            }),
        })
    }
}

fn known_group(assessment: &Assessment, name: &str) -> Option<Subject> {
    assessment.table.groups.iter().position(|group| group == name).map(Subject::Group)
}

fn find_group(assessment: &Assessment, name: &str, show: &Show) -> Result<Subject> {
    if let Some(group) = known_group(assessment, name) {
        return Ok(group);
    }
    let known = nearest(name, assessment.table.groups.iter().map(String::as_str)).unwrap_or_default();
    bail!(Bench::NoGroupNamed { group: name.to_owned(), known }.say(show.lang))
}

/// The nodes of these ids with all below them, in the order of the rubric; all nodes where none is named.
pub(super) fn nodes(program: &Program, wanted: &[String], show: &Show) -> Result<Vec<NodeId>> {
    let find = |id: &String| match program.find_node(id) {
        Some(node) => Ok(node),
        None => {
            let known = nearest(id, program.nodes.iter().map(|node| node.id.as_str())).unwrap_or_default();
            bail!(Cli::NoNode { node: id.clone(), known }.say(show.lang))
        }
    };
    let tops = wanted.iter().map(find).collect::<Result<Vec<NodeId>>>()?;
    let within = |node: &NodeId| tops.iter().any(|top| top == node || program.is_below(*node, *top));
    Ok(program.node_ids().filter(|node| tops.is_empty() || within(node)).collect())
}
