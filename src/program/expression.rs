//! The small exact expressions that columns are made of.
//!
//! An expression yields, for each unit, a (value, state) pair. Every consumer (evaluation, Excel, SQL, words) reads
//! this one form; whatever a comparison, floor, rank or rounding decides on has a [`Expr::Guard`] written out.

use super::{ColumnId, FieldId, NodeId, ParameterId};
use crate::number::{Decimal, Rounding};
use crate::table::State;

/// An operator with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unary {
    /// −x
    Negate,
    /// Three-valued not.
    Not,
    /// |x|
    Abs,
    /// The whole number at or below; its operand is guarded.
    Floor,
    /// The whole number at or above; its operand is guarded.
    Ceil,
    /// The natural logarithm; undefined at and below 0.
    Ln,
    /// e to this power.
    Exp,
    /// The square root; undefined below 0.
    Sqrt,
}

/// An operator with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// a × b
    Multiply,
    /// a ÷ b; undefined when b is 0.
    Divide,
    /// a to the power of b; undefined where the real numbers have none.
    Power,
    /// a < b; operands are guarded.
    Less,
    /// a ≤ b; operands are guarded.
    LessEqual,
    /// a = b; operands are guarded.
    Equal,
}

/// An operator with any number of operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Many {
    /// a + b + …
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// Three-valued and: one known no is a no.
    And,
    /// Three-valued or: one known yes is a yes.
    Or,
    /// The first known value; the last one's state when none is known.
    Coalesce,
}

/// A question about a state; its answer is always known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Is there a value?
    Known,
    /// Is it not applicable?
    NotApplicable,
    /// Is it missing or undefined?
    Missing,
}

impl Test {
    /// The answer for this state.
    pub fn holds(self, state: State) -> bool {
        match self {
            Test::Known => state == State::Known,
            Test::NotApplicable => state == State::NotApplicable,
            Test::Missing => state.is_missing(),
        }
    }
}

/// An expression over parameters, fields and earlier columns. Yes and no are 1 and 0; a choice, a group and a grade
/// are their position in the list that declares them; a date is its number of days since 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A number that belongs to the structure, not to the rubric's author.
    Constant(Decimal),
    /// No value, in this state.
    Unknown(State),
    /// A number the rubric sets.
    Parameter(ParameterId),
    /// What the unit submitted.
    Field(FieldId),
    /// The unit's group, as a position in [`super::Program::groups`].
    Group,
    /// Whether a text field holds exactly this text.
    TextIs(FieldId, String),
    /// What an entry of the list at hand holds in this column; of a text, its code.
    Entry(u32),
    /// Whether an entry's text is exactly this.
    EntryTextIs(u32, String),
    /// An earlier column.
    Column(ColumnId),
    /// One operand.
    Unary(Unary, Box<Expr>),
    /// Two operands.
    Binary(Binary, Box<[Expr; 2]>),
    /// Any number of operands.
    Many(Many, Vec<Expr>),
    /// Condition, then, else. Unknown only when the condition or the chosen branch is.
    If(Box<[Expr; 3]>),
    /// Rounding to this many decimals before a decision, so that doubles and decimals decide alike.
    Guard(Box<Expr>, u32),
    /// Rounding as the rubric says; its operand is guarded.
    Round(Box<Expr>, Rounding),
    /// A question about the operand's state.
    Test(Test, Box<Expr>),
    /// The operand after a person's recorded decision (复核调整) over a node, or over the total (`None`): replaced, or
    /// changed by so much.
    Adjusted(Option<NodeId>, Box<Expr>),
    /// As things stand; if what is missing turned out worst for the unit; if it turned out best.
    Scenario(Box<[Expr; 3]>),
}

impl Expr {
    /// 0
    pub const ZERO: Expr = Expr::Constant(Decimal::ZERO);
    /// 1, and yes.
    pub const ONE: Expr = Expr::Constant(Decimal::ONE);

    /// A whole number of the structure.
    pub fn code(position: usize) -> Expr {
        Expr::Constant(Decimal::from(position))
    }

    /// −x
    #[must_use]
    pub fn negate(self) -> Expr {
        Expr::Unary(Unary::Negate, Box::new(self))
    }

    /// Three-valued not.
    #[must_use]
    pub fn negated_condition(self) -> Expr {
        Expr::Unary(Unary::Not, Box::new(self))
    }

    /// a + b
    #[must_use]
    pub fn plus(self, other: Expr) -> Expr {
        Expr::Many(Many::Sum, vec![self, other])
    }

    /// a − b
    #[must_use]
    pub fn minus(self, other: Expr) -> Expr {
        self.plus(other.negate())
    }

    /// a × b
    #[must_use]
    pub fn times(self, other: Expr) -> Expr {
        Expr::Binary(Binary::Multiply, Box::new([self, other]))
    }

