//! 得分明细: the matrix of units and leaves.

use super::Book;
use super::page::{Head, Page, Sheet};
use super::style::shown_digits;
use crate::number::Decimal;
use crate::program::{Expr, Operand, Status};
use crate::scoring::Assessment;
use crate::words::charts::Chart;
use crate::words::labels::Label;

/// Columns before those of the leaves, and rows of heads.
const BESIDE: usize = 3;
pub(super) const HEADS: u32 = 3;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, .. } = book;
    let (program, lang) = (&assessment.program, book.lang);
    let say = |label: Label| label.say(lang);

    let mut page = Page::long(&Label::SheetPoints, styles)?;
    let leaves: Vec<_> = program.leaves().collect();
    let mut ids = vec![(say(Label::UnitId), 16.0), (say(Label::Unit), 30.0), (say(Label::Group), 16.0)];
    ids.extend(leaves.iter().map(|(_, leaf, _)| (leaf.id.clone(), 15.0)));
    ids.push((say(Label::Total), 12.0));
    page.head(&ids)?;
    let framed = |words: Label, cells: Vec<Head>, end: Head| {
        let empty = || Head::Text(String::new());
        [empty(), Head::Text(words.say(lang)), empty()].into_iter().chain(cells).chain([end])
    };
    let titles = leaves.iter().map(|(_, leaf, _)| Head::Text(leaf.title.clone())).collect();
    page.more_head(framed(Label::Indicator, titles, Head::Text(String::new())))?;
    let full = leaves.iter().map(|(_, leaf, _)| full_points(assessment, &leaf.full_words, book)).collect();
    let whole = assessment.order().first().and_then(|unit| assessment.cell(program.outcome.full, *unit).get());
    let whole = whole.map_or(Head::Text(String::new()), |whole| Head::Number(whole, None));
    page.more_head(framed(Label::FullPoints, full, whole))?;

    for (row, &unit) in assessment.order().iter().enumerate() {
        if !page.has_room(assessment.units() - row)? {
            break;
        }
        let Some(of) = assessment.table.units.get(unit) else { continue };
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(assessment.table.group_name(unit))?;
        for (leaf, of, _) in &leaves {
            let status = match &book.live {
                None => assessment.status(*leaf, unit),
                Some(live) => {
                    page.by(live.points(of.points, row));
                    Status::Scored
                }
            };
            page.points(assessment.points(*leaf, unit), status, program.rounding.leaf)?;
        }
        page.by(book.live.as_ref().and_then(|live| live.points(program.outcome.total, row)));
        page.points(assessment.total(unit), Status::Scored, program.rounding.total)?;
        page.end_row()?;
    }
    if let Some(live) = &book.live {
        for (column, (_, leaf, _)) in leaves.iter().enumerate() {
            let digits = shown_digits(Decimal::ZERO, program.rounding.leaf);
            let column = u16::try_from(column + BESIDE)?;
            live.mark(page.sheet(), column, (HEADS, assessment.units()), (leaf.status, digits))?;
        }
    }
    let last = u16::try_from(BESIDE + leaves.len())?.saturating_sub(1);
    page.name(&Chart::NamePointsUnit, (1, 1), HEADS);
    page.name(&Chart::NamePoints, (u16::try_from(BESIDE)?, last), HEADS);
    page.finish(&book.title(&Label::SheetPoints.say(book.lang)), 2, true)
}

/// A number where every unit has the same full points, else the rubric's words.
fn full_points(assessment: &Assessment, words: &Operand, book: &Book) -> Head {
    match words.expr {
        Expr::Parameter(_) | Expr::Constant(_) => assessment
            .order()
            .first()
            .and_then(|unit| assessment.evaluate(&words.expr, *unit).get())
            .map_or(Head::Text(String::new()), |full| {
                Head::Number(full, book.live.as_ref().and_then(|live| live.number(&words.expr)))
            }),
        _ => Head::Text(words.in_general(&assessment.program, book.lang)),
    }
}
