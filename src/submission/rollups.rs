//! The results of a lower tier as entries of a list: townships of a county, counties of a city.

use std::collections::HashMap;
use std::sync::Arc;

use super::SourceFile;
use super::list_reader::MOST_ENTRY_CELLS;
use super::reader::FileReading;
use super::saved::{Saved, UnitResult, read_saved, value_in};
use super::units::{Match, UnitIndex};
use super::value::expected;
use crate::diagnostic::{Diagnostic, Place, Severity, Spot, nearest};
use crate::number::Decimal;
use crate::program::{Field, List, ListId, Program};
use crate::table::{Entry, EntryCell, Origin, Sheet, State};
use crate::text::fold;
use crate::words::data::{DataProblem, FileFault};

/// Saved results that become entries of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollup {
    /// The list's id or label, and where it is named.
    pub list: (String, Spot),
    /// The saved results.
    pub results: Vec<SourceFile>,
    /// The unit that all of them belong to; without it, a lower unit's group names the unit it belongs to.
    pub unit: Option<(String, Spot)>,
}

/// What of a result a column takes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Take {
    Id,
    Name,
    Group,
    Total,
    Grade,
    Rank,
    GroupRank,
    /// Points of this node.
    Points(String),
    /// The value of this field.
    Field(String),
}

/// What a result always has: ids and labels of columns that take it, folded.
const ALWAYS: &[(Take, &[&str])] = &[
    (Take::Id, &["id", "编号", "单位编号"]),
    (Take::Name, &["name", "名称", "单位", "单位名称"]),
    (Take::Group, &["group", "分组", "组别"]),
    (Take::Total, &["total", "总分", "得分"]),
    (Take::Grade, &["grade", "等级"]),
    (Take::Rank, &["rank", "名次", "排名"]),
    (Take::GroupRank, &["group_rank", "组内名次"]),
];

fn always(word: &str) -> Option<Take> {
    let word = fold(word);
    ALWAYS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(take, _)| take.clone())
}

/// What a column takes of results like this one: what its id says, `points(1.1)` among its aliases, a field of its id or
/// of an alias, and at last what its label says.
fn take(column: &Field, sample: &UnitResult) -> Option<Take> {
    let values = sample.values();
    let node = |alias: &String| {
        let id = alias.trim().strip_prefix("points(")?.strip_suffix(')')?.trim_matches(['\'', '"', ' ']);
        sample.has_node(id).then(|| Take::Points(id.to_owned()))
    };
    let field = |name: &&String| values.contains_key(name.as_str());
    let id_says = ALWAYS.iter().find(|(_, words)| words.first() == Some(&column.id.as_str())).map(|(take, _)| take);
    id_says
        .cloned()
        .or_else(|| column.aliases.iter().find_map(node))
        .or_else(|| std::iter::once(&column.id).chain(&column.aliases).find(field).cloned().map(Take::Field))
        .or_else(|| std::iter::once(&column.label).chain(&column.aliases).find_map(|word| always(word)))
}

/// The entries that saved results give; one reading a file.
pub(super) fn read_rollup(
    rollup: &Rollup,
    program: &Program,
    units: &UnitIndex<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<FileReading> {
    let (name, spot) = &rollup.list;
    let Some((position, list)) = program.lists.iter().enumerate().find(|(_, l)| l.id == *name || l.label == *name)
    else {
        let problem = DataProblem::RollupList { list: name.clone() };
        let suggestion = nearest(name, program.lists.iter().map(|list| list.id.as_str()));
        problems.push(Diagnostic::at(problem, spot).suggest(suggestion));
        return Vec::new();
    };
    let owner = match &rollup.unit {
        None => None,
        Some((text, spot)) => match units.find(text) {
            Match::Unit(unit) => Some(unit),
            Match::Ambiguous(text, candidates) => {
                let problem = DataProblem::AmbiguousUnit { text, candidates: units.describe(&candidates) };
                problems.push(Diagnostic::at(problem, spot));
                return Vec::new();
            }
            Match::Unknown(_) | Match::Blank => {
                let problem = DataProblem::UnknownUnit { unit: text.clone() };
                problems.push(Diagnostic::at(problem, spot).severity(Severity::Error));
                return Vec::new();
            }
        },
    };
    let work = Work { list, id: ListId::from_index(position), owner, units };
    rollup.results.iter().map(|file| work.file(file)).collect()
}

struct Work<'a> {
    list: &'a List,
    id: ListId,
    owner: Option<u32>,
    units: &'a UnitIndex<'a>,
}

