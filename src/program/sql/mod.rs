//! The program as one SQL script: the graph of columns stage by stage, each stage a table, its layers CTEs.
//!
//! Every value is a decimal beside its state, as in the graph; the rubric's numbers are rows of a table; nothing is
//! computed in doubles but the logarithms and powers that engines have nothing else for.

mod block;
mod cohorts;
mod duckdb;
mod engine;
mod expressions;
mod gaps;
mod inputs;
mod lists;
mod names;
mod outcome;
mod postgres;
mod problems;
mod remark;
mod spark;
mod value;
mod views;
mod writer;

use std::collections::HashMap;

use block::Block;
use engine::Engine;
use remark::Remark;
use writer::{Place, Writer};

use super::{ColumnId, Formula, ListId, Program, Stage};
use crate::number::plain;
use crate::table::Table;
use crate::words::sql::{Limit, Note};

/// An SQL engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `DuckDB`.
    DuckDb,
    /// `PostgreSQL`.
    Postgres,
    /// Spark SQL.
    Spark,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 3] = [Dialect::DuckDb, Dialect::Postgres, Dialect::Spark];

    fn engine(self, program: &Program) -> Box<dyn Engine> {
        let remark = Remark(program.heading.language);
        match self {
            Dialect::DuckDb => Box::new(duckdb::DuckDb(remark)),
            Dialect::Postgres => Box::new(postgres::Postgres(remark)),
            Dialect::Spark => Box::new(spark::Spark(remark)),
        }
    }
}

/// The script that scores with this program.
pub fn script(program: &Program, dialect: Dialect) -> Result<String, Limit> {
    let engine = dialect.engine(program);
    check(program, &*engine)?;
    let mut writer = Writer::new(program, &*engine);
    inputs::head(&mut writer);
    let remarks = remarks(program, &writer);
    for stage in &program.stages {
        let needed = |ids: &[ColumnId]| -> Vec<ColumnId> {
            ids.iter().filter(|id| writer.needed[id.index()]).copied().collect()
        };
        match stage {
            Stage::Rows(ids) => {
                let ids: Vec<ColumnId> =
                    needed(ids).into_iter().filter(|id| !matches!(writer.places[id.index()], Place::Inline)).collect();
                rows(&mut writer, &ids, None, &remarks);
            }
            Stage::Entries(list, ids) => {
                let ids = needed(ids);
                rows(&mut writer, &ids, Some(*list), &remarks);
            }
            Stage::Summaries(ids) => {
                let ids = needed(ids);
                lists::write(&mut writer, &ids);
            }
            Stage::Cohorts(ids) => {
                let ids = needed(ids);
                cohorts::write(&mut writer, &ids);
            }
        }
    }
    outcome::points(&mut writer);
    outcome::ranking(&mut writer);
    gaps::write(&mut writer);
    problems::write(&mut writer);
    Ok(writer.script)
}

/// A table's data as a script reads it.
#[derive(Debug)]
pub struct Data {
    /// Statements that make the tables and fill them from the files.
    pub load: String,
    /// Each table's name with its header and rows.
    pub files: Vec<(String, Vec<Vec<String>>)>,
}

/// What was submitted, as the tables that [`script`] reads.
pub fn data(program: &Program, table: &Table, dialect: Dialect) -> Result<Data, Limit> {
    let engine = dialect.engine(program);
    check(program, &*engine)?;
    fits(program, table, &*engine)?;
    let writer = Writer::new(program, &*engine);
    let mut load = String::new();
    let mut files = Vec::new();
    for (wanted, rows) in inputs::wanted(&writer).into_iter().zip(inputs::rows(&writer, table)) {
        let columns: Vec<(String, String)> = wanted.columns.into_iter().map(|(name, kind, _)| (name, kind)).collect();
        let name = wanted.name.trim_matches(['"', '`']).to_owned();
        load += &engine.load(&wanted.name, &name, &columns);
        let bare = |quoted: &str| quoted.trim_matches(['"', '`']).replace("\"\"", "\"");
        let mut all = vec![columns.iter().map(|(name, _)| bare(name)).collect::<Vec<_>>()];
        all.extend(rows);
        files.push((name, all));
    }
    Ok(Data { load, files })
}

