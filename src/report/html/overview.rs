//! The overview: how the units stand as a whole and by group, where points are lost, and whose grade is not by points alone.

use serde_json::{Value, json};

use super::markup::{address, cell, close, end, escape, head, heading, open, paragraph};
use super::statistics::{Bin, Totals, bins, mean_lost, mean_of};
use super::unit::named;
use super::{Page, charts};
use crate::analysis::deviations::Deviation;
use crate::analysis::gaps;
use crate::number::{self, Decimal};
use crate::program::NodeId;
use crate::report::facts::{self, rounded, sentences};
use crate::scoring::Assessment;
use crate::words::html::Web;
use crate::words::labels::Label;

/// Leaves that are named among those on which most is lost.
const OFTEN: usize = 12;

pub(super) fn write(page: &Page<'_>, out: &mut String) {
    let assessment = page.assessment;
    let all = Totals::of(assessment, 0..assessment.units());
    cards(page, out, &all);
    out.push_str("<div class=\"columns\">\n<div>\n");
    distribution(page, out, &all);
    out.push_str("</div>\n<div>\n");
    sections(page, out);
    out.push_str("</div>\n</div>\n");
    groups(page, out, &all);
    often(page, out);
    effects(page, out);
    inflated(page, out);
}

/// The numbers that come first.
fn cards(page: &Page<'_>, out: &mut String, all: &Totals) {
    let lang = page.lang;
    let digits = page.assessment.program.rounding.total;
    let number = |value: Option<Decimal>| value.map_or_else(|| "–".to_owned(), |value| rounded(value, digits));
    let mut cards = vec![
        (Label::UnitCount.say(lang), all.units.to_string()),
        (Web::Mean.say(lang), number(all.mean())),
        (Web::Median.say(lang), number(all.median())),
        (Web::Highest.say(lang), number(all.sorted.last().copied())),
        (Web::Lowest.say(lang), number(all.sorted.first().copied())),
        (Label::MissingCount.say(lang), page.counts.missing.to_string()),
    ];
    let open = (0..all.units).filter(|unit| is_open(page.assessment, *unit)).count();
    let more = [(Web::OpenGrades, open), (Web::WithoutTotal, all.without())];
    cards.extend(more.into_iter().filter(|(_, count)| *count > 0).map(|(word, n)| (word.say(lang), n.to_string())));
    out.push_str("<dl class=\"cards\">\n");
    for (label, value) in cards {
        out.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(&label), escape(&value)));
    }
    out.push_str("</dl>\n");
}

/// Whether a unit's grade can still change when what is missing arrives.
fn is_open(assessment: &Assessment, unit: usize) -> bool {
    let grade = assessment.interval(unit).and_then(|interval| interval.grade);
    grade.is_some_and(|(worst, best)| worst != best)
}

fn distribution(page: &Page<'_>, out: &mut String, all: &Totals) {
    let lang = page.lang;
    heading(out, &Web::TotalsHead.say(lang));
    let bins = bins(all);
    let range = |bin: &Bin| {
        let (from, to) = (number::plain(bin.from), number::plain(bin.to));
        Web::RangeOf { from, to }.say(lang)
    };
    charts::histogram(page, out, &bins, &lines(page), &range);
    paragraph(out, "how", &Web::TotalsHow.say(lang));
    out.push_str(&format!("<details>\n<summary>{}</summary>\n", escape(&Web::AsTable.say(lang))));
    head(out, &[Web::Range.say(lang), Label::UnitCount.say(lang)]);
    for bin in &bins {
        super::markup::row(out, &[("", range(bin)), ("n", bin.count.to_string())]);
    }
    end(out);
    out.push_str("</details>\n");
}

/// The lines between grades, with their names.
fn lines(page: &Page<'_>) -> Vec<(String, Decimal)> {
    let program = &page.assessment.program;
    let min = |grade: &crate::program::Grade| {
        let min = program.parameters.get(grade.min?.index())?.value;
        Some((grade.name.clone(), min))
    };
    program.grades.iter().filter_map(min).collect()
}

fn sections(page: &Page<'_>, out: &mut String) {
    let (program, lang) = (&page.assessment.program, page.lang);
    heading(out, &Web::SectionsHead.say(lang));
    let heads = [Label::Section.say(lang), Web::MeanPoints.say(lang), Web::MeanFull.say(lang), Web::Share.say(lang)];
    head(out, &heads);
    for (id, node) in program.sections() {
        let Some(mean) = mean_of(page.assessment, id, 0..page.assessment.units()) else { continue };
        let decimals = facts::digits(&program.rounding, node.level, node.leaf.is_some());
        out.push_str("<tr>");
        cell(out, "", &named(program, id));
        cell(out, "n", &rounded(mean.points, decimals));
        cell(out, "n", &rounded(mean.full, None));
        let share = mean.share.map(number::percent).unwrap_or_default();
        out.push_str(&format!("<td class=\"bar\">{}{}</td></tr>\n", escape(&share), charts::bar(mean.share)));
    }
    end(out);
    paragraph(out, "how", &Web::SectionsHow.say(lang));
}

