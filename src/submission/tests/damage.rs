//! Files that are not what they seem: each costs one diagnostic, and the others count.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const GOOD: (&str, &[u8]) = ("好.csv", "单位,抽查批次\n甲县,10\n乙县,20\n".as_bytes());

/// What is told of a file read beside a good one.
fn told_of(name: &str, bytes: &[u8]) -> Vec<String> {
    let (said, told) = read(&[(name, bytes), GOOD]);
    assert_eq!(said, ["01 sampled 10 好.csv!B2", "02 sampled 20 好.csv!B3"], "{name}");
    told
}

#[test]
fn a_file_that_cannot_be_read_is_told_once_and_the_rest_goes_on() {
    let workbook = raw_xlsx(&format!("<row r=\"1\">{}</row>", text_cell("A1", "单位")));
    let html = b"<html><table><tr><td>1</td></tr></table></html>";
    let encrypted: Vec<u8> = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 600]]
        .concat()
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let wide_html: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("\r\n<HTML><table>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let xml = b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    let document = zipped(&[("word/document.xml", "<w:document/>")]);
    let locked = zipped(&[("META-INF/manifest.xml", "<manifest:encryption-data/>"), ("content.xml", "\u{1}")]);
    let password = super::legacy::locked();
    for (name, bytes, expected) in [
        ("空.xlsx", &b""[..], "D001 空.xlsx 无法读取 空.xlsx:文件是空的"),
        ("空.csv", b"\r\n \n", "D001 空.csv 无法读取 空.csv:文件是空的"),
        ("断.xlsx", &workbook[..workbook.len() / 2], "D001 断.xlsx 无法读取 断.xlsx:文件不完整,可能没有下载或复制完"),
        ("网页.xls", html, "D001 网页.xls 无法读取 网页.xls:这是网页另存的文件,不是真正的工作簿"),
        ("网页.csv", html, "D001 网页.csv 无法读取 网页.csv:这是网页另存的文件,不是真正的工作簿"),
        ("零.xlsx", &[0; 5000], "D001 零.xlsx 无法读取 零.xlsx:文件是空的"),
        ("标.csv", b"\xef\xbb\xbf\r\n", "D001 标.csv 无法读取 标.csv:文件是空的"),
        ("标.txt", b"\xff\xfe", "D001 标.txt 无法读取 标.txt:文件是空的"),
        ("宽.xls", &wide_html, "D001 宽.xls 无法读取 宽.xls:这是网页另存的文件,不是真正的工作簿"),
        ("老.xls", xml, "D001 老.xls 无法读取 老.xls:这是“XML 表格 2003”,不是真正的工作簿"),
        ("文本.xlsx", "这里没有表".as_bytes(), "D001 文本.xlsx 无法读取 文本.xlsx:内容不是工作簿"),
        ("图.xls", b"\x89PNG\r\n\x1a\n,,,", "D001 图.xls 无法读取 图.xls:内容不是工作簿"),
        ("公文.xlsx", &document, "D001 公文.xlsx 无法读取 公文.xlsx:内容不是工作簿"),
        ("密.xls", &password, "D001 密.xls 无法读取 密.xls:文件有密码保护"),
        ("密.ods", &locked, "D001 密.ods 无法读取 密.ods:文件有密码保护"),
        ("密.xlsx", &encrypted, "D001 密.xlsx 无法读取 密.xlsx:文件有密码保护"),
        (
            "附件.pdf",
            b"%PDF",
            "D001 附件.pdf 无法读取 附件.pdf:不认识的文件类型“pdf”,可用 .xlsx .xlsm .xlsb .xls .ods .csv .tsv .txt",
        ),
    ] {
        assert_eq!(told_of(name, bytes), [expected]);
    }
    let half = password.get(..900).unwrap();
    for (name, bytes) in [("坏.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0"[..]), ("断.xls", half)] {
        let told = told_of(name, bytes);
        assert!(told.len() == 1 && told[0].starts_with("D001"), "{told:?}");
    }
}

