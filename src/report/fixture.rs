//! A small assessment made by hand: two sections, four leaves, four units, and one of everything that can befall them.

use std::sync::Arc;

use crate::diagnostic::{Source, Spot};
use crate::number::{Decimal, Rounding, RoundingMode, plain, read_exact};
use crate::program::{
    Builder, Cohort, CohortFunction, Effect, EffectKind, Expr, Field, FieldId, FieldKind, Grade, Heading, Leaf, Level,
    MissingPolicy, Node, NodeColumns, NodeId, NotApplicablePolicy, Operand, Order, Outcome, ParameterId, Program,
    Quantity, RoundingPlan, Sentence, Test, Ties, Within, stages,
};
use crate::report::About;
use crate::scoring::{Assessment, score};
use crate::table::{FieldColumn, Input, Origin, Remarks, Sheet, State, Table, Unit, read_date};
use crate::words::phrases::Phrase;
use crate::words::{Lang, both};

/// The rubric's text, for carets.
pub(super) const RUBRIC: &str = "\
id = \"quality-2016\"
title = \"2016年度县级政府质量工作考核评分细则\"

[[sections.indicators]]
id = \"1.1\"
title = \"监督抽查合格率\"
titel = \"写错的键\"
score.interpolate = { from = \"80%\", to = \"95%\" }
";

pub(super) fn d(text: &str) -> Decimal {
    read_exact(text).unwrap()
}

pub(super) fn source() -> Arc<Source> {
    Arc::new(Source { name: "rubric.toml".into(), text: RUBRIC.into() })
}

/// The stretch of the rubric where `word` first stands.
pub(super) fn spot(word: &str) -> Spot {
    let start = RUBRIC.find(word).unwrap();
    Spot { source: source(), span: start..start + word.len() }
}

fn field(builder: &mut Builder, id: &str, label: &str, kind: FieldKind) -> FieldId {
    let given_for = (kind == FieldKind::Points).then_some(NodeId(5));
    builder.field(Field {
        id: id.into(),
        label: label.into(),
        kind,
        measure: None,
        aliases: Vec::new(),
        min: None,
        max: None,
        given_for,
        spot: spot("id"),
    })
}

fn operand(expr: Expr) -> Operand {
    Operand { expr, quantity: Quantity::Plain, words: None }
}

/// A leaf as the rubric would lower it: rule, status, policy, rounding.
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    parent: u32,
    full: &'a str,
    value: Expr,
    quantity: Quantity,
    raw: Expr,
    says: Phrase<Operand>,
    reason: Phrase<Operand>,
    target: Option<Operand>,
    given: Option<FieldId>,
}

fn leaf(builder: &mut Builder, rule: Rule) -> Node {
    let at = spot("id");
    let columns = builder.node(rule.id, &at);
    let full = builder.parameter(format!("{}.points", rule.id), d(rule.full), Quantity::Plain, at.clone());
    let value = builder.column(format!("value({})", rule.id), rule.value, &at);
    builder.define(columns.full, full.clone());
    builder.define(columns.raw, rule.raw);
    let raw = || Expr::Column(columns.raw);
    let absent = || raw().is(Test::NotApplicable);
    builder.define(
        columns.status,
        Expr::ONE.when(absent(), Expr::Constant(Decimal::TWO).when(raw().is(Test::Missing), Expr::ZERO)),
    );
    let missing = Expr::Scenario(Box::new([Expr::ZERO, Expr::ZERO, full.clone()]));
    let without = Expr::Unknown(State::NotApplicable).when(absent(), missing);
    let rounding = Rounding { digits: 2, mode: RoundingMode::HalfUp };
    builder.define(columns.points, raw().rounded(rounding).when(raw().is(Test::Known), without));
    builder.define(columns.open, Expr::ZERO.when(absent(), full.clone()));
    let leaf = Leaf {
        value,
        quantity: rule.quantity,
        value_words: String::new(),
        raw: columns.raw,
        method: both("线性插值法", "interpolation"),
        rule: Sentence::of(rule.says),
        reason: Sentence::of(rule.reason),
        target: rule.target,
        given: rule.given,
        missing: MissingPolicy::Zero,
        not_applicable: NotApplicablePolicy::LeaveOut,
    };
    node(rule.id, rule.title, Level::Indicator, Some(NodeId(rule.parent)), &columns, operand(full), Some(leaf))
}

