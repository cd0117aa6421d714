//! How far a ledger is, for programs.

use serde_json::{Value, json};

use crate::analysis::ledger::{Count, Progressed};
use crate::number;
use crate::submission::ledger::{Filled, Progress};
use crate::table::date_text;

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The progress as a JSON value; points are texts, exact.
pub fn write(told: &Progressed<'_>) -> Value {
    json!({
        "schema": SCHEMA,
        "on": told.on.map(date_text),
        "sum": counted(&told.sum),
        "undated": told.undated,
        "units": told.units.iter().map(unit).collect::<Vec<_>>(),
        "departments": told.leads.iter().map(lead).collect::<Vec<_>>(),
        "rows": told.rows.iter().map(|filled| row(told, filled)).collect::<Vec<_>>(),
    })
}

fn counted(count: &Count) -> Value {
    let of = |state: Progress| count.of(state);
    json!({
        "rows": count.all(),
        "not_started": of(Progress::NotStarted),
        "under_way": of(Progress::UnderWay),
        "done": of(Progress::Done),
        "kept_up": of(Progress::KeptUp),
        "overdue": count.overdue,
    })
}

fn unit(count: &Count) -> Value {
    json!({ "id": count.id, "name": count.name, "count": counted(count) })
}

fn lead(count: &Count) -> Value {
    let name = (!count.name.is_empty()).then_some(&count.name);
    json!({ "name": name, "count": counted(count) })
}

fn row(told: &Progressed<'_>, filled: &Filled) -> Value {
    let (row, fill) = (&filled.row, &filled.row.fill);
    json!({
        "unit": row.key.unit,
        "name": row.unit,
        "finding": row.key.finding,
        "periods": row.key.periods,
        "added": row.added,
        "problem": row.problem,
        "lost": row.lost.map(number::plain),
        "reason": row.reason,
        "lead": row.lead,
        "measures": fill.measures,
        "person": fill.person,
        "deadline": fill.deadline.map(date_text),
        "endless": fill.endless,
        "state": fill.state.key(),
        "progress": fill.progress,
        "closed": fill.closed.map(date_text),
        "days_overdue": told.days_late(filled),
        "place": filled.place.describe(),
    })
}
