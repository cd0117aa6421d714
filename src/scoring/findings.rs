//! What scoring finds in the data: missing values, divisions by zero, contradictions, undecided effects.

use super::assessment::Assessment;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::number;
use crate::program::{FieldId, Leaf, MissingPolicy, show};
use crate::table::State;
use crate::words::data::DataProblem;

/// Everything scoring has to say of the data.
pub fn diagnostics(assessment: &Assessment) -> Vec<Diagnostic> {
    findings(assessment).into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// The same, each with the unit it speaks of.
pub fn findings(assessment: &Assessment) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    leaves(assessment, &mut found);
    musts(assessment, &mut found);
    effects(assessment, &mut found);
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

fn leaves(assessment: &Assessment, found: &mut Vec<(usize, Diagnostic)>) {
    let (program, table) = (&assessment.program, &assessment.table);
    // Of a unit that submitted nothing at all, the reader has said so once.
    let silent = |unit: usize| u32::try_from(unit).is_ok_and(|unit| table.silent.contains(&unit));
    for (id, node, leaf) in program.leaves() {
        let fields = program.fields_behind(leaf.value);
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
