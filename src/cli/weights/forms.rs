//! `kaohe weights forms`: questionnaires for experts.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::{files, sets};
use crate::analysis::weights::{Round, ahp};
use crate::cli::inputs::rubric_at;
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::diagnostic::has_errors;
use crate::folder::shown;
use crate::program::{Program, Siblings};
use crate::report::names::Names;
use crate::report::out::OutFolder;
use crate::report::weights::form::{LastSet, Questionnaire, write_comparisons, write_numbers};
use crate::submission::weights::{Opinion, read_opinions, set_name};
use crate::words::cli::Cli;
use crate::words::weights::WeightWord;

#[derive(Debug, Args)]
pub(super) struct Forms {
    folder: PathBuf,
    #[arg(long, value_enum, default_value = "ahp")]
    method: Kind,
    #[arg(long, conflicts_with = "name", value_parser = clap::value_parser!(u16).range(1..=500))]
    experts: Option<u16>,
    #[arg(long, num_args = 1..)]
    name: Vec<String>,
    #[arg(long, num_args = 1..)]
    last: Vec<String>,
    #[arg(long, num_args = 1..)]
    nodes: Vec<String>,
    #[arg(long)]
    out: PathBuf,
}

/// What a questionnaire asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Ahp,
    Delphi,
}

impl Forms {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let Some(program) = rubric_at(&self.folder, show) else { return Ok(PROBLEMS) };
        let kind = if self.last.is_empty() { self.method } else { Kind::Delphi };
        let mut sets = sets(&program, &self.nodes, show)?;
        if kind == Kind::Ahp {
            sets.retain(|set| comparable(&program, set, show));
        }
        if sets.is_empty() {
            bail!(WeightWord::NoSets.say(show.lang));
        }
        let mut problems = Vec::new();
        let last = read_opinions(&files(&self.last, &mut problems), &program, &mut problems);
        show.diagnostics(&problems);
        if has_errors(&problems) {
            return Ok(PROBLEMS);
        }
        if !self.last.is_empty() && last.is_empty() {
            bail!(WeightWord::NoLast.say(show.lang));
        }
        let experts = self.asked(&last, &program);
        let mut out = OutFolder::open(&self.out, show.lang)?;
        out.keep_changed();
        let (mut names, numbers) = (Names::default(), program.numbers());
        for expert in &experts {
            let form = Questionnaire { program: &program, numbers: &numbers, sets: &sets, expert };
            let bytes = match kind {
                Kind::Ahp => write_comparisons(&form)?,
                Kind::Delphi if last.is_empty() => write_numbers(&form, None)?,
                Kind::Delphi => write_numbers(&form, Some(&said(&sets, &last, expert)))?,
            };
            out.stage_bytes(&names.unique(expert, "xlsx"), &bytes)?;
        }
        let count = out.commit()?.len();
        show.result(&WeightWord::FormsMade { experts: experts.len(), sets: sets.len() }.say(show.lang));
        show.note(&Cli::Wrote { count, folder: shown(&self.out) });
        Ok(DONE)
    }

    /// Who is asked: those named, those of the last round, or so many without names.
    fn asked(&self, last: &[Opinion], program: &Program) -> Vec<String> {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        let mut experts: Vec<String> = last.iter().map(|opinion| opinion.expert.clone()).collect();
        experts.dedup();
        if !experts.is_empty() {
            return experts;
        }
        let number = |number: u16| WeightWord::ExpertNumber { number: number.into() }.say(program.heading.language);
        (1..=self.experts.unwrap_or(1)).map(number).collect()
    }
}

/// Whether a set can be compared in pairs; where it cannot, that is said.
fn comparable(program: &Program, set: &Siblings, show: &Show) -> bool {
    let (count, most) = (set.nodes.len(), ahp::MOST);
    if count > most {
        let set = set_name(program, set, show.lang);
        show.say(&WeightWord::TooManyForAhp { set, count, most }.say(show.lang));
    }
    count <= most
}

/// What was said of each set in the last round, with the expert's own numbers.
fn said(sets: &[Siblings], last: &[Opinion], expert: &str) -> Vec<LastSet> {
    let of = |set: &Siblings| {
        let numbers: Vec<_> = last.iter().filter(|it| it.set == *set).map(|it| it.numbers.clone()).collect();
        let own = last.iter().find(|it| it.set == *set && it.expert == expert).map(|it| it.numbers.clone());
        Some(LastSet { set: set.clone(), round: Round::of(&numbers)?, own })
    };
    sets.iter().filter_map(of).collect()
}
