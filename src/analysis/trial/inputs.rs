//! What the units of a test give: values, targets, earlier periods, entries of lists, adjustments.

use super::keys::ADJUST;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{self, Item, Reader, Section, Value, Word};
use crate::number::{self, Decimal};
use crate::program::{Field, List, PastOf, Program, RangeEnd, Role};
use crate::submission::{self, Reading};
use crate::table::{AdjustedBy, Adjustment, Entry, EntryCell, Origin, State, Table, Unit};
use crate::words::rubric::RubricProblem;
use crate::words::{Bilingual, both};

/// A table of these units with what each gives.
pub(super) fn table(reader: &Reader, program: &Program, units: &[Section<'_>]) -> Table {
    let mut groups = program.groups.clone();
    let roster = units
        .iter()
        .map(|unit| {
            let id = if unit.has("id") { unit.text("id") } else { None }.map_or(String::new(), |word| word.text);
            let name = unit.text("group").map_or(String::new(), |word| word.text);
            let group = groups.iter().position(|group| *group == name).unwrap_or_else(|| {
                groups.push(name);
                groups.len() - 1
            });
            Unit { name: id.clone(), id, group, ..Unit::default() }
        })
        .collect();
    let table = submission::blank_table(program, roster, groups);
    let entries = vec![Vec::new(); program.lists.len()];
    let mut work = Work { reader, program, table, entries, unit: 0 };
    for (unit, section) in units.iter().enumerate() {
        work.unit = unit;
        work.values(section);
        work.targets(section);
        work.previous(section);
        work.lists(section);
        work.adjustments(section);
        work.evidence(section);
    }
    work.finish()
}

/// The tables by key in an open value; anything else there is reported.
pub(super) fn entries_of<'a>(reader: &Reader, section: &Section<'a>, key: &str) -> &'a [(Word, Item)] {
    match section.open_item(key) {
        Some(Item { value: Value::Table(table), .. }) => &table.entries,
        Some(item) => {
            document::report_kind(reader, key, "table", item);
            &[]
        }
        None => &[],
    }
}

struct Work<'a> {
    reader: &'a Reader,
    program: &'a Program,
    table: Table,
    /// The entries of each list.
    entries: Vec<Vec<Entry>>,
    unit: usize,
}

