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

/// A list of rubrics in the folder `rubrics`, each with its tests and the rubric it extends.
macro_rules! shipped {
    ($( $name:literal $(extends $base:literal)?; )*) => {
        &[$( Shipped {
            name: $name,
            files: &[
                ("rubric.toml", shipped!(@ $name ".toml")),
                ("rubric.test.toml", shipped!(@ $name ".test.toml")),
                $( (concat!($base, ".toml"), shipped!(@ $base ".toml")), )?
            ],
        } ),*]
    };
    (@ $name:literal $end:literal) => { include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics/", $name, $end)) };
}

/// Every rubric that comes with the program.
static SHIPPED: &[Shipped] = shipped! {
    "government-quality";
    "county-quality-2016";
    "sichuan-2016-plan";
    "gannan-2017";
    "xianning-product-quality";
    "xianning-product-quality-2020" extends "xianning-product-quality";
    "xianning-enterprise-supervision";
    "panzhihua-three-tier";
    "panzhihua-three-tier-city" extends "panzhihua-three-tier";
    "panzhihua-three-tier-town" extends "panzhihua-three-tier";
    "bazhong-tea-benchmark";
    "industry-quality-2017";
    "enterprise-quality-credit";
    "mayor-quality-award";
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
        let of = |root: &Table| match root.get("title")?.value.clone() {
            Value::Text(title) => Some(title),
            _ => None,
        };
        self.rubrics().find_map(|root| of(&root)).unwrap_or_default()
    }

    /// The groups it allows, in order.
    pub fn groups(&self) -> Vec<String> {
        let of = |root: &Table| match root.get("groups")?.value.clone() {
            Value::Array(groups) => Some(groups),
            _ => None,
        };
        let groups = self.rubrics().find_map(|root| of(&root)).unwrap_or_default();
        let name = |item: Item| if let Value::Text(name) = item.value { Some(name) } else { None };
        groups.into_iter().filter_map(name).collect()
    }

    /// The rubric, and the one it extends.
    fn rubrics(&self) -> impl Iterator<Item = Table> {
        let of_rubric = self.files.iter().enumerate().filter(|(at, _)| *at != 1);
        of_rubric.map(|(_, (name, text))| {
            let source = Arc::new(Source { name: (*name).to_owned(), text: (*text).to_owned() });
            document::parse(&source, &mut Vec::new())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rubric_of_the_repository_is_shipped() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics")).unwrap();
        let names = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut there: Vec<String> =
            names.filter_map(|name| name.strip_suffix(".test.toml").map(str::to_owned)).collect();
        let mut shipped: Vec<&str> = Shipped::all().iter().map(|shipped| shipped.name).collect();
        there.sort();
        shipped.sort_unstable();
        assert_eq!(shipped, there);
    }

    #[test]
    fn a_shipped_rubric_tells_its_title_and_groups_also_where_it_extends_another() {
        for shipped in Shipped::all() {
            assert!(!shipped.title().is_empty(), "{}", shipped.name);
        }
        let county = Shipped::find("county-quality-2016").unwrap();
        assert_eq!(county.groups(), ["主城区", "工业强县", "农业大县", "生态山区"]);
        let town = Shipped::find("panzhihua-three-tier-town").unwrap();
        assert_eq!(town.groups(), Shipped::find("panzhihua-three-tier").unwrap().groups());
        assert!(Shipped::find("2016").is_none());
    }
}
