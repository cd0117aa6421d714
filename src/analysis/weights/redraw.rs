//! New full points and weights for a rubric, from shares of its sets: sums hold from the total down to every leaf, and what
//! cannot move keeps what it has.

use std::collections::{HashMap, HashSet};

use super::apportion::apportion;
use super::follows::{Follows, follows, scaling};
use crate::number::{self, Decimal};
use crate::program::{Measure, NodeId, Numbers, ParameterId, Program, Siblings};

/// Why a node keeps its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// They differ by group, or an expression gives them.
    ByGroup,
    /// It applies to some units only, so that its points are not everyone's.
    Applies,
    /// It has a ceiling beside its points, or its lowest or highest child counts.
    Ceiling,
    /// Its rule names points of its own.
    Itself,
    /// People enter its points.
    Entered,
    /// Nothing below it can move.
    Below,
}

/// A number that becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Whose.
    pub node: NodeId,
    /// What it is.
    pub measure: Measure,
    /// What it was.
    pub from: Decimal,
    /// What it becomes.
    pub to: Decimal,
}

/// What a redrawn rubric sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redrawn {
    /// The numbers that change, in the order of the rubric.
    pub changed: Vec<Changed>,
    /// What kept its points in a set that was to be redrawn.
    pub held: Vec<(NodeId, Held)>,
    /// Leaves that change and whose scores do not follow by themselves.
    pub adapt: Vec<(NodeId, Follows)>,
    /// The numbers of rules that are scaled with the points of their leaves.
    pub rules: Vec<(NodeId, ParameterId, Decimal)>,
    /// Nodes whose sets could not be redrawn, because a weight differs by group.
    pub left: Vec<NodeId>,
}

/// How a rubric is to be redrawn.
#[derive(Debug)]
pub struct Redraw<'a> {
    /// The rubric in force.
    pub program: &'a Program,
    /// The sets with the shares they are to have.
    pub shares: Vec<(Siblings, Vec<Decimal>)>,
    /// The step of points; the decimals in force of each set unless given. Weights keep their decimals.
    pub step: Option<Decimal>,
    /// Leaves that may move although their scores do not follow.
    pub adapt: Vec<NodeId>,
}

/// What a node has, and how far it can move.
#[derive(Debug, Clone, Copy)]
struct Room {
    now: Decimal,
    least: Decimal,
    held: Option<Held>,
}

impl Redraw<'_> {
    /// The numbers that change.
    pub fn run(&self) -> Redrawn {
        let numbers = self.program.numbers();
        let mut work = Work { redraw: self, numbers: &numbers, rooms: HashMap::new(), redrawn: Redrawn::default() };
        for id in self.program.node_ids().rev() {
            let room = work.room(id);
            work.rooms.insert(id, room);
        }
        // A parent's set stands before those below it, so that what its children become is known when theirs come.
        let mut more: HashMap<NodeId, Decimal> = HashMap::new();
        for set in &self.program.families() {
            let change = set.parent.and_then(|parent| more.get(&parent).copied()).unwrap_or_default();
            work.set(set, change, &mut more);
        }
        let mut redrawn = work.redrawn;
        redrawn.changed.retain(|changed| changed.from != changed.to);
        redrawn.changed.sort_by_key(|changed| changed.node);
        redrawn.held.sort_unstable();
        redrawn.held.dedup();
        let moved: HashSet<NodeId> = redrawn.changed.iter().filter(|it| points(it)).map(|it| it.node).collect();
        redrawn.adapt = self
            .program
            .leaves()
            .filter(|(id, ..)| moved.contains(id))
            .map(|(id, ..)| (id, follows(self.program, &numbers, id)))
            .filter(|(_, follows)| *follows != Follows::Points)
            .collect();
        redrawn.rules = redrawn.changed.iter().flat_map(|changed| self.rules(&numbers, changed)).collect();
        redrawn
    }

    /// The numbers of a leaf's rule in proportion to its new points.
    fn rules(&self, numbers: &Numbers<'_>, changed: &Changed) -> Vec<(NodeId, ParameterId, Decimal)> {
        let scaled =
            points(changed).then(|| scaling(self.program, numbers, changed.node)).flatten().unwrap_or_default();
        let value = |id: ParameterId| {
            let value = self.program.parameters.get(id.index())?.value;
            let new = value.checked_mul(changed.to)?.checked_div(changed.from)?;
            Some((changed.node, id, number::guard(new, RULE_DIGITS))).filter(|_| !value.is_zero())
        };
        scaled.into_iter().filter_map(value).collect()
    }

    /// The step of points in a set.
    fn step(&self, now: &[Decimal]) -> Decimal {
        self.step.unwrap_or_else(|| decimals(now))
    }
}

/// Decimals of the scaled numbers of a rule.
const RULE_DIGITS: u32 = 4;

