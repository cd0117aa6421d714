//! What changed between two editions: found, told, and nothing else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kaohe::analysis::difference::{Difference, EffectPart, Fate, FieldPart, GradePart, ListPart, NodePart, WholePart};
use kaohe::diagnostic::Source;
use kaohe::program::Program;
use kaohe::report::difference::{Editions, json, markdown, text};
use kaohe::rubric::{self, Rubric};
use kaohe::words::Lang;

fn load(path: &Path) -> Program {
    rubric::load(path, &path.display().to_string(), &mut Vec::new()).unwrap_or_else(|| panic!("{}", path.display()))
}

fn parse(text: &str) -> Program {
    let source = Arc::new(Source { name: "rubric.toml".into(), text: text.into() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    program.unwrap_or_else(|| panic!("{problems:?}"))
}

/// Every rubric of the tests and the example, in order.
fn rubrics() -> Vec<(PathBuf, Program)> {
    let folders = ["tests/rules", "tests/tables", "tests/real", "rubrics", "examples/county-quality-2016"];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    let is_rubric = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        path.extension().is_some_and(|e| e == "toml") && !name.contains(".test.") && name != "assessment.toml"
    };
    paths.retain(is_rubric);
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), load(&path))).collect()
}

/// A fate seen from the other side.
fn turned<I, P>(fate: Fate<I, P>, part: impl Fn(P) -> P) -> Fate<I, P> {
    match fate {
        Fate::Added(id) => Fate::Removed(id),
        Fate::Removed(id) => Fate::Added(id),
        Fate::Changed { before, after, parts } => {
            Fate::Changed { before: after, after: before, parts: parts.into_iter().map(part).collect() }
        }
    }
}

/// Every change in an order of its own, seen from the other side where `turn` says so.
fn all(difference: Difference, turn: bool) -> Vec<String> {
    fn same<P>(part: P) -> P {
        part
    }
    fn said<I: std::fmt::Debug, P: std::fmt::Debug>(
        (kind, turn): (&str, bool),
        fates: Vec<Fate<I, P>>,
        part: impl Fn(P) -> P,
    ) -> Vec<String> {
        let fates = fates.into_iter().map(|fate| if turn { turned(fate, &part) } else { fate });
        let mut said: Vec<String> = fates
            .map(|fate| match fate {
                Fate::Changed { before, after, parts } => {
                    let mut parts: Vec<String> = parts.iter().map(|part| format!("{part:?}")).collect();
                    parts.sort();
                    format!("{kind} {before:?} {after:?} {parts:?}")
                }
                fate => format!("{kind} {fate:?}"),
            })
            .collect();
        said.sort();
        said
    }
    let parameters = difference.parameters.iter().map(|change| {
        let (before, after) = (change.before, change.after);
        if turn { format!("{after:?} {before:?}") } else { format!("{before:?} {after:?}") }
    });
    let mut all: Vec<String> = parameters.collect();
    all.sort();
    let node = |part| match part {
        NodePart::Parameter { before, after } => NodePart::Parameter { before: after, after: before },
        part => part,
    };
    let list = |part| match part {
        ListPart::Column(fate) => ListPart::Column(turned(fate, same)),
        part => part,
    };
    all.extend(difference.whole.iter().map(|part| format!("{part:?}")));
    all.extend(said(("node", turn), difference.nodes, node));
    all.extend(said(("grade", turn), difference.grades, same));
    all.extend(said(("quota", turn), difference.quotas, same));
    all.extend(said(("effect", turn), difference.effects, same));
    all.extend(said(("follow-up", turn), difference.follow_ups, same));
    all.extend(said(("field", turn), difference.fields, same));
    all.extend(said(("list", turn), difference.lists, list));
    all
}

#[test]
fn nothing_differs_between_a_rubric_and_itself() {
    for (path, program) in rubrics() {
        let difference = Difference::between(&program, &program);
        assert!(difference.is_empty(), "{}: {difference:?}", path.display());
    }
}

#[test]
fn what_was_added_one_way_was_removed_the_other_way() {
    let rubrics = rubrics();
    for (before, after) in rubrics.iter().zip(rubrics.iter().skip(1)) {
        let there = all(Difference::between(&before.1, &after.1), false);
        let back = all(Difference::between(&after.1, &before.1), true);
        assert_eq!(there, back, "{} {}", before.0.display(), after.0.display());
        assert!(!there.is_empty());
    }
}

#[test]
fn two_editions_are_told_in_both_languages() {
    for (name, before, after) in [
        ("water", "tests/tables/water-2021.toml", "tests/tables/water-2022.toml"),
        ("extends", "tests/rules/extends-base.toml", "tests/rules/extends.toml"),
    ] {
        let (before, after) = (load(Path::new(before)), load(Path::new(after)));
        let difference = Difference::between(&before, &after);
        let editions = Editions { before: &before, after: &after, difference: &difference };
        insta::assert_snapshot!(format!("{name}_zh"), text::write(editions, Lang::Zh, 80));
        insta::assert_snapshot!(format!("{name}_en"), text::write(editions, Lang::En, 80));
        insta::assert_snapshot!(format!("{name}_markdown"), markdown::write(editions, Lang::Zh));
        let json = serde_json::to_string_pretty(&json::write(editions, Lang::Zh)).unwrap();
        insta::assert_snapshot!(format!("{name}_json"), json);
    }
}

