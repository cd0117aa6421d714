//! What of a rubric its tests have reached: leaves, the ways a rule can go, effects and grades.

use std::sync::Arc;

use crate::diagnostic::Spot;
use crate::program::{Change, NodeId, Program, Sentence, Status};
use crate::scoring::{Assessment, Cell};
use crate::words::Lang;
use crate::words::labels::Label;

/// What the tests of one rubric have reached.
///
/// A leaf is reached where a test checks its points, or those of a node above it, or the total, and they are known; a way
/// its rule can go, where it is taken there. Effects and grades are reached where a test checks what they decide.
#[derive(Debug, Clone)]
pub struct Coverage {
    program: Arc<Program>,
    /// Of each node, whether it is a leaf that was reached.
    leaves: Vec<bool>,
    /// Of each node, the branches that were taken.
    branches: Vec<Vec<bool>>,
    /// Of each effect, whether it took hold of somebody, and whether of somebody it did not.
    effects: Vec<(bool, bool)>,
    grades: Vec<bool>,
}

/// How many parts there are, and how many of them were reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// Reached by a test.
    pub reached: usize,
    /// There in the rubric.
    pub all: usize,
}

impl Reached {
    fn of(parts: impl Iterator<Item = bool>) -> Reached {
        parts.fold(Reached::default(), |sum, reached| Reached {
            reached: sum.reached + usize::from(reached),
            all: sum.all + 1,
        })
    }

    /// Of both.
    #[must_use]
    pub fn plus(self, other: Reached) -> Reached {
        Reached { reached: self.reached + other.reached, all: self.all + other.all }
    }
}

/// The parts of a rubric by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Leaves.
    pub leaves: Reached,
    /// Ways that rules can go.
    pub branches: Reached,
    /// Effects, each of them twice: taking hold and not.
    pub effects: Reached,
    /// Grades.
    pub grades: Reached,
}

impl Tally {
    /// Of both.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            leaves: self.leaves.plus(other.leaves),
            branches: self.branches.plus(other.branches),
            effects: self.effects.plus(other.effects),
            grades: self.grades.plus(other.grades),
        }
    }

    /// Whether everything was reached.
    pub fn is_whole(self) -> bool {
        [self.leaves, self.branches, self.effects, self.grades].iter().all(|kind| kind.reached == kind.all)
    }
}

/// A part of a rubric that no test reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The node, effect or grade.
    pub id: String,
    /// What of it, in words.
    pub says: String,
    /// Where it is written; a grade has no place of its own.
    pub spot: Option<Spot>,
}

impl Coverage {
    /// Nothing reached yet.
    pub(super) fn new(program: Arc<Program>) -> Coverage {
        let branches = |node: &crate::program::Node| node.leaf.as_ref().map_or(0, |leaf| leaf.branches.len());
        Coverage {
            leaves: vec![false; program.nodes.len()],
            branches: program.nodes.iter().map(|node| vec![false; branches(node)]).collect(),
            effects: vec![(false, false); program.effects.len()],
            grades: vec![false; program.grades.len()],
            program,
        }
    }

    /// A test checks the points of a node, or the total (`None`).
    pub(super) fn points(&mut self, assessment: &Assessment, node: Option<NodeId>, unit: usize) {
        let program = Arc::clone(&self.program);
        let cell = node.map_or(assessment.total(unit), |node| assessment.points(node, unit));
        if cell.get().is_some() {
            for (leaf, ..) in program.leaves().filter(|(leaf, ..)| is_within(&program, *leaf, node)) {
                self.leaf(assessment, leaf, unit);
            }
        }
        let touches = |change: &Change| match (change, node) {
            (_, None) => true,
            (Change::Nodes(nodes), Some(node)) => {
                nodes.iter().any(|of| is_within(&program, *of, Some(node)) || is_within(&program, node, Some(*of)))
            }
            _ => false,
        };
        self.effects(assessment, unit, touches);
    }

    /// A test checks the grade, or why it is what it is.
    pub(super) fn grade(&mut self, assessment: &Assessment, unit: usize) {
        self.effects(assessment, unit, |_| true);
        if let Some(slot) = assessment.grade(unit).and_then(|grade| self.grades.get_mut(grade)) {
            *slot = true;
        }
    }

