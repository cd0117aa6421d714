//! What `docs/rubric-language*.md` shows compiles, and gives the numbers it says.
//!
//! A ```` ```toml ```` block that begins with `id = ` is a whole rubric; any other is a piece, which is laid over
//! `tests/language/frame.toml`: one that begins with `points = ` as the leaf 1.1, the rest as they are. A comment above a
//! piece holds what it must give: `<!-- cases: … -->` of the leaf 1.1 or `<!-- units: … -->`, written as in a test file.
//! The prose below has to say these numbers. Blocks under `<!-- file: … -->` are the files of one assessment folder.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kaohe::analysis::trial;
use kaohe::diagnostic::{Diagnostic, Severity, Source};
use kaohe::document::{self, Reader};
use kaohe::report::diagnostics::{Look, render};
use kaohe::rubric::{self, Rubric};
use kaohe::words::Lang;
use kaohe::{folder, program};

use common::run as kaohe;

const GUIDES: [&str; 2] = ["docs/rubric-language.zh-CN.md", "docs/rubric-language.md"];

/// A field that a piece declares need not be read by it.
const UNUSED: &str = "R049";

/// A block of code with the comment above and the prose below it.
struct Block {
    language: String,
    text: String,
    check: Option<String>,
    prose: String,
}

/// A row of a table, its cells without the marks of code.
struct Row {
    header: String,
    cells: Vec<String>,
}

struct Guide {
    file: &'static str,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    anchors: Vec<String>,
}

impl Guide {
    fn read(file: &'static str) -> Guide {
        let text = std::fs::read_to_string(file).unwrap();
        let mut guide = Guide { file, blocks: Vec::new(), rows: Vec::new(), anchors: Vec::new() };
        let (mut open, mut check, mut header): (Option<Block>, Option<String>, Option<String>) = (None, None, None);
        for line in text.lines() {
            if let Some(block) = &mut open {
                if line == "```" {
                    guide.blocks.extend(open.take());
                } else {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                continue;
            }
            if let Some(language) = line.strip_prefix("```") {
                let (text, prose) = (String::new(), String::new());
                open = Some(Block { language: language.to_owned(), text, check: check.take(), prose });
                continue;
            }
            if let Some(comment) = line.strip_prefix("<!-- ") {
                check = Some(comment.strip_suffix(" -->").unwrap().to_owned());
                continue;
            }
            if let Some(rest) = line.split("<a id=\"").nth(1) {
                guide.anchors.push(rest.split('"').next().unwrap().to_owned());
            }
            if line.starts_with('#') {
                // Prose belongs to the block it follows, up to the next heading.
                guide.blocks.push(Block {
                    language: String::new(),
                    text: String::new(),
                    check: None,
                    prose: String::new(),
                });
            }
            match (line.strip_prefix("| "), &header) {
                (None, _) => header = None,
                (Some(first), None) => header = first.split(" |").next().map(str::to_owned),
                (Some(row), Some(_)) if row.starts_with("---") => {}
                (Some(row), Some(header)) => {
                    let row = row.strip_suffix(" |").unwrap();
                    let cells = row.split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
                    guide.rows.push(Row { header: header.clone(), cells });
                }
            }
            if let Some(block) = guide.blocks.last_mut() {
                block.prose.push_str(line);
                block.prose.push('\n');
            }
        }
        guide.blocks.retain(|block| !block.language.is_empty());
        assert!(open.is_none() && check.is_none(), "{file}");
        guide
    }

    fn toml(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.language == "toml")
    }

    /// The rows of tables whose first column is headed so, in either language.
    fn rows(&self, headers: [&str; 2]) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| headers.contains(&row.header.as_str()))
    }
}

/// A folder with the frame and the guide's whole rubrics, each under its id.
fn folder(guide: &Guide) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("tests/language/frame.toml", folder.path().join("frame.toml")).unwrap();
    for block in guide.toml().filter(|block| block.text.starts_with("id = ")) {
        let id = block.text.split('"').nth(1).unwrap();
        std::fs::write(folder.path().join(format!("{id}.toml")), &block.text).unwrap();
    }
    folder
}

