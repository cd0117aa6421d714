//! What can be wrong in a roster, in submissions, or in what came of them.

use std::fmt;

use super::{Bilingual, Lang, Spoken, Worded, messages, problems};

messages! {
    /// Why a file cannot be read, or not to its end.
    FileFault {
        Empty => "文件是空的", "the file is empty";
        UnknownType { extension: String } =>
            "不认识的文件类型“{extension}”,可用 .xlsx .xlsm .xlsb .xls .ods .csv .tsv .txt",
            "unknown file type \u{201c}{extension}\u{201d}; .xlsx .xlsm .xlsb .xls .ods .csv .tsv .txt are read";
        WebPage => "这是网页另存的文件,不是真正的工作簿", "this is a web page saved under a workbook's name";
        XmlSheet => "这是“XML 表格 2003”,不是真正的工作簿", "this is an XML spreadsheet of 2003 saved under a workbook's name";
        NotFound => "没有这个文件", "there is no such file";
        Denied => "没有读取的权限,或另一个程序正在使用", "reading it is not permitted, or another program holds it";
        NoFile => "这是文件夹,不是文件", "this is a folder, not a file";
        NotAWorkbook => "内容不是工作簿", "the content is no workbook";
        Password => "文件有密码保护", "the file is protected by a password";
        Truncated => "文件不完整,可能没有下载或复制完", "the file is incomplete; perhaps a download or a copy broke off";
        Damaged { detail: String } => "文件已损坏({detail})", "the file is damaged ({detail})";
        Os { message: String } => "{message}", "{message}";
        ManyBytes { mebibytes: usize } => "内容多于 {mebibytes} MiB", "it holds more than {mebibytes} MiB";
        ManyCells { cells: usize } => "单元格多于 {cells} 个", "it holds more than {cells} cells";
        NotResults { detail: String } => "不是 kaohe 保存的 results.json({detail})", "it is no results.json of kaohe ({detail})";
        ResultsFormat { format: u32 } => "是另一版本的 results.json(格式 {format})", "it is a results.json of another version (format {format})";
        Packed => "压缩得异常紧密", "it is packed abnormally tight";
    }
}

impl Worded for FileFault {
    fn worded(&self, lang: Lang) -> impl fmt::Display {
        self.say(lang)
    }
}

messages! {
    /// Why a person's decision was not applied.
    AdjustmentFault {
        NoUnit => "没有写明单位", "it names no unit";
        UnknownUnit { unit: String } => "名册中没有“{unit}”", "\u{201c}{unit}\u{201d} is not on the roster";
        AmbiguousUnit { text: String, candidates: String } => "“{text}”可能是:{candidates}", "\u{201c}{text}\u{201d} may be {candidates}";
        UnknownField { field: String } => "细则中没有“{field}”这个数据项", "the rubric has no field \u{201c}{field}\u{201d}";
        UnknownNode { node: String } => "细则中没有“{node}”这个指标", "the rubric has no node \u{201c}{node}\u{201d}";
        NoNumber => "没有写调整后得分,也没有写增减的分值", "it gives neither the new points nor a change";
        TwoNumbers => "调整后得分和增减的分值只能写一个", "it gives both the new points and a change";
        NumberUnreadable { text: String } => "“{text}”不是数字", "\u{201c}{text}\u{201d} is no number";
        NoReason => "没有写理由", "it gives no reason";
        NoPerson => "没有写调整人", "it names nobody who decided";
        NoDate => "没有写日期", "it gives no date";
        NoGroup => "没有写考评组", "it names no review group";
        EntryGone =>
            "要剔除的条目已不在原处,或内容已变;请清去这一处剔除,重新汇总后再看是否仍要剔除",
            "the entry to be struck is no longer there, or has changed; clear this mark, collect again, and see whether it is still to be struck";
        UnknownList { sheet: String } => "细则中没有与工作表“{sheet}”对应的明细表", "no list of the rubric fits the sheet \u{201c}{sheet}\u{201d}";
        DateUnreadable { text: String } => "“{text}”不是日期", "\u{201c}{text}\u{201d} is no date";
    }
}

impl Worded for AdjustmentFault {
    fn worded(&self, lang: Lang) -> impl fmt::Display {
        self.say(lang)
    }
}

messages! {
    /// What of a sheet is hidden.
    HiddenPart {
        Rows { rows: String } => "第 {rows} 行", "rows {rows}";
        Columns { columns: String } => "第 {columns} 列", "columns {columns}";
    }
}

impl Worded for HiddenPart {
    fn worded(&self, lang: Lang) -> impl fmt::Display {
        self.say(lang)
    }
}

