//! `[[sections]]`: the tree of indicators, leaves by their rules and parents by their children.

use super::combine::{self, Combine};
use super::plan::Planned;
use super::policy::{self, Policies};
use super::{applies, full, plan};
use crate::diagnostic::Diagnostic;
use crate::document::{Section, Setting};
use crate::number::Rounding;
use crate::program::{ColumnId, Expr, Leaf, Level, Many, Node, NodeColumns, NodeId, Operand, Quantity, Test};
use crate::rubric::workshop::{Context, LeafWork, Lowered, Number};
use crate::rubric::{keys, rules};
use crate::table::State;
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// Where points are re-scaled after something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rescale {
    Section,
    Total,
}

/// What lowering a node leaves for its parent.
struct Done {
    full: Number,
    /// Whether the node can be left out of its parent.
    leaves_out: bool,
    /// Whether points are re-scaled above because something below was left out.
    rescales: bool,
    leaf: Option<Leaf>,
}

/// Lowers the tree; gives the column of the whole's full points and the nodes.
pub(super) fn lower(context: &mut Context<'_>, root: &Section<'_>) -> Option<(ColumnId, Vec<Node>)> {
    let planned = plan::plan(context, root);
    if planned.is_empty() {
        let what = both("一级指标", "section");
        context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &root.spot));
        return None;
    }
    let rescale = match root.one_of("rescale").map(|word| word.text) {
        Some(word) if word == "section" => Some(Rescale::Section),
        Some(_) => Some(Rescale::Total),
        None => None,
    };
    let policies = policies(root, &planned);
    let fulls = full::points(context, &planned);
    let conditions = applies::conditions(context, &planned);
    // Leaves in the order written, so that parameters are; then parents, whose children stand after them.
    let mut done: Vec<Option<Done>> =
        planned
            .iter()
            .zip(policies)
            .zip(fulls.iter().zip(conditions))
            .map(|((plan, policies), (full, applies))| {
                if plan.children.is_empty() {
                    lower_leaf(context, plan, policies, full.as_ref(), applies)
                } else {
                    None
                }
            })
            .collect();
    for at in (0..planned.len()).rev().filter(|at| !planned[*at].children.is_empty()) {
        done[at] = lower_parent(context, &planned, at, &done, rescale, fulls[at].as_ref());
    }
    let added = Combine::read(root) == Combine::Sum && done.iter().flatten().any(|d| d.leaves_out);
    if rescale.is_none() && (added || done.iter().flatten().any(|d| d.rescales)) {
        context.undecided(root, "rescale", &keys::ROOT, "section");
    }
    let full = total(context, root, &planned, &done)?;
    let nodes: Option<Vec<Node>> =
        planned.iter().zip(done).map(|(plan, done)| Some(node(context, plan, done?))).collect();
    Some((full, nodes?))
}

/// The policies in force at each node.
fn policies(root: &Section<'_>, planned: &[Planned<'_>]) -> Vec<Policies> {
    let general = Policies::default().refined(root);
    let mut all: Vec<Policies> = Vec::with_capacity(planned.len());
    for plan in planned {
        let above = plan.parent.and_then(|p| all.get(p)).copied().unwrap_or(general);
        all.push(above.refined(&plan.section));
    }
    all
}

fn lower_leaf(
    context: &mut Context<'_>,
    plan: &Planned<'_>,
    policies: Policies,
    full: Option<&Number>,
    applies: Option<Expr>,
) -> Option<Done> {
    let (section, id) = (&plan.section, plan.id.text.as_str());
    let settled = policies.settled(context, section);
    let Some(score) = section.open_item("score") else {
        let problem = RubricProblem::RuleOrChildren { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &plan.id.spot));
        return None;
    };
    let (kind, settings) = rules::open(context.reader, score)?;
    let full = full?;
    let mut work = LeafWork {
        context,
        node: section,
        id,
        kind: kind.name,
        full: full.clone(),
        spot: score.spot.clone(),
        value: None,
        measure: None,
        given: None,
    };
    let Lowered { raw, rule, reason, target } = (kind.lower)(&mut work, &settings)?;
    let (value, given) = (work.value.take()?, work.given);
    let raw = raw.max(Expr::ZERO).min(Expr::Column(plan.columns.full));
    let (full_points, raw) = match applies.clone() {
        None => (full.expr.clone(), raw),
        Some(applies) => (
            full.expr.clone().when(applies.clone(), Expr::ZERO),
            raw.when(applies, Expr::Unknown(State::NotApplicable)),
        ),
    };
    context.builder.define(plan.columns.full, full_points);
    context.builder.define(plan.columns.raw, raw);
    let (missing, not_applicable) = settled?;
    let (leaves_out, base) = policy::lower(context, section, id, plan.columns, (missing, not_applicable), applies)?;
    let leaf = Leaf {
        value: value.0,
        quantity: value.1,
        value_words: value.2,
        raw: plan.columns.raw,
        method: kind.title,
        rule,
        reason,
        target,
        given,
        missing,
        not_applicable,
        base,
    };
    Some(Done { full: full.clone(), leaves_out, rescales: false, leaf: Some(leaf) })
}

