//! 数据疑点: everything that was questionable in what was read, each with its place and what to do.

use super::page::{Page, Sheet};
use super::style::Styles;
use crate::diagnostic::{Diagnostic, Place};
use crate::report::diagnostics::{questions, severity_words};
use crate::words::labels::Label;

/// The sheet, worst things first, where there is anything to ask; `title` stands above its printed pages.
pub(in crate::report) fn sheets(
    diagnostics: &[Diagnostic],
    styles: &Styles,
    title: &str,
) -> anyhow::Result<Vec<Sheet>> {
    let lang = styles.lang;
    let asked = questions(diagnostics);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let columns = [
        (Label::Number, 6.0),
        (Label::QuestionSeverity, 8.0),
        (Label::QuestionCode, 8.0),
        (Label::SourceCell, 36.0),
        (Label::Question, 56.0),
        (Label::QuestionRemedy, 44.0),
    ];
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(lang), most)).collect();
    let mut page = Page::long(&Label::SheetQuestions, styles)?;
    page.head(&columns)?;
    for (position, asked_of) in asked.iter().enumerate() {
        if !page.has_room(asked.len() - position)? {
            break;
        }
        page.count(position + 1)?;
        page.centre(&severity_words(asked_of.severity).say(lang))?;
        page.centre(asked_of.code())?;
        let places = std::iter::once(&asked_of.place).chain(&asked_of.related);
        page.text(&places.map(Place::describe).collect::<Vec<_>>().join("\n"))?;
        page.text(&asked_of.problem.say(lang))?;
        page.text(&asked_of.problem.remedy(lang))?;
        page.end_row()?;
    }
    Ok(vec![page.finish(title, 1, true)?])
}
