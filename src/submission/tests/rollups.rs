//! The results of a lower tier as entries of a list.

use super::lists::entries;
use super::*;
use crate::program::{List, NoRows};
use crate::submission::{Rollup, read_with_rollups};

/// A program with a list of townships.
fn with_townships() -> Program {
    let grades = ["A", "B"].map(str::to_owned);
    let columns = vec![
        field("name", "乡镇", FieldKind::Text),
        field("total", "总分", FieldKind::Number),
        field("level_of", "等级", FieldKind::Choice(grades.to_vec().into())),
        field("rank", "名次", FieldKind::Count),
        field("passed", "合格批次", FieldKind::Count),
        Field { aliases: vec!["points(1.1)".into()], ..field("quality", "质量得分", FieldKind::Number) },
    ];
    let townships = List {
        id: "townships".into(),
        label: "乡镇".into(),
        aliases: Vec::new(),
        columns,
        no_rows: NoRows::Missing,
        precedence: Vec::new(),
        spot: spot(),
    };
    Program { lists: vec![townships], ..program() }
}

fn read_rollups(list: &str, unit: Option<&str>, files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let program = with_townships();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (_folder, results) = Folder::new(&files);
    let unit = unit.map(|unit| (unit.to_owned(), spot()));
    let rollup = Rollup { list: (list.to_owned(), spot()), results, unit };
    let mut problems = Vec::new();
    let table = read_with_rollups(&[], &[rollup], &program, &two(), &|| {}, &mut problems);
    assert_eq!(table.inputs.len(), if list == "townships" && unit_is_known(&problems) { files.len() } else { 0 });
    (entries(&table, &program), tell(&problems))
}

fn unit_is_known(problems: &[Diagnostic]) -> bool {
    problems.iter().all(|problem| !problem.place.describe().starts_with("rubric.toml"))
}

const RESULTS: &str = r#"{"format": 1, "units": [
    {"id": "1", "name": "甲一镇", "group": "甲县", "total": "91.14", "grade": "B", "rank": 1,
     "nodes": [{"id": "1.1", "points": "39.5", "status": "scored"}], "values": [{"field": "passed", "value": "9", "state": "known"}]},
    {"id": "2", "name": "乙一镇", "group": "02", "total": null, "grade": "E", "rank": null,
     "nodes": [{"id": "1.1", "points": null, "status": "not-applicable"}], "values": [{"field": "passed", "value": "9.5", "state": "known"}]},
    {"id": "3", "name": "丙一镇", "group": "丙县", "values": []},
    {"id": "4", "name": "丙二镇", "group": "丙县", "values": []},
    {"id": "5", "name": "甲二镇", "group": "甲", "total": "80", "grade": "A", "rank": 2,
     "values": [{"field": "passed", "value": null, "state": "not-applicable"}]}
]}"#;

#[test]
fn each_lower_unit_is_an_entry_of_the_unit_its_group_names() {
    let (entries, told) = read_rollups("townships", None, &[("results.json", RESULTS)]);
    assert_eq!(
        entries,
        [
            "01 townships 甲一镇|91.14|1|1|9|39.5 results.json",
            "01 townships 甲二镇|80|0|2|n/a|? results.json",
            "02 townships 乙一镇|?|?|?|?|n/a results.json",
        ]
    );
    assert_eq!(
        told,
        [
            "D006 results.json “乙一镇 等级”的值“E”不是细则列出的选项,按缺报处理",
            "D006 results.json “乙一镇 合格批次”的值“9.5”不是整数,按缺报处理",
            "D053 results.json “丙一镇”的分组“丙县”不在名册中,这一组的结果未采用",
        ]
    );
}

#[test]
fn all_results_may_belong_to_one_unit() {
    let plain = r#"{"format": 1, "units": [{"id": "1", "name": "乙一镇", "group": "山区", "total": "80", "grade": "A", "rank": 2}]}"#;
    let (entries, told) = read_rollups("townships", Some("乙县"), &[("results.json", plain)]);
    assert_eq!(entries, ["02 townships 乙一镇|80|0|2|?|? results.json"]);
    assert_eq!(
        told,
        [
            "D052 results.json results.json 中没有“乡镇”的“合格批次”,这一列按缺报处理",
            "D052 results.json results.json 中没有“乡镇”的“质量得分”,这一列按缺报处理",
            "D011 甲县 没有收到“甲县”的任何数据",
        ]
    );
}

#[test]
fn a_list_a_unit_or_results_that_are_not_there_are_told() {
    let nobody = ["D011 甲县 没有收到“甲县”的任何数据", "D011 乙县 没有收到“乙县”的任何数据"];
    for (list, unit, text, why) in [
        ("township", None, RESULTS, "D051 rubric.toml:1:1 评分细则中没有“township”这个明细表 ⇒ townships"),
        ("townships", Some("丁县"), RESULTS, "D003 rubric.toml:1:1 名册中没有“丁县”,它的数据未采用"),
        ("townships", None, r#"{"format": 1, "units": []}"#, "D025 results.json results.json 只有表头,没有数据"),
        (
            "townships",
            None,
            "{}",
            "D001 results.json 无法读取 results.json:不是 kaohe 保存的 results.json(missing field `format` at line 1 column 2)",
        ),
    ] {
        let (entries, told) = read_rollups(list, unit, &[("results.json", text)]);
        assert_eq!(entries, [] as [&str; 0]);
        assert_eq!(told, [why, nobody[0], nobody[1]]);
    }
}
