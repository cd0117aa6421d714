//! One file's sheets as values, remarks and claims of units, with what was wrong on the way.

use std::collections::{BTreeSet, HashSet};

use super::SourceFile;
use super::blocks::spread;
use super::grid::{Grid, Row, quoted};
use super::layout::{Layout, LongTable, UnitColumns, Wide, WideTable};
use super::list_reader::Reported;
use super::open::{Opened, open};
use super::scales::{self, Bare};
use super::stamp::Stamp;
use super::tables::{Found, tables};
use super::units::{Match, UnitIndex};
use super::vocabulary::{Purpose, Target, Vocabulary, adds_up, is_total};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::number::Decimal;
use crate::program::{Field, FieldId, ListId, NodeId, Program, Role};
use crate::source::Source;
use crate::table::{Entry, Input, Origin, Remarks, Sheet, State, Unit};
use crate::words::data::DataProblem;

/// Problems of one file beyond which nobody reads on.
const MOST_PROBLEMS: usize = 50_000;

/// A value of one unit, known or not applicable.
pub(super) struct Value {
    pub(super) unit: u32,
    pub(super) field: FieldId,
    pub(super) number: Decimal,
    pub(super) state: State,
    pub(super) text: Option<String>,
    /// The sheet is counted within the file.
    pub(super) origin: Origin,
}

/// Claimed points of one unit.
pub(super) struct Claim {
    pub(super) unit: u32,
    pub(super) node: NodeId,
    pub(super) points: Decimal,
    pub(super) origin: Origin,
}

/// What a remark stands beside.
#[derive(Clone, Copy)]
pub(super) enum About {
    Field(FieldId),
    Node(NodeId),
}

/// What a file said.
#[derive(Default)]
pub(super) struct FileReading {
    pub(super) input: Option<Input>,
    pub(super) sheets: Vec<Sheet>,
    pub(super) values: Vec<Value>,
    pub(super) remarks: Vec<(u32, About, Remarks)>,
    pub(super) claims: Vec<Claim>,
    /// Entries of lists.
    pub(super) entries: Vec<(ListId, Entry)>,
    /// What was said of lists without entries.
    pub(super) reported: Vec<Reported>,
    /// Percentages without their sign.
    pub(super) bare: Vec<Bare>,
    /// Units of whom anything at all was written, readable or not.
    pub(super) heard: BTreeSet<u32>,
    pub(super) problems: Vec<Diagnostic>,
}

/// What stays the same for all files.
pub(super) struct Context<'a> {
    pub(super) program: &'a Program,
    pub(super) vocabulary: Vocabulary<'a>,
    pub(super) units: UnitIndex<'a>,
    /// What the files are read for.
    pub(super) purpose: Purpose,
    /// For each field, the one leaf that looks at it.
    pub(super) leaves: Vec<Option<NodeId>>,
}

impl<'a> Context<'a> {
    /// For files of this purpose.
    pub(super) fn new(program: &'a Program, units: &'a [Unit], purpose: Purpose) -> Context<'a> {
        Context {
            program,
            vocabulary: Vocabulary::new(program, purpose),
            units: UnitIndex::new(units),
            purpose,
            leaves: program.leaves_of_fields(),
        }
    }

    /// The field of a role, where the rubric asks for one.
    pub(super) fn field_of(&self, role: Role) -> Option<FieldId> {
        self.program.fields.iter().position(|field| field.role == role).map(FieldId::from_index)
    }
}

