//! A graph made ready to be computed thousands of times while a few of its columns are set: what cannot move is computed
//! once, what the states decide is decided, and sums of what is set are set themselves.

use std::collections::BTreeMap;

use super::assessment::Assessment;
use super::shaken::moving;
use super::vector::{Cell, Vector};
use crate::number;
use crate::program::{Column, ColumnId, Expr, Formula, Many, ParameterId, Program, Stage};
use crate::table::{State, Table};

/// A column that is set: a sum of columns, each multiplied by a factor, and of what no factor multiplies.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    /// The factor, and the column it multiplies, by unit.
    terms: Vec<(usize, Vec<f64>)>,
    /// The rest, by unit; empty where there is none.
    rest: Vec<f64>,
}

impl Linear {
    /// One column, multiplied by a factor.
    pub(super) fn of(factor: usize, column: Vec<f64>) -> Linear {
        Linear { terms: vec![(factor, column)], rest: Vec::new() }
    }

    /// These terms, which are part of a column; what is left of it is not multiplied.
    pub(super) fn with_rest(terms: Vec<(usize, Vec<f64>)>, mut whole: Vec<f64>) -> Linear {
        for (_, term) in &terms {
            whole.iter_mut().zip(term).for_each(|(rest, term)| *rest -= term);
        }
        Linear { terms, rest: whole }
    }

    fn add(&mut self, other: &Linear) {
        self.terms.extend(other.terms.iter().cloned());
        self.add_rest(&other.rest);
    }

    fn add_rest(&mut self, rest: &[f64]) {
        if self.rest.is_empty() {
            self.rest = rest.to_vec();
        } else {
            self.rest.iter_mut().zip(rest).for_each(|(sum, more)| *sum += more);
        }
    }

    /// The same, and 0 where it does not count.
    fn masked(&self, counts: &[bool]) -> Linear {
        let mask = |column: &Vec<f64>| -> Vec<f64> {
            column.iter().zip(counts).map(|(value, counts)| if *counts { *value } else { 0.0 }).collect()
        };
        let terms = self.terms.iter().map(|(factor, column)| (*factor, mask(column))).collect();
        Linear { terms, rest: mask(&self.rest) }
    }

    /// Writes its values, by unit: multipliers stand by profile and factor.
    pub(super) fn write(&self, values: &mut [f64], multipliers: &[Vec<f64>], profile_of: &[usize]) {
        if self.rest.is_empty() {
            values.fill(0.0);
        } else {
            values.iter_mut().zip(&self.rest).for_each(|(value, rest)| *value = *rest);
        }
        for (factor, column) in &self.terms {
            let of = |profile: &Vec<f64>| profile.get(*factor).copied().unwrap_or(1.0);
            match multipliers {
                [one] => {
                    let by = of(one);
                    values.iter_mut().zip(column).for_each(|(sum, value)| *sum += by * value);
                }
                many => {
                    let by: Vec<f64> = many.iter().map(of).collect();
                    let cells = values.iter_mut().zip(column).zip(profile_of);
                    cells.for_each(|((sum, value), profile)| *sum += by.get(*profile).copied().unwrap_or(1.0) * value);
                }
            }
        }
    }
}

/// The graph for draws.
#[derive(Debug)]
pub(super) struct Specialised {
    /// The rubric, with the columns that were added at the end.
    pub(super) program: Program,
    /// Every column in doubles, as things stand.
    pub(super) columns: Vec<Vector<f64>>,
}

/// While a graph is made ready.
struct Making<'a> {
    base: &'a Assessment,
    made: Specialised,
    set: BTreeMap<ColumnId, Linear>,
    moving: Vec<bool>,
    shaken: &'a [ParameterId],
}

impl Specialised {
    /// Makes a graph ready for draws in which these columns are set and these parameters shaken; gives all the columns that
    /// are to be set.
    pub(super) fn of(
        base: &Assessment,
        set: BTreeMap<ColumnId, Linear>,
        shaken: &[ParameterId],
    ) -> (Specialised, BTreeMap<ColumnId, Linear>) {
        let program = (*base.program).clone();
        let is_set: Vec<bool> =
            (0..program.columns.len()).map(|at| set.contains_key(&ColumnId::from_index(at))).collect();
        let moving = moving(&program, shaken, &is_set);
        let columns = base.columns().iter().map(in_doubles).collect();
        let mut making = Making { base, made: Specialised { program, columns }, set, moving, shaken };
        for id in base.program.stages.iter().flat_map(Stage::columns) {
            making.column(*id);
        }
        (making.made, making.set)
    }

    /// Without the values of columns that nothing reads.
    pub(super) fn keeping(mut self, needed: &[bool]) -> Specialised {
        for (column, needed) in self.columns.iter_mut().zip(needed) {
            if !needed {
                *column = Vector::default();
            }
        }
        self
    }
}

fn in_doubles(vector: &Vector) -> Vector<f64> {
    let values = vector.values.iter().map(|value| number::to_double(*value)).collect();
    Vector { values, states: vector.states.clone() }
}

