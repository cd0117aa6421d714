//! An assessment under other numbers: what its graph gives when some parameters are set otherwise.
//!
//! Only what depends on them is computed again, so that a question put a hundred times costs little more than one
//! scoring. Parameters that no column reads together can be asked about at once: see [`Otherwise::reached`].

use std::collections::HashMap;

use super::assessment::Assessment;
use super::evaluate;
use super::vector::Vector;
use crate::number::Decimal;
use crate::program::{ColumnId, Expr, ParameterId, Program};

/// An assessment whose parameters can be set otherwise for the length of a question.
#[derive(Debug)]
pub struct Otherwise<'a> {
    base: &'a Assessment,
    program: Program,
    columns: Vec<Vector>,
    /// For each column, the columns that read it.
    readers: Vec<Vec<ColumnId>>,
    /// For each parameter, the columns that read it.
    users: HashMap<ParameterId, Vec<ColumnId>>,
}

/// The graph while parameters are set otherwise.
#[derive(Debug)]
pub struct Instead<'a> {
    base: &'a Assessment,
    program: &'a Program,
    columns: &'a [Vector],
}

impl Instead<'_> {
    /// What an expression of the graph gives for all units.
    pub fn evaluate_all(&self, expr: &Expr) -> Vector {
        evaluate::expression(self.program, &self.base.table, self.columns, expr)
    }
}

impl<'a> Otherwise<'a> {
    /// Nothing is set otherwise yet.
    pub fn new(base: &'a Assessment) -> Otherwise<'a> {
        let program = (*base.program).clone();
        let mut readers = vec![Vec::new(); program.columns.len()];
        let mut users: HashMap<ParameterId, Vec<ColumnId>> = HashMap::new();
        for (position, column) in program.columns.iter().enumerate() {
            let id = ColumnId::from_index(position);
            for read in column.formula.reads() {
                if let Some(readers) = readers.get_mut(read.index()) {
                    readers.push(id);
                }
            }
            for parameter in column.formula.parameters() {
                users.entry(parameter).or_default().push(id);
            }
        }
        Otherwise { base, program, columns: base.columns().to_vec(), readers, users }
    }

    /// By column: whether it depends on the parameter.
    pub fn reached(&self, parameter: ParameterId) -> Vec<bool> {
        let mut reached = vec![false; self.columns.len()];
        let mut rest = self.users.get(&parameter).cloned().unwrap_or_default();
        while let Some(id) = rest.pop() {
            match reached.get_mut(id.index()) {
                Some(slot) if !*slot => *slot = true,
                _ => continue,
            }
            rest.extend(self.readers.get(id.index()).into_iter().flatten());
        }
        reached
    }

    /// Asks a question while parameters are set otherwise; afterwards everything is as before.
    pub fn ask<R>(&mut self, set: &[(ParameterId, Decimal)], question: impl FnOnce(&Instead<'_>) -> R) -> R {
        let mut reached = vec![false; self.columns.len()];
        for (parameter, value) in set {
            let of = self.reached(*parameter);
            reached.iter_mut().zip(of).for_each(|(all, one)| *all |= one);
            if let Some(parameter) = self.program.parameters.get_mut(parameter.index()) {
                parameter.value = *value;
            }
        }
        evaluate::fill(&self.program, &self.base.table, &mut self.columns, |id| reached.get(id.index()) == Some(&true));
        let answer = question(&Instead { base: self.base, program: &self.program, columns: &self.columns });
        for (parameter, _) in set {
            let was = self.base.program.parameters.get(parameter.index()).map(|parameter| parameter.value);
            if let (Some(slot), Some(was)) = (self.program.parameters.get_mut(parameter.index()), was) {
                slot.value = was;
            }
        }
        for ((column, was), _) in
            self.columns.iter_mut().zip(self.base.columns()).zip(reached).filter(|(_, reached)| *reached)
        {
            column.clone_from(was);
        }
        answer
    }
}
