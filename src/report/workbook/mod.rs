//! `results.xlsx`: the whole assessment as a workbook; one file a sheet. To add a sheet, copy its neighbour and list it
//! in `SHEETS`.

mod about;
mod adjustments;
mod arithmetic;
pub(super) mod charts;
mod data;
mod deviations;
mod evidence;
mod gaps;
mod grades;
pub(crate) mod list_names;
mod lists;
mod live;
pub(super) mod page;
mod points;
pub(super) mod questions;
mod ranking;
pub mod rubric;
mod sources;
mod stream;
pub(super) mod style;
pub(super) mod text;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

pub use self::live::{Live, Liveness, NotLive};
use self::page::Sheet;
use self::style::Styles;
use super::{About, Counts};
use crate::analysis::deviations::Deviations;
use crate::diagnostic::Diagnostic;
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::labels::Label;

/// Sheets repeat themselves so much that a higher level costs time and saves little.
const COMPRESSION: u8 = 2;

/// What makes sheets: one, or as many as the rubric and the data give reason for.
type Sheets = fn(&Book) -> anyhow::Result<Vec<Sheet>>;

/// The sheets in order.
const SHEETS: [Sheets; 14] = [
    |book| Ok(vec![ranking::sheet(book)?]),
    charts::sheets,
    |book| Ok(vec![points::sheet(book)?]),
    |book| Ok(vec![gaps::sheet(book)?]),
    |book| Ok(vec![data::sheet(book)?]),
    lists::sheets,
    deviations::sheets,
    sources::sheets,
    evidence::sheets,
    adjustments::sheets,
    |book| questions::sheets(book.diagnostics, &book.styles, &book.title(&Label::SheetQuestions.say(book.lang))),
    |book| rubric::sheets(&book.assessment.program, &book.styles, book.live.as_ref()),
    |book| Ok(vec![about::sheet(book)?]),
    arithmetic::sheets,
];

/// What every sheet is made from.
struct Book<'a> {
    assessment: &'a Assessment,
    deviations: &'a Deviations,
    about: &'a About,
    diagnostics: &'a [Diagnostic],
    counts: Counts,
    styles: Styles,
    lang: Lang,
    live: Option<Live>,
    /// The names of the lists' sheets.
    list_names: Vec<String>,
}

impl Book<'_> {
    /// The title above the printed pages of a sheet.
    fn title(&self, sheet: &str) -> String {
        format!("{} {sheet}", self.assessment.program.heading.title)
    }
}

/// The workbook's bytes; the same assessment gives the same bytes.
pub fn write(
    assessment: &Assessment,
    deviations: &Deviations,
    about: &About,
    diagnostics: &[Diagnostic],
    lang: Lang,
    live: Option<Live>,
) -> anyhow::Result<Vec<u8>> {
    let book = Book {
        assessment,
        deviations,
        about,
        diagnostics,
        counts: Counts::of(assessment),
        styles: Styles::new(lang),
        lang,
        live,
        list_names: lists::names(&assessment.program.lists, lang),
    };
    let sheets: Vec<Vec<Sheet>> = SHEETS.par_iter().map(|sheets| sheets(&book)).collect::<anyhow::Result<_>>()?;
    save(&book.styles, sheets.into_iter().flatten().collect(), &assessment.program.heading.title)
}

/// A workbook of these sheets that says nothing of when it was made. Its long sheets are written in these styles only.
pub(super) fn save(styles: &Styles, sheets: Vec<Sheet>, title: &str) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let title: String = title.chars().take(200).collect();
    let properties = DocProperties::new()
        .set_title(title)
        .set_author("kaohe")
        .set_comment(Label::MadeBy.say(styles.lang))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    workbook.set_zip_compression_level(COMPRESSION);
    styles.register(&mut workbook);
    let mut rows = Vec::new();
    for (position, sheet) in sheets.into_iter().enumerate() {
        workbook.push_worksheet(sheet.frame);
        for (name, range) in &sheet.names {
            workbook.define_name(name, range)?;
        }
        rows.extend(sheet.rows.map(|rows| (position, rows)));
    }
    let frame = workbook.save_to_buffer()?;
    if rows.is_empty() { Ok(frame) } else { stream::fill(frame, rows, COMPRESSION) }
}

#[cfg(test)]
mod tests;
