//! What the sheets of lists are called.

use super::text::sheet_name;
use crate::program::List;
use crate::text::fold;
use crate::words::Lang;
use crate::words::labels::Label;

/// The names of the sheets of all lists, each its own and none of `taken`: `named` after the list's label where a sheet
/// may be called so and nothing of it is lost, else after its id or an alias, else a number, and the header has to tell.
pub(crate) fn list_names(lists: &[List], taken: &[String], lang: Lang, named: impl Fn(&str) -> String) -> Vec<String> {
    // Excel keeps a name for itself.
    let mut taken: Vec<String> = taken.iter().map(String::as_str).chain(["History"]).map(fold).collect();
    let name = |(position, list): (usize, &List)| {
        let own = [&list.label, &list.id].into_iter().chain(&list.aliases).filter(|name| !name.is_empty());
        let own = own.map(|name| named(name)).filter(|name| sheet_name(name) == *name);
        let numbered = (position + 1..).map(|number| Label::SheetListNumber { number }.say(lang));
        let name = own.chain(numbered).find(|name| !taken.contains(&fold(name))).unwrap_or_default();
        taken.push(fold(&name));
        name
    };
    lists.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Source, Spot};
    use crate::program::NoRows;

    #[test]
    fn every_list_has_a_sheet_of_its_own_whose_name_loses_nothing() {
        let source = Arc::new(Source { name: String::new(), text: String::new() });
        let list = |id: &str, label: &str| List {
            id: id.to_owned(),
            label: label.to_owned(),
            aliases: Vec::new(),
            columns: Vec::new(),
            no_rows: NoRows::None,
            precedence: Vec::new(),
            spot: Spot { source: Arc::clone(&source), span: 0..0 },
        };
        let long = "非常".repeat(20);
        let lists = [
            list("a", "表彰"),
            list("b", "表彰"),
            list("c", "文件/通报"),
            list("d/e", "一:二"),
            list("e", &long),
            list("f", "history"),
        ];
        let plain = list_names(&lists, &["E".to_owned()], Lang::Zh, str::to_owned);
        assert_eq!(plain, ["表彰", "b", "c", "明细4", "明细5", "f"]);
        let named = list_names(&lists, &[], Lang::Zh, |list| Label::SheetList { list: list.to_owned() }.say(Lang::Zh));
        assert_eq!(named, ["明细-表彰", "明细-b", "明细-c", "明细4", "明细-e", "明细-history"]);
    }
}