fn node(
    id: &str,
    title: &str,
    level: Level,
    parent: Option<NodeId>,
    columns: &NodeColumns,
    full_words: Operand,
    leaf: Option<Leaf>,
) -> Node {
    Node {
        id: id.into(),
        title: title.into(),
        level,
        parent,
        children: Vec::new(),
        full_words,
        full: columns.full,
        points: columns.points,
        open: columns.open,
        status: columns.status,
        lead: Some("市质监局".into()),
        support: vec!["市经信委".into(), "市农委".into()],
        advice: leaf.is_some().then(|| "对不合格产品开展追溯整治,逐批建立台账".into()),
        leaf,
        spot: spot("id"),
    }
}

fn section(builder: &mut Builder, id: &str, title: &str, full: &str, children: &[NodeColumns]) -> Node {
    let at = spot("id");
    let columns = builder.node(id, &at);
    let full = builder.parameter(format!("{id}.points"), d(full), Quantity::Plain, at);
    let sum =
        |pick: fn(&NodeColumns) -> Expr| Expr::Many(crate::program::Many::Sum, children.iter().map(pick).collect());
    let or_zero = |columns: &NodeColumns| {
        Expr::Many(crate::program::Many::Coalesce, vec![Expr::Column(columns.points), Expr::ZERO])
    };
    builder.define(columns.full, full.clone());
    builder.define(columns.open, sum(|columns| Expr::Column(columns.open)));
    builder.define(columns.raw, sum(or_zero));
    builder.define(columns.status, Expr::ZERO);
    let scaled = Expr::Column(columns.raw).times(full.clone()).over(Expr::Column(columns.open));
    builder.define(columns.points, scaled.rounded(Rounding { digits: 2, mode: RoundingMode::HalfUp }));
    node(id, title, Level::Section, None, &columns, operand(full), None)
}

fn columns_of(builder: &Builder, id: &str) -> NodeColumns {
    builder.find_node(id).unwrap()
}

