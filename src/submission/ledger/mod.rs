//! The rectification ledger (整改台账) as people fill it in: its rows, and how they are known again in any order.

mod columns;
mod merge;
mod read;

use sha2::{Digest, Sha256};

use crate::diagnostic::Place;
use crate::number::Decimal;
use crate::table::date_text;
use crate::text::word_key;
use crate::words::ledger::LedgerWord;
use crate::words::{Bilingual, Lang, both};

pub use read::{PROGRESS, read_ledgers};

/// How far a row has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Progress {
    /// Nothing is done yet.
    #[default]
    NotStarted,
    /// Somebody is at it.
    UnderWay,
    /// It is mended.
    Done,
    /// What mends it is in place and has to go on (长期坚持).
    KeptUp,
}

impl Progress {
    /// All of them, in the order in which a row goes through them.
    pub const ALL: [Progress; 4] = [Progress::NotStarted, Progress::UnderWay, Progress::Done, Progress::KeptUp];

    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Progress::NotStarted | Progress::UnderWay)
    }

    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Progress::NotStarted => "not-started",
            Progress::UnderWay => "under-way",
            Progress::Done => "done",
            Progress::KeptUp => "kept-up",
        }
    }

    /// As the drop-down names it.
    pub fn word(self) -> LedgerWord {
        match self {
            Progress::NotStarted => LedgerWord::NotStarted,
            Progress::UnderWay => LedgerWord::UnderWay,
            Progress::Done => LedgerWord::Done,
            Progress::KeptUp => LedgerWord::KeptUp,
        }
    }

    /// The same for a message.
    fn both(self) -> Bilingual {
        match self {
            Progress::NotStarted => both("未整改", "not started"),
            Progress::UnderWay => both("整改中", "under way"),
            Progress::Done => both("已整改", "done"),
            Progress::KeptUp => both("长期坚持", "kept up"),
        }
    }

    /// Reads what people write.
    fn read(text: &str) -> Option<Progress> {
        let word = word_key(text);
        let is = |words: &[&str]| words.iter().any(|known| word_key(known) == word);
        match () {
            () if is(&["未整改", "未开始", "未启动", "未完成", "尚未整改", "not started", "open"]) => {
                Some(Progress::NotStarted)
            }
            () if is(&["整改中", "正在整改", "进行中", "推进中", "正在推进", "under way", "in progress"]) => {
                Some(Progress::UnderWay)
            }
            () if is(&[
                "已整改",
                "已完成",
                "完成",
                "整改完成",
                "已完成整改",
                "已销号",
                "done",
                "closed",
                "completed",
            ]) =>
            {
                Some(Progress::Done)
            }
            () if is(&["长期坚持", "持续整改", "持续坚持", "已完成并长期坚持", "kept up", "ongoing"]) => {
                Some(Progress::KeptUp)
            }
            () => None,
        }
    }
}

/// What makes a row the same row wherever it stands: whose it is, what it is about, and when it came up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowKey {
    /// The unit's id; empty where only its name is known.
    pub unit: String,
    /// The id of the leaf, the effect or the condition on data; of a row added by hand, a fingerprint of its words.
    pub finding: String,
    /// What the finding is called.
    pub title: String,
    /// The periods in which it was found, the first one first.
    pub periods: Vec<String>,
}

/// Between the parts of a written key.
const BETWEEN: char = '|';

impl RowKey {
    /// The period in which it was last found.
    pub fn period(&self) -> &str {
        self.periods.last().map_or("", String::as_str)
    }

    fn identity(&self) -> (&str, &str, &str) {
        (&self.unit, &self.finding, self.period())
    }

    /// The key as it stands in a cell of a ledger of `period`, with the fingerprint of what was filled in when it was
    /// written.
    pub fn written(&self, fill: &Fill, period: &str) -> String {
        let (fingerprint, period) = (fill.fingerprint(), period.to_owned());
        let parts = [&self.unit, &self.finding, &self.title, &fingerprint, &period];
        let escaped =
            parts.into_iter().chain(&self.periods).map(|part| part.replace('%', "%25").replace(BETWEEN, "%7C"));
        escaped.collect::<Vec<_>>().join(&BETWEEN.to_string())
    }

