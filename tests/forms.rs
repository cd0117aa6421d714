//! Forms that are made, filled in and read again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
#[path = "forms/filler.rs"]
mod filler;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use common::run;
use filler::Filler;
use kaohe::diagnostic::Diagnostic;
use kaohe::program::{Program, Role, show};
use kaohe::report::form::{Forms, write_department, write_group, write_unit};
use kaohe::rubric;
use kaohe::scoring::{self, Assessment};
use kaohe::submission::{Roster, SourceFile, blank_table, read_submissions};
use kaohe::table::{State, Table, Unit};
use kaohe::words::Lang;
use rayon::prelude::*;

const RUBRIC: &str = r#"
id = "forms"
title = "2016年度质量工作考核评分细则"
period = "2016年度"
edition = "2"
language = "zh-CN"
groups = ["平原", "山区"]
deadline = "2017-01-02"
missing = "zero"
not_applicable = "leave-out"
rescale = "section"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "last" }
grading = { grades = [{ name = "A", min = 60 }, { name = "B" }] }

[fields]
passed = { label = "合格批次", kind = "count", measure = "批次" }
sampled = { label = "抽查批次", kind = "count", measure = "批次", min = 1, max = 5000 }
age = { label = "平均年限", kind = "number", measure = "年" }
rate = { label = "定检率", kind = "percent", min = 0, max = "100%", note = "以年末登记数为准" }
growth = { label = "增长率", kind = "percent" }
fund = { label = "质量投入", kind = "money", measure = "万元", min = 0 }
planned = { label = "纳入规划", kind = "yes-no" }
level = { label = "表彰层级", kind = "choice", options = ["国家级", "省级", "市级"] }
story = { label = "做法", kind = "text" }
filed = { label = "备案日期", kind = "date" }
incidents = { label = "重大事故", kind = "count", measure = "起" }

[fields.state]
label = "体系建设情况"
kind = "choice"
options = [
    "质量管理体系覆盖全部规模以上企业,并有年度内部审核、管理评审和第三方监督审核的完整记录",
    "质量管理体系覆盖半数以上规模以上企业,并有年度内部审核和管理评审的记录",
    "质量管理体系覆盖部分企业,内部审核、管理评审的记录不完整,但已有书面的整改方案和时限",
    "没有建立质量管理体系,或者虽有文件而未运行,没有内部审核和管理评审的任何记录,也没有整改方案",
]

[lists.awards]
label = "表彰明细"
no_rows = "missing"
columns = { project = { label = "项目", kind = "text" }, date = { label = "日期", kind = "date" }, marks = { label = "分值", kind = "number", measure = "分" }, grade = { label = "层级", kind = "choice", options = ["省", "市"] } }

[[sections]]
id = "1"
title = "质量目标"

[[sections.indicators]]
id = "1.1"
title = "抽查合格率"
points = { default = 20, "山区" = 10 }
lead = "市质监局"
value = "passed / sampled"
score.interpolate = { from = "80%", to = { default = "95%", "山区" = "92%" } }

[[sections.indicators]]
id = "1.2"
title = "抽查覆盖"
points = 5
lead = "市质监局"
value = "sampled"
score.interpolate = { from = 1, to = 100 }

[[sections.indicators]]
id = "1.3"
title = "领导评价"
points = { default = 10, "山区" = 8 }
lead = "市考核办"
evidence = "工作总结"
score = "given"

[[sections.indicators]]
id = "1.4"
title = "平原防汛"
points = 5
lead = "市水务局"
applies = "group != '山区'"
value = "age"
score.interpolate = { from = 0, to = 10 }

[[sections.indicators]]
id = "1.5"
title = "表彰"
points = 5
lead = "市考核办"
value = "sum(awards, marks)"
score.add = { each = 1 }

