//! What a test file may give beside values.

use super::*;
use crate::words::Lang;

const RUBRIC: &str = r#"
id = "small"
title = "小考核"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", follow_up = [{ bottom = 1, within = "all", say = "书面整改" }] }
[fields.brands]
label = "名牌数"
kind = "count"
[lists.awards]
label = "表彰"
no_rows = "none"
[lists.awards.columns]
project = { label = "项目", kind = "text" }
level = { label = "级别", kind = "choice", options = ["国家", "省"] }
marks = { label = "分值", kind = "number" }
[lists.marks]
label = "评委打分"
no_rows = "missing"
[lists.marks.columns]
mark = { label = "分数", kind = "number" }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "名牌"
points = 100
score.formula = "brands - target.brands + 10 * target.brands.high"
[[sections.indicators]]
id = "1.2"
title = "增长"
points = 100
score.formula = "brands - previous.brands + 10 * past.value(brands, 2)"
[[sections.indicators]]
id = "1.3"
title = "上期"
points = 100
score.formula = "previous.total() + 10 * previous.rank()"
[[sections.indicators]]
id = "1.4"
title = "表彰"
points = 100
score.formula = "best_per(awards, project, marks, level = '省')"
[[sections.indicators]]
id = "1.5"
title = "打分"
points = 100
score.formula = "mean(marks, mark)"
"#;

fn run_tests(tests: &str) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.toml"), RUBRIC).unwrap();
    let file = folder.path().join("r.test.toml");
    std::fs::write(&file, tests).unwrap();
    let mut problems = Vec::new();
    let trial = run(&file, "r.test.toml", &mut problems);
    let told = problems.iter().map(|p| format!("{} {}", p.place.describe(), p.problem.say(Lang::En)));
    let tests = trial.map(|trial| trial.tests).unwrap_or_default();
    let wrong = tests.iter().flat_map(|test| &test.checks).filter(|check| !check.holds());
    (wrong.map(|c| format!("{} {}: {} ≠ {}", c.unit, c.what, c.expected, c.actual)).collect(), told.collect())
}

#[test]
fn a_unit_of_a_test_gives_targets_periods_entries_and_adjustments() {
    let (wrong, told) = run_tests(
        r#"
[[tests]]
name = "全部"
[[tests.units]]
id = "甲"
values = { brands = 5 }
targets = { brands = "2~3" }
previous = [{ brands = 4, "total()" = 20, "rank()" = 3 }, { brands = 1 }]
lists.awards = [
    { project = "甲项目", level = "省", marks = 3 },
    { project = "甲 项目", level = "省", marks = 4 },
    { project = "乙项目", level = "国家", marks = 9 },
]
lists.marks = [{ mark = 6 }, { mark = 8 }]
adjust = { "1.5" = { change = -1 }, "" = { points = 99.5 } }
[tests.units.expect]
points = { "1.1" = 33, "1.2" = 11, "1.3" = 50, "1.4" = 4, "1.5" = 6 }
total = 99.5
follow_up = []
[[tests.units]]
id = "乙"
lists.marks = "不适用"
targets = { brands = "/" }
values = { brands = 5 }
[tests.units.expect]
points = { "1.4" = 0 }
status = { "1.1" = "not-applicable", "1.2" = "missing", "1.5" = "not-applicable" }
follow_up = ["书面整改"]
[[tests]]
name = "情形"
node = "1.5"
cases = [
    { status = "missing" },
    { lists = { marks = [] }, status = "not-applicable" },
    { lists = { marks = [{ mark = 7 }] }, adjust = { "1.5" = { points = 3 } }, points = 3 },
]
"#,
    );
    assert_eq!((wrong.as_slice(), told.as_slice()), ([].as_slice(), [].as_slice()) as (&[String], &[String]));
}

