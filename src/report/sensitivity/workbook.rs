//! How firm places and grades are, as a workbook with charts.

use rust_xlsxwriter::{Chart, ChartFormat, ChartLine, ChartType};

use super::Firmness;
use crate::analysis::sensitivity::Spread;
use crate::number::Decimal;
use crate::report::workbook::charts::look;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::words::labels::Label;
use crate::words::sensitivity::Firm;

/// Bars of a chart.
const BARS: usize = 40;
/// Pixels of a bar, and of what lies around the bars.
const BAR: u32 = 22;
const AROUND: u32 = 110;
const WIDE: u32 = 720;

struct Book<'a> {
    firmness: &'a Firmness<'a>,
    styles: Styles,
}

/// The workbook's bytes; the same study gives the same bytes.
pub fn write(firmness: &Firmness<'_>) -> anyhow::Result<Vec<u8>> {
    let book = Book { firmness, styles: Styles::new(firmness.lang) };
    let mut sheets = Vec::new();
    if let Some(spread) = &firmness.found.weights {
        sheets.push(book.units(spread)?);
        if firmness.found.influence.is_some() || !firmness.found.without.is_empty() {
            sheets.push(book.weights()?);
        }
    }
    if !firmness.found.lines.is_empty() {
        sheets.push(book.lines()?);
    }
    if !firmness.found.open.is_empty() {
        sheets.push(book.open()?);
    }
    if !firmness.found.rounded.is_empty() {
        sheets.push(book.rounding()?);
    }
    sheets.push(book.method()?);
    save(&book.styles, sheets, &firmness.title())
}

