//! How firm places and grades are: as text, as a page, as a workbook, for programs.

pub mod html;
pub mod json;
pub mod text;
pub mod workbook;

use crate::analysis::sensitivity::{
    Alternative, Crossing, Distribution, Index, LineMoved, OpenPlaces, Rounded, Sensitivity, Spread, UnitSpread,
    Without,
};
use crate::number::{self, Decimal, Rounding, RoundingMode};
use crate::report::facts;
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::sensitivity::Firm;

/// Names told in a line.
const NAMED: usize = 5;
/// Grades that hold less often than this share of the draws are told one by one.
const FIRM: Decimal = Decimal::from_parts(95, 0, 0, false, 2);

/// A study with what it was made of.
#[derive(Debug, Clone, Copy)]
pub struct Firmness<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// What was found.
    pub found: &'a Sensitivity,
    /// The language.
    pub lang: Lang,
}

impl Firmness<'_> {
    fn say(&self, word: &Firm) -> String {
        word.say(self.lang)
    }

    fn title(&self) -> String {
        self.say(&Firm::Title { rubric: self.assessment.program.heading.title.clone() })
    }

    fn comma(&self) -> &'static str {
        if self.lang == Lang::Zh { "、" } else { ", " }
    }

    fn unit(&self, unit: usize) -> &str {
        self.assessment.table.units.get(unit).map_or("", |unit| unit.name.as_str())
    }

    fn grade(&self, grade: Option<usize>) -> String {
        match grade {
            Some(_) => self.assessment.grade_name(grade).to_owned(),
            None => "-".to_owned(),
        }
    }

    fn graded(&self) -> bool {
        self.assessment.program.outcome.grade.is_some() && !self.assessment.program.grades.is_empty()
    }

    /// A weight: the id and the title of the part that has it.
    fn factor(&self, factor: usize) -> String {
        let node = self.found.factors.get(factor).map(|factor| self.assessment.program.node(factor.node));
        node.map(|node| format!("{} {}", node.id, node.title)).unwrap_or_default()
    }

    /// How often something happened, of so many draws.
    fn share(count: usize, draws: usize) -> Option<Decimal> {
        let share = Decimal::from(count).checked_div(Decimal::from(draws))?;
        // What did not always happen is not said to have: 99.96 % is 99.9 %.
        let down = (share * Decimal::ONE_THOUSAND).floor().checked_div(Decimal::ONE_THOUSAND)?;
        let near = Rounding { digits: 3, mode: RoundingMode::HalfUp }.apply(share);
        Some(if near == Decimal::ONE && count < draws { down } else { near })
    }

    fn percent(count: usize, draws: usize) -> String {
        Self::share(count, draws).map(number::percent).unwrap_or_default()
    }

    /// What was shaken, how often, and how sure the shares are.
    fn study(&self) -> Vec<String> {
        let Some(spread) = &self.found.weights else { return vec![self.say(&Firm::NothingToShake)] };
        let (weights, draws, seed) = (self.found.factors.len(), spread.draws, self.found.study.seed.to_string());
        let how = match self.found.study.distribution {
            Distribution::Uniform(spread) => Firm::Shaken { weights, spread: number::percent(spread), draws, seed },
            Distribution::Free => Firm::ShakenFree { weights, draws, seed },
        };
        vec![self.say(&how), self.say(&Firm::Margin { margin: margin(draws) })]
    }

    /// What came out on the whole.
    fn summary(&self, spread: &Spread) -> Vec<String> {
        let shift = spread.mean_shift.map(|shift| number::fixed(shift, 2)).unwrap_or_default();
        let mut lines = vec![self.say(&Firm::MeanShift { shift })];
        if self.graded() {
            let share = Self::percent(spread.all_grades, spread.draws);
            lines.push(self.say(&Firm::AllGrades { share }));
            let loose: Vec<String> = spread.units.iter().filter_map(|unit| self.loose(unit, spread.draws)).collect();
            if loose.is_empty() {
                lines.push(self.say(&Firm::GradesFirm));
            }
            lines.extend(loose);
        }
        lines
    }

    /// How often a grade that is not firm holds, and what it would be else.
    fn loose(&self, unit: &UnitSpread, draws: usize) -> Option<String> {
        let published = self.assessment.grade(unit.unit)?;
        if Self::share(unit.same_grade, draws)? >= FIRM {
            return None;
        }
        let others = unit.grades.iter().enumerate().filter(|(grade, count)| *grade != published && **count > 0);
        let other = |(grade, count): (usize, &usize)| {
            let (grade, share) = (self.grade(Some(grade)), Self::percent(*count, draws));
            self.say(&Firm::GradeOthers { grade, share })
        };
        let others: Vec<String> = others.map(other).collect();
        let holds = self.say(&Firm::GradeHolds {
            unit: self.unit(unit.unit).to_owned(),
            grade: self.grade(Some(published)),
            share: Self::percent(unit.same_grade, draws),
            draws,
        });
        let (plain, end) = match holds.strip_suffix(['。', '.']) {
            Some(plain) => (plain.to_owned(), if self.lang == Lang::Zh { "。" } else { "." }),
            None => (holds, ""),
        };
        let comma = if self.lang == Lang::Zh { "," } else { ", " };
        Some([vec![plain], others].concat().join(comma) + end)
    }

    fn places(&self, places: Option<(u32, u32)>) -> String {
        match places {
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => self.say(&Firm::Places { from: from.to_string(), to: to.to_string() }),
            None => "-".to_owned(),
        }
    }

    /// The weights, the one with the greatest total index first.
    fn by_influence(&self) -> Vec<(usize, Index, Index)> {
        let indices = self.found.influence.as_ref().map(|influence| influence.indices.as_slice()).unwrap_or_default();
        let mut all: Vec<(usize, Index, Index)> =
            indices.iter().enumerate().map(|(factor, (first, total))| (factor, *first, *total)).collect();
        all.sort_by_key(|(factor, _, total)| (std::cmp::Reverse(total.value), *factor));
        all
    }

    /// What leaving out an item does, the greatest effect first.
    fn by_shift(&self) -> Vec<&Without> {
        let mut all: Vec<&Without> = self.found.without.iter().collect();
        all.sort_by_key(|without| (std::cmp::Reverse(without.mean_shift), without.factor));
        all
    }

    fn furthest(&self, without: &Without) -> String {
        let moves = without.furthest.iter().map(|(unit, from, to)| {
            let (from, to) = (from.to_string(), to.to_string());
            self.say(&Firm::Moves { unit: self.unit(*unit).to_owned(), from, to })
        });
        moves.collect::<Vec<_>>().join(self.comma())
    }

    fn line(&self, line: &LineMoved) -> String {
        self.say(&Firm::LineOf { grade: self.grade(Some(line.grade)), min: number::plain(line.min) })
    }

    /// Some names, and how many there are where they are more.
    fn some(&self, names: impl ExactSizeIterator<Item = String>) -> String {
        let count = names.len();
        if count == 0 {
            return self.say(&Firm::Nobody);
        }
        let named = names.take(NAMED).collect::<Vec<_>>().join(self.comma());
        if count <= NAMED { named } else { format!("{named} {}", self.say(&Firm::AndMore { count })) }
    }

    fn crossings(&self, crossings: &[Crossing]) -> String {
        self.some(
            crossings
                .iter()
                .map(|crossing| self.crosses(crossing.unit, self.grade(crossing.before), self.grade(crossing.after))),
        )
    }

    fn crosses(&self, unit: usize, from: String, to: String) -> String {
        self.say(&Firm::Crosses { unit: self.unit(unit).to_owned(), from, to })
    }

    fn open_grades(&self, open: &OpenPlaces) -> String {
        match open.grades {
            Some((worst, best)) if worst == best => self.grade(Some(best)),
            Some((worst, best)) => {
                self.say(&Firm::Places { from: self.grade(Some(worst)), to: self.grade(Some(best)) })
            }
            None => String::new(),
        }
    }

    fn total(&self, total: Decimal) -> String {
        facts::rounded(total, self.assessment.program.rounding.total)
    }

    fn alternative(&self, rounded: &Rounded) -> String {
        let mode = self.assessment.program.rounding.mode;
        self.say(match rounded.alternative {
            Alternative::OtherMode if mode == RoundingMode::HalfEven => &Firm::RoundingHalfUp,
            Alternative::OtherMode => &Firm::RoundingHalfEven,
            Alternative::TotalOnly => &Firm::RoundingTotalOnly,
            Alternative::Never => &Firm::RoundingNever,
            Alternative::FewerDigits => &Firm::RoundingFewer,
        })
    }

    fn other_places(&self, rounded: &Rounded) -> String {
        let place = |place: Option<u64>| place.map_or_else(|| "-".to_owned(), |place| place.to_string());
        self.some(rounded.places.iter().map(|(unit, was, is)| self.crosses(*unit, place(*was), place(*is))))
    }

    fn other_grades(&self, rounded: &Rounded) -> String {
        self.some(rounded.grades.iter().map(|(unit, was, is)| self.crosses(*unit, self.grade(*was), self.grade(*is))))
    }
}

/// An index as it is written.
fn index(index: Index) -> String {
    format!("{} ±{}", number::fixed(index.value, 3), number::fixed(index.error, 3))
}

/// How far a share of so many draws may be from the probability, in 95 of 100 cases at most: 1.96 √(¼ ÷ n).
fn margin(draws: usize) -> String {
    let margin = crate::maths::sqrt(Decimal::from(draws)).ok().and_then(|root| Decimal::new(98, 2).checked_div(root));
    let digits = Rounding { digits: 4, mode: RoundingMode::HalfUp };
    margin.map(|margin| number::percent(digits.apply(margin))).unwrap_or_default()
}