    /// a ÷ b
    #[must_use]
    pub fn over(self, other: Expr) -> Expr {
        Expr::Binary(Binary::Divide, Box::new([self, other]))
    }

    /// The natural logarithm.
    #[must_use]
    pub fn ln(self) -> Expr {
        Expr::Unary(Unary::Ln, Box::new(self))
    }

    /// e to this power.
    #[must_use]
    pub fn exp(self) -> Expr {
        Expr::Unary(Unary::Exp, Box::new(self))
    }

    /// The guard.
    #[must_use]
    pub fn guarded(self) -> Expr {
        match self {
            Expr::Guard(..) | Expr::Round(..) | Expr::Test(..) | Expr::Group => self,
            other => Expr::Guard(Box::new(other), crate::number::GUARD_DIGITS),
        }
    }

    /// Guarded a < b.
    #[must_use]
    pub fn less(self, other: Expr) -> Expr {
        Expr::Binary(Binary::Less, Box::new([self.guarded(), other.guarded()]))
    }

    /// Guarded a ≤ b.
    #[must_use]
    pub fn at_most(self, other: Expr) -> Expr {
        Expr::Binary(Binary::LessEqual, Box::new([self.guarded(), other.guarded()]))
    }

    /// Guarded a = b.
    #[must_use]
    pub fn equals(self, other: Expr) -> Expr {
        Expr::Binary(Binary::Equal, Box::new([self.guarded(), other.guarded()]))
    }

    /// Whole steps in x: the guarded floor.
    #[must_use]
    pub fn floor(self) -> Expr {
        Expr::Unary(Unary::Floor, Box::new(self.guarded()))
    }

    /// Started steps in x: the guarded ceiling.
    #[must_use]
    pub fn ceil(self) -> Expr {
        Expr::Unary(Unary::Ceil, Box::new(self.guarded()))
    }

    /// The least of both.
    #[must_use]
    pub fn min(self, other: Expr) -> Expr {
        Expr::Many(Many::Min, vec![self, other])
    }

    /// The greatest of both.
    #[must_use]
    pub fn max(self, other: Expr) -> Expr {
        Expr::Many(Many::Max, vec![self, other])
    }

    /// Rounded, after the guard.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Expr {
        Expr::Round(Box::new(self.guarded()), rounding)
    }

    /// Whether its state is asked for.
    #[must_use]
    pub fn is(self, test: Test) -> Expr {
        Expr::Test(test, Box::new(self))
    }

    /// `if condition { self } else { otherwise }`
    #[must_use]
    pub fn when(self, condition: Expr, otherwise: Expr) -> Expr {
        Expr::If(Box::new([condition, self, otherwise]))
    }

    /// Calls `visit` on this expression and everything inside it.
    pub fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        self.parts().iter().for_each(|part| part.walk(visit));
    }

    /// The expressions it is made of.
    pub fn parts(&self) -> &[Expr] {
        match self {
            Expr::Constant(_)
            | Expr::Unknown(_)
            | Expr::Parameter(_)
            | Expr::Field(_)
            | Expr::Group
            | Expr::TextIs(..)
            | Expr::Entry(_)
            | Expr::EntryTextIs(..)
            | Expr::Column(_) => &[],
            Expr::Unary(_, x) | Expr::Guard(x, _) | Expr::Round(x, _) | Expr::Test(_, x) | Expr::Adjusted(_, x) => {
                std::slice::from_ref(&**x)
            }
            Expr::Binary(_, both) => &both[..],
            Expr::Many(_, all) => all,
            Expr::If(three) | Expr::Scenario(three) => &three[..],
        }
    }

    /// The same, to be changed.
    pub fn parts_mut(&mut self) -> &mut [Expr] {
        match self {
            Expr::Constant(_)
            | Expr::Unknown(_)
            | Expr::Parameter(_)
            | Expr::Field(_)
            | Expr::Group
            | Expr::TextIs(..)
            | Expr::Entry(_)
            | Expr::EntryTextIs(..)
            | Expr::Column(_) => &mut [],
            Expr::Unary(_, x) | Expr::Guard(x, _) | Expr::Round(x, _) | Expr::Test(_, x) | Expr::Adjusted(_, x) => {
                std::slice::from_mut(&mut **x)
            }
            Expr::Binary(_, both) => &mut both[..],
            Expr::Many(_, all) => all,
            Expr::If(three) | Expr::Scenario(three) => &mut three[..],
        }
    }

    /// The columns it reads, in order of appearance.
    pub fn columns(&self) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        self.walk(&mut |e| {
            if let Expr::Column(id) = e {
                columns.push(*id);
            }
        });
        columns
    }
}
