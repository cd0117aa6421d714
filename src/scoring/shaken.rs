//! An assessment while its weights are shaken: the same graph, in doubles, from the points of the items on upwards.
//!
//! A factor says how much a part of the rubric counts. Where points are added it is an item: its points and its full
//! points are multiplied, and the items that are added together are then brought back to the full points they had
//! together. Where parts are weighed it is a part's weight. Rules, policies, decisions of people over an item and what
//! effects did to it are held; caps, rounding, effects on sections and totals, places, grades and quotas follow.

use std::collections::BTreeMap;

use super::assessment::Assessment;
use super::evaluate;
use super::specialised::{Linear, Specialised};
use super::vector::Vector;
use crate::number::{self, Decimal};
use crate::program::{ColumnId, Node, NodeId, ParameterId, Part, Program, Stage};

/// What can be shaken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// The node that counts more or less.
    pub node: NodeId,
    /// Its weights, where it is weighed; none where its points are added.
    weights: Vec<ParameterId>,
    /// Of an item that is added: which items it is brought back together with.
    cluster: usize,
}

/// An assessment whose weights can be shaken.
#[derive(Debug)]
pub struct Shaken<'a> {
    base: &'a Assessment,
    factors: Vec<Factor>,
    /// The graph, as far as it has to be computed for a draw.
    graph: Specialised,
    /// By column: whether it is computed again.
    again: Vec<bool>,
    /// The columns that are set for a draw and that something reads.
    set: Vec<(ColumnId, Linear)>,
    /// Units whose items have the same full points are brought back alike: by unit the profile it has.
    profile_of: Vec<usize>,
    /// By profile and factor, the full points of an item that is added; 0 of others.
    profiles: Vec<Vec<f64>>,
    clusters: usize,
}

/// What a draw is computed in; each thread has its own.
#[derive(Debug)]
pub struct Draw {
    program: Program,
    columns: Vec<Vector<f64>>,
}

/// A unit's result in a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The total; none where there is none.
    pub total: Option<f64>,
    /// The place among all.
    pub rank: Option<u32>,
    /// The grade, as a position in [`Program::grades`].
    pub grade: Option<u32>,
}

impl<'a> Shaken<'a> {
    /// Finds what can be shaken, and what follows from it.
    pub fn of(base: &'a Assessment) -> Shaken<'a> {
        let program = &base.program;
        let (factors, clusters) = factors(program);
        let mut set: BTreeMap<ColumnId, Linear> = BTreeMap::new();
        for (at, factor) in factors.iter().enumerate().filter(|(_, factor)| factor.weights.is_empty()) {
            let node = program.node(factor.node);
            for column in [node.points, node.open, node.full] {
                set.insert(column, Linear::of(at, in_doubles(base, column)));
            }
        }
        for id in program.node_ids().filter(|id| program.node(*id).leaf.is_none()) {
            let added = |factor: &Factor| factor.weights.is_empty() && adds_up_to(program, factor.node, id);
            let below = factors.iter().enumerate().filter(|(_, factor)| added(factor));
            let terms = below.map(|(at, factor)| (at, in_doubles(base, program.node(factor.node).full)));
            let terms: Vec<(usize, Vec<f64>)> = terms.collect();
            if !terms.is_empty() {
                let full = program.node(id).full;
                set.insert(full, Linear::with_rest(terms, in_doubles(base, full)));
            }
        }
        let shaken: Vec<ParameterId> = factors.iter().flat_map(|factor| factor.weights.iter().copied()).collect();
        let (graph, set) = Specialised::of(base, set, &shaken);
        let is_set = |id: ColumnId| set.contains_key(&id);
        let again = again(&graph.program, &shaken, is_set);
        let needed = needed(&graph.program, &again);
        let graph = graph.keeping(&needed);
        let set = set.into_iter().filter(|(id, _)| needed.get(id.index()) == Some(&true)).collect();
        let (profile_of, profiles) = profiles(base, &factors);
        Shaken { base, factors, graph, again, set, profile_of, profiles, clusters }
    }

    /// What can be shaken, in the order of the rubric.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Somewhere to compute draws in.
    pub fn start(&self) -> Draw {
        Draw { program: self.graph.program.clone(), columns: self.graph.columns.clone() }
    }

    /// Every unit's result when the factors are multiplied so: one multiplier a factor, 0 or more.
    pub fn draw(&self, draw: &mut Draw, multipliers: &[f64]) -> Vec<Drawn> {
        for (factor, multiplier) in self.factors.iter().zip(multipliers) {
            for id in &factor.weights {
                let was = self.base.program.parameters.get(id.index()).map(|parameter| parameter.value);
                let now = was.and_then(|was| number::from_double(number::to_double(was) * multiplier));
                if let (Some(slot), Some(now)) = (draw.program.parameters.get_mut(id.index()), now) {
                    slot.value = now;
                }
            }
        }
        let by_profile: Vec<Vec<f64>> = self.profiles.iter().map(|full| self.multipliers(full, multipliers)).collect();
        for (id, linear) in &self.set {
            if let Some(slot) = draw.columns.get_mut(id.index()) {
                linear.write(&mut slot.values, &by_profile, &self.profile_of);
            }
        }
        let wanted = |id: ColumnId| self.again.get(id.index()) == Some(&true);
        evaluate::fill(&draw.program, &self.base.table, &mut draw.columns, wanted);
        (0..self.base.units()).map(|unit| self.result(draw, unit)).collect()
    }

    /// What the factors are multiplied by when the items of a cluster have been brought back to their full points.
    fn multipliers(&self, full: &[f64], multipliers: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.clusters];
        for ((factor, full), multiplier) in self.factors.iter().zip(full).zip(multipliers) {
            if let Some((was, now)) = sums.get_mut(factor.cluster).filter(|_| factor.weights.is_empty()) {
                *was += full;
                *now += full * multiplier;
            }
        }
        let back = |cluster: usize| match sums.get(cluster) {
            Some((was, now)) if *now > 0.0 => was / now,
            _ => 1.0,
        };
        self.factors.iter().zip(multipliers).map(|(factor, multiplier)| multiplier * back(factor.cluster)).collect()
    }

