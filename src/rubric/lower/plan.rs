//! The tree as it stands in the file: every node with its place and its reserved columns, before anything is lowered.

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Section, Word};
use crate::program::{Level, NodeColumns, NodeId, Part};
use crate::rubric::workshop::Context;
use crate::words::rubric::RubricProblem;

/// A node's table with its place in the tree.
pub(super) struct Planned<'a> {
    pub(super) section: Section<'a>,
    pub(super) id: Word,
    pub(super) level: Level,
    pub(super) part: Part,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) columns: NodeColumns,
}

/// Every node in the order written: a parent before its children.
pub(super) fn plan<'a>(context: &mut Context<'_>, root: &Section<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    for (key, part) in [("sections", Part::Ordinary), ("bonus", Part::Bonus), ("penalties", Part::Penalty)] {
        for section in root.rows(key) {
            node(context, section, part, None, &mut planned);
        }
    }
    planned
}

/// Tells every node which nodes are its children, once effects have given some of them further columns.
pub(super) fn adopt(context: &mut Context<'_>, planned: &[Planned<'_>]) {
    for plan in planned {
        let children = plan.children.iter().filter_map(|child| planned.get(*child)).map(|child| child.columns);
        context.builder.adopt(&plan.id.text, children.collect());
    }
}

fn node<'a>(
    context: &mut Context<'_>,
    section: Section<'a>,
    part: Part,
    parent: Option<usize>,
    planned: &mut Vec<Planned<'a>>,
) {
    let level = match parent.and_then(|p| planned.get(p)).map(|p| p.level) {
        None => Level::Section,
        Some(Level::Section) => Level::Indicator,
        Some(_) => Level::Item,
    };
    let Some(id) = section.text("id") else { return };
    if id.text.is_empty() || id.text.chars().any(|c| c.is_whitespace() || c.is_control() || "'\"\\/".contains(c)) {
        context.reader.report(Diagnostic::at(RubricProblem::BadId { id: id.text.clone() }, &id.spot));
        return;
    }
    let twin = planned.iter().find(|other: &&Planned<'_>| other.id.text == id.text).map(|other| other.id.spot.clone());
    let twin = twin.or_else(|| {
        let field = context.builder.find_field(&id.text)?;
        context.builder.fields.get(field.index()).map(|field| field.spot.clone())
    });
    if let Some(first) = twin {
        let problem = RubricProblem::DuplicateId { id: id.text.clone() };
        context.reader.report(Diagnostic::at(problem, &id.spot).related(Place::Text(first)));
        return;
    }
    let at = planned.len();
    let columns = context.builder.node(&id.text, &id.spot);
    context.node_ids.insert(id.text.clone(), NodeId::from_index(at));
    let indicators = level == Level::Section && part == Part::Ordinary;
    let rows = section.rows(if indicators { "indicators" } else { "items" });
    planned.push(Planned { section, id, level, part, parent, children: Vec::new(), columns });
    if let Some(siblings) = parent.and_then(|p| planned.get_mut(p)) {
        siblings.children.push(at);
    }
    for row in rows {
        node(context, row, part, Some(at), planned);
    }
}
