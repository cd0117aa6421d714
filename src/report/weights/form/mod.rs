//! Questionnaires for experts: comparisons in pairs, or numbers. What may be filled in is unlocked; a hidden sheet says
//! which rubric asks.

mod comparisons;
mod numbers;

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, FormatAlign, ProtectionOptions, Worksheet};

pub use comparisons::write as write_comparisons;
pub use numbers::{Last, LastSet, write as write_numbers};

use crate::program::{Numbers, Program, Siblings};
use crate::report::facts::bare_title;
use crate::report::form::hidden::Hidden;
use crate::report::workbook::page::Page;
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::submission::Stamp;
use crate::words::Lang;
use crate::words::weights::WeightWord as Word;

/// What a questionnaire asks, and whom.
#[derive(Debug, Clone, Copy)]
pub struct Questionnaire<'a> {
    /// The rubric.
    pub program: &'a Program,
    /// Its numbers.
    pub numbers: &'a Numbers<'a>,
    /// The sets that are asked about.
    pub sets: &'a [Siblings],
    /// Who is asked.
    pub expert: &'a str,
}

/// What still wants filling: an amber that prints as a visible grey.
const EMPTY: Color = Color::RGB(0xFF_E6_99);

impl Questionnaire<'_> {
    /// Questionnaires speak the rubric's language.
    fn lang(&self) -> Lang {
        self.program.heading.language
    }

    fn title(&self) -> String {
        bare_title(&self.program.heading.title).to_owned()
    }

    /// The workbook's bytes.
    fn finish(&self, kind: &str, styles: &Styles, mut sheets: Vec<Worksheet>, title: &str) -> anyhow::Result<Vec<u8>> {
        let heading = &self.program.heading;
        let stamp = Stamp {
            kind: kind.to_owned(),
            rubric: heading.id.clone(),
            edition: heading.edition.clone(),
            period: heading.period.clone(),
            sha256: self.program.fingerprint.clone(),
            unit: None,
            aside: Vec::new(),
        };
        if let Some(first) = sheets.first_mut() {
            first.set_active(true);
        }
        sheets.push(Hidden::default().sheet(&stamp)?);
        save(styles, sheets.into_iter().map(Into::into).collect(), title)
    }

    /// The line in which the expert is named, which may be changed.
    fn named(&self, page: &mut Page<'_>) -> anyhow::Result<()> {
        page.heading(&Word::Expert.say(self.lang()))?;
        let open = open(page.styles);
        page.put(self.expert, &open)?;
        page.end_row()
    }
}

/// A cell to fill in.
fn open(styles: &Styles) -> Format {
    Format::clone(&styles.entered).set_unlocked().set_align(FormatAlign::Center)
}

/// Colours what is still empty where `rule` holds.
fn amber(rule: &str) -> ConditionalFormatFormula {
    ConditionalFormatFormula::new().set_rule(rule).set_format(Format::new().set_background_color(EMPTY))
}

/// Locked cells may be selected and copied, rows and columns made wider.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}
