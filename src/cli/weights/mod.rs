//! `kaohe weights`: where next year's weights come from.

mod forms;
mod propose;
mod write;

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use super::show::Show;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::folder;
use crate::program::{Program, Siblings};
use crate::submission::SourceFile;
use crate::words::Lang;
use crate::words::weights::WeightWord;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Weights {
    #[command(subcommand)]
    forms: Option<Questions>,
    #[command(flatten)]
    propose: propose::Propose,
}

#[derive(Debug, Subcommand)]
enum Questions {
    Forms(forms::Forms),
}

impl Weights {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        match self.forms {
            Some(Questions::Forms(command)) => command.run(show),
            None => self.propose.run(show),
        }
    }
}

/// The word for the sections among themselves, in place of a node.
fn is_total(name: &str) -> bool {
    [Lang::Zh, Lang::En].iter().any(|lang| WeightWord::Total.say(*lang) == name)
}

/// The sets that are asked for: all, or those below these nodes.
fn sets(program: &Program, nodes: &[String], show: &Show) -> Result<Vec<Siblings>> {
    let all = program.sibling_sets();
    if all.is_empty() {
        bail!(WeightWord::NoSets.say(show.lang));
    }
    if nodes.is_empty() {
        return Ok(all);
    }
    let name = |set: &Siblings| match set.parent {
        None => WeightWord::Total.say(show.lang),
        Some(parent) => program.node(parent).id.clone(),
    };
    let names: Vec<String> = all.iter().map(name).collect();
    let mut wanted = Vec::new();
    for node in nodes {
        let of = program.find_node(node.trim());
        let found = all.iter().find(|set| match of {
            Some(id) => set.parent == Some(id),
            None => set.parent.is_none() && is_total(node.trim()),
        });
        match found {
            Some(set) => wanted.push(set.clone()),
            None => {
                let near = nearest(node, names.iter().map(String::as_str));
                let known = near.unwrap_or_else(|| names.join(" "));
                bail!(WeightWord::NoSet { node: node.clone(), known }.say(show.lang))
            }
        }
    }
    // In the order of the rubric, each once.
    Ok(all.into_iter().filter(|set| wanted.contains(set)).collect())
}

/// The files that these patterns name, each once.
fn files(patterns: &[String], problems: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = Vec::new();
    for pattern in patterns {
        match folder::find(Path::new(""), pattern) {
            Ok(found) => {
                for file in found {
                    if !files.iter().any(|known| known.path == file.path) {
                        files.push(file);
                    }
                }
            }
            Err(problem) => problems.push(Diagnostic::new(problem, Place::File(pattern.as_str().into()))),
        }
    }
    files
}
