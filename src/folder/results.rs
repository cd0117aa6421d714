//! Saved results read back whole: `results.json`, found by its own name, its folder, or the assessment's.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::record::{PartNames, Revision};
use super::{ASSESSMENT, open};
use crate::submission::RESULTS_FORMAT;

/// The name of saved results.
pub const RESULTS: &str = "results.json";
/// The longest file that is read: two million units of a small rubric.
const MOST_BYTES: u64 = 4 << 30;

/// Nodes that a rubric may have.
const MOST_NODES: usize = 20_000;

/// Saved results.
#[derive(Debug, Clone, Deserialize)]
pub struct Results {
    /// The version of the format.
    pub format: u32,
    /// The version of the tool that made them.
    #[serde(default)]
    pub tool_version: String,
    /// The rubric.
    pub rubric: SavedRubric,
    /// The files that were read.
    #[serde(default)]
    pub inputs: Vec<SavedInput>,
    /// What they were made from.
    pub parts: Option<PartNames>,
    /// Why they replace published ones.
    pub revises: Option<Revision>,
    /// Decimals kept.
    pub rounding: SavedRounding,
    /// The grades from best to worst.
    #[serde(default)]
    pub grades: Vec<SavedGrade>,
    /// The tree, a parent before its children.
    pub nodes: Vec<SavedNode>,
    /// Vetoes, caps and other conditions.
    #[serde(default)]
    pub effects: Vec<SavedEffect>,
    /// The units.
    pub units: Vec<SavedUnit>,
}

/// The rubric of saved results.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedRubric {
    pub id: String,
    pub title: String,
    pub period: String,
    pub edition: String,
    pub sha256: String,
    pub file: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedInput {
    pub file: String,
    pub sha256: String,
}

/// Decimals kept.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedRounding {
    pub leaf: Option<u32>,
    pub section: Option<u32>,
    pub total: Option<u32>,
}

/// A grade.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedGrade {
    pub name: String,
    pub min: Option<String>,
    pub when: Option<String>,
}

/// A node of the tree.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedNode {
    pub id: String,
    pub title: String,
    pub level: String,
    pub part: String,
    pub parent: Option<String>,
}

/// A veto, a cap or another condition.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedEffect {
    pub id: String,
    pub kind: String,
    pub grade: Option<String>,
    pub say: String,
}

/// A unit.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedUnit {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub group: String,
    pub total: Option<String>,
    pub grade: Option<String>,
    pub base_grade: Option<String>,
    pub rank: Option<u64>,
    pub group_rank: Option<u64>,
    #[serde(default)]
    pub effects: Vec<SavedHeld>,
    #[serde(default)]
    pub nodes: Vec<SavedPoints>,
}

/// A condition that took hold.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedHeld {
    pub id: String,
}

/// A node of a unit.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "docs/results-json.md tells the keys")]
pub struct SavedPoints {
    pub id: String,
    pub points: Option<String>,
    pub status: String,
}

/// Why results cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file.
    Absent,
    /// They are of a format that this version does not read.
    Format(u32),
    /// The file holds something else.
    Broken(String),
}

/// Results with where they are.
#[derive(Debug, Clone)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub fingerprint: String,
    /// What it holds.
    pub results: Results,
}

/// Finds results by their file, by the folder they are in, or by the assessment folder that holds that.
pub fn locate(path: &Path) -> PathBuf {
    if !path.is_dir() {
        return path.to_owned();
    }
    let here = path.join(RESULTS);
    if here.is_file() || !path.join(ASSESSMENT).is_file() {
        return here;
    }
    // What is wrong with the assessment does not concern its results.
    open(path, &mut Vec::new()).map_or(here, |parts| parts.out.join(RESULTS))
}

/// Reads results.
pub fn read(path: &Path) -> Result<Found, Fault> {
    let path = locate(path);
    let length = fs::metadata(&path).map_err(|_| Fault::Absent)?.len();
    if length > MOST_BYTES {
        return Err(Fault::Broken(format!("{length} bytes")));
    }
    let bytes = fs::read(&path).map_err(|error| Fault::Broken(error.to_string()))?;
    let results = parse(&bytes)?;
    Ok(Found { path, fingerprint: sha256(&bytes), bytes, results })
}

fn parse(bytes: &[u8]) -> Result<Results, Fault> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let results: Results = serde_json::from_slice(text).map_err(|error| Fault::Broken(error.to_string()))?;
    if results.format != RESULTS_FORMAT {
        return Err(Fault::Format(results.format));
    }
    if results.nodes.len() > MOST_NODES {
        return Err(Fault::Broken(format!("nodes: {}", results.nodes.len())));
    }
    Ok(results)
}

impl Found {
    /// The folder that the names of its parts are beneath: the nearest above it in which its rubric is there, or else the
    /// one the command was given in.
    pub fn base(&self) -> Option<PathBuf> {
        let parts = self.results.parts.as_ref()?;
        let absolute = std::path::absolute(&self.path).ok()?;
        let above = absolute.ancestors().skip(1).take(4).map(Path::to_owned);
        above.chain([PathBuf::new()]).find(|folder| folder.join(&parts.rubric).is_file())
    }
}

/// SHA-256 of bytes, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
