//! PostgreSQL: `numeric` of any length, so that products and quotients only have to be rounded.

use super::engine::{Engine, with};
use super::remark::Remark;
use crate::words::sql::Note;

/// PostgreSQL 12 or later (`AS MATERIALIZED`).
pub(super) struct Postgres(pub(super) Remark);

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn quote(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn longest_name(&self) -> usize {
        63
    }

    fn widest(&self) -> usize {
        150
    }

    fn most_fields(&self) -> usize {
        1_600
    }

    fn finest(&self) -> u32 {
        28
    }

    fn decimal(&self, _: u32) -> String {
        "NUMERIC".to_owned()
    }

    fn widen(&self, text: &str, _: u32) -> String {
        text.to_owned()
    }

    fn round(&self, text: &str, scale: u32) -> String {
        format!("round(CAST({text} AS NUMERIC), {scale})")
    }

    fn times(&self, a: (&str, u32), b: (&str, u32)) -> (String, u32) {
        let product = format!("CAST({} AS NUMERIC) * {}", a.0, b.0);
        if a.1 + b.1 <= 28 { (format!("({product})"), a.1 + b.1) } else { (format!("round({product}, 28)"), 28) }
    }

    fn over(&self, a: &str, b: &str) -> String {
        format!("round(CAST({a} AS NUMERIC(120,40)) / NULLIF({b}, 0), 28)")
    }

    fn real(&self, function: &str, x: &str) -> String {
        let value = format!("round({function}(CAST({x} AS NUMERIC(120,40))), 28)");
        match function {
            "exp" => format!("CASE WHEN {x} < -67 THEN 0 WHEN {x} < 67 THEN {value} END"),
            _ => value,
        }
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        let size = format!("{exponent} * ln(abs(CAST({base} AS NUMERIC)))");
        format!(
            "CASE WHEN {base} = 0 THEN 0 WHEN {size} < -67 THEN 0 WHEN {size} < 67 \
             THEN round(power(CAST({base} AS NUMERIC(120,40)), CAST({exponent} AS NUMERIC(120,40))), 28) END"
        )
    }

    fn fits(&self, text: &str) -> String {
        format!("pg_temp.kaohe_fits({text})")
    }

    // Otherwise the planner writes every expression out within those that read it.
    fn staged(&self, name: &str, layers: &[String], last: &str) -> String {
        self.table(name, &with(layers, last, "AS MATERIALIZED"))
    }

    fn table(&self, name: &str, body: &str) -> String {
        format!("DROP TABLE IF EXISTS {name} CASCADE;\nCREATE TEMP TABLE {name} AS\n{body};\nANALYZE {name};\n")
    }

    fn view(&self, name: &str, body: &str) -> String {
        format!("DROP VIEW IF EXISTS {name};\nCREATE TEMP VIEW {name} AS\n{body};\n")
    }

    fn load(&self, name: &str, file: &str, columns: &[(String, String)]) -> String {
        let list: Vec<String> = columns.iter().map(|(column, kind)| format!("    {column} {kind}")).collect();
        format!(
            "DROP TABLE IF EXISTS {name} CASCADE;\nCREATE TABLE {name} (\n{}\n);\n\\copy {name} FROM 'data/{file}.csv' WITH (FORMAT csv, HEADER true)\n",
            list.join(",\n")
        )
    }

    fn prelude(&self) -> String {
        format!(
            "{}CREATE OR REPLACE FUNCTION pg_temp.kaohe_fits(x NUMERIC) RETURNS NUMERIC\n    \
             LANGUAGE plpgsql IMMUTABLE STRICT AS $$\nBEGIN\n    \
             RETURN CASE WHEN abs(x) <= 79228162514264337593543950335 THEN x END;\nEND $$;\n",
            self.0.lines(&Note::Fits)
        )
    }
}