/// The piece laid over the frame.
fn framed(piece: &str) -> String {
    let mut removed = Vec::new();
    if piece.contains("[[sections]]") {
        removed.extend(["1", "2"]);
    }
    if piece.contains("grades = ") {
        removed.extend(["A", "B", "C", "D"]);
    }
    let leaf = if piece.starts_with("points = ") {
        "[[sections]]\nid = \"1\"\n[[sections.indicators]]\nid = \"1.1\"\n"
    } else {
        ""
    };
    if piece.starts_with("extends = ") {
        return piece.to_owned();
    }
    format!("extends = \"frame.toml\"\nremove = {removed:?}\n{leaf}{piece}")
}

/// A leaf that shows an expression, of whatever type.
fn showing(expression: &str) -> String {
    let cases = "score.cases = [{ when = \"列入考核\", points = 1 }, { points = 0 }]";
    format!("points = 1\nvalue = \"{expression}\"\n{cases}\n")
}

/// What is wrong with a rubric's text in this folder.
fn problems(folder: &Path, text: &str) -> Vec<Diagnostic> {
    let path = folder.join("piece.toml");
    std::fs::write(&path, text).unwrap();
    let mut problems = Vec::new();
    rubric::load(&path, "piece.toml", &mut problems);
    problems
}

/// The problems in words, without fields that are not read.
fn told(problems: &[Diagnostic]) -> String {
    let told: Vec<Diagnostic> = problems.iter().filter(|problem| problem.code() != UNUSED).cloned().collect();
    if told.is_empty() { String::new() } else { render(&told, Look { lang: Lang::En, colour: false, verbose: true }) }
}

/// Runs a test file; every check must hold, and there must be one.
fn run(tests: &Path, of: &str) {
    let mut problems = Vec::new();
    let trial = trial::run(tests, "tests", &mut problems);
    assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{} in {of}", told(&problems));
    let trial = trial.unwrap();
    let wrong: Vec<String> = trial
        .tests
        .iter()
        .flat_map(|test| test.checks.iter().filter(|check| !check.holds()))
        .map(|check| format!("{} {}: {} ≠ {}", check.unit, check.what, check.expected, check.actual))
        .collect();
    assert!(wrong.is_empty() && trial.counts().0 > 0, "{wrong:?} in {of}");
}

/// A piece with its test file beside it; the path of the latter.
fn test_of(folder: &Path, piece: &str, check: &str) -> PathBuf {
    let (kind, rows) = check.split_once(": ").unwrap();
    let node = if kind == "cases" { "node = \"1.1\"\n" } else { "" };
    std::fs::write(folder.join("piece.toml"), framed(piece)).unwrap();
    let path = folder.join("piece.test.toml");
    std::fs::write(&path, format!("[[tests]]\nname = \"guide\"\n{node}{kind} = [{rows}]\n")).unwrap();
    path
}

#[test]
fn every_block_compiles() {
    for guide in GUIDES.map(Guide::read) {
        let folder = folder(&guide);
        let mut seen = 0;
        for block in guide.toml() {
            let text = &block.text;
            let start = text.lines().find(|line| !line.starts_with('#')).unwrap();
            if start.starts_with("id = ") {
                let mut problems = Vec::new();
                let source = Arc::new(Source { name: guide.file.into(), text: text.clone() });
                let program = Rubric::parse(source, &mut problems).compile(&mut problems);
                assert!(program.is_some() && problems.is_empty(), "{}: {}", guide.file, told(&problems));
            } else if start.starts_with("extends = ") {
                let found = problems(folder.path(), text);
                assert!(found.is_empty(), "{}: {} in {text}", guide.file, told(&found));
            } else if start == "[[tests]]" {
                let path = folder.path().join("whole.test.toml");
                let whole = guide.toml().find(|block| block.text.starts_with("id = ")).unwrap();
                std::fs::write(folder.path().join("whole.toml"), &whole.text).unwrap();
                std::fs::write(&path, text).unwrap();
                run(&path, text);
            } else if start.starts_with("rubric = ") {
                let mut found = Vec::new();
                let source = Arc::new(Source { name: guide.file.into(), text: text.clone() });
                let table = document::parse(&source, &mut found);
                let reader = Reader::new(found);
                reader.root(&source, &table, &folder::KEYS);
                let found = reader.finish();
                assert!(found.is_empty(), "{}: {} in {text}", guide.file, told(&found));
            } else {
                let found = problems(folder.path(), &framed(text));
                assert!(told(&found).is_empty(), "{}: {} in {text}", guide.file, told(&found));
            }
            seen += 1;
        }
        assert!(seen > 40, "{}: {seen}", guide.file);
    }
}