/// Whether an engine's tables can hold what the rubric asks for.
fn check(program: &Program, engine: &dyn Engine) -> Result<(), Limit> {
    let columns = 1 + 2 * program.fields.len() + program.lists.len();
    let most = engine.most_fields();
    if columns > most {
        return Err(Limit::TooManyFields { engine: engine.name().to_owned(), columns, most });
    }
    for parameter in &program.parameters {
        let scale = parameter.value.normalize().scale();
        if scale > engine.finest() {
            return Err(Limit::TooFine {
                what: parameter.id.clone(),
                value: plain(parameter.value),
                engine: engine.name().to_owned(),
                digits: engine.finest(),
            });
        }
    }
    Ok(())
}

/// Whether every submitted number can be held with all its digits.
fn fits(program: &Program, table: &Table, engine: &dyn Engine) -> Result<(), Limit> {
    for (field, column) in program.fields.iter().zip(&table.fields) {
        let scale = block::field_scale(&field.kind, engine);
        for (unit, value) in table.units.iter().zip(&column.values) {
            let whole = value.trunc().abs();
            let most = crate::number::Decimal::from(10u64.pow(18)) * crate::number::Decimal::ONE_HUNDRED;
            if value.normalize().scale() > scale || (engine.finest() < 28 && whole >= most) {
                return Err(Limit::TooFine {
                    what: format!("{} {}", unit.name, field.label),
                    value: plain(*value),
                    engine: engine.name().to_owned(),
                    digits: scale,
                });
            }
        }
    }
    Ok(())
}

/// Row columns, in as many statements as the engine needs.
fn rows(writer: &mut Writer<'_>, ids: &[ColumnId], list: Option<ListId>, remarks: &HashMap<ColumnId, String>) {
    let widest = writer.engine.widest();
    let mut rest = ids.iter().copied().peekable();
    while rest.peek().is_some() {
        let mut block = Block::new(writer, list);
        while let Some(id) = rest.next_if(|_| block.width() < widest) {
            block.define(id, remarks.get(&id).cloned());
        }
        let lang = block.writer.lang;
        let (what, note) = match list {
            Some(list) => {
                let label = block.writer.program.lists.get(list.index()).map(|list| list.label.clone());
                ("entries", Note::EntryColumns { list: label.unwrap_or_default() })
            }
            None => ("rows", Note::RowColumns),
        };
        block.finish(what, &note.say(lang));
    }
}

/// What is said above a column: of what a rule gives, the rule.
fn remarks(program: &Program, writer: &Writer<'_>) -> HashMap<ColumnId, String> {
    let mut remarks = HashMap::new();
    for node in &program.nodes {
        let rule = match &node.leaf {
            Some(leaf) => leaf.rule.in_general(program, writer.lang),
            None => node.combine.map(|combine| writer.lang.pick(combine).to_owned()).unwrap_or_default(),
        };
        let full = node.full_words.in_general(program, writer.lang);
        let remark = Note::Rule { id: node.id.clone(), title: node.title.clone(), full, rule }.say(writer.lang);
        let at =
            if matches!(program.columns[node.raw.index()].formula, Formula::Row(_)) { node.raw } else { node.points };
        remarks.insert(at, remark);
    }
    for effect in &program.effects {
        remarks.entry(effect.when).or_insert_with(|| format!("{} {}: {}", effect.id, effect.say, effect.condition));
    }
    for must in &program.musts {
        remarks.entry(must.holds).or_insert_with(|| format!("{}: {}", must.say, must.condition));
    }
    remarks
}
