//! `kaohe score`: scores, grades, ranks, and writes the out folder; with `--tiers`, of lower tiers first.

mod tiers;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;

use super::format::{Format, one_of};
use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{Deny, PROBLEMS};
use crate::analysis::deviations::{self, Deviations};
use crate::analysis::rates::Means;
use crate::diagnostic::Diagnostic;
use crate::folder::{Revision, shown};
use crate::report::editions::{Revises, next_edition};
use crate::report::names::Names;
use crate::report::out::OutFolder;
use crate::report::workbook::{Live, Liveness, NotLive};
use crate::report::{About, csv, html, json, ranking, terminal, unit_workbook, workbook};
use crate::scoring::{self, Assessment};
use crate::words::cli::Cli;

const FORMATS: &[Format] = &[Format::Table, Format::Markdown, Format::Csv, Format::Json];

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
pub(super) struct Score {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long)]
    reason: Option<String>,
    #[arg(long, requires = "folder")]
    tiers: bool,
    /// Whether it is scored for the sake of another: what other programs read is the result of that one alone.
    #[arg(skip)]
    for_another: bool,
    #[arg(long)]
    no_units: bool,
    #[arg(long, value_parser = one_of(FORMATS), default_value = "table")]
    format: Format,
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    top: Option<u64>,
    #[arg(long)]
    no_html: bool,
    #[arg(long, conflicts_with = "no_live")]
    live: bool,
    #[arg(long)]
    no_live: bool,
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

impl Score {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        match self.folder.as_deref().filter(|_| self.tiers) {
            Some(folder) => tiers::run(folder, &self, show),
            None => Ok(self.one(show)?.0),
        }
    }

    /// Of an assessment of a lower tier: with the same switches, and into its own folder.
    fn lower(&self, folder: PathBuf) -> Score {
        Score {
            folder: Some(folder),
            parts: PartArgs::default(),
            out: None,
            reason: None,
            tiers: false,
            for_another: true,
            no_units: self.no_units,
            format: self.format,
            top: self.top,
            no_html: self.no_html,
            live: self.live,
            no_live: self.no_live,
            deny: self.deny,
        }
    }

    /// Scores one assessment; gives the exit code, and whether results were written.
    fn one(&self, show: &Show) -> Result<(u8, bool)> {
        let mut problems = Vec::new();
        let Some(parts) = self.parts.gather(self.folder.as_deref(), show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok((PROBLEMS, false));
        };
        let Some(program) = inputs::program(&parts, &mut problems) else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok((PROBLEMS, false));
        };
        let table = inputs::table(&parts, &program, show, &mut problems).filter(|table| !table.units.is_empty());
        let Some(table) = table else {
            show.diagnostics(&problems);
            show.note(&Cli::NoUnits);
            return Ok((PROBLEMS, false));
        };
        let assessment = scoring::score(program, table);
        problems.extend(scoring::diagnostics(&assessment));
        show.diagnostics(&problems);

        let deviations = Deviations::of(&assessment);
        let out = self.out.clone().unwrap_or_else(|| parts.out.clone());
        let (out, revises) = edition(out, self.reason.as_deref(), show)?;
        let inputs = [assessment.program.bases.as_slice(), &assessment.table.inputs].concat();
        let about = About::new(env!("CARGO_PKG_VERSION"), &parts.rubric.name, inputs, &problems);
        let revision = revises.as_ref();
        let revision = revision.map(|r| Revision { results: r.results.clone(), reason: r.reason.clone() });
        let about = about.made_from(&parts, revision);
        let mut folder = OutFolder::open(&out, show.lang)?;
        folder.revising(revises);
        let live = self.live(&assessment, show);
        let reports = Reports { assessment: &assessment, deviations: &deviations, about: &about, problems: &problems };
        let written = reports.write(live, folder, self, show)?;
        self.rank(&assessment, &about, show)?;
        let differ = deviations::values(&assessment.table).filter(|value| value.differ).count();
        let inflated = deviations.inflated();
        if differ + inflated > 0 {
            show.note(&Cli::Deviating { differ, inflated });
        }
        show.note(&Cli::Wrote { count: written, folder: shown(&out) });
        Ok((show.verdict(&problems, self.deny.is_some()), true))
    }
}

