//! The cells to fill in: how they look, and what may be typed into them.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign,
    FormatPattern, Formula,
};

use super::hidden::Hidden;
use crate::number::{self, Decimal};
use crate::program::{Field, FieldKind};
use crate::report::rubric::words::bounds;
use crate::report::workbook::style::Styles;
use crate::spreadsheet;
use crate::words::Lang;
use crate::words::labels::Label;

/// What Excel takes as the title and the text of a message, and as a list of words; UTF-16 units.
const TITLE: usize = 32;
const MESSAGE: usize = 255;
const LIST: usize = 255;
/// Characters of a text beyond which somebody pastes a whole report.
const LONGEST_TEXT: u32 = 2000;
/// What still wants filling: an amber that prints as a visible grey.
const EMPTY: Color = Color::RGB(0xFF_E6_99);
/// 1900-03-01 and 9999-12-31, between which spreadsheets agree on days.
const DAYS: (i64, i64) = (61, 2_958_465);

/// The formats of forms.
pub(super) struct Cells {
    number: Format,
    count: Format,
    percent: Format,
    date: Format,
    word: Format,
    text: Format,
    /// What a spreadsheet must not take for a number or a day: `3-5`.
    pub(super) verbatim: Format,
    /// What does not apply.
    pub(super) closed: Format,
    /// A label before a cell to fill in.
    pub(super) label: Format,
    /// What is known and stands where others fill in.
    pub(super) fixed: Format,
    /// The count of what is still empty.
    pub(super) count_line: Format,
    /// A heading within the table.
    pub(super) section: Format,
}

impl Cells {
    pub(super) fn new(styles: &Styles) -> Cells {
        let open = |format: &Format| format.clone().set_unlocked();
        Cells {
            number: open(&styles.centre),
            count: open(&styles.whole),
            percent: open(&styles.centre).set_num_format("0.00%"),
            date: open(&styles.date).set_align(FormatAlign::Center),
            word: open(&styles.centre),
            text: open(&styles.text),
            verbatim: open(&styles.text).set_num_format("@"),
            closed: styles.text.clone().set_pattern(FormatPattern::LightUp),
            label: styles.label.clone(),
            fixed: styles.centre.clone(),
            count_line: styles.note.clone().set_bold().set_align(FormatAlign::Right),
            section: styles.text.clone().set_bold().set_background_color(Color::RGB(0xEF_EF_EF)),
        }
    }

    /// How a field's cell looks.
    pub(super) fn of(&self, kind: &FieldKind) -> &Format {
        match kind {
            FieldKind::Count => &self.count,
            FieldKind::Number | FieldKind::Money | FieldKind::Points => &self.number,
            FieldKind::Percent => &self.percent,
            FieldKind::YesNo | FieldKind::Choice(_) => &self.word,
            FieldKind::Text => &self.text,
            FieldKind::Date => &self.date,
        }
    }
}

/// Colours what is still empty where `rule` holds.
pub(super) fn still_empty(rule: &str) -> ConditionalFormatFormula {
    ConditionalFormatFormula::new().set_rule(rule).set_format(Format::new().set_background_color(EMPTY))
}

/// What may be typed for a field in the cell of this name, and in those below it as a spreadsheet shifts names.
pub(super) fn validation(field: &Field, cell: &str, lang: Lang, hidden: &mut Hidden) -> anyhow::Result<DataValidation> {
    let says = says(field, lang);
    let validation = match &field.kind {
        FieldKind::YesNo => {
            let words = [Label::Yes, Label::No].map(|label| label.say(lang));
            list(&words, lang, hidden)?
        }
        FieldKind::Choice(options) => list(options, lang, hidden)?,
        FieldKind::Text => DataValidation::new()
            .allow_text_length(DataValidationRule::LessThanOrEqualTo(LONGEST_TEXT))
            .set_error_style(DataValidationErrorStyle::Warning),
        kind => {
            let custom = DataValidation::new().allow_custom(Formula::new(accepts(field, cell, lang)));
            // A share may be above the whole where the rubric does not say otherwise: growth, for one.
            let open = *kind == FieldKind::Percent && (field.min.is_none() || field.max.is_none());
            let style = if open { DataValidationErrorStyle::Warning } else { DataValidationErrorStyle::Stop };
            custom.set_error_style(style)
        }
    };
    told(validation, &field.label, &says, lang)
}

