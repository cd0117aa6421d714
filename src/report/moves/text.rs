//! The differences for a terminal: a table of who moved, then why grades changed and what should be looked at again.

use super::{Told, places, signed};
use crate::analysis::moves::{Cut, UnitMove};
use crate::report::drawn::Drawn;
use crate::report::wrap::paragraph;
use crate::scoring;
use crate::words::labels::Label;
use crate::words::moves::Moved;

/// Reasons told in a row of the table.
const TOLD: usize = 3;

/// One row of a table over several editions or folders.
#[derive(Debug, Clone)]
pub struct Row {
    /// The folder, where there are several.
    pub folder: Option<String>,
    /// The edition.
    pub edition: String,
    /// Its cells: units up, down, with a better and a worse grade; the mean before, after, its change; greatest rise, fall.
    cells: Vec<String>,
}

impl Row {
    /// An edition summed up.
    pub fn of(told: &Told<'_>, folder: Option<String>, edition: String) -> Row {
        let digits = told.moves.after.decimals[2];
        let all = told.moves.groups.first();
        let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
        let means = all.and_then(|all| all.means);
        let extremes = all.and_then(|all| all.extremes);
        let cells = vec![
            count(all.map(|all| all.up)),
            count(all.map(|all| all.down)),
            count(all.map(|all| all.grades.0)),
            count(all.map(|all| all.grades.1)),
            means.map(|(before, _)| super::shown(before, digits)).unwrap_or_default(),
            means.map(|(_, after)| super::shown(after, digits)).unwrap_or_default(),
            means.map(|(before, after)| signed(after.saturating_sub(before), digits)).unwrap_or_default(),
            extremes.map(|(rise, _)| signed(rise, digits)).unwrap_or_default(),
            extremes.map(|(_, fall)| signed(fall, digits)).unwrap_or_default(),
        ];
        Row { folder, edition, cells }
    }
}

/// Several editions or folders, one a row.
pub fn overview(rows: &[Row], lang: crate::words::Lang, width: u16) -> String {
    let folders = rows.iter().any(|row| row.folder.is_some());
    let mut heads = Vec::new();
    if folders {
        heads.push(Moved::ColumnFolder);
    }
    heads.push(Moved::ColumnEdition);
    heads.extend(super::COUNTED);
    heads.extend([Moved::ColumnMostUp, Moved::ColumnMostDown]);
    let cells = rows.iter().map(|row| {
        let folder = folders.then(|| row.folder.clone().unwrap_or_default());
        folder.into_iter().chain([row.edition.clone()]).chain(row.cells.clone()).collect::<Vec<_>>()
    });
    let texts = 1 + usize::from(folders);
    let heads: Vec<String> = heads.iter().map(|head| head.say(lang)).collect();
    Drawn::new(heads, cells.collect()).numbers(|column| column >= texts).draw(width)
}

/// The differences, `width` columns wide.
pub fn write(told: &Told<'_>, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    paragraph(&mut out, room, (0, 2), &told.editions());
    paragraph(&mut out, room, (0, 2), &told.summary());
    let moved: Vec<&UnitMove> = told.moves.moved().collect();
    if moved.is_empty() {
        if told.moves.new.is_empty() && told.moves.gone.is_empty() {
            paragraph(&mut out, room, (0, 2), &told.say(&Moved::Nothing));
        }
    } else {
        out.push_str(&table(told, &moved, width));
        out.push('\n');
    }
    chapter(&mut out, room, told, &Moved::Grades, &graded(told));
    let rechecks: Vec<String> = told.moves.rechecks.iter().map(|one| told.recheck(one)).collect();
    chapter(&mut out, room, told, &Moved::Rechecks, &rechecks);
    out
}

/// Why grades changed.
fn graded(told: &Told<'_>) -> Vec<String> {
    told.moves.moved().filter(|unit| unit.grade.is_moved()).map(|unit| told.unit_sentence(unit)).collect()
}

