//! The JSON Schemas say of every file what the readers say of its keys.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use kaohe::diagnostic::Diagnostic;
use kaohe::report::schema::{self, Document};
use kaohe::rubric;
use serde_json::Value;

use common::run;

/// A compiled schema.
struct Checker {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checker {
    fn new(document: Document) -> Checker {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema::of(document)).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap();
        Checker { schemas, index }
    }

    fn says(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.index).err().map(|error| format!("{error:#}"))
    }
}

/// A TOML file as JSON; none when it is no TOML.
fn json(path: &Path) -> Option<Value> {
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).ok()?;
    Some(serde_json::to_value(table).unwrap())
}

/// What a file's name says it is.
fn document(path: &Path) -> Option<Document> {
    let name = path.file_name()?.to_str()?;
    match name.strip_suffix(".toml")? {
        "assessment" => Some(Document::Assessment),
        stem if stem.strip_suffix(".test").is_some() => Some(Document::Test),
        _ => Some(Document::Rubric),
    }
}

/// The files of a kind below these folders.
fn files(folders: &[&str], wanted: Document) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    while let Some(folder) = folders.pop() {
        // Not every tree has every folder.
        for path in std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if document(&path) == Some(wanted) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

const GOOD: [&str; 6] = ["examples", "rubrics", "tests/rules", "tests/real", "tests/tables", "tests/language"];

#[test]
fn every_file_that_is_right_fits_its_schema() {
    for (document, least) in [(Document::Rubric, 60), (Document::Test, 60), (Document::Assessment, 1)] {
        let checker = Checker::new(document);
        let found = files(&GOOD, document);
        assert!(found.len() >= least, "{document:?}: {}", found.len());
        for path in found {
            assert_eq!(checker.says(&json(&path).unwrap()), None, "{}", path.display());
        }
    }
}

#[test]
fn a_rubric_with_a_wrong_key_or_kind_does_not_fit_and_any_other_mistake_does() {
    // Unknown keys, wrong types and words, numbers for texts, unknown rules, none or two of them.
    let of_keys = ["R003", "R005", "R006", "R025", "R045", "R050"];
    let checker = Checker::new(Document::Rubric);
    let (mut wrong, mut right) = (0, 0);
    for path in files(&["tests/bad"], Document::Rubric) {
        // Of a rubric that extends another, the reader judges both together.
        let Some(value) = json(&path).filter(|value| !value.get("extends").is_some_and(Value::is_string)) else {
            continue;
        };
        let mut problems = Vec::new();
        rubric::load(&path, "rubric.toml", &mut problems);
        let codes: Vec<&str> = problems.iter().map(Diagnostic::code).collect();
        let says = checker.says(&value);
        if codes.iter().any(|code| of_keys.contains(code)) {
            wrong += 1;
            assert!(says.is_some(), "{}: {codes:?}", path.display());
        } else if !codes.contains(&"R004") {
            // A key may also be missing because of what stands beside it, which no schema knows.
            right += 1;
            assert_eq!(says, None, "{}: {codes:?}", path.display());
        }
    }
    assert!(wrong >= 3 && right >= 3, "{wrong} {right}");
}

#[test]
fn a_rubric_that_extends_another_need_not_be_whole() {
    let checker = Checker::new(Document::Rubric);
    let says = |text: &str| checker.says(&serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap());
    assert_eq!(says("extends = 'a.toml'\n[[sections]]\nid = '1'\npoints = 40\n"), None);
    assert!(says("extends = 'a.toml'\n[[sections]]\nid = '1'\npoint = 40\n").is_some());
    assert!(says("[[sections]]\nid = '1'\npoints = 40\n").is_some());
}

#[test]
fn what_a_test_expects_may_be_a_number_a_word_or_a_range() {
    let checker = Checker::new(Document::Test);
    let says = |expect: &str| {
        let text = format!("tests = [{{ name = '甲', units = [{{ id = '1', expect = {{ {expect} }} }}] }}]");
        checker.says(&serde_json::to_value(toml::from_str::<toml::Table>(&text).unwrap()).unwrap())
    };
    for right in
        ["total = 5", "total = '≈3.33'", "total = { min = 3 }", "points = { '1.1' = { max = 4 } }, rank = 'none'"]
    {
        assert_eq!(says(right), None, "{right}");
    }
    for wrong in ["total = [3]", "totel = 3", "status = 'missing'", "grade = 1"] {
        assert!(says(wrong).is_some(), "{wrong}");
    }
}

#[test]
fn every_key_has_its_meaning_in_both_languages() {
    for document in [Document::Rubric, Document::Test, Document::Assessment] {
        let schema = schema::of(document);
        let mut tables: Vec<&Value> = schema["definitions"].as_object().unwrap().values().collect();
        tables.push(&schema);
        for table in tables.into_iter().filter(|table| table.get("additionalProperties").is_some()) {
            for (key, value) in table["properties"].as_object().unwrap() {
                let score = &schema["definitions"]["score"];
                let meaning = if key == "score" { score } else { value };
                assert!(meaning["description"].as_str().unwrap().contains("\n\n"), "{key}: {value}");
            }
        }
    }
}

#[test]
fn the_command_writes_a_schema_and_replaces_nothing_but_a_schema() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(folder.path(), &[arguments, &["--lang", "en"]].concat()).parts();
    let (code, shown, _) = run(&["schema", "assessment"]);
    assert_eq!((code, &serde_json::from_str::<Value>(&shown).unwrap()), (0, &schema::of(Document::Assessment)));

    let to_file = ["schema", "assessment", "--out", "assessment.schema.json"];
    for _ in 0..2 {
        assert_eq!(run(&to_file), (0, String::new(), "written: assessment.schema.json\n".to_owned()));
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("assessment.schema.json")).unwrap(), shown);

    std::fs::write(folder.path().join("rubric.toml"), "id = '1'\n").unwrap();
    let (code, _, said) = run(&["schema", "rubric", "--out", "rubric.toml"]);
    assert_eq!((code, said.as_str()), (2, "error: rubric.toml is not a JSON Schema and is not replaced\n"));
    assert_eq!(std::fs::read_to_string(folder.path().join("rubric.toml")).unwrap(), "id = '1'\n");
}