[[sections]]
id = "2"
title = "质量措施"
indicators = [
    { id = "2.1", title = "定检", points = 5, value = "rate", score = "proportion" },
    { id = "2.2", title = "增长", points = 5, value = "growth - previous.growth", score.interpolate = { from = 0, to = "10%" } },
    { id = "2.3", title = "投入", points = 5, value = "fund", score.proportion = { target = "target.fund" } },
    { id = "2.4", title = "规划", points = 5, value = "planned", score = "check" },
    { id = "2.5", title = "层级", points = 5, value = "level", score.choice = { "国家级" = 5, "省级" = 3, "市级" = 1 } },
    { id = "2.6", title = "体系", points = 5, lead = "市质监局", score.formula = "if(state = '质量管理体系覆盖半数以上规模以上企业,并有年度内部审核和管理评审的记录', 5, 0)" },
    { id = "2.7", title = "备案", points = 5, value = "filed - date('2016-06-30')", score.deduct = { each = 1 } },
    { id = "2.9", title = "报送", points = 5, evidence_required = true, value = "unit.days_late", score.deduct = { each = 1 } },
    { id = "2.8", title = "做法", points = 5, score.formula = "if(story = '无', 0, 5)" },
]

[[vetoes]]
id = "V1"
when = "incidents > 0"
grade = "B"
say = "发生重大事故"
"#;

/// A rubric in a folder of its own, with these units and nothing submitted.
struct Office {
    folder: tempfile::TempDir,
    assessment: Assessment,
    roster: Roster,
}

fn program(folder: &Path, text: &str) -> Program {
    let file = folder.join("rubric.toml");
    std::fs::write(&file, text).unwrap();
    let mut problems = Vec::new();
    let program = rubric::load(&file, "rubric.toml", &mut problems);
    program.unwrap_or_else(|| panic!("{:#?}", problems.iter().map(|p| p.problem.clone()).collect::<Vec<_>>()))
}

fn roster(program: &Program, units: &[(&str, &str, &str)]) -> Roster {
    let mut groups = program.groups.clone();
    let units = units
        .iter()
        .map(|(id, name, group)| {
            let group = groups.iter().position(|known| known == group).unwrap_or_else(|| {
                groups.push((*group).to_owned());
                groups.len() - 1
            });
            Unit { id: (*id).to_owned(), name: (*name).to_owned(), group, ..Unit::default() }
        })
        .collect();
    Roster { units, groups, input: None }
}

/// The assessment of a roster of which nothing is submitted, but targets and the period before are known.
fn nothing_yet(program: Program, roster: &Roster) -> Assessment {
    let mut table = blank_table(&program, roster.units.clone(), roster.groups.clone());
    for (position, field) in program.fields.iter().enumerate() {
        let value = match field.id.as_str() {
            "target.fund" => "120.5",
            "previous.growth" => "0.032",
            _ => continue,
        };
        table.fields[position].values[0] = kaohe::number::read_exact(value).unwrap();
        table.fields[position].states[0] = State::Known;
    }
    scoring::score(Arc::new(program), Arc::new(table))
}

impl Office {
    fn new(text: &str) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), text);
        let units = [("01", "甲县", "平原"), ("02", "乙县", "山区"), ("03", "丙县", "山区")];
        let roster = roster(&program, &units);
        let assessment = nothing_yet(program, &roster);
        Office { folder, assessment, roster }
    }

    fn forms(&self) -> Forms<'_> {
        Forms { assessment: &self.assessment, previous: None }
    }

    fn unit(&self, unit: usize) -> Filler {
        Filler::new(&write_unit(&self.forms(), Some(unit)).unwrap())
    }

    /// What is read from these files, and what is told of them.
    fn read(&self, files: &[(&str, &Filler)]) -> (Table, Vec<String>) {
        self.read_bytes(files.iter().map(|(name, filler)| (*name, filler.bytes())))
    }

    fn read_bytes<'a>(&self, files: impl Iterator<Item = (&'a str, Vec<u8>)>) -> (Table, Vec<String>) {
        let files: Vec<SourceFile> = files
            .map(|(name, bytes)| {
                let path = self.folder.path().join(name);
                std::fs::write(&path, bytes).unwrap();
                SourceFile::new(path, name.to_owned())
            })
            .collect();
        let mut problems = Vec::new();
        let table = read_submissions(&files, &self.assessment.program, &self.roster, &|| (), &mut problems);
        (table, told(&problems))
    }
}

