//! 层次分析法 (AHP): weights from pairwise comparisons, and how well the comparisons agree with one another.
//!
//! T. L. Saaty, *The Analytic Hierarchy Process*, McGraw-Hill 1980. Matrices with blanks: P. T. Harker, "Incomplete
//! pairwise comparisons in the analytic hierarchy process", Mathematical Modelling 9 (1987), 837–848.

use super::apportion::normalized;
use crate::maths;
use crate::number::{self, Decimal};

/// Judgements of one expert, or of a group, on a set of siblings: how many times as important the one is as the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    size: usize,
    /// Row by row; none where nothing was said, and always on the diagonal.
    cells: Vec<Option<Decimal>>,
}

impl Matrix {
    /// A matrix without any judgement.
    pub fn new(size: usize) -> Matrix {
        Matrix { size, cells: vec![None; size * size] }
    }

    /// How many are compared.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Sets how many times as important the first is as the second, and the reciprocal.
    pub fn set(&mut self, first: usize, second: usize, judgement: Decimal) {
        let size = self.size;
        let mut put = |row: usize, column: usize, value: Option<Decimal>| {
            if let Some(cell) = self.cells.get_mut(row * size + column).filter(|_| row != column && column < size) {
                *cell = value;
            }
        };
        put(first, second, Some(judgement));
        put(second, first, Decimal::ONE.checked_div(judgement));
    }

    /// How many times as important the first is as the second.
    pub fn get(&self, first: usize, second: usize) -> Option<Decimal> {
        self.cells.get(first * self.size + second).copied().flatten()
    }

    /// The pairs above the diagonal.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let size = self.size;
        (0..size).flat_map(move |first| (first + 1..size).map(move |second| (first, second)))
    }

    /// The pairs on which nothing was said.
    pub fn missing(&self) -> Vec<(usize, usize)> {
        self.pairs().filter(|(first, second)| self.get(*first, *second).is_none()).collect()
    }

    /// Whether every two are compared, through others at least: else there are no weights.
    pub fn connected(&self) -> bool {
        let mut reached = vec![false; self.size];
        let mut rest = vec![0];
        while let Some(at) = rest.pop() {
            let Some(seen) = reached.get_mut(at).filter(|seen| !**seen) else { continue };
            *seen = true;
            rest.extend((0..self.size).filter(|to| self.get(at, *to).is_some()));
        }
        reached.iter().all(|reached| *reached)
    }

    /// Harker's matrix, whose principal eigenvector are the weights: what was not said is 0, and the diagonal is 1 and
    /// one more for each blank of the row. Without blanks it is the matrix itself.
    fn harker(&self) -> Vec<Vec<Decimal>> {
        let row = |at: usize| -> Vec<Decimal> {
            let blanks = (0..self.size).filter(|other| *other != at && self.get(at, *other).is_none()).count();
            let diagonal = Decimal::from(blanks + 1);
            (0..self.size).map(|to| if to == at { diagonal } else { self.get(at, to).unwrap_or_default() }).collect()
        };
        (0..self.size).map(row).collect()
    }
}

/// The judgement that is furthest from what the weights say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The pair.
    pub pair: (usize, usize),
    /// What was judged.
    pub judged: Decimal,
    /// The quotient of the weights.
    pub implied: Decimal,
}

/// Weights and how consistent the judgements are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priorities {
    /// Shares that add up to 1.
    pub weights: Vec<Decimal>,
    /// The principal eigenvalue λmax.
    pub lambda: Decimal,
    /// (λmax − n) ÷ (n − 1).
    pub index: Decimal,
    /// CI ÷ RI; 0 for two, which cannot contradict each other.
    pub ratio: Decimal,
    /// The judgement to look at again first.
    pub furthest: Option<Deviation>,
}

impl Priorities {
    /// Whether the judgements are consistent enough by Saaty's rule: CR of 0.1 at most.
    pub fn consistent(&self) -> bool {
        self.ratio <= Decimal::new(1, 1)
    }
}

/// Saaty's random index by the number compared, from 1: the mean CI of random matrices (1980, p. 21).
const RANDOM_INDEX: [i64; 15] = [0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151, 148, 156, 157, 159];
/// The greatest set whose consistency can be told.
pub const MOST: usize = RANDOM_INDEX.len();
/// Squarings of the matrix; so many make 2²⁰ steps of the power iteration.
const SQUARINGS: usize = 20;
/// Steps after them, which take out what squaring rounded off.
const STEPS: usize = 8;

