//! Expressions of the graph as SQL.
//!
//! A value that is not known is NULL beside its state, so that NULL does in arithmetic and conditions what an unknown
//! value does in the graph; only the state has to be told apart.

use super::block::Block;
use super::value::{Kind, Sql, bare, greatest};
use crate::number::{Rounding, RoundingMode, plain};
use crate::program::{Binary, Expr, Many, NodeId, Test, Unary};

/// Texts longer than this are given a name before they are said twice.
const LONG: usize = 160;

impl Block<'_, '_> {
    /// An expression as SQL.
    pub(super) fn say(&mut self, expr: &Expr) -> Sql {
        match expr {
            Expr::Constant(value) => {
                let text = plain(*value);
                let text = if text.starts_with('-') { format!("({text})") } else { text };
                Sql::number(text, value.normalize().scale())
            }
            Expr::Unknown(state) => Sql::unknown(*state),
            Expr::Parameter(id) => self.parameter(*id),
            Expr::Field(id) => self.field(*id),
            Expr::Group => self.group(),
            Expr::TextIs(id, wanted) => {
                let field = self.text_field(*id);
                self.text_is(field, wanted)
            }
            Expr::Entry(column) => self.entry(*column),
            Expr::EntryTextIs(column, wanted) => {
                let entry = self.entry_text(*column);
                self.text_is(entry, wanted)
            }
            Expr::Column(id) => self.column(*id),
            Expr::Unary(operator, x) => self.unary(*operator, x),
            Expr::Binary(operator, pair) => {
                let (a, b) = (self.say(&pair[0]), self.say(&pair[1]));
                self.binary(*operator, a, b)
            }
            Expr::Many(operator, all) => self.many(*operator, all),
            Expr::If(three) => self.choice(three),
            Expr::Guard(x, digits) => {
                let x = self.say(x).as_number();
                self.rounded(x, *digits)
            }
            Expr::Round(x, Rounding { digits, mode }) => {
                let x = self.say(x).as_number();
                if x.scale() <= *digits || *mode == RoundingMode::HalfUp {
                    return self.rounded(x, *digits);
                }
                let x = self.named(x);
                Sql { text: self.engine().half_even(&x.text, *digits), kind: Kind::Number(*digits), ..x }
            }
            Expr::Test(test, x) => self.test(*test, x),
            Expr::Adjusted(node, x) => self.adjusted(*node, x),
            // Results are as things stand: what may still arrive is not assumed.
            Expr::Scenario(three) => self.say(&three[0]),
        }
    }

    fn rounded(&self, x: Sql, digits: u32) -> Sql {
        match x.kind {
            Kind::Number(scale) if scale > digits => {
                let text = self.engine().round(bare(&x.text), digits);
                Sql { text, kind: Kind::Number(digits), ..x }
            }
            _ => x,
        }
    }

    fn text_is(&self, of: Sql, wanted: &str) -> Sql {
        Sql { text: format!("({} = {})", of.text, self.engine().text(wanted)), kind: Kind::Condition, ..of }
    }

    fn unary(&mut self, operator: Unary, x: &Expr) -> Sql {
        let x = self.say(x);
        if x.kind == Kind::Nothing {
            return x;
        }
        if operator == Unary::Not {
            return match x.kind {
                Kind::Condition => Sql { text: format!("(NOT {})", x.text), ..x },
                _ => Sql { text: format!("({} = 0)", x.text), kind: Kind::Condition, ..x },
            };
        }
        let x = x.as_number();
        match operator {
            Unary::Negate => Sql { text: format!("(-{})", x.text), ..x },
            Unary::Abs => Sql { text: format!("abs({})", bare(&x.text)), ..x },
            Unary::Floor => {
                Sql { text: self.engine().widen(&format!("floor({})", bare(&x.text)), 0), kind: Kind::Number(0), ..x }
            }
            Unary::Ceil => {
                Sql { text: self.engine().widen(&format!("ceil({})", bare(&x.text)), 0), kind: Kind::Number(0), ..x }
            }
            Unary::Ln => self.real("ln", x, "> 0"),
            Unary::Sqrt => self.real("sqrt", x, ">= 0"),
            Unary::Exp => self.real("exp", x, ""),
            Unary::Not => x,
        }
    }

