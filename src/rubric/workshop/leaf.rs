//! What a rule kind works with: the leaf's value, its full points, its settings; and what it leaves behind.

use std::sync::Arc;

use super::{Context, Number, in_words};
use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Section, Setting, Written};
use crate::number::Decimal;
use crate::program::{
    Branch, Cohort, ColumnId, Expr, FieldId, FieldKind, ListId, Operand, Part, Quantity, Role, Sentence, Type, Typed,
    type_words,
};
use crate::rubric::keys;
use crate::words::rubric::RubricProblem;
use crate::words::{Bilingual, both};

/// What a rule leaves: points before any policy, and the sentences that go with them.
#[derive(Debug, Clone)]
pub(in crate::rubric) struct Lowered {
    /// Points the rule gives; kept within 0 and full points by the caller.
    pub(in crate::rubric) raw: Expr,
    /// The rule in words.
    pub(in crate::rubric) rule: Sentence,
    /// Why points were lost.
    pub(in crate::rubric) reason: Sentence,
    /// The value that earns full points.
    pub(in crate::rubric) target: Option<Operand>,
    /// The ways the rule can go, where it has several.
    pub(in crate::rubric) branches: Vec<Branch>,
    /// Whether it means to deduct until nothing is left.
    pub(in crate::rubric) runs_out: bool,
}

impl Lowered {
    /// Points with the sentences that go with them.
    pub(in crate::rubric) fn new(raw: Expr, rule: impl Into<Sentence>, reason: impl Into<Sentence>) -> Lowered {
        Lowered { raw, rule: rule.into(), reason: reason.into(), target: None, branches: Vec::new(), runs_out: false }
    }

    /// With the value that earns full points, where there is one.
    pub(in crate::rubric) fn aiming_at(self, target: impl Into<Option<Operand>>) -> Lowered {
        Lowered { target: target.into(), ..self }
    }

    /// With the ways the rule can go.
    pub(in crate::rubric) fn branching(self, branches: Vec<Branch>) -> Lowered {
        Lowered { branches, ..self }
    }

    /// A rule that means to deduct until nothing is left (扣完为止), or not.
    pub(in crate::rubric) fn running_out(self, runs_out: bool) -> Lowered {
        Lowered { runs_out, ..self }
    }
}

/// The value a rule looks at.
#[derive(Debug, Clone)]
pub(in crate::rubric) struct Value {
    /// Reads the value column.
    pub(in crate::rubric) expr: Expr,
    /// The column itself, for functions over a cohort.
    pub(in crate::rubric) column: ColumnId,
    /// What it is.
    pub(in crate::rubric) kind: Type,
    /// In sentences.
    pub(in crate::rubric) operand: Operand,
}

/// A leaf being lowered.
pub(in crate::rubric) struct LeafWork<'w, 'r, 'a> {
    pub(in crate::rubric) context: &'w mut Context<'r>,
    /// The node's table.
    pub(in crate::rubric) node: &'w Section<'a>,
    /// The node's id.
    pub(in crate::rubric) id: &'w str,
    /// The name of the rule kind, part of every parameter's path.
    pub(in crate::rubric) kind: &'static str,
    /// How its section enters the total.
    pub(in crate::rubric) part: Part,
    /// Full points.
    pub(in crate::rubric) full: Number,
    /// What it may earn beyond them, where the rubric sets it.
    pub(in crate::rubric) most: Option<Number>,
    /// Where the rule is written.
    pub(in crate::rubric) spot: Spot,
    /// The value column, once defined.
    pub(in crate::rubric) value: Option<(ColumnId, Quantity, String)>,
    /// The unit of measure of the value, where it is a field that has one.
    pub(in crate::rubric) measure: Option<Arc<str>>,
    /// The field of given points.
    pub(in crate::rubric) given: Option<FieldId>,
}

