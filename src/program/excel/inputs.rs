//! How a formula reads what stands in a cell that people may change.

use super::calculation::Half;
use super::value::quoted;
use crate::program::FieldKind;
use crate::spreadsheet::EPOCH;
use crate::table::State;
use crate::words::Lang;
use crate::words::labels::Label;

/// The longest text a formula may hold.
const LONGEST: usize = 255;
/// The longest formula.
const FORMULA: usize = 8_000;
/// The most options that are told apart in a formula.
const OPTIONS: usize = 200;

/// A cell that holds a value as people read it, and the cell that says why there is none, where that is another.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The value's cell.
    pub cell: &'a str,
    /// The cell with the words of a state.
    pub state: Option<&'a str>,
    /// What the cell holds.
    pub kind: &'a FieldKind,
    /// The text that is asked for; then the value is whether the cell holds it.
    pub text_is: Option<&'a str>,
    /// The language of the words in cells.
    pub lang: Lang,
}

/// The formula that reads one half of it; none where no formula can tell, so that only what was computed can stand there.
pub fn reading(asked: &Reading<'_>, half: Half) -> Option<String> {
    formula(asked, half).filter(|text| text.encode_utf16().count() <= FORMULA)
}

fn formula(reading: &Reading<'_>, half: Half) -> Option<String> {
    let Reading { cell, lang, .. } = reading;
    let known = known(reading)?;
    if half == Half::State {
        let absent = quoted(&Label::StatusNotApplicable.say(*lang));
        let said = reading.state.map(|state| format!(",EXACT({state},{absent})")).unwrap_or_default();
        return Some(format!("IF({known},0,IF(OR(EXACT({cell},{absent}){said}),1,{}))", State::Missing.code()));
    }
    Some(match (reading.kind, reading.text_is) {
        (_, Some(text)) if text.encode_utf16().count() <= LONGEST => format!("IF(EXACT({cell},{}),1,0)", quoted(text)),
        (_, Some(_)) => return None,
        (FieldKind::Text, None) => "0".to_owned(),
        (FieldKind::YesNo, None) => format!("IF({},1,0)", exactly(cell, &Label::Yes.say(*lang))),
        (FieldKind::Choice(options), None) => format!("IF({known},{}-1,0)", option(cell, options)),
        (FieldKind::Date, None) => format!("IF({known},{cell}-{EPOCH},0)"),
        (_, None) => format!("IF({known},{cell},0)"),
    })
}

fn exactly(cell: &str, word: &str) -> String {
    format!("EXACT({cell},{})", quoted(word))
}

/// Whether there is a value.
fn known(reading: &Reading<'_>) -> Option<String> {
    let Reading { cell, lang, .. } = reading;
    Some(match reading.kind {
        FieldKind::Text => {
            let absent = exactly(cell, &Label::StatusNotApplicable.say(*lang));
            match reading.state {
                // An empty text may be a value, and one that is typed in is, whatever is said beside it.
                Some(state) => format!("AND(OR({cell}<>\"\",{state}=\"\"),NOT({absent}))"),
                None => format!("AND({cell}<>\"\",NOT({absent}))"),
            }
        }
        FieldKind::YesNo => {
            format!("OR({},{})", exactly(cell, &Label::Yes.say(*lang)), exactly(cell, &Label::No.say(*lang)))
        }
        FieldKind::Choice(options) => {
            let long = options.iter().any(|option| option.encode_utf16().count() > LONGEST);
            if long || options.is_empty() || options.len() > OPTIONS {
                return None;
            }
            format!("({}>0)", option(cell, options))
        }
        _ => format!("ISNUMBER({cell})"),
    })
}

/// The position of the option that a cell holds, counted from 1; 0 where it holds none.
fn option(cell: &str, options: &[String]) -> String {
    let words: Vec<String> = options.iter().map(|option| quoted(option)).collect();
    let numbers: Vec<String> = (1..=options.len()).map(|position| position.to_string()).collect();
    format!("SUMPRODUCT(EXACT({cell},{{{}}})*{{{}}})", words.join(","), numbers.join(","))
}
