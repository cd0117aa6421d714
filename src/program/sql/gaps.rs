//! Points lost, with the rule and what to do about it.

use super::views::{Row, number, rows, status};
use super::writer::Writer;
use crate::program::Part;
use crate::words::sql::Note;

const NAMES: [&str; 9] = ["node", "full", "points", "lost", "status", "value", "rule", "lead", "advice"];

/// `kaohe_gaps`: a row a unit and leaf on which it lost points.
pub(super) fn write(writer: &mut Writer<'_>) {
    let (program, lang) = (writer.program, writer.lang);
    let leaves = program.leaves().filter(|(_, node, _)| node.part != Part::Bonus);
    let gaps: Vec<Row<'_>> = leaves
        .map(|(_, node, leaf)| -> Row<'_> {
            Box::new(move |block| {
                let (points, full, value) =
                    (block.column(node.points), block.column(node.full), block.column(leaf.value));
                let (points, full) = (number(block, &points), number(block, &full));
                let (points, full) = match node.part {
                    // A penalty has nothing to earn, and what it takes off is lost.
                    Part::Penalty => (format!("-{points}"), block.engine().widen("0", 9)),
                    Part::Ordinary | Part::Bonus => (points, full),
                };
                let text = |words: &Option<String>| block.engine().text(words.as_deref().unwrap_or_default());
                let (lead, advice) = (text(&node.lead), text(&node.advice));
                let rule = block.engine().text(&leaf.rule.in_general(program, lang));
                let (lost, lost_any) = (format!("{full} - {points}"), format!("{full} > {points}"));
                let (value, status) = (number(block, &value), status(block, node));
                let id = block.engine().text(&node.id);
                Some((vec![id, full, points, lost, status, value, rule, lead, advice], Some(lost_any)))
            })
        })
        .collect();
    rows(writer, "kaohe_gaps", &Note::Gaps, &NAMES, &gaps);
}
