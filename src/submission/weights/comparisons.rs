//! Matrices of pairwise comparisons: found by the ids of a set in a row and below one another, read as people write 1/3.

use std::collections::HashMap;

use super::{Comparison, Judgement, Reading};
use crate::number::{self, Decimal};
use crate::program::{NodeId, Siblings};
use crate::submission::grid::{Cell, Grid, Row, quoted};
use crate::table::date_text;
use crate::text::half_width;
use crate::words::weights::WeightProblem as Problem;

/// Ends of the scale, as whole numbers: 9 and 1/9.
const MOST: u32 = 9;
/// The greatest set that is compared in pairs.
const MOST_NODES: usize = 15;
/// How far a decimal may be from the reciprocal that it was: 0.33 is 1/3.
const NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
/// How far the product of a judgement and its reciprocal may be from 1, where they were rounded.
const RECIPROCAL: Decimal = Decimal::from_parts(6, 0, 0, false, 2);
/// What stands where nothing is judged.
const BLANK: [&str; 3] = ["-", "–", "—"];
/// Pairs that a message names.
const MOST_NAMED: usize = 6;

/// A head: the set, its row, and the column of each of its nodes.
struct Head {
    set: Siblings,
    at: usize,
    columns: Vec<(u32, usize)>,
}

/// Every matrix on these sheets; none where there is none.
pub(super) fn read(reading: &mut Reading<'_>, grids: &[Grid]) -> Option<Vec<Comparison>> {
    let mut found = Vec::new();
    let mut any = false;
    for grid in grids {
        let heads: Vec<Head> = (0..grid.rows.len()).filter_map(|at| head(reading, grid, at)).collect();
        for head in heads {
            any = true;
            found.extend(matrix(reading, grid, &head));
        }
    }
    any.then_some(found)
}

/// The head in a row: behind its first cell the ids of one set, two at least. A row of judgements begins with an id, and its
/// numbers may look like others.
fn head(reading: &Reading<'_>, grid: &Grid, at: usize) -> Option<Head> {
    let row = grid.rows.get(at)?;
    if row.text(0).is_some_and(|text| reading.node(&text).is_some()) {
        return None;
    }
    let named: Vec<(u32, NodeId)> = row
        .cells
        .iter()
        .filter(|(column, _)| *column > 0)
        .filter_map(|(column, cell)| Some((*column, reading.node(&cell.text())?)))
        .collect();
    let [(_, first), (_, second), ..] = named.as_slice() else { return None };
    let set = reading.sets.iter().find(|set| set.nodes.contains(first) && set.nodes.contains(second))?;
    let columns: Vec<(u32, usize)> =
        named.iter().filter_map(|(column, node)| Some((*column, position(set, *node)?))).collect();
    (columns.len() == named.len()).then(|| Head { set: set.clone(), at, columns })
}

fn position(set: &Siblings, node: NodeId) -> Option<usize> {
    set.nodes.iter().position(|known| *known == node)
}

fn matrix(reading: &mut Reading<'_>, grid: &Grid, head: &Head) -> Option<Comparison> {
    let (set, place) = (&head.set, grid.place(grid.rows.get(head.at)?.index, 0));
    let count = set.nodes.len();
    if count > MOST_NODES {
        let problem = Problem::TooManyCompared { set: reading.name(set), count, most: MOST_NODES };
        reading.tell(problem, place);
        return None;
    }
    let mut cells: HashMap<(usize, usize), (Decimal, u32, u32)> = HashMap::new();
    let mut written = false;
    for row in grid.rows.get(head.at + 1..).unwrap_or_default() {
        let node = row.text(0).and_then(|text| reading.node(&text));
        let Some(first) = node.and_then(|node| position(set, node)) else { break };
        for (column, second) in head.columns.iter().copied().filter(|(_, second)| *second != first) {
            let value = judgement(reading, grid, row, column, (set, first, second), &mut written);
            if let Some(value) = value {
                cells.entry((first, second)).or_insert((value, row.index, column));
            }
        }
    }
    let judgements = reciprocals(reading, grid, set, &cells);
    let pairs = (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second)));
    let blank: Vec<(usize, usize)> =
        pairs.filter(|pair| !judgements.iter().any(|judgement| judgement.pair == *pair)).collect();
    if judgements.is_empty() && !written {
        let problem = Problem::NothingFilled { set: reading.name(set) };
        reading.tell(problem, place);
        return None;
    }
    if !blank.is_empty() {
        let (name, pairs) = (reading.name(set), named_pairs(reading, set, &blank));
        if !connected(count, &judgements) {
            reading.tell(Problem::NotConnected { set: name, pairs }, place);
            return None;
        }
        reading.tell(Problem::Blank { set: name, count: blank.len(), pairs }, place.clone());
    }
    let (expert, file) = (reading.expert.clone(), reading.file.clone());
    Some(Comparison { expert, file, set: set.clone(), judgements, place })
}

