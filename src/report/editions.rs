//! Publication (印发), and what follows it: published results stay, and an appeal (复查) makes a new edition beside them.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::out::{Manifest, Written, read_manifest, write_manifest};
use crate::fingerprint::fingerprint;

/// That results were published (印发), and must stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The day, as the user gave it: `2017-03-01`.
    pub date: String,
    /// The number of the document (文号), where there is one.
    pub document: Option<String>,
    /// SHA-256 of the `results.json` that was published, in hexadecimal.
    pub results: String,
}

/// That results replace published ones (复查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revises {
    /// The name of the folder beside this one that holds them.
    pub folder: String,
    /// SHA-256 of their `results.json`.
    pub results: String,
    /// The reason given.
    pub reason: String,
}

/// What was asked of results that cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpublishable {
    /// They are not there.
    Absent,
    /// They were published on this day.
    Published(String),
    /// This file is not what was written.
    Changed(String),
}

/// Marks the results in a folder as published: no later run replaces them. `results` is the name of the file that counts.
pub fn publish(
    root: &Path,
    results: &str,
    date: &str,
    document: Option<String>,
) -> anyhow::Result<Result<Publication, Unpublishable>> {
    let mut manifest = read_manifest(root)?;
    if let Some(published) = manifest.published {
        return Ok(Err(Unpublishable::Published(published.date)));
    }
    let Some(written) = manifest.files.iter().find(|file| file.path == results) else {
        return Ok(Err(Unpublishable::Absent));
    };
    let sha256 = written.sha256.clone();
    if let Some(changed) = changed(root, &manifest).into_iter().next() {
        return Ok(Err(Unpublishable::Changed(changed)));
    }
    let publication = Publication { date: date.to_owned(), document, results: sha256 };
    manifest.published = Some(publication.clone());
    write_manifest(root, &manifest)?;
    Ok(Ok(publication))
}

/// The files that are not, or no longer, what the manifest says.
pub fn changed(root: &Path, manifest: &Manifest) -> Vec<String> {
    let same = |file: &&Written| fs::read(root.join(&file.path)).is_ok_and(|bytes| fingerprint(&bytes) == file.sha256);
    manifest.files.iter().filter(|file| !same(file)).map(|file| file.path.clone()).collect()
}

/// One edition of results, and what it says of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its folder.
    pub folder: PathBuf,
    /// Its publication, if it was published.
    pub published: Option<Publication>,
    /// What it replaces.
    pub revises: Option<Revises>,
    /// Whether what it replaces is there as it was then.
    pub unbroken: bool,
}

/// Editions of one result that are followed; nobody publishes more.
const MOST_EDITIONS: usize = 100;

/// The editions that led to the results in a folder, the latest first.
pub fn editions(root: &Path) -> anyhow::Result<Vec<Edition>> {
    let mut editions = Vec::new();
    let mut at = root.to_owned();
    while editions.len() < MOST_EDITIONS {
        let manifest = read_manifest(&at)?;
        let before = manifest.revises.as_ref().and_then(|revises| Some((sibling(&at, &revises.folder)?, revises)));
        let mut edition = Edition {
            folder: at.clone(),
            published: manifest.published,
            revises: manifest.revises.clone(),
            unbroken: true,
        };
        let Some((folder, revises)) = before else {
            edition.unbroken = edition.revises.is_none();
            editions.push(edition);
            break;
        };
        let there = read_manifest(&folder)?.published;
        edition.unbroken = there.is_some_and(|published| published.results == revises.results);
        editions.push(edition);
        at = folder;
    }
    Ok(editions)
}

/// A folder beside another; a name that leads elsewhere is refused.
fn sibling(root: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    plain.then(|| root.parent().unwrap_or(Path::new("")).join(name))
}

