//! 清单法: parts that must be there; each missing part deducts, or each part that is there earns.
//!
//! 每缺少一个方面政策措施扣0.1分,没有制定相关政策和措施的不得分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::number::Decimal;
use crate::program::{Expr, Many, Operand, Quantity, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "checklist", title: both("清单法", "checklist"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("清单法", "the rule `checklist`"),
    keys: &[
        Key::required(
            "parts",
            Kind::Numbers,
            "应有的各个方面,每个是一个是否条件",
            "the parts, each a yes-no condition",
        ),
        Key::optional(
            "deduct",
            Kind::Number,
            "每缺少一个方面扣的分;一个都没有的不得分",
            "points off for each missing part; none at all earns nothing",
        ),
        Key::optional("add", Kind::Number, "每有一个方面得的分", "points for each part that is there"),
    ],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let written = section.expressions("parts");
    let parts: Vec<Option<Expr>> =
        written.iter().enumerate().map(|(i, part)| leaf.condition(&format!("parts.{}", i + 1), part)).collect();
    let (adds, points) = match (section.has("add"), section.has("deduct")) {
        (true, false) => (true, leaf.required(section, "", "add")?),
        (false, true) => (false, leaf.required(section, "", "deduct")?),
        (add, deduct) => {
            let found = usize::from(add) + usize::from(deduct);
            leaf.report(RubricProblem::AddOrDeduct { found }, &section.spot);
            return None;
        }
    };
    leaf.positive(if adds { "add" } else { "deduct" }, &points)?;
    let parts: Vec<Expr> = parts.into_iter().collect::<Option<_>>()?;
    if parts.is_empty() {
        leaf.report(RubricProblem::Empty { what: both("清单中的方面", "part on the list") }, &section.spot);
        return None;
    }
    let whole = Decimal::from(parts.len());
    let names: Vec<String> = written.iter().map(|part| leaf.in_words(&part.text)).collect();
    let spot = leaf.spot.clone();
    let there = Typed { expr: Expr::Many(Many::Sum, parts), kind: Type::Number(Quantity::Plain) };
    let there = leaf.define_value(there, names.join("、"), &spot);
    let list = Operand { expr: Expr::ZERO, quantity: Quantity::Text, words: Some(names.join("、")) };
    let missing = Expr::Constant(whole).minus(there.expr.clone());
    let full = leaf.full.operand();
    let (raw, rule) = if adds {
        let raw = there.expr.clone().times(points.expr.clone());
        (raw, Phrase::ChecklistAddRule { list, points: points.operand(), full })
    } else {
        let left = leaf.full.expr.clone().minus(missing.clone().times(points.expr.clone()));
        let raw = Expr::ZERO.when(there.expr.clone().equals(Expr::ZERO), left);
        (raw, Phrase::ChecklistDeductRule { list, points: points.operand(), full })
    };
    let missing = Operand { expr: missing, quantity: Quantity::Plain, words: None };
    let all = Operand { expr: Expr::Constant(whole), quantity: Quantity::Plain, words: None };
    Some(Lowered::new(raw, rule, Phrase::ChecklistReason { all: all.clone(), missing }).aiming_at(all))
}
