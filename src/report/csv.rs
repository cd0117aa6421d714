//! CSV files for other programs and for Excel: UTF-8 with a mark, numbers as plain decimals.

use std::borrow::Cow;
use std::io::Write;

use super::facts::Finding;
use crate::analysis::gaps;
use crate::number::{self, Decimal};
use crate::scoring::{Assessment, Cell};
use crate::words::Lang;
use crate::words::labels::Label;

/// Without it Excel reads UTF-8 as the system's old encoding.
pub const MARK: &str = "\u{feff}";

/// `ranking.csv`: a row for each of these units, in this order.
pub fn ranking(assessment: &Assessment, units: &[usize], lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let program = &assessment.program;
    let mut csv = Csv::new(out)?;
    for label in [Label::Rank, Label::GroupRank, Label::UnitId, Label::Unit, Label::Group] {
        csv.text(&label.say(lang))?;
    }
    for (_, section) in program.sections() {
        csv.text(&section.title)?;
    }
    for label in [Label::Total, Label::Grade, Label::BaseGrade, Label::GradeReason, Label::ClaimedSum] {
        csv.text(&label.say(lang))?;
    }
    if !program.follow_ups.is_empty() {
        csv.text(&Label::FollowUp.say(lang))?;
    }
    csv.end()?;
    for &unit in units {
        let Some(of) = assessment.table.units.get(unit) else { continue };
        csv.maybe(assessment.rank(unit).map(Decimal::from))?;
        csv.maybe(assessment.group_rank(unit).map(Decimal::from))?;
        csv.text(&of.id)?;
        csv.text(&of.name)?;
        csv.text(assessment.table.group_name(unit))?;
        for (section, _) in program.sections() {
            csv.points(assessment.points(section, unit))?;
        }
        csv.points(assessment.total(unit))?;
        csv.text(assessment.grade_name(assessment.grade(unit)))?;
        csv.text(assessment.grade_name(assessment.base_grade(unit)))?;
        csv.text(&super::facts::sentences(&assessment.grade_reasons(unit, lang), lang))?;
        csv.maybe(crate::analysis::deviations::claimed_total(assessment, unit))?;
        if !program.follow_ups.is_empty() {
            csv.text(&super::facts::follow_up(assessment, unit, lang))?;
        }
        csv.end()?;
    }
    csv.finish()
}

/// `points.csv`: a row a unit and node.
pub fn points(assessment: &Assessment, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = Csv::new(out)?;
    for label in [
        Label::UnitId,
        Label::Unit,
        Label::IndicatorId,
        Label::Indicator,
        Label::FullPoints,
        Label::Points,
        Label::Status,
    ] {
        csv.text(&label.say(lang))?;
    }
    csv.end()?;
    for &unit in assessment.order() {
        let Some(of) = assessment.table.units.get(unit) else { continue };
        for id in assessment.program.node_ids() {
            let node = assessment.program.node(id);
            csv.text(&of.id)?;
            csv.text(&of.name)?;
            csv.text(&node.id)?;
            csv.text(&node.title)?;
            csv.points(assessment.full(id, unit))?;
            csv.points(assessment.points(id, unit))?;
            csv.text(&gaps::status_words(assessment.status(id, unit)).say(lang))?;
            csv.end()?;
        }
    }
    csv.finish()
}

