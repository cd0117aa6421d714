//! Rescoring, comparing, verifying and publishing, as whole runs of the command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use common::{kaohe, run};

const EXAMPLE: &str = "examples/county-quality-2016";

const OLD: &str = r#"
id = "towns"
title = "小城镇考核"
period = "2016年度"
edition = "1"
groups = ["平原", "山区"]
missing = "zero"
not_applicable = "leave-out"
rescale = "section"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "keep-place" }
[grading]
grades = [{ name = "A", min = 80 }, { name = "B", min = 60 }, { name = "C" }]
quota = [{ grade = "A", at_most = 1, within = "all", ties = "all-out" }]
[fields]
rate = { label = "合格率", kind = "percent" }
trained = { label = "培训人次", kind = "count" }
brands = { label = "名牌数", kind = "count" }
accidents = { label = "事故数", kind = "count" }
[[sections]]
id = "1"
title = "质量"
points = 60
[[sections.indicators]]
id = "1.1"
title = "抽查合格率"
points = 40
value = "rate"
score.interpolate = { from = "80%", to = "95%" }
[[sections.indicators]]
id = "1.2"
title = "名牌"
points = 20
value = "brands"
score.add = { each = 5 }
[[sections]]
id = "2"
title = "保障"
points = 40
[[sections.indicators]]
id = "2.1"
title = "培训"
points = 30
value = "trained"
score.proportion = { target = 300 }
[[sections.indicators]]
id = "2.2"
title = "材料报送"
points = 10
score = "given"
[[vetoes]]
id = "V1"
when = "accidents > 1"
grade = "C"
say = "发生两起以上事故"
"#;

/// Each change of the later edition, and what it was.
const CHANGES: [(&str, &str); 8] = [
    ("edition = \"1\"", "edition = \"2\""),
    ("min = 80", "min = 78"),
    // Points and target of 1.1: two numbers that act together.
    ("points = 40\nvalue = \"rate\"", "points = 45\nvalue = \"rate\""),
    ("to = \"95%\"", "to = \"98%\""),
    // The rule of 1.2 is another.
    (
        "points = 20\nvalue = \"brands\"\nscore.add = { each = 5 }",
        "points = 15\nvalue = \"brands\"\nscore.bands = [{ at_least = 3, points = 15 }, { at_least = 1, points = 8 }, { points = 0 }]",
    ),
    // 2.2 is gone, 2.3 is new.
    (
        "id = \"2.2\"\ntitle = \"材料报送\"\npoints = 10\nscore = \"given\"",
        "id = \"2.3\"\ntitle = \"无事故\"\npoints = 10\nvalue = \"accidents\"\nscore.deduct = { each = 5 }",
    ),
    ("score.proportion = { target = 300 }", "score.proportion = { target = 240 }"),
    ("accidents > 1", "accidents > 0"),
];

const DATA: &str = "编号,单位,合格率,培训人次,名牌数,事故数,2.2\n1,甲县,98%,300,4,0,9\n2,乙县,92%,240,3,1,10\n3,丙县,90%,不适用,1,0,8\n4,丁县,85%,100,,0,7\n5,戊县,95%,290,2,0,6\n";
const UNITS: &str = "id,name,group\n1,甲县,平原\n2,乙县,平原\n3,丙县,山区\n4,丁县,山区\n5,戊县,山区\n";
const ADJUSTMENTS: &str = "单位,指标,调整后得分,增减,理由,调整人,日期\n丁县,1.1,,2,核查补证,王组长,2017-01-10\n丙县,2.2,9.5,,材料补齐,王组长,2017-01-10\n";

