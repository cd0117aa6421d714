//! Where a sheet's table begins and what its columns hold: a row a unit, a row a value, or one unit's form.

use super::grid::{Grid, Row};
use super::list_layout::{Fit, ListTable};
use super::vocabulary::{Beside, Part, Role, Vocabulary, is_doubtful, part};
use crate::program::{FieldId, ListId, NodeId};

/// Written rows in which the header is looked for.
pub(crate) const HEADER_ROWS: usize = 20;
/// Cells looked at to decide what a doubtful column holds.
const SAMPLE: usize = 50;

/// The columns that say who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct UnitColumns {
    pub(crate) id: Option<u32>,
    pub(crate) name: Option<u32>,
    pub(crate) group: Option<u32>,
}

impl UnitColumns {
    /// Whether there is one that names a unit.
    pub(crate) fn any(self) -> bool {
        self.id.is_some() || self.name.is_some()
    }

    /// Takes a column; the first of a role counts.
    pub(crate) fn take(&mut self, role: Role, column: u32) {
        let slot = match role {
            Role::UnitId => &mut self.id,
            Role::UnitName => &mut self.name,
            Role::Group => &mut self.group,
            _ => return,
        };
        slot.get_or_insert(column);
    }
}

/// A column of a wide table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wide {
    Field(FieldId),
    Beside(Beside, FieldId),
    BesideNode(Beside, NodeId),
    Claim(NodeId),
}

/// A table of one row a unit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WideTable {
    pub(crate) units: UnitColumns,
    pub(crate) columns: Vec<(u32, Wide)>,
    /// Who says what stands in a row.
    pub(crate) source: Option<u32>,
    /// Headers nobody knows.
    pub(crate) unknown: Vec<(u32, String)>,
}

/// A table of one row a value; without unit columns it is a form.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LongTable {
    pub(crate) units: Option<UnitColumns>,
    /// Columns that name the field: by id, by label, or both.
    pub(crate) fields: Vec<u32>,
    /// Columns that name the indicator; alone, they name a field by it.
    pub(crate) indicators: Vec<u32>,
    pub(crate) value: Option<u32>,
    pub(crate) points: Option<u32>,
    pub(crate) claim: Option<u32>,
    pub(crate) beside: Vec<(u32, Beside)>,
    /// Who says what stands in a row.
    pub(crate) source: Option<u32>,
    /// What a person put in place of a value.
    pub(crate) correction: Option<u32>,
}

/// What a sheet is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    Wide(WideTable),
    Long(LongTable),
    /// Entries of a list.
    List(ListTable),
    /// Entries of one of these lists; nobody knows which.
    AnyList(Vec<ListId>),
}

/// Finds the header, as a position in the sheet's rows, and what it says. `stem` is the file's name without its ending.
pub(crate) fn detect(grid: &Grid, stem: &str, vocabulary: &Vocabulary<'_>) -> Option<(usize, Layout)> {
    let of_list = |(position, fit)| match fit {
        Fit::One(table) => (position, Layout::List(table)),
        Fit::Several(lists) => (position, Layout::AnyList(lists)),
    };
    if let Some(named) = vocabulary.lists.named(grid, stem, vocabulary) {
        return Some(of_list(named));
    }
    let of_fields = (0..grid.rows.len().min(HEADER_ROWS)).find_map(|position| {
        let layout = long(grid, position, vocabulary)
            .map(Layout::Long)
            .or_else(|| wide(grid, position, vocabulary).map(Layout::Wide))?;
        Some((position, layout))
    });
    of_fields.or_else(|| vocabulary.lists.by_header(grid, vocabulary).map(of_list))
}

/// How a note under a table begins.
const NOTES: [&str; 8] = ["注:", "注\u{ff1a}", "备注", "说明", "填表", "填报", "审核人", "联系人"];

/// Whether a text is a note, and not somebody's name.
pub(crate) fn is_note_text(text: &str) -> bool {
    NOTES.iter().any(|word| text.starts_with(word))
}

/// Whether a row below a table is a note, or the line in which people sign.
pub(crate) fn is_note(row: &Row) -> bool {
    let texts = || row.cells.iter().map(|(_, cell)| cell.text());
    texts().next().is_some_and(|first| is_note_text(&first))
        && (row.cells.len() == 1 || texts().all(|text| text.contains([':', '\u{ff1a}'])))
}

/// The columns of a roster: its header and which column is which.
pub(crate) fn detect_units(grid: &Grid, vocabulary: &Vocabulary<'_>) -> Option<(usize, UnitColumns)> {
    grid.rows.iter().take(HEADER_ROWS).enumerate().find_map(|(position, row)| {
        let mut units = UnitColumns::default();
        for (column, cell) in &row.cells {
            if let Some(role) = vocabulary.unit_column(&cell.text()) {
                units.take(role, *column);
            }
        }
        units.any().then_some((position, units))
    })
}

