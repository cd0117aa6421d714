//! Every variable a template can name, with what it means: templates are checked by these tables, and `docs/notices.md`
//! is written from them.

use crate::words::{Bilingual, both};

/// A variable.
#[derive(Debug)]
pub struct Variable {
    /// As templates write it.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub meaning: Bilingual,
}

/// What a variable holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text; points, totals and dates too, as they are published. Empty where there is nothing to say.
    Text,
    /// A whole number.
    Count,
    /// Yes or no, for conditions.
    Flag,
    /// A list of texts.
    Texts,
    /// Further variables.
    Record(&'static [Variable]),
    /// A list, each of whose items has these variables.
    List(&'static [Variable]),
}

const fn text(name: &'static str, zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::Text, meaning: both(zh, en) }
}

const fn count(name: &'static str, zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::Count, meaning: both(zh, en) }
}

const fn flag(name: &'static str, zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::Flag, meaning: both(zh, en) }
}

const fn texts(name: &'static str, zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::Texts, meaning: both(zh, en) }
}

const fn record(name: &'static str, of: &'static [Variable], zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::Record(of), meaning: both(zh, en) }
}

const fn list(name: &'static str, of: &'static [Variable], zh: &'static str, en: &'static str) -> Variable {
    Variable { name, kind: Kind::List(of), meaning: both(zh, en) }
}

/// The variables of the circular.
pub static CIRCULAR: [Variable; 11] = [
    NOTICE_RECORD,
    RUBRIC_RECORD,
    SUMMARY_RECORD,
    SECTIONS_LIST,
    list("grades", &GRADE, "各等级,从高到低", "the grades, best first"),
    list("groups", &GROUP, "各分组", "the groups"),
    list("units", &BRIEF, "全部单位,按名次", "all units, by place"),
    list("limits", &LIMIT, "生效的一票否决和限制", "vetoes and caps that took hold"),
    list("gaps", &COMMON_GAP, "失分的评分项,失分合计多的在前", "items that lost points, the most first"),
    list("follow_ups", &FOLLOW_UP, "后续要求(细则的 follow_up)", "what has to follow (follow_up of the rubric)"),
    list("provisional", &PROVISIONAL, "因缺报等尚未确定的结果", "results that may still move"),
];

/// The variables of a letter.
pub static LETTER: [Variable; 5] = [
    NOTICE_RECORD,
    RUBRIC_RECORD,
    SUMMARY_RECORD,
    SECTIONS_LIST,
    record("unit", &UNIT, "收函单位", "the unit the letter goes to"),
];

const NOTICE_RECORD: Variable = record("notice", &NOTICE, "assessment.toml 的 [notice]", "[notice] of assessment.toml");
const RUBRIC_RECORD: Variable = record("rubric", &RUBRIC, "评分细则", "the rubric");
const SUMMARY_RECORD: Variable = record("summary", &SUMMARY, "总体情况", "everybody together");
const SECTIONS_LIST: Variable = list("sections", &SECTION, "一级指标", "the sections");

static NOTICE: [Variable; 15] = [
    text("subject", "标题中的考核名称", "the assessment as the title names it"),
    text("issuer", "发文机关", "who issues the notice"),
    text("number", "通报的发文字号", "the number of the circular"),
    text("head", "通报的发文机关标志", "the letterhead of the circular"),
    text("letter_head", "反馈函的发文机关标志", "the letterhead of letters"),
    text("date", "成文日期", "the day of the notice"),
    text("recipients", "通报的主送机关", "whom the circular goes to"),
    text("copies", "抄送机关", "who gets copies"),
    text("basis", "考核依据", "what the assessment rests on"),
    text("contact", "联系人", "whom to call"),
    text("publicity", "公开属性", "the publicity class"),
    text("printed_by", "印发机关", "the office that prints it"),
    text("reply_by", "报送整改报告的截止日期", "the last day for reports on what was mended"),
    text("appeal", "怎样申请复查", "how to appeal"),
    texts("attachments", "另附的附件名称", "names of further annexes"),
];

static RUBRIC: [Variable; 5] = [
    text("title", "细则标题", "the rubric's title"),
    text("period", "考核年度", "the period"),
    text("edition", "版本", "the edition"),
    text("unit", "被考核单位的叫法,如 县(区)", "what a unit is called"),
    text("full", "满分", "full points"),
];

