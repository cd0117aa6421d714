//! Whether the score of a leaf follows its full points: with twice the points, every unit would earn twice as much.

use std::collections::HashMap;

use crate::number::Decimal;
use crate::program::{
    Binary, CohortFunction, ColumnId, EntryFunction, Expr, Formula, Many, Measure, NodeId, Numbers, Parameter,
    ParameterId, Program, Quantity, Unary,
};

/// What becomes of a leaf's score when its full points are others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Follows {
    /// It changes in proportion: interpolation, a proportion, yes or no.
    Points,
    /// People enter points: they have to enter them out of the new ones.
    Entered,
    /// Its rule names points of its own (bands, points for each), which can be scaled with it.
    Rule,
    /// Its rule names points of its own that cannot be told from its other numbers.
    Itself,
}

/// What becomes of a leaf's score.
pub fn follows(program: &Program, numbers: &Numbers<'_>, leaf: NodeId) -> Follows {
    let node = program.node(leaf);
    let Some(rule) = &node.leaf else { return Follows::Points };
    if rule.given.is_some() {
        return Follows::Entered;
    }
    match scaling(program, numbers, leaf) {
        Some(numbers) if numbers.is_empty() => Follows::Points,
        Some(_) => Follows::Rule,
        None => Follows::Itself,
    }
}

/// The numbers of a leaf's rule that are points: where they grow with the full points, every unit earns the same share as
/// before. Empty where the score follows by itself; none where there are no such numbers.
pub(super) fn scaling(program: &Program, numbers: &Numbers<'_>, leaf: NodeId) -> Option<Vec<ParameterId>> {
    let own = format!("{}.{}", program.node(leaf).id, Measure::Points.key());
    let may: Vec<(ParameterId, &str)> = numbers
        .of(leaf)
        .filter(|(_, path, parameter)| may_scale(path, parameter))
        .map(|(number, path, _)| (number, path))
        .collect();
    let named: Vec<ParameterId> =
        may.iter().filter(|(_, path)| names_points(path)).map(|(number, _)| *number).collect();
    let numbers: Vec<ParameterId> = may.into_iter().map(|(number, _)| number).collect();
    let mut tried = vec![Vec::new(), named, numbers.clone()];
    if numbers.len() <= MOST_TRIED {
        tried.extend((1u32..1 << numbers.len()).map(|chosen| {
            numbers.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, id)| *id).collect()
        }));
    }
    tried.into_iter().find(|numbers| grows(program, leaf, &own, numbers))
}

/// Numbers of a rule of which every choice is tried.
const MOST_TRIED: usize = 8;

/// Whether a number of the leaf may be points: neither its own points nor a share.
fn may_scale(path: &str, parameter: &Parameter) -> bool {
    let apart = ["effort", "coefficient", "weight", "at_most", "points"];
    let of_rule = !apart.iter().any(|key| path.split(['.', '#']).next() == Some(key));
    of_rule && parameter.quantity != Quantity::Percent
}

/// Whether a number is called points where it is written.
fn names_points(path: &str) -> bool {
    ["points", "each", "deduct", "add", "base"].iter().any(|key| path.rsplit('.').next() == Some(key))
}

/// Whether the score grows in proportion to the full points when these numbers do.
fn grows(program: &Program, leaf: NodeId, own: &str, numbers: &[ParameterId]) -> bool {
    let node = program.node(leaf);
    let Some(rule) = &node.leaf else { return true };
    let mut degrees = Degrees { program, full: node.full, own, numbers, known: HashMap::new(), depth: 0 };
    // The policy for what does not apply may name points too.
    let raw = degrees.column(rule.raw);
    let base = rule.base.as_ref().map_or(Degree::Any, |base| degrees.expr(&base.expr));
    matches!(raw.joined(base), Degree::Any | Degree::Of(1))
}

/// The power of the full points that a value grows with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// Any: nothing grows with everything.
    Any,
    /// This power; 0 of what does not depend on them.
    Of(i32),
    /// None: a sum of points and numbers that stay.
    Mixed,
}

