//! Units beside others, on the same basis; what items tell of units: by hand, and as laws.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kaohe::analysis::benchmark::items::{self, Items, Question};
use kaohe::analysis::benchmark::{Against, Basis, Compared, Row, Side, Subject, compare};
use kaohe::diagnostic::Source;
use kaohe::number::{self, Decimal};
use kaohe::program::Program;
use kaohe::rubric::Rubric;
use kaohe::scoring::{self, Assessment};
use kaohe::table::{State, Table, Unit};
use proptest::prelude::*;

use common::{kaohe, run};

fn d(text: &str) -> Decimal {
    number::read_exact(text).unwrap()
}

/// Sections of leaves of ten points each, every one a tenth of its value; `combine` is of each section.
fn rubric(sections: &[usize], combine: &str, more: &str) -> Arc<Program> {
    let whole = 10 * sections.iter().sum::<usize>();
    let mut text = format!(
        "id = \"t\"\ntitle = \"对标\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"zero\"\nnot_applicable = \"leave-out\"\n\
         rescale = \"total\"\nrounding = {{ leaf = 2, section = 2, total = 2, mode = \"half-up\" }}\n\
         ranking = {{ ties = \"competition\" }}\n[grading]\ngrades = [{{ name = \"A\", min = {} }}, {{ name = \"B\" }}]\n",
        whole * 8 / 10
    );
    let count = sections.iter().sum::<usize>() + usize::from(more.contains("penalties"));
    for field in 0..count {
        writeln!(text, "[fields.f{field}]\nlabel = \"数{field}\"\nkind = \"number\"").unwrap();
    }
    let mut field = 0;
    for (s, leaves) in sections.iter().enumerate() {
        let combine = if combine == "sum" { String::new() } else { format!("combine = \"{combine}\"\n") };
        let points = if combine == "minimum" { String::new() } else { format!("points = {}\n", 10 * leaves) };
        write!(text, "[[sections]]\nid = \"{s}\"\ntitle = \"节\"\n{points}{combine}").unwrap();
        for l in 0..*leaves {
            write!(
                text,
                "[[sections.indicators]]\nid = \"{s}.{l}\"\ntitle = \"项\"\npoints = 10\nvalue = \"f{field}\"\n\
                 score.proportion = {{ target = 10 }}\n"
            )
            .unwrap();
            field += 1;
        }
    }
    text += more;
    let mut problems = Vec::new();
    let source = Arc::new(Source { name: "rubric.toml".into(), text });
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    Arc::new(program.unwrap_or_else(|| panic!("{problems:?}")))
}

/// Units of two groups in turn; a number, `-` for missing, `/` for what does not apply.
fn assess(program: &Arc<Program>, rows: &[Vec<String>]) -> Assessment {
    let unit = |at: usize| Unit { id: at.to_string(), name: format!("单位{at}"), group: at % 2, former: Vec::new() };
    let groups = vec!["甲组".into(), "乙组".into()];
    let mut table = Table::empty((0..rows.len()).map(unit).collect(), groups, program.fields.len());
    for (unit, row) in rows.iter().enumerate() {
        for (column, value) in table.fields.iter_mut().zip(row) {
            (column.values[unit], column.states[unit]) = match value.as_str() {
                "-" => (Decimal::ZERO, State::Missing),
                "/" => (Decimal::ZERO, State::NotApplicable),
                value => (d(value), State::Known),
            };
        }
    }
    scoring::score(Arc::clone(program), Arc::new(table))
}

fn rows(rows: &[&str]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.split_whitespace().map(str::to_owned).collect()).collect()
}

fn one(assessment: &Assessment, subject: Subject, against: Against) -> Compared {
    let nodes: Vec<_> = assessment.program.node_ids().collect();
    compare(&Basis::of(assessment), &[subject], &nodes, against, || {}).remove(0)
}

fn row<'a>(assessment: &Assessment, compared: &'a Compared, id: &str) -> &'a Row {
    let node = assessment.program.find_node(id).unwrap();
    compared.rows.iter().find(|row| row.node == node).unwrap()
}

fn shown(value: Option<Decimal>) -> String {
    value.map_or_else(|| "-".to_owned(), number::plain)
}

