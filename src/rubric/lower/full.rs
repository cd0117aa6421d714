//! Full points (分值): as written, checked against the children for every group, or their sum.

use super::combine::Combine;
use super::plan::Planned;
use crate::diagnostic::Diagnostic;
use crate::document::Setting;
use crate::number::{self, Decimal};
use crate::program::{Expr, Many};
use crate::rubric::keys;
use crate::rubric::workshop::Context;
use crate::rubric::workshop::Number;
use crate::words::rubric::RubricProblem;

/// What a node can earn.
pub(super) struct Full {
    /// Full points.
    pub(super) points: Option<Number>,
    /// The most its children earn together, or a leaf earns beyond its points, where the rubric sets it.
    pub(super) most: Option<Number>,
}

/// The full points of every node, in the order written. They are looked at before any rule, so that a sum that does
/// not add up is told whatever else is wrong.
pub(super) fn points(context: &mut Context<'_>, planned: &[Planned<'_>]) -> Vec<Full> {
    let mut full: Vec<Full> = planned
        .iter()
        .map(|plan| {
            let points = declared(context, plan);
            let most = most(context, plan, points.as_ref());
            Full { points, most }
        })
        .collect();
    for (at, plan) in planned.iter().enumerate().rev().filter(|(_, plan)| !plan.children.is_empty()) {
        let combine = Combine::read(&plan.section);
        if !combine.takes_points() {
            // Rates combine, so the full points are a scale of the parent's own.
            if full.get(at).is_some_and(|full| full.points.is_none()) && !plan.section.has("points") {
                context.missing(&plan.section, "points", &keys::ITEM);
            }
            continue;
        }
        let of_children: Option<Vec<&Number>> =
            plan.children.iter().map(|child| full.get(*child)?.points.as_ref()).collect();
        let Some(of_children) = of_children else { continue };
        let Some(Full { points, most }) = full.get(at) else { continue };
        // What applies to some units only adds up differently for each.
        let everyone = plan.children.iter().filter_map(|c| planned.get(*c)).all(|c| !c.section.has("applies"));
        let sums = if everyone { sums(context, combine, &of_children, most.as_ref()) } else { Vec::new() };
        match points {
            Some(number) => check(context, plan, number, &sums),
            None if plan.section.has("points") => {}
            None => {
                let columns = plan.children.iter().filter_map(|child| planned.get(*child)).map(|c| c.columns.full);
                let many = if combine == Combine::Highest { Many::Max } else { Many::Sum };
                let expr = Expr::Many(many, columns.map(Expr::Column).collect());
                let expr = match most {
                    Some(most) => expr.min(most.expr.clone()),
                    None => expr,
                };
                let words = in_words(context, &sums);
                let sum = Number::computed(expr, words, &plan.id.spot, sums);
                if let Some(slot) = full.get_mut(at) {
                    slot.points = Some(sum);
                }
            }
        }
    }
    full
}

/// The key `at_most`: what children earn together at most, or what a leaf may earn beyond its points.
fn most(context: &mut Context<'_>, plan: &Planned<'_>, points: Option<&Number>) -> Option<Number> {
    let setting = plan.section.number("at_most")?;
    let most = Number::compile(&mut context.compiler(), &format!("{}.at_most", plan.id.text), &setting)?;
    let less = points.and_then(|points| Some(most.constant(None)? < points.constant(None)?)) == Some(true);
    if plan.children.is_empty() && less {
        let problem = RubricProblem::AtMostBelowPoints { id: plan.id.text.clone() };
        context.reader.report(Diagnostic::at(problem, &most.spot));
    }
    Some(most)
}

/// What a node's `points` say; a leaf must have them.
fn declared(context: &mut Context<'_>, plan: &Planned<'_>) -> Option<Number> {
    let (section, id) = (&plan.section, plan.id.text.as_str());
    let Some(setting) = section.number("points") else {
        if plan.children.is_empty() && !section.has("points") {
            context.missing(section, "points", &keys::ITEM);
        }
        return None;
    };
    let full = Number::compile(&mut context.compiler(), &format!("{id}.points"), &setting)?;
    // No points for a group mean that the node does not apply to it.
    let by_group = matches!(setting, Setting::ByGroup { .. }) && full.constants().any(|points| points > Decimal::ZERO);
    if full.constants().any(|points| points < Decimal::ZERO || (points.is_zero() && !by_group)) {
        context.reader.report(Diagnostic::at(RubricProblem::NotPositive { key: "points".to_owned() }, &full.spot));
    }
    Some(full)
}

/// A sum for people: for all, and for each group where it is another; nothing where it cannot be told.
pub(super) fn in_words(context: &Context<'_>, sums: &[(Option<usize>, Decimal)]) -> String {
    let Some((general, others)) = sums.split_first() else { return String::new() };
    let other = |(group, sum): &(Option<usize>, Decimal)| {
        let group = context.builder.groups.get((*group)?).filter(|_| *sum != general.1)?;
        Some(format!("{group}{}", number::plain(*sum)))
    };
    let others = others.iter().filter_map(other).collect::<Vec<_>>().join("、");
    let general = number::plain(general.1);
    if others.is_empty() { general } else { format!("{general}({others})") }
}

/// What the children come to, for the groups that are not named (`None`) and for each group; where it can be told.
pub(super) fn sums(
    context: &Context<'_>,
    combine: Combine,
    children: &[&Number],
    most: Option<&Number>,
) -> Vec<(Option<usize>, Decimal)> {
    let joined = |sum: Decimal, child: Decimal| match combine {
        Combine::Highest => Some(sum.max(child)),
        _ => sum.checked_add(child),
    };
    std::iter::once(None)
        .chain((0..context.builder.groups.len()).map(Some))
        .filter_map(|group| {
            let sum = children.iter().try_fold(Decimal::ZERO, |sum, child| joined(sum, child.constant(group)?))?;
            match most {
                None => Some((group, sum)),
                Some(most) => Some((group, sum.min(most.constant(group)?))),
            }
        })
        .collect()
}

fn check(context: &Context<'_>, plan: &Planned<'_>, declared: &Number, sums: &[(Option<usize>, Decimal)]) {
    let wrong = sums.iter().find_map(|(group, sum)| {
        // A group for which there are no points has no use for the children's.
        let points = declared.constant(*group).filter(|points| !points.is_zero())?;
        (points != *sum).then_some((points, sum))
    });
    if let Some((points, sum)) = wrong {
        let problem = RubricProblem::PointsDoNotAddUp {
            id: plan.id.text.clone(),
            sum: number::plain(*sum),
            points: number::plain(points),
        };
        context.reader.report(Diagnostic::at(problem, &declared.spot));
    }
}
