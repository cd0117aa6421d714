//! Questions put to assessments.

pub mod explain;
pub mod gaps;
pub mod trial;
