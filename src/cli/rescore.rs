//! `kaohe rescore`: other editions of the rubric over the same data: who moves, and why.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, PROBLEMS, moved};
use crate::analysis::moves::{self, Moves, Setting, Side, with_settings};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::folder::{Parts, shown};
use crate::program::Program;
use crate::report::moves::{Told, text};
use crate::report::names::Names;
use crate::report::out::OutFolder;
use crate::rubric::{self, Rubric};
use crate::scoring::{self, Assessment, Otherwise};
use crate::words::Lang;
use crate::words::cli::Cli;
use crate::words::moves::Moved;

/// The folder that the files go to, inside the assessment's.
const OUT: &str = "changes";

#[derive(Debug, Args)]
pub(super) struct Rescore {
    folders: Vec<PathBuf>,
    #[arg(long)]
    to: Vec<PathBuf>,
    #[arg(long)]
    set: Vec<String>,
    #[command(flatten)]
    parts: PartArgs,
    #[arg(long)]
    unit: Option<String>,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long)]
    no_files: bool,
}

/// An edition to score again by.
struct Edition {
    /// As the user would name it.
    name: String,
    program: Arc<Program>,
    /// What is set otherwise, where it has no file.
    settings: Option<String>,
}

/// One run over every folder and edition.
struct Run<'a> {
    command: &'a Rescore,
    editions: &'a [Edition],
    settings: &'a [Setting],
    /// Whether there is more than one thing to tell, so that a table over all comes last.
    several: bool,
    show: &'a Show,
    /// The names of folders given out below one that was named.
    names: Names,
    rows: Vec<text::Row>,
}

/// What one edition changes, as it is told.
struct Found<'a> {
    edition: &'a Edition,
    moves: Moves,
    methods: [Vec<String>; 2],
    lang: Lang,
}

impl Found<'_> {
    fn told(&self) -> Told<'_> {
        let [old, new] = &self.methods;
        Told {
            moves: &self.moves,
            rescored: true,
            settings: self.edition.settings.as_deref(),
            files: None,
            methods: Some([old, new]),
            lang: self.lang,
        }
    }
}

impl Rescore {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        if self.to.is_empty() && self.set.is_empty() {
            bail!(Cli::NothingToRescore.say(show.lang));
        }
        let read = |text: &String| Setting::read(text).or_else(|problem| bail!(moved::setting(&problem, show.lang)));
        let settings: Vec<Setting> = self.set.iter().map(read).collect::<Result<_>>()?;
        let mut problems = Vec::new();
        let editions: Vec<Edition> = self.to.iter().filter_map(|path| edition(path, &mut problems)).collect();
        if editions.len() < self.to.len() {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        }
        let folders: Vec<Option<&Path>> = match self.folders.as_slice() {
            [] => vec![None],
            folders => folders.iter().map(|folder| Some(folder.as_path())).collect(),
        };
        let several = folders.len() > 1 || editions.len() + usize::from(!settings.is_empty()) > 1;
        let (editions, settings) = (editions.as_slice(), settings.as_slice());
        let (names, rows) = (Names::default(), Vec::new());
        let mut run = Run { command: &self, editions, settings, several, show, names, rows };
        let mut code = DONE;
        for folder in folders {
            if !run.folder(folder)? {
                code = PROBLEMS;
            }
        }
        if several && self.unit.is_none() && !run.rows.is_empty() {
            show.result(&text::overview(&run.rows, show.lang, show.width()));
        }
        Ok(code)
    }
}

