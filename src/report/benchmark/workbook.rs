//! Units beside others, as a workbook: a row for each of them, a row for each node, strengths and weaknesses with what
//! stands behind them, charts, and what the numbers mean.

use rust_xlsxwriter::Chart;

use super::{Benchmarked, ids, named, text};
use crate::analysis::benchmark::{Against, Compared, Reference, Row, Side, Subject};
use crate::number::Decimal;
use crate::program::NodeId;
use crate::report::evidence;
use crate::report::facts::{Shown, sentences};
use crate::report::workbook::charts::look;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// Subjects of whom charts are drawn.
const CHARTS: usize = 12;
/// Nodes that still make a chart one can read.
const MOST: usize = 30;
/// Pixels of a chart: its width, the height of a node's bars, and of what stands around them.
const WIDTH: u32 = 640;
const BARS: u32 = 44;
const AROUND: u32 = 120;

/// The workbook's bytes; the same assessment gives the same bytes.
pub fn write(bench: &Benchmarked<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(bench.lang);
    let mut sheets = vec![overview(bench, &styles)?, sides(bench, &styles)?];
    if bench.in_full() {
        sheets.push(rows(bench, &styles)?);
    }
    sheets.extend(charts(bench, &styles)?);
    sheets.push(method(bench, &styles)?);
    save(&styles, sheets, &title(bench, &Bench::Sheet))
}

fn title(bench: &Benchmarked<'_>, sheet: &Bench) -> String {
    format!("{} {}", bench.program().heading.title, bench.say(sheet))
}

/// A rate or nothing.
fn rate(page: &mut Page<'_>, rate: Option<Decimal>) -> anyhow::Result<()> {
    match rate {
        Some(rate) => page.rate(rate),
        None => page.centre("-"),
    }
}

fn shown(page: &mut Page<'_>, value: Option<Shown>) -> anyhow::Result<()> {
    match value {
        Some(value) => page.shown(&value),
        None => page.text(""),
    }
}

/// A difference of rates, in points of a per cent.
fn apart(page: &mut Page<'_>, difference: Option<Decimal>) -> anyhow::Result<()> {
    page.change(difference.and_then(|it| it.checked_mul(Decimal::ONE_HUNDRED)), Some(1))
}

fn overview(bench: &Benchmarked<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::named(&bench.say(&Bench::Sheet), styles)?;
    page.head(&[
        (bench.label(&Label::Rank), 8.0),
        (bench.label(&Label::Unit), 16.0),
        (bench.label(&Label::Group), 12.0),
        (bench.label(&Label::Total), 10.0),
        (bench.label(&Label::Grade), 8.0),
        (bench.say(&Bench::CountStrengths), 10.0),
        (bench.say(&Bench::CountWeaknesses), 10.0),
        (bench.say(&Bench::FirstStrengths), 46.0),
        (bench.say(&Bench::FirstWeaknesses), 46.0),
        (bench.label(&Label::Remark), 26.0),
    ])?;
    for (position, one) in bench.compared.iter().enumerate() {
        if !page.has_room(bench.compared.len() - position)? {
            break;
        }
        let (rank, grade) = bench.standing(one.subject);
        let group = match one.subject {
            Subject::Unit(unit) => bench.assessment.table.group_name(unit),
            Subject::Group(_) => "",
        };
        let [ahead, behind] = [Side::Strength, Side::Weakness].map(|side| one.side(bench.assessment, side));
        page.whole(rank)?;
        page.text(bench.name(one.subject))?;
        page.text(group)?;
        page.maybe(bench.total(one.subject).0, bench.program().rounding.total)?;
        page.centre(&grade)?;
        page.count(ahead.len())?;
        page.count(behind.len())?;
        page.text(&text::first(bench, &ahead))?;
        page.text(&text::first(bench, &behind))?;
        let left: Vec<NodeId> = one.left_out(bench.assessment).map(|row| row.node).collect();
        let nodes = ids(bench.program(), left.iter().copied(), bench.lang);
        let left = (!left.is_empty()).then(|| bench.say(&Bench::NotCompared { nodes }));
        page.text(&sentences(&std::iter::once(bench.against()).chain(left).collect::<Vec<_>>(), bench.lang))?;
        page.end_row()?;
    }
    page.finish(&title(bench, &Bench::Sheet), 2, true)
}

