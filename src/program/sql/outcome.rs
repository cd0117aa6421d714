//! What a script shows: points, ranking, gaps and problems, as views.

use super::block::{Block, wrapped};
use super::remark::Remark;
use super::value::{Kind, Sql};
use super::writer::Writer;
use crate::program::{ColumnId, Effect, EffectKind, Expr, MissingPolicy, Node, Part, Status};
use crate::words::Lang;
use crate::words::labels::Label;
use crate::words::sql::Note;

/// Writes all views.
pub(super) fn write(writer: &mut Writer<'_>) {
    points(writer);
    ranking(writer);
    gaps(writer);
    problems(writer);
}

fn view(writer: &mut Writer<'_>, name: &str, note: &Note, body: &str) {
    writer.script += &Remark(writer.lang).lines(note);
    writer.script += &writer.engine.view(name, body);
    writer.script.push('\n');
}

/// A selection whose texts read the columns that a block brings together.
fn select(block: &Block<'_, '_>, items: &[String], condition: &str) -> String {
    let (inner, from) = block.source();
    let id = ["u.id".to_owned(), "u.name".to_owned()];
    let inner: Vec<String> = id.into_iter().chain(inner).collect();
    format!("SELECT {}\nFROM (SELECT {} FROM {from}) x{condition}", wrapped(items), wrapped(&inner))
}

/// A number as results show it: all of one type, so that views of many kinds of columns fit together.
fn number(block: &Block<'_, '_>, sql: &Sql) -> String {
    match sql.kind {
        Kind::Nothing => format!("CAST(NULL AS {})", block.engine().decimal(9)),
        _ => block.engine().round(&sql.as_number().text, 9),
    }
}

/// What became of a node, as its key in machine-readable files.
fn status(block: &mut Block<'_, '_>, node: &Node) -> String {
    let status = block.column(node.status);
    let code = status.as_number().text;
    let mut text = format!("CASE {code}");
    for (code, status) in [(0, Status::Scored), (1, Status::NotApplicable), (2, Status::Missing)] {
        text += &format!(" WHEN {code} THEN '{}'", status.key());
    }
    let unknown = match &status.state {
        Some(state) => format!("CASE WHEN {state} IN (1, 2, 3) THEN '{}' ELSE '{}' END", Status::Missing.key(), Status::Overflow.key()),
        None => format!("'{}'", Status::Overflow.key()),
    };
    text + &format!(" ELSE {unknown} END")
}

