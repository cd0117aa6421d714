//! What the columns of a printed rubric hold, by the words of their headers.

use crate::text::fold;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 一级指标, 二级指标: a level of the tree that says so.
    Level,
    /// 考核项目, 指标: what is assessed.
    Name,
    /// 考核内容, 目标任务: what is looked at, in a sentence.
    Content,
    /// 评分标准, 赋分办法: the rule.
    Rule,
    /// 分值, 权重.
    Points,
    /// 评分依据, 需提交材料.
    Evidence,
    /// 牵头部门, 考核部门.
    Lead,
    /// 配合部门.
    Support,
    /// 备注.
    Note,
    /// 序号, and what is filled in during the assessment: 自评分, 得分, 扣分原因.
    Passed,
    /// Anything else; it is kept as a comment.
    Other,
}

const NUMBERING: &[&str] = &["序号", "编号", "no", "no."];
const FILLED: &[&str] = &[
    "得分",
    "自评",
    "扣分情况",
    "扣分原因",
    "扣分理由",
    "情况说明",
    "问题说明",
    "考核结果",
    "复核",
    "核查分",
    "指标值",
];
const POINTS: &[&str] = &["分值", "标准分", "满分", "权重", "配分", "基本分"];
const RULE: &[&str] = &[
    "评分标准",
    "评分细则",
    "评分办法",
    "评分方法",
    "评分规则",
    "评分说明",
    "评价标准",
    "考核标准",
    "评定标准",
    "扣分标准",
    "赋分",
    "计分",
    "打分",
    "记分",
];
const EVIDENCE: &[&str] = &["评分依据", "考核依据", "材料", "佐证", "印证", "备查"];
const SUPPORT: &[&str] = &["配合", "协助", "协同"];
const DEPARTMENT: &[&str] = &["部门", "单位", "科室", "处室"];
const LEADS: &[&str] = &["牵头", "责任", "考核", "认定", "负责", "评价", "评分"];
const ASSESSED: &[&str] = &["被考核", "考核对象", "计量单位", "适用"];
const CONTENT: &[&str] = &["内容", "目标", "要求", "标准"];
const NAME: &[&str] = &["指标", "项目", "事项", "要点", "类别", "内容", "任务", "类型", "方面"];

/// What a header says; none where it is blank.
pub(super) fn role(header: &str) -> Option<Role> {
    let folded = fold(header);
    // 分值(100分), 责任单位(牵头): what stands in brackets says less than the rest.
    let word = folded.split('(').next().filter(|word| !word.is_empty()).unwrap_or(&folded);
    let has = |words: &[&str]| words.iter().any(|w| word.contains(w));
    if word.is_empty() {
        return None;
    }
    Some(if NUMBERING.contains(&word) {
        Role::Passed
    } else if ["一级", "二级", "三级", "四级"].iter().any(|level| word.starts_with(level)) && !has(POINTS) {
        Role::Level
    } else if has(ASSESSED) {
        Role::Other
    } else if has(&["及分值", "和分值", "及权重"]) {
        Role::Name
    } else if word == "评分" || has(FILLED) {
        Role::Passed
    } else if has(POINTS) || word == "分数" {
        Role::Points
    } else if has(RULE) {
        Role::Rule
    } else if has(EVIDENCE) {
        Role::Evidence
    } else if has(SUPPORT) {
        Role::Support
    } else if has(DEPARTMENT) && has(LEADS) || DEPARTMENT.contains(&word) {
        Role::Lead
    } else if word == "备注" || word == "说明" {
        Role::Note
    } else if word == "工作内容" {
        Role::Name
    } else if has(CONTENT) {
        Role::Content
    } else if has(NAME) {
        Role::Name
    } else {
        Role::Other
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_printed_rubrics_are_known() {
        let of = |headers: &str| -> Vec<Role> { headers.split(' ').filter_map(role).collect() };
        let (level, name, content, rule, points) = (Role::Level, Role::Name, Role::Content, Role::Rule, Role::Points);
        assert_eq!(
            of("一级指标 二级指标 三级指标 评分标准 评分依据 打分方法 考核牵头部门 分值"),
            [level, level, level, rule, Role::Evidence, rule, Role::Lead, points]
        );
        assert_eq!(
            of("一级指标 三级指标 考核要点 评分方法 自评分 需提交材料"),
            [level, level, name, rule, Role::Passed, Role::Evidence]
        );
        assert_eq!(
            of("考核项目 考核对象 考核要点 分值 考核内容 评分标准 得分 情况说明"),
            [name, Role::Other, name, points, content, rule, Role::Passed, Role::Passed]
        );
        assert_eq!(
            of("重点考核事项 考核指标 年度考核目标任务 分值 评分标准 牵头部门 配合部门(单位)"),
            [name, name, content, points, rule, Role::Lead, Role::Support]
        );
        assert_eq!(of("序号 考核项目 各项分值 考核指标 负责考核部门"), [Role::Passed, name, points, name, Role::Lead]);
        assert_eq!(
            of("项目名称及分值 赋分办法 总牵头单位 考核责任单位 说明"),
            [name, rule, Role::Lead, Role::Lead, Role::Note]
        );
        assert_eq!(
            of("项目 指标 评价内容 县(区)任务 权重 评分细则 考核对象 指标认定部门"),
            [name, name, content, Role::Other, points, rule, Role::Other, Role::Lead]
        );
        assert_eq!(
            of("工作内容 工作要求 考核方法 评分标准 考核结果 标准分 责任单位 配合单位 计量单位"),
            [name, content, Role::Other, rule, Role::Passed, points, Role::Lead, Role::Support, Role::Other]
        );
    }
}
