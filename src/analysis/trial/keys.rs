//! The key tables of a test file.

use crate::document::{Key, Keys, Kind};
use crate::words::both;

/// `<rubric>.test.toml`
pub static ROOT: Keys = Keys {
    what: both("测试文件", "the test file"),
    keys: &[
        Key::optional(
            "rubric",
            Kind::Text,
            "评分细则文件;不写为同名的 .toml",
            "the rubric; the file of the same name unless set",
        ),
        Key::required("tests", Kind::Rows(&TEST), "测试", "the tests"),
    ],
};

pub(super) static TEST: Keys = Keys {
    what: both("一个测试", "a test"),
    keys: &[
        Key::required("name", Kind::Text, "名称", "its name"),
        Key::optional("says", Kind::Text, "规则的原文", "the rule in its own words"),
        Key::optional("node", Kind::Text, "cases 所看的指标", "the node that the cases look at"),
        Key::optional(
            "set",
            Kind::Open,
            "本测试中改用的参数,如 { \"1.1.points\" = 10, \"1.1.interpolate.to\" = \"98%\" };结果与细则写成这个数时一样",
            "parameters with other numbers for this test, as { \"1.1.points\" = 10, \"1.1.interpolate.to\" = \"98%\" }; \
             the result is that of a rubric written so",
        ),
        Key::optional("units", Kind::Rows(&UNIT), "一起评分的单位", "units scored together"),
        Key::optional("cases", Kind::Rows(&CASE), "各自单独评分的情形", "cases, each scored on its own"),
    ],
};

static UNIT: Keys = Keys {
    what: both("测试单位", "a unit of a test"),
    keys: &[
        Key::required("id", Kind::Text, "编号", "its id"),
        Key::optional("group", Kind::Text, "分组", "its group"),
        Key::optional("values", Kind::Open, "填报的值", "what it submits"),
        Key::optional("targets", Kind::Open, "目标,按数据项", "its targets by field"),
        Key::optional("previous", Kind::Open, "以前各期,最近的在前", "earlier periods, the latest first"),
        Key::optional("lists", Kind::Open, "明细表的条目", "its entries by list"),
        Key::optional("adjust", Kind::Open, "复核调整,按指标;总分写 \"\"", "adjustments by node; of the total, \"\""),
        Key::optional(
            "without_evidence",
            Kind::Texts,
            "没有印证材料的评分项;不写为都有",
            "the leaves it gives no evidence for; it gives some for all unless written",
        ),
        Key::required("expect", Kind::Table(&EXPECT), "应得的结果", "what must come out"),
    ],
};

static EXPECT: Keys = Keys {
    what: both("应得的结果", "what a test expects"),
    keys: &[
        Key::optional(
            "points",
            Kind::Open,
            "各指标得分:一个数、区间 { min = 3, max = 4 }(含两端),或 \"≈3.33\"(修约到所写位数后相等)",
            "points by node: a number, a range { min = 3, max = 4 } (both included), or \"≈3.33\" (the same when rounded \
             to the decimals that are written)",
        ),
        Key::optional("status", Kind::Open, "各指标状态", "status by node"),
        Key::optional(
            "value",
            Kind::Open,
            "评分项规则所看的值,写法同 points;选项、是否和日期写文字",
            "what the rule of a leaf looks at, written as points are; a choice, yes or no and a date in words",
        ),
        Key::optional(
            "reason",
            Kind::Open,
            "评分项的失分原因,没有失分为 \"\";… 代表任意一段",
            "why points were lost on a leaf, \"\" where none were; … stands for any stretch",
        ),
        Key::optional("total", Kind::Open, "总分,写法同 points", "the total, written as points are"),
        Key::optional("grade", Kind::Text, "等级", "the grade"),
        Key::optional(
            "grade_reason",
            Kind::Words,
            "等级说明,逐条;… 代表任意一段",
            "why the grade is what it is, one by one; … stands for any stretch",
        ),
        Key::optional("rank", Kind::Open, "名次", "the place among all"),
        Key::optional("group_rank", Kind::Open, "组内名次", "the place within the group"),
        Key::optional(
            "interval",
            Kind::Texts,
            "补齐后总分的下限和上限",
            "least and greatest total once everything has arrived",
        ),
        Key::optional("effects", Kind::Texts, "生效的否决和限制", "the effects that take hold"),
        Key::optional("follow_up", Kind::Texts, "结果运用", "what follows from the result"),
        Key::optional(
            "diagnostics",
            Kind::Texts,
            "评分时的提示代码,次序不限,如 [\"D010\"];不写为不检查",
            "codes of what scoring tells of its data, in any order, as [\"D010\"]; not looked at unless written",
        ),
    ],
};

/// A range of numbers that a test expects.
pub(super) static RANGE: Keys = Keys {
    what: both("应有的区间", "an expected range"),
    keys: &[
        Key::optional("min", Kind::Open, "最小,含", "the least, included"),
        Key::optional("max", Kind::Open, "最大,含", "the greatest, included"),
    ],
};

static CASE: Keys = Keys {
    what: both("一种情形", "a case"),
    keys: &[
        Key::optional("group", Kind::Text, "分组", "the unit's group"),
        Key::optional("values", Kind::Open, "填报的值", "what the unit submits"),
        Key::optional("targets", Kind::Open, "目标,按数据项", "the unit's targets by field"),
        Key::optional("previous", Kind::Open, "以前各期,最近的在前", "earlier periods, the latest first"),
        Key::optional("lists", Kind::Open, "明细表的条目", "the unit's entries by list"),
        Key::optional("adjust", Kind::Open, "复核调整,按指标;总分写 \"\"", "adjustments by node; of the total, \"\""),
        Key::optional(
            "without_evidence",
            Kind::Texts,
            "没有印证材料的评分项;不写为都有",
            "the leaves it gives no evidence for; it gives some for all unless written",
        ),
        Key::optional(
            "points",
            Kind::Open,
            "应得分:一个数、区间 { min = 3, max = 4 },或 \"≈3.33\"",
            "the points it earns: a number, a range { min = 3, max = 4 }, or \"≈3.33\"",
        ),
        Key::optional("status", Kind::Text, "应有的状态", "the status it has"),
        Key::optional("value", Kind::Open, "规则所看的值", "what the rule looks at"),
        Key::optional(
            "reason",
            Kind::Text,
            "失分原因;… 代表任意一段",
            "why points were lost; … stands for any stretch",
        ),
        Key::optional("diagnostics", Kind::Texts, "评分时的提示代码", "codes of what scoring tells of its data"),
    ],
};

/// An adjustment of a test: one of the two.
pub(super) static ADJUST: Keys = Keys {
    what: both("测试中的复核调整", "an adjustment of a test"),
    keys: &[
        Key::optional("points", Kind::Open, "调整后的得分", "the points it is set to"),
        Key::optional("change", Kind::Open, "增减的分值", "the points it is changed by"),
    ],
};
