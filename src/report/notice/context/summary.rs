//! The whole assessment, as a circular tells it.

use serde::Serialize;

use super::{Brief, cell_words, decimal, mean, missing, name_of, node_words, points_words, total_words};
use crate::analysis::gaps;
use crate::number::Decimal;
use crate::program::{Change, Concerns, Effect, Part, Within};
use crate::report::facts::{self, digits};
use crate::report::rubric::words::consequence;
use crate::scoring::{Assessment, Interval, Open};
use crate::words::Lang;
use crate::words::notice::Notice;

/// Counts and means over everybody.
#[derive(Debug, Serialize)]
pub(in super::super) struct Summary {
    units: usize,
    ranked: usize,
    scored: usize,
    unscored: usize,
    unscored_units: String,
    ungraded: usize,
    ungraded_units: String,
    mean: String,
    highest: String,
    highest_units: String,
    lowest: String,
    lowest_units: String,
    missing: usize,
    missing_units: usize,
    limited: usize,
    graded: bool,
    grouped: bool,
    by_group: bool,
}

impl Summary {
    pub(in super::super) fn of(assessment: &Assessment, lang: Lang) -> Summary {
        let program = &assessment.program;
        let units = || 0..assessment.units();
        let totals: Vec<(Decimal, usize)> =
            units().filter_map(|unit| Some((assessment.total(unit).get()?, unit))).collect();
        let values: Vec<Decimal> = totals.iter().map(|(total, _)| *total).collect();
        let end = |end: Option<&Decimal>| {
            let end = end.copied();
            let at = totals.iter().filter(|(total, _)| Some(*total) == end).map(|(_, unit)| *unit);
            let words = end.map(|total| decimal(total, program.rounding.total)).unwrap_or_default();
            (words, names(assessment, at, lang))
        };
        let (highest, highest_units) = end(values.iter().max());
        let (lowest, lowest_units) = end(values.iter().min());
        let without: Vec<usize> = units().map(|unit| missing(assessment, unit).len()).filter(|n| *n > 0).collect();
        let unscored: Vec<usize> = units().filter(|unit| assessment.total(*unit).get().is_none()).collect();
        let graded = program.outcome.grade.is_some();
        let ungraded = assessment.order().iter().copied().filter(|unit| graded && assessment.grade(*unit).is_none());
        let ungraded: Vec<usize> = ungraded.collect();
        let groups = groups_of(assessment);
        let within_group = program.quotas.iter().any(|quota| quota.within == Within::Group)
            || program.follow_ups.iter().any(|f| matches!(f.concerns, Concerns::Bottom(_, Within::Group)));
        Summary {
            units: assessment.units(),
            ranked: units().filter(|unit| assessment.rank(*unit).is_some()).count(),
            scored: totals.len(),
            unscored: unscored.len(),
            unscored_units: names(assessment, unscored.into_iter(), lang),
            ungraded: ungraded.len(),
            ungraded_units: names(assessment, ungraded.into_iter(), lang),
            mean: mean(assessment, &values, program.rounding.total),
            highest,
            highest_units,
            lowest,
            lowest_units,
            missing: without.iter().sum(),
            missing_units: without.len(),
            limited: units().filter(|unit| !assessment.deciding_effects(*unit).is_empty()).count(),
            graded,
            grouped: groups.len() > 1,
            by_group: groups.len() > 1 && within_group,
        }
    }
}

fn names(assessment: &Assessment, units: impl Iterator<Item = usize>, lang: Lang) -> String {
    facts::join(&units.map(|unit| name_of(assessment, unit)).collect::<Vec<_>>(), lang)
}

/// The groups that have units, in order.
fn groups_of(assessment: &Assessment) -> Vec<usize> {
    let table = &assessment.table;
    (0..table.groups.len()).filter(|group| table.units.iter().any(|unit| unit.group == *group)).collect()
}

fn group_of(assessment: &Assessment, unit: usize) -> Option<usize> {
    assessment.table.units.get(unit).map(|unit| unit.group)
}

/// The units of a grade, in the order of their places.
#[derive(Debug, Serialize)]
pub(in super::super) struct Grades {
    name: String,
    count: usize,
    names: String,
    groups: Vec<GroupNames>,
}

/// The units of a grade in one group.
#[derive(Debug, Serialize)]
struct GroupNames {
    name: String,
    count: usize,
    names: String,
}

