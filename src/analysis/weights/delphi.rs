//! 德尔菲法 (Delphi): what experts say in rounds, how far apart they are, and whether they have come to rest.

use super::apportion::normalized;
use crate::maths;
use crate::number::{self, Decimal};

/// Experts agree on a node where standard deviation ÷ mean is this at most (变异系数 0.25).
const AGREED: Decimal = Decimal::from_parts(25, 0, 0, false, 2);
/// A median has come to rest where it moved by this share of itself at most.
const RESTED: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// What experts say of one node, in shares of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The arithmetic mean.
    pub mean: Decimal,
    /// The middle one, or the mean of both middle ones.
    pub median: Decimal,
    /// The first quartile, linear between neighbours as a spreadsheet's QUARTILE.
    pub lower: Decimal,
    /// The third quartile.
    pub upper: Decimal,
    /// The standard deviation as of a sample (n − 1); none of one expert.
    pub deviation: Option<Decimal>,
    /// Standard deviation ÷ mean; none where either is.
    pub variation: Option<Decimal>,
}

/// Kendall's coefficient of concordance, with the correction for ties (M. G. Kendall, *Rank Correlation Methods*, 1948).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    /// W, from 0 (no agreement on the order) to 1.
    pub w: Decimal,
    /// m (n − 1) W, which is about χ² of n − 1 degrees of freedom for more than seven nodes.
    pub chi_square: Decimal,
    /// n − 1.
    pub freedom: usize,
}

/// One round on one set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The experts' shares, each adding up to 1.
    pub shares: Vec<Vec<Decimal>>,
    /// Node by node.
    pub spreads: Vec<Spread>,
    /// How far experts agree on the order; none of one expert, or where everybody gives all the same.
    pub concordance: Option<Concordance>,
}

/// Every round on one set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delphi {
    /// The rounds in order; one at least.
    pub rounds: Vec<Round>,
    /// Whether each coefficient of variation of the last round is 0.25 at most; none of one expert.
    pub agreed: Option<bool>,
    /// Whether no median moved by more than a tenth since the round before; none of one round.
    pub rested: Option<bool>,
}

impl Delphi {
    /// The rounds on a set, of each the numbers of every expert; none where nobody gave any.
    pub fn of(rounds: &[Vec<Vec<Decimal>>]) -> Option<Delphi> {
        let rounds: Vec<Round> = rounds.iter().filter_map(|numbers| Round::of(numbers)).collect();
        let last = rounds.last()?;
        let variations: Option<Vec<Decimal>> = last.spreads.iter().map(|spread| spread.variation).collect();
        let agreed = variations.map(|all| all.iter().all(|variation| *variation <= AGREED));
        let before = rounds.len().checked_sub(2).and_then(|at| rounds.get(at));
        let rested = before.map(|before| before.spreads.iter().zip(&last.spreads).all(|(was, is)| rests(was, is)));
        Some(Delphi { rounds, agreed, rested })
    }

    /// The shares that the last round comes to: the means, which add up to 1.
    pub fn shares(&self) -> Vec<Decimal> {
        let last = self.rounds.last().map(|round| round.spreads.as_slice()).unwrap_or_default();
        normalized(&last.iter().map(|spread| spread.mean).collect::<Vec<_>>())
    }
}

fn rests(was: &Spread, is: &Spread) -> bool {
    (is.median - was.median).abs() <= was.median.checked_mul(RESTED).unwrap_or_default()
}

impl Round {
    /// What experts say: the numbers of each on every node of the set, on whatever scale; those of whom nothing adds up to
    /// more than 0 say nothing.
    pub fn of(numbers: &[Vec<Decimal>]) -> Option<Round> {
        let says = |numbers: &&Vec<Decimal>| numbers.iter().sum::<Decimal>() > Decimal::ZERO;
        let shares: Vec<Vec<Decimal>> = numbers.iter().filter(says).map(|numbers| normalized(numbers)).collect();
        let nodes = shares.first()?.len();
        let of = |node: usize| shares.iter().filter_map(|shares| shares.get(node).copied()).collect::<Vec<_>>();
        let spreads: Vec<Spread> = (0..nodes).map(|node| spread(of(node))).collect::<Option<_>>()?;
        Some(Round { concordance: concordance(&shares), spreads, shares })
    }
}

fn spread(mut values: Vec<Decimal>) -> Option<Spread> {
    values.sort();
    let guarded = |x: Decimal| number::guard(x, number::GUARD_DIGITS);
    let count = Decimal::from(values.len());
    let mean = values.iter().sum::<Decimal>().checked_div(count)?;
    let squares: Decimal = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let variance = if values.len() > 1 { squares.checked_div(count - Decimal::ONE) } else { None };
    let deviation = variance.and_then(|variance| maths::sqrt(variance).ok()).map(guarded);
    Some(Spread {
        median: quantile(&values, Decimal::new(5, 1))?,
        lower: quantile(&values, Decimal::new(25, 2))?,
        upper: quantile(&values, Decimal::new(75, 2))?,
        variation: deviation.and_then(|deviation| deviation.checked_div(mean)).map(guarded),
        deviation,
        mean: guarded(mean),
    })
}

/// The value below which this share of sorted values lies, linear between neighbours.
fn quantile(sorted: &[Decimal], share: Decimal) -> Option<Decimal> {
    let place = Decimal::from(sorted.len().checked_sub(1)?) * share;
    let at = usize::try_from(place.floor()).ok()?;
    let (below, above) = (sorted.get(at)?, sorted.get(at + 1).or(sorted.last())?);
    Some(number::guard(below + (above - below) * place.fract(), number::GUARD_DIGITS))
}

