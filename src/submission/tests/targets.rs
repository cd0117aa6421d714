//! Targets that units filed.

use super::*;
use crate::program::{FieldId, PastOf, RangeEnd};
use crate::submission::read_targets;

/// The program with targets of several fields and an earlier period of one.
fn with_targets() -> Program {
    let mut program = program();
    let target = |of: usize, end: RangeEnd| {
        let of_field = &program.fields[of];
        let high = if end == RangeEnd::High { ".high" } else { "" };
        Field {
            id: format!("target.{}{high}", of_field.id),
            label: format!("{}(目标)", of_field.label),
            aliases: Vec::new(),
            min: None,
            max: None,
            role: Role::Target(FieldId::from_index(of), end),
            ..of_field.clone()
        }
    };
    let fields = [
        target(0, RangeEnd::High),
        target(0, RangeEnd::Low),
        target(2, RangeEnd::Low),
        target(3, RangeEnd::High),
        target(8, RangeEnd::Low),
        Field {
            id: "previous.passed".into(),
            label: "省级监督抽查合格批次(上期)".into(),
            role: Role::Past(PastOf::Field(FieldId(0)), 1),
            ..program.fields[0].clone()
        },
    ];
    program.fields.extend(fields);
    program
}

fn read_target_file(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let program = with_targets();
    let (_folder, sources) = Folder::new(&[(name, text.as_bytes())]);
    let mut problems = Vec::new();
    let mut table = read_submissions(&[], &program, &two(), &|| {}, &mut problems);
    problems.clear();
    read_targets(sources.first(), &program, &mut table, &mut problems);
    assert_eq!(table.inputs.len(), 1);
    (said(&table, &program), tell(&problems))
}

#[test]
fn targets_and_earlier_periods_are_no_part_of_a_submission() {
    let csv = "编号,合格批次,target.passed,previous.passed,省级监督抽查合格批次(目标)\n01,5,6,7,8\n";
    let (said, told) = read_with(&[("a.csv", csv.as_bytes())], &with_targets(), &two());
    assert_eq!(said, ["01 passed 5 a.csv!B2"]);
    assert_eq!(told.len(), 4, "three headers nobody knows and one county: {told:#?}");
    assert!(told[..3].iter().all(|line| line.starts_with("D005")), "{told:#?}");
}

#[test]
fn a_wide_table_of_targets_is_named_by_fields_and_holds_numbers_and_ranges() {
    let csv = "编号,单位,合格批次,目标:合格率,质量投入(万元)目标,target.filed,合格批次\n\
               01,甲县,10~15,95%,100万元-120万元,2016-06-30,\n\
               02,乙县,12,/,,不适用,\n";
    let (said, told) = read_target_file("目标.csv", csv);
    assert_eq!(
        said,
        [
            "01 target.passed.high 15 目标.csv!C2",
            "01 target.passed 10 目标.csv!C2",
            "01 target.rate 0.95 目标.csv!D2",
            "01 target.fund.high 120 目标.csv!E2",
            "01 target.filed 16982 目标.csv!F2",
            "02 target.passed.high 12 目标.csv!C3",
            "02 target.passed 12 目标.csv!C3",
            "02 target.rate n/a 目标.csv!D3",
            "02 target.filed n/a 目标.csv!F3",
        ]
    );
    assert_eq!(told, ["D034 目标.csv!E2 “质量投入(目标)”的目标“100万元-120万元”按 120 计",]);
}

#[test]
fn a_long_table_and_a_form_of_targets_are_read_as_submissions_are() {
    let (said, told) = read_target_file("a.csv", "单位,数据项,数值\n甲县,合格率,90~95%\n乙县,省级监督抽查合格批次,7\n");
    assert_eq!(
        said,
        ["01 target.rate 0.9 a.csv!C2", "02 target.passed.high 7 a.csv!C3", "02 target.passed 7 a.csv!C3"]
    );
    assert_eq!(told, ["D034 a.csv!C2 “合格率(目标)”的目标“90~95%”按 90% 计"]);
    let (said, _) = read_target_file("甲县.csv", "数据项,数值\n合格率,90%\n");
    assert_eq!(said, ["01 target.rate 0.9 甲县.csv!B2"]);
}

#[test]
fn a_sentence_a_reversed_range_and_a_target_nobody_uses_are_told() {
    let csv = "编号,合格批次,合格率,平均年限,合格率是多少\n01,保持增长,95%~90%,3,1\n02,10~十五,九成,4,2\n09,1,1%,1,1\n";
    let (said, told) = read_target_file("a.csv", csv);
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!(
        told,
        [
            "D005 a.csv!E1 评分细则中没有“合格率是多少”这个数据项 ⇒ 合格率",
            "D006 a.csv!B2 “省级监督抽查合格批次(目标)”的值“保持增长”不是整数,按缺报处理",
            "D033 a.csv!C2 “合格率(目标)”的“95%~90%”下限大于上限,按缺报处理",
            "D035 a.csv!D2 细则没有用到“平均年限”的目标",
            "D006 a.csv!B3 “省级监督抽查合格批次(目标)”的值“10~十五”不是整数,按缺报处理",
            "D006 a.csv!C3 “合格率(目标)”的值“九成”不是百分数,按缺报处理",
            "D003 a.csv!A4 名册中没有“09”,它的数据未采用",
        ]
    );
}

#[test]
fn a_rubric_that_uses_targets_without_a_file_of_them_says_so_once() {
    let (with, without) = (with_targets(), program());
    let mut problems = Vec::new();
    let mut table = read_submissions(&[], &with, &two(), &|| {}, &mut problems);
    problems.clear();
    read_targets(None, &without, &mut table, &mut problems);
    read_targets(None, &with, &mut table, &mut problems);
    assert_eq!(
        tell(&problems),
        ["D036 rubric.toml:1:1 细则用到目标(如“省级监督抽查合格批次(目标)”),但没有指定目标文件"]
    );
}
