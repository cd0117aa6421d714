//! `kaohe score --tiers`: townships, counties and a city in one run, each tier before the one that takes its results.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

fn kaohe(arguments: &[&str], folder: &Path) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kaohe"))
        .args(arguments)
        .args(["--lang", "zh"])
        .env("COLUMNS", "120")
        .current_dir(folder)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), text)
}

/// A rubric that scores 合格率 out of 60, and with a tier below the mean of its totals out of 40.
fn rubric(unit: &str, below: Option<&str>) -> String {
    let mut text = format!(
        "id = \"tier\"\ntitle = \"{unit}质量工作考核\"\nperiod = \"2016年度\"\nedition = \"1\"\nunit = \"{unit}\"\n\
         missing = \"zero\"\nnot_applicable = \"zero\"\n\
         [rounding]\nleaf = 2\nsection = 2\ntotal = 2\nmode = \"half-up\"\n\
         [grading]\ngrades = [{{ name = \"合格\", min = 60 }}, {{ name = \"不合格\" }}]\n\
         [ranking]\nties = \"competition\"\n\
         [fields.rate]\nlabel = \"合格率\"\nkind = \"percent\"\n"
    );
    if let Some(below) = below {
        text += &format!(
            "[lists.below]\nlabel = \"{below}考核结果\"\nno_rows = \"missing\"\n[lists.below.columns]\n\
             name = {{ label = \"单位\", kind = \"text\" }}\ntotal = {{ label = \"总分\", kind = \"number\" }}\ngrade = {{ label = \"等级\", kind = \"text\" }}\n"
        );
    }
    text += "[[sections]]\nid = \"1\"\ntitle = \"质量\"\n\
             [[sections.indicators]]\nid = \"1.1\"\ntitle = \"合格率\"\npoints = 60\nvalue = \"rate\"\nscore.proportion = { target = \"100%\" }\n";
    if below.is_some() {
        text += "[[sections.indicators]]\nid = \"1.2\"\ntitle = \"下级平均得分\"\npoints = 40\n\
                 value = \"mean(below, total)\"\nscore.proportion = { target = 60 }\n";
    }
    text
}

/// 甲市 ← 甲县 and 乙县 ← two townships each.
fn three_tiers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("市.toml", &rubric("市", Some("县")));
    write("县.toml", &rubric("县", Some("乡镇")));
    write("乡镇.toml", &rubric("乡镇", None));
    write(
        "市/assessment.toml",
        "rubric = \"../市.toml\"\nsubmissions = [\"填报.csv\"]\n[[rollups]]\nlist = \"below\"\nassessments = [\"../县\"]\nunit = \"甲市\"\n",
    );
    write("市/填报.csv", "编号,单位,合格率\nS1,甲市,90%\n");
    write(
        "县/assessment.toml",
        "rubric = \"../县.toml\"\nsubmissions = [\"填报.csv\"]\n\
         [[rollups]]\nlist = \"below\"\nassessments = [\"../乡镇/甲县\"]\nunit = \"甲县\"\n\
         [[rollups]]\nlist = \"below\"\nassessments = [\"../乡镇/乙县\"]\nunit = \"乙县\"\n",
    );
    write("县/填报.csv", "编号,单位,合格率\nX1,甲县,100%\nX2,乙县,80%\n");
    for (county, rows) in [("甲县", "Z1,甲乡,95%\nZ2,乙镇,85%\n"), ("乙县", "Z3,丙乡,70%\nZ4,丁镇,60%\n")] {
        let name = |file: &str| format!("乡镇/{county}/{file}");
        write(&name("assessment.toml"), "rubric = \"../../乡镇.toml\"\nsubmissions = [\"填报.csv\"]\n");
        write(&name("填报.csv"), &format!("编号,单位,合格率\n{rows}"));
    }
    folder
}

fn without_place(text: &str, folder: &tempfile::TempDir) -> String {
    text.replace(folder.path().to_str().unwrap(), "…")
}

