//! The differences as one page: no scripts, nothing fetched, made to be printed on A4.

use std::fmt::Write;

use super::text::grades;
use super::{Told, places, signed};
use crate::analysis::moves::UnitMove;
use crate::report::html::markup::{end, escape, head, row};
use crate::report::page_style::STYLE;
use crate::words::labels::Label;
use crate::words::moves::Moved;

/// Reasons told in a cell.
const TOLD: usize = 6;

/// The page.
pub fn write(told: &Told<'_>) -> String {
    let mut out = String::new();
    let title = escape(&told.title());
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        told.lang.tag()
    );
    for line in [told.editions(), told.summary()] {
        let _ = writeln!(out, "<p class=\"lead\">{}</p>", escape(&line));
    }
    units(&mut out, told);
    let graded: Vec<&UnitMove> = told.moves.moved().filter(|unit| unit.grade.is_moved()).collect();
    if !graded.is_empty() {
        list(&mut out, told, &Moved::Grades, graded.iter().map(|unit| told.unit_sentence(unit)));
    }
    if !told.moves.rechecks.is_empty() {
        list(&mut out, told, &Moved::Rechecks, told.moves.rechecks.iter().map(|recheck| told.recheck(recheck)));
    }
    if told.moves.groups.len() > 1 {
        groups(&mut out, told);
    }
    if !told.moves.parameters.is_empty() {
        let number = |at: usize| told.parameter(at, None);
        list(&mut out, told, &Moved::Numbers, (0..told.moves.parameters.len()).map(number));
    }
    out.push_str("<footer>\n");
    for line in [Moved::AboutAdding, Moved::AboutNumbers, Moved::AboutOrder, Moved::AboutShown] {
        let _ = writeln!(out, "<p>{}</p>", escape(&told.say(&line)));
    }
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

fn heading(out: &mut String, told: &Told<'_>, title: &Moved) {
    let _ = writeln!(out, "<h2>{}</h2>", escape(&told.say(title)));
}

fn list(out: &mut String, told: &Told<'_>, title: &Moved, lines: impl Iterator<Item = String>) {
    heading(out, told, title);
    out.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(out, "<li>{}</li>", escape(&line));
    }
    out.push_str("</ul>\n");
}

fn units(out: &mut String, told: &Told<'_>) {
    let lang = told.lang;
    let digits = told.moves.after.decimals[2];
    heading(out, told, &Moved::Units);
    let moved: Vec<&UnitMove> = told.moves.moved().collect();
    if moved.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&told.say(&Moved::Nothing)));
        return;
    }
    let mut heads = vec![
        told.say(&Moved::ColumnRankBefore),
        told.say(&Moved::ColumnRankAfter),
        Label::Unit.say(lang),
        Label::Group.say(lang),
        told.say(&Moved::ColumnTotalBefore),
        told.say(&Moved::ColumnTotalAfter),
        told.say(&Moved::ColumnChange),
        Label::Grade.say(lang),
    ];
    if !told.rescored {
        heads.push(told.say(&Moved::ColumnRemark));
    }
    heads.push(told.say(&Moved::ColumnReason));
    head(out, &heads);
    for unit in moved {
        let rank = |rank: Option<u64>| rank.map(|rank| rank.to_string()).unwrap_or_default();
        let won = unit.rank.won().filter(|won| *won != 0).map(|won| format!(" ({})", places(won))).unwrap_or_default();
        let mut cells = vec![
            ("c", rank(unit.rank.before)),
            ("c", rank(unit.rank.after) + &won),
            ("name", told.unit_name(unit).to_owned()),
            ("name", told.group_name(unit).to_owned()),
            ("n", told.total(unit.totals.0)),
            ("n", told.total(unit.totals.1)),
            ("n", unit.difference.map(|difference| signed(difference, digits)).unwrap_or_default()),
            ("c", grades(told, unit)),
        ];
        if !told.rescored {
            cells.push(("", told.remark(unit)));
        }
        cells.push(("", told.reasons(unit, TOLD).join(told.comma())));
        row(out, &cells);
    }
    end(out);
}

fn groups(out: &mut String, told: &Told<'_>) {
    let digits = told.moves.after.decimals[2];
    heading(out, told, &Moved::Groups);
    let mut heads = vec![Label::Group.say(told.lang), Label::UnitCount.say(told.lang)];
    heads.extend(super::COUNTED.iter().map(|column| told.say(column)));
    head(out, &heads);
    for group in &told.moves.groups {
        let mean =
            |mean: Option<crate::number::Decimal>| mean.map(|mean| super::shown(mean, digits)).unwrap_or_default();
        let change = group.means.map(|(before, after)| signed(after.saturating_sub(before), digits));
        let mut cells = vec![("name", group.name.clone().unwrap_or_else(|| told.say(&Moved::Everybody)))];
        let counts = [group.units, group.up, group.down, group.grades.0, group.grades.1];
        cells.extend(counts.map(|count| ("n", count.to_string())));
        cells.push(("n", mean(group.means.map(|(before, _)| before))));
        cells.push(("n", mean(group.means.map(|(_, after)| after))));
        cells.push(("n", change.unwrap_or_default()));
        row(out, &cells);
    }
    end(out);
}
