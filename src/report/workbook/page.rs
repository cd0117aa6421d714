//! A worksheet that is filled row by row, and set up for reading and printing when it is done.

use rust_xlsxwriter::{Format, Formula, IgnoreError, Worksheet, utility};

use super::stream::{Computing, Given, Rows};
use super::style::{Style, Styles, shown_digits};
use super::text::{breadth, cut, height, lines, sheet_name, width};
use crate::number::{self, Decimal};
use crate::program::Status;
use crate::report::facts::Shown;
use crate::scoring::Cell;
use crate::spreadsheet;
use crate::table::State;
use crate::words::charts::Chart;
use crate::words::labels::Label;

/// Height of a row, and of each line in a row that wraps.
const ROW: f64 = 18.0;
const LINE: f64 = 15.0;
/// The greatest height of a row, as Excel has it.
const TALLEST: f64 = 400.0;
/// Wider than this and a page of A4 would shrink beyond reading: then it prints on several pages.
const FITS: f64 = 220.0;

/// A finished sheet.
pub(crate) struct Sheet {
    /// Everything but its rows where these are apart.
    pub(crate) frame: Worksheet,
    /// The rows of a long sheet.
    pub(super) rows: Option<Rows>,
    /// Names of ranges, with the ranges.
    pub(super) names: Vec<(String, String)>,
}

impl From<Worksheet> for Sheet {
    fn from(frame: Worksheet) -> Sheet {
        Sheet { frame, rows: None, names: Vec::new() }
    }
}

/// A sheet being filled.
pub(crate) struct Page<'a> {
    sheet: Worksheet,
    /// The rows of a long sheet, written as they come.
    rows: Option<Rows>,
    /// The formats.
    pub(crate) styles: &'a Styles,
    row: u32,
    column: u16,
    /// Rows of the head, repeated on each printed page.
    head: u32,
    widths: Vec<Width>,
    /// Lines the tallest cell of the current row wraps into.
    lines: f64,
    limit: u32,
    /// The formula of the next cell.
    by: Option<Computing>,
    /// Names of ranges, with the ranges.
    names: Vec<(String, String)>,
}

/// The width a column grows to.
#[derive(Debug, Clone, Copy)]
struct Width {
    now: f64,
    most: f64,
}

