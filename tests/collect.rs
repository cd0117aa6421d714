//! Several sources, evidence, deadlines and corrections: from a folder of files as they arrive to points.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use common::kaohe;

const RUBRIC: &str = r#"
id = "sources"
title = "演示考核细则"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "full"
deadline = "2017-01-10"
inflation = "10%"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
grading = { grades = [{ name = "A", min = 90 }, { name = "B", min = 60 }, { name = "C" }] }
ranking = { ties = "competition" }
[fields]
passed = { label = "合格批次", kind = "count" }
sampled = { label = "抽查批次", kind = "count", precedence = ["department", "self"] }
rate = { label = "满意率", kind = "percent" }
[lists.awards]
label = "表彰"
no_rows = "none"
columns = { project = { label = "项目", kind = "text" }, marks = { label = "分值", kind = "number" } }
[[sections]]
id = "1"
title = "质量"
points = 100
indicators = [
    { id = "1.1", title = "合格率", points = 40, value = "passed / sampled", score.interpolate = { from = "80%", to = "95%" }, evidence_required = true },
    { id = "1.2", title = "按时报送", points = 20, value = "unit.days_late", score.cases = [{ when = "unit.days_late >= 4", points = 0 }, { when = "unit.days_late > 0", points = 10 }, { points = 20 }] },
    { id = "1.3", title = "满意率", points = 20, value = "rate", score = "proportion" },
    { id = "1.4", title = "表彰", points = 10, value = "sum(awards, marks)", score.add = { each = 1 } },
    { id = "1.5", title = "领导评价", points = 10, score = "given" },
]
"#;

const ASSESSMENT: &str = r#"rubric = "rubric.toml"
roster = "units.csv"
corrections = "collected.csv"
[[sources]]
source = "site"
files = ["实地核查"]
[[sources]]
source = "department"
files = ["部门"]
[[sources]]
source = "self"
files = ["自评"]
"#;

/// What arrived, by file.
const FILES: [(&str, &str); 9] = [
    ("rubric.toml", RUBRIC),
    ("assessment.toml", ASSESSMENT),
    ("units.csv", "id,name\n01,甲县\n02,乙县\n03,丙县\n"),
    ("部门/抽查.csv", "单位,抽查批次,1.5,1.5 扣分理由\n甲县,50,8,汇报不全\n乙县,60,9,\n丙县,50,10,\n"),
    ("实地核查/核查.csv", "单位,满意率\n甲县,81%\n乙县,90%\n"),
    ("实地核查/核查-表彰.csv", "单位,项目,分值\n甲县,甲项目,3\n"),
    (
        "自评/甲县.csv",
        "被考核单位:甲县,,报送日期,2017年1月9日\n数据项编号,填报值,自评得分,印证材料,页码,备注\npassed,47,40,抽查报告,3-5,\nsampled,50,,,,\nrate,98%,20,,,全县\n1.2,,20,,,\n1.4,,8,表彰文件,1,\n1.5,,10,,,\n",
    ),
    (
        "自评/乙县.csv",
        "被考核单位:乙县,,报送日期,2017年1月12日\n数据项编号,填报值,自评得分,印证材料,页码,备注\npassed,约54,40,无,,\nsampled,55,,,,\nrate,90%,18,,,\n",
    ),
    ("自评/表彰.csv", "单位,项目,分值\n甲县,甲项目,3\n甲县,乙项目,5\n乙县,丙项目,2\n"),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A file without the mark and the line ends that Excel wants.
fn csv(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

fn results(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("out/results.json")).unwrap()).unwrap()
}

#[test]
fn what_arrived_is_scored_by_the_source_that_counts_and_all_is_kept() {
    let folder = folder();
    let said = kaohe(folder.path(), &["score", "."]);
    insta::assert_snapshot!("sources_score", said);
    insta::assert_snapshot!("sources_points", csv(folder.path(), "out/points.csv"));
    let results = results(folder.path());
    let unit =
        |name: &str| results["units"].as_array().unwrap().iter().find(|unit| unit["name"] == name).unwrap().clone();
    let shown = |name: &str| {
        let unit = unit(name);
        let parts = serde_json::json!({ "sources": unit["sources"], "deviations": unit["deviations"] });
        serde_json::to_string_pretty(&parts).unwrap()
    };
    insta::assert_snapshot!("sources_deviations", shown("甲县"));
}

