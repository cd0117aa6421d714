//! Lines that fit a terminal: Chinese breaks anywhere but before a closing mark, other words between blanks.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::facts::printable;

/// A line is no narrower than this, however narrow the terminal is.
pub(super) const LEAST: usize = 24;

/// Writes a text in lines that fit `width` columns, the first one behind `first` blanks and the others behind `rest`.
pub(super) fn paragraph(out: &mut String, width: usize, (first, rest): (usize, usize), text: &str) {
    let room = width.saturating_sub(first.max(rest)).max(LEAST);
    for (position, line) in wrap(&printable(text), room).iter().enumerate() {
        let indent = if position == 0 { first } else { rest };
        out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
    }
}

/// A text as lines of at most `width` columns; a word that is longer is cut.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if line.width() + piece.trim_end().width() > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for c in piece.chars() {
            if line.width() + c.width().unwrap_or(0) > width && !line.is_empty() && !c.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts between which a line may end.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let joins = match before {
            None => false,
            Some(before) => closes(c) || opens(before) || c.is_whitespace() || !(breaks(before) || breaks(c)),
        };
        match pieces.last_mut().filter(|_| joins) {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

/// Whether a line may end beside this character.
fn breaks(c: char) -> bool {
    c.is_whitespace() || c.width() == Some(2)
}

/// Marks that do not begin a line.
fn closes(c: char) -> bool {
    "，。、；：！？）》」』】”’%％,.;:!?)]}".contains(c)
}

/// Marks that do not end a line.
fn opens(c: char) -> bool {
    "（《「『【“‘([{".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_between_characters_and_no_line_begins_with_a_mark() {
        assert_eq!(wrap("每低1%扣1分,扣完为止", 10), ["每低1%扣1", "分,扣完为", "止"]);
        assert_eq!(wrap("监督抽查(合格率)", 9), ["监督抽查", "(合格率)"]);
        assert_eq!(wrap("points in proportion", 9), ["points in", "proportio", "n"]);
        assert_eq!(wrap("", 9), [""]);
    }
}
