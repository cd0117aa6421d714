//! How review groups scored, as text.

use super::{Reviewed, percent, signed};
use crate::analysis::consistency::{Given, Scored};
use crate::report::drawn::Drawn;
use crate::report::wrap::paragraph;
use crate::words::consistency::Consistent;
use crate::words::labels::Label;

/// The text, fitted to `width` columns.
pub fn write(reviewed: &Reviewed<'_>, width: u16) -> String {
    let mut out = String::new();
    let room = usize::from(width);
    let line = |out: &mut String, indent: usize, text: &str| paragraph(out, room, (indent, indent + 2), text);
    for text in reviewed.heading() {
        line(&mut out, 0, &text);
    }
    for (name, mean, scored) in reviewed.wholes() {
        if scored.groups.is_empty() {
            continue;
        }
        line(&mut out, 0, &reviewed.say(&name));
        out.push_str(&table(reviewed, &mean, &[scored], width));
        out.push('\n');
    }
    let items: Vec<&Scored> = reviewed.found.items.iter().filter(|item| !item.groups.is_empty()).collect();
    if !items.is_empty() {
        line(&mut out, 0, &reviewed.say(&Consistent::Items));
        out.push_str(&table(reviewed, &Consistent::Mean, &items, width));
        out.push('\n');
    }
    let questions = reviewed.questions();
    let ask = if questions.is_empty() { Consistent::NoQuestions } else { Consistent::Questions };
    line(&mut out, 0, &reviewed.say(&ask));
    for question in questions {
        line(&mut out, 4, &question);
    }
    line(&mut out, 0, &reviewed.say(&Consistent::MethodVerdictSays));
    out
}

fn table(reviewed: &Reviewed<'_>, mean: &Consistent, items: &[&Scored], width: u16) -> String {
    let named = items.iter().any(|item| item.node.is_some());
    let words = [
        &Consistent::ReviewGroup,
        &Consistent::Units,
        mean,
        &Consistent::Deviation,
        &Consistent::Least,
        &Consistent::Greatest,
        &Consistent::Apart,
        &Consistent::P,
        &Consistent::Corrected,
    ];
    let heads = named.then(|| reviewed.label(&Label::Indicator));
    let heads = heads.into_iter().chain(words.iter().map(|word| reviewed.say(word))).collect();
    let rows = items.iter().flat_map(|item| {
        item.groups.iter().enumerate().map(|(position, given)| {
            // The item is named once.
            let name = if position == 0 { reviewed.node(item.node) } else { String::new() };
            named.then_some(name).into_iter().chain(cells(reviewed, given)).collect()
        })
    });
    let first = if named { 2 } else { 1 };
    Drawn::new(heads, rows.collect()).numbers(|column| column >= first).draw(width)
}

fn cells(reviewed: &Reviewed<'_>, given: &Given) -> Vec<String> {
    let rate = |rate: Option<_>| rate.map_or_else(|| "-".to_owned(), percent);
    let (least, greatest) = given.ends.unzip();
    vec![
        reviewed.group(given.group).to_owned(),
        given.count.to_string(),
        rate(given.mean),
        rate(given.deviation),
        rate(least),
        rate(greatest),
        given.apart.map_or_else(|| "-".to_owned(), signed),
        reviewed.share(given, given.test.map(|test| test.p())),
        reviewed.share(given, given.corrected),
    ]
}
