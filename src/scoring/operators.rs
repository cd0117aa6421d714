//! What the operators of an expression make of cells: exact values, and what is known of them.

use super::vector::Cell;
use crate::maths;
use crate::number::Decimal;
use crate::program::{Binary, Many, Unary};
use crate::table::State;

/// One operand.
pub(super) fn unary(operator: Unary, cell: Cell) -> Cell {
    if cell.state != State::Known {
        return cell;
    }
    match operator {
        // A decimal keeps the sign of a zero; nobody means −0.
        Unary::Negate if cell.value.is_zero() => Cell::known(Decimal::ZERO),
        Unary::Negate => Cell::known(-cell.value),
        Unary::Not => Cell::yes_no(cell.value.is_zero()),
        Unary::Abs => Cell::known(cell.value.abs()),
        Unary::Floor => Cell::known(cell.value.floor()),
        Unary::Ceil => Cell::known(cell.value.ceil()),
        Unary::Ln => Cell::computed(maths::ln(cell.value)),
        Unary::Exp => Cell::computed(maths::exp(cell.value)),
        Unary::Sqrt => Cell::computed(maths::sqrt(cell.value)),
    }
}

/// Two operands.
pub(super) fn binary(operator: Binary, a: Cell, b: Cell) -> Cell {
    let state = a.state.max(b.state);
    if state != State::Known {
        return Cell::unknown(state);
    }
    match operator {
        Binary::Multiply => Cell::checked(a.value.checked_mul(b.value)),
        Binary::Divide if b.value.is_zero() => Cell::unknown(State::Undefined),
        Binary::Divide => Cell::checked(a.value.checked_div(b.value)),
        Binary::Power => Cell::computed(maths::pow(a.value, b.value)),
        Binary::Less => Cell::yes_no(a.value < b.value),
        Binary::LessEqual => Cell::yes_no(a.value <= b.value),
        Binary::Equal => Cell::yes_no(a.value == b.value),
    }
}

/// Any number of operands.
pub(super) fn many(operator: Many, cells: impl Iterator<Item = Cell>) -> Cell {
    match operator {
        Many::Sum => arithmetic(cells, rust_decimal::Decimal::checked_add),
        Many::Min => arithmetic(cells, |a, b| Some(a.min(b))),
        Many::Max => arithmetic(cells, |a, b| Some(a.max(b))),
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

fn arithmetic(cells: impl Iterator<Item = Cell>, f: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Cell {
    let mut result: Option<Cell> = None;
    for cell in cells {
        result = Some(match result {
            None => cell,
            Some(so_far) => {
                let state = so_far.state.max(cell.state);
                if state == State::Known { Cell::checked(f(so_far.value, cell.value)) } else { Cell::unknown(state) }
            }
        });
    }
    result.unwrap_or(Cell::known(Decimal::ZERO))
}

/// Three-valued and (`decides` = no) and or (`decides` = yes): one known deciding value decides.
fn logic(cells: impl Iterator<Item = Cell>, decides: bool) -> Cell {
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
