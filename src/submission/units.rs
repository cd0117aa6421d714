//! Which unit of the roster a file means.

use std::collections::{BTreeMap, HashMap};

use super::grid::{Row, quoted};
use super::layout::UnitColumns;
use crate::table::Unit;
use crate::text::word_key;
use crate::words::data::AdjustmentFault;

/// Endings people leave out of a name or add to it.
const ENDINGS: [char; 3] = ['县', '区', '市'];
/// Endings of the office that signs for a unit.
const OFFICES: [&str; 2] = ["人民政府", "政府"];
/// Units that a question proposes.
const MOST_LIKE: usize = 3;

/// Whom a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Match {
    /// A unit, as a position on the roster.
    Unit(u32),
    /// Nobody; the text as written.
    Unknown(String),
    /// One of several.
    Ambiguous(String, Vec<u32>),
    /// Nothing is written.
    Blank,
}

/// Units by name, as positions.
type Names<K> = HashMap<K, Vec<u32>>;

/// The roster by every way to name a unit.
pub(crate) struct UnitIndex<'a> {
    units: &'a [Unit],
    /// Ids, names, and names of before, as they are written.
    exact: [Names<&'a str>; 3],
    /// Ids and names, and names of before, as [`word_key`] compares.
    folded: [Names<String>; 2],
    /// Names without their ending, and ids without the zeros that a spreadsheet takes off their front.
    short: Names<String>,
    /// All folded names with their unit.
    words: Vec<(String, u32)>,
}

impl<'a> UnitIndex<'a> {
    /// Indexes a roster.
    pub(crate) fn new(units: &'a [Unit]) -> UnitIndex<'a> {
        let (mut ids, mut names, mut old_names) = (Names::new(), Names::new(), Names::new());
        let (mut folded, mut old, mut short) = (Names::new(), Names::new(), Names::new());
        let mut words = Vec::new();
        for (position, unit) in (0_u32..).zip(units) {
            ids.entry(unit.id.as_str()).or_default().push(position);
            names.entry(unit.name.as_str()).or_default().push(position);
            let (id, name) = (word_key(&unit.id), word_key(&unit.name));
            words.extend([(id.clone(), position), (name.clone(), position)]);
            if let Some(bare) = shorten(&name) {
                short.entry(bare.to_owned()).or_default().push(position);
            }
            let bare = id.trim_start_matches('0');
            if bare != id && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
                short.entry(bare.to_owned()).or_default().push(position);
            }
            if id != name {
                folded.entry(id).or_default().push(position);
            }
            folded.entry(name).or_default().push(position);
            for former in &unit.former {
                old_names.entry(former.as_str()).or_default().push(position);
                let former = word_key(former);
                words.push((former.clone(), position));
                old.entry(former).or_default().push(position);
            }
        }
        UnitIndex { units, exact: [ids, names, old_names], folded: [folded, old], short, words }
    }

    /// The unit a text means: by id, then name, then a name of before; then any of these as [`word_key`] compares; then
    /// the name without or with its ending, or the id without the zeros at its front.
    pub(crate) fn find(&self, text: &str) -> Match {
        let text = text.trim();
        if text.is_empty() {
            return Match::Blank;
        }
        if let Some(found) = self.exact.iter().find_map(|names| names.get(text)) {
            return one(text, found);
        }
        let word = word_key(text);
        let known = |word: &str| self.folded.iter().find_map(|names| names.get(word));
        let bare = OFFICES.iter().find_map(|office| word.strip_suffix(office)).filter(|bare| !bare.is_empty());
        let found = known(&word)
            .or_else(|| known(bare?))
            .or_else(|| self.short.get(bare.unwrap_or(&word)))
            .or_else(|| self.folded.first()?.get(shorten(&word)?));
        found.map_or_else(|| Match::Unknown(text.to_owned()), |found| one(text, found))
    }

    /// The units named most like a text of nobody, for the question whether one of them is meant.
    pub(crate) fn like(&self, text: &str) -> Option<String> {
        let word = word_key(text);
        let likeness = |name: &str| {
            // 甲 and 乙市甲县 may both mean 甲县, or somebody else.
            let (short, long) = if name.len() < word.len() { (name, word.as_str()) } else { (word.as_str(), name) };
            let within =
                !short.is_empty() && (long.contains(short) || shorten(short).is_some_and(|s| long.contains(s)));
            // Every name ends alike; what stands before it tells them apart.
            let (bare, known) = (shorten(&word).unwrap_or(&word), shorten(name).unwrap_or(name));
            let alike = strsim::normalized_damerau_levenshtein(bare, known);
            let same_end = word.chars().next_back() == name.chars().next_back();
            (if same_end { alike } else { alike * 0.8 }).max(if within { 0.6 } else { 0.0 })
        };
        // One figure in two makes another id.
        let least = if word.bytes().all(|b| b.is_ascii_digit()) { 0.75 } else { 0.5 };
        let mut best: BTreeMap<u32, f64> = BTreeMap::new();
        for (name, unit) in &self.words {
            let likeness = likeness(name);
            if likeness >= least {
                let known = best.entry(*unit).or_default();
                *known = known.max(likeness);
            }
        }
        let mut like: Vec<(u32, f64)> = best.into_iter().collect();
        like.sort_by(|a, b| b.1.total_cmp(&a.1));
        let best: Vec<u32> = like.into_iter().take(MOST_LIKE).map(|(unit, _)| unit).collect();
        (!best.is_empty()).then(|| self.describe(&best))
    }

