//! What a unit's result is: grades, what changes them, and where the result stands in the graph.

use super::{ColumnId, ParameterId};
use crate::diagnostic::Spot;
use crate::number::{Rounding, RoundingMode};

/// A grade, from best to worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// `A`
    pub name: String,
    /// The least total that earns it; the last grade has none.
    pub min: Option<ParameterId>,
}

/// What an effect is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// 一票否决: the grade is set.
    Veto,
    /// 一票否优 and its like: the grade is limited.
    Cap,
}

/// A condition that changes the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// `V1`
    pub id: String,
    /// Veto or cap.
    pub kind: EffectKind,
    /// The condition as written.
    pub condition: String,
    /// The condition: yes, no or unknown.
    pub when: ColumnId,
    /// Whether it takes effect: yes or no, always known.
    pub fires: ColumnId,
    /// The best grade left, as a position in [`super::Program::grades`].
    pub grade: usize,
    /// What to say.
    pub say: String,
    /// Where it is written.
    pub spot: Spot,
}

/// Where the result of a unit stands in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Rounded total.
    pub total: ColumnId,
    /// Full points of the whole.
    pub full: ColumnId,
    /// Place among all.
    pub rank: ColumnId,
    /// Place within the group.
    pub group_rank: ColumnId,
    /// Grade by points alone, as a position in [`super::Program::grades`]; none when the rubric grades nobody.
    pub base_grade: Option<ColumnId>,
    /// Grade after the effects.
    pub grade: Option<ColumnId>,
}

/// Decimals at each level; `None` means the guard only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundingPlan {
    /// Of a leaf's points.
    pub leaf: Option<u32>,
    /// Of a section's points.
    pub section: Option<u32>,
    /// Of the total.
    pub total: Option<u32>,
    /// What happens to a 5.
    pub mode: RoundingMode,
}

impl RoundingPlan {
    /// The rounding of a number of decimals, or the guard.
    pub fn rounding(&self, digits: Option<u32>) -> Rounding {
        digits.map_or(Rounding::GUARD, |digits| Rounding { digits, mode: self.mode })
    }
}
