//! An assessment folder: `assessment.toml` names its parts; every path can also be given on the command line.

mod files;
pub mod fresh;
mod ledger;
mod notice;
pub mod printed;
mod record;
pub mod results;
mod shipped;
mod tiers;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::document::{self, Key, Keys, Kind, Reader, Section};
use crate::source::Source;
use crate::submission::{Rollup, SourceFile};
use crate::words::both;
use crate::words::rubric::RubricProblem;

pub use files::{find, shown};
pub use ledger::LedgerParts;
pub use notice::{NoticeSettings, Templates};
pub use record::{PartNames, Revision, RollupNames, SubmissionName};
pub use shipped::Shipped;
pub use tiers::{Lower, below, out_of};

/// The name of the file that makes a folder an assessment.
pub const ASSESSMENT: &str = "assessment.toml";

/// `assessment.toml`
pub static KEYS: Keys = Keys {
    what: both("assessment.toml", "assessment.toml"),
    keys: &[
        Key::required("rubric", Kind::Text, "评分细则文件", "the rubric's file"),
        Key::optional("roster", Kind::Text, "名册文件(编号、名称、分组)", "the roster: id, name, group"),
        SUBMISSIONS,
        Key::optional(
            "sources",
            Kind::Rows(&SOURCE),
            "各数据来源的填报表,以哪个来源为准的排在前",
            "the submissions of each source; the first counts before the next",
        ),
        Key::optional("targets", Kind::Text, "目标文件", "the file of targets"),
        Key::optional(
            "previous",
            Kind::Texts,
            "以前各期:数据文件或保存的 results.json,最近的一期在前",
            "earlier periods: files of values or saved results.json, the latest first",
        ),
        Key::optional(
            "corrections",
            Kind::Text,
            "汇总表(kaohe collect 生成):其中的更正值代替填报值",
            "the collected table of kaohe collect: its corrections replace what was submitted",
        ),
        Key::optional("adjustments", Kind::Text, "复核调整文件", "the file of adjustments"),
        Key::optional(
            "review_groups",
            Kind::Text,
            "考评组文件:单位、考评组(可加指标);kaohe consistency 用",
            "the file of review groups: unit, group, node where they differ; for kaohe consistency",
        ),
        Key::optional(
            "rollups",
            Kind::Rows(&ROLLUP),
            "汇入明细表的下级结果",
            "results of a lower tier that become entries",
        ),
        Key::optional("ledger", Kind::Table(&ledger::KEYS), "整改台账", "the rectification ledger"),
        Key::optional("notice", Kind::Table(&notice::NOTICE), "通报和反馈函", "the circular and the letters"),
        Key::optional("out", Kind::Text, "结果文件夹;不写为 out", "the folder of results; out unless set"),
    ],
};

/// Files of nobody in particular.
const SUBMISSIONS: Key =
    Key::optional("submissions", Kind::Texts, "填报表:文件、文件夹或通配符", "submissions: files, folders or patterns");

/// `[[sources]]`
static SOURCE: Keys = Keys {
    what: both("数据来源", "a source"),
    keys: &[
        Key::required(
            "source",
            Kind::OneOf(&Source::KEYS),
            "来源:self 自评、department 部门、site 实地核查、third-party 第三方",
            "who says it: self, department, site, third-party",
        ),
        Key::required("files", Kind::Texts, "文件、文件夹或通配符", "files, folders or patterns"),
    ],
};

