//! The bench that lowering steps and rule kinds work at: the graph under construction, numbers a rule sets, and the leaf
//! in hand.

mod context;
mod leaf;
mod number;

pub(in crate::rubric) use context::{Context, in_words};
pub(in crate::rubric) use leaf::{LeafWork, Lowered, Value};
pub(in crate::rubric) use number::Number;
