//! A workbook that recalculates gives in LibreOffice what the scoring gives, as it is and after a change.
//!
//! The folders are those below `KAOHE_FOLDERS`, of `tests/sql/generate.py`; else the shipped examples.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx, open_workbook};
use kaohe::analysis::deviations::Deviations;
use kaohe::number::{self, Decimal};
use kaohe::program::excel::{self, Content};
use kaohe::program::{Program, Quantity};
use kaohe::report::About;
use kaohe::report::workbook::{Live, Liveness, write};
use kaohe::scoring::{self, Assessment, Cell};
use kaohe::table::{State, Table};
use kaohe::{folder, rubric, submission};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Workbooks that LibreOffice opens at a time.
const BATCH: usize = 20;

fn folders() -> Vec<PathBuf> {
    let below = std::env::var_os("KAOHE_FOLDERS").map_or(PathBuf::from("examples"), PathBuf::from);
    let mut found: Vec<PathBuf> = std::fs::read_dir(&below).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.join("assessment.toml").exists());
    found.sort();
    found
}

fn load(path: &Path) -> (Arc<Program>, Arc<Table>) {
    let mut problems = Vec::new();
    let parts = folder::open(path, &mut problems).unwrap();
    let program = rubric::load(&parts.rubric.path, &parts.rubric.name, &mut problems).unwrap();
    let roster = match &parts.roster {
        Some(file) => submission::read_roster(file, &program, &mut problems).unwrap(),
        None => submission::gather_roster(&parts.submissions, &program, &mut problems),
    };
    let (files, rollups) = (&parts.submissions, &parts.rollups);
    let mut table = submission::read_with_rollups(files, rollups, &program, &roster, &|| {}, &mut problems);
    submission::read_targets(parts.targets.as_ref(), &program, &mut table, &mut problems);
    submission::read_periods(&parts.previous, &program, &mut table, &mut problems);
    if let Some(file) = &parts.adjustments {
        submission::read_adjustments(file, &program, &mut table, &mut problems);
    }
    (Arc::new(program), Arc::new(table))
}

/// Every third parameter, or another third for another `turn`, a little less.
fn changed(program: &Program, turn: usize) -> Program {
    let mut changed = program.clone();
    for (at, parameter) in changed.parameters.iter_mut().enumerate() {
        if at % 3 == turn % 3 && matches!(parameter.quantity, Quantity::Plain | Quantity::Percent | Quantity::Ratio) {
            parameter.value = number::guard(parameter.value * Decimal::new(9, 1), 6);
        }
    }
    changed
}

fn book(assessment: &Assessment) -> Vec<u8> {
    let about = About::new("0", "rubric.toml", Vec::new(), &[]);
    let lang = assessment.program.heading.language;
    let live = Live::of(assessment, Liveness::Always, lang).unwrap();
    assert!(live.is_some());
    write(assessment, &Deviations::of(assessment), &about, &[], lang, live).unwrap()
}

/// The workbook with other numbers in the sheet of its parameters, as if typed there.
fn typed(book: &[u8], before: &Program, after: &Program) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut text = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheets = text("xl/workbook.xml");
    let at = sheets.match_indices("<sheet ").position(|(at, _)| {
        let tag = &sheets[at..at + sheets[at..].find('>').unwrap()];
        tag.contains("name=\"参数\"") || tag.contains("name=\"Parameters\"")
    });
    let of_parameters = format!("xl/worksheets/sheet{}.xml", at.unwrap() + 1);
    let mut sheet = text(&of_parameters);
    for (at, (before, after)) in before.parameters.iter().zip(&after.parameters).enumerate() {
        if before.value == after.value {
            continue;
        }
        let begin = sheet.find(&format!("<c r=\"D{}\"", at + 2)).unwrap();
        let value = begin + sheet[begin..].find("<v>").unwrap() + 3;
        let end = value + sheet[value..].find("</v>").unwrap();
        sheet.replace_range(value..end, &number::plain(after.value));
    }
    for position in 0..archive.len() {
        let entry = archive.by_index_raw(position).unwrap();
        if entry.name().unwrap() == of_parameters {
            out.start_file(&of_parameters, SimpleFileOptions::default()).unwrap();
            out.write_all(sheet.as_bytes()).unwrap();
        } else {
            out.raw_copy_file(entry).unwrap();
        }
    }
    out.finish().unwrap().into_inner()
}

