//! `kaohe notice`: the published result as a circular, and a letter to each unit.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::again::saved;
use super::inputs::{self, PartArgs, find_unit};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::diagnostic::{Diagnostic, Place, has_errors};
use crate::folder::results::RESULTS;
use crate::folder::{self, Parts, shown};
use crate::report::editions::latest;
use crate::report::names::Names;
use crate::report::notice::{self, Format, Made, Notices, differing};
use crate::report::out::{OutFolder, write_new};
use crate::scoring::{self, Assessment};
use crate::words::cli::Cli;
use crate::words::notice::{Notice, NoticeProblem};

/// The folder of notices inside that of results.
const FOLDER: &str = "notices";
/// Letters made at a time.
const BATCH: usize = 64;

#[derive(Debug, Args)]
pub(super) struct MakeNotices {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long)]
    to: Option<PathBuf>,
    #[arg(long, num_args = 1..)]
    unit: Vec<String>,
    #[arg(long, value_enum, num_args = 1..)]
    format: Vec<FormatArg>,
    #[arg(long)]
    templates: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Docx,
    Md,
    Txt,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Format {
        match format {
            FormatArg::Docx => Format::Docx,
            FormatArg::Md => Format::Markdown,
            FormatArg::Txt => Format::Text,
        }
    }
}

impl MakeNotices {
    pub(super) fn run(mut self, show: &Show) -> Result<u8> {
        let here = Path::new(".");
        if self.folder.is_none() && here.join(folder::ASSESSMENT).is_file() {
            self.folder = Some(here.to_owned());
        }
        if let Some(to) = &self.templates {
            return self.write_templates(to, show);
        }
        let mut problems = Vec::new();
        let Some((parts, assessment)) = self.scored(show, &mut problems)? else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(PROBLEMS);
        };
        let Some(settings) = &parts.notice else {
            let file = self.folder.as_ref().map_or_else(PathBuf::new, |folder| folder.join(folder::ASSESSMENT));
            problems.push(Diagnostic::new(NoticeProblem::NoSettings, Place::File(shown(&file).into())));
            return Ok(refuse(&problems, show));
        };
        let edition = latest(&parts.out)?;
        let before = problems.len();
        problems.extend(disagreement(&assessment, &edition, show)?);
        let notices = Notices::new(&assessment, settings, &mut problems);
        let Some(notices) = notices.filter(|_| !has_errors(problems.get(before..).unwrap_or_default())) else {
            return Ok(refuse(&problems, show));
        };
        problems.extend(settings.unset.iter().cloned());
        let units: Vec<usize> =
            self.unit.iter().map(|unit| find_unit(&assessment.table.units, unit, show)).collect::<Result<_>>()?;
        let to = self.to.clone().unwrap_or_else(|| edition.join(FOLDER));
        let mut folder = OutFolder::open(&to, show.lang)?;
        folder.keep_changed();
        if !units.is_empty() {
            folder.keep_others();
        }
        let written = self.write(&assessment, &notices, &units, folder, show)?;
        match written {
            Ok(count) => {
                show.diagnostics(&problems);
                show.note(&Cli::Wrote { count, folder: shown(&to) });
                Ok(show.verdict(&problems, false))
            }
            Err(found) => {
                problems.extend(found);
                Ok(refuse(&problems, show))
            }
        }
    }

    fn scored(&self, show: &Show, problems: &mut Vec<Diagnostic>) -> Result<Option<(Parts, Assessment)>> {
        let Some(parts) = self.parts.gather(self.folder.as_deref(), show, problems)? else { return Ok(None) };
        let assessment = inputs::assessment(&parts, show, problems).filter(|assessment| assessment.units() > 0);
        let Some(assessment) = assessment else { return Ok(None) };
        problems.extend(scoring::diagnostics(&assessment));
        Ok(Some((parts, assessment)))
    }

    /// Writes the folder; gives the number of files made, or what is wrong with a template.
    fn write(
        &self,
        assessment: &Assessment,
        notices: &Notices<'_>,
        units: &[usize],
        mut folder: OutFolder,
        show: &Show,
    ) -> Result<Result<usize, Vec<Diagnostic>>> {
        let lang = assessment.program.heading.language;
        let formats: Vec<Format> =
            if self.format.is_empty() { vec![Format::Docx] } else { self.format.iter().map(|f| (*f).into()).collect() };
        let mut count = 0;
        if units.is_empty() {
            match made(notices.circular(), &formats)? {
                Ok(files) => {
                    for (format, bytes) in formats.iter().zip(files) {
                        folder
                            .stage_bytes(&format!("{}.{}", Notice::Circular.say(lang), format.extension()), &bytes)?;
                        count += 1;
                    }
                }
                Err(found) => return Ok(Err(found)),
            }
        }
        // Names do not depend on whose letters are asked for.
        let mut names = Names::default();
        let stems: Vec<String> = assessment
            .table
            .units
            .iter()
            .map(|unit| names.unique(&format!("{}-{}", unit.id, unit.name), ""))
            .map(|name| name.trim_end_matches('.').to_owned())
            .collect();
        let every: Vec<usize> = (0..assessment.units()).collect();
        let wanted = if units.is_empty() { &every } else { units };
        let bar = show.progress(wanted.len(), &Cli::WritingNotices);
        // A batch at a time: the letters of a batch are made in parallel and never all held.
        for batch in wanted.chunks(BATCH) {
            let letters: Vec<Result<Files>> = batch
                .par_iter()
                .map(|unit| {
                    let letter = made(notices.letter(*unit), &formats);
                    bar.inc(1);
                    letter
                })
                .collect();
            for (unit, letter) in batch.iter().zip(letters) {
                let files = match letter? {
                    Ok(files) => files,
                    Err(found) => return Ok(Err(found)),
                };
                let Some(stem) = stems.get(*unit) else { continue };
                for (format, bytes) in formats.iter().zip(files) {
                    let name = format!("{}/{stem}.{}", Notice::Letters.say(lang), format.extension());
                    folder.stage_bytes(&name, &bytes)?;
                    count += 1;
                }
            }
        }
        bar.finish_and_clear();
        folder.commit()?;
        Ok(Ok(count))
    }

    /// Writes the templates that come with the program, to be edited.
    fn write_templates(&self, to: &Path, show: &Show) -> Result<u8> {
        let lang = match &self.folder {
            Some(folder) => match inputs::rubric_at(folder, show) {
                Some(program) => program.heading.language,
                None => return Ok(PROBLEMS),
            },
            None => show.lang,
        };
        let templates = notice::built_in(lang);
        for template in &templates {
            let file = to.join(&template.file);
            if file.exists() {
                bail!(Cli::FileThere { file: shown(&file) }.say(show.lang));
            }
        }
        std::fs::create_dir_all(to).with_context(|| shown(to))?;
        for template in &templates {
            write_new(&to.join(&template.file), template.text.as_bytes())?;
        }
        show.note(&Cli::Wrote { count: templates.len(), folder: shown(to) });
        show.note(&Cli::NameTemplates { folder: shown(to) });
        Ok(DONE)
    }
}

