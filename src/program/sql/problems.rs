//! Problems in the data: values that are not there or make no sense, conditions that fail, effects not yet decided.

use super::block::Block;
use super::views::{Row, rows};
use super::writer::Writer;
use crate::diagnostic::Severity;
use crate::number::{Decimal, plain};
use crate::program::{Expr, FieldId, MissingPolicy, Status};
use crate::words::sql::Note;

/// `kaohe_problems`: a row a unit and problem, with the code that `kaohe check --why` explains.
pub(super) fn write(writer: &mut Writer<'_>) {
    let mut found: Vec<Row<'_>> = Vec::new();
    leaves(writer, &mut found);
    unproven(writer, &mut found);
    musts(writer, &mut found);
    ranges(writer, &mut found);
    for effect in &writer.program.effects {
        let cells = [Severity::Warning.key(), "D014", effect.id.as_str(), effect.say.as_str()].map(str::to_owned);
        found.push(problem(cells, |block| {
            let state = block.column(effect.when).state?;
            Some(format!("{state} IN (2, 3)"))
        }));
    }
    rows(writer, "kaohe_problems", &Note::Problems, &["severity", "code", "place", "say"], &found);
}

fn problem<'p>(cells: [String; 4], condition: impl Fn(&mut Block<'_, '_>) -> Option<String> + 'p) -> Row<'p> {
    Box::new(move |block| {
        let condition = condition(block)?;
        Some((cells.iter().map(|cell| block.engine().text(cell)).collect(), Some(condition)))
    })
}

fn leaves<'p>(writer: &Writer<'p>, found: &mut Vec<Row<'p>>) {
    let lang = writer.lang;
    for (_, node, leaf) in writer.program.leaves() {
        let missing = if leaf.missing == MissingPolicy::Error { Severity::Error } else { Severity::Warning };
        let what = || node.title.clone();
        for (code, severity, state, say) in [
            ("D010", missing, 2, Note::Missing { what: what() }),
            ("D012", Severity::Warning, 3, Note::Undefined { what: what() }),
            ("D013", Severity::Error, 4, Note::TooGreat { what: what() }),
        ] {
            let cells = [severity.key().to_owned(), code.to_owned(), node.id.clone(), say.say(lang)];
            found.push(problem(cells, move |block| {
                let of = block.column(leaf.raw).whole_state()?;
                Some(format!("{of} = {state}"))
            }));
        }
    }
}

fn unproven<'p>(writer: &Writer<'p>, found: &mut Vec<Row<'p>>) {
    for (_, node, _) in writer.program.leaves().filter(|(_, _, leaf)| leaf.proof.is_some()) {
        let say = Note::Unproven { what: node.title.clone() }.say(writer.lang);
        let cells = [Severity::Warning.key().to_owned(), "D057".to_owned(), node.id.clone(), say];
        found.push(problem(cells, |block| {
            Some(format!("{} = {}", block.column(node.status).as_number().text, Status::Unproven.code()))
        }));
    }
}

fn musts<'p>(writer: &Writer<'p>, found: &mut Vec<Row<'p>>) {
    let program = writer.program;
    for must in &program.musts {
        let at = program.fields.get(must.field.index()).map(|field| field.id.clone()).unwrap_or_default();
        let cells = [must.severity.key().to_owned(), "D008".to_owned(), at, must.say.clone()];
        found.push(problem(cells, |block| Some(format!("NOT ({})", block.column(must.holds).as_condition()))));
    }
}

fn ranges<'p>(writer: &Writer<'p>, found: &mut Vec<Row<'p>>) {
    let show = |bound: Option<Decimal>| bound.map(plain).unwrap_or_default();
    for (position, field) in writer.program.fields.iter().enumerate() {
        if field.min.is_none() && field.max.is_none() {
            continue;
        }
        let range = format!("{}–{}", show(field.min), show(field.max));
        let say = Note::OutOfRange { what: field.label.clone(), range }.say(writer.lang);
        let cells = [Severity::Error.key().to_owned(), "D015".to_owned(), field.id.clone(), say];
        found.push(problem(cells, move |block| {
            let value = block.say(&Expr::Field(FieldId::from_index(position))).text;
            let below = field.min.map(|min| format!("{value} < {}", plain(min)));
            let above = field.max.map(|max| format!("{value} > {}", plain(max)));
            Some(below.into_iter().chain(above).collect::<Vec<_>>().join(" OR "))
        }));
    }
}
