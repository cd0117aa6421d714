//! What a unit's result is: grades, what changes them, and where the result stands in the graph.

use super::{ColumnId, NodeId, Operand, Order, ParameterId, Ties, Within};
use crate::diagnostic::Spot;
use crate::number::{Rounding, RoundingMode};
use crate::words::Bilingual;
use crate::words::labels::Label;

/// A grade, from best to worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// `A`
    pub name: String,
    /// The least total that earns it; the last grade has none.
    pub min: Option<ParameterId>,
    /// The condition it takes, in words, where it takes one.
    pub when: Option<String>,
}

/// What an effect is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// 一票否决: the grade is set.
    Veto,
    /// 一票否优 and its like: the grade is limited.
    Cap,
    /// 前置条件: a grade is out of reach unless something holds.
    Gate,
    /// 名额: more units reached a grade than may have it.
    Quota,
    /// A ceiling on the total.
    Ceiling,
    /// Nodes earn nothing.
    Zero,
    /// Nodes earn their base points at most.
    BaseOnly,
}

impl EffectKind {
    const ALL: [EffectKind; 7] = [
        EffectKind::Veto,
        EffectKind::Cap,
        EffectKind::Gate,
        EffectKind::Quota,
        EffectKind::Ceiling,
        EffectKind::Zero,
        EffectKind::BaseOnly,
    ];

    /// The kind of this name in machine-readable files.
    pub fn from_key(key: &str) -> Option<EffectKind> {
        EffectKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            EffectKind::Veto => "veto",
            EffectKind::Cap => "cap",
            EffectKind::Gate => "gate",
            EffectKind::Quota => "quota",
            EffectKind::Ceiling => "ceiling",
            EffectKind::Zero => "zero",
            EffectKind::BaseOnly => "base-only",
        }
    }
}

/// What an effect changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The best grade left, as a position in [`super::Program::grades`].
    Grade(usize),
    /// The greatest total left.
    Total(Operand),
    /// The nodes whose points change.
    Nodes(Vec<NodeId>),
}

/// A condition that changes the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// `V1`
    pub id: String,
    /// What it is called.
    pub kind: EffectKind,
    /// The condition as written.
    pub condition: String,
    /// The condition: yes, no or unknown. Of a gate, that what it needs does not hold.
    pub when: ColumnId,
    /// Whether it takes effect: yes or no, always known.
    pub fires: ColumnId,
    /// What it changes.
    pub change: Change,
    /// What to say.
    pub say: String,
    /// Where it is written.
    pub spot: Spot,
}

impl Effect {
    /// What it did to a unit, as a reason of its points or grade.
    pub fn reason(&self) -> Label {
        let (id, say) = (self.id.clone(), self.say.clone());
        match self.kind {
            EffectKind::Veto => Label::Vetoed { id, say },
            EffectKind::Cap => Label::Capped { id, say },
            EffectKind::Gate => Label::Gated { id, say },
            EffectKind::Quota => Label::BeyondQuota { say },
            EffectKind::Ceiling => Label::TotalLimited { id, say },
            EffectKind::Zero => Label::NodesZeroed { id, say },
            EffectKind::BaseOnly => Label::BaseOnly { id, say },
        }
    }

    /// The best grade it leaves, where it limits the grade.
    pub fn grade(&self) -> Option<usize> {
        match self.change {
            Change::Grade(grade) => Some(grade),
            _ => None,
        }
    }
}

/// How many units may have a grade, as the rubric says it; its effect is one of [`super::Program::effects`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The grade, as a position in [`super::Program::grades`].
    pub grade: usize,
    /// How many: a number or a share.
    pub most: Operand,
    /// Among whom.
    pub within: Within,
    /// Whether equal units that exceed it all have the grade; else none of them has.
    pub all_in: bool,
    /// How a share becomes a whole number.
    pub whole: Option<WholePlaces>,
}

/// How a share of the units becomes a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholePlaces {
    /// The whole number at or below.
    Down,
    /// The whole number at or above.
    Up,
    /// The nearest whole number.
    HalfUp,
}

/// How units are placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// How equal units share a place.
    pub ties: Ties,
    /// What decides between equal totals, in order.
    pub tie_breakers: Vec<TieBreaker>,
    /// The place of a vetoed unit, where the rubric says it.
    pub vetoed: Option<Vetoed>,
}

/// What decides between equal totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieBreaker {
    /// What is compared, in words.
    pub by: String,
    /// Which end comes first.
    pub order: Order,
}

/// The place of a vetoed unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vetoed {
    /// The one its total gives.
    KeepPlace,
    /// After all others.
    Last,
    /// None.
    Unranked,
}

/// How the sections become the total, as the rubric says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// How the sections combine, where they are not added.
    pub combine: Option<Bilingual>,
    /// Full points, bonus and penalties apart.
    pub full: Operand,
    /// What the sections together are multiplied by.
    pub coefficient: Option<Operand>,
    /// Where the rest is re-scaled after something was left out.
    pub rescale: Option<Rescale>,
}

/// Where points are re-scaled after something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rescale {
    /// Within the section.
    Section,
    /// Within the total.
    Total,
}

/// Whom a follow-up concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concerns {
    /// So many units from the bottom.
    Bottom(Operand, Within),
    /// The units of a grade, as a position in [`super::Program::grades`].
    Grade(usize),
    /// The units for which a condition holds, in words.
    When(String),
}

/// What follows for a unit from its result (结果运用).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Whom it concerns.
    pub concerns: Concerns,
    /// Whether it is meant: yes, no, or unknown without a result.
    pub fires: ColumnId,
    /// What has to be done.
    pub say: String,
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
