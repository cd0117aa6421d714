//! 复核调整: what people decided over computed results, each with reason, person and date.

use super::Book;
use super::page::{Page, Sheet};
use crate::report::facts::{Shown, adjustments, digits};
use crate::table::AdjustedBy;
use crate::words::labels::Label;

/// The sheet, where anything was adjusted.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    if book.assessment.table.adjustments.is_empty() { Ok(Vec::new()) } else { Ok(vec![sheet(book)?]) }
}

fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, lang, .. } = book;
    let (program, table) = (&assessment.program, &assessment.table);
    let columns = [
        (Label::UnitId, 12.0),
        (Label::Unit, 16.0),
        (Label::Indicator, 26.0),
        (Label::AdjustedTo, 10.0),
        (Label::AdjustedBy, 10.0),
        (Label::AdjustedPoints, 12.0),
        (Label::AdjustmentReason, 36.0),
        (Label::AdjustmentPerson, 12.0),
        (Label::AdjustmentDay, 12.0),
        (Label::SourceCell, 28.0),
    ];
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(*lang), most)).collect();
    let mut page = Page::new(&Label::SheetAdjustments, styles)?;
    page.head(&columns)?;
    for &unit in assessment.order() {
        let Some(of) = table.units.get(unit) else { continue };
        for (node, adjustment) in adjustments(assessment, unit) {
            page.text(&of.id)?;
            page.text(&of.name)?;
            page.text(&assessment.adjusted_what(node, *lang))?;
            let (to, by) = match adjustment.change {
                AdjustedBy::To(points) => (Some(points), None),
                AdjustedBy::By(points) => (None, Some(points)),
            };
            page.maybe(to, None)?;
            page.maybe(by, None)?;
            let (after, decimals) = match node {
                Some(id) => {
                    let node = program.node(id);
                    (assessment.points(id, unit), digits(&program.rounding, node.level, node.leaf.is_some()))
                }
                None => (assessment.total(unit), program.rounding.total),
            };
            page.points(after, crate::program::Status::Scored, decimals)?;
            page.text(&adjustment.reason)?;
            page.text(&adjustment.person)?;
            match adjustment.day {
                Some(day) => page.shown(&Shown::Date(day))?,
                None => page.text("")?,
            }
            page.text(&table.place(adjustment.origin).map(|place| place.describe()).unwrap_or_default())?;
            page.end_row()?;
        }
    }
    page.finish(&book.title(&Label::SheetAdjustments.say(book.lang)), 3, true)
}