#[test]
fn whatever_a_test_gives_that_is_not_asked_for_is_told() {
    let (_, told) = run_tests(
        r#"
[[tests]]
name = "错的"
node = "1.5"
[[tests.cases]]
values = { "target.brands" = 3 }
targets = { brand = 1, marks = 2 }
previous = [{ brands = 1, "total" = 3 }, 5]
lists = { award = [], awards = [{ projects = "甲", level = "区" }, 3], marks = 3 }
adjust = { "1.6" = { points = 3 }, "1.5" = { points = 3, change = 1 }, "1.4" = {}, "" = { change = "一" } }
points = 0
"#,
    );
    assert_eq!(
        told,
        [
            "r.test.toml:6:12 the rubric has no field `target.brands`",
            "r.test.toml:7:13 the rubric has no target for a field `brand`",
            "r.test.toml:7:24 the rubric has no target for a field `marks`",
            "r.test.toml:8:27 the rubric has no earlier period for a field `total`",
            "r.test.toml:8:42 `previous` wants a table, this is a number, a percentage or an expression",
            "r.test.toml:9:11 the rubric has no list `award`",
            "r.test.toml:9:35 the rubric has no column of the list `projects`",
            "r.test.toml:9:59 “区” in 级别 is not one of the rubric's options; it counts as missing",
            "r.test.toml:9:66 `awards` wants a list of tables, this is a number, a percentage or an expression",
            "r.test.toml:9:78 `marks` wants a list of tables, this is a number, a percentage or an expression",
            "r.test.toml:10:12 the rubric has no node `1.6`",
            "r.test.toml:10:44 write one of `points` and `change`, here are 2",
            "r.test.toml:10:80 write one of `points` and `change`, here are 0",
            "r.test.toml:10:100 `一` is no number that can be held exactly",
        ]
    );
}

/// A rubric with a rule that branches, a choice, a veto and grades.
const BRANCHING: &str = r#"
id = "branching"
title = "小考核"
period = "2016年度"
edition = "1"
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "keep-place" }
grading.grades = [{ name = "A", min = 8 }, { name = "B", min = 5 }, { name = "C" }]
[fields]
passed = { label = "合格批次", kind = "count", must = [{ holds = "passed <= sampled", severity = "error", say = "合格批次不能多于抽查批次" }] }
sampled = { label = "抽查批次", kind = "count", max = 10000 }
plan = { label = "规划", kind = "choice", options = ["纳入", "未纳入"] }
incidents = { label = "事故", kind = "count" }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "合格率"
points = 8
value = "passed / sampled"
score.interpolate = { from = "80%", to = "95%" }
[[sections.indicators]]
id = "1.2"
title = "规划"
points = 2
value = "plan"
score.choice = { "纳入" = 2, "未纳入" = 0 }
[[sections]]
id = "2"
title = "备用"
[[sections.indicators]]
id = "2.1"
title = "业务量"
points = 1
score.formula = "if(sampled * 1 >= 100, 1, 0)"
[[vetoes]]
id = "V1"
when = "incidents > 0"
grade = "C"
say = "发生事故"
"#;

struct Ran {
    wrong: Vec<String>,
    told: Vec<String>,
    trial: Option<Trial>,
    folder: tempfile::TempDir,
}

impl Ran {
    fn uncovered(&self) -> Vec<String> {
        let parts = self.trial.as_ref().unwrap().coverage.uncovered(Lang::Zh);
        let line = |spot: &Spot| spot.line_column().0;
        parts.iter().map(|p| format!("{} {} {:?}", p.id, p.says, p.spot.as_ref().map(line))).collect()
    }
}

fn run_on(rubric: &str, tests: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.toml"), rubric).unwrap();
    let file = folder.path().join("r.test.toml");
    std::fs::write(&file, tests).unwrap();
    let mut problems = Vec::new();
    let trial = run(&file, "r.test.toml", &mut problems);
    let base = folder.path().to_string_lossy().replace('\\', "/") + "/";
    let told = problems.iter().map(|p| {
        let place = p.place.describe().replace(&base, "");
        let related: Vec<String> = p.related.iter().map(|place| place.describe().replace(&base, "")).collect();
        let also = if related.is_empty() { String::new() } else { format!(" ({})", related.join(", ")) };
        let meant = p.suggestion.as_ref().map_or_else(String::new, |word| format!(" → {word}"));
        format!("{place} {}{also}{meant}", p.problem.say(Lang::En))
    });
    let told = told.collect();
    let tests = trial.iter().flat_map(|trial| &trial.tests);
    let wrong = tests.flat_map(|test| &test.checks).filter(|check| !check.holds());
    let wrong = wrong.map(|c| format!("{} {}: {} ≠ {}", c.unit, c.what, c.expected, c.actual)).collect();
    Ran { wrong, told, trial, folder }
}

