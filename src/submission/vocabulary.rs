//! The words a header or a field cell may use, and what each of them means under one program.

use std::collections::HashMap;

use super::list_layout::ListWords;
use super::names::{Names, Ranked};
use crate::diagnostic::nearest;
use crate::program::{self, Field, FieldId, FieldKind, NodeId, PastOf, Program};
use crate::text::word_key;

/// Words for the column of unit ids, folded.
const UNIT_ID: &[&str] = &[
    "id",
    "编号",
    "单位编号",
    "unit_id",
    "unitid",
    "代码",
    "单位代码",
    "行政区划代码",
    "区划代码",
    "code",
    "unitcode",
];
/// Words for the column of unit names, folded.
const UNIT_NAME: &[&str] = &[
    "name",
    "名称",
    "单位",
    "单位名称",
    "被考核单位",
    "被考核单位名称",
    "填报单位",
    "考核对象",
    "县区",
    "区县",
    "县(区)",
    "县市区",
    "县(市、区)",
    "县(市,区)",
    "地区",
    "unit",
    "unit_name",
    "unitname",
];
/// Words that may as well mean something else than a unit in a table of fields.
const DOUBTFUL: &[&str] = &["id", "编号", "代码", "code", "name", "名称", "单位"];
const GROUP: &[&str] = &["group", "分组", "组别", "类别"];
/// Words for the column of names that units once had, or may be called by.
const FORMER: &[&str] =
    &["曾用名", "曾用名称", "原名", "原名称", "旧名", "简称", "别名", "former", "formernames", "former_names"];
const IGNORED: &[&str] = &["备注", "序号", "remark", "remarks", "no", "no.", "#"];
const FIELD: &[&str] = &["数据项编号", "数据项", "数据项名称", "填报项", "field", "field_id", "fieldid"];
/// Words for a column that names indicators, or fields by the names of their indicators.
const INDICATOR: &[&str] =
    &["指标编号", "指标", "指标名称", "考核指标", "考核项目", "indicator", "indicatorid", "indicator_id", "item"];
const VALUE: &[&str] = &["数值", "填报值", "实际值", "值", "填报数据", "填报内容", "value", "valuesubmitted"];
const POINTS: &[&str] = &["得分", "实际得分", "考核得分", "评分", "points", "score"];
const EVIDENCE: &[&str] = &["印证材料", "佐证材料", "佐证", "evidence"];
const PAGES: &[&str] = &["印证材料页码", "材料页码", "页码", "pages", "page"];
const REMARK: &[&str] = &["备注", "remarks", "remark"];
const REASON: &[&str] = &["扣分理由", "扣分原因", "reason"];
/// Words of the columns in which a collected table is corrected, folded.
pub(crate) const CORRECTION: &[&str] = &["更正值", "更正后", "更正", "correction"];
pub(crate) const CORRECTION_REASON: &[&str] = &["更正理由", "更正原因", "reasonforcorrection"];
pub(crate) const CORRECTED_BY: &[&str] = &["更正人", "correctedby"];
const SOURCE: &[&str] = &["来源", "数据来源", "填报来源", "source"];
/// What may stand beside a value, each with its words.
const BESIDE: [(&[&str], Beside); 4] =
    [(EVIDENCE, Beside::Evidence), (PAGES, Beside::Pages), (REMARK, Beside::Remark), (REASON, Beside::Reason)];
const CLAIM: &[&str] = &["自评得分", "自评分", "自评", "selfscore", "self", "claim"];
/// Words of a row that adds others up.
const TOTAL: &[&str] = &["合计", "总计", "小计", "总分", "平均", "平均值", "total", "sum", "mean", "average"];

/// Words for all units together.
const EVERYBODY: &[&str] = &["全市", "全省", "全县", "全区", "全州", "全国"];

/// Words for the total of an earlier period.
const PAST_TOTAL: &[&str] = &["总分", "总得分", "考核总分", "total", "total()", "previous.total()"];
/// Words for the place in an earlier period.
const PAST_RANK: &[&str] = &["名次", "排名", "总名次", "rank", "rank()", "previous.rank()"];

