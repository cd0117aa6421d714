//! Parts of a rubric in words: ranking, quotas, effects, fields.

use crate::diagnostic::Severity;
use crate::program::{
    Change, Concerns, Effect, EffectKind, Field, FieldKind, List, NoRows, Node, NodeId, Order, Part, Program, Ranking,
    Rescale, TieBreaker, Ties, Vetoed, Whole, WholePlaces, Within, show,
};
use crate::report::facts::join;
use crate::source::Source;
use crate::words::Lang;
use crate::words::labels::Label;

/// How the sections become the total: one part a sentence.
pub(in crate::report) fn whole(program: &Program, lang: Lang) -> Vec<String> {
    let Whole { combine, full, coefficient, rescale } = &program.whole;
    let full = full.in_general(program, lang);
    let mut parts = vec![match combine {
        None if full.is_empty() => Label::WholeSumOpen,
        None => Label::WholeSum { full },
        Some(combine) => Label::WholeCombined { combine: lang.pick(*combine).to_owned(), full },
    }];
    let coefficient = coefficient.as_ref().map(|coefficient| coefficient.in_general(program, lang));
    parts.extend(coefficient.map(|coefficient| Label::TimesCoefficient { coefficient }));
    let has = |part| program.nodes.iter().any(|node| node.part == part);
    parts.extend(has(Part::Bonus).then_some(Label::WholeBonus));
    parts.extend(has(Part::Penalty).then_some(Label::WholePenalty));
    parts.extend(rescale.map(|rescale| match rescale {
        Rescale::Section => Label::RescaleSection,
        Rescale::Total => Label::RescaleTotal,
    }));
    parts.into_iter().map(|part| part.say(lang)).collect()
}

/// The groups, and whether there may be others.
pub(in crate::report) fn groups(program: &Program, lang: Lang) -> String {
    let groups = join(&program.groups, lang);
    if groups.is_empty() || program.groups_declared { groups } else { Label::GroupsAndOthers { groups }.say(lang) }
}

/// How equal units share a place.
pub(in crate::report) fn ties(ranking: &Ranking, lang: Lang) -> String {
    let label = match ranking.ties {
        Ties::Competition => Label::TiesCompetition,
        Ties::Dense => Label::TiesDense,
        Ties::Ordinal => Label::TiesOrdinal,
    };
    label.say(lang)
}

/// What decides between equal totals, in order.
pub(in crate::report) fn tie_breakers(ranking: &Ranking, lang: Lang) -> Vec<String> {
    let words = |TieBreaker { by, order }: &TieBreaker| match order {
        Order::HighFirst => Label::TieHigh { by: by.clone() }.say(lang),
        Order::LowFirst => Label::TieLow { by: by.clone() }.say(lang),
    };
    ranking.tie_breakers.iter().map(words).collect()
}

/// The place of a vetoed unit; empty where the rubric does not say it.
pub(in crate::report) fn vetoed(ranking: &Ranking, lang: Lang) -> String {
    let label = ranking.vetoed.map(|place| match place {
        Vetoed::KeepPlace => Label::VetoedKeep,
        Vetoed::Last => Label::VetoedLast,
        Vetoed::Unranked => Label::Unranked,
    });
    label.map(|label| label.say(lang)).unwrap_or_default()
}

/// Among whom something is counted.
pub(in crate::report) fn within(within: Within, lang: Lang) -> String {
    match within {
        Within::Group => Label::WithinGroup,
        Within::All => Label::WithinAll,
    }
    .say(lang)
}

/// What becomes of equal units that exceed a quota.
pub(in crate::report) fn quota_ties(all_in: bool, lang: Lang) -> String {
    if all_in { Label::QuotaAllIn } else { Label::QuotaAllOut }.say(lang)
}

/// How a share becomes a whole number; empty for a number.
pub(in crate::report) fn whole_places(whole: Option<WholePlaces>, lang: Lang) -> String {
    let label = whole.map(|whole| match whole {
        WholePlaces::Down => Label::WholeDown,
        WholePlaces::Up => Label::WholeUp,
        WholePlaces::HalfUp => Label::HalfUp,
    });
    label.map(|label| label.say(lang)).unwrap_or_default()
}