/// Everything that can be expected, with what does not hold.
#[test]
fn values_reasons_and_diagnostics_are_expected_beside_points() {
    let ran = run_on(
        BRANCHING,
        r#"
[[tests]]
name = "对的"
[[tests.units]]
id = "甲"
values = { passed = 90, sampled = 96, plan = "纳入", incidents = 1 }
[tests.units.expect]
value = { "1.1" = "93.75%", "1.2" = "纳入" }
points = { "1.1" = { min = 7, max = 8 }, "1.2" = 2 }
reason = { "1.1" = "实际93.75%…", "1.2" = "" }
total = { min = 9 }
grade = "C"
grade_reason = "…V1…发生事故…"
diagnostics = []
[[tests.units]]
id = "乙"
values = { passed = 97, sampled = 96 }
expect = { value = { "1.1" = "≈101.04%", "1.2" = "missing" }, diagnostics = ["D008", "D014", "D010"] }
[[tests]]
name = "情形"
node = "1.1"
cases = [
    { values = { passed = 2, sampled = 3 }, value = "≈66.67%", points = 0, reason = "…66.6667%…", diagnostics = ["D010", "D014"] },
    { values = { passed = "不适用", sampled = 3 }, value = "not-applicable", points = { max = 0 } },
]
[[tests]]
name = "错的"
[[tests.units]]
id = "丙"
values = { passed = 2, sampled = 3, plan = "未纳入", incidents = 0 }
[tests.units.expect]
value = { "1.1" = "66.67%", "1.2" = "纳入" }
points = { "1.1" = { min = 3, max = 4 } }
reason = { "1.1" = "实际", "1.2" = "" }
total = { max = -1 }
grade_reason = ["…"]
diagnostics = ["D010"]
"#,
    );
    assert_eq!(ran.told, [] as [String; 0]);
    insta::assert_snapshot!("expectations", ran.wrong.join("\n"));
}

#[test]
fn an_expectation_that_makes_no_sense_is_told() {
    let ran = run_on(
        BRANCHING,
        r#"
[[tests]]
name = "错的"
[[tests.units]]
id = "甲"
[tests.units.expect]
points = { "1.1" = { min = 4, max = 3 }, "1.2" = {}, "1" = { least = 1 }, "2" = [1, 2], "1.11" = 3, "2.1" = { min = "多" } }
value = { "1" = 3 }
reason = { "1" = "" }
diagnostics = ["D01"]
"#,
    );
    insta::assert_snapshot!("expectations_told", ran.told.join("\n"));
}

#[test]
fn a_test_may_set_parameters_and_gets_what_a_rubric_written_so_gives() {
    let units = r#"
[[tests.units]]
id = "甲"
values = { passed = 90, sampled = 100, plan = "纳入", incidents = 0 }
"#;
    let expect = r#"expect = { points = { "1.1" = 6.25, "1.2" = 2, "2.1" = 0 }, total = 8.25, grade = "B", reason = { "1.1" = "…98%…" } }"#;
    let set = r#"set = { "1.1.points" = 10, "1.1.interpolate.from" = -0.2, "1.1.interpolate.to" = "156%", "2.1.formula#1" = -2, "grading.A.min" = 9 }"#;
    let ran =
        run_on(BRANCHING, &format!("[[tests]]\nname = \"改\"\n{set}\n{units}{}\n", expect.replace("98%", "156%")));
    assert_eq!((ran.wrong, ran.told), (vec![], vec![]));
    let written = BRANCHING
        .replace("points = 8", "points = 10")
        .replace("from = \"80%\", to = \"95%\"", "from = -0.2, to = \"156%\"")
        .replace("sampled * 1 ", "sampled * (-2) ")
        .replace("min = 8", "min = 9");
    let ran = run_on(&written, &format!("[[tests]]\nname = \"写\"\n{units}{}\n", expect.replace("98%", "156%")));
    assert_eq!(ran.wrong, [] as [String; 0]);
    assert_eq!(ran.told.len(), 2, "what is hardly meant is told of a rubric, not of a test: {:?}", ran.told);
}

/// Guards are fitted to what numbers can become, so a number that is set fits them anew.
#[test]
fn a_program_with_parameters_set_is_the_program_of_a_rubric_written_so() {
    let compile = |text: &str| {
        let source = Arc::new(crate::diagnostic::Source { name: "r.toml".into(), text: text.into() });
        let mut problems = Vec::new();
        let rubric = Rubric::parse(source, &mut problems);
        let program = rubric.compile(&mut problems).unwrap();
        (rubric, program)
    };
    let formulas = |program: &Program| program.columns.iter().map(|c| c.formula.clone()).collect::<Vec<_>>();
    let parameters = |program: &Program| program.parameters.iter().map(|p| (p.id.clone(), p.value)).collect::<Vec<_>>();
    let (rubric, before) = compile(BRANCHING);
    let spot = before.parameters.iter().find(|parameter| parameter.id == "2.1.formula#1").unwrap().spot.clone();
    let rewritten = rubric.rewritten(&[crate::rubric::Rewrite { spot, text: "1000000".into() }]);
    let set = rewritten.compile(&mut Vec::new()).unwrap();
    let (_, written) = compile(&BRANCHING.replace("sampled * 1 ", "sampled * 1000000 "));
    assert_eq!(parameters(&set), parameters(&written));
    assert_eq!(formulas(&set), formulas(&written));
    assert_ne!(formulas(&set), formulas(&before), "the guard is narrower");
}

