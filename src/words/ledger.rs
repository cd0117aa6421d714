//! What the rectification ledger says: its columns, its states, its progress, and what can be wrong with a filled one.

use super::{Bilingual, both, messages, problems};

messages! {
    /// A word or a line of a ledger.
    LedgerWord {
        Ledger => "整改台账", "Rectification ledger";
        FileName => "整改台账", "ledger";
        TitleAll { title: String } => "{title}整改台账", "Rectification ledger: {title}";
        TitleUnit { unit: String, title: String } => "{unit}整改台账({title})", "Rectification ledger of {unit} ({title})";
        TitleLead { lead: String, title: String } => "{lead}督办事项整改台账({title})", "Rectification ledger led by {lead} ({title})";
        HowTo => "涂色的各栏由责任单位填写;整改状态从下拉框中选。可以排序、筛选、增加行;不要删除最右边隐藏的行标识。",
            "The coloured columns are filled in by the responsible unit; states come from the drop-down. Rows may be sorted, filtered and added; leave the hidden row keys at the right.";
        NoRows => "没有需要整改的问题", "nothing to rectify";

        Number => "序号", "No.";
        Unit => "责任单位", "Responsible unit";
        Problem => "问题", "Problem";
        Lost => "失分", "Points lost";
        Reason => "失分原因", "Reason";
        Measures => "整改措施", "Measures";
        Lead => "牵头部门", "Lead department";
        Person => "责任人", "Person responsible";
        Deadline => "完成时限", "Deadline";
        State => "整改状态", "State";
        Progress => "整改情况", "Progress";
        ClosedOn => "销号日期", "Closed on";
        Since => "问题年度", "Since";
        Key => "行标识", "Row key";

        NotStarted => "未整改", "not started";
        UnderWay => "整改中", "under way";
        Done => "已整改", "done";
        KeptUp => "长期坚持", "kept up";
        SayState => "未整改、整改中、已整改、长期坚持(已有措施,须持续落实)选一个", "one of: not started, under way, done, kept up (measures are in place and go on)";
        SayDeadline => "日期,如 2017-06-30;没有期限的写“长期”", "a date such as 2017-06-30; `none` where there is no end";
        SayClosedOn => "经核查同意销号的日期,如 2017-06-30", "the day on which the closing was agreed, such as 2017-06-30";
        NoDeadline => "长期", "none";

        CountAll => "共", "in all";
        GapProblem { id: String, title: String, full: String, points: String } => "{id} {title}(分值{full}分,得{points}分)", "{id} {title} ({points} of {full})";
        PenaltyProblem { id: String, title: String, lost: String } => "{id} {title}(扣{lost}分)", "{id} {title} ({lost} taken off)";
        MissingProblem { id: String, title: String } => "{id} {title}(缺报)", "{id} {title} (not submitted)";
        EffectProblem { id: String, say: String } => "{id} {say}", "{id} {say}";
        DataProblemOf { field: String } => "数据不一致:{field}", "data in contradiction: {field}";

        SinceOne { period: String } => "{period}", "{period}";
        SinceCarried { period: String } => "{period}结转", "carried over from {period}";
        SinceRecurring { first: String, count: usize } => "{first}起,共{count}个年度", "since {first}, in {count} periods";
        SinceRelapsed { period: String, before: String } => "{period}({before}已整改,再次出现)", "{period} (done in {before}, and here again)";

        ProgressTitle => "整改进度", "Progress of rectification";
        AsOf { date: String } => "截至{date}", "as of {date}";
        NoDate => "没有给出日期(--on 或 assessment.toml 的 [ledger] on),不判断是否逾期", "no date was given (--on, or [ledger] on in assessment.toml), so nothing is judged overdue";
        Tally { all: usize, open: usize, going: usize, done: usize, kept: usize, rate: String } =>
            "共{all}项:未整改{open}项,整改中{going}项,已整改{done}项,长期坚持{kept}项;整改率{rate}",
            "{all} in all: not started {open}, under way {going}, done {done}, kept up {kept}; rate {rate}";
        TallyOverdue { overdue: usize, date: String } => "截至{date},逾期{overdue}项", "overdue on {date}: {overdue}";
        TallyUndated { count: usize } => "未结而没有完成时限的{count}项", "open without a deadline: {count}";
        ByUnit => "按责任单位", "By unit";
        ByLead => "按牵头部门", "By lead department";
        Overdue => "逾期", "Overdue";
        OverdueRows => "逾期未结的问题", "Open beyond their deadline";
        AddedRows => "手工增加的问题", "Added by hand";
        AllRows => "全部问题", "All rows";
        Count => "问题数", "Problems";
        Rate => "整改率", "Rate";
        DaysLate => "逾期天数", "Days overdue";
        Sum => "合计", "In all";
        NoLead => "未写牵头部门", "no lead department";
        NoUnit => "未写责任单位", "no unit";
        From => "来自", "From";

        MadeRows { rows: usize, units: usize, departments: usize } => "台账共{rows}项,涉及{units}个单位、{departments}个牵头部门", "ledger rows: {rows}, units: {units}, lead departments: {departments}";
        CarriedOver { carried: usize, recurring: usize, relapsed: usize } =>
            "上期未结的:{recurring}项本期再次失分,{carried}项结转;已整改又再次出现的{relapsed}项",
            "open before: {recurring} lost points again, {carried} carried over; done before and here again: {relapsed}";
        Kept { kept: usize, void: usize } => "本期台账已填的沿用{kept}项;现在不再失分、不再列入的{void}项", "taken over as filled in this period: {kept}; no longer lost and left out: {void}";
        NotMade => "没有写出台账", "no ledger was written";
        NoFiles => "没有指定填好的台账,考核文件夹里也没有 ledger", "no filled ledger was named, and the assessment folder has no `ledger`";
    }
}

