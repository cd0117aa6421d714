//! What was assessed by which rubric, and the counts: the facts that stand before the list of inputs.

use super::facts::rounding_words;
use super::{About, Counts};
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::labels::Label;

/// A fact, under its name.
pub(super) enum Fact {
    Text(String),
    Count(usize),
}

/// The facts in order.
pub(super) fn facts(assessment: &Assessment, about: &About, counts: &Counts, lang: Lang) -> Vec<(Label, Fact)> {
    let program = &assessment.program;
    let heading = &program.heading;
    let text = |text: &str| Fact::Text(text.to_owned());
    let mut facts = vec![
        (Label::Title, text(&heading.title)),
        (Label::Period, text(&heading.period)),
        (Label::RubricId, text(&heading.id)),
        (Label::Edition, text(&heading.edition)),
        (Label::RubricFile, text(&about.rubric_file)),
        (Label::Fingerprint, text(&program.fingerprint)),
        (Label::Rounding, Fact::Text(rounding_words(&program.rounding, lang))),
        (Label::ToolVersion, text(&about.tool_version)),
        (Label::UnitCount, Fact::Count(counts.units)),
        (Label::LeafCount, Fact::Count(counts.leaves)),
        (Label::MissingCount, Fact::Count(counts.missing)),
        (Label::NotApplicableCount, Fact::Count(counts.not_applicable)),
        (Label::GapCount, Fact::Count(counts.gaps)),
        (Label::ErrorCount, Fact::Count(about.errors)),
        (Label::WarningCount, Fact::Count(about.warnings)),
        (Label::NoteCount, Fact::Count(about.notes)),
    ];
    facts.extend(
        program
            .grades
            .iter()
            .zip(&counts.grades)
            .map(|(grade, count)| (Label::GradeCount { grade: grade.name.clone() }, Fact::Count(*count))),
    );
    facts
}
