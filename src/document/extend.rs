//! One document laid over another, by their key tables: what both write is overridden by id, the rest stays.

use std::collections::{HashMap, HashSet};

use super::keys::{Keys, Kind};
use super::tree::{Item, Table, Value, Word};
use crate::diagnostic::{Diagnostic, nearest};
use crate::words::rubric::RubricProblem;

/// Words that are looked up among all ids: each takes its time, and a person writes no more.
const MOST_SUGGESTIONS: usize = 20;

/// Lays `over` on `base`. Tables are merged key by key, maps entry by entry, and rows that have an id (or else a name)
/// row by row: the same id is merged in its place, a new one comes last. Everything else is replaced as a whole.
///
/// What `remove` names is taken away from `base` first, and where `over` writes it again, that alone counts.
pub(crate) fn extend(
    base: &Table,
    over: Table,
    remove: &[Word],
    keys: &'static Keys,
    problems: &mut Vec<Diagnostic>,
) -> Table {
    let mut named = Named::default();
    named.collect(base, keys);
    let removed = named.find(remove, problems);
    if base.entries.is_empty() {
        return over;
    }
    Extension { removed }.table(base, &over, keys)
}

/// The ids and names in a document that something can be removed by.
#[derive(Debug, Default)]
struct Named<'a> {
    /// Of rows with an id.
    ids: HashSet<&'a str>,
    /// Of rows with a name and of entries of maps. An id goes before them: a section `A` before a grade `A`.
    names: HashSet<&'a str>,
}

impl<'a> Named<'a> {
    fn collect(&mut self, table: &'a Table, keys: &'static Keys) {
        for (word, item) in &table.entries {
            match keys.find(&word.text).map(|key| key.kind) {
                Some(Kind::Table(keys)) => self.collect_below(item, keys),
                Some(Kind::Map(keys)) => {
                    for (word, item) in table_of(Some(item)).iter().flat_map(|table| &table.entries) {
                        self.names.insert(&word.text);
                        self.collect_below(item, keys);
                    }
                }
                Some(Kind::Rows(keys)) => {
                    let identity = identity(keys);
                    for row in rows_of(Some(item)).unwrap_or_default() {
                        if let Some((key, name)) = identity.and_then(|key| Some((key, text(row, key)?))) {
                            if key == ID {
                                self.ids.insert(name)
                            } else {
                                self.names.insert(name)
                            };
                        }
                        self.collect_below(row, keys);
                    }
                }
                _ => {}
            }
        }
    }

    fn collect_below(&mut self, item: &'a Item, keys: &'static Keys) {
        if let Value::Table(table) = &item.value {
            self.collect(table, keys);
        }
    }

    /// What of `remove` is there; the rest is reported.
    fn find<'r>(&self, remove: &'r [Word], problems: &mut Vec<Diagnostic>) -> Removed<'r> {
        let mut removed = Removed::default();
        let mut unknown = Vec::new();
        for word in remove {
            let text = word.text.as_str();
            if self.ids.contains(text) {
                removed.ids.insert(text);
            } else if self.names.contains(text) {
                removed.names.insert(text);
            } else {
                unknown.push(word);
            }
        }
        for (position, word) in unknown.into_iter().enumerate() {
            let problem = RubricProblem::NothingToRemove { id: word.text.clone() };
            let suggestion = if position < MOST_SUGGESTIONS { self.nearest(&word.text) } else { None };
            problems.push(Diagnostic::at(problem, &word.spot).suggest(suggestion));
        }
        removed
    }

    fn nearest(&self, text: &str) -> Option<String> {
        let mut known: Vec<&str> = self.ids.iter().chain(&self.names).copied().collect();
        // The order of a set is not the same in every run.
        known.sort_unstable();
        nearest(text, known)
    }
}

/// What is taken away.
#[derive(Debug, Default)]
struct Removed<'r> {
    ids: HashSet<&'r str>,
    names: HashSet<&'r str>,
}

/// Lays one document over another.
struct Extension<'r> {
    removed: Removed<'r>,
}