problems! {
    /// What can be wrong with a filled ledger.
    LedgerProblem {
        L001 Error NotALedger
            title "不是整改台账", "no ledger";
            says "没有找到整改台账:表头应有“问题”和“整改状态”", "there is no ledger in it: its head should name Problem and State";
            why "文件没有读取,其中的整改情况不在进度里。", "The file is left out, and so is what it reports.";
            remedy "用 kaohe ledger make 写出的台账填写,不要改表头", "fill in a ledger made by kaohe ledger make, and leave its head as it is";
        L002 Error StateUnknown { text: String }
            title "看不懂的整改状态", "unknown state";
            says "整改状态“{text}”看不懂,按未整改计", "\u{201c}{text}\u{201d} is no state; it counts as not started";
            why "销号要以明确的状态为准。", "A row is closed by a plain word only.";
            remedy "从下拉框中选:未整改、整改中、已整改、长期坚持", "choose from the drop-down: not started, under way, done, kept up";
        L003 Error DateUnreadable { column: Bilingual, text: String }
            title "看不懂的日期", "unreadable date";
            says "{column}“{text}”不是日期,按没有写计", "{column} \u{201c}{text}\u{201d} is no date; it counts as not given";
            why "没有时限就不能判断是否逾期。", "Without a deadline nothing can be judged overdue.";
            remedy "写成 2017-06-30;没有期限的写“长期”", "write it as 2017-06-30, or `none` where there is no end";
        L004 Error Disagree { unit: String, problem: String, column: Bilingual, first: String, second: String }
            title "同一问题两处填写不同", "two files disagree";
            says "{unit}“{problem}”的{column}一处写“{first}”,一处写“{second}”;按先读到的“{first}”计",
                "{unit}, {problem}: {column} is \u{201c}{first}\u{201d} in one place and \u{201c}{second}\u{201d} in another; the first counts";
            why "两份台账都有人改过,工具不能代为决定以谁为准。", "People changed both, and the tool cannot decide between them.";
            remedy "核对后改成一致,或只读取其中一份", "make them agree, or read only one of them";
        L005 Warning ClosedButOpen { state: Bilingual }
            title "写了销号日期而状态未结", "closed on a day, yet open";
            says "写了销号日期,整改状态却是“{state}”;按状态计", "there is a day of closing, but the state is \u{201c}{state}\u{201d}; the state counts";
            why "销号和状态应当一致。", "The two should agree.";
            remedy "已经销号的,状态改为已整改;没有的,删去日期", "make the state done, or take the date out";
        L006 Note StateBlank
            title "没有写整改状态", "no state";
            says "没有写整改状态,按未整改计", "no state is given; it counts as not started";
            why "空白不能当作已整改。", "A blank cannot count as done.";
            remedy "从下拉框中选一个", "choose one from the drop-down";
        L007 Warning NoUnit
            title "增加的行没有责任单位", "added row without a unit";
            says "手工增加的这一行没有写责任单位,列在“未写责任单位”下", "this row was added by hand and names no unit; it is counted apart";
            why "不知道由谁整改。", "Nobody knows whose it is.";
            remedy "写上责任单位", "name the responsible unit";
        L008 Warning UnitRenamed { id: String, before: String, now: String }
            title "单位名称与名册不同", "a unit of another name";
            says "台账里的“{before}”在名册里没有,按编号 {id} 作为“{now}”", "the roster has no {before}; by its id {id} it is taken for {now}";
            why "编号换给了别的单位时,问题会算到它的头上。", "If the id was given to another unit, that unit gets its problems.";
            remedy "改了名的,把旧名写在名册的曾用名里;编号换了单位的,改正台账或名册", "where it was renamed, name the old one among its former names on the roster; else correct ledger or roster";
        L009 Warning ColumnMissing { column: Bilingual }
            title "台账缺少一列", "a column is missing";
            says "没有找到“{column}”列,其中填写的内容没有读取", "there is no column {column}; what was filled in there is not read";
            why "表头改了名,程序就找不到这一列。", "A column whose head was changed is not found.";
            remedy "把表头改回原来的名称", "give the head its name again";
        L010 Note ProgressBook
            title "整改进度表", "a workbook of progress";
            says "这是整改进度表,不是台账,没有读取", "this tells how far a ledger is, and is none itself; it was left out";
            why "其中的问题都来自台账,再读就重复了。", "Its rows are those of ledgers, and would count twice.";
            remedy "不用处理", "nothing needs to be done";
    }
}

