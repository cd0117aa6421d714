//! Variables are those that are documented, and no template and no name can break a document.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use super::template::Template;
use super::variables::{CIRCULAR, Kind, LETTER, Variable};
use super::{Format, Notices, built_in};
use crate::diagnostic::{Diagnostic, Source, Spot};
use crate::folder::{NoticeSettings, Templates};
use crate::program::{ColumnId, Concerns, FollowUp};
use crate::report::diagnostics::{Look, render};
use crate::report::fixture;
use crate::scoring::Assessment;
use crate::table::{AdjustedBy, Adjustment, Origin};
use crate::words::Lang;

fn settings() -> NoticeSettings {
    NoticeSettings {
        issuer: "甲市质强办".into(),
        date: 17_231,
        number: Some("甲质强办发〔2017〕3号".into()),
        subject: None,
        basis: Vec::new(),
        recipients: vec!["各县(市、区)人民政府".into()],
        copies: Vec::new(),
        contact: None,
        publicity: None,
        printed_by: None,
        head: None,
        letter_head: None,
        letter_number: None,
        letter_to: None,
        reply_by: None,
        appeal: None,
        attachments: vec!["考核办法".into()],
        templates: None,
        unset: Vec::new(),
    }
}

/// The fixture with something in every list.
fn assessment(lang: Lang) -> Assessment {
    let mut assessment = fixture::assessment();
    let mut program = (*assessment.program).clone();
    program.heading.language = lang;
    let fires: ColumnId = program.effects[0].fires;
    // As if an effect had taken off whatever the second section lost.
    program.nodes[3].earned = program.nodes[3].full;
    program.follow_ups.push(FollowUp { concerns: Concerns::Grade(0), fires, say: "提交整改报告".into() });
    let mut table = (*assessment.table).clone();
    let decision = Adjustment {
        change: AdjustedBy::By(1.into()),
        reason: "补交材料".into(),
        person: "张三".into(),
        day: Some(17_200),
        origin: Origin::default(),
    };
    for unit in 0..assessment.units() {
        table.adjustments.insert((crate::table::Table::TOTAL, u32::try_from(unit).unwrap()), decision.clone());
    }
    (assessment.program, assessment.table) = (Arc::new(program), Arc::new(table));
    assessment
}

/// Every path of a value: of a list, of all its items together.
fn paths(value: &Json, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Json::Object(map) => map.iter().for_each(|(key, inner)| paths(inner, &format!("{path}.{key}"), found)),
        Json::Array(items) => {
            assert!(!items.is_empty(), "nothing is known of the items of {path}");
            for item in items {
                paths(item, &format!("{path}[]"), found);
            }
        }
        Json::String(_) => drop(found.insert(format!("{path}: text"))),
        Json::Number(_) => drop(found.insert(format!("{path}: count"))),
        Json::Bool(_) => drop(found.insert(format!("{path}: flag"))),
        Json::Null => panic!("{path} is null"),
    }
}

fn documented(variables: &[Variable], path: &str, found: &mut BTreeSet<String>) {
    for variable in variables {
        let path = format!("{path}.{}", variable.name);
        match variable.kind {
            Kind::Text => drop(found.insert(format!("{path}: text"))),
            Kind::Count => drop(found.insert(format!("{path}: count"))),
            Kind::Flag => drop(found.insert(format!("{path}: flag"))),
            Kind::Texts => drop(found.insert(format!("{path}[]: text"))),
            Kind::Record(inner) => documented(inner, &path, found),
            Kind::List(inner) => documented(inner, &format!("{path}[]"), found),
        }
    }
}

#[test]
fn every_variable_is_documented_and_every_documented_one_is_there() {
    let (assessment, settings) = (assessment(Lang::Zh), settings());
    let notices = Notices::new(&assessment, &settings, &mut Vec::new()).unwrap();
    let mut found = BTreeSet::new();
    paths(&serde_json::to_value(notices.circular_variables()).unwrap(), "", &mut found);
    let mut wanted = BTreeSet::new();
    documented(&CIRCULAR, "", &mut wanted);
    assert_eq!(found, wanted);
    // No single unit has something in every list.
    let mut found = BTreeSet::new();
    let letters: Vec<Json> =
        (0..assessment.units()).map(|unit| serde_json::to_value(notices.letter_variables(unit)).unwrap()).collect();
    for mut letter in letters {
        letter["unit"].as_object_mut().unwrap().retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
        paths(&letter, "", &mut found);
    }
    let mut wanted = BTreeSet::new();
    documented(&LETTER, "", &mut wanted);
    assert_eq!(found, wanted);
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "模板/通报.txt".into(), text: text.into() })
}

/// What is wrong with a template: found before, or when it is used.
fn wrong(text: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let template = Template::new(source(text), (&CIRCULAR, 16 << 20), &mut problems);
    let (assessment, settings) = (assessment(Lang::Zh), settings());
    let notices = Notices::new(&assessment, &settings, &mut Vec::new()).unwrap();
    if let Some(template) = template {
        problems.extend(template.render(&notices.circular_variables(), Lang::Zh).err().unwrap_or_default());
    }
    problems
}

