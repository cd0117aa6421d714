//! What scoring finds in the data: missing values, divisions by zero, contradictions, undecided effects.

use super::assessment::Assessment;
use super::vector::Cell;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::number::{self, Decimal};
use crate::program::{ColumnId, FieldId, Leaf, MissingPolicy, NodeId, Part, Status, show};
use crate::table::{AdjustedBy, Adjustment, State, Table};
use crate::words::Spoken;
use crate::words::data::DataProblem;
use crate::words::labels::Label;

/// Everything scoring has to say of the data.
pub fn diagnostics(assessment: &Assessment) -> Vec<Diagnostic> {
    findings(assessment).into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// The same, each with the unit it speaks of.
pub fn findings(assessment: &Assessment) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    leaves(assessment, &mut found);
    overflows(assessment, &mut found);
    musts(assessment, &mut found);
    effects(assessment, &mut found);
    adjustments(assessment, &mut found);
    found
}

fn name(assessment: &Assessment, unit: usize) -> String {
    assessment.table.units.get(unit).map(|u| u.name.clone()).unwrap_or_default()
}

/// The cell of a field, or the unit where no cell was read.
fn place(assessment: &Assessment, field: Option<FieldId>, unit: usize) -> Place {
    field
        .and_then(|field| assessment.table.fields.get(field.index()))
        .and_then(|column| column.origins.get(unit))
        .and_then(|origin| assessment.table.place(*origin))
        .unwrap_or_else(|| Place::Unit(name(assessment, unit)))
}

/// Points that overflowed on the way up: of a leaf after its rule, of a section, of the total.
fn overflows(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    let program = &assessment.program;
    let over = |cell: Cell| cell.state == State::Overflow;
    let of = |id: NodeId, unit: usize| over(assessment.points(id, unit));
    for unit in 0..assessment.units() {
        let first = |id: &NodeId| {
            let node = program.node(*id);
            let below = node.children.iter().any(|child| of(*child, unit));
            of(*id, unit) && !below && node.leaf.as_ref().is_none_or(|leaf| !over(assessment.cell(leaf.raw, unit)))
        };
        let mut places: Vec<String> = program
            .node_ids()
            .filter(first)
            .map(|id| program.node(id))
            .map(|n| format!("{} {}", n.id, n.title))
            .collect();
        let whole = over(assessment.total(unit)) && !program.sections().any(|(id, _)| of(id, unit));
        places.extend(whole.then(|| Label::Total.say(program.heading.language)));
        for node in places {
            let problem = DataProblem::Overflow { unit: name(assessment, unit), node };
            found.push((unit, Diagnostic::new(problem, Place::Unit(name(assessment, unit)))));
        }
    }
}

fn leaves(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    let (program, table) = (&assessment.program, &assessment.table);
    // Of a unit that submitted nothing at all, the reader has said so once.
    let silent = |unit: usize| u32::try_from(unit).is_ok_and(|unit| table.silent.contains(&unit));
    let sets = |decided: &Adjustment| matches!(decided.change, AdjustedBy::To(_));
    for (id, node, leaf) in program.leaves() {
        let fields = &leaf.fields;
        let node_name = || format!("{} {}", node.id, node.title);
        for unit in 0..assessment.units() {
            if let Some(field) = leaf.given {
                let given =
                    table.fields.get(field.index()).and_then(|f| Some((f.states.get(unit)?, f.values.get(unit)?)));
                if let (Some((State::Known, value)), Some(full)) = (given, assessment.most(id, unit).get())
                    && *value > full
                {
                    let problem = DataProblem::OutOfRange {
                        field: node_name(),
                        value: number::plain(*value),
                        range: format!("0–{}", number::plain(full)),
                    };
                    found.push((unit, Diagnostic::new(problem, place(assessment, Some(field), unit))));
                    continue;
                }
            }
            if let Some(problem) = refused(assessment, leaf, node_name(), unit) {
                found.push((unit, Diagnostic::new(problem, place(assessment, leaf.given, unit))));
                continue;
            }
            if assessment.status(id, unit) == Status::Unproven {
                let problem = DataProblem::Unproven { unit: name(assessment, unit), node: node_name() };
                found.push((unit, Diagnostic::new(problem, place(assessment, fields.first().copied(), unit))));
            }
            match assessment.cell(leaf.raw, unit).state {
                State::Known | State::NotApplicable => {}
                State::Overflow => {
                    let problem = DataProblem::Overflow { unit: name(assessment, unit), node: node_name() };
                    found.push((unit, Diagnostic::new(problem, place(assessment, fields.first().copied(), unit))));
                }
                State::Undefined => {
                    let problem = DataProblem::DivisionByZero { unit: name(assessment, unit), node: node_name() };
                    found.push((unit, Diagnostic::new(problem, place(assessment, fields.last().copied(), unit))));
                }
                // A person has set the points.
                State::Missing if assessment.adjustment(Some(id), unit).is_some_and(sets) => {}
                State::Missing if silent(unit) && leaf.missing != MissingPolicy::Error => {}
                State::Missing => {
                    let missing: Vec<FieldId> = fields
                        .iter()
                        .copied()
                        .filter(|f| {
                            table.fields.get(f.index()).and_then(|c| c.states.get(unit)) == Some(&State::Missing)
                        })
                        .collect();
                    let labels: Vec<&str> = missing
                        .iter()
                        .filter_map(|f| program.fields.get(f.index()))
                        .map(|field| field.label.as_str())
                        .chain(missing_lists(assessment, leaf.value, unit))
                        .collect();
                    let what =
                        if labels.is_empty() { node_name() } else { format!("{}({})", labels.join("、"), node.id) };
                    let problem = DataProblem::Missing { unit: name(assessment, unit), field: what };
                    let severity =
                        if leaf.missing == MissingPolicy::Error { Severity::Error } else { Severity::Warning };
                    let place = place(assessment, missing.first().copied(), unit);
                    found.push((unit, Diagnostic::new(problem, place).severity(severity)));
                }
            }
        }
    }
}