impl Extension<'_> {
    fn table(&self, base: &Table, over: &Table, keys: &'static Keys) -> Table {
        merge(base, over, |word, below, above| Some(self.item(below, above, keys.find(&word.text).map(|key| key.kind))))
    }

    fn map(&self, base: &Table, over: &Table, keys: &'static Keys) -> Table {
        merge(base, over, |word, below, above| {
            if self.removed.names.contains(word.text.as_str()) {
                above.cloned()
            } else {
                Some(self.item(below, above, Some(Kind::Table(keys))))
            }
        })
    }

    /// A value with what lies over it, if anything does: below it there may still be something to remove.
    fn item(&self, base: &Item, over: Option<&Item>, kind: Option<Kind>) -> Item {
        let merged = match kind {
            Some(Kind::Table(keys)) => both_tables(base, over).map(|(b, o)| Value::Table(self.table(b, o, keys))),
            Some(Kind::Map(keys)) => both_tables(base, over).map(|(b, o)| Value::Table(self.map(b, o, keys))),
            Some(Kind::Rows(keys)) => self.rows(base, over, keys).map(Value::Array),
            _ => None,
        };
        let Some(value) = merged else { return over.unwrap_or(base).clone() };
        // A table of dotted keys has no place of its own.
        let spot = over.map(|over| &over.spot).filter(|spot| !spot.span.is_empty()).unwrap_or(&base.spot);
        Item { value, spot: spot.clone() }
    }

    /// Rows with an id or a name, one by one; `None` where they have neither.
    fn rows(&self, base: &Item, over: Option<&Item>, keys: &'static Keys) -> Option<Vec<Item>> {
        let key = identity(keys)?;
        let (base, over) = (rows_of(Some(base))?, rows_of(over)?);
        let removed = if key == ID { &self.removed.ids } else { &self.removed.names };
        let is_removed = |row: &Item| text(row, key).is_some_and(|id| removed.contains(id));
        if base.iter().all(is_removed) {
            // A list that is written anew has its own order.
            return Some(over.to_vec());
        }
        let mut pending = Pending::new(over.iter().map(|row| (text(row, key), row)));
        let mut rows = Vec::with_capacity(base.len());
        for row in base {
            let above = text(row, key).and_then(|id| pending.take(id));
            if is_removed(row) {
                rows.extend(above.cloned());
            } else {
                rows.push(self.item(row, above, Some(Kind::Table(keys))));
            }
        }
        rows.extend(pending.rest().cloned());
        Some(rows)
    }
}

/// The entries of both tables, those of `base` first; `entry` makes one of those that `base` has.
fn merge(base: &Table, over: &Table, entry: impl Fn(&Word, &Item, Option<&Item>) -> Option<Item>) -> Table {
    let mut pending = Pending::new(over.entries.iter().map(|above| (Some(above.0.text.as_str()), above)));
    let mut entries = Vec::with_capacity(base.entries.len());
    for (word, below) in &base.entries {
        let above = pending.take(&word.text);
        let item = entry(word, below, above.map(|(_, item)| item));
        let word = above.map_or(word, |(word, _)| word);
        entries.extend(item.map(|item| (word.clone(), item)));
    }
    entries.extend(pending.rest().cloned());
    Table { entries }
}

/// What lies over a list and has not found its place yet.
struct Pending<'a, T> {
    parts: Vec<Option<&'a T>>,
    positions: HashMap<&'a str, usize>,
}

impl<'a, T> Pending<'a, T> {
    /// Of two parts of one name the first is found; the second stays, so that it is reported as a duplicate.
    fn new(named: impl Iterator<Item = (Option<&'a str>, &'a T)>) -> Pending<'a, T> {
        let mut pending = Pending { parts: Vec::new(), positions: HashMap::new() };
        for (name, part) in named {
            if let Some(name) = name {
                pending.positions.entry(name).or_insert(pending.parts.len());
            }
            pending.parts.push(Some(part));
        }
        pending
    }

    fn take(&mut self, name: &str) -> Option<&'a T> {
        let position = *self.positions.get(name)?;
        self.parts.get_mut(position)?.take()
    }

    fn rest(self) -> impl Iterator<Item = &'a T> {
        self.parts.into_iter().flatten()
    }
}

/// The key that tells the rows of a list apart before any other.
const ID: &str = "id";

/// The key that tells the rows of a list apart.
fn identity(keys: &Keys) -> Option<&'static str> {
    [ID, "name"].into_iter().find(|key| keys.find(key).is_some())
}

fn text<'a>(row: &'a Item, key: &str) -> Option<&'a str> {
    let Value::Table(table) = &row.value else { return None };
    match &table.get(key)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Two tables, where both are tables or nothing lies over the first.
fn both_tables<'a>(base: &'a Item, over: Option<&'a Item>) -> Option<(&'a Table, &'a Table)> {
    Some((table_of(Some(base))?, table_of(over)?))
}

