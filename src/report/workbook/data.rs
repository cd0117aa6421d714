//! 填报数据: what was submitted, one row a unit and field, each value with where it came from; of a large assessment, one
//! row a unit and one column a field.

use std::collections::BTreeMap;

use super::Book;
use super::page::{Page, Sheet};
use crate::diagnostic::column_name;
use crate::program::{FieldId, Program};
use crate::report::facts::{Shown, source_of, state_words};
use crate::scoring::Assessment;
use crate::table::{Remarks, State};
use crate::words::labels::Label;

/// A text submitted beside a value.
type Text = fn(&Remarks) -> Option<&str>;

/// Those there are, under their heads.
const TEXTS: [(Label, Text); 4] = [
    (Label::Evidence, |remarks| remarks.evidence.as_deref()),
    (Label::Pages, |remarks| remarks.pages.as_deref()),
    (Label::Remark, |remarks| remarks.remark.as_deref()),
    (Label::GivenReason, |remarks| remarks.reason.as_deref()),
];

/// Values that are listed one below the other. More of them nobody reads as a list, and each row of a list repeats what
/// a matrix says once.
const LISTED: usize = 60_000;
/// The column of the values in a list, and how many columns stand before those of a matrix.
const VALUE: usize = 4;
const BESIDE: usize = 3;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Sheet> {
    if is_matrix(book) { matrix(book) } else { list(book) }
}

fn is_matrix(book: &Book) -> bool {
    book.assessment.units() * book.assessment.program.data_fields().count() > LISTED
}

/// The cell of what a unit submitted, and in a list the cell that says why there is nothing.
pub(super) fn place(book: &Book, unit: usize, field: FieldId) -> Option<(String, Option<String>)> {
    let program = &book.assessment.program;
    let position = program.data_fields().position(|(id, _)| id == field)?;
    let sheet = Label::SheetData.say(book.lang);
    let cell = |column: usize, row: usize| {
        format!("'{sheet}'!${}${}", column_name(u32::try_from(column).unwrap_or(u32::MAX)), row + 2)
    };
    if is_matrix(book) {
        return Some((cell(position + BESIDE, unit), None));
    }
    let row = unit * program.data_fields().count() + position;
    Some((cell(VALUE, row), Some(cell(VALUE + 1 + usize::from(is_measured(program)), row))))
}

fn is_measured(program: &Program) -> bool {
    program.fields.iter().any(|field| field.measure.is_some())
}

fn list(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, .. } = book;
    let (program, table, lang) = (&assessment.program, &assessment.table, book.lang);
    // Columns that nobody filled would only make the sheet wider.
    let measured = is_measured(program);
    let beside: Vec<(Label, Text)> =
        TEXTS.into_iter().filter(|(_, text)| table.remarks.values().any(|remarks| text(remarks).is_some())).collect();
    let mut columns = vec![
        (Label::UnitId, 12.0),
        (Label::Unit, 16.0),
        (Label::FieldId, 16.0),
        (Label::Field, 24.0),
        (Label::Submitted, 18.0),
        (Label::Status, 9.0),
        (Label::SourceCell, 32.0),
    ];
    if measured {
        columns.insert(5, (Label::Measure, 8.0));
    }
    columns.extend(beside.iter().map(|(label, _)| (label.clone(), 20.0)));
    let corrected = !table.corrections.is_empty();
    if corrected {
        columns.extend([(Label::BeforeCorrection, 14.0), (Label::CorrectionReason, 24.0), (Label::CorrectedBy, 10.0)]);
    }
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(lang), most)).collect();

    let mut page = Page::long(&Label::SheetData, styles)?;
    page.head(&columns)?;
    let pairs = (0..table.units.len()).flat_map(|unit| program.data_fields().map(move |pair| (unit, pair)));
    let count = table.units.len() * program.data_fields().count();
    for (row, (unit, (id, field))) in pairs.enumerate() {
        if !page.has_room(count - row)? {
            break;
        }
        let Some(of) = table.units.get(unit) else { continue };
        let state = table.fields.get(id.index()).and_then(|column| column.states.get(unit)).copied();
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(&field.id)?;
        page.text(&field.label)?;
        match state {
            Some(State::Known) => page.shown(&Shown::field(assessment, id, field, unit, lang))?,
            _ => page.text("")?,
        }
        if measured {
            page.text(field.measure.as_deref().unwrap_or_default())?;
        }
        match state {
            Some(State::Known) => page.text("")?,
            state => page.text(&state_words(state.unwrap_or(State::Missing)).say(lang))?,
        }
        page.text(&source_of(assessment, id, unit).map(|place| place.describe()).unwrap_or_default())?;
        let remarks = table.remark(unit, id.index());
        for (_, text) in &beside {
            page.text(remarks.and_then(text).unwrap_or_default())?;
        }
        if corrected {
            correction(&mut page, book, unit, id)?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetData.say(book.lang)), 4, true)
}

