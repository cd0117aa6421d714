//! One statement of row columns: what it reads, what it defines, and the layers that these take.
//!
//! A layer is a CTE whose columns read those of the layer before, so that nothing is written out twice and no
//! expression grows beyond what a person reads.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{BELOW, Engine};
use super::remark::comment;
use super::value::{Kind, Sql, bare};
use super::writer::{Held, Key, Place, Writer};
use crate::program::{ColumnId, Expr, FieldId, FieldKind, Formula, ListId, NodeId, ParameterId};

/// What a statement reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Inputs {
    fields: BTreeSet<FieldId>,
    entries: BTreeSet<u32>,
    parameters: BTreeSet<ParameterId>,
    adjustments: BTreeSet<Option<NodeId>>,
    columns: BTreeSet<ColumnId>,
}

/// A column of a layer.
#[derive(Debug)]
struct Definition {
    layer: usize,
    remark: Option<String>,
    text: String,
    name: String,
    state: Option<(String, String)>,
}

/// A statement being written.
pub(super) struct Block<'w, 'a> {
    pub(super) writer: &'w mut Writer<'a>,
    /// The list whose entries are the rows; units otherwise.
    scope: Option<ListId>,
    inputs: Inputs,
    definitions: Vec<Definition>,
    local: BTreeMap<ColumnId, (usize, Held)>,
    /// What helpers are called after.
    at: String,
}

impl<'w, 'a> Block<'w, 'a> {
    pub(super) fn new(writer: &'w mut Writer<'a>, scope: Option<ListId>) -> Block<'w, 'a> {
        let (inputs, definitions, local) = (Inputs::default(), Vec::new(), BTreeMap::new());
        Block { writer, scope, inputs, definitions, local, at: "x".to_owned() }
    }

