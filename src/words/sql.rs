//! What an SQL script says of itself, and what an engine cannot hold.

use super::messages;

messages! {
    /// A comment or a message of a script.
    Note {
        Head { fingerprint: String } =>
            "由 kaohe sql 根据评分细则生成(细则指纹 {fingerprint})。不要改算式:改评分细则,或在 kaohe_changed_parameters 里改数。\n每个值旁边有状态列 _state:0 有数,1 不适用,2 缺报,3 无法计算(除以零等)。没有数的值为 NULL;值为 NULL 而状态为 0,是数过大,结果中写 overflow。\n判断、取整、排名、求和以前先修约到 9 位小数(四舍五入),与 kaohe score 相同。",
            "Written by kaohe sql from the rubric (fingerprint {fingerprint}). Change the rubric, or numbers in kaohe_changed_parameters; not the expressions.\nBeside a value stands its state, _state: 0 known, 1 not applicable, 2 missing, 3 undefined (a division by zero). A value that is not known is NULL; NULL with state 0 is a number too great, and results say overflow.\nBefore every decision, floor, rank and sum a value is rounded to 9 decimals, half up, as in kaohe score.";
        Inputs =>
            "一、读这些表(由使用者准备;kaohe sql 考核文件夹 --data 可写出一份):",
            "1. It reads these tables of yours (kaohe sql FOLDER --data writes them for an assessment folder):";
        Changes =>
            "二、改数:在 kaohe_changed_parameters 里写参数编号和新值,重新运行本脚本即重新评分。复核调整写在 kaohe_adjustments(kind 为 to 改为、by 增减;总分的 node 为 *)。",
            "2. To change a number, put its id and value into kaohe_changed_parameters and run the script again. Decisions over scores go to kaohe_adjustments (kind to or by; of the total, node *).";
        Parameters => "三、细则里的数", "3. The rubric's numbers";
        Roster => "名册;group_code 是细则所列分组的序号", "The roster; group_code is the position of a group that the rubric names";
        Adjustments => "复核调整,一个单位一行", "Decisions over scores, a row a unit";
        Times => "有 18 位小数的数乘以至多 9 位小数的数:拆成 9 位和余下的,只修约一次", "A product of a number with 18 decimals and one with at most 9: split after 9 decimals, so that it is rounded once";
        TimesFine => "两个有 18 位小数的数的积,末位误差不超过 1", "A product of numbers with 18 decimals each, off by at most 1 in the last";
        Over => "商:先用双精度估计,再用精确的余数修正到第 18 位小数", "A quotient: a double's estimate, put right to 18 decimals by the exact remainder";
        Fits => "超出 28 位十进制数的范围即为数过大", "Beyond the range of decimals with 28 digits a number has overflowed";
        SparkSettings => "小数运算的结果类型和溢出的约定:溢出得 NULL,不丢精度", "How decimals are to behave: NULL where they overflow, no digits given up";
        RowColumns => "每个单位一行的列", "Columns of units, each from that unit alone";
        EntryColumns { list: String } => "每条明细一行的列:{list}", "Columns of entries: {list}";
        Summary { list: String } => "明细汇总:{list}", "A function over entries: {list}";
        Groups => "分组统计:只看有数的单位", "Statistics of each group, over the units with a value";
        Everyone => "全体统计:只看有数的单位", "Statistics of all, over the units with a value";
        Spread => "标准差", "A standard deviation";
        Percentile => "分位数:相邻两数之间按比例", "A percentile, linear between neighbours";
        Places => "名次", "Places";
        Points => "结果:各单位各指标的得分(raw 是规则给出的分)", "Results: points of every unit and node (raw: what the rule gives)";
        Ranking => "结果:总分、名次、等级及其理由;missing 是缺报项数", "Results: total, place, grade and why; missing counts values that were not given";
        Gaps => "结果:失分", "Results: points lost, with the rule and the advice";
        Problems => "结果:数据中的问题(代码见 kaohe check --why)", "Results: problems in the data (codes as in kaohe check --why)";
        Rule { id: String, title: String, full: String, rule: String } => "{id} {title}({full}分){rule}", "{id} {title} ({full} points) {rule}";
        Reported { list: String } => "是否填报明细:{list}(0 已填报,2 缺报)", "whether the list was reported: {list} (0 yes, 2 missing)";
        Fraction => "小数:98.5% 写 0.985", "a fraction: 98.5% is 0.985";
        OneZero => "是 1,否 0", "yes 1, no 0";
        Days => "1970-01-01 以来的天数", "days since 1970-01-01";
        Missing { what: String } => "{what}:缺报", "{what}: no value";
        Undefined { what: String } => "{what}:除以零,无法计算", "{what}: a division by zero";
        Unproven { what: String } => "{what}:没有印证材料", "{what}: no evidence was given";
        TooGreat { what: String } => "{what}:数过大", "{what}: a number left the range of exact decimals";
        OutOfRange { what: String, range: String } => "{what}:不在 {range} 之内", "{what}: not within {range}";
    }
}

messages! {
    /// What an engine cannot hold.
    Limit {
        TooManyFields { engine: String, columns: usize, most: usize } =>
            "{engine} 的表最多 {most} 列,本细则的数据表要 {columns} 列;请换 duckdb 或 spark",
            "a table of {engine} has at most {most} columns, and the data of this rubric takes {columns}; use duckdb or spark";
        TooFine { what: String, value: String, engine: String, digits: u32 } =>
            "{what} 的数 {value} 放不进 {engine} 的小数(小数点前 20 位、后 {digits} 位),不能一位不差地计算",
            "the number {value} of {what} does not fit the decimals of {engine} (20 digits before the point, {digits} after), so results would not be exact";
    }
}
