//! The key tables of the rubric file.

use crate::document::{Key, Keys, Kind};
use crate::source::Source;
use crate::words::both;

/// Policies for a value that was not given.
pub(super) const MISSING: [&str; 4] = ["zero", "error", "leave-out", "cohort-mean"];
/// Policies for what does not apply.
pub(super) const NOT_APPLICABLE: [&str; 5] = ["full", "zero", "leave-out", "cohort-mean", "base"];
/// Kinds of fields.
pub(super) const FIELD_KINDS: [&str; 8] = ["count", "number", "percent", "money", "yes-no", "choice", "text", "date"];

/// How children combine into their parent.
pub(super) const COMBINE: [&str; 6] = ["sum", "weighted", "geometric", "harmonic", "minimum", "highest"];

const EXTENDS: Key = Key::optional(
    "extends",
    Kind::Text,
    "所依据的细则文件,从本文件所在的文件夹算起;这里只写改动",
    "the rubric this one changes: a path from this file's folder",
);
const REMOVE: Key = Key::optional(
    "remove",
    Kind::Texts,
    "从所依据的细则中删去的编号",
    "ids of what is taken away from the rubric that is extended",
);

/// What a rubric says of the one it extends.
pub(super) static CHAIN: Keys = Keys { what: both("评分细则", "the rubric"), keys: &[EXTENDS, REMOVE] };

/// The rubric file.
pub static ROOT: Keys = Keys {
    what: both("评分细则", "the rubric"),
    keys: &[
        EXTENDS,
        REMOVE,
        Key::required("id", Kind::Text, "细则编号", "the rubric's id"),
        Key::required("title", Kind::Text, "印发的标题", "the printed title"),
        Key::required("period", Kind::Text, "考核年度,如 2016-2017年度", "the assessment period, a label"),
        Key::required("edition", Kind::Text, "版本", "the edition"),
        Key::optional(
            "language",
            Kind::OneOf(&["zh-CN", "en"]),
            "报告语言",
            "the language of reports; zh-CN unless set",
        ),
        Key::optional("unit", Kind::Text, "被考核单位的称呼", "what a unit is called"),
        Key::optional(
            "groups",
            Kind::Texts,
            "分组名称;写了就不允许其他分组",
            "the groups; once given, no other is allowed",
        ),
        Key::optional(
            "missing",
            Kind::OneOf(&MISSING),
            "缺报的一般做法",
            "what a missing value does, unless a node says otherwise",
        ),
        Key::optional(
            "not_applicable",
            Kind::OneOf(&NOT_APPLICABLE),
            "不适用的一般做法",
            "what not applicable does, unless a node says otherwise",
        ),
        Key::optional(
            "evidence_required",
            Kind::YesNo,
            "没有印证材料的评分项是否不得分,各项可另写",
            "whether a leaf earns nothing without evidence, unless a node says otherwise",
        ),
        Key::optional(
            "deadline",
            Kind::Date,
            "报送截止日期,如 2017-01-10;迟报天数写 unit.days_late",
            "the last day for submissions, such as 2017-01-10; days late are `unit.days_late`",
        ),
        Key::optional(
            "inflation",
            Kind::Number,
            "自评得分高出核定得分多少(占分值的比例)算虚高,如 10%",
            "by what share of full points a self score exceeds the result to be called inflated, such as 10%",
        ),
        Key::optional(
            "rescale",
            Kind::OneOf(&["section", "total"]),
            "剔除后在一级指标内还是在总分内折算",
            "where points are re-scaled after something was left out",
        ),
        Key::optional(
            "combine",
            Kind::OneOf(&COMBINE),
            "各一级指标怎样合成总分",
            "how the sections combine into the total",
        ),
        Key::optional(
            "points",
            Kind::Number,
            "总分的分值(不是相加时要写)",
            "full points of the total, where sections are not added",
        ),
        Key::required("rounding", Kind::Table(&ROUNDING), "修约", "rounding"),
        Key::optional("grading", Kind::Table(&GRADING), "等级", "grades"),
        Key::required("ranking", Kind::Table(&RANKING), "排名", "ranking"),
        Key::optional("fields", Kind::Map(&FIELD), "数据项", "the fields a unit submits"),
        Key::optional("lists", Kind::Map(&LIST), "明细表", "the tables of entries a unit submits"),
        Key::optional(
            "coefficient",
            Kind::Number,
            "各一级指标合成后乘的系数",
            "what the sections together are multiplied by",
        ),
        Key::required("sections", Kind::Rows(&SECTION), "一级指标", "the sections"),
        Key::optional("bonus", Kind::Rows(&EXTRA), "加分项(百分之外)", "bonus, outside the hundred"),
        Key::optional("penalties", Kind::Rows(&EXTRA), "扣分项(百分之外)", "penalties, outside the hundred"),
        Key::optional("vetoes", Kind::Rows(&VETO), "一票否决", "conditions that set the grade"),
        Key::optional("caps", Kind::Rows(&CAP), "等级限制(一票否优)", "conditions that limit the grade"),
        Key::optional("gates", Kind::Rows(&GATE), "前置条件", "conditions a grade takes"),
        Key::optional("effects", Kind::Rows(&EFFECT), "其他改变结果的条件", "other conditions that change the result"),
    ],
};