/// Reads one file.
pub(super) fn read_file(file: &SourceFile, context: &Context<'_>) -> FileReading {
    let Opened { name, input, grids, hidden, stamp, problems } = open(file);
    let mut reader = FileReader {
        context,
        stem: file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        form_unit: None,
        sheet_unit: None,
        stamp: stamp.filter(|_| context.purpose == Purpose::Submissions),
        entry_cells: 0,
        source: file.source,
        sheet: 0,
        told: HashSet::new(),
        out: FileReading { input, problems, ..FileReading::default() },
    };
    if !reader.is_of_this_rubric(&name) {
        return reader.out;
    }
    let explains = |grid: &Grid| reader.stamp.as_ref().is_some_and(|stamp| stamp.explains(grid.sheet.as_deref()));
    let written: Vec<Grid> = grids.into_iter().filter(|grid| !grid.rows.is_empty() && !explains(grid)).collect();
    if written.is_empty() {
        // A form that only explains has nothing to fill in.
        let explained = reader.stamp.is_some();
        if !explained && reader.out.problems.iter().all(|problem| problem.severity < Severity::Error) {
            reader.problem(DataProblem::EmptyFile { file: name.to_string() }, Place::File(name));
        }
        return reader.out;
    }
    let find = |grid: &Grid| tables(grid, &reader.stem, &context.vocabulary);
    let old: Vec<&Grid> =
        hidden.iter().filter(|grid| find(grid).iter().any(|table| table.header + 1 < table.end)).collect();
    let mut sheets: Vec<_> = written.into_iter().map(|grid| (find(&grid), grid)).collect();
    for grid in old {
        let sheet = grid.sheet.as_deref().unwrap_or_default().to_owned();
        reader.problem(DataProblem::HiddenSheet { sheet }, Place::File(grid.file.clone()));
    }
    // Sheets that explain may stand beside the one that counts.
    let severity = if sheets.iter().any(|(found, _)| !found.is_empty()) { Severity::Note } else { Severity::Error };
    let mut rows = 0;
    // A form may say whose it is on the sheet of its fields only, so lists come after.
    let is_list = |found: &[Found]| matches!(found, [Found { layout: Some(Layout::List(_)), .. }, ..]);
    sheets.sort_by_key(|(found, _)| is_list(found));
    for (found, mut grid) in sheets {
        spread(&mut grid, &found, context.program);
        if found.is_empty() {
            reader.no_table(&grid, grid.rows.first().map_or(0, |row| row.index), severity);
            continue;
        }
        reader.sheet_unit = None;
        for table in &found {
            reader.speaks(&grid, reader.source);
            // A list without rows says that there is nothing to list.
            let says = matches!(&table.layout, Some(Layout::List(list)) if list.units.is_none());
            rows += usize::from(says).max(table.rows(&grid).len());
            reader.read_table(&grid, table);
        }
        reader.tell_unseen(&grid, &found);
    }
    if rows == 0 && severity == Severity::Note {
        reader.problem(DataProblem::EmptyFile { file: name.to_string() }, Place::File(name));
    }
    reader.out
}

/// One file while it is read.
pub(super) struct FileReader<'a> {
    pub(super) context: &'a Context<'a>,
    /// The file's name without its ending.
    pub(super) stem: String,
    /// The unit of a form in this file.
    pub(super) form_unit: Option<u32>,
    /// The unit of the form above on the same sheet.
    pub(super) sheet_unit: Option<u32>,
    /// What the form says of its own making.
    pub(super) stamp: Option<Stamp>,
    /// Cells of entries so far.
    pub(super) entry_cells: usize,
    /// Whose word the file is.
    source: Option<Source>,
    /// The sheet being read: 1 + its position in [`FileReading::sheets`].
    sheet: u32,
    /// What is told only once a file.
    pub(super) told: HashSet<String>,
    pub(super) out: FileReading,
}