/// Some pairs as a message names them.
fn named_pairs(reading: &Reading<'_>, set: &Siblings, pairs: &[(usize, usize)]) -> String {
    let id = |at: usize| set.nodes.get(at).map_or("", |node| reading.program.node(*node).id.as_str());
    let named = pairs.iter().take(MOST_NAMED).map(|(first, second)| format!("{}:{}", id(*first), id(*second)));
    let more = if pairs.len() > MOST_NAMED { "…" } else { "" };
    named.collect::<Vec<_>>().join(" ") + more
}

fn connected(count: usize, judgements: &[Judgement]) -> bool {
    let mut reached = vec![false; count];
    let mut rest = vec![0];
    while let Some(at) = rest.pop() {
        let Some(seen) = reached.get_mut(at).filter(|seen| !**seen) else { continue };
        *seen = true;
        rest.extend(judgements.iter().filter_map(|Judgement { pair: (a, b), .. }| match at {
            at if at == *a => Some(*b),
            at if at == *b => Some(*a),
            _ => None,
        }));
    }
    reached.into_iter().all(|reached| reached)
}

/// One judgement for each pair, from both triangles: what stands above the diagonal counts before its reciprocal below.
fn reciprocals(
    reading: &mut Reading<'_>,
    grid: &Grid,
    set: &Siblings,
    cells: &HashMap<(usize, usize), (Decimal, u32, u32)>,
) -> Vec<Judgement> {
    let count = set.nodes.len();
    let mut judgements = Vec::new();
    for pair in (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second))) {
        let (upper, lower) = (cells.get(&pair), cells.get(&(pair.1, pair.0)));
        if let (Some((upper, ..)), Some((lower, row, column))) = (upper, lower) {
            let product = upper.checked_mul(*lower).unwrap_or_default();
            if (product - Decimal::ONE).abs() > RECIPROCAL {
                let (first, second) = ids(reading, set, pair);
                let (upper, lower) = (shown(*upper), shown(*lower));
                reading.tell(Problem::Contradicts { first, second, upper, lower }, grid.place(*row, *column));
            }
        }
        let value = match (upper, lower) {
            (Some((value, ..)), _) => Some(*value),
            (None, Some((value, ..))) => Decimal::ONE.checked_div(*value),
            (None, None) => None,
        };
        judgements.extend(value.map(|value| Judgement { pair, value }));
    }
    judgements
}

fn ids(reading: &Reading<'_>, set: &Siblings, (first, second): (usize, usize)) -> (String, String) {
    let id = |at: usize| set.nodes.get(at).map(|node| reading.program.node(*node).id.clone()).unwrap_or_default();
    (id(first), id(second))
}

fn judgement(
    reading: &mut Reading<'_>,
    grid: &Grid,
    row: &Row,
    column: u32,
    (set, first, second): (&Siblings, usize, usize),
    written: &mut bool,
) -> Option<Decimal> {
    let cell = row.get(column)?;
    let text = match cell {
        // The formula of a reciprocal that nobody has computed says nothing.
        Cell::FormulaWithoutValue => return None,
        cell => cell.text(),
    };
    if text.is_empty() || BLANK.contains(&text.as_str()) {
        return None;
    }
    *written = true;
    let place = grid.place(row.index, column);
    let (first, second) = ids(reading, set, (first, second));
    match value(cell) {
        None => reading.tell(Problem::JudgementUnreadable { first, second, text: quoted(&text) }, place),
        Some((value, _)) if !in_scale(value) => {
            reading.tell(Problem::OutOfScale { first, second, text: quoted(&text) }, place);
        }
        Some((value, surprising)) => {
            if surprising {
                let value = shown(value);
                reading.tell(Problem::JudgementReadAs { first, second, text: quoted(&text), value }, place);
            }
            return Some(value);
        }
    }
    None
}