/// The rubric compiled.
#[allow(clippy::too_many_lines, reason = "a rubric is a list")]
pub(super) fn program() -> Program {
    let at = spot("id");
    let mut builder = Builder::new(&at);
    let b = &mut builder;
    let passed = field(b, "passed", "合格批次", FieldKind::Count);
    let sampled = field(b, "sampled", "抽查批次", FieldKind::Count);
    let brands = field(b, "brands", "名牌产品数", FieldKind::Count);
    let incidents = field(b, "incidents", "质量安全事故数", FieldKind::Count);
    let given = field(b, "2.2", "领导评价", FieldKind::Points);
    field(b, "growth", "技改投入增幅", FieldKind::Percent);
    field(b, "planned", "是否纳入规划", FieldKind::YesNo);
    field(b, "filed", "备案日期", FieldKind::Date);
    field(b, "contact", "联系人", FieldKind::Text);

    let rate = || Expr::Field(passed).over(Expr::Field(sampled));
    let from = b.parameter("1.1.from".into(), d("0.8"), Quantity::Percent, at.clone());
    let to = b.parameter("1.1.to".into(), d("0.95"), Quantity::Percent, at.clone());
    let share = rate().minus(from.clone()).over(to.clone().minus(from.clone())).max(Expr::ZERO).min(Expr::ONE);
    let thirty = || operand(Expr::Constant(d("30")));
    let leaves = vec![
        leaf(
            b,
            Rule {
                id: "1.1",
                title: "监督抽查合格率",
                parent: 0,
                full: "30",
                value: rate(),
                quantity: Quantity::Ratio,
                raw: share.times(Expr::Constant(d("30"))),
                says: Phrase::InterpolateRule { from: operand(from), to: operand(to.clone()), full: thirty() },
                reason: Phrase::InterpolateReason {
                    value: Operand { expr: rate(), quantity: Quantity::Ratio, words: None },
                    to: Operand { expr: to.clone(), quantity: Quantity::Percent, words: None },
                },
                target: Some(Operand { expr: to, quantity: Quantity::Percent, words: None }),
                given: None,
            },
        ),
        leaf(
            b,
            Rule {
                id: "1.2",
                title: "名牌产品数",
                parent: 0,
                full: "20",
                value: Expr::Field(brands),
                quantity: Quantity::Plain,
                raw: Expr::Field(brands).times(Expr::Constant(d("5"))).min(Expr::Constant(d("20"))),
                says: Phrase::AddRule { each: operand(Expr::Constant(d("5"))), full: operand(Expr::Constant(d("20"))) },
                reason: Phrase::AddReason {
                    value: operand(Expr::Field(brands)),
                    each: operand(Expr::Constant(d("5"))),
                },
                target: Some(operand(Expr::Constant(d("4")))),
                given: None,
            },
        ),
        leaf(
            b,
            Rule {
                id: "2.1",
                title: "质量安全事故",
                parent: 3,
                full: "30",
                value: Expr::Field(incidents),
                quantity: Quantity::Plain,
                raw: Expr::Constant(d("30"))
                    .minus(Expr::Field(incidents).times(Expr::Constant(d("10"))))
                    .max(Expr::ZERO),
                says: Phrase::DeductRule { each: operand(Expr::Constant(d("10"))), full: thirty() },
                reason: Phrase::DeductReason {
                    value: operand(Expr::Field(incidents)),
                    each: operand(Expr::Constant(d("10"))),
                },
                target: None,
                given: None,
            },
        ),
        leaf(
            b,
            Rule {
                id: "2.2",
                title: "领导评价",
                parent: 3,
                full: "20",
                value: Expr::Field(given),
                quantity: Quantity::Plain,
                raw: Expr::Field(given),
                says: Phrase::GivenRule { full: operand(Expr::Constant(d("20"))) },
                reason: Phrase::GivenReason { points: operand(Expr::Field(given)) },
                target: None,
                given: Some(given),
            },
        ),
    ];
    let children = |b: &Builder, ids: [&str; 2]| ids.map(|id| columns_of(b, id));
    let (first, second) = (children(b, ["1.1", "1.2"]), children(b, ["2.1", "2.2"]));
    let mut one = section(b, "1", "质量目标完成情况", "50", &first);
    let mut two = section(b, "2", "质量安全与保障", "50", &second);
    one.children = vec![NodeId(1), NodeId(2)];
    two.children = vec![NodeId(4), NodeId(5)];
    let mut leaves = leaves.into_iter();
    let mut next = || leaves.next().unwrap();
    let nodes = vec![one, next(), next(), two, next(), next()];
    finish(builder, nodes, brands, incidents)
}

fn finish(mut builder: Builder, nodes: Vec<Node>, brands: FieldId, incidents: FieldId) -> Program {
    let at = spot("id");
    let b = &mut builder;
    let outcome = b.outcome;
    let (one, two) = (columns_of(b, "1"), columns_of(b, "2"));
    let sum = Expr::Column(one.points).plus(Expr::Column(two.points));
    b.define(outcome.total, sum.rounded(Rounding { digits: 2, mode: RoundingMode::HalfUp }));
    let full = b.column("full".into(), Expr::Column(one.full).plus(Expr::Column(two.full)), &at);
    for (id, within) in [(outcome.rank, Within::All), (outcome.group_rank, Within::Group)] {
        let function = CohortFunction::Rank { order: Order::HighFirst, ties: Ties::Competition, then: Vec::new() };
        let cohort = Cohort { function, of: outcome.total, within };
        b.define_formula(id, crate::program::Formula::Cohort(cohort));
    }
    let mut grades = Vec::new();
    let mut base = Expr::code(3);
    for (position, (name, min)) in [("A", "90"), ("B", "80"), ("C", "60")].iter().enumerate().rev() {
        let min = b.parameter(format!("grade.{name}"), d(min), Quantity::Plain, at.clone());
        if let Expr::Parameter(id) = min {
            grades.insert(0, Grade { name: (*name).into(), min: Some(id) });
        }
        base = Expr::code(position).when(min.at_most(Expr::Column(outcome.total)), base);
    }
    grades.push(Grade { name: "D".into(), min: None::<ParameterId> });
    let base_grade = b.column("base_grade".into(), base, &at);
    let conditions = [
        ("V1", EffectKind::Veto, Expr::ZERO.less(Expr::Field(incidents)), "incidents > 0", 3, "发生质量安全事故"),
        ("C1", EffectKind::Cap, Expr::Field(brands).less(Expr::ONE), "brands < 1", 1, "没有名牌产品"),
    ];
    let mut effects = Vec::new();
    let mut grade = vec![Expr::Column(base_grade)];
    for (id, kind, when, condition, at_most, say) in conditions {
        let when = b.column(format!("when({id})"), when, &at);
        let open = Expr::Scenario(Box::new([Expr::ZERO, Expr::ONE, Expr::ZERO]));
        let known = Expr::Column(when).is(Test::Known);
        let fires = b.column(format!("fires({id})"), Expr::Column(when).when(known, open), &at);
        grade.push(Expr::code(at_most).when(Expr::Column(fires), Expr::ZERO));
        let (condition, say) = (condition.into(), say.into());
        effects.push(Effect { id: id.into(), kind, condition, when, fires, grade: at_most, say, spot: at.clone() });
    }
    let grade = b.column("grade".into(), Expr::Many(crate::program::Many::Max, grade), &at);
    let outcome = Outcome {
        total: outcome.total,
        full,
        rank: outcome.rank,
        group_rank: outcome.group_rank,
        base_grade: Some(base_grade),
        grade: Some(grade),
    };
    assemble(builder, nodes, grades, effects, outcome)
}