    /// A function of the real numbers, undefined where the operand is not so.
    fn real(&mut self, function: &str, x: Sql, domain: &str) -> Sql {
        let x = self.named(x);
        let value = self.engine().real(function, &x.text);
        let kind = Kind::Number(self.engine().finest());
        if domain.is_empty() {
            return Sql { text: value, kind, overflows: true, ..x };
        }
        let text = format!("CASE WHEN {} {domain} THEN {value} END", x.text);
        let undefined = format!("CASE WHEN NOT {} {domain} THEN 3 ELSE {} END", x.text, x.state_or_known());
        Sql { text, kind, state: Some(undefined), overflows: true, ..x }
    }

    fn binary(&mut self, operator: Binary, a: Sql, b: Sql) -> Sql {
        let (a, b) = (a.as_number(), b.as_number());
        let state = greatest([a.state.as_deref(), b.state.as_deref()].into_iter());
        let layer = a.layer.max(b.layer);
        let overflows = a.overflows || b.overflows;
        if a.kind == Kind::Nothing || b.kind == Kind::Nothing {
            return Sql { text: "NULL".to_owned(), state, kind: Kind::Nothing, layer, overflows };
        }
        let compared = |sign: &str, engine: &dyn super::engine::Engine| {
            let scale = a.scale().max(b.scale());
            let text = format!("({} {sign} {})", a.at_scale(scale, engine), b.at_scale(scale, engine));
            Sql { text, state: state.clone(), kind: Kind::Condition, layer, overflows }
        };
        match operator {
            Binary::Less => compared("<", self.engine()),
            Binary::LessEqual => compared("<=", self.engine()),
            Binary::Equal => compared("=", self.engine()),
            Binary::Multiply => {
                let (a, b) = (self.named(a), self.named(b));
                let (text, scale) = self.engine().times((&a.text, a.scale()), (&b.text, b.scale()));
                let state = greatest([a.state.as_deref(), b.state.as_deref()].into_iter());
                Sql { text, state, kind: Kind::Number(scale), layer: a.layer.max(b.layer), overflows: true }
            }
            Binary::Divide => {
                let (a, b) = (self.named(a), self.named(b));
                let text = self.engine().over(&a.text, &b.text);
                let state = greatest([a.state.as_deref(), b.state.as_deref()].into_iter());
                let state = self.undefined_where(&format!("{} = 0", b.text), &b, state);
                let kind = Kind::Number(self.engine().finest());
                Sql { text, state, kind, layer: a.layer.max(b.layer), overflows: true }
            }
            Binary::Power => {
                let (a, b) = (self.named(a), self.named(b));
                let none = format!("({a} = 0 AND {b} <= 0 OR {a} < 0 AND {b} <> floor({b}))", a = a.text, b = b.text);
                let value = self.engine().power(&a.text, &b.text);
                let text = format!("CASE WHEN NOT {none} THEN {value} END");
                let states = greatest([a.state.as_deref(), b.state.as_deref()].into_iter());
                let known = states.as_deref().unwrap_or("0");
                let state = Some(format!("CASE WHEN {known} = 0 AND {none} THEN 3 ELSE {known} END"));
                let kind = Kind::Number(self.engine().finest());
                Sql { text, state, kind, layer: a.layer.max(b.layer), overflows: true }
            }
        }
    }

