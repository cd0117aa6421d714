//! A target as units file it: one number, or a range such as `10~15`.

use super::grid::{Cell, quoted};
use super::value::{Reading, read_cell, read_value};
use crate::number::Decimal;
use crate::program::{Field, FieldKind};
use crate::table::State;
use crate::text::{fold, half_width};
use crate::words::data::DataProblem;

/// A target as it was read. What is to be told stands with the end it is of; of one number, with the lower end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetReading {
    /// The lower end.
    pub low: Reading,
    /// The upper end.
    pub high: Reading,
    /// Whether two ends were written.
    pub is_range: bool,
}

impl TargetReading {
    fn one(low: Reading) -> TargetReading {
        let high = Reading { problem: None, suggestion: None, ..low.clone() };
        TargetReading { low, high, is_range: false }
    }

    /// No target, for this reason.
    fn unusable(problem: DataProblem) -> TargetReading {
        TargetReading::one(Reading { state: State::Missing, problem: Some(problem), ..Reading::default() })
    }
}

/// Reads a written target for a field of this kind: a value as the field itself is read, or two of them with `~`, `至`,
/// `—` or a hyphen between. A unit of measure behind the second is of the first too. A dash, `/` and 不适用 say that
/// there is no target.
pub fn read_target(text: &str, field: &Field) -> TargetReading {
    if let Some(none) = no_target(text, field) {
        return TargetReading::one(none);
    }
    let one = read_value(text, field);
    if one.state == State::Known || !matches!(one.problem, Some(DataProblem::WrongKind { .. })) {
        return TargetReading::one(one);
    }
    read_range(text, field).unwrap_or_else(|| TargetReading::one(one))
}

/// Reads a cell of a file.
pub(crate) fn read_target_cell(cell: &Cell, field: &Field, typed: bool) -> TargetReading {
    if let Cell::Text(text) = cell {
        let read = read_target(text, field);
        if read.is_range || read.low.state != State::Known {
            return read;
        }
    }
    TargetReading::one(read_cell(cell, field, typed))
}

fn is_numeric(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Count
            | FieldKind::Number
            | FieldKind::Money
            | FieldKind::Points
            | FieldKind::Percent
            | FieldKind::Date
    )
}

/// A dash says that there is no target; where a value stands it would say that nobody gave one.
fn no_target(text: &str, field: &Field) -> Option<Reading> {
    let word = fold(text);
    let not_applicable = Reading { state: State::NotApplicable, ..Reading::default() };
    if !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '—' | '–' | '―')) {
        return Some(not_applicable);
    }
    (word == "无" && is_numeric(&field.kind)).then(|| {
        let (field, text) = (field.label.clone(), quoted(text));
        Reading { problem: Some(DataProblem::ReadAs { field, text, value: "不适用".to_owned() }), ..not_applicable }
    })
}

fn read_range(text: &str, field: &Field) -> Option<TargetReading> {
    if !is_numeric(&field.kind) {
        return None;
    }
    let (low, high) = ends(text, field.kind != FieldKind::Date)?;
    let (low, high) = (read_value(&low, field), read_value(&high, field));
    let known = |end: &Reading| (end.state == State::Known).then_some(end.value);
    let (least, most): (Decimal, Decimal) = (known(&low)?, known(&high)?);
    if least > most {
        let (field, text) = (field.label.clone(), quoted(text));
        return Some(TargetReading::unusable(DataProblem::RangeReversed { field, text }));
    }
    // How a range was read is told as a whole; its ends need no word of their own.
    let quiet = |end: Reading| match end.problem {
        Some(DataProblem::ReadAs { .. }) => Reading { problem: None, suggestion: None, ..end },
        _ => end,
    };
    Some(TargetReading { low: quiet(low), high: quiet(high), is_range: true })
}