/// A template with one of every mistake that is found before it is used.
const MISTAKES: &str = "\
# 关于{{ notice.subjct }}的通报
@主松 {{ notice.recipients }}
{{ units }}和{{ summary.graded }}
{% for grade in grades %}{{ grade.nam }}{{ loop.last }}{% endfor %}
{% for one in summary.mean %}{{ one.anything }}{% endfor %}
{% set total = 1 %}{% include '/etc/passwd' %}
{{ summary.units * 2 }}{{ summary.mean ~ summary.mean }}
{{ gaps | jion('、') }}
{% if grade.name == 'A' and summary.missing + 1 > 0 %}甲
{{ unit.name
";

#[test]
fn every_mistake_of_a_template_is_told_at_once_where_it_stands() {
    for lang in [Lang::Zh, Lang::En] {
        let text = render(&wrong(MISTAKES), Look { lang, colour: false, verbose: true });
        insta::assert_snapshot!(format!("mistakes_{}", lang.tag()), text);
    }
}

#[test]
fn what_shows_only_when_a_template_is_used_is_located_too() {
    for (name, text) in [
        ("syntax", "# 题\n{% if summary.units %}\n甲{% else %}乙{% else %}丙\n{% endif %}\n"),
        ("row", "# 题\n| 名次 | 单位 |\n| --- | --- |\n{% for unit in units %}\n| {{ unit.rank }} |\n{% endfor %}\n"),
        ("title", "没有标题\n"),
        ("twice", "# 题\n@署名 甲\n@署名 乙\n"),
    ] {
        insta::assert_snapshot!(name, render(&wrong(text), Look { lang: Lang::Zh, colour: false, verbose: true }));
    }
}

#[test]
fn a_template_can_neither_hang_nor_fill_the_memory_nor_read_files() {
    let nested = |depth: usize, inner: &str| {
        format!("# 题\n{}{inner}{}\n", "{% for a in units %}".repeat(depth), "{% endfor %}".repeat(depth))
    };
    for text in [
        nested(40, "x"),
        nested(12, &"x".repeat(10_000)),
        "# 题\n{% for a in range(1000000000) %}x{% endfor %}".to_owned(),
        "# 题\n{% for a in [units, units] %}x{% endfor %}".to_owned(),
        "# 题\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}".to_owned(),
        "# 题\n{{ 'x' * 1000000000 }}".to_owned(),
        format!("# 题\n{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("# 题\n{}", "{% if summary.units %}".repeat(100_000)),
        format!("# 题\n{{% if {} summary.units %}}x{{% endif %}}", "not ".repeat(100_000)),
    ] {
        let head: String = text.chars().take(60).collect();
        assert!(!wrong(&text).is_empty(), "{head}");
    }
}

#[test]
fn the_templates_that_come_with_the_program_are_in_order() {
    for lang in [Lang::Zh, Lang::En] {
        let (assessment, settings) = (assessment(lang), settings());
        let mut problems = Vec::new();
        let notices = Notices::new(&assessment, &settings, &mut problems);
        assert_eq!(problems, []);
        let notices = notices.unwrap();
        let circular = notices.circular().unwrap().write(Format::Text).unwrap();
        let letter = notices.letter(1).unwrap().write(Format::Text).unwrap();
        let both = [circular, letter].map(|bytes| String::from_utf8(bytes).unwrap()).join("\n");
        insta::assert_snapshot!(format!("built_in_{}", lang.tag()), both);
    }
}

#[test]
fn names_mean_themselves_in_every_format() {
    let hostile = ["<script>&\"", "甲|乙", "{{ units }}", "# 标题", "@署名 丙", "a\nb\u{1}\u{0}", "**粗**\\"];
    let mut assessment = assessment(Lang::Zh);
    let mut table = (*assessment.table).clone();
    for (unit, name) in table.units.iter_mut().zip(hostile.iter().cycle()) {
        unit.name = (*name).to_owned();
    }
    let names: Vec<String> = table.units.iter().map(|unit| unit.name.clone()).collect();
    assessment.table = Arc::new(table);
    let settings = NoticeSettings { recipients: hostile.iter().map(|&name| name.to_owned()).collect(), ..settings() };
    let notices = Notices::new(&assessment, &settings, &mut Vec::new()).unwrap();
    let circular = notices.circular().unwrap();
    let text = String::from_utf8(circular.write(Format::Text).unwrap()).unwrap();
    for name in &names {
        let shown = crate::report::facts::printable(name);
        assert!(text.contains(&shown), "{shown:?}");
    }
    insta::assert_snapshot!("hostile", String::from_utf8(circular.write(Format::Markdown).unwrap()).unwrap());
    for unit in 0..assessment.units() {
        notices.letter(unit).unwrap().write(Format::Docx).unwrap();
    }
}

#[test]
fn a_folder_of_templates_may_hold_one_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let spot = Spot { source: source("templates = \"模板\""), span: 0..9 };
    let templates = Templates { path: folder.path().to_owned(), name: "模板".into(), spot };
    let settings = NoticeSettings { templates: Some(templates), ..settings() };
    let assessment = assessment(Lang::Zh);
    let mut problems = Vec::new();
    assert!(Notices::new(&assessment, &settings, &mut problems).is_none());
    assert_eq!(problems.iter().map(Diagnostic::code).collect::<Vec<_>>(), ["N014"]);
    let [circular, _] = built_in(Lang::Zh);
    // Saved by Notepad as GBK, with its line ends.
    let text = "# 关于{{ notice.subject }}的通告\r\n甲\r\n";
    std::fs::write(folder.path().join(circular.file), encoding_rs::GB18030.encode(text).0).unwrap();
    let notices = Notices::new(&assessment, &settings, &mut Vec::new()).unwrap();
    let text = String::from_utf8(notices.circular().unwrap().write(Format::Markdown).unwrap()).unwrap();
    assert_eq!(text, "# 关于2016年度县级政府质量工作考核的通告\n\n甲\n");
    assert!(notices.letter(0).is_ok());
}