/// W = 12 S ÷ (m² (n³ − n) − m ΣT), where S is the sum of squares of the nodes' sums of ranks about their mean, and each
/// run of t equal ranks of an expert adds t³ − t to ΣT.
fn concordance(shares: &[Vec<Decimal>]) -> Option<Concordance> {
    let (experts, nodes) = (shares.len(), shares.first()?.len());
    if experts < 2 || nodes < 2 {
        return None;
    }
    let ranks: Vec<Vec<Decimal>> = shares.iter().map(|shares| ranks(shares)).collect();
    let sums: Vec<Decimal> =
        (0..nodes).map(|node| ranks.iter().filter_map(|ranks| ranks.get(node)).sum::<Decimal>()).collect();
    let (m, n) = (Decimal::from(experts), Decimal::from(nodes));
    let mean = m * (n + Decimal::ONE) / Decimal::TWO;
    let squares: Decimal = sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum();
    let ties: Decimal = shares.iter().map(|shares| ties(shares)).sum();
    let most = m * m * (n * n * n - n) - m * ties;
    let w = number::guard((Decimal::from(12) * squares).checked_div(most)?, number::GUARD_DIGITS);
    let chi_square = number::guard(m * (n - Decimal::ONE) * w, number::GUARD_DIGITS);
    Some(Concordance { w, chi_square, freedom: nodes - 1 })
}

/// Ranks from 1 for the greatest; equal ones share the mean of their places.
fn ranks(values: &[Decimal]) -> Vec<Decimal> {
    let rank = |value: &Decimal| {
        let greater = values.iter().filter(|other| *other > value).count();
        let equal = values.iter().filter(|other| *other == value).count();
        Decimal::from(2 * greater + equal + 1) / Decimal::TWO
    };
    values.iter().map(rank).collect()
}

fn ties(values: &[Decimal]) -> Decimal {
    // Each of t equal values adds t² − 1, so that the run adds t³ − t.
    let equal = |value: &Decimal| Decimal::from(values.iter().filter(|other| *other == value).count());
    values.iter().map(|value| equal(value) * equal(value) - Decimal::ONE).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::read_exact;

    fn d(text: &str) -> Decimal {
        read_exact(text).unwrap()
    }

    fn numbers(rows: &[&[i64]]) -> Vec<Vec<Decimal>> {
        rows.iter().map(|row| row.iter().map(|value| Decimal::from(*value)).collect()).collect()
    }

    #[test]
    fn what_three_experts_say_of_two_nodes() {
        let round = Round::of(&numbers(&[&[60, 40], &[50, 50], &[3, 1]])).unwrap();
        // Shares of the first: 0.5, 0.6, 0.75; mean 0.61666…, deviations −0.11667, −0.01667, 0.13333; squares 0.031667;
        // halved 0.0158333; root 0.1258306.
        let first = &round.spreads[0];
        assert_eq!((first.median, first.lower, first.upper), (d("0.6"), d("0.55"), d("0.675")));
        assert_eq!((first.mean, first.deviation), (d("0.616666667"), Some(d("0.125830574"))));
        assert_eq!(first.variation, Some(d("0.204049579")));
    }

    #[test]
    fn concordance_by_hand() {
        // Three experts order four: 1234, 1243, 2134. Sums of ranks 4, 5, 10, 11; mean 7.5;
        // S = 12.25 + 6.25 + 6.25 + 12.25 = 37; W = 12 × 37 ÷ (9 × 60) = 0.8222…; χ² = 3 × 3 × W = 7.4.
        let round = Round::of(&numbers(&[&[40, 30, 20, 10], &[40, 30, 10, 20], &[30, 40, 20, 10]])).unwrap();
        let found = round.concordance.unwrap();
        assert_eq!((found.w, found.chi_square, found.freedom), (d("0.822222222"), d("7.399999998"), 3));
        // With ties: ranks 1.5 1.5 3 and 1 2.5 2.5; sums 2.5, 4, 5.5; S = 2.25 + 0 + 2.25 = 4.5; ΣT = 6 + 6;
        // W = 54 ÷ (4 × 24 − 2 × 12) = 0.75.
        let round = Round::of(&numbers(&[&[40, 40, 20], &[60, 20, 20]])).unwrap();
        assert_eq!(round.concordance.unwrap().w, d("0.75"));
        let same = Round::of(&numbers(&[&[5, 3, 2], &[6, 3, 1]])).unwrap();
        assert_eq!(same.concordance.unwrap().w, Decimal::ONE);
        assert_eq!(Round::of(&numbers(&[&[1, 1], &[1, 1]])).unwrap().concordance, None, "nobody orders anything");
        assert_eq!(Round::of(&numbers(&[&[2, 1]])).unwrap().concordance, None, "one expert agrees with nobody");
    }

    #[test]
    fn rounds_come_to_rest_when_medians_stay_and_experts_agree() {
        let first = numbers(&[&[80, 20], &[40, 60], &[50, 50]]);
        let second = numbers(&[&[55, 45], &[50, 50], &[50, 50]]);
        let delphi = Delphi::of(&[first.clone(), second]).unwrap();
        assert_eq!((delphi.agreed, delphi.rested), (Some(true), Some(true)));
        let apart = Delphi::of(&[first]).unwrap();
        assert_eq!((apart.agreed, apart.rested), (Some(false), None));
        assert_eq!(delphi.shares().iter().sum::<Decimal>(), Decimal::ONE);
        assert_eq!(Delphi::of(&[numbers(&[&[0, 0]])]), None);
    }
}
