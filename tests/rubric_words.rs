//! Whole rubrics in words, as `kaohe rubric show` tells them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use kaohe::program::Program;
use kaohe::report::rubric::{markdown, text};
use kaohe::rubric;
use kaohe::words::Lang;
use unicode_width::UnicodeWidthStr;

use common::run;

const EXAMPLE: &str = "examples/county-quality-2016/rubric.toml";

fn load(path: &str) -> Program {
    rubric::load(Path::new(path), path, &mut Vec::new()).unwrap()
}

#[test]
fn the_example_is_told_as_text_and_as_markdown() {
    let program = load(EXAMPLE);
    insta::assert_snapshot!("example_text", text::write(&program, Lang::Zh, 80));
    insta::assert_snapshot!("example_markdown", markdown::write(&program, Lang::Zh));
}

#[test]
fn lists_effects_quotas_and_bonus_are_told_in_both_languages() {
    for (name, path) in [
        ("lists", "tests/rules/lists.toml"),
        ("effects", "tests/rules/effects.toml"),
        ("quota", "tests/rules/quota.toml"),
        ("bonus", "tests/rules/bonus.toml"),
    ] {
        let program = load(path);
        insta::assert_snapshot!(format!("{name}_zh"), text::write(&program, Lang::Zh, 80));
        insta::assert_snapshot!(format!("{name}_en"), text::write(&program, Lang::En, 80));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for path in [EXAMPLE, "tests/rules/effects.toml", "tests/rules/lists.toml"] {
        let program = load(path);
        for width in [60, 80, 120] {
            for line in text::write(&program, Lang::Zh, width).lines() {
                assert!(line.width() <= usize::from(width), "{path} {width}: {line}");
            }
        }
    }
}

#[test]
fn the_workbook_holds_every_node_and_every_field() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("细则.xlsx");
    let run = run(Path::new("."), &["rubric", "show", EXAMPLE, "--out", file.to_str().unwrap()]).parts();
    assert_eq!((run.0, run.1.as_str()), (0, ""), "{}", run.2);
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(book.sheet_names(), ["评分细则", "总则", "数据项"]);
    let mut rows =
        |sheet: &str| -> Vec<Vec<Data>> { book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect() };
    let (tree, general, fields) = (rows("评分细则"), rows("总则"), rows("数据项"));
    let program = load(EXAMPLE);
    assert_eq!(tree.len(), 1 + program.nodes.len());
    let rule = tree[0].iter().position(|cell| *cell == "评分标准").unwrap();
    for (row, node) in tree.iter().skip(1).zip(&program.nodes) {
        assert_eq!((&row[1], &row[2]), (&Data::String(node.id.clone()), &Data::String(node.title.clone())));
        if let Some(leaf) = &node.leaf {
            assert_eq!(row[rule], Data::String(leaf.rule.in_general(&program, Lang::Zh)));
        }
    }
    assert_eq!(tree[1][3], Data::Float(40.0));
    let holds = |rows: &[Vec<Data>], text: &str| rows.iter().flatten().any(|cell| *cell == text);
    assert!(
        program.fields.iter().filter(|field| field.given_for().is_none()).all(|field| holds(&fields, &field.label))
    );
    assert!(program.effects.iter().all(|effect| holds(&general, &effect.say)));
    assert!(holds(&general, "排在最后"));
}

#[test]
fn a_rubric_with_errors_is_not_told_and_no_rubric_is_overwritten() {
    let (code, out, _) = run(Path::new("."), &["rubric", "show", "tests/bad/sums.toml"]).parts();
    assert_eq!((code, out.as_str()), (1, ""));
    let (code, _, _) = run(Path::new("."), &["rubric", "diff", EXAMPLE, "tests/bad/sums.toml"]).parts();
    assert_eq!(code, 1);
    let (code, _, said) = run(Path::new("."), &["rubric", "show", EXAMPLE, "--out", EXAMPLE]).parts();
    assert_eq!(code, 2);
    assert!(said.contains("不予覆盖"), "{said}");
    let (code, _, said) = run(Path::new("."), &["rubric", "show", EXAMPLE, "--format", "xlsx"]).parts();
    assert_eq!(code, 2);
    assert!(said.contains("--out"), "{said}");
    let (code, _, said) = run(Path::new("."), &["rubric"]).parts();
    assert_eq!(code, 2);
    assert!(said.contains("kaohe rubric"), "{said}");
}

#[test]
fn a_folder_stands_for_its_rubric_and_the_language_may_be_chosen() {
    let (code, out, _) =
        run(Path::new("."), &["rubric", "show", "examples/county-quality-2016", "--lang", "en"]).parts();
    assert_eq!(code, 0);
    assert!(out.contains("linear in between"), "{out}");
    let (code, out, _) = run(Path::new("."), &["rubric", "diff", EXAMPLE, EXAMPLE]).parts();
    assert_eq!(code, 0);
    assert!(out.contains("没有不同"), "{out}");
}
