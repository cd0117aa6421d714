//! What reports say of how firm places and grades are, and the help of `kaohe sensitivity`.

use super::{Bilingual, both, messages};

messages! {
    /// A word or a line about how firm places and grades are.
    Firm {
        Title { rubric: String } => "{rubric} 名次和等级的稳健性", "{rubric}: how firm places and grades are";
        Shaken { weights: usize, spread: String, draws: usize, seed: String } =>
            "{weights}个权重各在±{spread}之间随机变动(均匀分布),合计不变,共{draws}次,随机种子{seed}。", "Weights: {weights}, each multiplied by a random number within ±{spread} (uniform) with their sum kept; draws: {draws}, seed {seed}.";
        ShakenFree { weights: usize, draws: usize, seed: String } =>
            "{weights}个权重任意取值(合计不变,各种取法机会均等),共{draws}次,随机种子{seed}。", "Weights: {weights}, any that keep their sum, all equally likely; draws: {draws}, seed {seed}.";
        NothingToShake => "没有可变动的权重:分值合计和加权平均之外的细则不作权重分析。", "There is no weight to shake: neither points that are added nor weights.";
        Margin { margin: String } => "占比的抽样误差不超过±{margin}(95%)。", "Shares of draws are uncertain by at most ±{margin} (95 %).";
        MeanShift { shift: String } => "权重变动时,每个单位的名次平均移动{shift}位。", "Under shaken weights a unit moves by {shift} places on the mean.";
        AllGrades { share: String } => "所有单位等级都不变的占{share}。", "In {share} of the draws nobody's grade is another.";
        GradeHolds { unit: String, grade: String, share: String, draws: usize } =>
            "{unit}:{grade}级在{draws}次中有{share}保持。", "{unit}: grade {grade} holds in {share} of {draws} draws.";
        GradeOthers { grade: String, share: String } => "{grade}级{share}", "{grade} {share}";
        GradesFirm => "每个单位的等级在95%以上的抽样中保持。", "Every unit's grade holds in more than 95 % of the draws.";

        SheetUnits => "名次和等级", "Places and grades";
        SheetInfluence => "权重的影响", "Influence of weights";
        SheetLines => "等级线", "Lines";
        SheetOpen => "缺报的影响", "Missing values";
        SheetRounding => "修约的影响", "Rounding";
        SheetMethod => "说明", "Method";
        Interval => "名次区间(90%)", "Places (90 %)";
        Best => "最好名次", "Best";
        Worst => "最差名次", "Worst";
        From => "名次自", "From";
        To => "名次至", "To";
        Median => "中位名次", "Median";
        SamePlace => "名次不变", "Same place";
        SameGrade => "等级不变", "Same grade";
        GradeShare { grade: String } => "{grade}级占比", "Grade {grade}";
        Places { from: String, to: String } => "{from}–{to}", "{from}–{to}";

        InfluenceHead => "哪些权重最影响名次", "Which weights move places most";
        InfluenceHow { sample: usize, draws: usize } =>
            "被解释的量是全体单位名次平均移动的位数。一阶指数是单独一个权重解释的部分,总指数是它参与解释的部分(索博尔指数;基本样本{sample},共{draws}次;±为标准误差)。", "What is explained: by how many places units move on the mean. The first-order index is what a weight explains by itself, the total index what it takes part in (Sobol; base sample {sample}, draws {draws}; ± standard error).";
        InfluenceNone => "名次不随权重变动。", "Places do not move with the weights.";
        First => "一阶指数", "First order";
        Total => "总指数", "Total";
        Error => "标准误差", "Standard error";
        WithoutHead => "逐项剔除", "Leaving out one item";
        WithoutHow => "不计该项、其余各项按比例补足合计时。", "When the item does not count and the others make up the sum.";
        WithoutShift => "平均移动位数", "Mean move";
        WithoutPlaces => "名次变动单位数", "Other places";
        WithoutGrades => "等级变动单位数", "Other grades";
        WithoutFurthest => "移动最多的单位", "Moves furthest";
        Moves { unit: String, from: String, to: String } => "{unit} {from}→{to}", "{unit} {from}→{to}";

        LinesHead => "等级线移动", "Lines moved";
        LinesHow => "等级线上下移动时等级改变的单位(精确计算)。", "Whose grade would be another if a line lay elsewhere (exact).";
        LineOf { grade: String, min: String } => "{grade}级({min}分)", "{grade} ({min})";
        LineBy => "移动", "Moved by";
        LineUnits => "等级改变的单位", "Other grades";
        Crosses { unit: String, from: String, to: String } => "{unit} {from}→{to}", "{unit} {from}→{to}";
        Nobody => "无", "nobody";
        AndMore { count: usize } => "等{count}个", "{count} in all";

        OpenHead => "缺报和待定", "What is still open";
        OpenHow => "最好名次:本单位的缺报取最好、其他单位取最差;最差名次相反(精确计算)。", "Best place: own open values at best, all others' at worst; the worst place the other way round (exact).";
        OpenNone => "没有缺报或待定的数据,名次不受影响。", "Nothing is missing or undecided; places are settled.";
        OpenCount => "缺报或待定项", "Open";
        TotalFrom => "总分最低", "Least total";
        TotalTo => "总分最高", "Greatest total";
        GradeRange => "等级范围", "Grades";

        RoundingHead => "修约方法", "Rounding";
        RoundingHow => "改用别的修约方法重新评分(精确计算)。", "Scored again with results rounded otherwise (exact).";
        RoundingHalfUp => "改为四舍五入", "half up";
        RoundingHalfEven => "改为四舍六入五成双", "half to even";
        RoundingTotalOnly => "只修约总分", "only the total is rounded";
        RoundingNever => "都不修约", "nothing is rounded";
        RoundingFewer => "总分少留一位", "one decimal less of the total";
        RoundingTotals => "总分改变单位数", "Other totals";
        Alternative => "修约方法", "Rounding";

        AboutMethod => "方法:按经合组织与欧盟联合研究中心《综合指标构建手册》(2008)第七步。各项规则算出的得分不变,变动的是各项分值(得分同比例变动,再使合计不变)或权重;封顶、修约、整个部分的限制、名次、等级和名额都随之重算,对单项的限制和复核调整保持原样,加分扣分不变动。", "Method: after the OECD/JRC handbook on composite indicators (2008), step 7. What the rules of items gave is held; full points of items (points with them, brought back to their sum) or weights are shaken; caps, rounding, effects on sections and totals, places, grades and quotas follow; effects on single items and decisions of people are held, bonus and penalties are not shaken.";
        AboutCounted => "抽样次数的占比由双精度数计算,只用来计数;公布的得分、名次、等级都由精确小数算出。", "Shares of draws are counted in double precision; published points, places and grades come from exact decimals alone.";
        AboutUse => "用途:结果稳健的,名次可以直接使用;名次区间重叠的单位,不宜渲染名次先后。", "Use: where places are firm they can be read as they are; where intervals overlap, little should be made of who stands before whom.";
        ChartPlaces => "名次区间(90%的抽样)", "Places in nine of ten draws";
        ChartInfluence => "各权重的总指数", "Total index of weights";
        ChartSpan => "区间", "interval";
        FirstUnits { shown: usize, count: usize } => "图中列前{shown}个单位,共{count}个。", "The chart shows the first {shown} of {count} units.";
    }
}

