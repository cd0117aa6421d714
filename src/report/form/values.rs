//! What a form tells of a unit: its own numbers in the rule, its target, its value a period ago.

use super::Forms;
use crate::program::{Expr, FieldId, Node, NodeId, Operand, PastOf, Program, RangeEnd, Role, show};
use crate::report::facts::{Shown, evidence_words, rule_with};
use crate::report::rubric::full_points;
use crate::scoring::Cell;
use crate::table::{State, Table};
use crate::words::labels::Label;

impl Forms<'_> {
    /// The rule of a leaf in words, with the unit's own numbers where they depend on nothing but its group.
    pub(super) fn rule(&self, node: &Node, unit: Option<usize>) -> String {
        let (program, lang) = (self.program(), self.lang());
        let words = |operand: &Operand| match unit {
            Some(unit) if by_group(&operand.expr) => self.assessment.operand(operand, unit, lang),
            _ => operand.in_general(program, lang),
        };
        let rule = rule_with(node, lang, &words);
        let value = node.scored_value(program, lang).map(|value| Label::FormScored { value: value.to_owned() });
        let evidence = evidence_words(node, lang);
        let evidence = (!evidence.is_empty()).then_some(Label::FormEvidence { evidence });
        let mut lines: Vec<String> = value.map(|value| value.say(lang)).into_iter().collect();
        lines.extend([rule].into_iter().filter(|rule| !rule.is_empty()));
        lines.extend(evidence.map(|evidence| evidence.say(lang)));
        lines.join("\n")
    }

    /// Full points in words.
    pub(super) fn full(&self, id: NodeId, unit: Option<usize>) -> String {
        let (program, lang) = (self.program(), self.lang());
        let full = unit.and_then(|unit| self.assessment.full(id, unit).get());
        full.map_or_else(
            || full_points(program, program.node(id), lang),
            |full| show(full, &crate::program::Quantity::Plain, lang),
        )
    }

    /// The unit's target for a field, where one is filed.
    pub(super) fn target(&self, field: FieldId, unit: usize) -> Option<Shown> {
        let ends = [RangeEnd::Low, RangeEnd::High];
        let ends = ends.map(|end| known(&self.assessment.table, self.of_role(Role::Target(field, end))?, unit));
        let quantity = self.program().fields.get(field.index())?.kind.quantity();
        let one = |value| Shown::of(Cell::known(value), &quantity, self.lang());
        match ends {
            [Some(low), Some(high)] if low != high => {
                let [low, high] = [low, high].map(|value| show(value, &quantity, self.lang()));
                Some(Shown::Word(format!("{low}~{high}")))
            }
            [Some(value), _] | [None, Some(value)] => Some(one(value)),
            [None, None] => None,
        }
    }

    /// What the unit reported for a field a period ago, where it is known.
    pub(super) fn last(&self, field: FieldId, unit: usize) -> Option<Shown> {
        let declared = self.program().fields.get(field.index())?;
        let asked = self.of_role(Role::Past(PastOf::Field(field), 1));
        let (table, id) = match asked.filter(|id| known(&self.assessment.table, *id, unit).is_some()) {
            Some(id) => (&*self.assessment.table, id),
            None => (self.previous?, field),
        };
        let value = known(table, id, unit)?;
        match table.fields.get(id.index())?.texts.get(unit) {
            Some(text) => Some(Shown::Text(text.clone())),
            None => Some(Shown::of(Cell::known(value), &declared.kind.quantity(), self.lang())),
        }
    }

    fn of_role(&self, role: Role) -> Option<FieldId> {
        self.program().fields.iter().position(|field| field.role == role).map(FieldId::from_index)
    }
}

/// A value that is known.
fn known(table: &Table, field: FieldId, unit: usize) -> Option<crate::number::Decimal> {
    let column = table.fields.get(field.index())?;
    (*column.states.get(unit)? == State::Known).then(|| column.values.get(unit).copied()).flatten()
}

/// Whether an expression depends on the rubric and the unit's group alone.
fn by_group(expr: &Expr) -> bool {
    let mut alone = true;
    expr.walk(&mut |part| {
        alone &= matches!(
            part,
            Expr::Constant(_)
                | Expr::Parameter(_)
                | Expr::Group
                | Expr::Unary(..)
                | Expr::Binary(..)
                | Expr::Many(..)
                | Expr::If(_)
                | Expr::Guard(..)
                | Expr::Round(..)
        );
    });
    alone && !matches!(expr, Expr::Parameter(_))
}

/// Why a field is asked that no leaf looks at: what it decides, and what must hold of it.
pub(super) fn asked_for(program: &Program, field: FieldId, lang: crate::words::Lang) -> String {
    let musts = program.musts.iter().filter(|must| program.fields_behind(must.holds).contains(&field));
    let mut says: Vec<String> = program
        .effects
        .iter()
        .filter(|effect| program.fields_behind(effect.when).contains(&field))
        .map(|effect| {
            let kind = crate::report::facts::effect_words(effect.kind).say(lang);
            format!("{kind}({}):{}", effect.id, effect.say)
        })
        .collect();
    says.extend(musts.map(|must| must.say.clone()));
    says.join("\n")
}