/// What a person replaced, why, and who.
fn correction(page: &mut Page<'_>, book: &Book, unit: usize, id: FieldId) -> anyhow::Result<()> {
    let (program, table) = (&book.assessment.program, &book.assessment.table);
    let key = (u32::try_from(unit)?, id.0);
    let (Some(correction), Some(field)) = (table.corrections.get(&key), program.fields.get(id.index())) else {
        return (0..3).try_for_each(|_| page.text(""));
    };
    match &correction.replaced {
        Some(said) => page.shown(&Shown::said(said, field, book.lang))?,
        None => page.centre(&state_words(State::Missing).say(book.lang))?,
    }
    page.text(&correction.reason)?;
    page.text(&correction.person)
}

fn matrix(book: &Book) -> anyhow::Result<Sheet> {
    let Book { assessment, styles, .. } = book;
    let (program, table, lang) = (&assessment.program, &assessment.table, book.lang);
    let heads = [(Label::UnitId, 12.0), (Label::Unit, 16.0), (Label::Sources, 32.0)];
    let mut columns: Vec<(String, f64)> = heads.iter().map(|(label, most)| (label.say(lang), *most)).collect();
    columns.extend(program.data_fields().map(|(_, field)| {
        let measure = field.measure.as_deref().map_or(String::new(), |measure| format!("({measure})"));
        (format!("{}{measure}", field.label), 14.0)
    }));
    let mut page = Page::long(&Label::SheetData, styles)?;
    page.head(&columns)?;
    for (unit, of) in table.units.iter().enumerate() {
        if !page.has_room(table.units.len() - unit)? {
            break;
        }
        page.text(&of.id)?;
        page.text(&of.name)?;
        page.text(&sheets_of(assessment, unit).join("\n"))?;
        for (id, field) in program.data_fields() {
            let state = table.fields.get(id.index()).and_then(|column| column.states.get(unit)).copied();
            match state {
                Some(State::Known) => {
                    page.shown(&Shown::field(assessment, id, field, unit, lang))?;
                }
                Some(State::NotApplicable) => page.centre(&state_words(State::NotApplicable).say(lang))?,
                _ => page.text("")?,
            }
        }
        page.end_row()?;
    }
    page.finish(&book.title(&Label::SheetData.say(book.lang)), 2, true)
}

/// The sheets a unit's values were read from, each with the row where it is one.
fn sheets_of(assessment: &Assessment, unit: usize) -> Vec<String> {
    let table = &assessment.table;
    let mut rows: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for origin in table.fields.iter().filter_map(|column| column.origins.get(unit)).filter(|origin| origin.sheet > 0) {
        rows.entry(origin.sheet)
            .and_modify(|row| *row = row.filter(|row| *row == origin.row))
            .or_insert(Some(origin.row));
    }
    let named = |(sheet, row): (u32, Option<u32>)| {
        let sheet = table.sheets.get((sheet as usize).checked_sub(1)?)?;
        let name = match &sheet.sheet {
            Some(name) => format!("{}!{name}", sheet.file),
            None => sheet.file.to_string(),
        };
        Some(row.map_or(name.clone(), |row| format!("{name}!{}", u64::from(row) + 1)))
    };
    rows.into_iter().filter_map(named).collect()
}
