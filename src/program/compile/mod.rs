//! Gives names and types to a syntax tree, and lowers it into the graph.

mod cohorts;
mod functions;
mod lists;
mod nodes;
mod periods;

use std::sync::Arc;

use super::parser::{Comparison, Kind, Syntax, parse_expression};
use super::{Binary, Builder, Expr, FieldId, FieldKind, ListId, Many, Quantity, Role, Unary};
use crate::diagnostic::{Diagnostic, Spot, nearest};
use crate::document::{Reader, Written};
use crate::number::Decimal;
use crate::words::rubric::RubricProblem;
use crate::words::{Bilingual, both};
pub use functions::{FUNCTIONS, Function};

/// What an expression yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A number; `Plain`, `Percent` or `Ratio`.
    Number(Quantity),
    /// Yes or no.
    YesNo,
    /// One of these words, by position.
    Choice(Arc<[String]>),
    /// The unit's group, by position.
    Group,
    /// A text field.
    Text(FieldId),
    /// A text of the list's entries, by its column.
    EntryText(u32),
    /// A quoted text.
    Literal(String),
    /// A day.
    Date,
}

/// An expression with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The lowered expression.
    pub expr: Expr,
    /// What it yields.
    pub kind: Type,
}

impl Typed {
    /// How its values are shown.
    pub fn quantity(&self) -> Quantity {
        match &self.kind {
            Type::Number(quantity) => quantity.clone(),
            Type::YesNo => Quantity::YesNo,
            Type::Choice(options) => Quantity::Choice(Arc::clone(options)),
            Type::Group | Type::Text(_) | Type::EntryText(_) | Type::Literal(_) => Quantity::Text,
            Type::Date => Quantity::Date,
        }
    }

    fn number(expr: Expr) -> Typed {
        Typed { expr, kind: Type::Number(Quantity::Plain) }
    }

    fn yes_no(expr: Expr) -> Typed {
        Typed { expr, kind: Type::YesNo }
    }
}

/// Compiles the expressions of one rubric.
#[derive(Debug)]
pub struct Compiler<'a> {
    /// Takes parameters and columns.
    pub builder: &'a mut Builder,
    /// Takes the problems.
    pub reader: &'a Reader,
}

/// One expression being compiled.
struct Work<'c, 'a> {
    builder: &'c mut Builder,
    reader: &'a Reader,
    path: &'c str,
    spot: &'c Spot,
    /// Literals seen so far; `None` when the whole expression is one literal.
    literals: Option<usize>,
    /// The list whose entries the expression speaks of.
    scope: Option<ListId>,
}

impl Compiler<'_> {
    /// Compiles what was written under `path`; `None` when it has a mistake, which is then reported.
    pub fn compile(&mut self, path: &str, written: &Written) -> Option<Typed> {
        self.compile_in(None, path, written)
    }

    /// Compiles an expression over the entries of a list.
    pub fn compile_in(&mut self, scope: Option<ListId>, path: &str, written: &Written) -> Option<Typed> {
        let syntax = match parse_expression(&written.text) {
            Ok(syntax) => syntax,
            Err((problem, span)) => {
                self.reader.report(Diagnostic::at(problem, &written.spot.within(span)));
                return None;
            }
        };
        let literal = matches!(&syntax.kind, Kind::Number { .. })
            || matches!(&syntax.kind, Kind::Unary(Unary::Negate, inner) if matches!(inner.kind, Kind::Number { .. }));
        let mut work = Work {
            builder: &mut *self.builder,
            reader: self.reader,
            path,
            spot: &written.spot,
            literals: (!literal).then_some(0),
            scope,
        };
        work.typed(&syntax)
    }

    /// Compiles a number.
    pub fn number(&mut self, path: &str, written: &Written) -> Option<Typed> {
        let typed = self.compile(path, written)?;
        match typed.kind {
            Type::Number(_) => Some(typed),
            other => self.mismatch(&written.spot, NUMBER, &other),
        }
    }

    /// Compiles a condition.
    pub fn condition(&mut self, path: &str, written: &Written) -> Option<Expr> {
        let typed = self.compile(path, written)?;
        match typed.kind {
            Type::YesNo => Some(typed.expr),
            other => self.mismatch(&written.spot, YES_NO, &other).map(|t| t.expr),
        }
    }

    fn mismatch(&self, spot: &Spot, expected: Bilingual, found: &Type) -> Option<Typed> {
        let problem = RubricProblem::TypeMismatch { expected, found: type_words(found) };
        self.reader.report(Diagnostic::at(problem, spot));
        None
    }
}

