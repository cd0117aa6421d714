//! The rubric compiled: parameters, fields and an acyclic graph of named columns.
//!
//! A [`Program`] knows no rule kinds. Each column is one small expression, or one function over a cohort; stages of row
//! columns and cohort columns alternate, and each is an evaluator pass, a block of Excel columns, a SQL CTE.

mod builder;
mod column;
mod compile;
pub mod excel;
mod expression;
mod field;
mod magnitude;
mod needs;
mod node;
mod outcome;
mod parser;
mod range;
mod sentence;
mod siblings;
pub mod sql;
mod stages;
mod stations;

pub use builder::{Builder, Built, NodeColumns, OutcomeColumns};
pub use column::{By, Cohort, CohortFunction, Column, EntryFunction, Formula, Order, Summary, Ties, Within};
pub use compile::{Compiler, FUNCTIONS, Function, Type, Typed, type_words};
pub use expression::{Binary, Expr, Many, Test, Unary};
pub use field::{Field, FieldKind, List, Must, NoRows, Parameter, PastOf, Quantity, RangeEnd, Role};
pub use node::{Branch, Leaf, Level, MissingPolicy, Node, NotApplicablePolicy, Part, Status};
pub use outcome::{
    Change, Concerns, Effect, EffectKind, FollowUp, Grade, Outcome, Quota, Ranking, Rescale, RoundingPlan, TieBreaker,
    Vetoed, Whole, WholePlaces,
};
pub use parser::{Syntax, is_name, parse_expression};
pub use range::{Range, Ranges};
pub use sentence::{Operand, Sentence, show, show_said};
pub use siblings::{Measure, Numbers, Siblings};
pub use stages::{Stage, arrange, cycle};
pub use stations::{At, Station, Step, TotalStations, Weighted};

use std::collections::BTreeSet;

use crate::table::Input;
use crate::words::Lang;

macro_rules! ids {
    ($($(#[$meta:meta])* $Name:ident),*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(pub u32);

        impl $Name {
            /// The position.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            #[allow(clippy::cast_possible_truncation, reason = "a program is bounded far below 2^32 parts")]
            pub fn from_index(index: usize) -> Self {
                $Name(index as u32)
            }
        }
    )* };
}

ids!(
    /// A position in [`Program::parameters`].
    ParameterId,
    /// A position in [`Program::fields`].
    FieldId,
    /// A position in [`Program::lists`].
    ListId,
    /// A position in [`Program::columns`].
    ColumnId,
    /// A position in [`Program::nodes`].
    NodeId
);

/// What the rubric says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// `county-quality-2016`
    pub id: String,
    /// The printed title.
    pub title: String,
    /// The assessment period, a label.
    pub period: String,
    /// The edition.
    pub edition: String,
    /// What a unit is called: 县(区).
    pub unit: String,
    /// The language of reports.
    pub language: Lang,
}

/// The rubric compiled.
#[derive(Debug, Clone)]
pub struct Program {
    /// What the rubric says of itself.
    pub heading: Heading,
    /// Every number the rubric sets.
    pub parameters: Vec<Parameter>,
    /// Everything a unit submits.
    pub fields: Vec<Field>,
    /// The tables of entries a unit submits.
    pub lists: Vec<List>,
    /// Groups the rubric names, in order; a table may know more.
    pub groups: Vec<String>,
    /// Whether the rubric declares its groups, so that another is a mistake.
    pub groups_declared: bool,
    /// The graph.
    pub columns: Vec<Column>,
    /// The order of evaluation.
    pub stages: Vec<Stage>,
    /// The tree, in the order written: a parent before its children.
    pub nodes: Vec<Node>,
    /// How the sections become the total.
    pub whole: Whole,
    /// Conditions on the data.
    pub musts: Vec<Must>,
    /// Grades from best to worst.
    pub grades: Vec<Grade>,
    /// What changes points, totals and grades.
    pub effects: Vec<Effect>,
    /// How many units may have which grade.
    pub quotas: Vec<Quota>,
    /// How units are placed.
    pub ranking: Ranking,
    /// What follows from a result.
    pub follow_ups: Vec<FollowUp>,
    /// Where the result stands.
    pub outcome: Outcome,
    /// Rounding.
    pub rounding: RoundingPlan,
    /// SHA-256 of the rubric's text, in hexadecimal; of all texts where it extends others.
    pub fingerprint: String,
    /// The files the rubric extends, the nearest first.
    pub bases: Vec<Input>,
}