/// Points between nothing and `most`.
pub(super) fn points(
    label: &str,
    most: Option<Decimal>,
    words: bool,
    cell: &str,
    lang: Lang,
) -> anyhow::Result<DataValidation> {
    let says = match most {
        Some(most) => Label::SayPoints { most: number::plain(most) }.say(lang),
        None => Label::SayNumber.say(lang),
    };
    let upper = most.map(|most| format!(",{cell}<={}", number::plain(most))).unwrap_or_default();
    let otherwise = if words { either_word(cell, lang) } else { "FALSE".to_owned() };
    let rule = format!("=IF(ISNUMBER({cell}),AND({cell}>=0{upper}),{otherwise})");
    let says = if words { sentences([says, Label::SayWords.say(lang)]) } else { says };
    told(DataValidation::new().allow_custom(Formula::new(rule)), label, &says, lang)
}

/// A prompt without a condition.
pub(super) fn prompt(title: &str, says: &str, lang: Lang) -> anyhow::Result<DataValidation> {
    told(DataValidation::new().allow_any_value(), title, says, lang)
}

fn told(validation: DataValidation, title: &str, says: &str, lang: Lang) -> anyhow::Result<DataValidation> {
    let says = clip(says, MESSAGE);
    Ok(validation
        .set_input_title(clip(title, TITLE))?
        .set_input_message(says.clone())?
        .set_error_title(clip(&Label::PleaseCheck.say(lang), TITLE))?
        .set_error_message(says)?)
}

/// A drop-down of words, and of what may stand in their place. Where the words do not fit into the cell's own list, or
/// would fall apart in it, they stand on the hidden sheet.
fn list(options: &[String], lang: Lang, hidden: &mut Hidden) -> anyhow::Result<DataValidation> {
    let mut words = options.to_vec();
    words.extend([Label::WordNotApplicable.say(lang), "-".to_owned()]);
    let length: usize = words.iter().map(|word| word.encode_utf16().count() + 1).sum();
    let plain = words.iter().all(|word| !word.contains([',', '"', '\n', ';']) && word.trim() == word);
    if plain && length <= LIST {
        return Ok(DataValidation::new().allow_list_strings(&words)?);
    }
    Ok(DataValidation::new().allow_list_formula(Formula::new(hidden.range(&words)?)))
}

/// The condition on a number or a day. Words are looked at only where there is no number: every argument of AND and OR is
/// computed, and a comparison with a text fails.
fn accepts(field: &Field, cell: &str, lang: Lang) -> String {
    let shift = |bound: Decimal| match field.kind {
        FieldKind::Date => bound + Decimal::from(spreadsheet::EPOCH),
        _ => bound,
    };
    let least = field.min.map(shift).or(match field.kind {
        FieldKind::Count | FieldKind::Percent | FieldKind::Points => Some(Decimal::ZERO),
        FieldKind::Date => Some(DAYS.0.into()),
        _ => None,
    });
    let most = field.max.map(shift).or(match field.kind {
        FieldKind::Percent => Some(Decimal::ONE),
        FieldKind::Date => Some(DAYS.1.into()),
        _ => None,
    });
    let mut parts = Vec::new();
    parts.extend(least.map(|least| format!("{cell}>={}", number::plain(least))));
    parts.extend(most.map(|most| format!("{cell}<={}", number::plain(most))));
    if matches!(field.kind, FieldKind::Count | FieldKind::Date) {
        parts.push(format!("{cell}=INT({cell})"));
    }
    let holds = if parts.is_empty() { "TRUE".to_owned() } else { format!("AND({})", parts.join(",")) };
    format!("=IF(ISNUMBER({cell}),{holds},{})", either_word(cell, lang))
}

/// What may stand in place of a value: no such business, or nothing can be said.
fn either_word(cell: &str, lang: Lang) -> String {
    format!("OR({cell}=\"{}\",{cell}=\"-\")", Label::WordNotApplicable.say(lang))
}

