//! How charts look: fonts that have Chinese characters, and fills that differ without colours.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill,
    ChartPatternFillType, ChartSolidFill, Color,
};

use crate::words::Lang;

/// The blue of bars, dark enough for paper.
pub(in crate::report) const BAR: Color = Color::RGB(0x3B_5B_7D);
/// A pale blue, which prints as a light grey.
const PALE: Color = Color::RGB(0xD6_E0_EA);
/// Lines and the ink of patterns.
const INK: Color = Color::RGB(0x40_40_40);

/// A font of charts.
pub(in crate::report) fn font(lang: Lang, size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    if lang == Lang::Zh {
        font.set_name("宋体");
    }
    font.set_size(size);
    font
}

/// A thin dark line around what is filled.
fn edge() -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(INK).set_width(0.75);
    line
}

/// A plain fill.
pub(in crate::report) fn solid(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color)).set_border(&edge());
    format
}

/// The fill of the first, the second … of several series: they can be told apart in black and white.
pub(in crate::report) fn fill(position: usize) -> ChartFormat {
    let pattern = match position % 5 {
        0 => return solid(BAR),
        1 => ChartPatternFillType::DiagonalStripesWideUpwards,
        2 => return solid(PALE),
        3 => return solid(Color::White),
        _ => ChartPatternFillType::Dotted50Percent,
    };
    let mut fill = ChartPatternFill::new();
    fill.set_pattern(pattern).set_foreground_color(BAR).set_background_color(Color::White);
    let mut format = ChartFormat::new();
    format.set_pattern_fill(&fill).set_border(&edge());
    format
}

/// Labels that say the value, with as many decimals as it is shown with.
pub(in crate::report) fn labels(lang: Lang, numbers: &str) -> ChartDataLabel {
    let mut label = ChartDataLabel::new();
    label.show_value().set_num_format(numbers).set_font(&font(lang, 9));
    label
}

/// Labels on fills of any darkness: they stand on white.
pub(in crate::report) fn boxed(lang: Lang, numbers: &str) -> ChartDataLabel {
    let mut label = labels(lang, numbers);
    let mut white = ChartFormat::new();
    white.set_solid_fill(ChartSolidFill::new().set_color(Color::White));
    label.set_format(&mut white);
    label
}

/// What every chart has: a title, fonts, a frame, and a text for those who cannot see it.
pub(in crate::report) fn dress(chart: &mut Chart, title: &str, lang: Lang) {
    let mut heading = font(lang, 11);
    heading.set_bold();
    chart.title().set_name(title).set_font(&heading);
    chart.x_axis().set_font(&font(lang, 9));
    chart.y_axis().set_font(&font(lang, 9));
    chart.set_alt_text(title);
}

/// A legend below the plot.
pub(in crate::report) fn legend(chart: &mut Chart, lang: Lang) {
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(lang, 9));
}