    fn result(&self, draw: &Draw, unit: usize) -> Drawn {
        let outcome = &self.base.program.outcome;
        let known = |id: ColumnId| draw.columns.get(id.index()).and_then(|column| column.cell(unit).get());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place, or a position of a grade")]
        let whole = |id: ColumnId| known(id).map(|value| value as u32);
        Drawn { total: known(outcome.total), rank: whole(outcome.rank), grade: outcome.grade.and_then(whole) }
    }
}

/// A column in doubles.
fn in_doubles(base: &Assessment, column: ColumnId) -> Vec<f64> {
    (0..base.units()).map(|unit| number::to_double(base.cell(column, unit).value)).collect()
}

/// Whether the parts of a node, or the sections where there is none, are added.
fn adds(program: &Program, parent: Option<NodeId>) -> bool {
    match parent {
        Some(parent) => program.node(parent).combine.is_none(),
        None => program.whole.combine.is_none(),
    }
}

/// Whether the points of a node below are added all the way up to this one.
fn adds_up_to(program: &Program, below: NodeId, above: NodeId) -> bool {
    let mut at = below;
    loop {
        let Some(parent) = program.node(at).parent.filter(|parent| adds(program, Some(*parent))) else { return false };
        if parent == above {
            return true;
        }
        at = parent;
    }
}

/// What can be shaken, and into how many clusters items that are added fall.
fn factors(program: &Program) -> (Vec<Factor>, usize) {
    let ordinary = |id: &NodeId| program.node(program.section_of(*id)).part == Part::Ordinary;
    // The node up to which points are added; none for the total.
    let top = |id: NodeId| {
        let mut at = Some(id);
        while let Some(node) = at {
            let parent = program.node(node).parent;
            if !adds(program, parent) {
                return Some(node);
            }
            at = parent;
        }
        None
    };
    let mut tops: Vec<Option<NodeId>> = Vec::new();
    let mut factor = |id: NodeId| {
        let node = program.node(id);
        let weights = if adds(program, node.parent) { Vec::new() } else { weights(program, node) };
        if weights.is_empty() && (node.leaf.is_none() || !adds(program, node.parent)) {
            return None;
        }
        let top = top(id);
        let cluster = tops.iter().position(|known| *known == top).unwrap_or_else(|| {
            tops.push(top);
            tops.len() - 1
        });
        Some(Factor { node: id, weights, cluster })
    };
    let factors = program.node_ids().filter(ordinary).filter_map(&mut factor).collect();
    (factors, tops.len())
}

