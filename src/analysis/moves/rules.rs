//! What changed rules do to the leaves on unchanged data: each changed number alone in the old rubric, and the rest by
//! name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::side::{Side, counted};
use super::{Cause, Cut, ParameterMove};
use crate::analysis::difference::{Difference, Twin};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{ColumnId, Expr, NodeId, ParameterId, Program};
use crate::scoring::{Assessment, Otherwise, Vector};

/// Causes with what each gives, one value a unit of the earlier assessment.
pub(super) type RuleMoves = Vec<(Cause, Vec<Decimal>)>;

/// What the rules did to each leaf.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    /// The numbers that changed and that some leaf reads.
    pub(super) parameters: Vec<ParameterMove>,
    /// By the leaf in the later rubric.
    pub(super) by_leaf: HashMap<usize, RuleMoves>,
}

impl Rules {
    /// Nothing is known of the rules, or nothing changed.
    pub(super) fn none() -> Rules {
        Rules::default()
    }

    /// What the rules did to a leaf of a unit.
    pub(super) fn of(&self, leaf: usize, unit: usize) -> Vec<Cut> {
        let causes = self.by_leaf.get(&leaf).map(Vec::as_slice).unwrap_or_default();
        let cut = |(cause, points): &(Cause, Vec<Decimal>)| {
            let points = points.get(unit).copied().filter(|points| !points.is_zero())?;
            Some(Cut { cause: cause.clone(), points })
        };
        causes.iter().filter_map(cut).collect()
    }
}

/// Both rubrics on the data of the earlier assessment.
struct Both<'a> {
    old: &'a Assessment,
    new: &'a Assessment,
    old_side: &'a Side,
    new_side: &'a Side,
    /// By the units of the earlier assessment: where each stands in the later one.
    units: Vec<Option<usize>>,
    /// The columns of nodes of the earlier rubric that are scored otherwise than by numbers.
    otherwise: HashSet<ColumnId>,
}

/// What the rules did to each leaf: `asker` asks the old assessment, `new` is the new rubric on the same data.
pub(super) fn rules_moved(
    asker: &mut Otherwise<'_>,
    (old, new): (&Assessment, &Assessment),
    (old_side, new_side): (&Side, &Side),
    difference: &Difference,
    twins: &[Twin],
) -> Rules {
    let places: HashMap<&str, usize> =
        new_side.units.iter().enumerate().rev().map(|(at, unit)| (unit.id.as_str(), at)).collect();
    let units = old_side.units.iter().map(|unit| places.get(unit.id.as_str()).copied()).collect();
    let otherwise = scored_otherwise(&old.program, twins);
    let both = Both { old, new, old_side, new_side, units, otherwise };
    let alike: Vec<&Twin> = twins.iter().filter(|twin| both.is_leaf(twin)).collect();
    let asked = ask(asker, &both, difference, &alike);
    let by_leaf = alike.iter().filter_map(|twin| Some((twin.after.index(), both.leaf(twin, &asked)?))).collect();
    let parameters = asked.changes.iter().map(|change| parameter_move(&both, change)).collect();
    Rules { parameters, by_leaf }
}

/// The columns of the nodes that are scored otherwise than by other numbers, or that are gone.
fn scored_otherwise(program: &Program, twins: &[Twin]) -> HashSet<ColumnId> {
    let alike: HashSet<NodeId> =
        twins.iter().filter(|twin| twin.rule && twin.computed).map(|twin| twin.before).collect();
    let others = program.node_ids().filter(|id| !alike.contains(id)).map(|id| program.node(id));
    others.flat_map(|node| [node.points, node.earned, node.raw, node.open, node.full, node.status]).collect()
}

/// A number that both rubrics set.
#[derive(Debug, Clone, Copy)]
struct Change {
    before: ParameterId,
    after: ParameterId,
    value: Decimal,
}

/// What each changed number does alone.
struct Asked {
    changes: Vec<Change>,
    /// By the leaf in the earlier rubric: the changes that reach it, as positions, and what each does.
    effects: HashMap<NodeId, RuleMoves>,
}

