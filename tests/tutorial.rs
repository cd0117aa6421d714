//! `docs/tutorial*.md` and `docs/rescoring*.md` are followed step by step: their files are written, their commands run, and
//! what they show is what is said.
//!
//! A comment above a block says what becomes of it: `<!-- new: FILE -->` is the file, `<!-- more: FILE -->` goes to its
//! end, `<!-- edit: FILE -->` is a `diff` to apply, and a table under `<!-- sheet: FILE -->` is saved as CSV. A `sh` block
//! runs in the folder so made, and the `text` block after it is all that is said.
//! `UPDATE_DOCS=1 cargo test --test tutorial` rewrites what is said; read it, and the prose around it, before keeping it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Each page in both languages.
const PAGES: [[(&str, &str); 2]; 2] = [
    [("docs/tutorial.zh-CN.md", "zh"), ("docs/tutorial.md", "en")],
    [("docs/rescoring.zh-CN.md", "zh"), ("docs/rescoring.md", "en")],
];

/// A page on the way through it.
struct Walk {
    folder: tempfile::TempDir,
    lang: &'static str,
    /// The page as it should be.
    page: String,
    commands: Vec<String>,
    /// What the last command said, until it is shown.
    said: Option<String>,
    /// The files that were written, in the order of the steps.
    files: Vec<String>,
}

impl Walk {
    fn through(file: &str, lang: &'static str) -> Walk {
        let text = fs::read_to_string(file).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (page, commands, files) = (String::new(), Vec::new(), Vec::new());
        let mut walk = Walk { folder, lang, page, commands, said: None, files };
        let mut task: Option<(&str, &str)> = None;
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            walk.show(line);
            if let Some(comment) = line.strip_prefix("<!-- ") {
                task = comment.strip_suffix(" -->").and_then(|comment| comment.split_once(": "));
                assert!(task.is_some(), "{file}: {line}");
            } else if let Some(language) = line.strip_prefix("```") {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                walk.block(language, &block, task.take());
                walk.show("```");
            } else if line.starts_with("| ")
                && let Some(("sheet", name)) = task
            {
                task = None;
                let mut rows = vec![line];
                while let Some(row) = lines.next_if(|line| line.starts_with("| ")) {
                    walk.show(row);
                    rows.push(row);
                }
                walk.write(name, &csv(&rows));
            }
        }
        assert!(task.is_none() && walk.said.is_none(), "{file}: {task:?} {:?}", walk.said);
        walk
    }

    fn show(&mut self, line: &str) {
        self.page.push_str(line);
        self.page.push('\n');
    }

    fn block(&mut self, language: &str, block: &[&str], task: Option<(&str, &str)>) {
        let mut shown = block.join("\n");
        match (language, task) {
            ("toml", Some(("new", name))) => self.write(name, &format!("{shown}\n")),
            ("toml", Some(("more", name))) => self.write(name, &format!("{}\n{shown}\n", self.read(name))),
            ("diff", Some(("edit", name))) => self.write(name, &edited(&self.read(name), block)),
            ("sh", None) => {
                assert!(self.said.is_none(), "what {:?} says is not shown", self.commands.last());
                self.said = self.run(&shown);
                self.commands.push(shown.clone());
            }
            ("text", None) => shown = self.said.take().unwrap_or(shown),
            _ => panic!("nothing is said of this block ({task:?}):\n{shown}"),
        }
        self.show(&shown);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&mut self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self.files.push(name.to_owned());
    }

    /// What a command says, as a terminal would show it; copying says nothing that is shown.
    fn run(&self, command: &str) -> Option<String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let arguments = match words.as_slice() {
            ["copy", from, to] => {
                fs::copy(self.path(from), self.path(to)).unwrap();
                return None;
            }
            ["kaohe", arguments @ ..] => arguments,
            _ => panic!("{command}"),
        };
        let said = tempfile::NamedTempFile::new().unwrap();
        let open = || File::options().append(true).open(said.path()).unwrap();
        Command::new(env!("CARGO_BIN_EXE_kaohe"))
            .args(arguments)
            .args(["--lang", self.lang])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(open())
            .stderr(open())
            .status()
            .unwrap();
        Some(fs::read_to_string(said.path()).unwrap().trim_end().to_owned())
    }
}

/// The text with the lines of a diff changed; they must stand in one place of it.
fn edited(text: &str, diff: &[&str]) -> String {
    let side = |other: &str| {
        let lines = diff.iter().filter(|line| !line.starts_with(other));
        lines.flat_map(|line| [line.get(2..).unwrap_or(""), "\n"]).collect::<String>()
    };
    let (old, new) = (side("+ "), side("- "));
    assert_eq!(text.matches(&old).count(), 1, "{old} in {text}");
    text.replacen(&old, &new, 1)
}

/// A table as Excel saves it.
fn csv(rows: &[&str]) -> String {
    let cells = |row: &&str| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().join(",");
    let rows = rows.iter().filter(|row| !row.starts_with("| ---"));
    rows.map(cells).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_shown_is_what_is_said() {
    for (file, lang) in PAGES.into_iter().flatten() {
        let walk = Walk::through(file, lang);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(file, &walk.page).unwrap();
        }
        let found = fs::read_to_string(file).unwrap();
        for (number, (found, wanted)) in found.lines().zip(walk.page.lines()).enumerate() {
            assert_eq!(found, wanted, "{file}:{}", number + 1);
        }
        assert_eq!(found.lines().count(), walk.page.lines().count(), "{file}");
    }
}

#[test]
fn both_languages_write_the_same_files_and_run_the_same_commands() {
    for page in PAGES {
        let [zh, en] = page.map(|(file, lang)| Walk::through(file, lang));
        assert!(zh.commands.len() > 10, "{:?}", zh.commands);
        assert_eq!(zh.commands, en.commands);
        assert_eq!(zh.files, en.files);
        for name in &zh.files {
            let (zh, en) = (zh.read(name), en.read(name));
            if zh != en {
                // A rubric's comments are in the language of the page.
                let [zh, en] = [zh, en].map(|text| text.parse::<toml::Table>().unwrap());
                assert_eq!(zh, en, "{name}");
            }
        }
    }
}
