//! 参数 and 计算: the sheets that hold the arithmetic of a workbook that recalculates. Parameters stand one below the
//! other; each unit, group and entry has a row of columns that are the columns of the graph.

use rust_xlsxwriter::{ConditionalFormatFormula, Format};

use super::live::Live;
use super::page::{Head, Page, Sheet};
use super::stream::Computing;
use super::style::ENTERED;
use super::{Book, data, lists};
use crate::number::Decimal;
use crate::program::excel::{
    ABOVE, BESIDE, Calculation, CalculationColumn, Computed, Content, FIRST, Half, Input, ROW, Reading, reading,
};
use crate::program::{FieldId, FieldKind, ListId, Node, NodeId, Program};
use crate::report::difference::parameter_words;
use crate::report::facts::Shown;
use crate::scoring::{Cell, Vector};
use crate::spreadsheet::{EPOCH, serial_of_date};
use crate::table::{AdjustedBy, State, Table};
use crate::words::live::Live as Words;

/// The column of the parameters' values.
const VALUE: u16 = 3;

/// The sheets; none where the workbook holds no formulas.
pub(super) fn sheets(book: &Book) -> anyhow::Result<Vec<Sheet>> {
    let Some(live) = &book.live else { return Ok(Vec::new()) };
    let calculation = &live.calculation;
    let mut sheets = vec![parameters(book)?, units(book, live)?];
    if !calculation.groups.is_empty() {
        sheets.push(groups(book, calculation)?);
    }
    for (list, columns) in calculation.lists.iter().enumerate() {
        if !columns.is_empty() {
            sheets.push(entries(book, calculation, list)?);
        }
    }
    Ok(sheets)
}

fn parameters(book: &Book) -> anyhow::Result<Sheet> {
    let (program, lang) = (&book.assessment.program, book.lang);
    let mut page = Page::named(&Words::SheetParameters.say(lang), &book.styles)?;
    let heads = [(Words::Parameter, 30.0), (Words::About, 40.0), (Words::Setting, 34.0), (Words::Value, 16.0)];
    page.head(&heads.map(|(word, most)| (word.say(lang), most)))?;
    for parameter in &program.parameters {
        page.text(&parameter.id)?;
        let (about, key) = match owner(program, &parameter.id) {
            Some((node, key)) => (format!("{} {}", node.id, node.title), key),
            None => (Words::OfWhole.say(lang), parameter.id.as_str()),
        };
        page.text(&about)?;
        page.text(&parameter_words(&parameter.id, key, lang))?;
        match Shown::of(Cell::known(parameter.value), &parameter.quantity, lang) {
            // A word has a number too, which is what counts.
            Shown::Word(_) | Shown::Text(_) => page.number(parameter.value, None)?,
            Shown::Date(day) if serial_of_date(day).is_none() => {
                page.number(parameter.value + Decimal::from(EPOCH), None)?;
            }
            shown => page.shown(&shown)?,
        }
        page.end_row()?;
    }
    if let Some(last) = u32::try_from(program.parameters.len()).ok().filter(|last| *last > 0) {
        let open =
            ConditionalFormatFormula::new().set_rule("=TRUE").set_format(Format::new().set_background_color(ENTERED));
        page.sheet().add_conditional_format(1, VALUE, last, VALUE, &open)?;
    }
    page.banner(&Words::Legend.say(lang), &book.styles.note, 15.0)?;
    page.finish(&book.title(&Words::SheetParameters.say(lang)), 0, true)
}

/// The node a parameter belongs to, and its path behind the node's id: of the ids that begin the path, the longest.
fn owner<'a>(program: &'a Program, parameter: &'a str) -> Option<(&'a Node, &'a str)> {
    let behind = |node: &'a Node| Some((node, parameter.strip_prefix(node.id.as_str())?.strip_prefix('.')?));
    program.nodes.iter().filter_map(behind).max_by_key(|(node, _)| node.id.len())
}

