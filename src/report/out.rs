//! The out folder: files appear whole or not at all, and only what a manifest lists is ever replaced or removed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use tempfile::TempPath;

use super::editions::{Publication, Revises};
use crate::fingerprint::{Hash, fingerprint};
use crate::words::Lang;
use crate::words::labels::Label;

/// The manifest's name inside the folder.
pub const MANIFEST: &str = "manifest.json";

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Path inside the folder, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

/// What a folder says it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// That the results were published.
    #[serde(default, deserialize_with = "publication")]
    pub published: Option<Publication>,
    /// Which published results they replace.
    #[serde(default)]
    pub revises: Option<Revises>,
    /// The files of the last run.
    #[serde(default)]
    pub files: Vec<Written>,
}

/// `false` stands where nothing was published yet, too.
fn publication<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Publication>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Publication(Publication),
        Not(Option<bool>),
    }
    match Written::deserialize(from)? {
        Written::Publication(publication) => Ok(Some(publication)),
        Written::Not(Some(true)) => Err(D::Error::custom("published: true")),
        Written::Not(_) => Ok(None),
    }
}

/// A folder that results are written into. Nothing in it changes before [`OutFolder::commit`].
#[derive(Debug)]
pub struct OutFolder {
    root: PathBuf,
    old: Manifest,
    revises: Option<Revises>,
    /// Whether what the last run left stays, where this one does not write it.
    keeping: bool,
    /// Whether what was changed since it was written is never replaced.
    careful: bool,
    staged: BTreeMap<String, (TempPath, Written)>,
    lang: Lang,
}

impl OutFolder {
    /// Opens or makes the folder; refuses one whose results were published.
    pub fn open(root: impl Into<PathBuf>, lang: Lang) -> anyhow::Result<OutFolder> {
        let root = root.into();
        let old = read_manifest(&root)?;
        if old.published.is_some() {
            bail!(Label::FolderPublished { folder: root.display().to_string() }.say(lang));
        }
        let folder =
            OutFolder { root, old, revises: None, keeping: false, careful: false, staged: BTreeMap::new(), lang };
        for file in &folder.old.files {
            folder.inside(&file.path)?;
        }
        fs::create_dir_all(&folder.root).with_context(|| folder.root.display().to_string())?;
        Ok(folder)
    }

    /// Says which published results those of this folder replace.
    pub fn revising(&mut self, revises: Option<Revises>) {
        self.revises = revises;
    }

    /// For a run that writes some of the files: those of the last run stay.
    pub fn keep_others(&mut self) {
        self.keeping = true;
    }

    /// For files that people fill in: refuses to replace or to remove one that was changed since it was written.
    pub fn keep_changed(&mut self) {
        self.careful = true;
    }

