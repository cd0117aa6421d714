//! What `check` says of rubrics that have something wrong: every sentence, every caret, in both languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use kaohe::diagnostic::Diagnostic;
use kaohe::report::diagnostics::{Look, render};
use kaohe::rubric;
use kaohe::words::Lang;
use kaohe::words::rubric::RubricProblem;

fn problems(name: &str) -> Vec<Diagnostic> {
    let path = PathBuf::from("tests/bad").join(name);
    let mut problems = Vec::new();
    rubric::load(&path, name, &mut problems);
    problems
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir("tests/bad")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| PathBuf::from(name).extension().is_some_and(|e| e == "toml"))
        .collect();
    names.sort();
    names
}

#[test]
fn every_problem_is_drawn_where_it_stands() {
    for name in names() {
        let problems = problems(&name);
        let stem = name.trim_end_matches(".toml");
        for lang in [Lang::Zh, Lang::En] {
            let text = render(&problems, Look { lang, colour: false, verbose: true });
            insta::assert_snapshot!(format!("{stem}_{}", lang.tag()), text);
        }
    }
}

#[test]
fn every_problem_a_rubric_can_have_is_shown_by_an_example() {
    // These are of test files, assessment folders and the file system; other tests show them.
    let elsewhere = ["R002", "R047", "R048", "R052", "R080"];
    let shown: BTreeSet<&str> = names().iter().flat_map(|name| problems(name)).map(|problem| problem.code()).collect();
    let missing: Vec<&str> = RubricProblem::CATALOGUE
        .iter()
        .map(|entry| entry.code)
        .filter(|code| !shown.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "no example shows {missing:?}");
}

#[test]
fn a_rubric_saved_by_notepad_in_gbk_or_with_a_mark_is_the_same_rubric() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string("tests/rules/choice.toml").unwrap();
    let saved = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        encoding_rs::GB18030.encode(&text).0.into_owned(),
    ];
    let mut fingerprints = BTreeSet::new();
    for bytes in saved {
        let path = folder.path().join("rubric.toml");
        std::fs::write(&path, bytes).unwrap();
        let mut problems = Vec::new();
        let program = rubric::load(&path, "rubric.toml", &mut problems).unwrap();
        assert_eq!(program.heading.title, "选项法的规则");
        fingerprints.insert(program.fingerprint);
    }
    assert_eq!(fingerprints.len(), 1);
}
