//! Units beside others, as text: one with every node, its strengths and weaknesses, or a line for each of many.

use super::{Benchmarked, ids, percent, signed};
use crate::analysis::benchmark::{Against, Compared, Reference, Row, Side};
use crate::number::{self, Decimal};
use crate::report::drawn::Drawn;
use crate::report::facts::{join, rounded};
use crate::report::{evidence, wrap::paragraph};
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// Strengths and weaknesses named in the line of a unit.
const FIRST: usize = 3;

/// The text, fitted to `width` columns.
pub fn write(bench: &Benchmarked<'_>, width: u16) -> String {
    match bench.compared {
        [one] => unit(bench, one, width),
        many => units(bench, many, width),
    }
}

fn unit(bench: &Benchmarked<'_>, one: &Compared, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    let line = |out: &mut String, indent: usize, text: &str| paragraph(out, room, (indent, indent + 2), text);
    let (who, result) = (bench.name(one.subject).to_owned(), bench.result(one.subject));
    line(&mut out, 0, &bench.say(&Bench::Heading { who, result, against: bench.against() }));
    out.push_str(&nodes(bench, one, width));
    out.push('\n');
    let leaves = evidence::leaves(bench.program());
    let heads = |against| [Bench::Strengths { against }, Bench::NoStrength];
    let other_heads = |against| [Bench::Weaknesses { against }, Bench::NoWeakness];
    for (side, [head, none]) in
        [(Side::Strength, heads(bench.against())), (Side::Weakness, other_heads(bench.against()))]
    {
        let rows = one.side(bench.assessment, side);
        line(&mut out, 0, &bench.say(if rows.is_empty() { &none } else { &head }));
        for row in rows {
            line(&mut out, 4, &bench.apart(row).unwrap_or_default());
            let behind = bench.behind(row, one.subject, &leaves);
            if !behind.is_empty() {
                line(&mut out, 8, &behind);
            }
        }
    }
    let left: Vec<_> = one.left_out(bench.assessment).map(|row| row.node).collect();
    if !left.is_empty() {
        let nodes = ids(bench.program(), left.into_iter(), bench.lang);
        line(&mut out, 0, &bench.say(&Bench::NotCompared { nodes }));
    }
    out
}

fn nodes(bench: &Benchmarked<'_>, one: &Compared, width: u16) -> String {
    let mut heads = vec![bench.label(&Label::Indicator), bench.label(&Label::FullPoints), bench.label(&Label::Points)];
    let words = [Bench::Rate, Bench::Best, Bench::BestWho, Bench::Mean];
    heads.extend(words.iter().map(|word| bench.say(word)));
    let grouped = bench.assessment.table.groups.len() > 1;
    heads.extend(grouped.then(|| bench.say(&Bench::GroupMean)));
    let peer = match bench.against {
        Against::Peer(peer) => Some(bench.name(peer).to_owned()),
        _ => None,
    };
    heads.extend(peer.clone());
    heads.extend([bench.say(&Bench::Difference), bench.say(&Bench::DifferencePoints)]);
    let row = |row: &Row| {
        let node = bench.program().node(row.node);
        let rate = |rate: Option<Decimal>| rate.map_or_else(|| "-".to_owned(), percent);
        let of = |reference: Option<&Reference>| rate(reference.map(|it| it.rate));
        let indent = "  ".repeat(bench.program().depth(row.node));
        let mut cells = vec![
            format!("{indent}{} {}", node.id, node.title),
            row.full.map(number::plain).unwrap_or_default(),
            bench.points(row, one.subject),
            rate(row.rate),
            of(row.best.as_deref()),
            bench.best_who(row),
            of(row.mean.as_deref()),
        ];
        cells.extend(grouped.then(|| of(row.group_mean.as_deref())));
        cells.extend(peer.as_ref().map(|_| of(row.peer.as_ref())));
        cells.push(row.difference.map(apart).unwrap_or_default());
        cells.push(row.points_apart.map(|points| signed(points, bench.digits())).unwrap_or_default());
        cells
    };
    let rows = one.rows.iter().map(row).collect();
    Drawn::new(heads, rows).numbers(|column| matches!(column, 1..=4 | 6..)).draw(width)
}

/// A difference of rates with its sign.
fn apart(difference: Decimal) -> String {
    difference.checked_mul(Decimal::ONE_HUNDRED).map(|points| signed(points, Some(1))).unwrap_or_default()
}

fn units(bench: &Benchmarked<'_>, many: &[Compared], width: u16) -> String {
    let mut out = String::new();
    paragraph(&mut out, usize::from(width), (0, 2), &bench.against());
    let mut heads = [Label::Rank, Label::Unit, Label::Total, Label::Grade].map(|label| bench.label(&label)).to_vec();
    let words = [Bench::CountStrengths, Bench::CountWeaknesses, Bench::FirstStrengths, Bench::FirstWeaknesses];
    heads.extend(words.iter().map(|word| bench.say(word)));
    let rows = many.iter().map(|one| {
        let sides = [Side::Strength, Side::Weakness].map(|side| one.side(bench.assessment, side));
        let (rank, grade) = bench.standing(one.subject);
        let mut cells = vec![
            rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            bench.name(one.subject).to_owned(),
            bench.total(one.subject).0.map(|total| rounded(total, bench.program().rounding.total)).unwrap_or_default(),
            grade,
        ];
        cells.extend(sides.iter().map(|rows| rows.len().to_string()));
        cells.extend(sides.iter().map(|rows| first(bench, rows)));
        cells
    });
    let table = Drawn::new(heads, rows.collect()).numbers(|column| matches!(column, 0 | 2 | 4 | 5));
    out + &table.draw(width)
}

/// The first of some rows, each with what it is worth in the total, else in points.
pub(super) fn first(bench: &Benchmarked<'_>, rows: &[&Row]) -> String {
    let words = rows.iter().take(FIRST).map(|row| {
        let worth = row.worth.or(row.points_apart).map(|worth| signed(worth, bench.program().rounding.total));
        format!("{}({})", super::named(bench.program(), row.node), worth.unwrap_or_default())
    });
    join(&words.collect::<Vec<_>>(), bench.lang)
}
