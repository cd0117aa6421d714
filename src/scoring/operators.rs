//! What the operators of an expression make of cells: values, and what is known of them.

use super::arithmetic::Number;
use super::vector::Cell;
use crate::program::{Binary, Many, Unary};
use crate::table::State;

/// One operand.
pub(super) fn unary<N: Number>(operator: Unary, cell: Cell<N>) -> Cell<N> {
    if cell.state != State::Known {
        return cell;
    }
    match operator {
        // A decimal keeps the sign of a zero; nobody means −0.
        Unary::Negate if cell.value.is_zero() => Cell::known(N::ZERO),
        Unary::Negate => Cell::known(cell.value.negative()),
        Unary::Not => Cell::yes_no(cell.value.is_zero()),
        Unary::Abs => Cell::known(cell.value.size()),
        Unary::Floor => Cell::known(cell.value.whole_below()),
        Unary::Ceil => Cell::known(cell.value.whole_above()),
        Unary::Ln => Cell::computed(cell.value.logarithm()),
        Unary::Exp => Cell::computed(cell.value.exponential()),
        Unary::Sqrt => Cell::computed(cell.value.root()),
    }
}

/// Two operands.
pub(super) fn binary<N: Number>(operator: Binary, a: Cell<N>, b: Cell<N>) -> Cell<N> {
    let state = a.state.max(b.state);
    if state != State::Known {
        return Cell::unknown(state);
    }
    let order = || a.value.order(b.value);
    match operator {
        Binary::Multiply => Cell::checked(a.value.times(b.value)),
        Binary::Divide if b.value.is_zero() => Cell::unknown(State::Undefined),
        Binary::Divide => Cell::checked(a.value.over(b.value)),
        Binary::Power => Cell::computed(a.value.power(b.value)),
        Binary::Less => Cell::yes_no(order().is_lt()),
        Binary::LessEqual => Cell::yes_no(order().is_le()),
        Binary::Equal => Cell::yes_no(order().is_eq()),
    }
}

/// What an operator that goes from one operand to the next makes of two; `None` of one that looks at all of them.
pub(super) fn next<N: Number>(operator: Many) -> Option<fn(N, N) -> Option<N>> {
    match operator {
        Many::Sum => Some(N::plus),
        Many::Min => Some(|a, b| Some(if b.order(a).is_lt() { b } else { a })),
        Many::Max => Some(|a, b| Some(if b.order(a).is_ge() { b } else { a })),
        Many::And | Many::Or | Many::Coalesce => None,
    }
}

/// Any number of operands.
pub(super) fn many<N: Number>(operator: Many, cells: impl Iterator<Item = Cell<N>>) -> Cell<N> {
    match operator {
        Many::Sum | Many::Min | Many::Max => match next(operator) {
            Some(f) => cells.reduce(|a, b| combined(f, a, b)).unwrap_or(Cell::known(N::ZERO)),
            None => Cell::known(N::ZERO),
        },
        Many::And => logic(cells, false),
        Many::Or => logic(cells, true),
        Many::Coalesce => {
            let mut last = Cell::unknown(State::Missing);
            for cell in cells {
                if cell.state == State::Known {
                    return cell;
                }
                last = cell;
            }
            last
        }
    }
}

/// Two operands of arithmetic: what is unknown stays so.
pub(super) fn combined<N: Number>(f: impl Fn(N, N) -> Option<N>, a: Cell<N>, b: Cell<N>) -> Cell<N> {
    let state = a.state.max(b.state);
    if state == State::Known { Cell::checked(f(a.value, b.value)) } else { Cell::unknown(state) }
}

/// Three-valued and (`decides` = no) and or (`decides` = yes): one known deciding value decides.
fn logic<N: Number>(cells: impl Iterator<Item = Cell<N>>, decides: bool) -> Cell<N> {
    let mut state = State::Known;
    for cell in cells {
        if cell.state == State::Known && cell.value.is_zero() != decides {
            return Cell::yes_no(decides);
        }
        state = state.max(cell.state);
    }
    if state == State::Known { Cell::yes_no(!decides) } else { Cell::unknown(state) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Decimal;

    const YES: Cell = Cell { value: Decimal::ONE, state: State::Known };
    const NO: Cell = Cell { value: Decimal::ZERO, state: State::Known };
    const MISSING: Cell = Cell { value: Decimal::ZERO, state: State::Missing };
    const ABSENT: Cell = Cell { value: Decimal::ZERO, state: State::NotApplicable };

    #[test]
    fn conditions_have_three_values() {
        for (cells, and, or) in [
            ([YES, YES], YES, YES),
            ([YES, NO], NO, YES),
            ([NO, NO], NO, NO),
            ([MISSING, NO], NO, MISSING),
            ([MISSING, YES], MISSING, YES),
            ([ABSENT, YES], ABSENT, YES),
            ([ABSENT, MISSING], MISSING, MISSING),
        ] {
            assert_eq!(many(Many::And, cells.into_iter()), and, "and {cells:?}");
            assert_eq!(many(Many::Or, cells.into_iter()), or, "or {cells:?}");
        }
    }

    #[test]
    fn missing_wins_over_not_applicable_and_overflow_over_both() {
        assert_eq!(many(Many::Sum, [YES, ABSENT, MISSING].into_iter()), MISSING);
        let overflow = binary(Binary::Multiply, Cell::known(Decimal::MAX), Cell::known(Decimal::TWO));
        assert_eq!(overflow.state, State::Overflow);
        assert_eq!(many(Many::Max, [MISSING, overflow].into_iter()).state, State::Overflow);
    }

    #[test]
    fn a_division_by_zero_has_its_own_state_and_counts_as_missing() {
        let undefined = binary(Binary::Divide, YES, NO);
        assert_eq!(undefined.state, State::Undefined);
        assert!(undefined.state.is_missing());
        assert_eq!(many(Many::Coalesce, [undefined, YES].into_iter()), YES);
    }
}