impl Grades {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<Grades> {
        let groups = groups_of(assessment);
        let list = |grade: usize| {
            let of_grade: Vec<usize> =
                assessment.order().iter().copied().filter(|unit| assessment.grade(*unit) == Some(grade)).collect();
            let within = |group: &usize| {
                let units = of_grade.iter().copied().filter(|unit| group_of(assessment, *unit) == Some(*group));
                let units: Vec<usize> = units.collect();
                GroupNames {
                    name: assessment.table.groups.get(*group).cloned().unwrap_or_default(),
                    count: units.len(),
                    names: names(assessment, units.into_iter(), lang),
                }
            };
            Grades {
                name: assessment.grade_name(Some(grade)).to_owned(),
                count: of_grade.len(),
                groups: groups.iter().map(within).collect(),
                names: names(assessment, of_grade.into_iter(), lang),
            }
        };
        (0..assessment.program.grades.len()).map(list).collect()
    }
}

/// A group with its units in the order of their places.
#[derive(Debug, Serialize)]
pub(in super::super) struct Group {
    name: String,
    count: usize,
    mean: String,
    units: Vec<Brief>,
}

impl Group {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<Group> {
        let of = |group: usize| {
            let units: Vec<usize> =
                assessment.order().iter().copied().filter(|unit| group_of(assessment, *unit) == Some(group)).collect();
            let totals: Vec<Decimal> = units.iter().filter_map(|unit| assessment.total(*unit).get()).collect();
            Group {
                name: assessment.table.groups.get(group).cloned().unwrap_or_default(),
                count: units.len(),
                mean: mean(assessment, &totals, assessment.program.rounding.total),
                units: units.iter().map(|unit| Brief::of(assessment, *unit, lang)).collect(),
            }
        };
        groups_of(assessment).into_iter().map(of).collect()
    }
}

/// A section over everybody.
#[derive(Debug, Serialize)]
pub(in super::super) struct SectionFacts {
    id: String,
    title: String,
    full: String,
    mean: String,
    bonus: bool,
    penalty: bool,
}

impl SectionFacts {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<SectionFacts> {
        let program = &assessment.program;
        let of = |(id, node): (crate::program::NodeId, &crate::program::Node)| {
            let points: Vec<Decimal> =
                (0..assessment.units()).filter_map(|unit| assessment.points(id, unit).get()).collect();
            SectionFacts {
                id: node.id.clone(),
                title: node.title.clone(),
                full: node.full_words.in_general(program, lang),
                mean: mean(assessment, &points, digits(&program.rounding, node.level, node.leaf.is_some())),
                bonus: node.part == Part::Bonus,
                penalty: node.part == Part::Penalty,
            }
        };
        program.sections().map(of).collect()
    }
}

/// A veto, a cap or the like that decided a unit's result.
#[derive(Debug, Serialize)]
pub(in super::super) struct Limit {
    unit: String,
    group: String,
    total: String,
    base_grade: String,
    grade: String,
    id: String,
    kind: String,
    say: String,
    does: String,
}

impl Limit {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<Limit> {
        let of_unit = |unit: &usize| Limit::of(assessment, *unit, lang);
        assessment.order().iter().flat_map(of_unit).collect()
    }

    /// Those of one unit.
    pub(in super::super) fn of(assessment: &Assessment, unit: usize, lang: Lang) -> Vec<Limit> {
        let (grade, total) = (assessment.grade(unit), assessment.total(unit).get());
        // A ceiling above the total limits nothing.
        let binds = |effect: &&Effect| match &effect.change {
            Change::Total(most) => {
                assessment.evaluate(&most.expr, unit).get().zip(total).is_none_or(|(most, total)| total >= most)
            }
            Change::Grade(_) | Change::Nodes(_) => true,
        };
        let name = |grade: Option<usize>| assessment.grade_name(grade).to_owned();
        let limit = |effect: &Effect| {
            // Only what sets the grade that was given explains it.
            let sets = effect.grade().is_some() && effect.grade() == grade;
            Limit {
                unit: name_of(assessment, unit),
                group: assessment.table.group_name(unit).to_owned(),
                total: total.map(|_| total_words(assessment, unit, lang)).unwrap_or_default(),
                base_grade: if sets { name(assessment.base_grade(unit)) } else { String::new() },
                grade: if sets { name(grade) } else { String::new() },
                id: effect.id.clone(),
                kind: facts::effect_words(effect.kind).say(lang),
                say: effect.say.clone(),
                does: consequence(&assessment.program, effect, lang),
            }
        };
        assessment.deciding_effects(unit).into_iter().filter(binds).map(limit).collect()
    }
}

/// A leaf on which units lost points.
#[derive(Debug, Serialize)]
pub(in super::super) struct CommonGap {
    id: String,
    title: String,
    section: String,
    lead: String,
    units: usize,
    lost: String,
    names: String,
}

