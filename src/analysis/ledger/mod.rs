//! The rectification ledger: what an assessment found, what comes over from before, and how far it is.

mod carry;
mod findings;
mod progress;

pub use carry::{Carried, Renamed, carry};
pub use findings::rows;
pub use progress::{Count, Progressed, progress};
