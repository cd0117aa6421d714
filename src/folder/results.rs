//! Saved results read back whole: `results.json`, found by its own name, its folder, or the assessment's.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::record::{PartNames, Revision};
use super::{ASSESSMENT, open};
use crate::fingerprint::fingerprint;
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
pub struct SavedRubric {
    /// Its id.
    pub id: String,
    /// Its printed title.
    pub title: String,
    /// The period it is for.
    pub period: String,
    /// Its edition.
    pub edition: String,
    /// The fingerprint of its text.
    pub sha256: String,
    /// Its file, as the user wrote it.
    pub file: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SavedInput {
    /// Its path, as the user wrote it.
    pub file: String,
    /// The fingerprint of its bytes.
    pub sha256: String,
}

/// Decimals kept.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedRounding {
    /// Of a leaf; none where only the guard rounds.
    pub leaf: Option<u32>,
    /// Of a section; none where only the guard rounds.
    pub section: Option<u32>,
    /// Of the total; none where only the guard rounds.
    pub total: Option<u32>,
}

/// A grade.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedGrade {
    /// Its name.
    pub name: String,
    /// The least total it takes, where totals decide.
    pub min: Option<String>,
    /// The condition it is given on, where conditions decide.
    pub when: Option<String>,
}

/// A node of the tree.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedNode {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is: a section, an indicator, an item.
    pub level: String,
    /// Where it counts: the hundred, bonus or penalties.
    pub part: String,
    /// The id of the node it is in; none of a section.
    pub parent: Option<String>,
}

/// A veto, a cap or another condition.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedEffect {
    /// Its id.
    pub id: String,
    /// What it does.
    pub kind: String,
    /// The grade it sets or limits to.
    pub grade: Option<String>,
    /// When it takes hold, in the words of the rubric.
    pub say: String,
}

/// A unit.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedUnit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its group; empty where units are not grouped.
    #[serde(default)]
    pub group: String,
    /// Its total; none where it could not be computed.
    pub total: Option<String>,
    /// Its grade.
    pub grade: Option<String>,
    /// The grade that its total alone earns.
    pub base_grade: Option<String>,
    /// Its place among all.
    pub rank: Option<u64>,
    /// Its place in its group.
    pub group_rank: Option<u64>,
    /// The conditions that took hold.
    #[serde(default)]
    pub effects: Vec<SavedHeld>,
    /// Its points, node by node.
    #[serde(default)]
    pub nodes: Vec<SavedPoints>,
}

/// A condition that took hold.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedHeld {
    /// The id of the condition.
    pub id: String,
}

/// A node of a unit.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedPoints {
    /// The node's id.
    pub id: String,
    /// The points; none where there are none.
    pub points: Option<String>,
    /// What it could earn; none where that is not known.
    #[serde(default)]
    pub full: Option<String>,
    /// How they came about.
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
    Ok(Found { path, fingerprint: fingerprint(&bytes), bytes, results })
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
