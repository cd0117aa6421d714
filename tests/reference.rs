//! `docs/rubric.md` is written from the tables that the program reads files by.
//!
//! `UPDATE_DOCS=1 cargo test --test reference` rewrites it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use kaohe::analysis::trial;
use kaohe::document::{Key, Keys, Kind};
use kaohe::folder;
use kaohe::program::FUNCTIONS;
use kaohe::rubric::{KINDS, ROOT, Shape};
use kaohe::words::Bilingual;

const FILE: &str = "docs/rubric.md";

#[test]
fn the_reference_says_what_the_tables_say() {
    let wanted = reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(FILE, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(FILE).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    assert!(
        found == wanted,
        "{FILE} is stale from line {}; rewrite it with: UPDATE_DOCS=1 cargo test --test reference",
        differs.map_or(found.lines().count().min(wanted.lines().count()), |line| line) + 1
    );
}

#[test]
fn every_link_of_the_reference_leads_somewhere() {
    let text = reference();
    let targets: Vec<&str> = text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 20);
    for target in targets {
        assert!(text.contains(&format!("<a id=\"{target}\"></a>")), "{target}");
    }
}

fn reference() -> String {
    let mut page = Page::default();
    page.text.push_str(HEAD);
    page.chapter("rubric", both("评分细则 `rubric.toml`", "the rubric"));
    page.tree(&ROOT, &[], "rubric");
    page.methods();
    page.functions();
    page.chapter("assessment", both("考核文件夹 `assessment.toml`", "the assessment folder"));
    page.tree(&folder::KEYS, &[], "assessment");
    page.chapter("tests", both("测试 `rubric.test.toml`", "tests"));
    page.tree(&trial::ROOT, &[], "tests");
    page.text
}

const HEAD: &str = "\
# 键、评分方法和函数 · Keys, scoring methods and functions

本页由程序自己的键表生成,`cargo test` 核对它与程序一致。怎样写一份细则,见[评分细则的写法](rubric-language.zh-CN.md)。

This page is generated from the tables that the program reads files by, and `cargo test` holds the two equal. How a rubric
is written: [The rubric language](rubric-language.md).

没有标“是”的键,有的在用到时也必须写明;没有写明的,`kaohe check` 会指出来(R014),并说出通常的做法。
Keys without “yes” may still have to be settled where they matter; `kaohe check` names them (R014) and the usual choice.

