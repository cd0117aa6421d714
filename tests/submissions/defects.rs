//! The defects of real files, and all that is said of each, in both languages.

use std::fmt::Write;

use kaohe::words::Lang;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::write::{self, Binary, Cell};
use super::{read, said, told, two};

/// Rows of texts and numbers, as a text file writes them.
type Rows = &'static [&'static [&'static str]];

fn cells(rows: Rows) -> Vec<Vec<Cell>> {
    let cell = |text: &&'static str| match text.parse::<f64>() {
        _ if text.is_empty() => Cell::Blank,
        Ok(number) => Cell::Number(number),
        Err(_) => Cell::Text(text),
    };
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// A workbook of one sheet, changed by hand.
fn book(rows: Rows, change: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    for (row, line) in (0..).zip(&cells(rows)) {
        for (column, cell) in (0..).zip(line) {
            match cell {
                Cell::Text(text) => drop(sheet.write(row, column, *text).unwrap()),
                Cell::Number(number) => drop(sheet.write(row, column, *number).unwrap()),
                _ => {}
            }
        }
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

fn merge(sheet: &mut Worksheet, range: (u32, u16, u32, u16), text: &str) {
    sheet.merge_range(range.0, range.1, range.2, range.3, text, &Format::new()).unwrap();
}

const FORM: Rows = &[
    &["质量工作考核填报表"],
    &["被考核单位:鹤汀区"],
    &["序号", "数据项", "数值", "印证材料"],
    &["1", "抽查批次", "100", "第3页"],
    &["2", "合格批次", "95", ""],
    &["填表人:张三", "审核人:李四"],
];
const WIDE: Rows = &[&["单位", "抽查批次", "合格批次"], &["鹤汀区", "100", "95"], &["云埠区", "80", "70"]];

#[allow(clippy::too_many_lines, reason = "one line a defect")]
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let csv = |text: &str| text.as_bytes().to_vec();
    let plain = |rows: Rows| cells(rows);
    let xlsb = |beside: Binary| write::xlsb(&[("表", plain(WIDE))], &beside);
    vec![
        ("title-and-notes.xlsx", book(FORM, |_| {})),
        ("moved-columns.csv", csv("备注,合格批次,联系电话,单位,抽查批次\n齐全,95,555,鹤汀区,100\n")),
        ("near-miss.csv", csv("单位,抽查批数,合格批次(批次)\n鹤汀区,100,95批\n")),
        ("traditional.csv", csv("單位,監督抽查批次,納入規劃\n鶴汀區,１００,無\n")),
        ("blanks-and-width.csv", csv("单 位,抽查　批次,合格率（％）\n鹤汀 区,\u{a0}100,９８．５\n")),
        (
            "merged-unit.xlsx",
            book(
                &[&["单位", "数据项", "数值"], &["", "抽查批次", "100"], &["", "合格批次", "95"]],
                |sheet| {
                    merge(sheet, (1, 0, 2, 0), "鹤汀区");
                },
            ),
        ),
        ("merged-value.xlsx", book(WIDE, |sheet| merge(sheet, (1, 1, 2, 1), "180"))),
        ("merged-value.ods", ods_merged()),
        ("merged-value.xlsb", xlsb(Binary { merged: Some([1, 2, 1, 1]), ..Binary::default() })),
        (
            "two-row-head.xlsx",
            book(
                &[&["单位", "监督抽查", "", "质量投入"], &["", "批次", "合格批次", ""], &["鹤汀区", "100", "95", "30"]],
                |sheet| {
                    merge(sheet, (0, 0, 1, 0), "单位");
                    merge(sheet, (0, 1, 0, 2), "监督抽查");
                    merge(sheet, (0, 3, 1, 3), "质量投入");
                },
            ),
        ),
        ("two-row-head.csv", csv("单位,监督抽查,,质量投入\n,批次,合格批次,\n鹤汀区,100,95,30\n")),
        (
            "unit-written-once.xlsx",
            book(&[&["单位", "数据项", "数值"], &["鹤汀区", "抽查批次", "100"], &["", "合格批次", "95"]], |_| {}),
        ),
        ("pages.csv", csv("单位,抽查批次\n鹤汀区,100\n小计,100\n单位,抽查批次\n云埠区,80\n合计,180\n")),
        ("two-tables.csv", csv("单位,抽查批次\n鹤汀区,100\n\n单位,合格率\n鹤汀区,95%\n\n单位,电话\n云埠区,555\n")),
        (
            "two-forms.csv",
            csv("填报单位:鹤汀区\n数据项,数值\n抽查批次,100\n\n填报单位:云县\n数据项,数值\n抽查批次,80\n"),
        ),
        (
            "hidden.xlsx",
            book(WIDE, |sheet| {
                sheet.set_row_hidden(2).unwrap();
                sheet.set_column_hidden(2).unwrap();
            }),
        ),
        ("hidden.xlsb", xlsb(Binary { hidden: Some(1), ..Binary::default() })),
        ("hidden-sheet.xlsx", hidden_sheet()),
        (
            "covered.xlsx",
            book(WIDE, |sheet| {
                merge(sheet, (2, 1, 2, 2), "");
                sheet.write(2, 1, 80).unwrap().write(2, 2, 70).unwrap();
            }),
        ),
        (
            "formulas.xlsx",
            book(WIDE, |sheet| {
                sheet.write(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
                sheet.write(1, 2, Formula::new("=50+45").set_result("95")).unwrap();
            }),
        ),
        ("formulas.xlsb", xlsb(Binary { failed: Some((1, 1)), ..Binary::default() })),
        ("formula-not-computed.xlsx", not_computed()),
        (
            "numbers-as-text.xlsx",
            book(&[&["单位", "合格批次", "合格率", "质量投入"]], |sheet| {
                sheet.write_row(1, 0, ["鹤汀区", "95", "98.5%", "'1 234.5"]).unwrap();
                sheet.write_row(2, 0, ["云埠区", "约70余批", "九成", "3亿元"]).unwrap();
            }),
        ),
        (
            "dates.xlsx",
            book(
                &[&["单位", "合格批次", "备案日期"], &["鹤汀区", "", "42735"], &["云埠区", "70", "20161231"]],
                |sheet| {
                    let date = Format::new().set_num_format("yyyy-mm-dd");
                    sheet.write_with_format(1, 1, 42735, &date).unwrap();
                },
            ),
        ),
        ("percents.xlsx", book(&[&["单位", "合格率"], &["鹤汀区", "98.5"], &["云埠区", "0.5"]], |_| {})),
        ("percents.csv", csv("单位,合格率,质量投入\n鹤汀区,120%,(3)\n云埠区,百分之九十八,\"1.234,5\"\n")),
        ("units.csv", csv("单位,抽查批次\n示例市鹤汀区,1\n鹤亭区,2\n云县,80\n汀,3\n石炉县,4\n")),
        (
            "id-and-name.csv",
            csv("单位编号,单位,数据项编号,数据项,数值\n101,云峰区,passed,合格批次,95\n102,云埠区,rate,抽查批次,80\n"),
        ),
        ("text.xls", csv("单位\t抽查批次\n鹤汀区\t100\n")),
        ("workbook.csv", book(WIDE, |_| {})),
        ("page.xls", csv("<html><body><table><tr><td>单位</td></tr></table></body></html>")),
        (
            "xml-2003.xls",
            csv("<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"),
        ),
        ("empty.xlsx", Vec::new()),
        ("only-a-mark.csv", b"\xef\xbb\xbf".to_vec()),
        ("broken-off.xlsx", book(WIDE, |_| {})[..2000].to_vec()),
        ("scan.pdf", csv("%PDF-1.4")),
    ]
}

fn ods_merged() -> Vec<u8> {
    use std::io::{Cursor, Write};
    let bytes = write::ods(&[("表", cells(WIDE))]);
    let mut content = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::Read::read_to_string(&mut archive.by_name("content.xml").unwrap(), &mut content).unwrap();
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"100\"/>";
    assert_eq!(content.matches(cell).count(), 1);
    let merged =
        cell.replace("cell office", "cell table:number-rows-spanned=\"2\" table:number-columns-spanned=\"1\" office");
    let content = content
        .replace(cell, &merged)
        .replace("<table:table-cell office:value-type=\"float\" office:value=\"80\"/>", "<table:covered-table-cell/>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn hidden_sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, value) in [("今年", 95), ("去年", 90)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "单位").unwrap().write(0, 1, "合格批次").unwrap();
        sheet.write(1, 0, "鹤汀区").unwrap().write(1, 1, value).unwrap();
        sheet.set_hidden(name == "去年");
    }
    book.save_to_buffer().unwrap()
}

/// A workbook as programs write it that do not compute.
fn not_computed() -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let bytes = book(WIDE, |sheet| {
        sheet.write(1, 1, Formula::new("=50+50").set_result("100")).unwrap();
    });
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for position in 0..archive.len() {
        let mut entry = archive.by_index(position).unwrap();
        let (name, mut data) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut data).unwrap();
        let text = String::from_utf8(data).unwrap().replace("<v>100</v>", "");
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn each_defect_is_read_right_or_told() {
    let folder = tempfile::tempdir().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let mut page = String::new();
        for (name, bytes) in corpus() {
            std::fs::write(folder.path().join(name), bytes).unwrap();
            let (table, problems) = read(folder.path(), &[name], &two());
            writeln!(page, "== {name}").unwrap();
            for line in said(&table) {
                writeln!(page, "{line}").unwrap();
            }
            // Who is missing from a file of one unit is no defect of it.
            for line in told(&problems, lang).into_iter().filter(|line| !line.starts_with("D011")) {
                writeln!(page, "  {line}").unwrap();
            }
        }
        insta::assert_snapshot!(format!("defects_{lang}"), page);
    }
}
