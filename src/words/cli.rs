//! What the command line says: its help, its messages, its usage errors.

use super::{Bilingual, benchmark, both, consistency, ledger, messages, sensitivity, weights};

messages! {
    /// A line of the command line.
    Cli {
        Usage => "用法:", "Usage:";
        Commands => "命令", "Commands";
        Arguments => "参数", "Arguments";
        Options => "选项", "Options";
        UsageOptions => "选项", "options";
        UsageCommand => "命令", "command";
        Hint { command: String } => "用 `{command} --help` 查看用法", "see `{command} --help`";

        UnknownArgument { argument: String } => "不认识参数 `{argument}`", "unknown argument `{argument}`";
        UnknownCommand { command: String } => "没有 `{command}` 这个命令", "there is no command `{command}`";
        InvalidValue { argument: String, value: String } => "`{argument}` 不能是 `{value}`", "`{argument}` cannot be `{value}`";
        MissingArgument { argument: String } => "缺少 {argument}", "{argument} is missing";
        MissingCommand => "没有写命令", "no command was given";
        ArgumentConflict { argument: String, other: String } => "{argument} 不能与 {other} 同时使用", "{argument} cannot be used with {other}";
        DidYouMean { word: String } => "是否想写 `{word}`?", "did you mean `{word}`?";
        Possible { values: String } => "可选:{values}", "possible values: {values}";

        Failed { detail: String } => "错误:{detail}", "error: {detail}";
        NothingToScore => "没有指定考核文件夹,也没有指定评分细则和填报表", "neither an assessment folder nor a rubric with submissions was given";
        NoFolder { folder: String } => "没有 {folder} 这个文件夹", "there is no folder {folder}";
        NoAssessment { folder: String } => "{folder} 里没有 assessment.toml;可用 --rubric 和 --submissions 指定各部分", "there is no assessment.toml in {folder}; name the parts with --rubric and --submissions";
        Reading => "读取填报表", "reading submissions";
        WritingUnits => "写出各单位问题清单", "writing the units' workbooks";
        WritingLedgers => "写出整改台账", "writing the ledgers";
        WritingForms => "写出填报表", "writing the forms";
        NoForms => "没有写出填报表", "no form was written";
        WritingNotices => "写出反馈函", "writing the letters";
        NoNotices => "没有写出通报和反馈函", "no notice was written";
        NameTemplates { folder: String } => "改好后,在 assessment.toml 的 [notice] 中写 templates = \"{folder}\"(相对于考核文件夹)", "when they are as you want them, write templates = \"{folder}\" (as seen from the assessment folder) into [notice] of assessment.toml";
        NotScored => "评分细则有错误,没有评分", "the rubric has errors; nothing was scored";
        NoUnits => "名册和填报表中没有任何单位,没有评分", "there is no unit on the roster or in the submissions; nothing was scored";
        NotLive { cells: usize } => "results.xlsx 不含公式:需要 {cells} 个公式格,打开会很慢;仍要活表时加 --live", "results.xlsx holds no formulas: it would take {cells} of them, slow to open; --live writes them all the same";
        NotLiveAtAll => "results.xlsx 不含公式:工作表放不下", "results.xlsx holds no formulas: no sheet has room for them";
        Wrote { count: usize, folder: String } => "已写出 {count} 个文件到 {folder}", "files written to {folder}: {count}";
        Tally { errors: usize, warnings: usize } => "{errors} 个错误,{warnings} 个警告", "errors: {errors}, warnings: {warnings}";
        CheckedRubric { fields: usize, leaves: usize, columns: usize } =>
            "评分细则:{leaves} 个评分项,{fields} 个数据项,{columns} 个计算列", "rubric: scored leaves {leaves}, fields {fields}, columns {columns}";
        CheckedData { units: usize, files: usize } => "数据:{units} 个单位,{files} 个文件", "data: units {units}, files {files}";
        NoCode { code: String, known: String } => "没有 {code} 这个提示代码;最接近的是 {known}", "there is no diagnostic {code}; the nearest is {known}";
        DeniedWarnings => "有警告,按 --deny warnings 视为错误", "there are warnings, and --deny warnings makes them errors";

        NoUnit { unit: String, known: String } => "没有“{unit}”这个单位;最接近的是“{known}”", "there is no unit \u{201c}{unit}\u{201d}; the nearest is \u{201c}{known}\u{201d}";
        SeveralUnits { unit: String, units: String } => "“{unit}”可能是:{units};请写编号", "\u{201c}{unit}\u{201d} may be {units}; name it by its id";
        NoNode { node: String, known: String } => "没有编号为 `{node}` 的指标;最接近的是 `{known}`", "there is no node `{node}`; the nearest is `{known}`";
        OutIsToml { file: String } => "{file} 是 .toml 文件,可能是评分细则,不予覆盖", "{file} is a .toml file, perhaps a rubric, and is not replaced";
        OutWanted { format: String } => "{format} 要写成文件:用 --out 指定", "{format} is a file: name it with --out";
        WroteFile { file: String } => "已写出 {file}", "written: {file}";
        NoTests { path: String } => "{path} 没有对应的 .test.toml", "there is no .test.toml for {path}";
        TestPassed { name: String, checks: usize } => "通过 {name}({checks} 项)", "ok   {name} (checks: {checks})";
        TestFailed { name: String } => "不符 {name}", "FAIL {name}";
        TestsDone { tests: usize, checks: usize, failed: usize } => "{tests} 个测试,{checks} 项检查,{failed} 项不符", "tests: {tests}, checks: {checks}, failed: {failed}";
        Tier { at: usize, of: usize, folder: String } => "考核 {at}/{of}:{folder}", "{at} of {of}: {folder}";
        TierPublished { folder: String } => "{folder} 的结果已发布,按发布的结果汇总", "the results of {folder} are published and count as they are";
        TierWithoutResults { folder: String } => "{folder} 没有结果,上级没有评分", "{folder} has no results; nothing above it was scored";
        Drawing => "抽样", "drawing";
        TooManyDraws { most: usize } => "次数应在1到{most}之间", "draws have to lie between 1 and {most}";
        WrongSpread { text: String } => "`{text}` 应是大于0、不大于100%的百分数,如20%", "`{text}` should be a percentage above 0 and up to 100%, as 20%";
        WrongLine { text: String } => "`{text}` 应是大于0的分数,如0.5", "`{text}` should be points above 0, as 0.5";
        Improving => "测算", "trying fixes";
        Comparing => "对标", "comparing";
        Where => "位置", "where";
        Case => "情形", "case";
        What => "检查", "what";
        Expected => "应为", "expected";
        Actual => "实为", "actual";
        Accepted { place: String, what: String, old: String, new: String } =>
            "已改写 {place} {what}:{old} → {new}", "rewritten: {place} {what}: {old} → {new}";
        NotAccepted { place: String, what: String } =>
            "未改写 {place} {what}:不是一个数或一段文字,请手工修改", "not rewritten: {place} {what} is no single number or text; change it by hand";
        Covered { leaves: String, branches: String, effects: String, grades: String } =>
            "测试用到:评分项 {leaves},档次和情形 {branches},否决等条件(成立、不成立) {effects},等级 {grades}",
            "reached by tests: leaves {leaves}, branches {branches}, effects (yes and no) {effects}, grades {grades}";
        Uncovered { rubric: String } => "{rubric} 中没有测试用到的:", "not reached by any test in {rubric}:";
        Part => "编号", "id";
        NotReached => "没有用到", "not reached";
        DeniedUncovered => "有测试没有用到的规则,按 --deny uncovered 视为不符", "parts of the rubric are not reached by tests, and --deny uncovered makes that a failure";

        NewFromWhat => "请用 --from 写明印发的细则表,或用 --rubric 写明随附的细则(kaohe new --list 列出)", "name a printed rubric with --from, or one that comes with the program with --rubric (kaohe new --list shows them)";
        NoSheet { sheet: String, known: String } => "没有“{sheet}”这个工作表;有:{known}", "there is no sheet \u{201c}{sheet}\u{201d}; there are: {known}";
        NoPrintedTable { file: String } => "{file} 中没有找到细则表:表头应有指标(项目、内容)和分值或评分标准", "no rubric was found in {file}: its header should name 指标 (项目, 内容) and 分值 or 评分标准";
        NoShipped { name: String, known: String } => "没有随附的细则 `{name}`;最接近的是 `{known}`,kaohe new --list 列出全部", "no rubric `{name}` comes with the program; the nearest is `{known}`, and kaohe new --list shows all";
        FileThere { file: String } => "{file} 已经存在,不予覆盖;请另选文件夹", "{file} is there already and is not replaced; choose another folder";
        Drafted { proposed: usize, undecided: usize } => "已照原文拟了 {proposed} 条规则(请核对),还有 {undecided} 处待定", "rules proposed from the printed text (please check): {proposed}, left open: {undecided}";
        OtherSheets { names: String } => "这些工作表也像细则表,用 --sheet 选:{names}", "these sheets look like rubrics too, choose with --sheet: {names}";
        NextRead { folder: String } => "下一步:打开 {folder}/rubric.toml 核对,换上自己的 units.csv,再运行 kaohe check {folder}", "next: read {folder}/rubric.toml, put your units into units.csv, and run kaohe check {folder}";
        NothingToRescore => "没有指定新的评分细则(--to)或改动的数(--set)", "no other rubric (--to) and no number (--set) was given";

        NoResults { file: String } => "没有 {file} 这个结果", "there are no results {file}";
        ResultsFormat { file: String, format: u32 } => "{file} 的格式版本是 {format},本版本不能读取", "{file} has format {format}, which this version does not read";
        ResultsBroken { file: String, detail: String } => "{file} 不是保存的结果:{detail}", "{file} holds no saved results: {detail}";
        OnlyResults { file: String } => "{file} 所用的细则或数据已不在原处或已变动,只按保存的结果比较", "the rubric or the data of {file} are gone or have changed; only the saved results are compared";
        VerifyNoParts => "这个结果没有记录由哪些文件得出,不能重算;请用 kaohe score 重新评分", "these results do not say what they were made from; score again with kaohe score";
        VerifyNoBase { file: String } => "没有找到结果所用的评分细则 {file};用 --folder 指定考核文件夹", "the rubric {file} of these results was not found; name the assessment folder with --folder";
        Identical { file: String, sha256: String } => "一致:{file} 重算后逐字节相同(SHA-256 {sha256})", "identical: {file} comes out byte by byte (SHA-256 {sha256})";
        SameResults { file: String } => "结果一致:{file} 除工具版本外没有不同", "the same results: nothing but the version of the tool differs in {file}";
        Differs { file: String } => "不一致:{file} 重算后有不同", "different: {file} does not come out as it was saved";
        VersionDiffers { then: String, now: String } => "当时的工具版本是 {then},现在是 {now}", "it was made by version {then}, this is {now}";
        RubricDiffers { file: String } => "评分细则 {file} 已变动", "the rubric {file} has changed";
        InputDiffers { file: String } => "输入文件 {file} 已变动", "the input {file} has changed";
        OnlyKeysDiffer { keys: String } => "得分、等级、名次都相同,不同的部分是:{keys}", "points, grades and places are the same; what differs: {keys}";
        ChangedSince { file: String } => "{file} 写出后被改动过", "{file} was changed after it was written";
        EditionLine { number: usize, folder: String, state: String } => "第{number}版 {folder}:{state}", "edition {number}, {folder}: {state}";
        EditionReason { reason: String } => ";原因:{reason}", "; reason: {reason}";
        EditionBroken => ";它所更改的已发布结果不在原处或已变动", "; the published results it replaces are gone or have changed";
        PublishedOn { date: String, document: String } => "{date}发布 {document}", "published {date} {document}";
        NotPublished => "未发布", "not published";
        AlreadyPublished { file: String, date: String } => "{file} 已于{date}发布", "{file} was published on {date}";
        NothingPublished { folder: String } => "{folder} 中的结果没有发布过,直接评分即可,不用 --reason", "the results in {folder} were never published; score without --reason";
        NoDate { text: String } => "`{text}` 不是日期,应写成 2017-03-01", "`{text}` is no date; write it as 2017-03-01";

        NoSchema { file: String } => "{file} 不是以前写出的 JSON Schema,不予覆盖", "{file} is not a JSON Schema and is not replaced";

        FolderHere { folder: String } => "{folder} 是一个考核文件夹(有 assessment.toml)", "{folder} is an assessment folder (it has an assessment.toml)";
        FolderNotHere => "这里没有 assessment.toml", "there is no assessment.toml here";
        NextCheck => "下一步:kaohe check . 检查评分细则和填报表", "next: kaohe check . looks over the rubric and the submissions";
        NextScore => "然后:kaohe score . 评分并写出结果", "then: kaohe score . scores and writes the results";
        NextNew => "从印发的细则表开始:kaohe new 文件夹 --from 细则.xlsx;随附的细则:kaohe new --list", "begin from a printed rubric with kaohe new FOLDER --from rubric.xlsx; kaohe new --list shows those that come with the program";
        NotCollected { file: String } => "{file} 不是 kaohe 汇总的表,不覆盖;请用 --out 另指定文件", "{file} is no collected table and is not replaced; name another file with --out";
        CollectedTooLarge { cells: usize, most: usize } =>
            "汇总表会有 {cells} 个单元格,多于能读回的 {most} 个;请用 --submissions 按地区或批次分开汇总", "the collected table would have {cells} cells, more than the {most} that can be read again; collect in parts with --submissions";
        CorrectionsFirst { file: String } => "{file} 中有的更正不能采用,先改正它们;没有写任何文件", "some corrections in {file} cannot be applied; mend them first, nothing was written";
        Collected { files: String, units: usize, corrections: usize } => "已汇总 {units} 个单位的数据,更正 {corrections} 项:{files}", "collected the data of {units} units with {corrections} corrections: {files}";
        Deviating { differ: usize, inflated: usize } => "各来源不一致 {differ} 处;自评虚高 {inflated} 个单位(见 results.xlsx 的“来源比对”“自评与核查偏差”)", "values on which sources differ: {differ}; units with inflated self scores: {inflated} (sheets Sources and Deviations of results.xlsx)";
        NameCorrections { file: String } => "要让评分采用其中的更正值,在 assessment.toml 中写 corrections = \"{file}\"", "to have its corrections count, write corrections = \"{file}\" into assessment.toml";
        NextHelp => "kaohe --help 列出全部命令", "kaohe --help lists all commands";
    }
}