    /// Refuses where one of these files was changed since it was written.
    fn refuse_changed<'a>(&self, files: impl Iterator<Item = &'a Written>) -> anyhow::Result<()> {
        let mut changed = Vec::new();
        for file in files {
            match fs::read(self.inside(&file.path)?) {
                Ok(bytes) if fingerprint(&bytes) == file.sha256 => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                _ => changed.push(file.path.clone()),
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        let (files, folder) = (crate::report::facts::join(&changed, self.lang), self.root.display().to_string());
        bail!(Label::ChangedFiles { files, folder }.say(self.lang))
    }

    /// Writes a file beside its place; it gets there when the folder is committed.
    pub fn stage(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let target = self.target(name)?;
        self.refuse_foreign(name, &target)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".kaohe-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(&self.root).with_context(|| self.root.display().to_string())?;
        let (sha256, bytes) = {
            let inner = BufWriter::new(file.as_file_mut());
            let mut counting = Counting { inner, hash: Hash::default(), bytes: 0 };
            write(&mut counting).and_then(|()| Ok(counting.flush()?)).with_context(|| target.display().to_string())?;
            (counting.hash.finish(), counting.bytes)
        };
        let written = Written { path: name.to_owned(), sha256, bytes };
        // The handle is closed here: a thousand unit workbooks must not need a thousand open files.
        self.staged.insert(name.to_owned(), (file.into_temp_path(), written));
        Ok(())
    }

    /// Writes a file whose bytes are at hand.
    pub fn stage_bytes(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.stage(name, |out| Ok(out.write_all(bytes)?))
    }

    /// Puts every staged file in its place, removes what the last run left and this one did not write, and writes the
    /// manifest. Gives what was written, in the order of the paths.
    pub fn commit(mut self) -> anyhow::Result<Vec<Written>> {
        for name in self.staged.keys() {
            self.refuse_foreign(name, &self.target(name)?)?;
        }
        if self.careful {
            let gone = |file: &&Written| !self.keeping || self.staged.contains_key(&file.path);
            self.refuse_changed(self.old.files.iter().filter(gone))?;
        }
        let mut files: Vec<Written> = self.staged.values().map(|(_, written)| written.clone()).collect();
        let mut stale: Vec<Written> =
            self.old.files.iter().filter(|file| !self.staged.contains_key(&file.path)).cloned().collect();
        if self.keeping {
            files.append(&mut stale);
            files.sort_by(|a, b| a.path.cmp(&b.path));
        }
        // Should the renaming break off, this list still says that every file is ours.
        let both = files.iter().chain(&stale).cloned().collect();
        let manifest = |files| Manifest { published: None, revises: self.revises.clone(), files };
        write_manifest(&self.root, &manifest(both))?;
        for (name, (temporary, _)) in std::mem::take(&mut self.staged) {
            let target = self.inside(&name)?;
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            }
            temporary.persist(&target).with_context(|| target.display().to_string())?;
        }
        for file in &stale {
            remove(&self.root, &self.inside(&file.path)?)?;
        }
        write_manifest(&self.root, &Manifest { published: None, revises: self.revises, files: files.clone() })?;
        Ok(files)
    }

    fn target(&self, name: &str) -> anyhow::Result<PathBuf> {
        if name.eq_ignore_ascii_case(MANIFEST) {
            bail!(self.outside(name));
        }
        self.inside(name)
    }

    /// The place of a name inside the folder; names that lead out of it are refused, also when a manifest holds them.
    fn inside(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = Path::new(name);
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !plain || name.contains(['\\', ':']) {
            bail!(self.outside(name));
        }
        Ok(self.root.join(path))
    }

    fn outside(&self, name: &str) -> String {
        Label::NoPlace { name: name.to_owned(), folder: self.root.display().to_string() }.say(self.lang)
    }

    /// A file that some person put here is not ours to replace.
    fn refuse_foreign(&self, name: &str, target: &Path) -> anyhow::Result<()> {
        let ours = self.old.files.iter().any(|file| file.path == name);
        if !ours && target.symlink_metadata().is_ok() {
            bail!(Label::ForeignFile { file: target.display().to_string() }.say(self.lang));
        }
        Ok(())
    }
}

/// What a folder says it holds; nothing where it says nothing.
pub fn read_manifest(root: &Path) -> anyhow::Result<Manifest> {
    let path = root.join(MANIFEST);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

pub(super) fn write_manifest(root: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(manifest)?;
    text.push('\n');
    write_file(&root.join(MANIFEST), text.as_bytes())
}

/// Writes one file, whole or not at all; what was there is replaced.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    beside(path, bytes)?.persist(path).with_context(|| path.display().to_string())?;
    Ok(())
}

/// Writes a file that is not there yet, whole or not at all.
pub fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    beside(path, bytes)?.persist_noclobber(path).with_context(|| path.display().to_string())?;
    Ok(())
}

