//! Weights as text: a table for each set, and what it rests on.

use super::{Told, method_word, percent, proposed, signed};
use crate::analysis::weights::{Delphi, Method, Study};
use crate::number::{self, Decimal};
use crate::report::drawn::Drawn;
use crate::report::wrap::paragraph;
use crate::words::weights::WeightWord as Word;

/// The text, fitted to `width` columns.
pub fn write(told: &Told<'_>, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    for study in told.studies.iter().filter(|study| !study.proposals.is_empty()) {
        paragraph(&mut out, room, (0, 2), &told.set(&study.set));
        out.push_str(&table(told, study).draw(width));
        out.push('\n');
        if study.settled.iter().any(|settled| !settled) {
            paragraph(&mut out, room, (2, 4), &told.say(&Word::Starred));
        }
        for line in told.basis(study) {
            paragraph(&mut out, room, (2, 4), &line);
        }
        if let Some(delphi) = &study.delphi {
            out.push_str(&statistics(told, study, delphi).draw(width));
            out.push('\n');
        }
        out.push('\n');
    }
    if told.is_empty() {
        paragraph(&mut out, room, (0, 2), &told.say(&Word::NothingProposed));
    }
    if told.rates == 0 {
        paragraph(&mut out, room, (0, 2), &told.say(&Word::NoData));
    } else {
        paragraph(&mut out, room, (0, 2), &told.say(&Word::DataCaution));
    }
    if !told.unknown.is_empty() {
        let nodes = told.nodes(told.unknown.iter().copied());
        paragraph(&mut out, room, (0, 2), &told.say(&Word::UnknownNodes { nodes }));
    }
    out
}

fn table(told: &Told<'_>, study: &Study) -> Drawn {
    let methods: Vec<Method> = study.proposals.iter().map(|proposal| proposal.method).collect();
    let mut heads = vec![told.say(&Word::Item), told.value_head(study.set.measure, told.say(&Word::InForce))];
    heads.extend(methods.iter().map(|method| told.say(&method_word(*method))));
    let shares = study.shares();
    let row = |at: usize| {
        let share = shares.as_ref().and_then(|shares| shares.get(at)).copied();
        let star = if study.settled.get(at) == Some(&true) { "" } else { "*" };
        let now = study.now.get(at).copied().flatten();
        let in_force = match (now, share) {
            (Some(now), Some(share)) => format!("{}{star} {}", number::plain(now), percent(share)),
            (now, _) => now.map_or_else(|| told.say(&Word::ByGroup), number::plain),
        };
        let mut row = vec![told.at(study, at), in_force];
        for proposal in &study.proposals {
            let share = proposal.shares.get(at).copied().map(percent).unwrap_or_default();
            row.push(match proposed(study, proposal, at) {
                Some((value, change)) => format!("{share} {} ({})", number::plain(value), signed(change)),
                None => share,
            });
        }
        row
    };
    let count = methods.len();
    let rows = (0..study.set.nodes.len()).map(row).collect();
    Drawn::new(heads, rows).numbers(move |column| (1..=count + 1).contains(&column)).wrapping(Some(0))
}

/// The statistics of the last round, beside the median of the one before.
fn statistics(told: &Told<'_>, study: &Study, delphi: &Delphi) -> Drawn {
    let heads =
        [Word::Item, Word::StatMean, Word::StatMedian, Word::Lower, Word::Upper, Word::Deviation, Word::Variation];
    let mut heads: Vec<String> = heads.iter().map(|word| told.say(word)).collect();
    let before = delphi.rounds.len().checked_sub(2).and_then(|at| delphi.rounds.get(at));
    if before.is_some() {
        heads.push(told.say(&Word::LastMedian));
    }
    let spreads = delphi.rounds.last().map(|round| round.spreads.as_slice()).unwrap_or_default();
    let maybe = |value: Option<Decimal>, show: fn(Decimal) -> String| value.map(show).unwrap_or_default();
    let row = |(at, spread): (usize, &crate::analysis::weights::Spread)| {
        let mut row = vec![told.at(study, at)];
        row.extend([spread.mean, spread.median, spread.lower, spread.upper].map(percent));
        row.push(maybe(spread.deviation, percent));
        row.push(maybe(spread.variation, |value| number::fixed(value, 3)));
        row.extend(before.map(|before| maybe(before.spreads.get(at).map(|spread| spread.median), percent)));
        row
    };
    Drawn::new(heads, spreads.iter().enumerate().map(row).collect()).numbers(|column| column > 0).wrapping(Some(0))
}