fn points(writer: &mut Writer<'_>) {
    let mut arms = Vec::new();
    for node in &writer.program.nodes {
        let engine = writer.engine;
        let mut block = Block::new(writer, None);
        let [full, raw, points] = [node.full, node.raw, node.points].map(|id| block.column(id));
        let status = status(&mut block, node);
        let items = vec![
            "ord".to_owned(),
            "id AS unit".to_owned(),
            format!("{} AS node", engine.text(&node.id)),
            format!("{} AS {}", number(&block, &full), engine.quote("full")),
            format!("{} AS raw", number(&block, &raw)),
            format!("{} AS points", number(&block, &points)),
            format!("{status} AS status"),
        ];
        arms.push(select(&block, &items, ""));
    }
    view(writer, "kaohe_points", &Note::Points, &arms.join("\nUNION ALL\n"));
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

fn reason(effect: &Effect, lang: Lang) -> String {
    let (id, say) = (effect.id.clone(), effect.say.clone());
    match effect.kind {
        EffectKind::Veto => Label::Vetoed { id, say },
        EffectKind::Cap => Label::Capped { id, say },
        EffectKind::Gate => Label::Gated { id, say },
        EffectKind::Quota => Label::BeyondQuota { say },
        EffectKind::Ceiling => Label::TotalLimited { id, say },
        EffectKind::Zero => Label::NodesZeroed { id, say },
        EffectKind::BaseOnly => Label::BaseOnly { id, say },
    }
    .say(lang)
}

fn ranking(writer: &mut Writer<'_>) {
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
        reasons.push(format!("CASE WHEN {fires} THEN {} END", engine.text(&reason(effect, lang))));
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
    let body = select(&block, &items, "");
    view(writer, "kaohe_ranking", &Note::Ranking, &body);
}

fn gaps(writer: &mut Writer<'_>) {
    let program = writer.program;
    let mut arms = Vec::new();
    for (_, node, leaf) in program.leaves().filter(|(_, node, _)| node.part != Part::Bonus) {
        let (engine, lang) = (writer.engine, writer.lang);
        let mut block = Block::new(writer, None);
        let (points, full) = (block.column(node.points), block.column(node.full));
        let value = block.column(leaf.value);
        let value = number(&block, &value);
        let (points, full) = match node.part {
            Part::Penalty => (format!("-{}", number(&block, &points)), engine.widen("0", 9)),
            Part::Ordinary | Part::Bonus => (number(&block, &points), number(&block, &full)),
        };
        let status = status(&mut block, node);
        let words = |words: &Option<String>| engine.text(words.as_deref().unwrap_or_default());
        let items = vec![
            "ord".to_owned(),
            "id AS unit".to_owned(),
            format!("{} AS node", engine.text(&node.id)),
            format!("{full} AS {}", engine.quote("full")),
            format!("{points} AS points"),
            format!("{full} - {points} AS lost"),
            format!("{status} AS status"),
            format!("{value} AS value"),
            format!("{} AS rule", engine.text(&leaf.rule.in_general(program, lang))),
            format!("{} AS lead", words(&node.lead)),
            format!("{} AS advice", words(&node.advice)),
        ];
        arms.push(select(&block, &items, &format!("\nWHERE {full} > {points}")));
    }
    if !arms.is_empty() {
        view(writer, "kaohe_gaps", &Note::Gaps, &arms.join("\nUNION ALL\n"));
    }
}

/// One kind of problem: where it is, what it is, and the condition.
struct Problem {
    code: &'static str,
    severity: &'static str,
    at: String,
    say: String,
}

fn problems(writer: &mut Writer<'_>) {
    let program = writer.program;
    let mut arms = Vec::new();
    let arm = |writer: &mut Writer<'_>, problem: &Problem, condition: &mut dyn FnMut(&mut Block<'_, '_>) -> Option<String>| {
        let engine = writer.engine;
        let mut block = Block::new(writer, None);
        let condition = condition(&mut block)?;
        let items = vec![
            "ord".to_owned(),
            "id AS unit".to_owned(),
            format!("'{}' AS severity", problem.severity),
            format!("'{}' AS code", problem.code),
            format!("{} AS place", engine.text(&problem.at)),
            format!("{} AS say", engine.text(&problem.say)),
        ];
        Some(select(&block, &items, &format!("\nWHERE {condition}")))
    };
    let lang = writer.lang;
    for (_, node, leaf) in program.leaves() {
        let at = || node.id.clone();
        let missing = if leaf.missing == MissingPolicy::Error { "error" } else { "warning" };
        let states = [
            ("D010", missing, "= 2", Note::Missing { what: node.title.clone() }),
            ("D012", "warning", "= 3", Note::Undefined { what: node.title.clone() }),
            ("D013", "error", "= 4", Note::TooGreat { what: node.title.clone() }),
        ];
        for (code, severity, test, say) in states {
            let problem = Problem { code, severity, at: at(), say: say.say(lang) };
            arms.extend(arm(writer, &problem, &mut |block| {
                let state = block.column(leaf.raw).whole_state()?;
                Some(format!("{state} {test}"))
            }));
        }
    }
    for must in &program.musts {
        let at = program.fields.get(must.field.index()).map(|field| field.id.clone()).unwrap_or_default();
        let severity = match must.severity {
            crate::diagnostic::Severity::Error => "error",
            crate::diagnostic::Severity::Warning => "warning",
            crate::diagnostic::Severity::Note => "note",
        };
        let problem = Problem { code: "D008", severity, at, say: must.say.clone() };
        arms.extend(arm(writer, &problem, &mut |block| {
            let holds = block.column(must.holds);
            Some(format!("NOT ({})", holds.as_condition()))
        }));
    }
    for (position, field) in program.fields.iter().enumerate().filter(|(_, field)| field.min.is_some() || field.max.is_some()) {
        let show = |bound: Option<crate::number::Decimal>| bound.map(crate::number::plain).unwrap_or_default();
        let range = format!("{}–{}", show(field.min), show(field.max));
        let say = Note::OutOfRange { what: field.label.clone(), range }.say(lang);
        let problem = Problem { code: "D015", severity: "error", at: field.id.clone(), say };
        arms.extend(arm(writer, &problem, &mut |block| {
            let value = block.say(&Expr::Field(crate::program::FieldId::from_index(position))).text;
            let below = field.min.map(|min| format!("{value} < {}", crate::number::plain(min)));
            let above = field.max.map(|max| format!("{value} > {}", crate::number::plain(max)));
            Some(below.into_iter().chain(above).collect::<Vec<_>>().join(" OR "))
        }));
    }
    for effect in &program.effects {
        let problem = Problem { code: "D014", severity: "warning", at: effect.id.clone(), say: effect.say.clone() };
        arms.extend(arm(writer, &problem, &mut |block| {
            let state = block.column(effect.when).state?;
            Some(format!("{state} IN (2, 3)"))
        }));
    }
    if !arms.is_empty() {
        view(writer, "kaohe_problems", &Note::Problems, &arms.join("\nUNION ALL\n"));
    }
}
