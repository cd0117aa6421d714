//! The rows of a ledger: every gap, what nobody submitted, vetoes and caps, and data in contradiction.

use std::collections::HashMap;

use crate::analysis::gaps;
use crate::number::{self, Decimal};
use crate::program::{FieldId, NodeId, Part, Status};
use crate::scoring::Assessment;
use crate::submission::ledger::{Fill, Row, RowKey};
use crate::table::State;
use crate::words::Lang;
use crate::words::ledger::LedgerWord;

/// The rows for all units in the order of the roster; of a unit, the effects on it first, then its gaps, the largest
/// first, what is missing without loss, and data in contradiction. `deadline` is what each of them begins with, in days
/// since 1970-01-01.
pub fn rows(assessment: &Assessment, deadline: Option<i64>, lang: Lang) -> Vec<Row> {
    let finder = Finder { assessment, deadline, lang };
    (0..assessment.units()).flat_map(|unit| finder.unit(unit)).collect()
}

struct Finder<'a> {
    assessment: &'a Assessment,
    deadline: Option<i64>,
    lang: Lang,
}

/// A row before it is a unit's.
struct Found<'a> {
    id: String,
    title: &'a str,
    problem: LedgerWord,
    lost: Option<Decimal>,
    reason: String,
    lead: Option<&'a str>,
    advice: Option<&'a str>,
}

impl<'a> Finder<'a> {
    fn unit(&self, unit: usize) -> Vec<Row> {
        let found = self.effects(unit).into_iter().chain(self.gaps(unit)).chain(self.missing(unit));
        found.chain(self.contradictions(unit)).filter_map(|found| self.row(unit, found)).collect()
    }

    fn row(&self, unit: usize, found: Found<'_>) -> Option<Row> {
        let of = self.assessment.table.units.get(unit)?;
        let period = self.assessment.program.heading.period.clone();
        let title = found.title.to_owned();
        let measures = found.advice.unwrap_or_default().to_owned();
        Some(Row {
            key: RowKey { unit: of.id.clone(), finding: found.id, title, periods: vec![period] },
            added: false,
            unit: of.name.clone(),
            problem: found.problem.say(self.lang),
            lost: found.lost,
            reason: found.reason,
            lead: found.lead.unwrap_or_default().to_owned(),
            relapsed: None,
            fill: Fill { measures, deadline: self.deadline, ..Fill::default() },
        })
    }

    /// What limits the unit's grade or its points.
    fn effects(&self, unit: usize) -> Vec<Found<'a>> {
        let effects = self.assessment.effects(unit).filter_map(|at| self.assessment.program.effects.get(at));
        let found = effects.map(|effect| Found {
            id: effect.id.clone(),
            title: &effect.say,
            problem: LedgerWord::EffectProblem { id: effect.id.clone(), say: effect.say.clone() },
            lost: None,
            reason: effect.reason().say(self.lang),
            lead: None,
            advice: None,
        });
        found.collect()
    }

    fn gaps(&self, unit: usize) -> Vec<Found<'a>> {
        let program = &self.assessment.program;
        let digits = |value: Decimal| match program.rounding.leaf {
            Some(digits) => number::fixed(value, digits),
            None => number::plain(number::guard(value, number::GUARD_DIGITS)),
        };
        let found = gaps::of_unit(self.assessment, unit).into_iter().map(|gap| {
            let node = program.node(gap.node);
            let (id, title) = (node.id.clone(), node.title.clone());
            let problem = match node.part {
                Part::Penalty => LedgerWord::PenaltyProblem { id, title, lost: digits(gap.lost) },
                _ => LedgerWord::GapProblem { id, title, full: number::plain(gap.full), points: digits(gap.points) },
            };
            Found {
                id: node.id.clone(),
                title: &node.title,
                problem,
                lost: Some(gap.lost),
                reason: gaps::reason(self.assessment, &gap, self.lang),
                lead: node.lead.as_deref(),
                advice: node.advice.as_deref(),
            }
        });
        found.collect()
    }

    /// Leaves without a value that cost nothing: left out, or given the mean of others.
    fn missing(&self, unit: usize) -> Vec<Found<'a>> {
        let program = &self.assessment.program;
        let leaves = program.leaves().filter(|(id, ..)| {
            self.assessment.status(*id, unit) == Status::Missing && gaps::of_node(self.assessment, unit, *id).is_none()
        });
        let found = leaves.map(|(_, node, leaf)| {
            let policy = gaps::missing_words(leaf).say(self.lang);
            Found {
                id: node.id.clone(),
                title: &node.title,
                problem: LedgerWord::MissingProblem { id: node.id.clone(), title: node.title.clone() },
                lost: None,
                reason: crate::words::labels::Label::ReasonMissing { policy }.say(self.lang),
                lead: node.lead.as_deref(),
                advice: node.advice.as_deref(),
            }
        });
        found.collect()
    }

    /// Conditions on data that do not hold.
    fn contradictions(&self, unit: usize) -> Vec<Found<'a>> {
        let program = &self.assessment.program;
        let mut seen: HashMap<FieldId, usize> = HashMap::new();
        let mut found = Vec::new();
        for must in &program.musts {
            // A field may have several conditions.
            let nth = seen.entry(must.field).or_default();
            *nth += 1;
            let holds = self.assessment.cell(must.holds, unit);
            let Some(field) = program.fields.get(must.field.index()) else { continue };
            if holds.state != State::Known || holds.is_yes() {
                continue;
            }
            found.push(Found {
                id: format!("{}?{nth}", field.id),
                title: &field.label,
                problem: LedgerWord::DataProblemOf { field: field.label.clone() },
                lost: None,
                reason: must.say.clone(),
                lead: self.asks(must.field).and_then(|node| program.node(node).lead.as_deref()),
                advice: None,
            });
        }
        found
    }

    /// The first leaf that looks at a field.
    fn asks(&self, field: FieldId) -> Option<NodeId> {
        self.assessment.program.leaves().find(|(_, _, leaf)| leaf.fields.contains(&field)).map(|(id, ..)| id)
    }
}
