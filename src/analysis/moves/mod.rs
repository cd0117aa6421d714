//! Who moved, by how much, and why: two assessments held against each other, exact to the last digit.
//!
//! # What adds up
//!
//! Each assessment is followed from its leaves to its totals ([`Side`]). A leaf starts with what its rule and the policies
//! for missing and not applicable values give (its coefficient and its cap included); a parent starts with what its
//! children bring together. Then come the named [steps](crate::program::Step), in the order in which they are computed:
//! another combination than the sum, re-scaling after something was left out, a coefficient, a cap, a person's decision,
//! rounding, effects; of the total also ceilings. Every station is rounded by the guard (nine decimals), so that sums are
//! exact. What is left out or cannot be told counts as nothing on its way.
//!
//! The difference of a node is the difference of its start plus the difference of each step; the difference of a parent's
//! start is the sum of what its children bring more or less. So it goes up to the total, and nothing is left over:
//!
//! ```text
//! difference(node) = Σ contribution(child) + Σ parts(node)
//! ```
//!
//! A child of a sum contributes the difference of its points, a child of a weighted mean the difference of its share, a
//! penalty the difference with its sign changed. Where only the least or the highest counts, or a product (geometric,
//! harmonic), children contribute nothing and the whole difference is named a combination. A node that only one rubric has
//! contributes what it earns there; one that stands elsewhere leaves and arrives.
//!
//! # Why a leaf moved
//!
//! The start of a leaf differs because of its rule, because of the data, or both. **Rules come first, on the old data;
//! then the data, under the new rules.** So the first part answers "what would the new rules have given last time", the
//! second "what has really become better or worse". Where the order would matter, the other order is told beside it
//! ([`UnitMove::orders`]).
//!
//! Where the rule of a leaf is the same but for numbers, each changed number is set in the *old* rubric, alone, and what
//! that does to the leaf is its effect; what all of them together do beyond that is the *interaction*. A rule that has
//! become another is [replaced](Cause::Rule), and its difference is not taken apart. Where the rule reads other nodes or
//! fields that are now scored or read otherwise, what numbers do not explain is [named so](Cause::Others).
//!
//! # Grade and place
//!
//! A grade changes because the total crossed a line, because the line itself was moved, because a condition now holds or
//! no longer does, or because an effect (veto, cap, gate, quota) took hold or let go: [`GradeCause`]. A place changes by the
//! unit's own points (its new total among the old totals of the others), and for the rest by what others did:
//! [`RankMove`].

mod between;
mod grade;
mod items;
mod place;
mod rules;
mod saved;
mod set;
mod side;
mod summary;
mod tree;

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::difference::{Difference, pair_by_keys, twins};
use crate::number::Decimal;
use crate::program::{Quantity, Step};
use crate::scoring::{Assessment, Cell, Otherwise};

pub use grade::{GradeCause, GradeMove};
pub use items::{Item, items};
pub use place::RankMove;
pub use set::{Setting, SettingProblem, with_settings};
pub use side::{Enters, Flow, Heading, Side, SideEffect, SideGrade, SideNode, SideUnit, Standing, counted};
pub use summary::{GroupMove, Recheck};
pub use tree::Pair;

use between::{Data, between, data_moved};
use rules::{Rules, rules_moved};
use summary::{gone, rechecks};

/// A number that both rubrics set, each otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterMove {
    /// Its path in the later rubric: `1.1.points`.
    pub path: String,
    /// The id of the node it belongs to, in the later rubric.
    pub node: Option<String>,
    /// Its path behind the node's id: `points`, `interpolate.from`.
    pub key: String,
    /// Its value in the earlier rubric.
    pub before: Decimal,
    /// Its value in the later rubric.
    pub after: Decimal,
    /// How it is shown.
    pub quantity: Quantity,
}

