//! The tables beside the tree: grades and what changes them, what units submit.

use super::Table;
use super::words::{
    bounds, concerns, consequence, kind, no_rows, precedence, quota_ties, severity, whole_places, within,
};
use crate::program::{EffectKind, Field, Program, Quantity, Role, show};
use crate::report::facts::{effect_words, join, sentences};
use crate::source::Source;
use crate::words::Lang;
use crate::words::labels::Label;

/// Grades, quotas, effects and follow-ups.
pub(super) fn general(program: &Program, lang: Lang) -> Vec<Table> {
    let tables = [grades(program, lang), quotas(program, lang), effects(program, lang), follow_ups(program, lang)];
    tables.into_iter().flatten().collect()
}

/// Fields, lists, and the conditions on them.
pub(super) fn data(program: &Program, lang: Lang) -> Vec<Table> {
    let declared: Vec<&Field> = program.fields.iter().filter(|field| field.role == Role::Submitted).collect();
    let mut tables: Vec<Table> = fields(Label::SheetFields.say(lang), &declared, lang).into_iter().collect();
    for list in &program.lists {
        let counts = relied_on(&list.precedence, lang);
        let without = sentences(&[Some(no_rows(list, lang)), counts].into_iter().flatten().collect::<Vec<_>>(), lang);
        let (label, id) = (list.label.clone(), list.id.clone());
        let columns: Vec<&Field> = list.columns.iter().collect();
        tables.extend(fields(Label::ListTitle { list: label, id, without }.say(lang), &columns, lang));
    }
    tables.extend(musts(program, lang));
    tables
}

fn grades(program: &Program, lang: Lang) -> Option<Table> {
    let least = |grade: &crate::program::Grade| {
        let least = grade.min.and_then(|id| program.parameters.get(id.index()));
        least.map(|least| show(least.value, &Quantity::Plain, lang)).unwrap_or_default()
    };
    let rows =
        program.grades.iter().map(|grade| [grade.name.clone(), least(grade), grade.when.clone().unwrap_or_default()]);
    let heads = [Label::Grade, Label::LeastTotal, Label::GradeCondition];
    Table::new(Label::Grades.say(lang), heads, rows.collect(), lang)
}

fn quotas(program: &Program, lang: Lang) -> Option<Table> {
    let rows = program.quotas.iter().map(|quota| {
        [
            program.grades.get(quota.grade).map(|grade| grade.name.clone()).unwrap_or_default(),
            quota.most.in_general(program, lang),
            within(quota.within, lang),
            quota_ties(quota.all_in, lang),
            whole_places(quota.whole, lang),
        ]
    });
    let heads = [Label::Grade, Label::QuotaMost, Label::QuotaWithin, Label::QuotaTies, Label::QuotaWhole];
    Table::new(Label::Quotas.say(lang), heads, rows.collect(), lang)
}

/// Vetoes, caps, gates and their like; quotas have a table of their own.
fn effects(program: &Program, lang: Lang) -> Option<Table> {
    let rows = program.effects.iter().filter(|effect| effect.kind != EffectKind::Quota).map(|effect| {
        [
            effect_words(effect.kind).say(lang),
            effect.id.clone(),
            effect.condition.clone(),
            consequence(program, effect, lang),
            effect.say.clone(),
        ]
    });
    let heads = [Label::EffectKind, Label::EffectId, Label::Condition, Label::Consequence, Label::Note];
    Table::new(Label::Effects.say(lang), heads, rows.collect(), lang)
}

fn follow_ups(program: &Program, lang: Lang) -> Option<Table> {
    let rows = program.follow_ups.iter();
    let rows = rows.map(|follow_up| [concerns(program, &follow_up.concerns, lang), follow_up.say.clone()]);
    Table::new(Label::FollowUp.say(lang), [Label::Concerns, Label::Demand], rows.collect(), lang)
}

fn fields(title: String, fields: &[&Field], lang: Lang) -> Option<Table> {
    let rows = fields.iter().map(|field| {
        [
            field.id.clone(),
            field.label.clone(),
            kind(&field.kind, lang),
            field.measure.clone().unwrap_or_default(),
            bounds(field, lang),
            join(&field.aliases, lang),
            note(field, lang),
        ]
    });
    let heads = [Label::FieldId, Label::Field, Label::Kind, Label::Measure, Label::Bounds, Label::Aliases, Label::Note];
    Table::new(title, heads, rows.collect(), lang)
}

/// The note of a field, with whose word counts.
fn note(field: &Field, lang: Lang) -> String {
    let counts = relied_on(&field.precedence, lang);
    sentences(&field.note.clone().into_iter().chain(counts).collect::<Vec<_>>(), lang)
}

fn relied_on(sources: &[Source], lang: Lang) -> Option<String> {
    let sources = precedence(sources, lang);
    (!sources.is_empty()).then(|| Label::ReliedOn { sources }.say(lang))
}

fn musts(program: &Program, lang: Lang) -> Option<Table> {
    let rows = program.musts.iter().map(|must| {
        [
            program.fields.get(must.field.index()).map(|field| field.label.clone()).unwrap_or_default(),
            must.say.clone(),
            severity(must.severity).say(lang),
            must.condition.clone(),
        ]
    });
    let heads = [Label::Field, Label::Note, Label::Otherwise, Label::Condition];
    Table::new(Label::Musts.say(lang), heads, rows.collect(), lang)
}