/// The heads above the columns of the graph: what each is, which half, and the title of the node it belongs to.
fn begin<'a>(book: &'a Book, name: &str, columns: &[CalculationColumn]) -> anyhow::Result<Page<'a>> {
    let lang = book.lang;
    let program = &book.assessment.program;
    let mut page = Page::long_named(name, &book.styles)?;
    let mut heads = vec![(Words::Parameter.say(lang), 12.0), (crate::words::labels::Label::Unit.say(lang), 16.0)];
    heads.extend(columns.iter().map(|column| (column.name.clone(), 14.0)));
    page.head(&heads)?;
    let half = |column: &CalculationColumn| match column.half {
        Half::Value => Words::HalfValue,
        Half::State => Words::HalfState,
    };
    let beside = |text: String| [Head::Text(String::new()), Head::Text(text)];
    page.more_head(
        beside(Words::HalfOf.say(lang))
            .into_iter()
            .chain(columns.iter().map(|column| Head::Text(half(column).say(lang)))),
    )?;
    let titled = |column: &CalculationColumn| {
        let id = column.name.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(id, _)| id);
        Head::Text(program.find_node(id).map(|node| program.node(node).title.clone()).unwrap_or_default())
    };
    page.more_head(beside(Words::About.say(lang)).into_iter().chain(columns.iter().map(titled)))?;
    Ok(page)
}

/// What an input holds in a row: a formula over another sheet, or a number.
enum Held {
    Formula(String, Cell),
    Number(Decimal),
    Nothing,
}

/// A cell of a column, its row counted from 0 within the values.
fn write(
    page: &mut Page<'_>,
    column: &CalculationColumn,
    (position, row, rows): (usize, usize, usize),
    computed: Option<Cell>,
    input: impl Fn(&Input, Half) -> Held,
) -> anyhow::Result<()> {
    let letters = Calculation::letters(position);
    let number = FIRST + row;
    let said = |text: &str| text.replace(ROW, &number.to_string()).replace(ABOVE, &(number - 1).to_string());
    let half = |cell: Cell| match column.half {
        Half::Value => cell.get().unwrap_or_default(),
        Half::State => Decimal::from(cell.state.code()),
    };
    let mut formula = |text: String, array: Option<String>, computed: Option<Cell>| {
        let formula = Computing { text, array };
        match computed {
            Some(cell) => {
                page.by(Some(formula));
                page.bare(half(cell))
            }
            None => page.helper(&formula),
        }
    };
    match &column.content {
        Content::Each(text) => formula(said(text), None, computed),
        Content::EachArray(text) => formula(said(text), Some(format!("{letters}{number}")), computed),
        Content::FirstArray(text) if row == 0 => formula(said(text), Some(format!("{letters}{number}")), computed),
        Content::Whole(text) if row == 0 => {
            formula(said(text), Some(format!("{letters}{number}:{letters}{}", FIRST + rows - 1)), None)
        }
        Content::FirstArray(_) | Content::Whole(_) => page.text(""),
        Content::Input(of, side) => match input(of, *side) {
            Held::Formula(text, cell) => formula(text, None, Some(cell)),
            Held::Number(number) => page.bare(number),
            Held::Nothing => page.text(""),
        },
    }
}

/// What was computed for a column, row by row of the units.
fn computed(book: &Book, column: &CalculationColumn) -> Option<Vector> {
    match &column.computed {
        Computed::Column(id) => book.assessment.vector(*id).cloned(),
        Computed::Part(expr) => Some(book.assessment.evaluate_all(expr)),
        Computed::Nothing => None,
    }
}

