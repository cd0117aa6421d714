//! Lists: tables of entries, in files and sheets of their own and beside forms.

use rust_xlsxwriter::Workbook;

use super::*;
use crate::program::{List, NoRows};
use crate::submission::gather_roster;

/// The program with awards (who has none says nothing), incidents (who says nothing has not reported) and marks.
fn with_lists() -> Program {
    let list = |id: &str, label: &str, no_rows, columns: Vec<Field>| List {
        id: id.into(),
        label: label.into(),
        aliases: vec![format!("{label}情况")],
        columns,
        no_rows,
        precedence: Vec::new(),
        spot: spot(),
    };
    let options = ["国家", "省", "市"].map(str::to_owned);
    let awards = vec![
        field("project", "项目", FieldKind::Text),
        Field {
            aliases: vec!["层级".into()], ..field("grade", "级别", FieldKind::Choice(options.to_vec().into()))
        },
        Field { measure: Some("分".into()), ..field("marks", "分值", FieldKind::Number) },
    ];
    let incidents = vec![field("day", "发生日期", FieldKind::Date), field("deaths", "死亡人数", FieldKind::Count)];
    let ratings = vec![field("mark", "打分", FieldKind::Number)];
    Program {
        lists: vec![
            list("awards", "表彰", NoRows::None, awards),
            list("incidents", "事故", NoRows::Missing, incidents),
            list("ratings", "评委打分", NoRows::Missing, ratings),
        ],
        ..program()
    }
}

/// Entries by unit, `01 awards 甲项目|1|3 a.csv!B2`, and the states of those that have none and differ from `no_rows`.
pub(super) fn entries(table: &Table, program: &Program) -> Vec<String> {
    let mut lines = Vec::new();
    for (list, entries) in program.lists.iter().zip(&table.lists) {
        for (unit, of) in table.units.iter().enumerate() {
            for entry in entries.of_unit(unit) {
                let shown = |(column, declared): (usize, &Field)| match entries.value(entry, column).unwrap() {
                    (State::Known, _, _) if declared.kind == FieldKind::Text => {
                        entries.columns[column].texts[entry].clone()
                    }
                    (State::Known, value, _) => number::plain(value),
                    (State::NotApplicable, ..) => "n/a".to_owned(),
                    _ => "?".to_owned(),
                };
                let cells: Vec<String> = list.columns.iter().enumerate().map(shown).collect();
                let origin = (0..cells.len()).find_map(|column| {
                    let origin = entries.value(entry, column).unwrap().2;
                    table.place(origin)
                });
                lines.push(format!("{} {} {} {}", of.id, list.id, cells.join("|"), origin.unwrap().describe()));
            }
            let usual = if list.no_rows == NoRows::None { State::Known } else { State::Missing };
            if entries.of_unit(unit).is_empty() && entries.states[unit] != usual {
                lines.push(format!("{} {} {:?}", of.id, list.id, entries.states[unit]));
            }
        }
    }
    lines
}

fn read_lists(files: &[(&str, &[u8])]) -> (Vec<String>, Vec<String>) {
    let program = with_lists();
    let (_folder, sources) = Folder::new(files);
    let mut problems = Vec::new();
    let table = read_submissions(&sources, &program, &two(), &|| {}, &mut problems);
    (entries(&table, &program), tell(&problems))
}

