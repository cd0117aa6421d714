//! Expressions of the graph with a unit's numbers put in, as one would write them on paper.

use std::collections::HashMap;

use crate::number::{self, Decimal};
use crate::program::{Binary, ColumnId, Expr, Many, Quantity, Unary, show};
use crate::scoring::{Assessment, Cell};
use crate::table::State;
use crate::words::Lang;
use crate::words::labels::Label;

/// Puts one unit's numbers into expressions.
pub(super) struct Arithmetic<'a> {
    assessment: &'a Assessment,
    unit: usize,
    lang: Lang,
    /// How the values of leaves are shown.
    quantities: HashMap<ColumnId, &'a Quantity>,
}

/// How strongly a part is bound, so that brackets stand only where they must.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Comparison,
    Sum,
    Product,
    Atom,
}

impl<'a> Arithmetic<'a> {
    pub(super) fn new(assessment: &'a Assessment, unit: usize, lang: Lang) -> Arithmetic<'a> {
        let leaves = assessment.program.leaves();
        let quantities = leaves.map(|(_, _, leaf)| (leaf.value, &leaf.quantity)).collect();
        Arithmetic { assessment, unit, lang, quantities }
    }

    /// What an expression gives.
    pub(super) fn value(&self, expr: &Expr) -> Cell {
        self.assessment.evaluate(expr, self.unit)
    }

    /// The expression that decides for this unit: through conditions to the branch that was taken, and through rounding
    /// and adjustment to what they were applied to.
    pub(super) fn deciding<'e>(&self, expr: &'e Expr) -> &'e Expr {
        match expr {
            Expr::If(three) => {
                let condition = self.value(&three[0]);
                match condition.state {
                    State::Known if condition.is_yes() => self.deciding(&three[1]),
                    State::Known => self.deciding(&three[2]),
                    _ => expr,
                }
            }
            Expr::Guard(x, _) | Expr::Round(x, _) | Expr::Adjusted(_, x) => self.deciding(x),
            Expr::Scenario(three) => self.deciding(&three[0]),
            Expr::Many(Many::Sum, terms) if terms.len() == 1 => terms.first().map_or(expr, |term| self.deciding(term)),
            Expr::Binary(Binary::Divide, pair) => match (&pair[0], &pair[1]) {
                // Nothing was left out, so nothing was re-scaled.
                (Expr::Binary(Binary::Multiply, product), open)
                    if product[1] != *open && self.same(&product[1], open) =>
                {
                    self.deciding(&product[0])
                }
                _ => expr,
            },
            _ => expr,
        }
    }

    /// Whether both are columns of the same value, as full points and those that are open mostly are.
    fn same(&self, a: &Expr, b: &Expr) -> bool {
        let columns = matches!((a, b), (Expr::Column(_), Expr::Column(_)));
        columns && self.value(a).get().is_some() && self.value(a) == self.value(b)
    }

    /// `45 ÷ 48 = 93.75%`; nothing where there is nothing to compute.
    pub(super) fn equation(&self, expr: &Expr, quantity: &Quantity) -> Option<String> {
        let expr = self.deciding(expr);
        if !matches!(expr, Expr::Unary(..) | Expr::Binary(..) | Expr::Many(..)) {
            return None;
        }
        let result = self.value(expr);
        let result = if result.state == State::Known {
            show(result.value, quantity, self.lang)
        } else {
            self.state(result.state)
        };
        Some(format!("{} = {result}", self.written(expr, Bound::Comparison)))
    }

    fn state(&self, state: State) -> String {
        match state {
            State::NotApplicable => Label::StatusNotApplicable,
            State::Overflow => Label::StatusOverflow,
            State::Known | State::Missing | State::Undefined => Label::StatusMissing,
        }
        .say(self.lang)
    }

    fn number(&self, cell: Cell, quantity: &Quantity) -> String {
        match cell.state {
            State::Known => show(cell.value, quantity, self.lang),
            state => self.state(state),
        }
    }

    fn written(&self, expr: &Expr, around: Bound) -> String {
        let expr = self.deciding(expr);
        let (text, bound) = match expr {
            Expr::Constant(value) => (number::plain(*value), Bound::Atom),
            Expr::Parameter(id) => {
                let parameter = self.assessment.program.parameters.get(id.index());
                let text = parameter.map(|parameter| show(parameter.value, &parameter.quantity, self.lang));
                (text.unwrap_or_default(), Bound::Atom)
            }
            Expr::Field(id) => {
                let field = self.assessment.program.fields.get(id.index());
                let quantity = field.map_or(Quantity::Plain, |field| field.kind.quantity());
                (self.number(self.value(expr), &quantity), Bound::Atom)
            }
            Expr::Column(id) => {
                let quantity = self.quantities.get(id).copied().unwrap_or(&Quantity::Plain);
                (self.number(self.value(expr), quantity), Bound::Atom)
            }
            Expr::Unary(operator, x) => self.unary(*operator, x),
            Expr::Binary(operator, pair) => self.binary(*operator, &pair[0], &pair[1]),
            Expr::Many(Many::Sum, terms) => (self.sum(terms), Bound::Sum),
            Expr::Many(operator, all) => {
                let all: Vec<String> = all.iter().map(|x| self.written(x, Bound::Comparison)).collect();
                let list = all.join(", ");
                let label = match operator {
                    Many::Min => Label::LeastOf { list },
                    Many::Max => Label::GreatestOf { list },
                    _ => return self.number(self.value(expr), &Quantity::Plain),
                };
                (label.say(self.lang), Bound::Atom)
            }
            _ => (self.number(self.value(expr), &Quantity::Plain), Bound::Atom),
        };
        // A negative number inside a product or a sum is bracketed as well.
        let bracket = bound < around || (text.starts_with('-') && around > Bound::Comparison);
        if bracket { format!("({text})") } else { text }
    }

    fn unary(&self, operator: Unary, x: &Expr) -> (String, Bound) {
        let inner = || self.written(x, Bound::Comparison);
        match operator {
            Unary::Negate => match self.deciding(x) {
                // −(a − b) is written b − a.
                Expr::Many(Many::Sum, terms) if terms.len() == 2 => {
                    let turned: Vec<Expr> = terms.iter().rev().map(|term| term.clone().negate()).collect();
                    (self.sum(&turned), Bound::Sum)
                }
                _ => (format!("−{}", self.written(x, Bound::Atom)), Bound::Sum),
            },
            Unary::Abs => (format!("|{}|", inner()), Bound::Atom),
            Unary::Floor => (Label::FloorOf { x: inner() }.say(self.lang), Bound::Atom),
            Unary::Ceil => (Label::CeilOf { x: inner() }.say(self.lang), Bound::Atom),
            Unary::Ln => (format!("ln({})", inner()), Bound::Atom),
            Unary::Exp => (format!("exp({})", inner()), Bound::Atom),
            Unary::Sqrt => (format!("√({})", inner()), Bound::Atom),
            Unary::Not => (self.number(self.value(x), &Quantity::YesNo), Bound::Atom),
        }
    }

    fn binary(&self, operator: Binary, a: &Expr, b: &Expr) -> (String, Bound) {
        let both = |sign: &str, left: Bound, right: Bound| {
            format!("{}{sign}{}", self.written(a, left), self.written(b, right))
        };
        match operator {
            Binary::Multiply => (both(" × ", Bound::Product, Bound::Product), Bound::Product),
            Binary::Divide => (both(" ÷ ", Bound::Product, Bound::Atom), Bound::Product),
            Binary::Power => (both("^", Bound::Atom, Bound::Atom), Bound::Product),
            Binary::Less => (both(" < ", Bound::Sum, Bound::Sum), Bound::Comparison),
            Binary::LessEqual => (both(" ≤ ", Bound::Sum, Bound::Sum), Bound::Comparison),
            Binary::Equal => (both(" = ", Bound::Sum, Bound::Sum), Bound::Comparison),
        }
    }

    /// Terms in a row; what adds nothing because it was left out is not written.
    fn sum(&self, terms: &[Expr]) -> String {
        let mut text = String::new();
        for term in terms {
            let term = self.deciding(term);
            if matches!(term, Expr::Constant(value) if value.is_zero()) && terms.len() > 1 {
                continue;
            }
            let (sign, term) = signed(term);
            match (text.is_empty(), sign) {
                (true, " − ") => text.push('−'),
                (true, _) => {}
                (false, sign) => text.push_str(sign),
            }
            let around = if sign == " − " { Bound::Product } else { Bound::Sum };
            text.push_str(&self.written(term, around));
        }
        if text.is_empty() { number::plain(Decimal::ZERO) } else { text }
    }
}

/// A term without its signs, and the sign that is left of them.
fn signed(term: &Expr) -> (&'static str, &Expr) {
    match term {
        Expr::Unary(Unary::Negate, x) => match signed(x) {
            (" − ", x) => (" + ", x),
            (_, x) => (" − ", x),
        },
        term => (" + ", term),
    }
}
