//! The JSON Schema of what an office writes, from the tables that the readers check it by: editors complete and mark
//! keys with it.
//!
//! Draft 7, which the TOML editors know. Where draft 7 offers a choice, the form is the one they complete best: `type`
//! lists instead of `anyOf`, no `$ref` beside other keywords, names of definitions in ASCII.

use serde_json::{Map, Value, json};

use crate::analysis::trial;
use crate::document::{Key, Keys, Kind};
use crate::folder;
use crate::rubric::{self, KINDS, Shape};
use crate::words::Bilingual;

/// A file that an office writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// The rubric.
    Rubric,
    /// The tests beside a rubric.
    Test,
    /// `assessment.toml`.
    Assessment,
}

/// The schema of a file. Meanings stand in both languages, Chinese first.
pub fn of(document: Document) -> Value {
    let keys = match document {
        Document::Rubric => &rubric::ROOT,
        Document::Test => &trial::ROOT,
        Document::Assessment => &folder::KEYS,
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    let mut writer = Writer { strict: document != Document::Rubric, ..Writer::default() };
    let Value::Object(mut root) = writer.table(keys) else { return Value::Null };
    schema.append(&mut root);
    let mut definitions = writer.definitions;
    if document == Document::Rubric {
        // A rubric that extends another says only what it changes: nothing is wanted of it but known keys.
        let mut wanted = Wanted::default();
        let whole = wanted.table(keys);
        definitions.append(&mut wanted.definitions);
        definitions.insert("whole".to_owned(), whole);
        schema.insert("if".to_owned(), json!({ "required": ["extends"] }));
        schema.insert("else".to_owned(), reference("whole"));
    }
    schema.insert("definitions".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

/// The key of scoring rules, and the definition of what it holds.
const SCORE: &str = "score";

/// Writes tables of keys as schemas, those that rows and maps hold as definitions: they may hold themselves.
#[derive(Default)]
struct Writer {
    /// Whether required keys are required.
    strict: bool,
    definitions: Map<String, Value>,
    names: Names,
}

impl Writer {
    fn table(&mut self, keys: &'static Keys) -> Value {
        let properties: Map<String, Value> = keys.keys.iter().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let mut table = json!({
            "title": words(keys.what),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        let required = required(keys);
        if self.strict && !required.is_empty() {
            table["required"] = json!(required);
        }
        table
    }

    fn key(&mut self, key: &Key) -> Value {
        let mut schema = match key.kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Kind::Words => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
            Kind::Number => number(),
            Kind::Numbers => json!({ "type": "array", "items": { "type": ["number", "string"] } }),
            Kind::Count => json!({ "type": "integer", "minimum": 0, "maximum": 28 }),
            Kind::YesNo => json!({ "type": "boolean" }),
            Kind::OneOf(allowed) => json!({ "enum": allowed }),
            Kind::Date => json!({ "type": "string" }),
            Kind::AnyOf(allowed) => json!({ "type": "array", "items": { "enum": allowed }, "uniqueItems": true }),
            Kind::Expression => json!({ "type": ["string", "number"] }),
            Kind::Digits => {
                json!({ "type": ["integer", "string"], "minimum": 0, "maximum": 28, "pattern": "^none$" })
            }
            Kind::Table(keys) => self.table(keys),
            Kind::Rows(keys) => json!({ "type": "array", "items": self.definition(keys) }),
            Kind::Map(keys) => json!({ "type": "object", "additionalProperties": self.definition(keys) }),
            Kind::Open if key.name == SCORE => {
                if !self.definitions.contains_key(SCORE) {
                    let rules = self.rules(key.meaning);
                    self.definitions.insert(SCORE.to_owned(), rules);
                }
                return reference(SCORE);
            }
            Kind::Open => open(key.name),
        };
        schema["description"] = json!(words(key.meaning));
        schema
    }

    /// A reference to the definition of a table, which is written when it is first met.
    fn definition(&mut self, keys: &'static Keys) -> Value {
        let (name, new) = self.names.of(keys);
        if new {
            let table = self.table(keys);
            self.definitions.insert(name.clone(), table);
        }
        reference(&name)
    }

    /// A scoring rule: the word of a kind that needs no settings, or a table of one kind.
    fn rules(&mut self, meaning: Bilingual) -> Value {
        let mut alone = Vec::new();
        let mut tables = Map::new();
        // A rule is always written as a whole, also where a rubric extends another.
        let strict = std::mem::replace(&mut self.strict, true);
        for kind in KINDS {
            let mut schema = match kind.shape {
                Shape::Keys(keys) => {
                    // What nothing is wanted of may be written as its name alone.
                    alone.extend(required(keys).is_empty().then_some(kind.name));
                    self.table(keys)
                }
                Shape::Rows(keys) => json!({ "type": "array", "items": self.definition(keys) }),
                Shape::Expression => json!({ "type": ["string", "number"] }),
                Shape::Options => json!({ "type": "object", "additionalProperties": number() }),
            };
            schema["description"] = json!(words(kind.title));
            tables.insert(kind.name.to_owned(), schema);
        }
        self.strict = strict;
        json!({
            "type": ["string", "object"],
            "pattern": format!("^({})$", alone.join("|")),
            "properties": tables,
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
            "description": words(meaning),
        })
    }
}

/// Writes only which keys a whole rubric must have, table by table.
#[derive(Default)]
struct Wanted {
    definitions: Map<String, Value>,
    names: Names,
}

impl Wanted {
    fn table(&mut self, keys: &'static Keys) -> Value {
        let mut properties = Map::new();
        for key in keys.keys {
            let inner = match key.kind {
                Kind::Table(keys) => self.table(keys),
                Kind::Rows(keys) => json!({ "items": self.definition(keys) }),
                Kind::Map(keys) => json!({ "additionalProperties": self.definition(keys) }),
                _ => continue,
            };
            properties.insert(key.name.to_owned(), inner);
        }
        let mut table = Map::new();
        for (name, value) in [("required", json!(required(keys))), ("properties", Value::Object(properties))] {
            if value.as_array().is_none_or(|list| !list.is_empty())
                && value.as_object().is_none_or(|map| !map.is_empty())
            {
                table.insert(name.to_owned(), value);
            }
        }
        Value::Object(table)
    }

    fn definition(&mut self, keys: &'static Keys) -> Value {
        let (name, new) = self.names.of(keys);
        let name = format!("whole-{name}");
        if new {
            let table = self.table(keys);
            self.definitions.insert(name.clone(), table);
        }
        reference(&name)
    }
}

/// The names that tables have among the definitions.
#[derive(Default)]
struct Names {
    given: Vec<(&'static Keys, String)>,
}

impl Names {
    /// The name of a table, and whether it is new: what it is called in English, numbered where two are called alike.
    fn of(&mut self, keys: &'static Keys) -> (String, bool) {
        if let Some((_, name)) = self.given.iter().find(|(known, _)| std::ptr::eq(*known, keys)) {
            return (name.clone(), false);
        }
        let words = keys.what.en.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let plain = words.filter(|word| !["a", "an", "the"].contains(word)).collect::<Vec<_>>().join("-");
        let taken = |name: &str| self.given.iter().any(|(_, known)| known == name);
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(plain.clone());
        self.given.push((keys, name.clone()));
        (name, true)
    }
}

fn required(keys: &Keys) -> Vec<&'static str> {
    keys.keys.iter().filter(|key| key.required).map(|key| key.name).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A number, a percentage or an expression, or a table of them by group.
fn number() -> Value {
    let one = json!(["number", "string"]);
    json!({ "type": ["number", "string", "object"], "additionalProperties": { "type": one } })
}

/// What the tables leave to whoever reads a key, in test files: what units give and what is told by node, and numbers
/// that may be words, ranges or told by node.
fn open(name: &str) -> Value {
    match name {
        "set" | "values" | "targets" | "lists" | "adjust" | "status" | "reason" => json!({ "type": "object" }),
        "previous" => json!({ "type": "array", "items": { "type": "object" } }),
        _ => json!({ "type": ["number", "string", "object"] }),
    }
}

fn words(text: Bilingual) -> String {
    if text.zh == text.en { text.zh.to_owned() } else { format!("{}\n\n{}", text.zh, text.en) }
}
