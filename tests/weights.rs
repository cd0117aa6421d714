//! Where weights come from: questionnaires made and read back, what the methods propose, and a rubric to try it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
#[allow(dead_code, reason = "forms use more of it")]
#[path = "forms/filler.rs"]
mod filler;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::{kaohe, run};
use filler::Filler;
use kaohe::analysis::weights::{Method, Redraw};
use kaohe::number::Decimal;
use kaohe::program::{Measure, Program};
use kaohe::report::weights::overriding::{self, Overriding};
use kaohe::rubric;
use kaohe::words::Lang;
use kaohe::words::weights::WeightProblem;
use proptest::prelude::*;

const RUBRIC: &str = r#"
id = "towns"
title = "小城镇质量考核评分细则"
period = "2016年度"
edition = "1"
groups = ["平原", "山区"]
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition" }
[grading]
grades = [{ name = "A", min = 80 }, { name = "B" }]
[fields]
rate = { label = "合格率", kind = "percent" }
brands = { label = "名牌数", kind = "count" }
plan = { label = "规划", kind = "yes-no" }
trained = { label = "培训人次", kind = "count" }
[[sections]]
id = "1"
title = "质量"
points = 60
indicators = [
    { id = "1.1", title = "抽查合格率", points = 30, value = "rate", score.interpolate = { from = "80%", to = "95%" } },
    { id = "1.2", title = "名牌", points = 20, value = "brands", score.add = { each = 5 } },
    { id = "1.3", title = "领导评价", points = 10, score = "given" },
]
[[sections]]
id = "2"
title = "保障"
points = 40
indicators = [
    { id = "2.1", title = "规划", points = 10, value = "plan", score = "check" },
    { id = "2.2", title = "培训", points = { default = 20, "山区" = 10 }, value = "trained", score.proportion = { target = 100 } },
    { id = "2.3", title = "宣传", points = { default = 10, "山区" = 20 }, value = "trained", score.proportion = { target = 50 } },
]
[[caps]]
id = "C1"
when = "points('1') < 20"
at_most = "B"
say = "质量得分低于20分"
"#;

const UNITS: &str = "id,name,group\n01,甲县,平原\n02,乙县,平原\n03,丙县,山区\n04,丁县,山区\n05,戊县,山区\n";
const DATA: &str = "编号,单位,合格率,名牌数,规划,培训人次,1.3\n01,甲县,95%,4,是,100,8\n02,乙县,92%,1,是,60,9\n\
                    03,丙县,86%,0,是,20,7\n04,丁县,83%,2,是,45,8\n05,戊县,,1,是,10,6\n";
const ASSESSMENT: &str = "rubric = \"rubric.toml\"\nroster = \"units.csv\"\nsubmissions = [\"data.csv\"]\n";

/// An assessment folder `a` beneath a temporary one.
fn office() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("a")).unwrap();
    let files = [("rubric.toml", RUBRIC), ("units.csv", UNITS), ("data.csv", DATA), ("assessment.toml", ASSESSMENT)];
    for (name, text) in files {
        fs::write(root.path().join("a").join(name), text).unwrap();
    }
    root
}

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn book(path: &Path) -> Filler {
    Filler::new(&fs::read(path).unwrap())
}

/// Every sheet of a workbook as text.
fn sheets(path: &Path) -> String {
    let book = book(path);
    let mut out = String::new();
    for (name, ..) in book.sheets() {
        writeln!(out, "[{name}]").unwrap();
        for row in book.rows(name) {
            writeln!(out, "{}", row.join(" | ").trim_end_matches([' ', '|'])).unwrap();
        }
    }
    out
}

/// Fills in a questionnaire of comparisons: sheet, row, column and judgement.
fn fill(from: &Path, to: &Path, cells: &[(&str, usize, usize, &str)]) {
    let mut form = book(from);
    for (set, row, column, value) in cells {
        let sheet = form.sheets().iter().find(|(name, ..)| name.ends_with(set)).unwrap().0.clone();
        form.fill(&sheet, &filler::name(5 + row, 2 + column), value);
    }
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::write(to, form.bytes()).unwrap();
}

