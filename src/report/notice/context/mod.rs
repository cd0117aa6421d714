//! What templates can speak of: an assessment as words, lists and counts. Numbers are the published decimals as text.

mod letter;
mod summary;

pub(super) use letter::UnitFacts;
pub(super) use summary::{CommonGap, FollowUp, Grades, Group, Limit, Provisional, SectionFacts, Summary};

use serde::Serialize;

use super::settings::subject;
use crate::folder::NoticeSettings;
use crate::number::{self, Decimal, Rounding};
use crate::program::{NodeId, Part};
use crate::report::facts::{self, digits};
use crate::scoring::{Assessment, Cell};
use crate::table::date_text;
use crate::words::Lang;
use crate::words::notice::Notice;

/// What stands on every notice.
#[derive(Debug, Serialize)]
pub(super) struct NoticeFacts {
    subject: String,
    issuer: String,
    number: String,
    head: String,
    letter_head: String,
    date: String,
    recipients: String,
    copies: String,
    basis: String,
    contact: String,
    publicity: String,
    printed_by: String,
    reply_by: String,
    appeal: String,
    attachments: Vec<String>,
}

impl NoticeFacts {
    pub(super) fn of(assessment: &Assessment, settings: &NoticeSettings, lang: Lang) -> NoticeFacts {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        NoticeFacts {
            subject: settings.subject.clone().unwrap_or_else(|| subject(&assessment.program.heading.title, lang)),
            issuer: settings.issuer.clone(),
            number: or_empty(&settings.number),
            head: or_empty(&settings.head),
            letter_head: or_empty(&settings.letter_head),
            date: day_words(settings.date, lang),
            recipients: phrases(&settings.recipients, lang),
            copies: phrases(&settings.copies, lang),
            basis: facts::join(&settings.basis, lang),
            contact: or_empty(&settings.contact),
            publicity: or_empty(&settings.publicity),
            printed_by: or_empty(&settings.printed_by),
            reply_by: settings.reply_by.map(|day| day_words(day, lang)).unwrap_or_default(),
            appeal: or_empty(&settings.appeal),
            attachments: settings.attachments.clone(),
        }
    }
}

/// Names that may hold 、 themselves, in a row.
fn phrases(texts: &[String], lang: Lang) -> String {
    texts.join(if lang == Lang::Zh { "," } else { ", " })
}

/// `2017年3月6日`, `6 March 2017`.
pub(super) fn day_words(day: i64, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = date_text(day);
    let mut parts = text.split('-').map(|part| part.trim_start_matches('0').to_owned());
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return text;
    };
    let named = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let month = named.filter(|_| lang == Lang::En).map_or(month, |name| (*name).to_owned());
    Notice::Date { year, month, day }.say(lang)
}

/// The rubric.
#[derive(Debug, Serialize)]
pub(super) struct RubricFacts {
    title: String,
    period: String,
    edition: String,
    unit: String,
    full: String,
}

impl RubricFacts {
    pub(super) fn of(assessment: &Assessment, lang: Lang) -> RubricFacts {
        let program = &assessment.program;
        let heading = &program.heading;
        RubricFacts {
            title: heading.title.clone(),
            period: heading.period.clone(),
            edition: heading.edition.clone(),
            unit: heading.unit.clone(),
            full: program.whole.full.in_general(program, lang),
        }
    }
}

/// A unit as it stands in lists.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Brief {
    pub(super) id: String,
    pub(super) name: String,
    group: String,
    rank: String,
    group_rank: String,
    total: String,
    grade: String,
    base_grade: String,
    scored: bool,
    ranked: bool,
    missing: usize,
    open: bool,
    reasons: String,
    sections: Vec<SectionPoints>,
}

/// Points of a unit in a section.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SectionPoints {
    id: String,
    title: String,
    full: String,
    points: String,
}

