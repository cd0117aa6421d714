//! 图表: grades by group, the distribution of totals, and the ranking of each group as bars. Each chart reads a small table
//! beside it, which follows the ranking where the workbook recalculates.

mod bands;
pub(in crate::report) mod look;

use rust_xlsxwriter::{Chart, utility};

use super::page::{Page, Sheet};
use super::stream::Computing;
use super::style::{decimals, shown_digits};
use super::text::sheet_name;
use super::{Book, ranking};
use crate::number::{self, Decimal};
use crate::program::Status;
use crate::words::charts::Chart as Word;
use crate::words::labels::Label;

/// Columns: place, name, value, a gap, and those that charts lie on.
const WIDTHS: [f64; 10] = [11.0, 18.0, 11.0, 2.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0];
/// The column on which charts begin beside their tables.
const BESIDE: u16 = 4;
/// Pixels of a row, and of what charts beside a table and below one cover.
const ROW: u32 = 24;
const NARROW: u32 = 490;
const WIDE: u32 = 800;
/// Rows on a page of A4.
const PAGE: u32 = 46;
/// Rows of the lowest chart.
const LEAST: u32 = 12;
/// Units of a group whose bars are all shown; of more, so many from either end.
const MOST: usize = 40;
const ENDS: usize = 20;
/// Groups that have a chart of their own.
const GROUPS: usize = 20;
/// Grades that the columns hold; of more, the last column holds the others together.
const GRADES: usize = 7;
/// Characters of a text inside a formula, and bytes of a formula that is worth writing.
const QUOTED: usize = 255;
const LONGEST: usize = 8_000;

pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    if book.assessment.units() == 0 {
        return Ok(Vec::new());
    }
    let mut page = Page::named(&Word::Sheet.say(book.lang), &book.styles)?;
    page.set_widths(&WIDTHS);
    let title = book.assessment.program.heading.title.clone();
    page.banner(&Word::Title { title }.say(book.lang), &book.styles.title, 24.0)?;
    let name = sheet_name(&Word::Sheet.say(book.lang));
    let mut charts = Charts { book, page, name, used: 2, breaks: Vec::new() };
    charts.grades()?;
    charts.distribution()?;
    charts.rankings()?;
    let breaks = charts.breaks;
    let mut sheet = charts.page.finish_report(false)?;
    sheet.frame.set_page_breaks(&breaks)?;
    Ok(vec![sheet])
}

/// The sheet while it is filled.
struct Charts<'a> {
    book: &'a Book<'a>,
    page: Page<'a>,
    name: String,
    /// Rows of the current page.
    used: u32,
    breaks: Vec<u32>,
}

/// A range of one column: sheet, first row, column, last row, column.
type Range<'a> = (&'a str, u32, u16, u32, u16);

