//! Whose form it is: the cells above its table, or the file's name.

use std::ops::Range;

use super::grid::{Cell, Grid};
use super::units::{Match, UnitIndex};
use super::vocabulary::{Role, Vocabulary};
use crate::diagnostic::Place;

/// What a form says of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) place: Place,
}

/// A label above a form's table with what is written for it: `被考核单位:甲县` in one cell, or in two beside each other.
pub(crate) struct Labelled {
    pub(crate) label: String,
    pub(crate) value: Cell,
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// The labels above a table, each with its value.
pub(crate) fn labelled(grid: &Grid, rows: Range<usize>) -> Vec<Labelled> {
    let mut found = Vec::new();
    for row in grid.rows.get(rows).unwrap_or_default() {
        let mut cells = row.cells.iter().peekable();
        while let Some((column, cell)) = cells.next() {
            let text = cell.text();
            let (label, value) = match text.split_once([':', '\u{ff1a}']) {
                Some((label, value)) => (label, value.trim()),
                None => (text.as_str(), ""),
            };
            let label = label.to_owned();
            if !value.is_empty() {
                // Other things may follow in the same cell, set off by a wide gap.
                let value = value.split(['\u{3000}', '\t', '\n']).next().unwrap_or(value);
                let value = value.split_once("  ").map_or(value, |(value, _)| value).trim();
                found.push(Labelled { label, value: Cell::Text(value.into()), row: row.index, column: *column });
            } else if let Some((column, next)) = cells.peek().filter(|(_, next)| !is_label(&next.text())) {
                found.push(Labelled { label, value: (*next).clone(), row: row.index, column: *column });
            }
        }
    }
    found
}

/// Whether a cell only says what stands beside it: `报送日期:`.
fn is_label(text: &str) -> bool {
    text.ends_with([':', '\u{ff1a}'])
}

/// Whose a form is by all that bears witness: what it says above its table, its file's name, and the unit it was made
/// for. Where they name different units, or a name is written that nobody knows, that is a question.
pub(crate) fn witnessed(found: Match, place: &Place, stem: &str, made_for: &str, units: &UnitIndex<'_>) -> Match {
    let Match::Unit(made_for) = units.find(made_for) else { return found };
    let mut several = vec![made_for];
    let of_file = of_file(stem, units);
    for witness in [&found, &of_file] {
        if let Match::Unit(unit) = witness
            && !several.contains(unit)
        {
            several.insert(0, *unit);
        }
    }
    match found {
        _ if several.len() > 1 => Match::Ambiguous(stem.to_owned(), several),
        Match::Unknown(_) if matches!(place, Place::Cell { .. }) => found,
        Match::Ambiguous(_, ref candidates) if !candidates.contains(&made_for) => found,
        _ => Match::Unit(made_for),
    }
}

/// The unit written above the table.
pub(crate) fn above(grid: &Grid, rows: Range<usize>, vocabulary: &Vocabulary<'_>) -> Option<Named> {
    let mut found: Option<Named> = None;
    for Labelled { label, value, row, column } in labelled(grid, rows) {
        let Some(role @ (Role::UnitId | Role::UnitName)) = vocabulary.names_unit(&label) else { continue };
        let named = found.get_or_insert(Named { id: None, name: None, place: grid.place(row, column) });
        let slot = if role == Role::UnitId { &mut named.id } else { &mut named.name };
        slot.get_or_insert_with(|| value.text());
    }
    found
}

/// The unit a file is named after: its id, its name, or both with something between.
pub(crate) fn of_file(stem: &str, units: &UnitIndex<'_>) -> Match {
    let whole = units.find(stem);
    if matches!(whole, Match::Unit(_) | Match::Ambiguous(..)) {
        return whole;
    }
    let mut found: Option<u32> = None;
    for part in parts(stem) {
        match units.find(part) {
            Match::Unit(unit) if found.is_none_or(|first| first == unit) => found = Some(unit),
            Match::Unit(unit) => {
                return Match::Ambiguous(stem.to_owned(), found.into_iter().chain([unit]).collect());
            }
            _ => {}
        }
    }
    found.map_or_else(|| Match::Unknown(stem.to_owned()), Match::Unit)
}

/// A file's name cut where people set an id off from a name.
pub(crate) fn parts(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(['-', '_', ' ', '—', '\u{3000}', '(', ')', '\u{ff08}', '\u{ff09}'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
