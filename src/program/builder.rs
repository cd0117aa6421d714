//! Grows the graph of columns while a rubric is lowered.

use std::collections::HashMap;

use super::{Cohort, Column, ColumnId, Expr, Field, FieldId, Formula, Parameter, ParameterId, Quantity};
use crate::diagnostic::Spot;
use crate::number::Decimal;

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
    /// Every number the rubric sets so far.
    pub parameters: Vec<Parameter>,
    /// Every field so far.
    pub fields: Vec<Field>,
    /// Groups named so far.
    pub groups: Vec<String>,
    /// Whether the rubric declares its groups.
    pub groups_declared: bool,
    /// Where the result stands.
    pub outcome: OutcomeColumns,
    names: HashMap<String, FieldId>,
    nodes: HashMap<String, NodeColumns>,
    cohorts: HashMap<Cohort, ColumnId>,
    columns: Vec<(String, Option<Formula>, Spot)>,
}

impl Builder {
    /// An empty program; `spot` stands for the rubric as a whole.
    pub fn new(spot: &Spot) -> Builder {
        let mut columns = Vec::new();
        let mut reserve = |name: &str| {
            columns.push((name.to_owned(), None, spot.clone()));
            ColumnId::from_index(columns.len() - 1)
        };
        let outcome =
            OutcomeColumns { total: reserve("total"), rank: reserve("rank"), group_rank: reserve("group_rank") };
        Builder {
            parameters: Vec::new(),
            fields: Vec::new(),
            groups: Vec::new(),
            groups_declared: false,
            outcome,
            names: HashMap::new(),
            nodes: HashMap::new(),
            cohorts: HashMap::new(),
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
            slot.1 = Some(formula);
        }
    }

    /// A new row column.
    pub fn column(&mut self, name: String, expr: Expr, spot: &Spot) -> ColumnId {
        let id = self.reserve(name, spot);
        self.define(id, expr);
        id
    }

    /// A cohort column; the same function over the same column is made once.
    pub fn cohort(&mut self, name: &str, cohort: Cohort, spot: &Spot) -> ColumnId {
        if let Some(id) = self.cohorts.get(&cohort) {
            return *id;
        }
        let id = self.reserve(format!("{name}({})", self.columns[cohort.of.index()].0), spot);
        self.cohorts.insert(cohort.clone(), id);
        self.define_formula(id, Formula::Cohort(cohort));
        id
    }

    /// A column that holds this expression: the column itself when the expression is one.
    pub fn column_of(&mut self, name: String, expr: Expr, spot: &Spot) -> ColumnId {
        match expr {
            Expr::Column(id) => id,
            expr => {
                let same = Formula::Row(expr);
                match self.columns.iter().position(|(_, formula, _)| formula.as_ref() == Some(&same)) {
                    Some(position) => ColumnId::from_index(position),
                    None => {
                        let id = self.reserve(name, spot);
                        self.define_formula(id, same);
                        id
                    }
                }
            }
        }
    }

    /// Reserves the columns of a node.
    pub fn node(&mut self, id: &str, spot: &Spot) -> NodeColumns {
        let mut reserve = |what: &str| self.reserve(format!("{what}({id})"), spot);
        let columns = NodeColumns {
            full: reserve("full"),
            raw: reserve("raw"),
            status: reserve("status"),
            points: reserve("points"),
            open: reserve("open"),
        };
        self.nodes.insert(id.to_owned(), columns);
        columns
    }

    /// The columns of a node.
    pub fn find_node(&self, id: &str) -> Option<NodeColumns> {
        self.nodes.get(id).copied()
    }

    /// The names of all nodes.
    pub fn node_ids(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    /// The graph; a column that was reserved and never defined is missing everywhere.
    pub fn finish(self) -> (Vec<Parameter>, Vec<Field>, Vec<String>, Vec<Column>) {
        let columns = self
            .columns
            .into_iter()
            .map(|(name, formula, spot)| Column {
                name,
                formula: formula.unwrap_or(Formula::Row(Expr::Unknown(crate::table::State::Missing))),
                spot,
            })
            .collect();
        (self.parameters, self.fields, self.groups, columns)
    }
}