fn told(problems: &[Diagnostic]) -> Vec<String> {
    let one = |problem: &Diagnostic| format!("{} {}", problem.code(), problem.place.describe());
    problems.iter().map(one).collect()
}

/// Every value, entry, claim and remark of a unit: `passed = 95`.
fn said(program: &Program, table: &Table, unit: usize) -> Vec<String> {
    let mut said = Vec::new();
    let at = u32::try_from(unit).unwrap();
    let beside = |remarks: &kaohe::table::Remarks| {
        [&remarks.evidence, &remarks.pages, &remarks.remark, &remarks.reason].map(|t| t.clone().unwrap_or_default())
    };
    for (position, (field, column)) in program.fields.iter().zip(&table.fields).enumerate() {
        let shown = match column.states[unit] {
            State::Known if column.texts.is_empty() => show(column.values[unit], &field.kind.quantity(), Lang::Zh),
            State::Known => column.texts[unit].clone(),
            State::NotApplicable => "不适用".to_owned(),
            _ => String::new(),
        };
        if matches!(field.role, Role::Evidence(_)) && shown == "否" {
            continue;
        }
        let remarks = table.remark(unit, position).map(|r| beside(r).join("|"));
        if !shown.is_empty() || remarks.is_some() {
            said.push(format!("{} = {shown}{}", field.id, remarks.map(|r| format!(" ({r})")).unwrap_or_default()));
        }
    }
    for (list, entries) in program.lists.iter().zip(&table.lists) {
        said.push(format!("{}: {:?}", list.id, entries.states[unit]));
        for entry in entries.of_unit(unit) {
            let cells = list.columns.iter().zip(&entries.columns).map(|(column, of)| match of.states[entry] {
                State::Known if of.texts.is_empty() => show(of.values[entry], &column.kind.quantity(), Lang::Zh),
                State::Known => of.texts[entry].clone(),
                state => format!("{state:?}"),
            });
            said.push(format!("{}: {}", list.id, cells.collect::<Vec<_>>().join(" ")));
        }
    }
    let of = |node: u32| program.nodes[node as usize].id.clone();
    said.extend(table.claims.iter().filter(|((u, _), _)| *u == at).map(|((_, n), p)| format!("{} claims {p}", of(*n))));
    let nodes = table.node_remarks.iter().filter(|((u, _), _)| *u == at);
    said.extend(nodes.map(|((_, node), remarks)| format!("{} ({})", of(*node), beside(remarks).join("|"))));
    said
}

/// The form of the first unit with an answer of every kind.
fn answered(office: &Office) -> Filler {
    let mut form = office.unit(0);
    let sheet = "填报表";
    let mut answer = |head: &str, of: &str, value: &str| {
        let cell = form.place(sheet, head, &[of]);
        form.fill(sheet, &cell, value);
    };
    for (field, value) in [
        ("passed", "95"),
        ("sampled", "100"),
        ("age", "3.5"),
        ("rate", "0.985"),
        ("growth", "\"不适用\""),
        ("fund", "120.55"),
        ("planned", "\"是\""),
        ("level", "\"省级\""),
        ("state", "\"质量管理体系覆盖半数以上规模以上企业,并有年度内部审核和管理评审的记录\""),
        ("story", "\"逐企建档 & 一企一策\""),
        ("filed", "42552"),
        ("incidents", "\"-\""),
    ] {
        answer("填报值", field, value);
    }
    for (head, node, value) in [
        ("自评得分", "1.1", "19.5"),
        ("印证材料", "1.1", "\"附件3\""),
        ("页码", "1.1", "\"3-5\""),
        ("备注", "1.1", "\"已核\""),
        ("自评得分", "1.2", "5"),
        ("印证材料", "1.2", "\"附件4\""),
        ("自评得分", "1.3", "9"),
        ("印证材料", "1.3", "\"工作总结\""),
        ("自评得分", "1.5", "4"),
        ("印证材料", "1.5", "\"证书\""),
        ("页码", "1.5", "\"1\""),
        ("印证材料", "2.9", "\"收文登记\""),
    ] {
        answer(head, node, value);
    }
    form.fill(sheet, "K2", "42740");
    for (head, value) in [("项目", "\"品牌\""), ("日期", "42552"), ("分值(分)", "2.5"), ("层级", "\"省\"")]
    {
        let below = form.place("表彰明细", head, &[]);
        form.fill("表彰明细", &below, value);
    }
    form
}

