//! What charts say, and the names of ranges in workbooks.

use super::messages;

messages! {
    /// A word of a chart, or the name of a range: letters, `_` and points only.
    Chart {
        Sheet => "图表", "Charts";
        SheetRates => "得分率对比", "Rates";
        Title { title: String } => "{title} 图表", "Charts: {title}";
        GradesTitle => "各组等级分布", "Grades by group";
        GradesTitleOne => "等级分布", "Grades";
        OtherGrades => "其他等级", "Other grades";
        AllGroups => "全部", "All";
        Units => "单位数", "Units";
        DistributionTitle => "总分分布(各段含下限,最高一段含上限)", "Distribution of totals (each from its lower bound; the last with its upper bound)";
        Band => "分数段", "Band";
        BandOf { from: String, to: String } => "{from}–{to}", "{from}–{to}";
        RankingTitle { group: String } => "{group}总分排名", "Ranking: {group}";
        RankingTitleOne => "总分排名", "Ranking";
        RankingEnds { title: String, count: usize, left: usize } => "{title}(前{count}名和后{count}名,中间{left}个略)", "{title} (first and last {count}, {left} between left out)";
        MoreGroups { count: usize } => "另有{count}个分组,见“排名”表", "groups: {count} more, see the sheet Ranking";
        NoGroup => "未分组", "no group";

        RatesTitle { unit: String } => "{unit}各项得分率与同组平均", "{unit}: rates beside the mean of its group";
        Rate => "得分率", "Rate";
        MeanRate => "同组平均", "Group mean";
        RateOver => "高于平均", "Above the mean";

        NameRank => "排名_名次", "Ranking.Rank";
        NameUnit => "排名_单位", "Ranking.Unit";
        NameGroup => "排名_分组", "Ranking.Group";
        NameTotal => "排名_总分", "Ranking.Total";
        NameGrade => "排名_等级", "Ranking.Grade";
        NamePointsUnit => "得分_单位", "Points.Unit";
        NamePoints => "得分_各项", "Points.Leaves";
        NameGapUnit => "失分_单位", "Gaps.Unit";
        NameGapLost => "失分_失分", "Gaps.Lost";
    }
}
