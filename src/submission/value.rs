//! One written value in a field of one kind, read as people mean it.

use super::grid::{Cell, quoted};
use super::notation::{Written, read_number};
use crate::diagnostic::nearest;
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind};
use crate::spreadsheet::date_of_serial;
use crate::table::{State, date_text, read_date};
use crate::text::{fold, half_width, word_key};
use crate::words::data::DataProblem;
use crate::words::{Bilingual, both};

/// A value as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// A number, a fraction, a code or a day; 0 where the state is not known.
    pub value: Decimal,
    /// What is known of it.
    pub state: State,
    /// The text of a text field.
    pub text: Option<String>,
    /// Why it could not be used, or how it was read when that may surprise. The catalogue's severity tells which.
    pub problem: Option<DataProblem>,
    /// The option that was probably meant, when the problem is a misspelt one.
    pub suggestion: Option<String>,
}

impl Reading {
    fn known(value: Decimal) -> Reading {
        Reading { value, ..Reading::default() }
    }

    fn missing() -> Reading {
        Reading { state: State::Missing, ..Reading::default() }
    }

    fn unusable(problem: DataProblem) -> Reading {
        Reading { problem: Some(problem), ..Reading::missing() }
    }

    fn with(mut self, problem: DataProblem) -> Reading {
        self.problem = Some(problem);
        self
    }
}

/// 不适用
const NOT_APPLICABLE: &[&str] = &["不适用", "缺项", "不涉及", "notapplicable", "/", "n/a", "na"];
/// 缺报
const MISSING: &[&str] = &["-", "--", "—", "——", "–", "未报", "缺报", "未填报", "未填"];
const YES: &[&str] = &["是", "yes", "y", "true", "1", "√", "✓", "✔", "有"];
const NO: &[&str] = &["否", "no", "n", "false", "0", "×", "✗", "✘", "x", "无"];
/// What a spreadsheet writes into CSV for a failed formula.
const ERRORS: &[&str] = &["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"];

/// Reads one written value in a field of this kind.
///
/// 不适用, 缺项, 不涉及, `/`, `N/A` are not applicable; blanks, dashes, 未报, 缺报 are missing. 无 is 0 where things or
/// money are counted (and told), no in a yes-no field, an ordinary word in a text field, and missing (and told)
/// elsewhere: none, unknown and not applicable would all score differently there. A percentage is a fraction: 98.5%
/// and 0.985 are read as they stand, a bare 98.5 as 98.5% (and told), and anything above 100 needs its sign.
pub fn read_value(text: &str, field: &Field) -> Reading {
    in_range(read_text(text, field, false), field)
}

/// Reads a cell of a file. In a file whose cells have types, a percentage typed as text is told: a spreadsheet does not
/// compute with it.
pub(crate) fn read_cell(cell: &Cell, field: &Field, typed: bool) -> Reading {
    let reading = match cell {
        Cell::Text(text) => read_text(text, field, typed),
        Cell::Error(text) => Reading::unusable(error_cell(text, field)),
        Cell::FormulaWithoutValue => Reading::unusable(DataProblem::FormulaWithoutValue { field: field.label.clone() }),
        Cell::Number(value, percent) => read_number_cell(*value, *percent, field),
        Cell::YesNo(yes) if field.kind == FieldKind::YesNo => Reading::known(Decimal::from(u8::from(*yes))),
        Cell::Date(day) if field.kind == FieldKind::Date => Reading::known(Decimal::from(*day)),
        Cell::YesNo(_) | Cell::Date(_) => match &field.kind {
            FieldKind::Text => Reading { text: Some(cell.text()), ..Reading::default() },
            FieldKind::Choice(_) => read_text(&cell.text(), field, true),
            _ => wrong_kind(&cell.text(), field),
        },
    };
    in_range(reading, field)
}

fn read_number_cell(value: Decimal, percent: bool, field: &Field) -> Reading {
    let shown = Cell::Number(value, percent);
    match &field.kind {
        FieldKind::Percent if percent => Reading::known(value),
        FieldKind::Percent => scale(value, field),
        // What looks like 98.5% counts as 0.985 in a field of plain numbers; better say so.
        FieldKind::Number if percent => Reading::known(value).with(DataProblem::ReadAs {
            field: field.label.clone(),
            text: shown.text(),
            value: number::plain(value),
        }),
        FieldKind::Count | FieldKind::Money | FieldKind::Points if percent => wrong_kind(&shown.text(), field),
        FieldKind::Count if !value.fract().is_zero() => wrong_kind(&shown.text(), field),
        FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Points => Reading::known(value),
        FieldKind::Text => Reading { text: Some(shown.text()), ..Reading::default() },
        FieldKind::YesNo | FieldKind::Choice(_) => read_text(&number::plain(value), field, true),
        FieldKind::Date => {
            date(&shown.text()).map_or_else(|| no_date(&shown.text(), field), |d| Reading::known(d.into()))
        }
    }
}

