//! What a script shows of each unit: points, and the ranking with grades and reasons.

use super::block::Block;
use super::views::{Row, number, one, rows, status, view};
use super::writer::Writer;
use crate::program::{ColumnId, EffectKind};
use crate::words::Lang;
use crate::words::sql::Note;

/// `kaohe_points`: a row a unit and node.
pub(super) fn points(writer: &mut Writer<'_>) {
    let nodes = writer.program.nodes.iter();
    let of_nodes: Vec<Row<'_>> = nodes
        .map(|node| -> Row<'_> {
            Box::new(move |block| {
                let [full, raw, points] = [node.full, node.raw, node.points].map(|id| block.column(id));
                let [full, raw, points] = [full, raw, points].map(|sql| number(block, &sql));
                let status = status(block, node);
                Some((vec![block.engine().text(&node.id), full, raw, points, status], None))
            })
        })
        .collect();
    rows(writer, "kaohe_points", &Note::Points, &["node", "full", "raw", "points", "status"], &of_nodes);
}

/// A grade's name by the position a column holds.
fn grade(block: &mut Block<'_, '_>, id: Option<ColumnId>) -> String {
    let Some(id) = id else { return "''".to_owned() };
    let position = block.column(id).as_number().text;
    let grades = block.writer.program.grades.iter().enumerate();
    let names: Vec<String> =
        grades.map(|(at, grade)| format!("WHEN {at} THEN {}", block.engine().text(&grade.name))).collect();
    if names.is_empty() { "''".to_owned() } else { format!("CASE {position} {} ELSE '' END", names.join(" ")) }
}

/// `kaohe_ranking`: a row a unit.
pub(super) fn ranking(writer: &mut Writer<'_>) {
    let (program, engine, lang) = (writer.program, writer.engine, writer.lang);
    let outcome = &program.outcome;
    let mut block = Block::new(writer, None);
    let total = block.column(outcome.total);
    let (rank, group_rank) = (block.column(outcome.rank), block.column(outcome.group_rank));
    let base = grade(&mut block, outcome.base_grade);
    let last = grade(&mut block, outcome.grade);
    let mut reasons = Vec::new();
    for effect in &program.effects {
        let mut fires = block.column(effect.fires).as_condition();
        // A limit above the grade that points give explains nothing.
        if let (Some(limit), Some(base)) = (effect.grade(), outcome.base_grade)
            && effect.kind != EffectKind::Veto
        {
            let base = block.column(base).as_number().text;
            fires = format!("{fires} AND ({base} IS NULL OR {base} < {limit})");
        }
        reasons.push(format!("CASE WHEN {fires} THEN {} END", engine.text(&effect.reason().say(lang))));
    }
    let mut follow_ups = Vec::new();
    for follow_up in &program.follow_ups {
        let fires = block.column(follow_up.fires).as_condition();
        follow_ups.push(format!("CASE WHEN {fires} THEN {} END", engine.text(&follow_up.say)));
    }
    let missing: Vec<String> = program
        .leaves()
        .map(|(_, node, _)| format!("CASE WHEN {} = 2 THEN 1 ELSE 0 END", block.column(node.status).as_number().text))
        .collect();
    let joined = |texts: &[String]| match texts {
        [] => "''".to_owned(),
        texts => {
            let between = engine.text(if lang == Lang::Zh { ";" } else { "; " });
            format!("concat_ws({between},\n    {})", texts.join(",\n    "))
        }
    };
    let missing = if missing.is_empty() { "0".to_owned() } else { missing.join("\n      + ") };
    let items = vec![
        "ord".to_owned(),
        "id AS unit".to_owned(),
        "name".to_owned(),
        "grp".to_owned(),
        format!("{} AS total", number(&block, &total)),
        format!("{} AS place", rank.as_number().text),
        format!("{} AS group_place", group_rank.as_number().text),
        format!("{base} AS base_grade"),
        format!("{last} AS grade"),
        format!("{} AS reasons", joined(&reasons)),
        format!("{} AS follow_up", joined(&follow_ups)),
        format!("{missing} AS missing"),
    ];
    let body = one(&block, &items);
    view(writer, "kaohe_ranking", &Note::Ranking, &body);
}
