//! Filled ledgers are read, whoever saved them, in whatever order their rows stand.

use std::collections::HashMap;

use super::columns::Columns;
use super::{Fill, Filled, Progress, Row, RowKey, fingerprint, merge};
use crate::diagnostic::{Diagnostic, Place, has_errors};
use crate::number::Decimal;
use crate::submission::SourceFile;
use crate::submission::grid::{Cell, Grid, Row as Written, quoted};
use crate::submission::layout::is_note;
use crate::submission::notation::read_number;
use crate::submission::open::{Opened, open};
use crate::submission::stamp::Stamp;
use crate::submission::value::read_day;
use crate::table::read_date;
use crate::text::word_key;
use crate::words::ledger::LedgerProblem;
use crate::words::{Bilingual, both};

/// The kind of workbook that tells how far a ledger is: none itself.
pub const PROGRESS: &str = "ledger-progress";
/// What people write where there is no deadline.
const ENDLESS: [&str; 5] = ["长期", "长期坚持", "持续", "常态化", "none"];

/// Reads ledgers in the order given and brings together what they say of the same row: what somebody changed counts
/// before what stands as it was made. Everything that is wrong is told.
pub fn read_ledgers(files: &[SourceFile], problems: &mut Vec<Diagnostic>) -> Vec<Filled> {
    let mut rows = Vec::new();
    for file in files {
        let Opened { name, grids, stamp, problems: found, .. } = open(file);
        let readable = !has_errors(&found);
        problems.extend(found);
        let ledgers: Vec<(&Grid, usize, Columns)> =
            grids.iter().filter_map(|grid| Columns::find(grid).map(|(head, columns)| (grid, head, columns))).collect();
        if stamp.as_ref().is_some_and(|stamp| stamp.kind == PROGRESS) {
            problems.push(Diagnostic::new(LedgerProblem::ProgressBook, Place::File(name)));
            continue;
        }
        if ledgers.is_empty() && readable {
            problems.push(Diagnostic::new(LedgerProblem::NotALedger, Place::File(name)));
        }
        let stamp = stamp.unwrap_or_default();
        for (grid, head, columns) in ledgers {
            let mut sheet = Sheet { grid, columns, stamp: &stamp, problems, rows: Vec::new() };
            sheet.read(head);
            rows.append(&mut sheet.rows);
        }
    }
    resolve(&mut rows);
    let mut rows = merge::merge(rows, problems);
    // However the files are called, a unit's rows stand together; a shorter id is a smaller number.
    rows.sort_by(|a, b| {
        let id = |filled: &Filled| (filled.row.key.unit.len(), filled.row.key.unit.clone());
        id(a).cmp(&id(b))
    });
    rows
}

/// A sheet being read.
struct Sheet<'a> {
    grid: &'a Grid,
    columns: Columns,
    stamp: &'a Stamp,
    problems: &'a mut Vec<Diagnostic>,
    rows: Vec<Filled>,
}

