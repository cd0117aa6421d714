//! How far a ledger is, as a workbook: counts, what is overdue, and every row.

use super::{count_heads, deadline, since, tally};
use crate::analysis::ledger::{Count, Progressed};
use crate::report::facts::Shown;
use crate::report::form::hidden::Hidden;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::submission::Stamp;
use crate::submission::ledger::{Filled, PROGRESS, Progress};
use crate::table::date_text;
use crate::words::Lang;
use crate::words::ledger::LedgerWord as Word;

/// Widths of the columns of counts.
const COUNTS: [f64; 8] = [22.0, 9.0, 9.0, 9.0, 9.0, 9.0, 10.0, 9.0];

/// The workbook's bytes; the same rows give the same bytes.
pub fn write(told: &Progressed<'_>, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(lang);
    let mut sheets = vec![
        counts(told, (&Word::ByUnit, &Word::Unit, &Word::NoUnit), &told.units, &styles)?,
        counts(told, (&Word::ByLead, &Word::Lead, &Word::NoLead), &told.leads, &styles)?,
    ];
    let lists = [(Word::Overdue, &told.overdue), (Word::AddedRows, &told.added)];
    for (title, positions) in lists.into_iter().filter(|(_, positions)| !positions.is_empty()) {
        let of: Vec<&Filled> = positions.iter().filter_map(|position| told.rows.get(*position)).collect();
        sheets.push(rows(told, &title, &of, &styles)?);
    }
    sheets.push(rows(told, &Word::AllRows, &told.rows.iter().collect::<Vec<_>>(), &styles)?);
    // Who reads a folder of ledgers has to know this one from them.
    let stamp = Stamp { kind: PROGRESS.to_owned(), ..Stamp::default() };
    sheets.push(Hidden::default().sheet(&stamp)?.into());
    save(&styles, sheets, &Word::ProgressTitle.say(lang))
}

fn title(told: &Progressed<'_>, sheet: &Word, lang: Lang) -> String {
    let on = told.on.map(|on| Word::AsOf { date: date_text(on) }.say(lang));
    let parts = [Some(Word::ProgressTitle.say(lang)), Some(sheet.say(lang)), on];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

fn counts(
    told: &Progressed<'_>,
    (sheet, whose, nobody): (&Word, &Word, &Word),
    counts: &[Count],
    styles: &Styles,
) -> anyhow::Result<Sheet> {
    let lang = styles.lang;
    let mut page = Page::named(&sheet.say(lang), styles)?;
    page.set_widths(&COUNTS);
    page.banner(&title(told, sheet, lang), &styles.title, 24.0)?;
    page.banner(&tally(told, lang).join("\n"), &styles.note, 15.0)?;
    page.head_row(&count_heads(whose, lang))?;
    for count in counts {
        let name = if count.name.is_empty() { nobody.say(lang) } else { count.name.clone() };
        line(&mut page, &name, count)?;
    }
    line(&mut page, &Word::Sum.say(lang), &told.sum)?;
    page.finish_report(false)
}

fn line(page: &mut Page<'_>, name: &str, count: &Count) -> anyhow::Result<()> {
    page.text(name)?;
    page.count(count.all())?;
    Progress::ALL.into_iter().try_for_each(|state| page.count(count.of(state)))?;
    match count.rate() {
        Some(rate) => page.shown(&Shown::Percent(crate::number::guard(rate, 3)))?,
        None => page.text("")?,
    }
    page.whole(count.overdue.and_then(|overdue| u64::try_from(overdue).ok()))?;
    page.end_row()
}

fn rows(told: &Progressed<'_>, sheet: &Word, rows: &[&Filled], styles: &Styles) -> anyhow::Result<Sheet> {
    let lang = styles.lang;
    let columns = [
        (Word::Unit, 12.0),
        (Word::Problem, 28.0),
        (Word::Lost, 8.0),
        (Word::Reason, 28.0),
        (Word::Lead, 13.0),
        (Word::Measures, 28.0),
        (Word::Person, 10.0),
        (Word::Deadline, 12.0),
        (Word::DaysLate, 10.0),
        (Word::State, 10.0),
        (Word::Progress, 24.0),
        (Word::ClosedOn, 12.0),
        (Word::Since, 14.0),
        (Word::From, 30.0),
    ];
    let mut page = Page::named(&sheet.say(lang), styles)?;
    page.head(&columns.map(|(label, width)| (label.say(lang), width)))?;
    for (position, filled) in rows.iter().enumerate() {
        if !page.has_room(rows.len() - position)? {
            break;
        }
        let (row, fill) = (&filled.row, &filled.row.fill);
        page.text(&row.unit)?;
        page.text(&row.problem)?;
        page.maybe(row.lost, None)?;
        for text in [&row.reason, &row.lead, &fill.measures, &fill.person] {
            page.text(text)?;
        }
        page.centre(&deadline(row, lang))?;
        page.whole(told.days_late(filled).and_then(|days| u64::try_from(days).ok()))?;
        page.centre(&fill.state.word().say(lang))?;
        page.text(&fill.progress)?;
        page.centre(&fill.closed.map(date_text).unwrap_or_default())?;
        page.text(&since(row, &filled.period, lang))?;
        page.text(&filled.place.describe())?;
        page.end_row()?;
    }
    page.finish(&title(told, sheet, lang), 2, true)
}
