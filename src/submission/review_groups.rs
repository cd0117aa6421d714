//! Which review group (考评组) scored whom: one row a unit, or one a unit and node where groups differ by section.

use std::collections::BTreeMap;

use super::SourceFile;
use super::grid::{Grid, Row, quoted};
use super::layout::{HEADER_ROWS, UnitColumns, is_note};
use super::open::{Opened, open};
use super::units::UnitIndex;
use super::vocabulary::{Purpose, Vocabulary};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::program::{NodeId, Program};
use crate::table::{Input, Unit};
use crate::text::{fold, word_key};
use crate::words::Spoken;
use crate::words::data::{AdjustmentFault, DataProblem};
use crate::words::labels::Label;

/// Heads of the column of review groups, folded; 分组 and group too, since no other group is asked for here.
const GROUP: &[&str] = &[
    "考评组",
    "考核组",
    "核查组",
    "检查组",
    "督查组",
    "评审组",
    "考评员",
    "评审员",
    "组别",
    "分组",
    "reviewgroup",
    "review_group",
    "reviewer",
    "group",
    "team",
];
const NODE: &[&str] =
    &["指标", "指标编号", "指标名称", "考核指标", "部分", "评分项", "node", "node_id", "indicator", "item"];

/// Which review group scored whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewGroups {
    /// The groups, in the order in which they first stand in the file.
    pub names: Vec<String>,
    /// The group of a unit, as a position; of a node of a unit where groups differ.
    of: BTreeMap<(u32, Option<NodeId>), usize>,
    /// The file.
    pub input: Option<Input>,
}

impl ReviewGroups {
    /// The group that scored a node of a unit: that of the nearest node at or above it, else that of the unit.
    pub fn of(&self, program: &Program, node: NodeId, unit: usize) -> Option<usize> {
        let unit = u32::try_from(unit).ok()?;
        let above = std::iter::successors(Some(node), |at| program.node(*at).parent);
        above.map(Some).chain([None]).find_map(|at| self.of.get(&(unit, at)).copied())
    }

    /// Whether anything of a unit has a group.
    pub fn has(&self, unit: usize) -> bool {
        u32::try_from(unit).is_ok_and(|unit| self.of.keys().any(|(of, _)| *of == unit))
    }
}

struct Columns {
    units: UnitColumns,
    nodes: Vec<u32>,
    group: u32,
}

impl Columns {
    fn of(row: &Row, vocabulary: &Vocabulary<'_>) -> Option<Columns> {
        let (mut units, mut nodes, mut group) = (UnitColumns::default(), Vec::new(), None);
        for (column, cell) in &row.cells {
            let word = word_key(&cell.text());
            if GROUP.contains(&word.as_str()) {
                group.get_or_insert(*column);
            } else if NODE.contains(&fold(&cell.text()).as_str()) {
                nodes.push(*column);
            } else if let Some(role) = vocabulary.unit_column(&cell.text()) {
                units.take(role, *column);
            }
        }
        let group = group?;
        units.any().then_some(Columns { units, nodes, group })
    }
}

/// Reads the review groups of a file. A row that cannot be read is told with everything that is wrong with it; units
/// without a group are named.
pub fn read_review_groups(
    file: &SourceFile,
    program: &Program,
    units: &[Unit],
    problems: &mut Vec<Diagnostic>,
) -> ReviewGroups {
    let Opened { name, input, grids, problems: found, .. } = open(file);
    let readable = !crate::diagnostic::has_errors(&found);
    problems.extend(found);
    let vocabulary = Vocabulary::new(program, Purpose::Submissions);
    let tables: Vec<(&Grid, usize, Columns)> = grids
        .iter()
        .filter_map(|grid| {
            let mut rows = grid.rows.iter().take(HEADER_ROWS).enumerate();
            rows.find_map(|(position, row)| Some((grid, position, Columns::of(row, &vocabulary)?)))
        })
        .collect();
    let groups = ReviewGroups { input, ..ReviewGroups::default() };
    if tables.is_empty() {
        if readable {
            problems.push(Diagnostic::new(DataProblem::ReviewGroupColumns, Place::File(name)));
        }
        return groups;
    }
    let index = UnitIndex::new(units);
    let mut work = Work { program, vocabulary, units: index, groups, first: BTreeMap::new(), problems };
    for (grid, header, columns) in &tables {
        work.sheet(grid, *header, columns);
    }
    let groups = work.groups;
    let without: Vec<&str> =
        units.iter().enumerate().filter(|(at, _)| !groups.has(*at)).map(|(_, u)| u.name.as_str()).collect();
    if !without.is_empty() {
        let problem = DataProblem::ReviewGroupMissing { units: without.join("、") };
        problems.push(Diagnostic::new(problem, Place::File(name)));
    }
    groups
}