impl Work<'_> {
    fn file(&self, file: &SourceFile) -> FileReading {
        let mut out = FileReading::default();
        let (input, results) = read_saved(file, &mut out.problems);
        out.input = input;
        let place = Place::File(Arc::from(file.name.as_str()));
        out.sheets.push(Sheet { file: Arc::from(file.name.as_str()), sheet: None, source: None });
        let Some(results) = results.map(|results| results.units) else { return out };
        let Some(sample) = results.first() else {
            out.problems.push(Diagnostic::new(DataProblem::EmptyFile { file: file.name.clone() }, place));
            return out;
        };
        let takes: Vec<Option<Take>> = self.list.columns.iter().map(|column| take(column, sample)).collect();
        for (column, _) in self.list.columns.iter().zip(&takes).filter(|(_, take)| take.is_none()) {
            let (file, column) = (file.name.clone(), column.label.clone());
            let problem = DataProblem::RollupColumn { list: self.list.label.clone(), column, file };
            out.problems.push(Diagnostic::new(problem, place.clone()));
        }
        let most = MOST_ENTRY_CELLS / takes.len().max(1);
        if results.len() > most {
            let detail = FileFault::ManyCells { cells: MOST_ENTRY_CELLS };
            let problem = DataProblem::TooLarge { file: file.name.clone(), detail };
            out.problems.push(Diagnostic::new(problem, place.clone()));
        }
        // Many lower units may name an upper one that is not there: that is told once.
        let mut owners: HashMap<&str, Option<u32>> = HashMap::new();
        for result in results.iter().take(most) {
            let owner = match self.owner {
                Some(owner) => Some(owner),
                None => *owners.entry(&result.group).or_insert_with(|| self.owner_of(result, &place, &mut out)),
            };
            let Some(unit) = owner else { continue };
            let cells = self.list.columns.iter().zip(&takes);
            let cells = cells.map(|(column, take)| cell(column, take.as_ref(), result, &place, &mut out)).collect();
            out.heard.insert(unit);
            out.entries.push((self.id, Entry { unit, cells }));
        }
        out
    }

    /// The unit that a lower unit's group names.
    fn owner_of(&self, result: &UnitResult, place: &Place, out: &mut FileReading) -> Option<u32> {
        let problem = match self.units.find(&result.group) {
            Match::Unit(unit) => return Some(unit),
            Match::Ambiguous(text, candidates) => {
                DataProblem::AmbiguousUnit { text, candidates: self.units.describe(&candidates) }
            }
            Match::Unknown(_) | Match::Blank => {
                DataProblem::RollupOwner { unit: result.name.clone(), group: result.group.clone() }
            }
        };
        out.problems.push(Diagnostic::new(problem, place.clone()));
        None
    }
}

fn cell(column: &Field, take: Option<&Take>, result: &UnitResult, place: &Place, out: &mut FileReading) -> EntryCell {
    let saved = match take {
        None => return EntryCell::MISSING,
        Some(Take::Id) => Saved::Text(result.id.clone()),
        Some(Take::Name) => Saved::Text(result.name.clone()),
        Some(Take::Group) => Saved::Text(result.group.clone()),
        Some(Take::Total) => Saved::of(result.total.clone()),
        Some(Take::Grade) => Saved::of(result.grade.clone()),
        Some(Take::Rank) => Saved::of(result.rank.map(|rank| rank.to_string())),
        Some(Take::GroupRank) => Saved::of(result.group_rank.map(|rank| rank.to_string())),
        Some(Take::Points(node)) => result.points(node),
        Some(Take::Field(field)) => result.value(field),
    };
    let (value, state, text) = match saved {
        Saved::None(state) => (Decimal::ZERO, state, None),
        Saved::Text(text) => match value_in(&text, column) {
            Some((value, text)) => (value, State::Known, text),
            None => {
                let field = format!("{} {}", result.name, column.label);
                let problem = DataProblem::WrongKind { field, text, expected: expected(&column.kind) };
                out.problems.push(Diagnostic::new(problem, place.clone()));
                (Decimal::ZERO, State::Missing, None)
            }
        },
    };
    EntryCell { value, state, text, origin: Origin::of_file(1) }
}