impl FileReader<'_> {
    pub(super) fn problem(&mut self, problem: DataProblem, place: Place) {
        self.tell(Diagnostic::new(problem, place));
    }

    pub(super) fn tell(&mut self, problem: Diagnostic) {
        if self.out.problems.len() < MOST_PROBLEMS {
            self.out.problems.push(problem);
        }
    }

    fn no_table(&mut self, grid: &Grid, row: u32, severity: Severity) {
        let sheet = grid.sheet.as_deref().unwrap_or(&grid.file).to_owned();
        self.tell(Diagnostic::new(DataProblem::NoTable { sheet }, grid.place(row, 0)).severity(severity));
    }

    fn read_table(&mut self, grid: &Grid, found: &Found) {
        let header = found.header;
        match &found.layout {
            // A later table on a sheet whose first one counts.
            None => self.no_table(grid, grid.rows.get(header).map_or(0, |row| row.index), Severity::Warning),
            Some(Layout::Wide(table)) => self.read_wide(grid, found, table),
            Some(Layout::Long(table)) => self.read_long(grid, found, table),
            Some(Layout::List(table)) => self.read_list(grid, found, table),
            Some(Layout::AnyList(lists)) => {
                let labels = lists.iter().filter_map(|list| self.context.program.lists.get(list.index()));
                let lists = labels.map(|list| list.label.as_str()).collect::<Vec<_>>().join("、");
                let row = grid.rows.get(header).map_or(0, |row| row.index);
                self.problem(DataProblem::AnyList { lists }, grid.place(row, 0));
            }
        }
    }

    /// Goes on with what a source says on a sheet.
    fn speaks(&mut self, grid: &Grid, source: Option<Source>) {
        let sheet = Sheet { file: grid.file.clone(), sheet: grid.sheet.clone(), source };
        let known = self.out.sheets.iter().position(|known| *known == sheet);
        let position = known.unwrap_or_else(|| {
            self.out.sheets.push(sheet);
            self.out.sheets.len() - 1
        });
        self.sheet = u32::try_from(position + 1).unwrap_or(u32::MAX);
    }

    /// Goes on with the source that a row names; a row that names none is the file's.
    fn row_speaks(&mut self, grid: &Grid, row: &Row, column: Option<u32>) {
        let Some(column) = column else { return };
        let source = match row.text(column) {
            None => self.source,
            Some(word) => Source::from_word(&word).or_else(|| {
                if self.told.insert(format!("source {word}")) {
                    let problem = DataProblem::UnknownSource { text: quoted(&word) };
                    self.problem(problem, grid.place(row.index, column));
                }
                self.source
            }),
        };
        self.speaks(grid, source);
    }

    /// Whose word is being read.
    pub(super) fn speaker(&self) -> Option<Source> {
        self.out.sheets.get((self.sheet as usize).checked_sub(1)?)?.source
    }

    pub(super) fn origin(&self, row: u32, column: u32) -> Origin {
        Origin { sheet: self.sheet, row, column }
    }

    fn read_wide(&mut self, grid: &Grid, found: &Found, table: &WideTable) {
        for (row, column, text) in &table.unknown {
            self.unknown_heading(text, grid.place(*row, *column));
        }
        let mut seen: std::collections::HashMap<u32, u32> = std::collections::HashMap::new();
        for row in found.rows(grid) {
            let Some((unit, column)) = self.unit_of_row(grid, row, table) else { continue };
            if let Some(first) = seen.insert(unit, row.index) {
                seen.insert(unit, first);
                let says = |(column, held): &(u32, Wide)| !held.is_beside() && row.get(*column).is_some();
                if !table.columns.iter().any(says) {
                    continue;
                }
                let name = self.context.units.name(unit).to_owned();
                let problem = DataProblem::DuplicateUnit { unit: name };
                let problem = Diagnostic::new(problem, grid.place(row.index, column));
                self.tell(problem.related(grid.place(first, column)));
                continue;
            }
            self.row_speaks(grid, row, table.source);
            for (column, held) in &table.columns {
                let Some(cell) = row.get(*column) else { continue };
                if !held.is_beside() && self.is_shared(grid, found, row, *column, &self.name_of(*held)) {
                    self.out.heard.insert(unit);
                    continue;
                }
                match *held {
                    Wide::Field(field) if table.per_cent.contains(column) => {
                        self.value_per_cent(grid, unit, field, (row.index, *column), cell);
                    }
                    Wide::Field(field) => self.value(grid, unit, field, (row.index, *column), cell),
                    Wide::Beside(beside, field) => self.remark(unit, About::Field(field), beside, cell),
                    Wide::BesideNode(beside, node) => self.remark(unit, About::Node(node), beside, cell),
                    Wide::Claim(node) => self.claim(grid, unit, node, (row.index, *column), cell),
                }
            }
        }
    }

    /// The unit of a row of a wide table, and the column that names it.
    fn unit_of_row(&mut self, grid: &Grid, row: &Row, table: &WideTable) -> Option<(u32, u32)> {
        let has_values = || table.columns.iter().any(|(column, _)| row.get(*column).is_some());
        self.resolve(grid, row, table.units, has_values)
    }

    /// The unit that a row's unit columns mean; whoever is left out is told about, unless the row says nothing else.
    pub(super) fn resolve(
        &mut self,
        grid: &Grid,
        row: &Row,
        columns: UnitColumns,
        has_values: impl Fn() -> bool,
    ) -> Option<(u32, u32)> {
        let id = columns.id.and_then(|column| row.text(column));
        let name = columns.name.and_then(|column| row.text(column));
        let column = if id.is_some() { columns.id.or(columns.name) } else { columns.name.or(columns.id) }?;
        match self.context.units.find_both(id.as_deref(), name.as_deref()) {
            Match::Unit(unit) => {
                if let (Some(id), Some(name)) = (&id, &name) {
                    self.check_name(unit, id, name, grid.place(row.index, column));
                }
                Some((unit, column))
            }
            _ if !has_values() => None,
            Match::Blank => {
                self.problem(DataProblem::RowWithoutUnit, grid.place(row.index, column));
                None
            }
            Match::Unknown(text) => {
                if !adds_up(&text) && !name.as_deref().is_some_and(adds_up) {
                    let unit = name.filter(|name| *name != text).map_or(text.clone(), |name| format!("{text} {name}"));
                    self.unknown_unit(&unit, grid.place(row.index, column));
                }
                None
            }
            Match::Ambiguous(text, candidates) => {
                self.ambiguous(&text, &candidates, grid.place(row.index, column));
                None
            }
        }
    }

    fn read_long(&mut self, grid: &Grid, found: &Found, table: &LongTable) {
        let form = match table.units {
            Some(_) => None,
            None => match self.unit_of_form(grid, found) {
                Some(unit) => Some(unit),
                None => return,
            },
        };
        let mut last = None;
        for row in found.rows(grid) {
            let said = [table.value, table.points, table.claim];
            let has_values = || said.iter().flatten().any(|column| row.get(*column).is_some());
            // Notes under the table, and headings between its parts, say nothing of anybody.
            let names_field = table.fields.iter().chain(&table.indicators).any(|column| row.get(*column).is_some());
            if !names_field && !has_values() {
                continue;
            }
            let unit = match (form, table.units) {
                (Some(unit), _) => unit,
                (None, Some(columns)) => {
                    let blank = [columns.id, columns.name].iter().flatten().all(|column| row.get(*column).is_none());
                    // In a workbook the unit's cell is often merged over all of its rows.
                    let unit = match last {
                        Some(Some(unit)) if blank && grid.is_typed() => {
                            self.carried(unit, grid, row);
                            Some(unit)
                        }
                        _ => self.resolve(grid, row, columns, has_values).map(|(unit, _)| unit),
                    };
                    last = Some(unit);
                    let Some(unit) = unit else { continue };
                    unit
                }
                (None, None) => return,
            };
            self.row_speaks(grid, row, table.source);
            self.read_entry(grid, found, row, table, unit);
        }
    }

    /// Reads one row of a long table or a form.
    fn read_entry(&mut self, grid: &Grid, found: &Found, row: &Row, table: &LongTable, unit: u32) {
        let vocabulary = &self.context.vocabulary;
        let at = |column: Option<u32>| column.and_then(|column| Some((column, row.get(column)?)));
        let mut value = at(table.correction).or(at(table.value));
        let (points, claim) = (at(table.points), at(table.claim));
        let texts = |columns: &[u32]| -> Vec<(u32, String)> {
            columns.iter().filter_map(|column| Some((*column, row.text(*column)?))).collect()
        };
        let (asks, indicators) = (texts(&table.fields), texts(&table.indicators));
        if value.or(points).or(claim).is_some()
            && let Some((column, first, second)) = self.differ(&asks)
        {
            self.out.heard.insert(unit);
            self.problem(DataProblem::FieldsDiffer { first, second }, grid.place(row.index, column));
            return;
        }
        let target =
            |texts: &[(u32, String)]| texts.iter().find_map(|(column, text)| Some((*column, vocabulary.target(text)?)));
        let known = target(&asks).or_else(|| {
            let named = target(&indicators)?;
            // An indicator does not say which of its values is meant where something else is asked.
            if !asks.is_empty() && value.is_some() { None } else { Some(named) }
        });
        let Some((column, target)) = known else {
            let Some((column, _)) = value.or(points).or(claim) else { return };
            let (column, text) = asks.into_iter().chain(indicators).next().unwrap_or((column, String::new()));
            if !is_total(&text) {
                self.unknown_field(&text, grid.place(row.index, column));
            }
            return;
        };
        let named = indicators.iter().find_map(|(_, text)| vocabulary.node(text));
        let field = match target {
            Target::Field(field) => field,
            Target::Node(node) => {
                // Nobody enters the points of a computed node; only a claim may stand here.
                if let Some((at, cell)) = claim {
                    self.claim(grid, unit, node, (row.index, at), cell);
                } else if value.or(points).is_some() {
                    let text = row.text(column).unwrap_or_default();
                    self.unknown_field(&text, grid.place(row.index, column));
                }
                for (at, beside) in &table.beside {
                    if let Some(cell) = row.get(*at) {
                        self.remark(unit, About::Node(node), *beside, cell);
                    }
                }
                return;
            }
        };
        let given_for = self.context.program.fields.get(field.index()).and_then(Field::given_for);
        if given_for.is_some() {
            value = points.or(value);
        }
        let name = row.text(column).unwrap_or_default();
        if let Some((at, cell)) = value {
            if self.is_shared(grid, found, row, at, &name) {
                self.out.heard.insert(unit);
            } else if scales::has_sign(&name) {
                self.value_per_cent(grid, unit, field, (row.index, at), cell);
            } else {
                self.value(grid, unit, field, (row.index, at), cell);
            }
        }
        if let Some((at, cell)) = claim
            && !self.is_shared(grid, found, row, at, &name)
        {
            // A field may bear its node's name; else the claim is of the one leaf that looks at the field.
            let named = given_for.or(named).or_else(|| vocabulary.node(&row.text(column)?));
            match named.or_else(|| *self.context.leaves.get(field.index())?) {
                Some(node) => self.claim(grid, unit, node, (row.index, at), cell),
                None if cell.text().is_empty() => {}
                None => {
                    let label = self.context.program.fields.get(field.index()).map(|field| field.label.clone());
                    let problem = DataProblem::ClaimWithoutNode { field: label.unwrap_or_default() };
                    self.problem(problem, grid.place(row.index, at));
                }
            }
        }
        for (at, beside) in &table.beside {
            if let Some(cell) = row.get(*at) {
                self.remark(unit, About::Field(field), *beside, cell);
            }
        }
    }

    /// The names of two different fields that stand in one row, and the column of the first.
    fn differ(&self, asks: &[(u32, String)]) -> Option<(u32, String, String)> {
        let named = asks.iter().filter_map(|(column, text)| match self.context.vocabulary.target(text)? {
            Target::Field(field) => Some((*column, text, field)),
            Target::Node(_) => None,
        });
        let mut named = named.peekable();
        let (column, first, field) = *named.peek()?;
        let (_, second, _) = named.find(|(_, _, other)| *other != field)?;
        Some((column, quoted(first), quoted(second)))
    }
}
