//! A value of a document as it would be written on one line.

use super::tree::{Item, Value};

/// A value as TOML on one line.
pub fn inline(item: &Item) -> String {
    match &item.value {
        Value::Text(text) => toml::Value::String(text.clone()).to_string(),
        Value::Number(text) | Value::Date(text) => text.clone(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entry = |(word, item): &(super::Word, Item)| format!("{} = {}", key(&word.text), inline(item));
            format!("{{ {} }}", table.entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key, in quotes where a bare one may not be so.
fn key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if bare { text.to_owned() } else { toml::Value::String(text.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Source;
    use crate::document::parse;

    #[test]
    fn what_is_written_on_one_line_reads_the_same() {
        let text = "x = { bands = [{ at_least = \"95%\", points = 2.50 }, { points = 0 }], \"纳入 \\\"总体\\\"\" = 1e-3, on = true }";
        let read = |text: &str| {
            let mut problems = Vec::new();
            let table = parse(&Arc::new(Source { name: "t".into(), text: text.into() }), &mut problems);
            assert!(problems.is_empty(), "{problems:?}");
            inline(table.get("x").unwrap())
        };
        let written = read(text);
        assert_eq!(read(&format!("x = {written}")), written);
        assert!(written.starts_with("{ bands = [{ at_least = \"95%\", points = 2.50 }, { points = 0 }]"), "{written}");
    }
}
