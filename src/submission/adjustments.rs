//! What people decided over computed results (复核调整): one row a decision.

use std::collections::BTreeMap;

use super::SourceFile;
use super::grid::{Cell, Grid, Row, quoted};
use super::layout::{HEADER_ROWS, UnitColumns, is_note};
use super::notation::read_number;
use super::open::{Opened, open};
use super::units::UnitIndex;
use super::value::read_day;
use super::vocabulary::{Purpose, Vocabulary};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::number::Decimal;
use crate::program::Program;
use crate::table::{AdjustedBy, Adjustment, Origin, Sheet, Table};
use crate::text::fold;
use crate::words::Spoken;
use crate::words::data::{AdjustmentFault, DataProblem};
use crate::words::labels::Label;

const NODE: &[&str] = &[
    "指标",
    "指标编号",
    "指标名称",
    "考核指标",
    "评分项",
    "评分项编号",
    "调整项",
    "node",
    "node_id",
    "indicator",
    "item",
];
const SET: &[&str] = &["调整后得分", "调整后分值", "调整后", "复核得分", "得分", "points", "score"];
const CHANGE: &[&str] = &["调整分值", "调整分", "增减", "增减分", "增减分值", "加减分", "change"];
const REASON: &[&str] = &["理由", "调整理由", "复核理由", "调整原因", "原因", "reason"];
const PERSON: &[&str] = &["调整人", "复核人", "经办人", "负责人", "person", "by"];
const DATE: &[&str] = &["日期", "调整日期", "复核日期", "date"];
/// Words for the total in place of a node, folded.
const TOTAL: &[&str] = &["总分", "总得分", "total", "total()"];

/// The columns of a file of adjustments.
#[derive(Default)]
struct Columns {
    units: UnitColumns,
    nodes: Vec<u32>,
    set: Option<u32>,
    change: Option<u32>,
    reason: Option<u32>,
    person: Option<u32>,
    date: Option<u32>,
}

impl Columns {
    fn of(row: &Row, vocabulary: &Vocabulary<'_>) -> Option<Columns> {
        let mut columns = Columns::default();
        for (column, cell) in &row.cells {
            let word = fold(&cell.text());
            let is = |words: &[&str]| words.contains(&word.as_str());
            let slot = match () {
                () if is(NODE) => {
                    columns.nodes.push(*column);
                    continue;
                }
                () if is(SET) => &mut columns.set,
                () if is(CHANGE) => &mut columns.change,
                () if is(REASON) => &mut columns.reason,
                () if is(PERSON) => &mut columns.person,
                () if is(DATE) => &mut columns.date,
                () => {
                    if let Some(role) = vocabulary.unit_column(&cell.text()) {
                        columns.units.take(role, *column);
                    }
                    continue;
                }
            };
            slot.get_or_insert(*column);
        }
        (columns.units.any() && (columns.set.is_some() || columns.change.is_some())).then_some(columns)
    }

    /// Whether a row says anything of a decision.
    fn say(&self, row: &Row) -> bool {
        let one = [self.set, self.change, self.reason, self.person, self.date];
        one.iter().flatten().chain(&self.nodes).any(|column| row.get(*column).is_some())
    }
}

/// Reads the decisions of a file into the table. A decision that cannot be applied is told with everything that is wrong
/// with it; nothing is applied by halves.
pub fn read_adjustments(file: &SourceFile, program: &Program, table: &mut Table, problems: &mut Vec<Diagnostic>) {
    let units = table.units.clone();
    let Opened { name, input, grids, problems: found, .. } = open(file);
    let readable = !crate::diagnostic::has_errors(&found);
    problems.extend(found);
    table.inputs.extend(input);
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    let tables: Vec<(&Grid, usize, Columns)> = grids
        .iter()
        .filter_map(|grid| {
            let mut rows = grid.rows.iter().take(HEADER_ROWS).enumerate();
            rows.find_map(|(position, row)| Some((grid, position, Columns::of(row, &vocabulary)?)))
        })
        .collect();
    if tables.is_empty() && readable {
        problems.push(Diagnostic::new(DataProblem::AdjustmentColumns, Place::File(name)));
    }
    let units = UnitIndex::new(&units);
    let mut work = Work { program, vocabulary, units, table, first: BTreeMap::new(), problems };
    for (grid, header, columns) in &tables {
        work.sheet(grid, *header, columns);
    }
}

