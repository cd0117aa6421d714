//! Who is assessed.

use super::*;
use crate::submission::{gather_roster, read_roster};

fn list(roster: &Roster) -> Vec<String> {
    let group = |unit: &Unit| roster.groups[unit.group].clone();
    roster.units.iter().map(|unit| format!("{} {} {}", unit.id, unit.name, group(unit))).collect()
}

fn read_list(name: &str, bytes: &[u8], program: &Program) -> (Option<Roster>, Vec<String>) {
    let (_folder, files) = Folder::new(&[(name, bytes)]);
    let mut problems = Vec::new();
    let roster = read_roster(&files[0], program, &mut problems);
    (roster, tell(&problems))
}

#[test]
fn a_roster_lists_ids_names_and_groups_under_a_title() {
    let csv = "被考核单位名册\n编号,名称,分组\n01,甲县,山区\n02,乙区,城区\n03,丙县,山区\n注:按行政区划排序\n";
    let (roster, told) = read_list("名册.csv", csv.as_bytes(), &program());
    let roster = roster.unwrap();
    assert_eq!(list(&roster), ["01 甲县 山区", "02 乙区 城区", "03 丙县 山区"]);
    assert_eq!(roster.groups, ["山区", "城区"]);
    assert_eq!(told, [] as [&str; 0]);
    let input = roster.input.unwrap();
    assert_eq!((input.name.as_str(), input.fingerprint.len()), ("名册.csv", 64));
}

#[test]
fn a_group_merged_over_its_units_and_names_of_before_are_known() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        (0..).zip([["分组", "编号", "名称", "曾用名"], ["", "01", "甲县", "老甲县、甲城"], ["", "02", "乙区", ""]])
    {
        sheet.write_row(row, 0, cells).unwrap();
    }
    sheet.merge_range(1, 0, 2, 0, "山区", &rust_xlsxwriter::Format::new()).unwrap();
    let (roster, told) = read_list("r.xlsx", &book.save_to_buffer().unwrap(), &program());
    let roster = roster.unwrap();
    assert_eq!(list(&roster), ["01 甲县 山区", "02 乙区 山区"]);
    assert_eq!(roster.units[0].former, ["老甲县", "甲城"]);
    assert_eq!(told, [] as [&str; 0]);
    let csv = "单位,抽查批次\n老甲县,10\n甲城,10\n";
    let (said, told) = read_with(&[("a.csv", csv.as_bytes())], &program(), &roster);
    assert_eq!(said, ["01 sampled 10 a.csv!B2"]);
    assert_eq!(told[0], "D004 a.csv!A3 “甲县”出现了两次,后一次未采用 (a.csv!A2)");
}

#[test]
fn the_groups_of_the_rubric_come_first_and_another_is_told_when_they_are_declared() {
    let mut program = program();
    program.groups = vec!["城区".into(), "山区".into()];
    let csv = "id,name,group\n01,甲县,山区\n02,乙县,山 区县\n03,丙县,\n";
    let (roster, told) = read_list("r.csv", csv.as_bytes(), &program);
    assert_eq!(roster.unwrap().groups, ["城区", "山区", "山 区县", ""]);
    assert_eq!(told, [] as [&str; 0]);
    program.groups_declared = true;
    let (roster, told) = read_list("r.csv", csv.as_bytes(), &program);
    assert_eq!(roster.unwrap().units.len(), 3);
    assert_eq!(told, ["D020 r.csv!A3 细则中没有“山 区县”这个分组 ⇒ 山区", "D031 r.csv!A4 这个单位没有写明分组"]);
    let (_, told) = read_list("r.csv", "id,name\n01,甲县\n02,乙县\n".as_bytes(), &program);
    assert_eq!(told, ["D018 r.csv!A1 名册没有“group”列"]);
}

#[test]
fn an_id_or_a_name_used_twice_is_an_error() {
    let csv = "id,name\n01,甲县\n01,乙县\n03,甲县\n04,丁县\n";
    let (roster, told) = read_list("r.csv", csv.as_bytes(), &program());
    assert_eq!(list(&roster.unwrap()), ["01 甲县 ", "04 丁县 "]);
    assert_eq!(
        told,
        [
            "D019 r.csv!A3 名册中编号或名称“01”用了两次 (r.csv!A2)",
            "D019 r.csv!A4 名册中编号或名称“甲县”用了两次 (r.csv!A2)",
        ]
    );
}

#[test]
fn a_roster_without_ids_or_names_or_anybody_is_none() {
    let (roster, _) = read_list("r.csv", "单位\n甲县\n乙县\n".as_bytes(), &program());
    assert_eq!(list(&roster.unwrap()), ["甲县 甲县 ", "乙县 乙县 "]);
    for (csv, expected) in [
        ("电话,地址\n1,2\n", "D018 r.csv 名册没有“id”列"),
        ("id,name\n", "D025 r.csv r.csv 只有表头,没有数据"),
        ("", "D001 r.csv 无法读取 r.csv:文件是空的"),
    ] {
        let (roster, told) = read_list("r.csv", csv.as_bytes(), &program());
        assert_eq!((roster, told), (None, vec![expected.to_owned()]));
    }
}

#[test]
fn without_a_roster_units_are_gathered_in_the_order_they_appear() {
    let (_folder, files) = Folder::new(&[
        ("a.csv", "单位,分组,抽查批次\n甲县,山区,1\n乙县,,2\n合计,,3\n".as_bytes()),
        ("b.csv", "编号,名称,分组,合格批次\n02,乙县,城区,1\n03,丙县,城区,2\n".as_bytes()),
        ("c.csv", "单位,数据项,数值\n丁县,抽查批次,2\n丁县,合格批次,2\n".as_bytes()),
        ("05-戊县.csv", "数据项,数值\n抽查批次,2\n".as_bytes()),
        ("d.csv", "被考核单位:己县\n数据项,数值\n抽查批次,2\n".as_bytes()),
        ("e.csv", "没有表头\n".as_bytes()),
    ]);
    let mut problems = Vec::new();
    let roster = gather_roster(&files, &program(), &mut problems);
    assert_eq!(
        list(&roster),
        ["甲县 甲县 山区", "02 乙县 城区", "03 丙县 城区", "丁县 丁县 ", "05 戊县 ", "己县 己县 "]
    );
    assert_eq!(tell(&problems), [] as [&str; 0]);
    let table = read_submissions(&files, &program(), &roster, &|| {}, &mut problems);
    assert_eq!(tell(&problems), ["D002 e.csv!A1 e.csv没有可以识别的表头"]);
    assert_eq!(table.inputs.len(), 6);
}
