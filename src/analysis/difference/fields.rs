//! What changed of what units submit: fields, lists, and conditions on them.

use super::outcome::differing;
use super::pairs::{Pairs, pair};
use super::{Fate, FieldPart, ListPart, Side, Sides};
use crate::diagnostic::Severity;
use crate::program::{Field, FieldId, ListId, Program, Role};

/// The fields that units submit; others come from expressions.
pub(super) fn twins(before: &Program, after: &Program) -> Pairs {
    let submitted = |program: &Program| -> Vec<usize> {
        let fields = program.fields.iter().enumerate();
        fields.filter(|(_, field)| field.role == Role::Submitted).map(|(at, _)| at).collect()
    };
    let key = |field: &Field| [field.id.clone(), field.label.clone()];
    let (old, new) = (submitted(before), submitted(after));
    pair(old.iter().map(|at| key(&before.fields[*at])), new.iter().map(|at| key(&after.fields[*at]))).at(&old, &new)
}

pub(super) fn changes(sides: &Sides<'_>, pairs: &Pairs) -> Vec<Fate<FieldId, FieldPart>> {
    let (before, after) = (sides.before.program, sides.after.program);
    pairs.fates(FieldId::from_index, |at, now| {
        let mut parts = field(&before.fields[at], &after.fields[now]);
        let (at, now) = (FieldId::from_index(at), FieldId::from_index(now));
        if musts(&sides.before, at) != musts(&sides.after, now) {
            parts.push(FieldPart::Musts);
        }
        parts
    })
}

fn field(before: &Field, after: &Field) -> Vec<FieldPart> {
    differing([
        (FieldPart::Id, before.id != after.id),
        (FieldPart::Label, before.label != after.label),
        (FieldPart::Kind, before.kind != after.kind),
        (FieldPart::Measure, before.measure != after.measure),
        (FieldPart::Bounds, (before.min, before.max) != (after.min, after.max)),
        (FieldPart::Aliases, before.aliases != after.aliases),
        (FieldPart::Note, before.note != after.note),
        (FieldPart::Precedence, before.precedence != after.precedence),
    ])
}

/// The conditions of a field: what each computes, how bad a no is, and what is said.
fn musts<'a>(side: &Side<'a>, field: FieldId) -> Vec<(u64, Severity, &'a str)> {
    let own = side.program.musts.iter().filter(|must| must.field == field);
    own.map(|must| (side.exact.of(must.holds), must.severity, must.say.as_str())).collect()
}

pub(super) fn lists(before: &Program, after: &Program, pairs: &Pairs) -> Vec<Fate<ListId, ListPart>> {
    pairs.fates(ListId::from_index, |at, now| {
        let (a, b) = (&before.lists[at], &after.lists[now]);
        let mut parts = differing([
            (ListPart::Id, a.id != b.id),
            (ListPart::Label, a.label != b.label),
            (ListPart::Aliases, a.aliases != b.aliases),
            (ListPart::NoRows, a.no_rows != b.no_rows),
            (ListPart::Precedence, a.precedence != b.precedence),
        ]);
        let key = |column: &Field| [column.id.clone(), column.label.clone()];
        let columns = pair(a.columns.iter().map(key), b.columns.iter().map(key))
            .fates(std::convert::identity, |at, now| field(&a.columns[at], &b.columns[now]));
        parts.extend(columns.into_iter().map(ListPart::Column));
        parts
    })
}