const NUMBER: Bilingual = both("数", "a number");
const YES_NO: Bilingual = both("是否", "a yes or no");
const FIELD: Bilingual = both("数据项", "a field");
const TEXT: Bilingual = both("引号中的文字", "a quoted text");

/// A type in words.
pub fn type_words(kind: &Type) -> Bilingual {
    match kind {
        Type::Number(Quantity::Percent) => both("百分数", "a percentage"),
        Type::Number(_) => NUMBER,
        Type::YesNo => YES_NO,
        Type::Choice(_) => both("选项", "a choice"),
        Type::Group => both("分组", "a group"),
        Type::Text(_) | Type::EntryText(_) | Type::Literal(_) => both("文字", "a text"),
        Type::Date => both("日期", "a date"),
    }
}

/// The type of what a field of this kind holds; `text` where it holds a text.
fn type_of(kind: &FieldKind, text: Type) -> Type {
    match kind {
        FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Points => Type::Number(Quantity::Plain),
        FieldKind::Percent => Type::Number(Quantity::Percent),
        FieldKind::YesNo => Type::YesNo,
        FieldKind::Choice(options) => Type::Choice(Arc::clone(options)),
        FieldKind::Text => text,
        FieldKind::Date => Type::Date,
    }
}

impl Work<'_, '_> {
    fn fail<T>(&self, syntax: &Syntax, problem: RubricProblem) -> Option<T> {
        self.reader.report(Diagnostic::at(problem, &self.spot.within(syntax.span.clone())));
        None
    }

    fn typed(&mut self, syntax: &Syntax) -> Option<Typed> {
        match &syntax.kind {
            Kind::Number { value, percent } => Some(self.literal(*value, *percent, syntax)),
            Kind::Text(text) => Some(Typed { expr: Expr::ZERO, kind: Type::Literal(text.clone()) }),
            Kind::Name(name) => self.name(name, syntax),
            Kind::Call { name, arguments } => self.call(name, arguments, syntax),
            Kind::Unary(Unary::Negate, inner) => {
                if let Kind::Number { value, percent } = inner.kind {
                    return Some(self.literal(-value, percent, syntax));
                }
                let (expr, quantity) = self.number(inner)?;
                Some(Typed { expr: expr.negate(), kind: Type::Number(quantity) })
            }
            Kind::Unary(_, inner) => Some(Typed::yes_no(self.condition(inner)?.negated_condition())),
            Kind::Sum(terms) => self.sum(terms),
            Kind::Binary(operator, pair) => self.product(*operator, &pair[0], &pair[1]),
            Kind::Compare(comparison, pair) => self.compare(*comparison, &pair[0], &pair[1], syntax),
            Kind::Logic(many, parts) => {
                let parts: Vec<Option<Expr>> = parts.iter().map(|part| self.condition(part)).collect();
                Some(Typed::yes_no(Expr::Many(*many, parts.into_iter().collect::<Option<_>>()?)))
            }
        }
    }

    fn literal(&mut self, value: Decimal, percent: bool, syntax: &Syntax) -> Typed {
        let quantity = if percent { Quantity::Percent } else { Quantity::Plain };
        let id = match &mut self.literals {
            None => self.path.to_owned(),
            Some(count) => {
                *count += 1;
                format!("{}#{count}", self.path)
            }
        };
        let spot = self.spot.within(syntax.span.clone());
        let expr = self.builder.parameter(id, value, quantity.clone(), spot);
        Typed { expr, kind: Type::Number(quantity) }
    }

    fn number(&mut self, syntax: &Syntax) -> Option<(Expr, Quantity)> {
        let typed = self.typed(syntax)?;
        match typed.kind {
            Type::Number(quantity) => Some((typed.expr, quantity)),
            other => self.fail(syntax, RubricProblem::TypeMismatch { expected: NUMBER, found: type_words(&other) }),
        }
    }

    fn condition(&mut self, syntax: &Syntax) -> Option<Expr> {
        let typed = self.typed(syntax)?;
        match typed.kind {
            Type::YesNo => Some(typed.expr),
            other => self.fail(syntax, RubricProblem::TypeMismatch { expected: YES_NO, found: type_words(&other) }),
        }
    }

