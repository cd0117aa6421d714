//! Tables as people lay them out: merged cells, heads of several rows, several tables on a sheet, and what is hidden.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::*;

/// A workbook of one sheet 表 with these rows; blanks are not written.
fn book(rows: &[&[&str]], shape: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            match text.parse::<f64>() {
                Ok(number) => drop(sheet.write(row, column, number).unwrap()),
                Err(_) if text.is_empty() => {}
                Err(_) => drop(sheet.write(row, column, *text).unwrap()),
            }
        }
    }
    shape(sheet);
    book.save_to_buffer().unwrap()
}

/// Merges cells and keeps the text of the first.
fn merge(sheet: &mut Worksheet, (top, left, bottom, right): (u32, u16, u32, u16), text: &str) {
    match text.parse::<f64>() {
        Ok(number) => {
            sheet.merge_range(top, left, bottom, right, "", &Format::new()).unwrap();
            sheet.write(top, left, number).unwrap();
        }
        Err(_) => drop(sheet.merge_range(top, left, bottom, right, text, &Format::new()).unwrap()),
    }
}

fn read_book(rows: &[&[&str]], shape: impl Fn(&mut Worksheet)) -> (Vec<String>, Vec<String>) {
    read(&[("a.xlsx", &book(rows, shape))])
}

