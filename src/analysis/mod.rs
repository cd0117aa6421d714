//! Questions put to assessments.

pub mod deviations;
pub mod difference;
pub mod explain;
pub mod gaps;
pub mod improve;
pub mod ledger;
pub mod moves;
pub mod rates;
pub mod sensitivity;
pub mod trial;
pub mod weights;
