//! Headings, names and short texts of reports.

use super::messages;

messages! {
    /// A word or a line of a report.
    Label {
        Yes => "是", "yes";
        No => "否", "no";

        Rank => "名次", "Rank";
        GroupRank => "组内名次", "Group rank";
        UnitId => "编号", "Id";
        Unit => "单位", "Unit";
        Group => "分组", "Group";
        Total => "总分", "Total";
        Grade => "等级", "Grade";
        BaseGrade => "得分等级", "Grade by points";
        GradeReason => "等级说明", "Reason for the grade";
        ClaimedSum => "自评得分合计", "Sum of self scores";
        LeftOut => "剔除", "left out";

        Section => "一级指标", "Section";
        Indicator => "指标", "Indicator";
        IndicatorId => "指标编号", "Indicator id";
        Level => "层级", "Level";
        LevelSection => "一级指标", "section";
        LevelIndicator => "二级指标", "indicator";
        LevelItem => "评分要点", "item";
        Method => "评分方法", "Method";
        Rule => "评分标准", "Rule";
        FullPoints => "分值", "Full points";
        Points => "得分", "Points";
        Lost => "失分", "Points lost";
        Status => "状态", "Status";
        Value => "实际值", "Value";
        Target => "满分值", "Value for full points";
        Reason => "失分原因", "Reason";
        Lead => "牵头部门", "Lead department";
        Support => "配合部门", "Supporting departments";
        Advice => "改进建议", "Advice";
        Note => "说明", "Note";
        Weight => "权重", "Weight";
        SourceCell => "数据来源", "Source cell";
        Sources => "数据来源(文件、工作表、行)", "Sources (file, sheet, row)";
        Field => "数据项", "Field";
        FieldId => "数据项编号", "Field id";
        Measure => "计量单位", "Unit of measure";
        Kind => "类型", "Kind";
        KindCount => "个数", "count";
        KindNumber => "数", "number";
        KindPercent => "百分数", "percentage";
        KindMoney => "金额", "money";
        KindYesNo => "是否", "yes or no";
        KindChoice { options: String } => "选项:{options}", "choice: {options}";
        KindText => "文字", "text";
        KindDate => "日期", "date";
        KindPoints => "评定分", "given points";
        Evidence => "印证材料", "Evidence";
        Remark => "备注", "Remark";
        GivenReason => "扣分理由", "Reason for deduction";
        MissingPolicy => "缺报时", "When missing";
        NotApplicablePolicy => "不适用时", "When not applicable";

        StatusScored => "已评分", "scored";
        StatusNotApplicable => "不适用", "not applicable";
        StatusMissing => "缺报", "missing";
        StatusOverflow => "溢出", "overflow";

        SheetRanking => "排名", "Ranking";
        SheetPoints => "得分明细", "Points";
        SheetGaps => "失分清单", "Gaps";
        SheetData => "填报数据", "Data";
        SheetList { list: String } => "明细-{list}", "List {list}";
        SheetAdjustments => "复核调整", "Adjustments";
        SheetRubric => "评分细则", "Rubric";
        SheetAbout => "说明", "About";
        SheetResult => "考核结果", "Result";
        SheetFindings => "问题清单", "Findings";

        Number => "序号", "No.";
        Measures => "整改措施", "Measures";
        Responsible => "责任人", "Responsible";
        Deadline => "完成时限", "Deadline";
        Progress => "整改情况", "Progress";

        MissingZero => "得0分", "zero points";
        MissingError => "不得出总分", "no total";
        LeaveOut => "剔除后折算", "left out, rest re-scaled";
        CohortMean => "取同组得分平均值", "mean points of the group";
        NotApplicableFull => "得满分", "full points";
        NotApplicableBase { points: String } => "得基本分{points}分", "{points} base points";

        ReasonMissing { policy: String } => "缺报,按规定{policy}", "not submitted: {policy}";
        ReasonNotApplicable { policy: String } => "不适用,按规定{policy}", "not applicable: {policy}";
        ReasonOverflow => "数值超出可精确计算的范围", "the numbers left the exact range";
        ReasonDepartment { reason: String } => "扣分理由:{reason}", "reason: {reason}";

        Vetoed { id: String, say: String } => "一票否决({id}):{say}", "veto ({id}): {say}";
        Gated { id: String, say: String } => "前置条件不具备({id}):{say}", "condition not met ({id}): {say}";
        BeyondQuota { say: String } => "超出名额:{say}", "beyond the quota: {say}";
        TotalLimited { id: String, say: String } => "总分限制({id}):{say}", "total limited ({id}): {say}";
        NodesZeroed { id: String, say: String } => "不得分({id}):{say}", "no points ({id}): {say}";
        BaseOnly { id: String, say: String } => "只得基本分({id}):{say}", "base points only ({id}): {say}";
        Capped { id: String, say: String } => "等级限制({id}):{say}", "cap ({id}): {say}";
        IntervalUntil { now: String, worst: String, best: String, count: usize, names: String } =>
            "现为{now};{count}项缺报或待定({names}),补齐后介于{worst}与{best}之间",
            "{now}, between {worst} and {best} until what is open has arrived ({count}: {names})";

        Title => "名称", "Title";
        Period => "考核年度", "Period";
        Edition => "版本", "Edition";
        RubricId => "细则编号", "Rubric id";
        RubricFile => "评分细则文件", "Rubric file";
        Fingerprint => "SHA-256", "SHA-256";
        Inputs => "输入文件", "Input files";
        ToolVersion => "工具版本", "Tool version";
        UnitCount => "被考核单位数", "Units";
        LeafCount => "评分项数", "Scored leaves";
        MissingCount => "缺报数", "Missing values";
        NotApplicableCount => "不适用数", "Not applicable";
        GapCount => "失分项数", "Gaps";
        GradeCount { grade: String } => "{grade}级单位数", "Units graded {grade}";
        RoundingLine { leaf: String, section: String, total: String, mode: String } =>
            "评分项{leaf},一级指标{section},总分{total};{mode}",
            "leaf {leaf}, section {section}, total {total}; {mode}";
        Rounding => "修约", "Rounding";
        Decimals { digits: u32 } => "{digits}位小数", "{digits} decimals";
        NotRounded => "不修约", "not rounded";
        HalfUp => "四舍五入", "half up";
        HalfEven => "四舍六入五成双(GB/T 8170)", "half even (GB/T 8170)";
        MadeBy => "本文件由考核工具自动生成;得分以十进制精确计算。", "Made by kaohe; scores are computed in exact decimals.";

        PageOf => "第 &P 页,共 &N 页", "Page &P of &N";
        GapTitle { unit: String, title: String } => "{unit}失分问题清单({title})", "Findings for {unit} ({title})";
        ResultTitle { unit: String, period: String } => "{unit}{period}考核结果", "Result of {unit}, {period}";
        PlaceOf { place: String, count: usize } => "第{place}名(共{count}个)", "{place} of {count}";
        QuotaId { grade: String, position: usize } => "名额{position}({grade})", "quota {position} ({grade})";
        QuotaSay { grade: String, most: String } => "{grade}等级的名额为{most},按名次已满", "the quota of {grade}, {most}, was filled by better places";
        LevelBonus => "加分", "Bonus";
        LevelPenalty => "扣分", "Penalty";
        ExplainUnit { unit: String, total: String, full: String } => "{unit}:总分{total}分(满分{full}分)", "{unit}: total {total} (of {full})";
        ExplainNode { id: String, title: String, points: String, full: String } => "{id} {title}:得{points}分(满分{full}分)", "{id} {title}: {points} (of {full})";
        ExplainOver { id: String, title: String, points: String, full: String, most: String } => "{id} {title}:得{points}分(分值{full}分,最多{most}分)", "{id} {title}: {points} (of {full}, at most {most})";
        ExplainBonus { id: String, title: String, points: String, full: String } => "{id} {title}:加{points}分(最多{full}分)", "{id} {title}: {points} added (at most {full})";
        ExplainPenalty { id: String, title: String, points: String, full: String } => "{id} {title}:扣{points}分(最多{full}分)", "{id} {title}: {points} taken off (at most {full})";
        ExplainData => "数据", "data";
        ExplainSource { place: String } => "(来源:{place})", " (from {place})";
        ExplainEntries { list: String, count: usize } => "{list}:{count}条", "{list}: {count} entries";
        ExplainBranch => "适用", "applies";
        ExplainRaw => "计算", "arithmetic";
        ExplainLimit => "上下限", "limits";
        LostBecause { lost: String, reason: String } => "{lost}分:{reason}", "{lost}: {reason}";
        KeptWithin { most: String, points: String } => "限于0至{most}分之间,得{points}分", "kept within 0 and {most}: {points}";
        ExplainPolicy => "处理", "policy";
        ExplainCoefficient => "系数", "coefficient";
        ExplainRounding => "修约", "rounding";
        RoundedTo { before: String, after: String, digits: u32 } => "{before}保留{digits}位小数,得{after}", "{before} to {digits} decimals is {after}";
        ExplainEffect => "改变", "effect";
        EffectHolds { id: String, say: String } => "{say}({id})", "{say} ({id})";
        ExplainPlace { rank: String, group: String } => "全体第{rank}名,组内第{group}名", "place {rank} among all, {group} within the group";
        GradeFrom { name: String, total: String, min: String } => "总分{total},不低于{min},按得分为{name}", "{total} is at least {min}, which is {name} by points";
        GradeBase { name: String, total: String } => "总分{total},按得分和条件为{name}", "{total}, which is {name} by points and conditions";
        GradeFinal { name: String } => "定为{name}", "set to {name}";
        FloorOf { x: String } => "取整({x})", "floor({x})";
        CeilOf { x: String } => "进整({x})", "ceil({x})";
        LeastOf { list: String } => "取小({list})", "min({list})";
        GreatestOf { list: String } => "取大({list})", "max({list})";
        AtMost { most: String } => "最多得{most}分", "at most {most}";
        AtMostTogether { most: String } => "合计最多{most}分", "at most {most} together";
        TimesCoefficient { coefficient: String } => "乘以系数{coefficient}", "times the coefficient {coefficient}";
        FollowUp => "后续要求", "Follow-up";
        ListOf => "明细表", "List";
        GradeCondition => "应具备的条件", "Condition";
        AdjustedTo => "调整为", "Adjusted to";
        AdjustedBy => "增减", "Changed by";
        AdjustedPoints => "调整后得分", "Points after it";
        AdjustmentReason => "理由", "Reason";
        AdjustmentPerson => "调整人", "Person";
        AdjustmentDay => "日期", "Date";
        AdjustedToLine { what: String, points: String, reason: String, person: String, day: String } => "{what}调整为{points}分:{reason}({person},{day})", "{what} adjusted to {points}: {reason} ({person}, {day})";
        AdjustedByLine { what: String, points: String, reason: String, person: String, day: String } => "{what}增减{points}分:{reason}({person},{day})", "{what} changed by {points}: {reason} ({person}, {day})";
        NoGradeYet => "待定", "open";
        TargetOf { label: String } => "{label}(目标)", "{label} (target)";
        TargetHighOf { label: String } => "{label}(目标上限)", "{label} (upper target)";
        PreviousOf { label: String } => "{label}(上期)", "{label} (period before)";
        PastOf { label: String, back: usize } => "{label}(前{back}期)", "{label} ({back} periods ago)";
        FullTotal => "满分", "Out of";
        Unranked => "不参加排名", "not ranked";
        NoFindings => "没有失分项", "no points were lost";
        PointsLegend => "得分后标“缺报”“不适用”的,按细则的规定计分;写“剔除”的不计入。", "Points marked missing or not applicable follow the rubric's policy; without points the item is left out.";
        SheetFull { rows: usize } => "工作表最多 1048576 行;其余 {rows} 行见 CSV 文件", "a sheet holds 1,048,576 rows; for the other {rows} rows see the CSV file";
        CutText => "…(过长,已截断)", "… (too long, cut)";

        Submitted => "填报值", "Value submitted";
        Effects => "一票否决与等级限制", "Vetoes and caps";
        EffectId => "编号", "Id";
        EffectKind => "类别", "Kind";
        EffectVeto => "一票否决", "veto";
        EffectGate => "前置条件", "gate";
        EffectQuota => "名额", "quota";
        EffectCeiling => "总分限制", "ceiling of the total";
        EffectZero => "不得分", "no points";
        EffectBaseOnly => "只得基本分", "base points only";
        EffectCap => "等级限制", "cap";
        Condition => "条件", "Condition";
        GradeLeft => "最高等级", "Best grade left";
        Grades => "等级划分", "Grades";
        LeastTotal => "最低总分", "Least total";
        Item => "项目", "Item";
        Content => "内容", "Content";

        FolderPublished { folder: String } => "{folder} 中的结果已发布,不能改动", "{folder} holds published results; they stay as they are";
        ForeignFile { file: String } => "{file} 不是以前由本工具写出的,不予覆盖;请移走它,或另选输出文件夹", "{file} was not written by an earlier run and is not replaced; move it away or choose another folder";
        NoPlace { name: String, folder: String } => "“{name}”不是 {folder} 中可写的位置", "\u{201c}{name}\u{201d} is no place inside {folder}";

        SeverityError => "错误", "error";
        SeverityWarning => "警告", "warning";
        SeverityNote => "提示", "note";
        Help => "建议", "help";
        DidYouMean { word: String } => "是否想写 `{word}`?", "did you mean `{word}`?";
        SeeAlso { place: String } => "另见 {place}", "see also {place}";
        MoreAlike { count: usize } => "…… 另有 {count} 条同类提示(加 -v 全部列出)", "… {count} more of this kind (-v lists them all)";
        MoreUnits { count: usize } => "…… 另有 {count} 个单位", "… units not shown: {count}";
        ErrorCount => "错误数", "Errors";
        WarningCount => "警告数", "Warnings";
        NoteCount => "提示数", "Notes";
        Summary { units: usize, grades: String, missing: usize, errors: usize, warnings: usize } =>
            "单位 {units} 个;{grades}缺报 {missing} 项;错误 {errors} 条,警告 {warnings} 条",
            "units: {units}; {grades}missing values: {missing}; errors: {errors}, warnings: {warnings}";
        SummaryGrade { grade: String, count: usize } => "{grade} {count} 个;", "{grade}: {count}; ";
    }
}
