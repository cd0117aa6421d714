//! Markdown: texts that mean themselves, and tables.

use super::facts::printable;

/// A table; every row is as wide as the heads.
pub(super) fn table(heads: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = format!("|{}\n", " --- |".repeat(heads.len()));
    line(heads) + &rule + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// A text in bold.
pub(super) fn bold(text: &str) -> String {
    format!("**{}**", escape(text))
}

/// A text in which nothing is taken for Markdown: one line, marks and pipes escaped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '~' | '$' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_ends_the_cell_or_the_row() {
        let rows = vec![vec!["a|b\nc".to_owned(), "1 < 2 * 3".to_owned()]];
        let text = table(&["甲".into(), "乙".into()], &rows);
        assert_eq!(text, "| 甲 | 乙 |\n| --- | --- |\n| a\\|b c | 1 \\< 2 \\* 3 |\n");
    }
}
