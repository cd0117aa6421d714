//! Whole runs of the command: what it prints, what it writes, how it exits.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const EXAMPLE: &str = "examples/county-quality-2016";

/// A run's exit code, stdout and stderr, as one text to look at.
fn kaohe(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_kaohe"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&folder.display().to_string(), "[HERE]");
    let (out, err) = (text(run.stdout), text(run.stderr));
    format!("$ kaohe {}\nexit {}\n--- stdout\n{out}--- stderr\n{err}", arguments.join(" "), run.status.code().unwrap())
}

/// The example without results, in a folder of its own.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(EXAMPLE), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_name() == "out" {
            continue;
        }
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A folder with a small rubric and this wide table.
fn small(table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rubric.toml"), RUBRIC).unwrap();
    fs::write(folder.path().join("units.csv"), "id,name,group\n1,甲县,平原\n2,乙县,山区\n3,丙县,山区\n").unwrap();
    fs::write(folder.path().join("data.csv"), table).unwrap();
    let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\n";
    fs::write(folder.path().join("assessment.toml"), parts).unwrap();
    folder
}

const RUBRIC: &str = r#"
id = "small"
title = "小考核"
period = "2016年度"
edition = "1"
groups = ["平原", "山区"]
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition" }
grading = { grades = [{ name = "合格", min = 6 }, { name = "不合格" }] }
[fields]
passed = { label = "合格批次", kind = "count", measure = "批次", must = [{ holds = "passed <= sampled", severity = "error", say = "合格批次不能多于抽查批次" }] }
sampled = { label = "抽查批次", kind = "count", measure = "批次" }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "抽查合格率"
points = 10
value = "passed / sampled"
score.interpolate = { from = "80%", to = "95%" }
"#;

#[test]
fn help_speaks_both_languages() {
    let here = Path::new(".");
    for lang in ["zh", "en"] {
        let pages = [
            kaohe(here, &["--help", "--lang", lang]),
            kaohe(here, &["score", "--help", "--lang", lang]),
            kaohe(here, &["check", "--help", "--lang", lang]),
            kaohe(here, &["test", "--help", "--lang", lang]),
            kaohe(here, &["explain", "--help", "--lang", lang]),
            kaohe(here, &["rubric", "--help", "--lang", lang]),
            kaohe(here, &["rubric", "show", "--help", "--lang", lang]),
            kaohe(here, &["rubric", "diff", "--help", "--lang", lang]),
        ];
        insta::assert_snapshot!(format!("help_{lang}"), pages.join("\n"));
    }
}

#[test]
fn wrong_usage_exits_with_2_and_says_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let runs = [
        kaohe(folder.path(), &["scor"]),
        kaohe(folder.path(), &["score", "--lnag", "en"]),
        kaohe(folder.path(), &["score", "--deny", "errors"]),
        kaohe(folder.path(), &["score"]),
        kaohe(folder.path(), &["score", "nowhere"]),
        kaohe(folder.path(), &["score", "empty"]),
        kaohe(folder.path(), &["test"]),
        kaohe(folder.path(), &["test", "empty", "--lang", "en"]),
        kaohe(folder.path(), &[]),
    ];
    insta::assert_snapshot!("usage", runs.join("\n"));
}

