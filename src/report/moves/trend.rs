//! Totals and places over several periods, the earliest first.

use super::signed;
use crate::analysis::moves::{Side, counted};
use crate::report::drawn::Drawn;
use crate::words::Lang;
use crate::words::labels::Label;
use crate::words::moves::Moved;

/// A table for a terminal: of each period total and place, and the change from the first to the last.
pub fn write(periods: &[&Side], lang: Lang, width: u16) -> String {
    let mut heads = vec![Label::Unit.say(lang)];
    heads.extend(periods.iter().map(|side| side.heading.period.clone()));
    heads.push(Moved::ColumnChange.say(lang));
    heads.push(Moved::ColumnRankChange.say(lang));
    let mut rows = Vec::new();
    let Some(last) = periods.last() else { return String::new() };
    let mut order: Vec<usize> = (0..last.units.len()).collect();
    order.sort_by_key(|unit| last.standing(*unit).and_then(|standing| standing.rank).unwrap_or(u64::MAX));
    let digits = last.decimals[2];
    for unit in order {
        let Some(of) = last.units.get(unit) else { continue };
        let found = |side: &Side| {
            let at = side.units.iter().position(|other| other.id == of.id)?;
            let standing = side.standing(at)?;
            Some((counted(standing.total), standing.rank, side.grade_name(standing.grade).map(str::to_owned)))
        };
        let mut cells = vec![of.name.clone()];
        let all: Vec<_> = periods.iter().map(|side| found(side)).collect();
        for one in &all {
            cells.push(match one {
                Some((total, rank, grade)) => {
                    let total = total.map_or_else(|| Moved::NoTotal.say(lang), |total| super::shown(total, digits));
                    let place = rank.map(|rank| rank.to_string()).unwrap_or_default();
                    let grade = grade.clone().unwrap_or_default();
                    format!("{total} {}", Moved::PlaceAndGrade { place, grade }.say(lang)).trim_end().to_owned()
                }
                None => String::new(),
            });
        }
        // Who was there once only has not moved.
        let first = all.iter().flatten().next().filter(|_| all.iter().flatten().count() > 1);
        let last = all.last().and_then(Option::as_ref);
        let totals = first.zip(last).and_then(|(first, last)| last.0?.checked_sub(first.0?));
        let won = first
            .zip(last)
            .and_then(|(first, last)| i64::try_from(first.1?).ok()?.checked_sub(i64::try_from(last.1?).ok()?));
        cells.push(totals.map(|change| signed(change, digits)).unwrap_or_default());
        cells.push(won.map(super::places).unwrap_or_default());
        rows.push(cells);
    }
    Drawn::new(heads, rows).numbers(|column| column > 0).draw(width)
}
