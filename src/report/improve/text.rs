//! What fixes are worth, as text: one unit with each of its gaps, or a line for each of many.

use super::Improved;
use crate::analysis::improve::{Improvement, Line, Worth};
use crate::number;
use crate::report::drawn::Drawn;
use crate::report::facts::sentences;
use crate::report::wrap::paragraph;
use crate::words::labels::Label;

/// The text, fitted to `width` columns.
pub fn write(improved: &Improved<'_>, width: u16) -> String {
    match improved.improvements {
        [one] => unit(improved, one, width),
        many => units(improved, many, width),
    }
}

fn unit(improved: &Improved<'_>, improvement: &Improvement, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    let line = |out: &mut String, indent: usize, text: &str| paragraph(out, room, (indent, indent + 2), text);
    line(&mut out, 0, &improved.result(improved.unit(improvement), &improvement.now));
    for text in improved.lines(improvement).iter().chain(&improved.blocks(improvement)) {
        line(&mut out, 4, text);
    }
    if let Some(text) = improved.no_way(improvement) {
        line(&mut out, 4, &text);
    }
    if let Some(cheapest) = &improvement.cheapest {
        let grade = improved.assessment.grade_name(improvement.next).to_owned();
        let (effort, proven) = (number::plain(cheapest.effort), improved.proof(cheapest));
        line(&mut out, 4, &improved.say(&Label::CheapestTo { grade, effort, proven }));
        for text in improved.chosen(improvement, cheapest) {
            line(&mut out, 8, &text);
        }
        let result = improved.brief(&cheapest.outlook);
        line(&mut out, 8, &improved.say(&Label::CheapestThen { result }));
    }
    if improvement.fixes.is_empty() {
        if improvement.now.total.get().is_some() {
            line(&mut out, 4, &improved.say(&Label::NoGap));
        }
        return out;
    }
    let result = improved.brief(&improvement.all);
    line(&mut out, 4, &improved.say(&Label::AllClosed { result }));
    out.push_str(&gaps(improved, improvement, width));
    out
}

fn gaps(improved: &Improved<'_>, improvement: &Improvement, width: u16) -> String {
    let heads = [Label::Indicator, Label::Points, Label::Lost, Label::Effort, Label::NextStep, Label::CheapestResult];
    let mut heads: Vec<String> = heads.iter().map(|label| improved.say(label)).collect();
    heads.extend([improved.say(&Label::ClosedPoints), improved.say(&Label::CheapestResult)]);
    let rows = improvement.fixes.iter().map(|fix| {
        let node = improved.assessment.program.node(fix.gap.node);
        let worth = |worth: Option<&Worth>| {
            worth
                .map(|it| [improved.points(improved.signed(fix, it.points)), improved.brief(&it.outlook)])
                .unwrap_or_default()
        };
        let mut row = vec![
            format!("{} {}", node.id, node.title),
            improved.points(fix.gap.points),
            improved.points(fix.gap.lost),
            fix.effort.map(number::plain).unwrap_or_default(),
        ];
        row.extend(worth(fix.step.as_ref()));
        row.extend(worth(Some(&fix.closed)));
        row
    });
    Drawn::new(heads, rows.collect()).numbers(|column| matches!(column, 1..=4 | 6)).draw(width)
}

fn units(improved: &Improved<'_>, improvements: &[Improvement], width: u16) -> String {
    let heads = [
        Label::Rank,
        Label::Unit,
        Label::Total,
        Label::Grade,
        Label::LineShortHead,
        Label::LineOverHead,
        Label::Blocks,
        Label::CheapestHead,
        Label::CheapestResult,
        Label::AllClosedHead,
    ];
    let heads: Vec<String> = heads.iter().map(|label| improved.say(label)).collect();
    let rows = improvements.iter().map(|improvement| {
        let now = &improvement.now;
        let margin = |line: Option<&Line>| line.map(|line| improved.total(line.margin)).unwrap_or_default();
        let way = match &improvement.cheapest {
            Some(cheapest) => sentences(&improved.chosen(improvement, cheapest), improved.lang),
            None => improved.no_way(improvement).unwrap_or_default(),
        };
        vec![
            now.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            improved.unit(improvement).to_owned(),
            now.total.get().map(|total| improved.total(total)).unwrap_or_default(),
            improved.assessment.grade_name(now.grade).to_owned(),
            margin(improvement.above.as_ref()),
            margin(improvement.below.as_ref()),
            sentences(&improved.blocks(improvement), improved.lang),
            way,
            improvement.cheapest.as_ref().map(|it| improved.brief(&it.outlook)).unwrap_or_default(),
            improved.brief(&improvement.all),
        ]
    });
    Drawn::new(heads, rows.collect()).numbers(|column| matches!(column, 0 | 2 | 4 | 5)).draw(width)
}
