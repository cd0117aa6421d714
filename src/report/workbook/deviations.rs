//! 自评与核查偏差: what units claim and what each source would give, beside what was earned.

use super::Book;
use super::page::{Page, Sheet};
use crate::analysis::deviations::Deviation;
use crate::words::labels::Label;

/// The sheet, where units claim points or several sources speak.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    if book.deviations.is_empty() { Ok(Vec::new()) } else { Ok(vec![sheet(book)?]) }
}

fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { deviations, styles, lang, .. } = book;
    let say = |label: Label| label.say(*lang);
    let mut columns = vec![
        (say(Label::UnitId), 12.0),
        (say(Label::Unit), 16.0),
        (say(Label::Indicator), 30.0),
        (say(Label::FullPoints), 8.0),
        (say(Label::Claimed), 10.0),
    ];
    columns.extend(deviations.alone.iter().map(|alone| {
        let source = lang.pick(alone.source.title()).to_owned();
        (say(Label::PointsBy { source }), 12.0)
    }));
    columns.extend([(say(Label::Points), 10.0), (say(Label::Excess), 10.0), (say(Label::Mark), 8.0)]);
    let mut page = Page::long(&Label::SheetDeviations, styles)?;
    page.head(&columns)?;
    for (position, row) in deviations.rows.iter().enumerate() {
        if !page.has_room(deviations.rows.len() - position)? {
            break;
        }
        line(book, &mut page, row)?;
    }
    // Sources whose word would change nobody's points have no rows; what they said is on the next sheet.
    if deviations.rows.is_empty() {
        page.text("")?;
        page.text(&say(Label::NoDeviations))?;
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetDeviations.say(book.lang)), 3, true)
}

fn line(book: &Book, page: &mut Page, row: &Deviation) -> anyhow::Result<()> {
    let Book { assessment, lang, .. } = book;
    let program = &assessment.program;
    let Some(unit) = assessment.table.units.get(row.unit) else { return Ok(()) };
    let digits = program.rounding.leaf;
    page.text(&unit.id)?;
    page.text(&unit.name)?;
    match row.node {
        Some(id) => {
            let node = program.node(id);
            page.text(&format!("{} {}", node.id, node.title))?;
            page.maybe(assessment.full(id, row.unit).get(), None)?;
        }
        None => {
            page.heading(&Label::AllClaimed.say(*lang))?;
            page.text("")?;
        }
    }
    page.maybe(row.claimed, digits)?;
    for points in &row.by_source {
        page.maybe(*points, digits)?;
    }
    page.maybe(row.points, digits)?;
    page.maybe(row.excess, digits)?;
    page.centre(&if row.inflated { Label::Inflated.say(*lang) } else { String::new() })?;
    page.end_row()
}
