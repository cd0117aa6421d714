//! Every problem that data can have: one assessment folder of which nothing is told, and for each code one edit of it
//! that is told of under that code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use kaohe::words::data::DataProblem;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

const RUBRIC: &str = r#"
id = "all"
title = "各种数据"
period = "2016年度"
edition = "1"
groups = ["平原", "山区"]
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "last" }
grading = { grades = [{ name = "A", min = 60 }, { name = "B" }] }
[fields]
passed = { label = "合格批次", kind = "count", must = [{ holds = "passed <= sampled", severity = "error", say = "合格批次不能多于抽查批次" }] }
sampled = { label = "抽查批次", kind = "count" }
rate = { label = "合格率", kind = "percent", max = "100%" }
brands = { label = "名牌", kind = "count", aliases = ["商标"] }
incidents = { label = "重大事故", kind = "count", precedence = ["department"], aliases = ["商 标"] }
[lists.awards]
label = "表彰"
no_rows = "none"
columns = { project = { label = "项目", kind = "text" }, marks = { label = "分值", kind = "number" } }
[lists.honours]
label = "荣誉"
no_rows = "none"
columns = { honour = { label = "荣誉名称", kind = "text" }, level = { label = "层级", kind = "number" } }
[lists.townships]
label = "乡镇"
no_rows = "missing"
columns = { name = { label = "乡镇名", kind = "text" }, total = { label = "总分", kind = "number" }, quality = { label = "质量得分", kind = "number", aliases = ["points(1.1)"] } }
[[sections]]
id = "1"
title = "质量"
indicators = [
    { id = "1.1", title = "抽查", points = 10, value = "passed / sampled", score = "proportion" },
    { id = "1.2", title = "领导评价", points = 10, score = "given" },
    { id = "1.3", title = "合格", points = 10, value = "rate", score = "proportion" },
    { id = "1.4", title = "目标", points = 10, score.formula = "brands - target.brands + previous.brands" },
    { id = "1.5", title = "三次方", points = 10, score.formula = "brands * brands * brands" },
    { id = "1.6", title = "表彰", points = 10, value = "sum(awards, marks, known(project)) + sum(honours, level, honour != '无')", score.add = { each = 1 } },
    { id = "1.8", title = "平原", points = 10, applies = "group = '平原'", value = "rate", score = "proportion" },
    { id = "1.7", title = "乡镇", points = 10, value = "mean(townships, (total + quality) / 2, name != '无')", score.proportion = { target = 100 } },
]
[[vetoes]]
id = "V1"
when = "incidents > 0"
grade = "B"
say = "发生重大事故"
"#;

/// The files of the folder beside its rubric.
const FILES: [(&str, &str); 10] = [
    (
        "assessment.toml",
        "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data\"]\ntargets = \"targets.csv\"\n\
         previous = [\"2015.csv\"]\ncorrections = \"collected.csv\"\nadjustments = \"adjustments.csv\"\n\
         review_groups = \"groups.csv\"\n\
         rollups = [{ list = \"townships\", results = [\"lower.json\"] }]\n",
    ),
    ("units.csv", "id,name,group\n01,甲县,平原\n02,乙县,山区\n"),
    (
        "data/data.csv",
        "编号,单位,合格批次,抽查批次,合格率,名牌,重大事故,1.2\n01,甲县,90,100,98.5%,3,0,8\n02,乙县,80,100,97%,2,0,7\n",
    ),
    ("data/表彰.csv", "单位,项目,分值\n甲县,甲项目,3\n乙县,乙项目,2\n"),
    ("collected.csv", "单位,数据项,填报值,更正值,更正理由\n甲县,名牌,3,,\n"),
    ("groups.csv", "单位,考评组\n甲县,第一组\n乙县,第二组\n"),
    ("targets.csv", "编号,名牌\n01,2\n02,1\n"),
    ("2015.csv", "编号,名牌\n01,1\n02,1\n"),
    ("adjustments.csv", "单位,指标,调整后得分,增减,理由,调整人,日期\n甲县,1.2,9,,补交材料,张三,2017-01-05\n"),
    (
        "lower.json",
        r#"{"format": 1, "units": [
    {"id": "1", "name": "甲一镇", "group": "甲县", "total": "91", "grade": "A", "rank": 1, "nodes": [{"id": "1.1", "points": "90", "status": "scored"}]},
    {"id": "2", "name": "乙一镇", "group": "乙县", "total": "80", "grade": "B", "rank": 2, "nodes": [{"id": "1.1", "points": "70", "status": "scored"}]}
]}"#,
    ),
];

