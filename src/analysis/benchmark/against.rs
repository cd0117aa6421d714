//! A unit, or a group as one, against the best, the mean, its group's mean, the target and a peer.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::basis::{Basis, mean, sum};
use super::worth;
use crate::number::{self, Decimal};
use crate::program::{NodeId, Part};
use crate::scoring::{Assessment, Supposing};

/// Decimals of a difference in points: rates have nine, and full points take some of them.
const APART_DIGITS: u32 = 6;

/// Of those who tie for the best, so many are named.
const NAMED: usize = 5;

/// Who is compared, or compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A unit, as a position in the table.
    Unit(usize),
    /// The units of a group as one, as a position in the table's groups.
    Group(usize),
}

impl Subject {
    /// The units it is made of.
    pub fn units(self, assessment: &Assessment) -> Vec<usize> {
        match self {
            Subject::Unit(unit) => vec![unit],
            Subject::Group(group) => {
                let units = assessment.table.units.iter().enumerate();
                units.filter(|(_, unit)| unit.group == group).map(|(at, _)| at).collect()
            }
        }
    }

    /// Its name.
    pub fn name(self, assessment: &Assessment) -> &str {
        match self {
            Subject::Unit(unit) => assessment.table.units.get(unit).map_or("", |unit| unit.name.as_str()),
            Subject::Group(group) => assessment.table.groups.get(group).map_or("", String::as_str),
        }
    }
}

/// What strengths and weaknesses are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The mean of all units.
    Mean,
    /// The mean of the unit's group.
    GroupMean,
    /// The best.
    Best,
    /// Full points.
    Target,
    /// A unit or a group.
    Peer(Subject),
}

/// What the other side has on a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// The share of full points.
    pub rate: Decimal,
    /// The value, of a leaf; of several units their mean, where there is one.
    pub value: Option<Decimal>,
    /// How many units it is taken from.
    pub count: usize,
    /// Who reached it, in the order of the ranking, the first few: of the best and of a peer.
    pub who: Vec<Subject>,
    /// How many reached it.
    pub tied: usize,
}

/// How it stands on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The node.
    pub node: NodeId,
    /// Its points; of a group the mean.
    pub points: Option<Decimal>,
    /// Full points that apply; of a group the mean.
    pub full: Option<Decimal>,
    /// Its share of full points over what is compared.
    pub rate: Option<Decimal>,
    /// Its value, of a leaf; of a group the mean.
    pub value: Option<Decimal>,
    /// The leaves below that it lacks, or that do not apply to it.
    pub lacks: Vec<NodeId>,
    /// The best.
    pub best: Option<Arc<Reference>>,
    /// The mean of all.
    pub mean: Option<Arc<Reference>>,
    /// The mean of its group.
    pub group_mean: Option<Arc<Reference>>,
    /// The peer, over what both have.
    pub peer: Option<Reference>,
    /// Its rate over what the peer has too.
    pub rate_beside_peer: Option<Decimal>,
    /// By how much its rate is better than what it is held against; below 0 where it is worse.
    pub difference: Option<Decimal>,
    /// The same in points.
    pub points_apart: Option<Decimal>,
    /// Of a leaf: what the difference is worth in the total.
    pub worth: Option<Decimal>,
}

/// Whether leaves are better or worse than what they are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 优势
    Strength,
    /// 短板
    Weakness,
}

/// Somebody compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Who.
    pub subject: Subject,
    /// Each node asked for, in the order of the rubric.
    pub rows: Vec<Row>,
}

impl Compared {
    /// The leaves on one side, those first that are worth most in the total.
    pub fn side(&self, assessment: &Assessment, side: Side) -> Vec<&Row> {
        let apart = |row: &Row| {
            let difference = row.difference?;
            let right = match side {
                Side::Strength => difference > Decimal::ZERO,
                Side::Weakness => difference < Decimal::ZERO,
            };
            let weight = |value: Option<Decimal>| value.unwrap_or_default().abs();
            right.then(|| (Reverse((weight(row.worth), weight(row.points_apart), difference.abs())), row.node))
        };
        let leaf = |row: &&Row| assessment.program.node(row.node).leaf.is_some();
        let mut found: Vec<_> = self.rows.iter().filter(leaf).filter_map(|row| Some((apart(row)?, row))).collect();
        found.sort_by_key(|(apart, _)| *apart);
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// The leaves that cannot be compared: it lacks them, or nobody else has them.
    pub fn left_out<'a>(&'a self, assessment: &'a Assessment) -> impl Iterator<Item = &'a Row> {
        let leaf = |row: &&Row| assessment.program.node(row.node).leaf.is_some();
        self.rows.iter().filter(leaf).filter(|row| row.difference.is_none())
    }
}

/// Compares each subject on these nodes; `done` is called after each.
pub fn compare(
    basis: &Basis<'_>,
    subjects: &[Subject],
    nodes: &[NodeId],
    against: Against,
    done: impl Fn() + Sync,
) -> Vec<Compared> {
    // Most subjects have the same leaves: what all others have on them is looked up once.
    let mut wanted: BTreeMap<(NodeId, Vec<NodeId>), Field> = BTreeMap::new();
    for subject in subjects {
        for node in nodes {
            wanted.entry((*node, common(basis, *node, *subject))).or_default();
        }
    }
    wanted.par_iter_mut().for_each(|((node, on), field)| *field = Field::of(basis, *node, on));
    let comparing = Comparing { basis, fields: &wanted, against };
    let one = |supposing: &mut Supposing<'_>, subject: &Subject| {
        let rows = nodes.iter().map(|node| comparing.row(supposing, *node, *subject)).collect();
        done();
        Compared { subject: *subject, rows }
    };
    subjects.par_iter().map_init(|| Supposing::of(basis.assessment), one).collect()
}

