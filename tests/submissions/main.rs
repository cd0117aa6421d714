//! Submissions as they arrive: one table in every format, and the defects of real files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod defects;
mod guide;
mod numbers;
mod office;
mod write;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use kaohe::diagnostic::{Diagnostic, Source};
use kaohe::program::{FieldKind, Program};
use kaohe::rubric::Rubric;
use kaohe::submission::{Roster, SourceFile, read_submissions};
use kaohe::table::{State, Table, Unit};
use kaohe::words::Lang;
use kaohe::{number, table};
use write::{Binary, Cell, Sheet};

const RUBRIC: &str = r#"
id = "corpus"
title = "各种填报表"
period = "2016年度"
edition = "1"
unit = "县(区)"
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition" }
[fields]
passed = { label = "合格批次", kind = "count", measure = "批次" }
sampled = { label = "抽查批次", kind = "count", aliases = ["监督抽查批次"] }
rate = { label = "合格率", kind = "percent", max = "100%" }
fund = { label = "质量投入", kind = "money", measure = "万元" }
planned = { label = "纳入规划", kind = "yes-no" }
level = { label = "表彰层级", kind = "choice", options = ["国家", "省", "市"] }
story = { label = "工作综述", kind = "text" }
filed = { label = "备案日期", kind = "date" }
[lists.awards]
label = "表彰"
no_rows = "none"
columns = { project = { label = "项目", kind = "text" }, marks = { label = "分值", kind = "number" } }
[[sections]]
id = "1"
title = "质量"
indicators = [{ id = "1.1", title = "抽查", points = 100, score.formula = "passed + sampled + rate + fund + sum(awards, marks, known(project) and known(story) and known(filed) and planned and level = '省')" }]
"#;

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(compile)
}

