//! What differs between SQL engines: types, casts, products and quotients, text, tables.

/// An engine that a script is written for.
pub(super) trait Engine {
    /// Its name in headings.
    fn name(&self) -> &'static str;

    /// An identifier, quoted.
    fn quote(&self, name: &str) -> String;

    /// A text.
    fn text(&self, text: &str) -> String;

    /// The most bytes an identifier may have.
    fn longest_name(&self) -> usize {
        200
    }

    /// The most columns that one statement computes: engines bound the width of a row, or plan wide ones slowly.
    fn widest(&self) -> usize;

    /// The most columns a table of the user's may have.
    fn most_fields(&self) -> usize {
        10_000
    }

    /// Decimals kept between one guard and the next.
    fn finest(&self) -> u32 {
        18
    }

    /// The type of a decimal with so many digits after the point.
    fn decimal(&self, scale: u32) -> String {
        format!("DECIMAL(38,{scale})")
    }

    /// The type of a text.
    fn varchar(&self) -> &'static str {
        "VARCHAR"
    }

    /// The same value with so many digits after the point, no fewer than it has.
    fn widen(&self, text: &str, scale: u32) -> String {
        format!("CAST({text} AS {})", self.decimal(scale))
    }

    /// The value rounded to so many digits after the point, a 5 away from zero.
    fn round(&self, text: &str, scale: u32) -> String {
        format!("CAST({text} AS {})", self.decimal(scale))
    }

    /// The value rounded to so many digits after the point, a 5 to the even digit; `text` is a name.
    fn half_even(&self, text: &str, digits: u32) -> String {
        let rounded = self.round(text, digits);
        let unit = 10u64.saturating_pow(digits);
        let half = format!("0.{}5", "0".repeat(digits as usize));
        let step = match digits {
            0 => "1".to_owned(),
            digits => format!("0.{}1", "0".repeat(digits as usize - 1)),
        };
        format!(
            "({rounded} - CASE WHEN abs({text} - {rounded}) = {half} AND {} % 2 <> 0 THEN sign({text}) * {step} ELSE 0 END)",
            self.whole(&format!("{rounded} * {unit}"))
        )
    }

    /// A whole decimal as a number that has a remainder.
    fn whole(&self, text: &str) -> String {
        format!("CAST({text} AS {})", self.decimal(0))
    }

    /// a × b of these scales, with the scale it has; both are names or literals.
    fn times(&self, a: (&str, u32), b: (&str, u32)) -> (String, u32);

    /// a ÷ b; both are names or literals; nothing where b is 0.
    fn over(&self, a: &str, b: &str) -> String;

    /// A function of the real numbers over a name: `ln`, `exp`, `sqrt`.
    fn real(&self, function: &str, x: &str) -> String;

    /// A power of names; both are such that it has a value.
    fn power(&self, base: &str, exponent: &str) -> String;

    /// Nothing in the place of a number that is too great.
    fn fits(&self, text: &str) -> String;

    /// A table made in layers, each over the one before, and a selection from the last.
    fn staged(&self, name: &str, layers: &[String], last: &str) -> String {
        self.table(name, &with(layers, last, "AS"))
    }

    /// A table of results for this session, made anew.
    fn table(&self, name: &str, body: &str) -> String;

    /// A view for this session, made anew.
    fn view(&self, name: &str, body: &str) -> String;

    /// How many rows of a unit are made from one reading of it.
    fn rows_together(&self) -> usize {
        1
    }

    /// Rows of these cells under these names, each under its condition, from a selection of units.
    fn rows(&self, units: &str, names: &[String], rows: &[(Vec<String>, Option<String>)]) -> String {
        let arm = |(cells, condition): &(Vec<String>, Option<String>)| {
            let cells = cells.iter().zip(names).map(|(cell, name)| format!("{cell} AS {name}"));
            let condition = condition.as_ref().map(|condition| format!("\nWHERE {condition}")).unwrap_or_default();
            let cells = cells.collect::<Vec<_>>().join(",\n    ");
            format!("SELECT ord, id AS unit, {cells}\nFROM {units}{condition}")
        };
        rows.iter().map(arm).collect::<Vec<_>>().join("\nUNION ALL\n")
    }

    /// A table that stays, made only where there is none.
    fn lasting(&self, name: &str, columns: &str) -> String {
        format!("CREATE TABLE IF NOT EXISTS {name} ({columns});\n")
    }

    /// Reads a CSV file of the folder `data` into a table or view.
    fn load(&self, name: &str, file: &str, columns: &[(String, String)]) -> String;

    /// Statements before all others.
    fn prelude(&self) -> String;
}

/// Layers as CTEs `r0`, `r1`, …; a layer says [`BELOW`] where it reads the one below.
pub(super) fn with(layers: &[String], last: &str, word: &str) -> String {
    let mut text = String::new();
    for (position, layer) in layers.iter().enumerate() {
        text += if position == 0 { "WITH" } else { "," };
        let below = position.checked_sub(1).map(|below| format!("r{below}")).unwrap_or_default();
        text += &format!(" r{position} {word} (\n  {}\n)", layer.replace(BELOW, &below));
    }
    let top = layers.len().saturating_sub(1);
    text + &format!("\n{}", last.replace(BELOW, &format!("r{top}")))
}

/// Stands in a layer for the one below.
pub(super) const BELOW: &str = "\u{1}below\u{1}";
