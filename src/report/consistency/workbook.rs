//! How review groups scored, as a workbook: all items together with a chart, item by item, units, what to look at again,
//! and what the numbers mean.

use rust_xlsxwriter::Chart;

use super::{DIGITS, Reviewed};
use crate::analysis::consistency::{Given, Scored};
use crate::number::Decimal;
use crate::report::workbook::charts::look;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::words::consistency::Consistent;
use crate::words::labels::Label;

/// Groups that still make a chart one can read.
const MOST: usize = 30;
/// Pixels of the chart: its width, the height of a bar, and of what stands around them.
const WIDTH: u32 = 640;
const BAR: u32 = 30;
const AROUND: u32 = 90;

/// The workbook's bytes; the same assessment gives the same bytes.
pub fn write(reviewed: &Reviewed<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(reviewed.lang);
    let sheets = vec![
        questions(reviewed, &styles)?,
        overall(reviewed, &styles)?,
        items(reviewed, &styles)?,
        units(reviewed, &styles)?,
        method(reviewed, &styles)?,
    ];
    save(&styles, sheets, &title(reviewed, &Consistent::Sheet))
}

fn title(reviewed: &Reviewed<'_>, sheet: &Consistent) -> String {
    format!("{} {}", reviewed.assessment.program.heading.title, reviewed.say(sheet))
}

fn percent(page: &mut Page<'_>, value: Option<Decimal>) -> anyhow::Result<()> {
    match value {
        Some(value) => page.rate(value),
        None => page.centre("-"),
    }
}

fn questions(reviewed: &Reviewed<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&reviewed.say(&Consistent::SheetQuestions), styles)?;
    page.head(&[(reviewed.say(&Consistent::SheetQuestions), 110.0)])?;
    let mut asked = reviewed.questions();
    if asked.is_empty() {
        asked.push(reviewed.say(&Consistent::NoQuestions));
    }
    for line in asked.into_iter().chain(reviewed.heading()).chain([reviewed.say(&Consistent::MethodVerdictSays)]) {
        page.text(&line)?;
        page.end_row()?;
    }
    page.finish(&title(reviewed, &Consistent::SheetQuestions), 0, false)
}

fn heads(reviewed: &Reviewed<'_>, first: String) -> Vec<(String, f64)> {
    let words = [
        Consistent::Units,
        Consistent::Mean,
        Consistent::Deviation,
        Consistent::Least,
        Consistent::Greatest,
        Consistent::Apart,
        Consistent::P,
        Consistent::Corrected,
    ];
    let fixed = [(first, 32.0), (reviewed.say(&Consistent::ReviewGroup), 18.0)];
    fixed.into_iter().chain(words.iter().map(|word| (reviewed.say(word), 12.0))).collect()
}

fn row(reviewed: &Reviewed<'_>, page: &mut Page<'_>, name: &str, given: &Given) -> anyhow::Result<()> {
    let (least, greatest) = given.ends.unzip();
    page.text(name)?;
    page.text(reviewed.group(given.group))?;
    page.count(given.count)?;
    for rate in [given.mean, given.deviation, least, greatest] {
        percent(page, rate)?;
    }
    page.change(given.apart.map(super::hundredfold), Some(1))?;
    for share in [given.test.map(|test| test.p()), given.corrected] {
        match share {
            Some(share) => page.number(share, Some(DIGITS))?,
            None => page.centre(&reviewed.say(&Consistent::TooFew))?,
        }
    }
    page.end_row()
}

