//! TOML text as an owned tree with places; numbers stay the text that was written.

use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place, Source, Spot};
use crate::text;
use crate::words::rubric::{IoWords, RubricProblem};

/// Syntax errors shown of one file; the rest are usually their echo.
const MOST_SYNTAX_ERRORS: usize = 20;

/// Bytes of a document; nobody writes a longer one by hand.
pub(crate) const MOST_BYTES: usize = 16 << 20;

/// A key or a text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub spot: Spot,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub spot: Spot,
}

/// A TOML value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A number as written, underscores removed.
    Number(String),
    /// A boolean.
    YesNo(bool),
    /// A date or time as written.
    Date(String),
    /// An array.
    Array(Vec<Item>),
    /// A table.
    Table(Table),
}

/// A TOML table in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its entries.
    pub entries: Vec<(Word, Item)>,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Item> {
        self.entries.iter().find(|(word, _)| word.text == key).map(|(_, item)| item)
    }
}

/// Reads a text file as a [`Source`], whatever Notepad saved it as; when it cannot be read, that is a problem.
pub fn read_source(path: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let unreadable = |detail: IoWords| {
        Diagnostic::new(RubricProblem::FileUnreadable { file: name.to_owned(), detail }, Place::File(name.into()))
    };
    read(path, name).map_err(|detail| problems.push(unreadable(detail))).ok()
}

/// Reads a text file as a [`Source`], or says why it cannot be read.
pub(crate) fn read(path: &Path, name: &str) -> Result<Arc<Source>, IoWords> {
    let bytes = bounded(path).map_err(|error| IoWords::of(&error))?;
    if bytes.len() > MOST_BYTES {
        return Err(IoWords::TooLarge);
    }
    let decoded = text::decode(&bytes);
    if decoded.lossy {
        return Err(IoWords::Encoding);
    }
    Ok(Arc::new(Source { name: name.to_owned(), text: decoded.text }))
}

/// The bytes of a file, up to one more than a document may have: a device can say that it is empty and never end.
fn bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Parses a TOML document; every syntax error becomes a diagnostic (the first of each line), and what could be read
/// is returned all the same.
pub fn parse(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Table {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    let mut last_line = 0;
    let mut shown = 0;
    for error in &errors {
        let spot = Spot { source: Arc::clone(source), span: clamp(source, error.span().unwrap_or(0..0)) };
        let (line, _) = spot.line_column();
        if line == last_line || shown == MOST_SYNTAX_ERRORS {
            continue;
        }
        last_line = line;
        shown += 1;
        problems.push(Diagnostic::at(syntax_problem(&spot, error.message()), &spot));
    }
    table(source, root.get_ref())
}

fn clamp(source: &Source, span: Range<usize>) -> Range<usize> {
    let text = &source.text;
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Full-width punctuation and what TOML wants in its place.
pub(crate) const FULL_WIDTH: [(char, char); 17] = [
    ('＝', '='),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('，', ','),
    ('、', ','),
    ('［', '['),
    ('］', ']'),
    ('【', '['),
    ('】', ']'),
    ('｛', '{'),
    ('｝', '}'),
    ('＃', '#'),
    ('：', ':'),
    ('．', '.'),
    ('；', ';'),
];

/// Names what Chinese input methods do to TOML before falling back to the parser's own words.
fn syntax_problem(spot: &Spot, detail: &str) -> RubricProblem {
    let text = &spot.source.text;
    let line_start = text.get(..spot.span.start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let line = text.get(line_start..).and_then(|t| t.lines().next()).unwrap_or_default();
    let outside = outside_quotes(line);
    if let Some((found, wanted)) =
        FULL_WIDTH.iter().find(|(found, _)| outside.contains(*found)).map(|(f, w)| (f.to_string(), w.to_string()))
    {
        return RubricProblem::FullWidth { found, wanted };
    }
    let bare: String = outside
        .trim_start_matches(['[', ' ', '\t'])
        .chars()
        .take_while(|c| !matches!(c, '=' | ']') && !c.is_whitespace())
        .collect();
    if !bare.is_ascii() && !bare.contains('"') {
        let quoted = bare
            .split('.')
            .map(|part| if part.is_ascii() { part.to_owned() } else { format!("\"{part}\"") })
            .collect::<Vec<_>>()
            .join(".");
        return RubricProblem::BareKey { key: bare, quoted };
    }
    RubricProblem::Syntax { detail: detail.trim().replace('\n', "; ") }
}

fn outside_quotes(line: &str) -> String {
    let mut quote = None;
    let mut outside = String::new();
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' => break,
            None if c == '"' || c == '\'' => quote = Some(c),
            None => outside.push(c),
        }
    }
    outside
}

fn table(source: &Arc<Source>, table: &DeTable<'_>) -> Table {
    let entries = table
        .iter()
        .map(|(key, value)| {
            let spot = Spot { source: Arc::clone(source), span: clamp(source, key.span()) };
            (Word { text: key.get_ref().to_string(), spot }, item(source, value))
        })
        .collect();
    Table { entries }
}

fn item(source: &Arc<Source>, value: &Spanned<DeValue<'_>>) -> Item {
    let spot = Spot { source: Arc::clone(source), span: clamp(source, value.span()) };
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Value::Number(number.as_str().to_owned()),
        DeValue::Integer(number) => Value::Number(format!("0r{}:{}", number.radix(), number.as_str())),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Value::YesNo(*yes),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|i| item(source, i)).collect()),
        DeValue::Table(inner) => Value::Table(self::table(source, inner)),
    };
    Item { value, spot }
}