/// What is no date; a number may be how a spreadsheet counts days, from one of two starts, so it is only asked about.
fn no_date(text: &str, field: &Field) -> Reading {
    let serial = text.trim().parse().ok().filter(|serial| (20_000..80_000).contains(serial));
    Reading { suggestion: serial.map(|serial| date_text(date_of_serial(serial))), ..wrong_kind(text, field) }
}

fn read_text(text: &str, field: &Field, typed: bool) -> Reading {
    // Nearly every cell is plain digits: no need to look for words.
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        let word = word_key(text);
        if word.is_empty() || MISSING.contains(&word.as_str()) {
            return Reading::missing();
        }
        if NOT_APPLICABLE.contains(&word.as_str()) {
            return Reading { state: State::NotApplicable, ..Reading::default() };
        }
        if word.starts_with('#') && ERRORS.contains(&text.trim()) {
            return Reading::unusable(error_cell(text.trim(), field));
        }
        if word == "无" {
            return none(text, field);
        }
    }
    match &field.kind {
        FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Points | FieldKind::Percent => {
            match read_number(text, field.measure.as_deref()) {
                Some(written) => number_in(written, text, field, typed),
                None => wrong_kind(text, field),
            }
        }
        FieldKind::YesNo => match yes_no(text) {
            Some(yes) => Reading::known(Decimal::from(u8::from(yes))),
            None => wrong_kind(text, field),
        },
        FieldKind::Choice(options) => choice(text, options).unwrap_or_else(|| {
            let suggestion = nearest(&quoted(text), options.iter().map(String::as_str));
            Reading { suggestion, ..wrong_kind(text, field) }
        }),
        FieldKind::Text => Reading { text: Some(text.trim().to_owned()), ..Reading::default() },
        FieldKind::Date => date(text).map_or_else(|| no_date(text, field), |d| Reading::known(Decimal::from(d))),
    }
}

fn number_in(written: Written, text: &str, field: &Field, typed: bool) -> Reading {
    let Written { value, percent, surprising } = written;
    let read_as = |value: Decimal, shown: Decimal| {
        let told = DataProblem::ReadAs {
            field: field.label.clone(),
            text: quoted(text),
            value: if field.kind == FieldKind::Percent { number::percent(shown) } else { number::plain(shown) },
        };
        Reading::known(value).with(told)
    };
    if percent {
        let Some(fraction) = value.checked_div(Decimal::ONE_HUNDRED) else { return wrong_kind(text, field) };
        return match field.kind {
            FieldKind::Percent if surprising || typed => read_as(fraction, fraction),
            FieldKind::Percent => Reading::known(fraction),
            FieldKind::Number if field.measure.as_deref().is_some_and(|m| fold(m) == "%") => read_as(value, value),
            FieldKind::Number => read_as(fraction, fraction),
            _ => wrong_kind(text, field),
        };
    }
    match field.kind {
        FieldKind::Percent => {
            let reading = scale(value, field);
            if surprising && reading.problem.is_none() { read_as(value, value) } else { reading }
        }
        FieldKind::Count if !value.fract().is_zero() => wrong_kind(text, field),
        _ if surprising => read_as(value, value),
        _ => Reading::known(value),
    }
}

/// A percentage without its sign: a fraction up to 1, per cent above. Exactly 1 is taken for the whole.
fn scale(value: Decimal, field: &Field) -> Reading {
    let size = value.abs();
    if size < Decimal::ONE {
        return Reading::known(value);
    }
    if size > Decimal::ONE_HUNDRED {
        return wrong_kind(&number::plain(value), field);
    }
    let fraction = if size == Decimal::ONE { value } else { value / Decimal::ONE_HUNDRED };
    Reading::known(fraction).with(DataProblem::PercentScale {
        field: field.label.clone(),
        text: number::plain(value),
        value: number::percent(fraction),
    })
}

