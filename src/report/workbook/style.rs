//! The formats of our workbooks, made once and shared by every cell.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern};

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::Status;
use crate::words::Lang;
use crate::words::labels::Label;

/// The grey of heads: visible on paper, and light enough to read on.
const HEAD: Color = Color::RGB(0xD9_D9_D9);
/// The yellow of cells to write into.
const ENTERED: Color = Color::RGB(0xFF_F9_DB);
/// Decimals of a per cent that are shown.
const PERCENT_DIGITS: u32 = 4;

/// Every format in use.
#[derive(Debug)]
pub(crate) struct Styles {
    /// The language of fixed words.
    pub(crate) lang: Lang,
    /// A title above a table.
    pub(crate) title: Format,
    /// A line below the title.
    pub(crate) subtitle: Format,
    /// Column heads.
    pub(crate) head: Format,
    /// A name in front of a fact.
    pub(crate) label: Format,
    /// Text, wrapped.
    pub(crate) text: Format,
    /// What people write into.
    pub(crate) entered: Format,
    /// Short text in the middle.
    pub(crate) centre: Format,
    /// A remark below or beside a table, without borders.
    pub(crate) note: Format,
    /// A place or a count.
    pub(crate) whole: Format,
    /// A day.
    pub(crate) date: Format,
    /// Text of a tree, by depth.
    indented: Vec<Format>,
    /// Numbers by decimals.
    numbers: Vec<Format>,
    /// Differences, with a sign, by decimals.
    changes: Vec<Format>,
    /// Percentages by decimals.
    percents: Vec<Format>,
    /// Points of a leaf without a value, by decimals: the number, and a word behind it.
    missing: Vec<Format>,
    /// Points of a leaf that does not apply, by decimals.
    absent: Vec<Format>,
    /// Points of a leaf without evidence, by decimals.
    unproven: Vec<Format>,
}

impl Styles {
    /// The formats for a language.
    pub(crate) fn new(lang: Lang) -> Styles {
        let bare = match lang {
            Lang::Zh => Format::new().set_font_name("宋体").set_font_size(11),
            Lang::En => Format::new().set_font_size(11),
        };
        let bare = bare.set_align(FormatAlign::VerticalCenter);
        let cell = bare.clone().set_border(FormatBorder::Thin);
        let number = |format: &str| cell.clone().set_align(FormatAlign::Right).set_num_format(format);
        // The word is part of the number format: the cell stays a number, and the mark is seen without colours.
        let marked = |word: Label| -> Vec<Format> {
            let word = word.say(lang);
            let decimals = (0..=GUARD_DIGITS).map(|digits| format!("{}\" {word}\"", decimals("0", digits)));
            decimals.map(|format| number(&format).set_pattern(FormatPattern::Gray0625).set_italic()).collect()
        };
        let title = bare.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap();
        Styles {
            lang,
            title: match lang {
                Lang::Zh => title.clone().set_font_name("黑体").set_font_size(16),
                Lang::En => title.clone().set_font_size(16),
            },
            subtitle: bare.clone().set_align(FormatAlign::Center).set_text_wrap(),
            head: cell.clone().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap(),
            label: cell.clone().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap(),
            text: cell.clone().set_text_wrap(),
            entered: cell.clone().set_text_wrap().set_background_color(ENTERED),
            centre: cell.clone().set_align(FormatAlign::Center).set_text_wrap(),
            note: bare.clone().set_text_wrap(),
            whole: cell.clone().set_align(FormatAlign::Center).set_num_format("0"),
            date: number("yyyy-mm-dd"),
            indented: (0..10).map(|depth| cell.clone().set_text_wrap().set_indent(depth)).collect(),
            numbers: (0..=GUARD_DIGITS).map(|digits| number(&(decimals("0", digits) + "_ "))).collect(),
            changes: (0..=GUARD_DIGITS)
                .map(|digits| decimals("0", digits))
                .map(|format| number(&format!("+{format}_ ;-{format}_ ;{format}_ ")))
                .collect(),
            percents: (0..=PERCENT_DIGITS).map(|digits| number(&(decimals("0", digits) + "%_ "))).collect(),
            missing: marked(Label::StatusMissing),
            absent: marked(Label::StatusNotApplicable),
            unproven: marked(Label::StatusUnproven),
        }
    }

    /// A number with this many decimals; with all it has when none are set.
    pub(crate) fn number(&self, value: Decimal, digits: Option<u32>) -> &Format {
        pick(&self.numbers, shown_digits(value, digits), &self.text)
    }

    /// A difference, with its sign.
    pub(crate) fn change(&self, value: Decimal, digits: Option<u32>) -> &Format {
        pick(&self.changes, shown_digits(value, digits), &self.text)
    }

    /// Points, marked when they do not come from a value.
    pub(crate) fn points(&self, value: Decimal, digits: Option<u32>, status: Status) -> &Format {
        let formats = match status {
            Status::Missing => &self.missing,
            Status::Unproven => &self.unproven,
            Status::NotApplicable => &self.absent,
            Status::Scored | Status::Overflow => &self.numbers,
        };
        pick(formats, shown_digits(value, digits), &self.text)
    }

    /// A percentage with the decimals it has.
    pub(crate) fn percent(&self, fraction: Decimal) -> &Format {
        let digits = number::guard(fraction, PERCENT_DIGITS + 2).normalize().scale().saturating_sub(2);
        pick(&self.percents, digits, &self.text)
    }

    /// A name at a depth of the tree.
    pub(crate) fn indented(&self, depth: usize) -> &Format {
        self.indented.get(depth).or(self.indented.last()).unwrap_or(&self.text)
    }
}

/// Decimals shown of a value.
pub(crate) fn shown_digits(value: Decimal, digits: Option<u32>) -> u32 {
    digits.unwrap_or_else(|| number::guard(value, GUARD_DIGITS).normalize().scale()).min(GUARD_DIGITS)
}

fn decimals(whole: &str, digits: u32) -> String {
    if digits == 0 { whole.to_owned() } else { format!("{whole}.{}", "0".repeat(digits as usize)) }
}

fn pick<'a>(formats: &'a [Format], digits: u32, otherwise: &'a Format) -> &'a Format {
    formats.get(digits as usize).unwrap_or(otherwise)
}
