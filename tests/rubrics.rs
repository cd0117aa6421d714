//! The rubrics as shipped: nothing to remark on any of them, and every number of their tests holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use kaohe::analysis::trial;
use kaohe::diagnostic::has_errors;
use kaohe::rubric;
use rayon::prelude::*;

fn shipped() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir("rubrics")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".test.toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_shipped_rubric_is_beyond_remark_and_its_tests_hold() {
    let files = shipped();
    assert!(files.len() >= 10, "{files:?}");
    files.into_par_iter().for_each(|file| {
        let name = file.to_string_lossy().into_owned();
        let mut problems = Vec::new();
        let program = rubric::load(&file, &name, &mut problems);
        assert!(program.is_some() && problems.is_empty(), "{name}: {problems:?}");
        let tests = trial::test_file(&file);
        let trial = trial::run(&tests, &tests.to_string_lossy(), &mut problems).unwrap();
        assert!(!has_errors(&problems), "{name}: {problems:?}");
        let wrong: Vec<_> = trial.tests.iter().flat_map(|test| &test.checks).filter(|check| !check.holds()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        assert!(trial.counts().0 >= 10, "{name} is hardly tested");
    });
}

#[test]
fn the_rubric_of_the_example_is_the_shipped_one() {
    for (ours, example) in
        [("county-quality-2016.toml", "rubric.toml"), ("county-quality-2016.test.toml", "rubric.test.toml")]
    {
        let text = |path: PathBuf| std::fs::read_to_string(path).unwrap();
        let shipped = text(Path::new("rubrics").join(ours));
        assert_eq!(shipped, text(Path::new("examples/county-quality-2016").join(example)), "{ours}");
    }
}
