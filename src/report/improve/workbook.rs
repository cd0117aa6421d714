//! What fixes are worth, as a workbook: a row for each unit, a row for each gap, and what the numbers mean.

use super::Improved;
use crate::analysis::improve::{Fix, Improvement, Line, Worth};
use crate::report::facts::sentences;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::words::labels::Label;

/// The workbook's bytes; the same assessment gives the same bytes.
pub fn write(improved: &Improved<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(improved.lang);
    let sheets = vec![units(improved, &styles)?, gaps(improved, &styles)?, method(improved, &styles)?];
    save(&styles, sheets, &title(improved, &Label::SheetImprove))
}

fn title(improved: &Improved<'_>, sheet: &Label) -> String {
    format!("{} {}", improved.assessment.program.heading.title, improved.say(sheet))
}

fn heads(improved: &Improved<'_>, columns: &[(Label, f64)]) -> Vec<(String, f64)> {
    columns.iter().map(|(label, most)| (improved.say(label), *most)).collect()
}

fn units(improved: &Improved<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let columns = [
        (Label::Rank, 8.0),
        (Label::Unit, 16.0),
        (Label::Group, 12.0),
        (Label::Total, 10.0),
        (Label::Grade, 8.0),
        (Label::LineAboveHead, 10.0),
        (Label::LineShortHead, 10.0),
        (Label::LineBelowHead, 10.0),
        (Label::LineOverHead, 10.0),
        (Label::Blocks, 32.0),
        (Label::CheapestGrade, 8.0),
        (Label::CheapestHead, 40.0),
        (Label::Effort, 8.0),
        (Label::CheapestResult, 16.0),
        (Label::AllClosedHead, 16.0),
    ];
    let digits = improved.assessment.program.rounding.total;
    let mut page = Page::new(&Label::SheetImproveUnits, styles)?;
    page.head(&heads(improved, &columns))?;
    for (row, improvement) in improved.improvements.iter().enumerate() {
        if !page.has_room(improved.improvements.len() - row)? {
            break;
        }
        let Improvement { now, above, below, .. } = improvement;
        page.whole(now.rank)?;
        page.text(improved.unit(improvement))?;
        page.text(improved.assessment.table.group_name(improvement.unit))?;
        page.maybe(now.total.get(), digits)?;
        page.centre(improved.assessment.grade_name(now.grade))?;
        for line in [above, below] {
            page.maybe(line.as_ref().map(|line: &Line| line.min), None)?;
            page.maybe(line.as_ref().map(|line| line.margin), digits)?;
        }
        page.text(&sentences(&improved.blocks(improvement), improved.lang))?;
        page.centre(improved.assessment.grade_name(improvement.next))?;
        match &improvement.cheapest {
            Some(cheapest) => {
                let mut lines = improved.chosen(improvement, cheapest);
                if !cheapest.proven {
                    lines.push(improved.proof(cheapest));
                }
                page.text(&lines.join("\n"))?;
                page.number(cheapest.effort, None)?;
                page.text(&improved.brief(&cheapest.outlook))?;
            }
            None => {
                page.text(&improved.no_way(improvement).unwrap_or_default())?;
                page.text("")?;
                page.text("")?;
            }
        }
        page.text(&improved.brief(&improvement.all))?;
        page.end_row()?;
    }
    page.finish(&title(improved, &Label::SheetImproveUnits), 2, true)
}

fn gaps(improved: &Improved<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let columns = [
        (Label::Unit, 16.0),
        (Label::IndicatorId, 9.0),
        (Label::Indicator, 28.0),
        (Label::FullPoints, 8.0),
        (Label::Points, 8.0),
        (Label::Lost, 8.0),
        (Label::Effort, 8.0),
        (Label::NextStep, 8.0),
        (Label::StepTotal, 9.0),
        (Label::StepRank, 9.0),
        (Label::StepGrade, 9.0),
        (Label::ClosedPoints, 8.0),
        (Label::ClosedTotal, 9.0),
        (Label::ClosedRank, 9.0),
        (Label::ClosedGrade, 9.0),
        (Label::Lead, 13.0),
        (Label::Advice, 24.0),
    ];
    let program = &improved.assessment.program;
    let (leaf, total) = (program.rounding.leaf, program.rounding.total);
    let mut page = Page::new(&Label::SheetImprove, styles)?;
    page.head(&heads(improved, &columns))?;
    let rows = || improved.improvements.iter().flat_map(|it| it.fixes.iter().map(move |fix| (it, fix)));
    let mut left = rows().count();
    for (improvement, fix) in rows() {
        if !page.has_room(left)? {
            break;
        }
        left -= 1;
        let Fix { gap, effort, step, closed } = fix;
        let node = program.node(gap.node);
        page.text(improved.unit(improvement))?;
        page.text(&node.id)?;
        page.text(&node.title)?;
        page.number(gap.full, None)?;
        page.number(gap.points, leaf)?;
        page.number(gap.lost, leaf)?;
        page.maybe(*effort, None)?;
        for worth in [step.as_ref(), Some(closed)] {
            let Some(Worth { points, outlook }) = worth else {
                (0..4).try_for_each(|_| page.text(""))?;
                continue;
            };
            page.number(improved.signed(fix, *points), leaf)?;
            page.maybe(outlook.total.get(), total)?;
            page.whole(outlook.rank)?;
            page.centre(improved.assessment.grade_name(outlook.grade))?;
        }
        page.text(node.lead.as_deref().unwrap_or_default())?;
        page.text(node.advice.as_deref().unwrap_or_default())?;
        page.end_row()?;
    }
    page.finish(&title(improved, &Label::SheetImprove), 3, true)
}

fn method(improved: &Improved<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::new(&Label::SheetImproveMethod, styles)?;
    page.head(&heads(improved, &[(Label::MethodTopic, 14.0), (Label::MethodSays, 90.0)]))?;
    for (topic, says) in [
        (Label::MethodFix, Label::MethodFixSays),
        (Label::MethodOthers, Label::MethodOthersSays),
        (Label::MethodStep, Label::MethodStepSays),
        (Label::MethodEffort, Label::MethodEffortSays),
        (Label::MethodCheapest, Label::MethodCheapestSays),
    ] {
        page.text(&improved.say(&topic))?;
        page.text(&improved.say(&says))?;
        page.end_row()?;
    }
    page.finish(&title(improved, &Label::SheetImproveMethod), 1, false)
}
