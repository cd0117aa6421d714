//! Functions over the entries of a list. Each entry says whether it is taken and what it makes unknown; a unit's entries
//! stand below each other, so that a unit looks at its own rows only.

use super::calculation::{Computed, Content, Half, Input};
use super::value::Value;
use super::writer::{Held, Scope, Writer};
use crate::number::GUARD_DIGITS;
use crate::program::{By, ColumnId, EntryFunction, Summary};

/// The columns of what a function takes of each entry.
struct Taken {
    /// The guarded value, or an empty text where the entry is passed over.
    value: usize,
    /// What the entry makes unknown; 0 where nothing.
    spoilt: usize,
}

impl Writer<'_> {
    /// Defines a column that is a function over entries.
    pub(super) fn summary(&mut self, id: ColumnId, summary: &Summary) {
        self.at.clone_from(&self.program.columns[id.index()].name);
        let entries = Scope::Entries(summary.list);
        let together = match summary.by {
            By::Unit => None,
            By::Key(key) => Some(self.key(entries, key)),
        };
        let mut taken = self.taken(entries, summary);
        match summary.function {
            EntryFunction::BestPer(key) => self.best_per(entries, summary, together.as_ref(), key, &mut taken),
            EntryFunction::TrimmedMean(drop) => {
                let drop = self.parameter(drop).text;
                self.trimmed(entries, summary, together.as_ref(), &drop, &mut taken);
            }
            _ => {}
        }
        let held = match &together {
            None => self.of_units(id, summary, &taken),
            Some(key) => self.of_keys(id, summary, key, &taken),
        };
        self.places.insert(id, held);
    }

    fn entry_helper(&mut self, entries: Scope, formula: String) -> usize {
        let name = self.helper();
        self.add(entries, &name, Content::Each(formula), Half::Value, Computed::Nothing)
    }

    /// The guarded key of each entry, and its state.
    fn key(&mut self, entries: Scope, key: ColumnId) -> (usize, Option<String>) {
        let key = self.column(entries, key).into_number();
        let state = key.state.clone();
        (self.entry_helper(entries, format!("ROUND({},{GUARD_DIGITS})", key.text)), state)
    }

    /// An entry is taken where its condition holds and its value, and the key it counts by, are known.
    fn taken(&mut self, entries: Scope, summary: &Summary) -> Taken {
        let of = self.column(entries, summary.of).into_number();
        let when = summary.when.map(|when| self.column(entries, when));
        let best = match summary.function {
            EntryFunction::BestPer(key) => self.column(entries, key).state,
            _ => None,
        };
        let unknown = super::value::greatest([of.state.as_deref(), best.as_deref()].into_iter());
        let unknown = unknown.unwrap_or_else(|| "0".to_owned());
        let value = format!("ROUND({},{GUARD_DIGITS})", of.text);
        let known = if unknown == "0" { value } else { format!("IF({unknown}=0,{value},\"\")") };
        // What does not apply is passed over; what is missing makes the whole missing.
        let spoils = |state: &str| if state == "0" { "0".to_owned() } else { format!("IF({state}>1,{state},0)") };
        let (value, spoilt) = match &when {
            None => (known, spoils(&unknown)),
            Some(when) => {
                let state = when.state_or_known();
                let holds = if state == "0" { when.text.clone() } else { format!("AND({state}=0,{})", when.text) };
                let spoilt = format!("IF({holds},{},{})", spoils(&unknown), spoils(state));
                (format!("IF({holds},{known},\"\")"), spoilt)
            }
        };
        Taken { value: self.entry_helper(entries, value), spoilt: self.entry_helper(entries, spoilt) }
    }

    /// The rows of a column that belong together with the entry at hand, and what else they must meet.
    fn near(&mut self, entries: Scope, summary: &Summary, together: Option<&(usize, Option<String>)>) -> Near {
        match together {
            None => {
                let row = self.input(entries, &Input::UnitRow, Half::Value);
                let mut of_unit = |input: &Input| {
                    let position = self.input_position(Scope::Units, input, Half::Value);
                    format!("INDEX({},{row})", self.range(entries, Scope::Units, position))
                };
                let first = of_unit(&Input::FirstEntry(summary.list));
                let count = of_unit(&Input::Entries(summary.list));
                let first = self.entry_helper(entries, first);
                let last = self.entry_helper(entries, format!("{}+{count}-1", Self::cell(first)));
                Near { rows: Some((Self::cell(first), Self::cell(last))), condition: None }
            }
            Some((key, _)) => {
                let range = self.range(entries, entries, *key);
                Near { rows: None, condition: Some(format!("({range}={})*", Self::cell(*key))) }
            }
        }
    }

    fn within(&self, entries: Scope, near: &Near, column: usize) -> String {
        let range = self.range(entries, entries, column);
        match &near.rows {
            Some((first, last)) => format!("INDEX({range},{first}):INDEX({range},{last})"),
            None => range,
        }
    }

    /// Of entries with one key only the first of the greatest is taken.
    fn best_per(
        &mut self,
        entries: Scope,
        summary: &Summary,
        together: Option<&(usize, Option<String>)>,
        key: ColumnId,
        taken: &mut Taken,
    ) {
        let key = self.column(entries, key).into_number();
        let key = self.entry_helper(entries, key.text);
        let near = self.near(entries, summary, together);
        let better = self.better(entries, &near, taken.value, ">");
        let keys = self.within(entries, &near, key);
        let text = format!("({keys}={})*{better}", Self::cell(key));
        let own = Self::cell(taken.value);
        let formula = format!("IF(ISNUMBER({own}),IF(SUMPRODUCT({text})=0,{own},\"\"),\"\")");
        taken.value = self.entry_helper(entries, formula);
    }

    /// Which of the near entries come before the one at hand: by value, then by position.
    fn better(&self, entries: Scope, near: &Near, value: usize, sign: &str) -> String {
        let values = self.within(entries, near, value);
        let own = Self::cell(value);
        let condition = near.condition.as_deref().unwrap_or_default();
        // A text is greater than any number, so it is asked for first.
        format!("{condition}ISNUMBER({values})*((({values}{sign}{own})+({values}={own})*(ROW({values})<ROW({own})))>0)")
    }

    /// The lowest and the highest so many are passed over.
    fn trimmed(
        &mut self,
        entries: Scope,
        summary: &Summary,
        together: Option<&(usize, Option<String>)>,
        drop: &str,
        taken: &mut Taken,
    ) {
        let near = self.near(entries, summary, together);
        let before = self.better(entries, &near, taken.value, "<");
        let values = self.within(entries, &near, taken.value);
        let condition = near.condition.as_deref().unwrap_or_default();
        let own = Self::cell(taken.value);
        let place = self.entry_helper(entries, format!("IF(ISNUMBER({own}),1+SUMPRODUCT({before}),0)"));
        let count = self.entry_helper(entries, format!("SUMPRODUCT({condition}ISNUMBER({values})*1)"));
        let (place, count) = (Self::cell(place), Self::cell(count));
        let formula = format!("IF(AND({place}>INT({drop}),{place}<={count}-INT({drop})),{own},\"\")");
        taken.value = self.entry_helper(entries, formula);
    }

    /// One value a unit, from its own entries.
    fn of_units(&mut self, id: ColumnId, summary: &Summary, taken: &Taken) -> Held {
        let entries = Scope::Entries(summary.list);
        let name = self.program.columns[id.index()].name.clone();
        let first = self.input(Scope::Units, &Input::FirstEntry(summary.list), Half::Value);
        let count = self.input(Scope::Units, &Input::Entries(summary.list), Half::Value);
        let reported = self.input(Scope::Units, &Input::Reported(summary.list), Half::State);
        let rows = |writer: &Self, column: usize| {
            let range = writer.range(Scope::Units, entries, column);
            format!("INDEX({range},{first}):INDEX({range},{first}+{count}-1)")
        };
        let (values, spoilt) = (rows(self, taken.value), rows(self, taken.spoilt));
        let (value, none) = function(summary.function, &values);
        let some = format!("IF({count}=0,0,{value})");
        let empty = u8::from(none);
        let known = if none { format!("IF(COUNT({values})=0,1,0)") } else { "0".to_owned() };
        let state =
            format!("IF({reported}>0,{reported},IF({count}=0,{empty},IF(MAX({spoilt})>0,MAX({spoilt}),{known})))");
        let value = Value { state: Some(state), depth: 4, ..Value::number(some) };
        self.push(Scope::Units, &name, value, Computed::Column(id))
    }

    /// One value an entry, from all entries with its key.
    fn of_keys(&mut self, id: ColumnId, summary: &Summary, key: &(usize, Option<String>), taken: &Taken) -> Held {
        let entries = Scope::Entries(summary.list);
        let name = self.program.columns[id.index()].name.clone();
        let (key, unknown) = key;
        let keys = self.range(entries, entries, *key);
        let alike = |column: usize| {
            let range = self.range(entries, entries, column);
            format!("IF({keys}={},{range},\"\")", Self::cell(*key))
        };
        let (values, spoilt) = (alike(taken.value), alike(taken.spoilt));
        let (value, none) = function(summary.function, &values);
        let known = if none { format!("IF(COUNT({values})=0,1,0)") } else { "0".to_owned() };
        let state = format!("IF(MAX({spoilt})>0,MAX({spoilt}),{known})");
        let state = match unknown {
            Some(unknown) => format!("IF({unknown}>0,{unknown},{state})"),
            None => state,
        };
        let value = format!("IF(COUNT({values})=0,0,{value})");
        let value = self.add(entries, &name, Content::EachArray(value), Half::Value, Computed::Column(id));
        let state = self.add(entries, &name, Content::EachArray(state), Half::State, Computed::Column(id));
        Held { scope: entries, value, state: Some(state), whole: false }
    }
}

/// Where to look for the entries that belong together with the one at hand.
struct Near {
    /// The first and the last of its unit's, counted from 1 within the values.
    rows: Option<(String, String)>,
    /// What those of all units must meet, with a sign of multiplication behind it.
    condition: Option<String>,
}

/// A function over values, texts among them passed over; and whether it has no value where there are none.
fn function(function: EntryFunction, values: &str) -> (String, bool) {
    match function {
        EntryFunction::Count => (format!("COUNT({values})"), false),
        EntryFunction::Sum | EntryFunction::BestPer(_) => (format!("SUM({values})"), false),
        EntryFunction::Mean | EntryFunction::TrimmedMean(_) => {
            (format!("IF(COUNT({values})=0,0,SUM({values})/COUNT({values}))"), true)
        }
        EntryFunction::Min => (format!("MIN({values})"), true),
        EntryFunction::Max => (format!("MAX({values})"), true),
    }
}
