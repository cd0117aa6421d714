//! What a column computes, as a number that is the same in two rubrics where they compute the same.
//!
//! Parameters go by their path, fields, lists and nodes by their id, options and groups by their word, and what a column
//! reads of a node by that node's name: a change of one node is no change of those that read it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use super::Twins;
use crate::program::{
    Binary, By, Cohort, CohortFunction, ColumnId, EntryFunction, Expr, FieldId, FieldKind, Formula, ListId, NodeId,
    ParameterId, PastOf, Program, Role, Summary,
};

/// What the earlier rubric's things are called in the later one; those that are not in here have kept their ids.
#[derive(Clone, Default)]
pub(super) struct Names {
    nodes: HashMap<String, String>,
    fields: HashMap<String, String>,
    lists: HashMap<String, String>,
}

impl Names {
    /// The later ids.
    pub(super) fn later(before: &Program, after: &Program, twins: &Twins) -> Names {
        let nodes = twins.nodes.both.iter().map(|(b, a)| (before.nodes[*b].id.clone(), after.nodes[*a].id.clone()));
        let fields = twins.fields.both.iter().map(|(b, a)| (before.fields[*b].id.clone(), after.fields[*a].id.clone()));
        let lists = twins.lists.both.iter().map(|(b, a)| (before.lists[*b].id.clone(), after.lists[*a].id.clone()));
        Names { nodes: nodes.collect(), fields: fields.collect(), lists: lists.collect() }
    }
}

fn renamed<'n>(names: &'n HashMap<String, String>, id: &'n str) -> &'n str {
    names.get(id).map_or(id, String::as_str)
}

/// The columns of a rubric by what they compute.
pub(super) struct Structure<'a> {
    program: &'a Program,
    names: Names,
    /// The path of every parameter, as the later rubric would call it.
    paths: Vec<String>,
    /// Whether the numbers count too.
    values: bool,
    columns: Vec<u64>,
}