struct Work<'a> {
    program: &'a Program,
    vocabulary: Vocabulary<'a>,
    units: UnitIndex<'a>,
    table: &'a mut Table,
    /// Where the decision over a node of a unit first stands.
    first: BTreeMap<(u32, u32), Place>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Work<'_> {
    fn sheet(&mut self, grid: &Grid, header: usize, columns: &Columns) {
        self.table.sheets.push(Sheet { file: grid.file.clone(), sheet: grid.sheet.clone(), source: None });
        let mut last = None;
        for row in grid.rows.get(header + 1..).unwrap_or_default() {
            if !columns.say(row) || is_note(row) {
                continue;
            }
            let blank =
                [columns.units.id, columns.units.name].iter().flatten().all(|column| row.get(*column).is_none());
            let unit = match last.clone() {
                // In a workbook the unit's cell is often merged over all of its rows.
                Some(unit) if blank && grid.is_typed() => unit,
                _ => self.units.of_row(row, columns.units),
            };
            last = Some(unit.clone());
            self.row(grid, row, columns, unit);
        }
    }

    /// The node of a row, or the total, where no node is written.
    fn node(&self, row: &Row, columns: &Columns) -> Result<u32, AdjustmentFault> {
        let texts: Vec<String> = columns.nodes.iter().filter_map(|column| row.text(*column)).collect();
        let mut found = None;
        for text in &texts {
            let node = match self.vocabulary.node(text) {
                Some(node) => node.0,
                None if TOTAL.contains(&fold(text).as_str()) => Table::TOTAL,
                None => return Err(AdjustmentFault::UnknownNode { node: quoted(text) }),
            };
            // An id and a title of two nodes: nobody knows which was meant.
            if found.is_some_and(|first| first != node) {
                return Err(AdjustmentFault::UnknownNode { node: quoted(&texts.join(" ")) });
            }
            found = Some(node);
        }
        Ok(found.unwrap_or(Table::TOTAL))
    }

    fn row(&mut self, grid: &Grid, row: &Row, columns: &Columns, unit: Result<u32, AdjustmentFault>) {
        let at = |column: Option<u32>| column.and_then(|column| row.get(column)).filter(|cell| !cell.is_blank());
        let text = |column: Option<u32>| column.and_then(|column| row.text(column));
        let mut faults = Vec::new();
        let mut take = |fault: AdjustmentFault| faults.push(fault);
        let unit = unit.map_err(&mut take).ok();
        let node = self.node(row, columns).map_err(&mut take).ok();
        let change = change(at(columns.set), at(columns.change)).map_err(&mut take).ok();
        let reason = text(columns.reason).ok_or(AdjustmentFault::NoReason).map_err(&mut take).ok();
        let person = text(columns.person).ok_or(AdjustmentFault::NoPerson).map_err(&mut take).ok();
        let day = match at(columns.date) {
            None => Err(AdjustmentFault::NoDate),
            Some(cell) => read_day(cell).ok_or_else(|| AdjustmentFault::DateUnreadable { text: quoted(&cell.text()) }),
        };
        let day = day.map_err(&mut take).ok();
        let column = row.cells.first().map_or(0, |(column, _)| *column);
        let place = grid.place(row.index, column);
        for fault in faults {
            let suggestion = match &fault {
                AdjustmentFault::UnknownNode { node } => self.nearest_node(node),
                _ => None,
            };
            let problem = DataProblem::AdjustmentRefused { fault };
            self.problems.push(Diagnostic::new(problem, place.clone()).suggest(suggestion));
        }
        let (Some(unit), Some(node)) = (unit, node) else { return };
        if let Some(first) = self.first.get(&(node, unit)) {
            let problem =
                DataProblem::AdjustedTwice { unit: self.units.name(unit).to_owned(), node: self.node_name(node) };
            self.problems.push(Diagnostic::new(problem, place).related(first.clone()));
            return;
        }
        self.first.insert((node, unit), place);
        if let (Some(change), Some(reason), Some(person), Some(day)) = (change, reason, person, day) {
            let sheet = u32::try_from(self.table.sheets.len()).unwrap_or(u32::MAX);
            let origin = Origin { sheet, row: row.index, column };
            let decided = Adjustment { change, reason, person, day: Some(day), origin };
            self.table.adjustments.insert((node, unit), decided);
        }
    }

    fn node_name(&self, node: u32) -> Spoken {
        let node = self.program.nodes.get(node as usize).map(|node| format!("{} {}", node.id, node.title));
        Spoken::of(|lang| node.clone().unwrap_or_else(|| Label::Total.say(lang)))
    }

    fn nearest_node(&self, text: &str) -> Option<String> {
        nearest(text, self.program.nodes.iter().flat_map(|node| [node.id.as_str(), node.title.as_str()]))
    }
}

/// The points that a row sets, or those it changes them by.
fn change(set: Option<&Cell>, change: Option<&Cell>) -> Result<AdjustedBy, AdjustmentFault> {
    match (set, change) {
        (Some(cell), None) => number(cell).map(AdjustedBy::To),
        (None, Some(cell)) => number(cell).map(AdjustedBy::By),
        (None, None) => Err(AdjustmentFault::NoNumber),
        (Some(_), Some(_)) => Err(AdjustmentFault::TwoNumbers),
    }
}

fn number(cell: &Cell) -> Result<Decimal, AdjustmentFault> {
    let read = match cell {
        Cell::Number(value, false) => Some(*value),
        Cell::Text(text) => read_number(text, Some("分")).filter(|read| !read.percent).map(|read| read.value),
        _ => None,
    };
    read.ok_or_else(|| AdjustmentFault::NumberUnreadable { text: quoted(&cell.text()) })
}
