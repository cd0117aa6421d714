//! Whose data a problem is in, and the table of all questions.

use std::collections::HashMap;

use super::Page;
use super::markup::{close, end, head, open, paragraph, row};
use crate::diagnostic::{Diagnostic, Place};
use crate::report::diagnostics::{questions, severity_words};
use crate::scoring::Assessment;
use crate::table::{Origin, Table};
use crate::words::html::Web;
use crate::words::labels::Label;

/// The questions of each unit, as rows of the table of questions.
#[derive(Debug)]
pub(super) struct Whose(HashMap<usize, Vec<usize>>);

impl Whose {
    /// A problem is a unit's where it names the unit, or where nobody else's values stand in the row of its cell.
    pub(super) fn of(assessment: &Assessment, diagnostics: &[Diagnostic]) -> Whose {
        let asked = questions(diagnostics);
        let mut whose: HashMap<usize, Vec<usize>> = HashMap::new();
        if asked.is_empty() {
            return Whose(whose);
        }
        let names = names(&assessment.table);
        let rows = rows(&assessment.table);
        for (position, question) in asked.iter().enumerate() {
            let unit = match &question.place {
                Place::Unit(name) => names.get(name.as_str()).copied().flatten(),
                Place::Cell { file, sheet, row, .. } => {
                    let at = assessment.table.sheets.iter().position(|of| of.file == *file && of.sheet == *sheet);
                    at.and_then(|at| rows.get(&(u32::try_from(at).ok()? + 1, *row)).copied().flatten())
                }
                Place::Text(_) | Place::File(_) => None,
            };
            if let Some(unit) = unit {
                whose.entry(unit).or_default().push(position);
            }
        }
        Whose(whose)
    }

    pub(super) fn of_unit(&self, unit: usize) -> &[usize] {
        self.0.get(&unit).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Units by name; none for a name that several bear.
fn names(table: &Table) -> HashMap<&str, Option<usize>> {
    let mut names = HashMap::new();
    for (unit, of) in table.units.iter().enumerate() {
        names.entry(of.name.as_str()).and_modify(|unit| *unit = None).or_insert(Some(unit));
    }
    names
}

/// Units by sheet (as origins count them) and row; none for a row that holds values of several.
fn rows(table: &Table) -> HashMap<(u32, u32), Option<usize>> {
    let mut rows: HashMap<(u32, u32), Option<usize>> = HashMap::new();
    let mut see = |origin: &Origin, unit: usize| {
        if origin.sheet > 0 && *origin != Origin::of_file(origin.sheet) {
            let slot = rows.entry((origin.sheet, origin.row)).or_insert(Some(unit));
            if *slot != Some(unit) {
                *slot = None;
            }
        }
    };
    for column in &table.fields {
        column.origins.iter().enumerate().for_each(|(unit, origin)| see(origin, unit));
    }
    for list in &table.lists {
        for column in &list.columns {
            column.origins.iter().zip(&list.units).for_each(|(origin, unit)| see(origin, *unit as usize));
        }
    }
    rows
}

/// The table of questions, the worst first.
pub(super) fn write(page: &Page<'_>, out: &mut String) {
    let asked = questions(page.diagnostics);
    if asked.is_empty() {
        paragraph(out, "", &Web::NoQuestions.say(page.lang));
        return;
    }
    paragraph(out, "how", &Web::QuestionsHow.say(page.lang));
    let heads =
        [Label::QuestionSeverity, Label::QuestionCode, Label::SourceCell, Label::Question, Label::QuestionRemedy];
    open(out);
    head(out, &heads.map(|label| label.say(page.lang)));
    for question in asked {
        let places = std::iter::once(&question.place).chain(&question.related);
        let cells = [
            ("", severity_words(question.severity).say(page.lang)),
            ("", question.code().to_owned()),
            ("place", places.map(Place::describe).collect::<Vec<_>>().join(" ")),
            ("", question.problem.say(page.lang)),
            ("", question.problem.remedy(page.lang)),
        ];
        row(out, &cells);
    }
    end(out);
    close(out);
}
