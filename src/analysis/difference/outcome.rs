//! What changed of the rubric as a whole, of grades and what changes them, and of what follows.

use super::pairs::pair;
use super::{EffectPart, Fate, FollowUpPart, GradePart, QuotaPart, Sides, WholePart};
use crate::program::{Change, Concerns, Effect, EffectKind, Grade, Operand, Program, Quota};
use crate::words::Lang;

/// The parts that differ.
pub(super) fn differing<P>(parts: impl IntoIterator<Item = (P, bool)>) -> Vec<P> {
    parts.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect()
}

pub(super) fn whole(before: &Program, after: &Program) -> Vec<WholePart> {
    let (a, b) = (&before.heading, &after.heading);
    let said = |program: &Program, of: &Operand| of.in_general(program, Lang::Zh);
    let total = |program: &Program| {
        let whole = &program.whole;
        let coefficient = whole.coefficient.as_ref().map(|coefficient| said(program, coefficient));
        (whole.combine, said(program, &whole.full), coefficient, whole.rescale)
    };
    let setting = |program: &Program, id| program.setting(id).map(|parameter| parameter.value);
    let groups = |program: &Program| (program.groups.clone(), program.groups_declared);
    differing([
        (WholePart::Id, a.id != b.id),
        (WholePart::Title, a.title != b.title),
        (WholePart::Period, a.period != b.period),
        (WholePart::Edition, a.edition != b.edition),
        (WholePart::Unit, a.unit != b.unit),
        (WholePart::Language, a.language != b.language),
        (WholePart::Groups, groups(before) != groups(after)),
        (WholePart::Total, total(before) != total(after)),
        (WholePart::Deadline, setting(before, "deadline") != setting(after, "deadline")),
        (WholePart::Inflation, setting(before, "inflation") != setting(after, "inflation")),
        (WholePart::Rounding, before.rounding != after.rounding),
        (WholePart::Ties, before.ranking.ties != after.ranking.ties),
        (WholePart::TieBreakers, before.ranking.tie_breakers != after.ranking.tie_breakers),
        (WholePart::Vetoed, before.ranking.vetoed != after.ranking.vetoed),
    ])
}

fn grade_name(program: &Program, grade: usize) -> &str {
    program.grades.get(grade).map_or("", |grade| grade.name.as_str())
}

pub(super) fn grades(before: &Program, after: &Program) -> Vec<Fate<usize, GradePart>> {
    let name = |grade: &Grade| [grade.name.clone()];
    let pairs = pair(before.grades.iter().map(name), after.grades.iter().map(name));
    let least = |program: &Program, grade: &Grade| {
        grade.min.and_then(|id| program.parameters.get(id.index())).map(|parameter| parameter.value)
    };
    let better = |than: (usize, usize)| {
        let both = || pairs.both.iter();
        (both().filter(|other| other.0 < than.0).count(), both().filter(|other| other.1 < than.1).count())
    };
    pairs.fates(std::convert::identity, |at, now| {
        let (a, b) = (&before.grades[at], &after.grades[now]);
        let (better_before, better_now) = better((at, now));
        differing([
            (GradePart::Order, better_before != better_now),
            (GradePart::Min, least(before, a) != least(after, b)),
            (GradePart::When, a.when != b.when),
        ])
    })
}

pub(super) fn quotas(before: &Program, after: &Program) -> Vec<Fate<usize, QuotaPart>> {
    let grade = |program: &Program, quota: &Quota| [grade_name(program, quota.grade).to_owned()];
    let (old, new) =
        (before.quotas.iter().map(|one| grade(before, one)), after.quotas.iter().map(|one| grade(after, one)));
    pair(old, new).fates(std::convert::identity, |at, now| {
        let (a, b) = (&before.quotas[at], &after.quotas[now]);
        differing([
            (QuotaPart::Most, a.most.in_general(before, Lang::Zh) != b.most.in_general(after, Lang::Zh)),
            (QuotaPart::Within, a.within != b.within),
            (QuotaPart::Ties, a.all_in != b.all_in),
            (QuotaPart::Whole, a.whole != b.whole),
        ])
    })
}

pub(super) fn effects(sides: &Sides<'_>) -> Vec<Fate<usize, EffectPart>> {
    let (before, after) = (sides.before.program, sides.after.program);
    // Quotas have parts of their own.
    let written = |program: &Program| -> Vec<usize> {
        let effects = program.effects.iter().enumerate();
        effects.filter(|(_, effect)| effect.kind != EffectKind::Quota).map(|(at, _)| at).collect()
    };
    let (old, new) = (written(before), written(after));
    let id = |program: &Program, at: &usize| [program.effects[*at].id.clone()];
    let pairs = pair(old.iter().map(|at| id(before, at)), new.iter().map(|at| id(after, at))).at(&old, &new);
    pairs.fates(std::convert::identity, |at, now| {
        let (a, b) = (&before.effects[at], &after.effects[now]);
        differing([
            (EffectPart::Kind, a.kind != b.kind),
            (EffectPart::Condition, sides.before.exact.of(a.when) != sides.after.exact.of(b.when)),
            (EffectPart::Change, change(&sides.before, a) != change(&sides.after, b)),
            (EffectPart::Say, a.say != b.say),
        ])
    })
}

/// What an effect changes, in names that both rubrics have.
fn change(side: &super::Side<'_>, effect: &Effect) -> Vec<String> {
    match &effect.change {
        Change::Grade(grade) => vec![grade_name(side.program, *grade).to_owned()],
        Change::Total(most) => vec![most.in_general(side.program, Lang::Zh)],
        Change::Nodes(nodes) => nodes.iter().map(|node| side.shape.node(*node).to_owned()).collect(),
    }
}

pub(super) fn follow_ups(before: &Program, after: &Program) -> Vec<Fate<usize, FollowUpPart>> {
    let concerns = |program: &Program, concerns: &Concerns| match concerns {
        Concerns::Bottom(count, within) => format!("{within:?} {}", count.in_general(program, Lang::Zh)),
        Concerns::Grade(grade) => grade_name(program, *grade).to_owned(),
        Concerns::When(condition) => format!("? {condition}"),
    };
    let keys = |program: &Program| {
        program.follow_ups.iter().map(|one| [one.say.clone(), concerns(program, &one.concerns)]).collect::<Vec<_>>()
    };
    let (old, new) = (keys(before), keys(after));
    pair(old.clone(), new.clone()).fates(std::convert::identity, |at, now| {
        let ([say, whom], [say_now, whom_now]) = (&old[at], &new[now]);
        differing([(FollowUpPart::Concerns, whom != whom_now), (FollowUpPart::Say, say != say_now)])
    })
}
