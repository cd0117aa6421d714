//! The result: points, statuses, grades, places and reasons of every unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assumption::{Affected, Assume, Assumption};
use super::evaluate::{self, assume, evaluate_one};
use super::vector::{Cell, Vector};
use crate::number::{Decimal, plain};
use crate::program::{
    ColumnId, Effect, EffectKind, Expr, FollowUp, NodeId, Operand, Part, Program, Quantity, Sentence, Status, show,
};
use crate::table::{AdjustedBy, Adjustment, Origin, State, Table, date_text};
use crate::words::Lang;
use crate::words::labels::Label;

/// Something that is not decided until a value arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// A leaf without a value.
    Leaf(NodeId),
    /// An effect whose condition is unknown, as a position in [`Program::effects`].
    Effect(usize),
}

/// Where total and grade will lie when everything missing has arrived; cohort statistics held as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The least and the greatest total, where they can be told.
    pub total: Option<(Decimal, Decimal)>,
    /// The worst and the best grade, as positions in [`Program::grades`].
    pub grade: Option<(usize, usize)>,
    /// What has to arrive.
    pub open: Vec<Open>,
    /// What of it changes the grade by itself; all of it, where only several together do.
    pub deciding: Vec<Open>,
}

/// An assessment: a program, a table, and every column of the graph.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The rubric compiled.
    pub program: Arc<Program>,
    /// What was submitted.
    pub table: Arc<Table>,
    columns: Vec<Vector>,
    intervals: BTreeMap<usize, Interval>,
    order: Vec<usize>,
}

impl Assessment {
    pub(super) fn new(program: Arc<Program>, table: Arc<Table>, columns: Vec<Vector>) -> Assessment {
        let mut assessment = Assessment { program, table, columns, intervals: BTreeMap::new(), order: Vec::new() };
        assessment.order = assessment.ranked();
        assessment.intervals = assessment.find_intervals();
        assessment
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.table.units.len()
    }

    /// The units in the order of the ranking; units without a place come last, in the order of the roster.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// A column for a unit.
    pub fn cell(&self, column: ColumnId, unit: usize) -> Cell {
        self.columns.get(column.index()).map_or(Cell::unknown(State::Missing), |vector| vector.cell(unit))
    }

    /// A column for all units.
    pub fn vector(&self, column: ColumnId) -> Option<&Vector> {
        self.columns.get(column.index())
    }

    /// What an expression of the graph gives for all units.
    pub fn evaluate_all(&self, expr: &Expr) -> Vector {
        if let Expr::Column(id) = expr
            && let Some(column) = self.columns.get(id.index())
        {
            return column.clone();
        }
        evaluate::expression(&self.program, &self.table, &self.columns, expr)
    }

    /// Every column, to compute some of them otherwise.
    pub(super) fn columns(&self) -> &[Vector] {
        &self.columns
    }

    /// Points of a node.
    pub fn points(&self, node: NodeId, unit: usize) -> Cell {
        self.cell(self.program.node(node).points, unit)
    }

    /// Full points of a node that apply to the unit: what was left out is not in them.
    pub fn open(&self, node: NodeId, unit: usize) -> Cell {
        self.cell(self.program.node(node).open, unit)
    }

    /// Full points of a node.
    pub fn full(&self, node: NodeId, unit: usize) -> Cell {
        self.cell(self.program.node(node).full, unit)
    }

    /// The most a node earns: its full points, unless the rubric lets it earn more.
    pub fn most(&self, node: NodeId, unit: usize) -> Cell {
        let of = self.program.node(node);
        match (&of.leaf, &of.most) {
            (Some(_), Some(most)) => self.evaluate(&most.expr, unit),
            _ => self.full(node, unit),
        }
    }

    /// Points a node lost for a unit. What was left out could not be lost, a bonus is none to lose, and a penalty loses
    /// what it takes off.
    pub fn lost(&self, node: NodeId, unit: usize) -> Option<Decimal> {
        let points = self.points(node, unit).get()?;
        match self.program.node(node).part {
            // Who earned more than full points lost nothing.
            Part::Ordinary => self.open(node, unit).get()?.checked_sub(points).map(|lost| lost.max(Decimal::ZERO)),
            Part::Bonus => None,
            Part::Penalty => Some(points),
        }
    }

