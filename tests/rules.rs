//! Every rule kind and policy, in the words of real rules: `tests/rules/*.test.toml`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use kaohe::analysis::trial;
use kaohe::diagnostic::Severity;

fn test_files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".test.toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_rules_give_the_points_their_words_say() {
    let files = test_files("tests/rules");
    assert!(files.len() >= 14, "{files:?}");
    for file in files {
        let mut problems = Vec::new();
        let trial = trial::run(&file, &file.to_string_lossy(), &mut problems);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", file.display());
        let trial = trial.unwrap();
        let wrong: Vec<String> = trial
            .tests
            .iter()
            .flat_map(|test| test.checks.iter().map(move |check| (test, check)))
            .filter(|(_, check)| !check.holds())
            .map(|(test, check)| {
                format!("{} {} {}: {} ≠ {}", test.name, check.unit, check.what, check.expected, check.actual)
            })
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", file.display());
        assert!(trial.tests.iter().all(|test| !test.checks.is_empty()), "{}: a test checks nothing", file.display());
    }
}

#[test]
fn every_rule_kind_has_tests_of_its_own() {
    for kind in kaohe::rubric::KINDS {
        assert!(Path::new("tests/rules").join(format!("{}.test.toml", kind.name)).is_file(), "{}", kind.name);
    }
}

#[test]
fn a_test_that_does_not_hold_shows_expected_and_actual() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("tests/rules/deduct.toml", folder.path().join("deduct.toml")).unwrap();
    let tests = "[[tests]]\nname = \"错的\"\nnode = \"1.1\"\ncases = [{ values = { misuse = 3 }, points = 1 }]\n";
    let file = folder.path().join("deduct.test.toml");
    std::fs::write(&file, tests).unwrap();
    let mut problems = Vec::new();
    let trial = trial::run(&file, "deduct.test.toml", &mut problems).unwrap();
    assert_eq!(trial.counts(), (1, 1));
    let check = &trial.tests[0].checks[0];
    assert_eq!((check.expected.as_str(), check.actual.as_str()), ("1", "0.5"));
    assert_eq!(check.spot.line_column().0, 4);
}