/// `[rounding]`
pub(super) static ROUNDING: Keys = Keys {
    what: both("修约", "rounding"),
    keys: &[
        Key::required("leaf", Kind::Digits, "评分项小数位数", "decimals of a leaf's points"),
        Key::required("section", Kind::Digits, "一级指标小数位数", "decimals of a section's points"),
        Key::required("total", Kind::Digits, "总分小数位数", "decimals of the total"),
        Key::required("mode", Kind::OneOf(&["half-up", "half-even"]), "四舍五入或 GB/T 8170", "what happens to a 5"),
    ],
};

/// `[grading]`
pub(super) static GRADING: Keys = Keys {
    what: both("等级", "grading"),
    keys: &[
        Key::required("grades", Kind::Rows(&GRADE), "由优到劣的等级", "the grades from best to worst"),
        Key::optional("quota", Kind::Rows(&QUOTA), "等级名额", "how many units may have a grade"),
    ],
};

/// One quota.
pub(super) static QUOTA: Keys = Keys {
    what: both("等级名额", "a quota"),
    keys: &[
        Key::required("grade", Kind::Text, "等级", "the grade"),
        Key::required("at_most", Kind::Number, "名额:个数或比例", "how many at most: a number or a share"),
        Key::required(
            "within",
            Kind::OneOf(&["group", "all"]),
            "在组内还是在全体中计算",
            "counted within each group or among all",
        ),
        Key::required(
            "ties",
            Kind::OneOf(&["all-in", "all-out"]),
            "并列者超出名额时都进还是都不进",
            "whether equal units that exceed it are all in or all out",
        ),
        Key::optional(
            "round",
            Kind::OneOf(&["down", "up", "half-up"]),
            "比例折成个数时怎样取整",
            "how a share becomes a whole number",
        ),
    ],
};

/// One grade.
pub(super) static GRADE: Keys = Keys {
    what: both("一个等级", "a grade"),
    keys: &[
        Key::required("name", Kind::Text, "名称", "its name"),
        Key::optional(
            "min",
            Kind::Number,
            "最低分(含);最后一个等级不写",
            "the least total, included; none for the last grade",
        ),
        Key::optional(
            "max",
            Kind::Number,
            "印发的上限,如 89;只用来核对,不参与评分",
            "the printed maximum, such as 89; checked, and no part of the scoring",
        ),
        Key::optional("when", Kind::Expression, "应具备的条件", "the condition it takes"),
    ],
};

/// `[ranking]`
pub(super) static RANKING: Keys = Keys {
    what: both("排名", "ranking"),
    keys: &[
        Key::required(
            "ties",
            Kind::OneOf(&["competition", "dense", "ordinal"]),
            "并列的名次:1 2 2 4、1 2 2 3 或按名册",
            "how equal units share a place: 1 2 2 4, 1 2 2 3, or in roster order",
        ),
        Key::optional(
            "vetoed",
            Kind::OneOf(&["keep-place", "last", "unranked"]),
            "被否决单位的名次",
            "the place of a vetoed unit",
        ),
        Key::optional(
            "tie_breakers",
            Kind::Rows(&TIE_BREAKER),
            "总分相同时依次比较",
            "what decides between equal totals, in order",
        ),
        Key::optional("follow_up", Kind::Rows(&FOLLOW_UP), "结果运用:对谁有什么后续要求", "what follows, and for whom"),
    ],
};

/// One follow-up action.
pub(super) static FOLLOW_UP: Keys = Keys {
    what: both("后续要求", "a follow-up"),
    keys: &[
        Key::optional("bottom", Kind::Number, "倒数几名", "so many units from the bottom"),
        Key::optional("grade", Kind::Text, "得到这个等级的单位", "the units of this grade"),
        Key::optional("when", Kind::Expression, "符合条件的单位", "the units for which this holds"),
        Key::optional(
            "within",
            Kind::OneOf(&["group", "all"]),
            "倒数名次在组内还是在全体中计算",
            "whether the bottom is that of each group or of all",
        ),
        Key::required("say", Kind::Text, "要求", "what has to be done"),
    ],
};

