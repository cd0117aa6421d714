//! Questions put to assessments.

pub mod gaps;
pub mod trial;
