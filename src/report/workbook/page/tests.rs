//! What sheets hold, read back.

use super::*;
use crate::words::Lang;

/// The cells of a workbook's first sheet with their number formats, as a reader finds them.
fn cells(book: Vec<u8>) -> Vec<(String, String)> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(book)).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).unwrap();
    let mut found = Vec::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id().unwrap() {
        let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
        let format = format.map(|format| format.format_code.clone()).unwrap_or_default();
        found.push((format!("{:?}", cell.get_value()).replace("Shared", ""), format));
    }
    found
}

fn few(mut page: Page<'_>, styles: &Styles) -> Vec<(String, String)> {
    page.head(&[("甲".into(), 10.0), ("乙".into(), 10.0)]).unwrap();
    page.shown(&Shown::Percent(Decimal::new(985, 3))).unwrap();
    page.shown(&Shown::Date(17_000)).unwrap();
    page.end_row().unwrap();
    page.points(Cell::known(Decimal::new(125, 2)), Status::Missing, Some(2)).unwrap();
    page.text("一\n二 & <三> _x0041_ \u{1}").unwrap();
    page.end_row().unwrap();
    page.text("").unwrap();
    page.number(Decimal::new(-1_234_567_891, 9), None).unwrap();
    page.end_row().unwrap();
    cells(crate::report::workbook::save(styles, vec![page.finish("", 1, true).unwrap()], "甲").unwrap())
}

#[test]
fn a_long_sheet_holds_what_another_does() {
    let styles = Styles::new(Lang::Zh);
    let long = few(Page::long(&Label::SheetGaps, &styles).unwrap(), &styles);
    assert_eq!(long, few(Page::new(&Label::SheetGaps, &styles).unwrap(), &styles));
    let formats: Vec<&str> = long.iter().map(|(_, format)| format.as_str()).collect();
    assert!(formats.contains(&"0.0%_ ") && formats.contains(&"yyyy-mm-dd"), "{long:?}");
    assert!(formats.contains(&"0.00\" 缺报\"") && formats.contains(&"0.000000000_ "), "{long:?}");
}

#[test]
fn a_full_sheet_says_so_instead_of_failing() {
    let styles = Styles::new(Lang::Zh);
    let mut page = Page::new(&Label::SheetGaps, &styles).unwrap().with_limit(3);
    page.head(&[("一".into(), 10.0)]).unwrap();
    let mut written = 0;
    for row in 0..5 {
        if !page.has_room(5 - row).unwrap() {
            break;
        }
        page.count(row).unwrap();
        page.end_row().unwrap();
        written += 1;
    }
    assert_eq!(written, 2);
    assert!(page.finish("", 0, true).is_ok());
}
