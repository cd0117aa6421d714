//! Where a sheet's table begins and what its columns hold: a row a unit, a row a value, or one unit's form.

use super::grid::{Grid, Row};
use super::head::Head;
use super::list_layout::{Fit, ListTable};
use super::scales::has_sign;
use super::vocabulary::{Beside, Part, Role, Vocabulary, is_doubtful, part};
use crate::number::{Decimal, read_exact};
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
    pub(crate) former: Option<u32>,
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
            Role::Former => &mut self.former,
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

impl Wide {
    /// Whether it is what stands beside values, and none itself.
    pub(crate) fn is_beside(self) -> bool {
        matches!(self, Wide::Beside(..) | Wide::BesideNode(..))
    }
}

/// A table of one row a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WideTable {
    pub(crate) units: UnitColumns,
    pub(crate) columns: Vec<(u32, Wide)>,
    /// Who says what stands in a row.
    pub(crate) source: Option<u32>,
    /// Headers nobody knows, with their row and column.
    pub(crate) unknown: Vec<(u32, u32, String)>,
    /// Columns whose heading says `(%)`.
    pub(crate) per_cent: Vec<u32>,
}

/// A table of one row a value; without unit columns it is a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Layout {
    Wide(WideTable),
    Long(LongTable),
    /// Entries of a list.
    List(ListTable),
    /// Entries of one of these lists; nobody knows which.
    AnyList(Vec<ListId>),
}

/// How many columns a table has whose headings are known.
fn known(layout: &Layout) -> usize {
    match layout {
        Layout::Wide(table) => table.columns.len(),
        Layout::Long(table) => {
            let single = [table.value, table.points, table.claim].iter().flatten().count();
            table.fields.len() + table.indicators.len() + single + table.beside.len()
        }
        Layout::List(table) => table.columns.len(),
        Layout::AnyList(_) => 0,
    }
}

/// A head: its first and last row, as positions, and what it says.
pub(crate) type Headed = (usize, usize, Layout);

/// The first head of a sheet. `stem` is the file's name without its ending.
pub(crate) fn first_head(grid: &Grid, stem: &str, vocabulary: &Vocabulary<'_>) -> Option<Headed> {
    let of_list = |(position, fit)| match fit {
        Fit::One(table) => (position, position, Layout::List(table)),
        Fit::Several(lists) => (position, position, Layout::AnyList(lists)),
    };
    if let Some(named) = vocabulary.lists.named(grid, stem, vocabulary) {
        return Some(of_list(named));
    }
    let of_fields = (0..grid.rows.len().min(HEADER_ROWS)).find_map(|position| head_at(grid, 0, position, vocabulary));
    of_fields.or_else(|| vocabulary.lists.by_header(grid, vocabulary).map(of_list))
}

/// The head whose row of this position names values, with the rows above and below that belong to it.
pub(crate) fn head_at(grid: &Grid, start: usize, position: usize, vocabulary: &Vocabulary<'_>) -> Option<Headed> {
    let read = |first: usize, last: usize| {
        let head = Head::of(grid, first, last)?;
        let layout = long(grid, last, &head, vocabulary).map(Layout::Long);
        layout.or_else(|| wide(&head, vocabulary).map(Layout::Wide))
    };
    let whole = |layout: &Layout| !matches!(layout, Layout::Wide(table) if !table.unknown.is_empty());
    let mut best = read(position, position).map(|layout| (position, layout));
    if !best.as_ref().is_some_and(|(_, layout)| whole(layout)) {
        for first in (start.max(position.saturating_sub(MOST_HEAD_ROWS - 1))..position).rev() {
            // Titles stand above tables more often than headings do.
            if !grid.rows.get(first).is_some_and(|row| {
                row.cells.len() > 1 && row.cells.iter().any(|(_, cell)| vocabulary.is_heading(&cell.text()))
            }) {
                continue;
            }
            let layout = read(first, position);
            if let Some(layout) = layout
                && best.as_ref().is_none_or(|(_, known_best)| known(&layout) > known(known_best))
            {
                best = Some((first, layout));
            }
        }
    }
    let (first, mut layout) = best?;
    let mut last = position;
    for below in position + 1..(first + MOST_HEAD_ROWS).min(grid.rows.len()) {
        let Some(row) = grid.rows.get(below) else { break };
        if !is_open(row, &layout) {
            break;
        }
        match read(first, below) {
            Some(more) if known(&more) > known(&layout) => (last, layout) = (below, more),
            _ => break,
        }
    }
    while let Some(row) = grid.rows.get(last + 1)
        && is_legend(row, &layout, vocabulary)
    {
        last += 1;
    }
    Some((first, last, layout))
}

/// Rows that a head may have.
const MOST_HEAD_ROWS: usize = 3;

/// Whether a row below a head names nobody and nothing, so that it may belong to the head.
fn is_open(row: &Row, layout: &Layout) -> bool {
    let blank = |columns: &[Option<u32>]| columns.iter().flatten().all(|column| row.get(*column).is_none());
    match layout {
        Layout::Wide(table) => blank(&[table.units.id, table.units.name]),
        Layout::Long(table) => {
            table.fields.iter().chain(&table.indicators).all(|column| row.get(*column).is_none())
                && table.units.is_none_or(|units| blank(&[units.id, units.name]))
        }
        Layout::List(_) | Layout::AnyList(_) => false,
    }
}