impl Brief {
    pub(super) fn of(assessment: &Assessment, unit: usize, lang: Lang) -> Brief {
        let program = &assessment.program;
        let place = |rank: Option<u64>| rank.map_or_else(|| Notice::Unranked.say(lang), |rank| rank.to_string());
        let sections = program.sections().map(|(id, node)| SectionPoints {
            id: node.id.clone(),
            title: node.title.clone(),
            full: full_words(assessment, id, unit, lang),
            points: points_words(assessment, id, unit, lang),
        });
        let interval = assessment.interval(unit);
        Brief {
            id: id_of(assessment, unit),
            name: name_of(assessment, unit),
            group: assessment.table.group_name(unit).to_owned(),
            rank: place(assessment.rank(unit)),
            group_rank: place(assessment.group_rank(unit)),
            total: total_words(assessment, unit, lang),
            grade: assessment.grade_name(assessment.grade(unit)).to_owned(),
            base_grade: assessment.grade_name(assessment.base_grade(unit)).to_owned(),
            scored: assessment.total(unit).get().is_some(),
            ranked: assessment.rank(unit).is_some(),
            missing: missing(assessment, unit).len(),
            open: interval.is_some(),
            reasons: facts::sentences(&assessment.grade_reasons(unit, lang), lang),
            sections: sections.collect(),
        }
    }
}

pub(super) fn id_of(assessment: &Assessment, unit: usize) -> String {
    assessment.table.units.get(unit).map(|unit| unit.id.clone()).unwrap_or_default()
}

pub(super) fn name_of(assessment: &Assessment, unit: usize) -> String {
    assessment.table.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// The leaves of a unit without a value.
fn missing(assessment: &Assessment, unit: usize) -> Vec<NodeId> {
    let leaves = assessment.program.leaves().map(|(id, _, _)| id);
    leaves.filter(|id| assessment.status(*id, unit) == crate::program::Status::Missing).collect()
}

/// Points as they are published.
fn points_words(assessment: &Assessment, node: NodeId, unit: usize, lang: Lang) -> String {
    let of = assessment.program.node(node);
    let decimals = digits(&assessment.program.rounding, of.level, of.leaf.is_some());
    let cell = assessment.points(node, unit);
    match (of.part, cell.get()) {
        // What a penalty takes off stands with its sign.
        (Part::Penalty, Some(points)) => decimal(-points, decimals),
        _ => cell_words(cell, decimals, lang),
    }
}

fn full_words(assessment: &Assessment, node: NodeId, unit: usize, lang: Lang) -> String {
    cell_words(assessment.full(node, unit), None, lang)
}

/// The total as it is published.
fn total_words(assessment: &Assessment, unit: usize, lang: Lang) -> String {
    let cell = assessment.total(unit);
    let decimals = assessment.program.rounding.total;
    cell.get().map_or_else(|| Notice::NoTotal.say(lang), |total| decimal(total, decimals))
}

fn cell_words(cell: Cell, decimals: Option<u32>, lang: Lang) -> String {
    cell.get().map_or_else(|| facts::state_words(cell.state).say(lang), |value| decimal(value, decimals))
}

fn decimal(value: Decimal, decimals: Option<u32>) -> String {
    match decimals {
        Some(decimals) => number::fixed(value, decimals),
        None => number::plain(number::guard(value, number::GUARD_DIGITS)),
    }
}

/// Decimals of a mean where the rubric does not round.
const MEAN_DIGITS: u32 = 2;

/// The mean, rounded as the rubric rounds; nothing of no values.
fn mean(assessment: &Assessment, values: &[Decimal], decimals: Option<u32>) -> String {
    let digits = decimals.unwrap_or(MEAN_DIGITS);
    let sum = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let mean = sum.and_then(|sum| sum.checked_div(Decimal::from(values.len())));
    let rounding = Rounding { digits, mode: assessment.program.rounding.mode };
    mean.map(|mean| number::fixed(rounding.apply(mean), digits)).unwrap_or_default()
}

/// A node as people call it.
fn node_words(assessment: &Assessment, node: NodeId) -> String {
    let node = assessment.program.node(node);
    format!("{} {}", node.id, node.title)
}
