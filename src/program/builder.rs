//! Grows the graph of columns while a rubric is lowered.

use std::collections::HashMap;

use super::{
    Cohort, CohortFunction, Column, ColumnId, Expr, Field, FieldId, FieldKind, Formula, List, ListId, Order, Parameter,
    ParameterId, PastOf, Quantity, Role, Summary, Ties, Within,
};
use crate::diagnostic::Spot;
use crate::number::Decimal;
use crate::words::Lang;

/// What the day on which a submission was handed in is called in files.
const HANDED_IN: [&str; 10] = [
    "报送日期",
    "报送时间",
    "上报日期",
    "填报日期",
    "提交日期",
    "收到日期",
    "收件日期",
    "收文日期",
    "submitted",
    "date submitted",
];

/// The columns every node has; reserved before any is defined, so that rules may read each other in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeColumns {
    /// Full points.
    pub full: ColumnId,
    /// What the rule alone gives; of a parent, the sum of its children.
    pub raw: ColumnId,
    /// Status code.
    pub status: ColumnId,
    /// Points.
    pub points: ColumnId,
    /// Points before score effects; the same column where no effect changes them.
    pub earned: ColumnId,
    /// Full points that apply.
    pub open: ColumnId,
}

/// The result columns that expressions may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeColumns {
    /// `total()`
    pub total: ColumnId,
    /// `rank()`
    pub rank: ColumnId,
    /// `group_rank()`
    pub group_rank: ColumnId,
}

/// A program under construction.
#[derive(Debug)]
pub struct Builder {
    /// The language of the words it makes itself.
    pub lang: Lang,
    /// Every number the rubric sets so far.
    pub parameters: Vec<Parameter>,
    /// Every field so far.
    pub fields: Vec<Field>,
    /// Every list so far.
    pub lists: Vec<List>,
    /// Groups named so far.
    pub groups: Vec<String>,
    /// Whether the rubric declares its groups.
    pub groups_declared: bool,
    /// The last day on which submissions are in time, where the rubric sets one.
    pub deadline: Option<Expr>,
    /// Where the result stands.
    pub outcome: OutcomeColumns,
    names: HashMap<String, FieldId>,
    nodes: HashMap<String, NodeColumns>,
    children: HashMap<String, Vec<NodeColumns>>,
    /// Every formula with the first column that has it: the same thing is computed once.
    made: HashMap<Formula, ColumnId>,
    columns: Vec<(String, Option<Formula>, Spot)>,
}

/// What a program is made of, once it is built.
#[derive(Debug)]
pub struct Built {
    /// Every number the rubric sets.
    pub parameters: Vec<Parameter>,
    /// Every field.
    pub fields: Vec<Field>,
    /// Every list.
    pub lists: Vec<List>,
    /// The groups, in the order of their codes.
    pub groups: Vec<String>,
    /// Whether the rubric declares its groups.
    pub groups_declared: bool,
    /// The graph; a column that was reserved and never defined is missing everywhere.
    pub columns: Vec<Column>,
}

impl Builder {
    /// An empty program; `spot` stands for the rubric as a whole.
    pub fn new(spot: &Spot, lang: Lang) -> Builder {
        let mut columns = Vec::new();
        let mut reserve = |name: &str| {
            columns.push((name.to_owned(), None, spot.clone()));
            ColumnId::from_index(columns.len() - 1)
        };
        let outcome =
            OutcomeColumns { total: reserve("total"), rank: reserve("rank"), group_rank: reserve("group_rank") };
        Builder {
            lang,
            parameters: Vec::new(),
            fields: Vec::new(),
            lists: Vec::new(),
            groups: Vec::new(),
            groups_declared: false,
            deadline: None,
            outcome,
            names: HashMap::new(),
            nodes: HashMap::new(),
            children: HashMap::new(),
            made: HashMap::new(),
            columns,
        }
    }

    /// A number the rubric sets.
    pub fn parameter(&mut self, id: String, value: Decimal, quantity: Quantity, spot: Spot) -> Expr {
        self.parameters.push(Parameter { id, value, quantity, spot });
        Expr::Parameter(ParameterId::from_index(self.parameters.len() - 1))
    }

    /// Adds a field; its id must be new.
    pub fn field(&mut self, field: Field) -> FieldId {
        let id = FieldId::from_index(self.fields.len());
        self.names.insert(field.id.clone(), id);
        self.fields.push(field);
        id
    }

    /// The field of this name.
    pub fn find_field(&self, name: &str) -> Option<FieldId> {
        self.names.get(name).copied()
    }

    /// The field of a role that only expressions ask for: a target, an earlier period. Made when first asked for.
    pub fn asked_for(&mut self, id: String, role: Role, label: String, spot: &Spot) -> FieldId {
        if let Some(known) = self.find_field(&id) {
            return known;
        }
        let date = role == Role::HandedIn;
        let of = match role {
            Role::Target(of, _) | Role::Past(PastOf::Field(of), _) => self.fields.get(of.index()),
            _ => None,
        };
        let field = Field {
            id,
            label,
            kind: of.map_or(if date { FieldKind::Date } else { FieldKind::Number }, |field| field.kind.clone()),
            measure: of.and_then(|field| field.measure.clone()),
            aliases: if date { HANDED_IN.map(str::to_owned).to_vec() } else { Vec::new() },
            note: None,
            min: None,
            max: None,
            role,
            precedence: Vec::new(),
            spot: spot.clone(),
        };
        self.field(field)
    }

    /// The list of this name.
    pub fn find_list(&self, name: &str) -> Option<ListId> {
        self.lists.iter().position(|list| list.id == name).map(ListId::from_index)
    }

