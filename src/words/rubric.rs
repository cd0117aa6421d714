//! What can be wrong in a rubric, a test file or an assessment file.

use super::{Bilingual, Lang, Worded, messages, problems};

messages! {
    /// Why a file could not be read.
    IoWords {
        NotFound => "没有这个文件", "there is no such file";
        NoPermission => "没有读取权限", "reading it is not permitted";
        TooLarge => "文件过大", "it is too large";
        NotAFile => "不是文件", "it is not a file";
        NoFolder => "这段文字不在文件夹中,无从找起", "this text stands in no folder to look in";
        Encoding => "不是 UTF-8 或 GBK 文本", "it is no text in UTF-8 or GBK";
        Other { detail: String } => "{detail}", "{detail}";
    }
}

impl IoWords {
    /// The words of an error of the file system.
    pub fn of(error: &std::io::Error) -> IoWords {
        match error.kind() {
            std::io::ErrorKind::NotFound => IoWords::NotFound,
            std::io::ErrorKind::PermissionDenied => IoWords::NoPermission,
            std::io::ErrorKind::FileTooLarge => IoWords::TooLarge,
            _ => IoWords::Other { detail: error.to_string() },
        }
    }
}

impl Worded for IoWords {
    fn worded(&self, lang: Lang) -> impl std::fmt::Display {
        self.say(lang)
    }
}

