//! What comes over from filled ledgers: of this period what was filled in, of earlier ones what is still open.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Place;
use crate::submission::ledger::{Filled, Row};
use crate::table::Unit;
use crate::text::word_key;

/// How alike the titles of two leaves of one id must be to be the same: ids move from edition to edition.
const ALIKE: f64 = 0.6;

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
    /// Units that are known by their id only: the ledger calls them otherwise.
    pub renamed: Vec<Renamed>,
}

/// A unit that an earlier ledger calls otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its id.
    pub id: String,
    /// What the ledger calls it.
    pub before: String,
    /// What the roster calls it.
    pub now: String,
    /// Where the ledger does so first.
    pub place: Place,
}

/// Brings what was filled in into the rows of `period`.
///
/// A row of a ledger of this period is known by its key and keeps everything. Rows of earlier ones belong to findings of
/// the same unit, one to one: with the same id and title, else the same title, else the same id and a like title. Open, it
/// makes one row with its finding, which says since when; closed, the finding says that it is back. Open rows without a
/// finding come as they are. Of rows that stand in several ledgers, the one in the later ledger counts.
pub fn carry(found: Vec<Row>, before: &[Filled], units: &[Unit], period: &str) -> Carried {
    let mut work = Work::new(found, units, period);
    let (own, earlier): (Vec<&Filled>, Vec<&Filled>) = before.iter().partition(|filled| filled.period == period);
    for filled in own {
        let row = work.known_unit(filled);
        work.keep(row);
    }
    let latest = latest(before, &earlier);
    let mut rest: Vec<Row> = latest.into_iter().map(|filled| work.known_unit(filled)).collect();
    for likeness in [Likeness::IdAndTitle, Likeness::Title, Likeness::IdAndLikeTitle] {
        rest = rest.into_iter().filter_map(|row| work.join(row, likeness)).collect();
    }
    for row in rest {
        work.leave(row);
    }
    work.finish()
}

/// Earlier rows, each once, without those that a later ledger has gone on with.
fn latest<'a>(all: &[Filled], earlier: &[&'a Filled]) -> Vec<&'a Filled> {
    let mut gone_on: HashSet<(&str, &str, &str)> = HashSet::new();
    for Filled { row: Row { key, .. }, .. } in all {
        let last = key.periods.len().saturating_sub(1);
        gone_on.extend(key.periods.iter().take(last).map(|of| (key.unit.as_str(), key.finding.as_str(), of.as_str())));
    }
    let mut positions: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut kept: Vec<&Filled> = Vec::new();
    for filled in earlier {
        let key = &filled.row.key;
        let identity = (key.unit.as_str(), key.finding.as_str(), key.period());
        if gone_on.contains(&identity) {
            continue;
        }
        match positions.get(&identity).and_then(|at| kept.get_mut(*at)) {
            // A ledger of another period than the row's is later than the one of that period; else the last named is.
            Some(known) if filled.period == key.period() && known.period != key.period() => {}
            Some(known) => *known = filled,
            None => {
                positions.insert(identity, kept.len());
                kept.push(filled);
            }
        }
    }
    kept
}

/// By what an earlier row is known to be about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    IdAndTitle,
    Title,
    IdAndLikeTitle,
}

struct Work<'a> {
    units: &'a [Unit],
    period: &'a str,
    positions: HashMap<String, usize>,
    by_id: HashMap<&'a str, usize>,
    rows: Vec<Row>,
    /// Findings by unit and id, and by unit and title.
    of_id: HashMap<(String, String), Vec<usize>>,
    of_title: HashMap<(String, String), Vec<usize>>,
    /// Findings that were filled in in this period already.
    settled: HashSet<usize>,
    /// Findings that an earlier row belongs to.
    taken: HashSet<usize>,
    /// Rows that were added to the findings: unit, finding and last period.
    pushed: HashSet<(String, String, String)>,
    done: Carried,
}

