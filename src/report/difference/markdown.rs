//! The difference as Markdown: a table for each kind of thing.

use super::{Editions, Subject};
use crate::report::markdown::{escape, table};
use crate::words::Lang;
use crate::words::labels::Label;

/// The difference as a Markdown document.
pub fn write(editions: Editions<'_>, lang: Lang) -> String {
    let mut out = format!("# {}\n", escape(&editions.title(lang)));
    let chapters = editions.chapters(lang);
    if chapters.is_empty() {
        out.push_str(&format!("\n{}\n", Label::NothingChanged.say(lang)));
    }
    let heads = [Label::Subject, Label::Changed, Label::Was, Label::Is].map(|label| label.say(lang));
    for chapter in chapters {
        let rows: Vec<Vec<String>> = chapter.subjects.iter().flat_map(|subject| rows(subject, lang)).collect();
        out.push_str(&format!("\n## {}\n\n{}", escape(&chapter.title.say(lang)), table(&heads, &rows)));
    }
    out
}

/// The rows of a subject, whose name stands in the first.
fn rows(subject: &Subject, lang: Lang) -> Vec<Vec<String>> {
    let mut heads = std::iter::once(subject.head(lang)).chain(std::iter::repeat(String::new()));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in &subject.lines {
        let label = match &line.number {
            Some(number) => format!("{} ({})", line.label, number.path),
            None => line.label.clone(),
        };
        rows.push(vec![heads.next().unwrap_or_default(), label, line.before.clone(), line.after.clone()]);
    }
    if rows.is_empty() {
        rows.push(vec![subject.head(lang), String::new(), String::new(), String::new()]);
    }
    rows
}