/// What an effect does where it fires.
pub(in crate::report) fn consequence(program: &Program, effect: &Effect, lang: Lang) -> String {
    let label = match (&effect.change, effect.kind) {
        (Change::Grade(grade), kind) => {
            let grade = program.grades.get(*grade).map(|grade| grade.name.clone()).unwrap_or_default();
            match kind {
                EffectKind::Veto => Label::SetsGrade { grade },
                EffectKind::Gate => Label::GateLimits { grade },
                _ => Label::LimitsGrade { grade },
            }
        }
        (Change::Total(most), _) => Label::LimitsTotal { most: most.in_general(program, lang) },
        (Change::Nodes(nodes), EffectKind::BaseOnly) => Label::BaseNodes { nodes: node_ids(program, nodes, lang) },
        (Change::Nodes(nodes), _) => Label::ZeroNodes { nodes: node_ids(program, nodes, lang) },
    };
    label.say(lang)
}

fn node_ids(program: &Program, nodes: &[NodeId], lang: Lang) -> String {
    join(&nodes.iter().map(|node| program.node(*node).id.clone()).collect::<Vec<_>>(), lang)
}

/// Whom a follow-up concerns.
pub(in crate::report) fn concerns(program: &Program, concerns: &Concerns, lang: Lang) -> String {
    let label = match concerns {
        Concerns::Bottom(count, within) => {
            let count = count.in_general(program, lang);
            match within {
                Within::Group => Label::BottomGroup { count },
                Within::All => Label::BottomAll { count },
            }
        }
        Concerns::Grade(grade) => {
            Label::GradeUnits { grade: program.grades.get(*grade).map(|grade| grade.name.clone()).unwrap_or_default() }
        }
        Concerns::When(condition) => Label::UnitsWhere { condition: condition.clone() },
    };
    label.say(lang)
}

/// What a field holds.
pub(in crate::report) fn kind(kind: &FieldKind, lang: Lang) -> String {
    let label = match kind {
        FieldKind::Count => Label::KindCount,
        FieldKind::Number => Label::KindNumber,
        FieldKind::Percent => Label::KindPercent,
        FieldKind::Money => Label::KindMoney,
        FieldKind::YesNo => Label::KindYesNo,
        FieldKind::Choice(options) => Label::KindChoice { options: join(options, lang) },
        FieldKind::Text => Label::KindText,
        FieldKind::Date => Label::KindDate,
        FieldKind::Points => Label::KindPoints,
    };
    label.say(lang)
}

/// The values of a field that make sense; empty where any does.
pub(in crate::report) fn bounds(field: &Field, lang: Lang) -> String {
    let bound = |bound: Option<crate::number::Decimal>| bound.map(|value| show(value, &field.kind.quantity(), lang));
    let label = match (bound(field.min), bound(field.max)) {
        (Some(min), Some(max)) => Label::BoundsBoth { min, max },
        (Some(min), None) => Label::BoundsMin { min },
        (None, Some(max)) => Label::BoundsMax { max },
        (None, None) => return String::new(),
    };
    label.say(lang)
}

/// What a unit without any entry means.
pub(in crate::report) fn no_rows(list: &List, lang: Lang) -> String {
    match list.no_rows {
        NoRows::None => Label::NoRowsNone,
        NoRows::Missing => Label::StatusMissing,
    }
    .say(lang)
}

/// The sources that count, the first before the next; empty where the assessment decides.
pub(in crate::report) fn precedence(sources: &[Source], lang: Lang) -> String {
    join(&sources.iter().map(|source| lang.pick(source.title()).to_owned()).collect::<Vec<_>>(), lang)
}

/// How a node's points come about in a word: its scoring method, or how its children combine.
pub(in crate::report) fn method(node: &Node, lang: Lang) -> String {
    match (&node.leaf, node.combine) {
        (Some(leaf), _) => lang.pick(leaf.method).to_owned(),
        (None, Some(combine)) => lang.pick(combine).to_owned(),
        (None, None) => Label::CombineSum.say(lang),
    }
}

/// How bad it is when a condition on the data does not hold.
pub(in crate::report) fn severity(severity: Severity) -> Label {
    match severity {
        Severity::Error => Label::SeverityError,
        Severity::Warning => Label::SeverityWarning,
        Severity::Note => Label::SeverityNote,
    }
}