/// Why something differs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// A number of the rubric, as a position in [`Moves::parameters`].
    Parameter(usize),
    /// What changed numbers do together beyond what each does alone.
    Interaction,
    /// The rule has become another.
    Rule,
    /// What happens to missing or not applicable values, whom it applies to, a coefficient or a cap that is now there.
    Policy,
    /// Other nodes or fields that the rule reads are scored or read otherwise.
    Others,
    /// What was submitted.
    Data,
    /// Rules or data: what is saved does not tell them apart.
    RulesOrData,
    /// Only the later rubric has it.
    Added,
    /// Only the earlier rubric has it.
    Removed,
    /// It came here from elsewhere in the rubric.
    Arrived,
    /// It went elsewhere in the rubric.
    Left,
    /// A step on the way up.
    Step(Step),
    /// Effects that change points or the total, by their ids: those that took hold in one of both only.
    Effects(Vec<String>),
}

/// A part of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Why.
    pub cause: Cause,
    /// How much.
    pub points: Decimal,
}

/// What became of a node of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeMove {
    /// The node, as a position in [`Moves::tree`].
    pub pair: usize,
    /// Its points in the earlier assessment.
    pub before: Option<Cell>,
    /// Its points in the later assessment.
    pub after: Option<Cell>,
    /// By how much they differ; none where they cannot be told in one of both.
    pub difference: Option<Decimal>,
    /// What the node brings more or less to what stands above it.
    pub contribution: Decimal,
    /// What of its difference does not come from its children.
    pub parts: Vec<Cut>,
}

/// What became of a unit that both assessments have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMove {
    /// In the earlier assessment.
    pub before: usize,
    /// In the later assessment.
    pub after: usize,
    /// The total in both assessments.
    pub totals: (Cell, Cell),
    /// By how much the totals differ; none where one of them cannot be told.
    pub difference: Option<Decimal>,
    /// What of the difference does not come from the sections.
    pub parts: Vec<Cut>,
    /// The nodes that moved, a parent before its children.
    pub nodes: Vec<NodeMove>,
    /// The grade.
    pub grade: GradeMove,
    /// The place.
    pub rank: RankMove,
    /// Where both rules and data differ: by how much the rules alone and the data alone change the total, in this order
    /// and in the other.
    pub orders: Option<Orders>,
}

/// What rules and data each change of a total: in the order told, and the data in the other order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orders {
    /// The new rules on the old data.
    pub rules: Decimal,
    /// The new data under the new rules.
    pub data: Decimal,
    /// The new data under the old rules, where that could be computed: what the data do if they come first.
    pub data_first: Option<Decimal>,
}

/// Everything that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// The earlier assessment.
    pub before: Arc<Side>,
    /// The later assessment.
    pub after: Arc<Side>,
    /// The nodes of both.
    pub tree: Vec<Pair>,
    /// The numbers of the rubric that changed and that some leaf reads.
    pub parameters: Vec<ParameterMove>,
    /// The units of both, in the order of the later ranking.
    pub units: Vec<UnitMove>,
    /// Units that only the earlier assessment has.
    pub gone: Vec<usize>,
    /// Units that only the later assessment has.
    pub new: Vec<usize>,
    /// What became of each group, in the order of the later roster.
    pub groups: Vec<GroupMove>,
    /// Decisions of people that should be looked at again.
    pub rechecks: Vec<Recheck>,
}

/// What new rules do to the same data: `new` is the later rubric on what was submitted for `asker`'s assessment.
pub fn rescored(asker: &mut Otherwise<'_>, old: &Assessment, old_side: &Arc<Side>, new: &Assessment) -> Moves {
    let new_side = Arc::new(Side::of(new));
    let (rules, difference, pairs) = by_rules(asker, (old, new), (old_side, &new_side));
    let mut moves = between(Arc::clone(old_side), new_side, &pairs, rules, Data::Same, None);
    moves.rechecks = rechecks(&moves, &difference, new);
    let gone = gone(&moves, old);
    moves.rechecks.extend(gone);
    moves
}

fn by_rules(
    asker: &mut Otherwise<'_>,
    (old, new): (&Assessment, &Assessment),
    sides: (&Side, &Side),
) -> (Rules, Difference, Vec<(usize, usize)>) {
    let difference = Difference::between(&old.program, &new.program);
    let twins = twins(&old.program, &new.program);
    let rules = rules_moved(asker, (old, new), sides, &difference, &twins);
    (rules, difference, twins.iter().map(|twin| (twin.before.index(), twin.after.index())).collect())
}

