//! A row a unit.

use super::*;

#[test]
fn a_row_is_a_unit_and_a_column_a_field_named_by_id_label_alias_or_measure() {
    let csv = "2016年度质量工作考核数据汇总表,,,,\n\
               填表单位:市质监局,,,,\n\
               序号,编号,单位名称,省级监督抽查合格批次(批次),抽查批次,合格率,备注\n\
               1,01,甲县,95,100,0.95,齐全\n\
               2,02,乙县,\"1,180\",1200,.9833,\n";
    let (said, told) = read(&[("汇总.csv", csv.as_bytes())]);
    assert_eq!(
        said,
        [
            "01 passed 95 汇总.csv!D4",
            "01 sampled 100 汇总.csv!E4",
            "01 rate 0.95 汇总.csv!F4",
            "02 passed 1180 汇总.csv!D5",
            "02 sampled 1200 汇总.csv!E5",
            "02 rate 0.9833 汇总.csv!F5",
        ]
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn points_come_with_their_reason_and_a_claim_never_counts() {
    let csv = "单位\t1.1\t1.1扣分理由\t1.1 自评得分\t1.2 自评得分\t产品抽查(自评)\tpassed 印证材料\n\
               甲县\t18.5\t未报总结\t20\t9\t9\t3-5页\n";
    let (said, told) = read(&[("打分.tsv", csv.as_bytes())]);
    assert_eq!(said, ["01 1.1 18.5 打分.tsv!B2 理由:未报总结", "01 claims 20 for 1.1", "01 claims 9 for 1.2"]);
    assert_eq!(told, ["D011 乙县 没有收到“乙县”的任何数据"]);
    let (said, _) = read(&[("a.csv", "单位,领导评价,扣分理由,自评得分,印证材料\n甲,18,迟报,20,见附件".as_bytes())]);
    assert_eq!(said, ["01 1.1 18 a.csv!B2 印证:见附件 理由:迟报", "01 claims 20 for 1.1"]);
}

#[test]
fn an_unknown_header_is_told_with_its_neighbour() {
    let csv = "单位,合格律,抽查批次\n甲县,0.9,10\n乙县,0.8,20\n";
    let (_, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(told, ["D005 a.csv!B1 评分细则中没有“合格律”这个数据项 ⇒ 合格率"]);
}

#[test]
fn who_is_not_on_the_roster_or_has_no_name_is_told_once_and_left_out() {
    let csv =
        "单位,抽查批次,合格率\n甲县,10,\n丙县,20,\n乙县,30,\n丙县,40,\n,50,\n合计,100,\n丁县,,\n注:截至12月31日,,\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 sampled 10 a.csv!B2", "02 sampled 30 a.csv!B4"]);
    assert_eq!(
        told,
        ["D003 a.csv!A3 名册中没有“丙县”,它的数据未采用", "D029 a.csv!A6 这一行有数据而没有写明单位,未采用"]
    );
}

#[test]
fn a_name_of_two_units_is_left_out() {
    let roster = roster(&[("01", "甲县"), ("02", "甲市")]);
    let (said, told) =
        read_with(&[("a.csv", "单位,抽查批次\n甲,10\n甲县,11\n甲市,12".as_bytes())], &program(), &roster);
    assert_eq!(said, ["01 sampled 11 a.csv!B3", "02 sampled 12 a.csv!B4"]);
    assert_eq!(told, ["D022 a.csv!A2 “甲”可能是:甲县(01)、甲市(02);未采用"]);
}

#[test]
fn a_unit_twice_in_a_sheet_counts_once() {
    let (said, told) = read(&[("a.csv", "单位,抽查批次\n甲县,10\n乙县,1\n甲,10\n".as_bytes())]);
    assert_eq!(said, ["01 sampled 10 a.csv!B2", "02 sampled 1 a.csv!B3"]);
    assert_eq!(told, ["D004 a.csv!A4 “甲县”出现了两次,后一次未采用 (a.csv!A2)"]);
}

#[test]
fn two_values_of_one_field_conflict_and_the_first_file_wins() {
    let first = "单位,抽查批次,纳入规划,合格率,自评\n甲县,10,是,0.9,\n乙县,-,否,\n";
    let second = "单位,抽查批次,纳入规划,合格率\n甲县,10.0,否,不适用\n乙县,7,,\n";
    let (said, told) = read(&[("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())]);
    assert_eq!(
        said,
        [
            "01 sampled 10 a.csv!B2",
            "01 rate 0.9 a.csv!D2",
            "01 planned 1 a.csv!C2",
            "02 sampled 7 b.csv!B3",
            "02 planned 0 a.csv!C3",
        ]
    );
    assert_eq!(
        told,
        [
            "D007 b.csv!C2 “甲县”的“纳入规划”先填 是,又填 否;采用前者 (a.csv!C2)",
            "D007 b.csv!D2 “甲县”的“合格率”先填 90%,又填 不适用;采用前者 (a.csv!D2)",
        ]
    );
}

#[test]
fn two_claims_of_one_node_conflict_and_an_unreadable_one_is_told() {
    let files: [(&str, &[u8]); 2] = [
        ("a.csv", "单位,1.2 自评得分,抽查批次\n甲县,9分,1\n乙县,满分,2".as_bytes()),
        ("b.csv", "单位,1.2 自评得分\n甲县,8\n".as_bytes()),
    ];
    let (said, told) = read(&files);
    assert_eq!(said, ["01 sampled 1 a.csv!C2", "02 sampled 2 a.csv!C3", "01 claims 9 for 1.2"]);
    assert_eq!(
        told,
        [
            "D028 a.csv!B3 自评得分“满分”不是数字",
            "D007 b.csv!B2 “甲县”的“1.2 自评得分”先填 9,又填 8;采用前者 (a.csv!B2)",
        ]
    );
}

#[test]
fn a_header_of_two_rows_names_the_unit_in_the_upper_one() {
    let csv = "单位,产品质量,,\n,抽查批次,合格批次,合格率\n甲县,10,9,0.9\n乙县,20,18,0.9\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said.len(), 6);
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn the_same_table_is_read_in_every_encoding_and_with_every_delimiter() {
    let csv = "单位;抽查批次\n甲县;10\n乙县;20\n";
    let gbk = encoding_rs::GB18030.encode(csv).0.into_owned();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(csv.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xef\xbb\xbf", csv.as_bytes()].concat();
    for (bytes, encoding) in [(gbk, Some("gb18030")), (utf16, Some("UTF-16LE")), (marked, None)] {
        let (said, told) = read(&[("a.txt", &bytes)]);
        assert_eq!(said, ["01 sampled 10 a.txt!B2", "02 sampled 20 a.txt!B3"]);
        let note: Vec<String> = encoding.iter().map(|e| format!("D021 a.txt 按 {e} 编码读取")).collect();
        assert_eq!(told, note);
    }
}

#[test]
fn three_thousand_units_of_a_hundred_and_twenty_columns_are_read_at_once() {
    use std::fmt::Write;
    let mut program = program();
    program.fields = (0..120).map(|i| field(&format!("f{i}"), &format!("数据项{i}"), FieldKind::Number)).collect();
    let units: Vec<(String, String)> = (0..3000).map(|i| (format!("{i:04}"), format!("单位{i:04}"))).collect();
    let roster = roster(&units.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect::<Vec<_>>());
    let mut csv = String::from("编号");
    (0..120).for_each(|i| write!(csv, ",数据项{i}").unwrap());
    for (id, _) in &units {
        write!(csv, "\n{id}").unwrap();
        (0..120).for_each(|i| write!(csv, ",{i}.25").unwrap());
    }
    let (_folder, files) = Folder::new(&[("a.csv", csv.as_bytes())]);
    let mut problems = Vec::new();
    let table = read_submissions(&files, &program, &roster, &|| {}, &mut problems);
    assert!(problems.is_empty());
    assert_eq!(table.fields[119].values[2999], Decimal::new(11925, 2));
}