/// Two experts' questionnaires, filled in.
fn asked(root: &Path) -> String {
    let made = kaohe(root, &["weights", "forms", "a", "--out", "问卷", "--name", "张三", "李四"]);
    let from = |name: &str| root.join("问卷").join(format!("{name}.xlsx"));
    let to = |name: &str| root.join("收回").join(format!("{name}.xlsx"));
    let zhang = [
        ("一级指标", 0, 1, "\"3\""),
        ("质量", 0, 1, "\"2\""),
        ("质量", 0, 2, "\"5\""),
        ("质量", 1, 2, "\"3\""),
        ("保障", 0, 1, "\"1/3\""),
        ("保障", 1, 2, "\"2\""),
    ];
    fill(&from("张三"), &to("张三"), &zhang);
    let li = [("一级指标", 0, 1, "\"1\""), ("质量", 0, 1, "\"5\""), ("质量", 1, 2, "\"5\""), ("质量", 0, 2, "\"1/2\"")];
    fill(&from("李四"), &to("李四"), &li);
    made
}

#[test]
fn questionnaires_are_made_filled_in_and_read_back() {
    let root = office();
    let made = asked(root.path());
    let form = sheets(&root.path().join("问卷/张三.xlsx"));
    let said = kaohe(root.path(), &["weights", "a", "--ahp", "收回"]);
    let only =
        kaohe(root.path(), &["weights", "a", "--ahp", "收回", "--consistent-only", "--nodes", "1", "--lang", "en"]);
    insta::assert_snapshot!("questionnaires", [made, form, said, only].join("\n"));
}

#[test]
fn numbers_go_through_rounds() {
    let root = office();
    let first = kaohe(root.path(), &["weights", "forms", "a", "--method", "delphi", "--out", "一", "--experts", "3"]);
    let numbers = [["60", "40", "30", "20", "10"], ["50", "50", "20", "20", "20"], ["40", "60", "30", "30", "10"]];
    for (expert, numbers) in numbers.iter().enumerate() {
        let mut form = book(&root.path().join(format!("一/专家{}.xlsx", expert + 1)));
        // 戊 and rows of sets: two sections, then three indicators.
        for (row, value) in [5, 6, 9, 10, 11].into_iter().zip(numbers) {
            form.fill("打分表", &filler::name(row, 3), value);
        }
        fs::create_dir_all(root.path().join("第一轮")).unwrap();
        fs::write(root.path().join(format!("第一轮/专家{}.xlsx", expert + 1)), form.bytes()).unwrap();
    }
    let next = kaohe(root.path(), &["weights", "forms", "a", "--last", "第一轮", "--out", "二"]);
    let form = sheets(&root.path().join("二/专家1.xlsx"));
    let head = "专家,张三\n编号,指标,本轮打分\n";
    put(
        root.path(),
        "第二轮/甲.csv",
        &format!("{head}1,质量,55\n2,保障,45\n1.1,抽查合格率,30\n1.2,名牌,20\n1.3,领导评价,10\n"),
    );
    put(root.path(), "第二轮/乙.csv", "编号,指标,本轮打分\n1,质量,50分\n2,保障,50\n1.1,,30\n1.2,,20\n1.3,,10\n");
    let said = kaohe(root.path(), &["weights", "a", "--delphi", "第一轮", "第二轮", "--nodes", "total", "1"]);
    insta::assert_snapshot!("rounds", [first, next, form, said].join("\n"));
}

