//! Percentages without their sign: 98.5 and 0.985 are both written for 98.5%, and 0.5 beside 6.5 may be 0.5%.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Cell;
use crate::diagnostic::Diagnostic;
use crate::number::{self, Decimal, read_exact};
use crate::program::{Field, FieldId, FieldKind, Program};
use crate::table::{Origin, Table};
use crate::words::data::DataProblem;

/// A percentage written without its sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bare {
    pub(super) field: FieldId,
    pub(super) written: Decimal,
    pub(super) origin: Origin,
}

/// The number in a cell of a percentage, where nothing says in what scale it is.
pub(super) fn bare(cell: &Cell, field: &Field) -> Option<Decimal> {
    if field.kind != FieldKind::Percent {
        return None;
    }
    match cell {
        Cell::Number(number, false) => Some(*number),
        Cell::Text(text) => read_exact(text.trim()),
        _ => None,
    }
}

/// A cell under a heading that says `(%)`: 98.5 is 98.5% there. Below 1 it may be a fraction all the same.
pub(super) fn under_sign(cell: &Cell, field: &Field) -> Option<(Cell, Option<DataProblem>)> {
    let written = bare(cell, field)?;
    let fraction = written.checked_div(Decimal::ONE_HUNDRED)?;
    let doubtful = !written.is_zero() && written.abs() <= Decimal::ONE;
    let told = doubtful.then(|| DataProblem::PercentScale {
        field: field.label.clone(),
        text: number::plain(written),
        value: number::percent(fraction),
    });
    Some((Cell::Number(fraction, true), told))
}

/// Whether a heading ends in a per cent sign: `合格率(%)`, `合格率%`.
pub(super) fn has_sign(heading: &str) -> bool {
    heading.trim_end_matches([')', '\u{ff09}', ' ']).ends_with(['%', '\u{ff05}'])
}

/// Tells the fractions that stand beside numbers of per cent: in one sheet always, and from file to file where they
/// would be far from all the others.
pub(super) fn tell(all: &[Bare], program: &Program, table: &Table, problems: &mut Vec<Diagnostic>) {
    let mut fields: BTreeMap<FieldId, Vec<&Bare>> = BTreeMap::new();
    for bare in all {
        fields.entry(bare.field).or_default().push(bare);
    }
    for (id, written) in fields {
        let Some(field) = program.fields.get(id.index()) else { continue };
        let hundreds = || written.iter().filter(|bare| bare.written.abs() > Decimal::ONE);
        let sheets: BTreeSet<u32> = hundreds().map(|bare| bare.origin.sheet).collect();
        let sizes = || hundreds().map(|bare| bare.written.abs());
        let (Some(least), Some(most)) = (sizes().min(), sizes().max()) else { continue };
        for bare in written.iter().filter(|bare| !bare.written.is_zero() && bare.written.abs() < Decimal::ONE) {
            let size = bare.written.abs().checked_mul(Decimal::ONE_HUNDRED).unwrap_or(Decimal::MAX);
            let far = size + size < least || size > most + most;
            if (far || sheets.contains(&bare.origin.sheet))
                && let Some(place) = table.place(bare.origin)
            {
                let (text, value) = (number::plain(bare.written), number::percent(bare.written));
                let problem = DataProblem::ScaleMixed { field: field.label.clone(), text, value };
                problems.push(Diagnostic::new(problem, place));
            }
        }
    }
}
