//! What is said of review groups beside each other.

use super::{Bilingual, both, messages};

messages! {
    /// A word or a line about whether review groups score alike.
    Consistent {
        Sheet => "考评组一致性", "Review groups";
        SheetItems => "逐项比较", "Item by item";
        SheetUnits => "各单位", "Units";
        SheetQuestions => "建议复核", "To look at again";
        SheetMethod => "方法说明", "Method";
        Heading { groups: usize, leaves: usize, units: usize } => "{groups}个考评组,{leaves}个由人评分的评分项,{units}个单位", "review groups: {groups}, leaves that people score: {leaves}, units: {units}";
        Overall => "各项合计", "All items together";
        Residual => "除去数据所示之后(与拟合线的差)", "Beside what the data suggests (distance from the line)";
        Items => "逐项", "Item by item";
        Questions => "建议复核", "suggested to be looked at again";
        NoQuestions => "没有建议复核的", "nothing to look at again";
        What => "比较内容", "What is compared";
        ReviewGroup => "考评组", "Review group";
        Units => "单位数", "Units";
        Mean => "平均得分率", "Mean rate";
        MeanResidual => "平均差", "Mean distance";
        Deviation => "标准差", "Deviation";
        Least => "最低", "Least";
        Greatest => "最高", "Greatest";
        Apart => "与其他组相差", "Beside the others";
        P => "p 值", "p";
        Corrected => "修正后 p 值", "p, corrected";
        TooFew => "单位太少", "too few";
        Shared { count: usize } => "{count}个单位不是由一个考评组评完全部各项,不作合计比较", "units scored by several groups, left out of what is taken together: {count}";
        OneGroup => "只有一个考评组,没有可比的", "there is one review group only, and nothing to compare";
        NoLeaves => "没有由人评分的评分项可比;可用 --nodes 写明", "there is no leaf that people score; name some with --nodes";
        NoLine { count: usize } => "人评、数据两方面都有的单位不足{count}个,或数据得分率没有差别,不拟合", "fewer than {count} units have both given points and data, or data does not vary: no line is fitted";
        LineIs { intercept: String, slope: String, deviation: String } => "拟合线:人评得分率 = {intercept} + {slope} × 数据得分率;稳健标准差 {deviation}个百分点", "line: given rate = {intercept} + {slope} × rate of data; robust deviation {deviation} percentage points";
        DataRate => "数据得分率", "Rate of data";
        GivenRate => "人评得分率", "Given rate";
        Expected => "拟合值", "On the line";
        Distance => "相差", "Distance";
        AskHigher { group: String, what: String, apart: String, p: String } => "{what}:{group}平均比其他组高{apart}个百分点(修正后 p={p}),建议复核评分尺度", "{what}: {group} is higher than the others by {apart} percentage points (p={p}, corrected); its scale may be looked at again";
        AskLower { group: String, what: String, apart: String, p: String } => "{what}:{group}平均比其他组低{apart}个百分点(修正后 p={p}),建议复核评分尺度", "{what}: {group} is lower than the others by {apart} percentage points (p={p}, corrected); its scale may be looked at again";
        AskUnitHigher { unit: String, group: String, given: String, data: String, expected: String } => "{unit}({group}):数据得分率{data},人评得分率{given},高于按数据所示的{expected},建议复核", "{unit} ({group}): rate of data {data}, given {given}, above the {expected} that data suggests; it may be looked at again";
        AskUnitLower { unit: String, group: String, given: String, data: String, expected: String } => "{unit}({group}):数据得分率{data},人评得分率{given},低于按数据所示的{expected},建议复核", "{unit} ({group}): rate of data {data}, given {given}, below the {expected} that data suggests; it may be looked at again";
        NoGroup => "不止一组", "several groups";
        ChartTitle => "各考评组平均得分率", "Mean rates of review groups";
        NoFile => "没有考评组文件:用 --by 指定,或在 assessment.toml 中写 review_groups", "there is no file of review groups: name it with --by, or as `review_groups` in assessment.toml";
        NotRead => "考评组文件有错误,没有比较", "the file of review groups has errors; nothing was compared";

        Topic => "事项", "Topic";
        Says => "说明", "What it means";
        MethodWhat => "比较什么", "What is compared";
        MethodWhatSays => "由人评分的评分项(直接评定),或 --nodes 写明的评分项。得分率是得分除以分值;缺报、不适用的不参加。标准差按总体(除以n),不足3个单位的不计算。", "Leaves that people score (given), or those named by --nodes. A rate is points over full points; what is missing or does not apply is left out. The deviation is that of a population (n), of 3 units at least.";
        MethodTest => "检验", "The test";
        MethodTestSays { most: String, draws: String, seed: String } => "置换检验:如果把这些得分率随机分给各组,得到这样大或更大的相差(不论高低)的机会有多少,就是 p 值。可能的分法不超过{most}种的全部数过;更多的随机抽{draws}次(种子{seed},同样的种子结果相同),p=(次数+1)÷(抽样数+1)。一边不足3个单位的不检验。", "A permutation test: if these rates were dealt out to the groups by chance, how often would the difference be as great, either way? That share is p. Up to {most} ways are all counted; where there are more, {draws} are drawn (seed {seed}; the same seed gives the same result) and p is (hits + 1) ÷ (draws + 1). With fewer than 3 units on one side nothing is tested.";
        MethodHolm => "修正", "The correction";
        MethodHolmSays => "检验得多,总有几个偶然偏小。按 Holm(1979)对所有评分项、所有组的 p 值一起修正;合计的各组另成一批。修正后小于0.05的才提出来。", "Of many tests some are small by chance. By Holm (1979) all p of all items and groups are corrected together, those of all items taken together as a set of their own. What is below 0.05 after that is asked about.";
        MethodLine => "除去数据所示", "What data suggests";
        MethodLineSays => "各组看的单位不同,相差可能来自单位本身。以各单位从数据得来的评分项的得分率为自变量,用最小二乘法拟合人评得分率;再比较各组与拟合线的差。离拟合线超过2个稳健标准差(中位绝对偏差×1.4826)的单位逐个列出。即使各组尺度完全一致,也约有二十分之一的单位会超出。", "Groups see different units, and a difference may be one of the units. The given rate is fitted by least squares over the rate on leaves that come from data, and the distances from that line are compared too. Units further from it than two robust deviations (the median absolute deviation × 1.4826) are named one by one. Even where all groups score alike about one unit in twenty is.";
        MethodVerdict => "怎样用", "How to use it";
        MethodVerdictSays => "列出的都是建议复核的问题,不是结论:可能是尺度不一,也可能是单位确有不同,或数据与人评的本来就不是一回事。请调阅评分记录后再定。", "These are questions and no verdicts: scales may differ, units may, and data may measure another thing than people do. Look into the records before anything is decided.";
    }
}

