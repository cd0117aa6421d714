//! Which unit of the roster a file means.

use std::collections::HashMap;

use crate::table::Unit;
use crate::text::fold;

/// Endings people leave out of a name or add to it.
const ENDINGS: [char; 3] = ['县', '区', '市'];

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

/// The roster by every way to name a unit.
pub(crate) struct UnitIndex<'a> {
    units: &'a [Unit],
    ids: HashMap<&'a str, Vec<u32>>,
    names: HashMap<&'a str, Vec<u32>>,
    folded: HashMap<String, Vec<u32>>,
    /// Names without their ending, and ids without the zeros that a spreadsheet takes off their front.
    short: HashMap<String, Vec<u32>>,
}

impl<'a> UnitIndex<'a> {
    /// Indexes a roster.
    pub(crate) fn new(units: &'a [Unit]) -> UnitIndex<'a> {
        let mut index = UnitIndex {
            units,
            ids: HashMap::new(),
            names: HashMap::new(),
            folded: HashMap::new(),
            short: HashMap::new(),
        };
        for (position, unit) in (0_u32..).zip(units) {
            index.ids.entry(&unit.id).or_default().push(position);
            index.names.entry(&unit.name).or_default().push(position);
            let (id, name) = (fold(&unit.id), fold(&unit.name));
            if let Some(short) = shorten(&name) {
                index.short.entry(short.to_owned()).or_default().push(position);
            }
            let bare = id.trim_start_matches('0');
            if bare != id && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
                index.short.entry(bare.to_owned()).or_default().push(position);
            }
            if id != name {
                index.folded.entry(id).or_default().push(position);
            }
            index.folded.entry(name).or_default().push(position);
        }
        index
    }

    /// The unit a text means: by id, then name, then either as [`fold`] compares, then the name without or with its
    /// ending or the id without the zeros at its front.
    pub(crate) fn find(&self, text: &str) -> Match {
        let text = text.trim();
        if text.is_empty() {
            return Match::Blank;
        }
        if let Some(found) = self.ids.get(text).or_else(|| self.names.get(text)) {
            return one(text, found);
        }
        let word = fold(text);
        let shortened = || shorten(&word).and_then(|short| self.folded.get(short));
        match self.folded.get(&word).or_else(|| self.short.get(&word)).or_else(shortened) {
            Some(found) => one(text, found),
            None => Match::Unknown(text.to_owned()),
        }
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
        names.iter().map(|(id, name)| Unit { id: (*id).into(), name: (*name).into(), group: 0 }).collect()
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
}