/// The lists behind a column that a unit has not reported, or reported with blanks.
fn missing_lists(assessment: &Assessment, value: ColumnId, unit: usize) -> impl Iterator<Item = &str> {
    let (program, table) = (&assessment.program, &assessment.table);
    program.lists_behind(value).into_iter().filter_map(move |id| {
        let entries = table.lists.get(id.index())?;
        let blank = || {
            let states = entries.columns.iter().filter_map(|column| column.states.get(entries.of_unit(unit)));
            states.flatten().any(|state| state.is_missing())
        };
        let missing = entries.states.get(unit).is_none_or(|state| state.is_missing()) || blank();
        missing.then(|| program.lists.get(id.index()).map(|list| list.label.as_str()))?
    })
}

/// An entered value that the rule refuses, such as a percentage between two steps.
fn refused(assessment: &Assessment, leaf: &Leaf, field: String, unit: usize) -> Option<DataProblem> {
    let id = leaf.given?;
    let of = assessment.program.fields.get(id.index())?;
    let column = assessment.table.fields.get(id.index())?;
    let value = *column.values.get(unit).filter(|_| column.states.get(unit) == Some(&State::Known))?;
    if assessment.cell(leaf.raw, unit).state != State::Missing {
        return None;
    }
    let lang = assessment.program.heading.language;
    let range = leaf.rule.in_general(&assessment.program, lang);
    Some(DataProblem::OutOfRange { field, value: show(value, &of.kind.quantity(), lang), range })
}

fn musts(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    for must in &assessment.program.musts {
        for unit in 0..assessment.units() {
            let holds = assessment.cell(must.holds, unit);
            if holds.state == State::Known && !holds.is_yes() {
                let say = format!("{}:{}", name(assessment, unit), must.say);
                let problem = DataProblem::MustFails { say, condition: must.condition.clone() };
                let place = place(assessment, Some(must.field), unit);
                found.push((unit, Diagnostic::new(problem, place).severity(must.severity)));
            }
        }
    }
}

/// Adjusted results that no rule could have given, and adjustments that found nothing to change.
fn adjustments(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    let program = &assessment.program;
    for ((node, unit), decided) in &assessment.table.adjustments {
        let at = *unit as usize;
        let node = (*node != Table::TOTAL).then_some(NodeId(*node));
        let (label, computed) = match node.map(|id| (id, program.nodes.get(id.index()))) {
            Some((id, Some(node))) => (Spoken::from(format!("{} {}", node.id, node.title)), assessment.points(id, at)),
            Some((_, None)) => continue,
            None => (Spoken::of(|lang| Label::Total.say(lang)), assessment.total(at)),
        };
        let most = most_adjusted(assessment, node, at);
        let place = assessment.table.place(decided.origin).unwrap_or_else(|| Place::Unit(name(assessment, at)));
        let (unit, node) = (name(assessment, at), label);
        let points = match decided.change {
            AdjustedBy::To(points) => Some(points),
            AdjustedBy::By(_) => computed.get(),
        };
        let Some(points) = points else {
            found.push((at, Diagnostic::new(DataProblem::AdjustmentWithoutPoints { unit, node }, place)));
            continue;
        };
        if points < Decimal::ZERO || most.is_some_and(|most| points > most) {
            let most = most.map_or_else(|| "…".to_owned(), number::plain);
            let (points, range) = (number::plain(points), format!("0–{most}"));
            found.push((at, Diagnostic::new(DataProblem::AdjustedOutside { unit, node, points, range }, place)));
        }
    }
}

/// The most that a node or the total can be, where that can be told: a coefficient lifts points above it.
fn most_adjusted(assessment: &Assessment, node: Option<NodeId>, unit: usize) -> Option<Decimal> {
    let program = &assessment.program;
    if let Some(node) = node {
        let lifted = |id: NodeId| {
            let above = std::iter::successors(Some(id), |at| program.node(*at).parent);
            program.node(id).coefficient.is_some() && above.into_iter().any(|at| at == node)
        };
        return assessment.most(node, unit).get().filter(|_| !program.node_ids().any(lifted));
    }
    let most_total = |unit: usize| {
        let bonus = program.sections().filter(|(_, section)| section.part == Part::Bonus);
        let full = assessment.cell(program.outcome.full, unit).get()?;
        bonus.filter_map(|(id, _)| assessment.most(id, unit).get()).try_fold(full, Decimal::checked_add)
    };
    // The coefficient of the whole shows in whoever stands above full points without any decision.
    let lifted = (0..assessment.units()).any(|unit| {
        let above = assessment.total(unit).get() > most_total(unit);
        above && most_total(unit).is_some() && assessment.adjustment(None, unit).is_none()
    });
    most_total(unit).filter(|_| !lifted)
}

fn effects(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    for (position, effect) in assessment.program.effects.iter().enumerate() {
        let fields = assessment.program.fields_behind(effect.when);
        for unit in 0..assessment.units() {
            if assessment.undecided(position, unit) {
                let problem = DataProblem::UndecidedEffect {
                    unit: name(assessment, unit),
                    effect: effect.id.clone(),
                    say: effect.say.clone(),
                };
                found.push((unit, Diagnostic::new(problem, place(assessment, fields.first().copied(), unit))));
            }
        }
    }
}
