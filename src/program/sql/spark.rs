//! Spark SQL: decimals of 38 digits; too great a number becomes NULL once the session says so.

use super::duckdb::exact;
use super::engine::{BELOW, Engine};
use super::remark::Remark;
use crate::words::sql::Note;

/// Spark 3.4 or later.
pub(super) struct Spark(pub(super) Remark);

fn coarse(x: &str) -> String {
    format!("CAST({x} AS DECIMAL(38,9))")
}

impl Engine for Spark {
    fn name(&self) -> &'static str {
        "Spark SQL"
    }

    fn quote(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
    }

    fn widest(&self) -> usize {
        300
    }

    fn varchar(&self) -> &'static str {
        "STRING"
    }

    fn half_even(&self, text: &str, digits: u32) -> String {
        format!("CAST(bround({text}, {digits}) AS DECIMAL(38,{digits}))")
    }

    fn times(&self, a: (&str, u32), b: (&str, u32)) -> (String, u32) {
        let fine = |product: String| format!("CAST({product} AS DECIMAL(38,18))");
        let by = |a: &str, b: &str| {
            let b = coarse(b);
            format!("({} * {b} + {})", coarse(a), fine(format!("({a} - {}) * {b}", coarse(a))))
        };
        match (a.1, b.1) {
            (x, y) if exact(x, y) => {
                let (a, b) = (self.widen(a.0, x), self.widen(b.0, y));
                (format!("({a} * {b})"), x + y)
            }
            (_, y) if y <= 9 => (by(a.0, b.0), 18),
            (x, _) if x <= 9 => (by(b.0, a.0), 18),
            _ => {
                let (a, b) = (a.0, b.0);
                let cross = fine(format!("{} * ({b} - {})", coarse(a), coarse(b)));
                let other = fine(format!("({a} - {}) * {}", coarse(a), coarse(b)));
                (format!("({} * {} + {cross} + {other})", coarse(a), coarse(b)), 18)
            }
        }
    }

    fn over(&self, a: &str, b: &str) -> String {
        format!("(CAST({a} AS DECIMAL(38,18)) / CAST(NULLIF({b}, 0) AS DECIMAL(38,18)))")
    }

    fn real(&self, function: &str, x: &str) -> String {
        format!("CAST({function}(CAST({x} AS DOUBLE)) AS DECIMAL(38,18))")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("CAST(pow(CAST({base} AS DOUBLE), CAST({exponent} AS DOUBLE)) AS DECIMAL(38,18))")
    }

    // Views, because the analyser goes over the whole of a statement once for each of its layers.
    fn staged(&self, name: &str, layers: &[String], last: &str) -> String {
        let mut text = String::new();
        let layer = |position: usize| format!("{name}_r{position}");
        for (position, body) in layers.iter().enumerate() {
            let below = position.checked_sub(1).map(layer).unwrap_or_default();
            text += &self.view(&layer(position), &body.replace(BELOW, &below));
        }
        let top = layer(layers.len().saturating_sub(1));
        text + &self.table(name, &last.replace(BELOW, &top))
    }

    fn fits(&self, text: &str) -> String {
        text.to_owned()
    }

    // Not views or cached ones: their plans hold those of all that they read, and grow without bound.
    fn table(&self, name: &str, body: &str) -> String {
        format!("DROP TABLE IF EXISTS {name};\nCREATE TABLE {name} USING parquet AS\n{body};\n")
    }

    fn view(&self, name: &str, body: &str) -> String {
        format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{body};\n")
    }

    fn rows_together(&self) -> usize {
        40
    }

    // Spark plans a union of a hundred selections for minutes.
    fn rows(&self, units: &str, names: &[String], rows: &[(Vec<String>, Option<String>)]) -> String {
        let row = |(cells, condition): &(Vec<String>, Option<String>)| {
            format!("    {}, {}", cells.join(", "), condition.as_deref().unwrap_or("TRUE"))
        };
        let cells: Vec<String> = rows.iter().map(row).collect();
        let names = names.join(", ");
        format!(
            "SELECT ord, id AS unit, {names}\nFROM {units}\nLATERAL VIEW stack({},\n{}\n) n AS {names}, is_there\nWHERE is_there",
            rows.len(),
            cells.join(",\n")
        )
    }

    fn lasting(&self, name: &str, columns: &str) -> String {
        format!("CREATE TABLE IF NOT EXISTS {name} ({columns}) USING parquet;\n")
    }

    fn load(&self, name: &str, file: &str, columns: &[(String, String)]) -> String {
        let list: Vec<String> = columns.iter().map(|(column, kind)| format!("    {column} {kind}")).collect();
        format!(
            "CREATE OR REPLACE TEMPORARY VIEW {name} (\n{}\n) USING csv\n    OPTIONS (path 'data/{file}.csv', header 'true', enforceSchema 'true', quote '\"', escape '\"', multiLine 'true');\n",
            list.join(",\n")
        )
    }

    fn prelude(&self) -> String {
        format!(
            "{}SET spark.sql.ansi.enabled = false;\nSET spark.sql.decimalOperations.allowPrecisionLoss = false;\n\
             SET spark.sql.parser.escapedStringLiterals = false;\n\
             SET spark.sql.legacy.storeAnalyzedPlanForView = true;\n",
            self.0.lines(&Note::SparkSettings)
        )
    }
}
