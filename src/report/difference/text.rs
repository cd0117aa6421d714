//! The difference for a terminal: subject by subject, short changes in one line, long ones one below the other.

use unicode_width::UnicodeWidthStr;

use super::{Editions, Line};
use crate::report::wrap::paragraph;
use crate::words::Lang;
use crate::words::labels::Label;

/// Columns of one level.
const INDENT: usize = 2;
/// A change up to this wide stays in one line.
const SHORT: usize = 40;
/// The difference as text, `width` columns wide.
pub fn write(editions: Editions<'_>, lang: Lang, width: u16) -> String {
    let mut text = Text { width: usize::from(width), lang, out: String::new() };
    text.lines(0, &editions.title(lang));
    let chapters = editions.chapters(lang);
    if chapters.is_empty() {
        text.lines(0, &Label::NothingChanged.say(lang));
    }
    for chapter in chapters {
        text.out.push('\n');
        text.lines(0, &chapter.title.say(lang));
        for subject in &chapter.subjects {
            let head = subject.head(lang);
            if !head.is_empty() {
                text.lines(INDENT, &head);
            }
            subject.lines.iter().for_each(|line| text.line(if head.is_empty() { 1 } else { 2 } * INDENT, line));
        }
    }
    text.out
}

/// Text being written.
struct Text {
    width: usize,
    lang: Lang,
    out: String,
}

impl Text {
    /// A paragraph; lines after the first stand further in below a heading.
    fn lines(&mut self, indent: usize, text: &str) {
        let further = if indent == 0 { 0 } else { indent + INDENT };
        paragraph(&mut self.out, self.width, (indent, further), text);
    }

    fn line(&mut self, indent: usize, line: &Line) {
        let nothing = Label::Nothing.say(self.lang);
        let says = |text: &str| if text.is_empty() { nothing.clone() } else { text.to_owned() };
        match (line.key, line.before.is_empty()) {
            ("says", true) => self.lines(indent, &format!("{}  {}", line.label, line.after)),
            ("says", false) => self.lines(indent, &format!("{}  {}", line.label, line.before)),
            _ if line.before.width() + line.after.width() <= SHORT => {
                let change = Label::DifferenceTitle { before: says(&line.before), after: says(&line.after) };
                self.lines(indent, &format!("{}  {}", line.label, change.say(self.lang)));
            }
            _ => {
                self.lines(indent, &line.label);
                self.lines(indent + INDENT, &format!("{}  {}", Label::Was.say(self.lang), says(&line.before)));
                self.lines(indent + INDENT, &format!("{}  {}", Label::Is.say(self.lang), says(&line.after)));
            }
        }
        if let Some(number) = &line.number {
            let places = Label::DifferenceTitle { before: number.before.clone(), after: number.after.clone() };
            self.lines(indent + INDENT, &format!("{}  {}", number.path, places.say(self.lang)));
        }
    }
}