static SUMMARY: [Variable; 18] = [
    count("units", "被考核单位数", "units assessed"),
    count("ranked", "参加排名的单位数", "units ranked"),
    count("scored", "有总分的单位数", "units with a total"),
    count("unscored", "暂无总分的单位数", "units without a total yet"),
    text("unscored_units", "暂无总分的单位", "who they are"),
    count("ungraded", "等级待定的单位数", "units without a grade yet"),
    text("ungraded_units", "等级待定的单位", "who they are"),
    text("mean", "有总分的单位的平均总分;都没有则为空", "the mean total of those that have one; empty if none has"),
    text("highest", "最高总分", "the highest total"),
    text("highest_units", "最高总分的单位", "who has it"),
    text("lowest", "最低总分", "the lowest total"),
    text("lowest_units", "最低总分的单位", "who has it"),
    count("missing", "缺报的数据项合计", "missing values altogether"),
    count("missing_units", "有缺报的单位数", "units with missing values"),
    count("limited", "被否决或限制的单位数", "units under a veto or a cap"),
    flag("graded", "细则是否评定等级", "whether the rubric gives grades"),
    flag("grouped", "单位是否分组", "whether units are in groups"),
    flag("by_group", "是否分组评定名额或后续要求", "whether quotas or follow-ups go by group"),
];

static SECTION: [Variable; 6] = [
    text("id", "编号", "its id"),
    text("title", "名称", "its name"),
    text("full", "分值", "full points"),
    text("mean", "平均得分", "mean points"),
    flag("bonus", "是否加分项", "whether it is a bonus"),
    flag("penalty", "是否扣分项", "whether it is a penalty"),
];

static GRADE: [Variable; 4] = [
    text("name", "等级", "the grade"),
    count("count", "单位数", "units that have it"),
    text("names", "单位名称,按名次", "their names by place"),
    list("groups", &GRADE_GROUP, "各分组中的单位", "the units in each group"),
];

static GRADE_GROUP: [Variable; 3] = [
    text("name", "分组", "the group"),
    count("count", "单位数", "units"),
    text("names", "单位名称,按名次", "their names by place"),
];

static GROUP: [Variable; 4] = [
    text("name", "分组", "the group"),
    count("count", "单位数", "units"),
    text("mean", "平均总分", "the mean total"),
    list("units", &BRIEF, "单位,按名次", "its units by place"),
];

static SECTION_POINTS: [Variable; 4] = [
    text("id", "编号", "its id"),
    text("title", "名称", "its name"),
    text("full", "分值", "full points"),
    text("points", "得分;扣分项为负", "points; negative of a penalty"),
];

static BRIEF: [Variable; 14] = [
    text("id", "编号", "its id"),
    text("name", "名称", "its name"),
    text("group", "分组", "its group"),
    text("rank", "名次", "its place"),
    text("group_rank", "组内名次", "its place in the group"),
    text("total", "总分", "its total"),
    text("grade", "等级", "its grade"),
    text("base_grade", "按得分的等级", "its grade by points alone"),
    flag("scored", "是否有总分", "whether it has a total"),
    flag("ranked", "是否参加排名", "whether it has a place"),
    count("missing", "缺报的评分项数", "items without a value"),
    flag("open", "结果是否尚未确定", "whether the result may still move"),
    text("reasons", "等级说明", "why the grade is what it is"),
    list("sections", &SECTION_POINTS, "各一级指标得分", "points of the sections"),
];

static LIMIT: [Variable; 9] = [
    text("unit", "单位", "the unit"),
    text("group", "分组", "its group"),
    text("total", "总分;没有则为空", "its total; empty if it has none"),
    text(
        "base_grade",
        "按得分的等级;最后等级不由本条定的为空",
        "its grade by points alone; empty where something else set its grade",
    ),
    text("grade", "由本条定的最后等级;否则为空", "its grade where this set it; else empty"),
    text("id", "条款编号", "the effect's id"),
    text("kind", "类别,如 一票否决", "its kind, as veto"),
    text("say", "事由", "the reason"),
    text("does", "后果,如 等级不高于B", "what it does, as: B at most"),
];

static COMMON_GAP: [Variable; 7] = [
    text("id", "编号", "the item's id"),
    text("title", "名称", "its name"),
    text("section", "所在一级指标", "its section"),
    text("lead", "牵头部门", "the lead department"),
    count("units", "失分的单位数", "units that lost points"),
    text("lost", "失分合计;得分要加权的细则为空", "points lost altogether; empty where the rubric weighs points"),
    text("names", "失分的单位", "who lost them"),
];

static FOLLOW_UP: [Variable; 3] = [
    text("say", "要求", "what has to be done"),
    count("count", "涉及的单位数", "units it concerns"),
    text("names", "涉及的单位", "who they are"),
];

