//! The total: the sections together, by the coefficient of the whole, with bonus and penalties, under its ceilings.

use super::combine::{self, Combine};
use super::full;
use super::plan::Planned;
use super::tree::{Done, rescaled, sum_of};
use crate::document::{Section, Setting};
use crate::program::{ColumnId, Expr, Level, Many, NodeColumns, Operand, Part, Quantity, Rescale, Whole};
use crate::rubric::keys;
use crate::rubric::workshop::{Context, Number};
use crate::table::State;

/// Defines the total; gives the column of the whole's full points, which bonus and penalties are no part of, and what
/// the rubric says of the whole.
pub(super) fn lower(
    context: &mut Context<'_>,
    root: &Section<'_>,
    planned: &[Planned<'_>],
    done: &[Option<Done>],
    ceilings: &[(Expr, Expr)],
    rescale: Option<Rescale>,
) -> Option<(ColumnId, Whole)> {
    let of = |part: Part| -> Vec<(&Planned<'_>, bool)> {
        planned
            .iter()
            .zip(done)
            .filter(|(plan, _)| plan.level == Level::Section && plan.part == part)
            .map(|(plan, done)| (plan, done.as_ref().is_some_and(|d| d.leaves_out)))
            .collect()
    };
    let points_of = |part| sum_of(of(part).into_iter().map(|(plan, leaves_out)| (plan.columns.points, leaves_out)));
    let (full, points) = of_hundred(context, root, &of(Part::Ordinary))?;
    let full_words = full_words(context, root, full, planned, done);
    let coefficient = root.number("coefficient");
    let coefficient = coefficient.and_then(|setting| Number::compile(&mut context.compiler(), "coefficient", &setting));
    let mut total = match &coefficient {
        Some(coefficient) => points.times(coefficient.expr.clone()),
        None => points,
    };
    if !of(Part::Bonus).is_empty() {
        total = total.plus(points_of(Part::Bonus));
    }
    if !of(Part::Penalty).is_empty() {
        total = total.minus(points_of(Part::Penalty));
    }
    if !ceilings.is_empty() {
        let before = Expr::Column(context.builder.column("total_before_ceilings".to_owned(), total, &root.spot));
        let ceiling = |(fires, most): &(Expr, Expr)| most.clone().when(fires.clone(), before.clone());
        let mut all: Vec<Expr> = ceilings.iter().map(ceiling).collect();
        all.insert(0, before.clone());
        total = Expr::Many(Many::Min, all);
    }
    let rounding = context.rounding.rounding(context.rounding.total);
    let outcome = context.builder.outcome.total;
    context.builder.define(outcome, Expr::Adjusted(None, Box::new(total.rounded(rounding))).rounded(rounding));
    let combine = Combine::read(root).words();
    let coefficient = coefficient.map(|coefficient| coefficient.operand());
    Some((full, Whole { combine, full: full_words, coefficient, rescale }))
}

/// Full points of the whole for people: as written, or what the sections come to where that can be told.
fn full_words(
    context: &Context<'_>,
    root: &Section<'_>,
    full: ColumnId,
    planned: &[Planned<'_>],
    done: &[Option<Done>],
) -> Operand {
    let combine = Combine::read(root);
    let words = if combine.takes_points() {
        let ordinary = |plan: &Planned<'_>| plan.level == Level::Section && plan.part == Part::Ordinary;
        let sections = planned.iter().zip(done).filter(|(plan, _)| ordinary(plan));
        // What applies to some units only adds up differently for each.
        let of_everyone =
            sections.map(|(plan, done)| Some(&done.as_ref()?.full).filter(|_| !plan.section.has("applies")));
        let points: Option<Vec<&Number>> = of_everyone.collect();
        points.map(|points| full::in_words(context, &full::sums(context, combine, &points, None)))
    } else {
        match root.number("points") {
            Some(Setting::One(written)) => Some(written.text),
            _ => None,
        }
    };
    Operand { expr: Expr::Column(full), quantity: Quantity::Plain, words }
}

/// Full points and points of the sections together.
fn of_hundred(
    context: &mut Context<'_>,
    root: &Section<'_>,
    sections: &[(&Planned<'_>, bool)],
) -> Option<(ColumnId, Expr)> {
    let (first, _) = sections.first()?;
    let spot = first.id.spot.clone();
    let combine = Combine::read(root);
    if !combine.takes_points() {
        let parts = combine::parts(context, combine, root, sections);
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
        return Some((full, points));
    }
    let many = if combine == Combine::Highest { Many::Max } else { Many::Sum };
    let together = |pick: fn(&NodeColumns) -> ColumnId| {
        Expr::Many(many, sections.iter().map(|(plan, _)| Expr::Column(pick(&plan.columns))).collect())
    };
    let parts = sections.iter().map(|(plan, leaves_out)| (plan.columns.points, *leaves_out));
    let points = match sum_of(parts) {
        Expr::Many(_, all) => Expr::Many(many, all),
        other => other,
    };
    let full = context.builder.column("full".to_owned(), together(|columns| columns.full), &spot);
    let points = if sections.iter().any(|(_, leaves_out)| *leaves_out) {
        let open = context.builder.column("applicable".to_owned(), together(|columns| columns.open), &spot);
        rescaled(points, Expr::Column(full), Expr::Column(open))
    } else {
        points
    };
    Some((full, points))
}