#[test]
fn weights_for_programs_and_as_a_workbook() {
    let root = office();
    asked(root.path());
    let json = run(root.path(), &["weights", "a", "--ahp", "收回", "--nodes", "1", "--format", "json"]).out;
    let to = |name: &str| run(root.path(), &["weights", "a", "--ahp", "收回", "--out", name]);
    assert_eq!((to("one.xlsx").code, to("two.xlsx").code), (0, 0));
    let bytes = |name: &str| fs::read(root.path().join(name)).unwrap();
    assert_eq!(bytes("one.xlsx"), bytes("two.xlsx"), "the same inputs give the same bytes");
    insta::assert_snapshot!("json", json);
    insta::assert_snapshot!("workbook", sheets(&root.path().join("one.xlsx")));
}

#[test]
fn a_proposal_is_written_as_a_rubric_that_passes_the_check() {
    let root = office();
    asked(root.path());
    let weights = ["weights", "a", "--ahp", "收回", "--by", "ahp", "--write", "a/新.toml"];
    let said = run(root.path(), &weights).err;
    let written = fs::read_to_string(root.path().join("a/新.toml")).unwrap();
    let check = kaohe(root.path(), &["check", "a", "--rubric", "a/新.toml"]);
    let adapt: Vec<&str> =
        weights[..6].iter().copied().chain(["--write", "试/新.toml", "--adapt", "--step", "0.5"]).collect();
    fs::create_dir(root.path().join("试")).unwrap();
    run(root.path(), &adapt);
    let adapted = fs::read_to_string(root.path().join("试/新.toml")).unwrap();
    let rescored = kaohe(root.path(), &["rescore", "a", "--to", "a/新.toml", "--no-files"]);
    insta::assert_snapshot!("written", [said, written, check, adapted, rescored].join("\n"));
}

#[test]
fn nothing_that_people_wrote_is_replaced() {
    let root = office();
    let said = |arguments: &[&str]| {
        let all: Vec<&str> = ["weights", "a", "--nodes", "1"].iter().chain(arguments).copied().collect();
        kaohe(root.path(), &all)
    };
    put(root.path(), "mine.toml", "# mine");
    let runs = [
        said(&["--by", "entropy", "--write", "a/rubric.toml"]),
        said(&["--by", "entropy", "--write", "mine.toml"]),
        said(&["--write", "new.toml"]),
        said(&["--by", "delphi", "--write", "new.toml"]),
        said(&["--step", "0"]),
        kaohe(root.path(), &["weights", "a", "--nodes", "1.1"]),
        kaohe(root.path(), &["weights", "forms", "a", "--last", "a/data.csv", "--out", "x"]),
    ];
    assert_eq!(fs::read_to_string(root.path().join("a/rubric.toml")).unwrap(), RUBRIC);
    let told = runs.iter().map(|run| run.split("--- stderr").nth(1).unwrap().trim()).collect::<Vec<_>>().join("\n\n");
    insta::assert_snapshot!("refused", told);
}

#[test]
fn several_years_are_read_from_saved_results() {
    let root = office();
    run(root.path(), &["score", "a"]);
    let results = root.path().join("a/out/results.json");
    let later = fs::read_to_string(&results).unwrap().replace("\"名牌\"", "\"品牌\"");
    put(root.path(), "2017/results.json", &later);
    insta::assert_snapshot!(
        "years",
        kaohe(root.path(), &["weights", "a", "--results", "a/out", "2017", "--nodes", "total", "1"])
    );
}

#[test]
fn the_shipped_example_can_be_redrawn_and_rescored() {
    let root = tempfile::tempdir().unwrap();
    let example = Path::new("examples/county-quality-2016").canonicalize().unwrap();
    let example = example.to_str().unwrap();
    for (by, more) in [("entropy", &[][..]), ("critic", &["--step", "0.5"]), ("mean", &["--adapt"])] {
        let file = format!("{by}.toml");
        let write = ["weights", example, "--by", by, "--write", &file];
        let all: Vec<&str> = write.iter().chain(more).copied().collect();
        assert_eq!(run(root.path(), &all).code, 0, "{by}");
        let check = run(root.path(), &["check", example, "--rubric", &file]);
        let rescore = run(root.path(), &["rescore", example, "--to", &file, "--no-files"]);
        if more.contains(&"--adapt") {
            // What people entered is out of the old points.
            continue;
        }
        assert_eq!((check.code, rescore.code), (0, 0), "{by}: {} {}", check.err, rescore.err);
        let mut problems = Vec::new();
        let new = rubric::load(&root.path().join(&file), &file, &mut problems).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(sum(&new), Decimal::ONE_HUNDRED);
    }
}