#[test]
fn every_number_that_is_told_is_what_comes_out() {
    for guide in GUIDES.map(Guide::read) {
        let folder = folder(&guide);
        let mut seen = 0;
        for block in guide.toml() {
            let Some(check) = block.check.as_ref().filter(|check| !check.starts_with("file: ")) else { continue };
            run(&test_of(folder.path(), &block.text, check), check);
            for number in expected(check) {
                assert!(says(&block.prose, &number), "{}: {number} of {check} is not told below it", guide.file);
            }
            seen += 1;
        }
        assert!(seen > 30, "{}: {seen}", guide.file);
    }
}

#[test]
fn the_assessment_that_is_shown_file_by_file_gives_the_totals_it_tells() {
    for (guide, lang) in GUIDES.map(Guide::read).into_iter().zip(["zh", "en"]) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for block in &guide.blocks {
            if let Some(name) = block.check.as_deref().and_then(|check| check.strip_prefix("file: ")) {
                write(name, &block.text);
            }
        }
        write("乡镇/甲县.json", &std::fs::read_to_string("tests/language/towns.json").unwrap());
        let (code, said, told) = kaohe(folder.path(), &["score", ".", "--lang", lang, "--deny", "warnings"]).parts();
        assert_eq!(code, 0, "{told}");
        let prose = &guide.blocks.last().unwrap().prose;
        for (shown, told) in [("80.50", "80.5"), ("74.00", "74")] {
            assert!(said.contains(shown) && says(prose, told), "{}: {told} in {said}", guide.file);
        }
    }
}

/// The points and totals that a check expects.
fn expected(check: &str) -> Vec<String> {
    let number = |text: &str| -> String { text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect() };
    let after = |key: &str| -> Vec<String> {
        let values = check.split(key).skip(1).flat_map(|rest| match rest.strip_prefix("{ ") {
            Some(table) => table.split('}').next().unwrap().split("= ").skip(1).map(number).collect(),
            None => vec![number(rest)],
        });
        values.collect()
    };
    [after("points = "), after("total = ")].concat()
}

/// Whether a text holds this number, and not as a part of another.
fn says(text: &str, number: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    text.match_indices(number).any(|(at, _)| {
        let (before, mut after) = (text[..at].chars().next_back(), text[at + number.len()..].chars());
        let next = after.next();
        !part(before) && !(part(next) && (next != Some('.') || part(after.next())))
    })
}

#[test]
fn what_is_called_wrong_is_refused_and_what_is_called_right_is_not() {
    for guide in GUIDES.map(Guide::read) {
        let folder = folder(&guide);
        let found = |text: &str| problems(folder.path(), &framed(text));
        let mut seen = 0;
        for row in guide.rows(["错误写法", "Wrong"]) {
            let code = row.cells[2].rsplit(' ').next().unwrap();
            assert!(found(&row.cells[0]).iter().any(|p| p.code() == code), "{}: {}", guide.file, row.cells[0]);
            let right = found(&row.cells[1]);
            assert!(right.iter().all(|p| p.code() != code), "{}: {} of {}", guide.file, told(&right), row.cells[1]);
            seen += 1;
        }
        for row in guide.rows(["错误的算式", "Wrong expression"]) {
            let code = row.cells[2].rsplit(' ').next().unwrap();
            let (wrong, right) = (found(&showing(&row.cells[0])), found(&showing(&row.cells[1])));
            assert!(wrong.iter().any(|p| p.code() == code), "{}: {} of {}", guide.file, told(&wrong), row.cells[0]);
            assert!(told(&right).is_empty(), "{}: {} of {}", guide.file, told(&right), row.cells[1]);
            seen += 1;
        }
        assert!(seen > 20, "{}: {seen}", guide.file);
    }
}

