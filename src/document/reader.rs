//! Walks a document by its key tables and reports everything that does not fit, at once.

use std::cell::RefCell;
use std::sync::Arc;

use super::keys::{Key, Keys, Kind};
use super::tree::{Item, Table, Value, Word};
use crate::diagnostic::{Diagnostic, Source, Spot, nearest};
use crate::table::read_date;
use crate::words::rubric::RubricProblem;

/// A number or an expression as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The expression's text; of a TOML number, its literal.
    pub text: String,
    /// Where it stands; of a string without escapes, between the quotes.
    pub spot: Spot,
}

/// A number a rule sets: one for all, or one by group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The same for every unit.
    One(Written),
    /// By group; `default` serves the groups that are not named.
    ByGroup {
        /// For the other groups.
        default: Option<Written>,
        /// For the named groups.
        groups: Vec<(Word, Written)>,
        /// The whole table.
        spot: Spot,
    },
}

impl Setting {
    /// Where it stands.
    pub fn spot(&self) -> &Spot {
        match self {
            Setting::One(written) => &written.spot,
            Setting::ByGroup { spot, .. } => spot,
        }
    }
}

/// Collects problems while a document is read.
#[derive(Debug)]
pub struct Reader {
    problems: RefCell<Vec<Diagnostic>>,
}

impl Reader {
    /// A reader that goes on with these problems.
    pub fn new(problems: Vec<Diagnostic>) -> Reader {
        Reader { problems: RefCell::new(problems) }
    }

    /// Reports a problem.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Whether anything reported so far is an error.
    pub fn has_errors(&self) -> bool {
        crate::diagnostic::has_errors(&self.problems.borrow())
    }

    /// Everything reported.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    /// Opens a document's root.
    pub fn root<'a>(&'a self, source: &Arc<Source>, table: &'a Table, keys: &'static Keys) -> Section<'a> {
        let spot = Spot { source: Arc::clone(source), span: 0..0 };
        Section::open(self, table, keys, spot)
    }
}

/// One table of a document, checked against its keys.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Takes the problems.
    pub reader: &'a Reader,
    /// Where the table stands.
    pub spot: Spot,
    table: &'a Table,
    keys: &'static Keys,
}

impl<'a> Section<'a> {
    /// Checks a table against its keys: unknown ones, missing ones, and values of another kind.
    pub fn open(reader: &'a Reader, table: &'a Table, keys: &'static Keys, spot: Spot) -> Section<'a> {
        for (word, item) in &table.entries {
            match keys.find(&word.text) {
                Some(key) => check(reader, key, item),
                None => {
                    let problem = RubricProblem::UnknownKey { key: word.text.clone(), what: keys.what };
                    let suggestion = nearest(&word.text, keys.keys.iter().map(|key| key.name));
                    reader.report(Diagnostic::at(problem, &word.spot).suggest(suggestion));
                }
            }
        }
        for key in keys.keys.iter().filter(|key| key.required && table.get(key.name).is_none()) {
            let problem = RubricProblem::MissingKey { key: key.name.to_owned(), what: keys.what, meaning: key.meaning };
            reader.report(Diagnostic::at(problem, &spot));
        }
        Section { reader, spot, table, keys }
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        debug_assert!(self.keys.find(key).is_some(), "`{key}` is in no key table");
        self.table.get(key)
    }

    /// Whether the key was written.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// The raw value of a key.
    pub fn open_item(&self, key: &str) -> Option<&'a Item> {
        self.item(key)
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<Word> {
        text(self.item(key)?)
    }

    /// A list of texts, or one; empty when not written.
    pub fn texts(&self, key: &str) -> Vec<Word> {
        match self.item(key) {
            Some(Item { value: Value::Array(items), .. }) => items.iter().filter_map(text).collect(),
            Some(item) => text(item).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// A word of a fixed choice, with its place.
    pub fn one_of(&self, key: &str) -> Option<Word> {
        let word = self.text(key)?;
        match self.keys.find(key)?.kind {
            Kind::OneOf(allowed) if allowed.contains(&word.text.as_str()) => Some(word),
            _ => None,
        }
    }

    /// A yes or no.
    pub fn yes_no(&self, key: &str) -> Option<bool> {
        match self.item(key)?.value {
            Value::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    /// A day, as days since 1970-01-01, with its place.
    pub fn date(&self, key: &str) -> Option<(i64, Spot)> {
        let item = self.item(key)?;
        match &item.value {
            Value::Text(text) | Value::Date(text) => Some((read_date(text)?, item.spot.clone())),
            _ => None,
        }
    }

    /// A small whole number.
    pub fn count(&self, key: &str) -> Option<u32> {
        match &self.item(key)?.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A number of decimals; `None` inside is the word `none`.
    pub fn digits(&self, key: &str) -> Option<Option<u32>> {
        match &self.item(key)?.value {
            Value::Text(_) => Some(None),
            _ => self.count(key).map(Some),
        }
    }

    /// A number, an expression, or one of them by group.
    pub fn number(&self, key: &str) -> Option<Setting> {
        setting(self.item(key)?)
    }

    /// A list of numbers or expressions; empty when not written.
    pub fn numbers(&self, key: &str) -> Vec<Setting> {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Array(items)) => items.iter().filter_map(written).map(Setting::One).collect(),
            _ => Vec::new(),
        }
    }

    /// A list of expressions; empty when not written.
    pub fn expressions(&self, key: &str) -> Vec<Written> {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Array(items)) => items.iter().filter_map(written).collect(),
            _ => Vec::new(),
        }
    }

    /// An expression.
    pub fn expression(&self, key: &str) -> Option<Written> {
        written(self.item(key)?)
    }

    /// A table.
    pub fn section(&self, key: &str) -> Option<Section<'a>> {
        let item = self.item(key)?;
        match (&item.value, self.keys.find(key)?.kind) {
            (Value::Table(inner), Kind::Table(keys)) => {
                Some(Section::open(self.reader, inner, keys, item.spot.clone()))
            }
            _ => None,
        }
    }

    /// An array of tables; empty when not written.
    pub fn rows(&self, key: &str) -> Vec<Section<'a>> {
        let (Some(item), Some(Key { kind: Kind::Rows(keys), .. })) = (self.item(key), self.keys.find(key)) else {
            return Vec::new();
        };
        rows(self.reader, item, keys)
    }