impl Sheet<'_> {
    fn read(&mut self, head: usize) {
        let rows = self.grid.rows.get(head + 1..).unwrap_or_default();
        for (column, heading) in self.columns.absent() {
            if self.columns.key.is_some() && rows.iter().any(|row| self.key(row).is_some()) {
                let place = self.grid.rows.get(head).map_or(0, |row| row.index);
                let problem = LedgerProblem::ColumnMissing { column: heading };
                self.problems.push(Diagnostic::new(problem, self.grid.place(place, column)));
            }
        }
        let originals = self.originals(rows);
        for (position, written) in rows.iter().enumerate() {
            let key = self.key(written);
            let said = written.text(self.columns.problem);
            let problem = match (&key, said) {
                (_, Some(problem)) if key.is_some() || !self.is_note(written) => problem,
                // A cell that was cleared or merged loses its words, not its row.
                (Some((key, ..)), None) => key.title.clone(),
                // A line without a problem is a total, a note or a signature.
                _ => continue,
            };
            let key = key.filter(|_| self.is_original(position, rows, &originals));
            self.row(written, problem, key);
        }
        self.date();
    }

    fn key(&self, written: &Written) -> Option<(RowKey, String, String)> {
        RowKey::read(&text_of(written, self.columns.key))
    }

    /// Whether a line is a note: what stands in the column of problems beside a column before it is a problem.
    fn is_note(&self, written: &Written) -> bool {
        let first = written.cells.first().map(|(column, _)| *column);
        is_note(written) && (first != Some(self.columns.problem) || self.columns.problem == 0)
    }

    /// Of rows with one key, the one that it was made for. Whoever copies a row to write another copies its key, too:
    /// then the original is the one that still speaks of what the key is about, else the first.
    fn originals(&self, rows: &[Written]) -> HashMap<String, usize> {
        let mut originals: HashMap<String, (bool, usize)> = HashMap::new();
        for (position, written) in rows.iter().enumerate() {
            let Some((key, ..)) = self.key(written) else { continue };
            let speaks = written.text(self.columns.problem).is_some_and(|problem| problem.contains(&key.title));
            let slot = originals.entry(text_of(written, self.columns.key)).or_insert((speaks, position));
            if speaks && !slot.0 {
                *slot = (speaks, position);
            }
        }
        originals.into_iter().map(|(key, (_, position))| (key, position)).collect()
    }

    /// Whether a row is the one its key was made for, or the same once more.
    fn is_original(&self, position: usize, rows: &[Written], originals: &HashMap<String, usize>) -> bool {
        let words = |row: &Written| [self.columns.unit, Some(self.columns.problem)].map(|column| text_of(row, column));
        let Some(row) = rows.get(position) else { return false };
        let original = originals.get(&text_of(row, self.columns.key)).and_then(|original| rows.get(*original));
        original.is_some_and(|original| words(original) == words(row))
    }

    /// Rows that were added to a ledger without a stamp are of the period of those around them.
    fn date(&mut self) {
        let known = self.rows.iter().map(|filled| &filled.period).find(|period| !period.is_empty()).cloned();
        let Some(period) = known else { return };
        for filled in self.rows.iter_mut().filter(|filled| filled.period.is_empty()) {
            filled.row.key.periods = vec![period.clone()];
            filled.period.clone_from(&period);
        }
    }

    fn tell(&mut self, row: &Written, column: u32, problem: LedgerProblem) {
        self.problems.push(Diagnostic::new(problem, self.grid.place(row.index, column)));
    }

    fn row(&mut self, written: &Written, problem: String, key: Option<(RowKey, String, String)>) {
        let columns = self.columns;
        let fill = self.fill(written);
        let unit = text_of(written, columns.unit);
        let lost = columns.lost.and_then(|column| number(written.get(column)?));
        let (reason, lead) = (text_of(written, columns.reason), text_of(written, columns.lead));
        let (key, as_made, period) = match key {
            Some((key, fingerprint, period)) => (key, Some(fingerprint), period),
            None => (self.key_of_added(written, &unit, &problem), None, self.stamp.period.clone()),
        };
        let touched = as_made.as_ref().is_none_or(|as_made| *as_made != fill.fingerprint());
        let added = as_made.is_none() || key.finding.starts_with(ADDED);
        let place = self.grid.place(written.index, columns.problem);
        let row = Row { key, added, unit, problem, lost, reason, lead, relapsed: None, fill };
        self.rows.push(Filled { row, period, touched, place });
    }

    /// The key of a row that somebody added: in the ledger of one unit it is that unit's.
    fn key_of_added(&mut self, written: &Written, unit: &str, problem: &str) -> RowKey {
        let own = self.stamp.unit.clone().filter(|_| unit.is_empty());
        if unit.is_empty() && own.is_none() {
            self.tell(written, self.columns.unit.unwrap_or(self.columns.problem), LedgerProblem::NoUnit);
        }
        let finding = format!("{ADDED}{}", fingerprint(&word_key(problem)));
        let (title, periods) = (problem.to_owned(), vec![self.stamp.period.clone()]);
        RowKey { unit: own.unwrap_or_default(), finding, title, periods }
    }

    fn fill(&mut self, row: &Written) -> Fill {
        let columns = self.columns;
        let state = self.state(row);
        let deadline = self.day(row, columns.deadline, both("完成时限", "the deadline"), true);
        let closed = self.day(row, columns.closed, both("销号日期", "the day of closing"), false);
        if let (Some(_), Some(column), true) = (closed, columns.closed, state.is_open()) {
            self.tell(row, column, LedgerProblem::ClosedButOpen { state: state.both() });
        }
        Fill {
            measures: text_of(row, columns.measures),
            person: text_of(row, columns.person),
            endless: deadline.is_none() && is_endless(&text_of(row, columns.deadline)),
            deadline,
            state,
            progress: text_of(row, columns.progress),
            closed,
        }
    }

    fn state(&mut self, row: &Written) -> Progress {
        let Some(text) = row.text(self.columns.state) else {
            self.tell(row, self.columns.state, LedgerProblem::StateBlank);
            return Progress::NotStarted;
        };
        Progress::read(&text).unwrap_or_else(|| {
            self.tell(row, self.columns.state, LedgerProblem::StateUnknown { text: quoted(&text) });
            Progress::NotStarted
        })
    }

    fn day(&mut self, row: &Written, column: Option<u32>, what: Bilingual, may_be_endless: bool) -> Option<i64> {
        let column = column?;
        let cell = row.get(column).filter(|cell| !cell.is_blank())?;
        let day = read_day(cell).or_else(|| end_of_month(&cell.text()));
        if day.is_none() && !(may_be_endless && is_endless(&cell.text())) {
            self.tell(row, column, LedgerProblem::DateUnreadable { column: what, text: quoted(&cell.text()) });
        }
        day
    }
}