/// The sum of columns, taking what was left out as nothing.
fn sum_of(parts: impl Iterator<Item = (ColumnId, bool)>) -> Expr {
    let term = |(column, leaves_out): (ColumnId, bool)| {
        let points = Expr::Column(column);
        if leaves_out { Expr::ZERO.when(points.clone().is(Test::NotApplicable), points) } else { points }
    };
    Expr::Many(Many::Sum, parts.map(term).collect())
}

/// Points × full ÷ open; not applicable where nothing is open.
fn rescaled(points: Expr, full: Expr, open: Expr) -> Expr {
    Expr::Unknown(State::NotApplicable).when(open.clone().equals(Expr::ZERO), points.times(full).over(open))
}

fn lower_parent(
    context: &mut Context<'_>,
    planned: &[Planned<'_>],
    at: usize,
    done: &[Option<Done>],
    rescale: Option<Rescale>,
    full: Option<&Number>,
) -> Option<Done> {
    let plan = planned.get(at)?;
    let id = plan.id.text.as_str();
    if let Some(score) = plan.section.open_item("score") {
        let problem = RubricProblem::RuleAndChildren { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &score.spot));
        return None;
    }
    let children: Vec<&Planned<'_>> = plan.children.iter().filter_map(|child| planned.get(*child)).collect();
    let results: Option<Vec<&Done>> = plan.children.iter().map(|child| done.get(*child)?.as_ref()).collect();
    let (results, full) = (results?, full?.clone());
    let combine = Combine::read(&plan.section);
    let columns = plan.columns;
    if combine != Combine::Sum {
        let children: Vec<(&Planned<'_>, bool)> =
            children.into_iter().zip(&results).map(|(child, d)| (child, d.leaves_out)).collect();
        let leaves_out = by_rates(context, plan, combine, &children, &full)?;
        define_status(context, columns);
        return Some(Done { full, leaves_out, rescales: false, leaf: None });
    }
    let leaves_out = results.iter().any(|d| d.leaves_out);
    let summed = sum_of(children.iter().zip(&results).map(|(child, d)| (child.columns.points, d.leaves_out)));
    context.builder.define(columns.full, full.expr.clone());
    context.builder.define(columns.raw, summed);
    let (raw, full_column) = (Expr::Column(columns.raw), Expr::Column(columns.full));
    let rounding = rounding(context, plan.level);
    let rescales = plan.level == Level::Section && rescale == Some(Rescale::Section);
    if leaves_out {
        let open = Expr::Many(Many::Sum, children.iter().map(|child| Expr::Column(child.columns.open)).collect());
        let open = Expr::Column(context.builder.column(format!("applicable({id})"), open, &plan.id.spot));
        let nothing = open.clone().equals(Expr::ZERO);
        let points = if rescales {
            rescaled(raw, full_column.clone(), open.clone())
        } else {
            Expr::Unknown(State::NotApplicable).when(nothing.clone(), raw)
        };
        context.builder.define(columns.points, points.rounded(rounding));
        let open = if rescales { Expr::ZERO.when(nothing, full_column) } else { open };
        context.builder.define(columns.open, open);
    } else {
        context.builder.define(columns.points, raw.rounded(rounding));
        context.builder.define(columns.open, full_column);
    }
    define_status(context, columns);
    Some(Done { full, leaves_out, rescales: leaves_out, leaf: None })
}

fn rounding(context: &Context<'_>, level: Level) -> Rounding {
    match level {
        Level::Section => context.rounding.rounding(context.rounding.section),
        _ => Rounding::GUARD,
    }
}

/// The status of a parent is that of its points.
fn define_status(context: &mut Context<'_>, columns: NodeColumns) {
    let points = Expr::Column(columns.points);
    let status = Expr::ZERO.when(
        points.clone().is(Test::Known),
        Expr::ONE
            .when(points.clone().is(Test::NotApplicable), Expr::code(2).when(points.is(Test::Missing), Expr::code(3))),
    );
    context.builder.define(columns.status, status);
}

/// Defines a parent that combines the rates of its children; whether it can be left out itself.
fn by_rates(
    context: &mut Context<'_>,
    plan: &Planned<'_>,
    combine: Combine,
    children: &[(&Planned<'_>, bool)],
    full: &Number,
) -> Option<bool> {
    let columns = plan.columns;
    let parts = combine::parts(context, combine, &plan.section, children)?;
    context.builder.define(columns.full, full.expr.clone());
    let full = Expr::Column(columns.full);
    let (raw, nothing) = combine::points(combine, full.clone(), &parts);
    let leaves_out = nothing.is_some();
    let (raw, open) = match nothing {
        Some(nothing) => {
            (Expr::Unknown(State::NotApplicable).when(nothing.clone(), raw), Expr::ZERO.when(nothing, full))
        }
        None => (raw, full),
    };
    context.builder.define(columns.raw, raw);
    context.builder.define(columns.open, open);
    let rounding = rounding(context, plan.level);
    context.builder.define(columns.points, Expr::Column(columns.raw).rounded(rounding));
    Some(leaves_out)
}

/// The total from the sections; gives the column of the whole's full points.
fn total(
    context: &mut Context<'_>,
    root: &Section<'_>,
    planned: &[Planned<'_>],
    done: &[Option<Done>],
) -> Option<ColumnId> {
    let sections: Vec<(&Planned<'_>, bool)> = planned
        .iter()
        .zip(done)
        .filter(|(plan, _)| plan.level == Level::Section)
        .map(|(plan, done)| (plan, done.as_ref().is_some_and(|d| d.leaves_out)))
        .collect();
    let spot = planned.first()?.id.spot.clone();
    let combine = Combine::read(root);
    let (full, points) = if combine == Combine::Sum {
        let sum = |pick: fn(&NodeColumns) -> ColumnId| {
            Expr::Many(Many::Sum, sections.iter().map(|(plan, _)| Expr::Column(pick(&plan.columns))).collect())
        };
        let points = sum_of(sections.iter().map(|(plan, leaves_out)| (plan.columns.points, *leaves_out)));
        let full = context.builder.column("full".to_owned(), sum(|columns| columns.full), &spot);
        let points = if sections.iter().any(|(_, leaves_out)| *leaves_out) {
            let open = context.builder.column("applicable".to_owned(), sum(|columns| columns.open), &spot);
            rescaled(points, Expr::Column(full), Expr::Column(open))
        } else {
            points
        };
        (full, points)
    } else {
        let parts = combine::parts(context, combine, root, &sections);
        let Some(setting) = root.number("points") else {
            if !root.has("points") {
                context.missing(root, "points", &keys::ROOT);
            }
            return None;
        };
        let full = Number::compile(&mut context.compiler(), "points", &setting)?;
        let full = context.builder.column("full".to_owned(), full.expr, &spot);
        let (points, nothing) = combine::points(combine, Expr::Column(full), &parts?);
        let points = match nothing {
            Some(nothing) => Expr::Unknown(State::NotApplicable).when(nothing, points),
            None => points,
        };
        (full, points)
    };
    let rounding = context.rounding.rounding(context.rounding.total);
    let outcome = context.builder.outcome.total;
    context.builder.define(outcome, points.rounded(rounding));
    Some(full)
}

/// A number as it was written, for people.
fn text_of(section: &Section<'_>, key: &str) -> Option<String> {
    match section.number(key)? {
        Setting::One(written) => Some(written.text),
        Setting::ByGroup { .. } => None,
    }
}

fn node(context: &Context<'_>, plan: &Planned<'_>, done: Done) -> Node {
    let text = |key| plan.section.text(key).map(|word| word.text);
    let to_id = |at: &usize| NodeId::from_index(*at);
    debug_assert!(context.builder.find_node(&plan.id.text).is_some());
    Node {
        id: plan.id.text.clone(),
        title: text("title").unwrap_or_default(),
        level: plan.level,
        parent: plan.parent.as_ref().map(to_id),
        children: plan.children.iter().map(to_id).collect(),
        full_words: Operand { quantity: Quantity::Plain, ..done.full.operand() },
        full: plan.columns.full,
        points: plan.columns.points,
        open: plan.columns.open,
        status: plan.columns.status,
        lead: text("lead"),
        support: plan.section.texts("support").into_iter().map(|word| word.text).collect(),
        advice: text("advice"),
        evidence: text("evidence"),
        note: text("note"),
        weight: text_of(&plan.section, "weight"),
        combine: if plan.children.is_empty() { None } else { Combine::read(&plan.section).words() },
        leaf: done.leaf,
        spot: plan.id.spot.clone(),
    }
}