fn assemble(builder: Builder, nodes: Vec<Node>, grades: Vec<Grade>, effects: Vec<Effect>, outcome: Outcome) -> Program {
    let (parameters, fields, _, columns) = builder.finish();
    Program {
        heading: Heading {
            id: "quality-2016".into(),
            title: "2016年度县级政府质量工作考核评分细则".into(),
            period: "2016年度".into(),
            edition: "1".into(),
            unit: "县(区)".into(),
            language: Lang::Zh,
        },
        parameters,
        fields,
        groups: vec!["平原组".into(), "山区组".into()],
        groups_declared: true,
        stages: stages(&columns),
        columns,
        nodes,
        musts: Vec::new(),
        grades,
        effects,
        outcome,
        rounding: RoundingPlan { leaf: Some(2), section: Some(2), total: Some(2), mode: RoundingMode::HalfUp },
        fingerprint: "ab".repeat(32),
    }
}

/// What the four units submitted. `-` is not applicable, nothing is missing.
pub(super) fn table(program: &Program) -> Table {
    let units = [("01", "清河县", 0), ("02", "临江区", 0), ("03", "白石县", 1), ("04", "望山县", 1)];
    let units: Vec<Unit> =
        units.iter().map(|(id, name, group)| Unit { id: (*id).into(), name: (*name).into(), group: *group }).collect();
    let mut table = Table::empty(units, program.groups.clone(), program.fields.len());
    table.sheets = vec![Sheet { file: "填报/汇总.xlsx".into(), sheet: Some("填报表".into()) }];
    table.inputs = vec![Input { name: "填报/汇总.xlsx".into(), fingerprint: "cd".repeat(32) }];
    let filed = read_date("2016-12-31").unwrap().to_string();
    let values: [(&str, [&str; 4]); 8] = [
        ("passed", ["641", "-", "850", "667"]),
        ("sampled", ["700", "-", "1000", "700"]),
        ("brands", ["4", "3", "", "1"]),
        ("incidents", ["0", "1", "0", "0"]),
        ("2.2", ["18", "20", "19", "20"]),
        ("growth", ["0.1234", "-0.05", "", "0.1"]),
        ("planned", ["1", "0", "1", ""]),
        ("filed", [&filed, "-", &filed, ""]),
    ];
    let mut row = 0;
    for (id, texts) in values {
        let column = table.fields.get_mut(program.find_field(id).unwrap().index()).unwrap();
        for (unit, text) in texts.iter().enumerate() {
            row += 1;
            let (value, state) = match *text {
                "" => continue,
                "-" => (Decimal::ZERO, State::NotApplicable),
                text => (d(text), State::Known),
            };
            (column.values[unit], column.states[unit]) = (value, state);
            column.origins[unit] = Origin { sheet: 1, row, column: 2 };
        }
    }
    let contact = table.fields.get_mut(program.find_field("contact").unwrap().index()).unwrap();
    let known = State::Known;
    *contact = FieldColumn {
        values: vec![Decimal::ZERO; 4],
        states: vec![known; 4],
        origins: vec![Origin::default(); 4],
        texts: ["李明", "=cmd|' /C calc'!A0", "@王", "-"].map(Into::into).to_vec(),
    };
    let given = program.find_field("2.2").unwrap().0;
    table.remarks.insert(
        (0, given),
        Remarks {
            evidence: Some("附件3,第12页".into()), remark: None, reason: Some("材料报送不及时".into())
        },
    );
    table.claims.extend([((0, 1), d("30")), ((0, 2), d("20")), ((0, 3), d("50")), ((3, 0), d("42.5"))]);
    table
}

