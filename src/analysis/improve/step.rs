//! The next step of a leaf: the least points its rule gives that are more than those it gave.
//!
//! Steps are known where a rule goes by them: bands, options, cases and yes-no conditions give the points they name; rules
//! that count give one part of a count more or less than they did, wherever on the way part of a step counts. Points that
//! change little by little (interpolation, proportion, formulas) or that people give have no next step.

use crate::number::{Decimal, GUARD_DIGITS, guard};
use crate::program::{Leaf, NodeId, Operand, Part, Quantity, Status};
use crate::scoring::Assessment;
use crate::words::phrases::Phrase;

/// Steps beyond which a search makes no sense.
const MOST: u32 = 10_000;

/// What the rule gives at the next step, before any coefficient and rounding.
pub(super) fn next(assessment: &Assessment, unit: usize, node: NodeId) -> Option<Decimal> {
    let of = assessment.program.node(node);
    let leaf = of.leaf.as_ref()?;
    let raw = assessment.cell(leaf.raw, unit).get();
    let now = match assessment.status(node, unit) {
        // The value is there; evidence alone brings what the rule gives.
        Status::Unproven => return raw,
        Status::Missing => Decimal::ZERO,
        Status::Scored => raw?,
        Status::NotApplicable | Status::Overflow => return None,
    };
    let rule = Rule { assessment, unit, leaf, full: assessment.full(node, unit).get()? };
    if of.part == Part::Penalty {
        return rule.less(now);
    }
    let better = |points: &Decimal| *points > now && *points <= rule.most(node);
    rule.named(now).or_else(|| rule.counted(now)).filter(better)
}

struct Rule<'a> {
    assessment: &'a Assessment,
    unit: usize,
    leaf: &'a Leaf,
    full: Decimal,
}