impl Degree {
    fn joined(self, other: Degree) -> Degree {
        match (self, other) {
            (Degree::Any, degree) | (degree, Degree::Any) => degree,
            (Degree::Of(a), Degree::Of(b)) if a == b => self,
            _ => Degree::Mixed,
        }
    }

    fn added(self, other: Degree, sign: i32) -> Degree {
        match (self, other) {
            (Degree::Mixed, _) | (_, Degree::Mixed) => Degree::Mixed,
            (Degree::Of(a), Degree::Of(b)) => Degree::Of(a + sign * b),
            (Degree::Any, _) | (_, Degree::Any) => Degree::Any,
        }
    }

    /// Of what is decided by a comparison or counted: the same where both sides grow alike.
    fn decided(self) -> Degree {
        if self == Degree::Mixed { Degree::Mixed } else { Degree::Of(0) }
    }

    /// Of what only a number that stays comes through as one.
    fn stays(self) -> Degree {
        if matches!(self, Degree::Any | Degree::Of(0)) { Degree::Of(0) } else { Degree::Mixed }
    }
}

/// Columns that refer to one another further than this are taken not to follow.
const DEEPEST: usize = 200;

struct Degrees<'p> {
    program: &'p Program,
    full: ColumnId,
    /// The path of the full points.
    own: &'p str,
    /// Numbers that are taken to grow with them.
    numbers: &'p [ParameterId],
    known: HashMap<ColumnId, Degree>,
    depth: usize,
}

impl Degrees<'_> {
    fn column(&mut self, id: ColumnId) -> Degree {
        if id == self.full {
            return Degree::Of(1);
        }
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        if self.depth == DEEPEST {
            return Degree::Mixed;
        }
        self.depth += 1;
        let program = self.program;
        let degree = program.columns.get(id.index()).map_or(Degree::Of(0), |column| self.formula(&column.formula));
        self.depth -= 1;
        self.known.insert(id, degree);
        degree
    }

    fn formula(&mut self, formula: &Formula) -> Degree {
        match formula {
            Formula::Row(expr) | Formula::Entry(_, expr) => self.expr(expr),
            Formula::Cohort(cohort) => match &cohort.function {
                CohortFunction::Count | CohortFunction::Rank { .. } => {
                    formula.reads().into_iter().fold(Degree::Of(0), |all, id| match self.column(id) {
                        Degree::Mixed => Degree::Mixed,
                        _ => all,
                    })
                }
                _ => self.column(cohort.of),
            },
            Formula::Summary(summary) => {
                let of = self.column(summary.of);
                let when = summary.when.map_or(Degree::Of(0), |when| self.column(when).decided());
                match (summary.function, when) {
                    (_, Degree::Mixed) => Degree::Mixed,
                    (EntryFunction::Count, _) => Degree::Of(0),
                    _ => of,
                }
            }
        }
    }

    fn parameter(&self, id: ParameterId) -> Degree {
        match self.program.parameters.get(id.index()) {
            Some(parameter) if parameter.value.is_zero() => Degree::Any,
            Some(parameter) if parameter.id == self.own || self.numbers.contains(&id) => Degree::Of(1),
            Some(_) => Degree::Of(0),
            None => Degree::Any,
        }
    }

    fn expr(&mut self, expr: &Expr) -> Degree {
        match expr {
            Expr::Constant(value) => constant(*value),
            Expr::Parameter(id) => self.parameter(*id),
            Expr::Unknown(_) => Degree::Any,
            Expr::Field(_) | Expr::Group | Expr::TextIs(..) | Expr::Entry(_) | Expr::EntryTextIs(..) => Degree::Of(0),
            Expr::Column(id) => self.column(*id),
            Expr::Unary(operator, of) => {
                let of = self.expr(of);
                match operator {
                    Unary::Negate | Unary::Abs => of,
                    Unary::Not => of.decided(),
                    Unary::Floor | Unary::Ceil | Unary::Ln | Unary::Exp | Unary::Sqrt => of.stays(),
                }
            }
            Expr::Binary(operator, both) => {
                let [a, b] = both.as_ref();
                let (a, b) = (self.expr(a), self.expr(b));
                match operator {
                    Binary::Multiply => a.added(b, 1),
                    Binary::Divide => a.added(b, -1),
                    Binary::Power => a.joined(b).stays(),
                    Binary::Less | Binary::LessEqual | Binary::Equal => a.joined(b).decided(),
                }
            }
            Expr::Many(operator, all) => {
                let degrees = all.iter().map(|one| self.expr(one));
                match operator {
                    Many::And | Many::Or => degrees.fold(Degree::Of(0), |all, one| all.joined(one.decided())),
                    Many::Sum | Many::Min | Many::Max | Many::Coalesce => degrees.fold(Degree::Any, Degree::joined),
                }
            }
            Expr::If(parts) => {
                let [condition, then, other] = parts.as_ref();
                let condition = self.expr(condition).decided();
                let chosen = self.expr(then).joined(self.expr(other));
                if condition == Degree::Mixed { Degree::Mixed } else { chosen }
            }
            Expr::Guard(of, _) | Expr::Round(of, _) | Expr::Adjusted(_, of) => self.expr(of),
            Expr::Test(_, _) => Degree::Of(0),
            Expr::Scenario(parts) => {
                let [now, ..] = parts.as_ref();
                self.expr(now)
            }
        }
    }
}