fn overall(reviewed: &Reviewed<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let name = reviewed.say(&Consistent::Sheet);
    let mut page = Page::named(&name, styles)?;
    page.head(&heads(reviewed, reviewed.say(&Consistent::What)))?;
    let first = page.row();
    for (what, _, scored) in reviewed.wholes() {
        for given in &scored.groups {
            row(reviewed, &mut page, &reviewed.say(&what), given)?;
        }
    }
    let count = reviewed.found.overall.groups.len();
    if (2..=MOST).contains(&count) {
        let last = first + u32::try_from(count)? - 1;
        let mut chart = Chart::new_bar();
        look::dress(&mut chart, &reviewed.say(&Consistent::ChartTitle), reviewed.lang);
        let series = chart.add_series().set_name(reviewed.say(&Consistent::Mean).as_str());
        series.set_categories((name.as_str(), first, 1, last, 1)).set_values((name.as_str(), first, 3, last, 3));
        series.set_format(&mut look::solid(look::BAR)).set_gap(50);
        series.set_data_label(&look::labels(reviewed.lang, "0.0%"));
        chart.legend().set_hidden();
        // The first stands above.
        chart.y_axis().set_reverse();
        chart.x_axis().set_major_gridlines(false).set_min(0).set_hidden(true);
        chart.set_width(WIDTH).set_height(u32::try_from(count)? * BAR + AROUND);
        let at = page.row() + 1;
        page.sheet().insert_chart_with_offset(at, 0, &chart, 0, 10)?;
    }
    page.finish(&title(reviewed, &Consistent::Sheet), 2, false)
}

fn items(reviewed: &Reviewed<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&reviewed.say(&Consistent::SheetItems), styles)?;
    page.head(&heads(reviewed, reviewed.label(&Label::Indicator)))?;
    let rows = |item: &Scored| item.groups.len();
    let mut left: usize = reviewed.found.items.iter().map(rows).sum();
    for item in &reviewed.found.items {
        for given in &item.groups {
            if !page.has_room(left)? {
                break;
            }
            left -= 1;
            row(reviewed, &mut page, &reviewed.node(item.node), given)?;
        }
    }
    page.finish(&title(reviewed, &Consistent::SheetItems), 2, true)
}

fn units(reviewed: &Reviewed<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&reviewed.say(&Consistent::SheetUnits), styles)?;
    page.head(&[
        (reviewed.label(&Label::Unit), 18.0),
        (reviewed.say(&Consistent::ReviewGroup), 18.0),
        (reviewed.say(&Consistent::DataRate), 12.0),
        (reviewed.say(&Consistent::GivenRate), 12.0),
        (reviewed.say(&Consistent::Expected), 12.0),
        (reviewed.say(&Consistent::Distance), 12.0),
        (reviewed.say(&Consistent::SheetQuestions), 16.0),
    ])?;
    let points = reviewed.found.line.iter().flat_map(|line| line.points.iter().map(move |point| (line, point)));
    let points: Vec<_> = points.collect();
    let far: Vec<usize> = reviewed.found.line.iter().flat_map(|line| line.far()).map(|point| point.unit).collect();
    for (position, (_, point)) in points.iter().enumerate() {
        if !page.has_room(points.len() - position)? {
            break;
        }
        page.text(reviewed.unit(point.unit))?;
        page.text(&reviewed.group_of(point))?;
        for rate in [point.data, point.given, point.expected] {
            percent(&mut page, Some(rate))?;
        }
        page.change(Some(super::hundredfold(point.residual)), Some(1))?;
        let asked = far.contains(&point.unit).then(|| reviewed.say(&Consistent::SheetQuestions));
        page.centre(&asked.unwrap_or_default())?;
        page.end_row()?;
    }
    if points.is_empty() {
        let count = crate::analysis::consistency::ENOUGH;
        page.text(&reviewed.say(&Consistent::NoLine { count }))?;
        page.end_row()?;
    }
    page.finish(&title(reviewed, &Consistent::SheetUnits), 2, !points.is_empty())
}

fn method(reviewed: &Reviewed<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&reviewed.say(&Consistent::SheetMethod), styles)?;
    page.head(&[(reviewed.say(&Consistent::Topic), 16.0), (reviewed.say(&Consistent::Says), 90.0)])?;
    for (topic, says) in reviewed.method() {
        page.text(&reviewed.say(&topic))?;
        page.text(&reviewed.say(&says))?;
        page.end_row()?;
    }
    page.finish(&title(reviewed, &Consistent::SheetMethod), 1, false)
}
