//! The rubric as Markdown: headings and tables.

use super::{HEADS, RubricWords, Table};
use crate::program::Program;
use crate::report::markdown::{bold, escape, table};
use crate::words::Lang;
use crate::words::labels::Label;

/// The rubric as a Markdown document.
pub fn write(program: &Program, lang: Lang) -> String {
    let rubric = RubricWords::of(program, lang);
    let mut out = format!("# {}\n\n", escape(&rubric.title));
    for (label, text) in &rubric.facts {
        out.push_str(&format!("- {}: {}\n", bold(label), escape(text)));
    }
    for part in &rubric.general {
        write_table(part, &mut out);
    }
    let columns = rubric.columns();
    let heads: Vec<String> = columns.iter().map(|column| HEADS[*column].say(lang)).collect();
    let rows = rubric.nodes.iter().map(|node| columns.iter().map(|column| node.cells[*column].clone()).collect());
    write_table(&Table { title: Label::SheetRubric.say(lang), heads, rows: rows.collect() }, &mut out);
    for part in &rubric.data {
        write_table(part, &mut out);
    }
    out
}

fn write_table(part: &Table, out: &mut String) {
    out.push_str(&format!("\n## {}\n\n{}", escape(&part.title), table(&part.heads, &part.rows)));
}
