//! What each fix is worth: points, total, place and grade if a gap were closed wholly or to the next step; the cheapest set
//! of fixes to the next grade; what stands in its way; and how far the lines are.
//!
//! A fix sets the points of one leaf, as a recorded adjustment would, and everything that follows is computed by the
//! rubric: rounding, combination, effects, total, place, grade and quota. The other units do as they did, and what is taken
//! from raw values of a cohort stays as it is.

mod search;
mod step;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::gaps::{self, Gap};
use crate::number::{self, Decimal};
use crate::program::{Change, EffectKind, NodeId, Part, Status};
use crate::scoring::{Assessment, Cell, Outlook, Supposing};

/// Suppositions in a search for one unit, times the number of units where places decide: as many as people wait for.
const SUPPOSITIONS: usize = 20_000;

/// What closing a gap, or going one step, would lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// What the leaf would earn: of a penalty, what it would take off.
    pub points: Decimal,
    /// What would become of the unit.
    pub outlook: Outlook,
}

/// A gap and what it is worth to close it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The gap.
    pub gap: Gap,
    /// What closing it takes, where that can be told.
    pub effort: Option<Decimal>,
    /// What one step would lead to, where the rule goes by steps and the next one does not close the gap.
    pub step: Option<Worth>,
    /// What closing it would lead to.
    pub closed: Worth,
}

/// A line between two grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The grade above it, as a position in [`crate::program::Program::grades`].
    pub grade: usize,
    /// The least total of that grade.
    pub min: Decimal,
    /// How far the total is from it.
    pub margin: Decimal,
}

/// What stands in the way of the next grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A veto, cap, gate or quota, as a position in [`crate::program::Program::effects`].
    Effect(usize),
    /// The condition that the grade takes beside its line.
    Condition,
    /// So many points are still short of the line when every gap is closed.
    Points(Decimal),
    /// There is no total.
    NoTotal,
}

/// What stands in the way, and whether it still does when every gap is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What.
    pub obstacle: Obstacle,
    /// Whether closing every gap leaves it.
    pub stays: bool,
}

/// One fix of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// A position in [`Improvement::fixes`].
    pub fix: usize,
    /// Whether its next step is enough.
    pub step: bool,
}

/// The cheapest set of fixes to the next grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheapest {
    /// The fixes, in the order of the gaps.
    pub chosen: Vec<Chosen>,
    /// The effort of closing their gaps.
    pub effort: Decimal,
    /// Whether no set takes less effort; else it is the best that was found.
    pub proven: bool,
    /// What it would lead to.
    pub outlook: Outlook,
}

/// What could become of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// The unit as it stands.
    pub now: Outlook,
    /// Its gaps, the largest first.
    pub fixes: Vec<Fix>,
    /// What closing every gap would lead to.
    pub all: Outlook,
    /// The nearest line above the total.
    pub above: Option<Line>,
    /// The line the total holds.
    pub below: Option<Line>,
    /// The next better grade; none for the best, and where nobody is graded.
    pub next: Option<usize>,
    /// What stands in its way.
    pub blocks: Vec<Block>,
    /// The cheapest way there, where there is one.
    pub cheapest: Option<Cheapest>,
}

/// What could become of each of these units; `done` is called after each.
pub fn of_units(assessment: &Assessment, units: &[usize], done: impl Fn() + Sync) -> Vec<Improvement> {
    let one = |supposing: &mut Supposing<'_>, unit: &usize| {
        let improvement = of_unit(supposing, *unit);
        done();
        improvement
    };
    units.par_iter().map_init(|| Supposing::of(assessment), one).collect()
}

/// What could become of a unit.
pub fn of_unit(supposing: &mut Supposing<'_>, unit: usize) -> Improvement {
    let assessment = supposing.assessment();
    let now = supposing.suppose(unit, &BTreeMap::new(), true);
    let gaps: Vec<Gap> = gaps::of_unit(assessment, unit).into_iter().filter(can_close).collect();
    let fixes: Vec<Fix> = gaps.into_iter().filter_map(|gap| fix(supposing, gap)).collect();
    let everything: Vec<usize> = (0..fixes.len()).collect();
    let all = supposing.suppose(unit, &points(&fixes, &everything), true);
    // Without a grade, as without a total, there is none above it.
    let next = now.grade.and_then(|grade| grade.checked_sub(1));
    let (above, below) = lines(assessment, now.total);
    let blocks = blocks(assessment, next, &now, &all);
    let cheapest = next.and_then(|next| cheapest(supposing, unit, &fixes, (&now, &all), next));
    Improvement { unit, now, fixes, all, above, below, next, blocks, cheapest }
}

