//! `kaohe new`: folders to begin with, as a new user meets them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use kaohe::analysis::trial;
use kaohe::folder::{Shipped, fresh};
use kaohe::report::diagnostics::{Look, render};
use kaohe::words::Lang;
use rust_xlsxwriter::Workbook;

use common::run;

/// A workbook with a rubric on its second sheet.
fn printed(path: &Path) {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("封面").unwrap().write(0, 0, "2016年度考核").unwrap();
    for name in ["县区", "部门"] {
        let page = book.add_worksheet();
        page.set_name(name).unwrap();
        let table = [
            ["2016年度质量工作考核评分细则", "", ""],
            ["考核项目", "分值", "评分标准"],
            ["质量事故", "40", "每发生一起扣5分,扣完为止"],
            ["工作机制", "40分", "由领导酌情给分"],
            ["产品质量", "20", "合格率比上年每下降1个百分点扣1分"],
        ];
        for (row, cells) in (0..).zip(table) {
            for (column, text) in (0..).zip(cells) {
                page.write(row, column, text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_printed_rubric_becomes_a_folder_that_check_leads_on_from() {
    let place = tempfile::tempdir().unwrap();
    printed(&place.path().join("细则.xlsx"));
    let (code, _, said) = run(place.path(), &["new", "我的考核", "--from", "细则.xlsx"]).parts();
    assert_eq!(code, 0, "{said}");
    insta::assert_snapshot!("new_printed", said);
    let (code, shown, said) = run(place.path(), &["check", "我的考核"]).parts();
    assert_eq!(code, 1);
    insta::assert_snapshot!("new_check", format!("{shown}{said}"));

    // What was undecided is written, and everything holds together.
    let rubric = place.path().join("我的考核/rubric.toml");
    let text = fs::read_to_string(&rubric).unwrap();
    let decided = text.replace("title = \"产品质量\"\n", "title = \"产品质量\"\nscore = \"given\"\n");
    assert_ne!(text, decided);
    fs::write(&rubric, decided).unwrap();
    let (code, shown, said) = run(place.path(), &["check", "我的考核"]).parts();
    assert_eq!(code, 0, "{said}");
    assert!(shown.contains("数据:2 个单位"), "{shown}{said}");
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let place = tempfile::tempdir().unwrap();
    printed(&place.path().join("细则.xlsx"));
    fs::create_dir(place.path().join("老")).unwrap();
    fs::write(place.path().join("老/units.csv"), "id,name\n1,甲县\n").unwrap();
    for from in [["--from", "细则.xlsx"], ["--rubric", "government-quality"]] {
        let (code, _, said) = run(place.path(), &["new", "老", from[0], from[1]]).parts();
        assert_eq!((code, said.trim()), (2, "错误:老/units.csv 已经存在,不予覆盖;请另选文件夹"));
    }
    let left: Vec<_> = fs::read_dir(place.path().join("老")).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(fs::read_to_string(place.path().join("老/units.csv")).unwrap(), "id,name\n1,甲县\n");
}

#[test]
fn what_cannot_be_begun_from_is_said() {
    let place = tempfile::tempdir().unwrap();
    printed(&place.path().join("细则.xlsx"));
    fs::write(place.path().join("通知.csv"), "各县区:\n请按时报送。\n").unwrap();
    let said = |arguments: &[&str]| {
        let (code, _, said) = run(place.path(), arguments).parts();
        assert!(!place.path().join("新").exists(), "{said}");
        format!("$ kaohe {}\nexit {code}\n{said}", arguments.join(" "))
    };
    let runs = [
        said(&["new", "新"]),
        said(&["new"]),
        said(&["new", "新", "--from", "通知.csv"]),
        said(&["new", "新", "--from", "细则.xlsx", "--sheet", "县"]),
        said(&["new", "新", "--from", "细则.xlsx", "--sheet", "封面"]),
        said(&["new", "新", "--rubric", "goverment-quality"]),
        said(&["new", "新", "--rubric", "gannan-2017", "--from", "细则.xlsx"]),
    ];
    insta::assert_snapshot!("new_refused", runs.join("\n"));
}

#[test]
fn every_shipped_rubric_is_listed_and_makes_a_folder_that_checks_and_tests() {
    let place = tempfile::tempdir().unwrap();
    let (code, list, _) = run(place.path(), &["new", "--list"]).parts();
    assert_eq!(code, 0);
    insta::assert_snapshot!("new_list", list);

    for shipped in Shipped::all() {
        assert!(list.contains(shipped.name), "{}", shipped.name);
        let folder = place.path().join(shipped.name);
        fs::create_dir_all(folder.join("submissions")).unwrap();
        for (name, text) in shipped.files {
            fs::write(folder.join(name), text).unwrap();
        }
        for (name, text) in fresh::files(&shipped.groups(), Lang::Zh) {
            fs::write(folder.join(name), text).unwrap();
        }
        let mut problems = Vec::new();
        let trial = trial::run(&folder.join("rubric.test.toml"), "rubric.test.toml", &mut problems);
        let told = render(&problems, Look { lang: Lang::Zh, colour: false, verbose: true });
        let (checks, failed) = trial.unwrap_or_else(|| panic!("{}: {told}", shipped.name)).counts();
        assert!(checks > 0 && failed == 0, "{}", shipped.name);
    }
    // Two of them as a user has them: one of its own, one that extends another.
    for name in ["county-quality-2016", "panzhihua-three-tier-town"] {
        let (code, _, said) = run(place.path(), &["new", &format!("我的/{name}"), "--rubric", name]).parts();
        assert_eq!(code, 0, "{said}");
        let (code, shown, said) = run(place.path(), &["check", &format!("我的/{name}")]).parts();
        assert_eq!(code, 0, "{shown}{said}");
        assert!(shown.contains("2 个单位"), "{shown}{said}");
    }
}
