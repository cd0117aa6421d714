//! `[ledger]` of `assessment.toml`: what is set for the rectification ledger.

use std::path::Path;

use super::matched;
use crate::document::{Key, Keys, Kind, Reader, Section};
use crate::submission::SourceFile;
use crate::words::both;

/// `[ledger]`
pub(super) static KEYS: Keys = Keys {
    what: both("整改台账", "the rectification ledger"),
    keys: &[
        Key::optional(
            "deadline",
            Kind::Date,
            "各问题的完成时限,填表的人可以改;不写则空着",
            "the deadline of every row, which people may change; left open unless set",
        ),
        Key::optional(
            "previous",
            Kind::Texts,
            "以前填过的台账(文件、文件夹或通配符):未结的问题结转到新台账",
            "filled ledgers of before (files, folders or patterns): what is open is carried over",
        ),
        Key::optional(
            "on",
            Kind::Date,
            "kaohe ledger read 按这一天判断逾期;不写则由 --on 给出",
            "the day by which kaohe ledger read judges what is overdue; given by --on unless set",
        ),
    ],
};

/// What is set for the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerParts {
    /// The deadline of every row, in days since 1970-01-01.
    pub deadline: Option<i64>,
    /// Filled ledgers of before.
    pub previous: Vec<SourceFile>,
    /// The day by which overdue rows are judged.
    pub on: Option<i64>,
}

impl LedgerParts {
    /// Reads the section.
    pub(super) fn of(reader: &Reader, folder: &Path, section: &Section<'_>) -> LedgerParts {
        let day = |key: &str| section.date(key).map(|(day, _)| day);
        LedgerParts { deadline: day("deadline"), previous: matched(reader, folder, section, "previous"), on: day("on") }
    }
}
