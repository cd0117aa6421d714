//! The formats of our workbooks, made once and shared by every cell.

use std::ops::Deref;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern, FormatUnderline, Workbook};

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::Status;
use crate::words::Lang;
use crate::words::labels::Label;

/// The grey of heads: visible on paper, and light enough to read on.
const HEAD: Color = Color::RGB(0xD9_D9_D9);
/// The ink of what leads elsewhere.
const LINK: Color = Color::RGB(0x1F_3A_5F);
/// The yellow of cells to write into.
pub(super) const ENTERED: Color = Color::RGB(0xFF_F9_DB);
/// Decimals of a per cent that are shown.
const PERCENT_DIGITS: u32 = 4;

/// A format with the number it has in every workbook that [`Styles::register`] has prepared.
#[derive(Debug)]
pub(crate) struct Style {
    format: Format,
    number: u32,
}

impl Style {
    /// Numbers a format; equal ones have one number, and 0 is the format of cells without any.
    fn new(format: Format, registered: &mut Vec<Format>) -> Style {
        let known = registered.iter().position(|known| *known == format);
        let position = known.unwrap_or_else(|| {
            registered.push(format.clone());
            registered.len() - 1
        });
        Style { format, number: u32::try_from(position + 1).unwrap_or_default() }
    }

    /// Its number.
    pub(super) fn number(&self) -> u32 {
        self.number
    }
}

impl Deref for Style {
    type Target = Format;

    fn deref(&self) -> &Format {
        &self.format
    }
}

/// Every format in use.
#[derive(Debug)]
pub(crate) struct Styles {
    /// Every format, each at the number it has in a workbook less one.
    registered: Vec<Format>,
    /// The language of fixed words.
    pub(crate) lang: Lang,
    /// A title above a table.
    pub(crate) title: Style,
    /// A line below the title.
    pub(crate) subtitle: Style,
    /// Column heads.
    pub(crate) head: Style,
    /// A name in front of a fact.
    pub(crate) label: Style,
    /// Text, wrapped.
    pub(crate) text: Style,
    /// Text that leads elsewhere.
    pub(crate) link: Style,
    /// What people write into.
    pub(crate) entered: Style,
    /// Short text in the middle.
    pub(crate) centre: Style,
    /// A remark below or beside a table, without borders.
    pub(crate) note: Style,
    /// A place or a count.
    pub(crate) whole: Style,
    /// A day.
    pub(crate) date: Style,
    /// Text of a tree, by depth.
    indented: Vec<Style>,
    /// Numbers by decimals.
    numbers: Vec<Style>,
    /// Differences, with a sign, by decimals.
    changes: Vec<Style>,
    /// Percentages by decimals.
    percents: Vec<Style>,
    /// Points of a leaf without a value, by decimals: the number, and a word behind it.
    missing: Vec<Style>,
    /// Points of a leaf that does not apply, by decimals.
    absent: Vec<Style>,
    /// Points of a leaf without evidence, by decimals.
    unproven: Vec<Style>,
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
        let head = cell.clone().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap();
        let centred = cell.clone().set_align(FormatAlign::Center);
        let mut registered = Vec::new();
        let mut style = |format: Format| Style::new(format, &mut registered);
        let mut all = |formats: Vec<Format>| -> Vec<Style> { formats.into_iter().map(&mut style).collect() };
        let (missing, absent) = (all(marked(Label::StatusMissing)), all(marked(Label::StatusNotApplicable)));
        let unproven = all(marked(Label::StatusUnproven));
        let indented = all((0..10).map(|depth| cell.clone().set_text_wrap().set_indent(depth)).collect());
        let numbers = all((0..=GUARD_DIGITS).map(|digits| number(&(decimals("0", digits) + "_ "))).collect());
        let signed = |format: String| number(&format!("+{format}_ ;-{format}_ ;{format}_ "));
        let changes = all((0..=GUARD_DIGITS).map(|digits| signed(decimals("0", digits))).collect());
        let percents = all((0..=PERCENT_DIGITS).map(|digits| number(&(decimals("0", digits) + "%_ "))).collect());
        Styles {
            lang,
            title: style(match lang {
                Lang::Zh => title.clone().set_font_name("黑体").set_font_size(16),
                Lang::En => title.clone().set_font_size(16),
            }),
            subtitle: style(bare.clone().set_align(FormatAlign::Center).set_text_wrap()),
            label: style(head.clone()),
            head: style(head),
            text: style(cell.clone().set_text_wrap()),
            link: style(cell.clone().set_text_wrap().set_font_color(LINK).set_underline(FormatUnderline::Single)),
            entered: style(cell.clone().set_text_wrap().set_background_color(ENTERED)),
            centre: style(centred.clone().set_text_wrap()),
            note: style(bare.clone().set_text_wrap()),
            whole: style(centred.set_num_format("0")),
            date: style(number("yyyy-mm-dd")),
            indented,
            numbers,
            changes,
            percents,
            missing,
            absent,
            unproven,
            registered,
        }
    }

    /// Gives every format its number in a new workbook, so that rows may name it before the workbook is made.
    pub(super) fn register(&self, workbook: &mut Workbook) {
        for format in &self.registered {
            workbook.register_format(format);
        }
    }

    /// A number with this many decimals; with all it has when none are set.
    pub(crate) fn number(&self, value: Decimal, digits: Option<u32>) -> &Style {
        pick(&self.numbers, shown_digits(value, digits), &self.text)
    }

    /// A difference, with its sign.
    pub(crate) fn change(&self, value: Decimal, digits: Option<u32>) -> &Style {
        pick(&self.changes, shown_digits(value, digits), &self.text)
    }

    /// Points, marked when they do not come from a value.
    pub(crate) fn points(&self, value: Decimal, digits: Option<u32>, status: Status) -> &Style {
        let formats = match status {
            Status::Missing => &self.missing,
            Status::Unproven => &self.unproven,
            Status::NotApplicable => &self.absent,
            Status::Scored | Status::Overflow => &self.numbers,
        };
        pick(formats, shown_digits(value, digits), &self.text)
    }

    /// A percentage with the decimals it has.
    pub(crate) fn percent(&self, fraction: Decimal) -> &Style {
        let digits = number::guard(fraction, PERCENT_DIGITS + 2).normalize().scale().saturating_sub(2);
        pick(&self.percents, digits, &self.text)
    }

    /// A percentage with one decimal.
    pub(crate) fn rate(&self) -> &Style {
        pick(&self.percents, 1, &self.text)
    }

    /// A name at a depth of the tree.
    pub(crate) fn indented(&self, depth: usize) -> &Style {
        self.indented.get(depth).or(self.indented.last()).unwrap_or(&self.text)
    }
}

/// Decimals shown of a value.
pub(crate) fn shown_digits(value: Decimal, digits: Option<u32>) -> u32 {
    digits.unwrap_or_else(|| number::guard(value, GUARD_DIGITS).normalize().scale()).min(GUARD_DIGITS)
}

pub(super) fn decimals(whole: &str, digits: u32) -> String {
    if digits == 0 { whole.to_owned() } else { format!("{whole}.{}", "0".repeat(digits as usize)) }
}

fn pick<'a>(formats: &'a [Style], digits: u32, otherwise: &'a Style) -> &'a Style {
    formats.get(digits as usize).unwrap_or(otherwise)
}
