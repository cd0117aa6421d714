//! Texts in cells: how wide they are, how they wrap, and what a cell or a sheet's name cannot hold.

use unicode_width::UnicodeWidthStr;

use super::style::Styles;
use crate::words::labels::Label;

/// Characters of a cell, as Excel counts them: UTF-16 units.
const CELL: usize = 32_767;

/// What a column of type takes, in the characters that a spreadsheet measures by.
const WIDE: f64 = 1.15;

/// The width of a text in a column; CJK takes two of each.
pub(crate) fn width(text: &str) -> f64 {
    text.lines().map(breadth).fold(0.0, f64::max) * WIDE + 2.0
}

/// Columns of type in one line.
pub(super) fn breadth(line: &str) -> f64 {
    let columns = if line.is_ascii() { line.len() } else { line.width() };
    f64::from(u32::try_from(columns.min(CELL)).unwrap_or_default())
}

/// Lines a text wraps into in a column of this width.
pub(crate) fn lines(text: &str, columns: f64) -> f64 {
    let room = (columns - 1.0).max(1.0);
    let lines: f64 = text.lines().map(|one| (breadth(one) * WIDE / room).ceil().max(1.0)).sum();
    lines.max(1.0)
}

/// The height of a text in a merged cell, which no spreadsheet finds by itself.
pub(crate) fn height(text: &str, columns: f64, line: f64) -> f64 {
    lines(text, columns) * line + 4.0
}

/// A text as long as a cell can hold; what is cut says so.
pub(crate) fn cut(text: &str, styles: &Styles) -> String {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    let mark = Label::CutText.say(styles.lang);
    let room = CELL - mark.encode_utf16().count();
    let mut kept = String::with_capacity(room);
    let mut units = 0;
    for c in text.chars() {
        units += c.len_utf16();
        if units > room {
            break;
        }
        kept.push(c);
    }
    kept + &mark
}

/// A name that a sheet may have.
pub(crate) fn sheet_name(name: &str) -> String {
    let kept: String =
        name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).take(31).collect();
    kept.trim_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_visibly() {
        let styles = Styles::new(Lang::Zh);
        assert_eq!(cut("短", &styles), "短");
        for long in ["县".repeat(40_000), "𠀀".repeat(20_000)] {
            let cut = cut(&long, &styles);
            assert!(cut.encode_utf16().count() <= CELL && cut.ends_with("已截断)"));
        }
    }

    #[test]
    fn chinese_text_gets_twice_the_width() {
        assert!(width("监督抽查合格率") > 2.0 * 7.0 + 2.0);
        assert!((width("一\n二三") - width("二三")).abs() < 1e-9);
        assert_eq!(sheet_name("a/b[c]"), "abc");
    }
}
