//! What the files of a new assessment folder say to whoever goes on writing them.

use super::messages;

messages! {
    /// A comment or a line of a new file.
    Draft {
        From { file: String, sheet: String } => "本文件由 kaohe new 根据“{file}”{sheet}整理,是一份草稿。", "A draft, made by kaohe new from {file}{sheet}.";
        Sheet { name: String } => "的工作表“{name}”", ", sheet \u{201c}{name}\u{201d}";
        HowProposed => "标有“建议,请核对”的,是程序照常见说法拟的;核对以后,删去这几个字。",
            "What is marked “proposed, please check” is the usual reading of the printed words; remove the mark once you have checked it.";
        HowUndecided => "标有“待定”的,程序没有读懂或原文没有说清;写好以前,kaohe check 会报错。",
            "What is marked “undecided” was not understood or is left open; kaohe check reports it until you have written it.";
        HowPrinted => "每项上面“原文”后面的,是印发的原话,程序不看。", "What stands after “printed” is the printed text; the program does not look at it.";
        Proposed => "建议,请核对", "proposed, please check";
        Undecided => "待定", "undecided";
        Printed => "原文", "printed";
        Heading => "表头文字", "above the table";
        Below => "表下说明", "below the table";
        NoPeriod => "考核年度,表中没有找到,写上 period = \"…年度\"", "the period, which the sheet does not say, write period = \"…\"";
        Untitled => "(没有名称)", "(no name)";
        Policies => "缺报的不得分;不适用的剔除,并在本一级指标内折算", "what is missing earns nothing; what is not applicable is left out and the section re-scaled";
        Rounding => "评分项、一级指标、总分都四舍五入取两位小数", "items, sections and the total, half up to two decimals";
        Ties => "并列的名次:1、2、2、4", "equal units share a place: 1 2 2 4";
        Grading => "分等级的,去掉下面几行前面的 #,改成印发的等级和最低分", "for grades, remove the # from these lines and write the printed grades and their least totals";
        Fields => "单位要填的数据。等号左边是规则里用的名称,可以改,规则里要一起改;label 是填报表上的名称。",
            "What units submit. Rules use the name on the left; change it here and there together. label is its name in submissions.";
        SectionTitle { what: String } => "── {what} ──", "── {what} ──";

        NoEnd => "原文没有说扣到多少为止,这里扣完为止", "the text does not say where deductions end; here with the points";
        NoMost => "原文没有说最多得几分,这里以分值为限", "the text does not say how much is earned at most; here the full points";
        Included => "“以上”按含本数", "“以上” is taken to include the number itself";
        NoRest => "其余情形原文没有说,这里不得分", "the text does not say what else earns; here nothing";
        OpenCount => "不足一个档次的怎样计,在花括号里加上 count = \"whole\"(不计)、\"started\"(按一个计)或 \"pro-rata\"(按比例)",
            "how part of a step counts; add count = \"whole\", \"started\" or \"pro-rata\" inside the braces";
        PartOfName => "一个单元格里有几个部门,第一个当作牵头部门", "one cell names several departments; the first is taken to lead";
        NoPoints => "分值没有印出,写上 points = …", "no points are printed; write points = …";
        PercentPoints => "印发的是百分数,这里当作分值", "printed as a percentage, taken as points";
        Total { printed: String } => "印发的合计为 {printed} 分", "the printed total is {printed}";
        TotalDiffers { printed: String, sum: String } => "注意:印发的合计为 {printed} 分,各一级指标的分值加起来是 {sum} 分",
            "note: the printed total is {printed}, the sections add up to {sum}";

        LikeRank => "像是排名法:score.rank = {{ first = \"highest\", within = \"group\", table = [10, 8, 6] }},并写上 value", "looks like score.rank = {{ first = \"highest\", within = \"group\", table = [10, 8, 6] }}, with a value";
        LikeSteps => "像是加减分法:score.steps = {{ target = \"95%\", below = {{ every = \"1%\", deduct = 1 }}, count = \"whole\", measure = \"absolute\" }},并写上 value", "looks like score.steps = {{ target = \"95%\", below = {{ every = \"1%\", deduct = 1 }}, count = \"whole\", measure = \"absolute\" }}, with a value";
        LikeMean => "与平均值比较,像是公式法:score.formula = \"…cohort.mean(…)…\"", "compared with a mean, so score.formula = \"…cohort.mean(…)…\"";
        LikeDeduct => "像是扣分法:score.deduct = {{ each = 1 }},并写上 value;靠人判断的写 score = \"given\"", "looks like score.deduct = {{ each = 1 }}, with a value; where a person judges, score = \"given\"";
        LikeProportion => "像是比例法或线性插值法:score.proportion = {{ target = \"100%\" }},或 score.interpolate = {{ from = \"80%\", to = \"95%\" }},并写上 value", "looks like score.proportion = {{ target = \"100%\" }} or score.interpolate = {{ from = \"80%\", to = \"95%\" }}, with a value";
        LikeChoice => "像是分档法、选项法或是否法:score.bands、score.choice 或 score = \"check\",并写上 value", "looks like score.bands, score.choice or score = \"check\", with a value";
        LikeNothing => "由部门打分的写 score = \"given\";其他评分方法见 README", "score = \"given\" where a department enters the points; the README lists the other methods";
        VetoOpen => "写上 when(条件)和 grade(定为的等级)", "write when (the condition) and grade (the grade it sets)";

        PartsHead => "一次考核由这几样东西组成,都放在本文件夹里。", "The parts of this assessment, all in this folder.";
        PartRubric => "评分细则", "the rubric";
        PartRoster => "名册:编号、名称、分组;里面是两个示例单位,请换成自己的", "the roster: id, name, group; it holds two sample units to be replaced";
        PartSubmissions => "填报表:文件、文件夹或通配符", "submissions: files, folders or patterns";
        RosterHead => "编号,名称,分组", "id,name,group";
        SampleUnit { number: String } => "示例{number}县", "Sample {number}";
        SubmissionsNote => "把各单位、各部门的填报表放在这个文件夹里,可以再分文件夹。\n\n能读 .xlsx、.xls、.ods 和 .csv,三种布局随意混用:\n\n- 一行一个单位:单位名称、数据项…\n- 一行一个数据:单位编号、数据项编号、填报值、印证材料、备注\n- 一个单位一个文件:上面一行写“被考核单位:某县”,下面是数据项编号、数据项、填报值\n\n直接打分的指标,用指标编号当列名填得分。\n", "Put the submissions of units and departments into this folder; folders inside it are read too.\n\n.xlsx, .xls, .ods and .csv are read, in any of three layouts:\n\n- a row a unit: 单位名称, then a column for each field\n- a row a value: 单位编号, 数据项编号, 填报值, 印证材料, 备注\n- a file a unit: a line 被考核单位:name, then 数据项编号, 数据项, 填报值\n\nPoints that a department gives stand under the id of the indicator.\n";
    }
}