/// The parameters that weigh a node: one, or one a group.
fn weights(program: &Program, node: &Node) -> Vec<ParameterId> {
    if node.weight.is_none() {
        return Vec::new();
    }
    let path = format!("{}.weight", node.id);
    let is_weight = |id: &str| id.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let parameters = program.parameters.iter().enumerate().filter(|(_, parameter)| is_weight(&parameter.id));
    parameters.map(|(at, _)| ParameterId::from_index(at)).collect()
}

/// By column: whether the result depends on it and it depends on a factor, without being set itself.
fn again(program: &Program, shaken: &[ParameterId], is_set: impl Fn(ColumnId) -> bool) -> Vec<bool> {
    let set: Vec<bool> = (0..program.columns.len()).map(|at| is_set(ColumnId::from_index(at))).collect();
    let moves = moving(program, shaken, &set);
    let decides = behind(program, &set);
    moves.iter().zip(&set).zip(decides).map(|((moves, set), decides)| *moves && !set && decides).collect()
}

/// By column: whether it is set, or depends on one that is or on a parameter that is shaken.
pub(super) fn moving(program: &Program, shaken: &[ParameterId], set: &[bool]) -> Vec<bool> {
    let mut moves = set.to_vec();
    for id in program.stages.iter().flat_map(Stage::columns) {
        let Some(column) = program.columns.get(id.index()) else { continue };
        let reads = column.formula.reads().iter().any(|read| moves.get(read.index()) == Some(&true));
        let follows = reads || column.formula.parameters().iter().any(|parameter| shaken.contains(parameter));
        if let Some(slot) = moves.get_mut(id.index()).filter(|_| follows) {
            *slot = true;
        }
    }
    moves
}

/// By column: whether total, place or grade are computed from it, through columns that are not set.
fn behind(program: &Program, set: &[bool]) -> Vec<bool> {
    let outcome = &program.outcome;
    let mut rest = vec![outcome.total, outcome.rank];
    rest.extend(outcome.grade);
    let mut found = vec![false; program.columns.len()];
    while let Some(id) = rest.pop() {
        let (Some(slot), Some(column)) = (found.get_mut(id.index()), program.columns.get(id.index())) else { continue };
        if !std::mem::replace(slot, true) && set.get(id.index()) != Some(&true) {
            rest.extend(column.formula.reads());
        }
    }
    found
}

/// By column: whether a column that is computed again, or the result, reads it.
fn needed(program: &Program, again: &[bool]) -> Vec<bool> {
    let mut needed = vec![false; program.columns.len()];
    let mut need = |id: ColumnId| {
        if let Some(slot) = needed.get_mut(id.index()) {
            *slot = true;
        }
    };
    let outcome = &program.outcome;
    [Some(outcome.total), Some(outcome.rank), outcome.grade].into_iter().flatten().for_each(&mut need);
    for (column, _) in program.columns.iter().zip(again).filter(|(_, again)| **again) {
        column.formula.reads().into_iter().for_each(&mut need);
    }
    needed
}

/// The different full points that units have on the items that are added, and which of them each unit has.
fn profiles(base: &Assessment, factors: &[Factor]) -> (Vec<usize>, Vec<Vec<f64>>) {
    let mut known: BTreeMap<Vec<Decimal>, usize> = BTreeMap::new();
    let mut of = Vec::with_capacity(base.units());
    for unit in 0..base.units() {
        let full = |factor: &Factor| {
            if factor.weights.is_empty() {
                base.full(factor.node, unit).get().unwrap_or_default()
            } else {
                Decimal::ZERO
            }
        };
        let next = known.len();
        of.push(*known.entry(factors.iter().map(full).collect()).or_insert(next));
    }
    let mut profiles = vec![Vec::new(); known.len()];
    for (full, at) in known {
        if let Some(slot) = profiles.get_mut(at) {
            *slot = full.into_iter().map(number::to_double).collect();
        }
    }
    (of, profiles)
}
