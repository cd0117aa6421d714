//! `[fields]`: what a unit submits, and the conditions its data must meet.

use std::sync::Arc;

use super::fields_of;
use crate::diagnostic::{Diagnostic, Place, Severity, Spot};
use crate::document::{Reader, Section, Word, Written};
use crate::number::{self, Decimal};
use crate::program::{Column, Field, FieldId, FieldKind, Must, PastOf, Role, is_name};
use crate::rubric::workshop::{Context, in_words};
use crate::source::Source;
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// Declares every field; conditions are compiled once all names are known.
pub(super) fn declare<'a>(context: &mut Context<'_>, root: &Section<'a>) -> Vec<(FieldId, Section<'a>)> {
    let mut declared = Vec::new();
    for (word, section) in root.map("fields") {
        if let Some(field) = field(context.reader, &word, &section) {
            let field = Field { precedence: precedence(&section), ..field };
            declared.push((context.builder.field(field), section));
        }
    }
    declared
}

/// A field, or a column of a list, as its table declares it.
pub(super) fn field(reader: &Reader, word: &Word, section: &Section<'_>) -> Option<Field> {
    if !is_name(&word.text) {
        reader.report(Diagnostic::at(RubricProblem::BadId { id: word.text.clone() }, &word.spot));
        return None;
    }
    let kind = kind(reader, section, &word.spot)?;
    let label = section.text("label")?;
    let bound = |key| bound(reader, section, key);
    Some(Field {
        label: label.text,
        measure: section.text("measure").map(|w| w.text),
        aliases: section.texts("aliases").into_iter().map(|w| w.text).collect(),
        note: section.text("note").map(|w| w.text),
        min: bound("min"),
        max: bound("max"),
        kind,
        role: Role::Submitted,
        precedence: Vec::new(),
        spot: word.spot.clone(),
        id: word.text.clone(),
    })
}

/// The sources that count, in order.
pub(super) fn precedence(section: &Section<'_>) -> Vec<Source> {
    section.texts("precedence").iter().filter_map(|word| Source::from_key(&word.text)).collect()
}

fn kind(reader: &Reader, section: &Section<'_>, spot: &Spot) -> Option<FieldKind> {
    let word = section.one_of("kind")?;
    Some(match word.text.as_str() {
        "count" => FieldKind::Count,
        "number" => FieldKind::Number,
        "percent" => FieldKind::Percent,
        "money" => FieldKind::Money,
        "yes-no" => FieldKind::YesNo,
        "text" => FieldKind::Text,
        "date" => FieldKind::Date,
        _ => {
            let options: Vec<String> = section.texts("options").into_iter().map(|w| w.text).collect();
            if options.is_empty() {
                let what = both("选项(options)", "options for this choice");
                reader.report(Diagnostic::at(RubricProblem::Empty { what }, spot));
                return None;
            }
            FieldKind::Choice(Arc::from(options))
        }
    })
}

/// A bound is a plain number or percentage: it checks single cells and cannot depend on others.
pub(super) fn bound(reader: &Reader, section: &Section<'_>, key: &str) -> Option<Decimal> {
    let Written { text, spot } = section.expression(key)?;
    let value = match text.strip_suffix('%') {
        Some(percent) => number::read_exact(percent).and_then(|v| v.checked_div(Decimal::ONE_HUNDRED)),
        None => number::read_exact(&text),
    };
    if value.is_none() {
        reader.report(Diagnostic::at(RubricProblem::NumberUnreadable { text }, &spot));
    }
    value
}

/// Compiles the conditions on the data.
pub(super) fn musts(context: &mut Context<'_>, declared: &[(FieldId, Section<'_>)]) -> Vec<Must> {
    let mut musts = Vec::new();
    for (field, section) in declared {
        for (position, row) in section.rows("must").into_iter().enumerate() {
            let (Some(holds), Some(severity), Some(say)) =
                (row.expression("holds"), row.one_of("severity"), row.text("say"))
            else {
                continue;
            };
            let id = context.builder.fields.get(field.index()).map(|f| f.id.clone()).unwrap_or_default();
            let path = format!("{id}.must.{}", position + 1);
            let Some(condition) = context.compiler().condition(&path, &holds) else { continue };
            musts.push(Must {
                field: *field,
                holds: context.builder.column(path, condition, &holds.spot),
                severity: if severity.text == "error" { Severity::Error } else { Severity::Warning },
                say: say.text,
                condition: in_words(&context.builder, &holds.text),
            });
        }
    }
    musts
}

/// A field that no rule reads is either forgotten by a rule or asked of the units for nothing.
pub(super) fn report_unused(reader: &Reader, fields: &[Field], columns: &[Column], musts: &[Must]) {
    let mut used = vec![false; fields.len()];
    for (position, column) in columns.iter().enumerate() {
        // A condition on a field is no use of it, and one of what it is held against.
        let held = musts.iter().find(|must| must.holds.index() == position).map(|must| must.field);
        for id in fields_of(column).into_iter().filter(|id| Some(*id) != held) {
            // A target or an earlier value of a field is a use of the field.
            let of = match fields.get(id.index()).map(|field| field.role) {
                Some(Role::Target(of, _) | Role::Past(PastOf::Field(of), _)) => of,
                _ => id,
            };
            if let Some(used) = used.get_mut(of.index()) {
                *used = true;
            }
        }
    }
    for (field, _) in fields.iter().zip(used).filter(|(field, used)| !used && field.is_submitted()) {
        let problem = RubricProblem::UnusedField { id: field.id.clone() };
        reader.report(Diagnostic::new(problem, Place::Text(field.spot.clone())));
    }
}
