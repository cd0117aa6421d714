//! What the READMEs show is what the command says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::sync::Arc;

use kaohe::diagnostic::{Severity, Source};
use kaohe::rubric::Rubric;

use common::run;

const READMES: [(&str, &str); 2] = [("README.md", "en"), ("README.zh-CN.md", "zh")];

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_run_that_is_shown_is_the_run_there_is() {
    for (file, lang) in READMES {
        let out = tempfile::tempdir().unwrap();
        let to = out.path().join("out");
        let score = ["score", "examples/county-quality-2016", "--lang", lang, "--out", to.to_str().unwrap()];
        let run = run(Path::new("."), &score);
        let said = run.out + &run.err;
        let readme = std::fs::read_to_string(file).unwrap();
        let shown: Vec<String> =
            blocks(&readme, "text").into_iter().filter(|b| b.contains("[D021]") || b.contains('┌')).collect();
        assert_eq!(shown.len(), 2, "{file}");
        let shown = shown.join("\n");
        // The last lines name the folder, which is another one here.
        for line in shown.lines().filter(|line| !line.contains("county-quality-2016/out")) {
            assert!(said.contains(line), "{file} shows what is not said: {line}");
        }
    }
}

#[test]
fn the_explanation_that_is_shown_is_the_one_there_is() {
    for (file, lang) in READMES {
        let said = run(
            Path::new("."),
            &["explain", "丰畴县", "1.1.1", "--folder", "examples/county-quality-2016", "--lang", lang],
        )
        .out;
        let readme = std::fs::read_to_string(file).unwrap();
        let shown: Vec<String> = blocks(&readme, "text").into_iter().filter(|b| b.starts_with("1.1.1 ")).collect();
        assert_eq!(shown, [said], "{file}");
    }
}

#[test]
fn what_would_lift_a_unit_is_shown_as_it_is_told() {
    for (file, lang) in READMES {
        let said =
            run(Path::new("."), &["improve", "银溪县", "--folder", "examples/county-quality-2016", "--lang", lang]).out;
        let readme = std::fs::read_to_string(file).unwrap();
        let shown: Vec<String> = blocks(&readme, "text").into_iter().filter(|b| b.starts_with("银溪县")).collect();
        // Without the table of all gaps.
        assert_eq!(shown, [said.split('┌').next().unwrap()], "{file}");
    }
}

#[test]
fn every_whole_rubric_that_is_shown_compiles() {
    for (file, _) in READMES {
        let readme = std::fs::read_to_string(file).unwrap();
        let rubrics: Vec<String> = blocks(&readme, "toml")
            .into_iter()
            .filter(|block| block.contains("[[sections]]") && block.contains("edition"))
            .collect();
        assert!(!rubrics.is_empty(), "{file}");
        for text in rubrics {
            let mut problems = Vec::new();
            let source = Arc::new(Source { name: file.into(), text });
            let program = Rubric::parse(source, &mut problems).compile(&mut problems);
            let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
            assert!(program.is_some() && errors.is_empty(), "{file}: {errors:?}");
        }
    }
}
