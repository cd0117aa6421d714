//! Units × fields: what was submitted, each value with its state and the cell it came from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use time::{Date, Month};

use crate::diagnostic::{Place, cell_name};
use crate::number::Decimal;
use crate::source::Source;
use crate::text::fold;

/// What is known of a value. The order is the order in which one wins over another in arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum State {
    /// There is a value.
    #[default]
    Known,
    /// 不适用: the unit has no such business.
    NotApplicable,
    /// 缺报: no value was given.
    Missing,
    /// A division by zero: counts as missing, and is reported.
    Undefined,
    /// The numbers left the range of exact decimals.
    Overflow,
}

impl State {
    /// Whether it counts as missing.
    pub fn is_missing(self) -> bool {
        matches!(self, State::Missing | State::Undefined)
    }

    /// Its code in formulas, in SQL and in the data of a script: the greater wins over the less.
    pub fn code(self) -> u8 {
        match self {
            State::Known => 0,
            State::NotApplicable => 1,
            State::Missing => 2,
            State::Undefined => 3,
            State::Overflow => 4,
        }
    }
}

/// One unit of the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its group, as a position in [`Table::groups`].
    pub group: usize,
    /// Names it once had, or may be called by.
    pub former: Vec<String>,
}

/// A sheet of a file that values came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The file's path.
    pub file: Arc<str>,
    /// The sheet's name; none for CSV.
    pub sheet: Option<Arc<str>>,
    /// Who says what stands in it, where that is known.
    pub source: Option<Source>,
}

/// The cell a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// 1 + the position in [`Table::sheets`]; 0 when the value came from no file.
    pub sheet: u32,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl Origin {
    /// A file as a whole, where its cells have no places: saved results.
    pub fn of_file(sheet: u32) -> Origin {
        Origin { sheet, row: u32::MAX, column: u32::MAX }
    }
}

/// The values of one field, one a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldColumn {
    /// Numbers, codes and days; 0 where the state is not known.
    pub values: Vec<Decimal>,
    /// What is known of each.
    pub states: Vec<State>,
    /// Where each came from.
    pub origins: Vec<Origin>,
    /// The texts of a text field; empty for the other kinds.
    pub texts: Vec<String>,
}

impl FieldColumn {
    /// What it holds of a unit; whose word that is, is the table's to say.
    pub fn held(&self, unit: usize) -> Option<Said> {
        Some(Said {
            source: None,
            value: *self.values.get(unit)?,
            state: *self.states.get(unit)?,
            text: self.texts.get(unit).cloned(),
            origin: *self.origins.get(unit)?,
        })
    }
}

/// What was submitted beside a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// 印证材料
    pub evidence: Option<String>,
    /// 页码: where in the evidence.
    pub pages: Option<String>,
    /// 备注
    pub remark: Option<String>,
    /// 扣分理由, entered with given points.
    pub reason: Option<String>,
}

/// The entries of one list, those of a unit together, in the order of the units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryTable {
    /// The unit of each entry, rising.
    pub units: Vec<u32>,
    /// One column a column of the list, one value an entry. The value of a text is its code: texts that people take for
    /// the same have the same.
    pub columns: Vec<FieldColumn>,
    /// What is known of each unit's entries: known also where it has none, missing where it has not reported.
    pub states: Vec<State>,
}

/// What an entry holds in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryCell {
    /// A number, a code or a day; 0 where the state is not known, and of a text.
    pub value: Decimal,
    /// What is known of it.
    pub state: State,
    /// The text, in a column of texts.
    pub text: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}

impl EntryCell {
    /// Nothing was given.
    pub const MISSING: EntryCell = EntryCell {
        value: Decimal::ZERO,
        state: State::Missing,
        text: None,
        origin: Origin { sheet: 0, row: 0, column: 0 },
    };
}

/// What one source says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub source: Option<Source>,
    /// A number, a code or a day; 0 where the state is not known.
    pub value: Decimal,
    /// What is known of it.
    pub state: State,
    /// The text, in a field of texts.
    pub text: Option<String>,
    /// Where it says so.
    pub origin: Origin,
}

impl Said {
    /// Whether another says the same.
    pub fn agrees(&self, other: &Said) -> bool {
        // A text that is not given is held as an empty one.
        let text = |said: &Said| said.text.clone().unwrap_or_default();
        self.state == other.state && self.value == other.value && text(self) == text(other)
    }
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is, as a position in [`Table::units`].
    pub unit: u32,
    /// One cell a column of the list.
    pub cells: Vec<EntryCell>,
}

impl Entry {
    /// Where it stands: its first cell that was read from a file.
    pub fn origin(&self) -> Origin {
        self.cells.iter().map(|cell| cell.origin).find(|origin| origin.sheet > 0).unwrap_or_default()
    }
}

impl EntryTable {
    /// No entries of anybody, in this state.
    pub fn empty(units: usize, columns: usize, state: State) -> EntryTable {
        EntryTable { units: Vec::new(), columns: vec![FieldColumn::default(); columns], states: vec![state; units] }
    }

