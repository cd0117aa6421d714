//! What was in earlier periods.

use super::*;
use crate::program::{FieldId, PastOf};
use crate::submission::read_periods;

/// The program with what it asks of earlier periods.
fn with_past(asked: &[(PastOf, u32)]) -> Program {
    let mut program = program();
    for (of, back) in asked {
        let field = match of {
            PastOf::Field(id) => {
                let field = program.fields[id.index()].clone();
                Field {
                    id: format!("past.{}.{back}", field.id),
                    label: format!("{}(前{back}期)", field.label),
                    ..field
                }
            }
            PastOf::Total => field(&format!("past.total.{back}"), &format!("总分(前{back}期)"), FieldKind::Number),
            PastOf::Rank => field(&format!("past.rank.{back}"), &format!("名次(前{back}期)"), FieldKind::Number),
        };
        program.fields.push(Field { role: Role::Past(*of, *back), aliases: Vec::new(), ..field });
    }
    program
}

fn read_past(asked: &[(PastOf, u32)], files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let program = with_past(asked);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (_folder, sources) = Folder::new(&files);
    let mut problems = Vec::new();
    let mut table = read_submissions(&[], &program, &two(), &|| {}, &mut problems);
    problems.clear();
    read_periods(&sources, &program, &mut table, &mut problems);
    (said(&table, &program), tell(&problems))
}

const PASSED: PastOf = PastOf::Field(FieldId(0));
const RATE: PastOf = PastOf::Field(FieldId(2));

#[test]
fn tables_of_earlier_periods_are_named_by_fields_and_by_total_and_rank() {
    let asked = [(PASSED, 1), (PastOf::Total, 1), (PastOf::Rank, 1), (PASSED, 2), (PastOf::Total, 2)];
    let (said, told) = read_past(
        &asked,
        &[
            (
                "2015.csv",
                "编号,单位,分组,上期合格批次(批次),已取消的数据,合格率,总分,名次\n01,甲县,,90,1,x,88.5,2\n02,乙县,,/,1,y,,\n03,丙县,,1,1,1,1,1\n",
            ),
            ("2014.csv", "单位,数据项,数值\n甲县,passed,80\n甲县,总分,77.25\n甲县,其他,1\n"),
        ],
    );
    assert_eq!(
        said,
        [
            "01 past.passed.1 90 2015.csv!D2",
            "01 past.total.1 88.5 2015.csv!G2",
            "01 past.rank.1 2 2015.csv!H2",
            "01 past.passed.2 80 2014.csv!C2",
            "01 past.total.2 77.25 2014.csv!C3",
            "02 past.passed.1 n/a 2015.csv!D3",
        ]
    );
    assert_eq!(
        told,
        [
            "D003 2015.csv!A4 名册中没有“丙县”,它的数据未采用",
            "D045 2014.csv 2014.csv 中没有“乙县”,它当时的数据按缺报处理"
        ]
    );
}

const RESULTS: &str = r#"{"format": 1, "tool_version": "0.1.0", "units": [
    {"id": "01", "name": "甲县", "group": "", "total": "91.14", "grade": "A", "rank": 1, "group_rank": 1, "nodes": [],
     "values": [{"field": "passed", "value": "95", "state": "known", "source": null},
                {"field": "rate", "value": "1.2", "state": "known"},
                {"field": "planned", "value": "yes", "state": "known"},
                {"field": "level", "value": "省", "state": "known"},
                {"field": "story", "value": " 综述", "state": "known"},
                {"field": "filed", "value": "2016-12-31", "state": "known"}]},
    {"id": "7", "name": "乙县", "total": null, "rank": null,
     "values": [{"field": "passed", "value": null, "state": "not-applicable"}, {"field": "rate", "value": "高", "state": "known"}]},
    {"id": "02", "name": "乙县", "total": "1", "values": []},
    {"id": "02", "name": "甲县", "total": "1", "values": []},
    {"id": "09", "name": "丁县", "total": "1", "values": []}
]}"#;

#[test]
fn saved_results_give_values_by_field_totals_and_places_exactly() {
    let fields = [0, 2, 5, 6, 7, 8].map(|field| (PastOf::Field(FieldId(field)), 1));
    let asked: Vec<(PastOf, u32)> = fields.into_iter().chain([(PastOf::Total, 1), (PastOf::Rank, 1)]).collect();
    let (said, told) = read_past(&asked, &[("results.json", RESULTS)]);
    assert_eq!(
        said,
        [
            "01 past.passed.1 95 results.json",
            "01 past.rate.1 1.2 results.json",
            "01 past.planned.1 1 results.json",
            "01 past.level.1 1 results.json",
            "01 past.story.1  综述 results.json",
            "01 past.filed.1 17166 results.json",
            "01 past.total.1 91.14 results.json",
            "01 past.rank.1 1 results.json",
            "02 past.passed.1 n/a results.json",
        ]
    );
    assert_eq!(
        told,
        [
            "D006 results.json “乙县 合格率(前1期)”的值“高”不是百分数,按缺报处理",
            "D004 results.json “乙县”出现了两次,后一次未采用",
            "D022 results.json “02 甲县”可能是:乙县(02)、甲县(01);未采用",
            "D003 results.json 名册中没有“09 丁县”,它的数据未采用",
        ]
    );
}

#[test]
fn what_is_no_saved_result_is_told_and_nothing_breaks() {
    for (text, why) in [
        (
            "",
            "D001 a.json 无法读取 a.json:不是 kaohe 保存的 results.json(EOF while parsing a value at line 1 column 0)",
        ),
        (
            "[[[[",
            "D001 a.json 无法读取 a.json:不是 kaohe 保存的 results.json(invalid type: sequence, expected u32 at line 1 column 1)",
        ),
        ("{\"format\": 2, \"units\": []}", "D001 a.json 无法读取 a.json:是另一版本的 results.json(格式 2)"),
    ] {
        let (said, told) = read_past(&[(PASSED, 1)], &[("a.json", text)]);
        assert_eq!((said.as_slice(), told), ([].as_slice(), vec![why.to_owned()]) as (&[String], Vec<String>));
    }
    let deep = "[".repeat(100_000);
    assert_eq!(read_past(&[(PASSED, 1)], &[("a.json", &deep)]).1.len(), 1);
}

#[test]
fn periods_that_are_missing_or_too_many_or_hold_nothing_are_told_once() {
    let csv = "编号,合格批次\n01,90\n02,91\n";
    let (said, told) = read_past(&[(PASSED, 2), (PASSED, 3), (RATE, 2)], &[("2015.csv", csv), ("2014.csv", csv)]);
    assert_eq!(said, ["01 past.passed.2 90 2014.csv!B2", "02 past.passed.2 91 2014.csv!B3"]);
    assert_eq!(
        told,
        [
            "D044 2014.csv 2014.csv 中没有任何单位的“合格率(前2期)”",
            "D042 rubric.toml:1:1 细则用到前 3 期的数据,只指定了 2 期",
        ]
    );
    let (_, told) = read_past(&[(PASSED, 1)], &[("2015.csv", csv), ("2014.csv", csv)]);
    assert_eq!(told, ["D043 2014.csv 细则没有用到这么早的数据,2014.csv 没有读取"]);
    let (_, told) = read_past(&[(PASSED, 1)], &[("2015.csv", "单位,总分,名次\n甲县,80,1\n")]);
    assert_eq!(told, ["D044 2015.csv 2015.csv 中没有任何单位的“省级监督抽查合格批次(前1期)”"]);
    let (_, told) = read_past(&[], &[]);
    assert_eq!(told, [] as [&str; 0]);
}
