//! `kaohe notice` on the shipped example: what it writes, what it refuses, and the parts of a document; and the page that
//! tells of its templates.
//!
//! `UPDATE_DOCS=1 cargo test --test notice` rewrites the tables of `docs/notices*.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use kaohe::report::notice::{CIRCULAR, Kind, LETTER, MARKS, Variable};
use kaohe::words::Lang;

const EXAMPLE: &str = "examples/county-quality-2016";

/// What a run says: its exit code, and stdout and stderr after each other.
fn kaohe(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kaohe")).args(arguments).args(["--lang", "zh"]).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), text)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        match path.is_dir() {
            true if name == "out" => {}
            true => copy(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

/// A copy of the example, which may be changed.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(EXAMPLE), folder.path());
        Place(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.at(name)).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(self.at(name), text.replace(from, to)).unwrap();
    }

    /// A run on the folder: its exit code, and what it says, without the folder's own name.
    fn run(&self, command: &str, arguments: &[&str]) -> (i32, String) {
        let folder = self.0.path().to_str().unwrap();
        let (code, text) = kaohe(&[&[command, folder], arguments].concat());
        (code, text.replace(folder, "考核"))
    }
}

#[test]
fn the_example_is_told_in_full() {
    let place = Place::new();
    let (code, said) = place.run("notice", &["--format", "txt", "md", "--unit", "302"]);
    assert_eq!(code, 0, "{said}");
    let letter = place.at("out/notices/反馈函/302-麦陂县.md");
    insta::assert_snapshot!("letter_markdown", fs::read_to_string(letter).unwrap());
    let (code, said) = place.run("notice", &["--format", "txt", "md"]);
    assert_eq!(code, 0, "{said}");
    insta::assert_snapshot!("circular_text", fs::read_to_string(place.at("out/notices/通报.txt")).unwrap());
    insta::assert_snapshot!("circular_markdown", fs::read_to_string(place.at("out/notices/通报.md")).unwrap());
    let letter = place.at("out/notices/反馈函/205-岩泽县.txt");
    insta::assert_snapshot!("letter_text", fs::read_to_string(letter).unwrap());
}

fn parts(file: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(file).unwrap())).unwrap();
    let mut parts = BTreeMap::new();
    for position in 0..zip.len() {
        let mut part = zip.by_index(position).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

/// The elements of a part, which has to be well formed.
fn elements(xml: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return count,
            quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_) => count += 1,
            _ => {}
        }
    }
}

