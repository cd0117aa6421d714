//! A rubric from a stranger ends in a program or in located errors, quickly: no panic, no hang.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kaohe::diagnostic::{Diagnostic, Source, has_errors};
use kaohe::program::Program;
use kaohe::rubric::Rubric;
use proptest::prelude::*;

fn compile(text: &str) -> (Option<Program>, Vec<Diagnostic>) {
    let source = Arc::new(Source { name: "rubric.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    (program, problems)
}

const HEAD: &str = "id = \"h\"\ntitle = \"敌意\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"zero\"\nnot_applicable = \"zero\"\n\
                    rounding = { leaf = 2, section = 2, total = 2, mode = \"half-up\" }\nranking = { ties = \"competition\" }\n\
                    [fields]\nn = { label = \"数\", kind = \"number\" }\n";

fn leaf(score: &str) -> String {
    format!(
        "{HEAD}[[sections]]\nid = \"1\"\ntitle = \"甲\"\n[[sections.indicators]]\nid = \"1.1\"\ntitle = \"乙\"\npoints = 5\nvalue = \"n\"\n{score}\n"
    )
}

#[test]
fn absurd_rubrics_end_in_located_errors() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    let absurd = [
        leaf(&format!("score.formula = \"{}\"", deep("(", ")"))),
        leaf(&format!("score.formula = \"n{}\"", "*n".repeat(100_000))),
        leaf(&format!("score.formula = \"n{}\"", " + n".repeat(1_000_000))),
        leaf(&format!("score.formula = \"{}n\"", "not ".repeat(1_500))),
        leaf(&format!("score.deduct = {{ each = 1{} }}", "0".repeat(5_000))),
        leaf("score.deduct = { each = 1e400 }"),
        leaf("score.deduct = { each = inf }"),
        leaf("score.deduct = { each = nan }"),
        leaf("score.deduct = { each = 0x10 }"),
        leaf("score.deduct = { each = 2016-01-01 }"),
        leaf("score.formula = \"round(n, 99)\""),
        leaf("score.formula = 'date(n)'"),
        leaf("score.formula = \"n / 0\"").replace("points = 5", "points = -5"),
        leaf("score.formula = \"rank()\""),
        format!("{HEAD}x = {}", deep("[", "]")),
        format!("{HEAD}[[sections]]\nid = \"1\"\ntitle = \"深\"\n{}", {
            let mut tables = String::new();
            for depth in 1..200 {
                tables += &format!(
                    "[[sections.indicators{}]]\nid = \"1.{depth}\"\ntitle = \"层\"\n",
                    ".items".repeat(depth - 1)
                );
            }
            tables
        }),
        "\u{0}\u{1}\u{2}".to_owned(),
        "=".repeat(10_000),
        "[[".repeat(10_000),
    ];
    for text in absurd {
        let start = Instant::now();
        let (program, problems) = compile(&text);
        let shown: String = text.chars().take(400).collect();
        assert!(program.is_none() && has_errors(&problems), "{shown}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {shown}", start.elapsed());
    }
}

#[test]
fn a_thousand_leaves_compile() {
    let mut text = HEAD.to_owned();
    for section in 0..20 {
        text += &format!("[[sections]]\nid = \"{section}\"\ntitle = \"节\"\n");
        for leaf in 0..50 {
            text += &format!(
                "[[sections.indicators]]\nid = \"{section}.{leaf}\"\ntitle = \"项\"\npoints = 0.1\nvalue = \"n\"\nscore.formula = \"n / (1 + cohort.max(n + {leaf}))\"\n"
            );
        }
    }
    let (program, problems) = compile(&text);
    assert_eq!(program.unwrap_or_else(|| panic!("{problems:?}")).leaves().count(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// The shipped rubric with a few characters changed is read, or refused with a place.
    #[test]
    fn a_damaged_rubric_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(""), Just("\""), Just("["), Just("}"), Just("="), Just("＝"), Just("\n"), Just("99999999999999999999"), Just("-"), Just("%"), Just("'")]), 1..6)
    ) {
        let mut characters: Vec<String> =
            std::fs::read_to_string("examples/county-quality-2016/rubric.toml").unwrap().chars().map(String::from).collect();
        for (index, text) in changes {
            let at = index.index(characters.len());
            characters[at] = text.to_owned();
        }
        let (program, problems) = compile(&characters.concat());
        prop_assert!(program.is_some() != has_errors(&problems));
    }

    /// Whatever stands in an expression, it compiles or is refused.
    #[test]
    fn any_text_can_stand_in_an_expression(text in "[a-z0-9.+*/()<>=!, 'n%率＋（\\-]{0,40}") {
        let (program, problems) = compile(&leaf(&format!("score.formula = '''{text} '''")));
        prop_assert!(program.is_some() != has_errors(&problems));
    }
}
