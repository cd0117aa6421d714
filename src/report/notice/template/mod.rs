//! Templates: texts with variables, from the office's folder or built in, checked before they are used.

mod check;
mod scan;

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::document::Document;
use super::markup;
use super::variables::Variable;
use crate::diagnostic::{Diagnostic, Source, Spot};
use crate::report::facts::printable;
use crate::words::Lang;
use crate::words::notice::NoticeProblem;
use scan::{TagKind, tags};

/// Steps a template may take: a circular of ten thousand units takes some six hundred thousand.
const FUEL: u64 = 5_000_000;
/// Bytes of a template.
const MOST_TEMPLATE: usize = 1 << 20;

/// Stands before the number of a line of the template, and after it. No text from a file holds them: see [`printable`].
pub(super) const LINE: (char, char) = ('\u{1}', '\u{2}');
/// Marks that mean something in a template, and nothing in a value.
const MARKS: [char; 5] = ['\\', '|', '#', '@', '*'];

/// A template that was found in order.
#[derive(Debug)]
pub(super) struct Template {
    source: Arc<Source>,
    /// The text with the number of each line before it.
    numbered: String,
    /// Bytes it may write.
    most: usize,
}

impl Template {
    /// Looks a template over; what is wrong with it is reported.
    pub(super) fn new(
        source: Arc<Source>,
        (variables, most): (&'static [Variable], usize),
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Template> {
        if source.text.len() > MOST_TEMPLATE {
            problems.push(Diagnostic::at(NoticeProblem::TooLong, &line_spot(&source, 1)));
            return None;
        }
        let mut found = check::check(&source, variables);
        found.extend(markup::check(&source));
        let template = Template { numbered: numbered(&source.text), source, most };
        if found.is_empty() {
            found.extend(template.syntax());
        }
        found.sort_by_key(Diagnostic::order);
        let sound = found.is_empty();
        problems.extend(found);
        sound.then_some(template)
    }

    fn syntax(&self) -> Option<Diagnostic> {
        let environment = environment();
        let read = environment.template_from_str(&self.numbered);
        read.err().map(|error| self.located(&error))
    }

    /// The document of these variables.
    pub(super) fn render(&self, variables: &Value, lang: Lang) -> Result<Document, Vec<Diagnostic>> {
        let environment = environment();
        let one = |error: Error| vec![self.located(&error)];
        let template = environment.template_from_str(&self.numbered).map_err(one)?;
        let mut written = Bounded(Vec::new(), self.most);
        template.render_captured_to(variables, &mut written).map_err(one)?;
        markup::read(&String::from_utf8_lossy(&written.0), &self.source, lang)
    }

    fn located(&self, error: &Error) -> Diagnostic {
        let line = error.line().unwrap_or(1);
        let problem = match error.kind() {
            ErrorKind::OutOfFuel | ErrorKind::WriteFailure => NoticeProblem::TooLong,
            kind => NoticeProblem::Syntax { detail: error.detail().map_or_else(|| kind.to_string(), str::to_owned) },
        };
        Diagnostic::at(problem, &line_spot(&self.source, line))
    }
}

/// A line of a text, counted from 1, without the blanks around it.
pub(super) fn line_spot(source: &Arc<Source>, line: usize) -> Spot {
    // Whoever tells of many lines stops at so many problems.
    let start =
        line.checked_sub(2).map_or(Some(0), |before| source.text.match_indices('\n').nth(before).map(|(at, _)| at + 1));
    let start = start.unwrap_or(source.text.len());
    let text = source.text.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default();
    let before = text.len() - text.trim_start().len();
    Spot { source: Arc::clone(source), span: start + before..start + before.max(text.trim_end().len()) }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(|out, _, value| match value.kind() {
        ValueKind::String => {
            for c in printable(value.as_str().unwrap_or_default()).chars() {
                if MARKS.contains(&c) {
                    out.write_char('\\')?;
                }
                out.write_char(c)?;
            }
            Ok(())
        }
        ValueKind::Number => Ok(write!(out, "{value}")?),
        kind => Err(Error::new(ErrorKind::InvalidOperation, kind.to_string())),
    });
    environment.add_filter("length", |list: &Value| list.len().unwrap_or(0));
    environment.add_filter("top", |list: &Value, most: usize| -> Result<Vec<Value>, Error> {
        Ok(list.try_iter()?.take(most).collect())
    });
    environment
}

/// The text with its line numbers, wherever a line begins outside a tag. Before a tag that trims blanks nothing may
/// stand.
fn numbered(text: &str) -> String {
    let tags = tags(text);
    let mut tags = tags.iter().peekable();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        while tags.next_if(|tag| tag.span.end <= start).is_some() {}
        let inside = tags.peek().is_some_and(|tag| tag.span.start < start);
        let trims = ["{%-", "{{-", "{#-"].iter().any(|open| line.trim_start().starts_with(open));
        if !inside && !trims {
            let (before, after) = LINE;
            let _ = write!(out, "{before}{}{after}", index + 1);
        }
        out.push_str(line);
        start += line.len();
    }
    out
}

/// The text of a template without its tags, line by line: what it writes itself.
pub(super) fn own_lines(text: &str) -> Vec<(usize, String)> {
    let mut own: Vec<u8> = text.as_bytes().to_vec();
    for tag in tags(text) {
        for byte in own.get_mut(tag.span).unwrap_or_default() {
            // Line ends stay, so that lines can be counted.
            if *byte != b'\n' {
                *byte = if tag.kind == TagKind::Comment { b' ' } else { LINE.0 as u8 };
            }
        }
    }
    let text = String::from_utf8_lossy(&own).replace(LINE.0, "");
    text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect()
}

/// Takes so many bytes and no more.
struct Bounded(Vec<u8>, usize);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > self.1 {
            return Err(io::Error::other("too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
