//! `kaohe sql`: the script of a small rubric in full, and every shipped rubric's script as a parser reads it. Whether
//! engines give the same numbers is proven by `.ci/sql`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use kaohe::program::Program;
use kaohe::program::sql::{Dialect, data, script};
use kaohe::rubric;
use kaohe::table::{EntryTable, State, Table, Unit};
use rayon::prelude::*;
use sqlparser::dialect::{DuckDbDialect, PostgreSqlDialect, SparkSqlDialect};
use sqlparser::parser::Parser;

fn load(path: &Path) -> Program {
    let mut problems = Vec::new();
    rubric::load(path, &path.display().to_string(), &mut problems).unwrap_or_else(|| panic!("{problems:?}"))
}

/// Every rubric of these folders that compiles.
fn rubrics() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["rubrics", "examples/county-quality-2016", "examples/gannan-2016"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let is_toml = path.extension().is_some_and(|extension| extension == "toml");
            if is_toml && !stem.contains(".test") && stem != "assessment" {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_small_rubric_in_each_dialect() {
    let program = load(Path::new("tests/sql/small.toml"));
    for (dialect, name) in [(Dialect::DuckDb, "duckdb"), (Dialect::Postgres, "postgres"), (Dialect::Spark, "spark")] {
        insta::assert_snapshot!(format!("sql_{name}"), script(&program, dialect).unwrap());
    }
}

#[test]
fn the_tables_of_an_assessment_are_those_the_script_asks_for() {
    let program = load(Path::new("tests/sql/small.toml"));
    let units = vec![Unit { id: "1".into(), name: "甲".into(), group: 0, ..Unit::default() }];
    let mut table = Table::empty(units, vec!["东".into()], program.fields.len());
    table.lists = vec![EntryTable::empty(1, 1, State::Known)];
    for dialect in Dialect::ALL {
        let data = data(&program, &table, dialect).unwrap();
        let script = script(&program, dialect).unwrap();
        for (name, rows) in &data.files {
            assert!(script.contains(name), "{name}");
            assert!(data.load.contains(&format!("data/{name}.csv")), "{name}");
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{name}");
        }
    }
}

/// Statements that the parser does not know, though the engines do.
fn unknown_to_the_parser(statement: &str) -> bool {
    statement.starts_with("CREATE OR REPLACE TEMP MACRO") || statement.contains("LATERAL VIEW stack(")
}

#[test]
fn every_script_of_a_shipped_rubric_parses() {
    let parsed: usize = rubrics().par_iter().map(|path| parse(path)).sum();
    assert!(parsed > 500, "{parsed}");
}

/// Parses every statement of a rubric's scripts; gives their number.
fn parse(path: &Path) -> usize {
    let mut parsed = 0;
    let program = load(path);
    for dialect in Dialect::ALL {
        let script = script(&program, dialect).unwrap();
        let lines = script.lines().filter(|line| !line.trim_start().starts_with("--"));
        let script = lines.collect::<Vec<_>>().join("\n");
        for statement in script.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            let statement = match dialect {
                // The parser knows no storage before a selection.
                Dialect::Spark if statement.contains(" USING parquet AS\n") => statement.split_once(" AS\n").unwrap().1,
                _ if unknown_to_the_parser(statement) => continue,
                // The body of a function is a text.
                Dialect::Postgres if statement.contains("$$") || statement.starts_with("RETURN") => continue,
                _ => statement,
            };
            let result = match dialect {
                Dialect::DuckDb => Parser::parse_sql(&DuckDbDialect {}, statement),
                Dialect::Postgres => Parser::parse_sql(&PostgreSqlDialect {}, statement),
                Dialect::Spark => Parser::parse_sql(&SparkSqlDialect {}, statement),
            };
            if let Err(error) = result {
                panic!("{} {dialect:?}: {error}\n{statement}", path.display());
            }
            parsed += 1;
        }
    }
    parsed
}
