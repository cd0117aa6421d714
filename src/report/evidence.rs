//! The index of evidence (印证资料目录) of a unit, as the workbooks show it.

use super::facts::{Shown, source_of};
use crate::program::{Field, FieldId, NodeId, Program, Status};
use crate::scoring::Assessment;
use crate::table::Remarks;
use crate::words::Lang;
use crate::words::labels::Label;

/// One piece of evidence, or one that is wanting.
pub(super) struct Line {
    /// Id and title of the leaf that looks at it.
    pub(super) indicator: String,
    /// The field it supports; empty where it stands beside the leaf as a whole.
    pub(super) field: String,
    /// The value it supports.
    pub(super) value: Option<Shown>,
    /// What it is.
    pub(super) evidence: String,
    /// Its pages.
    pub(super) pages: String,
    /// What was remarked beside it.
    pub(super) remark: String,
    /// The cell of the value.
    pub(super) source: String,
}

/// For each field, the leaf with whose evidence it stands: the node of given points, the only leaf that looks at it, or the
/// first of several.
pub(super) fn leaves(program: &Program) -> Vec<Option<NodeId>> {
    let mut leaves: Vec<Option<NodeId>> = program.fields.iter().map(Field::given_for).collect();
    for (node, _, leaf) in program.leaves() {
        for field in &leaf.fields {
            if let Some(slot) = leaves.get_mut(field.index()) {
                slot.get_or_insert(node);
            }
        }
    }
    leaves
}

/// The evidence of a unit in the order of the rubric, each with the leaf of its field; what the rubric requires and the
/// unit has not given is named.
pub(super) fn lines(assessment: &Assessment, leaves: &[Option<NodeId>], unit: usize, lang: Lang) -> Vec<Line> {
    let (program, table) = (&assessment.program, &assessment.table);
    let Ok(key) = u32::try_from(unit) else { return Vec::new() };
    let mut lines: Vec<(usize, Line)> = Vec::new();
    let fields = table.remarks.range((key, 0)..=(key, u32::MAX));
    for ((_, field), remarks) in fields.filter(|(_, remarks)| remarks.evidence.is_some() || remarks.pages.is_some()) {
        let id = FieldId(*field);
        let Some(of) = program.fields.get(id.index()) else { continue };
        let node = leaves.get(id.index()).copied().flatten();
        let line = Line {
            indicator: node.map(|node| named(program, node.index())).unwrap_or_default(),
            field: of.label.clone(),
            value: Some(Shown::field(assessment, id, of, unit, lang)),
            source: source_of(assessment, id, unit).map(|place| place.describe()).unwrap_or_default(),
            ..beside(remarks)
        };
        lines.push((node.map_or(usize::MAX, NodeId::index), line));
    }
    let nodes = table.node_remarks.range((key, 0)..=(key, u32::MAX));
    for ((_, node), remarks) in nodes.filter(|(_, remarks)| remarks.evidence.is_some() || remarks.pages.is_some()) {
        let node = *node as usize;
        lines.push((node, Line { indicator: named(program, node), ..beside(remarks) }));
    }
    for (id, _, _) in program.leaves().filter(|(id, ..)| assessment.status(*id, unit) == Status::Unproven) {
        let node = id.index();
        lines.retain(|(of, _)| *of != node);
        let wanting = Line {
            indicator: named(program, node),
            evidence: Label::ReasonUnproven.say(lang),
            ..beside(&Remarks::default())
        };
        lines.push((node, wanting));
    }
    lines.sort_by_key(|(node, _)| *node);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn named(program: &Program, node: usize) -> String {
    program.nodes.get(node).map(|node| format!("{} {}", node.id, node.title)).unwrap_or_default()
}

fn beside(remarks: &Remarks) -> Line {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Line {
        indicator: String::new(),
        field: String::new(),
        value: None,
        evidence: text(&remarks.evidence),
        pages: text(&remarks.pages),
        remark: text(&remarks.remark),
        source: String::new(),
    }
}
