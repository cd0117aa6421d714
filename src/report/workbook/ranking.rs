//! 排名: one row a unit, in the order of the ranking.

use super::page::{Page, Sheet};
use super::style::shown_digits;
use super::{Book, grades, points};
use crate::analysis::{deviations, gaps};
use crate::number::Decimal;
use crate::program::{Program, Status};
use crate::report::facts::{self, digits};
use crate::words::Lang;
use crate::words::charts::Chart;
use crate::words::labels::Label;

/// Columns before those of the sections.
const BESIDE: usize = 5;
/// Units whose rows are linked; a sheet holds some sixty thousand links.
const LINKED: usize = 20_000;
/// The column of the groups.
pub(super) const GROUP: u16 = 4;
/// The column of the place in the group.
pub(super) const GROUP_RANK: u16 = 1;

/// The column of the totals; that of the grades is next.
pub(super) fn total_column(program: &Program) -> u16 {
    u16::try_from(BESIDE + program.sections().count()).unwrap_or(u16::MAX)
}

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
    let linked = assessment.units() <= LINKED;
    // Rows of gaps before the unit's own.
    let mut lost = 0;
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
        let count = if linked { gaps::count(assessment, unit) } else { 0 };
        page.link(&of.id, linked.then(|| place(&Label::SheetPoints, points::HEADS, row, lang)).as_deref())?;
        page.link(&of.name, (count > 0).then(|| place(&Label::SheetGaps, 1, lost, lang)).as_deref())?;
        lost += count;
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
    finish(&mut page, book)?;
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

/// Bars behind the totals, marks on the grades, and names for the columns.
fn finish(page: &mut Page<'_>, book: &Book) -> anyhow::Result<()> {
    let program = &book.assessment.program;
    let total = total_column(program);
    let rows = (1, page.row().saturating_sub(1).max(1));
    let full = book.assessment.order().first().and_then(|unit| book.assessment.cell(program.outcome.full, *unit).get());
    grades::bars(page.sheet(), total, rows, full)?;
    if program.outcome.grade.is_some() {
        grades::mark(page.sheet(), program, total + 1, rows)?;
        page.name(&Chart::NameGrade, (total + 1, total + 1), 1);
    }
    for (name, column) in
        [(Chart::NameRank, 0), (Chart::NameUnit, 3), (Chart::NameGroup, GROUP), (Chart::NameTotal, total)]
    {
        page.name(&name, (column, column), 1);
    }
    Ok(())
}

/// A row of another sheet: the one that stands so many rows below its heads.
fn place(sheet: &Label, heads: u32, row: usize, lang: Lang) -> String {
    format!("'{}'!A{}", sheet.say(lang), row + heads as usize + 1)
}