[评分细则 rubric](#rubric) · [评分方法 scoring methods](#methods) · [函数 functions](#functions) ·
[考核文件夹 assessment folder](#assessment) · [测试 tests](#tests)

## <a id=\"values\"></a>值的写法 · How values are written

| 填什么 what | 写法 | as written |
| --- | --- | --- |
| 文字 text | 加引号:`\"1.10\"` | in quotes: `\"1.10\"` |
| 文字列表 texts | `[\"市质监局\", \"市经信委\"]` | `[\"市质监局\", \"市经信委\"]` |
| 数 number | `8`、`\"95%\"`,或引号中的算式 `\"target.brands\"`;各组不同写 `{ default = 8, \"山区\" = 6 }` | `8`, `\"95%\"`, or an expression in quotes, `\"target.brands\"`; by group `{ default = 8, \"山区\" = 6 }` |
| 数的列表 numbers | `[60, 57, 54]`,每个都可以是算式 | `[60, 57, 54]`, each may be an expression |
| 表达式 expression | 引号中的算式或条件:`\"合格批次 / 抽查批次\"` | a formula or a condition in quotes: `\"passed / sampled\"` |
| 整数 whole number | 0 到 28 | from 0 to 28 |
| 小数位数 decimals | 0 到 28,或 `\"none\"`(不修约) | from 0 to 28, or `\"none\"` (not rounded) |
| 是否 yes or no | `true` 或 `false` | `true` or `false` |
| 选一 one of | 加引号的词,列出的词之一 | one of the words listed, in quotes |
| 表 table | `{ … }` 或 `[标题]` | `{ … }` or a `[heading]` |
| 行 rows | `[{ … }, { … }]` 或 `[[标题]]`,可以有多行 | `[{ … }, { … }]` or `[[heading]]`, any number of them |
| 各名称 names | 键由自己起名,每个名称一张表 | keys of your own choice, a table each |
";

/// How a shape without keys is written.
const OPTIONS: Bilingual = both("键是选项,值是得分(数)", "options as keys, their points (numbers) as values");
const EXPRESSION: Bilingual = both("一个表达式或数", "one expression or number");

const fn both(zh: &'static str, en: &'static str) -> Bilingual {
    Bilingual { zh, en }
}

/// The page as it is written, with the tables that already stand on it.
#[derive(Default)]
struct Page {
    text: String,
    told: Vec<Told>,
}

/// A key table on the page.
struct Told {
    keys: &'static Keys,
    anchor: String,
    /// Whether a later table may be told by what differs from this one.
    whole: bool,
}

/// A key table below another one.
struct Below {
    keys: &'static Keys,
    /// Where it is written.
    paths: Vec<String>,
    anchor: String,
}

/// Keys that a table may differ by to be told as “like that one, but”.
const MOST_DIFFERENCES: usize = 2;

impl Page {
    fn chapter(&mut self, anchor: &str, title: Bilingual) {
        write!(self.text, "\n## <a id=\"{anchor}\"></a>{} · {}\n", title.zh, title.en).unwrap();
    }

    /// A key table and those below it, each once; its heading stands already.
    fn tree(&mut self, keys: &'static Keys, paths: &[String], anchor: &str) {
        for below in self.table(keys, paths, anchor) {
            let (what, anchor) = (below.keys.what, &below.anchor);
            let paths: Vec<String> = below.paths.iter().map(|path| format!("`{path}`")).collect();
            write!(self.text, "\n### <a id=\"{anchor}\"></a>{} · {}\n", what.zh, what.en).unwrap();
            write!(self.text, "\n{}\n", paths.join(" ")).unwrap();
            self.tree(below.keys, &below.paths, anchor);
        }
    }

    /// Writes one table and gives those below it that stand nowhere yet.
    fn table(&mut self, keys: &'static Keys, paths: &[String], anchor: &str) -> Vec<Below> {
        if self.anchor(keys).is_none() {
            self.told.push(Told { keys, anchor: anchor.to_owned(), whole: false });
        }
        let mut found: Vec<Below> = Vec::new();
        for key in keys.keys {
            let Some((inner, path)) = nested(key, paths.first().map_or("", String::as_str)) else { continue };
            if let Some(below) = found.iter_mut().find(|below| std::ptr::eq(below.keys, inner)) {
                below.paths.push(path);
            } else if self.anchor(inner).is_none() {
                let anchor = format!("{anchor}-{}", key.name);
                self.told.push(Told { keys: inner, anchor: anchor.clone(), whole: false });
                found.push(Below { keys: inner, paths: vec![path], anchor });
            }
        }
        let like =
            self.told.iter().filter(|told| told.whole).find_map(|told| Some((told, differences(told.keys, keys)?)));
        let shown: Vec<&Key> = match like {
            None => keys.keys.iter().collect(),
            Some((told, (less, more))) => {
                let less: Vec<String> = less.iter().map(|key| format!("`{}`", key.name)).collect();
                let (what, anchor) = (told.keys.what, &told.anchor);
                let (zh, en) = match (less.is_empty(), more.is_empty()) {
                    (_, true) => (format!("没有 {}", less.join("、")), format!("without {}", less.join(", "))),
                    (true, false) => ("另有:".to_owned(), "and besides:".to_owned()),
                    (false, false) => {
                        (format!("没有 {},另有:", less.join("、")), format!("without {}, and with:", less.join(", ")))
                    }
                };
                write!(self.text, "\n键同[{}](#{anchor}),{zh} · The keys of [{}](#{anchor}), {en}\n", what.zh, what.en)
                    .unwrap();
                more
            }
        };
        if !shown.is_empty() {
            self.text.push_str(
                "\n| 键 key | 填什么 what | 必填 required | 含义 | meaning |\n| --- | --- | --- | --- | --- |\n",
            );
        }
        for key in shown {
            let required = if key.required { "是 yes" } else { "" };
            let (zh, en) = (cell(key.meaning.zh), cell(key.meaning.en));
            let what = self.what(key);
            writeln!(self.text, "| `{}` | {what} | {required} | {zh} | {en} |", key.name).unwrap();
        }
        if let Some(told) = self.told.iter_mut().find(|told| std::ptr::eq(told.keys, keys)) {
            told.whole = true;
        }
        found
    }

    fn anchor(&self, keys: &Keys) -> Option<&String> {
        self.told.iter().find(|told| std::ptr::eq(told.keys, keys)).map(|told| &told.anchor)
    }

    /// What is written under a key.
    fn what(&self, key: &Key) -> String {
        let linked = |what: &str, keys: &Keys| {
            let anchor = self.anchor(keys).unwrap();
            format!("[{what}:{} {}](#{anchor})", keys.what.zh, keys.what.en)
        };
        match key.kind {
            Kind::Text => "文字 text".to_owned(),
            Kind::Texts => "文字列表 texts".to_owned(),
            Kind::Words => "文字或文字列表 text or texts".to_owned(),
            Kind::Number => "数 number".to_owned(),
            Kind::Numbers => "数的列表 numbers".to_owned(),
            Kind::Count => "整数 whole number".to_owned(),
            Kind::YesNo => "是否 yes or no".to_owned(),
            Kind::OneOf(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(" "),
            Kind::AnyOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
                format!("列表 list: {}", words.join(" "))
            }
            Kind::Date => "日期 date".to_owned(),
            Kind::Expression => "表达式 expression".to_owned(),
            Kind::Digits => "小数位数 decimals".to_owned(),
            Kind::Table(keys) => linked("表 table", keys),
            Kind::Rows(keys) => linked("行 rows", keys),
            Kind::Map(keys) => linked("各名称 names", keys),
            Kind::Open if key.name == "score" => "[评分方法 scoring method](#methods)".to_owned(),
            Kind::Open => "值或表 values".to_owned(),
        }
    }

    fn methods(&mut self) {
        self.chapter("methods", both("评分方法 `score`", "scoring methods"));
        self.text.push_str(
            "\n写成 `score.方法 = …`;没有必填键的方法也可以只写名称,如 `score = \"given\"`。\
             Written `score.method = …`; a method without required keys may be its name alone, as in `score = \"given\"`.\n",
        );
        self.text.push_str("\n| 方法 method | 名称 name | 写法 as written |\n| --- | --- | --- |\n");
        for kind in KINDS {
            let as_written = match kind.shape {
                Shape::Keys(_) => format!("`score.{} = {{ … }}`", kind.name),
                Shape::Rows(_) => format!("`score.{} = [{{ … }}, …]`", kind.name),
                Shape::Options => format!("`score.{} = {{ \"…\" = … }}`", kind.name),
                Shape::Expression => format!("`score.{} = \"…\"`", kind.name),
            };
            let (name, title) = (kind.name, kind.title);
            writeln!(self.text, "| [`{name}`](#score-{name}) | {} {} | {as_written} |", title.zh, title.en).unwrap();
        }
        for kind in KINDS {
            let (title, name) = (kind.title, kind.name);
            write!(self.text, "\n### <a id=\"score-{name}\"></a>{} `{name}` · {}\n", title.zh, title.en).unwrap();
            let (anchor, paths) = (format!("score-{name}"), [format!("score.{name}")]);
            match kind.shape {
                Shape::Keys(keys) | Shape::Rows(keys) => self.tree(keys, &paths, &anchor),
                Shape::Options => write!(self.text, "\n{} · {}\n", OPTIONS.zh, OPTIONS.en).unwrap(),
                Shape::Expression => write!(self.text, "\n{} · {}\n", EXPRESSION.zh, EXPRESSION.en).unwrap(),
            }
        }
    }

    fn functions(&mut self) {
        self.chapter("functions", both("函数", "functions"));
        self.text.push_str("\n| 函数 function | 含义 | meaning |\n| --- | --- | --- |\n");
        for function in FUNCTIONS {
            let (zh, en) = (cell(function.meaning.zh), cell(function.meaning.en));
            writeln!(self.text, "| `{}({})` | {zh} | {en} |", function.name, function.arguments).unwrap();
        }
    }
}

/// The table below a key, with the path it is written under.
fn nested(key: &'static Key, path: &str) -> Option<(&'static Keys, String)> {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{}.{name}", path.trim_matches(|c| matches!(c, '[' | ']'))),
    };
    match key.kind {
        Kind::Table(keys) => Some((keys, format!("[{}]", below(key.name)))),
        Kind::Rows(keys) => Some((keys, format!("[[{}]]", below(key.name)))),
        Kind::Map(keys) => Some((keys, format!("[{}.\"…\"]", below(key.name)))),
        _ => None,
    }
}

/// What a table lacks and has besides another one, where the two are nearly the same.
#[allow(clippy::type_complexity, reason = "two lists of keys")]
fn differences(of: &'static Keys, keys: &'static Keys) -> Option<(Vec<&'static Key>, Vec<&'static Key>)> {
    let alike = |a: &Key, b: &Key| a.name == b.name && a.required == b.required && a.meaning == b.meaning;
    let only = |a: &'static Keys, b: &Keys| -> Vec<&'static Key> {
        a.keys.iter().filter(|key| !b.keys.iter().any(|other| alike(key, other))).collect()
    };
    let (less, more) = (only(of, keys), only(keys, of));
    let shared = keys.keys.len() - more.len();
    let few = less.len() <= MOST_DIFFERENCES && more.len() <= MOST_DIFFERENCES;
    (few && shared > 2 * MOST_DIFFERENCES && !std::ptr::eq(of, keys)).then_some((less, more))
}

/// A text as it stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