/// Has LibreOffice compute every cell of these workbooks anew and save them.
fn recalculate(books: &[PathBuf], work: &Path) {
    let user = work.join("profile/user");
    std::fs::create_dir_all(&user).unwrap();
    let always = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
    std::fs::write(user.join("registrymodifications.xcu"), always).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", work.join("profile").display());
    let done = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", "xlsx", "--outdir"])
        .arg(work.join("computed"))
        .args(books)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What a cell holds: a number, or a text.
fn same(held: Option<&Data>, expected: Cell, exact: bool) -> bool {
    let held = match held {
        Some(Data::Float(value)) => *value,
        #[allow(clippy::cast_precision_loss)]
        Some(Data::Int(value)) => *value as f64,
        Some(Data::DateTime(value)) => value.as_f64(),
        Some(Data::Bool(value)) => f64::from(u8::from(*value)),
        _ => return false,
    };
    let expected = expected.value;
    if exact {
        return number::from_double(held).map(|held| number::guard(held, 9)) == Some(number::guard(expected, 9));
    }
    let expected = number::to_double(expected);
    (held - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// The cells in which the computed workbook differs from the scoring; how many were compared.
fn differences(path: &Path, order: &[usize], assessment: &Assessment) -> (usize, Vec<String>) {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let zh = book.sheet_names().iter().any(|name| name == "计算");
    let name = |zh_name: &str, en_name: &str| if zh { zh_name.to_owned() } else { en_name.to_owned() };
    let (mut compared, mut wrong) = (0, Vec::new());
    let program = &assessment.program;

    // Every column of the graph: the value where it is known, and what is known of it.
    let sheet = book.worksheet_range(&name("计算", "Calculation")).unwrap();
    let columns: HashMap<&str, usize> =
        program.columns.iter().enumerate().map(|(at, column)| (column.name.as_str(), at)).collect();
    let repeated: HashSet<&str> = {
        let mut seen = HashSet::new();
        program.columns.iter().map(|column| column.name.as_str()).filter(|name| !seen.insert(*name)).collect()
    };
    for column in 2..sheet.width() {
        let head = sheet.get((0, column)).unwrap().to_string();
        let half = sheet.get((1, column)).unwrap().to_string();
        let Some(at) = columns.get(head.as_str()).filter(|_| !repeated.contains(head.as_str())) else { continue };
        let vector = assessment.vector(kaohe::program::ColumnId::from_index(*at)).unwrap();
        for (row, unit) in order.iter().enumerate() {
            let expected = vector.cell(*unit);
            let expected = match half.as_str() {
                "状态" | "state" => Cell::known(Decimal::from(expected.state.code())),
                _ if expected.state == State::Known => expected,
                _ => continue,
            };
            compared += 1;
            let held = sheet.get((row + 3, column));
            if !same(held, expected, false) {
                wrong.push(format!("{head} {half} row {}: {held:?} is not {}", row + 4, expected.value));
            }
        }
    }
    // What people look at: points, totals, places and grades, to the last digit.
    let sheet = book.worksheet_range(&name("得分明细", "Points")).unwrap();
    let ranking = book.worksheet_range(&name("排名", "Ranking")).unwrap();
    let leaves: Vec<_> = program.leaves().collect();
    let sections = program.sections().count();
    for (row, unit) in order.iter().enumerate() {
        let mut expected: Vec<(Option<&Data>, Cell)> = leaves
            .iter()
            .enumerate()
            .map(|(at, (node, _, _))| (sheet.get((row + 3, at + 3)), assessment.points(*node, *unit)))
            .collect();
        expected.push((sheet.get((row + 3, leaves.len() + 3)), assessment.total(*unit)));
        expected.push((ranking.get((row + 1, 5 + sections)), assessment.total(*unit)));
        expected.push((ranking.get((row + 1, 0)), assessment.cell(program.outcome.rank, *unit)));
        expected.push((ranking.get((row + 1, 1)), assessment.cell(program.outcome.group_rank, *unit)));
        for (position, (held, cell)) in expected.into_iter().enumerate() {
            compared += 1;
            let right = if cell.state == State::Known {
                same(held, cell, true)
            } else {
                matches!(held, None | Some(Data::String(_) | Data::Empty))
            };
            if !right {
                wrong.push(format!("shown {position} of row {row}: {held:?} is not {cell:?}"));
            }
        }
        if program.outcome.grade.is_some() {
            compared += 1;
            let held = ranking.get((row + 1, 6 + sections)).map(ToString::to_string).unwrap_or_default();
            let grade = assessment.grade_name(assessment.grade(*unit));
            if held != grade {
                wrong.push(format!("grade of row {row}: {held} is not {grade}"));
            }
        }
    }
    // What the gaps of the first result lose now.
    let sheet = book.worksheet_range(&name("失分清单", "Gaps")).unwrap();
    let units: HashMap<&str, usize> =
        assessment.table.units.iter().enumerate().map(|(at, unit)| (unit.name.as_str(), at)).collect();
    let nodes: HashMap<&str, _> = leaves.iter().map(|(id, node, _)| (node.id.as_str(), *id)).collect();
    for row in 1..sheet.height() {
        let text = |column: usize| sheet.get((row, column)).map(ToString::to_string).unwrap_or_default();
        let (unit, id) = (text(0), text(3));
        let (Some(unit), Some(node)) = (units.get(unit.as_str()), nodes.get(id.as_str())) else {
            wrong.push(format!("gap in row {}: no unit {unit} or no leaf {id}", row + 1));
            continue;
        };
        compared += 1;
        let lost = assessment.lost(*node, *unit).unwrap_or_default().max(Decimal::ZERO);
        if !same(sheet.get((row, 8)), Cell::known(lost), true) {
            wrong.push(format!("lost now in row {}: {:?} is not {lost}", row + 1, sheet.get((row, 8))));
        }
    }
    (compared, wrong)
}

#[test]
#[ignore = "needs LibreOffice; .ci/libreoffice runs it"]
fn libreoffice_computes_what_the_scoring_computes() {
    let work = tempfile::tempdir().unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    let folders = folders();
    for (turn, batch) in folders.chunks(BATCH).enumerate() {
        let mut books = Vec::new();
        let mut expected: Vec<(PathBuf, Vec<usize>, Assessment)> = Vec::new();
        for (at, path) in batch.iter().enumerate() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let (program, table) = load(path);
            let assessment = scoring::score(Arc::clone(&program), Arc::clone(&table));
            let bytes = book(&assessment);
            let other = changed(&program, turn + at);
            let moved = typed(&bytes, &program, &other);
            // The rows stay where they were: an order is published, and numbers move.
            let order = assessment.order().to_vec();
            let again = scoring::score(Arc::new(other), table);
            for (kind, bytes, assessment) in [("as-is", bytes, assessment), ("changed", moved, again)] {
                let file = work.path().join(format!("{name}-{kind}.xlsx"));
                std::fs::write(&file, bytes).unwrap();
                let computed = work.path().join("computed").join(file.file_name().unwrap());
                expected.push((computed, order.clone(), assessment));
                books.push(file);
            }
        }
        recalculate(&books, work.path());
        for (file, order, assessment) in expected {
            let (of_file, differ) = differences(&file, &order, &assessment);
            compared += of_file;
            if !differ.is_empty() {
                let name = file.file_name().unwrap().to_string_lossy().into_owned();
                wrong.push(format!(
                    "{name}: {} differ\n    {}",
                    differ.len(),
                    differ[..differ.len().min(4)].join("\n    ")
                ));
            }
            if let Some(keep) = std::env::var_os("KAOHE_KEEP") {
                std::fs::copy(&file, Path::new(&keep).join(file.file_name().unwrap())).unwrap();
            }
            std::fs::remove_file(&file).unwrap();
        }
    }
    println!("{} assessments, as they are and changed: {compared} cells compared", folders.len());
    assert!(compared > 1_000);
    assert!(wrong.is_empty(), "{} workbooks differ\n{}", wrong.len(), wrong.join("\n"));
}

/// Functions that Excel 2010, WPS and LibreOffice have in common, of those that formulas use.
const FUNCTIONS: [&str; 31] = [
    "ABS",
    "AND",
    "AVERAGE",
    "CHOOSE",
    "COUNT",
    "EXACT",
    "EXP",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISNUMBER",
    "LN",
    "MATCH",
    "MAX",
    "MEDIAN",
    "MIN",
    "NOT",
    "OR",
    "PERCENTILE",
    "ROUND",
    "ROW",
    "SIGN",
    "SMALL",
    "SQRT",
    "STDEV",
    "STDEVP",
    "SUM",
    "SUMPRODUCT",
    "TRUE",
    "FALSE",
];

/// The columns of a rubric's calculation for so many units.
fn calculation(program: &Program, units: usize) -> excel::Calculation {
    let nodes = program.nodes.iter().flat_map(|node| [node.full, node.points, node.status]);
    let outcome = &program.outcome;
    let mut shown: Vec<_> = nodes.chain([outcome.total, outcome.rank, outcome.group_rank]).collect();
    shown.extend(outcome.grade);
    let shape = excel::Shape {
        parameters: "参数".into(),
        units: ("计算".into(), units),
        groups: ("计算_分组".into(), program.groups.len().max(1)),
        lists: (1..=program.lists.len()).map(|at| (format!("计算_明细{at}"), units)).collect(),
        adjusted: Vec::new(),
    };
    excel::calculation(program, shape, &shown)
}

fn formulas(calculation: &excel::Calculation) -> impl Iterator<Item = (&str, &str)> {
    let all = calculation.units.iter().chain(&calculation.groups).chain(calculation.lists.iter().flatten());
    all.filter_map(|column| match &column.content {
        Content::Input(..) => None,
        Content::Each(text) | Content::EachArray(text) | Content::FirstArray(text) | Content::Whole(text) => {
            Some((column.name.as_str(), text.as_str()))
        }
    })
}

/// How deep calls stand inside calls, and the names of the functions called.
fn calls(formula: &str) -> (usize, Vec<String>) {
    let (mut name, mut open, mut names) = (String::new(), Vec::new(), Vec::new());
    let (mut deep, mut deepest, mut quoted) = (0, 0, false);
    for c in formula.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => {
                let called = !name.is_empty();
                open.push(called);
                deep += usize::from(called);
                deepest = deepest.max(deep);
                names.extend(called.then(|| name.clone()));
            }
            ')' => deep -= usize::from(open.pop().unwrap()),
            _ => {}
        }
        if c.is_ascii_uppercase() { name.push(c) } else { name.clear() }
    }
    (deepest, names)
}