/// Each group and all together: counts, means, grades.
fn groups(page: &Page<'_>, out: &mut String, all: &Totals) {
    let (assessment, program, lang) = (page.assessment, &page.assessment.program, page.lang);
    heading(out, &Web::GroupsHead.say(lang));
    let mut heads = vec![
        Label::Group.say(lang),
        Label::UnitCount.say(lang),
        Web::Mean.say(lang),
        Web::Median.say(lang),
        Web::Highest.say(lang),
        Web::Lowest.say(lang),
    ];
    heads.extend(program.grades.iter().map(|grade| grade.name.clone()));
    let graded = program.outcome.grade.is_some();
    if graded {
        heads.push(Web::GradesHead.say(lang));
    }
    open(out);
    head(out, &heads);
    let several = assessment.table.groups.len() > 1;
    for (position, name) in assessment.table.groups.iter().enumerate().filter(|_| several) {
        let units = of_group(assessment, position);
        if !units.is_empty() {
            group(page, out, &group_name(name, page), &Totals::of(assessment, units.into_iter()));
        }
    }
    group(page, out, &Web::Everybody.say(lang), all);
    end(out);
    close(out);
    if several {
        group_sections(page, out);
    }
}

/// Mean points of every section, a row a group.
fn group_sections(page: &Page<'_>, out: &mut String) {
    let (assessment, program) = (page.assessment, &page.assessment.program);
    heading(out, &Web::GroupSections.say(page.lang));
    let mut heads = vec![Label::Group.say(page.lang)];
    heads.extend(program.sections().map(|(id, _)| named(program, id)));
    open(out);
    head(out, &heads);
    for (position, name) in assessment.table.groups.iter().enumerate() {
        let units = of_group(assessment, position);
        if units.is_empty() {
            continue;
        }
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&group_name(name, page))));
        for (id, _) in program.sections() {
            cell(out, "n", &section_mean(page, id, &units).map(|(points, _)| points).unwrap_or_default());
        }
        out.push_str("</tr>\n");
    }
    end(out);
    close(out);
}

fn group_name(name: &str, page: &Page<'_>) -> String {
    if name.is_empty() { Web::NoGroup.say(page.lang) } else { name.to_owned() }
}

/// What some units earn on a section on average, as it is shown, and its share of full points.
fn section_mean(page: &Page<'_>, id: NodeId, units: &[usize]) -> Option<(String, Option<Decimal>)> {
    let program = &page.assessment.program;
    let node = program.node(id);
    let decimals = facts::digits(&program.rounding, node.level, node.leaf.is_some());
    let mean = mean_of(page.assessment, id, units.iter().copied())?;
    Some((rounded(mean.points, decimals), mean.share))
}

fn of_group(assessment: &Assessment, group: usize) -> Vec<usize> {
    let units = assessment.table.units.iter().enumerate();
    units.filter(|(_, unit)| unit.group == group).map(|(unit, _)| unit).collect()
}

fn group(page: &Page<'_>, out: &mut String, name: &str, totals: &Totals) {
    let program = &page.assessment.program;
    let number = |value: Option<Decimal>| value.map(|v| rounded(v, program.rounding.total)).unwrap_or_default();
    out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(name)));
    cell(out, "n", &totals.units.to_string());
    let ends = (totals.sorted.last().copied(), totals.sorted.first().copied());
    for value in [totals.mean(), totals.median(), ends.0, ends.1] {
        cell(out, "n", &number(value));
    }
    for count in &totals.grades {
        cell(out, "n", &count.to_string());
    }
    if program.outcome.grade.is_some() {
        out.push_str(&format!("<td class=\"stack\">{}</td>", charts::stack(page, totals)));
    }
    out.push_str("</tr>\n");
}

/// Mean points of every section by group: the words, and the share that a bar shows.
pub(super) fn group_means(page: &Page<'_>) -> Vec<Vec<Value>> {
    let (assessment, program) = (page.assessment, &page.assessment.program);
    let of = |units: &[usize], id| match section_mean(page, id, units) {
        Some((points, share)) => json!([points, share.map(number::plain)]),
        None => json!(["", null]),
    };
    let groups = (0..assessment.table.groups.len()).map(|group| of_group(assessment, group));
    groups.map(|units| program.sections().map(|(id, _)| of(&units, id)).collect()).collect()
}

