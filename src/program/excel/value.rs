//! A value in a formula: its text, the text of its state, and what is known of both.

use super::calculation::{ABOVE, ROW};
use crate::table::State;

/// Functions take at most so many operands; Excel's limit is 255.
const OPERANDS: usize = 200;

/// What a text yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// TRUE or FALSE.
    Condition,
    /// A number.
    Number,
}

/// A value and its state. Where the value is not known its text yields some number all the same: whoever reads it asks
/// for the state first.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// Stands beside any operator: a name, a literal, a call, or in brackets.
    pub(super) text: String,
    /// 0 known, 1 not applicable, 2 missing, 3 undefined, 4 too great; none where it is always 0.
    pub(super) state: Option<String>,
    pub(super) kind: Kind,
    /// Calls inside calls.
    pub(super) depth: u32,
    /// Whether it may leave the range of exact decimals.
    pub(super) huge: bool,
}

impl Value {
    pub(super) fn number(text: impl Into<String>) -> Value {
        Value { text: text.into(), state: None, kind: Kind::Number, depth: 0, huge: false }
    }

    pub(super) fn unknown(state: State) -> Value {
        Value { state: Some(state.code().to_string()), ..Value::number("0") }
    }

    /// The state as a text, 0 where it is always known.
    pub(super) fn state_or_known(&self) -> &str {
        self.state.as_deref().unwrap_or("0")
    }

    /// Whether its text and its state are names or literals, so that they may be said more than once.
    pub(super) fn is_simple(&self) -> bool {
        is_simple(&self.text) && self.state.as_deref().is_none_or(is_simple)
    }

    /// As a number: yes is 1, no is 0.
    pub(super) fn into_number(self) -> Value {
        match self.kind {
            Kind::Number => self,
            Kind::Condition => {
                Value { text: format!("IF({},1,0)", self.text), kind: Kind::Number, depth: self.depth + 1, ..self }
            }
        }
    }
}

/// Whether a text is one name or one literal.
pub(super) fn is_simple(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '$' | '.' | '!' | '\'' | ROW | ABOVE))
}

/// A text without the brackets around the whole of it.
pub(super) fn bare(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text };
    let mut depth = 0_i32;
    let mut quoted = false;
    for c in inner.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return text;
        }
    }
    inner
}

/// A call of a function that may have any number of operands, however many there are.
pub(super) fn call(function: &str, operands: &[&str]) -> String {
    match operands {
        [one] => (*one).to_owned(),
        few if few.len() <= OPERANDS => format!("{function}({})", few.join(",")),
        many => {
            let parts: Vec<String> = many.chunks(OPERANDS).map(|part| call(function, part)).collect();
            call(function, &parts.iter().map(String::as_str).collect::<Vec<_>>())
        }
    }
}

/// The greatest of states; none where all are always 0.
pub(super) fn greatest<'a>(states: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for state in states.flatten() {
        if state != "0" && !all.contains(&state) {
            all.push(state);
        }
    }
    (!all.is_empty()).then(|| call("MAX", &all))
}

/// A text as a formula holds it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
