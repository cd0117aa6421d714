//! Functions over the known values of a cohort.

use std::cmp::Ordering;

use super::arithmetic::Number;
use super::vector::{Cell, Vector};
use crate::number::{Decimal, GUARD_DIGITS};
use crate::program::{Cohort, CohortFunction, ColumnId, Order, Parameter, Ties, Within};
use crate::table::{State, Table};

/// The column of a cohort function, one cell a unit.
pub(super) fn evaluate<N: Number>(
    cohort: &Cohort,
    parameters: &[Parameter],
    columns: &[Vector<N>],
    table: &Table,
) -> Vector<N> {
    let of = &columns[cohort.of.index()];
    let cohorts = match cohort.within {
        Within::All => 1,
        Within::Group => table.groups.len().max(1),
    };
    let cohort_of = |unit: usize| match cohort.within {
        Within::All => 0,
        Within::Group => table.units.get(unit).map_or(0, |u| u.group.min(cohorts - 1)),
    };
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); cohorts];
    for unit in 0..table.units.len() {
        if of.cell(unit).state == State::Known {
            members[cohort_of(unit)].push(unit);
        }
    }
    let value = |unit: usize| of.cell(unit).value.guarded(GUARD_DIGITS);
    if let CohortFunction::Rank { order, ties, then } = &cohort.function {
        let keys: Vec<(&Vector<N>, Order)> =
            std::iter::once((of, *order)).chain(then.iter().map(|(id, order)| (key(columns, *id), *order))).collect();
        return ranks(&mut members, &keys, *ties, of, table.units.len());
    }
    let summary: Vec<Cell<N>> = members
        .iter()
        .map(|units| {
            let mut values = units.iter().map(|unit| value(*unit));
            let sum = || units.iter().try_fold(N::ZERO, |sum, unit| sum.plus(value(*unit)));
            let or_missing = |value: Option<N>| value.map_or(Cell::unknown(State::Missing), Cell::known);
            match cohort.function {
                CohortFunction::Sum => Cell::checked(sum()),
                CohortFunction::Mean if units.is_empty() => Cell::unknown(State::Missing),
                CohortFunction::Mean => Cell::checked(sum().and_then(|sum| sum.over(N::count(units.len())))),
                CohortFunction::Min => or_missing(values.min_by(|a, b| a.order(*b))),
                CohortFunction::Max => or_missing(values.max_by(|a, b| a.order(*b))),
                CohortFunction::StdevSample => deviation(&values.collect::<Vec<_>>(), 1),
                CohortFunction::StdevPopulation => deviation(&values.collect::<Vec<_>>(), 0),
                CohortFunction::Median => percentile(values.collect(), Some(N::of(HALF))),
                CohortFunction::Percentile(share) => {
                    percentile(values.collect(), parameters.get(share.index()).map(|p| N::of(p.value)))
                }
                CohortFunction::Count | CohortFunction::Rank { .. } => Cell::known(N::count(values.by_ref().count())),
            }
        })
        .collect();
    (0..table.units.len()).map(|unit| summary[cohort_of(unit)]).collect()
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// √(Σ (x − mean)² ÷ (n − `less`)); missing where there are no more than `less`.
fn deviation<N: Number>(values: &[N], less: usize) -> Cell<N> {
    let Some(free) = values.len().checked_sub(less).filter(|free| *free > 0) else {
        return Cell::unknown(State::Missing);
    };
    let mean_of = |sum: Option<N>, count: usize| sum.and_then(|sum| sum.over(N::count(count)));
    let sum = values.iter().try_fold(N::ZERO, |sum, x| sum.plus(*x));
    let variance = mean_of(sum, values.len()).and_then(|mean| {
        let squares = values.iter().try_fold(N::ZERO, |sum, x| {
            let from_mean = x.plus(mean.negative())?;
            sum.plus(from_mean.times(from_mean)?)
        });
        mean_of(squares, free)
    });
    variance.map_or(Cell::unknown(State::Overflow), |variance| Cell::computed(variance.root()))
}

/// The value at this share of the way from the least to the greatest, linear between neighbours.
fn percentile<N: Number>(mut values: Vec<N>, share: Option<N>) -> Cell<N> {
    values.sort_unstable_by(|a, b| a.order(*b));
    let (Some(last), Some(share)) = (values.len().checked_sub(1), share) else { return Cell::unknown(State::Missing) };
    let Some(at) = N::count(last).times(share) else { return Cell::unknown(State::Overflow) };
    let whole = at.whole_below();
    let below = whole.decimal().and_then(|whole| usize::try_from(whole).ok()).unwrap_or(0).min(last);
    let (Some(low), Some(high)) = (values.get(below), values.get((below + 1).min(last))) else {
        return Cell::unknown(State::Missing);
    };
    let between = || low.plus(high.plus(low.negative())?.times(at.plus(whole.negative())?)?);
    Cell::checked(between())
}

