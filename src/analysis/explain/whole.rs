//! A parent node, and the unit as a whole: total, grade, place, and what follows.

use super::{Explainer, Line, Reason};
use crate::number;
use crate::program::{Expr, Many, Node, NodeId, Quantity};
use crate::table::State;
use crate::words::labels::Label;

impl Explainer<'_> {
    /// How a parent's points come from its children.
    pub(super) fn parent(&self, id: NodeId, node: &Node) -> Vec<Line> {
        let program = &self.assessment.program;
        let mut lines = Vec::new();
        if let Some(combine) = node.combine {
            lines.push(self.line(&Label::Rule, self.lang.pick(combine)));
        }
        if let Some(most) = &node.most {
            let most = most.in_general(program, self.lang);
            lines.push(self.line(&Label::Rule, self.say(&Label::AtMostTogether { most })));
        }
        let combined = program.columns.get(node.earned.index()).and_then(|column| column.formula.expr());
        let inner = combined.map(|expr| self.inlined(expr, node));
        lines.extend(
            inner
                .and_then(|expr| self.arithmetic.equation(expr, &Quantity::Plain))
                .map(|says| self.line(&Label::ExplainRaw, says)),
        );
        lines.extend(self.changes(id, node));
        if let Some(lost) = self.lost(id) {
            lines.push(self.line(&Label::Lost, number::plain(lost)));
        }
        lines
    }

    /// The sum itself where a parent's points are nothing but the column that holds it.
    fn inlined<'e>(&'e self, expr: &'e Expr, node: &Node) -> &'e Expr {
        match self.arithmetic.deciding(expr) {
            // A cap shows where it is reached.
            Expr::Many(Many::Min, pair) if self.first_is_least(pair) => {
                pair.first().map_or(expr, |inner| self.inlined(inner, node))
            }
            Expr::Column(id) if *id == node.raw => {
                let raw = self.assessment.program.columns.get(id.index()).and_then(|column| column.formula.expr());
                raw.unwrap_or(expr)
            }
            other => other,
        }
    }

    fn first_is_least(&self, all: &[Expr]) -> bool {
        let values: Option<Vec<_>> = all.iter().map(|x| self.arithmetic.value(x).get()).collect();
        values.is_some_and(|values| values.first() == values.iter().min())
    }

    pub(super) fn unit(&self, depth: usize) -> Reason {
        let (assessment, program) = (self.assessment, &self.assessment.program);
        let name = assessment.table.units.get(self.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let (total, full) = (assessment.total(self.unit), assessment.cell(program.outcome.full, self.unit));
        let (known, total, full) = (total.state == State::Known, self.points(total), self.points(full));
        let title = if known {
            self.say(&Label::ExplainUnit { unit: name, total, full })
        } else {
            self.say(&Label::ExplainNoTotal { unit: name, state: total })
        };
        let mut lines = Vec::new();
        let of_total = program.columns.get(program.outcome.total.index()).and_then(|column| column.formula.expr());
        lines.extend(
            of_total
                .and_then(|expr| self.arithmetic.equation(expr, &Quantity::Plain))
                .map(|says| self.line(&Label::Total, says)),
        );
        let adjusted = assessment.adjustment_words(None, self.unit, self.lang);
        lines.extend(adjusted.map(|says| self.line(&Label::SheetAdjustments, says)));
        lines.extend(self.grade_lines());
        if let Some(rank) = assessment.rank(self.unit) {
            let group = assessment.group_rank(self.unit).map(|rank| rank.to_string()).unwrap_or_default();
            let says = Label::ExplainPlace { rank: rank.to_string(), group };
            lines.push(self.line(&Label::Rank, self.say(&says)));
        }
        for follow_up in assessment.follow_ups(self.unit) {
            lines.push(self.line(&Label::FollowUp, follow_up.say.clone()));
        }
        let sections: Vec<NodeId> = program.sections().map(|(id, _)| id).collect();
        Reason { title, lines, parts: self.below(&sections, depth) }
    }

    /// The grade by points, then what changed it.
    fn grade_lines(&self) -> Vec<Line> {
        let (assessment, program) = (self.assessment, &self.assessment.program);
        if program.outcome.grade.is_none() {
            return Vec::new();
        }
        let base = assessment.base_grade(self.unit);
        let mut lines = Vec::new();
        if let Some(grade) = base.and_then(|base| program.grades.get(base)) {
            let total = self.points(assessment.total(self.unit));
            let min = grade.min.and_then(|id| program.parameters.get(id.index())).map(|p| number::plain(p.value));
            let name = grade.name.clone();
            let label = match min {
                Some(min) if grade.when.is_none() => Label::GradeFrom { name, total, min },
                _ => Label::GradeBase { name, total },
            };
            lines.push(self.line(&Label::Grade, self.say(&label)));
        }
        let reasons = assessment.grade_reasons(self.unit, self.lang);
        if !reasons.is_empty() {
            lines.push(self.line(&Label::GradeReason, self.joined(&reasons)));
        }
        let grade = assessment.grade(self.unit);
        if grade != base {
            let name = assessment.grade_name(grade).to_owned();
            lines.push(self.line(&Label::Grade, self.say(&Label::GradeFinal { name })));
        }
        lines
    }
}
