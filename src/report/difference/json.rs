//! The difference for programs: what changed in words, and every number that is set otherwise.

use serde_json::{Value, json};

use super::lines::{Line, place};
use super::{Became, Chapter, Editions, Subject};
use crate::number;
use crate::program::{ParameterId, Program};
use crate::words::Lang;

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The difference as a JSON value.
pub fn write(editions: Editions<'_>, lang: Lang) -> Value {
    let Editions { before, after, difference } = editions;
    let edition = |program: &Program| {
        let heading = &program.heading;
        json!({
            "id": heading.id,
            "title": heading.title,
            "period": heading.period,
            "edition": heading.edition,
            "fingerprint": program.fingerprint,
        })
    };
    let parameters = difference
        .parameters
        .iter()
        .map(|change| json!({ "before": parameter(before, change.before), "after": parameter(after, change.after) }));
    let changes = editions.chapters(lang).iter().flat_map(changes).collect::<Vec<_>>();
    json!({
        "schema": SCHEMA,
        "before": edition(before),
        "after": edition(after),
        "changes": changes,
        "parameters": parameters.collect::<Vec<_>>(),
    })
}

fn parameter(program: &Program, id: Option<ParameterId>) -> Value {
    let parameter = id.and_then(|id| program.parameters.get(id.index()));
    parameter.map_or(Value::Null, |parameter| {
        json!({ "path": parameter.id, "value": number::plain(parameter.value), "place": place(&parameter.spot) })
    })
}

fn changes(chapter: &Chapter) -> Vec<Value> {
    let subject = |subject: &Subject| {
        let became = match subject.became {
            Became::Changed => "changed",
            Became::Added => "added",
            Became::Removed => "removed",
        };
        let parts: Vec<Value> = subject.lines.iter().map(part).collect();
        json!({ "of": chapter.key, "id": subject.id, "name": subject.name, "became": became, "parts": parts })
    };
    chapter.subjects.iter().map(subject).collect()
}

fn part(line: &Line) -> Value {
    let mut part = json!({ "part": line.key, "label": line.label, "before": line.before, "after": line.after });
    if let (Some(number), Some(part)) = (&line.number, part.as_object_mut()) {
        part.insert("path".to_owned(), json!(number.path));
    }
    part
}
