//! 失分清单: one row for each leaf on which a unit lost points.

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format};

use super::Book;
use super::page::{Page, Sheet};
use crate::analysis::gaps;
use crate::report::facts::Finding;
use crate::spreadsheet;
use crate::words::charts::Chart;
use crate::words::labels::Label;
use crate::words::live::Live;

/// The column of what was lost, and that of what is lost now.
const LOST: u16 = 7;
const LOST_NOW: u16 = 8;

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

    let mut columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(lang), most)).collect();
    if book.live.is_some() {
        columns.insert(usize::from(LOST_NOW), (Live::LostNow.say(lang), 9.0));
    }
    let mut places = vec![0; assessment.units()];
    for (place, unit) in assessment.order().iter().enumerate() {
        if let Some(slot) = places.get_mut(*unit) {
            *slot = place;
        }
    }

    let mut page = Page::long(&Label::SheetGaps, styles)?;
    page.head(&columns)?;
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
        if let Some(live) = &book.live {
            page.by(live.lost(&assessment.program, gap.node, places.get(gap.unit).copied().unwrap_or_default()));
            page.number(gap.lost, digits)?;
        }
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
    if book.live.is_some() && counts.gaps > 0 {
        let last = u32::try_from(counts.gaps)?.min(spreadsheet::ROWS - 1);
        let differs = ConditionalFormatFormula::new().set_rule("=ROUND($I2-$H2,9)<>0").set_format(
            Format::new().set_font_color(Color::RGB(0x9C_00_06)).set_background_color(Color::RGB(0xFF_C7_CE)),
        );
        page.sheet().add_conditional_format(1, LOST_NOW, last, LOST_NOW, &differs)?;
    }
    page.name(&Chart::NameGapUnit, (0, 0), 1);
    page.name(&Chart::NameGapLost, (LOST, LOST), 1);
    page.finish(&book.title(&Label::SheetGaps.say(book.lang)), 1, true)
}