/// One tie breaker.
pub(super) static TIE_BREAKER: Keys = Keys {
    what: both("同分比较", "a tie breaker"),
    keys: &[
        Key::required("by", Kind::Expression, "比较什么", "what is compared"),
        Key::required(
            "order",
            Kind::OneOf(&["high-first", "low-first"]),
            "高者在前或低者在前",
            "which end comes first",
        ),
    ],
};

const PRECEDENCE: Key = Key::optional(
    "precedence",
    Kind::AnyOf(&Source::KEYS),
    "哪些来源的数据算数,在前者优先:self 自评、department 部门、site 实地核查、third-party 第三方;不写按 assessment.toml",
    "the sources that count, the first before the next: self, department, site, third-party; as assessment.toml says \
     unless set",
);

/// The keys of a field and of a list's column.
macro_rules! field_keys {
    ($($more:expr),*) => {
        &[
            Key::required("label", Kind::Text, "名称", "its name for people"),
            Key::required("kind", Kind::OneOf(&FIELD_KINDS), "类型", "what it holds"),
            Key::optional("options", Kind::Texts, "选项(kind = \"choice\")", "the options of a choice"),
            Key::optional("measure", Kind::Text, "计量单位", "the unit of measure"),
            Key::optional("aliases", Kind::Texts, "填报表中可能出现的其他写法", "other names a file may use"),
            Key::optional("min", Kind::Number, "合理的最小值", "the least value that makes sense"),
            Key::optional("max", Kind::Number, "合理的最大值", "the greatest value that makes sense"),
            Key::optional("note", Kind::Text, "说明", "a note for whoever fills it in"),
            $($more),*
        ]
    };
}

/// One field.
pub(super) static FIELD: Keys = Keys {
    what: both("数据项", "a field"),
    keys: field_keys!(
        Key::optional("must", Kind::Rows(&MUST), "数据应满足的条件", "conditions the data must meet"),
        PRECEDENCE
    ),
};

/// One list.
pub(super) static LIST: Keys = Keys {
    what: both("明细表", "a list"),
    keys: &[
        Key::required("label", Kind::Text, "名称", "its name for people"),
        Key::required("columns", Kind::Map(&COLUMN), "各列", "what an entry holds"),
        Key::optional("aliases", Kind::Texts, "工作表或文件可能用的其他名称", "other names a sheet or a file may use"),
        Key::optional(
            "no_rows",
            Kind::OneOf(&["none", "missing"]),
            "没有条目的单位是没有发生还是缺报",
            "whether a unit without entries has none or has not reported",
        ),
        PRECEDENCE,
    ],
};

/// One column of a list.
pub(super) static COLUMN: Keys = Keys { what: both("明细表的一列", "a column of a list"), keys: field_keys!() };

/// One condition on the data.
pub(super) static MUST: Keys = Keys {
    what: both("数据条件", "a condition on the data"),
    keys: &[
        Key::required("holds", Kind::Expression, "应成立的条件", "the condition"),
        Key::required("severity", Kind::OneOf(&["error", "warning"]), "不成立时是错误还是警告", "how bad a failure is"),
        Key::required("say", Kind::Text, "不成立时说什么", "what to say when it fails"),
    ],
};

/// The keys every node has, and the key its children stand under.
macro_rules! node_keys {
    ($children:literal, $zh:literal, $en:literal) => {
        &[
            Key::required("id", Kind::Text, "编号(加引号)", "its id, in quotes"),
            Key::required("title", Kind::Text, "名称", "its name"),
            Key::optional("points", Kind::Number, "分值", "full points"),
            Key::optional("weight", Kind::Number, "在上级中的权重", "its weight in its parent"),
            Key::optional("combine", Kind::OneOf(&COMBINE), "下级怎样合成", "how its children combine"),
            Key::optional(
                "at_most",
                Kind::Number,
                "下级合计最多得的分;评分项上是超过分值后最多得的分",
                "the most its children earn together; of a leaf, what it may earn beyond its points",
            ),
            Key::optional("coefficient", Kind::Number, "得分乘的系数", "what its points are multiplied by"),
            Key::optional(
                "applies",
                Kind::Expression,
                "对哪些单位适用;不写为全部",
                "the units it applies to; all of them when left out",
            ),
            Key::optional("lead", Kind::Text, "牵头部门", "the department that leads"),
            Key::optional("support", Kind::Texts, "配合部门", "the departments that support it"),
            Key::optional(
                "effort",
                Kind::Number,
                "补上失分要费的功夫,只作相互比较;不写按上级,都不写为1",
                "what closing a gap here takes, to be held against the others; as the node above unless set, else 1",
            ),
            Key::optional("value", Kind::Expression, "评分所看的值", "the value the rule looks at"),
            Key::optional("score", Kind::Open, "评分规则", "the scoring rule"),
            Key::optional("missing", Kind::OneOf(&MISSING), "缺报时", "what a missing value does"),
            Key::optional("not_applicable", Kind::OneOf(&NOT_APPLICABLE), "不适用时", "what not applicable does"),
            Key::optional(
                "base",
                Kind::Number,
                "基本分(not_applicable = \"base\" 或 base_only 时用)",
                "the base points that not_applicable = \"base\" gives and base_only leaves",
            ),
            Key::optional("advice", Kind::Text, "失分时的改进建议", "what to do about a gap"),
            Key::optional("evidence", Kind::Text, "应附的印证材料", "the evidence to attach"),
            Key::optional(
                "evidence_required",
                Kind::YesNo,
                "没有印证材料的是否不得分",
                "whether it earns nothing without evidence",
            ),
            Key::optional("note", Kind::Text, "说明", "a note"),
            Key::optional($children, Kind::Rows(&ITEM), $zh, $en),
        ]
    };
}

