//! 考评组一致性: whether review groups score alike, and whose given points lie far from what the data suggests.
//!
//! What is found is asked, never judged: groups see different units, and a difference may be one of the units.

pub mod permutation;

use rayon::prelude::*;

use crate::analysis::benchmark::Basis;
use crate::analysis::statistics::{Joint, LEAST, Sums, billionths, median};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{NodeId, Part};
use crate::submission::ReviewGroups;
use permutation::{Test, holm, test};

/// Units without which no line is fitted.
pub const ENOUGH: usize = 10;
/// Below this share, corrected, a difference is asked about: one in twenty.
pub const LEVEL: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// The median of the distances from the median, times this, is the standard deviation of normal numbers.
const ROBUST: Decimal = Decimal::from_parts(14_826, 0, 0, false, 4);
/// A unit further from the line than so many deviations is asked about.
pub const FAR: Decimal = Decimal::TWO;

/// What a group did on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The group, as a position in [`ReviewGroups::names`].
    pub group: usize,
    /// Units it scored.
    pub count: usize,
    /// Their mean rate.
    pub mean: Option<Decimal>,
    /// The standard deviation of their rates, as of a population.
    pub deviation: Option<Decimal>,
    /// The least and the greatest rate.
    pub ends: Option<(Decimal, Decimal)>,
    /// The mean less that of the other groups' units.
    pub apart: Option<Decimal>,
    /// The test of this difference; none where one side has fewer than [`LEAST`] units.
    pub test: Option<Test>,
    /// Its share, corrected over all tests that were made beside it.
    pub corrected: Option<Decimal>,
}

impl Given {
    /// Whether it is asked about.
    pub fn is_asked(&self) -> bool {
        self.corrected.is_some_and(|share| share < LEVEL)
    }
}

/// An item, or all items together, as the groups scored it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// The leaf; none for all of them.
    pub node: Option<NodeId>,
    /// Each group that scored anybody, in the order of their names.
    pub groups: Vec<Given>,
}

/// A unit beside the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// Its review group, where one scored all of it.
    pub group: Option<usize>,
    /// Its rate on what comes from data.
    pub data: Decimal,
    /// Its rate on what people gave.
    pub given: Decimal,
    /// What the line says of it.
    pub expected: Decimal,
    /// How far it is from the line.
    pub residual: Decimal,
}

/// The line of least squares of given rates over rates of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its height at 0.
    pub intercept: Decimal,
    /// Its slope.
    pub slope: Decimal,
    /// The robust standard deviation of the residuals.
    pub deviation: Decimal,
    /// Every unit that has both.
    pub points: Vec<Point>,
}

impl Line {
    /// The units that lie far from it, the farthest first; none where most lie on the line.
    pub fn far(&self) -> Vec<&Point> {
        let limit = self.deviation.checked_mul(FAR).filter(|limit| !limit.is_zero());
        let far = |point: &&Point| limit.is_some_and(|limit| point.residual.abs() > limit);
        let mut found: Vec<&Point> = self.points.iter().filter(far).collect();
        found.sort_by_key(|point| (std::cmp::Reverse(point.residual.abs()), point.unit));
        found
    }
}

/// How review groups scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consistency {
    /// The leaves that are compared.
    pub leaves: Vec<NodeId>,
    /// Each of them.
    pub items: Vec<Scored>,
    /// All of them together, over units that one group scored throughout.
    pub overall: Scored,
    /// Units that several groups scored.
    pub shared: usize,
    /// The line; none where fewer than [`ENOUGH`] units have both, or data does not vary.
    pub line: Option<Line>,
    /// What is left of the given rates beside the line, by group.
    pub residual: Option<Scored>,
}

