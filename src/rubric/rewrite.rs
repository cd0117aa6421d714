//! Another number in the place of a parameter: the rubric as if it had been written so.
//!
//! The tree is rewritten and compiled anew, so that whatever depends on the number (checks of sums, the order of bands,
//! guards fitted to what is known, sentences) comes out as for a rubric that was written with it.

use std::ops::Range;
use std::sync::Arc;

use super::Rubric;
use crate::diagnostic::Spot;
use crate::document::{self, Item, Table, Value};

/// A number to be written in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Where the number stands: the place of a parameter.
    pub spot: Spot,
    /// The new number as it would be written: `10`, `98%`.
    pub text: String,
}

/// The arrays in which the nodes of a tree stand.
const TREE: [&str; 5] = ["sections", "bonus", "penalties", "indicators", "items"];

impl Rubric {
    /// What is written under a key of a node.
    pub fn written(&self, node: &str, key: &str) -> Option<&Item> {
        of_node(&self.root, node)?.get(key)
    }

    /// The rubric with these numbers instead of what is written there.
    #[must_use]
    pub fn rewritten(&self, rewrites: &[Rewrite]) -> Rubric {
        let mut rubric = self.clone();
        // From the last to the first, so that one does not move the next.
        let mut rewrites: Vec<&Rewrite> = rewrites.iter().collect();
        rewrites.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.spot.span.start));
        table(&mut rubric.root, &rewrites);
        rubric
    }
}

/// The table of a node.
fn of_node<'a>(table: &'a Table, node: &str) -> Option<&'a Table> {
    let arrays = table.entries.iter().filter(|(word, _)| TREE.contains(&word.text.as_str()));
    let rows = arrays.filter_map(|(_, item)| match &item.value {
        Value::Array(rows) => Some(rows),
        _ => None,
    });
    rows.flatten().find_map(|row| {
        let Value::Table(row) = &row.value else { return None };
        let is_it = matches!(row.get("id").map(|id| &id.value), Some(Value::Text(id)) if id == node);
        if is_it { Some(row) } else { of_node(row, node) }
    })
}

fn table(table: &mut Table, rewrites: &[&Rewrite]) {
    table.entries.iter_mut().for_each(|(_, item)| of_item(item, rewrites));
}

fn of_item(item: &mut Item, rewrites: &[&Rewrite]) {
    match &mut item.value {
        Value::Table(inner) => table(inner, rewrites),
        Value::Array(items) => items.iter_mut().for_each(|item| of_item(item, rewrites)),
        Value::Text(_) | Value::Number(_) => {
            let inside = rewrites.iter().copied().filter(|rewrite| holds(&item.spot, &rewrite.spot));
            let inside: Vec<&Rewrite> = inside.collect();
            if let Some(value) = value(item, &inside) {
                item.value = value;
            }
        }
        Value::YesNo(_) | Value::Date(_) => {}
    }
}

fn holds(outer: &Spot, inner: &Spot) -> bool {
    Arc::ptr_eq(&outer.source, &inner.source)
        && outer.span.start <= inner.span.start
        && inner.span.end <= outer.span.end
}

/// The value with what is to be written inside of it.
fn value(item: &Item, inside: &[&Rewrite]) -> Option<Value> {
    let first = inside.first()?;
    if matches!(item.value, Value::Number(_)) {
        let percent = first.text.contains('%');
        return Some(if percent { Value::Text(first.text.clone()) } else { Value::Number(first.text.clone()) });
    }
    let written = document::written(item)?;
    let start = written.spot.span.start;
    let mut text = written.text;
    for rewrite in inside {
        let span = &rewrite.spot.span;
        let range: Range<usize> = span.start.checked_sub(start)?..span.end.checked_sub(start)?;
        text.get(range.clone())?;
        // A negative number keeps to itself beside a sign.
        let part = range.len() < text.len() && rewrite.text.starts_with('-');
        let new = if part { format!("({})", rewrite.text) } else { rewrite.text.clone() };
        text.replace_range(range, &new);
    }
    Some(Value::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::number;
    use crate::program::{Program, Quantity};
    use crate::words::Lang;

    /// What comes of a rubric: formulas, sentences, or the codes of its errors.
    fn outcome(rubric: &Rubric, problems: &mut Vec<crate::diagnostic::Diagnostic>) -> String {
        let Some(program) = rubric.compile(problems) else {
            return format!("{:?}", problems.iter().map(crate::diagnostic::Diagnostic::code).collect::<Vec<_>>());
        };
        let formulas: Vec<_> = program.columns.iter().map(|column| (&column.name, &column.formula)).collect();
        let parameters: Vec<_> = program.parameters.iter().map(|p| (&p.id, p.value, &p.quantity)).collect();
        let sentences = |program: &Program| -> Vec<String> {
            let of = |(_, node, leaf): (_, &crate::program::Node, &crate::program::Leaf)| {
                let full = node.full_words.in_general(program, Lang::Zh);
                format!("{full} {} {}", leaf.rule.in_general(program, Lang::Zh), leaf.value_words)
            };
            program.leaves().map(of).collect()
        };
        format!("{formulas:?} {parameters:?} {:?} {:?}", sentences(&program), program.effects.len())
    }

    fn parsed(text: &str) -> (Rubric, Vec<crate::diagnostic::Diagnostic>) {
        let source = Arc::new(Source { name: "r.toml".into(), text: text.into() });
        let mut problems = Vec::new();
        (Rubric::parse(source, &mut problems), problems)
    }

    /// The text with a number in the place of another. Within an expression a negative number stands in brackets; a
    /// percentage alone is a text.
    fn with(text: &str, spot: &Spot, inside: bool, new: &str) -> String {
        let quoted = text[spot.span.end..].starts_with(['"', '\'']);
        let new = match (inside, new.starts_with('-'), new.ends_with('%')) {
            (true, true, _) => format!("({new})"),
            (false, _, true) if !quoted => format!("\"{new}\""),
            _ => new.to_owned(),
        };
        let mut written = text.to_owned();
        written.replace_range(spot.span.clone(), &new);
        written
    }

    #[test]
    fn a_rubric_rewritten_is_the_rubric_written_so() {
        let mut tried = 0;
        for path in std::fs::read_dir("tests/rules").unwrap().map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap();
            if path.to_string_lossy().ends_with(".test.toml") || text.contains("extends") {
                continue;
            }
            let (rubric, mut problems) = parsed(&text);
            let program = rubric.compile(&mut problems).unwrap();
            for (parameter, factor) in program.parameters.iter().flat_map(|p| [(p, "0.75"), (p, "-2.5")]) {
                let value = number::read_exact(factor).unwrap() * parameter.value;
                let new = match parameter.quantity {
                    Quantity::Percent => number::percent(value),
                    _ => number::plain(value),
                };
                let inside = parameter.id.contains('#');
                let (written, mut of_written) = parsed(&with(&text, &parameter.spot, inside, &new));
                let rewrite = Rewrite { spot: parameter.spot.clone(), text: new };
                let rewritten = outcome(&rubric.rewritten(&[rewrite]), &mut Vec::new());
                let written = outcome(&written, &mut of_written);
                assert_eq!(rewritten, written, "{} {}", path.display(), parameter.id);
                tried += 1;
            }
        }
        assert!(tried > 900, "{tried}");
    }
}
