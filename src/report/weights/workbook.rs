//! Weights as a workbook: every set side by side, what it rests on, experts, rounds, charts and the methods in words.

use rust_xlsxwriter::{Chart, ChartFormat, ChartType, Color};

use super::{SHARE, Told, method_word, proposed};
use crate::analysis::weights::{Delphi, Method, Panel, Study};
use crate::number::{self, Decimal};
use crate::report::facts::Shown;
use crate::report::workbook::charts::look;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::report::workbook::text::sheet_name;
use crate::words::weights::WeightWord as Word;

/// Columns of the first sheet before those of methods.
const FIXED: u16 = 5;
/// Columns of a method: share, value, change.
const OF_METHOD: u16 = 3;
/// Sets that have a chart; rows and pixels of one.
const CHARTS: usize = 20;
const CHART_ROWS: u32 = 17;
const CHART: (u32, u32) = (820, 380);
/// The width of a column of numbers: there are many.
const NARROW: f64 = 8.0;
/// Decimals of figures.
const FIGURE: u32 = 4;

/// The workbook's bytes; the same sets give the same bytes.
pub fn write(told: &Told<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(told.lang);
    let (weights, ranges) = weights(told, &styles)?;
    let mut sheets = vec![weights];
    sheets.extend(charts(told, &styles, &ranges)?);
    sheets.push(basis(told, &styles)?);
    if told.studies.iter().any(|study| study.ahp.is_some()) {
        sheets.push(experts(told, &styles)?);
    }
    if told.studies.iter().any(|study| study.delphi.is_some()) {
        sheets.push(rounds(told, &styles)?);
    }
    sheets.push(method(told, &styles)?);
    save(&styles, sheets, &title(told, &Word::Title))
}

fn title(told: &Told<'_>, sheet: &Word) -> String {
    format!("{} {}", told.program.heading.title, told.say(sheet))
}

fn page<'a>(told: &Told<'_>, styles: &'a Styles, name: &Word, heads: &[(Word, f64)]) -> anyhow::Result<Page<'a>> {
    let mut page = Page::named(&told.say(name), styles)?;
    let heads: Vec<(String, f64)> = heads.iter().map(|(word, most)| (told.say(word), *most)).collect();
    page.head(&heads)?;
    Ok(page)
}

/// Whose rows of the first sheet stand where: the first and the last.
type Ranges = Vec<(String, u32, u32)>;

fn weights(told: &Told<'_>, styles: &Styles) -> anyhow::Result<(Sheet, Ranges)> {
    let methods = told.methods();
    let mut page = Page::named(&told.say(&Word::SheetWeights), styles)?;
    let in_force = || told.say(&Word::InForce);
    let mut heads = vec![
        (told.say(&Word::Set), 19.0),
        (told.say(&Word::Id), 8.0),
        (told.say(&Word::Item), 22.0),
        (in_force(), NARROW),
        (told.say(&Word::ShareOf { of: in_force() }), NARROW),
    ];
    for method in &methods {
        let of = || told.say(&method_word(*method));
        heads.push((told.say(&Word::ShareOf { of: of() }), NARROW));
        heads.push((of(), NARROW));
        heads.push((told.say(&Word::ChangeOf { of: of() }), NARROW));
    }
    page.head(&heads)?;
    let mut ranges = Ranges::new();
    for study in told.studies.iter().filter(|study| !study.proposals.is_empty()) {
        let first = page.row();
        rows(told, study, &methods, &mut page)?;
        ranges.push((told.set(&study.set), first, page.row() - 1));
    }
    Ok((page.finish(&title(told, &Word::SheetWeights), 3, true)?, ranges))
}