#[test]
fn a_document_has_the_layout_of_official_documents_and_the_same_bytes_every_time() {
    let place = Place::new();
    let (code, said) = place.run("notice", &[]);
    assert_eq!(code, 0, "{said}");
    let circular = fs::read(place.at("out/notices/通报.docx")).unwrap();
    let all = parts(&place.at("out/notices/通报.docx"));
    let letter = parts(&place.at("out/notices/反馈函/101-鹤汀区.docx"));
    for part in all.values().chain(letter.values()) {
        assert!(elements(part) > 0);
    }
    // Every part is declared and referred to.
    for (name, other) in [("word/footer3.xml", false), ("word/footer2.xml", true), ("word/header1.xml", false)] {
        assert_eq!(all.contains_key(name), other, "{name}");
        assert!(letter.contains_key(name), "{name}");
        assert!(letter["[Content_Types].xml"].contains(name), "{name}");
    }
    let body = &all["word/document.xml"];
    for wanted in [
        // A4, 37 mm above, 28 mm to the left, 156 mm of text, 35 mm below.
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#,
        r#"<w:docGrid w:type="lines" w:linePitch="579"/>"#,
        r#"<w:footerReference w:type="even""#,
        "<w:tblHeader/>",
        "<w:pageBreakBefore/>",
        "甲质强办发〔2017〕3号",
    ] {
        assert!(body.contains(wanted), "{wanted}");
    }
    let styles = &all["word/styles.xml"];
    assert!(styles.contains(r#"w:eastAsia="仿宋_GB2312""#) && styles.contains(r#"w:line="579" w:lineRule="exact""#));
    assert!(all["word/fontTable.xml"].contains("方正小标宋简体") && all["word/settings.xml"].contains("evenAndOdd"));
    assert!(all["docProps/core.xml"].contains("2017-03-06T00:00:00Z"));
    assert!(letter["word/document.xml"].contains("<w:titlePg/>"));
    let (code, _) = place.run("notice", &[]);
    assert_eq!((code, fs::read(place.at("out/notices/通报.docx")).unwrap()), (0, circular));
}

#[test]
fn what_is_missing_is_asked_for_and_never_made_up() {
    let place = Place::new();
    place.edit("assessment.toml", "date = \"2017-03-06\"", "# date = \"2017-03-06\"");
    let (code, said) = place.run("notice", &[]);
    assert!(code == 1 && said.contains("R004") && said.contains("date"), "{said}");
    let text = fs::read_to_string(place.at("assessment.toml")).unwrap();
    fs::write(place.at("assessment.toml"), text.split("\n[notice]").next().unwrap()).unwrap();
    let (code, said) = place.run("notice", &[]);
    assert!(code == 1 && said.contains("N001"), "{said}");
    assert!(!place.at("out").exists());
}

#[test]
fn settings_that_cannot_be_meant_are_told() {
    let place = Place::new();
    place.edit("assessment.toml", "{unit}人民政府", "{name}人民政府");
    place.edit("assessment.toml", "number = \"甲质强办发〔2017〕3号\"", "templates = \"模板\"");
    let (code, said) = place.run("notice", &[]);
    assert!(code == 1 && said.contains("N015") && said.contains("letter_to"), "{said}");
    place.edit("assessment.toml", "{name}人民政府", "{unit}人民政府");
    let (code, said) = place.run("notice", &[]);
    assert!(code == 1 && said.contains("N014"), "{said}");
    place.edit("assessment.toml", "templates = \"模板\"", "");
    let (code, said) = place.run("notice", &["--unit", "101"]);
    assert!(code == 0 && said.contains("N016"), "{said}");
}

#[test]
fn a_notice_says_what_the_results_say_or_is_not_written() {
    let place = Place::new();
    assert_eq!(place.run("score", &[]).0, 0);
    assert_eq!(place.run("notice", &["--unit", "101"]).0, 0);
    place.edit("rubric.toml", "{ name = \"A\", min = 90 }", "{ name = \"A\", min = 91 }");
    assert_eq!(place.run("notice", &["--unit", "101"]).0, 0, "nobody moves");
    place.edit("rubric.toml", "{ name = \"A\", min = 91 }", "{ name = \"A\", min = 92 }");
    let (code, said) = place.run("notice", &["--unit", "101"]);
    assert!(code == 1 && said.contains("N017") && said.contains("鹤汀区"), "{said}");
    // A published result is followed by another edition, and its notices stand beside it.
    let results = place.at("out");
    assert_eq!(kaohe(&["publish", results.to_str().unwrap(), "--date", "2017-03-01"]).0, 0);
    assert_eq!(place.run("score", &["--reason", "复查"]).0, 0);
    let (code, said) = place.run("notice", &["--unit", "101"]);
    assert!(code == 0 && place.at("out-2/notices/反馈函/101-鹤汀区.docx").exists(), "{said}");
}

#[test]
fn one_letter_replaces_no_other_and_what_was_edited_stays() {
    let place = Place::new();
    assert_eq!(place.run("notice", &["--unit", "101", "--format", "txt"]).0, 0);
    assert_eq!(place.run("notice", &["--unit", "银溪县", "--format", "txt"]).0, 0);
    let letters = || fs::read_dir(place.at("out/notices/反馈函")).unwrap().count();
    assert_eq!(letters(), 2);
    fs::write(place.at("out/notices/反馈函/101-鹤汀区.txt"), "改过").unwrap();
    let (code, said) = place.run("notice", &["--format", "txt"]);
    assert!(code == 2 && said.contains("101-鹤汀区.txt"), "{said}");
    assert_eq!(letters(), 2);
}

#[test]
fn templates_are_written_edited_and_used() {
    let place = Place::new();
    let folder = place.at("模板");
    let (code, said) = place.run("notice", &["--templates", folder.to_str().unwrap()]);
    assert!(code == 0 && said.contains("templates ="), "{said}");
    let (code, _) = place.run("notice", &["--templates", folder.to_str().unwrap()]);
    assert_eq!(code, 2, "edited templates are not replaced");
    place.edit("assessment.toml", "[notice]", "[notice]\ntemplates = \"模板\"");
    place.edit("模板/通报.txt", "情况的通报", "结果的通告");
    let (code, said) = place.run("notice", &["--format", "md"]);
    assert!(fs::read_to_string(place.at("out/notices/通报.md")).unwrap().contains("考核结果的通告"), "{code}: {said}");
    place.edit("模板/反馈函.txt", "unit.total", "unit.totl");
    place.edit("模板/通报.txt", "@署名", "@署铭");
    let (code, said) = place.run("notice", &["--format", "md"]);
    assert!(code == 1 && said.contains("模板/反馈函.txt:") && said.contains("模板/通报.txt:"), "{said}");
    assert!(said.contains("没有写出通报和反馈函"), "{said}");
}

fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        Kind::Text => ("文字", "text"),
        Kind::Count => ("整数", "whole number"),
        Kind::Flag => ("是否", "yes or no"),
        Kind::Texts => ("文字列表", "list of texts"),
        Kind::Record(_) => ("一组", "group"),
        Kind::List(_) => ("列表", "list"),
    };
    if lang == Lang::Zh { zh } else { en }
}

fn rows(variables: &[Variable], depth: usize, lang: Lang, page: &mut String) {
    for variable in variables {
        let (name, indent) = (variable.name, "&nbsp;&nbsp;".repeat(depth));
        page.push_str(&format!(
            "| {indent}`{name}` | {} | {} |\n",
            kind(variable.kind, lang),
            lang.pick(variable.meaning)
        ));
        if let Kind::Record(inner) | Kind::List(inner) = variable.kind {
            rows(inner, depth + 1, lang, page);
        }
    }
}