/// What the values of these commands' arguments are called in their help.
pub(super) fn value(command: &str, argument: &str) -> Option<Bilingual> {
    Some(match (command, argument) {
        ("ledger make", "from") => both("台账", "ledger"),
        ("ledger read", "files") => both("台账", "ledger"),
        ("ledger read", "out") => both("文件", "file"),
        ("ledger read", "on") => both("日期", "date"),
        ("ledger read", "format") => both("text|json|xlsx", "text|json|xlsx"),
        _ => return None,
    })
}

/// The help of the commands.
pub(super) const HELP: &[(&str, &str, Bilingual)] = &[
    ("ledger", "", both("整改台账:写出、读回、结转", "the rectification ledger: make it, read it back, carry it over")),
    (
        "ledger make",
        "",
        both(
            "评分后写出整改台账:总表、每个单位一份、每个牵头部门一份;可结转上期未结的问题",
            "score, and write the ledger: all rows, one for each unit and lead department; open rows of before come with it",
        ),
    ),
    (
        "ledger make",
        "from",
        both(
            "填过的台账(文件、文件夹或通配符):上期的结转未结问题,本期的沿用已填内容;代替 [ledger] previous",
            "filled ledgers (files, folders or patterns): of an earlier period, what is open is carried over; of this one, what is filled in is kept; in place of [ledger] previous",
        ),
    ),
    (
        "ledger make",
        "out",
        both(
            "台账的文件夹;不写为考核文件夹中的 ledger",
            "the folder of ledgers; ledger in the assessment folder unless given",
        ),
    ),
    (
        "ledger read",
        "",
        both(
            "读回填好的台账:按单位和牵头部门统计进度,列出逾期和手工增加的问题",
            "read filled ledgers: progress by unit and lead department, what is overdue, what was added by hand",
        ),
    ),
    (
        "ledger read",
        "files",
        both(
            "填好的台账:文件、文件夹或通配符;不写为考核文件夹中的 ledger",
            "filled ledgers: files, folders or patterns; ledger in the assessment folder unless given",
        ),
    ),
    (
        "ledger read",
        "on",
        both(
            "按这一天判断逾期,如 2017-06-30;不写则按 assessment.toml 的 [ledger] on",
            "the day to judge by, such as 2017-06-30; [ledger] on in assessment.toml unless given",
        ),
    ),
    (
        "ledger read",
        "folder",
        both(
            "考核文件夹;不写而这里有 assessment.toml,就是这里",
            "the assessment folder; here, where there is an assessment.toml",
        ),
    ),
    (
        "ledger read",
        "format",
        both(
            "输出格式:text、json 或 xlsx;不写则看 --out 的扩展名",
            "text, json or xlsx; by the name of --out unless given",
        ),
    ),
    ("ledger read", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
];