    pub(super) fn engine(&self) -> &'a dyn Engine {
        self.writer.engine
    }

    /// How many columns it defines.
    pub(super) fn width(&self) -> usize {
        self.definitions.iter().map(|definition| 1 + usize::from(definition.state.is_some())).sum()
    }

    /// Defines a column of the graph.
    pub(super) fn define(&mut self, id: ColumnId, remark: Option<String>) {
        let column = &self.writer.program.columns[id.index()];
        let Some(expr) = column.formula.expr() else { return };
        let name = self.writer.names.unique(&column.name);
        self.at.clone_from(&name);
        let sql = self.say(expr);
        let held = self.push(&name, sql, remark);
        self.local.insert(id, held);
    }

    /// Gives a value a name in a layer of its own.
    pub(super) fn hoist(&mut self, sql: Sql) -> Sql {
        let name = self.writer.names.unique(&format!("{}_", self.at));
        let (layer, held) = self.push(&name, sql, None);
        held.read(layer)
    }

    fn push(&mut self, name: &str, sql: Sql, remark: Option<String>) -> (usize, Held) {
        let engine = self.engine();
        let layer = sql.layer + 1;
        let kind = match sql.kind {
            Kind::Nothing => Kind::Number(9),
            kind => kind,
        };
        let text = match sql.kind {
            Kind::Nothing => format!("CAST(NULL AS {})", engine.decimal(9)),
            Kind::Condition => bare(&sql.text).to_owned(),
            Kind::Number(_) if sql.overflows => engine.fits(bare(&sql.text)),
            Kind::Number(scale) if sql.is_literal() => engine.widen(&sql.text, scale),
            Kind::Number(_) => bare(&sql.text).to_owned(),
        };
        let state_name = self.writer.quote_state(name);
        let state = sql.state.map(|state| (state_name.clone(), state));
        let held = Held {
            name: engine.quote(name),
            state: state.is_some().then_some(state_name),
            kind,
            overflows: sql.overflows,
        };
        self.definitions.push(Definition { layer, remark, text, name: held.name.clone(), state });
        (layer, held)
    }

    pub(super) fn parameter(&mut self, id: ParameterId) -> Sql {
        self.inputs.parameters.insert(id);
        let name = self.writer.parameters.get(id.index()).cloned().unwrap_or_default();
        Sql::number(self.writer.quote(&name), self.writer.parameter_scale())
    }

    pub(super) fn field(&mut self, id: FieldId) -> Sql {
        self.inputs.fields.insert(id);
        let Some(field) = self.writer.program.fields.get(id.index()) else {
            return Sql::unknown(crate::table::State::Missing);
        };
        let name = self.writer.fields[id.index()].clone();
        let state = Some(self.writer.quote_state(&name));
        let scale = field_scale(&field.kind, self.engine());
        let text = match field.kind {
            // A text has no number; what is asked of it is whether it is there.
            FieldKind::Text => format!("CASE WHEN {} = 0 THEN 0 END", self.writer.quote_state(&name)),
            _ => self.writer.quote(&name),
        };
        Sql { state, ..Sql::number(text, scale) }
    }

    pub(super) fn text_field(&mut self, id: FieldId) -> Sql {
        let field = self.field(id);
        Sql { text: self.writer.quote(&self.writer.fields[id.index()]), ..field }
    }

    pub(super) fn group(&mut self) -> Sql {
        Sql::number("group_code".to_owned(), 0)
    }

    pub(super) fn entry(&mut self, column: u32) -> Sql {
        let Some((name, kind)) = self.entry_column(column) else {
            return Sql::unknown(crate::table::State::Missing);
        };
        let scale = field_scale(&kind, self.engine());
        Sql { state: Some(self.writer.quote_state(&name)), ..Sql::number(self.writer.quote(&name), scale) }
    }

    pub(super) fn entry_text(&mut self, column: u32) -> Sql {
        let Some((name, _)) = self.entry_column(column) else {
            return Sql::unknown(crate::table::State::Missing);
        };
        let text = self.writer.quote(&format!("{name}_text"));
        Sql { state: Some(self.writer.quote_state(&name)), ..Sql::number(text, 0) }
    }

    fn entry_column(&mut self, column: u32) -> Option<(String, FieldKind)> {
        let list = self.scope?;
        self.inputs.entries.insert(column);
        let name = self.writer.lists.get(list.index())?.columns.get(column as usize)?.clone();
        let kind = self.writer.program.lists.get(list.index())?.columns.get(column as usize)?.kind.clone();
        Some((name, kind))
    }

    /// What a node is adjusted to and by.
    pub(super) fn adjustment(&mut self, node: Option<NodeId>) -> (String, String) {
        self.inputs.adjustments.insert(node);
        let found = self.writer.adjusted.iter().find(|(of, _, _)| *of == node);
        found.map_or_else(Default::default, |(_, to, by)| (self.writer.quote(to), self.writer.quote(by)))
    }

    /// A column of the graph, wherever it is.
    pub(super) fn column(&mut self, id: ColumnId) -> Sql {
        if let Some((layer, held)) = self.local.get(&id) {
            return held.read(*layer);
        }
        match self.writer.places.get(id.index()) {
            Some(Place::Table(_, held)) => {
                let sql = held.read(0);
                self.inputs.columns.insert(id);
                sql
            }
            Some(Place::Inline) => match &self.writer.program.columns[id.index()].formula {
                Formula::Row(
                    expr @ (Expr::Constant(_)
                    | Expr::Parameter(_)
                    | Expr::Unknown(_)
                    | Expr::Field(_)
                    | Expr::Column(_)),
                ) => self.say(expr),
                _ => Sql::unknown(crate::table::State::Missing),
            },
            _ => Sql::unknown(crate::table::State::Missing),
        }
    }

    /// The FROM clause and the columns it brings, under their own names.
    pub(super) fn source(&self) -> (Vec<String>, String) {
        let writer = &*self.writer;
        let (engine, inputs) = (writer.engine, &self.inputs);
        let mut items = vec!["u.ord".to_owned(), "u.grp".to_owned(), "u.group_code".to_owned()];
        let mut from = "kaohe_roster u".to_owned();
        if let Some(names) = self.scope.and_then(|list| writer.lists.get(list.index())) {
            from += &format!("\n    JOIN {} e ON e.unit = u.id", engine.quote(&names.table));
            items.push("e.entry".to_owned());
        }
        if !inputs.fields.is_empty() {
            from += "\n    LEFT JOIN kaohe_data d ON d.id = u.id";
        }
        for id in &inputs.fields {
            let Some(field) = writer.program.fields.get(id.index()) else { continue };
            items.extend(read_cell(engine, "d", &writer.fields[id.index()], &field.kind, false));
        }
        for column in &inputs.entries {
            let Some(list) = self.scope.and_then(|list| writer.program.lists.get(list.index())) else { continue };
            let (Some(list), Some(names)) =
                (list.columns.get(*column as usize), self.scope.map(|l| &writer.lists[l.index()]))
            else {
                continue;
            };
            items.extend(read_cell(engine, "e", &names.columns[*column as usize], &list.kind, true));
        }
        if !inputs.parameters.is_empty() {
            from += "\n    CROSS JOIN kaohe_parameter_row p";
        }
        items.extend(inputs.parameters.iter().map(|id| format!("p.{}", engine.quote(&writer.parameters[id.index()]))));
        if !inputs.adjustments.is_empty() {
            from += "\n    LEFT JOIN kaohe_adjustment_row a ON a.unit = u.id";
        }
        for (_, to, by) in writer.adjusted.iter().filter(|(node, _, _)| inputs.adjustments.contains(node)) {
            items.push(format!("a.{}", engine.quote(to)));
            items.push(format!("a.{}", engine.quote(by)));
        }
        let mut joined: BTreeSet<usize> = BTreeSet::new();
        for id in &inputs.columns {
            let Some(Place::Table(table, held)) = writer.places.get(id.index()) else { continue };
            let made = &writer.tables[*table];
            let alias = format!("t{}", table + 1);
            if joined.insert(*table) {
                from += &match made.key {
                    Key::Unit => format!("\n    JOIN {} {alias} ON {alias}.ord = u.ord", made.name),
                    Key::Entry(_) => {
                        format!("\n    JOIN {} {alias} ON {alias}.ord = u.ord AND {alias}.entry = e.entry", made.name)
                    }
                    Key::Group => format!("\n    JOIN {} {alias} ON {alias}.grp = u.grp", made.name),
                    Key::Whole => format!("\n    CROSS JOIN {} {alias}", made.name),
                };
            }
            items.push(format!("{alias}.{}", held.name));
            items.extend(held.state.iter().map(|state| format!("{alias}.{state}")));
        }
        (items, from)
    }

    /// Writes the statement: a table of the columns that are read later. Tells which columns it holds.
    pub(super) fn finish(self, what: &str, heading: &str) {
        let ids: Vec<ColumnId> = self.local.keys().copied().collect();
        let live = self.writer.live(&ids);
        let held: Vec<(ColumnId, Held)> =
            self.local.iter().filter(|(id, _)| live[id.index()]).map(|(id, (_, held))| (*id, held.clone())).collect();
        let (layers, last) = self.layers(&held.iter().map(|(_, held)| held).collect::<Vec<_>>());
        let key = self.scope.map_or(Key::Unit, Key::Entry);
        let writer = self.writer;
        let table = writer.make(what, key);
        let name = writer.tables[table].name.clone();
        writer.script += &comment(heading, "");
        writer.script += &writer.engine.staged(&name, &layers, &last);
        writer.script.push('\n');
        for (id, held) in held {
            writer.places[id.index()] = Place::Table(table, held);
        }
    }

    /// The statement's layers, and the selection from the last.
    fn layers(&self, held: &[&Held]) -> (Vec<String>, String) {
        let (items, from) = self.source();
        let mut layers = vec![format!("SELECT {}\n  FROM {from}", wrapped(&items))];
        for layer in 1..=self.definitions.iter().map(|definition| definition.layer).max().unwrap_or(0) {
            let mut of_layer = Vec::new();
            for definition in self.definitions.iter().filter(|definition| definition.layer == layer) {
                let mut text = definition.remark.as_ref().map(|remark| comment(remark, "    ")).unwrap_or_default();
                text += &format!("    {} AS {}", definition.text, definition.name);
                if let Some((name, state)) = &definition.state {
                    text += &format!(",\n    {state} AS {name}");
                }
                of_layer.push(text);
            }
            layers.push(format!("SELECT *,\n{}\n  FROM {BELOW}", of_layer.join(",\n")));
        }
        let mut last: Vec<String> = vec!["ord".to_owned()];
        last.extend(self.scope.map(|_| "entry".to_owned()));
        for held in held {
            last.push(held.name.clone());
            last.extend(held.state.clone());
        }
        (layers, format!("SELECT {}\nFROM {BELOW}", wrapped(&last)))
    }
}