#[test]
fn what_the_documentation_shows_is_what_is_said() {
    let said = run(Path::new("."), &["weights", "examples/county-quality-2016", "--nodes", "total"]).out;
    let table = said.split("\n  ").next().unwrap();
    for (page, shown) in [("docs/weights.zh-CN.md", said.as_str()), ("docs/weights.md", table)] {
        assert!(fs::read_to_string(page).unwrap().contains(shown.trim_end()), "{page}");
    }
}

fn sum(program: &Program) -> Decimal {
    let sections = &program.sibling_sets()[0];
    sections.nodes.iter().map(|id| program.numbers().settled(*id, Measure::Points).unwrap()).sum()
}

/// A questionnaire in which nothing is wrong.
const GOOD: &str = "编号,指标,1.1,1.2,1.3\n1.1,抽查合格率,1,2,5\n1.2,名牌,,1,3\n1.3,领导评价,,,1\n";
const NUMBERS: &str = "编号,指标,本轮打分\n1,质量,60\n2,保障,40\n";

#[test]
fn whatever_can_be_wrong_with_a_questionnaire_is_told() {
    let edits: &[(&str, &str, &str, &str, &str)] = &[
        ("W001", "ahp", GOOD, "编号,指标,1.1,1.2,1.3\n", ""),
        ("W004", "ahp", GOOD, "1,2,5", "1,重要,5"),
        ("W005", "ahp", GOOD, "1,2,5", "1,2,10"),
        ("W006", "ahp", GOOD, "1,2,5", "1,1月2日,5"),
        ("W007", "ahp", GOOD, "1.2,名牌,,1,3", "1.2,名牌,3,1,3"),
        ("W008", "ahp", GOOD, "1,2,5", "1,2,"),
        ("W009", "ahp", GOOD, "1,2,5", "1,,"),
        ("W010", "ahp", "编号,,1,2\n1,质量,1,\n2,保障,,1\n", "", ""),
        ("W011", "ahp", GOOD, "1,2,5", "1,9,1/9"),
        ("W012", "delphi", NUMBERS, "60", "六十"),
        ("W013", "delphi", NUMBERS, "60", "80"),
        ("W015", "delphi", NUMBERS, "60", ""),
    ];
    let mut told = String::new();
    let mut codes = BTreeSet::new();
    let mut tell = |code: &'static str, err: &str| {
        assert!(err.contains(&format!("[{code}]")), "{code}: {err}");
        codes.insert(code);
        writeln!(told, "{}", err.trim_end()).unwrap();
    };
    for (code, kind, good, from, to) in edits {
        let root = office();
        put(root.path(), "专家.csv", &good.replacen(from, to, 1));
        let option = format!("--{kind}");
        let said = run(root.path(), &["weights", "a", &option, "专家.csv", "--nodes", "total", "1"]);
        tell(code, &said.err);
    }
    let root = office();
    asked(root.path());
    put(root.path(), "又/李四.csv", GOOD);
    tell("W014", &run(root.path(), &["weights", "a", "--ahp", "收回/李四.xlsx", "又/李四.csv", "--nodes", "1"]).err);
    put(root.path(), "a/rubric.toml", &RUBRIC.replace("edition = \"1\"", "edition = \"2\""));
    tell("W003", &run(root.path(), &["weights", "a", "--ahp", "收回/张三.xlsx", "--nodes", "total"]).err);
    put(root.path(), "a/rubric.toml", &RUBRIC.replace("\"towns\"", "\"cities\""));
    tell("W002", &run(root.path(), &["weights", "a", "--ahp", "收回/张三.xlsx", "--nodes", "total"]).err);
    let many: Vec<String> = (1..=16).map(|at| format!("1.{at}")).collect();
    let items = many.iter().map(|id| format!("{{ id = \"{id}\", title = \"项{id}\", points = 1, score = \"given\" }}"));
    let start = RUBRIC.find("[[sections]]").unwrap();
    let section = format!(
        "[[sections]]\nid = \"1\"\ntitle = \"质量\"\nindicators = [{}]\n",
        items.collect::<Vec<_>>().join(", ")
    );
    put(root.path(), "a/rubric.toml", &format!("{}{section}", &RUBRIC[..start]));
    put(root.path(), "专家.csv", &format!("编号,指标,{}\n1.1,,1,2\n", many.join(",")));
    tell("W016", &run(root.path(), &["weights", "a", "--ahp", "专家.csv"]).err);
    told.push_str(&kaohe(root.path(), &["weights", "forms", "a", "--out", "x"]));
    for entry in WeightProblem::CATALOGUE {
        assert!(codes.contains(entry.code), "{} is nowhere told", entry.code);
    }
    insta::assert_snapshot!("problems", told);
}

