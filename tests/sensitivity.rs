//! `kaohe sensitivity`: laws of shaken weights on random rubrics, cases whose answers are known, and what a run says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod random;

use std::fmt::Write;
use std::process::Command;
use std::sync::Arc;

use kaohe::analysis::sensitivity::{self, Alternative, Distribution, Study};
use kaohe::number::{Decimal, to_double};
use kaohe::scoring::{Assessment, Shaken};
use proptest::prelude::*;
use random::{Given, compile, given, score, table};

fn kaohe(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kaohe")).args(arguments).env("COLUMNS", "150").output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), text)
}

/// Leaves that earn their full points in proportion, so that points follow full points; nothing is rounded.
fn proportional(sections: &[Vec<u32>], rescale: &str, combine: &str, missing: &str) -> String {
    let mut text = format!(
        "id = \"random\"\ntitle = \"随机\"\nperiod = \"0\"\nedition = \"1\"\nunit = \"县\"\nrescale = \"{rescale}\"\n{combine}\n\
         missing = \"{missing}\"\nnot_applicable = \"leave-out\"\n\
         rounding = {{ leaf = \"none\", section = \"none\", total = \"none\", mode = \"half-up\" }}\n\
         ranking = {{ ties = \"competition\" }}\n\
         grading = {{ grades = [{{ name = \"A\", min = 30 }}, {{ name = \"B\", min = 10 }}, {{ name = \"C\" }}] }}\n[fields]\n"
    );
    let count: usize = sections.iter().map(Vec::len).sum();
    for field in 0..count {
        writeln!(text, "f{field} = {{ label = \"数{field}\", kind = \"number\" }}").unwrap();
    }
    let mut field = 0;
    let weight = if combine.is_empty() { String::new() } else { format!("weight = \"{}%\"\n", 100 / sections.len()) };
    for (s, leaves) in sections.iter().enumerate() {
        write!(text, "[[sections]]\nid = \"{s}\"\ntitle = \"节\"\n{weight}").unwrap();
        for (l, points) in leaves.iter().enumerate() {
            write!(
                text,
                "[[sections.indicators]]\nid = \"{s}.{l}\"\ntitle = \"项\"\npoints = {points}\nvalue = \"f{field}\"\nscore.proportion = {{ target = 100 }}\n"
            )
            .unwrap();
            field += 1;
        }
    }
    text
}

type Case = (Vec<Vec<u32>>, Vec<Vec<u32>>, Vec<(usize, Vec<Given>)>, String, String);

prop_compose! {
    fn case()(
        sections in prop::collection::vec(prop::collection::vec((1u32..20, 1u32..4), 1..5), 1..4),
        rescale in prop_oneof![Just("section"), Just("total")],
        missing in prop_oneof![Just("zero"), Just("leave-out")],
    )(
        rows in prop::collection::vec((0usize..2, prop::collection::vec(given(), sections.iter().map(Vec::len).sum::<usize>())), 1..12),
        sections in Just(sections), rescale in Just(rescale), missing in Just(missing),
    ) -> Case {
        let points = sections.iter().map(|leaves| leaves.iter().map(|(points, _)| *points).collect()).collect();
        let times = sections.iter().map(|leaves| leaves.iter().map(|(_, times)| *times).collect()).collect();
        (points, times, rows, rescale.to_owned(), missing.to_owned())
    }
}