/// Compares the groups on these leaves; `seed` decides what is drawn.
pub fn of(basis: &Basis<'_>, groups: &ReviewGroups, leaves: &[NodeId], seed: u64) -> Consistency {
    let assessment = basis.assessment;
    let units = || 0..assessment.units();
    let mut items: Vec<Scored> = leaves
        .par_iter()
        .enumerate()
        .map(|(position, leaf)| {
            let stream = u64::try_from(position + 1).unwrap_or_default();
            let rate = |unit| Some((groups.of(&assessment.program, *leaf, unit)?, basis.leaf_rate(*leaf, unit)?));
            scored(Some(*leaf), groups, &units().filter_map(rate).collect::<Vec<_>>(), (seed, stream))
        })
        .collect();
    correct(&mut items);
    let alone: Vec<Option<usize>> = units().map(|unit| only_group(basis, groups, leaves, unit)).collect();
    let group = |unit: usize| alone.get(unit).copied().flatten();
    let has_any = |unit: &usize| leaves.iter().any(|leaf| groups.of(&assessment.program, *leaf, *unit).is_some());
    let rates: Vec<(usize, Decimal)> =
        units().filter_map(|unit| Some((group(unit)?, share(basis, leaves, unit)?))).collect();
    let mut overall = vec![scored(None, groups, &rates, (seed, 0))];
    correct(&mut overall);
    let line = line(basis, leaves, group);
    let residual = line.as_ref().map(|line| {
        let left: Vec<(usize, Decimal)> =
            line.points.iter().filter_map(|point| Some((point.group?, point.residual))).collect();
        let mut residual = vec![scored(None, groups, &left, (seed, u64::MAX))];
        correct(&mut residual);
        residual
    });
    Consistency {
        leaves: leaves.to_vec(),
        items,
        overall: overall.remove(0),
        shared: units().filter(|unit| group(*unit).is_none() && has_any(unit)).count(),
        residual: residual.and_then(|mut residual| residual.pop()),
        line,
    }
}

/// The leaves that people score.
pub fn given_leaves(basis: &Basis<'_>) -> Vec<NodeId> {
    let leaves = basis.assessment.program.leaves();
    leaves.filter(|(_, _, leaf)| leaf.given.is_some()).map(|(id, ..)| id).collect()
}

/// The group that scored all of these leaves of a unit.
fn only_group(basis: &Basis<'_>, groups: &ReviewGroups, leaves: &[NodeId], unit: usize) -> Option<usize> {
    let has = leaves.iter().filter(|leaf| basis.has(**leaf, unit));
    let mut of = has.map(|leaf| groups.of(&basis.assessment.program, *leaf, unit));
    let first = of.next()??;
    of.all(|group| group == Some(first)).then_some(first)
}

/// The share of full points a unit earned on those of these leaves that it has.
fn share(basis: &Basis<'_>, leaves: &[NodeId], unit: usize) -> Option<Decimal> {
    let has = || leaves.iter().filter(|leaf| basis.has(**leaf, unit));
    let sum =
        |of: &dyn Fn(NodeId) -> Option<Decimal>| has().try_fold(Decimal::ZERO, |sum, leaf| sum.checked_add(of(*leaf)?));
    let points = sum(&|leaf| basis.assessment.points(leaf, unit).get())?;
    let full = sum(&|leaf| basis.assessment.open(leaf, unit).get())?;
    Some(number::guard(points.checked_div(full)?, GUARD_DIGITS))
}

