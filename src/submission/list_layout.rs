//! Which sheets hold a list (明细表), and what their columns are.

use super::form::parts;
use super::grid::{Grid, Row};
use super::layout::{HEADER_ROWS, UnitColumns};
use super::names::{Names, Ranked};
use super::vocabulary::{Role, Vocabulary};
use crate::program::{List, ListId, Program};
use crate::text::word_key;

/// A sheet of a list's entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListTable {
    pub(crate) list: ListId,
    /// Who is meant; without them the entries are those of a form's unit.
    pub(crate) units: Option<UnitColumns>,
    /// Columns of the sheet with the columns of the list, as positions.
    pub(crate) columns: Vec<(u32, usize)>,
    /// Headers nobody knows.
    pub(crate) unknown: Vec<(u32, String)>,
    /// Headers that name a column which another names before: it, and that other.
    pub(crate) twice: Vec<(u32, u32, String)>,
}

/// A header that fits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    One(ListTable),
    /// It fits several lists alike.
    Several(Vec<ListId>),
}

/// The words of the program's lists, folded.
pub(crate) struct ListWords {
    lists: Vec<Words>,
}

struct Words {
    names: Vec<String>,
    columns: Names<usize>,
    /// Columns that a header of this list names at least.
    least: usize,
}

impl Words {
    fn of(list: &List) -> Words {
        let columns = || list.columns.iter().enumerate();
        let mut by_column = Ranked::default();
        by_column.level(columns().map(|(position, column)| (column.id.clone(), position)));
        by_column.level(columns().map(|(position, column)| (column.label.clone(), position)));
        by_column.level(columns().flat_map(|(at, column)| column.aliases.iter().map(move |alias| (alias.clone(), at))));
        by_column.level(
            columns().filter_map(|(at, column)| Some((format!("{}({})", column.label, column.measure.as_ref()?), at))),
        );
        let names = [&list.id, &list.label].into_iter().chain(&list.aliases).map(|name| word_key(name)).collect();
        Words { names, columns: by_column.names(), least: list.columns.len().min(2) }
    }

    fn matched(&self, row: &Row) -> usize {
        row.cells.iter().filter(|(_, cell)| self.columns.get(&cell.text()).is_some()).count()
    }
}

impl ListWords {
    /// The words of all lists of a program.
    pub(crate) fn new(program: &Program) -> ListWords {
        ListWords { lists: program.lists.iter().map(Words::of).collect() }
    }

    /// The words of no list, for files that hold none.
    pub(crate) fn none() -> ListWords {
        ListWords { lists: Vec::new() }
    }

    /// The list a sheet, or a CSV file, is named after, with its header.
    pub(crate) fn named(&self, grid: &Grid, stem: &str, vocabulary: &Vocabulary<'_>) -> Option<(usize, Fit)> {
        let name = grid.sheet.as_deref().unwrap_or(stem);
        let words = names(name);
        let mut best: Option<(usize, usize, ListId)> = None;
        for (position, list) in self.lists.iter().enumerate() {
            if !words.iter().any(|word| list.names.contains(word)) {
                continue;
            }
            let rows = || grid.rows.iter().take(HEADER_ROWS).map(|row| list.matched(row)).enumerate();
            let header =
                rows().find(|(_, count)| *count >= list.least).or_else(|| rows().find(|(_, count)| *count > 0));
            if let Some((row, count)) = header
                && best.is_none_or(|(_, most, _)| count > most)
            {
                best = Some((row, count, ListId::from_index(position)));
            }
        }
        let (row, _, list) = best?;
        Some((row, Fit::One(self.table(list, grid.rows.get(row)?, vocabulary)?)))
    }

    /// The list whose columns a header names, where it names no field.
    pub(crate) fn by_header(&self, grid: &Grid, vocabulary: &Vocabulary<'_>) -> Option<(usize, Fit)> {
        grid.rows.iter().take(HEADER_ROWS).enumerate().find_map(|(position, row)| {
            let fits: Vec<(ListId, usize)> = (0..self.lists.len())
                .filter_map(|at| {
                    let list = self.lists.get(at)?;
                    let count = list.matched(row);
                    let fits = count > 0 && count >= list.least && !names_field(list, row, vocabulary);
                    fits.then(|| (ListId::from_index(at), count))
                })
                .collect();
            let most = fits.iter().map(|(_, count)| *count).max()?;
            let best: Vec<ListId> = fits.iter().filter(|(_, count)| *count == most).map(|(list, _)| *list).collect();
            let fit = match best[..] {
                [list] => Fit::One(self.table(list, row, vocabulary)?),
                _ => Fit::Several(best),
            };
            Some((position, fit))
        })
    }

    /// The columns of a header. A column of the list wins over a word for units: 名称 may be a project's.
    fn table(&self, list: ListId, header: &Row, vocabulary: &Vocabulary<'_>) -> Option<ListTable> {
        let words = self.lists.get(list.index())?;
        let (mut columns, mut unknown, mut twice) = (Vec::<(u32, usize)>::new(), Vec::new(), Vec::new());
        let mut units = UnitColumns::default();
        for (column, cell) in &header.cells {
            let text = cell.text();
            if let Some(position) = words.columns.get(&text) {
                match columns.iter().find(|(_, known)| *known == position) {
                    Some((first, _)) => twice.push((*column, *first, text)),
                    None => columns.push((*column, position)),
                }
            } else if let Some(role) = vocabulary.unit_column(&text) {
                units.take(role, *column);
            } else if !text.is_empty() && vocabulary.role(&text) != Some(Role::Ignored) {
                unknown.push((*column, text));
            }
        }
        Some(ListTable { list, units: units.any().then_some(units), columns, unknown, twice })
    }
}

/// Whether a header names a field beside the list's own columns.
fn names_field(list: &Words, row: &Row, vocabulary: &Vocabulary<'_>) -> bool {
    row.cells.iter().any(|(_, cell)| {
        let text = cell.text();
        list.columns.get(&text).is_none() && matches!(vocabulary.role(&text), Some(Role::Field(_)))
    })
}

/// The words a sheet's or a file's name is made of, folded: whole, its parts, and what stands before and after
/// a hyphen or after a blank.
fn names(name: &str) -> Vec<String> {
    let halves = [
        name.split_once(['-', '_']).map(|(_, after)| after),
        name.split_once(' ').map(|(_, after)| after),
        name.rsplit_once(['-', '_']).map(|(before, _)| before),
    ];
    let all = [name].into_iter().chain(halves.into_iter().flatten()).chain(parts(name));
    all.map(word_key).collect()
}

/// A file's name without the parts that name a list: what is left may name a unit.
pub(crate) fn without_list<'a>(stem: &'a str, lists: &ListWords) -> &'a str {
    let is_list = |word: &str| lists.lists.iter().any(|list| list.names.contains(&word_key(word)));
    match (stem.split_once(['-', '_']), stem.rsplit_once(['-', '_'])) {
        (_, Some((before, after))) if is_list(after) => before,
        (Some((before, after)), _) if is_list(before) => after,
        _ if is_list(stem) => "",
        _ => stem,
    }
}