const RUBRIC: &str = r#"
id = "small"
title = "小考核"
period = "2016年度"
edition = "1"
groups = ["平原", "山区"]
missing = "zero"
not_applicable = "zero"
rounding = { leaf = 2, section = 2, total = 2, mode = "half-up" }
ranking = { ties = "competition", vetoed = "last", tie_breakers = [{ by = "passed", order = "high-first" }], follow_up = [{ bottom = 1, within = "all", say = "约谈" }] }
grading = { grades = [{ name = "好", min = 8 }, { name = "中", min = 6 }, { name = "差" }], quota = [{ grade = "好", at_most = "30%", within = "all", ties = "all-out", round = "down" }] }
[fields]
passed = { label = "合格批次", kind = "count", must = [{ holds = "passed <= sampled", severity = "error", say = "不能多于抽查批次" }] }
sampled = { label = "抽查批次", kind = "count" }
level = { label = "级别", kind = "choice", options = ["省", "市", "无"] }
[lists.awards]
label = "表彰"
no_rows = "none"
columns = { by = { label = "表彰单位", kind = "choice", options = ["国家", "省"] } }
[[sections]]
id = "1"
title = "质量"
[[sections.indicators]]
id = "1.1"
title = "抽查合格率"
points = { default = 10, "山区" = 8 }
value = "passed / sampled"
score.interpolate = { from = "80%", to = "95%" }
[[sections.indicators]]
id = "1.2"
title = "品牌"
points = 5
value = "level"
score.choice = { "省" = 5, "市" = 3, "无" = 0 }
[[sections.indicators]]
id = "1.3"
title = "表彰"
points = 5
value = "count(awards, by = '国家') + if(group = '山区', 1, 0)"
score.add = { each = 1 }
[[vetoes]]
id = "V1"
when = "rate('1.1') < 20%"
grade = "差"
say = "合格率过低"
"#;