/// What a column of a wide table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    UnitId,
    UnitName,
    Group,
    /// Names that units once had.
    Former,
    Ignored,
    /// Who says what stands in the row.
    Source,
    /// Values of a field.
    Field(FieldId),
    /// What is said beside a field; without one, beside the field column to the left.
    Beside(Beside, Option<FieldId>),
    /// What is said beside a node whose points nobody enters.
    BesideNode(Beside, NodeId),
    /// Claimed points of a node; without one, of the node of the given-points column to the left.
    Claim(Option<NodeId>),
    /// A total or a place of an earlier period that the rubric does not ask for.
    PastResult,
}

/// What may be said beside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Evidence,
    Pages,
    Remark,
    Reason,
}

/// What a column of a long table or a form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What is asked.
    Field,
    /// What is assessed by it.
    Indicator,
    Value,
    Points,
    Claim,
    Beside(Beside),
    Source,
    /// A value that a person put in place of the submitted one.
    Correction,
}

/// What a name in a file stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A field of the program.
    Field(FieldId),
    /// A node whose points nobody enters.
    Node(NodeId),
}

/// What files are read for; it decides which fields their words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What units and departments submit.
    Submissions,
    /// Targets: the name of a field means the target for it.
    Targets,
    /// What was so many periods ago: the name of a field means its value then.
    Period(u32),
}

/// The words of one program, folded.
pub(crate) struct Vocabulary<'a> {
    program: &'a Program,
    purpose: Purpose,
    fields: Names<FieldId>,
    nodes: Names<NodeId>,
    measures: Vec<String>,
    unit: String,
    /// The words of its lists.
    pub(crate) lists: ListWords,
}

