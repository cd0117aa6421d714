//! What a test wants of a number or a sentence, and whether what came out is that.

use super::expect::state_words;
use super::keys::RANGE;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Item, Reader, Section, Value};
use crate::number::{self, Decimal, GUARD_DIGITS, Rounding, RoundingMode};
use crate::scoring::Cell;
use crate::words::rubric::RubricProblem;

/// What a test wants of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// This state, or this word.
    Word(String),
    /// This number to the last digit, as a percentage or not.
    Exactly(Decimal, bool),
    /// A number that comes to this one when it is rounded to so many decimals: 约等于 a printed figure.
    About(Decimal, u32, bool),
    /// A number within these bounds, both included.
    Between(Option<Decimal>, Option<Decimal>, bool),
}

impl Wanted {
    /// Reads an expectation; `None` when it has a mistake, which is then reported.
    pub(super) fn read(reader: &Reader, key: &str, item: &Item) -> Option<Wanted> {
        match &item.value {
            Value::Number(text) | Value::Text(text) => Some(word(text)),
            Value::Table(table) => between(reader, &Section::open(reader, table, &RANGE, item.spot.clone())),
            Value::YesNo(_) | Value::Date(_) | Value::Array(_) => {
                document::report_kind(reader, key, "number", item);
                None
            }
        }
    }

    /// Whether a cell is what is wanted.
    pub(super) fn holds(&self, cell: Cell) -> bool {
        match (self, cell.get().map(|value| number::guard(value, GUARD_DIGITS))) {
            (Wanted::Word(word), _) => *word == self.actual(cell),
            (_, None) => false,
            (Wanted::Exactly(wanted, _), Some(value)) => number::guard(*wanted, GUARD_DIGITS) == value,
            (Wanted::About(wanted, digits, _), Some(value)) => {
                Rounding { digits: *digits, mode: RoundingMode::HalfUp }.apply(value) == *wanted
            }
            (Wanted::Between(low, high, _), Some(value)) => {
                low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high)
            }
        }
    }

    /// What is wanted, in its shortest form.
    pub(super) fn text(&self) -> String {
        let shown = |value: &Decimal| self.shown(*value);
        match self {
            Wanted::Word(word) => word.clone(),
            Wanted::Exactly(value, _) => shown(value),
            Wanted::About(value, ..) => format!("≈{}", shown(value)),
            Wanted::Between(Some(low), Some(high), _) => format!("{}…{}", shown(low), shown(high)),
            Wanted::Between(Some(low), None, _) => format!("≥{}", shown(low)),
            Wanted::Between(None, high, _) => {
                high.as_ref().map_or_else(String::new, |high| format!("≤{}", shown(high)))
            }
        }
    }

    /// What came out, written as the expectation is.
    pub(super) fn actual(&self, cell: Cell) -> String {
        match cell.get() {
            Some(value) => self.shown(number::guard(value, GUARD_DIGITS)),
            None => state_words(cell.state).to_owned(),
        }
    }

    /// Whether it is one number or word, so that another can stand in its place.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Wanted::Word(_) | Wanted::Exactly(..))
    }

    fn percent(&self) -> bool {
        match self {
            Wanted::Word(_) => false,
            Wanted::Exactly(_, percent) | Wanted::About(_, _, percent) | Wanted::Between(_, _, percent) => *percent,
        }
    }

    fn shown(&self, value: Decimal) -> String {
        match value.checked_mul(Decimal::ONE_HUNDRED).filter(|_| self.percent()) {
            Some(hundredfold) => format!("{}%", number::plain(hundredfold)),
            None => number::plain(value),
        }
    }
}

/// A number or a word as written.
fn word(text: &str) -> Wanted {
    if let Some((value, percent)) = text.strip_prefix('≈').and_then(|rest| literal(rest.trim())) {
        // What was written decides: ≈85.60 is looked at to two decimals.
        return Wanted::About(value, value.scale(), percent);
    }
    literal(text).map_or_else(|| Wanted::Word(text.to_owned()), |(value, percent)| Wanted::Exactly(value, percent))
}