impl Rule<'_> {
    fn value(&self, operand: &Operand) -> Option<Decimal> {
        self.assessment.evaluate(&operand.expr, self.unit).get()
    }

    fn most(&self, node: NodeId) -> Decimal {
        self.assessment.most(node, self.unit).get().unwrap_or(self.full)
    }

    /// The phrases of the rule.
    fn phrases(&self) -> impl Iterator<Item = &Phrase<Operand>> {
        self.leaf.rule.phrases.iter()
    }

    /// The least points that a branch of the rule names, above what it gave.
    fn named(&self, now: Decimal) -> Option<Decimal> {
        let branches = self.leaf.branches.iter().map(|branch| &branch.says);
        let points = branches.chain(self.phrases()).filter_map(|phrase| match phrase {
            Phrase::BandAtLeast { points, .. }
            | Phrase::BandAbove { points, .. }
            | Phrase::BandAtMost { points, .. }
            | Phrase::BandBelow { points, .. }
            | Phrase::BandRest { points }
            | Phrase::ChoiceOption { points, .. }
            | Phrase::CheckYes { points, .. }
            | Phrase::CheckNo { points, .. }
            | Phrase::CaseWhen { points, .. }
            | Phrase::RankPlace { points, .. } => self.value(points),
            _ => None,
        });
        let points: Vec<Decimal> = points.collect();
        let step = self.phrases().find_map(|phrase| match phrase {
            Phrase::RankStep { step } => Some(step),
            _ => None,
        });
        // Beyond the places of the table, each place before earns so much more.
        let last = points.iter().min().copied().unwrap_or(self.full);
        if let Some(step) = step.filter(|_| now < last) {
            let each = self.value(step)?;
            let each = if step.quantity == Quantity::Percent { each.checked_mul(self.full)? } else { each };
            return above(last, each, now);
        }
        points.into_iter().filter(|points| *points > now).min()
    }

    /// One step more, or one occurrence less, of a rule that counts.
    fn counted(&self, now: Decimal) -> Option<Decimal> {
        let first = self.phrases().find(|phrase| !matches!(phrase, Phrase::AsPenalty))?;
        match first {
            Phrase::StepsTarget { base, .. } => self.steps(self.value(base)?, now),
            // From which value on nothing is earned is not a count of steps.
            Phrase::DeductRule { each, .. } | Phrase::DeductRuleEvery { each, .. }
                if now > Decimal::ZERO || !self.cliff() =>
            {
                above(self.full, self.value(each)?, now)
            }
            Phrase::DeductFrom { .. } if now > Decimal::ZERO && self.single() => {
                let each = self.least_each(true)?;
                now.checked_add(each).map(|points| points.min(self.full))
            }
            Phrase::AddRule { each, .. } | Phrase::AddRuleEvery { each, .. } => {
                let each = self.value(each)?;
                let steps = guard(now.checked_div(each)?, GUARD_DIGITS).floor().checked_add(Decimal::ONE)?;
                let most = self.phrases().find_map(|phrase| match phrase {
                    Phrase::AddAtMost { most } => self.value(most),
                    _ => None,
                });
                let most = most.unwrap_or(self.full).min(self.full);
                Some(steps.checked_mul(each)?.min(most))
            }
            Phrase::AddCounter { .. } | Phrase::AddCounterEvery { .. } if !self.limited() => {
                Some(now.checked_add(self.least_each(false)?)?.min(self.full))
            }
            Phrase::ChecklistDeductRule { points, .. } => {
                let (parts, each) = (self.value(self.leaf.target.as_ref()?)?, self.value(points)?);
                let there = |count: u32| {
                    let missing = parts.checked_sub(Decimal::from(count))?;
                    self.full.checked_sub(missing.checked_mul(each)?)
                };
                (1..=MOST).take_while(|count| Decimal::from(*count) <= parts).filter_map(there).find(|it| *it > now)
            }
            Phrase::ChecklistAddRule { points, .. } => now.checked_add(self.value(points)?).map(|it| it.min(self.full)),
            _ => None,
        }
    }

    /// A penalty with one occurrence less.
    fn less(&self, now: Decimal) -> Option<Decimal> {
        let each = self.phrases().find_map(|phrase| match phrase {
            Phrase::PenaltyRule { each, .. } | Phrase::PenaltyRuleEvery { each, .. } => self.value(each),
            _ => None,
        })?;
        let steps = guard(now.checked_div(each)?, GUARD_DIGITS).ceil().checked_sub(Decimal::ONE)?;
        steps.checked_mul(each).filter(|points| *points < now && !points.is_sign_negative())
    }

    /// Steps about a target that earns `base`: below it they deduct, above it they add.
    fn steps(&self, base: Decimal, now: Decimal) -> Option<Decimal> {
        let of = |phrase: &Phrase<Operand>, adding: bool| -> Option<(Decimal, Option<Decimal>)> {
            match phrase {
                Phrase::StepsAboveAdd { points, most, .. } | Phrase::StepsBelowAdd { points, most, .. } if adding => {
                    Some((self.value(points)?, self.value(most)))
                }
                Phrase::StepsAboveAddFree { points, .. } | Phrase::StepsBelowAddFree { points, .. } if adding => {
                    Some((self.value(points)?, None))
                }
                Phrase::StepsAboveDeduct { points, .. }
                | Phrase::StepsBelowDeduct { points, .. }
                | Phrase::StepsAboveDeductFree { points, .. }
                | Phrase::StepsBelowDeductFree { points, .. }
                    if !adding =>
                {
                    Some((self.value(points)?, None))
                }
                _ => None,
            }
        };
        if now < base {
            // Where both sides deduct, each in its own steps, it may have been either.
            let mut deducting = self.phrases().filter_map(|phrase| of(phrase, false));
            let (each, _) = deducting.next()?;
            return if deducting.all(|(other, _)| other == each) { above(base, each, now) } else { None };
        }
        let (each, most) = self.phrases().find_map(|phrase| of(phrase, true))?;
        let steps = guard((now - base).checked_div(each)?, GUARD_DIGITS).floor().checked_add(Decimal::ONE)?;
        let added = steps.checked_mul(each)?;
        base.checked_add(most.map_or(added, |most| added.min(most)))
    }

    /// The least of what each counter gives or takes; of those that deduct, only where something was counted.
    fn least_each(&self, deducting: bool) -> Option<Decimal> {
        let each = self.leaf.reason.phrases.iter().filter_map(|phrase| match phrase {
            Phrase::DeductCounterReason { value, each, .. } if deducting => {
                (self.value(value)? > Decimal::ZERO).then(|| self.value(each))?
            }
            Phrase::AddCounterReason { each, .. } if !deducting => self.value(each),
            _ => None,
        });
        each.min()
    }

    /// Whether some value earns nothing, however little each occurrence deducts.
    fn cliff(&self) -> bool {
        self.phrases().any(|phrase| matches!(phrase, Phrase::DeductZeroFrom { .. }))
    }

    /// Whether each occurrence counts: no counter has a limit of its own, or counts in steps.
    fn single(&self) -> bool {
        !self.phrases().any(|phrase| matches!(phrase, Phrase::DeductAtMost { .. } | Phrase::DeductCounterEvery { .. }))
    }

    /// Whether a counter has a limit of its own, beside that of them all, or only the highest counts.
    fn limited(&self) -> bool {
        let limits = self.phrases().filter(|phrase| matches!(phrase, Phrase::AddAtMost { .. })).count();
        limits > 1 || self.phrases().any(|phrase| matches!(phrase, Phrase::AddHighestOnly))
    }
}

/// Of `from`, `from − each`, `from − 2 × each` …: the least above `now`.
fn above(from: Decimal, each: Decimal, now: Decimal) -> Option<Decimal> {
    let short = from.checked_sub(now).filter(|short| *short > Decimal::ZERO)?;
    let steps = guard(short.checked_div(each)?, GUARD_DIGITS).ceil().checked_sub(Decimal::ONE)?;
    from.checked_sub(steps.checked_mul(each)?)
}
