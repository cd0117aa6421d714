//! Files as LibreOffice saves them, which is how WPS and many others do it too. `.ci/libreoffice` runs this, with LibreOffice
//! installed.

use std::path::Path;
use std::process::Command;

use kaohe::words::Lang;
use rust_xlsxwriter::{Format, Workbook};

use super::{read, said, sheets, told, two, write};

/// Has LibreOffice save a file in another format, beside it in `saved`.
fn save_as(folder: &Path, name: &str, format: &str) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let run = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", format, "--outdir", "saved", name])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// The filter for text files: the separator, the encoding by LibreOffice's number, and every sheet on its own.
fn text(separator: char, encoding: u32) -> String {
    format!(
        "csv:Text - txt - csv (StarCalc):{},34,{encoding},1,,0,false,true,false,false,false,-1",
        u32::from(separator)
    )
}

#[test]
#[ignore = "needs LibreOffice"]
fn one_table_says_the_same_after_libreoffice_saved_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("表.xlsx"), write::xlsx(&sheets())).unwrap();
    let (table, _) = read(folder.path(), &["表.xlsx"], &two());
    let expected = said(&table);
    let workbooks = [("xlsx", "saved/表.xlsx"), ("ods", "saved/表.ods"), ("xls", "saved/表.xls")];
    for (format, name) in workbooks {
        save_as(folder.path(), "表.xlsx", format);
        let (table, problems) = read(folder.path(), &[name], &two());
        assert_eq!(said(&table), expected, "{name}");
        assert_eq!(told(&problems, Lang::Zh), [] as [&str; 0], "{name}");
    }
    for (separator, encoding) in [(',', 76), (';', 76), ('\t', 76), (',', 67), (',', 85)] {
        save_as(folder.path(), "表.xlsx", &text(separator, encoding));
        let names = ["saved/表-汇总.csv", "saved/表-表彰.csv"];
        let (table, problems) = read(folder.path(), &names, &two());
        let told_of = told(&problems, Lang::Zh);
        // In an office that speaks English the day becomes 12/31/2016, which nobody can tell from 2016-12-31 for sure.
        let day = |line: &String| line.starts_with("D006") && line.contains("12/31/2016");
        let expected: Vec<&String> =
            expected.iter().filter(|line| !line.contains("filed") || !told_of.iter().any(day)).collect();
        let said = said(&table);
        let said: Vec<&String> = said.iter().collect();
        assert_eq!(said, expected, "{separator:?} {encoding} {told_of:?}");
        assert!(told_of.iter().all(|line| line.starts_with("D021") || day(line)), "{told_of:?}");
    }
}

#[test]
#[ignore = "needs LibreOffice"]
fn merged_cells_heads_of_two_rows_and_hidden_rows_survive_libreoffice() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    let rows: [&[&str]; 6] = [
        &["单位", "监督抽查", "", "印证材料", "质量投入"],
        &["", "批次", "合格批次", "", ""],
        &["鹤汀区", "100", "95", "通报", "30"],
        &["云埠区", "80", "70", "", ""],
        &["合计", "180", "165", "", ""],
        &["注:截至12月31日"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => drop(sheet.write(row, column, number).unwrap()),
                Err(_) => drop(sheet.write(row, column, *text).unwrap()),
            }
        }
    }
    let plain = Format::new();
    for (top, left, bottom, right, text) in [
        (0, 0, 1, 0, "单位"),
        (0, 1, 0, 2, "监督抽查"),
        (0, 3, 1, 3, "印证材料"),
        (0, 4, 1, 4, "质量投入"),
        (2, 3, 3, 3, "通报"),
    ] {
        sheet.merge_range(top, left, bottom, right, text, &plain).unwrap();
    }
    sheet.merge_range(2, 4, 3, 4, "", &plain).unwrap().write(2, 4, 30).unwrap();
    sheet.set_row_hidden(3).unwrap();
    book.save(folder.path().join("表.xlsx")).unwrap();
    for format in ["xlsx", "ods", "xls"] {
        save_as(folder.path(), "表.xlsx", format);
        let name = format!("saved/表.{format}");
        let (table, problems) = read(folder.path(), &[&name], &two());
        assert_eq!(
            said(&table),
            ["101 passed 95 [通报]", "101 sampled 100", "102 passed 70 [通报]", "102 sampled 80"],
            "{name}"
        );
        let places: Vec<String> = told(&problems, Lang::Zh)
            .iter()
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(places, [format!("D080 {name}!表!E3"), format!("D081 {name}!表!A4")]);
    }
}
