//! `[[vetoes]]`, `[[caps]]`, `[[gates]]` and `[[effects]]`: conditions that change points, the total or the grade.
//!
//! They are planned before the tree, because points depend on those that change them, and their conditions are compiled
//! after it.

use super::plan::Planned;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::document::{Section, Word, Written};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{Change, ColumnId, Effect, EffectKind, Expr, Grade, Many, NodeId, Operand, Quantity, Test};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number, in_words};
use crate::words::rubric::RubricProblem;

/// An effect before its condition is compiled.
pub(super) struct Draft {
    id: Word,
    kind: EffectKind,
    when: Written,
    change: Change,
    say: String,
    fires: ColumnId,
}

/// What changes the points of nodes and the total, as the tree needs it.
#[derive(Default)]
pub(super) struct OnPoints {
    /// The nodes that earn nothing where one of these fires, by position.
    zero: Vec<(usize, Expr)>,
    /// The nodes below which every leaf earns its base at most.
    base_only: Vec<(usize, Expr)>,
    /// Ceilings of the total, each with its condition.
    pub(super) ceilings: Vec<(Expr, Expr)>,
}

impl OnPoints {
    /// The condition under which a node earns nothing.
    pub(super) fn zero(&self, at: usize) -> Option<Expr> {
        any(self.zero.iter().filter(|(node, _)| *node == at).map(|(_, fires)| fires.clone()).collect())
    }