/// The leaves over which a subject is compared: those a unit has, or that anybody of a group has.
fn common(basis: &Basis<'_>, node: NodeId, subject: Subject) -> Vec<NodeId> {
    match subject {
        Subject::Unit(unit) => basis.leaves_of(node, unit),
        Subject::Group(_) => Vec::new(),
    }
}

/// What all have on a node, over the same leaves.
#[derive(Debug, Default)]
struct Field {
    mean: Option<Arc<Reference>>,
    best: Option<Arc<Reference>>,
    /// By group.
    groups: Vec<Option<Arc<Reference>>>,
}

impl Field {
    /// Over these leaves; where none are named, of each unit over its own, and group against group.
    fn of(basis: &Basis<'_>, node: NodeId, on: &[NodeId]) -> Field {
        let assessment = basis.assessment;
        let all: Vec<(usize, Decimal)> =
            assessment.order().iter().filter_map(|unit| Some((*unit, rate(basis, node, *unit, on)?))).collect();
        let group = |group: usize| {
            let of =
                |(unit, _): &&(usize, Decimal)| assessment.table.units.get(*unit).is_some_and(|u| u.group == group);
            mean_of(basis, node, &all.iter().filter(of).copied().collect::<Vec<_>>()).map(Arc::new)
        };
        let groups: Vec<Option<Arc<Reference>>> = (0..assessment.table.groups.len()).map(group).collect();
        let candidates: Vec<(Subject, Decimal)> = if on.is_empty() {
            let of = groups.iter().enumerate();
            of.filter_map(|(group, of)| Some((Subject::Group(group), of.as_ref()?.rate))).collect()
        } else {
            all.iter().map(|(unit, rate)| (Subject::Unit(*unit), *rate)).collect()
        };
        let best = best_of(basis, node, &candidates, &groups).map(Arc::new);
        Field { mean: mean_of(basis, node, &all).map(Arc::new), best, groups }
    }
}

/// The rate of a unit over these leaves, or over its own where none are named.
fn rate(basis: &Basis<'_>, node: NodeId, unit: usize, on: &[NodeId]) -> Option<Decimal> {
    if on.is_empty() { basis.rate(node, unit, &basis.leaves_of(node, unit)) } else { basis.rate(node, unit, on) }
}

fn mean_of(basis: &Basis<'_>, node: NodeId, have: &[(usize, Decimal)]) -> Option<Reference> {
    let rate = mean(&have.iter().map(|(_, rate)| *rate).collect::<Vec<_>>())?;
    let values = || have.iter().map(|(unit, _)| basis.value(node, *unit)).collect::<Option<Vec<_>>>();
    let value = if basis.is_numeric(node) { values().and_then(|values| mean(&values)) } else { None };
    Some(Reference { rate, value, count: have.len(), who: Vec::new(), tied: 0 })
}

/// Rate and value of a subject over these leaves; where none are named, of each unit over its own.
fn standing(basis: &Basis<'_>, node: NodeId, subject: Subject, on: &[NodeId]) -> Option<Reference> {
    match subject {
        Subject::Unit(unit) => {
            let rate = rate(basis, node, unit, on)?;
            Some(Reference { rate, value: basis.value(node, unit), count: 1, who: vec![subject], tied: 1 })
        }
        Subject::Group(_) => {
            let units = subject.units(basis.assessment).into_iter();
            let have: Vec<(usize, Decimal)> =
                units.filter_map(|unit| Some((unit, rate(basis, node, unit, on)?))).collect();
            Some(Reference { who: vec![subject], tied: 1, ..mean_of(basis, node, &have)? })
        }
    }
}

fn best_of(
    basis: &Basis<'_>,
    node: NodeId,
    candidates: &[(Subject, Decimal)],
    groups: &[Option<Arc<Reference>>],
) -> Option<Reference> {
    let rates = candidates.iter().map(|(_, rate)| *rate);
    let rate = if basis.is_penalty(node) { rates.min()? } else { rates.max()? };
    let tied = || candidates.iter().filter(|(_, of)| *of == rate).map(|(subject, _)| *subject);
    let who: Vec<Subject> = tied().take(NAMED).collect();
    let value = match who.first()? {
        Subject::Unit(unit) => basis.value(node, *unit),
        Subject::Group(group) => groups.get(*group)?.as_ref()?.value,
    };
    Some(Reference { rate, value, count: candidates.len(), who, tied: tied().count() })
}