problems! {
    /// A problem in data.
    DataProblem {
        D001 Error Unreadable { file: String, detail: FileFault }
            title "文件无法读取", "file cannot be read";
            says "无法读取 {file}:{detail}", "cannot read {file}: {detail}";
            why "这个文件里的数据都没有参与评分。", "Nothing in this file takes part in the scoring.";
            remedy "用 Excel 或 WPS 打开后另存为 .xlsx 再试", "open it in Excel or WPS and save it as .xlsx";
        D002 Error NoTable { sheet: String }
            title "没有认出表头", "no table recognised";
            says "{sheet}没有可以识别的表头", "no header row was recognised in {sheet}";
            why "不认识表头就不知道哪一列是什么。", "Without a header nobody knows which column is which.";
            remedy "表头应有单位列和数据项列,或数据项列和数值列", "the header wants a unit column and field columns, or a field column and a value column";
        D003 Warning UnknownUnit { unit: String }
            title "不在名册中的单位", "unit is not on the roster";
            says "名册中没有“{unit}”,它的数据未采用", "\u{201c}{unit}\u{201d} is not on the roster; its data is left out";
            why "不在名册中的单位不参与排名。", "Who is not on the roster is not ranked.";
            remedy "核对单位编号和名称,或把它加入名册", "check the id and name, or add it to the roster";
        D004 Error DuplicateUnit { unit: String }
            title "单位重复", "unit appears twice";
            says "“{unit}”出现了两次,后一次未采用", "\u{201c}{unit}\u{201d} appears twice; the second is left out";
            why "两次填报的数据可能不同。", "The two may say different things.";
            remedy "只保留一份", "keep one of them";
        D005 Error UnknownField { field: String }
            title "未知的数据项", "unknown field";
            says "评分细则中没有“{field}”这个数据项", "the rubric has no field \u{201c}{field}\u{201d}";
            why "写错名称的数据不会参与评分。", "A misspelt field would not be scored.";
            remedy "改正名称,或在细则的 aliases 中登记这种写法", "correct the name or list it under aliases in the rubric";
        D006 Error WrongKind { field: String, text: String, expected: Bilingual }
            title "值的类型不对", "value of the wrong kind";
            says "“{field}”的值“{text}”不是{expected},按缺报处理", "\u{201c}{text}\u{201d} in {field} is not {expected}; it counts as missing";
            why "读不懂的值不能参与计算。", "A value that cannot be read cannot be computed with.";
            remedy "改填{expected}", "enter {expected}";
        D007 Error Conflict { unit: String, field: Spoken, first: Spoken, second: Spoken }
            title "同一数据项有两个值", "two values for one field";
            says "“{unit}”的“{field}”先填 {first},又填 {second};采用前者", "{field} of {unit} is first {first}, then {second}; the first is used";
            why "哪一个是对的,工具不能代为决定。", "The tool cannot decide which is right.";
            remedy "核实后删去一个", "find out which is right and remove the other";
        D008 Error MustFails { say: String, condition: String }
            title "数据自相矛盾", "data contradict each other";
            says "{say}", "{say}";
            why "相互矛盾的数据至少有一个是错的。", "Of data that contradict each other at least one is wrong.";
            remedy "应满足:{condition}", "this should hold: {condition}";
        D009 Warning ReadAs { field: String, text: String, value: String }
            title "按习惯写法读取", "read as people mean it";
            says "“{field}”中的“{text}”按 {value} 读取", "\u{201c}{text}\u{201d} in {field} was read as {value}";
            why "写法不规范,请确认读得对。", "The notation is unusual; make sure it was read right.";
            remedy "如读得不对,改成普通写法", "if it was read wrongly, write it plainly";
        D010 Warning Missing { unit: String, field: String }
            title "缺报", "missing value";
            says "“{unit}”没有填报“{field}”", "{unit} gave no value for {field}";
            why "缺报按细则的规定计分,补报后结果可能改变。", "The rubric says how a missing value is scored; the result may change when it arrives.";
            remedy "催报,或填“不适用”", "ask for it, or enter 不适用 (not applicable)";
        D011 Warning NoSubmission { unit: String }
            title "没有填报表", "no submission";
            says "没有收到“{unit}”的任何数据", "nothing was submitted for {unit}";
            why "它的所有指标都按缺报计分。", "All its values count as missing.";
            remedy "检查文件是否齐全、单位名称是否一致", "check that the file is there and names the unit as the roster does";
        D012 Warning DivisionByZero { unit: String, node: String }
            title "分母为零", "division by zero";
            says "“{unit}”的“{node}”分母为零,按缺报处理", "{node} of {unit} divides by zero and counts as missing";
            why "没有业务量时不能计算比率。", "Without any business there is no rate.";
            remedy "没有此项业务时应填“不适用”", "enter 不适用 (not applicable) where there is no such business";
        D013 Error Overflow { unit: String, node: String }
            title "数值溢出", "number out of range";
            says "“{unit}”的“{node}”超出可精确计算的范围", "{node} of {unit} leaves the range of exact numbers";
            why "不能精确计算就不给分。", "What cannot be computed exactly is not scored.";
            remedy "检查填报的数值是否多写了零", "check the values for stray zeros";
        D014 Warning UndecidedEffect { unit: String, effect: String, say: String }
            title "否决或限制条件待定", "veto or cap undecided";
            says "“{unit}”的 {effect}({say})因缺报不能判定,暂不生效", "{effect} ({say}) cannot be decided for {unit} and does not fire yet";
            why "补报后等级可能降低。", "The grade may fall when the value arrives.";
            remedy "催报有关数据", "ask for the missing values";
        D015 Error OutOfRange { field: String, value: String, range: String }
            title "超出合理范围", "value out of range";
            says "“{field}”的值 {value} 不在 {range} 之内,按缺报处理", "{value} in {field} is not within {range}; it counts as missing";
            why "超出范围的值多半是误填。", "Such a value is most likely a slip.";
            remedy "核实后改正", "check and correct it";
        D016 Error ErrorCell { field: String, text: String }
            title "单元格是错误值", "cell holds an error";
            says "“{field}”的单元格是 {text},按缺报处理", "the cell of {field} holds {text}; it counts as missing";
            why "公式出错的单元格没有值。", "A failed formula has no value.";
            remedy "改正公式或填入数值", "mend the formula or enter the value";
        D017 Error FormulaWithoutValue { field: String }
            title "公式没有保存结果", "formula without a saved result";
            says "“{field}”的公式没有保存计算结果,按缺报处理", "the formula in {field} was saved without its result; it counts as missing";
            why "有的软件保存时不计算公式,读到的是空白。", "Some programs save formulas without computing them.";
            remedy "用 Excel 或 WPS 打开并重新保存", "open it in Excel or WPS and save it again";
        D018 Error RosterColumn { column: String }
            title "名册缺少列", "roster lacks a column";
            says "名册没有“{column}”列", "the roster has no column \u{201c}{column}\u{201d}";
            why "没有名册就不知道考核谁。", "Without a roster nobody knows who is assessed.";
            remedy "名册的表头为 id,name,group(编号、名称、分组)", "the roster's header is id,name,group";
        D019 Error RosterDuplicate { id: String }
            title "名册中编号重复", "duplicate id on the roster";
            says "名册中编号或名称“{id}”用了两次", "\u{201c}{id}\u{201d} is used twice on the roster";
            why "重复的编号使数据无法对应。", "Data could not be told apart.";
            remedy "改正其中一个", "correct one of them";
        D020 Error UnknownGroup { group: String, groups: String }
            title "没有这个分组", "no such group";
            says "细则中没有“{group}”这个分组", "the rubric has no group \u{201c}{group}\u{201d}";
            why "按分组的规则对它不起作用。", "Rules by group would not apply to it.";
            remedy "可用:{groups}", "groups: {groups}";
        D021 Note Encoding { encoding: String }
            title "按这种编码读取", "read in this encoding";
            says "按 {encoding} 编码读取", "read as {encoding}";
            why "编码认错会变成乱码。", "A wrong guess garbles the text.";
            remedy "如有乱码,请存为 UTF-8", "if the text is garbled, save it as UTF-8";
        D022 Error AmbiguousUnit { text: String, candidates: String }
            title "单位不能确定", "unit is ambiguous";
            says "“{text}”可能是:{candidates};未采用", "\u{201c}{text}\u{201d} may be {candidates}; it is left out";
            why "猜错单位会使成绩张冠李戴。", "A wrong guess would give one unit another's points.";
            remedy "写明单位编号", "write the unit's id";
        D023 Error TooLarge { file: String, detail: FileFault }
            title "文件过大", "file too large";
            says "{file} 超出读取上限:{detail}", "{file} exceeds what is read: {detail}";
            why "异常大的文件多半是损坏的或有误。", "A file of such a size is most likely damaged.";
            remedy "删去多余的行、列和图片后另存", "remove surplus rows, columns and pictures and save it again";
        D024 Error NoUnitInForm
            title "填报表没有写明单位", "form does not name its unit";
            says "没有找到填报单位", "the form does not say which unit it is of";
            why "不知道是谁的数据就不能采用。", "Data of nobody cannot be used.";
            remedy "在表头上方写“被考核单位:名称”,或用单位编号作文件名", "write 被考核单位: and the name above the table, or name the file after the unit's id";
        D025 Warning EmptyFile { file: String }
            title "没有数据行", "no rows of data";
            says "{file} 只有表头,没有数据", "{file} has a header and no data";
            why "可能交错了文件。", "It may be the wrong file.";
            remedy "核对文件", "check the file";
        D026 Warning PercentScale { field: String, text: String, value: String }
            title "百分数没有写百分号", "percentage without a per cent sign";
            says "“{field}”中的 {text} 按 {value} 读取", "{text} in {field} was read as {value}";
            why "98.5 和 0.985 都有人用来表示 98.5%。", "Both 98.5 and 0.985 are used to mean 98.5%.";
            remedy "写成 98.5% 或 0.985", "write 98.5% or 0.985";
        D027 Error Broken { file: String, sheet: String }
            title "文件已损坏", "file is damaged";
            says "{file} 的 {sheet} 读到一半出错", "{file} breaks off in {sheet}";
            why "后面的数据没有读到。", "What follows was not read.";
            remedy "用 Excel 或 WPS 打开后另存", "open it in Excel or WPS and save it again";
        D028 Error ClaimUnreadable { text: String }
            title "自评得分读不懂", "self score cannot be read";
            says "自评得分“{text}”不是数字", "the self score \u{201c}{text}\u{201d} is no number";
            why "自评得分只用于对比,不计分。", "A self score is only compared, never counted.";
            remedy "改填数字", "enter a number";
        D029 Warning RowWithoutUnit
            title "没有写明单位的行", "row without a unit";
            says "这一行有数据而没有写明单位,未采用", "this row has data and names no unit; it is left out";
            why "不知道是谁的数据就不能采用。", "Data of nobody cannot be used.";
            remedy "补上单位编号或名称", "enter the unit's id or name";
        D030 Warning ReadAsMissing { field: String, text: String }
            title "按缺报读取", "read as missing";
            says "“{field}”中的“{text}”按缺报读取", "\u{201c}{text}\u{201d} in {field} was read as missing";
            why "它可能表示没有、未报或不适用,三者计分不同。", "It may mean none, not submitted or not applicable, which are scored differently.";
            remedy "改填数值、“不适用”,或留空", "enter the value or 不适用 (not applicable), or leave it blank";
        D031 Error NoGroup { groups: String }
            title "单位没有分组", "unit without a group";
            says "这个单位没有写明分组", "this unit is in no group";
            why "按分组的规则对它不起作用,也不能参加组内排名。", "Rules by group would not apply to it, and it has no rank in a group.";
            remedy "补上分组:{groups}", "enter its group: {groups}";
        D032 Warning ClaimWithoutNode { field: String }
            title "自评得分没有对应的指标", "self score without a node";
            says "“{field}”旁的自评得分未采用:它不只对应一个评分项", "the self score beside {field} is left out: no single leaf looks at that field";
            why "自评得分要能与一个评分项的得分对比。", "A self score is compared with the points of one leaf.";
            remedy "把自评得分填在评分项的编号一行", "enter the self score on the row of the leaf's id";
        D033 Error RangeReversed { field: String, text: String }
            title "区间上下限颠倒", "range the wrong way round";
            says "“{field}”的“{text}”下限大于上限,按缺报处理", "the lower end of \u{201c}{text}\u{201d} in {field} is above the upper end; it counts as missing";
            why "颠倒的区间多半是误填。", "Such a range is most likely a slip.";
            remedy "先写下限,再写上限", "write the lower end first";
        D034 Note TargetEnd { field: String, text: String, value: String }
            title "目标是一个区间", "target is a range";
            says "“{field}”的目标“{text}”按 {value} 计", "of the range \u{201c}{text}\u{201d} in {field}, {value} is taken";
            why "细则只用到区间的一端。", "The rubric looks at one end of the range only.";
            remedy "如应按另一端计,细则中改用目标的 .low 或 .high", "if the other end was meant, write .low or .high behind the target in the rubric";
        D035 Note TargetNotAsked { field: String }
            title "细则没有用到的目标", "target that the rubric does not use";
            says "细则没有用到“{field}”的目标", "the rubric uses no target for {field}";
            why "这一列不影响得分。", "This column does not change any score.";
            remedy "如应用到,请核对细则", "if it should be used, look at the rubric";
        D036 Warning NoTargets { field: String }
            title "没有目标文件", "no file of targets";
            says "细则用到目标(如“{field}”),但没有指定目标文件", "the rubric uses targets (such as {field}), and no file of targets is named";
            why "没有目标的评分项按缺报处理。", "Leaves without their target count as missing.";
            remedy "在 assessment.toml 中写 targets = \"目标.csv\",或用 --targets 指定", "write targets = \"targets.csv\" in assessment.toml or give --targets";
        D037 Error AnyList { lists: String }
            title "明细表不能确定", "list is ambiguous";
            says "表头与几个明细表都相符:{lists};未采用", "the header fits several lists: {lists}; it is left out";
            why "放错明细表会算错分。", "Entries in the wrong list would be scored wrongly.";
            remedy "用明细表的名称命名工作表或文件", "name the sheet or the file after the list";
        D038 Error ColumnTwice { column: String }
            title "列重复", "column appears twice";
            says "“{column}”有两列,后一列未采用", "there are two columns {column}; the second is left out";
            why "两列的内容可能不同。", "The two may say different things.";
            remedy "只保留一列", "keep one of them";
        D039 Warning ListColumn { list: String, column: String }
            title "明细表缺少列", "list lacks a column";
            says "“{list}”没有“{column}”列,这一列按缺报处理", "{list} has no column {column}; it counts as missing";
            why "用到这一列的评分项得不出结果。", "Leaves that look at it have no result.";
            remedy "补上这一列,或在细则的 aliases 中登记表头的写法", "add the column or list its header under aliases in the rubric";
        D040 Warning EntriesBesideNone { unit: String, list: String, count: usize }
            title "既写“无”又有条目", "entries beside none";
            says "“{unit}”的“{list}”另有 {count} 条,按条目计", "{unit} also has entries in {list}: {count}; the entries count";
            why "两种说法至少有一种是错的。", "One of the two must be wrong.";
            remedy "核实后删去一种", "find out which is right and remove the other";
        D041 Warning SameEntry { unit: String, list: String }
            title "两个文件中有相同的条目", "the same entry in two files";
            says "“{unit}”的“{list}”中这一条在另一个文件里也有,两条都计", "this entry of {unit} in {list} is in another file too; both count";
            why "可能重复报送,也可能确有两件。", "It may have been sent twice, or there may be two.";
            remedy "核实;重复的删去一条", "find out, and remove one if it was sent twice";
        D042 Warning PeriodsMissing { asked: u32, given: usize }
            title "以前各期的数据不够", "earlier periods are missing";
            says "细则用到前 {asked} 期的数据,只指定了 {given} 期", "the rubric looks {asked} periods back, and files are named for {given}";
            why "没有的一期按缺报处理。", "A period without a file counts as missing.";
            remedy "在 assessment.toml 中写 previous = [\"上期.csv\", …],最近的一期在前", "write previous = [\"last.csv\", …] in assessment.toml, the latest period first";
        D043 Note PeriodNotAsked { file: String }
            title "细则没有用到的以前各期", "period that the rubric does not use";
            says "细则没有用到这么早的数据,{file} 没有读取", "the rubric does not look so far back; {file} was not read";
            why "这个文件不影响得分。", "This file does not change any score.";
            remedy "如应用到,请核对细则和 previous 的次序", "if it should be used, look at the rubric and at the order of `previous`";
        D044 Warning PeriodWithout { file: String, field: String }
            title "以前各期缺少数据", "period without a value";
            says "{file} 中没有任何单位的“{field}”", "{file} has no {field} of any unit";
            why "细则要用到它,没有就按缺报处理。", "The rubric asks for it; without it, it counts as missing.";
            remedy "核对列名;以前的名称可在细则的 aliases 中登记", "check the header; an earlier name can be listed under aliases in the rubric";
        D045 Note NotInPeriod { unit: String, file: String }
            title "当时没有这个单位", "unit was not there then";
            says "{file} 中没有“{unit}”,它当时的数据按缺报处理", "{file} has nothing of {unit}; what it asks for of that period is missing";
            why "新设的单位没有以前的数据。", "A new unit has no earlier values.";
            remedy "如当时名称不同,请在文件中改为现在的编号或名称", "if it had another name then, write its present id or name into the file";
        D046 Error AdjustmentRefused { fault: AdjustmentFault }
            title "复核调整未采用", "adjustment not applied";
            says "这项复核调整未采用:{fault}", "this adjustment was not applied: {fault}";
            why "复核调整要有单位、分值、理由、调整人和日期,才能查得清楚。", "A decision over points needs its unit, number, reason, person and date.";
            remedy "改正后重新评分", "correct it and score again";
        D047 Error AdjustedTwice { unit: String, node: Spoken }
            title "复核调整重复", "adjusted twice";
            says "“{unit}”的“{node}”调整了两次,后一次未采用", "{node} of {unit} is adjusted twice; the second is left out";
            why "哪一次算数,工具不能代为决定。", "The tool cannot decide which one counts.";
            remedy "只保留一次", "keep one of them";
        D048 Error AdjustmentColumns
            title "没有认出复核调整表", "adjustments not recognised";
            says "没有单位列,或没有“调整后得分”“增减”列", "there is no column of units, or none of points or change";
            why "不认识表头就不知道调整了什么。", "Without a header nobody knows what was decided.";
            remedy "表头为 id,node,points,reason,person,date(编号、指标、调整后得分、理由、调整人、日期);增减用 change(增减)列", "the header is id,node,points,reason,person,date; for a change write change in place of points";
        D049 Error AdjustedOutside { unit: String, node: Spoken, points: String, range: String }
            title "调整后的得分超出范围", "adjusted points out of range";
            says "“{unit}”的“{node}”调整后为 {points},不在 {range} 之内", "{node} of {unit} is {points} after adjustment, not within {range}";
            why "得分不能是负数,也不能多于分值。", "Points are never negative and never above full points.";
            remedy "核实调整的分值", "check the adjustment";
        D050 Error AdjustmentWithoutPoints { unit: String, node: Spoken }
            title "没有可以增减的得分", "nothing to change by an adjustment";
            says "“{unit}”的“{node}”没有得分,增减的分值没有起作用", "{node} of {unit} has no points, so changing them did nothing";
            why "缺报或不适用的评分项没有得分可以增减。", "What is missing or does not apply has no points to change.";
            remedy "改写调整后得分", "write the new points instead";
        D051 Error RollupList { list: String }
            title "没有这个明细表", "no such list";
            says "评分细则中没有“{list}”这个明细表", "the rubric has no list \u{201c}{list}\u{201d}";
            why "下级的结果要汇入一个明细表。", "The results of a lower tier become entries of a list.";
            remedy "改正 rollups 中的 list", "correct `list` under rollups";
        D052 Error RollupColumn { list: String, column: String, file: String }
            title "下级结果中没有这一列", "results lack a column";
            says "{file} 中没有“{list}”的“{column}”,这一列按缺报处理", "{file} has nothing for {column} of {list}; it counts as missing";
            why "用到这一列的评分项得不出结果。", "Leaves that look at it have no result.";
            remedy "列的编号写 id、name、group、total、grade、rank、group_rank 或下级数据项的编号;某项得分在 aliases 中写 points(1.1)", "name the column id, name, group, total, grade, rank, group_rank or after a field of the lower tier; for points of a node write points(1.1) under its aliases";
        D053 Warning RollupOwner { unit: String, group: String }
            title "下级单位不知属于谁", "lower unit without an upper one";
            says "“{unit}”的分组“{group}”不在名册中,这一组的结果未采用", "the group \u{201c}{group}\u{201d} of {unit} is not on the roster; the results of this group are left out";
            why "下级单位的分组应是它所属单位的编号或名称。", "A lower unit's group names the unit it belongs to.";
            remedy "改正分组,或在 rollups 中写 unit", "correct the group, or write `unit` under rollups";
        D054 Warning UnknownSource { text: String }
            title "不认识的数据来源", "unknown source";
            says "“{text}”不是数据来源,按文件的来源处理", "\u{201c}{text}\u{201d} is no source; the file's own is taken";
            why "不同来源的数据谁算数,由细则和 assessment.toml 规定。", "Which source counts is settled by the rubric and assessment.toml.";
            remedy "写自评、部门、实地核查或第三方(self、department、site、third-party)", "write self, department, site or third-party (自评、部门、实地核查、第三方)";
        D055 Error SourcesUndeclared { unit: String, field: String, first: Spoken, second: Spoken }
            title "没有规定以哪个来源为准", "nobody says which source counts";
            says "“{unit}”的“{field}”{first},{second};没有规定以谁为准,采用前者", "{field} of {unit}: {first}, {second}; nobody has said which counts, the first is used";
            why "几个来源说法不同,工具不能代为决定。", "Where sources differ, the tool cannot decide.";
            remedy "在 assessment.toml 的 [[sources]] 中按先后列出来源,或在细则的数据项中写 precedence", "list the sources in order under [[sources]] in assessment.toml, or write `precedence` for the field in the rubric";
        D056 Warning OnlyCompared { unit: String, field: String, said: Spoken }
            title "只有不算数的来源", "only a source that does not count";
            says "“{unit}”的“{field}”只有:{said};按规定不采用,作缺报处理", "{field} of {unit} is given by {said} only, which does not count; it is missing";
            why "细则规定了这个数据项以哪些来源为准。", "The rubric says whose word counts for this field.";
            remedy "向规定的来源取数,或修改细则中的 precedence", "get it from a source that counts, or change `precedence` in the rubric";
        D057 Warning Unproven { unit: String, node: String }
            title "没有印证材料", "no evidence";
            says "“{unit}”的“{node}”没有印证材料,按规定得0分", "{node} of {unit} has no evidence and earns nothing";
            why "细则规定没有印证材料的不得分,并在结果中注明。", "The rubric gives no points without evidence, and has that noted.";
            remedy "补交材料,在“印证材料”一栏写明名称和页码", "have it handed in, and name it with its pages under 印证材料 (evidence)";
        D058 Warning NoCorrections { file: String }
            title "没有汇总表", "no collected table";
            says "{file} 还没有,没有更正可用", "{file} is not there yet, so nothing is corrected";
            why "更正写在汇总表里。", "Corrections are written into the collected table.";
            remedy "运行 kaohe collect 生成它,或改正 assessment.toml 中的 corrections", "run kaohe collect to make it, or correct `corrections` in assessment.toml";
        D059 Error CorrectionColumns
            title "没有认出汇总表", "collected table not recognised";
            says "没有单位、数据项和“更正值”列", "there are no columns of units, fields and corrections";
            why "不认识表头就不知道更正了什么。", "Without a header nobody knows what was corrected.";
            remedy "不要改动汇总表的表头;表头为单位编号、数据项编号、填报值、更正值、更正理由、更正人", "leave the header of the collected table as it is: Unit id, Field id, Value, Correction, Reason for correction, Corrected by";
        D060 Error CorrectionRefused { fault: AdjustmentFault }
            title "更正未采用", "correction not applied";
            says "这项更正未采用:{fault}", "this correction was not applied: {fault}";
            why "不知道更正的是谁的什么,就不能采用。", "Nobody knows whose value it corrects.";
            remedy "改正后重新评分", "mend it and score again";
        D061 Warning CorrectionStale { unit: String, field: String, then: Spoken, now: Spoken }
            title "更正之后又有改动", "changed since it was corrected";
            says "“{unit}”的“{field}”更正时填报的是 {then},现在是 {now};仍按更正值", "{field} of {unit} was {then} when it was corrected and is {now} now; the correction still counts";
            why "单位可能已经重报,更正未必还需要。", "The unit may have submitted anew, and the correction may no longer be needed.";
            remedy "核实后保留或删去更正,再运行 kaohe collect", "keep or remove the correction, then run kaohe collect again";
        D062 Warning CorrectionUnexplained { unit: String, field: String }
            title "更正没有写理由", "correction without a reason";
            says "“{unit}”的“{field}”更正了,没有写理由", "{field} of {unit} was corrected, and no reason is given";
            why "改动别人填报的数据,应能说明为什么。", "Whoever changes what another submitted should be able to say why.";
            remedy "在“更正理由”一栏写明", "write it into the column for the reason";
        D063 Warning CollectedDiffers { unit: String, field: String, then: String, now: Spoken }
            title "汇总表中的值与填报的不同", "collected value is not the submitted one";
            says "汇总表中“{unit}”的“{field}”是 {then},填报的是 {now};按填报的采用", "{field} of {unit} is {then} in the collected table, and {now} as submitted; what was submitted counts";
            why "填报值写在汇总表里不起作用,再汇总时会被换回;也可能是单位已经重报。", "A value written over the submitted one changes nothing and is replaced by the next collecting; or the unit has submitted anew.";
            remedy "要更正,写在“更正值”一栏;明细表的条目先剔除,再另加一行;单位重报的,再运行 kaohe collect", "write a correction into its own column; of a list, strike the entry and add another row; where the unit submitted anew, run kaohe collect again";
        D070 Error FormOfRubric { rubric: String, expected: String }
            title "填报表属于另一份细则", "form of another rubric";
            says "这张填报表是按评分细则“{rubric}”发出的,现在用的是“{expected}”;未采用", "this form was made for the rubric \u{201c}{rubric}\u{201d}, not for \u{201c}{expected}\u{201d}; it is left out";
            why "另一份细则问的不是同样的数据,编号相同的也可能另有所指。", "Another rubric asks for other things, and the same id may mean something else.";
            remedy "请该单位用 kaohe forms 新发的填报表,或用原来的细则评分", "have the unit fill in a form that kaohe forms makes now, or score by the rubric it was made for";
        D071 Warning FormOfEdition { made: String, made_for: String, edition: String, period: String }
            title "填报表属于细则的另一版本", "form of another edition";
            says "这张填报表是按{made_for}版本 {made} 的细则发出的,现在用的是{period}版本 {edition},内容已有改动;仍照读", "this form was made for edition {made} of {made_for}, and this is edition {edition} of {period}; the rubric has changed since, and the form is read all the same";
            why "版本之间数据项、计量单位和分值可能不同;版本和年度都相同,只是细则文件有改动的,只作提示。", "Fields, units of measure and points may differ between editions; where edition and period are the same and only the file was changed, this is no more than a note.";
            remedy "用 kaohe rubric diff 看两版有哪些不同;有关的项请该单位重新核对", "see what differs with kaohe rubric diff, and have the unit check what is concerned";
        D080 Error MergedValue { field: String, cells: String }
            title "合并单元格跨了几个值", "value merged over several";
            says "“{field}”的合并单元格 {cells} 跨了几个单位或数据项,未采用", "the merged cells {cells} of {field} cover several units or fields; the value is left out";
            why "一个值是各自的还是合计的,工具不能代为决定。", "The tool cannot decide whether the value is each one's or all of theirs.";
            remedy "取消合并,各填各的", "split the cells and enter each value";
        D081 Note Hidden { what: HiddenPart }
            title "隐藏的行或列有数据", "hidden rows or columns hold data";
            says "隐藏的{what}有数据,照常采用", "hidden {what} hold data; they count";
            why "看不见的数据也参与评分。", "Data that nobody sees is scored too.";
            remedy "取消隐藏后核对;不该计入的请删去", "show them and look; remove what should not count";
        D082 Note HiddenSheet { sheet: String }
            title "隐藏的工作表", "hidden sheet";
            says "隐藏的工作表“{sheet}”像是填报的数据,没有读取", "the hidden sheet {sheet} looks like data; it was not read";
            why "隐藏的工作表多半是旧稿。", "Hidden sheets are mostly old drafts.";
            remedy "如应计入,请取消隐藏", "show it if it should count";
        D083 Warning Covered
            title "合并单元格遮住了内容", "content under merged cells";
            says "合并单元格下面还有内容,未采用", "there is content underneath merged cells; it is left out";
            why "遮住的内容看不见,也可能是有用的数据。", "Nobody sees it, and it may be data that was meant to count.";
            remedy "取消合并后核对", "split the cells and look";
        D084 Warning Carried { unit: String }
            title "没有写单位的行", "rows that go on without a unit";
            says "这一行没有写单位,按上面的“{unit}”读取;这张表里其他这样的行也是", "this row names no unit and was read as {unit}'s, like other such rows of this sheet";
            why "单位列没有合并单元格,空着也可能是漏填。", "The cells are not merged, so the unit may have been forgotten.";
            remedy "每行都写单位,或把单位合并到它的各行", "write the unit in each row, or merge its cell over its rows";
        D085 Note OtherFormat { really: String }
            title "内容与扩展名不符", "content and extension differ";
            says "内容是 .{really},按 .{really} 读取", "the content is .{really} and was read so";
            why "改名或导出的文件常常这样,也可能交错了文件。", "Renamed and exported files are often so; it may also be the wrong file.";
            remedy "如读得不对,用 Excel 或 WPS 打开后另存为 .xlsx", "if it was read wrongly, open it in Excel or WPS and save it as .xlsx";
        D086 Error AmbiguousField { text: String, candidates: String }
            title "数据项不能确定", "field is ambiguous";
            says "“{text}”可能是:{candidates};未采用", "\u{201c}{text}\u{201d} may be {candidates}; it is left out";
            why "猜错数据项会算错分。", "A wrong guess would score the wrong thing.";
            remedy "写数据项的编号", "write the field's id";
        D087 Error FieldsDiffer { first: String, second: String }
            title "编号和名称不是同一个数据项", "id and name of two fields";
            says "这一行的“{first}”和“{second}”不是同一个数据项,未采用", "\u{201c}{first}\u{201d} and \u{201c}{second}\u{201d} in this row are two fields; it is left out";
            why "编号和名称可能错了行。", "Ids and names may have slipped by a row.";
            remedy "核对编号和名称", "check the id and the name";
        D088 Warning NameDiffers { id: String, unit: String, name: String }
            title "编号和名称不一致", "id and name differ";
            says "编号“{id}”是“{unit}”,名称却写“{name}”;按编号采用", "{id} is {unit}, but the name is \u{201c}{name}\u{201d}; the id counts";
            why "编号或名称有一个可能写错了。", "One of the two may be wrong.";
            remedy "核对;以前的名称可在名册的“曾用名”列登记", "check them; former names can be listed in the roster's column `former`";
        D089 Warning ScaleMixed { field: String, text: String, value: String }
            title "百分数写法不一", "percentages in two scales";
            says "“{field}”有的按百分之几写,有的写小数;这里的 {text} 按 {value} 读取", "some write {field} in per cent and some as a fraction; {text} here was read as {value}";
            why "0.5 可能是 50%,也可能是 0.5%。", "0.5 may be 50% or 0.5%.";
            remedy "写明百分号", "write the per cent sign";
        D090 Error ReviewGroupColumns
            title "没有认出考评组表", "review groups not recognised";
            says "没有单位列,或没有考评组列", "there is no column of units, or none of review groups";
            why "不认识表头就不知道谁由哪个考评组评分。", "Without a header nobody knows which group scored whom.";
            remedy "表头为 unit,group(单位、考评组);各部分由不同考评组评分的,加一列 node(指标)", "the header is unit,group; where groups differ by section add a column node";
        D091 Error ReviewGroupRefused { fault: AdjustmentFault }
            title "考评组的一行未采用", "row of review groups left out";
            says "这一行未采用:{fault}", "this row was left out: {fault}";
            why "不知道是哪个单位、哪个指标、哪个考评组,就不能比较。", "Nobody knows which unit, node or group is meant.";
            remedy "改正后重新运行", "correct it and run again";
        D092 Error ReviewGroupTwice { unit: String, node: Spoken }
            title "考评组重复", "two review groups";
            says "“{unit}”的“{node}”写了两次考评组,后一次未采用", "{unit} has two rows for {node}; the second is left out";
            why "哪一次算数,工具不能代为决定。", "The tool cannot decide which one counts.";
            remedy "只保留一次", "keep one of them";
        D093 Warning ReviewGroupMissing { units: String }
            title "单位没有考评组", "units without a review group";
            says "这些单位没有写考评组,不参加比较:{units}", "these units have no review group and are not compared: {units}";
            why "少了单位,考评组之间的比较就不完整。", "Without them the comparison of groups is incomplete.";
            remedy "补上它们的考评组", "add their groups";
    }
}