/// Three places, as the tea comparison has them.
///
/// | | 0.0 | 0.1 | total |
/// | 0 | 8 | 6 | 14 |
/// | 1 | 10 | missing | 10 |
/// | 2 | 6 | 9 | 15 |
#[test]
fn what_is_missing_is_not_zero_and_a_node_is_compared_over_what_both_have() {
    let program = rubric(&[2], "sum", "");
    let assessment = assess(&program, &rows(&["8 6", "10 -", "6 9"]));
    let first = one(&assessment, Subject::Unit(0), Against::Mean);
    // 0.0: (0.8 + 1 + 0.6) ÷ 3; 0.1: (0.6 + 0.9) ÷ 2, without the one that lacks it.
    let leaf = row(&assessment, &first, "0.0");
    assert_eq!([shown(leaf.rate), shown(leaf.difference), shown(leaf.worth)], ["0.8", "0", "-"]);
    assert_eq!(leaf.best.as_ref().unwrap().who, [Subject::Unit(1)]);
    let leaf = row(&assessment, &first, "0.1");
    assert_eq!(leaf.mean.as_ref().unwrap().count, 2);
    assert_eq!(
        ["-0.15", "-1.5", "-1.5"],
        [leaf.difference, leaf.points_apart, leaf.worth].map(shown).each_ref().map(String::as_str)
    );
    // The section: 14 of 20 beside 15 of 20; unit 1 lacks a leaf and is not among them.
    let section = row(&assessment, &first, "0");
    assert_eq!((shown(section.rate), section.mean.as_ref().unwrap().count), ("0.7".to_owned(), 2));
    assert_eq!(section.best.as_ref().unwrap().who, [Subject::Unit(2)]);

    // Unit 1 against unit 0: only 0.0 is there on both sides, also for the section.
    let second = one(&assessment, Subject::Unit(1), Against::Peer(Subject::Unit(0)));
    assert_eq!(shown(row(&assessment, &second, "0.1").difference), "-");
    let section = row(&assessment, &second, "0");
    assert_eq!([section.rate_beside_peer, section.difference, section.points_apart].map(shown), ["1", "0.2", "2"]);
    assert_eq!(second.left_out(&assessment).count(), 1);
    // The group 甲组 as one: units 0 and 2.
    let group = one(&assessment, Subject::Group(0), Against::Best);
    let leaf = row(&assessment, &group, "0.0");
    assert_eq!([leaf.rate, leaf.difference].map(shown), ["0.7", "-0.3"]);
    assert_eq!(leaf.best.as_ref().unwrap().who, [Subject::Group(1)]);
}

#[test]
fn a_target_is_full_points_and_nothing_taken_off() {
    let penalty = "[[penalties]]\nid = \"P\"\ntitle = \"扣分\"\npoints = 4\n[[penalties.items]]\nid = \"P.1\"\n\
                   title = \"扣\"\npoints = 4\nvalue = \"f1\"\nscore.add = { each = 1 }\n";
    let program = rubric(&[1], "sum", penalty);
    let assessment = assess(&program, &rows(&["8 1", "10 3", "6 2"]));
    let first = one(&assessment, Subject::Unit(0), Against::Target);
    assert_eq!(shown(row(&assessment, &first, "0.0").difference), "-0.2");
    assert_eq!(
        [row(&assessment, &first, "P.1").difference, row(&assessment, &first, "P.1").worth].map(shown),
        ["-0.25", "-1"]
    );
    // Who has less taken off is ahead.
    let first = one(&assessment, Subject::Unit(0), Against::Mean);
    let penalty = row(&assessment, &first, "P.1");
    assert_eq!([penalty.difference, penalty.worth].map(shown), ["0.25", "1"]);
    assert_eq!(penalty.best.as_ref().unwrap().who, [Subject::Unit(0)]);
    assert_eq!(first.side(&assessment, Side::Strength).len(), 1);
}

#[test]
fn what_does_not_add_up_is_not_taken_apart() {
    let program = rubric(&[2], "minimum", "");
    let assessment = assess(&program, &rows(&["8 6", "10 -", "6 9"]));
    let second = one(&assessment, Subject::Unit(1), Against::Mean);
    assert_eq!(row(&assessment, &second, "0").rate, None);
    assert_eq!(shown(row(&assessment, &second, "0.0").rate), "1");
    // The lowest counts, for 20 points: to be better on the other leaf is worth nothing.
    let first = one(&assessment, Subject::Unit(0), Against::Best);
    assert_eq!([row(&assessment, &first, "0.0").worth, row(&assessment, &first, "0.1").worth].map(shown), ["0", "-4"]);
}

