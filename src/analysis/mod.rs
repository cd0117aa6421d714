//! Questions put to assessments.

pub mod gaps;
