//! Reads an expression into a syntax tree: a Pratt parser with bounded size and depth.

use std::ops::Range;

use crate::document::FULL_WIDTH;
use crate::number::{self, Decimal};
use crate::program::{Binary, Many, Unary};
use crate::words::rubric::RubricProblem;

/// Bytes of one expression.
const MOST_BYTES: usize = 16 << 10;
/// Parts of one expression.
const MOST_PARTS: usize = 2_000;
/// Depth of one expression.
const MOST_DEPTH: usize = 64;

/// A part of an expression with its place, in bytes of the expression's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Range<usize>,
    /// Levels below and including this one; bounded, so that walking a tree never exhausts the stack.
    height: usize,
}

impl Syntax {
    fn new(kind: Kind, span: Range<usize>) -> Result<Syntax, Mistake> {
        let of_all = |parts: &[Syntax]| parts.iter().map(|part| part.height).max().unwrap_or(0);
        let below = match &kind {
            Kind::Number { .. } | Kind::Text(_) | Kind::Name(_) => 0,
            Kind::Call { arguments: parts, .. } | Kind::Logic(_, parts) => of_all(parts),
            Kind::Unary(_, inner) => inner.height,
            Kind::Sum(terms) => terms.iter().map(|(_, term)| term.height).max().unwrap_or(0),
            Kind::Binary(_, pair) | Kind::Compare(_, pair) => of_all(&pair[..]),
        };
        if below >= MOST_DEPTH {
            return Err((RubricProblem::TooDeep { limit: MOST_DEPTH }, span));
        }
        Ok(Syntax { kind, span, height: below + 1 })
    }
}

/// What a part of an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A number; whether it was written with `%` (its value is the fraction).
    Number { value: Decimal, percent: bool },
    /// `'国家级'`
    Text(String),
    /// `passed`, `unit.group`
    Name(String),
    /// `min(a, b)`, `cohort.mean(age)`
    Call { name: String, arguments: Vec<Syntax> },
    /// `-a`, `not a`
    Unary(Unary, Box<Syntax>),
    /// `a + b - c`: each term and whether it is subtracted.
    Sum(Vec<(bool, Syntax)>),
    /// `a * b`, `a / b`
    Binary(Binary, Box<[Syntax; 2]>),
    /// `a < b` and the other comparisons, as written.
    Compare(Comparison, Box<[Syntax; 2]>),
    /// `a and b and c`, `a or b`
    Logic(Many, Vec<Syntax>),
}

/// A comparison as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `=`, `==`
    Equal,
    /// `!=`, `<>`
    NotEqual,
}

/// A mistake in an expression, in bytes of its text.
pub(super) type Mistake = (RubricProblem, Range<usize>);

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(Decimal, bool),
    Text(String),
    Name(String),
    Sign(&'static str),
}

const SIGNS: [&str; 15] = ["<=", ">=", "==", "!=", "<>", "<", ">", "=", "+", "-", "*", "/", "(", ")", ","];

/// Parses an expression.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse_expression(text: &str) -> Result<Syntax, Mistake> {
    if text.len() > MOST_BYTES {
        return Err((RubricProblem::TooLarge { limit: MOST_BYTES }, 0..text.len()));
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, end: text.len() };
    let syntax = parser.expression(0, 0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(syntax),
        Some((token, span)) => Err((unexpected(token), span.clone())),
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Mistake> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let start = at;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let token = if c.is_ascii_digit() {
            let mut length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            length += exponent(&rest[length..]);
            let literal = &rest[..length];
            at += length;
            let unreadable = || (RubricProblem::NumberUnreadable { text: literal.to_owned() }, start..start + length);
            let value = number::read_exact(literal).ok_or_else(unreadable)?;
            if text[at..].starts_with('%') {
                at += 1;
                let hundredth = value.checked_div(Decimal::ONE_HUNDRED).ok_or_else(unreadable)?;
                Token::Number(hundredth, true)
            } else {
                Token::Number(value, false)
            }
        } else if c == '\'' || c == '"' {
            let Some(length) = rest[1..].find(c) else {
                return Err((RubricProblem::TextNotClosed, start..text.len()));
            };
            at += length + 2;
            Token::Text(rest[1..=length].to_owned())
        } else if is_name_start(c) {
            let length = rest.find(|c: char| !is_name_part(c) && c != '.').unwrap_or(rest.len());
            at += length;
            Token::Name(rest[..length].to_owned())
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            at += sign.len();
            Token::Sign(sign)
        } else {
            let span = start..start + c.len_utf8();
            let general = FULL_WIDTH.iter().find(|(found, _)| *found == c).map(|(_, wanted)| wanted.to_string());
            let own = || MORE_FULL_WIDTH.iter().find(|(found, _)| *found == c).map(|(_, wanted)| (*wanted).to_owned());
            return Err(match general.or_else(own) {
                Some(wanted) => (RubricProblem::FullWidth { found: c.to_string(), wanted }, span),
                None => (RubricProblem::UnexpectedCharacter { character: c.to_string() }, span),
            });
        };
        tokens.push((token, start..at));
        if tokens.len() > MOST_PARTS {
            return Err((RubricProblem::TooLarge { limit: MOST_PARTS }, 0..text.len()));
        }
    }
    Ok(tokens)
}

