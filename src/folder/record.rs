//! What a result remembers of the assessment it was made from, so that it can be made again.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Parts;
use crate::diagnostic::{Source, Spot};
use crate::source::Source as Said;
use crate::submission::{Rollup, SourceFile};

/// The parts of an assessment by their names, as they stand in a saved result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartNames {
    /// The rubric.
    pub rubric: String,
    /// The roster.
    pub roster: Option<String>,
    /// The submissions in the order they were read.
    #[serde(default)]
    pub submissions: Vec<SubmissionName>,
    /// The targets.
    pub targets: Option<String>,
    /// Earlier periods, the latest first.
    #[serde(default)]
    pub previous: Vec<String>,
    /// The collected table whose corrections count.
    pub corrections: Option<String>,
    /// Decisions over results.
    pub adjustments: Option<String>,
    /// Results of lower tiers.
    #[serde(default)]
    pub rollups: Vec<RollupNames>,
}

/// A submission by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionName {
    /// The file.
    pub file: String,
    /// The key of the source whose word it is, where that was declared.
    pub source: Option<String>,
}

/// Results of lower tiers by their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupNames {
    /// The list they became entries of.
    pub list: String,
    /// The files.
    pub results: Vec<String>,
    /// The unit all of them belong to.
    pub unit: Option<String>,
}

/// Why a result replaces one that was published (复查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// SHA-256 of the published `results.json`.
    pub results: String,
    /// The reason given.
    pub reason: String,
}

impl PartNames {
    /// The names of these parts. Review groups, the ledger and where the results go are no part of them.
    pub fn of(parts: &Parts) -> PartNames {
        let Parts {
            rubric,
            roster,
            submissions,
            targets,
            previous,
            corrections,
            adjustments,
            rollups,
            lower: _,
            review_groups: _,
            ledger: _,
            notice: _,
            out: _,
        } = parts;
        let name = |file: &SourceFile| file.name.clone();
        let names = |files: &[SourceFile]| files.iter().map(name).collect();
        let rollup = |rollup: &Rollup| RollupNames {
            list: rollup.list.0.clone(),
            results: names(&rollup.results),
            unit: rollup.unit.as_ref().map(|(unit, _)| unit.clone()),
        };
        PartNames {
            rubric: name(rubric),
            roster: roster.as_ref().map(name),
            submissions: submissions
                .iter()
                .map(|file| SubmissionName {
                    file: file.name.clone(),
                    source: file.source.map(|source| source.key().to_owned()),
                })
                .collect(),
            targets: targets.as_ref().map(name),
            previous: names(previous),
            corrections: corrections.as_ref().map(name),
            adjustments: adjustments.as_ref().map(name),
            rollups: rollups.iter().map(rollup).collect(),
        }
    }

    /// The parts of these names, beneath a folder.
    pub fn beneath(&self, folder: &Path) -> Parts {
        let file = |name: &String| SourceFile::new(folder.join(name), name.clone());
        let submission = |of: &SubmissionName| SourceFile {
            source: of.source.as_deref().and_then(Said::from_key),
            ..file(&of.file)
        };
        let files = |names: &[String]| names.iter().map(file).collect();
        let source = Arc::new(Source { name: "results.json".to_owned(), text: String::new() });
        let spot = || Spot { source: Arc::clone(&source), span: 0..0 };
        let rollup = |rollup: &RollupNames| Rollup {
            list: (rollup.list.clone(), spot()),
            results: files(&rollup.results),
            unit: rollup.unit.clone().map(|unit| (unit, spot())),
        };
        Parts {
            roster: self.roster.as_ref().map(file),
            submissions: self.submissions.iter().map(submission).collect(),
            targets: self.targets.as_ref().map(file),
            previous: files(&self.previous),
            corrections: self.corrections.as_ref().map(file),
            adjustments: self.adjustments.as_ref().map(file),
            rollups: self.rollups.iter().map(rollup).collect(),
            ..Parts::of(file(&self.rubric))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again_by_their_names() {
        let folder = Path::new("考核");
        let file = |name: &str| SourceFile::new(folder.join(name), name.to_owned());
        let spot = || Spot { source: Arc::new(Source { name: String::new(), text: String::new() }), span: 0..0 };
        let rollup = Rollup {
            list: ("乡镇".into(), spot()),
            results: vec![file("a.json")],
            unit: Some(("甲县".into(), spot())),
        };
        let parts = Parts {
            roster: Some(file("units.csv")),
            submissions: vec![file("b/1.csv"), SourceFile { source: Some(Said::Site), ..file("b/2.xlsx") }],
            corrections: Some(file("collected.xlsx")),
            targets: Some(file("t.csv")),
            previous: vec![file("2015.json")],
            adjustments: Some(file("adj.csv")),
            rollups: vec![rollup],
            ..Parts::of(file("rubric.toml"))
        };
        let again = PartNames::of(&parts).beneath(folder);
        assert_eq!(PartNames::of(&again), PartNames::of(&parts));
        assert_eq!(again.submissions, parts.submissions);
        assert_eq!(again.previous, parts.previous);
    }
}
