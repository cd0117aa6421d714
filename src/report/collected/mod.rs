//! What all submissions said, as one long table (数据汇总) in which values can be corrected: a row for each value that was
//! asked for and for each source that gave one, with where it came from.
//!
//! The table is read back twice: its corrections by [`crate::submission::read_corrections`], and the whole as a
//! submission of its own.

pub mod csv;
mod lists;
pub mod workbook;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::number::Decimal;
use crate::program::{Field, FieldId, NodeId, Program};
use crate::source::Source;
use crate::table::{Correction, Origin, Remarks, Said, State, Table, Unit};
use crate::words::Lang;
use crate::words::labels::Label;

use super::facts::{Shown, state_words};

/// The heads of the long table, each with the width its cells may grow to.
const HEADS: [(Label, f64); 20] = [
    (Label::UnitCode, 12.0),
    (Label::UnitName, 16.0),
    (Label::FieldId, 14.0),
    (Label::Field, 26.0),
    (Label::Measure, 8.0),
    (Label::Source, 10.0),
    (Label::SubmittedValue, 18.0),
    (Label::Status, 8.0),
    (Label::Counts, 6.0),
    (Label::CorrectedValue, 16.0),
    (Label::CorrectionReason, 26.0),
    (Label::CorrectedBy, 10.0),
    (Label::ClaimColumn, 10.0),
    (Label::Evidence, 24.0),
    (Label::Pages, 10.0),
    (Label::Remark, 20.0),
    (Label::File, 26.0),
    (Label::SheetColumn, 12.0),
    (Label::CellColumn, 8.0),
    (Label::Notices, 40.0),
];

/// Everything a collected table is made from.
pub struct Collected<'a> {
    program: &'a Program,
    table: &'a Table,
    diagnostics: &'a [Diagnostic],
    /// What was told of each cell.
    notices: HashMap<String, Vec<String>>,
    /// The collected table that was read for its corrections.
    own: Option<String>,
    lang: Lang,
}

/// One row of the table.
struct Row<'a> {
    unit: &'a Unit,
    id: &'a str,
    name: String,
    measure: &'a str,
    source: Option<Source>,
    /// The value; none where nothing was given.
    value: Option<Shown>,
    state: State,
    counts: bool,
    /// What a person put in its place.
    correction: Option<(&'a Correction, Shown)>,
    claim: Option<Decimal>,
    remarks: Option<&'a Remarks>,
    origin: Origin,
    notices: String,
}

impl Row<'_> {
    /// Evidence, its pages, and what else was said beside the value.
    fn beside(&self) -> [&str; 3] {
        let Some(remarks) = self.remarks else { return [""; 3] };
        let remark = remarks.remark.as_ref().or(remarks.reason.as_ref());
        [remarks.evidence.as_ref(), remarks.pages.as_ref(), remark].map(|text| text.map_or("", String::as_str))
    }
}