#[test]
fn a_merged_unit_field_or_remark_counts_for_its_rows() {
    let rows: &[&[&str]] = &[
        &["单位", "数据项", "数值", "印证材料"],
        &["甲县", "抽查批次", "10", "第3页"],
        &["", "合格批次", "9", ""],
        &["乙县", "抽查批次", "20", ""],
        &["", "合格批次", "18", "第5页"],
    ];
    let (said, told) = read_book(rows, |sheet| {
        merge(sheet, (1, 0, 2, 0), "甲县");
        merge(sheet, (3, 0, 4, 0), "乙县");
        merge(sheet, (1, 3, 3, 3), "第3页");
    });
    assert_eq!(
        said,
        [
            "01 passed 9 a.xlsx!表!C3 印证:第3页",
            "01 sampled 10 a.xlsx!表!C2 印证:第3页",
            "02 passed 18 a.xlsx!表!C5 印证:第5页",
            "02 sampled 20 a.xlsx!表!C4 印证:第3页",
        ]
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_value_merged_over_several_units_or_fields_is_nobodys() {
    let rows: &[&[&str]] =
        &[&["单位", "抽查批次", "合格批次", "合格率"], &["甲县", "10", "9", "0.9"], &["乙县", "", "18", "0.9"]];
    let (said, told) = read_book(rows, |sheet| {
        merge(sheet, (1, 1, 2, 1), "10");
        merge(sheet, (2, 2, 2, 3), "18");
    });
    assert_eq!(said, ["01 passed 9 a.xlsx!表!C2", "01 rate 0.9 a.xlsx!表!D2"]);
    assert_eq!(
        told,
        [
            "D080 a.xlsx!表!B2 “省级监督抽查批次”的合并单元格 B2:B3 跨了几个单位或数据项,未采用",
            "D080 a.xlsx!表!C3 “省级监督抽查合格批次”的合并单元格 C3:D3 跨了几个单位或数据项,未采用",
        ]
    );
    let rows: &[&[&str]] = &[&["单位", "数据项", "数值"], &["甲县", "抽查批次", "10"], &["甲县", "合格批次", ""]];
    let (said, told) = read_book(rows, |sheet| merge(sheet, (1, 2, 2, 2), "10"));
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!(told[0], "D080 a.xlsx!表!C2 “抽查批次”的合并单元格 C2:C3 跨了几个单位或数据项,未采用");
}

#[test]
fn a_unit_of_two_rows_with_its_values_merged_alike_counts_once() {
    let rows: &[&[&str]] =
        &[&["单位", "抽查批次", "主要做法"], &["甲县", "10", "一是"], &["", "", "二是"], &["乙县", "20", ""]];
    let (said, told) = read_book(rows, |sheet| {
        merge(sheet, (1, 0, 2, 0), "甲县");
        merge(sheet, (1, 1, 2, 1), "10");
    });
    assert_eq!(said, ["01 sampled 10 a.xlsx!表!B2", "02 sampled 20 a.xlsx!表!B4"]);
    assert_eq!(told, ["D005 a.xlsx!表!C1 评分细则中没有“主要做法”这个数据项"]);
}

#[test]
fn a_head_of_two_rows_is_read_as_one_with_merged_cells_and_in_a_text_file() {
    let mut program = program();
    program.fields[0].aliases = vec!["监督抽查合格批次".into()];
    program.fields[1].aliases = vec!["监督抽查(批次)".into()];
    program.fields[4].aliases = vec!["专项抽查-批次".into()];
    let rows: &[&[&str]] = &[
        &["2016年度汇总表"],
        &["序号", "单位", "监督抽查", "", "专项抽查", "", "纳入规划"],
        &["", "", "批次", "合格批次", "批次", "不合格律", ""],
        &["1", "甲县", "10", "9", "7", "1", "是"],
        &["2", "乙县", "20", "18", "8", "1", "否"],
    ];
    let bytes = book(rows, |sheet| {
        merge(sheet, (0, 0, 0, 6), "2016年度汇总表");
        for column in [0, 1, 6] {
            merge(sheet, (1, column, 2, column), rows[1][usize::from(column)]);
        }
        merge(sheet, (1, 2, 1, 3), "监督抽查");
        merge(sheet, (1, 4, 1, 5), "专项抽查");
    });
    let csv: String = rows.iter().map(|row| row.join(",") + "\n").collect();
    for (name, bytes, sheet) in [("a.xlsx", &bytes[..], "!表"), ("a.csv", csv.as_bytes(), "")] {
        let (said, told) = read_with(&[(name, bytes)], &program, &two());
        let at = |cell: &str| format!("{name}{sheet}!{cell}");
        assert_eq!(
            said,
            [
                format!("01 passed 9 {}", at("D4")),
                format!("01 sampled 10 {}", at("C4")),
                format!("01 age 7 {}", at("E4")),
                format!("01 planned 1 {}", at("G4")),
                format!("02 passed 18 {}", at("D5")),
                format!("02 sampled 20 {}", at("C5")),
                format!("02 age 8 {}", at("E5")),
                format!("02 planned 0 {}", at("G5")),
            ]
        );
        assert_eq!(told, [format!("D005 {} 评分细则中没有“专项抽查|不合格律”这个数据项 ⇒ 合格率", at("F3"))]);
    }
}

#[test]
fn a_form_with_a_head_of_two_rows_and_rows_of_measures_and_numbers_below_a_head_are_understood() {
    let rows: &[&[&str]] = &[
        &["被考核单位", "甲县"],
        &["序号", "数据项", "填报情况", ""],
        &["", "", "数值", "印证材料"],
        &["1", "抽查批次", "10", "第3页"],
    ];
    let (said, _) = read_book(rows, |sheet| {
        merge(sheet, (1, 0, 2, 0), "序号");
        merge(sheet, (1, 1, 2, 1), "数据项");
        merge(sheet, (1, 2, 1, 3), "填报情况");
    });
    assert_eq!(said, ["01 sampled 10 a.xlsx!表!C4 印证:第3页"]);
    let csv = "单位,合格批次,质量投入,合格率\n,(批次),单位:万元,%\n甲,1,2,3\n甲县,9,30,0.9\n乙县,1,2,0.3\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said.len(), 6);
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_head_repeated_on_every_page_and_another_table_below_are_read() {
    let csv = "汇总表,,\n单位,抽查批次,合格批次\n甲县,10,9\n合计,10,9\n汇总表(续),,\n单 位,抽查批次,合格批次\n乙县,20,18\n\
               各县投入情况,,\n单位,质量投入,合格率\n甲县,30,0.9\n乙县,40,0.8\n全市平均,35,0.85\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(
        said,
        [
            "01 passed 9 a.csv!C3",
            "01 sampled 10 a.csv!B3",
            "01 rate 0.9 a.csv!C10",
            "01 fund 30 a.csv!B10",
            "02 passed 18 a.csv!C7",
            "02 sampled 20 a.csv!B7",
            "02 rate 0.8 a.csv!C11",
            "02 fund 40 a.csv!B11",
        ]
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_table_below_that_nobody_knows_is_told_and_not_read_as_the_one_above() {
    let csv = "单位,抽查批次\n甲县,10\n\n单位,联系电话\n乙县,5551234\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 sampled 10 a.csv!B2"]);
    assert_eq!(told, ["D002 a.csv!A4 a.csv没有可以识别的表头", "D011 乙县 没有收到“乙县”的任何数据"]);
}

#[test]
fn forms_below_each_other_belong_to_whom_each_names() {
    let csv = "填报表,\n被考核单位:甲县,\n数据项,数值\n抽查批次,10\n填表人:张三,\n\n填报表,\n被考核单位,乙县\n数据项,数值\n抽查批次,20\n\
               数据项,数值\n合格批次,18\n";
    let (said, told) = read(&[("汇总.csv", csv.as_bytes())]);
    assert_eq!(
        said,
        ["01 sampled 10 汇总.csv!B4", "02 passed 18 汇总.csv!B12", "02 sampled 20 汇总.csv!B10"],
        "the last page goes on with the form above it"
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn hidden_rows_and_columns_count_and_are_told_and_what_merged_cells_cover_does_not() {
    let rows: &[&[&str]] = &[
        &["单位", "抽查批次", "合格批次", "备注"],
        &["甲县", "10", "9", ""],
        &["乙县", "20", "18", ""],
        &["合计", "30", "27", ""],
    ];
    let (said, told) = read_book(rows, |sheet| {
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(7).unwrap();
        sheet.set_column_hidden(2).unwrap();
        sheet.set_column_hidden(3).unwrap();
    });
    assert_eq!(said.len(), 4);
    assert_eq!(
        told,
        ["D081 a.xlsx!表!A3 隐藏的第 3 行有数据,照常采用", "D081 a.xlsx!表!C1 隐藏的第 C 列有数据,照常采用"]
    );
    let (said, told) = read_book(rows, |sheet| {
        sheet.merge_range(1, 1, 1, 2, "", &Format::new()).unwrap();
        sheet.write(1, 1, 10).unwrap().write(1, 2, 9).unwrap();
    });
    assert_eq!(said, ["02 passed 18 a.xlsx!表!C3", "02 sampled 20 a.xlsx!表!B3"]);
    assert_eq!(
        told,
        [
            "D080 a.xlsx!表!B2 “省级监督抽查批次”的合并单元格 B2:C2 跨了几个单位或数据项,未采用",
            "D083 a.xlsx!表!C2 合并单元格下面还有内容,未采用",
        ]
    );
}

#[test]
fn an_id_and_a_name_that_disagree_are_told() {
    let csv = "编号,单位,数据项编号,数据项,数值\n01,甲县,passed,抽查批次,10\n01,甲城区,passed,合格批次,9\n02,乙县,1.1,passed,8\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 passed 9 a.csv!E3"]);
    assert_eq!(
        told,
        [
            "D087 a.csv!C2 这一行的“passed”和“抽查批次”不是同一个数据项,未采用",
            "D088 a.csv!A3 编号“01”是“甲县”,名称却写“甲城区”;按编号采用",
            "D087 a.csv!C4 这一行的“1.1”和“passed”不是同一个数据项,未采用",
        ]
    );
    let csv = "单位,指标,数据项,数值\n甲县,产品抽查,合格批次,9\n乙县,产品抽查,抽查批次,9\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 passed 9 a.csv!D2", "02 sampled 9 a.csv!D3"], "an indicator beside its field");
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_name_that_only_folding_makes_equal_to_two_is_asked_about() {
    let mut program = program();
    program.fields[0].label = "後台批次".into();
    program.fields[1].label = "后台批次".into();
    let csv = "單位,後台批次,后 台批次\n甲縣,9,10\n乙县人民政府,18,20\n";
    let (said, told) = read_with(&[("a.csv", csv.as_bytes())], &program, &two());
    assert_eq!(said, ["01 passed 9 a.csv!B2", "02 passed 18 a.csv!B3"]);
    assert_eq!(told, ["D086 a.csv!C1 “后 台批次”可能是:後台批次(passed)、后台批次(sampled);未采用"]);
}

#[test]
fn traditional_characters_mean_what_simplified_ones_do() {
    let csv = "單位,合格率,納入規劃,表彰層級,備案日期\n甲縣,不適用,無,國家,2017.1.5\n乙縣,98%,是,省,20170105\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said.len(), 8, "{said:?} {told:?}");
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn percentages_are_read_by_their_heading_and_a_mix_of_scales_is_told() {
    let csv = "单位,合格率(%)\n甲县,98.5\n乙县,0.5\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 rate 0.985 a.csv!B2", "02 rate 0.005 a.csv!B3"]);
    assert_eq!(told, ["D026 a.csv!B3 “合格率”中的 0.5 按 0.5% 读取"]);
    let one = |name: &'static str, unit: &str, rate: &str| (name, format!("单位,合格率\n{unit},{rate}\n"));
    for (first, second, mixed) in
        [("98.5", "0.985", false), ("6.5", "0.5", true), ("6.5", "0.065", false), ("98.5%", "0.5", false)]
    {
        let files = [one("a.csv", "甲县", first), one("b.csv", "乙县", second)];
        let (_, told) = read(&files.each_ref().map(|(name, text)| (*name, text.as_bytes())));
        assert_eq!(told.iter().any(|line| line.starts_with("D089 b.csv!B2")), mixed, "{first} {second} {told:?}");
    }
}