/// The table of an item; nothing is an empty one.
fn table_of(item: Option<&Item>) -> Option<&Table> {
    static EMPTY: Table = Table { entries: Vec::new() };
    match item.map(|item| &item.value) {
        None => Some(&EMPTY),
        Some(Value::Table(table)) => Some(table),
        Some(_) => None,
    }
}

/// The rows of an item; nothing is none.
fn rows_of(item: Option<&Item>) -> Option<&[Item]> {
    match item.map(|item| &item.value) {
        None => Some(&[]),
        Some(Value::Array(rows)) => Some(rows),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::keys::Key;
    use super::super::tree::parse;
    use super::*;
    use crate::diagnostic::{Source, Spot};
    use crate::words::both;

    static ROOT: Keys = Keys {
        what: both("", ""),
        keys: &[
            Key::optional("title", Kind::Text, "", ""),
            Key::optional("groups", Kind::Texts, "", ""),
            Key::optional("rounding", Kind::Table(&ROUNDING), "", ""),
            Key::optional("fields", Kind::Map(&NODE), "", ""),
            Key::optional("grades", Kind::Rows(&GRADE), "", ""),
            Key::optional("musts", Kind::Rows(&MUST), "", ""),
            Key::optional("nodes", Kind::Rows(&NODE), "", ""),
        ],
    };
    static ROUNDING: Keys = Keys {
        what: both("", ""),
        keys: &[Key::optional("leaf", Kind::Digits, "", ""), Key::optional("total", Kind::Digits, "", "")],
    };
    static NODE: Keys = Keys {
        what: both("", ""),
        keys: &[
            Key::optional("id", Kind::Text, "", ""),
            Key::optional("points", Kind::Number, "", ""),
            Key::optional("score", Kind::Open, "", ""),
            Key::optional("nodes", Kind::Rows(&NODE), "", ""),
        ],
    };
    static GRADE: Keys = Keys {
        what: both("", ""),
        keys: &[Key::required("name", Kind::Text, "", ""), Key::optional("min", Kind::Number, "", "")],
    };
    static MUST: Keys = Keys { what: both("", ""), keys: &[Key::required("holds", Kind::Expression, "", "")] };

    fn document(name: &str, text: &str) -> Table {
        let mut problems = Vec::new();
        let table = parse(&Arc::new(Source { name: name.into(), text: text.into() }), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        table
    }

    /// A value in one line.
    fn shown(value: &Value) -> String {
        match value {
            Value::Text(text) | Value::Number(text) | Value::Date(text) => text.clone(),
            Value::YesNo(yes) => yes.to_string(),
            Value::Array(items) => format!("[{}]", items.iter().map(|i| shown(&i.value)).collect::<Vec<_>>().join(" ")),
            Value::Table(table) => {
                let entry = |(word, item): &(Word, Item)| format!("{}={}", word.text, shown(&item.value));
                format!("{{{}}}", table.entries.iter().map(entry).collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn extended(base: &str, over: &str, remove: &[&str]) -> (String, Vec<Diagnostic>) {
        let spot = Spot { source: Arc::new(Source { name: String::new(), text: String::new() }), span: 0..0 };
        let remove: Vec<Word> = remove.iter().map(|id| Word { text: (*id).into(), spot: spot.clone() }).collect();
        let mut problems = Vec::new();
        let (base, over) = (document("base", base), document("over", over));
        (shown(&Value::Table(extend(&base, over, &remove, &ROOT, &mut problems))), problems)
    }

    fn check(base: &str, over: &str, remove: &[&str], expected: &str) {
        let (text, problems) = extended(base, over, remove);
        assert_eq!(text, format!("{{{expected}}}"), "{base} under {over}");
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn each_kind_of_key_is_merged_or_replaced() {
        check("title = '甲'", "title = '乙'", &[], "title=乙");
        check("groups = ['a', 'b']", "groups = ['c']", &[], "groups=[c]");
        check("rounding = { leaf = 2, total = 2 }", "rounding.total = 1", &[], "rounding={leaf=2 total=1}");
        check("fields.a.points = 1\nfields.b.points = 2", "fields.b.points = 3\nfields.c.points = 4", &[], {
            "fields={a={points=1} b={points=3} c={points=4}}"
        });
        check("musts = [{ holds = 'a' }, { holds = 'b' }]", "musts = [{ holds = 'c' }]", &[], "musts=[{holds=c}]");
        check(
            "grades = [{ name = 'A', min = 90 }, { name = 'B' }]",
            "grades = [{ name = 'A', min = 85 }]",
            &[],
            "grades=[{name=A min=85} {name=B}]",
        );
        check(
            "nodes = [{ id = '1', points = { default = 6, '山区' = 2 }, score = { deduct = { each = 1 } } }]",
            "nodes = [{ id = '1', points = { default = 5 }, score = 'given' }]",
            &[],
            "nodes=[{id=1 points={default=5} score=given}]",
        );
    }

    #[test]
    fn rows_are_found_by_id_under_the_same_parent() {
        let base = "nodes = [{ id = '1', nodes = [{ id = 'x', points = 1 }, { id = 'y', points = 2 }] }, { id = '2' }]";
        check(
            base,
            "nodes = [{ id = '3' }, { id = '1', nodes = [{ id = 'z' }, { id = 'x', points = 5 }] }]",
            &[],
            "nodes=[{id=1 nodes=[{id=x points=5} {id=y points=2} {id=z}]} {id=2} {id=3}]",
        );
        check(
            base,
            "nodes = [{ id = '2', nodes = [{ id = 'x', points = 9 }] }]",
            &["x"],
            "nodes=[{id=1 nodes=[{id=y points=2}]} {id=2 nodes=[{id=x points=9}]}]",
        );
    }

    #[test]
    fn what_is_removed_goes_and_what_is_written_again_stands_alone() {
        let base = "nodes = [{ id = '1', points = 1, nodes = [{ id = 'x' }, { id = 'y' }] }, { id = '2' }]";
        check(base, "", &["x", "2"], "nodes=[{id=1 points=1 nodes=[{id=y}]}]");
        check(base, "nodes = [{ id = '1', score = 'given' }]", &["1"], "nodes=[{id=1 score=given} {id=2}]");
        check("fields = { a = { points = 1 }, b = {} }", "fields.a.score = 1", &["a", "b"], "fields={a={score=1}}");
        let grades = "grades = [{ name = 'A', min = 90 }, { name = 'B' }]";
        let anew = "grades = [{ name = 'A+', min = 95 }, { name = 'A', min = 80 }, { name = 'B' }]";
        check(grades, anew, &["A", "B"], "grades=[{name=A+ min=95} {name=A min=80} {name=B}]");
        let section_and_grade = "grades = [{ name = 'A' }]\nnodes = [{ id = 'A' }, { id = 'B' }]";
        check(section_and_grade, "", &["A"], "grades=[{name=A}] nodes=[{id=B}]");
    }

    #[test]
    fn what_is_not_there_cannot_be_removed() {
        let (text, problems) = extended("nodes = [{ id = '1.2' }]", "", &["1.3x", "1.22"]);
        assert_eq!(text, "{nodes=[{id=1.2}]}");
        let suggested: Vec<Option<&str>> = problems.iter().map(|p| p.suggestion.as_deref()).collect();
        assert_eq!(suggested, [Some("1.2"), Some("1.2")]);
    }

    #[test]
    fn mistakes_are_left_for_the_reader_to_report() {
        check("nodes = [{ id = '1' }]", "nodes = 'x'", &[], "nodes=x");
        check("nodes = 'x'", "nodes = [{ id = '1' }]", &[], "nodes=[{id=1}]");
        check("fields.a = {}", "fields = 1", &[], "fields=1");
        check("nodes = [{ id = '1' }, 2]", "nodes = [3, { id = 1 }, {}]", &[], "nodes=[{id=1} 2 3 {id=1} {}]");
        check("nodes = [{ id = '1' }]", "nodes = [{ id = '1' }, { id = '1' }]", &[], "nodes=[{id=1} {id=1}]");
        check("titel = 1", "titel = 2\nx = 3", &[], "titel=2 x=3");
    }

    #[test]
    fn every_word_keeps_its_own_place() {
        let (base, over) = (
            document("base", "nodes = [{ id = '1', points = 1, score = 'given' }]"),
            document("over", "nodes = [{ id = '1', points = 2 }]"),
        );
        let merged = extend(&base, over, &[], &ROOT, &mut Vec::new());
        let row = &rows_of(merged.get("nodes")).unwrap()[0];
        let places: Vec<(&str, &str)> = table_of(Some(row))
            .unwrap()
            .entries
            .iter()
            .map(|(word, item)| (word.spot.source.name.as_str(), item.spot.source.name.as_str()))
            .collect();
        assert_eq!(places, [("over", "over"), ("over", "over"), ("base", "base")]);
        assert_eq!(row.spot.source.name, "over");
    }
}