impl<'a> Page<'a> {
    /// An empty sheet of this name.
    pub(crate) fn new(name: &Label, styles: &'a Styles) -> anyhow::Result<Page<'a>> {
        Page::named(&name.say(styles.lang), styles)
    }

    /// An empty sheet of this name in any words.
    pub(crate) fn named(name: &str, styles: &'a Styles) -> anyhow::Result<Page<'a>> {
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(name))?;
        sheet.set_default_row_height(ROW);
        // The last row is kept for the note that the sheet is full.
        let limit = spreadsheet::ROWS - 1;
        Ok(Page {
            sheet,
            rows: None,
            styles,
            row: 0,
            column: 0,
            head: 0,
            widths: Vec::new(),
            lines: 1.0,
            limit,
            by: None,
            names: Vec::new(),
        })
    }

    /// An empty sheet of this name for any number of rows, one cell after the other: nothing is merged in it.
    pub(crate) fn long(name: &Label, styles: &'a Styles) -> anyhow::Result<Page<'a>> {
        Page::long_named(&name.say(styles.lang), styles)
    }

    /// The same, of this name in any words.
    pub(crate) fn long_named(name: &str, styles: &'a Styles) -> anyhow::Result<Page<'a>> {
        Ok(Page { rows: Some(Rows::new()), ..Page::named(name, styles)? })
    }

    /// The sheet itself, for what is not written cell by cell.
    pub(crate) fn sheet(&mut self) -> &mut Worksheet {
        &mut self.sheet
    }

    /// The current row.
    pub(crate) fn row(&self) -> u32 {
        self.row
    }

    /// The next cell's column.
    pub(crate) fn column(&self) -> u16 {
        self.column
    }

    /// Leaves the next cell to what covers it.
    pub(crate) fn skip(&mut self) {
        self.column += 1;
    }

    /// The columns: each head with the width its cells may grow to; longer text is wrapped.
    pub(crate) fn head(&mut self, columns: &[(String, f64)]) -> anyhow::Result<()> {
        for (position, (title, most)) in columns.iter().enumerate() {
            self.write(u16::try_from(position)?, title, &self.styles.head)?;
            // Room for the button of the filter.
            let now = (width(title) + 2.0).min(*most);
            self.widths.push(Width { now, most: *most });
            self.measure(position, title);
        }
        self.end_head()
    }

    /// The end of a row of heads, which repeats on each printed page.
    fn end_head(&mut self) -> anyhow::Result<()> {
        self.end_row()?;
        self.head = self.row;
        Ok(())
    }

    /// Columns of these widths, for a sheet whose head stands below other lines.
    pub(crate) fn set_widths(&mut self, widths: &[f64]) {
        self.widths = widths.iter().map(|width| Width { now: *width, most: *width }).collect();
    }

    /// A line over the whole width.
    pub(crate) fn banner(&mut self, text: &str, format: &Format, line: f64) -> anyhow::Result<()> {
        let last = u16::try_from(self.widths.len())?.saturating_sub(1);
        self.merged((0, last), text, format)?;
        let size = line / LINE;
        let room: f64 = self.widths.iter().map(|width| width.now).sum();
        self.tall(height(text, room / size, line))?;
        self.next_row();
        Ok(())
    }

    /// A text over these columns of the current row.
    pub(crate) fn merged(&mut self, (first, last): (u16, u16), text: &str, format: &Format) -> anyhow::Result<()> {
        let text = cut(text, self.styles);
        if first == last {
            self.sheet.write_string_with_format(self.row, first, text, format)?;
        } else {
            self.sheet.merge_range(self.row, first, self.row, last, &text, format)?;
        }
        Ok(())
    }

    /// A number in a column of the current row.
    pub(crate) fn number_at(&mut self, column: u16, value: Decimal, format: &Format) -> anyhow::Result<()> {
        self.sheet.write_number_with_format(self.row, column, number::to_double(value), format)?;
        Ok(())
    }

    /// The height of the current row.
    pub(crate) fn tall(&mut self, points: f64) -> anyhow::Result<()> {
        self.sheet.set_row_height(self.row, points.min(TALLEST))?;
        Ok(())
    }

    /// A row of heads below other lines; repeated on each printed page.
    pub(crate) fn head_row(&mut self, titles: &[String]) -> anyhow::Result<()> {
        for title in titles {
            self.put_style(title, &self.styles.head)?;
        }
        self.end_head()
    }

    /// Another row of heads.
    pub(crate) fn more_head(&mut self, cells: impl IntoIterator<Item = Head>) -> anyhow::Result<()> {
        let styles = self.styles;
        for (position, cell) in cells.into_iter().enumerate() {
            let column = u16::try_from(position)?;
            match cell {
                Head::Text(text) => {
                    self.measure(position, &text);
                    self.write(column, &text, &styles.head)?;
                }
                Head::Number(value, by) => {
                    self.by(by);
                    self.write_number(column, value, &styles.head)?;
                }
            }
        }
        self.end_head()
    }

    /// Whether there is room for another row; `left` rows are still to come. Without room a last row says so.
    pub(crate) fn has_room(&mut self, left: usize) -> anyhow::Result<bool> {
        if self.row < self.limit {
            return Ok(true);
        }
        let note = Label::SheetFull { rows: left }.say(self.styles.lang);
        self.write(0, &note, &self.styles.note)?;
        Ok(false)
    }

    /// The end of a row, as high as its tallest cell: not every spreadsheet finds the height by itself.
    pub(crate) fn end_row(&mut self) -> anyhow::Result<()> {
        let height = (self.lines > 1.0).then(|| (self.lines * LINE + ROW - LINE).min(TALLEST));
        match (&mut self.rows, height) {
            (Some(rows), height) => rows.end(height)?,
            (None, Some(height)) => self.tall(height)?,
            (None, None) => {}
        }
        self.next_row();
        Ok(())
    }

    /// The next cell holds this formula, and what is written there is what it gives.
    pub(crate) fn by(&mut self, formula: Option<Computing>) {
        self.by = formula;
    }

    /// A formula at a column of the current row, with what it gives.
    fn write_formula(
        &mut self,
        column: u16,
        formula: &Computing,
        value: Given<'_>,
        style: &Style,
    ) -> anyhow::Result<()> {
        if let Some(rows) = &mut self.rows {
            rows.formula(column, formula, value, style.number());
            return Ok(());
        }
        let given = match value {
            Given::Nothing => String::new(),
            Given::Number(value) => number::plain(value),
            Given::Text(text) => text.to_owned(),
        };
        let formula = Formula::new(&formula.text).set_result(given);
        self.sheet.write_formula_with_format(self.row, column, formula, style)?;
        Ok(())
    }

    /// Names the columns from the first to the last of these, in the rows written since `from`.
    pub(crate) fn name(&mut self, name: &Chart, (first, last): (u16, u16), from: u32) {
        if self.row > from {
            let range = utility::row_col_to_cell_absolute(from, first);
            let end = utility::row_col_to_cell_absolute(self.row - 1, last);
            let sheet = self.sheet.name();
            self.names.push((name.say(self.styles.lang), format!("='{sheet}'!{range}:{end}")));
        }
    }

    /// A text that leads to a place in the workbook where one is given; on long sheets.
    pub(crate) fn link(&mut self, text: &str, to: Option<&str>) -> anyhow::Result<()> {
        let style = if to.is_some() { &self.styles.link } else { &self.styles.text };
        if let (Some(to), Some(rows)) = (to, &mut self.rows) {
            rows.link(self.column, to);
        }
        self.put_style(text, style)
    }

    /// The next cell: a formula of which the spreadsheet alone finds what it gives.
    pub(crate) fn helper(&mut self, formula: &Computing) -> anyhow::Result<()> {
        self.write_formula(self.column, formula, Given::Nothing, &self.styles.text)?;
        self.column += 1;
        Ok(())
    }

    /// The next cell: a bare number.
    pub(crate) fn bare(&mut self, value: Decimal) -> anyhow::Result<()> {
        self.write_number(self.column, value, &self.styles.text)?;
        self.column += 1;
        Ok(())
    }

    /// A text at a column of the current row; an empty one is a bordered blank.
    fn write(&mut self, column: u16, text: &str, style: &Style) -> anyhow::Result<()> {
        let styles = self.styles;
        if let Some(formula) = self.by.take() {
            return self.write_formula(column, &formula, Given::Text(text), style);
        }
        match &mut self.rows {
            Some(rows) if text.is_empty() => rows.blank(column, style.number()),
            Some(rows) => rows.text(column, &cut(text, styles), style.number()),
            None if text.is_empty() => {
                self.sheet.write_blank(self.row, column, style)?;
            }
            None => {
                self.sheet.write_string_with_format(self.row, column, cut(text, styles), style)?;
            }
        }
        Ok(())
    }

    /// A number at a column of the current row.
    fn write_number(&mut self, column: u16, value: Decimal, style: &Style) -> anyhow::Result<()> {
        if let Some(formula) = self.by.take() {
            return self.write_formula(column, &formula, Given::Number(value), style);
        }
        match &mut self.rows {
            Some(rows) => rows.number(column, value, style.number()),
            None => {
                self.sheet.write_number_with_format(self.row, column, number::to_double(value), style)?;
            }
        }
        Ok(())
    }

    /// The end of a row whose height is set, or that stays empty.
    pub(crate) fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
        self.lines = 1.0;
    }

    /// The current row has room for this many lines at least.
    pub(crate) fn room_for(&mut self, lines: f64) {
        self.lines = self.lines.max(lines);
    }

    /// Makes the column wide enough for a text, and the row high enough for what wraps all the same.
    fn measure(&mut self, column: usize, text: &str) {
        let Some(column) = self.widths.get_mut(column) else { return };
        if text.is_empty() {
            return;
        }
        // Most cells are one short line, and there may be millions of them.
        let wanted = width(text);
        column.now = column.now.max(wanted.min(column.most));
        if wanted > column.most || text.contains('\n') {
            self.lines = self.lines.max(lines(text, column.most));
        }
    }

    /// A text; an empty one leaves a bordered blank.
    pub(crate) fn text(&mut self, text: &str) -> anyhow::Result<()> {
        self.put_style(text, &self.styles.text)
    }

    /// A cell for people to write into, with what they have written.
    pub(crate) fn entered(&mut self, text: &str) -> anyhow::Result<()> {
        self.put_style(text, &self.styles.entered)
    }

    /// The same, holding a value: a number stays a number.
    pub(crate) fn entered_value(&mut self, value: &Shown) -> anyhow::Result<()> {
        match value {
            Shown::Text(text) | Shown::Word(text) => self.entered(text),
            value => self.shown(value),
        }
    }

    /// A short text in the middle.
    pub(crate) fn centre(&mut self, text: &str) -> anyhow::Result<()> {
        self.put_style(text, &self.styles.centre)
    }

    /// A heading inside the table.
    pub(crate) fn heading(&mut self, text: &str) -> anyhow::Result<()> {
        self.put_style(text, &self.styles.head)
    }

    /// A name at a depth of the tree.
    pub(crate) fn indented(&mut self, text: &str, depth: usize) -> anyhow::Result<()> {
        self.put_style(text, self.styles.indented(depth))
    }

    /// A count.
    pub(crate) fn count(&mut self, count: usize) -> anyhow::Result<()> {
        self.whole(u64::try_from(count).ok())
    }

    /// A place or a count in the middle, or an empty cell.
    pub(crate) fn whole(&mut self, value: Option<u64>) -> anyhow::Result<()> {
        match value {
            Some(value) => self.put_number(Decimal::from(value), &self.styles.whole, 0, 0.0),
            None => self.text(""),
        }
    }

    /// A number with this many decimals, or with all it has.
    pub(crate) fn number(&mut self, value: Decimal, digits: Option<u32>) -> anyhow::Result<()> {
        let format = self.styles.number(value, digits);
        self.put_number(value, format, shown_digits(value, digits), 0.0)
    }

    /// A difference, shown with its sign, or an empty cell.
    pub(crate) fn change(&mut self, value: Option<Decimal>, digits: Option<u32>) -> anyhow::Result<()> {
        match value {
            Some(value) => {
                let format = self.styles.change(value, digits);
                self.put_number(value, format, shown_digits(value, digits) + 1, 0.0)
            }
            None => self.text(""),
        }
    }

    /// A number, or an empty cell.
    pub(crate) fn maybe(&mut self, value: Option<Decimal>, digits: Option<u32>) -> anyhow::Result<()> {
        match value {
            Some(value) => self.number(value, digits),
            None => self.text(""),
        }
    }

    /// A share as a percentage, with one decimal however it is.
    pub(crate) fn rate(&mut self, share: Decimal) -> anyhow::Result<()> {
        self.put_number(share, self.styles.rate(), 3, 0.0)
    }

    /// Points with what became of the node: a number stays a number, marked when it does not come from a value.
    pub(crate) fn points(&mut self, points: Cell, status: Status, digits: Option<u32>) -> anyhow::Result<()> {
        if points.state == State::Known {
            let format = self.styles.points(points.value, digits, status);
            let marked = matches!(status, Status::Missing | Status::NotApplicable | Status::Unproven);
            self.put_number(points.value, format, shown_digits(points.value, digits), if marked { 9.0 } else { 0.0 })
        } else {
            let words = match points.state {
                State::NotApplicable => Label::LeftOut,
                state => crate::report::facts::state_words(state),
            };
            self.centre(&words.say(self.styles.lang))
        }
    }

    /// A value as it is shown.
    pub(crate) fn shown(&mut self, value: &Shown) -> anyhow::Result<()> {
        match value {
            Shown::Number(value) => self.number(*value, None),
            Shown::Percent(fraction) => self.put_number(*fraction, self.styles.percent(*fraction), 4, 0.0),
            Shown::Date(day) => match spreadsheet::serial_of_date(*day) {
                Some(serial) => self.put_number(Decimal::from(serial), &self.styles.date, 6, 0.0),
                None => self.centre(&crate::table::date_text(*day)),
            },
            Shown::Word(word) => self.centre(word),
            Shown::Text(text) => self.text(text),
        }
    }

    /// The next cell with a text in one of our styles.
    fn put_style(&mut self, text: &str, style: &Style) -> anyhow::Result<()> {
        self.measure(usize::from(self.column), text);
        self.write(self.column, text, style)?;
        self.column += 1;
        Ok(())
    }

    /// The next cell with a text in any format; for sheets that are not long.
    pub(crate) fn put(&mut self, text: &str, format: &Format) -> anyhow::Result<()> {
        if text.is_empty() {
            self.sheet.write_blank(self.row, self.column, format)?;
        } else {
            self.measure(usize::from(self.column), text);
            self.sheet.write_string_with_format(self.row, self.column, cut(text, self.styles), format)?;
        }
        self.column += 1;
        Ok(())
    }

    fn put_number(&mut self, value: Decimal, style: &Style, digits: u32, mark: f64) -> anyhow::Result<()> {
        let whole = value.trunc().abs();
        let length = if whole < Decimal::from(1_000_000) { 7.0 } else { breadth(&number::plain(whole)) };
        self.grow(usize::from(self.column), length + f64::from(digits) + mark + 1.0);
        self.write_number(self.column, value, style)?;
        self.column += 1;
        Ok(())
    }

    fn grow(&mut self, column: usize, wanted: f64) {
        if let Some(width) = self.widths.get_mut(column) {
            width.now = width.now.max(wanted.min(width.most));
        }
    }

    /// The finished sheet: widths, frozen and repeated heads, filter, and A4 with `title` above each page. The first
    /// `keep` columns stay in sight.
    pub(crate) fn finish(mut self, title: &str, keep: u16, filter: bool) -> anyhow::Result<Sheet> {
        let mut total = 0.0;
        for (position, width) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(u16::try_from(position)?, width.now)?;
            total += width.now;
        }
        let last = u16::try_from(self.widths.len())?.saturating_sub(1);
        // Ids are texts, also those of digits only: no green corner says so.
        self.sheet.ignore_error_range(0, 0, self.row, last, IgnoreError::NumberStoredAsText)?;
        if let (true, Some(head)) = (filter && self.row > self.head, self.head.checked_sub(1)) {
            self.sheet.autofilter(head, 0, self.row - 1, last)?;
        }
        self.sheet.set_freeze_panes(self.head, keep)?;
        if let Some(head) = self.head.checked_sub(1) {
            self.sheet.set_repeat_rows(0, head)?;
        }
        print_on_a4(&mut self.sheet, title, self.styles, total > 90.0);
        if total > FITS {
            self.sheet.set_print_scale(70);
            if let Some(keep) = keep.checked_sub(1) {
                self.sheet.set_repeat_columns(0, keep)?;
            }
        } else {
            self.sheet.set_print_fit_to_pages(1, 0);
        }
        Ok(Sheet { frame: self.sheet, rows: self.rows, names: self.names })
    }

    /// The finished sheet of a report that carries its own title.
    pub(crate) fn finish_report(mut self, landscape: bool) -> anyhow::Result<Sheet> {
        for (position, width) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(u16::try_from(position)?, width.now)?;
        }
        let last = u16::try_from(self.widths.len())?.saturating_sub(1);
        self.sheet.ignore_error_range(0, 0, self.row, last, IgnoreError::NumberStoredAsText)?;
        self.sheet.set_freeze_panes(self.head, 0)?;
        if let Some(head) = self.head.checked_sub(1) {
            self.sheet.set_repeat_rows(head, head)?;
        }
        print_on_a4(&mut self.sheet, "", self.styles, landscape);
        self.sheet.set_print_fit_to_pages(1, 0);
        Ok(Sheet { frame: self.sheet, rows: self.rows, names: self.names })
    }

    #[cfg(test)]
    pub(super) fn with_limit(mut self, limit: u32) -> Page<'a> {
        self.limit = limit;
        self
    }
}

/// A cell of a further head row.
#[derive(Debug)]
pub(crate) enum Head {
    /// A text.
    Text(String),
    /// A number, and the formula that gives it.
    Number(Decimal, Option<Computing>),
}

/// A4 with a title above and the page's number below.
pub(crate) fn print_on_a4(sheet: &mut Worksheet, title: &str, styles: &Styles, landscape: bool) {
    sheet.set_paper_size(9);
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_margins(0.5, 0.5, if title.is_empty() { 0.6 } else { 0.8 }, 0.7, 0.35, 0.35);
    sheet.set_print_center_horizontally(true);
    if !title.is_empty() {
        // A digit right behind the size would be read as part of it. Excel takes 255 characters.
        let title: String = title.chars().take(100).collect();
        sheet.set_header(format!("&C&B&14 {}", title.replace('&', "&&")));
    }
    sheet.set_footer(format!("&C{}", Label::PageOf.say(styles.lang)));
}

#[cfg(test)]
mod tests;
