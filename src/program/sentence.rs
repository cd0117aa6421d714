//! Sentences that a rule leaves on its column: phrases of the catalogue over operands of the graph.

use super::{Expr, Field, Program, Quantity};
use crate::number::{self, Decimal};
use crate::table::{Said, State};
use crate::words::Lang;
use crate::words::labels::Label;
use crate::words::phrases::Phrase;

/// Something a sentence speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// Its value for a unit.
    pub expr: Expr,
    /// How it is shown.
    pub quantity: Quantity,
    /// As the rubric writes it, when it differs between units.
    pub words: Option<String>,
}

impl Operand {
    /// As the rubric means it, for every unit: the number, or the words of the expression.
    pub fn in_general(&self, program: &Program, lang: Lang) -> String {
        match (&self.expr, &self.words) {
            (Expr::Parameter(id), _) => match program.parameters.get(id.index()) {
                // Beside a measured value a number is of its measure.
                Some(parameter) => match &self.quantity {
                    measured @ Quantity::Measured(_) => show(parameter.value, measured, lang),
                    _ => show(parameter.value, &parameter.quantity, lang),
                },
                None => String::new(),
            },
            (_, Some(words)) => words.clone(),
            (Expr::Constant(value), None) => show(*value, &self.quantity, lang),
            _ => String::new(),
        }
    }
}

/// One or more phrases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// The phrases in order.
    pub phrases: Vec<Phrase<Operand>>,
}

impl Sentence {
    /// A sentence of one phrase.
    pub fn of(phrase: Phrase<Operand>) -> Sentence {
        Sentence { phrases: vec![phrase] }
    }

    /// The sentence with each operand put into words.
    pub fn say(&self, lang: Lang, mut operand: impl FnMut(&Operand) -> String) -> String {
        let parts: Vec<String> = self.phrases.iter().map(|phrase| phrase.map(&mut operand).say(lang)).collect();
        parts.join(match lang {
            Lang::Zh => ";",
            Lang::En => "; ",
        })
    }

    /// The sentence as it holds for every unit.
    pub fn in_general(&self, program: &Program, lang: Lang) -> String {
        self.say(lang, |operand| operand.in_general(program, lang))
    }
}

impl From<Phrase<Operand>> for Sentence {
    fn from(phrase: Phrase<Operand>) -> Sentence {
        Sentence::of(phrase)
    }
}

/// What somebody says of a field, as people read it: a value, or why there is none.
pub fn show_said(said: &Said, field: &Field, lang: Lang) -> String {
    match (said.state, &said.text) {
        (State::Known, Some(text)) => text.clone(),
        (State::Known, None) => show(said.value, &field.kind.quantity(), lang),
        (State::NotApplicable, _) => Label::StatusNotApplicable.say(lang),
        _ => Label::StatusMissing.say(lang),
    }
}

/// A value as people read it.
pub fn show(value: Decimal, quantity: &Quantity, lang: Lang) -> String {
    match quantity {
        Quantity::Plain | Quantity::Text => number::plain(number::guard(value, number::GUARD_DIGITS)),
        Quantity::Measured(measure) => {
            format!("{}{measure}", number::plain(number::guard(value, number::GUARD_DIGITS)))
        }
        Quantity::Percent | Quantity::Ratio => number::percent(value),
        Quantity::YesNo => if value.is_zero() { Label::No } else { Label::Yes }.say(lang),
        Quantity::Choice(options) => usize::try_from(value)
            .ok()
            .and_then(|position| options.get(position))
            .cloned()
            .unwrap_or_else(|| number::plain(value)),
        Quantity::Date => i64::try_from(value).map_or_else(|_| number::plain(value), crate::table::date_text),
    }
}
