//! Every rule kind and policy, in the words of real rules: `tests/rules`, `tests/real` and the published tables in
//! `tests/tables`. `tests/real-rules.md` lists the real rules, each with the test that holds it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kaohe::analysis::trial::{self, Trial};
use kaohe::diagnostic::Severity;

/// The folders below `tests` that hold rubrics with tests beside them, and how many files each has at least.
const FOLDERS: [(&str, usize); 3] = [("rules", 14), ("real", 58), ("tables", 7)];

fn test_files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".test.toml"))
        .collect();
    files.sort();
    files
}

/// Runs a test file in which everything must hold.
fn run(file: &Path) -> Trial {
    let mut problems = Vec::new();
    let trial = trial::run(file, &file.to_string_lossy(), &mut problems);
    let errors = problems.iter().filter(|p| p.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|p| format!("{:?}", p.problem)).collect();
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
    trial
}

#[test]
fn the_rules_give_the_points_their_words_say() {
    for (folder, least) in FOLDERS {
        let files = test_files(&format!("tests/{folder}"));
        assert!(files.len() >= least, "{files:?}");
        for file in files {
            run(&file);
        }
    }
}

/// The words of every test that ran, by its file (`real/base`) and its name.
type Words = BTreeMap<(String, String), String>;

fn words_of_tests() -> Words {
    let mut words = Words::new();
    for (folder, _) in FOLDERS {
        for file in test_files(&format!("tests/{folder}")) {
            let ran: Vec<String> = run(&file).tests.into_iter().map(|test| test.name).collect();
            let stem = file.file_name().unwrap().to_string_lossy().replace(".test.toml", "");
            let written: toml::Table = std::fs::read_to_string(&file).unwrap().parse().unwrap();
            for test in written["tests"].as_array().unwrap() {
                let name = test["name"].as_str().unwrap().to_owned();
                assert!(ran.contains(&name), "{}: {name} did not run", file.display());
                let says = test.get("says").and_then(|says| says.as_str()).unwrap_or_default().to_owned();
                let twice = words.insert((format!("{folder}/{stem}"), name.clone()), says);
                assert!(twice.is_none(), "{}: two tests are called {name}", file.display());
            }
        }
    }
    words
}

const NO_RULE: &str = "不是评分规则,因为";

/// What is wrong with the page of real rules, given the tests there are.
fn wrong_with(page: &str, tests: &Words) -> Vec<String> {
    let (mut wrong, mut named) = (Vec::new(), BTreeSet::new());
    let (mut rows, mut chapters, mut rows_of_chapter) = (0, 0, 1);
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            if rows_of_chapter == 0 {
                wrong.push(format!("nothing stands before {heading}"));
            }
            (chapters, rows_of_chapter) = (chapters + 1, 0);
            if !heading.starts_with(&format!("{chapters} ")) {
                wrong.push(format!("chapter {chapters} is headed {heading}"));
            }
        }
        let Some(row) = line.strip_prefix("| ").and_then(|rest| rest.strip_suffix(" |")) else { continue };
        if row.starts_with(['№', '-']) {
            continue;
        }
        (rows, rows_of_chapter) = (rows + 1, rows_of_chapter + 1);
        let [number, rule, form, held] = row.split(" | ").collect::<Vec<_>>()[..] else {
            wrong.push(format!("not four columns: {line}"));
            continue;
        };
        if number != rows.to_string() {
            wrong.push(format!("row {rows} is numbered {number}"));
        }
        if let Some(reason) = held.strip_prefix(NO_RULE) {
            if reason.trim().chars().count() < 5 || form != "—" {
                wrong.push(format!("row {rows} gives no reason"));
            }
            continue;
        }
        if form.trim().is_empty() || rule.trim().is_empty() || form == "—" {
            wrong.push(format!("row {rows} does not say the rule or its form"));
        }
        for test in held.split("<br>") {
            let Some((file, name)) = test.strip_prefix('`').and_then(|rest| rest.split_once("` ")) else {
                wrong.push(format!("row {rows} names no test: {test}"));
                continue;
            };
            let key = (file.to_owned(), name.to_owned());
            match tests.get(&key) {
                None => wrong.push(format!("row {rows}: {file} has no test {name}")),
                Some(says) if !says.contains(rule) => {
                    wrong.push(format!("row {rows}: {file} {name} does not say {rule}"));
                }
                Some(_) => {}
            }
            named.insert(key);
        }
    }
    if chapters != CHAPTERS {
        wrong.push(format!("{chapters} chapters"));
    }
    let unnamed = tests.iter().filter(|(key, says)| key.0.starts_with("real/") && !says.is_empty());
    for ((file, name), _) in unnamed.filter(|(key, _)| !named.contains(*key)) {
        wrong.push(format!("no row names {file} {name}"));
    }
    wrong
}

/// The kinds of rules the page goes through.
const CHAPTERS: usize = 22;

#[test]
fn the_page_of_real_rules_names_a_test_for_every_rule() {
    let page = std::fs::read_to_string("tests/real-rules.md").unwrap();
    let tests = words_of_tests();
    let wrong = wrong_with(&page, &tests);
    assert!(wrong.is_empty(), "{wrong:#?}");

    // The check itself can fail.
    for (from, to, complaint) in [
        ("\n| 7 | ", "\n| 8 | ", "row 7 is numbered 8"),
        (
            "`rules/proportion` 事件处理率乘15分",
            "`rules/proportion` 没有的测试",
            "rules/proportion has no test 没有的测试",
        ),
        ("`rules/proportion` 事件处理率乘15分", "`rules/check` 事件处理率乘15分", "rules/check has no test"),
        ("| 事件处理率*15分 |", "| 事件处理率*25分 |", "does not say 事件处理率*25分"),
        (
            "`real/levels` 有体现1分,体现不充分0.5分",
            "`rules/choice` 纳入规划1分,部门规划0.5分",
            "no row names real/levels",
        ),
        ("因为只写了通报批评,没有写得分或等级上的后果;要提示时可写 follow_up", "因为", "gives no reason"),
        ("`rules/proportion` 事件处理率乘15分", "有测试", "names no test"),
        ("## 3 ", "## 4 ", "chapter 3 is headed 4"),
    ] {
        assert!(page.contains(from), "{from}");
        let wrong = wrong_with(&page.replacen(from, to, 1), &tests);
        assert!(wrong.iter().any(|told| told.contains(complaint)), "{complaint}: {wrong:?}");
    }
    let cut = &page[..page.find("## 22 ").unwrap()];
    assert!(wrong_with(cut, &tests).contains(&"21 chapters".to_owned()));
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
