//! Diagnostics as people read them: carets into a text, a line for a cell, and JSON.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use super::facts::printable;
use crate::diagnostic::{Diagnostic, Entry, Place, Severity, Source, Spot};
use crate::words::labels::Label;
use crate::words::{Lang, shape};

/// Data problems of one code that are shown before the rest is only counted.
const ALIKE: usize = 5;
/// Errors of one code that are shown: each of them is work to do.
const ALIKE_ERRORS: usize = 100;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// With colours.
    pub colour: bool,
    /// Every one, however many are alike.
    pub verbose: bool,
}

/// All diagnostics as text: those in a rubric first, with carets; then those in data, the same codes together.
pub fn render(diagnostics: &[Diagnostic], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let mut parts: Vec<String> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut data: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let Place::Text(spot) = &diagnostic.place {
            parts.push(in_text(diagnostic, spot, &renderer, look.lang));
        } else {
            let alike = data.entry(diagnostic.code()).or_default();
            if alike.is_empty() {
                order.push(diagnostic.code());
            }
            alike.push(diagnostic);
        }
    }
    for code in order {
        let alike = data.remove(code).unwrap_or_default();
        let shown = match alike.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            _ if look.verbose => alike.len(),
            true => ALIKE_ERRORS,
            false => ALIKE,
        };
        parts.extend(alike.iter().take(shown).map(|diagnostic| in_data(diagnostic, look)));
        let more = alike.len().saturating_sub(shown);
        if more > 0 {
            let severity = alike.iter().map(|diagnostic| diagnostic.severity).max().unwrap_or(Severity::Note);
            let head = painted(&format!("{}[{code}]", severity_words(severity).say(look.lang)), severity, look.colour);
            parts.push(format!("{head}: {}", Label::MoreAlike { count: more }.say(look.lang)));
        }
    }
    parts.join("\n\n")
}

/// What the catalogue says of a code.
pub fn entry(entry: &Entry, lang: Lang) -> String {
    let mut text =
        format!("{}[{}]: {}\n", severity_words(entry.severity).say(lang), entry.code, lang.pick(entry.title));
    for (label, words) in [(Label::Says, entry.says), (Label::Why, entry.why), (Label::Help, entry.remedy)] {
        text.push_str(&format!("  = {}: {}\n", label.say(lang), shape(lang.pick(words))));
    }
    text
}

/// What somebody has to look at: errors, then warnings.
pub(super) fn questions(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut asked: Vec<&Diagnostic> = diagnostics.iter().filter(|asked| asked.severity > Severity::Note).collect();
    asked.sort_by_key(|asked| std::cmp::Reverse(asked.severity));
    asked
}

/// A severity in words.
pub fn severity_words(severity: Severity) -> Label {
    match severity {
        Severity::Error => Label::SeverityError,
        Severity::Warning => Label::SeverityWarning,
        Severity::Note => Label::SeverityNote,
    }
}

fn in_text(diagnostic: &Diagnostic, spot: &Spot, renderer: &Renderer, lang: Lang) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let name = severity_words(diagnostic.severity).say(lang);
    let title = level.with_name(name).primary_title(printable(&diagnostic.problem.say(lang))).id(diagnostic.code());

    // Other places of the same file are drawn in the same picture.
    let mut snippet = Snippet::source(spot.source.text.as_str())
        .path(spot.source.name.as_str())
        .annotation(AnnotationKind::Primary.span(bounded(&spot.source, &spot.span)));
    let mut elsewhere = Vec::new();
    for place in &diagnostic.related {
        match place {
            Place::Text(other) if other.source == spot.source => {
                snippet = snippet.annotation(AnnotationKind::Context.span(bounded(&other.source, &other.span)));
            }
            other => elsewhere.push(Label::SeeAlso { place: other.describe() }.say(lang)),
        }
    }
    let mut group = Group::with_title(title).element(snippet);
    for text in elsewhere {
        group = group.element(Level::NOTE.with_name(Label::SeverityNote.say(lang)).message(printable(&text)));
    }
    let helps = [suggestion(diagnostic, lang), Some(diagnostic.problem.remedy(lang))];
    for text in helps.into_iter().flatten() {
        group = group.element(Level::HELP.with_name(Label::Help.say(lang)).message(printable(&text)));
    }
    renderer.render(&[group])
}

fn in_data(diagnostic: &Diagnostic, look: Look) -> String {
    let lang = look.lang;
    let severity = severity_words(diagnostic.severity).say(lang);
    let head = painted(&format!("{severity}[{}]", diagnostic.code()), diagnostic.severity, look.colour);
    let place = match &diagnostic.place {
        // The sentence names the unit itself.
        Place::Unit(_) => String::new(),
        place => format!(" {}", printable(&place.describe())),
    };
    let mut text = format!("{head}{place}: {}", printable(&diagnostic.problem.say(lang)));
    let related = diagnostic
        .related
        .iter()
        .map(|place| (Label::SeverityNote, Label::SeeAlso { place: place.describe() }.say(lang)));
    let helps = [suggestion(diagnostic, lang), Some(diagnostic.problem.remedy(lang))];
    let helps = helps.into_iter().flatten().map(|text| (Label::Help, text));
    for (label, words) in related.chain(helps) {
        text.extend(["\n  = ", &label.say(lang), ": ", &printable(&words)]);
    }
    text
}