/// What the value of a command's argument is called in its help.
pub fn value(command: &str, argument: &str) -> Option<Bilingual> {
    let named = [ledger::value, sensitivity::value, benchmark::value, consistency::value, weights::value];
    if let Some(name) = named.iter().find_map(|named| named(command, argument)) {
        return Some(name);
    }
    Some(match argument {
        "out" if ["rubric show", "schema", "sql"].contains(&command) => both("文件", "file"),
        "format" if command == "score" => both("table|markdown|csv|json", "table|markdown|csv|json"),
        "top" => both("名次", "places"),
        "format" if command == "rubric show" => both("text|markdown|xlsx", "text|markdown|xlsx"),
        "out" if command == "improve" => both("文件", "file"),
        "format" if command == "improve" => both("text|json|xlsx", "text|json|xlsx"),
        "format" if command == "rubric diff" => both("text|markdown|json", "text|markdown|json"),
        "to" | "templates" if command == "notice" => both("文件夹", "folder"),
        "format" if command == "notice" => both("docx|md|txt", "docx|md|txt"),
        "deny" if command == "test" => both("uncovered", "uncovered"),
        "by" => both("unit|lead|group", "unit|lead|group"),
        "out" if command == "collect" => both("文件", "file"),
        "folder" | "out" | "data" => both("文件夹", "folder"),
        "dialect" => both("duckdb|postgres|spark", "duckdb|postgres|spark"),
        "before" => both("原细则", "before"),
        "after" => both("新细则", "after"),
        "rubric" | "roster" | "targets" | "previous" | "corrections" | "adjustments" => both("文件", "file"),
        "submissions" => both("文件或文件夹", "file or folder"),
        "folders" => both("文件夹", "folders"),
        "to" => both("新细则", "rubric"),
        "set" => both("参数=数", "number"),
        "results" => both("结果", "results"),
        "reason" => both("原因", "reason"),
        "date" => both("日期", "date"),
        "document" if command == "publish" => both("文号", "number"),
        "why" => both("代码", "code"),
        "path" | "paths" => both("路径", "path"),
        "unit" => both("单位", "unit"),
        "node" => both("指标", "node"),
        "depth" => both("层数", "levels"),
        "lang" => both("zh|en", "zh|en"),
        "color" => both("auto|always|never", "auto|always|never"),
        "format" => both("text|json", "text|json"),
        "document" => both("rubric|test|assessment", "rubric|test|assessment"),
        "from" => both("表格文件", "sheet"),
        "sheet" => both("工作表", "name"),
        "name" => both("名称", "name"),
        "file" => both("文件", "file"),
        "deny" => both("warnings", "warnings"),
        _ => return None,
    })
}