fn chapter(out: &mut String, width: usize, told: &Told<'_>, title: &Moved, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push('\n');
    paragraph(out, width, (0, 0), &told.say(title));
    for line in lines {
        paragraph(out, width, (2, 4), line);
    }
}

fn table(told: &Told<'_>, units: &[&UnitMove], width: u16) -> String {
    let lang = told.lang;
    let grouped = told.moves.groups.len() > 1;
    let graded = !told.moves.after.grades.is_empty() || !told.moves.before.grades.is_empty();
    let mut heads = vec![Moved::ColumnRankAfter.say(lang), Moved::ColumnRankChange.say(lang), Label::Unit.say(lang)];
    if grouped {
        heads.push(Label::Group.say(lang));
    }
    heads.extend([Moved::ColumnTotalBefore, Moved::ColumnTotalAfter, Moved::ColumnChange].map(|head| head.say(lang)));
    if graded {
        heads.push(Label::Grade.say(lang));
    }
    heads.push(Moved::ColumnReason.say(lang));
    let row = |unit: &&UnitMove| {
        let digits = told.moves.after.decimals[2];
        let mut row = vec![
            unit.rank.after.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            unit.rank.won().map(places).unwrap_or_default(),
            told.unit_name(unit).to_owned(),
        ];
        if grouped {
            row.push(told.group_name(unit).to_owned());
        }
        row.extend([told.total(unit.totals.0), told.total(unit.totals.1)]);
        row.push(unit.difference.map(|difference| signed(difference, digits)).unwrap_or_default());
        if graded {
            row.push(grades(told, unit));
        }
        row.push(told.reasons(unit, TOLD).join(told.comma()));
        row
    };
    let rows = units.iter().map(row).collect();
    let first_text = if grouped { 4 } else { 3 };
    let is_number = |column: usize| column < 2 || (column >= first_text && column < first_text + 3);
    let reasons = heads.len() - 1;
    Drawn::new(heads, rows).numbers(is_number).wrapping(Some(reasons)).draw(width)
}

/// `B→A`, or the grade both have.
pub(super) fn grades(told: &Told<'_>, unit: &UnitMove) -> String {
    let name = |grade: &Option<String>| grade.clone().unwrap_or_else(|| told.say(&Moved::NoTotal));
    match &unit.grade {
        grade if grade.is_moved() => format!("{}→{}", name(&grade.before), name(&grade.after)),
        grade => grade.after.clone().unwrap_or_default(),
    }
}

/// One unit down to its leaves: what every node's difference is made of, to the last digit.
pub fn unit(told: &Told<'_>, unit: &UnitMove, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    paragraph(&mut out, room, (0, 2), &told.editions());
    paragraph(&mut out, room, (0, 2), &told.unit_sentence(unit));
    out.push('\n');
    let cut = |part: &Cut, pair| {
        let cause = told.cause(&part.cause, pair);
        told.say(&Moved::CausePoints { cause, points: signed(part.points, None) })
    };
    for node in &unit.nodes {
        let depth = told.moves.tree.get(node.pair).map_or(0, |pair| pair.depth);
        let indent = depth * 2;
        let of = told.moves.node(node.pair);
        let value = |cell: Option<scoring::Cell>| match cell.and_then(scoring::Cell::get) {
            Some(points) => told.points(points, of),
            None => told.say(&Moved::NoTotal),
        };
        let mut what = told.say(&Moved::FromTo { before: value(node.before), after: value(node.after) });
        if let Some(difference) = node.difference {
            what = format!("{what} ({})", signed(difference, None));
        }
        paragraph(&mut out, room, (indent, indent + 4), &format!("{}  {what}", told.node_words(node.pair)));
        for part in &node.parts {
            paragraph(&mut out, room, (indent + 4, indent + 6), &cut(part, Some(node.pair)));
        }
    }
    for part in &unit.parts {
        let cause = told.say(&Moved::OfTotal { cause: told.cause(&part.cause, None) });
        let line = told.say(&Moved::CausePoints { cause, points: signed(part.points, None) });
        paragraph(&mut out, room, (0, 2), &line);
    }
    out
}
