//! One ledger as a workbook: a row a finding, open cells for what people do about it, and a key by which it is known again.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign,
    Formula, Worksheet, utility,
};

use super::since;
use crate::number::{self, Decimal};
use crate::program::Program;
use crate::report::facts::bare_title;
use crate::report::form::hidden::Hidden;
use crate::report::workbook::page::Page;
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::spreadsheet;
use crate::submission::Stamp;
use crate::submission::ledger::{Progress, Row};
use crate::words::Lang;
use crate::words::ledger::LedgerWord as Word;

/// Whose ledger it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The office's: every row.
    All,
    /// One unit's: its id and its name.
    Unit(&'a str, &'a str),
    /// One lead department's.
    Lead(&'a str),
}

/// What a ledger is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    /// The rubric that found the rows.
    pub program: &'a Program,
    /// What is asked of units after the result, in words.
    pub follow_up: &'a str,
    /// Whose it is.
    pub whose: Whose<'a>,
    /// Its rows.
    pub rows: &'a [&'a Row],
}

/// A column, with its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    Number,
    Unit,
    Problem,
    Lost,
    Reason,
    Lead,
    Measures,
    Person,
    Deadline,
    State,
    Progress,
    ClosedOn,
    Since,
    Key,
}

const COLUMNS: [(Col, Word, f64); 14] = [
    (Col::Number, Word::Number, 5.5),
    (Col::Unit, Word::Unit, 10.0),
    (Col::Problem, Word::Problem, 24.0),
    (Col::Lost, Word::Lost, 7.0),
    (Col::Reason, Word::Reason, 26.0),
    (Col::Lead, Word::Lead, 12.0),
    (Col::Measures, Word::Measures, 28.0),
    (Col::Person, Word::Person, 10.0),
    (Col::Deadline, Word::Deadline, 12.0),
    (Col::State, Word::State, 10.0),
    (Col::Progress, Word::Progress, 22.0),
    (Col::ClosedOn, Word::ClosedOn, 12.0),
    (Col::Since, Word::Since, 12.0),
    (Col::Key, Word::Key, 10.0),
];

/// Columns that stay in sight, up to the problem.
const KEEP: u16 = 3;
/// Rows below the last that people may add with drop-downs.
const MORE: u32 = 200;
/// What still wants filling: an amber that prints as a visible grey.
const EMPTY: Color = Color::RGB(0xFF_E6_99);
/// The ink of rows that are done.
const SETTLED: Color = Color::RGB(0x80_80_80);

/// The workbook's bytes; the same rows give the same bytes.
pub fn write(ledger: &Ledger<'_>) -> anyhow::Result<Vec<u8>> {
    let lang = ledger.program.heading.language;
    let styles = Styles::new(lang);
    let sheet = Sheet { page: Page::named(&Word::Ledger.say(lang), &styles)?, ledger, styles: &styles, lang };
    let frame = sheet.write()?;
    let heading = &ledger.program.heading;
    let stamp = Stamp {
        kind: "ledger".to_owned(),
        rubric: heading.id.clone(),
        edition: heading.edition.clone(),
        period: heading.period.clone(),
        sha256: ledger.program.fingerprint.clone(),
        unit: match ledger.whose {
            Whose::Unit(id, _) => Some(id.to_owned()),
            Whose::All | Whose::Lead(_) => None,
        },
        aside: Vec::new(),
    };
    let hidden = Hidden::default().sheet(&stamp)?;
    save(&styles, vec![frame.into(), hidden.into()], &ledger.title(lang))
}

impl Ledger<'_> {
    fn title(&self, lang: Lang) -> String {
        let title = bare_title(&self.program.heading.title).to_owned();
        match self.whose {
            Whose::All => Word::TitleAll { title },
            Whose::Unit(_, unit) => Word::TitleUnit { unit: unit.to_owned(), title },
            Whose::Lead(lead) => Word::TitleLead { lead: lead.to_owned(), title },
        }
        .say(lang)
    }
}

