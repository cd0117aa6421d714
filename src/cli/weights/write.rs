//! `kaohe weights --write`: what one method proposes, as a rubric to be tried.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::analysis::moves::{Setting, with_settings};
use crate::analysis::weights::{Follows, Method, Redraw, Redrawn, Study, follows};
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::diagnostic::has_errors;
use crate::document::inline;
use crate::folder::shown;
use crate::number::{self, Decimal};
use crate::program::{Measure, NodeId, ParameterId, Program, Siblings};
use crate::report::out;
use crate::report::weights::method_word;
use crate::report::weights::overriding::{MARK, Overriding, write};
use crate::rubric::{self, Rewrite, Rubric};
use crate::words::cli::Cli;
use crate::words::weights::WeightWord;

/// What is to be written.
pub(super) struct Job<'a> {
    pub(super) rubric: &'a Rubric,
    pub(super) program: &'a Program,
    /// The rubric's file.
    pub(super) file: &'a Path,
    pub(super) studies: &'a [Study],
    pub(super) method: Method,
    pub(super) step: Option<Decimal>,
    /// Whether leaves change that do not follow by themselves.
    pub(super) adapt: bool,
}

impl Job<'_> {
    /// Writes the file, once it has passed the check.
    pub(super) fn run(&self, to: &Path, show: &Show) -> Result<u8> {
        let shares: Vec<_> =
            self.studies.iter().filter_map(|s| Some((s.set.clone(), s.of(self.method)?.shares.clone()))).collect();
        if shares.is_empty() {
            let known =
                Method::ALL.into_iter().filter(|method| self.studies.iter().any(|study| study.of(*method).is_some()));
            let known = known.map(Method::key).collect::<Vec<_>>().join(" ");
            bail!(WeightWord::NoProposal { method: method_word(self.method).say(show.lang), known }.say(show.lang));
        }
        self.refuse(to, show)?;
        let redrawn = self.redrawn(shares);
        if redrawn.changed.is_empty() {
            show.say(&WeightWord::NothingChanges.say(show.lang));
            return Ok(PROBLEMS);
        }
        let extends = relative(to, self.file)?;
        let lang = show.lang_of(self.program);
        let (program, method, rules) = (self.program, self.method, self.rules(&redrawn));
        let numbers = program.numbers();
        let over = Overriding {
            program,
            numbers: &numbers,
            redrawn: &redrawn,
            rules: &rules,
            method,
            extends: &extends,
            lang,
        };
        let text = write(&over);
        check(to, &text, show)?;
        out::write_file(to, text.as_bytes())?;
        show.note(&Cli::WroteFile { file: shown(to) });
        let (count, held, adapt) = (redrawn.changed.len(), redrawn.held.len(), redrawn.adapt.len());
        show.say(&WeightWord::Changes { count, held, adapt }.say(show.lang));
        show.say(&WeightWord::NextRescore { rubric: shown(to) }.say(show.lang));
        Ok(DONE)
    }

    /// The numbers that change. Leaves whose rules would no longer be valid with their new points stay as they are.
    fn redrawn(&self, shares: Vec<(Siblings, Vec<Decimal>)>) -> Redrawn {
        let numbers = self.program.numbers();
        let leaves = self.program.leaves().map(|(id, ..)| id).filter(|_| self.adapt);
        let adapt = leaves.filter(|id| follows(self.program, &numbers, *id) != Follows::Points).collect();
        let mut redraw = Redraw { program: self.program, shares, step: self.step, adapt };
        loop {
            let redrawn = redraw.run();
            let before = redraw.adapt.len();
            let breaks = |id: &NodeId| redrawn.adapt.iter().any(|(leaf, _)| leaf == id) && !self.bears(&redrawn, *id);
            redraw.adapt.retain(|id| !breaks(id));
            if redraw.adapt.len() == before {
                return redrawn;
            }
        }
    }

    /// The keys of leaves whose numbers are scaled, as they are to be written.
    fn rules(&self, redrawn: &Redrawn) -> Vec<(NodeId, String)> {
        let rewrite = |(_, id, value): &(NodeId, ParameterId, Decimal)| {
            let spot = self.program.parameters.get(id.index())?.spot.clone();
            Some(Rewrite { spot, text: number::plain(*value) })
        };
        let rewrites: Vec<Rewrite> = redrawn.rules.iter().filter_map(rewrite).collect();
        let rubric = self.rubric.rewritten(&rewrites);
        let mut leaves: Vec<NodeId> = redrawn.rules.iter().map(|(leaf, ..)| *leaf).collect();
        leaves.dedup();
        let lines =
            |leaf: NodeId| ["score", "base"].into_iter().map(move |key| (leaf, key, &self.program.node(leaf).id));
        let changed = |(leaf, key, id): (NodeId, &str, &String)| {
            let [was, is] = [self.rubric, &rubric].map(|rubric| rubric.written(id, key).map(inline));
            is.filter(|is| was.as_ref() != Some(is)).map(|is| (leaf, format!("{key} = {is}")))
        };
        leaves.into_iter().flat_map(lines).filter_map(changed).collect()
    }

    /// Whether a leaf's rule is still valid with its new points.
    fn bears(&self, redrawn: &Redrawn, leaf: NodeId) -> bool {
        let of_leaf = redrawn.changed.iter().find(|it| it.node == leaf && it.measure == Measure::Points);
        let Some(changed) = of_leaf else { return true };
        let path = format!("{}.{}", self.program.node(leaf).id, changed.measure.key());
        let setting = Setting { path, text: number::plain(changed.to) };
        let Ok((rubric, _)) = with_settings(self.rubric, self.program, &[setting]) else { return false };
        rubric.compile(&mut Vec::new()).is_some()
    }

    /// Refuses to write over a rubric that people wrote.
    fn refuse(&self, to: &Path, show: &Show) -> Result<()> {
        let file = || shown(to);
        let real = |path: &Path| path.canonicalize().ok();
        // Bases are named as the rubric is: from where its own name begins.
        let depth = Path::new(&self.rubric.source.name).components().count();
        let root = self.file.ancestors().nth(depth).unwrap_or(Path::new(""));
        let bases = self.program.bases.iter().map(|base| root.join(&base.name));
        if std::iter::once(self.file.to_owned()).chain(bases).any(|own| real(&own).is_some() && real(&own) == real(to))
        {
            bail!(WeightWord::IsTheRubric { file: file() }.say(show.lang));
        }
        let ours = |text: String| text.trim_start_matches('\u{feff}').starts_with(MARK);
        if to.exists() && !std::fs::read_to_string(to).is_ok_and(ours) {
            bail!(WeightWord::FileThere { file: file() }.say(show.lang));
        }
        Ok(())
    }
}

