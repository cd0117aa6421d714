//! 得分率对比: how a unit's rates stand beside the mean of its group, as a table and as bars.

use rust_xlsxwriter::{Chart, Format, FormatAlign};

use super::workbook::charts::look;
use super::workbook::page::{Page, Sheet};
use super::workbook::style::Styles;
use crate::analysis::rates::{self, Means};
use crate::number::{self, Decimal};
use crate::scoring::Assessment;
use crate::words::charts::Chart as Word;
use crate::words::labels::Label;

/// Columns: the node, its rate, the group's mean, the difference.
const WIDTHS: [f64; 4] = [44.0, 14.0, 14.0, 16.0];
/// Decimals of a share: a tenth of a per cent.
const SHARE: u32 = 3;
/// Pixels: the width of the table, and the height of a node's two bars and of what stands around them.
const WIDTH: u32 = 640;
const BARS: u32 = 34;
const AROUND: u32 = 110;
/// Nodes that still make a chart one can read.
const MOST: usize = 30;
/// Sheet and range of a column of the table.
type Range<'a> = (&'a str, u32, u16, u32, u16);

/// The sheet of a unit; none where there is nothing to compare.
pub(super) fn sheet(
    assessment: &Assessment,
    unit: usize,
    means: &Means,
    styles: &Styles,
) -> anyhow::Result<Option<Sheet>> {
    let Some(of) = assessment.table.units.get(unit) else { return Ok(None) };
    if means.nodes.len() < 2 || assessment.units() < 2 {
        return Ok(None);
    }
    let lang = styles.lang;
    let name = Word::SheetRates.say(lang);
    let title = Word::RatesTitle { unit: of.name.clone() }.say(lang);
    let mut page = Page::named(&name, styles)?;
    page.set_widths(&WIDTHS);
    page.banner(&title, &styles.title, 24.0)?;
    let heads = [Label::Indicator.say(lang), Word::Rate.say(lang), Word::MeanRate.say(lang), Word::RateOver.say(lang)];
    page.head_row(&heads)?;
    let first = page.row();
    for (position, id) in means.nodes.iter().enumerate() {
        let node = assessment.program.node(*id);
        let (rate, mean) = (rates::rate(assessment, *id, unit), means.of_group(position, of.group));
        page.text(&format!("{} {}", node.id, node.title))?;
        share(&mut page, rate, "0.0%_ ")?;
        share(&mut page, mean, "0.0%_ ")?;
        share(&mut page, rate.zip(mean).and_then(|(rate, mean)| rate.checked_sub(mean)), "+0.0%_ ;-0.0%_ ;0.0%_ ")?;
        page.end_row()?;
    }
    let last = page.row() - 1;
    if means.nodes.len() <= MOST {
        let mut chart = Chart::new_bar();
        look::dress(&mut chart, &title, lang);
        // It stands above the table.
        chart.title().set_hidden();
        for (column, word) in [(1, Word::Rate), (2, Word::MeanRate)] {
            let categories: Range<'_> = (&name, first, 0, last, 0);
            let values: Range<'_> = (&name, first, column, last, column);
            let series =
                chart.add_series().set_name(word.say(lang).as_str()).set_categories(categories).set_values(values);
            series.set_format(&mut look::fill(usize::from(column) - 1)).set_gap(50);
            series.set_data_label(&look::labels(lang, "0.0%"));
        }
        // The first stands above.
        chart.y_axis().set_reverse();
        chart.x_axis().set_major_gridlines(false).set_min(0).set_hidden(true);
        look::legend(&mut chart, lang);
        chart.set_width(WIDTH).set_height(u32::try_from(means.nodes.len())? * BARS + AROUND);
        page.sheet().insert_chart_with_offset(last + 1, 0, &chart, 0, 10)?;
    }
    page.finish_report(false).map(Some)
}

fn share(page: &mut Page<'_>, value: Option<Decimal>, numbers: &str) -> anyhow::Result<()> {
    let Some(value) = value else { return page.centre("-") };
    let format = Format::clone(&page.styles.text).set_align(FormatAlign::Right).set_num_format(numbers);
    page.number_at(page.column(), number::guard(value, SHARE), &format)?;
    page.skip();
    Ok(())
}