impl Making<'_> {
    fn column(&mut self, id: ColumnId) {
        let moves = self.moving.get(id.index()) == Some(&true) && !self.set.contains_key(&id);
        let Some(Formula::Row(expr)) = self.base.program.columns.get(id.index()).map(|column| &column.formula) else {
            return;
        };
        if !moves {
            return;
        }
        let folded = self.fold(expr);
        if let Some((linear, states)) = self.linear(&folded) {
            if let Some(column) = self.made.columns.get_mut(id.index()) {
                column.states = states;
            }
            self.set.insert(id, linear);
        }
        if let Some(column) = self.made.program.columns.get_mut(id.index()) {
            column.formula = Formula::Row(folded);
        }
    }

    /// Whether nothing it reads moves.
    fn is_still(&self, expr: &Expr) -> bool {
        let mut still = true;
        expr.walk(&mut |part| match part {
            Expr::Column(id) => still &= self.moving.get(id.index()) != Some(&true),
            Expr::Parameter(id) => still &= !self.shaken.contains(id),
            _ => {}
        });
        still
    }

    /// The same expression with what stands still computed.
    fn fold(&mut self, expr: &Expr) -> Expr {
        if self.is_still(expr) {
            return match expr {
                Expr::Constant(_) | Expr::Parameter(_) | Expr::Column(_) => expr.clone(),
                expr => self.computed(&self.base.evaluate_all(expr)),
            };
        }
        match expr {
            Expr::Test(test, inner) => match &**inner {
                // States of what is set stay as they are.
                Expr::Column(id) if self.set.contains_key(id) => {
                    let states = self.made.columns.get(id.index()).map(|column| column.states.as_slice());
                    let answer = |state: &State| Cell::yes_no(test.holds(*state));
                    let answers: Vector = states.unwrap_or_default().iter().map(answer).collect();
                    self.computed(&answers)
                }
                _ => self.parts(expr),
            },
            Expr::If(three) => {
                let condition = self.fold(&three[0]);
                if let Expr::Constant(value) = condition {
                    return self.fold(&three[if value.is_zero() { 2 } else { 1 }]);
                }
                let (yes, no) = (self.fold(&three[1]), self.fold(&three[2]));
                self.masked(&condition, &yes, &no)
                    .unwrap_or_else(|| Expr::If(Box::new([condition.clone(), yes.clone(), no.clone()])))
            }
            Expr::Adjusted(node, inner) => {
                let node = node.map_or(Table::TOTAL, |node| node.0);
                let decided = self.base.table.adjustments.range((node, 0)..=(node, u32::MAX)).next().is_some();
                if decided { self.parts(expr) } else { self.fold(inner) }
            }
            Expr::Scenario(three) => self.fold(&three[0]),
            _ => self.parts(expr),
        }
    }

    fn parts(&mut self, expr: &Expr) -> Expr {
        let mut folded = expr.clone();
        for (slot, part) in folded.parts_mut().iter_mut().zip(expr.parts()) {
            *slot = self.fold(part);
        }
        folded
    }

    /// A number where it is the same for everybody, else a column of its own.
    fn computed(&mut self, vector: &Vector) -> Expr {
        let first = vector.cell(0);
        let same = (1..vector.values.len()).all(|unit| vector.cell(unit) == first);
        if same && first.state == State::Known {
            return Expr::Constant(first.value);
        }
        Expr::Column(self.add(in_doubles(vector)))
    }

    fn add(&mut self, values: Vector<f64>) -> ColumnId {
        let id = ColumnId::from_index(self.made.program.columns.len());
        let spot = self.base.program.columns.first().map(|column| column.spot.clone());
        if let Some(spot) = spot {
            let formula = Formula::Row(Expr::ZERO);
            self.made.program.columns.push(Column { name: String::new(), formula, spot });
            self.made.columns.push(values);
            self.moving.push(false);
        }
        id
    }

    /// What is set, counted only where a condition that stands still says so and 0 elsewhere, is set.
    fn masked(&mut self, condition: &Expr, yes: &Expr, no: &Expr) -> Option<Expr> {
        let zero = |expr: &Expr| matches!(expr, Expr::Constant(value) if value.is_zero());
        let (Expr::Column(condition), Expr::Column(of), counts_if) = (match (yes, no) {
            (yes, of) if zero(yes) => (condition, of, false),
            (of, no) if zero(no) => (condition, of, true),
            _ => return None,
        }) else {
            return None;
        };
        if self.moving.get(condition.index()) == Some(&true) {
            return None;
        }
        let (asked, states) = (self.made.columns.get(condition.index())?, &self.made.columns.get(of.index())?.states);
        if asked.states.iter().any(|state| *state != State::Known) {
            return None;
        }
        let counts: Vec<bool> = asked.values.iter().map(|value| (*value != 0.0) == counts_if).collect();
        let linear = self.set.get(of)?.masked(&counts);
        let states = states.iter().zip(&counts).map(|(state, counts)| if *counts { *state } else { State::Known });
        let states: Vec<State> = states.collect();
        let id = self.add(Vector { values: vec![0.0; states.len()], states });
        if let Some(slot) = self.moving.get_mut(id.index()) {
            *slot = true;
        }
        self.set.insert(id, linear);
        Some(Expr::Column(id))
    }

    /// A sum of what is set and what stands still, with its states.
    fn linear(&self, expr: &Expr) -> Option<(Linear, Vec<State>)> {
        let parts = match expr {
            Expr::Many(Many::Sum, parts) => parts.as_slice(),
            Expr::Column(_) => std::slice::from_ref(expr),
            _ => return None,
        };
        let mut sum = Linear { terms: Vec::new(), rest: Vec::new() };
        let mut states = vec![State::Known; self.base.units()];
        for part in parts {
            match part {
                Expr::Column(id) => {
                    let column = self.made.columns.get(id.index())?;
                    match self.set.get(id) {
                        Some(linear) => sum.add(linear),
                        None if self.moving.get(id.index()) == Some(&true) => return None,
                        None => sum.add_rest(&column.values),
                    }
                    states.iter_mut().zip(&column.states).for_each(|(all, one)| *all = (*all).max(*one));
                }
                Expr::Constant(value) => sum.add_rest(&vec![number::to_double(*value); self.base.units()]),
                _ => return None,
            }
        }
        Some((sum, states))
    }
}