impl<'a> Collected<'a> {
    /// What was read, with what was told of it.
    pub fn new(
        program: &'a Program,
        table: &'a Table,
        diagnostics: &'a [Diagnostic],
        own: Option<String>,
        lang: Lang,
    ) -> Collected<'a> {
        let mut notices: HashMap<String, Vec<String>> = HashMap::new();
        for told in diagnostics {
            for place in std::iter::once(&told.place).chain(&told.related) {
                notices.entry(place.describe()).or_default().push(format!(
                    "{} {}",
                    told.code(),
                    told.problem.say(lang)
                ));
            }
        }
        Collected { program, table, diagnostics, notices, own, lang }
    }

    /// How many corrections the table holds.
    pub fn corrections(&self) -> usize {
        self.table.corrections.len()
    }

    /// The rows in the order of the roster and of the rubric.
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let claims = self.program.fields.iter().filter_map(Field::given_for);
        let given: Vec<NodeId> = claims.collect();
        (0..self.table.units.len()).flat_map(move |unit| {
            let values = self.program.data_fields().filter(|(_, field)| field.is_submitted());
            let values = values.flat_map(move |(id, field)| self.values(unit, id, field));
            values.chain(self.nodes(unit, &given))
        })
    }

    /// How many cells the workbook's tables have, blank ones too.
    pub fn cells(&self) -> usize {
        let lists = self.program.lists.iter().zip(&self.table.lists);
        let listed: usize = lists.map(|(list, entries)| entries.units.len() * (list.columns.len() + lists::MORE)).sum();
        self.count() * HEADS.len() + listed
    }

    /// How many rows the long table has.
    fn count(&self) -> usize {
        let asked = self.program.data_fields().filter(|(_, field)| field.is_submitted()).count();
        let more: usize = self.table.said.values().map(|all| all.len().saturating_sub(1)).sum();
        asked * self.table.units.len() + more + self.table.claims.len() + self.table.node_remarks.len()
    }

    /// A row for each source that gave the value, or one where nobody did.
    fn values(&'a self, unit: usize, id: FieldId, field: &'a Field) -> Vec<Row<'a>> {
        let (Some(of), Ok(key)) = (self.table.units.get(unit), u32::try_from(unit)) else { return Vec::new() };
        let Some(held) = self.table.fields.get(id.index()).and_then(|column| column.held(unit)) else {
            return Vec::new();
        };
        let correction = self.table.corrections.get(&(key, id.0));
        // What a correction replaced is still what was submitted.
        let counted = match correction {
            Some(correction) => correction.replaced.clone(),
            None => (held.state != State::Missing).then_some(held.clone()),
        };
        let remarks = self.table.remark(unit, id.index());
        let claim = field.given_for().and_then(|node| self.table.claims.get(&(key, node.0))).copied();
        let row = |said: Option<&Said>| {
            let origin = said.map(|said| said.origin).unwrap_or_default();
            Row {
                unit: of,
                id: &field.id,
                name: field.label.clone(),
                measure: field.measure.as_deref().unwrap_or_default(),
                source: self.table.source(origin),
                value: said.map(|said| Shown::said(said, field, self.lang)),
                state: said.map_or(State::Missing, |said| said.state),
                counts: said.is_some() && said.map(|said| said.origin) == counted.as_ref().map(|said| said.origin),
                correction: None,
                claim: None,
                remarks: None,
                origin,
                notices: self.notices(origin, correction),
            }
        };
        let mut rows: Vec<Row<'_>> = match self.table.said.get(&(key, id.0)) {
            Some(all) => all.iter().map(|said| row(Some(said))).collect(),
            None => vec![row(counted.as_ref())],
        };
        let main = rows.iter().position(|row| row.counts).unwrap_or_default();
        if let Some(row) = rows.get_mut(main) {
            (row.remarks, row.claim) = (remarks, claim);
            row.correction = correction.map(|correction| (correction, self.corrected(correction, &held, field)));
        }
        rows
    }

    /// A row for each node of whose points, or of which as a whole, a unit says something.
    fn nodes(&'a self, unit: usize, given: &[NodeId]) -> Vec<Row<'a>> {
        let (Some(of), Ok(key)) = (self.table.units.get(unit), u32::try_from(unit)) else { return Vec::new() };
        let mut nodes: BTreeMap<u32, (Option<Decimal>, Option<&Remarks>)> = BTreeMap::new();
        for ((_, node), points) in self.table.claims.range((key, 0)..=(key, u32::MAX)) {
            if !given.contains(&NodeId(*node)) {
                nodes.entry(*node).or_default().0 = Some(*points);
            }
        }
        for ((_, node), remarks) in self.table.node_remarks.range((key, 0)..=(key, u32::MAX)) {
            nodes.entry(*node).or_default().1 = Some(remarks);
        }
        let row = |(node, (claim, remarks)): (u32, (Option<Decimal>, Option<&'a Remarks>))| {
            let node = self.program.nodes.get(node as usize)?;
            Some(Row {
                unit: of,
                id: &node.id,
                name: node.title.clone(),
                measure: "",
                source: None,
                value: None,
                state: State::Known,
                counts: false,
                correction: None,
                claim,
                remarks,
                origin: Origin::default(),
                notices: String::new(),
            })
        };
        nodes.into_iter().filter_map(row).collect()
    }

    /// A correction as it is written anew: a value as one of its kind, and that there is none as a person wrote it.
    fn corrected(&self, correction: &Correction, held: &Said, field: &Field) -> Shown {
        match held.state {
            State::Missing => Shown::Text(correction.written.clone()),
            _ => Shown::said(held, field, self.lang),
        }
    }

    /// What was told of a cell, and of its correction.
    fn notices(&self, origin: Origin, correction: Option<&Correction>) -> String {
        let origins = [Some(origin), correction.map(|correction| correction.origin)];
        let places = origins.into_iter().flatten().filter_map(|origin| self.table.place(origin));
        let told: Vec<&String> = places.filter_map(|place| self.notices.get(&place.describe())).flatten().collect();
        told.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    fn source(&self, source: Option<Source>) -> &'static str {
        source.map_or("", |source| self.lang.pick(source.title()))
    }

    /// Whether a row's value is the one that counts, in words.
    fn counts(&self, row: &Row<'_>) -> String {
        match (&row.value, row.counts && row.correction.is_none()) {
            (None, _) => String::new(),
            (Some(_), counts) => if counts { Label::Yes } else { Label::No }.say(self.lang),
        }
    }

    /// Whether a file is the collected table itself, whose bytes change with every run.
    fn is_own(&self, file: &str) -> bool {
        self.own.as_deref() == Some(file)
    }

    /// A state in words; of what is asked for and known, nothing.
    fn state(&self, row: &Row<'_>) -> String {
        match row.state {
            State::Known => String::new(),
            state => state_words(state).say(self.lang),
        }
    }
}