fn in_scale(value: Decimal) -> bool {
    let most = Decimal::from(MOST);
    value <= most && value >= Decimal::ONE.checked_div(most).unwrap_or_default()
}

/// A judgement as people write it: a whole number, or 1/3.
pub fn shown(value: Decimal) -> String {
    let reciprocal = (2..=MOST).find(|of| Decimal::ONE.checked_div(Decimal::from(*of)) == Some(value));
    reciprocal.map_or_else(|| number::plain(number::guard(value, 4)), |of| format!("1/{of}"))
}

/// A judgement, and whether somebody should make sure it was read right.
fn value(cell: &Cell) -> Option<(Decimal, bool)> {
    match cell {
        Cell::Number(value, _) => Some(reciprocal(*value)),
        Cell::Text(text) => of_text(text),
        // A spreadsheet takes 1/3 for the third of January.
        Cell::Date(day) => {
            let date = date_text(*day);
            let mut parts = date.split('-').skip(1);
            let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            quotient(month, day).map(|value| (value, true))
        }
        Cell::YesNo(_) | Cell::Error(_) | Cell::FormulaWithoutValue => None,
    }
}

fn of_text(text: &str) -> Option<(Decimal, bool)> {
    let text = half_width(text).replace('\u{2044}', "/");
    let text = text.trim().trim_start_matches('\'');
    if let Some((above, below)) = text.split_once(['/', ':']) {
        let read = |part: &str| number::read_exact(part.trim());
        return quotient(read(above)?, read(below)?).map(|value| (value, false));
    }
    if let Some((month, day)) = text.strip_suffix('日').and_then(|text| text.split_once('月')) {
        return quotient(number::read_exact(month)?, number::read_exact(day)?).map(|value| (value, true));
    }
    number::read_exact(text).map(reciprocal)
}

fn quotient(above: Decimal, below: Decimal) -> Option<Decimal> {
    above.checked_div(below).filter(|value| *value > Decimal::ZERO)
}

/// A decimal that was a reciprocal: 0.33 is 1/3. One that has its digits is as it was meant.
fn reciprocal(value: Decimal) -> (Decimal, bool) {
    let near = (2..=MOST).filter_map(|of| Decimal::ONE.checked_div(Decimal::from(of)));
    let nearest = near.min_by_key(|of| (value - of).abs()).filter(|of| (value - of).abs() <= NEAR);
    match nearest {
        Some(of) if of != value => (of, (value - of).abs() > Decimal::new(1, 9)),
        _ => (value, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, bool)> {
        of_text(text).map(|(value, surprising)| (shown(value), surprising))
    }

    #[test]
    fn a_judgement_is_read_as_people_write_it() {
        for (text, value, surprising) in [
            ("3", "3", false),
            ("１／３", "1/3", false),
            (" 1/9 ", "1/9", false),
            ("1:5", "1/5", false),
            ("⅓", "1/3", false),
            ("0.33", "1/3", true),
            ("0.5", "1/2", false),
            ("0.333333333333333", "1/3", false),
            ("1月3日", "1/3", true),
            ("2.5", "2.5", false),
        ] {
            assert_eq!(read(text), Some((value.to_owned(), surprising)), "{text}");
        }
        for text in ["", "重要", "1/0", "-3/-", "0/3", "1/三"] {
            assert_eq!(read(text), None, "{text}");
        }
        let third = crate::table::read_date("2017-01-03").unwrap();
        assert_eq!(value(&Cell::Date(third)).map(|(value, _)| shown(value)), Some("1/3".to_owned()));
        assert!(in_scale(of_text("0.11").unwrap().0) && !in_scale(of_text("0.1").unwrap().0));
    }
}
