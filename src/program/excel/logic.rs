//! Three-valued conditions and choices as formulas.

use super::value::{Kind, Value, bare, call, greatest};
use super::writer::{Scope, Writer};
use crate::program::Expr;
use crate::table::State;

impl Writer<'_> {
    /// Operands short enough to be said with their states.
    fn operands(&mut self, scope: Scope, all: &[Expr]) -> Vec<Value> {
        let mut values = Vec::new();
        for x in all {
            let value = self.say(scope, x);
            values.push(if value.state.is_some() { self.short(scope, value, Some(x)) } else { value });
        }
        values
    }

    /// No known no among them: then yes where all are known.
    pub(super) fn all_hold(&mut self, scope: Scope, values: &[Value]) -> Value {
        let texts: Vec<String> = values
            .iter()
            .map(|x| match &x.state {
                None => bare(&x.text).to_owned(),
                Some(state) => format!("OR({state}>0,{})", bare(&x.text)),
            })
            .collect();
        self.logic(scope, "AND", "TRUE", values, &texts)
    }

    /// A known yes among them: else no where all are known.
    pub(super) fn any_holds(&mut self, scope: Scope, values: &[Value]) -> Value {
        let texts: Vec<String> = values
            .iter()
            .map(|x| match &x.state {
                None => bare(&x.text).to_owned(),
                Some(state) => format!("AND({state}=0,{})", bare(&x.text)),
            })
            .collect();
        self.logic(scope, "OR", "FALSE", values, &texts)
    }

    fn logic(&mut self, scope: Scope, function: &str, empty: &str, values: &[Value], texts: &[String]) -> Value {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let text = match texts.as_slice() {
            [] => empty.to_owned(),
            // One alone may be a number, which the call makes a condition.
            [one] => format!("AND({one})"),
            several => call(function, several),
        };
        let depth = values.iter().map(|x| x.depth).max().unwrap_or(0) + 2;
        let huge = values.iter().any(|x| x.huge);
        let whole = Value { text, state: None, kind: Kind::Condition, depth, huge };
        match greatest(values.iter().map(|x| x.state.as_deref())) {
            None => whole,
            Some(states) => {
                // One known yes or no may decide, whatever the others are.
                let mut whole = self.short(scope, whole, None);
                let (yes, no) = if function == "AND" { (states.as_str(), "0") } else { ("0", states.as_str()) };
                whole.state = Some(format!("IF({},{yes},{no})", bare(&whole.text)));
                whole.depth += 1;
                whole
            }
        }
    }

    /// The first known value; the last one's state when none is known.
    pub(super) fn first_known(&mut self, scope: Scope, all: &[Expr]) -> Value {
        let mut values: Vec<Value> = self.operands(scope, all).into_iter().map(Value::into_number).collect();
        if let Some(known) = values.iter().position(|x| x.state.is_none()) {
            values.truncate(known + 1);
        }
        let Some(mut whole) = values.pop() else { return Value::unknown(State::Missing) };
        for value in values.into_iter().rev() {
            let state = value.state_or_known();
            whole = Value {
                text: format!("IF({state}=0,{},{})", bare(&value.text), bare(&whole.text)),
                state: whole.state.as_ref().map(|rest| format!("IF({state}=0,0,{rest})")),
                kind: Kind::Number,
                depth: value.depth.max(whole.depth) + 1,
                huge: value.huge || whole.huge,
            };
            whole = self.bounded(scope, whole, None);
        }
        whole
    }

    pub(super) fn choice(&mut self, scope: Scope, three: &[Expr; 3]) -> Value {
        let condition = self.say(scope, &three[0]);
        let condition = self.short(scope, condition, Some(&three[0]));
        let (yes, no) = (self.say(scope, &three[1]), self.say(scope, &three[2]));
        let both = yes.kind == Kind::Condition && no.kind == Kind::Condition;
        let (yes, no) = if both { (yes, no) } else { (yes.into_number(), no.into_number()) };
        let c = bare(&condition.text);
        let state = match (yes.state_or_known(), no.state_or_known()) {
            (a, b) if a == b => (a != "0").then(|| a.to_owned()),
            (a, b) => Some(format!("IF({c},{a},{b})")),
        };
        let state = match (&condition.state, state) {
            (None, state) => state,
            (Some(unknown), None) => Some(unknown.clone()),
            (Some(unknown), Some(state)) => Some(format!("IF({unknown}>0,{unknown},{state})")),
        };
        Value {
            text: format!("IF({c},{},{})", bare(&yes.text), bare(&no.text)),
            state,
            kind: if both { Kind::Condition } else { Kind::Number },
            depth: condition.depth.max(yes.depth).max(no.depth) + 2,
            huge: condition.huge || yes.huge || no.huge,
        }
    }
}