problems! {
    /// A problem in a TOML file that an office writes.
    RubricProblem {
        R001 Error Syntax { detail: String }
            title "TOML 语法错误", "not valid TOML";
            says "这里不符合 TOML 语法:{detail}", "not valid TOML: {detail}";
            why "读不懂的行不能参与评分。", "A line that cannot be read cannot score anyone.";
            remedy "检查引号、方括号和等号是否成对、是否为半角", "check that quotes, brackets and equal signs are paired and half-width";
        R002 Error FileUnreadable { file: String, detail: IoWords }
            title "文件无法读取", "file cannot be read";
            says "无法读取 {file}:{detail}", "cannot read {file}: {detail}";
            why "缺少这个文件就不能评分。", "Nothing can be scored without this file.";
            remedy "检查路径和权限;文本文件请存为 UTF-8 或 GBK", "check the path and permissions; save text as UTF-8 or GBK";
        R003 Error UnknownKey { key: String, what: Bilingual }
            title "未知的键", "unknown key";
            says "{what}中没有 `{key}` 这个键", "`{key}` is not a key of {what}";
            why "写错的键会被当作没有写,规则就变了。", "A misspelt key would silently change the rule.";
            remedy "改正拼写,或删去这一行", "correct the spelling or remove the line";
        R004 Error MissingKey { key: String, what: Bilingual, meaning: Bilingual }
            title "缺少必需的键", "required key is missing";
            says "{what}缺少 `{key}`({meaning})", "{what} lacks `{key}` ({meaning})";
            why "没有它,规则就不完整。", "The rule is incomplete without it.";
            remedy "补上 `{key} = …`", "add `{key} = …`";
        R005 Error WrongType { key: String, expected: Bilingual, found: Bilingual }
            title "值的类型不对", "wrong type of value";
            says "`{key}` 应为{expected},这里是{found}", "`{key}` wants {expected}, this is {found}";
            why "类型不对的值不能参与计算。", "A value of the wrong type cannot be computed with.";
            remedy "改写为{expected}", "write {expected}";
        R006 Error NotOneOf { key: String, word: String, allowed: String }
            title "不在可选的词中", "not one of the allowed words";
            says "`{key}` 不能是 `{word}`", "`{key}` cannot be `{word}`";
            why "每个词对应一种确定的做法。", "Each word stands for one definite practice.";
            remedy "可选:{allowed}", "choose one of: {allowed}";
        R007 Error DuplicateId { id: String }
            title "编号重复", "duplicate id";
            says "编号 `{id}` 用了两次", "the id `{id}` is used twice";
            why "重复的编号使得分无法对应。", "Points could not be told apart.";
            remedy "给其中一个换一个编号", "give one of them another id";
        R008 Error PointsDoNotAddUp { id: String, sum: String, points: String }
            title "分值合计不符", "points do not add up";
            says "`{id}` 分值为 {points},下级合计为 {sum}", "`{id}` has {points} points, its children add up to {sum}";
            why "印发的细则常有这种错误,会使总分不是百分制。", "Printed rubrics often have this defect; the total would not be out of its full points.";
            remedy "改正上级或下级的分值", "correct the parent's points or the children's";
        R009 Error Unexpected { token: String }
            title "表达式有误", "mistake in an expression";
            says "表达式在 `{token}` 处读不通", "the expression makes no sense at `{token}`";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "检查运算符和括号", "check operators and brackets";
        R010 Error Expected { token: String }
            title "表达式缺少符号", "expression lacks a sign";
            says "这里应有 `{token}`", "`{token}` is wanted here";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "补上 `{token}`", "add `{token}`";
        R011 Error ExpressionEnds
            title "表达式不完整", "expression ends too early";
            says "表达式在这里中断了", "the expression ends too early";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "补全表达式", "complete the expression";
        R012 Error PercentAgainstNumber { number: String, percent: String }
            title "百分数与普通数比较", "percentage compared with a plain number";
            says "百分数不能与 {number} 比较:它等于 {percent}", "a percentage is compared with {number}, which is {percent}";
            why "98% 在计算中是 0.98,与 98 比较永远不成立。", "98% is held as 0.98, so comparing it with 98 is never true.";
            remedy "写成 {number}%", "write {number}%";
        R013 Error Cycle { columns: String }
            title "循环引用", "rules read each other in a circle";
            says "这些量互相引用:{columns}", "these read each other in a circle: {columns}";
            why "循环的规则没有确定的结果。", "A circle has no definite result.";
            remedy "去掉其中一处引用;条件要看改变之前的得分,用 earned(…)", "remove one of the references; a condition that means points before they are changed reads earned(…)";
        R014 Error Undecided { key: String, meaning: Bilingual, usual: String }
            title "细则留有歧义", "the rubric leaves this open";
            says "必须写明 `{key}`({meaning})", "`{key}` must be settled ({meaning})";
            why "印发的文字没有说清,各单位做法不同,得分会不同。", "Printed rules leave it open and offices differ, so points would differ.";
            remedy "常见做法:`{key} = \"{usual}\"`", "the usual choice is `{key} = \"{usual}\"`";
        R015 Error BandsWithoutRest
            title "档次没有兜底", "bands leave values nowhere";
            says "不在任何一档的值没有得分", "values outside every band earn nothing definite";
            why "真实数据总会落在意料之外。", "Real data falls where nobody expected it.";
            remedy "最后加一档 {{ points = 0 }}", "end with a band {{ points = 0 }}";
        R016 Error BandsOutOfOrder
            title "档次次序有误", "bands out of order";
            says "这一档不会用到:前面的档次已包括它", "this band is never reached: an earlier one holds its values";
            why "取第一个符合的档次,次序颠倒会得错分。", "The first band that fits counts, so order decides.";
            remedy "从最优一档写到最差一档", "order the bands from best to worst";
        R017 Error BandBounds { found: usize }
            title "档次界限有误", "wrong number of bounds";
            says "一档只能有一个界限,这里有 {found} 个", "a band has one bound, this has {found}";
            why "两个界限之间容易出现空档。", "Two bounds easily leave a hole between bands.";
            remedy "每档只写 at_least、above、at_most、below 之一;没有界限的一档放在最后", "write one of at_least, above, at_most, below; a band without bounds comes last";
        R018 Error UnknownGrade { grade: String }
            title "没有这个等级", "no such grade";
            says "没有 `{grade}` 这个等级", "there is no grade `{grade}`";
            why "等级必须在 [grading] 中列出。", "Grades are listed in [grading].";
            remedy "改用 [grading] 中的等级", "use a grade of [grading]";
        R019 Error GradesOutOfOrder
            title "等级次序有误", "grades out of order";
            says "等级应从优到劣,最低分依次降低,只有最后一个等级不写 min 和 when", "grades go from best to worst with falling minimums; only the last has neither min nor when";
            why "次序不对会使一些得分没有等级。", "Some totals would have no grade.";
            remedy "调整次序,并让最后一个等级不写 min 和 when", "reorder them and leave `min` and `when` out of the last";
        R020 Error OptionWithoutPoints { option: String }
            title "选项没有得分", "an option has no points";
            says "选项 `{option}` 没有写得分", "the option `{option}` has no points";
            why "选了它的单位就没有得分。", "Units that chose it would have no score.";
            remedy "补上 \"{option}\" = 分值", "add \"{option}\" = points";
        R021 Error NumberUnreadable { text: String }
            title "数字读不懂", "number cannot be read";
            says "`{text}` 不是可以精确表示的数", "`{text}` is no number that can be held exactly";
            why "得分必须精确。", "Scores are exact.";
            remedy "用普通写法,最多 28 位数字", "write it plainly with at most 28 digits";
        R022 Error TooDeep { limit: usize }
            title "嵌套过深", "nested too deep";
            says "嵌套超过 {limit} 层", "nested deeper than {limit} levels";
            why "没有人能核对这样的规则。", "Nobody could check such a rule.";
            remedy "拆成几个数据项或指标", "split it up";
        R023 Error RuleOrChildren { id: String }
            title "指标没有规则", "node without a rule";
            says "`{id}` 既没有评分规则,也没有下级", "`{id}` has neither a rule nor children";
            why "没有规则就没有得分。", "Without a rule there are no points.";
            remedy "写 score,或写下级", "write `score`, or children";
        R024 Error RuleAndChildren { id: String }
            title "规则与下级并存", "node with both a rule and children";
            says "`{id}` 既有评分规则,又有下级", "`{id}` has both a rule and children";
            why "得分只能来自一处。", "Points come from one place only.";
            remedy "去掉其中之一", "remove one of them";
        R025 Error UnknownRuleKind { kind: String, known: String }
            title "没有这种评分方法", "no such scoring method";
            says "没有 `{kind}` 这种评分方法", "there is no scoring method `{kind}`";
            why "规则写错就不能评分。", "An unknown method cannot score anyone.";
            remedy "可用:{known}", "known methods: {known}";
        R026 Error SameBounds
            title "两端相同", "both ends are the same";
            says "0 分线与满分线相同", "the value for no points equals the value for full points";
            why "两端相同就无法插值。", "There is nothing to interpolate.";
            remedy "写两个不同的值", "write two different values";
        R027 Error PointsOutside { points: String, full: String }
            title "得分超出分值", "points outside the full points";
            says "{points} 不在 0 到满分 {full} 之间", "{points} is not between 0 and the full {full}";
            why "超出的部分会被截掉。", "What is outside would be cut off.";
            remedy "改正得分或分值", "correct these points or the full points";
        R028 Error BadId { id: String }
            title "编号写法不对", "not a usable id";
            says "`{id}` 不能作编号", "`{id}` cannot be an id";
            why "编号要能在表达式和文件名中使用。", "An id stands in expressions and file names.";
            remedy "数据项用字母、汉字、数字和下划线,不以数字开头;指标编号不含空白和引号", "fields: letters, digits and underscore, not starting with a digit; nodes: no blanks or quotes";
        R029 Error NotPositive { key: String }
            title "应为正数", "must be positive";
            says "`{key}` 必须大于 0", "`{key}` must be above 0";
            why "为零或为负时,规则的方向就反了。", "Zero or a negative number turns the rule around.";
            remedy "写一个大于 0 的数", "write a number above 0";
        R030 Error UnknownName { name: String }
            title "没有这个名称", "no such name";
            says "没有名为 `{name}` 的数据项", "there is no field named `{name}`";
            why "规则引用了不存在的数据。", "The rule reads data that nobody submits.";
            remedy "在 [fields] 中声明它,或改正拼写", "declare it under [fields] or correct the spelling";
        R031 Error UnknownNode { id: String }
            title "没有这个指标", "no such node";
            says "没有编号为 `{id}` 的指标", "there is no node `{id}`";
            why "规则引用了不存在的指标。", "The rule reads a node that does not exist.";
            remedy "改正编号", "correct the id";
        R032 Error UnknownFunction { name: String }
            title "没有这个函数", "no such function";
            says "没有 `{name}` 这个函数", "there is no function `{name}`";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "见评分细则文档中的函数表", "see the table of functions in the rubric reference";
        R033 Error ArgumentCount { name: String, expected: String, found: usize }
            title "参数个数不对", "wrong number of arguments";
            says "应写成 {name}({expected}),这里有 {found} 个参数", "this is written {name}({expected}), here are {found} arguments";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "补上或去掉参数", "add or remove arguments";
        R034 Error TypeMismatch { expected: Bilingual, found: Bilingual }
            title "类型不符", "types do not fit";
            says "这里应为“{expected}”,实际为“{found}”", "this wants {expected} and gets {found}";
            why "类型不同的量不能这样计算或比较。", "Quantities of different kinds cannot be combined so.";
            remedy "改用相同类型的量", "use quantities of the same kind";
        R035 Error UnknownOption { word: String, options: String }
            title "没有这个选项", "no such option";
            says "没有 `{word}` 这个选项", "there is no option `{word}`";
            why "这样的条件永远不成立。", "Such a condition is never true.";
            remedy "可选:{options}", "options: {options}";
        R036 Error FullWidth { found: String, wanted: String }
            title "全角符号", "full-width sign";
            says "这里用了 `{found}`,应为半角 `{wanted}`", "`{found}` stands where `{wanted}` is wanted";
            why "TOML 和表达式只认半角符号。", "TOML and expressions know half-width signs only.";
            remedy "改为半角 `{wanted}`", "write `{wanted}`";
        R037 Error BareKey { key: String, quoted: String }
            title "中文键没有加引号", "Chinese key without quotes";
            says "键 `{key}` 含有汉字,要加引号", "the key `{key}` is not ASCII and needs quotes";
            why "TOML 只允许不加引号的英文键。", "TOML allows bare keys in ASCII only.";
            remedy "写成 {quoted}", "write {quoted}";
        R038 Error TooLarge { limit: usize }
            title "表达式过长", "expression too long";
            says "表达式超过 {limit} 的上限", "the expression exceeds the limit of {limit}";
            why "没有人能核对这样的规则。", "Nobody could check such a rule.";
            remedy "拆成几个数据项或指标", "split it up";
        R039 Error UnexpectedCharacter { character: String }
            title "多余的字符", "unexpected character";
            says "表达式中不能有 `{character}`", "`{character}` has no place in an expression";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "删去它", "remove it";
        R040 Error TextNotClosed
            title "引号没有成对", "quote is not closed";
            says "文字缺少后引号", "the text lacks its closing quote";
            why "读不懂的表达式不能计算。", "An expression that cannot be read cannot be computed.";
            remedy "补上引号", "add the quote";
        R041 Error ComparisonChain
            title "连续比较", "chained comparison";
            says "不能连续比较", "comparisons cannot be chained";
            why "a < b < c 有多种读法。", "a < b < c can be read in several ways.";
            remedy "写成 a < b and b < c", "write a < b and b < c";
        R042 Error PlainNumber { name: String }
            title "应直接写数字", "a plain number is wanted";
            says "`{name}` 的这个参数必须直接写数字", "this argument of `{name}` is written as a plain number";
            why "小数位数、期数和比例属于规则本身,不能随单位变化。", "Decimals, periods and shares belong to the rule and cannot differ between units.";
            remedy "例如 round(x, 2)、past.mean(f, 3)、cohort.percentile(x, 90%)", "for example round(x, 2), past.mean(f, 3), cohort.percentile(x, 90%)";
        R043 Error DateUnreadable { text: String }
            title "日期读不懂", "date cannot be read";
            says "`{text}` 不是日期", "`{text}` is no date";
            why "日期要能比较先后。", "Dates are compared.";
            remedy "写成 2016-12-31 这样的日期,在表达式中写 date('2016-12-31')", "write a day such as 2016-12-31, in an expression date('2016-12-31')";
        R044 Error Empty { what: Bilingual }
            title "内容为空", "nothing there";
            says "没有{what}", "there is no {what}";
            why "没有内容就不能评分。", "Nothing can be scored.";
            remedy "至少写一个", "write at least one";
        R045 Error NumberForText { key: String, text: String }
            title "文字要加引号", "a text needs quotes";
            says "`{key}` 是文字,应加引号", "`{key}` is a text and wants quotes";
            why "不加引号时编号 1.10 会变成 1.1。", "Without quotes the id 1.10 would be 1.1.";
            remedy "写成 {key} = \"{text}\"", "write {key} = \"{text}\"";
        R046 Error DefaultMissing
            title "缺少 default", "no default for other groups";
            says "按分组设置时,没有写到的分组没有值", "groups that are not named have no value";
            why "名册中的其他分组就没有分值。", "Other groups of the roster would have none.";
            remedy "加上 default = …,或在 groups 中列全", "add default = …, or name every group";
        R047 Error TestUnknown { what: Bilingual, name: String }
            title "测试引用了不存在的内容", "the test names something that is not there";
            says "评分细则中没有{what} `{name}`", "the rubric has no {what} `{name}`";
            why "这样的测试什么也没有检查。", "Such a test checks nothing.";
            remedy "改正拼写", "correct the spelling";
        R048 Error NothingMatches { pattern: String }
            title "没有找到文件", "no file found";
            says "`{pattern}` 没有对应的文件", "nothing matches `{pattern}`";
            why "没有填报表就没有数据。", "Without submissions there is no data.";
            remedy "检查路径;可以写文件、文件夹或通配符 *.xlsx", "check the path; a file, a folder or a pattern such as *.xlsx will do";
        R049 Warning UnusedField { id: String }
            title "数据项没有用到", "unused field";
            says "数据项 `{id}` 没有任何规则用到", "no rule uses the field `{id}`";
            why "要么规则写漏了,要么白白要求填报。", "Either a rule forgot it or units submit it for nothing.";
            remedy "在规则中使用它,或删去", "use it in a rule or remove it";
        R050 Error OneRule { found: usize }
            title "应有一条评分规则", "one rule is wanted";
            says "score 下应有一条规则,这里有 {found} 条", "`score` holds one rule, here are {found}";
            why "得分只能来自一处。", "Points come from one place only.";
            remedy "只保留一条,或拆成几个评分要点", "keep one, or split the node into items";
        R051 Error AddOrDeduct { found: usize }
            title "加分与扣分应写其一", "either add or deduct";
            says "应写 add 或 deduct 之一,这里写了 {found} 个", "write one of `add` and `deduct`, here are {found}";
            why "方向不明就不知道是加是扣。", "The direction would be open.";
            remedy "写 add = … 或 deduct = …", "write add = … or deduct = …";
        R052 Error TestChecksNothing { name: String }
            title "测试没有检查任何结果", "the test checks nothing";
            says "测试“{name}”没有写应得的结果", "the test \u{201c}{name}\u{201d} expects nothing";
            why "这样的测试永远通过。", "Such a test always passes.";
            remedy "在 cases 中写 points 或 status,或在 units 中写 expect", "write `points` or `status` in its cases, or `expect` in its units";
        R053 Error CasesWithoutRest
            title "情形没有兜底", "cases leave units nowhere";
            says "各条件都不成立时没有得分", "where no condition holds, nothing is said";
            why "真实数据总会落在意料之外。", "Real data falls where nobody expected it.";
            remedy "最后加一种情形 {{ points = 0 }}", "end with a case {{ points = 0 }}";
        R054 Error CaseWithoutCondition
            title "情形没有条件", "case without a condition";
            says "只有最后一种情形可以不写 when", "only the last case may leave `when` out";
            why "没有条件的情形之后的都不会用到。", "Nothing after a case without a condition is ever reached.";
            remedy "写上 when = \"…\",或移到最后", "write when = \"…\" or move it to the end";
        R055 Error RankScale
            title "排名没有对应的得分", "places have no points";
            says "table、step、proportional 应写其一(table 可与 step 同写)", "write one of `table`, `step` and `proportional` (`table` may go with `step`)";
            why "不写就不知道各名次得几分。", "Without it nobody knows what a place earns.";
            remedy "例如 table = [60, 57, 54],或 step = \"5%\"", "for example table = [60, 57, 54], or step = \"5%\"";
        R056 Error WeightsDoNotAddUp { sum: String }
            title "权重合计不符", "weights do not add up";
            says "下级权重合计为 {sum},应为 100% 或 100", "the children's weights add up to {sum}, not to 100% or 100";
            why "权重合计不对,总分就不是百分制。", "The result would not be out of its full points.";
            remedy "改正下级的权重", "correct the children's weights";
        R057 Error BaseUnreadable { file: String, detail: IoWords }
            title "所依据的细则无法读取", "extended rubric cannot be read";
            says "无法读取所依据的细则 {file}:{detail}", "cannot read {file}, which this rubric extends: {detail}";
            why "这里只写了改动,其余规则都在那个文件中。", "Only the changes are written here; every other rule stands in that file.";
            remedy "检查 extends 的路径,它从本文件所在的文件夹算起", "check the path of `extends`; it starts from this file's folder";
        R058 Error ExtendsCircle { files: String }
            title "细则互相依据", "rubrics extend each other in a circle";
            says "这些文件互相依据:{files}", "these files extend each other in a circle: {files}";
            why "没有一个文件是起点。", "None of them is the first.";
            remedy "去掉其中一处 extends", "remove one `extends`";
        R059 Error ExtendsTooLong { limit: usize }
            title "依据的层数过多", "too many rubrics extend one another";
            says "逐层依据的文件超过 {limit} 个", "more than {limit} files extend one another";
            why "没有人能核对改了这么多次的规则。", "Nobody could check a rule that was changed so often.";
            remedy "把较早的几个文件合并成一个完整的细则", "write the earliest files together as one whole rubric";
        R060 Error NothingToRemove { id: String }
            title "要删去的内容不存在", "nothing of this id to remove";
            says "所依据的细则中没有编号 `{id}`", "what this rubric extends has no id `{id}`";
            why "本想删去的规则还会继续计分。", "The rule that was meant would go on scoring.";
            remedy "改正 remove 中的编号;remove 只能与 extends 同用", "correct the id in `remove`; `remove` goes with `extends` only";
        R063 Error ListAlone { name: String }
            title "明细表不能单独使用", "a list does not stand alone";
            says "`{name}` 是明细表,这里不能直接用", "`{name}` is a list and has no value of its own";
            why "明细表有许多条,要先说明怎样合成一个数。", "A list has many entries; how they become one number must be said.";
            remedy "写成 count({name})、sum({name}, …)、max({name}, …)", "write count({name}), sum({name}, …), max({name}, …)";
        R064 Error ListWanted { name: String }
            title "应为明细表", "a list is wanted";
            says "`{name}` 只能用于明细表", "`{name}` works on the entries of a list";
            why "没有明细就没有可以计算的条目。", "Without entries there is nothing to compute.";
            remedy "第一个参数写 [lists] 中的明细表;by.… 只写在明细表的表达式中", "name a list of [lists] first; by.… stands within a list's expression only";
        R065 Error NoChildren { id: String }
            title "指标没有下级", "node without children";
            says "`{id}` 没有下级指标", "`{id}` has no children";
            why "lowest_rate 和 any_zero 看的是下级。", "lowest_rate and any_zero look at children.";
            remedy "改用 rate('{id}') 或 points('{id}')", "use rate('{id}') or points('{id}')";
        R066 Error DeductAsPenalty
            title "扣分项里不用扣分法", "deductions within a penalty";
            says "扣分项([[penalties]])里的 deduct 会倒过来:没有发生反而扣得最多", "`deduct` within [[penalties]] turns around: who did nothing loses most";
            why "扣分项的规则算出的是要扣的分。", "What a rule of a penalty gives is what is taken off.";
            remedy "改用 add:每发生一次计多少分", "use `add`: so many points for each occurrence";
        R067 Error OneChange { found: usize }
            title "应写一种后果", "one change is wanted";
            says "then 下应写一种后果,这里有 {found} 种", "`then` holds one change, here are {found}";
            why "几种后果要各有各的编号和理由。", "Each change has an id and a reason of its own.";
            remedy "只留一种;其余另写一条 [[effects]]", "keep one and write the others as effects of their own";
        R068 Error GateOnLast { grade: String }
            title "最后一个等级没有前置条件", "nothing below the last grade";
            says "`{grade}` 是最后一个等级,达不到条件也没有更低的等级", "`{grade}` is the last grade, so there is none below it";
            why "前置条件不成立时降到下一个等级。", "Where a gate does not hold the grade below is left.";
            remedy "改为更高的等级,或改用一票否决", "name a better grade, or write a veto";
        R069 Error QuotaShare
            title "名额写法不对", "not a usable quota";
            says "at_most 应为 0 到 100% 的比例,或不小于 0 的整数", "`at_most` is a share from 0 to 100%, or a whole number";
            why "名额决定谁能得到这个等级。", "The quota decides who may have the grade.";
            remedy "写成 at_most = \"30%\" 或 at_most = 3", "write at_most = \"30%\" or at_most = 3";
        R070 Error BasePointsMissing { id: String }
            title "没有基本分", "no base points";
            says "`{id}` 没有写基本分(base)", "`{id}` has no `base`";
            why "“只得基本分”要知道基本分是多少。", "Earning the base only needs base points.";
            remedy "在该指标上写 base = …", "write base = … on the node";
        R071 Error FollowUpCondition { found: usize }
            title "应写一种后续情形", "one condition is wanted";
            says "bottom、grade、when 应写其一,这里有 {found} 个", "write one of `bottom`, `grade` and `when`, here are {found}";
            why "不写就不知道对谁适用。", "Without it nobody knows whom it concerns.";
            remedy "例如 bottom = 3,或 grade = \"D\"", "for example bottom = 3, or grade = \"D\"";
        R072 Error AtMostBelowPoints { id: String }
            title "最多得分小于分值", "less at most than its points";
            says "`{id}` 的 at_most 小于分值", "`at_most` of `{id}` is less than its points";
            why "评分项上的 at_most 是超过分值后最多得的分,小于分值就永远得不到满分。", "On a leaf `at_most` is what it may earn beyond its points; with less, full points are out of reach.";
            remedy "写不小于分值的数,或改小分值", "write at least its points, or lower the points";
        R073 Error TestRange
            title "应有的区间写法不对", "not a usable expected range";
            says "区间要写 min 或 max,且 min 不大于 max", "a range has `min` or `max`, and `min` is not above `max`";
            why "没有界限的区间什么也没有检查,颠倒的区间永远不符。", "A range without bounds checks nothing, and one the wrong way round never holds.";
            remedy "例如 {{ min = 3, max = 4 }},或 {{ min = 3 }}", "for example {{ min = 3, max = 4 }}, or {{ min = 3 }}";
        R080 Error TestAdjustment { found: usize }
            title "复核调整应写一个数", "an adjustment is one number";
            says "points 和 change 应写其一,这里有 {found} 个", "write one of `points` and `change`, here are {found}";
            why "不写就不知道是改为多少分,还是增减多少分。", "Without it nobody knows whether points are set or changed.";
            remedy "例如 {{ points = 3 }},或 {{ change = -1 }}", "for example {{ points = 3 }}, or {{ change = -1 }}";
        R081 Warning NeverFires { id: String }
            title "条件永远不会成立", "a condition that never holds";
            says "`{id}` 的条件永远不会成立", "the condition of `{id}` never holds";
            why "写了却不起作用的否决或限制,会让人以为它在把关。", "A veto or cap that cannot fire only seems to guard.";
            remedy "检查条件中的数、方向和数据项的上下限(min、max)", "check its numbers, its direction, and the bounds (min, max) of its fields";
        R082 Warning AlwaysFires { id: String }
            title "条件总是成立", "a condition that always holds";
            says "`{id}` 的条件对所有单位都成立", "the condition of `{id}` holds for every unit";
            why "这样的条件会影响所有单位。", "Such a condition takes hold of everybody.";
            remedy "检查条件中的数、方向和数据项的上下限(min、max)", "check its numbers, its direction, and the bounds (min, max) of its fields";
        R083 Warning LimitsNothing { id: String }
            title "限制没有作用", "a limit that limits nothing";
            says "`{id}` 把等级限制在最好的等级,等于没有限制", "`{id}` leaves the best grade, which limits nothing";
            why "写了却不起作用的限制,会让人以为它在把关。", "A limit without effect only seems to guard.";
            remedy "改为较低的等级,或删去", "name a lower grade, or remove it";
        R084 Warning NeverGains { id: String }
            title "永远得不到分", "a leaf that never earns";
            says "`{id}` 无论填报什么都得0分", "`{id}` earns nothing, whatever is submitted";
            why "得分与填报无关的指标不起考核作用。", "A leaf whose points do not depend on the data assesses nothing.";
            remedy "检查规则的方向、目标值和数据项的上下限", "check the rule's direction, its targets and the bounds of its fields";
        R085 Warning NeverLoses { id: String }
            title "永远不会失分", "a leaf that never loses";
            says "`{id}` 无论填报什么都得满分", "`{id}` earns full points, whatever is submitted";
            why "得分与填报无关的指标不起考核作用。", "A leaf whose points do not depend on the data assesses nothing.";
            remedy "检查规则的方向、目标值和数据项的上下限", "check the rule's direction, its targets and the bounds of its fields";
        R086 Warning NeverFull { id: String, most: String }
            title "得不到满分", "full points are out of reach";
            says "`{id}` 最多得 {most} 分,得不到满分", "`{id}` earns at most {most}, never its full points";
            why "规则给的分到不了分值,满分就没有意义。", "Full points that no one can earn mean nothing.";
            remedy "改正规则中的分,或改小分值", "correct the rule's points, or lower the full points";
        R087 Warning NeverRunsOut { id: String, least: String }
            title "扣不完", "deductions that never reach zero";
            says "`{id}` 至少得 {least} 分,扣不到0分", "`{id}` keeps at least {least}; it never reaches zero";
            why "“扣完为止”的规则应能扣到0分;扣不到多半是扣分或幅度写错了。", "A rule that deducts down to zero should be able to; if not, a step or its points are likely wrong.";
            remedy "检查每档的幅度和扣分;有意保底的,写上 at_most", "check the steps and their points; where a rest is meant to stay, write `at_most`";
        R088 Warning BranchNeverTaken { id: String }
            title "档次或情形永远用不到", "a band or case that is never reached";
            says "`{id}` 的这一档(情形)永远用不到", "this band or case of `{id}` is never reached";
            why "用不到的档次多半是数写错了。", "What is never reached is most likely a slip.";
            remedy "检查它的界限和数据项的上下限(min、max)", "check its bound and the bounds (min, max) of its fields";
        R089 Warning BandPointsTurn { id: String }
            title "档次的得分时高时低", "points of bands rise and fall";
            says "`{id}` 各档的得分时高时低", "the points of `{id}`'s bands rise and fall";
            why "值越好得分反而降低,多半是写错了。", "A better value that earns less is most likely a slip.";
            remedy "改正各档的得分;有意如此的,改用 cases", "correct the points; where it is meant, use `cases`";
        R090 Warning BothSidesAdd { id: String }
            title "两侧都加分", "both sides add";
            says "`{id}` 高于目标和低于目标都加分", "`{id}` adds points above the target and below it";
            why "离目标越远得分越高,多半是方向写错了。", "Points that grow away from the target are most likely a slip.";
            remedy "把其中一侧改为 deduct", "let one side deduct";
        R091 Warning SpeltTwice { name: String, known: String }
            title "部门名称写法不一", "a department spelt in two ways";
            says "部门 `{name}` 在别处写作 `{known}`", "the department `{name}` is written `{known}` elsewhere";
            why "写法不一,该部门的指标会分到两张表。", "Its indicators would fall into two sheets.";
            remedy "统一写法", "spell it one way";
        R092 Error GradeMaximum { name: String, max: String, min: String }
            title "等级之间有空档", "totals between two grades";
            says "{name} 的上限 {max} 与上一等级的下限 {min} 之间的得分没有等级", "totals between the {max} of {name} and the {min} of the grade above belong nowhere";
            why "80-89分与90分之间的89.5分不知归哪一级。", "With 80-89 and 90, nobody knows what 89.5 is.";
            remedy "去掉 max:低于上一等级下限的都归本级;或在 rounding 中让总分保留整数", "leave `max` out: what is below the grade above belongs here; or round totals to whole points";
        R093 Error NoTotalBelow { grade: String }
            title "没有比它更低的得分", "no total below this grade";
            says "`{grade}` 没有最低分,不知道低于它是多少分", "`{grade}` has no least total to stay below";
            why "总分限制要有一个数。", "A ceiling is a number.";
            remedy "写有 min 的等级,或写 total_at_most = …", "name a grade with `min`, or write total_at_most = …";
        R094 Error TooMany { what: Bilingual, limit: usize }
            title "写得太多", "too many of them";
            says "{what}超过 {limit} 个的上限", "more than {limit} {what}";
            why "没有人能核对这样的规则。", "Nobody could check such a rule.";
            remedy "改用公式、目标值(target.…)或明细表", "use a formula, targets (target.…) or a list";
        R095 Error NoDeadline
            title "没有规定截止日期", "no deadline";
            says "用到了 unit.days_late,但细则没有写 deadline", "unit.days_late is used, and the rubric sets no `deadline`";
            why "不知道截止日期,就不知道迟了几天。", "Without a deadline nothing is late.";
            remedy "在细则开头写 deadline = \"2017-01-10\"", "write deadline = \"2017-01-10\" at the top of the rubric";
        R096 Error EvidenceForPenalty { id: String }
            title "扣分项不能要求印证材料", "evidence required of a penalty";
            says "扣分项 `{id}` 写了 evidence_required", "`evidence_required` stands on the penalty `{id}`";
            why "没有材料就不扣分,等于让单位自己决定扣不扣。", "Without evidence nothing would be taken off, which leaves it to the unit.";
            remedy "删去 evidence_required", "remove `evidence_required`";
        R097 Error NoAssessmentBelow { pattern: String }
            title "没有下级考核", "no assessment of a lower tier";
            says "`{pattern}` 不是考核文件夹(其中没有 assessment.toml)", "`{pattern}` is no assessment folder: it has no assessment.toml";
            why "没有下级的结果,就没有可汇总的条目。", "Without results of the lower tier there is nothing to take together.";
            remedy "检查路径;可以用通配符,如 乡镇/*", "check the path; patterns such as towns/* will do";
        R098 Error TierCircle { folder: String }
            title "上下级循环", "tiers in a circle";
            says "`{folder}` 既是下级,又要用到本级的结果", "`{folder}` is a lower tier and takes results of this one";
            why "谁都不能先评分。", "Neither could be scored first.";
            remedy "去掉其中一个 assessments", "remove one of the `assessments`";
        R099 Error LowerNotScored { folder: String }
            title "下级还没有评分", "the lower tier is not scored yet";
            says "`{folder}` 还没有结果", "`{folder}` has no results yet";
            why "汇总要用下级的结果。", "Its results are to be taken together.";
            remedy "运行 kaohe score --tiers,先给下级评分", "run kaohe score --tiers, which scores lower tiers first";
    }
}