/// `gaps.csv`: a row for each leaf on which a unit lost points.
pub fn gaps(assessment: &Assessment, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = Csv::new(out)?;
    for label in [
        Label::UnitId,
        Label::Unit,
        Label::Group,
        Label::Section,
        Label::IndicatorId,
        Label::Indicator,
        Label::FullPoints,
        Label::Points,
        Label::Lost,
        Label::Value,
        Label::Target,
        Label::Reason,
        Label::Lead,
        Label::Advice,
        Label::SourceCell,
    ] {
        csv.text(&label.say(lang))?;
    }
    csv.end()?;
    for gap in gaps::all(assessment) {
        let Some(of) = assessment.table.units.get(gap.unit) else { continue };
        let finding = Finding::of(assessment, &gap, lang);
        csv.text(&of.id)?;
        csv.text(&of.name)?;
        csv.text(assessment.table.group_name(gap.unit))?;
        csv.text(&finding.section)?;
        csv.text(&finding.id)?;
        csv.text(&finding.title)?;
        csv.number(gap.full)?;
        csv.number(gap.points)?;
        csv.number(gap.lost)?;
        csv.shown(Some(&finding.value))?;
        csv.shown(finding.target.as_ref())?;
        csv.text(&finding.reason)?;
        csv.text(&finding.lead)?;
        csv.text(&finding.advice)?;
        csv.text(&finding.source.replace('\n', "; "))?;
        csv.end()?;
    }
    csv.finish()
}

/// A file being written, cell by cell.
pub(super) struct Csv<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
}

impl<'a> Csv<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> anyhow::Result<Csv<'a>> {
        out.write_all(MARK.as_bytes())?;
        Ok(Csv { writer: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out) })
    }

    pub(super) fn text(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.writer.write_field(defused(text).as_bytes())?)
    }

    fn number(&mut self, value: Decimal) -> anyhow::Result<()> {
        Ok(self.writer.write_field(number::plain(value))?)
    }

    pub(super) fn maybe(&mut self, value: Option<Decimal>) -> anyhow::Result<()> {
        match value {
            Some(value) => self.number(value),
            None => self.text(""),
        }
    }

    /// Points; empty where there are none, for the status says why.
    fn points(&mut self, cell: Cell) -> anyhow::Result<()> {
        self.maybe(cell.get())
    }

    pub(super) fn shown(&mut self, value: Option<&super::facts::Shown>) -> anyhow::Result<()> {
        use super::facts::Shown;
        match value {
            Some(Shown::Text(text) | Shown::Word(text)) => self.text(text),
            Some(value) => Ok(self.writer.write_field(value.plain())?),
            None => self.text(""),
        }
    }

    /// A value as people write it, a percentage with its sign, and with every digit: it is read again.
    pub(super) fn written(&mut self, value: Option<&super::facts::Shown>) -> anyhow::Result<()> {
        use super::facts::Shown;
        match value {
            Some(Shown::Percent(fraction)) => match fraction.checked_mul(Decimal::ONE_HUNDRED) {
                Some(hundredfold) => Ok(self.writer.write_field(format!("{}%", number::plain(hundredfold)))?),
                None => self.number(*fraction),
            },
            Some(Shown::Number(value)) => self.number(*value),
            value => self.shown(value),
        }
    }

    pub(super) fn end(&mut self) -> anyhow::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        Ok(self.writer.flush()?)
    }
}

/// Text that Excel would run as a formula gets an apostrophe in front, which Excel takes as "this is text".
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn text(write: impl Fn(&Assessment, Lang, &mut dyn Write) -> anyhow::Result<()>, lang: Lang) -> String {
        let mut bytes = Vec::new();
        write(&fixture::assessment(), lang, &mut bytes).unwrap();
        assert!(bytes.starts_with(MARK.as_bytes()));
        String::from_utf8(bytes[MARK.len()..].to_vec()).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn tables_for_other_programs() {
        insta::assert_snapshot!("ranking_csv", text(|it, lang, out| ranking(it, it.order(), lang, out), Lang::Zh));
        insta::assert_snapshot!("points_csv", text(points, Lang::En));
        insta::assert_snapshot!("gaps_csv", text(gaps, Lang::Zh));
        insta::assert_snapshot!("gaps_csv_en", text(gaps, Lang::En));
    }

    #[test]
    fn text_never_becomes_a_formula() {
        for (raw, safe) in [("=1+1", "'=1+1"), ("@x", "'@x"), ("-", "'-"), ("+1", "'+1"), ("甲=乙", "甲=乙"), ("", "")]
        {
            assert_eq!(defused(raw), safe);
        }
    }
}