fn changed(old: &str) -> String {
    CHANGES.iter().fold(old.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}

/// A folder of an assessment with two editions of its rubric.
fn towns() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\nadjustments = \"adjustments.csv\"\n";
    for (name, text) in [
        ("rubric.toml", OLD),
        ("new.toml", &changed(OLD)),
        ("units.csv", UNITS),
        ("data.csv", DATA),
        ("adjustments.csv", ADJUSTMENTS),
        ("assessment.toml", parts),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Every sheet of a workbook as text.
fn cells(path: &Path) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut text = String::new();
    for name in book.sheet_names() {
        writeln!(text, "== {name}").unwrap();
        let sheet = book.worksheet_range(&name).unwrap();
        for row in sheet.rows() {
            let cell = |cell: &Data| match cell {
                Data::Empty => String::new(),
                other => other.to_string(),
            };
            writeln!(text, "{}", row.iter().map(cell).collect::<Vec<_>>().join(" | ").trim_end_matches([' ', '|']))
                .unwrap();
        }
    }
    text
}

#[test]
fn who_moved_and_why_in_every_format() {
    let folder = towns();
    insta::assert_snapshot!("rescore_zh", kaohe(folder.path(), &["rescore", ".", "--to", "new.toml"]));
    let changes = folder.path().join("changes");
    insta::assert_snapshot!("rescore_html", fs::read_to_string(changes.join("changes.html")).unwrap());
    insta::assert_snapshot!("rescore_json", fs::read_to_string(changes.join("changes.json")).unwrap());
    insta::assert_snapshot!("rescore_xlsx", cells(&changes.join("changes.xlsx")));
    let english = ["rescore", ".", "--to", "new.toml", "--no-files", "--lang", "en"];
    insta::assert_snapshot!("rescore_en", kaohe(folder.path(), &english));
    let unit = ["rescore", ".", "--to", "new.toml", "--no-files", "--unit", "乙县"];
    insta::assert_snapshot!("rescore_unit", kaohe(folder.path(), &unit));
}

#[test]
fn an_edition_moves_nobody_from_itself() {
    let folder = towns();
    let said = kaohe(folder.path(), &["rescore", ".", "--to", "rubric.toml", "--no-files"]);
    assert!(said.contains("没有任何变化") && said.starts_with("$ kaohe") && said.contains("exit 0"), "{said}");
    kaohe(folder.path(), &["score", "."]);
    let said = kaohe(folder.path(), &["compare", "out", "."]);
    assert!(said.contains("没有任何变化") && !said.contains("只按保存的结果"), "{said}");
    let said = kaohe(folder.path(), &["compare", "out", ".", "--results-only"]);
    assert!(said.contains("没有任何变化"), "{said}");
    assert!(!folder.path().join("changes").exists());
}

/// What `rescore` says of an edition is what scoring by it gives: also where the data are not read again.
#[test]
fn a_rescored_total_is_the_total_of_the_edition() {
    let place = tempfile::tempdir().unwrap();
    let old = fs::read_to_string(Path::new(EXAMPLE).join("rubric.toml")).unwrap();
    let edits = [
        vec![(
            "to = { default = \"95%\", \"生态山区\" = \"92%\" }",
            "to = { default = \"97%\", \"生态山区\" = \"92%\" }",
        )],
        vec![("leaf = 2", "leaf = 0"), ("min = 90", "min = 89")],
    ];
    for (number, edits) in edits.iter().enumerate() {
        let text = edits.iter().fold(old.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let (rubric, out) = (place.path().join("new.toml"), place.path().join(format!("{number}")));
        fs::write(&rubric, text).unwrap();
        let run = |arguments: &[&str]| {
            let run = run(Path::new("."), arguments);
            assert_eq!(run.code, 0, "{}", run.err);
        };
        let (rubric, scored) = (rubric.to_str().unwrap(), out.join("scored"));
        let moved = out.join("moved");
        run(&["rescore", EXAMPLE, "--to", rubric, "--out", moved.to_str().unwrap()]);
        run(&["score", EXAMPLE, "--rubric", rubric, "--no-units", "--out", scored.to_str().unwrap()]);
        let (moves, results) = (json(&moved.join("changes.json")), json(&scored.join("results.json")));
        for unit in results["units"].as_array().unwrap() {
            let same = moves["units"].as_array().unwrap().iter().find(|other| other["id"] == unit["id"]).unwrap();
            assert_eq!(same["total"]["after"], unit["total"], "{}", unit["name"]);
            assert_eq!(same["rank"]["after"], unit["rank"]);
            assert_eq!(same["grade"]["after"], unit["grade"]);
        }
        assert!(moves["units"].as_array().unwrap().iter().any(|unit| unit["total"]["difference"] != "0"));
    }
}

#[test]
fn many_editions_and_many_folders_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["东", "西"] {
        let from = towns();
        fs::create_dir(folder.path().join(name)).unwrap();
        for file in fs::read_dir(from.path()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.path().join(name).join(file.file_name())).unwrap();
        }
    }
    let said = kaohe(
        folder.path(),
        &[
            "rescore",
            "东",
            "西",
            "--to",
            "东/new.toml",
            "--set",
            "2.1.proportion.target=200",
            "--set",
            "1.1.points=35",
            "--set",
            "1.2.points=25",
        ],
    );
    insta::assert_snapshot!("rescore_many", said);
    for name in ["东/changes/东-new", "西/changes/东-new"] {
        assert!(folder.path().join(name).join("changes.html").is_file(), "{name}");
    }
    let said = kaohe(folder.path(), &["rescore", "东", "西", "--to", "东/new.toml", "--out", "全部"]);
    assert!(said.contains("exit 0") && folder.path().join("全部/西/changes.json").is_file(), "{said}");
}

