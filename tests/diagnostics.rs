//! `docs/diagnostics.md` is written from the catalogues: `UPDATE_DOCS=1 cargo test --test diagnostics` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use kaohe::diagnostic::{Entry, Severity};
use kaohe::words::data::{AdjustmentFault, DataProblem, FileFault};
use kaohe::words::ledger::LedgerProblem;
use kaohe::words::notice::NoticeProblem;
use kaohe::words::rubric::{IoWords, RubricProblem};
use kaohe::words::weights::WeightProblem;
use kaohe::words::{Bilingual, shape};

const PAGE: &str = "docs/diagnostics.md";

const HEAD: &str = "\
# 提示代码 Diagnostics

<!-- 由程序的提示目录生成,请勿手工修改:UPDATE_DOCS=1 cargo test --test diagnostics -->

`kaohe` 发现的每个问题都有一个代码。R 开头的在评分细则、测试文件或 assessment.toml 里,D 开头的在名册、填报表或评出的数据里,L 开头的在填好的整改台账里,N 开头的在通报的设定或模板里,W 开头的在专家填的权重问卷里。
`kaohe check --why R012` 在屏幕上说明一个代码。‹ › 里的词由实际情况填入。

Every problem that `kaohe` finds has a code: R for rubrics, test files and assessment.toml, D for rosters, submissions and what
came of them, L for filled rectification ledgers, N for settings and templates of notices, W for questionnaires about weights. `kaohe check --why R012` tells
of one on the screen. A word in ‹ › stands for what was found.
";

fn severity(entry: &Entry) -> &'static str {
    match entry.severity {
        Severity::Error => "错误 error",
        Severity::Warning => "警告 warning",
        Severity::Note => "提示 note",
    }
}

/// A text within a table.
fn cell(template: &str) -> String {
    shape(template).replace('|', "\\|")
}

fn table(page: &mut String, catalogue: &[Entry]) {
    page.push_str("\n| 代码 code | 程度 severity | 名称 | name |\n| --- | --- | --- | --- |\n");
    for entry in catalogue {
        let (code, title) = (entry.code, entry.title);
        page.push_str(&format!(
            "| [{code}](#{}) | {} | {} | {} |\n",
            code.to_lowercase(),
            severity(entry),
            title.zh,
            title.en
        ));
    }
    for entry in catalogue {
        page.push_str(&format!("\n### {}\n\n", entry.code));
        page.push_str(&format!("**{}** {} · {}\n\n", severity(entry), entry.title.zh, entry.title.en));
        page.push_str("| | 中文 | English |\n| --- | --- | --- |\n");
        let rows = [("内容 says", entry.says), ("为什么 why", entry.why), ("建议 help", entry.remedy)];
        for (name, words) in rows {
            page.push_str(&format!("| {name} | {} | {} |\n", cell(words.zh), cell(words.en)));
        }
    }
}

fn details(page: &mut String, title: &str, templates: &[Bilingual]) {
    // A detail that is the parameter alone says nothing beforehand.
    let alone = |words: &&Bilingual| words.zh.starts_with('{') && words.zh.find('}') == Some(words.zh.len() - 1);
    let says: Vec<&Bilingual> = templates.iter().filter(|words| !alone(words)).collect();
    page.push_str(&format!("\n## {title}\n\n| 中文 | English |\n| --- | --- |\n"));
    for words in says {
        page.push_str(&format!("| {} | {} |\n", cell(words.zh), cell(words.en)));
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## 评分细则、测试文件和 assessment.toml · rubrics, test files, assessment.toml\n");
    table(&mut page, RubricProblem::CATALOGUE);
    page.push_str("\n## 数据 · data\n");
    table(&mut page, DataProblem::CATALOGUE);
    page.push_str("\n## 整改台账 · rectification ledgers\n");
    table(&mut page, LedgerProblem::CATALOGUE);
    page.push_str("\n## 通报和反馈函 · notices\n");
    table(&mut page, NoticeProblem::CATALOGUE);
    page.push_str("\n## 权重问卷 · questionnaires about weights\n");
    table(&mut page, WeightProblem::CATALOGUE);
    details(&mut page, "R002、R057 中的 ‹detail› · in R002 and R057", IoWords::TEMPLATES);
    details(&mut page, "D001、D023 中的 ‹detail› · in D001 and D023", FileFault::TEMPLATES);
    details(&mut page, "D046 中的 ‹detail› · in D046", AdjustmentFault::TEMPLATES);
    page
}

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == page, "{PAGE} is not up to date: UPDATE_DOCS=1 cargo test --test diagnostics");
}

#[test]
fn every_code_is_told_once_and_in_full() {
    let codes: BTreeSet<&str> = Entry::all().map(|entry| entry.code).collect();
    assert_eq!(codes.len(), Entry::all().count(), "a code is used twice");
    for entry in Entry::all() {
        for words in [entry.title, entry.says, entry.why, entry.remedy] {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{}", entry.code);
        }
        assert!(shape(entry.remedy.zh).matches('‹').count() == shape(entry.remedy.zh).matches('›').count());
        assert_eq!(Entry::find(&entry.code.to_lowercase()), Some(entry));
    }
    assert_eq!(shape("补上 {{ points = {points} }}"), "补上 { points = ‹points› }");
}