    /// Reads a written key with its fingerprint and the period of its ledger.
    fn read(text: &str) -> Option<(RowKey, String, String)> {
        let mut parts = text.trim().split(BETWEEN).map(|part| part.replace("%7C", "|").replace("%25", "%"));
        let (unit, finding, title, fingerprint) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let period = parts.next()?;
        let periods: Vec<String> = parts.collect();
        let whole = !finding.is_empty() && !periods.is_empty() && fingerprint.len() == FINGERPRINT;
        whole.then_some((RowKey { unit, finding, title, periods }, fingerprint, period))
    }
}

/// Characters of a fingerprint: enough to tell whether somebody changed a row.
const FINGERPRINT: usize = 12;

fn fingerprint(text: &str) -> String {
    use std::fmt::Write;
    let bytes = Sha256::digest(text.as_bytes());
    bytes.iter().take(FINGERPRINT / 2).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What people fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fill {
    /// What is done about it.
    pub measures: String,
    /// Who answers for it.
    pub person: String,
    /// Until when, in days since 1970-01-01.
    pub deadline: Option<i64>,
    /// Whether it was said to have no end.
    pub endless: bool,
    /// How far it is.
    pub state: Progress,
    /// What has been done.
    pub progress: String,
    /// The day it was closed, in days since 1970-01-01.
    pub closed: Option<i64>,
}

impl Fill {
    /// The cells in order, each with its heading.
    fn cells(&self) -> [(Bilingual, String); 6] {
        let day = |day: Option<i64>| day.map(date_text).unwrap_or_default();
        let deadline = if self.endless { LedgerWord::NoDeadline.say(Lang::Zh) } else { day(self.deadline) };
        [
            (both("整改措施", "measures"), self.measures.clone()),
            (both("责任人", "person responsible"), self.person.clone()),
            (both("完成时限", "deadline"), deadline),
            (both("整改状态", "state"), self.state.word().say(Lang::Zh)),
            (both("整改情况", "progress"), self.progress.clone()),
            (both("销号日期", "closed on"), day(self.closed)),
        ]
    }

    /// A fingerprint that blanks and breaks of lines, which programs change, do not alter.
    fn fingerprint(&self) -> String {
        let cells = self.cells().map(|(_, text)| text.split_whitespace().collect::<String>());
        fingerprint(&cells.join("\u{1f}"))
    }
}

/// A row of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// By what it is known again.
    pub key: RowKey,
    /// Whether a person added it.
    pub added: bool,
    /// The unit's name.
    pub unit: String,
    /// The problem in words.
    pub problem: String,
    /// Points lost, where there are any.
    pub lost: Option<Decimal>,
    /// Why.
    pub reason: String,
    /// Who leads; empty where nobody does.
    pub lead: String,
    /// The period in which it was done before it came up again.
    pub relapsed: Option<String>,
    /// What people filled in.
    pub fill: Fill,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The row.
    pub row: Row,
    /// The period of the ledger it stands in.
    pub period: String,
    /// Whether somebody changed what the ledger was made with.
    pub touched: bool,
    /// Where it stands.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_was_written_whatever_stands_in_it() {
        let key = RowKey {
            unit: "a|b%7C".into(),
            finding: "1.1".into(),
            title: "率|比".into(),
            periods: vec!["2015年度".into(), "2016年度".into()],
        };
        let fill = Fill::default();
        assert_eq!(
            RowKey::read(&key.written(&fill, "2017|年度")),
            Some((key, fill.fingerprint(), "2017|年度".to_owned()))
        );
        for text in ["", "01", "01|1.1|率||2016年度|2016年度", "01|1.1|率|0123456789ab|2016年度", "行标识"] {
            assert_eq!(RowKey::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_state_reads_as_the_drop_down_names_it() {
        for state in Progress::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(Progress::read(&state.word().say(lang)), Some(state));
            }
            assert_eq!(state.both().zh, state.word().say(Lang::Zh));
            assert_eq!(state.both().en, state.word().say(Lang::En));
        }
        assert_eq!(Progress::read("基本完成"), None, "nearly done is not done");
    }

    #[test]
    fn a_fingerprint_minds_words_and_no_blanks() {
        let fill = |measures: &str| Fill { measures: measures.into(), ..Fill::default() };
        assert_eq!(fill("逐企 建档\n").fingerprint(), fill("逐企建档").fingerprint());
        assert_ne!(fill("逐企建档").fingerprint(), fill("逐户建档").fingerprint());
    }
}