#[test]
fn a_form_of_every_kind_of_field_reads_as_it_was_filled_in() {
    let office = Office::new(RUBRIC);
    let (table, told) = office.read(&[("甲县.xlsx", &answered(&office))]);
    insta::assert_snapshot!(said(&office.assessment.program, &table, 0).join("\n"));
    assert_eq!(told, ["D011 乙县", "D011 丙县"]);
}

/// Needs `soffice`; `.ci/libreoffice` runs it.
#[test]
#[ignore = "needs soffice"]
fn a_form_that_libreoffice_saved_reads_the_same_in_every_format() {
    let office = Office::new(RUBRIC);
    let department = {
        let mut form = Filler::new(&write_department(&office.forms(), Some("市考核办")).unwrap());
        let cell = form.place("部门评分", "1.3领导评价", &["02"]);
        form.fill("部门评分", &cell, "7.5");
        form
    };
    let forms = [("01-甲县.xlsx", answered(&office)), ("市考核办.xlsx", department)];
    let named: Vec<(&str, &Filler)> = forms.iter().map(|(name, form)| (*name, form)).collect();
    let (table, told) = office.read(&named);
    let program = &office.assessment.program;
    let wanted: Vec<Vec<String>> = (0..3).map(|unit| said(program, &table, unit)).collect();
    for format in ["xlsx", "ods", "xls"] {
        let out = office.folder.path().join(format);
        let run = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", office.folder.path().display()))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .arg(&out)
            .args(forms.iter().map(|(name, _)| office.folder.path().join(name)))
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        let files: Vec<SourceFile> = forms
            .iter()
            .map(|(name, _)| {
                let name = name.replace(".xlsx", &format!(".{format}"));
                SourceFile::new(out.join(&name), name)
            })
            .collect();
        let mut problems = Vec::new();
        let table = read_submissions(&files, program, &office.roster, &|| (), &mut problems);
        let found: Vec<Vec<String>> = (0..3).map(|unit| said(program, &table, unit)).collect();
        assert_eq!((found, self::told(&problems)), (wanted.clone(), told.clone()), "{format}");
        // The stamp came through: another rubric knows the form for what it is.
        let other = Office::new(&RUBRIC.replacen("id = \"forms\"", "id = \"others\"", 1));
        let mut problems = Vec::new();
        read_submissions(&files, &other.assessment.program, &office.roster, &|| (), &mut problems);
        assert_eq!(self::told(&problems).iter().filter(|told| told.starts_with("D070")).count(), 2, "{format}");
    }
}

#[test]
fn three_units_fill_in_a_list_or_say_that_there_is_none_or_nothing() {
    let office = Office::new(RUBRIC);
    let mut forms: Vec<Filler> = (0..3).map(|unit| office.unit(unit)).collect();
    for row in [4, 5] {
        forms[0].fill("表彰明细", &format!("A{row}"), "\"品牌\"");
        forms[0].fill("表彰明细", &format!("C{row}"), "1");
    }
    forms[1].fill("表彰明细", "A4", "\"无\"");
    let cell = forms[2].place("填报表", "填报值", &["sampled"]);
    forms[2].fill("填报表", &cell, "7");
    let named: Vec<(&str, &Filler)> =
        ["01-甲县.xlsx", "02-乙县.xlsx", "03-丙县.xlsx"].into_iter().zip(&forms).collect();
    let (table, told) = office.read(&named);
    let lists: Vec<String> = (0..3)
        .flat_map(|unit| said(&office.assessment.program, &table, unit))
        .filter(|said| said.starts_with("awards"))
        .collect();
    let entry = "awards: 品牌 Missing 1 Missing";
    assert_eq!(lists, ["awards: Known", entry, entry, "awards: Known", "awards: Missing"]);
    assert_eq!(told, [] as [&str; 0]);
}