fn sides(bench: &Benchmarked<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::long_named(&bench.say(&Bench::SheetSides), styles)?;
    page.head(&[
        (bench.label(&Label::Unit), 14.0),
        (bench.say(&Bench::Side), 8.0),
        (bench.label(&Label::Indicator), 28.0),
        (bench.say(&Bench::Worth), 9.0),
        (bench.say(&Bench::Rate), 9.0),
        (bench.say(&Bench::OtherRate), 9.0),
        (bench.say(&Bench::Difference), 9.0),
        (bench.say(&Bench::DifferencePoints), 9.0),
        (bench.label(&Label::Value), 12.0),
        (bench.say(&Bench::OtherSide), 12.0),
        (bench.label(&Label::Target), 12.0),
        (bench.label(&Label::Evidence), 24.0),
        (bench.label(&Label::Source), 28.0),
        (bench.label(&Label::Lead), 12.0),
        (bench.label(&Label::Advice), 24.0),
    ])?;
    let leaves = evidence::leaves(bench.program());
    let all = || {
        bench.compared.iter().flat_map(|one| {
            let of = |side| one.side(bench.assessment, side).into_iter().map(move |row| (one, side, row));
            of(Side::Strength).chain(of(Side::Weakness))
        })
    };
    let mut left = all().count();
    for (one, side, row) in all() {
        if !page.has_room(left)? {
            break;
        }
        left -= 1;
        let node = bench.program().node(row.node);
        let (own, other) = bench.rates(row).unzip();
        page.text(bench.name(one.subject))?;
        page.centre(&bench.say(match side {
            Side::Strength => &Bench::Strength,
            Side::Weakness => &Bench::Weakness,
        }))?;
        page.text(&named(bench.program(), row.node))?;
        page.change(row.worth, bench.program().rounding.total)?;
        rate(&mut page, own)?;
        rate(&mut page, other)?;
        apart(&mut page, row.difference)?;
        page.change(row.points_apart, bench.digits())?;
        shown(&mut page, bench.own_value(row, one.subject))?;
        shown(&mut page, bench.other_value(row))?;
        shown(&mut page, bench.target_value(row.node, one.subject))?;
        page.text(&bench.evidence(&leaves, row.node, one.subject))?;
        page.text(&bench.sources(row.node, one.subject))?;
        page.text(node.lead.as_deref().unwrap_or_default())?;
        page.text(node.advice.as_deref().unwrap_or_default())?;
        page.end_row()?;
    }
    page.finish(&title(bench, &Bench::SheetSides), 3, true)
}

fn rows(bench: &Benchmarked<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let mut page = Page::long_named(&bench.say(&Bench::SheetRows), styles)?;
    let heads = [
        (bench.label(&Label::Unit), 14.0),
        (bench.label(&Label::IndicatorId), 9.0),
        (bench.label(&Label::Indicator), 28.0),
        (bench.label(&Label::FullPoints), 8.0),
        (bench.label(&Label::Points), 9.0),
        (bench.say(&Bench::Rate), 9.0),
        (bench.say(&Bench::Best), 9.0),
        (bench.say(&Bench::BestWho), 14.0),
        (bench.say(&Bench::Mean), 9.0),
        (bench.say(&Bench::GroupMean), 9.0),
        (bench.say(&Bench::Difference), 9.0),
        (bench.say(&Bench::DifferencePoints), 9.0),
        (bench.say(&Bench::Worth), 9.0),
        (bench.label(&Label::Value), 12.0),
        (bench.say(&Bench::BestValue), 12.0),
        (bench.say(&Bench::MeanValue), 12.0),
        (bench.label(&Label::Target), 12.0),
        (bench.label(&Label::Remark), 16.0),
    ];
    let mut heads = heads.to_vec();
    if matches!(bench.against, Against::Peer(_)) {
        heads.extend([(bench.say(&Bench::Peer), 9.0), (bench.say(&Bench::PeerValue), 12.0)]);
    }
    page.head(&heads)?;
    let all = || bench.compared.iter().flat_map(|one| one.rows.iter().map(move |row| (one, row)));
    let mut left = all().count();
    for (one, row) in all() {
        if !page.has_room(left)? {
            break;
        }
        left -= 1;
        one_row(bench, &mut page, one, row)?;
    }
    page.finish(&title(bench, &Bench::SheetRows), 3, true)
}

fn one_row(bench: &Benchmarked<'_>, page: &mut Page<'_>, one: &Compared, row: &Row) -> anyhow::Result<()> {
    let node = bench.program().node(row.node);
    let of = |reference: Option<&Reference>| reference.map(|it| it.rate);
    page.text(bench.name(one.subject))?;
    page.text(&node.id)?;
    page.indented(&node.title, bench.program().depth(row.node))?;
    page.maybe(row.full, None)?;
    let status = bench.points(row, one.subject);
    match row.points {
        Some(points) if row.rate.is_some() || node.leaf.is_none() => page.number(points, bench.digits())?,
        _ => page.centre(&status)?,
    }
    rate(page, row.rate)?;
    rate(page, of(row.best.as_deref()))?;
    page.text(&bench.best_who(row))?;
    rate(page, of(row.mean.as_deref()))?;
    rate(page, of(row.group_mean.as_deref()))?;
    apart(page, row.difference)?;
    page.change(row.points_apart, bench.digits())?;
    page.change(row.worth, bench.program().rounding.total)?;
    let value = |reference: Option<&Reference>| reference.and_then(|it| it.value);
    shown(page, bench.own_value(row, one.subject))?;
    shown(page, bench.value(row.node, value(row.best.as_deref())))?;
    shown(page, bench.mean_value(row.node, value(row.mean.as_deref())))?;
    shown(page, bench.target_value(row.node, one.subject))?;
    page.text(&bench.lacking(row).unwrap_or_default())?;
    if matches!(bench.against, Against::Peer(_)) {
        rate(page, of(row.peer.as_ref()))?;
        shown(page, bench.mean_value(row.node, value(row.peer.as_ref())))?;
    }
    page.end_row()
}

