//! What makes the workbook recalculate: where each result stands on the sheets that hold the arithmetic.

use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatPattern, Worksheet};

use super::stream::Computing;
use super::style::decimals;
use crate::number::GUARD_DIGITS;
use crate::program::excel::{BESIDE, Calculation, FIRST, Live as Place, Shape, calculation, parameter};
use crate::program::{ColumnId, Expr, NodeId, ParameterId, Part, Program, Status};
use crate::report::facts::state_words;
use crate::scoring::Assessment;
use crate::spreadsheet;
use crate::table::{State, Table};
use crate::words::Lang;
use crate::words::labels::Label;
use crate::words::live::Live as Words;

/// Whether the workbook holds formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Liveness {
    /// Up to so many as a spreadsheet computes in a few seconds.
    #[default]
    UpToSize,
    /// As far as a sheet has columns for them.
    Always,
    /// Never.
    Never,
}

/// Cells with formulas that a workbook holds unless more are asked for.
const CELLS: usize = 250_000;

/// Why a workbook holds no formulas though they are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLive {
    /// There would be so many that it would be slow to open.
    Slow {
        /// How many cells they would take.
        cells: usize,
    },
    /// No sheet has room for them.
    TooLarge,
}

/// The arithmetic of a workbook, and the language of its words.
#[derive(Debug)]
pub struct Live {
    pub(super) calculation: Calculation,
    pub(super) lang: Lang,
}

impl Live {
    /// The arithmetic of an assessment; none where it is not wanted.
    pub fn of(assessment: &Assessment, wanted: Liveness, lang: Lang) -> Result<Option<Live>, NotLive> {
        if wanted == Liveness::Never {
            return Ok(None);
        }
        let program = &assessment.program;
        let calculation = calculation(program, shape(assessment, lang), &shown(program));
        let Calculation { shape, units, groups, lists, .. } = &calculation;
        let mut sheets = vec![(units.len(), shape.units.1), (groups.len(), shape.groups.1)];
        sheets.extend(lists.iter().zip(&shape.lists).map(|(columns, (_, rows))| (columns.len(), *rows)));
        let fits = |(columns, rows): &(usize, usize)| {
            columns + BESIDE <= spreadsheet::COLUMNS as usize && rows + FIRST <= spreadsheet::ROWS as usize
        };
        let cells = sheets.iter().map(|(columns, rows)| columns * rows).sum();
        match () {
            () if !sheets.iter().all(fits) => Err(NotLive::TooLarge),
            () if wanted == Liveness::UpToSize && cells > CELLS => Err(NotLive::Slow { cells }),
            () => Ok(Some(Live { calculation, lang })),
        }
    }

    /// A cell of the units' sheet; `row` is the place in the order of the ranking, from 0 on.
    fn cell(&self, position: usize, row: usize) -> String {
        format!("'{}'!${}{}", self.calculation.shape.units.0, Calculation::letters(position), FIRST + row)
    }

    /// The value where it is known, else what `otherwise` makes of the state's cell.
    fn known(
        &self,
        column: ColumnId,
        row: usize,
        value: impl Fn(String) -> String,
        otherwise: impl Fn(&str) -> String,
    ) -> Option<Computing> {
        let Place { value: at, state } = self.calculation.of(column)?;
        let value = value(self.cell(at, row));
        let text = match state {
            None => value,
            Some(state) => {
                let state = self.cell(state, row);
                format!("IF({state}=0,{value},{})", otherwise(&state))
            }
        };
        Some(Computing { text, array: None })
    }

