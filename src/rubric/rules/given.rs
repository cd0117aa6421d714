//! 直接评定: points that a department or an expert enters, with a reason.
//!
//! 领导评价20分; most points of a real assessment arrive this way.

use super::{RuleKind, Settings, Shape};
use crate::document::Keys;
use crate::program::{Expr, Quantity, Sentence, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::table::State;
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "given", title: both("直接评定", "given"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys { what: both("直接评定", "the rule `given`"), keys: &[] };

fn lower(leaf: &mut LeafWork<'_, '_, '_>, _: &Settings<'_>) -> Option<Lowered> {
    let title = leaf.node.text("title")?.text;
    let field = leaf.given_field(&title);
    let full = leaf.full.operand();
    // Points above the full points are a mistake of whoever entered them, and count as not entered.
    let entered = Expr::Field(field);
    let checked = entered.clone().when(entered.at_most(full.expr.clone()), Expr::Unknown(State::Missing));
    let typed = Typed { expr: checked, kind: Type::Number(Quantity::Plain) };
    let spot = leaf.spot.clone();
    let value = leaf.define_value(typed, title, &spot);
    Some(Lowered {
        raw: value.expr.clone(),
        rule: Sentence::of(Phrase::GivenRule { full }),
        reason: Sentence::of(Phrase::GivenReason { points: value.operand }),
        target: None,
    })
}
