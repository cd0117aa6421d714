//! What changed between two editions, in words: subject by subject, each with its old and its new wording.

pub mod json;
mod lines;
pub mod markdown;
mod meaning;
pub mod text;

use crate::analysis::difference::{Difference, Fate};
use crate::program::Program;
use crate::report::facts::rounding_words;
use crate::words::Lang;
use crate::words::labels::Label;
use lines::Line;

pub(in crate::report) use meaning::parameter_words;

/// Both rubrics and what differs.
#[derive(Clone, Copy)]
pub struct Editions<'a> {
    /// The earlier rubric.
    pub before: &'a Program,
    /// The later rubric.
    pub after: &'a Program,
    /// What differs.
    pub difference: &'a Difference,
}

/// What became of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Changed,
    Added,
    Removed,
}

/// One thing that changed.
struct Subject {
    /// Its id in the later rubric, else in the earlier one.
    id: String,
    /// What people call it.
    name: String,
    became: Became,
    lines: Vec<Line>,
}

/// Subjects of one kind.
struct Chapter {
    /// In machine-readable files.
    key: &'static str,
    title: Label,
    subjects: Vec<Subject>,
}

impl Editions<'_> {
    /// Everything that changed, chapter by chapter; a chapter without changes is left out.
    fn chapters(self, lang: Lang) -> Vec<Chapter> {
        let difference = self.difference;
        let words = Words { before: self.before, after: self.after, lang };
        let whole = Subject {
            id: self.after.heading.id.clone(),
            name: String::new(),
            became: Became::Changed,
            lines: difference.whole.iter().map(|part| words.whole(*part)).collect(),
        };
        let whole = Some(whole).filter(|whole| !whole.lines.is_empty());
        let chapters = [
            ("whole", Label::SheetGeneral, whole.into_iter().collect()),
            ("nodes", Label::SheetRubric, words.subjects(&difference.nodes, &lines::NODE)),
            ("grades", Label::Grades, words.subjects(&difference.grades, &lines::GRADE)),
            ("quotas", Label::Quotas, words.subjects(&difference.quotas, &lines::QUOTA)),
            ("effects", Label::Effects, words.subjects(&difference.effects, &lines::EFFECT)),
            ("follow_ups", Label::FollowUp, words.subjects(&difference.follow_ups, &lines::FOLLOW_UP)),
            ("fields", Label::SheetFields, words.subjects(&difference.fields, &lines::FIELD)),
            ("lists", Label::ListOf, words.subjects(&difference.lists, &lines::LIST)),
        ];
        let chapters = chapters.into_iter().map(|(key, title, subjects)| Chapter { key, title, subjects });
        chapters.filter(|chapter| !chapter.subjects.is_empty()).collect()
    }

    /// Both rubrics in one line.
    fn title(self, lang: Lang) -> String {
        let edition = |program: &Program| {
            let heading = &program.heading;
            let (title, period, edition) = (heading.title.clone(), heading.period.clone(), heading.edition.clone());
            Label::EditionOf { title, period, edition }.say(lang)
        };
        Label::DifferenceTitle { before: edition(self.before), after: edition(self.after) }.say(lang)
    }
}

impl Subject {
    /// The subject in one line: what it is called, and whether it is new or gone.
    fn head(&self, lang: Lang) -> String {
        let what = self.name.clone();
        match self.became {
            Became::Changed => what,
            Became::Added => Label::Added { what }.say(lang),
            Became::Removed => Label::Removed { what }.say(lang),
        }
    }
}

/// Puts the changes of two rubrics into words.
#[derive(Clone, Copy)]
struct Words<'a> {
    before: &'a Program,
    after: &'a Program,
    lang: Lang,
}

/// How the things of one kind are told.
struct Told<I, P> {
    id: fn(&Program, I) -> String,
    name: fn(&Program, I, Lang) -> String,
    /// What is said of one that is new or gone.
    says: fn(&Program, I, Lang) -> Vec<(Label, String)>,
    /// A part that differs.
    part: fn(&Words<'_>, (I, I), &P) -> Line,
}

impl Words<'_> {
    fn subjects<I: Copy, P>(&self, fates: &[Fate<I, P>], told: &Told<I, P>) -> Vec<Subject> {
        let whole = |program: &Program, id: I, became: Became| {
            let says = (told.says)(program, id, self.lang).into_iter().filter(|(_, text)| !text.is_empty());
            let line = |(label, text): (Label, String)| match became {
                Became::Removed => Line::of("says", label.say(self.lang), text, String::new()),
                _ => Line::of("says", label.say(self.lang), String::new(), text),
            };
            let (id, name) = ((told.id)(program, id), (told.name)(program, id, self.lang));
            Subject { id, name, became, lines: says.map(line).collect() }
        };
        let subject = |fate: &Fate<I, P>| match fate {
            Fate::Added(id) => whole(self.after, *id, Became::Added),
            Fate::Removed(id) => whole(self.before, *id, Became::Removed),
            Fate::Changed { before, after, parts } => Subject {
                id: (told.id)(self.after, *after),
                name: (told.name)(self.after, *after, self.lang),
                became: Became::Changed,
                lines: parts.iter().map(|part| (told.part)(self, (*before, *after), part)).collect(),
            },
        };
        fates.iter().map(subject).collect()
    }

    /// A line with what both rubrics say.
    fn both(&self, (key, label): (&'static str, Label), says: impl Fn(&Program) -> String) -> Line {
        Line::of(key, label.say(self.lang), says(self.before), says(self.after))
    }

    fn rounding(&self, program: &Program) -> String {
        rounding_words(&program.rounding, self.lang)
    }
}
