//! What items tell of units, as text.

use super::{Itemized, figure, share};
use crate::number::Decimal;
use crate::report::drawn::Drawn;
use crate::report::wrap::paragraph;
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// The text, fitted to `width` columns.
pub fn write(itemized: &Itemized<'_>, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    for line in itemized.heading() {
        paragraph(&mut out, room, (0, 2), &line);
    }
    out.push_str(&items(itemized, width));
    out.push('\n');
    heading(&mut out, room, &itemized.say(&Bench::ItemsAlphas));
    out.push_str(&alphas(itemized, width));
    out.push('\n');
    if itemized.items.alike().is_empty() {
        heading(&mut out, room, &itemized.say(&Bench::NoPairs));
    } else {
        heading(&mut out, room, &itemized.say(&Bench::ItemsPairs));
        out.push_str(&pairs(itemized, width));
        out.push('\n');
    }
    let questions = itemized.questions();
    let ask = if questions.is_empty() { Bench::NoQuestions } else { Bench::ItemsQuestions };
    heading(&mut out, room, &itemized.say(&ask));
    for (node, question) in questions {
        paragraph(&mut out, room, (4, 6), &format!("{node}: {question}"));
    }
    out
}

fn heading(out: &mut String, room: usize, text: &str) {
    paragraph(out, room, (0, 2), text);
}

fn or_none(value: Option<Decimal>) -> String {
    value.map_or_else(|| "-".to_owned(), figure)
}

fn items(itemized: &Itemized<'_>, width: u16) -> String {
    let words = [
        Bench::Have,
        Bench::AtFull,
        Bench::AtZero,
        Bench::Missing,
        Bench::NotApplicable,
        Bench::MeanRate,
        Bench::Deviation,
        Bench::Variation,
        Bench::Discrimination,
        Bench::ItemTotal,
        Bench::Share,
    ];
    let heads = std::iter::once(itemized.label(&Label::Indicator)).chain(words.iter().map(|word| itemized.say(word)));
    let mut rows: Vec<Vec<String>> = itemized
        .items
        .items
        .iter()
        .map(|item| {
            let mut row = vec![super::named(itemized.program(), item.node)];
            let counts = [item.count, item.full, item.zero, item.missing, item.not_applicable];
            row.extend(counts.iter().map(ToString::to_string));
            row.extend([share(item.mean), share(item.deviation), or_none(item.variation)]);
            row.extend([or_none(item.discrimination), or_none(item.item_total), share(item.share)]);
            row
        })
        .collect();
    if let Some(rest) = itemized.items.rest.filter(|rest| !rest.is_zero()) {
        let mut row = vec![itemized.say(&Bench::Rest)];
        row.resize(words.len(), String::new());
        row.push(share(Some(rest)));
        rows.push(row);
    }
    Drawn::new(heads.collect(), rows).numbers(|column| column > 0).draw(width)
}

fn alphas(itemized: &Itemized<'_>, width: u16) -> String {
    let heads = [Bench::Section, Bench::ItemCount, Bench::Complete, Bench::Alpha].map(|word| itemized.say(&word));
    let rows = itemized.items.alphas.iter().map(|alpha| {
        let value = alpha.alpha.map_or_else(|| itemized.say(&Bench::Undefined), figure);
        vec![itemized.section(alpha.node), alpha.items.to_string(), alpha.count.to_string(), value]
    });
    Drawn::new(heads.to_vec(), rows.collect()).numbers(|column| column > 0).draw(width)
}

fn pairs(itemized: &Itemized<'_>, width: u16) -> String {
    let heads = [Bench::First, Bench::Second, Bench::Both, Bench::Pearson, Bench::Spearman];
    let rows = itemized.items.alike().into_iter().map(|pair| {
        vec![
            itemized.leaf_name(pair.first),
            itemized.leaf_name(pair.second),
            pair.count.to_string(),
            or_none(pair.pearson),
            or_none(pair.spearman),
        ]
    });
    Drawn::new(heads.map(|word| itemized.say(&word)).to_vec(), rows.collect()).numbers(|column| column > 1).draw(width)
}
