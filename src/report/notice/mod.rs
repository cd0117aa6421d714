//! Notices (通报, 反馈函): an assessment through a template as a document, and that as `.docx`, Markdown or plain text.

mod context;
mod document;
mod docx;
mod markdown;
mod markup;
mod punctuation;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod variables;

pub use markup::MARKS;
pub use variables::{CIRCULAR, Kind, LETTER, Variable};

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use minijinja::value::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::document::read_source;
use crate::folder::NoticeSettings;
use crate::folder::results::{Results, SavedPoints, SavedUnit};
use crate::number::read_exact;
use crate::program::NodeId;
use crate::scoring::Assessment;
use crate::table::{Unit, date_text};
use crate::words::Lang;
use crate::words::notice::{Notice, NoticeProblem};
use context::{
    Brief, CommonGap, FollowUp, Grades, Group, Limit, NoticeFacts, Provisional, RubricFacts, SectionFacts, Summary,
    UnitFacts,
};
use document::{Block, Document};
use template::Template;

/// What a notice is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A document of Word and WPS.
    Docx,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

impl Format {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Markdown => "md",
            Format::Text => "txt",
        }
    }
}

/// A template that comes with the program: the name of its file, and its text.
pub struct BuiltIn {
    /// As it is named in a folder of templates.
    pub file: String,
    /// Its text.
    pub text: &'static str,
}

/// The templates that come with the program, the circular's first.
pub fn built_in(lang: Lang) -> [BuiltIn; 2] {
    let (circular, letter) = match lang {
        Lang::Zh => (include_str!("templates/circular.zh.txt"), include_str!("templates/letter.zh.txt")),
        Lang::En => (include_str!("templates/circular.en.txt"), include_str!("templates/letter.en.txt")),
    };
    let file = |name: Notice| format!("{}.txt", name.say(lang));
    [
        BuiltIn { file: file(Notice::CircularTemplate), text: circular },
        BuiltIn { file: file(Notice::LetterTemplate), text: letter },
    ]
}

/// The notices of an assessment, in its rubric's language.
#[derive(Debug)]
pub struct Notices<'a> {
    assessment: &'a Assessment,
    settings: &'a NoticeSettings,
    circular: Template,
    letter: Template,
    /// What every notice may name.
    common: Vec<(&'static str, Value)>,
}

/// Bytes that a circular of ten thousand units may take, and a letter, of which several are made at once.
const CIRCULAR_BYTES: usize = 16 << 20;
const LETTER_BYTES: usize = 1 << 20;

impl<'a> Notices<'a> {
    /// Reads the templates and looks them over; everything wrong with them is reported.
    pub fn new(
        assessment: &'a Assessment,
        settings: &'a NoticeSettings,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Notices<'a>> {
        let lang = assessment.program.heading.language;
        let [circular, letter] = sources(settings, lang, problems)?;
        let circular = Template::new(circular, (&CIRCULAR, CIRCULAR_BYTES), problems);
        let letter = Template::new(letter, (&LETTER, LETTER_BYTES), problems);
        let common = vec![
            ("notice", Value::from_serialize(NoticeFacts::of(assessment, settings, lang))),
            ("rubric", Value::from_serialize(RubricFacts::of(assessment, lang))),
            ("summary", Value::from_serialize(Summary::of(assessment, lang))),
            ("sections", Value::from_serialize(SectionFacts::all(assessment, lang))),
        ];
        Some(Notices { assessment, settings, circular: circular?, letter: letter?, common })
    }

    fn lang(&self) -> Lang {
        self.assessment.program.heading.language
    }

    /// The circular.
    pub fn circular(&self) -> Result<Made<'a>, Vec<Diagnostic>> {
        self.made(&self.circular, &self.circular_variables())
    }

    /// The letter to a unit, a position in the table.
    pub fn letter(&self, unit: usize) -> Result<Made<'a>, Vec<Diagnostic>> {
        self.made(&self.letter, &self.letter_variables(unit))
    }

    fn circular_variables(&self) -> Value {
        let (assessment, lang) = (self.assessment, self.lang());
        let units: Vec<Brief> = assessment.order().iter().map(|unit| Brief::of(assessment, *unit, lang)).collect();
        let own = [
            ("grades", Value::from_serialize(Grades::all(assessment, lang))),
            ("groups", Value::from_serialize(Group::all(assessment, lang))),
            ("units", Value::from_serialize(units)),
            ("limits", Value::from_serialize(Limit::all(assessment, lang))),
            ("gaps", Value::from_serialize(CommonGap::all(assessment, lang))),
            ("follow_ups", Value::from_serialize(FollowUp::all(assessment, lang))),
            ("provisional", Value::from_serialize(Provisional::all(assessment, lang))),
        ];
        self.common.iter().cloned().chain(own).collect()
    }

    fn letter_variables(&self, unit: usize) -> Value {
        let name = context::name_of(self.assessment, unit);
        let to = self.settings.letter_to.as_ref().map_or_else(|| name.clone(), |to| to.fill(|_| name.clone()));
        let count = |first: &str| (first.parse().unwrap_or(0) + unit).to_string();
        let number = self.settings.letter_number.as_ref().map(|number| number.fill(count)).unwrap_or_default();
        let own = UnitFacts::of(self.assessment, unit, (to, number), self.lang());
        self.common.iter().cloned().chain([("unit", Value::from_serialize(own))]).collect()
    }

    fn made(&self, template: &Template, variables: &Value) -> Result<Made<'a>, Vec<Diagnostic>> {
        let lang = self.lang();
        Ok(Made { document: template.render(variables, lang)?, settings: self.settings, lang })
    }
}

