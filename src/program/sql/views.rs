//! Views of results, and rows that are made of columns.

use super::block::{Block, wrapped};
use super::remark::Remark;
use super::value::{Kind, Sql};
use super::writer::Writer;
use crate::program::{Node, Status};
use crate::words::sql::Note;

/// One row of a view for each unit: its cells, and the condition under which there is one.
pub(super) type Row<'p> = Box<dyn Fn(&mut Block<'_, '_>) -> Option<(Vec<String>, Option<String>)> + 'p>;

/// A view of several rows a unit, each of cells under these names.
pub(super) fn rows(writer: &mut Writer<'_>, name: &str, note: &Note, names: &[&str], rows: &[Row<'_>]) {
    let engine = writer.engine;
    let quoted: Vec<String> = names.iter().map(|name| engine.quote(name)).collect();
    let mut arms = Vec::new();
    for together in rows.chunks(engine.rows_together()) {
        let mut block = Block::new(writer, None);
        let made: Vec<_> = together.iter().filter_map(|row| row(&mut block)).collect();
        if made.is_empty() {
            continue;
        }
        let (inner, from) = block.source();
        let inner = format!("(SELECT u.id, {} FROM {from}) x", wrapped(&inner));
        arms.push(engine.rows(&inner, &quoted, &made));
    }
    if !arms.is_empty() {
        view(writer, name, note, &arms.join("\nUNION ALL\n"));
    }
}

/// A view of one row a unit.
pub(super) fn one(block: &Block<'_, '_>, items: &[String]) -> String {
    let (inner, from) = block.source();
    format!("SELECT {}\nFROM (SELECT u.id, u.name, {} FROM {from}) x", wrapped(items), wrapped(&inner))
}

pub(super) fn view(writer: &mut Writer<'_>, name: &str, note: &Note, body: &str) {
    writer.script += &Remark(writer.lang).lines(note);
    writer.script += &writer.engine.view(name, body);
    writer.script.push('\n');
}

/// A number as results show it: all of one type, so that views of many kinds of columns fit together.
pub(super) fn number(block: &Block<'_, '_>, sql: &Sql) -> String {
    match sql.kind {
        Kind::Nothing => format!("CAST(NULL AS {})", block.engine().decimal(9)),
        _ => block.engine().round(&sql.as_number().text, 9),
    }
}

/// What became of a node, as its key in machine-readable files.
pub(super) fn status(block: &mut Block<'_, '_>, node: &Node) -> String {
    let status = block.column(node.status);
    let code = status.as_number().text;
    let mut text = format!("CASE {code}");
    for status in Status::ALL {
        text += &format!(" WHEN {} THEN '{}'", status.code(), status.key());
    }
    let unknown = match &status.state {
        Some(state) => format!(
            "CASE WHEN {state} IN (1, 2, 3) THEN '{}' ELSE '{}' END",
            Status::Missing.key(),
            Status::Overflow.key()
        ),
        None => format!("'{}'", Status::Overflow.key()),
    };
    text + &format!(" ELSE {unknown} END")
}
