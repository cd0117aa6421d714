//! What `check` says of rubrics that have something wrong: every sentence, every caret, in both languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use kaohe::analysis::trial;
use kaohe::diagnostic::Diagnostic;
use kaohe::folder;
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

/// A problem of a test file or an assessment folder: what has it, and the same without it.
const ELSEWHERE: [(&str, &str, &str); 8] = [
    ("R002", "rubric = \"gone.toml\"\ntests = []", "rubric = \"r.toml\"\ntests = []"),
    ("R047", "values = { brand = 3 }, points = 3", "values = { brands = 3 }, points = 3"),
    ("R048", "gone/*.csv", "*.csv"),
    ("R097", "县/*", "乡镇"),
    ("R098", ".", "乡镇"),
    ("R052", "values = { brands = 3 }", "values = { brands = 3 }, points = 3"),
    ("R073", "points = { min = 3, max = 2 }", "points = { min = 2, max = 3 }"),
    ("R080", "adjust = { \"1.1\" = {} }, points = 0", "adjust = { \"1.1\" = { points = 3 } }, points = 3"),
];

const SMALL: &str = r#"
id = "small"
title = "小考核"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition" }
fields.brands = { label = "名牌产品个数", kind = "count" }
sections = [{ id = "1", title = "质量", indicators = [{ id = "1.1", title = "名牌", points = 4, value = "brands", score.add = { each = 1 } }] }]
"#;

/// What is told of a test file, of one case of it, or of a folder with these submissions.
fn problems_elsewhere(code: &str, text: &str) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("r.toml"), SMALL).unwrap();
    std::fs::write(at("data.csv"), "编号,名牌产品个数\n1,3\n").unwrap();
    let mut problems = Vec::new();
    if ["R097", "R098"].contains(&code) {
        std::fs::create_dir(at("乡镇")).unwrap();
        std::fs::write(at("乡镇/assessment.toml"), "rubric = \"../r.toml\"\nsubmissions = [\"../data.csv\"]\n")
            .unwrap();
        let rollup = format!("[[rollups]]\nlist = \"a\"\nassessments = [\"{text}\"]\n");
        std::fs::write(at("assessment.toml"), format!("rubric = \"r.toml\"\nsubmissions = [\"data.csv\"]\n{rollup}"))
            .unwrap();
        folder::below(folder.path(), &mut problems);
    } else if code == "R048" {
        let parts = format!("rubric = \"r.toml\"\nsubmissions = [\"{text}\"]\n");
        std::fs::write(at("assessment.toml"), parts).unwrap();
        folder::open(folder.path(), &mut problems);
    } else {
        let case = format!("[[tests]]\nname = \"甲\"\nnode = \"1.1\"\ncases = [{{ {text} }}]\n");
        std::fs::write(at("r.test.toml"), if text.contains("tests") { text } else { &case }).unwrap();
        trial::run(&at("r.test.toml"), "r.test.toml", &mut problems);
    }
    problems.iter().map(Diagnostic::code).collect()
}

#[test]
fn every_problem_a_rubric_can_have_is_shown_by_an_example() {
    let mut shown: BTreeSet<&str> =
        names().iter().flat_map(|name| problems(name)).map(|problem| problem.code()).collect();
    for (code, with, without) in ELSEWHERE {
        assert!(problems_elsewhere(code, with).contains(&code), "{code}: {with}");
        assert!(problems_elsewhere(code, without).is_empty(), "{code}: {without}");
        shown.insert(code);
    }
    // tests/tiers.rs scores a tier whose lower one has no results.
    shown.insert("R099");
    let missing: Vec<&str> =
        RubricProblem::CATALOGUE.iter().map(|entry| entry.code).filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "no example shows {missing:?}");
}

/// The lines of one text that the other has not.
fn lines_only_in(text: &str, other: &str) -> usize {
    let other: BTreeSet<&str> = other.lines().collect();
    text.lines().filter(|line| !other.contains(line)).count()
}

#[test]
fn every_example_has_a_repaired_copy_that_nothing_is_told_of() {
    for name in names() {
        let told = problems(&name);
        let repaired = format!("fixed/{name}");
        let left: Vec<String> = problems(&repaired).iter().map(|p| format!("{:?}", p.problem)).collect();
        assert!(left.is_empty(), "{repaired}: {left:?}");
        let read = |name: &str| std::fs::read_to_string(PathBuf::from("tests/bad").join(name)).unwrap();
        let (bad, fixed) = (read(&name), read(&repaired));
        // A repair is small: its lines are few for each problem, and fields that nobody uses any more.
        let changed = lines_only_in(&bad, &fixed) + lines_only_in(&fixed, &bad);
        assert!(changed <= 3 * told.len() + 5, "{repaired} differs in {changed} lines for {} problems", told.len());
    }
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
