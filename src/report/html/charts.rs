//! Drawings: SVG with its words, no colour without a letter or a number. Lengths are of pixels and need not be exact.

use std::fmt::Write;

use super::Page;
use super::markup::escape;
use super::statistics::{Bin, Totals};
use crate::number::{self, Decimal, Rounding, RoundingMode};
use crate::words::html::Web;

/// Colours of grades; those beyond share the last.
pub(super) const COLOURS: usize = 6;

/// The size of the histogram and what lies around its bars.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 26.0;
const SIDE: f64 = 16.0;

/// The bars of the totals, with the lines between grades.
pub(super) fn histogram(
    page: &Page<'_>,
    out: &mut String,
    bins: &[Bin],
    lines: &[(String, Decimal)],
    range: &dyn Fn(&Bin) -> String,
) {
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return };
    let lang = page.lang;
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1).max(1);
    let (from, to) = (number::to_double(first.from), number::to_double(last.to));
    let x = |value: Decimal| SIDE + (number::to_double(value) - from) / (to - from) * (WIDTH - 2.0 * SIDE);
    let height = |count: usize| share(count, most) * (HEIGHT - TOP - BOTTOM);
    let base = HEIGHT - BOTTOM;
    let _ = writeln!(
        out,
        "<div class=\"wide\"><svg class=\"histogram\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"totals-title\">\n<title id=\"totals-title\">{}</title>",
        escape(&Web::TotalsHead.say(lang))
    );
    for bin in bins {
        let (left, right, tall) = (x(bin.from), x(bin.to), height(bin.count));
        let says = Web::RangeCount { range: range(bin), count: bin.count }.say(lang);
        let _ = writeln!(
            out,
            "<g><title>{}</title><rect class=\"column\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{tall:.1}\"/>",
            escape(&says),
            left + 1.0,
            base - tall,
            (right - left - 2.0).max(1.0),
        );
        if bin.count > 0 {
            let middle = f64::midpoint(left, right);
            let _ = write!(
                out,
                "<text class=\"count\" x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
                base - tall - 4.0,
                bin.count
            );
        }
        out.push_str("</g>\n");
    }
    let edges = bins.iter().map(|bin| bin.from).chain([last.to]);
    for edge in edges {
        let _ = writeln!(
            out,
            "<text class=\"edge\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x(edge),
            HEIGHT - 8.0,
            number::plain(edge)
        );
    }
    for (grade, min) in lines.iter().filter(|(_, min)| *min >= first.from && *min < last.to) {
        let at = x(*min);
        let says = Web::LineOf { grade: grade.clone(), min: number::plain(*min) }.say(lang);
        // Near the right edge the words stand before the line.
        let (class, start) = if at > 0.85 * WIDTH { ("limit before", at - 3.0) } else { ("limit", at + 3.0) };
        let _ = writeln!(
            out,
            "<line class=\"limit\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{base:.1}\"/><text class=\"{class}\" x=\"{start:.1}\" y=\"12\">{}</text>",
            TOP - 30.0,
            escape(&says)
        );
    }
    let _ = writeln!(
        out,
        "<line class=\"axis\" x1=\"{SIDE}\" x2=\"{:.1}\" y1=\"{base:.1}\" y2=\"{base:.1}\"/>\n</svg></div>",
        WIDTH - SIDE
    );
}

/// A bar beside its number: a share of the whole.
pub(super) fn bar(share: Option<Decimal>) -> String {
    let width = share.map_or(0.0, number::to_double).clamp(0.0, 1.0) * 100.0;
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"6\"/><rect class=\"fill\" width=\"{width:.1}\" height=\"6\"/></svg>"
    )
}

/// The grades of some units in one bar; each part says its count.
pub(super) fn stack(page: &Page<'_>, totals: &Totals) -> String {
    let program = &page.assessment.program;
    let mut svg =
        "<svg class=\"stack\" viewBox=\"0 0 200 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">".to_owned();
    let mut left = 0.0;
    for (position, (grade, count)) in
        program.grades.iter().zip(&totals.grades).enumerate().filter(|(_, (_, n))| **n > 0)
    {
        let width = share(*count, totals.units) * 200.0;
        let percent = percent(*count, totals.units);
        let says = Web::GradeOf { grade: grade.name.clone(), count: *count, share: percent }.say(page.lang);
        let _ = write!(
            svg,
            "<rect class=\"g{}\" x=\"{left:.2}\" width=\"{width:.2}\" height=\"14\"><title>{}</title></rect>",
            position.min(COLOURS - 1),
            escape(&says)
        );
        left += width;
    }
    svg.push_str("</svg>");
    svg
}

/// A share of a count, to a tenth of a per cent.
fn percent(part: usize, whole: usize) -> String {
    let share = Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or_default();
    number::percent(Rounding { digits: 3, mode: RoundingMode::HalfUp }.apply(share))
}

/// A share as a length.
fn share(part: usize, whole: usize) -> f64 {
    number::to_double(Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or_default())
}
