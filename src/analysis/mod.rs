//! Questions put to assessments.

pub mod benchmark;
pub mod consistency;
pub mod deviations;
pub mod difference;
pub mod explain;
pub mod gaps;
pub mod improve;
pub mod ledger;
pub mod moves;
pub mod rates;
pub mod sensitivity;
pub mod statistics;
pub mod trial;
pub mod weights;
