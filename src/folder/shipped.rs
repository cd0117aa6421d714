//! Rubrics that come with the program, with their tests, to begin an assessment from.

use std::sync::Arc;

use crate::diagnostic::Source;
use crate::document::{self, Item, Table, Value};

/// A rubric that comes with the program.
#[derive(Debug)]
pub struct Shipped {
    /// What it is asked for by.
    pub name: &'static str,
    /// Its files by name: the rubric, then its tests, then what it extends.
    pub files: &'static [(&'static str, &'static str)],
}

/// A list of rubrics, each with the paths of its files in the repository.
macro_rules! shipped {
    ($( $name:literal: $($file:literal = $path:literal),+; )*) => {
        &[$( Shipped {
            name: $name,
            files: &[$( ($file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))) ),+],
        } ),*]
    };
}

/// Every rubric that comes with the program.
static SHIPPED: &[Shipped] = shipped! {
    "county-quality-2016":
        "rubric.toml" = "examples/county-quality-2016/rubric.toml",
        "rubric.test.toml" = "examples/county-quality-2016/rubric.test.toml";
};

impl Shipped {
    /// Every rubric that comes with the program.
    pub fn all() -> &'static [Shipped] {
        SHIPPED
    }

    /// The rubric of this name.
    pub fn find(name: &str) -> Option<&'static Shipped> {
        SHIPPED.iter().find(|shipped| shipped.name == name)
    }

    /// Its printed title.
    pub fn title(&self) -> String {
        match self.root().get("title") {
            Some(Item { value: Value::Text(title), .. }) => title.clone(),
            _ => String::new(),
        }
    }

    /// The groups it allows, in order.
    pub fn groups(&self) -> Vec<String> {
        let Some(Item { value: Value::Array(groups), .. }) = self.root().get("groups").cloned() else {
            return Vec::new();
        };
        groups
            .into_iter()
            .filter_map(|item| if let Value::Text(name) = item.value { Some(name) } else { None })
            .collect()
    }

    fn root(&self) -> Table {
        let text = self.files.first().map_or("", |(_, text)| text);
        let source = Arc::new(Source { name: self.name.to_owned(), text: text.to_owned() });
        document::parse(&source, &mut Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rubric_of_the_repository_is_shipped_with_its_tests() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics"));
        let names = files.into_iter().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let texts: Vec<&str> = SHIPPED.iter().flat_map(|shipped| shipped.files).map(|(_, text)| *text).collect();
        for name in names.filter(|name| name.strip_suffix(".toml").is_some()) {
            let text = std::fs::read_to_string(format!("rubrics/{name}")).unwrap();
            assert!(texts.contains(&text.as_str()), "`rubrics/{name}` is not in SHIPPED");
        }
    }

    #[test]
    fn every_shipped_rubric_has_a_title_and_its_rubric_first() {
        for shipped in SHIPPED {
            assert_eq!(shipped.files[0].0, "rubric.toml");
            assert!(!shipped.title().is_empty(), "{}", shipped.name);
        }
        let example = Shipped::find("county-quality-2016").unwrap();
        assert_eq!(example.groups(), ["主城区", "工业强县", "农业大县", "生态山区"]);
        assert!(Shipped::find("2016").is_none());
    }
}
