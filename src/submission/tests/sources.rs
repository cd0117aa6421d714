//! Several sources speak of one value.

use super::{Folder, field, program, said, tell, two};
use crate::program::{FieldKind, List, NoRows, Program};
use crate::source::Source;
use crate::submission::read_submissions;
use crate::table::State::{Known, Missing};
use crate::table::Table;

/// Reads files, each with who says what stands in it.
fn heard(files: &[(&str, Option<Source>, &str)], program: &Program) -> (Table, Vec<String>) {
    let plain: Vec<(&str, &[u8])> = files.iter().map(|(name, _, text)| (*name, text.as_bytes())).collect();
    let (_folder, mut sources) = Folder::new(&plain);
    for (file, (_, source, _)) in sources.iter_mut().zip(files) {
        file.source = *source;
    }
    let mut problems = Vec::new();
    let table = read_submissions(&sources, program, &two(), &|| {}, &mut problems);
    problems.retain(|problem| problem.code() != "D011");
    (table, tell(&problems))
}

/// `01 age: 部门 3 [b.csv!B2], 自评 4 [a.csv!B2]`
fn compared(table: &Table, program: &Program) -> Vec<String> {
    let line = |((unit, field), all): (&(u32, u32), &Vec<crate::table::Said>)| {
        let says = all.iter().map(|said| {
            let who = said.source.map_or("?", |source| source.title().zh);
            format!("{who} {} [{}]", said.value, table.place(said.origin).unwrap().describe())
        });
        let says: Vec<String> = says.collect();
        format!("{} {}: {}", table.units[*unit as usize].id, program.fields[*field as usize].id, says.join(", "))
    };
    table.said.iter().map(line).collect()
}

#[test]
fn the_source_declared_first_counts_and_all_are_kept() {
    let files = [
        ("site.csv", Some(Source::Site), "单位,age\n甲县,3\n"),
        ("own.csv", Some(Source::Own), "单位,age,fund\n甲县,4,9\n乙县,5,8\n"),
    ];
    let (table, problems) = heard(&files, &program());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        said(&table, &program()),
        ["01 fund 9 own.csv!C2", "01 age 3 site.csv!B2", "02 fund 8 own.csv!C3", "02 age 5 own.csv!B3"]
    );
    assert_eq!(compared(&table, &program()), ["01 age: 实地核查 3 [site.csv!B2], 自评 4 [own.csv!B2]"]);
}

#[test]
fn a_field_may_have_an_order_of_its_own_and_what_it_does_not_name_never_counts() {
    let mut program = program();
    let age = program.fields.iter().position(|field| field.id == "age").unwrap();
    program.fields[age].precedence = vec![Source::Department];
    let files = [
        ("own.csv", Some(Source::Own), "单位,age\n甲县,4\n乙县,5\n"),
        ("department.csv", Some(Source::Department), "单位,age\n甲县,3\n"),
    ];
    let (table, problems) = heard(&files, &program);
    assert_eq!(said(&table, &program), ["01 age 3 department.csv!B2"]);
    assert_eq!(problems, ["D056 own.csv!B3 “乙县”的“平均年限”只有:自评 5;按规定不采用,作缺报处理"]);
    assert_eq!(
        compared(&table, &program),
        ["01 age: 自评 4 [own.csv!B2], 部门 3 [department.csv!B2]", "02 age: 自评 5 [own.csv!B3]"]
    );
}

#[test]
fn a_row_may_say_whose_word_it_is_and_an_order_nobody_declared_is_told() {
    let long = "单位,数据项,来源,填报值\n甲县,age,自评,4\n甲县,age,第三方,3\n甲县,fund,自评,1\n甲县,fund,部门,1\n乙县,age,听说,2\n";
    let (table, problems) = heard(&[("all.csv", None, long)], &program());
    assert_eq!(
        problems,
        [
            "D054 all.csv!C6 “听说”不是数据来源,按文件的来源处理",
            "D055 all.csv!D3 “甲县”的“平均年限”自评 4,第三方 3;没有规定以谁为准,采用前者 (all.csv!D2)",
        ]
    );
    assert_eq!(said(&table, &program()), ["01 fund 1 all.csv!D4", "01 age 4 all.csv!D2", "02 age 2 all.csv!D6"]);
    assert_eq!(compared(&table, &program()).len(), 2);
}

#[test]
fn two_forms_of_one_source_are_a_conflict_cell_by_cell() {
    let files = [
        ("甲县.csv", Some(Source::Own), "数据项,填报值\nage,4\nfund,1\n"),
        ("01.csv", Some(Source::Own), "数据项,填报值\nage,5\nfund,1\n"),
        ("site.csv", Some(Source::Site), "单位,fund\n甲县,2\n"),
        ("again.csv", Some(Source::Site), "单位,fund\n甲县,3\n"),
    ];
    let (table, problems) = heard(&files, &program());
    assert_eq!(
        problems,
        [
            "D007 01.csv!B2 “甲县”的“平均年限”先填 4,又填 5;采用前者 (甲县.csv!B2)",
            "D007 again.csv!B2 “甲县”的“质量投入”先填 2,又填 3;采用前者 (site.csv!B2)",
        ]
    );
    assert_eq!(said(&table, &program()), ["01 fund 1 甲县.csv!B3", "01 age 4 甲县.csv!B2"]);
}

#[test]
fn points_that_a_unit_gives_itself_are_a_claim() {
    let files = [
        ("own.csv", Some(Source::Own), "单位,1.1\n甲县,10\n"),
        ("department.csv", Some(Source::Department), "单位,1.1\n甲县,8\n"),
    ];
    let (table, problems) = heard(&files, &program());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(said(&table, &program()), ["01 1.1 8 department.csv!B2", "01 claims 10 for 1.1"]);
}

#[test]
fn entries_of_one_source_count_and_those_of_the_others_are_set_aside() {
    let mut program = program();
    let columns = vec![field("project", "项目", FieldKind::Text), field("marks", "分值", FieldKind::Number)];
    let list = |id: &str, label: &str, precedence| List {
        id: id.into(),
        label: label.into(),
        aliases: Vec::new(),
        columns: columns.clone(),
        no_rows: NoRows::Missing,
        precedence,
        spot: super::spot(),
    };
    program.lists = vec![list("awards", "表彰", Vec::new())];
    let files = [
        ("site-表彰.csv", Some(Source::Site), "单位,项目,分值\n甲县,甲项目,3\n乙县,无,无\n"),
        ("own-表彰.csv", Some(Source::Own), "单位,项目,分值\n甲县,甲项目,3\n甲县,乙项目,2\n乙县,丙项目,2\n"),
    ];
    let counts = |table: &Table| {
        let list = &table.lists[0];
        (list.units.clone(), list.states.clone(), table.set_aside.iter().map(|(key, all)| (*key, all.len())).collect())
    };
    let (table, problems) = heard(&files, &program);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(counts(&table), (vec![0], vec![Known, Known], vec![((0, 0), 2), ((0, 1), 1)]));

    program.lists = vec![list("awards", "表彰", vec![Source::Department])];
    let (table, problems) = heard(&files, &program);
    assert_eq!(counts(&table), (vec![], vec![Missing, Missing], vec![((0, 0), 3), ((0, 1), 1)]));
    assert_eq!(
        problems,
        [
            "D056 site-表彰.csv!B2 “甲县”的“表彰”只有:实地核查 1条、自评 2条;按规定不采用,作缺报处理",
            "D056 own-表彰.csv!B4 “乙县”的“表彰”只有:自评 1条、实地核查 0条;按规定不采用,作缺报处理",
        ]
    );
}