    /// Status of a node.
    pub fn status(&self, node: NodeId, unit: usize) -> Status {
        match self.cell(self.program.node(node).status, unit) {
            Cell { state: State::Known, value } => Status::from_code(value),
            Cell { state: State::Overflow, .. } => Status::Overflow,
            _ => Status::Missing,
        }
    }

    /// The total.
    pub fn total(&self, unit: usize) -> Cell {
        self.cell(self.program.outcome.total, unit)
    }

    /// The place among all, if the unit is ranked.
    pub fn rank(&self, unit: usize) -> Option<u64> {
        whole(self.cell(self.program.outcome.rank, unit))
    }

    /// The place within the group, if the unit is ranked.
    pub fn group_rank(&self, unit: usize) -> Option<u64> {
        whole(self.cell(self.program.outcome.group_rank, unit))
    }

    /// The grade, as a position in [`Program::grades`].
    pub fn grade(&self, unit: usize) -> Option<usize> {
        position(self.cell(self.program.outcome.grade?, unit))
    }

    /// The grade by points alone.
    pub fn base_grade(&self, unit: usize) -> Option<usize> {
        position(self.cell(self.program.outcome.base_grade?, unit))
    }

    /// A grade's name, `None` shown as nothing.
    pub fn grade_name(&self, grade: Option<usize>) -> &str {
        grade.and_then(|g| self.program.grades.get(g)).map_or("", |grade| grade.name.as_str())
    }

    /// The range of total and grade, for a unit with values still missing.
    pub fn interval(&self, unit: usize) -> Option<&Interval> {
        self.intervals.get(&unit)
    }

    /// The effects that took hold of a unit, as positions in [`Program::effects`].
    pub fn effects(&self, unit: usize) -> impl Iterator<Item = usize> {
        self.program.effects.iter().enumerate().filter(move |(_, e)| self.cell(e.fires, unit).is_yes()).map(|(i, _)| i)
    }

    /// What follows for a unit.
    pub fn follow_ups(&self, unit: usize) -> impl Iterator<Item = &FollowUp> {
        self.program.follow_ups.iter().filter(move |follow_up| self.cell(follow_up.fires, unit).is_yes())
    }

    /// What a person decided over a node of a unit, or over its total.
    pub fn adjustment(&self, node: Option<NodeId>, unit: usize) -> Option<&Adjustment> {
        let node = node.map_or(Table::TOTAL, |node| node.0);
        self.table.adjustments.get(&(node, u32::try_from(unit).ok()?))
    }

    /// What was adjusted, in words: a node, or the total.
    pub fn adjusted_what(&self, node: Option<NodeId>, lang: Lang) -> String {
        match node.map(|node| self.program.node(node)) {
            Some(node) => format!("{} {}", node.id, node.title),
            None => Label::Total.say(lang),
        }
    }

    /// What a person decided over a node of a unit, or over its total, in one line.
    pub fn adjustment_words(&self, node: Option<NodeId>, unit: usize, lang: Lang) -> Option<String> {
        let adjustment = self.adjustment(node, unit)?;
        let what = self.adjusted_what(node, lang);
        let (reason, person) = (adjustment.reason.clone(), adjustment.person.clone());
        let day = adjustment.day.map(date_text).unwrap_or_default();
        let label = match adjustment.change {
            AdjustedBy::To(points) => Label::AdjustedToLine { what, points: plain(points), reason, person, day },
            AdjustedBy::By(points) => {
                let sign = if points.is_sign_negative() { "" } else { "+" };
                Label::AdjustedByLine { what, points: format!("{sign}{}", plain(points)), reason, person, day }
            }
        };
        Some(label.say(lang))
    }

    /// Whether an effect's condition cannot be told yet.
    pub fn undecided(&self, effect: usize, unit: usize) -> bool {
        self.program.effects.get(effect).is_some_and(|e| self.cell(e.when, unit).state.is_missing())
    }

    /// The effects that took hold of a unit and explain its result: a limit above the grade that points give explains
    /// nothing.
    pub fn deciding_effects(&self, unit: usize) -> Vec<&Effect> {
        let base = self.base_grade(unit);
        let decides = |effect: &&Effect| {
            let lowers = |grade: usize| base.is_none_or(|base| base < grade);
            effect.kind == EffectKind::Veto || effect.grade().is_none_or(lowers)
        };
        self.effects(unit).filter_map(|i| self.program.effects.get(i)).filter(decides).collect()
    }

