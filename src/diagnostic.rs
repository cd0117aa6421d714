//! Located problems in what a person wrote: a rubric, an assessment file or a submission.

use std::ops::Range;
use std::sync::Arc;

use crate::words::data::DataProblem;
use crate::words::ledger::LedgerProblem;
use crate::words::notice::NoticeProblem;
use crate::words::rubric::RubricProblem;
use crate::words::weights::WeightProblem;
use crate::words::{Bilingual, Lang};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably not what was meant; the result stands.
    Warning,
    /// Something could not be used; the result is incomplete and the exit code says so.
    Error,
}

impl Severity {
    /// Its name in machine-readable files.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What the catalogue says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// `R012` for a rubric, `D007` for data, `L004` for a ledger, `N003` for notices, `W005` for questionnaires.
    pub code: &'static str,
    /// Its usual severity.
    pub severity: Severity,
    /// A short name.
    pub title: Bilingual,
    /// What is wrong, as written in the catalogue: see [`crate::words::shape`].
    pub says: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// What to do about it, as written in the catalogue.
    pub remedy: Bilingual,
}

impl Entry {
    /// Every entry of all catalogues, in order.
    pub fn all() -> impl DoubleEndedIterator<Item = &'static Entry> {
        RubricProblem::CATALOGUE
            .iter()
            .chain(DataProblem::CATALOGUE)
            .chain(LedgerProblem::CATALOGUE)
            .chain(NoticeProblem::CATALOGUE)
            .chain(WeightProblem::CATALOGUE)
    }

    /// The entry of a code, however its letter is written.
    pub fn find(code: &str) -> Option<&'static Entry> {
        Entry::all().find(|entry| entry.code.eq_ignore_ascii_case(code.trim()))
    }
}

/// A text file as it was read, kept to draw carets into.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user would write it.
    pub name: String,
    /// The decoded text.
    pub text: String,
}

/// A stretch of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes of its text.
    pub span: Range<usize>,
}

impl Spot {
    /// Line and column of the start, counted from 1, columns in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or(&self.source.text);
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (before.matches('\n').count() + 1, column)
    }

    /// The stretch `inner`, counted from this spot's start.
    #[must_use]
    pub fn within(&self, inner: Range<usize>) -> Spot {
        let start = (self.span.start + inner.start).min(self.span.end);
        let end = (self.span.start + inner.end).clamp(start, self.span.end);
        Spot { source: Arc::clone(&self.source), span: start..end }
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a text file, drawn with a caret.
    Text(Spot),
    /// In a cell of a workbook or of a CSV file (which has no sheet); rows and columns counted from 0.
    Cell {
        /// The file's path.
        file: Arc<str>,
        /// The sheet's name, none for CSV.
        sheet: Option<Arc<str>>,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
    /// A file as a whole.
    File(Arc<str>),
    /// A unit of the roster, when no file is at fault.
    Unit(String),
}

impl Place {
    /// The data file it is in.
    pub fn file(&self) -> Option<&str> {
        match self {
            Place::Cell { file, .. } | Place::File(file) => Some(file),
            Place::Text(_) | Place::Unit(_) => None,
        }
    }

    /// `rubric.toml:12:5`, `a.xlsx!填报表!C7`, `b.csv!C7`, `a.xlsx`, or the unit's name.
    pub fn describe(&self) -> String {
        match self {
            Place::Text(spot) => {
                let (line, column) = spot.line_column();
                format!("{}:{line}:{column}", spot.source.name)
            }
            Place::Cell { file, sheet, row, column } => {
                let cell = cell_name(*row, *column);
                match sheet {
                    Some(sheet) => format!("{file}!{sheet}!{cell}"),
                    None => format!("{file}!{cell}"),
                }
            }
            Place::File(file) => file.to_string(),
            Place::Unit(unit) => unit.clone(),
        }
    }
}

/// `C7` for row 6, column 2.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// `C` for column 2.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// What is wrong: an entry of one of the catalogues with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// In a rubric, a test file or an assessment file.
    Rubric(RubricProblem),
    /// In a roster or a submission.
    Data(DataProblem),
    /// In a filled ledger.
    Ledger(LedgerProblem),
    /// In the settings or a template of notices.
    Notice(NoticeProblem),
    /// In a filled questionnaire about weights.
    Weights(WeightProblem),
}

