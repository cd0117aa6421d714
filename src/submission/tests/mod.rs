//! Submissions as offices send them, from file to table.

mod adjustments;
mod damage;
mod forms;
mod legacy;
mod lists;
mod periods;
mod rollups;
mod rosters;
mod shapes;
mod sources;
mod targets;
mod values;
mod wide;
mod workbooks;

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::{Roster, SourceFile, read_submissions};
use crate::diagnostic::{Diagnostic, Source, Spot};
use crate::number::{self, Decimal, RoundingMode};
use crate::program::{
    ColumnId, Expr, Field, FieldKind, Heading, Level, Node, NodeId, Operand, Outcome, Part, Program, Quantity, Ranking,
    Role, RoundingPlan, Ties, Whole,
};
use crate::table::{State, Table, Unit};
use crate::words::Lang;

fn spot() -> Spot {
    Spot { source: Arc::new(Source { name: "rubric.toml".into(), text: String::new() }), span: 0..0 }
}

/// A field with a label and nothing else.
fn field(id: &str, label: &str, kind: FieldKind) -> Field {
    Field {
        id: id.into(),
        label: label.into(),
        kind,
        measure: None,
        aliases: Vec::new(),
        note: None,
        min: None,
        max: None,
        role: Role::Submitted,
        precedence: Vec::new(),
        spot: spot(),
    }
}

fn node(id: &str, title: &str, level: Level, parent: Option<u32>) -> Node {
    Node {
        id: id.into(),
        title: title.into(),
        level,
        part: Part::Ordinary,
        parent: parent.map(NodeId),
        children: Vec::new(),
        full_words: Operand { expr: Expr::Constant(Decimal::TEN), quantity: Quantity::Plain, words: None },
        full: ColumnId(0),
        points: ColumnId(0),
        earned: ColumnId(0),
        raw: ColumnId(0),
        open: ColumnId(0),
        status: ColumnId(0),
        lead: None,
        support: Vec::new(),
        advice: None,
        weight: None,
        combine: None,
        most: None,
        coefficient: None,
        applies: None,
        effort: None,
        evidence: None,
        note: None,
        leaf: None,
        spot: spot(),
    }
}

/// One field of every kind, and one node whose points a department enters.
fn program() -> Program {
    let options = ["国家", "省", "市"].map(str::to_owned);
    let fields = vec![
        Field {
            measure: Some("批次".into()),
            aliases: vec!["合格批次".into()],
            note: None,
            ..field("passed", "省级监督抽查合格批次", FieldKind::Count)
        },
        Field {
            aliases: vec!["抽查批次".into()], ..field("sampled", "省级监督抽查批次", FieldKind::Count)
        },
        Field { max: Some(Decimal::ONE), ..field("rate", "合格率", FieldKind::Percent) },
        Field {
            measure: Some("万元".into()), min: Some(Decimal::ZERO), ..field("fund", "质量投入", FieldKind::Money)
        },
        field("age", "平均年限", FieldKind::Number),
        field("planned", "纳入规划", FieldKind::YesNo),
        field("level", "表彰层级", FieldKind::Choice(options.to_vec().into())),
        field("story", "工作综述", FieldKind::Text),
        field("filed", "备案日期", FieldKind::Date),
        Field { role: Role::Given(NodeId(1)), ..field("1.1", "领导评价", FieldKind::Points) },
    ];
    Program {
        heading: Heading {
            id: "r".into(),
            title: "考核细则".into(),
            period: "2016年度".into(),
            edition: "1".into(),
            unit: "县(区)".into(),
            language: Lang::Zh,
        },
        parameters: Vec::new(),
        fields,
        lists: Vec::new(),
        groups: Vec::new(),
        groups_declared: false,
        columns: Vec::new(),
        stages: Vec::new(),
        nodes: vec![
            node("1", "质量目标", Level::Section, None),
            node("1.1", "领导评价", Level::Indicator, Some(0)),
            node("1.2", "产品抽查", Level::Indicator, Some(0)),
        ],
        musts: Vec::new(),
        grades: Vec::new(),
        effects: Vec::new(),
        quotas: Vec::new(),
        ranking: Ranking { ties: Ties::Competition, tie_breakers: Vec::new(), vetoed: None },
        whole: Whole {
            combine: None,
            full: Operand { expr: Expr::Constant(Decimal::ONE_HUNDRED), quantity: Quantity::Plain, words: None },
            coefficient: None,
            rescale: None,
        },
        follow_ups: Vec::new(),
        outcome: Outcome {
            total: ColumnId(0),
            full: ColumnId(0),
            rank: ColumnId(0),
            group_rank: ColumnId(0),
            base_grade: None,
            grade: None,
        },
        rounding: RoundingPlan { leaf: None, section: None, total: None, mode: RoundingMode::HalfUp },
        fingerprint: String::new(),
        bases: Vec::new(),
    }
}