    /// The condition under which a leaf earns its base points at most.
    pub(super) fn base_only(&self, at: usize, planned: &[Planned<'_>]) -> Option<Expr> {
        let path: Vec<usize> =
            std::iter::successors(Some(at), |at| planned.get(*at).and_then(|plan| plan.parent)).collect();
        let on_path = self.base_only.iter().filter(|(node, _)| path.contains(node));
        any(on_path.map(|(_, fires)| fires.clone()).collect())
    }
}

/// Whether one of several conditions, which are always known, holds.
fn any(mut conditions: Vec<Expr>) -> Option<Expr> {
    match conditions.len() {
        0 => None,
        1 => conditions.pop(),
        _ => Some(Expr::Many(Many::Or, conditions)),
    }
}

/// Reads every effect, and gives the nodes whose points change a column for what they earned before.
pub(super) fn plan(
    context: &mut Context<'_>,
    root: &Section<'_>,
    grades: &[Grade],
    planned: &mut [Planned<'_>],
) -> (Vec<Draft>, OnPoints) {
    let mut drafts = Vec::new();
    let mut on_points = OnPoints::default();
    for (key, kind, grade, condition) in [
        ("vetoes", EffectKind::Veto, "grade", "when"),
        ("caps", EffectKind::Cap, "at_most", "when"),
        ("gates", EffectKind::Gate, "grade", "needs"),
    ] {
        for row in root.rows(key) {
            let change = row.text(grade).and_then(|word| grade_left(context, grades, kind, &word));
            draft(context, &row, condition, change.map(|grade| (kind, Change::Grade(grade))), &mut drafts);
        }
    }
    for row in root.rows("effects") {
        let change = row.section("then").and_then(|then| change(context, &row, &then, grades, planned));
        let Some(at) = draft(context, &row, "when", change, &mut drafts) else { continue };
        let Some(draft) = drafts.get(at) else { continue };
        let fires = Expr::Column(draft.fires);
        match (&draft.change, draft.kind) {
            (Change::Total(most), _) => on_points.ceilings.push((fires, most.expr.clone())),
            (Change::Nodes(nodes), EffectKind::Zero) => {
                on_points.zero.extend(nodes.iter().map(|node| (node.index(), fires.clone())));
            }
            (Change::Nodes(nodes), _) => {
                on_points.base_only.extend(nodes.iter().map(|node| (node.index(), fires.clone())));
            }
            (Change::Grade(_), _) => {}
        }
    }
    for at in 0..planned.len() {
        let leaf = planned.get(at).is_some_and(|plan| plan.children.is_empty());
        let changes = on_points.zero(at).is_some() || (leaf && on_points.base_only(at, planned).is_some());
        if let Some(plan) = planned.get_mut(at).filter(|_| changes)
            && let Some(columns) = context.builder.separate_earned(&plan.id.text, &plan.id.spot)
        {
            plan.columns = columns;
        }
    }
    (drafts, on_points)
}

/// The best grade an effect leaves: of a gate, the one below the grade that needs it.
fn grade_left(context: &Context<'_>, grades: &[Grade], kind: EffectKind, word: &Word) -> Option<usize> {
    let grade = find_grade(context, grades, word)?;
    if kind != EffectKind::Gate {
        return Some(grade);
    }
    if grade + 1 >= grades.len() {
        let problem = RubricProblem::GateOnLast { grade: word.text.clone() };
        context.reader.report(Diagnostic::at(problem, &word.spot));
        return None;
    }
    Some(grade + 1)
}

/// Adds an effect to those read so far and gives its position.
fn draft(
    context: &mut Context<'_>,
    row: &Section<'_>,
    condition: &str,
    change: Option<(EffectKind, Change)>,
    drafts: &mut Vec<Draft>,
) -> Option<usize> {
    let (id, when, say) = (row.text("id"), row.expression(condition), row.text("say"));
    let (id, when, say) = (id?, when?, say?);
    if let Some(first) = drafts.iter().find(|draft| draft.id.text == id.text) {
        let problem = RubricProblem::DuplicateId { id: id.text.clone() };
        let place = Place::Text(first.id.spot.clone());
        context.reader.report(Diagnostic::at(problem, &id.spot).related(place));
    }
    let fires = context.builder.reserve(format!("fires({})", id.text), &when.spot);
    // Without a change the condition is compiled all the same, for what is wrong with it.
    let (kind, change) = change.unwrap_or((EffectKind::Cap, Change::Nodes(Vec::new())));
    drafts.push(Draft { id, kind, when, change, say: say.text, fires });
    Some(drafts.len() - 1)
}

/// What `then` says.
fn change(
    context: &mut Context<'_>,
    row: &Section<'_>,
    then: &Section<'_>,
    grades: &[Grade],
    planned: &[Planned<'_>],
) -> Option<(EffectKind, Change)> {
    let written: Vec<&str> = keys::CHANGE.keys.iter().map(|key| key.name).filter(|key| then.has(key)).collect();
    let [key] = written.as_slice() else {
        let problem = RubricProblem::OneChange { found: written.len() };
        context.reader.report(Diagnostic::at(problem, &then.spot));
        return None;
    };
    let nodes = |kind| {
        let nodes: Vec<Option<NodeId>> = then.texts(key).iter().map(|word| find_node(context, planned, word)).collect();
        Some((kind, Change::Nodes(nodes.into_iter().collect::<Option<_>>()?)))
    };
    match *key {
        "zero" => nodes(EffectKind::Zero),
        "base_only" => nodes(EffectKind::BaseOnly),
        "total_at_most" => {
            let path = format!("{}.total_at_most", row.text("id")?.text);
            let most = Number::compile(&mut context.compiler(), &path, &then.number(key)?)?;
            Some((EffectKind::Ceiling, Change::Total(most.operand())))
        }
        "total_below" => Some((EffectKind::Ceiling, Change::Total(below(context, grades, &then.text(key)?)?))),
        key => {
            let kind = if key == "grade" { EffectKind::Veto } else { EffectKind::Cap };
            Some((kind, Change::Grade(find_grade(context, grades, &then.text(key)?)?)))
        }
    }
}

/// The greatest total below a grade, with the decimals totals have: 89.99 below 90.
fn below(context: &Context<'_>, grades: &[Grade], word: &Word) -> Option<Operand> {
    let grade = grades.get(find_grade(context, grades, word)?)?;
    let Some(min) = grade.min else {
        let problem = RubricProblem::NoTotalBelow { grade: word.text.clone() };
        context.reader.report(Diagnostic::at(problem, &word.spot));
        return None;
    };
    let digits = context.rounding.total.unwrap_or(GUARD_DIGITS);
    let expr = Expr::Parameter(min).minus(Expr::Constant(Decimal::new(1, digits)));
    let value = context.builder.parameters.get(min.index()).map(|parameter| parameter.value);
    let words = value.and_then(|value| value.checked_sub(Decimal::new(1, digits))).map(number::plain);
    Some(Operand { expr, quantity: Quantity::Plain, words })
}

fn find_node(context: &Context<'_>, planned: &[Planned<'_>], word: &Word) -> Option<NodeId> {
    let found = context.node_ids.get(&word.text).copied();
    if found.is_none() {
        let suggestion = nearest(&word.text, planned.iter().map(|plan| plan.id.text.as_str()));
        let problem = RubricProblem::UnknownNode { id: word.text.clone() };
        context.reader.report(Diagnostic::at(problem, &word.spot).suggest(suggestion));
    }
    found
}

/// The position of a grade; an unknown one is reported.
pub(super) fn find_grade(context: &Context<'_>, grades: &[Grade], word: &Word) -> Option<usize> {
    let found = grades.iter().position(|grade| grade.name == word.text);
    if found.is_none() {
        let suggestion = nearest(&word.text, grades.iter().map(|grade| grade.name.as_str()));
        let problem = RubricProblem::UnknownGrade { grade: word.text.clone() };
        context.reader.report(Diagnostic::at(problem, &word.spot).suggest(suggestion));
    }
    found
}

/// Compiles the conditions. What cannot be told does not fire, and fires in the worst case.
pub(super) fn lower(context: &mut Context<'_>, drafts: Vec<Draft>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for Draft { id, kind, when, change, say, fires } in drafts {
        let gate = kind == EffectKind::Gate;
        let path = format!("{}.{}", id.text, if gate { "needs" } else { "when" });
        let Some(condition) = context.compiler().condition(&path, &when) else { continue };
        let condition = if gate { condition.negated_condition() } else { condition };
        let column = context.builder.column(format!("when({})", id.text), condition, &when.spot);
        let asked = Expr::Column(column);
        let or = |otherwise: Expr| Expr::Many(Many::Coalesce, vec![asked.clone(), otherwise]);
        let worst = Expr::ONE.when(asked.clone().is(Test::Missing), or(Expr::ZERO));
        context.builder.define(fires, Expr::Scenario(Box::new([or(Expr::ZERO), worst, or(Expr::ZERO)])));
        let condition = in_words(&context.builder, &when.text);
        effects.push(Effect { id: id.text, kind, condition, when: column, fires, change, say, spot: id.spot });
    }
    effects
}