impl<'a> Vocabulary<'a> {
    /// Collects the words of a program. An id wins over a label, a label over an alias, and what two share is nobody's.
    pub(crate) fn new(program: &'a Program, purpose: Purpose) -> Vocabulary<'a> {
        let fields = || named(program, purpose);
        let nodes = || program.nodes.iter().enumerate().map(|(i, node)| (NodeId::from_index(i), node));
        let mut by_field = Ranked::default();
        by_field.level(fields().map(|(id, field)| (field.id.clone(), id)));
        by_field.level(fields().map(|(id, field)| (field.label.clone(), id)));
        by_field.level(fields().flat_map(|(id, field)| field.aliases.iter().map(move |alias| (alias.clone(), id))));
        by_field.level(fields().flat_map(|(id, field)| {
            let sign = (field.kind == FieldKind::Percent).then_some("%");
            let measure = field.measure.as_deref().or(sign);
            let measured = |name: &String| measure.map(|m| (format!("{name}({m})"), id));
            [measured(&field.label), measured(&field.id), Some((format!("{}{}", field.id, field.label), id))]
                .into_iter()
                .flatten()
        }));
        // The points of a given node are a field named after the node.
        by_field.level(
            fields()
                .filter_map(|(id, field)| {
                    let node = program.nodes.get(field.given_for()?.index())?;
                    Some([(node.id.clone(), id), (format!("{}{}", node.id, node.title), id)])
                })
                .flatten(),
        );
        by_field.level(
            fields().filter_map(|(id, field)| Some((program.nodes.get(field.given_for()?.index())?.title.clone(), id))),
        );
        by_field
            .level(fields().flat_map(|(id, field)| decorated(field, purpose).into_iter().map(move |name| (name, id))));
        if let Purpose::Period(back) = purpose {
            by_field.level(results(program, back));
        }
        let mut by_node = Ranked::default();
        by_node.level(nodes().map(|(id, node)| (node.id.clone(), id)));
        by_node.level(nodes().map(|(id, node)| (format!("{}{}", node.id, node.title), id)));
        by_node.level(nodes().map(|(id, node)| (node.title.clone(), id)));
        Vocabulary {
            program,
            purpose,
            fields: by_field.names(),
            nodes: by_node.names(),
            measures: program.fields.iter().filter_map(|field| field.measure.as_deref().map(word_key)).collect(),
            unit: word_key(&program.heading.unit),
            lists: if purpose == Purpose::Submissions { ListWords::new(program) } else { ListWords::none() },
        }
    }

    /// What a name in a field cell stands for.
    pub(crate) fn target(&self, name: &str) -> Option<Target> {
        self.fields.get(name).map(Target::Field).or_else(|| self.nodes.get(name).map(Target::Node))
    }

    /// The fields that a name may mean alike, as `合格率(rate)、合格律(rates)`.
    pub(crate) fn candidates(&self, name: &str) -> Option<String> {
        let fields = self.fields.several(name).iter().filter_map(|id| self.program.fields.get(id.index()));
        let named: Vec<String> = fields.map(|field| format!("{}({})", field.label, field.id)).collect();
        (named.len() > 1).then(|| named.join("、"))
    }

    /// The node a name stands for.
    pub(crate) fn node(&self, name: &str) -> Option<NodeId> {
        self.nodes.get(name)
    }

    /// What a header of a wide table means.
    pub(crate) fn role(&self, header: &str) -> Option<Role> {
        if let Some(field) = self.fields.get(header) {
            return Some(Role::Field(field));
        }
        let word = word_key(header);
        if let Some(role) = self.unit_role(&word) {
            return Some(role);
        }
        if IGNORED.contains(&word.as_str()) {
            return Some(Role::Ignored);
        }
        if SOURCE.contains(&word.as_str()) {
            return Some(Role::Source);
        }
        let is_result = || PAST_TOTAL.iter().chain(PAST_RANK).any(|name| *name == word);
        if matches!(self.purpose, Purpose::Period(_)) && is_result() {
            return Some(Role::PastResult);
        }
        if let Some(prefix) = before(&word, CLAIM) {
            return if prefix.is_empty() {
                Some(Role::Claim(None))
            } else {
                Some(Role::Claim(Some(self.nodes.get(prefix)?)))
            };
        }
        for (words, beside) in BESIDE {
            if let Some(prefix) = before(&word, words) {
                return if prefix.is_empty() {
                    Some(Role::Beside(beside, None))
                } else {
                    match self.target(prefix)? {
                        Target::Field(field) => Some(Role::Beside(beside, Some(field))),
                        Target::Node(node) => Some(Role::BesideNode(beside, node)),
                    }
                };
            }
        }
        let points = self.fields.get(before(&word, POINTS)?)?;
        self.program.fields.get(points.index())?.given_for()?;
        Some(Role::Field(points))
    }

    /// What a folded header says of units.
    fn unit_role(&self, word: &str) -> Option<Role> {
        if UNIT_ID.contains(&word) {
            Some(Role::UnitId)
        } else if UNIT_NAME.contains(&word) || word == self.unit {
            Some(Role::UnitName)
        } else if GROUP.contains(&word) {
            Some(Role::Group)
        } else if FORMER.contains(&word) {
            Some(Role::Former)
        } else {
            None
        }
    }

    /// Whether a cell in the place of a unit or a field is the head of a column.
    pub(crate) fn is_heading(&self, text: &str) -> bool {
        let word = word_key(text);
        self.unit_role(&word).is_some()
            || IGNORED.contains(&word.as_str())
            || FIELD.contains(&word.as_str())
            || INDICATOR.contains(&word.as_str())
    }

    /// Whether a header names a column of units, and which.
    pub(crate) fn unit_column(&self, header: &str) -> Option<Role> {
        self.unit_role(&word_key(header))
    }

    /// Whether a cell above a form is the label before the unit's id or name: 被考核单位, 单位编号(盖章).
    pub(crate) fn names_unit(&self, label: &str) -> Option<Role> {
        let word = word_key(label);
        // 填报单位(盖章), but also 县(区)
        let bare = word.split('(').next().unwrap_or_default();
        let role = self.unit_role(&word).or_else(|| self.unit_role(bare));
        role.filter(|_| !matches!(bare, "id" | "name" | "code" | "编号" | "名称" | "代码" | "类别"))
    }

    /// Whether a word is the unit of measure of some field.
    pub(crate) fn is_measure(&self, word: &str) -> bool {
        self.measures.contains(&word_key(word))
    }

    /// Whether a cell below a header only says in what unit its column is: `(批次)`, `单位:万元`, `%`.
    pub(crate) fn tells_measure(&self, text: &str) -> bool {
        let word = word_key(text);
        let bare = word.strip_prefix("单位:").unwrap_or(&word).trim_matches(['(', ')', '[', ']']);
        bare == "%" || self.measures.iter().any(|measure| measure == bare)
    }

    /// The field named most like an unknown word.
    pub(crate) fn suggest(&self, word: &str) -> Option<String> {
        let fields = named(self.program, self.purpose);
        nearest(
            word,
            fields.flat_map(|(_, field)| {
                [field.label.as_str(), field.id.as_str()].into_iter().chain(field.aliases.iter().map(String::as_str))
            }),
        )
    }
}

/// The fields that units submit, each with the field that its name means for this purpose: where the rubric asks for no
/// target and no earlier value of a field, the field itself.
fn named(program: &Program, purpose: Purpose) -> impl Iterator<Item = (FieldId, &Field)> {
    let meant: HashMap<FieldId, FieldId> = program
        .fields
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(i, field)| match (purpose, field.role) {
            (Purpose::Targets, program::Role::Target(of, _)) => Some((of, FieldId::from_index(i))),
            (Purpose::Period(back), program::Role::Past(PastOf::Field(of), b)) if b == back => {
                Some((of, FieldId::from_index(i)))
            }
            _ => None,
        })
        .collect();
    let submitted = program.fields.iter().enumerate().filter(|(_, field)| field.is_submitted());
    submitted.map(move |(i, field)| {
        let id = FieldId::from_index(i);
        (meant.get(&id).copied().unwrap_or(id), field)
    })
}

