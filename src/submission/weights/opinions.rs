//! Tables of numbers: a row for each node, found by its id, and the number under the head of the round.

use std::collections::HashMap;

use super::{Opinion, Reading};
use crate::number::{self, Decimal};
use crate::program::{NodeId, Siblings};
use crate::submission::grid::{Cell, Grid, Row, quoted};
use crate::submission::notation::read_number;
use crate::text::word_key;
use crate::words::Lang;
use crate::words::weights::{WeightProblem as Problem, WeightWord};

/// The columns of a table, and the row of its head.
struct Head {
    at: usize,
    id: u32,
    number: u32,
}

/// The numbers on these sheets; none where there is no table.
pub(super) fn read(reading: &mut Reading<'_>, grids: &[Grid]) -> Option<Vec<Opinion>> {
    let mut any = false;
    let mut numbers: HashMap<NodeId, Decimal> = HashMap::new();
    let mut places: HashMap<NodeId, (usize, u32)> = HashMap::new();
    for (sheet, grid) in grids.iter().enumerate() {
        let Some(head) = head(grid) else { continue };
        any = true;
        for row in grid.rows.get(head.at + 1..).unwrap_or_default() {
            let Some(node) = row.text(head.id).and_then(|text| reading.node(&text)) else { continue };
            places.entry(node).or_insert((sheet, row.index));
            if let Some(value) = value(reading, grid, row, &head, node) {
                numbers.entry(node).or_insert(value);
            }
        }
    }
    let sets = reading.sets;
    let place = |set: &Siblings| {
        let found = set.nodes.first().and_then(|node| places.get(node));
        found.and_then(|(sheet, row)| Some(grids.get(*sheet)?.place(*row, 0)))
    };
    let asked = sets.iter().filter_map(|set| Some((set, place(set)?)));
    let asked: Vec<_> = asked.collect();
    any.then(|| asked.into_iter().filter_map(|(set, place)| opinion(reading, set, &numbers, place)).collect())
}

fn head(grid: &Grid) -> Option<Head> {
    let is = |text: &str, word: &WeightWord| {
        [Lang::Zh, Lang::En].iter().any(|lang| word_key(&word.say(*lang)) == word_key(text))
    };
    grid.rows.iter().enumerate().find_map(|(at, row)| {
        let column = |word: &WeightWord| row.cells.iter().find(|(_, cell)| is(&cell.text(), word)).map(|(at, _)| *at);
        Some(Head { at, id: column(&WeightWord::Id)?, number: column(&WeightWord::Proposed)? })
    })
}

fn value(reading: &mut Reading<'_>, grid: &Grid, row: &Row, head: &Head, node: NodeId) -> Option<Decimal> {
    let cell = row.get(head.number).filter(|cell| !cell.text().is_empty())?;
    let value = match cell {
        Cell::Number(value, _) => Some(*value),
        Cell::Text(text) => read_number(text, Some("分")).map(|read| read.value),
        _ => None,
    };
    let value = value.filter(|value| *value >= Decimal::ZERO);
    if value.is_none() {
        let node = reading.program.node(node).id.clone();
        let problem = Problem::NumberUnreadable { node, text: quoted(&cell.text()) };
        reading.tell(problem, grid.place(row.index, head.number));
    }
    value
}

fn opinion(
    reading: &mut Reading<'_>,
    set: &Siblings,
    numbers: &HashMap<NodeId, Decimal>,
    place: crate::diagnostic::Place,
) -> Option<Opinion> {
    let blank: Vec<NodeId> = set.nodes.iter().copied().filter(|node| !numbers.contains_key(node)).collect();
    let name = reading.name(set);
    if blank.len() == set.nodes.len() {
        reading.tell(Problem::NothingFilled { set: name }, place);
        return None;
    }
    if !blank.is_empty() {
        let nodes = reading.nodes(&blank);
        reading.tell(Problem::Incomplete { set: name, nodes }, place);
        return None;
    }
    let numbers: Vec<Decimal> = set.nodes.iter().filter_map(|node| numbers.get(node).copied()).collect();
    // A sum beyond any decimal is not the expected one either.
    let sum = numbers.iter().fold(Decimal::ZERO, |sum, number| sum.saturating_add(*number));
    if let Some(expected) = reading.numbers.sum(set).filter(|expected| *expected != sum) {
        let (sum, expected) = (number::plain(sum), number::plain(expected));
        reading.tell(Problem::SumDiffers { set: name, sum, expected }, place);
    }
    Some(Opinion { expert: reading.expert.clone(), set: set.clone(), numbers })
}