    /// The entries of a list in the order given, brought together by unit. `texts` tells which columns hold texts: those
    /// that people take for the same get one code, counted in the order in which they first occur.
    pub fn of(mut entries: Vec<Entry>, texts: &[bool], states: Vec<State>) -> EntryTable {
        entries.sort_by_key(|entry| entry.unit);
        let units = entries.iter().map(|entry| entry.unit).collect();
        let mut columns = vec![FieldColumn::default(); texts.len()];
        let mut codes: Vec<HashMap<String, usize>> = vec![HashMap::new(); texts.len()];
        for entry in entries {
            let cells = entry.cells.into_iter().chain(std::iter::repeat(EntryCell::MISSING));
            for (((column, codes), is_text), cell) in columns.iter_mut().zip(&mut codes).zip(texts).zip(cells) {
                let mut value = cell.value;
                if *is_text {
                    let text = cell.text.unwrap_or_default();
                    if cell.state == State::Known {
                        let next = codes.len();
                        value = Decimal::from(*codes.entry(fold(&text)).or_insert(next));
                    }
                    column.texts.push(text);
                }
                column.values.push(value);
                column.states.push(cell.state);
                column.origins.push(cell.origin);
            }
        }
        EntryTable { units, columns, states }
    }

    /// What an entry holds in a column: a number, or the code of a text, and where it came from.
    pub fn value(&self, entry: usize, column: usize) -> Option<(State, Decimal, Origin)> {
        let column = self.columns.get(column)?;
        Some((*column.states.get(entry)?, *column.values.get(entry)?, *column.origins.get(entry)?))
    }

    /// One entry.
    pub fn entry(&self, entry: usize) -> Option<Entry> {
        let cell = |column: &FieldColumn| {
            let held = column.held(entry)?;
            Some(EntryCell { value: held.value, state: held.state, text: held.text, origin: held.origin })
        };
        let cells = self.columns.iter().map(|column| cell(column).unwrap_or(EntryCell::MISSING)).collect();
        Some(Entry { unit: *self.units.get(entry)?, cells })
    }

    /// The entries one by one.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.units.len()).filter_map(|entry| self.entry(entry))
    }

    /// The entries of a unit.
    pub fn of_unit(&self, unit: usize) -> std::ops::Range<usize> {
        let below = |limit: usize| self.units.partition_point(|u| (*u as usize) < limit);
        below(unit)..below(unit + 1)
    }
}

/// What a person decided over a computed result (复核调整).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Replaces the points, or changes them by so much.
    pub change: AdjustedBy,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub person: String,
    /// When: days since 1970-01-01.
    pub day: Option<i64>,
    /// Where it is recorded.
    pub origin: Origin,
}

/// A value that a person corrected by hand (更正).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The new value as it was written.
    pub written: String,
    /// What counted before; nothing where none was given.
    pub replaced: Option<Said>,
    /// Why.
    pub reason: String,
    /// Who corrected it.
    pub person: String,
    /// Where it is recorded.
    pub origin: Origin,
}

/// An entry that a person struck out by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struck {
    /// The entry.
    pub entry: Entry,
    /// Why.
    pub reason: String,
}

/// How a result is adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustedBy {
    /// To these points.
    To(Decimal),
    /// By so many.
    By(Decimal),
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The path as the user would write it.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal; of a rubric's text as UTF-8, whatever it was saved as.
    pub fingerprint: String,
}

/// Everything that was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Who is assessed, in the order of the roster.
    pub units: Vec<Unit>,
    /// The groups: those of the program first, then others of the roster.
    pub groups: Vec<String>,
    /// One column a field of the program, in its order.
    pub fields: Vec<FieldColumn>,
    /// The entries of each list of the program, in its order.
    pub lists: Vec<EntryTable>,
    /// Adjustments by (node of the program, unit); of the total, by [`Table::TOTAL`].
    pub adjustments: BTreeMap<(u32, u32), Adjustment>,
    /// Values corrected by hand, by (unit, field).
    pub corrections: BTreeMap<(u32, u32), Correction>,
    /// Entries struck out by hand, by (list, unit).
    pub struck: BTreeMap<(u32, u32), Vec<Struck>>,
    /// Where values came from.
    pub sheets: Vec<Sheet>,
    /// What was submitted beside a value, by (unit, field).
    pub remarks: BTreeMap<(u32, u32), Remarks>,
    /// What was submitted beside an indicator whose own row asks for no value, by (unit, node of the program).
    pub node_remarks: BTreeMap<(u32, u32), Remarks>,
    /// Claimed points (自评得分), by (unit, node of the program). They are compared and never count.
    pub claims: BTreeMap<(u32, u32), Decimal>,
    /// What each source says, by (unit, field): where several speak of one value, or one whose word does not count.
    pub said: BTreeMap<(u32, u32), Vec<Said>>,
    /// Entries of sources that do not count for their unit, by (list, unit).
    pub set_aside: BTreeMap<(u32, u32), Vec<Entry>>,
    /// The units of whom nothing at all was submitted; whoever read the files has said so.
    pub silent: BTreeSet<u32>,
    /// The files that were read.
    pub inputs: Vec<Input>,
}

