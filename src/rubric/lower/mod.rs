//! Lowers a rubric into the graph of columns: fields, tree, grades, ranking.

mod applies;
mod combine;
mod effects;
mod fields;
mod full;
mod grading;
mod lists;
mod plan;
mod policy;
mod quota;
mod ranking;
mod total;
mod tree;

use std::collections::HashMap;

use super::Rubric;
use super::keys;
use super::lint;
use super::workshop::Context;
use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Reader, Section};
use crate::number::{Decimal, RoundingMode};
use crate::program::{Builder, Built, Column, Expr, Heading, Outcome, Program, Quantity, RoundingPlan, arrange, cycle};
use crate::words::Lang;
use crate::words::rubric::RubricProblem;

/// Checks and compiles; `None` where too little was written to go on.
pub(super) fn lower(rubric: &Rubric, reader: &Reader) -> Option<Program> {
    let root = reader.root(&rubric.source, &rubric.root, &keys::ROOT);
    let heading = heading(&root);
    let rounding = rounding(&root);
    let mut context = Context {
        reader,
        builder: Builder::new(&root.spot, language(&root)),
        rounding: rounding.unwrap_or(DEFAULT),
        node_ids: HashMap::new(),
    };
    for word in root.texts("groups") {
        if context.builder.groups.contains(&word.text) {
            reader.report(Diagnostic::at(RubricProblem::DuplicateId { id: word.text.clone() }, &word.spot));
        }
        context.builder.group(&word.text);
    }
    context.builder.groups_declared = root.has("groups");
    context.builder.deadline = deadline(&mut context, &root);
    inflation(&mut context, &root);
    let declared = fields::declare(&mut context, &root);
    lists::declare(&mut context, &root);
    let mut planned = plan::plan(&mut context, &root);
    let (grading, ranking) = (root.section("grading"), root.section("ranking"));
    let mut grades = grading.as_ref().map(|grading| grading::grades(&mut context, grading)).unwrap_or_default();
    let (drafts, on_points) = effects::plan(&mut context, &root, &grades.grades, &mut planned);
    plan::adopt(&mut context, &planned);
    grading::conditions(&mut context, &mut grades);
    let tree = tree::lower(&mut context, &root, &planned, &on_points);
    let musts = fields::musts(&mut context, &declared);
    let mut effects = effects::lower(&mut context, drafts);
    let graded = grading::lower(&mut context, grading.as_ref(), &grades, &mut effects);
    let (mut follow_ups, mut placed) = (Vec::new(), None);
    if let Some(ranking) = &ranking {
        placed = Some(ranking::lower(&mut context, ranking, &effects));
        let grade = graded.as_ref().map(|graded| graded.grade);
        follow_ups = ranking::follow_ups(&mut context, ranking, &grades.grades, grade);
    }
    let outcome_columns = context.builder.outcome;
    let (full, whole, nodes) = tree?;
    let outcome = Outcome {
        total: outcome_columns.total,
        full,
        rank: outcome_columns.rank,
        group_rank: outcome_columns.group_rank,
        base_grade: graded.as_ref().map(|graded| graded.base),
        grade: graded.as_ref().map(|graded| graded.grade),
    };
    let Built { parameters, fields, lists, groups, groups_declared, mut columns } = context.builder.finish();
    report_cycle(reader, &columns)?;
    // A rule that could not be lowered reads no field.
    if !reader.has_errors() {
        fields::report_unused(reader, &fields, &columns, &musts);
        lists::report_unused(reader, &lists, &columns);
    }
    let stages = arrange(&mut columns, &fields, &parameters);
    let mut program = Program {
        heading: heading?,
        parameters,
        fields,
        lists,
        groups,
        groups_declared,
        stages,
        columns,
        nodes,
        whole,
        musts,
        grades: grades.grades,
        effects,
        quotas: graded.map(|graded| graded.quotas).unwrap_or_default(),
        ranking: placed?,
        follow_ups,
        outcome,
        rounding: rounding?,
        fingerprint: rubric.fingerprint(),
        bases: rubric.inputs(),
    };
    program.trace_fields();
    if !reader.has_errors() {
        lint::report(reader, &program);
    }
    Some(program)
}

const DEFAULT: RoundingPlan = RoundingPlan { leaf: None, section: None, total: None, mode: RoundingMode::HalfUp };

fn heading(root: &Section<'_>) -> Option<Heading> {
    let text = |key| root.text(key).map(|word| word.text);
    Some(Heading {
        id: text("id")?,
        title: text("title")?,
        period: text("period")?,
        edition: text("edition")?,
        unit: text("unit").unwrap_or_default(),
        language: language(root),
    })
}

/// The last day on which submissions are in time: a parameter like any other number.
fn deadline(context: &mut Context<'_>, root: &Section<'_>) -> Option<Expr> {
    let (day, spot) = root.date("deadline")?;
    Some(context.builder.parameter("deadline".to_owned(), Decimal::from(day), Quantity::Date, spot))
}

/// From where on a self score is inflated: no rule reads it, but it is a number the rubric sets.
fn inflation(context: &mut Context<'_>, root: &Section<'_>) {
    if let (Some(share), Some(setting)) = (fields::bound(context.reader, root, "inflation"), root.number("inflation")) {
        context.builder.parameter("inflation".to_owned(), share, Quantity::Percent, setting.spot().clone());
    }
}

fn language(root: &Section<'_>) -> Lang {
    root.text("language").and_then(|word| Lang::from_tag(&word.text)).unwrap_or_default()
}

fn rounding(root: &Section<'_>) -> Option<RoundingPlan> {
    let section = root.section("rounding")?;
    let mode = match section.one_of("mode")?.text.as_str() {
        "half-even" => RoundingMode::HalfEven,
        _ => RoundingMode::HalfUp,
    };
    Some(RoundingPlan {
        leaf: section.digits("leaf")?,
        section: section.digits("section")?,
        total: section.digits("total")?,
        mode,
    })
}

/// Reports a circle in the graph and stops: nothing can be computed.
fn report_cycle(reader: &Reader, columns: &[Column]) -> Option<()> {
    let Some(circle) = cycle(columns) else { return Some(()) };
    let named: Vec<&Column> = circle.iter().filter_map(|id| columns.get(id.index())).collect();
    let names: Vec<&str> = named.iter().map(|column| column.name.as_str()).collect();
    let spot: &Spot = &named.first()?.spot;
    reader.report(Diagnostic::at(RubricProblem::Cycle { columns: names.join(" → ") }, spot));
    None
}

/// The fields a column reads itself.
fn fields_of(column: &Column) -> Vec<crate::program::FieldId> {
    let mut fields = Vec::new();
    if let Some(expr) = column.formula.expr() {
        expr.walk(&mut |part| {
            if let Expr::Field(id) | Expr::TextIs(id, _) = part {
                fields.push(*id);
            }
        });
    }
    fields
}