#[test]
fn everything_is_collected_once_and_for_all() {
    let folder = folder();
    let said = kaohe(folder.path(), &["collect", "."]);
    insta::assert_snapshot!("collect", said);
    let first = fs::read(folder.path().join("collected.csv")).unwrap();
    insta::assert_snapshot!("collected", csv(folder.path(), "collected.csv"));
    kaohe(folder.path(), &["collect", "."]);
    assert!(fs::read(folder.path().join("collected.csv")).unwrap() == first, "collecting again changes nothing");
}

#[test]
fn corrections_count_are_kept_and_are_told_when_the_data_changes() {
    let folder = folder();
    kaohe(folder.path(), &["collect", "."]);
    let path = folder.path().join("collected.csv");
    let correct = |from: &str, to: &str| {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from}");
        fs::write(&path, text.replace(from, to)).unwrap();
    };
    correct("部门,60,,是,,,", "部门,60,,是,55,部门笔误,张三");
    correct("02,乙县,rate,满意率,,实地核查,90%,,是,,,", "02,乙县,rate,满意率,,实地核查,90%,,是,不适用,,");
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(said.contains("更正 2 项") && said.contains("D062"), "{said}");
    let kept = fs::read(&path).unwrap();
    kaohe(folder.path(), &["collect", "."]);
    assert!(fs::read(&path).unwrap() == kept, "what was corrected stays");

    kaohe(folder.path(), &["score", "."]);
    let said = kaohe(folder.path(), &["explain", "乙县", "1.1", "--folder", "."]);
    assert!(said.contains("抽查批次 = 55(来源:collected.csv!J"), "{said}");
    assert!(said.contains("由张三更正,原为60:部门笔误"), "{said}");

    // The department mends its sheet: the correction still counts, and somebody has to look again.
    let sheet = folder.path().join("部门/抽查.csv");
    fs::write(&sheet, fs::read_to_string(&sheet).unwrap().replace("乙县,60", "乙县,58")).unwrap();
    let said = kaohe(folder.path(), &["score", "."]);
    assert!(said.contains("更正时填报的是 60,现在是 58;仍按更正值"), "{said}");
}