/// What stands on a sheet, with the cells to fill in as `[]`.
fn layout(form: &Filler, sheet: &str) -> String {
    let open = form.open_cells(sheet);
    let part = form.sheet_part(sheet);
    let xml = String::from_utf8(form.part(&part).to_vec()).unwrap();
    let rows: Vec<String> = form
        .rows(sheet)
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let cell = |(column, text): (usize, &String)| match text.as_str() {
                "" if open.contains(&filler::name(row, column)) => "[]".to_owned(),
                text => text.replace('\n', "⏎"),
            };
            let line = cells.iter().enumerate().map(cell).collect::<Vec<_>>().join(" | ");
            format!("{} {}", row + 1, line.trim_end_matches([' ', '|']))
        })
        .collect();
    let mut checks = Vec::new();
    for part in xml.split("<dataValidation ").skip(1) {
        let part = part.split("</dataValidation>").next().unwrap();
        checks.push(part.replace('\n', "⏎").replace("&quot;", "'").replace("&lt;", "<").replace("&gt;", ">"));
    }
    for part in xml.split("<conditionalFormatting ").skip(1) {
        checks.push(part.split("</conditionalFormatting>").next().unwrap().to_owned());
    }
    format!("{}\n\n{}", rows.join("\n"), checks.join("\n"))
}

#[test]
fn the_form_of_a_unit_says_what_is_asked_and_checks_it() {
    let office = Office::new(RUBRIC);
    let form = office.unit(0);
    let sheets: Vec<String> =
        form.sheets().iter().map(|(name, _, seen)| format!("{name}{}", if *seen { "" } else { " (hidden)" })).collect();
    insta::assert_snapshot!(format!("{sheets:?}\n\n{}\n\n{}", layout(&form, "填报表"), layout(&form, "表彰明细")));
}

#[test]
fn the_form_of_another_group_has_its_own_numbers_and_what_does_not_apply_is_closed() {
    let office = Office::new(RUBRIC);
    let rows = office.unit(1).rows("填报表");
    let row = |id: &str| rows.iter().find(|row| row[0] == id).unwrap().join("|");
    assert!(row("1.1").contains("抽查合格率|10|") && row("1.1").contains("92%得满分10分"), "{}", row("1.1"));
    assert!(row("1.4").contains("不适用于本单位"), "{}", row("1.4"));
    assert!(!rows.iter().any(|row| row.iter().any(|cell| cell == "age")));
}

#[test]
fn a_blank_form_is_read_for_the_unit_that_is_written_into_it() {
    let office = Office::new(RUBRIC);
    let mut form = Filler::new(&write_unit(&office.forms(), None).unwrap());
    let (_, told) = office.read(&[("空白填报表.xlsx", &form)]);
    assert_eq!(told, ["D024 空白填报表.xlsx!填报表!A1", "D011 甲县", "D011 乙县", "D011 丙县"]);
    let cell = form.place("填报表", "填报值", &["sampled"]);
    form.fill("填报表", &cell, "7");
    form.fill("填报表", "C2", "\"丙县\"");
    form.fill("表彰明细", "A4", "\"品牌\"");
    let (table, told) = office.read(&[("空白填报表.xlsx", &form)]);
    assert_eq!(table.fields[1].states, [State::Missing, State::Missing, State::Known]);
    assert_eq!(table.lists[0].units, [2]);
    assert_eq!(told, ["D011 甲县", "D011 乙县"]);
}