fn compile() -> Program {
    let source = Arc::new(Source { name: "rubric.toml".into(), text: RUBRIC.into() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    program.unwrap_or_else(|| panic!("{:#?}", told(&problems, Lang::En)))
}

fn roster(units: &[(&str, &str)]) -> Roster {
    let unit = |(id, name): &(&str, &str)| Unit { id: (*id).into(), name: (*name).into(), ..Unit::default() };
    Roster { units: units.iter().map(unit).collect(), groups: vec![String::new()], input: None }
}

/// 鹤汀区 and 云埠区, which once was 云县.
fn two() -> Roster {
    let mut roster = roster(&[("101", "鹤汀区"), ("102", "云埠区")]);
    roster.units[1].former = vec!["云县".into()];
    roster
}

/// Reads files of a folder.
fn read(folder: &Path, names: &[&str], roster: &Roster) -> (Table, Vec<Diagnostic>) {
    let files: Vec<SourceFile> =
        names.iter().map(|name| SourceFile::new(folder.join(name), (*name).to_owned())).collect();
    let mut problems = Vec::new();
    let table = read_submissions(&files, program(), roster, &|| {}, &mut problems);
    (table, problems)
}

/// What a table holds, without the places: `101 passed 95`.
fn said(table: &Table) -> Vec<String> {
    let program = program();
    let mut lines = Vec::new();
    for (position, unit) in table.units.iter().enumerate() {
        for (index, (field, column)) in program.fields.iter().zip(&table.fields).enumerate() {
            let value = match (column.states[position], &field.kind) {
                (State::Known, FieldKind::Text) => column.texts[position].clone(),
                (State::Known, FieldKind::Date) => table::date_text(i64::try_from(column.values[position]).unwrap()),
                (State::Known, _) => number::plain(column.values[position]),
                (State::NotApplicable, _) => "不适用".to_owned(),
                _ => continue,
            };
            let evidence = table.remark(position, index).and_then(|remarks| remarks.evidence.clone());
            lines.push(format!(
                "{} {} {value}{}",
                unit.id,
                field.id,
                evidence.map_or(String::new(), |e| format!(" [{e}]"))
            ));
        }
        for entry in table.lists[0].of_unit(position) {
            let cell = |column: usize| table.lists[0].value(entry, column).unwrap();
            let project = &table.lists[0].columns[0].texts[usize::try_from(cell(0).1).unwrap()];
            lines.push(format!("{} awards {project} {}", unit.id, number::plain(cell(1).1)));
        }
    }
    lines
}

/// `D005 a.csv!C1 sentence`, with what was probably meant.
fn told(problems: &[Diagnostic], lang: Lang) -> Vec<String> {
    let line = |problem: &Diagnostic| {
        let meant = problem.suggestion.as_ref().map_or_else(String::new, |meant| format!(" ⇒ {meant}"));
        format!("{} {} {}{meant}", problem.code(), problem.place.describe(), problem.problem.say(lang))
    };
    problems.iter().map(line).collect()
}

/// One table, as a department and a list would send it.
fn sheets() -> Vec<Sheet> {
    use Cell::{Blank, Day, Number, Percent, Text};
    let texts = |texts: &[&'static str]| {
        texts.iter().map(|text| if text.is_empty() { Blank } else { Text(text) }).collect::<Vec<_>>()
    };
    let wide = vec![
        texts(&["2016年度质量工作考核数据汇总表"]),
        texts(&[""]),
        texts(&[
            "序号",
            "单位编号",
            "单位",
            "合格批次",
            "监督抽查批次",
            "合格率",
            "印证材料",
            "质量投入",
            "纳入规划",
            "表彰层级",
            "工作综述",
            "备案日期",
        ]),
        vec![
            Number(1.0),
            Text("101"),
            Text("鹤汀区"),
            Number(95.0),
            Number(1200.0),
            Percent(0.985),
            Text("报告第3页"),
            Number(1234.5),
            Text("是"),
            Text("省"),
            Text("一是,二是"),
            Day("2016-12-31"),
        ],
        vec![
            Number(2.0),
            Text("102"),
            Text("云县"),
            Number(0.0),
            Text("不适用"),
            Percent(0.7),
            Blank,
            Number(0.1 + 0.2),
            Text("否"),
            Text("国家"),
            Blank,
            Blank,
        ],
        texts(&["", "", "合计"]),
        texts(&["注:数据截至12月31日"]),
    ];
    let list = vec![
        texts(&["单位", "项目", "分值"]),
        vec![Text("鹤汀区"), Text("甲项目"), Number(3.0)],
        vec![Text("云埠区"), Text("无"), Blank],
    ];
    vec![("汇总", wide), ("表彰", list)]
}

const SAID: [&str; 14] = [
    "101 passed 95",
    "101 sampled 1200",
    "101 rate 0.985 [报告第3页]",
    "101 fund 1234.5",
    "101 planned 1",
    "101 level 1",
    "101 story 一是,二是",
    "101 filed 2016-12-31",
    "101 awards 甲项目 3",
    "102 passed 0",
    "102 sampled 不适用",
    "102 rate 0.7",
    "102 fund 0.3",
    "102 planned 0",
];

#[test]
fn one_table_says_the_same_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let sheets = sheets();
    let mut expected: Vec<String> = SAID.iter().map(|line| (*line).to_owned()).collect();
    expected.push("102 level 0".into());
    let books = [
        ("表.xlsx", write::xlsx(&sheets)),
        ("表.xlsm", write::xlsx(&sheets)),
        ("表.xlsb", write::xlsb(&sheets, &Binary::default())),
        ("表.xls", write::xls(&sheets)),
        ("表.ods", write::ods(&sheets)),
    ];
    for (name, bytes) in books {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let (table, problems) = read(folder.path(), &[name], &two());
        assert_eq!(said(&table), expected, "{name}");
        assert_eq!(told(&problems, Lang::Zh), [] as [&str; 0], "{name}");
    }
}

#[test]
fn one_table_says_the_same_in_every_encoding_and_with_every_delimiter() {
    let folder = tempfile::tempdir().unwrap();
    let mut expected: Vec<String> = SAID.iter().map(|line| (*line).to_owned()).collect();
    expected.push("102 level 0".into());
    // A text file holds the double as it is.
    let sheets = sheets();
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for delimiter in [',', ';', '\t'] {
        type Encode<'a> = (&'a str, Box<dyn Fn(&str) -> Vec<u8> + 'a>);
        let encodings: [Encode<'_>; 7] = [
            ("UTF-8", Box::new(|text| text.as_bytes().to_vec())),
            ("UTF-8", Box::new(|text| [b"\xef\xbb\xbf", text.as_bytes()].concat())),
            ("gb18030", Box::new(|text| encoding_rs::GB18030.encode(text).0.into_owned())),
            ("UTF-16LE", Box::new(|text| [vec![0xff, 0xfe], utf16(text, false)].concat())),
            ("UTF-16BE", Box::new(|text| [vec![0xfe, 0xff], utf16(text, true)].concat())),
            ("UTF-16LE", Box::new(|text| utf16(text, false))),
            ("UTF-16BE", Box::new(|text| utf16(text, true))),
        ];
        for (encoding, encode) in &encodings {
            for (name, (_, rows)) in ["汇总.csv", "表彰.txt"].into_iter().zip(&sheets) {
                let text = write::text(rows, delimiter).replace("0.30000000000000004", "0.3");
                std::fs::write(folder.path().join(name), encode(&text)).unwrap();
            }
            let (table, problems) = read(folder.path(), &["汇总.csv", "表彰.txt"], &two());
            assert_eq!(said(&table), expected, "{encoding} {delimiter:?}");
            let notes: Vec<String> = ["汇总.csv", "表彰.txt"]
                .iter()
                .filter(|_| *encoding != "UTF-8")
                .map(|name| format!("D021 {name} 按 {encoding} 编码读取"))
                .collect();
            assert_eq!(told(&problems, Lang::Zh), notes, "{encoding} {delimiter:?}");
        }
    }
}

#[test]
fn one_broken_workbook_among_three_thousand_costs_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let form = vec![
        vec![Cell::Text("数据项"), Cell::Text("数值")],
        vec![Cell::Text("合格批次"), Cell::Number(9.0)],
        vec![Cell::Text("合格率"), Cell::Percent(0.9)],
    ];
    let form = write::xlsx(&[("填报表", form)]);
    let ids: Vec<String> = (0..3_000).map(|unit| format!("{unit:04}")).collect();
    let units: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let names: Vec<String> = ids.iter().map(|id| format!("{id}.xlsx")).collect();
    for name in &names {
        std::fs::write(folder.path().join(name), &form).unwrap();
    }
    std::fs::write(folder.path().join("1234.xlsx"), &form[..form.len() / 2]).unwrap();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (table, problems) = read(folder.path(), &names, &roster(&units));
    assert_eq!(said(&table).len(), 2 * 2_999);
    assert_eq!(
        told(&problems, Lang::Zh),
        ["D001 1234.xlsx 无法读取 1234.xlsx:文件不完整,可能没有下载或复制完", "D011 1234 没有收到“1234”的任何数据"]
    );
}
