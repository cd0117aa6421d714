//! What holds for the rubric as a whole: what it is, whom it is for, how the total, its decimals and places come about.

use super::words;
use crate::program::Program;
use crate::report::facts::{join, rounding_words, sentences, setting_words};
use crate::words::Lang;
use crate::words::labels::Label;

/// The facts that there are, each under its name.
pub(super) fn facts(program: &Program, lang: Lang) -> Vec<(String, String)> {
    let (heading, ranking) = (&program.heading, &program.ranking);
    let bases: Vec<String> = program.bases.iter().map(|base| base.name.clone()).collect();
    [
        (Label::RubricId, heading.id.clone()),
        (Label::Period, heading.period.clone()),
        (Label::Edition, heading.edition.clone()),
        (Label::Extends, join(&bases, lang)),
        (Label::UnitKind, heading.unit.clone()),
        (Label::Group, words::groups(program, lang)),
        (Label::TotalRule, sentences(&words::whole(program, lang), lang)),
        (Label::LastDay, setting_words(program, "deadline", lang)),
        (Label::Inflation, setting_words(program, "inflation", lang)),
        (Label::Rounding, rounding_words(&program.rounding, lang)),
        (Label::Ties, words::ties(ranking, lang)),
        (Label::TieBreakers, sentences(&words::tie_breakers(ranking, lang), lang)),
        (Label::VetoedPlace, words::vetoed(ranking, lang)),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(label, text)| (label.say(lang), text))
    .collect()
}
