//! Where weights come from: questionnaires, what the methods propose beside what is in force, and a rubric to try it.

pub mod form;
pub mod json;
pub mod overriding;
pub mod text;
pub mod workbook;

use crate::analysis::weights::ahp::Deviation;
use crate::analysis::weights::{Held, Judge, Method, Panel, Proposal, Study};
use crate::number::{self, Decimal};
use crate::program::{Measure, NodeId, Program, Siblings};
use crate::submission::weights::{judgement, set_name};
use crate::words::Lang;
use crate::words::weights::WeightWord as Word;

/// What is told.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The rubric in force.
    pub program: &'a Program,
    /// The sets.
    pub studies: &'a [Study],
    /// How many units and years there are rates of.
    pub rates: usize,
    /// Nodes that saved results do not know.
    pub unknown: &'a [NodeId],
    /// The language.
    pub lang: Lang,
}

/// Decimals of a share in per cent, of a figure of consistency, and of a statistic.
const SHARE: u32 = 2;
const FIGURE: u32 = 4;

impl Told<'_> {
    fn say(&self, word: &Word) -> String {
        word.say(self.lang)
    }

    fn set(&self, set: &Siblings) -> String {
        set_name(self.program, set, self.lang)
    }

    fn node(&self, id: NodeId) -> String {
        let node = self.program.node(id);
        format!("{} {}", node.id, node.title)
    }

    /// The node at a position of a set.
    fn at(&self, study: &Study, position: usize) -> String {
        study.set.nodes.get(position).map(|id| self.node(*id)).unwrap_or_default()
    }

    fn nodes(&self, nodes: impl IntoIterator<Item = NodeId>) -> String {
        let between = if self.lang == Lang::Zh { "、" } else { ", " };
        nodes.into_iter().map(|id| self.node(id)).collect::<Vec<_>>().join(between)
    }

    /// The nodes at positions of a set.
    fn positions(&self, study: &Study, positions: &[usize]) -> String {
        self.nodes(positions.iter().filter_map(|at| study.set.nodes.get(*at).copied()))
    }

    /// What a set shares out: points or weights, of somebody.
    fn value_head(&self, measure: Measure, of: String) -> String {
        self.say(&match measure {
            Measure::Points => Word::PointsOf { of },
            Measure::Weights => Word::WeightOf { of },
        })
    }

    /// Whether any method proposes anything.
    pub fn is_empty(&self) -> bool {
        self.studies.iter().all(|study| study.proposals.is_empty())
    }

    /// The methods that propose something somewhere.
    fn methods(&self) -> Vec<Method> {
        let proposes = |method: &Method| self.studies.iter().any(|study| study.of(*method).is_some());
        Method::ALL.into_iter().filter(proposes).collect()
    }

    /// What a set's proposals rest on, line by line.
    fn basis(&self, study: &Study) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(panel) = &study.ahp {
            lines.extend(self.of_panel(study, panel));
        }
        if let Some(delphi) = &study.delphi {
            let last = delphi.rounds.last();
            let experts = last.map_or(0, |round| round.shares.len());
            lines.push(self.say(&Word::OfRounds { rounds: delphi.rounds.len(), experts }));
            if let Some(found) = last.and_then(|round| round.concordance.as_ref()) {
                let (w, chi) = (number::fixed(found.w, 3), number::fixed(found.chi_square, 2));
                lines.push(self.say(&Word::Concordance { w, chi, freedom: found.freedom }));
            }
            let agreed = delphi.agreed.map(|yes| if yes { Word::Agreed } else { Word::NotAgreed });
            let rested = delphi.rested.map(|yes| if yes { Word::Rested } else { Word::NotRested });
            lines.extend(agreed.into_iter().chain(rested).map(|word| self.say(&word)));
        }
        if let Some(units) = study.entropy.as_ref().map(|it| it.units).or(study.critic.as_ref().map(|it| it.units)) {
            lines.push(self.say(&Word::OfUnits { units }));
        }
        let silent = study.entropy.as_ref().map(|it| &it.silent).or(study.critic.as_ref().map(|it| &it.silent));
        if let Some(silent) = silent.filter(|silent| !silent.is_empty()) {
            lines.push(self.say(&Word::Silent { nodes: self.positions(study, silent) }));
        }
        if let Some(entropy) = study.entropy.as_ref().filter(|entropy| !entropy.moved.is_empty()) {
            lines.push(self.say(&Word::Moved { nodes: self.positions(study, &entropy.moved) }));
        }
        lines
    }

    fn of_panel(&self, study: &Study, panel: &Panel) -> Vec<String> {
        let experts = panel.judges.iter().filter(|judge| judge.counts).count();
        let [lambda, index, ratio] = figures(&panel.group.lambda, &panel.group.index, &panel.group.ratio);
        let mut lines = vec![self.say(&Word::OfExperts { experts, lambda, index, ratio })];
        if panel.judges.len() > 1 {
            lines.push(self.say(&Word::Joined { shares: self.listed(study, &panel.joined) }));
        }
        for judge in &panel.judges {
            let [lambda, index, ratio] =
                figures(&judge.priorities.lambda, &judge.priorities.index, &judge.priorities.ratio);
            let (expert, shares) = (judge.expert.clone(), self.listed(study, &judge.priorities.weights));
            let says = self.say(&Word::OfExpert { expert, lambda, index, ratio, shares });
            let remarks = self.remarks(judge);
            let between = if self.lang == Lang::Zh { ";" } else { "; " };
            lines.push(std::iter::once(says).chain(remarks).collect::<Vec<_>>().join(between));
        }
        lines
    }

    /// The judgement to look at again, in words.
    fn furthest(&self, study: &Study, of: &Deviation) -> String {
        let [first, second] = [of.pair.0, of.pair.1].map(|at| self.at(study, at));
        let (judged, implied) = (judgement(of.judged), number::fixed(of.implied, 2));
        self.say(&Word::FurthestSays { first, second, judged, implied })
    }

    /// What is to be said of an expert's judgements beside the figures.
    fn remarks(&self, judge: &Judge) -> Vec<String> {
        let blanks = judge.matrix.missing().len();
        let remarks = [
            (!judge.priorities.consistent()).then_some(Word::NotConsistent),
            (!judge.counts).then_some(Word::NotCounted),
            (blanks > 0).then_some(Word::Blanks { count: blanks }),
        ];
        remarks.into_iter().flatten().map(|word| self.say(&word)).collect()
    }

    /// Shares of a set's nodes by their ids.
    fn listed(&self, study: &Study, shares: &[Decimal]) -> String {
        let one = |(id, share): (&NodeId, &Decimal)| format!("{} {}", self.program.node(*id).id, percent(*share));
        study.set.nodes.iter().zip(shares).map(one).collect::<Vec<_>>().join(if self.lang == Lang::Zh {
            ","
        } else {
            ", "
        })
    }
}

