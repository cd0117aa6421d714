//! 说明: what was assessed by which rubric from which files, and the counts.

use super::Book;
use super::page::{Page, Sheet};
use crate::report::facts::rounding_words;
use crate::words::labels::Label;

/// A fact, under its name.
enum Fact {
    Text(String),
    Count(usize),
}

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, about, styles, counts, .. } = book;
    let (program, lang) = (&assessment.program, book.lang);
    let heading = &program.heading;
    let text = |text: &str| Fact::Text(text.to_owned());
    let mut facts = vec![
        (Label::Title, text(&heading.title)),
        (Label::Period, text(&heading.period)),
        (Label::RubricId, text(&heading.id)),
        (Label::Edition, text(&heading.edition)),
        (Label::RubricFile, text(&about.rubric_file)),
        (Label::Fingerprint, text(&program.fingerprint)),
        (Label::Rounding, Fact::Text(rounding_words(&program.rounding, lang))),
        (Label::ToolVersion, text(&about.tool_version)),
        (Label::UnitCount, Fact::Count(counts.units)),
        (Label::LeafCount, Fact::Count(counts.leaves)),
        (Label::MissingCount, Fact::Count(counts.missing)),
        (Label::NotApplicableCount, Fact::Count(counts.not_applicable)),
        (Label::GapCount, Fact::Count(counts.gaps)),
        (Label::ErrorCount, Fact::Count(about.errors)),
        (Label::WarningCount, Fact::Count(about.warnings)),
        (Label::NoteCount, Fact::Count(about.notes)),
    ];
    facts.extend(
        program
            .grades
            .iter()
            .zip(&counts.grades)
            .map(|(grade, count)| (Label::GradeCount { grade: grade.name.clone() }, Fact::Count(*count))),
    );

    let mut page = Page::new(&Label::SheetAbout, styles)?;
    page.head(&[(Label::Item.say(lang), 40.0), (Label::Content.say(lang), 76.0)])?;
    for (label, fact) in facts {
        page.text(&label.say(lang))?;
        match fact {
            Fact::Text(text) => page.text(&text)?,
            Fact::Count(count) => page.text(&count.to_string())?,
        }
        page.end_row()?;
    }
    page.heading(&Label::Inputs.say(lang))?;
    page.heading(&Label::Fingerprint.say(lang))?;
    page.end_row()?;
    for (row, input) in about.inputs.iter().enumerate() {
        if !page.has_room(about.inputs.len() - row)? {
            break;
        }
        page.text(&input.name)?;
        page.text(&input.fingerprint)?;
        page.end_row()?;
    }
    for label in [Label::PointsLegend, Label::MadeBy] {
        page.banner(&label.say(lang), &styles.note, 15.0)?;
    }
    page.finish(&book.title(&Label::SheetAbout.say(book.lang)), 0, false)
}
