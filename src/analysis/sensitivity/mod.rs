//! How firm places and grades are (稳健性分析): weights shaken, one item left out at a time, lines between grades moved,
//! missing values at worst and best, other roundings.
//!
//! After the handbook of OECD and JRC on composite indicators (2008, step 7): what was chosen is varied, and the result is
//! the spread of places. Whatever is a statement about the published result itself (lines, missing values, rounding) is
//! computed in exact decimals; draws of weights are counted in doubles over the same graph, and give shares of draws.

mod influence;
mod lines;
mod open;
mod random;
mod rounding;
mod weights;
mod without;

pub use influence::{Index, Influence, sobol};
pub use lines::{Crossing, LineMoved};
pub use open::OpenPlaces;
pub use random::Random;
pub use rounding::{Alternative, Rounded};
pub use weights::{Shaking, Spread, UnitSpread};
pub use without::Without;

use crate::number::Decimal;
use crate::scoring::{Assessment, Factor, Shaken};

/// How weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Each weight is multiplied by a number between 1 − spread and 1 + spread, all equally likely.
    Uniform(Decimal),
    /// Any weights that add up, all equally likely (flat Dirichlet): what if nothing were known of them?
    Free,
}

/// What is to be studied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// Draws of weights.
    pub draws: usize,
    /// How they are drawn.
    pub distribution: Distribution,
    /// Where the random numbers begin: the same seed gives the same draws.
    pub seed: u64,
    /// Base sample of the influence of each weight; as many draws as there are weights and two, times this.
    pub sample: usize,
    /// How far lines between grades are moved, in points.
    pub lines: Vec<Decimal>,
}

/// How firm an assessment is.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// What was studied.
    pub study: Study,
    /// What was shaken, in the order of the rubric.
    pub factors: Vec<Factor>,
    /// Places and grades under shaken weights; none where there is nothing to shake.
    pub weights: Option<Spread>,
    /// What moves places most, by weight; none where too little varies.
    pub influence: Option<Influence>,
    /// What if one item did not count.
    pub without: Vec<Without>,
    /// What if a line between grades lay elsewhere.
    pub lines: Vec<LineMoved>,
    /// Where places may lie until everything has arrived.
    pub open: Vec<OpenPlaces>,
    /// What if results were rounded otherwise.
    pub rounded: Vec<Rounded>,
}

/// Draws that a study makes, for a bar of progress.
pub fn draws(assessment: &Assessment, study: &Study) -> usize {
    let factors = Shaken::of(assessment).factors().len();
    if factors == 0 { 0 } else { study.draws + study.sample * (factors + 2) + factors }
}

/// Studies an assessment; `done` is called with the draws that were made.
pub fn of(assessment: &Assessment, study: Study, done: impl Fn(usize) + Sync) -> Sensitivity {
    let shaken = Shaken::of(assessment);
    let something = !shaken.factors().is_empty() && assessment.units() > 0;
    let shaking = Shaking { assessment, shaken: &shaken, study: &study };
    let weights = something.then(|| weights::of(&shaking, &done));
    let influence = if something { influence::of(&shaking, &done) } else { None };
    let without = if something { without::of(&shaking, &done) } else { Vec::new() };
    let lines = lines::of(assessment, &study.lines);
    let open = open::of(assessment);
    let rounded = rounding::of(assessment);
    Sensitivity { factors: shaken.factors().to_vec(), weights, influence, without, lines, open, rounded, study }
}
