//! 失分清单: one row for each leaf on which a unit lost points.

use super::Book;
use super::page::{Page, Sheet};
use crate::analysis::gaps;
use crate::report::facts::Finding;
use crate::words::labels::Label;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, counts, .. } = book;
    let (digits, lang) = (assessment.program.rounding.leaf, book.lang);
    let columns = [
        (Label::Unit, 16.0),
        (Label::Group, 12.0),
        (Label::Section, 16.0),
        (Label::IndicatorId, 9.0),
        (Label::Indicator, 20.0),
        (Label::FullPoints, 8.0),
        (Label::Points, 14.0),
        (Label::Lost, 9.0),
        (Label::Value, 12.0),
        (Label::Target, 12.0),
        (Label::Reason, 30.0),
        (Label::Lead, 13.0),
        (Label::Advice, 24.0),
        (Label::SourceCell, 30.0),
    ];

    let mut page = Page::long(&Label::SheetGaps, styles)?;
    page.head(&columns.map(|(label, most)| (label.say(lang), most)))?;
    for (row, gap) in gaps::all(assessment).enumerate() {
        if !page.has_room(counts.gaps - row)? {
            break;
        }
        let finding = Finding::of(assessment, &gap, lang);
        page.text(assessment.table.units.get(gap.unit).map_or("", |unit| unit.name.as_str()))?;
        page.text(assessment.table.group_name(gap.unit))?;
        page.text(&finding.section)?;
        page.text(&finding.id)?;
        page.text(&finding.title)?;
        page.number(gap.full, None)?;
        page.points(assessment.points(gap.node, gap.unit), gap.status, digits)?;
        page.number(gap.lost, digits)?;
        page.shown(&finding.value)?;
        match &finding.target {
            Some(target) => page.shown(target)?,
            None => page.text("")?,
        }
        page.text(&finding.reason)?;
        page.text(&finding.lead)?;
        page.text(&finding.advice)?;
        page.text(&finding.source)?;
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetGaps), 1, true)
}
