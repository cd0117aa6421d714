//! The table of a printed rubric as a tree: which rows belong together, and what is printed of each leaf.

use super::header::{Role, role};
use super::tree::{Leaf, Node, Part, owner};
use crate::submission::PrintedSheet;
use crate::text::fold;

/// Rows that are looked at; a longer sheet is no rubric.
const MOST_ROWS: usize = 5_000;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 100;
/// Places that merged cells may take in all, whatever a file says of them.
const MOST_PLACES: usize = 1_000_000;
/// Levels of a tree that a person can number.
const MOST_LEVELS: usize = 6;
/// Rows in which the header is looked for: titles and notes stand above it.
const MOST_ABOVE: usize = 30;

/// A rubric as it is printed.
#[derive(Debug, Default)]
pub(super) struct Rubric {
    /// What stands above the table.
    pub(super) above: Vec<String>,
    /// The tree.
    pub(super) sections: Vec<Node>,
    /// The printed total.
    pub(super) total: Option<String>,
    /// What stands below the table.
    pub(super) below: Vec<String>,
}

/// One row of the table.
struct Line {
    row: usize,
    /// The names that lead to it, from the section on.
    path: Vec<Step>,
}

/// One name on the way to a row.
#[derive(Clone)]
struct Step {
    text: String,
    /// 0 for a heading over the whole width, else the column's place among those of names.
    level: usize,
    /// Points that a heading over the whole width carries.
    points: Option<String>,
}

/// The sheet as a matrix: which printed cell takes each place.
struct Sheet<'a> {
    printed: &'a PrintedSheet,
    places: Vec<Vec<Option<usize>>>,
    columns: Vec<(Role, String)>,
}

/// Reads a sheet; none where it holds no rubric.
pub(super) fn read(printed: &PrintedSheet) -> Option<Rubric> {
    let mut sheet = Sheet { printed, places: places(printed)?, columns: Vec::new() };
    let header = sheet.header()?;
    let first = sheet.open(header);
    let mut rubric = Rubric { above: sheet.above(header), ..Rubric::default() };
    let lines = sheet.lines(first, &mut rubric);
    rubric.sections = sheet.nodes(&lines, 0);
    sheet.place_points(&mut rubric.sections);
    rubric.sections.iter_mut().for_each(Node::settle);
    (!rubric.sections.is_empty()).then_some(rubric)
}

/// The matrix of a sheet; none where it is too long for a rubric.
fn places(printed: &PrintedSheet) -> Option<Vec<Vec<Option<usize>>>> {
    let last = printed.cells.last()?.row as usize;
    if last >= MOST_ROWS {
        return None;
    }
    let mut places = vec![vec![None; MOST_COLUMNS]; last + 1];
    let mut left = MOST_PLACES;
    for (index, cell) in printed.cells.iter().enumerate() {
        for row in cell.row..=cell.bottom.min(u32::try_from(last).ok()?) {
            for column in cell.column..=cell.right.min(u32::try_from(MOST_COLUMNS).ok()?) {
                left = left.checked_sub(1)?;
                if let Some(place) = places.get_mut(row as usize).and_then(|row| row.get_mut(column as usize)) {
                    place.get_or_insert(index);
                }
            }
        }
    }
    Some(places)
}

/// A cell's text on one line.
fn line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).map(str::trim).collect::<String>()
}

