//! How steps and occurrences are counted, for every rule that counts them.
//!
//! «每低1%扣0.1分» leaves open whether 0.4 % costs nothing, a whole step, or its share; the rubric must say.

use crate::document::{Keys, Kind, Section};
use crate::program::{Expr, Operand, Quantity};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Value};
use crate::words::phrases::Phrase;

/// The kind of the key `count`.
pub(super) const COUNT: Kind = Kind::OneOf(&["whole", "started", "pro-rata"]);

/// How a part of a step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Not at all.
    Whole,
    /// As a whole step.
    Started,
    /// In proportion.
    ProRata,
}

impl Counting {
    /// Reads the key `count`; reports when it was left open.
    pub(super) fn read(leaf: &LeafWork<'_, '_, '_>, section: &Section<'_>, keys: &Keys) -> Option<Counting> {
        let Some(word) = section.one_of("count") else {
            if !section.has("count") {
                leaf.undecided(section, "count", keys, "whole");
            }
            return None;
        };
        Some(match word.text.as_str() {
            "whole" => Counting::Whole,
            "started" => Counting::Started,
            _ => Counting::ProRata,
        })
    }

    /// The number of steps in a quotient.
    pub(super) fn steps(self, quotient: Expr) -> Expr {
        match self {
            Counting::Whole => quotient.floor(),
            Counting::Started => quotient.ceil(),
            Counting::ProRata => quotient,
        }
    }

    /// In words.
    pub(super) fn phrase(self) -> Phrase<Operand> {
        match self {
            Counting::Whole => Phrase::CountWhole,
            Counting::Started => Phrase::CountStarted,
            Counting::ProRata => Phrase::CountProRata,
        }
    }
}

/// So many points for each of what is counted: the keys `each`, `every`, `count` and `at_most` of a rule.
pub(super) struct Counted {
    /// What is counted.
    pub(super) value: Value,
    /// Points for each.
    pub(super) each: Number,
    /// The size of a step and how part of one counts; none where single occurrences count.
    pub(super) every: Option<(Number, Counting)>,
    /// The most points in all.
    pub(super) most: Option<Number>,
}

impl Counted {
    /// Reads the keys of a rule that counts the node's value; reports what is wrong with them.
    pub(super) fn read(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>, keys: &Keys) -> Option<Counted> {
        let (value, quantity) = leaf.number_value()?;
        Counted::read_of(leaf, section, keys, (value, &quantity), "")
    }

    /// Reads the keys of a rule that counts this value; their parameters stand under `prefix`.
    pub(super) fn read_of(
        leaf: &mut LeafWork<'_, '_, '_>,
        section: &Section<'_>,
        keys: &Keys,
        (value, quantity): (Value, &Quantity),
        prefix: &str,
    ) -> Option<Counted> {
        let each = leaf.required(section, prefix, "each");
        let every = leaf.optional(section, prefix, "every");
        let most = leaf.optional(section, prefix, "at_most");
        let (each, every, most) = (each?, every?, most?);
        leaf.positive("each", &each)?;
        if let Some(most) = &most {
            leaf.within_full(most)?;
        }
        let every = match every {
            None => None,
            Some(every) => {
                leaf.positive("every", &every)?;
                leaf.comparable(quantity, &every)?;
                Some((every, Counting::read(leaf, section, keys)?))
            }
        };
        Some(Counted { value, each, every, most })
    }

    /// Reads one of several things that are counted; its parameters stand under `prefix`.
    pub(super) fn read_row(
        leaf: &mut LeafWork<'_, '_, '_>,
        row: &Section<'_>,
        keys: &Keys,
        prefix: &str,
    ) -> Option<Counted> {
        if !row.has("each") {
            leaf.missing(row, "each", keys);
            return None;
        }
        let written = row.expression("value")?;
        let (value, quantity) = leaf.counter_value(&format!("{prefix}value"), &written)?;
        Counted::read_of(leaf, row, keys, (value, &quantity), prefix)
    }

    /// The name of what is counted, for sentences.
    pub(super) fn what(&self) -> Operand {
        Operand { quantity: Quantity::Text, ..self.value.operand.clone() }
    }

    /// The points in all, before they are held within full points.
    pub(super) fn points(&self) -> Expr {
        let value = self.value.expr.clone();
        let count = match &self.every {
            None => value,
            Some((every, counting)) => counting.steps(value.over(every.expr.clone())),
        };
        let points = count.times(self.each.expr.clone());
        match &self.most {
            None => points,
            Some(most) => points.min(most.expr.clone()),
        }
    }
}