    /// The unit that an id and a name mean together. An id of nobody leaves the decision to the name; an id and a name
    /// of two different units are ambiguous.
    pub(crate) fn find_both(&self, id: Option<&str>, name: Option<&str>) -> Match {
        let by_id = id.map_or(Match::Blank, |id| self.find(id));
        let by_name = name.map_or(Match::Blank, |name| self.find(name));
        match (by_id, by_name) {
            (Match::Unit(a), Match::Unit(b)) if a != b => {
                Match::Ambiguous(format!("{} {}", id.unwrap_or_default(), name.unwrap_or_default()), vec![a, b])
            }
            (Match::Unit(unit), _) | (_, Match::Unit(unit)) => Match::Unit(unit),
            (Match::Blank | Match::Unknown(_), other @ (Match::Ambiguous(..) | Match::Unknown(_)))
            | (other, Match::Blank | Match::Unknown(_) | Match::Ambiguous(..)) => other,
        }
    }

    /// The unit that a row of decisions names, or why it names none.
    pub(crate) fn of_row(&self, row: &Row, columns: UnitColumns) -> Result<u32, AdjustmentFault> {
        let text = |column: Option<u32>| column.and_then(|column| row.text(column));
        match self.find_both(text(columns.id).as_deref(), text(columns.name).as_deref()) {
            Match::Unit(unit) => Ok(unit),
            Match::Blank => Err(AdjustmentFault::NoUnit),
            Match::Unknown(unit) => Err(AdjustmentFault::UnknownUnit { unit: quoted(&unit) }),
            Match::Ambiguous(text, candidates) => {
                Err(AdjustmentFault::AmbiguousUnit { text: quoted(&text), candidates: self.describe(&candidates) })
            }
        }
    }

    /// `甲县(01)、甲市(02)`
    pub(crate) fn describe(&self, units: &[u32]) -> String {
        let named = units.iter().filter_map(|position| self.units.get(*position as usize));
        named.map(|unit| format!("{}({})", unit.name, unit.id)).collect::<Vec<_>>().join("、")
    }

    /// The unit's name.
    pub(crate) fn name(&self, unit: u32) -> &str {
        self.units.get(unit as usize).map_or("", |unit| unit.name.as_str())
    }
}

fn one(text: &str, found: &[u32]) -> Match {
    match found {
        [unit] => Match::Unit(*unit),
        several => Match::Ambiguous(text.to_owned(), several.to_vec()),
    }
}

/// A name without its ending, if it has one and something is left.
fn shorten(name: &str) -> Option<&str> {
    name.strip_suffix(ENDINGS).filter(|short| !short.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(names: &[(&str, &str)]) -> Vec<Unit> {
        names
            .iter()
            .map(|(id, name)| Unit { id: (*id).into(), name: (*name).into(), group: 0, ..Unit::default() })
            .collect()
    }

    #[test]
    fn a_unit_is_found_by_id_name_width_and_without_its_ending() {
        let units = units(&[("01", "甲县"), ("02", "乙"), ("A3", "Ｎorth")]);
        let index = UnitIndex::new(&units);
        for (text, unit) in [("01", 0), ("1", 0), (" 甲 县 ", 0), ("甲", 0), ("乙县", 1), ("a3", 2), ("north", 2)]
        {
            assert_eq!(index.find(text), Match::Unit(unit), "{text}");
        }
        assert_eq!(index.find("甲区"), Match::Unknown("甲区".into()), "another ending is another unit");
        assert_eq!(index.find("  "), Match::Blank);
    }

    #[test]
    fn a_short_name_of_two_units_is_ambiguous_and_an_id_decides() {
        let units = units(&[("01", "甲县"), ("02", "甲市")]);
        let index = UnitIndex::new(&units);
        assert_eq!(index.find("甲"), Match::Ambiguous("甲".into(), vec![0, 1]));
        assert_eq!(index.find_both(Some("02"), Some("甲")), Match::Unit(1));
        assert_eq!(index.find_both(Some("9"), Some("甲县")), Match::Unit(0));
        assert_eq!(index.find_both(Some("02"), Some("甲县")), Match::Ambiguous("02 甲县".into(), vec![1, 0]));
        assert_eq!(index.describe(&[0, 1]), "甲县(01)、甲市(02)");
    }

    #[test]
    fn a_unit_is_found_by_a_name_of_before_unless_another_bears_it_now() {
        let mut units = units(&[("01", "临冶市"), ("02", "鹤汀区"), ("03", "砚湖新区")]);
        units[0].former = vec!["冶县".into(), "老冶县".into()];
        units[1].former = vec!["临冶市".into()];
        units[2].former = vec!["老冶县".into()];
        let index = UnitIndex::new(&units);
        for (text, unit) in
            [("冶县", 0), ("临冶市", 0), ("臨冶", 0), ("鶴汀區", 1), ("鹤汀区人民政府", 1), ("鹤汀人民政府", 1)]
        {
            assert_eq!(index.find(text), Match::Unit(unit), "{text}");
        }
        assert_eq!(index.find("老冶縣"), Match::Ambiguous("老冶縣".into(), vec![0, 2]));
        // A new district is not the district of that name.
        assert_eq!(index.find("砚湖区"), Match::Unknown("砚湖区".into()));
        assert_eq!(index.like("砚湖区").as_deref(), Some("砚湖新区(03)"));
        assert_eq!(index.like("某某市鹤汀区").as_deref(), Some("鹤汀区(02)"));
        assert_eq!(index.like("石炉县"), None);
    }

    #[test]
    fn names_that_only_differ_in_their_writing_are_told_apart_or_asked_about() {
        let units = units(&[("01", "雲埠"), ("02", "云埠")]);
        let index = UnitIndex::new(&units);
        assert_eq!((index.find("雲埠"), index.find("云埠")), (Match::Unit(0), Match::Unit(1)));
        assert_eq!(index.find("云 埠"), Match::Ambiguous("云 埠".into(), vec![0, 1]));
    }
}