/// In front of the fingerprint by which a row that somebody added is known.
const ADDED: char = '+';

fn is_endless(text: &str) -> bool {
    ENDLESS.contains(&word_key(text).as_str())
}

/// `2017年6月` and `2017年6月底` as the last day of the month, as deadlines are often written.
fn end_of_month(text: &str) -> Option<i64> {
    let text = text.trim();
    let (year, month) = text.strip_suffix('底').unwrap_or(text).strip_suffix('月')?.split_once('年')?;
    let (year, month): (u32, u32) = (year.trim().parse().ok()?, month.trim().parse().ok()?);
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    read_date(&format!("{year:04}-{month}-1")).map(|first| first - 1)
}

fn text_of(row: &Written, column: Option<u32>) -> String {
    column.and_then(|column| row.text(column)).unwrap_or_default()
}

fn number(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Number(value, false) => Some(*value),
        Cell::Text(text) => read_number(text, Some("分")).filter(|read| !read.percent).map(|read| read.value),
        _ => None,
    }
}

/// Gives rows that were added by hand the ids that other rows know their units by.
fn resolve(rows: &mut [Filled]) {
    let keyed = rows.iter().filter(|filled| !filled.row.added && !filled.row.unit.is_empty());
    let ids: HashMap<String, String> =
        keyed.clone().map(|filled| (word_key(&filled.row.unit), filled.row.key.unit.clone())).collect();
    let names: HashMap<String, String> =
        keyed.map(|filled| (filled.row.key.unit.clone(), filled.row.unit.clone())).collect();
    for row in rows.iter_mut().map(|filled| &mut filled.row).filter(|row| row.added) {
        if row.key.unit.is_empty() {
            row.key.unit = ids.get(&word_key(&row.unit)).unwrap_or(&row.unit).clone();
        }
        if row.unit.is_empty() {
            row.unit = names.get(&row.key.unit).unwrap_or(&row.key.unit).clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_on_its_last_day() {
        for (text, day) in [("2017年6月底", "2017-06-30"), ("2017年12月", "2017-12-31"), ("2016年2月底", "2016-02-29")]
        {
            assert_eq!(end_of_month(text), read_date(day), "{text}");
        }
        for text in ["6月底", "2017年13月", "2017年6月30日", "年月", "尽快"] {
            assert_eq!(end_of_month(text), None, "{text}");
        }
    }
}
