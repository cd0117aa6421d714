//! Comments of a script.

use crate::words::Lang;
use crate::words::sql::Note;

/// The language that comments are written in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Remark(pub(super) Lang);

impl Remark {
    /// A note as comment lines.
    pub(super) fn lines(self, note: &Note) -> String {
        comment(&note.say(self.0), "")
    }
}

/// A text as comment lines: whatever is in it, no line of it is a statement.
pub(super) fn comment(text: &str, indent: &str) -> String {
    let line = |line: &str| {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{indent}-- {}\n", line.trim_end())
    };
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).map(line).collect()
}
