//! A value in SQL: its text, the text of its state, and what is known of both.

use super::engine::Engine;
use crate::table::State;

/// What a text yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// TRUE, FALSE or NULL.
    Condition,
    /// A number with so many digits after the point.
    Number(u32),
    /// NULL and nothing else.
    Nothing,
}

/// A value and its state. The value is NULL exactly where it is not known; with state 0 it is a number too great, which
/// thus needs no state of its own in every expression.
#[derive(Debug, Clone)]
pub(super) struct Sql {
    pub(super) text: String,
    /// 0 known, 1 not applicable, 2 missing, 3 undefined; none where it is always 0.
    pub(super) state: Option<String>,
    pub(super) kind: Kind,
    /// How many layers of the statement must come before.
    pub(super) layer: usize,
    /// Whether it may be NULL with state 0: a number too great.
    pub(super) overflows: bool,
}

impl Sql {
    pub(super) fn number(text: String, scale: u32) -> Sql {
        Sql { text, state: None, kind: Kind::Number(scale), layer: 0, overflows: false }
    }

    pub(super) fn condition(text: String) -> Sql {
        Sql { text, state: None, kind: Kind::Condition, layer: 0, overflows: false }
    }

    pub(super) fn unknown(state: State) -> Sql {
        let state = Some(state.code().to_string());
        Sql { text: "NULL".to_owned(), state, kind: Kind::Nothing, layer: 0, overflows: false }
    }

    /// Its state as a text, 0 where it is always known.
    pub(super) fn state_or_known(&self) -> &str {
        self.state.as_deref().unwrap_or("0")
    }

    /// Its state with overflow told apart: NULL with state 0 is a number too great.
    pub(super) fn whole_state(&self) -> Option<String> {
        match (&self.state, self.overflows) {
            (state, false) => state.clone(),
            (None, true) => Some(format!("CASE WHEN {} IS NULL THEN 4 ELSE 0 END", self.text)),
            (Some(state), true) => {
                Some(format!("CASE WHEN {} IS NULL AND {state} = 0 THEN 4 ELSE {state} END", self.text))
            }
        }
    }

    /// Whether its value is always there.
    pub(super) fn always_known(&self) -> bool {
        self.state.is_none() && !self.overflows
    }

    /// Whether it is a name or a literal, so that it may be said more than once.
    pub(super) fn is_simple(&self) -> bool {
        is_simple(&self.text) && self.state.as_deref().is_none_or(|state| state.len() < 120)
    }

    pub(super) fn is_literal(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    }

    /// Digits after the point; a condition and NULL have none.
    pub(super) fn scale(&self) -> u32 {
        match self.kind {
            Kind::Number(scale) => scale,
            Kind::Condition | Kind::Nothing => 0,
        }
    }

    /// As a condition: a number is a yes unless it is 0.
    pub(super) fn as_condition(&self) -> String {
        match (self.kind, self.text.as_str()) {
            (Kind::Condition, text) => text.to_owned(),
            (_, "0") => "FALSE".to_owned(),
            (_, "1") => "TRUE".to_owned(),
            (Kind::Nothing, _) => "CAST(NULL AS BOOLEAN)".to_owned(),
            (Kind::Number(_), text) => format!("{text} <> 0"),
        }
    }

    /// As a number: yes is 1, no is 0.
    pub(super) fn as_number(&self) -> Sql {
        match (self.kind, self.text.as_str()) {
            (Kind::Condition, "TRUE") => Sql::number("1".to_owned(), 0),
            (Kind::Condition, "FALSE") => Sql::number("0".to_owned(), 0),
            (Kind::Condition, text) => {
                Sql { text: format!("CAST({text} AS INTEGER)"), kind: Kind::Number(0), ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// Its text with so many digits after the point.
    pub(super) fn at_scale(&self, scale: u32, engine: &dyn Engine) -> String {
        match self.kind {
            Kind::Number(own) if own < scale => engine.widen(&self.text, scale),
            _ => self.text.clone(),
        }
    }
}

/// Whether a text is one name or one literal.
pub(super) fn is_simple(text: &str) -> bool {
    let quoted = |quote: char| {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains(quote))
    };
    quoted('"') || quoted('`') || text == "NULL" || text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

/// A text without the brackets around the whole of it.
pub(super) fn bare(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text };
    let mut depth = 0i32;
    let mut quoted: Option<char> = None;
    for c in inner.chars() {
        match quoted {
            Some(quote) if c == quote => quoted = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"' | '`') => quoted = Some(c),
            None if c == '(' => depth += 1,
            None if c == ')' => depth -= 1,
            None => {}
        }
        if depth < 0 {
            return text;
        }
    }
    inner
}

/// The greatest of states; none where all are always 0.
pub(super) fn greatest<'a>(states: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for state in states.flatten() {
        if state != "0" && !all.contains(&state) {
            all.push(state);
        }
    }
    match all.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        all => Some(format!("GREATEST({})", all.join(", "))),
    }
}
