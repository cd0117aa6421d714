//! A table of units × items in which others than the units fill in: departments, and whoever goes on site.

use rust_xlsxwriter::{Format, Worksheet, utility};

use super::cells::{points, still_empty, validation};
use super::{Book, protection};
use crate::number::Decimal;
use crate::program::{FieldId, NodeId};
use crate::report::workbook::page::Page;
use crate::words::labels::Label;

/// What a column asks of every unit.
pub(super) enum Asks {
    /// Points of a leaf.
    Points(NodeId),
    /// Why points were taken off.
    Reason,
    /// A value.
    Field(FieldId),
}

/// A column.
pub(super) struct Column {
    /// What stands over several columns; equal neighbours share it.
    pub(super) above: String,
    /// The header, which is read again.
    pub(super) head: String,
    pub(super) asks: Asks,
    /// The leaf it belongs to; it may not apply to every unit.
    pub(super) leaf: Option<NodeId>,
    pub(super) width: f64,
}

/// A sheet.
pub(super) struct Wide<'a> {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) how: String,
    pub(super) units: &'a [usize],
    pub(super) columns: Vec<Column>,
}

/// Columns that name the unit.
const NAMES: u16 = 3;

/// Writes the sheet.
pub(super) fn sheet(book: &mut Book<'_>, wide: &Wide<'_>) -> anyhow::Result<Worksheet> {
    let (forms, look, lang) = (book.forms, book.look, book.lang);
    let table = &forms.assessment.table;
    let mut page = Page::named(&wide.name, &look.styles)?;
    let mut widths = vec![10.0, 14.0, 11.0];
    widths.extend(wide.columns.iter().map(|column| column.width));
    page.set_widths(&widths);
    // Over the columns that name the unit at least, so that a narrow table has a title too.
    page.banner(&wide.title, &look.styles.title, 24.0)?;
    page.banner(&wide.how, &look.styles.note, 15.0)?;
    if wide.columns.iter().any(|column| !column.above.is_empty()) {
        above(&mut page, &wide.columns)?;
    }
    let mut heads = [Label::UnitIdLong, Label::UnitNameLong, Label::Group].map(|label| label.say(lang)).to_vec();
    heads.extend(wide.columns.iter().map(|column| column.head.clone()));
    page.head_row(&heads)?;
    let first = page.row();
    for unit in wide.units {
        let Some(of) = table.units.get(*unit) else { continue };
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(table.group_name(*unit))?;
        for column in &wide.columns {
            let open = column.leaf.is_none_or(|leaf| forms.applies(leaf, Some(*unit)));
            page.put("", if open { format(book, column) } else { &look.cells.closed })?;
        }
        // Room for a pen.
        page.room_for(2.0);
        page.end_row()?;
    }
    let mut colours: Vec<(u32, u16, u32)> = Vec::new();
    for (at, column) in (NAMES..).zip(&wide.columns) {
        for (start, end, most) in runs(book, wide.units, column) {
            let (start, end) = (first + start, first + end);
            let cell = utility::row_col_to_cell(start, at);
            let says = match column.asks {
                Asks::Reason => continue,
                Asks::Points(_) => points(&column.head.replace('\n', " "), most, true, &cell, lang)?,
                Asks::Field(id) => match forms.program().fields.get(id.index()) {
                    Some(field) => validation(field, &cell, lang, &mut book.hidden)?,
                    None => continue,
                },
            };
            page.sheet().add_data_validation(start, at, end, at, &says)?;
            colours.push((start, at, end));
        }
    }
    for (start, at, end) in colours {
        let rule = format!("={}=\"\"", utility::row_col_to_cell(start, at));
        page.sheet().add_conditional_format(start, at, end, at, &still_empty(&rule))?;
    }
    let mut sheet = page.finish("", NAMES, false)?.frame;
    sheet.protect_with_options(&protection(false));
    Ok(sheet)
}

fn format<'a>(book: &Book<'a>, column: &Column) -> &'a Format {
    let cells = &book.look.cells;
    match column.asks {
        Asks::Points(_) => cells.of(&crate::program::FieldKind::Points),
        Asks::Reason => cells.of(&crate::program::FieldKind::Text),
        Asks::Field(id) => match book.forms.program().fields.get(id.index()) {
            Some(field) => cells.of(&field.kind),
            None => &cells.closed,
        },
    }
}

/// Neighbouring units that a column asks the same of: from where to where, and the most points.
fn runs(book: &Book<'_>, units: &[usize], column: &Column) -> Vec<(u32, u32, Option<Decimal>)> {
    let assessment = book.forms.assessment;
    let mut runs: Vec<(u32, u32, Option<Decimal>)> = Vec::new();
    for (position, unit) in (0_u32..).zip(units) {
        if column.leaf.is_some_and(|leaf| !book.forms.applies(leaf, Some(*unit))) {
            continue;
        }
        let most = match column.asks {
            Asks::Points(leaf) => assessment.most(leaf, *unit).get(),
            _ => None,
        };
        match runs.last_mut() {
            Some((_, end, same)) if *end + 1 == position && *same == most => *end = position,
            _ => runs.push((position, position, most)),
        }
    }
    runs
}

/// The line over the headers.
fn above(page: &mut Page<'_>, columns: &[Column]) -> anyhow::Result<()> {
    let format = &page.styles.head;
    let mut at = 0;
    while let Some(column) = columns.get(at) {
        let same = columns.iter().skip(at).take_while(|other| other.above == column.above).count();
        let first = NAMES + u16::try_from(at)?;
        page.merged((first, first + u16::try_from(same)? - 1), &column.above, format)?;
        let room: f64 = columns.iter().skip(at).take(same).map(|column| column.width).sum();
        page.room_for(crate::report::workbook::text::lines(&column.above, room));
        at += same;
    }
    page.end_row()
}