/// The columns that read one cell of the user's data: its value where it is known, and its state.
fn read_cell(engine: &dyn Engine, from: &str, name: &str, kind: &FieldKind, entry: bool) -> Vec<String> {
    let (value, state) = (engine.quote(name), engine.quote(&format!("{name}{}", super::names::STATE)));
    let text = engine.quote(&format!("{name}_text"));
    let is_text = matches!(kind, FieldKind::Text);
    let cast = match (is_text, entry) {
        (true, false) => format!("{from}.{value}"),
        _ => format!("CAST({from}.{value} AS {})", engine.decimal(field_scale(kind, engine))),
    };
    let known = format!("COALESCE({from}.{state}, 0) = 0");
    let mut items = vec![
        format!("CASE WHEN {known} THEN {cast} END AS {value}"),
        format!("CASE WHEN NOT {known} THEN {from}.{state} WHEN {from}.{value} IS NULL THEN 2 ELSE 0 END AS {state}"),
    ];
    if is_text && entry {
        items.push(format!("CASE WHEN {known} THEN {from}.{text} END AS {text}"));
    }
    items
}

/// Digits after the point that a field's values are read with.
pub(super) fn field_scale(kind: &FieldKind, engine: &dyn Engine) -> u32 {
    match kind {
        FieldKind::YesNo | FieldKind::Choice(_) | FieldKind::Date | FieldKind::Text => 0,
        FieldKind::Count | FieldKind::Points => 9,
        FieldKind::Number | FieldKind::Percent | FieldKind::Money => engine.finest(),
    }
}

/// Columns of a selection, over several lines.
pub(super) fn wrapped(items: &[String]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            text.push(',');
            if width + item.len() > 110 {
                text += "\n    ";
                width = 0;
            } else {
                text.push(' ');
            }
        }
        text += item;
        width += item.len() + 2;
    }
    text
}