fn none(text: &str, field: &Field) -> Reading {
    let (name, text) = (field.label.clone(), quoted(text));
    match &field.kind {
        FieldKind::Count | FieldKind::Number | FieldKind::Money => {
            Reading::known(Decimal::ZERO).with(DataProblem::ReadAs { field: name, text, value: "0".to_owned() })
        }
        FieldKind::YesNo => Reading::known(Decimal::ZERO),
        FieldKind::Text => Reading { text: Some(text), ..Reading::default() },
        FieldKind::Choice(options) => choice(&text, options)
            .unwrap_or_else(|| Reading::unusable(DataProblem::ReadAsMissing { field: name, text })),
        FieldKind::Percent | FieldKind::Date | FieldKind::Points => {
            Reading::unusable(DataProblem::ReadAsMissing { field: name, text })
        }
    }
}

/// 是 or 否 in the words and ticks people use.
fn yes_no(text: &str) -> Option<bool> {
    let word = word_key(text);
    if YES.contains(&word.as_str()) {
        return Some(true);
    }
    NO.contains(&word.as_str()).then_some(false)
}

fn choice(text: &str, options: &[String]) -> Option<Reading> {
    let trimmed = text.trim();
    let position = options.iter().position(|option| option == trimmed).or_else(|| {
        let word = word_key(text);
        let mut alike = (0..options.len()).filter(|at| options.get(*at).is_some_and(|option| word_key(option) == word));
        // Of two that only their writing tells apart, neither is meant more.
        alike.next().filter(|_| alike.next().is_none())
    })?;
    Some(Reading::known(Decimal::from(position)))
}

/// A day in ISO, Chinese or compact form; a time of day after it is not looked at.
fn date(text: &str) -> Option<i64> {
    let text = half_width(text);
    if let Some(day) = read_date(&text) {
        return Some(day);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return read_date(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?));
    }
    let (day, time) = text.split_once([' ', 'T'])?;
    let clock = !time.is_empty() && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z'));
    if clock { read_date(day) } else { None }
}

/// The day a cell holds.
pub(super) fn read_day(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Date(day) => Some(*day),
        Cell::Text(text) => date(text),
        _ => None,
    }
}

fn error_cell(text: &str, field: &Field) -> DataProblem {
    DataProblem::ErrorCell { field: field.label.clone(), text: quoted(text) }
}

fn wrong_kind(text: &str, field: &Field) -> Reading {
    Reading::unusable(DataProblem::WrongKind {
        field: field.label.clone(),
        text: quoted(text),
        expected: expected(&field.kind),
    })
}

/// What is wanted in a field of this kind.
pub(super) fn expected(kind: &FieldKind) -> Bilingual {
    match kind {
        FieldKind::Count => both("整数", "a whole number"),
        FieldKind::Number | FieldKind::Money => both("数字", "a number"),
        FieldKind::Percent => both("百分数", "a percentage"),
        FieldKind::YesNo => both("“是”或“否”", "yes or no"),
        FieldKind::Choice(_) => both("细则列出的选项", "one of the rubric's options"),
        FieldKind::Text => both("文字", "a text"),
        FieldKind::Date => both("日期", "a date"),
        FieldKind::Points => both("得分", "a number of points"),
    }
}

/// Leaves out what is outside of the field's range. Points are never negative; their upper bound is the program's.
fn in_range(reading: Reading, field: &Field) -> Reading {
    if reading.state != State::Known || reading.text.is_some() {
        return reading;
    }
    let least = if field.kind == FieldKind::Points { Some(field.min.unwrap_or_default()) } else { field.min };
    let (below, above) =
        (least.is_some_and(|min| reading.value < min), field.max.is_some_and(|max| reading.value > max));
    if !below && !above {
        return reading;
    }
    let show = |value: Decimal| match field.kind {
        FieldKind::Percent => number::percent(value),
        FieldKind::Date => i64::try_from(value).map_or_else(|_| number::plain(value), date_text),
        _ => number::plain(value),
    };
    let range = match (least, field.max) {
        (Some(min), Some(max)) => format!("{}~{}", show(min), show(max)),
        (Some(min), None) => format!("≥{}", show(min)),
        (None, Some(max)) => format!("≤{}", show(max)),
        (None, None) => String::new(),
    };
    let value = show(reading.value);
    Reading::unusable(DataProblem::OutOfRange { field: field.label.clone(), value, range })
}
