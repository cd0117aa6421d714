//! One file's sheets as values, remarks and claims of units, with what was wrong on the way.

use std::collections::{BTreeSet, HashSet};

use super::SourceFile;
use super::form::{self, Labelled};
use super::grid::{Cell, Grid, Row, quoted};
use super::layout::{Layout, LongTable, UnitColumns, Wide, WideTable, detect};
use super::list_reader::Reported;
use super::notation::read_number;
use super::open::{Opened, open};
use super::stamp::Stamp;
use super::target::{TargetReading, read_target_cell};
use super::units::{Match, UnitIndex};
use super::value::{Reading, read_cell};
use super::vocabulary::{Beside, Purpose, Target, Vocabulary, is_total};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::number::Decimal;
use crate::program::{Field, FieldId, FieldKind, ListId, NodeId, Program, RangeEnd, Role, show};
use crate::source::Source;
use crate::table::{Entry, Input, Origin, Remarks, Sheet, State, Unit};
use crate::words::Lang;
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
    let Opened { name, input, grids, stamp, problems } = open(file);
    let mut reader = FileReader {
        context,
        stem: file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        form_unit: None,
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
    let layouts: Vec<_> = written.iter().map(|grid| detect(grid, &reader.stem, &context.vocabulary)).collect();
    // Sheets that explain may stand beside the one that counts.
    let severity = if layouts.iter().any(Option::is_some) { Severity::Note } else { Severity::Error };
    let mut rows = 0;
    let mut sheets: Vec<_> = written.iter().zip(layouts).collect();
    // A form may say whose it is on the sheet of its fields only, so lists come after.
    sheets.sort_by_key(|(_, layout)| matches!(layout, Some((_, Layout::List(_)))));
    for (grid, layout) in sheets {
        if let Some((header, layout)) = layout {
            // A list without rows says that there is nothing to list.
            let says = if let Layout::List(table) = &layout { usize::from(table.units.is_none()) } else { 0 };
            rows += says.max(grid.rows.len().saturating_sub(header + 1));
            reader.read_sheet(grid, header, &layout);
        } else {
            let sheet = grid.sheet.as_deref().unwrap_or(&name).to_owned();
            let row = grid.rows.first().map_or(0, |row| row.index);
            reader.tell(Diagnostic::new(DataProblem::NoTable { sheet }, grid.place(row, 0)).severity(severity));
        }
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
    /// What the form says of its own making.
    pub(super) stamp: Option<Stamp>,
    /// Cells of entries so far.
    pub(super) entry_cells: usize,
    /// Whose word the file is.
    source: Option<Source>,
    /// The sheet being read: 1 + its position in [`FileReading::sheets`].
    sheet: u32,
    /// What is told only once a file.
    told: HashSet<String>,
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

    fn read_sheet(&mut self, grid: &Grid, header: usize, layout: &Layout) {
        self.speaks(grid, self.source);
        match layout {
            Layout::Wide(table) => self.read_wide(grid, header, table),
            Layout::Long(table) => self.read_long(grid, header, table),
            Layout::List(table) => self.read_list(grid, header, table),
            Layout::AnyList(lists) => {
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
    fn speaker(&self) -> Option<Source> {
        self.out.sheets.get((self.sheet as usize).checked_sub(1)?)?.source
    }

    pub(super) fn origin(&self, row: u32, column: u32) -> Origin {
        Origin { sheet: self.sheet, row, column }
    }

    fn read_wide(&mut self, grid: &Grid, header: usize, table: &WideTable) {
        let header_row = grid.rows.get(header).map_or(0, |row| row.index);
        for (column, text) in &table.unknown {
            self.unknown_field(text, grid.place(header_row, *column));
        }
        let mut seen: std::collections::HashMap<u32, u32> = std::collections::HashMap::new();
        for row in grid.rows.get(header + 1..).unwrap_or_default() {
            let Some((unit, column)) = self.unit_of_row(grid, row, table) else { continue };
            if let Some(first) = seen.insert(unit, row.index) {
                seen.insert(unit, first);
                let name = self.context.units.name(unit).to_owned();
                let problem = DataProblem::DuplicateUnit { unit: name };
                let problem = Diagnostic::new(problem, grid.place(row.index, column));
                self.tell(problem.related(grid.place(first, column)));
                continue;
            }
            self.row_speaks(grid, row, table.source);
            for (column, held) in &table.columns {
                let Some(cell) = row.get(*column) else { continue };
                match *held {
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
            Match::Unit(unit) => Some((unit, column)),
            _ if !has_values() => None,
            Match::Blank => {
                self.problem(DataProblem::RowWithoutUnit, grid.place(row.index, column));
                None
            }
            Match::Unknown(text) => {
                if !is_total(&text) && !name.as_deref().is_some_and(is_total) {
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

    fn read_long(&mut self, grid: &Grid, header: usize, table: &LongTable) {
        let form = match table.units {
            Some(_) => None,
            None => match self.unit_of_form(grid, header) {
                Some(unit) => Some(unit),
                None => return,
            },
        };
        let mut last = None;
        for row in grid.rows.get(header + 1..).unwrap_or_default() {
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
                        Some(Some(unit)) if blank && grid.is_typed() => Some(unit),
                        _ => self.resolve(grid, row, columns, has_values).map(|(unit, _)| unit),
                    };
                    last = Some(unit);
                    let Some(unit) = unit else { continue };
                    unit
                }
                (None, None) => return,
            };
            self.row_speaks(grid, row, table.source);
            self.read_entry(grid, row, table, unit);
        }
    }

    /// Reads one row of a long table or a form.
    fn read_entry(&mut self, grid: &Grid, row: &Row, table: &LongTable, unit: u32) {
        let vocabulary = &self.context.vocabulary;
        let at = |column: Option<u32>| column.and_then(|column| Some((column, row.get(column)?)));
        let mut value = at(table.correction).or(at(table.value));
        let (points, claim) = (at(table.points), at(table.claim));
        let texts = |columns: &[u32]| -> Vec<(u32, String)> {
            columns.iter().filter_map(|column| Some((*column, row.text(*column)?))).collect()
        };
        let (asks, indicators) = (texts(&table.fields), texts(&table.indicators));
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
        if let Some((at, cell)) = value {
            self.value(grid, unit, field, (row.index, at), cell);
        }
        if let Some((at, cell)) = claim {
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

    fn unit_of_form(&mut self, grid: &Grid, header: usize) -> Option<u32> {
        let units = &self.context.units;
        let (found, place) = match form::above(grid, header, &self.context.vocabulary) {
            Some(named) => (units.find_both(named.id.as_deref(), named.name.as_deref()), named.place),
            None => (form::of_file(&self.stem, units), Place::File(grid.file.clone())),
        };
        let found = self.witnessed(found, &place);
        let unit = self.tell_form(grid, found, place);
        self.form_unit = self.form_unit.or(unit);
        if let Some(unit) = unit {
            self.handed_in(grid, header, unit);
        }
        unit
    }

    /// The day written above a form on which it was handed in, where the rubric asks for it.
    fn handed_in(&mut self, grid: &Grid, header: usize, unit: u32) {
        let Some(field) = self.context.field_of(Role::HandedIn) else { return };
        for Labelled { label, value, row, column } in form::labelled(grid, header) {
            // What is left to be filled in is followed by the next label.
            let is_label = |text: &str| self.context.vocabulary.names_unit(text).is_some();
            if self.context.vocabulary.target(&label) == Some(Target::Field(field)) && !is_label(&value.text()) {
                self.value(grid, unit, field, (row, column), &value);
            }
        }
    }

    /// The unit of a form; where nobody knows it, that is told.
    pub(super) fn tell_form(&mut self, grid: &Grid, found: Match, place: Place) -> Option<u32> {
        match found {
            Match::Unit(unit) => return Some(unit),
            Match::Ambiguous(text, candidates) => self.ambiguous(&text, &candidates, place),
            Match::Unknown(text) if matches!(place, Place::Cell { .. }) => self.unknown_unit(&text, place),
            // A blank form that nobody touched says so once, however many sheets it has.
            Match::Unknown(_) | Match::Blank if self.stamp.is_some() && !self.told.insert("unit".to_owned()) => {}
            Match::Unknown(_) | Match::Blank => {
                let row = grid.rows.first().map_or(0, |row| row.index);
                self.problem(DataProblem::NoUnitInForm, grid.place(row, 0));
            }
        }
        None
    }

    fn value(&mut self, grid: &Grid, unit: u32, field: FieldId, (row, column): (u32, u32), cell: &Cell) {
        let Some(declared) = self.context.program.fields.get(field.index()) else { return };
        self.out.heard.insert(unit);
        let place = grid.place(row, column);
        let origin = self.origin(row, column);
        match (self.context.purpose, declared.role) {
            // What a unit gives itself is a claim.
            (Purpose::Submissions, Role::Given(node))
                if self.speaker() == Some(Source::Own) && declared.kind == FieldKind::Points =>
            {
                self.claim(grid, unit, node, (row, column), cell);
            }
            (Purpose::Submissions, _) | (Purpose::Period(_), Role::Past(..)) => {
                let reading = read_cell(cell, declared, grid.is_typed());
                self.take(unit, field, reading, origin, &place);
            }
            (Purpose::Targets, Role::Target(of, _)) => {
                let read = read_target_cell(cell, declared, grid.is_typed());
                self.target((unit, of), declared, read, origin, &place, &cell.text());
            }
            (Purpose::Targets, _) => {
                let field = declared.label.clone();
                if self.told.insert(format!("target {field}")) {
                    self.problem(DataProblem::TargetNotAsked { field }, place);
                }
            }
            // A file of an earlier period holds much that the rubric does not ask for.
            (Purpose::Period(_), _) => {}
        }
    }

    /// Keeps a value that was read, and tells what was wrong with it.
    fn take(&mut self, unit: u32, field: FieldId, reading: Reading, origin: Origin, place: &Place) {
        if let Some(problem) = reading.problem {
            self.tell(Diagnostic::new(problem, place.clone()).suggest(reading.suggestion));
        }
        if matches!(reading.state, State::Known | State::NotApplicable) {
            let is_text = self.context.program.fields.get(field.index()).is_some_and(|f| f.kind == FieldKind::Text);
            let text = if is_text { reading.text } else { None };
            self.out.values.push(Value { unit, field, number: reading.value, state: reading.state, text, origin });
        }
    }

    /// Keeps the ends of a target that the rubric asks for.
    fn target(
        &mut self,
        (unit, of): (u32, FieldId),
        declared: &Field,
        read: TargetReading,
        origin: Origin,
        place: &Place,
        text: &str,
    ) {
        let ends = [(RangeEnd::Low, read.low), (RangeEnd::High, read.high)];
        let ends = ends.map(|(end, reading)| (self.context.field_of(Role::Target(of, end)), reading));
        let asked = ends.iter().filter(|(field, _)| field.is_some()).count();
        for (field, mut reading) in ends {
            let Some(field) = field else {
                // What is wrong with an end that nobody asks for matters still: the other stands in the same cell.
                if let Some(problem) = reading.problem.take() {
                    self.tell(Diagnostic::new(problem, place.clone()).suggest(reading.suggestion));
                }
                continue;
            };
            if read.is_range && asked == 1 {
                let (field, text) = (declared.label.clone(), quoted(text));
                let value = show(reading.value, &declared.kind.quantity(), Lang::Zh);
                self.problem(DataProblem::TargetEnd { field, text, value }, place.clone());
            }
            self.take(unit, field, reading, origin, place);
        }
    }

    fn remark(&mut self, unit: u32, about: About, beside: Beside, cell: &Cell) {
        if self.context.purpose != Purpose::Submissions {
            return;
        }
        let text = Some(cell.text()).filter(|text| !text.is_empty());
        let mut remarks = Remarks::default();
        match beside {
            Beside::Evidence => remarks.evidence = text,
            Beside::Pages => remarks.pages = text,
            Beside::Remark => remarks.remark = text,
            Beside::Reason => remarks.reason = text,
        }
        self.out.remarks.push((unit, about, remarks));
    }

    fn claim(&mut self, grid: &Grid, unit: u32, node: NodeId, (row, column): (u32, u32), cell: &Cell) {
        if self.context.purpose != Purpose::Submissions {
            return;
        }
        self.out.heard.insert(unit);
        let text = cell.text();
        let points = match cell {
            Cell::Number(points, false) => Some(*points),
            Cell::Text(text) => read_number(text, Some("分")).filter(|read| !read.percent).map(|read| read.value),
            _ => None,
        };
        match points {
            Some(points) => {
                let origin = self.origin(row, column);
                self.out.claims.push(Claim { unit, node, points, origin });
            }
            None if matches!(text.as_str(), "-" | "/" | "—") => {}
            None => self.problem(DataProblem::ClaimUnreadable { text: quoted(&text) }, grid.place(row, column)),
        }
    }

    fn unknown_field(&mut self, text: &str, place: Place) {
        let text = quoted(text);
        // Another edition asked for other things.
        let is_past = matches!(self.context.purpose, Purpose::Period(_));
        if !is_past && self.told.insert(format!("field {text}")) {
            let suggestion = self.context.vocabulary.suggest(&text);
            let problem = DataProblem::UnknownField { field: text };
            self.tell(Diagnostic::new(problem, place).suggest(suggestion));
        }
    }

    fn unknown_unit(&mut self, unit: &str, place: Place) {
        let unit = quoted(unit);
        if self.told.insert(format!("unit {unit}")) {
            let problem = Diagnostic::new(DataProblem::UnknownUnit { unit }, place);
            // Who was assessed then need not be assessed now.
            let is_past = matches!(self.context.purpose, Purpose::Period(_));
            self.tell(if is_past { problem.severity(Severity::Note) } else { problem });
        }
    }

    fn ambiguous(&mut self, text: &str, candidates: &[u32], place: Place) {
        let text = quoted(text);
        if self.told.insert(format!("unit {text}")) {
            let candidates = self.context.units.describe(candidates);
            self.problem(DataProblem::AmbiguousUnit { text, candidates }, place);
        }
    }
}
