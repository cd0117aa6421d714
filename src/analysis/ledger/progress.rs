//! How far a ledger is: counts by unit and by lead department, and what is open beyond its deadline.

use std::collections::HashMap;

use crate::number::Decimal;
use crate::submission::ledger::{Filled, Progress};

/// How many rows stand where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// Whose they are: the unit's name or the lead department; empty where nobody is named.
    pub name: String,
    /// The unit's id; empty for departments and the sum.
    pub id: String,
    /// Rows by state, in the order of [`Progress::ALL`].
    pub states: [usize; 4],
    /// Open rows beyond their deadline; none where no day was given to judge by.
    pub overdue: Option<usize>,
}

impl Count {
    /// All rows.
    pub fn all(&self) -> usize {
        self.states.iter().sum()
    }

    /// Rows in a state.
    pub fn of(&self, state: Progress) -> usize {
        Progress::ALL.iter().zip(&self.states).find(|(known, _)| **known == state).map_or(0, |(_, count)| *count)
    }

    /// Rows that are not open, as a share of all; none of nothing.
    pub fn rate(&self) -> Option<Decimal> {
        let closed = self.of(Progress::Done) + self.of(Progress::KeptUp);
        Decimal::from(closed).checked_div(Decimal::from(self.all()))
    }

    fn take(&mut self, state: Progress, overdue: bool) {
        for (known, count) in Progress::ALL.iter().zip(&mut self.states) {
            *count += usize::from(*known == state);
        }
        if let Some(count) = &mut self.overdue {
            *count += usize::from(overdue);
        }
    }
}

/// How far a ledger is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progressed<'a> {
    /// Every row, in the order in which it was read.
    pub rows: &'a [Filled],
    /// The day by which overdue rows are judged.
    pub on: Option<i64>,
    /// All rows together.
    pub sum: Count,
    /// By unit, in the order of their first rows.
    pub units: Vec<Count>,
    /// By lead department, in the order of their first rows; those without one last.
    pub leads: Vec<Count>,
    /// Open rows beyond their deadline, as positions, the longest first.
    pub overdue: Vec<usize>,
    /// Rows that people added, as positions.
    pub added: Vec<usize>,
    /// Open rows without any deadline.
    pub undated: usize,
}

impl Progressed<'_> {
    /// Days that an open row is beyond its deadline.
    pub fn days_late(&self, filled: &Filled) -> Option<i64> {
        let late = self.on? - filled.row.fill.deadline?;
        (late > 0 && filled.row.fill.state.is_open()).then_some(late)
    }
}

/// Counts the rows; without a day nothing is judged overdue.
pub fn progress(rows: &[Filled], on: Option<i64>) -> Progressed<'_> {
    let empty = || Count { overdue: on.map(|_| 0), ..Count::default() };
    let (sum, units, leads) = (empty(), Vec::new(), Vec::new());
    let (overdue, added) = (Vec::new(), Vec::new());
    let mut told = Progressed { rows, on, sum, units, leads, overdue, added, undated: 0 };
    let (mut by_unit, mut by_lead) = (HashMap::new(), HashMap::new());
    for (position, filled) in rows.iter().enumerate() {
        let (row, fill) = (&filled.row, &filled.row.fill);
        let late = told.days_late(filled).is_some();
        told.sum.take(fill.state, late);
        let unit = *by_unit.entry(row.key.unit.as_str()).or_insert_with(|| {
            told.units.push(Count { id: row.key.unit.clone(), name: row.unit.clone(), ..empty() });
            told.units.len() - 1
        });
        let lead = *by_lead.entry(row.lead.as_str()).or_insert_with(|| {
            told.leads.push(Count { name: row.lead.clone(), ..empty() });
            told.leads.len() - 1
        });
        let counts = [told.units.get_mut(unit), told.leads.get_mut(lead)];
        counts.into_iter().flatten().for_each(|count| count.take(fill.state, late));
        told.undated += usize::from(fill.state.is_open() && fill.deadline.is_none() && !fill.endless);
        if late {
            told.overdue.push(position);
        }
        if row.added {
            told.added.push(position);
        }
    }
    let days = |position: &usize| rows.get(*position).and_then(|filled| filled.row.fill.deadline);
    told.overdue.sort_by_key(days);
    told.leads.sort_by_key(|count| count.name.is_empty());
    told
}