impl<'a> Structure<'a> {
    pub(super) fn new(program: &'a Program, names: Names, values: bool) -> Structure<'a> {
        let paths = paths(program, &names);
        let mut structure = Structure { program, names, paths, values, columns: vec![0; program.columns.len()] };
        let named = structure.named();
        for stage in &program.stages {
            let ids = stage.columns();
            for id in ids {
                structure.columns[id.index()] = named.get(id).copied().unwrap_or_else(|| structure.of(*id));
            }
        }
        structure
    }

    /// The columns that stand for a name, whatever they compute: those of nodes, and those of the result.
    fn named(&self) -> HashMap<ColumnId, u64> {
        let mut named = HashMap::new();
        let nodes = self.program.nodes.iter().enumerate().flat_map(|(position, node)| {
            let name = self.node(NodeId::from_index(position));
            let columns = [node.full, node.raw, node.status, node.open, node.earned, node.points];
            columns.into_iter().enumerate().map(move |(what, id)| (id, name, what))
        });
        let outcome = &self.program.outcome;
        let whole = [outcome.total, outcome.full, outcome.rank, outcome.group_rank];
        for (id, name, what) in nodes.chain(whole.into_iter().enumerate().map(|(what, id)| (id, "", what))) {
            let mut to = DefaultHasher::new();
            (name, what).hash(&mut to);
            named.insert(id, to.finish());
        }
        named
    }

    /// The path of every parameter, as the later rubric would call it.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// What a column computes.
    pub(super) fn of(&self, id: ColumnId) -> u64 {
        let mut to = DefaultHasher::new();
        if let Some(column) = self.program.columns.get(id.index()) {
            self.formula(&column.formula, &mut to);
        }
        to.finish()
    }

    /// What an expression of units computes.
    pub(super) fn of_expr(&self, expr: &Expr) -> u64 {
        let mut to = DefaultHasher::new();
        self.expr(expr, None, &mut to);
        to.finish()
    }

    fn formula(&self, formula: &Formula, to: &mut DefaultHasher) {
        discriminant(formula).hash(to);
        match formula {
            Formula::Row(expr) => self.expr(expr, None, to),
            Formula::Entry(list, expr) => {
                self.list(*list).hash(to);
                self.expr(expr, Some(*list), to);
            }
            Formula::Cohort(Cohort { function, of, within }) => {
                (discriminant(function), self.columns[of.index()], within).hash(to);
                match function {
                    CohortFunction::Percentile(share) => self.parameter(*share, to),
                    CohortFunction::Rank { order, ties, then } => {
                        (order, ties).hash(to);
                        for (id, order) in then {
                            (self.columns[id.index()], order).hash(to);
                        }
                    }
                    _ => {}
                }
            }
            Formula::Summary(Summary { list, function, of, when, by }) => {
                (self.list(*list), discriminant(function), self.columns[of.index()]).hash(to);
                when.map(|id| self.columns[id.index()]).hash(to);
                match by {
                    By::Unit => {}
                    By::Key(key) => self.columns[key.index()].hash(to),
                }
                match function {
                    EntryFunction::BestPer(key) => self.columns[key.index()].hash(to),
                    EntryFunction::TrimmedMean(count) => self.parameter(*count, to),
                    _ => {}
                }
            }
        }
    }

    /// An expression; `list` is the one whose entries it speaks of. Guards do not count: what is bounded more narrowly
    /// is guarded otherwise, and is the same.
    fn expr(&self, expr: &Expr, list: Option<ListId>, to: &mut DefaultHasher) {
        if let Expr::Guard(inner, _) = expr {
            return self.expr(inner, list, to);
        }
        discriminant(expr).hash(to);
        match expr {
            Expr::Constant(value) => value.hash(to),
            Expr::Unknown(state) => state.hash(to),
            Expr::Parameter(id) => self.parameter(*id, to),
            Expr::Field(id) => self.field(*id, to),
            Expr::TextIs(id, text) => {
                self.field(*id, to);
                text.hash(to);
            }
            Expr::Group | Expr::Guard(..) => {}
            Expr::Entry(column) => self.entry(list, *column).hash(to),
            Expr::EntryTextIs(column, text) => (self.entry(list, *column), text).hash(to),
            Expr::Column(id) => self.columns[id.index()].hash(to),
            Expr::Unary(operator, x) => {
                operator.hash(to);
                self.expr(x, list, to);
            }
            Expr::Binary(operator, both) => {
                operator.hash(to);
                let [left, right] = both.as_ref();
                self.expr(left, list, to);
                match self.word(*operator, left, right, list) {
                    Some(word) => word.hash(to),
                    None => self.expr(right, list, to),
                }
            }
            Expr::Many(operator, all) => {
                (operator, all.len()).hash(to);
                for x in all {
                    self.expr(x, list, to);
                }
            }
            Expr::If(three) | Expr::Scenario(three) => {
                for x in three.iter() {
                    self.expr(x, list, to);
                }
            }
            Expr::Round(x, rounding) => {
                rounding.hash(to);
                self.expr(x, list, to);
            }
            Expr::Test(test, x) => {
                test.hash(to);
                self.expr(x, list, to);
            }
            Expr::Adjusted(node, x) => {
                node.map(|node| self.node(node)).hash(to);
                self.expr(x, list, to);
            }
        }
    }

    /// The option or the group that a comparison asks for: their positions mean nothing.
    fn word(&self, operator: Binary, left: &Expr, right: &Expr, list: Option<ListId>) -> Option<&str> {
        let (Binary::Equal, Expr::Constant(code)) = (operator, unguarded(right)) else { return None };
        let words = self.words(left, list)?;
        words.get(usize::try_from(*code).ok()?).map(String::as_str)
    }

    /// The words whose positions an expression yields.
    fn words(&self, expr: &Expr, list: Option<ListId>) -> Option<&[String]> {
        let kind = match unguarded(expr) {
            Expr::Group => return Some(&self.program.groups),
            Expr::Field(id) => &self.program.fields.get(id.index())?.kind,
            Expr::Entry(column) => &self.program.lists.get(list?.index())?.columns.get(*column as usize)?.kind,
            Expr::Column(id) => match unguarded(self.program.columns.get(id.index())?.formula.expr()?) {
                Expr::Column(_) => return None,
                inner => return self.words(inner, list),
            },
            _ => return None,
        };
        match kind {
            FieldKind::Choice(options) => Some(options),
            _ => None,
        }
    }

    fn parameter(&self, id: ParameterId, to: &mut DefaultHasher) {
        self.paths.get(id.index()).hash(to);
        if self.values {
            self.program.parameters.get(id.index()).map(|parameter| parameter.value).hash(to);
        }
    }

    /// A field by what it is to the rubric.
    fn field(&self, id: FieldId, to: &mut DefaultHasher) {
        let Some(field) = self.program.fields.get(id.index()) else { return };
        discriminant(&field.role).hash(to);
        match field.role {
            Role::Submitted => renamed(&self.names.fields, &field.id).hash(to),
            Role::Given(node) | Role::Evidence(node) => self.node(node).hash(to),
            Role::HandedIn => {}
            Role::Target(of, end) => {
                end.hash(to);
                self.field(of, to);
            }
            Role::Past(of, back) => {
                (discriminant(&of), back).hash(to);
                if let PastOf::Field(of) = of {
                    self.field(of, to);
                }
            }
        }
    }

    /// What a node is called in the later rubric.
    pub(super) fn node(&self, id: NodeId) -> &str {
        renamed(&self.names.nodes, &self.program.node(id).id)
    }

    fn list(&self, id: ListId) -> Option<&str> {
        self.program.lists.get(id.index()).map(|list| renamed(&self.names.lists, &list.id))
    }

    fn entry(&self, list: Option<ListId>, column: u32) -> Option<&str> {
        let columns = &self.program.lists.get(list?.index())?.columns;
        columns.get(column as usize).map(|column| column.id.as_str())
    }
}

fn unguarded(expr: &Expr) -> &Expr {
    match expr {
        Expr::Guard(inner, _) => unguarded(inner),
        expr => expr,
    }
}

/// The node that a parameter belongs to, and the rest of its path: of `1.1.points` node 1.1, of `1.1.points.山区` too.
pub(super) fn owner<'p>(nodes: &HashMap<&str, NodeId>, path: &'p str) -> Option<(NodeId, &'p str)> {
    let dots = path.match_indices('.').rev();
    dots.map(|(at, _)| path.split_at(at)).find_map(|(id, rest)| Some((*nodes.get(id)?, rest.trim_start_matches('.'))))
}

/// Where nodes stand, by their ids.
pub(super) fn nodes_by_id(program: &Program) -> HashMap<&str, NodeId> {
    program.node_ids().map(|id| (program.node(id).id.as_str(), id)).collect()
}

fn paths(program: &Program, names: &Names) -> Vec<String> {
    let nodes = nodes_by_id(program);
    let path = |path: &str| match owner(&nodes, path) {
        Some((node, rest)) => format!("{}.{rest}", renamed(&names.nodes, &program.node(node).id)),
        None => match path.split_once(".must.") {
            Some((field, rest)) => format!("{}.must.{rest}", renamed(&names.fields, field)),
            None => path.to_owned(),
        },
    };
    program.parameters.iter().map(|parameter| path(&parameter.id)).collect()
}
