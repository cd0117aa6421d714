//! What notices say of themselves, and what can be wrong in their settings and templates.

use super::{Bilingual, Spoken, messages, problems};

messages! {
    /// A word of a notice that no template holds.
    Notice {
        Circular => "通报", "Circular";
        Letters => "反馈函", "Letters";
        CircularTemplate => "通报", "circular";
        LetterTemplate => "反馈函", "letter";
        Recipients { to: String } => "{to}\u{ff1a}", "{to}:";
        Enclosures => "附件\u{ff1a}", "Annexes: ";
        Enclosure => "附件\u{ff1a}", "Annex: ";
        EnclosureNumber { n: usize } => "{n}.", "{n}. ";
        Annex => "附件", "Annex";
        AnnexNumber { n: usize } => "附件{n}", "Annex {n}";
        Note { text: String } => "\u{ff08}{text}\u{ff09}", "({text})";
        Copies => "抄送\u{ff1a}", "Copies: ";
        Printed { date: String } => "{date}印发", "Printed on {date}";
        Date { year: String, month: String, day: String } => "{year}年{month}月{day}日", "{day} {month} {year}";
        Stop => "。", ".";
        Unranked => "不参加排名", "not ranked";
        NoTotal => "无", "none";
        NoLead => "未写牵头部门", "no lead department";
        Here => "这里", "here";
        Within { name: String } => "`{name}` 下", "in `{name}`";
        Range { worst: String, best: String } => "{worst}至{best}", "{worst} to {best}";
    }
}