/// The step of the decimals in force.
pub(super) fn decimals(now: &[Decimal]) -> Decimal {
    let digits = now.iter().map(|value| value.normalize().scale()).max().unwrap_or_default();
    Decimal::new(1, digits)
}

fn points(changed: &Changed) -> bool {
    changed.measure == Measure::Points
}

struct Work<'a> {
    redraw: &'a Redraw<'a>,
    numbers: &'a Numbers<'a>,
    /// Of points; those of children stand there before those of their parent.
    rooms: HashMap<NodeId, Room>,
    redrawn: Redrawn,
}

impl Work<'_> {
    fn room(&self, id: NodeId) -> Room {
        let program = self.redraw.program;
        let node = program.node(id);
        let now = self.numbers.settled(id, Measure::Points);
        let held = |held| Room { now: now.unwrap_or_default(), least: now.unwrap_or_default(), held: Some(held) };
        if node.applies.is_some() {
            return held(Held::Applies);
        }
        let Some(points) = now else { return held(Held::ByGroup) };
        if node.most.is_some() {
            return held(Held::Ceiling);
        }
        let step = self.redraw.step(&[points]).min(points);
        let free = Room { now: points, least: step, held: None };
        if node.leaf.is_some() {
            return match follows(program, self.numbers, id) {
                Follows::Points | Follows::Rule => free,
                _ if self.redraw.adapt.contains(&id) => free,
                Follows::Entered => held(Held::Entered),
                Follows::Itself => held(Held::Itself),
            };
        }
        if node.combine.is_some() {
            // Where rates are weighed the children keep their points, whatever the parent has.
            let weighed = node.children.iter().all(|child| program.node(*child).weight.is_some());
            return if weighed { free } else { held(Held::Ceiling) };
        }
        let rooms: Vec<Room> = node.children.iter().filter_map(|child| self.rooms.get(child).copied()).collect();
        if rooms.iter().all(|room| room.held.is_some()) {
            return held(Held::Below);
        }
        // What is held below stays, whatever it is for each group.
        let give: Decimal = rooms.iter().filter(|room| room.held.is_none()).map(|room| room.now - room.least).sum();
        Room { now: points, least: points - give, held: None }
    }

    fn set(&mut self, set: &Siblings, change: Decimal, more: &mut HashMap<NodeId, Decimal>) {
        let shares = self.redraw.shares.iter().find(|(wanted, _)| wanted == set).map(|(_, shares)| shares.clone());
        match set.measure {
            Measure::Weights => {
                if let Some(shares) = shares {
                    self.weights(set, &shares);
                }
            }
            Measure::Points => self.points(set, shares.as_deref(), change, more),
        }
    }

    fn weights(&mut self, set: &Siblings, shares: &[Decimal]) {
        let now: Option<Vec<Decimal>> =
            set.nodes.iter().map(|id| self.numbers.settled(*id, Measure::Weights)).collect();
        let Some(now) = now else {
            self.redrawn.left.extend(set.parent);
            return;
        };
        let step = decimals(&now);
        let least: Vec<Decimal> = now.iter().map(|now| step.min(*now)).collect();
        let found = apportion(now.iter().sum(), shares, &least, step);
        for ((node, from), to) in set.nodes.iter().zip(now).zip(found) {
            self.redrawn.changed.push(Changed { node: *node, measure: set.measure, from, to });
        }
    }

    fn points(
        &mut self,
        set: &Siblings,
        shares: Option<&[Decimal]>,
        change: Decimal,
        more: &mut HashMap<NodeId, Decimal>,
    ) {
        let rooms = |id: &NodeId| self.rooms.get(id).copied();
        let all: Vec<(NodeId, Room)> = set.nodes.iter().filter_map(|id| Some((*id, rooms(id)?))).collect();
        let free: Vec<(usize, NodeId, Room)> = all
            .iter()
            .enumerate()
            .filter(|(_, (_, room))| room.held.is_none())
            .map(|(at, (id, room))| (at, *id, *room))
            .collect();
        if shares.is_some() {
            self.redrawn.held.extend(all.iter().filter_map(|(id, room)| Some((*id, room.held?))));
        }
        if free.is_empty() || (shares.is_none() && change.is_zero()) {
            return;
        }
        let now: Vec<Decimal> = free.iter().map(|(.., room)| room.now).collect();
        let wanted: Vec<Decimal> = match shares {
            Some(shares) => free.iter().map(|(at, ..)| shares.get(*at).copied().unwrap_or_default()).collect(),
            None => now.clone(),
        };
        let least: Vec<Decimal> = free.iter().map(|(.., room)| room.least).collect();
        let found = apportion(now.iter().sum::<Decimal>() + change, &wanted, &least, self.redraw.step(&now));
        for ((_, node, room), to) in free.into_iter().zip(found) {
            self.redrawn.changed.push(Changed { node, measure: Measure::Points, from: room.now, to });
            more.insert(node, to - room.now);
        }
    }
}