impl Sheet<'_> {
    fn at(&self, row: usize, column: usize) -> Option<usize> {
        *self.places.get(row)?.get(column)?
    }

    fn text(&self, index: usize) -> &str {
        self.printed.cells.get(index).map_or("", |cell| cell.text.as_str())
    }

    /// The first and the last row of a cell.
    fn rows(&self, index: usize) -> (usize, usize) {
        self.printed.cells.get(index).map_or((0, 0), |cell| (cell.row as usize, cell.bottom as usize))
    }

    /// The cells of a row, each once.
    fn cells(&self, row: usize) -> Vec<usize> {
        let mut cells: Vec<usize> = self.places.get(row).into_iter().flatten().copied().flatten().collect();
        cells.dedup();
        cells
    }

    /// The row that names the most columns of a rubric.
    fn header(&self) -> Option<usize> {
        let named = |row: usize| {
            let roles: Vec<Role> = self.cells(row).into_iter().filter_map(|cell| role(self.text(cell))).collect();
            let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
            let is_header = has(&[Role::Level, Role::Name, Role::Content]) && has(&[Role::Rule, Role::Points]);
            is_header.then(|| roles.iter().filter(|role| **role != Role::Other).count())
        };
        let rows = 0..self.places.len().min(MOST_ABOVE);
        rows.filter_map(|row| Some((named(row)?, std::cmp::Reverse(row)))).max().map(|(_, row)| row.0)
    }

    /// Takes over the header's columns; gives the first row below it.
    fn open(&mut self, header: usize) -> usize {
        let last = self.cells(header).into_iter().map(|cell| self.rows(cell).1).max().unwrap_or(header);
        let last = last.min(header + 2);
        let columns: Vec<(Role, String)> = (0..MOST_COLUMNS)
            .map(|column| {
                // Below a heading over several columns, each has a heading of its own.
                let own = (header..=last).rev().find_map(|row| self.at(row, column));
                let text = own.map_or(String::new(), |cell| line(self.text(cell)));
                (role(&text).unwrap_or(Role::Other), text)
            })
            .collect();
        self.columns = columns;
        let levels = self.columns.iter().any(|(role, _)| *role == Role::Level);
        let names = self.columns.iter().any(|(role, _)| *role == Role::Name);
        let sentences = self.columns.iter().any(|(role, _)| matches!(role, Role::Rule | Role::Content));
        if !sentences && self.of(Role::Name).count() > 1 {
            // 考核项目, 分值, 考核指标: the last is the sentence.
            let last = self.of(Role::Name).last();
            if let Some((role, _)) = last.and_then(|column| self.columns.get_mut(column)) {
                *role = Role::Content;
            }
        }
        for (role, _) in &mut self.columns {
            *role = match *role {
                // Beside 一级指标 and 二级指标, other names are sentences.
                Role::Name if levels => Role::Content,
                Role::Content if !levels && !names => Role::Name,
                Role::Level => Role::Name,
                role => role,
            };
        }
        for column in self.of(Role::Name).skip(MOST_LEVELS).collect::<Vec<_>>() {
            if let Some((role, _)) = self.columns.get_mut(column) {
                *role = Role::Content;
            }
        }
        last + 1
    }

    /// The columns of a role, from left to right.
    fn of(&self, wanted: Role) -> impl Iterator<Item = usize> {
        self.columns.iter().enumerate().filter(move |(_, (role, _))| *role == wanted).map(|(column, _)| column)
    }

    fn above(&self, header: usize) -> Vec<String> {
        let mut cells: Vec<usize> = (0..header).flat_map(|row| self.cells(row)).collect();
        cells.dedup();
        cells.into_iter().map(|cell| line(self.text(cell))).filter(|text| !text.is_empty()).collect()
    }

    /// The rows of the table with the names that lead to each; totals and notes go elsewhere.
    fn lines(&self, first: usize, rubric: &mut Rubric) -> Vec<Line> {
        let names: Vec<usize> = self.of(Role::Name).collect();
        let mut lines = Vec::new();
        let mut heading: Option<Step> = None;
        let mut last: Vec<Option<(usize, String)>> = vec![None; names.len()];
        for row in first..self.places.len() {
            let cells = self.cells(row);
            if cells.is_empty() || self.repeats_header(row) {
                continue;
            }
            if let Some(total) = self.total(row) {
                rubric.total = total.or(rubric.total.take());
                continue;
            }
            if let [cell] = cells.as_slice()
                && is_note(self.text(*cell))
            {
                rubric.below.push(line(self.text(*cell)));
                continue;
            }
            if let Some(step) = self.heading(row, &cells) {
                heading = Some(step);
                last.fill(None);
                continue;
            }
            let mut path: Vec<(Option<usize>, Step)> = heading.iter().map(|step| (None, step.clone())).collect();
            for (level, column) in names.iter().enumerate() {
                // A blank below a name goes on with it.
                if let Some(cell) = self.at(row, *column) {
                    let text = line(self.text(cell));
                    let same = last.get(level).and_then(Option::as_ref).is_some_and(|(_, known)| *known == text);
                    if !same {
                        last.iter_mut().skip(level).for_each(|slot| *slot = None);
                    }
                    if let Some(slot) = last.get_mut(level) {
                        *slot = Some((cell, text));
                    }
                }
                let Some((cell, text)) = last.get(level).and_then(Option::as_ref) else { continue };
                match path.last_mut() {
                    // A name over two levels is one.
                    Some((before, step)) if *before == Some(*cell) => step.level = level + 1,
                    _ => path.push((Some(*cell), Step { text: text.clone(), level: level + 1, points: None })),
                }
            }
            lines.push(Line { row, path: path.into_iter().map(|(_, step)| step).collect() });
        }
        lines
    }

    /// The header again, as on a new page.
    fn repeats_header(&self, row: usize) -> bool {
        let found = (0..MOST_COLUMNS).filter_map(|column| Some((self.at(row, column)?, &self.columns.get(column)?.1)));
        let alike = found.filter(|(cell, header)| line(self.text(*cell)) == **header).count();
        alike >= 3
    }

    /// Whether a row adds others up; the total, unless it is that of a part.
    #[allow(clippy::option_option, reason = "a row of totals may have none")]
    fn total(&self, row: usize) -> Option<Option<String>> {
        const WORDS: [&str; 5] = ["合计", "总计", "小计", "总分", "共计"];
        let cell = self.cells(row).into_iter().next()?;
        let word = fold(self.text(cell));
        let word = word.split(['(', ':']).next().unwrap_or_default();
        let word = word.strip_suffix("分值").or(word.strip_suffix("得分")).unwrap_or(word);
        if !WORDS.contains(&word) {
            return None;
        }
        let points = self.of(Role::Points).filter_map(|column| points_of(self.text(self.at(row, column)?))).last();
        Some(points.filter(|_| word != "小计"))
    }

    /// A row that is one heading, alone or with its points.
    fn heading(&self, row: usize, cells: &[usize]) -> Option<Step> {
        let of_points = |cell: &usize| self.of(Role::Points).any(|column| self.at(row, column) == Some(*cell));
        let (points, rest): (Vec<usize>, Vec<usize>) = cells.iter().partition(|cell| of_points(cell));
        let (cell, points) = match (rest.as_slice(), points.as_slice()) {
            ([cell], []) => (*cell, None),
            ([cell], [points]) => (*cell, Some(*points)),
            // A heading over the points' column too.
            ([], [cell]) => (*cell, None),
            _ => return None,
        };
        let printed = self.printed.cells.get(cell)?;
        let text = line(&printed.text);
        let wide = printed.right - printed.column >= 2 && printed.bottom == printed.row;
        let first = self.of(Role::Name).next();
        let alone = self.of(Role::Name).nth(1).is_none() && first.is_some_and(|c| c == printed.column as usize);
        let numbered = text.starts_with(|c| "一二三四五六七八九十".contains(c)) && text.contains('、');
        let is_heading = wide || (numbered && (alone || first != Some(printed.column as usize)));
        is_heading.then(|| Step { text, level: 0, points: points.and_then(|cell| points_of(self.text(cell))) })
    }

    /// The nodes of some rows below this depth.
    fn nodes(&self, lines: &[Line], depth: usize) -> Vec<Node> {
        let same = |a: &Line, b: &Line| a.path.get(depth).map(|s| &s.text) == b.path.get(depth).map(|s| &s.text);
        let mut nodes = Vec::new();
        for group in lines.chunk_by(same) {
            let Some(step) = group.first().and_then(|line| line.path.get(depth)) else {
                nodes.extend(self.leaves(group));
                continue;
            };
            let children = if group.iter().all(|line| line.path.len() == depth + 1) {
                self.leaves(group)
            } else {
                self.nodes(group, depth + 1)
            };
            let ends = group.first().zip(group.last()).map_or((0, 0), |(first, last)| (first.row, last.row));
            let mut node = match <[Node; 1]>::try_from(children) {
                // One leaf below a name is what the name says.
                Ok([child]) if child.leaf.is_some() && group.iter().all(|l| l.path.len() == depth + 1) => child,
                Ok([child]) => Node { children: vec![child], ..Node::default() },
                Err(children) => Node { children, ..Node::default() },
            };
            node.title.clone_from(&step.text);
            node.rows = ends;
            node.level = step.level;
            node.points = step.points.clone().or(node.points);
            nodes.push(node);
        }
        nodes
    }

    /// The leaves of rows under one name: a row with points of its own begins one.
    fn leaves(&self, lines: &[Line]) -> Vec<Node> {
        let points: Vec<usize> = self.of(Role::Points).collect();
        let by: Vec<usize> = if points.is_empty() { self.of(Role::Content).collect() } else { points };
        let begins = |line: &Line| by.last().and_then(|column| self.at(line.row, *column));
        let mut leaves: Vec<Node> = lines
            .chunk_by(|a, b| begins(b).is_none() || begins(a) == begins(b))
            .map(|lines| self.leaf(lines))
            .collect();
        if let [leaf] = leaves.as_slice()
            && lines.len() > 1
        {
            // Several sentences, each with its points: 建立制度(2分).
            let apart: Vec<Node> = lines.iter().map(|line| self.leaf(std::slice::from_ref(line))).collect();
            let embedded = apart.iter().all(|node| node.leaf.as_ref().is_some_and(|leaf| leaf.own_points().is_some()));
            if embedded && leaf.children.is_empty() {
                leaves = apart;
                for node in &mut leaves {
                    node.points = node.leaf.as_ref().and_then(Leaf::own_points);
                }
            }
        }
        leaves
    }

    fn leaf(&self, lines: &[Line]) -> Node {
        let rows = lines.first().zip(lines.last()).map_or((0, 0), |(first, last)| (first.row, last.row));
        let mut leaf = Leaf::default();
        for (column, (role, header)) in self.columns.iter().enumerate() {
            let mut cells: Vec<usize> = lines.iter().filter_map(|line| self.at(line.row, column)).collect();
            cells.dedup();
            // What is merged over several columns is told once.
            cells.retain(|cell| self.printed.cells.get(*cell).is_some_and(|cell| cell.column as usize == column));
            if cells.is_empty() {
                continue;
            }
            let texts: Vec<&str> = cells.iter().map(|cell| self.text(*cell)).collect();
            let text = texts.join("\n");
            let own = cells.iter().all(|cell| {
                let (first, last) = self.rows(*cell);
                first >= rows.0 && last <= rows.1
            });
            match role {
                Role::Rule => leaf.rules.push((text.clone(), own)),
                Role::Content => leaf.content.push(text.clone()),
                Role::Evidence => leaf.evidence.push(line(&text)),
                Role::Note => leaf.note.push(line(&text)),
                Role::Lead if leaf.lead.is_empty() || header.contains("牵头") => {
                    leaf.support.splice(0..0, std::mem::replace(&mut leaf.lead, departments(&text)));
                }
                Role::Lead | Role::Support => leaf.support.extend(departments(&text)),
                _ => {}
            }
            if matches!(role, Role::Rule | Role::Content | Role::Other) {
                leaf.printed.push((header.clone(), text));
            }
        }
        Node { title: leaf.short(), rows, level: usize::MAX, leaf: Some(leaf), ..Node::default() }
    }

    /// Gives every printed number of points to the node it belongs to.
    fn place_points(&self, sections: &mut [Node]) {
        for column in self.of(Role::Points).collect::<Vec<_>>() {
            let level = self.of(Role::Name).filter(|name| *name < column).count().max(1);
            let last_level = self.of(Role::Name).all(|name| name < column);
            let mut cells: Vec<usize> = (0..self.places.len()).filter_map(|row| self.at(row, column)).collect();
            cells.dedup();
            for cell in cells {
                let (first, last) = self.rows(cell);
                let ends = (first, last.min(self.places.len()));
                // Unmerged, it may stand in the first row of what it is for.
                let goes_on =
                    |until: usize| ends.0 == ends.1 && (first + 1..=until).all(|r| self.at(r, column).is_none());
                let level = if last_level { usize::MAX } else { level };
                let text = self.text(cell);
                let points = points_of(text);
                if let Some(points) = &points
                    && let Some(node) = owner(sections, ends, level, &goes_on)
                {
                    node.points.get_or_insert_with(|| points.clone());
                    node.percent |= text.contains(['%', '％']);
                } else if let Some(node) = owner(sections, (first, first), usize::MAX, &|_| true) {
                    // Nobody's in particular, or no number: it stays to be read.
                    let header = self.columns.get(column).map_or(String::new(), |(_, header)| header.clone());
                    node.printed.push((header, line(text)));
                }
            }
        }
    }
}