/// What the value of an argument of `kaohe sensitivity` is called in its help.
pub(super) fn value(command: &str, argument: &str) -> Option<Bilingual> {
    if command != "sensitivity" {
        return None;
    }
    Some(match argument {
        "draws" | "influence" => both("次数", "draws"),
        "spread" => both("百分数", "percent"),
        "seed" => both("整数", "number"),
        "lines" => both("分", "points"),
        "format" => both("text|json|xlsx|html", "text|json|xlsx|html"),
        "out" => both("文件", "file"),
        _ => return None,
    })
}

/// The help of `kaohe sensitivity`.
pub(super) const HELP: &[(&str, &str, Bilingual)] = &[
    (
        "sensitivity",
        "",
        both(
            "名次和等级有多稳:权重随机变动、逐项剔除、等级线移动、缺报取最好最差、改变修约",
            "how firm places and grades are: weights shaken, items left out, lines moved, missing values at best and worst, other roundings",
        ),
    ),
    ("sensitivity", "draws", both("权重抽样次数,不写为10000", "draws of weights; 10000 unless given")),
    ("sensitivity", "spread", both("每个权重变动的幅度,不写为20%", "how far each weight is shaken; 20% unless given")),
    (
        "sensitivity",
        "free",
        both("不按幅度:权重任意取值,合计不变", "any weights that keep their sum, instead of a spread"),
    ),
    (
        "sensitivity",
        "seed",
        both("随机种子,不写为1:相同的种子结果相同", "the seed; 1 unless given: the same seed gives the same draws"),
    ),
    (
        "sensitivity",
        "influence",
        both(
            "影响指数的基本样本,不写为256;0为不算",
            "the base sample of the indices of influence; 256 unless given, 0 for none",
        ),
    ),
    (
        "sensitivity",
        "lines",
        both(
            "等级线移动的分数,可写多个,不写为0.5、1、2",
            "how far lines are moved, in points; 0.5, 1 and 2 unless given",
        ),
    ),
    (
        "sensitivity",
        "format",
        both(
            "输出格式:text、json、xlsx 或 html;不写则看 --out 的扩展名",
            "text, json, xlsx or html; by the name of --out unless given",
        ),
    ),
    ("sensitivity", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
];
