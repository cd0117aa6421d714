//! The rectification ledger: as workbooks that people fill in, and how far it is.

mod book;
pub mod json;
mod overview;
pub mod text;

pub use book::{Ledger, Whose, write};
pub use overview::write as write_overview;

use crate::analysis::ledger::{Count, Progressed};
use crate::number;
use crate::submission::ledger::{Progress, Row};
use crate::table::date_text;
use crate::words::Lang;
use crate::words::ledger::LedgerWord;

/// Decimals of a share in per cent.
const SHARE: u32 = 1;

/// Since when a row has been there.
fn since(row: &Row, period: &str, lang: Lang) -> String {
    let last = row.key.period().to_owned();
    let word = match (row.key.periods.as_slice(), &row.relapsed) {
        (_, Some(before)) => LedgerWord::SinceRelapsed { period: last, before: before.clone() },
        ([first, _, ..], None) => LedgerWord::SinceRecurring { first: first.clone(), count: row.key.periods.len() },
        _ if last == period || row.added => LedgerWord::SinceOne { period: last },
        _ => LedgerWord::SinceCarried { period: last },
    };
    word.say(lang)
}

/// The deadline as it is written.
fn deadline(row: &Row, lang: Lang) -> String {
    match row.fill.deadline {
        Some(day) => date_text(day),
        None if row.fill.endless => LedgerWord::NoDeadline.say(lang),
        None => String::new(),
    }
}

/// `12.5%`, or a dash where there is nothing to share.
fn rate(count: &Count) -> String {
    let share = count.rate().and_then(|rate| rate.checked_mul(100.into()));
    share.map_or_else(|| "-".to_owned(), |share| format!("{}%", number::fixed(share, SHARE)))
}

/// The counts in a line, and what is overdue or cannot be told.
fn tally(told: &Progressed<'_>, lang: Lang) -> Vec<String> {
    let sum = &told.sum;
    let mut lines = vec![LedgerWord::Tally {
        all: sum.all(),
        open: sum.of(Progress::NotStarted),
        going: sum.of(Progress::UnderWay),
        done: sum.of(Progress::Done),
        kept: sum.of(Progress::KeptUp),
        rate: rate(sum),
    }];
    lines.push(match (told.on, sum.overdue) {
        (Some(on), Some(overdue)) => LedgerWord::TallyOverdue { overdue, date: date_text(on) },
        _ => LedgerWord::NoDate,
    });
    lines.extend((told.undated > 0).then_some(LedgerWord::TallyUndated { count: told.undated }));
    lines.iter().map(|line| line.say(lang)).collect()
}

/// The heads of a table of counts; the first says whose they are.
fn count_heads(whose: &LedgerWord, lang: Lang) -> Vec<String> {
    let heads = [
        whose,
        &LedgerWord::Count,
        &LedgerWord::NotStarted,
        &LedgerWord::UnderWay,
        &LedgerWord::Done,
        &LedgerWord::KeptUp,
        &LedgerWord::Rate,
        &LedgerWord::Overdue,
    ];
    heads.map(|head| head.say(lang)).to_vec()
}
