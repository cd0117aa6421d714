//! How far a ledger is, for a terminal.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::{count_heads, deadline, rate, tally};
use crate::analysis::ledger::{Count, Progressed};
use crate::report::facts::printable;
use crate::submission::ledger::{Filled, Progress};
use crate::words::Lang;
use crate::words::ledger::LedgerWord as Word;

/// The text, fitted to `width` columns.
pub fn write(told: &Progressed<'_>, lang: Lang, width: u16) -> String {
    let mut parts = vec![tally(told, lang).join("\n")];
    parts.push(counts(&Word::Unit, &Word::NoUnit, &told.units, lang, width));
    parts.push(counts(&Word::Lead, &Word::NoLead, &told.leads, lang, width));
    let rows = |positions: &[usize]| -> Vec<&Filled> {
        positions.iter().filter_map(|position| told.rows.get(*position)).collect()
    };
    if !told.overdue.is_empty() {
        let heads = [Word::Unit, Word::Problem, Word::Person, Word::Deadline, Word::DaysLate, Word::State];
        let table = rows(&told.overdue).into_iter().map(|filled| {
            let row = &filled.row;
            let late = told.days_late(filled).map(|days| days.to_string()).unwrap_or_default();
            let state = row.fill.state.word().say(lang);
            vec![row.unit.clone(), row.problem.clone(), row.fill.person.clone(), deadline(row, lang), late, state]
        });
        parts.push(titled(&Word::OverdueRows, &heads, table.collect(), &[4], lang, width));
    }
    if !told.added.is_empty() {
        let heads = [Word::Unit, Word::Problem, Word::State, Word::From];
        let table = rows(&told.added).into_iter().map(|filled| {
            let row = &filled.row;
            vec![row.unit.clone(), row.problem.clone(), row.fill.state.word().say(lang), filled.place.describe()]
        });
        parts.push(titled(&Word::AddedRows, &heads, table.collect(), &[], lang, width));
    }
    parts.join("\n\n")
}

fn counts(whose: &Word, nobody: &Word, counts: &[Count], lang: Lang, width: u16) -> String {
    let rows = counts.iter().map(|count| {
        let name = if count.name.is_empty() { nobody.say(lang) } else { count.name.clone() };
        let states = Progress::ALL.map(|state| count.of(state).to_string());
        let overdue = count.overdue.map_or_else(|| "-".to_owned(), |overdue| overdue.to_string());
        [vec![name, count.all().to_string()], states.to_vec(), vec![rate(count), overdue]].concat()
    });
    draw(&count_heads(whose, lang), rows.collect(), &[1, 2, 3, 4, 5, 6, 7], width)
}

fn titled(title: &Word, heads: &[Word], rows: Vec<Vec<String>>, numbers: &[usize], lang: Lang, width: u16) -> String {
    let heads: Vec<String> = heads.iter().map(|head| head.say(lang)).collect();
    format!("{}\n{}", title.say(lang), draw(&heads, rows, numbers, width))
}

fn draw(heads: &[String], rows: Vec<Vec<String>>, numbers: &[usize], width: u16) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.force_no_tty();
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    table.set_header(heads.iter().map(Cell::new));
    for row in rows {
        table.add_row(row.iter().map(|text| Cell::new(printable(text))));
    }
    for column in numbers {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}