impl LeafWork<'_, '_, '_> {
    /// Reports a problem.
    pub(in crate::rubric) fn report(&self, problem: RubricProblem, spot: &Spot) {
        self.context.reader.report(Diagnostic::at(problem, spot));
    }

    /// Reports a choice that printed rules leave open.
    pub(in crate::rubric) fn undecided(
        &self,
        section: &Section<'_>,
        key: &'static str,
        keys: &crate::document::Keys,
        usual: &str,
    ) {
        self.context.undecided(section, key, keys, usual);
    }

    /// Reports a key that is missing where the rule cannot do without it.
    pub(in crate::rubric) fn missing(&self, section: &Section<'_>, key: &'static str, keys: &crate::document::Keys) {
        self.context.missing(section, key, keys);
    }

    /// The node's `value`, made a column.
    pub(in crate::rubric) fn value(&mut self) -> Option<Value> {
        let Some(written) = self.node.expression("value") else {
            self.missing(self.node, "value", &keys::ITEM);
            return None;
        };
        let path = format!("{}.value", self.id);
        let typed = self.context.compiler().compile(&path, &written)?;
        let words = in_words(&self.context.builder, &written.text);
        Some(self.define_value(typed, words, &written.spot))
    }

    /// Makes `typed` the leaf's value.
    pub(in crate::rubric) fn define_value(&mut self, typed: Typed, words: String, spot: &Spot) -> Value {
        let quantity = typed.quantity();
        if let (Expr::Field(id), Quantity::Plain) = (&typed.expr, &quantity) {
            let field = self.context.builder.fields.get(id.index());
            self.measure = field.and_then(|field| field.measure.as_deref()).map(Arc::from);
        }
        let column = self.context.builder.column(format!("value({})", self.id), typed.expr, spot);
        self.value = Some((column, quantity.clone(), words.clone()));
        let expr = Expr::Column(column);
        let operand = Operand { expr: expr.clone(), quantity: self.measured(quantity), words: Some(words) };
        Value { expr, column, kind: typed.kind, operand }
    }

    /// The node's `value`, which must be a number.
    pub(in crate::rubric) fn number_value(&mut self) -> Option<(Value, Quantity)> {
        let value = self.value()?;
        match value.kind.clone() {
            Type::Number(quantity) => Some((value, quantity)),
            other => self.wrong_value(both("数", "a number"), &other),
        }
    }

    /// Reports a value of another type than the rule wants.
    pub(in crate::rubric) fn wrong_value<T>(&self, expected: Bilingual, found: &Type) -> Option<T> {
        let spot = self.node.expression("value").map_or(self.node.spot.clone(), |written| written.spot);
        self.wrong_part(expected, found, &spot)
    }

    /// Reports a part of the rule that is of another type than it has to be.
    pub(in crate::rubric) fn wrong_part<T>(&self, expected: Bilingual, found: &Type, spot: &Spot) -> Option<T> {
        self.report(RubricProblem::TypeMismatch { expected, found: type_words(found) }, spot);
        None
    }

    /// A setting of the rule, under the path `<node>.<kind>.<name>`.
    pub(in crate::rubric) fn setting(&mut self, name: &str, setting: &Setting) -> Option<Number> {
        let path = format!("{}.{}.{name}", self.id, self.kind);
        Number::compile(&mut self.context.compiler(), &path, setting)
    }

    /// A key of the rule's table; `None` inside when it was not written, `None` outside when it has a mistake.
    #[allow(clippy::option_option, reason = "left out and mistaken are two things")]
    pub(in crate::rubric) fn optional(
        &mut self,
        section: &Section<'_>,
        prefix: &str,
        key: &str,
    ) -> Option<Option<Number>> {
        match section.number(key) {
            Some(setting) => self.setting(&format!("{prefix}{key}"), &setting).map(Some),
            None if section.has(key) => None,
            None => Some(None),
        }
    }

    /// A required key of the rule's table; its absence has been reported by the reader.
    pub(in crate::rubric) fn required(&mut self, section: &Section<'_>, prefix: &str, key: &str) -> Option<Number> {
        self.optional(section, prefix, key)?
    }

    /// A plain number beside the value is of the value's measure.
    fn measured(&self, quantity: Quantity) -> Quantity {
        match (&self.measure, quantity) {
            (Some(measure), Quantity::Plain) => Quantity::Measured(Arc::clone(measure)),
            (_, quantity) => quantity,
        }
    }

    /// A number that is held against the value, for sentences.
    pub(in crate::rubric) fn beside_value(&self, number: &Number) -> Operand {
        let operand = number.operand();
        Operand { quantity: self.measured(operand.quantity.clone()), ..operand }
    }

    /// Refuses a literal that is zero or negative.
    pub(in crate::rubric) fn positive(&self, key: &str, number: &Number) -> Option<()> {
        if number.constants().any(|value| value <= Decimal::ZERO) {
            self.report(RubricProblem::NotPositive { key: key.to_owned() }, &number.spot);
            return None;
        }
        Some(())
    }

    /// The most it earns: its full points, unless the rubric lets it earn more.
    pub(in crate::rubric) fn cap(&self) -> &Number {
        self.most.as_ref().unwrap_or(&self.full)
    }

    /// Refuses literal points outside 0 and the most the leaf earns.
    pub(in crate::rubric) fn within_full(&self, points: &Number) -> Option<()> {
        let groups: Vec<Option<usize>> =
            std::iter::once(None).chain(self.cap().groups().map(Some)).chain(points.groups().map(Some)).collect();
        for group in groups {
            if let (Some(value), Some(full)) = (points.constant(group), self.cap().constant(group))
                && (value < Decimal::ZERO || value > full)
            {
                let (points_words, full) = (crate::number::plain(value), crate::number::plain(full));
                self.report(RubricProblem::PointsOutside { points: points_words, full }, &points.spot);
                return None;
            }
        }
        Some(())
    }

    /// Refuses a plain number above 1 beside a percentage: 98 would mean 9800 %.
    pub(in crate::rubric) fn comparable(&self, value: &Quantity, bound: &Number) -> Option<()> {
        let of_percent = *value == Quantity::Percent && bound.quantity == Quantity::Plain;
        match bound.constants().find(|constant| of_percent && *constant > Decimal::ONE) {
            Some(constant) => {
                let (number, percent) = (crate::number::plain(constant), crate::number::percent(constant));
                self.report(RubricProblem::PercentAgainstNumber { number, percent }, &bound.spot);
                None
            }
            None => Some(()),
        }
    }

    /// Compiles an expression of the rule.
    pub(in crate::rubric) fn compile(&mut self, written: &Written) -> Option<Typed> {
        let path = format!("{}.{}", self.id, self.kind);
        self.context.compiler().compile(&path, written)
    }

    /// The points the leaf ends up with, for sentences.
    pub(in crate::rubric) fn points(&self) -> Operand {
        let points = self.context.builder.find_node(self.id).map(|columns| Expr::Column(columns.points));
        Operand { expr: points.unwrap_or(Expr::ZERO), quantity: Quantity::Plain, words: None }
    }

    /// One of several values a rule counts, made a column under `<node>.<kind>.<name>`.
    pub(in crate::rubric) fn counter_value(&mut self, name: &str, written: &Written) -> Option<(Value, Quantity)> {
        let path = format!("{}.{}.{name}", self.id, self.kind);
        let typed = self.context.compiler().number(&path, written)?;
        let (quantity, words) = (typed.quantity(), self.in_words(&written.text));
        let column = self.context.builder.column(path, typed.expr, &written.spot);
        let expr = Expr::Column(column);
        let operand = Operand { expr: expr.clone(), quantity: quantity.clone(), words: Some(words) };
        Some((Value { expr, column, kind: typed.kind, operand }, quantity))
    }

    /// Compiles a condition of the rule, under the path `<node>.<kind>.<name>`.
    pub(in crate::rubric) fn condition(&mut self, name: &str, written: &Written) -> Option<Expr> {
        let path = format!("{}.{}.{name}", self.id, self.kind);
        self.context.compiler().condition(&path, written)
    }

    /// Compiles an expression over a list's entries, under the path `<node>.<kind>.<name>`.
    pub(in crate::rubric) fn entry(&mut self, name: &str, list: ListId, written: &Written) -> Option<Typed> {
        let path = format!("{}.{}.{name}", self.id, self.kind);
        self.context.compiler().compile_in(Some(list), &path, written)
    }

    /// A function over the cohort of the leaf's units.
    pub(in crate::rubric) fn cohort(&mut self, name: &str, cohort: Cohort) -> ColumnId {
        self.context.builder.cohort(name, cohort, &self.spot)
    }

    /// An expression in words.
    pub(in crate::rubric) fn in_words(&self, text: &str) -> String {
        in_words(&self.context.builder, text)
    }

    /// The field that holds what a department or an expert enters for this leaf: points, or a share of them.
    pub(in crate::rubric) fn given_field(&mut self, title: &str, kind: FieldKind, max: Option<Decimal>) -> FieldId {
        let field = crate::program::Field {
            id: self.id.to_owned(),
            label: title.to_owned(),
            kind,
            measure: None,
            aliases: Vec::new(),
            note: None,
            min: Some(Decimal::ZERO),
            max,
            role: self.context.node_ids.get(self.id).copied().map_or(Role::Submitted, Role::Given),
            precedence: Vec::new(),
            spot: self.spot.clone(),
        };
        let id = self.context.builder.field(field);
        self.given = Some(id);
        id
    }
}
