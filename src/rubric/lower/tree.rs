//! `[[sections]]`: the tree of indicators, leaves by their rules and parents by their children.

use super::combine::{self, Combine};
use super::effects::OnPoints;
use super::full::{self, Full};
use super::plan::Planned;
use super::policy::{self, Policies};
use super::{applies, total};
use crate::diagnostic::Diagnostic;
use crate::document::{Section, Setting};
use crate::number::{Decimal, Rounding};
use crate::program::{
    ColumnId, Expr, Leaf, Level, Many, MissingPolicy, Node, NodeColumns, NodeId, NotApplicablePolicy, Operand, Part,
    Quantity, Rescale, Test, Whole,
};
use crate::rubric::workshop::{Context, LeafWork, Lowered, Number, in_words};
use crate::rubric::{keys, rules};
use crate::table::State;
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

/// What lowering a node leaves for its parent.
pub(super) struct Done {
    pub(super) full: Number,
    /// Whether the node can be left out of its parent.
    pub(super) leaves_out: bool,
    /// Whether what is left out takes part of the full points away, so that the rest has to be re-scaled. What does
    /// not apply takes its own full points with it.
    rescales: bool,
    coefficient: Option<Operand>,
    leaf: Option<Leaf>,
}

/// Lowers the tree; gives the column of the whole's full points, what is said of the whole, and the nodes.
pub(super) fn lower(
    context: &mut Context<'_>,
    root: &Section<'_>,
    planned: &[Planned<'_>],
    on_points: &OnPoints,
) -> Option<(ColumnId, Whole, Vec<Node>)> {
    if !planned.iter().any(|plan| plan.part == Part::Ordinary) {
        let what = both("一级指标", "section");
        context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &root.spot));
        return None;
    }
    let rescale = match root.one_of("rescale").map(|word| word.text) {
        Some(word) if word == "section" => Some(Rescale::Section),
        Some(_) => Some(Rescale::Total),
        None => None,
    };
    let policies = policies(root, planned);
    let fulls = full::points(context, planned);
    let conditions = applies::conditions(context, planned, &fulls);
    // Leaves in the order written, so that parameters are; then parents, whose children stand after them.
    let mut done: Vec<Option<Done>> = planned
        .iter()
        .zip(policies)
        .zip(fulls.iter().zip(conditions.clone()))
        .enumerate()
        .map(|(at, ((plan, policies), (full, applies)))| {
            let work = Work { planned, on_points, rescale, at };
            plan.children.is_empty().then(|| lower_leaf(context, &work, plan, policies, full, applies))?
        })
        .collect();
    for at in (0..planned.len()).rev().filter(|at| !planned[*at].children.is_empty()) {
        let work = Work { planned, on_points, rescale, at };
        done[at] = lower_parent(context, &work, &done, &fulls[at], conditions[at].clone());
    }
    if rescale.is_none() && leaves_open(root, planned, &done) {
        context.undecided(root, "rescale", &keys::ROOT, "section");
    }
    let (full, whole) = total::lower(context, root, planned, &done, &on_points.ceilings, rescale)?;
    let mut nodes: Vec<Node> = Vec::with_capacity(planned.len());
    for ((plan, done), full) in planned.iter().zip(done).zip(fulls) {
        let mut node = node(context, plan, done?, full);
        // What is said of a parent is said of what stands below it, unless that says otherwise.
        if let Some(above) = node.parent.and_then(|parent| nodes.get(parent.index())) {
            inherit(&mut node, above);
        }
        nodes.push(node);
    }
    Some((full, whole, nodes))
}

/// Takes over the departments, the effort, the evidence and the advice of the node above.
fn inherit(node: &mut Node, above: &Node) {
    // A node with a lead of its own has its own supporters too.
    if node.lead.is_none() {
        node.lead.clone_from(&above.lead);
        if node.support.is_empty() {
            node.support.clone_from(&above.support);
        }
    }
    if node.effort.is_none() {
        node.effort.clone_from(&above.effort);
    }
    for (own, inherited) in [(&mut node.advice, &above.advice), (&mut node.evidence, &above.evidence)] {
        if own.is_none() {
            own.clone_from(inherited);
        }
    }
}