/// The whole, scored.
pub(super) fn assessment() -> Assessment {
    let program = program();
    let table = table(&program);
    score(Arc::new(program), Arc::new(table))
}

/// What the reports say of their making.
pub(super) fn about(assessment: &Assessment) -> About {
    About::new("0.1.0", "rubric.toml", assessment.table.inputs.clone(), &assessment.diagnostics())
}

/// Many units and leaves, for measurements: every leaf a field of its own, one point of two each.
pub(super) fn wide(units: usize, leaves: usize) -> Assessment {
    let mut builder = Builder::new(&spot("id"));
    let b = &mut builder;
    let mut nodes = Vec::new();
    let mut columns = Vec::new();
    for position in 0..leaves {
        let id = format!("1.{}", position + 1);
        let field = Expr::Field(field(b, &format!("f{position}"), "监督抽查合格批次", FieldKind::Count));
        let (raw, value) = (field.clone().min(Expr::Constant(d("2"))), operand(field.clone()));
        let says = Phrase::AddRule { each: operand(Expr::ONE), full: operand(Expr::Constant(d("2"))) };
        let reason = Phrase::AddReason { value, each: operand(Expr::ONE) };
        let (quantity, target) = (Quantity::Plain, Some(operand(Expr::Constant(d("2")))));
        let title = "质量监督与安全保障";
        let rule = Rule {
            id: &id,
            title,
            parent: 0,
            full: "2",
            value: field,
            quantity,
            raw,
            says,
            reason,
            target,
            given: None,
        };
        nodes.push(leaf(b, rule));
        columns.push(columns_of(b, &id));
    }
    let full = (2 * leaves).to_string();
    let mut one = section(b, "1", "质量目标完成情况", &full, &columns);
    one.children = (1..=leaves).map(NodeId::from_index).collect();
    nodes.insert(0, one);
    let two = section(b, "2", "其他", "0", &[]);
    nodes.push(two);
    let zero = FieldId::from_index(0);
    let program = finish(builder, nodes, zero, zero);
    let units = (0..units).map(|i| Unit { id: format!("{i:05}"), name: format!("第{i}个县"), group: i % 2 });
    let mut table = Table::empty(units.collect(), program.groups.clone(), program.fields.len());
    table.sheets = vec![Sheet { file: "填报/汇总.xlsx".into(), sheet: Some("填报表".into()) }];
    for (column, field) in table.fields.iter_mut().enumerate() {
        for unit in 0..field.values.len() {
            field.values[unit] = Decimal::from((unit * 7 + column * 3) % 3);
            field.states[unit] = State::Known;
            field.origins[unit] =
                Origin { sheet: 1, row: u32::try_from(unit).unwrap(), column: u32::try_from(column).unwrap() };
        }
    }
    score(Arc::new(program), Arc::new(table))
}

#[test]
fn the_fixture_holds_what_it_promises() {
    let assessment = assessment();
    let totals: Vec<_> = (0..4).map(|unit| plain(assessment.total(unit).get().unwrap())).collect();
    assert_eq!(totals, ["91.14", "77.5", "59", "85"]);
    let grades: Vec<_> = (0..4).map(|unit| assessment.grade_name(assessment.grade(unit)).to_owned()).collect();
    assert_eq!(grades, ["A", "D", "D", "B"]);
    assert!(assessment.interval(2).is_some());
}