impl Score {
    /// Shows the ranking. Beside what other programs read, nothing else goes to stdout.
    fn rank(&self, assessment: &Assessment, about: &About, show: &Show) -> Result<()> {
        let summary = |width| terminal::summary(assessment, about, show.lang, width);
        let units = terminal::placed(assessment, self.top);
        match self.format {
            Format::Csv | Format::Json | Format::Markdown if self.for_another => {}
            Format::Csv => {
                let mut text = Vec::new();
                csv::ranking(assessment, &units, show.lang, &mut text)?;
                show.result(String::from_utf8(text)?.trim_start_matches(csv::MARK));
            }
            Format::Json => {
                show.result(&serde_json::to_string_pretty(&ranking::json(assessment, &units, show.lang))?);
            }
            Format::Markdown => show.result(&terminal::markdown(assessment, show.lang, self.top)),
            _ => {
                show.table(&terminal::ranking(assessment, show.lang, show.width(), self.top));
                show.result(&summary(show.width()));
                return Ok(());
            }
        }
        show.say(&summary(u16::MAX));
        Ok(())
    }

    /// The arithmetic of a workbook that recalculates; a word where it would be too large.
    fn live(&self, assessment: &Assessment, show: &Show) -> Option<Live> {
        let wanted = match (self.live, self.no_live) {
            (true, _) => Liveness::Always,
            (_, true) => Liveness::Never,
            _ => Liveness::UpToSize,
        };
        Live::of(assessment, wanted, assessment.program.heading.language).unwrap_or_else(|why| {
            show.note(&match why {
                NotLive::Slow { cells } => Cli::NotLive { cells },
                NotLive::TooLarge => Cli::NotLiveAtAll,
            });
            None
        })
    }
}

/// The folder to write to, and what its results replace: with a reason, a new edition beside what was published.
fn edition(out: PathBuf, reason: Option<&str>, show: &Show) -> Result<(PathBuf, Option<Revises>)> {
    let Some(reason) = reason else { return Ok((out, None)) };
    match next_edition(&out, reason)? {
        (_, None) => bail!(Cli::NothingPublished { folder: shown(&out) }.say(show.lang)),
        next => Ok(next),
    }
}

/// What the reports are made from.
struct Reports<'a> {
    assessment: &'a Assessment,
    deviations: &'a Deviations,
    about: &'a About,
    problems: &'a [Diagnostic],
}

impl Reports<'_> {
    /// Writes the out folder; gives the number of files. Reports speak the rubric's language.
    fn write(&self, live: Option<Live>, mut folder: OutFolder, wanted: &Score, show: &Show) -> Result<usize> {
        let Reports { assessment, deviations, about, problems } = *self;
        let lang = assessment.program.heading.language;
        // The workbook takes longer than everything else together, so it is made beside it.
        let (book, plain) = rayon::join(
            || workbook::write(assessment, deviations, about, problems, lang, live),
            || -> Result<()> {
                folder.stage("ranking.csv", |to| csv::ranking(assessment, assessment.order(), lang, to))?;
                folder.stage("points.csv", |to| csv::points(assessment, lang, to))?;
                folder.stage("gaps.csv", |to| csv::gaps(assessment, lang, to))?;
                folder.stage("results.json", |to| json::write(assessment, deviations, about, problems, lang, to))?;
                if wanted.no_html {
                    return Ok(());
                }
                folder.stage("report.html", |to| html::write(assessment, deviations, about, problems, lang, to))
            },
        );
        plain?;
        folder.stage_bytes("results.xlsx", &book?)?;
        if !wanted.no_units {
            let bar = show.progress(assessment.units(), &Cli::WritingUnits);
            let means = Means::of(assessment);
            let mut names = Names::default();
            let units: Vec<usize> = (0..assessment.units()).collect();
            // A batch at a time: the workbooks of a batch are made in parallel and never all held.
            for batch in units.chunks(64) {
                let books: Vec<Result<Vec<u8>>> = batch
                    .par_iter()
                    .map(|unit| {
                        let book = unit_workbook::write(assessment, *unit, &means, lang);
                        bar.inc(1);
                        book
                    })
                    .collect();
                for (unit, book) in batch.iter().zip(books) {
                    let Some(unit) = assessment.table.units.get(*unit) else { continue };
                    let name = names.unique(&format!("{}-{}", unit.id, unit.name), "xlsx");
                    folder.stage_bytes(&format!("units/{name}"), &book?)?;
                }
            }
            bar.finish_and_clear();
        }
        Ok(folder.commit()?.len())
    }
}
