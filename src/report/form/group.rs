//! The workbook for whoever goes on site to a group of units: every value that is submitted, a sheet a section.

use super::plan::Plan;
use super::wide::{Asks, Column, Wide, sheet};
use super::{Book, Forms, Look, explain, lists, named};
use crate::program::{FieldId, NodeId};
use crate::report::workbook::text::sheet_name;
use crate::text::fold;
use crate::words::labels::Label;

/// The workbook of a group, a position in the table.
pub fn write(forms: &Forms, group: usize) -> anyhow::Result<Vec<u8>> {
    let look = Look::new(forms.lang());
    let mut book = Book::new(forms, &look);
    let (program, lang, table) = (forms.program(), book.lang, &forms.assessment.table);
    let units: Vec<usize> = (0..table.units.len()).filter(|unit| table.units[*unit].group == group).collect();
    let name = table.groups.get(group).filter(|name| !name.is_empty()).cloned();
    let whose = name.unwrap_or_else(|| Label::NoGroup.say(lang));
    let plan = Plan::of(program, |node| units.iter().any(|unit| forms.applies(node, Some(*unit))));

    let mut parts: Vec<(String, Vec<Column>)> = Vec::new();
    for (section, node) in program.sections() {
        let leaves = plan.leaves.iter().filter(|leaf| program.section_of(leaf.node) == section);
        let columns: Vec<Column> =
            leaves.flat_map(|leaf| leaf.fields.iter().map(|field| column(forms, *field, Some(leaf.node)))).collect();
        parts.push((named(node), columns));
    }
    parts.push((Label::OtherFields.say(lang), plan.rest.iter().map(|field| column(forms, *field, None)).collect()));
    let names = lists::names(program, lang);
    let mut taken: Vec<String> = names.iter().map(|name| fold(name)).collect();
    taken.extend([fold(&Label::SheetExplained.say(lang)), String::new()]);
    for (part, columns) in parts.into_iter().filter(|(_, columns)| !columns.is_empty()) {
        let mut name = sheet_name(&part);
        if taken.contains(&fold(&name)) {
            name = sheet_name(&format!("{} {part}", taken.len() + 1));
        }
        taken.push(fold(&name));
        let title = Label::GroupTitle { group: whose.clone(), title: forms.title(), part }.say(lang);
        let wide = Wide { name, title, how: Label::GroupHow.say(lang), units: &units, columns };
        let wide = sheet(&mut book, &wide)?;
        book.sheets.push(wide);
    }
    for (position, name) in names.iter().enumerate() {
        let list = lists::sheet(&mut book, position, name, Some(&units))?;
        book.sheets.push(list);
    }
    let mut how = vec![Label::HowFill, Label::HowValue, Label::HowWords];
    how.extend((!names.is_empty()).then_some(Label::HowListsWide));
    how.extend([Label::HowClosed, Label::HowSendWide]);
    let explained = explain::wide_sheet(&book, (Label::Group, whose), &how)?;
    book.sheets.push(explained);
    book.finish(&forms.stamp("group", None, &[&Label::SheetExplained]))
}

/// The column of a field. Its header is its label where that means this field alone, else its id too.
fn column(forms: &Forms, id: FieldId, leaf: Option<NodeId>) -> Column {
    let program = forms.program();
    let (mut head, mut width) = (String::new(), 13.0);
    if let Some(field) = program.fields.get(id.index()) {
        let measured = |label: &str| match &field.measure {
            Some(measure) => format!("{label}({measure})"),
            None => label.to_owned(),
        };
        let word = fold(&field.label);
        let others = program.fields.iter().enumerate().filter(|(position, _)| *position != id.index());
        let mut words = others.flat_map(|(_, other)| {
            let names = [&other.id, &other.label].into_iter().chain(&other.aliases);
            names.flat_map(|name| [fold(name), fold(&measured(name))]).collect::<Vec<_>>()
        });
        let shared = words.any(|other| other == word || other == fold(&measured(&field.label)));
        head = if shared { format!("{}\n{}", field.id, field.label) } else { measured(&field.label) };
        if field.kind == crate::program::FieldKind::Text {
            width = 24.0;
        }
    }
    Column {
        above: leaf.map(|leaf| named(program.node(leaf))).unwrap_or_default(),
        head,
        asks: Asks::Field(id),
        leaf,
        width,
    }
}