/// Whether points are added somewhere of which a part may be left out, so that the rubric must say where the rest is
/// re-scaled.
fn leaves_open(root: &Section<'_>, planned: &[Planned<'_>], done: &[Option<Done>]) -> bool {
    planned.iter().zip(done).filter(|(plan, _)| plan.part == Part::Ordinary).any(|(plan, done)| {
        let above = plan.parent.and_then(|parent| planned.get(parent)).map_or(root, |parent| &parent.section);
        done.as_ref().is_some_and(|done| done.rescales) && Combine::read(above).takes_points()
    })
}

/// What lowering a node has to know of the whole.
struct Work<'w, 'a> {
    planned: &'w [Planned<'a>],
    on_points: &'w OnPoints,
    rescale: Option<Rescale>,
    /// The node at hand.
    at: usize,
}

/// Defines a node's points from what policy or combination leaves: by its coefficient, adjusted, rounded, and changed by
/// effects. Gives the coefficient.
fn define_points(
    context: &mut Context<'_>,
    work: &Work<'_, '_>,
    plan: &Planned<'_>,
    points: Expr,
    (most, base): (Option<&Number>, Option<&Number>),
    rounding: Rounding,
) -> Option<Operand> {
    let setting = plan.section.number("coefficient");
    let path = format!("{}.coefficient", plan.id.text);
    let coefficient = setting.and_then(|setting| Number::compile(&mut context.compiler(), &path, &setting));
    let points = match &coefficient {
        Some(coefficient) => points.times(coefficient.expr.clone()),
        None => points,
    };
    let points = match most {
        Some(most) => points.min(most.expr.clone()),
        None => points,
    };
    let adjusted = Expr::Adjusted(Some(NodeId::from_index(work.at)), Box::new(points));
    context.builder.define(plan.columns.earned, adjusted.rounded(rounding));
    if plan.columns.earned != plan.columns.points {
        let earned = Expr::Column(plan.columns.earned);
        let limited = match (work.on_points.base_only(work.at, work.planned), base) {
            (Some(fires), Some(base)) => earned.clone().min(base.expr.clone().rounded(rounding)).when(fires, earned),
            _ => earned,
        };
        let points = match work.on_points.zero(work.at) {
            // What was left out stays so: it lost nothing.
            Some(fires) => {
                let absent = Expr::Column(plan.columns.earned).is(Test::NotApplicable);
                limited.clone().when(absent, Expr::ZERO).when(fires, limited)
            }
            None => limited,
        };
        context.builder.define(plan.columns.points, points);
    }
    coefficient.map(|coefficient| coefficient.operand())
}

/// The policies in force at each node.
fn policies(root: &Section<'_>, planned: &[Planned<'_>]) -> Vec<Policies> {
    let general = Policies::default().refined(root);
    let mut all: Vec<Policies> = Vec::with_capacity(planned.len());
    for plan in planned {
        let above = match plan.parent {
            Some(parent) => all.get(parent).copied().unwrap_or(general),
            None if plan.part == Part::Ordinary => general,
            None => Policies::OUTSIDE,
        };
        all.push(above.refined(&plan.section));
    }
    all
}

