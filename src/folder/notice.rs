//! `[notice]` of `assessment.toml`: who issues notices, on which day, and what else stands on them.

use std::path::{Path, PathBuf};

use super::shown;
use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Key, Keys, Kind, Section};
use crate::words::notice::NoticeProblem;
use crate::words::{Bilingual, both};

/// `[notice]`
pub(super) static NOTICE: Keys = Keys {
    what: both("通报", "notices"),
    keys: &[
        Key::required("issuer", Kind::Text, "发文机关,用作署名", "who issues the notices: the signature"),
        Key::required("date", Kind::Date, "成文日期", "the day of the notices"),
        NUMBER,
        Key::optional(
            "subject",
            Kind::Text,
            "标题中的考核名称;不写则取自细则标题",
            "the assessment as the title names it; from the rubric's title unless set",
        ),
        Key::optional("basis", Kind::Words, "考核依据的文件", "the documents the assessment rests on"),
        RECIPIENTS,
        Key::optional("copies", Kind::Words, "抄送机关", "who gets copies"),
        Key::optional("contact", Kind::Text, "联系人和电话", "whom to call"),
        Key::optional("publicity", Kind::Text, "公开属性,如“此件公开发布”", "the publicity class"),
        Key::optional("printed_by", Kind::Text, "印发机关", "the office that prints the notices"),
        Key::optional(
            "head",
            Kind::Text,
            "通报的发文机关标志(红头);不写则不印,用于套印的公文纸",
            "the red letterhead of the circular; left out where paper with a letterhead is used",
        ),
        Key::optional(
            "letter_head",
            Kind::Text,
            "反馈函的发文机关标志(信函格式);不写则不印",
            "the red letterhead of letters; none unless set",
        ),
        Key::optional(
            "letter_number",
            Kind::Text,
            "反馈函的发文字号,{12} 表示从12起按名册编号",
            "the number of letters; {12} counts from 12 in the order of the roster",
        ),
        Key::optional(
            "letter_to",
            Kind::Text,
            "反馈函的主送机关,{unit} 处填单位名称;不写为单位名称",
            "whom letters go to, with the unit's name for {unit}; the unit's name unless set",
        ),
        Key::optional("reply_by", Kind::Date, "报送整改报告的截止日期", "the last day for reports on what was mended"),
        Key::optional("appeal", Kind::Text, "对结果有异议的怎样申请复查", "how a result can be appealed against"),
        Key::optional("attachments", Kind::Texts, "另附的附件名称", "names of further annexes, sent along"),
        Key::optional(
            "templates",
            Kind::Text,
            "模板文件夹;不写则用随附的模板",
            "the folder of templates; the built-in ones unless set",
        ),
    ],
};

const NUMBER: Key = Key::optional("number", Kind::Text, "通报的发文字号", "the number of the circular");
const RECIPIENTS: Key = Key::optional("recipients", Kind::Words, "主送机关", "whom the circular goes to");

/// What stands on notices besides the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSettings {
    /// 发文机关
    pub issuer: String,
    /// 成文日期: days since 1970-01-01.
    pub date: i64,
    /// 发文字号 of the circular.
    pub number: Option<String>,
    /// What is assessed, as the title names it.
    pub subject: Option<String>,
    /// 考核依据
    pub basis: Vec<String>,
    /// 主送机关 of the circular.
    pub recipients: Vec<String>,
    /// 抄送机关
    pub copies: Vec<String>,
    /// 联系人
    pub contact: Option<String>,
    /// 公开属性
    pub publicity: Option<String>,
    /// 印发机关
    pub printed_by: Option<String>,
    /// 发文机关标志 of the circular.
    pub head: Option<String>,
    /// 发文机关标志 of letters.
    pub letter_head: Option<String>,
    /// 发文字号 of letters.
    pub letter_number: Option<Pattern>,
    /// 主送机关 of letters.
    pub letter_to: Option<Pattern>,
    /// The last day for reports: days since 1970-01-01.
    pub reply_by: Option<i64>,
    /// How to appeal.
    pub appeal: Option<String>,
    /// Annexes beyond those the templates write.
    pub attachments: Vec<String>,
    /// The folder of templates, as people write it.
    pub templates: Option<Templates>,
    /// What is wrong with none of it, and yet worth saying.
    pub unset: Vec<Diagnostic>,
}

/// A folder of templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    /// Where it is.
    pub path: PathBuf,
    /// As people write it.
    pub name: String,
    /// Where it is named.
    pub spot: Spot,
}

/// A text with at most one place to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    before: String,
    /// What the braces hold, and the text after them.
    rest: Option<(String, String)>,
}

impl Pattern {
    /// The text with its place filled in by what becomes of the word in the braces.
    pub fn fill(&self, word: impl FnOnce(&str) -> String) -> String {
        match &self.rest {
            Some((inside, after)) => format!("{}{}{after}", self.before, word(inside)),
            None => self.before.clone(),
        }
    }

    /// Reads a pattern; nothing where its braces hold another word than one that fits.
    fn read(text: &str, fits: impl Fn(&str) -> bool) -> Option<Pattern> {
        let Some((before, rest)) = text.split_once('{') else {
            return (!text.contains('}')).then(|| Pattern { before: text.to_owned(), rest: None });
        };
        let (inside, after) = rest.split_once('}')?;
        let sound = fits(inside) && !after.contains(['{', '}']) && !before.contains('}');
        sound.then(|| Pattern { before: before.to_owned(), rest: Some((inside.to_owned(), after.to_owned())) })
    }
}

/// Reads `[notice]`; what is needed and missing has been reported when nothing comes back.
pub(super) fn read(folder: &Path, section: &Section<'_>) -> Option<NoticeSettings> {
    let text = |key: &str| section.text(key).map(|word| word.text).filter(|text| !text.trim().is_empty());
    let texts = |key: &str| section.texts(key).into_iter().map(|word| word.text).collect::<Vec<_>>();
    let pattern = |key: &str, fits: fn(&str) -> bool, wanted: Bilingual| {
        let word = section.text(key)?;
        let read = Pattern::read(&word.text, fits);
        if read.is_none() {
            let problem = NoticeProblem::Braces { key: key.to_owned(), wanted };
            section.reader.report(Diagnostic::at(problem, &word.spot));
        }
        read
    };
    let unset = [NUMBER, RECIPIENTS]
        .into_iter()
        .filter(|key| !section.has(key.name))
        .map(|key| NoticeProblem::NotSet { key: key.name.to_owned(), meaning: key.meaning })
        .map(|problem| Diagnostic::at(problem, &section.spot))
        .collect();
    let counts = |inside: &str| inside.parse::<u32>().is_ok();
    Some(NoticeSettings {
        issuer: text("issuer")?,
        date: section.date("date")?.0,
        number: text("number"),
        subject: text("subject"),
        basis: texts("basis"),
        recipients: texts("recipients"),
        copies: texts("copies"),
        contact: text("contact"),
        publicity: text("publicity"),
        printed_by: text("printed_by"),
        head: text("head"),
        letter_head: text("letter_head"),
        letter_number: pattern("letter_number", counts, both("第一个号数,如 {1}", "the first number, as {1}")),
        letter_to: pattern("letter_to", |inside| inside == "unit", both("{unit}", "{unit}")),
        reply_by: section.date("reply_by").map(|(day, _)| day),
        appeal: text("appeal"),
        attachments: texts("attachments"),
        templates: section.text("templates").map(|word| Templates {
            path: folder.join(&word.text),
            name: shown(Path::new(&word.text)),
            spot: word.spot,
        }),
        unset,
    })
}