fn units(book: &Book, live: &Live) -> anyhow::Result<Sheet> {
    let calculation = &live.calculation;
    let (name, rows) = &calculation.shape.units;
    let table = &book.assessment.table;
    let mut page = begin(book, name, &calculation.units)?;
    let vectors: Vec<Option<Vector>> = calculation.units.iter().map(|column| computed(book, column)).collect();
    for (row, &unit) in book.assessment.order().iter().enumerate() {
        let of = table.units.get(unit);
        page.text(of.map_or("", |unit| &unit.id))?;
        page.text(of.map_or("", |unit| &unit.name))?;
        for (position, (column, vector)) in calculation.units.iter().zip(&vectors).enumerate() {
            let cell = vector.as_ref().map(|vector| vector.cell(unit));
            write(&mut page, column, (position, row, *rows), cell, |input, half| of_unit(book, unit, input, half))?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(name), u16::try_from(BESIDE)?, true)
}

/// What an input holds for a unit.
fn of_unit(book: &Book, unit: usize, input: &Input, half: Half) -> Held {
    let table = &book.assessment.table;
    let decided = |node: &Option<NodeId>| {
        let node = node.map_or(Table::TOTAL, |node| node.0);
        u32::try_from(unit).ok().and_then(|unit| table.adjustments.get(&(node, unit))).map(|decided| decided.change)
    };
    let list = |id: &ListId| table.lists.get(id.index());
    match input {
        Input::Position => Held::Number(Decimal::from(unit)),
        Input::Group => Held::Number(Decimal::from(table.units.get(unit).map_or(0, |unit| unit.group))),
        Input::Field(id) => of_field(book, unit, *id, None, half),
        Input::TextIs(id, text) => of_field(book, unit, *id, Some(text), half),
        Input::FirstEntry(id) => Held::Number(Decimal::from(list(id).map_or(0, |list| list.of_unit(unit).start) + 1)),
        Input::Entries(id) => Held::Number(Decimal::from(list(id).map_or(0, |list| list.of_unit(unit).len()))),
        Input::Reported(id) => {
            let state = list(id).and_then(|list| list.states.get(unit)).copied().unwrap_or(State::Missing);
            Held::Number(Decimal::from(state.code()))
        }
        Input::AdjustedTo(node) => match decided(node) {
            Some(AdjustedBy::To(points)) => Held::Number(points),
            _ => Held::Nothing,
        },
        Input::AdjustedBy(node) => match decided(node) {
            Some(AdjustedBy::By(points)) => Held::Number(points),
            _ => Held::Number(Decimal::ZERO),
        },
        Input::Entry(_) | Input::EntryTextIs(..) | Input::UnitRow => Held::Nothing,
    }
}

fn of_field(book: &Book, unit: usize, id: FieldId, text: Option<&str>, half: Half) -> Held {
    let (program, table) = (&book.assessment.program, &book.assessment.table);
    let (Some(field), Some(column)) = (program.fields.get(id.index()), table.fields.get(id.index())) else {
        return Held::Nothing;
    };
    let state = column.states.get(unit).copied().unwrap_or(State::Missing);
    let value = match (text, column.texts.get(unit)) {
        (Some(wanted), held) => {
            if held.is_some_and(|held| held == wanted) {
                Decimal::ONE
            } else {
                Decimal::ZERO
            }
        }
        (None, _) => column.values.get(unit).copied().unwrap_or_default(),
    };
    let cell = if state == State::Known { Cell::known(value) } else { Cell::unknown(state) };
    let place = data::place(book, unit, id).filter(|_| follows(&field.kind, cell));
    let formula = place.and_then(|(cell, state)| {
        let asked = Reading { cell: &cell, state: state.as_deref(), kind: &field.kind, text_is: text, lang: book.lang };
        reading(&asked, half)
    });
    held(formula, cell, half)
}

/// Whether a formula can read the cell of a value: a day before a spreadsheet's first is a text there.
fn follows(kind: &FieldKind, cell: Cell) -> bool {
    let shown = Shown::of(cell, &kind.quantity(), crate::words::Lang::Zh);
    !matches!((kind, shown), (FieldKind::Date, Shown::Date(day)) if serial_of_date(day).is_none())
}

fn held(formula: Option<String>, cell: Cell, half: Half) -> Held {
    match (formula, half) {
        (Some(formula), _) => Held::Formula(formula, cell),
        (None, Half::Value) => Held::Number(cell.get().unwrap_or_default()),
        (None, Half::State) => Held::Number(Decimal::from(cell.state.code())),
    }
}

fn groups(book: &Book, calculation: &Calculation) -> anyhow::Result<Sheet> {
    let (name, rows) = &calculation.shape.groups;
    let table = &book.assessment.table;
    let mut page = begin(book, name, &calculation.groups)?;
    for group in 0..*rows {
        page.bare(Decimal::from(group))?;
        page.text(table.groups.get(group).map_or("", String::as_str))?;
        for (position, column) in calculation.groups.iter().enumerate() {
            let input = |input: &Input, _: Half| match input {
                Input::Position => Held::Number(Decimal::from(group)),
                _ => Held::Nothing,
            };
            write(&mut page, column, (position, group, *rows), None, input)?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(name), u16::try_from(BESIDE)?, true)
}

fn entries(book: &Book, calculation: &Calculation, list: usize) -> anyhow::Result<Sheet> {
    let (assessment, empty) = (book.assessment, Vec::new());
    let columns = calculation.lists.get(list).unwrap_or(&empty);
    let (name, rows) = calculation.shape.lists.get(list).cloned().unwrap_or_default();
    let mut page = begin(book, &name, columns)?;
    let Some(entries) = assessment.table.lists.get(list) else { return page.finish("", 0, false) };
    let mut places = vec![0_usize; assessment.units()];
    for (row, &unit) in assessment.order().iter().enumerate() {
        if let Some(place) = places.get_mut(unit) {
            *place = row + 1;
        }
    }
    for (entry, unit) in entries.units.iter().map(|unit| *unit as usize).enumerate() {
        let of = assessment.table.units.get(unit);
        page.text(of.map_or("", |unit| &unit.id))?;
        page.text(of.map_or("", |unit| &unit.name))?;
        for (position, column) in columns.iter().enumerate() {
            let cell = match &column.computed {
                Computed::Column(id) => assessment.vector(*id).map(|vector| vector.cell(entry)),
                Computed::Part(_) | Computed::Nothing => None,
            };
            let input = |input: &Input, half: Half| match input {
                Input::UnitRow => Held::Number(Decimal::from(places.get(unit).copied().unwrap_or_default())),
                Input::Entry(at) => of_entry(book, list, (entry, *at), None, half),
                Input::EntryTextIs(at, text) => of_entry(book, list, (entry, *at), Some(text), half),
                _ => Held::Nothing,
            };
            write(&mut page, column, (position, entry, rows), cell, input)?;
        }
        page.end_row()?;
    }
    page.finish(&book.title(&name), u16::try_from(BESIDE)?, true)
}

fn of_entry(book: &Book, list: usize, (entry, at): (usize, u32), text: Option<&str>, half: Half) -> Held {
    let (program, table) = (&book.assessment.program, &book.assessment.table);
    let field = program.lists.get(list).and_then(|list| list.columns.get(at as usize));
    let column = table.lists.get(list).and_then(|list| list.columns.get(at as usize));
    let (Some(field), Some(column)) = (field, column) else { return Held::Nothing };
    let state = column.states.get(entry).copied().unwrap_or(State::Missing);
    let value = match (text, column.texts.get(entry)) {
        (Some(wanted), held) => {
            if held.is_some_and(|held| held == wanted) {
                Decimal::ONE
            } else {
                Decimal::ZERO
            }
        }
        (None, _) => column.values.get(entry).copied().unwrap_or_default(),
    };
    let cell = if state == State::Known { Cell::known(value) } else { Cell::unknown(state) };
    // The code of a text tells texts that people take for the same; no formula does.
    let coded = text.is_none() && field.kind == FieldKind::Text;
    let formula = (!coded && follows(&field.kind, cell)).then(|| lists::place(book, list, entry, at as usize));
    let formula = formula.and_then(|cell| {
        reading(&Reading { cell: &cell, state: None, kind: &field.kind, text_is: text, lang: book.lang }, half)
    });
    held(formula, cell, half)
}
