//! What is said of units beside others, and of what items tell of units.

use super::{Bilingual, both, messages};

messages! {
    /// A word or a line of benchmarking.
    Bench {
        Sheet => "对标结果", "Benchmark";
        SheetRows => "逐项对比", "Item by item";
        SheetSides => "优势与短板", "Strengths and weaknesses";
        SheetCharts => "对比图", "Charts";
        SheetMethod => "对标说明", "Method";
        Heading { who: String, result: String, against: String } => "{who}:{result};{against}", "{who}: {result}; {against}";
        Total { total: String } => "总分{total}", "total {total}";
        MeanTotal { total: String, count: usize } => "{count}个单位,平均总分{total}", "{count} units, mean total {total}";
        NoTotal => "没有总分", "no total";
        Place { rank: String } => "第{rank}名", "place {rank}";
        AgainstBest => "与最好比", "against the best";
        AgainstMean { count: usize } => "与全体{count}个单位的平均比", "against the mean of all {count} units";
        AgainstGroup => "与同组平均比", "against the mean of its group";
        AgainstTarget => "与满分目标比", "against full points";
        AgainstPeer { peer: String } => "与{peer}比", "against {peer}";
        Best => "最好", "Best";
        BestWho => "最好的是", "Who is best";
        WhoElse { first: String, others: usize } => "{first}等{others}个", "{first} and others, {others} in all";
        Itself => "本单位", "itself";
        Mean => "全体平均", "Mean of all";
        GroupMean => "同组平均", "Group mean";
        Peer => "对比单位", "Peer";
        Target => "满分", "Full points";
        Rate => "得分率", "Rate";
        Difference => "相差", "Apart";
        DifferencePoints => "合分", "In points";
        Worth => "值总分", "In the total";
        OtherRate => "对方得分率", "Other side's rate";
        OtherSide => "对方的值", "Other side's value";
        BestValue => "最好单位的值", "Best unit's value";
        MeanValue => "平均值", "Mean value";
        PeerValue => "对比单位的值", "Peer's value";
        Side => "类别", "Side";
        Strength => "优势", "strength";
        Weakness => "短板", "weakness";
        Strengths { against: String } => "优势({against},按值总分多少排列)", "strengths ({against}; by what they are worth in the total)";
        Weaknesses { against: String } => "短板({against},按值总分多少排列)", "weaknesses ({against}; by what they are worth in the total)";
        NoStrength => "没有高出的评分项", "no leaf is ahead";
        NoWeakness => "没有落后的评分项", "no leaf is behind";
        Ahead { node: String, own: String, whom: String, other: String, apart: String, points: String } =>
            "{node}:得分率{own},{whom}{other},高{apart}个百分点,合{points}分", "{node}: rate {own} beside {other} ({whom}), ahead by {apart} percentage points, {points} points";
        Behind { node: String, own: String, whom: String, other: String, apart: String, points: String } =>
            "{node}:得分率{own},{whom}{other},低{apart}个百分点,合{points}分", "{node}: rate {own} beside {other} ({whom}), behind by {apart} percentage points, {points} points";
        TakesLess { node: String, own: String, whom: String, other: String, points: String } =>
            "{node}:扣分率{own},{whom}{other},少扣{points}分", "{node}: taken off {own} beside {other} ({whom}), {points} points less";
        TakesMore { node: String, own: String, whom: String, other: String, points: String } =>
            "{node}:扣分率{own},{whom}{other},多扣{points}分", "{node}: taken off {own} beside {other} ({whom}), {points} points more";
        InTotal { points: String } => "值总分{points}分", "{points} in the total";
        Actual { value: String } => "实际{value}", "value {value}";
        OtherValue { whom: String, value: String } => "{whom}{value}", "{whom} {value}";
        TargetValue { value: String } => "满分目标{value}", "full points at {value}";
        From { source: String } => "来源:{source}", "from {source}";
        Entries { place: String, count: usize } => "{place} 起{count}条", "{place} and on, {count} entries";
        Evidence { evidence: String } => "印证材料:{evidence}", "evidence: {evidence}";
        NotCompared { nodes: String } => "没有比的评分项(缺报、不适用,或对方没有):{nodes}", "leaves not compared (missing, not applicable, or the other side has none): {nodes}";
        Lacks { nodes: String } => "不含{nodes}", "without {nodes}";
        CountStrengths => "优势项数", "Ahead";
        CountWeaknesses => "短板项数", "Behind";
        FirstStrengths => "主要优势", "Main strengths";
        FirstWeaknesses => "主要短板", "Main weaknesses";
        ChartTitle { who: String } => "{who}得分率对比", "{who}: rates compared";
        ChartsLeft { count: usize } => "只画前{count}个;写明单位可另画", "the first {count} only; name units to draw others";
        NoGroupNamed { group: String, known: String } => "没有“{group}”这个分组;最接近的是“{known}”", "there is no group \u{201c}{group}\u{201d}; the nearest is \u{201c}{known}\u{201d}";

        ItemsSheet => "评分项分析", "Items";
        ItemsPairs => "相近的评分项", "Items alike";
        ItemsMatrix => "相关系数", "Correlations";
        ItemsAlphas => "内部一致性", "Consistency";
        ItemsMethod => "分析说明", "Method";
        ItemsQuestions => "请看看", "To look at";
        ItemsHeading { units: usize, totals: usize, leaves: usize } => "{units}个单位(有总分的{totals}个),{leaves}个评分项", "units: {units} (with a total: {totals}), leaves: {leaves}";
        ItemsEnds { best: usize, worst: usize } => "区分度比较总分最高的{best}个与最低的{worst}个单位(各约27%)", "discrimination compares the {best} units of the highest totals with the {worst} of the lowest (about 27 % each)";
        ItemsFew => "有总分的单位不足3个,或总分相同分不出高低两端,区分度无从计算", "fewer than 3 units have a total, or too many have the same: discrimination is undefined";
        Have => "有数", "Have it";
        AtFull => "得满分", "At full";
        AtZero => "得0分", "At zero";
        Missing => "缺报", "Missing";
        NotApplicable => "不适用", "n/a";
        MeanRate => "平均得分率", "Mean rate";
        Deviation => "标准差", "Deviation";
        Variation => "变异系数", "Variation";
        Discrimination => "区分度", "Discrimination";
        ItemTotal => "与其余总分相关", "Item-total";
        Share => "占总分差异", "Share of variance";
        Rest => "其余(权重、封顶、折算、修约、调整等)", "the rest (weights, caps, re-scaling, rounding, adjustments)";
        First => "评分项一", "Item";
        Second => "评分项二", "Another";
        Both => "都有的单位", "Have both";
        Pearson => "得分率相关", "Pearson";
        Spearman => "名次相关", "Spearman";
        NoPairs => "没有相关系数达到0.9的两项", "no two items correlate by 0.9 or more";
        Section => "部分", "Section";
        Whole => "全部", "The whole";
        ItemCount => "项数", "Items";
        Complete => "各项都有的单位", "Have all";
        Alpha => "克朗巴赫系数", "Cronbach's alpha";
        Undefined => "无从计算", "undefined";
        Question => "问题", "Question";
        NoQuestions => "没有要问的", "nothing to ask";
        FewUnits { count: usize } => "不足{count}个单位的,只列数字,不提问题", "with fewer than {count} units figures are shown and nothing is asked";
        AskAllSame => "有数的单位得分率都相同,分不出高低:看看是否仍需保留,或另定标准", "all units have the same rate, so it tells none apart: is it still needed, or is its measure to be set anew?";
        AskCeiling { count: usize, of: usize } => "{of}个单位中{count}个得满分:看看标准是否仍合适,是否仍需保留", "{count} of {of} units earn full points: is the measure still right, and the item still needed?";
        AskFloor { count: usize, of: usize } => "{of}个单位中{count}个得0分:看看标准是否过高,或数据是否取得到", "{count} of {of} units earn nothing: is the measure too high, or can its data not be had?";
        AskReversed { apart: String } => "总分高的单位在这一项上反而低({apart}):看看方向、口径是否有误,或它衡量的是另一件事", "units of high totals do worse here ({apart}): is its direction or its data wrong, or does it measure something else?";
        AskFlat { apart: String } => "总分高低两端在这一项上相差很小({apart}):看看是否仍需保留", "both ends of the ranking differ little here ({apart}): is it still needed?";
        AskMissing { count: usize, of: usize } => "{of}个适用的单位中{count}个缺报:看看数据是否取得到", "{count} of {of} units gave no value: can its data be had?";
        AskAlike { other: String, r: String } => "与“{other}”的相关系数为{r}:看看两项是否衡量同一件事,可否合并", "its correlation with \u{201c}{other}\u{201d} is {r}: do both measure the same, could they be one?";
        AskOpposed { other: String, r: String } => "与“{other}”的相关系数为{r}:看看两项的要求是否相互抵触", "its correlation with \u{201c}{other}\u{201d} is {r}: do both ask for opposite things?";
        ShareTitle => "各项占总分差异的份额", "Shares of the variance of the total";

        Topic => "事项", "Topic";
        Says => "说明", "What it means";
        MethodBasis => "同一口径", "The same basis";
        MethodBasisSays =>
            "得分率是得分除以适用的分值。缺报、不适用的评分项不是0分,不参加比较;上级指标只在本单位有数的评分项上比,对方也须都有这些项。不是相加的指标(加权、取低、封顶、有系数)缺了评分项的,不比。",
            "A rate is points over the full points that apply. What is missing or does not apply is not zero and is not compared; a node above is compared over the leaves the unit has, with those who have them all. A node that does not add up (weights, minimum, caps, coefficients) is not compared where leaves are left out.";
        MethodBest => "最好和平均", "Best and mean";
        MethodBestSays =>
            "最好是在同样的评分项上得分率最高的单位(扣分项为最低);平均是有同样评分项的单位的简单平均,含本单位。分组作为一个整体时,取组内单位的平均,与各组比。",
            "The best is the highest rate on the same leaves (of a penalty the lowest); a mean is the plain mean of the units that have the same leaves, the unit itself among them. A group as one is the mean of its units and is held against groups.";
        MethodTarget => "满分目标", "Target";
        MethodTargetSays => "与满分比,并列出规则中得满分的值;加分项没有满分目标,扣分项的目标是不扣。", "Full points, beside the value that earns them where the rule names one; a bonus has no target, and the target of a penalty is that nothing is taken off.";
        MethodWorth => "值总分", "In the total";
        MethodWorthSays =>
            "假定本单位这一项的得分率与对方相同,其余不变,按细则重新计算总分;实际总分减去它,就是这一项的高低对总分值多少。",
            "The unit's total less what it would be if it earned at the other side's rate on this leaf, all else being equal, computed again by the rubric.";
        MethodRates => "平均、标准差、变异系数", "Mean, deviation, variation";
        MethodRatesSays => "按有数的单位的得分率计算;标准差按总体(除以n),变异系数是标准差除以平均。不足3个单位的不计算标准差。", "Of the rates of units that have a value; the deviation is that of a population (n), the variation is deviation over mean. Fewer than 3 units have no deviation.";
        MethodDiscrimination => "区分度", "Discrimination";
        MethodDiscriminationSays =>
            "总分最高的27%单位的平均得分率减去最低的27%的(Kelley 1939);与线上并列的都算在内。考试中0.2以下的通常认为区分不开(Ebel 1965);考核的得分率彼此较近,0.1以下的才提出来问。",
            "The mean rate of the 27 % of units with the highest totals less that of the lowest 27 % (Kelley 1939); ties with the last of them are in. In examinations an item below 0.2 is taken to tell little apart (Ebel 1965); rates of assessments lie closer together, and only below 0.1 is it asked about.";
        MethodItemTotal => "与其余总分相关", "Item-total";
        MethodItemTotalSays => "这一项的得分与总分减去这一项之后的皮尔逊相关系数。", "Pearson's correlation of its points with the total less these points.";
        MethodShare => "占总分差异", "Share of variance";
        MethodShareSays =>
            "这一项得分与总分的协方差除以总分的方差:各单位总分的差异有多少来自这一项。各项加上“其余”恰为1;总分不是各项相加的(加权、取低等),“其余”较大,份额只供参考。",
            "The covariance of its points with the total over the variance of the total: how much of the differences between totals comes from it. With the rest they add up to 1; where the total is not a sum of leaves the rest is large and the shares are a guide only.";
        MethodCorrelation => "相关系数", "Correlations";
        MethodCorrelationSays =>
            "两项得分率的皮尔逊相关,和名次的斯皮尔曼相关(并列取平均名次),只用两项都有数的单位。绝对值达到0.9的列出。相关不等于因果,单位少时容易偶然偏高。",
            "Pearson's of the rates and Spearman's of the ranks (ties share theirs), over the units that have both. Those of 0.9 and more are listed. A correlation is no cause, and with few units it is easily high by chance.";
        MethodAlpha => "克朗巴赫系数", "Cronbach's alpha";
        MethodAlphaSays => "k÷(k−1)×(1−各项方差之和÷合计方差),按各项都有数的单位的得分。一部分内各项指向同一方向的程度;低不等于不好,各项本就可以衡量不同的事。", "k ÷ (k − 1) × (1 − Σ variances ÷ variance of the sum), of the points of units that have every leaf: how far the leaves of a section point the same way. Low is not bad, since leaves may well measure different things.";
        MethodQuestions => "提出的问题", "What is asked";
        MethodQuestionsSays =>
            "有10个以上单位的才提:八成以上得满分或得0分,得分率都相同,区分度低于0.1,两成以上缺报,两项相关达到0.9。都是供起草下一年细则时看一看的问题,不是结论。",
            "With 10 units or more: 80 % and more at full or at zero, no difference at all, discrimination below 0.1, 20 % and more missing, correlations of 0.9 and more. They are questions for whoever drafts the next rubric, and no verdicts.";
    }
}

