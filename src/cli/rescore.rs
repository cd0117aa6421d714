//! `kaohe rescore`: other editions of the rubric over the same data: who moves, and why.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;

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

/// What one edition changes.
struct Found {
    edition: String,
    settings: Option<String>,
    moves: Moves,
    methods: [Vec<String>; 2],
}

impl Found {
    fn told(&self, lang: Lang) -> Told<'_> {
        let [old, new] = &self.methods;
        Told {
            moves: &self.moves,
            rescored: true,
            settings: self.settings.as_deref(),
            files: None,
            methods: Some([old, new]),
            lang,
        }
    }
}

impl Rescore {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        if self.to.is_empty() && self.set.is_empty() {
            bail!(Cli::NothingToRescore.say(show.lang));
        }
        let settings = self.settings(show)?;
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
        let (mut rows, mut code) = (Vec::new(), DONE);
        let mut names = Names::default();
        for folder in folders {
            let Some((lang, found, failed)) = self.folder(folder, &editions, &settings, show)? else {
                code = PROBLEMS;
                continue;
            };
            code = if failed { PROBLEMS } else { code };
            let lang = if show.asked() { show.lang } else { lang };
            for one in &found {
                let told = one.told(lang);
                if let Some(unit) = &self.unit {
                    show.result(&moved::unit(&told, unit, show)?);
                } else if !several {
                    show.result(&text::write(&told, show.width()));
                }
                let name = folder.filter(|_| self.folders.len() > 1).map(shown);
                rows.push(text::Row::of(&told, name, one.edition.clone()));
            }
            if !self.no_files {
                let to = self.place(folder, &mut names);
                let count = write(&found, &to, lang, show)?;
                show.note(&Cli::Wrote { count, folder: shown(&to) });
            }
        }
        if several && self.unit.is_none() && !rows.is_empty() {
            show.result(&text::overview(&rows, show.lang, show.width()));
        }
        Ok(code)
    }

    fn settings(&self, show: &Show) -> Result<Vec<Setting>> {
        let read = |text: &String| Setting::read(text).or_else(|problem| bail!(moved::setting(&problem, show.lang)));
        self.set.iter().map(read).collect()
    }

    /// Where the files of a folder go.
    fn place(&self, folder: Option<&Path>, names: &mut Names) -> PathBuf {
        match (&self.out, folder) {
            (None, folder) => folder.unwrap_or(Path::new("")).join(OUT),
            (Some(out), Some(folder)) if self.folders.len() > 1 => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                out.join(names.unique_folder(&name))
            }
            (Some(out), _) => out.clone(),
        }
    }

    /// What every edition changes in one folder, in the language of its reports, and whether anything has errors.
    fn folder(
        &self,
        folder: Option<&Path>,
        editions: &[Edition],
        settings: &[Setting],
        show: &Show,
    ) -> Result<Option<(Lang, Vec<Found>, bool)>> {
        let mut problems = Vec::new();
        let Some(parts) = self.parts.gather(folder, show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(None);
        };
        let rubric = Rubric::read(&parts.rubric.path, &parts.rubric.name, &mut problems);
        let compiled = rubric.and_then(|rubric| Some((Arc::new(rubric.compile(&mut problems)?), rubric)));
        let Some((program, rubric)) = compiled else {
            show.diagnostics(&problems);
            show.note(&Cli::NotScored);
            return Ok(None);
        };
        let Some(old) = score(&parts, Arc::clone(&program), None, show, &mut problems) else {
            show.diagnostics(&problems);
            show.note(&Cli::NoUnits);
            return Ok(None);
        };
        let rubrics: Vec<&Program> = editions.iter().map(|edition| &*edition.program).chain([&*program]).collect();
        moved::diagnostics(&mut problems, &rubrics, show);
        let mut failed = has_errors(&problems);
        let side = Arc::new(Side::of(&old));
        let mut asker = Otherwise::new(&old);
        let own = own_edition(&rubric, &program, settings, show)?;
        if own.is_none() && !settings.is_empty() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for edition in editions.iter().chain(&own) {
            let mut more = Vec::new();
            let Some(new) = score(&parts, Arc::clone(&edition.program), Some(&old), show, &mut more) else { continue };
            // What is told of the old edition has been told.
            more.retain(|problem| !problems.contains(problem));
            moved::diagnostics(&mut more, &rubrics, show);
            failed |= has_errors(&more);
            found.push(Found {
                edition: edition.name.clone(),
                settings: edition.settings.clone(),
                moves: moves::rescored(&mut asker, &old, &side, &new),
                methods: [&old, &new].map(|assessment| moved::methods(&assessment.program, show.lang_of(&program))),
            });
        }
        Ok(Some((program.heading.language, found, failed)))
    }
}

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

/// Writes the files of every edition: in the folder itself where there is one, else each in a folder of its own.
fn write(found: &[Found], to: &Path, lang: Lang, show: &Show) -> Result<usize> {
    let mut folder = OutFolder::open(to, show.lang)?;
    let mut names = Names::default();
    let files: Vec<Result<[Vec<u8>; 3]>> = found.par_iter().map(|one| moved::files(&one.told(lang))).collect();
    for (one, files) in found.iter().zip(files) {
        let prefix = match found.len() {
            1 => String::new(),
            _ => {
                let stem = one.edition.strip_suffix(".toml").unwrap_or(&one.edition);
                format!("{}/", names.unique_folder(&stem.replace('/', "-")))
            }
        };
        moved::stage(&mut folder, &prefix, files?)?;
    }
    Ok(folder.commit()?.len())
}
