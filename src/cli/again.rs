//! Saved results, and the assessment they were made from made again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::inputs;
use super::show::Show;
use crate::analysis::deviations::Deviations;
use crate::diagnostic::Diagnostic;
use crate::folder::results::{self, Fault, Found};
use crate::folder::{self, ASSESSMENT, PartNames, Parts, shown};
use crate::program::Program;
use crate::report::{About, json};
use crate::scoring::{self, Assessment};
use crate::words::cli::Cli;

/// An assessment made again.
pub(super) struct Again {
    /// The parts it was made from.
    pub(super) parts: Parts,
    /// The assessment.
    pub(super) assessment: Assessment,
    /// What it says of its own making.
    pub(super) about: About,
    /// What is to be said of rubric and data.
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads saved results.
pub(super) fn saved(path: &Path, show: &Show) -> Result<Found> {
    match results::read(path) {
        Ok(found) => Ok(found),
        Err(fault) => {
            let file = shown(&results::locate(path));
            bail!(
                match fault {
                    Fault::Absent => Cli::NoResults { file },
                    Fault::Format(format) => Cli::ResultsFormat { file, format },
                    Fault::Broken(detail) => Cli::ResultsBroken { file, detail },
                }
                .say(show.lang)
            )
        }
    }
}

/// The folder beneath which the parts of saved results are: the one that is named, else one above the results.
pub(super) fn base(found: &Found, folder: Option<&Path>) -> Option<PathBuf> {
    folder.map(Path::to_owned).or_else(|| found.base())
}

/// Makes the assessment of saved results again from the parts beneath a folder; none where that cannot be done, with what
/// is wrong.
pub(super) fn again(found: &Found, base: &Path, show: &Show) -> std::result::Result<Again, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let Some(names) = &found.results.parts else { return Err(problems) };
    let parts = parts(names, base, &mut problems);
    let Some(program) = inputs::program(&parts, &mut problems) else { return Err(problems) };
    let Some(assessment) = score(&parts, program, show, &mut problems) else { return Err(problems) };
    let inputs = [assessment.program.bases.as_slice(), &assessment.table.inputs].concat();
    let about = About::new(env!("CARGO_PKG_VERSION"), &parts.rubric.name, inputs, &problems)
        .made_from(&parts, found.results.revises.clone());
    Ok(Again { parts, assessment, about, problems })
}

/// The parts of these names. Where the folder's `assessment.toml` still names the same ones, what is to be said of it is
/// said again.
fn parts(names: &PartNames, base: &Path, problems: &mut Vec<Diagnostic>) -> Parts {
    let mut said = Vec::new();
    if base.join(ASSESSMENT).is_file()
        && let Some(parts) = folder::open(base, &mut said)
        && let Ok(parts) = inputs::with_lower(parts, &mut said)
        && PartNames::of(&parts) == *names
    {
        problems.append(&mut said);
        return parts;
    }
    names.beneath(base)
}

/// What was submitted, under a rubric.
pub(super) fn score(
    parts: &Parts,
    program: Arc<Program>,
    show: &Show,
    problems: &mut Vec<Diagnostic>,
) -> Option<Assessment> {
    let table = inputs::table(parts, &program, show, problems).filter(|table| !table.units.is_empty())?;
    let assessment = scoring::score(program, table);
    problems.extend(scoring::diagnostics(&assessment));
    Some(assessment)
}

impl Again {
    /// The bytes of its `results.json`.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let lang = self.assessment.program.heading.language;
        let deviations = Deviations::of(&self.assessment);
        json::write(&self.assessment, &deviations, &self.about, &self.problems, lang, &mut bytes)?;
        Ok(bytes)
    }

    /// Whether rubric and inputs are those of the saved results.
    pub(super) fn is_same(&self, found: &Found) -> bool {
        self.has_same_rubric(found) && self.differing(found).is_empty()
    }

    /// Whether the rubric is that of the saved results.
    pub(super) fn has_same_rubric(&self, found: &Found) -> bool {
        self.assessment.program.fingerprint == found.results.rubric.sha256
    }

    /// The inputs that are not, or no longer, those of the saved results.
    pub(super) fn differing(&self, found: &Found) -> Vec<String> {
        let old = &found.results.inputs;
        let new = &self.about.inputs;
        let same = |name: &str, sha256: &str| new.iter().any(|one| one.name == name && one.fingerprint == sha256);
        let mut differing: Vec<String> =
            old.iter().filter(|one| !same(&one.file, &one.sha256)).map(|one| one.file.clone()).collect();
        let added = new.iter().filter(|one| old.iter().all(|other| other.file != one.name));
        differing.extend(added.map(|one| one.name.clone()));
        differing
    }
}