#[test]
fn three_tiers_are_scored_in_one_run() {
    let folder = three_tiers();
    // Townships: 57 and 51, mean 54; 42 and 36, mean 39. 甲县: 60 + 40 × 54 ÷ 60 = 96; 乙县: 48 + 40 × 39 ÷ 60 = 74.
    // 甲市: 54 + 40 (the mean of 85 is over 60) = 94.
    let (code, said) = kaohe(&["score", "市", "--tiers", "--no-units", "--no-html"], folder.path());
    assert_eq!(code, 0, "{said}");
    insta::assert_snapshot!("run", without_place(&said, &folder));
    // What came from below is told with the file it came from.
    let (_, said) = kaohe(&["explain", "甲县", "1.2", "--folder", "县"], folder.path());
    insta::assert_snapshot!("explained", said);
    // What was made through the tiers is made again from the same names.
    let (code, said) = kaohe(&["verify", "市/out/results.json"], folder.path());
    assert_eq!(code, 0, "{said}");
    let (code, said) = kaohe(&["verify", "县/out/results.json"], folder.path());
    assert_eq!(code, 0, "{said}");
}

#[test]
fn nothing_is_taken_from_a_tier_that_has_no_results() {
    let folder = three_tiers();
    let (code, said) = kaohe(&["score", "县", "--no-units", "--no-html"], folder.path());
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("R099") && said.contains("kaohe score --tiers"), "{said}");
    // A township's rubric is broken after a first run: what that run left does not count.
    kaohe(&["score", "县", "--tiers", "--no-units", "--no-html"], folder.path());
    fs::write(folder.path().join("乡镇.toml"), "id = 1\n").unwrap();
    let (code, said) = kaohe(&["score", "县", "--tiers", "--no-units", "--no-html"], folder.path());
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("没有结果,上级没有评分"), "{said}");
}

#[test]
fn published_results_of_a_lower_tier_count_as_they_are() {
    let folder = three_tiers();
    let run = || kaohe(&["score", "县", "--tiers", "--no-units", "--no-html"], folder.path());
    run();
    let (code, said) = kaohe(&["publish", "乡镇/甲县", "--date", "2017-03-01"], folder.path());
    assert_eq!(code, 0, "{said}");
    let before = fs::read(folder.path().join("乡镇/甲县/out/results.json")).unwrap();
    fs::write(folder.path().join("乡镇/甲县/填报.csv"), "编号,单位,合格率\nZ1,甲乡,50%\nZ2,乙镇,50%\n").unwrap();
    let (code, said) = run();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("已发布,按发布的结果汇总"), "{said}");
    assert_eq!(fs::read(folder.path().join("乡镇/甲县/out/results.json")).unwrap(), before);
    // An appeal makes a new edition, and that is what counts from then on.
    let arguments = ["score", "乡镇/甲县", "--no-units", "--no-html", "--reason", "复查"];
    let (code, said) = kaohe(&arguments, folder.path());
    assert_eq!(code, 0, "{said}");
    run();
    let county = fs::read_to_string(folder.path().join("县/out/results.json")).unwrap();
    assert!(county.contains("../乡镇/甲县/out-2/results.json"), "{county}");
}

#[test]
fn tiers_in_a_circle_end_in_a_located_error() {
    let folder = three_tiers();
    let path = folder.path().join("乡镇/甲县/assessment.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "[[rollups]]\nlist = \"below\"\nassessments = [\"../../县\"]\nunit = \"甲乡\"\n").unwrap();
    let (code, said) = kaohe(&["score", "市", "--tiers"], folder.path());
    assert_eq!(code, 1);
    assert!(said.contains("R098"), "{said}");
    fs::write(&path, "rubric = \"../../乡镇.toml\"\nsubmissions = [\"填报.csv\"]\n[[rollups]]\nlist = \"below\"\nassessments = [\"村/*\"]\n").unwrap();
    let (code, said) = kaohe(&["score", "市", "--tiers"], folder.path());
    assert_eq!(code, 1);
    assert!(said.contains("R097"), "{said}");
}