/// What the value of an argument is called in help.
pub fn value(command: &str, argument: &str) -> Option<Bilingual> {
    if command != "consistency" {
        return None;
    }
    Some(match argument {
        "out" | "by" => both("文件", "file"),
        "format" => both("text|json|xlsx", "text|json|xlsx"),
        "nodes" => both("指标", "nodes"),
        "seed" => both("数", "number"),
        _ => return None,
    })
}

/// The help of the command and its arguments.
pub const HELP: &[(&str, &str, Bilingual)] = &[
    (
        "consistency",
        "",
        both(
            "比较各考评组的评分尺度:平均、离散、置换检验,以及与数据所示相差较大的单位;只提建议复核的问题",
            "whether review groups score alike: means, spread, permutation tests, units far from what data suggests; questions, no verdicts",
        ),
    ),
    (
        "consistency",
        "folder",
        both("考核文件夹;不写为当前文件夹", "the assessment folder; the present one when left out"),
    ),
    (
        "consistency",
        "by",
        both(
            "考评组文件:单位、考评组,各部分由不同考评组评分的加指标;代替 assessment.toml 的 review_groups",
            "the file of review groups: unit, group, node where they differ; in place of review_groups in assessment.toml",
        ),
    ),
    (
        "consistency",
        "nodes",
        both(
            "只比较这些指标的评分项;不写为直接评定的各项",
            "the leaves of these nodes; those that are given when left out",
        ),
    ),
    ("consistency", "seed", both("随机抽样的种子;不写为1", "the seed of what is drawn; 1 unless given")),
    (
        "consistency",
        "format",
        both(
            "输出格式:text、json 或 xlsx;不写则看 --out 的扩展名",
            "text, json or xlsx; by the name of --out unless given",
        ),
    ),
    ("consistency", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
];
