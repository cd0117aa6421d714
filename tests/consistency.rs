//! Whether review groups score alike: reading who scored whom, tests by hand, a harsh group found, and nothing asked where
//! there is nothing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use serde_json::Value;

use common::{kaohe, run};

const RUBRIC: &str = r#"
id = "groups"
title = "考评组"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "leave-out"
rescale = "total"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition" }
fields = { rate = { label = "合格率", kind = "percent", max = "100%" } }
[[sections]]
id = "1"
title = "数据"
indicators = [{ id = "1.1", title = "合格率", points = 40, value = "rate", score = "proportion" }]
[[sections]]
id = "2"
title = "现场"
indicators = [
    { id = "2.1", title = "资料", points = 20, score = "given" },
    { id = "2.2", title = "现场", points = 20, score = "given" },
]
[[sections]]
id = "3"
title = "宣传"
indicators = [{ id = "3.1", title = "宣传", points = 20, score = "given" }]
"#;

/// A folder of units with data, given points and review groups, a row each.
fn folder(rows: &[(String, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let write = |name: &str, text: &str| fs::write(here.join(name), text).unwrap();
    write("rubric.toml", RUBRIC);
    write(
        "assessment.toml",
        "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\nreview_groups = \"考评组.csv\"\n",
    );
    let (mut units, mut data, mut groups) =
        ("id,name\n".to_owned(), "单位,合格率,2.1,2.2,3.1\n".to_owned(), "单位,考评组\n".to_owned());
    for (at, (values, group)) in rows.iter().enumerate() {
        writeln!(units, "{at},第{at}县").unwrap();
        writeln!(data, "第{at}县,{values}").unwrap();
        writeln!(groups, "第{at}县,{group}").unwrap();
    }
    write("units.csv", &units);
    write("data.csv", &data);
    write("考评组.csv", &groups);
    folder
}

/// A number from 0 to `most`.
fn below(random: &mut ChaCha8Rng, most: u64) -> u64 {
    random.next_u64() % (most + 1)
}

/// Units in four groups in turn, whose given points go with their data; `harsh` points less of twenty from the first.
fn drawn(units: usize, seed: u64, harsh: u64) -> tempfile::TempDir {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let rows: Vec<(String, String)> = (0..units)
        .map(|at| {
            let quality = 60 + below(&mut random, 30);
            let less = if at % 4 == 0 { harsh } else { 0 };
            let mut given = || (quality / 5 - 2 + below(&mut random, 4) - less).to_string();
            let values = format!("{quality}%,{},{},{}", given(), given(), given());
            (values, format!("第{}组", at % 4 + 1))
        })
        .collect();
    folder(&rows)
}

fn json(folder: &Path, more: &[&str]) -> Value {
    let ran = run(folder, &[&["consistency", "--format", "json"], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn asked(json: &Value) -> Vec<String> {
    json["questions"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_harsh_group_is_found_and_no_other() {
    let folder = drawn(32, 7, 4);
    let found = json(folder.path(), &[]);
    let of_groups: Vec<String> = asked(&found).into_iter().filter(|text| text.contains("评分尺度")).collect();
    assert!(of_groups.iter().any(|text| text.starts_with("各项合计:第1组平均比其他组低")), "{of_groups:#?}");
    // The others seem mild beside it at most.
    assert!(of_groups.iter().all(|text| text.contains("第1组") || text.contains("高")), "{of_groups:#?}");
    assert_eq!(found, json(folder.path(), &["--seed", "1"]), "draws are seeded");
}

/// No group differs: of twenty such assessments, each tested at one in twenty after correction, hardly one asks anything
/// about a group.
#[test]
fn where_groups_score_alike_nothing_is_asked_about_them() {
    let asking = (0..20)
        .filter(|seed| {
            let folder = drawn(16, *seed, 0);
            asked(&json(folder.path(), &[])).iter().any(|text| text.contains("各项合计"))
        })
        .count();
    assert!(asking <= 3, "{asking}");
}

/// 2.1: 10 12 14 of one group beside 16 18 20 of the other, of 20 points: means 60 % and 90 %; of the 20 ways to deal them
/// out 2 lie as far apart. Three items of two groups are three tests: 0.1 × 3 = 0.3.
#[test]
fn two_groups_by_hand() {
    let row = |given: &str, group: &str| (format!("90%,{given}"), group.to_owned());
    let folder = folder(&[
        row("10,10,5", "甲组"),
        row("12,12,5", "甲组"),
        row("14,14,5", "甲组"),
        row("16,16,5", "乙组"),
        row("18,18,5", "乙组"),
        row("20,20,5", "乙组"),
    ]);
    let found = json(folder.path(), &[]);
    let first = &found["items"][0]["groups"][0];
    assert_eq!([&first["mean"], &first["least"], &first["greatest"], &first["apart"]], ["0.6", "0.5", "0.7", "-0.3"]);
    assert_eq!(first["deviation"], "0.081649658");
    assert_eq!(first["test"].to_string(), r#"{"hits":2,"of":20,"exact":true,"p":"0.1","corrected":"0.3"}"#);
    assert_eq!(found["items"][0]["groups"][1]["test"], first["test"], "it is the same difference");
    // What does not vary lies nowhere apart; six units are too few for a line.
    assert_eq!(found["items"][2]["groups"][0]["test"]["p"], "1");
    assert_eq!((&found["line"], asked(&found).len()), (&Value::Null, 0));
}

/// Eleven units on a line, given rate = data rate, the twelfth far below it.
#[test]
fn a_unit_far_from_what_data_suggests_is_asked_about() {
    let mut rows: Vec<(String, String)> = (0..12)
        .map(|at| {
            let given = 12 + at % 6 + at % 2;
            (format!("{}%,{given},{given},{given}", 60 + at % 6 * 5), format!("第{}组", at % 2))
        })
        .collect();
    rows[11].0 = "85%,6,6,6".to_owned();
    let folder = folder(&rows);
    let questions = asked(&json(folder.path(), &[]));
    assert!(
        questions[0].starts_with("第11县(第1组):数据得分率85.0%,人评得分率30.0%,低于按数据所示的"),
        "{questions:?}"
    );
    assert!(questions.iter().all(|text| text.contains("建议复核")));
}

#[test]
fn groups_that_differ_by_section_are_compared_item_by_item() {
    let folder = drawn(24, 3, 0);
    let mut text = "单位,指标,考评组\n".to_owned();
    for at in 0..24 {
        writeln!(text, "第{at}县,2,现场{}组\n第{at}县,3.1,宣传{}组", at % 2, at % 3).unwrap();
    }
    fs::write(folder.path().join("考评组.csv"), text).unwrap();
    let found = json(folder.path(), &[]);
    let groups = |item: usize| found["items"][item]["groups"].as_array().unwrap().len();
    assert_eq!((groups(0), groups(1), groups(2), &found["shared"]), (2, 2, 3, &Value::from(24)));
    assert!(found["overall"]["groups"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_wrong_with_the_file_is_told_where_it_stands() {
    let folder = drawn(12, 3, 0);
    let here = folder.path();
    let with = |text: &str| {
        fs::write(here.join("考评组.csv"), text).unwrap();
        kaohe(here, &["consistency", "."])
    };
    let told = [
        with("电话,地址\n1,2\n"),
        with("单位,考评组,指标\n第0县,甲组,\n第99县,甲组,\n第1县,,\n第2县,乙组,9.9\n第0县,乙组,\n"),
    ];
    fs::write(
        here.join("assessment.toml"),
        "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\n",
    )
    .unwrap();
    let told = [told.join("\n"), kaohe(here, &["consistency"]), kaohe(here, &["check", "."])];
    insta::assert_snapshot!("wrong", told.join("\n"));
}

#[test]
fn it_is_told_in_every_form() {
    let folder = drawn(13, 7, 5);
    let here = folder.path();
    for lang in ["zh", "en"] {
        insta::assert_snapshot!(format!("told_{lang}"), kaohe(here, &["consistency", "--lang", lang]));
    }
    insta::assert_snapshot!("json", run(here, &["consistency", "--nodes", "3.1", "--format", "json"]).out);
    let book = |name: &str| {
        assert_eq!(run(here, &["consistency", ".", "--out", name]).code, 0);
        fs::read(here.join(name)).unwrap()
    };
    assert_eq!(book("a.xlsx"), book("b.xlsx"));
    let mut book = calamine::open_workbook_auto(here.join("a.xlsx")).unwrap();
    let mut told = String::new();
    for name in calamine::Reader::sheet_names(&book) {
        let range = calamine::Reader::worksheet_range(&mut book, &name).unwrap();
        writeln!(told, "== {name}").unwrap();
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            writeln!(told, "{}", cells.join(" | ").trim_end_matches([' ', '|'])).unwrap();
        }
    }
    insta::assert_snapshot!("workbook", told);
}