/// A section.
pub(super) static SECTION: Keys = Keys {
    what: both("一级指标", "a section"),
    keys: {
        static ITEM: Keys = Keys { what: both("二级指标", "an indicator"), keys: INDICATOR_KEYS };
        node_keys!("indicators", "二级指标", "its indicators")
    },
};

static INDICATOR_KEYS: &[Key] = node_keys!("items", "评分要点", "its items");

/// An item, and whatever stands below it.
pub(super) static ITEM: Keys =
    Keys { what: both("评分要点", "an item"), keys: node_keys!("items", "下一级要点", "its items") };

/// A section of bonus or penalties.
pub(super) static EXTRA: Keys = Keys {
    what: both("加分项或扣分项", "a bonus or a penalty"),
    keys: node_keys!("items", "各项", "its items"),
};

/// A veto.
pub(super) static VETO: Keys = Keys {
    what: both("一票否决", "a veto"),
    keys: &[
        Key::required("id", Kind::Text, "编号", "its id"),
        Key::required("when", Kind::Expression, "条件", "the condition"),
        Key::required("grade", Kind::Text, "定为的等级", "the grade it sets"),
        Key::required("say", Kind::Text, "理由", "what to say"),
    ],
};

/// A cap.
pub(super) static CAP: Keys = Keys {
    what: both("等级限制", "a cap"),
    keys: &[
        Key::required("id", Kind::Text, "编号", "its id"),
        Key::required("when", Kind::Expression, "条件", "the condition"),
        Key::required("at_most", Kind::Text, "最高等级", "the best grade left"),
        Key::required("say", Kind::Text, "理由", "what to say"),
    ],
};

/// A gate.
pub(super) static GATE: Keys = Keys {
    what: both("前置条件", "a gate"),
    keys: &[
        Key::required("id", Kind::Text, "编号", "its id"),
        Key::required(
            "grade",
            Kind::Text,
            "要具备条件的等级(及更好的等级)",
            "the grade that takes it, and better ones",
        ),
        Key::required("needs", Kind::Expression, "应成立的条件", "what must hold"),
        Key::required("say", Kind::Text, "理由", "what to say"),
    ],
};

/// An effect in its general form.
pub(super) static EFFECT: Keys = Keys {
    what: both("改变结果的条件", "an effect"),
    keys: &[
        Key::required("id", Kind::Text, "编号", "its id"),
        Key::required("when", Kind::Expression, "条件", "the condition"),
        Key::required("then", Kind::Table(&CHANGE), "后果", "what it changes"),
        Key::required("say", Kind::Text, "理由", "what to say"),
    ],
};

/// What an effect changes.
pub(super) static CHANGE: Keys = Keys {
    what: both("后果", "a change"),
    keys: &[
        Key::optional("grade", Kind::Text, "定为这个等级", "the grade it sets"),
        Key::optional("grade_at_most", Kind::Text, "最高这个等级", "the best grade left"),
        Key::optional("total_at_most", Kind::Number, "总分最高", "the greatest total left"),
        Key::optional(
            "total_below",
            Kind::Text,
            "总分低于这个等级的最低分(如:不超过下一等级的最高限)",
            "the total stays below the least of this grade",
        ),
        Key::optional("zero", Kind::Words, "不得分的指标", "the nodes that earn nothing"),
        Key::optional("base_only", Kind::Words, "最多得基本分的指标", "the nodes that earn their base points at most"),
    ],
};