/// Signs of print and of Chinese keyboards that only expressions use.
const MORE_FULL_WIDTH: [(char, &str); 15] = [
    ('（', "("),
    ('）', ")"),
    ('％', "%"),
    ('＋', "+"),
    ('－', "-"),
    ('×', "*"),
    ('＊', "*"),
    ('÷', "/"),
    ('／', "/"),
    ('＜', "<"),
    ('＞', ">"),
    ('−', "-"),
    ('≥', ">="),
    ('≤', "<="),
    ('≠', "!="),
];

/// The length of an exponent such as `e-3`, 0 when there is none.
fn exponent(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    if !matches!(bytes.first(), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(bytes.get(1), Some(b'+' | b'-')));
    let digits = bytes.iter().skip(1 + sign).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 { 0 } else { 1 + sign + digits }
}

fn is_name_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_name_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a text can stand as a name in an expression.
pub fn is_name(text: &str) -> bool {
    const RESERVED: [&str; 6] = ["and", "or", "not", "true", "false", "group"];
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name_part) && !RESERVED.contains(&text)
}

fn unexpected(token: &Token) -> RubricProblem {
    let token = match token {
        Token::Number(value, _) => number::plain(*value),
        Token::Text(text) | Token::Name(text) => text.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    };
    RubricProblem::Unexpected { token }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    end: usize,
}

/// Binding strength, loosest first.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;