/// The help of a command (`argument` empty) or of one of its arguments; arguments of `""` belong to every command.
pub fn help(command: &str, argument: &str) -> Option<Bilingual> {
    HELP.iter()
        .chain(ledger::HELP)
        .chain(sensitivity::HELP)
        .chain(benchmark::HELP)
        .chain(consistency::HELP)
        .chain(weights::HELP)
        .find(|(c, a, _)| *c == command && *a == argument)
        .or_else(|| HELP.iter().find(|(c, a, _)| c.is_empty() && !argument.is_empty() && *a == argument))
        .map(|(_, _, text)| *text)
}

const HELP: &[(&str, &str, Bilingual)] = &[
    (
        "kaohe",
        "",
        both(
            "考核:按 TOML 评分细则离线计算年度质量考核得分、等级和排名",
            "kaohe: exact scores, grades and rankings of annual quality assessments, offline",
        ),
    ),
    ("", "help", both("显示用法", "show this help")),
    ("", "version", both("显示版本", "show the version")),
    ("", "lang", both("语言:zh 或 en;不写则按系统语言", "language, zh or en; the system's unless given")),
    ("", "color", both("颜色:auto、always 或 never", "colour: auto, always or never")),
    ("", "verbose", both("列出全部提示,不合并同类", "list every diagnostic instead of grouping them")),
    ("", "deny", both("把警告视为错误:--deny warnings", "treat warnings as errors: --deny warnings")),
    ("", "folder", both("考核文件夹(含 assessment.toml)", "assessment folder (with an assessment.toml)")),
    ("", "rubric", both("评分细则文件", "the rubric's file")),
    ("", "roster", both("名册:编号、名称、分组(csv 或 xlsx)", "the roster: id, name, group (csv or xlsx)")),
    (
        "",
        "submissions",
        both("填报表:文件、文件夹或通配符,可写多个", "submissions: files, folders or patterns, several allowed"),
    ),
    ("", "targets", both("目标文件(布局与填报表相同)", "targets, laid out like a submission")),
    (
        "",
        "previous",
        both(
            "以前各期:数据文件或保存的 results.json,最近的一期在前",
            "earlier periods, the latest first: csv, xlsx, results.json",
        ),
    ),
    (
        "",
        "corrections",
        both("汇总表(kaohe collect 生成),其中的更正值代替填报值", "the collected table, whose corrections count"),
    ),
    (
        "",
        "adjustments",
        both("复核调整文件:单位、指标、分值、理由、调整人、日期", "decisions over scores: who, why and when"),
    ),
    ("", "format", both("输出格式:text 或 json", "output format: text or json")),
    ("score", "", both("评分、定级、排名,写出结果文件", "score, grade and rank, and write the results")),
    ("score", "out", both("结果文件夹", "the folder of results")),
    (
        "score",
        "format",
        both(
            "排名的输出格式:table、markdown、csv 或 json",
            "the form in which the ranking is shown: table, markdown, csv or json",
        ),
    ),
    (
        "score",
        "top",
        both("只显示各组的前几名;结果文件不变", "show the first places of each group only; files hold all"),
    ),
    ("score", "no_units", both("不写各单位的问题清单", "do not write a workbook for each unit")),
    ("score", "no_html", both("不写 report.html", "do not write report.html")),
    (
        "score",
        "live",
        both("results.xlsx 一律为活表(含公式),不论多大", "results.xlsx recalculates, however large it is"),
    ),
    ("score", "no_live", both("results.xlsx 只含数值,不含公式", "results.xlsx holds numbers only, no formulas")),
    (
        "forms",
        "",
        both(
            "按细则和名册写出填报表:每个单位、每个牵头部门或每个分组一个工作簿",
            "make the forms to be filled in: one workbook a unit, a lead department or a group",
        ),
    ),
    (
        "forms",
        "by",
        both(
            "给谁填:unit 被考核单位(另有一份空白表),lead 牵头部门评分,group 分组实地核查",
            "who fills in: unit (and one blank), lead for points by departments, group for visits on site",
        ),
    ),
    (
        "forms",
        "out",
        both(
            "填报表的文件夹;不写为考核文件夹中的 blank-forms",
            "the folder of forms; blank-forms in the assessment folder unless given",
        ),
    ),
    (
        "check",
        "",
        both(
            "检查评分细则、名册和填报表,不评分",
            "look over the rubric, the roster and the submissions without scoring",
        ),
    ),
    ("check", "path", both("考核文件夹或评分细则文件", "an assessment folder or a rubric's file")),
    ("check", "why", both("说明一个提示代码,如 --why R012", "tell what a diagnostic means, as --why R012")),
    (
        "collect",
        "",
        both(
            "把全部填报表汇总成一张长表,可在其中更正数据",
            "collect all submissions as one long table, in which values can be corrected",
        ),
    ),
    ("collect", "out", both("汇总表文件;不写为 collected.xlsx", "the table's file; collected.xlsx unless given")),
    (
        "explain",
        "",
        both(
            "说明一个单位的总分、等级,或某项指标得分的来由",
            "say why a unit has its total and grade, or its points on a node",
        ),
    ),
    ("explain", "unit", both("单位编号或名称", "the unit's id or name")),
    ("explain", "node", both("指标编号;不写为总分", "the node's id; the total when left out")),
    ("explain", "depth", both("往下说明几层", "how many levels below are explained")),
    (
        "rescore",
        "",
        both(
            "用新的评分细则对同样的数据重新评分:谁升谁降,因为什么",
            "score the same data by other editions of the rubric: who moves, and why",
        ),
    ),
    ("rescore", "folders", both("考核文件夹,可写多个", "assessment folders, several allowed")),
    ("rescore", "to", both("新的评分细则,可写多次", "another edition of the rubric; may be given several times")),
    (
        "rescore",
        "set",
        both(
            "改动细则中的一个数,如 1.1.points=10,可写多次",
            "set a number of the rubric, as 1.1.points=10; may be given several times",
        ),
    ),
    ("rescore", "unit", both("只说明这个单位,逐项列出", "tell of this unit alone, down to its items")),
    (
        "rescore",
        "out",
        both(
            "写入的文件夹;不写为考核文件夹中的 changes",
            "the folder to write to; changes in the assessment folder unless given",
        ),
    ),
    ("rescore", "no_files", both("只显示,不写文件", "show the differences, write no files")),
    (
        "compare",
        "",
        both(
            "比较两次保存的结果:哪些由于规则,哪些由于数据;写三个以上则列出历次变化",
            "compare two saved results: what the rules and what the data changed; more of them show the trend",
        ),
    ),
    (
        "compare",
        "results",
        both(
            "results.json,或它所在的文件夹,或考核文件夹;前一次在前",
            "results.json, its folder, or an assessment folder; the earliest first",
        ),
    ),
    ("compare", "unit", both("只说明这个单位,逐项列出", "tell of this unit alone, down to its items")),
    (
        "compare",
        "out",
        both(
            "写出 changes.xlsx、html、json 的文件夹;不写则只显示",
            "the folder for changes.xlsx, html and json; nothing is written without it",
        ),
    ),
    ("compare", "results_only", both("只比较保存的结果,不重算", "compare what was saved, make nothing again")),
    (
        "verify",
        "",
        both(
            "用结果所记的细则和数据重算,看是否一致",
            "make saved results again from what they name, and say whether they are the same",
        ),
    ),
    (
        "verify",
        "results",
        both("results.json,或它所在的文件夹,或考核文件夹", "results.json, its folder, or an assessment folder"),
    ),
    (
        "verify",
        "folder",
        both(
            "细则和数据所在的文件夹;不写则在结果上层查找",
            "the folder of rubric and data; one above the results unless given",
        ),
    ),
    (
        "publish",
        "",
        both(
            "标记结果已发布,此后不再覆盖;不写日期则列出各版",
            "mark results as published, never to be overwritten; without a date, list the editions",
        ),
    ),
    (
        "publish",
        "results",
        both("results.json,或它所在的文件夹,或考核文件夹", "results.json, its folder, or an assessment folder"),
    ),
    ("publish", "date", both("发布日期,如 2017-03-01", "the day of publication, as 2017-03-01")),
    ("publish", "document", both("文号", "the number of the document")),
    ("notice", "", both("写出通报和给每个单位的反馈函", "write the circular of the result and a letter to each unit")),
    (
        "notice",
        "to",
        both(
            "写入的文件夹;不写为结果文件夹中的 notices",
            "the folder to write to; notices in the folder of results unless given",
        ),
    ),
    (
        "notice",
        "unit",
        both("只写这些单位的反馈函(编号或名称)", "letters to these units alone (ids or names), no circular"),
    ),
    (
        "notice",
        "format",
        both("格式:docx、md 或 txt,可写多个;不写为 docx", "docx, md or txt, several allowed; docx unless given"),
    ),
    (
        "notice",
        "templates",
        both("把随附的模板写到这个文件夹,供修改", "write the built-in templates into this folder, to be edited"),
    ),
    (
        "score",
        "tiers",
        both(
            "先给 [[rollups]] assessments 中的下级考核评分,再给本级评分",
            "first score the assessments that `assessments` under rollups names, through all tiers, and then this one",
        ),
    ),
    ("score", "reason", both("已发布的结果因复查改变的原因:另写一版", "why published results change: a new edition")),
    (
        "improve",
        "",
        both(
            "测算每个失分项补上后的总分、名次、等级,以及升级最省的一组",
            "say what closing each gap is worth, and the cheapest way to the next grade",
        ),
    ),
    ("improve", "unit", both("单位编号或名称;不写为全部单位", "the unit's id or name; every unit when left out")),
    (
        "improve",
        "format",
        both(
            "输出格式:text、json 或 xlsx;不写则看 --out 的扩展名",
            "text, json or xlsx; by the name of --out unless given",
        ),
    ),
    ("improve", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
    ("rubric", "", both("查看评分细则,比较两个版本", "tell a rubric in words, compare two editions")),
    (
        "rubric show",
        "",
        both(
            "把整个评分细则说成文字,便于与印发稿核对",
            "tell the whole rubric in words, to hold against the printed one",
        ),
    ),
    ("rubric show", "rubric", both("评分细则文件,或考核文件夹", "the rubric's file, or an assessment folder")),
    (
        "rubric show",
        "format",
        both(
            "输出格式:text、markdown 或 xlsx;不写则看 --out 的扩展名",
            "text, markdown or xlsx; by the name of --out unless given",
        ),
    ),
    ("rubric show", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
    ("rubric diff", "", both("说明两个版本的评分细则有哪些不同", "say what changed between two editions of a rubric")),
    (
        "rubric diff",
        "before",
        both("原来的评分细则:文件或考核文件夹", "the earlier rubric: its file or an assessment folder"),
    ),
    (
        "rubric diff",
        "after",
        both("新的评分细则:文件或考核文件夹", "the later rubric: its file or an assessment folder"),
    ),
    ("rubric diff", "format", both("输出格式:text、markdown 或 json", "output format: text, markdown or json")),
    ("test", "", both("运行评分细则旁的 .test.toml", "run the .test.toml beside a rubric")),
    (
        "new",
        "",
        both(
            "新建考核文件夹:从印发的细则表整理出草稿,或复制随附的细则",
            "begin an assessment folder from a printed rubric, or from one that comes with the program",
        ),
    ),
    ("new", "folder", both("要新建的文件夹", "the folder to make")),
    (
        "new",
        "from",
        both("印发的细则表(xlsx、xls、ods 或 csv)", "the printed rubric as a table (xlsx, xls, ods or csv)"),
    ),
    (
        "new",
        "sheet",
        both("细则所在的工作表;不写则用第一个像细则的", "its sheet; the first that looks like a rubric unless given"),
    ),
    ("new", "name", both("随附的细则", "a rubric that comes with the program")),
    ("new", "list", both("列出随附的细则", "list the rubrics that come with the program")),
    (
        "schema",
        "",
        both(
            "输出 rubric、test 或 assessment 文件的 JSON Schema,供编辑器补全和检查",
            "write the JSON Schema of a rubric, test or assessment file, for completion in editors",
        ),
    ),
    ("schema", "document", both("哪种文件:rubric、test 或 assessment", "which file: rubric, test or assessment")),
    ("schema", "out", both("写到文件;不写则输出到屏幕", "write it to this file instead of stdout")),
    (
        "sql",
        "",
        both(
            "把评分细则写成 SQL 脚本,在 DuckDB、PostgreSQL 或 Spark 中评分,结果与 score 一位不差",
            "write the rubric as an SQL script that scores in DuckDB, PostgreSQL or Spark to the digit as score does",
        ),
    ),
    ("sql", "path", both("评分细则文件,或考核文件夹", "the rubric's file, or an assessment folder")),
    ("sql", "dialect", both("哪种数据库:duckdb、postgres 或 spark", "which engine: duckdb, postgres or spark")),
    ("sql", "out", both("写入这个文件;不写则显示", "the file to write; shown when left out")),
    (
        "sql",
        "data",
        both(
            "连同数据一起写入这个文件夹:load.sql 建表并装入 data 里的 CSV,score.sql 评分",
            "write the data too, into this folder: load.sql makes and fills the tables from data/*.csv, score.sql scores",
        ),
    ),
    ("test", "paths", both("评分细则、测试文件或文件夹", "rubrics, test files or folders")),
    (
        "test",
        "coverage",
        both(
            "列出没有测试用到的评分项、档次、情形、否决和等级",
            "list leaves, branches of rules, effects and grades that no test reaches",
        ),
    ),
    (
        "test",
        "deny",
        both(
            "有测试没有用到的规则时退出码为 1:--deny uncovered",
            "exit with 1 where tests leave parts of the rubric out: --deny uncovered",
        ),
    ),
    (
        "test",
        "accept",
        both(
            "把不符的应得值改写成实际值,供核对;逐条列出,退出码仍为 1",
            "write what came out in the place of what was expected, for review; every change is listed, and the exit code stays 1",
        ),
    ),
];
