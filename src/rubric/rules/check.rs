//! 是否法: points for yes, points for no.
//!
//! 有纳入考核的文件得10分,否则不得分; 年度取水总量小于或等于年度目标值,得10分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::number::Decimal;
use crate::program::{Branch, Expr, Operand, Quantity, Type};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "check", title: both("是否法", "yes or no"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("是否法", "the rule `check`"),
    keys: &[
        Key::optional("yes", Kind::Number, "是时得的分;不写为满分", "points for yes; full points when left out"),
        Key::optional("no", Kind::Number, "否时得的分;不写为0分", "points for no; none when left out"),
    ],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let value = leaf.value()?;
    if value.kind != Type::YesNo {
        return leaf.wrong_value(both("是否", "a yes or no"), &value.kind);
    }
    let (yes, no) = (leaf.optional(section, "", "yes"), leaf.optional(section, "", "no"));
    let yes = yes?.unwrap_or_else(|| leaf.full.clone());
    let no = no?.unwrap_or_else(|| Number::structural(Decimal::ZERO, Quantity::Plain, &leaf.spot));
    leaf.within_full(&yes)?;
    leaf.within_full(&no)?;
    let condition = Operand { quantity: Quantity::Text, ..value.operand };
    let branch =
        |holds: Expr, points: &Number, says: Phrase<Operand>| Branch { holds, says, spot: points.spot.clone() };
    let branches = vec![
        branch(value.expr.clone(), &yes, Phrase::CheckYes { condition: condition.clone(), points: yes.operand() }),
        branch(Expr::ONE, &no, Phrase::CheckNo { condition: condition.clone(), points: no.operand() }),
    ];
    Some(
        Lowered::new(
            yes.expr.clone().when(value.expr, no.expr.clone()),
            Phrase::CheckRule { condition: condition.clone(), yes: yes.operand(), no: no.operand() },
            Phrase::CheckReason { condition },
        )
        .branching(branches),
    )
}
