//! Texts that differ in their numbers only, kept once: a text is cut into its shape and its numbers.
//!
//! The reasons of three thousand units are some sixty megabytes of sentences, nearly all of a few hundred shapes.

use std::fmt::Write;

use indexmap::IndexSet;
use serde::Serialize;

use crate::analysis::explain::Line;
use crate::report::facts::printable;

/// Stands in a shape where a number stands in the text; [`printable`] leaves none in what people wrote.
const HOLE: char = '\u{1}';
/// Parts a line into what it is about and what it says.
const TAB: char = '\t';

/// The lines of one reason, about what the catalogue names: each with holes, the numbers in order of their first occurrence, and for each hole which of them
/// fills it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cut {
    lines: Vec<String>,
    numbers: Vec<String>,
    fills: Vec<usize>,
}

impl Cut {
    /// Cuts lines; numbers that stand in `usual`, the rule as it is for everyone, stay where they are.
    pub(super) fn of(lines: &[Line], usual: &str) -> Cut {
        let usual: Vec<&str> = pieces(usual).filter(|(number, _)| *number).map(|(_, text)| text).collect();
        let mut cut = Cut::default();
        for line in lines {
            let mut shape = format!("{}{TAB}", line.about);
            let says = printable(&line.says);
            for (number, text) in pieces(&says) {
                if !number || usual.contains(&text) {
                    shape.push_str(text);
                    continue;
                }
                let known = cut.numbers.iter().position(|known| known == text);
                cut.fills.push(known.unwrap_or(cut.numbers.len()));
                if known.is_none() {
                    cut.numbers.push(text.to_owned());
                }
                shape.push(HOLE);
            }
            cut.lines.push(shape);
        }
        cut
    }
}

/// A text in turn as what is a number and what is none.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let number = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = if number {
            let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
            let whole = digits(rest);
            match rest.get(whole + 1..).map(digits) {
                Some(decimals) if decimals > 0 && rest.as_bytes().get(whole) == Some(&b'.') => whole + 1 + decimals,
                _ => whole,
            }
        } else {
            rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at_checked(end).filter(|(piece, _)| !piece.is_empty())?;
        rest = after;
        Some((number, piece))
    })
}

/// Every shape met so far, in order.
#[derive(Debug, Default, Serialize)]
pub(super) struct Shapes {
    /// Shapes of single lines.
    lines: IndexSet<String>,
    /// Shapes of whole reasons: positions in `lines`, a bar, and the number of each hole.
    reasons: IndexSet<String>,
}

impl Shapes {
    /// A reason as the script reads it: which shape, then the numbers.
    pub(super) fn written(&mut self, cut: Cut) -> String {
        let mut shape = String::new();
        for line in cut.lines {
            let comma = if shape.is_empty() { "" } else { "," };
            let _ = write!(shape, "{comma}{}", self.lines.insert_full(line).0);
        }
        shape.push('|');
        for (hole, fill) in cut.fills.into_iter().enumerate() {
            let comma = if hole == 0 { "" } else { "," };
            let _ = write!(shape, "{comma}{fill}");
        }
        let (shape, _) = self.reasons.insert_full(shape);
        let mut text = shape.to_string();
        for number in &cut.numbers {
            text.push(' ');
            text.push_str(number);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(says: &str) -> Line {
        Line { about: "数据".into(), says: says.into() }
    }

    #[test]
    fn reasons_that_differ_in_numbers_share_a_shape() {
        let mut shapes = Shapes::default();
        let of = |value: &str, points: &str| {
            let lines = [line(&format!("合格率 = {value}%,高于80%")), line(&format!("得{points}分,{value}."))];
            Cut::of(&lines, "80%及以下不得分")
        };
        assert_eq!(shapes.written(of("87.5", "3")), "0 87.5 3");
        assert_eq!(shapes.written(of("9", "4.25")), "0 9 4.25");
        // The same number twice is another pattern of holes.
        assert_eq!(shapes.written(of("4", "4")), "1 4");
        assert_eq!(shapes.lines.len(), 2);
        assert_eq!(shapes.reasons.iter().collect::<Vec<_>>(), ["0,1|0,1,0", "0,1|0,0,0"]);
        assert_eq!(shapes.lines[0], "数据\t合格率 = \u{1}%,高于80%");
    }

    #[test]
    fn a_hole_in_what_a_person_wrote_is_none() {
        let cut = Cut::of(&[line("a\u{1}b\tc")], "");
        assert_eq!(cut.lines, ["数据\ta\u{fffd}b c"]);
        assert_eq!(pieces("1.2.3, 4.x").filter(|(number, _)| *number).count(), 3);
    }
}
