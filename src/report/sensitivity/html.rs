//! How firm places and grades are, as one page: no scripts, nothing fetched, made to be printed on A4.

use std::fmt::Write;

use super::{Firmness, index};
use crate::analysis::sensitivity::Spread;
use crate::number;
use crate::report::html::markup::{end, escape, head, row};
use crate::report::page_style::STYLE;
use crate::words::labels::Label;
use crate::words::sensitivity::Firm;

/// Units and weights that are drawn.
const DRAWN: usize = 60;
/// Sizes of a drawing: a row, the names beside it, the bars.
const ROW: usize = 20;
const NAMES: f64 = 270.0;
const BARS: f64 = 580.0;
/// Characters of a name that are shown beside a row.
const LONGEST: usize = 20;

/// The page.
pub fn write(firmness: &Firmness<'_>) -> String {
    let mut out = String::new();
    let title = escape(&firmness.title());
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        firmness.lang.tag()
    );
    for line in firmness.study() {
        let _ = writeln!(out, "<p class=\"lead\">{}</p>", escape(&line));
    }
    if let Some(spread) = &firmness.found.weights {
        units(&mut out, firmness, spread);
        influence(&mut out, firmness);
        without(&mut out, firmness);
    }
    lines(&mut out, firmness);
    open(&mut out, firmness);
    rounding(&mut out, firmness);
    out.push_str("<footer>\n");
    for line in [Firm::AboutMethod, Firm::AboutCounted, Firm::AboutUse] {
        let _ = writeln!(out, "<p>{}</p>", escape(&firmness.say(&line)));
    }
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

fn part(out: &mut String, firmness: &Firmness<'_>, title: &Firm, how: Option<&Firm>) {
    let _ = writeln!(out, "<h2>{}</h2>", escape(&firmness.say(title)));
    if let Some(how) = how {
        let _ = writeln!(out, "<p>{}</p>", escape(&firmness.say(how)));
    }
}

fn units(out: &mut String, firmness: &Firmness<'_>, spread: &Spread) {
    let (assessment, lang) = (firmness.assessment, firmness.lang);
    part(out, firmness, &Firm::SheetUnits, None);
    out.push_str("<ul>\n");
    for line in firmness.summary(spread) {
        let _ = writeln!(out, "<li>{}</li>", escape(&line));
    }
    out.push_str("</ul>\n");
    places(out, firmness, spread);
    let mut heads = vec![Label::Rank.say(lang), Label::Unit.say(lang), Label::Group.say(lang), Label::Total.say(lang)];
    let words = [Firm::Interval, Firm::Best, Firm::Worst, Firm::Median, Firm::SamePlace];
    heads.extend(words.iter().map(|word| firmness.say(word)));
    if firmness.graded() {
        heads.extend([Label::Grade.say(lang), firmness.say(&Firm::SameGrade)]);
        let grades = assessment.program.grades.iter();
        heads.extend(grades.map(|grade| firmness.say(&Firm::GradeShare { grade: grade.name.clone() })));
    }
    head(out, &heads);
    for unit in &spread.units {
        let place = |place: Option<u32>| place.map(|place| place.to_string()).unwrap_or_default();
        let mut cells = vec![
            ("c", assessment.rank(unit.unit).map(|rank| rank.to_string()).unwrap_or_default()),
            ("name", firmness.unit(unit.unit).to_owned()),
            ("name", assessment.table.group_name(unit.unit).to_owned()),
            ("n", assessment.total(unit.unit).get().map(|total| firmness.total(total)).unwrap_or_default()),
            ("c", firmness.places(unit.interval)),
            ("n", place(unit.extremes.map(|(best, _)| best))),
            ("n", place(unit.extremes.map(|(_, worst)| worst))),
            ("n", place(unit.median)),
            ("n", Firmness::percent(unit.same_place, spread.draws)),
        ];
        if firmness.graded() {
            cells.push(("c", firmness.grade(assessment.grade(unit.unit))));
            cells.push(("n", Firmness::percent(unit.same_grade, spread.draws)));
            cells.extend(unit.grades.iter().map(|count| ("n", Firmness::percent(*count, spread.draws))));
        }
        row(out, &cells);
    }
    end(out);
}

