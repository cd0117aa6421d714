//! 直接评定: points that a department or an expert enters, with a reason.
//!
//! 领导评价20分; most points of a real assessment arrive this way. With `percent_step`, an expert enters a share of full
//! points instead, as GB/T 19580 has it: a multiple of 5 % within bands 0–5, 10–25, 30–45, 50–65, 70–85, 90–100.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{Expr, FieldKind, Operand, Quantity, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::table::State;
use crate::words::both;
use crate::words::phrases::Phrase;

pub(super) static KIND: RuleKind =
    RuleKind { name: "given", title: both("直接评定", "given"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("直接评定", "the rule `given`"),
    keys: &[Key::optional(
        "percent_step",
        Kind::Number,
        "评定的是占满分的百分比,且为此数的倍数,如 \"5%\"",
        "a percentage of full points is entered, a multiple of this, such as \"5%\"",
    )],
};

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    if section.has("percent_step") { percent(leaf, section) } else { points(leaf) }
}

fn points(leaf: &mut LeafWork<'_, '_, '_>) -> Option<Lowered> {
    let title = leaf.node.text("title")?.text;
    let field = leaf.given_field(&title, FieldKind::Points, None);
    let full = leaf.cap().operand();
    // Points above the most it earns are a mistake of whoever entered them, and count as not entered.
    let entered = Expr::Field(field);
    let checked = entered.clone().when(entered.at_most(leaf.cap().expr.clone()), Expr::Unknown(State::Missing));
    let typed = Typed { expr: checked, kind: Type::Number(Quantity::Plain) };
    let spot = leaf.spot.clone();
    let value = leaf.define_value(typed, title, &spot);
    Some(Lowered::new(value.expr.clone(), Phrase::GivenRule { full }, Phrase::GivenReason { points: value.operand }))
}

fn percent(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>) -> Option<Lowered> {
    let title = leaf.node.text("title")?.text;
    let step = leaf.required(section, "", "percent_step")?;
    leaf.positive("percent_step", &step)?;
    let field = leaf.given_field(&title, FieldKind::Percent, Some(Decimal::ONE));
    // What lies between two steps is a mistake of whoever entered it, and counts as not entered.
    let entered = Expr::Field(field);
    let steps = entered.clone().over(step.expr.clone());
    let on_a_step = steps.clone().equals(steps.floor());
    let checked = entered.when(on_a_step.clone(), Expr::Unknown(State::Missing));
    let typed = Typed { expr: checked, kind: Type::Number(Quantity::Percent) };
    let spot = leaf.spot.clone();
    let value = leaf.define_value(typed, title, &spot);
    let full: Operand = leaf.full.operand();
    Some(Lowered::new(
        value.expr.clone().times(leaf.full.expr.clone()),
        Phrase::GivenPercentRule { step: step.operand(), full: full.clone() },
        Phrase::GivenPercentReason { percent: value.operand, full },
    ))
}