/// What a draw of these multipliers gives: totals, places, grades.
fn drawn(assessment: &Assessment, multipliers: &[f64]) -> Vec<(Option<f64>, Option<u64>, Option<usize>)> {
    let shaken = Shaken::of(assessment);
    assert_eq!(shaken.factors().len(), multipliers.len());
    let results = shaken.draw(&mut shaken.start(), multipliers);
    results.iter().map(|it| (it.total, it.rank.map(u64::from), it.grade.map(|grade| grade as usize))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where every weight is multiplied alike, nothing moves.
    #[test]
    fn what_is_not_shaken_stays((points, _, rows, rescale, missing) in case(), by in 1u32..5) {
        let program = Arc::new(compile(&proportional(&points, &rescale, "", &missing)));
        let assessment = score(&program, table(&rows, program.fields.len()));
        let factors = Shaken::of(&assessment).factors().len();
        for (unit, (total, rank, grade)) in drawn(&assessment, &vec![f64::from(by); factors]).into_iter().enumerate() {
            match (total, assessment.total(unit).get()) {
                (Some(total), Some(exact)) => prop_assert!((total - to_double(exact)).abs() < 1e-8),
                (total, exact) => prop_assert!(total.is_none() && exact.is_none()),
            }
            prop_assert_eq!(rank, assessment.rank(unit));
            prop_assert_eq!(grade, assessment.grade(unit));
        }
    }

    /// Items that count twice or three times give what the rubric gives that prints their points so, on the scale of the
    /// first: exactly scored, from its own text.
    #[test]
    fn a_draw_gives_what_the_rubric_with_those_points_gives((points, times, rows, rescale, missing) in case()) {
        let more: Vec<Vec<u32>> = points.iter().zip(&times)
            .map(|(points, times)| points.iter().zip(times).map(|(points, times)| points * times).collect()).collect();
        let program = Arc::new(compile(&proportional(&points, &rescale, "", &missing)));
        let other = Arc::new(compile(&proportional(&more, &rescale, "", &missing)));
        let assessment = score(&program, table(&rows, program.fields.len()));
        let expected = score(&other, table(&rows, other.fields.len()));
        let multipliers: Vec<f64> = times.iter().flatten().map(|times| f64::from(*times)).collect();
        let (was, is): (u32, u32) = (points.iter().flatten().sum(), more.iter().flatten().sum());
        for (unit, (total, rank, _)) in drawn(&assessment, &multipliers).into_iter().enumerate() {
            match (total, expected.total(unit).get()) {
                (Some(total), Some(exact)) => {
                    let scaled = to_double(exact) * f64::from(was) / f64::from(is);
                    prop_assert!((total - scaled).abs() < 1e-7, "unit {unit}: {total} is not {scaled}");
                }
                (total, exact) => prop_assert!(total.is_none() && exact.is_none()),
            }
            // Totals that differ by less than the guard are told apart on one scale and not on the other.
            let close = (0..rows.len()).any(|other| other != unit && match (expected.total(unit).get(), expected.total(other).get()) {
                (Some(a), Some(b)) => a != b && (a - b).abs() < Decimal::new(1, 6),
                _ => false,
            });
            prop_assert!(close || rank == expected.rank(unit));
        }
    }

    /// Weights of sections too: multiplying them all alike changes nothing, and each is a factor of its own.
    #[test]
    fn weights_are_shaken_where_parts_are_weighed((points, _, rows, rescale, missing) in case(), by in 1u32..5) {
        prop_assume!(100 % points.len() == 0);
        let text = proportional(&points, &rescale, "combine = \"weighted\"\npoints = 100", &missing);
        let program = Arc::new(compile(&text.replace("rescale = \"total\"", "rescale = \"section\"")));
        let assessment = score(&program, table(&rows, program.fields.len()));
        let leaves: usize = points.iter().map(Vec::len).sum();
        for (unit, (total, rank, _)) in drawn(&assessment, &vec![f64::from(by); leaves + points.len()]).into_iter().enumerate() {
            match (total, assessment.total(unit).get()) {
                (Some(total), Some(exact)) => prop_assert!((total - to_double(exact)).abs() < 1e-8),
                (total, exact) => prop_assert!(total.is_none() && exact.is_none()),
            }
            prop_assert_eq!(rank, assessment.rank(unit));
        }
    }
}

fn study(draws: usize, distribution: Distribution) -> Study {
    Study { draws, distribution, seed: 1, sample: 0, lines: vec![Decimal::ONE] }
}

/// Two items of 50 points each; 甲 leads by 10 of 50 in the first, 乙 by `behind` of 50 in the second.
fn duel(behind: i64) -> Assessment {
    let program = Arc::new(compile(&proportional(&[vec![50, 50]], "section", "", "zero")));
    let given = |tenths: i64| Some(Some(tenths));
    let rows = vec![(0, vec![given(600), given(500)]), (0, vec![given(400), given(500 + behind * 20)])];
    score(&program, table(&rows, 2))
}

/// With both weights uniform on ±s, 甲 is ahead where m₁ × 10 > m₂ × d, that is m₁ > m₂ d ÷ 10: an area of the square,
/// which for d = 9 and s = 20 % is 1 − (1.2 × 0.9 − 0.8)² ÷ (2 × 0.9 × 0.4²).
#[test]
fn the_share_of_draws_is_the_probability_within_its_error() {
    let draws = 20_000;
    let found = sensitivity::of(&duel(9), study(draws, Distribution::Uniform(Decimal::new(2, 1))), |_| {});
    let spread = found.weights.unwrap();
    let expected = 1.0 - (1.2_f64 * 0.9 - 0.8).powi(2) / (2.0 * 0.9 * 0.16);
    let share = to_double(Decimal::from(spread.units[0].same_place)) / 20_000.0;
    let error = (expected * (1.0 - expected) / 20_000.0).sqrt();
    assert_eq!(spread.units[0].unit, 0);
    assert!((share - expected).abs() < 3.0 * error, "{share} is not {expected} ± {error}");
    // Any weights: 甲 is ahead where w₁ × 10 > (1 − w₁) × 9, with w₁ uniform on 0 to 1.
    let found = sensitivity::of(&duel(9), study(draws, Distribution::Free), |_| {});
    let share = to_double(Decimal::from(found.weights.unwrap().units[0].same_place)) / 20_000.0;
    assert!((share - 10.0 / 19.0).abs() < 3.0 * 0.5 / 20_000_f64.sqrt(), "{share}");
}

#[test]
fn where_one_leads_in_everything_no_weights_change_it() {
    let program = Arc::new(compile(&proportional(&[vec![30, 30], vec![40]], "section", "", "zero")));
    let given = |tenths: i64| Some(Some(tenths));
    let rows = vec![(0, vec![given(500); 3]), (0, vec![given(900); 3]), (0, vec![given(700); 3])];
    let found = sensitivity::of(&score(&program, table(&rows, 3)), study(500, Distribution::Free), |_| {});
    let spread = found.weights.unwrap();
    assert!(spread.units.iter().all(|unit| unit.same_place == 500 && unit.interval == unit.extremes));
    assert_eq!(spread.mean_shift, Some(Decimal::ZERO));
    assert!(found.without.iter().all(|without| without.places == 0));
}

#[test]
fn the_same_seed_gives_the_same_draws_whatever_the_threads() {
    let assessment = duel(9);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sensitivity::of(&assessment, study(777, Distribution::Uniform(Decimal::new(3, 1))), |_| {}))
    };
    assert_eq!(run(1).weights, run(3).weights);
}

