//! What a part of an expression gives for a batch of rows, and the loops over it: a buffer that nobody else reads is
//! written over, so that a long expression takes few of them.

use std::borrow::Cow;

use super::arithmetic::Number;
use super::vector::{Cell, Vector};
use crate::number::Decimal;
use crate::table::State;

/// A value for each row, or one for all.
pub(super) enum Cells<'a, N: Number = Decimal> {
    One(Cell<N>),
    Each(Cow<'a, [N]>, Cow<'a, [State]>),
}

impl<'a, N: Number> Cells<'a, N> {
    /// These of a vector.
    pub(super) fn borrowed(vector: &'a Vector<N>) -> Cells<'a, N> {
        Cells::Each(Cow::Borrowed(&vector.values), Cow::Borrowed(&vector.states))
    }

    /// A vector of their own.
    pub(super) fn owned(vector: Vector<N>) -> Cells<'a, N> {
        Cells::Each(Cow::Owned(vector.values), Cow::Owned(vector.states))
    }

    /// That of one row.
    pub(super) fn cell(&self, row: usize) -> Cell<N> {
        match self {
            Cells::One(cell) => *cell,
            Cells::Each(values, states) => match (values.get(row), states.get(row)) {
                (Some(value), Some(state)) => Cell { value: *value, state: *state },
                _ => Cell::unknown(State::Missing),
            },
        }
    }

    /// A vector of so many rows.
    pub(super) fn into_vector(self, rows: usize) -> Vector<N> {
        match self {
            Cells::One(cell) => Vector { values: vec![cell.value; rows], states: vec![cell.state; rows] },
            Cells::Each(values, states) => Vector { values: values.into_owned(), states: states.into_owned() },
        }
    }

    /// Whether its buffers can be written over.
    fn is_owned(&self) -> bool {
        matches!(self, Cells::Each(Cow::Owned(_), Cow::Owned(_)))
    }

    /// What a function makes of each.
    pub(super) fn map(self, f: impl Fn(Cell<N>) -> Cell<N>) -> Cells<'a, N> {
        match self {
            Cells::One(cell) => Cells::One(f(cell)),
            Cells::Each(values, states) => {
                let (mut values, mut states) = (values.into_owned(), states.into_owned());
                for (value, state) in values.iter_mut().zip(&mut states) {
                    let cell = f(Cell { value: *value, state: *state });
                    (*value, *state) = (cell.value, cell.state);
                }
                Cells::Each(Cow::Owned(values), Cow::Owned(states))
            }
        }
    }

    /// What a function makes of each and that of another in the same row.
    pub(super) fn zip(self, other: Cells<'a, N>, f: impl Fn(Cell<N>, Cell<N>) -> Cell<N>) -> Cells<'a, N> {
        match (self, other) {
            (a, Cells::One(b)) => a.map(|a| f(a, b)),
            (Cells::One(a), b) => b.map(|b| f(a, b)),
            (a, b) if !a.is_owned() && b.is_owned() => b.with(&a, |b, a| f(a, b)),
            (a, b) => a.with(&b, f),
        }
    }

    /// The same, written over its own buffers.
    fn with(self, other: &Cells<'_, N>, f: impl Fn(Cell<N>, Cell<N>) -> Cell<N>) -> Cells<'a, N> {
        let Cells::Each(other_values, other_states) = other else { return self };
        let Cells::Each(values, states) = self else { return self };
        let (mut values, mut states) = (values.into_owned(), states.into_owned());
        let others = other_values.iter().zip(other_states.iter());
        for ((value, state), (of_value, of_state)) in values.iter_mut().zip(&mut states).zip(others) {
            let cell = f(Cell { value: *value, state: *state }, Cell { value: *of_value, state: *of_state });
            (*value, *state) = (cell.value, cell.state);
        }
        Cells::Each(Cow::Owned(values), Cow::Owned(states))
    }

    /// By a condition, one or the other; where it is unknown, so is the result.
    pub(super) fn choose(condition: &Cells<'_, N>, yes: Cells<'a, N>, no: Cells<'a, N>, rows: usize) -> Cells<'a, N> {
        match condition {
            Cells::One(Cell { state: State::Known, value }) => {
                if value.is_zero() {
                    no
                } else {
                    yes
                }
            }
            Cells::One(unknown) => Cells::One(*unknown),
            Cells::Each(conditions, known) => {
                let Vector { mut values, mut states } = no.into_vector(rows);
                let conditions = conditions.iter().zip(known.iter());
                let result = values.iter_mut().zip(&mut states).zip(conditions).enumerate();
                for (row, ((value, state), (condition, known))) in result {
                    if *known != State::Known {
                        (*value, *state) = (N::ZERO, *known);
                    } else if !condition.is_zero() {
                        let cell = yes.cell(row);
                        (*value, *state) = (cell.value, cell.state);
                    }
                }
                Cells::Each(Cow::Owned(values), Cow::Owned(states))
            }
        }
    }
}