#[test]
fn parameters_that_cannot_be_set_are_told() {
    let test = |set: &str| {
        let tests = format!("[[tests]]\nname = \"改\"\nnode = \"1.1\"\nset = {set}\ncases = [{{ points = 0 }}]\n");
        run_on(&BRANCHING.replace("title = \"质量\"", "title = \"质量\"\npoints = 10"), &tests).told
    };
    let told: Vec<String> = [
        r#"{ "1.1.point" = 10 }"#,
        r#"{ "1.1.points" = "十" }"#,
        r#"{ "1.1.points" = [1] }"#,
        r#"{ "1.1.points" = 9 }"#,
        r#"{ "1.1.points" = 9, "1.points" = 11 }"#,
        r#"{ "1.1.interpolate.to" = 98 }"#,
        r#"{ "1.1.interpolate.to" = "80%" }"#,
    ]
    .iter()
    .map(|set| format!("{set}\n    {}", test(set).join("\n    ")))
    .collect();
    insta::assert_snapshot!("set_told", told.join("\n"));
}

#[test]
fn what_no_test_reaches_is_listed() {
    let unit =
        |values: &str, expect: &str| format!("[[tests.units]]\nid = \"甲\"\nvalues = {values}\nexpect = {expect}\n");
    let tests = |units: &[String]| format!("[[tests]]\nname = \"甲\"\n{}", units.concat());
    let full = unit("{ passed = 95, sampled = 100, plan = \"纳入\", incidents = 0 }", "{ points = { \"1.1\" = 8 } }");
    let ran = run_on(BRANCHING, &tests(std::slice::from_ref(&full)));
    insta::assert_snapshot!("uncovered_most", ran.uncovered().join("\n"));
    let half =
        unit("{ passed = 90, sampled = 100, plan = \"纳入\", incidents = 1 }", "{ total = 8.33, grade = \"C\" }");
    let none = unit("{ passed = 1, sampled = 100, plan = \"未纳入\", incidents = 0 }", "{ total = 1, grade = \"C\" }");
    let ran = run_on(BRANCHING, &tests(&[full, half, none]));
    assert_eq!(ran.wrong, [] as [String; 0]);
    insta::assert_snapshot!("uncovered_rest", ran.uncovered().join("\n"));
    assert!(!ran.trial.unwrap().coverage.tally().is_whole());
}

#[test]
fn accepting_writes_what_came_out_and_nothing_else() {
    let tests = "# 注释 \r\n[[tests]]\r\nname = \"甲\"   # 名\r\n[[tests.units]]\r\nid = \"甲\"\r\n\
        values = { passed = 90, sampled = 96, plan = '纳入' }\r\n\
        expect = { total = 1.0, points = { \"1.1\" = '7.0' , \"1.2\"=3, \"2.1\" = \"missing\" },\r\n  grade = \"A\", rank = 2,\r\n\
        \u{20} value = { \"1.1\" = { min = 2 }, \"1.2\" = '未纳入' }, reason = { \"1.1\" = '错', \"1.2\" = \"…错\" }, effects = [\"V1\"] }\r\n";
    let ran = run_on(BRANCHING, tests);
    let trial = ran.trial.unwrap();
    let path = ran.folder.path().join("r.test.toml");
    let changes = accept(&path, &trial).unwrap();
    let changes: Vec<String> = changes
        .iter()
        .map(|c| format!("{} {} → {}", c.check.what, c.check.expected, if c.written { &c.check.actual } else { "?" }))
        .collect();
    insta::assert_snapshot!("accepted", changes.join("\n"));
    let text = std::fs::read_to_string(&path).unwrap();
    insta::assert_snapshot!("accepted_file", text.replace('\r', "␍"));
    let mut again = Vec::new();
    let (_, failed) = run(&path, "r.test.toml", &mut again).unwrap().counts();
    assert_eq!(failed, changes.iter().filter(|change| change.ends_with('?')).count());

    // A file in an encoding that is only read stays as it is.
    let utf16: Vec<u8> = tests.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&path, [b"\xff\xfe".as_slice(), &utf16].concat()).unwrap();
    let trial = run(&path, "r.test.toml", &mut again).unwrap();
    assert!(accept(&path, &trial).unwrap().iter().all(|change| !change.written));
}
