//! Where weights come from: what experts judge and what past data tell, set by set beside what is in force.

pub mod ahp;
mod apportion;
mod critic;
mod data;
mod delphi;
mod entropy;
mod follows;
mod redraw;

use ahp::{Matrix, Priorities};
pub use apportion::apportion;
use apportion::normalized;
pub use critic::{Critic, critic};
pub use data::Rates;
pub use delphi::{Concordance, Delphi, Round, Spread};
pub use entropy::{Entropy, entropy};
pub use follows::{Follows, follows};
pub use redraw::{Changed, Held, Redraw, Redrawn};

use crate::diagnostic::Diagnostic;
use crate::number::{self, Decimal};
use crate::program::{Measure, Numbers, Program, Siblings};
use crate::submission::weights::{Comparison, Opinion, judgement, set_name};
use crate::words::weights::WeightProblem;

/// Where a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// 层次分析法
    Ahp,
    /// 德尔菲法
    Delphi,
    /// 熵权法
    Entropy,
    /// CRITIC
    Critic,
    /// The arithmetic mean of the others.
    Mean,
}

impl Method {
    /// All of them, in the order in which they are told.
    pub const ALL: [Method; 5] = [Method::Ahp, Method::Delphi, Method::Entropy, Method::Critic, Method::Mean];

    /// Its name on the command line and in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Method::Ahp => "ahp",
            Method::Delphi => "delphi",
            Method::Entropy => "entropy",
            Method::Critic => "critic",
            Method::Mean => "mean",
        }
    }
}

/// One expert's comparisons of a set, with what comes of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Who judged.
    pub expert: String,
    /// The judgements.
    pub matrix: Matrix,
    /// The weights.
    pub priorities: Priorities,
    /// Whether the judgements count in the group's.
    pub counts: bool,
}

/// Comparisons of all experts on a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// The experts in the order in which their files were given.
    pub judges: Vec<Judge>,
    /// Of the geometric means of their judgements (AIJ): what is proposed.
    pub group: Priorities,
    /// The geometric means of their weights (AIP), to be held against it.
    pub joined: Vec<Decimal>,
}

/// What a method proposes for a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The method.
    pub method: Method,
    /// Shares that add up to 1.
    pub shares: Vec<Decimal>,
    /// The points (or weights) they make of the sum in force; none where that cannot be told.
    pub values: Option<Vec<Decimal>>,
}

/// A set with everything that was found out about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// The set.
    pub set: Siblings,
    /// What is in force, in general; none where an expression decides.
    pub now: Vec<Option<Decimal>>,
    /// Whether each is one number for every unit.
    pub settled: Vec<bool>,
    /// Their sum.
    pub sum: Option<Decimal>,
    /// Comparisons in pairs.
    pub ahp: Option<Panel>,
    /// Rounds of numbers.
    pub delphi: Option<Delphi>,
    /// Entropy of past rates.
    pub entropy: Option<Entropy>,
    /// CRITIC of past rates.
    pub critic: Option<Critic>,
    /// What is proposed.
    pub proposals: Vec<Proposal>,
}

impl Study {
    /// What a method proposes.
    pub fn of(&self, method: Method) -> Option<&Proposal> {
        self.proposals.iter().find(|proposal| proposal.method == method)
    }

    /// The shares in force.
    pub fn shares(&self) -> Option<Vec<Decimal>> {
        let now: Option<Vec<Decimal>> = self.now.iter().copied().collect();
        now.filter(|_| self.sum.is_some_and(|sum| sum > Decimal::ZERO)).map(|now| normalized(&now))
    }
}

/// What weights are to be found from.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// Comparisons in pairs, a set of an expert each.
    pub comparisons: Vec<Comparison>,
    /// Whether only consistent comparisons count, where there are any.
    pub consistent_only: bool,
    /// Numbers by experts, round by round.
    pub rounds: Vec<Vec<Opinion>>,
    /// What units earned.
    pub rates: Rates,
    /// The step of proposed points; the decimals in force unless given.
    pub step: Option<Decimal>,
}

/// Every set, with what each method makes of it.
pub fn studies(program: &Program, sets: &[Siblings], basis: &Basis) -> Vec<Study> {
    let numbers = program.numbers();
    sets.iter().map(|set| study(&numbers, set, basis)).collect()
}