    fn name(&mut self, name: &str, syntax: &Syntax) -> Option<Typed> {
        if matches!(name, "unit.group" | "group") {
            return Some(Typed { expr: Expr::Group, kind: Type::Group });
        }
        if let Some(typed) = self.handed_in(name, syntax) {
            return typed;
        }
        if matches!(name, "true" | "false") {
            return Some(Typed::yes_no(if name == "true" { Expr::ONE } else { Expr::ZERO }));
        }
        if let Some(column) = self.entry_name(name) {
            return Some(column);
        }
        if let Some((before, rest)) = name.split_once('.')
            && let Some(typed) = self.period_name(before, rest, syntax)
        {
            return typed;
        }
        let Some(id) = self.builder.find_field(name) else {
            return self.unknown_name(name, syntax);
        };
        Some(self.field(id))
    }

    /// The value of a field.
    fn field(&self, id: FieldId) -> Typed {
        let kind =
            self.builder.fields.get(id.index()).map_or(Type::YesNo, |field| type_of(&field.kind, Type::Text(id)));
        Typed { expr: Expr::Field(id), kind }
    }

    fn unknown_name(&self, name: &str, syntax: &Syntax) -> Option<Typed> {
        let fields = self.builder.fields.iter().filter(|f| f.role == Role::Submitted).map(|f| f.id.as_str());
        let columns = self.scope.and_then(|list| self.builder.lists.get(list.index())).into_iter();
        let names = fields.chain(columns.flat_map(|list| list.columns.iter().map(|column| column.id.as_str())));
        let suggestion = nearest(name, names);
        let problem = match self.builder.find_list(name) {
            Some(_) => RubricProblem::ListAlone { name: name.to_owned() },
            None => RubricProblem::UnknownName { name: name.to_owned() },
        };
        let spot = self.spot.within(syntax.span.clone());
        self.reader.report(Diagnostic::at(problem, &spot).suggest(suggestion));
        None
    }

    fn sum(&mut self, terms: &[(bool, Syntax)]) -> Option<Typed> {
        let typed: Vec<Option<Typed>> = terms.iter().map(|(_, term)| self.typed(term)).collect();
        let typed: Vec<Typed> = typed.into_iter().collect::<Option<_>>()?;
        // Days added and days taken away: one more is a day, as many of both are a number of days.
        let days = |minus: bool| {
            let all = typed.iter().zip(terms);
            all.filter(|(typed, (sign, _))| typed.kind == Type::Date && *sign == minus).count()
        };
        let (added, taken) = (days(false), days(true));
        let dates_fit = added == taken || added == taken + 1;
        let mut quantity = None;
        let mut parts = Vec::new();
        for (typed, (minus, term)) in typed.into_iter().zip(terms) {
            match &typed.kind {
                Type::Number(q) => {
                    quantity = Some(quantity.map_or(q.clone(), |before| joined(before, q)));
                }
                Type::Date if dates_fit => {}
                other => {
                    let problem = RubricProblem::TypeMismatch { expected: NUMBER, found: type_words(other) };
                    return self.fail(term, problem);
                }
            }
            parts.push(if *minus { typed.expr.negate() } else { typed.expr });
        }
        let kind = if added > taken { Type::Date } else { Type::Number(quantity.unwrap_or(Quantity::Plain)) };
        Some(Typed { expr: Expr::Many(Many::Sum, parts), kind })
    }

    fn product(&mut self, operator: Binary, left: &Syntax, right: &Syntax) -> Option<Typed> {
        let (a, b) = (self.number(left), self.number(right));
        let ((a, a_is), (b, b_is)) = (a?, b?);
        let literal = |syntax: &Syntax| matches!(syntax.kind, Kind::Number { .. });
        let quantity = match (operator, a_is, b_is) {
            (Binary::Divide, Quantity::Plain, Quantity::Plain) if !literal(left) && !literal(right) => Quantity::Ratio,
            (Binary::Divide, Quantity::Percent | Quantity::Ratio, Quantity::Percent | Quantity::Ratio)
            | (Binary::Multiply, Quantity::Percent, Quantity::Percent) => Quantity::Ratio,
            (Binary::Divide, quantity @ (Quantity::Percent | Quantity::Ratio), _) if literal(right) => quantity,
            _ => Quantity::Plain,
        };
        Some(Typed { expr: Expr::Binary(operator, Box::new([a, b])), kind: Type::Number(quantity) })
    }