/// The names of a field as a file of this purpose may dress them up: `目标:合格率`, `合格率(%)目标`, `合格率目标(%)`.
fn decorated(field: &Field, purpose: Purpose) -> Vec<String> {
    let dress: fn(&str) -> Vec<String> = match purpose {
        Purpose::Submissions => return Vec::new(),
        Purpose::Targets => |name| {
            let forms = ["目标:*", "*目标", "*目标值", "*(目标)", "target.*", "* target", "* (target)"];
            forms.iter().map(|form| form.replace('*', name)).collect()
        },
        Purpose::Period(_) => {
            |name| ["previous.*", "上期*", "*(上期)"].iter().map(|form| form.replace('*', name)).collect()
        }
    };
    let names = [&field.id, &field.label].into_iter().chain(&field.aliases);
    let dressed = names.flat_map(|name| match &field.measure {
        Some(measure) => {
            let mut forms = dress(name);
            forms.extend(dress(name).into_iter().map(|form| format!("{form}({measure})")));
            forms.extend(dress(&format!("{name}({measure})")));
            forms
        }
        None => dress(name),
    });
    dressed.collect()
}

/// The names of the total and of the place in a file of an earlier period.
fn results(program: &Program, back: u32) -> impl Iterator<Item = (String, FieldId)> {
    program.fields.iter().enumerate().flat_map(move |(i, field)| {
        let names = match field.role {
            program::Role::Past(PastOf::Total, b) if b == back => PAST_TOTAL,
            program::Role::Past(PastOf::Rank, b) if b == back => PAST_RANK,
            _ => &[],
        };
        names.iter().map(move |name| ((*name).to_owned(), FieldId::from_index(i)))
    })
}

/// What a header of a long table or a form means.
pub(crate) fn part(header: &str) -> Option<Part> {
    let word = word_key(header);
    let word = word.as_str();
    if FIELD.contains(&word) {
        Some(Part::Field)
    } else if INDICATOR.contains(&word) {
        Some(Part::Indicator)
    } else if VALUE.contains(&word) {
        Some(Part::Value)
    } else if POINTS.contains(&word) {
        Some(Part::Points)
    } else if CLAIM.contains(&word) {
        Some(Part::Claim)
    } else if SOURCE.contains(&word) {
        Some(Part::Source)
    } else if CORRECTION.contains(&word) {
        Some(Part::Correction)
    } else {
        BESIDE.into_iter().find(|(words, _)| words.contains(&word)).map(|(_, beside)| Part::Beside(beside))
    }
}

/// Whether a unit's header might as well be a field's, so that the cells below have to decide.
pub(crate) fn is_doubtful(header: &str) -> bool {
    DOUBTFUL.contains(&word_key(header).as_str())
}

/// Whether a row of this name adds others up.
pub(crate) fn is_total(name: &str) -> bool {
    TOTAL.contains(&word_key(name).as_str())
}

/// Whether a row of this name in the place of a unit adds units up: 全市合计, 山区平均.
pub(crate) fn adds_up(name: &str) -> bool {
    let word = word_key(name);
    let word = word.trim_end_matches([':', '数', '值']);
    TOTAL.iter().any(|total| word.ends_with(total)) || EVERYBODY.contains(&word)
}

/// The part of a folded header before one of these words, without what separates them.
fn before<'a>(word: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    let word = word.strip_suffix(')').unwrap_or(word);
    let prefix = suffixes.iter().find_map(|suffix| word.strip_suffix(suffix))?;
    Some(prefix.trim_end_matches(['(', '-', '_', '/', ':', '·', '、', '—', '.']))
}
