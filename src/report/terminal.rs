//! The ranking as a table for a terminal, and the line that sums it up.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

use super::facts::{self, digits, points, sentences};
use super::{About, Counts};
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::labels::Label;

/// The narrowest a column of reasons is of use.
const REASON: usize = 16;

/// The ranking, fitted to `width` columns; at most `rows` units when that is given, then how many more there are.
pub fn ranking(assessment: &Assessment, lang: Lang, width: u16, rows: Option<usize>) -> String {
    let program = &assessment.program;
    let shown = rows.unwrap_or(usize::MAX);
    let graded = program.outcome.grade.is_some();
    let grid = |sections: Sections| Grid::new(assessment, lang, graded, sections, shown);

    // What does not fit is left out from the least important: titles of sections, then the sections.
    let room = usize::from(width);
    let choices = [Sections::Titles, Sections::Ids, Sections::None];
    let grids = choices.into_iter().map(grid);
    let mut best = None;
    for grid in grids {
        let fits = grid.least() <= room;
        best = Some(grid);
        if fits {
            break;
        }
    }
    let mut text = best.map(|grid| grid.render(width)).unwrap_or_default();
    let more = assessment.units().saturating_sub(shown);
    if more > 0 {
        text.push('\n');
        text.push_str(&Label::MoreUnits { count: more }.say(lang));
    }
    text
}

/// Units, units of each grade, missing values, errors and warnings, in one line.
pub fn summary(assessment: &Assessment, about: &About, lang: Lang) -> String {
    let counts = Counts::of(assessment);
    let grades = assessment.program.grades.iter().zip(&counts.grades);
    let grades: String = grades
        .map(|(grade, count)| Label::SummaryGrade { grade: grade.name.clone(), count: *count }.say(lang))
        .collect();
    let (units, missing) = (counts.units, counts.missing);
    Label::Summary { units, grades, missing, errors: about.errors, warnings: about.warnings }.say(lang)
}

/// How the sections are headed.
#[derive(Clone, Copy)]
enum Sections {
    Titles,
    Ids,
    None,
}

/// The table before it is drawn: heads, rows, and whether each column is of numbers.
struct Grid {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    numbers: Vec<bool>,
    /// Whether the last column holds reasons, which may wrap.
    reasons: bool,
}

impl Grid {
    fn new(assessment: &Assessment, lang: Lang, graded: bool, sections: Sections, shown: usize) -> Grid {
        let program = &assessment.program;
        let say = |label: Label| label.say(lang);
        let mut heads = vec![say(Label::Rank), say(Label::Unit), say(Label::Group)];
        let mut numbers = vec![true, false, false];
        let columns: Vec<_> = match sections {
            Sections::None => Vec::new(),
            _ => program.sections().collect(),
        };
        for (_, section) in &columns {
            heads.push(if matches!(sections, Sections::Ids) { section.id.clone() } else { section.title.clone() });
            numbers.push(true);
        }
        heads.push(say(Label::Total));
        numbers.push(true);
        if graded {
            heads.extend([say(Label::Grade), say(Label::GradeReason)]);
            numbers.extend([false, false]);
        }
        let row = |unit: &usize| {
            let unit = *unit;
            let mut row = vec![
                assessment.rank(unit).map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
                plain(assessment.table.units.get(unit).map_or("", |unit| unit.name.as_str())),
                plain(assessment.table.group_name(unit)),
            ];
            for (id, section) in &columns {
                let decimals = digits(&program.rounding, section.level, section.leaf.is_some());
                row.push(points(assessment.points(*id, unit), decimals, lang));
            }
            row.push(points(assessment.total(unit), program.rounding.total, lang));
            if graded {
                row.push(assessment.grade_name(assessment.grade(unit)).to_owned());
                row.push(plain(&sentences(&assessment.grade_reasons(unit, lang), lang)));
            }
            row
        };
        let rows: Vec<Vec<String>> = assessment.order().iter().take(shown).map(row).collect();
        let mut grid = Grid { heads, rows, numbers, reasons: graded };
        grid.drop_empty_reasons();
        grid
    }

    /// When nobody's grade needs a reason, the column would only take room.
    fn drop_empty_reasons(&mut self) {
        if self.reasons && self.rows.iter().all(|row| row.last().is_none_or(String::is_empty)) {
            self.heads.pop();
            self.numbers.pop();
            self.rows.iter_mut().for_each(|row| {
                row.pop();
            });
            self.reasons = false;
        }
    }

    /// The least width at which only reasons wrap: cells, a blank on both sides, and a line after each.
    fn least(&self) -> usize {
        let widths = self.heads.iter().enumerate().map(|(column, head)| {
            if self.reasons && column + 1 == self.heads.len() {
                return REASON;
            }
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
            cells.max().unwrap_or(0).max(head.width())
        });
        widths.sum::<usize>() + 3 * self.heads.len() + 1
    }

    fn render(&self, width: u16) -> String {
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED);
        table.force_no_tty();
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
        table.set_header(self.heads.iter().map(Cell::new));
        for row in &self.rows {
            table.add_row(row.iter().map(Cell::new));
        }
        // Only reasons wrap, as long as there is room for the rest.
        let fits = self.least() <= usize::from(width);
        let last = self.heads.len().saturating_sub(1);
        for (column, number) in self.numbers.iter().enumerate() {
            let Some(at) = table.column_mut(column) else { continue };
            if *number {
                at.set_cell_alignment(CellAlignment::Right);
            }
            if fits && !(self.reasons && column == last) {
                at.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.trim_fmt()
    }
}

/// Text that cannot steer the terminal.
fn plain(text: &str) -> String {
    facts::printable(text)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn the_ranking_fits_the_terminal() {
        let assessment = fixture::assessment();
        let about = fixture::about(&assessment);
        for (name, lang, width, rows) in [
            ("terminal_wide", Lang::Zh, 120, None),
            ("terminal_80", Lang::Zh, 80, None),
            ("terminal_60", Lang::Zh, 60, None),
            ("terminal_en", Lang::En, 100, Some(3)),
        ] {
            let table = ranking(&assessment, lang, width, rows);
            let widest = table.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= usize::from(width), "{name}: {widest}");
            assert!(!ranking(&assessment, lang, 1, rows).is_empty());
            insta::assert_snapshot!(name, format!("{table}\n{}", summary(&assessment, &about, lang)));
        }
    }
}
