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

impl Rubric {
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
