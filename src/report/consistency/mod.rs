//! How review groups scored: as text, as a workbook, for programs.

pub mod json;
pub mod text;
pub mod workbook;

use super::facts::rounded;
use crate::analysis::consistency::permutation::{COUNTED, DRAWN};
use crate::analysis::consistency::{Consistency, Given, Line, Point, Scored};
use crate::number::{self, Decimal};
use crate::program::NodeId;
use crate::scoring::Assessment;
use crate::submission::ReviewGroups;
use crate::words::Lang;
use crate::words::consistency::Consistent;
use crate::words::labels::Label;

/// Decimals of a share and of a slope.
const DIGITS: u32 = 4;

/// Review groups compared.
#[derive(Debug, Clone, Copy)]
pub struct Reviewed<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The groups.
    pub groups: &'a ReviewGroups,
    /// What was found.
    pub found: &'a Consistency,
    /// What decided the draws.
    pub seed: u64,
    /// The language.
    pub lang: Lang,
}

/// A rate, or a difference of rates, in per cent.
fn hundredfold(rate: Decimal) -> Decimal {
    rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate)
}

fn percent(rate: Decimal) -> String {
    number::fixed(hundredfold(rate), 1) + "%"
}

/// A difference in points of a per cent, with its sign.
fn signed(apart: Decimal) -> String {
    let text = number::fixed(hundredfold(apart), 1);
    if apart > Decimal::ZERO && text != "0.0" { format!("+{text}") } else { text }
}

impl Reviewed<'_> {
    fn say(&self, word: &Consistent) -> String {
        word.say(self.lang)
    }

    fn label(&self, label: &Label) -> String {
        label.say(self.lang)
    }

    fn group(&self, group: usize) -> &str {
        self.groups.names.get(group).map_or("", String::as_str)
    }

    fn group_of(&self, point: &Point) -> String {
        point.group.map_or_else(|| self.say(&Consistent::NoGroup), |group| self.group(group).to_owned())
    }

    fn unit(&self, unit: usize) -> &str {
        self.assessment.table.units.get(unit).map_or("", |unit| unit.name.as_str())
    }

    fn node(&self, node: Option<NodeId>) -> String {
        match node.map(|node| self.assessment.program.node(node)) {
            Some(node) => format!("{} {}", node.id, node.title),
            None => self.say(&Consistent::Overall),
        }
    }

    /// What is compared, and what cannot be.
    fn heading(&self) -> Vec<String> {
        let Consistency { leaves, shared, line, .. } = self.found;
        let (groups, units) = (self.groups.names.len(), self.assessment.units());
        let mut lines = vec![self.say(&Consistent::Heading { groups, leaves: leaves.len(), units })];
        lines.extend((groups < 2).then(|| self.say(&Consistent::OneGroup)));
        lines.extend(leaves.is_empty().then(|| self.say(&Consistent::NoLeaves)));
        lines.extend((*shared > 0).then(|| self.say(&Consistent::Shared { count: *shared })));
        lines.push(match line {
            Some(line) => self.line(line),
            None => self.say(&Consistent::NoLine { count: crate::analysis::consistency::ENOUGH }),
        });
        lines
    }

    fn line(&self, line: &Line) -> String {
        self.say(&Consistent::LineIs {
            intercept: rounded(line.intercept, Some(DIGITS)),
            slope: rounded(line.slope, Some(DIGITS)),
            deviation: number::fixed(hundredfold(line.deviation), 1),
        })
    }

    /// The share of a test, or that nothing was tested.
    fn share(&self, given: &Given, share: Option<Decimal>) -> String {
        match (given.test, share) {
            (Some(_), Some(share)) => number::fixed(share, DIGITS),
            _ => self.say(&Consistent::TooFew),
        }
    }

    /// What is suggested to be looked at again: groups, then units.
    fn questions(&self) -> Vec<String> {
        let found = self.found;
        let overall = std::iter::once(&found.overall).chain(&found.items);
        let mut asked: Vec<String> = overall
            .flat_map(|scored| {
                scored.groups.iter().filter(|it| it.is_asked()).map(|it| self.ask(&self.node(scored.node), it))
            })
            .collect();
        let residual = found.residual.iter().flat_map(|scored| &scored.groups).filter(|given| given.is_asked());
        asked.extend(residual.map(|given| self.ask(&self.say(&Consistent::Residual), given)));
        asked.extend(found.line.iter().flat_map(Line::far).map(|point| self.ask_unit(point)));
        asked
    }

    fn ask(&self, what: &str, given: &Given) -> String {
        let apart = given.apart.unwrap_or_default();
        let (what, group) = (what.to_owned(), self.group(given.group).to_owned());
        let p = self.share(given, given.corrected);
        let words = number::fixed(hundredfold(apart.abs()), 1);
        self.say(&if apart > Decimal::ZERO {
            Consistent::AskHigher { group, what, apart: words, p }
        } else {
            Consistent::AskLower { group, what, apart: words, p }
        })
    }

    fn ask_unit(&self, point: &Point) -> String {
        let (unit, group) = (self.unit(point.unit).to_owned(), self.group_of(point));
        let [given, data, expected] = [point.given, point.data, point.expected].map(percent);
        self.say(&if point.residual > Decimal::ZERO {
            Consistent::AskUnitHigher { unit, group, given, data, expected }
        } else {
            Consistent::AskUnitLower { unit, group, given, data, expected }
        })
    }

    /// What the numbers mean, by topic.
    fn method(&self) -> [(Consistent, Consistent); 5] {
        let (most, draws) = (COUNTED.to_string(), DRAWN.to_string());
        let test = Consistent::MethodTestSays { most, draws, seed: self.seed.to_string() };
        [
            (Consistent::MethodWhat, Consistent::MethodWhatSays),
            (Consistent::MethodTest, test),
            (Consistent::MethodHolm, Consistent::MethodHolmSays),
            (Consistent::MethodLine, Consistent::MethodLineSays),
            (Consistent::MethodVerdict, Consistent::MethodVerdictSays),
        ]
    }

    /// All items together, then what data leaves of them; each with its name and that of its mean.
    fn wholes(&self) -> Vec<(Consistent, Consistent, &Scored)> {
        let residual = self.found.residual.iter();
        let residual = residual.map(|scored| (Consistent::Residual, Consistent::MeanResidual, scored));
        std::iter::once((Consistent::Overall, Consistent::Mean, &self.found.overall)).chain(residual).collect()
    }
}
