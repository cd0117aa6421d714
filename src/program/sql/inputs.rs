//! The tables a script reads: the user's, and the rubric's parameters.

use super::block::field_scale;
use super::remark::{Remark, comment};
use super::writer::Writer;
use crate::number::plain;
use crate::program::{Field, FieldKind, Program, show};
use crate::table::{AdjustedBy, State, Table};
use crate::words::sql::Note;

/// Stands for the total among adjusted nodes.
const WHOLE: &str = "*";

/// A table of the user's: its name and its columns with their types, quoted.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) columns: Vec<(String, String, Option<String>)>,
}

impl Wanted {
    fn create(&self) -> String {
        let last = self.columns.len().saturating_sub(1);
        let lines = self.columns.iter().enumerate().map(|(at, (name, kind, remark))| {
            let comma = if at < last { "," } else { "" };
            let remark = remark.as_ref().map(|remark| format!("  -- {}", one_line(remark))).unwrap_or_default();
            format!("    {name} {kind}{comma}{remark}\n")
        });
        format!("CREATE TABLE {} (\n{});\n", self.name, lines.collect::<String>())
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

/// The tables of the user's that a script reads.
pub(super) fn wanted(writer: &Writer<'_>) -> Vec<Wanted> {
    let engine = writer.engine;
    let text = engine.varchar();
    let plain = |name: &str, kind: &str| (name.to_owned(), kind.to_owned(), None);
    let mut tables = vec![Wanted {
        name: "kaohe_units".to_owned(),
        columns: vec![plain("ord", "INTEGER"), plain("id", text), plain("name", text), plain("grp", text)],
    }];
    let mut data = vec![plain("id", text)];
    for (field, name) in writer.program.fields.iter().zip(&writer.fields) {
        let kind = match field.kind {
            FieldKind::Text => text.to_owned(),
            ref kind => engine.decimal(field_scale(kind, engine)),
        };
        data.push((engine.quote(name), kind, Some(meaning(field, writer))));
        data.push((writer.quote_state(name), "SMALLINT".to_owned(), None));
    }
    for (list, names) in writer.program.lists.iter().zip(&writer.lists) {
        let remark = Note::Reported { list: list.label.clone() }.say(writer.lang);
        data.push((writer.quote_state(&names.reported), "SMALLINT".to_owned(), Some(remark)));
    }
    tables.push(Wanted { name: "kaohe_data".to_owned(), columns: data });
    for (list, names) in writer.program.lists.iter().zip(&writer.lists) {
        let mut columns = vec![plain("unit", text), plain("entry", "INTEGER")];
        for (field, name) in list.columns.iter().zip(&names.columns) {
            columns.push((
                engine.quote(name),
                engine.decimal(field_scale(&field.kind, engine)),
                Some(meaning(field, writer)),
            ));
            columns.push((writer.quote_state(name), "SMALLINT".to_owned(), None));
            if matches!(field.kind, FieldKind::Text) {
                columns.push((engine.quote(&format!("{name}_text")), text.to_owned(), None));
            }
        }
        tables.push(Wanted { name: engine.quote(&names.table), columns });
    }
    tables.push(Wanted {
        name: "kaohe_adjustments".to_owned(),
        columns: vec![
            plain("node", text),
            plain("unit", text),
            plain("kind", text),
            plain("points", &engine.decimal(18)),
        ],
    });
    tables
}

/// What a field holds, in words.
fn meaning(field: &Field, writer: &Writer<'_>) -> String {
    let kind = match &field.kind {
        FieldKind::Percent => Note::Fraction.say(writer.lang),
        FieldKind::YesNo => Note::OneZero.say(writer.lang),
        FieldKind::Choice(options) => {
            options.iter().enumerate().map(|(at, option)| format!("{at} {option}")).collect::<Vec<_>>().join(", ")
        }
        FieldKind::Date => Note::Days.say(writer.lang),
        _ => field.measure.clone().unwrap_or_default(),
    };
    if kind.is_empty() { field.label.clone() } else { format!("{} ({kind})", field.label) }
}

/// The head of the script: what it is, what it reads, and the parameters.
pub(super) fn head(writer: &mut Writer<'_>) {
    let (program, engine) = (writer.program, writer.engine);
    let remark = Remark(writer.lang);
    let heading = &program.heading;
    let mut head = comment(&format!("{} {} ({})", heading.title, heading.period, engine.name()), "");
    head += &remark.lines(&Note::Head { fingerprint: program.fingerprint.chars().take(16).collect() });
    head += "\n";
    head += &remark.lines(&Note::Inputs);
    for table in wanted(writer) {
        head += &comment(&table.create(), "");
    }
    head += "\n";
    head += &engine.prelude();
    head += "\n";
    head += &remark.lines(&Note::Changes);
    let value = engine.decimal(writer.parameter_scale());
    head += &engine.lasting("kaohe_changed_parameters", &format!("id {}, value {value}", engine.varchar()));
    head += &engine.lasting(
        "kaohe_adjustments",
        &format!("node {0}, unit {0}, kind {0}, points {1}", engine.varchar(), engine.decimal(18)),
    );
    head += "\n";
    writer.script += &head;
    parameters(writer);
    roster(writer);
    adjustments(writer);
}

fn parameters(writer: &mut Writer<'_>) {
    let (program, engine, lang) = (writer.program, writer.engine, writer.lang);
    if program.parameters.is_empty() {
        return;
    }
    let decimal = engine.decimal(writer.parameter_scale());
    let rows: Vec<String> = program
        .parameters
        .iter()
        .zip(&writer.parameters)
        .map(|(parameter, name)| {
            let id = name.strip_prefix('$').unwrap_or(name);
            let words = show(parameter.value, &parameter.quantity, lang);
            format!("    ({}, '{}', {})", engine.text(id), plain(parameter.value), engine.text(&words))
        })
        .collect();
    let body = format!(
        "SELECT v.id, COALESCE(c.value, CAST(v.value AS {decimal})) AS value, v.words\nFROM (VALUES\n{}\n) AS v(id, value, words)\nLEFT JOIN kaohe_changed_parameters c ON c.id = v.id",
        rows.join(",\n")
    );
    writer.script += &Remark(lang).lines(&Note::Parameters);
    writer.script += &engine.table("kaohe_parameters", &body);
    let items: Vec<String> = writer
        .parameters
        .iter()
        .map(|name| {
            let id = name.strip_prefix('$').unwrap_or(name);
            format!("    MAX(CASE WHEN id = {} THEN value END) AS {}", engine.text(id), engine.quote(name))
        })
        .collect();
    writer.script +=
        &engine.table("kaohe_parameter_row", &format!("SELECT\n{}\nFROM kaohe_parameters", items.join(",\n")));
    writer.script.push('\n');
}

fn roster(writer: &mut Writer<'_>) {
    let engine = writer.engine;
    let codes: Vec<String> = writer
        .program
        .groups
        .iter()
        .enumerate()
        .map(|(code, group)| format!("WHEN {} THEN {code}", engine.text(group)))
        .collect();
    let code = if codes.is_empty() { "-1".to_owned() } else { format!("CASE grp {} ELSE -1 END", codes.join(" ")) };
    let body = format!("SELECT ord, id, name, COALESCE(grp, '') AS grp, {code} AS group_code\nFROM kaohe_units");
    writer.script += &Remark(writer.lang).lines(&Note::Roster);
    writer.script += &engine.table("kaohe_roster", &body);
    writer.script.push('\n');
}

fn adjustments(writer: &mut Writer<'_>) {
    if writer.adjusted.is_empty() {
        return;
    }
    let engine = writer.engine;
    let mut items = vec!["    unit".to_owned()];
    for (node, to, by) in &writer.adjusted {
        let id = node.map_or(WHOLE, |node| writer.program.node(node).id.as_str());
        for (kind, name) in [("to", to), ("by", by)] {
            let decimal = engine.decimal(9);
            items.push(format!(
                "    MAX(CASE WHEN node = {} AND kind = '{kind}' THEN CAST(points AS {decimal}) END) AS {}",
                engine.text(id),
                engine.quote(name)
            ));
        }
    }
    let body = format!("SELECT\n{}\nFROM kaohe_adjustments\nGROUP BY unit", items.join(",\n"));
    writer.script += &Remark(writer.lang).lines(&Note::Adjustments);
    writer.script += &engine.table("kaohe_adjustment_row", &body);
    writer.script.push('\n');
}

impl Writer<'_> {
    /// Digits after the point of all parameters.
    pub(super) fn parameter_scale(&self) -> u32 {
        let finest = self.program.parameters.iter().map(|p| p.value.normalize().scale()).max().unwrap_or(0);
        if finest <= 9 { 9 } else { self.engine.finest() }
    }
}

/// One of the user's tables as rows of cells.
pub(super) fn rows(writer: &Writer<'_>, table: &Table) -> Vec<Vec<Vec<String>>> {
    let program: &Program = writer.program;
    let id = |unit: usize| table.units.get(unit).map(|unit| unit.id.clone()).unwrap_or_default();
    let units = (0..table.units.len()).map(|unit| {
        let name = table.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        vec![unit.to_string(), id(unit), name, table.group_name(unit).to_owned()]
    });
    let data = (0..table.units.len()).map(|unit| {
        let mut row = vec![id(unit)];
        for (field, column) in program.fields.iter().zip(&table.fields) {
            let state = column.states.get(unit).copied().unwrap_or(State::Missing);
            let value = match field.kind {
                FieldKind::Text => column.texts.get(unit).cloned().unwrap_or_default(),
                _ => column.values.get(unit).map(|value| plain(*value)).unwrap_or_default(),
            };
            row.push(if state == State::Known { value } else { String::new() });
            row.push(state.code().to_string());
        }
        let reported = |list: &crate::table::EntryTable| list.states.get(unit).copied().unwrap_or(State::Missing);
        row.extend(table.lists.iter().map(|list| reported(list).code().to_string()));
        row
    });
    let mut all = vec![units.collect(), data.collect()];
    for (list, entries) in program.lists.iter().zip(&table.lists) {
        let row = |(at, unit): (usize, &u32)| {
            let mut row = vec![id(*unit as usize), at.to_string()];
            for (field, column) in list.columns.iter().zip(&entries.columns) {
                let state = column.states.get(at).copied().unwrap_or(State::Missing);
                let known = |text: String| if state == State::Known { text } else { String::new() };
                row.push(known(column.values.get(at).map(|value| plain(*value)).unwrap_or_default()));
                row.push(state.code().to_string());
                if matches!(field.kind, FieldKind::Text) {
                    row.push(known(column.texts.get(at).cloned().unwrap_or_default()));
                }
            }
            row
        };
        all.push(entries.units.iter().enumerate().map(row).collect());
    }
    let decided = table.adjustments.iter().map(|((node, unit), decided)| {
        let node = if *node == Table::TOTAL {
            WHOLE.to_owned()
        } else {
            program.nodes.get(*node as usize).map(|node| node.id.clone()).unwrap_or_default()
        };
        let (kind, points) = match decided.change {
            AdjustedBy::To(points) => ("to", points),
            AdjustedBy::By(points) => ("by", points),
        };
        vec![node, id(*unit as usize), kind.to_owned(), plain(points)]
    });
    all.push(decided.collect());
    all
}