    /// Why the grade is what it is: vetoes and caps that took hold, what is undecided, and the range.
    pub fn grade_reasons(&self, unit: usize, lang: Lang) -> Vec<String> {
        let mut reasons: Vec<String> =
            self.deciding_effects(unit).into_iter().map(|effect| effect.reason().say(lang)).collect();
        if let Some(text) = self.interval(unit).and_then(|interval| self.interval_words(unit, interval, lang)) {
            reasons.push(text);
        }
        reasons
    }

    /// «B, between B and A until 2 open values arrive (1.1, V1)», where the grade is open at all.
    fn interval_words(&self, unit: usize, interval: &Interval, lang: Lang) -> Option<String> {
        let (worst, best) = interval.grade.filter(|(worst, best)| worst != best)?;
        let names: Vec<&str> = interval
            .deciding
            .iter()
            .filter_map(|open| match open {
                Open::Leaf(node) => Some(self.program.node(*node).id.as_str()),
                Open::Effect(effect) => self.program.effects.get(*effect).map(|e| e.id.as_str()),
            })
            .collect();
        let now = match self.grade(unit) {
            Some(grade) => self.grade_name(Some(grade)).to_owned(),
            None => Label::NoGradeYet.say(lang),
        };
        let label = Label::IntervalUntil {
            now,
            worst: self.grade_name(Some(worst)).to_owned(),
            best: self.grade_name(Some(best)).to_owned(),
            count: interval.deciding.len(),
            names: names.join(if lang == Lang::Zh { "、" } else { ", " }),
        };
        Some(label.say(lang))
    }

    /// What an expression of the graph gives for a unit.
    pub fn evaluate(&self, expr: &Expr, unit: usize) -> Cell {
        match expr {
            Expr::Column(id) => self.cell(*id, unit),
            Expr::Constant(value) => Cell::known(*value),
            Expr::Parameter(id) => Cell::checked(self.program.parameters.get(id.index()).map(|p| p.value)),
            expr => evaluate_one(&self.program, &self.table, &self.columns, unit, expr),
        }
    }

    /// An operand in words, for a unit.
    pub fn operand(&self, operand: &Operand, unit: usize, lang: Lang) -> String {
        if matches!(operand.quantity, Quantity::Text) {
            if let Expr::Field(id) = operand.expr {
                let texts = self.table.fields.get(id.index()).map(|field| &field.texts);
                return texts.and_then(|texts| texts.get(unit)).cloned().unwrap_or_default();
            }
            return operand.in_general(&self.program, lang);
        }
        let cell = self.evaluate(&operand.expr, unit);
        match cell.state {
            State::Known => show(cell.value, &operand.quantity, lang),
            State::NotApplicable => Label::StatusNotApplicable.say(lang),
            State::Missing | State::Undefined => Label::StatusMissing.say(lang),
            State::Overflow => Label::StatusOverflow.say(lang),
        }
    }

    /// A sentence as it holds for a unit.
    pub fn sentence(&self, sentence: &Sentence, unit: usize, lang: Lang) -> String {
        sentence.say(lang, |operand| self.operand(operand, unit, lang))
    }

    /// The value of a leaf in words; empty where there is none.
    pub fn value_words(&self, node: NodeId, unit: usize, lang: Lang) -> String {
        let Some(leaf) = &self.program.node(node).leaf else { return String::new() };
        let cell = self.cell(leaf.value, unit);
        if cell.state == State::Known { show(cell.value, &leaf.quantity, lang) } else { String::new() }
    }

    /// The cells a node's value was read from: the fields its rule looks at, that have one.
    pub fn origins(&self, node: NodeId, unit: usize) -> Vec<(crate::program::FieldId, Origin)> {
        let Some(leaf) = &self.program.node(node).leaf else { return Vec::new() };
        let fields = leaf.fields.iter().copied();
        fields
            .filter_map(|id| Some((id, *self.table.fields.get(id.index())?.origins.get(unit)?)))
            .filter(|(_, origin)| origin.sheet > 0)
            .collect()
    }

