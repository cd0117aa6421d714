//! The gap workbook of one unit (考核结果, 问题清单), ready to be sent on as it is.

use rust_xlsxwriter::{Format, FormatAlign};

use super::evidence;
use super::facts::{self, Finding, Shown, digits};
use super::unit_rates;
use super::workbook::page::{Page, Sheet};
use super::workbook::save;
use super::workbook::style::Styles;
use super::workbook::text::height;
use crate::analysis::deviations;
use crate::analysis::gaps::{self, status_words};
use crate::analysis::rates::Means;
use crate::number;
use crate::scoring::Assessment;
use crate::table::State;
use crate::words::Lang;
use crate::words::labels::Label;

/// The workbook's bytes for a unit, a position in the table; `means` are those of its group.
pub fn write(assessment: &Assessment, unit: usize, means: &Means, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let styles = Styles::new(lang);
    let mut sheets = vec![result(assessment, unit, &styles)?, findings(assessment, unit, &styles)?];
    sheets.extend(unit_rates::sheet(assessment, unit, means, &styles)?);
    sheets.extend(index(assessment, unit, &styles)?);
    save(&styles, sheets, &title(assessment, unit, lang))
}

fn name(assessment: &Assessment, unit: usize) -> String {
    assessment.table.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

fn title(assessment: &Assessment, unit: usize, lang: Lang) -> String {
    let period = assessment.program.heading.period.clone();
    Label::ResultTitle { unit: name(assessment, unit), period }.say(lang)
}

/// Widths of the result's columns: id, title, full points, points, lost, value, status.
const RESULT: [f64; 7] = [12.0, 34.0, 9.0, 9.0, 9.0, 14.0, 10.0];

/// Lines kept free in a row of the findings, so that measures can be written by hand.
const HANDWRITING: f64 = 2.0;

/// 考核结果: how the unit stands, then every node.
fn result(assessment: &Assessment, unit: usize, styles: &Styles) -> anyhow::Result<Sheet> {
    let (program, lang) = (&assessment.program, styles.lang);
    let mut page = Page::new(&Label::SheetResult, styles)?;
    page.set_widths(&RESULT);
    page.banner(&title(assessment, unit, lang), &styles.title, 24.0)?;
    page.banner(&program.heading.title, &styles.subtitle, 16.0)?;
    page.next_row();

    let mut sheet = Facts { page };
    sheet.two(&Label::Unit, &name(assessment, unit), &Label::Group, assessment.table.group_name(unit))?;
    sheet.points(assessment, unit)?;
    let group = assessment.table.units.get(unit).map(|unit| unit.group);
    let of_group = assessment.table.units.iter().filter(|other| Some(other.group) == group).count();
    let all = place(assessment.rank(unit), assessment.units(), lang);
    let own = place(assessment.group_rank(unit), of_group, lang);
    sheet.two(&Label::Rank, &all, &Label::GroupRank, &own)?;
    if program.outcome.grade.is_some() {
        let grade = assessment.grade_name(assessment.grade(unit));
        let base = assessment.grade_name(assessment.base_grade(unit));
        sheet.two(&Label::Grade, grade, &Label::BaseGrade, base)?;
    }
    if let Some(claimed) = deviations::claimed_total(assessment, unit) {
        sheet.one(&Label::ClaimedSum, &number::plain(claimed))?;
    }
    let reasons = assessment.grade_reasons(unit, lang);
    if !reasons.is_empty() {
        sheet.one(&Label::GradeReason, &reasons.join("\n"))?;
    }
    let follow_up = facts::follow_up(assessment, unit, lang);
    if !follow_up.is_empty() {
        sheet.one(&Label::FollowUp, &follow_up)?;
    }
    let adjusted: Vec<String> = facts::adjustments(assessment, unit)
        .into_iter()
        .filter_map(|(node, _)| assessment.adjustment_words(node, unit, lang))
        .collect();
    if !adjusted.is_empty() {
        sheet.one(&Label::SheetAdjustments, &adjusted.join("\n"))?;
    }
    let mut page = sheet.page;
    page.next_row();
    nodes(&mut page, assessment, unit)?;
    page.finish_report(false)
}

fn nodes(page: &mut Page, assessment: &Assessment, unit: usize) -> anyhow::Result<()> {
    let (program, lang) = (&assessment.program, page.styles.lang);
    let heads = [
        Label::IndicatorId,
        Label::Indicator,
        Label::FullPoints,
        Label::Points,
        Label::Lost,
        Label::Value,
        Label::Status,
    ];
    page.head_row(&heads.map(|label| label.say(lang)))?;
    for id in program.node_ids() {
        let node = program.node(id);
        let decimals = digits(&program.rounding, node.level, node.leaf.is_some());
        let (points, full, status) =
            (assessment.points(id, unit), assessment.full(id, unit), assessment.status(id, unit));
        page.text(&node.id)?;
        page.indented(&node.title, program.depth(id))?;
        page.points(full, crate::program::Status::Scored, None)?;
        page.points(points, crate::program::Status::Scored, decimals)?;
        let lost = assessment.lost(id, unit);
        page.maybe(lost, decimals)?;
        match &node.leaf {
            Some(leaf) if assessment.cell(leaf.value, unit).state == State::Known => {
                page.shown(&Shown::of(assessment.cell(leaf.value, unit), &leaf.quantity, lang))?;
            }
            _ => page.text("")?,
        }
        page.centre(&status_words(status).say(lang))?;
        page.end_row()?;
    }
    Ok(())
}

/// 问题清单: the gaps with room for what the unit will do about them.
fn findings(assessment: &Assessment, unit: usize, styles: &Styles) -> anyhow::Result<Sheet> {
    let (program, lang) = (&assessment.program, styles.lang);
    let columns = [
        (Label::Number, 5.0),
        (Label::Section, 13.0),
        (Label::Indicator, 17.0),
        (Label::FullPoints, 7.0),
        (Label::Points, 7.0),
        (Label::Lost, 7.0),
        (Label::Reason, 25.0),
        (Label::Advice, 23.0),
        (Label::Lead, 12.0),
        (Label::Measures, 22.0),
        (Label::Responsible, 13.0),
        (Label::Deadline, 11.0),
        (Label::Progress, 16.0),
    ];
    let mut page = Page::new(&Label::SheetFindings, styles)?;
    page.set_widths(&columns.clone().map(|(_, width)| width));
    let heading = program.heading.title.clone();
    page.banner(&Label::GapTitle { unit: name(assessment, unit), title: heading }.say(lang), &styles.title, 24.0)?;
    page.head_row(&columns.map(|(label, _)| label.say(lang)))?;
    let gaps = gaps::of_unit(assessment, unit);
    for (position, gap) in gaps.iter().enumerate() {
        let finding = Finding::of(assessment, gap, lang);
        page.count(position + 1)?;
        page.text(&finding.section)?;
        page.text(&format!("{} {}", finding.id, finding.title))?;
        page.number(gap.full, None)?;
        page.number(gap.points, program.rounding.leaf)?;
        page.number(gap.lost, program.rounding.leaf)?;
        page.text(&finding.reason)?;
        page.text(&finding.advice)?;
        page.text(&finding.lead)?;
        (0..4).try_for_each(|_| page.text(""))?;
        page.room_for(HANDWRITING);
        page.end_row()?;
    }
    if gaps.is_empty() {
        page.text("")?;
        page.text(&Label::NoFindings.say(lang))?;
        (2..13).try_for_each(|_| page.text(""))?;
        page.end_row()?;
    }
    page.finish_report(true)
}

/// 印证资料目录: the evidence the unit named, where it named any or should have.
fn index(assessment: &Assessment, unit: usize, styles: &Styles) -> anyhow::Result<Option<Sheet>> {
    let lang = styles.lang;
    let lines = evidence::lines(assessment, &evidence::leaves(&assessment.program), unit, lang);
    if lines.is_empty() {
        return Ok(None);
    }
    let columns = [
        (Label::Number, 5.0),
        (Label::Indicator, 28.0),
        (Label::Field, 24.0),
        (Label::Value, 14.0),
        (Label::Evidence, 36.0),
        (Label::Pages, 12.0),
        (Label::Remark, 24.0),
    ];
    let mut page = Page::new(&Label::SheetEvidence, styles)?;
    page.set_widths(&columns.clone().map(|(_, width)| width));
    page.banner(&Label::EvidenceTitle { unit: name(assessment, unit) }.say(lang), &styles.title, 24.0)?;
    page.head_row(&columns.map(|(label, _)| label.say(lang)))?;
    for (position, line) in lines.iter().enumerate() {
        page.count(position + 1)?;
        page.text(&line.indicator)?;
        page.text(&line.field)?;
        match &line.value {
            Some(value) => page.shown(value)?,
            None => page.text("")?,
        }
        for text in [&line.evidence, &line.pages, &line.remark] {
            page.text(text)?;
        }
        page.end_row()?;
    }
    page.finish_report(true).map(Some)
}

fn place(rank: Option<u64>, count: usize, lang: Lang) -> String {
    rank.map_or(Label::Unranked, |rank| Label::PlaceOf { place: rank.to_string(), count }).say(lang)
}

/// The lines between the title and the table.
struct Facts<'a> {
    page: Page<'a>,
}

