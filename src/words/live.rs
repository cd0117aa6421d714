//! What a workbook that recalculates says beside its numbers.

use super::messages;

messages! {
    /// A word of the sheets that hold the arithmetic.
    Live {
        SheetParameters => "参数", "Parameters";
        SheetUnits => "计算", "Calculation";
        SheetGroups => "计算_分组", "Groups";
        SheetEntries { number: usize } => "计算_明细{number}", "Entries{number}";
        Parameter => "编号", "Id";
        Setting => "内容", "What it sets";
        Value => "数值(可改)", "Value (may be changed)";
        Whole => "全部", "all";
        OfWhole => "整个细则", "the whole rubric";
        HalfValue => "值", "value";
        HalfState => "状态", "state";
        HalfOf => "值或状态", "Value or state";
        About => "所属指标", "Belongs to";
        LostNow => "现失分", "Lost now";
        Legend => "本工作簿为活表:改动“填报数据”或明细表的值、“参数”表的数值,得分、合计、位次、等级随之重算;“失分清单”保持发布时的内容,“现失分”与其不同时变红。状态:0 有值,1 不适用,2 缺报,3 除以零,4 溢出。", "This workbook recalculates: change a value on the data sheet or in a list, or a number on the parameters' sheet, and points, totals, places and grades follow; the list of gaps stays as published, and what is lost now turns red where it differs. States: 0 known, 1 not applicable, 2 missing, 3 divided by zero, 4 too great.";
    }
}
