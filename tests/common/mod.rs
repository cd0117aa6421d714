//! Runs of the command, for the tests that look at what it prints.

#![allow(dead_code, reason = "each test binary uses some of it")]

use std::path::Path;
use std::process::Command;

/// What came of a run.
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// What went to stdout.
    pub(crate) out: String,
    /// What went to stderr.
    pub(crate) err: String,
}

impl Run {
    /// Its parts.
    pub(crate) fn parts(self) -> (i32, String, String) {
        (self.code, self.out, self.err)
    }
}

/// Runs the command in a folder, in Chinese unless the arguments say otherwise; the folder is called `[HERE]`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_with(folder, arguments, &[])
}

/// The same with these variables in its environment, which is otherwise empty.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let run = Command::new(env!("CARGO_BIN_EXE_kaohe"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LANG", "zh_CN.UTF-8")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let here = folder.display().to_string();
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        if here.len() > 1 { text.replace(&here, "[HERE]") } else { text }
    };
    Run { code: run.status.code().unwrap(), out: text(run.stdout), err: text(run.stderr) }
}

/// A run's exit code, stdout and stderr, as one text to look at.
pub(crate) fn kaohe(folder: &Path, arguments: &[&str]) -> String {
    let Run { code, out, err } = run(folder, arguments);
    format!("$ kaohe {}\nexit {code}\n--- stdout\n{out}--- stderr\n{err}", arguments.join(" "))
}