static PROVISIONAL: [Variable; 9] = [
    text("unit", "单位", "the unit"),
    text("total", "现在的总分", "its total now"),
    text("grade", "现在的等级", "its grade now"),
    flag("scored", "现在是否有总分", "whether it has a total now"),
    text("totals", "补齐后总分的范围;不变则为空", "where the total will lie; empty if it cannot move"),
    text("grades", "补齐后等级的范围;不变则为空", "where the grade will lie; empty if it cannot move"),
    count("count", "缺报或待定的项数", "how much is open"),
    text("what", "缺报或待定的各项", "what is open"),
    text("deciding", "其中影响等级的", "what of it decides the grade"),
];

static STRENGTH: [Variable; 3] = [
    text("section", "一级指标", "the section"),
    count("count", "得满分的项数", "items with full points"),
    text("names", "得满分的评分项", "their names"),
];

static DEPARTMENT: [Variable; 4] = [
    text("lead", "牵头部门", "the lead department"),
    count("count", "失分项数", "gaps"),
    text("lost", "失分合计;得分要加权的细则为空", "points lost; empty where the rubric weighs them"),
    list("gaps", &GAP, "失分项", "the gaps"),
];

static GAP: [Variable; 13] = [
    text("id", "编号", "the item's id"),
    text("title", "名称", "its name"),
    text("section", "所在一级指标", "its section"),
    text("lead", "牵头部门", "the lead department"),
    text("full", "分值", "full points"),
    text("points", "得分", "points"),
    text("lost", "失分", "points lost"),
    text("value", "实际值", "the value"),
    text("target", "得满分的值", "the value for full points"),
    text("rule", "评分标准", "the rule"),
    text("reason", "失分原因", "why points were lost"),
    text("advice", "改进建议", "what to do"),
    text("status", "缺报、不适用等;正常评分的为空", "missing, not applicable; empty if scored"),
];

static REMOVED: [Variable; 3] = [
    text("id", "编号", "the id of the part"),
    text("title", "名称", "its name"),
    text("points", "不计的得分", "the points that do not count"),
];

static NODE: [Variable; 8] = [
    text("id", "编号", "its id"),
    text("title", "名称", "its name"),
    flag("section", "是否一级指标", "whether it is a section"),
    text("full", "分值", "full points"),
    text("points", "得分", "points"),
    text("lost", "失分", "points lost"),
    text("value", "实际值", "the value"),
    text("status", "缺报、不适用等;正常评分的为空", "missing, not applicable; empty if scored"),
];

static UNIT: [Variable; 30] = [
    text("id", "编号", "its id"),
    text("name", "名称", "its name"),
    text("group", "分组", "its group"),
    text("rank", "名次", "its place"),
    text("group_rank", "组内名次", "its place in the group"),
    text("total", "总分", "its total"),
    text("grade", "等级", "its grade"),
    text("base_grade", "按得分的等级", "its grade by points alone"),
    flag("scored", "是否有总分", "whether it has a total"),
    flag("ranked", "是否参加排名", "whether it has a place"),
    count("missing", "缺报的评分项数", "items without a value"),
    flag("open", "结果是否尚未确定", "whether the result may still move"),
    text("reasons", "等级说明", "why the grade is what it is"),
    list("sections", &SECTION_POINTS, "各一级指标得分", "points of the sections"),
    text("to", "函件的主送机关", "whom the letter goes to"),
    text("number", "函件的发文字号", "the letter's number"),
    text("full", "满分", "full points"),
    text(
        "lost",
        "各项失分合计;得分要加权的细则为空",
        "points lost on items altogether; empty where the rubric weighs points",
    ),
    count("of", "参加排名的单位数", "units ranked"),
    count("of_group", "组内参加排名的单位数", "units ranked in the group"),
    list("limits", &LIMIT, "对它生效的一票否决和限制", "vetoes and caps that took hold of it"),
    record("provisional", &PROVISIONAL, "尚未确定的部分(先判断 unit.open)", "what may still move (see unit.open)"),
    list("strengths", &STRENGTH, "得满分的评分项,按一级指标", "items with full points, by section"),
    list("departments", &DEPARTMENT, "失分项,按牵头部门", "gaps by lead department"),
    list("gaps", &GAP, "失分项,失分多的在前", "gaps, the largest first"),
    list("removed", &REMOVED, "因限制整块不计的得分", "points that effects took off whole parts"),
    list("unreported", &GAP, "缺报的评分项", "items without a value"),
    texts("follow_ups", "后续要求", "what has to follow"),
    texts("adjustments", "复核调整", "decisions over its result"),
    list("nodes", &NODE, "全部指标", "the whole tree"),
];

/// What `loop` holds inside a `for`.
pub(super) static LOOP: [Variable; 5] = [
    count("index", "第几项,从1起", "the position, from 1"),
    count("index0", "第几项,从0起", "the position, from 0"),
    count("length", "共几项", "how many items there are"),
    flag("first", "是否第一项", "whether it is the first"),
    flag("last", "是否最后一项", "whether it is the last"),
];