    fn ranked(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.units()).collect();
        order.sort_by_key(|unit| (self.rank(*unit).unwrap_or(u64::MAX), *unit));
        order
    }

    fn find_intervals(&self) -> BTreeMap<usize, Interval> {
        let program = &self.program;
        let mut open: BTreeMap<usize, Vec<Open>> = BTreeMap::new();
        for (id, node, _) in program.leaves() {
            for unit in 0..self.units() {
                if Status::from_code(self.cell(node.status, unit).value) == Status::Missing {
                    open.entry(unit).or_default().push(Open::Leaf(id));
                }
            }
        }
        for (position, effect) in program.effects.iter().enumerate() {
            for unit in 0..self.units() {
                if self.cell(effect.when, unit).state.is_missing() {
                    open.entry(unit).or_default().push(Open::Effect(position));
                }
            }
        }
        let units: Vec<usize> = open.keys().copied().collect();
        let mut wanted = vec![program.outcome.total];
        wanted.extend(program.outcome.grade);
        let at = |assume_all| {
            let assumption = Assumption { assume: assume_all, only: None };
            assume(program, &self.table, &self.columns, &units, assumption, &wanted)
        };
        let (worst, best) = (at(Assume::Worst), at(Assume::Best));
        let mut intervals: BTreeMap<usize, Interval> = open
            .into_iter()
            .enumerate()
            .map(|(row, (unit, open))| {
                let both = |column: usize| -> Option<(Cell, Cell)> {
                    Some((worst.get(column)?.cell(row), best.get(column)?.cell(row)))
                };
                let ordered = |(a, b): (Cell, Cell)| Some((a.get()?.min(b.get()?), a.get()?.max(b.get()?)));
                let total = both(0).and_then(ordered);
                let grade = both(1)
                    .and_then(ordered)
                    .and_then(|(best, worst)| Some((usize::try_from(worst).ok()?, usize::try_from(best).ok()?)));
                (unit, Interval { total, grade, open, deciding: Vec::new() })
            })
            .collect();
        self.find_deciding(&mut intervals);
        intervals
    }

    /// Of each unit whose grade is open: which open things, one by one, would change it.
    fn find_deciding(&self, intervals: &mut BTreeMap<usize, Interval>) {
        let program = &self.program;
        let Some(grade) = program.outcome.grade else { return };
        let mut of: BTreeMap<Open, Vec<usize>> = BTreeMap::new();
        for (unit, interval) in intervals.iter().filter(|(_, i)| i.grade.is_some_and(|(worst, best)| worst != best)) {
            for open in &interval.open {
                of.entry(*open).or_default().push(*unit);
            }
        }
        let readers = program.readers();
        for (open, units) in of {
            let columns = match open {
                Open::Leaf(node) => vec![program.node(node).earned, program.node(node).open],
                Open::Effect(effect) => program.effects.get(effect).map(|effect| effect.fires).into_iter().collect(),
            };
            let reached = reached(&readers, &columns);
            let at = |assume_it| {
                let only = Affected { assumed: &columns, reached: &reached };
                let assumption = Assumption { assume: assume_it, only: Some(only) };
                assume(program, &self.table, &self.columns, &units, assumption, &[grade])
            };
            let (worst, best) = (at(Assume::Worst), at(Assume::Best));
            let changes = |vector: &[Vector], row: usize, unit: usize| {
                vector.first().is_some_and(|vector| vector.cell(row) != self.cell(grade, unit))
            };
            for (row, unit) in units.iter().enumerate() {
                if (changes(&worst, row, *unit) || changes(&best, row, *unit))
                    && let Some(interval) = intervals.get_mut(unit)
                {
                    interval.deciding.push(open);
                }
            }
        }
        for interval in intervals.values_mut().filter(|interval| interval.deciding.is_empty()) {
            interval.deciding.clone_from(&interval.open);
        }
    }
}

/// By column: whether it is one of these, or reads one of them through row columns.
fn reached(readers: &[Vec<ColumnId>], from: &[ColumnId]) -> Vec<bool> {
    let mut reached = vec![false; readers.len()];
    let mut rest = from.to_vec();
    while let Some(id) = rest.pop() {
        match reached.get_mut(id.index()) {
            Some(slot) if !*slot => *slot = true,
            _ => continue,
        }
        rest.extend(readers.get(id.index()).into_iter().flatten());
    }
    reached
}

pub(super) fn whole(cell: Cell) -> Option<u64> {
    cell.get().and_then(|value| u64::try_from(value).ok())
}

pub(super) fn position(cell: Cell) -> Option<usize> {
    cell.get().and_then(|value| usize::try_from(value).ok())
}
