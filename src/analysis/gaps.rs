//! Gaps (失分): leaves where a unit earned less than it could, with the reason in words.

use std::cmp::Reverse;

use crate::number::Decimal;
use crate::program::{Leaf, MissingPolicy, Node, NodeId, NotApplicablePolicy, Part, Program, Status};
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::labels::Label;

/// Points lost on one leaf by one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// The leaf.
    pub node: NodeId,
    /// What it could have earned.
    pub full: Decimal,
    /// What it earned.
    pub points: Decimal,
    /// The difference, above 0.
    pub lost: Decimal,
    /// What became of the leaf.
    pub status: Status,
}

/// Whether the points of leaves are points of the total: nothing is weighed, multiplied or combined but by adding.
pub fn adds_up(program: &Program) -> bool {
    let plain = |node: &Node| node.combine.is_none() && node.coefficient.is_none();
    let whole = &program.whole;
    whole.combine.is_none() && whole.coefficient.is_none() && program.nodes.iter().all(plain)
}

/// The gaps of one unit, the largest first; equal ones in the order of the rubric. What was left out is no gap, nor is a
/// bonus that was not earned; a penalty is one, with nothing to earn and what it takes off lost.
pub fn of_unit(assessment: &Assessment, unit: usize) -> Vec<Gap> {
    let leaves = assessment.program.leaves();
    let mut gaps: Vec<Gap> = leaves.filter_map(|(node, _, _)| of_node(assessment, unit, node)).collect();
    // Points of leaves that are weighed cannot be held against each other: then it is the share that counts.
    let by_points = adds_up(&assessment.program);
    let loss = |gap: &Gap| if by_points { gap.lost } else { gap.lost.checked_div(gap.full).unwrap_or(gap.lost) };
    gaps.sort_by_key(|gap| (Reverse(loss(gap)), gap.node));
    gaps
}

/// How many gaps a unit has.
pub fn count(assessment: &Assessment, unit: usize) -> usize {
    assessment.program.leaves().filter(|(node, ..)| of_node(assessment, unit, *node).is_some()).count()
}

/// The gap of a unit on a leaf, if it lost anything there.
pub fn of_node(assessment: &Assessment, unit: usize, node: NodeId) -> Option<Gap> {
    let (points, full) = (assessment.points(node, unit).get()?, assessment.full(node, unit).get()?);
    let (full, points) = match assessment.program.node(node).part {
        Part::Ordinary => (full, points),
        Part::Bonus => return None,
        Part::Penalty => (Decimal::ZERO, -points),
    };
    let lost = full.checked_sub(points).filter(|lost| *lost > Decimal::ZERO)?;
    Some(Gap { unit, node, full, points, lost, status: assessment.status(node, unit) })
}

/// All gaps, unit by unit in the order of the ranking.
pub fn all(assessment: &Assessment) -> impl Iterator<Item = Gap> {
    assessment.order().iter().flat_map(|unit| of_unit(assessment, *unit))
}

/// What units lost on one leaf together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The leaf.
    pub node: NodeId,
    /// The units that lost points on it, in the order of the ranking.
    pub units: Vec<usize>,
    /// What they lost together, in points of the leaf.
    pub lost: Decimal,
    /// The share of what all units could have earned on it.
    pub share: Option<Decimal>,
}

/// The leaves on which points were lost, those with the greatest loss first: in points, or in shares where the points of
/// leaves are no points of the total. Equal ones in the order of the rubric.
pub fn common(assessment: &Assessment) -> Vec<Common> {
    let add = |a: Decimal, b: Decimal| a.checked_add(b);
    let of = |node: NodeId| {
        let gaps = assessment.order().iter().filter_map(|unit| of_node(assessment, *unit, node));
        let gaps: Vec<Gap> = gaps.collect();
        let lost = gaps.iter().map(|gap| gap.lost).try_fold(Decimal::ZERO, add)?;
        let full = (0..assessment.units()).filter_map(|unit| assessment.full(node, unit).get());
        let share = full.into_iter().try_fold(Decimal::ZERO, add).and_then(|full| lost.checked_div(full));
        let units: Vec<usize> = gaps.iter().map(|gap| gap.unit).collect();
        (!units.is_empty()).then_some(Common { node, units, lost, share })
    };
    let mut all: Vec<Common> = assessment.program.leaves().filter_map(|(node, _, _)| of(node)).collect();
    let by_points = adds_up(&assessment.program);
    all.sort_by_key(|common| Reverse(if by_points { common.lost } else { common.share.unwrap_or_default() }));
    all
}

/// Why the points were lost, for the people who have to mend it.
pub fn reason(assessment: &Assessment, gap: &Gap, lang: Lang) -> String {
    let Some(leaf) = &assessment.program.node(gap.node).leaf else { return String::new() };
    if let Some(adjusted) = assessment.adjustment_words(Some(gap.node), gap.unit, lang) {
        return adjusted;
    }
    let entered = leaf
        .given
        .and_then(|field| assessment.table.remark(gap.unit, field.index()))
        .and_then(|remarks| remarks.reason.clone());
    match (gap.status, entered) {
        (Status::Scored, Some(reason)) => Label::ReasonDepartment { reason }.say(lang),
        (Status::Scored, None) => assessment.sentence(&leaf.reason, gap.unit, lang),
        (Status::Missing, _) => Label::ReasonMissing { policy: missing_words(leaf).say(lang) }.say(lang),
        (Status::NotApplicable, _) => {
            Label::ReasonNotApplicable { policy: not_applicable_words(&assessment.program, leaf, lang) }.say(lang)
        }
        (Status::Overflow, _) => Label::ReasonOverflow.say(lang),
        (Status::Unproven, _) => Label::ReasonUnproven.say(lang),
    }
}

/// What the rubric does with a leaf that has no value.
pub fn missing_words(leaf: &Leaf) -> Label {
    match leaf.missing {
        MissingPolicy::Zero => Label::MissingZero,
        MissingPolicy::Error => Label::MissingError,
        MissingPolicy::LeaveOut => Label::LeaveOut,
        MissingPolicy::CohortMean => Label::CohortMean,
    }
}

/// What the rubric does with a leaf that does not apply.
pub fn not_applicable_words(program: &Program, leaf: &Leaf, lang: Lang) -> String {
    let label = match leaf.not_applicable {
        NotApplicablePolicy::Full => Label::NotApplicableFull,
        NotApplicablePolicy::Zero => Label::MissingZero,
        NotApplicablePolicy::LeaveOut => Label::LeaveOut,
        NotApplicablePolicy::CohortMean => Label::CohortMean,
        NotApplicablePolicy::Base => Label::NotApplicableBase {
            points: leaf.base.as_ref().map(|base| base.in_general(program, lang)).unwrap_or_default(),
        },
    };
    label.say(lang)
}

/// A status in words.
pub fn status_words(status: Status) -> Label {
    match status {
        Status::Scored => Label::StatusScored,
        Status::NotApplicable => Label::StatusNotApplicable,
        Status::Missing => Label::StatusMissing,
        Status::Overflow => Label::StatusOverflow,
        Status::Unproven => Label::StatusUnproven,
    }
}
