//! `kaohe score --tiers`: the assessments whose results become entries of another are scored before it.

use std::path::Path;

use anyhow::Result;

use super::Score;
use crate::cli::show::Show;
use crate::cli::{DONE, PROBLEMS};
use crate::folder::{below, out_of};
use crate::report::out::read_manifest;
use crate::words::cli::Cli;

/// Scores what is below a folder, and then the folder. Published results stay as they are and count.
pub(super) fn run(folder: &Path, score: &Score, show: &Show) -> Result<u8> {
    let mut problems = Vec::new();
    let Some(lower) = below(folder, &mut problems) else {
        show.diagnostics(&problems);
        show.note(&Cli::NotScored);
        return Ok(PROBLEMS);
    };
    let (of, mut worst) = (lower.len() + 1, DONE);
    for (at, tier) in lower.into_iter().enumerate() {
        show.note(&Cli::Tier { at: at + 1, of, folder: tier.name.clone() });
        let out = out_of(&tier.folder);
        if read_manifest(&out)?.published.is_some() {
            show.note(&Cli::TierPublished { folder: tier.name });
            continue;
        }
        let (code, written) = score.lower(tier.folder.clone()).one(show)?;
        worst = worst.max(code);
        if !written {
            // What an earlier run left there is not what it has now.
            show.note(&Cli::TierWithoutResults { folder: tier.name });
            return Ok(PROBLEMS);
        }
    }
    show.note(&Cli::Tier { at: of, of, folder: crate::folder::shown(folder) });
    Ok(worst.max(score.one(show)?.0))
}
