//! What the page `report.html` says beside the words that all reports share.

use super::messages;

messages! {
    /// A word or a line of the page.
    Web {
        Title { title: String, period: String } => "{title} {period}考核结果", "{title}: results, {period}";
        SkipLink => "跳到正文", "Skip to the content";
        Contents => "目录", "Contents";
        Overview => "概况", "Overview";
        Provenance => "来源与依据", "Provenance";
        Dark => "深色", "Dark";
        Print => "打印", "Print";
        NoScript => "浏览器没有启用脚本:下面是全部汇总内容;查找、排序、筛选和各单位的详细结果需要脚本。", "Scripts are off: everything below is complete, but search, sorting, filters and the page of each unit need them.";
        EditionLine { period: String, edition: String } => "{period} · 版本 {edition}", "{period} · edition {edition}";

        Mean => "平均分", "Mean";
        Median => "中位数", "Median";
        Highest => "最高分", "Highest";
        Lowest => "最低分", "Lowest";
        OpenGrades => "等级待定单位", "Grades still open";
        WithoutTotal => "没有总分的单位", "Without a total";
        Everybody => "全体", "All";
        NoGroup => "未分组", "no group";
        GroupsHead => "各组概况", "Groups";
        GradesHead => "等级分布", "Grades";
        GradeOf { grade: String, count: usize, share: String } => "{grade}:{count}个,占{share}", "{grade}: {count}, {share}";
        TotalsHead => "总分分布", "Distribution of totals";
        AsTable => "列表", "As a table";
        GroupSections => "各组一级指标平均得分", "Mean points of each section by group";
        TotalsHow => "每一段含下限,不含上限;虚线为等级线。", "Each range holds its lower bound and not its upper one; dashed lines are those of the grades.";
        RangeOf { from: String, to: String } => "{from}至{to}", "{from} to {to}";
        Range => "总分", "Total";
        LineOf { grade: String, min: String } => "{grade}线{min}分", "{grade} from {min}";
        RangeCount { range: String, count: usize } => "{range}分:{count}个单位", "{range}: {count}";
        SectionsHead => "各一级指标平均得分", "Mean points of each section";
        SectionsHow => "得分率为平均得分与平均分值之比。", "The share is mean points over mean full points.";
        MeanPoints => "平均得分", "Mean points";
        MeanFull => "平均分值", "Mean full points";
        Share => "得分率", "Share";
        OftenHead => "失分最多的评分项", "Where most points are lost";
        OftenHow { shown: usize } => "按失分合计排列,列前{shown}项。", "By points lost together; the first {shown}.";
        LosingUnits => "失分单位数", "Units";
        OftenHowShare { shown: usize } => "各项得分要加权,按失分占分值的比例排列,列前{shown}项。", "Points are weighed, so by the share of full points lost; the first {shown}.";
        LostShare => "失分占分值", "Share lost";
        LostTogether => "失分合计", "Lost together";
        LostMean => "失分单位平均失分", "Mean of those units";
        EffectsHead => "否决、限制与待定", "Vetoes, caps and what is open";
        NoEffects => "没有", "none";

        Find => "按名称或编号查找", "Find by name or id";
        AllOf => "全部", "All";
        Shown { shown: String, all: String } => "显示{shown}个单位,共{all}个", "Showing {shown} of {all} units";
        SortedUp { column: String } => "已按{column}升序排列", "Sorted by {column}, ascending";
        SortedDown { column: String } => "已按{column}降序排列", "Sorted by {column}, descending";
        RankingHow => "点表头排序;点单位名称看它的得分、理由和失分。", "Choose a column's name to sort; choose a unit to see its points, reasons and gaps.";
        ShowAll => "显示全部", "Show all";
        NoneFound => "没有符合条件的单位", "No unit meets these conditions";

        BackToRanking => "返回排名", "Back to the ranking";
        Previous => "前一名", "Previous";
        Next => "后一名", "Next";
        UnitsNearby => "前后单位", "Units nearby";
        GroupNearby => "组内前后单位", "Units nearby in the group";
        Difference => "相差", "Difference";
        UnitSections => "各一级指标", "Sections";
        GroupMean => "同组平均", "Group mean";
        ShareAndMean => "得分率(竖线为同组平均)", "Share (the line is the group mean)";
        Reasons => "得分与理由", "Points and reasons";
        UnfoldAll => "全部展开", "Unfold all";
        FoldAll => "全部收起", "Fold all";
        Lines => "等级线", "Grade lines";
        NotThere { unit: String } => "没有编号为“{unit}”的单位", "There is no unit with the id \u{201c}{unit}\u{201d}";
        NoQuestions => "没有数据疑点", "Nothing was questionable";
        QuestionsHow => "错误和警告,最重的在前。", "Errors and warnings, the worst first.";

        OneFile => "本页是一个独立的文件,不访问网络,不含生成时间;相同的数据得出逐字节相同的文件。", "This page is one file: it asks nothing of the network and holds no time of making; the same inputs give the same bytes.";
    }
}