    /// A table with keys of the writer's choice; empty when not written.
    pub fn map(&self, key: &str) -> Vec<(Word, Section<'a>)> {
        let (Some(Item { value: Value::Table(inner), .. }), Some(Key { kind: Kind::Map(keys), .. })) =
            (self.item(key), self.keys.find(key))
        else {
            return Vec::new();
        };
        inner
            .entries
            .iter()
            .filter_map(|(word, item)| match &item.value {
                Value::Table(table) => Some((word.clone(), Section::open(self.reader, table, keys, word.spot.clone()))),
                _ => {
                    report_kind(self.reader, &word.text, "table", item);
                    None
                }
            })
            .collect()
    }
}

/// The rows of an array of tables.
pub(crate) fn rows<'a>(reader: &'a Reader, item: &'a Item, keys: &'static Keys) -> Vec<Section<'a>> {
    let Value::Array(items) = &item.value else { return Vec::new() };
    items
        .iter()
        .filter_map(|row| match &row.value {
            Value::Table(table) => Some(Section::open(reader, table, keys, row.spot.clone())),
            _ => None,
        })
        .collect()
}

fn check(reader: &Reader, key: &Key, item: &Item) {
    let (fits, expected) = match (key.kind, &item.value) {
        (Kind::Text, Value::Number(text)) => {
            let problem = RubricProblem::NumberForText { key: key.name.to_owned(), text: text.clone() };
            reader.report(Diagnostic::at(problem, &item.spot));
            return;
        }
        (Kind::Text, value) => (matches!(value, Value::Text(_)), "text"),
        (Kind::Texts, Value::Array(items)) => (items.iter().all(|i| matches!(i.value, Value::Text(_))), "texts"),
        (Kind::Texts, _) => (false, "texts"),
        (Kind::Words, Value::Text(_)) => (true, "texts"),
        (Kind::Words, Value::Array(items)) => (items.iter().all(|i| matches!(i.value, Value::Text(_))), "texts"),
        (Kind::Words, _) => (false, "texts"),
        (Kind::Number, Value::Table(by_group)) => {
            for (_, inner) in &by_group.entries {
                check_number(reader, key.name, inner);
            }
            (true, "number")
        }
        (Kind::Number | Kind::Expression, _) => {
            check_number(reader, key.name, item);
            return;
        }
        (Kind::Numbers, Value::Array(items)) => {
            for inner in items {
                check_number(reader, key.name, inner);
            }
            return;
        }
        (Kind::Numbers, _) => (false, "numbers"),
        (Kind::Count, value) => (is_count(value), "count"),
        (Kind::Digits, Value::Text(word)) => (word == "none", "digits"),
        (Kind::Digits, value) => (is_count(value), "digits"),
        (Kind::YesNo, value) => (matches!(value, Value::YesNo(_)), "yes-no"),
        (Kind::Date, Value::Text(text) | Value::Date(text)) if read_date(text).is_none() => {
            reader.report(Diagnostic::at(RubricProblem::DateUnreadable { text: text.clone() }, &item.spot));
            return;
        }
        (Kind::Date, value) => (matches!(value, Value::Text(_) | Value::Date(_)), "date"),
        (Kind::OneOf(allowed), Value::Text(word)) => {
            check_word(reader, key, allowed, word, item);
            return;
        }
        (Kind::AnyOf(allowed), Value::Array(items)) => {
            let mut seen: Vec<&str> = Vec::new();
            for inner in items {
                match &inner.value {
                    Value::Text(word) if seen.contains(&word.as_str()) => {
                        reader.report(Diagnostic::at(RubricProblem::DuplicateId { id: word.clone() }, &inner.spot));
                    }
                    Value::Text(word) => {
                        seen.push(word);
                        check_word(reader, key, allowed, word, inner);
                    }
                    _ => report_kind(reader, key.name, "text", inner),
                }
            }
            return;
        }
        (Kind::AnyOf(_), _) => (false, "texts"),
        (Kind::OneOf(_), _) => (false, "text"),
        (Kind::Table(_) | Kind::Map(_), value) => (matches!(value, Value::Table(_)), "table"),
        (Kind::Rows(_), Value::Array(items)) => (items.iter().all(|i| matches!(i.value, Value::Table(_))), "rows"),
        (Kind::Rows(_), _) => (false, "rows"),
        (Kind::Open, _) => return,
    };
    if !fits {
        report_kind(reader, key.name, expected, item);
    }
}

