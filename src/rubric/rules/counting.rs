//! How steps are counted, for every rule that counts steps.
//!
//! «每低1%扣0.1分» leaves open whether 0.4 % costs nothing, a whole step, or its share; the rubric must say.

use crate::document::{Keys, Kind, Section};
use crate::program::{Expr, Operand};
use crate::rubric::lower::LeafWork;
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