fn suggestion(diagnostic: &Diagnostic, lang: Lang) -> Option<String> {
    diagnostic.suggestion.clone().map(|word| Label::DidYouMean { word }.say(lang))
}

/// A stretch that lies on whole characters of the text, whatever the text has become.
fn bounded(source: &Source, span: &Range<usize>) -> Range<usize> {
    let floor =
        |at: usize| (0..=at.min(source.text.len())).rev().find(|i| source.text.is_char_boundary(*i)).unwrap_or(0);
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

fn painted(text: &str, severity: Severity, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    let colour = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::BrightGreen,
    };
    let style: Style = colour.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// All diagnostics as a JSON array, one a line.
pub fn to_json(diagnostics: &[Diagnostic], lang: Lang) -> serde_json::Value {
    entries(diagnostics, lang).map(serde_json::Value::Object).collect()
}

/// Each diagnostic as a JSON object.
pub(super) fn entries(
    diagnostics: &[Diagnostic],
    lang: Lang,
) -> impl Iterator<Item = serde_json::Map<String, serde_json::Value>> {
    diagnostics.iter().map(move |diagnostic| {
        let related: Vec<String> = diagnostic.related.iter().map(Place::describe).collect();
        let mut object = serde_json::Map::new();
        for (key, value) in [
            ("code", diagnostic.code().into()),
            ("severity", diagnostic.severity.key().into()),
            ("place", diagnostic.place.describe().into()),
            ("message", diagnostic.problem.say(lang).into()),
            ("remedy", diagnostic.problem.remedy(lang).into()),
            ("suggestion", diagnostic.suggestion.clone().into()),
            ("related", related.into()),
        ] {
            object.insert(key.to_owned(), value);
        }
        object
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::fixture;
    use super::*;
    use crate::words::both;
    use crate::words::data::DataProblem;
    use crate::words::rubric::RubricProblem;

    fn diagnostics() -> Vec<Diagnostic> {
        let cell =
            |row| Place::Cell { file: "填报/汇总.xlsx".into(), sheet: Some("填报表".into()), row, column: 2 };
        let kind = |text: &str| DataProblem::WrongKind {
            field: "合格批次".into(),
            text: text.into(),
            expected: both("非负整数", "a whole number"),
        };
        let what = both("指标", "an indicator");
        let mut all = vec![
            Diagnostic::at(RubricProblem::UnknownKey { key: "titel".into(), what }, &fixture::spot("titel"))
                .suggest(Some("title".into())),
            Diagnostic::at(RubricProblem::DuplicateId { id: "1.1".into() }, &fixture::spot("\"1.1\""))
                .related(Place::Text(fixture::spot("\"quality-2016\"")))
                .related(Place::File("基础细则.toml".into())),
            Diagnostic::new(DataProblem::NoSubmission { unit: "白石县".into() }, Place::Unit("白石县".into())),
            Diagnostic::new(DataProblem::UnknownField { field: "合格批".into() }, cell(3))
                .suggest(Some("合格批次".into())),
        ];
        all.push(Diagnostic::new(kind("\u{1b}[31m约十批"), cell(6)).related(cell(1)));
        let read_as = || DataProblem::ReadAs { field: "合格批次".into(), text: "约10".into(), value: "10".into() };
        all.extend((0..8).map(|row| Diagnostic::new(read_as(), cell(row + 7))));
        all
    }

    #[test]
    fn carets_and_cells_in_both_languages() {
        for (name, lang, colour, verbose) in
            [("diagnostics_zh", Lang::Zh, false, false), ("diagnostics_en", Lang::En, false, true)]
        {
            let text = render(&diagnostics(), Look { lang, colour, verbose });
            assert!(!text.contains('\u{1b}'));
            insta::assert_snapshot!(name, text);
        }
        let coloured = render(&diagnostics(), Look { lang: Lang::Zh, colour: true, verbose: false });
        assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[31m约"));
        insta::assert_snapshot!(
            "diagnostics_json",
            serde_json::to_string_pretty(&to_json(&diagnostics()[..4], Lang::En)).unwrap()
        );
    }

    #[test]
    fn a_span_that_no_longer_fits_its_text_is_shown_where_it_can_be() {
        let source = Arc::new(Source { name: "r.toml".into(), text: "指标".into() });
        for span in [1..2, 0..99, 50..60, 6..6] {
            let spot = Spot { source: Arc::clone(&source), span };
            let diagnostic = Diagnostic::at(RubricProblem::ExpressionEnds, &spot);
            assert!(!render(&[diagnostic], Look { lang: Lang::Zh, colour: false, verbose: false }).is_empty());
        }
    }

    #[test]
    fn errors_are_all_told_where_warnings_are_only_counted() {
        let place = |row| Place::Cell { file: "a.csv".into(), sheet: None, row, column: 0 };
        let problem = || DataProblem::UnknownField { field: "甲".into() };
        let errors: Vec<Diagnostic> = (0..40).map(|row| Diagnostic::new(problem(), place(row))).collect();
        let look = Look { lang: Lang::Zh, colour: false, verbose: false };
        assert_eq!(render(&errors, look).matches("D005").count(), 40);
        let warnings: Vec<Diagnostic> = errors.into_iter().map(|d| d.severity(Severity::Warning)).collect();
        assert_eq!(render(&warnings, look).matches("D005").count(), ALIKE + 1);
        assert_eq!(render(&warnings, Look { verbose: true, ..look }).matches("D005").count(), 40);
    }
}
