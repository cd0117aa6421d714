//! What people decided over computed results.

use super::*;
use crate::submission::read_adjustments;
use crate::table::{AdjustedBy, date_text};

/// `01 1.2 = 15 理由 张三 2017-01-05 a.csv!A2`
fn decided(table: &Table, program: &Program) -> Vec<String> {
    let decisions = table.adjustments.iter().map(|((node, unit), decided)| {
        let node = program.nodes.get(*node as usize).map_or("总分", |node| node.id.as_str());
        let change = match decided.change {
            AdjustedBy::To(points) => format!("= {}", number::plain(points)),
            AdjustedBy::By(points) => format!("+ {}", number::plain(points)),
        };
        let (unit, day) = (&table.units[*unit as usize].id, decided.day.map(date_text).unwrap());
        let place = table.place(decided.origin).unwrap().describe();
        format!("{unit} {node} {change} {} {} {day} {place}", decided.reason, decided.person)
    });
    decisions.collect()
}

fn read_decisions(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let program = program();
    let (_folder, sources) = Folder::new(&[(name, bytes)]);
    let mut problems = Vec::new();
    let mut table = read_submissions(&[], &program, &two(), &|| {}, &mut problems);
    problems.clear();
    read_adjustments(&sources[0], &program, &mut table, &mut problems);
    assert_eq!(table.inputs.len(), 1);
    (decided(&table, &program), tell(&problems))
}

#[test]
fn a_decision_sets_or_changes_the_points_of_a_node_or_the_total() {
    let csv = "复核调整表\n单位,指标,指标名称,调整后得分,增减,理由,调整人,日期\n\
               甲县,1.2,产品抽查,15,,补交材料,张三,2017-01-05\n\
               甲县,,领导评价,,-0.5分,迟报,张三,2017年1月6日\n\
               乙县,,,,+1,计算有误,李四,20170107\n\
               乙县,质量目标,,30,,专家组意见,李四,2017/1/8\n\
               ,,,,,,,\n注:经考核组集体讨论,,,,,,,\n";
    let (decided, told) = read_decisions("a.csv", csv.as_bytes());
    assert_eq!(
        decided,
        [
            "02 1 = 30 专家组意见 李四 2017-01-08 a.csv!A6",
            "01 1.1 + -0.5 迟报 张三 2017-01-06 a.csv!A4",
            "01 1.2 = 15 补交材料 张三 2017-01-05 a.csv!A3",
            "02 总分 + 1 计算有误 李四 2017-01-07 a.csv!A5",
        ]
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_decision_that_lacks_something_is_not_applied_and_everything_it_lacks_is_told() {
    let csv = "id,node,points,change,reason,person,date\n\
               01,1.2,15,1,r,p,2017-01-05\n\
               01,1.1,,,r,p,2017-01-05\n\
               02,1.1,多给一点,,,,明天\n\
               02,1.9,3,,r,p,\n\
               09,总分,3,,r,p,2017-01-05\n\
               ,1.2,3,,r,p,2017-01-05\n\
               02,1 1.1,3,,r,p,2017-01-05\n";
    let (decided, told) = read_decisions("a.csv", csv.as_bytes());
    assert_eq!(decided, [] as [&str; 0]);
    assert_eq!(
        told,
        [
            "D046 a.csv!A2 这项复核调整未采用:调整后得分和增减的分值只能写一个",
            "D046 a.csv!A3 这项复核调整未采用:没有写调整后得分,也没有写增减的分值",
            "D046 a.csv!A4 这项复核调整未采用:“多给一点”不是数字",
            "D046 a.csv!A4 这项复核调整未采用:没有写理由",
            "D046 a.csv!A4 这项复核调整未采用:没有写调整人",
            "D046 a.csv!A4 这项复核调整未采用:“明天”不是日期",
            "D046 a.csv!A5 这项复核调整未采用:细则中没有“1.9”这个指标 ⇒ 1.2",
            "D046 a.csv!A5 这项复核调整未采用:没有写日期",
            "D046 a.csv!A6 这项复核调整未采用:名册中没有“09”",
            "D046 a.csv!B7 这项复核调整未采用:没有写明单位",
            "D046 a.csv!A8 这项复核调整未采用:细则中没有“1 1.1”这个指标 ⇒ 1.1",
        ]
    );
}

#[test]
fn the_first_of_two_decisions_over_one_node_stays() {
    let csv = "单位,指标,得分,理由,调整人,日期\n甲县,1.2,15,r,p,2017-01-05\n01,产品抽查,16,r,p,2017-01-06\n甲县,总分,80,r,p,2017-01-06\n甲县,,81,r,p,2017-01-06\n";
    let (decided, told) = read_decisions("a.csv", csv.as_bytes());
    assert_eq!(decided, ["01 1.2 = 15 r p 2017-01-05 a.csv!A2", "01 总分 = 80 r p 2017-01-06 a.csv!A4"]);
    assert_eq!(
        told,
        [
            "D047 a.csv!A3 “甲县”的“1.2 产品抽查”调整了两次,后一次未采用 (a.csv!A2)",
            "D047 a.csv!A5 “甲县”的“总分”调整了两次,后一次未采用 (a.csv!A4)",
        ]
    );
}

#[test]
fn a_workbook_of_decisions_has_dates_and_merged_cells_and_another_table_is_told() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0_u16..).zip(["单位", "指标", "调整后得分", "理由", "复核人", "复核日期"])
    {
        sheet.write_string(0, column, header).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, node) in [(1, "1.1"), (2, "1.2")] {
        sheet.write_string(row, 1, node).unwrap();
        sheet.write_number(row, 2, 9.5).unwrap();
        sheet.write_string(row, 3, "复查").unwrap();
        sheet.write_string(row, 4, "张三").unwrap();
        sheet.write_datetime_with_format(row, 5, ExcelDateTime::from_ymd(2017, 1, 5).unwrap(), &day).unwrap();
    }
    sheet.write_string(1, 0, "甲县").unwrap();
    let (decided, told) = read_decisions("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(
        decided,
        ["01 1.1 = 9.5 复查 张三 2017-01-05 a.xlsx!Sheet1!A2", "01 1.2 = 9.5 复查 张三 2017-01-05 a.xlsx!Sheet1!B3"]
    );
    assert_eq!(told, [] as [&str; 0]);
    let (_, told) = read_decisions("b.csv", "单位,合格批次\n甲县,5\n".as_bytes());
    assert_eq!(told, ["D048 b.csv 没有单位列,或没有“调整后得分”“增减”列"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_table_of_decisions_makes_the_reader_panic(
        rows in proptest::collection::vec("(甲县|1.1|总分|15|-0.5分|9{30}|理由|张三|2017-13-45|20170105|,){0,10}", 0..8)
    ) {
        let text = format!("单位,指标,得分,增减,理由,调整人,日期\n{}", rows.join("\n"));
        let _ = read_decisions("a.csv", text.as_bytes());
    }
}