#[test]
fn a_form_of_another_rubric_is_left_out_and_one_of_another_edition_is_told() {
    let office = Office::new(RUBRIC);
    let mut form = office.unit(0);
    let cell = form.place("填报表", "填报值", &["sampled"]);
    form.fill("填报表", &cell, "7");
    let read = |edit: &str, with: &str| {
        let now = Office::new(&RUBRIC.replacen(edit, with, 1));
        let (table, told) = now.read(&[("甲县.xlsx", &form)]);
        (table.fields[1].states[0], told)
    };
    let rest = ["D011 乙县", "D011 丙县"].map(str::to_owned);
    let (state, told) = read("id = \"forms\"", "id = \"others\"");
    assert_eq!((state, told[0].as_str()), (State::Missing, "D070 甲县.xlsx"));
    let (state, told) = read("edition = \"2\"", "edition = \"3\"");
    assert_eq!((state, told), (State::Known, [&["D071 甲县.xlsx".to_owned()], &rest[..]].concat()));
    let (state, told) = read("# nothing", "");
    assert_eq!((state, told), (State::Known, rest.to_vec()));
}

#[test]
fn a_file_that_was_only_touched_is_no_more_than_a_note() {
    let office = Office::new(RUBRIC);
    let form = office.unit(0);
    let now = Office::new(&format!("{RUBRIC}\n# 修改了一处说明\n"));
    let path = now.folder.path().join("甲县.xlsx");
    std::fs::write(&path, form.bytes()).unwrap();
    let mut problems = Vec::new();
    let file = SourceFile::new(path, "甲县.xlsx".into());
    read_submissions(&[file], &now.assessment.program, &now.roster, &|| (), &mut problems);
    let found = problems.iter().find(|problem| problem.code() == "D071").unwrap();
    assert_eq!(found.severity, kaohe::diagnostic::Severity::Note);
}

#[test]
fn a_form_that_is_filed_as_somebody_elses_is_a_question() {
    let office = Office::new(RUBRIC);
    let mut form = office.unit(0);
    let cell = form.place("填报表", "填报值", &["sampled"]);
    form.fill("填报表", &cell, "7");
    form.fill("表彰明细", "A4", "\"品牌\"");
    let (table, told) = office.read(&[("02-乙县.xlsx", &form)]);
    assert_eq!(told[0], "D022 02-乙县.xlsx!填报表!C2");
    assert!(table.fields[1].states.iter().all(|state| *state == State::Missing) && table.lists[0].units.is_empty());
    // A name that was changed in the file: the stamp and the name disagree.
    let mut renamed = office.unit(0);
    renamed.fill("填报表", &cell, "7");
    renamed.force("填报表", "C2", "\"丙县\"");
    renamed.force("填报表", "F2", "\"\"");
    let (table, told) = office.read(&[("填报.xlsx", &renamed)]);
    assert_eq!(told[0], "D022 填报.xlsx!填报表!C2");
    assert!(table.fields[1].states.iter().all(|state| *state == State::Missing));
    // A name that is gone altogether: it is still the form that was made for the unit.
    renamed.force("填报表", "C2", "\"\"");
    let (table, _) = office.read(&[("填报.xlsx", &renamed)]);
    assert_eq!(table.fields[1].states[0], State::Known);
    // Whatever the file is called, the form says whose it is.
    let (table, told) = office.read(&[("填报表(终稿).xlsx", &form)]);
    assert_eq!((table.fields[1].states[0], told), (State::Known, vec!["D011 乙县".into(), "D011 丙县".into()]));
}

#[test]
fn departments_fill_in_points_and_reasons() {
    let office = Office::new(RUBRIC);
    let mut form = Filler::new(&write_department(&office.forms(), Some("市考核办")).unwrap());
    insta::assert_snapshot!(format!("{}\n\n{}", layout(&form, "部门评分"), layout(&form, "分工")));
    for (head, unit, value) in
        [("1.3领导评价", "01", "9.5"), ("1.3扣分理由", "01", "\"迟报\""), ("1.3领导评价", "02", "\"不适用\"")]
    {
        let cell = form.place("部门评分", head, &[unit]);
        form.fill("部门评分", &cell, value);
    }
    let (table, told) = office.read(&[("市考核办.xlsx", &form)]);
    let program = &office.assessment.program;
    let said = |unit| said(program, &table, unit).into_iter().find(|said| said.starts_with("1.3")).unwrap_or_default();
    assert_eq!([said(0), said(1), said(2)], ["1.3 = 9.5 (|||迟报)", "1.3 = 不适用", ""].map(str::to_owned));
    assert_eq!(told, ["D011 丙县"]);
}

