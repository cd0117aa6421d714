//! The sheets being written, and where each column of the graph is in them.

use std::collections::{BTreeMap, HashMap};

use super::calculation::{
    ABOVE, Calculation, CalculationColumn, Computed, Content, FIRST, FIRST_PARAMETER, Half, Input, Live, PARAMETER,
    ROW, Shape,
};
use super::value::{Value, bare};
use crate::program::needs::is_another;
use crate::program::{ColumnId, Expr, ListId, Order, ParameterId, Program, Quantity, Ranges};
use crate::spreadsheet::EPOCH;

/// Texts longer than this are given a column before they are said twice.
const LONG: usize = 120;
/// Texts longer than this, and calls deeper than this, are given a column at once. Spreadsheets take 8,192 characters and
/// 64 levels; a formula says a text a few times, and the mark of a row stands for up to seven digits.
const LONGEST: usize = 500;
const DEEPEST: u32 = 24;
/// At and above this a number is too great to be a decimal of 28 digits.
const TOO_GREAT: &str = "7.9E+28";

/// Whose rows a formula stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Units,
    Groups,
    Entries(ListId),
}

/// A column that holds a value, and the one that holds its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) scope: Scope,
    pub(super) value: usize,
    pub(super) state: Option<usize>,
    /// Whether only the first row holds anything, which is for everyone.
    pub(super) whole: bool,
}