struct Work<'a> {
    program: &'a Program,
    vocabulary: Vocabulary<'a>,
    units: UnitIndex<'a>,
    groups: ReviewGroups,
    /// Where a unit's group first stands.
    first: BTreeMap<(u32, Option<NodeId>), Place>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Work<'_> {
    fn sheet(&mut self, grid: &Grid, header: usize, columns: &Columns) {
        let mut above = None;
        for row in grid.rows.get(header + 1..).unwrap_or_default() {
            let unit = self.units.of_row(row, columns.units);
            let named = !matches!(unit, Err(AdjustmentFault::NoUnit));
            let group = row.text(columns.group).filter(|text| !text.trim().is_empty());
            if is_note(row) || !(named || group.is_some()) {
                continue;
            }
            // In a workbook the group's cell is often merged over all of its rows.
            let group = group.or_else(|| above.clone().filter(|_| grid.is_typed()));
            above.clone_from(&group);
            self.row(grid, row, columns, unit, group);
        }
    }

    /// The node of a row; none where none is written.
    fn node(&self, row: &Row, columns: &Columns) -> Result<Option<NodeId>, AdjustmentFault> {
        let mut found = None;
        for text in columns.nodes.iter().filter_map(|column| row.text(*column)) {
            let node = self.vocabulary.node(&text);
            let node = node.ok_or_else(|| AdjustmentFault::UnknownNode { node: quoted(&text) })?;
            // An id and a title of two nodes: nobody knows which was meant.
            if found.is_some_and(|first| first != node) {
                return Err(AdjustmentFault::UnknownNode { node: quoted(&text) });
            }
            found = Some(node);
        }
        Ok(found)
    }

    fn row(
        &mut self,
        grid: &Grid,
        row: &Row,
        columns: &Columns,
        unit: Result<u32, AdjustmentFault>,
        group: Option<String>,
    ) {
        let place = grid.place(row.index, row.cells.first().map_or(0, |(column, _)| *column));
        let mut faults = Vec::new();
        let mut take = |fault: AdjustmentFault| faults.push(fault);
        let unit = unit.map_err(&mut take).ok();
        let node = self.node(row, columns).map_err(&mut take).ok();
        let group = group.ok_or(AdjustmentFault::NoGroup).map_err(&mut take).ok();
        for fault in faults {
            let suggestion = match &fault {
                AdjustmentFault::UnknownNode { node } => {
                    nearest(node, self.program.nodes.iter().flat_map(|node| [node.id.as_str(), node.title.as_str()]))
                }
                _ => None,
            };
            let problem = DataProblem::ReviewGroupRefused { fault };
            self.problems.push(Diagnostic::new(problem, place.clone()).suggest(suggestion));
        }
        let (Some(unit), Some(node), Some(group)) = (unit, node, group) else { return };
        if let Some(first) = self.first.get(&(unit, node)) {
            let title = node.map(|node| self.program.node(node)).map(|node| format!("{} {}", node.id, node.title));
            let what = Spoken::of(|lang| title.clone().unwrap_or_else(|| Label::WholeRubric.say(lang)));
            let problem = DataProblem::ReviewGroupTwice { unit: self.units.name(unit).to_owned(), node: what };
            self.problems.push(Diagnostic::new(problem, place).related(first.clone()));
            return;
        }
        self.first.insert((unit, node), place);
        let name = group.trim().to_owned();
        let known = self.groups.names.iter().position(|known| fold(known) == fold(&name));
        let position = known.unwrap_or_else(|| {
            self.groups.names.push(name);
            self.groups.names.len() - 1
        });
        self.groups.of.insert((unit, node), position);
    }
}