impl<'a> Work<'a> {
    fn new(rows: Vec<Row>, units: &'a [Unit], period: &'a str) -> Work<'a> {
        let (mut positions, mut by_id) = (HashMap::new(), HashMap::new());
        for (position, unit) in units.iter().enumerate() {
            positions.entry(word_key(&unit.name)).or_insert(position);
            by_id.entry(unit.id.as_str()).or_insert(position);
        }
        let (mut of_id, mut of_title): (HashMap<_, Vec<usize>>, HashMap<_, Vec<usize>>) = Default::default();
        for (position, row) in rows.iter().enumerate() {
            let key = &row.key;
            of_id.entry((key.unit.clone(), key.finding.clone())).or_default().push(position);
            of_title.entry((key.unit.clone(), word_key(&key.title))).or_default().push(position);
        }
        Work {
            units,
            period,
            positions,
            by_id,
            rows,
            of_id,
            of_title,
            settled: HashSet::new(),
            taken: HashSet::new(),
            pushed: HashSet::new(),
            done: Carried::default(),
        }
    }

    /// A row with its unit as it is known now: by its name or a former one, else by its id, which is then told.
    fn known_unit(&mut self, filled: &Filled) -> Row {
        let mut row = filled.row.clone();
        let name = word_key(&row.unit);
        let named = self.positions.get(&name).or_else(|| self.by_id.get(row.key.unit.as_str()));
        if let Some(unit) = named.and_then(|position| self.units.get(*position)) {
            let known = std::iter::once(&unit.name).chain(&unit.former).any(|known| word_key(known) == name);
            if !known && !row.unit.is_empty() && self.done.renamed.iter().all(|renamed| renamed.id != unit.id) {
                let (id, before, now) = (unit.id.clone(), row.unit.clone(), unit.name.clone());
                self.done.renamed.push(Renamed { id, before, now, place: filled.place.clone() });
            }
            (row.key.unit, row.unit) = (unit.id.clone(), unit.name.clone());
        }
        row
    }

    /// A row of a ledger of this period.
    fn keep(&mut self, mut row: Row) {
        let of_this = row.key.period() == self.period;
        let there = self.of_id.get(&(row.key.unit.clone(), row.key.finding.clone())).and_then(|at| at.first().copied());
        match there.filter(|_| of_this).and_then(|at| Some((at, self.rows.get_mut(at)?))) {
            Some((at, known)) => {
                known.fill.clone_from(&row.fill);
                known.key.periods.clone_from(&row.key.periods);
                self.settled.insert(at);
                self.done.kept += 1;
            }
            // What came over from before, or was added, is no finding of this period.
            None if row.added || !of_this => {
                self.done.kept += usize::from(self.push(row));
            }
            // What is no longer found now, but was open before, is open still.
            None if row.fill.state.is_open() && row.key.periods.len() > 1 => {
                row.key.periods.pop();
                self.done.kept += usize::from(self.push(row));
            }
            None => self.done.void += 1,
        }
    }

    /// Joins an earlier row with the finding it is about; gives it back where there is none.
    fn join(&mut self, row: Row, likeness: Likeness) -> Option<Row> {
        let Some(at) = self.finding_of(&row, likeness) else { return Some(row) };
        self.taken.insert(at);
        // What is filled in of this period says more.
        if let Some(known) = self.rows.get_mut(at).filter(|_| !self.settled.contains(&at)) {
            if row.fill.state.is_open() {
                recur(known, &row, self.period);
                self.done.recurring += 1;
            } else {
                known.relapsed = Some(row.key.period().to_owned());
                self.done.relapsed += 1;
            }
        }
        None
    }

    /// The first finding of this likeness that no other earlier row belongs to.
    fn finding_of(&self, row: &Row, likeness: Likeness) -> Option<usize> {
        let (unit, title) = (row.key.unit.clone(), word_key(&row.key.title));
        let candidates = match likeness {
            Likeness::Title => self.of_title.get(&(unit, title.clone())),
            Likeness::IdAndTitle | Likeness::IdAndLikeTitle => self.of_id.get(&(unit, row.key.finding.clone())),
        };
        candidates.into_iter().flatten().copied().find(|at| {
            let alike = |known: &Row| {
                let other = word_key(&known.key.title);
                match likeness {
                    Likeness::IdAndTitle | Likeness::Title => title == other,
                    Likeness::IdAndLikeTitle => strsim::normalized_damerau_levenshtein(&title, &other) >= ALIKE,
                }
            };
            !self.taken.contains(at) && self.rows.get(*at).is_some_and(alike)
        })
    }

    /// An earlier row without a finding: what is open comes over.
    fn leave(&mut self, row: Row) {
        if row.fill.state.is_open() {
            self.done.carried += usize::from(self.push(row));
        }
    }

    /// Adds a row; tells whether it was not there yet.
    fn push(&mut self, row: Row) -> bool {
        let key = &row.key;
        let new = self.pushed.insert((key.unit.clone(), key.finding.clone(), key.period().to_owned()));
        if new {
            self.rows.push(row);
        }
        new
    }

    /// The rows unit by unit; units that are no longer on the roster come last.
    fn finish(mut self) -> Carried {
        self.rows.sort_by_key(|row| self.by_id.get(row.key.unit.as_str()).copied().unwrap_or(usize::MAX));
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
