//! What comes over from filled ledgers: of this period what was filled in, of earlier ones what is still open.

use std::collections::{HashMap, HashSet};

use crate::submission::ledger::{Filled, Row};
use crate::table::Unit;
use crate::text::word_key;

/// How alike the titles of two leaves of one id must be to be the same: ids move from edition to edition.
const ALIKE: f64 = 0.5;

/// A ledger with what came over, and how much that was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// The rows, unit by unit.
    pub rows: Vec<Row>,
    /// Open rows of before, of findings that were not made again.
    pub carried: usize,
    /// Open rows of before whose finding was made again.
    pub recurring: usize,
    /// Findings that were closed before and were made again.
    pub relapsed: usize,
    /// Rows of this period with what was filled in.
    pub kept: usize,
    /// Rows of this period whose finding is no longer made.
    pub void: usize,
}

/// Brings what was filled in into the rows of `period`.
///
/// A row of a ledger of this period is known by its key and keeps everything. A row of an earlier one belongs to the
/// finding of the same unit and the same title, or of the same id and a like title: open, it makes one row with it,
/// which says since when; closed, the finding says that it is back. Open rows without a finding come as they are.
pub fn carry(found: Vec<Row>, before: &[Filled], units: &[Unit], period: &str) -> Carried {
    let mut work = Work::new(found, units);
    let (own, earlier): (Vec<&Filled>, Vec<&Filled>) = before.iter().partition(|filled| filled.period == period);
    for filled in own {
        work.keep(&filled.row, period);
    }
    for filled in earlier {
        work.carry(&filled.row, period);
    }
    work.finish()
}

struct Work<'a> {
    units: &'a [Unit],
    positions: HashMap<String, usize>,
    rows: Vec<Row>,
    /// Rows of a unit, by its id.
    of_unit: HashMap<String, Vec<usize>>,
    /// Rows that were filled in this period already.
    settled: HashSet<usize>,
    done: Carried,
}

impl<'a> Work<'a> {
    fn new(rows: Vec<Row>, units: &'a [Unit]) -> Work<'a> {
        let mut positions = HashMap::new();
        for (position, unit) in units.iter().enumerate() {
            positions.entry(word_key(&unit.name)).or_insert(position);
        }
        let mut of_unit: HashMap<String, Vec<usize>> = HashMap::new();
        for (position, row) in rows.iter().enumerate() {
            of_unit.entry(row.key.unit.clone()).or_default().push(position);
        }
        Work { units, positions, rows, of_unit, settled: HashSet::new(), done: Carried::default() }
    }

    /// The unit of an old row as it is known now: by its name, or by its id where nobody else bears it.
    fn unit(&self, row: &Row) -> Option<&'a Unit> {
        let named = self.positions.get(&word_key(&row.unit)).and_then(|position| self.units.get(*position));
        named.or_else(|| self.units.iter().find(|unit| unit.id == row.key.unit))
    }

    /// A row of a ledger of this period.
    fn keep(&mut self, row: &Row, period: &str) {
        let of = self.of_unit.get(&row.key.unit).cloned().unwrap_or_default();
        let same = |at: &usize| self.rows.get(*at).is_some_and(|known| known.key.finding == row.key.finding);
        let known = of.into_iter().find(|at| row.key.period() == period && same(at));
        match known.and_then(|at| Some((at, self.rows.get_mut(at)?))) {
            Some((at, known)) => {
                known.fill.clone_from(&row.fill);
                known.key.periods.clone_from(&row.key.periods);
                self.settled.insert(at);
                self.done.kept += 1;
            }
            // What came over from before, or was added, is no finding of this period.
            None if row.added || row.key.period() != period => {
                self.push(row.clone());
                self.done.kept += 1;
            }
            None => self.done.void += 1,
        }
    }

    /// A row of an earlier period.
    fn carry(&mut self, row: &Row, period: &str) {
        let mut row = row.clone();
        if let Some(unit) = self.unit(&row) {
            (row.key.unit, row.unit) = (unit.id.clone(), unit.name.clone());
        }
        match self.twin(&row) {
            // What is filled in of this period says more.
            Some(at) if self.settled.contains(&at) => {}
            Some(at) => {
                let Some(known) = self.rows.get_mut(at) else { return };
                if row.fill.state.is_open() {
                    recur(known, &row, period);
                    self.done.recurring += 1;
                } else {
                    known.relapsed = Some(row.key.period().to_owned());
                    self.done.relapsed += 1;
                }
            }
            None if row.fill.state.is_open() => {
                let there = self.of_unit.get(&row.key.unit).into_iter().flatten();
                let known = there.filter_map(|at| self.rows.get(*at)).any(|known| known.key.is_same(&row.key));
                if !known {
                    self.push(row);
                    self.done.carried += 1;
                }
            }
            None => {}
        }
    }

    /// The finding of this period that an earlier row is about.
    fn twin(&self, row: &Row) -> Option<usize> {
        let title = word_key(&row.key.title);
        let likeness = |known: &Row| {
            let (same_id, other) = (known.key.finding == row.key.finding, word_key(&known.key.title));
            let alike = same_id && strsim::normalized_damerau_levenshtein(&title, &other) >= ALIKE;
            match (title == other, same_id) {
                (true, true) => 3,
                (true, false) => 2,
                (false, _) if alike => 1,
                _ => 0,
            }
        };
        let candidates = self.of_unit.get(&row.key.unit).into_iter().flatten();
        let rated = candidates.filter_map(|at| Some((likeness(self.rows.get(*at)?), *at)));
        rated
            .filter(|(likeness, _)| *likeness > 0)
            .max_by_key(|(likeness, at)| (*likeness, usize::MAX - at))
            .map(|(_, at)| at)
    }

    fn push(&mut self, row: Row) {
        self.of_unit.entry(row.key.unit.clone()).or_default().push(self.rows.len());
        self.settled.insert(self.rows.len());
        self.rows.push(row);
    }

    /// The rows unit by unit; units that are no longer on the roster come last.
    fn finish(mut self) -> Carried {
        let order: HashMap<&str, usize> =
            self.units.iter().enumerate().map(|(position, unit)| (unit.id.as_str(), position)).collect();
        self.rows.sort_by_key(|row| order.get(row.key.unit.as_str()).copied().unwrap_or(usize::MAX));
        Carried { rows: self.rows, ..self.done }
    }
}

/// A finding that was made before and is still open: what people filled in stays, a deadline that this period sets
/// counts before the old one.
fn recur(known: &mut Row, before: &Row, period: &str) {
    let deadline = known.fill.deadline;
    known.fill.clone_from(&before.fill);
    if deadline.is_some() {
        (known.fill.deadline, known.fill.endless) = (deadline, false);
    }
    let earlier = before.key.periods.iter().filter(|earlier| *earlier != period);
    known.key.periods = earlier.cloned().chain([period.to_owned()]).collect();
}