/// What is to be typed, in words.
fn says(field: &Field, lang: Lang) -> String {
    let kind = match &field.kind {
        FieldKind::Count => Label::SayCount,
        FieldKind::Number | FieldKind::Money | FieldKind::Points => Label::SayNumber,
        FieldKind::Percent => Label::SayPercent,
        FieldKind::YesNo | FieldKind::Choice(_) => Label::SayChoice,
        FieldKind::Text => Label::SayText,
        FieldKind::Date => Label::SayDate,
    };
    let measure = field.measure.clone().map(|measure| Label::SayMeasure { measure }.say(lang)).unwrap_or_default();
    let range = bounds(field, lang);
    let range = if range.is_empty() { range } else { Label::SayRange { range }.say(lang) };
    let words = if field.kind == FieldKind::Text { String::new() } else { Label::SayWords.say(lang) };
    sentences([kind.say(lang), measure, range, field.note.clone().unwrap_or_default(), words])
}

/// One line a sentence.
fn sentences<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The unit of measure, or what is to be typed where there is none.
pub(super) fn measure(field: &Field, lang: Lang) -> String {
    if let Some(measure) = &field.measure {
        return measure.clone();
    }
    match &field.kind {
        FieldKind::Count | FieldKind::Number | FieldKind::Money | FieldKind::Points => String::new(),
        FieldKind::Percent => "%".to_owned(),
        FieldKind::YesNo => [Label::Yes, Label::No].map(|label| label.say(lang)).join("/"),
        FieldKind::Choice(_) => Label::MeasureChoice.say(lang),
        FieldKind::Text => Label::KindText.say(lang),
        FieldKind::Date => Label::KindDate.say(lang),
    }
}

/// A text of so many UTF-16 units at most; what is cut ends in an ellipsis.
fn clip(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut left = most - 1;
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    });
    kept.collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, Spot};
    use crate::program::Role;

    fn field(kind: FieldKind, label: &str, note: &str) -> Field {
        Field {
            id: "f".into(),
            label: label.into(),
            kind,
            measure: None,
            aliases: Vec::new(),
            note: Some(note.into()),
            min: None,
            max: None,
            role: Role::Submitted,
            precedence: Vec::new(),
            spot: Spot { source: Source { name: "r".into(), text: String::new() }.into(), span: 0..0 },
        }
    }

    #[test]
    fn no_text_of_a_rubric_is_longer_than_what_a_spreadsheet_takes() {
        assert_eq!(clip("一二三", 3), "一二三");
        assert_eq!(clip("一二三四", 3), "一二…");
        assert_eq!(clip("𠀀𠀀𠀀", 4), "𠀀…", "UTF-16 units, and no half characters");
        let long = "很长的说明".repeat(200);
        let kinds = [FieldKind::Count, FieldKind::Percent, FieldKind::Date, FieldKind::Text, FieldKind::YesNo];
        for kind in kinds {
            for text in [long.as_str(), &"𠀀".repeat(500), "\"=1+1\"&<x>"] {
                let mut hidden = Hidden::default();
                assert!(validation(&field(kind.clone(), text, text), "A1", Lang::Zh, &mut hidden).is_ok());
            }
        }
    }

    #[test]
    fn options_that_do_not_fit_into_a_cell_stand_on_the_hidden_sheet() {
        let listed = |options: &[&str]| {
            let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
            let mut hidden = Hidden::default();
            list(&options, Lang::Zh, &mut hidden).unwrap();
            hidden != Hidden::default()
        };
        let (fits, long) = ("长".repeat(246), "长".repeat(247));
        assert!(!listed(&["省", "市"]) && !listed(&[&fits]));
        for options in [[long.as_str(), "市"], ["省,市", "县"], ["“甲\"乙", "县"], ["省 ", "市"], ["一\n二", "市"]]
        {
            assert!(listed(&options), "{options:?}");
        }
    }

    #[test]
    fn words_are_looked_at_only_where_there_is_no_number() {
        let mut of = field(FieldKind::Percent, "f", "");
        assert_eq!(accepts(&of, "A1", Lang::En), "=IF(ISNUMBER(A1),AND(A1>=0,A1<=1),OR(A1=\"n/a\",A1=\"-\"))");
        of.kind = FieldKind::Date;
        of.min = Some(Decimal::from(16_801));
        assert!(accepts(&of, "A1", Lang::En).starts_with("=IF(ISNUMBER(A1),AND(A1>=42370,A1<=2958465,A1=INT(A1)),"));
    }
}