#[test]
fn a_correction_that_cannot_be_applied_stops_the_collecting_and_is_not_lost() {
    let folder = folder();
    kaohe(folder.path(), &["collect", "."]);
    let path = folder.path().join("collected.csv");
    let text = fs::read_to_string(&path).unwrap().replace("部门,60,,是,,,", "部门,60,,是,五十五,部门笔误,张三");
    fs::write(&path, &text).unwrap();
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(said.contains("exit 1") && said.contains("D006") && said.contains("先改正它们"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_persons_file_is_never_replaced() {
    let folder = folder();
    fs::write(folder.path().join("我的.csv"), "单位,数\n甲县,1\n").unwrap();
    let said = kaohe(folder.path(), &["collect", ".", "--out", "我的.csv"]);
    assert!(said.contains("exit 2") && said.contains("不是 kaohe 汇总的表"), "{said}");
}

#[test]
fn the_collected_table_is_a_submission_itself() {
    let folder = folder();
    kaohe(folder.path(), &["collect", ".", "--out", "all.xlsx"]);
    kaohe(folder.path(), &["score", "."]);
    let points = csv(folder.path(), "out/points.csv");
    kaohe(folder.path(), &["score", ".", "--submissions", "all.xlsx", "--out", "again"]);
    assert_eq!(csv(folder.path(), "again/points.csv"), points);
}

/// Strikes one entry, adds another.
fn struck(folder: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("明细-表彰").unwrap();
    let rows = [
        ["单位编号", "单位名称", "项目", "分值", "来源", "采用", "剔除", "剔除理由", "文件", "工作表", "单元格"],
        ["01", "甲县", "甲项目", "3", "实地核查", "是", "是", "不在考核年度内", "实地核查/核查-表彰.csv", "", "B2"],
        ["02", "乙县", "丙项目", "2", "自评", "是", "", "", "自评/表彰.csv", "", "B4"],
        ["03", "丙县", "丁项目", "6", "", "", "", "", "", "", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            if row > 0 && column == 3 {
                sheet.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
            } else {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let sheet = book.add_worksheet();
    for (column, cell) in (0..).zip(["单位编号", "数据项编号", "填报值", "更正值"]) {
        sheet.write_string(0, column, cell).unwrap();
    }
    book.save(folder.join("collected.xlsx")).unwrap();
}

#[test]
fn entries_are_struck_and_added_by_hand_and_stay_so() {
    let folder = folder();
    let assessment = folder.path().join("assessment.toml");
    fs::write(&assessment, ASSESSMENT.replace("collected.csv", "collected.xlsx")).unwrap();
    struck(folder.path());
    let points = || -> Vec<String> {
        kaohe(folder.path(), &["score", "."]);
        let points = csv(folder.path(), "out/points.csv");
        points.lines().filter(|line| line.contains(",1.4,")).map(str::to_owned).collect()
    };
    let expected = ["02,乙县,1.4,表彰,10,2,已评分", "01,甲县,1.4,表彰,10,0,已评分", "03,丙县,1.4,表彰,10,6,已评分"];
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    let expected = sorted(expected.map(str::to_owned).to_vec());
    assert_eq!(sorted(points()), expected);
    kaohe(folder.path(), &["collect", "."]);
    assert_eq!(sorted(points()), expected, "collecting anew keeps what a person decided");
    let kept = fs::read(folder.path().join("collected.xlsx")).unwrap();
    kaohe(folder.path(), &["collect", "."]);
    assert!(fs::read(folder.path().join("collected.xlsx")).unwrap() == kept);
}

/// Changes the cells of a workbook, sheet by sheet, as a person would.
fn edit(path: &Path, change: impl Fn(&str, &mut Vec<Vec<Data>>)) {
    let mut old: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut book = Workbook::new();
    for name in old.sheet_names() {
        let mut rows: Vec<Vec<Data>> = old.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
        change(&name, &mut rows);
        let sheet = book.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Data::Float(value) => sheet.write_number(row, column, value).unwrap(),
                    Data::String(text) => sheet.write_string(row, column, text).unwrap(),
                    _ => continue,
                };
            }
        }
    }
    drop(old);
    book.save(path).unwrap();
}

/// The row that holds this text, and the column of a header.
fn cell<'a>(rows: &'a mut [Vec<Data>], holds: &str, header: &str) -> &'a mut Data {
    let text = |cell: &Data| matches!(cell, Data::String(text) if text == header);
    let column = rows[0].iter().position(text).unwrap();
    let row = rows.iter_mut().find(|row| row.iter().any(|cell| matches!(cell, Data::String(text) if text == holds)));
    &mut row.unwrap()[column]
}

/// A folder whose corrections are in a workbook that has been collected.
fn collected(rubric: &str, more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("assessment.toml"), ASSESSMENT.replace("collected.csv", "collected.xlsx")).unwrap();
    fs::write(folder.path().join("rubric.toml"), rubric).unwrap();
    for (name, text) in more {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(said.contains("已汇总"), "{said}");
    folder
}

fn points_of(folder: &Path, node: &str) -> Vec<String> {
    kaohe(folder, &["score", "."]);
    let points = csv(folder, "out/points.csv");
    let of_node = points.lines().filter(|line| line.contains(&format!(",{node},")));
    of_node.map(str::to_owned).collect()
}

#[test]
fn that_a_unit_has_no_entries_is_no_entry_that_somebody_added() {
    for language in ["zh-CN", "en"] {
        let rubric = RUBRIC.replace("no_rows = \"none\"", "no_rows = \"missing\"");
        let rubric = rubric.replace("edition = \"1\"", &format!("edition = \"1\"\nlanguage = \"{language}\""));
        let awards = "单位,项目,分值\n甲县,甲项目,3\n乙县,无,\n丙县,不适用,\n";
        let folder = collected(&rubric, &[("自评/表彰.csv", awards)]);
        let path = folder.path().join("collected.xlsx");
        let kept = fs::read(&path).unwrap();
        let with = points_of(folder.path(), "1.4");
        kaohe(folder.path(), &["collect", "."]);
        assert!(fs::read(&path).unwrap() == kept, "{language}");
        fs::remove_file(&path).unwrap();
        assert_eq!(with, points_of(folder.path(), "1.4"), "{language}");
    }
}

#[test]
fn only_the_entry_that_was_struck_is_struck() {
    let folder = collected(RUBRIC, &[]);
    let path = folder.path().join("collected.xlsx");
    edit(&path, |name, rows| {
        if name == "明细-表彰" {
            *cell(rows, "丙项目", "剔除") = Data::String("是".into());
        }
    });
    let struck = points_of(folder.path(), "1.4");
    assert!(struck.iter().any(|line| line.starts_with("02,乙县,1.4,表彰,10,0,")), "{struck:?}");
    kaohe(folder.path(), &["collect", "."]);
    let kept = fs::read(&path).unwrap();

    // Another entry stands in the same cells by now: it counts, and somebody has to look.
    let sheet = folder.path().join("自评/表彰.csv");
    fs::write(&sheet, fs::read_to_string(&sheet).unwrap().replace("丙项目,2", "丁项目,7")).unwrap();
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(said.contains("exit 1") && said.contains("D060") && said.contains("要剔除的条目已不在原处"), "{said}");
    assert!(fs::read(&path).unwrap() == kept, "the mark is not lost");
    assert!(points_of(folder.path(), "1.4").iter().any(|line| line.starts_with("02,乙县,1.4,表彰,10,7,")));
}

#[test]
fn the_entry_of_a_source_that_does_not_count_stays_struck() {
    let folder = collected(RUBRIC, &[]);
    let path = folder.path().join("collected.xlsx");
    edit(&path, |name, rows| {
        if name == "明细-表彰" {
            *cell(rows, "乙项目", "剔除") = Data::String("是".into());
            *cell(rows, "乙项目", "剔除理由") = Data::String("重复".into());
        }
    });
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(!said.contains("D060"), "{said}");
    edit(&path, |name, rows| {
        if name == "明细-表彰" {
            assert_eq!(*cell(rows, "乙项目", "剔除理由"), Data::String("重复".into()));
        }
    });
}

#[test]
fn a_value_written_in_the_wrong_place_is_told() {
    let folder = collected(RUBRIC, &[]);
    let path = folder.path().join("collected.xlsx");
    let said = kaohe(folder.path(), &["check", "."]);
    assert!(!said.contains("D063"), "{said}");
    edit(&path, |name, rows| match name {
        "数据汇总" => *cell(rows, "满意率", "填报值") = Data::Float(0.5),
        "明细-表彰" => *cell(rows, "丙项目", "分值") = Data::Float(9.0),
        _ => {}
    });
    let said = kaohe(folder.path(), &["check", ".", "-v"]);
    assert!(said.contains("汇总表中“甲县”的“满意率”是 0.5,填报的是 81%;按填报的采用"), "{said}");
    assert!(said.contains("汇总表中“乙县”的“分值”是 9,填报的是 2;按填报的采用"), "{said}");
}

#[test]
fn a_list_whose_name_no_sheet_may_have_is_read_again() {
    let rubric = RUBRIC.replace("label = \"表彰\"", "label = \"表彰/通报\"\naliases = [\"表彰\"]");
    let folder = collected(&rubric, &[]);
    let path = folder.path().join("collected.xlsx");
    edit(&path, |name, rows| {
        if name == "明细-awards" {
            *cell(rows, "丙项目", "剔除") = Data::String("是".into());
        }
    });
    assert!(points_of(folder.path(), "1.4").iter().any(|line| line.starts_with("02,乙县,1.4,表彰,10,0,")));

    // Strikes in a sheet that fits no list would be lost.
    edit(&path, |name, rows| {
        if name == "明细-awards" {
            rows[0][2] = Data::String("名目".into());
            rows[0][3] = Data::String("得数".into());
        }
    });
    let said = kaohe(folder.path(), &["collect", "."]);
    assert!(said.contains("exit 1") && said.contains("没有与工作表“明细-awards”对应的明细表"), "{said}");
}

#[test]
fn a_number_keeps_all_its_digits_however_often_it_is_collected() {
    let visits = ("实地核查/核查.csv", "单位,满意率\n甲县,81.2345678901%\n乙县,90%\n");
    let folder = folder();
    fs::write(folder.path().join(visits.0), visits.1).unwrap();
    kaohe(folder.path(), &["collect", "."]);
    let path = folder.path().join("collected.csv");
    let text = fs::read_to_string(&path).unwrap();
    let (from, to) = ("90%,,是,,,", "90%,,是,90.1234567891%,笔误,张三");
    assert_eq!(text.matches(from).count(), 1, "{text}");
    fs::write(&path, text.replace(from, to)).unwrap();
    for _ in 0..2 {
        let said = kaohe(folder.path(), &["collect", "."]);
        assert!(!said.contains("D061") && !said.contains("D063"), "{said}");
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("81.2345678901%") && text.contains("90.1234567891%"), "{text}");
}
