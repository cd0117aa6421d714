//! `kaohe verify`: makes saved results again from what they name, and says whether they are the same.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::again::{self, Again};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::analysis::moves::{self, Side};
use crate::folder::results::{Found, RESULTS, Results};
use crate::folder::shown;
use crate::report::editions::{self, Edition};
use crate::report::moves::{Told, text};
use crate::report::out::read_manifest;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Verify {
    results: PathBuf,
    #[arg(long)]
    folder: Option<PathBuf>,
}

impl Verify {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let found = again::saved(&self.results, show)?;
        let kept = kept(&found, show)?;
        let Some(base) = again::base(&found, self.folder.as_deref()) else {
            let file = found.results.rubric.file.clone();
            let message = match found.results.parts {
                Some(_) => Cli::VerifyNoBase { file },
                None => Cli::VerifyNoParts,
            };
            show.note(&message);
            return Ok(PROBLEMS);
        };
        let again = match again::again(&found, &base, show) {
            Ok(again) => again,
            Err(problems) => {
                show.diagnostics(&problems);
                show.note(&Cli::NotScored);
                return Ok(PROBLEMS);
            }
        };
        let bytes = again.bytes()?;
        if bytes == found.bytes {
            show.result(&Cli::Identical { file: shown(&found.path), sha256: found.fingerprint.clone() }.say(show.lang));
            return Ok(if kept { DONE } else { PROBLEMS });
        }
        let same = differences(&found, &again, &bytes, show)?;
        Ok(if same && kept { DONE } else { PROBLEMS })
    }
}

/// Whether a folder still holds what was written, and what was published; tells of the editions.
fn kept(found: &Found, show: &Show) -> Result<bool> {
    let Some(folder) = found.path.parent().filter(|_| found.path.file_name().is_some_and(|name| name == RESULTS))
    else {
        return Ok(true);
    };
    let manifest = read_manifest(folder)?;
    let changed = editions::changed(folder, &manifest);
    for file in &changed {
        show.result(&Cli::ChangedSince { file: file.clone() }.say(show.lang));
    }
    let editions = editions::editions(folder)?;
    if editions.len() > 1 || editions.iter().any(|edition| edition.published.is_some()) {
        show.result(&chain(&editions, show));
    }
    Ok(changed.is_empty() && editions.iter().all(|edition| edition.unbroken))
}

/// The editions of a result, the latest first.
pub(super) fn chain(editions: &[Edition], show: &Show) -> String {
    let lines = editions.iter().enumerate().map(|(at, edition)| {
        let folder = edition.folder.file_name().map_or_else(|| shown(&edition.folder), |name| shown(Path::new(name)));
        let edition_no = editions.len() - at;
        let state = match &edition.published {
            Some(publication) => Cli::PublishedOn {
                date: publication.date.clone(),
                document: publication.document.clone().unwrap_or_default(),
            },
            None => Cli::NotPublished,
        };
        let mut line =
            Cli::EditionLine { number: edition_no, folder, state: state.say(show.lang).trim_end().to_owned() }
                .say(show.lang);
        if let Some(revises) = &edition.revises {
            line.push_str(&Cli::EditionReason { reason: revises.reason.clone() }.say(show.lang));
        }
        if !edition.unbroken {
            line.push_str(&Cli::EditionBroken.say(show.lang));
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Tells what differs; whether it is nothing but the version of the tool.
fn differences(found: &Found, again: &Again, bytes: &[u8], show: &Show) -> Result<bool> {
    let say = |message: Cli| show.result(&message.say(show.lang));
    let old: Value = serde_json::from_slice(&found.bytes)?;
    let new: Value = serde_json::from_slice(bytes)?;
    let keys: Vec<&String> = old.as_object().into_iter().flatten().map(|(key, _)| key).collect();
    let added: Vec<&String> = new.as_object().into_iter().flatten().map(|(key, _)| key).collect();
    let mut differing: Vec<String> = keys
        .iter()
        .chain(added.iter().filter(|key| !keys.contains(key)))
        .filter(|key| old.get(key.as_str()) != new.get(key.as_str()))
        .map(|key| (*key).clone())
        .collect();
    if let (true, Value::String(version)) = (differing.iter().any(|key| key == "tool_version"), &old["tool_version"]) {
        say(Cli::VersionDiffers { then: version.clone(), now: env!("CARGO_PKG_VERSION").to_owned() });
    }
    differing.retain(|key| key != "tool_version");
    if differing.is_empty() {
        say(Cli::SameResults { file: shown(&found.path) });
        return Ok(true);
    }
    say(Cli::Differs { file: shown(&found.path) });
    if !again.has_same_rubric(found) {
        say(Cli::RubricDiffers { file: again.parts.rubric.name.clone() });
    }
    for file in again.differing(found) {
        say(Cli::InputDiffers { file });
    }
    let results: Results = serde_json::from_slice(bytes)?;
    let same_data = again.differing(found).is_empty();
    let moves = moves::results_compared(
        Side::saved(&found.results),
        Side::saved(&results),
        again.has_same_rubric(found),
        same_data,
    );
    if moves.is_empty() {
        say(Cli::OnlyKeysDiffer { keys: differing.join(", ") });
    } else {
        let told = Told { moves: &moves, rescored: false, settings: None, files: None, methods: None, lang: show.lang };
        show.result(&text::write(&told, show.width()));
    }
    Ok(false)
}
