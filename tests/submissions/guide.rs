//! What `docs/submissions*.md` shows is what is read and said.
//!
//! A table under `<!-- read: FILE -->` is saved under this name, merged as the comment says, and the `text` block below it is
//! what is read of it and said about it. The rows of the table under `<!-- values -->` are values, one each.
//! `UPDATE_DOCS=1 cargo test --test submissions` rewrites what is read and said.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use kaohe::diagnostic::{Diagnostic, Entry, Severity};
use kaohe::number;
use kaohe::program::{Field, FieldKind};
use kaohe::submission::read_value;
use kaohe::table::{State, date_text};
use kaohe::words::Lang;
use kaohe::words::data::DataProblem;
use rust_xlsxwriter::{Format, Workbook};

use super::{program, read, two};

const PAGES: [(&str, Lang); 2] = [("docs/submissions.zh-CN.md", Lang::Zh), ("docs/submissions.md", Lang::En)];

/// Codes that the reading of files tells, and the page has to explain.
const READING: [std::ops::RangeInclusive<u32>; 5] = [1..=7, 15..=17, 21..=27, 37..=41, 80..=89];

fn words(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// A value as the page shows it.
fn shown(state: State, value: number::Decimal, text: Option<&str>, field: &Field, lang: Lang) -> String {
    match (state, &field.kind) {
        (State::NotApplicable, _) => words(lang, "不适用", "not applicable").to_owned(),
        (State::Known, FieldKind::Text) => text.unwrap_or_default().to_owned(),
        (State::Known, FieldKind::Percent) => number::percent(value),
        (State::Known, FieldKind::Date) => date_text(i64::try_from(value).unwrap()),
        (State::Known, FieldKind::YesNo) if value.is_zero() => words(lang, "否", "no").to_owned(),
        (State::Known, FieldKind::YesNo) => words(lang, "是", "yes").to_owned(),
        (State::Known, FieldKind::Choice(options)) => options[usize::try_from(value).unwrap()].clone(),
        (State::Known, _) => number::plain(value),
        _ => words(lang, "缺报", "missing").to_owned(),
    }
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// A row's position and a column's from `B2`.
fn position(cell: &str) -> (u32, u16) {
    let (column, row) = cell.split_at(1);
    (row.parse::<u32>().unwrap() - 1, u16::from(column.as_bytes()[0] - b'A'))
}

fn save(path: &Path, rows: &[Vec<String>], merged: &[&str]) {
    if path.extension().unwrap() == "csv" {
        let lines = rows.iter().map(|row| row.join(",") + "\n");
        fs::write(path, lines.collect::<String>()).unwrap();
        return;
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    for range in merged {
        let (first, last) = range.split_once(':').unwrap();
        let ((top, left), (bottom, right)) = (position(first), position(last));
        sheet.merge_range(top, left, bottom, right, "", &Format::new()).unwrap();
    }
    let percent = Format::new().set_num_format("0.0%");
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            match (text.parse::<f64>(), text.strip_suffix('%')) {
                (Ok(number), _) => drop(sheet.write(row, column, number).unwrap()),
                (_, Some(number)) => {
                    let number = number.parse::<f64>().unwrap() / 100.0;
                    sheet.write_with_format(row, column, number, &percent).unwrap();
                }
                _ => drop(sheet.write(row, column, text).unwrap()),
            }
        }
    }
    book.save(path).unwrap();
}

/// What is read of a file and said about it.
fn outcome(folder: &Path, name: &str, lang: Lang) -> String {
    let (table, problems) = read(folder, &[name], &two());
    let mut text = String::new();
    for (position, unit) in table.units.iter().enumerate() {
        let mut said = Vec::new();
        for (index, (field, column)) in program().fields.iter().zip(&table.fields).enumerate() {
            if column.states[position] == State::Missing {
                continue;
            }
            let written = column.texts.get(position).map(String::as_str);
            let value = shown(column.states[position], column.values[position], written, field, lang);
            let evidence = table.remark(position, index).and_then(|remarks| remarks.evidence.as_deref());
            said.push(format!("{} {value}{}", field.label, evidence.map_or(String::new(), |text| format!("[{text}]"))));
        }
        let list = &table.lists[0];
        for entry in list.of_unit(position) {
            let project = &list.columns[0].texts[usize::try_from(list.value(entry, 0).unwrap().1).unwrap()];
            said.push(format!("表彰 {project} {}", number::plain(list.value(entry, 1).unwrap().1)));
        }
        if !said.is_empty() {
            writeln!(text, "{}: {}", unit.name, said.join(", ")).unwrap();
        }
    }
    // Who is missing from one example is in another.
    for problem in problems.iter().filter(|problem| problem.code() != "D011") {
        writeln!(text, "{}", line(problem, lang)).unwrap();
    }
    text
}

fn line(problem: &Diagnostic, lang: Lang) -> String {
    let severity = match problem.severity {
        Severity::Error => words(lang, "错误", "error"),
        Severity::Warning => words(lang, "警告", "warning"),
        Severity::Note => words(lang, "提示", "note"),
    };
    let meant = problem.suggestion.as_ref().map_or(String::new(), |meant| format!(" → {meant}"));
    format!("{severity}[{}] {}: {}{meant}", problem.code(), problem.place.describe(), problem.problem.say(lang))
}

/// The field of a row of values.
fn field(kind: &str) -> &'static Field {
    let ids = [
        ("数量", "count", "passed"),
        ("金额(万元)", "money (万元)", "fund"),
        ("百分数", "percent", "rate"),
        ("是否", "yes-no", "planned"),
        ("选项", "choice", "level"),
        ("日期", "date", "filed"),
    ];
    let (.., id) = ids.iter().find(|(zh, en, _)| *zh == kind || *en == kind).unwrap_or_else(|| panic!("{kind}"));
    &program().fields[program().find_field(id).unwrap().index()]
}