impl CommonGap {
    /// The leaves that lost points, the most first.
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<CommonGap> {
        let program = &assessment.program;
        let by_points = gaps::adds_up(program);
        let of = |common: gaps::Common| {
            let node = program.node(common.node);
            CommonGap {
                id: node.id.clone(),
                title: node.title.clone(),
                section: program.node(program.section_of(common.node)).title.clone(),
                lead: node.lead.clone().unwrap_or_default(),
                units: common.units.len(),
                lost: if by_points { decimal(common.lost, program.rounding.leaf) } else { String::new() },
                names: names(assessment, common.units.into_iter(), lang),
            }
        };
        gaps::common(assessment).into_iter().map(of).collect()
    }
}

/// What has to be done, and by whom.
#[derive(Debug, Serialize)]
pub(in super::super) struct FollowUp {
    say: String,
    count: usize,
    names: String,
}

impl FollowUp {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<FollowUp> {
        let of = |follow_up: &crate::program::FollowUp| {
            let units: Vec<usize> = assessment
                .order()
                .iter()
                .copied()
                .filter(|unit| assessment.cell(follow_up.fires, *unit).is_yes())
                .collect();
            let (say, count) = (follow_up.say.clone(), units.len());
            FollowUp { say, count, names: names(assessment, units.into_iter(), lang) }
        };
        assessment.program.follow_ups.iter().map(of).collect()
    }
}

/// A result that can still move, and how far.
#[derive(Debug, Default, Serialize)]
pub(in super::super) struct Provisional {
    unit: String,
    total: String,
    grade: String,
    scored: bool,
    totals: String,
    grades: String,
    count: usize,
    what: String,
    deciding: String,
}

impl Provisional {
    pub(in super::super) fn all(assessment: &Assessment, lang: Lang) -> Vec<Provisional> {
        assessment.order().iter().filter_map(|unit| Provisional::of(assessment, *unit, lang)).collect()
    }

    /// That of one unit, if something is open.
    pub(in super::super) fn of(assessment: &Assessment, unit: usize, lang: Lang) -> Option<Provisional> {
        let interval = assessment.interval(unit)?;
        let says = |open: &[Open]| {
            let words = open.iter().map(|open| open_words(assessment, *open)).collect::<Vec<_>>();
            facts::join(&words, lang)
        };
        let (totals, grades) = ranges(assessment, interval, lang);
        let deciding = interval.grade.is_some_and(|(worst, best)| worst != best);
        Some(Provisional {
            unit: name_of(assessment, unit),
            total: total_words(assessment, unit, lang),
            grade: assessment.grade_name(assessment.grade(unit)).to_owned(),
            scored: assessment.total(unit).get().is_some(),
            totals,
            grades,
            count: interval.open.len(),
            what: says(&interval.open),
            deciding: if deciding { says(&interval.deciding) } else { String::new() },
        })
    }
}

/// The range of the total and that of the grade; empty where it cannot move or be told.
fn ranges(assessment: &Assessment, interval: &Interval, lang: Lang) -> (String, String) {
    let range = |worst: String, best: String| {
        if worst == best { String::new() } else { Notice::Range { worst, best }.say(lang) }
    };
    let decimals = assessment.program.rounding.total;
    let totals = interval
        .total
        .map(|(least, most)| range(decimal(least, decimals), decimal(most, decimals)))
        .unwrap_or_default();
    let name = |grade: usize| assessment.grade_name(Some(grade)).to_owned();
    let grades = interval.grade.map(|(worst, best)| range(name(worst), name(best))).unwrap_or_default();
    (totals, grades)
}

fn open_words(assessment: &Assessment, open: Open) -> String {
    match open {
        Open::Leaf(node) => node_words(assessment, node),
        Open::Effect(effect) => {
            assessment.program.effects.get(effect).map(|effect| effect.say.clone()).unwrap_or_default()
        }
    }
}

/// A node of a unit in the table of points.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    title: String,
    section: bool,
    full: String,
    points: String,
    lost: String,
    value: String,
    status: String,
}

impl Row {
    pub(super) fn all(assessment: &Assessment, unit: usize, lang: Lang) -> Vec<Row> {
        let program = &assessment.program;
        let of = |id: crate::program::NodeId| {
            let node = program.node(id);
            let decimals = digits(&program.rounding, node.level, node.leaf.is_some());
            let lost = assessment.lost(id, unit).filter(|lost| *lost > Decimal::ZERO);
            let status = assessment.status(id, unit);
            Row {
                id: node.id.clone(),
                title: node.title.clone(),
                section: node.parent.is_none(),
                full: cell_words(assessment.full(id, unit), None, lang),
                points: points_words(assessment, id, unit, lang),
                lost: lost.map(|lost| decimal(lost, decimals)).unwrap_or_default(),
                value: assessment.value_words(id, unit, lang),
                status: if status == crate::program::Status::Scored {
                    String::new()
                } else {
                    gaps::status_words(status).say(lang)
                },
            }
        };
        program.node_ids().map(of).collect()
    }
}