fn constant(value: Decimal) -> Degree {
    if value.is_zero() { Degree::Any } else { Degree::Of(0) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Source;
    use crate::rubric::Rubric;

    fn of(rule: &str) -> Follows {
        let text = format!(
            "id = 'q'\ntitle = '甲'\nperiod = '0'\nedition = '1'\nmissing = 'zero'\nnot_applicable = 'zero'\n\
             rounding = {{ leaf = 2, section = 2, total = 2, mode = 'half-up' }}\nranking = {{ ties = 'competition' }}\n\
             fields.n = {{ label = '数', kind = 'number' }}\nfields.y = {{ label = '是否', kind = 'yes-no' }}\n\
             [[sections]]\nid = '1'\ntitle = '乙'\nindicators = [{{ id = '1.1', title = '丙', points = 6, {rule} }}]\n"
        );
        let mut problems = Vec::new();
        let source = Arc::new(Source { name: "r.toml".into(), text });
        let program = Rubric::parse(source, &mut problems).compile(&mut problems);
        let program = program.unwrap_or_else(|| panic!("{rule}: {problems:?}"));
        follows(&program, &program.numbers(), program.find_node("1.1").unwrap())
    }

    #[test]
    fn rules_in_shares_follow_and_rules_in_points_do_not() {
        for rule in [
            "value = 'n', score.interpolate = { from = 10, to = 20 }",
            "value = 'n', score.proportion = { target = 10 }",
            "value = 'y', score = 'check'",
            "score.formula = \"full('1.1') * min(1, n / 10)\"",
            "value = 'n', score.bands = [{ at_least = 1, points = \"full('1.1')\" }, { points = 0 }]",
        ] {
            assert_eq!(of(rule), Follows::Points, "{rule}");
        }
        for rule in [
            "value = 'n', score.bands = [{ at_least = 1, points = 6 }, { points = 0 }]",
            "value = 'n', score.deduct = { each = 1 }",
            "value = 'n', score.add = { each = 1 }",
            "score.formula = \"full('1.1') - 0.5 * max(0, cohort.mean(n) - n)\"",
            "score.formula = 'min(6, 2 * n)'",
            "value = 'n', score.steps = { target = 9, below = { every = 1, deduct = 1 }, count = 'whole', measure = 'absolute' }",
        ] {
            assert_eq!(of(rule), Follows::Rule, "{rule}");
        }
        assert_eq!(of("score.formula = 'min(6, n)'"), Follows::Itself, "one point for each, which nobody wrote down");
        assert_eq!(of("score = 'given'"), Follows::Entered);
    }
}
