//! What is said of weights: questionnaires of experts, methods and what they propose, and what can be wrong with a filled
//! questionnaire.

use super::{Bilingual, both, messages, problems};

messages! {
    /// A word or a line about weights.
    WeightWord {
        Sections => "一级指标", "sections";
        SetOf { id: String, title: String } => "{id} {title}", "{id} {title}";
        Total => "总分", "total";

        // Questionnaires.
        AhpSheet { set: String } => "两两比较 {set}", "Compare {set}";
        AhpTitle { set: String, title: String } => "重要性两两比较:{set}({title})", "Pairwise comparison: {set} ({title})";
        AhpHow => "在涂色的格子里选:左边一行的指标比上边一列的指标重要几倍。同样重要选1,稍重要选3,明显重要选5,强烈重要选7,极端重要选9,介于之间选2、4、6、8;反过来是上边的重要,选1/2至1/9。左下方的格子自动显示倒数,不用填。",
            "Choose in each coloured cell how many times as important the item of the row is as the item of the column: 1 equal, 3 slightly, 5 clearly, 7 strongly, 9 extremely more important, 2, 4, 6, 8 in between; where the item of the column is the more important one, 1/2 to 1/9. The cells below the diagonal show the reciprocals by themselves.";
        Expert => "专家", "Expert";
        ExpertNumber { number: usize } => "专家{number}", "expert{number}";
        Id => "编号", "Id";
        Item => "指标", "Item";
        SayScale => "1 同样重要,3 稍重要,5 明显重要,7 强烈重要,9 极端重要;2、4、6、8 介于之间;1/3 等表示上边的更重要",
            "1 equal, 3 slightly, 5 clearly, 7 strongly, 9 extremely more important; 2, 4, 6, 8 in between; 1/3 and so on where the column's is the more important";
        DelphiSheet => "打分表", "Numbers";
        DelphiTitle { title: String } => "指标权重征求意见表({title})", "Weights by experts ({title})";
        DelphiHow => "在涂色的格子里写您认为合适的分值(或权重)。同一组指标加起来应等于合计;不等的,读取时按比例折算。与上一轮的中位数相差较大而坚持己见的,请在最后一栏写明理由。",
            "Write the points (or weights) you hold to be right into the coloured cells. Those of one set should add up to its sum; if they do not, they are scaled. Where you keep to a number far from the last median, say why in the last column.";
        Proposed => "本轮打分", "Your number";
        Why => "理由", "Why";
        LastOwn => "您上一轮", "Yours last";
        LastMean => "上轮均值", "Last mean";
        LastMedian => "上轮中位数", "Last median";
        LastMiddle => "上轮四分位区间", "Last middle half";
        LastVariation => "上轮变异系数", "Last variation";
        SetSum => "合计", "Sum";
        SayNumber => "一个不小于0的数", "a number of 0 or more";
        FormsMade { experts: usize, sets: usize } => "{experts} 份专家问卷,{sets} 组指标", "questionnaires: {experts}, sets of items: {sets}";
        TooManyForAhp { set: String, count: usize, most: usize } =>
            "{set}有 {count} 个指标,超过两两比较的上限 {most} 个,没有列入问卷;可用 --method delphi 请专家直接打分,或先分组",
            "{set} has {count} items, more than the {most} that can be compared in pairs, and is left out; ask for numbers with --method delphi, or group them first";
        NoSets => "细则中没有可以分配权重的一组指标", "the rubric has no set of items among which weights are shared out";
        NoSet { node: String, known: String } => "`{node}` 下没有可以分配权重的一组指标;可写:{known}", "`{node}` has no items among which weights are shared out; there are: {known}";
        NoLast => "上一轮的问卷中没有可用的打分", "there are no numbers in the questionnaires of the last round";

        // Methods.
        InForce => "现行", "In force";
        Ahp => "层次分析法", "AHP";
        Delphi => "德尔菲法", "Delphi";
        Entropy => "熵权法", "Entropy";
        Critic => "CRITIC法", "CRITIC";
        Mean => "平均", "Mean";
        PointsOf { of: String } => "{of}分值", "{of} points";
        WeightOf { of: String } => "{of}权重", "{of} weight";
        ShareOf { of: String } => "{of}占比", "{of} share";
        ChangeOf { of: String } => "{of}增减", "{of} change";
        ByGroup => "(因组而异)", "(by group)";
        Starred => "* 各组分值不同,按默认分值列示,写出细则时保持不变", "* differs by group: shown by its default, and kept as it is in what is written";

        // What it rests on.
        OfExperts { experts: usize, lambda: String, index: String, ratio: String } =>
            "层次分析法:专家 {experts} 人;群体判断(几何平均)λmax={lambda},CI={index},CR={ratio}",
            "AHP: experts {experts}; geometric mean of judgements: λmax {lambda}, CI {index}, CR {ratio}";
        Joined { shares: String } => "个人权重的几何平均(AIP):{shares}", "geometric mean of the experts' weights (AIP): {shares}";
        OfExpert { expert: String, lambda: String, index: String, ratio: String, shares: String } =>
            "{expert}:λmax={lambda},CI={index},CR={ratio};个人权重 {shares}", "{expert}: λmax {lambda}, CI {index}, CR {ratio}; own weights {shares}";
        NotConsistent => "一致性不够(CR>0.1)", "not consistent (CR > 0.1)";
        NotCounted => "未计入群体判断", "not counted in the group";
        Blanks { count: usize } => "缺 {count} 个比较,按 Harker 法计算", "blanks: {count}, by Harker's method";
        OfRounds { rounds: usize, experts: usize } => "德尔菲法:{rounds} 轮,最后一轮专家 {experts} 人", "Delphi: rounds {rounds}, experts in the last {experts}";
        Concordance { w: String, chi: String, freedom: usize } => "肯德尔和谐系数 W={w},χ²={chi}(自由度{freedom})", "Kendall's W {w}, χ² {chi} ({freedom} degrees of freedom)";
        Agreed => "意见协调:变异系数都不大于0.25", "experts agree: every coefficient of variation is 0.25 at most";
        NotAgreed => "意见尚不协调:有的变异系数大于0.25", "experts do not agree yet: some coefficient of variation is above 0.25";
        Rested => "意见稳定:各中位数比上一轮变动不超过10%", "numbers have come to rest: no median moved by more than 10%";
        NotRested => "意见尚未稳定:有的中位数比上一轮变动超过10%", "numbers have not come to rest: some median moved by more than 10%";
        RoundNumber { number: usize } => "第{number}轮", "Round {number}";
        OfUnits { units: usize } => "熵权法、CRITIC法:{units} 个单位(年)的得分率", "entropy and CRITIC: rates of points of units (and years): {units}";
        Silent { nodes: String } => "各单位得分率全都相同,区分不出高低,数据法权重为0:{nodes}", "all units are equal on {nodes}: nobody is told apart, and data give no weight";
        Moved { nodes: String } => "有负的得分率,平移到最低为0后计算:{nodes}", "rates below 0 were moved up until the least is 0: {nodes}";
        NoData => "没有可用的得分率,不用熵权法和CRITIC法", "there are no rates of points to go by: no entropy, no CRITIC";
        UnknownNodes { nodes: String } => "保存的结果中没有(编号和名称都相同的)这些指标:{nodes}", "the saved results do not have these (by id and title): {nodes}";
        DataCaution => "熵权法、CRITIC法只说明指标在过去把各单位拉开多少,不说明它有多重要;权重最终是判断。", "Entropy and CRITIC only tell how far an item sets units apart in the past, not how important it is; weights are a judgement.";
        NothingProposed => "没有专家问卷,也没有可用的数据,没有建议", "there are neither questionnaires nor data to go by: nothing is proposed";

        // Workbook.
        SheetWeights => "权重比较", "Weights";
        SheetBasis => "依据", "Basis";
        SheetExperts => "专家", "Experts";
        SheetRounds => "各轮统计", "Rounds";
        SheetMethod => "方法说明", "Method";
        SheetChart => "图", "Chart";
        Title => "指标权重测算", "Where weights come from";
        Set => "同级指标", "Set";
        Figure => "说明", "What it rests on";
        Lambda => "λmax", "λmax";
        Index => "CI", "CI";
        Ratio => "CR", "CR";
        Remark => "备注", "Remark";
        Furthest => "最该复核的判断", "Judgement to look at again";
        FurthestSays { first: String, second: String, judged: String, implied: String } =>
            "{first} 对 {second}:判断为 {judged},按权重应约为 {implied}", "{first} against {second}: judged {judged}, the weights say about {implied}";
        Round => "轮次", "Round";
        Experts => "专家人数", "Experts";
        StatMean => "均值", "Mean";
        StatMedian => "中位数", "Median";
        Lower => "下四分位", "Lower quartile";
        Upper => "上四分位", "Upper quartile";
        Deviation => "标准差", "Standard deviation";
        Variation => "变异系数", "Variation";
        W => "和谐系数W", "Kendall's W";
        ChiSquare => "χ²", "χ²";
        ChartOf { set: String } => "{set}:各方法的占比", "{set}: shares by method";
        MethodAhp => "层次分析法:判断矩阵的主特征向量(幂法);CI=(λmax−n)/(n−1),CR=CI/RI,RI 取 Saaty(1980)的随机一致性指标;CR 不大于0.1为一致。群体判断取各专家判断的几何平均(AIJ)。有空缺的矩阵按 Harker(1987)计算。",
            "AHP: the principal eigenvector of the judgements, by power iteration; CI = (λmax − n) / (n − 1), CR = CI / RI with the random index of Saaty (1980); consistent where CR is 0.1 at most. A group's judgements are the geometric means of its members' (AIJ). Matrices with blanks are taken as of Harker (1987).";
        MethodDelphi => "德尔菲法:每位专家的打分先折算为占比;建议值是最后一轮的算术平均。变异系数=标准差/均值;四分位数按线性插值;肯德尔 W 对相同名次作校正。",
            "Delphi: each expert's numbers are made shares; what is proposed is the arithmetic mean of the last round. Variation is standard deviation / mean; quartiles are linear between neighbours; Kendall's W is corrected for ties.";
        MethodEntropy => "熵权法:p=得分率/合计,e=−Σp·ln p/ln m,权重与 1−e 成比例。全都相同的指标 e=1,权重为0。",
            "Entropy: p = rate / sum, e = −Σ p ln p / ln m, weights in proportion to 1 − e. Where all are equal e is 1 and there is no weight.";
        MethodCritic => "CRITIC法:得分率按最大、最小值化到0–1,权重与 σ·Σ(1−r) 成比例(Diakoulaki 等,1995)。",
            "CRITIC: rates are brought to 0–1 between least and greatest, weights in proportion to σ Σ (1 − r) (Diakoulaki and others, 1995).";
        MethodMean => "平均:上列各方法占比的算术平均。", "Mean: the arithmetic mean of the shares of the methods above.";
        MethodPoints => "分值:占比乘以这一组现行分值之和,按步长取整,用最大余数法使合计与现行完全相等。", "Points: shares of the sum in force, in whole steps; by the largest remainder they add up to it exactly.";

        // The rubric that is written.
        NoProposal { method: String, known: String } => "{method} 没有任何建议;有建议的方法:{known}", "{method} proposes nothing; there are proposals by: {known}";
        NotAStep { text: String } => "步长 `{text}` 应是大于0的数,如 0.5、0.1、1", "the step `{text}` should be a number above 0, such as 0.5, 0.1 or 1";
        TakenBackwards { detail: String } => "写出的细则不能通过检查,没有写文件:{detail}", "the rubric to be written would not pass the check, and is not written: {detail}";
        NothingChanges => "按这一方法没有可以改动的分值,没有写文件", "by this method no points can change; no file was written";
        IsTheRubric { file: String } => "{file} 是现行细则或它所继承的文件,不予覆盖", "{file} is the rubric in force, or one it extends, and is not replaced";
        FileThere { file: String } => "{file} 已经存在,而且不是由 kaohe weights 写出的,不予覆盖;请另取文件名", "{file} is there already, not written by kaohe weights, and is not replaced; choose another name";
        OverHead { method: String } => "权重测算:{method}。由 kaohe weights 写出,供 kaohe rescore --to 试算。", "Weights by {method}. Written by kaohe weights, to be tried with kaohe rescore --to.";
        OverJudgement => "权重最终是判断:采用前请逐项核对。", "Weights are a judgement: look over every number before it is used.";
        OverEdition { edition: String } => "{edition}-权重试算", "{edition}-weights";
        OverWas { was: String, title: String } => "{title},原为 {was}", "{title}, was {was}";
        OverHeld => "以下保持原来的分值:", "These keep their points:";
        OverAdapt => "以下分值改了,评分规则须人工核对修改:", "The points of these change, and a person has to look at their rules:";
        OverConditions => "以下条件里写有分数,请看是否要跟着改:", "These conditions name points; see whether they have to change too:";
        HeldByGroup => "各组分值不同,或由公式给出", "differs by group, or is given by an expression";
        HeldApplies => "只适用于部分单位", "applies to some units only";
        HeldCeiling => "另有封顶(at_most),或取最低、最高", "has a ceiling (`at_most`), or its lowest or highest child counts";
        HeldItself => "评分规则里写有自己的分数,无法按比例折算;用 --adapt 可一并改动分值", "its rule names points of its own that cannot be scaled; --adapt changes it all the same";
        HeldEntered => "分数由部门直接填报,旧数据仍按原分值;用 --adapt 可一并改动分值", "people enter its points, and past data are out of the old ones; --adapt changes it all the same";
        HeldBelow => "它下面的各项都不能改动", "nothing below it can change";
        AdaptItself => "规则里的分数没有随之改动,要改", "its rule names points of its own that stay, and have to change";
        AdaptRule => "规则里的分数已按比例折算,请取整", "the points in its rule were scaled; please make them round";
        AdaptEntered => "今后按新分值填报;旧数据仍按原分值,试算时这一项不可比", "points are to be entered out of the new ones; past data are out of the old, so that a trial tells nothing of it";
        LeftByGroup => "权重因组而异,这一组没有改动", "its weights differ by group, and are left as they are";
        NodeSays { node: String, says: String } => "{node}:{says}", "{node}: {says}";
        Changes { count: usize, held: usize, adapt: usize } => "改动 {count} 个数;保持不变 {held} 项;须人工核对规则 {adapt} 项(见文件开头的说明)", "numbers changed: {count}; kept: {held}; rules to look at by hand: {adapt} (see the head of the file)";
        NextRescore { rubric: String } => "下一步:kaohe rescore 考核文件夹 --to {rubric}", "next: kaohe rescore FOLDER --to {rubric}";
    }
}