impl Work<'_> {
    fn unknown<'n>(&self, what: Bilingual, word: &Word, names: impl Iterator<Item = &'n str>) {
        let problem = RubricProblem::TestUnknown { what, name: word.text.clone() };
        self.reader.report(Diagnostic::at(problem, &word.spot).suggest(nearest(&word.text, names)));
    }

    /// What is written for a value, as a file would hold it.
    fn text_of(&self, word: &Word, item: &Item) -> Option<String> {
        match &item.value {
            Value::Text(text) | Value::Number(text) | Value::Date(text) => Some(text.clone()),
            Value::YesNo(yes) => Some(yes.to_string()),
            Value::Array(_) | Value::Table(_) => {
                document::report_kind(self.reader, &word.text, "text", item);
                None
            }
        }
    }

    fn read(&self, word: &Word, item: &Item, field: &Field) -> Option<Reading> {
        let reading = submission::read_value(&self.text_of(word, item)?, field);
        self.tell(&reading, item);
        Some(reading)
    }

    fn tell(&self, reading: &Reading, item: &Item) {
        if let Some(problem) = &reading.problem {
            self.reader.report(Diagnostic::at(problem.clone(), &item.spot).suggest(reading.suggestion.clone()));
        }
    }

    /// Fills the fields whose role is wanted; gives whether there is one.
    fn fill(&mut self, reading: &Reading, wanted: impl Fn(Role) -> bool) -> bool {
        let mut found = false;
        for (field, column) in self.program.fields.iter().zip(&mut self.table.fields) {
            if !wanted(field.role) {
                continue;
            }
            found = true;
            if let (Some(value), Some(state)) = (column.values.get_mut(self.unit), column.states.get_mut(self.unit)) {
                (*value, *state) = (reading.value, reading.state);
            }
            if let (Some(slot), Some(text)) = (column.texts.get_mut(self.unit), &reading.text) {
                slot.clone_from(text);
            }
        }
        found
    }

    fn values(&mut self, section: &Section<'_>) {
        for (word, item) in entries_of(self.reader, section, "values") {
            let Some(field) = self.program.fields.iter().find(|f| f.id == word.text && f.is_submitted()) else {
                let submitted = self.program.fields.iter().filter(|field| field.is_submitted());
                self.unknown(both("数据项", "field"), word, submitted.map(|field| field.id.as_str()));
                continue;
            };
            let Some(reading) = self.read(word, item, field) else { continue };
            let Some(column) = self.program.find_field(&word.text).and_then(|id| self.table.fields.get_mut(id.index()))
            else {
                continue;
            };
            if let (Some(value), Some(state)) = (column.values.get_mut(self.unit), column.states.get_mut(self.unit)) {
                (*value, *state) = (reading.value, reading.state);
            }
            if let (Some(slot), Some(text)) = (column.texts.get_mut(self.unit), reading.text) {
                *slot = text;
            }
        }
    }

    /// The ids of fields of which the rubric asks for something else than their value.
    fn asked(&self, of: impl Fn(Role) -> Option<crate::program::FieldId>) -> impl Iterator<Item = &str> {
        let fields = &self.program.fields;
        fields.iter().filter_map(move |field| Some(fields.get(of(field.role)?.index())?.id.as_str()))
    }

    fn targets(&mut self, section: &Section<'_>) {
        for (word, item) in entries_of(self.reader, section, "targets") {
            let of = self.program.find_field(&word.text);
            let is_target = |role| matches!(role, Role::Target(target, _) if Some(target) == of);
            let Some(field) = self.program.fields.iter().find(|field| is_target(field.role)) else {
                let asked = self.asked(|role| if let Role::Target(of, _) = role { Some(of) } else { None });
                self.unknown(both("数据项的目标", "target for a field"), word, asked);
                continue;
            };
            let Some(text) = self.text_of(word, item) else { continue };
            let read = submission::read_target(&text, field);
            for (reading, end) in [(read.low, RangeEnd::Low), (read.high, RangeEnd::High)] {
                self.tell(&reading, item);
                self.fill(&reading, |role| matches!(role, Role::Target(target, e) if Some(target) == of && e == end));
            }
        }
    }

    fn previous(&mut self, section: &Section<'_>) {
        let Some(item) = section.open_item("previous") else { return };
        let Value::Array(periods) = &item.value else {
            document::report_kind(self.reader, "previous", "rows", item);
            return;
        };
        for (back, period) in (1_u32..).zip(periods) {
            let Value::Table(table) = &period.value else {
                document::report_kind(self.reader, "previous", "table", period);
                continue;
            };
            for (word, item) in &table.entries {
                self.past(back, word, item);
            }
        }
    }

    /// What something was so many periods ago.
    fn past(&mut self, back: u32, word: &Word, item: &Item) {
        let of = match word.text.as_str() {
            "total()" => Some(PastOf::Total),
            "rank()" => Some(PastOf::Rank),
            name => self.program.find_field(name).map(PastOf::Field),
        };
        let is_asked = |role| matches!(role, Role::Past(past, _) if Some(past) == of);
        let Some(field) = self.program.fields.iter().find(|field| is_asked(field.role)) else {
            let asked = self.asked(|role| if let Role::Past(PastOf::Field(of), _) = role { Some(of) } else { None });
            self.unknown(
                both("数据项的以前各期", "earlier period for a field"),
                word,
                asked.chain(["total()", "rank()"]),
            );
            return;
        };
        let Some(reading) = self.read(word, item, field) else { return };
        // A rule may look at the third period back and not at the first: what it does not ask for is not used.
        self.fill(&reading, |role| matches!(role, Role::Past(past, b) if Some(past) == of && b == back));
    }

    fn lists(&mut self, section: &Section<'_>) {
        for (word, item) in entries_of(self.reader, section, "lists") {
            let Some(id) = self.program.find_list(&word.text) else {
                let ids = self.program.lists.iter().map(|list| list.id.as_str());
                self.unknown(both("明细表", "list"), word, ids);
                continue;
            };
            let Some(list) = self.program.lists.get(id.index()) else { continue };
            let (state, rows) = match &item.value {
                Value::Array(rows) => (State::Known, rows.as_slice()),
                // 不适用, or a dash for what has not been reported.
                Value::Text(text) if submission::list_state(text).is_some() => {
                    (submission::list_state(text).unwrap_or_default(), [].as_slice())
                }
                _ => {
                    document::report_kind(self.reader, &word.text, "rows", item);
                    continue;
                }
            };
            let states = self.table.lists.get_mut(id.index()).map(|entries| &mut entries.states);
            if let Some(slot) = states.and_then(|states| states.get_mut(self.unit)) {
                *slot = state;
            }
            let found: Vec<Entry> = rows.iter().filter_map(|row| self.entry(list, row)).collect();
            if let Some(entries) = self.entries.get_mut(id.index()) {
                entries.extend(found);
            }
        }
    }

    fn entry(&self, list: &List, row: &Item) -> Option<Entry> {
        let Value::Table(table) = &row.value else {
            document::report_kind(self.reader, &list.id, "rows", row);
            return None;
        };
        let mut cells = vec![EntryCell::MISSING; list.columns.len()];
        for (word, item) in &table.entries {
            let Some(position) = list.columns.iter().position(|column| column.id == word.text) else {
                let ids = list.columns.iter().map(|column| column.id.as_str());
                self.unknown(both("明细表的列", "column of the list"), word, ids);
                continue;
            };
            let (Some(column), Some(cell)) = (list.columns.get(position), cells.get_mut(position)) else { continue };
            if let Some(Reading { value, state, text, .. }) = self.read(word, item, column) {
                *cell = EntryCell { value, state, text, origin: Origin::default() };
            }
        }
        Some(Entry { unit: u32::try_from(self.unit).ok()?, cells })
    }

    /// Evidence is given unless the test says otherwise.
    fn evidence(&mut self, section: &Section<'_>) {
        for word in section.texts("without_evidence") {
            let of = self.program.find_node(&word.text);
            let none = Reading::default();
            if !self.fill(&none, |role| matches!(role, Role::Evidence(node) if Some(node) == of)) {
                let asked = self.program.leaves().filter(|(_, _, leaf)| leaf.proof.is_some());
                self.unknown(
                    both("要求印证材料的评分项", "leaf that requires evidence"),
                    &word,
                    asked.map(|(_, node, _)| node.id.as_str()),
                );
            }
        }
    }

    fn adjustments(&mut self, section: &Section<'_>) {
        for (word, item) in entries_of(self.reader, section, "adjust") {
            let node = match word.text.as_str() {
                "" => Some(Table::TOTAL),
                id => self.program.find_node(id).map(|node| node.0),
            };
            let Some(node) = node else {
                let ids = self.program.nodes.iter().map(|node| node.id.as_str());
                self.unknown(both("指标", "node"), word, ids);
                continue;
            };
            let Value::Table(inner) = &item.value else {
                document::report_kind(self.reader, &word.text, "table", item);
                continue;
            };
            let decided = Section::open(self.reader, inner, &ADJUST, item.spot.clone());
            let (Some(change), Ok(unit)) = (self.change(&decided), u32::try_from(self.unit)) else { continue };
            let origin = Origin::default();
            let (reason, person) = (String::new(), String::new());
            self.table.adjustments.insert((node, unit), Adjustment { change, reason, person, day: None, origin });
        }
    }

    fn change(&self, decided: &Section<'_>) -> Option<AdjustedBy> {
        let (points, change) = (decided.open_item("points"), decided.open_item("change"));
        match (points, change) {
            (Some(points), None) => self.number("points", points).map(AdjustedBy::To),
            (None, Some(change)) => self.number("change", change).map(AdjustedBy::By),
            (points, _) => {
                let found = if points.is_some() { 2 } else { 0 };
                self.reader.report(Diagnostic::at(RubricProblem::TestAdjustment { found }, &decided.spot));
                None
            }
        }
    }

    fn number(&self, key: &str, item: &Item) -> Option<Decimal> {
        let (Value::Number(text) | Value::Text(text)) = &item.value else {
            document::report_kind(self.reader, key, "number", item);
            return None;
        };
        let number = number::read_exact(text);
        if number.is_none() {
            self.reader.report(Diagnostic::at(RubricProblem::NumberUnreadable { text: text.clone() }, &item.spot));
        }
        number
    }

    fn finish(self) -> Table {
        let mut table = self.table;
        for ((list, entries), slot) in self.program.lists.iter().zip(self.entries).zip(&mut table.lists) {
            *slot = submission::entry_table(list, entries, std::mem::take(&mut slot.states));
        }
        table
    }
}