fn at(col: Col) -> u16 {
    (0..).zip(COLUMNS).find(|(_, (known, ..))| *known == col).map_or(0, |(at, _)| at)
}

fn name(col: Col) -> String {
    utility::column_number_to_name(at(col))
}

struct Sheet<'a> {
    page: Page<'a>,
    ledger: &'a Ledger<'a>,
    styles: &'a Styles,
    lang: Lang,
}

impl Sheet<'_> {
    fn write(mut self) -> anyhow::Result<Worksheet> {
        let lang = self.lang;
        self.page.set_widths(&COLUMNS.map(|(.., width)| width));
        self.page.banner(&self.ledger.title(lang), &self.styles.title, 24.0)?;
        let mut notes = vec![Word::HowTo.say(lang)];
        notes.extend((!self.ledger.follow_up.is_empty()).then(|| self.ledger.follow_up.to_owned()));
        self.page.banner(&notes.join("\n"), &self.styles.note, 15.0)?;
        let count = self.page.row();
        self.page.next_row();
        self.page.head_row(&COLUMNS.map(|(_, label, _)| label.say(lang)))?;
        let first = self.page.row();
        for (position, row) in self.ledger.rows.iter().enumerate() {
            self.row(position, row)?;
        }
        if self.ledger.rows.is_empty() {
            self.page.text("")?;
            self.page.text("")?;
            self.page.text(&Word::NoRows.say(lang))?;
            (3..COLUMNS.len()).try_for_each(|_| self.page.text(""))?;
            self.page.end_row()?;
        }
        let last = self.page.row().saturating_sub(1).max(first);
        self.count(count, first, last)?;
        let mut sheet = self.page.finish_report(true)?.frame;
        sheet.set_freeze_panes(first, KEEP)?;
        sheet.set_column_hidden(at(Col::Key))?;
        sheet.autofilter(first - 1, 0, last, at(Col::Key))?;
        validate(&mut sheet, first, last, lang)?;
        colour(&mut sheet, first, last, lang)?;
        Ok(sheet)
    }

    fn row(&mut self, position: usize, row: &Row) -> anyhow::Result<()> {
        let (lang, period) = (self.lang, &self.ledger.program.heading.period);
        let fill = &row.fill;
        for (col, ..) in COLUMNS {
            match col {
                Col::Number => self.page.count(position + 1)?,
                Col::Unit => self.page.text(&row.unit)?,
                Col::Problem => self.page.text(&row.problem)?,
                Col::Lost => self.page.maybe(row.lost, self.ledger.program.rounding.leaf)?,
                Col::Reason => self.page.text(&row.reason)?,
                Col::Lead => self.page.text(&row.lead)?,
                Col::Measures => self.page.entered(&fill.measures)?,
                Col::Person => self.page.entered(&fill.person)?,
                Col::Deadline if fill.endless => self.page.entered(&Word::NoDeadline.say(lang))?,
                Col::Deadline => self.day(fill.deadline)?,
                Col::State => self.page.put(&fill.state.word().say(lang), &self.open(FormatAlign::Center))?,
                Col::Progress => self.page.entered(&fill.progress)?,
                Col::ClosedOn => self.day(fill.closed)?,
                Col::Since => self.page.text(&since(row, period, lang))?,
                Col::Key => self.key(&row.key.written(fill, &self.ledger.program.heading.period))?,
            }
        }
        self.page.end_row()
    }

    /// A cell to fill in.
    fn open(&self, align: FormatAlign) -> Format {
        Format::clone(&self.styles.entered).set_align(align)
    }

    /// A key, in small: it is as high as its row, however long.
    fn key(&mut self, key: &str) -> anyhow::Result<()> {
        let row = self.page.row();
        self.page.sheet().write_string(row, at(Col::Key), key)?;
        self.page.skip();
        Ok(())
    }

    fn day(&mut self, day: Option<i64>) -> anyhow::Result<()> {
        let format = self.open(FormatAlign::Center).set_num_format("yyyy-mm-dd");
        let Some(day) = day else { return self.page.put("", &format) };
        let (row, serial) = (self.page.row(), Decimal::from(day + spreadsheet::EPOCH));
        let column = self.page.column();
        self.page.sheet().write_number_with_format(row, column, number::to_double(serial), &format)?;
        self.page.skip();
        Ok(())
    }

    /// A line that counts as the states change.
    fn count(&mut self, row: u32, first: u32, last: u32) -> anyhow::Result<()> {
        let lang = self.lang;
        let range = format!("${0}${1}:${0}${2}", name(Col::State), first + 1, last + 1 + MORE);
        let states = Progress::ALL.map(|state| state.word().say(lang));
        let counted =
            |state: &str| self.ledger.rows.iter().filter(|row| row.fill.state.word().say(lang) == state).count();
        let all = Word::CountAll.say(lang);
        let mut formula = format!("=\"{all} \"&COUNTA({range})");
        let mut now = format!("{all} {}", self.ledger.rows.len());
        for state in &states {
            use std::fmt::Write as _;
            let _ = write!(formula, "&\"    {state} \"&COUNTIF({range},\"{state}\")");
            let _ = write!(now, "    {state} {}", counted(state));
        }
        let styles = self.styles;
        let format = Format::clone(&styles.note).set_bold();
        let sheet = self.page.sheet();
        sheet.merge_range(row, 0, row, at(Col::Since), "", &format)?;
        sheet.write_formula_with_format(row, 0, Formula::new(formula).set_result(now), &format)?;
        Ok(())
    }
}