problems! {
    /// What can be wrong with a filled questionnaire.
    WeightProblem {
        W001 Error NotAQuestionnaire
            title "不是专家问卷", "no questionnaire";
            says "没有找到判断矩阵或打分表:表头和第一列应有同一组指标的编号", "there is no matrix of comparisons and no table of numbers in it: head and first column should name items of one set by their ids";
            why "文件没有读取,这位专家的意见不在其中。", "The file is left out, and so is this expert.";
            remedy "用 kaohe weights forms 写出的问卷填写,不要改编号", "fill in a questionnaire made by kaohe weights forms, and leave its ids as they are";
        W002 Error OfRubric { rubric: String, expected: String }
            title "是另一份细则的问卷", "questionnaire of another rubric";
            says "这是细则“{rubric}”的问卷,现在的细则是“{expected}”;没有读取", "it asks about the rubric {rubric}, and this is {expected}; it is left out";
            why "编号相同的指标可能不是一回事。", "The same id may mean something else there.";
            remedy "用这份细则重新写出问卷", "make questionnaires from this rubric";
        W003 Warning OfEdition { made: String, edition: String }
            title "是另一版本细则的问卷", "questionnaire of another edition";
            says "问卷按版本“{made}”写出,现在的细则是“{edition}”", "it was made for {made}, and this is {edition}";
            why "指标可能已经不同。", "The items may be others now.";
            remedy "核对指标是否仍然相同", "make sure that they are the same";
        W004 Error JudgementUnreadable { first: String, second: String, text: String }
            title "看不懂的判断", "unreadable judgement";
            says "{first} 对 {second} 的“{text}”不是判断值,按空白处理", "\u{201c}{text}\u{201d} of {first} against {second} is no judgement; it counts as blank";
            why "空白的比较要由其他比较推出。", "What is blank follows from the other comparisons.";
            remedy "填 1 至 9 或 1/2 至 1/9", "enter 1 to 9, or 1/2 to 1/9";
        W005 Error OutOfScale { first: String, second: String, text: String }
            title "超出标度", "out of scale";
            says "{first} 对 {second} 的“{text}”不在 1/9 到 9 之间,按空白处理", "\u{201c}{text}\u{201d} of {first} against {second} is not between 1/9 and 9; it counts as blank";
            why "1–9 标度之外的判断没有约定的含义。", "A judgement off the scale has no agreed meaning.";
            remedy "填 1 至 9 或 1/2 至 1/9", "enter 1 to 9, or 1/2 to 1/9";
        W006 Warning JudgementReadAs { first: String, second: String, text: String, value: String }
            title "判断按习惯写法读取", "judgement read as people mean it";
            says "{first} 对 {second} 的“{text}”按 {value} 读取", "\u{201c}{text}\u{201d} of {first} against {second} was read as {value}";
            why "表格软件会把 1/3 变成日期或小数。", "Spreadsheets turn 1/3 into a day or a decimal.";
            remedy "如读得不对,从下拉框中重选", "if it was read wrongly, choose it from the drop-down";
        W007 Error Contradicts { first: String, second: String, upper: String, lower: String }
            title "上下三角矛盾", "both triangles contradict each other";
            says "{first} 对 {second} 填 {upper},反过来填 {lower},不是倒数;按前者计", "{first} against {second} is {upper}, and the other way round {lower}, which is not the reciprocal; the former counts";
            why "同一个比较只能有一个判断。", "One comparison has one judgement.";
            remedy "只填右上方,左下方由公式给出", "fill in the cells above the diagonal only";
        W008 Warning Blank { set: String, count: usize, pairs: String }
            title "有的比较没有填", "comparisons left blank";
            says "{set}缺 {count} 个比较:{pairs};权重由其余比较推出(Harker 法)", "{set}: blank comparisons: {count} ({pairs}); the weights follow from the others, by Harker's method";
            why "比较越少,判断的矛盾越看不出来。", "With fewer comparisons contradictions go unseen.";
            remedy "请专家补填", "ask the expert for them";
        W009 Error NotConnected { set: String, pairs: String }
            title "比较太少,得不出权重", "too few comparisons for weights";
            says "{set}的比较不能把各指标联系起来,没有采用;缺:{pairs}", "the comparisons of {set} do not connect all of its items, and are left out; blank: {pairs}";
            why "没有直接或间接比较过的指标分不出轻重。", "What was never compared, through others at least, cannot be weighed.";
            remedy "请专家补填", "ask the expert for them";
        W010 Note NothingFilled { set: String }
            title "整组没有填", "nothing filled in";
            says "{set}没有填,这位专家不计入", "{set} is blank; this expert is not counted there";
            why "空白不当作同样重要。", "A blank does not mean equal.";
            remedy "如非弃权,请补填", "if that was not meant, ask for it";
        W011 Warning Inconsistent { expert: String, set: String, ratio: String, first: String, second: String, judged: String, implied: String }
            title "判断不一致", "inconsistent judgements";
            says "{expert}对{set}的判断不够一致:CR={ratio},大于0.1;相差最大的是 {first} 对 {second}:判断为 {judged},按权重应约为 {implied}",
                "the judgements of {expert} on {set} are not consistent enough: CR {ratio} is above 0.1; furthest off is {first} against {second}: judged {judged}, the weights say about {implied}";
            why "自相矛盾的判断得出的权重不可靠。", "Weights from judgements that contradict each other are not reliable.";
            remedy "请专家复核这一判断;或用 --consistent-only 不计入", "ask the expert to look at it again, or leave it out with --consistent-only";
        W012 Error NumberUnreadable { node: String, text: String }
            title "看不懂的打分", "unreadable number";
            says "{node} 的“{text}”不是不小于0的数,按没有填处理", "\u{201c}{text}\u{201d} of {node} is no number of 0 or more; it counts as blank";
            why "读不懂的数不能参与统计。", "What cannot be read cannot be counted.";
            remedy "改填数字", "enter a number";
        W013 Warning SumDiffers { set: String, sum: String, expected: String }
            title "打分合计不符", "numbers do not add up";
            says "{set}打分合计 {sum},应为 {expected};按比例折算", "the numbers of {set} add up to {sum} instead of {expected}; they are scaled";
            why "统计的是每项占合计的比重。", "What counts is the share of each in the sum.";
            remedy "请专家确认比重是否如其所愿", "make sure the shares are what the expert means";
        W014 Error ExpertTwice { expert: String, first: String }
            title "同一位专家有两份问卷", "two questionnaires of one expert";
            says "“{expert}”的问卷已从 {first} 读取,这一份没有采用", "the questionnaire of {expert} was read from {first}; this one is left out";
            why "重复计入会使这位专家的意见加倍。", "It would count this expert twice.";
            remedy "只留一份,或把专家栏改成不同的名字", "keep one of them, or give them different names";
        W015 Error Incomplete { set: String, nodes: String }
            title "一组打分不全", "numbers of a set are incomplete";
            says "{set}没有给这些指标打分:{nodes};这位专家的这一组没有采用", "no number was given for {nodes} of {set}; this expert's set is left out";
            why "缺一个数就算不出占比。", "Without one of them there are no shares.";
            remedy "请专家补填", "ask the expert for them";
        W016 Error TooManyCompared { set: String, count: usize, most: usize }
            title "两两比较的指标太多", "too many items compared";
            says "{set}有 {count} 个指标,超过两两比较的上限 {most} 个,没有采用", "{set} has {count} items, more than the {most} that can be compared in pairs; it is left out";
            why "没有这么多指标的随机一致性指标,比较也做不好。", "There is no random index for so many, and nobody compares them well.";
            remedy "分组,或用德尔菲法直接打分", "group them, or ask for numbers";
    }
}

