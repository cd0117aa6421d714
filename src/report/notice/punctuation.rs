//! Punctuation of Chinese documents (GB/T 15834): full-width, however rubrics, submissions and templates were typed.

use super::document::{Block, Document, Run};

/// Half-width marks and what Chinese text has in their place.
const MARKS: [(char, char); 5] =
    [(',', '\u{ff0c}'), (':', '\u{ff1a}'), (';', '\u{ff1b}'), ('?', '\u{ff1f}'), ('!', '\u{ff01}')];
const OPEN: (char, char) = ('(', '\u{ff08}');
const CLOSE: (char, char) = (')', '\u{ff09}');

/// Gives a document full-width marks.
pub(super) fn full_width(document: &mut Document) {
    for block in &mut document.blocks {
        match block {
            Block::Head(text)
            | Block::LetterHead(text)
            | Block::Number(text)
            | Block::To(text)
            | Block::Signed(text)
            | Block::Dated(text)
            | Block::Note(text)
            | Block::Annex { title: text, .. }
            | Block::Copies(text)
            | Block::Printed { by: text, .. } => *text = marked(text),
            Block::Enclosures(names) => names.iter_mut().for_each(|name| *name = marked(name)),
            Block::Title(text) | Block::Paragraph(text) | Block::Remark(text) | Block::Heading { text, .. } => {
                runs(text);
            }
            Block::Table(table) => {
                table.heads.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| runs(cell));
            }
        }
    }
}

/// Marks of runs are told by what stands beside them, in whichever run.
fn runs(runs: &mut [Run]) {
    let whole = marked(&super::document::plain(runs));
    let mut rest = whole.chars();
    for run in runs {
        run.text = rest.by_ref().take(run.text.chars().count()).collect();
    }
}

/// A text with full-width marks, one character for each.
fn marked(text: &str) -> String {
    let mut all: Vec<char> = text.chars().collect();
    brackets(&mut all);
    for at in 0..all.len() {
        let Some(full) = all.get(at).and_then(|c| MARKS.iter().find(|(half, _)| half == c)).map(|(_, full)| *full)
        else {
            continue;
        };
        let (before, after) = (at.checked_sub(1).and_then(|at| all.get(at)), all.get(at + 1));
        if !belongs(before.copied(), after.copied())
            && let Some(c) = all.get_mut(at)
        {
            *c = full;
        }
    }
    all.into_iter().collect()
}

/// Whether a mark belongs to a number, a word or a time between these: `1,234`, `12:30`, `a, b`, `http://`.
fn belongs(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else { return true };
    match after {
        Some(after) if before.is_ascii_digit() && after.is_ascii_digit() => true,
        Some(after) if before.is_ascii_alphabetic() && after.is_ascii_alphabetic() => true,
        Some(' ' | '/') => before.is_ascii(),
        _ => false,
    }
}

/// Brackets are full-width, both or none: where Chinese stands in them or beside them.
fn brackets(all: &mut [char]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..all.len() {
        match all.get(at) {
            Some(c) if *c == OPEN.0 => open.push(at),
            Some(c) if *c == CLOSE.0 => {
                let Some(start) = open.pop() else { continue };
                let around = start.saturating_sub(1)..(at + 2).min(all.len());
                if all.get(around).is_some_and(|text| text.iter().copied().any(is_chinese)) {
                    for (at, full) in [(start, OPEN.1), (at, CLOSE.1)] {
                        if let Some(c) = all.get_mut(at) {
                            *c = full;
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_full_width_where_chinese_stands_beside_them() {
        for (typed, printed) in [
            (
                "县(市、区)得90.5分,列第1位;A级:3个",
                "县\u{ff08}市、区\u{ff09}得90.5分\u{ff0c}列第1位\u{ff1b}A级\u{ff1a}3个",
            ),
            ("合格率(1.1.1)", "合格率\u{ff08}1.1.1\u{ff09}"),
            ("实际95%,未达到", "实际95%\u{ff0c}未达到"),
            ("现为C;1项缺报", "现为C\u{ff1b}1项缺报"),
            ("1,234元,12:30", "1,234元\u{ff0c}12:30"),
            ("GB (2012) a, b http://x", "GB (2012) a, b http://x"),
            (")(乙", ")(乙"),
        ] {
            assert_eq!(marked(typed), printed);
        }
    }

    #[test]
    fn runs_keep_their_lengths() {
        let run = |text: &str, bold| Run { text: text.to_owned(), bold };
        let mut both = [run("A级(3个):", true), run("甲县", false)];
        runs(&mut both);
        assert_eq!(both, [run("A级\u{ff08}3个\u{ff09}\u{ff1a}", true), run("甲县", false)]);
    }
}