impl Program {
    /// A node.
    ///
    /// # Panics
    /// When the id comes from another program.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The ids of all nodes in the order written.
    pub fn node_ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::from_index)
    }

    /// The leaves in the order written.
    pub fn leaves(&self) -> impl Iterator<Item = (NodeId, &Node, &Leaf)> {
        self.nodes.iter().enumerate().filter_map(|(i, node)| Some((NodeId::from_index(i), node, node.leaf.as_ref()?)))
    }

    /// The sections in the order written.
    pub fn sections(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.level == Level::Section)
            .map(|(i, node)| (NodeId::from_index(i), node))
    }

    /// A number the rubric sets as a whole: `deadline`, `inflation`.
    pub fn setting(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id == id)
    }

    /// The node of this id.
    pub fn find_node(&self, id: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.id == id).map(NodeId::from_index)
    }

    /// The fields that hold data, each with its id: whether evidence was given is no value of anybody.
    pub fn data_fields(&self) -> impl Iterator<Item = (FieldId, &Field)> + Clone {
        let fields = self.fields.iter().enumerate().map(|(i, field)| (FieldId::from_index(i), field));
        fields.filter(|(_, field)| !matches!(field.role, Role::Evidence(_)))
    }

    /// The field of this id.
    pub fn find_field(&self, id: &str) -> Option<FieldId> {
        self.fields.iter().position(|field| field.id == id).map(FieldId::from_index)
    }

    /// The list of this id.
    pub fn find_list(&self, id: &str) -> Option<ListId> {
        self.lists.iter().position(|list| list.id == id).map(ListId::from_index)
    }

    /// The lists a column is computed from, through all the columns of units and entries it reads.
    pub fn lists_behind(&self, column: ColumnId) -> BTreeSet<ListId> {
        let behind = self.columns_behind(column);
        behind
            .into_iter()
            .filter_map(|id| match &self.columns.get(id.index())?.formula {
                Formula::Summary(summary) => Some(summary.list),
                formula => formula.list(),
            })
            .collect()
    }

    /// A column and all columns it reads of the unit itself and its entries; not those of its cohort.
    fn columns_behind(&self, column: ColumnId) -> Vec<ColumnId> {
        let mut order = Vec::new();
        let mut seen = vec![false; self.columns.len()];
        let mut rest = vec![column];
        while let Some(id) = rest.pop() {
            let (Some(column), Some(seen)) = (self.columns.get(id.index()), seen.get_mut(id.index())) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            order.push(id);
            if !matches!(column.formula, Formula::Cohort(_)) {
                rest.extend(column.formula.reads());
            }
        }
        order
    }

    /// For each column, the row columns that read it.
    pub fn readers(&self) -> Vec<Vec<ColumnId>> {
        let mut readers = vec![Vec::new(); self.columns.len()];
        for (position, column) in self.columns.iter().enumerate() {
            if let Formula::Row(expr) = &column.formula {
                for read in expr.columns() {
                    if let Some(readers) = readers.get_mut(read.index()) {
                        readers.push(ColumnId::from_index(position));
                    }
                }
            }
        }
        readers
    }

    /// The fields a column is computed from, through all the columns it reads of the unit itself.
    pub fn fields_behind(&self, column: ColumnId) -> Vec<FieldId> {
        let mut fields = Vec::new();
        for id in self.columns_behind(column) {
            if let Some(expr) = self.columns.get(id.index()).and_then(|column| column.formula.expr()) {
                expr.walk(&mut |part| match part {
                    Expr::Field(field) | Expr::TextIs(field, _) if !fields.contains(field) => fields.push(*field),
                    _ => {}
                });
            }
        }
        fields
    }

    /// Finds the fields of every leaf, once: in a long chain of rules each search goes far.
    pub fn trace_fields(&mut self) {
        let values: Vec<Option<ColumnId>> =
            self.nodes.iter().map(|node| node.leaf.as_ref().map(|leaf| leaf.value)).collect();
        for (position, value) in values.into_iter().enumerate() {
            let Some(fields) = value.map(|value| self.fields_behind(value)) else { continue };
            if let Some(leaf) = self.nodes.get_mut(position).and_then(|node| node.leaf.as_mut()) {
                leaf.fields = fields;
            }
        }
    }

    /// For each field, the leaf whose rule looks at it, where there is exactly one.
    pub fn leaves_of_fields(&self) -> Vec<Option<NodeId>> {
        let mut readers: Vec<Vec<NodeId>> = vec![Vec::new(); self.fields.len()];
        for (id, _, leaf) in self.leaves() {
            for field in &leaf.fields {
                if let Some(readers) = readers.get_mut(field.index()) {
                    readers.push(id);
                }
            }
        }
        readers.into_iter().map(|readers| if let [only] = readers[..] { Some(only) } else { None }).collect()
    }

    /// Whether files are read alike for both: what one reads from them the other does too, place by place.
    pub fn reads_like(&self, other: &Program) -> bool {
        let plain = |field: &Field, nowhere: &crate::diagnostic::Spot| Field { spot: nowhere.clone(), ..field.clone() };
        let fields = |ours: &[Field], theirs: &[Field]| {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(our, their)| plain(our, &their.spot) == *their)
        };
        let list = |our: &List, their: &List| {
            let bare = List { columns: their.columns.clone(), spot: their.spot.clone(), ..our.clone() };
            bare == *their && fields(&our.columns, &their.columns)
        };
        let lists = self.lists.len() == other.lists.len()
            && self.lists.iter().zip(&other.lists).all(|(our, their)| list(our, their));
        let nodes = |program: &Program| -> Vec<(String, String)> {
            program.nodes.iter().map(|node| (node.id.clone(), node.title.clone())).collect()
        };
        fields(&self.fields, &other.fields)
            && lists
            && (&self.groups, self.groups_declared) == (&other.groups, other.groups_declared)
            && self.heading.unit == other.heading.unit
            && nodes(self) == nodes(other)
            && self.leaves_of_fields() == other.leaves_of_fields()
    }

    /// The section a node belongs to; itself for a section.
    pub fn section_of(&self, id: NodeId) -> NodeId {
        let mut at = id;
        while let Some(parent) = self.node(at).parent {
            at = parent;
        }
        at
    }

    /// Whether a node stands below another.
    pub fn is_below(&self, id: NodeId, above: NodeId) -> bool {
        std::iter::successors(self.node(id).parent, |at| self.node(*at).parent).any(|at| at == above)
    }

    /// How deep a node stands: 0 for a section.
    pub fn depth(&self, id: NodeId) -> usize {
        std::iter::successors(self.node(id).parent, |at| self.node(*at).parent).count()
    }
}
