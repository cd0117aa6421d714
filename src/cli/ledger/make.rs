//! `kaohe ledger make`: what was found, as a ledger to be filled in, with what is still open from before.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use indexmap::IndexMap;
use rayon::prelude::*;

use super::{FOLDER, files};
use crate::analysis::ledger::{self, Carried, Renamed};
use crate::cli::inputs::{self, PartArgs};
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::folder::shown;
use crate::report::ledger::{Ledger, Whose, write};
use crate::report::names::Names;
use crate::report::out::OutFolder;
use crate::scoring::{self, Assessment};
use crate::submission::SourceFile;
use crate::submission::ledger::{Row, read_ledgers};
use crate::words::cli::Cli;
use crate::words::ledger::{LedgerProblem, LedgerWord};

#[derive(Debug, Args)]
pub(in crate::cli) struct Make {
    folder: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long, num_args = 1..)]
    from: Vec<String>,
    #[arg(long)]
    out: Option<PathBuf>,
}

/// What the rows come from.
struct Scored {
    assessment: Assessment,
    /// The deadline of its rows, in days since 1970-01-01.
    deadline: Option<i64>,
    /// The ledgers of before.
    previous: Vec<SourceFile>,
}

impl Make {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let Some(Scored { assessment, deadline, previous }) = self.score(show, &mut problems)? else {
            show.diagnostics(&problems);
            show.say(&LedgerWord::NotMade.say(show.lang));
            return Ok(PROBLEMS);
        };
        let before = read_ledgers(&previous, &mut problems);
        if has_errors(&problems) {
            show.diagnostics(&problems);
            // A state that was read wrongly would be written on as if somebody had said so.
            show.say(&LedgerWord::NotMade.say(show.lang));
            return Ok(PROBLEMS);
        }
        let found = ledger::rows(&assessment, deadline, assessment.program.heading.language);
        let carried = ledger::carry(found, &before, &assessment.table.units, &assessment.program.heading.period);
        let renamed = carried.renamed.iter().map(|Renamed { id, before, now, place }| {
            let (id, before, now) = (id.clone(), before.clone(), now.clone());
            Diagnostic::new(LedgerProblem::UnitRenamed { id, before, now }, place.clone())
        });
        problems.extend(renamed);
        show.diagnostics(&problems);
        let out = self.out.unwrap_or_else(|| self.folder.as_deref().unwrap_or(Path::new("")).join(FOLDER));
        let books = Books::of(&assessment, &carried.rows);
        let count = books.write(&out, show)?;
        books.tell(&carried, !previous.is_empty(), show);
        show.note(&Cli::Wrote { count, folder: shown(&out) });
        Ok(DONE)
    }

    /// What the rows come from.
    fn score(&self, show: &Show, problems: &mut Vec<Diagnostic>) -> Result<Option<Scored>> {
        let Some(parts) = self.parts.gather(self.folder.as_deref(), show, problems)? else { return Ok(None) };
        let Some(program) = inputs::program(&parts, problems) else { return Ok(None) };
        let Some(table) = inputs::table(&parts, &program, show, problems) else { return Ok(None) };
        let named = files(&self.from, problems);
        let previous = if self.from.is_empty() { parts.ledger.previous.clone() } else { named };
        let assessment = scoring::score(program, table);
        Ok(Some(Scored { assessment, deadline: parts.ledger.deadline, previous }))
    }
}

/// The rows as they go into workbooks.
struct Books<'a> {
    assessment: &'a Assessment,
    all: Vec<&'a Row>,
    /// By the unit's id and name.
    units: IndexMap<(&'a str, &'a str), Vec<&'a Row>>,
    leads: IndexMap<&'a str, Vec<&'a Row>>,
}

impl<'a> Books<'a> {
    fn of(assessment: &'a Assessment, rows: &'a [Row]) -> Books<'a> {
        let (mut units, mut leads): (IndexMap<_, Vec<&Row>>, IndexMap<_, Vec<&Row>>) = Default::default();
        for row in rows {
            units.entry((row.key.unit.as_str(), row.unit.as_str())).or_default().push(row);
            if !row.lead.is_empty() {
                leads.entry(row.lead.as_str()).or_default().push(row);
            }
        }
        Books { assessment, all: rows.iter().collect(), units, leads }
    }

    /// Writes the folder; gives the number of files. What somebody filled in there is never replaced.
    fn write(&self, out: &Path, show: &Show) -> Result<usize> {
        let program = &self.assessment.program;
        let mut folder = OutFolder::open(out, show.lang)?;
        folder.keep_changed();
        let mut books: Vec<(String, Whose<'_>, &[&Row])> = Vec::new();
        let file = format!("{}.xlsx", LedgerWord::FileName.say(program.heading.language));
        books.push((file, Whose::All, &self.all));
        let (mut unit_names, mut lead_names) = (Names::default(), Names::default());
        for ((id, name), rows) in &self.units {
            let file = unit_names.unique(&format!("{id}-{name}"), "xlsx");
            books.push((format!("units/{file}"), Whose::Unit(id, name), rows));
        }
        for (lead, rows) in &self.leads {
            let file = lead_names.unique(lead, "xlsx");
            books.push((format!("departments/{file}"), Whose::Lead(lead), rows));
        }
        let bar = show.progress(books.len(), &Cli::WritingLedgers);
        // A batch at a time: the workbooks of a batch are made in parallel and never all held.
        for batch in books.chunks(64) {
            let made: Vec<Result<Vec<u8>>> = batch
                .par_iter()
                .map(|(_, whose, rows)| {
                    let follow_up = self.follow_up(*whose);
                    let book = write(&Ledger { program, follow_up: &follow_up, whose: *whose, rows });
                    bar.inc(1);
                    book
                })
                .collect();
            for ((name, ..), book) in batch.iter().zip(made) {
                folder.stage_bytes(name, &book?)?;
            }
        }
        bar.finish_and_clear();
        Ok(folder.commit()?.len())
    }

    /// What follows for a unit after its result.
    fn follow_up(&self, whose: Whose<'_>) -> String {
        let Whose::Unit(id, _) = whose else { return String::new() };
        let Some(unit) = self.assessment.table.units.iter().position(|unit| unit.id == id) else {
            return String::new();
        };
        self.assessment.follow_ups(unit).map(|follow_up| follow_up.say.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn tell(&self, carried: &Carried, from_before: bool, show: &Show) {
        let (rows, units, departments) = (self.all.len(), self.units.len(), self.leads.len());
        show.result(&LedgerWord::MadeRows { rows, units, departments }.say(show.lang));
        let &Carried { carried, recurring, relapsed, kept, void, .. } = carried;
        if from_before && (carried + recurring + relapsed > 0 || kept + void == 0) {
            show.result(&LedgerWord::CarriedOver { carried, recurring, relapsed }.say(show.lang));
        }
        if kept + void > 0 {
            show.result(&LedgerWord::Kept { kept, void }.say(show.lang));
        }
    }
}
