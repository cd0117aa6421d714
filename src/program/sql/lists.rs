//! Functions over the entries of lists.

use super::block::{Block, wrapped};
use super::remark::comment;
use super::value::{Kind, Sql, greatest};
use super::writer::{Held, Key, Place, Writer};
use crate::number::GUARD_DIGITS;
use crate::program::{By, ColumnId, EntryFunction, Expr, Formula, Summary};
use crate::words::sql::Note;

/// Writes the summaries of a stage, a table each.
pub(super) fn write(writer: &mut Writer<'_>, ids: &[ColumnId]) {
    for id in ids {
        if let Formula::Summary(summary) = &writer.program.columns[id.index()].formula {
            summarise(writer, *id, summary);
        }
    }
}

/// A function as SQL over rows (`part`, `k`, `v`, `used`): the CTE before it, what it aggregates, what it yields.
struct Function {
    before: String,
    sums: String,
    value: String,
    /// Not applicable where this holds.
    nothing: Option<&'static str>,
    scale: u32,
}

fn summarise(writer: &mut Writer<'_>, id: ColumnId, summary: &Summary) {
    let name = writer.names.unique(&writer.program.columns[id.index()].name);
    let rows = rows(writer, summary);
    let function = function(writer, summary);
    let mut body = format!("WITH e0 AS (\n  {rows}\n){}", function.before);
    let last = if function.before.is_empty() { "e0" } else { "e1" };
    body += &format!(
        ", e2 AS (\n  SELECT part, MAX(st) AS st, {} FROM {last} WHERE part IS NOT NULL GROUP BY part\n)",
        function.sums
    );
    let engine = writer.engine;
    let (column, state) = (engine.quote(&name), writer.quote_state(&name));
    let nothing = function.nothing.map(|nothing| format!(" WHEN {nothing} THEN 1")).unwrap_or_default();
    let (key, select) = match summary.by {
        By::Unit => {
            let reported = writer.quote_state(&writer.lists[summary.list.index()].reported);
            let select = format!(
                "SELECT u.ord, CASE WHEN COALESCE(d.{reported}, 0) = 0 AND COALESCE(st, 0) = 0 THEN {} END AS {column},\n    \
                 CASE WHEN COALESCE(d.{reported}, 0) <> 0 THEN d.{reported} WHEN COALESCE(st, 0) > 0 THEN st{nothing} ELSE 0 END AS {state}\n\
                 FROM kaohe_roster u LEFT JOIN kaohe_data d ON d.id = u.id LEFT JOIN e2 ON e2.part = u.ord",
                function.value
            );
            (Key::Unit, select)
        }
        By::Key(_) => {
            let select = format!(
                "SELECT e0.ord, e0.entry, CASE WHEN ks = 0 AND COALESCE(e2.st, 0) = 0 THEN {} END AS {column},\n    \
                 CASE WHEN ks <> 0 THEN ks WHEN COALESCE(e2.st, 0) > 0 THEN e2.st{nothing} ELSE 0 END AS {state}\n\
                 FROM e0 LEFT JOIN e2 ON e2.part = e0.part",
                function.value
            );
            (Key::Entry(summary.list), select)
        }
    };
    body += &format!("\n{select}");
    let table = writer.make("entries", key);
    let list = &writer.program.lists[summary.list.index()];
    let remark = Note::Summary { list: list.label.clone() }.say(writer.lang);
    writer.script += &comment(&remark, "");
    writer.script += &engine.table(&writer.tables[table].name, &body);
    writer.script.push('\n');
    let held = Held {
        name: column,
        state: Some(state),
        kind: Kind::Number(function.scale),
        overflows: function.scale > GUARD_DIGITS,
    };
    writer.places[id.index()] = Place::Table(table, held);
}

