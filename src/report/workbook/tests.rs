//! The workbooks are read back and every number compared with the assessment.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::super::{fixture, unit_workbook};
use super::*;
use crate::analysis::rates::Means;
use crate::number::{self, Decimal, from_double};
use crate::program::{FieldKind, Status};
use crate::table::State;

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    read(bytes.to_vec()).worksheet_range(name).unwrap()
}

fn cell(range: &Range<Data>, row: usize, column: usize) -> Data {
    range.get((row, column)).cloned().unwrap_or_default()
}

fn decimal(data: &Data) -> Option<Decimal> {
    match data {
        Data::Float(x) => from_double(*x),
        Data::Int(x) => Some(Decimal::from(*x)),
        Data::DateTime(x) => from_double(x.as_f64()),
        _ => None,
    }
}

fn text(data: &Data) -> String {
    match data {
        Data::String(text) => text.clone(),
        _ => String::new(),
    }
}

fn normal(value: Option<Decimal>) -> Option<Decimal> {
    value.map(|value| value.normalize())
}

/// Heads of a row with their columns.
fn column(range: &Range<Data>, row: usize, head: &str) -> usize {
    (0..range.width()).find(|c| text(&cell(range, row, *c)) == head).unwrap_or_else(|| panic!("no column {head}"))
}

/// The workbook of an assessment without diagnostics.
fn written(assessment: &Assessment, about: &About, lang: Lang) -> anyhow::Result<Vec<u8>> {
    write(assessment, &Deviations::of(assessment), about, &[], lang, None)
}

#[test]
fn every_number_of_the_ranking_and_the_matrix_is_the_assessments_own() {
    let assessment = fixture::assessment();
    let bytes = written(&assessment, &fixture::about(&assessment), Lang::Zh).unwrap();
    let (ranking, matrix) = (sheet(&bytes, "排名"), sheet(&bytes, "得分明细"));
    assert_eq!(ranking.height(), 1 + assessment.units());
    assert_eq!(matrix.height(), 3 + assessment.units());
    let program = &assessment.program;
    let mut numbers = 0;
    for (row, &unit) in assessment.order().iter().enumerate() {
        let mut check = |range: &Range<Data>, row: usize, column: usize, expected: Option<Decimal>| {
            assert_eq!(decimal(&cell(range, row, column)), normal(expected), "row {row} column {column}");
            numbers += usize::from(expected.is_some());
        };
        check(&ranking, row + 1, 0, assessment.rank(unit).map(Decimal::from));
        check(&ranking, row + 1, 1, assessment.group_rank(unit).map(Decimal::from));
        for (id, section) in program.sections() {
            check(&ranking, row + 1, column(&ranking, 0, &section.title), assessment.points(id, unit).get());
        }
        check(&ranking, row + 1, column(&ranking, 0, "总分"), assessment.total(unit).get());
        let claimed = crate::analysis::deviations::claimed_total(&assessment, unit);
        check(&ranking, row + 1, column(&ranking, 0, "自评得分合计"), claimed);
        assert_eq!(text(&cell(&ranking, row + 1, 3)), assessment.table.units[unit].name);
        assert_eq!(
            text(&cell(&ranking, row + 1, column(&ranking, 0, "等级"))),
            assessment.grade_name(assessment.grade(unit))
        );
        for (leaf, node, _) in program.leaves() {
            let at = column(&matrix, 0, &node.id);
            check(&matrix, row + 3, at, assessment.points(leaf, unit).get());
            check(&matrix, 2, at, assessment.full(leaf, unit).get());
            if assessment.status(leaf, unit) == Status::NotApplicable {
                assert_eq!(text(&cell(&matrix, row + 3, at)), "剔除");
            }
        }
        check(&matrix, row + 3, column(&matrix, 0, "总分"), assessment.total(unit).get());
    }
    assert!(numbers > 50, "{numbers}");
}

#[test]
fn every_gap_is_listed_with_its_numbers() {
    let assessment = fixture::assessment();
    let bytes = written(&assessment, &fixture::about(&assessment), Lang::Zh).unwrap();
    let range = sheet(&bytes, "失分清单");
    let gaps: Vec<_> = crate::analysis::gaps::all(&assessment).collect();
    assert_eq!(range.height(), 1 + gaps.len());
    for (row, gap) in gaps.iter().enumerate() {
        for (head, value) in [("分值", gap.full), ("得分", gap.points), ("失分", gap.lost)] {
            assert_eq!(decimal(&cell(&range, row + 1, column(&range, 0, head))), normal(Some(value)));
        }
        let leaf = assessment.program.node(gap.node).leaf.as_ref().unwrap();
        let value = assessment.cell(leaf.value, gap.unit);
        let shown = decimal(&cell(&range, row + 1, column(&range, 0, "实际值")));
        let guarded = |value| number::from_double(number::to_double(value));
        assert_eq!(shown, value.get().and_then(guarded));
        let reason = text(&cell(&range, row + 1, column(&range, 0, "失分原因")));
        assert_eq!(reason, crate::analysis::gaps::reason(&assessment, gap, Lang::Zh));
    }
}