/// | | 0.0 | 0.1 | total |
/// | 0 | 2 | 5 | 7 |
/// | 1 | 4 | 5 | 9 |
/// | 2 | 6 | 5 | 11 |
/// | 3 | 10 | 5 | 15 |
///
/// 0.0: mean 5.5 of 10, variance (12.25 + 2.25 + 0.25 + 20.25) ÷ 4 = 8.75; it makes all of the total's variance.
#[test]
fn items_by_hand() {
    let program = rubric(&[2], "sum", "");
    let assessment = assess(&program, &rows(&["2 5", "4 5", "6 5", "10 5"]));
    let found = items::of(&Basis::of(&assessment));
    let [first, second] = &found.items[..] else { panic!() };
    assert_eq!((first.count, first.full, first.zero, second.full), (4, 1, 0, 0));
    assert_eq!([first.mean, first.deviation, first.variation].map(shown), ["0.55", "0.295803989", "0.537825435"]);
    // 27 % of four is one on each side.
    assert_eq!((found.ends, shown(first.discrimination)), (Some((1, 1)), "0.8".to_owned()));
    assert_eq!([first.share, second.share, found.rest].map(shown), ["1", "0", "0"]);
    // What does not vary has no correlation, and no alpha either way is above 0: 2 × (1 − 8.75 ÷ 8.75).
    assert_eq!([first.item_total, second.item_total, found.pairs[0].pearson].map(shown), ["-", "-", "-"]);
    assert_eq!([found.alphas[0].alpha, found.alphas[1].alpha].map(shown), ["0", "0"]);
    // Four are too few to ask anything.
    assert!(found.items.iter().all(|item| item.questions.is_empty()));
}

/// Cronbach's alpha of 1 2 3 4 beside 2 2 4 4: variances 1.25 and 1, of the sums 3, 4, 7, 8 4.25; 2 × (1 − 2.25 ÷ 4.25).
#[test]
fn alpha_by_hand() {
    let program = rubric(&[2], "sum", "");
    let assessment = assess(&program, &rows(&["1 2", "2 2", "3 4", "4 4"]));
    let found = items::of(&Basis::of(&assessment));
    assert_eq!((shown(found.alphas[0].alpha), found.alphas[0].count), ("0.941176471".to_owned(), 4));
    // cov(1 2 3 4, 2 2 4 4) = 1; 1 ÷ √(1.25 × 1)
    assert_eq!(shown(found.pairs[0].pearson), "0.894427191");
}

#[test]
fn questions_are_asked_where_an_item_tells_units_apart_no_more() {
    let program = rubric(&[5], "sum", "");
    // All the same; nearly all full; nearly all nothing; the wrong way round; what decides.
    let table: Vec<String> = (0..12)
        .map(|at: i32| {
            let (full, none) = (if at == 0 { 9 } else { 10 }, i32::from(at == 3));
            format!("7 {full} {none} {} {}", 12 - at, if at < 6 { at } else { at - 1 })
        })
        .collect();
    let table: Vec<Vec<String>> = rows(&table.iter().map(String::as_str).collect::<Vec<_>>());
    let mut table = table;
    for (at, row) in table.iter_mut().enumerate() {
        row[3] = Decimal::new(i64::try_from(12 - at).unwrap() * 3, 1).to_string();
    }
    let assessment = assess(&program, &table);
    let found = items::of(&Basis::of(&assessment));
    let asked: Vec<&[Question]> = found.items.iter().map(|item| item.questions.as_slice()).collect();
    assert_eq!(asked[0], [Question::AllSame]);
    assert!(asked[1].contains(&Question::Ceiling) && asked[2].contains(&Question::Floor));
    assert_eq!(asked[3], [Question::Reversed]);
    assert!(asked[4].is_empty());
    assert!(found.alike().iter().any(|pair| (pair.first, pair.second) == (3, 4)), "they go against each other");
}

#[test]
fn nothing_is_computed_of_two_units() {
    let program = rubric(&[2], "sum", "");
    let assessment = assess(&program, &rows(&["1 2", "2 2"]));
    let Items { ends, items, pairs, alphas, rest, .. } = items::of(&Basis::of(&assessment));
    assert_eq!((ends, rest, pairs[0].pearson, alphas[0].alpha), (None, None, None, None));
    assert!(items.iter().all(|item| item.deviation.is_none() && item.share.is_none() && item.mean.is_some()));
}

