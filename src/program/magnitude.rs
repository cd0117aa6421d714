//! Narrows guards where a declared bound needs the digits before the point.
//!
//! A double holds 15 significant digits. A value that may reach 10^8 has room for 6 decimals, so its guard keeps 6:
//! then the spreadsheet's doubles and the exact decimals still decide alike.

use super::{
    Binary, Cohort, CohortFunction, Column, ColumnId, EntryFunction, Expr, Field, FieldKind, Formula, Many, Parameter,
    Summary, Unary,
};
use crate::number::{Decimal, GUARD_DIGITS};

/// Significant digits a double holds.
const DOUBLE_DIGITS: u32 = 15;

/// Narrows the guards of all columns, which are taken in the order of evaluation.
pub(super) fn narrow(columns: &mut [Column], order: &[ColumnId], fields: &[Field], parameters: &[Parameter]) {
    let mut bounds: Vec<Option<Decimal>> = vec![None; columns.len()];
    for id in order {
        let Some(column) = columns.get_mut(id.index()) else { continue };
        let known = Known { fields, parameters, columns: &bounds };
        let bound = match &mut column.formula {
            Formula::Row(expr) | Formula::Entry(_, expr) => {
                known.narrow(expr);
                known.bound(expr)
            }
            Formula::Cohort(cohort) => known.cohort(cohort),
            Formula::Summary(summary) => known.summary(summary),
        };
        if let Some(slot) = bounds.get_mut(id.index()) {
            *slot = bound;
        }
    }
}

/// Greatest absolute values, where they can be told.
struct Known<'a> {
    fields: &'a [Field],
    parameters: &'a [Parameter],
    columns: &'a [Option<Decimal>],
}

impl Known<'_> {
    fn cohort(&self, cohort: &Cohort) -> Option<Decimal> {
        match cohort.function {
            CohortFunction::Mean
            | CohortFunction::Min
            | CohortFunction::Max
            | CohortFunction::Median
            | CohortFunction::Percentile(_) => *self.columns.get(cohort.of.index())?,
            CohortFunction::Sum
            | CohortFunction::Count
            | CohortFunction::StdevSample
            | CohortFunction::StdevPopulation
            | CohortFunction::Rank { .. } => None,
        }
    }

    fn summary(&self, summary: &Summary) -> Option<Decimal> {
        match summary.function {
            EntryFunction::Mean | EntryFunction::Min | EntryFunction::Max | EntryFunction::TrimmedMean(_) => {
                *self.columns.get(summary.of.index())?
            }
            EntryFunction::Count | EntryFunction::Sum | EntryFunction::BestPer(_) => None,
        }
    }

    fn bound(&self, expr: &Expr) -> Option<Decimal> {
        let greatest =
            |all: &[Expr]| all.iter().try_fold(Decimal::ZERO, |greatest, x| Some(greatest.max(self.bound(x)?)));
        match expr {
            Expr::Constant(value) => Some(value.abs()),
            Expr::Unknown(_) => Some(Decimal::ZERO),
            Expr::Parameter(id) => self.parameters.get(id.index()).map(|p| p.value.abs()),
            Expr::Field(id) => field(self.fields.get(id.index())?),
            Expr::Column(id) => *self.columns.get(id.index())?,
            Expr::TextIs(..) | Expr::EntryTextIs(..) | Expr::Test(..) | Expr::Unary(Unary::Not, _) => {
                Some(Decimal::ONE)
            }
            // What a person decides may be anything.
            Expr::Group | Expr::Entry(_) | Expr::Adjusted(..) | Expr::Unary(Unary::Ln | Unary::Exp, _) => None,
            Expr::Unary(Unary::Sqrt, x) => Some(self.bound(x)?.max(Decimal::ONE)),
            Expr::Unary(_, x) | Expr::Guard(x, _) | Expr::Round(x, _) => self.bound(x),
            Expr::Binary(operator, pair) => match operator {
                Binary::Multiply => self.bound(&pair[0])?.checked_mul(self.bound(&pair[1])?),
                Binary::Divide | Binary::Power => None,
                Binary::Less | Binary::LessEqual | Binary::Equal => Some(Decimal::ONE),
            },
            Expr::Many(Many::Sum, all) => all.iter().try_fold(Decimal::ZERO, |sum, x| sum.checked_add(self.bound(x)?)),
            Expr::Many(_, all) => greatest(all),
            Expr::If(three) => greatest(&three[1..]),
            Expr::Scenario(three) => greatest(&three[..]),
        }
    }

    fn narrow(&self, expr: &mut Expr) {
        expr.parts_mut().iter_mut().for_each(|part| self.narrow(part));
        if let Expr::Guard(x, digits) = expr
            && let Some(bound) = self.bound(x)
        {
            *digits = DOUBLE_DIGITS.saturating_sub(digits_before_point(bound)).min(GUARD_DIGITS);
        }
    }
}

/// A field is bounded when the rubric says so on every side that it needs.
fn field(field: &Field) -> Option<Decimal> {
    match field.kind {
        FieldKind::YesNo => Some(Decimal::ONE),
        FieldKind::Count => field.max,
        FieldKind::Number | FieldKind::Percent | FieldKind::Money => Some(field.max?.abs().max(field.min?.abs())),
        FieldKind::Choice(_) | FieldKind::Text | FieldKind::Date | FieldKind::Points => None,
    }
}

fn digits_before_point(bound: Decimal) -> u32 {
    let mut digits = 0;
    let mut rest = bound.trunc();
    while !rest.is_zero() && digits < 29 {
        rest = (rest / Decimal::TEN).trunc();
        digits += 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, Spot};
    use crate::program::FieldId;
    use std::sync::Arc;

    #[test]
    fn a_guard_keeps_what_a_double_can_hold_beside_a_large_value() {
        let spot = Spot { source: Arc::new(Source { name: String::new(), text: String::new() }), span: 0..0 };
        let field = |max: i64| Field {
            id: "x".into(),
            label: "x".into(),
            kind: FieldKind::Money,
            measure: None,
            aliases: Vec::new(),
            note: None,
            min: Some(Decimal::ZERO),
            max: Some(Decimal::from(max)),
            role: crate::program::Role::Submitted,
            precedence: Vec::new(),
            spot: spot.clone(),
        };
        for (max, digits) in [(100, 9), (999_999, 9), (10_000_000, 7), (99_999_999, 7), (1_000_000_000_000, 2)] {
            let formula = Formula::Row(Expr::Field(FieldId(0)).guarded());
            let mut columns = [Column { name: "c".into(), formula, spot: spot.clone() }];
            narrow(&mut columns, &[ColumnId(0)], &[field(max)], &[]);
            let Formula::Row(Expr::Guard(_, found)) = &columns[0].formula else { panic!("no guard") };
            assert_eq!(*found, digits, "{max}");
        }
    }
}
