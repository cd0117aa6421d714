//! The ranking as a table for a terminal or in Markdown, and the line that sums it up.

use std::collections::BTreeSet;

use super::drawn::{Drawn, bar};
use super::facts::{digits, points, sentences};
use super::wrap::wrap;
use super::{About, Counts};
use crate::number;
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::labels::Label;

/// Columns of a bar beside the total.
const BAR: u8 = 10;

/// The units of a ranking in its order: all of them, or of each group those with the first `top` places in it, group by
/// group. Who shares the last of these places is among them; who has no place is not.
pub fn placed(assessment: &Assessment, top: Option<u64>) -> Vec<usize> {
    let mut units = assessment.order().to_vec();
    if let Some(top) = top {
        units.retain(|unit| assessment.group_rank(*unit).is_some_and(|rank| rank <= top));
        units.sort_by_key(|unit| assessment.table.units.get(*unit).map(|unit| unit.group));
    }
    units
}

/// The ranking, fitted to `width` columns; of each group the first `top` places when that is given, then how many more
/// units there are.
pub fn ranking(assessment: &Assessment, lang: Lang, width: u16, top: Option<u64>) -> String {
    let units = placed(assessment, top);
    // What does not fit is left out from the least important: bars, titles of sections, then the sections.
    let choices =
        [Sections::Titles, Sections::Ids, Sections::None].map(|sections| [(sections, true), (sections, false)]);
    let mut best: Option<Drawn> = None;
    for (sections, bars) in choices.into_iter().flatten() {
        let table = table(assessment, lang, &units, Columns { sections, bars, group_ranks: top.is_some() });
        let fits = table.least() <= usize::from(width);
        best = Some(table);
        if fits {
            break;
        }
    }
    let drawn = best.map(|table| table.draw(width)).unwrap_or_default();
    with_rest(drawn, assessment, &units, lang)
}

/// The ranking as a table in Markdown.
pub fn markdown(assessment: &Assessment, lang: Lang, top: Option<u64>) -> String {
    let units = placed(assessment, top);
    let columns = Columns { sections: Sections::Titles, bars: false, group_ranks: top.is_some() };
    with_rest(table(assessment, lang, &units, columns).markdown(), assessment, &units, lang)
}

fn with_rest(mut text: String, assessment: &Assessment, shown: &[usize], lang: Lang) -> String {
    let more = assessment.units().saturating_sub(shown.len());
    if more > 0 {
        text.push('\n');
        text.push_str(&Label::MoreUnits { count: more }.say(lang));
    }
    text
}

/// Units, units of each grade, missing values, errors and warnings, in one sentence that fits `width` columns.
pub fn summary(assessment: &Assessment, about: &About, lang: Lang, width: u16) -> String {
    let counts = Counts::of(assessment);
    let grades = assessment.program.grades.iter().zip(&counts.grades);
    let grades: String = grades
        .map(|(grade, count)| Label::SummaryGrade { grade: grade.name.clone(), count: *count }.say(lang))
        .collect();
    let (units, missing) = (counts.units, counts.missing);
    let summary = Label::Summary { units, grades, missing, errors: about.errors, warnings: about.warnings }.say(lang);
    wrap(&summary, usize::from(width)).join("\n")
}

/// How the sections are headed.
#[derive(Clone, Copy)]
enum Sections {
    Titles,
    Ids,
    None,
}

/// The columns of a ranking that may be left out.
#[derive(Clone, Copy)]
struct Columns {
    sections: Sections,
    bars: bool,
    group_ranks: bool,
}