/// The bytes of a notice, format by format, or what is wrong with its template.
type Files = Result<Vec<Vec<u8>>, Vec<Diagnostic>>;

/// A notice in every format, or what is wrong with its template.
fn made(
    notice: Result<Made<'_>, Vec<Diagnostic>>,
    formats: &[Format],
) -> Result<Result<Vec<Vec<u8>>, Vec<Diagnostic>>> {
    match notice {
        Ok(made) => formats.iter().map(|format| made.write(*format)).collect::<Result<Vec<_>>>().map(Ok),
        Err(found) => Ok(Err(found)),
    }
}

/// What the saved results say otherwise: a notice has to say what was, or will be, published.
fn disagreement(assessment: &Assessment, edition: &Path, show: &Show) -> Result<Option<Diagnostic>> {
    let path = edition.join(RESULTS);
    if !path.is_file() {
        return Ok(None);
    }
    let file = shown(&path);
    Ok(differing(assessment, &saved(&path, show)?.results).map(|unit| {
        let place = Place::File(file.as_str().into());
        Diagnostic::new(NoticeProblem::ResultsDiffer { file, unit }, place)
    }))
}

fn refuse(problems: &[Diagnostic], show: &Show) -> u8 {
    show.diagnostics(problems);
    show.note(&Cli::NoNotices);
    PROBLEMS
}
