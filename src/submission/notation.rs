//! Numbers as people write them: `1,234.50`, `９８.５`, `3万`, `约12批次`.

use crate::number::{Decimal, read_exact};
use crate::text::{fold, half_width, simplified};

/// Counters people add to a count whose field names no unit of measure.
const COUNTERS: &[&str] = &["个", "件", "起", "家", "次", "项", "批次", "批", "户", "人", "例", "天", "元", "分"];
/// Words before a number that make it approximate.
const ABOUT: &[&str] = &["大约", "约", "近", "¥"];
/// Words after a number that make it approximate.
const OR_SO: &[&str] = &["以上", "左右", "余", "多", "整"];

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// The number; of `98.5%`, 98.5.
    pub(crate) value: Decimal,
    /// Whether a per cent sign follows.
    pub(crate) percent: bool,
    /// Whether somebody should make sure that it was read right.
    pub(crate) surprising: bool,
}

/// Reads a number in the unit of measure of its field; `None` when it is no number.
pub(crate) fn read_number(text: &str, measure: Option<&str>) -> Option<Written> {
    let trimmed = text.trim();
    if let Some(value) = digits(trimmed) {
        return Some(Written { value, percent: false, surprising: trimmed.contains(['e', 'E', '+', ' ']) });
    }
    if let Some(value) = trimmed.strip_suffix('%').and_then(digits) {
        return Some(Written { value, percent: true, surprising: false });
    }
    let mut text = simplified(&half_width(text)).replace(['−', '–'], "-");
    // What makes a spreadsheet take a number for text, where it was exported too.
    if let Some(rest) = text.strip_prefix(['\'', '’', '‘', '`']) {
        text = rest.trim_start().to_owned();
    }
    for word in ABOUT {
        if let Some(rest) = text.strip_prefix(word) {
            text = rest.trim_start().to_owned();
        }
    }
    text = without_or_so(&text).to_owned();
    if let Some(value) = text.strip_suffix('%').and_then(|number| digits(number.trim_end())) {
        return Some(Written { value, percent: true, surprising: true });
    }
    let (unit, base) = measure.map_or((Decimal::ONE, String::new()), split_measure);
    let mut rest = text.as_str();
    let mut named = false;
    let bases = [base.as_str()].into_iter().filter(|base| !base.is_empty());
    for word in bases.chain(COUNTERS.iter().copied().filter(|_| measure.is_none())) {
        if let Some(shorter) = strip_folded(rest, word) {
            rest = without_or_so(shorter);
            named = true;
            break;
        }
    }
    let (rest, multiplier) = strip_multiplier(rest);
    let value = digits(without_or_so(rest))?;
    let value = match multiplier {
        // 3万 of 万元 are 3; 30000元 of 万元 too.
        Some(multiplier) => value.checked_mul(multiplier)?.checked_div(unit)?,
        None if named => value.checked_div(unit)?,
        None => value,
    };
    Some(Written { value: value.normalize(), percent: false, surprising: true })
}

/// Plain digits, or digits in groups of three set off by commas or blanks.
fn digits(text: &str) -> Option<Decimal> {
    let Some(separator) = [',', ' '].into_iter().find(|separator| text.contains(*separator)) else {
        return read_exact(text);
    };
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.strip_prefix(['-', '+']).unwrap_or(whole).split(separator);
    let first = groups.next()?;
    let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if !grouped || fraction.is_some_and(|digits| digits.contains(separator)) {
        return None;
    }
    read_exact(&text.replace(separator, ""))
}

fn without_or_so(text: &str) -> &str {
    let text = text.trim_end();
    OR_SO.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim_end()
}

/// The text before a word that is compared as [`fold`] compares.
fn strip_folded<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    if let Some(rest) = text.strip_suffix(word) {
        return Some(rest.trim_end());
    }
    let start = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')))?;
    let (number, suffix) = text.split_at_checked(start)?;
    (fold(suffix) == fold(word)).then_some(number)
}