/// The entries: what they belong to, their key, their guarded value, whether it is used, and what state they spoil.
fn rows(writer: &mut Writer<'_>, summary: &Summary) -> String {
    let mut block = Block::new(writer, Some(summary.list));
    let of = block.column(summary.of).as_number();
    let when = summary.when.map(|when| block.column(when));
    let best = match summary.function {
        EntryFunction::BestPer(key) => Some(block.column(key).as_number()),
        _ => None,
    };
    let by = match summary.by {
        By::Key(key) => Some(block.column(key).as_number()),
        By::Unit => None,
    };
    if let EntryFunction::TrimmedMean(drop) = summary.function {
        block.say(&Expr::Parameter(drop));
    }
    let engine = block.engine();
    let states = [of.whole_state(), best.as_ref().and_then(Sql::whole_state)];
    let unknown = greatest(states.iter().map(Option::as_deref));
    let unknown = unknown.unwrap_or_else(|| "0".to_owned());
    let (mut used, mut spoilt) =
        (format!("{unknown} = 0"), format!("CASE WHEN {unknown} > 1 THEN {unknown} ELSE 0 END"));
    if let Some(when) = &when {
        let (condition, state) = (when.as_condition(), when.whole_state().unwrap_or_else(|| "0".to_owned()));
        used = format!("CASE WHEN {state} <> 0 OR NOT ({condition}) THEN FALSE ELSE {used} END");
        spoilt = format!(
            "CASE WHEN {state} > 1 THEN {state} WHEN {state} = 1 OR NOT ({condition}) THEN 0 WHEN {unknown} > 1 THEN {unknown} ELSE 0 END"
        );
    }
    let part = by.as_ref().map_or("ord".to_owned(), |key| engine.round(&key.text, GUARD_DIGITS));
    let mut items = vec![
        "ord".to_owned(),
        "entry".to_owned(),
        format!("{part} AS part"),
        format!("{} AS ks", by.as_ref().and_then(Sql::whole_state).unwrap_or_else(|| "0".to_owned())),
        format!("{} AS k", best.as_ref().map_or("0", |key| key.text.as_str())),
        format!("{} AS v", engine.round(&of.text, GUARD_DIGITS)),
        format!("{used} AS used"),
        format!("{spoilt} AS st"),
    ];
    if let EntryFunction::TrimmedMean(drop) = summary.function {
        let dropped = block.say(&Expr::Parameter(drop));
        items.push(format!("{} AS dropped", dropped.text));
    }
    let (inner, from) = block.source();
    format!("SELECT {}\n  FROM (SELECT {} FROM {from}) x", wrapped(&items), wrapped(&inner))
}

fn function(writer: &Writer<'_>, summary: &Summary) -> Function {
    let engine = writer.engine;
    let zero = engine.widen("0", GUARD_DIGITS);
    let of =
        |aggregate: &str| format!("{aggregate}(CASE WHEN used THEN v END) AS s, COUNT(CASE WHEN used THEN v END) AS n");
    let plain = |aggregate: &str, value: String, nothing| Function {
        before: String::new(),
        sums: of(aggregate),
        value,
        nothing,
        scale: GUARD_DIGITS,
    };
    let none = Some("COALESCE(n, 0) = 0");
    match summary.function {
        EntryFunction::Count => Function {
            scale: 0,
            ..plain("SUM", "COALESCE(n, 0)".to_owned(), None)
        },
        EntryFunction::Sum => plain("SUM", format!("COALESCE(s, {zero})"), None),
        EntryFunction::Min => plain("MIN", "s".to_owned(), none),
        EntryFunction::Max => plain("MAX", "s".to_owned(), none),
        EntryFunction::Mean => Function {
            scale: engine.finest(),
            ..plain("SUM", engine.fits(&engine.over("s", "n")), none)
        },
        EntryFunction::BestPer(_) => Function {
            before: ", e1 AS (\n  SELECT part, k, MAX(CASE WHEN used THEN v END) AS v, TRUE AS used, MAX(st) AS st FROM e0 GROUP BY part, k\n)"
                .to_owned(),
            ..plain("SUM", format!("COALESCE(s, {zero})"), None)
        },
        EntryFunction::TrimmedMean(_) => Function {
            before: ", e1 AS (\n  SELECT part, v, st, used AND k > dropped AND k <= n - dropped AS used FROM (\n    \
                     SELECT part, v, st, used, dropped, ROW_NUMBER() OVER (PARTITION BY part, used ORDER BY v) AS k,\n      \
                     SUM(CASE WHEN used THEN 1 ELSE 0 END) OVER (PARTITION BY part) AS n\n    FROM e0) y\n)"
                .to_owned(),
            scale: engine.finest(),
            ..plain("SUM", engine.fits(&engine.over("s", "n")), none)
        },
    }
}
