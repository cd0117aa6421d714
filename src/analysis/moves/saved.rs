//! A side from saved results: points and standings, without the steps between them.

use std::collections::HashMap;

use super::side::{Enters, Flow, Heading, Side, SideEffect, SideGrade, SideNode, SideUnit, Standing, counted};
use crate::folder::results::{Results, SavedNode, SavedUnit};
use crate::number::{self, Decimal};
use crate::program::{EffectKind, Level, Part};
use crate::scoring::{Cell, Vector};
use crate::table::State;

/// How deep the nodes of a saved tree may stand.
const DEEPEST: usize = 64;

impl Side {
    /// What was saved.
    pub fn saved(results: &Results) -> Side {
        let mut nodes: Vec<SideNode> = Vec::with_capacity(results.nodes.len());
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut depths: Vec<usize> = Vec::new();
        for saved in &results.nodes {
            let parent = saved.parent.as_deref().and_then(|parent| places.get(parent).copied());
            let parent = parent.filter(|parent| depths.get(*parent).is_some_and(|depth| *depth < DEEPEST));
            depths.push(parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1));
            places.entry(&saved.id).or_insert(nodes.len());
            nodes.push(node(saved, parent));
        }
        let parents: Vec<usize> = nodes.iter().filter_map(|node| node.parent).collect();
        for parent in parents {
            nodes[parent].leaf = false;
        }
        for unit in &results.units {
            let points: HashMap<&str, Cell> =
                unit.nodes.iter().map(|node| (node.id.as_str(), cell(node.points.as_ref(), &node.status))).collect();
            for node in &mut nodes {
                let cell = points.get(node.id.as_str()).copied().unwrap_or(Cell::unknown(State::Missing));
                node.points.push(cell);
                node.flow.start.push(counted(cell).unwrap_or_default());
            }
        }
        let total = total(results, &mut nodes);
        rest(&mut nodes, results.units.len());
        Side {
            heading: Heading {
                id: results.rubric.id.clone(),
                title: results.rubric.title.clone(),
                period: results.rubric.period.clone(),
                edition: results.rubric.edition.clone(),
                rubric: results.rubric.sha256.clone(),
                unit: String::new(),
            },
            units: results.units.iter().map(unit).collect(),
            nodes,
            total,
            grades: grades(results),
            effects: effects(results),
            standings: results.units.iter().map(|unit| standing(results, unit)).collect(),
            decimals: [results.rounding.leaf, results.rounding.section, results.rounding.total],
        }
    }
}

fn read(text: &str) -> Option<Decimal> {
    number::read_exact(text)
}

fn cell(points: Option<&String>, status: &str) -> Cell {
    match (points.and_then(|points| read(points)), status) {
        (Some(points), _) => Cell::known(points),
        (None, "not-applicable") => Cell::unknown(State::NotApplicable),
        (None, "overflow") => Cell::unknown(State::Overflow),
        (None, _) => Cell::unknown(State::Missing),
    }
}

fn node(saved: &SavedNode, parent: Option<usize>) -> SideNode {
    SideNode {
        id: saved.id.clone(),
        title: saved.title.clone(),
        parent,
        level: match saved.level.as_str() {
            "section" => Level::Section,
            "indicator" => Level::Indicator,
            _ => Level::Item,
        },
        part: match saved.part.as_str() {
            "bonus" => Part::Bonus,
            "penalty" => Part::Penalty,
            _ => Part::Ordinary,
        },
        leaf: true,
        points: Vector::default(),
        enters: Enters::AsPoints,
        flow: Flow::default(),
    }
}

fn unit(saved: &SavedUnit) -> SideUnit {
    SideUnit { id: saved.id.clone(), name: saved.name.clone(), group: saved.group.clone() }
}

