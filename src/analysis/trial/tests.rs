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