fn lower_leaf(
    context: &mut Context<'_>,
    whole: &Work<'_, '_>,
    plan: &Planned<'_>,
    policies: Policies,
    full: &Full,
    applies: Option<Expr>,
) -> Option<Done> {
    let (section, id) = (&plan.section, plan.id.text.as_str());
    let settled = policies.settled(context, section);
    let wants_proof = policies.evidence == Some(true);
    if wants_proof && plan.part == Part::Penalty {
        let problem = RubricProblem::EvidenceForPenalty { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &plan.id.spot));
        return None;
    }
    let Some(score) = section.open_item("score") else {
        let problem = RubricProblem::RuleOrChildren { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &plan.id.spot));
        return None;
    };
    let (kind, settings) = rules::open(context.reader, score)?;
    let most = full.most.as_ref();
    let full = full.points.as_ref()?;
    if plan.part == Part::Penalty && kind.name == "deduct" {
        context.reader.report(Diagnostic::at(RubricProblem::DeductAsPenalty, &score.spot));
        return None;
    }
    let mut work = LeafWork {
        context,
        node: section,
        id,
        kind: kind.name,
        part: plan.part,
        full: full.clone(),
        most: most.cloned(),
        spot: score.spot.clone(),
        value: None,
        measure: None,
        given: None,
    };
    let Lowered { raw, mut rule, reason, target, branches, runs_out } = (kind.lower)(&mut work, &settings)?;
    if plan.part == Part::Penalty && kind.name != "add" {
        rule.phrases.insert(0, Phrase::AsPenalty);
    }
    let (value, given) = (work.value.take()?, work.given);
    let cap = most.map_or(Expr::Column(plan.columns.full), |most| most.expr.clone());
    let raw = raw.max(Expr::ZERO).min(cap.clone());
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
    let limited = whole.on_points.base_only(whole.at, whole.planned).is_some();
    if limited && !section.has("base") {
        let problem = RubricProblem::BasePointsMissing { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &plan.id.spot));
        return None;
    }
    let falls_back = not_applicable == NotApplicablePolicy::Base;
    let base = if limited || falls_back { Some(policy::base(context, section, id)?) } else { None };
    let node = NodeId::from_index(whole.at);
    let policies = (missing, not_applicable);
    let proof = wants_proof.then(|| policy::proof(context, section, id, node));
    let settled = policy::lower(context, plan, node, policies, (base.as_ref(), cap), applies, proof);
    let leaves_out = settled.leaves_out;
    let rounding = context.rounding.rounding(context.rounding.leaf);
    let coefficient = define_points(context, whole, plan, settled.points, (most, base.as_ref()), rounding);
    let leaf = Leaf {
        value: value.0,
        fields: Vec::new(),
        quantity: value.1,
        value_words: value.2,
        raw: plan.columns.raw,
        method: kind.title,
        rule,
        reason,
        branches,
        runs_out,
        target,
        given,
        proof,
        missing,
        not_applicable,
        base: base.map(|base| base.operand()),
    };
    let rescales = missing == MissingPolicy::LeaveOut || not_applicable == NotApplicablePolicy::LeaveOut;
    Some(Done { full: full.clone(), leaves_out, rescales, coefficient, leaf: Some(leaf) })
}

/// The sum of columns, taking what was left out as nothing.
pub(super) fn sum_of(parts: impl Iterator<Item = (ColumnId, bool)>) -> Expr {
    Expr::Many(Many::Sum, parts.map(counted).collect())
}

/// The points of a column, of which nothing is left where it was left out.
fn counted((column, leaves_out): (ColumnId, bool)) -> Expr {
    let points = Expr::Column(column);
    if leaves_out { Expr::ZERO.when(points.clone().is(Test::NotApplicable), points) } else { points }
}

/// Points × full ÷ open; not applicable where nothing is open.
pub(super) fn rescaled(points: Expr, full: Expr, open: Expr) -> Expr {
    Expr::Unknown(State::NotApplicable).when(open.clone().equals(Expr::ZERO), points.times(full).over(open))
}

