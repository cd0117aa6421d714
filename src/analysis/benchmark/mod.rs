//! 对标: a unit, or a group as one, beside the best, the mean, a peer and the target, on the same basis; and what the items
//! of a rubric tell of units at all.
//!
//! What somebody has not is not zero: a leaf that is missing or does not apply is compared for nobody who lacks it, and a
//! node above it only over the leaves that both sides have.

mod against;
mod basis;
pub mod correlation;
pub mod items;
mod worth;

pub use against::{Against, Compared, Reference, Row, Side, Subject, compare};
pub use basis::Basis;