#[test]
fn what_cannot_be_set_is_told() {
    let folder = towns();
    let runs = [
        kaohe(folder.path(), &["rescore", "."]),
        kaohe(folder.path(), &["rescore", ".", "--set", "1.1.points"]),
        kaohe(folder.path(), &["rescore", ".", "--set", "1.1.point=3"]),
        kaohe(folder.path(), &["rescore", ".", "--set", "1.1.points=很多"]),
        kaohe(folder.path(), &["rescore", ".", "--set", "1.1.points=-3", "--no-files"]),
        kaohe(folder.path(), &["rescore", ".", "--to", "没有.toml"]),
        kaohe(folder.path(), &["rescore", "nowhere", "--to", "new.toml"]),
        kaohe(folder.path(), &["rescore", ".", "--to", "new.toml", "--unit", "己县", "--no-files"]),
    ];
    insta::assert_snapshot!("rescore_refused", runs.join("\n"));
}

/// Two assessments of two years, with the rules and the data of each.
fn two_years() -> tempfile::TempDir {
    let folder = towns();
    kaohe(folder.path(), &["score", ".", "--no-units"]);
    let next = folder.path().join("2017");
    fs::create_dir(&next).unwrap();
    let data = DATA
        .replace("92%,240", "94%,260")
        .replace("85%,100", "88%,180")
        .replace("5,戊县", "6,己县")
        .replace(",2.2", "");
    let shorter = |line: &'_ str| match line.rsplit_once(',') {
        Some((rest, _)) if !line.starts_with('编') => rest.to_owned(),
        _ => line.to_owned(),
    };
    let data = data.lines().map(shorter).collect::<Vec<_>>().join("\n");
    fs::write(next.join("data.csv"), data).unwrap();
    fs::write(next.join("units.csv"), UNITS.replace("5,戊县", "6,己县")).unwrap();
    fs::write(next.join("rubric.toml"), changed(OLD).replace("2016年度", "2017年度")).unwrap();
    fs::write(
        next.join("assessment.toml"),
        "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\n",
    )
    .unwrap();
    kaohe(folder.path(), &["score", "2017", "--no-units"]);
    folder
}

#[test]
fn two_years_are_compared_by_rules_and_data() {
    let folder = two_years();
    insta::assert_snapshot!("compare_zh", kaohe(folder.path(), &["compare", ".", "2017", "--out", "同比"]));
    insta::assert_snapshot!("compare_xlsx", cells(&folder.path().join("同比/changes.xlsx")));
    insta::assert_snapshot!(
        "compare_unit",
        kaohe(folder.path(), &["compare", ".", "2017", "--unit", "4", "--lang", "en"])
    );
    // Without the data of one of them, results are all there is.
    fs::write(folder.path().join("2017/data.csv"), "编号\n").unwrap();
    insta::assert_snapshot!("compare_results", kaohe(folder.path(), &["compare", "out", ".", "2017"]));
}

#[test]
fn a_saved_result_is_verified() {
    let folder = two_years();
    let say = |arguments: &[&str]| kaohe(folder.path(), arguments);
    let mut runs = vec![say(&["verify", "2017"])];
    assert!(runs[0].contains("exit 0"), "{}", runs[0]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join("2017/out/results.json"), elsewhere.path().join("results.json")).unwrap();
    let moved = kaohe(elsewhere.path(), &["verify", "results.json"]);
    assert!(moved.contains("没有找到") && moved.contains("exit 1"), "{moved}");
    let named =
        kaohe(elsewhere.path(), &["verify", "results.json", "--folder", folder.path().join("2017").to_str().unwrap()]);
    assert!(named.contains("一致") && named.contains("exit 0"), "{named}");

    let data = folder.path().join("2017/data.csv");
    let text = fs::read_to_string(&data).unwrap();
    fs::write(&data, text.replace("94%", "95%")).unwrap();
    runs.push(say(&["verify", "2017"]));
    fs::write(&data, format!("{text}\n\n")).unwrap();
    runs.push(say(&["verify", "2017", "--lang", "en"]));
    fs::write(&data, &text).unwrap();
    let results = folder.path().join("2017/out/results.json");
    let saved = fs::read_to_string(&results).unwrap();
    fs::write(&results, saved.replace(env!("CARGO_PKG_VERSION"), "0.0.9")).unwrap();
    runs.push(say(&["verify", "2017/out/results.json"]));
    fs::write(&results, saved.replace("\"format\": 1", "\"format\": 99")).unwrap();
    runs.push(say(&["verify", "2017"]));
    fs::write(&results, "{\"format\": 1").unwrap();
    runs.push(say(&["verify", "2017"]));
    runs.push(say(&["verify", "nowhere"]));
    let version = env!("CARGO_PKG_VERSION");
    let runs: Vec<String> = runs.iter().map(|run| hidden(&run.replace(version, "[VERSION]"))).collect();
    insta::assert_snapshot!("verify", runs.join("\n"));
}

