//! The columns of a ledger: where each stands, by the headings people give them.

use crate::submission::grid::{Grid, Row};
use crate::submission::layout::HEADER_ROWS;
use crate::text::fold;
use crate::words::{Bilingual, both};

const UNIT: &[&str] = &["责任单位", "整改单位", "被考核单位", "单位", "单位名称", "responsible unit", "unit"];
const PROBLEM: &[&str] = &["问题", "存在问题", "存在的问题", "具体问题", "问题描述", "problem", "finding"];
const LOST: &[&str] = &["失分", "扣分", "points lost"];
const REASON: &[&str] = &["失分原因", "扣分原因", "问题原因", "原因分析", "原因", "reason"];
const MEASURES: &[&str] = &["整改措施", "措施", "measures"];
const LEAD: &[&str] = &["牵头部门", "牵头单位", "督办部门", "督办单位", "lead department"];
const PERSON: &[&str] = &["责任人", "整改责任人", "person responsible", "responsible"];
const DEADLINE: &[&str] = &["完成时限", "整改时限", "完成期限", "整改期限", "完成时间", "时限", "deadline"];
const STATE: &[&str] = &["整改状态", "状态", "state", "status"];
const PROGRESS: &[&str] = &["整改情况", "整改进展", "进展情况", "progress"];
const CLOSED: &[&str] = &["销号日期", "销号时间", "closed on"];
const KEY: &[&str] = &["行标识", "row key"];

/// Where the columns stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Columns {
    pub(super) unit: Option<u32>,
    pub(super) problem: u32,
    pub(super) lost: Option<u32>,
    pub(super) reason: Option<u32>,
    pub(super) measures: Option<u32>,
    pub(super) lead: Option<u32>,
    pub(super) person: Option<u32>,
    pub(super) deadline: Option<u32>,
    pub(super) state: u32,
    pub(super) progress: Option<u32>,
    pub(super) closed: Option<u32>,
    pub(super) key: Option<u32>,
}

impl Columns {
    /// The columns below the head of a sheet, with the position of the head; none where it is no ledger.
    pub(super) fn find(grid: &Grid) -> Option<(usize, Columns)> {
        let rows = grid.rows.iter().take(HEADER_ROWS).enumerate();
        rows.into_iter().find_map(|(position, row)| Some((position, Columns::of(row)?)))
    }

    /// The columns to be filled in that are not there: what stands in them under another heading is not read. Each with
    /// the column that tells where to look.
    pub(super) fn absent(&self) -> Vec<(u32, Bilingual)> {
        let columns = [
            (self.measures, both("整改措施", "Measures")),
            (self.person, both("责任人", "Person responsible")),
            (self.deadline, both("完成时限", "Deadline")),
            (self.progress, both("整改情况", "Progress")),
            (self.closed, both("销号日期", "Closed on")),
        ];
        columns.into_iter().filter(|(column, _)| column.is_none()).map(|(_, heading)| (self.problem, heading)).collect()
    }

    fn of(row: &Row) -> Option<Columns> {
        let heads: Vec<(u32, String)> = row.cells.iter().map(|(column, cell)| (*column, fold(&cell.text()))).collect();
        let at = |words: &[&str]| {
            // A word that stands earlier in the list is the better heading.
            words.iter().find_map(|word| heads.iter().find(|(_, head)| *head == fold(word)).map(|(column, _)| *column))
        };
        Some(Columns {
            problem: at(PROBLEM)?,
            state: at(STATE)?,
            unit: at(UNIT),
            lost: at(LOST),
            reason: at(REASON),
            measures: at(MEASURES),
            lead: at(LEAD),
            person: at(PERSON),
            deadline: at(DEADLINE),
            progress: at(PROGRESS),
            closed: at(CLOSED),
            key: at(KEY),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use crate::words::ledger::LedgerWord as Word;

    #[test]
    fn every_heading_of_a_ledger_that_is_made_is_known() {
        let known = [
            (UNIT, Word::Unit),
            (PROBLEM, Word::Problem),
            (LOST, Word::Lost),
            (REASON, Word::Reason),
            (MEASURES, Word::Measures),
            (LEAD, Word::Lead),
            (PERSON, Word::Person),
            (DEADLINE, Word::Deadline),
            (STATE, Word::State),
            (PROGRESS, Word::Progress),
            (CLOSED, Word::ClosedOn),
            (KEY, Word::Key),
        ];
        for (words, label) in known {
            for lang in [Lang::Zh, Lang::En] {
                assert!(words.iter().any(|word| fold(word) == fold(&label.say(lang))), "{label:?}");
            }
        }
    }
}
