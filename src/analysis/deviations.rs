//! Deviations (自评与核查偏差): what units claim against what they earned, and what each source alone would give.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::number::Decimal;
use crate::program::{FieldId, ListId, NodeId, Program};
use crate::scoring::{self, Assessment};
use crate::source::Source;
use crate::submission;
use crate::table::{Entry, FieldColumn, Said, State, Table};

/// What one source would give.
#[derive(Debug, Clone)]
pub struct Alone {
    /// Whose word is taken before all others.
    pub source: Source,
    /// The assessment that comes of it.
    pub assessment: Assessment,
}

/// A leaf of a unit on which several speak, or all that a unit claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// The leaf; none for all claimed leaves of the unit together.
    pub node: Option<NodeId>,
    /// Claimed points (自评得分).
    pub claimed: Option<Decimal>,
    /// The points that each of [`Deviations::alone`] would give, where it speaks of the leaf.
    pub by_source: Vec<Option<Decimal>>,
    /// The points earned.
    pub points: Option<Decimal>,
    /// By how much what the unit says of itself exceeds the points earned.
    pub excess: Option<Decimal>,
    /// Whether that is more than the rubric lets pass.
    pub inflated: bool,
}

/// A value of which several speak, or one whose word does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'a> {
    /// The unit, as a position in the table.
    pub unit: usize,
    /// The field.
    pub field: FieldId,
    /// What each says, in the order of [`Source::ALL`]; nobody's word comes last.
    pub said: Vec<&'a Said>,
    /// Which of them counts, as a position in `said`; none where none does.
    pub counted: Option<usize>,
    /// Whether a person's correction counts instead of them.
    pub corrected: bool,
    /// Whether they differ.
    pub differ: bool,
}

/// Everything in which those who speak of the same thing may differ.
#[derive(Debug, Clone)]
pub struct Deviations {
    /// What each source that speaks beside another would give.
    pub alone: Vec<Alone>,
    /// The leaves, unit by unit in the order of the ranking; all that a unit claims comes first.
    pub rows: Vec<Deviation>,
    of_unit: HashMap<usize, Range<usize>>,
}

impl Deviations {
    /// Compares all that was said. Scores once more for each source that speaks beside another.
    pub fn of(assessment: &Assessment) -> Deviations {
        let alone: Vec<Alone> = speakers(&assessment.table)
            .into_iter()
            .map(|source| {
                let table = as_said_by(&assessment.program, &assessment.table, source);
                let assessment = scoring::score(Arc::clone(&assessment.program), Arc::new(table));
                Alone { source, assessment }
            })
            .collect();
        let (mut rows, mut of_unit) = (Vec::new(), HashMap::new());
        let lists = lists(&assessment.program, &assessment.table);
        for &unit in assessment.order() {
            let leaves = leaves(assessment, &alone, &lists, unit);
            let first = rows.len();
            rows.extend(together(unit, &leaves, alone.len()));
            rows.extend(leaves);
            of_unit.insert(unit, first..rows.len());
        }
        Deviations { alone, rows, of_unit }
    }

    /// The rows of a unit.
    pub fn of_unit(&self, unit: usize) -> &[Deviation] {
        let rows = self.of_unit.get(&unit).cloned().unwrap_or_default();
        self.rows.get(rows).unwrap_or_default()
    }

    /// How many units claim more than the rubric lets pass.
    pub fn inflated(&self) -> usize {
        let units: BTreeSet<usize> = self.rows.iter().filter(|row| row.inflated).map(|row| row.unit).collect();
        units.len()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty() && self.rows.is_empty()
    }
}

/// The values of which several speak, unit by unit in the order of the roster.
pub fn values(table: &Table) -> impl Iterator<Item = Compared<'_>> {
    table.said.iter().map(|((unit, field), all)| {
        let corrected = table.corrections.contains_key(&(*unit, *field));
        let (unit, field) = (*unit as usize, FieldId(*field));
        let mut said: Vec<&Said> = all.iter().collect();
        said.sort_by_key(|said| (said.source.is_none(), said.source));
        let origin = table
            .fields
            .get(field.index())
            .and_then(|column| (column.states.get(unit) != Some(&State::Missing)).then(|| column.origins.get(unit))?);
        let counted = said.iter().position(|said| Some(&said.origin) == origin);
        let differ = said.windows(2).any(|pair| matches!(pair, [a, b] if !a.agrees(b)));
        Compared { unit, field, said, counted, corrected, differ }
    })
}

/// Claimed points of a node: its own claim, or the sum of its children's.
pub fn claim(assessment: &Assessment, node: NodeId, unit: usize) -> Option<Decimal> {
    let key = (u32::try_from(unit).ok()?, node.0);
    if let Some(claim) = assessment.table.claims.get(&key) {
        return Some(*claim);
    }
    let children = &assessment.program.node(node).children;
    sum(children.iter().filter_map(|child| claim(assessment, *child, unit)))
}

/// The claimed total of a unit.
pub fn claimed_total(assessment: &Assessment, unit: usize) -> Option<Decimal> {
    sum(assessment.program.sections().filter_map(|(section, _)| claim(assessment, section, unit)))
}

fn sum(mut parts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let first = parts.next()?;
    parts.try_fold(first, Decimal::checked_add)
}

