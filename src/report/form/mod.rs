//! The sheets that offices send out to be filled in: one workbook a unit, a lead department, a group of the roster.
//!
//! What may be filled in is unlocked and checked as it is typed; everything else is protected, without a password: nobody
//! is locked out. The reader of submissions understands every sheet as it stands.

mod cells;
mod department;
mod explain;
mod group;
pub(super) mod hidden;
mod lists;
mod plan;
mod unit;
mod values;
mod wide;

use rust_xlsxwriter::{ProtectionOptions, Worksheet};

pub use department::write as write_department;
pub use group::write as write_group;
pub use unit::write as write_unit;

use self::hidden::Hidden;
use super::facts::bare_title;
use super::workbook::save;
use super::workbook::style::Styles;
use crate::program::{Node, NodeId, Program};
use crate::scoring::Assessment;
use crate::submission::Stamp;
use crate::table::Table;
use crate::words::Lang;
use crate::words::labels::Label;

/// What forms are made from.
#[derive(Debug)]
pub struct Forms<'a> {
    /// The rubric over a roster of which nothing is submitted yet: targets and earlier periods may be known.
    pub assessment: &'a Assessment,
    /// What was submitted a period ago, where it is known.
    pub previous: Option<&'a Table>,
}

impl Forms<'_> {
    fn program(&self) -> &Program {
        &self.assessment.program
    }

    /// Forms speak the rubric's language.
    fn lang(&self) -> Lang {
        self.program().heading.language
    }

    /// Whether a node has anything to say of a unit; without a unit, of some.
    fn applies(&self, node: NodeId, unit: Option<usize>) -> bool {
        unit.is_none_or(|unit| self.assessment.full(node, unit).get().is_none_or(|full| !full.is_zero()))
    }

    /// The departments that lead some leaf, in the order of the rubric; last nobody, where a leaf names none.
    pub fn departments(&self) -> Vec<Option<String>> {
        let mut found: Vec<Option<String>> = Vec::new();
        for (_, node, _) in self.program().leaves() {
            if !found.contains(&node.lead) {
                found.push(node.lead.clone());
            }
        }
        found.sort_by_key(Option::is_none);
        found
    }

    /// The groups that have units, as positions in the table.
    pub fn groups(&self) -> Vec<usize> {
        let units = &self.assessment.table.units;
        (0..self.assessment.table.groups.len()).filter(|group| units.iter().any(|unit| unit.group == *group)).collect()
    }

    /// The rubric's title as that of a form.
    fn title(&self) -> String {
        let title = bare_title(&self.program().heading.title).to_owned();
        Label::FormTitle { title }.say(self.lang())
    }

    /// What the hidden sheet says of a form of this kind.
    fn stamp(&self, kind: &str, unit: Option<usize>, aside: &[&Label]) -> Stamp {
        let heading = &self.program().heading;
        Stamp {
            kind: kind.to_owned(),
            rubric: heading.id.clone(),
            edition: heading.edition.clone(),
            period: heading.period.clone(),
            sha256: self.program().fingerprint.clone(),
            unit: unit.and_then(|unit| Some(self.assessment.table.units.get(unit)?.id.clone())),
            aside: aside.iter().map(|label| label.say(self.lang())).collect(),
        }
    }
}

/// How the cells of forms look.
struct Look {
    styles: Styles,
    cells: cells::Cells,
}

impl Look {
    fn new(lang: Lang) -> Look {
        let styles = Styles::new(lang);
        let cells = cells::Cells::new(&styles);
        Look { styles, cells }
    }
}

/// A workbook being put together.
struct Book<'a> {
    forms: &'a Forms<'a>,
    look: &'a Look,
    hidden: Hidden,
    sheets: Vec<Worksheet>,
    lang: Lang,
}

impl<'a> Book<'a> {
    fn new(forms: &'a Forms<'a>, look: &'a Look) -> Book<'a> {
        Book { forms, look, hidden: Hidden::default(), sheets: Vec::new(), lang: forms.lang() }
    }

    /// The workbook's bytes; the first sheet is the one that opens.
    fn finish(mut self, stamp: &Stamp) -> anyhow::Result<Vec<u8>> {
        if let Some(first) = self.sheets.first_mut() {
            first.set_active(true);
        }
        self.sheets.push(self.hidden.sheet(stamp)?);
        let sheets = self.sheets.into_iter().map(Into::into).collect();
        save(&self.look.styles, sheets, &self.forms.title())
    }
}

/// Locked cells may be selected and copied, rows and columns made wider; in lists rows may be added too.
fn protection(rows: bool) -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        insert_rows: rows,
        delete_rows: rows,
        ..ProtectionOptions::new()
    }
}

/// A leaf by its id and title.
fn named(node: &Node) -> String {
    format!("{} {}", node.id, node.title)
}
