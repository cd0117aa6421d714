//! What units earned of full points, from one scoring or from saved results of several years.

use std::collections::HashMap;

use crate::analysis::rates;
use crate::folder::results::Results;
use crate::number::{self, Decimal};
use crate::program::{NodeId, Program, Status};
use crate::scoring::Assessment;

/// Rates (points ÷ full points): a row a unit, and a year where there are several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    rows: Vec<Vec<Option<Decimal>>>,
    /// Nodes that saved results do not know under this id and title.
    pub unknown: Vec<NodeId>,
}

impl Rates {
    /// The rates of an assessment. What is missing or does not apply says nothing of how units differ.
    pub fn scored(assessment: &Assessment) -> Rates {
        let of = |unit: usize| -> Vec<Option<Decimal>> {
            let rate = |node: NodeId| {
                let scored = says(assessment.status(node, unit).key());
                scored.then(|| rates::rate(assessment, node, unit)).flatten()
            };
            assessment.program.node_ids().map(rate).collect()
        };
        Rates { rows: (0..assessment.units()).map(of).collect(), unknown: Vec::new() }
    }

    /// The rates of saved results, one after the other, of the nodes that this rubric has by id and title.
    pub fn saved(program: &Program, results: &[&Results]) -> Rates {
        let mut rates = Rates::default();
        for results in results {
            let titles: HashMap<&str, &str> =
                results.nodes.iter().map(|node| (node.id.as_str(), node.title.as_str())).collect();
            let known =
                |id: &NodeId| titles.get(program.node(*id).id.as_str()) == Some(&program.node(*id).title.as_str());
            let gone = program.node_ids().filter(|id| !known(id));
            rates.unknown.extend(gone);
            for unit in &results.units {
                let nodes: HashMap<&str, _> = unit.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
                let rate = |id: NodeId| {
                    let node =
                        nodes.get(program.node(id).id.as_str()).filter(|node| known(&id) && says(&node.status))?;
                    let read = |text: &Option<String>| number::read_exact(text.as_deref()?);
                    let full = read(&node.full).filter(|full| !full.is_zero())?;
                    read(&node.points)?.checked_div(full)
                };
                rates.rows.push(program.node_ids().map(rate).collect());
            }
        }
        rates.unknown.sort_unstable();
        rates.unknown.dedup();
        rates
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The columns of some nodes, over the rows that have a rate on all of them.
    pub fn columns(&self, nodes: &[NodeId]) -> Vec<Vec<Decimal>> {
        let row = |row: &Vec<Option<Decimal>>| -> Option<Vec<Decimal>> {
            nodes.iter().map(|node| row.get(node.index()).copied().flatten()).collect()
        };
        let rows: Vec<Vec<Decimal>> = self.rows.iter().filter_map(row).collect();
        (0..nodes.len()).map(|at| rows.iter().filter_map(|row| row.get(at).copied()).collect()).collect()
    }
}

/// Whether points of this status come from what a unit did.
fn says(status: &str) -> bool {
    ![Status::Missing, Status::NotApplicable, Status::Overflow].map(Status::key).contains(&status)
}