/// A change of the folder.
enum Edit {
    /// One text in the place of another.
    Text(&'static str, &'static str, &'static str),
    /// One more file.
    More(&'static str, &'static str),
    /// A file saved in GBK.
    Gbk(&'static str),
    /// One more sheet, of an .ods, with this cell.
    Ods(&'static str),
    /// One more workbook, of these rows, made otherwise by this.
    Book(&'static [&'static [&'static str]], fn(&mut Worksheet)),
    /// One more form, of this rubric and edition.
    Form(&'static str, &'static str),
}

use Edit::{Book, Form, Gbk, More, Ods, Text};

use common::run;

/// For each code an edit, after which it is told.
const EXAMPLES: &[(&str, Edit)] = &[
    ("D001", More("data/空.csv", "")),
    ("D002", More("data/别的.csv", "电话,地址\n1,2\n")),
    ("D003", Text("data/data.csv", "02,乙县", "09,丁县")),
    ("D004", Text("data/data.csv", "02,乙县", "01,甲县")),
    ("D005", Text("data/data.csv", "抽查批次", "抽查批号")),
    ("D006", Text("data/data.csv", "90,100", "九十,100")),
    ("D007", More("data/部门.csv", "单位,数据项,数值\n甲县,名牌,4\n")),
    ("D008", Text("data/data.csv", "90,100", "110,100")),
    ("D009", Text("data/data.csv", "90,100", "约90,100")),
    ("D010", Text("data/data.csv", "90,100", ",100")),
    ("D011", Text("units.csv", "02,乙县,山区\n", "02,乙县,山区\n03,丙县,山区\n")),
    ("D012", Text("data/data.csv", "90,100", "0,0")),
    ("D013", Text("data/data.csv", "98.5%,3", "98.5%,99999999999999")),
    ("D014", Text("data/data.csv", "98.5%,3,0", "98.5%,3,")),
    ("D015", Text("data/data.csv", "98.5%", "120%")),
    ("D016", Text("data/data.csv", "90,100", "#DIV/0!,100")),
    ("D017", Ods(r#"<table:table-cell table:formula="of:=1+1"/>"#)),
    ("D018", Text("units.csv", "id,name,group", "电话,地址,邮编")),
    ("D019", Text("units.csv", "02,乙县", "01,乙县")),
    ("D020", Text("units.csv", "02,乙县,山区", "02,乙县,山 区县")),
    ("D021", Gbk("data/data.csv")),
    ("D022", More("data/甲县-乙县.csv", "数据项,数值\n名牌,3\n")),
    (
        "D023",
        Ods(
            r#"<table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#,
        ),
    ),
    ("D024", More("data/填报表.csv", "数据项,数值\n名牌,3\n")),
    ("D025", More("data/空表.csv", "单位,名牌\n")),
    ("D026", Text("data/data.csv", "98.5%", "98.5")),
    ("D027", More("data/断.csv", "单位,名牌\n甲县,\"3\n")),
    ("D028", More("data/自评.csv", "单位,数据项,数值,自评得分\n甲县,1.2,8,优秀\n")),
    ("D029", More("data/部门.csv", "单位,数据项,数值\n,名牌,3\n")),
    ("D030", Text("data/data.csv", "98.5%", "无")),
    ("D031", Text("units.csv", "02,乙县,山区", "02,乙县,")),
    ("D032", More("data/自评.csv", "单位,数据项,数值,自评得分\n甲县,名牌,3,8\n")),
    ("D033", Text("targets.csv", "01,2", "01,15~10")),
    ("D034", Text("targets.csv", "01,2", "01,2~3")),
    ("D035", Text("targets.csv", "名牌\n01,2", "名牌,合格率\n01,2,95%")),
    ("D036", Text("assessment.toml", "targets = \"targets.csv\"\n", "")),
    ("D037", More("data/附件.csv", "单位,项目,分值,荣誉名称,层级\n甲县,丙项目,3,先进,1\n")),
    ("D038", Text("data/表彰.csv", "单位,项目,分值\n甲县,甲项目,3", "单位,项目,分值,项目\n甲县,甲项目,3,丙项目")),
    ("D039", Text("data/表彰.csv", "项目,分值", "项目,备注")),
    ("D040", More("data/表彰-部门.csv", "单位,项目,分值\n甲县,无,\n")),
    ("D041", More("data/表彰-部门.csv", "单位,项目,分值\n甲县,甲项目,3\n")),
    ("D042", Text("rubric.toml", "previous.brands", "past.value(brands, 2)")),
    ("D043", Text("rubric.toml", " + previous.brands", "")),
    ("D044", Text("2015.csv", "名牌", "总分")),
    ("D045", Text("2015.csv", "02,1\n", "")),
    ("D090", Text("groups.csv", "单位,考评组", "电话,地址")),
    ("D091", Text("groups.csv", "乙县,第二组\n", "乙县,第二组\n丁县,第一组\n")),
    ("D092", Text("groups.csv", "乙县,第二组\n", "乙县,第二组\n甲县,第二组\n")),
    ("D093", Text("groups.csv", "乙县,第二组\n", "")),
    ("D046", Text("adjustments.csv", "补交材料", "")),
    ("D047", Text("adjustments.csv", "2017-01-05\n", "2017-01-05\n甲县,1.2,8,,再议,李四,2017-01-06\n")),
    ("D048", Text("adjustments.csv", "单位,指标,调整后得分,增减", "电话,指标,甲,乙")),
    ("D049", Text("adjustments.csv", "1.2,9", "1.2,90")),
    ("D050", Text("adjustments.csv", "甲县,1.2,9,", "乙县,1.8,,1")),
    ("D051", Text("assessment.toml", "\"townships\"", "\"township\"")),
    ("D052", Text("lower.json", "\"1.1\", \"points\": \"90\"", "\"1.2\", \"points\": \"90\"")),
    ("D053", Text("lower.json", "\"乙县\"", "\"丙县\"")),
    ("D054", More("data/来源.csv", "单位,数据项,来源,数值\n甲县,名牌,听说,3\n")),
    ("D055", More("data/来源.csv", "单位,数据项,来源,数值\n甲县,名牌,部门,4\n")),
    (
        "D056",
        Text(
            "data/data.csv",
            "重大事故,1.2\n01,甲县,90,100,98.5%,3,0,8\n02,乙县,80,100,97%,2,0,7\n",
            "重大事故,1.2,来源\n01,甲县,90,100,98.5%,3,0,8,自评\n02,乙县,80,100,97%,2,0,7,部门\n",
        ),
    ),
    ("D057", Text("rubric.toml", "title = \"合格\",", "title = \"合格\", evidence_required = true,")),
    ("D058", Text("assessment.toml", "collected.csv", "nowhere.csv")),
    ("D059", Text("collected.csv", "更正值", "电话")),
    ("D060", Text("collected.csv", "甲县,名牌,3,,", "丁县,名牌,3,4,笔误")),
    ("D061", Text("collected.csv", "3,,", "2,4,笔误")),
    ("D062", Text("collected.csv", "3,,", "3,4,")),
    ("D063", Text("collected.csv", "3,,", "4,,")),
    ("D070", Form("another", "1")),
    ("D071", Form("all", "0")),
    (
        "D080",
        Book(&[&["单位", "名牌"], &["甲县", ""], &["乙县", ""]], |sheet| {
            sheet.merge_range(1, 1, 2, 1, "3", &Format::new()).unwrap();
        }),
    ),
    (
        "D081",
        Book(&[&["单位", "名牌"], &["甲县", "3"]], |sheet| {
            sheet.set_row_hidden(1).unwrap();
        }),
    ),
    (
        "D082",
        Book(&[&["单位", "名牌"], &["甲县", "3"]], |sheet| {
            sheet.set_hidden(true);
        }),
    ),
    (
        "D083",
        Book(&[&["单位", "名牌"], &["甲县", "3"]], |sheet| {
            sheet.merge_range(1, 2, 2, 2, "", &Format::new()).unwrap().write(2, 2, "遮").unwrap();
        }),
    ),
    ("D084", Book(&[&["单位", "数据项", "数值"], &["甲县", "名牌", "3"], &["", "抽查批次", "100"]], |_| {})),
    ("D085", More("data/表.xls", "单位\t名牌\n甲县\t3\n")),
    ("D086", Text("data/data.csv", "名牌,重大", "商\u{3000}标,重大")),
    ("D087", More("data/部门.csv", "单位,数据项编号,数据项,数值\n甲县,rate,名牌,3\n")),
    ("D088", Text("data/data.csv", "02,乙县", "02,丁县")),
    ("D089", Text("data/data.csv", "98.5%,3,0,8\n02,乙县,80,100,97%", "98.5,3,0,8\n02,乙县,80,100,0.97")),
];

impl Edit {
    fn apply(&self, folder: &Path) {
        match self {
            Text(file, from, to) => {
                let text = fs::read_to_string(folder.join(file)).unwrap();
                assert_eq!(text.matches(from).count(), 1, "{file} has one {from}");
                fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
            }
            More(file, text) => {
                assert!(!folder.join(file).exists(), "{file} is there");
                fs::write(folder.join(file), text).unwrap();
            }
            Gbk(file) => {
                let text = fs::read_to_string(folder.join(file)).unwrap();
                fs::write(folder.join(file), encoding_rs::GB18030.encode(&text).0).unwrap();
            }
            Book(rows, change) => {
                let mut book = Workbook::new();
                book.add_worksheet().write(0, 0, "说明").unwrap();
                let sheet = book.add_worksheet();
                for (row, cells) in (0..).zip(*rows) {
                    sheet.write_row(row, 0, cells.iter().copied()).unwrap();
                }
                change(sheet);
                book.save(folder.join("data/表.xlsx")).unwrap();
            }
            Ods(cell) => fs::write(folder.join("data/表.ods"), ods(cell, "")).unwrap(),
            Form(rubric, edition) => {
                let row =
                    |key: &str, says: &str| format!("<table:table-row>{}{}</table:table-row>", text(key), text(says));
                let rows = row("kaohe-form", "1") + &row("rubric", rubric) + &row("edition", edition);
                let stamp = format!(r#"<table:table table:name="_kaohe">{rows}</table:table>"#);
                let cell = r#"<table:table-cell office:value-type="float" office:value="3"/>"#;
                fs::write(folder.join("data/表.ods"), ods(cell, &stamp)).unwrap();
            }
        }
    }
}

fn text(text: &str) -> String {
    format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

/// A sheet with a county's 名牌 in this cell, and these tables after it.
fn ods(cell: &str, more: &str) -> Vec<u8> {
    let spaces = ["office", "table", "text"].map(|name| format!("xmlns:{name}=\"urn:{name}\"")).join(" ");
    let rows = format!(
        "<table:table-row>{}{}</table:table-row><table:table-row>{}{cell}</table:table-row>",
        text("单位"),
        text("名牌"),
        text("甲县"),
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    write!(zip, r#"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>{more}</office:spreadsheet></office:body></office:document-content>"#).unwrap();
    zip.finish().unwrap().into_inner()
}

/// The codes that `check` tells of the folder after an edit.
fn told(edit: Option<&Edit>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("rubric.toml"), RUBRIC).unwrap();
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    if let Some(edit) = edit {
        edit.apply(folder.path());
    }
    let run = run(folder.path(), &["check", ".", "--format", "json"]);
    let problems: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let list = problems.as_array().unwrap();
    list.iter().map(|problem| format!("{} {}", problem["code"].as_str().unwrap(), problem["message"])).collect()
}

#[test]
fn every_problem_that_data_can_have_is_told_after_one_edit_and_not_before() {
    assert_eq!(told(None), [] as [String; 0]);
    let wrong: Vec<String> = EXAMPLES
        .iter()
        .filter_map(|(code, edit)| {
            let told = told(Some(edit));
            (!told.iter().any(|line| line.starts_with(code))).then(|| format!("{code}: {told:#?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "not told: {}", wrong.join("\n"));
    let shown: BTreeSet<&str> = EXAMPLES.iter().map(|(code, _)| *code).collect();
    let missing: Vec<&str> =
        DataProblem::CATALOGUE.iter().map(|entry| entry.code).filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}