/// What does not apply to a unit, or cannot be computed, is nothing it could mend.
fn can_close(gap: &Gap) -> bool {
    !matches!(gap.status, Status::NotApplicable | Status::Overflow)
}

fn fix(supposing: &mut Supposing<'_>, gap: Gap) -> Option<Fix> {
    let assessment = supposing.assessment();
    let node = assessment.program.node(gap.node);
    let penalty = node.part == Part::Penalty;
    let effort = match &node.effort {
        Some(effort) => assessment.evaluate(&effort.expr, gap.unit).get().filter(|effort| *effort > Decimal::ZERO),
        None => Some(Decimal::ONE),
    };
    let with_coefficient = |raw: Decimal| {
        let points = match &node.coefficient {
            Some(coefficient) => raw.checked_mul(assessment.evaluate(&coefficient.expr, gap.unit).get()?)?,
            None => raw,
        };
        match &node.most {
            Some(most) => Some(points.min(assessment.evaluate(&most.expr, gap.unit).get()?)),
            None => Some(points),
        }
    };
    let rounding = assessment.program.rounding.rounding(assessment.program.rounding.leaf);
    let mut worth = |raw: Decimal| {
        let points = rounding.apply(with_coefficient(raw)?);
        let now = assessment.points(gap.node, gap.unit).get()?;
        let better = if penalty { points < now } else { points > now };
        let supposed = BTreeMap::from([(gap.node, points)]);
        better.then(|| Worth { points, outlook: supposing.suppose(gap.unit, &supposed, true) })
    };
    let full = if penalty { Decimal::ZERO } else { gap.full };
    let closed = worth(full)?;
    let step = step::next(assessment, gap.unit, gap.node).and_then(&mut worth);
    let short_of_all = |step: &Worth| if penalty { step.points > closed.points } else { step.points < closed.points };
    Some(Fix { gap, effort, step: step.filter(short_of_all), closed })
}

/// The points supposed where these fixes are made wholly.
fn points(fixes: &[Fix], set: &[usize]) -> BTreeMap<NodeId, Decimal> {
    set.iter().filter_map(|at| fixes.get(*at)).map(|fix| (fix.gap.node, fix.closed.points)).collect()
}

/// The nearest line above the total, and the one it holds.
pub fn lines(assessment: &Assessment, total: Cell) -> (Option<Line>, Option<Line>) {
    let Some(total) = total.get() else { return (None, None) };
    let line = |grade: usize| {
        let min = line_of(assessment, grade)?;
        Some(Line { grade, min, margin: min.checked_sub(total)?.abs() })
    };
    let all = || (0..assessment.program.grades.len()).filter_map(line);
    let above = all().filter(|line| line.min > total).min_by_key(|line| line.min);
    let below = all().filter(|line| line.min <= total).max_by_key(|line| line.min);
    (above, below)
}

/// The least total of a grade as it is compared, past the guard, where it is one number for all.
fn line_of(assessment: &Assessment, grade: usize) -> Option<Decimal> {
    let min = assessment.program.grades.get(grade)?.min?;
    Some(number::guard(assessment.program.parameters.get(min.index())?.value, number::GUARD_DIGITS))
}

fn blocks(assessment: &Assessment, next: Option<usize>, now: &Outlook, all: &Outlook) -> Vec<Block> {
    if now.total.get().is_none() {
        return vec![Block { obstacle: Obstacle::NoTotal, stays: all.total.get().is_none() }];
    }
    let Some(next) = next else { return Vec::new() };
    let limits = |effect: &usize| {
        let effect = assessment.program.effects.get(*effect);
        effect.is_some_and(|effect| matches!(effect.change, Change::Grade(best) if best > next))
    };
    let mut blocks: Vec<Block> = Vec::new();
    for effect in now.effects.iter().chain(&all.effects).copied().filter(limits) {
        let known = blocks.iter().any(|block| block.obstacle == Obstacle::Effect(effect));
        if !known {
            blocks.push(Block { obstacle: Obstacle::Effect(effect), stays: all.effects.contains(&effect) });
        }
    }
    let line = line_of(assessment, next);
    let held = |outlook: &Outlook| outlook.base_grade.is_some_and(|grade| grade <= next);
    let short = |outlook: &Outlook| {
        let short = line?.checked_sub(outlook.total.get()?)?;
        (short > Decimal::ZERO).then_some(short)
    };
    if !held(all)
        && let Some(short) = short(all)
    {
        blocks.push(Block { obstacle: Obstacle::Points(short), stays: true });
    }
    let conditional = assessment.program.grades.get(next).is_some_and(|grade| grade.when.is_some());
    let unmet = |outlook: &Outlook| !held(outlook) && short(outlook).is_none();
    if conditional && (unmet(now) || unmet(all)) {
        blocks.push(Block { obstacle: Obstacle::Condition, stays: unmet(all) });
    }
    blocks
}

