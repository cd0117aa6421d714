//! The script being written: names, the tables made so far, and where each column of the graph is.

use std::collections::BTreeSet;

use super::engine::Engine;
use super::names::{Names, STATE};
use super::value::{Kind, Sql};
use crate::program::needs::{is_another, needed, reads};
use crate::program::{Change, ColumnId, Effect, Expr, ListId, NodeId, Program, Within};
use crate::words::Lang;

/// What a table has one row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A unit.
    Unit,
    /// An entry of a list.
    Entry(ListId),
    /// A group.
    Group,
    /// Everything.
    Whole,
}

impl Key {
    pub(super) fn of(within: Within) -> Key {
        match within {
            Within::Group => Key::Group,
            Within::All => Key::Whole,
        }
    }
}

/// A table of the script.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) key: Key,
}

/// A column that a table holds.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// Its name, quoted.
    pub(super) name: String,
    /// The name of its state's column, quoted, where it has one.
    pub(super) state: Option<String>,
    pub(super) kind: Kind,
    pub(super) overflows: bool,
}

impl Held {
    /// The column read again, some layers up.
    pub(super) fn read(&self, layer: usize) -> Sql {
        let state = self.state.clone();
        Sql { text: self.name.clone(), state, kind: self.kind, layer, overflows: self.overflows }
    }
}

/// Where a column of the graph is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// Nowhere yet.
    Nowhere,
    /// Wherever it is read: a parameter, a field, another column.
    Inline,
    /// In a table.
    Table(usize, Held),
}

/// A script being written.
pub(super) struct Writer<'a> {
    pub(super) program: &'a Program,
    pub(super) engine: &'a dyn Engine,
    pub(super) lang: Lang,
    pub(super) names: Names,
    /// The columns of `kaohe_data`, by field; of a text, its text.
    pub(super) fields: Vec<String>,
    /// The columns of `kaohe_parameter_row`.
    pub(super) parameters: Vec<String>,
    /// The columns of each list's entries.
    pub(super) lists: Vec<ListNames>,
    pub(super) places: Vec<Place>,
    pub(super) tables: Vec<Made>,
    /// By column: whether anything that is shown needs it.
    pub(super) needed: Vec<bool>,
    /// By column: whether a result shows it.
    pub(super) shown: Vec<bool>,
    /// The nodes that may be adjusted, and the names of what they are adjusted to and by.
    pub(super) adjusted: Vec<(Option<NodeId>, String, String)>,
    pub(super) script: String,
}

/// Names of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct ListNames {
    /// Its table.
    pub(super) table: String,
    /// The column of `kaohe_data` that says whether a unit has reported it.
    pub(super) reported: String,
    /// Its columns.
    pub(super) columns: Vec<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(program: &'a Program, engine: &'a dyn Engine) -> Writer<'a> {
        let mut names = Names::new(engine.longest_name());
        for taken in ["ord", "id", "name", "grp", "group_code", "entry", "unit", "n"] {
            names.unique(taken);
        }
        let fields = program.fields.iter().map(|field| names.unique(&field.id)).collect();
        let parameters = program.parameters.iter().map(|p| names.unique(&format!("${}", p.id))).collect();
        let lists = program.lists.iter().map(|list| ListNames {
            table: names.unique(&format!("kaohe_list_{}", list.id)),
            reported: names.unique(&list.id),
            columns: list.columns.iter().map(|column| names.unique(&format!("{}.{}", list.id, column.id))).collect(),
        });
        let lists = lists.collect();
        let shown = shown(program);
        let needed = needed(program, &shown);
        let mut writer = Writer {
            program,
            engine,
            lang: program.heading.language,
            names,
            fields,
            parameters,
            lists,
            places: vec![Place::Nowhere; program.columns.len()],
            tables: Vec::new(),
            needed,
            shown,
            adjusted: Vec::new(),
            script: String::new(),
        };
        writer.find_adjusted();
        for (place, column) in writer.places.iter_mut().zip(&program.columns) {
            if is_another(&column.formula) {
                *place = Place::Inline;
            }
        }
        writer
    }

    pub(super) fn quote(&self, name: &str) -> String {
        self.engine.quote(name)
    }

    /// The quoted name of a column's state.
    pub(super) fn quote_state(&self, name: &str) -> String {
        self.engine.quote(&format!("{name}{STATE}"))
    }

    fn find_adjusted(&mut self) {
        let mut nodes: BTreeSet<Option<NodeId>> = BTreeSet::new();
        for column in &self.program.columns {
            if let Some(expr) = column.formula.expr() {
                expr.walk(&mut |part| {
                    if let Expr::Adjusted(node, _) = part {
                        nodes.insert(*node);
                    }
                });
            }
        }
        for node in nodes {
            let id = node.map_or("total", |node| self.program.node(node).id.as_str());
            let (to, by) = (self.names.unique(&format!("to_{id}")), self.names.unique(&format!("by_{id}")));
            self.adjusted.push((node, to, by));
        }
    }

    /// A name for a table of this script, which it is added under.
    pub(super) fn make(&mut self, what: &str, key: Key) -> usize {
        let name = format!("kaohe_s{:02}_{what}", self.tables.len() + 1);
        self.tables.push(Made { name, key });
        self.tables.len() - 1
    }

    /// Whether a column is shown, or read by a needed column that is not one of these.
    pub(super) fn live(&self, ids: &[ColumnId]) -> Vec<bool> {
        let mut live = self.shown.clone();
        let mut inside = vec![false; self.program.columns.len()];
        for id in ids {
            inside[id.index()] = true;
        }
        for (position, column) in self.program.columns.iter().enumerate() {
            let local = inside[position] || matches!(self.places[position], Place::Table(..));
            if self.needed[position] && !local {
                for read in reads(&column.formula) {
                    live[read.index()] = true;
                }
            }
        }
        // What is read through a name alone is read by whoever reads that.
        for (position, column) in self.program.columns.iter().enumerate() {
            if matches!(self.places[position], Place::Inline) && (self.needed[position] || self.shown[position]) {
                for read in reads(&column.formula) {
                    live[read.index()] = true;
                }
            }
        }
        live
    }
}

/// The columns that results show.
fn shown(program: &Program) -> Vec<bool> {
    let mut shown = vec![false; program.columns.len()];
    let mut show = |id: ColumnId| {
        if let Some(slot) = shown.get_mut(id.index()) {
            *slot = true;
        }
    };
    for node in &program.nodes {
        [node.full, node.raw, node.points, node.status].into_iter().for_each(&mut show);
        node.leaf.iter().for_each(|leaf| show(leaf.value));
        if let Some(Expr::Column(most)) = node.most.as_ref().map(|most| &most.expr) {
            show(*most);
        }
    }
    let outcome = &program.outcome;
    [outcome.total, outcome.full, outcome.rank, outcome.group_rank].into_iter().for_each(&mut show);
    outcome.base_grade.into_iter().chain(outcome.grade).for_each(&mut show);
    for Effect { when, fires, change, .. } in &program.effects {
        show(*when);
        show(*fires);
        if let Change::Total(operand) = change
            && let Expr::Column(id) = operand.expr
        {
            show(id);
        }
    }
    program.musts.iter().for_each(|must| show(must.holds));
    program.follow_ups.iter().for_each(|follow_up| show(follow_up.fires));
    shown
}