/// Drop-downs for the state, and what days look like; also below the last row, where people add some.
fn validate(sheet: &mut Worksheet, first: u32, last: u32, lang: Lang) -> anyhow::Result<()> {
    let words = Progress::ALL.map(|state| state.word().say(lang));
    let below = last + MORE;
    let state = DataValidation::new()
        .allow_list_strings(&words)?
        .set_input_message(Word::SayState.say(lang))?
        .set_error_message(Word::SayState.say(lang))?;
    sheet.add_data_validation(first, at(Col::State), below, at(Col::State), &state)?;
    for (col, says) in [(Col::Deadline, Word::SayDeadline), (Col::ClosedOn, Word::SayClosedOn)] {
        let says = says.say(lang);
        // 2000-01-01 and after: a year that was typed wrongly is asked about, and words are.
        let day = DataValidation::new()
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(36_526.0))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_input_message(says.clone())?
            .set_error_message(says)?;
        sheet.add_data_validation(first, at(col), below, at(col), &day)?;
    }
    Ok(())
}

/// What is done is grey; an open row without a person or a deadline shows where.
fn colour(sheet: &mut Worksheet, first: u32, last: u32, lang: Lang) -> anyhow::Result<()> {
    let (row, state) = (first + 1, name(Col::State));
    let [done, kept] = [Progress::Done, Progress::KeptUp].map(|state| state.word().say(lang));
    let settled = format!("OR(${state}{row}=\"{done}\",${state}{row}=\"{kept}\")");
    let grey = ConditionalFormatFormula::new()
        .set_rule(format!("={settled}").as_str())
        .set_format(Format::new().set_font_color(SETTLED));
    sheet.add_conditional_format(first, 0, last + MORE, at(Col::Since), &grey)?;
    for col in [Col::Person, Col::Deadline] {
        let rule = format!("=AND(${}{row}<>\"\",{}{row}=\"\",NOT({settled}))", name(Col::Problem), name(col));
        let empty = ConditionalFormatFormula::new()
            .set_rule(rule.as_str())
            .set_format(Format::new().set_background_color(EMPTY));
        sheet.add_conditional_format(first, at(col), last + MORE, at(col), &empty)?;
    }
    Ok(())
}