/// The sheets being written.
pub(super) struct Writer<'a> {
    pub(super) program: &'a Program,
    pub(super) shape: Shape,
    pub(super) ranges: Ranges<'a>,
    pub(super) units: Vec<CalculationColumn>,
    pub(super) groups: Vec<CalculationColumn>,
    pub(super) lists: Vec<Vec<CalculationColumn>>,
    /// Where the columns of the graph are.
    pub(super) places: HashMap<ColumnId, Held>,
    inputs: HashMap<(Scope, Input, Half), usize>,
    /// The columns of how many units are no better by a key.
    pub(super) standings: HashMap<(ColumnId, Order), usize>,
    /// What helpers are called after.
    pub(super) at: String,
    helpers: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(program: &'a Program, shape: Shape) -> Writer<'a> {
        Writer {
            program,
            ranges: Ranges::new(program),
            units: Vec::new(),
            groups: Vec::new(),
            lists: vec![Vec::new(); program.lists.len()],
            places: HashMap::new(),
            inputs: HashMap::new(),
            standings: HashMap::new(),
            at: String::new(),
            helpers: 0,
            shape,
        }
    }

    pub(super) fn finish(mut self, shown: &[ColumnId]) -> Calculation {
        let mut live = BTreeMap::new();
        for id in shown {
            let held = self.place(*id).filter(|held| held.scope == Scope::Units);
            let held = held.unwrap_or_else(|| {
                // What stands elsewhere is brought to the units.
                let value = self.column(Scope::Units, *id).into_number();
                let name = self.program.columns[id.index()].name.clone();
                self.push(Scope::Units, &name, value, Computed::Column(*id))
            });
            live.insert(*id, Live { value: held.value, state: held.state });
        }
        Calculation { shape: self.shape, units: self.units, groups: self.groups, lists: self.lists, shown: live }
    }

    fn sheet(&mut self, scope: Scope) -> &mut Vec<CalculationColumn> {
        match scope {
            Scope::Units => &mut self.units,
            Scope::Groups => &mut self.groups,
            Scope::Entries(list) => &mut self.lists[list.index()],
        }
    }

    fn named(&self, scope: Scope) -> (&str, usize) {
        let (name, rows) = match scope {
            Scope::Units => &self.shape.units,
            Scope::Groups => &self.shape.groups,
            Scope::Entries(list) => &self.shape.lists[list.index()],
        };
        (name, *rows)
    }

    /// The number of rows in a scope.
    pub(super) fn rows(&self, scope: Scope) -> usize {
        self.named(scope).1
    }

    /// Adds a column; gives its position.
    pub(super) fn add(&mut self, scope: Scope, name: &str, content: Content, half: Half, computed: Computed) -> usize {
        let sheet = self.sheet(scope);
        sheet.push(CalculationColumn { name: name.to_owned(), content, half, computed });
        sheet.len() - 1
    }

    /// A helper's name.
    pub(super) fn helper(&mut self) -> String {
        self.helpers += 1;
        format!("{} #{}", self.at, self.helpers)
    }

    /// The cell of a column in the row of the formula.
    pub(super) fn cell(position: usize) -> String {
        format!("${}{ROW}", Calculation::letters(position))
    }

    /// The cell of a column in the row above.
    pub(super) fn cell_above(position: usize) -> String {
        format!("${}{ABOVE}", Calculation::letters(position))
    }

    /// All cells of a column, as a formula of `from` says it.
    pub(super) fn range(&self, from: Scope, scope: Scope, position: usize) -> String {
        let (name, rows) = self.named(scope);
        let letters = Calculation::letters(position);
        let last = FIRST + rows.max(1) - 1;
        let cells = format!("${letters}${FIRST}:${letters}${last}");
        if from == scope { cells } else { format!("'{name}'!{cells}") }
    }

    /// The first cell of a column, as a formula of `from` says it.
    pub(super) fn first(&self, from: Scope, scope: Scope, position: usize) -> String {
        let name = self.named(scope).0;
        let cell = format!("${}${FIRST}", Calculation::letters(position));
        if from == scope { cell } else { format!("'{name}'!{cell}") }
    }

    /// A column of formulas with its states; the value becomes a number.
    pub(super) fn push(&mut self, scope: Scope, name: &str, value: Value, computed: Computed) -> Held {
        let value = value.into_number();
        let text =
            if value.huge { format!("IFERROR({},{TOO_GREAT})", value.text) } else { bare(&value.text).to_owned() };
        let at = self.add(scope, name, Content::Each(text), Half::Value, computed.clone());
        let state = match (value.state, value.huge) {
            (state, false) => state,
            (state, true) => {
                let state = state.unwrap_or_else(|| "0".to_owned());
                Some(format!("IFERROR(IF(ABS({})>={TOO_GREAT},4,{state}),4)", Self::cell(at)))
            }
        };
        let state =
            state.map(|state| self.add(scope, name, Content::Each(bare(&state).to_owned()), Half::State, computed));
        Held { scope, value: at, state, whole: false }
    }

    /// Defines a column of the graph. One that is only another thing needs no column of its own unless it is shown.
    pub(super) fn define(&mut self, scope: Scope, id: ColumnId, expr: &Expr, shown: bool) {
        let column = &self.program.columns[id.index()];
        if is_another(&column.formula) && !shown {
            return;
        }
        self.at.clone_from(&column.name);
        let value = self.say(scope, expr);
        let held = self.push(scope, &column.name, value, Computed::Column(id));
        self.places.insert(id, held);
    }

    fn place(&self, id: ColumnId) -> Option<Held> {
        self.places.get(&id).copied()
    }

    /// A column of the graph, wherever it is.
    pub(super) fn column(&mut self, scope: Scope, id: ColumnId) -> Value {
        if let Some(held) = self.place(id) {
            return self.read(scope, held);
        }
        match self.program.columns[id.index()].formula.expr() {
            Some(expr) if is_another(&self.program.columns[id.index()].formula) => self.say(scope, expr),
            _ => Value::unknown(crate::table::State::Missing),
        }
    }

    /// A held value, as a formula of a scope reads it.
    pub(super) fn read(&mut self, from: Scope, held: Held) -> Value {
        let text = |writer: &mut Self, position: usize| match (from, held.scope) {
            _ if held.whole => writer.first(from, held.scope, position),
            (from, of) if from == of => Self::cell(position),
            // A unit's group, and an entry's unit, are looked up by their places.
            (Scope::Units, of) => {
                let group = writer.input(Scope::Units, &Input::Group, Half::Value);
                format!("INDEX({},{group}+1)", writer.range(from, of, position))
            }
            (_, Scope::Units) => {
                let row = writer.input(from, &Input::UnitRow, Half::Value);
                format!("INDEX({},{row})", writer.range(from, held.scope, position))
            }
            (_, of) => {
                let row = writer.input(from, &Input::UnitRow, Half::Value);
                let group = writer.input_position(Scope::Units, &Input::Group, Half::Value);
                let group = format!("INDEX({},{row})", writer.range(from, Scope::Units, group));
                format!("INDEX({},{group}+1)", writer.range(from, of, position))
            }
        };
        let value = text(self, held.value);
        let state = held.state.map(|state| text(self, state));
        Value { state, depth: 1, ..Value::number(value) }
    }

    /// The cell of an input in the row of the formula.
    pub(super) fn input(&mut self, scope: Scope, input: &Input, half: Half) -> String {
        Self::cell(self.input_position(scope, input, half))
    }

    /// The column of an input.
    pub(super) fn input_position(&mut self, scope: Scope, input: &Input, half: Half) -> usize {
        let key = (scope, input.clone(), half);
        if let Some(position) = self.inputs.get(&key) {
            return *position;
        }
        let name = self.input_name(scope, input);
        let content = Content::Input(input.clone(), half);
        let position = self.add(scope, &name, content, half, Computed::Nothing);
        self.inputs.insert(key, position);
        position
    }

    fn input_name(&self, scope: Scope, input: &Input) -> String {
        let node = |node: &Option<crate::program::NodeId>| {
            node.map_or("total".to_owned(), |node| self.program.node(node).id.clone())
        };
        let column = |column: u32| match scope {
            Scope::Entries(list) => {
                let list = self.program.lists.get(list.index()).and_then(|list| list.columns.get(column as usize));
                list.map(|column| column.id.clone()).unwrap_or_default()
            }
            Scope::Units | Scope::Groups => String::new(),
        };
        let field = |id: &crate::program::FieldId| self.program.fields.get(id.index()).map_or("", |field| &field.id);
        let list = |id: &ListId| self.program.lists.get(id.index()).map_or("", |list| &list.id);
        match input {
            Input::Position => "ord".to_owned(),
            Input::Group => "group".to_owned(),
            Input::Field(id) => field(id).to_owned(),
            Input::TextIs(id, text) => format!("{} = {text}", field(id)),
            Input::Entry(at) => column(*at),
            Input::EntryTextIs(at, text) => format!("{} = {text}", column(*at)),
            Input::UnitRow => "unit".to_owned(),
            Input::FirstEntry(id) => format!("first({})", list(id)),
            Input::Entries(id) => format!("count({})", list(id)),
            Input::Reported(id) => format!("reported({})", list(id)),
            Input::AdjustedTo(id) => format!("to({})", node(id)),
            Input::AdjustedBy(id) => format!("by({})", node(id)),
        }
    }

    /// A value from outside with its state.
    pub(super) fn given(&mut self, scope: Scope, input: &Input) -> Value {
        let text = self.input(scope, input, Half::Value);
        let state = Some(self.input(scope, input, Half::State));
        Value { state, ..Value::number(text) }
    }

    pub(super) fn parameter(&self, id: ParameterId) -> Value {
        let cell = parameter(&self.shape, id);
        match self.program.parameters.get(id.index()).map(|parameter| &parameter.quantity) {
            Some(Quantity::Date) => Value::number(format!("({cell}-{EPOCH})")),
            _ => Value::number(cell),
        }
    }

    /// A value that may be said more than once: it gets a column of its own where it is no name.
    pub(super) fn short(&mut self, scope: Scope, value: Value, expr: Option<&Expr>) -> Value {
        let long = |text: &str| text.len() > LONG && !super::value::is_simple(text);
        if long(&value.text) || value.state.as_deref().is_some_and(long) || value.depth > DEEPEST {
            self.hoist(scope, value, expr)
        } else {
            value
        }
    }

    /// A value that is a name.
    pub(super) fn simple(&mut self, scope: Scope, value: Value, expr: Option<&Expr>) -> Value {
        if value.is_simple() { value } else { self.hoist(scope, value, expr) }
    }

    /// A value that a formula can still grow around.
    pub(super) fn bounded(&mut self, scope: Scope, value: Value, expr: Option<&Expr>) -> Value {
        let longest = value.text.len().max(value.state.as_deref().map_or(0, str::len));
        if longest > LONGEST || value.depth > DEEPEST { self.hoist(scope, value, expr) } else { value }
    }

    /// A value in a column of its own.
    pub(super) fn hoist(&mut self, scope: Scope, value: Value, expr: Option<&Expr>) -> Value {
        let name = self.helper();
        let computed = match expr {
            Some(expr) if scope == Scope::Units => Computed::Part(expr.clone()),
            _ => Computed::Nothing,
        };
        let held = self.push(scope, &name, value, computed);
        self.read(scope, held)
    }
}

/// The cell of a parameter.
pub fn parameter(shape: &Shape, id: ParameterId) -> String {
    format!("'{}'!${PARAMETER}${}", shape.parameters, FIRST_PARAMETER + id.index())
}