    fn compare(&mut self, by: Comparison, left: &Syntax, right: &Syntax, whole: &Syntax) -> Option<Typed> {
        let (a, b) = (self.typed(left), self.typed(right));
        let (a, b) = (a?, b?);
        let equality = matches!(by, Comparison::Equal | Comparison::NotEqual);
        let (a_expr, b_expr) = match (&a.kind, &b.kind) {
            (Type::Number(p), Type::Number(q)) => {
                self.refuse_percent_against_number(p, q, right, whole)?;
                self.refuse_percent_against_number(q, p, left, whole)?;
                (a.expr, b.expr)
            }
            (Type::Date, Type::Date) => (a.expr, b.expr),
            (Type::YesNo, Type::YesNo) if equality => (a.expr, b.expr),
            (Type::Choice(p), Type::Choice(q)) if equality && p == q => (a.expr, b.expr),
            (Type::Choice(options), Type::Literal(word)) if equality => (a.expr, self.option(options, word, right)?),
            (Type::Literal(word), Type::Choice(options)) if equality => (b.expr, self.option(options, word, left)?),
            (Type::Group, Type::Literal(word)) if equality => (a.expr, self.group(word, right)?),
            (Type::Literal(word), Type::Group) if equality => (b.expr, self.group(word, left)?),
            (Type::Text(id), Type::Literal(word)) | (Type::Literal(word), Type::Text(id)) if equality => {
                let is = Expr::TextIs(*id, word.clone());
                let same = if by == Comparison::Equal { is } else { is.negated_condition() };
                return Some(Typed::yes_no(same));
            }
            (Type::EntryText(column), Type::Literal(word)) | (Type::Literal(word), Type::EntryText(column))
                if equality =>
            {
                let is = Expr::EntryTextIs(*column, word.clone());
                let same = if by == Comparison::Equal { is } else { is.negated_condition() };
                return Some(Typed::yes_no(same));
            }
            (expected, found) => {
                let problem = RubricProblem::TypeMismatch { expected: type_words(expected), found: type_words(found) };
                return self.fail(whole, problem);
            }
        };
        Some(Typed::yes_no(match by {
            Comparison::Less => a_expr.less(b_expr),
            Comparison::LessEqual => a_expr.at_most(b_expr),
            Comparison::Greater => b_expr.less(a_expr),
            Comparison::GreaterEqual => b_expr.at_most(a_expr),
            Comparison::Equal => a_expr.equals(b_expr),
            Comparison::NotEqual => a_expr.equals(b_expr).negated_condition(),
        }))
    }

    /// 98 beside a percentage means 9800 %; nobody means that.
    fn refuse_percent_against_number(&self, p: &Quantity, q: &Quantity, of: &Syntax, whole: &Syntax) -> Option<()> {
        if let (Quantity::Percent, Quantity::Plain, Kind::Number { value, .. }) = (p, q, &of.kind)
            && *value > Decimal::ONE
        {
            let (number, percent) = (crate::number::plain(*value), crate::number::percent(*value));
            return self.fail(whole, RubricProblem::PercentAgainstNumber { number, percent });
        }
        Some(())
    }

    fn option(&self, options: &[String], word: &str, at: &Syntax) -> Option<Expr> {
        match options.iter().position(|option| option == word) {
            Some(position) => Some(Expr::code(position)),
            None => {
                let problem = RubricProblem::UnknownOption { word: word.to_owned(), options: options.join("、") };
                let suggestion = nearest(word, options.iter().map(String::as_str));
                let spot = self.spot.within(at.span.clone());
                self.reader.report(Diagnostic::at(problem, &spot).suggest(suggestion));
                None
            }
        }
    }

    fn group(&mut self, word: &str, at: &Syntax) -> Option<Expr> {
        match self.builder.group(word) {
            Some(position) => Some(Expr::code(position)),
            None => {
                let groups = self.builder.groups.clone();
                self.option(&groups, word, at)
            }
        }
    }
}

/// What a number is that may be either: a percentage beside a quotient of counts is still shown as one.
fn joined(a: Quantity, b: &Quantity) -> Quantity {
    match (&a, b) {
        _ if a == *b => a,
        (Quantity::Percent | Quantity::Ratio, Quantity::Percent | Quantity::Ratio) => Quantity::Ratio,
        _ => Quantity::Plain,
    }
}