/// A zip archive of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_file_under_another_formats_name_is_read_as_what_it_is_and_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    sheet.write(0, 0, "单位").unwrap().write(0, 1, "合格批次").unwrap();
    sheet.write(1, 0, "甲县").unwrap().write(1, 1, 9).unwrap();
    let xlsx = book.save_to_buffer().unwrap();
    let text = "单位\t合格批次\r\n甲县\t9\r\n";
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    let xls = super::legacy::small();
    for (name, bytes, really, place) in [
        ("a.csv", &xlsx[..], "xlsx", "a.csv!表!B2"),
        ("a.xls", &xlsx, "xlsx", "a.xls!表!B2"),
        ("a.ods", &xlsx, "xlsx", "a.ods!表!B2"),
        ("a.xlsx", &xls, "xls", "a.xlsx!表!B2"),
        ("a.xls", text.as_bytes(), "csv", "a.xls!B2"),
        ("a.xlsx", &gbk, "csv", "a.xlsx!B2"),
    ] {
        let (said, told) = read(&[(name, bytes)]);
        assert_eq!(said, [format!("01 passed 9 {place}")], "{told:?}");
        assert!(told.contains(&format!("D085 {name} 内容是 .{really},按 .{really} 读取")), "{told:?}");
    }
    assert!(read(&[("a.xlsm", &xlsx)]).1.iter().all(|line| !line.starts_with("D085")));
}

#[test]
fn a_folder_under_a_files_name_is_told() {
    let (folder, mut files) = Folder::new(&[GOOD]);
    std::fs::create_dir(folder.path().join("甲县.xlsx")).unwrap();
    files.push(SourceFile { path: folder.path().join("甲县.xlsx"), name: "甲县.xlsx".into(), source: None });
    let mut problems = Vec::new();
    read_submissions(&files, &program(), &two(), &|| {}, &mut problems);
    assert_eq!(tell(&problems), ["D001 甲县.xlsx 无法读取 甲县.xlsx:这是文件夹,不是文件"]);
}

#[test]
fn a_file_that_is_not_there_is_told_in_the_words_of_the_system() {
    let (folder, mut files) = Folder::new(&[GOOD]);
    files.push(SourceFile::new(folder.path().join("没有.csv"), "没有.csv".into()));
    let (done, mut problems) = (AtomicUsize::new(0), Vec::new());
    let progress = || {
        done.fetch_add(1, Ordering::Relaxed);
    };
    let table = read_submissions(&files, &program(), &two(), &progress, &mut problems);
    assert_eq!((problems.len(), problems[0].code(), done.into_inner()), (1, "D001", 2));
    assert_eq!(table.inputs.len(), 1, "what was not read has no fingerprint");
    assert_eq!(table.inputs[0].fingerprint, "dd9727157e1e54b1510834f2bbbfc1b78834394e1cfd23e5d4d0d9cb38b21771");
}

#[test]
fn a_table_nobody_recognises_and_one_without_rows_are_told() {
    assert_eq!(told_of("a.csv", "电话,地址\n1,2\n".as_bytes()), ["D002 a.csv!A1 a.csv没有可以识别的表头"]);
    assert_eq!(told_of("b.csv", "单位,抽查批次\n".as_bytes()), ["D025 b.csv b.csv 只有表头,没有数据"]);
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    (0..40).for_each(|_| zip.write_all(&blanks).unwrap());
    let bomb = zip.finish().unwrap().into_inner();
    assert_eq!(told_of("a.xlsx", &bomb), ["D023 a.xlsx a.xlsx 超出读取上限:压缩得异常紧密"]);
}

#[test]
fn a_sheet_that_breaks_off_is_told_and_what_came_before_counts() {
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><v>10</v></c></row><row r=\"3\"><c r=\"A3\" t=\"zz\"><v>1</v></c></row>",
        text_cell("A1", "单位"),
        text_cell("B1", "合格批次"),
        text_cell("A2", "甲县"),
    );
    let (said, told) = read(&[("a.xlsx", &raw_xlsx(&rows)), GOOD]);
    assert_eq!(said[0], "01 passed 10 a.xlsx!表1!B2");
    assert_eq!(told, ["D027 a.xlsx a.xlsx 的 表1 读到一半出错"]);
}

#[test]
fn a_stray_cell_in_the_last_corner_does_no_harm() {
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><v>10</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
        text_cell("A1", "单位"),
        text_cell("B1", "合格批次"),
        text_cell("A2", "甲县"),
    );
    let (said, told) = read(&[("a.xlsx", &raw_xlsx(&rows)), GOOD]);
    assert_eq!(said[0], "01 passed 10 a.xlsx!表1!B2");
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn a_quote_that_is_never_closed_and_a_cell_of_a_whole_report_are_told_briefly() {
    let long = "很".repeat(5000);
    let csv = format!("单位,抽查批次,合格批次\n甲县,{long},1\n乙县,\"20\n丙县,30,1\n");
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 passed 1 a.csv!C2"]);
    assert_eq!(
        told,
        [
            "D027 a.csv a.csv 的 B3 读到一半出错".to_owned(),
            format!("D006 a.csv!B2 “省级监督抽查批次”的值“{}…”不是整数,按缺报处理", "很".repeat(80)),
            "D011 乙县 没有收到“乙县”的任何数据".to_owned(),
        ]
    );
}