    /// Points of a node or the total, or the word for there being none.
    pub(super) fn points(&self, column: ColumnId, row: usize) -> Option<Computing> {
        let words =
            [Label::LeftOut, state_words(State::Missing), state_words(State::Undefined), state_words(State::Overflow)];
        let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.say(self.lang))).collect();
        self.known(column, row, |cell| cell, |state| format!("CHOOSE({state},{})", words.join(",")))
    }

    /// A place, or nothing.
    pub(super) fn place(&self, column: ColumnId, row: usize) -> Option<Computing> {
        self.known(column, row, |cell| cell, |_| "\"\"".to_owned())
    }

    /// A grade's name, or nothing.
    pub(super) fn grade(&self, column: ColumnId, row: usize, program: &Program) -> Option<Computing> {
        let names: Vec<String> =
            program.grades.iter().map(|grade| format!("\"{}\"", grade.name.replace('"', "\"\""))).collect();
        // A formula holds texts of 255 characters, and calls of 255 operands.
        if names.len() > 250 || names.iter().any(|name| name.encode_utf16().count() > 250) {
            return None;
        }
        let formula =
            self.known(column, row, |cell| format!("CHOOSE({cell}+1,{})", names.join(",")), |_| "\"\"".to_owned());
        formula.filter(|formula| formula.text.encode_utf16().count() <= 8_000)
    }

    /// What a unit loses on a leaf, 0 where it has no points.
    pub(super) fn lost(&self, program: &Program, node: NodeId, row: usize) -> Option<Computing> {
        let of = program.node(node);
        let points = self.calculation.of(of.points)?;
        let (value, states) = match of.part {
            Part::Penalty => (self.cell(points.value, row), vec![points.state]),
            Part::Ordinary | Part::Bonus => {
                let full = self.calculation.of(of.full)?;
                let lost = format!("{}-{}", self.cell(full.value, row), self.cell(points.value, row));
                (lost, vec![points.state, full.state])
            }
        };
        let lost = format!("ROUND(MAX(0,{value}),{GUARD_DIGITS})");
        let unknown: Vec<String> = states.into_iter().flatten().map(|state| self.cell(state, row)).collect();
        let text = if unknown.is_empty() { lost } else { format!("IF(MAX({})>0,0,{lost})", unknown.join(",")) };
        Some(Computing { text, array: None })
    }

    /// The cell of a parameter.
    pub(super) fn parameter(&self, id: ParameterId) -> Computing {
        Computing { text: parameter(&self.calculation.shape, id), array: None }
    }

    /// The formula of a number that is a parameter.
    pub(super) fn number(&self, expr: &Expr) -> Option<Computing> {
        match expr {
            Expr::Parameter(id) => Some(self.parameter(*id)),
            _ => None,
        }
    }

    /// Marks the points in a column of a sheet that do not come from a value: `rows` are those of the ranking's order, the
    /// first at `from`.
    pub(super) fn mark(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        (from, rows): (u32, usize),
        (status, digits): (ColumnId, u32),
    ) -> anyhow::Result<()> {
        let Some(place) = self.calculation.of(status) else { return Ok(()) };
        let Some(last) = u32::try_from(rows).ok().and_then(|rows| (from + rows).checked_sub(1)) else { return Ok(()) };
        if rows == 0 {
            return Ok(());
        }
        for (status, word) in [
            (Status::Missing, Label::StatusMissing),
            (Status::NotApplicable, Label::StatusNotApplicable),
            (Status::Unproven, Label::StatusUnproven),
        ] {
            let shown = format!("{}\" {}\"", decimals("0", digits), word.say(self.lang));
            let format = Format::new().set_num_format(shown).set_italic().set_pattern(FormatPattern::Gray0625);
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("={}={}", self.cell(place.value, 0), status.code()).as_str())
                .set_format(format);
            sheet.add_conditional_format(from, column, last, column, &rule)?;
        }
        Ok(())
    }
}

/// The columns of the graph that the sheets show.
fn shown(program: &Program) -> Vec<ColumnId> {
    let nodes = program.nodes.iter().flat_map(|node| [node.full, node.points, node.status]);
    let outcome = &program.outcome;
    let mut shown: Vec<ColumnId> = nodes.chain([outcome.total, outcome.rank, outcome.group_rank]).collect();
    shown.extend(outcome.grade);
    shown
}

fn shape(assessment: &Assessment, lang: Lang) -> Shape {
    let Assessment { program, table, .. } = assessment;
    let mut adjusted: Vec<Option<NodeId>> =
        table.adjustments.keys().map(|(node, _)| (*node != Table::TOTAL).then_some(NodeId(*node))).collect();
    adjusted.dedup();
    let lists = table.lists.iter().enumerate();
    Shape {
        parameters: Words::SheetParameters.say(lang),
        units: (Words::SheetUnits.say(lang), table.units.len()),
        groups: (Words::SheetGroups.say(lang), table.groups.len().max(1)),
        lists: lists
            .map(|(at, list)| (Words::SheetEntries { number: at + 1 }.say(lang), list.units.len()))
            .take(program.lists.len())
            .collect(),
        adjusted,
    }
}
