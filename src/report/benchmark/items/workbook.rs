//! What items tell of units, as a workbook: the items with a chart, what to look at, pairs, the matrix, alphas, the method.

use rust_xlsxwriter::Chart;

use super::{DIGITS, Itemized, named};
use crate::number::Decimal;
use crate::report::benchmark::workbook::method_sheet;
use crate::report::workbook::charts::look;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// Leaves whose matrix is still read by people.
const MATRIX: usize = 60;
/// Decimals in the matrix, where columns are narrow.
const MATRIX_DIGITS: u32 = 2;
/// Leaves that still make a chart one can read.
const MOST: usize = 40;
/// The column of the shares of the variance.
const SHARES: u16 = 12;
/// Pixels of the chart: its width, the height of a bar, and of what stands around them.
const WIDTH: u32 = 760;
const BAR: u32 = 20;
const AROUND: u32 = 90;

/// The workbook's bytes; the same assessment gives the same bytes.
pub fn write(itemized: &Itemized<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(itemized.lang);
    let mut sheets = vec![items(itemized, &styles)?, questions(itemized, &styles)?, pairs(itemized, &styles)?];
    if itemized.items.items.len() <= MATRIX {
        sheets.push(matrix(itemized, &styles)?);
    }
    sheets.extend([alphas(itemized, &styles)?, method(itemized, &styles)?]);
    save(&styles, sheets, &title(itemized, &Bench::ItemsSheet))
}

fn title(itemized: &Itemized<'_>, sheet: &Bench) -> String {
    format!("{} {}", itemized.program().heading.title, itemized.say(sheet))
}

fn percent(page: &mut Page<'_>, value: Option<Decimal>) -> anyhow::Result<()> {
    match value {
        Some(value) => page.rate(value),
        None => page.centre("-"),
    }
}

fn figure(page: &mut Page<'_>, value: Option<Decimal>) -> anyhow::Result<()> {
    match value {
        Some(value) => page.number(value, Some(DIGITS)),
        None => page.centre("-"),
    }
}

fn items(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let name = itemized.say(&Bench::ItemsSheet);
    let mut page = Page::named(&name, styles)?;
    let mut heads = vec![(itemized.label(&Label::IndicatorId), 9.0), (itemized.label(&Label::Indicator), 28.0)];
    let words = [
        Bench::Have,
        Bench::AtFull,
        Bench::AtZero,
        Bench::Missing,
        Bench::NotApplicable,
        Bench::MeanRate,
        Bench::Deviation,
        Bench::Variation,
        Bench::Discrimination,
        Bench::ItemTotal,
        Bench::Share,
    ];
    heads.extend(words.iter().map(|word| (itemized.say(word), 11.0)));
    page.head(&heads)?;
    let first = page.row();
    for item in &itemized.items.items {
        let node = itemized.program().node(item.node);
        page.text(&node.id)?;
        page.text(&node.title)?;
        let counts = [item.count, item.full, item.zero, item.missing, item.not_applicable];
        counts.iter().try_for_each(|count| page.count(*count))?;
        percent(&mut page, item.mean)?;
        percent(&mut page, item.deviation)?;
        figure(&mut page, item.variation)?;
        figure(&mut page, item.discrimination)?;
        figure(&mut page, item.item_total)?;
        percent(&mut page, item.share)?;
        page.end_row()?;
    }
    let last = page.row() - 1;
    if let Some(rest) = itemized.items.rest.filter(|rest| !rest.is_zero()) {
        page.text("")?;
        page.text(&itemized.say(&Bench::Rest))?;
        (2..SHARES).try_for_each(|_| page.text(""))?;
        percent(&mut page, Some(rest))?;
        page.end_row()?;
    }
    let known = itemized.items.items.iter().any(|item| item.share.is_some());
    if known && (2..=MOST).contains(&itemized.items.items.len()) {
        let mut chart = Chart::new_bar();
        look::dress(&mut chart, &itemized.say(&Bench::ShareTitle), itemized.lang);
        let series = chart.add_series().set_name(itemized.say(&Bench::Share).as_str());
        series.set_categories((name.as_str(), first, 0, last, 1));
        series.set_values((name.as_str(), first, SHARES, last, SHARES));
        series.set_format(&mut look::solid(look::BAR)).set_gap(40);
        series.set_data_label(&look::labels(itemized.lang, "0.0%"));
        chart.legend().set_hidden();
        chart.y_axis().set_reverse();
        chart.x_axis().set_major_gridlines(false).set_hidden(true);
        chart.set_width(WIDTH).set_height(u32::try_from(itemized.items.items.len())? * BAR + AROUND);
        let at = page.row() + 1;
        page.sheet().insert_chart_with_offset(at, 0, &chart, 0, 10)?;
    }
    page.finish(&title(itemized, &Bench::ItemsSheet), 2, true)
}