fn study(numbers: &Numbers<'_>, set: &Siblings, basis: &Basis) -> Study {
    let now: Vec<Option<Decimal>> = set.nodes.iter().map(|id| numbers.general(*id, set.measure)).collect();
    let sum = numbers.sum(set);
    let columns = basis.rates.columns(&set.nodes);
    let mut study = Study {
        settled: set.nodes.iter().map(|id| numbers.settled(*id, set.measure).is_some()).collect(),
        ahp: panel(set, basis),
        delphi: delphi(set, basis),
        entropy: entropy(&columns),
        critic: critic(&columns),
        proposals: Vec::new(),
        set: set.clone(),
        now,
        sum,
    };
    let found = [
        (Method::Ahp, study.ahp.as_ref().map(|panel| panel.group.weights.clone())),
        (Method::Delphi, study.delphi.as_ref().map(Delphi::shares)),
        (Method::Entropy, study.entropy.as_ref().map(|entropy| entropy.shares.clone())),
        (Method::Critic, study.critic.as_ref().map(|critic| critic.shares.clone())),
    ];
    let mut found: Vec<(Method, Vec<Decimal>)> =
        found.into_iter().filter_map(|(method, shares)| Some((method, shares?))).collect();
    if found.len() > 1 {
        let sums = (0..set.nodes.len()).map(|at| found.iter().filter_map(|(_, shares)| shares.get(at)).sum());
        found.push((Method::Mean, normalized(&sums.collect::<Vec<Decimal>>())));
    }
    let values = |shares: &[Decimal]| values(&study, shares, basis.step);
    study.proposals =
        found.into_iter().map(|(method, shares)| Proposal { method, values: values(&shares), shares }).collect();
    study
}

/// What shares make of the sum in force.
fn values(study: &Study, shares: &[Decimal], step: Option<Decimal>) -> Option<Vec<Decimal>> {
    let now: Vec<Decimal> = study.now.iter().copied().collect::<Option<_>>()?;
    let step = step.filter(|_| study.set.measure == Measure::Points);
    let step = step.unwrap_or_else(|| redraw::decimals(&now));
    Some(apportion(study.sum?, shares, &vec![Decimal::ZERO; now.len()], step))
}

fn panel(set: &Siblings, basis: &Basis) -> Option<Panel> {
    let of_set = basis.comparisons.iter().filter(|comparison| comparison.set == *set);
    let mut judges: Vec<Judge> = of_set
        .filter_map(|comparison| {
            let matrix = matrix(comparison);
            let priorities = ahp::priorities(&matrix)?;
            Some(Judge { expert: comparison.expert.clone(), matrix, priorities, counts: true })
        })
        .collect();
    let consistent = judges.iter().any(|judge| judge.priorities.consistent());
    for judge in &mut judges {
        judge.counts = judge.priorities.consistent() || !consistent || !basis.consistent_only;
    }
    let counting = || judges.iter().filter(|judge| judge.counts);
    let matrices: Vec<Matrix> = counting().map(|judge| judge.matrix.clone()).collect();
    let weights: Vec<&[Decimal]> = counting().map(|judge| judge.priorities.weights.as_slice()).collect();
    let group = ahp::priorities(&ahp::aggregated(&matrices)?)?;
    Some(Panel { joined: ahp::joined(&weights)?, group, judges })
}

/// The matrix of an expert's comparisons.
pub fn matrix(comparison: &Comparison) -> Matrix {
    let mut matrix = Matrix::new(comparison.set.nodes.len());
    for judgement in &comparison.judgements {
        let (first, second) = judgement.pair;
        matrix.set(first, second, judgement.value);
    }
    matrix
}

fn delphi(set: &Siblings, basis: &Basis) -> Option<Delphi> {
    let numbers = |round: &Vec<Opinion>| -> Vec<Vec<Decimal>> {
        let of_set = round.iter().filter(|opinion| opinion.set == *set);
        of_set.map(|opinion| opinion.numbers.clone()).collect()
    };
    Delphi::of(&basis.rounds.iter().map(numbers).collect::<Vec<_>>())
}

/// What is to be told of judgements that are not consistent enough: the one furthest off, which is the first to be looked at
/// again.
pub fn inconsistent(program: &Program, comparisons: &[Comparison]) -> Vec<Diagnostic> {
    let tell = |comparison: &Comparison| {
        let found = ahp::priorities(&matrix(comparison)).filter(|found| !found.consistent())?;
        let furthest = found.furthest?;
        let node = |at: usize| comparison.set.nodes.get(at).map(|id| program.node(*id));
        let named = |at: usize| node(at).map(|node| format!("{} {}", node.id, node.title)).unwrap_or_default();
        let problem = WeightProblem::Inconsistent {
            expert: comparison.expert.clone(),
            set: set_name(program, &comparison.set, program.heading.language),
            ratio: number::fixed(found.ratio, 3),
            first: named(furthest.pair.0),
            second: named(furthest.pair.1),
            judged: judgement(furthest.judged),
            implied: number::fixed(furthest.implied, 2),
        };
        Some(Diagnostic::new(problem, comparison.place.clone()))
    };
    comparisons.iter().filter_map(tell).collect()
}