    fn leaf(&mut self, assessment: &Assessment, id: NodeId, unit: usize) {
        let Some(leaf) = &assessment.program.node(id).leaf else { return };
        if assessment.points(id, unit).get().is_none() {
            return;
        }
        if let Some(slot) = self.leaves.get_mut(id.index()) {
            *slot = true;
        }
        if assessment.status(id, unit) != Status::Scored {
            return;
        }
        let taken = leaf.branches.iter().position(|branch| assessment.evaluate(&branch.holds, unit).is_yes());
        let branches = self.branches.get_mut(id.index());
        if let Some(slot) = branches.zip(taken).and_then(|(branches, taken)| branches.get_mut(taken)) {
            *slot = true;
        }
    }

    fn effects(&mut self, assessment: &Assessment, unit: usize, wanted: impl Fn(&Change) -> bool) {
        for (effect, (yes, no)) in assessment.program.effects.iter().zip(&mut self.effects) {
            if !wanted(&effect.change) {
                continue;
            }
            // What cannot be told yet is neither.
            let condition: Cell = assessment.cell(effect.when, unit);
            *yes |= condition.is_yes();
            *no |= condition.get().is_some() && !condition.is_yes();
        }
    }

    /// Takes in what other tests of the same rubric have reached.
    pub fn merge(&mut self, other: &Coverage) {
        let join = |own: &mut [bool], other: &[bool]| own.iter_mut().zip(other).for_each(|(own, other)| *own |= other);
        join(&mut self.leaves, &other.leaves);
        join(&mut self.grades, &other.grades);
        for (own, other) in self.branches.iter_mut().zip(&other.branches) {
            join(own, other);
        }
        for ((yes, no), (other_yes, other_no)) in self.effects.iter_mut().zip(&other.effects) {
            *yes |= other_yes;
            *no |= other_no;
        }
    }

    /// How much was reached.
    pub fn tally(&self) -> Tally {
        let leaves = self.program.leaves().map(|(id, ..)| self.leaves.get(id.index()) == Some(&true));
        Tally {
            leaves: Reached::of(leaves),
            branches: Reached::of(self.branches.iter().flatten().copied()),
            effects: Reached::of(self.effects.iter().flat_map(|(yes, no)| [*yes, *no])),
            grades: Reached::of(self.grades.iter().copied()),
        }
    }

    /// What no test reached, in the order of the rubric; of a leaf that was not reached, no branches.
    pub fn uncovered(&self, lang: Lang) -> Vec<Uncovered> {
        let mut found = Vec::new();
        for (id, node, leaf) in self.program.leaves() {
            let of = |says: String, spot: &Spot| Uncovered { id: node.id.clone(), says, spot: Some(spot.clone()) };
            if self.leaves.get(id.index()) != Some(&true) {
                found.push(of(Label::UncoveredLeaf { title: node.title.clone() }.say(lang), &node.spot));
                continue;
            }
            let taken = self.branches.get(id.index()).into_iter().flatten();
            for (branch, _) in leaf.branches.iter().zip(taken).filter(|(_, taken)| !**taken) {
                let says = Sentence::of(branch.says.clone()).in_general(&self.program, lang);
                found.push(of(says, &branch.spot));
            }
        }
        for (effect, (yes, no)) in self.program.effects.iter().zip(&self.effects) {
            let say = || effect.say.clone();
            let sides = [(*yes, Label::UncoveredYes { say: say() }), (*no, Label::UncoveredNo { say: say() })];
            for (_, label) in sides.into_iter().filter(|(reached, _)| !reached) {
                let spot = Some(effect.spot.clone());
                found.push(Uncovered { id: effect.id.clone(), says: label.say(lang), spot });
            }
        }
        for (grade, _) in self.program.grades.iter().zip(&self.grades).filter(|(_, reached)| !**reached) {
            let says = Label::UncoveredGrade.say(lang);
            let spot = grade.min.and_then(|id| self.program.parameters.get(id.index())).map(|min| min.spot.clone());
            found.push(Uncovered { id: grade.name.clone(), says, spot });
        }
        found
    }
}

/// Whether a node is another or stands below it; of the total (`None`), every node does.
fn is_within(program: &Program, node: NodeId, of: Option<NodeId>) -> bool {
    of.is_none_or(|of| node == of || program.is_below(node, of))
}