fn key<N>(columns: &[Vector<N>], id: ColumnId) -> &Vector<N> {
    &columns[id.index()]
}

/// Places by the keys in turn; an unknown later key comes last. Units off the ranking keep the state of the first key.
fn ranks<N: Number>(
    members: &mut [Vec<usize>],
    keys: &[(&Vector<N>, Order)],
    ties: Ties,
    of: &Vector<N>,
    units: usize,
) -> Vector<N> {
    // The guard once a unit, and not once a comparison.
    let guarded = |(key, order): &(&Vector<N>, Order)| {
        let of = |unit: usize| key.cell(unit).get().map(|value| value.guarded(GUARD_DIGITS));
        ((0..units).map(of).collect::<Vec<Option<N>>>(), *order)
    };
    let keys: Vec<(Vec<Option<N>>, Order)> = keys.iter().map(guarded).collect();
    let compare = |a: usize, b: usize| {
        keys.iter()
            .map(|(key, order)| compare(key.get(a).copied().flatten(), key.get(b).copied().flatten(), *order))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    let mut places: Vec<Cell<N>> = (0..units).map(|unit| Cell { value: N::ZERO, state: of.cell(unit).state }).collect();
    for units in members {
        // Stable, so that equal units keep the order of the roster.
        units.sort_by(|a, b| compare(*a, *b));
        let mut place = 0;
        let mut previous: Option<usize> = None;
        for (position, unit) in units.iter().enumerate() {
            let equal = previous.is_some_and(|before| compare(before, *unit).is_eq());
            place = match ties {
                Ties::Ordinal => position + 1,
                Ties::Competition if equal => place,
                Ties::Competition => position + 1,
                Ties::Dense if equal => place,
                Ties::Dense => place + 1,
            };
            places[*unit] = Cell::known(N::count(place));
            previous = Some(*unit);
        }
    }
    places.into_iter().collect()
}

fn compare<N: Number>(a: Option<N>, b: Option<N>, order: Order) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => match order {
            Order::HighFirst => b.order(a),
            Order::LowFirst => a.order(b),
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Unit;

    fn table(groups: &[usize]) -> Table {
        let units = groups
            .iter()
            .enumerate()
            .map(|(i, group)| Unit { id: i.to_string(), name: i.to_string(), group: *group, ..Unit::default() })
            .collect();
        Table::empty(units, vec!["甲组".into(), "乙组".into()], 0)
    }

    fn vector(values: &[Option<i64>]) -> Vector {
        values.iter().map(|v| v.map_or(Cell::unknown(State::Missing), |v| Cell::known(Decimal::from(v)))).collect()
    }

    fn places(values: &[Option<i64>], ties: Ties, within: Within, groups: &[usize]) -> Vec<Option<i64>> {
        let function = CohortFunction::Rank { order: Order::HighFirst, ties, then: Vec::new() };
        let cohort = Cohort { function, of: ColumnId(0), within };
        let ranked = evaluate(&cohort, &[], &[vector(values)], &table(groups));
        (0..values.len()).map(|unit| ranked.cell(unit).get().map(|v| i64::try_from(v).unwrap())).collect()
    }

    #[test]
    fn equal_units_share_the_better_place_as_the_ties_say() {
        let values = [Some(90), Some(80), None, Some(90), Some(70)];
        let groups = [0; 5];
        for (ties, expected) in [
            (Ties::Competition, [Some(1), Some(3), None, Some(1), Some(4)]),
            (Ties::Dense, [Some(1), Some(2), None, Some(1), Some(3)]),
            (Ties::Ordinal, [Some(1), Some(3), None, Some(2), Some(4)]),
        ] {
            assert_eq!(places(&values, ties, Within::All, &groups), expected, "{ties:?}");
        }
    }

    #[test]
    fn a_unit_is_ranked_within_its_own_group() {
        let values = [Some(90), Some(80), Some(85), Some(70)];
        assert_eq!(
            places(&values, Ties::Competition, Within::Group, &[0, 0, 1, 1]),
            [Some(1), Some(2), Some(1), Some(2)]
        );
    }

    #[test]
    fn a_mean_sees_known_values_only_and_serves_everyone() {
        let cohort = Cohort { function: CohortFunction::Mean, of: ColumnId(0), within: Within::Group };
        let mean = evaluate(&cohort, &[], &[vector(&[Some(4), None, Some(8), None])], &table(&[0, 0, 0, 1]));
        assert_eq!(mean.cell(1).get(), Some(Decimal::from(6)));
        assert_eq!(mean.cell(3).state, State::Missing);
    }
}
