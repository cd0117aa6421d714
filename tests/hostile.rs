//! A rubric from a stranger ends in a program or in located errors, quickly: no panic, no hang.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kaohe::diagnostic::{Diagnostic, Source, has_errors};
use kaohe::program::Program;
use kaohe::rubric::Rubric;
use proptest::prelude::*;

fn compile(text: &str) -> (Option<Program>, Vec<Diagnostic>) {
    let source = Arc::new(Source { name: "rubric.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    (program, problems)
}

const HEAD: &str = "id = \"h\"\ntitle = \"敌意\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"zero\"\nnot_applicable = \"zero\"\n\
                    rounding = { leaf = 2, section = 2, total = 2, mode = \"half-up\" }\nranking = { ties = \"competition\" }\n\
                    [fields]\nn = { label = \"数\", kind = \"number\" }\n";

fn leaf(score: &str) -> String {
    format!(
        "{HEAD}[[sections]]\nid = \"1\"\ntitle = \"甲\"\n[[sections.indicators]]\nid = \"1.1\"\ntitle = \"乙\"\npoints = 5\nvalue = \"n\"\n{score}\n"
    )
}

#[test]
fn absurd_rubrics_end_in_located_errors() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    let absurd = [
        leaf(&format!("score.formula = \"{}\"", deep("(", ")"))),
        leaf(&format!("score.formula = \"n{}\"", "*n".repeat(100_000))),
        leaf(&format!("score.formula = \"n{}\"", " + n".repeat(1_000_000))),
        leaf(&format!("score.formula = \"{}n\"", "not ".repeat(1_500))),
        leaf(&format!("score.deduct = {{ each = 1{} }}", "0".repeat(5_000))),
        leaf("score.deduct = { each = 1e400 }"),
        leaf("score.deduct = { each = inf }"),
        leaf("score.deduct = { each = nan }"),
        leaf("score.deduct = { each = 0x10 }"),
        leaf("score.deduct = { each = 2016-01-01 }"),
        leaf("score.formula = \"round(n, 99)\""),
        leaf("score.formula = 'date(n)'"),
        leaf("score.formula = \"n / 0\"").replace("points = 5", "points = -5"),
        leaf("score.formula = \"rank()\""),
        format!("{HEAD}x = {}", deep("[", "]")),
        format!("{HEAD}[[sections]]\nid = \"1\"\ntitle = \"深\"\n{}", {
            let mut tables = String::new();
            for depth in 1..200 {
                tables += &format!(
                    "[[sections.indicators{}]]\nid = \"1.{depth}\"\ntitle = \"层\"\n",
                    ".items".repeat(depth - 1)
                );
            }
            tables
        }),
        "\u{0}\u{1}\u{2}".to_owned(),
        "=".repeat(10_000),
        "[[".repeat(10_000),
    ];
    for text in absurd {
        let start = Instant::now();
        let (program, problems) = compile(&text);
        let shown: String = text.chars().take(400).collect();
        assert!(program.is_none() && has_errors(&problems), "{shown}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {shown}", start.elapsed());
    }
}

/// Compiles `r.toml` of a folder with these files.
fn chain(files: &[(&str, &str)], prepare: impl Fn(&std::path::Path)) -> (Option<Program>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    prepare(folder.path());
    let start = Instant::now();
    let mut problems = Vec::new();
    let program = kaohe::rubric::load(&folder.path().join("r.toml"), "r.toml", &mut problems);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {files:?}", start.elapsed());
    (program, problems)
}

/// What is said of a rubric whose chain has no end or no beginning: one problem, at the word `extends` of a file.
fn refused(files: &[(&str, &str)], prepare: impl Fn(&std::path::Path)) -> (&'static str, String) {
    let (program, problems) = chain(files, prepare);
    assert!(program.is_none() && problems.len() == 1, "{problems:?}");
    (problems[0].code(), problems[0].place.describe())
}

#[test]
fn circles_of_rubrics_end_in_a_located_error() {
    let at = |place: &str| ("R058", place.to_owned());
    let nothing = |_: &std::path::Path| {};
    assert_eq!(refused(&[("r.toml", "extends = \"r.toml\"")], nothing), at("r.toml:1:11"));
    assert_eq!(refused(&[("r.toml", "extends = \"././r.toml\"")], nothing), at("r.toml:1:11"));
    let three = [
        ("r.toml", "id = \"r\"\nextends = \"a.toml\""),
        ("a.toml", "extends = \"b.toml\""),
        ("b.toml", "extends = \"a.toml\""),
    ];
    assert_eq!(refused(&three, nothing), at("b.toml:1:11"));
    let around = |folder: &std::path::Path| std::fs::create_dir(folder.join("x")).unwrap();
    assert_eq!(refused(&[("r.toml", "extends = \"./x/../r.toml\"")], around), at("r.toml:1:11"));
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_no_way_around() {
    let link = |folder: &std::path::Path| std::os::unix::fs::symlink("r.toml", folder.join("link.toml")).unwrap();
    let seen = refused(&[("r.toml", "extends = \"link.toml\"")], link);
    assert_eq!(seen, ("R058", "r.toml:1:11".to_owned()));
    let folder = |folder: &std::path::Path| std::os::unix::fs::symlink(".", folder.join("x")).unwrap();
    let seen = refused(&[("r.toml", "extends = \"x/x/x/r.toml\"")], folder);
    assert_eq!(seen.0, "R058");
    for path in ["/dev/zero", "/dev/stdin", "/", "", ".", "..", "x", "x\\u0000y", "nowhere/../r.toml"] {
        let loops = |folder: &std::path::Path| std::os::unix::fs::symlink("x", folder.join("x")).unwrap();
        let text = format!("extends = \"{path}\"");
        assert_eq!(refused(&[("r.toml", &text)], loops), ("R057", "r.toml:1:11".to_owned()), "{path}");
    }
}

#[test]
fn eight_files_may_extend_one_another_and_no_ninth() {
    let names: Vec<String> = (0..9).map(|n| if n == 0 { "r.toml".to_owned() } else { format!("{n}.toml") }).collect();
    let texts = |length: usize| -> Vec<String> {
        (0..length)
            .map(|n| match length - n {
                1 => leaf("score.formula = \"n\""),
                _ => format!("extends = \"{}.toml\"\nedition = \"{n}\"", n + 1),
            })
            .collect()
    };
    for length in [1, 8, 9] {
        let texts = texts(length);
        let files: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let (program, problems) = chain(&files, |_| {});
        let told: Vec<(&str, String)> = problems.iter().map(|p| (p.code(), p.place.describe())).collect();
        match program {
            Some(program) => assert!(length < 9 && program.bases.len() == length - 1),
            None => assert_eq!((length, told), (9, vec![("R059", "7.toml:1:11".to_owned())])),
        }
    }
}

#[test]
fn absurd_chains_are_quick() {
    let rows = |id: usize| format!("[[vetoes]]\nid = \"{id}\"\n[fields.f{id}]\n");
    let many: String = (0..5_000).map(rows).collect();
    let deep = format!("[[sections{}]]\nid = \"1\"\n", ".items".repeat(20_000));
    let level = |n: usize| format!("[[sections.indicators{}]]\nid = \"1\"\n", ".items".repeat(n));
    let nested: String = (1..200).map(level).collect();
    let remove: Vec<String> = (0..5_000).map(|id| format!("\"{id}\"")).collect();
    let removing = format!("extends = \"b.toml\"\nremove = [{}]\n", remove.join(", "));
    for (over, base) in [
        (format!("extends = \"b.toml\"\n{many}"), many.clone()),
        (removing.clone(), many.clone()),
        (removing.replace("[\"", "[\"x").replace(" \"", " \"x"), many.clone()),
        (format!("extends = \"b.toml\"\n{deep}"), deep.clone()),
        (
            format!("extends = \"b.toml\"\n[[sections]]\nid = \"1\"\n{nested}"),
            format!("[[sections]]\nid = \"1\"\n{nested}"),
        ),
        ("extends = \"b.toml\"\nsections = 1\nfields = []".to_owned(), leaf("score = \"given\"")),
        ("extends = \"b.toml\"".to_owned(), "\u{0}=[[".repeat(1_000)),
    ] {
        let (program, problems) = chain(&[("r.toml", &over), ("b.toml", &base)], |_| {});
        assert!(program.is_none() && has_errors(&problems));
    }
}

#[test]
fn a_text_in_no_folder_extends_nothing() {
    let (program, problems) = compile(&format!("extends = \"base.toml\"\n{}", leaf("score.formula = \"n\"")));
    assert!(program.is_none());
    assert_eq!(problems.iter().map(Diagnostic::code).collect::<Vec<_>>(), ["R057"]);
}

#[test]
fn rules_that_tell_too_much_apart_are_refused_before_they_exhaust_a_stack() {
    let many = |row: &dyn Fn(usize) -> String| (0..20_000).map(row).collect::<Vec<_>>().join(", ");
    for rule in [
        format!(
            "score.bands = [{}, {{ points = 0 }}]",
            many(&|i| format!("{{ at_least = {}, points = 1 }}", 20_000 - i))
        ),
        format!("score.cases = [{}, {{ points = 0 }}]", many(&|i| format!("{{ when = \"n > {i}\", points = 1 }}"))),
        format!("score.rank = {{ first = \"highest\", within = \"all\", table = [{}] }}", many(&|_| "1".to_owned())),
        format!("score.add = {{ each = {{ default = 1, {} }} }}", many(&|i| format!("g{i} = 1"))),
    ] {
        let (program, problems) = compile(&leaf(&rule));
        assert!(program.is_none());
        assert!(problems.iter().any(|problem| problem.code() == "R094"), "{problems:?}");
    }
}

#[test]
fn thousands_of_ceilings_stand_side_by_side() {
    let effect = |i: usize| {
        format!("[[effects]]\nid = \"E{i}\"\nwhen = \"n > {i}\"\nthen = {{ total_at_most = {i}.5 }}\nsay = \"x\"\n")
    };
    let effects: String = (0..3_000).map(effect).collect();
    let (program, problems) = compile(&format!("{}\n{effects}", leaf("score.formula = \"n\"")));
    assert!(program.is_some(), "{problems:?}");
}

#[test]
fn a_thousand_leaves_compile() {
    let mut text = HEAD.to_owned();
    for section in 0..20 {
        text += &format!("[[sections]]\nid = \"{section}\"\ntitle = \"节\"\n");
        for leaf in 0..50 {
            text += &format!(
                "[[sections.indicators]]\nid = \"{section}.{leaf}\"\ntitle = \"项\"\npoints = 0.1\nvalue = \"n\"\nscore.formula = \"n / (1 + cohort.max(n + {leaf}))\"\n"
            );
        }
    }
    let (program, problems) = compile(&text);
    assert_eq!(program.unwrap_or_else(|| panic!("{problems:?}")).leaves().count(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// The shipped rubric with a few characters changed is read, or refused with a place.
    #[test]
    fn a_damaged_rubric_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(""), Just("\""), Just("["), Just("}"), Just("="), Just("＝"), Just("\n"), Just("99999999999999999999"), Just("-"), Just("%"), Just("'")]), 1..6)
    ) {
        let mut characters: Vec<String> =
            std::fs::read_to_string("examples/county-quality-2016/rubric.toml").unwrap().chars().map(String::from).collect();
        for (index, text) in changes {
            let at = index.index(characters.len());
            characters[at] = text.to_owned();
        }
        let (program, problems) = compile(&characters.concat());
        prop_assert!(program.is_some() != has_errors(&problems));
    }

    /// Whatever stands in an expression, it compiles or is refused.
    #[test]
    fn any_text_can_stand_in_an_expression(text in "[a-z0-9.+*/()<>=!, 'n%率＋（\\-]{0,40}") {
        let (program, problems) = compile(&leaf(&format!("score.formula = '''{text} '''")));
        prop_assert!(program.is_some() != has_errors(&problems));
    }
}