/// The two ends of a range as they are written. A hyphen is a sign at the front and after another hyphen, and parts the
/// ends elsewhere; where it could do so twice nobody knows where.
fn ends(text: &str, hyphens: bool) -> Option<(String, String)> {
    let text = half_width(text).replace('−', "-");
    let parts: Vec<&str> = text
        .split(['~', '〜', '∼', '至', '到', '—', '–', '―'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let (low, high) = match parts[..] {
        [low, high] => (low, high),
        [whole] if hyphens && whole == text => {
            let bytes = whole.as_bytes();
            let parting = |at: &usize| bytes.get(*at) == Some(&b'-') && *at > 0 && bytes.get(*at - 1) != Some(&b'-');
            let mut places = (0..bytes.len()).filter(parting);
            let (at, None) = (places.next()?, places.next()) else { return None };
            (whole.get(..at)?.trim(), whole.get(at + 1..)?.trim())
        }
        _ => return None,
    };
    let behind = high.get(high.rfind(|c: char| c.is_ascii_digit())? + 1..)?;
    let bare = hyphens && low.ends_with(|c: char| c.is_ascii_digit());
    Some((format!("{low}{}", if bare { behind } else { "" }), high.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{Source, Spot};
    use crate::number;
    use crate::program::Role;

    fn field(kind: FieldKind, measure: Option<&str>) -> Field {
        Field {
            id: "f".into(),
            label: "甲".into(),
            kind,
            measure: measure.map(str::to_owned),
            aliases: Vec::new(),
            note: None,
            min: None,
            max: None,
            role: Role::Submitted,
            precedence: Vec::new(),
            spot: Spot { source: Arc::new(Source { name: String::new(), text: String::new() }), span: 0..0 },
        }
    }

    fn read(text: &str, kind: FieldKind, measure: Option<&str>) -> String {
        let TargetReading { low, high, .. } = read_target(text, &field(kind, measure));
        match low.state {
            State::Known => format!("{}~{}", number::plain(low.value), number::plain(high.value)),
            State::NotApplicable => "n/a".to_owned(),
            _ => match low.problem {
                Some(DataProblem::RangeReversed { .. }) => "reversed".to_owned(),
                Some(_) => "problem".to_owned(),
                None => "missing".to_owned(),
            },
        }
    }

    #[test]
    fn a_target_is_one_number_or_a_range_in_every_notation() {
        for text in [
            "10~15",
            "10-15",
            "10～15",
            "10—15",
            "10——15",
            "10至15",
            "10 - 15",
            "１０～１５",
            "10件~15件",
            "10-15件",
            "10–15",
        ] {
            assert_eq!(read(text, FieldKind::Count, Some("件")), "10~15", "{text}");
        }
        for (text, ends) in [
            ("12", "12~12"),
            ("-5", "-5~-5"),
            ("-10--5", "-10~-5"),
            ("-5-10", "-5~10"),
            ("1,000-2,000", "1000~2000"),
            ("1-2-3", "problem"),
            ("15~10", "reversed"),
            ("10~", "problem"),
            ("~", "problem"),
            ("10~十五", "problem"),
            ("保持增长", "problem"),
            ("", "missing"),
            ("未报", "missing"),
            ("/", "n/a"),
            ("—", "n/a"),
            ("——", "n/a"),
            ("-", "n/a"),
            ("不适用", "n/a"),
            ("无", "n/a"),
        ] {
            assert_eq!(read(text, FieldKind::Number, None), ends, "{text}");
        }
    }

    #[test]
    fn what_stands_behind_the_second_is_of_the_first_too() {
        assert_eq!(read("90~95%", FieldKind::Percent, None), "0.9~0.95");
        assert_eq!(read("90%-95%", FieldKind::Percent, None), "0.9~0.95");
        assert_eq!(read("90-95", FieldKind::Percent, None), "0.9~0.95");
        assert_eq!(read("1~2亿元", FieldKind::Money, Some("万元")), "10000~20000");
        assert_eq!(read("2016-03-01", FieldKind::Date, None), "16861~16861");
        assert_eq!(read("2016-03-01至2016-03-31", FieldKind::Date, None), "16861~16891");
        assert_eq!(read("2016-03", FieldKind::Date, None), "problem");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9.~—至%万件 -]{0,20}") {
            let _ = read_target(&text, &field(FieldKind::Percent, Some("件")));
        }
    }
}