/// A temporary file with these bytes in the folder where a file is to appear.
fn beside(path: &Path, bytes: &[u8]) -> anyhow::Result<TempPath> {
    let root = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".kaohe-").tempfile_in(root).with_context(|| root.display().to_string())?;
    file.write_all(bytes).with_context(|| path.display().to_string())?;
    Ok(file.into_temp_path())
}

/// Removes a file of the last run, and the folder it leaves empty.
fn remove(root: &Path, target: &Path) -> anyhow::Result<()> {
    match fs::remove_file(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| target.display().to_string());
        }
        _ => {}
    }
    let mut folder = target.parent();
    while let Some(at) = folder.filter(|at| *at != root) {
        // A folder that is not empty stays; that is no error.
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
    Ok(())
}

/// Takes the fingerprint of what passes through.
struct Counting<W> {
    inner: W,
    hash: Hash,
    bytes: u64,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..taken).unwrap_or(bytes));
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(root: &Path, files: &[(&str, &str)]) -> anyhow::Result<Vec<Written>> {
        let mut out = OutFolder::open(root, Lang::En)?;
        for (name, text) in files {
            out.stage_bytes(name, text.as_bytes())?;
        }
        out.commit()
    }

    fn listing(root: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_later_run_replaces_and_removes_what_the_manifest_lists() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("out");
        let written = run(&root, &[("a.csv", "1"), ("units/甲.xlsx", "x"), ("b.csv", "2")]).unwrap();
        assert_eq!(written[0], Written { path: "a.csv".into(), sha256: fingerprint(b"1"), bytes: 1 });
        assert_eq!(listing(&root), ["a.csv", "b.csv", "manifest.json", "units"]);
        fs::write(root.join("mine.txt"), "a person's").unwrap();
        run(&root, &[("a.csv", "11")]).unwrap();
        assert_eq!(listing(&root), ["a.csv", "manifest.json", "mine.txt"]);
        assert_eq!(fs::read_to_string(root.join("a.csv")).unwrap(), "11");
        assert_eq!(read_manifest(&root).unwrap().files.len(), 1);
    }

    #[test]
    fn a_run_that_writes_some_files_leaves_the_others_and_lists_them() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &[("a.csv", "1"), ("b.csv", "2")]).unwrap();
        let mut out = OutFolder::open(folder.path(), Lang::En).unwrap();
        out.keep_others();
        out.stage_bytes("b.csv", b"3").unwrap();
        let listed: Vec<String> = out.commit().unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(listed, ["a.csv", "b.csv"]);
        assert_eq!(listing(folder.path()), ["a.csv", "b.csv", "manifest.json"]);
    }

    #[test]
    fn a_foreign_file_is_named_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.csv"), "a person's").unwrap();
        let error = run(folder.path(), &[("a.csv", "1"), ("b.csv", "2")]).unwrap_err().to_string();
        assert!(error.contains("b.csv"), "{error}");
        assert_eq!(listing(folder.path()), ["b.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("b.csv")).unwrap(), "a person's");
    }

    #[test]
    fn a_write_that_fails_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &[("a.csv", "1")]).unwrap();
        let mut out = OutFolder::open(folder.path(), Lang::Zh).unwrap();
        out.stage_bytes("a.csv", b"2").unwrap();
        assert!(out.stage("b.csv", |_| bail!("disk full")).is_err());
        drop(out);
        assert_eq!(listing(folder.path()), ["a.csv", "manifest.json"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), "1");
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("out");
        for name in ["../x", "/etc/x", "", "a/../../x", r"..\x", "c:x", MANIFEST] {
            assert!(run(&root, &[(name, "1")]).is_err(), "{name}");
        }
        fs::write(folder.path().join("victim"), "stays").unwrap();
        let listed = Written { path: "../victim".into(), sha256: String::new(), bytes: 5 };
        write_manifest(&root, &Manifest { files: vec![listed], ..Manifest::default() }).unwrap();
        assert!(run(&root, &[("a.csv", "1")]).is_err());
        assert!(folder.path().join("victim").exists());
    }
}