/// Whether a row below a wide head only tells units of measure, or numbers the columns: 甲 乙 1 2 3.
fn is_legend(row: &Row, layout: &Layout, vocabulary: &Vocabulary<'_>) -> bool {
    let Layout::Wide(table) = layout else { return false };
    let is_mark =
        |text: &str| matches!(text, "甲" | "乙" | "丙" | "丁" | "栏次" | "编号" | "序号" | "单位" | "计量单位");
    let units = [table.units.id, table.units.name];
    let unmarked = || row.cells.iter().filter(|(column, _)| !units.contains(&Some(*column)));
    if !units.iter().flatten().all(|column| row.text(*column).is_none_or(|text| is_mark(&text))) {
        return false;
    }
    let (mut texts, mut numbers, mut last) = (0, 0, Decimal::ZERO);
    for (_, cell) in unmarked() {
        let text = cell.text();
        if vocabulary.tells_measure(&text) {
            texts += 1;
        } else if let Some(number) = read_exact(text.trim_matches(['(', ')', '\u{ff08}', '\u{ff09}']))
            && number == last + Decimal::ONE
        {
            (numbers, last) = (numbers + 1, number);
        } else if !is_mark(&text) {
            return false;
        }
    }
    // Two small numbers may be somebody's.
    texts > 0 && numbers == 0 || texts == 0 && numbers > 2
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

fn wide(head: &Head, vocabulary: &Vocabulary<'_>) -> Option<WideTable> {
    let mut table = WideTable {
        units: UnitColumns::default(),
        columns: Vec::new(),
        source: None,
        unknown: Vec::new(),
        per_cent: Vec::new(),
    };
    let mut read = Vec::new();
    for heading in &head.headings {
        let found = heading.names.iter().find_map(|name| Some((name, vocabulary.role(name)?)));
        if let Some((_, role @ (Role::UnitId | Role::UnitName))) = found
            && !heading.above
        {
            table.units.take(role, heading.column);
        }
        read.push((heading, found));
    }
    // A head of several rows: what stands above counts where the unit does.
    let upper = !table.units.any();
    let (mut left, mut left_node) = (None, None);
    let mut results = false;
    for (heading, found) in read.into_iter().filter(|(heading, _)| upper || !heading.above) {
        let column = heading.column;
        match found {
            Some((_, role @ (Role::UnitId | Role::UnitName | Role::Group | Role::Former))) => {
                table.units.take(role, column);
            }
            Some((_, Role::Ignored)) => {}
            Some((_, Role::Source)) => {
                table.source.get_or_insert(column);
            }
            Some((_, Role::PastResult)) => results = true,
            Some((name, Role::Field(field))) => {
                left = Some(field);
                left_node = vocabulary.node(name);
                table.per_cent.extend(has_sign(name).then_some(column));
                table.columns.push((column, Wide::Field(field)));
            }
            Some((_, Role::Beside(beside, field))) => {
                if let Some(field) = field.or(left) {
                    table.columns.push((column, Wide::Beside(beside, field)));
                }
            }
            Some((_, Role::BesideNode(beside, node))) => table.columns.push((column, Wide::BesideNode(beside, node))),
            Some((_, Role::Claim(node))) => {
                if let Some(node) = node.or(left_node) {
                    table.columns.push((column, Wide::Claim(node)));
                }
            }
            // A title reaches down to nothing.
            None if heading.above => {}
            None => table.unknown.push((heading.row, column, heading.shown.clone())),
        }
    }
    let holds_values = results || table.columns.iter().any(|(_, held)| !held.is_beside());
    (holds_values && table.units.any()).then_some(table)
}

fn long(grid: &Grid, last: usize, head: &Head, vocabulary: &Vocabulary<'_>) -> Option<LongTable> {
    let mut table = LongTable::default();
    let mut units = UnitColumns::default();
    let mut doubtful = Vec::new();
    let mut upper = Vec::new();
    for heading in &head.headings {
        let column = heading.column;
        let found = heading.names.iter().find_map(|name| part(name));
        if heading.above {
            upper.extend(found.filter(|part| matches!(part, Part::Field | Part::Indicator)).map(|part| (column, part)));
            continue;
        }
        match found {
            Some(Part::Field) => table.fields.push(column),
            Some(Part::Indicator) => table.indicators.push(column),
            Some(Part::Value) => {
                table.value.get_or_insert(column);
            }
            Some(Part::Points) => {
                table.points.get_or_insert(column);
            }
            Some(Part::Claim) => {
                table.claim.get_or_insert(column);
            }
            Some(Part::Beside(beside)) => table.beside.push((column, beside)),
            Some(Part::Correction) => {
                table.correction.get_or_insert(column);
            }
            Some(Part::Source) => {
                table.source.get_or_insert(column);
            }
            None => {
                let role = heading.names.iter().find_map(|name| Some((name, vocabulary.unit_column(name)?)));
                match role {
                    Some((name, role)) if is_doubtful(name) => doubtful.push((column, role)),
                    Some((_, role)) => units.take(role, column),
                    None => {}
                }
            }
        }
    }
    if table.fields.is_empty() && table.indicators.is_empty() {
        for (column, part) in upper {
            if part == Part::Field { &mut table.fields } else { &mut table.indicators }.push(column);
        }
    }
    table.value.or(table.points).or(table.claim)?;
    let named = [table.fields.as_slice(), &table.indicators].concat();
    let below = grid.rows.get(last + 1..).unwrap_or_default();
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