fn lower_parent(
    context: &mut Context<'_>,
    work: &Work<'_, '_>,
    done: &[Option<Done>],
    full: &Full,
    applies: Option<Expr>,
) -> Option<Done> {
    let planned = work.planned;
    let plan = planned.get(work.at)?;
    let id = plan.id.text.as_str();
    if let Some(score) = plan.section.open_item("score") {
        let problem = RubricProblem::RuleAndChildren { id: id.to_owned() };
        context.reader.report(Diagnostic::at(problem, &score.spot));
        return None;
    }
    let children: Vec<&Planned<'_>> = plan.children.iter().filter_map(|child| planned.get(*child)).collect();
    let results: Option<Vec<&Done>> = plan.children.iter().map(|child| done.get(*child)?.as_ref()).collect();
    let (results, most) = (results?, full.most.as_ref());
    let full = full.points.as_ref()?.clone();
    let full_points = match applies {
        Some(applies) => full.expr.clone().when(applies, Expr::ZERO),
        None => full.expr.clone(),
    };
    let combine = Combine::read(&plan.section);
    let columns = plan.columns;
    let rounding = rounding(context, plan.level);
    if !combine.takes_points() {
        let children: Vec<(&Planned<'_>, bool)> =
            children.into_iter().zip(&results).map(|(child, d)| (child, d.leaves_out)).collect();
        let leaves_out = by_rates(context, plan, combine, &children, full_points)?;
        let coefficient = define_points(context, work, plan, Expr::Column(columns.raw), (most, None), rounding);
        define_status(context, columns);
        let rescales = leaves_out && results.iter().any(|d| d.rescales);
        return Some(Done { full, leaves_out, rescales, coefficient, leaf: None });
    }
    let leaves_out = results.iter().any(|d| d.leaves_out);
    let parts = children.iter().zip(&results).map(|(child, d)| (child.columns.points, d.leaves_out));
    let (together, many) = match combine {
        Combine::Highest => (Expr::Many(Many::Max, parts.map(counted).collect()), Many::Max),
        _ => (sum_of(parts), Many::Sum),
    };
    context.builder.define(columns.full, full_points);
    context.builder.define(columns.raw, together);
    let (raw, full_column) = (Expr::Column(columns.raw), Expr::Column(columns.full));
    let rescales =
        plan.level == Level::Section && plan.part == Part::Ordinary && work.rescale == Some(Rescale::Section);
    let points = if leaves_out {
        let open = Expr::Many(many, children.iter().map(|child| Expr::Column(child.columns.open)).collect());
        let open = match most {
            Some(most) => open.min(most.expr.clone()),
            None => open,
        };
        let open = Expr::Column(context.builder.column(format!("applicable({id})"), open, &plan.id.spot));
        let nothing = open.clone().equals(Expr::ZERO);
        let points = if rescales {
            rescaled(raw, full_column.clone(), open.clone())
        } else {
            Expr::Unknown(State::NotApplicable).when(nothing.clone(), raw)
        };
        let open = if rescales { Expr::ZERO.when(nothing, full_column) } else { open };
        context.builder.define(columns.open, open);
        points
    } else {
        context.builder.define(columns.open, full_column);
        raw
    };
    let coefficient = define_points(context, work, plan, points, (most, None), rounding);
    define_status(context, columns);
    let declared = plan.section.has("points") && children.iter().any(|child| child.section.has("applies"));
    let rescales = declared || results.iter().any(|d| d.rescales);
    Some(Done { full, leaves_out, rescales, coefficient, leaf: None })
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
    full: Expr,
) -> Option<bool> {
    let columns = plan.columns;
    let parts = combine::parts(context, combine, &plan.section, children)?;
    context.builder.define(columns.full, full);
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
    Some(leaves_out)
}

/// A number as it was written, for people.
fn text_of(section: &Section<'_>, key: &str) -> Option<String> {
    match section.number(key)? {
        Setting::One(written) => Some(written.text),
        Setting::ByGroup { default, groups, .. } => {
            let groups = groups.iter().map(|(group, written)| format!("{}{}", group.text, written.text));
            let groups = groups.collect::<Vec<_>>().join("、");
            Some(default.map_or(groups.clone(), |default| format!("{}({groups})", default.text)))
        }
    }
}

/// What closing a gap takes: above 0.
fn effort(context: &mut Context<'_>, plan: &Planned<'_>) -> Option<Operand> {
    let setting = plan.section.number("effort")?;
    let path = format!("{}.effort", plan.id.text);
    let effort = Number::compile(&mut context.compiler(), &path, &setting)?;
    if effort.constants().any(|value| value <= Decimal::ZERO) {
        let problem = RubricProblem::NotPositive { key: "effort".to_owned() };
        context.reader.report(Diagnostic::at(problem, &effort.spot));
    }
    Some(effort.operand())
}

fn node(context: &mut Context<'_>, plan: &Planned<'_>, done: Done, full: Full) -> Node {
    let effort = effort(context, plan);
    let text = |key| plan.section.text(key).map(|word| word.text);
    let to_id = |at: &usize| NodeId::from_index(*at);
    debug_assert!(context.builder.find_node(&plan.id.text).is_some());
    Node {
        id: plan.id.text.clone(),
        title: text("title").unwrap_or_default(),
        level: plan.level,
        part: plan.part,
        parent: plan.parent.as_ref().map(to_id),
        children: plan.children.iter().map(to_id).collect(),
        full_words: Operand { quantity: Quantity::Plain, ..done.full.operand() },
        full: plan.columns.full,
        points: plan.columns.points,
        earned: plan.columns.earned,
        raw: plan.columns.raw,
        open: plan.columns.open,
        status: plan.columns.status,
        applies: plan.section.expression("applies").map(|written| in_words(&context.builder, &written.text)),
        lead: text("lead"),
        support: plan.section.texts("support").into_iter().map(|word| word.text).collect(),
        advice: text("advice"),
        effort,
        evidence: text("evidence"),
        note: text("note"),
        weight: text_of(&plan.section, "weight"),
        combine: if plan.children.is_empty() { None } else { Combine::read(&plan.section).words() },
        most: full.most.map(|most| most.operand()),
        coefficient: done.coefficient,
        leaf: done.leaf,
        spot: plan.id.spot.clone(),
    }
}
