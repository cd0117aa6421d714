//! The hidden sheet: where a form comes from, and the options that are too long for a cell's own list.

use rust_xlsxwriter::{Worksheet, utility};

use crate::submission::Stamp;

/// The first column of options; the stamp stands before it.
const FIRST: u16 = 3;

/// What the hidden sheet holds beside the stamp.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Hidden {
    lists: Vec<Vec<String>>,
}

impl Hidden {
    /// The range that holds these options, as a formula.
    pub(super) fn range(&mut self, options: &[String]) -> anyhow::Result<String> {
        let position = match self.lists.iter().position(|list| list == options) {
            Some(position) => position,
            None => {
                self.lists.push(options.to_vec());
                self.lists.len() - 1
            }
        };
        let column = utility::column_number_to_name(u16::try_from(usize::from(FIRST) + position)?);
        Ok(format!("='{}'!${column}$1:${column}${}", Stamp::sheet(), options.len()))
    }

    /// The sheet.
    pub(in crate::report) fn sheet(self, stamp: &Stamp) -> anyhow::Result<Worksheet> {
        let mut sheet = Worksheet::new();
        sheet.set_name(Stamp::sheet())?;
        for (row, (key, says)) in (0..).zip(stamp.rows()) {
            sheet.write_string(row, 0, key)?;
            sheet.write_string(row, 1, says)?;
        }
        for (column, options) in (FIRST..).zip(&self.lists) {
            for (row, option) in (0..).zip(options) {
                sheet.write_string(row, column, option)?;
            }
        }
        sheet.protect();
        sheet.set_very_hidden(true);
        Ok(sheet)
    }
}