/// The random index of a set with blanks: RI × (1 − 2m ÷ ((n − 1)(n − 2))), after K. C. Ágoston and L. Csató,
/// "Inconsistency thresholds for incomplete pairwise comparison matrices", Omega 108 (2022), 102576.
fn random_index(size: usize, missing: usize) -> Decimal {
    let whole = size.checked_sub(1).and_then(|at| RANDOM_INDEX.get(at)).copied().unwrap_or_default();
    let most = Decimal::from(size.saturating_sub(1) * size.saturating_sub(2));
    let blank = Decimal::from(2 * missing).checked_div(most).unwrap_or_default();
    Decimal::new(whole, 2) * (Decimal::ONE - blank)
}

/// The principal eigenvector by power iteration: the matrix is squared again and again, as Saaty does it. None where the
/// judgements do not connect all.
pub fn priorities(matrix: &Matrix) -> Option<Priorities> {
    let size = matrix.size;
    if size == 0 || !matrix.connected() {
        return None;
    }
    let harker = matrix.harker();
    let mut power = scaled(harker.clone())?;
    for _ in 0..SQUARINGS {
        power = scaled(squared(&power)?)?;
    }
    let mut vector = vec![Decimal::ONE; size];
    vector = unit(&times(&power, &vector)?)?;
    for _ in 0..STEPS {
        vector = unit(&times(&harker, &vector)?)?;
    }
    let lambda: Decimal = times(&harker, &vector)?.iter().sum();
    let lambda = number::guard(lambda, number::GUARD_DIGITS);
    let (n, missing) = (Decimal::from(size), matrix.missing().len());
    let index = (lambda - n).checked_div(n - Decimal::ONE).unwrap_or_default();
    let ratio = index.checked_div(random_index(size, missing)).unwrap_or_default();
    let guarded = |x: Decimal| number::guard(x, number::GUARD_DIGITS);
    Some(Priorities {
        furthest: furthest(matrix, &vector),
        weights: normalized(&vector),
        lambda,
        index: guarded(index),
        ratio: guarded(ratio),
    })
}

/// With the greatest cell made 1.
fn scaled(matrix: Vec<Vec<Decimal>>) -> Option<Vec<Vec<Decimal>>> {
    let most = matrix.iter().flatten().max().copied()?;
    matrix.into_iter().map(|row| row.into_iter().map(|cell| cell.checked_div(most)).collect()).collect()
}

fn squared(matrix: &[Vec<Decimal>]) -> Option<Vec<Vec<Decimal>>> {
    let column = |at: usize| -> Option<Vec<Decimal>> { matrix.iter().map(|row| row.get(at).copied()).collect() };
    let columns: Vec<Vec<Decimal>> = (0..matrix.len()).map(column).collect::<Option<_>>()?;
    matrix.iter().map(|row| columns.iter().map(|column| dot(row, column)).collect()).collect()
}

fn times(matrix: &[Vec<Decimal>], vector: &[Decimal]) -> Option<Vec<Decimal>> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

fn dot(a: &[Decimal], b: &[Decimal]) -> Option<Decimal> {
    a.iter().zip(b).try_fold(Decimal::ZERO, |sum, (a, b)| sum.checked_add(a.checked_mul(*b)?))
}

/// With the sum made 1.
fn unit(vector: &[Decimal]) -> Option<Vec<Decimal>> {
    let sum: Decimal = vector.iter().sum();
    vector.iter().map(|part| part.checked_div(sum)).collect()
}

/// The judgement whose quotient with that of the weights is furthest from 1; none where all agree.
fn furthest(matrix: &Matrix, weights: &[Decimal]) -> Option<Deviation> {
    let mut found: Option<(Decimal, Deviation)> = None;
    for (first, second) in matrix.pairs() {
        let implied = weights.get(first).zip(weights.get(second)).and_then(|(a, b)| a.checked_div(*b));
        let (Some(judged), Some(implied)) = (matrix.get(first, second), implied) else { continue };
        let quotient = judged.checked_div(implied).unwrap_or(Decimal::ONE);
        let size = number::guard(quotient.max(Decimal::ONE.checked_div(quotient).unwrap_or_default()), 9);
        if size > found.as_ref().map_or(Decimal::ONE, |(most, _)| *most) {
            let implied = number::guard(implied, number::GUARD_DIGITS);
            found = Some((size, Deviation { pair: (first, second), judged, implied }));
        }
    }
    found.map(|(_, deviation)| deviation)
}