/// The tables of the page: marks, then the variables of both templates.
fn tables(lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut page = String::new();
    page.push_str(if zh {
        "### 行首标记\n\n| 标记 | 是什么 |\n"
    } else {
        "### Marks\n\n| mark | what it is |\n"
    });
    page.push_str("| --- | --- |\n");
    for mark in &MARKS {
        let (own, other) = if zh { (mark.name.zh, mark.name.en) } else { (mark.name.en, mark.name.zh) };
        page.push_str(&format!("| `@{own}` (`@{other}`) | {} |\n", lang.pick(mark.meaning)));
    }
    for (title_zh, title_en, variables) in
        [("通报的变量", "Variables of the circular", &CIRCULAR[..]), ("反馈函的变量", "Variables of a letter", &LETTER)]
    {
        let heads = if zh { "| 变量 | 类型 | 含义 |" } else { "| variable | holds | meaning |" };
        page.push_str(&format!("\n### {}\n\n{heads}\n| --- | --- | --- |\n", if zh { title_zh } else { title_en }));
        rows(variables, 0, lang, &mut page);
    }
    page
}

#[test]
fn the_page_about_templates_names_every_mark_and_variable() {
    const BEGIN: &str = "<!-- tables -->\n";
    for (file, lang) in [("docs/notices.zh-CN.md", Lang::Zh), ("docs/notices.md", Lang::En)] {
        let text = fs::read_to_string(file).unwrap().replace("\r\n", "\n");
        let (prose, _) = text.split_once(BEGIN).unwrap();
        let wanted = format!("{prose}{BEGIN}\n{}", tables(lang));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(file, &wanted).unwrap();
        } else {
            assert!(text == wanted, "{file} is not up to date: UPDATE_DOCS=1 cargo test --test notice");
        }
    }
}

/// Sections weigh 60% and 40%; who falsified data loses the second section; a veto and a cap; a value without which there
/// is no total.
const HARD: &str = r#"
id = "hard"
title = "质量工作考核评分细则"
period = "2016年度"
edition = "1"
unit = "县"
combine = "weighted"
points = 100
missing = "zero"
not_applicable = "leave-out"
rescale = "section"
[rounding]
leaf = 2
section = 2
total = 2
mode = "half-up"
[grading]
grades = [{ name = "A", min = 90 }, { name = "B", min = 80 }, { name = "C", min = 60 }, { name = "D" }]
[ranking]
ties = "competition"
vetoed = "keep-place"
[fields.rate]
label = "合格率"
kind = "percent"
[fields.brands]
label = "名牌数"
kind = "count"
[fields.training]
label = "培训率"
kind = "percent"
[fields.false_data]
label = "弄虚作假"
kind = "yes-no"
[fields.incident]
label = "发生重大事故"
kind = "yes-no"
[[sections]]
id = "1"
title = "质量水平"
points = 100
weight = "60%"
[[sections.indicators]]
id = "1.1"
title = "监督抽查合格率"
points = 60
lead = "市质监局"
value = "rate"
score.proportion = { target = "100%" }
missing = "error"
[[sections.indicators]]
id = "1.2"
title = "名牌产品"
points = 40
value = "brands"
score.add = { each = 10 }
[[sections]]
id = "2"
title = "质量基础"
points = 100
weight = "40%"
[[sections.indicators]]
id = "2.1"
title = "人员培训"
points = 100
lead = "市人社局"
value = "training"
score.proportion = { target = "100%" }
[[effects]]
id = "E1"
when = "false_data"
then = { zero = "2" }
say = "数据弄虚作假"
[[vetoes]]
id = "V1"
when = "incident"
grade = "D"
say = "发生重大质量安全事故"
[[caps]]
id = "C1"
when = "brands < 1"
at_most = "B"
say = "没有名牌产品"
"#;

#[test]
fn what_a_total_lacks_or_lost_to_an_effect_is_told_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("rubric.toml", HARD);
    write(
        "data.csv",
        "编号,单位,合格率,名牌数,培训率,弄虚作假,发生重大事故\n01,甲县,98%,4,100%,否,否\n02,乙县,95%,0,100%,是,是\n03,丙县,,2,80%,否,否\n",
    );
    write(
        "assessment.toml",
        "rubric = \"rubric.toml\"\nsubmissions = [\"data.csv\"]\n[notice]\nissuer = \"甲市质强办\"\ndate = \"2017-03-06\"\n",
    );
    let (code, said) = kaohe(&["notice", folder.path().to_str().unwrap(), "--format", "txt"]);
    // The value that is missing is an error of the data; the notices say that a total is still to come.
    assert_eq!(code, 1, "{said}");
    let read = |name: &str| fs::read_to_string(folder.path().join("out/notices").join(name)).unwrap();
    let all = ["通报.txt", "反馈函/02-乙县.txt", "反馈函/03-丙县.txt"].map(read).join("\n----------\n");
    insta::assert_snapshot!("hard", all);
}
