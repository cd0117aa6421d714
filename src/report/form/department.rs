//! The workbook of a lead department: points of the leaves it judges, for all units, and what else it leads.

use rust_xlsxwriter::Worksheet;

use super::wide::{Asks, Column, Wide, sheet};
use super::{Book, Forms, Look, explain, protection};
use crate::program::{NodeId, Role};
use crate::report::facts::join;
use crate::report::workbook::page::Page;
use crate::words::labels::Label;

/// Widths of the leaves a department leads: id, title, full points, rule, who enters what.
const WIDTHS: [f64; 6] = [9.0, 20.0, 12.0, 52.0, 26.0, 16.0];

/// The workbook of a department; of nobody, the leaves that name none.
pub fn write(forms: &Forms, department: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let look = Look::new(forms.lang());
    let mut book = Book::new(forms, &look);
    let (program, lang) = (forms.program(), book.lang);
    let leaves: Vec<NodeId> =
        program.leaves().filter(|(_, node, _)| node.lead.as_deref() == department).map(|(id, ..)| id).collect();
    let units: Vec<usize> = (0..forms.assessment.units()).collect();
    let whose = department.map_or_else(|| Label::NoLead.say(lang), str::to_owned);
    let columns = points(forms, &leaves);
    if !columns.is_empty() {
        let wide = Wide {
            name: Label::SheetDepartment.say(lang),
            title: Label::DepartmentTitle { department: whose.clone(), title: forms.title() }.say(lang),
            how: Label::DepartmentHow.say(lang),
            units: &units,
            columns,
        };
        let wide = sheet(&mut book, &wide)?;
        book.sheets.push(wide);
    }
    let duties = duties(&book, &leaves)?;
    book.sheets.push(duties);
    let how = [Label::HowFill, Label::HowPoints, Label::HowReason, Label::HowClosed, Label::HowSendWide];
    let explained = explain::wide_sheet(&book, (Label::Lead, whose), &how)?;
    book.sheets.push(explained);
    book.finish(&forms.stamp("department", None, &[&Label::SheetDuties, &Label::SheetExplained]))
}

/// Two columns a leaf that the department judges.
fn points(forms: &Forms, leaves: &[NodeId]) -> Vec<Column> {
    let (program, lang) = (forms.program(), forms.lang());
    let given = leaves.iter().filter(|id| program.node(**id).leaf.as_ref().is_some_and(|leaf| leaf.given.is_some()));
    given
        .flat_map(|id| {
            let node = program.node(*id);
            let points = Column {
                above: String::new(),
                head: format!("{}\n{}", node.id, node.title),
                asks: Asks::Points(*id),
                leaf: Some(*id),
                width: 13.0,
            };
            let reason = Column {
                above: String::new(),
                head: Label::ReasonOf { node: node.id.clone() }.say(lang),
                asks: Asks::Reason,
                leaf: Some(*id),
                width: 24.0,
            };
            [points, reason]
        })
        .collect()
}

/// 分工: every leaf the department leads, with its rule, and where its points come from.
fn duties(book: &Book<'_>, leaves: &[NodeId]) -> anyhow::Result<Worksheet> {
    let (forms, look, lang) = (book.forms, book.look, book.lang);
    let program = forms.program();
    let mut page = Page::new(&Label::SheetDuties, &look.styles)?;
    let heads =
        [Label::IndicatorId, Label::Indicator, Label::FullPoints, Label::Rule, Label::PointsFrom, Label::Support];
    page.head(&heads.iter().map(|head| head.say(lang)).zip(WIDTHS).collect::<Vec<_>>())?;
    for id in leaves {
        let node = program.node(*id);
        let Some(leaf) = &node.leaf else { continue };
        let fields = leaf.fields.iter().filter_map(|field| program.fields.get(field.index()));
        let fields = fields.filter(|field| field.role == Role::Submitted).map(|field| field.label.clone());
        let lists = program.lists_behind(leaf.value);
        let lists = lists.iter().filter_map(|list| program.lists.get(list.index())).map(|list| list.label.clone());
        let labels: Vec<String> = fields.chain(lists).collect();
        let from = if leaf.given.is_some() {
            Label::FromDepartment
        } else if labels.is_empty() {
            Label::FromRule
        } else {
            Label::FromValues { fields: join(&labels, lang) }
        };
        page.text(&node.id)?;
        page.text(&node.title)?;
        page.text(&forms.full(*id, None))?;
        page.text(&forms.rule(node, None))?;
        page.text(&from.say(lang))?;
        page.text(&join(&node.support, lang))?;
        page.end_row()?;
    }
    let title = format!("{} {}", forms.title(), Label::SheetDuties.say(lang));
    let mut sheet = page.finish(&title, 2, false)?.frame;
    sheet.protect_with_options(&protection(false));
    Ok(sheet)
}
