//! Whole runs of the command: what it prints, what it writes, how it exits.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{kaohe, run_with};
use unicode_width::UnicodeWidthStr;

const EXAMPLE: &str = "examples/county-quality-2016";

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
            kaohe(here, &["improve", "--help", "--lang", lang]),
            kaohe(here, &["benchmark", "--help", "--lang", lang]),
            kaohe(here, &["consistency", "--help", "--lang", lang]),
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
    let run = run_with(above, &["score", name, "--lang", "en"], &[("RAYON_NUM_THREADS", "1")]);
    assert_eq!(run.code, 0);
    let (first, second) = (files(&first.path().join("out")), files(&second.path().join("out")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    assert_eq!(first.len(), 19 + 6 + 1);
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

    let published = kaohe(folder.path(), &["publish", ".", "--date", "2017-03-01"]);
    assert!(published.contains("exit 0"), "{published}");
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

const WHOLE: &str = r#"
id = "whole"
title = "全要素小考核"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", follow_up = [{ bottom = 1, within = "all", say = "书面整改" }] }
[fields]
passed = { label = "合格批次", kind = "count", measure = "批次" }
[lists.awards]
label = "表彰"
no_rows = "none"
columns = { project = { label = "项目", kind = "text" }, marks = { label = "分值", kind = "number" } }
[lists.townships]
label = "乡镇"
no_rows = "missing"
columns = { name = { label = "名称", kind = "text" }, total = { label = "总分", kind = "number" }, share = { label = "抽查得分", kind = "number", aliases = ["points(1.1)"] } }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "目标完成"
points = 10
value = "passed / target.passed"
score.interpolate = { from = "50%", to = "100%" }
[[sections.indicators]]
id = "1.2"
title = "增长"
points = 10
score.formula = "if(passed > previous.passed, 6, 0) + if(past.value(total(), 2) > 80, 4, 0)"
[[sections.indicators]]
id = "1.3"
title = "表彰"
points = 10
score.formula = "min(10, best_per(awards, project, marks))"
[[sections.indicators]]
id = "1.4"
title = "乡镇平均分"
points = 10
score.formula = "mean(townships, total)"
"#;

#[test]
fn lists_targets_earlier_periods_adjustments_and_a_lower_tier_come_together() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let write = |name: &str, text: &str| {
        let path = here.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    // A lower tier, and the year before: assessments of their own.
    for (name, units, data) in [
        (
            "乡镇",
            "id,name,group\n1,甲一镇,甲县\n2,甲二镇,甲县\n3,乙一镇,乙县\n4,丁一镇,丁县\n",
            "编号,合格批次,抽查批次\n1,95,100\n2,92,100\n3,88,100\n4,1,1\n",
        ),
        ("2015", "id,name,group\n1,甲县,平原\n2,乙县,山区\n", "编号,合格批次,抽查批次\n1,80,100\n2,95,100\n"),
    ] {
        write(&format!("{name}/rubric.toml"), &RUBRIC.replace("groups = [\"平原\", \"山区\"]\n", ""));
        write(&format!("{name}/units.csv"), units);
        write(&format!("{name}/data.csv"), data);
        let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\n";
        write(&format!("{name}/assessment.toml"), parts);
        kaohe(&here.join(name), &["score", "."]);
    }
    write("rubric.toml", WHOLE);
    write("units.csv", "id,name\n1,甲县\n2,乙县\n3,丙县\n");
    write("填报/data.csv", "编号,合格批次\n1,90\n2,90\n3,60\n");
    write("填报/表彰.csv", "单位,项目,分值\n甲县,甲项目,3\n甲县,甲 项目,5\n乙县,无,\n");
    write("填报/丙县-表彰.csv", "项目,分值\n丙项目,2\n丙项目,十\n");
    write("targets.csv", "编号,合格批次目标\n1,100~120\n2,90\n3,/\n");
    write("2014.csv", "单位,总分\n甲县,85\n乙县,79.5\n丙县,90\n");
    write(
        "adjustments.csv",
        "单位,指标,调整后得分,增减,理由,调整人,日期\n甲县,1.2,8,,复查,张三,2017-01-05\n乙县,,,-0.5,迟报,张三,2017-01-05\n丙县,1.3,12,,复查,张三,2017-01-05\n丙县,1.1,3,,,张三,2017-01-05\n",
    );
    let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"填报\"]\ntargets = \"targets.csv\"\n\
                 previous = [\"2015/out/results.json\", \"2014.csv\"]\nadjustments = \"adjustments.csv\"\n\
                 [[rollups]]\nlist = \"townships\"\nresults = [\"乡镇/out/results.json\"]\n";
    write("assessment.toml", parts);
    let runs = [
        kaohe(here, &["score", ".", "--no-units", "-v"]),
        kaohe(here, &["check", ".", "--targets", "none.csv", "--previous", "2014.csv", "--lang", "en"]),
    ];
    insta::assert_snapshot!("whole", runs.join("\n"));
    let reasons = [
        kaohe(here, &["explain", "甲县", "--depth", "3"]),
        kaohe(here, &["explain", "乙县"]),
        kaohe(here, &["explain", "丙县", "1.3", "--lang", "en"]),
    ];
    insta::assert_snapshot!("whole_explained", reasons.join("\n"));

    let results: serde_json::Value = serde_json::from_slice(&fs::read(here.join("out/results.json")).unwrap()).unwrap();
    let list = |value: &serde_json::Value| value.as_array().unwrap().clone();
    let inputs: Vec<String> = list(&results["inputs"]).iter().map(|input| input["file"].to_string()).collect();
    let mut lines = vec![inputs.join(" ")];
    for unit in list(&results["units"]) {
        let points: Vec<String> = list(&unit["nodes"])
            .iter()
            .map(|node| format!("{}: {} {}", node["id"], node["points"], node["status"]))
            .collect();
        let values: Vec<String> = list(&unit["values"])
            .iter()
            .map(|value| format!("{}: {} {}", value["field"], value["value"], value["source"]))
            .collect();
        lines.push(format!("{} {}\n  {}\n  {}", unit["name"], unit["total"], points.join("\n  "), values.join("\n  ")));
    }
    insta::assert_snapshot!("whole_results", lines.join("\n"));
}

#[test]
fn a_diagnostic_is_told_by_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [
        kaohe(folder.path(), &["check", "--why", "R012"]),
        kaohe(folder.path(), &["check", "--why", "d010", "--lang", "en"]),
        kaohe(folder.path(), &["check", "--why", "R0112"]),
    ];
    insta::assert_snapshot!("why", runs.join("\n"));
}

#[test]
fn what_no_test_reaches_can_be_listed_and_refused() {
    let folder = small("");
    let tests = "[[tests]]\nname = \"满分\"\n[[tests.units]]\nid = \"甲\"\nvalues = { passed = 95, sampled = 100 }\nexpect = { total = 10, grade = \"合格\" }\n";
    fs::write(folder.path().join("rubric.test.toml"), tests).unwrap();
    let more = "rubric = \"rubric.toml\"\n[[tests]]\nname = \"零分\"\nnode = \"1.1\"\ncases = [{ values = { passed = 8, sampled = 10 }, points = 0 }]\n";
    fs::write(folder.path().join("more.test.toml"), more).unwrap();
    insta::assert_snapshot!("test_coverage", kaohe(folder.path(), &["test", ".", "--coverage"]));
    let denied = kaohe(folder.path(), &["test", "rubric.toml", "--deny", "uncovered", "--coverage", "--lang", "en"]);
    insta::assert_snapshot!("test_coverage_denied", denied);
}

#[test]
fn accepted_results_are_written_and_told() {
    let folder = small("");
    let tests = "# 待核对\n[[tests]]\nname = \"错的\"\n[[tests.units]]\nid = \"甲\"\nvalues = { passed = 90, sampled = 100 }\nexpect = { total = 6, grade = \"不合格\", points = { \"1.1\" = { min = 7 } } } # 三项\n";
    let file = folder.path().join("rubric.test.toml");
    fs::write(&file, tests).unwrap();
    insta::assert_snapshot!("test_accept", kaohe(folder.path(), &["test", "rubric.toml", "--accept"]));
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written, tests.replace("total = 6", "total = 6.67").replace("不合格", "合格"));
    assert!(kaohe(folder.path(), &["test", "rubric.toml", "--accept"]).contains("未改写"));
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

#[test]
fn what_has_no_points_is_told_without_a_number() {
    let folder = small("单位名称,合格批次,抽查批次\n甲县,9,\n");
    let rubric = folder.path().join("rubric.toml");
    fs::write(&rubric, RUBRIC.replace("missing = \"zero\"", "missing = \"error\"")).unwrap();
    let whole = kaohe(folder.path(), &["explain", "甲县"]);
    assert!(whole.contains("甲县:没有总分(缺报)") && whole.contains("1 质量:缺报(分值10分)"), "{whole}");
}

/// What is printed at a width, with these variables in the environment.
fn shown(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let run = run_with(folder, arguments, variables);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

#[test]
fn tables_fit_the_terminal_in_both_languages() {
    let folder = example();
    let commands: [&[&str]; 4] = [
        &["score", ".", "--no-units"],
        &["score", ".", "--no-units", "--top", "2"],
        &["improve", "银溪县"],
        &["rescore", ".", "--set", "grading.A.min=89", "--no-files"],
    ];
    for lang in ["zh", "en"] {
        for width in ["60", "120"] {
            let said = commands.map(|command| {
                let said = shown(folder.path(), &[command, &["--lang", lang]].concat(), &[("COLUMNS", width)]);
                let widest = said.lines().map(UnicodeWidthStr::width).max().unwrap();
                assert!(widest <= width.parse().unwrap(), "{command:?} {widest}\n{said}");
                said
            });
            insta::assert_snapshot!(format!("width_{width}_{lang}"), said.join("\n"));
        }
    }
}

#[test]
fn a_ranking_for_other_programs_is_all_that_goes_to_stdout() {
    let folder = small("编号,合格批次,抽查批次\n1,90,100\n2,82,100\n3,85,100\n");
    let run = |arguments: &[&str]| {
        let score: &[&str] = &["score", ".", "--no-units"];
        kaohe(folder.path(), &[score, arguments].concat())
    };
    let forms = ["markdown", "csv", "json"].map(|format| run(&["--format", format, "--top", "1"]));
    insta::assert_snapshot!("ranking_forms", forms.join("\n"));
    insta::assert_snapshot!("ranking_wrong", [run(&["--format", "xlsx"]), run(&["--top", "0"])].join("\n"));
    // The files hold everybody.
    let ranking = fs::read_to_string(folder.path().join("out/ranking.csv")).unwrap();
    assert_eq!(ranking.lines().count(), 1 + 3);
}

#[test]
fn colours_are_shown_where_they_are_wanted() {
    let folder = small("编号,合格批次,抽查批次\n1,90,100\n2,80,100\n");
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let score: &[&str] = &["score", ".", "--no-units"];
        shown(folder.path(), &[score, arguments].concat(), variables).contains('\u{1b}')
    };
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[]), "a file or a pipe");
    assert!(!coloured(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--color", "always", "--format", "csv"], &[]));
}