impl Facts<'_> {
    /// Two facts side by side.
    fn two(&mut self, left: &Label, value: &str, right: &Label, other: &str) -> anyhow::Result<()> {
        let styles = self.page.styles;
        self.page.merged((0, 0), &left.say(styles.lang), &styles.label)?;
        self.page.merged((1, 1), value, &styles.centre)?;
        self.page.merged((2, 3), &right.say(styles.lang), &styles.label)?;
        self.page.merged((4, 6), other, &styles.centre)?;
        self.page.end_row()?;
        Ok(())
    }

    /// The total beside the full points.
    fn points(&mut self, assessment: &Assessment, unit: usize) -> anyhow::Result<()> {
        let (styles, program) = (self.page.styles, &assessment.program);
        let total = (assessment.total(unit), program.rounding.total);
        let full = (assessment.cell(program.outcome.full, unit), None);
        self.page.merged((0, 0), &Label::Total.say(styles.lang), &styles.label)?;
        self.page.merged((2, 3), &Label::FullTotal.say(styles.lang), &styles.label)?;
        for (columns, (cell, digits)) in [((1, 1), total), ((4, 6), full)] {
            match cell.get() {
                Some(value) => {
                    let format = Format::clone(styles.number(value, digits)).set_align(FormatAlign::Center);
                    self.page.merged(columns, "", &format)?;
                    self.page.number_at(columns.0, value, &format)?;
                }
                None => self.page.merged(columns, &facts::state_words(cell.state).say(styles.lang), &styles.centre)?,
            }
        }
        self.page.end_row()?;
        Ok(())
    }

    /// One fact over the whole width.
    fn one(&mut self, label: &Label, text: &str) -> anyhow::Result<()> {
        let styles = self.page.styles;
        self.page.merged((0, 0), &label.say(styles.lang), &styles.label)?;
        self.page.merged((1, 6), text, &styles.text)?;
        let [least, ..] = RESULT;
        let beside = height(&label.say(styles.lang), least, 15.0);
        self.page.tall(height(text, RESULT.iter().skip(1).sum(), 15.0).max(beside))?;
        self.page.end_row()?;
        Ok(())
    }
}