/// What the values of these commands' arguments are called in their help.
pub(super) fn value(command: &str, argument: &str) -> Option<Bilingual> {
    Some(match (command, argument) {
        ("weights", "ahp") => both("问卷", "questionnaires"),
        ("weights", "delphi") => both("一轮的问卷", "round"),
        ("weights", "results") => both("结果", "results"),
        ("weights" | "weights forms", "nodes") => both("指标", "node"),
        ("weights", "by") => both("ahp|delphi|entropy|critic|mean", "ahp|delphi|entropy|critic|mean"),
        ("weights", "write" | "out") => both("文件", "file"),
        ("weights", "step") => both("步长", "step"),
        ("weights", "format") => both("text|json|xlsx", "text|json|xlsx"),
        ("weights forms", "method") => both("ahp|delphi", "ahp|delphi"),
        ("weights forms", "experts") => both("人数", "count"),
        ("weights forms", "name") => both("姓名", "name"),
        ("weights forms", "last") => both("上一轮的问卷", "round"),
        _ => return None,
    })
}

/// The help of the commands.
pub(super) const HELP: &[(&str, &str, Bilingual)] = &[
    (
        "weights",
        "",
        both(
            "权重测算:专家判断(层次分析法、德尔菲法)和历年数据(熵权法、CRITIC法),与现行分值并列,可写成细则试算",
            "where weights come from: experts (AHP, Delphi) and past data (entropy, CRITIC) beside what is in force; to be written as a rubric and tried",
        ),
    ),
    (
        "weights",
        "ahp",
        both(
            "填好的两两比较问卷:文件、文件夹或通配符",
            "filled questionnaires of pairwise comparisons: files, folders or patterns",
        ),
    ),
    (
        "weights",
        "delphi",
        both(
            "填好的打分表:每一轮一个文件夹、文件或通配符,按轮次先后写",
            "filled questionnaires of numbers: a folder, file or pattern for each round, in order",
        ),
    ),
    (
        "weights",
        "results",
        both(
            "保存的结果(results.json 或其文件夹),可写几年的;不写则用考核文件夹里的数据评分",
            "saved results (results.json or its folder) of one or several years; the folder's data are scored unless given",
        ),
    ),
    (
        "weights",
        "nodes",
        both(
            "只看这些指标的下级,如 1 2.1;total 表示一级指标之间;不写为全部",
            "only the children of these, such as 1 2.1; total for the sections; all unless given",
        ),
    ),
    (
        "weights",
        "consistent_only",
        both("CR 大于 0.1 的专家判断不计入群体判断", "judgements with a CR above 0.1 do not count in the group"),
    ),
    (
        "weights",
        "write",
        both(
            "把一种方法的建议写成继承现行细则的 .toml,供 kaohe rescore --to 试算",
            "write what one method proposes as a .toml that extends the rubric in force, to be tried with kaohe rescore --to",
        ),
    ),
    (
        "weights",
        "by",
        both(
            "用哪种方法的建议:ahp、delphi、entropy、critic 或 mean(各方法平均)",
            "whose proposal: ahp, delphi, entropy, critic or mean",
        ),
    ),
    (
        "weights",
        "step",
        both(
            "分值取整的步长,如 0.5、0.1、1;不写则按现行分值的小数位",
            "the step of points, such as 0.5, 0.1 or 1; the decimals in force unless given",
        ),
    ),
    (
        "weights",
        "adapt",
        both(
            "由部门填报分数的、规则里的分数无法按比例折算的指标也改分值,并一一列出,由人工修改",
            "also change leaves whose points people enter, or whose rules cannot be scaled; they are named, to be adapted by hand",
        ),
    ),
    (
        "weights",
        "format",
        both(
            "输出格式:text、json 或 xlsx;不写则看 --out 的扩展名",
            "text, json or xlsx; by the name of --out unless given",
        ),
    ),
    ("weights", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
    (
        "weights forms",
        "",
        both(
            "写出专家问卷:两两比较(层次分析法)或打分表(德尔菲法)",
            "make questionnaires for experts: pairwise comparisons (AHP) or numbers (Delphi)",
        ),
    ),
    (
        "weights forms",
        "method",
        both(
            "ahp 两两比较(不写即是),delphi 直接打分",
            "ahp for pairwise comparisons (unless given), delphi for numbers",
        ),
    ),
    ("weights forms", "experts", both("写几份,文件名为 专家1、专家2…", "how many, called expert1, expert2 …")),
    ("weights forms", "name", both("专家姓名,每人一份;可写多个", "the experts' names, one questionnaire each")),
    (
        "weights forms",
        "last",
        both(
            "上一轮填好的打分表:下一轮的表里列出上一轮的统计和本人的数",
            "filled questionnaires of the last round: those of the next show its statistics beside the expert's own numbers",
        ),
    ),
    (
        "weights forms",
        "nodes",
        both(
            "只问这些指标的下级;total 表示一级指标之间;不写为全部",
            "only the children of these; total for the sections; all unless given",
        ),
    ),
    ("weights forms", "out", both("问卷的文件夹", "the folder of questionnaires")),
];