/// Opens a drawing of so many rows.
fn drawing(out: &mut String, rows: usize, title: &str) {
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        NAMES + BARS,
        (rows + 2) * ROW,
        escape(title)
    );
    let _ = writeln!(out, "<text class=\"head\" x=\"0\" y=\"14\">{}</text>", escape(title));
}

/// The name of a row and where its middle lies.
fn name(out: &mut String, at: usize, name: &str) -> usize {
    let y = (at + 1) * ROW + ROW / 2;
    let mut shown: String = name.chars().take(LONGEST).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    let _ = writeln!(out, "<text class=\"row\" x=\"{}\" y=\"{}\">{}</text>", NAMES - 8.0, y + 4, escape(name));
    y
}

/// The places of the first units in nine of ten draws, and the published one.
fn places(out: &mut String, firmness: &Firmness<'_>, spread: &Spread) {
    use crate::scoring::Number;
    let shown: Vec<_> = spread.units.iter().take(DRAWN).collect();
    let last = shown.iter().filter_map(|unit| unit.interval).map(|(_, to)| to).max().unwrap_or_default();
    if last < 2 {
        return;
    }
    let x = |place: f64| NAMES + (place - 0.5) / f64::from(last) * BARS;
    drawing(out, shown.len(), &firmness.say(&Firm::ChartPlaces));
    for (at, unit) in shown.iter().enumerate() {
        let y = name(out, at, firmness.unit(unit.unit));
        let Some((from, to)) = unit.interval else { continue };
        let (left, right) = (x(f64::from(from) - 0.5), x(f64::from(to) + 0.5));
        let _ = write!(
            out,
            "<rect class=\"span\" x=\"{left:.1}\" y=\"{}\" width=\"{:.1}\" height=\"8\"><title>{}</title></rect>",
            y - 4,
            right - left,
            escape(&firmness.places(unit.interval))
        );
        if let Some(rank) = firmness.assessment.rank(unit.unit).and_then(|rank| usize::try_from(rank).ok()) {
            let _ = write!(out, "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{y}\" r=\"3.5\"/>", x(f64::count(rank)));
        }
        let text = firmness.places(unit.interval);
        let (class, at) = if right > NAMES + BARS - 60.0 { ("end", left - 4.0) } else { ("start", right + 4.0) };
        let _ = writeln!(out, "<text class=\"{class}\" x=\"{at:.1}\" y=\"{}\">{}</text>", y + 4, escape(&text));
    }
    out.push_str("</svg>\n");
    if spread.units.len() > DRAWN {
        let note = firmness.say(&Firm::FirstUnits { shown: DRAWN, count: spread.units.len() });
        let _ = writeln!(out, "<p>{}</p>", escape(&note));
    }
}

fn influence(out: &mut String, firmness: &Firmness<'_>) {
    let Some(influence) = &firmness.found.influence else { return };
    let how = Firm::InfluenceHow { sample: influence.sample, draws: influence.draws };
    part(out, firmness, &Firm::InfluenceHead, Some(&how));
    let all = firmness.by_influence();
    let most = all.first().map_or(0.0, |(_, _, total)| number::to_double(total.value));
    if most > 0.0 {
        let shown = all.len().min(DRAWN);
        drawing(out, shown, &firmness.say(&Firm::ChartInfluence));
        for (at, (factor, _, total)) in all.iter().take(shown).enumerate() {
            let words = firmness.factor(*factor);
            let y = name(out, at, &words);
            let wide = (number::to_double(total.value) / most).max(0.0) * (BARS - 60.0);
            let _ = writeln!(
                out,
                "<rect class=\"span\" x=\"{NAMES}\" y=\"{}\" width=\"{wide:.1}\" height=\"10\"/><text class=\"start\" x=\"{:.1}\" y=\"{}\">{}</text>",
                y - 5,
                NAMES + wide + 4.0,
                y + 4,
                number::fixed(total.value, 2)
            );
        }
        out.push_str("</svg>\n");
    }
    head(out, &[Label::Indicator.say(firmness.lang), firmness.say(&Firm::First), firmness.say(&Firm::Total)]);
    for (factor, first, total) in all {
        row(out, &[("", firmness.factor(factor)), ("n", index(first)), ("n", index(total))]);
    }
    end(out);
}

