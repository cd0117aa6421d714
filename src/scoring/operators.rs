//! What the operators of an expression make of cells: values, and what is known of them.

use super::arithmetic::Number;
use super::vector::Cell;
use crate::program::{Binary, Unary};
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

/// The lesser of two.
#[allow(clippy::unnecessary_wraps, reason = "as the sum of two, which may leave the range")]
pub(super) fn least<N: Number>(a: N, b: N) -> Option<N> {
    Some(if b.order(a).is_lt() { b } else { a })
}

/// The greater of two.
#[allow(clippy::unnecessary_wraps, reason = "as the sum of two, which may leave the range")]
pub(super) fn greatest<N: Number>(a: N, b: N) -> Option<N> {
    Some(if b.order(a).is_ge() { b } else { a })
}

/// Two operands of arithmetic: what is unknown stays so.
pub(super) fn combined<N: Number>(f: impl Fn(N, N) -> Option<N>, a: Cell<N>, b: Cell<N>) -> Cell<N> {
    let state = a.state.max(b.state);
    if state == State::Known { Cell::checked(f(a.value, b.value)) } else { Cell::unknown(state) }
}

/// Three-valued and (`decides` = no) and or (`decides` = yes) of what was found so far and one more: one known deciding
/// value decides.
pub(super) fn decided<N: Number>(decides: bool, so_far: Cell<N>, cell: Cell<N>) -> Cell<N> {
    let is = |cell: Cell<N>| cell.state == State::Known && cell.value.is_zero() != decides;
    if is(so_far) || is(cell) {
        return Cell::yes_no(decides);
    }
    let state = so_far.state.max(cell.state);
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
            let all = |decides: bool| cells.into_iter().fold(Cell::yes_no(!decides), |a, b| decided(decides, a, b));
            assert_eq!(all(false), and, "and {cells:?}");
            assert_eq!(all(true), or, "or {cells:?}");
        }
    }

    #[test]
    fn missing_wins_over_not_applicable_and_overflow_over_both() {
        let sum = |a, b| combined(Decimal::plus, a, b);
        assert_eq!([YES, ABSENT, MISSING].into_iter().reduce(sum), Some(MISSING));
        let overflow = binary(Binary::Multiply, Cell::known(Decimal::MAX), Cell::known(Decimal::TWO));
        assert_eq!(overflow.state, State::Overflow);
        assert_eq!(combined(greatest, MISSING, overflow).state, State::Overflow);
    }

    #[test]
    fn a_division_by_zero_has_its_own_state_and_counts_as_missing() {
        let undefined = binary(Binary::Divide, YES, NO);
        assert_eq!(undefined.state, State::Undefined);
        assert!(undefined.state.is_missing());
    }
}
