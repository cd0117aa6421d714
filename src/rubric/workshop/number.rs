//! A number a rule sets, compiled: one for all or one by group, a literal or an expression.

use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Setting, Written};
use crate::number::{self, Decimal};
use crate::program::{Compiler, Expr, Operand, Quantity, Type};
use crate::words::both;
use crate::words::rubric::RubricProblem;

use super::context::MOST_BRANCHES;

/// A compiled setting.
#[derive(Debug, Clone)]
pub(in crate::rubric) struct Number {
    /// Its value for a unit.
    pub(in crate::rubric) expr: Expr,
    /// How it is shown.
    pub(in crate::rubric) quantity: Quantity,
    /// As written, where it is not one literal.
    pub(in crate::rubric) words: Option<String>,
    /// Where it is written.
    pub(in crate::rubric) spot: Spot,
    /// Literal values: for the other groups (`None`) and by group.
    constants: Vec<(Option<usize>, Decimal)>,
    literal: bool,
}

impl Number {
    /// A number of the structure: the zero points of a check, the hundred per cent of a proportion.
    pub(in crate::rubric) fn structural(value: Decimal, quantity: Quantity, spot: &Spot) -> Number {
        Number {
            expr: Expr::Constant(value),
            quantity,
            words: None,
            spot: spot.clone(),
            constants: vec![(None, value)],
            literal: true,
        }
    }

    /// A number computed from others, such as the sum of the children's points.
    pub(in crate::rubric) fn computed(
        expr: Expr,
        words: String,
        spot: &Spot,
        constants: Vec<(Option<usize>, Decimal)>,
    ) -> Number {
        Number {
            expr,
            quantity: Quantity::Plain,
            words: Some(words),
            spot: spot.clone(),
            literal: !constants.is_empty(),
            constants,
        }
    }

    /// Compiles a setting under the path of its parameter.
    pub(in crate::rubric) fn compile(compiler: &mut Compiler<'_>, path: &str, setting: &Setting) -> Option<Number> {
        match setting {
            Setting::One(written) => Number::one(compiler, path, written, None),
            Setting::ByGroup { groups, spot, .. } if groups.len() > MOST_BRANCHES => {
                let problem = RubricProblem::TooMany { what: both("分组", "groups"), limit: MOST_BRANCHES };
                compiler.reader.report(Diagnostic::at(problem, spot));
                None
            }
            Setting::ByGroup { default, groups, spot } => {
                let fallback = default.as_ref().map(|written| Number::one(compiler, path, written, None));
                let covered = compiler.builder.groups_declared
                    && compiler.builder.groups.iter().all(|g| groups.iter().any(|(word, _)| word.text == *g));
                if fallback.is_none() && !covered {
                    compiler.reader.report(Diagnostic::at(RubricProblem::DefaultMissing, spot));
                    return None;
                }
                let mut parts = Vec::new();
                for (word, written) in groups {
                    let Some(code) = compiler.builder.group(&word.text) else {
                        let options = compiler.builder.groups.join("、");
                        let problem = RubricProblem::UnknownOption { word: word.text.clone(), options };
                        compiler.reader.report(Diagnostic::at(problem, &word.spot));
                        continue;
                    };
                    let one = Number::one(compiler, &format!("{path}.{}", word.text), written, Some(code))?;
                    parts.push((code, word.text.clone(), one));
                }
                let fallback = match fallback {
                    Some(fallback) => fallback?,
                    None => parts.last().map(|(_, _, one)| one.clone())?,
                };
                Some(Number::by_group(fallback, parts, spot, default.is_some()))
            }
        }
    }

    fn one(compiler: &mut Compiler<'_>, path: &str, written: &Written, group: Option<usize>) -> Option<Number> {
        let typed = compiler.number(path, written)?;
        let Type::Number(quantity) = typed.kind else { return None };
        let constant = match &typed.expr {
            Expr::Parameter(id) => compiler.builder.parameters.get(id.index()).map(|p| p.value),
            _ => None,
        };
        Some(Number {
            words: constant.is_none().then(|| super::in_words(compiler.builder, &written.text)),
            expr: typed.expr,
            quantity,
            spot: written.spot.clone(),
            constants: constant.map(|value| (group, value)).into_iter().collect(),
            literal: constant.is_some(),
        })
    }

    fn by_group(fallback: Number, parts: Vec<(usize, String, Number)>, spot: &Spot, has_default: bool) -> Number {
        let mut by_name: Vec<String> = Vec::new();
        let mut constants = if has_default { fallback.constants.clone() } else { Vec::new() };
        let literal = fallback.literal && parts.iter().all(|(_, _, one)| one.literal);
        let general = if has_default { fallback.short() } else { String::new() };
        let quantity = fallback.quantity.clone();
        let mut expr = fallback.expr;
        for (code, name, one) in parts.into_iter().rev() {
            by_name.insert(0, format!("{name}{}", one.short()));
            constants.extend(one.constants.iter().copied());
            expr = one.expr.when(Expr::Group.equals(Expr::code(code)), expr);
        }
        let by_name = by_name.join("、");
        let words = if has_default { format!("{general}({by_name})") } else { by_name };
        Number { expr, quantity, words: Some(words), spot: spot.clone(), constants, literal }
    }

    fn short(&self) -> String {
        match (&self.words, self.constants.first()) {
            (Some(words), _) => words.clone(),
            (None, Some((_, value))) if self.quantity == Quantity::Percent => number::percent(*value),
            (None, Some((_, value))) => number::plain(*value),
            (None, None) => String::new(),
        }
    }

    /// For sentences.
    pub(in crate::rubric) fn operand(&self) -> Operand {
        Operand { expr: self.expr.clone(), quantity: self.quantity.clone(), words: self.words.clone() }
    }

    /// Its literal value for a group (`None` for the groups that are not named); `None` where it is an expression.
    pub(in crate::rubric) fn constant(&self, group: Option<usize>) -> Option<Decimal> {
        if !self.literal {
            return None;
        }
        let of = |wanted: Option<usize>| self.constants.iter().find(|(g, _)| *g == wanted).map(|(_, value)| *value);
        of(group).or_else(|| of(None))
    }

    /// All its literal values.
    pub(in crate::rubric) fn constants(&self) -> impl Iterator<Item = Decimal> {
        self.constants.iter().map(|(_, value)| *value)
    }

    /// The groups it names.
    pub(in crate::rubric) fn groups(&self) -> impl Iterator<Item = usize> {
        self.constants.iter().filter_map(|(group, _)| *group)
    }
}