/// Changes that reach different leaves, each with the leaves it reaches.
struct Round {
    taken: HashSet<NodeId>,
    changes: Vec<(usize, Vec<NodeId>)>,
}

/// Asks for the effect of every changed number. Numbers that no leaf reads together are asked about at once.
fn ask(asker: &mut Otherwise<'_>, both: &Both<'_>, difference: &Difference, leaves: &[&Twin]) -> Asked {
    let mut asked = Asked { changes: Vec::new(), effects: HashMap::new() };
    let program = &both.old.program;
    let reads: Vec<(NodeId, Vec<ColumnId>, &Expr)> = leaves
        .iter()
        .filter(|twin| twin.rule)
        .filter_map(|twin| {
            let computed = program.computed(twin.before)?;
            Some((twin.before, computed.columns(), computed))
        })
        .collect();
    let own = |expr: &Expr, parameter: ParameterId| {
        let mut found = false;
        expr.walk(&mut |part| found |= matches!(part, Expr::Parameter(id) if *id == parameter));
        found
    };
    // Each round holds changes that reach different leaves.
    let mut rounds: Vec<Round> = Vec::new();
    for change in &difference.parameters {
        let (Some(before), Some(after)) = (change.before, change.after) else { continue };
        let Some(value) = both.new.program.parameters.get(after.index()).map(|parameter| parameter.value) else {
            continue;
        };
        let reached = asker.reached(before);
        let concerned: Vec<NodeId> = reads
            .iter()
            .filter(|(_, columns, computed)| {
                columns.iter().any(|id| reached.get(id.index()) == Some(&true)) || own(computed, before)
            })
            .map(|(node, ..)| *node)
            .collect();
        if concerned.is_empty() {
            continue;
        }
        let at = asked.changes.len();
        asked.changes.push(Change { before, after, value });
        let free = |round: &&mut Round| concerned.iter().all(|node| !round.taken.contains(node));
        match rounds.iter_mut().find(free) {
            Some(round) => {
                round.taken.extend(&concerned);
                round.changes.push((at, concerned));
            }
            None => {
                let taken = concerned.iter().copied().collect();
                rounds.push(Round { taken, changes: vec![(at, concerned)] });
            }
        }
    }
    let computed: HashMap<NodeId, &Expr> = reads.iter().map(|(node, _, computed)| (*node, *computed)).collect();
    for Round { changes, .. } in rounds {
        let set: Vec<(ParameterId, Decimal)> = changes
            .iter()
            .filter_map(|(at, _)| asked.changes.get(*at))
            .map(|change| (change.before, change.value))
            .collect();
        let answers = asker.ask(&set, |instead| {
            let of = |(at, nodes): &(usize, Vec<NodeId>)| {
                let one = |node: &NodeId| Some((*node, instead.evaluate_all(computed.get(node)?)));
                (*at, nodes.iter().filter_map(one).collect::<Vec<(NodeId, Vector)>>())
            };
            changes.iter().map(of).collect::<Vec<_>>()
        });
        for (at, nodes) in answers {
            for (node, vector) in nodes {
                let was = both.old_side.nodes.get(node.index()).map(|node| node.flow.start.as_slice());
                let effect = |(unit, was): (usize, &Decimal)| start(&vector, unit).saturating_sub(*was);
                let effects = was.unwrap_or_default().iter().enumerate().map(effect).collect();
                asked.effects.entry(node).or_default().push((Cause::Parameter(at), effects));
            }
        }
    }
    for effects in asked.effects.values_mut() {
        effects.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
    asked
}

/// What a leaf starts with.
fn start(vector: &Vector, unit: usize) -> Decimal {
    counted(vector.cell(unit)).map_or(Decimal::ZERO, |value| number::guard(value, GUARD_DIGITS))
}

fn parameter_move(both: &Both<'_>, change: &Change) -> ParameterMove {
    let (old, new) = (&both.old.program, &both.new.program);
    let is = new.parameters.get(change.after.index());
    let path = is.map(|parameter| parameter.id.clone()).unwrap_or_default();
    let owner = new
        .nodes
        .iter()
        .filter(|node| path.strip_prefix(node.id.as_str()).is_some_and(|rest| rest.starts_with(['.', '#'])));
    let owner = owner.max_by_key(|node| node.id.len()).map(|node| node.id.clone());
    let key = match &owner {
        Some(owner) => path.get(owner.len() + 1..).unwrap_or_default().to_owned(),
        None => path.clone(),
    };
    ParameterMove {
        key,
        node: owner,
        before: old.parameters.get(change.before.index()).map(|parameter| parameter.value).unwrap_or_default(),
        after: change.value,
        quantity: is.map_or(crate::program::Quantity::Plain, |parameter| parameter.quantity.clone()),
        path,
    }
}

impl Both<'_> {
    fn is_leaf(&self, twin: &Twin) -> bool {
        let (old, new) = (self.old.program.node(twin.before), self.new.program.node(twin.after));
        old.leaf.is_some() && new.leaf.is_some()
    }

    /// Why a leaf starts with other points; nothing where it does not.
    fn leaf(&self, twin: &Twin, asked: &Asked) -> Option<RuleMoves> {
        let was = self.old_side.nodes.get(twin.before.index())?.flow.start.as_slice();
        let is = self.new_side.nodes.get(twin.after.index())?.flow.start.as_slice();
        let mut moves = asked.effects.get(&twin.before).cloned().unwrap_or_default();
        let rest: Vec<Decimal> = was
            .iter()
            .zip(&self.units)
            .enumerate()
            .map(|(unit, (was, twin))| {
                let Some(is) = twin.and_then(|twin| is.get(twin)) else { return Decimal::ZERO };
                let told = moves.iter().filter_map(|(_, effects)| effects.get(unit));
                told.fold(is.saturating_sub(*was), |rest, effect| rest.saturating_sub(*effect))
            })
            .collect();
        if rest.iter().any(|rest| !rest.is_zero()) {
            let cause = self.rest(twin, moves.len());
            moves.push((cause, rest));
        }
        moves.retain(|(_, effects)| effects.iter().any(|effect| !effect.is_zero()));
        (!moves.is_empty()).then_some(moves)
    }

    /// What the difference that single numbers do not explain is called.
    fn rest(&self, twin: &Twin, numbers: usize) -> Cause {
        if !twin.rule {
            Cause::Rule
        } else if !twin.computed {
            Cause::Policy
        } else if numbers < 2 || self.reads_others(twin) {
            Cause::Others
        } else {
            Cause::Interaction
        }
    }

    /// Whether a leaf reads nodes that are scored otherwise, or fields that were read otherwise.
    fn reads_others(&self, twin: &Twin) -> bool {
        let program = &self.old.program;
        let Some(computed) = program.computed(twin.before) else { return false };
        let mut seen = vec![false; program.columns.len()];
        let own = program.node(twin.before);
        let own = [own.points, own.earned, own.raw, own.open, own.full, own.status];
        let mut rest = computed.columns();
        while let Some(id) = rest.pop() {
            let (Some(column), Some(seen)) = (program.columns.get(id.index()), seen.get_mut(id.index())) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            if self.otherwise.contains(&id) && !own.contains(&id) {
                return true;
            }
            rest.extend(column.formula.reads());
        }
        if Arc::ptr_eq(&self.old.table, &self.new.table) {
            return false;
        }
        let (Some(old), Some(new)) = (&own_leaf(program, twin.before), &own_leaf(&self.new.program, twin.after)) else {
            return false;
        };
        let values = |assessment: &Assessment, fields: &[crate::program::FieldId], unit: usize| -> Vec<_> {
            let columns = fields.iter().filter_map(|field| assessment.table.fields.get(field.index()));
            columns.map(|column| (column.values.get(unit).copied(), column.states.get(unit).copied())).collect()
        };
        self.units
            .iter()
            .enumerate()
            .any(|(unit, twin)| twin.is_some_and(|twin| values(self.old, old, unit) != values(self.new, new, twin)))
    }
}

fn own_leaf(program: &Program, node: NodeId) -> Option<Vec<crate::program::FieldId>> {
    program.node(node).leaf.as_ref().map(|leaf| leaf.fields.clone())
}