struct Comparing<'a> {
    basis: &'a Basis<'a>,
    fields: &'a BTreeMap<(NodeId, Vec<NodeId>), Field>,
    against: Against,
}

impl Comparing<'_> {
    fn row(&self, supposing: &mut Supposing<'_>, node: NodeId, subject: Subject) -> Row {
        let (basis, assessment) = (self.basis, self.basis.assessment);
        let units = subject.units(assessment);
        let on = common(basis, node, subject);
        let compared = on.clone();
        let own = standing(basis, node, subject, &on);
        let field = self.fields.get(&(node, on));
        let peer = match self.against {
            Against::Peer(peer) => self.beside(node, subject, peer),
            _ => None,
        };
        let group = units.first().and_then(|unit| assessment.table.units.get(*unit)).map(|unit| unit.group);
        let lacks = match subject {
            Subject::Unit(_) => basis.leaves(node).iter().copied().filter(|leaf| !compared.contains(leaf)).collect(),
            Subject::Group(_) => Vec::new(),
        };
        let mean_over = |cell: &dyn Fn(usize) -> Option<Decimal>| {
            // Of a group, over those of its units that count in its rate.
            let counts = |unit: &&usize| units.len() == 1 || rate(basis, node, **unit, &compared).is_some();
            mean(&units.iter().filter(counts).filter_map(|unit| cell(*unit)).collect::<Vec<_>>())
        };
        let mut row = Row {
            node,
            points: mean_over(&|unit| assessment.points(node, unit).get()),
            full: mean_over(&|unit| assessment.open(node, unit).get()),
            rate: own.as_ref().map(|own| own.rate),
            value: own.as_ref().and_then(|own| own.value),
            lacks,
            best: own.as_ref().and(field).and_then(|field| field.best.clone()),
            mean: own.as_ref().and(field).and_then(|field| field.mean.clone()),
            group_mean: own.as_ref().and(field).and_then(|field| field.groups.get(group?).cloned().flatten()),
            peer: peer.as_ref().map(|(_, peer)| peer.clone()),
            rate_beside_peer: peer.map(|(rate, _)| rate),
            difference: None,
            points_apart: None,
            worth: None,
        };
        let compared_full = if row.lacks.is_empty() { row.full } else { self.full(subject, &compared) };
        self.apart(supposing, &mut row, subject, compared_full);
        row
    }

    /// The full points of these leaves; of a group it is not asked.
    fn full(&self, subject: Subject, leaves: &[NodeId]) -> Option<Decimal> {
        let Subject::Unit(unit) = subject else { return None };
        sum(leaves.iter().map(|leaf| self.basis.assessment.open(*leaf, unit).get()))
    }

    /// How far it is from what it is held against; `full` are the points that are compared.
    fn apart(&self, supposing: &mut Supposing<'_>, row: &mut Row, subject: Subject, full: Option<Decimal>) {
        let basis = self.basis;
        let Some((own, other)) = held_against(basis, row, self.against) else { return };
        let Some(ahead) = own.checked_sub(other) else { return };
        let difference = if basis.is_penalty(row.node) { -ahead } else { ahead };
        row.difference = Some(difference);
        let points = full.and_then(|full| difference.checked_mul(full));
        row.points_apart = points.map(|points| number::guard(points, APART_DIGITS));
        if basis.assessment.program.node(row.node).leaf.is_some() && !difference.is_zero() {
            let units: Vec<usize> =
                subject.units(basis.assessment).into_iter().filter(|unit| basis.has(row.node, *unit)).collect();
            row.worth = worth::of(supposing, &units, row.node, other);
        }
    }

    /// A subject and a peer over the leaves that both have.
    fn beside(&self, node: NodeId, subject: Subject, peer: Subject) -> Option<(Decimal, Reference)> {
        let basis = self.basis;
        let mut on = common(basis, node, subject);
        if let Subject::Unit(unit) = peer {
            let has = basis.leaves_of(node, unit);
            match subject {
                Subject::Unit(_) => on.retain(|leaf| has.contains(leaf)),
                Subject::Group(_) => on = has,
            }
            if on.is_empty() {
                return None;
            }
        }
        Some((standing(basis, node, subject, &on)?.rate, standing(basis, node, peer, &on)?))
    }
}

/// The rates on both sides. A bonus has no target: it is none to lose.
fn held_against(basis: &Basis<'_>, row: &Row, against: Against) -> Option<(Decimal, Decimal)> {
    let of = |reference: &Option<Arc<Reference>>| Some((row.rate?, reference.as_ref()?.rate));
    match against {
        Against::Mean => of(&row.mean),
        Against::GroupMean => of(&row.group_mean),
        Against::Best => of(&row.best),
        Against::Peer(_) => Some((row.rate_beside_peer?, row.peer.as_ref()?.rate)),
        Against::Target => match basis.assessment.program.node(row.node).part {
            Part::Ordinary => Some((row.rate?, Decimal::ONE)),
            Part::Penalty => Some((row.rate?, Decimal::ZERO)),
            Part::Bonus => None,
        },
    }
}