/// Two assessments under one rubric: whatever differs, the data do.
pub fn data_compared(before: &Assessment, after: &Assessment) -> Moves {
    let same: Vec<(usize, usize)> = before.program.node_ids().map(|id| (id.index(), id.index())).collect();
    let (old, new) = (Arc::new(Side::of(before)), Arc::new(Side::of(after)));
    between(old, new, &same, Rules::none(), Data::Differ, None)
}

/// Two assessments of which both the rules and the data differ. `rules_on_old` is the new rubric on the old data,
/// `data_on_old` the old rubric on the new data, where it could be had.
pub fn compared(
    before: &Assessment,
    after: &Assessment,
    rules_on_old: &Assessment,
    data_on_old: Option<&Assessment>,
) -> Moves {
    let (old, new, between_both) = (Arc::new(Side::of(before)), Arc::new(Side::of(after)), Side::of(rules_on_old));
    let mut asker = Otherwise::new(before);
    let (rules, difference, pairs) = by_rules(&mut asker, (before, rules_on_old), (&old, &between_both));
    let data = data_moved(&between_both, &new);
    let mut moves = between(old, new, &pairs, rules, Data::Differ, Some(&data));
    moves.rechecks = rechecks(&moves, &difference, after);
    let totals = |assessment: &Assessment| -> HashMap<String, Decimal> {
        let units = assessment.table.units.iter().enumerate();
        units.filter_map(|(at, unit)| Some((unit.id.clone(), side::counted(assessment.total(at))?))).collect()
    };
    let (middle, other) = (totals(rules_on_old), data_on_old.map(totals));
    for unit in &mut moves.units {
        let id = moves.after.units.get(unit.after).map(|unit| unit.id.as_str()).unwrap_or_default();
        let was = moves.before.standing(unit.before).and_then(|standing| counted(standing.total));
        let is = moves.after.standing(unit.after).and_then(|standing| counted(standing.total));
        let (Some(was), Some(is), Some(middle)) = (was, is, middle.get(id)) else { continue };
        unit.orders = Some(Orders {
            rules: middle.saturating_sub(was),
            data: is.saturating_sub(*middle),
            data_first: other.as_ref().and_then(|other| Some(other.get(id)?.saturating_sub(was))),
        });
    }
    moves
}

/// Two saved results, of which nothing but the results is there. `rules` and `data` tell whether both have the same.
pub fn results_compared(before: Side, after: Side, same_rules: bool, same_data: bool) -> Moves {
    let keys = |side: &Side| -> Vec<[String; 2]> {
        side.nodes.iter().map(|node| [node.id.clone(), node.title.clone()]).collect()
    };
    let pairs = pair_by_keys(keys(&before), keys(&after));
    let data = match (same_rules, same_data) {
        (true, _) => Data::Differ,
        (false, true) => Data::Same,
        (false, false) => Data::Unknown,
    };
    between(Arc::new(before), Arc::new(after), &pairs, Rules::none(), data, None)
}

impl Moves {
    /// The units that differ in anything.
    pub fn moved(&self) -> impl Iterator<Item = &UnitMove> {
        self.units.iter().filter(|unit| unit.is_moved())
    }

    /// Whether nothing differs in any unit.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty() && self.moved().next().is_none() && self.rechecks.is_empty()
    }

    /// The id and the name of a node.
    pub fn node(&self, pair: usize) -> Option<&SideNode> {
        let pair = self.tree.get(pair)?;
        let later = pair.after.and_then(|after| self.after.nodes.get(after));
        later.or_else(|| pair.before.and_then(|before| self.before.nodes.get(before)))
    }

    /// Whether a node takes points off the total.
    pub fn is_penalty(&self, pair: usize) -> bool {
        self.node(pair).is_some_and(|node| node.part == crate::program::Part::Penalty)
    }
}

impl UnitMove {
    /// Whether anything of it differs.
    pub fn is_moved(&self) -> bool {
        !self.nodes.is_empty()
            || !self.parts.is_empty()
            || self.totals.0 != self.totals.1
            || self.grade.is_moved()
            || self.rank.is_moved()
    }
}
