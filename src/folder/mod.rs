//! An assessment folder: `assessment.toml` names its parts; every path can also be given on the command line.

mod files;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, has_errors};
use crate::document::{self, Key, Keys, Kind, Reader};
use crate::submission::SourceFile;
use crate::words::both;

pub use files::{find, shown};

/// The name of the file that makes a folder an assessment.
pub const ASSESSMENT: &str = "assessment.toml";

/// `assessment.toml`
pub static KEYS: Keys = Keys {
    what: both("assessment.toml", "assessment.toml"),
    keys: &[
        Key::required("rubric", Kind::Text, "评分细则文件", "the rubric's file"),
        Key::optional("roster", Kind::Text, "名册文件(编号、名称、分组)", "the roster: id, name, group"),
        Key::required(
            "submissions",
            Kind::Texts,
            "填报表:文件、文件夹或通配符",
            "submissions: files, folders or patterns",
        ),
        Key::optional("out", Kind::Text, "结果文件夹;不写为 out", "the folder of results; out unless set"),
    ],
};

/// The parts of an assessment, each with its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The rubric.
    pub rubric: SourceFile,
    /// The roster, if there is one.
    pub roster: Option<SourceFile>,
    /// The submissions, in the order they are read.
    pub submissions: Vec<SourceFile>,
    /// Where results go.
    pub out: PathBuf,
}

/// Reads an assessment folder; problems are located in its `assessment.toml`. Files are named as they stand in the
/// folder, so that results do not depend on where the command was given.
pub fn open(folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<Parts> {
    let path = folder.join(ASSESSMENT);
    let source = document::read_source(&path, ASSESSMENT, problems)?;
    let table = document::parse(&source, problems);
    if has_errors(problems) {
        // Half of the parts would give a result that nobody asked for.
        return None;
    }
    let reader = Reader::new(std::mem::take(problems));
    let root = reader.root(&source, &table, &KEYS);
    let file = |name: &str| SourceFile { path: folder.join(name), name: shown(Path::new(name)) };
    let mut submissions: Vec<SourceFile> = Vec::new();
    for pattern in root.texts("submissions") {
        match find(folder, &pattern.text) {
            Ok(found) => {
                for file in found {
                    if !submissions.iter().any(|known| known.path == file.path) {
                        submissions.push(file);
                    }
                }
            }
            Err(problem) => reader.report(Diagnostic::at(problem, &pattern.spot)),
        }
    }
    let rubric = root.text("rubric").map(|word| file(&word.text));
    let roster = root.text("roster").map(|word| file(&word.text));
    let out = folder.join(root.text("out").map_or("out".to_owned(), |word| word.text));
    *problems = reader.finish();
    Some(Parts { rubric: rubric?, roster, submissions, out })
}
