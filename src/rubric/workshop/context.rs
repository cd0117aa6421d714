//! What every lowering step needs, and how expressions are put into words.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Spot};
use crate::document::{Keys, Reader, Section};
use crate::program::{Builder, Compiler, NodeId, RoundingPlan};
use crate::words::Bilingual;
use crate::words::labels::Label;
use crate::words::rubric::RubricProblem;

/// Everything a lowering step needs.
pub(in crate::rubric) struct Context<'r> {
    pub(in crate::rubric) reader: &'r Reader,
    pub(in crate::rubric) builder: Builder,
    pub(in crate::rubric) rounding: RoundingPlan,
    /// Nodes by id, for the fields of given points.
    pub(in crate::rubric) node_ids: HashMap<String, NodeId>,
}

/// Bands, cases, options, groups, places and grades that one rule may tell apart: more than any printed rule has, and
/// few enough that walking through them never exhausts a stack.
pub(in crate::rubric) const MOST_BRANCHES: usize = 200;

impl Context<'_> {
    /// A compiler over this rubric's graph.
    pub(in crate::rubric) fn compiler(&mut self) -> Compiler<'_> {
        Compiler { builder: &mut self.builder, reader: self.reader }
    }

    /// Refuses more of something than one rule may tell apart.
    pub(in crate::rubric) fn bounded(&self, count: usize, what: Bilingual, spot: &Spot) -> Option<()> {
        if count > MOST_BRANCHES {
            let problem = RubricProblem::TooMany { what, limit: MOST_BRANCHES };
            self.reader.report(Diagnostic::at(problem, spot));
            return None;
        }
        Some(())
    }

    /// Reports a key that is missing where the rule cannot do without it.
    pub(in crate::rubric) fn missing(&self, section: &Section<'_>, key: &'static str, keys: &Keys) {
        if let Some(key) = keys.find(key) {
            let problem = RubricProblem::MissingKey { key: key.name.to_owned(), what: keys.what, meaning: key.meaning };
            self.reader.report(Diagnostic::at(problem, &section.spot));
        }
    }

    /// Reports that a choice must be made which printed rules leave open.
    pub(in crate::rubric) fn undecided(&self, section: &Section<'_>, key: &'static str, keys: &Keys, usual: &str) {
        if let Some(key) = keys.find(key) {
            let problem =
                RubricProblem::Undecided { key: key.name.to_owned(), meaning: key.meaning, usual: usual.to_owned() };
            self.reader.report(Diagnostic::at(problem, &section.spot));
        }
    }
}

/// An expression's text with the names of fields, lists and their columns replaced by their labels, for people.
pub(in crate::rubric) fn in_words(builder: &Builder, text: &str) -> String {
    let mut words = String::new();
    let mut name = String::new();
    let late = Label::DaysLate.say(builder.lang);
    // What is called is a function, whatever else bears its name.
    let flush = |name: &mut String, words: &mut String, called: bool| {
        if !name.is_empty() {
            let late = (*name == "unit.days_late").then_some(late.as_str());
            words.push_str(late.or_else(|| label(builder, name)).filter(|_| !called).unwrap_or(name));
            name.clear();
        }
    };
    for c in text.chars() {
        if c == '_' || c == '.' || c.is_alphanumeric() {
            name.push(c);
        } else {
            flush(&mut name, &mut words, c == '(');
            words.push(c);
        }
    }
    flush(&mut name, &mut words, false);
    words
}

/// What people call a name of the rubric.
fn label<'b>(builder: &'b Builder, name: &str) -> Option<&'b str> {
    let field = builder.find_field(name).and_then(|id| builder.fields.get(id.index())).map(|field| &field.label);
    let list = || builder.lists.iter().find(|list| list.id == name).map(|list| &list.label);
    let column =
        || builder.lists.iter().flat_map(|list| &list.columns).find(|column| column.id == name).map(|c| &c.label);
    field.or_else(list).or_else(column).map(String::as_str)
}
