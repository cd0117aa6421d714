//! One unit, as its letter tells it.

use std::cmp::Reverse;

use serde::Serialize;

use super::summary::Row;
use super::{Brief, Limit, Provisional, cell_words, decimal, missing};
use crate::analysis::gaps::{self, Gap};
use crate::number::Decimal;
use crate::program::{NodeId, Part, Status};
use crate::report::facts;
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::notice::Notice;

/// Everything a letter says of its unit.
#[derive(Debug, Serialize)]
pub(in super::super) struct UnitFacts {
    #[serde(flatten)]
    brief: Brief,
    to: String,
    number: String,
    full: String,
    lost: String,
    of: usize,
    of_group: usize,
    limits: Vec<Limit>,
    provisional: Provisional,
    strengths: Vec<Strength>,
    departments: Vec<Department>,
    removed: Vec<Removed>,
    gaps: Vec<Problem>,
    unreported: Vec<Problem>,
    follow_ups: Vec<String>,
    adjustments: Vec<String>,
    nodes: Vec<Row>,
}

/// The items of a section that lost nothing.
#[derive(Debug, Serialize)]
struct Strength {
    section: String,
    count: usize,
    names: String,
}

/// The gaps a department leads.
#[derive(Debug, Serialize)]
struct Department {
    lead: String,
    count: usize,
    lost: String,
    gaps: Vec<Problem>,
}

/// Points that an effect took off a node above the items.
#[derive(Debug, Serialize)]
struct Removed {
    id: String,
    title: String,
    points: String,
}

/// Points lost on an item, and why.
#[derive(Debug, Clone, Serialize)]
struct Problem {
    id: String,
    title: String,
    section: String,
    lead: String,
    full: String,
    points: String,
    lost: String,
    value: String,
    target: String,
    rule: String,
    reason: String,
    advice: String,
    status: String,
}

impl UnitFacts {
    /// A unit's facts; `to` and `number` stand on its letter only.
    pub(in super::super) fn of(
        assessment: &Assessment,
        unit: usize,
        (to, number): (String, String),
        lang: Lang,
    ) -> UnitFacts {
        let program = &assessment.program;
        let table = &assessment.table;
        let group = table.units.get(unit).map(|unit| unit.group);
        let ranked = |of: &usize| assessment.rank(*of).is_some();
        let own = |of: &usize| table.units.get(*of).map(|unit| unit.group) == group;
        let units = || (0..assessment.units()).filter(ranked);
        let found = gaps::of_unit(assessment, unit);
        let gaps: Vec<Problem> = found.iter().map(|gap| Problem::of(assessment, gap, lang)).collect();
        let by_points = gaps::adds_up(program);
        let sum = found.iter().try_fold(Decimal::ZERO, |sum, gap| sum.checked_add(gap.lost)).filter(|_| by_points);
        UnitFacts {
            brief: Brief::of(assessment, unit, lang),
            to,
            number,
            full: cell_words(assessment.cell(program.outcome.full, unit), None, lang),
            lost: sum.map(|sum| decimal(sum, program.rounding.leaf)).unwrap_or_default(),
            of: units().count(),
            of_group: units().filter(own).count(),
            limits: Limit::of(assessment, unit, lang),
            provisional: Provisional::of(assessment, unit, lang).unwrap_or_default(),
            strengths: strengths(assessment, unit, lang),
            departments: departments(&found, &gaps, (program.rounding.leaf, by_points), lang),
            removed: removed(assessment, unit),
            unreported: missing(assessment, unit).iter().map(|id| unreported(assessment, *id, unit, lang)).collect(),
            gaps,
            follow_ups: assessment.follow_ups(unit).map(|follow_up| follow_up.say.clone()).collect(),
            adjustments: facts::adjustments(assessment, unit)
                .into_iter()
                .filter_map(|(node, _)| assessment.adjustment_words(node, unit, lang))
                .collect(),
            nodes: Row::all(assessment, unit, lang),
        }
    }
}

fn strengths(assessment: &Assessment, unit: usize, lang: Lang) -> Vec<Strength> {
    let program = &assessment.program;
    let all = |section: crate::program::NodeId| {
        let whole = program.leaves().filter(|(id, node, _)| {
            let earned = assessment.points(*id, unit).get().is_some_and(|points| points > Decimal::ZERO);
            let status = assessment.status(*id, unit) == Status::Scored;
            let own = program.section_of(*id) == section && node.part == Part::Ordinary;
            let kept = std::iter::successors(Some(*id), |at| program.node(*at).parent)
                .all(|at| taken(assessment, at, unit).is_none());
            own && status && earned && kept && assessment.lost(*id, unit).is_some_and(|lost| lost.is_zero())
        });
        whole.map(|(_, node, _)| node.title.clone()).collect::<Vec<_>>()
    };
    let sections = program.sections().map(|(id, section)| (section.title.clone(), all(id)));
    sections
        .filter(|(_, names)| !names.is_empty())
        .map(|(section, names)| Strength { section, count: names.len(), names: facts::join(&names, lang) })
        .collect()
}

