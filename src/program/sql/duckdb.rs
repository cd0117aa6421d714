//! DuckDB: decimals of 38 digits with exact products; a quotient of decimals would be a double.

use super::engine::Engine;
use super::remark::Remark;
use crate::words::sql::Note;

/// `DuckDB` 1.3 or later (`TRY`).
pub(super) struct DuckDb(pub(super) Remark);

/// Whether the product of these scales is exact in 38 digits with 20 before the point.
pub(super) fn exact(a: u32, b: u32) -> bool {
    a + b <= 18
}

impl Engine for DuckDb {
    fn name(&self) -> &'static str {
        "DuckDB"
    }

    fn quote(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn widest(&self) -> usize {
        600
    }

    fn whole(&self, text: &str) -> String {
        format!("CAST({text} AS HUGEINT)")
    }

    fn times(&self, a: (&str, u32), b: (&str, u32)) -> (String, u32) {
        match (a.1, b.1) {
            (x, y) if exact(x, y) => (format!("({} * {})", a.0, b.0), x + y),
            (_, y) if y <= 9 => (format!("kaohe_times({}, {})", a.0, b.0), 18),
            (x, _) if x <= 9 => (format!("kaohe_times({}, {})", b.0, a.0), 18),
            _ => (format!("kaohe_times_fine({}, {})", a.0, b.0), 18),
        }
    }

    fn over(&self, a: &str, b: &str) -> String {
        format!("kaohe_over({a}, {b})")
    }

    fn real(&self, function: &str, x: &str) -> String {
        format!("CAST({function}(CAST({x} AS DOUBLE)) AS DECIMAL(38,18))")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("CAST(pow(CAST({base} AS DOUBLE), CAST({exponent} AS DOUBLE)) AS DECIMAL(38,18))")
    }

    fn fits(&self, text: &str) -> String {
        format!("TRY({text})")
    }

    fn table(&self, name: &str, body: &str) -> String {
        format!("CREATE OR REPLACE TEMP TABLE {name} AS\n{body};\n")
    }

    fn view(&self, name: &str, body: &str) -> String {
        format!("CREATE OR REPLACE TEMP VIEW {name} AS\n{body};\n")
    }

    fn load(&self, name: &str, file: &str, columns: &[(String, String)]) -> String {
        let list: Vec<String> = columns.iter().map(|(column, kind)| format!("    {column} {kind}")).collect();
        format!(
            "CREATE OR REPLACE TABLE {name} (\n{}\n);\nCOPY {name} FROM 'data/{file}.csv' (HEADER, NULLSTR '');\n",
            list.join(",\n")
        )
    }

    fn prelude(&self) -> String {
        let note = |note: Note| self.0.lines(&note);
        format!(
            "{}CREATE OR REPLACE TEMP MACRO kaohe_times(a, b) AS\n    \
             CAST(a AS DECIMAL(38,9)) * b + CAST((a - CAST(a AS DECIMAL(38,9))) * b AS DECIMAL(38,18));\n\
             {}CREATE OR REPLACE TEMP MACRO kaohe_times_fine(a, b) AS\n    \
             CAST(a AS DECIMAL(38,9)) * CAST(b AS DECIMAL(38,9))\n    \
             + CAST(CAST(a AS DECIMAL(38,9)) * (b - CAST(b AS DECIMAL(38,9))) AS DECIMAL(38,18))\n    \
             + CAST((a - CAST(a AS DECIMAL(38,9))) * CAST(b AS DECIMAL(38,9)) AS DECIMAL(38,18));\n\
             {}CREATE OR REPLACE TEMP MACRO kaohe_over(a, b) AS CASE WHEN b <> 0 THEN\n    \
             CAST(CAST(CAST(a AS DOUBLE) / CAST(b AS DOUBLE) AS DECIMAL(38,3)) AS DECIMAL(38,18))\n    \
             + CAST(CAST(a - CAST(CAST(a AS DOUBLE) / CAST(b AS DOUBLE) AS DECIMAL(38,3)) * b AS DOUBLE)\n           \
             / CAST(b AS DOUBLE) AS DECIMAL(38,18)) END;\n",
            note(Note::Times),
            note(Note::TimesFine),
            note(Note::Over)
        )
    }
}
