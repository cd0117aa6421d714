//! What if: a rubric with some of its numbers set otherwise, without a file of its own.

use std::collections::BTreeMap;

use crate::diagnostic::nearest;
use crate::number::{self, Decimal};
use crate::program::{Parameter, Program};
use crate::rubric::{Rewrite, Rubric};

/// A number set otherwise, as a person writes it: `1.1.points=10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The path of the parameter.
    pub path: String,
    /// The number as it would be written in the rubric.
    pub text: String,
}

/// Why a setting cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingProblem {
    /// It is not written as `path=number`.
    Form(String),
    /// The rubric sets no such number; the nearest that it sets.
    Unknown(String, Option<String>),
    /// What is to be set is no number.
    NotANumber(String, String),
}

impl Setting {
    /// Reads `1.1.points=10`.
    pub fn read(text: &str) -> Result<Setting, SettingProblem> {
        let form = || SettingProblem::Form(text.to_owned());
        let (path, number) = text.split_once(['=', '\u{ff1d}']).ok_or_else(form)?;
        let (path, number) = (path.trim(), number.trim());
        if path.is_empty() {
            return Err(form());
        }
        if value(number).is_none() {
            return Err(SettingProblem::NotANumber(path.to_owned(), number.to_owned()));
        }
        Ok(Setting { path: path.to_owned(), text: number.to_owned() })
    }
}

fn value(text: &str) -> Option<Decimal> {
    match text.strip_suffix('%') {
        Some(percent) => number::read_exact(percent)?.checked_div(Decimal::ONE_HUNDRED),
        None => number::read_exact(text),
    }
}

/// The rubric with these numbers, and the numbers that had to follow: where full points of a node are set otherwise and the
/// rubric writes down the sum above it, the sum follows.
pub fn with_settings(
    rubric: &Rubric,
    program: &Program,
    settings: &[Setting],
) -> Result<(Rubric, Vec<Setting>), SettingProblem> {
    let mut rewrites = Vec::new();
    for setting in settings {
        let places = places(program, &setting.path);
        if places.is_empty() {
            let known = nearest(&setting.path, program.parameters.iter().map(|parameter| parameter.id.as_str()));
            return Err(SettingProblem::Unknown(setting.path.clone(), known));
        }
        rewrites.extend(places.iter().map(|place| rewrite(place, &setting.text)));
    }
    let followed = sums(program, settings);
    for setting in &followed {
        rewrites.extend(places(program, &setting.path).iter().map(|place| rewrite(place, &setting.text)));
    }
    Ok((rubric.rewritten(&rewrites), followed))
}

fn places<'p>(program: &'p Program, path: &str) -> Vec<&'p Parameter> {
    program.parameters.iter().filter(|parameter| parameter.id == path).collect()
}

fn rewrite(place: &Parameter, text: &str) -> Rewrite {
    Rewrite { spot: place.spot.clone(), text: text.to_owned() }
}

/// The sums above the nodes whose full points are set otherwise, as far as the rubric writes them down.
fn sums(program: &Program, settings: &[Setting]) -> Vec<Setting> {
    let mut more: BTreeMap<String, Decimal> = BTreeMap::new();
    for setting in settings {
        for id in program.node_ids() {
            let of = |id: &str| setting.path.strip_prefix(id)?.strip_prefix(".points").map(str::to_owned);
            let Some(group) = of(&program.node(id).id).filter(|group| group.is_empty() || group.starts_with('.'))
            else {
                continue;
            };
            let Some(was) = places(program, &setting.path).first().map(|parameter| parameter.value) else { continue };
            let Some(difference) = value(&setting.text).and_then(|is| is.checked_sub(was)) else { continue };
            let above = std::iter::successors(program.node(id).parent, |at| program.node(*at).parent);
            for parent in above.map(|parent| program.node(parent)) {
                let path = format!("{}.points{group}", parent.id);
                let set = settings.iter().any(|other| other.path == path);
                if set || parent.combine.is_some() || parent.most.is_some() {
                    break;
                }
                if places(program, &path).is_empty() {
                    continue;
                }
                let sum = more.entry(path).or_default();
                *sum = sum.saturating_add(difference);
            }
        }
    }
    let followed = more.into_iter().filter(|(_, difference)| !difference.is_zero()).filter_map(|(path, difference)| {
        let was = places(program, &path).first()?.value;
        Some(Setting { text: number::plain(was.checked_add(difference)?), path })
    });
    followed.collect()
}