#[test]
fn visitors_on_site_fill_in_values_of_their_group() {
    let office = Office::new(RUBRIC);
    let mut form = Filler::new(&write_group(&office.forms(), 1).unwrap());
    insta::assert_snapshot!(layout(&form, "1 质量目标"));
    let cell = form.place("1 质量目标", "抽查批次(批次)", &["02"]);
    form.fill("1 质量目标", &cell, "100");
    let cell = form.place("2 质量措施", "定检率", &["03"]);
    form.fill("2 质量措施", &cell, "0.9");
    form.fill("表彰明细", "B4", "\"丙县\"");
    form.fill("表彰明细", "C4", "\"品牌\"");
    let (table, told) = office.read(&[("山区.xlsx", &form)]);
    let program = &office.assessment.program;
    assert_eq!(said(program, &table, 1), ["sampled = 100", "awards: Missing"]);
    assert_eq!(said(program, &table, 2), ["rate = 90%", "awards: Known", "awards: 品牌 Missing Missing Missing"]);
    assert_eq!(told, ["D011 甲县"]);
}

#[test]
fn an_english_rubric_makes_english_forms() {
    let office = Office::new(&RUBRIC.replace("zh-CN", "en"));
    let mut form = office.unit(0);
    for (field, value) in [("sampled", "100"), ("growth", "\"n/a\""), ("planned", "\"yes\""), ("fund", "\"-\"")] {
        let cell = form.place("Form", "Value submitted", &[field]);
        form.fill("Form", &cell, value);
    }
    for (head, value) in [("Self score", "19"), ("Evidence", "\"annex 3\""), ("Pages", "\"2\"")] {
        let cell = form.place("Form", head, &["1.1"]);
        form.fill("Form", &cell, value);
    }
    form.fill("Form", "K2", "42740");
    let (table, told) = office.read(&[("form.xlsx", &form)]);
    let said = said(&office.assessment.program, &table, 0);
    assert_eq!(
        said,
        [
            "passed =  (annex 3|2||)",
            "sampled = 100 (annex 3|2||)",
            "growth = 不适用",
            "planned = 是",
            "unit.submitted = 2017-01-05",
            "awards: Missing",
            "1.1 claims 19"
        ]
    );
    assert_eq!(told, ["D011 乙县", "D011 丙县"]);
}

