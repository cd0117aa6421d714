//! Expressions of the graph as formulas.

use super::calculation::{Half, Input};
use super::value::{Kind, Value, bare, call, greatest};
use super::writer::{Scope, Writer};
use crate::number::{Decimal, Rounding, RoundingMode, plain};
use crate::program::{Binary, Expr, Many, NodeId, Test, Unary};

/// Decimals to which a divisor counts as 0: what is left of doubles that cancel out.
const NOTHING_LEFT: u32 = 12;
/// Operands of one call.
const TOGETHER: usize = 12;
/// Beyond this a product may be no decimal of 28 digits.
const SAFE: i64 = 1_000_000_000_000_000_000;

impl Writer<'_> {
    /// An expression as a formula in the rows of a scope.
    pub(super) fn say(&mut self, scope: Scope, expr: &Expr) -> Value {
        let value = match expr {
            Expr::Constant(value) => Value::number(literal(*value)),
            Expr::Unknown(state) => Value::unknown(*state),
            Expr::Parameter(id) => self.parameter(*id),
            Expr::Field(id) => self.of_unit(scope, &Input::Field(*id)),
            Expr::Group => {
                let group = self.input_position(Scope::Units, &Input::Group, Half::Value);
                self.unit_cell(scope, group)
            }
            Expr::TextIs(id, text) => self.of_unit(scope, &Input::TextIs(*id, text.clone())),
            Expr::Entry(column) => self.given(scope, &Input::Entry(*column)),
            Expr::EntryTextIs(column, text) => self.given(scope, &Input::EntryTextIs(*column, text.clone())),
            Expr::Column(id) => self.column(scope, *id),
            Expr::Unary(operator, x) => self.unary(scope, *operator, x),
            Expr::Binary(operator, pair) => self.binary(scope, *operator, pair, expr),
            Expr::Many(operator, all) => self.many(scope, *operator, all, expr),
            Expr::If(three) => self.choice(scope, three),
            Expr::Guard(x, digits) => self.rounded(scope, x, *digits),
            Expr::Round(x, Rounding { digits, mode }) => match mode {
                RoundingMode::HalfUp => self.rounded(scope, x, *digits),
                RoundingMode::HalfEven => self.half_even(scope, x, *digits),
            },
            Expr::Test(test, x) => self.test(scope, *test, x),
            Expr::Adjusted(node, x) => self.adjusted(scope, *node, x),
            // A workbook shows results as things stand: what may still arrive is not assumed.
            Expr::Scenario(three) => self.say(scope, &three[0]),
        };
        self.bounded(scope, value, Some(expr))
    }

    /// What comes from outside for a unit, also where an entry asks.
    fn of_unit(&mut self, scope: Scope, input: &Input) -> Value {
        if scope == Scope::Units {
            return self.given(scope, input);
        }
        let [value, state] = [Half::Value, Half::State].map(|half| self.input_position(Scope::Units, input, half));
        let (value, state) = (self.unit_cell(scope, value), self.unit_cell(scope, state));
        Value { state: Some(state.text), ..value }
    }

    fn unit_cell(&mut self, scope: Scope, position: usize) -> Value {
        let held = super::writer::Held { scope: Scope::Units, value: position, state: None, whole: false };
        self.read(scope, held)
    }

    fn number(&mut self, scope: Scope, expr: &Expr) -> Value {
        self.say(scope, expr).into_number()
    }

    fn rounded(&mut self, scope: Scope, x: &Expr, digits: u32) -> Value {
        // What is rounded anyhow need not be guarded finer before.
        let x = match x {
            Expr::Guard(inner, finer) if *finer == digits => inner,
            other => other,
        };
        let x = self.number(scope, x);
        Value { text: format!("ROUND({},{digits})", bare(&x.text)), depth: x.depth + 1, ..x }
    }

    /// A half goes to the even neighbour: of y = |x|·10^digits, ROUND(y/2)·2 is even.
    fn half_even(&mut self, scope: Scope, x: &Expr, digits: u32) -> Value {
        let value = self.number(scope, x);
        let value = self.simple(scope, value, Some(x));
        let x = &value.text;
        let scale = 10_u64.pow(digits.min(9));
        let y = format!("ABS({x})*{scale}");
        let text =
            format!("IF(ROUND({y}-INT({y}),9)=0.5,SIGN({x})*ROUND(INT({y})/2+0.25,0)*2/{scale},ROUND({x},{digits}))");
        Value { text, depth: 4, ..value }
    }

    fn unary(&mut self, scope: Scope, operator: Unary, x: &Expr) -> Value {
        let value = self.say(scope, x);
        if operator == Unary::Not {
            return Value {
                text: format!("NOT({})", bare(&value.text)),
                kind: Kind::Condition,
                depth: value.depth + 1,
                ..value
            };
        }
        let value = value.into_number();
        let called = |function: &str| format!("{function}({})", bare(&value.text));
        let (text, depth) = match operator {
            Unary::Negate => (format!("(-{})", value.text), value.depth),
            Unary::Abs => (called("ABS"), value.depth + 1),
            Unary::Floor => (called("INT"), value.depth + 1),
            Unary::Ceil => (format!("(-INT(-{}))", value.text), value.depth + 1),
            Unary::Exp => {
                let huge = !self.is_safe(&Expr::Unary(Unary::Exp, Box::new(x.clone())));
                return Value { text: called("EXP"), depth: value.depth + 1, huge: value.huge || huge, ..value };
            }
            Unary::Ln => return self.defined(scope, value, x, "LN", ">0"),
            Unary::Sqrt => return self.defined(scope, value, x, "SQRT", ">=0"),
            Unary::Not => (value.text.clone(), value.depth),
        };
        Value { text, depth, ..value }
    }

    /// A function of the real numbers, undefined where its operand is not so.
    fn defined(&mut self, scope: Scope, x: Value, expr: &Expr, function: &str, domain: &str) -> Value {
        let x = self.simple(scope, x, Some(expr));
        let text = format!("IF({0}{domain},{function}({0}),0)", x.text);
        let undefined = format!("IF({}{domain},0,3)", x.text);
        let state = match &x.state {
            None => undefined,
            Some(state) => format!("IF({state}>0,{state},{undefined})"),
        };
        Value { text, state: Some(state), depth: 3, ..x }
    }

    fn binary(&mut self, scope: Scope, operator: Binary, pair: &[Expr; 2], expr: &Expr) -> Value {
        let (a, b) = (self.number(scope, &pair[0]), self.number(scope, &pair[1]));
        let state = greatest([a.state.as_deref(), b.state.as_deref()].into_iter());
        let depth = a.depth.max(b.depth);
        let huge = a.huge || b.huge;
        let compared = |sign: &str| Value {
            text: format!("({}{sign}{})", bare_of_comparison(&a.text), bare_of_comparison(&b.text)),
            state: state.clone(),
            kind: Kind::Condition,
            depth,
            huge,
        };
        match operator {
            Binary::Less => compared("<"),
            Binary::LessEqual => compared("<="),
            Binary::Equal => compared("="),
            Binary::Multiply => {
                let text = format!("({}*{})", a.text, b.text);
                Value { text, state, kind: Kind::Number, depth, huge: huge || !self.is_safe(expr) }
            }
            Binary::Divide => self.quotient(scope, a, b, pair, expr),
            Binary::Power => self.power(scope, a, b, pair, expr),
        }
    }

    fn quotient(&mut self, scope: Scope, a: Value, b: Value, pair: &[Expr; 2], expr: &Expr) -> Value {
        let huge = a.huge || b.huge || !self.is_safe(expr);
        if let Expr::Constant(divisor) = pair[1]
            && !divisor.is_zero()
        {
            let text = format!("({}/{})", a.text, b.text);
            return Value { text, huge, kind: Kind::Number, ..a };
        }
        let b = self.simple(scope, b, Some(&pair[1]));
        let zero = match &pair[1] {
            Expr::Parameter(_) | Expr::Field(_) => format!("{}=0", b.text),
            _ => format!("ROUND({},{NOTHING_LEFT})=0", b.text),
        };
        let undefined = format!("IF({zero},3,0)");
        let state = match greatest([a.state.as_deref(), b.state.as_deref()].into_iter()) {
            None => undefined,
            Some(state) => format!("IF({state}>0,{state},{undefined})"),
        };
        let text = format!("IF({zero},0,{}/{})", a.text, b.text);
        Value { text, state: Some(state), kind: Kind::Number, depth: a.depth.max(b.depth) + 3, huge }
    }

    fn power(&mut self, scope: Scope, a: Value, b: Value, pair: &[Expr; 2], expr: &Expr) -> Value {
        let (a, b) = (self.simple(scope, a, Some(&pair[0])), self.simple(scope, b, Some(&pair[1])));
        let none = format!("OR(AND({0}=0,{1}<=0),AND({0}<0,{1}<>INT({1})))", a.text, b.text);
        let undefined = format!("IF({none},3,0)");
        let state = match greatest([a.state.as_deref(), b.state.as_deref()].into_iter()) {
            None => undefined,
            Some(state) => format!("IF({state}>0,{state},{undefined})"),
        };
        let text = format!("IF({none},0,{}^{})", a.text, b.text);
        Value { text, state: Some(state), kind: Kind::Number, depth: 5, huge: a.huge || b.huge || !self.is_safe(expr) }
    }

    /// Whether an expression always stays within the range of exact decimals.
    fn is_safe(&self, expr: &Expr) -> bool {
        let range = self.ranges.of(expr);
        let most = Decimal::from(SAFE);
        range.low().is_some_and(|low| low >= -most) && range.high().is_some_and(|high| high <= most)
    }

    pub(super) fn sum(&mut self, scope: Scope, all: &[Expr], expr: &Expr) -> Value {
        let mut whole: Option<Value> = None;
        for x in all {
            let (sign, x) = match x {
                Expr::Unary(Unary::Negate, x) => ("-", &**x),
                x => ("+", x),
            };
            let part = self.number(scope, x);
            whole = Some(match whole {
                None if sign == "+" => part,
                None => Value { text: format!("-{}", part.text), ..part },
                Some(so_far) => {
                    let so_far = self.bounded(scope, so_far, None);
                    Value {
                        text: format!("{}{sign}{}", so_far.text, part.text),
                        state: greatest([so_far.state.as_deref(), part.state.as_deref()].into_iter()),
                        kind: Kind::Number,
                        depth: so_far.depth.max(part.depth),
                        huge: so_far.huge || part.huge,
                    }
                }
            });
        }
        let whole = whole.unwrap_or_else(|| Value::number("0"));
        let huge = whole.huge && !self.is_safe(expr);
        Value { text: format!("({})", whole.text), huge, ..whole }
    }

    /// Any number of operands, so many at a time: what is taken together has a column of its own.
    fn together(&mut self, scope: Scope, all: &[Expr], of: fn(&mut Self, Scope, &[Value]) -> Value) -> Value {
        let mut values = Vec::new();
        for x in all {
            let value = self.say(scope, x);
            values.push(self.short(scope, value, Some(x)));
        }
        while values.len() > TOGETHER {
            let mut fewer = Vec::new();
            for part in values.chunks(TOGETHER) {
                let whole = of(self, scope, part);
                fewer.push(self.hoist(scope, whole, None));
            }
            values = fewer;
        }
        of(self, scope, &values)
    }

    fn many(&mut self, scope: Scope, operator: Many, all: &[Expr], expr: &Expr) -> Value {
        match operator {
            Many::Sum => self.sum(scope, all, expr),
            Many::Min => self.together(scope, all, |_, _, values| extreme(&numbers(values), "MIN")),
            Many::Max => self.together(scope, all, |_, _, values| extreme(&numbers(values), "MAX")),
            Many::And => self.together(scope, all, Writer::all_hold),
            Many::Or => self.together(scope, all, Writer::any_holds),
            Many::Coalesce => self.first_known(scope, all),
        }
    }

    fn test(&mut self, scope: Scope, test: Test, x: &Expr) -> Value {
        let x = self.say(scope, x);
        let state = x.state_or_known();
        let text = match (test, state) {
            (Test::Known, "0") => "TRUE".to_owned(),
            (_, "0") => "FALSE".to_owned(),
            (Test::Known, state) => format!("({state}=0)"),
            (Test::NotApplicable, state) => format!("({state}=1)"),
            // Missing is 2 and undefined 3.
            (Test::Missing, state) => format!("(ABS({state}-2.5)<1)"),
        };
        Value { text, kind: Kind::Condition, depth: x.depth + 1, ..Value::number("") }
    }

    fn adjusted(&mut self, scope: Scope, node: Option<NodeId>, x: &Expr) -> Value {
        let value = self.number(scope, x);
        if !self.shape.adjusted.contains(&node) {
            return value;
        }
        let to = self.input(scope, &Input::AdjustedTo(node), Half::Value);
        let by = self.input(scope, &Input::AdjustedBy(node), Half::Value);
        Value {
            text: format!("IF(ISNUMBER({to}),{to},{}+{by})", value.text),
            state: value.state.as_ref().map(|state| format!("IF(ISNUMBER({to}),0,{state})")),
            depth: value.depth + 2,
            ..value
        }
    }
}

/// The least or the greatest.
fn extreme(values: &[Value], function: &str) -> Value {
    let texts: Vec<&str> = values.iter().map(|x| bare(&x.text)).collect();
    Value {
        text: if texts.len() == 1 { format!("({})", call(function, &texts)) } else { call(function, &texts) },
        state: greatest(values.iter().map(|x| x.state.as_deref())),
        kind: Kind::Number,
        depth: values.iter().map(|x| x.depth).max().unwrap_or(0) + 1,
        huge: values.iter().any(|x| x.huge),
    }
}

fn numbers(values: &[Value]) -> Vec<Value> {
    values.iter().cloned().map(Value::into_number).collect()
}

/// A comparison binds weakest of all, but a comparison inside one needs its brackets.
fn bare_of_comparison(text: &str) -> &str {
    let inner = bare(text);
    if inner.contains(['<', '>', '=']) { text } else { inner }
}

/// A number of the structure.
fn literal(value: Decimal) -> String {
    let text = plain(value);
    if text.starts_with('-') { format!("({text})") } else { text }
}
