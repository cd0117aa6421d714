//! Random numbers of a study: the same seed and the same draw give the same numbers, whatever the threads.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::Distribution;
use crate::number;

/// The random numbers of one draw.
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// Those of a draw: each has a stream of its own.
    pub fn of(seed: u64, draw: u64) -> Random {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(draw);
        Random(generator)
    }

    /// A number from 0 on and below 1, with the 53 bits of a double.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are exact in a double")]
    pub fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `end`, which is small.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small number")]
    pub fn below(&mut self, end: usize) -> usize {
        use crate::scoring::Number;
        ((self.share() * f64::count(end)) as usize).min(end.saturating_sub(1))
    }
}

/// What a weight is multiplied by, from a number from 0 on and below 1. `share` is its part of all weights.
pub(super) fn multiplier(distribution: Distribution, random: f64, share: f64) -> f64 {
    match distribution {
        Distribution::Uniform(spread) => 1.0 + number::to_double(spread) * (2.0 * random - 1.0),
        // Exponential numbers, brought to one sum, are spread evenly over all weights that add up.
        Distribution::Free if share > 0.0 => -(1.0 - random).ln() / share,
        Distribution::Free => 1.0,
    }
}
