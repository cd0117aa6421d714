//! Numbers are read as they are written, however people write them.

use kaohe::number::{self, Decimal};
use kaohe::program::Field;
use kaohe::submission::read_value;
use kaohe::table::State;
use proptest::prelude::*;

use super::program;

fn field(id: &str) -> Field {
    let program = program();
    program.fields[program.find_field(id).unwrap().index()].clone()
}

/// The digits before the point in groups of three.
fn grouped(text: &str, separator: char) -> String {
    let (sign, plain) = text.strip_prefix('-').map_or(("", text), |plain| ("-", plain));
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    format!("{sign}{out}{}", fraction.map_or(String::new(), |fraction| format!(".{fraction}")))
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        c => c,
    };
    text.chars().map(wide).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_is_the_same_in_every_notation(mantissa in -9_999_999_999_i64..=9_999_999_999, scale in 0_u32..=4) {
        let number = Decimal::new(mantissa, scale);
        let text = number.to_string();
        let mut fund = field("fund");
        fund.min = None;
        for written in [
            text.clone(),
            format!(" {text}\u{a0}"),
            grouped(&text, ','),
            grouped(&text, ' '),
            grouped(&text, '\u{a0}'),
            grouped(&text, '\u{ff0c}'),
            full_width(&text),
            full_width(&grouped(&text, ',')),
            format!("{text}万元"),
            format!("{text} 萬元"),
            format!("约{text}万元左右"),
            format!("'{text}"),
            format!("{}元", number * Decimal::from(10_000)),
        ] {
            let reading = read_value(&written, &fund);
            prop_assert_eq!((reading.state, reading.value), (State::Known, number), "{}", written);
            let plain = written.trim() == text || written == grouped(&text, ',');
            prop_assert!(plain || reading.problem.is_some() || written.trim().chars().all(|c| c.is_ascii_digit()), "{} is not told", written);
        }
    }

    #[test]
    fn a_percentage_is_the_same_with_its_sign_in_every_notation(mantissa in 0_i64..=100_000, scale in 0_u32..=3) {
        let rate = field("rate");
        let per_cent = Decimal::new(mantissa, scale).min(Decimal::ONE_HUNDRED);
        let text = per_cent.to_string();
        for written in [format!("{text}%"), format!("{text} %"), full_width(&format!("{text}%")), format!("约{text}%")] {
            let reading = read_value(&written, &rate);
            prop_assert_eq!((reading.state, reading.value), (State::Known, per_cent / Decimal::ONE_HUNDRED), "{}", written);
        }
    }

    /// Whatever is read as a number shows its digits: nothing is made up, and nothing is dropped.
    #[test]
    fn no_text_is_read_as_another_number(text in "[0-9.,' ()%-]{0,12}") {
        let reading = read_value(&text, &field("fund"));
        if reading.state == State::Known {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let (read, written) = (digits(&number::plain(reading.value)), digits(&text));
            let bare = |text: &str| text.trim_start_matches('0').trim_end_matches('0').to_owned();
            prop_assert_eq!(bare(&read), bare(&written), "{}", text);
        }
    }
}