/// Every rubric there is: shipped, and of the examples.
fn rubrics() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["rubrics", "examples/county-quality-2016", "examples/gannan-2016"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            !name.ends_with(".test.toml") && name != "assessment.toml"
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_form_of_every_rubric_is_made_twice_alike_and_read_again_without_a_word() {
    let files = rubrics();
    assert!(files.len() >= 15, "{files:?}");
    files.into_par_iter().for_each(|file| {
        let name = file.to_string_lossy().into_owned();
        let program = rubric::load(&file, &name, &mut Vec::new()).unwrap();
        let mut groups: Vec<String> = program.groups.clone();
        if groups.is_empty() {
            groups.push(String::new());
        }
        let units: Vec<(String, String)> =
            (0..2 * groups.len()).map(|at| (format!("0{at}"), format!("第{at}单位"))).collect();
        let units: Vec<(&str, &str, &str)> = units
            .iter()
            .enumerate()
            .map(|(at, (id, name))| (id.as_str(), name.as_str(), groups[at % groups.len()].as_str()))
            .collect();
        let roster = roster(&program, &units);
        let office = Office { folder: tempfile::tempdir().unwrap(), assessment: nothing_yet(program, &roster), roster };
        let forms = office.forms();
        let departments = forms.departments();
        let mut made: Vec<(String, Vec<u8>)> = Vec::new();
        for (unit, (_, unit_name, _)) in units.iter().enumerate().take(groups.len()) {
            made.push((format!("{unit_name}.xlsx"), write_unit(&forms, Some(unit)).unwrap()));
        }
        for (at, department) in departments.iter().enumerate() {
            made.push((format!("部门{at}.xlsx"), write_department(&forms, department.as_deref()).unwrap()));
        }
        for group in forms.groups() {
            made.push((format!("分组{group}.xlsx"), write_group(&forms, group).unwrap()));
        }
        let first = |made: &[(String, Vec<u8>)], at: usize| made[at].1.clone();
        assert_eq!(first(&made, 0), write_unit(&forms, Some(0)).unwrap(), "{name} twice");
        let again = write_department(&forms, departments[0].as_deref()).unwrap();
        assert_eq!(first(&made, groups.len()), again, "{name} twice");
        let again = write_group(&forms, forms.groups()[0]).unwrap();
        assert_eq!(first(&made, groups.len() + departments.len()), again, "{name} twice");
        let (table, told) = office.read_bytes(made.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
        let silent: Vec<String> = units.iter().map(|(_, name, _)| format!("D011 {name}")).collect();
        assert_eq!(told, silent, "{name}");
        assert!(table.claims.is_empty() && table.remarks.is_empty() && table.node_remarks.is_empty(), "{name}");

        // Each field that is asked of the units of a group is asked in their forms, once.
        let blank = Filler::new(&write_unit(&forms, None).unwrap());
        let sheet = blank.sheets()[0].0.clone();
        let ids: Vec<String> = blank.rows(&sheet).into_iter().skip(4).filter_map(|row| row.get(4).cloned()).collect();
        for field in office.assessment.program.fields.iter().filter(|f| f.role == Role::Submitted) {
            assert_eq!(ids.iter().filter(|id| **id == field.id).count(), 1, "{name}: {}", field.id);
        }
    });
}

#[test]
fn a_form_that_was_filled_in_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display().to_string();
    let make = |by: &str| run(Path::new("."), &["forms", "examples/gannan-2016", "--by", by, "--out", &out]);
    let first = make("unit");
    assert_eq!(first.code, 0, "{}", first.err);
    // Another kind removes nothing, and an untouched folder is written anew.
    assert_eq!(make("group").code, 0);
    assert_eq!(make("unit").code, 0);
    let units = folder.path().join("units");
    let first = std::fs::read_dir(&units)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "xlsx"))
        .unwrap();
    let mut filled = std::fs::read(&first).unwrap();
    filled.push(0);
    std::fs::write(&first, &filled).unwrap();
    let refused = make("unit");
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("可能已经填写,不予覆盖"), "{}", refused.err);
    assert_eq!(std::fs::read(&first).unwrap(), filled);
    // Moved away, it is made again.
    std::fs::rename(&first, folder.path().join("sent.xlsx")).unwrap();
    assert_eq!(make("unit").code, 0);
    assert!(first.exists());
}

#[test]
fn forms_can_be_made_before_there_are_submissions() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("rubric.toml"), RUBRIC).unwrap();
    std::fs::write(at("units.csv"), "id,name,group\n01,甲县,平原\n").unwrap();
    std::fs::write(at("last.csv"), "id,growth,抽查批次\n01,3.2%,88\n").unwrap();
    std::fs::write(at("targets.csv"), "id,fund\n01,120.5\n").unwrap();
    let parts = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"尚无/*.xlsx\"]\n\
                 previous = [\"last.csv\"]\ntargets = \"targets.csv\"\n";
    std::fs::write(at("assessment.toml"), parts).unwrap();
    let run = run(folder.path(), &["forms", "."]);
    assert_eq!((run.code, run.err.lines().count()), (0, 1), "{}", run.err);
    let form = Filler::new(&std::fs::read(at("blank-forms/units/01-甲县.xlsx")).unwrap());
    let rows = form.rows("填报表");
    let row = |field: &str| rows.iter().find(|row| row.iter().any(|cell| cell == field)).unwrap()[4..9].join("|");
    assert_eq!(row("sampled"), "sampled|抽查批次|批次|88|");
    assert_eq!(row("growth"), "growth|增长率|%|0.032|");
    assert_eq!(row("fund"), "fund|质量投入|万元||120.5");
}