fn rows(told: &Told<'_>, study: &Study, methods: &[Method], page: &mut Page<'_>) -> anyhow::Result<()> {
    let shares = study.shares();
    for (at, id) in study.set.nodes.iter().enumerate() {
        let node = told.program.node(*id);
        page.text(&told.set(&study.set))?;
        page.text(&node.id)?;
        let star = if study.settled.get(at) == Some(&true) { "" } else { " *" };
        page.text(&format!("{}{star}", node.title))?;
        page.maybe(study.now.get(at).copied().flatten(), None)?;
        share(page, shares.as_ref().and_then(|shares| shares.get(at)).copied())?;
        for method in methods {
            let proposal = study.of(*method);
            share(page, proposal.and_then(|proposal| proposal.shares.get(at)).copied())?;
            let found = proposal.and_then(|proposal| proposed(study, proposal, at));
            page.maybe(found.map(|(value, _)| value), None)?;
            page.change(found.map(|(_, change)| change), None)?;
        }
        page.end_row()?;
    }
    Ok(())
}

/// A share with two decimals of a per cent, or an empty cell.
fn share(page: &mut Page<'_>, share: Option<Decimal>) -> anyhow::Result<()> {
    match share {
        Some(share) => page.shown(&Shown::Percent(number::guard(share, SHARE + 2))),
        None => page.text(""),
    }
}

/// A chart for each set: shares in force and by method.
fn charts(told: &Told<'_>, styles: &Styles, ranges: &Ranges) -> anyhow::Result<Option<Sheet>> {
    if ranges.is_empty() {
        return Ok(None);
    }
    let source = sheet_name(&told.say(&Word::SheetWeights));
    let mut page = Page::named(&told.say(&Word::SheetChart), styles)?;
    page.set_widths(&[11.0; 10]);
    page.banner(&title(told, &Word::Title), &styles.title, 24.0)?;
    let (mut breaks, methods) = (Vec::new(), told.methods());
    for (position, (set, first, last)) in ranges.iter().take(CHARTS).enumerate() {
        let (first, last) = (*first, *last);
        let mut chart = Chart::new(ChartType::Column);
        look::dress(&mut chart, &told.say(&Word::ChartOf { set: set.clone() }), told.lang);
        let names = std::iter::once(told.say(&Word::InForce)).chain(methods.iter().map(|m| told.say(&method_word(*m))));
        for (series, name) in names.enumerate() {
            let column = match u16::try_from(series)?.checked_sub(1) {
                None => FIXED - 1,
                Some(method) => FIXED + method * OF_METHOD,
            };
            let of = chart.add_series().set_name(name.as_str());
            of.set_values((source.as_str(), first, column, last, column));
            of.set_categories((source.as_str(), first, 2, last, 2));
            of.set_format(&mut fill(series)).set_gap(80);
        }
        chart.y_axis().set_num_format("0%").set_min(0);
        look::legend(&mut chart, told.lang);
        chart.set_width(CHART.0).set_height(CHART.1);
        let row = 1 + u32::try_from(position)? * CHART_ROWS;
        if position > 0 && position % 2 == 0 {
            breaks.push(row);
        }
        page.sheet().insert_chart_with_offset(row, 0, &chart, 0, 6)?;
    }
    let mut sheet = page.finish_report(false)?;
    sheet.frame.set_page_breaks(&breaks)?;
    Ok(Some(sheet))
}

/// The fill of a series; there is one more than fills that differ.
fn fill(series: usize) -> ChartFormat {
    if series == Method::ALL.len() { look::solid(Color::Gray) } else { look::fill(series) }
}

fn basis(told: &Told<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = page(told, styles, &Word::SheetBasis, &[(Word::Set, 22.0), (Word::Figure, 110.0)])?;
    for study in told.studies.iter().filter(|study| !study.proposals.is_empty()) {
        for line in told.basis(study) {
            page.text(&told.set(&study.set))?;
            page.text(&line)?;
            page.end_row()?;
        }
    }
    let unsettled = told.studies.iter().any(|study| study.settled.iter().any(|settled| !settled));
    let mut notes = vec![told.say(if told.rates == 0 { &Word::NoData } else { &Word::DataCaution })];
    notes.extend(unsettled.then(|| told.say(&Word::Starred)));
    if !told.unknown.is_empty() {
        notes.push(told.say(&Word::UnknownNodes { nodes: told.nodes(told.unknown.iter().copied()) }));
    }
    for note in notes {
        page.text("")?;
        page.text(&note)?;
        page.end_row()?;
    }
    page.finish(&title(told, &Word::SheetBasis), 1, false)
}

