//! How firm places and grades are, as text.

use super::{Firmness, index};
use crate::analysis::sensitivity::Spread;
use crate::number::{self, Decimal};
use crate::report::drawn::Drawn;
use crate::report::wrap::paragraph;
use crate::words::labels::Label;
use crate::words::sensitivity::Firm;

/// Weights that are told.
const WEIGHTS: usize = 10;

/// The text, fitted to `width` columns.
pub fn write(firmness: &Firmness<'_>, width: u16) -> String {
    let mut out = Page { out: String::new(), firmness, width };
    out.line(&firmness.title());
    firmness.study().iter().for_each(|line| out.line(line));
    if let Some(spread) = &firmness.found.weights {
        out.gap();
        out.units(spread);
        firmness.summary(spread).iter().for_each(|line| out.line(line));
        out.influence();
        out.without();
    }
    out.lines();
    out.open();
    out.rounding();
    out.out
}

struct Page<'a> {
    out: String,
    firmness: &'a Firmness<'a>,
    width: u16,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        paragraph(&mut self.out, usize::from(self.width), (0, 2), text);
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A heading and what it means.
    fn part(&mut self, head: &Firm, how: &Firm) {
        self.gap();
        self.line(&self.firmness.say(head));
        self.line(&self.firmness.say(how));
    }

    fn table(&mut self, heads: Vec<String>, rows: Vec<Vec<String>>, numbers: impl Fn(usize) -> bool) {
        self.out.push_str(&Drawn::new(heads, rows).numbers(numbers).draw(self.width));
        self.gap();
    }

    fn units(&mut self, spread: &Spread) {
        let firmness = self.firmness;
        let (assessment, lang) = (firmness.assessment, firmness.lang);
        let graded = firmness.graded();
        let mut heads = vec![Label::Rank.say(lang), Label::Unit.say(lang), Label::Total.say(lang)];
        heads.extend([Firm::Interval, Firm::Best, Firm::Worst, Firm::SamePlace].map(|word| firmness.say(&word)));
        if graded {
            heads.extend([Label::Grade.say(lang), firmness.say(&Firm::SameGrade)]);
        }
        let row = |unit: &crate::analysis::sensitivity::UnitSpread| {
            let place = |place: Option<u32>| place.map_or_else(|| "-".to_owned(), |place| place.to_string());
            let mut row = vec![
                assessment.rank(unit.unit).map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
                firmness.unit(unit.unit).to_owned(),
                assessment.total(unit.unit).get().map(|total| firmness.total(total)).unwrap_or_default(),
                firmness.places(unit.interval),
                place(unit.extremes.map(|(best, _)| best)),
                place(unit.extremes.map(|(_, worst)| worst)),
                Firmness::percent(unit.same_place, spread.draws),
            ];
            if graded {
                row.push(firmness.grade(assessment.grade(unit.unit)));
                row.push(Firmness::percent(unit.same_grade, spread.draws));
            }
            row
        };
        let rows = spread.units.iter().map(row).collect();
        self.table(heads, rows, |column| !matches!(column, 1 | 7));
    }

    fn influence(&mut self) {
        let firmness = self.firmness;
        let Some(influence) = &firmness.found.influence else {
            if firmness.found.study.sample > 1 {
                self.gap();
                self.line(&firmness.say(&Firm::InfluenceNone));
            }
            return;
        };
        let (sample, draws) = (influence.sample, influence.draws);
        self.part(&Firm::InfluenceHead, &Firm::InfluenceHow { sample, draws });
        let heads = vec![Label::Indicator.say(firmness.lang), firmness.say(&Firm::First), firmness.say(&Firm::Total)];
        let rows = firmness.by_influence().into_iter().take(WEIGHTS);
        let rows = rows.map(|(factor, first, total)| vec![firmness.factor(factor), index(first), index(total)]);
        self.table(heads, rows.collect(), |column| column > 0);
    }

    fn without(&mut self) {
        let firmness = self.firmness;
        if firmness.found.without.is_empty() {
            return;
        }
        self.part(&Firm::WithoutHead, &Firm::WithoutHow);
        let mut heads = vec![Label::Indicator.say(firmness.lang)];
        let words = [Firm::WithoutShift, Firm::WithoutPlaces, Firm::WithoutGrades, Firm::WithoutFurthest];
        heads.extend(words.map(|word| firmness.say(&word)));
        let rows = firmness.by_shift().into_iter().take(WEIGHTS).map(|without| {
            vec![
                firmness.factor(without.factor),
                number::fixed(without.mean_shift, 2),
                without.places.to_string(),
                without.grades.to_string(),
                firmness.furthest(without),
            ]
        });
        self.table(heads, rows.collect(), |column| matches!(column, 1..=3));
    }

    fn lines(&mut self) {
        let firmness = self.firmness;
        if firmness.found.lines.is_empty() {
            return;
        }
        self.part(&Firm::LinesHead, &Firm::LinesHow);
        let heads = [Firm::SheetLines, Firm::LineBy, Firm::LineUnits].map(|word| firmness.say(&word));
        let rows = firmness.found.lines.iter().map(|line| {
            let sign = if line.by > Decimal::ZERO { "+" } else { "" };
            let by = format!("{sign}{}", number::plain(line.by));
            vec![firmness.line(line), by, firmness.crossings(&line.crossings)]
        });
        self.table(heads.to_vec(), rows.collect(), |column| column == 1);
    }

    fn open(&mut self) {
        let firmness = self.firmness;
        if firmness.found.open.is_empty() {
            self.gap();
            self.line(&firmness.say(&Firm::OpenNone));
            return;
        }
        self.part(&Firm::OpenHead, &Firm::OpenHow);
        let mut heads = vec![Label::Rank.say(firmness.lang), Label::Unit.say(firmness.lang)];
        heads.extend(
            [Firm::OpenCount, Firm::TotalFrom, Firm::TotalTo, Firm::Best, Firm::Worst, Firm::GradeRange]
                .map(|word| firmness.say(&word)),
        );
        let rows = firmness.found.open.iter().map(|open| {
            let total = |total: Option<Decimal>| total.map(|total| firmness.total(total)).unwrap_or_default();
            vec![
                firmness.assessment.rank(open.unit).map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
                firmness.unit(open.unit).to_owned(),
                open.open.to_string(),
                total(open.total.map(|(low, _)| low)),
                total(open.total.map(|(_, high)| high)),
                open.places.0.to_string(),
                open.places.1.to_string(),
                firmness.open_grades(open),
            ]
        });
        self.table(heads, rows.collect(), |column| !matches!(column, 1 | 7));
    }

    fn rounding(&mut self) {
        let firmness = self.firmness;
        if firmness.found.rounded.is_empty() {
            return;
        }
        self.part(&Firm::RoundingHead, &Firm::RoundingHow);
        let words = [Firm::Alternative, Firm::RoundingTotals, Firm::WithoutPlaces, Firm::LineUnits];
        let heads = words.map(|word| firmness.say(&word)).to_vec();
        let rows = firmness.found.rounded.iter().map(|rounded| {
            vec![
                firmness.alternative(rounded),
                rounded.totals.to_string(),
                rounded.places.len().to_string(),
                firmness.other_grades(rounded),
            ]
        });
        self.table(heads, rows.collect(), |column| matches!(column, 1 | 2));
    }
}