/// A rubric of sections and indicators with these points.
fn tree(sections: &[Vec<u32>]) -> String {
    let mut text = "id = 'r'\ntitle = '随机'\nperiod = '0'\nedition = '1'\nmissing = 'zero'\nnot_applicable = 'zero'\n\
        rounding = { leaf = 2, section = 2, total = 2, mode = 'half-up' }\nranking = { ties = 'competition' }\n\
        fields.n = { label = '数', kind = 'number' }\n"
        .to_owned();
    let rules = ["score.proportion = { target = 10 }", "score.add = { each = 0.5 }", "score = 'check'"];
    for (s, leaves) in sections.iter().enumerate() {
        let points: u32 = leaves.iter().sum();
        writeln!(text, "[[sections]]\nid = 's{s}'\ntitle = '节'\npoints = {points}").unwrap();
        for (l, points) in leaves.iter().enumerate() {
            let rule = rules[(s + l) % 2];
            writeln!(
                text,
                "[[sections.indicators]]\nid = 's{s}.{l}'\ntitle = '项'\npoints = {points}\nvalue = 'n'\n{rule}"
            )
            .unwrap();
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever shares there are: the new rubric passes the check, so that every sum holds, and the whole is what it was.
    #[test]
    fn a_redrawn_rubric_adds_up_as_before(
        sections in prop::collection::vec(prop::collection::vec(1u32..20, 1..5), 2..5),
        shares in prop::collection::vec(0u32..100, 40),
        step in prop::sample::select(vec![None, Some("1"), Some("0.5"), Some("0.1")]),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rubric.toml");
        fs::write(&path, tree(&sections)).unwrap();
        let mut problems = Vec::new();
        let program = rubric::load(&path, "rubric.toml", &mut problems).unwrap();
        let mut shares = shares.into_iter().map(Decimal::from).cycle();
        let wanted = program.sibling_sets().into_iter().map(|set| {
            let of: Vec<Decimal> = shares.by_ref().take(set.nodes.len()).collect();
            (set, of)
        });
        let step = step.map(|step| kaohe::number::read_exact(step).unwrap());
        let redrawn = Redraw { program: &program, shares: wanted.collect(), step, adapt: Vec::new() }.run();
        let over = Overriding {
            program: &program, numbers: &program.numbers(), redrawn: &redrawn, rules: &[], method: Method::Ahp, extends: "rubric.toml", lang: Lang::Zh,
        };
        let to = folder.path().join("new.toml");
        fs::write(&to, overriding::write(&over)).unwrap();
        let new = rubric::load(&to, "new.toml", &mut problems);
        prop_assert!(problems.is_empty(), "{:?}", problems);
        prop_assert_eq!(sum(&new.unwrap()), sum(&program));
    }
}