fn tables() -> impl Strategy<Value = (Vec<usize>, Vec<Vec<String>>)> {
    let cell = prop_oneof![8 => (0i64..=100).prop_map(|x| Decimal::new(x, 1).to_string()), 1 => Just("-".to_owned()), 1 => Just("/".to_owned())];
    prop::collection::vec(1usize..4, 1..4).prop_flat_map(move |sections| {
        let count: usize = sections.iter().sum();
        let units = prop::collection::vec(prop::collection::vec(cell.clone(), count), 1..12);
        units.prop_map(move |units| (sections.clone(), units))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// The shares of leaves and of the rest add up to one, within the guard of each.
    #[test]
    fn shares_of_the_variance_add_up((sections, units) in tables()) {
        let assessment = assess(&rubric(&sections, "sum", ""), &units);
        let found = items::of(&Basis::of(&assessment));
        let shares: Option<Vec<Decimal>> = found.items.iter().map(|item| item.share).chain([found.rest]).collect();
        if let Some(shares) = shares {
            let slack = Decimal::new(i64::try_from(shares.len()).unwrap(), number::GUARD_DIGITS);
            let sum: Decimal = shares.iter().sum();
            prop_assert!((sum - Decimal::ONE).abs() <= slack, "{sum}");
        }
    }

    #[test]
    fn correlations_and_discrimination_stay_within_their_bounds((sections, units) in tables()) {
        let assessment = assess(&rubric(&sections, "sum", ""), &units);
        let found = items::of(&Basis::of(&assessment));
        let bounded = |value: Option<Decimal>| value.is_none_or(|value| value.abs() <= Decimal::ONE);
        prop_assert!(found.pairs.iter().all(|pair| bounded(pair.pearson) && bounded(pair.spearman)));
        prop_assert!(found.items.iter().all(|item| bounded(item.discrimination) && bounded(item.item_total)));
        prop_assert!(found.alphas.iter().all(|alpha| alpha.alpha.is_none_or(|alpha| alpha <= Decimal::ONE)));
    }

    /// Nobody is better than the best, the mean lies between, and two peers differ by the same number either way.
    #[test]
    fn the_best_is_the_best((sections, units) in tables()) {
        let assessment = assess(&rubric(&sections, "sum", ""), &units);
        for unit in 0..units.len() {
            let compared = one(&assessment, Subject::Unit(unit), Against::Best);
            for row in &compared.rows {
                let Some(rate) = row.rate else { continue };
                let best = row.best.as_ref().unwrap().rate;
                prop_assert!(rate <= best && row.mean.as_ref().unwrap().rate <= best);
                prop_assert!(row.difference.unwrap() <= Decimal::ZERO);
            }
        }
        if units.len() > 1 {
            let there = one(&assessment, Subject::Unit(0), Against::Peer(Subject::Unit(1)));
            let back = one(&assessment, Subject::Unit(1), Against::Peer(Subject::Unit(0)));
            for (a, b) in there.rows.iter().zip(&back.rows) {
                prop_assert_eq!(a.difference, b.difference.map(|difference| -difference));
            }
        }
    }
}

/// 1,000 units and 40 leaves, every pair of them, without optimization.
#[test]
fn a_thousand_units_take_seconds() {
    let program = rubric(&[5; 8], "sum", "");
    let cell = |unit: usize, leaf: usize| ((unit * 7919 + leaf * 104_729 + unit * leaf * 31) % 101).to_string();
    let table: Vec<Vec<String>> = (0..1000)
        .map(|unit| (0..40).map(|leaf| Decimal::new(cell(unit, leaf).parse().unwrap(), 1).to_string()).collect())
        .collect();
    let assessment = assess(&program, &table);
    let start = Instant::now();
    let found = items::of(&Basis::of(&assessment));
    assert_eq!(found.pairs.len(), 40 * 39 / 2);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn the_example_is_told_in_every_form() {
    let here = Path::new(".");
    let folder = ["--folder", "examples/county-quality-2016"];
    for lang in ["zh", "en"] {
        let told = [
            &["benchmark", "银溪县", "--nodes", "1"][..],
            &["benchmark", "麦陂县", "--against", "临冶市", "--nodes", "1.3", "2.3.5"],
            &["benchmark", "临冶市", "银溪县", "--against", "group"],
            &["benchmark", "--group", "生态山区", "--against", "best", "--nodes", "1.1"],
            &["benchmark", "--items"],
        ]
        .map(|command| kaohe(here, &[command, &folder, &["--lang", lang]].concat()));
        insta::assert_snapshot!(format!("told_{lang}"), told.join("\n"));
    }
    let json = ["benchmark", "麦陂县", "--nodes", "1.3", "--against", "target", "--format", "json"];
    insta::assert_snapshot!("json", run(here, &[&json[..], &folder].concat()).out);
    let wrong = [
        &["benchmark", "--group", "山区"][..],
        &["benchmark", "--nodes", "9.9"],
        &["benchmark", "--items", "--against", "best"],
        &["benchmark", "--against", "没有县"],
    ];
    let wrong = wrong.map(|command| kaohe(here, &[command, &folder].concat()));
    insta::assert_snapshot!("wrong", wrong.join("\n"));
}

/// What the pages show is what the command says.
#[test]
fn the_pages_show_what_is_told() {
    for (page, lang) in [("docs/benchmark.md", "en"), ("docs/benchmark.zh-CN.md", "zh")] {
        let command = ["benchmark", "银溪县", "--against", "best", "--nodes", "1.3"];
        let folder = ["--folder", "examples/county-quality-2016", "--lang", lang];
        let said = run(Path::new("."), &[&command[..], &folder].concat()).out;
        let text = fs::read_to_string(page).unwrap();
        assert!(text.contains(&format!("```text\n{said}```\n")), "{page} should show:\n{said}");
    }
}

/// The comparison of tea that the rubric was written for: three places, twenty items, on the same basis.
#[test]
fn the_tea_of_three_places() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::copy("rubrics/bazhong-tea-benchmark.toml", here.join("rubric.toml")).unwrap();
    fs::write(
        here.join("assessment.toml"),
        "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"samples.csv\"]\n",
    )
    .unwrap();
    fs::write(here.join("units.csv"), "id,name\n1,甲地\n2,乙地\n3,丙地\n").unwrap();
    let heads = "单位名称,样品编号,外形,汤色,香气,滋味,叶底,水浸出物,茶多酚,硒,水分,铅";
    let samples = [
        "甲地,A1,91,90,92,91.8,88,43%,18%,1.2,6%,1.1",
        "乙地,B1,88,90,86,88.2,88,40%,20%,0.2,5%,0.9",
        "丙地,C1,90,87,89,90,90,41%,17%,0.1,,1.5",
    ];
    fs::write(here.join("samples.csv"), format!("{heads}\n{}\n", samples.join("\n"))).unwrap();
    let told = [
        kaohe(here, &["benchmark", "甲地", "--against", "best", "--nodes", "1.1", "1.2", "1.3"]),
        kaohe(here, &["benchmark", "--nodes", "1"]),
    ];
    insta::assert_snapshot!("tea", told.join("\n"));
}

#[test]
fn workbooks_are_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, command: &[&str]| {
        let out = folder.path().join(name);
        let common = ["--folder", "examples/county-quality-2016", "--out", out.to_str().unwrap()];
        let ran = run(Path::new("."), &[&["benchmark"], command, &common].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        fs::read(out).unwrap()
    };
    for command in [&["银溪县", "--against", "临冶市"][..], &["--items"]] {
        assert_eq!(write("a.xlsx", command), write("b.xlsx", command));
    }
    let sheets = |name: &str| {
        let mut book = calamine::open_workbook_auto(folder.path().join(name)).unwrap();
        let names = calamine::Reader::sheet_names(&book);
        let mut told = String::new();
        for name in names {
            let range = calamine::Reader::worksheet_range(&mut book, &name).unwrap();
            writeln!(told, "== {name}").unwrap();
            for row in range.rows().take(12) {
                let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                writeln!(told, "{}", cells.join(" | ").trim_end_matches([' ', '|'])).unwrap();
            }
        }
        told
    };
    insta::assert_snapshot!("items_workbook", sheets("a.xlsx"));
    write("a.xlsx", &["银溪县", "--against", "临冶市"]);
    insta::assert_snapshot!("workbook", sheets("a.xlsx"));
}