problems! {
    /// A problem in the settings or a template of notices.
    NoticeProblem {
        N001 Error NoSettings
            title "没有通报的设定", "no settings for notices";
            says "assessment.toml 没有 [notice]", "assessment.toml has no [notice]";
            why "由谁发文、成文日期是哪一天,工具不能代为编造。", "Who issues a notice, and on which day, cannot be made up.";
            remedy "写上 [notice],至少有 issuer = \"发文机关\" 和 date = \"2017-03-06\"", "add [notice] with at least issuer = \"…\" and date = \"2017-03-06\"";
        N002 Error Syntax { detail: String }
            title "模板写法有误", "template syntax";
            says "模板读不懂:{detail}", "the template cannot be read: {detail}";
            why "读不懂的模板写不出文件。", "What cannot be read cannot be written out.";
            remedy "对照随附的模板改正(kaohe notice --templates 写出)", "compare with the built-in template (kaohe notice --templates writes it)";
        N003 Error UnknownVariable { name: String, of: Spoken, known: String }
            title "没有这个变量", "unknown variable";
            says "{of}没有 `{name}` 这个变量", "there is no variable `{name}` {of}";
            why "写错的变量会在印发的文件里留下空白。", "A misspelt variable would leave a hole in a printed document.";
            remedy "可用:{known};全部变量见 docs/notices.zh-CN.md", "there are: {known}; docs/notices.md lists all variables";
        N004 Error NotPrintable { name: String }
            title "列表不能直接写出", "a list cannot be printed";
            says "`{name}` 不是一个词或数,不能直接写出", "`{name}` is no single word or number and cannot be printed";
            why "列表和成组的变量要逐项写。", "Lists and groups of variables are written item by item.";
            remedy "用 {{% for 项 in {name} %}}…{{% endfor %}} 逐项写,或写它下面的变量", "write {{% for item in {name} %}}…{{% endfor %}}, or a variable inside it";
        N005 Error NotAList { name: String }
            title "不是列表", "not a list";
            says "`{name}` 不是列表", "`{name}` is no list";
            why "只有列表可以逐项写。", "Only a list can be gone through.";
            remedy "in 后面写一个列表变量", "name a list after `in`";
        N006 Error UnknownTag { tag: String }
            title "模板不认识的语句", "statement that templates do not have";
            says "模板里没有 `{tag}` 语句", "templates have no statement `{tag}`";
            why "模板来自文件,只能判断和逐项写,不能做别的。", "A template is a file from somewhere: it may choose and repeat, and nothing else.";
            remedy "可用:if、elif、else、endif、for、endfor", "there are if, elif, else, endif, for and endfor";
        N007 Error Forbidden { text: String }
            title "模板里不能计算", "no arithmetic in a template";
            says "模板里不能写 `{text}`", "`{text}` cannot stand in a template";
            why "公布的数都已按细则修约,模板里再算就可能不一致。", "Published numbers are rounded by the rubric already; computed again they could differ.";
            remedy "直接写变量;判断用 == != < > and or not", "write the variable alone; conditions have == != < > and or not";
        N008 Error UnknownFilter { filter: String, known: String }
            title "模板不认识的处理", "unknown filter";
            says "没有 `{filter}` 这种处理", "there is no filter `{filter}`";
            why "不认识的处理不能执行。", "What is unknown cannot be done.";
            remedy "可用:{known}", "there are: {known}";
        N009 Error Unclosed { what: String }
            title "没有写完", "left open";
            says "`{what}` 没有结束", "`{what}` is never closed";
            why "不知道到哪里为止。", "Nobody knows where it ends.";
            remedy "补上结束的一半:}}}}、%}}、#}}、{{% endif %}} 或 {{% endfor %}}", "add the other half: }}}}, %}}, #}}, {{% endif %}} or {{% endfor %}}";
        N010 Error UnknownMark { mark: String, known: String }
            title "没有这个行首标记", "unknown mark";
            says "没有 `{mark}` 这个行首标记", "there is no mark `{mark}`";
            why "@ 开头的行是公文的固定部分。", "A line that begins with @ is a fixed part of an official document.";
            remedy "可用:{known};要写 @ 本身,写成 \\@", "there are: {known}; for the character itself write \\@";
        N011 Error RowWidth { cells: usize, heads: usize }
            title "表格的列数不一致", "a table row of another width";
            says "这一行有 {cells} 格,表头有 {heads} 格", "this row has {cells} cells, the head has {heads}";
            why "错开的表格会使得分对不上指标。", "In a shifted table points stand beside the wrong item.";
            remedy "使每一行的格数与表头相同", "give every row as many cells as the head";
        N012 Error TooLong
            title "模板写出的内容过多", "the template writes too much";
            says "这个模板写出的内容超过了上限", "what this template writes exceeds the limit";
            why "没有人读这样长的文件,多半是 for 套错了。", "Nobody reads such a document; most likely loops stand inside each other by mistake.";
            remedy "检查互相套着的 {{% for %}}", "look at the {{% for %}} inside each other";
        N013 Error NoTitle
            title "没有标题", "no title";
            says "模板没有写出标题", "the template writes no title";
            why "公文要有标题。", "An official document has a title.";
            remedy "用 # 开头写一行标题", "begin a line with # and the title";
        N014 Error NoTemplate { folder: String, names: String }
            title "文件夹里没有模板", "no template in the folder";
            says "{folder} 里没有 {names}", "{folder} holds neither {names}";
            why "不知道用哪个模板。", "Nobody knows which template was meant.";
            remedy "先用 kaohe notice --templates {folder} 写出随附的模板", "write the built-in ones first: kaohe notice --templates {folder}";
        N015 Error Braces { key: String, wanted: Bilingual }
            title "花括号里写的不对", "wrong word in braces";
            says "{key} 的花括号里应写{wanted}", "the braces of {key} should hold {wanted}";
            why "写错了,每个单位的函件都会错。", "A slip would stand in every unit's letter.";
            remedy "letter_number = \"…{{1}}号\" 从 1 起按名册编号;letter_to = \"{{unit}}人民政府\"", "letter_number = \"… {{1}}\" counts from 1 in the order of the roster; letter_to = \"The government of {{unit}}\"";
        N016 Warning NotSet { key: String, meaning: Bilingual }
            title "通报缺少一部分", "a part of the notice is not set";
            says "[notice] 没有写 {key}({meaning})", "[notice] does not set {key} ({meaning})";
            why "写出的文件没有这一部分。", "The documents are written without it.";
            remedy "在 assessment.toml 的 [notice] 中写 {key} = \"…\"", "write {key} = \"…\" in [notice] of assessment.toml";
        N017 Error ResultsDiffer { file: String, unit: String }
            title "与保存的结果不一致", "not what the saved results say";
            says "{file} 中“{unit}”的得分、等级或名次与现在算出的不同", "points, grade or place of {unit} in {file} are not what is computed now";
            why "通报必须与公布的结果一致。", "A notice has to say what the published results say.";
            remedy "细则或数据已变动:先运行 kaohe score(已发布的用 --reason 另写一版)", "rubric or data have changed: run kaohe score first (with --reason where results were published)";
        N018 Error Repeated { mark: String }
            title "重复的部分", "a part stands twice";
            says "`{mark}` 在一份文件里写了两次", "`{mark}` stands twice in one document";
            why "标题、文号、署名等只能有一个。", "There is one title, one number, one signature.";
            remedy "删去一个", "remove one of them";
    }
}

/// Words of two characters in the titles of Chinese notices, which no end of a line may part.
pub const TITLE_WORDS: [&str; 24] = [
    "质量", "工作", "考核", "政府", "人民", "县级", "市级", "年度", "情况", "通报", "产品", "食品", "安全", "环境",
    "评价", "结果", "企业", "信用", "监督", "目标", "责任", "绩效", "农产", "服务",
];