fn questions(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&itemized.say(&Bench::ItemsQuestions), styles)?;
    page.head(&[(itemized.label(&Label::Indicator), 32.0), (itemized.say(&Bench::Question), 80.0)])?;
    let mut asked = itemized.questions();
    if asked.is_empty() {
        asked.push((String::new(), itemized.say(&Bench::NoQuestions)));
    }
    let heading = itemized.heading().into_iter().map(|line| (String::new(), line));
    for (node, question) in asked.into_iter().chain(heading) {
        page.text(&node)?;
        page.text(&question)?;
        page.end_row()?;
    }
    page.finish(&title(itemized, &Bench::ItemsQuestions), 1, false)
}

fn pairs(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&itemized.say(&Bench::ItemsPairs), styles)?;
    let widths = [(Bench::First, 32.0), (Bench::Second, 32.0), (Bench::Both, 11.0), (Bench::Pearson, 11.0)];
    let mut heads: Vec<(String, f64)> = widths.iter().map(|(word, most)| (itemized.say(word), *most)).collect();
    heads.push((itemized.say(&Bench::Spearman), 11.0));
    page.head(&heads)?;
    let alike = itemized.items.alike();
    if alike.is_empty() {
        page.text(&itemized.say(&Bench::NoPairs))?;
        (1..heads.len()).try_for_each(|_| page.text(""))?;
        page.end_row()?;
    }
    for pair in alike {
        page.text(&itemized.leaf_name(pair.first))?;
        page.text(&itemized.leaf_name(pair.second))?;
        page.count(pair.count)?;
        figure(&mut page, pair.pearson)?;
        figure(&mut page, pair.spearman)?;
        page.end_row()?;
    }
    page.finish(&title(itemized, &Bench::ItemsPairs), 2, true)
}

/// Pearson's correlations of all leaves with all, a row and a column each.
fn matrix(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&itemized.say(&Bench::ItemsMatrix), styles)?;
    let leaves = itemized.items.items.len();
    let id = |at: usize| itemized.leaf(at).map(|leaf| itemized.program().node(leaf).id.clone()).unwrap_or_default();
    let mut heads = vec![(itemized.label(&Label::Indicator), 28.0)];
    heads.extend((0..leaves).map(|at| (id(at), 8.0)));
    page.head(&heads)?;
    let mut found = vec![vec![None; leaves]; leaves];
    for pair in &itemized.items.pairs {
        for (row, column) in [(pair.first, pair.second), (pair.second, pair.first)] {
            if let Some(slot) = found.get_mut(row).and_then(|row| row.get_mut(column)) {
                *slot = pair.pearson;
            }
        }
    }
    for (row, correlations) in found.into_iter().enumerate() {
        page.text(&itemized.leaf(row).map(|leaf| named(itemized.program(), leaf)).unwrap_or_default())?;
        for (column, value) in correlations.into_iter().enumerate() {
            match value {
                Some(value) => page.number(value, Some(MATRIX_DIGITS))?,
                None => page.centre(if row == column { "" } else { "-" })?,
            }
        }
        page.end_row()?;
    }
    page.finish(&title(itemized, &Bench::ItemsMatrix), 1, false)
}

fn alphas(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&itemized.say(&Bench::ItemsAlphas), styles)?;
    let widths = [(Bench::Section, 40.0), (Bench::ItemCount, 10.0), (Bench::Complete, 16.0), (Bench::Alpha, 16.0)];
    page.head(&widths.map(|(word, most)| (itemized.say(&word), most)))?;
    for alpha in &itemized.items.alphas {
        page.text(&itemized.section(alpha.node))?;
        page.count(alpha.items)?;
        page.count(alpha.count)?;
        match alpha.alpha {
            Some(value) => page.number(value, Some(DIGITS))?,
            None => page.centre(&itemized.say(&Bench::Undefined))?,
        }
        page.end_row()?;
    }
    page.finish(&title(itemized, &Bench::ItemsAlphas), 1, false)
}

fn method(itemized: &Itemized<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let topics = [
        (Bench::MethodRates, Bench::MethodRatesSays),
        (Bench::MethodDiscrimination, Bench::MethodDiscriminationSays),
        (Bench::MethodItemTotal, Bench::MethodItemTotalSays),
        (Bench::MethodShare, Bench::MethodShareSays),
        (Bench::MethodCorrelation, Bench::MethodCorrelationSays),
        (Bench::MethodAlpha, Bench::MethodAlphaSays),
        (Bench::MethodQuestions, Bench::MethodQuestionsSays),
    ];
    method_sheet(&Bench::ItemsMethod, &title(itemized, &Bench::ItemsMethod), &topics, styles)
}