/// The sources that speak where another speaks too, or whose word does not count.
fn speakers(table: &Table) -> BTreeSet<Source> {
    let values = table.said.values().flatten().filter_map(|said| said.source);
    let entries = table.set_aside.values().flatten().filter_map(|entry| source_of(table, entry));
    values.chain(entries).collect()
}

fn source_of(table: &Table, entry: &Entry) -> Option<Source> {
    table.source(entry.origin())
}

/// The table with a source's word taken before all others.
fn as_said_by(program: &Program, table: &Table, source: Source) -> Table {
    let mut theirs = table.clone();
    for ((unit, field), all) in &table.said {
        let said = all.iter().find(|said| said.source == Some(source));
        if let (Some(said), Some(column)) = (said, theirs.fields.get_mut(*field as usize)) {
            set(column, *unit as usize, said);
        }
    }
    for (position, list) in (0_u32..).zip(&program.lists) {
        let heard: BTreeSet<u32> = table
            .set_aside
            .iter()
            .filter(|((of, _), entries)| {
                *of == position && entries.iter().any(|entry| source_of(table, entry) == Some(source))
            })
            .map(|((_, unit), _)| *unit)
            .collect();
        let Some(counted) = table.lists.get(position as usize).filter(|_| !heard.is_empty()) else { continue };
        let mut entries: Vec<Entry> = counted.entries().filter(|entry| !heard.contains(&entry.unit)).collect();
        let aside = heard.iter().filter_map(|unit| table.set_aside.get(&(position, *unit))).flatten();
        entries.extend(aside.filter(|entry| source_of(table, entry) == Some(source)).cloned());
        let mut states = counted.states.clone();
        for unit in &heard {
            if let Some(state) = states.get_mut(*unit as usize) {
                *state = State::Known;
            }
        }
        if let Some(slot) = theirs.lists.get_mut(position as usize) {
            *slot = submission::entry_table(list, entries, states);
        }
    }
    theirs
}

fn set(column: &mut FieldColumn, unit: usize, said: &Said) {
    if let (Some(value), Some(state), Some(origin)) =
        (column.values.get_mut(unit), column.states.get_mut(unit), column.origins.get_mut(unit))
    {
        (*value, *state, *origin) = (said.value, said.state, said.origin);
    }
    if let (Some(text), Some(said)) = (column.texts.get_mut(unit), &said.text) {
        text.clone_from(said);
    }
}

/// The lists that each leaf looks at, where entries were set aside at all.
fn lists(program: &Program, table: &Table) -> Vec<BTreeSet<ListId>> {
    if table.set_aside.is_empty() {
        return Vec::new();
    }
    program.leaves().map(|(_, _, leaf)| program.lists_behind(leaf.value)).collect()
}

/// The leaves of a unit that it claims points for, or of which several speak.
fn leaves(assessment: &Assessment, alone: &[Alone], lists: &[BTreeSet<ListId>], unit: usize) -> Vec<Deviation> {
    let (program, table) = (&assessment.program, &assessment.table);
    let Ok(key) = u32::try_from(unit) else { return Vec::new() };
    let threshold = program.setting("inflation").map(|parameter| parameter.value);
    let mut rows = Vec::new();
    for (position, (node, _, leaf)) in program.leaves().enumerate() {
        let lists = lists.get(position).into_iter().flatten();
        let speaks = |source: Source| {
            let said = |field: &FieldId| table.said.get(&(key, field.0));
            let of_fields = leaf.fields.iter().filter_map(said).flatten().any(|said| said.source == Some(source));
            let aside = lists.clone().filter_map(|list| table.set_aside.get(&(list.0, key)));
            of_fields || aside.flatten().any(|entry| source_of(table, entry) == Some(source))
        };
        let claimed = table.claims.get(&(key, node.0)).copied();
        let by_source: Vec<Option<Decimal>> = alone
            .iter()
            .map(|alone| if speaks(alone.source) { alone.assessment.points(node, unit).get() } else { None })
            .collect();
        if claimed.is_none() && by_source.iter().all(Option::is_none) {
            continue;
        }
        let own = alone.iter().zip(&by_source).find(|(alone, _)| alone.source == Source::Own);
        let says = claimed.or(own.and_then(|(_, points)| *points));
        let points = assessment.points(node, unit).get();
        let excess = says.zip(points).and_then(|(says, points)| says.checked_sub(points));
        let passes = threshold.zip(assessment.full(node, unit).get()).and_then(|(share, full)| share.checked_mul(full));
        let inflated = excess.zip(passes).is_some_and(|(excess, passes)| excess > passes);
        rows.push(Deviation { unit, node: Some(node), claimed, by_source, points, excess, inflated });
    }
    rows
}

/// All that a unit claims together, beside what it earned on the same leaves.
fn together(unit: usize, leaves: &[Deviation], sources: usize) -> Option<Deviation> {
    let both = || leaves.iter().filter_map(|row| Some((row.claimed?, row.points?)));
    let claimed = sum(both().map(|(claimed, _)| claimed))?;
    let points = sum(both().map(|(_, points)| points))?;
    Some(Deviation {
        unit,
        node: None,
        claimed: Some(claimed),
        by_source: vec![None; sources],
        points: Some(points),
        excess: claimed.checked_sub(points),
        inflated: leaves.iter().any(|row| row.inflated),
    })
}