    /// A state that is 3 where the operands are known and this holds; a divisor that is a literal is never 0.
    fn undefined_where(&self, zero: &str, divisor: &Sql, state: Option<String>) -> Option<String> {
        if divisor.is_literal() && divisor.text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
            return state;
        }
        Some(match state {
            None => format!("CASE WHEN {zero} THEN 3 ELSE 0 END"),
            Some(state) => format!("CASE WHEN {state} = 0 AND {zero} THEN 3 ELSE {state} END"),
        })
    }

    fn many(&mut self, operator: Many, all: &[Expr]) -> Sql {
        match operator {
            Many::And => self.logic(all, "AND", "TRUE"),
            Many::Or => self.logic(all, "OR", "FALSE"),
            Many::Sum => self.sum(all),
            Many::Min => self.extreme(all, "LEAST"),
            Many::Max => self.extreme(all, "GREATEST"),
            Many::Coalesce => self.coalesce(all),
        }
    }

    fn logic(&mut self, all: &[Expr], word: &str, empty: &str) -> Sql {
        let all: Vec<Sql> = all.iter().map(|x| self.say(x)).collect();
        let conditions: Vec<String> = all.iter().map(Sql::as_condition).collect();
        let text = match conditions.as_slice() {
            [] => empty.to_owned(),
            [one] => one.clone(),
            several => format!("({})", several.join(&format!(" {word} "))),
        };
        let mut whole = Sql::condition(text);
        whole.layer = all.iter().map(|x| x.layer).max().unwrap_or(0);
        whole.overflows = all.iter().any(|x| x.overflows);
        if let Some(states) = greatest(all.iter().map(|x| x.state.as_deref())) {
            // One known yes or no may decide, whatever the others are.
            whole = self.short(whole);
            whole.state = Some(format!("CASE WHEN {} IS NOT NULL THEN 0 ELSE {states} END", whole.text));
        }
        whole
    }

    fn sum(&mut self, all: &[Expr]) -> Sql {
        let mut text = String::new();
        let mut parts = Vec::new();
        for x in all {
            let (sign, x) = match x {
                Expr::Unary(Unary::Negate, x) => ("-", &**x),
                x => ("+", x),
            };
            parts.push((sign, self.say(x).as_number()));
        }
        let scale = parts.iter().map(|(_, x)| x.scale()).max().unwrap_or(0);
        for (sign, x) in &parts {
            match (text.is_empty(), *sign) {
                (true, "-") => text.push('-'),
                (true, _) => {}
                (false, sign) => text += &format!(" {sign} "),
            }
            text += &x.at_scale(scale, self.engine());
        }
        let text = match parts.as_slice() {
            [] => "0".to_owned(),
            [("+", _)] => text,
            _ => format!("({text})"),
        };
        let nothing = parts.iter().any(|(_, x)| x.kind == Kind::Nothing);
        Sql {
            text: if nothing { "NULL".to_owned() } else { text },
            state: greatest(parts.iter().map(|(_, x)| x.state.as_deref())),
            kind: if nothing { Kind::Nothing } else { Kind::Number(scale) },
            layer: parts.iter().map(|(_, x)| x.layer).max().unwrap_or(0),
            overflows: parts.iter().any(|(_, x)| x.overflows),
        }
    }

    /// The least or the greatest. Engines pass over NULL there, so the values are looked at first.
    fn extreme(&mut self, all: &[Expr], function: &str) -> Sql {
        let mut all: Vec<Sql> = all.iter().map(|x| self.say(x).as_number()).collect();
        if let [one] = all.as_slice() {
            return one.clone();
        }
        if all.iter().any(|x| !x.always_known()) {
            all = all.into_iter().map(|x| if x.always_known() { x } else { self.named(x) }).collect();
        }
        let scale = all.iter().map(Sql::scale).max().unwrap_or(0);
        let values: Vec<String> = all.iter().map(|x| x.at_scale(scale, self.engine())).collect();
        let value = format!("{function}({})", values.join(", "));
        let open: Vec<String> =
            all.iter().filter(|x| !x.always_known()).map(|x| format!("{} IS NOT NULL", x.text)).collect();
        let nothing = all.iter().any(|x| x.kind == Kind::Nothing);
        Sql {
            text: match (nothing, open.is_empty()) {
                (true, _) => "NULL".to_owned(),
                (_, true) => value,
                (_, false) => format!("CASE WHEN {} THEN {value} END", open.join(" AND ")),
            },
            state: greatest(all.iter().map(|x| x.state.as_deref())),
            kind: if nothing { Kind::Nothing } else { Kind::Number(scale) },
            layer: all.iter().map(|x| x.layer).max().unwrap_or(0),
            overflows: all.iter().any(|x| x.overflows),
        }
    }

    fn coalesce(&mut self, all: &[Expr]) -> Sql {
        let all: Vec<Sql> = all.iter().map(|x| self.say(x)).collect();
        let Some(last) = all.last() else { return Sql::unknown(crate::table::State::Missing) };
        let kind = common(&all);
        let texts: Vec<String> = all.iter().map(|x| self.as_kind(x, kind)).collect();
        let mut whole = Sql {
            text: format!("COALESCE({})", texts.join(", ")),
            state: None,
            kind,
            layer: all.iter().map(|x| x.layer).max().unwrap_or(0),
            overflows: false,
        };
        if !all.iter().any(Sql::always_known) {
            whole = self.short(whole);
            whole.state =
                Some(format!("CASE WHEN {} IS NOT NULL THEN 0 ELSE {} END", whole.text, last.state_or_known()));
            whole.overflows = last.overflows;
        }
        whole
    }

    fn choice(&mut self, three: &[Expr; 3]) -> Sql {
        let condition = self.say(&three[0]);
        let mut test = Sql { text: condition.as_condition(), kind: Kind::Condition, ..condition };
        test = self.short(test);
        let (yes, no) = (self.say(&three[1]), self.say(&three[2]));
        let kind = common(&[yes.clone(), no.clone()]);
        let (then, otherwise) = (self.as_kind(&yes, kind), self.as_kind(&no, kind));
        let c = bare(&test.text);
        let text = if test.always_known() {
            format!("CASE WHEN {c} THEN {} ELSE {} END", bare(&then), bare(&otherwise))
        } else {
            format!("CASE WHEN {c} THEN {} WHEN NOT {} THEN {} END", bare(&then), test.text, bare(&otherwise))
        };
        let state = match (yes.state_or_known(), no.state_or_known(), &test.state) {
            // Where both branches are known, only the condition is not.
            ("0", "0", unknown) => unknown.clone(),
            (a, b, None) if a == b => Some(a.to_owned()),
            (a, b, None) => Some(format!("CASE WHEN {c} THEN {a} ELSE {b} END")),
            (a, b, Some(unknown)) => {
                Some(format!("CASE WHEN {c} THEN {a} WHEN NOT {} THEN {b} ELSE {unknown} END", test.text))
            }
        };
        Sql {
            text: if kind == Kind::Nothing { "NULL".to_owned() } else { text },
            state,
            kind,
            layer: test.layer.max(yes.layer).max(no.layer),
            overflows: test.overflows || yes.overflows || no.overflows,
        }
    }

    fn test(&mut self, test: Test, x: &Expr) -> Sql {
        let x = self.say(x);
        let layer = x.layer;
        let text = match (test, &x.state) {
            (Test::Known, _) if x.kind == Kind::Nothing => "FALSE".to_owned(),
            (Test::Known, _) if x.always_known() => "TRUE".to_owned(),
            (Test::Known, Some(state)) if !x.overflows && x.text.len() > state.len() => format!("({state} = 0)"),
            (Test::Known, _) => format!("({} IS NOT NULL)", x.text),
            (_, None) => "FALSE".to_owned(),
            (Test::NotApplicable, Some(state)) => format!("({state} = 1)"),
            (Test::Missing, Some(state)) => format!("({state} IN (2, 3))"),
        };
        Sql { layer, ..Sql::condition(text) }
    }

    fn adjusted(&mut self, node: Option<NodeId>, x: &Expr) -> Sql {
        let x = self.say(x).as_number();
        let x = self.short(x);
        let (to, by) = self.adjustment(node);
        let scale = x.scale().max(9);
        let value = x.at_scale(scale, self.engine());
        let (to_text, by_text) = (self.engine().widen(&to, scale), self.engine().widen(&by, scale));
        let value =
            if x.kind == Kind::Nothing { format!("CAST(NULL AS {})", self.engine().decimal(scale)) } else { value };
        let text = format!(
            "CASE WHEN {to} IS NOT NULL THEN {to_text} WHEN {by} IS NOT NULL THEN {value} + {by_text} ELSE {value} END"
        );
        let state = x.state.as_ref().map(|state| format!("CASE WHEN {to} IS NOT NULL THEN 0 ELSE {state} END"));
        Sql { text, state, kind: Kind::Number(scale), ..x }
    }

    /// A value with a name, unless it is a name or a literal.
    fn named(&mut self, x: Sql) -> Sql {
        if x.is_simple() { x } else { self.hoist(x) }
    }

    /// A value that is short enough to be said several times.
    fn short(&mut self, x: Sql) -> Sql {
        let long = |text: &str| text.len() > LONG && !super::value::is_simple(text);
        if long(&x.text) || x.state.as_deref().is_some_and(long) { self.hoist(x) } else { x }
    }

    /// A text of a kind that all branches have.
    pub(super) fn as_kind(&self, x: &Sql, kind: Kind) -> String {
        match kind {
            Kind::Condition if x.kind == Kind::Nothing => "NULL".to_owned(),
            Kind::Condition => x.as_condition(),
            Kind::Number(scale) => x.as_number().at_scale(scale, self.engine()),
            Kind::Nothing => x.text.clone(),
        }
    }
}

/// The kind of several branches: yes-no where every number among them is 0 or 1.
fn common(all: &[Sql]) -> Kind {
    let yes_no = |x: &Sql| x.kind != Kind::Condition && !matches!(x.text.as_str(), "0" | "1" | "NULL");
    if all.iter().any(|x| x.kind == Kind::Condition) && !all.iter().any(yes_no) {
        return Kind::Condition;
    }
    if all.iter().all(|x| x.kind == Kind::Nothing) {
        return Kind::Nothing;
    }
    Kind::Number(all.iter().map(Sql::scale).max().unwrap_or(0))
}