/// The texts of both templates: those of the office's folder, and built-in ones for what it does not hold.
fn sources(settings: &NoticeSettings, lang: Lang, problems: &mut Vec<Diagnostic>) -> Option<[Arc<Source>; 2]> {
    let built_in = built_in(lang);
    let own = |of: &BuiltIn| Arc::new(Source { name: of.file.clone(), text: of.text.to_owned() });
    let Some(folder) = &settings.templates else { return Some(built_in.each_ref().map(own)) };
    let there = |of: &BuiltIn| folder.path.join(&of.file).is_file();
    if !built_in.iter().any(there) {
        let names = built_in.each_ref().map(|of| of.file.clone()).join("、");
        let problem = NoticeProblem::NoTemplate { folder: folder.name.clone(), names };
        problems.push(Diagnostic::at(problem, &folder.spot));
        return None;
    }
    let mut read = |of: &BuiltIn| {
        let name = format!("{}/{}", folder.name, of.file);
        if there(of) { read_source(&folder.path.join(&of.file), &name, problems) } else { Some(own(of)) }
    };
    let [circular, letter] = built_in.each_ref().map(&mut read);
    Some([circular?, letter?])
}

/// The first unit whose saved result is not the one computed now: total, grade, places, points of a node, or whether it is
/// there at all.
pub fn differing(assessment: &Assessment, saved: &Results) -> Option<String> {
    let known: HashMap<&str, &SavedUnit> = saved.units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    let program = &assessment.program;
    let nodes: HashMap<&str, NodeId> = program.node_ids().map(|id| (program.node(id).id.as_str(), id)).collect();
    let same = |unit: usize, saved: &SavedUnit| {
        let total = saved.total.as_deref().and_then(read_exact);
        let grade = assessment.grade(unit).map(|grade| assessment.grade_name(Some(grade)));
        let places = [(saved.rank, assessment.rank(unit)), (saved.group_rank, assessment.group_rank(unit))];
        let points = |saved: &SavedPoints| {
            let now = nodes.get(saved.id.as_str()).map(|node| assessment.points(*node, unit).get());
            now == Some(saved.points.as_deref().and_then(read_exact))
        };
        total == assessment.total(unit).get()
            && saved.grade.as_deref() == grade
            && places.iter().all(|(saved, now)| saved == now)
            && saved.nodes.len() == nodes.len()
            && saved.nodes.iter().all(points)
    };
    let units = &assessment.table.units;
    let differs =
        |(position, unit): &(usize, &Unit)| known.get(unit.id.as_str()).is_none_or(|saved| !same(*position, saved));
    let own = units.iter().enumerate().find(differs).map(|(_, unit)| unit.name.clone());
    let ids: HashSet<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    own.or_else(|| saved.units.iter().find(|unit| !ids.contains(unit.id.as_str())).map(|unit| unit.name.clone()))
}

/// A notice that was made.
#[derive(Debug)]
pub struct Made<'a> {
    document: Document,
    settings: &'a NoticeSettings,
    lang: Lang,
}

impl Made<'_> {
    /// Its bytes in a format.
    pub fn write(&self, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Docx => {
                let title = self.document.blocks.iter().find_map(|block| match block {
                    Block::Title(text) => Some(document::plain(text)),
                    _ => None,
                });
                let (title, day) = (title.unwrap_or_default(), date_text(self.settings.date));
                let about = docx::About { title: &title, creator: &self.settings.issuer, day: &day };
                docx::write(&self.document, &about, self.lang)
            }
            Format::Markdown => Ok(markdown::write(&self.document, self.lang).into_bytes()),
            Format::Text => Ok(text::write(&self.document, self.lang).into_bytes()),
        }
    }
}

/// 主送机关 with its colon.
fn recipients(to: &str, lang: Lang) -> String {
    Notice::Recipients { to: to.trim_end_matches([':', '\u{ff1a}']).to_owned() }.say(lang)
}

/// 附注 in its brackets.
fn note(text: &str, lang: Lang) -> String {
    Notice::Note { text: unbracketed(text.trim()).to_owned() }.say(lang)
}

/// A text without the brackets around the whole of it.
fn unbracketed(text: &str) -> &str {
    let inner = text.strip_prefix(['(', '\u{ff08}']).and_then(|text| text.strip_suffix([')', '\u{ff09}']));
    let Some(inner) = inner else { return text };
    let mut depth = 0_i32;
    let whole = inner.chars().all(|c| {
        depth += i32::from(matches!(c, '(' | '\u{ff08}')) - i32::from(matches!(c, ')' | '\u{ff09}'));
        depth >= 0
    });
    if whole { inner } else { text }
}

/// 抄送机关 with the full stop after the last.
fn copies(text: &str, lang: Lang) -> String {
    let text = text.trim_end_matches(['。', '.']);
    format!("{}{text}{}", Notice::Copies.say(lang), Notice::Stop.say(lang))
}

/// What stands before the name of each annex in the list: the label before the first, and numbers where there are several.
fn enclosure_labels(names: &[String], lang: Lang) -> Vec<(String, String)> {
    let several = names.len() > 1;
    let label = if several { Notice::Enclosures } else { Notice::Enclosure };
    let of = |position: usize| {
        let label = if position == 0 { label.say(lang) } else { String::new() };
        let number = if several { Notice::EnclosureNumber { n: position + 1 }.say(lang) } else { String::new() };
        (label, number)
    };
    (0..names.len()).map(of).collect()
}

/// 附件说明, one line an annex.
fn enclosures(names: &[String], lang: Lang) -> Vec<String> {
    let labels = enclosure_labels(names, lang);
    names.iter().zip(labels).map(|(name, (label, number))| format!("{label}{number}{name}")).collect()
}
