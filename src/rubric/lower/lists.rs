//! `[lists]`: tables of entries that units submit.

use super::fields;
use crate::diagnostic::{Diagnostic, Place, Spot};
use crate::document::{Reader, Section};
use crate::program::{Column, Formula, List, ListId, NoRows, is_name};
use crate::rubric::keys;
use crate::rubric::workshop::Context;
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// Declares every list. Its columns share no name with a field or a list, so that a name means one thing.
pub(super) fn declare(context: &mut Context<'_>, root: &Section<'_>) {
    for (word, section) in root.map("lists") {
        if !is_name(&word.text) {
            context.reader.report(Diagnostic::at(RubricProblem::BadId { id: word.text.clone() }, &word.spot));
            continue;
        }
        if has_twin(context, &word.text, &word.spot) {
            continue;
        }
        let mut columns = Vec::new();
        for (word, section) in section.map("columns") {
            has_twin(context, &word.text, &word.spot);
            columns.extend(fields::field(context.reader, &word, &section));
        }
        if columns.is_empty() {
            let what = both("列(columns)", "column of this list");
            context.reader.report(Diagnostic::at(RubricProblem::Empty { what }, &word.spot));
        }
        let no_rows = match section.one_of("no_rows").map(|word| word.text).as_deref() {
            Some("missing") => NoRows::Missing,
            Some(_) => NoRows::None,
            None => {
                if !section.has("no_rows") {
                    context.undecided(&section, "no_rows", &keys::LIST, "none");
                }
                continue;
            }
        };
        let Some(label) = section.text("label") else { continue };
        context.builder.lists.push(List {
            id: word.text,
            label: label.text,
            aliases: section.texts("aliases").into_iter().map(|w| w.text).collect(),
            columns,
            no_rows,
            precedence: fields::precedence(&section),
            spot: word.spot,
        });
    }
}

/// Whether a field or a list has this name already, which is reported.
fn has_twin(context: &Context<'_>, id: &str, spot: &Spot) -> bool {
    let builder = &context.builder;
    let field = builder.find_field(id).and_then(|field| builder.fields.get(field.index())).map(|field| &field.spot);
    let list = || builder.find_list(id).and_then(|list| builder.lists.get(list.index())).map(|list| &list.spot);
    let Some(first) = field.or_else(list) else { return false };
    let problem = RubricProblem::DuplicateId { id: id.to_owned() };
    context.reader.report(Diagnostic::at(problem, spot).related(Place::Text(first.clone())));
    true
}

/// A list that no rule reads is asked of the units for nothing.
pub(super) fn report_unused(reader: &Reader, lists: &[List], columns: &[Column]) {
    for (position, list) in lists.iter().enumerate() {
        let id = ListId::from_index(position);
        let reads = |column: &Column| match &column.formula {
            Formula::Summary(summary) => summary.list == id,
            formula => formula.list() == Some(id),
        };
        if !columns.iter().any(reads) {
            let problem = RubricProblem::UnusedField { id: list.id.clone() };
            reader.report(Diagnostic::at(problem, &list.spot));
        }
    }
}
