//! What changed between two editions of a rubric.
//!
//! Things are matched by id, and what is left by title: a node that has only moved to another number is one node. A
//! change names the part that changed and where to find it in both programs; words are left to reports.

mod fields;
mod nodes;
mod outcome;
mod pairs;
mod structure;
mod twins;

use crate::program::{FieldId, List, ListId, Node, NodeId, ParameterId, Program};
use pairs::{Pairs, pair};
use structure::{Names, Structure};

pub(in crate::analysis) use pairs::pair_by_keys;
pub use twins::{Twin, twins};

/// What became of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate<I, P> {
    /// Only the later rubric has it.
    Added(I),
    /// Only the earlier rubric has it.
    Removed(I),
    /// Both have it, and these parts differ.
    Changed {
        /// In the earlier rubric.
        before: I,
        /// In the later rubric.
        after: I,
        /// What differs, in order.
        parts: Vec<P>,
    },
}

/// A number that the rubrics set otherwise, under one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterChange {
    /// In the earlier rubric; none where it does not set it.
    pub before: Option<ParameterId>,
    /// In the later rubric; none where it does not set it.
    pub after: Option<ParameterId>,
}

/// What differs of the rubric as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholePart {
    /// The rubric's id.
    Id,
    /// The printed title.
    Title,
    /// The period.
    Period,
    /// The edition.
    Edition,
    /// What a unit is called.
    Unit,
    /// The language of reports.
    Language,
    /// The groups.
    Groups,
    /// How the sections become the total, and its full points.
    Total,
    /// The last day for submissions.
    Deadline,
    /// From where on a self score is inflated.
    Inflation,
    /// Rounding.
    Rounding,
    /// How equal units share a place.
    Ties,
    /// What decides between equal totals.
    TieBreakers,
    /// The place of a vetoed unit.
    Vetoed,
}

/// What differs of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodePart {
    /// Its id.
    Id,
    /// Its title.
    Title,
    /// Its parent.
    Parent,
    /// Whether it is a bonus, a penalty, or neither.
    Part,
    /// Full points.
    Points,
    /// Its weight in its parent.
    Weight,
    /// The most it earns.
    AtMost,
    /// What its points are multiplied by.
    Coefficient,
    /// Whom it applies to.
    Applies,
    /// The value its rule looks at.
    Value,
    /// Its rule, or how its children combine.
    Rule,
    /// One number of a rule that is otherwise the same.
    Parameter {
        /// In the earlier rubric.
        before: ParameterId,
        /// In the later rubric.
        after: ParameterId,
    },
    /// The base points.
    Base,
    /// What a missing value does.
    Missing,
    /// What not applicable does.
    NotApplicable,
    /// The department that leads.
    Lead,
    /// The departments that support it.
    Support,
    /// What closing a gap takes.
    Effort,
    /// The evidence to attach.
    Evidence,
    /// What to do about a gap.
    Advice,
    /// A note.
    Note,
}

/// What differs of a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradePart {
    /// Its place among the grades that both rubrics have.
    Order,
    /// The least total.
    Min,
    /// The condition it takes.
    When,
}

/// What differs of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaPart {
    /// How many.
    Most,
    /// Among whom.
    Within,
    /// What becomes of equal units.
    Ties,
    /// How a share becomes a whole number.
    Whole,
}

/// What differs of a veto, a cap, a gate or another effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectPart {
    /// What it is called.
    Kind,
    /// The condition.
    Condition,
    /// What it changes.
    Change,
    /// What it says.
    Say,
}

/// What differs of a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpPart {
    /// Whom it concerns.
    Concerns,
    /// What has to be done.
    Say,
}

/// What differs of a field, or of a column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldPart {
    /// Its id.
    Id,
    /// Its name for people.
    Label,
    /// What it holds.
    Kind,
    /// The unit of measure.
    Measure,
    /// The values that make sense.
    Bounds,
    /// Other names a file may use.
    Aliases,
    /// A note.
    Note,
    /// Whose word counts.
    Precedence,
    /// Conditions on the data.
    Musts,
}

/// What differs of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListPart {
    /// Its id.
    Id,
    /// Its name for people.
    Label,
    /// Other names a sheet or a file may use.
    Aliases,
    /// What a unit without any entry means.
    NoRows,
    /// Whose word counts.
    Precedence,
    /// One of its columns.
    Column(Fate<usize, FieldPart>),
}