fn experts(told: &Told<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let heads = [
        (Word::Set, 20.0),
        (Word::Expert, 14.0),
        (Word::Lambda, 10.0),
        (Word::Index, 9.0),
        (Word::Ratio, 9.0),
        (Word::Remark, 22.0),
        (Word::Furthest, 40.0),
        (Word::Figure, 50.0),
    ];
    let mut page = page(told, styles, &Word::SheetExperts, &heads)?;
    for study in told.studies {
        if let Some(panel) = &study.ahp {
            panel_rows(told, study, panel, &mut page)?;
        }
    }
    page.finish(&title(told, &Word::SheetExperts), 2, true)
}

fn panel_rows(told: &Told<'_>, study: &Study, panel: &Panel, page: &mut Page<'_>) -> anyhow::Result<()> {
    for judge in &panel.judges {
        let of = &judge.priorities;
        page.text(&told.set(&study.set))?;
        page.text(&judge.expert)?;
        for figure in [of.lambda, of.index, of.ratio] {
            page.number(number::guard(figure, FIGURE), Some(FIGURE))?;
        }
        page.text(&told.remarks(judge).join("\n"))?;
        let furthest = of.furthest.as_ref().filter(|_| !of.consistent()).map(|it| told.furthest(study, it));
        page.text(&furthest.unwrap_or_default())?;
        page.text(&told.listed(study, &of.weights))?;
        page.end_row()?;
    }
    Ok(())
}

fn rounds(told: &Told<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let heads = [
        (Word::Set, 20.0),
        (Word::Round, 9.0),
        (Word::Experts, 8.0),
        (Word::W, 9.0),
        (Word::ChiSquare, 9.0),
        (Word::Id, 9.0),
        (Word::Item, 26.0),
        (Word::StatMean, 9.0),
        (Word::StatMedian, 9.0),
        (Word::Lower, 9.0),
        (Word::Upper, 9.0),
        (Word::Deviation, 9.0),
        (Word::Variation, 9.0),
    ];
    let mut page = page(told, styles, &Word::SheetRounds, &heads)?;
    for study in told.studies {
        if let Some(delphi) = &study.delphi {
            round_rows(told, study, delphi, &mut page)?;
        }
    }
    page.finish(&title(told, &Word::SheetRounds), 2, true)
}

fn round_rows(told: &Told<'_>, study: &Study, delphi: &Delphi, page: &mut Page<'_>) -> anyhow::Result<()> {
    for (number, round) in delphi.rounds.iter().enumerate() {
        for (spread, id) in round.spreads.iter().zip(&study.set.nodes) {
            let node = told.program.node(*id);
            page.text(&told.set(&study.set))?;
            page.centre(&told.say(&Word::RoundNumber { number: number + 1 }))?;
            page.count(round.shares.len())?;
            page.maybe(round.concordance.as_ref().map(|it| it.w), Some(3))?;
            page.maybe(round.concordance.as_ref().map(|it| it.chi_square), Some(2))?;
            page.text(&node.id)?;
            page.text(&node.title)?;
            for value in [spread.mean, spread.median, spread.lower, spread.upper] {
                share(page, Some(value))?;
            }
            share(page, spread.deviation)?;
            page.maybe(spread.variation, Some(3))?;
            page.end_row()?;
        }
    }
    Ok(())
}

fn method(told: &Told<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&told.say(&Word::SheetMethod), styles)?;
    page.head(&[(told.say(&Word::SheetMethod), 120.0)])?;
    for says in [
        Word::DataCaution,
        Word::MethodAhp,
        Word::MethodDelphi,
        Word::MethodEntropy,
        Word::MethodCritic,
        Word::MethodMean,
        Word::MethodPoints,
    ] {
        page.text(&told.say(&says))?;
        page.end_row()?;
    }
    page.finish(&title(told, &Word::SheetMethod), 0, false)
}
