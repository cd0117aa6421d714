//! What would become of a unit if some of its nodes had other points: everything that follows for it and for the others.
//!
//! Only what changes is computed again, so that thousands of suppositions take no longer than people wait.

use std::collections::BTreeMap;

use super::assessment::{position, whole};
use super::assumption::Supposed;
use super::evaluate::again;
use super::{Assessment, Cell, Vector};
use crate::number::Decimal;
use crate::program::{ColumnId, Expr, Formula, NodeId, Program, Stage};

/// The result of a unit under a supposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The total.
    pub total: Cell,
    /// The place among all; as things stand, where places were not asked for.
    pub rank: Option<u64>,
    /// The place within the group; likewise.
    pub group_rank: Option<u64>,
    /// The grade by points alone.
    pub base_grade: Option<usize>,
    /// The grade.
    pub grade: Option<usize>,
    /// The effects that take hold, as positions in [`Program::effects`].
    pub effects: Vec<usize>,
}

/// A column that may change.
#[derive(Debug)]
struct Step {
    id: ColumnId,
    reads: Vec<ColumnId>,
    /// The nodes whose points can be supposed in it.
    nodes: Vec<NodeId>,
    /// Whether total, grade or effects depend on it; else only places do.
    decides: bool,
}

/// For whom a column changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Changed {
    Nobody,
    Unit,
    Anyone,
}

/// An assessment in which points can be supposed.
#[derive(Debug)]
pub struct Supposing<'a> {
    assessment: &'a Assessment,
    columns: Vec<Vector>,
    everyone: Vec<usize>,
    steps: Vec<Step>,
    changed: Vec<Changed>,
}

/// What stood in a column before.
enum Before {
    Of(usize, Cell),
    Whole(Vector),
}

impl<'a> Supposing<'a> {
    /// Nothing is supposed yet.
    pub fn of(assessment: &'a Assessment) -> Supposing<'a> {
        let program = &assessment.program;
        let outcome = &program.outcome;
        let mut decides = vec![outcome.total];
        decides.extend([outcome.base_grade, outcome.grade].into_iter().flatten());
        decides.extend(program.effects.iter().map(|effect| effect.fires));
        let deciding = behind(program, decides.clone());
        decides.extend([outcome.rank, outcome.group_rank]);
        let wanted = behind(program, decides);

        let mut may_change = vec![false; program.columns.len()];
        let mut steps = Vec::new();
        for id in program.stages.iter().flat_map(Stage::columns) {
            let Some(column) = program.columns.get(id.index()).filter(|_| flag(&wanted, *id)) else { continue };
            let reads: Vec<ColumnId> = column.formula.reads().into_iter().filter(|id| flag(&may_change, *id)).collect();
            let nodes = column.formula.expr().map(supposable).unwrap_or_default();
            if reads.is_empty() && nodes.is_empty() {
                continue;
            }
            if let Some(slot) = may_change.get_mut(id.index()) {
                *slot = true;
            }
            steps.push(Step { id: *id, reads, nodes, decides: flag(&deciding, *id) });
        }
        Supposing {
            assessment,
            columns: assessment.columns().to_vec(),
            everyone: (0..assessment.units()).collect(),
            steps,
            changed: vec![Changed::Nobody; program.columns.len()],
        }
    }

    /// The assessment as it stands.
    pub fn assessment(&self) -> &'a Assessment {
        self.assessment
    }

    /// Whether a rule looks at what other nodes earn: then one fix changes what another is worth.
    pub fn rules_read_points(&self) -> bool {
        let may_change = |id: ColumnId| self.steps.iter().any(|step| step.id == id);
        self.assessment.program.leaves().any(|(_, _, leaf)| may_change(leaf.raw))
    }

    /// What becomes of a unit if its nodes had these points before rounding, all other units doing as they did. Where a
    /// statistic over units reads points, it follows; one over raw values does not. Places take longer, and are left as
    /// they stand unless asked for or unless total or grade depend on them.
    pub fn suppose(&mut self, unit: usize, points: &BTreeMap<NodeId, Decimal>, places: bool) -> Outlook {
        let Assessment { program, table, .. } = self.assessment;
        let supposed = Supposed { unit, points };
        let mut journal: Vec<(ColumnId, Before)> = Vec::new();
        for step in self.steps.iter().filter(|step| step.decides || places) {
            let reads = step.reads.iter().filter_map(|id| self.changed.get(id.index()));
            let mut changed = reads.max().copied().unwrap_or(Changed::Nobody);
            if changed == Changed::Nobody && step.nodes.iter().any(|node| points.contains_key(node)) {
                changed = Changed::Unit;
            }
            let row = program.columns.get(step.id.index()).is_some_and(|c| matches!(c.formula, Formula::Row(_)));
            let alone = [unit];
            let units = match changed {
                Changed::Nobody => continue,
                Changed::Unit if row => &alone[..],
                Changed::Unit | Changed::Anyone => self.everyone.as_slice(),
            };
            let now = again(program, table, &self.columns, (step.id, units), supposed);
            let (Some(column), Some(slot)) =
                (self.columns.get_mut(step.id.index()), self.changed.get_mut(step.id.index()))
            else {
                continue;
            };
            if units.len() == 1 && row {
                let (before, now) = (column.cell(unit), now.cell(0));
                if before != now {
                    column.set(unit, now);
                    journal.push((step.id, Before::Of(unit, before)));
                    *slot = changed;
                }
            } else if *column != now {
                journal.push((step.id, Before::Whole(std::mem::replace(column, now))));
                *slot = Changed::Anyone;
            }
        }
        let outlook = self.outlook(unit);
        for (id, before) in journal.into_iter().rev() {
            if let (Some(column), Some(slot)) = (self.columns.get_mut(id.index()), self.changed.get_mut(id.index())) {
                *slot = Changed::Nobody;
                match before {
                    Before::Of(unit, cell) => column.set(unit, cell),
                    Before::Whole(vector) => *column = vector,
                }
            }
        }
        outlook
    }

    fn outlook(&self, unit: usize) -> Outlook {
        let program = &self.assessment.program;
        let cell = |id: ColumnId| self.columns.get(id.index()).map_or(Cell::known(Decimal::ZERO), |c| c.cell(unit));
        let effects = program.effects.iter().enumerate();
        Outlook {
            total: cell(program.outcome.total),
            rank: whole(cell(program.outcome.rank)),
            group_rank: whole(cell(program.outcome.group_rank)),
            base_grade: program.outcome.base_grade.and_then(|id| position(cell(id))),
            grade: program.outcome.grade.and_then(|id| position(cell(id))),
            effects: effects.filter(|(_, effect)| cell(effect.fires).is_yes()).map(|(at, _)| at).collect(),
        }
    }
}

fn flag(flags: &[bool], id: ColumnId) -> bool {
    flags.get(id.index()) == Some(&true)
}

/// By column: whether it is one of these, or one that they are computed from.
fn behind(program: &Program, mut rest: Vec<ColumnId>) -> Vec<bool> {
    let mut found = vec![false; program.columns.len()];
    while let Some(id) = rest.pop() {
        let (Some(slot), Some(column)) = (found.get_mut(id.index()), program.columns.get(id.index())) else { continue };
        if !std::mem::replace(slot, true) {
            rest.extend(column.formula.reads());
        }
    }
    found
}

/// The nodes whose points can be supposed in an expression.
fn supposable(expr: &Expr) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    expr.walk(&mut |part| {
        if let Expr::Adjusted(Some(node), _) = part {
            nodes.push(*node);
        }
    });
    nodes
}
