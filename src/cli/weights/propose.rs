//! `kaohe weights FOLDER`: what experts and past data propose, beside what is in force.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::{files, sets, write};
use crate::analysis::weights::{Basis, Method, Rates, inconsistent, studies};
use crate::cli::again;
use crate::cli::format::{Format, hand_over, one_of};
use crate::cli::inputs::{self, PartArgs};
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::folder::results::Results;
use crate::folder::{self, Parts};
use crate::number::{self, Decimal};
use crate::program::Program;
use crate::report::weights::{Told, json, text, workbook};
use crate::rubric::Rubric;
use crate::scoring;
use crate::submission::weights::{read_comparisons, read_opinions};
use crate::words::weights::WeightWord;

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Xlsx];

#[derive(Debug, Args)]
pub(super) struct Propose {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, num_args = 1..)]
    ahp: Vec<String>,
    #[arg(long)]
    consistent_only: bool,
    #[arg(long, num_args = 1..)]
    delphi: Vec<String>,
    #[arg(long, num_args = 1..)]
    results: Vec<PathBuf>,
    #[arg(long, num_args = 1..)]
    nodes: Vec<String>,
    #[arg(long, value_parser = one_of(FORMATS))]
    format: Option<Format>,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, requires = "by")]
    write: Option<PathBuf>,
    #[arg(long, value_enum)]
    by: Option<By>,
    #[arg(long)]
    step: Option<String>,
    #[arg(long)]
    adapt: bool,
}

/// Whose proposal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Ahp,
    Delphi,
    Entropy,
    Critic,
    Mean,
}

impl From<By> for Method {
    fn from(by: By) -> Method {
        match by {
            By::Ahp => Method::Ahp,
            By::Delphi => Method::Delphi,
            By::Entropy => Method::Entropy,
            By::Critic => Method::Critic,
            By::Mean => Method::Mean,
        }
    }
}

impl Propose {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let format = Format::chosen(self.format, FORMATS, self.out.as_deref(), show)?;
        let step = self.step(show)?;
        let mut problems = Vec::new();
        let here = Path::new(".");
        let folder = self.folder.as_deref();
        let folder = folder.or_else(|| here.join(folder::ASSESSMENT).is_file().then_some(here));
        let Some(parts) = self.parts.gather(folder, show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let rubric = Rubric::read(&parts.rubric.path, &parts.rubric.name, &mut problems);
        let compiled = rubric.and_then(|rubric| Some((Arc::new(rubric.compile(&mut problems)?), rubric)));
        let Some((program, rubric)) = compiled else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let sets = sets(&program, &self.nodes, show)?;
        let mut said = Vec::new();
        let basis = self.basis(&parts, &program, step, show, &mut said)?;
        said.extend(inconsistent(&program, &basis.comparisons));
        show.diagnostics(&said);
        let studies = studies(&program, &sets, &basis);
        // What is shown speaks the language of the terminal, a file that of the rubric.
        let lang = if self.out.is_some() { show.lang_of(&program) } else { show.lang };
        let unknown = &basis.rates.unknown;
        let told = Told { program: &program, studies: &studies, rates: basis.rates.count(), unknown, lang };
        let bytes = match format {
            Format::Xlsx => workbook::write(&told)?,
            Format::Json => format!("{:#}\n", json::write(&told)).into_bytes(),
            _ => text::write(&told, show.width()).into_bytes(),
        };
        hand_over(&bytes, self.out.as_deref(), show)?;
        let code = if has_errors(&said) { PROBLEMS } else { DONE };
        let (Some(to), Some(by)) = (&self.write, self.by) else { return Ok(code) };
        let job = write::Job {
            rubric: &rubric,
            program: &program,
            file: &parts.rubric.path,
            studies: &studies,
            method: by.into(),
            step,
            adapt: self.adapt,
        };
        Ok(job.run(to, show)?.max(code))
    }

    fn step(&self, show: &Show) -> Result<Option<Decimal>> {
        let Some(text) = &self.step else { return Ok(None) };
        match number::read_exact(text.trim()).filter(|step| *step > Decimal::ZERO) {
            Some(step) => Ok(Some(step)),
            None => bail!(WeightWord::NotAStep { text: text.clone() }.say(show.lang)),
        }
    }

    /// What weights are found from; what is wrong with questionnaires is gathered.
    fn basis(
        &self,
        parts: &Parts,
        program: &Arc<Program>,
        step: Option<Decimal>,
        show: &Show,
        said: &mut Vec<Diagnostic>,
    ) -> Result<Basis> {
        let comparisons = read_comparisons(&files(&self.ahp, said), program, said);
        let mut rounds = Vec::new();
        for round in &self.delphi {
            let files = files(std::slice::from_ref(round), said);
            rounds.push(read_opinions(&files, program, said));
        }
        let rates = self.rates(parts, program, show)?;
        Ok(Basis { comparisons, consistent_only: self.consistent_only, rounds, rates, step })
    }

    /// What units earned: of the saved results that are named, else of the folder's data.
    fn rates(&self, parts: &Parts, program: &Arc<Program>, show: &Show) -> Result<Rates> {
        if !self.results.is_empty() {
            let found: Vec<_> = self.results.iter().map(|path| again::saved(path, show)).collect::<Result<_>>()?;
            let results: Vec<&Results> = found.iter().map(|found| &found.results).collect();
            return Ok(Rates::saved(program, &results));
        }
        if parts.submissions.is_empty() {
            return Ok(Rates::default());
        }
        // What is wrong with the data is told by `score`; here they only serve to compare.
        let table = inputs::table(parts, program, show, &mut Vec::new());
        let assessment = table.map(|table| scoring::score(Arc::clone(program), table));
        Ok(assessment.map(|assessment| Rates::scored(&assessment)).unwrap_or_default())
    }
}