fn table(assessment: &Assessment, lang: Lang, units: &[usize], columns: Columns) -> Drawn {
    let program = &assessment.program;
    let graded = program.outcome.grade.is_some();
    let groups: BTreeSet<usize> = assessment.table.units.iter().map(|unit| unit.group).collect();
    let group_ranks = columns.group_ranks && groups.len() > 1;
    let reasons: Vec<String> =
        units.iter().map(|unit| sentences(&assessment.grade_reasons(*unit, lang), lang)).collect();
    // When nobody's grade needs a reason, the column would only take room.
    let reasoned = graded && reasons.iter().any(|reason| !reason.is_empty());
    let sections: Vec<_> = match columns.sections {
        Sections::None => Vec::new(),
        _ => program.sections().collect(),
    };

    let mut heads = Heads { lang, heads: Vec::new(), numbers: Vec::new() };
    heads.number(&Label::Rank);
    if group_ranks {
        heads.number(&Label::GroupRank);
    }
    heads.text(&Label::Unit);
    heads.text(&Label::Group);
    for (_, section) in &sections {
        let head = if matches!(columns.sections, Sections::Ids) { &section.id } else { &section.title };
        heads.put(head.clone(), true);
    }
    heads.number(&Label::Total);
    if columns.bars {
        heads.put(String::new(), false);
    }
    if graded {
        heads.text(&Label::Grade);
    }
    if reasoned {
        heads.text(&Label::GradeReason);
    }

    let place = |rank: Option<u64>| rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
    let row = |(unit, reason): (&usize, &String)| {
        let unit = *unit;
        let mut row = vec![place(assessment.rank(unit))];
        row.extend(group_ranks.then(|| place(assessment.group_rank(unit))));
        row.push(assessment.table.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default());
        row.push(assessment.table.group_name(unit).to_owned());
        for (id, section) in &sections {
            let decimals = digits(&program.rounding, section.level, section.leaf.is_some());
            row.push(points(assessment.points(*id, unit), decimals, lang));
        }
        row.push(points(assessment.total(unit), program.rounding.total, lang));
        row.extend(columns.bars.then(|| share(assessment, unit)));
        row.extend(graded.then(|| assessment.grade_name(assessment.grade(unit)).to_owned()));
        row.extend(reasoned.then(|| reason.clone()));
        row
    };
    let rows = units.iter().zip(&reasons).map(row).collect();
    let Heads { heads, numbers, .. } = heads;
    let last = heads.len().checked_sub(1).filter(|_| reasoned);
    Drawn::new(heads, rows).numbers(|column| numbers.get(column) == Some(&true)).wrapping(last)
}

/// Heads with whether numbers stand below them.
struct Heads {
    lang: Lang,
    heads: Vec<String>,
    numbers: Vec<bool>,
}

impl Heads {
    fn put(&mut self, head: String, number: bool) {
        self.heads.push(head);
        self.numbers.push(number);
    }

    fn text(&mut self, label: &Label) {
        self.put(label.say(self.lang), false);
    }

    fn number(&mut self, label: &Label) {
        self.put(label.say(self.lang), true);
    }
}

/// The total as a bar, of full points.
fn share(assessment: &Assessment, unit: usize) -> String {
    let full = assessment.cell(assessment.program.outcome.full, unit).get();
    let share = assessment.total(unit).get().zip(full).and_then(|(total, full)| total.checked_div(full));
    share.map(|share| bar(number::to_double(share), BAR)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::super::fixture;
    use super::*;

    #[test]
    fn the_ranking_fits_the_terminal() {
        let assessment = fixture::assessment();
        let about = fixture::about(&assessment);
        for (name, lang, width, top) in [
            ("terminal_wide", Lang::Zh, 120, None),
            ("terminal_80", Lang::Zh, 80, None),
            ("terminal_60", Lang::Zh, 60, None),
            ("terminal_en", Lang::En, 100, Some(1)),
        ] {
            let table = ranking(&assessment, lang, width, top);
            let widest = table.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= usize::from(width), "{name}: {widest}");
            assert!(!ranking(&assessment, lang, 1, top).is_empty());
            insta::assert_snapshot!(name, format!("{table}\n{}", summary(&assessment, &about, lang, width)));
        }
        insta::assert_snapshot!("ranking_markdown", markdown(&assessment, Lang::Zh, None));
    }
}