/// What the value of an argument is called in help.
pub fn value(command: &str, argument: &str) -> Option<Bilingual> {
    if command != "benchmark" {
        return None;
    }
    Some(match argument {
        "out" => both("文件", "file"),
        "format" => both("text|json|xlsx", "text|json|xlsx"),
        "units" => both("单位", "units"),
        "group" => both("分组", "group"),
        "against" => both("mean|group|best|target|单位", "mean|group|best|target|UNIT"),
        "nodes" => both("指标", "nodes"),
        _ => return None,
    })
}

/// The help of the command and its arguments.
pub const HELP: &[(&str, &str, Bilingual)] = &[
    (
        "benchmark",
        "",
        both(
            "把单位与最好、平均、同组、目标或指定单位逐项对比,找出优势和短板;--items 分析评分项本身",
            "hold units against the best, the mean, the target or a peer, item by item; --items looks at the rubric's own items",
        ),
    ),
    (
        "benchmark",
        "units",
        both("单位编号或名称,可写多个;不写为全部单位", "ids or names of units; every unit when left out"),
    ),
    ("benchmark", "group", both("把这个分组作为一个整体对比", "compare this group as one")),
    (
        "benchmark",
        "against",
        both(
            "优势和短板与谁比:mean 全体平均、group 同组平均、best 最好、target 满分目标,或一个单位、分组;不写为 mean",
            "what strengths and weaknesses are held against: mean, group, best, target, or a unit or group; mean unless given",
        ),
    ),
    ("benchmark", "nodes", both("只看这些指标及其下级", "these nodes alone, with all below them")),
    (
        "benchmark",
        "items",
        both(
            "分析评分项:满分和0分的多少、离散、区分度、相关、占总分差异,供修订下一年细则",
            "what each item tells of units: ceilings, spread, discrimination, correlations, shares of variance",
        ),
    ),
    (
        "benchmark",
        "format",
        both(
            "输出格式:text、json 或 xlsx;不写则看 --out 的扩展名",
            "text, json or xlsx; by the name of --out unless given",
        ),
    ),
    ("benchmark", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
];