#[test]
fn submitted_values_stay_numbers_dates_and_words() {
    let assessment = fixture::assessment();
    let bytes = written(&assessment, &fixture::about(&assessment), Lang::En).unwrap();
    let range = sheet(&bytes, "Data");
    let (program, table) = (&assessment.program, &assessment.table);
    assert_eq!(range.height(), 1 + table.units.len() * program.fields.len());
    let (value_at, status_at) = (column(&range, 0, "Value submitted"), column(&range, 0, "Status"));
    for unit in 0..table.units.len() {
        for (position, field) in program.fields.iter().enumerate() {
            let row = 1 + unit * program.fields.len() + position;
            let column = &table.fields[position];
            let shown = cell(&range, row, value_at);
            match (column.states[unit], &field.kind) {
                (State::Known, FieldKind::Text) => assert_eq!(text(&shown), column.texts[unit]),
                (State::Known, FieldKind::YesNo) => {
                    assert_eq!(text(&shown), if column.values[unit].is_zero() { "no" } else { "yes" });
                }
                (State::Known, FieldKind::Date) => {
                    assert_eq!(decimal(&shown), Some(column.values[unit] + Decimal::from(25_569)));
                }
                (State::Known, _) => assert_eq!(decimal(&shown), normal(Some(column.values[unit]))),
                (State::NotApplicable, _) => assert_eq!(text(&cell(&range, row, status_at)), "not applicable"),
                _ => assert_eq!(text(&cell(&range, row, status_at)), "missing"),
            }
        }
    }
}

#[test]
fn the_rubric_and_the_counts_are_told() {
    let assessment = fixture::assessment();
    let bytes = written(&assessment, &fixture::about(&assessment), Lang::Zh).unwrap();
    let rubric = sheet(&bytes, "评分细则");
    for (row, node) in assessment.program.nodes.iter().enumerate() {
        assert_eq!(text(&cell(&rubric, row + 1, 1)), node.id);
        let full = assessment.cell(node.full, 0).get();
        assert_eq!(decimal(&cell(&rubric, row + 1, 3)), normal(full));
    }
    let about = sheet(&bytes, "说明");
    let value = |name: &str| {
        let row = (0..about.height()).find(|row| text(&cell(&about, *row, 0)) == name).unwrap();
        text(&cell(&about, row, 1))
    };
    assert_eq!(value("SHA-256"), "ab".repeat(32));
    assert_eq!(value("填报/汇总.xlsx"), "cd".repeat(32));
    assert_eq!((value("缺报数"), value("不适用数"), value("A级单位数")), ("1".into(), "1".into(), "1".into()));
}

#[test]
fn a_units_own_workbook_holds_its_numbers() {
    let assessment = fixture::assessment();
    for unit in 0..assessment.units() {
        let bytes = unit_workbook::write(&assessment, unit, &Means::of(&assessment), Lang::Zh).unwrap();
        let range = sheet(&bytes, "考核结果");
        let head = (0..range.height()).find(|row| text(&cell(&range, *row, 0)) == "指标编号").unwrap();
        for (row, id) in assessment.program.node_ids().enumerate() {
            let (points, full) = (assessment.points(id, unit).get(), assessment.full(id, unit).get());
            assert_eq!(decimal(&cell(&range, head + 1 + row, 2)), normal(full));
            assert_eq!(decimal(&cell(&range, head + 1 + row, 3)), normal(points));
            let open = assessment.open(id, unit).get();
            let lost = points.zip(open).map(|(points, open)| open - points);
            assert_eq!(decimal(&cell(&range, head + 1 + row, 4)), normal(lost));
        }
        let total = (0..head).find(|row| text(&cell(&range, *row, 0)) == "总分").unwrap();
        assert_eq!(decimal(&cell(&range, total, 1)), normal(assessment.total(unit).get()));
        assert_eq!(decimal(&cell(&range, total, 4)), Some(Decimal::from(100)));

        let list = sheet(&bytes, "问题清单");
        let gaps = crate::analysis::gaps::of_unit(&assessment, unit);
        for (row, gap) in gaps.iter().enumerate() {
            let numbers: Vec<_> = [0, 3, 4, 5].map(|at| decimal(&cell(&list, row + 2, at))).to_vec();
            let expected = [Decimal::from(row + 1), gap.full, gap.points, gap.lost];
            assert_eq!(numbers, expected.map(|value| normal(Some(value))));
        }
    }
}

#[test]
fn the_same_assessment_gives_the_same_bytes() {
    let assessment = fixture::assessment();
    let about = fixture::about(&assessment);
    for lang in [Lang::Zh, Lang::En] {
        assert!(written(&assessment, &about, lang).unwrap() == written(&assessment, &about, lang).unwrap());
        let unit = |_: u8| unit_workbook::write(&assessment, 1, &Means::of(&assessment), lang).unwrap();
        assert!(unit(1) == unit(2));
    }
}

/// Writes the workbooks where `KAOHE_LOOK` says, to be looked at.
#[test]
fn workbooks_to_look_at() {
    let Ok(folder) = std::env::var("KAOHE_LOOK") else { return };
    let assessment = fixture::assessment();
    let about = fixture::about(&assessment);
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let bytes = written(&assessment, &about, lang).unwrap();
        std::fs::write(format!("{folder}/results-{tag}.xlsx"), bytes).unwrap();
        let bytes = unit_workbook::write(&assessment, 2, &Means::of(&assessment), lang).unwrap();
        std::fs::write(format!("{folder}/unit-{tag}.xlsx"), bytes).unwrap();
    }
}

/// How long 3,000 units × 100 leaves take; run by hand in release.
#[test]
#[ignore = "a measurement"]
fn three_thousand_units_with_a_hundred_leaves() {
    let assessment = fixture::wide(3_000, 100);
    let about = fixture::about(&assessment);
    let start = std::time::Instant::now();
    let bytes = written(&assessment, &about, Lang::Zh).unwrap();
    let time = start.elapsed();
    assert!(time.as_secs() < 30, "{time:?} for {} gaps, {} bytes", Counts::of(&assessment).gaps, bytes.len());
}