/// The folder for new results where those in `root` may have been published, with what they replace: `root` itself while
/// nothing was, else the first beside it, `out-2`, `out-3`, that was not.
pub fn next_edition(root: &Path, reason: &str) -> anyhow::Result<(PathBuf, Option<Revises>)> {
    let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut at = root.to_owned();
    let mut revises = None;
    for number in 2..=MOST_EDITIONS {
        let Some(published) = read_manifest(&at)?.published else { break };
        let folder = at.file_name().unwrap_or_default().to_string_lossy().into_owned();
        revises = Some(Revises { folder, results: published.results, reason: reason.to_owned() });
        at = root.with_file_name(format!("{name}-{number}"));
    }
    Ok((at, revises))
}

/// The folder of the latest edition that began in `root`.
pub fn latest(root: &Path) -> anyhow::Result<PathBuf> {
    let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut at = root.to_owned();
    for number in 2..=MOST_EDITIONS {
        let next = root.with_file_name(format!("{name}-{number}"));
        // A folder that replaces nothing is somebody's own.
        if read_manifest(&at)?.published.is_none() || read_manifest(&next)?.revises.is_none() {
            break;
        }
        at = next;
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::out::OutFolder;
    use crate::words::Lang;

    fn run(root: &Path, files: &[(&str, &str)]) -> anyhow::Result<Vec<Written>> {
        let mut out = OutFolder::open(root, Lang::En)?;
        for (name, text) in files {
            out.stage_bytes(name, text.as_bytes())?;
        }
        out.commit()
    }

    #[test]
    fn published_results_stay() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &[("a.csv", "1")]).unwrap();
        let publish = || publish(folder.path(), "a.csv", "2017-03-01", None).unwrap();
        assert_eq!(publish().unwrap().results, fingerprint(b"1"));
        assert!(run(folder.path(), &[("a.csv", "2")]).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), "1");
        assert_eq!(publish(), Err(Unpublishable::Published("2017-03-01".into())));
    }

    #[test]
    fn what_was_changed_by_hand_is_not_published() {
        let folder = tempfile::tempdir().unwrap();
        let publish = |name: &str| publish(folder.path(), name, "2017-03-01", None).unwrap();
        assert_eq!(publish("a.csv"), Err(Unpublishable::Absent));
        run(folder.path(), &[("a.csv", "1"), ("b.csv", "2")]).unwrap();
        fs::write(folder.path().join("b.csv"), "3").unwrap();
        assert_eq!(publish("a.csv"), Err(Unpublishable::Changed("b.csv".into())));
    }

    #[test]
    fn a_published_result_is_followed_by_a_new_edition_with_its_reason() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("out");
        run(&root, &[("a.csv", "1")]).unwrap();
        assert_eq!(next_edition(&root, "复查").unwrap(), (root.clone(), None));
        let first = publish(&root, "a.csv", "2017-03-01", None).unwrap().unwrap();
        let (second, revises) = next_edition(&root, "甲县申请复查").unwrap();
        assert_eq!(second, folder.path().join("out-2"));
        assert_eq!(revises.as_ref().map(|revises| revises.results.as_str()), Some(first.results.as_str()));
        let mut out = OutFolder::open(&second, Lang::Zh).unwrap();
        out.revising(revises);
        out.stage_bytes("a.csv", b"2").unwrap();
        out.commit().unwrap();
        assert_eq!(latest(&root).unwrap(), second);
        // A new edition that is not published yet may still be written again.
        assert_eq!(next_edition(&root, "再算").unwrap().0, second);
        publish(&second, "a.csv", "2017-04-10", Some("3号".into())).unwrap().unwrap();
        assert_eq!(next_edition(&root, "再查").unwrap().0, folder.path().join("out-3"));
        let chain = editions(&second).unwrap();
        let told: Vec<_> =
            chain.iter().map(|one| (one.published.as_ref().unwrap().date.as_str(), one.unbroken)).collect();
        assert_eq!(told, [("2017-04-10", true), ("2017-03-01", true)]);
        assert_eq!(chain[0].revises.as_ref().unwrap().reason, "甲县申请复查");
    }
}