fn value_row(row: &str, lang: Lang) -> String {
    let cells = cells(row);
    let (kind, text) = (&cells[0], cells[1].trim_matches('`'));
    let field = field(kind);
    let reading = read_value(text, field);
    let value = shown(reading.state, reading.value, reading.text.as_deref(), field, lang);
    let mut told = reading.problem.map_or("", |problem| problem.entry().code).to_owned();
    if let Some(meant) = reading.suggestion {
        told = format!("{told} → {meant}");
    }
    format!("| {kind} | `{text}` | {value} | {told}{}|", if told.is_empty() { "" } else { " " })
}

/// The page with what is read and said put in.
fn page(text: &str, lang: Lang) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut page = String::new();
    let mut lines = text.lines().peekable();
    let (mut outcomes, mut values) = (0, 0);
    while let Some(line) = lines.next() {
        writeln!(page, "{line}").unwrap();
        if let Some(file) = line.strip_prefix("<!-- read: ").and_then(|rest| rest.strip_suffix(" -->")) {
            let (name, merged) = file.split_once(" merged: ").unwrap_or((file, ""));
            let mut rows = Vec::new();
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                writeln!(page, "{row}").unwrap();
                if !row.starts_with("| ---") {
                    rows.push(cells(row));
                }
            }
            let path = folder.path().join(name);
            save(&path, &rows, &merged.split_whitespace().collect::<Vec<_>>());
            assert_eq!((lines.next(), lines.next()), (Some(""), Some("```text")), "{name}");
            while lines.next_if(|line| *line != "```").is_some() {}
            write!(page, "\n```text\n{}", outcome(folder.path(), name, lang)).unwrap();
            outcomes += 1;
        } else if line == "<!-- values -->" {
            for head in lines.by_ref().take(2) {
                writeln!(page, "{head}").unwrap();
            }
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                writeln!(page, "{}", value_row(row, lang)).unwrap();
                values += 1;
            }
        }
    }
    assert!(outcomes > 5 && values > 20, "{outcomes} {values}");
    page
}

#[test]
fn what_the_page_shows_is_what_is_read_and_said() {
    for (file, lang) in PAGES {
        let text = fs::read_to_string(file).unwrap();
        let page = page(&text, lang);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(file, &page).unwrap();
        }
        let found = fs::read_to_string(file).unwrap();
        for (number, (found, wanted)) in found.lines().zip(page.lines()).enumerate() {
            assert_eq!(found, wanted, "{file}:{}", number + 1);
        }
        assert_eq!(found.lines().count(), page.lines().count(), "{file}");
    }
}

#[test]
fn the_page_explains_every_code_of_reading_and_none_that_is_not() {
    for (file, _) in PAGES {
        let text = fs::read_to_string(file).unwrap();
        let rows = text.split("<!-- codes -->").nth(1).unwrap().lines().filter(|line| line.starts_with("| D"));
        let codes: Vec<String> = rows
            .flat_map(|row| cells(row)[0].split(['、', ',']).map(|code| code.trim().to_owned()).collect::<Vec<_>>())
            .collect();
        for code in &codes {
            assert!(Entry::find(code).is_some(), "{file}: {code}");
        }
        for entry in DataProblem::CATALOGUE {
            let number: u32 = entry.code[1..].parse().unwrap();
            let explained = codes.iter().any(|code| code == entry.code);
            assert!(explained || !READING.iter().any(|range| range.contains(&number)), "{file}: {}", entry.code);
        }
    }
}