#[test]
fn other_roundings_are_scored_again_exactly() {
    let assessment = duel(9);
    // Nothing is rounded, so nothing can be rounded otherwise.
    let found = sensitivity::of(&assessment, study(10, Distribution::Free), |_| {});
    assert!(found.rounded.is_empty());
    let text = proportional(&[vec![50, 50]], "section", "", "zero").replace("total = \"none\"", "total = 0");
    let program = Arc::new(compile(&text));
    // 50 × 60.5 % + 50 × 50 % = 55.25, 50 × 40.6 % + 50 × 69 % = 54.8: equal when no decimals are kept.
    let rows = vec![(0, vec![Some(Some(605)), Some(Some(500))]), (0, vec![Some(Some(406)), Some(Some(690))])];
    let found = sensitivity::of(&score(&program, table(&rows, 2)), study(10, Distribution::Free), |_| {});
    let never = found.rounded.iter().find(|rounded| rounded.alternative == Alternative::Never).unwrap();
    assert_eq!((never.totals, never.places.clone()), (2, vec![(1, Some(1), Some(2))]));
}

#[test]
fn the_example_is_told_in_both_languages_and_every_form() {
    let run = |more: &[&str]| {
        let fixed = ["sensitivity", "examples/county-quality-2016", "--draws", "100", "--influence", "4"];
        kaohe(&[&fixed[..], more].concat())
    };
    for lang in ["zh", "en"] {
        let (code, said) = run(&["--lang", lang]);
        assert_eq!(code, 0, "{said}");
        insta::assert_snapshot!(format!("example_{lang}"), said);
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["稳健性.json", "稳健性.html", "稳健性.xlsx"] {
        let (first, second) = (folder.path().join(name), folder.path().join(format!("2-{name}")));
        for file in [&first, &second] {
            let (code, said) = run(&["--lang", "zh", "--out", file.to_str().unwrap()]);
            assert_eq!(code, 0, "{said}");
        }
        assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap(), "{name}");
        if !name.ends_with("xlsx") {
            insta::assert_snapshot!(name.rsplit('.').next().unwrap(), std::fs::read_to_string(&first).unwrap());
        }
    }
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    for arguments in [["--spread", "0"], ["--spread", "120%"], ["--draws", "0"], ["--lines", "-1"], ["--lines", "abc"]]
    {
        let wrong = arguments.join("=");
        let line = ["sensitivity", "examples/county-quality-2016", "--lang", "zh", &wrong];
        let (code, said) = kaohe(&line);
        assert_eq!(code, 2, "{said}");
    }
}