/// λmax, CI and CR as they are shown.
fn figures(lambda: &Decimal, index: &Decimal, ratio: &Decimal) -> [String; 3] {
    [lambda, index, ratio].map(|figure| number::fixed(*figure, FIGURE))
}

/// A share: `32.50%`.
fn percent(share: Decimal) -> String {
    let hundredfold = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
    format!("{}%", number::fixed(hundredfold, SHARE))
}

/// A difference with its sign.
fn signed(change: Decimal) -> String {
    let sign = if change > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", number::plain(change))
}

/// What a proposal makes of a node, and how far that is from what is in force.
fn proposed(study: &Study, proposal: &Proposal, at: usize) -> Option<(Decimal, Decimal)> {
    let value = *proposal.values.as_ref()?.get(at)?;
    let now = (*study.now.get(at)?)?;
    Some((value, value - now))
}

/// What a method is called.
pub fn method_word(method: Method) -> Word {
    match method {
        Method::Ahp => Word::Ahp,
        Method::Delphi => Word::Delphi,
        Method::Entropy => Word::Entropy,
        Method::Critic => Word::Critic,
        Method::Mean => Word::Mean,
    }
}

/// Why a node keeps its points.
fn held_word(held: Held) -> Word {
    match held {
        Held::ByGroup => Word::HeldByGroup,
        Held::Applies => Word::HeldApplies,
        Held::Ceiling => Word::HeldCeiling,
        Held::Itself => Word::HeldItself,
        Held::Entered => Word::HeldEntered,
        Held::Below => Word::HeldBelow,
    }
}
