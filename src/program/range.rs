//! The values each column can take, as far as the declared bounds of fields tell.
//!
//! A range holds every value that can occur, and perhaps more: what lies outside of it never happens. So a rubric can be
//! told of a condition that never holds before anybody submits anything.

use super::{
    Binary, Cohort, CohortFunction, EntryFunction, Expr, Field, FieldKind, Formula, ListId, Many, Parameter, Program,
    Summary, Unary,
};
use crate::number::{Decimal, guard};

/// The values an expression can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// None: it never has a value.
    Nothing,
    /// From the one to the other, both included; without a bound where there is none.
    Between(Option<Decimal>, Option<Decimal>),
}

impl Range {
    const ANY: Range = Range::Between(None, None);
    const NOT_NEGATIVE: Range = Range::Between(Some(Decimal::ZERO), None);
    const YES_NO: Range = Range::Between(Some(Decimal::ZERO), Some(Decimal::ONE));

    fn point(value: Decimal) -> Range {
        Range::Between(Some(value), Some(value))
    }

    /// The least value, where there is one.
    pub fn low(self) -> Option<Decimal> {
        match self {
            Range::Between(low, _) => low,
            Range::Nothing => None,
        }
    }

    /// The greatest value, where there is one.
    pub fn high(self) -> Option<Decimal> {
        match self {
            Range::Between(_, high) => high,
            Range::Nothing => None,
        }
    }

    /// Whether a condition can never hold.
    pub fn never(self) -> bool {
        self.high() == Some(Decimal::ZERO)
    }

    /// Whether a condition always holds where it is known.
    pub fn always(self) -> bool {
        self.low() == Some(Decimal::ONE)
    }

    fn or(self, other: Range) -> Range {
        match (self, other) {
            (Range::Nothing, range) | (range, Range::Nothing) => range,
            (Range::Between(a, b), Range::Between(c, d)) => {
                Range::Between(a.zip(c).map(|(a, c)| a.min(c)), b.zip(d).map(|(b, d)| b.max(d)))
            }
        }
    }

    /// Both ends through a rising function.
    fn rising(self, f: impl Fn(Decimal) -> Option<Decimal>) -> Range {
        match self {
            Range::Nothing => Range::Nothing,
            Range::Between(low, high) => Range::Between(low.and_then(&f), high.and_then(&f)),
        }
    }

    fn negate(self) -> Range {
        match self {
            Range::Nothing => Range::Nothing,
            Range::Between(low, high) => Range::Between(high.map(|x| -x), low.map(|x| -x)),
        }
    }

    fn plus(self, other: Range) -> Range {
        let sum = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        match (self, other) {
            (Range::Between(a, b), Range::Between(c, d)) => Range::Between(sum(a, c), sum(b, d)),
            _ => Range::Nothing,
        }
    }

    fn times(self, other: Range) -> Range {
        let product = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_mul(b?);
        match (self, other) {
            (Range::Nothing, _) | (_, Range::Nothing) => Range::Nothing,
            (Range::Between(Some(a), b), Range::Between(Some(c), d)) if a >= Decimal::ZERO && c >= Decimal::ZERO => {
                Range::Between(a.checked_mul(c), product(b, d))
            }
            (Range::Between(Some(a), Some(b)), Range::Between(Some(c), Some(d))) => {
                let all = [(a, c), (a, d), (b, c), (b, d)].map(|(x, y)| x.checked_mul(y));
                let all: Option<Vec<Decimal>> = all.into_iter().collect();
                match all {
                    Some(all) => Range::Between(all.iter().min().copied(), all.iter().max().copied()),
                    None => Range::ANY,
                }
            }
            _ => Range::ANY,
        }
    }

    fn over(self, other: Range) -> Range {
        match (self, other) {
            (Range::Nothing, _) | (_, Range::Nothing) => Range::Nothing,
            (Range::Between(low, high), Range::Between(Some(c), d)) if c >= Decimal::ZERO => {
                let not_negative = low.is_some_and(|low| low >= Decimal::ZERO);
                match (not_negative, c.is_zero()) {
                    (true, true) => Range::NOT_NEGATIVE,
                    (true, false) => {
                        let low = low.zip(d).and_then(|(low, d)| low.checked_div(d)).or(Some(Decimal::ZERO));
                        Range::Between(low, high.and_then(|high| high.checked_div(c)))
                    }
                    (false, true) => Range::ANY,
                    (false, false) => {
                        // By a number of at least c the result is no further from 0 than the dividend by c.
                        let by = |x: Decimal, positive: Option<Decimal>| positive.and_then(|p| x.checked_div(p));
                        let low = low.and_then(|low| by(low, Some(c)));
                        let high = high.and_then(|high| by(high, if high < Decimal::ZERO { d } else { Some(c) }));
                        Range::Between(low, high)
                    }
                }
            }
            _ => Range::ANY,
        }
    }

