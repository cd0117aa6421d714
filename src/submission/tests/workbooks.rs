//! Workbooks: what only they have.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::*;

#[test]
fn typed_cells_are_read_by_their_type_and_format() {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0.0%");
    let quoted = Format::new().set_num_format("0.0\"%\"");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("填报表").unwrap();
    sheet.merge_range(0, 0, 0, 6, "2016年度质量工作考核数据", &Format::new()).unwrap();
    for (column, header) in
        (0..).zip(["单位", "合格率", "抽查批次", "备案日期", "纳入规划", "合格批次", "工作综述", "平均年限"])
    {
        sheet.write(1, column, header).unwrap();
    }
    sheet.write(2, 0, "甲县").unwrap();
    sheet.write_with_format(2, 1, 0.985, &percent).unwrap();
    sheet.write(2, 2, "100").unwrap();
    sheet.write_with_format(2, 3, ExcelDateTime::from_ymd(2016, 12, 31).unwrap(), &date).unwrap();
    sheet.write(2, 4, true).unwrap();
    sheet.write(2, 5, Formula::new("=C3-5").set_result("95")).unwrap();
    sheet.write(2, 6, 12.5).unwrap();
    sheet.write(2, 7, 0.1 + 0.2).unwrap();
    sheet.write(3, 0, "乙县").unwrap();
    sheet.write_with_format(3, 1, 98.5, &quoted).unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(2016, 12, 31).unwrap(), &date).unwrap();
    sheet.write(3, 3, 42735).unwrap();
    sheet.write(3, 4, 1).unwrap();
    sheet.write(3, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_with_format(3, 7, 0.5, &percent).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let (said, told) = read(&[("a.xlsx", &bytes)]);
    assert_eq!(
        said,
        [
            "01 passed 95 a.xlsx!填报表!F3",
            "01 sampled 100 a.xlsx!填报表!C3",
            "01 rate 0.985 a.xlsx!填报表!B3",
            "01 age 0.3 a.xlsx!填报表!H3",
            "01 planned 1 a.xlsx!填报表!E3",
            "01 story 12.5 a.xlsx!填报表!G3",
            "01 filed 17166 a.xlsx!填报表!D3",
            "02 rate 0.985 a.xlsx!填报表!B4",
            "02 age 0.5 a.xlsx!填报表!H4",
            "02 planned 1 a.xlsx!填报表!E4",
        ]
    );
    assert_eq!(
        told,
        [
            "D026 a.xlsx!填报表!B4 “合格率”中的 98.5 按 98.5% 读取",
            "D006 a.xlsx!填报表!C4 “省级监督抽查批次”的值“2016-12-31”不是整数,按缺报处理",
            "D006 a.xlsx!填报表!D4 “备案日期”的值“42735”不是日期,按缺报处理 ⇒ 2016-12-31",
            "D016 a.xlsx!填报表!F4 “省级监督抽查合格批次”的单元格是 #DIV/0!,按缺报处理",
            "D009 a.xlsx!填报表!H4 “平均年限”中的“50%”按 0.5 读取",
        ]
    );
}

#[test]
fn a_formula_saved_without_its_result_is_an_error_and_not_a_blank() {
    let rows = format!(
        "<row r=\"1\">{}{}{}</row>\
         <row r=\"2\">{}<c r=\"B2\"><f>SUM(D2:E2)</f></c><c r=\"C2\"/></row>\
         <row r=\"3\">{}<c r=\"B3\"><f>1+1</f><v>2</v></c><c r=\"C3\" t=\"str\"><f>\"\"</f><v></v></c></row>",
        text_cell("A1", "单位"),
        text_cell("B1", "合格批次"),
        text_cell("C1", "抽查批次"),
        text_cell("A2", "甲县"),
        text_cell("A3", "乙县"),
    );
    let (said, told) = read(&[("a.xlsx", &raw_xlsx(&rows))]);
    assert_eq!(said, ["02 passed 2 a.xlsx!表1!B3"]);
    assert_eq!(told, ["D017 a.xlsx!表1!B2 “省级监督抽查合格批次”的公式没有保存计算结果,按缺报处理"]);
}