fn cheapest(
    supposing: &mut Supposing<'_>,
    unit: usize,
    fixes: &[Fix],
    (now, all): (&Outlook, &Outlook),
    next: usize,
) -> Option<Cheapest> {
    let assessment = supposing.assessment();
    let total = now.total.get()?;
    let usable: Vec<(usize, search::Item)> = fixes
        .iter()
        .enumerate()
        .filter_map(|(at, fix)| {
            let gain = fix.closed.outlook.total.get()?.checked_sub(total)?;
            Some((at, search::Item { effort: fix.effort?, gain }))
        })
        .collect();
    let items: Vec<search::Item> = usable.iter().map(|(_, item)| *item).collect();
    let sum = items.iter().try_fold(total, |sum, item| sum.checked_add(item.gain));
    let adds_up = items.len() == fixes.len() && sum == all.total.get() && is_plain_sum(supposing, unit);
    let short = line_of(assessment, next).filter(|_| adds_up).and_then(|line| line.checked_sub(total));
    let by_place = assessment.program.effects.iter().any(|effect| effect.kind == EffectKind::Quota);
    let limit = if by_place { SUPPOSITIONS * 20 / assessment.units().max(20) } else { SUPPOSITIONS };
    let to_fixes = |set: &[usize]| -> Vec<usize> { set.iter().filter_map(|at| Some(usable.get(*at)?.0)).collect() };
    let reached = |outlook: &Outlook| outlook.grade.is_some_and(|grade| grade <= next);
    let found = search::cheapest(&items, short, limit, |set| {
        reached(&supposing.suppose(unit, &points(fixes, &to_fixes(set)), false))
    })?;

    // Where the next step of a fix is enough, no more is asked for: the largest saving first.
    let set = to_fixes(&found.items);
    let mut supposed = points(fixes, &set);
    let saving = |fix: &Fix| fix.step.as_ref().map(|step| (fix.closed.points - step.points).abs());
    let mut order: Vec<(Reverse<Decimal>, usize)> =
        set.iter().filter_map(|at| Some((Reverse(saving(fixes.get(*at)?)?), *at))).collect();
    order.sort_unstable();
    let mut steps = Vec::new();
    for (_, at) in order {
        let Some(Fix { gap, step: Some(step), closed, .. }) = fixes.get(at) else { continue };
        supposed.insert(gap.node, step.points);
        if reached(&supposing.suppose(unit, &supposed, false)) {
            steps.push(at);
        } else {
            supposed.insert(gap.node, closed.points);
        }
    }
    let chosen = set.into_iter().map(|fix| Chosen { fix, step: steps.contains(&fix) }).collect();
    let outlook = supposing.suppose(unit, &supposed, true);
    Some(Cheapest { chosen, effort: found.effort, proven: found.proven, outlook })
}

/// Whether the total is the sum of what leaves earn, and rounding on the way changes nothing, so that fixes add up.
fn is_plain_sum(supposing: &Supposing<'_>, unit: usize) -> bool {
    let assessment = supposing.assessment();
    let program = &assessment.program;
    let digits = |digits: Option<u32>| digits.unwrap_or(crate::number::GUARD_DIGITS);
    let rounding = &program.rounding;
    let finer = digits(rounding.leaf) <= digits(rounding.section) && digits(rounding.section) <= digits(rounding.total);
    let added = program
        .nodes
        .iter()
        .filter(|node| node.leaf.is_none())
        .all(|node| node.combine.is_none() && node.most.is_none() && node.coefficient.is_none());
    let whole = program.whole.combine.is_none() && program.whole.coefficient.is_none();
    let nothing_left_out =
        program.node_ids().all(|node| assessment.open(node, unit).get() == assessment.full(node, unit).get());
    let on_grade_only = program.effects.iter().all(|effect| effect.grade().is_some());
    finer && added && whole && nothing_left_out && on_grade_only && !supposing.rules_read_points()
}