/// What children bring is known of sums alone: where points are no sum of the children's, they are not told apart.
fn rest(nodes: &mut [SideNode], units: usize) {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (child, node) in nodes.iter().enumerate() {
        if let Some(children) = node.parent.and_then(|parent| below.get_mut(parent)) {
            children.push(child);
        }
    }
    for (at, children) in below.into_iter().enumerate().filter(|(_, children)| !children.is_empty()) {
        let sum = |unit: usize| {
            let points = children.iter().filter_map(|child| counted(nodes[*child].points.cell(unit)));
            points.fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let sums: Vec<Decimal> = (0..units).map(sum).collect();
        let (flow, adds) = flow(sums, &nodes[at].flow.start);
        if adds {
            nodes[at].flow = flow;
            continue;
        }
        for child in children {
            nodes[child].enters = Enters::Not;
        }
        let whole = std::mem::take(&mut nodes[at].flow.start);
        nodes[at].flow = combined(whole);
    }
}

/// From what children bring to what there is, by way of an unnamed rest; and whether the rest is small enough for a sum.
fn flow(brought: Vec<Decimal>, points: &[Decimal]) -> (Flow, bool) {
    let rest: Vec<Decimal> = points.iter().zip(&brought).map(|(points, sum)| points.saturating_sub(*sum)).collect();
    let even = rest.iter().filter(|rest| rest.abs() < Decimal::ONE).count() * 2 >= rest.len();
    let still = rest.iter().all(Decimal::is_zero);
    let steps = if still { Vec::new() } else { vec![(crate::program::Step::Unnamed, rest)] };
    (Flow { start: brought, steps }, even)
}

/// Points that are no sum.
fn combined(points: Vec<Decimal>) -> Flow {
    let start = vec![Decimal::ZERO; points.len()];
    Flow { start, steps: vec![(crate::program::Step::Combination, points)] }
}

fn total(results: &Results, nodes: &mut [SideNode]) -> Flow {
    let totals: Vec<Decimal> =
        results.units.iter().map(|unit| unit.total.as_deref().and_then(read).unwrap_or_default()).collect();
    let mut brought = vec![Decimal::ZERO; totals.len()];
    for node in nodes.iter_mut().filter(|node| node.parent.is_none()) {
        let penalty = node.part == Part::Penalty;
        let brings = |unit: usize| {
            let points = counted(node.points.cell(unit)).unwrap_or_default();
            if penalty { Decimal::ZERO.saturating_sub(points) } else { points }
        };
        let brings: Vec<Decimal> = (0..totals.len()).map(brings).collect();
        brought.iter_mut().zip(&brings).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
        if penalty {
            node.enters = Enters::With(brings);
        }
    }
    let (flow, adds) = flow(brought, &totals);
    if adds {
        return flow;
    }
    for node in nodes.iter_mut().filter(|node| node.parent.is_none()) {
        node.enters = Enters::Not;
    }
    combined(totals)
}

fn grades(results: &Results) -> Vec<SideGrade> {
    let grade = |grade: &crate::folder::results::SavedGrade| SideGrade {
        name: grade.name.clone(),
        min: grade.min.as_deref().and_then(read),
        conditional: grade.when.is_some(),
    };
    results.grades.iter().map(grade).collect()
}

fn position(results: &Results, grade: Option<&String>) -> Option<usize> {
    results.grades.iter().position(|other| Some(&other.name) == grade)
}

fn effects(results: &Results) -> Vec<SideEffect> {
    let effect = |effect: &crate::folder::results::SavedEffect| SideEffect {
        id: effect.id.clone(),
        kind: EffectKind::from_key(&effect.kind).unwrap_or(EffectKind::Cap),
        say: effect.say.clone(),
        grade: position(results, effect.grade.as_ref()),
        nodes: Vec::new(),
    };
    results.effects.iter().map(effect).collect()
}

fn standing(results: &Results, unit: &SavedUnit) -> Standing {
    let held = |id: &str| results.effects.iter().position(|effect| effect.id == id);
    Standing {
        total: match unit.total.as_deref().and_then(read) {
            Some(total) => Cell::known(total),
            None => Cell::unknown(State::Missing),
        },
        rank: unit.rank,
        group_rank: unit.group_rank,
        grade: position(results, unit.grade.as_ref()),
        base_grade: position(results, unit.base_grade.as_ref()),
        effects: unit.effects.iter().filter_map(|effect| held(&effect.id)).collect(),
    }
}