impl Table {
    /// Stands for the total among adjusted nodes.
    pub const TOTAL: u32 = u32::MAX;

    /// A table of these units and `fields` fields, with nothing submitted.
    pub fn empty(units: Vec<Unit>, groups: Vec<String>, fields: usize) -> Table {
        let column = FieldColumn {
            values: vec![Decimal::ZERO; units.len()],
            states: vec![State::Missing; units.len()],
            origins: vec![Origin::default(); units.len()],
            texts: Vec::new(),
        };
        Table { units, groups, fields: vec![column; fields], ..Table::default() }
    }

    /// The file, the sheet and the cell of an origin, as a table writes them; empty where it came from no file.
    pub fn place_words(&self, origin: Origin) -> [String; 3] {
        let sheet = (origin.sheet as usize).checked_sub(1).and_then(|position| self.sheets.get(position));
        let Some(sheet) = sheet else { return Default::default() };
        let name = sheet.sheet.as_deref().unwrap_or_default().to_owned();
        let of_file = origin == Origin::of_file(origin.sheet);
        let cell = if of_file { String::new() } else { cell_name(origin.row, origin.column) };
        [sheet.file.to_string(), name, cell]
    }

    /// The place of an origin.
    pub fn place(&self, origin: Origin) -> Option<Place> {
        let sheet = self.sheets.get((origin.sheet as usize).checked_sub(1)?)?;
        let file = Arc::clone(&sheet.file);
        if origin == Origin::of_file(origin.sheet) {
            return Some(Place::File(file));
        }
        Some(Place::Cell { file, sheet: sheet.sheet.clone(), row: origin.row, column: origin.column })
    }

    /// Who says what stands at an origin, where that is known.
    pub fn source(&self, origin: Origin) -> Option<Source> {
        self.sheets.get((origin.sheet as usize).checked_sub(1)?)?.source
    }

    /// What was submitted beside a value.
    pub fn remark(&self, unit: usize, field: usize) -> Option<&Remarks> {
        self.remarks.get(&(u32::try_from(unit).ok()?, u32::try_from(field).ok()?))
    }

    /// What was submitted beside an indicator as such.
    pub fn node_remark(&self, unit: usize, node: usize) -> Option<&Remarks> {
        self.node_remarks.get(&(u32::try_from(unit).ok()?, u32::try_from(node).ok()?))
    }

    /// The name of a unit's group.
    pub fn group_name(&self, unit: usize) -> &str {
        self.units.get(unit).and_then(|unit| self.groups.get(unit.group)).map_or("", String::as_str)
    }
}

/// The Julian day of 1970-01-01.
const EPOCH: i64 = 2_440_588;

/// `2016-12-31` for a number of days since 1970-01-01.
pub fn date_text(day: i64) -> String {
    match i32::try_from(day + EPOCH).ok().and_then(|julian| Date::from_julian_day(julian).ok()) {
        Some(date) => format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
        None => day.to_string(),
    }
}

/// Reads `2016-12-31`, `2016/12/31`, `2016.12.31` or `2016年12月31日` as days since 1970-01-01.
pub fn read_date(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('日');
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(i64::from(date.to_julian_day()) - EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_brought_together_by_unit_and_equal_texts_share_a_code() {
        let text = |text: &str| EntryCell { state: State::Known, text: Some(text.to_owned()), ..EntryCell::MISSING };
        let entry = |unit, name: &str, marks: i64| Entry {
            unit,
            cells: vec![text(name), EntryCell { value: marks.into(), state: State::Known, ..EntryCell::MISSING }],
        };
        let mut entries = vec![entry(2, "乙 项", 1), entry(0, "Ａ", 2), entry(2, "a", 3), entry(0, "乙项", 4)];
        entries.push(Entry { unit: 1, cells: Vec::new() });
        let table = EntryTable::of(entries, &[true, false], vec![State::Known; 3]);
        assert_eq!(table.units, [0, 0, 1, 2, 2]);
        assert_eq!(table.of_unit(2), 3..5);
        assert_eq!(table.columns[0].texts, ["Ａ", "乙项", "", "乙 项", "a"]);
        let numbers = |column: usize| table.columns[column].values.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(numbers(0), ["0", "1", "0", "1", "0"]);
        assert_eq!(numbers(1), ["2", "4", "0", "1", "3"]);
        assert!(table.columns[1].texts.is_empty());
        assert_eq!(table.value(2, 1), Some((State::Missing, Decimal::ZERO, Origin::default())));
    }

    #[test]
    fn dates_are_read_as_people_write_them_and_must_exist() {
        assert_eq!(read_date("1970-01-01"), Some(0));
        assert_eq!(read_date("2016年2月29日"), read_date("2016/2/29"));
        assert_eq!(read_date("2016-12-31").map(date_text).as_deref(), Some("2016-12-31"));
        for bad in ["2015-02-29", "2016-13-01", "16-1-1", "2016-1", "明天"] {
            assert_eq!(read_date(bad), None, "{bad}");
        }
        assert_eq!(date_text(crate::spreadsheet::date_of_serial(42_735)), "2016-12-31");
    }
}
