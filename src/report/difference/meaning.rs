//! What a number of a rule means, from the tables of keys: 低于目标时:每个档次扣的分.

use crate::document::{Key, Kind};
use crate::rubric::{KINDS, Shape};
use crate::words::Lang;
use crate::words::labels::Label;
use crate::words::moves::Moved;

/// What a parameter sets, in a few words: of a node, by what stands behind the node's id in its path.
pub(in crate::report) fn parameter_words(path: &str, key: &str, lang: Lang) -> String {
    let (first, of) = key.split_once('.').map_or((key, None), |(first, of)| (first, Some(of)));
    let word = match first {
        "points" => Moved::WhatPoints,
        "weight" => Moved::WhatWeight,
        "at_most" => Moved::WhatMost,
        "base" => Moved::WhatBase,
        "coefficient" => Moved::WhatCoefficient,
        _ => {
            return match meaning(path, lang) {
                words if words == path => key.to_owned(),
                // What follows the first sentence explains it.
                words => words.split([';', '\u{ff1b}']).next().unwrap_or_default().to_owned(),
            };
        }
    };
    match of {
        Some(of) => Moved::WhatOf { what: word.say(lang), of: of.to_owned() }.say(lang),
        None => word.say(lang),
    }
}

/// The meaning of the parameter of this path (`1.1.steps.below.deduct`), with its last words as they are written.
pub(super) fn meaning(path: &str, lang: Lang) -> String {
    let words: Vec<&str> = path.split(['.', '#']).collect();
    let mut kinds = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| KINDS.iter().find(|kind| kind.name == *word).map(|kind| (at, kind.shape)));
    let Some((at, shape)) = kinds.next() else { return path.to_owned() };
    let rest = words.get(at + 1..).unwrap_or_default();
    let mut keys: &[Key] = match shape {
        Shape::Keys(keys) | Shape::Rows(keys) => keys.keys,
        Shape::Expression | Shape::Options => &[],
    };
    let mut said: Vec<String> = Vec::new();
    for word in rest {
        if let Ok(n) = word.parse() {
            said.push(Label::Nth { n }.say(lang));
            continue;
        }
        let Some(key) = keys.iter().find(|key| key.name == *word) else {
            said.push((*word).to_owned());
            continue;
        };
        said.push(lang.pick(key.meaning).to_owned());
        keys = match key.kind {
            Kind::Table(keys) | Kind::Rows(keys) | Kind::Map(keys) => keys.keys,
            _ => &[],
        };
    }
    said.join(match lang {
        Lang::Zh => ",",
        Lang::En => ", ",
    })
}
