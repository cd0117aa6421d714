//! 排名: one row a unit, in the order of the ranking.

use super::Book;
use super::page::{Page, Sheet};
use super::style::shown_digits;
use crate::analysis::deviations;
use crate::number::Decimal;
use crate::program::Status;
use crate::report::facts::{self, digits};
use crate::words::labels::Label;

/// Columns before those of the sections.
const BESIDE: usize = 5;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, .. } = book;
    let (program, lang) = (&assessment.program, book.lang);
    let claimed = !assessment.table.claims.is_empty();
    let graded = program.outcome.grade.is_some();

    let say = |label: Label| label.say(lang);
    let mut columns = vec![
        (say(Label::Rank), 8.0),
        (say(Label::GroupRank), 8.0),
        (say(Label::UnitId), 16.0),
        (say(Label::Unit), 24.0),
        (say(Label::Group), 16.0),
    ];
    columns.extend(program.sections().map(|(_, section)| (section.title.clone(), 14.0)));
    columns.push((say(Label::Total), 12.0));
    if graded {
        columns.extend([(say(Label::Grade), 10.0), (say(Label::GradeReason), 36.0)]);
    }
    if !program.follow_ups.is_empty() {
        columns.push((say(Label::FollowUp), 30.0));
    }
    if claimed {
        columns.push((say(Label::ClaimedSum), 12.0));
    }

    let mut page = Page::long(&Label::SheetRanking, styles)?;
    page.head(&columns)?;
    for (row, &unit) in assessment.order().iter().enumerate() {
        if !page.has_room(assessment.units() - row)? {
            break;
        }
        let Some(of) = assessment.table.units.get(unit) else { continue };
        let live = book.live.as_ref();
        page.by(live.and_then(|live| live.place(program.outcome.rank, row)));
        page.whole(assessment.rank(unit))?;
        page.by(live.and_then(|live| live.place(program.outcome.group_rank, row)));
        page.whole(assessment.group_rank(unit))?;
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(assessment.table.group_name(unit))?;
        for (section, node) in program.sections() {
            let decimals = digits(&program.rounding, node.level, node.leaf.is_some());
            page.by(live.and_then(|live| live.points(node.points, row)));
            let status = if live.is_some() { Status::Scored } else { assessment.status(section, unit) };
            page.points(assessment.points(section, unit), status, decimals)?;
        }
        page.by(live.and_then(|live| live.points(program.outcome.total, row)));
        page.points(assessment.total(unit), Status::Scored, program.rounding.total)?;
        if graded {
            let grade = program.outcome.grade;
            page.by(live.zip(grade).and_then(|(live, grade)| live.grade(grade, row, program)));
            page.centre(assessment.grade_name(assessment.grade(unit)))?;
            page.text(&facts::sentences(&assessment.grade_reasons(unit, lang), lang))?;
        }
        if !program.follow_ups.is_empty() {
            page.text(&facts::follow_up(assessment, unit, lang))?;
        }
        if claimed {
            page.maybe(deviations::claimed_total(assessment, unit), program.rounding.total)?;
        }
        page.end_row()?;
    }
    if let Some(live) = &book.live {
        for (column, (_, section)) in program.sections().enumerate() {
            let decimals = digits(&program.rounding, section.level, section.leaf.is_some());
            let column = u16::try_from(column + BESIDE)?;
            let shown = shown_digits(Decimal::ZERO, decimals);
            live.mark(page.sheet(), column, (1, assessment.units()), (section.status, shown))?;
        }
    }
    page.finish(&book.title(&Label::SheetRanking.say(book.lang)), 4, true)
}