/// `[[rollups]]`
static ROLLUP: Keys = Keys {
    what: both("下级结果", "results of a lower tier"),
    keys: &[
        Key::required("list", Kind::Text, "汇入的明细表", "the list they become entries of"),
        Key::optional(
            "results",
            Kind::Texts,
            "下级的 results.json,可用通配符",
            "the lower tier's results.json, patterns allowed",
        ),
        Key::optional(
            "assessments",
            Kind::Texts,
            "下级的考核文件夹,可用通配符:取其最新一版结果;kaohe score --tiers 先给它们评分",
            "the lower tier's assessment folders, patterns allowed: their latest results are taken, and kaohe score --tiers scores them first",
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
    /// The submissions in the order they are read, in which their sources count too.
    pub submissions: Vec<SourceFile>,
    /// The targets, if there are any.
    pub targets: Option<SourceFile>,
    /// Earlier periods, the latest first.
    pub previous: Vec<SourceFile>,
    /// The collected table whose corrections count, if there is one.
    pub corrections: Option<SourceFile>,
    /// Recorded decisions over results, if there are any.
    pub adjustments: Option<SourceFile>,
    /// Which review group scored whom; no score depends on it.
    pub review_groups: Option<SourceFile>,
    /// Results of lower tiers.
    pub rollups: Vec<Rollup>,
    /// Assessments of lower tiers, whose results belong to [`Parts::rollups`].
    pub lower: Vec<Lower>,
    /// What is set for the rectification ledger; no score depends on it.
    pub ledger: LedgerParts,
    /// What stands on notices, if any are to be made.
    pub notice: Option<NoticeSettings>,
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
            corrections: None,
            adjustments: None,
            review_groups: None,
            rollups: Vec::new(),
            lower: Vec::new(),
            ledger: LedgerParts::default(),
            notice: None,
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
    let file = |name: &str| SourceFile::new(folder.join(name), shown(Path::new(name)));
    let mut submissions = submissions(&reader, folder, &root);
    let part = |key: &str| root.text(key).map(|word| file(&word.text));
    let rubric = part("rubric");
    let (roster, targets, adjustments) = (part("roster"), part("targets"), part("adjustments"));
    let (corrections, review_groups) = (part("corrections"), part("review_groups"));
    if let Some(collected) = &corrections {
        // What was collected from submissions is none itself.
        let twin = collected.path.with_extension("csv");
        submissions.retain(|file| file.path != collected.path && file.path != twin);
    }
    let previous = root.texts("previous").into_iter().map(|word| file(&word.text)).collect();
    let (mut rollups, mut lower) = (Vec::new(), Vec::new());
    for row in root.rows("rollups") {
        if let Some(rollup) = rollup(&reader, folder, &row) {
            lower.extend(tiers::of_row(&reader, folder, &row, rollups.len()));
            rollups.push(rollup);
        }
    }
    let ledger = root.section("ledger").map(|section| LedgerParts::of(&reader, folder, &section)).unwrap_or_default();
    let notice = root.section("notice").and_then(|section| notice::read(folder, &section));
    let out = folder.join(root.text("out").map_or("out".to_owned(), |word| word.text));
    *problems = reader.finish();
    let rubric = rubric?;
    Some(Parts {
        rubric,
        roster,
        submissions,
        targets,
        previous,
        corrections,
        adjustments,
        review_groups,
        rollups,
        lower,
        ledger,
        notice,
        out,
    })
}

/// The files of each source in the order declared, then those of nobody in particular; each file once.
fn submissions(reader: &Reader, folder: &Path, root: &Section<'_>) -> Vec<SourceFile> {
    if !root.has("submissions") && !root.has("sources") {
        let problem = RubricProblem::MissingKey {
            key: SUBMISSIONS.name.to_owned(),
            what: KEYS.what,
            meaning: SUBMISSIONS.meaning,
        };
        reader.report(Diagnostic::at(problem, &root.spot));
    }
    let (mut files, mut known) = (Vec::new(), HashSet::new());
    let mut add = |found: Vec<SourceFile>, source: Option<Source>| {
        let new = found.into_iter().filter(|file| known.insert(file.path.clone()));
        files.extend(new.map(|file| SourceFile { source, ..file }));
    };
    for row in root.rows("sources") {
        let source = row.one_of("source").and_then(|word| Source::from_key(&word.text));
        add(matched(reader, folder, &row, "files"), source);
    }
    add(matched(reader, folder, root, "submissions"), None);
    files
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
    if !row.has("results") && !row.has("assessments") {
        let meaning = both("下级的 results.json;或写 assessments", "the lower results; or write `assessments`");
        let problem = RubricProblem::MissingKey { key: "results".to_owned(), what: ROLLUP.what, meaning };
        reader.report(Diagnostic::at(problem, &row.spot));
    }
    let results = matched(reader, folder, row, "results");
    let list = row.text("list")?;
    Some(Rollup { list: (list.text, list.spot), results, unit: row.text("unit").map(|word| (word.text, word.spot)) })
}