impl Book<'_> {
    fn page(&self, name: &Firm) -> anyhow::Result<Page<'_>> {
        Page::named(&self.firmness.say(name), &self.styles)
    }

    fn finish(&self, page: Page<'_>, name: &Firm, keep: u16) -> anyhow::Result<Sheet> {
        page.finish(&format!("{} {}", self.firmness.title(), self.firmness.say(name)), keep, true)
    }

    fn label(&self, label: &Label, most: f64) -> (String, f64) {
        (label.say(self.firmness.lang), most)
    }

    fn head(&self, word: &Firm, most: f64) -> (String, f64) {
        (self.firmness.say(word), most)
    }

    fn share(page: &mut Page<'_>, count: usize, draws: usize) -> anyhow::Result<()> {
        page.centre(&Firmness::percent(count, draws))
    }

    fn units(&self, spread: &Spread) -> anyhow::Result<Sheet> {
        let (firmness, assessment) = (self.firmness, self.firmness.assessment);
        let mut heads = vec![
            self.label(&Label::Rank, 7.0),
            self.label(&Label::Unit, 18.0),
            self.label(&Label::Group, 12.0),
            self.label(&Label::Total, 9.0),
        ];
        let words = [Firm::From, Firm::To, Firm::Best, Firm::Worst, Firm::Median, Firm::SamePlace];
        heads.extend(words.iter().map(|word| self.head(word, 9.0)));
        if firmness.graded() {
            heads.push(self.label(&Label::Grade, 7.0));
            heads.push(self.head(&Firm::SameGrade, 9.0));
            let grades = assessment.program.grades.iter();
            heads.extend(grades.map(|grade| self.head(&Firm::GradeShare { grade: grade.name.clone() }, 9.0)));
        }
        let mut page = self.page(&Firm::SheetUnits)?;
        page.head(&heads)?;
        for (row, unit) in spread.units.iter().enumerate() {
            if !page.has_room(spread.units.len() - row)? {
                break;
            }
            page.whole(assessment.rank(unit.unit))?;
            page.text(firmness.unit(unit.unit))?;
            page.text(assessment.table.group_name(unit.unit))?;
            page.maybe(assessment.total(unit.unit).get(), assessment.program.rounding.total)?;
            let (interval, extremes) = (unit.interval.unzip(), unit.extremes.unzip());
            for place in [interval.0, interval.1, extremes.0, extremes.1, unit.median] {
                page.whole(place.map(u64::from))?;
            }
            Self::share(&mut page, unit.same_place, spread.draws)?;
            if firmness.graded() {
                page.centre(&firmness.grade(assessment.grade(unit.unit)))?;
                Self::share(&mut page, unit.same_grade, spread.draws)?;
                for count in &unit.grades {
                    Self::share(&mut page, *count, spread.draws)?;
                }
            }
            page.end_row()?;
        }
        self.places(&mut page, spread)?;
        self.finish(page, &Firm::SheetUnits, 2)
    }

    /// The intervals of the first units: a bar from the best place to the worst, and nothing before it.
    fn places(&self, page: &mut Page<'_>, spread: &Spread) -> anyhow::Result<()> {
        let (firmness, lang) = (self.firmness, self.firmness.lang);
        let shown = spread.units.iter().take_while(|unit| unit.interval.is_some()).take(BARS).count();
        if shown < 2 {
            return Ok(());
        }
        let name = firmness.say(&Firm::SheetUnits);
        // What a bar is drawn from stands beside the table: where it begins, and how long it is.
        let column = page.column().max(1) + 13 + u16::try_from(firmness.assessment.program.grades.len())?;
        let sheet = page.sheet();
        for (row, unit) in spread.units.iter().take(shown).enumerate() {
            let row = u32::try_from(row + 1)?;
            let (from, to) = unit.interval.unwrap_or_default();
            sheet.write_number(row, column, f64::from(from) - 0.5)?;
            sheet.write_number(row, column + 1, f64::from(to - from) + 1.0)?;
        }
        sheet.set_column_hidden(column)?.set_column_hidden(column + 1)?;
        let last = u32::try_from(shown)?;
        let mut chart = Chart::new(ChartType::BarStacked);
        look::dress(&mut chart, &firmness.say(&Firm::ChartPlaces), lang);
        let mut nothing = ChartFormat::new();
        nothing.set_no_fill().set_border(ChartLine::new().set_hidden(true));
        let categories = (name.as_str(), 1, 1, last, 1);
        let before = chart.add_series().set_values((name.as_str(), 1, column, last, column));
        before.set_categories(categories).set_format(&mut nothing);
        let span = chart.add_series().set_values((name.as_str(), 1, column + 1, last, column + 1));
        span.set_categories(categories).set_name(firmness.say(&Firm::ChartSpan).as_str());
        span.set_format(&mut look::solid(look::BAR)).set_gap(40);
        chart.y_axis().set_reverse();
        chart.x_axis().set_min(0);
        chart.legend().set_hidden();
        chart.show_hidden_data();
        chart.set_width(WIDE).set_height(AROUND + BAR * last);
        let at = u32::try_from(spread.units.len())? + 2;
        page.sheet().insert_chart(at, 0, &chart)?.set_page_breaks(&[at])?;
        Ok(())
    }

    fn weights(&self) -> anyhow::Result<Sheet> {
        let firmness = self.firmness;
        let influence = firmness.found.influence.as_ref();
        let mut heads = vec![self.label(&Label::Indicator, 34.0)];
        heads.extend(
            [Firm::Total, Firm::Error, Firm::First, Firm::Error, Firm::WithoutShift]
                .iter()
                .chain([&Firm::WithoutPlaces, &Firm::WithoutGrades])
                .map(|word| self.head(word, 11.0)),
        );
        heads.push(self.head(&Firm::WithoutFurthest, 44.0));
        let order: Vec<usize> = match influence {
            Some(_) => firmness.by_influence().into_iter().map(|(factor, ..)| factor).collect(),
            None => firmness.by_shift().into_iter().map(|without| without.factor).collect(),
        };
        let mut page = self.page(&Firm::SheetInfluence)?;
        page.head(&heads)?;
        for factor in &order {
            page.text(&firmness.factor(*factor))?;
            let indices = influence.and_then(|influence| influence.indices.get(*factor));
            for index in [indices.map(|(_, total)| total), indices.map(|(first, _)| first)] {
                page.maybe(index.map(|index| index.value), Some(3))?;
                page.maybe(index.map(|index| index.error), Some(3))?;
            }
            let without = firmness.found.without.get(*factor);
            page.maybe(without.map(|without| without.mean_shift), Some(2))?;
            page.whole(without.map(|without| without.places as u64))?;
            page.whole(without.map(|without| without.grades as u64))?;
            page.text(&without.map(|without| firmness.furthest(without)).unwrap_or_default())?;
            page.end_row()?;
        }
        let shown = order.len().min(BARS);
        if influence.is_some() && shown > 1 {
            let name = firmness.say(&Firm::SheetInfluence);
            let last = u32::try_from(shown)?;
            let mut chart = Chart::new_bar();
            look::dress(&mut chart, &firmness.say(&Firm::ChartInfluence), firmness.lang);
            let series = chart.add_series().set_values((name.as_str(), 1, 1, last, 1));
            series.set_categories((name.as_str(), 1, 0, last, 0)).set_format(&mut look::solid(look::BAR));
            series.set_gap(40).set_data_label(&look::labels(firmness.lang, "0.00"));
            chart.y_axis().set_reverse();
            chart.x_axis().set_min(0).set_major_gridlines(false).set_hidden(true);
            chart.legend().set_hidden();
            chart.set_width(WIDE).set_height(AROUND + BAR * last);
            let at = u32::try_from(order.len())? + 2;
            page.sheet().insert_chart(at, 0, &chart)?.set_page_breaks(&[at])?;
        }
        self.finish(page, &Firm::SheetInfluence, 1)
    }

    fn lines(&self) -> anyhow::Result<Sheet> {
        let firmness = self.firmness;
        let mut page = self.page(&Firm::SheetLines)?;
        page.head(&[
            self.head(&Firm::SheetLines, 16.0),
            self.head(&Firm::LineBy, 9.0),
            self.label(&Label::Unit, 18.0),
            self.label(&Label::Total, 9.0),
            self.label(&Label::Grade, 9.0),
            self.head(&Firm::LineUnits, 12.0),
        ])?;
        let digits = firmness.assessment.program.rounding.total;
        let rows: usize = firmness.found.lines.iter().map(|line| line.crossings.len().max(1)).sum();
        let mut left = rows;
        for line in &firmness.found.lines {
            if !page.has_room(left)? {
                break;
            }
            left = left.saturating_sub(line.crossings.len().max(1));
            if line.crossings.is_empty() {
                page.text(&firmness.line(line))?;
                page.change(Some(line.by), None)?;
                page.text(&firmness.say(&Firm::Nobody))?;
                (0..3).try_for_each(|_| page.text(""))?;
                page.end_row()?;
            }
            for crossing in &line.crossings {
                page.text(&firmness.line(line))?;
                page.change(Some(line.by), None)?;
                page.text(firmness.unit(crossing.unit))?;
                page.maybe(firmness.assessment.total(crossing.unit).get(), digits)?;
                page.centre(&firmness.grade(crossing.before))?;
                page.centre(&firmness.grade(crossing.after))?;
                page.end_row()?;
            }
        }
        self.finish(page, &Firm::SheetLines, 1)
    }

    fn open(&self) -> anyhow::Result<Sheet> {
        let (firmness, assessment) = (self.firmness, self.firmness.assessment);
        let mut page = self.page(&Firm::SheetOpen)?;
        page.head(&[
            self.label(&Label::Rank, 7.0),
            self.label(&Label::Unit, 18.0),
            self.head(&Firm::OpenCount, 10.0),
            self.head(&Firm::TotalFrom, 10.0),
            self.head(&Firm::TotalTo, 10.0),
            self.head(&Firm::Best, 9.0),
            self.head(&Firm::Worst, 9.0),
            self.head(&Firm::GradeRange, 12.0),
        ])?;
        let digits = assessment.program.rounding.total;
        for (row, open) in firmness.found.open.iter().enumerate() {
            if !page.has_room(firmness.found.open.len() - row)? {
                break;
            }
            page.whole(assessment.rank(open.unit))?;
            page.text(firmness.unit(open.unit))?;
            page.count(open.open)?;
            page.maybe(open.total.map(|(low, _): (Decimal, Decimal)| low), digits)?;
            page.maybe(open.total.map(|(_, high)| high), digits)?;
            page.count(open.places.0)?;
            page.count(open.places.1)?;
            page.centre(&firmness.open_grades(open))?;
            page.end_row()?;
        }
        self.finish(page, &Firm::SheetOpen, 2)
    }

    fn rounding(&self) -> anyhow::Result<Sheet> {
        let firmness = self.firmness;
        let mut page = self.page(&Firm::SheetRounding)?;
        page.head(&[
            self.head(&Firm::Alternative, 22.0),
            self.head(&Firm::RoundingTotals, 12.0),
            self.head(&Firm::WithoutPlaces, 12.0),
            self.head(&Firm::WithoutGrades, 12.0),
            self.head(&Firm::SamePlace, 40.0),
            self.head(&Firm::LineUnits, 40.0),
        ])?;
        for rounded in &firmness.found.rounded {
            page.text(&firmness.alternative(rounded))?;
            page.count(rounded.totals)?;
            page.count(rounded.places.len())?;
            page.count(rounded.grades.len())?;
            page.text(&firmness.other_places(rounded))?;
            page.text(&firmness.other_grades(rounded))?;
            page.end_row()?;
        }
        self.finish(page, &Firm::SheetRounding, 1)
    }

    fn method(&self) -> anyhow::Result<Sheet> {
        let firmness = self.firmness;
        let mut page = self.page(&Firm::SheetMethod)?;
        page.set_widths(&[80.0]);
        page.banner(&firmness.title(), &self.styles.title, 22.0)?;
        for line in firmness.study() {
            page.banner(&line, &self.styles.note, 15.0)?;
        }
        for line in firmness.found.weights.iter().flat_map(|spread| firmness.summary(spread)) {
            page.banner(&line, &self.styles.note, 15.0)?;
        }
        if let Some(influence) = &firmness.found.influence {
            let how = Firm::InfluenceHow { sample: influence.sample, draws: influence.draws };
            page.banner(&firmness.say(&how), &self.styles.note, 15.0)?;
        }
        for line in [Firm::WithoutHow, Firm::OpenHow, Firm::AboutMethod, Firm::AboutCounted, Firm::AboutUse] {
            page.banner(&firmness.say(&line), &self.styles.note, 15.0)?;
        }
        page.finish_report(false)
    }
}