/// Statistics and tests of rates by group.
fn scored(
    node: Option<NodeId>,
    names: &ReviewGroups,
    rates: &[(usize, Decimal)],
    (seed, stream): (u64, u64),
) -> Scored {
    let groups: Vec<usize> = (0..names.names.len()).filter(|group| rates.iter().any(|(of, _)| of == group)).collect();
    let one = |group: &usize| {
        let side = |inside: bool| -> Vec<Decimal> {
            rates.iter().filter(|(of, _)| (of == group) == inside).map(|(_, rate)| *rate).collect()
        };
        let sums = |rates: &[Decimal]| {
            let numbers: Option<Vec<i128>> = rates.iter().map(|rate| billionths(*rate)).collect();
            numbers.and_then(Sums::of)
        };
        let (own, others) = (side(true), side(false));
        let (own_sums, other_sums) = (sums(&own), sums(&others));
        let mean = |sums: Option<Sums>| sums.and_then(|sums| sums.mean());
        let apart = mean(own_sums).zip(mean(other_sums)).and_then(|(own, others)| own.checked_sub(others));
        let dealt = || -> Option<Vec<(i128, bool)>> {
            rates.iter().map(|(of, rate)| Some((billionths(*rate)?, of == group))).collect()
        };
        let enough = own.len() >= LEAST && others.len() >= LEAST;
        // A stream for each group of each item: what is drawn for one depends on no other.
        let stream = stream.wrapping_mul(1 << 20).wrapping_add(u64::try_from(*group).unwrap_or_default());
        Given {
            group: *group,
            count: own.len(),
            mean: mean(own_sums),
            deviation: own_sums.and_then(|sums| sums.deviation()),
            ends: own.iter().min().copied().zip(own.iter().max().copied()),
            apart,
            test: if enough { dealt().and_then(|values| test(&values, seed, stream)) } else { None },
            corrected: None,
        }
    };
    let mut found: Vec<Given> = groups.par_iter().map(one).collect();
    if let [first, second] = found.as_mut_slice() {
        // Of two groups there is one difference, and one test of it.
        second.test = first.test;
    }
    Scored { node, groups: found }
}

/// Corrects the shares of all tests of these; of two groups the one test counts once.
fn correct(items: &mut [Scored]) {
    let once = |scored: &Scored| if scored.groups.len() == 2 { 1 } else { scored.groups.len() };
    let shares: Vec<Decimal> = items
        .iter()
        .flat_map(|item| item.groups.iter().take(once(item)).filter_map(|given| given.test).map(|test| test.p()))
        .collect();
    let mut corrected = holm(&shares).into_iter();
    for item in items {
        let tested = once(item);
        for given in item.groups.iter_mut().take(tested) {
            given.corrected = given.test.and_then(|_| corrected.next());
        }
        if let [first, second] = item.groups.as_mut_slice() {
            second.corrected = first.corrected;
        }
    }
}

fn line(basis: &Basis<'_>, leaves: &[NodeId], group: impl Fn(usize) -> Option<usize>) -> Option<Line> {
    let program = &basis.assessment.program;
    let from_data: Vec<NodeId> = program
        .leaves()
        .filter(|(id, node, leaf)| node.part == Part::Ordinary && leaf.given.is_none() && !leaves.contains(id))
        .map(|(id, ..)| id)
        .collect();
    let units = 0..basis.assessment.units();
    let both: Vec<(usize, Decimal, Decimal)> =
        units.filter_map(|unit| Some((unit, share(basis, &from_data, unit)?, share(basis, leaves, unit)?))).collect();
    if both.len() < ENOUGH {
        return None;
    }
    let numbers = both.iter().map(|(_, data, given)| billionths(*data).zip(billionths(*given)));
    let (intercept, slope) = Joint::of(numbers.collect::<Option<Vec<_>>>()?)?.line()?;
    let point = |(unit, data, given): &(usize, Decimal, Decimal)| {
        let expected = number::guard(intercept.checked_add(slope.checked_mul(*data)?)?, GUARD_DIGITS);
        let (group, residual) = (group(*unit), given.checked_sub(expected)?);
        Some(Point { unit: *unit, group, data: *data, given: *given, expected, residual })
    };
    let points: Vec<Point> = both.iter().map(point).collect::<Option<_>>()?;
    let residuals: Vec<Decimal> = points.iter().map(|point| point.residual).collect();
    let middle = median(&residuals)?;
    let distances: Vec<Decimal> =
        residuals.iter().map(|residual| residual.checked_sub(middle).map(|it| it.abs())).collect::<Option<_>>()?;
    let deviation = number::guard(median(&distances)?.checked_mul(ROBUST)?, GUARD_DIGITS);
    Some(Line { intercept, slope, deviation, points })
}