fn without(out: &mut String, firmness: &Firmness<'_>) {
    if firmness.found.without.is_empty() {
        return;
    }
    part(out, firmness, &Firm::WithoutHead, Some(&Firm::WithoutHow));
    let mut heads = vec![Label::Indicator.say(firmness.lang)];
    let words = [Firm::WithoutShift, Firm::WithoutPlaces, Firm::WithoutGrades, Firm::WithoutFurthest];
    heads.extend(words.iter().map(|word| firmness.say(word)));
    head(out, &heads);
    for without in firmness.by_shift() {
        let cells = [
            ("", firmness.factor(without.factor)),
            ("n", number::fixed(without.mean_shift, 2)),
            ("n", without.places.to_string()),
            ("n", without.grades.to_string()),
            ("", firmness.furthest(without)),
        ];
        row(out, &cells);
    }
    end(out);
}

fn lines(out: &mut String, firmness: &Firmness<'_>) {
    if firmness.found.lines.is_empty() {
        return;
    }
    part(out, firmness, &Firm::LinesHead, Some(&Firm::LinesHow));
    head(out, &[Firm::SheetLines, Firm::LineBy, Firm::LineUnits].map(|word| firmness.say(&word)));
    for line in &firmness.found.lines {
        let by = number::plain(line.by);
        let by = if by.starts_with('-') { by } else { format!("+{by}") };
        row(out, &[("name", firmness.line(line)), ("n", by), ("", firmness.crossings(&line.crossings))]);
    }
    end(out);
}

fn open(out: &mut String, firmness: &Firmness<'_>) {
    if firmness.found.open.is_empty() {
        part(out, firmness, &Firm::OpenHead, Some(&Firm::OpenNone));
        return;
    }
    part(out, firmness, &Firm::OpenHead, Some(&Firm::OpenHow));
    let mut heads = vec![Label::Rank.say(firmness.lang), Label::Unit.say(firmness.lang)];
    let words = [Firm::OpenCount, Firm::TotalFrom, Firm::TotalTo, Firm::Best, Firm::Worst, Firm::GradeRange];
    heads.extend(words.iter().map(|word| firmness.say(word)));
    head(out, &heads);
    for open in &firmness.found.open {
        let total =
            |total: Option<crate::number::Decimal>| total.map(|total| firmness.total(total)).unwrap_or_default();
        let cells = [
            ("c", firmness.assessment.rank(open.unit).map(|rank| rank.to_string()).unwrap_or_default()),
            ("name", firmness.unit(open.unit).to_owned()),
            ("n", open.open.to_string()),
            ("n", total(open.total.map(|(low, _)| low))),
            ("n", total(open.total.map(|(_, high)| high))),
            ("n", open.places.0.to_string()),
            ("n", open.places.1.to_string()),
            ("c", firmness.open_grades(open)),
        ];
        row(out, &cells);
    }
    end(out);
}

fn rounding(out: &mut String, firmness: &Firmness<'_>) {
    if firmness.found.rounded.is_empty() {
        return;
    }
    part(out, firmness, &Firm::RoundingHead, Some(&Firm::RoundingHow));
    let words = [Firm::Alternative, Firm::RoundingTotals, Firm::WithoutPlaces, Firm::LineUnits];
    head(out, &words.map(|word| firmness.say(&word)));
    for rounded in &firmness.found.rounded {
        let cells = [
            ("", firmness.alternative(rounded)),
            ("n", rounded.totals.to_string()),
            ("n", rounded.places.len().to_string()),
            ("", firmness.other_grades(rounded)),
        ];
        row(out, &cells);
    }
    end(out);
}