    fn below(self, other: Range, or_equal: bool) -> Range {
        let yes = |a: Decimal, b: Decimal| if or_equal { a <= b } else { a < b };
        let surely = self.high().zip(other.low()).is_some_and(|(a, b)| yes(a, b));
        let surely_not = self.low().zip(other.high()).is_some_and(|(a, b)| !yes(a, b));
        truth(surely, surely_not)
    }
}

fn truth(surely: bool, surely_not: bool) -> Range {
    match (surely, surely_not) {
        (true, _) => Range::point(Decimal::ONE),
        (_, true) => Range::point(Decimal::ZERO),
        _ => Range::YES_NO,
    }
}

/// The ranges of all columns of a program.
#[derive(Debug)]
pub struct Ranges<'p> {
    fields: &'p [Field],
    parameters: &'p [Parameter],
    lists: &'p [super::List],
    columns: Vec<Range>,
}

impl<'p> Ranges<'p> {
    /// Works them out, stage by stage.
    pub fn new(program: &'p Program) -> Ranges<'p> {
        let mut ranges = Ranges {
            fields: &program.fields,
            parameters: &program.parameters,
            lists: &program.lists,
            columns: vec![Range::ANY; program.columns.len()],
        };
        for stage in &program.stages {
            let ids = stage.columns();
            for id in ids {
                let Some(column) = program.columns.get(id.index()) else { continue };
                let range = match &column.formula {
                    Formula::Row(expr) => ranges.of(expr),
                    Formula::Entry(list, expr) => ranges.within(Some(*list), expr),
                    Formula::Cohort(cohort) => ranges.cohort(cohort),
                    Formula::Summary(summary) => ranges.summary(summary),
                };
                if let Some(slot) = ranges.columns.get_mut(id.index()) {
                    *slot = range;
                }
            }
        }
        ranges
    }

    /// The range of an expression over units.
    pub fn of(&self, expr: &Expr) -> Range {
        self.within(None, expr)
    }

    fn column(&self, id: super::ColumnId) -> Range {
        self.columns.get(id.index()).copied().unwrap_or(Range::ANY)
    }

    fn cohort(&self, cohort: &Cohort) -> Range {
        let of = self.column(cohort.of);
        match cohort.function {
            CohortFunction::Mean
            | CohortFunction::Min
            | CohortFunction::Max
            | CohortFunction::Median
            | CohortFunction::Percentile(_) => of,
            CohortFunction::Sum => sums(of),
            CohortFunction::Count | CohortFunction::StdevSample | CohortFunction::StdevPopulation => {
                Range::NOT_NEGATIVE
            }
            CohortFunction::Rank { .. } => Range::Between(Some(Decimal::ONE), None),
        }
    }

    fn summary(&self, summary: &Summary) -> Range {
        let of = self.column(summary.of);
        match summary.function {
            EntryFunction::Mean | EntryFunction::Min | EntryFunction::Max | EntryFunction::TrimmedMean(_) => of,
            EntryFunction::Sum | EntryFunction::BestPer(_) => sums(of),
            EntryFunction::Count => Range::NOT_NEGATIVE,
        }
    }

    fn within(&self, list: Option<ListId>, expr: &Expr) -> Range {
        let of = |x: &Expr| self.within(list, x);
        match expr {
            Expr::Constant(value) => Range::point(*value),
            Expr::Unknown(_) => Range::Nothing,
            Expr::Parameter(id) => self.parameters.get(id.index()).map_or(Range::ANY, |p| Range::point(p.value)),
            Expr::Field(id) => self.fields.get(id.index()).map_or(Range::ANY, field),
            Expr::Entry(column) => {
                let list = list.and_then(|list| self.lists.get(list.index()));
                list.and_then(|list| list.columns.get(*column as usize)).map_or(Range::ANY, field)
            }
            Expr::Group => Range::NOT_NEGATIVE,
            Expr::TextIs(..) | Expr::EntryTextIs(..) | Expr::Test(..) => Range::YES_NO,
            Expr::Column(id) => self.column(*id),
            Expr::Unary(operator, x) => unary(*operator, of(x)),
            Expr::Binary(operator, pair) => {
                let (a, b) = (of(&pair[0]), of(&pair[1]));
                match operator {
                    Binary::Multiply => a.times(b),
                    Binary::Divide => a.over(b),
                    Binary::Power if a.low().is_some_and(|low| low >= Decimal::ZERO) => Range::NOT_NEGATIVE,
                    Binary::Power => Range::ANY,
                    Binary::Less => a.below(b, false),
                    Binary::LessEqual => a.below(b, true),
                    Binary::Equal => {
                        let same = a.low().is_some() && a.low() == a.high() && a == b;
                        let apart = |a: Range, b: Range| a.high().zip(b.low()).is_some_and(|(a, b)| a < b);
                        truth(same, apart(a, b) || apart(b, a))
                    }
                }
            }
            Expr::Many(operator, all) => many(*operator, all.iter().map(of)),
            Expr::If(three) => match of(&three[0]) {
                condition if condition.never() => of(&three[2]),
                condition if condition.always() => of(&three[1]),
                _ => of(&three[1]).or(of(&three[2])),
            },
            Expr::Guard(x, digits) => of(x).rising(|x| Some(guard(x, *digits))),
            Expr::Round(x, rounding) => of(x).rising(|x| Some(rounding.apply(x))),
            Expr::Adjusted(_, x) => of(x),
            Expr::Scenario(three) => of(&three[0]),
        }
    }
}

fn unary(operator: Unary, x: Range) -> Range {
    match operator {
        Unary::Negate => x.negate(),
        Unary::Not => truth(x.never(), x.always()),
        Unary::Abs => match x {
            Range::Between(Some(low), _) if low >= Decimal::ZERO => x,
            Range::Between(_, Some(high)) if high <= Decimal::ZERO => x.negate(),
            Range::Between(Some(low), Some(high)) => Range::Between(Some(Decimal::ZERO), Some(high.max(-low))),
            Range::Between(..) => Range::NOT_NEGATIVE,
            Range::Nothing => Range::Nothing,
        },
        Unary::Floor => x.rising(|x| Some(x.floor())),
        Unary::Ceil => x.rising(|x| Some(x.ceil())),
        Unary::Exp | Unary::Sqrt => Range::NOT_NEGATIVE,
        Unary::Ln => Range::ANY,
    }
}

fn many(operator: Many, all: impl Iterator<Item = Range>) -> Range {
    match operator {
        Many::Sum => all.reduce(Range::plus).unwrap_or(Range::point(Decimal::ZERO)),
        Many::Coalesce => all.fold(Range::Nothing, Range::or),
        Many::And => {
            let all: Vec<Range> = all.collect();
            truth(all.iter().all(|x| x.always()), all.iter().any(|x| x.never()))
        }
        Many::Or => {
            let all: Vec<Range> = all.collect();
            truth(all.iter().any(|x| x.always()), all.iter().all(|x| x.never()))
        }
        Many::Min => all.reduce(least).unwrap_or(Range::Nothing),
        Many::Max => all.map(Range::negate).reduce(least).map_or(Range::Nothing, Range::negate),
    }
}

/// The range of the lesser of two.
fn least(a: Range, b: Range) -> Range {
    match (a, b) {
        (Range::Between(a, b), Range::Between(c, d)) => {
            let high = match (b, d) {
                (Some(b), Some(d)) => Some(b.min(d)),
                (high, None) | (None, high) => high,
            };
            Range::Between(a.zip(c).map(|(a, c)| a.min(c)), high)
        }
        _ => Range::Nothing,
    }
}

/// The range of a sum of any number of values.
fn sums(of: Range) -> Range {
    if of.low().is_some_and(|low| low >= Decimal::ZERO) { Range::NOT_NEGATIVE } else { Range::ANY }
}

/// What a field can hold.
fn field(field: &Field) -> Range {
    match &field.kind {
        FieldKind::YesNo => Range::YES_NO,
        FieldKind::Choice(options) => {
            Range::Between(Some(Decimal::ZERO), Some(Decimal::from(options.len().saturating_sub(1))))
        }
        FieldKind::Count | FieldKind::Points => {
            Range::Between(Some(field.min.unwrap_or_default().max(Decimal::ZERO)), field.max)
        }
        FieldKind::Number | FieldKind::Percent | FieldKind::Money => Range::Between(field.min, field.max),
        FieldKind::Text | FieldKind::Date => Range::ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i64, high: i64) -> Range {
        Range::Between(Some(Decimal::from(low)), Some(Decimal::from(high)))
    }

    #[test]
    fn arithmetic_keeps_every_value_that_can_occur() {
        let (a, b) = (range(-2, 3), range(4, 5));
        assert_eq!(a.plus(b), range(2, 8));
        assert_eq!(a.times(b), range(-10, 15));
        assert_eq!(b.over(Range::point(Decimal::TWO)), Range::Between(Some(Decimal::TWO), Some(Decimal::new(25, 1))));
        assert_eq!(b.over(a), Range::ANY, "a divisor that may be 0 tells nothing");
        assert_eq!(Range::NOT_NEGATIVE.over(Range::NOT_NEGATIVE), Range::NOT_NEGATIVE);
        assert_eq!(least(a, Range::NOT_NEGATIVE), range(-2, 3));
    }

    #[test]
    fn a_comparison_is_told_only_where_the_ranges_decide_it() {
        let (low, high) = (range(0, 5), range(5, 9));
        assert!(high.below(low, false).never(), "5 is not below 5");
        assert!(low.below(high, true).always());
        assert_eq!(low.below(high, false), Range::YES_NO);
        assert_eq!(Range::ANY.below(low, false), Range::YES_NO);
        assert!(unary(Unary::Not, high.below(low, false)).always());
    }
}