#[test]
fn formulas_stay_within_what_every_spreadsheet_takes() {
    let mut seen = 0;
    for path in std::fs::read_dir("rubrics").unwrap().map(|entry| entry.unwrap().path()) {
        if path.to_string_lossy().ends_with(".test.toml") {
            continue;
        }
        let program = rubric::load(&path, &path.to_string_lossy(), &mut Vec::new()).unwrap();
        for (name, formula) in formulas(&calculation(&program, 3_000)) {
            let (deepest, names) = calls(formula);
            // Row numbers stand in for marks of one character each.
            assert!(formula.chars().count() < 4_000, "{}: {name} has {} characters", path.display(), formula.len());
            assert!(deepest <= 40, "{}: {name} is {deepest} calls deep", path.display());
            for name in names {
                assert!(FUNCTIONS.contains(&name.as_str()), "{}: {name} in {formula}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 2_000, "{seen}");
}

/// Where one section takes the lowest of 300 leaves and a veto knows 200 conditions.
fn wide() -> String {
    let mut text = SMALL.replace("points = 100", "points = 100\ncombine = \"minimum\"");
    let one = text.find("[[sections.indicators]]").unwrap();
    let two = text.find("[[vetoes]]").unwrap();
    let (mut leaves, mut conditions) = (String::new(), Vec::new());
    for at in 0..300 {
        leaves += &format!(
            "[[sections.indicators]]\nid = \"1.{at}\"\ntitle = \"第{at}项\"\npoints = 100\nvalue = \"passed / sampled\"\n\
             score.interpolate = {{ from = \"{}%\", to = \"95%\" }}\nmissing = \"leave-out\"\nnot_applicable = \"leave-out\"\n",
            at % 90
        );
        if at < 200 {
            conditions.push(format!("rate('1.{at}') < {}%", at % 60));
        }
    }
    text.replace_range(one..two, &leaves);
    text.replace("when = \"incident\"", &format!("when = \"{}\"", conditions.join(" or ")))
}

#[test]
fn formulas_of_a_rubric_of_hundreds_of_parts_fit_a_cell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.toml");
    std::fs::write(&path, wide()).unwrap();
    let mut problems = Vec::new();
    let program = rubric::load(&path, "wide.toml", &mut problems);
    let program = program.unwrap_or_else(|| panic!("{problems:?}"));
    let row = "1048576";
    for (name, formula) in formulas(&calculation(&program, 3_000)) {
        // With the longest number of a row in the place of each mark.
        let length = formula.replace([excel::ROW, excel::ABOVE], row).chars().count();
        assert!(length <= 8_192, "{name} has {length} characters");
        assert!(calls(formula).0 <= 40, "{name}");
    }
}

/// 每低1%扣0.1分 with whole steps; a place within the group; a veto; a quota.
const SMALL: &str = r#"
id = "small"
title = "小细则"
period = "2016年度"
edition = "1"
unit = "县"
rescale = "section"
groups = ["东", "西"]
[rounding]
leaf = 2
section = 2
total = 2
mode = "half-even"
[grading]
grades = [{ name = "A", min = 90 }, { name = "B" }]
[ranking]
ties = "dense"
vetoed = "keep-place"
[fields.passed]
label = "合格批次"
kind = "count"
[fields.sampled]
label = "抽查批次"
kind = "count"
[fields.incident]
label = "发生重大事故"
kind = "yes-no"
[[sections]]
id = "1"
title = "一"
points = 100
[[sections.indicators]]
id = "1.1"
title = "合格率"
points = 60
value = "passed / sampled"
score.interpolate = { from = "80%", to = "95%" }
missing = "zero"
not_applicable = "leave-out"
[[sections.indicators]]
id = "1.2"
title = "抽查批次排名"
points = 40
value = "sampled"
score.rank = { first = "highest", within = "group", step = "5%" }
missing = "zero"
not_applicable = "zero"
[[vetoes]]
id = "V1"
when = "incident"
grade = "B"
say = "发生重大事故"
"#;

#[test]
fn a_small_rubric_as_columns_of_formulas() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.toml");
    std::fs::write(&path, SMALL).unwrap();
    let mut problems = Vec::new();
    let program = rubric::load(&path, "small.toml", &mut problems).unwrap_or_else(|| panic!("{problems:#?}"));
    let calculation = calculation(&program, 20);
    let mut text = String::new();
    for (sheet, columns) in [("计算", &calculation.units), ("计算_分组", &calculation.groups)] {
        for (at, column) in columns.iter().enumerate() {
            let half = if column.half == excel::Half::Value { "" } else { " (state)" };
            let (kind, formula) = match &column.content {
                Content::Input(input, _) => ("", format!("{input:?}")),
                Content::Each(text) => ("", format!("={text}")),
                Content::EachArray(text) => ("", format!("{{={text}}}")),
                Content::FirstArray(text) => ("first row: ", format!("{{={text}}}")),
                Content::Whole(text) => ("all rows: ", format!("{{={text}}}")),
            };
            let formula = formula.replace(excel::ROW, "4").replace(excel::ABOVE, "3");
            text += &format!("{sheet} {} {}{half}: {kind}{formula}\n", excel::Calculation::letters(at), column.name);
        }
    }
    insta::assert_snapshot!(text);
}
