//! Everything people read is in the catalogues of `src/words`, in both languages, and nothing in them is never said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// Where Chinese stands outside the catalogues, with why it is nothing that is said.
const READ: &[(&str, &str)] = &[
    ("src/folder/printed/", "words of printed rubrics, which are read"),
    ("src/submission/", "words of headers, units and values as people write them, which are read"),
    ("src/source.rs", "names of sources as people write them, which are read"),
    ("src/program/builder.rs", "headers of the day on which a form was handed in, which are read"),
    ("src/report/facts.rs", "endings that the title of a form or a ledger leaves out"),
    ("src/report/workbook/style.rs", "names of typefaces"),
    ("src/report/workbook/charts/look.rs", "the name of a typeface"),
    ("src/folder/fresh.rs", "names of invented units in Chinese"),
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

/// The tokens of Rust text with their lines, without comments and without its tests.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while let Some(c) = chars.get(at).copied() {
        let next = chars.get(at + 1).copied();
        let start = at;
        match c {
            '/' if next == Some('/') => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            'r' if matches!(next, Some('"' | '#'))
                && !matches!(chars.get(at + 2), Some(c) if next == Some('#') && *c != '"' && *c != '#') =>
            {
                let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                at += hashes + 2;
                let from = at;
                let close: Vec<char> = std::iter::once('"').chain(vec!['#'; hashes]).collect();
                at += chars[at..].windows(close.len()).position(|window| window == close).unwrap();
                found.push((line, Token::Text(chars[from..at].iter().collect())));
                at += close.len();
            }
            '"' => {
                at += 1;
                let from = at;
                while chars[at] != '"' {
                    at += if chars[at] == '\\' { 2 } else { 1 };
                }
                found.push((line, Token::Text(chars[from..at].iter().collect())));
                at += 1;
            }
            // A character, not a lifetime.
            '\'' if next == Some('\\') || chars.get(at + 2) == Some(&'\'') => {
                at += 2 + usize::from(next == Some('\\'));
                while chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
            }
            c if c.is_alphanumeric() || c == '_' => {
                at += chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
                found.push((line, Token::Word(chars[start..at].iter().collect())));
            }
            c => {
                at += 1;
                if !c.is_whitespace() {
                    found.push((line, Token::Mark(c)));
                }
            }
        }
        line += chars[start..at.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    without_tests(&found)
}

fn is_word(token: Option<&(usize, Token)>, word: &str) -> bool {
    matches!(token, Some((_, Token::Word(found))) if found == word)
}

fn is_mark(token: Option<&(usize, Token)>, mark: char) -> bool {
    matches!(token, Some((_, Token::Mark(found))) if *found == mark)
}

/// Without what stands under `#[cfg(test)]`: a module or an item in braces.
fn without_tests(tokens: &[(usize, Token)]) -> Vec<(usize, Token)> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if is_word(tokens.get(at), "cfg") && is_word(tokens.get(at + 2), "test") {
            let mut depth = 0;
            loop {
                depth += i32::from(is_mark(tokens.get(at), '{')) - i32::from(is_mark(tokens.get(at), '}'));
                let ends = is_mark(tokens.get(at), '}') || is_mark(tokens.get(at), ';');
                at += 1;
                if depth == 0 && ends || at >= tokens.len() {
                    break;
                }
            }
            continue;
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    kept
}

/// Every source file but tests and what they are made from, by its tokens.
static SOURCES: LazyLock<Sources> = LazyLock::new(sources);

type Sources = BTreeMap<String, Vec<(usize, Token)>>;

fn sources() -> Sources {
    fn gather(folder: &Path, found: &mut Sources) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = path.display().to_string().replace('\\', "/");
            if name.contains("/tests") || name.contains("/fixture") {
                continue;
            }
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.insert(name, tokens(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(Path::new("src"), &mut found);
    found
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

/// Whether letters are left of a text when its parameters are taken out.
fn has_letters(text: &str) -> bool {
    let mut depth = 0;
    text.chars().any(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c.is_alphabetic()
    })
}

#[test]
fn whatever_is_said_in_chinese_is_said_in_english_beside_it() {
    let mut wrong = Vec::new();
    for (name, tokens) in &*SOURCES {
        if name.starts_with("src/words/") || READ.iter().any(|(place, _)| name.starts_with(place)) {
            continue;
        }
        for (at, (line, token)) in tokens.iter().enumerate() {
            let Token::Text(text) = token else { continue };
            // `both("中文", "English")`, and keys, which hold both.
            let english = match (tokens.get(at + 1), tokens.get(at + 2)) {
                (Some((_, Token::Mark(','))), Some((_, Token::Text(english)))) => Some(english),
                _ => None,
            };
            if is_chinese(text) && !english.is_some_and(|english| has_letters(english) && !is_chinese(english)) {
                let beside = matches!(at.checked_sub(2).and_then(|before| tokens.get(before)), Some((_, Token::Text(chinese))) if is_chinese(chinese));
                // An example may stand in the English text too.
                if !(beside && has_letters(text)) {
                    wrong.push(format!("{name}:{line}: {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not in a catalogue:\n{}", wrong.join("\n"));
}

/// A message of a catalogue: its name, and its texts in Chinese and English.
struct Message {
    file: String,
    name: String,
    texts: [String; 2],
}

/// The messages of all catalogues, as `messages!` and `problems!` declare them.
fn messages(sources: &Sources) -> Vec<Message> {
    let mut found = Vec::new();
    for (file, tokens) in sources.iter().filter(|(name, _)| name.starts_with("src/words/")) {
        let mut name = String::new();
        for (at, (_, token)) in tokens.iter().enumerate() {
            // A variant's name begins its line: after `{`, `;`, or the code and severity of a problem.
            if let Token::Word(word) = token {
                let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                let severity = ["Error", "Warning", "Note"].iter().any(|severity| is_word(before, severity));
                if word.starts_with(char::is_uppercase) && (severity || is_mark(before, '{') || is_mark(before, ';')) {
                    name.clone_from(word);
                }
            }
            let (Some((_, Token::Text(zh))), Some((_, Token::Text(en)))) = (tokens.get(at + 1), tokens.get(at + 3))
            else {
                continue;
            };
            let arrow = is_mark(tokens.get(at), '>') && is_mark(at.checked_sub(1).and_then(|at| tokens.get(at)), '=');
            let part = ["title", "says", "why", "remedy"].iter().any(|part| is_word(tokens.get(at), part));
            if (arrow || part) && is_mark(tokens.get(at + 2), ',') {
                found.push(Message { file: file.clone(), name: name.clone(), texts: [zh.clone(), en.clone()] });
            }
        }
    }
    assert!(found.len() > 900, "{}", found.len());
    found
}

#[test]
fn every_message_speaks_both_languages() {
    let wrong: Vec<String> = messages(&SOURCES)
        .iter()
        .filter(|message| {
            let [zh, en] = &message.texts;
            let spoken = has_letters(en);
            let untranslated = spoken && zh == en && en.split_whitespace().count() > 1;
            let english_in_chinese = spoken && has_letters(zh) && !is_chinese(zh) && en.split_whitespace().count() > 2;
            untranslated
                || english_in_chinese
                || (has_letters(zh) && !has_letters(en) && is_chinese(zh) && is_chinese(en))
        })
        .map(|message| format!("{} {}: {:?}", message.file, message.name, message.texts))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_is_said_somewhere() {
    let sources = &*SOURCES;
    let mut used: HashMap<&str, usize> = HashMap::new();
    for (name, tokens) in sources {
        for (at, (_, token)) in tokens.iter().enumerate() {
            let Token::Word(word) = token else { continue };
            // In the catalogues themselves only a path is a use: the name alone declares it.
            let path = at.checked_sub(1).is_some_and(|before| is_mark(tokens.get(before), ':'));
            if !name.starts_with("src/words/") || path {
                *used.entry(word.as_str()).or_default() += 1;
            }
        }
    }
    let all = messages(sources);
    let unused: BTreeSet<&str> =
        all.iter().map(|message| message.name.as_str()).filter(|name| !used.contains_key(name)).collect();
    assert!(unused.is_empty(), "never said: {unused:?}");
}