/// What effects took off a node, where they did.
fn taken(assessment: &Assessment, node: NodeId, unit: usize) -> Option<Decimal> {
    let earned = assessment.cell(assessment.program.node(node).earned, unit).get()?;
    earned.checked_sub(assessment.points(node, unit).get()?).filter(|taken| *taken > Decimal::ZERO)
}

/// What effects took off nodes above the items: no item lost it.
fn removed(assessment: &Assessment, unit: usize) -> Vec<Removed> {
    let program = &assessment.program;
    let above = |id: NodeId| std::iter::successors(program.node(id).parent, |at| program.node(*at).parent);
    let of = |id: NodeId| {
        let node = program.node(id);
        let taken = taken(assessment, id, unit).filter(|_| node.leaf.is_none() && node.part == Part::Ordinary)?;
        // What a node above has lost already counts there.
        let alone = above(id).all(|at| self::taken(assessment, at, unit).is_none());
        let decimals = facts::digits(&program.rounding, node.level, false);
        alone.then(|| Removed { id: node.id.clone(), title: node.title.clone(), points: decimal(taken, decimals) })
    };
    program.node_ids().filter_map(of).collect()
}

/// An item that was not submitted: what it lost, where it has points at all.
fn unreported(assessment: &Assessment, node: NodeId, unit: usize, lang: Lang) -> Problem {
    let full = assessment.full(node, unit).get().unwrap_or_default();
    let points = assessment.points(node, unit).get();
    let gap = gaps::of_node(assessment, unit, node).unwrap_or(Gap {
        unit,
        node,
        full,
        points: points.unwrap_or_default(),
        lost: Decimal::ZERO,
        status: Status::Missing,
    });
    let problem = Problem::of(assessment, &gap, lang);
    match points {
        Some(_) => problem,
        None => Problem { points: String::new(), lost: String::new(), ..problem },
    }
}

/// The gaps by their lead department: who lost the unit most comes first.
fn departments(
    found: &[Gap],
    gaps: &[Problem],
    (decimals, by_points): (Option<u32>, bool),
    lang: Lang,
) -> Vec<Department> {
    let mut departments: Vec<(Decimal, Department)> = Vec::new();
    for (gap, problem) in found.iter().zip(gaps) {
        let lead = if problem.lead.is_empty() { Notice::NoLead.say(lang) } else { problem.lead.clone() };
        let known = departments.iter_mut().find(|(_, department)| department.lead == lead);
        match known {
            Some((lost, department)) => {
                *lost = lost.checked_add(gap.lost).unwrap_or(*lost);
                department.gaps.push(problem.clone());
            }
            None => {
                let department = Department { lead, count: 0, lost: String::new(), gaps: vec![problem.clone()] };
                departments.push((gap.lost, department));
            }
        }
    }
    departments.sort_by_key(|(lost, _)| Reverse(*lost));
    departments
        .into_iter()
        .map(|(lost, department)| Department {
            count: department.gaps.len(),
            lost: if by_points { decimal(lost, decimals) } else { String::new() },
            ..department
        })
        .collect()
}

impl Problem {
    fn of(assessment: &Assessment, gap: &Gap, lang: Lang) -> Problem {
        let program = &assessment.program;
        let (node, decimals) = (program.node(gap.node), program.rounding.leaf);
        let target = node.leaf.as_ref().and_then(|leaf| leaf.target.as_ref());
        Problem {
            id: node.id.clone(),
            title: node.title.clone(),
            section: program.node(program.section_of(gap.node)).title.clone(),
            lead: node.lead.clone().unwrap_or_default(),
            full: decimal(gap.full, None),
            points: decimal(gap.points, decimals),
            lost: decimal(gap.lost, decimals),
            value: assessment.value_words(gap.node, gap.unit, lang),
            target: target.map(|target| assessment.operand(target, gap.unit, lang)).unwrap_or_default(),
            rule: facts::rule_with(node, lang, &|operand| assessment.operand(operand, gap.unit, lang)),
            reason: gaps::reason(assessment, gap, lang),
            advice: node.advice.clone().unwrap_or_default(),
            status: if gap.status == Status::Scored { String::new() } else { gaps::status_words(gap.status).say(lang) },
        }
    }
}
