//! A department spelt in two ways: its sheet would not find all of its indicators.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::Reader;
use crate::program::{Node, Program};
use crate::text::{fold, simplified};
use crate::words::rubric::RubricProblem;

pub(super) fn report(reader: &Reader, program: &Program) {
    let mut first: HashMap<String, (&str, &Node)> = HashMap::new();
    for node in &program.nodes {
        for name in node.lead.iter().chain(&node.support) {
            let (known, at) = *first.entry(simplified(&fold(name))).or_insert((name, node));
            if known != name {
                let problem = RubricProblem::SpeltTwice { name: name.clone(), known: known.to_owned() };
                let place = Place::Text(at.spot.clone());
                reader.report(Diagnostic::at(problem, &node.spot).related(place));
            }
        }
    }
}
