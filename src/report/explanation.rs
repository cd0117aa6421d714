//! A reason tree as text: each result in a line, what led to it below, what it is made of further in.

use unicode_width::UnicodeWidthStr;

use super::facts::printable;
use crate::analysis::explain::Reason;

/// Columns of one level.
const INDENT: usize = 4;
/// Columns that the word before a line takes.
const ABOUT: usize = 10;

/// The tree as text.
pub fn text(reason: &Reason) -> String {
    let mut out = String::new();
    write(reason, 0, &mut out);
    out
}

fn write(reason: &Reason, level: usize, out: &mut String) {
    let indent = " ".repeat(level * INDENT);
    out.push_str(&format!("{indent}{}\n", printable(&reason.title)));
    for line in &reason.lines {
        let gap = " ".repeat(ABOUT.saturating_sub(line.about.width()).max(2));
        out.push_str(&format!("{indent}{}{}{gap}{}\n", " ".repeat(INDENT), line.about, printable(&line.says)));
    }
    for part in &reason.parts {
        write(part, level + 1, out);
    }
}
