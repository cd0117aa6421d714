//! 明细表: a sheet a list, with room for entries.

use rust_xlsxwriter::{Worksheet, utility};

use super::Book;
use super::cells::{still_empty, validation};
use super::protection;
use crate::program::{FieldKind, Program};
use crate::report::workbook::list_names::list_names;
use crate::report::workbook::page::Page;
use crate::submission::Stamp;
use crate::words::Lang;
use crate::words::labels::Label;

/// Rows for entries, as many as a page holds; more can be inserted.
const ROOM: u32 = 25;
/// The width that the columns share, and the least of one.
const WIDTH: f64 = 130.0;
const LEAST: f64 = 12.0;

/// The names of the sheets of all lists.
pub(super) fn names(program: &Program, lang: Lang) -> Vec<String> {
    let ours = [Label::SheetForm.say(lang), Label::SheetExplained.say(lang), Stamp::sheet().to_owned()];
    list_names(&program.lists, &ours, lang, str::to_owned)
}

/// The sheet of a list; with `units` each row says whose entry it is.
pub(super) fn sheet(
    book: &mut Book<'_>,
    position: usize,
    name: &str,
    units: Option<&[usize]>,
) -> anyhow::Result<Worksheet> {
    let (forms, look, lang) = (book.forms, book.look, book.lang);
    let Some(list) = forms.program().lists.get(position) else { anyhow::bail!("{name}") };
    let mut page = Page::named(name, &look.styles)?;
    let share = (WIDTH / f64::from(u32::try_from(list.columns.len())?.max(1))).clamp(LEAST, 40.0);
    let mut heads: Vec<(String, f64)> = Vec::new();
    if units.is_some() {
        heads.extend([(Label::UnitIdLong.say(lang), 12.0), (Label::UnitNameLong.say(lang), 18.0)]);
    }
    let before = u16::try_from(heads.len())?;
    heads.extend(list.columns.iter().map(|column| {
        let measure = column.measure.as_deref().map_or(String::new(), |measure| format!("({measure})"));
        (format!("{}{measure}", column.label), share)
    }));
    page.set_widths(&heads.iter().map(|(_, width)| *width).collect::<Vec<_>>());
    page.banner(&Label::ListFormTitle { list: list.label.clone() }.say(lang), &look.styles.title, 24.0)?;
    page.banner(&Label::ListFormHow.say(lang), &look.styles.note, 15.0)?;
    page.head_row(&heads.into_iter().map(|(head, _)| head).collect::<Vec<_>>())?;
    let first = page.row();
    for _ in 0..ROOM {
        for _ in 0..before {
            page.put("", &look.cells.verbatim)?;
        }
        for column in &list.columns {
            page.put("", look.cells.of(&column.kind))?;
        }
        page.end_row()?;
    }
    let end = page.row() - 1;
    for (at, column) in (before..).zip(&list.columns) {
        let cell = utility::row_col_to_cell(first, at);
        let mut says = validation(column, &cell, lang, &mut book.hidden)?;
        // The first row may say that there is nothing to list.
        if column.kind != FieldKind::Text {
            says = says.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning);
        }
        page.sheet().add_data_validation(first, at, end, at, &says)?;
    }
    // In a row that was begun, what is empty is coloured.
    if let Some(last) = (before + u16::try_from(list.columns.len())?).checked_sub(1).filter(|last| *last >= before) {
        let [start, stop] = [before, last].map(utility::column_number_to_name);
        let row = format!("${start}{0}:${stop}{0}", first + 1);
        let none = Label::Nothing.say(lang);
        let rule = format!("=AND({start}{}=\"\",COUNTA({row})>0,COUNTIF({row},\"{none}\")=0)", first + 1);
        page.sheet().add_conditional_format(first, before, end, last, &still_empty(&rule))?;
    }
    let mut sheet = page.finish_report(true)?.frame;
    sheet.protect_with_options(&protection(true));
    Ok(sheet)
}
