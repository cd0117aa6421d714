//! Functions over the entries of a list.

use std::collections::BTreeMap;

use super::arithmetic::Number;
use super::vector::{Cell, Vector};
use crate::number::{Decimal, GUARD_DIGITS};
use crate::program::{By, ColumnId, EntryFunction, Parameter, Summary};
use crate::table::{State, Table};

/// The column of a summary: one cell a unit, or one an entry where it is taken by a key.
pub(super) fn evaluate<N: Number>(
    summary: &Summary,
    parameters: &[Parameter],
    columns: &[Vector<N>],
    table: &Table,
) -> Vector<N> {
    let Some(entries) = table.lists.get(summary.list.index()) else { return Vector::default() };
    let missing = Vector::default();
    let column = |id: ColumnId| columns.get(id.index()).unwrap_or(&missing);
    let of = column(summary.of);
    let when = summary.when.map(column);
    let key = match summary.function {
        EntryFunction::BestPer(key) => Some(column(key)),
        _ => None,
    };
    let drop = match summary.function {
        EntryFunction::TrimmedMean(drop) => parameters.get(drop.index()).map_or(Decimal::ZERO, |p| p.value),
        _ => Decimal::ZERO,
    };
    let taken = Taken { function: summary.function, of, when, key, drop: usize::try_from(drop).unwrap_or(usize::MAX) };
    match summary.by {
        By::Unit => (0..table.units.len())
            .map(|unit| match entries.states.get(unit) {
                Some(State::Known) => taken.over(entries.of_unit(unit)),
                Some(state) => Cell::unknown(*state),
                None => Cell::unknown(State::Missing),
            })
            .collect(),
        By::Key(key) => {
            let key = column(key);
            let mut alike: BTreeMap<N::Key, Vec<usize>> = BTreeMap::new();
            for entry in 0..entries.units.len() {
                if let Some(value) = key.cell(entry).get() {
                    alike.entry(value.key()).or_default().push(entry);
                }
            }
            let mut result: Vec<Cell<N>> =
                (0..entries.units.len()).map(|entry| Cell::unknown(key.cell(entry).state)).collect();
            for together in alike.into_values() {
                let cell = taken.over(together.iter().copied());
                for entry in together {
                    if let Some(slot) = result.get_mut(entry) {
                        *slot = cell;
                    }
                }
            }
            result.into_iter().collect()
        }
    }
}

/// A function with the columns it is taken over.
struct Taken<'a, N> {
    function: EntryFunction,
    of: &'a Vector<N>,
    when: Option<&'a Vector<N>>,
    key: Option<&'a Vector<N>>,
    drop: usize,
}

impl<N: Number> Taken<'_, N> {
    fn over(&self, entries: impl Iterator<Item = usize>) -> Cell<N> {
        let mut values: Vec<(Option<N>, N)> = Vec::new();
        let mut state = State::Known;
        for entry in entries {
            match self.when.map(|when| when.cell(entry)) {
                Some(Cell { state: State::Known, value }) if value.is_zero() => continue,
                Some(Cell { state: State::NotApplicable, .. }) => continue,
                Some(Cell { state: unknown, .. }) if unknown != State::Known => {
                    state = state.max(unknown);
                    continue;
                }
                _ => {}
            }
            let (value, key) = (self.of.cell(entry), self.key.map(|key| key.cell(entry)));
            let unknown = value.state.max(key.map_or(State::Known, |key| key.state));
            match unknown {
                State::Known => values.push((key.map(|key| key.value), value.value.guarded(GUARD_DIGITS))),
                State::NotApplicable => {}
                unknown => state = state.max(unknown),
            }
        }
        if state == State::Known { self.of_values(values) } else { Cell::unknown(state) }
    }

    fn of_values(&self, values: Vec<(Option<N>, N)>) -> Cell<N> {
        let numbers = || values.iter().map(|(_, value)| *value);
        let or_nothing = |value: Option<N>| value.map_or(Cell::unknown(State::NotApplicable), Cell::known);
        match self.function {
            EntryFunction::Count => Cell::known(N::count(values.len())),
            EntryFunction::Sum => Cell::checked(sum(numbers())),
            EntryFunction::Mean => mean(numbers(), values.len()),
            EntryFunction::Min => or_nothing(numbers().min_by(|a, b| a.order(*b))),
            EntryFunction::Max => or_nothing(numbers().max_by(|a, b| a.order(*b))),
            EntryFunction::BestPer(_) => {
                let mut best: BTreeMap<Option<N::Key>, N> = BTreeMap::new();
                for (key, value) in values {
                    let slot = best.entry(key.map(N::key)).or_insert(value);
                    if value.order(*slot).is_gt() {
                        *slot = value;
                    }
                }
                Cell::checked(sum(best.into_values()))
            }
            EntryFunction::TrimmedMean(_) => {
                let mut sorted: Vec<N> = numbers().collect();
                sorted.sort_unstable_by(|a, b| a.order(*b));
                let end = sorted.len().saturating_sub(self.drop);
                let left = sorted.get(self.drop..end.max(self.drop)).unwrap_or_default();
                mean(left.iter().copied(), left.len())
            }
        }
    }
}

fn sum<N: Number>(mut values: impl Iterator<Item = N>) -> Option<N> {
    values.try_fold(N::ZERO, N::plus)
}

/// Their mean; not applicable where there are none.
fn mean<N: Number>(values: impl Iterator<Item = N>, count: usize) -> Cell<N> {
    if count == 0 {
        return Cell::unknown(State::NotApplicable);
    }
    Cell::checked(sum(values).and_then(|sum| sum.over(N::count(count))))
}