/// A text without the fingerprints in it, which change with the version of the tool.
fn hidden(text: &str) -> String {
    let hash = |word: &str| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let mut shown = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        shown.push_str(if hash(&word) { "[SHA-256]" } else { &word });
        word.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

#[test]
fn what_was_published_stays_and_an_appeal_makes_a_new_edition() {
    let folder = two_years();
    let say = |arguments: &[&str]| kaohe(folder.path(), arguments);
    let results = folder.path().join("out/results.json");
    let mut runs = vec![
        say(&["score", ".", "--no-units", "--reason", "复查"]),
        say(&["publish", ".", "--date", "三月一日"]),
        say(&["publish", "nowhere", "--date", "2017-03-01"]),
        say(&["publish", "."]),
        say(&["publish", ".", "--date", "2017年3月1日", "--document", "质考〔2017〕3号"]),
        say(&["publish", ".", "--date", "2017-03-02"]),
    ];
    let published = fs::read(&results).unwrap();
    runs.push(say(&["score", ".", "--no-units"]));
    fs::write(folder.path().join("data.csv"), DATA.replace("85%", "86%")).unwrap();
    runs.push(
        say(&["score", ".", "--no-units", "--reason", "丁县申请复查,更正合格率"])
            .split("--- stderr")
            .last()
            .unwrap()
            .to_owned(),
    );
    assert_eq!(fs::read(&results).unwrap(), published);
    let revised = json(&folder.path().join("out-2/results.json"));
    assert_eq!(revised["revises"]["reason"], "丁县申请复查,更正合格率");
    runs.push(say(&["verify", "out-2"]));
    runs.push(say(&["publish", "out-2", "--date", "2017-04-10"]));
    runs.push(say(&["compare", "out", "out-2"]));
    // Whoever changes what was published is found out, also through what replaced it.
    fs::write(&results, [published.as_slice(), b"\n"].concat()).unwrap();
    runs.push(say(&["verify", "out"]));
    let manifest = folder.path().join("out/manifest.json");
    let hash = json(&manifest)["published"]["results"].as_str().unwrap().to_owned();
    fs::write(&manifest, fs::read_to_string(&manifest).unwrap().replace(&hash, &"0".repeat(64))).unwrap();
    runs.push(say(&["publish", "out-2"]));
    let runs: Vec<String> = runs.iter().map(|run| hidden(run)).collect();
    insta::assert_snapshot!("publish", runs.join("\n"));
}

#[test]
fn no_saved_results_make_the_command_panic_or_hang() {
    let folder = two_years();
    let results = folder.path().join("2017/out/results.json");
    let good = fs::read_to_string(&results).unwrap();
    let mut deep = String::new();
    for n in 1..400 {
        let above = n - 1;
        let node =
            format!("\"id\":\"n{n}\",\"title\":\"\",\"level\":\"item\",\"part\":\"ordinary\",\"parent\":\"n{above}\"");
        writeln!(deep, "{{{node}}},").unwrap();
    }
    let bad = [
        good.replace("\"points\": \"", "\"points\": \"9999999999999999999999999999"),
        good.replace("\"total\": \"", "\"total\": \"-79228162514264337593543950335"),
        good.replace("\"parent\": \"1\"", "\"parent\": \"1.1\""),
        good.replace("\"rank\": 1", "\"rank\": 18446744073709551615"),
        good.replace("\"nodes\": [\n", &format!("\"nodes\": [\n{deep}")),
        good.replace("\"units\": [", "\"units\": [{},"),
        String::new(),
    ];
    for text in bad {
        fs::write(&results, text).unwrap();
        for arguments in [
            vec!["compare", ".", "2017", "--results-only"],
            vec!["compare", "2017", ".", "2017"],
            vec!["verify", "2017"],
        ] {
            let said = kaohe(folder.path(), &arguments);
            assert!(
                ["exit 0", "exit 1", "exit 2"].iter().any(|exit| said.contains(exit)) && !said.contains("panicked"),
                "{said}"
            );
        }
    }
}