/// The difference that replacing texts of the rubric makes.
fn changed(replacements: &[(&str, &str)]) -> (Program, Program, Difference) {
    let mut text = RUBRIC.to_owned();
    for (old, new) in replacements {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let (before, after) = (parse(RUBRIC), parse(&text));
    let difference = Difference::between(&before, &after);
    (before, after, difference)
}

/// The parts of every node that changed, by the node's later id.
fn node_parts(after: &Program, difference: &Difference) -> Vec<(String, Vec<NodePart>)> {
    let changed = difference.nodes.iter().map(|fate| match fate {
        Fate::Changed { after: id, parts, .. } => (after.node(*id).id.clone(), parts.clone()),
        fate => panic!("{fate:?}"),
    });
    changed.collect()
}

#[test]
fn a_number_that_changed_is_named_with_its_path_and_its_place() {
    let (before, after, difference) = changed(&[("from = \"80%\"", "from = \"85%\"")]);
    let [(node, parts)] = node_parts(&after, &difference).try_into().unwrap();
    let [NodePart::Parameter { after: is, .. }] = parts[..] else { panic!("{parts:?}") };
    assert_eq!((node.as_str(), after.parameters[is.index()].id.as_str()), ("1.1", "1.1.interpolate.from"));
    assert_eq!(difference.parameters.len(), 1);
    let editions = Editions { before: &before, after: &after, difference: &difference };
    let said = text::write(editions, Lang::Zh, 80);
    assert!(
        said.contains("参数:得0分的值  80% → 85%\n      1.1.interpolate.from  rubric.toml:28:31 → rubric.toml:28:31"),
        "{said}"
    );
}

#[test]
fn another_name_is_no_other_rule() {
    let (_, _, difference) = changed(&[("label = \"抽查批次\"", "label = \"监督抽查批次\"")]);
    assert_eq!(difference.nodes, []);
    assert!(matches!(&difference.fields[..], [Fate::Changed { parts, .. }] if *parts == [FieldPart::Label]));
    let (_, after, difference) = changed(&[("sampled", "inspected")]);
    assert_eq!(node_parts(&after, &difference), []);
    let (_, _, difference) = changed(&[("[\"平原\", \"山区\"]", "[\"山区\", \"平原\"]")]);
    assert_eq!((difference.nodes, difference.whole), (vec![], vec![WholePart::Groups]));
    let (_, _, difference) = changed(&[("[\"国家\", \"省\"]", "[\"省\", \"国家\"]")]);
    assert_eq!(difference.nodes, []);
}

#[test]
fn a_node_with_another_id_or_parent_is_the_same_node() {
    let (_, after, difference) = changed(&[("id = \"1.1\"", "id = \"1.9\""), ("rate('1.1')", "rate('1.9')")]);
    assert_eq!(node_parts(&after, &difference), [("1.9".to_owned(), vec![NodePart::Id])]);
    assert_eq!((difference.parameters, difference.effects), (vec![], vec![]));

    let (_, after, difference) = changed(&[(
        "[[sections.indicators]]\nid = \"1.2\"",
        "[[sections]]\nid = \"2\"\ntitle = \"品牌建设\"\n[[sections.indicators]]\nid = \"1.2\"",
    )]);
    let moved: Vec<_> = difference.nodes.iter().filter(|fate| matches!(fate, Fate::Changed { .. })).collect();
    let parts = |id| {
        moved.iter().find_map(|fate| match fate {
            Fate::Changed { after: node, parts, .. } if after.node(*node).id == id => Some(parts.clone()),
            _ => None,
        })
    };
    assert_eq!(parts("1.2"), Some(vec![NodePart::Parent]));
    assert_eq!(parts("1"), Some(vec![NodePart::Points]));
    assert_eq!(moved.len() + 1, difference.nodes.len());
}

#[test]
fn what_follows_from_the_node_above_is_told_there() {
    let (_, after, difference) = changed(&[("title = \"质量\"", "title = \"质量\"\nlead = \"质监局\"")]);
    assert_eq!(node_parts(&after, &difference), [("1".to_owned(), vec![NodePart::Lead])]);
}

#[test]
fn every_part_of_a_rubric_that_changed_is_found() {
    for (old, new, part) in [
        ("value = \"passed / sampled\"", "value = \"passed / (sampled + 1)\"", NodePart::Value),
        ("score.interpolate", "at_most = 12\nscore.interpolate", NodePart::AtMost),
        ("score.interpolate", "coefficient = 0.9\nscore.interpolate", NodePart::Coefficient),
        (
            "score.interpolate = { from = \"80%\", to = \"95%\" }",
            "score.proportion = { target = \"95%\" }",
            NodePart::Rule,
        ),
        ("score.interpolate", "missing = \"error\"\nscore.interpolate", NodePart::Missing),
        ("score.interpolate", "not_applicable = \"full\"\nscore.interpolate", NodePart::NotApplicable),
        ("score.interpolate", "lead = \"质监局\"\nscore.interpolate", NodePart::Lead),
        ("score.interpolate", "evidence = \"报告\"\nscore.interpolate", NodePart::Evidence),
        ("title = \"抽查合格率\"", "title = \"合格率\"", NodePart::Title),
    ] {
        let (_, after, difference) = changed(&[(old, new)]);
        assert_eq!(node_parts(&after, &difference), [("1.1".to_owned(), vec![part])], "{new}");
    }
    for (old, new, part) in [
        ("\"山区\" = 8", "\"山区\" = 7", NodePart::Points),
        ("score.interpolate", "applies = \"group = '平原'\"\nscore.interpolate", NodePart::Applies),
    ] {
        let (_, after, difference) = changed(&[(old, new)]);
        let parts = [("1".to_owned(), vec![NodePart::Points]), ("1.1".to_owned(), vec![part])];
        assert_eq!(node_parts(&after, &difference), parts, "{new}");
        assert_eq!(difference.whole, [WholePart::Total]);
    }

    let (_, _, difference) = changed(&[("min = 8", "min = 9")]);
    assert_eq!(difference.grades, [Fate::Changed { before: 0, after: 0, parts: vec![GradePart::Min] }]);
    let (_, _, difference) = changed(&[("rate('1.1') < 20%", "rate('1.1') < 30%")]);
    assert_eq!(difference.effects, [Fate::Changed { before: 0, after: 0, parts: vec![EffectPart::Condition] }]);
    let (_, _, difference) = changed(&[("passed <= sampled", "passed < sampled")]);
    assert!(matches!(&difference.fields[..], [Fate::Changed { parts, .. }] if *parts == [FieldPart::Musts]));
    for (old, new, part) in [
        ("ties = \"competition\"", "ties = \"dense\"", WholePart::Ties),
        ("high-first", "low-first", WholePart::TieBreakers),
        ("vetoed = \"last\"", "vetoed = \"unranked\"", WholePart::Vetoed),
        ("total = 2", "total = 1", WholePart::Rounding),
        ("id = \"small\"", "id = \"small\"\ncoefficient = 1.1", WholePart::Total),
    ] {
        assert_eq!(changed(&[(old, new)]).2.whole, [part], "{new}");
    }
    assert_eq!(changed(&[("at_most = \"30%\"", "at_most = \"40%\"")]).2.quotas.len(), 1);
    assert_eq!(changed(&[("bottom = 1", "bottom = 2")]).2.follow_ups.len(), 1);
    assert_eq!(changed(&[("no_rows = \"none\"", "no_rows = \"missing\"")]).2.lists.len(), 1);
}
