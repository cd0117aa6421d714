//! What reports say of who moved and why.

use super::messages;

messages! {
    /// A word or a line about differences between two assessments.
    Moved {
        TitleRescore => "评分细则变化对得分的影响", "What the new rubric changes";
        TitleCompare => "两次考核结果对比", "Two assessments compared";
        FromTo { before: String, after: String } => "{before} → {after}", "{before} → {after}";
        EditionOf { title: String, period: String, edition: String } => "{title}({period},版本{edition})", "{title} ({period}, edition {edition})";
        Settings { settings: String } => "设定 {settings}", "with {settings}";
        Nothing => "没有任何变化", "nothing differs";

        Summary { units: usize, up: usize, down: usize, same: usize } =>
            "{units}个单位:总分上升{up}个,下降{down}个,不变{same}个", "units: {units}; totals up: {up}, down: {down}, unchanged: {same}";
        SummaryGrades { better: usize, worse: usize } => "等级上升{better}个,下降{worse}个", "grades up: {better}, down: {worse}";
        SummaryMeans { before: String, after: String, change: String } => "平均总分{before} → {after}({change})", "mean total {before} → {after} ({change})";
        SummaryNew { units: String } => "只在后一次的单位:{units}", "only in the later one: {units}";
        SummaryGone { units: String } => "只在前一次的单位:{units}", "only in the earlier one: {units}";

        TotalUp { unit: String, before: String, after: String, change: String } => "{unit}总分由{before}升至{after}({change})", "{unit}: the total rose from {before} to {after} ({change})";
        TotalDown { unit: String, before: String, after: String, change: String } => "{unit}总分由{before}降至{after}({change})", "{unit}: the total fell from {before} to {after} ({change})";
        TotalSame { unit: String, total: String } => "{unit}总分{total}不变", "{unit}: the total of {total} is unchanged";
        TotalAppears { unit: String, before: String, after: String } => "{unit}总分由{before}变为{after}", "{unit}: the total was {before} and is {after}";
        NoTotal => "无", "none";
        Because { what: String, why: String } => "{what}:{why}", "{what}: {why}";
        RestOf { count: usize, points: String } => "其余{count}项合计 {points}", "the other {count} together {points}";
        NodeMoved { node: String, points: String } => "{node} {points}", "{node} {points}";
        NodeMovedBecause { node: String, points: String, why: String } => "{node} {points}({why})", "{node} {points} ({why})";
        CausePoints { cause: String, points: String } => "{cause} {points}", "{cause} {points}";
        OfNode { node: String, cause: String } => "{node}{cause}", "{node} {cause}";
        OfTotal { cause: String } => "总分{cause}", "{cause} of the total";

        ParameterFromTo { what: String, before: String, after: String } => "{what}{before}→{after}", "{what} {before}→{after}";
        ParameterOfNode { node: String, what: String, before: String, after: String } => "{node} {what}{before}→{after}", "{what} of {node} {before}→{after}";
        WhatOf { what: String, of: String } => "{what}({of})", "{what} ({of})";
        WhatPoints => "分值", "full points";
        WhatWeight => "权重", "weight";
        WhatMost => "最多得分", "most points";
        WhatBase => "基本分", "base points";
        WhatCoefficient => "系数", "coefficient";
        Interaction => "各项变化交互", "interaction of the changes";
        RuleReplaced => "评分标准改变", "another rule";
        RuleReplacedBy { before: String, after: String } => "{before}改为{after}", "{before} became {after}";
        Policy => "缺报、不适用、适用范围或系数的规定改变", "another policy, scope or coefficient";
        Others => "所引用的指标或数据项变化", "what the rule reads has changed";
        Data => "数据变化", "data";
        RulesOrData => "规则或数据变化", "rules or data";
        Added => "新增指标", "new node";
        Removed => "取消指标", "node removed";
        Arrived => "由别处移入", "moved here";
        Left => "移往别处", "moved away";
        StepCombination => "合成方式", "combination";
        StepRescaling => "剔除后折算", "re-scaling";
        StepCoefficient => "系数", "coefficient";
        StepCap => "封顶", "cap";
        StepCeiling => "总分上限", "ceiling of the total";
        StepAdjustment => "复核调整", "adjustment";
        StepRounding => "修约", "rounding";
        StepEffect => "否决等条件", "effect";
        StepUnnamed => "修约、封顶、系数、折算等", "rounding, caps, coefficients, re-scaling";
        Effects { ids: String } => "{ids}", "{ids}";

        GradeBetter { before: String, after: String } => "等级由{before}升至{after}", "the grade rose from {before} to {after}";
        GradeWorse { before: String, after: String } => "等级由{before}降至{after}", "the grade fell from {before} to {after}";
        GradeOther { before: String, after: String } => "等级由{before}变为{after}", "the grade was {before} and is {after}";
        LineReached { grade: String, line: String } => "总分达到{grade}的{line}分线", "the total reached the line of {grade} at {line}";
        LineLost { grade: String, line: String } => "总分低于{grade}的{line}分线", "the total fell below the line of {grade} at {line}";
        LineMoved { grade: String, before: String, after: String } => "{grade}的分数线由{before}改为{after}", "the line of {grade} was moved from {before} to {after}";
        ConditionChanged => "等级条件的成立情况改变", "a condition of the grade holds otherwise";
        EffectHeld { what: String, id: String, say: String } => "{what}({id})成立:{say}", "{what} ({id}) took hold: {say}";
        EffectReleased { what: String, id: String, say: String } => "{what}({id})不再成立:{say}", "{what} ({id}) no longer holds: {say}";
        QuotaHeld { say: String } => "超出名额:{say}", "beyond the quota: {say}";
        QuotaReleased { say: String } => "不再超出名额:{say}", "no longer beyond the quota: {say}";

        RankUp { before: String, after: String, places: String } => "名次由第{before}升至第{after}(升{places}名)", "the place rose from {before} to {after} (by {places})";
        RankDown { before: String, after: String, places: String } => "名次由第{before}降至第{after}(降{places}名)", "the place fell from {before} to {after} (by {places})";
        RankOwn { own: String, others: String } => "自身得分{own},其他单位{others}", "own points {own}, others {others}";

        OrdersLine { rules: String, data: String } => "其中规则变化{rules}(用前一次的数据),数据变化{data}(按后一次的规则)", "of this the rules {rules} (on the earlier data), the data {data} (under the later rules)";
        OrdersOther { data: String } => "若先换数据,数据变化{data}", "were the data changed first, they would change it by {data}";

        BothUp => "得分、位次均有提高", "points and place both rose";
        BothDown => "得分、位次均有下降", "points and place both fell";
        PointsUpRankDown => "得分提高,位次下降", "points rose, the place fell";
        PointsDownRankUp => "得分下降,位次提高", "points fell, the place rose";
        PointsUp => "得分提高,位次不变", "points rose, the place is the same";
        PointsDown => "得分下降,位次不变", "points fell, the place is the same";
        RankOnlyUp => "得分不变,位次提高", "points are the same, the place rose";
        RankOnlyDown => "得分不变,位次下降", "points are the same, the place fell";
        BothSame => "得分、位次均不变", "points and place are the same";
        NotComparable => "不可比", "not comparable";

        RecheckLine { unit: String, node: String, before: String, after: String, counts: String, decision: String } =>
            "{unit} {node}:按规则计算由{before}变为{after},复核调整后仍计{counts};{decision}",
            "{unit} {node}: the rule gave {before} and gives {after}; by the decision it still counts {counts}; {decision}";
        RecheckGone { unit: String, node: String, decision: String } =>
            "{unit} {node}:指标已取消,复核调整不再计;{decision}", "{unit} {node}: the node is gone, and the decision with it; {decision}";
        DecisionTo { points: String, reason: String, person: String } => "当时调整为{points}({reason},{person})", "it was set to {points} ({reason}; {person})";
        DecisionBy { points: String, reason: String, person: String } => "当时调整{points}({reason},{person})", "it was changed by {points} ({reason}; {person})";

        PlaceAndGrade { place: String, grade: String } => "第{place} {grade}", "#{place} {grade}";
        Units => "各单位变化", "Units";
        Nodes => "各指标变化", "Indicators";
        Parts => "变化明细", "Details";
        Grades => "等级变化", "Grades that changed";
        Groups => "分组汇总", "Groups";
        Rechecks => "请再看复核调整", "Decisions to look at again";
        Numbers => "细则中改变的数", "Numbers of the rubric that changed";
        Editions => "各版本比较", "Editions";
        About => "说明", "About";
        AboutAdding =>
            "每个指标的变化等于下级指标带来的变化加上本级列出的各项原因,逐级相加即为总分变化,一位不差。",
            "The difference of every node is what the nodes below it bring and the causes named beside it; so it adds up to the total, to the last digit.";
        AboutNumbers =>
            "改变的每个数在原细则中单独改动一次,得到它的影响;合在一起多出或少掉的部分为“各项变化交互”。评分标准整个改变的,不再细分。",
            "Each changed number is set alone in the old rubric, and what that does is its effect; what all do together beyond that is the interaction. A rule that has become another is not taken apart.";
        AboutOrder =>
            "规则和数据都有变化的,先在前一次的数据上换规则,再在新规则下换数据。",
            "Where both rules and data differ, the rules come first, on the earlier data, then the data, under the later rules.";
        AboutShown => "显示的小数位数按细则;精确值见 changes.json。", "Decimals are shown as the rubric rounds; changes.json has every digit.";

        ColumnBefore => "前一次", "Before";
        ColumnAfter => "后一次", "After";
        ColumnChange => "变化", "Change";
        ColumnTotalBefore => "原总分", "Total before";
        ColumnTotalAfter => "现总分", "Total now";
        ColumnRankBefore => "原名次", "Place before";
        ColumnRankAfter => "现名次", "Place now";
        ColumnRankChange => "名次升降", "Places won";
        ColumnGradeBefore => "原等级", "Grade before";
        ColumnGradeAfter => "现等级", "Grade now";
        ColumnOwn => "升降:自身得分", "Won by own points";
        ColumnOthers => "升降:其他单位", "Won by others";
        ColumnReason => "主要原因", "Main reasons";
        ColumnCause => "原因", "Cause";
        ColumnNode => "指标", "Indicator";
        ColumnRemark => "比较", "Comparison";
        ColumnEdition => "版本", "Edition";
        ColumnFolder => "考核", "Assessment";
        ColumnUp => "总分上升", "Up";
        ColumnDown => "总分下降", "Down";
        ColumnBetter => "等级上升", "Better grade";
        ColumnWorse => "等级下降", "Worse grade";
        ColumnMeanBefore => "原平均分", "Mean before";
        ColumnMeanAfter => "现平均分", "Mean now";
        ColumnMostUp => "最大升幅", "Greatest rise";
        ColumnMostDown => "最大降幅", "Greatest fall";
        ColumnDecision => "复核调整", "Decision";
        ColumnRuleBefore => "原规则计算", "Old rule";
        ColumnRuleAfter => "现规则计算", "New rule";
        ColumnCounts => "仍计", "Counts";
        Everybody => "全部", "All";
        SettingForm { text: String } => "--set 应写成 参数=数,如 1.1.points=10;`{text}` 不是", "--set takes PARAMETER=NUMBER, as 1.1.points=10; `{text}` is not";
        SettingUnknown { path: String, known: String } => "细则中没有参数 `{path}`;最接近的是 `{known}`", "the rubric sets no `{path}`; the nearest is `{known}`";
        SettingNotANumber { path: String, text: String } => "`{path}` 不能设为 `{text}`:不是一个数", "`{path}` cannot be `{text}`, which is no number";
        Followed { settings: String } => "上级分值合计随之设为:{settings}", "the sums above follow: {settings}";
    }
}
