//! What happens to a leaf without a value: missing and not applicable.

use super::plan::Planned;
use crate::document::{Section, Word};
use crate::program::{
    Cohort, CohortFunction, Expr, Field, FieldId, FieldKind, Many, MissingPolicy, NodeId, NotApplicablePolicy, Part,
    Role, Status, Test, Within,
};
use crate::rubric::keys;
use crate::rubric::workshop::Context;
use crate::rubric::workshop::Number;
use crate::table::State;
use crate::words::labels::Label;

/// The policies in force at a node: its own, else its parent's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Policies {
    pub(super) missing: Option<MissingPolicy>,
    pub(super) not_applicable: Option<NotApplicablePolicy>,
    /// Whether nothing is earned without evidence.
    pub(super) evidence: Option<bool>,
}

impl Policies {
    /// What holds in bonus and penalty sections: nothing is added and nothing taken off for what is not there.
    pub(super) const OUTSIDE: Policies = Policies {
        missing: Some(MissingPolicy::Zero),
        not_applicable: Some(NotApplicablePolicy::Zero),
        evidence: None,
    };

    /// With what this table says.
    pub(super) fn refined(self, section: &Section<'_>) -> Policies {
        let of = |key: &str| section.one_of(key);
        Policies {
            missing: of("missing").as_ref().map(missing).or(self.missing),
            not_applicable: of("not_applicable").as_ref().map(not_applicable).or(self.not_applicable),
            evidence: section.yes_no("evidence_required").or(self.evidence),
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

/// What policies leave of a leaf.
pub(super) struct Settled {
    /// Points before adjustment and rounding.
    pub(super) points: Expr,
    /// Whether it can be left out of its parent.
    pub(super) leaves_out: bool,
}

/// Defines status and open points of a leaf from its raw points, and gives its points after policy.
pub(super) fn lower(
    context: &mut Context<'_>,
    plan: &Planned<'_>,
    node: NodeId,
    (missing, not_applicable): (MissingPolicy, NotApplicablePolicy),
    (base, cap): (Option<&Number>, Expr),
    applies: Option<Expr>,
    proof: Option<FieldId>,
) -> Settled {
    let rounding = context.rounding.rounding(context.rounding.leaf);
    let (columns, leaf, id) = (plan.columns, &plan.section, plan.id.text.as_str());
    let (raw, full) = (Expr::Column(columns.raw), Expr::Column(columns.full));
    // What a person decided is no longer missing.
    let decided = Expr::Adjusted(Some(node), Box::new(raw.clone()));
    let (is_absent, is_missing) = (raw.clone().is(Test::NotApplicable), raw.clone().is(Test::Missing));
    let (stays_absent, stays_missing) = (decided.clone().is(Test::NotApplicable), decided.clone().is(Test::Missing));
    let left_out = Expr::Unknown(State::NotApplicable);
    let earned = match proof {
        Some(proof) => raw.clone().when(Expr::Field(proof), Expr::ZERO),
        None => raw.clone(),
    };

    let mut mean = || {
        let scored = context.builder.column(format!("scored({id})"), earned.clone().rounded(rounding), &leaf.spot);
        let mean = Cohort { function: CohortFunction::Mean, of: scored, within: Within::Group };
        Expr::Column(context.builder.cohort("mean", mean, &leaf.spot))
    };
    let when_missing = match missing {
        MissingPolicy::Zero => Expr::ZERO,
        MissingPolicy::Error => Expr::Unknown(State::Missing),
        MissingPolicy::LeaveOut => left_out.clone(),
        MissingPolicy::CohortMean => mean(),
    };
    let when_absent = match not_applicable {
        NotApplicablePolicy::Full => full.clone(),
        NotApplicablePolicy::Zero => Expr::ZERO,
        NotApplicablePolicy::LeaveOut => left_out,
        NotApplicablePolicy::CohortMean => mean(),
        NotApplicablePolicy::Base => base.map_or(Expr::ZERO, |base| base.expr.clone()),
    };

    // The worst of a penalty is all of it.
    let (worst, best) = match plan.part {
        Part::Penalty => (cap, Expr::ZERO),
        Part::Ordinary | Part::Bonus => (Expr::ZERO, cap),
    };
    let missing_scenario = |as_is: Expr| Expr::Scenario(Box::new([as_is, worst, best]));
    let known_or_missing = missing_scenario(when_missing).when(is_missing.clone(), earned.clone());
    let leaves_out =
        missing == MissingPolicy::LeaveOut || not_applicable == NotApplicablePolicy::LeaveOut || applies.is_some();
    let mut points = when_absent.when(is_absent.clone(), known_or_missing);
    if let Some(applies) = applies {
        // No policy gives points for what is not asked of a unit.
        points = points.when(applies, Expr::Unknown(State::NotApplicable));
    }

    let open = match missing {
        MissingPolicy::LeaveOut => {
            let arrives = Expr::Scenario(Box::new([Expr::ZERO, full.clone(), full.clone()]));
            arrives.when(stays_missing.clone(), full.clone())
        }
        _ => full.clone(),
    };
    let open = match not_applicable {
        NotApplicablePolicy::LeaveOut => Expr::ZERO.when(stays_absent.clone(), open),
        _ => open,
    };
    context.builder.define(columns.open, open);

    let code = |status: Status| Expr::code(status.code());
    let unknown = code(Status::NotApplicable)
        .when(stays_absent, code(Status::Missing).when(stays_missing, code(Status::Overflow)));
    let scored = match proof {
        // What a person set needs no further evidence.
        Some(proof) => {
            let set = Expr::Adjusted(Some(node), Box::new(Expr::Unknown(State::Missing))).is(Test::Known);
            let proven = Expr::Many(Many::Or, vec![Expr::Field(proof), set]);
            code(Status::Scored).when(proven, code(Status::Unproven))
        }
        None => code(Status::Scored),
    };
    context.builder.define(columns.status, scored.when(decided.is(Test::Known), unknown));
    Settled { points, leaves_out }
}

/// The field that says whether evidence was given for a leaf.
pub(super) fn proof(context: &mut Context<'_>, leaf: &Section<'_>, id: &str, node: NodeId) -> FieldId {
    let label = Label::EvidenceOf { node: id.to_owned() }.say(context.builder.lang);
    context.builder.field(Field {
        id: format!("{id}.evidence"),
        label,
        kind: FieldKind::YesNo,
        measure: None,
        aliases: Vec::new(),
        note: None,
        min: None,
        max: None,
        role: Role::Evidence(node),
        precedence: Vec::new(),
        spot: leaf.spot.clone(),
    })
}

/// The base points of a leaf.
pub(super) fn base(context: &mut Context<'_>, leaf: &Section<'_>, id: &str) -> Option<Number> {
    match leaf.number("base") {
        Some(setting) => Number::compile(&mut context.compiler(), &format!("{id}.base"), &setting),
        None => {
            context.missing(leaf, "base", &keys::ITEM);
            None
        }
    }
}