/// Loads the text from the folder it is to stand in, as `kaohe check` would.
fn check(to: &Path, text: &str, show: &Show) -> Result<()> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    let trial = builder.prefix(".kaohe-").suffix(".toml").tempfile_in(folder).with_context(|| shown(folder))?;
    std::fs::write(trial.path(), text)?;
    let mut problems = Vec::new();
    let program = rubric::load(trial.path(), &shown(to), &mut problems);
    if program.is_none() || has_errors(&problems) {
        show.diagnostics(&problems);
        let detail = problems.first().map(|problem| problem.problem.say(show.lang)).unwrap_or_default();
        bail!(WeightWord::TakenBackwards { detail }.say(show.lang));
    }
    Ok(())
}

/// The path of a file as seen from the folder of another, with `/`; the whole path where they share no root.
fn relative(from: &Path, to: &Path) -> Result<String> {
    let (from, to) = (std::path::absolute(from)?, std::path::absolute(to)?);
    let (from, to) = (plain(from.parent().unwrap_or(Path::new(""))), plain(&to));
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    let path: PathBuf = match same {
        0 => to.clone(),
        _ => up.chain(to.components().skip(same)).collect(),
    };
    Ok(path.to_string_lossy().replace('\\', "/"))
}

/// A path without steps back and forth.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rubric_is_named_as_seen_from_the_file() {
        for (from, to, expected) in [
            ("a/new.toml", "a/rubric.toml", "rubric.toml"),
            ("a/trial/new.toml", "a/rubric.toml", "../rubric.toml"),
            ("new.toml", "./a/../a/rubric.toml", "a/rubric.toml"),
            ("a/new.toml", "b/rubric.toml", "../b/rubric.toml"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)).unwrap(), expected);
        }
    }
}