fn wide(grid: &Grid, position: usize, vocabulary: &Vocabulary<'_>) -> Option<WideTable> {
    let row = grid.rows.get(position)?;
    let mut table = WideTable { units: UnitColumns::default(), columns: Vec::new(), source: None, unknown: Vec::new() };
    let (mut left, mut left_node) = (None, None);
    let mut results = false;
    for (column, cell) in &row.cells {
        let header = cell.text();
        if header.is_empty() {
            continue;
        }
        match vocabulary.role(&header) {
            Some(role @ (Role::UnitId | Role::UnitName | Role::Group)) => table.units.take(role, *column),
            Some(Role::Ignored) => {}
            Some(Role::Source) => {
                table.source.get_or_insert(*column);
            }
            Some(Role::PastResult) => results = true,
            Some(Role::Field(field)) => {
                left = Some(field);
                left_node = vocabulary.node(&header);
                table.columns.push((*column, Wide::Field(field)));
            }
            Some(Role::Beside(beside, field)) => {
                if let Some(field) = field.or(left) {
                    table.columns.push((*column, Wide::Beside(beside, field)));
                }
            }
            Some(Role::BesideNode(beside, node)) => table.columns.push((*column, Wide::BesideNode(beside, node))),
            Some(Role::Claim(node)) => {
                if let Some(node) = node.or(left_node) {
                    table.columns.push((*column, Wide::Claim(node)));
                }
            }
            None => table.unknown.push((*column, header)),
        }
    }
    let holds_values =
        results || table.columns.iter().any(|(_, held)| !matches!(held, Wide::Beside(..) | Wide::BesideNode(..)));
    if !holds_values {
        return None;
    }
    if !table.units.any() {
        // A header of two rows: the unit stands beside a heading over several fields.
        for above in grid.rows.get(position.saturating_sub(2)..position)? {
            for (column, cell) in &above.cells {
                if row.get(*column).is_none()
                    && let Some(role) = vocabulary.unit_column(&cell.text())
                {
                    table.units.take(role, *column);
                }
            }
        }
    }
    table.units.any().then_some(table)
}

fn long(grid: &Grid, position: usize, vocabulary: &Vocabulary<'_>) -> Option<LongTable> {
    let row = grid.rows.get(position)?;
    let mut table = LongTable::default();
    let mut units = UnitColumns::default();
    let mut doubtful = Vec::new();
    for (column, cell) in &row.cells {
        let header = cell.text();
        match part(&header) {
            Some(Part::Field) => table.fields.push(*column),
            Some(Part::Indicator) => table.indicators.push(*column),
            Some(Part::Value) => {
                table.value.get_or_insert(*column);
            }
            Some(Part::Points) => {
                table.points.get_or_insert(*column);
            }
            Some(Part::Claim) => {
                table.claim.get_or_insert(*column);
            }
            Some(Part::Beside(beside)) => table.beside.push((*column, beside)),
            Some(Part::Correction) => {
                table.correction.get_or_insert(*column);
            }
            Some(Part::Source) => {
                table.source.get_or_insert(*column);
            }
            None => match vocabulary.unit_column(&header) {
                Some(role) if is_doubtful(&header) => doubtful.push((*column, role)),
                Some(role) => units.take(role, *column),
                None => {}
            },
        }
    }
    table.value.or(table.points).or(table.claim)?;
    let named = [table.fields.as_slice(), &table.indicators].concat();
    let below = grid.rows.get(position + 1..).unwrap_or_default();
    for (column, role) in doubtful {
        match held(below, column, &named, vocabulary) {
            Held::Fields => table.fields.push(column),
            Held::Measures => {}
            Held::Other if !named.is_empty() || units.any() => units.take(role, column),
            Held::Other => return None,
        }
    }
    table.units = units.any().then_some(units);
    (!table.fields.is_empty() || !table.indicators.is_empty()).then_some(table)
}

/// What the cells of a doubtful column are.
enum Held {
    Fields,
    Measures,
    Other,
}

fn held(rows: &[Row], column: u32, fields: &[u32], vocabulary: &Vocabulary<'_>) -> Held {
    let (mut same, mut other, mut measures) = (0, 0, 0);
    for (row, text) in rows.iter().filter_map(|row| Some((row, row.text(column)?))).take(SAMPLE) {
        let target = vocabulary.target(&text);
        // Beside a column of field names, ids are those of fields only if both mean the same; units may be 1, 2, 3 too.
        let named = fields.iter().find_map(|field| vocabulary.target(&row.text(*field)?));
        if target.is_some() && (fields.is_empty() || target == named) {
            same += 1;
        } else if vocabulary.is_measure(&text) {
            measures += 1;
        } else {
            other += 1;
        }
    }
    if same > other {
        Held::Fields
    } else if measures > 0 && other == 0 {
        Held::Measures
    } else {
        Held::Other
    }
}