#[test]
fn hidden_sheets_and_sheets_that_explain_do_not_count() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "请如实填写").unwrap();
    for (name, value) in [("旧", 1), ("更旧", 2), ("表", 3)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "单位").unwrap().write(0, 1, "抽查批次").unwrap();
        sheet.write(1, 0, "甲县").unwrap().write(1, 1, value).unwrap();
        match name {
            "旧" => drop(sheet.set_hidden(true)),
            "更旧" => drop(sheet.set_very_hidden(true)),
            _ => {}
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let (said, told) = read(&[("a.xlsx", &bytes)]);
    assert_eq!(said, ["01 sampled 3 a.xlsx!表!B2"]);
    assert_eq!(
        told,
        [
            "D082 a.xlsx 隐藏的工作表“旧”像是填报的数据,没有读取",
            "D082 a.xlsx 隐藏的工作表“更旧”像是填报的数据,没有读取",
            "D002 a.xlsx!说明!A1 说明没有可以识别的表头",
            "D011 乙县 没有收到“乙县”的任何数据"
        ]
    );
}

#[test]
fn a_unit_merged_over_its_rows_is_meant_in_all_of_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["单位", "数据项", "数值"], ["甲县", "抽查批次", "10"], ["", "合格批次", "9"]])
    {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text).unwrap();
        }
    }
    sheet.merge_range(1, 0, 2, 0, "甲县", &Format::new()).unwrap();
    let (said, _) = read(&[("a.xlsx", &book.save_to_buffer().unwrap())]);
    assert_eq!(said, ["01 passed 9 a.xlsx!Sheet1!C3", "01 sampled 10 a.xlsx!Sheet1!C2"]);
    let (_, told) = read(&[("a.csv", "单位,数据项,数值\n甲县,抽查批次,10\n,合格批次,9\n乙县,抽查批次,1".as_bytes())]);
    assert_eq!(told, ["D029 a.csv!A3 这一行有数据而没有写明单位,未采用"]);
}

/// An .ods of one sheet's rows.
fn ods(rows: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let spaces = ["office", "table", "text", "style", "calcext"].map(|n| format!("xmlns:{n}=\"urn:{n}\"")).join(" ");
    write!(
        zip,
        r#"<office:document-content {spaces}><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="藏" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>单位</text:p></table:table-cell></table:table-row></table:table><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    )
    .unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_opendocument_sheet_keeps_percentages_formulas_and_its_blanks_apart() {
    let text = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let rows = format!(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row>{}{}{}{}{}</table:table-row>
        <table:table-row>{}<table:table-cell office:value-type="percentage" office:value="0.985"><text:p>98.5%</text:p></table:table-cell><table:table-cell table:formula="of:=1+1"/><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2016-12-31T00:00:00"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        text("单位"),
        text("合格率"),
        text("合格批次"),
        text("抽查<text:s/>批次"),
        text("备案&amp;<office:annotation><text:p>x</text:p></office:annotation>日期").replace("&amp;", ""),
        text("甲县"),
    );
    let (said, told) = read(&[("a.ods", &ods(&rows))]);
    assert_eq!(said, ["01 rate 0.985 a.ods!表!B4", "01 filed 17166 a.ods!表!E4"]);
    assert_eq!(
        told[..2],
        [
            "D017 a.ods!表!C4 “省级监督抽查合格批次”的公式没有保存计算结果,按缺报处理",
            "D016 a.ods!表!D4 “省级监督抽查批次”的单元格是 #DIV/0!,按缺报处理",
        ]
    );
}

#[test]
fn a_repeated_cell_of_an_opendocument_sheet_does_not_fill_the_memory() {
    let rows = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#;
    let (_, told) = read(&[("a.ods", &ods(rows))]);
    assert_eq!(told[0], "D023 a.ods a.ods 超出读取上限:单元格多于 8000000 个");
}