impl Charts<'_> {
    fn say(&self, word: &Word) -> String {
        word.say(self.book.lang)
    }

    /// Room for so many rows on one page.
    fn room(&mut self, rows: u32) {
        if self.used + rows > PAGE && self.used > 0 {
            self.breaks.push(self.page.row());
            self.used = 0;
        }
        self.used += rows;
    }

    /// Empty rows, down to this one.
    fn down_to(&mut self, row: u32) {
        while self.page.row() < row {
            self.page.next_row();
        }
    }

    fn heads(&mut self, heads: &[String]) -> anyhow::Result<()> {
        heads.iter().try_for_each(|head| self.page.heading(head))?;
        self.page.end_row()
    }

    /// The groups that have units, each with its units in the order of the ranking.
    fn groups(&self) -> Vec<(String, Vec<usize>)> {
        let table = &self.book.assessment.table;
        let named = |group: usize| {
            let name = table.groups.get(group).filter(|name| !name.is_empty()).cloned();
            name.unwrap_or_else(|| self.say(&Word::NoGroup))
        };
        let order = self.book.assessment.order();
        let of = |group: usize| -> Vec<usize> {
            order.iter().copied().filter(|unit| table.units.get(*unit).is_some_and(|of| of.group == group)).collect()
        };
        let groups = (0..table.groups.len()).map(|group| (named(group), of(group)));
        groups.filter(|(_, units)| !units.is_empty()).collect()
    }

    /// A column of the ranking over all of its rows, where the workbook recalculates.
    fn ranked(&self, column: u16) -> Option<String> {
        self.book.live.as_ref()?;
        let sheet = sheet_name(&Label::SheetRanking.say(self.book.lang));
        let letters = utility::column_number_to_name(column);
        Some(format!("'{sheet}'!${letters}$2:${letters}${}", self.book.assessment.units() + 1))
    }

    /// How many units of each group have which grade.
    fn grades(&mut self) -> anyhow::Result<()> {
        let Book { assessment, lang, .. } = self.book;
        let program = &assessment.program;
        let mut names: Vec<String> = program.grades.iter().map(|grade| grade.name.clone()).collect();
        let mut columns: Vec<Vec<usize>> = (0..names.len()).map(|grade| vec![grade]).collect();
        if names.len() > GRADES {
            names.splice(GRADES - 1.., [self.say(&Word::OtherGrades)]);
            let others = columns.split_off(GRADES - 1).concat();
            columns.push(others);
        }
        if names.is_empty() || program.outcome.grade.is_none() {
            return Ok(());
        }
        let mut groups = self.groups();
        let several = groups.len() > 1;
        if several {
            groups.push((self.say(&Word::AllGroups), assessment.order().to_vec()));
        }
        let rows = u32::try_from(groups.len())?;
        self.room(rows.min(PAGE) + LEAST + 3);
        // The columns of grades begin where those of values do.
        let mut heads = vec![self.say(&Word::Units), Label::Group.say(*lang)];
        heads.extend(names.iter().cloned());
        self.grade_heads(&heads)?;
        let first = self.page.row();
        for (at, (name, units)) in groups.iter().enumerate() {
            self.page.count(units.len())?;
            self.page.text(name)?;
            let all = several && at + 1 == groups.len();
            // The group by the name it has in the ranking, which may be none.
            let group = units.first().filter(|_| several && !all).map(|unit| assessment.table.group_name(*unit));
            for (position, grades) in columns.iter().enumerate() {
                if position == 1 {
                    self.page.skip();
                }
                let within = |unit: &&usize| assessment.grade(**unit).is_some_and(|grade| grades.contains(&grade));
                let count = units.iter().filter(within).count();
                let formula = self.count_of(grades, group);
                self.page.by(formula);
                self.page.count(count)?;
            }
            self.page.end_row()?;
        }
        // The sum of all would dwarf the groups.
        let last = self.page.row() - if several { 2 } else { 1 };
        let word = if several { Word::GradesTitle } else { Word::GradesTitleOne };
        let mut chart = Chart::new(rust_xlsxwriter::ChartType::ColumnStacked);
        look::dress(&mut chart, &self.say(&word), *lang);
        for (grade, name) in names.iter().enumerate() {
            let column = column_of(grade)?;
            let values: Range<'_> = (&self.name, first, column, last, column);
            let categories: Range<'_> = (&self.name, first, 1, last, 1);
            let series = chart.add_series().set_name(name.as_str()).set_values(values).set_categories(categories);
            series.set_format(&mut look::fill(grade)).set_gap(60).set_data_label(&look::boxed(*lang, "0;;"));
        }
        chart.y_axis().set_major_gridlines(false).set_hidden(true).set_min(0);
        look::legend(&mut chart, *lang);
        chart.set_width(WIDE).set_height(LEAST * ROW);
        let at = self.page.row();
        self.page.sheet().insert_chart_with_offset(at, 0, &chart, 0, 6)?;
        self.down_to(at + LEAST + 1);
        Ok(())
    }

    /// Heads of which the second grade stands behind the gap between tables and charts.
    fn grade_heads(&mut self, heads: &[String]) -> anyhow::Result<()> {
        for (at, head) in heads.iter().enumerate() {
            if at == 3 {
                self.page.skip();
            }
            self.page.heading(head)?;
        }
        self.page.end_row()
    }

    /// The formula that counts grades, in one group or in all. Names are compared as they are: a pattern in one means itself.
    fn count_of(&self, grades: &[usize], group: Option<&str>) -> Option<Computing> {
        let program = &self.book.assessment.program;
        let quoted =
            |text: &str| (text.encode_utf16().count() <= QUOTED).then(|| format!("\"{}\"", text.replace('"', "\"\"")));
        let range = self.ranked(ranking::total_column(program) + 1)?;
        let of_group = match group {
            Some(group) => format!("*EXACT({},{})", self.ranked(ranking::GROUP)?, quoted(group)?),
            None => String::new(),
        };
        let of = |grade: &usize| {
            let name = quoted(&program.grades.get(*grade)?.name)?;
            Some(format!("SUMPRODUCT(EXACT({range},{name}){})", if group.is_some() { &of_group } else { "*1" }))
        };
        let text = grades.iter().map(of).collect::<Option<Vec<_>>>()?.join("+");
        (text.len() <= LONGEST).then_some(Computing { text, array: None })
    }

    /// How the totals are spread.
    fn distribution(&mut self) -> anyhow::Result<()> {
        let Book { assessment, lang, .. } = self.book;
        let totals: Vec<Decimal> = (0..assessment.units()).filter_map(|unit| assessment.total(unit).get()).collect();
        let bands = bands::bands(&totals);
        if bands.len() < 2 {
            return Ok(());
        }
        let rows = u32::try_from(bands.len())?.max(LEAST);
        self.room(rows + 3);
        self.page.next_row();
        let heads = [Label::Number.say(*lang), self.say(&Word::Band), self.say(&Word::Units)];
        self.heads(&heads)?;
        let first = self.page.row();
        let column = ranking::total_column(&assessment.program);
        for (position, band) in bands.iter().enumerate() {
            let (from, to) = (number::plain(band.from), number::plain(band.to));
            self.page.count(position + 1)?;
            self.page.centre(&Word::BandOf { from: from.clone(), to: to.clone() }.say(*lang))?;
            // What is changed in the workbook may lie beyond the bands: it counts in the outer ones.
            let lower = |range: &str| (position > 0).then(|| format!("{range},\">={from}\""));
            let upper = |range: &str| (position + 1 < bands.len()).then(|| format!("{range},\"<{to}\""));
            let formula = self.ranked(column).map(|range| {
                let bounds: Vec<String> = [lower(&range), upper(&range)].into_iter().flatten().collect();
                Computing { text: format!("COUNTIFS({})", bounds.join(",")), array: None }
            });
            self.page.by(formula);
            self.page.count(band.count)?;
            self.page.end_row()?;
        }
        let last = self.page.row() - 1;
        let mut chart = Chart::new_column();
        look::dress(&mut chart, &self.say(&Word::DistributionTitle), *lang);
        let values: Range<'_> = (&self.name, first, 2, last, 2);
        let categories: Range<'_> = (&self.name, first, 1, last, 1);
        let series = chart.add_series().set_values(values).set_categories(categories);
        series.set_format(&mut look::solid(look::BAR)).set_gap(8).set_data_label(&look::labels(*lang, "0;;"));
        chart.y_axis().set_major_gridlines(false).set_hidden(true).set_min(0);
        chart.legend().set_hidden();
        chart.set_width(NARROW).set_height((rows + 1) * ROW);
        self.page.sheet().insert_chart(first - 1, BESIDE, &chart)?;
        self.down_to(first + rows + 1);
        Ok(())
    }

    /// The ranking of each group.
    fn rankings(&mut self) -> anyhow::Result<()> {
        let groups = self.groups();
        let several = groups.len() > 1;
        let mut places = vec![0_usize; self.book.assessment.units()];
        for (place, unit) in self.book.assessment.order().iter().enumerate() {
            if let Some(slot) = places.get_mut(*unit) {
                *slot = place;
            }
        }
        for (name, units) in groups.iter().take(GROUPS) {
            let title = if several { Word::RankingTitle { group: name.clone() } } else { Word::RankingTitleOne };
            self.ranking(&self.say(&title), units, &places)?;
        }
        if let Some(count) = groups.len().checked_sub(GROUPS).filter(|count| *count > 0) {
            let note = Word::MoreGroups { count }.say(self.book.lang);
            self.page.banner(&note, &self.book.styles.note, 15.0)?;
        }
        Ok(())
    }

    fn ranking(&mut self, title: &str, units: &[usize], places: &[usize]) -> anyhow::Result<()> {
        let Book { assessment, lang, .. } = self.book;
        let (shown, title) = match units.len().checked_sub(MOST) {
            Some(over) if over > 0 => {
                let (first, rest) = units.split_at(ENDS);
                let (between, last) = rest.split_at(rest.len() - ENDS);
                let title = Word::RankingEnds { title: title.to_owned(), count: ENDS, left: between.len() };
                ([first, last].concat(), self.say(&title))
            }
            _ => (units.to_vec(), title.to_owned()),
        };
        let rows = u32::try_from(shown.len())?.max(LEAST / 2);
        self.room(rows + 3);
        self.page.next_row();
        let heads = [Label::GroupRank.say(*lang), Label::Unit.say(*lang), Label::Total.say(*lang)];
        self.heads(&heads)?;
        let first = self.page.row();
        let digits = assessment.program.rounding.total;
        for unit in &shown {
            let name = assessment.table.units.get(*unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let place = places.get(*unit).copied().unwrap_or_default();
            self.page.by(self.ranked_at(ranking::GROUP_RANK, place));
            self.page.whole(assessment.group_rank(*unit))?;
            self.page.text(&name)?;
            self.page.by(self.ranked_at(ranking::total_column(&assessment.program), place));
            self.page.points(assessment.total(*unit), Status::Scored, digits)?;
            self.page.end_row()?;
        }
        let last = self.page.row() - 1;
        let mut chart = Chart::new_bar();
        look::dress(&mut chart, &title, *lang);
        let values: Range<'_> = (&self.name, first, 2, last, 2);
        let categories: Range<'_> = (&self.name, first, 1, last, 1);
        let numbers = decimals("0", shown_digits(Decimal::ZERO, digits));
        let series = chart.add_series().set_values(values).set_categories(categories);
        series.set_format(&mut look::solid(look::BAR)).set_gap(35).set_data_label(&look::labels(*lang, &numbers));
        // The best stands above.
        chart.y_axis().set_reverse();
        chart.x_axis().set_major_gridlines(false).set_hidden(true);
        if shown.iter().filter_map(|unit| assessment.total(*unit).get()).all(|total| total >= Decimal::ZERO) {
            chart.x_axis().set_min(0);
        }
        chart.legend().set_hidden();
        chart.set_width(NARROW).set_height((rows + 1) * ROW);
        self.page.sheet().insert_chart(first - 1, BESIDE, &chart)?;
        self.down_to(first + rows + 1);
        Ok(())
    }

    /// A cell of the ranking at a place, where the workbook recalculates.
    fn ranked_at(&self, column: u16, place: usize) -> Option<Computing> {
        self.book.live.as_ref()?;
        let sheet = sheet_name(&Label::SheetRanking.say(self.book.lang));
        let letters = utility::column_number_to_name(column);
        Some(Computing { text: format!("'{sheet}'!${letters}${}", place + 2), array: None })
    }
}

/// The column of a grade: the first beside the group's name, the others behind the gap.
fn column_of(grade: usize) -> anyhow::Result<u16> {
    Ok(u16::try_from(grade)? + if grade == 0 { 2 } else { 3 })
}