/// `3.5` or `93.75%`, the latter as a fraction; its decimals are those that are written.
fn literal(text: &str) -> Option<(Decimal, bool)> {
    match text.strip_suffix('%') {
        Some(number) => {
            let number = number::read_exact(number)?;
            let scale = number.scale().checked_add(2).filter(|scale| *scale <= Decimal::MAX_SCALE)?;
            let mut value = number;
            value.set_scale(scale).ok()?;
            Some((value, true))
        }
        None => Some((number::read_exact(text)?, false)),
    }
}

fn between(reader: &Reader, range: &Section<'_>) -> Option<Wanted> {
    let end = |key: &str| match range.open_item(key).map(|item| (item, &item.value)) {
        None => Some(None),
        Some((item, Value::Number(text) | Value::Text(text))) => match literal(text) {
            Some(found) => Some(Some(found)),
            None => {
                reader.report(Diagnostic::at(RubricProblem::NumberUnreadable { text: text.clone() }, &item.spot));
                None
            }
        },
        Some((item, _)) => {
            document::report_kind(reader, key, "number", item);
            None
        }
    };
    let (low, high) = (end("min"), end("max"));
    let (low, high) = (low?, high?);
    let reversed = low.zip(high).is_some_and(|((low, _), (high, _))| high < low);
    if reversed || (low.is_none() && high.is_none()) {
        reader.report(Diagnostic::at(RubricProblem::TestRange, &range.spot));
        return None;
    }
    let percent = [low, high].into_iter().flatten().any(|(_, percent)| percent);
    Some(Wanted::Between(low.map(|(low, _)| low), high.map(|(high, _)| high), percent))
}

/// What a text leaves out.
const REST: char = '…';

/// Whether a sentence is the one that is wanted; `…` stands for any stretch of it.
pub(super) fn says(wanted: &str, sentence: &str) -> bool {
    let Some((first, rest)) = wanted.split_once(REST) else { return wanted == sentence };
    let Some(mut left) = sentence.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once(REST).unwrap_or(("", rest));
    for part in middle.split(REST) {
        let Some(found) = left.find(part) else { return false };
        left = left.get(found + part.len()..).unwrap_or_default();
    }
    left.ends_with(last)
}

/// Whether a text is a sentence in full.
pub(super) fn is_whole(wanted: &str) -> bool {
    !wanted.contains(REST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::State;

    fn known(text: &str) -> Cell {
        Cell::known(number::read_exact(text).unwrap())
    }

    #[test]
    fn a_number_is_wanted_exactly_or_as_it_was_printed() {
        for (wanted, value, holds) in [
            ("5.00", "5", true),
            ("93.75%", "0.9375", true),
            ("93.7%", "0.9375", false),
            ("≈93.8%", "0.9375", true),
            ("≈85.67", "85.666666667", true),
            ("≈85.6", "85.666666667", false),
            ("≈85.60", "85.6", true),
            ("missing", "0", false),
        ] {
            assert_eq!(word(wanted).holds(known(value)), holds, "{wanted} {value}");
        }
        assert!(word("missing").holds(Cell::unknown(State::Undefined)));
        assert_eq!(word("93.70%").actual(known("0.9375")), "93.75%");
        assert_eq!(word("≈93.70%").text(), "≈93.7%");
    }

    #[test]
    fn dots_stand_for_any_stretch_of_a_sentence() {
        let sentence = "实际90%,满分线95%";
        for (wanted, holds) in [
            ("实际90%,满分线95%", true),
            ("实际90%", false),
            ("实际90%…", true),
            ("…95%", true),
            ("…满分线…", true),
            ("实际…满分线…", true),
            ("…满分线…实际…", false),
            ("实际90%,满分线95%…95%", false),
            ("…", true),
        ] {
            assert_eq!(says(wanted, sentence), holds, "{wanted}");
        }
    }
}
