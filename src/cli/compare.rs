//! `kaohe compare`: two saved assessments held against each other, or several over the periods.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::again::{self, Again};
use super::show::Show;
use super::{DONE, moved};
use crate::analysis::moves::{self, Moves, Side};
use crate::folder::results::Found;
use crate::folder::shown;
use crate::report::moves::{Told, text, trend};
use crate::report::out::OutFolder;
use crate::words::Lang;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Compare {
    #[arg(required = true, num_args = 2..)]
    results: Vec<PathBuf>,
    #[arg(long)]
    unit: Option<String>,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long)]
    results_only: bool,
}

/// What differs, with the methods of both rubrics where they are at hand.
struct Compared {
    moves: Moves,
    methods: Option<[Vec<String>; 2]>,
}

impl Compare {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let all: Vec<Found> = self.results.iter().map(|path| again::saved(path, show)).collect::<Result<_>>()?;
        let [.., before, after] = all.as_slice() else { return Ok(DONE) };
        let made = if self.results_only { None } else { again_both(before, after, show) };
        let lang = match &made {
            Some((_, after)) => show.lang_of(&after.assessment.program),
            None => show.lang,
        };
        if all.len() > 2 {
            let sides: Vec<Side> = all.iter().map(|found| Side::saved(&found.results)).collect();
            show.result(&trend::write(&sides.iter().collect::<Vec<_>>(), lang, show.width()));
        }
        let compared = match &made {
            Some((old, new)) => deep(old, new, lang, show),
            None => Compared { moves: shallow(before, after), methods: None },
        };
        let methods = compared.methods.as_ref().map(|[old, new]| [old.as_slice(), new.as_slice()]);
        let [old, new] = [before, after].map(|found| shown(&found.path));
        let told =
            Told { moves: &compared.moves, rescored: false, settings: None, files: Some([&old, &new]), methods, lang };
        match &self.unit {
            Some(unit) => show.result(&moved::unit(&told, unit, show)?),
            None => show.result(&text::write(&told, show.width())),
        }
        if let Some(out) = &self.out {
            let mut folder = OutFolder::open(out, show.lang)?;
            moved::stage(&mut folder, "", moved::files(&told)?)?;
            let count = folder.commit()?.len();
            show.note(&Cli::Wrote { count, folder: shown(out) });
        }
        Ok(DONE)
    }
}

/// Both assessments made again; none where one of them is no longer what was saved, which is told.
fn again_both(before: &Found, after: &Found, show: &Show) -> Option<(Again, Again)> {
    let one = |found: &Found| {
        let made = again::base(found, None).and_then(|base| again::again(found, &base, show).ok());
        let made = made.filter(|made| made.is_same(found));
        if made.is_none() {
            show.note(&Cli::OnlyResults { file: shown(&found.path) });
        }
        made
    };
    let (before, after) = (one(before), one(after));
    before.zip(after)
}

/// Rules and data told apart, down to each number.
fn deep(old: &Again, new: &Again, lang: Lang, show: &Show) -> Compared {
    let programs = [&old.assessment.program, &new.assessment.program];
    let methods = Some(programs.map(|program| moved::methods(program, lang)));
    if programs[0].fingerprint == programs[1].fingerprint {
        return Compared { moves: moves::data_compared(&old.assessment, &new.assessment), methods };
    }
    // What files say that only one of the rubrics asks for is no mistake of theirs.
    let under = |parts, program: &Arc<_>| again::score(parts, Arc::clone(program), show, &mut Vec::new());
    let rules_on_old = under(&old.parts, programs[1]);
    let data_on_old = under(&new.parts, programs[0]);
    let moves = match rules_on_old {
        Some(middle) => moves::compared(&old.assessment, &new.assessment, &middle, data_on_old.as_ref()),
        None => moves::results_compared(Side::of(&old.assessment), Side::of(&new.assessment), false, false),
    };
    Compared { moves, methods }
}

/// Only what was saved.
fn shallow(before: &Found, after: &Found) -> Moves {
    let (old, new) = (&before.results, &after.results);
    let fingerprints = |found: &Found| -> Vec<String> {
        let mut all: Vec<String> = found.results.inputs.iter().map(|input| input.sha256.clone()).collect();
        all.sort_unstable();
        all
    };
    let same_data = !old.inputs.is_empty() && fingerprints(before) == fingerprints(after);
    let same_rules = old.rubric.sha256 == new.rubric.sha256;
    moves::results_compared(Side::saved(old), Side::saved(new), same_rules, same_data)
}
