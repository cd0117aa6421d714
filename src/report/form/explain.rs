//! 填表说明: what form it is and how it is filled in.

use rust_xlsxwriter::Worksheet;

use super::Book;
use super::protection;
use crate::report::facts::setting_words;
use crate::report::workbook::page::Page;
use crate::report::workbook::text::height;
use crate::words::labels::Label;

/// Widths: the name of a fact, and what it says.
const WIDTHS: [f64; 2] = [16.0, 74.0];
/// The height of a line.
const LINE: f64 = 17.0;

/// The sheet of a unit's form.
pub(super) fn unit_sheet(book: &Book<'_>, unit: Option<usize>, lists: bool) -> anyhow::Result<Worksheet> {
    let (forms, lang) = (book.forms, book.lang);
    let table = &forms.assessment.table;
    let mut facts = facts(book);
    if let Some(of) = unit.and_then(|unit| table.units.get(unit)) {
        facts.push((Label::Unit, format!("{} {}", of.id, of.name)));
        let group = unit.map(|unit| table.group_name(unit)).unwrap_or_default();
        facts.extend((!group.is_empty()).then(|| (Label::Group, group.to_owned())));
    }
    let mut how = vec![Label::HowFill];
    how.extend(unit.is_none().then_some(Label::HowBlank));
    how.extend([Label::HowValue, Label::HowWords, Label::HowClaim, Label::HowEvidence, Label::HowElsewhere]);
    how.extend(lists.then_some(Label::HowLists));
    how.extend([Label::HowClosed, Label::HowSend]);
    sheet(book, &facts, &how.into_iter().map(|line| line.say(lang)).collect::<Vec<_>>())
}

/// The sheet of a form over many units.
pub(super) fn wide_sheet(book: &Book<'_>, whose: (Label, String), how: &[Label]) -> anyhow::Result<Worksheet> {
    let mut facts = facts(book);
    facts.push(whose);
    sheet(book, &facts, &how.iter().map(|line| line.say(book.lang)).collect::<Vec<_>>())
}

fn facts(book: &Book<'_>) -> Vec<(Label, String)> {
    let (program, lang) = (book.forms.program(), book.lang);
    let heading = &program.heading;
    let day = setting_words(program, "deadline", lang);
    let mut facts = vec![
        (Label::Title, heading.title.clone()),
        (Label::Period, heading.period.clone()),
        (Label::RubricId, heading.id.clone()),
        (Label::Edition, heading.edition.clone()),
    ];
    facts.extend((!day.is_empty()).then_some((Label::LastDay, day)));
    facts
}

fn sheet(book: &Book<'_>, facts: &[(Label, String)], how: &[String]) -> anyhow::Result<Worksheet> {
    let (look, lang) = (book.look, book.lang);
    let mut page = Page::new(&Label::SheetExplained, &look.styles)?;
    page.set_widths(&WIDTHS);
    page.banner(&Label::SheetExplained.say(lang), &look.styles.title, 24.0)?;
    page.next_row();
    let [_, room] = WIDTHS;
    for (label, says) in facts {
        page.merged((0, 0), &label.say(lang), &look.styles.label)?;
        page.merged((1, 1), says, &look.styles.text)?;
        page.tall(height(says, room, LINE))?;
        page.next_row();
    }
    page.next_row();
    for (number, line) in (1..).zip(how) {
        page.banner(&format!("{number}. {line}"), &look.styles.note, LINE)?;
    }
    let mut sheet = page.finish_report(false)?.frame;
    sheet.protect_with_options(&protection(false));
    Ok(sheet)
}
