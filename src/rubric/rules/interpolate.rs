//! 线性插值法: no points at `from`, full points at `to`, linear in between; lower is better when `to` < `from`.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind};
use crate::program::{Branch, Expr};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "interpolate", title: both("线性插值法", "interpolation"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("线性插值法", "the rule `interpolate`"),
    keys: &[
        Key::required("from", Kind::Number, "得0分的值", "the value that earns nothing"),
        Key::required("to", Kind::Number, "得满分的值", "the value that earns full points"),
    ],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let (value, quantity) = leaf.number_value()?;
    let (from, to) = (leaf.required(section, "", "from"), leaf.required(section, "", "to"));
    let (from, to) = (from?, to?);
    leaf.comparable(&quantity, &from)?;
    leaf.comparable(&quantity, &to)?;
    let groups: Vec<Option<usize>> =
        std::iter::once(None).chain(from.groups().map(Some)).chain(to.groups().map(Some)).collect();
    if groups.iter().any(|group| from.constant(*group).is_some() && from.constant(*group) == to.constant(*group)) {
        leaf.report(RubricProblem::SameBounds, &to.spot);
        return None;
    }
    let gained = value.expr.clone().minus(from.expr.clone());
    let share = gained.over(to.expr.clone().minus(from.expr.clone()));
    let full = leaf.full.operand();
    let (none, all) = (leaf.beside_value(&from), leaf.beside_value(&to));
    let branches = vec![
        Branch {
            holds: Expr::ONE.at_most(share.clone()),
            says: Phrase::InterpolateFull { to: all.clone() },
            spot: to.spot.clone(),
        },
        Branch {
            holds: share.clone().at_most(Expr::ZERO),
            says: Phrase::InterpolateNone { from: none.clone() },
            spot: from.spot.clone(),
        },
        Branch { holds: Expr::ONE, says: Phrase::InterpolateBetween { from: none, to: all }, spot: leaf.spot.clone() },
    ];
    Some(
        Lowered::new(
            share.times(leaf.full.expr.clone()),
            Phrase::InterpolateRule { from: leaf.beside_value(&from), to: leaf.beside_value(&to), full },
            Phrase::InterpolateReason { value: value.operand, to: leaf.beside_value(&to) },
        )
        .aiming_at(leaf.beside_value(&to))
        .branching(branches),
    )
}