/// The nodes of a chart: the finest level, leaves above it among them, that is still read.
fn charted<'r>(bench: &Benchmarked<'_>, one: &'r Compared) -> Vec<&'r Row> {
    let compared: Vec<&Row> = one.rows.iter().filter(|row| row.rate.is_some() && row.mean.is_some()).collect();
    let depth = |row: &Row| bench.program().depth(row.node);
    let deepest = compared.iter().map(|row| depth(row)).max().unwrap_or_default();
    let at = |level: usize| -> Vec<&'r Row> {
        let leaf = |row: &Row| bench.program().node(row.node).leaf.is_some();
        let stands = |row: &&&Row| depth(row) == level || (depth(row) < level && leaf(row));
        compared.iter().filter(stands).copied().collect()
    };
    (0..=deepest).map(at).rfind(|rows| rows.len() <= MOST).unwrap_or_default()
}

fn charts(bench: &Benchmarked<'_>, styles: &Styles) -> anyhow::Result<Option<Sheet>> {
    let name = bench.say(&Bench::SheetCharts);
    let mut page = Page::named(&name, styles)?;
    page.set_widths(&[40.0, 12.0, 12.0, 12.0]);
    let title = title(bench, &Bench::SheetCharts);
    page.banner(&title, &styles.title, 24.0)?;
    let mut drawn = 0;
    for one in bench.compared.iter().take(CHARTS) {
        let rows = charted(bench, one);
        if rows.len() < 2 {
            continue;
        }
        chart(bench, &mut page, &name, one, &rows)?;
        drawn += 1;
    }
    if bench.compared.len() > CHARTS {
        page.put(&bench.say(&Bench::ChartsLeft { count: CHARTS }), &styles.note)?;
        page.end_row()?;
    }
    if drawn == 0 { Ok(None) } else { page.finish_report(false).map(Some) }
}

/// The table of a chart and the chart below it.
fn chart(
    bench: &Benchmarked<'_>,
    page: &mut Page<'_>,
    sheet: &str,
    one: &Compared,
    rows: &[&Row],
) -> anyhow::Result<()> {
    let title = bench.say(&Bench::ChartTitle { who: bench.name(one.subject).to_owned() });
    let heads = [
        bench.label(&Label::Indicator),
        bench.name(one.subject).to_owned(),
        bench.say(&Bench::Mean),
        bench.say(&Bench::Best),
    ];
    heads.iter().try_for_each(|head| page.heading(head))?;
    page.end_row()?;
    let first = page.row();
    for row in rows {
        page.text(&named(bench.program(), row.node))?;
        rate(page, row.rate)?;
        rate(page, row.mean.as_ref().map(|mean| mean.rate))?;
        rate(page, row.best.as_ref().map(|best| best.rate))?;
        page.end_row()?;
    }
    let last = page.row() - 1;
    let mut chart = Chart::new_bar();
    look::dress(&mut chart, &title, bench.lang);
    for (column, name) in (1_u16..).zip(heads.iter().skip(1)) {
        let series = chart.add_series().set_name(name.as_str());
        series.set_categories((sheet, first, 0, last, 0)).set_values((sheet, first, column, last, column));
        series.set_format(&mut look::fill(usize::from(column) - 1)).set_gap(50);
        series.set_data_label(&look::labels(bench.lang, "0.0%"));
    }
    // The first stands above.
    chart.y_axis().set_reverse();
    chart.x_axis().set_major_gridlines(false).set_min(0).set_hidden(true);
    look::legend(&mut chart, bench.lang);
    let height = u32::try_from(rows.len())? * BARS + AROUND;
    chart.set_width(WIDTH).set_height(height);
    let at = page.row();
    page.sheet().insert_chart_with_offset(at, 0, &chart, 0, 10)?;
    // Rows of 24 pixels lie under it.
    for _ in 0..height / 24 + 2 {
        page.next_row();
    }
    Ok(())
}

fn method(bench: &Benchmarked<'_>, styles: &Styles) -> anyhow::Result<Sheet> {
    let topics = [
        (Bench::MethodBasis, Bench::MethodBasisSays),
        (Bench::MethodBest, Bench::MethodBestSays),
        (Bench::MethodTarget, Bench::MethodTargetSays),
        (Bench::MethodWorth, Bench::MethodWorthSays),
    ];
    method_sheet(&Bench::SheetMethod, &title(bench, &Bench::SheetMethod), &topics, styles)
}

/// A sheet that says what numbers mean.
pub(super) fn method_sheet(
    name: &Bench,
    title: &str,
    topics: &[(Bench, Bench)],
    styles: &Styles,
) -> anyhow::Result<Sheet> {
    let lang = styles.lang;
    let mut page = Page::named(&name.say(lang), styles)?;
    page.head(&[(Bench::Topic.say(lang), 22.0), (Bench::Says.say(lang), 90.0)])?;
    for (topic, says) in topics {
        page.text(&topic.say(lang))?;
        page.text(&says.say(lang))?;
        page.end_row()?;
    }
    page.finish(title, 1, false)
}