fn roster(units: &[(&str, &str)]) -> Roster {
    let units = units
        .iter()
        .map(|(id, name)| Unit { id: (*id).into(), name: (*name).into(), group: 0, ..Unit::default() })
        .collect();
    Roster { units, groups: vec![String::new()], input: None }
}

/// 甲县 and 乙县.
fn two() -> Roster {
    roster(&[("01", "甲县"), ("02", "乙县")])
}

/// Files in a folder of their own.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> (Folder, Vec<SourceFile>) {
        let folder = Folder(TempDir::new().unwrap());
        let sources = files.iter().map(|(name, bytes)| folder.add(name, bytes)).collect();
        (folder, sources)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, name: &str, bytes: &[u8]) -> SourceFile {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        SourceFile::new(path, name.into())
    }
}

/// `D005 a.csv!C1 sentence`, with what was probably meant and the other place.
fn tell(problems: &[Diagnostic]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let mut line = format!("{} {} {}", problem.code(), problem.place.describe(), problem.problem.say(Lang::Zh));
            if let Some(suggestion) = &problem.suggestion {
                line = format!("{line} ⇒ {suggestion}");
            }
            for place in &problem.related {
                line = format!("{line} ({})", place.describe());
            }
            line
        })
        .collect()
}

/// What a table holds: `01 passed 95 a.csv!B2`, remarks and claims.
fn said(table: &Table, program: &Program) -> Vec<String> {
    let mut lines = Vec::new();
    for (position, unit) in table.units.iter().enumerate() {
        for (index, (field, column)) in program.fields.iter().zip(&table.fields).enumerate() {
            let value = match column.states[position] {
                State::Known if field.kind == FieldKind::Text => column.texts[position].clone(),
                State::Known => number::plain(column.values[position]),
                State::NotApplicable => "n/a".to_owned(),
                _ => continue,
            };
            let place = table.place(column.origins[position]).unwrap().describe();
            let beside = table.remark(position, index).map_or_else(String::new, |remarks| {
                let texts = [
                    ("印证", &remarks.evidence),
                    ("页码", &remarks.pages),
                    ("备注", &remarks.remark),
                    ("理由", &remarks.reason),
                ];
                texts.iter().filter_map(|(word, text)| Some(format!(" {word}:{}", text.as_ref()?))).collect()
            });
            lines.push(format!("{} {} {value} {place}{beside}", unit.id, field.id));
        }
    }
    for ((unit, node), points) in &table.claims {
        lines.push(format!(
            "{} claims {points} for {}",
            table.units[*unit as usize].id, program.nodes[*node as usize].id
        ));
    }
    lines
}

/// Reads files against the two counties; the table's lines and the problems.
fn read(files: &[(&str, &[u8])]) -> (Vec<String>, Vec<String>) {
    read_with(files, &program(), &two())
}

fn read_with(files: &[(&str, &[u8])], program: &Program, roster: &Roster) -> (Vec<String>, Vec<String>) {
    let (_folder, sources) = Folder::new(files);
    let mut problems = Vec::new();
    let table = read_submissions(&sources, program, roster, &|| {}, &mut problems);
    (said(&table, program), tell(&problems))
}

/// A workbook from its XML parts, for what no writer would write.
fn raw_xlsx(sheet_data: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>"#),
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A text cell of [`raw_xlsx`].
fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}
