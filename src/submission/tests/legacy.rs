//! The old binary workbook, built record by record ([MS-XLS]).

use super::*;
use crate::submission::xls_extent::tests::xls;

type Record = (u16, Vec<u8>);

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn begin(kind: u16) -> Record {
    (0x0809, words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]))
}

fn label(row: u16, column: u16, text: &str) -> Record {
    let length = u16::try_from(text.encode_utf16().count()).unwrap();
    (0x0204, [words(&[row, column, 0, length]), vec![1], utf16(text)].concat())
}

fn number(row: u16, column: u16, value: f64) -> Record {
    (0x0203, [words(&[row, column, 0]), value.to_le_bytes().to_vec()].concat())
}

/// A workbook of one sheet 表.
fn book(cells: Vec<Record>) -> Vec<u8> {
    let end = || (0x000a, Vec::new());
    let sheet = |offset: u32| (0x0085, [offset.to_le_bytes().to_vec(), vec![0, 0, 1, 1], utf16("表")].concat());
    let globals = [begin(5), sheet(0), end()];
    let offset: usize = globals.iter().map(|(_, data)| data.len() + 4).sum();
    let mut records = vec![begin(5), sheet(u32::try_from(offset).unwrap()), end(), begin(16)];
    records.extend(cells);
    records.push(end());
    xls(&records)
}

/// A workbook with one value of 甲县.
pub(super) fn small() -> Vec<u8> {
    book(vec![label(0, 0, "单位"), label(0, 1, "合格批次"), label(1, 0, "甲县"), number(1, 1, 9.0)])
}

/// A workbook that wants a password: its globals go on encrypted.
pub(super) fn locked() -> Vec<u8> {
    xls(&[begin(5), (0x002f, words(&[1, 1, 1, 0, 0, 0])), (0x0085, vec![7; 20]), (0x000a, Vec::new())])
}

#[test]
fn what_is_hidden_in_an_old_workbook_counts_and_is_told() {
    let hide = (0x0208, words(&[2, 0, 4, 255, 0, 0, 0x20, 0]));
    let cells = [label(0, 0, "单位"), label(0, 1, "抽查批次"), label(1, 0, "甲县"), label(2, 0, "乙县")];
    let mut records = vec![hide];
    records.extend(cells);
    records.extend([number(1, 1, 1.0), number(2, 1, 2.0)]);
    let (said, told) = read(&[("a.xls", &book(records))]);
    assert_eq!(said.len(), 2);
    assert_eq!(told, ["D081 a.xls!表!A3 隐藏的第 3 行有数据,照常采用"]);
}

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let bytes = book(vec![
        label(1, 1, "单位"),
        label(1, 2, "抽查批次"),
        label(1, 3, "合格率"),
        label(2, 1, "甲县"),
        number(2, 2, 100.0),
        number(2, 3, 0.985),
        label(3, 1, "乙县"),
        number(3, 2, 10.5),
        number(3, 3, 98.5),
    ]);
    let (said, told) = read(&[("a.xls", &bytes)]);
    assert_eq!(said, ["01 sampled 100 a.xls!表!C3", "01 rate 0.985 a.xls!表!D3", "02 rate 0.985 a.xls!表!D4"]);
    assert_eq!(
        told,
        [
            "D006 a.xls!表!C4 “省级监督抽查批次”的值“10.5”不是整数,按缺报处理",
            "D026 a.xls!表!D4 “合格率”中的 98.5 按 98.5% 读取",
            "D089 a.xls!表!D3 “合格率”有的按百分之几写,有的写小数;这里的 0.985 按 98.5% 读取",
        ]
    );
}

#[test]
fn cells_in_opposite_corners_of_an_old_workbook_are_refused() {
    let (_, told) = read(&[("a.xls", &book(vec![number(0, 0, 1.0), number(65535, 65535, 1.0)]))]);
    assert_eq!(told[0], "D023 a.xls a.xls 超出读取上限:单元格多于 8000000 个");
}
