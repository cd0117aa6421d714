//! The collected table as CSV, for other programs.

use std::io::Write;

use super::{Collected, HEADS};
use crate::report::csv::Csv;

/// Writes the file: UTF-8 with a mark, a percentage with its sign.
pub fn write(collected: &Collected<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = Csv::new(out)?;
    for (label, _) in HEADS {
        csv.text(&label.say(collected.lang))?;
    }
    csv.end()?;
    for row in collected.rows() {
        let (correction, corrected) = row.correction.as_ref().map(|(c, shown)| (*c, shown)).unzip();
        for text in [&row.unit.id, &row.unit.name, row.id, &row.name, row.measure, collected.source(row.source)] {
            csv.text(text)?;
        }
        csv.written(row.value.as_ref())?;
        csv.text(&collected.state(&row))?;
        csv.text(&collected.counts(&row))?;
        csv.written(corrected)?;
        csv.text(correction.map_or("", |correction| &correction.reason))?;
        csv.text(correction.map_or("", |correction| &correction.person))?;
        csv.maybe(row.claim)?;
        for text in row.beside() {
            csv.text(text)?;
        }
        for text in collected.table.place_words(row.origin) {
            csv.text(&text)?;
        }
        csv.text(&row.notices)?;
        csv.end()?;
    }
    csv.finish()
}
