//! Pairwise comparisons: a sheet for each set, the upper triangle to fill in and the lower one by formulas.

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatPattern, Formula, Worksheet, utility};

use super::{Questionnaire, amber, open, protect};
use crate::program::Siblings;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Styles;
use crate::report::workbook::text::sheet_name;
use crate::submission::weights::{COMPARISONS, set_name};
use crate::words::weights::WeightWord as Word;

/// The scale as the drop-down names it, from far more to far less important.
const SCALE: [&str; 17] =
    ["9", "8", "7", "6", "5", "4", "3", "2", "1", "1/2", "1/3", "1/4", "1/5", "1/6", "1/7", "1/8", "1/9"];
/// What the reciprocal of nothing shows.
const BLANK: &str = "-";
/// Columns before the matrix: id and title.
const BEFORE: u16 = 2;
/// Widths of the id, the title and a column of the matrix.
const WIDTHS: (f64, f64, f64) = (9.0, 30.0, 13.0);

/// The workbook's bytes; the same rubric gives the same bytes.
pub fn write(of: &Questionnaire<'_>) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(of.lang());
    let mut names: Vec<String> = Vec::new();
    let mut sheets = Vec::new();
    for set in of.sets {
        let name = unique(&Word::AhpSheet { set: set_name(of.program, set, of.lang()) }.say(of.lang()), &names);
        sheets.push(sheet(of, set, &name, &styles)?);
        names.push(name);
    }
    of.finish(COMPARISONS, &styles, sheets, &of.title())
}

/// A name that no other sheet has, as Excel compares them.
fn unique(name: &str, taken: &[String]) -> String {
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let name = sheet_name(name);
    let mut numbered = (2..).map(|number| {
        let short: String = name.chars().take(26).collect();
        format!("{short} {number}")
    });
    if is_taken(&name) { numbered.find(|name| !is_taken(name)).unwrap_or(name) } else { name }
}

fn sheet(of: &Questionnaire<'_>, set: &Siblings, name: &str, styles: &Styles) -> anyhow::Result<Worksheet> {
    let lang = of.lang();
    let mut page = Page::named(name, styles)?;
    let mut widths = vec![WIDTHS.0, WIDTHS.1];
    widths.extend(set.nodes.iter().map(|_| WIDTHS.2));
    page.set_widths(&widths);
    let called = set_name(of.program, set, lang);
    page.banner(&Word::AhpTitle { set: called, title: of.title() }.say(lang), &styles.title, 24.0)?;
    page.banner(&Word::AhpHow.say(lang), &styles.note, 15.0)?;
    of.named(&mut page)?;
    let nodes = || set.nodes.iter().map(|id| of.program.node(*id));
    let titles = [String::new(), Word::Item.say(lang)].into_iter().chain(nodes().map(|node| node.title.clone()));
    page.head_row(&titles.collect::<Vec<_>>())?;
    let ids = [Word::Id.say(lang), String::new()].into_iter().chain(nodes().map(|node| node.id.clone()));
    page.head_row(&ids.collect::<Vec<_>>())?;
    let first = page.row();
    for (row, node) in nodes().enumerate() {
        page.heading(&node.id)?;
        page.text(&node.title)?;
        for column in 0..set.nodes.len() {
            cell(&mut page, styles, first, (row, column))?;
        }
        page.end_row()?;
    }
    let mut sheet = page.finish_report(true)?.frame;
    sheet.set_freeze_panes(first, BEFORE)?;
    validate(&mut sheet, first, set.nodes.len(), &Word::SayScale.say(lang))?;
    protect(&mut sheet);
    Ok(sheet)
}

/// A judgement above the diagonal, 1 on it, and below it the reciprocal of the one across.
fn cell(page: &mut Page<'_>, styles: &Styles, first: u32, (row, column): (usize, usize)) -> anyhow::Result<()> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let closed = Format::clone(&styles.centre).set_pattern(FormatPattern::Gray0625);
    match row.cmp(&column) {
        // As a text: 1/3 would become a day.
        Less => page.put("", &open(styles).set_num_format("@")),
        Equal => page.put("1", &closed),
        Greater => {
            let across = utility::row_col_to_cell(first + u32::try_from(column)?, BEFORE + u16::try_from(row)?);
            let formula = format!(
                "=IF({across}=\"\",\"{BLANK}\",IF({across}&\"\"=\"1\",\"1\",IF(LEFT({across},2)=\"1/\",MID({across},3,9),\"1/\"&{across})))"
            );
            let (at, to) = (page.row(), page.column());
            let closed = closed.set_align(FormatAlign::Center);
            page.sheet().write_formula_with_format(at, to, Formula::new(formula).set_result(BLANK), &closed)?;
            page.skip();
            Ok(())
        }
    }
}

/// Drop-downs above the diagonal, which are amber until something is chosen.
fn validate(sheet: &mut Worksheet, first: u32, count: usize, says: &str) -> anyhow::Result<()> {
    for row in 0..count.saturating_sub(1) {
        let at = first + u32::try_from(row)?;
        let (from, to) = (BEFORE + u16::try_from(row + 1)?, BEFORE + u16::try_from(count - 1)?);
        let choice =
            DataValidation::new().allow_list_strings(&SCALE)?.set_input_message(says)?.set_error_message(says)?;
        sheet.add_data_validation(at, from, at, to, &choice)?;
        let rule = format!("={}=\"\"", utility::row_col_to_cell(at, from));
        sheet.add_conditional_format(at, from, at, to, &amber(&rule))?;
    }
    Ok(())
}
