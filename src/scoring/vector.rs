//! Values of one column with their states.

use super::arithmetic::Number;
use crate::maths;
use crate::number::Decimal;
use crate::table::State;

/// A value with its state; the value is 0 where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<N = Decimal> {
    /// The value.
    pub value: N,
    /// What is known of it.
    pub state: State,
}

impl<N: Number> Cell<N> {
    /// A known value.
    pub fn known(value: N) -> Cell<N> {
        Cell { value, state: State::Known }
    }

    /// No value, in this state.
    pub fn unknown(state: State) -> Cell<N> {
        Cell { value: N::ZERO, state }
    }

    /// A known value, or none where the operation left the range of exact decimals.
    pub fn checked(value: Option<N>) -> Cell<N> {
        value.map_or(Cell::unknown(State::Overflow), Cell::known)
    }

    /// What a function gave: a value, none because there is none, or none because it left the range of decimals.
    pub fn computed(value: Result<N, maths::NoResult>) -> Cell<N> {
        match value {
            Ok(value) => Cell::known(value),
            Err(maths::NoResult::Undefined) => Cell::unknown(State::Undefined),
            Err(maths::NoResult::Overflow) => Cell::unknown(State::Overflow),
        }
    }

    /// Yes or no.
    pub fn yes_no(yes: bool) -> Cell<N> {
        Cell::known(if yes { N::ONE } else { N::ZERO })
    }

    /// Its value, if it is known.
    pub fn get(self) -> Option<N> {
        (self.state == State::Known).then_some(self.value)
    }

    /// Whether it is a known yes.
    pub fn is_yes(self) -> bool {
        self.get().is_some_and(|value| !value.is_zero())
    }
}

/// Values with their states, one a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vector<N = Decimal> {
    /// The values.
    pub values: Vec<N>,
    /// Their states.
    pub states: Vec<State>,
}

impl<N: Number> Vector<N> {
    /// An empty vector with room for `capacity` cells.
    pub fn with_capacity(capacity: usize) -> Vector<N> {
        Vector { values: Vec::with_capacity(capacity), states: Vec::with_capacity(capacity) }
    }

    /// Adds a cell at the end.
    pub fn push(&mut self, cell: Cell<N>) {
        self.values.push(cell.value);
        self.states.push(cell.state);
    }

    /// Adds all cells of another vector.
    pub fn append(&mut self, mut other: Vector<N>) {
        self.values.append(&mut other.values);
        self.states.append(&mut other.states);
    }

    /// Replaces the cell of a unit.
    pub(super) fn set(&mut self, unit: usize, cell: Cell<N>) {
        if let (Some(value), Some(state)) = (self.values.get_mut(unit), self.states.get_mut(unit)) {
            (*value, *state) = (cell.value, cell.state);
        }
    }

    /// The cell of a unit; missing beyond the end.
    pub fn cell(&self, unit: usize) -> Cell<N> {
        match (self.values.get(unit), self.states.get(unit)) {
            (Some(value), Some(state)) => Cell { value: *value, state: *state },
            _ => Cell::unknown(State::Missing),
        }
    }
}

impl<N: Number> FromIterator<Cell<N>> for Vector<N> {
    fn from_iter<I: IntoIterator<Item = Cell<N>>>(cells: I) -> Vector<N> {
        let cells = cells.into_iter();
        let mut vector = Vector::with_capacity(cells.size_hint().0);
        cells.for_each(|cell| vector.push(cell));
        vector
    }
}