#[test]
fn every_expression_in_a_table_compiles_and_gives_the_points_beside_it() {
    for guide in GUIDES.map(Guide::read) {
        let folder = folder(&guide);
        let mut seen = 0;
        for row in guide.rows(["算式", "Expression"]) {
            let expression = &row.cells[0];
            assert!(program::parse_expression(expression).is_ok(), "{expression}");
            // It stands in the leaf 1.1 of the section 1, which it must not read.
            let piece = if row.cells.len() > 2 {
                format!("points = 10\nscore.formula = \"{expression}\"\n")
            } else {
                showing(expression)
            };
            let piece = piece.replace("'1.1'", "'1.2'").replace("'1'", "'2'");
            let found = problems(folder.path(), &framed(&piece));
            assert!(told(&found).is_empty(), "{}: {} of {expression}", guide.file, told(&found));
            if let Some(points) = row.cells.get(2) {
                let unit = |id: &str, x: &str, expect: &str| {
                    format!("{{ id = \"{id}\", values = {{ \"指标一\" = {x} }}, expect = {{ {expect} }} }}")
                };
                let expect = format!("points = {{ \"1.1\" = {points} }}");
                let units =
                    [unit("甲", "20", ""), unit("乙", "40", &expect), unit("丙", "60", ""), unit("丁", "100", "")];
                run(&test_of(folder.path(), &piece, &format!("units: {}", units.join(", "))), expression);
            }
            seen += 1;
        }
        assert!(seen > 40, "{}: {seen}", guide.file);
    }
}

#[test]
fn both_languages_show_the_same() {
    let [zh, en] = GUIDES.map(Guide::read);
    assert_eq!(zh.anchors, en.anchors);
    let shown = |guide: &Guide| -> Vec<(String, Option<String>)> {
        guide.blocks.iter().map(|block| (without_comments(&block.text), block.check.clone())).collect()
    };
    for (zh, en) in shown(&zh).into_iter().zip(shown(&en)) {
        assert_eq!(zh, en);
    }
    assert_eq!(zh.blocks.len(), en.blocks.len());
    for headers in [["算式", "Expression"], ["错误写法", "Wrong"], ["错误的算式", "Wrong expression"]] {
        let shown = |guide: &Guide| -> Vec<String> { guide.rows(headers).map(|row| row.cells[0].clone()).collect() };
        assert_eq!(shown(&zh), shown(&en));
    }
}

/// TOML or a grammar without what only people read.
fn without_comments(text: &str) -> String {
    let line = |line: &str| {
        let quoted = |at: usize| line[..at].matches('"').count() % 2 == 1;
        let end = line.match_indices('#').map(|(at, _)| at).chain(line.find("(*")).find(|at| !quoted(*at));
        line[..end.unwrap_or(line.len())].trim_end().to_owned()
    };
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_link_leads_somewhere() {
    for file in
        GUIDES.iter().copied().chain(["README.md", "README.zh-CN.md", "docs/tutorial.md", "docs/tutorial.zh-CN.md"])
    {
        let text = std::fs::read_to_string(file).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if path.starts_with("http") {
                continue;
            }
            let target = if path.is_empty() { PathBuf::from(file) } else { Path::new(file).with_file_name(path) };
            let there = anchor.is_empty() && target.exists()
                || std::fs::read_to_string(&target)
                    .is_ok_and(|text| text.contains(&format!("<a id=\"{anchor}\"></a>")));
            assert!(there, "{file}: {link}");
        }
    }
}

#[test]
fn the_limits_are_those_that_are_told() {
    let nested = |levels: usize| format!("{}1{}", "(".repeat(levels), ")".repeat(levels));
    let sum = |parts: usize| vec!["1"; parts.div_ceil(2)].join("+");
    for (within, beyond, told) in [
        (format!("1{}", " ".repeat(16_383)), format!("1{}", " ".repeat(16_384)), "16384"),
        (sum(1_999), sum(2_001), "2000"),
        (nested(64), nested(65), "64"),
    ] {
        assert!(program::parse_expression(&within).is_ok() && program::parse_expression(&beyond).is_err(), "{told}");
        for file in GUIDES {
            assert!(says(&std::fs::read_to_string(file).unwrap(), told), "{file}: {told}");
        }
    }
}