/// Everything that changed between two rubrics, each kind of thing in the order of the rubrics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Every number that is set otherwise, whatever part it belongs to.
    pub parameters: Vec<ParameterChange>,
    /// The rubric as a whole.
    pub whole: Vec<WholePart>,
    /// Nodes.
    pub nodes: Vec<Fate<NodeId, NodePart>>,
    /// Grades, by their positions.
    pub grades: Vec<Fate<usize, GradePart>>,
    /// Quotas, by their positions.
    pub quotas: Vec<Fate<usize, QuotaPart>>,
    /// Effects but quotas, by their positions.
    pub effects: Vec<Fate<usize, EffectPart>>,
    /// Follow-ups, by their positions.
    pub follow_ups: Vec<Fate<usize, FollowUpPart>>,
    /// Fields that units submit.
    pub fields: Vec<Fate<FieldId, FieldPart>>,
    /// Lists that units submit.
    pub lists: Vec<Fate<ListId, ListPart>>,
}

impl Difference {
    /// What changed from one rubric to another.
    pub fn between(before: &Program, after: &Program) -> Difference {
        let twins = Twins::of(before, after);
        let sides = Sides {
            before: Side::new(before, Names::later(before, after, &twins)),
            after: Side::new(after, Names::default()),
        };
        let parameters = sides.parameters();
        Difference {
            whole: outcome::whole(before, after),
            nodes: nodes::changes(&sides, &twins.nodes, &parameters),
            grades: outcome::grades(before, after),
            quotas: outcome::quotas(before, after),
            effects: outcome::effects(&sides),
            follow_ups: outcome::follow_ups(before, after),
            fields: fields::changes(&sides, &twins.fields),
            lists: fields::lists(before, after, &twins.lists),
            parameters,
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Difference::default()
    }
}

/// The nodes, fields and lists that are the same in both.
struct Twins {
    nodes: Pairs,
    fields: Pairs,
    lists: Pairs,
}

impl Twins {
    fn of(before: &Program, after: &Program) -> Twins {
        let node = |node: &Node| [node.id.clone(), node.title.clone()];
        let list = |list: &List| [list.id.clone(), list.label.clone()];
        Twins {
            nodes: pair(before.nodes.iter().map(node), after.nodes.iter().map(node)),
            fields: fields::twins(before, after),
            lists: pair(before.lists.iter().map(list), after.lists.iter().map(list)),
        }
    }
}

/// A rubric with what its columns compute.
struct Side<'a> {
    program: &'a Program,
    /// Whatever the numbers are.
    shape: Structure<'a>,
    /// With the numbers.
    exact: Structure<'a>,
}

impl<'a> Side<'a> {
    fn new(program: &'a Program, names: Names) -> Side<'a> {
        let exact = Structure::new(program, names.clone(), true);
        Side { program, shape: Structure::new(program, names, false), exact }
    }
}

/// Both rubrics.
struct Sides<'a> {
    before: Side<'a>,
    after: Side<'a>,
}

impl Sides<'_> {
    /// Every number that is set otherwise, in the order of the later rubric; then those it does not set.
    fn parameters(&self) -> Vec<ParameterChange> {
        let (before, after) = (&self.before.program.parameters, &self.after.program.parameters);
        let paths = |side: &Side<'_>| side.shape.paths().to_vec();
        let pairs =
            pair(paths(&self.before).into_iter().map(|path| [path]), paths(&self.after).into_iter().map(|path| [path]));
        let value = |(b, a): &(usize, usize)| before.get(*b).map(|p| p.value) != after.get(*a).map(|p| p.value);
        let id = |at: usize| Some(ParameterId::from_index(at));
        let changed = pairs.both.iter().filter(|both| value(both));
        let mut changes: Vec<(usize, ParameterChange)> =
            changed.map(|(b, a)| (*a, ParameterChange { before: id(*b), after: id(*a) })).collect();
        changes.extend(pairs.added.iter().map(|a| (*a, ParameterChange { before: None, after: id(*a) })));
        changes.sort_by_key(|(at, _)| *at);
        let removed = pairs.removed.iter().map(|b| ParameterChange { before: id(*b), after: None });
        changes.into_iter().map(|(_, change)| change).chain(removed).collect()
    }
}