impl Run<'_> {
    /// Where the files of a folder go.
    fn place(&mut self, folder: Option<&Path>) -> PathBuf {
        match (&self.command.out, folder) {
            (None, folder) => folder.unwrap_or(Path::new("")).join(OUT),
            (Some(out), Some(folder)) if self.command.folders.len() > 1 => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                out.join(self.names.unique_folder(&name))
            }
            (Some(out), _) => out.clone(),
        }
    }

    /// Tells what every edition changes in one folder, one after the other; whether nothing has errors.
    fn folder(&mut self, folder: Option<&Path>) -> Result<bool> {
        let show = self.show;
        let mut problems = Vec::new();
        let Some(parts) = self.command.parts.gather(folder, show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(false);
        };
        let rubric = Rubric::read(&parts.rubric.path, &parts.rubric.name, &mut problems);
        let compiled = rubric.and_then(|rubric| Some((Arc::new(rubric.compile(&mut problems)?), rubric)));
        let Some((program, rubric)) = compiled else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(false);
        };
        let own = own_edition(&rubric, &program, self.settings, show)?;
        if own.is_none() && !self.settings.is_empty() {
            return Ok(false);
        }
        let Some(old) = score(&parts, Arc::clone(&program), None, show, &mut problems) else {
            show.diagnostics(&problems);
            show.note(&Cli::NoUnits);
            return Ok(false);
        };
        let rubrics: Vec<&Program> = self.editions.iter().map(|edition| &*edition.program).chain([&*program]).collect();
        moved::diagnostics(&mut problems, &rubrics, show);
        let mut good = !has_errors(&problems);
        let place = (!self.command.no_files).then(|| self.place(folder));
        let mut out = match place {
            Some(place) => Some((OutFolder::open(&place, show.lang)?, place)),
            None => None,
        };
        let side = Arc::new(Side::of(&old));
        let mut asker = Otherwise::new(&old);
        let lang = show.lang_of(&program);
        let single = self.editions.len() + own.iter().len() == 1;
        let mut names = Names::default();
        for edition in self.editions.iter().chain(&own) {
            let mut more = Vec::new();
            let Some(new) = score(&parts, Arc::clone(&edition.program), Some(&old), show, &mut more) else { continue };
            // What is told of the old edition has been told.
            more.retain(|problem| !problems.contains(problem));
            moved::diagnostics(&mut more, &rubrics, show);
            good &= !has_errors(&more);
            let moves = moves::rescored(&mut asker, &old, &side, &new);
            let methods = [&old, &new].map(|assessment| moved::methods(&assessment.program, lang));
            let found = Found { edition, moves, methods, lang };
            self.tell(&found, folder)?;
            if let Some((out, _)) = &mut out {
                moved::stage(out, &prefix(edition, single, &mut names), moved::files(&found.told())?)?;
            }
        }
        if let Some((out, place)) = out {
            show.note(&Cli::Wrote { count: out.commit()?.len(), folder: shown(&place) });
        }
        Ok(good)
    }

    /// Shows one edition, or keeps a row for the table over all.
    fn tell(&mut self, found: &Found<'_>, folder: Option<&Path>) -> Result<()> {
        let told = found.told();
        if let Some(unit) = &self.command.unit {
            self.show.result(&moved::unit(&told, unit, self.show)?);
        } else if !self.several {
            self.show.result(&text::write(&told, self.show.width()));
        }
        let name = folder.filter(|_| self.command.folders.len() > 1).map(shown);
        self.rows.push(text::Row::of(&told, name, found.edition.name.clone()));
        Ok(())
    }
}

/// Where the files of an edition stand in the folder: in the folder itself where there is one edition, else each in a
/// folder of its own.
fn prefix(edition: &Edition, single: bool, names: &mut Names) -> String {
    if single {
        return String::new();
    }
    let stem = edition.name.strip_suffix(".toml").unwrap_or(&edition.name);
    format!("{}/", names.unique_folder(&stem.replace('/', "-")))
}

/// The edition in a file.
fn edition(path: &Path, problems: &mut Vec<Diagnostic>) -> Option<Edition> {
    let name = shown(path);
    let program = Arc::new(rubric::load(path, &name, problems)?);
    Some(Edition { name, program, settings: None })
}

/// The folder's rubric with the numbers that are set otherwise.
fn own_edition(rubric: &Rubric, program: &Program, settings: &[Setting], show: &Show) -> Result<Option<Edition>> {
    if settings.is_empty() {
        return Ok(None);
    }
    let (rubric, followed) =
        with_settings(rubric, program, settings).or_else(|problem| bail!(moved::setting(&problem, show.lang)))?;
    let words = |settings: &[Setting]| {
        settings.iter().map(|set| format!("{}={}", set.path, set.text)).collect::<Vec<_>>().join(" ")
    };
    if !followed.is_empty() {
        show.say(&Moved::Followed { settings: words(&followed) }.say(show.lang));
    }
    let mut problems = Vec::new();
    let Some(program) = rubric.compile(&mut problems) else {
        show.diagnostics(&problems);
        return Ok(None);
    };
    let name = words(settings);
    Ok(Some(Edition { settings: Some(name.clone()), name, program: Arc::new(program) }))
}

/// The assessment by a rubric. What was read for `old` is taken over where both rubrics read files alike.
fn score(
    parts: &Parts,
    program: Arc<Program>,
    old: Option<&Assessment>,
    show: &Show,
    problems: &mut Vec<Diagnostic>,
) -> Option<Assessment> {
    let table = match old.filter(|old| old.program.reads_like(&program)) {
        Some(old) => Arc::clone(&old.table),
        None => inputs::table(parts, &program, show, problems).filter(|table| !table.units.is_empty())?,
    };
    let assessment = scoring::score(program, table);
    if old.is_none_or(|old| !Arc::ptr_eq(&old.table, &assessment.table)) {
        problems.extend(scoring::diagnostics(&assessment));
    }
    Some(assessment)
}
