//! The tags of a template: what stands in `{{ }}`, `{% %}` and `{# #}`, word by word, with its place.

use std::ops::Range;

/// A tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub(super) kind: TagKind,
    /// The whole of it, braces included.
    pub(super) span: Range<usize>,
    pub(super) tokens: Vec<Token<'a>>,
    /// Whether its other half is there.
    pub(super) closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`
    Print,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
}

/// A word of a tag.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name,
    Number,
    Text,
    Symbol,
}

const KINDS: [(&str, &str, TagKind); 3] =
    [("{{", "}}", TagKind::Print), ("{%", "%}", TagKind::Statement), ("{#", "#}", TagKind::Comment)];

/// The tags of a text, in order.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let opened = KINDS.iter().find(|(open, _, _)| text.get(start..).is_some_and(|rest| rest.starts_with(open)));
        let Some((_, close, kind)) = opened else {
            at = start + 1;
            continue;
        };
        let tag = tag(text, start, close, *kind);
        at = tag.span.end;
        tags.push(tag);
    }
    tags
}

fn tag<'a>(text: &'a str, start: usize, close: &str, kind: TagKind) -> Tag<'a> {
    let mut tokens = Vec::new();
    let mut at = start + 2;
    if kind == TagKind::Comment {
        let end = text.get(at..).and_then(|rest| rest.find(close));
        let span = start..end.map_or(text.len(), |end| at + end + 2);
        return Tag { kind, span, tokens, closed: end.is_some() };
    }
    // `{%-` and `-%}` trim blanks.
    if text.get(at..).is_some_and(|rest| rest.starts_with(['-', '+'])) {
        at += 1;
    }
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let inner = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        for ended in [rest, inner] {
            if ended.starts_with(close) {
                let end = text.len() - ended.len() + 2;
                return Tag { kind, span: start..end, tokens, closed: true };
            }
        }
        let (length, kind) = token(rest);
        if let Some(kind) = kind {
            tokens.push(Token { kind, text: rest.get(..length).unwrap_or(rest), span: at..at + length });
        }
        at += length;
    }
    Tag { kind, span: start..text.len(), tokens, closed: false }
}

/// The length of the token a text begins with, and its kind; blanks have none.
fn token(text: &str) -> (usize, Option<TokenKind>) {
    let Some(first) = text.chars().next() else { return (0, None) };
    let run = |belongs: fn(char) -> bool| text.find(|c| !belongs(c)).unwrap_or(text.len());
    match first {
        c if c.is_whitespace() => (run(char::is_whitespace), None),
        c if c.is_alphabetic() || c == '_' => (run(|c| c.is_alphanumeric() || c == '_'), Some(TokenKind::Name)),
        c if c.is_ascii_digit() => (run(|c| c.is_ascii_digit()), Some(TokenKind::Number)),
        '"' | '\'' => (quoted(text, first), Some(TokenKind::Text)),
        _ => {
            let double = ["==", "!=", "<=", ">=", "**", "//"].into_iter().any(|symbol| text.starts_with(symbol));
            (if double { 2 } else { first.len_utf8() }, Some(TokenKind::Symbol))
        }
    }
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(TagKind, Vec<&str>, bool)> {
        let all = tags(text).into_iter();
        all.map(|tag| (tag.kind, tag.tokens.iter().map(|token| token.text).collect(), tag.closed)).collect()
    }

    #[test]
    fn tags_are_told_word_by_word() {
        assert_eq!(
            words("{{- a.b|top(3) -}} { x } {# {{ no }} #}{% if \"}}\" == '甲' %}"),
            [
                (TagKind::Print, vec!["a", ".", "b", "|", "top", "(", "3", ")"], true),
                (TagKind::Comment, vec![], true),
                (TagKind::Statement, vec!["if", "\"}}\"", "==", "'甲'"], true),
            ]
        );
        assert_eq!(words("{{ a\n{% b"), [(TagKind::Print, vec!["a", "{", "%", "b"], false)]);
        for text in ["{", "{{", "{{'", "{%-", "{#", "{{ \\", "{{𝑎", "}}"] {
            words(text);
        }
    }
}