/// Whether a row is a note under the table.
fn is_note(text: &str) -> bool {
    let folded = fold(text);
    ["注:", "备注", "说明:", "注1", "附注", "填表说明"].iter().any(|start| folded.starts_with(start))
}

/// The points of a cell: `10`, `10分`, `(10分)`, `10%`.
pub(super) fn points_of(text: &str) -> Option<String> {
    let folded = fold(text);
    let number = folded.trim_matches(['(', ')', '分', '%', '+']);
    let number = number.strip_prefix("满分").unwrap_or(number);
    let value = crate::number::read_exact(number)?;
    (value > crate::number::Decimal::ZERO).then(|| crate::number::plain(value))
}

/// The departments of a cell, each once.
fn departments(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split(['、', ',', '\u{ff0c}', ';', '\u{ff1b}', '\n', '/', ' ', '\u{3000}']) {
        let name = name.trim().trim_end_matches('等');
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// What kind of section a title names.
pub(super) fn part(title: &str) -> Part {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&["否决"]) {
        Part::Veto
    } else if has(&["加分项", "加分指标", "奖励加分", "附加分"]) || title.trim_end_matches('项') == "加分"
    {
        Part::Bonus
    } else if has(&["扣分项", "倒扣", "扣分指标"]) {
        Part::Penalty
    } else {
        Part::Ordinary
    }
}
