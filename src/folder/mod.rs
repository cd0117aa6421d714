//! An assessment folder: `assessment.toml` names its parts; every path can also be given on the command line.

mod files;
pub mod fresh;
pub mod printed;
mod record;
pub mod results;
mod shipped;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::document::{self, Key, Keys, Kind, Reader, Section};
use crate::submission::{Rollup, SourceFile};
use crate::words::both;

pub use files::{find, shown};
pub use record::{PartNames, Revision, RollupNames};
pub use shipped::Shipped;

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
        Key::optional("targets", Kind::Text, "目标文件", "the file of targets"),
        Key::optional(
            "previous",
            Kind::Texts,
            "以前各期:数据文件或保存的 results.json,最近的一期在前",
            "earlier periods: files of values or saved results.json, the latest first",
        ),
        Key::optional("adjustments", Kind::Text, "复核调整文件", "the file of adjustments"),
        Key::optional(
            "rollups",
            Kind::Rows(&ROLLUP),
            "汇入明细表的下级结果",
            "results of a lower tier that become entries",
        ),
        Key::optional("out", Kind::Text, "结果文件夹;不写为 out", "the folder of results; out unless set"),
    ],
};

/// `[[rollups]]`
static ROLLUP: Keys = Keys {
    what: both("下级结果", "results of a lower tier"),
    keys: &[
        Key::required("list", Kind::Text, "汇入的明细表", "the list they become entries of"),
        Key::required(
            "results",
            Kind::Texts,
            "下级的 results.json,可用通配符",
            "the lower tier's results.json, patterns allowed",
        ),
        Key::optional(
            "unit",
            Kind::Text,
            "全部属于这个单位;不写则按下级单位的分组",
            "the unit all of them belong to; by the lower units' groups unless set",
        ),
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
    /// The targets, if there are any.
    pub targets: Option<SourceFile>,
    /// Earlier periods, the latest first.
    pub previous: Vec<SourceFile>,
    /// Recorded decisions over results, if there are any.
    pub adjustments: Option<SourceFile>,
    /// Results of lower tiers.
    pub rollups: Vec<Rollup>,
    /// Where results go.
    pub out: PathBuf,
}

impl Parts {
    /// A rubric with nothing else.
    pub fn of(rubric: SourceFile) -> Parts {
        Parts {
            rubric,
            roster: None,
            submissions: Vec::new(),
            targets: None,
            previous: Vec::new(),
            adjustments: None,
            rollups: Vec::new(),
            out: PathBuf::from("out"),
        }
    }
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
    let submissions = matched(&reader, folder, &root, "submissions");
    let part = |key: &str| root.text(key).map(|word| file(&word.text));
    let rubric = part("rubric");
    let (roster, targets, adjustments) = (part("roster"), part("targets"), part("adjustments"));
    let previous = root.texts("previous").into_iter().map(|word| file(&word.text)).collect();
    let rollups = root.rows("rollups").iter().filter_map(|row| rollup(&reader, folder, row)).collect();
    let out = folder.join(root.text("out").map_or("out".to_owned(), |word| word.text));
    *problems = reader.finish();
    Some(Parts { rubric: rubric?, roster, submissions, targets, previous, adjustments, rollups, out })
}

/// The files that the patterns of a key name, each once.
fn matched(reader: &Reader, folder: &Path, section: &Section<'_>, key: &str) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = Vec::new();
    for pattern in section.texts(key) {
        match find(folder, &pattern.text) {
            Ok(found) => {
                for file in found {
                    if !files.iter().any(|known| known.path == file.path) {
                        files.push(file);
                    }
                }
            }
            // A folder into which nothing has been put yet is no mistake of whoever named it.
            Err(problem) if folder.join(&pattern.text).is_dir() => {
                reader.report(Diagnostic::at(problem, &pattern.spot).severity(Severity::Warning));
            }
            Err(problem) => reader.report(Diagnostic::at(problem, &pattern.spot)),
        }
    }
    files
}

fn rollup(reader: &Reader, folder: &Path, row: &Section<'_>) -> Option<Rollup> {
    let results = matched(reader, folder, row, "results");
    let list = row.text("list")?;
    Some(Rollup { list: (list.text, list.spot), results, unit: row.text("unit").map(|word| (word.text, word.spot)) })
}