fn often(page: &Page<'_>, out: &mut String) {
    let (program, lang) = (&page.assessment.program, page.lang);
    let often = gaps::common(page.assessment);
    if often.is_empty() {
        return;
    }
    // Points that are weighed cannot be held against each other.
    let by_points = gaps::adds_up(program);
    let shown = often.len().min(OFTEN);
    heading(out, &Web::OftenHead.say(lang));
    let how = if by_points { Web::OftenHow { shown } } else { Web::OftenHowShare { shown } };
    paragraph(out, "how", &how.say(lang));
    let heads = [
        Label::Indicator.say(lang),
        Label::FullPoints.say(lang),
        Web::LosingUnits.say(lang),
        Web::LostMean.say(lang),
        if by_points { Web::LostTogether.say(lang) } else { Web::LostShare.say(lang) },
    ];
    open(out);
    head(out, &heads);
    let measure = |row: &gaps::Common| if by_points { Some(row.lost) } else { row.share };
    let most = often.first().and_then(measure);
    let fulls = super::unit::fulls(program, page);
    for row in often.iter().take(OFTEN) {
        let share = most.and_then(|most| measure(row)?.checked_div(most));
        out.push_str("<tr>");
        cell(out, "", &named(program, row.node));
        cell(out, "n", fulls.get(row.node.index()).map_or("", String::as_str));
        cell(out, "n", &row.units.len().to_string());
        let mean = mean_lost(page.assessment, row).map(|mean| rounded(mean, program.rounding.leaf));
        cell(out, "n", &mean.unwrap_or_default());
        let lost = match measure(row) {
            Some(lost) if by_points => rounded(lost, program.rounding.leaf),
            Some(share) => number::percent(share),
            None => String::new(),
        };
        out.push_str(&format!("<td class=\"bar lost\">{}{}</td></tr>\n", escape(&lost), charts::bar(share)));
    }
    end(out);
    close(out);
}

/// Units whose grade has a reason beyond their points: vetoes, caps, what is still open.
fn effects(page: &Page<'_>, out: &mut String) {
    let (assessment, lang) = (page.assessment, page.lang);
    if assessment.program.outcome.grade.is_none() {
        return;
    }
    heading(out, &Web::EffectsHead.say(lang));
    let reasons = assessment.order().iter().map(|unit| (*unit, assessment.grade_reasons(*unit, lang)));
    let reasons: Vec<(usize, Vec<String>)> = reasons.filter(|(_, reasons)| !reasons.is_empty()).collect();
    if reasons.is_empty() {
        paragraph(out, "", &Web::NoEffects.say(lang));
        return;
    }
    let heads = [Label::Unit, Label::Group, Label::Total, Label::BaseGrade, Label::Grade, Label::GradeReason];
    open(out);
    head(out, &heads.map(|label| label.say(lang)));
    for (unit, reasons) in reasons {
        out.push_str("<tr>");
        link(page, out, unit);
        cell(out, "", assessment.table.group_name(unit));
        cell(out, "n", &facts::points(assessment.total(unit), assessment.program.rounding.total, lang));
        cell(out, "g", assessment.grade_name(assessment.base_grade(unit)));
        cell(out, "g", assessment.grade_name(assessment.grade(unit)));
        cell(out, "", &sentences(&reasons, lang));
        out.push_str("</tr>\n");
    }
    end(out);
    close(out);
}

/// A unit's name, leading to its page.
fn link(page: &Page<'_>, out: &mut String, unit: usize) {
    let Some(of) = page.assessment.table.units.get(unit) else { return };
    let (address, name) = (address(&of.id), escape(&of.name));
    out.push_str(&format!("<th scope=\"row\"><a href=\"#unit/{address}\">{name}</a></th>"));
}

/// Units that claim more than the rubric lets pass, with the leaves on which they do.
fn inflated(page: &Page<'_>, out: &mut String) {
    let (program, lang) = (&page.assessment.program, page.lang);
    let rows: Vec<&Deviation> = page.deviations.rows.iter().filter(|row| row.inflated && row.node.is_some()).collect();
    if rows.is_empty() {
        return;
    }
    heading(out, &Label::SheetDeviations.say(lang));
    let heads = [Label::Unit, Label::Indicator, Label::Claimed, Label::Points, Label::Excess];
    open(out);
    head(out, &heads.map(|label| label.say(lang)));
    for row in rows {
        let shown = |points: Option<Decimal>| points.map(|p| rounded(p, program.rounding.leaf)).unwrap_or_default();
        out.push_str("<tr>");
        link(page, out, row.unit);
        cell(out, "", &row.node.map(|node| named(program, node)).unwrap_or_default());
        for points in [row.claimed, row.points, row.excess] {
            cell(out, "n", &shown(points));
        }
        out.push_str("</tr>\n");
    }
    end(out);
    close(out);
}