/// 万元 is ten thousand 元: the multiplier and the base.
fn split_measure(measure: &str) -> (Decimal, String) {
    let measure = half_width(measure);
    for (word, multiplier) in [("万", 10_000_i64), ("亿", 100_000_000)] {
        if let Some(base) = measure.strip_prefix(word) {
            return (Decimal::from(multiplier), base.trim_start().to_owned());
        }
    }
    (Decimal::ONE, measure)
}

/// Takes 万, 亿, 百万, 千万 and their like off the end.
fn strip_multiplier(text: &str) -> (&str, Option<Decimal>) {
    let (mut rest, mut multiplier) = (without_or_so(text), None);
    while let Some((word, by)) = [("十", 10_i64), ("百", 100), ("千", 1000), ("万", 10_000), ("亿", 100_000_000)]
        .into_iter()
        .find(|(word, _)| rest.ends_with(word))
    {
        let product = multiplier.unwrap_or(Decimal::ONE).checked_mul(Decimal::from(by));
        let (Some(product), Some(shorter)) = (product, rest.strip_suffix(word)) else { break };
        multiplier = Some(product);
        rest = shorter.trim_end();
    }
    (rest, multiplier)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, measure: Option<&str>) -> Option<(String, bool, bool)> {
        read_number(text, measure).map(|w| (crate::number::plain(w.value), w.percent, w.surprising))
    }

    #[test]
    fn plain_digits_thousands_separators_and_a_percent_sign_surprise_nobody() {
        for (text, value, percent) in
            [("12", "12", false), ("-0.50", "-0.5", false), ("1,234.50", "1234.5", false), (" 98.5% ", "98.5", true)]
        {
            assert_eq!(read(text, None), Some((value.to_owned(), percent, false)), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_read_as_they_mean_it_and_told() {
        for (text, measure, value) in [
            ("９８.５", None, "98.5"),
            ("１，２３４", None, "1234"),
            ("3万", None, "30000"),
            ("2亿", Some("元"), "200000000"),
            ("1.5千万元", Some("元"), "15000000"),
            ("3万元", Some("万元"), "3"),
            ("3万", Some("万元"), "3"),
            ("2亿元", Some("万元"), "20000"),
            ("30000元", Some("万元"), "3"),
            ("12批次", Some("批次"), "12"),
            ("12 批次", Some("批次"), "12"),
            ("12KG", Some("kg"), "12"),
            ("约12起", None, "12"),
            ("100余家", None, "100"),
            ("95以上", None, "95"),
            ("−3", None, "-3"),
            ("1.2E+08", None, "120000000"),
            ("1 234.5", None, "1234.5"),
            ("12\u{a0}345\u{202f}678", None, "12345678"),
            ("'98.5", None, "98.5"),
            ("1.5億元", Some("万元"), "15000"),
            ("95.0分", None, "95"),
        ] {
            assert_eq!(read(text, measure), Some((value.to_owned(), false, true)), "{text}");
        }
        assert_eq!(read("９８.５％", None), Some(("98.5".into(), true, true)));
    }

    #[test]
    fn what_is_no_number_is_not_guessed() {
        for text in [
            "",
            "万",
            "10-20",
            "12,34",
            "1,2345",
            "0x1F",
            "三",
            "12批次",
            "约",
            "1.2.3",
            "-",
            "1,234,",
            "≥95",
            "(3)",
            "（3）",
            "1.234,5",
            "1,2 345",
            "12 34",
            "1 2345",
            "百分之九十八",
            "98。5",
            "12‰",
        ] {
            assert_eq!(read(text, Some("家")), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_decimal_is_read_back_exactly(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=12) {
            let number = Decimal::new(mantissa, scale);
            let read = read_number(&number.to_string(), None);
            prop_assert_eq!(read, Some(Written { value: number, percent: false, surprising: false }));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in any::<String>(), measure in any::<Option<String>>()) {
            let _ = read_number(&text, measure.as_deref());
        }

        #[test]
        fn no_text_of_digits_and_signs_makes_the_reader_panic(text in "[0-9.,万亿千百%约余元+-]{0,40}") {
            let _ = read_number(&text, Some("万元"));
        }
    }
}
