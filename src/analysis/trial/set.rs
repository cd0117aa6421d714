//! Other numbers for the rubric's parameters, within one test: 若分值改为10分.

use std::sync::Arc;

use super::Tried;
use super::inputs::entries_of;
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};
use crate::document::{self, Item, Reader, Section, Value, Word};
use crate::number;
use crate::program::Program;
use crate::rubric::Rewrite;
use crate::words::both;
use crate::words::rubric::RubricProblem;

/// The program of a test: the rubric's own, or that of the rubric with other numbers; `None` when they do not fit it,
/// which is then reported.
pub(super) fn program(reader: &Reader, tried: &Tried, test: &Section<'_>) -> Option<Arc<Program>> {
    let set = entries_of(reader, test, "set");
    if set.is_empty() {
        return Some(Arc::clone(&tried.program));
    }
    let rewrites: Vec<Option<Vec<Rewrite>>> =
        set.iter().map(|(word, item)| rewrites(reader, tried, word, item)).collect();
    let rewrites: Vec<Rewrite> = rewrites.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    let mut problems = Vec::new();
    let program = tried.rubric.rewritten(&rewrites).compile(&mut problems);
    // What is told of the rubric as it is written has been told; here only what these numbers break.
    let place = test.open_item("set").map(|item| Place::Text(item.spot.clone()));
    for problem in problems.into_iter().filter(|problem| problem.severity == Severity::Error) {
        reader.report(place.iter().cloned().fold(problem, Diagnostic::related));
    }
    program.map(Arc::new)
}

/// The number in the places of a parameter: one, unless the rubric sets two of one name.
fn rewrites(reader: &Reader, tried: &Tried, word: &Word, item: &Item) -> Option<Vec<Rewrite>> {
    let parameters = &tried.program.parameters;
    let places: Vec<_> = parameters.iter().filter(|parameter| parameter.id == word.text).collect();
    if places.is_empty() {
        let problem = RubricProblem::TestUnknown { what: both("参数", "parameter"), name: word.text.clone() };
        let known = nearest(&word.text, parameters.iter().map(|parameter| parameter.id.as_str()));
        reader.report(Diagnostic::at(problem, &word.spot).suggest(known));
        return None;
    }
    let (Value::Number(text) | Value::Text(text)) = &item.value else {
        document::report_kind(reader, &word.text, "number", item);
        return None;
    };
    if number::read_exact(text.strip_suffix('%').unwrap_or(text)).is_none() {
        reader.report(Diagnostic::at(RubricProblem::NumberUnreadable { text: text.clone() }, &item.spot));
        return None;
    }
    let rewrite = |spot| Rewrite { spot, text: text.clone() };
    Some(places.into_iter().map(|parameter| rewrite(parameter.spot.clone())).collect())
}