impl Parser {
    fn peek_sign(&self) -> Option<&'static str> {
        match self.tokens.get(self.at) {
            Some((Token::Sign(sign), _)) => Some(sign),
            _ => None,
        }
    }

    fn peek_word(&self) -> Option<&str> {
        match self.tokens.get(self.at) {
            Some((Token::Name(name), _)) => Some(name),
            _ => None,
        }
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Mistake> {
        match self.tokens.get(self.at) {
            Some((Token::Sign(found), _)) if *found == sign => {
                self.at += 1;
                Ok(())
            }
            Some((_, span)) => Err((RubricProblem::Expected { token: sign.to_owned() }, span.clone())),
            None => Err((RubricProblem::Expected { token: sign.to_owned() }, self.end..self.end)),
        }
    }

    fn expression(&mut self, strength: u8, depth: usize) -> Result<Syntax, Mistake> {
        let mut left = self.operand(depth)?;
        loop {
            let start = left.span.start;
            left = if let Some(comparison) = self.comparison().filter(|_| strength < COMPARE) {
                self.at += 1;
                let right = self.expression(COMPARE, depth + 1)?;
                if let Some((_, span)) = self.comparison().and_then(|_| self.tokens.get(self.at)) {
                    return Err((RubricProblem::ComparisonChain, span.clone()));
                }
                let span = start..right.span.end;
                Syntax::new(Kind::Compare(comparison, Box::new([left, right])), span)?
            } else if matches!(self.peek_sign(), Some("+" | "-")) && strength < SUM {
                let mut terms = vec![(false, left)];
                while let Some(sign @ ("+" | "-")) = self.peek_sign() {
                    self.at += 1;
                    terms.push((sign == "-", self.expression(SUM, depth + 1)?));
                }
                let end = terms.last().map_or(start, |(_, term)| term.span.end);
                Syntax::new(Kind::Sum(terms), start..end)?
            } else if let Some(sign @ ("*" | "/")) = self.peek_sign().filter(|_| strength < PRODUCT) {
                self.at += 1;
                let right = self.expression(PRODUCT, depth + 1)?;
                let span = start..right.span.end;
                let operator = if sign == "*" { Binary::Multiply } else { Binary::Divide };
                Syntax::new(Kind::Binary(operator, Box::new([left, right])), span)?
            } else if let Some((word, many, level)) = self.logic().filter(|(_, _, level)| strength < *level) {
                let mut all = vec![left];
                while self.peek_word() == Some(word) {
                    self.at += 1;
                    all.push(self.expression(level, depth + 1)?);
                }
                let end = all.last().map_or(start, |term| term.span.end);
                Syntax::new(Kind::Logic(many, all), start..end)?
            } else {
                return Ok(left);
            };
        }
    }

    fn comparison(&self) -> Option<Comparison> {
        Some(match self.peek_sign()? {
            "<" => Comparison::Less,
            "<=" => Comparison::LessEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterEqual,
            "=" | "==" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            _ => return None,
        })
    }

    fn logic(&self) -> Option<(&'static str, Many, u8)> {
        match self.peek_word()? {
            "and" => Some(("and", Many::And, AND)),
            "or" => Some(("or", Many::Or, OR)),
            _ => None,
        }
    }

    fn operand(&mut self, depth: usize) -> Result<Syntax, Mistake> {
        let Some((token, span)) = self.tokens.get(self.at).cloned() else {
            return Err((RubricProblem::ExpressionEnds, self.end..self.end));
        };
        if depth > MOST_DEPTH {
            return Err((RubricProblem::TooDeep { limit: MOST_DEPTH }, span));
        }
        self.at += 1;
        let start = span.start;
        Ok(match token {
            Token::Number(value, percent) => Syntax::new(Kind::Number { value, percent }, span)?,
            Token::Text(text) => Syntax::new(Kind::Text(text), span)?,
            Token::Sign("-") => {
                let inner = self.expression(SIGN, depth + 1)?;
                let span = start..inner.span.end;
                Syntax::new(Kind::Unary(Unary::Negate, Box::new(inner)), span)?
            }
            Token::Sign("+") => self.expression(SIGN, depth + 1)?,
            Token::Sign("(") => {
                let inner = self.expression(0, depth + 1)?;
                self.expect(")")?;
                inner
            }
            Token::Name(word) if word == "not" => {
                let inner = self.expression(NOT, depth + 1)?;
                let span = start..inner.span.end;
                Syntax::new(Kind::Unary(Unary::Not, Box::new(inner)), span)?
            }
            Token::Name(name) if self.peek_sign() == Some("(") => {
                self.at += 1;
                let mut arguments = Vec::new();
                while self.peek_sign() != Some(")") {
                    arguments.push(self.expression(0, depth + 1)?);
                    if self.peek_sign() != Some(",") {
                        break;
                    }
                    self.at += 1;
                }
                self.expect(")")?;
                let end = self.tokens.get(self.at - 1).map_or(start, |(_, span)| span.end);
                Syntax::new(Kind::Call { name, arguments }, start..end)?
            }
            Token::Name(name) if !matches!(name.as_str(), "and" | "or") => Syntax::new(Kind::Name(name), span)?,
            token => return Err((unexpected(&token), span)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree with every operator written out in brackets.
    fn shape(syntax: &Syntax) -> String {
        let all = |parts: &[Syntax], by: &str| parts.iter().map(shape).collect::<Vec<_>>().join(by);
        match &syntax.kind {
            Kind::Number { value, percent } => format!("{}{}", number::plain(*value), if *percent { "p" } else { "" }),
            Kind::Text(text) => format!("'{text}'"),
            Kind::Name(name) => name.clone(),
            Kind::Call { name, arguments } => format!("{name}({})", all(arguments, ", ")),
            Kind::Unary(operator, inner) => format!("({operator:?} {})", shape(inner)),
            Kind::Sum(terms) => {
                let terms = terms.iter().map(|(minus, t)| format!("{}{}", if *minus { "-" } else { "+" }, shape(t)));
                format!("[{}]", terms.collect::<Vec<_>>().join(" "))
            }
            Kind::Binary(operator, pair) => format!("({} {operator:?} {})", shape(&pair[0]), shape(&pair[1])),
            Kind::Compare(operator, pair) => format!("({} {operator:?} {})", shape(&pair[0]), shape(&pair[1])),
            Kind::Logic(operator, parts) => format!("({})", all(parts, &format!(" {operator:?} "))),
        }
    }

    #[test]
    fn operators_bind_as_in_arithmetic() {
        for (text, tree) in [
            ("1 + 2 * 3 - x", "[+1 +(2 Multiply 3) -x]"),
            ("-a / b * 80%", "(((Negate a) Divide b) Multiply 0.8p)"),
            ("a < 1 and not b = 2 or c", "(((a Less 1) And (Not (b Equal 2))) Or c)"),
            ("min(合格批次 / 抽查批次, 1)", "min((合格批次 Divide 抽查批次), 1)"),
            ("unit.group <> '山区'", "(unit.group NotEqual '山区')"),
            ("1e-3 + 2.50", "[+0.001 +2.5]"),
            ("2 - (3 - 4)", "[+2 -[+3 -4]]"),
        ] {
            assert_eq!(shape(&parse_expression(text).unwrap()), tree, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_found_where_it_stands() {
        for (text, at) in
            [("a +", 3..3), ("a ＋ b", 2..5), ("(a", 2..2), ("a < b < c", 6..7), ("1.2.3", 0..5), ("'国", 0..4)]
        {
            assert_eq!(parse_expression(text).unwrap_err().1, at, "{text}");
        }
    }

    #[test]
    fn a_hostile_expression_ends_in_an_error() {
        for text in
            ["(".repeat(10_000), "-".repeat(5_000), "a*".repeat(5_000), "not ".repeat(3_000), "f(".repeat(4_000)]
        {
            assert!(parse_expression(&text).is_err());
        }
    }
}
