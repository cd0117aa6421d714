//! Numbers for each node of each set; from the second round on beside what all said in the last one.

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatAlign, Formula, utility};

use super::{Questionnaire, amber, open, protect};
use crate::analysis::weights::Round;
use crate::number::{self, Decimal};
use crate::program::Siblings;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Styles;
use crate::submission::weights::{OPINIONS, set_name};
use crate::words::weights::WeightWord as Word;

/// What was said of a set in the last round.
#[derive(Debug, Clone)]
pub struct LastSet {
    /// The set.
    pub set: Siblings,
    /// What all said.
    pub round: Round,
    /// The expert's own numbers.
    pub own: Option<Vec<Decimal>>,
}

/// What was said in the last round.
pub type Last = Vec<LastSet>;

/// Decimals of statistics in points.
const DIGITS: u32 = 2;

/// A column with its width.
type Column = (Word, f64);

const FIRST: [Column; 3] = [(Word::Id, 9.0), (Word::Item, 30.0), (Word::InForce, 9.0)];
const OF_LAST: [Column; 5] = [
    (Word::LastOwn, 9.0),
    (Word::LastMean, 9.0),
    (Word::LastMedian, 10.0),
    (Word::LastMiddle, 14.0),
    (Word::LastVariation, 11.0),
];
const OPEN: [Column; 2] = [(Word::Proposed, 11.0), (Word::Why, 30.0)];

/// The workbook's bytes; the same rubric and the same round give the same bytes.
pub fn write(of: &Questionnaire<'_>, last: Option<&Last>) -> anyhow::Result<Vec<u8>> {
    let (styles, lang) = (Styles::new(of.lang()), of.lang());
    let mut columns: Vec<&Column> = FIRST.iter().collect();
    columns.extend(last.iter().flat_map(|_| &OF_LAST));
    columns.extend(&OPEN);
    let mut page = Page::named(&Word::DelphiSheet.say(lang), &styles)?;
    page.set_widths(&columns.iter().map(|(_, width)| *width).collect::<Vec<_>>());
    let title = Word::DelphiTitle { title: of.title() }.say(lang);
    page.banner(&title, &styles.title, 24.0)?;
    page.banner(&Word::DelphiHow.say(lang), &styles.note, 15.0)?;
    of.named(&mut page)?;
    page.head_row(&columns.iter().map(|(word, _)| word.say(lang)).collect::<Vec<_>>())?;
    let frozen = page.row();
    let number = u16::try_from(columns.len())? - 2;
    let mut filled = Vec::new();
    for set in of.sets {
        let first = set_rows(of, set, last, &mut page, number)?;
        filled.push((first, first + u32::try_from(set.nodes.len())? - 1, of.numbers.sum(set)));
    }
    let mut sheet = page.finish_report(columns.len() > 5)?.frame;
    sheet.set_freeze_panes(frozen, 2)?;
    let says = Word::SayNumber.say(lang);
    for (first, last, sum) in filled {
        let least = DataValidation::new()
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .set_input_message(&says)?
            .set_error_message(&says)?;
        sheet.add_data_validation(first, number, last, number, &least)?;
        let cell = utility::row_col_to_cell(first, number);
        sheet.add_conditional_format(first, number, last, number, &amber(&format!("={cell}=\"\"")))?;
        if let Some(sum) = sum {
            let cell = utility::row_col_to_cell(last + 1, number);
            let rule = format!("=ABS({cell}-{})>0.0001", number::plain(sum));
            sheet.add_conditional_format(last + 1, number, last + 1, number, &amber(&rule))?;
        }
    }
    protect(&mut sheet);
    of.finish(OPINIONS, &styles, vec![sheet], &title)
}

/// The rows of a set between its name and its sum; gives the first row to fill in.
fn set_rows(
    of: &Questionnaire<'_>,
    set: &Siblings,
    last: Option<&Last>,
    page: &mut Page<'_>,
    number: u16,
) -> anyhow::Result<u32> {
    let (lang, styles) = (of.lang(), page.styles);
    page.heading("")?;
    page.heading(&set_name(of.program, set, lang))?;
    (2..number + 2).try_for_each(|_| page.heading(""))?;
    page.end_row()?;
    let first = page.row();
    let sum = of.numbers.sum(set);
    for (at, id) in set.nodes.iter().enumerate() {
        let node = of.program.node(*id);
        page.text(&node.id)?;
        page.text(&node.title)?;
        page.maybe(of.numbers.general(*id, set.measure), None)?;
        if let Some(last) = last {
            statistics(page, last.iter().find(|known| known.set == *set), at, sum)?;
        }
        page.put("", &open(styles))?;
        page.put("", &Format::clone(&styles.entered).set_unlocked())?;
        page.end_row()?;
    }
    page.heading("")?;
    page.heading(&Word::SetSum.say(lang))?;
    page.maybe(sum, None)?;
    (3..number).try_for_each(|_| page.text(""))?;
    let (from, to) = (utility::row_col_to_cell(first, number), utility::row_col_to_cell(page.row() - 1, number));
    let (row, bold) = (page.row(), Format::clone(&styles.centre).set_bold().set_align(FormatAlign::Center));
    let formula = Formula::new(format!("=SUM({from}:{to})")).set_result("0");
    page.sheet().write_formula_with_format(row, number, formula, &bold)?;
    page.skip();
    page.text("")?;
    page.end_row()?;
    Ok(first)
}

/// The expert's own number and what all said, in the scale of what is in force.
fn statistics(page: &mut Page<'_>, last: Option<&LastSet>, at: usize, sum: Option<Decimal>) -> anyhow::Result<()> {
    let scaled = |share: Decimal| number::guard(share * sum.unwrap_or(Decimal::ONE), DIGITS);
    let own = last.and_then(|last| last.own.as_ref()?.get(at).copied());
    let spread = last.and_then(|last| last.round.spreads.get(at));
    page.maybe(own, None)?;
    page.maybe(spread.map(|spread| scaled(spread.mean)), None)?;
    page.maybe(spread.map(|spread| scaled(spread.median)), None)?;
    let middle = spread.map(|spread| [spread.lower, spread.upper].map(|end| number::plain(scaled(end))).join("–"));
    page.centre(&middle.unwrap_or_default())?;
    page.maybe(spread.and_then(|spread| spread.variation).map(|variation| number::guard(variation, 3)), None)
}
