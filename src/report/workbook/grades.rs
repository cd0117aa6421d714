//! How grades are marked: they can be told apart in black and white.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    ConditionalFormatDataBarAxisPosition, ConditionalFormatType, Format, FormatPattern, Worksheet,
};

use crate::number::{self, Decimal};
use crate::program::Program;

/// The best grade: white on dark, which prints dark.
const BEST: Color = Color::RGB(0x1F_4E_79);
/// The next one: a light ground.
const GOOD: Color = Color::RGB(0xBD_D7_EE);
/// The last one: red on a light hatch.
const LAST: Color = Color::RGB(0xFC_E4_D6);
const RED: Color = Color::RGB(0x9C_00_06);
/// Bars behind numbers: light, so that the digits stay readable.
const BAR: Color = Color::RGB(0xC5_D9_F1);

/// Marks the grades in a column: the best, the next and the last.
pub(super) fn mark(
    sheet: &mut Worksheet,
    program: &Program,
    column: u16,
    (first, last): (u32, u32),
) -> anyhow::Result<()> {
    let count = program.grades.len();
    for (position, grade) in program.grades.iter().enumerate() {
        let format = match position {
            0 => Format::new().set_bold().set_font_color(Color::White).set_background_color(BEST),
            _ if position + 1 == count => Format::new()
                .set_bold()
                .set_italic()
                .set_font_color(RED)
                .set_background_color(LAST)
                .set_foreground_color(RED)
                .set_pattern(FormatPattern::LightUp),
            1 => Format::new().set_bold().set_background_color(GOOD),
            _ => continue,
        };
        let rule = ConditionalFormatCellRule::EqualTo(grade.name.clone());
        let mark = ConditionalFormatCell::new().set_rule(rule).set_format(format);
        sheet.add_conditional_format(first, column, last, column, &mark)?;
    }
    Ok(())
}

/// Bars behind the numbers of a column, from nothing to `most`.
pub(super) fn bars(
    sheet: &mut Worksheet,
    column: u16,
    (first, last): (u32, u32),
    most: Option<Decimal>,
) -> anyhow::Result<()> {
    let bar = ConditionalFormatDataBar::new()
        .set_fill_color(BAR)
        .set_solid_fill(true)
        .set_border_off(true)
        .set_axis_position(ConditionalFormatDataBarAxisPosition::None)
        .set_minimum(ConditionalFormatType::Number, 0);
    let bar = match most {
        Some(most) => bar.set_maximum(ConditionalFormatType::Number, number::to_double(most)),
        None => bar,
    };
    sheet.add_conditional_format(first, column, last, column, &bar)?;
    Ok(())
}
