//! What items tell of units: as text, as a workbook, for programs.

pub mod json;
pub mod text;
pub mod workbook;

use super::{named, percent};
use crate::analysis::benchmark::correlation::Pair;
use crate::analysis::benchmark::items::{ENOUGH, Item, Items, Question};
use crate::number::{self, Decimal};
use crate::program::{NodeId, Program};
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// Decimals of correlations and the like.
const DIGITS: u32 = 3;

/// The items of a rubric, looked at.
#[derive(Debug, Clone, Copy)]
pub struct Itemized<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// What its items tell.
    pub items: &'a Items,
    /// The language.
    pub lang: Lang,
}

impl Itemized<'_> {
    fn say(&self, word: &Bench) -> String {
        word.say(self.lang)
    }

    fn label(&self, label: &Label) -> String {
        label.say(self.lang)
    }

    fn program(&self) -> &Program {
        &self.assessment.program
    }

    /// A leaf of a pair.
    fn leaf(&self, position: usize) -> Option<NodeId> {
        self.items.items.get(position).map(|item| item.node)
    }

    fn leaf_name(&self, position: usize) -> String {
        self.leaf(position).map(|node| named(self.program(), node)).unwrap_or_default()
    }

    /// What the figures rest on.
    fn heading(&self) -> Vec<String> {
        let Items { units, totals, ends, items, .. } = self.items;
        let of = Bench::ItemsHeading { units: *units, totals: *totals, leaves: items.len() };
        let ends = ends.map_or(Bench::ItemsFew, |(best, worst)| Bench::ItemsEnds { best, worst });
        let few = (*units < ENOUGH).then(|| self.say(&Bench::FewUnits { count: ENOUGH }));
        [self.say(&of), self.say(&ends)].into_iter().chain(few).collect()
    }

    /// A section, or the whole.
    fn section(&self, node: Option<NodeId>) -> String {
        node.map_or_else(|| self.say(&Bench::Whole), |node| named(self.program(), node))
    }

    /// What is asked, each with the leaf it is asked about.
    fn questions(&self) -> Vec<(String, String)> {
        let of_items = self.items.items.iter().flat_map(|item| {
            let ask = move |question: &Question| (named(self.program(), item.node), self.question(item, *question));
            item.questions.iter().map(ask)
        });
        let of_pairs = self.items.alike().into_iter().map(|pair| {
            let (other, r) = (self.leaf_name(pair.second), strongest(pair));
            let opposed = pair.strongest().is_some_and(|r| r < Decimal::ZERO);
            let ask = if opposed { Bench::AskOpposed { other, r } } else { Bench::AskAlike { other, r } };
            (self.leaf_name(pair.first), self.say(&ask))
        });
        of_items.chain(of_pairs).collect()
    }

    fn question(&self, item: &Item, question: Question) -> String {
        let apart = || item.discrimination.map(figure).unwrap_or_default();
        self.say(&match question {
            Question::AllSame => Bench::AskAllSame,
            Question::Ceiling => Bench::AskCeiling { count: item.full, of: item.count },
            Question::Floor => Bench::AskFloor { count: item.zero, of: item.count },
            Question::Reversed => Bench::AskReversed { apart: apart() },
            Question::Flat => Bench::AskFlat { apart: apart() },
            Question::Missing => Bench::AskMissing { count: item.missing, of: item.count + item.missing },
        })
    }
}

/// The greater of a pair's correlations as it is shown.
fn strongest(pair: &Pair) -> String {
    pair.strongest().map(figure).unwrap_or_default()
}

/// A correlation and the like as it is shown.
fn figure(value: Decimal) -> String {
    number::fixed(value, DIGITS)
}

/// A share as it is shown, or that there is none.
fn share(value: Option<Decimal>) -> String {
    value.map_or_else(|| "-".to_owned(), percent)
}
