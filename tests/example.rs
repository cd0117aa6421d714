//! The shipped example does what its READMEs say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use kaohe::analysis::trial;

use common::run;

const EXAMPLE: &str = "examples/county-quality-2016";

/// Place, name, total, grade: computed apart from kaohe, in fractions.
const RANKING: &str = "
1 临冶市 93.42 A
2 鹤汀区 91.69 A
3 穗坪县 91.32 A
4 丰畴县 90.93 B
5 澄湾区 89.5 B
6 松岚县 89.1 B
7 银溪县 87.44 B
8 铜坪县 85.18 B
9 青嶂县 85.18 B
10 杉坞县 83.51 B
11 麦陂县 79.34 C
12 田渡县 78.84 C
13 云埠区 77.57 C
14 砚湖区 76.15 C
15 竹岫县 74.26 C
16 栗岭县 65.27 C
17 石炉县 63.27 C
18 禾湾县 54.46 D
19 岩泽县 87.14 D
";

#[test]
fn it_is_scored_with_warnings_and_without_errors() {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("out");
    let (code, _, said) = run(Path::new("."), &["score", EXAMPLE, "--out", to.to_str().unwrap()]).parts();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("0 个错误,9 个警告"), "{said}");

    let text = std::fs::read_to_string(out.path().join("out/ranking.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let columns = ["名次", "单位", "总分", "等级"].map(at);
    let ranking: Vec<String> =
        reader.records().map(|row| columns.map(|column| row.as_ref().unwrap()[column].to_owned()).join(" ")).collect();
    assert_eq!(ranking, RANKING.trim().lines().collect::<Vec<_>>());
}

#[test]
fn its_rubric_gives_the_points_its_words_say() {
    let file = Path::new(EXAMPLE).join("rubric.test.toml");
    let mut problems = Vec::new();
    let trial = trial::run(&file, "rubric.test.toml", &mut problems).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let wrong: Vec<_> = trial.tests.iter().flat_map(|test| &test.checks).filter(|check| !check.holds()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Figures as they were published: what was not published is missing, is named, and leaves the grade open.
#[test]
fn published_figures_are_scored_as_far_as_they_go() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("out");
    let run = run(Path::new("."), &["score", "examples/gannan-2016", "--out", folder.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.err);
    let results: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("results.json")).unwrap()).unwrap();
    let units: Vec<(String, String)> = results["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| (unit["total"].to_string(), unit["interval"]["total"].to_string()))
        .collect();
    // 39.52 of 73 points known, 33 open; 14.5 of 18 known, 3 open.
    let known = |total: &str, range: &str| (total.to_owned(), range.to_owned());
    assert_eq!(units, [known("\"39.52\"", "[\"39.52\",\"72.52\"]"), known("\"14.5\"", "[\"14.5\",\"17.5\"]")]);
}
