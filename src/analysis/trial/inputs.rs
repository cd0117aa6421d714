//! What the units of a test submit.

use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{self, Item, Reader, Section, Value};
use crate::program::{FieldKind, Program};
use crate::submission;
use crate::table::{Table, Unit};
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// A table of these units with the values each gives.
pub(super) fn table(reader: &Reader, program: &Program, units: &[Section<'_>]) -> Table {
    let mut groups = program.groups.clone();
    let roster = units
        .iter()
        .map(|unit| {
            let id = if unit.has("id") { unit.text("id") } else { None }.map_or(String::new(), |word| word.text);
            let name = unit.text("group").map_or(String::new(), |word| word.text);
            let group = groups.iter().position(|group| *group == name).unwrap_or_else(|| {
                groups.push(name);
                groups.len() - 1
            });
            Unit { name: id.clone(), id, group }
        })
        .collect();
    let mut table = Table::empty(roster, groups, program.fields.len());
    for (field, column) in program.fields.iter().zip(&mut table.fields) {
        if field.kind == FieldKind::Text {
            column.texts = vec![String::new(); units.len()];
        }
    }
    for (unit, section) in units.iter().enumerate() {
        let Some(Item { value: Value::Table(values), .. }) = section.open_item("values") else { continue };
        for (word, item) in &values.entries {
            let Some(id) = program.find_field(&word.text) else {
                let ids = program.fields.iter().map(|field| field.id.as_str());
                let problem = RubricProblem::TestUnknown { what: both("数据项", "field"), name: word.text.clone() };
                reader.report(Diagnostic::at(problem, &word.spot).suggest(nearest(&word.text, ids)));
                continue;
            };
            let field = &program.fields[id.index()];
            let text = match &item.value {
                Value::Text(text) | Value::Number(text) | Value::Date(text) => text.clone(),
                Value::YesNo(yes) => yes.to_string(),
                Value::Array(_) | Value::Table(_) => {
                    document::report_kind(reader, &word.text, "text", item);
                    continue;
                }
            };
            let reading = submission::read_value(&text, field);
            if let Some(problem) = reading.problem {
                reader.report(Diagnostic::at(problem, &item.spot).suggest(reading.suggestion));
            }
            let column = &mut table.fields[id.index()];
            column.values[unit] = reading.value;
            column.states[unit] = reading.state;
            if let (Some(slot), Some(text)) = (column.texts.get_mut(unit), reading.text) {
                *slot = text;
            }
        }
    }
    table
}
