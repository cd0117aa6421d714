//! A row a value: long tables of many units, and one unit's form.

use super::*;

#[test]
fn a_long_table_names_unit_field_and_value_in_each_row() {
    let csv = "单位编号,数据项编号,数据项,填报值,印证材料,备注\n\
               01,passed,合格批次,95,报告第3页,\n\
               02,,抽查批次,100,,已核\n\
               02,1.1,,18,,\n\
               ,,,,,\n\
               注:以上数据由各单位提供,,,,,\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(
        said,
        ["01 passed 95 a.csv!D2 印证:报告第3页", "02 sampled 100 a.csv!D3 备注:已核", "02 1.1 18 a.csv!D4"]
    );
    assert_eq!(told, [] as [&str; 0]);
}

#[test]
fn departments_enter_points_reasons_and_units_claims_by_indicator() {
    let csv = "单位,指标,分值,自评得分,得分,扣分理由\n\
               甲县,质量目标,40,,,\n\
               甲县,领导评价,20,20,18.5,迟报\n\
               甲县,1.2产品抽查,20,19,,\n\
               乙县,产品抽查,20,,15,\n\
               乙县,产品抽察,20,,15,\n\
               乙县,合计,40,,30,\n";
    let (said, told) = read(&[("a.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 1.1 18.5 a.csv!E3 理由:迟报", "01 claims 20 for 1.1", "01 claims 19 for 1.2"]);
    assert_eq!(
        told,
        [
            "D005 a.csv!B5 评分细则中没有“产品抽查”这个数据项",
            "D005 a.csv!B6 评分细则中没有“产品抽察”这个数据项",
            "D011 乙县 没有收到“乙县”的任何数据",
        ]
    );
}

#[test]
fn a_form_names_its_unit_above_the_table() {
    for head in [
        "被考核单位:甲县",
        "填报单位(盖章):甲县    填报日期:2017-01-05",
        "被考核单位,甲县",
        "单位编号,01",
        ",县(区),,甲",
    ] {
        let csv = format!(
            "质量工作考核填报表\n{head}\n序号,数据项,单位,数值,印证材料\n1,合格批次,批次,95,第3页\n,,,,\n填表人:张三,,,,\n"
        );
        let (said, told) = read(&[("x.csv", csv.as_bytes())]);
        assert_eq!(said, ["01 passed 95 x.csv!D4 印证:第3页"], "{head}");
        assert_eq!(told, ["D011 乙县 没有收到“乙县”的任何数据"]);
    }
}

#[test]
fn a_form_without_a_name_belongs_to_whom_the_file_is_named_after() {
    let csv = "数据项,数值\n抽查批次,10\n".as_bytes();
    for name in ["01.csv", "甲县.csv", "01-甲县.csv", "附件2 甲.csv", "甲县(报送).csv"] {
        let (said, _) = read(&[(name, csv)]);
        assert_eq!(said, [format!("01 sampled 10 {name}!B2")]);
    }
    let (said, told) = read(&[("填报表.csv", csv)]);
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!(told[0], "D024 填报表.csv!A1 没有找到填报单位");
    let (_, told) = read(&[("甲县-乙县.csv", csv)]);
    assert_eq!(told[0], "D022 甲县-乙县.csv “甲县-乙县”可能是:甲县(01)、乙县(02);未采用");
}

#[test]
fn a_form_of_somebody_else_is_not_taken_for_the_one_it_is_filed_as() {
    let csv = "被考核单位:丙县\n数据项,数值\n抽查批次,10\n";
    let (said, told) = read(&[("甲县.csv", csv.as_bytes())]);
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!(told[0], "D003 甲县.csv!A1 名册中没有“丙县”,它的数据未采用");
}

#[test]
fn a_misspelt_field_of_a_form_is_told_with_its_neighbour() {
    let csv = "数据项,数值\n抽查批次,10\n合格律,0.9\n合格率,\n质量投人,\n";
    let (said, told) = read(&[("甲县.csv", csv.as_bytes())]);
    assert_eq!(said, ["01 sampled 10 甲县.csv!B2"]);
    assert_eq!(told[0], "D005 甲县.csv!A3 评分细则中没有“合格律”这个数据项 ⇒ 合格率");
    assert_eq!(told.len(), 2, "a misspelt field without a value misleads nobody");
}

#[test]
fn the_same_field_twice_in_a_form_conflicts_unless_it_says_the_same() {
    let csv = "数据项,数值\n抽查批次,10\n抽查批次,10\nsampled,12\n";
    let (_, told) = read(&[("甲县.csv", csv.as_bytes())]);
    assert_eq!(told[0], "D007 甲县.csv!B4 “甲县”的“省级监督抽查批次”先填 10,又填 12;采用前者 (甲县.csv!B2)");
}

#[test]
fn numbers_before_fields_may_be_those_of_units() {
    let roster = roster(&[("1", "甲县"), ("2", "乙县")]);
    let csv = "编号,数据项,数值\n1,抽查批次,10\n1,合格批次,9\n2,抽查批次,20\n";
    let (said, told) = read_with(&[("a.csv", csv.as_bytes())], &program(), &roster);
    assert_eq!(said, ["1 passed 9 a.csv!C3", "1 sampled 10 a.csv!C2", "2 sampled 20 a.csv!C4"]);
    assert_eq!(told, [] as [&str; 0]);
    let csv = "编号,数据项,数值\n1.1,领导评价,18\nsampled,抽查批次,20\n";
    let (said, _) = read_with(&[("乙县.csv", csv.as_bytes())], &program(), &roster);
    assert_eq!(said, ["2 sampled 20 乙县.csv!C3", "2 1.1 18 乙县.csv!C2"]);
}