#[test]
fn the_example_is_scored_as_it_is_shown() {
    let folder = example();
    insta::assert_snapshot!("example_score_zh", kaohe(folder.path(), &["score", "."]));
    insta::assert_snapshot!("example_score_en", kaohe(folder.path(), &["score", ".", "--lang", "en"]));
    insta::assert_snapshot!("example_check", kaohe(folder.path(), &["check", "."]));
    insta::assert_snapshot!("example_deny", kaohe(folder.path(), &["check", ".", "--deny", "warnings", "-v"]));
    for name in ["ranking.csv", "points.csv", "gaps.csv", "manifest.json"] {
        let text = fs::read_to_string(folder.path().join("out").join(name)).unwrap();
        if name != "manifest.json" {
            insta::assert_snapshot!(format!("example_{name}"), text.trim_start_matches('\u{feff}'));
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_wherever_however_and_in_whatever_language_they_are_scored() {
    let (first, second) = (example(), example());
    kaohe(first.path(), &["score", "."]);
    let above = second.path().parent().unwrap();
    let name = second.path().file_name().unwrap().to_str().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_kaohe"))
        .args(["score", name, "--lang", "en"])
        .current_dir(above)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0));
    let (first, second) = (files(&first.path().join("out")), files(&second.path().join("out")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    assert_eq!(first.len(), 19 + 5 + 1);
}

#[test]
fn errors_in_data_are_all_told_and_the_rest_is_scored() {
    let table = "编号,单位,合格批次,抽查批次,抽查批号\n1,甲县,九十,100,x\n2,乙县,101,100,\n2,乙县,1,2,\n9,丁县,1,1,\n";
    let folder = small(table);
    insta::assert_snapshot!("data_errors", kaohe(folder.path(), &["score", ".", "--no-units"]));
    insta::assert_snapshot!(
        "data_errors_json",
        kaohe(folder.path(), &["check", ".", "--format", "json", "--lang", "en"])
    );
}

#[test]
fn a_rubric_with_errors_scores_nobody() {
    let folder = small("编号,合格批次,抽查批次\n1,1,1\n");
    let broken = RUBRIC.replace("points = 10", "points = \"ten\"").replace("to = \"95%\"", "too = 95");
    fs::write(folder.path().join("rubric.toml"), broken).unwrap();
    insta::assert_snapshot!("rubric_errors", kaohe(folder.path(), &["score", "."]));
    fs::write(folder.path().join("rubric.toml"), RUBRIC).unwrap();
    fs::write(
        folder.path().join("assessment.toml"),
        "rubric = \"rubric.toml\"\nsubmissions = [\"data.csv\"\nroster = “units.csv”\n",
    )
    .unwrap();
    insta::assert_snapshot!("assessment_errors", kaohe(folder.path(), &["score", "."]));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_part_that_is_not_there_is_told_and_the_rest_is_looked_at() {
    let folder = small("编号,合格批次,抽查批次\n1,1,1\n");
    let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\", \"forms/*.xlsx\"]\n";
    fs::write(folder.path().join("assessment.toml"), parts).unwrap();
    insta::assert_snapshot!("no_forms", kaohe(folder.path(), &["check", "."]));
    fs::remove_file(folder.path().join("rubric.toml")).unwrap();
    insta::assert_snapshot!("no_rubric", kaohe(folder.path(), &["score", "."]));
}

#[test]
fn parts_can_be_named_one_by_one() {
    let folder = small("编号,合格批次,抽查批次\n1,95,100\n2,90,100\n3,85,100\n");
    let run = kaohe(
        folder.path(),
        &[
            "score",
            "--rubric",
            "rubric.toml",
            "--submissions",
            "da*.csv",
            "--roster",
            "units.csv",
            "--out",
            "结果",
            "--no-units",
        ],
    );
    insta::assert_snapshot!("parts", run);
    assert!(folder.path().join("结果/results.xlsx").is_file());
    assert!(!folder.path().join("结果/units").exists());
}

#[test]
fn the_rubrics_that_a_rubric_extends_are_named_among_the_inputs() {
    let folder = example();
    let alone = kaohe(folder.path(), &["score", ".", "--no-units", "--out", "alone"]);
    fs::rename(folder.path().join("rubric.toml"), folder.path().join("2016.toml")).unwrap();
    fs::write(folder.path().join("rubric.toml"), "extends = \"./2016.toml\"\nedition = \"改\"\n").unwrap();
    let extended = kaohe(folder.path(), &["score", ".", "--no-units", "--out", "extended"]);
    assert_eq!(alone.replace("alone", "extended").replace("rubric.toml:", "2016.toml:"), extended);
    let result = |out: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.path().join(out).join("results.json")).unwrap()).unwrap()
    };
    let (alone, extended) = (result("alone"), result("extended"));
    assert_eq!(extended["inputs"][0]["file"], "2016.toml");
    assert_eq!(extended["inputs"][0]["sha256"], alone["rubric"]["sha256"]);
    assert_ne!(extended["rubric"]["sha256"], alone["rubric"]["sha256"]);
    assert_eq!(extended["units"], alone["units"]);
}

#[test]
fn only_what_a_run_wrote_is_replaced_by_the_next() {
    let folder = small("编号,合格批次,抽查批次\n1,95,100\n2,90,100\n3,85,100\n");
    let out = folder.path().join("out");
    kaohe(folder.path(), &["score", "."]);
    fs::write(out.join("批注.txt"), "我的").unwrap();
    assert!(out.join("units/1-甲县.xlsx").is_file());
    kaohe(folder.path(), &["score", ".", "--no-units"]);
    assert!(!out.join("units").exists());
    assert_eq!(fs::read_to_string(out.join("批注.txt")).unwrap(), "我的");

    let other = small("编号,合格批次,抽查批次\n1,95,100\n");
    fs::create_dir(other.path().join("out")).unwrap();
    fs::write(other.path().join("out/ranking.csv"), "我的").unwrap();
    insta::assert_snapshot!("foreign_file", kaohe(other.path(), &["score", "."]));
    assert_eq!(fs::read_to_string(other.path().join("out/ranking.csv")).unwrap(), "我的");

    let manifest =
        fs::read_to_string(out.join("manifest.json")).unwrap().replace("\"published\": false", "\"published\": true");
    assert!(manifest.contains("\"published\": true"), "{manifest}");
    fs::write(out.join("manifest.json"), manifest).unwrap();
    insta::assert_snapshot!("published", kaohe(folder.path(), &["score", "."]));
}

#[test]
fn a_failed_test_is_shown_side_by_side() {
    let folder = small("");
    let tests = "[[tests]]\nname = \"错的\"\nnode = \"1.1\"\ncases = [{ values = { passed = 90, sampled = 100 }, points = 6 }]\n\
                 [[tests]]\nname = \"对的\"\n[[tests.units]]\nid = \"甲\"\nvalues = { passed = 95, sampled = 100 }\nexpect = { total = 10, grade = \"合格\", rank = 1 }\n";
    fs::write(folder.path().join("rubric.test.toml"), tests).unwrap();
    insta::assert_snapshot!("test_failed", kaohe(folder.path(), &["test", "rubric.toml"]));
    let typo = tests.replace("passed = 90", "pased = 90").replace("1.1", "1.2");
    fs::write(folder.path().join("rubric.test.toml"), typo).unwrap();
    insta::assert_snapshot!("test_problems", kaohe(folder.path(), &["test", ".", "--lang", "en"]));
}

#[test]
fn every_point_of_a_unit_is_explained_down_to_the_cell() {
    let folder = example();
    let whole = kaohe(folder.path(), &["explain", "丰畴县", "--depth", "5"]);
    insta::assert_snapshot!("explain_unit", whole);
    insta::assert_snapshot!(
        "explain_node_en",
        kaohe(folder.path(), &["explain", "岩泽", "1.1", "--depth", "2", "--lang", "en"])
    );
    insta::assert_snapshot!("explain_missing", kaohe(folder.path(), &["explain", "麦陂县", "2.3.5"]));
    insta::assert_snapshot!("explain_nobody", kaohe(folder.path(), &["explain", "丰筹县"]));
}
