//! What happens to a leaf without a value: missing and not applicable.

use crate::document::{Section, Word};
use crate::program::{
    Cohort, CohortFunction, Expr, MissingPolicy, NodeColumns, NotApplicablePolicy, Operand, Test, Within,
};
use crate::rubric::keys;
use crate::rubric::workshop::Context;
use crate::rubric::workshop::Number;
use crate::table::State;

/// The policies in force at a node: its own, else its parent's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Policies {
    pub(super) missing: Option<MissingPolicy>,
    pub(super) not_applicable: Option<NotApplicablePolicy>,
}

impl Policies {
    /// With what this table says.
    pub(super) fn refined(self, section: &Section<'_>) -> Policies {
        let of = |key: &str| section.one_of(key);
        Policies {
            missing: of("missing").as_ref().map(missing).or(self.missing),
            not_applicable: of("not_applicable").as_ref().map(not_applicable).or(self.not_applicable),
        }
    }

    /// Both policies of a leaf; an open one is reported.
    pub(super) fn settled(
        self,
        context: &Context<'_>,
        leaf: &Section<'_>,
    ) -> Option<(MissingPolicy, NotApplicablePolicy)> {
        if self.missing.is_none() {
            context.undecided(leaf, "missing", &keys::ITEM, "zero");
        }
        if self.not_applicable.is_none() {
            context.undecided(leaf, "not_applicable", &keys::ITEM, "leave-out");
        }
        Some((self.missing?, self.not_applicable?))
    }
}

fn missing(word: &Word) -> MissingPolicy {
    match word.text.as_str() {
        "zero" => MissingPolicy::Zero,
        "error" => MissingPolicy::Error,
        "leave-out" => MissingPolicy::LeaveOut,
        _ => MissingPolicy::CohortMean,
    }
}

fn not_applicable(word: &Word) -> NotApplicablePolicy {
    match word.text.as_str() {
        "full" => NotApplicablePolicy::Full,
        "zero" => NotApplicablePolicy::Zero,
        "leave-out" => NotApplicablePolicy::LeaveOut,
        "base" => NotApplicablePolicy::Base,
        _ => NotApplicablePolicy::CohortMean,
    }
}

/// Defines status, points and open points of a leaf from its raw points. Returns whether it can be left out, and its
/// base points where it falls back on them.
pub(super) fn lower(
    context: &mut Context<'_>,
    leaf: &Section<'_>,
    id: &str,
    columns: NodeColumns,
    (missing, not_applicable): (MissingPolicy, NotApplicablePolicy),
    applies: Option<Expr>,
) -> Option<(bool, Option<Operand>)> {
    let rounding = context.rounding.rounding(context.rounding.leaf);
    let (raw, full) = (Expr::Column(columns.raw), Expr::Column(columns.full));
    let (is_absent, is_missing) = (raw.clone().is(Test::NotApplicable), raw.clone().is(Test::Missing));
    let left_out = Expr::Unknown(State::NotApplicable);

    let mut mean = || {
        let scored = context.builder.column(format!("scored({id})"), raw.clone().rounded(rounding), &leaf.spot);
        let mean = Cohort { function: CohortFunction::Mean, of: scored, within: Within::Group };
        Expr::Column(context.builder.cohort("mean", mean, &leaf.spot))
    };
    let when_missing = match missing {
        MissingPolicy::Zero => Expr::ZERO,
        MissingPolicy::Error => Expr::Unknown(State::Missing),
        MissingPolicy::LeaveOut => left_out.clone(),
        MissingPolicy::CohortMean => mean(),
    };
    let mut base_points = None;
    let when_absent = match not_applicable {
        NotApplicablePolicy::Full => full.clone(),
        NotApplicablePolicy::Zero => Expr::ZERO,
        NotApplicablePolicy::LeaveOut => left_out,
        NotApplicablePolicy::CohortMean => mean(),
        NotApplicablePolicy::Base => {
            let base = base(context, leaf, id)?;
            base_points = Some(base.operand());
            base.expr
        }
    };

    let missing_scenario = |as_is: Expr| Expr::Scenario(Box::new([as_is, Expr::ZERO, full.clone()]));
    let known_or_missing = missing_scenario(when_missing).when(is_missing.clone(), raw.clone());
    let leaves_out =
        missing == MissingPolicy::LeaveOut || not_applicable == NotApplicablePolicy::LeaveOut || applies.is_some();
    let mut points = when_absent.when(is_absent.clone(), known_or_missing);
    if let Some(applies) = applies {
        // No policy gives points for what is not asked of a unit.
        points = points.when(applies, Expr::Unknown(State::NotApplicable));
    }
    context.builder.define(columns.points, points.rounded(rounding));

    let open = match missing {
        MissingPolicy::LeaveOut => {
            Expr::Scenario(Box::new([Expr::ZERO, full.clone(), full.clone()])).when(is_missing.clone(), full.clone())
        }
        _ => full.clone(),
    };
    let open = match not_applicable {
        NotApplicablePolicy::LeaveOut => Expr::ZERO.when(is_absent.clone(), open),
        _ => open,
    };
    context.builder.define(columns.open, open);

    let status =
        Expr::ZERO.when(raw.is(Test::Known), Expr::ONE.when(is_absent, Expr::code(2).when(is_missing, Expr::code(3))));
    context.builder.define(columns.status, status);
    Some((leaves_out, base_points))
}

/// The base points of a leaf.
fn base(context: &mut Context<'_>, leaf: &Section<'_>, id: &str) -> Option<Number> {
    match leaf.number("base") {
        Some(setting) => Number::compile(&mut context.compiler(), &format!("{id}.base"), &setting),
        None => {
            context.missing(leaf, "base", &keys::ITEM);
            None
        }
    }
}
