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
            // A file keeps its name.
            Block::Enclosures(names) => {
                names.iter_mut().filter(|name| !is_file(name)).for_each(|name| *name = marked(name));
            }
            Block::Title(text) | Block::Paragraph(text) | Block::Remark(text) | Block::Heading { text, .. } => {
                runs(text);
            }
            Block::Table(table) => {
                table.heads.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| runs(cell));
            }
        }
    }
}

/// Whether a name is that of a file: `A表(1).xlsx`.
fn is_file(name: &str) -> bool {
    let end = name.trim().rsplit_once('.').map_or("", |(_, end)| end);
    (2..=5).contains(&end.len())
        && end.chars().all(|c| c.is_ascii_alphanumeric())
        && end.chars().any(|c| c.is_ascii_alphabetic())
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
    let left = left_as_typed(&all);
    brackets(&mut all, &left);
    for at in (0..all.len()).filter(|at| left.get(*at) != Some(&true)) {
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
fn brackets(all: &mut [char], left: &[bool]) {
    // How many Chinese characters stand before each place.
    let mut before = vec![0_usize];
    for c in all.iter() {
        before.push(before.last().copied().unwrap_or_default() + usize::from(is_chinese(*c)));
    }
    let until = |at: usize| before.get(at.min(all.len())).copied().unwrap_or_default();
    let mut open: Vec<usize> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, c) in all.iter().enumerate().filter(|(at, _)| left.get(*at) != Some(&true)) {
        if *c == OPEN.0 {
            open.push(at);
        } else if *c == CLOSE.0
            && let Some(start) = open.pop()
            && until(at + 2) > until(start.saturating_sub(1))
        {
            pairs.push((start, at));
        }
    }
    for (start, end) in pairs {
        for (at, full) in [(start, OPEN.1), (end, CLOSE.1)] {
            if let Some(c) = all.get_mut(at) {
                *c = full;
            }
        }
    }
}

/// Places that are left as they were typed: addresses (`https://…`, `C:\\…`, `a@b.cn:25`) and names of files, up to the
/// next blank or mark of Chinese text.
fn left_as_typed(all: &[char]) -> Vec<bool> {
    let mut left = vec![false; all.len()];
    let ends = |c: char| c.is_whitespace() || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let mut start = 0;
    while start < all.len() {
        let length = all.get(start..).unwrap_or_default().iter().take_while(|c| !ends(**c)).count();
        let word: String = all.get(start..start + length).unwrap_or_default().iter().collect();
        if let Some((from, to)) = address(&word) {
            for slot in left.get_mut(start + from..start + to).unwrap_or_default() {
                *slot = true;
            }
        }
        start += length.max(1);
    }
    left
}

/// Where an address stands in a word, in characters: from its scheme, drive or account on.
fn address(word: &str) -> Option<(usize, usize)> {
    let at = ["://", ":\\"].iter().find_map(|mark| word.find(mark)).or_else(|| word.find('@'))?;
    let before = word.get(..at)?;
    let name =
        before.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')).count();
    let from = before.chars().count() - name;
    // An account ends where its host does; anything else goes on as long as the word.
    let length = word.chars().count();
    let host = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@' | ':' | '_' | '+');
    let to =
        if word.get(at..)?.starts_with('@') { from + word.chars().skip(from).take_while(host).count() } else { length };
    // A mark behind the address belongs to the sentence.
    let tail = word.chars().skip(from).take(to - from).collect::<Vec<_>>();
    let marks = tail.iter().rev().take_while(|c| matches!(c, ',' | ';' | ':' | '!' | '?' | '.')).count();
    (name > 0).then_some((from, to - marks))
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
            ("写信到a@b.cn:8080,或", "写信到a@b.cn:8080\u{ff0c}或"),
            ("见 https://x.cn/查询?q=甲&b=乙(1).pdf 的说明", "见 https://x.cn/查询?q=甲&b=乙(1).pdf 的说明"),
            ("存在C:\\tmp", "存在C:\\tmp"),
            ("联系人:张三(办公室)", "联系人\u{ff1a}张三\u{ff08}办公室\u{ff09}"),
        ] {
            assert_eq!(marked(typed), printed);
        }
    }

    #[test]
    fn many_brackets_cost_no_more_than_their_number() {
        let text = format!("{}{}", "(".repeat(300_000), ")".repeat(300_000));
        assert_eq!(marked(&text), text);
        let chinese = format!("{}甲{}", "(".repeat(300_000), ")".repeat(300_000));
        assert!(marked(&chinese).starts_with('\u{ff08}'));
    }

    #[test]
    fn a_file_keeps_its_name() {
        for (name, is) in [("A表(1).xlsx", true), ("b:c?.pdf", true), ("得分表(1.1)", false), ("2016年度.得分", false)]
        {
            assert_eq!(is_file(name), is, "{name}");
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