/// The judgements of a group (AIJ): cell by cell the geometric mean of those who judged, which keeps reciprocals
/// (J. Aczél and T. L. Saaty, Journal of Mathematical Psychology 27 (1983), 93–102).
pub fn aggregated(matrices: &[Matrix]) -> Option<Matrix> {
    let mut group = Matrix::new(matrices.first()?.size);
    for (first, second) in group.pairs() {
        let said: Vec<Decimal> = matrices.iter().filter_map(|matrix| matrix.get(first, second)).collect();
        if let Some(mean) = geometric_mean(&said) {
            group.set(first, second, mean);
        }
    }
    Some(group)
}

/// The weights of a group from those of its members (AIP): their geometric mean, made to add up to 1 (E. Forman and
/// K. Peniwati, European Journal of Operational Research 108 (1998), 165–169).
pub fn joined(weights: &[&[Decimal]]) -> Option<Vec<Decimal>> {
    let size = weights.first()?.len();
    let mean = |at: usize| {
        let of: Option<Vec<Decimal>> = weights.iter().map(|weights| weights.get(at).copied()).collect();
        geometric_mean(&of?)
    };
    (0..size).map(mean).collect::<Option<Vec<Decimal>>>().map(|means| normalized(&means))
}

fn geometric_mean(of: &[Decimal]) -> Option<Decimal> {
    let [first, rest @ ..] = of else { return None };
    if rest.iter().all(|other| other == first) {
        // What all say is exact.
        return Some(*first);
    }
    let logarithms = of.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(maths::ln(*one).ok()?))?;
    maths::exp(logarithms.checked_div(Decimal::from(of.len()))?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::read_exact;

    /// A judgement as it is printed: `5`, `1/3`.
    fn d(text: &str) -> Decimal {
        match text.split_once('/') {
            Some((above, below)) => read_exact(above).unwrap() / read_exact(below).unwrap(),
            None => read_exact(text).unwrap(),
        }
    }

    /// The rows above the diagonal; `-` is blank.
    fn matrix(upper: &[&str]) -> Matrix {
        let mut matrix = Matrix::new(upper.len() + 1);
        for (first, row) in upper.iter().enumerate() {
            for (at, text) in row.split(' ').enumerate().filter(|(_, text)| *text != "-") {
                matrix.set(first, first + 1 + at, d(text));
            }
        }
        matrix
    }

    fn rounded(values: &[Decimal], digits: u32) -> String {
        values.iter().map(|value| number::fixed(*value, digits)).collect::<Vec<_>>().join(" ")
    }

    /// Saaty 1980, ch. 1: the wealth of seven nations (US, USSR, China, France, UK, Japan, West Germany).
    #[test]
    fn the_wealth_of_nations() {
        let found =
            priorities(&matrix(&["4 9 6 6 5 5", "7 5 5 3 4", "1/5 1/5 1/7 1/5", "1 1/3 1/3", "1/3 1/3", "2"])).unwrap();
        assert_eq!(rounded(&found.weights, 3), "0.427 0.230 0.021 0.052 0.052 0.123 0.094");
        assert_eq!(rounded(&[found.lambda, found.index, found.ratio], 2), "7.61 0.10 0.08");
        assert!(found.consistent());
    }

    /// T. L. Saaty, "Decision making with the analytic hierarchy process", International Journal of Services Sciences 1
    /// (2008), 83–98, table 2: which drink is drunk most (coffee, wine, tea, beer, sodas, milk, water).
    #[test]
    fn drinks() {
        let found = priorities(&matrix(&[
            "9 5 2 1 1 1/2",
            "1/3 1/9 1/9 1/9 1/9",
            "1/3 1/4 1/3 1/9",
            "1/2 1 1/3",
            "2 1/2",
            "1/3",
        ]))
        .unwrap();
        assert_eq!(rounded(&found.weights, 3), "0.177 0.019 0.042 0.116 0.190 0.129 0.327");
        assert_eq!(rounded(&[found.ratio], 3), "0.022");
    }

    /// Saaty 1980, ch. 2: six criteria of choosing a school, with the weights as printed; far from consistent.
    #[test]
    fn choosing_a_school() {
        let found = priorities(&matrix(&["4 3 1 3 4", "7 3 1/5 1", "1/5 1/5 1/6", "1 1/3", "3"])).unwrap();
        assert_eq!(rounded(&found.weights, 2), "0.32 0.14 0.03 0.13 0.24 0.14");
        assert!(!found.consistent());
        let furthest = found.furthest.unwrap();
        let said = [furthest.judged, furthest.implied].map(|value| number::fixed(value, 2));
        assert_eq!((furthest.pair, said), ((0, 2), ["3.00", "9.23"].map(str::to_owned)));
    }

    #[test]
    fn a_blank_is_what_the_others_say_of_it() {
        let found = priorities(&matrix(&["2 -", "3"])).unwrap();
        assert_eq!(rounded(&found.weights, 6), "0.600000 0.300000 0.100000");
        assert_eq!((found.lambda, found.ratio), (Decimal::from(3), Decimal::ZERO));
        assert_eq!(priorities(&matrix(&["2 - -", "- -", "3"])), None, "two pairs that are not connected");
        assert_eq!(priorities(&matrix(&["-"])), None);
    }

    #[test]
    fn two_cannot_contradict_each_other() {
        let found = priorities(&matrix(&["4"])).unwrap();
        assert_eq!((rounded(&found.weights, 3), found.ratio), ("0.800 0.200".to_owned(), Decimal::ZERO));
        assert_eq!(found.furthest, None);
    }

    #[test]
    fn a_group_is_the_geometric_mean() {
        let (one, other) = (matrix(&["4 8", "2"]), matrix(&["1 2", "-"]));
        let group = aggregated(&[one, other]).unwrap();
        assert_eq!(rounded(&[group.get(0, 1).unwrap(), group.get(0, 2).unwrap()], 9), "2.000000000 4.000000000");
        assert_eq!(group.get(1, 2), Some(Decimal::TWO), "of those who judged");
        let joined = joined(&[&[d("0.8"), d("0.2")], &[d("0.5"), d("0.5")]]).unwrap();
        // √0.4 : √0.1 is 2 : 1.
        assert_eq!(rounded(&joined, 6), "0.666667 0.333333");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_consistent_matrix_gives_its_weights(parts in prop::collection::vec(1u32..60, 2..=MOST), blanks in any::<u64>()) {
            let weights: Vec<Decimal> = parts.iter().map(|part| Decimal::from(*part)).collect();
            let mut matrix = Matrix::new(weights.len());
            for (at, (first, second)) in matrix.pairs().enumerate() {
                // Neighbours are always compared, so that all are connected.
                if second == first + 1 || blanks >> (at % 64) & 1 == 0 {
                    matrix.set(first, second, weights[first] / weights[second]);
                }
            }
            let found = priorities(&matrix).unwrap();
            let sum: Decimal = weights.iter().sum();
            for (found, weight) in found.weights.iter().zip(&weights) {
                prop_assert!((found - weight / sum).abs() <= Decimal::new(2, 9), "{found} {}", weight / sum);
            }
            prop_assert_eq!(found.ratio, Decimal::ZERO);
            prop_assert_eq!(found.lambda, Decimal::from(parts.len()));
            prop_assert_eq!(found.weights.iter().sum::<Decimal>(), Decimal::ONE);
        }

        #[test]
        fn no_judgements_are_too_much(size in 2usize..=MOST, seed in prop::collection::vec(0u32..17, 105)) {
            let mut matrix = Matrix::new(size);
            for ((first, second), of) in matrix.pairs().zip(seed) {
                let of = Decimal::from(of);
                let (eight, nine) = (Decimal::from(8), Decimal::from(9));
                matrix.set(first, second, if of > eight { Decimal::ONE / (of - Decimal::from(7)) } else { nine - of });
            }
            let found = priorities(&matrix).unwrap();
            prop_assert!(found.lambda >= Decimal::from(size) && found.weights.iter().all(|w| *w > Decimal::ZERO));
            prop_assert_eq!(found.weights.iter().sum::<Decimal>(), Decimal::ONE);
        }
    }
}