impl From<RubricProblem> for Problem {
    fn from(problem: RubricProblem) -> Self {
        Problem::Rubric(problem)
    }
}

impl From<DataProblem> for Problem {
    fn from(problem: DataProblem) -> Self {
        Problem::Data(problem)
    }
}

impl From<LedgerProblem> for Problem {
    fn from(problem: LedgerProblem) -> Self {
        Problem::Ledger(problem)
    }
}

impl From<NoticeProblem> for Problem {
    fn from(problem: NoticeProblem) -> Self {
        Problem::Notice(problem)
    }
}

impl From<WeightProblem> for Problem {
    fn from(problem: WeightProblem) -> Self {
        Problem::Weights(problem)
    }
}

impl Problem {
    /// The catalogue entry.
    pub fn entry(&self) -> Entry {
        match self {
            Problem::Rubric(problem) => problem.entry(),
            Problem::Data(problem) => problem.entry(),
            Problem::Ledger(problem) => problem.entry(),
            Problem::Notice(problem) => problem.entry(),
            Problem::Weights(problem) => problem.entry(),
        }
    }

    /// What is wrong, in one sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Problem::Rubric(problem) => problem.say(lang),
            Problem::Data(problem) => problem.say(lang),
            Problem::Ledger(problem) => problem.say(lang),
            Problem::Notice(problem) => problem.say(lang),
            Problem::Weights(problem) => problem.say(lang),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> String {
        match self {
            Problem::Rubric(problem) => problem.remedy(lang),
            Problem::Data(problem) => problem.remedy(lang),
            Problem::Ledger(problem) => problem.remedy(lang),
            Problem::Notice(problem) => problem.remedy(lang),
            Problem::Weights(problem) => problem.remedy(lang),
        }
    }
}

/// A located problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is here; usually the catalogue's severity.
    pub severity: Severity,
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub place: Place,
    /// Other places that matter: the first of two equal ids, the other of two values.
    pub related: Vec<Place>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
}

impl Diagnostic {
    /// A problem at a place, with the catalogue's severity.
    pub fn new(problem: impl Into<Problem>, place: Place) -> Diagnostic {
        let problem = problem.into();
        Diagnostic { severity: problem.entry().severity, problem, place, related: Vec::new(), suggestion: None }
    }

    /// A problem in a text file.
    pub fn at(problem: impl Into<Problem>, spot: &Spot) -> Diagnostic {
        Diagnostic::new(problem, Place::Text(spot.clone()))
    }

    /// With another severity than the catalogue's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// With another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place) -> Diagnostic {
        self.related.push(place);
        self
    }

    /// With the word that was probably meant.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<String>) -> Diagnostic {
        self.suggestion = suggestion;
        self
    }

    /// Where it stands in its text, to tell problems of one text in its order.
    pub(crate) fn order(&self) -> usize {
        match &self.place {
            Place::Text(spot) => spot.span.start,
            _ => 0,
        }
    }

    /// Its code, such as `R012`.
    pub fn code(&self) -> &'static str {
        self.problem.entry().code
    }
}

/// Whether any of these is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The candidate nearest to a misspelt word, if one is near enough to be worth proposing.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        assert_eq!(cell_name(6, 2), "C7");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let source = Arc::new(Source { name: "r.toml".into(), text: "a = 1\n\"指标\" = 2\n".into() });
        let start = source.text.find("= 2").unwrap();
        let spot = Spot { source, span: start..start + 1 };
        assert_eq!(spot.line_column(), (2, 6));
    }

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        assert_eq!(nearest("at_leest", ["at_least", "points"]), Some("at_least".into()));
        assert_eq!(nearest("合格批", ["合格批次", "抽查批次"]), Some("合格批次".into()));
        assert_eq!(nearest("xyz", ["at_least", "points"]), None);
    }
}