/// A workbook of sheets of texts; a cell may be blank.
fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                if let Ok(number) = text.parse::<f64>() {
                    sheet.write_number(row, column, number).unwrap();
                } else if !text.is_empty() {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_file_named_after_a_list_holds_its_entries_unit_by_unit() {
    let csv = "表彰情况汇总表,,,,\n序号,单位,项目,级别,分值(分)\n1,乙县,丙项目,国家,5\n\n2,甲县,甲项目,省,3\n3,甲县,,市,\n,,合计,,8\n,甲县,,,\n注:由办公室填报,,,,\n";
    for name in ["表彰.csv", "awards.csv", "附件3-表彰情况.csv", "表彰_2016.csv"] {
        let (entries, told) = read_lists(&[(name, csv.as_bytes())]);
        assert_eq!(
            entries,
            [
                format!("01 awards 甲项目|1|3 {name}!C5"),
                format!("01 awards ?|2|? {name}!D6"),
                format!("02 awards 丙项目|0|5 {name}!C3")
            ]
        );
        assert_eq!(told, [] as [&str; 0]);
    }
}

#[test]
fn a_header_that_names_columns_of_one_list_and_no_field_is_that_lists() {
    let (entries, told) = read_lists(&[
        ("a.csv", "编号,层级,项目\n01,省,甲项目\n".as_bytes()),
        ("b.csv", "单位,打分\n乙县,90\n乙县,85\n".as_bytes()),
        ("c.csv", "单位,合格批次,项目,级别\n甲县,5,x,省\n".as_bytes()),
    ]);
    assert_eq!(entries, ["01 awards 甲项目|1|? a.csv!C2", "02 ratings 90 b.csv!B2", "02 ratings 85 b.csv!B3"]);
    assert_eq!(
        told,
        [
            "D039 a.csv!A1 “表彰”没有“分值”列,这一列按缺报处理",
            "D005 c.csv!C1 评分细则中没有“项目”这个数据项",
            "D005 c.csv!D1 评分细则中没有“级别”这个数据项",
        ]
    );
}

#[test]
fn a_workbook_may_hold_a_form_and_lists_of_one_unit() {
    let form: &[&[&str]] = &[&["被考核单位:甲县"], &["数据项", "数值"], &["合格批次", "5"]];
    let awards: &[&[&str]] = &[
        &["表彰情况"],
        &["编号", "项目", "级别", "分值"],
        &["1", "甲项目", "省", "3"],
        &["2", "乙项目", "区", "x"],
        &["填表人:张三", "", "审核人:李四"],
        &["说明:只填当年"],
    ];
    let incidents: &[&[&str]] = &[&["发生日期", "死亡人数"]];
    let bytes = book(&[("表彰", awards), ("填报", form), ("事故", incidents)]);
    let (entries, told) = read_lists(&[("x.xlsx", &bytes)]);
    assert_eq!(
        entries,
        ["01 awards 甲项目|1|3 x.xlsx!表彰!B3", "01 awards 乙项目|?|? x.xlsx!表彰!B4", "01 incidents Known"]
    );
    assert_eq!(
        told,
        [
            "D006 x.xlsx!表彰!C4 “级别”的值“区”不是细则列出的选项,按缺报处理",
            "D006 x.xlsx!表彰!D4 “分值”的值“x”不是数字,按缺报处理",
            "D011 乙县 没有收到“乙县”的任何数据",
        ]
    );
}

#[test]
fn a_form_of_a_list_alone_belongs_to_the_unit_above_it_or_in_the_files_name() {
    let rows = "项目,级别,分值\n甲项目,省,3\n";
    let titled = format!("单位:乙县,,\n{rows}");
    let (entries, told) =
        read_lists(&[("甲县-表彰.csv", rows.as_bytes()), ("x.csv", titled.as_bytes()), ("表彰.csv", rows.as_bytes())]);
    assert_eq!(entries, ["01 awards 甲项目|1|3 甲县-表彰.csv!A2", "02 awards 甲项目|1|3 x.csv!A3"]);
    assert_eq!(told, ["D024 表彰.csv!A1 没有找到填报单位"]);
}

#[test]
fn a_unit_written_once_counts_for_the_rows_below_it_and_that_is_told() {
    let rows: &[&[&str]] = &[
        &["单位", "项目", "级别", "分值"],
        &["甲县"],
        &["", "甲项目", "省", "3"],
        &["", "乙项目", "市", "1"],
        &["丁县", "丁项目", "市", "1"],
        &["", "戊项目", "市", "1"],
        &["乙县", "丙项目", "省", "3"],
    ];
    let (entries, told) = read_lists(&[("a.xlsx", &book(&[("表彰", rows)]))]);
    assert_eq!(
        entries,
        [
            "01 awards 甲项目|1|3 a.xlsx!表彰!B3",
            "01 awards 乙项目|2|1 a.xlsx!表彰!B4",
            "02 awards 丙项目|1|3 a.xlsx!表彰!B7",
        ]
    );
    assert_eq!(
        told,
        [
            "D084 a.xlsx!表彰!B3 这一行没有写单位,按上面的“甲县”读取;这张表里其他这样的行也是",
            "D003 a.xlsx!表彰!A5 名册中没有“丁县”,它的数据未采用"
        ]
    );
    let csv = "单位,项目,级别,分值\n甲县,甲项目,省,3\n,乙项目,市,1\n";
    let (entries, told) = read_lists(&[("表彰.csv", csv.as_bytes())]);
    assert_eq!(entries, ["01 awards 甲项目|1|3 表彰.csv!B2"]);
    assert_eq!(told[0], "D029 表彰.csv!A3 这一行有数据而没有写明单位,未采用");
}

#[test]
fn who_has_none_says_so_and_who_says_nothing_is_as_the_list_decides() {
    let csv = "单位,发生日期,死亡人数\n甲县,无,\n乙县,不适用,不适用\n";
    let (entries, told) = read_lists(&[("事故.csv", csv.as_bytes())]);
    assert_eq!(entries, ["01 incidents Known", "02 incidents NotApplicable"]);
    assert_eq!(told, [] as [&str; 0]);
    let more = "单位,发生日期,死亡人数\n甲县,2016-05-01,2\n乙县,无,\n";
    let (entries, told) = read_lists(&[("事故.csv", csv.as_bytes()), ("事故-部门.csv", more.as_bytes())]);
    assert_eq!(entries, ["01 incidents 16922|2 事故-部门.csv!B2", "02 incidents NotApplicable"]);
    assert_eq!(
        told,
        [
            "D040 事故.csv!B2 “甲县”的“事故”另有 1 条,按条目计",
            "D007 事故-部门.csv!B3 “乙县”的“事故”先填 不适用,又填 无;采用前者 (事故.csv!B3)",
        ]
    );
}

#[test]
fn the_same_entry_in_two_files_is_told_and_both_count() {
    let first = "单位,项目,级别,分值\n甲县,甲项目,省,3\n甲县,甲项目,省,3\n";
    let second = "单位,级别,分值,项目\n甲县,省,3.0,甲 项目\n甲县,市,3,甲项目\n乙县,省,3,甲项目\n";
    let (entries, told) = read_lists(&[("表彰.csv", first.as_bytes()), ("表彰-部门.csv", second.as_bytes())]);
    assert_eq!(entries.len(), 5);
    assert_eq!(told, ["D041 表彰-部门.csv!D2 “甲县”的“表彰”中这一条在另一个文件里也有,两条都计 (表彰.csv!B2)"]);
}

#[test]
fn columns_that_are_twice_unknown_or_of_several_lists_are_told() {
    let mut program = with_lists();
    let mut twin = program.lists[0].clone();
    (twin.id, twin.label, twin.aliases) = ("honours".into(), "荣誉".into(), Vec::new());
    program.lists.push(twin);
    let files: [(&str, &[u8]); 2] = [
        ("表彰.csv", "单位,项目,project,级别,分值,批准文号\n甲县,甲,乙,省,3,x\n".as_bytes()),
        ("a.csv", "单位,项目,级别,分值\n甲县,甲,省,3\n".as_bytes()),
    ];
    let (_folder, sources) = Folder::new(&files);
    let mut problems = Vec::new();
    let table = read_submissions(&sources, &program, &two(), &|| {}, &mut problems);
    assert_eq!(entries(&table, &program), ["01 awards 甲|1|3 表彰.csv!B2"]);
    assert_eq!(
        tell(&problems),
        [
            "D005 表彰.csv!F1 评分细则中没有“批准文号”这个数据项",
            "D038 表彰.csv!C1 “project”有两列,后一列未采用 (表彰.csv!B1)",
            "D037 a.csv!A1 表头与几个明细表都相符:表彰、荣誉;未采用",
            "D011 乙县 没有收到“乙县”的任何数据",
        ]
    );
}

#[test]
fn texts_that_people_take_for_the_same_have_one_code() {
    let csv = "单位,项目,级别,分值\n乙县,Ａ项目,省,1\n甲县,a 项目,市,2\n甲县,乙项目,省,3\n";
    let program = with_lists();
    let (_folder, sources) = Folder::new(&[("表彰.csv", csv.as_bytes())]);
    let table = read_submissions(&sources, &program, &two(), &|| {}, &mut Vec::new());
    assert_eq!(table.lists[0].units, [0, 0, 1]);
    assert_eq!(table.lists[0].columns[0].values, [0, 1, 0].map(Decimal::from));
    assert_eq!(table.lists[0].columns[0].texts, ["a 项目", "乙项目", "Ａ项目"]);
}

#[test]
fn without_a_roster_lists_name_units_too() {
    let form: &[&[&str]] = &[&["被考核单位:丙县"], &["数据项", "数值"], &["合格批次", "5"]];
    let awards: &[&[&str]] = &[&["编号", "项目", "级别"], &["1", "甲项目", "省"]];
    let bytes = book(&[("填报", form), ("表彰", awards)]);
    let files: [(&str, &[u8]); 4] = [
        ("事故.csv", "单位,发生日期,死亡人数\n甲县,无,\n合计,,\n".as_bytes()),
        ("乙县-表彰.csv", "项目,级别,分值\n甲项目,省,3\n".as_bytes()),
        ("表彰.csv", "项目,级别,分值\n甲项目,省,3\n".as_bytes()),
        ("x.xlsx", &bytes),
    ];
    let (_folder, sources) = Folder::new(&files);
    let roster = gather_roster(&sources, &with_lists(), &mut Vec::new());
    assert_eq!(roster.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["甲县", "乙县", "丙县"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_table_of_entries_makes_the_reader_panic(
        rows in proptest::collection::vec("(单位|编号|项目|级别|分值|甲县|乙县|无|/|合计|注:|-|1|9{30}|,|\"|\t){0,12}", 0..12)
    ) {
        let text = rows.join("\n");
        for name in ["表彰.csv", "甲县-表彰.csv", "a.csv"] {
            let _ = read_lists(&[(name, text.as_bytes())]);
        }
    }
}