    /// The code of a group, new ones included.
    pub fn group(&mut self, name: &str) -> Option<usize> {
        match self.groups.iter().position(|group| group == name) {
            Some(position) => Some(position),
            None if self.groups_declared => None,
            None => {
                self.groups.push(name.to_owned());
                Some(self.groups.len() - 1)
            }
        }
    }

    /// A column to be defined later.
    pub fn reserve(&mut self, name: String, spot: &Spot) -> ColumnId {
        self.columns.push((name, None, spot.clone()));
        ColumnId::from_index(self.columns.len() - 1)
    }

    /// Defines a reserved column.
    pub fn define(&mut self, id: ColumnId, expr: Expr) {
        self.define_formula(id, Formula::Row(expr));
    }

    /// Defines a reserved column by any formula.
    pub fn define_formula(&mut self, id: ColumnId, formula: Formula) {
        if let Some(slot) = self.columns.get_mut(id.index()) {
            self.made.entry(formula.clone()).or_insert(id);
            slot.1 = Some(formula);
        }
    }

    /// A new row column.
    pub fn column(&mut self, name: String, expr: Expr, spot: &Spot) -> ColumnId {
        let id = self.reserve(name, spot);
        self.define(id, expr);
        id
    }

    /// The column of this formula: the one that has it, else a new one.
    pub fn formula(&mut self, name: impl FnOnce(&Builder) -> String, formula: Formula, spot: &Spot) -> ColumnId {
        match self.made.get(&formula) {
            Some(id) => *id,
            None => {
                let name = name(self);
                let id = self.reserve(name, spot);
                self.define_formula(id, formula);
                id
            }
        }
    }

    /// A cohort column; the same function over the same column is made once.
    pub fn cohort(&mut self, name: &str, cohort: Cohort, spot: &Spot) -> ColumnId {
        let of = cohort.of;
        self.formula(|builder| format!("{name}({})", builder.column_name(of)), Formula::Cohort(cohort), spot)
    }

    /// The place of a unit counted from the bottom: the last place is the highest number, whatever decided between
    /// equal totals.
    pub fn from_bottom(&mut self, within: Within, spot: &Spot) -> ColumnId {
        let function = CohortFunction::Rank { order: Order::HighFirst, ties: Ties::Competition, then: Vec::new() };
        let of = match within {
            Within::All => self.outcome.rank,
            Within::Group => self.outcome.group_rank,
        };
        self.cohort("bottom", Cohort { function, of, within }, spot)
    }

    /// A function over a list's entries; the same function over the same column is made once.
    pub fn summary(&mut self, name: &str, summary: Summary, spot: &Spot) -> ColumnId {
        let of = summary.of;
        self.formula(|builder| format!("{name}({})", builder.column_name(of)), Formula::Summary(summary), spot)
    }

    /// A column that holds this expression: the column itself when the expression is one.
    pub fn column_of(&mut self, name: String, expr: Expr, spot: &Spot) -> ColumnId {
        match expr {
            Expr::Column(id) => id,
            expr => self.formula(|_| name, Formula::Row(expr), spot),
        }
    }

    /// A column of a list's entries that holds this expression.
    pub fn entry_column(&mut self, name: String, list: ListId, expr: Expr, spot: &Spot) -> ColumnId {
        match expr {
            Expr::Column(id) if self.list_of(id) == Some(list) => id,
            expr => self.formula(|_| name, Formula::Entry(list, expr), spot),
        }
    }

    /// The list whose entries a column holds values of.
    fn list_of(&self, id: ColumnId) -> Option<ListId> {
        self.columns.get(id.index()).and_then(|(_, formula, _)| formula.as_ref()?.list())
    }

    fn column_name(&self, id: ColumnId) -> &str {
        self.columns.get(id.index()).map_or("", |(name, _, _)| name.as_str())
    }

    /// Reserves the columns of a node.
    pub fn node(&mut self, id: &str, spot: &Spot) -> NodeColumns {
        let mut reserve = |what: &str| self.reserve(format!("{what}({id})"), spot);
        let points = reserve("points");
        let columns = NodeColumns {
            full: reserve("full"),
            raw: reserve("raw"),
            status: reserve("status"),
            points,
            earned: points,
            open: reserve("open"),
        };
        self.nodes.insert(id.to_owned(), columns);
        columns
    }

    /// Gives a node a column of its own for its points before score effects.
    pub fn separate_earned(&mut self, id: &str, spot: &Spot) -> Option<NodeColumns> {
        let earned = self.reserve(format!("earned({id})"), spot);
        let columns = self.nodes.get_mut(id)?;
        columns.earned = earned;
        Some(*columns)
    }

    /// Says which nodes are a node's children.
    pub fn adopt(&mut self, id: &str, children: Vec<NodeColumns>) {
        self.children.insert(id.to_owned(), children);
    }

    /// The columns of a node's children, in order; empty for a leaf.
    pub fn children(&self, id: &str) -> &[NodeColumns] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// The columns of a node.
    pub fn find_node(&self, id: &str) -> Option<NodeColumns> {
        self.nodes.get(id).copied()
    }

    /// The names of all nodes.
    pub fn node_ids(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    /// Everything built.
    pub fn finish(self) -> Built {
        let columns = self
            .columns
            .into_iter()
            .map(|(name, formula, spot)| Column {
                name,
                formula: formula.unwrap_or(Formula::Row(Expr::Unknown(crate::table::State::Missing))),
                spot,
            })
            .collect();
        Built {
            parameters: self.parameters,
            fields: self.fields,
            lists: self.lists,
            groups: self.groups,
            groups_declared: self.groups_declared,
            columns,
        }
    }
}