fn check_word(reader: &Reader, key: &Key, allowed: &[&str], word: &str, item: &Item) {
    if !allowed.contains(&word) {
        let (key, allowed_words) = (key.name.to_owned(), allowed.join(", "));
        let problem = RubricProblem::NotOneOf { key, word: word.to_owned(), allowed: allowed_words };
        reader.report(Diagnostic::at(problem, &item.spot).suggest(nearest(word, allowed.iter().copied())));
    }
}

fn check_number(reader: &Reader, key: &str, item: &Item) {
    match &item.value {
        Value::Text(_) => {}
        Value::Number(text) if crate::number::read_exact(text).is_some() => {}
        Value::Number(text) => {
            let text = text.split_once(':').map_or(text.as_str(), |(_, digits)| digits).to_owned();
            reader.report(Diagnostic::at(RubricProblem::NumberUnreadable { text }, &item.spot));
        }
        _ => report_kind(reader, key, "number", item),
    }
}

fn is_count(value: &Value) -> bool {
    matches!(value, Value::Number(text) if text.parse::<u32>().is_ok_and(|n| n <= 28))
}

/// Reports a value of another kind than the key wants.
pub(crate) fn report_kind(reader: &Reader, key: &str, expected: &str, item: &Item) {
    let found = match item.value {
        Value::Text(_) => "text",
        Value::Number(_) => "number",
        Value::YesNo(_) => "yes-no",
        Value::Date(_) => "date",
        Value::Array(_) => "list",
        Value::Table(_) => "table",
    };
    let (expected, found) = (kind_words(expected), kind_words(found));
    reader.report(Diagnostic::at(RubricProblem::WrongType { key: key.to_owned(), expected, found }, &item.spot));
}

fn kind_words(kind: &str) -> crate::words::Bilingual {
    use crate::words::both;
    match kind {
        "text" => both("文字(加引号)", "a text in quotes"),
        "texts" => both("文字列表,如 [\"甲\", \"乙\"]", "a list of texts"),
        "number" => both("数字、百分数或表达式", "a number, a percentage or an expression"),
        "numbers" => both("数字列表,如 [60, 57, 54]", "a list of numbers"),
        "count" => both("0 到 28 的整数", "a whole number from 0 to 28"),
        "digits" => both("小数位数(0 到 28)或 \"none\"", "a number of decimals (0 to 28) or \"none\""),
        "yes-no" => both("true 或 false", "true or false"),
        "table" => both("表(花括号或 [方括号] 标题)", "a table"),
        "rows" => both("表的列表", "a list of tables"),
        "date" => both("日期", "a date"),
        _ => both("列表", "a list"),
    }
}

fn text(item: &Item) -> Option<Word> {
    match &item.value {
        Value::Text(text) => Some(Word { text: text.clone(), spot: item.spot.clone() }),
        _ => None,
    }
}

/// A number or an expression as written.
pub(crate) fn written(item: &Item) -> Option<Written> {
    match &item.value {
        Value::Number(text) => {
            crate::number::read_exact(text).map(|_| Written { text: text.clone(), spot: item.spot.clone() })
        }
        Value::Text(text) => {
            let span = item.spot.span.clone();
            let inside = item.spot.source.text.get(span.start + 1..span.end.saturating_sub(1));
            let spot = if inside == Some(text.as_str()) {
                Spot { source: Arc::clone(&item.spot.source), span: span.start + 1..span.end - 1 }
            } else {
                item.spot.clone()
            };
            Some(Written { text: text.clone(), spot })
        }
        _ => None,
    }
}

/// A number for all or by group.
pub(crate) fn setting(item: &Item) -> Option<Setting> {
    let Value::Table(by_group) = &item.value else { return written(item).map(Setting::One) };
    let mut default = None;
    let mut groups = Vec::new();
    for (word, inner) in &by_group.entries {
        let Some(number) = written(inner) else { continue };
        if word.text == "default" { default = Some(number) } else { groups.push((word.clone(), number)) }
    }
    Some(Setting::ByGroup { default, groups, spot: item.spot.clone() })
}
